#include "search/index.h"

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

struct Indexer {
    Arena *arena;
    Arena lists;            /* of the chunks: given back before all else */
    Stemmer *stemmer;
    Table forms, stems;
    int32_t *stem_of_form;
    ptrdiff_t form_cap;
    TermPart **pages;       /* by stem, PAGE of them together: they grow without moving */
    ptrdiff_t page_cap;
    /* Of the article at hand: */
    int32_t serial;
    Place *places;
    int32_t place_count, place_cap;
    int32_t *touched;
    int32_t touched_count, touched_cap;
    uint32_t at;            /* the next word's place */
    int32_t length;         /* words of headings and text */
};

Indexer *indexer_new(Arena *a, Str language)
{
    Indexer *x = arena_new(a, Indexer, 1);
    x->arena = a;
    x->stemmer = stemmer_new(a, language);
    x->forms.arena = x->stems.arena = a;
    return x;
}

void indexer_free(Indexer *x)
{
    if (!x)
        return;
    stemmer_free(x->stemmer);
    arena_free(&x->lists);
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
}

static void put_number(Arena *a, TermPart *t, uint32_t value)
{
    for (; value >= 0x80; value >>= 7)
        put_byte(a, t, (unsigned char)(value | 0x80));
    put_byte(a, t, (unsigned char)value);
}

/* Room for one more in an array that doubles. */
static void *grown(Arena *a, void *items, ptrdiff_t n, ptrdiff_t *cap, ptrdiff_t size)
{
    if (n < *cap)
        return items;
    *cap = *cap ? *cap * 2 : 1024;
    void *larger = arena_alloc(a, size, 16, *cap);
    if (n)
        memcpy(larger, items, (size_t)(n * size));
    return larger;
}

enum { PAGE = 1024 };

static TermPart *part_of(const Indexer *x, int32_t stem)
{
    return &x->pages[stem / PAGE][stem % PAGE];
}

/* The number of a form's stem; both are kept when they are new. */
static int32_t stem_number(Indexer *x, Str form)
{
    ptrdiff_t f = table_find(&x->forms, form);
    if (f >= 0)
        return x->stem_of_form[f];
    f = table_add(&x->forms, str_copy(x->arena, form));
    Str stem = stem_of(x->stemmer, form);
    ptrdiff_t s = table_find(&x->stems, stem);
    if (s < 0) {
        s = table_add(&x->stems, str_eq(stem, form) ? x->forms.keys[f] : str_copy(x->arena, stem));
        if (s % PAGE == 0) {
            x->pages = grown(x->arena, x->pages, s / PAGE, &x->page_cap, sizeof *x->pages);
            x->pages[s / PAGE] = arena_new(x->arena, TermPart, PAGE);
        }
        part_of(x, (int32_t)s)->serial = -1;
    }
    x->stem_of_form = grown(x->arena, x->stem_of_form, f, &x->form_cap, sizeof *x->stem_of_form);
    x->stem_of_form[f] = (int32_t)s;
    return (int32_t)s;
}

/* --- one article ---------------------------------------------------------------------------------------------------------------------- */

typedef enum Field { FIELD_TITLE, FIELD_HEADING, FIELD_TEXT, FIELD_NAMES } Field;
enum { WEIGHT_ONE = 8, PARAGRAPH_GAP = 4 };
static const int field_weight[] = {[FIELD_TITLE] = 0, [FIELD_HEADING] = 16, [FIELD_TEXT] = WEIGHT_ONE, [FIELD_NAMES] = 12};

