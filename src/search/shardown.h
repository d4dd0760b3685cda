/* shardown: what the files of the shards' room (shard.h) have in common, and nobody else: shard.c plans, shardcode.c makes the bits of words, shardrender.c
 * the files. */
#ifndef KB_SEARCH_SHARDOWN_H
#define KB_SEARCH_SHARDOWN_H

#include "search/change.h"
#include "search/shard.h"

enum {
    SINGLE_ENTRY = 0, SINGLE_FILTERS, SINGLE_DATES,
    SINGLE_FILES,                       /* then come those of the families */
    PLACES_LIMIT = 112 * 1024,          /* bytes of a file of family x: places that would be half of one are cut into pieces */
};

/* The family that file `*i` belongs to, behind the single files; `*i` becomes its place there. */
Family shards_family(const Shards *s, ptrdiff_t *i);

/* The name of an entry of family x, and back; `piece` is -1 for all places of a word. */
Str shard_piece_name(Arena *a, Str stem, int32_t piece);
Str shard_stem_of_piece(Str name);

/* Makes the bits of words: of all, or, with a change, of those that it is in or that are marked as other. What is found out stands on `a`; the bits are kept.
 * False when they cannot be: s->why. */
bool shards_encode_terms(Arena *a, Shards *s, Keep *bits, TermCode *codes, ptrdiff_t n, const Change *change, int threads);

#endif
