#include "read/kb/word.h"

static inline uint64_t number_of(const char *p)
{
    const unsigned char *b = (const unsigned char *)p;
    return (uint64_t)b[0] << 56 | (uint64_t)b[1] << 48 | (uint64_t)b[2] << 40 | (uint64_t)b[3] << 32 | (uint64_t)b[4] << 24 |
           (uint64_t)b[5] << 16 | (uint64_t)b[6] << 8 | b[7];
}

/* The capitals among eight bytes in lower case. The seven low bits of a byte overflow into its highest from 'A' on, and from '[' on. */
static inline uint64_t lower_of(uint64_t bytes)
{
    const uint64_t each = UINT64_MAX / 0xFF, high = each * 0x80;
    uint64_t low = bytes & ~high, from_a = low + each * (0x80 - 'A'), behind_z = low + each * (0x80 - 'Z' - 1);
    return bytes | ((from_a ^ behind_z) & ~bytes & high) >> 2;
}

/* Up to eight bytes, at least one, as the first of a number. What is read twice falls on itself. */
static inline uint64_t few_of(const char *p, ptrdiff_t n)
{
    const unsigned char *b = (const unsigned char *)p, *end = b + n;
    if (n >= 4)
        return (uint64_t)b[0] << 56 | (uint64_t)b[1] << 48 | (uint64_t)b[2] << 40 | (uint64_t)b[3] << 32 |
               ((uint64_t)end[-4] << 24 | (uint64_t)end[-3] << 16 | (uint64_t)end[-2] << 8 | end[-1]) << 8 * (8 - n);
    return (uint64_t)b[0] << 56 | (uint64_t)b[n / 2] << (56 - 8 * (n / 2)) | (uint64_t)end[-1] << 8 * (8 - n);
}

/* Most are no longer than a part. */
WordKey word_key(Str word)
{
    WordKey key = {{0}};
    ptrdiff_t i = 0;
    for (; word.n > 8; i++) {
        key.part[i] = lower_of(number_of(word.p));
        word = str_from(word, 8);
    }
    key.part[i] = lower_of(few_of(word.p, word.n));
    return key;
}

bool word_is_row(const WordKey *key, const char *row)
{
    return number_of(row) == key->part[0] && number_of(row + 8) == key->part[1] && number_of(row + 16) == key->part[2];
}

/* The rest of a row whose first part is the key's. */
static bool is_rest_before(const char *row, const WordKey *key)
{
    uint64_t part = number_of(row + 8);
    return part != key->part[1] ? part < key->part[1] : number_of(row + 16) < key->part[2];
}

/* The first part is found by halving, always in as many steps and without a branch that
 * depends on the words: those would be guessed wrong half of the time. Few rows have the same. */
ptrdiff_t word_rows_before(const WordKey *key, const char *rows, ptrdiff_t n, ptrdiff_t size)
{
    const char *row = rows, *end = rows + n * size;     /* the place is row or one of the n behind it */
    while (n > 1) {
        ptrdiff_t half = n / 2;
        row += number_of(row + (half - 1) * size) < key->part[0] ? half * size : 0;
        n -= half;
    }
    row += number_of(row) < key->part[0] ? size : 0;
    while (row < end && number_of(row) == key->part[0] && is_rest_before(row, key))
        row += size;
    return (row - rows) / size;
}

ptrdiff_t word_find(Str word, const Word *sorted, ptrdiff_t n)
{
    if (!word_may_be_listed(word))
        return -1;
    WordKey key = word_key(word);
    ptrdiff_t at = word_rows_before(&key, sorted[0], n, (ptrdiff_t)sizeof *sorted);
    return at < n && word_is_row(&key, sorted[at]) ? at : -1;
}
