#include "search/index.h"

#include "base/fold.h"
#include "base/record.h"
#include "search/run.h"
#include "search/stem.h"
#include "search/token.h"

#include <stdlib.h>

/* --- what one word has ---------------------------------------------------------------------------------------------------------------- */

/* Bytes that grow without moving: a chain of blocks, each twice as large as the one before. */
typedef struct Chunk Chunk;
struct Chunk {
    Chunk *next;
    int n, cap;
    unsigned char bytes[];
};

enum { CHUNK_FIRST = 16, CHUNK_MAX = 512 };

typedef struct TermPart {
    Chunk *first, *last;
    uint32_t postings;
    uint32_t bytes;         /* of all blocks */
    uint32_t number;        /* of the last posting */
    /* Of the article at hand: */
    int32_t serial;         /* which one these belong to */
    int32_t first_place, last_place;    /* in the indexer's list of places, -1 for none */
    int32_t count;
    int32_t weight;         /* of headings, text and fields, in eighths */
    bool in_title;
} TermPart;

typedef struct Place {
    int32_t next;
    uint32_t at;
} Place;

/* What an indexer knows of a form. */
typedef struct FormPart {
    int32_t stem;
    int32_t articles;
    int32_t serial;         /* the last article it was met in */
} FormPart;

typedef struct ArticlePart {
    uint32_t number;
    uint64_t key;
    Str forms;              /* their numbers, as record.h has numbers */
} ArticlePart;

struct Indexer {
    Arena own, *arena;
    Arena words, lists;     /* of what a run takes: of its words, of the chunks and articles */
    Str spill;
    ptrdiff_t bound;
    const ArenaBlock *counted[2];   /* of both, up to which they were */
    Run *runs;              /* what it gathered before */
    ptrdiff_t run_count, run_cap;
    Stemmer *stemmer;
    Table forms, stems;
    FormPart *of_form;
    ptrdiff_t form_cap;
    ArticlePart *articles;
    ptrdiff_t article_count, article_cap;
    TermPart **pages;       /* by stem, PAGE of them together: they grow without moving */
    ptrdiff_t page_cap;
    /* Of the article at hand: */
    int32_t serial;
    Place *places;
    int32_t place_count, place_cap;
    int32_t *touched;
    int32_t touched_count, touched_cap;
    int32_t *touched_forms;
    ptrdiff_t form_count, touched_form_cap;
    uint32_t at;            /* the next word's place */
    int32_t length;         /* words of headings and text */
};

Indexer *indexer_new(Str language, Str spill, ptrdiff_t bound)
{
    Arena own = {0};
    Indexer *x = arena_new(&own, Indexer, 1);
    x->own = own;
    x->arena = &x->own;
    x->stemmer = stemmer_new(x->arena, language);
    x->spill = str_copy(x->arena, spill);
    x->bound = bound;
    x->forms.arena = x->stems.arena = &x->words;
    return x;
}

/* What went into a run. */
static void forget(Indexer *x)
{
    arena_free(&x->lists);
    arena_free(&x->words);
    x->forms = x->stems = (Table){.arena = &x->words};
    x->of_form = NULL;
    x->pages = NULL;
    x->form_cap = x->page_cap = x->article_count = 0;
}

void indexer_free(Indexer *x)
{
    if (!x)
        return;
    stemmer_free(x->stemmer);
    forget(x);
    for (ptrdiff_t i = 0; i < x->run_count; i++)
        spool_close(&x->runs[i].spool);
    Arena own = x->own;     /* which holds the indexer itself */
    arena_free(&own);
}

static void put_byte(Arena *a, TermPart *t, unsigned char c)
{
    Chunk *chunk = t->last;
    if (!chunk || chunk->n == chunk->cap) {
        int cap = !chunk ? CHUNK_FIRST : chunk->cap < CHUNK_MAX ? chunk->cap * 2 : CHUNK_MAX;
        Chunk *next = arena_alloc(a, (ptrdiff_t)sizeof *next + cap, (ptrdiff_t)_Alignof(Chunk), 1);
        next->cap = cap;
        *(chunk ? &chunk->next : &t->first) = next;
        t->last = chunk = next;
    }
    chunk->bytes[chunk->n++] = c;
    t->bytes++;
}

/* Most numbers find room in the block at hand. */
static void put_number(Arena *a, TermPart *t, uint32_t value)
{
    enum { NUMBER_MAX = 5 };
    Chunk *chunk = t->last;
    if (chunk && chunk->cap - chunk->n >= NUMBER_MAX) {
        unsigned char *start = chunk->bytes + chunk->n, *p = start;
        for (; value >= 0x80; value >>= 7)
            *p++ = (unsigned char)(value | 0x80);
        *p++ = (unsigned char)value;
        chunk->n += (int)(p - start);
        t->bytes += (uint32_t)(p - start);
        return;
    }
    for (; value >= 0x80; value >>= 7)
        put_byte(a, t, (unsigned char)(value | 0x80));
    put_byte(a, t, (unsigned char)value);
}

