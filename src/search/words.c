/* Open addressing with linear probing, at most three quarters full, and a part of the hash in the slot, as in base/table.c. */
#include "search/words.h"

#include "base/order.h"

#include <stdlib.h>

/* Twice as large; where it was is given back. */
static void grow(Words *w)
{
    enum { FIRST = 768 };
    Words old = *w;
    w->grown = (Arena){0};
    w->cap = old.cap ? old.cap * 2 : FIRST;
    w->items = arena_new(&w->grown, Word, w->cap);
    w->stems = arena_new(&w->grown, WordStem, w->cap);
    w->slot_count = w->cap / 3 * 4;
    w->slots = arena_new(&w->grown, TableSlot, w->slot_count);
    if (old.n) {
        memcpy(w->items, old.items, (size_t)old.n * sizeof *old.items);
        memcpy(w->stems, old.stems, (size_t)old.n * sizeof *old.stems);
    }
    for (ptrdiff_t i = 0; i < old.slot_count; i++) {
        size_t mask = (size_t)w->slot_count - 1, slot = old.slots[i].hash & mask;
        if (!old.slots[i].number)
            continue;
        while (w->slots[slot].number)
            slot = (slot + 1) & mask;
        w->slots[slot] = old.slots[i];
    }
    arena_free(&old.grown);
}

WordKey words_key_longer(Words *w, Str word)
{
    w->longer.arena = &w->names;
    ptrdiff_t i = table_find(&w->longer, word);
    if (i < 0)
        i = table_add(&w->longer, str_copy(&w->names, word));
    return words_key_of((WordHead){{0, (uint64_t)i}});
}

ptrdiff_t words_search(Words *w, WordKey key)
{
    if (w->n == w->cap)
        grow(w);
    size_t mask = (size_t)w->slot_count - 1;
    for (size_t i = key.hash & mask;; i = (i + 1) & mask) {
        TableSlot *slot = &w->slots[i];
        if (!slot->number) {
            CHECK(w->n < INT32_MAX);
            w->items[w->n].head = key.head;
            *slot = (TableSlot){key.hash, (int32_t)(w->n + 1)};
            return w->n++;
        }
        const WordHead *head = &w->items[slot->number - 1].head;
        if (slot->hash == key.hash && head->halves[0] == key.head.halves[0] && head->halves[1] == key.head.halves[1])
            return slot->number - 1;
    }
}

Str words_name(const Words *w, ptrdiff_t number)
{
    const WordHead *head = &w->items[number].head;
    const char *p = (const char *)head, *end = memchr(p, 0, WORD_HEAD);
    return end == p ? w->longer.keys[head->halves[1]] : (Str){p, end ? end - p : WORD_HEAD};
}

void words_free(Words *w)
{
    arena_free(&w->grown);
    arena_free(&w->names);
    *w = (Words){0};
}

ptrdiff_t words_size(const Words *w)
{
    return arena_size(&w->grown) + arena_size(&w->names);
}

/* --- order ---------------------------------------------------------------------------------------------------------------------------------- */

typedef struct Named {
    Str name;
    int32_t number;
} Named;

static int compare_named(const void *a, const void *b)
{
    return str_cmp(((const Named *)a)->name, ((const Named *)b)->name);
}

/* Those of which the first 16 bytes are the same. */
static void order_rest(const Words *w, int32_t *order, ptrdiff_t n)
{
    Arena scratch = {0};
    Named *all = arena_new(&scratch, Named, n);
    for (ptrdiff_t i = 0; i < n; i++)
        all[i] = (Named){words_name(w, order[i]), order[i]};
    qsort(all, (size_t)n, sizeof *all, compare_named);
    for (ptrdiff_t i = 0; i < n; i++)
        order[i] = all[i].number;
    arena_free(&scratch);
}

/* Eight bytes as a number that has their order. */
static uint64_t key_of(const char *p)
{
    uint64_t key = 0;
    for (int i = 0; i < 8; i++)
        key = key << 8 | (unsigned char)p[i];
    return key;
}

/* The second eight bytes first, then the first eight, which leave equal ones in that order. */
int32_t *words_order(Arena *a, const Words *w)
{
    Arena scratch = {0};
    uint64_t *first = arena_new(&scratch, uint64_t, w->n), *second = arena_new(&scratch, uint64_t, w->n), *keys = arena_new(&scratch, uint64_t, w->n);
    for (ptrdiff_t i = 0; i < w->n; i++) {
        const WordHead *head = &w->items[i].head;
        const char *p = *(const char *)head ? (const char *)head : w->longer.keys[head->halves[1]].p;
        first[i] = key_of(p);
        second[i] = key_of(p + 8);
    }
    const int32_t *by_second = order_of_keys(&scratch, second, w->n, 64);
    for (ptrdiff_t i = 0; i < w->n; i++)
        keys[i] = first[by_second[i]];
    int32_t *order = order_of_keys(a, keys, w->n, 64);
    for (ptrdiff_t i = 0; i < w->n; i++)
        order[i] = by_second[order[i]];
    for (ptrdiff_t from = 0, to; from < w->n; from = to) {
        for (to = from + 1; to < w->n && first[order[to]] == first[order[from]] && second[order[to]] == second[order[from]];)
            to++;
        if (to - from > 1)
            order_rest(w, order + from, to - from);
    }
    arena_free(&scratch);
    return order;
}
