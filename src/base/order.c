/* Numbers: by one digit after the other, the lowest first, each time into as many piles as a digit has values. A digit that is the same in all keys is passed over. Runs: two neighbours
 * are merged into one, over and over. */
#include "base/order.h"

#include <stdbool.h>

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
    Placed *at = arena_raw(&scratch, Placed, n), *other = arena_raw(&scratch, Placed, n);
    int32_t *order = arena_raw(a, int32_t, n);
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

typedef struct Runs {
    ptrdiff_t n, size;
    int (*compare)(const void *, const void *);
} Runs;

/* The end of the ascending run that begins at `from`. */
static ptrdiff_t run_end(const Runs *r, const char *items, ptrdiff_t from)
{
    ptrdiff_t end = from + (from < r->n);
    while (end < r->n && r->compare(items + (end - 1) * r->size, items + end * r->size) <= 0)
        end++;
    return end;
}

/* Two runs into one: as many at once from each as go before the other's next. */
static void merge_runs(const Runs *r, const char *items, ptrdiff_t from, ptrdiff_t middle, ptrdiff_t to, char *out)
{
    bool is_known = false;      /* that the first of one goes before the first of two: the last comparison said so */
    for (ptrdiff_t one = from, two = middle, end; one < middle || two < to; is_known = true) {
        end = one + (is_known && one < middle);
        while (end < middle && (two == to || r->compare(items + end * r->size, items + two * r->size) <= 0))
            end++;
        memcpy(out, items + one * r->size, (size_t)((end - one) * r->size));
        out += (end - one) * r->size;
        one = end;
        end = two + (two < to);
        while (end < to && (one == middle || r->compare(items + one * r->size, items + end * r->size) > 0))
            end++;
        memcpy(out, items + two * r->size, (size_t)((end - two) * r->size));
        out += (end - two) * r->size;
        two = end;
    }
}

void order_runs(void *items, ptrdiff_t n, ptrdiff_t size, int (*compare)(const void *, const void *))
{
    const Runs r = {n, size, compare};
    Arena scratch = {0};
    char *at = items, *other = NULL;
    while (run_end(&r, at, 0) < n) {
        if (!other)
            other = arena_bytes(&scratch, n * size);
        for (ptrdiff_t from = 0, to; from < n; from = to) {
            ptrdiff_t middle = run_end(&r, at, from);
            to = run_end(&r, at, middle);
            merge_runs(&r, at, from, middle, to, other + from * size);
        }
        char *swapped = at;
        at = other;
        other = swapped;
    }
    if (at != items && n)
        memcpy(items, at, (size_t)(n * size));
    arena_free(&scratch);
}
