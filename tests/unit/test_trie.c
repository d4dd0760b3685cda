#include "unit.h"

#include "search/trie.h"

#include <stdlib.h>

enum { COUNT = 2000, LIMIT = 100 };

/* Any letters, a byte of another script now and then. */
static Str random_word(Arena *a, uint32_t *random)
{
    char *p = arena_bytes(a, 16);
    ptrdiff_t n = 0;
    do {
        *random = *random * 1103515245u + 12345u;
        p[n++] = (char)(*random >> 28 == 0 ? 0x80 + (*random >> 16 & 0x7F) : *random >> 28 == 1 ? '0' + (*random >> 16) % 10 : 'a' + (*random >> 16) % 26);
    } while (n < 16 && (*random >> 20) % 8);
    return (Str){p, n};
}

static void keys_keep_the_byte_order(void **state)
{
    (void)state;
    KeyRange all = key_of_word((Str){0});
    assert_true(all.low == 0 && all.width == 1ull << KEY_BITS);
    uint64_t end = 0;
    for (int c = 0; c < 256; c++) {
        char byte = (char)c;
        KeyRange one = key_of_word((Str){&byte, 1});
        assert_true(one.low >= end && one.width > 0);
        end = one.low + one.width;
    }
    assert_true(end <= 1ull << KEY_BITS);
    Arena a = {0};
    uint32_t random = 7;
    for (int i = 0; i < 20000; i++) {
        Str s = random_word(&a, &random), t = random_word(&a, &random);
        KeyRange x = key_of_word(s), y = key_of_word(t);
        assert_true(str_cmp(s, t) <= 0 ? x.low <= y.low : x.low >= y.low);
    }
    arena_free(&a);
}

static void a_word_lies_in_the_range_of_its_beginnings(void **state)
{
    (void)state;
    Arena a = {0};
    uint32_t random = 3;
    for (int i = 0; i < 2000; i++) {
        Str word = random_word(&a, &random);
        uint64_t key = key_of_word(word).low;
        assert_true(key < 1ull << KEY_BITS);
        for (ptrdiff_t n = 0; n <= word.n; n++) {
            KeyRange range = key_of_word(str_head(word, n));
            assert_true(range.low <= key && key < range.low + range.width);
        }
    }
    assert_true(key_of_hash(S("lid")) < 1ull << KEY_BITS && key_of_hash(S("lid")) != key_of_hash(S("lids")));
    assert_true(key_of_number(0) == 0 && key_of_number(0x7FFFFFFFu) < 1ull << KEY_BITS);
    assert_true(key_of_number(1) < key_of_number(2));
    arena_free(&a);
}

typedef struct Set {
    uint64_t keys[COUNT + 1];
    int32_t sizes[COUNT + 1];
    ptrdiff_t n;
} Set;

