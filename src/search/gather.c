#include "search/gather.h"

#include "base/record.h"

#include <stdlib.h>

/* For `n` bytes of lists; what was there is given back. */
static void move(Gathered *g, ptrdiff_t n)
{
    Arena larger = {0};
    Buf all = buf_new(&larger, n);
    buf_put(&all, buf_str(&g->lists));
    arena_free(&g->list_memory);
    g->list_memory = larger;
    g->lists = all;
}

Gathered gathered_new(ptrdiff_t bound)
{
    enum { MOST = 64 << 20 };
    Gathered g = {.words = words_new()};
    move(&g, bound < MOST ? bound + ROOM_FIRST : MOST);
    g.lists.n = ROOM_FIRST;
    return g;
}

void gathered_free(Gathered *g)
{
    words_free(&g->words);
    arena_free(&g->article_memory);
    arena_free(&g->list_memory);
}

static void forget(Gathered *g)
{
    words_forget(&g->words);
    arena_free(&g->article_memory);
    g->articles = NULL;
    g->article_count = g->article_cap = 0;
    g->lists.n = ROOM_FIRST;
    memset(g->rooms, 0, sizeof g->rooms);
}

ptrdiff_t gathered_size(const Gathered *g)
{
    return words_size(&g->words) + arena_size(&g->article_memory) + g->lists.n;
}

void gathered_add_article(Gathered *g, uint32_t number, uint64_t key, Str forms)
{
    g->articles = arena_grow(&g->article_memory, g->articles, g->article_count, &g->article_cap, sizeof *g->articles);
    g->articles[g->article_count++] = (GatheredArticle){number, key, str_copy(&g->article_memory, forms)};
}

static uint32_t take_room(Gathered *g, int size)
{
    uint32_t room = g->rooms[size];
    ptrdiff_t n = (ptrdiff_t)ROOM_FIRST << size;
    if (room) {
        memcpy(&g->rooms[size], g->lists.p + room, sizeof room);
        return room;
    }
    CHECK(g->lists.n + n <= UINT32_MAX);
    if (g->lists.cap - g->lists.n < n)
        move(g, (g->lists.cap > n ? g->lists.cap : n) * 2);
    room = (uint32_t)g->lists.n;
    g->lists.n += n;
    return room;
}

void gathered_grow(Gathered *g, WordStem *stem)
{
    uint32_t had = stem->end - stem->list, n = stem->at - stem->list;
    int size = had ? __builtin_ctz(had / ROOM_FIRST) + 1 : 0;
    CHECK(size < ROOM_SIZES);
    uint32_t room = take_room(g, size);
    if (had) {
        memcpy(g->lists.p + room, g->lists.p + stem->list, n);
        memcpy(g->lists.p + stem->list, &g->rooms[size - 1], sizeof *g->rooms);
        g->rooms[size - 1] = stem->list;
    }
    stem->list = room;
    stem->at = room + n;
    stem->end = room + ((uint32_t)ROOM_FIRST << size);
}

/* --- the order of the words ------------------------------------------------------------------------------------------------------------ */

/* All words in byte order, and by stem its forms in that order: from `first_form` up to that of the next stem. */
typedef struct Sorted {
    const Word **words, **forms;
    uint32_t *first_form;
} Sorted;

