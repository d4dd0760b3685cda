#include "search/keep.h"

#include "base/hash.h"

#include "search/trie.h"

enum { MANY_THREADS = 16, PILES = 17, FEW_PILES = 5 };      /* a pile is an open file: with many threads each has fewer */

void keep_open(Keep *k, Str spill, int threads)
{
    *k = (Keep){.threads = threads, .pile_count = threads > MANY_THREADS ? FEW_PILES : PILES};
    k->spill = str_copy(&k->arena, spill);
    k->piles = arena_new(&k->arena, Spool, threads * k->pile_count);
    k->views = arena_new(&k->arena, Str, threads * k->pile_count);
}

void keep_close(Keep *k)
{
    for (int i = 0; i < k->threads * k->pile_count; i++)
        if (k->piles[i].open.cap || k->piles[i].has_file)
            spool_close(&k->piles[i]);
    arena_free(&k->arena);
    *k = (Keep){0};
}

Kept keep_put(Keep *k, int thread, Bits *b, Str name)
{
    int pile = name.n ? 1 + (int)(key_of_hash(name) * (uint64_t)(k->pile_count - 1) >> KEY_BITS) : 0;
    Kept kept = {.size = (int32_t)bits_count(b), .pile = thread * k->pile_count + pile};
    Spool *spool = &k->piles[kept.pile];
    if (!spool->open.cap) {
        Arena scratch = {0};
        spool_open(spool, k->spill.n ? str_fmt(&scratch, STR_FMT "%d", STR_ARG(k->spill), thread) : (Str){0});
        arena_free(&scratch);
    }
    Str bytes = bits_close(b);
    kept.at = spool_count(spool);
    kept.hash = hash_bytes(bytes);
    buf_put(spool_room(spool), bytes);
    return kept;
}

bool keep_end(Keep *k, Str *why)
{
    for (int i = 0; i < k->threads * k->pile_count; i++) {
        Spool *pile = &k->piles[i];
        if (!pile->open.cap)
            continue;
        k->views[i] = spool_end(pile) ? spool_view(pile) : (Str){0};
        if (pile->failed) {
            *why = pile->why;
            return false;
        }
    }
    return true;
}

Str keep_get(const Keep *k, Kept bits)
{
    return str_sub(k->views[bits.pile], bits.at, bits.at + (bits.size + 7) / 8);
}

void keep_forget(const Keep *k)
{
    for (int i = 0; i < k->threads * k->pile_count; i++)
        if (k->piles[i].has_file)
            spool_forget(k->views[i]);
}
