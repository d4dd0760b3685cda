#include "unit.h"

#include "base/order.h"

static void keys_ascend_and_equal_ones_stay(void **state)
{
    (void)state;
    Arena a = {0};
    enum { N = 20000 };
    uint64_t *keys = arena_new(&a, uint64_t, N), seed = 1;
    static const int shifts[] = {0, 12, 30, 50, 63};
    for (ptrdiff_t s = 0; s < countof(shifts); s++) {       /* many different keys, and ever more equal ones */
        for (int i = 0; i < N; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            keys[i] = seed >> shifts[s] << (s == 2 ? 18 : 0);
            if (s == 3 && i % 100 == 0)
                keys[i] = ~keys[i];     /* most are in one pile */
        }
        int32_t *order = order_of_keys(&a, keys, N);
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
    order_of_keys(&a, keys, 0);
    assert_int_equal(order_of_keys(&a, keys, 1)[0], 0);
    const int32_t *order = order_of_keys(&a, keys, 3);
    assert_int_equal(order[0], 2);
    assert_int_equal(order[1], 0);
    assert_int_equal(order[2], 1);
    arena_free(&a);
}

typedef struct Item {
    int key, place;
    char filling[3];
} Item;

static int compares;

static int by_key(const void *x, const void *y)
{
    compares++;
    return ((const Item *)x)->key - ((const Item *)y)->key;
}

/* Runs of `length` items, each ascending. */
static void check_runs(Arena *a, int n, int length, int most)
{
    Item *items = arena_new(a, Item, n);
    uint64_t seed = 1;
    for (int i = 0; i < n; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        items[i] = (Item){(i % length ? items[i - 1].key : 0) + (int)(seed >> 62), i, {'a', 'b', 'c'}};
    }
    compares = 0;
    order_runs(items, n, sizeof *items, by_key);
    for (int i = 1; i < n; i++)
        assert_true(items[i - 1].key < items[i].key || (items[i - 1].key == items[i].key && items[i - 1].place < items[i].place));
    assert_true(n == 0 || items[n - 1].filling[2] == 'c');
    assert_true(compares <= most);
}

static void runs_are_merged_and_equal_items_stay(void **state)
{
    (void)state;
    Arena a = {0};
    check_runs(&a, 0, 1, 0);
    check_runs(&a, 1, 1, 0);
    check_runs(&a, 1000, 1000, 1000);
    check_runs(&a, 1000, 500, 4000);
    check_runs(&a, 1000, 334, 7000);
    for (int length = 1; length < 40; length++)
        check_runs(&a, 1000, length, 40000);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_ascend_and_equal_ones_stay),
        cmocka_unit_test(few_keys_are_in_order_too),
        cmocka_unit_test(runs_are_merged_and_equal_items_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
