/* list: the articles of a term, the terms of a taxonomy, the articles that are wanted. */
#ifndef KB_PAGE_LIST_H
#define KB_PAGE_LIST_H

#include "page/chrome.h"

bool list_page(PageMaker *m, const Page *page, Buf *out);
bool terms_page(PageMaker *m, const Page *page, Buf *out);
bool wanted_page(PageMaker *m, const Page *page, Buf *out);

#endif
