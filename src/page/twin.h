/* twin: an article once more, beside its page: as JSON, as Markdown, or its source byte for byte. Which of them there are, the config says. */
#ifndef KB_PAGE_TWIN_H
#define KB_PAGE_TWIN_H

#include "page/chrome.h"

Str twin_permalink(Arena *a, const Article *article, Twin twin);

/* page->index: the article; page->number: the Twin. False when its source cannot be read, or is no article any more. */
bool twin_page(PageMaker *m, const Page *page, Buf *out);

/* For the article's own page: where the others are, a list of `type` and `url`; the published source, a map of `url`, `name` and `sha256`, or nothing. */
Value twin_alternates(PageMaker *m, const Page *page, const Article *article);
Value twin_source(PageMaker *m, const Page *page, const Article *article);

/* The digests of all published sources, in the form that sha256sum reads. */
void manifest_page(PageMaker *m, Buf *out);

#endif
