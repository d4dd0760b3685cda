/* audit: what is wrong with the linked articles that no page tells of itself: links to a place that the other page does not have, articles that are
 * wanted or that nobody finds, odd dates, misspelt keys. An article is looked at while its page is made, by the thread that makes it; whether
 * the places are there is known when all pages are.
 *
 * It is no part of a build, which would have to read every page twice: kb check renders all pages and looks at them here. */
#ifndef KB_PAGE_AUDIT_H
#define KB_PAGE_AUDIT_H

#include "page/chrome.h"

/* A link to a place in a page. */
typedef struct PlaceLink {
    int32_t from, target;   /* the article that has it, and the one whose page it leads to */
    int line;
    Str url;                /* as written */
    Str place;              /* "legal" of "config.md#legal" */
} PlaceLink;

/* Shared by the threads. */
typedef struct Audit {
    const Site *site;
    Str today;              /* ISO 8601; empty when nobody knows */
    bool *is_target;        /* by article: another one links to a place in it */
    Table **places;         /* by article: the ids of its page; NULL when nobody asked */
} Audit;

/* One thread's own. */
typedef struct Auditor {
    Audit *audit;
    Arena *keep;            /* as long as the site */
    Arena *scratch;         /* of one page */
    Diags *diags;
    PlaceLink *links;       /* those of an article side by side */
    ptrdiff_t link_count, link_cap;
    bool links_to_itself;   /* the article being looked at */
} Auditor;

void audit_start(Arena *a, const Site *site, Str today, Audit *audit);

/* The articles' part: `auditor` as context of the PageMaker's look, then the page it made. */
void audit_article(void *auditor, const Page *page, const Doc *doc, const Source *source);
void audit_page(Auditor *auditor, const Page *page, Str html);

/* When all pages are made: keeps, of the links that a thread's articles have, those to places that are nowhere. */
void audit_places(Auditor *auditor);

/* Tells of those that the article of `links[first]` has; `raw` is its source file, read again: the text was not kept for the few that need it. Gives the
 * index of the next article's first link. */
ptrdiff_t audit_tell_places(Auditor *auditor, ptrdiff_t first, const Source *raw);

/* Articles to which no other leads, and no list by product, keyword, technology or kind. (By year or number all are listed, and nobody looks there for
 * what he does not know.) */
void audit_orphans(const Site *site, Diags *diags);

/* The ids of all elements of a page, and the names of its <a> elements. Exposed for its test. */
void html_places(Arena *a, Str html, Table *places);

#endif
