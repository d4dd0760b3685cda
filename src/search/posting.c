#include "search/posting.h"

typedef struct Gaps {
    uint32_t *items;
    ptrdiff_t n;
} Gaps;

static void put_group(Bits *b, const Posting *postings, ptrdiff_t n, int level, Gaps *gaps)
{
    uint32_t next = 0;
    gaps->n = 0;
    for (ptrdiff_t i = 0; i < n; i++)
        if (postings[i].level == level) {
            gaps->items[gaps->n++] = postings[i].number - next;
            next = postings[i].number + 1;
        }
    if (!gaps->n)
        return;
    int k = bits_best_k(gaps->items, gaps->n, 31);
    bits_put(b, (uint32_t)level, 4);
    bits_put_gamma(b, (uint32_t)gaps->n - 1);
    bits_put(b, (uint32_t)k, 5);
    for (ptrdiff_t i = 0; i < gaps->n; i++)
        bits_put_rice(b, gaps->items[i], k);
}

void postings_put(Bits *b, const Posting *postings, ptrdiff_t n, int least, int most)
{
    Arena *a = b->bytes.arena;
    Gaps gaps = {arena_new(a, uint32_t, n), 0};
    for (int level = most; level >= least; level--)
        put_group(b, postings, n, level, &gaps);
}

void places_put(Bits *b, const Posting *postings, ptrdiff_t n)
{
    ptrdiff_t total = 0;
    for (ptrdiff_t i = 0; i < n; i++)
        total += postings[i].count;
    Gaps gaps = {arena_new(b->bytes.arena, uint32_t, total), 0};
    for (ptrdiff_t i = 0; i < n; i++) {
        uint32_t next = 0;
        for (int p = 0; p < postings[i].count; p++) {
            gaps.items[gaps.n++] = postings[i].places[p] - next;
            next = postings[i].places[p] + 1;
        }
    }
    int k = bits_best_k(gaps.items, gaps.n, 15);
    ptrdiff_t at = 0;
    bits_put(b, (uint32_t)k, 4);
    for (ptrdiff_t i = 0; i < n; i++) {
        bits_put_gamma(b, (uint32_t)postings[i].count);
        for (int p = 0; p < postings[i].count; p++)
            bits_put_rice(b, gaps.items[at++], k);
    }
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
