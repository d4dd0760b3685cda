#include "search/gather.h"

#include "base/bytes16.h"
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

/* What is reserved but not written yet takes no memory. A run has the postings once more. */
ptrdiff_t gathered_size(const Gathered *g)
{
    return words_size(&g->words) + arena_size(&g->lists) + g->postings.n * 2;
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

/* --- the order of the words ------------------------------------------------------------------------------------------------------------ */

/* All words in byte order, and by stem its forms in that order: from `first_form` up to that of the next stem. */
typedef struct Sorted {
    const int32_t *words, *forms;
    uint32_t *first_form;
} Sorted;

static Sorted sort_all(Arena *a, const Words *words)
{
    Sorted s = {.words = words_order(a, words)};
    int32_t *forms = arena_raw(a, int32_t, words->n);
    uint32_t *first = arena_new(a, uint32_t, words->n + 2), *next = first + 1;
    for (ptrdiff_t i = 1; i < words->n; i++)
        next[words->items[i].stem + 1]++;
    for (ptrdiff_t i = 1; i <= words->n; i++)
        next[i] += next[i - 1];
    for (ptrdiff_t i = 0; i + 1 < words->n; i++)        /* where the next one of a stem stands becomes where the next stem's begin */
        forms[next[words->items[s.words[i]].stem]++] = s.words[i];
    s.forms = forms;
    s.first_form = first;
    return s;
}

/* --- as a run -------------------------------------------------------------------------------------------------------------------------- */

static int compare_articles(const void *a, const void *b)
{
    uint32_t x = ((const GatheredArticle *)a)->number, y = ((const GatheredArticle *)b)->number;
    return (x > y) - (x < y);
}

static void put_articles(Gathered *g, Run *run)
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
        record_put_str(spool_room(&run->spool), buf_str(&record));
        run->article_bytes += record.n;
    }
    arena_free(&scratch);
}

static void put_word(const Gathered *g, const Sorted *s, int32_t number, Buf *b)
{
    const WordStem *stem = &g->words.stems[number];
    const uint32_t *first = &s->first_form[number];
    record_put_str(b, words_name(&g->words, number));
    record_put(b, stem->postings);
    record_put(b, stem->first);
    record_put(b, stem->last);
    record_put(b, stem->bytes);
    record_put(b, first[1] - first[0]);
    for (uint32_t f = first[0]; f < first[1]; f++) {
        record_put_str(b, words_name(&g->words, s->forms[f]));
        record_put(b, (uint64_t)s->forms[f]);
        record_put(b, (uint64_t)g->words.items[s->forms[f]].articles);
    }
}

/* `lists` takes, by stem, where its list begins among them all. */
static void put_words(const Gathered *g, const Sorted *s, Run *run, uint32_t *lists)
{
    Arena scratch = {0};
    Buf record = {.arena = &scratch};
    uint32_t bytes = 0;
    int letter = 0;
    for (ptrdiff_t i = 0; i + 1 < g->words.n; i++) {
        const WordStem *stem = &g->words.stems[s->words[i]];
        if (!stem->postings)
            continue;       /* nobody's stem */
        while (letter <= (unsigned char)words_name(&g->words, s->words[i]).p[0])
            run->letters[letter++] = (RunPlace){spool_count(&run->spool), bytes};
        record.n = 0;
        put_word(g, s, s->words[i], &record);
        record_put_str(spool_room(&run->spool), buf_str(&record));
        lists[s->words[i]] = bytes;
        bytes += stem->bytes;
    }
    while (letter <= RUN_LETTERS)
        run->letters[letter++] = (RunPlace){spool_count(&run->spool), bytes};
    arena_free(&scratch);
}

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

/* As gathered_copy, but what stands behind the place that is written to stays what it is: it may be the next word's. (A mask for each of the two is one
 * instruction more than the same mask twice; but so valgrind sees that nothing depends on what was never written.) */
static inline void put_posting(char *to, const char *from, uint32_t n)
{
    enum { N = POSTING_SPARE };
    static const char masks[3 * N] = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, [2 * N] = -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
    if (n > N) {
        memcpy(to, from, n);
        return;
    }
    Bytes16 both = (bytes16_at(from) & bytes16_at(masks + N - n)) | (bytes16_at(to) & bytes16_at(masks + 2 * N - n));
    memcpy(to, &both, sizeof both);
}

/* Once from front to back: the places that are written to are far from each other, but nothing waits for them. */
static void put_lists(const Gathered *g, uint32_t *lists, Spool *out)
{
    char *to = buf_reserve(spool_room(out), g->postings.n + POSTING_SPARE);
    const char *p = g->postings.p, *end = p + g->postings.n;
    ptrdiff_t bytes = 0;
    while (p < end) {
        int32_t stem;
        memcpy(&stem, p, sizeof stem);
        p += sizeof stem;
        uint32_t size = number_at(&p);
        put_posting(to + lists[stem], p, size);
        lists[stem] += size;
        bytes += size;
        p += size;
    }
    spool_room(out)->n += bytes;
}

void gathered_put_run(Gathered *g, Str spill, Run *run)
{
    Arena scratch = {0};
    Sorted sorted = sort_all(&scratch, &g->words);
    uint32_t *lists = arena_raw(&scratch, uint32_t, g->words.n);
    CHECK(g->postings.n <= UINT32_MAX);
    *run = (Run){.articles = g->article_count, .forms = g->words.n};
    spool_open(&run->spool, spill);
    put_articles(g, run);
    put_words(g, &sorted, run, lists);
    put_lists(g, lists, &run->spool);
    spool_end(&run->spool);
    arena_free(&scratch);
}
