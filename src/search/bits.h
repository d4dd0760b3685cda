/* bits: numbers packed bit by bit, most significant first, and the printable text that carries them in a shard.
 *
 * 13 bits are two characters of an alphabet of 93: 6.5 bits a byte, no character that a string of JavaScript would have to escape, and
 * gzip gives most of the difference to 8 bits back. */
#ifndef KB_SEARCH_BITS_H
#define KB_SEARCH_BITS_H

#include "base/buf.h"

#include <stdbool.h>

/* Zero plus an arena in `bytes` is a valid empty one. */
typedef struct Bits {
    Buf bytes;              /* whole bytes */
    uint64_t rest;          /* bits that are no byte yet, in the low end; what is above them is of no meaning */
    int rest_count;
} Bits;

ptrdiff_t bits_count(const Bits *b);
void bits_put(Bits *b, uint32_t value, int width);      /* width 0 to 32 */
/* Elias gamma (IEEE Trans. Inf. Theory 21, 1975) of value + 1: small numbers are short; up to 2^31 - 2. */
void bits_put_gamma(Bits *b, uint32_t value);
/* Rice: the quotient by 2^k in unary, then k bits. A quotient of RICE_ESCAPE ones is followed by the value as gamma. */
enum { RICE_ESCAPE = 24 };
void bits_put_rice(Bits *b, uint32_t value, int k);
int bits_rice_size(uint32_t value, int k);
static inline int bits_gamma_size(uint32_t value)
{
    return 2 * (32 - __builtin_clz(value + 1)) - 1;
}
/* The parameter, at most `most`, that makes the values shortest, and the bits they take then; near the logarithm of their mean (Golomb 1966), counted out
 * around it. */
typedef struct Rice {
    int k;
    int64_t size;
} Rice;
Rice bits_best_rice(const uint32_t *values, ptrdiff_t n, int most);
/* Appends `count` bits of what bits_close gave. */
void bits_append(Bits *b, Str bytes, ptrdiff_t count);
/* The bits as bytes, the last one filled with zeros. Nothing may be put afterwards. */
Str bits_close(Bits *b);

/* Many numbers one behind another, into room that was asked for before: the end of the bits stays in registers. (Bits alone, number by number: three times
 * as slow.) Between bits_pen and bits_pen_down nothing else is put. */
typedef struct BitPen {
    char *p;
    uint64_t rest;
    int count;              /* below 8 */
} BitPen;

BitPen bits_pen(Bits *b, int64_t room);
void bits_pen_down(Bits *b, const BitPen *pen);

/* The same word with its most significant byte first in memory. */
static inline uint64_t bits_big_endian(uint64_t word)
{
    return __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? word : __builtin_bswap64(word);
}

/* Width 0 to 56; nothing of the value is above it. */
static inline void pen_put(BitPen *pen, uint64_t value, int width)
{
    pen->rest = pen->rest << width | value;
    pen->count += width;
    uint64_t whole = bits_big_endian(pen->rest << 1 << (63 - pen->count));
    memcpy(pen->p, &whole, 8);
    pen->p += pen->count >> 3;
    pen->count &= 7;
}

static inline void pen_put_gamma(BitPen *pen, uint32_t value)
{
    int width = 32 - __builtin_clz(value + 1);
    if (width > 28) {
        pen_put(pen, 0, width - 1);
        pen_put(pen, value + 1, width);
        return;
    }
    pen_put(pen, value + 1, 2 * width - 1);
}

/* Ones, a zero, and k bits. */
static inline uint64_t rice_code(uint32_t value, int k, int width)
{
    return (1ull << width) - (2ull << k) + (value & ((1u << k) - 1));
}

static inline void pen_put_rice(BitPen *pen, uint32_t value, int k)
{
    uint32_t quotient = value >> k;
    int width = (int)quotient + 1 + k;
    if (quotient < RICE_ESCAPE) {
        pen_put(pen, rice_code(value, k, width), width);
        return;
    }
    pen_put(pen, (1u << RICE_ESCAPE) - 1, RICE_ESCAPE);
    pen_put_gamma(pen, value);
}

/* Two go into one word, but for a few, when the parameter is at most PAIR_RICE. */
enum { PAIR_RICE = 15 };
static inline void pen_put_rices(BitPen *pen, const uint32_t *values, ptrdiff_t n, int k)
{
    ptrdiff_t i = 0;
    for (; k <= PAIR_RICE && i + 1 < n; i += 2) {
        uint32_t first = values[i], second = values[i + 1];
        int width = (int)(first >> k) + 1 + k, rest = (int)(second >> k) + 1 + k;
        if ((first >> k) + (second >> k) < RICE_ESCAPE) {
            pen_put(pen, rice_code(first, k, width) << rest | rice_code(second, k, rest), width + rest);
        } else {
            pen_put_rice(pen, first, k);
            pen_put_rice(pen, second, k);
        }
    }
    for (; i < n; i++)
        pen_put_rice(pen, values[i], k);
}

/* How many values there are, as gamma, and the first of them, when there is one and both go into one word. Returns how many values were put. */
static inline uint32_t pen_put_gamma_rice(BitPen *pen, uint32_t n, const uint32_t *values, int k)
{
    enum { FEW = 127 };     /* in 15 bits */
    if (!n || n > FEW || k > PAIR_RICE || values[0] >> k >= RICE_ESCAPE) {
        pen_put_gamma(pen, n);
        return 0;
    }
    int width = (int)(values[0] >> k) + 1 + k;
    pen_put(pen, (uint64_t)(n + 1) << width | rice_code(values[0], k, width), bits_gamma_size(n) + width);
    return 1;
}

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
