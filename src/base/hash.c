#include "base/hash.h"

#include <xxhash.h>

uint64_t hash_bytes(Str s)
{
    return XXH3_64bits(s.p ? s.p : "", (size_t)s.n);
}

HashStream *hash_begin(void)
{
    XXH3_state_t *state = XXH3_createState();
    CHECK(state);
    XXH3_64bits_reset(state);
    return (HashStream *)state;
}

void hash_add(HashStream *h, Str s)
{
    XXH3_64bits_update((XXH3_state_t *)h, s.p ? s.p : "", (size_t)s.n);
}

uint64_t hash_end(HashStream *h)
{
    uint64_t hash = XXH3_64bits_digest((XXH3_state_t *)h);
    XXH3_freeState((XXH3_state_t *)h);
    return hash;
}
