/* Open addressing with linear probing, at most half full, and a part of the hash in the slot, as in base/table.c. */
#include "search/words.h"

#include "base/order.h"

#include <stdlib.h>

/* So large that it has room for `cap`; where it was is given back. */
static void move(Words *w, ptrdiff_t cap)
{
    Words old = *w;
    w->grown = (Arena){0};
    w->cap = cap;
    w->items = arena_raw(&w->grown, Word, cap);
    w->stems = arena_raw(&w->grown, WordStem, cap);
    w->slots = arena_new(&w->grown, TableSlot, cap * 2);
    w->slot_mask = (size_t)(cap * 2 - 1);
    if (old.cap) {
        memcpy(w->items, old.items, (size_t)old.n * sizeof *old.items);
        memcpy(w->stems, old.stems, (size_t)old.n * sizeof *old.stems);
    }
    for (size_t i = 0; old.cap && i <= old.slot_mask; i++) {
        size_t slot = old.slots[i].hash & w->slot_mask;
        if (!old.slots[i].number)
            continue;
        while (w->slots[slot].number)
            slot = (slot + 1) & w->slot_mask;
        w->slots[slot] = old.slots[i];
    }
    arena_free(&old.grown);
}

Words words_new(void)
{
    enum { FIRST = 1024 };
    Words w = {.n = 1};
    move(&w, FIRST);
    w.items[0] = (Word){0};
    w.stems[0] = (WordStem){0};
    return w;
}

void words_forget(Words *w)
{
    memset(w->slots, 0, (w->slot_mask + 1) * sizeof *w->slots);
    w->n = 1;
    w->longer = (Table){0};
    arena_free(&w->names);
}

WordKey words_key_longer(Words *w, Str word)
{
    w->longer.arena = &w->names;
    ptrdiff_t i = table_find(&w->longer, word);
    if (i < 0)
        i = table_add(&w->longer, str_copy(&w->names, word));
    return words_key_of((WordHead){{0, (uint64_t)i + 1}});
}

int32_t words_search(Words *w, const WordKey *key)
{
    if (w->n == w->cap)
        move(w, w->cap * 2);
    for (size_t i = key->hash & w->slot_mask;; i = (i + 1) & w->slot_mask) {
        TableSlot *slot = &w->slots[i];
        if (!slot->number) {
            CHECK(w->n < INT32_MAX);
            w->items[w->n] = (Word){.head = key->head};
            w->stems[w->n] = (WordStem){0};
            *slot = (TableSlot){key->hash, (int32_t)w->n};
            return (int32_t)w->n++;
        }
        const WordHead *head = &w->items[slot->number].head;
        if (slot->hash == key->hash && head->halves[0] == key->head.halves[0] && head->halves[1] == key->head.halves[1])
            return slot->number;
    }
}

/* The bytes of a word, in which zeros stand behind one that is no longer than WORD_HEAD. */
static const char *bytes_of(const Words *w, ptrdiff_t number)
{
    const WordHead *head = &w->items[number].head;
    return *(const char *)head ? (const char *)head : w->longer.keys[head->halves[1] - 1].p;
}

Str words_name(const Words *w, ptrdiff_t number)
{
    const WordHead *head = &w->items[number].head;
    const char *p = bytes_of(w, number), *end = memchr(p, 0, WORD_HEAD);
    return p != (const char *)head ? w->longer.keys[head->halves[1] - 1] : (Str){p, end ? end - p : WORD_HEAD};
}

void words_free(Words *w)
{
    arena_free(&w->grown);
    arena_free(&w->names);
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

/* The second eight bytes first, then the first eight, which leave equal ones in that order. */
int32_t *words_order(Arena *a, const Words *w)
{
    Arena scratch = {0};
    ptrdiff_t n = w->n - 1;
    uint64_t *first = arena_raw(&scratch, uint64_t, w->n), *second = arena_raw(&scratch, uint64_t, w->n), *keys = arena_raw(&scratch, uint64_t, n);
    for (ptrdiff_t i = 1; i <= n; i++) {
        first[i] = str_head_number((Str){bytes_of(w, i), 8});
        second[i] = str_head_number((Str){bytes_of(w, i) + 8, 8});
    }
    const int32_t *by_second = order_of_keys(&scratch, second + 1, n);
    for (ptrdiff_t i = 0; i < n; i++)
        keys[i] = first[by_second[i] + 1];
    int32_t *order = order_of_keys(a, keys, n);
    for (ptrdiff_t i = 0; i < n; i++)
        order[i] = by_second[order[i]] + 1;
    for (ptrdiff_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && first[order[to]] == first[order[from]] && second[order[to]] == second[order[from]];)
            to++;
        if (to - from > 1)
            order_rest(w, order + from, to - from);
    }
    arena_free(&scratch);
    return order;
}
