/* The words are merged twice: for their forms and how long their lists will be, and for the lists. Comparing them a second time costs less than keeping
 * in memory which runs have which. */
#include "search/run.h"

#include <stdlib.h>

/* --- the words of all runs, in order ------------------------------------------------------------------------------------------------------- */

typedef struct RunWord {
    Str stem;
    uint32_t postings, first, last;
    ptrdiff_t bytes;
    ptrdiff_t form_count;
    Record forms;
} RunWord;

typedef struct Merge {
    Arena arena;
    Run *runs;
    int n;
    SpoolReader *readers;   /* by run */
    RunWord *words;         /* by run: the next one */
    int *heap, heap_n;      /* runs by their next words, then by their place: the first on top */
    int *group, group_n;    /* the runs that have the word at hand */
} Merge;

static bool stands_before(const Merge *m, int x, int y)
{
    int order = str_cmp(m->words[x].stem, m->words[y].stem);
    return order ? order < 0 : x < y;
}

static void sift_up(Merge *m, int run)
{
    int at = m->heap_n++;
    for (; at && stands_before(m, run, m->heap[(at - 1) / 2]); at = (at - 1) / 2)
        m->heap[at] = m->heap[(at - 1) / 2];
    m->heap[at] = run;
}

static int take_top(Merge *m)
{
    int top = m->heap[0], run = m->heap[--m->heap_n], at = 0;
    for (int child; (child = 2 * at + 1) < m->heap_n; at = child) {
        child += child + 1 < m->heap_n && stands_before(m, m->heap[child + 1], m->heap[child]);
        if (stands_before(m, run, m->heap[child]))
            break;
        m->heap[at] = m->heap[child];
    }
    m->heap[at] = run;
    return top;
}

/* Reads the run's next word, if there is one. */
static void advance(Merge *m, int run)
{
    Str bytes;
    if (!spool_next(&m->readers[run], &bytes))
        return;
    Record r = record_of(bytes);
    RunWord *w = &m->words[run];
    w->stem = record_get_str(&r);
    w->postings = (uint32_t)record_get(&r);
    w->first = (uint32_t)record_get(&r);
    w->last = (uint32_t)record_get(&r);
    w->bytes = (ptrdiff_t)record_get(&r);
    w->form_count = record_get_count(&r);
    w->forms = r;
    sift_up(m, run);
}

static void merge_start(Merge *m, Run *runs, int n)
{
    *m = (Merge){.runs = runs, .n = n};
    m->readers = arena_new(&m->arena, SpoolReader, n);
    m->words = arena_new(&m->arena, RunWord, n);
    m->heap = arena_new(&m->arena, int, n);
    m->group = arena_new(&m->arena, int, n);
    for (int i = 0; i < n; i++) {
        m->readers[i] = spool_reader(&runs[i].spool, runs[i].words_at, runs[i].lists_at);
        advance(m, i);
    }
}

static void merge_end(Merge *m)
{
    for (int i = 0; i < m->n; i++)
        spool_reader_close(&m->readers[i]);
    arena_free(&m->arena);
}

/* The next word: `group` are the runs that have it. */
static bool merge_next(Merge *m)
{
    for (int i = 0; i < m->group_n; i++)
        advance(m, m->group[i]);
    m->group_n = 0;
    if (!m->heap_n)
        return false;
    do
        m->group[m->group_n++] = take_top(m);
    while (m->heap_n && str_eq(m->words[m->heap[0]].stem, m->words[m->group[0]].stem));
    return true;
}

/* --- forms, and how long the lists will be ------------------------------------------------------------------------------------------------- */

typedef struct MergedForm {
    Str name;
    uint64_t articles;
    uint32_t number;        /* in its run */
    int run;
} MergedForm;

typedef struct Words {
    Buf bytes;              /* as the segment has them */
    uint32_t **form_maps;   /* by run */
    ptrdiff_t n, forms;
} Words;

static int compare_forms(const void *a, const void *b)
{
    return str_cmp(((const MergedForm *)a)->name, ((const MergedForm *)b)->name);
}

static void put_forms(const Merge *m, Words *words)
{
    Arena scratch = {0};
    ptrdiff_t total = 0, n = 0, distinct = 0;
    for (int i = 0; i < m->group_n; i++)
        total += m->words[m->group[i]].form_count;
    MergedForm few[64], *all = total <= countof(few) ? few : arena_new(&scratch, MergedForm, total);
    for (int i = 0; i < m->group_n; i++) {
        const RunWord *w = &m->words[m->group[i]];
        Record r = w->forms;
        for (ptrdiff_t f = 0; f < w->form_count; f++) {
            Str name = record_get_str(&r);
            uint32_t number = (uint32_t)record_get(&r);
            all[n++] = (MergedForm){name, record_get(&r), number, m->group[i]};
        }
    }
    if (n > 1 && m->group_n > 1)
        qsort(all, (size_t)n, sizeof *all, compare_forms);
    for (ptrdiff_t i = 0; i < n; i++)
        distinct += !i || !str_eq(all[i - 1].name, all[i].name);
    record_put(&words->bytes, (uint64_t)distinct);
    for (ptrdiff_t from = 0, to; from < n; from = to) {
        uint64_t articles = 0;
        for (to = from; to < n && str_eq(all[to].name, all[from].name); to++) {
            articles += all[to].articles;
            words->form_maps[all[to].run][all[to].number] = (uint32_t)words->forms;
        }
        words->forms++;
        record_put_str(&words->bytes, all[from].name);
        record_put(&words->bytes, articles);
    }
    arena_free(&scratch);
}

