/* taxonomy: the articles gathered by product, keyword, technology, kind, year, id range and first letter of the title. Spellings that differ in case alone are
 * one term, shown as it is spelled most often. */
#ifndef KB_SITE_TAXONOMY_H
#define KB_SITE_TAXONOMY_H

#include "site/article.h"

typedef struct Term {
    Str name;
    Str key;                /* folded */
    Str permalink;          /* of its list; empty when it has none (too few articles, or internal) */
    int32_t *articles;      /* indexes: newest first; by number in an id range, by title under a letter */
    int32_t n;
    bool is_internal;       /* the publisher's bookkeeping: kept in the data, never shown */
} Term;

typedef struct Taxonomy {
    TaxonomyKind kind;
    Str name;               /* "products": the folder its lists live in */
    Str permalink;          /* of the list of its terms */
    Term *terms;            /* as a person sorts them; years newest first */
    ptrdiff_t n;
    ptrdiff_t listed;       /* how many have a list */
    Table keys;             /* folded name -> index in `by_key` */
    int32_t *by_key;
    int32_t *named;         /* of all articles, in their order, the terms that each names, in its order … */
    int32_t *first;         /* … by article: where its own begin; one more for the end */
    Table spellings;        /* a name as some article has it -> index in `by_spelling` */
    int32_t *by_spelling;
} Taxonomy;

/* Gathers the articles. `order` holds the indexes of `count` of them, all that have a term of this kind; each list is in that order. A term whose slug
 * another one has taken is told apart by a number. */
void taxonomy_build(Arena *a, TaxonomyKind kind, const Config *c, const Article *articles, ptrdiff_t n, const int32_t *order, ptrdiff_t count,
                    Taxonomy *t);

/* The terms that an article names, by their places in `terms`, as often and in the order as it does. */
const int32_t *taxonomy_named(const Taxonomy *t, ptrdiff_t article, int32_t *n);

/* The term of that name, any case, or NULL. */
const Term *taxonomy_find(const Taxonomy *t, Arena *scratch, Str name);

/* The terms, all or those that have a list: the largest first. */
const Term **taxonomy_by_size(Arena *a, const Taxonomy *t, bool all, ptrdiff_t *n);

#endif
