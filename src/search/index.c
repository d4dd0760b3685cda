#include "search/index.h"

#include "base/fold.h"
#include "base/record.h"
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
    int32_t part;
    uint64_t key;
    Str forms;              /* their numbers, as record.h has numbers */
    int32_t form_count;
} ArticlePart;

struct Indexer {
    Arena own, *arena;
    Arena names;            /* of forms and stems: given back as soon as they are told */
    Arena lists;            /* of the chunks: given back before all else */
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

Indexer *indexer_new(Str language)
{
    Arena own = {0};
    Indexer *x = arena_new(&own, Indexer, 1);
    x->own = own;
    x->arena = &x->own;
    x->stemmer = stemmer_new(x->arena, language);
    x->forms.arena = x->stems.arena = &x->names;
    return x;
}

void indexer_free(Indexer *x)
{
    if (!x)
        return;
    stemmer_free(x->stemmer);
    arena_free(&x->lists);
    arena_free(&x->names);
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
    f = table_add(&x->forms, str_copy(&x->names, form));
    Str stem = stem_of(x->stemmer, form);
    ptrdiff_t s = table_find(&x->stems, stem);
    if (s < 0) {
        s = table_add(&x->stems, str_eq(stem, form) ? x->forms.keys[f] : str_copy(&x->names, stem));
        if (s % PAGE == 0) {
            x->pages = arena_grow(x->arena, x->pages, s / PAGE, &x->page_cap, sizeof *x->pages);
            x->pages[s / PAGE] = arena_new(x->arena, TermPart, PAGE);
        }
        part_of(x, (int32_t)s)->serial = -1;
    }
    x->of_form = arena_grow(&x->names, x->of_form, f, &x->form_cap, sizeof *x->of_form);
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
    x->articles[x->article_count++] = (ArticlePart){number, 0, key, str_copy(&x->lists, buf_str(&forms)), (int32_t)x->form_count};
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
}

/* --- as a segment ------------------------------------------------------------------------------------------------------------------------ */

typedef struct PartList PartList;
struct PartList {
    PartList *next;
    const TermPart *term;
    int32_t part;
};

typedef struct Form {
    Str name;
    int32_t stem, articles;
} Form;

/* The words and forms of all parts, each once. */
typedef struct Union {
    Arena arena, names;     /* names: given back before the lists are put */
    Table stems, forms;
    ptrdiff_t stem_count;
    PartList **lists;       /* by stem */
    Form *all;              /* by form, then in the order of the segment */
    int32_t *stem_order, *form_place;
} Union;

static int compare_forms(const void *a, const void *b)
{
    const Form *x = a, *y = b;
    return x->stem != y->stem ? (x->stem > y->stem) - (x->stem < y->stem) : str_cmp(x->name, y->name);
}

typedef struct Named {
    Str name;
    int32_t number;
} Named;

static int compare_named(const void *a, const void *b)
{
    return str_cmp(((const Named *)a)->name, ((const Named *)b)->name);
}

/* Numbers in the order of the names. */
static int32_t *order_of(Arena *a, const Table *t, int32_t **place)
{
    Named *all = arena_new(a, Named, t->n);
    int32_t *order = arena_new(a, int32_t, t->n);
    *place = arena_new(a, int32_t, t->n);
    for (ptrdiff_t i = 0; i < t->n; i++)
        all[i] = (Named){t->keys[i], (int32_t)i};
    if (t->n)
        qsort(all, (size_t)t->n, sizeof *all, compare_named);
    for (ptrdiff_t i = 0; i < t->n; i++) {
        order[i] = all[i].number;
        (*place)[all[i].number] = (int32_t)i;
    }
    return order;
}

static void unite_stems(Union *u, Indexer **parts, int part_count, int32_t **stem_place)
{
    u->stems.arena = &u->names;
    for (int p = 0; p < part_count; p++)
        for (ptrdiff_t s = 0; s < parts[p]->stems.n; s++)
            table_add(&u->stems, parts[p]->stems.keys[s]);
    u->stem_count = u->stems.n;
    u->stem_order = order_of(&u->names, &u->stems, stem_place);
    u->lists = arena_new(&u->arena, PartList *, u->stems.n);
    for (int p = part_count - 1; p >= 0; p--)
        for (ptrdiff_t s = 0; s < parts[p]->stems.n; s++) {
            PartList **list = &u->lists[(*stem_place)[table_find(&u->stems, parts[p]->stems.keys[s])]], *entry = arena_new(&u->arena, PartList, 1);
            *entry = (PartList){*list, part_of(parts[p], (int32_t)s), p};
            *list = entry;
        }
}

static void unite(Union *u, Indexer **parts, int part_count)
{
    Arena *a = &u->names;
    int32_t *stem_place;
    ptrdiff_t forms = 0;
    unite_stems(u, parts, part_count, &stem_place);
    u->forms.arena = a;
    for (int p = 0; p < part_count; p++)
        for (ptrdiff_t f = 0; f < parts[p]->forms.n; f++)
            forms += table_add(&u->forms, parts[p]->forms.keys[f]) == forms;
    u->all = arena_new(a, Form, forms);
    for (int p = 0; p < part_count; p++)
        for (ptrdiff_t f = 0; f < parts[p]->forms.n; f++) {
            ptrdiff_t i = table_find(&u->forms, parts[p]->forms.keys[f]);
            Str stem = parts[p]->stems.keys[parts[p]->of_form[f].stem];
            u->all[i].name = u->forms.keys[i];
            u->all[i].stem = stem_place[table_find(&u->stems, stem)];
            u->all[i].articles += parts[p]->of_form[f].articles;
        }
    if (u->forms.n)
        qsort(u->all, (size_t)u->forms.n, sizeof *u->all, compare_forms);
    u->form_place = arena_new(a, int32_t, u->forms.n);
    for (ptrdiff_t i = 0; i < u->forms.n; i++)
        u->form_place[table_find(&u->forms, u->all[i].name)] = (int32_t)i;
}

static int compare_articles(const void *a, const void *b)
{
    uint32_t x = ((const ArticlePart *)a)->number, y = ((const ArticlePart *)b)->number;
    return (x > y) - (x < y);
}

static void put_articles(Union *u, Indexer **parts, int part_count, Buf *out)
{
    ptrdiff_t n = 0;
    for (int p = 0; p < part_count; p++)
        n += parts[p]->article_count;
    ArticlePart *all = arena_new(&u->names, ArticlePart, n);
    n = 0;
    for (int p = 0; p < part_count; p++)
        for (ptrdiff_t i = 0; i < parts[p]->article_count; i++) {
            all[n] = parts[p]->articles[i];
            all[n++].part = p;
        }
    if (n)
        qsort(all, (size_t)n, sizeof *all, compare_articles);
    for (ptrdiff_t i = 0; i < n; i++) {
        record_put(out, all[i].number);
        record_put_word(out, all[i].key);
        record_put(out, (uint64_t)all[i].part);
        record_put_str(out, all[i].forms);
    }
}

static void put_words(const Union *u, Buf *out)
{
    ptrdiff_t form = 0;
    for (ptrdiff_t i = 0; i < u->stems.n; i++) {
        ptrdiff_t end = form;
        uint64_t parts = 0;
        while (end < u->forms.n && u->all[end].stem == i)
            end++;
        record_put_str(out, u->stems.keys[u->stem_order[i]]);
        record_put(out, (uint64_t)(end - form));
        for (; form < end; form++) {
            record_put_str(out, u->all[form].name);
            record_put(out, (uint64_t)u->all[form].articles);
        }
        for (const PartList *l = u->lists[i]; l; l = l->next)
            parts++;
        record_put(out, parts);
        for (const PartList *l = u->lists[i]; l; l = l->next) {
            record_put(out, (uint64_t)l->part);
            record_put(out, l->term->postings);
            record_put(out, l->term->bytes);
        }
    }
}

/* Part by part, and each part's own are given back: they need not stand in memory twice. */
static void put_postings(const Union *u, Indexer **parts, int part_count, Buf *out)
{
    for (int p = 0; p < part_count; p++) {
        for (ptrdiff_t i = 0; i < u->stem_count; i++)
            for (const PartList *l = u->lists[i]; l; l = l->next)
                for (const Chunk *c = l->part == p ? l->term->first : NULL; c; c = c->next)
                    buf_put(out, (Str){(const char *)c->bytes, c->n});
        arena_free(&parts[p]->lists);
    }
}

/* At least as many bytes as the segment will have. */
static ptrdiff_t segment_room(Indexer **parts, int part_count, ptrdiff_t gone_count)
{
    enum { NUMBER_MAX = 10 };
    ptrdiff_t room = 64 + gone_count * NUMBER_MAX;
    for (int p = 0; p < part_count; p++) {
        const Indexer *x = parts[p];
        for (ptrdiff_t s = 0; s < x->stems.n; s++)
            room += part_of(x, (int32_t)s)->bytes + x->stems.keys[s].n + 16;
        for (ptrdiff_t f = 0; f < x->forms.n; f++)
            room += x->forms.keys[f].n + 12;
        for (ptrdiff_t i = 0; i < x->article_count; i++)
            room += x->articles[i].forms.n + 24;
    }
    return room;
}

void indexers_put_segment(Indexer **parts, int part_count, const uint32_t *gone, ptrdiff_t gone_count, Buf *out)
{
    Union u = {0};
    ptrdiff_t start = out->n, articles = 0;
    unite(&u, parts, part_count);
    buf_reserve(out, segment_room(parts, part_count, gone_count));
    for (int p = 0; p < part_count; p++)
        articles += parts[p]->article_count;
    const uint64_t counts[] = {(uint64_t)articles, (uint64_t)u.stems.n, (uint64_t)u.forms.n, (uint64_t)part_count, (uint64_t)gone_count};
    for (ptrdiff_t i = 0; i < countof(counts); i++)
        record_put(out, counts[i]);
    for (ptrdiff_t i = 0; i < gone_count; i++)
        record_put(out, gone[i]);
    for (int p = 0; p < part_count; p++) {
        record_put(out, (uint64_t)parts[p]->forms.n);
        for (ptrdiff_t f = 0; f < parts[p]->forms.n; f++)
            record_put(out, (uint64_t)u.form_place[table_find(&u.forms, parts[p]->forms.keys[f])]);
    }
    put_articles(&u, parts, part_count, out);
    put_words(&u, out);
    arena_free(&u.names);
    for (int p = 0; p < part_count; p++)
        arena_free(&parts[p]->names);
    put_postings(&u, parts, part_count, out);
    arena_free(&u.arena);
    record_seal(out, start);
}
