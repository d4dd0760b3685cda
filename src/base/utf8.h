/* UTF-8 (RFC 3629): decoding that never fails, and the few questions the program asks of code points. */
#ifndef KB_BASE_UTF8_H
#define KB_BASE_UTF8_H

#include "base/str.h"

enum { UTF8_REPLACEMENT = 0xFFFD };

/* The code point at the start of `s` (not empty) and its length in bytes. A malformed sequence gives U+FFFD and the length
 * of its maximal well-formed prefix, at least 1. */
typedef struct Rune {
    uint32_t value;
    int n;
    bool valid;
} Rune;
Rune utf8_decode(Str s);

int utf8_encode(char out[4], uint32_t rune);        /* how many bytes were written */
bool utf8_is_valid(Str s);
bool utf8_is_ascii(Str s);
ptrdiff_t utf8_length(Str s);                       /* code points */
Str utf8_head(Str s, ptrdiff_t n);                  /* at most n bytes, cut before a code point that would not fit */
Str utf8_clean(Arena *a, Str s);                     /* itself, or a copy with U+FFFD for what is malformed */

#endif
