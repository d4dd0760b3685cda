/* By one digit after the other, the lowest first, each time into as many piles as a digit has values. A digit that is the same in all keys is passed over. */
#include "base/order.h"

enum { DIGIT = 11, VALUES = 1 << DIGIT };

typedef struct Placed {
    uint64_t key;
    int32_t place;
} Placed;

static void into_piles(const Placed *from, Placed *to, ptrdiff_t n, int shift)
{
    ptrdiff_t next[VALUES] = {0}, before = 0;
    for (ptrdiff_t i = 0; i < n; i++)
        next[from[i].key >> shift & (VALUES - 1)]++;
    for (int v = 0; v < VALUES; v++) {
        ptrdiff_t count = next[v];
        next[v] = before;
        before += count;
    }
    for (ptrdiff_t i = 0; i < n; i++)
        to[next[from[i].key >> shift & (VALUES - 1)]++] = from[i];
}

int32_t *order_of_keys(Arena *a, const uint64_t *keys, ptrdiff_t n, int bits)
{
    Arena scratch = {0};
    Placed *at = arena_new(&scratch, Placed, n), *other = arena_new(&scratch, Placed, n);
    int32_t *order = arena_new(a, int32_t, n);
    uint64_t differing = 0;
    CHECK(n <= INT32_MAX);
    for (ptrdiff_t i = 0; i < n; i++) {
        at[i] = (Placed){keys[i], (int32_t)i};
        differing |= keys[i] ^ keys[0];
    }
    for (int shift = 0; shift < bits; shift += DIGIT) {
        if (!(differing >> shift & (VALUES - 1)))
            continue;
        into_piles(at, other, n, shift);
        Placed *swapped = at;
        at = other;
        other = swapped;
    }
    for (ptrdiff_t i = 0; i < n; i++)
        order[i] = at[i].place;
    arena_free(&scratch);
    return order;
}
