#include "search/bits.h"

ptrdiff_t bits_count(const Bits *b)
{
    return b->bytes.n * 8 + b->rest_count;
}

void bits_put(Bits *b, uint32_t value, int width)
{
    b->rest = b->rest << width | value;
    b->rest_count += width;
    while (b->rest_count >= 8) {
        b->rest_count -= 8;
        buf_putc(&b->bytes, (char)(b->rest >> b->rest_count & 0xFF));
    }
    b->rest &= (1u << b->rest_count) - 1;
}

static int width_of(uint32_t value)
{
    int width = 0;
    for (; value; value >>= 1)
        width++;
    return width;
}

int bits_gamma_size(uint32_t value)
{
    return 2 * width_of(value + 1) - 1;
}

static void put_wide(Bits *b, uint32_t value, int width)
{
    if (width > 16) {
        bits_put(b, value >> 16, width - 16);
        width = 16;
    }
    bits_put(b, value & 0xFFFF & ((1u << width) - 1), width);
}

void bits_put_gamma(Bits *b, uint32_t value)
{
    int width = width_of(value + 1);
    put_wide(b, 0, width - 1);
    put_wide(b, value + 1, width);
}

int bits_rice_size(uint32_t value, int k)
{
    uint32_t quotient = value >> k;
    return quotient < RICE_ESCAPE ? (int)quotient + 1 + k : RICE_ESCAPE + bits_gamma_size(value);
}

void bits_put_rice(Bits *b, uint32_t value, int k)
{
    uint32_t quotient = value >> k;
    if (quotient >= RICE_ESCAPE) {
        bits_put(b, (1u << RICE_ESCAPE) - 1, RICE_ESCAPE);
        bits_put_gamma(b, value);
        return;
    }
    bits_put(b, (1u << quotient) - 1, (int)quotient);
    bits_put(b, 0, 1);
    put_wide(b, value & ((1u << k) - 1), k);
}

int bits_best_k(const uint32_t *values, ptrdiff_t n, int most)
{
    uint64_t sum = 0;
    for (ptrdiff_t i = 0; i < n; i++)
        sum += values[i];
    int middle = n ? width_of((uint32_t)(sum / (uint64_t)n)) - 1 : 0, best = 0;
    int64_t best_size = INT64_MAX;
    for (int k = middle > 2 ? middle - 2 : 0; k <= middle + 1 && k <= most; k++) {
        int64_t size = 0;
        for (ptrdiff_t i = 0; i < n; i++)
            size += bits_rice_size(values[i], k);
        if (size < best_size) {
            best_size = size;
            best = k;
        }
    }
    return best;
}

void bits_append(Bits *b, Str bytes, ptrdiff_t count)
{
    ptrdiff_t whole = count / 8;
    int rest = (int)(count % 8);
    for (ptrdiff_t i = 0; i < whole; i++)
        bits_put(b, (unsigned char)bytes.p[i], 8);
    if (rest)
        bits_put(b, (uint32_t)(unsigned char)bytes.p[whole] >> (8 - rest), rest);
}

Str bits_close(Bits *b)
{
    if (b->rest_count)
        bits_put(b, 0, 8 - b->rest_count);
    return buf_str(&b->bytes);
}

/* --- text --------------------------------------------------------------------------------------------------------------------------- */

/* The printable characters without '"' and '\': from ' ' on, each a number. */
enum { ALPHABET = 93, GROUP = 13 };

static char digit(uint32_t value)
{
    uint32_t c = value + 32;
    return (char)(c < '"' ? c : c + 1 < '\\' ? c + 1 : c + 2);
}

static uint32_t value_of(char c)
{
    uint32_t u = (unsigned char)c;
    uint32_t value = u - 32 - (u > '"') - (u > '\\');
    return value < ALPHABET ? value : 0;
}

void bits_put_text(Buf *out, Str bytes)
{
    BitReader r = {bytes, 0};
    char *p = buf_reserve(out, bytes.n * 8 / GROUP * 2 + 2);
    for (; r.at < bytes.n * 8; out->n += 2) {
        uint32_t v = bits_get(&r, GROUP);
        *p++ = digit(v / ALPHABET);
        *p++ = digit(v % ALPHABET);
    }
}

Str bits_of_text(Arena *a, Str text)
{
    Bits b = {.bytes = buf_new(a, text.n + 1)};
    for (ptrdiff_t i = 0; i + 1 < text.n; i += 2)
        bits_put(&b, (value_of(text.p[i]) * ALPHABET + value_of(text.p[i + 1])) & 0x1FFF, GROUP);
    return bits_close(&b);
}

/* --- reading ------------------------------------------------------------------------------------------------------------------------ */

uint32_t bits_get(BitReader *r, int width)
{
    uint64_t window = 0;
    ptrdiff_t first = r->at / 8;
    for (ptrdiff_t i = first; i < first + 5; i++)
        window = window << 8 | (i < r->bytes.n ? (unsigned char)r->bytes.p[i] : 0);
    int skip = (int)(r->at % 8);
    r->at += width;
    return (uint32_t)(window >> (40 - skip - width) & ((1ull << width) - 1));
}

uint32_t bits_get_gamma(BitReader *r)
{
    int zeros = 0;
    while (zeros < 31 && r->at < r->bytes.n * 8 && !bits_get(r, 1))
        zeros++;
    return r->at <= r->bytes.n * 8 ? (1u << zeros | bits_get(r, zeros)) - 1 : 0;
}

uint32_t bits_get_rice(BitReader *r, int k)
{
    uint32_t quotient = 0;
    while (quotient < RICE_ESCAPE && bits_get(r, 1))
        quotient++;
    return quotient == RICE_ESCAPE ? bits_get_gamma(r) : quotient << k | bits_get(r, k);
}
