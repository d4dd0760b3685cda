/* Open addressing with linear probing, at most half full. */
#include "base/table.h"

#include <string.h>

static ptrdiff_t slot_of(const Table *t, Str key)
{
    size_t mask = (size_t)t->slot_count - 1;
    size_t slot = (size_t)str_hash(key) & mask;
    while (t->slots[slot] && !str_eq(t->keys[t->slots[slot] - 1], key))
        slot = (slot + 1) & mask;
    return (ptrdiff_t)slot;
}

static void grow(Table *t)
{
    ptrdiff_t cap = t->cap ? t->cap * 2 : 16;
    Str *keys = arena_new(t->arena, Str, cap);
    if (t->n)
        memcpy(keys, t->keys, (size_t)t->n * sizeof *keys);
    t->keys = keys;
    t->cap = cap;
    t->slot_count = cap * 2;
    t->slots = arena_new(t->arena, int32_t, t->slot_count);
    for (ptrdiff_t i = 0; i < t->n; i++)
        t->slots[slot_of(t, t->keys[i])] = (int32_t)(i + 1);
}

ptrdiff_t table_add(Table *t, Str key)
{
    if (t->n == t->cap)
        grow(t);
    ptrdiff_t slot = slot_of(t, key);
    if (t->slots[slot])
        return t->slots[slot] - 1;
    CHECK(t->n < INT32_MAX);
    t->keys[t->n] = key;
    t->slots[slot] = (int32_t)(t->n + 1);
    return t->n++;
}

ptrdiff_t table_find(const Table *t, Str key)
{
    return t->n ? t->slots[slot_of(t, key)] - 1 : -1;
}
