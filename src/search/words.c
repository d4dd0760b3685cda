/* Open addressing with linear probing. Words that are often met are met early: so they stand where they are looked for first, however full it becomes. */
#include "search/words.h"

#include "base/order.h"

#include <stdlib.h>

static bool is_free(const Word *slot)
{
    return (slot->head.halves[0] | slot->head.halves[1]) == 0;
}

/* Where it was is given back. */
static void move(Words *w, size_t slot_count)
{
    Words old = *w;
    w->grown = (Arena){0};
    w->cap = (ptrdiff_t)(slot_count / 4 * 3);
    w->slots = arena_new(&w->grown, Word, (ptrdiff_t)slot_count);
    w->stems = arena_raw(&w->grown, WordStem, w->cap);
    w->slot_mask = slot_count - 1;
    if (old.cap)
        memcpy(w->stems, old.stems, (size_t)old.n * sizeof *old.stems);
    for (size_t i = 0; old.cap && i <= old.slot_mask; i++) {
        if (is_free(&old.slots[i]))
            continue;
        size_t slot = words_key_of(old.slots[i].head).hash & w->slot_mask;
        while (!is_free(&w->slots[slot]))
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
    return w;
}

void words_forget(Words *w)
{
    memset(w->slots, 0, (w->slot_mask + 1) * sizeof *w->slots);
    w->n = 1;
    w->longer = (Table){0};
    arena_free(&w->names);
}

void words_make_room(Words *w, ptrdiff_t n)
{
    CHECK(w->n <= INT32_MAX - n);
    while (w->cap - w->n < n)
        move(w, (w->slot_mask + 1) * 2);
}

WordKey words_key_longer(Words *w, Str word)
{
    w->longer.arena = &w->names;
    ptrdiff_t i = table_find(&w->longer, word);
    if (i < 0)
        i = table_add(&w->longer, str_copy(&w->names, word));
    return words_key_of((WordHead){{0, (uint64_t)i + 1}});
}

Word *words_search(Words *w, const WordKey *key)
{
    for (size_t i = key->hash & w->slot_mask;; i = (i + 1) & w->slot_mask) {
        Word *slot = &w->slots[i];
        if (is_free(slot)) {
            CHECK(w->n < w->cap);
            *slot = (Word){.head = key->head, .number = (int32_t)w->n};
            w->stems[w->n++] = (WordStem){0};
            return slot;
        }
        if (slot->head.halves[0] == key->head.halves[0] && slot->head.halves[1] == key->head.halves[1])
            return slot;
    }
}

/* The bytes of a word, in which zeros stand behind one that is no longer than WORD_HEAD. */
static const char *bytes_of(const Words *w, const Word *word)
{
    const char *head = (const char *)&word->head;
    return *head ? head : w->longer.keys[word->head.halves[1] - 1].p;
}

Str words_name(const Words *w, const Word *word)
{
    const char *head = (const char *)&word->head, *end = memchr(head, 0, WORD_HEAD);
    return *head ? (Str){head, end ? end - head : WORD_HEAD} : w->longer.keys[word->head.halves[1] - 1];
}

void words_free(Words *w)
{
    arena_free(&w->grown);
    arena_free(&w->names);
}

ptrdiff_t words_size(const Words *w)
{
    return (ptrdiff_t)((w->slot_mask + 1) * sizeof *w->slots) + w->n * (ptrdiff_t)sizeof *w->stems + arena_size(&w->names);
}

/* --- order ---------------------------------------------------------------------------------------------------------------------------------- */

typedef struct Named {
    Str name;
    const Word *word;
} Named;

static int compare_named(const void *a, const void *b)
{
    return str_cmp(((const Named *)a)->name, ((const Named *)b)->name);
}

/* Those of which the first 16 bytes are the same. */
static void order_rest(const Words *w, const Word **order, ptrdiff_t n)
{
    Arena scratch = {0};
    Named *all = arena_new(&scratch, Named, n);
    for (ptrdiff_t i = 0; i < n; i++)
        all[i] = (Named){words_name(w, order[i]), order[i]};
    qsort(all, (size_t)n, sizeof *all, compare_named);
    for (ptrdiff_t i = 0; i < n; i++)
        order[i] = all[i].word;
    arena_free(&scratch);
}

/* The second eight bytes first, then the first eight, which leave equal ones in that order. */
const Word **words_order(Arena *a, const Words *w)
{
    Arena scratch = {0};
    ptrdiff_t n = 0;
    const Word **order = arena_raw(a, const Word *, w->n), **words = arena_raw(&scratch, const Word *, w->n);
    uint64_t *first = arena_raw(&scratch, uint64_t, w->n), *second = arena_raw(&scratch, uint64_t, w->n), *keys = arena_raw(&scratch, uint64_t, w->n);
    for (const Word *word = w->slots; word <= w->slots + w->slot_mask; word++) {
        if (is_free(word))
            continue;
        words[n] = word;
        first[n] = str_head_number((Str){bytes_of(w, word), 8});
        second[n++] = str_head_number((Str){bytes_of(w, word) + 8, 8});
    }
    const int32_t *by_second = order_of_keys(&scratch, second, n);
    for (ptrdiff_t i = 0; i < n; i++)
        keys[i] = first[by_second[i]];
    int32_t *by_first = order_of_keys(&scratch, keys, n);
    for (ptrdiff_t i = 0; i < n; i++) {
        by_first[i] = by_second[by_first[i]];
        order[i] = words[by_first[i]];
    }
    for (ptrdiff_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && first[by_first[to]] == first[by_first[from]] && second[by_first[to]] == second[by_first[from]];)
            to++;
        if (to - from > 1)
            order_rest(w, order + from, to - from);
    }
    arena_free(&scratch);
    return order;
}
