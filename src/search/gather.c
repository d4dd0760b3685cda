#include "search/gather.h"

#include "base/record.h"

#include <stdlib.h>

Gathered gathered_new(void)
{
    return (Gathered){.words = words_new()};
}

void gathered_free(Gathered *g)
{
    words_free(&g->words);
    arena_free(&g->lists);
    arena_free(&g->posting_memory);
}

/* What is reserved but not written yet takes no memory. A run has a number for each posting. */
ptrdiff_t gathered_size(const Gathered *g)
{
    return words_size(&g->words) + arena_size(&g->lists) + g->postings.n + g->posting_count * (ptrdiff_t)sizeof(uint32_t);
}

void gathered_add_article(Gathered *g, uint32_t number, uint64_t key, Str forms)
{
    g->articles = arena_grow(&g->lists, g->articles, g->article_count, &g->article_cap, sizeof *g->articles);
    g->articles[g->article_count++] = (GatheredArticle){number, key, str_copy(&g->lists, forms)};
}

/* To a place of twice the size; where it was is given back. */
char *gathered_grow(Gathered *g, ptrdiff_t n)
{
    enum { FIRST = 1 << 16 };
    Arena larger = {0};
    Buf all = buf_new(&larger, (g->postings.cap > n ? g->postings.cap : n) + (g->postings.cap ? g->postings.cap : FIRST));
    buf_put(&all, buf_str(&g->postings));
    arena_free(&g->posting_memory);
    g->posting_memory = larger;
    g->postings = all;
    return all.p + all.n;
}

/* --- in the order of the words --------------------------------------------------------------------------------------------------------- */

/* Of each word as a stem, by its place in byte order: its forms and its postings begin at `first_…`, the last entry is behind all. */
typedef struct Sorted {
    const int32_t *words;
    ptrdiff_t n;
    int32_t *forms;
    uint32_t *postings;     /* where they stand, each at its size */
    uint32_t *first_form, *first_posting;
    uint32_t *bytes;        /* of all postings */
} Sorted;

static inline uint32_t number_at(const char **p)
{
    uint32_t value = 0;
    for (int shift = 0;; shift += 7) {
        unsigned char c = (unsigned char)*(*p)++;
        value |= (uint32_t)(c & 0x7F) << shift;
        if (c < 0x80)
            return value;
    }
}

static inline int32_t stem_at(const char **p)
{
    int32_t stem;
    memcpy(&stem, *p, sizeof stem);
    *p += sizeof stem;
    return stem;
}

/* From how many belong to each place to where those of each begin: a copy of that is given, which stays while `counts` is moved on. */
static uint32_t *sum_up(Arena *a, uint32_t *counts, ptrdiff_t n)
{
    uint32_t *first = arena_new(a, uint32_t, n + 1), sum = 0;
    for (ptrdiff_t i = 0; i <= n; i++) {
        first[i] = sum;
        sum += counts[i];
        counts[i] = first[i];
    }
    return first;
}

static void sort_forms(Arena *a, const Words *words, const int32_t *place, Sorted *s)
{
    Arena scratch = {0};
    uint32_t *next = arena_new(&scratch, uint32_t, s->n + 1);
    for (ptrdiff_t i = 1; i <= s->n; i++)
        if (words->items[i].stem)
            next[place[words->items[i].stem]]++;
    s->first_form = sum_up(a, next, s->n);
    s->forms = arena_new(a, int32_t, s->first_form[s->n]);
    for (ptrdiff_t i = 0; i < s->n; i++) {
        const Word *word = &words->items[s->words[i]];
        if (word->stem)
            s->forms[next[place[word->stem]]++] = s->words[i];
    }
    arena_free(&scratch);
}

static void sort_postings(Arena *a, const Gathered *g, const int32_t *place, Sorted *s)
{
    Arena scratch = {0};
    uint32_t *next = arena_new(&scratch, uint32_t, s->n + 1);
    const char *start = g->postings.p, *end = start + g->postings.n;
    CHECK(g->postings.n <= UINT32_MAX);
    s->bytes = arena_new(a, uint32_t, s->n);
    for (const char *p = start; p < end;) {
        int32_t i = place[stem_at(&p)];
        uint32_t size = number_at(&p);
        next[i]++;
        s->bytes[i] += size;
        p += size;
    }
    s->first_posting = sum_up(a, next, s->n);
    s->postings = arena_new(a, uint32_t, g->posting_count);
    for (const char *p = start; p < end;) {
        int32_t i = place[stem_at(&p)];
        s->postings[next[i]++] = (uint32_t)(p - start);
        uint32_t size = number_at(&p);
        p += size;
    }
    arena_free(&scratch);
}

