/* Spellings are numbered and counted, once through all articles in the order they lie in; then folded into terms; then each term's articles are filled in
 * the order given, without a look at the articles, which lie far apart in it. */
#include "site/taxonomy.h"

#include "site/permalink.h"
#include "site/titles.h"

#include <stdlib.h>

static const char *const NAMES[TAXONOMY_COUNT] = {
    [TAXONOMY_PRODUCTS] = "products", [TAXONOMY_KEYWORDS] = "keywords", [TAXONOMY_TECHNOLOGIES] = "technologies",
    [TAXONOMY_KINDS] = "kinds",       [TAXONOMY_YEARS] = "years",       [TAXONOMY_IDS] = "ids",
    [TAXONOMY_TITLES] = "titles",
};

/* The terms of one article: its own list, or the one in `*room` that follows from its date, number or title. */
static StrList terms_of(Arena *scratch, const Article *article, TaxonomyKind kind, Str *room)
{
    if ((int)kind < TERM_TAXONOMIES)
        return *article_terms(article, kind);
    *room = (Str){0};
    if (kind == TAXONOMY_YEARS)
        *room = str_head(article->date, 4);
    if (kind == TAXONOMY_IDS && article->number >= 0)
        *room = permalink_prefix(scratch, article->number);
    if (kind == TAXONOMY_TITLES)
        *room = title_letter(scratch, article->title);
    return (StrList){room, room->n > 0, 1};
}

/* The publisher's own bookkeeping among keywords and technologies: "_IK…", "kbZNotKeyword…", and names that only say "search". */
static bool is_internal(TaxonomyKind kind, Str key)
{
    if (kind != TAXONOMY_KEYWORDS && kind != TAXONOMY_TECHNOLOGIES)
        return false;
    return str_starts(key, S("_ik")) || str_starts(key, S("kbznotkeyword")) || (kind == TAXONOMY_TECHNOLOGIES && str_ends(key, S("search")));
}

/* "kb/:prefix/:id/" -> "kb/": the folder that holds the id ranges, when the pattern has one of its own. */
static Str ids_folder(const Config *c)
{
    ptrdiff_t at = str_find(c->permalink, S(":prefix/"));
    Str head = at < 0 ? (Str){0} : str_head(c->permalink, at);
    bool is_plain = str_ends(head, S("/")) && str_find_char(head, ':') < 0;
    return is_plain ? head : S("ids/");
}

typedef struct Spelling {
    Str name, key;
    int32_t count, number;
    int32_t next;           /* that came behind it last time */
} Spelling;

static int by_key_then_use(const void *x, const void *y)
{
    const Spelling *a = x, *b = y;
    int order = str_cmp_natural(a->key, b->key);
    if (!order)
        order = (a->count < b->count) - (a->count > b->count);
    return order ? order : str_cmp(a->name, b->name);
}

static void make_terms(Arena *a, Spelling *spellings, ptrdiff_t n, Taxonomy *t)
{
    if (n)
        qsort(spellings, (size_t)n, sizeof *spellings, by_key_then_use);
    t->terms = arena_new(a, Term, n);
    t->by_key = arena_new(a, int32_t, n);
    for (ptrdiff_t i = 0; i < n; i++) {
        if (t->n && str_eq(t->terms[t->n - 1].key, spellings[i].key))
            continue;
        t->terms[t->n++] = (Term){.name = spellings[i].name, .key = spellings[i].key, .is_internal = is_internal(t->kind, spellings[i].key)};
    }
    if (t->kind == TAXONOMY_YEARS) {
        for (ptrdiff_t i = 0; i < t->n / 2; i++) {
            Term swapped = t->terms[i];
            t->terms[i] = t->terms[t->n - 1 - i];
            t->terms[t->n - 1 - i] = swapped;
        }
    }
    for (ptrdiff_t i = 0; i < t->n; i++)
        t->by_key[table_add(&t->keys, t->terms[i].key)] = (int32_t)i;
}

static void set_permalinks(Arena *a, const Config *c, Taxonomy *t)
{
    Table slugs = {.arena = a};
    for (ptrdiff_t i = 0; i < t->n; i++) {
        Term *term = &t->terms[i];
        if (term->is_internal || term->n < c->least[t->kind])
            continue;
        Str base = slug_of(a, term->name), slug = base;
        for (int k = 2; table_find(&slugs, slug) >= 0; k++)
            slug = str_fmt(a, STR_FMT "-%d", STR_ARG(base), k);
        table_add(&slugs, slug);
        term->permalink = str_fmt(a, STR_FMT STR_FMT "/", STR_ARG(t->permalink), STR_ARG(slug));
        t->listed++;
    }
}

/* What the articles name, in their order: the spellings' numbers, then the terms'. */
typedef struct Named {
    int32_t *items;
    ptrdiff_t n, cap;
    int32_t *first;         /* by article: its first item; behind the last one n */
} Named;

