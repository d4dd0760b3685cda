/* posting: the list of a word as bits, and back.
 *
 *   list   = group*                          the articles of one level together, higher levels first
 *   group  = level:4 count:gamma k:5 gap*    count - 1; gaps between ascending numbers by Rice with parameter k, the first from -1
 *   places = k:4 article*                    for each article of the list, ascending by number over all groups:
 *   article = count:gamma gap*               the gaps between its places by Rice with parameter k, the first from -1
 *
 * Grouping by level costs no more than writing the level beside each number would, and lets a reader take the weightiest part alone. */
#ifndef KB_SEARCH_POSTING_H
#define KB_SEARCH_POSTING_H

#include "search/bits.h"
#include "search/segment.h"

/* The groups of a list, one behind another, and how long each will be. */
typedef struct Groups {
    uint32_t *gaps;
    ptrdiff_t from[LEVEL_COUNT + 1];    /* by level: where its gaps begin */
    Rice rice[LEVEL_COUNT];
} Groups;

/* Takes the postings (ascending by number) apart by their levels. */
Groups groups_of(Arena *a, const Posting *postings, ptrdiff_t n);
int64_t group_size(const Groups *g, int level);     /* in bits; 0 where there is none */

/* Puts the groups whose level is in [least, most]. */
void groups_put(Bits *b, const Groups *g, int least, int most);

/* Puts the places of all postings. */
void places_put(Bits *b, const Posting *postings, ptrdiff_t n);

/* A number and its level, as a reader gets them. */
typedef struct Hit {
    uint32_t number;
    int level;
} Hit;

/* Reads `n` hits; groups in order, so not ascending over all. A damaged list ends early: the result is how many there were. */
ptrdiff_t hits_get(BitReader *r, Hit *hits, ptrdiff_t n);

#endif
