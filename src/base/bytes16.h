/* bytes16: sixteen bytes at a time, by the compiler's vectors (GCC and Clang; one instruction each where the processor has it). A comparison gives 0xFF in
 * the places where it holds. For loops that look at every byte of every article and mostly find nothing. */
#ifndef KB_BASE_BYTES16_H
#define KB_BASE_BYTES16_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef unsigned char Bytes16 __attribute__((vector_size(16)));

static inline Bytes16 bytes16_at(const char *p)
{
    Bytes16 bytes;
    memcpy(&bytes, p, sizeof bytes);
    return bytes;
}

static inline Bytes16 bytes16_of(uint64_t first, uint64_t last)
{
    uint64_t halves[2] = {first, last};
    Bytes16 bytes;
    memcpy(&bytes, halves, sizeof bytes);
    return bytes;
}

/* All bytes of a text of 1 to 16, and some of them twice: for questions of whether any is of a kind. */
static inline Bytes16 bytes16_of_short(const char *p, ptrdiff_t n)
{
    if (n >= 8) {
        uint64_t first, last;
        memcpy(&first, p, 8);
        memcpy(&last, p + n - 8, 8);
        return bytes16_of(first, last);
    }
    uint32_t first = (unsigned char)p[0] * 0x01010101u, last = first;
    if (n >= 4) {
        memcpy(&first, p, 4);
        memcpy(&last, p + n - 4, 4);
    } else {
        last = (unsigned char)p[n / 2] | (uint32_t)(unsigned char)p[n - 1] << 8 | (first & 0xFFFF0000u);
    }
    return bytes16_of(first | (uint64_t)last << 32, first | (uint64_t)last << 32);
}

/* Does the comparison hold anywhere? */
static inline bool bytes16_any(Bytes16 found)
{
    uint64_t halves[2];
    memcpy(halves, &found, sizeof halves);
    return (halves[0] | halves[1]) != 0;
}

/* Where it holds: bit n for byte n. */
static inline unsigned bytes16_mask(Bytes16 found)
{
#ifdef __SSE2__
    typedef char Signed16 __attribute__((vector_size(16)));
    return (unsigned)__builtin_ia32_pmovmskb128((Signed16)found);
#else
    unsigned mask = 0;
    for (int i = 0; i < 16; i++)
        mask |= (unsigned)(found[i] & 1) << i;
    return mask;
#endif
}

static inline int bytes16_sum(Bytes16 bytes)
{
    const uint64_t even = 0x00FF00FF00FF00FFu;
    uint64_t halves[2];
    memcpy(halves, &bytes, sizeof halves);
    uint64_t pairs = (halves[0] & even) + (halves[0] >> 8 & even) + (halves[1] & even) + (halves[1] >> 8 & even);
    return (int)(pairs * 0x0001000100010001u >> 48);
}

/* The number of the first bit of a mask that is not 0. */
static inline int bytes16_first(unsigned mask)
{
    return __builtin_ctz(mask);
}

#endif
