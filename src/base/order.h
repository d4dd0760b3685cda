/* order: many things brought into order, where qsort would compare more than need be. */
#ifndef KB_BASE_ORDER_H
#define KB_BASE_ORDER_H

#include "base/arena.h"

/* The places of `n` keys in ascending order of the keys; equal ones stay in the order they are in. */
int32_t *order_of_keys(Arena *a, const uint64_t *keys, ptrdiff_t n);

/* Brings items into the order of `compare`, by keys that say most of it: of two different keys the smaller one's item goes first, and only those of equal keys
 * are compared. */
void order_items(void *items, ptrdiff_t n, ptrdiff_t size, const uint64_t *keys, int (*compare)(const void *, const void *));

/* As qsort, but equal items stay in the order they are in, and what is a few ascending runs one behind the other, as several threads left it, takes no
 * more than to look at each item three times for each doubling of the runs. */
void order_runs(void *items, ptrdiff_t n, ptrdiff_t size, int (*compare)(const void *, const void *));

#endif
