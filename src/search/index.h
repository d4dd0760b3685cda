/* index: which words stand in which articles, how weighty and where. Every thread gathers its own part while it makes pages; together they are
 * a segment, which is kept: the next build gathers the words of changed articles alone.
 *
 * The way of a word from the text to the index:
 *
 *     index    all that is looked for in an article is one text, folded, which is cut into words (token.h)
 *     words    each is looked for in a table of the thread, many at a time; a new one gets its stem (words.h, stem.h)
 *     gather   each of its places goes to the list of its stem at once (gather.h); its weight follows when the article ends
 *     run      when the thread has no more room, the lists go to a file in the order of the stems (run.h)
 *     run      in the end, the runs of all threads are merged letter by letter, by all threads, to a segment
 *     segment  segments of several builds are read together: the index, whose lists become the files of the search (segment.h, shard.h)
 *
 * A word counts for its article by a level from 0 to 15. Bit 3 says that it stands in the title; the rest is BM25F's saturated weight of all
 * its places in headings, text and fields (Robertson, Zaragoza, Taylor: Simple BM25 extension to multiple weighted fields, 2004), normalised
 * by a fixed length instead of the collection's mean. So a level is a matter of one article alone, and no other article changes it. */
#ifndef KB_SEARCH_INDEX_H
#define KB_SEARCH_INDEX_H

#include "base/spool.h"
#include "base/table.h"
#include "doc/doc.h"

enum { LEVEL_TITLE = 8, LEVEL_COUNT = 16 };

/* One thread's part of the index. */
typedef struct Indexer Indexer;

/* `language` picks the stemmer. An indexer has memory of its own; when it has taken `bound` bytes, they go to a file, that may for a moment be called
 * `spill` (base/spool.h), and are taken anew; no two indexers have the same name. */
Indexer *indexer_new(Str language, Str spill, ptrdiff_t bound);
void indexer_free(Indexer *x);          /* NULL is fine */

/* Takes in one article. `number` is its document number; one thread's may come in any order, no two articles have the same. `key` is a hash of what the
 * article's words depend on. `scratch` is rewound: not the indexer's own arena. */
void indexer_add(Indexer *x, Arena *scratch, uint32_t number, uint64_t key, Str title, const Doc *doc);

/* What the threads gathered, as a segment (segment.h), made by as many threads; `gone` are the numbers of articles that earlier segments have and that are no
 * more. `*out` is opened for it, and has a file when an indexer needed one. The indexers are empty then. False when a file could not be written or read:
 * out->why. */
bool indexers_put_segment(Indexer **parts, int part_count, const uint32_t *gone, ptrdiff_t gone_count, Spool *out);

#endif
