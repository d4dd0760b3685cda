/* keep: the bits of entries between the words that they are made from and the files that they go to. They are put into piles, in memory or in files without a
 * name (base/spool.h): files of the index are made in the order of their keys, so what has a key of its own order goes to a pile by the upper bits of it, and a
 * file finds its bits near each other; the rest is in the order of the words. */
#ifndef KB_SEARCH_KEEP_H
#define KB_SEARCH_KEEP_H

#include "base/spool.h"
#include "search/bits.h"

/* Where some bits are. */
typedef struct Kept {
    int64_t at;
    uint64_t hash;          /* of them */
    int32_t size;           /* in bits */
    int32_t pile;
} Kept;

typedef struct Keep {
    Arena arena;
    Spool *piles;           /* by thread, pile_count each */
    Str *views;
    int threads, pile_count;
    Str spill;
} Keep;

/* `spill`, with a thread's number behind it, is a name that a file may have for a moment; empty: all stays in memory. */
void keep_open(Keep *k, Str spill, int threads);
void keep_close(Keep *k);       /* also of one that was never opened */

/* Closes the bits and keeps them, for one thread. By a name's key, where it has one: key_of_hash; else `name` is empty. */
Kept keep_put(Keep *k, int thread, Bits *b, Str name);

/* No more is put: all can be looked at. False when a file failed: `*why`. */
bool keep_end(Keep *k, Str *why);
Str keep_get(const Keep *k, Kept bits);

/* What was looked at need not stay in memory. Any thread may say so. */
void keep_forget(const Keep *k);

#endif
