#include "unit.h"

#include "base/order.h"

static void keys_ascend_and_equal_ones_stay(void **state)
{
    (void)state;
    Arena a = {0};
    enum { N = 20000, BITS = 52 };
    uint64_t *keys = arena_new(&a, uint64_t, N), seed = 1;
    static const int shifts[] = {12, 30, 50, 63};
    for (ptrdiff_t s = 0; s < countof(shifts); s++) {       /* many different keys, and ever more equal ones */
        for (int i = 0; i < N; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            keys[i] = seed >> shifts[s] << (s == 1 ? 18 : 0);
        }
        int32_t *order = order_of_keys(&a, keys, N, BITS);
        for (int i = 1; i < N; i++)
            assert_true(keys[order[i - 1]] < keys[order[i]] || (keys[order[i - 1]] == keys[order[i]] && order[i - 1] < order[i]));
    }
    arena_free(&a);
}

static void few_keys_are_in_order_too(void **state)
{
    (void)state;
    Arena a = {0};
    static const uint64_t keys[] = {7, (1ull << 52) - 1, 0};
    order_of_keys(&a, keys, 0, 52);
    assert_int_equal(order_of_keys(&a, keys, 1, 52)[0], 0);
    const int32_t *order = order_of_keys(&a, keys, 3, 52);
    assert_int_equal(order[0], 2);
    assert_int_equal(order[1], 0);
    assert_int_equal(order[2], 1);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_ascend_and_equal_ones_stay),
        cmocka_unit_test(few_keys_are_in_order_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
