/* cite: how an article is quoted in a list of references. */
#ifndef KB_PAGE_CITE_H
#define KB_PAGE_CITE_H

#include "doc/meta.h"
#include "page/chrome.h"

/* Who stands before the title: the holder of the copyright, or else the site's author. May be empty. */
Str cite_author(const Config *c, const Meta *meta);

/* A BibTeX entry, named by the article's id; empty for an article without one. `url` is empty where the site has no address. */
Str cite_bibtex(Arena *a, const Config *c, const Article *article, const Meta *meta, Str url);

#endif