/* Behind one name there mostly comes what came behind it last time: of an archive's, more than half are found so, without a hash. */
static Spelling *number_spellings(Arena *a, Arena *scratch, Table *names, TaxonomyKind kind, const Article *articles, ptrdiff_t n, Named *named)
{
    Spelling *spellings = NULL;
    ptrdiff_t cap = 0, last = -1;
    named->first = arena_new(a, int32_t, n + 1);
    Arena words = {0};
    for (ptrdiff_t i = 0; i < n; i++) {
        ArenaMark mark = arena_mark(&words);
        Str room;
        StrList terms = terms_of(&words, &articles[i], kind, &room);
        for (ptrdiff_t k = 0; k < terms.n; k++) {
            ptrdiff_t s = table_find_near(names, terms.items[k], last < 0 ? -1 : spellings[last].next);
            if (s < 0) {
                s = table_add(names, str_copy(a, terms.items[k]));
                spellings = arena_grow(scratch, spellings, s, &cap, sizeof *spellings);
                spellings[s] = (Spelling){names->keys[s], str_lower(a, terms.items[k]), 0, (int32_t)s, (int32_t)s};
            }
            if (last >= 0)
                spellings[last].next = (int32_t)s;
            last = s;
            spellings[s].count++;
            named->items = arena_grow(scratch, named->items, named->n, &named->cap, sizeof *named->items);
            named->items[named->n++] = (int32_t)s;
        }
        CHECK(named->n < INT32_MAX);
        named->first[i + 1] = (int32_t)named->n;
        arena_rewind(&words, mark);
    }
    arena_free(&words);
    return spellings;
}

/* Spellings -> terms. */
static void name_terms(Arena *a, Taxonomy *t, const Spelling *spellings, ptrdiff_t n, const Named *named)
{
    int32_t *term = t->by_spelling = arena_new(a, int32_t, n);
    for (ptrdiff_t i = 0; i < n; i++)
        term[spellings[i].number] = t->by_key[table_find(&t->keys, spellings[i].key)];
    t->first = named->first;
    t->named = arena_raw(a, int32_t, named->n);
    for (ptrdiff_t i = 0; i < named->n; i++) {
        t->named[i] = term[named->items[i]];
        t->terms[t->named[i]].n++;
    }
}

static void fill_terms(Arena *a, Taxonomy *t, const int32_t *order, ptrdiff_t count)
{
    for (ptrdiff_t i = 0; i < t->n; i++) {
        t->terms[i].articles = arena_new(a, int32_t, t->terms[i].n);
        t->terms[i].n = 0;
    }
    for (ptrdiff_t i = 0; i < count; i++)
        for (int32_t k = t->first[order[i]]; k < t->first[order[i] + 1]; k++) {
            Term *term = &t->terms[t->named[k]];
            if (!term->n || term->articles[term->n - 1] != order[i])
                term->articles[term->n++] = order[i];
        }
}

void taxonomy_build(Arena *a, TaxonomyKind kind, const Config *c, const Article *articles, ptrdiff_t n, const int32_t *order, ptrdiff_t count,
                    Taxonomy *t)
{
    *t = (Taxonomy){.kind = kind, .name = str(NAMES[kind]), .keys = {.arena = a}, .spellings = {.arena = a}};
    t->permalink = kind == TAXONOMY_IDS ? ids_folder(c) : str_join2(a, t->name, S("/"));
    Arena scratch = {0};
    Named named = {0};
    Spelling *spellings = number_spellings(a, &scratch, &t->spellings, kind, articles, n, &named);
    make_terms(a, spellings, t->spellings.n, t);
    name_terms(a, t, spellings, t->spellings.n, &named);
    fill_terms(a, t, order, count);
    arena_free(&scratch);
    set_permalinks(a, c, t);
}

const int32_t *taxonomy_named(const Taxonomy *t, ptrdiff_t article, int32_t *n)
{
    *n = t->first[article + 1] - t->first[article];
    return t->named + t->first[article];
}

const Term *taxonomy_find(const Taxonomy *t, Arena *scratch, Str name)
{
    ptrdiff_t i = table_find(&t->spellings, name);
    if (i >= 0)
        return &t->terms[t->by_spelling[i]];
    i = table_find(&t->keys, str_lower(scratch, name));
    return i < 0 ? NULL : &t->terms[t->by_key[i]];
}

static int by_size(const void *x, const void *y)
{
    const Term *a = *(const Term *const *)x, *b = *(const Term *const *)y;
    return a->n != b->n ? (a->n > b->n ? -1 : 1) : str_cmp(a->key, b->key);
}

const Term **taxonomy_by_size(Arena *a, const Taxonomy *t, bool all, ptrdiff_t *n)
{
    const Term **terms = arena_new(a, const Term *, t->n);
    *n = 0;
    for (ptrdiff_t i = 0; i < t->n; i++)
        if (all || t->terms[i].permalink.n)
            terms[(*n)++] = &t->terms[i];
    if (*n)
        qsort(terms, (size_t)*n, sizeof *terms, by_size);
    return terms;
}
