/* list: the articles of a term, the terms of a taxonomy, the articles that are wanted. */
#ifndef KB_PAGE_LIST_H
#define KB_PAGE_LIST_H

#include "page/chrome.h"

bool list_page(PageMaker *m, const Page *page, Buf *out);
/* A to Z, as far as titles begin with them; `current` (may be NULL) is marked. */
Value letters_value(PageMaker *m, const Page *page, const Term *current);

ptrdiff_t terms_page_count(const Site *site, const Taxonomy *t);
bool terms_page(PageMaker *m, const Page *page, Buf *out);
bool wanted_page(PageMaker *m, const Page *page, Buf *out);

#endif
