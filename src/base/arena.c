/* Blocks in a chain, filled by bumping a pointer. A block that a rewind leaves behind is freed, except that one block of
 * ordinary size is kept in reserve by simply staying the current one: a scratch arena that is rewound after every article
 * settles on one block and calls malloc no more. */
#include "base/arena.h"

#include "base/pieces.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

enum {
    BLOCK_SIZE = 256 * 1024,
    LARGE = 1024 * 1024,            /* from here on a block is a piece */
    MANY_BYTES = 4 * 1024 * 1024,   /* an arena that has so many goes on with pieces */
};

struct ArenaBlock {
    ArenaBlock *older;
    char *end;
    ptrdiff_t before;       /* bytes of the older ones */
    _Alignas(max_align_t) char bytes[];
};

void check_failed(const char *claim, const char *file, int line)
{
    fprintf(stderr, "kb: internal error at %s:%d: %s\n", file, line, claim);
    abort();
}

static _Noreturn void out_of_memory(void)
{
    fputs("kb: out of memory\n", stderr);
    exit(4);
}

/* Is a block of that size a piece (pieces.h)? Else it is malloc's, which a sanitizer can look at. */
static bool is_piece(ptrdiff_t size)
{
#ifdef __SANITIZE_ADDRESS__
    return (void)size, false;
#else
    return size >= LARGE;
#endif
}

static void add_block(Arena *a, ptrdiff_t need)
{
    ptrdiff_t before = a->block ? a->block->before + (a->block->end - a->block->bytes) : 0, least = before < MANY_BYTES ? BLOCK_SIZE : LARGE;
    ptrdiff_t size = need > least ? need : least;
    if (size > PTRDIFF_MAX - (ptrdiff_t)sizeof(ArenaBlock))
        out_of_memory();
    size += (ptrdiff_t)sizeof(ArenaBlock);
    ArenaBlock *block = is_piece(size) ? piece_take(&size) : malloc((size_t)size);
    if (!block)
        out_of_memory();
    block->older = a->block;
    block->end = (char *)block + size;
    block->before = before;
    a->block = block;
    a->at = block->bytes;
    a->end = block->end;
}

static void block_free(ArenaBlock *block)
{
    ptrdiff_t size = block->end - (char *)block;
    if (is_piece(size))
        piece_give(block, size);
    else
        free(block);
}

void *arena_alloc_raw(Arena *a, ptrdiff_t size, ptrdiff_t align, ptrdiff_t count)
{
    CHECK(size >= 0 && count >= 0);
    if (size && count > (PTRDIFF_MAX - align) / size)
        out_of_memory();
    ptrdiff_t n = size * count;
    ptrdiff_t pad = a->at ? (ptrdiff_t)(-(uintptr_t)a->at & (uintptr_t)(align - 1)) : 0;
    if (a->end - a->at < pad || n > a->end - a->at - pad) {
        add_block(a, n);
        pad = 0;    /* a block's bytes begin aligned for anything */
    }
    char *p = a->at + pad;
    a->at = p + n;
    return p;
}

void *arena_alloc(Arena *a, ptrdiff_t size, ptrdiff_t align, ptrdiff_t count)
{
    void *p = arena_alloc_raw(a, size, align, count);
    return size && count ? memset(p, 0, (size_t)(size * count)) : p;
}

char *arena_bytes(Arena *a, ptrdiff_t n)
{
    CHECK(n >= 0);
    if (!a->block || n > a->end - a->at)
        add_block(a, n);
    char *p = a->at;
    a->at += n;
    return p;
}

int arena_extend(Arena *a, char *p, ptrdiff_t old, ptrdiff_t n)
{
    if (!p || p + old != a->at || n - old > a->end - a->at)
        return 0;
    a->at += n - old;
    return 1;
}

ArenaMark arena_mark(const Arena *a)
{
    return (ArenaMark){a->block, a->at};
}

void arena_rewind(Arena *a, ArenaMark mark)
{
    ArenaBlock *keep = NULL;
    while (a->block != mark.block) {
        ArenaBlock *block = a->block;
        a->block = block->older;
        if (!mark.block && !keep && block->end - block->bytes == BLOCK_SIZE)
            keep = block;    /* rewound to nothing: one block stays for the next user */
        else
            block_free(block);
    }
    if (keep) {
        keep->older = NULL;
        *a = (Arena){keep, keep->bytes, keep->end};
    } else {
        a->at = mark.at;
        a->end = mark.block ? mark.block->end : NULL;
    }
}

/* Behind the block at hand, which goes on being filled. */
void arena_take(Arena *to, Arena *from)
{
    ArenaBlock *oldest = from->block;
    if (!oldest)
        return;
    while (oldest->older)
        oldest = oldest->older;
    if (to->block) {
        oldest->older = to->block->older;
        to->block->older = from->block;
    } else {
        *to = *from;
    }
    *from = (Arena){0};
}

ptrdiff_t arena_size(const Arena *a)
{
    ptrdiff_t n = 0;
    for (const ArenaBlock *b = a->block; b; b = b->older)
        n += b->end - b->bytes;
    return n;
}

void arena_free(Arena *a)
{
    while (a->block) {
        ArenaBlock *older = a->block->older;
        block_free(a->block);
        a->block = older;
    }
    *a = (Arena){0};
}

/* By default malloc gives back to the system what is free at the end of a thread's memory as soon as it is 128 kB, which is less than one block: every other
 * block that is freed is a call, and faults when it is needed again. */
void arena_start(void)
{
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 2 * LARGE);
    mallopt(M_TRIM_THRESHOLD, 8 * LARGE);
#endif
}

void arena_trim(void)
{
    pieces_trim();
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

void *arena_grow_full(Arena *a, void *items, ptrdiff_t *cap, ptrdiff_t size)
{
    enum { FIRST = 64 };
    ptrdiff_t n = *cap, old = n * size;
    *cap = n ? n * 2 : FIRST;
    bool is_in_place = n && arena_extend(a, items, old, 2 * old);
    char *larger = is_in_place ? items : arena_alloc_raw(a, size, (ptrdiff_t)_Alignof(max_align_t), *cap);
    if (n && !is_in_place)
        memcpy(larger, items, (size_t)old);
    memset(larger + old, 0, (size_t)(*cap * size - old));
    return larger;
}