enum { PAGE = 1024 };

static TermPart *part_of(const Indexer *x, int32_t stem)
{
    return &x->pages[stem / PAGE][stem % PAGE];
}

/* The number of a form; it and its stem are kept when they are new. */
static int32_t form_number(Indexer *x, Str form)
{
    ptrdiff_t f = table_find(&x->forms, form);
    if (f >= 0)
        return (int32_t)f;
    f = table_add(&x->forms, str_copy(&x->words, form));
    Str stem = stem_of(x->stemmer, form);
    ptrdiff_t s = table_find(&x->stems, stem);
    if (s < 0) {
        s = table_add(&x->stems, str_eq(stem, form) ? x->forms.keys[f] : str_copy(&x->words, stem));
        if (s % PAGE == 0) {
            x->pages = arena_grow(&x->words, x->pages, s / PAGE, &x->page_cap, sizeof *x->pages);
            x->pages[s / PAGE] = arena_new(&x->words, TermPart, PAGE);
        }
        part_of(x, (int32_t)s)->serial = -1;
    }
    x->of_form = arena_grow(&x->words, x->of_form, f, &x->form_cap, sizeof *x->of_form);
    x->of_form[f] = (FormPart){.stem = (int32_t)s, .serial = -1};
    return (int32_t)f;
}

/* --- one article ---------------------------------------------------------------------------------------------------------------------- */

typedef enum Field { FIELD_TITLE, FIELD_HEADING, FIELD_TEXT, FIELD_NAMES } Field;
enum { WEIGHT_ONE = 8, PARAGRAPH_GAP = 4 };
static const int field_weight[] = {[FIELD_TITLE] = 0, [FIELD_HEADING] = 16, [FIELD_TEXT] = WEIGHT_ONE, [FIELD_NAMES] = 12};

static TermPart *touch(Indexer *x, Str form)
{
    int32_t f = form_number(x, form);
    FormPart *known = &x->of_form[f];
    int32_t s = known->stem;
    TermPart *t = part_of(x, s);
    if (known->serial != x->serial) {
        known->serial = x->serial;
        known->articles++;
        x->touched_forms = arena_grow(x->arena, x->touched_forms, x->form_count, &x->touched_form_cap, sizeof *x->touched_forms);
        x->touched_forms[x->form_count++] = f;
    }
    if (t->serial != x->serial) {
        t->serial = x->serial;
        t->first_place = t->last_place = -1;
        t->count = t->weight = 0;
        t->in_title = false;
        ptrdiff_t cap = x->touched_cap;
        x->touched = arena_grow(x->arena, x->touched, x->touched_count, &cap, sizeof *x->touched);
        x->touched_cap = (int32_t)cap;
        x->touched[x->touched_count++] = s;
    }
    return t;
}

static void put_place(Indexer *x, TermPart *t)
{
    if (t->last_place >= 0 && x->places[t->last_place].at == x->at)
        return;
    ptrdiff_t cap = x->place_cap;
    x->places = arena_grow(x->arena, x->places, x->place_count, &cap, sizeof *x->places);
    x->place_cap = (int32_t)cap;
    x->places[x->place_count] = (Place){-1, x->at};
    *(t->last_place < 0 ? &t->first_place : &x->places[t->last_place].next) = x->place_count;
    t->last_place = x->place_count++;
    t->count++;
}

static void add_text(Indexer *x, Arena *scratch, Field field, Str text)
{
    ArenaMark mark = arena_mark(scratch);
    Tokens tokens = tokens_of(text_fold(scratch, text));
    for (Token token; token_next(&tokens, &token);) {
        if (token.text.n) {
            TermPart *t = touch(x, token.text);
            t->weight += field_weight[field];
            t->in_title |= field == FIELD_TITLE;
            if (field != FIELD_NAMES && !token.is_whole)
                put_place(x, t);
        }
        if (!token.is_whole && field != FIELD_NAMES) {
            x->at++;
            x->length += field != FIELD_TITLE;
        }
    }
    x->at += PARAGRAPH_GAP;
    arena_rewind(scratch, mark);
}

static void add_body(Indexer *x, Arena *scratch, const Block *root)
{
    for (const Block *b = root->child; b; b = block_following(root, b)) {
        Field field = b->kind == BLOCK_HEADING ? FIELD_HEADING : FIELD_TEXT;
        ArenaMark mark = arena_mark(scratch);
        if (b->kind == BLOCK_LITERAL)
            add_text(x, scratch, field, b->literal);
        else if (b->text)
            add_text(x, scratch, field, inline_text(scratch, b->text));
        arena_rewind(scratch, mark);
    }
}

