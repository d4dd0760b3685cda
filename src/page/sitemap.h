/* sitemap: what is written for machines: sitemap.xml with its parts, and robots.txt. */
#ifndef KB_PAGE_SITEMAP_H
#define KB_PAGE_SITEMAP_H

#include "page/chrome.h"

void sitemap_page(PageMaker *m, const Page *page, Buf *out);
ptrdiff_t sitemap_parts(const Site *site);
void robots_page(PageMaker *m, Buf *out);

#endif
