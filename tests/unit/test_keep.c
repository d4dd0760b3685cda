/* Bits that are kept come back, from memory and from files, whichever thread put them. */
#define _XOPEN_SOURCE 700
#include "spill.h"

#include "base/hash.h"
#include "search/keep.h"

static Bits some_bits(Arena *a, uint32_t i)
{
    Bits b = {.bytes.arena = a};
    for (uint32_t k = 0; k <= i % 100; k++)
        bits_put_gamma(&b, i * 7 + k);
    return b;
}

static void check(Str spill, int threads)
{
    enum { N = 5000 };
    Arena a = {0};
    Keep k;
    Str why;
    Kept *kept = arena_new(&a, Kept, N);
    keep_open(&k, spill, threads);
    for (uint32_t i = 0; i < N; i++) {
        Bits b = some_bits(&a, i);
        kept[i] = keep_put(&k, (int)i % threads, &b, i % 3 ? str_fmt(&a, "word%u", (unsigned)i) : (Str){0});
        assert_int_equal(kept[i].pile % k.pile_count == 0, i % 3 == 0);     /* the first pile is that of those without a name */
    }
    assert_true(keep_end(&k, &why));
    for (uint32_t i = 0; i < N; i++) {
        Bits b = some_bits(&a, i);
        if (i % 1000 == 500)
            keep_forget(&k);
        assert_int_equal(kept[i].size, bits_count(&b));
        Str bytes = bits_close(&b);
        assert_true(str_eq(keep_get(&k, kept[i]), bytes));
        assert_true(kept[i].hash == hash_bytes(bytes));
    }
    keep_close(&k);
    keep_close(&k);     /* is nothing, then */
    arena_free(&a);
}

static void bits_come_back(void **state)
{
    const Place *place = *state;
    static const int threads[] = {1, 3, 20, 64};
    for (ptrdiff_t i = 0; i < countof(threads); i++) {
        check((Str){0}, threads[i]);
        check(place->path, threads[i]);
    }
}

static void a_file_that_cannot_be_made_is_told(void **state)
{
    Arena a = {0};
    Keep k;
    Str why = {0};
    (void)state;
    keep_open(&k, S("/proc/none/"), 2);
    Bits b = some_bits(&a, 5);
    keep_put(&k, 1, &b, (Str){0});
    assert_false(keep_end(&k, &why));
    assert_true(why.n > 0);
    keep_close(&k);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(bits_come_back), cmocka_unit_test(a_file_that_cannot_be_made_is_told)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
