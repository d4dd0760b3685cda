#include "search/rank.h"

#include "base/fold.h"
#include "search/token.h"

#include <stdlib.h>

static const int LEVEL_POINTS[LEVEL_COUNT] = {4, 7, 10, 13, 16, 19, 22, 25, 34, 37, 40, 43, 46, 49, 52, 55};

/* --- articles with any of the terms ------------------------------------------------------------------------------------------------ */

typedef struct TermHit {
    uint32_t number;
    int16_t term, level;
} TermHit;

static int compare_term_hits(const void *a, const void *b)
{
    const TermHit *x = a, *y = b;
    if (x->number != y->number)
        return (x->number > y->number) - (x->number < y->number);
    return x->term != y->term ? x->term - y->term : y->level - x->level;
}

static ptrdiff_t gather(Arena *a, const Question *q, Match **matches)
{
    ptrdiff_t total = 0, n = 0, count = 0;
    for (int t = 0; t < q->n; t++)
        for (int l = 0; l < q->terms[t].n; l++)
            total += q->terms[t].lists[l].n;
    TermHit *hits = arena_new(a, TermHit, total);
    for (int t = 0; t < q->n; t++)
        for (int l = 0; l < q->terms[t].n; l++) {
            const List *list = &q->terms[t].lists[l];
            for (ptrdiff_t i = 0; i < list->n; i++)
                hits[n++] = (TermHit){list->hits[i].number, (int16_t)t, (int16_t)list->hits[i].level};
        }
    if (n)
        qsort(hits, (size_t)n, sizeof *hits, compare_term_hits);
    *matches = arena_new(a, Match, total);
    for (ptrdiff_t i = 0; i < n; i++) {
        if (!count || (*matches)[count - 1].number != hits[i].number)
            (*matches)[count++] = (Match){.number = hits[i].number};
        Match *m = &(*matches)[count - 1];
        uint32_t bit = 1u << hits[i].term;
        if (m->terms & bit)
            continue;       /* a completion that weighs less */
        m->terms |= bit;
        m->titles |= hits[i].level >= LEVEL_TITLE ? bit : 0;
        m->score += q->terms[hits[i].term].idf * LEVEL_POINTS[hits[i].level];
    }
    return count;
}

/* --- phrases and exclusions -------------------------------------------------------------------------------------------------------- */

/* Where a term stands in an article: the places of its first list that has the article. */
static Places places_of(Lookup *l, Term *term, uint32_t number)
{
    Places places = {0};
    for (int i = 0; i < term->n && !lookup_places(l, &term->lists[i], number, &places); i++)
        ;
    return places;
}

static bool has_place(Places places, uint32_t place)
{
    uint32_t low = 0, high = places.n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (places.items[middle] < place)
            low = middle + 1;
        else
            high = middle;
    }
    return low < places.n && places.items[low] == place;
}

/* All words of a phrase side by side. A word without places (it is in so many articles that they are not kept) may stand anywhere. */
static bool has_phrase(Question *q, Lookup *l, int phrase, uint32_t number)
{
    const Term *end = q->terms + q->n, *first = NULL;
    Places places = {0};
    Term *term = q->terms;
    for (; term < end && !first; term++) {
        if (term->phrase != phrase)
            continue;
        places = places_of(l, term, number);
        if (places.n)
            first = term;
    }
    if (!first)
        return true;
    for (uint32_t p = 0; p < places.n; p++) {
        bool all = true;
        for (Term *other = term; other < end && all; other++) {
            if (other->phrase != phrase)
                continue;
            Places others = places_of(l, other, number);
            all = !others.n || has_place(others, places.items[p] + (uint32_t)(other->offset - first->offset));
        }
        if (all)
            return true;
    }
    return false;
}

static bool is_asked_phrase(const Question *q, int phrase)
{
    for (int t = 0; t < q->n; t++)
        if (q->terms[t].phrase == phrase)
            return !q->terms[t].is_excluded;
    return false;
}

/* Whether the excluded words and phrases leave an article in, and its phrases are there. */
static bool passes(Question *q, Lookup *l, const Match *m)
{
    for (int t = 0; t < q->n; t++)
        if (q->terms[t].is_excluded && !q->terms[t].phrase && (m->terms >> t & 1))
            return false;
    for (int p = 1; p <= q->phrases; p++) {
        uint32_t needed = 0;
        for (int t = 0; t < q->n; t++)
            needed |= q->terms[t].phrase == p ? 1u << t : 0;
        bool is_there = needed && (m->terms & needed) == needed && has_phrase(q, l, p, m->number);
        if (is_asked_phrase(q, p) ? !is_there : needed && is_there)
            return false;
    }
    return true;
}

/* --- nearness ---------------------------------------------------------------------------------------------------------------------- */

typedef struct Spot {
    uint32_t at;
    int term;
} Spot;

static int compare_spots(const void *a, const void *b)
{
    const Spot *x = a, *y = b;
    return x->at != y->at ? (x->at > y->at) - (x->at < y->at) : x->term - y->term;
}

/* The places of a word that is in very many articles tell nothing: a large index has none (shard.h), and of a small one they are not asked. */
static bool is_near_term(const Term *term, int64_t articles)
{
    return !term->is_excluded && term->lists[0].n <= articles / COMMON_SHARE;
}

/* Where the terms stand in an article, in order. */
static Spot *spots_in(Arena *a, Question *q, Lookup *l, uint32_t number, ptrdiff_t *n)
{
    Places places[TERMS_MAX] = {0};
    ptrdiff_t total = 0;
    for (int t = 0; t < q->n; t++) {
        if (is_near_term(&q->terms[t], l->articles))
            places[t] = places_of(l, &q->terms[t], number);
        total += places[t].n;
    }
    Spot *spots = arena_new(a, Spot, total);
    *n = 0;
    for (int t = 0; t < q->n; t++)
        for (uint32_t p = 0; p < places[t].n; p++)
            spots[(*n)++] = (Spot){places[t].items[p], t};
    if (*n)
        qsort(spots, (size_t)*n, sizeof *spots, compare_spots);
    return spots;
}

