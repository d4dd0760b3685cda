/* article: the page of one article. */
#ifndef KB_PAGE_ARTICLE_H
#define KB_PAGE_ARTICLE_H

#include "page/chrome.h"

/* False when the source cannot be read, or is no article any more (page/source.h). */
bool article_page(PageMaker *m, const Page *page, Buf *out);

/* The data that its template gets, with what all pages have in common, on the maker's scratch. */
bool article_context(PageMaker *m, const Page *page, Value *context);

/* The body of an article as HTML, links worked out for the page at its permalink. */
void article_body(PageMaker *m, const Article *article, const Doc *doc, const Source *source, Buf *out);

#endif
