/* query: a question answered from the files of the search index, the way the browser does it. The way of a question to its answer:
 *
 *   question   the text as terms: words, phrases, exclusions, completions, words with a mistake mended
 *   lookup     what it asks the index for: the list of a term, its places in an article, an article's card
 *   rank       the articles that match, best first
 *   query      the answer: an article whose id was asked for, in any spelling, then the others with their cards
 *
 * static/search.js is the same program in JavaScript; a test holds the two to the same answers. */
#ifndef KB_SEARCH_QUERY_H
#define KB_SEARCH_QUERY_H

#include "search/lookup.h"

typedef struct Answer {
    Found *items;           /* best first, at most `limit` */
    ptrdiff_t n;
    ptrdiff_t total;        /* how many match */
    StrList unknown;        /* words passed over */
    StrList corrected;      /* "written\tread" */
} Answer;

/* False when there is no index, or one of another format; `*why` says so. */
bool search_answer(Arena *a, SearchLoad *load, void *context, Str query, ptrdiff_t limit, Answer *answer, Str *why);

#endif
