/* feed: the latest changes as Atom (RFC 4287), of the site and of each product. Dates are those of the articles, never the clock's. */
#ifndef KB_PAGE_FEED_H
#define KB_PAGE_FEED_H

#include "page/chrome.h"

/* The permalink of the feed of a term, or of the whole site when it is NULL; empty when there is none: feeds need base_url, and an article with a date. */
Str feed_permalink(Arena *a, const Site *site, const Term *term);

/* Of a page of a list: the feed of its product; empty when it is none, or has none. */
Str list_feed(Arena *a, const Site *site, const Page *page);

/* page->index: the taxonomy, page->term: the term; index -1: the whole site. */
void feed_page(PageMaker *m, const Page *page, Buf *out);

/* The articles in it: how many, and which. */
ptrdiff_t feed_count(const Site *site, const Page *page);
int32_t feed_article(const Site *site, const Page *page, ptrdiff_t i);

#endif
