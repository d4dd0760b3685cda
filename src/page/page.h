/* page: the pages of the site, one file a kind, each from the constant Site to bytes. Data for templates is made here: every URL in it is ready for the
 * page it stands on. This file knows which pages there are. */
#ifndef KB_PAGE_PAGE_H
#define KB_PAGE_PAGE_H

#include "page/chrome.h"

typedef struct PageList {
    Page *items;
    ptrdiff_t n, cap;
} PageList;

/* All pages of the site, articles first. Each takes its place among the site's outputs; one whose place is taken is told and left out. */
void pages_plan(Arena *a, Site *site, PageList *list, Diags *diags);

/* Is it made of an article's source? That of articles[page->index]. */
bool page_has_source(const Page *page);

/* Appends the page's bytes. False when a template is missing, or the source cannot be read or is no article any more. */
bool page_render(PageMaker *m, const Page *page, Buf *out);

#endif
