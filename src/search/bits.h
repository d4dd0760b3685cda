/* bits: numbers packed bit by bit, most significant first, and the printable text that carries them in a shard.
 *
 * 13 bits are two characters of an alphabet of 93: 6.5 bits a byte, no character that a string of JavaScript would have to escape, and
 * gzip gives most of the difference to 8 bits back. */
#ifndef KB_SEARCH_BITS_H
#define KB_SEARCH_BITS_H

#include "base/buf.h"

/* Zero plus an arena in `bytes` is a valid empty one. */
typedef struct Bits {
    Buf bytes;              /* whole bytes */
    uint32_t rest;          /* bits that are no byte yet, in the low end */
    int rest_count;
} Bits;

ptrdiff_t bits_count(const Bits *b);
void bits_put(Bits *b, uint32_t value, int width);      /* width 0 to 24 */
/* Elias gamma (IEEE Trans. Inf. Theory 21, 1975) of value + 1: small numbers are short; up to 2^31 - 2. */
void bits_put_gamma(Bits *b, uint32_t value);
/* Rice: the quotient by 2^k in unary, then k bits. A quotient of RICE_ESCAPE ones is followed by the value as gamma. */
enum { RICE_ESCAPE = 24 };
void bits_put_rice(Bits *b, uint32_t value, int k);
int bits_rice_size(uint32_t value, int k);
int bits_gamma_size(uint32_t value);
/* The parameter, at most `most`, that makes the values shortest; near the logarithm of their mean (Golomb 1966), counted out around it. */
int bits_best_k(const uint32_t *values, ptrdiff_t n, int most);
/* Appends `count` bits of what bits_close gave. */
void bits_append(Bits *b, Str bytes, ptrdiff_t count);
/* The bits as bytes, the last one filled with zeros. Nothing may be put afterwards. */
Str bits_close(Bits *b);

/* The text of a closed string of bits, and back. Anything that is not of the alphabet reads as zeros. */
void bits_put_text(Buf *out, Str bytes);
Str bits_of_text(Arena *a, Str text);

typedef struct BitReader {
    Str bytes;
    ptrdiff_t at;           /* in bits; past the end all bits are zeros */
} BitReader;

uint32_t bits_get(BitReader *r, int width);
uint32_t bits_get_gamma(BitReader *r);
uint32_t bits_get_rice(BitReader *r, int k);

#endif
