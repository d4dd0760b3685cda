#include "unit.h"

#include "base/value.h"

static Arena arena;

static int teardown(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static Str json(Value v, int indent)
{
    Buf b = {.arena = &arena};
    value_put_json(&b, &v, indent);
    return buf_str(&b);
}

static void the_zero_value_is_null(void **state)
{
    (void)state;
    assert_str(json((Value){0}, 0), "null");
}

static void scalars_print_as_json(void **state)
{
    (void)state;
    assert_str(json(value_bool(true), 0), "true");
    assert_str(json(value_bool(false), 0), "false");
    assert_str(json(value_number(&arena, -42), 0), "-42");
    assert_str(json(value_number_text(S("1.5e3")), 0), "1.5e3");
    assert_str(json(value_string(S("a\"b\\\n\x01ä")), 0), "\"a\\\"b\\\\\\n\\u0001ä\"");
    assert_str(json(value_string((Str){0}), 0), "\"\"");
}

static void lists_keep_their_order(void **state)
{
    (void)state;
    ListBuilder list = {.arena = &arena};
    assert_str(json(list_value(&list), 0), "[]");
    for (int i = 0; i < 20; i++)
        list_push(&list, value_number(&arena, i));
    assert_str(json(list_value(&list), 0), "[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19]");
    StrList words = {0};
    list_add_words(&arena, &words, S("a b"));
    assert_str(json(value_strings(&arena, &words), 0), "[\"a\",\"b\"]");
}

static void maps_keep_the_order_of_their_members(void **state)
{
    (void)state;
    MapBuilder map = {.arena = &arena};
    assert_str(json(map_value(&map), 0), "{}");
    map_str(&map, S("z"), S("last"));
    map_int(&map, S("a"), 1);
    map_bool(&map, S("m"), true);
    assert_str(json(map_value(&map), 0), "{\"z\":\"last\",\"a\":1,\"m\":true}");
}

static void a_key_put_twice_keeps_its_place_and_takes_the_new_value(void **state)
{
    (void)state;
    MapBuilder map = {.arena = &arena};
    map_int(&map, S("a"), 1);
    map_int(&map, S("b"), 2);
    map_int(&map, S("a"), 3);
    assert_str(json(map_value(&map), 0), "{\"a\":3,\"b\":2}");
}

static void members_are_found_by_name(void **state)
{
    (void)state;
    MapBuilder map = {.arena = &arena};
    map_str(&map, S("a"), S("x"));
    Value v = map_value(&map), number = value_number(&arena, 1);
    assert_str(value_text(value_get(&v, S("a"))), "x");
    assert_null(value_get(&v, S("A")));
    assert_null(value_get(&v, S("")));
    assert_null(value_get(&number, S("a")));
}

static void a_sorted_map_finds_every_member(void **state)
{
    (void)state;
    MapBuilder map = {.arena = &arena}, empty = {.arena = &arena};
    for (int i = 0; i < 100; i++)
        map_int(&map, str_fmt(&arena, "k%d", i * 37 % 100), i * 37 % 100);
    Value v = map_sorted(&map), none = map_sorted(&empty);
    for (int i = 0; i < 100; i++)
        assert_int_equal(str_number(value_text(value_get(&v, str_fmt(&arena, "k%d", i)))), i);
    assert_null(value_get(&v, S("k")));
    assert_null(value_get(&v, S("k100")));
    assert_null(value_get(&none, S("k")));
}

static void only_scalars_have_a_text(void **state)
{
    (void)state;
    Value values[] = {value_string(S("x")), value_number(&arena, 7), value_bool(true), value_bool(false), {0}, {.kind = VALUE_LIST}, {.kind = VALUE_MAP}};
    static const char *const texts[] = {"x", "7", "true", "false", "", "", ""};
    for (ptrdiff_t i = 0; i < countof(values); i++)
        assert_str(value_text(&values[i]), texts[i]);
}

static void null_false_and_empty_are_false(void **state)
{
    (void)state;
    Value no[] = {{0}, value_bool(false), value_string(S("")), {.kind = VALUE_LIST}};
    for (ptrdiff_t i = 0; i < countof(no); i++)
        assert_false(value_is_true(&no[i]));
    Value yes[] = {value_bool(true), value_string(S("0")), value_number(&arena, 0), {.kind = VALUE_MAP}};
    for (ptrdiff_t i = 0; i < countof(yes); i++)
        assert_true(value_is_true(&yes[i]));
}

static void indented_json_has_a_line_for_each_member(void **state)
{
    (void)state;
    MapBuilder map = {.arena = &arena}, empty = {.arena = &arena};
    ListBuilder list = {.arena = &arena};
    list_push(&list, value_number(&arena, 1));
    list_push(&list, map_value(&empty));
    map_str(&map, S("a"), S("x"));
    map_put(&map, S("b"), list_value(&list));
    assert_str(json(map_value(&map), 2), "{\n  \"a\": \"x\",\n  \"b\": [\n    1,\n    {}\n  ]\n}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(the_zero_value_is_null, teardown),
        cmocka_unit_test_teardown(scalars_print_as_json, teardown),
        cmocka_unit_test_teardown(lists_keep_their_order, teardown),
        cmocka_unit_test_teardown(maps_keep_the_order_of_their_members, teardown),
        cmocka_unit_test_teardown(a_key_put_twice_keeps_its_place_and_takes_the_new_value, teardown),
        cmocka_unit_test_teardown(members_are_found_by_name, teardown),
        cmocka_unit_test_teardown(a_sorted_map_finds_every_member, teardown),
        cmocka_unit_test_teardown(only_scalars_have_a_text, teardown),
        cmocka_unit_test_teardown(null_false_and_empty_are_false, teardown),
        cmocka_unit_test_teardown(indented_json_has_a_line_for_each_member, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
