/* fingerprint: what a page is made of, as hashes. A page whose fingerprint is what it was has the bytes that it had, so it need not be made again;
 * which part differs tells why it must be.
 *
 * Fingerprints are computed for every page in every build, from the linked site: there is no graph of dependencies to keep, and none to go stale. So
 * whatever a page shows has to be in its fingerprint: who changes article.c or list.c looks here too. */
#ifndef KB_PAGE_FINGERPRINT_H
#define KB_PAGE_FINGERPRINT_H

#include "page/chrome.h"

typedef enum Ingredient {
    INGREDIENT_SOURCE,      /* its article's own file */
    INGREDIENT_THEME,       /* its template, with all partials */
    INGREDIENT_CONFIG,      /* the config keys it shows, the words of its language, the navigation */
    INGREDIENT_LINKS,       /* titles, places and existence of what it links to or lists; neighbours */
    INGREDIENT_REFERRERS,   /* who links to it */
    INGREDIENT_COUNT
} Ingredient;

typedef struct Fingerprint {
    uint64_t parts[INGREDIENT_COUNT];
} Fingerprint;

bool fingerprint_eq(const Fingerprint *a, const Fingerprint *b);

/* Hashes that many pages share. */
typedef struct Fingerprints {
    const Site *site;
    const TemplateSet *templates;
    uint64_t *briefs, *entries;             /* by article: as others link to it, as lists show it */
    uint64_t *terms[TAXONOMY_COUNT];        /* by term */
    uint64_t themes[PAGE_KIND_COUNT];
    uint64_t config, article_config, list_config;
} Fingerprints;

/* `strict`: names in templates that the data does not have are told. */
void fingerprints_prepare(Arena *a, const Site *site, const TemplateSet *templates, bool strict, Fingerprints *f);

/* The fingerprint of a page; `source` is the hash of its article's file. False for a page that is one of a kind: it is made every time. */
bool page_fingerprint(const Fingerprints *f, Arena *scratch, const Page *page, uint64_t source, Fingerprint *made_of);

#endif
