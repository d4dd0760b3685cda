#include "unit.h"

#include "base/table.h"

static void keys_are_numbered_in_the_order_they_came(void **state)
{
    (void)state;
    Arena a = {0};
    Table t = {.arena = &a};
    assert_int_equal(table_add(&t, S("gate")), 0);
    assert_int_equal(table_add(&t, S("fence")), 1);
    assert_int_equal(table_add(&t, S("gate")), 0);
    assert_int_equal(t.n, 2);
    assert_str(t.keys[1], "fence");
    arena_free(&a);
}

static void an_empty_table_holds_nothing(void **state)
{
    (void)state;
    Arena a = {0};
    Table t = {.arena = &a};
    assert_int_equal(table_find(&t, S("gate")), -1);
    assert_int_equal(table_find(&t, S("")), -1);
    arena_free(&a);
}

static void keys_are_compared_byte_by_byte(void **state)
{
    (void)state;
    Arena a = {0};
    Table t = {.arena = &a};
    table_add(&t, S(""));
    table_add(&t, S("a\0b"));
    table_add(&t, S("A"));
    assert_int_equal(table_find(&t, S("")), 0);
    assert_int_equal(table_find(&t, S("a\0b")), 1);
    assert_int_equal(table_find(&t, S("a\0c")), -1);
    assert_int_equal(table_find(&t, S("a")), -1);
    arena_free(&a);
}

static void many_keys_are_all_found_again(void **state)
{
    (void)state;
    Arena a = {0};
    Table t = {.arena = &a};
    for (int i = 0; i < 50000; i++)
        assert_int_equal(table_add(&t, str_fmt(&a, "key %d", i)), i);
    for (int i = 0; i < 50000; i++)
        assert_int_equal(table_find(&t, str_fmt(&a, "key %d", i)), i);
    assert_int_equal(table_find(&t, S("key 50000")), -1);
    assert_int_equal(t.n, 50000);
    arena_free(&a);
}

static void a_key_added_again_to_a_full_table_keeps_its_number(void **state)
{
    (void)state;
    Arena a = {0};
    Table t = {.arena = &a};
    for (int i = 0; i < 16; i++)
        table_add(&t, str_fmt(&a, "%d", i));
    assert_int_equal(table_add(&t, S("3")), 3);
    assert_int_equal(t.n, 16);
    arena_free(&a);
}

static void room_made_early_changes_no_number(void **state)
{
    (void)state;
    Arena a = {0};
    Table t = {.arena = &a};
    table_reserve(&t, 0);
    for (int i = 0; i < 20; i++)
        table_add(&t, str_fmt(&a, "key %d", i));
    table_reserve(&t, 5000);
    const Str *keys = t.keys;
    for (int i = 0; i < 5000; i++)
        assert_int_equal(table_add(&t, str_fmt(&a, "key %d", i)), i);
    assert_ptr_equal(keys, t.keys);
    for (int i = 0; i < 5000; i++)
        assert_int_equal(table_find(&t, str_fmt(&a, "key %d", i)), i);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_numbered_in_the_order_they_came),
        cmocka_unit_test(an_empty_table_holds_nothing),
        cmocka_unit_test(keys_are_compared_byte_by_byte),
        cmocka_unit_test(many_keys_are_all_found_again),
        cmocka_unit_test(a_key_added_again_to_a_full_table_keeps_its_number),
        cmocka_unit_test(room_made_early_changes_no_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
