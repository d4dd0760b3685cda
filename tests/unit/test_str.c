#include "unit.h"

#include <string.h>

#define sign(x) ((x) > 0 ? 1 : (x) < 0 ? -1 : 0)

static void the_empty_str_is_safe_everywhere(void **state)
{
    (void)state;
    Arena a = {0};
    Str none = {0}, rest = none;
    assert_int_equal(str(NULL).n, 0);
    assert_true(str_eq(none, S("")));
    assert_int_equal(str_cmp(none, S("")), 0);
    assert_int_equal(str_cmp_natural(none, none), 0);
    assert_true(str_starts(none, none));
    assert_true(str_ends(none, none));
    assert_int_equal(str_trim(none).n, 0);
    assert_int_equal(str_from(none, 3).n, 0);
    assert_int_equal(str_head(none, 3).n, 0);
    assert_int_equal(str_find(none, S("x")), -1);
    assert_int_equal(str_find(none, none), 0);
    assert_int_equal(str_find_char(none, 'x'), -1);
    assert_int_equal(str_cut(&rest, ',').n, 0);
    assert_int_equal(str_cut_word(&rest).n, 0);
    assert_int_equal(str_cut_line(&rest).n, 0);
    assert_string_equal(str_z(&a, none), "");
    assert_int_equal(str_copy(&a, none).n, 0);
    assert_int_equal(str_join2(&a, none, none).n, 0);
    assert_int_equal(str_number(none), -1);
    assert_false(str_is_run(none, 'x'));
    arena_free(&a);
}

static void a_str_may_hold_any_byte(void **state)
{
    (void)state;
    assert_int_equal(S("a\0b").n, 3);
    assert_false(str_eq(S("a\0b"), S("a\0c")));
    assert_int_equal(str_find(S("a\0b"), S("\0b")), 1);
}

static void text_is_copied_joined_and_printed(void **state)
{
    (void)state;
    Arena a = {0};
    Str s = S("gate");
    Str copy = str_copy(&a, s);
    assert_ptr_not_equal(copy.p, s.p);
    assert_str(copy, "gate");
    assert_string_equal(str_z(&a, str_head(s, 2)), "ga");
    assert_str(str_join2(&a, S("ga"), S("te")), "gate");
    assert_str(str_join3(&a, S("ga"), (Str){0}, S("te")), "gate");
    assert_str(str_decimal(&a, 0, 1), "0");
    assert_str(str_decimal(&a, 7, 3), "007");
    assert_str(str_decimal(&a, 1234, 3), "1234");
    assert_str(str_decimal(&a, UINT64_MAX, 1), "18446744073709551615");
    assert_str(str_fmt(&a, "%d " STR_FMT, 7, STR_ARG(s)), "7 gate");
    assert_str(str_lower(&a, S("GaTe ÄZ[@")), "gate Äz[@");
    arena_free(&a);
}

static void equality_may_fold_ascii_case(void **state)
{
    (void)state;
    assert_true(str_eq(S("gate"), S("gate")));
    assert_false(str_eq(S("gate"), S("Gate")));
    assert_false(str_eq(S("gate"), S("gates")));
    assert_true(str_eq_fold(S("gATe"), S("GatE")));
    assert_false(str_eq_fold(S("gate"), S("gates")));
    assert_false(str_eq_fold(S("ä"), S("Ä")));
    assert_false(str_eq_fold(S("["), S("{")));
}

static void bytes_decide_the_order(void **state)
{
    (void)state;
    assert_true(str_head_number(S("")) == 0);
    assert_true(str_head_number(S("ab")) == UINT64_C(0x6162000000000000));
    assert_true(str_head_number(S("\xFF")) > str_head_number(S("a")) && str_head_number(S("aa")) > str_head_number(S("a")));
    assert_true(str_head_number(S("12345678x")) == str_head_number(S("12345678")));
    assert_int_equal(sign(str_cmp(S("a"), S("b"))), -1);
    assert_int_equal(sign(str_cmp(S("a"), S("B"))), 1);
    assert_int_equal(sign(str_cmp(S("a"), S("aa"))), -1);
    assert_int_equal(sign(str_cmp(S("\xFF"), S("a"))), 1);
}

static void a_folded_order_lets_case_decide_a_tie(void **state)
{
    (void)state;
    assert_int_equal(sign(str_cmp_fold(S("a"), S("B"))), -1);
    assert_int_equal(sign(str_cmp_fold(S("A"), S("a"))), -1);
    assert_int_equal(sign(str_cmp_fold(S("A"), S("ab"))), -1);
    assert_int_equal(str_cmp_fold(S("a"), S("a")), 0);
}

