#include "unit.h"

#include "search/posting.h"

static Postings some_postings(Arena *a, ptrdiff_t n)
{
    Postings p = {arena_new(a, uint32_t, n), arena_new(a, uint8_t, n), arena_new(a, uint32_t, n), arena_new(a, uint32_t, 4 * n), n, 0};
    uint32_t random = 5, number = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
        random = random * 1103515245u + 12345u;
        p.numbers[i] = number;
        p.levels[i] = random >> 16 & 15;
        p.counts[i] = (random >> 20) % 5;
        for (uint32_t k = 0; k < p.counts[i]; k++)
            p.gaps[p.gap_count++] = random >> (8 + k) & 63;
        number += 1 + (random >> 24) % 9;
    }
    return p;
}

/* Those of the levels in [least, most]. */
static void put_groups(Bits *b, const Postings *p, int least, int most)
{
    Group groups[LEVEL_COUNT];
    int n = groups_of(b->bytes.arena, p, groups), from = 0, to;
    while (from < n && groups[from].level > most)
        from++;
    for (to = from; to < n && groups[to].level >= least; to++) {
        ptrdiff_t before = bits_count(b);
        groups_put(b, &groups[to], 1);
        assert_int_equal(bits_count(b) - before, groups[to].size);
    }
    Bits again = {.bytes.arena = b->bytes.arena};
    groups_put(&again, groups + from, to - from);
    assert_int_equal(bits_count(&again), bits_count(b));
}

static void a_list_comes_back_level_by_level(void **state)
{
    (void)state;
    Arena a = {0};
    for (ptrdiff_t n = 0; n < 200; n += n < 20 ? 1 : 45) {
        Postings p = some_postings(&a, n);
        Bits b = {.bytes.arena = &a};
        put_groups(&b, &p, 0, LEVEL_COUNT - 1);
        BitReader r = {bits_close(&b), 0};
        Hit *hits = arena_new(&a, Hit, n);
        assert_int_equal(hits_get(&r, hits, n), n);
        ptrdiff_t at = 0;
        for (int level = LEVEL_COUNT - 1; level >= 0; level--)
            for (ptrdiff_t i = 0; i < n; i++)
                if (p.levels[i] == level) {
                    assert_int_equal(hits[at].number, p.numbers[i]);
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
    uint32_t numbers[] = {3, 4, 9, 1u << 30}, counts[4] = {0};
    uint8_t levels[] = {15, 0, 7, 15};
    const Postings p = {.numbers = numbers, .levels = levels, .counts = counts, .n = countof(numbers)};
    Bits head = {.bytes.arena = &a}, rest = head;
    put_groups(&head, &p, 7, LEVEL_COUNT - 1);
    put_groups(&rest, &p, 0, 6);
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
    Postings p = some_postings(&a, N);
    PlaceBits places = place_bits_of(&p);
    Bits b = {.bytes.arena = &a};
    place_bits_put(&b, &places);
    ptrdiff_t size = bits_count(&b), gap = 0;
    assert_int_equal(size, places.size);
    BitReader r = {bits_close(&b), 0};
    int k = (int)bits_get(&r, 4);
    for (int i = 0; i < N; i++) {
        assert_int_equal(bits_get_gamma(&r), p.counts[i]);
        for (uint32_t c = 0; c < p.counts[i]; c++)
            assert_int_equal(bits_get_rice(&r, k), p.gaps[gap++]);
    }
    assert_int_equal(r.at, size);
    arena_free(&a);
}

static void a_damaged_list_ends(void **state)
{
    (void)state;
    Arena a = {0};
    Postings p = some_postings(&a, 100);
    Bits b = {.bytes.arena = &a};
    put_groups(&b, &p, 0, LEVEL_COUNT - 1);
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