static void add_names(Indexer *x, Arena *scratch, const StrList *names)
{
    for (ptrdiff_t i = 0; i < names->n; i++)
        add_text(x, scratch, FIELD_NAMES, names->items[i]);
}

/* BM25's saturation in eight steps. K1 and B are its own constants; PIVOT stands for the mean length. Integers, for the same level everywhere. */
static int level_of(const TermPart *t, int32_t length)
{
    enum { PIVOT = 300, B_PERCENT = 60, K1_PERCENT = 120 };
    int64_t norm = 100 - B_PERCENT + (int64_t)B_PERCENT * length / PIVOT;           /* percent */
    int64_t weight = (int64_t)t->weight * 10000 / WEIGHT_ONE / norm;                   /* percent of one place in a text of PIVOT words */
    int64_t level = t->weight ? weight * 9 / (weight + K1_PERCENT) : 0;
    return (t->in_title ? LEVEL_TITLE : 0) + (int)(level > 7 ? 7 : level);
}

/* A small number for a small step, up or down. */
static uint32_t fold_sign(int32_t step)
{
    return step < 0 ? (uint32_t)~step << 1 | 1 : (uint32_t)step << 1;
}

static void keep_article(Indexer *x, Arena *scratch, uint32_t number, uint64_t key)
{
    Buf forms = buf_new(scratch, 1024);
    for (ptrdiff_t i = 0; i < x->form_count; i++)
        record_put(&forms, (uint64_t)x->touched_forms[i]);
    x->articles = arena_grow(x->arena, x->articles, x->article_count, &x->article_cap, sizeof *x->articles);
    x->articles[x->article_count++] = (ArticlePart){number, key, str_copy(&x->lists, buf_str(&forms))};
}

/* --- as runs ------------------------------------------------------------------------------------------------------------------------------ */

/* What is brought into order: a name or a number of the indexer's, by its key. */
typedef struct Named {
    Str name;
    int32_t number;
    int32_t stem;           /* of a form: the place of its stem */
} Named;

static int compare_named(const void *a, const void *b)
{
    const Named *x = a, *y = b;
    return x->stem != y->stem ? (x->stem > y->stem) - (x->stem < y->stem) : str_cmp(x->name, y->name);
}

static int compare_articles(const void *a, const void *b)
{
    uint32_t x = ((const ArticlePart *)a)->number, y = ((const ArticlePart *)b)->number;
    return (x > y) - (x < y);
}

static void put_articles(Indexer *x, Run *run)
{
    Arena scratch = {0};
    Buf record = {.arena = &scratch};
    if (x->article_count)
        qsort(x->articles, (size_t)x->article_count, sizeof *x->articles, compare_articles);
    for (ptrdiff_t i = 0; i < x->article_count; i++) {
        const ArticlePart *article = &x->articles[i];
        record.n = 0;
        record_put(&record, article->number);
        record_put_word(&record, article->key);
        record_put_str(&record, article->forms);
        record_put_str(spool_room(&run->spool), buf_str(&record));
    }
    arena_free(&scratch);
}

/* The first number stands with the word: the list begins behind it. It is in the first block, which has room for more than it. */
static uint32_t first_number(const TermPart *t, int *size)
{
    Record r = record_of((Str){(const char *)t->first->bytes, t->first->n});
    uint32_t number = (uint32_t)record_get_signed(&r);
    *size = (int)(r.p - (const char *)t->first->bytes);
    return number;
}

static void put_words(const Indexer *x, const Named *stems, const Named *forms, Run *run)
{
    Arena scratch = {0};
    Buf record = {.arena = &scratch};
    ptrdiff_t form = 0;
    for (ptrdiff_t i = 0; i < x->stems.n; i++) {
        const TermPart *t = part_of(x, stems[i].number);
        ptrdiff_t end = form;
        int size;
        uint32_t first = first_number(t, &size);
        while (end < x->forms.n && forms[end].stem == i)
            end++;
        record.n = 0;
        record_put_str(&record, stems[i].name);
        record_put(&record, t->postings);
        record_put(&record, first);
        record_put(&record, t->number);
        record_put(&record, t->bytes - (uint32_t)size);
        record_put(&record, (uint64_t)(end - form));
        for (; form < end; form++) {
            record_put_str(&record, forms[form].name);
            record_put(&record, (uint64_t)forms[form].number);
            record_put(&record, (uint64_t)x->of_form[forms[form].number].articles);
        }
        record_put_str(spool_room(&run->spool), buf_str(&record));
    }
    arena_free(&scratch);
}

static void put_lists(const Indexer *x, const Named *stems, Run *run)
{
    for (ptrdiff_t i = 0; i < x->stems.n; i++) {
        const TermPart *t = part_of(x, stems[i].number);
        int size;
        first_number(t, &size);
        for (const Chunk *c = t->first; c; c = c->next, size = 0)
            buf_put(spool_room(&run->spool), (Str){(const char *)c->bytes + size, c->n - size});
    }
}

