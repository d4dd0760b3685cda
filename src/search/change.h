/* change: whether the last segment of an index changed a word's list. An article that is indexed again has most of its words where they were: their lists are
 * gone over for that article alone, which takes a tenth of the time that encoding them anew does. */
#ifndef KB_SEARCH_CHANGE_H
#define KB_SEARCH_CHANGE_H

#include "search/segment.h"

/* What the last segment replaced. */
typedef struct Replaced {
    uint32_t number;        /* of an article that it has, or says is no more */
    int32_t segment;        /* which one had it until then; -1: none */
} Replaced;

typedef struct Change {
    const Index *index;
    Replaced *replaced;     /* ascending by number */
    ptrdiff_t n;
    int32_t *counts;        /* by segment: how many of them it had */
} Change;

/* After index_merge. The index has a segment at least. */
Change change_of(Arena *a, const Index *index);

/* Whether the list of a term is other than without the last segment. Any thread may ask. */
bool change_is_in(const Change *change, ptrdiff_t term);

#endif
