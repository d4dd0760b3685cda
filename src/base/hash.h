/* hash: 64 bits that stand for bytes, to see whether they changed (XXH3, xxhash.com). Not for enemies: who can choose both texts can make them meet. */
#ifndef KB_BASE_HASH_H
#define KB_BASE_HASH_H

#include "base/str.h"

uint64_t hash_bytes(Str s);

/* The same of bytes that come one behind another. */
typedef struct HashStream HashStream;
HashStream *hash_begin(void);
void hash_add(HashStream *h, Str s);
uint64_t hash_end(HashStream *h);   /* frees it */

/* Mixes one value into a hash of several; their order counts. */
static inline uint64_t hash_mix(uint64_t h, uint64_t value)
{
    h = ((h << 27 | h >> 37) ^ value) * 0x9E3779B97F4A7C15u;
    return h ^ h >> 32;
}

static inline uint64_t hash_mix_str(uint64_t h, Str s)
{
    return hash_mix(h, hash_bytes(s));
}

static inline uint64_t hash_mix_list(uint64_t h, const StrList *list)
{
    for (ptrdiff_t i = 0; i < list->n; i++)
        h = hash_mix_str(h, list->items[i]);
    return hash_mix(h, (uint64_t)list->n);
}

#endif
