/* article: the page of one article. */
#ifndef KB_PAGE_ARTICLE_H
#define KB_PAGE_ARTICLE_H

#include "page/chrome.h"

/* `raw` is the article's source file, read again. */
bool article_page(PageMaker *m, const Page *page, const Source *raw, Buf *out);

/* The data that its template gets, on the maker's scratch. */
bool article_context(PageMaker *m, const Page *page, const Source *raw, Value *context);

/* The body of an article as HTML, links worked out for the page at its permalink. */
void article_body(PageMaker *m, const Article *article, const Doc *doc, const Source *source, Buf *out);

#endif
