#include "unit.h"

#include "base/utf8.h"

#define assert_rune(bytes, expected, length)                                                                                     \
    do {                                                                                                                         \
        Rune rune = utf8_decode(S(bytes));                                                                                       \
        assert_int_equal(rune.value, (expected));                                                                                \
        assert_int_equal(rune.n, (length));                                                                                      \
        assert_true(rune.valid);                                                                                                 \
    } while (0)

#define assert_malformed(bytes, length)                                                                                          \
    do {                                                                                                                         \
        Rune rune = utf8_decode(S(bytes));                                                                                       \
        assert_int_equal(rune.value, UTF8_REPLACEMENT);                                                                          \
        assert_int_equal(rune.n, (length));                                                                                      \
        assert_false(rune.valid);                                                                                                \
    } while (0)

static void code_points_of_every_length_are_decoded(void **state)
{
    (void)state;
    assert_rune("A", 'A', 1);
    assert_rune("\0", 0, 1);
    assert_rune("\x7F", 0x7F, 1);
    assert_rune("\xC2\x80", 0x80, 2);
    assert_rune("\xDF\xBF", 0x7FF, 2);
    assert_rune("\xE0\xA0\x80", 0x800, 3);
    assert_rune("\xEF\xBF\xBF", 0xFFFF, 3);
    assert_rune("\xF0\x90\x80\x80", 0x10000, 4);
    assert_rune("\xF4\x8F\xBF\xBF", 0x10FFFF, 4);
    assert_rune("\xED\x9F\xBFx", 0xD7FF, 3);
}

static void malformed_bytes_give_the_replacement_character(void **state)
{
    (void)state;
    assert_malformed("\x80", 1);
    assert_malformed("\xFF", 1);
    assert_malformed("\xC0\x80", 1);
    assert_malformed("\xC1\xBF", 1);
    assert_malformed("\xE0\x9F\xBF", 1);
    assert_malformed("\xF0\x8F\xBF\xBF", 1);
    assert_malformed("\xF5\x80\x80\x80", 1);
}

static void surrogates_and_too_large_values_are_malformed(void **state)
{
    (void)state;
    assert_malformed("\xED\xA0\x80", 1);
    assert_malformed("\xED\xBF\xBF", 1);
    assert_malformed("\xF4\x90\x80\x80", 1);
}

static void a_cut_sequence_counts_as_one(void **state)
{
    (void)state;
    assert_malformed("\xC3", 1);
    assert_malformed("\xE2\x82", 2);
    assert_malformed("\xE2\x82x", 2);
    assert_malformed("\xF0\x9F\x98", 3);
    assert_malformed("\xF0\x9F\x98\xC3", 3);
}

static void every_code_point_survives_encoding(void **state)
{
    (void)state;
    for (uint32_t r = 0; r <= 0x10FFFF; r++) {
        if (r >= 0xD800 && r <= 0xDFFF)
            continue;
        char bytes[4];
        int n = utf8_encode(bytes, r);
        Rune back = utf8_decode((Str){bytes, n});
        if (back.value != r || back.n != n || !back.valid)
            fail_msg("U+%04X", r);
    }
}

static void what_is_no_code_point_is_encoded_as_the_replacement(void **state)
{
    (void)state;
    static const uint32_t wrong[] = {0xD800, 0xDFFF, 0x110000, 0xFFFFFFFF};
    for (ptrdiff_t i = 0; i < countof(wrong); i++) {
        char bytes[4];
        int n = utf8_encode(bytes, wrong[i]);
        assert_str(((Str){bytes, n}), "\xEF\xBF\xBD");
    }
}

static void validity_is_of_the_whole_text(void **state)
{
    (void)state;
    assert_true(utf8_is_valid(S("")));
    assert_true(utf8_is_valid(S("gate ä 中 😀 and a long tail of plain text")));
    assert_false(utf8_is_valid(S("a long plain text before the byte \xE4")));
    assert_false(utf8_is_valid(S("\xC3")));
}

static void ascii_is_below_80(void **state)
{
    (void)state;
    static const char text[] = "0123456789abcdefghij";
    assert_true(utf8_is_ascii(S(text)));
    assert_true(utf8_is_ascii(S("")));
    for (ptrdiff_t i = 0; i < (ptrdiff_t)sizeof text - 1; i++) {
        char copy[sizeof text];
        for (size_t k = 0; k < sizeof text; k++)
            copy[k] = text[k];
        copy[i] = (char)0x80;
        assert_false(utf8_is_ascii((Str){copy, (ptrdiff_t)sizeof text - 1}));
    }
}

static void length_counts_code_points(void **state)
{
    (void)state;
    assert_int_equal(utf8_length(S("")), 0);
    assert_int_equal(utf8_length(S("gäte😀")), 5);
    assert_int_equal(utf8_length(S("a\xFF\xE2\x82z")), 4);
}

static void a_head_is_cut_between_code_points(void **state)
{
    (void)state;
    assert_str(utf8_head(S("gäte"), 10), "gäte");
    assert_str(utf8_head(S("gäte"), 3), "gä");
    assert_str(utf8_head(S("gäte"), 2), "g");
    assert_str(utf8_head(S("😀"), 3), "");
    assert_str(utf8_head(S("😀x"), 4), "😀");
    assert_str(utf8_head(S("gäte"), 0), "");
}

static void malformed_bytes_can_be_cleaned_away(void **state)
{
    (void)state;
    Arena a = {0};
    Str good = S("gäte");
    assert_ptr_equal(utf8_clean(&a, good).p, good.p);
    assert_str(utf8_clean(&a, S("a\xFF" "b\xE2\x82 ä")), "a\xEF\xBF\xBD" "b\xEF\xBF\xBD ä");
    assert_str(utf8_clean(&a, S("")), "");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(code_points_of_every_length_are_decoded),
        cmocka_unit_test(malformed_bytes_give_the_replacement_character),
        cmocka_unit_test(surrogates_and_too_large_values_are_malformed),
        cmocka_unit_test(a_cut_sequence_counts_as_one),
        cmocka_unit_test(every_code_point_survives_encoding),
        cmocka_unit_test(what_is_no_code_point_is_encoded_as_the_replacement),
        cmocka_unit_test(validity_is_of_the_whole_text),
        cmocka_unit_test(ascii_is_below_80),
        cmocka_unit_test(length_counts_code_points),
        cmocka_unit_test(a_head_is_cut_between_code_points),
        cmocka_unit_test(malformed_bytes_can_be_cleaned_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
