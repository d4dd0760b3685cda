/* run: what an indexer gathered until it had no more room, in order: the articles by their numbers, the words by their stems. Runs are merged to a
 * segment (segment.h) from front to back, so that neither the runs nor the segment need stand in memory; the words of each letter by a thread of its own.
 *
 *     run     = article* word* list*
 *     article = number key forms               forms: numbers, each the run's own
 *     word    = stem postings first last bytes forms (name number articles)*     first, last: the numbers of the first and last posting
 *     list    = place* 0 level (number place* 0 level)*    of each word in turn, as in a segment, but the first number stands with the word
 *
 * Each article and word has its length in front. */
#ifndef KB_SEARCH_RUN_H
#define KB_SEARCH_RUN_H

#include "base/spool.h"

enum { RUN_LETTERS = 256 };      /* a letter is the first byte of a stem */

/* Where the words of a letter begin, and, from the first list on, their lists. */
typedef struct RunPlace {
    ptrdiff_t words, lists;
} RunPlace;

typedef struct Run {
    Spool spool;
    ptrdiff_t articles, article_bytes;      /* of all articles, without their lengths */
    ptrdiff_t forms;
    RunPlace letters[RUN_LETTERS + 1];      /* the last one is behind them all: its words are where the first list begins */
} Run;

/* The runs, and the numbers of articles that earlier segments have and that are no more, as a segment. False when a run or the segment failed. */
bool runs_put_segment(const Run *runs, int n, const uint32_t *gone, ptrdiff_t gone_count, int threads, Spool *out);

#endif
