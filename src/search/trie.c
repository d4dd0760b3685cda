#include "search/trie.h"

/* --- keys --------------------------------------------------------------------------------------------------------------------------- */

/* The share of each byte, of 4096: letters as often as they stand in English and code, digits, the rest a little. What stands here of a letter is the sum of
 * the shares of those before it. */
enum { SHARES = 4096, DIGIT_SHARE = 70, BELOW_DIGITS = '0', BELOW_LETTERS = '0' + 10 * DIGIT_SHARE + ('a' - '9' - 1) };
static const uint16_t letter_sums[27] = {
    0,    200,  260,  390,  500,  770,  830,  890,  960,  1140, 1154, 1184, 1314, 1404,
    1574, 1744, 1824, 1834, 2014, 2204, 2404, 2484, 2520, 2560, 2584, 2624, 2638,
};

/* The share of a byte, and the sum of those of all bytes below it. */
static int share_of(int byte, int *below)
{
    if (byte >= 'a' && byte <= 'z') {
        *below = BELOW_LETTERS + letter_sums[byte - 'a'];
        return letter_sums[byte - 'a' + 1] - letter_sums[byte - 'a'];
    }
    if (byte >= '0' && byte <= '9') {
        *below = BELOW_DIGITS + DIGIT_SHARE * (byte - '0');
        return DIGIT_SHARE;
    }
    if (byte < 'a') {
        *below = byte < '0' ? byte : BELOW_DIGITS + 10 * DIGIT_SHARE + (byte - '9' - 1);
        return 1;
    }
    *below = BELOW_LETTERS + letter_sums[26] + (byte < 0x80 ? byte - 'z' - 1 : 0x80 - 'z' - 1 + 5 * (byte - 0x80));
    return byte < 0x80 ? 1 : 5;
}

KeyRange key_of_word(Str word)
{
    KeyRange range = {0, 1ull << KEY_BITS};
    for (ptrdiff_t i = 0; i < word.n && range.width >= SHARES; i++) {
        int below, share = share_of((unsigned char)word.p[i], &below);
        uint64_t step = range.width / SHARES;
        range.low += step * (uint64_t)below;
        range.width = step * (uint64_t)share;
    }
    return range;
}

uint64_t key_of_hash(Str word)
{
    uint32_t h = 0x811c9dc5u;
    for (ptrdiff_t i = 0; i < word.n; i++)
        h = (h ^ (unsigned char)word.p[i]) * 0x01000193u;
    h = (h ^ h >> 16) * 0x85ebca6bu;
    h = (h ^ h >> 13) * 0xc2b2ae35u;
    h ^= h >> 16;
    return (uint64_t)h << (KEY_BITS - 32);
}

uint64_t key_of_number(uint32_t number)
{
    return (uint64_t)number << (KEY_BITS - 31);
}

/* --- cutting ------------------------------------------------------------------------------------------------------------------------- */

typedef struct Cut {
    Arena *arena;
    Trie *trie;
    const uint64_t *keys;
    const int64_t *sums;    /* of the sizes before each entry */
    int64_t limit;
} Cut;

static void put_leaf(const Cut *c, uint64_t path, ptrdiff_t from, ptrdiff_t to)
{
    Trie *t = c->trie;
    bits_put(&t->shape, from < to, 2);
    if (from == to)
        return;
    t->leaves = arena_grow(c->arena, t->leaves, t->n, &t->cap, sizeof *t->leaves);
    t->leaves[t->n++] = (Leaf){path, from, to};
}

static void cut(const Cut *c, uint64_t path, int depth, ptrdiff_t from, ptrdiff_t to)
{
    bool is_parted = to - from > 1 && c->keys[from] != c->keys[to - 1];
    if (c->sums[to] - c->sums[from] <= c->limit || !is_parted || depth == KEY_BITS) {
        put_leaf(c, path, from, to);
        return;
    }
    uint64_t bit = 1ull << (KEY_BITS - 1 - depth);
    ptrdiff_t low = from, high = to;
    while (low < high) {
        ptrdiff_t middle = low + (high - low) / 2;
        if (c->keys[middle] & bit)
            high = middle;
        else
            low = middle + 1;
    }
    bits_put(&c->trie->shape, 1, 1);
    cut(c, path << 1, depth + 1, from, low);
    cut(c, path << 1 | 1, depth + 1, low, to);
}

Trie trie_cut(Arena *a, const uint64_t *keys, const int32_t *sizes, ptrdiff_t n, int64_t limit)
{
    Arena scratch = {0};
    Trie t = {.shape.bytes.arena = a};
    int64_t *sums = arena_raw(&scratch, int64_t, n + 1);
    sums[0] = 0;
    for (ptrdiff_t i = 0; i < n; i++)
        sums[i + 1] = sums[i] + sizes[i];
    cut(&(Cut){a, &t, keys, sums, limit}, 1, 0, 0, n);
    arena_free(&scratch);
    return t;
}

/* --- finding -------------------------------------------------------------------------------------------------------------------------- */

typedef struct Find {
    BitReader shape;
    KeyRange range;
    uint64_t *paths;
    int n, max;
} Find;

static void find(Find *f, uint64_t path, uint64_t low, int depth)
{
    if (bits_get(&f->shape, 1) && depth < KEY_BITS) {
        find(f, path << 1, low, depth + 1);
        find(f, path << 1 | 1, low | 1ull << (KEY_BITS - 1 - depth), depth + 1);
        return;
    }
    bool is_file = bits_get(&f->shape, 1);
    uint64_t width = 1ull << (KEY_BITS - depth), end = f->range.low + (f->range.width ? f->range.width : 1);
    if (is_file && low < end && f->range.low < low + width && f->n++ < f->max)
        f->paths[f->n - 1] = path;
}

int trie_find(Str shape, KeyRange range, uint64_t *paths, int max)
{
    Find f = {{shape, 0}, range, paths, 0, max};
    if (shape.n)
        find(&f, 1, 0, 0);
    return f.n;
}
