/* cards: every article's document number in the index. */
#ifndef KB_SEARCH_CARDS_H
#define KB_SEARCH_CARDS_H

#include "search/shard.h"
#include "site/site.h"

/* By article: the number of a numeric id below 2^30 is the document number. The others get a hash of their permalink in a space at least 32
 * times as large as they are many, above 2^30; where two meet, the one whose permalink sorts later takes the next free number. */
uint32_t *cards_number(Arena *a, const Site *site);

/* What search shows of an article. Its summary is the description, cut to SUMMARY_MAX bytes behind a word, on `a`: every result costs the reader
 * of a search page the summaries of all articles in its file. */
enum { SUMMARY_MAX = 120 };
Card card_of(Arena *a, const Article *article, uint32_t number, Str description);

/* Sorts by number. */
void cards_sort(Card *cards, ptrdiff_t n);

#endif
