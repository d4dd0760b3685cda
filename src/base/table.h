/* Table: strings numbered densely from 0 in the order they were added. The keys are views; who adds one keeps it alive.
 * Nothing iterates over slots, so the hash never shows in any output. */
#ifndef KB_BASE_TABLE_H
#define KB_BASE_TABLE_H

#include "base/str.h"

typedef struct TableSlot {
    uint32_t hash;
    int32_t number;         /* of the key, plus one; 0: free */
} TableSlot;

/* Zero plus an arena is a valid empty table. */
typedef struct Table {
    Arena *arena;
    Str *keys;              /* by number */
    ptrdiff_t n, cap;
    TableSlot *slots;
    ptrdiff_t slot_count;   /* a power of two */
} Table;

/* Makes room for `n` keys in all, where their number is known: a table that grows leaves all its smaller selves on the arena. */
void table_reserve(Table *t, ptrdiff_t n);

/* The number of `key`, which is added when it is new (then the result is the old `n`). */
ptrdiff_t table_add(Table *t, Str key);
/* The number of `key`, or -1. */
ptrdiff_t table_find(const Table *t, Str key);
/* The same, looked for at the number `guess` first, which may be any: who asks for keys nearly in the order they were added in needs no hash of most. */
ptrdiff_t table_find_near(const Table *t, Str key, ptrdiff_t guess);

#endif
