/* kb/word: tables of words, and how a word is found in one. */
#ifndef KB_READ_KB_WORD_H
#define KB_READ_KB_WORD_H

#include "base/str.h"

/* A word of a table, in lower case, with NULs up to the size. All are of one size, so that finding one compares numbers instead of following
 * pointers to letters. */
typedef char Word[24];

/* Where the word, in any case, stands in a table of `n` words, at least one, that is sorted by bytes, or -1. */
ptrdiff_t word_find(Str word, const Word *sorted, ptrdiff_t n);

static inline bool word_is_one_of(Str word, const Word *sorted, ptrdiff_t n)
{
    return word_find(word, sorted, n) >= 0;
}

/* A word in any case as numbers that are in order when the words are: for tables whose rows begin with a Word. */
typedef struct WordKey {
    uint64_t part[sizeof(Word) / 8];
} WordKey;

/* No word of a table is longer, nor begins behind the letters. */
static inline bool word_may_be_listed(Str word)
{
    return word.n && word.n <= (ptrdiff_t)sizeof(Word) && word.p[0] <= 'z';
}

/* The key of a word that may be listed. */
WordKey word_key(Str word);
/* How many of the `n` rows of `size` bytes, of which there is one at least, stand before the word. */
ptrdiff_t word_rows_before(const WordKey *key, const char *rows, ptrdiff_t n, ptrdiff_t size);
/* Is it the word that the row begins with? */
bool word_is_row(const WordKey *key, const char *row);

#endif