static void a_natural_order_counts(void **state)
{
    (void)state;
    static const char *const sorted[] = {"", "1", "2", "10", "a", "A2", "a10", "a10b2", "a10b10", "b"};
    for (ptrdiff_t i = 0; i < countof(sorted); i++)
        for (ptrdiff_t k = 0; k < countof(sorted); k++)
            assert_int_equal(sign(str_cmp_natural(str(sorted[i]), str(sorted[k]))), sign(i - k));
    assert_int_equal(sign(str_cmp_natural(S("a01"), S("a1"))), -1);
    assert_int_equal(sign(str_cmp_natural(S("99999999999999999999998"), S("99999999999999999999999"))), -1);
}

static void prefixes_and_suffixes_are_found(void **state)
{
    (void)state;
    assert_true(str_starts(S("gate"), S("ga")));
    assert_false(str_starts(S("ga"), S("gate")));
    assert_true(str_ends(S("gate"), S("te")));
    assert_false(str_ends(S("te"), S("gate")));
    assert_true(str_starts_fold(S("GATE"), S("ga")));
    assert_str(str_unprefix(S("gate"), S("ga")), "te");
    assert_str(str_unprefix(S("gate"), S("x")), "gate");
}

static void parts_are_clamped_to_the_whole(void **state)
{
    (void)state;
    assert_str(str_sub(S("gate"), 1, 3), "at");
    assert_str(str_sub(S("gate"), -5, 99), "gate");
    assert_str(str_sub(S("gate"), 3, 1), "");
    assert_str(str_from(S("gate"), 2), "te");
    assert_str(str_from(S("gate"), 9), "");
    assert_str(str_from(S("gate"), -2), "gate");
    assert_str(str_head(S("gate"), 2), "ga");
    assert_str(str_head(S("gate"), 9), "gate");
}

static void blanks_are_trimmed_off_both_ends(void **state)
{
    (void)state;
    assert_str(str_trim(S(" \t\r\n\v\fa b \n")), "a b");
    assert_str(str_trim_start(S("  a ")), "a ");
    assert_str(str_trim_end(S(" a  ")), " a");
    assert_str(str_trim(S("   ")), "");
}

static void things_are_found_at_their_first_place(void **state)
{
    (void)state;
    assert_int_equal(str_find(S("aabaab"), S("ab")), 1);
    assert_int_equal(str_find(S("aaa"), S("aaaa")), -1);
    assert_int_equal(str_find(S("xyab"), S("ab")), 2);
    assert_int_equal(str_find(S("ab"), S("ab")), 0);
    assert_int_equal(str_find(S("aaac"), S("aab")), -1);
    assert_int_equal(str_find_char(S("a.b.c"), '.'), 1);
    assert_int_equal(str_find_last_char(S("a.b.c"), '.'), 3);
    assert_int_equal(str_find_last_char(S("abc"), '.'), -1);
}

static void text_is_cut_at_a_separator(void **state)
{
    (void)state;
    Str rest = S("a,,b");
    assert_str(str_cut(&rest, ','), "a");
    assert_str(str_cut(&rest, ','), "");
    assert_str(str_cut(&rest, ','), "b");
    assert_int_equal(rest.n, 0);
    rest = S("a,");
    str_cut(&rest, ',');
    assert_int_equal(rest.n, 0);
}

static void text_is_cut_into_words(void **state)
{
    (void)state;
    Str rest = S("  one\ttwo \n");
    assert_str(str_cut_word(&rest), "one");
    assert_str(str_cut_word(&rest), "two");
    assert_str(str_cut_word(&rest), "");
}

static void text_is_cut_into_lines_of_either_kind(void **state)
{
    (void)state;
    Str rest = S("one\r\ntwo\n\nfour\r");
    assert_str(str_cut_line(&rest), "one");
    assert_str(str_cut_line(&rest), "two");
    assert_str(str_cut_line(&rest), "");
    assert_str(str_cut_line(&rest), "four");
    assert_int_equal(rest.n, 0);
}

static void a_number_is_all_digits(void **state)
{
    (void)state;
    assert_int_equal(str_number(S("0")), 0);
    assert_int_equal(str_number(S("007")), 7);
    assert_true(str_number(S("999999999999999999")) == 999999999999999999);
    assert_int_equal(str_number(S("1000000000000000000")), -1);
    assert_int_equal(str_number(S("-1")), -1);
    assert_int_equal(str_number(S("1 ")), -1);
    assert_int_equal(str_number(S("1a")), -1);
}

