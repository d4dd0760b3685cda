/* filters: the two files by which the results page narrows and sorts what it found, without the cards of all. `cards` ascend by number. */
#ifndef KB_SEARCH_FILTERS_H
#define KB_SEARCH_FILTERS_H

#include "search/cards.h"

/* search/filters.js: for every article, ascending by number, the gap to the number before (Rice, k:5 first; from -1), its year and its group
 * (its products and its kinds), both as gamma of the rank in a list of the values so far, latest first. TEXT has the values in the order
 * they were met: a line for each year, an empty line, a line for each group (products, a tab, kinds; U+001F between several). */
void filters_put(Arena *a, const Card *cards, ptrdiff_t n, Buf *out);

/* search/dates.js, which only sorting by date asks for: for every article, in the filters' order, its month and day (month:4 day:5, zero when
 * it has no date). */
void dates_put(Arena *a, const Card *cards, ptrdiff_t n, Buf *out);

#endif