/* The step from the last posting of the run before to the first of this one. */
static int64_t step_of(uint32_t from, uint32_t to)
{
    return (int32_t)(to - from);
}

static uint64_t size_of_signed(int64_t value)
{
    uint64_t size = 1;
    for (uint64_t v = value < 0 ? ~(uint64_t)value : (uint64_t)value; v >= 0x40; v >>= 7)
        size++;
    return size;
}

static void put_word(const Merge *m, Words *words)
{
    uint64_t postings = 0, bytes = 0;
    uint32_t last = 0;
    record_put_str(&words->bytes, m->words[m->group[0]].stem);
    put_forms(m, words);
    for (int i = 0; i < m->group_n; i++) {
        const RunWord *w = &m->words[m->group[i]];
        postings += w->postings;
        bytes += size_of_signed(step_of(last, w->first)) + (uint64_t)w->bytes;
        last = w->last;
    }
    record_put(&words->bytes, postings);
    record_put(&words->bytes, bytes);
    words->n++;
}

static void gather_words(Arena *a, Run *runs, int n, Words *words)
{
    Merge m;
    *words = (Words){.bytes.arena = a, .form_maps = arena_new(a, uint32_t *, n)};
    for (int i = 0; i < n; i++)
        words->form_maps[i] = arena_new(a, uint32_t, runs[i].forms);
    for (merge_start(&m, runs, n); merge_next(&m);)
        put_word(&m, words);
    merge_end(&m);
}

/* --- articles and lists -------------------------------------------------------------------------------------------------------------------- */

static void put_bytes(Spool *out, Str bytes)
{
    buf_put(spool_room(out), bytes);
}

typedef struct NextArticle {
    SpoolReader reader;
    Record rest;            /* behind the number */
    uint32_t number;
    bool is_there;
} NextArticle;

static void next_article(NextArticle *next)
{
    Str bytes;
    next->is_there = spool_next(&next->reader, &bytes);
    if (!next->is_there)
        return;
    next->rest = record_of(bytes);
    next->number = (uint32_t)record_get(&next->rest);
}

static void put_articles(Run *runs, int n, Spool *out)
{
    Arena scratch = {0};
    NextArticle *next = arena_new(&scratch, NextArticle, n);
    for (int i = 0; i < n; i++) {
        next[i].reader = spool_reader(&runs[i].spool, 0, runs[i].words_at);
        next_article(&next[i]);
    }
    for (int least = 0; least >= 0;) {
        least = -1;
        for (int i = 0; i < n; i++)
            if (next[i].is_there && (least < 0 || next[i].number < next[least].number))
                least = i;
        if (least < 0)
            break;
        Buf *b = spool_room(out);
        record_put(b, next[least].number);
        record_put_word(b, record_get_word(&next[least].rest));
        record_put(b, (uint64_t)least);
        record_put_str(b, record_get_str(&next[least].rest));
        next_article(&next[least]);
    }
    for (int i = 0; i < n; i++)
        spool_reader_close(&next[i].reader);
    arena_free(&scratch);
}

static void copy_list(SpoolReader *from, ptrdiff_t n, Spool *out)
{
    enum { PIECE = 16 * 1024 };
    while (n > 0) {
        Str piece = spool_peek(from, n < PIECE ? n : PIECE);
        if (!piece.n)
            return;             /* it failed */
        put_bytes(out, piece);
        spool_skip(from, piece.n);
        n -= piece.n;
    }
}

static void put_lists(Run *runs, int n, Spool *out)
{
    Merge m;
    merge_start(&m, runs, n);
    SpoolReader *lists = arena_new(&m.arena, SpoolReader, n);
    for (int i = 0; i < n; i++)
        lists[i] = spool_reader(&runs[i].spool, runs[i].lists_at, spool_count(&runs[i].spool));
    while (merge_next(&m)) {
        uint32_t last = 0;
        for (int i = 0; i < m.group_n; i++) {
            const RunWord *w = &m.words[m.group[i]];
            record_put_signed(spool_room(out), step_of(last, w->first));
            copy_list(&lists[m.group[i]], w->bytes, out);
            last = w->last;
        }
    }
    for (int i = 0; i < n; i++)
        spool_reader_close(&lists[i]);
    merge_end(&m);
}

bool runs_put_segment(Run *runs, int n, const uint32_t *gone, ptrdiff_t gone_count, Spool *out)
{
    Arena scratch = {0};
    Words words;
    uint64_t articles = 0;
    gather_words(&scratch, runs, n, &words);
    for (int i = 0; i < n; i++)
        articles += (uint64_t)runs[i].articles;
    const uint64_t counts[] = {articles, (uint64_t)words.n, (uint64_t)words.forms, (uint64_t)n, (uint64_t)gone_count};
    for (ptrdiff_t i = 0; i < countof(counts); i++)
        record_put(spool_room(out), counts[i]);
    for (ptrdiff_t i = 0; i < gone_count; i++)
        record_put(spool_room(out), gone[i]);
    for (int i = 0; i < n; i++) {
        record_put(spool_room(out), (uint64_t)runs[i].forms);
        for (ptrdiff_t f = 0; f < runs[i].forms; f++)
            record_put(spool_room(out), words.form_maps[i][f]);
    }
    put_articles(runs, n, out);
    put_bytes(out, buf_str(&words.bytes));
    arena_free(&scratch);
    put_lists(runs, n, out);
    spool_seal(out);
    bool ok = spool_end(out);
    for (int i = 0; i < n && ok; i++)
        if (runs[i].spool.failed) {
            out->failed = true;
            out->why = str_copy(&out->arena, runs[i].spool.why);
            ok = false;
        }
    return ok;
}
