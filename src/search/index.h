/* index: which words stand in which articles, how weighty and where. Every thread gathers its own part while it makes pages; the parts are
 * merged word by word when all articles are in.
 *
 * A word counts for its article by a level from 0 to 15. Bit 3 says that it stands in the title; the rest is BM25F's saturated weight of all
 * its places in headings, text and fields (Robertson, Zaragoza, Taylor: Simple BM25 extension to multiple weighted fields, 2004), normalised
 * by a fixed length instead of the collection's mean. So a level is a matter of one article alone, and no other article changes it. */
#ifndef KB_SEARCH_INDEX_H
#define KB_SEARCH_INDEX_H

#include "base/table.h"
#include "doc/doc.h"

enum { LEVEL_TITLE = 8, LEVEL_COUNT = 16 };

/* One thread's part of the index. */
typedef struct Indexer Indexer;

/* On `a`, which lives until the index is written; `language` picks the stemmer. */
Indexer *indexer_new(Arena *a, Str language);
void indexer_free(Indexer *x);          /* what is not on the arena; NULL is fine */

/* Takes in one article. `number` is its document number; one thread's may come in any order, no two articles have the same. `scratch` is rewound:
 * not the indexer's own arena. */
void indexer_add(Indexer *x, Arena *scratch, uint32_t number, Str title, const Doc *doc);

/* One article in a word's list. */
typedef struct Posting {
    uint32_t number;
    int level;
    int count;              /* places; none for a word that stands in a field alone */
    const uint32_t *places; /* ascending, counted in words */
} Posting;

/* The words of all threads, in byte order, and how they were written. */
typedef struct IndexTerm {
    Str stem;
    Str *forms;             /* those that are not the stem itself, in byte order */
    int32_t form_count;
    const void *parts;      /* the threads' own */
} IndexTerm;
typedef struct Index {
    Indexer **parts;
    int part_count;
    IndexTerm *terms;
    ptrdiff_t n;
} Index;

void index_merge(Arena *a, Indexer **parts, int part_count, Index *index);

/* The list of a word, ascending by number, on `a`. */
Posting *index_postings(Arena *a, const Index *index, ptrdiff_t term, ptrdiff_t *n);

/* Gives the lists' memory back; the words stay. */
void index_drop_postings(Index *index);

#endif
