/* schema: what a page tells search engines of itself, in the words of schema.org as JSON-LD (W3C, JSON-LD 1.1): the article or the site, and the way to the
 * page. A block of data in the page's head, which no browser runs. */
#ifndef KB_PAGE_SCHEMA_H
#define KB_PAGE_SCHEMA_H

#include "page/chrome.h"

/* What a page is about, for Chrome's `subject`: an object as JSON. */
Str schema_article(PageMaker *m, const Article *article, const Meta *meta);
Str schema_site(PageMaker *m);

/* Both as the text of a <script> element; empty when there is nothing to tell. Addresses are whole or, without base_url, left out. */
Str schema_text(PageMaker *m, const Page *page, Str subject, const Value *breadcrumb);

#endif
