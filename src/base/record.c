#include "base/record.h"

#include "base/hash.h"

#include <string.h>

void record_put_large(Buf *b, uint64_t value)
{
    char *p = buf_reserve(b, 10);
    for (; value >= 0x80; value >>= 7, b->n++)
        *p++ = (char)(value | 0x80);
    *p = (char)value;
    b->n++;
}

void record_put_word(Buf *b, uint64_t value)
{
    memcpy(buf_reserve(b, 8), &value, 8);
    b->n += 8;
}

void record_put_list(Buf *b, const StrList *list)
{
    record_put(b, (uint64_t)list->n);
    for (ptrdiff_t i = 0; i < list->n; i++)
        record_put_str(b, list->items[i]);
}

void record_seal(Buf *b, ptrdiff_t start)
{
    record_put_word(b, hash_bytes(str_from(buf_str(b), start)));
}

bool record_unseal(Str *bytes)
{
    uint64_t hash;
    if (bytes->n < 8)
        return false;
    bytes->n -= 8;
    memcpy(&hash, bytes->p + bytes->n, 8);
    return hash_bytes(*bytes) == hash;
}

uint64_t record_damaged(Record *r)
{
    r->p = r->end;
    r->is_damaged = true;
    return 0;
}

uint64_t record_get_large(Record *r)
{
    uint64_t value = 0;
    for (int shift = 0; r->p < r->end && shift < 64; shift += 7) {
        unsigned char c = (unsigned char)*r->p++;
        value |= (uint64_t)(c & 0x7F) << shift;
        if (c < 0x80)
            return value;
    }
    return record_damaged(r);
}

StrList record_get_list(Arena *a, Record *r)
{
    ptrdiff_t n = record_get_count(r);
    StrList list = {arena_raw(a, Str, n), n, n};
    for (ptrdiff_t i = 0; i < n; i++)
        list.items[i] = record_get_str(r);
    return list;
}

void record_skip(Record *r, ptrdiff_t n)
{
    for (uint64_t word; n > 0 && r->end - r->p >= 8; r->p += 8) {
        memcpy(&word, r->p, 8);
        uint64_t ends = ~word & 0x8080808080808080u;    /* one bit for each number that ends in the word */
        ptrdiff_t count = (ptrdiff_t)((ends >> 7) * 0x0101010101010101u >> 56);
        if (count < n) {
            n -= count;
            continue;
        }
        for (; n > 1; n--)
            ends &= ends - 1;
        r->p += __builtin_ctzll(ends) / 8 + 1;
        return;
    }
    for (; n > 0 && r->p < r->end; r->p++)
        n -= (unsigned char)*r->p < 0x80;
    if (n > 0)
        record_damaged(r);
}
