/* shard: the files of the search index, made from an Index: what each holds is planned, and those that changed are made. What stands in a file says
 * shardfile.h; how a family is cut into files, trie.h. */
#ifndef KB_SEARCH_SHARD_H
#define KB_SEARCH_SHARD_H

#include "base/hash.h"
#include "search/cards.h"
#include "search/keep.h"
#include "search/segment.h"
#include "search/shardfile.h"
#include "search/trie.h"

enum { SHARD_TOLD_MAX = 64 };

typedef struct ShardFamily {
    ShardEntries entries;        /* of articles: keys alone */
    ShardEntries fresh;          /* those that are not as the last build told them */
    Trie trie;
} ShardFamily;

/* The places of a word, or a piece of them. */
typedef struct TermPiece {
    int32_t piece;          /* -1: all places are one entry */
    Kept bits;
} TermPiece;

/* What most words have not. */
typedef struct TermMore {
    bool has_rest;
    Kept rest;              /* of family r */
    TermPiece *places;
    int32_t place_count;
} TermMore;

/* What the entries of a word are. There is one for every word: 40 bytes. */
typedef struct TermCode {
    int32_t term;           /* its number in the index */
    bool is_other : 1;      /* its list is not what it was: it was encoded */
    uint32_t articles : 31; /* 0: no article has the word any more. Where the list is what it was, 2 stands for more as well */
    Kept head;              /* of family t or c */
    TermMore *more;         /* of one that was encoded; those that have no more share one */
} TermCode;

/* The bits of an entry that a file needs. */
typedef struct NeededBits {
    Family family;
    ptrdiff_t entry;
    ptrdiff_t term;
} NeededBits;

/* All files of an index, ready to be made one by one, by any thread. */
typedef struct Shards {
    const Index *index;
    TermCode *codes;        /* of the words that the last segment touched, or of all; while planning alone */
    ptrdiff_t code_count;
    Str told[FAMILY_COUNT][SHARD_TOLD_MAX];   /* what earlier builds told of the entries; none: nothing counts that they did */
    ptrdiff_t told_count;
    NeededBits *needed;
    ptrdiff_t needed_count, needed_cap;
    ShardFamily families[FAMILY_COUNT];
    const Card *cards;      /* ascending by number */
    ptrdiff_t card_count;
    uint64_t *card_hashes;  /* of what each shows */
    uint64_t filters_hash;  /* of what the filters and the dates show of all */
    Str id_prefix;
    int number_bits;
    ptrdiff_t common;       /* a word in more articles than this has no places */
    ptrdiff_t file_count;
    Keep bits[2];           /* those of the codes, and those that were needed besides */
    Str why;                /* they could not be kept */
    Arena *arena, *parts;   /* the plan's; the threads' own */
    int part_count;
} Shards;

/* Plans the files. `told` is what earlier builds told with shards_tell, oldest first and at most SHARD_TOLD_MAX: the entries of a word that has not changed
 * since are what they were. `cards` ascend by number. `spill`: as keep_open takes it. What it does not keep on `a`, shards_free gives back. False when the bits
 * of words could not be kept: s->why. */
bool shards_plan(Arena *a, const Index *index, const Str *told, ptrdiff_t told_count, const Card *cards, ptrdiff_t card_count, Str id_prefix, Str spill,
                 int threads, Shards *s);

/* What there is to be known of the entries that this plan changed, or of all: the former only when it knew what was told before. It is told in parts, each in
 * `part` until the next; `size` bytes together. False behind the last one, which has to be reached. */
typedef struct ShardTeller {
    const Shards *shards;
    const ShardEntries *told[FAMILY_COUNT];
    HashStream *seal;       /* NULL: all is told */
    Buf part;
    ptrdiff_t size;
    Family family;          /* whose part number `at` comes next */
    ptrdiff_t at;
} ShardTeller;
ShardTeller shards_teller(Arena *a, const Shards *s, bool all);
bool shards_tell(ShardTeller *t);

bool shards_knew(const Shards *s);
bool shards_have_changed(const Shards *s);

void shards_free(Shards *s);

/* File number `i` of `file_count`: its path below the output folder, and a hash of what it is made of; 0 for a file that is one of a kind. */
Str shards_path(const Shards *s, Arena *a, ptrdiff_t i);
uint64_t shards_fingerprint(const Shards *s, ptrdiff_t i);

/* For a file that will be made: takes the bits of words that did not change from `bytes`, which the last build made of the same words and which stand at its
 * path; any thread may, `part` is its number. Then each is marked as needed; then all bits that are wanting are gathered; then the files can be made. */
void shards_take(Shards *s, int part, ptrdiff_t i, Str bytes);
void shards_need(Shards *s, ptrdiff_t i);
bool shards_encode(Shards *s, int threads);     /* as shards_plan */
/* What was looked at for that need not stay in memory. Any thread may say so. */
void shards_forget(const Shards *s);
void shards_render(const Shards *s, Arena *scratch, ptrdiff_t i, Buf *out);

#endif
