#include "search/question.h"

#include "search/token.h"

#include <math.h>
#include <stdlib.h>

/* --- what a word may stand for ----------------------------------------------------------------------------------------------------- */

typedef struct Candidate {
    Str word, stem;
    ptrdiff_t articles;
} Candidate;

typedef struct Candidates {
    Candidate *items;
    ptrdiff_t n, cap;
} Candidates;

/* More articles first, then byte order. */
static int compare_candidates(const void *a, const void *b)
{
    const Candidate *x = a, *y = b;
    return x->articles != y->articles ? (x->articles < y->articles) - (x->articles > y->articles) : str_cmp(x->stem, y->stem);
}

/* A candidate for each stem once. */
static void add_candidate(Lookup *l, Candidates *c, Str word, Str stem)
{
    for (ptrdiff_t i = 0; i < c->n; i++)
        if (str_eq(c->items[i].stem, stem))
            return;
    c->items = arena_grow(l->arena, c->items, c->n, &c->cap, sizeof *c->items);
    c->items[c->n++] = (Candidate){word, stem, lookup_count(l, stem)};
}

static void sort_candidates(Candidates *c)
{
    if (c->n)
        qsort(c->items, (size_t)c->n, sizeof *c->items, compare_candidates);
}

/* The words that begin with `prefix`; none when they are spread over too many files. */
static Candidates completions(Lookup *l, Str prefix)
{
    enum { FILES_MAX = 3 };
    Candidates c = {0};
    uint64_t paths[FILES_MAX];
    Family family = shard_family(prefix);
    int files = trie_find(l->shapes[family], key_of_word(prefix), paths, FILES_MAX);
    for (int f = 0; f < files && files <= FILES_MAX; f++) {
        ptrdiff_t n;
        ShardWord *words = shard_words(l->arena, lookup_file(l, family, paths[f]), &n);
        for (ptrdiff_t i = 0; i < n; i++)
            if (str_starts(words[i].word, prefix))
                add_candidate(l, &c, words[i].word, words[i].stem.n ? words[i].stem : words[i].word);
    }
    sort_candidates(&c);
    return c;
}

/* One edit takes a word's first half or its second half as it is: the first is looked up in family t, the second backwards in family s. */
static Candidates near_words(Lookup *l, Str word)
{
    enum { LETTERS_MIN = 4, FILES_MAX = 12 };
    Candidates c = {0};
    if (word.n < LETTERS_MIN)
        return c;
    Str halves[2] = {str_head(word, word.n / 2), shard_backwards(l->arena, str_from(word, word.n / 2))};
    for (int half = 0; half < 2; half++) {
        Family family = half ? FAMILY_BACKWARDS : shard_family(word);
        uint64_t paths[FILES_MAX];
        int files = trie_find(l->shapes[family], key_of_word(halves[half]), paths, FILES_MAX);
        for (int f = 0; f < files && f < FILES_MAX; f++) {
            ptrdiff_t n;
            ShardWord *words = shard_words(l->arena, lookup_file(l, family, paths[f]), &n);
            for (ptrdiff_t i = 0; i < n; i++) {
                Str known = half ? shard_backwards(l->arena, words[i].word) : words[i].word, stem;
                if (str_distance(word, known, 1) <= 1 && lookup_stem(l, known, &stem))
                    add_candidate(l, &c, known, stem);
            }
        }
    }
    sort_candidates(&c);
    return c;
}

/* --- terms ------------------------------------------------------------------------------------------------------------------------- */

static int64_t idf_of(const Lookup *l, ptrdiff_t articles)
{
    return articles ? (int64_t)llround(64.0 * log2(1.0 + (double)l->articles / (double)articles)) : 0;
}

/* A term whose lists are those of the first candidates, up to `most`. */
static void add_term(Question *q, Lookup *l, Term term, const Candidates *c, int most)
{
    ptrdiff_t articles = 0;
    for (ptrdiff_t i = 0; i < c->n && i < most; i++) {
        if (!lookup_list(l, c->items[i].stem, &term.lists[term.n]))
            continue;
        if (term.lists[term.n].n > articles)
            articles = term.lists[term.n].n;
        term.n++;
    }
    term.idf = idf_of(l, articles);
    if (term.n && q->n < TERMS_MAX)
        q->terms[q->n++] = term;
}

static void take_word(Question *q, Lookup *l, Term term, Str word, bool is_last)
{
    Candidates c = {0};
    Str stem;
    if (!term.is_excluded)
        list_add(l->arena, &q->written, word);
    if (lookup_stem(l, word, &stem)) {
        add_candidate(l, &c, word, stem);
        add_term(q, l, term, &c, 1);
        return;
    }
    if (is_last && !term.phrase && !term.is_excluded)
        c = completions(l, word);
    if (c.n) {
        add_term(q, l, term, &c, COMPLETIONS);
        return;
    }
    if (!term.is_excluded)
        c = near_words(l, word);
    if (c.n) {
        list_add(l->arena, &q->corrected, str_fmt(l->arena, STR_FMT "\t" STR_FMT, STR_ARG(word), STR_ARG(c.items[0].word)));
        add_term(q, l, term, &c, 1);
    } else {
        list_add(l->arena, &q->unknown, word);
    }
}

/* --- the text ---------------------------------------------------------------------------------------------------------------------- */

/* One piece of a query: a phrase's inside, or what stands between blanks. */
static void take_piece(Question *q, Lookup *l, Str text, bool is_phrase, bool is_excluded, bool is_last)
{
    ptrdiff_t n, taken = 0;
    const Token *tokens = tokens_all(l->arena, text, &n);
    int offset = 0, phrase = is_phrase ? ++q->phrases : 0;
    for (const Token *token = tokens; token < tokens + n; token++) {
        Term term = {.phrase = phrase, .offset = offset, .is_excluded = is_excluded};
        Str stem;
        if (token->end <= taken)
            continue;       /* a part of a run that was found whole */
        if (token->is_whole && !is_phrase && lookup_stem(l, token->text, &stem)) {
            take_word(q, l, term, token->text, false);
            taken = token->end;
        } else if (!token->is_whole) {
            offset++;
            if (token->text.n)
                take_word(q, l, term, token->text, is_last && !str_trim(str_from(text, token->end)).n);
        }
    }
}

void question_read(Question *q, Lookup *l, Str text)
{
    for (Str rest = str_trim_start(text); rest.n; rest = str_trim_start(rest)) {
        bool is_excluded = rest.n > 1 && rest.p[0] == '-' && !char_is_blank(rest.p[1]);
        rest = str_from(rest, is_excluded);
        bool is_phrase = rest.p[0] == '"';
        Str piece;
        if (is_phrase) {
            rest = str_from(rest, 1);
            piece = str_cut(&rest, '"');
        } else {
            ptrdiff_t end = 0;
            while (end < rest.n && !char_is_blank(rest.p[end]))
                end++;
            piece = str_head(rest, end);
            rest = str_from(rest, end);
        }
        take_piece(q, l, piece, is_phrase, is_excluded, !str_trim(rest).n);
    }
}
