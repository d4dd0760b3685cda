/* A generator of numbers (xorshift64): a test that throws dice gives its seed, so that a failure comes back at the next run. */
#ifndef KB_TESTS_DICE_H
#define KB_TESTS_DICE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

static uint64_t seed;

static inline uint64_t next_random(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

static inline int below(int n)
{
    return (int)(next_random() % (uint64_t)n);
}

static inline bool one_in(int n)
{
    return below(n) == 0;
}

/* How many: `usual`, or what KB_PROPERTY_ROUNDS in the environment says, to try more. */
static inline int rounds(int usual)
{
    const char *wanted = getenv("KB_PROPERTY_ROUNDS");
    return wanted ? atoi(wanted) : usual;
}

#endif
