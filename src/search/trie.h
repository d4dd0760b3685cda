/* trie: how a family of entries is cut into files. Every entry has a key of 52 bits; a file holds all entries whose keys begin with the
 * same bits, and where they are too many, the next bit parts them. So a cut depends on nothing but what is near it: one article more
 * changes the files it falls into and no other.
 *
 * 52 bits are what a number of JavaScript holds; static/search.js makes the same keys. */
#ifndef KB_SEARCH_TRIE_H
#define KB_SEARCH_TRIE_H

#include "search/bits.h"

enum { KEY_BITS = 52 };

/* All keys of the words that begin with a text: [low, low + width). Words in byte order have keys in that order, and an English vocabulary
 * spreads evenly (an arithmetic code with fixed letter frequencies: Witten, Neal, Cleary 1987). */
typedef struct KeyRange {
    uint64_t low, width;
} KeyRange;
KeyRange key_of_word(Str word);

/* A key without order, spread evenly (FNV-1a, 32 bits, mixed as MurmurHash3 does at its end). */
uint64_t key_of_hash(Str word);

/* A document number below 2^31, in order. */
uint64_t key_of_number(uint32_t number);

/* One file of a family: entries [from, to). */
typedef struct Leaf {
    uint64_t path;          /* the bits all its keys begin with, behind a 1 */
    ptrdiff_t from, to;
} Leaf;

typedef struct Trie {
    Leaf *leaves;           /* those with entries, in order */
    ptrdiff_t n, cap;
    Bits shape;             /* parents first: 1 for a fork; 01 for a file, 00 for nothing there */
} Trie;

/* Cuts entries with ascending keys so that no file's sizes sum up to more than `limit`, but for entries that no bit parts. */
Trie trie_cut(Arena *a, const uint64_t *keys, const int32_t *sizes, ptrdiff_t n, int64_t limit);

/* The files a range of keys falls into, ascending, given a trie's shape: their paths are put into `paths`. Returns how many there are, and
 * stops looking when they are more than `max`. */
int trie_find(Str shape, KeyRange range, uint64_t *paths, int max);

#endif
