/* redirects: the old addresses of all articles in one file, in the form that a web server reads, so that it answers with status 301 and not with
 * the stub page (which is there too, for servers that are told nothing). Sorted by address. */
#ifndef KB_PAGE_REDIRECTS_H
#define KB_PAGE_REDIRECTS_H

#include "page/chrome.h"

Str redirect_file_name(RedirectFile file);      /* "_redirects", "redirects.map" */

/* page->index: the RedirectFile */
void redirect_file_page(PageMaker *m, const Page *page, Buf *out);

#endif
