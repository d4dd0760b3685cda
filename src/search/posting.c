#include "search/posting.h"

Groups groups_of(Arena *a, const Posting *postings, ptrdiff_t n)
{
    Groups g = {.gaps = arena_raw(a, uint32_t, n)};
    ptrdiff_t at[LEVEL_COUNT];
    uint32_t next[LEVEL_COUNT] = {0};
    for (ptrdiff_t i = 0; i < n; i++)
        g.from[postings[i].level + 1]++;
    for (int level = 0; level < LEVEL_COUNT; level++) {
        g.from[level + 1] += g.from[level];
        at[level] = g.from[level];
    }
    for (ptrdiff_t i = 0; i < n; i++) {
        const Posting *p = &postings[i];
        g.gaps[at[p->level]++] = p->number - next[p->level];
        next[p->level] = p->number + 1;
    }
    for (int level = 0; level < LEVEL_COUNT; level++)
        if (g.from[level] < g.from[level + 1])
            g.rice[level] = bits_best_rice(g.gaps + g.from[level], g.from[level + 1] - g.from[level], 31);
    return g;
}

int64_t group_size(const Groups *g, int level)
{
    ptrdiff_t n = g->from[level + 1] - g->from[level];
    return n ? 4 + bits_gamma_size((uint32_t)n - 1) + 5 + g->rice[level].size : 0;
}

void groups_put(Bits *b, const Groups *g, int least, int most)
{
    for (int level = most; level >= least; level--) {
        int64_t size = group_size(g, level);
        if (!size)
            continue;
        BitPen pen = bits_pen(b, size);
        pen_put(&pen, (uint64_t)level, 4);
        pen_put_gamma(&pen, (uint32_t)(g->from[level + 1] - g->from[level]) - 1);
        pen_put(&pen, (uint64_t)g->rice[level].k, 5);
        for (ptrdiff_t i = g->from[level]; i < g->from[level + 1]; i++)
            pen_put_rice(&pen, g->gaps[i], g->rice[level].k);
        bits_pen_down(b, &pen);
    }
}

/* The gaps of all postings, one behind the other: as they were read, where nothing was brought into order. */
static const uint32_t *gaps_of(Arena *a, const Posting *postings, ptrdiff_t n, ptrdiff_t *total)
{
    bool is_one = true;
    *total = 0;
    for (ptrdiff_t i = 0; i < n; *total += postings[i++].count)
        is_one &= postings[i].gaps == postings[0].gaps + *total;
    if (is_one)
        return n ? postings[0].gaps : NULL;
    uint32_t *gaps = arena_raw(a, uint32_t, *total), *p = gaps;
    for (ptrdiff_t i = 0; i < n; i++)
        for (int k = 0; k < postings[i].count; k++)
            *p++ = postings[i].gaps[k];
    return gaps;
}

void places_put(Bits *b, const Posting *postings, ptrdiff_t n)
{
    ptrdiff_t total;
    int64_t counts = 0;
    const uint32_t *gaps = gaps_of(b->bytes.arena, postings, n, &total);
    for (ptrdiff_t i = 0; i < n; i++)
        counts += bits_gamma_size((uint32_t)postings[i].count);
    Rice rice = bits_best_rice(gaps, total, 15);
    BitPen pen = bits_pen(b, 4 + counts + rice.size);
    pen_put(&pen, (uint64_t)rice.k, 4);
    for (ptrdiff_t i = 0; i < n; i++) {
        pen_put_gamma(&pen, (uint32_t)postings[i].count);
        for (int p = 0; p < postings[i].count; p++)
            pen_put_rice(&pen, *gaps++, rice.k);
    }
    bits_pen_down(b, &pen);
}

ptrdiff_t hits_get(BitReader *r, Hit *hits, ptrdiff_t n)
{
    ptrdiff_t at = 0;
    while (at < n && r->at < r->bytes.n * 8) {
        int level = (int)bits_get(r, 4);
        ptrdiff_t count = (ptrdiff_t)bits_get_gamma(r) + 1;
        int k = (int)bits_get(r, 5);
        uint32_t number = (uint32_t)-1;
        for (ptrdiff_t i = 0; i < count && at < n && r->at < r->bytes.n * 8; i++) {
            number += bits_get_rice(r, k) + 1;
            hits[at++] = (Hit){number, level};
        }
    }
    return at;
}