/* All that the indexer has becomes a run, and it begins anew. */
static void put_run(Indexer *x, Str spill)
{
    Arena scratch = {0};
    Named *stems = arena_new(&scratch, Named, x->stems.n), *forms = arena_new(&scratch, Named, x->forms.n);
    int32_t *place = arena_new(&scratch, int32_t, x->stems.n);
    for (ptrdiff_t i = 0; i < x->stems.n; i++)
        stems[i] = (Named){x->stems.keys[i], (int32_t)i, 0};
    if (x->stems.n)
        qsort(stems, (size_t)x->stems.n, sizeof *stems, compare_named);
    for (ptrdiff_t i = 0; i < x->stems.n; i++)
        place[stems[i].number] = (int32_t)i;
    for (ptrdiff_t i = 0; i < x->forms.n; i++)
        forms[i] = (Named){x->forms.keys[i], (int32_t)i, place[x->of_form[i].stem]};
    if (x->forms.n)
        qsort(forms, (size_t)x->forms.n, sizeof *forms, compare_named);

    x->runs = arena_grow(x->arena, x->runs, x->run_count, &x->run_cap, sizeof *x->runs);
    Run *run = &x->runs[x->run_count++];
    *run = (Run){.articles = x->article_count, .words = x->stems.n, .forms = x->forms.n};
    spool_open(&run->spool, spill, false);
    put_articles(x, run);
    run->words_at = spool_count(&run->spool);
    put_words(x, stems, forms, run);
    run->lists_at = spool_count(&run->spool);
    put_lists(x, stems, run);
    spool_end(&run->spool);     /* whether it failed is asked when the runs are merged */
    arena_free(&scratch);
    forget(x);
}

/* Only where a block was added is there anything to count. */
static bool is_full(Indexer *x)
{
    if (x->counted[0] == x->words.block && x->counted[1] == x->lists.block)
        return false;
    x->counted[0] = x->words.block;
    x->counted[1] = x->lists.block;
    return arena_size(&x->words) + arena_size(&x->lists) > x->bound;
}

void indexer_add(Indexer *x, Arena *scratch, uint32_t number, uint64_t key, Str title, const Doc *doc)
{
    const Meta *meta = &doc->meta;
    x->serial++;
    x->place_count = x->touched_count = 0;
    x->form_count = 0;
    x->at = 0;
    x->length = 0;
    add_text(x, scratch, FIELD_TITLE, title);
    add_body(x, scratch, doc->root);
    add_names(x, scratch, &meta->products);
    add_names(x, scratch, &meta->keywords);
    add_names(x, scratch, &meta->kinds);
    add_text(x, scratch, FIELD_NAMES, meta->query_words);
    add_text(x, scratch, FIELD_NAMES, meta->description);
    if (meta->number < 0)
        add_text(x, scratch, FIELD_NAMES, meta->id);
    for (int32_t i = 0; i < x->touched_count; i++) {
        TermPart *t = part_of(x, x->touched[i]);
        put_number(&x->lists, t, fold_sign((int32_t)(number - t->number)));
        t->number = number;
        put_number(&x->lists, t, (uint32_t)level_of(t, x->length));
        put_number(&x->lists, t, (uint32_t)t->count);
        uint32_t before = 0;
        for (int32_t p = t->first_place; p >= 0; before = x->places[p].at, p = x->places[p].next)
            put_number(&x->lists, t, x->places[p].at - before);
        t->postings++;
    }
    keep_article(x, scratch, number, key);
    if (is_full(x))
        put_run(x, x->spill);
}

bool indexers_put_segment(Indexer **parts, int part_count, const uint32_t *gone, ptrdiff_t gone_count, Spool *out)
{
    Arena scratch = {0};
    Str spill = {0};
    int n = 0, count = 0;
    for (int p = 0; p < part_count; p++)
        if (parts[p]->run_count)
            spill = parts[p]->spill;
    for (int p = 0; p < part_count; p++) {
        put_run(parts[p], spill.n ? parts[p]->spill : (Str){0});
        count += (int)parts[p]->run_count;
    }
    Run *runs = arena_new(&scratch, Run, count);
    for (int p = 0; p < part_count; p++)
        for (ptrdiff_t i = 0; i < parts[p]->run_count; i++)
            runs[n++] = parts[p]->runs[i];
    spool_open(out, spill, true);
    bool ok = runs_put_segment(runs, n, gone, gone_count, out);
    n = 0;
    for (int p = 0; p < part_count; p++) {
        for (ptrdiff_t i = 0; i < parts[p]->run_count; i++)
            spool_close(&runs[n++].spool);
        parts[p]->run_count = 0;
    }
    arena_free(&scratch);
    return ok;
}
