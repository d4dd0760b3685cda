/* links: what an article refers to, and what refers to it. Its page shows the first of them; where there are more, all stand on pages of their own,
 * below its own address. */
#ifndef KB_PAGE_LINKS_H
#define KB_PAGE_LINKS_H

#include "page/chrome.h"

/* `kind` is PAGE_REFERENCES or PAGE_REFERRERS. */

/* For the article's page: count, items (the first), has_more, more, all_url. Null when there are none. */
Value links_value(PageMaker *m, const Page *page, PageKind kind, int32_t article);

/* How many of them the list of all has; 0 when the article's page has room for them. */
ptrdiff_t links_listed(const Article *article, PageKind kind);

/* The first page of that list: "kb/119/Q119591/referenced-by/". */
Str links_permalink(Arena *a, const Article *article, PageKind kind);

bool links_page(PageMaker *m, const Page *page, Buf *out);

#endif
