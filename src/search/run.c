/* The words are merged first, for their forms and how long their lists will be; then it is known where everything stands in the segment, and the lists follow.
 * Both are done by letters, whichever thread has the time: what stands under a letter is in each run in one piece, and so is it in the segment. */
#include "search/run.h"

#include "base/pool.h"

#include <stdlib.h>

/* --- the words of a letter, in order ------------------------------------------------------------------------------------------------------- */

typedef struct RunWord {
    Str stem;
    uint64_t key;           /* the stem's first bytes, as a number that has their order */
    uint32_t postings, first, last;
    ptrdiff_t bytes;
    ptrdiff_t form_count;
    Record forms;
} RunWord;

typedef struct Merge {
    Arena arena;
    int n;                  /* runs */
    SpoolReader *readers;   /* by run */
    RunWord *words;         /* by run: the next one */
    int *heap, heap_n;      /* runs by their next words, then by their place: the first on top */
    int *group, group_n;    /* the runs that have the word at hand */
} Merge;

/* No byte of a stem is 0: so one of fewer than eight is told from all others by its key. */
static int compare_words(const RunWord *x, const RunWord *y)
{
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->stem.n < 8 ? 0 : str_cmp(x->stem, y->stem);
}

static bool stands_before(const Merge *m, int x, int y)
{
    int order = compare_words(&m->words[x], &m->words[y]);
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

/* Reads the run's next word; false when there is none. */
static bool read_word(Merge *m, int run)
{
    Str bytes;
    if (!spool_next(&m->readers[run], &bytes))
        return false;
    Record r = record_of(bytes);
    RunWord *w = &m->words[run];
    w->stem = record_get_str(&r);
    w->postings = (uint32_t)record_get(&r);
    w->first = (uint32_t)record_get(&r);
    w->last = (uint32_t)record_get(&r);
    w->bytes = (ptrdiff_t)record_get(&r);
    w->form_count = record_get_count(&r);
    w->forms = r;
    return true;
}

static void advance(Merge *m, int run)
{
    if (read_word(m, run)) {
        m->words[run].key = str_head_number(m->words[run].stem);
        sift_up(m, run);
    }
}

static void merge_start(Merge *m, const Run *runs, int n, int letter)
{
    *m = (Merge){.n = n};
    m->readers = arena_new(&m->arena, SpoolReader, n);
    m->words = arena_new(&m->arena, RunWord, n);
    m->heap = arena_new(&m->arena, int, n);
    m->group = arena_new(&m->arena, int, n);
    for (int i = 0; i < n; i++)
        m->readers[i] = spool_reader(&runs[i].spool, runs[i].letters[letter].words, runs[i].letters[letter + 1].words);
}

/* False when a run could not be read. */
static bool merge_end(Merge *m)
{
    bool ok = true;
    for (int i = 0; i < m->n; i++) {
        ok &= !m->readers[i].failed;
        spool_reader_close(&m->readers[i]);
    }
    arena_free(&m->arena);
    return ok;
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
    while (m->heap_n && !compare_words(&m->words[m->heap[0]], &m->words[m->group[0]]));
    return true;
}

/* --- forms, and how long the lists will be ------------------------------------------------------------------------------------------------- */

typedef struct MergedForm {
    Str name;
    uint64_t articles;
    uint32_t number;        /* in its run */
    int run;
} MergedForm;

/* What the words of a letter are together. */
typedef struct Letter {
    int letter;
    Arena arena;
    Buf words;              /* as the segment has them */
    Buf runs;               /* of each word in turn, which have it: twice the number of each run, and one more when another follows */
    ptrdiff_t n, forms, list_bytes;
    ptrdiff_t lists_at;     /* where the lists stand in the segment */
    ptrdiff_t first_form;   /* of the segment's */
    SpoolPart out;
    bool failed;
} Letter;

/* A form's number among those of the letter that its stem has. */
typedef struct FormPlace {
    int letter;
    uint32_t number;
} FormPlace;

typedef struct Join {
    Arena arena;
    const Run *runs;
    int n;
    Letter *letters;        /* those that there are, in order */
    ptrdiff_t letter_count;
    FormPlace **form_maps;  /* by run */
    Spool *out;
} Join;

/* Those of one run are in order, and most words are in few runs. */
static void sort_forms(MergedForm *all, ptrdiff_t n)
{
    for (ptrdiff_t i = 1; i < n; i++) {
        MergedForm form = all[i];
        ptrdiff_t at = i;
        for (; at > 0 && str_cmp(all[at - 1].name, form.name) > 0; at--)
            all[at] = all[at - 1];
        all[at] = form;
    }
}

static int compare_forms(const void *a, const void *b)
{
    return str_cmp(((const MergedForm *)a)->name, ((const MergedForm *)b)->name);
}

static void put_forms(const Join *j, ptrdiff_t letter, const Merge *m)
{
    Letter *l = &j->letters[letter];
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
    if (all == few)
        sort_forms(all, n);
    else
        qsort(all, (size_t)n, sizeof *all, compare_forms);
    for (ptrdiff_t i = 0; i < n; i++)
        distinct += !i || !str_eq(all[i - 1].name, all[i].name);
    record_put(&l->words, (uint64_t)distinct);
    for (ptrdiff_t from = 0, to; from < n; from = to) {
        uint64_t articles = 0;
        for (to = from; to < n && str_eq(all[to].name, all[from].name); to++) {
            articles += all[to].articles;
            j->form_maps[all[to].run][all[to].number] = (FormPlace){(int)letter, (uint32_t)l->forms};
        }
        l->forms++;
        record_put_str(&l->words, all[from].name);
        record_put(&l->words, articles);
    }
    arena_free(&scratch);
}

/* The step from the last posting of the run before to the first of this one. */
static int64_t step_of(uint32_t from, uint32_t to)
{
    return (int32_t)(to - from);
}

static ptrdiff_t size_of(uint64_t value)
{
    ptrdiff_t size = 1;
    for (; value >= 0x80; value >>= 7)
        size++;
    return size;
}

static ptrdiff_t size_of_signed(int64_t value)
{
    return size_of((value < 0 ? ~(uint64_t)value : (uint64_t)value) << 1);
}

static void join_word(const Join *j, ptrdiff_t letter, const Merge *m)
{
    Letter *l = &j->letters[letter];
    uint64_t postings = 0;
    ptrdiff_t bytes = 0;
    uint32_t last = 0;
    record_put_str(&l->words, m->words[m->group[0]].stem);
    put_forms(j, letter, m);
    for (int i = 0; i < m->group_n; i++) {
        const RunWord *w = &m->words[m->group[i]];
        postings += w->postings;
        bytes += size_of_signed(step_of(last, w->first)) + w->bytes;
        last = w->last;
        record_put(&l->runs, (uint64_t)m->group[i] << 1 | (i + 1 < m->group_n));
    }
    record_put(&l->words, postings);
    record_put(&l->words, (uint64_t)bytes);
    l->list_bytes += bytes;
    l->n++;
}

static void join_letter(void *context, int worker, ptrdiff_t i)
{
    const Join *j = context;
    Letter *l = &j->letters[i];
    Merge m;
    (void)worker;
    l->words.arena = l->runs.arena = &l->arena;
    merge_start(&m, j->runs, j->n, l->letter);
    for (int run = 0; run < j->n; run++)
        advance(&m, run);
    while (merge_next(&m))
        join_word(j, i, &m);
    l->failed = !merge_end(&m);
}

/* --- lists --------------------------------------------------------------------------------------------------------------------------------- */

static void copy_list(SpoolReader *from, ptrdiff_t n, SpoolPart *out)
{
    enum { PIECE = 16 * 1024 };
    while (n > 0) {
        Str piece = spool_peek(from, n < PIECE ? n : PIECE);
        if (!piece.n)
            return;             /* it failed */
        buf_put(spool_part_room(out), piece);
        spool_skip(from, piece.n);
        n -= piece.n;
    }
}

static void put_lists(const Join *j, Letter *l)
{
    Merge m;
    merge_start(&m, j->runs, j->n, l->letter);
    SpoolReader *lists = arena_new(&m.arena, SpoolReader, j->n);
    for (int i = 0; i < j->n; i++) {
        const Run *run = &j->runs[i];
        ptrdiff_t first = run->letters[RUN_LETTERS].words;
        lists[i] = spool_reader(&run->spool, first + run->letters[l->letter].lists, first + run->letters[l->letter + 1].lists);
    }
    Record runs = record_of(buf_str(&l->runs));
    uint32_t last = 0;
    l->out = spool_part(j->out, l->lists_at);
    while (runs.p < runs.end) {
        uint64_t run = record_get(&runs);
        if (!read_word(&m, (int)(run >> 1)))
            break;              /* it failed */
        const RunWord *w = &m.words[run >> 1];
        record_put_signed(spool_part_room(&l->out), step_of(last, w->first));
        copy_list(&lists[run >> 1], w->bytes, &l->out);
        last = run & 1 ? w->last : 0;
    }
    spool_part_flush(&l->out);
    for (int i = 0; i < j->n; i++) {
        l->failed |= lists[i].failed;
        spool_reader_close(&lists[i]);
    }
    l->failed |= !merge_end(&m);
}

/* --- what is in front of them ---------------------------------------------------------------------------------------------------------------- */

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

/* False when a run could not be read. */
static bool put_articles(const Run *runs, int n, SpoolPart *out)
{
    Arena scratch = {0};
    NextArticle *next = arena_new(&scratch, NextArticle, n);
    bool ok = true;
    for (int i = 0; i < n; i++) {
        next[i].reader = spool_reader(&runs[i].spool, 0, runs[i].letters[0].words);
        next_article(&next[i]);
    }
    for (int least = 0; least >= 0;) {
        least = -1;
        for (int i = 0; i < n; i++)
            if (next[i].is_there && (least < 0 || next[i].number < next[least].number))
                least = i;
        if (least < 0)
            break;
        Buf *b = spool_part_room(out);
        record_put(b, next[least].number);
        record_put_word(b, record_get_word(&next[least].rest));
        record_put(b, (uint64_t)least);
        record_put_str(b, record_get_str(&next[least].rest));
        next_article(&next[least]);
    }
    for (int i = 0; i < n; i++) {
        ok &= !next[i].reader.failed;
        spool_reader_close(&next[i].reader);
    }
    arena_free(&scratch);
    return ok;
}

static uint64_t form_number(const Join *j, FormPlace place)
{
    return (uint64_t)j->letters[place.letter].first_form + place.number;
}

/* All that stands in front of the articles. */
static void put_head(const Join *j, const uint32_t *gone, ptrdiff_t gone_count, Buf *out)
{
    uint64_t articles = 0, words = 0, forms = 0;
    for (int i = 0; i < j->n; i++)
        articles += (uint64_t)j->runs[i].articles;
    for (ptrdiff_t i = 0; i < j->letter_count; i++) {
        words += (uint64_t)j->letters[i].n;
        forms += (uint64_t)j->letters[i].forms;
    }
    const uint64_t counts[] = {articles, words, forms, (uint64_t)j->n, (uint64_t)gone_count};
    for (ptrdiff_t i = 0; i < countof(counts); i++)
        record_put(out, counts[i]);
    for (ptrdiff_t i = 0; i < gone_count; i++)
        record_put(out, gone[i]);
    for (int i = 0; i < j->n; i++) {
        record_put(out, (uint64_t)j->runs[i].forms);
        for (ptrdiff_t f = 0; f < j->runs[i].forms; f++)
            record_put(out, form_number(j, j->form_maps[i][f]));
    }
}

/* --- the segment ----------------------------------------------------------------------------------------------------------------------------- */

/* Job 0 puts the articles and the words, each other the lists of a letter. */
typedef struct Writing {
    const Join *join;
    SpoolPart front;
    bool failed;
} Writing;

static void write_job(void *context, int worker, ptrdiff_t i)
{
    Writing *w = context;
    const Join *j = w->join;
    (void)worker;
    if (i > 0) {
        put_lists(j, &j->letters[i - 1]);
        return;
    }
    w->failed = !put_articles(j->runs, j->n, &w->front);
    for (ptrdiff_t l = 0; l < j->letter_count; l++)
        buf_put(spool_part_room(&w->front), buf_str(&j->letters[l].words));
    spool_part_flush(&w->front);
}

static void find_letters(Join *j)
{
    j->letters = arena_new(&j->arena, Letter, RUN_LETTERS);
    for (int letter = 0; letter < RUN_LETTERS; letter++) {
        bool is_there = false;
        for (int i = 0; i < j->n; i++)
            is_there |= j->runs[i].letters[letter].words < j->runs[i].letters[letter + 1].words;
        if (is_there)
            j->letters[j->letter_count++].letter = letter;
    }
    j->form_maps = arena_new(&j->arena, FormPlace *, j->n);
    for (int i = 0; i < j->n; i++)
        j->form_maps[i] = arena_new(&j->arena, FormPlace, j->runs[i].forms);
}

/* From what the letters have, where each has its place in the segment, whose front has so many bytes; how many bytes there are in all. */
static ptrdiff_t find_places(Join *j, ptrdiff_t front)
{
    for (int i = 0; i < j->n; i++)
        front += j->runs[i].article_bytes + j->runs[i].articles * size_of((uint64_t)i);
    for (ptrdiff_t i = 0; i < j->letter_count; i++)
        front += j->letters[i].words.n;
    for (ptrdiff_t i = 0; i < j->letter_count; i++) {
        j->letters[i].lists_at = front;
        front += j->letters[i].list_bytes;
    }
    return front;
}

bool runs_put_segment(const Run *runs, int n, const uint32_t *gone, ptrdiff_t gone_count, int threads, Spool *out)
{
    Join j = {.runs = runs, .n = n, .out = out};
    Writing w = {.join = &j};
    Arena scratch = {0};
    Buf head = {.arena = &scratch};
    find_letters(&j);
    pool_run(threads, j.letter_count, join_letter, &j, NULL, NULL);
    for (ptrdiff_t i = 0, forms = 0; i < j.letter_count; forms += j.letters[i++].forms)
        j.letters[i].first_form = forms;
    put_head(&j, gone, gone_count, &head);
    w.front = spool_part(out, 0);
    buf_put(spool_part_room(&w.front), buf_str(&head));
    spool_leave(out, find_places(&j, head.n));
    arena_free(&scratch);
    pool_run(threads, j.letter_count + 1, write_job, &w, NULL, NULL);
    spool_part_close(&w.front, out);
    for (ptrdiff_t i = 0; i < j.letter_count; i++) {
        w.failed |= j.letters[i].failed;
        spool_part_close(&j.letters[i].out, out);
        arena_free(&j.letters[i].arena);
    }
    arena_free(&j.arena);
    if (w.failed)
        spool_fail(out, S("cannot read what was written"));
    for (int i = 0; i < n; i++)
        if (runs[i].spool.failed)
            spool_fail(out, runs[i].spool.why);
    spool_seal(out);
    return spool_end(out);
}
