/* stats: the collection as a whole in charts, each with its numbers in a table. */
#ifndef KB_PAGE_STATS_H
#define KB_PAGE_STATS_H

#include "page/chrome.h"

bool stats_page(PageMaker *m, const Page *page, Buf *out);

#endif