static void a_run_is_one_byte_again_and_again(void **state)
{
    (void)state;
    assert_true(str_is_run(S("----"), '-'));
    assert_false(str_is_run(S("--- "), '-'));
    assert_false(str_is_run(S("="), '-'));
}

static void distance_counts_edits(void **state)
{
    (void)state;
    assert_int_equal(str_distance(S("gate"), S("gate"), 3), 0);
    assert_int_equal(str_distance(S("gate"), S("gat"), 3), 1);
    assert_int_equal(str_distance(S("gate"), S("gaate"), 3), 1);
    assert_int_equal(str_distance(S("gate"), S("gaze"), 3), 1);
    assert_int_equal(str_distance(S("gate"), S("gaet"), 3), 1);
    assert_int_equal(str_distance(S("gate"), S("fence"), 9), 4);
    assert_int_equal(str_distance(S("gate"), S("fence"), 2), 3);
    assert_int_equal(str_distance(S(""), S("abc"), 5), 3);
}

static void very_long_words_are_far(void **state)
{
    (void)state;
    Arena a = {0};
    char *x = arena_new(&a, char, 1000);
    memset(x, 'x', 1000);
    assert_int_equal(str_distance((Str){x, 1000}, (Str){x, 1000}, 3), 4);
    assert_int_equal(str_distance((Str){x, 63}, (Str){x, 63}, 3), 0);
    assert_int_equal(str_distance((Str){x, 64}, (Str){x, 63}, 3), 4);
    arena_free(&a);
}

static void the_nearest_name_is_within_a_third(void **state)
{
    (void)state;
    Str names[] = {S("title"), S("author"), S("permalink")};
    assert_str(str_nearest(S("titel"), names, 3), "title");
    assert_str(str_nearest(S("permalnik"), names, 3), "permalink");
    assert_str(str_nearest(S("tilt"), names, 3), "");
    assert_str(str_nearest(S("date"), names, 3), "");
    assert_str(str_nearest(S("title"), names, 0), "");
}

static void of_equally_near_names_the_first_is_meant(void **state)
{
    (void)state;
    Str names[] = {S("bate"), S("cate"), S("gates")};
    assert_str(str_nearest(S("gate"), names, 3), "bate");
    Str exact[] = {S("bate"), S("gate")};
    assert_str(str_nearest(S("gate"), exact, 2), "gate");
}

static void a_list_grows_in_order(void **state)
{
    (void)state;
    Arena a = {0};
    StrList list = {0};
    assert_str(list_join(&a, &list, S(", ")), "");
    for (int i = 0; i < 20; i++)
        list_add(&a, &list, str_fmt(&a, "%d", i));
    assert_int_equal(list.n, 20);
    assert_str(list.items[0], "0");
    assert_str(list.items[19], "19");
    assert_true(list_has_fold(&list, S("7")));
    assert_false(list_has_fold(&list, S("20")));
    arena_free(&a);
}

static void a_list_takes_the_words_of_a_text(void **state)
{
    (void)state;
    Arena a = {0};
    StrList list = {0};
    list_add_words(&a, &list, S(" One two\n three "));
    assert_str(list_join(&a, &list, S("|")), "One|two|three");
    assert_true(list_has_fold(&list, S("oNE")));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_empty_str_is_safe_everywhere),
        cmocka_unit_test(a_str_may_hold_any_byte),
        cmocka_unit_test(text_is_copied_joined_and_printed),
        cmocka_unit_test(equality_may_fold_ascii_case),
        cmocka_unit_test(bytes_decide_the_order),
        cmocka_unit_test(a_folded_order_lets_case_decide_a_tie),
        cmocka_unit_test(a_natural_order_counts),
        cmocka_unit_test(prefixes_and_suffixes_are_found),
        cmocka_unit_test(parts_are_clamped_to_the_whole),
        cmocka_unit_test(blanks_are_trimmed_off_both_ends),
        cmocka_unit_test(things_are_found_at_their_first_place),
        cmocka_unit_test(text_is_cut_at_a_separator),
        cmocka_unit_test(text_is_cut_into_words),
        cmocka_unit_test(text_is_cut_into_lines_of_either_kind),
        cmocka_unit_test(a_number_is_all_digits),
        cmocka_unit_test(a_run_is_one_byte_again_and_again),
        cmocka_unit_test(distance_counts_edits),
        cmocka_unit_test(very_long_words_are_far),
        cmocka_unit_test(the_nearest_name_is_within_a_third),
        cmocka_unit_test(of_equally_near_names_the_first_is_meant),
        cmocka_unit_test(a_list_grows_in_order),
        cmocka_unit_test(a_list_takes_the_words_of_a_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
