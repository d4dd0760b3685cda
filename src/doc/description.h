/* description: an article in a sentence, for search engines, feeds and lists of results. */
#ifndef KB_DOC_DESCRIPTION_H
#define KB_DOC_DESCRIPTION_H

#include "doc/doc.h"

enum { DESCRIPTION_MAX = 160 };     /* characters of one that is made */

/* What the author says the article is about; else its first real sentences, cut behind one of them, or behind a word. Empty when it has no words. */
Str doc_description(Arena *a, const Doc *d);

#endif
