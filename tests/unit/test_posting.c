#include "unit.h"

#include "search/posting.h"

static Posting *some_postings(Arena *a, ptrdiff_t n)
{
    Posting *p = arena_new(a, Posting, n);
    uint32_t random = 5, number = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
        random = random * 1103515245u + 12345u;
        int count = (int)(random >> 20) % 5;
        uint32_t *gaps = arena_new(a, uint32_t, count);
        for (int k = 0; k < count; k++)
            gaps[k] = random >> (8 + k) & 63;
        p[i] = (Posting){number, (int)(random >> 16 & 15), count, gaps};
        number += 1 + (random >> 24) % 9;
    }
    return p;
}

static void put_groups(Bits *b, const Posting *p, ptrdiff_t n, int least, int most)
{
    Groups g = groups_of(b->bytes.arena, p, n);
    ptrdiff_t before = bits_count(b);
    int64_t size = 0;
    for (int level = least; level <= most; level++)
        size += group_size(&g, level);
    groups_put(b, &g, least, most);
    assert_int_equal(bits_count(b) - before, size);
}

static void a_list_comes_back_level_by_level(void **state)
{
    (void)state;
    Arena a = {0};
    for (ptrdiff_t n = 0; n < 200; n += n < 20 ? 1 : 45) {
        Posting *p = some_postings(&a, n);
        Bits b = {.bytes.arena = &a};
        put_groups(&b, p, n, 0, LEVEL_COUNT - 1);
        BitReader r = {bits_close(&b), 0};
        Hit *hits = arena_new(&a, Hit, n);
        assert_int_equal(hits_get(&r, hits, n), n);
        ptrdiff_t at = 0;
        for (int level = LEVEL_COUNT - 1; level >= 0; level--)
            for (ptrdiff_t i = 0; i < n; i++)
                if (p[i].level == level) {
                    assert_int_equal(hits[at].number, p[i].number);
                    assert_int_equal(hits[at++].level, level);
                }
        assert_int_equal(at, n);
    }
    arena_free(&a);
}

static void the_weightiest_levels_can_stand_alone(void **state)
{
    (void)state;
    Arena a = {0};
    static const Posting p[] = {{3, 15, 0, NULL}, {4, 0, 0, NULL}, {9, 7, 0, NULL}, {1u << 30, 15, 0, NULL}};
    Bits head = {.bytes.arena = &a}, rest = head;
    put_groups(&head, p, countof(p), 7, LEVEL_COUNT - 1);
    put_groups(&rest, p, countof(p), 0, 6);
    Hit hits[4];
    BitReader r = {bits_close(&head), 0};
    assert_int_equal(hits_get(&r, hits, 3), 3);
    assert_int_equal(hits[0].number, 3);
    assert_int_equal(hits[1].number, 1u << 30);
    assert_int_equal(hits[2].number, 9);
    assert_int_equal(hits[2].level, 7);
    r = (BitReader){bits_close(&rest), 0};
    assert_int_equal(hits_get(&r, hits, 1), 1);
    assert_int_equal(hits[0].number, 4);
    assert_int_equal(hits[0].level, 0);
    arena_free(&a);
}

static void places_come_back(void **state)
{
    (void)state;
    Arena a = {0};
    enum { N = 150 };
    Posting *p = some_postings(&a, N);
    Bits b = {.bytes.arena = &a};
    places_put(&b, p, N);
    ptrdiff_t size = bits_count(&b);
    BitReader r = {bits_close(&b), 0};
    int k = (int)bits_get(&r, 4);
    for (int i = 0; i < N; i++) {
        assert_int_equal(bits_get_gamma(&r), p[i].count);
        for (int c = 0; c < p[i].count; c++)
            assert_int_equal(bits_get_rice(&r, k), p[i].gaps[c]);
    }
    assert_int_equal(r.at, size);
    arena_free(&a);
}

static void a_damaged_list_ends(void **state)
{
    (void)state;
    Arena a = {0};
    Posting *p = some_postings(&a, 100);
    Bits b = {.bytes.arena = &a};
    put_groups(&b, p, 100, 0, LEVEL_COUNT - 1);
    Str whole = bits_close(&b);
    Hit hits[101];
    for (ptrdiff_t n = 0; n < whole.n; n++) {
        BitReader r = {str_head(whole, n), 0};
        assert_true(hits_get(&r, hits, 100) <= 100);
    }
    BitReader none = {{0}, 0};
    assert_int_equal(hits_get(&none, hits, 100), 0);
    char *damaged = arena_bytes(&a, whole.n);
    for (ptrdiff_t i = 0; i < whole.n * 8; i++) {
        memcpy(damaged, whole.p, (size_t)whole.n);
        damaged[i / 8] = (char)(damaged[i / 8] ^ 1 << i % 8);
        BitReader r = {{damaged, whole.n}, 0};
        assert_true(hits_get(&r, hits, 100) <= 100);
    }
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_comes_back_level_by_level),
        cmocka_unit_test(the_weightiest_levels_can_stand_alone),
        cmocka_unit_test(places_come_back),
        cmocka_unit_test(a_damaged_list_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
