/* Three counting passes: number the spellings and count them, fold them into terms, fill each term's articles in the order given. */
#include "site/taxonomy.h"

#include "site/permalink.h"

#include <stdlib.h>

static const char *const NAMES[TAXONOMY_COUNT] = {
    [TAXONOMY_PRODUCTS] = "products", [TAXONOMY_KEYWORDS] = "keywords", [TAXONOMY_TECHNOLOGIES] = "technologies",
    [TAXONOMY_KINDS] = "kinds",       [TAXONOMY_YEARS] = "years",       [TAXONOMY_IDS] = "ids",
};

/* The terms of one article: its own list, or one that follows from its date or number. */
static StrList terms_of(Arena *scratch, const Article *article, TaxonomyKind kind)
{
    if ((int)kind < TERM_TAXONOMIES)
        return article->terms[kind];
    StrList one = {0};
    if (kind == TAXONOMY_YEARS && article->date.n)
        list_add(scratch, &one, str_head(article->date, 4));
    if (kind == TAXONOMY_IDS && article->number >= 0)
        list_add(scratch, &one, permalink_prefix(scratch, article->number));
    return one;
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
    int32_t count;
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

void taxonomy_build(Arena *a, TaxonomyKind kind, const Config *c, const Article *articles, ptrdiff_t n, const int32_t *newest,
                    const int32_t *by_number, ptrdiff_t numbered, Taxonomy *t)
{
    *t = (Taxonomy){.kind = kind, .name = str(NAMES[kind]), .keys = {.arena = a}};
    t->permalink = kind == TAXONOMY_IDS ? ids_folder(c) : str_join2(a, t->name, S("/"));
    const int32_t *order = kind == TAXONOMY_IDS ? by_number : newest;
    ptrdiff_t count = kind == TAXONOMY_IDS ? numbered : n;

    Arena scratch = {0};
    Table names = {.arena = &scratch};
    Spelling *spellings = NULL;
    ptrdiff_t cap = 0;
    for (ptrdiff_t i = 0; i < count; i++) {
        StrList terms = terms_of(&scratch, &articles[order[i]], kind);
        for (ptrdiff_t k = 0; k < terms.n; k++) {
            ptrdiff_t s = table_add(&names, terms.items[k]);
            if (s == cap) {
                ptrdiff_t more = cap ? cap * 2 : 64;
                Spelling *grown = arena_new(&scratch, Spelling, more);
                for (ptrdiff_t j = 0; j < cap; j++)
                    grown[j] = spellings[j];
                spellings = grown;
                cap = more;
            }
            if (!spellings[s].count++)
                spellings[s] = (Spelling){str_copy(a, terms.items[k]), str_lower(a, terms.items[k]), 1};
        }
    }
    make_terms(a, spellings, names.n, t);

    for (int pass = 0; pass < 2; pass++) {
        for (ptrdiff_t i = 0; i < count; i++) {
            StrList terms = terms_of(&scratch, &articles[order[i]], kind);
            for (ptrdiff_t k = 0; k < terms.n; k++) {
                Term *term = &t->terms[t->by_key[table_find(&t->keys, str_lower(&scratch, terms.items[k]))]];
                if (pass && (!term->n || term->articles[term->n - 1] != order[i]))
                    term->articles[term->n++] = order[i];
                else if (!pass)
                    term->n++;
            }
        }
        for (ptrdiff_t i = 0; pass == 0 && i < t->n; i++) {
            t->terms[i].articles = arena_new(a, int32_t, t->terms[i].n);
            t->terms[i].n = 0;
        }
    }
    arena_free(&scratch);
    set_permalinks(a, c, t);
}

const Term *taxonomy_find(const Taxonomy *t, Arena *scratch, Str name)
{
    ptrdiff_t i = table_find(&t->keys, str_lower(scratch, name));
    return i < 0 ? NULL : &t->terms[t->by_key[i]];
}
