/* posting: the list of a word, brought together from all segments; as bits; and back.
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

/* A word's list, ascending by number, or some articles of one that stand together in it: a column for each that is known of them. */
typedef struct Postings {
    uint32_t *numbers;
    uint8_t *levels;
    uint32_t *counts;       /* how many places; none for a word that stands in a field alone */
    uint32_t *gaps;         /* of all articles: how many words stand before the first place, and between one and the next */
    ptrdiff_t n, gap_count;
} Postings;

/* The list of a term, on `a`. A word in more than `common` articles has no places: all counts are 0. */
Postings postings_of(Arena *a, const Index *index, ptrdiff_t term, ptrdiff_t common);

/* The articles of one level, and how long they will be, in bits. */
typedef struct Group {
    const uint32_t *gaps;
    ptrdiff_t n;
    int level;
    Rice rice;
    int64_t size;
} Group;

/* Takes the postings apart by their levels, higher ones first. Returns how many groups they are. */
int groups_of(Arena *a, const Postings *p, Group groups[LEVEL_COUNT]);
void groups_put(Bits *b, const Group *groups, int n);

/* The places of postings, and how long they will be, in bits. */
typedef struct PlaceBits {
    const Postings *postings;
    Rice rice;
    int64_t size;
} PlaceBits;

PlaceBits place_bits_of(const Postings *p);
void place_bits_put(Bits *b, const PlaceBits *places);

/* A number and its level, as a reader gets them. */
typedef struct Hit {
    uint32_t number;
    int level;
} Hit;

/* Reads `n` hits; groups in order, so not ascending over all. A damaged list ends early: the result is how many there were. */
ptrdiff_t hits_get(BitReader *r, Hit *hits, ptrdiff_t n);

#endif
