/* sitemap: what is written for machines: sitemap.xml with its parts, robots.txt, and opensearch.xml, by which a browser adds the site to its
 * search engines (OpenSearch 1.1 draft 6). */
#ifndef KB_PAGE_SITEMAP_H
#define KB_PAGE_SITEMAP_H

#include "page/chrome.h"

void sitemap_page(PageMaker *m, const Page *page, Buf *out);
ptrdiff_t sitemap_parts(const Site *site);
/* The articles of one part; none of the index of parts. */
ptrdiff_t sitemap_first(const Site *site, const Page *page);
ptrdiff_t sitemap_end(const Site *site, const Page *page);
void robots_page(PageMaker *m, Buf *out);
void opensearch_page(PageMaker *m, Buf *out);

#endif
