/* Open addressing with linear probing, at most three quarters full. A slot has a part of its key's hash: most comparisons end there, and a table that grows
 * looks at no key again. */
#include "base/table.h"

#include <string.h>

static uint64_t word_of(const char *p)
{
    uint64_t w;
    memcpy(&w, p, 8);
    return w;
}

/* Both halves of the product, folded. */
static uint64_t fold(uint64_t a, uint64_t b)
{
    __uint128_t product = (__uint128_t)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Eight bytes at a time; the last eight may be some of those before. Never seen outside. */
static uint32_t hash_of(Str key)
{
    static const uint64_t odd = 0x9E3779B97F4A7C15u, other = 0xD6E8FEB86659FD93u;
    uint64_t h = (uint64_t)key.n * other ^ odd, last = 0;
    ptrdiff_t at = 0;
    for (; at + 8 < key.n; at += 8)
        h = fold(h ^ word_of(key.p + at), odd);
    if (key.n >= 8)
        last = word_of(key.p + key.n - 8);
    else
        for (; at < key.n; at++)
            last = last << 8 | (unsigned char)key.p[at];
    h = fold(h ^ last, other);
    return (uint32_t)(h ^ h >> 32);
}

static ptrdiff_t slot_of(const Table *t, Str key, uint32_t hash)
{
    size_t mask = (size_t)t->slot_count - 1, slot = hash & mask;
    while (t->slots[slot].number && (t->slots[slot].hash != hash || !str_eq(t->keys[t->slots[slot].number - 1], key)))
        slot = (slot + 1) & mask;
    return (ptrdiff_t)slot;
}

enum { FIRST = 24, FIRST_SLOTS = 32 };

static void grow(Table *t, ptrdiff_t cap)
{
    ptrdiff_t count = t->slot_count;
    const TableSlot *slots = t->slots;
    Str *keys = arena_new(t->arena, Str, cap);
    if (t->n)
        memcpy(keys, t->keys, (size_t)t->n * sizeof *keys);
    t->keys = keys;
    t->cap = cap;
    t->slot_count = FIRST_SLOTS;
    while (t->slot_count / 4 * 3 < cap)
        t->slot_count *= 2;
    t->slots = arena_new(t->arena, TableSlot, t->slot_count);
    for (ptrdiff_t i = 0; i < count; i++) {
        size_t mask = (size_t)t->slot_count - 1, slot = slots[i].hash & mask;
        if (!slots[i].number)
            continue;
        while (t->slots[slot].number)
            slot = (slot + 1) & mask;
        t->slots[slot] = slots[i];
    }
}

void table_reserve(Table *t, ptrdiff_t n)
{
    if (n > t->cap)
        grow(t, n);
}

ptrdiff_t table_add(Table *t, Str key)
{
    if (t->n == t->cap)
        grow(t, t->cap ? t->cap * 2 : FIRST);
    uint32_t hash = hash_of(key);
    TableSlot *slot = &t->slots[slot_of(t, key, hash)];
    if (slot->number)
        return slot->number - 1;
    CHECK(t->n < INT32_MAX);
    t->keys[t->n] = key;
    *slot = (TableSlot){hash, (int32_t)(t->n + 1)};
    return t->n++;
}

ptrdiff_t table_find(const Table *t, Str key)
{
    return t->n ? t->slots[slot_of(t, key, hash_of(key))].number - 1 : -1;
}

ptrdiff_t table_find_near(const Table *t, Str key, ptrdiff_t guess)
{
    return guess >= 0 && guess < t->n && str_eq(t->keys[guess], key) ? guess : table_find(t, key);
}
