/* cards: what the index tells of every article, and its document number there. */
#ifndef KB_SEARCH_CARDS_H
#define KB_SEARCH_CARDS_H

#include "site/site.h"

/* What the results page shows of an article, and filters by, is taken from it. */
typedef struct Card {
    uint32_t number;
    const Article *article;
} Card;

/* By article: the number of a numeric id below 2^30 is the document number. The others get a hash of their permalink in a space at least 32
 * times as large as they are many, above 2^30; where two meet, the one whose permalink sorts later takes the next free number. */
uint32_t *cards_number(Arena *a, const Site *site);

/* What search shows of every article, ascending by number, given all numbers. */
Card *cards_of(Arena *a, const Site *site, const uint32_t *numbers);

/* A card as a line of family d (shardfile.h), without the line's end. */
void card_put(Buf *b, const Card *c, Str id_prefix);

/* By card, a hash of what its line is made of, on `a`; and one of what the filters and the dates show of them all. Each article is looked at once for both:
 * its strings are far apart in memory. */
uint64_t *cards_hash(Arena *a, const Card *cards, ptrdiff_t n, uint64_t *filters);

#endif
