#include "search/bits.h"

ptrdiff_t bits_count(const Bits *b)
{
    return b->bytes.n * 8 + b->rest_count;
}

/* Whole words are written: the last may stand over what is put by seven bytes. */
BitPen bits_pen(Bits *b, int64_t room)
{
    return (BitPen){buf_reserve(&b->bytes, room / 8 + 16), b->rest, b->rest_count};
}

void bits_pen_down(Bits *b, const BitPen *pen)
{
    b->bytes.n = pen->p - b->bytes.p;
    b->rest = pen->rest;
    b->rest_count = pen->count;
}

void bits_put(Bits *b, uint32_t value, int width)
{
    BitPen pen = bits_pen(b, width);
    pen_put(&pen, value, width);
    bits_pen_down(b, &pen);
}

void bits_put_gamma(Bits *b, uint32_t value)
{
    BitPen pen = bits_pen(b, 64);
    pen_put_gamma(&pen, value);
    bits_pen_down(b, &pen);
}

int bits_rice_size(uint32_t value, int k)
{
    uint32_t quotient = value >> k;
    return quotient < RICE_ESCAPE ? (int)quotient + 1 + k : RICE_ESCAPE + bits_gamma_size(value);
}

void bits_put_rice(Bits *b, uint32_t value, int k)
{
    BitPen pen = bits_pen(b, RICE_ESCAPE + 64);
    pen_put_rice(&pen, value, k);
    bits_pen_down(b, &pen);
}

/* The parameters that are tried, from the least on. */
enum { TRIED = 4, BLOCK = 256 };

/* The quotients in sum, by parameter: what each parameter more takes off them is counted by their lowest bits. So all are one plain loop, which the compiler
 * makes vectors of. At most BLOCK values, the quotients below 2^24. */
static void sum_quotients(const uint32_t *values, ptrdiff_t n, int least, int64_t *sizes)
{
    uint32_t all = 0, one = 0, two = 0, three = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
        uint32_t quotient = values[i] >> least;
        all += quotient;
        one += quotient & 1;
        two += quotient & 3;
        three += quotient & 7;
    }
    sizes[0] += all;
    sizes[1] += (all - one) / 2;
    sizes[2] += (all - two) / 4;
    sizes[3] += (all - three) / 8;
}

/* Values with larger quotients take something else. Which they are cannot be foreseen: so it is not asked. */
static void correct_escapes(const uint32_t *values, ptrdiff_t n, int least, int64_t *sizes)
{
    uint32_t escapes[BLOCK];
    ptrdiff_t count = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
        escapes[count] = values[i];
        count += values[i] >> least >= RICE_ESCAPE;
    }
    for (ptrdiff_t i = 0; i < count; i++)
        for (int t = 0; t < TRIED && escapes[i] >> least >> t >= RICE_ESCAPE; t++)
            sizes[t] += bits_rice_size(escapes[i], least + t) - (1 + least + t) - (int64_t)(escapes[i] >> least >> t);
}

/* The same for one, which is what most words have, and for what is too large. */
static void size_each(const uint32_t *values, ptrdiff_t n, int least, int64_t *sizes)
{
    for (ptrdiff_t i = 0; i < n; i++)
        for (int t = 0; t < TRIED; t++)
            sizes[t] += bits_rice_size(values[i], least + t) - (1 + least + t);
}

Rice bits_best_rice(const uint32_t *values, ptrdiff_t n, int most)
{
    uint64_t sum = 0;
    uint32_t any = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
        sum += values[i];
        any |= values[i];
    }
    uint32_t mean = n > 1 ? (uint32_t)(sum / (uint64_t)n) : n ? any : 1;
    int middle = mean ? 31 - __builtin_clz(mean) : -1, least = middle > 2 ? middle - 2 : 0;
    least = least < most ? least : most;
    int64_t sizes[TRIED] = {0};
    if (n == 1 || any >> least >> 24) {
        size_each(values, n, least, sizes);
    } else {
        for (ptrdiff_t from = 0; from < n; from += BLOCK) {
            ptrdiff_t count = n - from < BLOCK ? n - from : BLOCK;
            sum_quotients(values + from, count, least, sizes);
            if (any >> least >= RICE_ESCAPE)
                correct_escapes(values + from, count, least, sizes);
        }
    }
    Rice best = {0, INT64_MAX};
    for (int k = least; k < least + TRIED && k <= middle + 1 && k <= most; k++) {
        int64_t size = sizes[k - least] + n * (1 + k);
        if (size < best.size)
            best = (Rice){k, size};
    }
    return best;
}

void bits_append(Bits *b, Str bytes, ptrdiff_t count)
{
    enum { WORD = 7 };
    ptrdiff_t whole = count / 8, i = 0;
    BitPen pen = bits_pen(b, count);
    for (; i + WORD < whole; i += WORD) {
        uint64_t word;
        memcpy(&word, bytes.p + i, 8);
        pen_put(&pen, bits_big_endian(word) >> 8, WORD * 8);
    }
    for (; i < whole; i++)
        pen_put(&pen, (unsigned char)bytes.p[i], 8);
    if (count % 8)
        pen_put(&pen, (uint32_t)(unsigned char)bytes.p[whole] >> (8 - count % 8), (int)(count % 8));
    bits_pen_down(b, &pen);
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

static inline unsigned char digit_of(uint32_t value)
{
    unsigned char c = (unsigned char)(value + ' ');
    c = (unsigned char)(c + (c >= '"'));
    return (unsigned char)(c + (c >= '\\'));
}

static uint32_t value_of(char c)
{
    uint32_t u = (unsigned char)c;
    uint32_t value = u - 32 - (u > '"') - (u > '\\');
    return value < ALPHABET ? value : 0;
}

/* Reckoned and not looked up: so the compiler makes vectors of it. */
static void put_groups(unsigned char *p, const uint16_t *groups, ptrdiff_t n)
{
    enum { SHIFT = 3, SHARE = (1 << (16 + SHIFT)) / ALPHABET + 1 };     /* a division, exact for all that have GROUP bits */
    for (ptrdiff_t i = 0; i < n; i++) {
        uint16_t upper = (uint16_t)((uint32_t)groups[i] * SHARE >> 16 >> SHIFT);
        p[2 * i] = digit_of(upper);
        p[2 * i + 1] = digit_of((uint16_t)(groups[i] - upper * ALPHABET));
    }
}

/* Four groups at once, while there are bytes to read them from as one word. */
void bits_put_text(Buf *out, Str bytes)
{
    enum { MASK = (1 << GROUP) - 1, ROOM = 256 };
    uint16_t groups[ROOM];
    BitReader r = {bytes, 0};
    while (r.at < bytes.n * 8) {
        ptrdiff_t n = 0;
        for (; n + 4 <= ROOM && r.at / 8 + 8 <= bytes.n; n += 4, r.at += 4 * GROUP) {
            uint64_t word;
            memcpy(&word, bytes.p + r.at / 8, 8);
            word = bits_big_endian(word) << r.at % 8 >> (64 - 4 * GROUP);
            for (int i = 0; i < 4; i++)
                groups[n + i] = (uint16_t)(word >> (3 - i) * GROUP & MASK);
        }
        for (; n < ROOM && r.at / 8 + 8 > bytes.n && r.at < bytes.n * 8; n++)
            groups[n] = (uint16_t)bits_get(&r, GROUP);
        put_groups((unsigned char *)buf_reserve(out, 2 * n), groups, n);
        out->n += 2 * n;
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