static int compare_keys(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static Set *set_of(Arena *a)
{
    Set *s = arena_new(a, Set, 1);
    uint32_t random = 11;
    for (int i = 0; i < COUNT; i++)
        s->keys[s->n++] = key_of_word(random_word(a, &random)).low;
    qsort(s->keys, COUNT, sizeof *s->keys, compare_keys);
    for (int i = 0; i < COUNT; i++)
        s->sizes[i] = 1 + i % 7;
    return s;
}

static int depth_of(uint64_t path)
{
    int depth = -1;
    for (; path; path >>= 1)
        depth++;
    return depth;
}

static void every_entry_is_in_one_file_of_its_bits(void **state)
{
    (void)state;
    Arena a = {0};
    Set *s = set_of(&a);
    Trie t = trie_cut(&a, s->keys, s->sizes, s->n, LIMIT);
    ptrdiff_t at = 0;
    assert_true(t.n > 10);
    for (ptrdiff_t i = 0; i < t.n; i++) {
        const Leaf *leaf = &t.leaves[i];
        int64_t sum = 0;
        assert_int_equal(leaf->from, at);
        assert_true(leaf->from < leaf->to);
        for (; at < leaf->to; at++) {
            sum += s->sizes[at];
            assert_true((s->keys[at] | 1ull << KEY_BITS) >> (KEY_BITS - depth_of(leaf->path)) == leaf->path);
        }
        assert_true(sum <= LIMIT || s->keys[leaf->from] == s->keys[leaf->to - 1]);
    }
    assert_int_equal(at, s->n);
    arena_free(&a);
}

static void a_key_is_found_in_its_file(void **state)
{
    (void)state;
    Arena a = {0};
    Set *s = set_of(&a);
    Trie t = trie_cut(&a, s->keys, s->sizes, s->n, LIMIT);
    Str shape = bits_close(&t.shape);
    for (ptrdiff_t i = 0; i < t.n; i++)
        for (ptrdiff_t k = t.leaves[i].from; k < t.leaves[i].to; k++) {
            uint64_t path = 0;
            assert_int_equal(trie_find(shape, (KeyRange){s->keys[k], 1}, &path, 1), 1);
            assert_true(path == t.leaves[i].path);
            assert_int_equal(trie_find(shape, (KeyRange){s->keys[k], 0}, &path, 1), 1);
        }
    /* A range gives all files between its ends. */
    uint64_t *paths = arena_new(&a, uint64_t, t.n);
    assert_int_equal(trie_find(shape, (KeyRange){0, 1ull << KEY_BITS}, paths, (int)t.n), t.n);
    for (ptrdiff_t i = 0; i < t.n; i++)
        assert_true(paths[i] == t.leaves[i].path);
    for (ptrdiff_t from = 0; from + 3 < t.n; from++) {
        uint64_t low = s->keys[t.leaves[from].from], high = s->keys[t.leaves[from + 2].to - 1];
        int n = trie_find(shape, (KeyRange){low, high - low + 1}, paths, 8);
        assert_int_equal(n, 3);
        for (int i = 0; i < 3; i++)
            assert_true(paths[i] == t.leaves[from + i].path);
    }
    /* Too many: more than `max`, and no more than `max` are put. */
    uint64_t few[3] = {0, 0, 42};
    assert_true(trie_find(shape, (KeyRange){0, 1ull << KEY_BITS}, few, 2) > 2);
    assert_true(few[2] == 42);
    arena_free(&a);
}

static void one_entry_more_changes_its_file_alone(void **state)
{
    (void)state;
    Arena a = {0};
    Set *s = set_of(&a);
    Trie before = trie_cut(&a, s->keys, s->sizes, s->n, LIMIT);
    uint32_t random = 99;
    for (int round = 0; round < 200; round++) {
        uint64_t key = key_of_word(random_word(&a, &random)).low;
        Set *more = arena_new(&a, Set, 1);
        bool is_in = false;
        for (ptrdiff_t i = 0; i <= s->n; i++) {
            if (!is_in && (i == s->n || s->keys[i] > key)) {
                more->keys[more->n] = key;
                more->sizes[more->n++] = 3;
                is_in = true;
            }
            if (i < s->n) {
                more->keys[more->n] = s->keys[i];
                more->sizes[more->n++] = s->sizes[i];
            }
        }
        Trie after = trie_cut(&a, more->keys, more->sizes, more->n, LIMIT);
        /* The files that hold the key, and those cut out of such a one, differ; all others are there with the same number of entries. */
        for (ptrdiff_t i = 0, k = 0; i < before.n; i++) {
            const Leaf *x = &before.leaves[i];
            int shift = KEY_BITS - depth_of(x->path);
            if ((key | 1ull << KEY_BITS) >> shift == x->path)
                continue;
            while (k < after.n && after.leaves[k].path != x->path)
                k++;
            assert_true(k < after.n);
            assert_int_equal(after.leaves[k].to - after.leaves[k].from, x->to - x->from);
        }
        assert_true(after.n - before.n <= KEY_BITS);
    }
    arena_free(&a);
}

static void small_and_stubborn_families_are_one_file(void **state)
{
    (void)state;
    Arena a = {0};
    Trie none = trie_cut(&a, NULL, NULL, 0, LIMIT);
    uint64_t path = 0, keys[] = {5, 5, 5};
    assert_int_equal(none.n, 0);
    assert_int_equal(trie_find(bits_close(&none.shape), (KeyRange){5, 1}, &path, 1), 0);
    static const int32_t sizes[] = {LIMIT, LIMIT, LIMIT};
    Trie one = trie_cut(&a, keys, sizes, 3, LIMIT);
    assert_int_equal(one.n, 1);
    assert_int_equal(trie_find(bits_close(&one.shape), (KeyRange){5, 1}, &path, 1), 1);
    assert_true(path == 1);
    /* Neighbours that only the last bit parts. */
    keys[1] = keys[2] = 4;
    keys[0] = 4;
    keys[2] = 5;
    Trie deep = trie_cut(&a, keys, sizes, 3, LIMIT);
    assert_int_equal(deep.n, 2);
    assert_int_equal(trie_find(bits_close(&deep.shape), (KeyRange){5, 1}, &path, 1), 1);
    assert_true(path == (1ull << KEY_BITS | 5));
    arena_free(&a);
}

static void a_damaged_shape_ends(void **state)
{
    (void)state;
    uint64_t paths[4];
    char ones[64];
    memset(ones, 0xff, sizeof ones);
    trie_find((Str){ones, sizeof ones}, (KeyRange){0, 1ull << KEY_BITS}, paths, 4);
    assert_int_equal(trie_find((Str){0}, (KeyRange){0, 1}, paths, 4), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_keep_the_byte_order),
        cmocka_unit_test(a_word_lies_in_the_range_of_its_beginnings),
        cmocka_unit_test(every_entry_is_in_one_file_of_its_bits),
        cmocka_unit_test(a_key_is_found_in_its_file),
        cmocka_unit_test(one_entry_more_changes_its_file_alone),
        cmocka_unit_test(small_and_stubborn_families_are_one_file),
        cmocka_unit_test(a_damaged_shape_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