static TermPart *touch(Indexer *x, Str form)
{
    int32_t s = stem_number(x, form);
    TermPart *t = part_of(x, s);
    if (t->serial != x->serial) {
        t->serial = x->serial;
        t->first_place = t->last_place = -1;
        t->count = t->weight = 0;
        t->in_title = false;
        ptrdiff_t cap = x->touched_cap;
        x->touched = grown(x->arena, x->touched, x->touched_count, &cap, sizeof *x->touched);
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
    x->places = grown(x->arena, x->places, x->place_count, &cap, sizeof *x->places);
    x->place_cap = (int32_t)cap;
    x->places[x->place_count] = (Place){-1, x->at};
    *(t->last_place < 0 ? &t->first_place : &x->places[t->last_place].next) = x->place_count;
    t->last_place = x->place_count++;
    t->count++;
}

static void add_text(Indexer *x, Arena *scratch, Field field, Str text)
{
    ArenaMark mark = arena_mark(scratch);
    Tokens tokens = tokens_of(token_fold(scratch, text));
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

void indexer_add(Indexer *x, Arena *scratch, uint32_t number, Str title, const Doc *doc)
{
    const Meta *meta = &doc->meta;
    x->serial++;
    x->place_count = x->touched_count = 0;
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
}

/* --- all threads' parts -------------------------------------------------------------------------------------------------------------- */

typedef struct PartList PartList;
struct PartList {
    PartList *next;
    const TermPart *part;
};

static int compare_terms(const void *a, const void *b)
{
    return str_cmp(((const IndexTerm *)a)->stem, ((const IndexTerm *)b)->stem);
}

static int compare_strings(const void *a, const void *b)
{
    return str_cmp(*(const Str *)a, *(const Str *)b);
}

/* Every form that is not its own stem, under its stem, each once. */
static void gather_forms(Arena *a, Index *index, const Table *stems)
{
    Table forms = {.arena = a};
    int32_t *stem_of_form = NULL;
    ptrdiff_t cap = 0;
    for (int p = 0; p < index->part_count; p++) {
        const Indexer *x = index->parts[p];
        for (ptrdiff_t f = 0; f < x->forms.n; f++) {
            Str stem = x->stems.keys[x->stem_of_form[f]];
            ptrdiff_t known = forms.n;
            if (str_eq(stem, x->forms.keys[f]) || table_add(&forms, x->forms.keys[f]) != known)
                continue;
            stem_of_form = grown(a, stem_of_form, known, &cap, sizeof *stem_of_form);
            stem_of_form[known] = (int32_t)table_find(stems, stem);
            index->terms[stem_of_form[known]].form_count++;
        }
    }
    for (ptrdiff_t i = 0; i < index->n; i++) {
        index->terms[i].forms = arena_new(a, Str, index->terms[i].form_count);
        index->terms[i].form_count = 0;
    }
    for (ptrdiff_t f = 0; f < forms.n; f++) {
        IndexTerm *t = &index->terms[stem_of_form[f]];
        t->forms[t->form_count++] = forms.keys[f];
    }
    for (ptrdiff_t i = 0; i < index->n; i++)
        if (index->terms[i].form_count > 1)
            qsort(index->terms[i].forms, (size_t)index->terms[i].form_count, sizeof(Str), compare_strings);
}

void index_merge(Arena *a, Indexer **parts, int part_count, Index *index)
{
    Table stems = {.arena = a};
    for (int p = 0; p < part_count; p++)
        for (ptrdiff_t s = 0; s < parts[p]->stems.n; s++)
            table_add(&stems, parts[p]->stems.keys[s]);
    *index = (Index){parts, part_count, arena_new(a, IndexTerm, stems.n), stems.n};
    PartList **lists = arena_new(a, PartList *, stems.n);
    for (int p = 0; p < part_count; p++)
        for (ptrdiff_t s = 0; s < parts[p]->stems.n; s++) {
            PartList **list = &lists[table_find(&stems, parts[p]->stems.keys[s])];
            PartList *entry = arena_new(a, PartList, 1);
            *entry = (PartList){*list, part_of(parts[p], (int32_t)s)};
            *list = entry;
        }
    for (ptrdiff_t i = 0; i < stems.n; i++) {
        index->terms[i].stem = stems.keys[i];
        index->terms[i].parts = lists[i];
    }
    gather_forms(a, index, &stems);
    if (index->n)
        qsort(index->terms, (size_t)index->n, sizeof *index->terms, compare_terms);
}

typedef struct ChunkReader {
    const Chunk *chunk;
    int at;
} ChunkReader;

static uint32_t get_number(ChunkReader *r)
{
    uint32_t value = 0;
    for (int shift = 0;; shift += 7) {
        if (r->at == r->chunk->n) {
            r->chunk = r->chunk->next;
            r->at = 0;
        }
        unsigned char c = r->chunk->bytes[r->at++];
        value |= (uint32_t)(c & 0x7F) << shift;
        if (c < 0x80)
            return value;
    }
}

static void read_posting(Arena *a, ChunkReader *r, uint32_t *number, Posting *posting)
{
    uint32_t step = get_number(r);
    posting->number = *number += step & 1 ? ~(step >> 1) : step >> 1;
    posting->level = (int)get_number(r);
    posting->count = (int)get_number(r);
    uint32_t *places = arena_new(a, uint32_t, posting->count), at = 0;
    for (int i = 0; i < posting->count; i++)
        places[i] = at += get_number(r);
    posting->places = places;
}

static int compare_postings(const void *a, const void *b)
{
    uint32_t x = ((const Posting *)a)->number, y = ((const Posting *)b)->number;
    return (x > y) - (x < y);
}

Posting *index_postings(Arena *a, const Index *index, ptrdiff_t term, ptrdiff_t *n)
{
    ptrdiff_t total = 0;
    for (const PartList *l = index->terms[term].parts; l; l = l->next)
        total += l->part->postings;
    Posting *postings = arena_new(a, Posting, total), *end = postings;
    bool is_sorted = true;
    for (const PartList *l = index->terms[term].parts; l; l = l->next) {
        ChunkReader reader = {l->part->first, 0};
        uint32_t number = 0;
        for (uint32_t i = 0; i < l->part->postings; i++, end++) {
            read_posting(a, &reader, &number, end);
            is_sorted &= end == postings || end[-1].number < end->number;
        }
    }
    if (!is_sorted)
        qsort(postings, (size_t)total, sizeof *postings, compare_postings);
    *n = total;
    return postings;
}

void index_drop_postings(Index *index)
{
    for (int p = 0; p < index->part_count; p++)
        arena_free(&index->parts[p]->lists);
}
