/* llms: lists of articles for programs that read Markdown (llmstxt.org): one of the products, and one for each product, cut into pages as its list is. */
#ifndef KB_PAGE_LLMS_H
#define KB_PAGE_LLMS_H

#include "page/chrome.h"

/* The permalink of a page of a term's list; of that of the products when `term` is NULL. */
Str llms_permalink(Arena *a, const Term *term, int32_t number);

/* page->index: the taxonomy; term; number. Index -1: the list of the products. */
void llms_page(PageMaker *m, const Page *page, Buf *out);

#endif
