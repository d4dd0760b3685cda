/* order: many numbers brought into order. */
#ifndef KB_BASE_ORDER_H
#define KB_BASE_ORDER_H

#include "base/arena.h"

/* The places of `n` keys below 2^bits in ascending order of the keys; equal ones stay in the order they are in. */
int32_t *order_of_keys(Arena *a, const uint64_t *keys, ptrdiff_t n, int bits);

#endif
