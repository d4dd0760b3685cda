/* cards: every article's document number in the index. */
#ifndef KB_SEARCH_CARDS_H
#define KB_SEARCH_CARDS_H

#include "search/shard.h"
#include "site/site.h"

/* By article: the number of a numeric id below 2^30 is the document number. The others get a hash of their permalink in a space at least 32
 * times as large as they are many, above 2^30; where two meet, the one whose permalink sorts later takes the next free number. */
uint32_t *cards_number(Arena *a, const Site *site);

/* What search shows of every article, ascending by number, given all numbers. */
Card *cards_of(Arena *a, const Site *site, const uint32_t *numbers);

#endif
