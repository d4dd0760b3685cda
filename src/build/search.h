/* search: the search's part of a build. What the last build knew of the articles' words is taken from the state, the pages that are made add theirs
 * to the indexers, and the files of the index are written when the pages are. */
#ifndef KB_BUILD_SEARCH_H
#define KB_BUILD_SEARCH_H

#include "build/output.h"
#include "search/cards.h"
#include "search/shard.h"

typedef struct SearchStage {
    Arena arena;
    Indexer *indexers[POOL_MAX];
    uint32_t *numbers;      /* by article */
    uint64_t *keys;         /* by article; 0 for those whose words are known */
    Spool segment;          /* of what is new */
    Index index;
    Shards shards;
    OutputFile *files;
    bool *is_current;       /* by file */
    ptrdiff_t *wanted;      /* the files to be written, ascending: the largest, of all articles, first */
    ptrdiff_t wanted_count;
} SearchStage;

/* Takes the index from the state, and touches nothing but the stage: it takes a while, and goes on beside the linking of the site. */
void search_open(SearchStage *stage, const State *s);

/* Tells whose words are wanted, where the index is as search_open found it; when all are, it is begun anew. Needs the linked site, and touches the stage
 * alone, too. */
void search_start(SearchStage *stage, const Load *l, const State *s);

/* Writes the files of the index that changed, and tells the state what is new. The articles whose words were wanted have given them. False, and the
 * state says why, when what is too much for memory could not be written. */
bool search_write(Output *output, SearchStage *stage);

/* Gives back what is left; also of a stage that never started. */
void search_end(SearchStage *stage, const Load *l);

#endif
