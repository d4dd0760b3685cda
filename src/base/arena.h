/* Arena: memory that belongs to a lifetime, not to an object.
 *
 * A function that returns memory takes the arena first; that argument says how
 * long the result lives. Nothing is freed alone: an arena is rewound to a mark
 * or freed whole. Running out of memory prints one line and ends the program,
 * so no caller tests an allocation. An arena belongs to one thread at a time. */
#ifndef KB_BASE_ARENA_H
#define KB_BASE_ARENA_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct ArenaBlock ArenaBlock;

/* Zero is a valid empty arena. */
typedef struct Arena {
    ArenaBlock *block;    /* the block being filled; older ones behind it */
    char *at, *end;       /* what is left of it */
} Arena;

typedef struct ArenaMark {
    ArenaBlock *block;
    char *at;
} ArenaMark;

/* Zeroed memory for `count` objects of `size` bytes; a product that overflows ends the program. */
void *arena_alloc(Arena *a, ptrdiff_t size, ptrdiff_t align, ptrdiff_t count);

/* The same without zeroing, for objects that are written at once. */
void *arena_alloc_raw(Arena *a, ptrdiff_t size, ptrdiff_t align, ptrdiff_t count);

/* The same for one object. It stands here because readers make one for every few words, and its size is known where it is asked for. */
static inline void *arena_alloc_one(Arena *a, ptrdiff_t size, ptrdiff_t align)
{
    ptrdiff_t pad = (ptrdiff_t)(-(uintptr_t)a->at & (uintptr_t)(align - 1));
    if (!a->at || a->end - a->at < pad + size)
        return arena_alloc(a, size, align, 1);
    char *p = a->at + pad;
    a->at = p + size;
    return memset(p, 0, (size_t)size);
}

/* The same without zeroing, byte-aligned: for text that is written at once. */
char *arena_bytes(Arena *a, ptrdiff_t n);

/* Makes the allocation at `p` (the last one made, `old` bytes) `n` bytes long where it stands; false when it cannot. */
int arena_extend(Arena *a, char *p, ptrdiff_t old, ptrdiff_t n);

/* An array of `*cap` objects of `size` bytes made twice as large, where it stands or as a copy; what is new is zeroed. */
void *arena_grow_full(Arena *a, void *items, ptrdiff_t *cap, ptrdiff_t size);

/* The array `items` of `n` objects of `size` bytes with room for one more; `*cap` is its room. */
static inline void *arena_grow(Arena *a, void *items, ptrdiff_t n, ptrdiff_t *cap, ptrdiff_t size)
{
    return n < *cap ? items : arena_grow_full(a, items, cap, size);
}

/* Everything allocated after the mark is given back at the rewind. */
ArenaMark arena_mark(const Arena *a);
void arena_rewind(Arena *a, ArenaMark mark);

/* Everything in `from` now belongs to `to`, where it is; `from` is empty then. For what threads of their own made. */
void arena_take(Arena *to, Arena *from);

/* How many bytes it has taken, used or not. */
ptrdiff_t arena_size(const Arena *a);

/* Gives back everything; the arena is empty and can be used again. */
void arena_free(Arena *a);

/* At the start of the program, for a program that makes and frees many: what is given back is kept for the next. */
void arena_start(void);

/* What all arenas gave back goes back to the system: worth its while between two stages, when the one took much that the other does not need. */
void arena_trim(void);

#define arena_new(a, Type, n) ((Type *)arena_alloc((a), (ptrdiff_t)sizeof(Type), (ptrdiff_t)_Alignof(Type), (n)))
#define arena_raw(a, Type, n) ((Type *)arena_alloc_raw((a), (ptrdiff_t)sizeof(Type), (ptrdiff_t)_Alignof(Type), (n)))
#define arena_new_one(a, Type) ((Type *)arena_alloc_one((a), (ptrdiff_t)sizeof(Type), (ptrdiff_t)_Alignof(Type)))

#define countof(array) ((ptrdiff_t)(sizeof(array) / sizeof((array)[0])))

/* Ends the program when a claim about our own code does not hold, in release builds too. */
#define CHECK(claim) ((claim) ? (void)0 : check_failed(#claim, __FILE__, __LINE__))
_Noreturn void check_failed(const char *claim, const char *file, int line);

#endif