static Sorted sort_all(Arena *a, const Gathered *g)
{
    Arena scratch = {0};
    Sorted s = {.words = words_order(a, &g->words), .n = g->words.n - 1};
    int32_t *place = arena_new(&scratch, int32_t, g->words.n);
    for (ptrdiff_t i = 0; i < s.n; i++)
        place[s.words[i]] = (int32_t)i;
    sort_forms(a, &g->words, place, &s);
    sort_postings(a, g, place, &s);
    arena_free(&scratch);
    return s;
}

/* --- as a run -------------------------------------------------------------------------------------------------------------------------- */

static int compare_articles(const void *a, const void *b)
{
    uint32_t x = ((const GatheredArticle *)a)->number, y = ((const GatheredArticle *)b)->number;
    return (x > y) - (x < y);
}

static void put_articles(Gathered *g, Spool *out)
{
    Arena scratch = {0};
    Buf record = {.arena = &scratch};
    if (g->article_count)
        qsort(g->articles, (size_t)g->article_count, sizeof *g->articles, compare_articles);
    for (ptrdiff_t i = 0; i < g->article_count; i++) {
        const GatheredArticle *article = &g->articles[i];
        record.n = 0;
        record_put(&record, article->number);
        record_put_word(&record, article->key);
        record_put_str(&record, article->forms);
        record_put_str(spool_room(out), buf_str(&record));
    }
    arena_free(&scratch);
}

static Str posting_at(const Gathered *g, uint32_t at)
{
    const char *p = g->postings.p + at;
    uint32_t size = number_at(&p);
    return (Str){p, size};
}

/* The number of the first posting stands with the word: the list begins behind it. */
static void put_word(const Gathered *g, const Sorted *s, ptrdiff_t i, Buf *b)
{
    Str posting = posting_at(g, s->postings[s->first_posting[i]]);
    Record first = record_of(posting);
    record_put_str(b, words_name(&g->words, s->words[i]));
    record_put(b, s->first_posting[i + 1] - s->first_posting[i]);
    record_put(b, (uint32_t)record_get_signed(&first));
    record_put(b, g->words.stems[s->words[i]].last);
    record_put(b, (uint64_t)(s->bytes[i] - (first.p - posting.p)));
    record_put(b, s->first_form[i + 1] - s->first_form[i]);
    for (uint32_t f = s->first_form[i]; f < s->first_form[i + 1]; f++) {
        record_put_str(b, words_name(&g->words, s->forms[f]));
        record_put(b, (uint64_t)s->forms[f]);
        record_put(b, (uint64_t)g->words.items[s->forms[f]].articles);
    }
}

static ptrdiff_t put_words(const Gathered *g, const Sorted *s, Spool *out)
{
    Arena scratch = {0};
    Buf record = {.arena = &scratch};
    ptrdiff_t count = 0;
    for (ptrdiff_t i = 0; i < s->n; i++) {
        if (s->first_posting[i] == s->first_posting[i + 1])
            continue;       /* nobody's stem */
        record.n = 0;
        put_word(g, s, i, &record);
        record_put_str(spool_room(out), buf_str(&record));
        count++;
    }
    arena_free(&scratch);
    return count;
}

/* Most postings are shorter than what is copied at once. */
static void put_posting(Buf *b, const char *p, ptrdiff_t n)
{
    char *to = buf_reserve(b, n + POSTING_SPARE);
    memcpy(to, p, POSTING_SPARE);
    if (n > POSTING_SPARE)
        memcpy(to + POSTING_SPARE, p + POSTING_SPARE, (size_t)(n - POSTING_SPARE));
    b->n += n;
}

/* They stand far from each other, but it is known in time where. */
static void put_lists(const Gathered *g, const Sorted *s, Spool *out)
{
    enum { AHEAD = 16 };
    for (ptrdiff_t i = 0; i < s->n; i++)
        for (uint32_t k = s->first_posting[i]; k < s->first_posting[i + 1]; k++) {
            if (k + AHEAD < g->posting_count)
                __builtin_prefetch(g->postings.p + s->postings[k + AHEAD]);
            Str posting = posting_at(g, s->postings[k]);
            const char *p = posting.p;
            if (k == s->first_posting[i])
                number_at(&p);
            put_posting(spool_room(out), p, posting.n - (p - posting.p));
        }
}

void gathered_put_run(Gathered *g, Str spill, Run *run)
{
    Arena scratch = {0};
    Sorted sorted = sort_all(&scratch, g);
    *run = (Run){.articles = g->article_count, .forms = g->words.n};
    spool_open(&run->spool, spill, false);
    put_articles(g, &run->spool);
    run->words_at = spool_count(&run->spool);
    run->words = put_words(g, &sorted, &run->spool);
    run->lists_at = spool_count(&run->spool);
    put_lists(g, &sorted, &run->spool);
    spool_end(&run->spool);
    arena_free(&scratch);
}
