/* run: what an indexer gathered until it had no more room, in order: the articles by their numbers, the words by their stems. Runs are merged to a
 * segment (segment.h) from front to back, so that neither the runs nor the segment need stand in memory.
 *
 *     run     = article* word* list*
 *     article = number key forms               forms: numbers, each the run's own
 *     word    = stem postings first last bytes forms (name number articles)*     first, last: the numbers of the first and last posting
 *     list    = level n place* (number level n place*)*    of each word in turn, as in a segment, but the first number stands with the word
 *
 * Each article and word has its length in front. */
#ifndef KB_SEARCH_RUN_H
#define KB_SEARCH_RUN_H

#include "base/spool.h"

typedef struct Run {
    Spool spool;
    ptrdiff_t words_at, lists_at;   /* where they begin */
    ptrdiff_t articles, words, forms;
} Run;

/* The runs, and the numbers of articles that earlier segments have and that are no more, as a segment. False when a run or the segment failed. */
bool runs_put_segment(Run *runs, int n, const uint32_t *gone, ptrdiff_t gone_count, Spool *out);

#endif
