/* What is at hand stands in the order of its addresses, so that neighbours become one; the smallest that suffices is cut. Any part of a mapping can be given
 * back to the system: so nobody needs to know which pieces were taken as one. */
#define _DEFAULT_SOURCE
#include "base/pieces.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

enum { HUGE_PAGE = 2 * 1024 * 1024, KEPT_MAX = 16 * 1024 * 1024, GAPS_MAX = KEPT_MAX / HUGE_PAGE };

typedef struct Gap {
    char *p;
    ptrdiff_t n;
} Gap;

typedef struct Gaps {
    Gap items[GAPS_MAX + 1];
    int n;
    ptrdiff_t bytes;        /* of them all */
} Gaps;

/* The one state of the program that is not handed from function to function: it stands in for malloc's own. */
static Gaps at_hand;
static atomic_flag is_taken = ATOMIC_FLAG_INIT;     /* for some dozen instructions each time, none of which waits for the system */

static void take_gaps(void)
{
    while (atomic_flag_test_and_set_explicit(&is_taken, memory_order_acquire))
        ;
}

static void give_gaps(void)
{
    atomic_flag_clear_explicit(&is_taken, memory_order_release);
}

static void remove_gap(Gaps *g, int i)
{
    g->n--;
    memmove(&g->items[i], &g->items[i + 1], (size_t)(g->n - i) * sizeof *g->items);
}

static char *cut(Gaps *g, ptrdiff_t n)
{
    int best = -1;
    for (int i = 0; i < g->n; i++)
        if (g->items[i].n >= n && (best < 0 || g->items[i].n < g->items[best].n))
            best = i;
    if (best < 0)
        return NULL;
    char *p = g->items[best].p;
    g->items[best] = (Gap){p + n, g->items[best].n - n};
    if (!g->items[best].n)
        remove_gap(g, best);
    g->bytes -= n;
    return p;
}

static void add_gap(Gaps *g, char *p, ptrdiff_t n)
{
    int i = 0;
    while (i < g->n && g->items[i].p < p)
        i++;
    memmove(&g->items[i + 1], &g->items[i], (size_t)(g->n - i) * sizeof *g->items);
    g->items[i] = (Gap){p, n};
    g->n++;
    g->bytes += n;
    for (int k = i + 1; k >= i; k--)        /* with the one behind, then with the one before */
        if (k > 0 && k < g->n && g->items[k - 1].p + g->items[k - 1].n == g->items[k].p) {
            g->items[k - 1].n += g->items[k].n;
            remove_gap(g, k);
        }
}

static void *map(ptrdiff_t n)
{
    void *p = mmap(NULL, (size_t)n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED)
        return NULL;
#ifdef MADV_HUGEPAGE
    madvise(p, (size_t)n, MADV_HUGEPAGE);       /* where the system has none, it stays as it is */
#endif
    return p;
}

void *piece_take(ptrdiff_t *n)
{
    if (*n > PTRDIFF_MAX - HUGE_PAGE)
        return NULL;
    *n = (*n + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
    take_gaps();
    char *p = cut(&at_hand, *n);
    give_gaps();
    return p ? p : map(*n);
}

void piece_give(void *p, ptrdiff_t n)
{
    take_gaps();
    bool is_kept = n <= KEPT_MAX - at_hand.bytes;
    if (is_kept)
        add_gap(&at_hand, p, n);
    give_gaps();
    if (!is_kept)
        munmap(p, (size_t)n);
}

void pieces_trim(void)
{
    take_gaps();
    Gaps all = at_hand;
    at_hand = (Gaps){0};
    give_gaps();
    for (int i = 0; i < all.n; i++)
        munmap(all.items[i].p, (size_t)all.items[i].n);
}