static Sorted sort_all(Arena *a, const Words *words)
{
    ptrdiff_t n = words->n - 1;
    Sorted s = {words_order(a, words), arena_raw(a, const Word *, n), arena_new(a, uint32_t, n + 3)};
    uint32_t *next = s.first_form + 1;
    for (ptrdiff_t i = 0; i < n; i++)
        next[s.words[i]->stem + 1]++;
    for (ptrdiff_t i = 1; i <= n + 1; i++)
        next[i] += next[i - 1];
    for (ptrdiff_t i = 0; i < n; i++)       /* where the next one of a stem stands becomes where the next stem's begin */
        s.forms[next[s.words[i]->stem]++] = s.words[i];
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

/* A stem's list without its first number, which is given beside it: where the list goes on from what an earlier run has, that is another step. */
static Str list_of(const Gathered *g, const WordStem *stem, uint32_t *first)
{
    Record r = record_of((Str){g->lists.p + stem->list, stem->at - stem->list});
    *first = (uint32_t)record_get_signed(&r);
    return (Str){r.p, r.end - r.p};
}

/* That of the word in order. Neighbours stand far from each other in memory: so it is asked for what the next ones need, which else was half of a run's
 * time. */
static const WordStem *stem_at(const Gathered *g, const Sorted *s, ptrdiff_t i)
{
    enum { AHEAD = 8 };
    const WordStem *stems = g->words.stems;
    if (i + 3 * AHEAD + 1 < g->words.n) {
        __builtin_prefetch(s->words[i + 3 * AHEAD]);
        __builtin_prefetch(&stems[s->words[i + 2 * AHEAD]->number]);
        __builtin_prefetch(&s->first_form[s->words[i + 2 * AHEAD]->number]);
        __builtin_prefetch(g->lists.p + stems[s->words[i + AHEAD]->number].list);
    }
    return &stems[s->words[i]->number];
}

static void put_word(const Gathered *g, const Sorted *s, const Word *word, Buf *b)
{
    const WordStem *stem = &g->words.stems[word->number];
    const uint32_t *form = &s->first_form[word->number];
    uint32_t first;
    Str list = list_of(g, stem, &first);
    record_put_str(b, words_name(&g->words, word));
    record_put(b, stem->postings);
    record_put(b, first);
    record_put(b, stem->number);
    record_put(b, (uint64_t)list.n);
    record_put(b, form[1] - form[0]);
    for (uint32_t f = form[0]; f < form[1]; f++) {
        record_put_str(b, words_name(&g->words, s->forms[f]));
        record_put(b, (uint64_t)s->forms[f]->number);
        record_put(b, (uint64_t)s->forms[f]->articles);
    }
}

static void put_words(const Gathered *g, const Sorted *s, Run *run)
{
    Arena scratch = {0};
    Buf record = {.arena = &scratch};
    ptrdiff_t bytes = 0;
    uint32_t first;
    int letter = 0;
    for (ptrdiff_t i = 0; i + 1 < g->words.n; i++) {
        const WordStem *stem = stem_at(g, s, i);
        if (!stem->postings)
            continue;       /* nobody's stem */
        while (letter <= (unsigned char)words_name(&g->words, s->words[i]).p[0])
            run->letters[letter++] = (RunPlace){spool_count(&run->spool), bytes};
        record.n = 0;
        put_word(g, s, s->words[i], &record);
        record_put_str(spool_room(&run->spool), buf_str(&record));
        bytes += list_of(g, stem, &first).n;
    }
    while (letter <= RUN_LETTERS)
        run->letters[letter++] = (RunPlace){spool_count(&run->spool), bytes};
    arena_free(&scratch);
}

static void put_lists(const Gathered *g, const Sorted *s, Spool *out)
{
    uint32_t first;
    for (ptrdiff_t i = 0; i + 1 < g->words.n; i++) {
        const WordStem *stem = stem_at(g, s, i);
        if (stem->postings)
            buf_put(spool_room(out), list_of(g, stem, &first));
    }
}

void gathered_put_run(Gathered *g, Str spill, Run *run)
{
    Arena scratch = {0};
    Sorted sorted = sort_all(&scratch, &g->words);
    *run = (Run){.articles = g->article_count, .forms = g->words.n};
    spool_open(&run->spool, spill);
    put_articles(g, run);
    put_words(g, &sorted, run);
    put_lists(g, &sorted, &run->spool);
    spool_end(&run->spool);
    arena_free(&scratch);
    forget(g);
}
