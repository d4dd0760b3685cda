/* page: the pages of the site, one file a kind, each from the constant Site to bytes. Data for templates is made here: every URL in it is ready for the
 * page it stands on. */
#ifndef KB_PAGE_PAGE_H
#define KB_PAGE_PAGE_H

#include "site/site.h"
#include "template/mustache.h"

typedef enum PageKind {
    PAGE_ARTICLE,           /* index: the article */
    PAGE_REDIRECT,          /* index: the article it leads to */
    PAGE_LIST,              /* index: the taxonomy; term; number: which page, from 1 */
    PAGE_TERMS,             /* index: the taxonomy; number */
    PAGE_HOME,
    PAGE_WANTED,            /* number */
    PAGE_NOT_FOUND,
    PAGE_ROBOTS,
    PAGE_SITEMAP,           /* number: which part, 0 for the index of parts */
    PAGE_KIND_COUNT
} PageKind;

typedef struct Page {
    PageKind kind;
    Str permalink;
    int32_t index, term, number;
} Page;

typedef struct PageList {
    Page *items;
    ptrdiff_t n, cap;
} PageList;

/* All pages of the site, articles first. Each takes its place among the site's outputs; one whose place is taken is told and left out. */
void pages_plan(Arena *a, Site *site, PageList *list, Diags *diags);

/* What one thread needs to make pages. */
typedef struct PageMaker {
    const Site *site;
    Renderer renderer;
    Arena *scratch;         /* of one page: the caller rewinds it */
    Diags *diags;
} PageMaker;

/* Appends the page's bytes. For an article `raw` is its source file. False when a template is missing (told once at loading). */
bool page_render(PageMaker *m, const Page *page, const Source *raw, Buf *out);

/* The body of an article as HTML, links worked out for the page at its permalink. */
void page_body(PageMaker *m, const Article *article, const Doc *doc, const Source *source, Buf *out);

/* The names of the templates that pages are made with. */
extern const char *const PAGE_TEMPLATES[];
extern const ptrdiff_t PAGE_TEMPLATE_COUNT;

/* --- for the files of this room ---------------------------------------------------------------------------------------- */

/* The data every page has: site, root, home_url, nav, page, breadcrumb, generator. `current` names the nav entry to mark. */
typedef struct Chrome {
    Str title, description;
    Str kind;
    Str current;
    Value breadcrumb;
} Chrome;
void chrome_put(PageMaker *m, MapBuilder *map, const Page *page, const Chrome *chrome);

Str page_url(const PageMaker *m, const Page *page, Str to);        /* the link from the page to a permalink or file */
Value crumb(PageMaker *m, Str title, Str url);                     /* one step of a breadcrumb; no url for the last */
Value term_value(PageMaker *m, const Page *page, Str name, Str permalink, ptrdiff_t count);
Value entry_value(PageMaker *m, const Page *page, int32_t article);    /* an article in a list */
Value brief_value(PageMaker *m, const Page *page, int32_t article);    /* id, title, url */
Value pages_value(PageMaker *m, const Page *page, Str first, ptrdiff_t count);    /* pagination; null for one page */
Str date_text(Arena *a, Str iso);                                  /* "18 May 2001" */
ptrdiff_t page_count(const Site *site, ptrdiff_t entries);
Str paged_permalink(Arena *a, Str first, int32_t number);
Str missing_url(const PageMaker *m, int64_t number);
Str missing_id(const PageMaker *m, int64_t number);
bool page_finish(PageMaker *m, const char *template, MapBuilder *map, Buf *out);

bool article_page(PageMaker *m, const Page *page, const Source *raw, Buf *out);
bool list_page(PageMaker *m, const Page *page, Buf *out);
bool terms_page(PageMaker *m, const Page *page, Buf *out);
bool home_page(PageMaker *m, const Page *page, Buf *out);
bool wanted_page(PageMaker *m, const Page *page, Buf *out);
bool not_found_page(PageMaker *m, const Page *page, Buf *out);
bool redirect_page(PageMaker *m, const Page *page, Buf *out);
void robots_page(PageMaker *m, Buf *out);
void sitemap_page(PageMaker *m, const Page *page, Buf *out);
ptrdiff_t sitemap_parts(const Site *site);

#endif
