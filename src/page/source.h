/* source: what the pages of an article are made of besides the Site: its document, and, for messages alone, the text that it was read from. */
#ifndef KB_PAGE_SOURCE_H
#define KB_PAGE_SOURCE_H

#include "page/chrome.h"

typedef struct ArticleDoc {
    Doc doc;                /* its headings have anchors */
    Str description;        /* doc_description */
    Source source;          /* source_text gives it; without a path as long as nobody needed it */
    bool is_lost;           /* somebody did, and it could not be read any more: what was made of the document says less than it should */
} ArticleDoc;

/* The document of an article, on the maker's scratch: as it was kept, or read again. False when it cannot be read (a diagnostic says why), or is no
 * article any more. */
bool source_doc(PageMaker *m, const Article *article, ArticleDoc *doc);

/* The decoded text that the document's lines are lines of. When it is lost it is empty, and a diagnostic says why. */
const Source *source_text(PageMaker *m, const Article *article, ArticleDoc *doc);

#endif
