/* identifiers: the page of all kinds, the lists of identifiers with where each occurs, and the articles of one that occurs in many. */
#ifndef KB_PAGE_IDENTIFIERS_H
#define KB_PAGE_IDENTIFIERS_H

#include "page/chrome.h"

bool identifiers_page(PageMaker *m, const Page *page, Buf *out);
bool identifier_list_page(PageMaker *m, const Page *page, Buf *out);
bool identifier_page(PageMaker *m, const Page *page, Buf *out);

#endif
