/* fold: text without what a reader does not mean when he looks for it or sorts it: letter case, accents, invisible signs (Unicode 3.13 and UAX 15). */
#ifndef KB_BASE_FOLD_H
#define KB_BASE_FOLD_H

#include "base/str.h"

/* NFKC, letter case folded, accents and invisible signs off. */
Str text_fold(Arena *a, Str text);

/* The same for `n` bytes where they stand, but nothing except ASCII changes. False when there is something else. */
bool fold_ascii(char *p, ptrdiff_t n);

/* Is it part of a word: a letter, a digit, a mark on one? */
bool rune_is_word(uint32_t rune);

#endif