/* The points for terms that stand together: a window of NEAR_WORDS slides over the article. */
static int64_t nearness(Arena *a, Question *q, Lookup *l, uint32_t number)
{
    ptrdiff_t n;
    const Spot *spots = spots_in(a, q, l, number, &n);
    int inside[TERMS_MAX] = {0};
    bool next[TERMS_MAX] = {0};
    int64_t sum = 0, most = 0, points = 0;
    for (ptrdiff_t i = 0, from = 0; i < n; i++) {
        if (!inside[spots[i].term]++)
            sum += q->terms[spots[i].term].idf;
        for (; spots[i].at - spots[from].at >= NEAR_WORDS; from++)
            if (!--inside[spots[from].term])
                sum -= q->terms[spots[from].term].idf;
        most = sum > most ? sum : most;
        for (ptrdiff_t k = i; k-- > from && spots[i].at - spots[k].at <= NEXT_WORDS;)
            if (spots[k].term == spots[i].term - 1 && spots[i].at > spots[k].at)
                next[spots[k].term] = true;
    }
    for (int t = 0; t + 1 < q->n; t++)
        if (next[t])
            points += NEXT_POINTS * (q->terms[t].idf < q->terms[t + 1].idf ? q->terms[t].idf : q->terms[t + 1].idf);
    return NEAR_POINTS * most + points;
}

/* --- order ------------------------------------------------------------------------------------------------------------------------- */

static int compare_matches(const void *a, const void *b)
{
    const Match *x = a, *y = b;
    return x->score != y->score ? (x->score < y->score) - (x->score > y->score) : (x->number > y->number) - (x->number < y->number);
}

static void sort_matches(Match *matches, ptrdiff_t n)
{
    if (n)
        qsort(matches, (size_t)n, sizeof *matches, compare_matches);
}

static int count_bits(uint32_t bits)
{
    int n = 0;
    for (; bits; bits &= bits - 1)
        n++;
    return n;
}

/* Leaves those that match, with the points for all terms in the title. */
static ptrdiff_t choose(Question *q, Lookup *l, Match *matches, ptrdiff_t n, uint32_t asked)
{
    int terms = count_bits(asked), needed = terms;
    ptrdiff_t by_count[TERMS_MAX + 1] = {0}, passed = 0, kept = 0;
    int64_t sum = 0;
    for (int t = 0; t < q->n; t++)
        sum += asked >> t & 1 ? q->terms[t].idf : 0;
    for (ptrdiff_t i = 0; i < n; i++)
        if (matches[i].terms & asked && passes(q, l, &matches[i])) {
            matches[passed++] = matches[i];
            by_count[count_bits(matches[i].terms & asked)]++;
        }
    ptrdiff_t matching = by_count[terms];
    while (matching < ENOUGH && needed > (terms + 1) / 2)
        matching += by_count[--needed];
    for (ptrdiff_t i = 0; i < passed; i++)
        if (count_bits(matches[i].terms & asked) >= needed) {
            matches[kept] = matches[i];
            if ((matches[kept].titles & asked) == asked)
                matches[kept].score += TITLE_POINTS * sum;
            kept++;
        }
    return kept;
}

/* Whether a title has every word of the query as it was written, and not just its stem. */
static bool has_words(Arena *a, const Question *q, Str title)
{
    ptrdiff_t n;
    const Token *have = tokens_all(a, text_fold(a, title), &n);
    for (ptrdiff_t i = 0; i < q->written.n; i++) {
        bool is_there = false;
        for (ptrdiff_t k = 0; k < n && !is_there; k++)
            is_there = str_eq(have[k].text, q->written.items[i]);
        if (!is_there)
            return false;
    }
    return q->written.n > 0;
}

/* Among the articles of the first page, those whose title has the words as written come first; otherwise in order. */
static void put_titles_first(const Question *q, Lookup *l, Match *matches, ptrdiff_t n)
{
    Match first[ENOUGH], others[ENOUGH];
    ptrdiff_t page = n < ENOUGH ? n : ENOUGH, first_count = 0, other_count = 0;
    for (ptrdiff_t i = 0; i < page; i++) {
        Found found;
        if (lookup_card(l, matches[i].number, &found) && has_words(l->arena, q, found.title))
            first[first_count++] = matches[i];
        else
            others[other_count++] = matches[i];
    }
    memcpy(matches, first, (size_t)first_count * sizeof *first);
    memcpy(matches + first_count, others, (size_t)other_count * sizeof *others);
}

ptrdiff_t rank_matches(Question *q, Lookup *l, Match **matches)
{
    uint32_t asked = 0;
    for (int t = 0; t < q->n; t++)
        asked |= q->terms[t].is_excluded ? 0 : 1u << t;
    ptrdiff_t n = gather(l->arena, q, matches);
    n = choose(q, l, *matches, n, asked);
    sort_matches(*matches, n);
    if (count_bits(asked) > 1) {
        Arena scratch = {0};
        for (ptrdiff_t i = 0; i < n && i < NEAR_ARTICLES; i++) {
            ArenaMark mark = arena_mark(&scratch);
            (*matches)[i].score += nearness(&scratch, q, l, (*matches)[i].number);
            arena_rewind(&scratch, mark);
        }
        arena_free(&scratch);
        sort_matches(*matches, n);
    }
    put_titles_first(q, l, *matches, n);
    return n;
}
