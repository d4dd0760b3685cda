/* home: the pages that are alone of their kind: home, the answer to an unknown address, and the stub at an old one. */
#ifndef KB_PAGE_HOME_H
#define KB_PAGE_HOME_H

#include "page/chrome.h"

bool home_page(PageMaker *m, const Page *page, Buf *out);
bool search_page(PageMaker *m, const Page *page, Buf *out);
bool not_found_page(PageMaker *m, const Page *page, Buf *out);
bool redirect_page(PageMaker *m, const Page *page, Buf *out);

#endif
