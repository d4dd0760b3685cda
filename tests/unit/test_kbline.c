/* Lines are asked for many bytes at a time: so what is to be seen in one is put at every place of a line of every length, and every line at every place of a
 * text. */
#include "unit.h"

#include "doc/ident.h"
#include "read/charset.h"
#include "read/kb/line.h"

#include <string.h>

enum { LONGEST = 70 };

static Line line_with(Arena *a, const char *text)
{
    return line_of(a, str(text), 1);
}

static void a_gap_and_an_indent_are_seen_at_every_place(void **state)
{
    (void)state;
    Arena a = {0};
    for (int length = 3; length < LONGEST; length++)
        for (int indent = 0; indent < length; indent++)
            for (int gap = indent + 1; gap + 2 < length; gap++) {
                char text[LONGEST + 3] = {0};
                memset(text, 'x', (size_t)length);
                memset(text, ' ', (size_t)indent);
                Line line = line_with(&a, text);
                assert_int_equal(line.indent, indent);
                assert_false(line.has_gap);
                text[gap] = ' ';
                assert_false(line_with(&a, text).has_gap);
                text[gap + 1] = ' ';
                memcpy(text + length, " \r", 2);
                line = line_with(&a, text);
                assert_int_equal(line.indent, indent);
                assert_true(line.has_gap);
                assert_int_equal(line.text.n, length);
                arena_rewind(&a, (ArenaMark){0});
            }
    arena_free(&a);
}

static void a_tab_is_seen_at_every_place(void **state)
{
    (void)state;
    Arena a = {0};
    for (int length = 1; length < LONGEST; length++)
        for (int tab = 0; tab + 1 < length; tab++) {
            char text[LONGEST] = {0};
            memset(text, 'x', (size_t)length);
            text[tab] = '\t';
            assert_int_equal(line_with(&a, text).text.n, length - 1 + 8 - tab % 8);
        }
    arena_free(&a);
}

static void a_line_is_the_same_wherever_it_stands(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "a", "  a", "a  b", "     a", " ", "a\tb", "\ta", "  a  ", "- a b", "-----", "a\r", "ab  <BR/>", "   -- --"};
    Arena a = {0};
    for (int before = 0; before < 2 * LONGEST; before++)
        for (ptrdiff_t i = 0; i < countof(texts); i++) {
            char first[2 * LONGEST + 1] = {0};
            memset(first, before % 2 ? 'x' : ' ', (size_t)before);
            Str text = str_fmt(&a, "%s\n%s\n%s\n\n%s", first, texts[i], texts[(i + 1) % countof(texts)], texts[i]);
            const char *const written[] = {first, texts[i], texts[(i + 1) % countof(texts)], "", texts[i]};
            Lines lines = lines_of(&a, text, 7);
            assert_int_equal(lines.n, countof(written) - !*texts[i]);
            for (int k = 0; k < lines.n; k++) {
                Line line = lines.items[k], alone = line_of(&a, str(written[k]), 7 + k);
                assert_true(str_eq(line.text, alone.text));
                assert_int_equal(line.number, alone.number);
                assert_int_equal(line.indent, alone.indent);
                assert_int_equal(line.has_gap, alone.has_gap);
                assert_int_equal(line.is_run, alone.is_run);
                assert_int_equal(line.is_ruler, alone.is_ruler);
                assert_int_equal(line.is_plain, alone.is_plain);
            }
            arena_rewind(&a, (ArenaMark){0});
        }
    arena_free(&a);
}

static void plain_lines_begin_no_block(void **state)
{
    (void)state;
    static const char *const others[] = {"- a", "* a", "+-+", "| a", "1. a", "a. b", "o a", "---", "= ==", "=== ===", "aaa", "a  b", "", "   "};
    static const char *const plain[] = {"a b", "   a b", "of all", "ab. c", "(see below)", "\"a\" b"};
    Arena a = {0};
    for (ptrdiff_t i = 0; i < countof(others); i++)
        assert_false(line_with(&a, others[i]).is_plain);
    for (ptrdiff_t i = 0; i < countof(plain); i++)
        assert_true(line_with(&a, plain[i]).is_plain);
    arena_free(&a);
}

static void rulers_are_runs_of_one_sign(void **state)
{
    (void)state;
    Arena a = {0};
    assert_true(line_with(&a, "--").is_ruler && line_with(&a, "--").is_run);
    assert_true(line_with(&a, "-").is_run && !line_with(&a, "-").is_ruler);
    assert_true(line_with(&a, " == ===").is_ruler && !line_with(&a, " == ===").is_run);
    assert_true(line_with(&a, "****").is_run && !line_with(&a, "****").is_ruler);
    assert_false(line_with(&a, "--=--").is_run || line_with(&a, "--=--").is_ruler);
    arena_free(&a);
}

static void an_identifier_is_found_at_every_place(void **state)
{
    (void)state;
    static const char *const names[] = {"Q123456", "joe@example.com", "setup.exe", "\\\\server\\share", "http://a.example/b"};
    IdPattern ids = id_pattern_default();
    for (ptrdiff_t i = 0; i < countof(names); i++)
        for (ptrdiff_t before = 0; before < 40; before++)
            for (ptrdiff_t behind = 0; behind < 40; behind++) {
                char text[120];
                Str name = str(names[i]);
                memset(text, ' ', sizeof text);
                memcpy(text + before, name.p, (size_t)name.n);
                Ident found;
                assert_true(ident_next(&ids, (Str){text, before + name.n + behind}, 0, false, &found));
                assert_int_equal(found.at, before);
                assert_int_equal(found.n, name.n);
            }
}

static void a_byte_that_is_not_plain_is_seen_at_every_place(void **state)
{
    (void)state;
    static const char odd[] = {'\x01', '\x1F', '\x7F', '\x80', '\xFF'};
    Arena a = {0};
    Diags diags = {.arena = &a};
    for (ptrdiff_t length = 1; length < 140; length++)
        for (ptrdiff_t at = 0; at < length; at++)
            for (ptrdiff_t i = 0; i < countof(odd); i++) {
                char text[140];
                for (ptrdiff_t k = 0; k < length; k++)
                    text[k] = "a ~\t\r\n"[k % 6];
                Source raw = {S("a.txt"), {text, length}};
                assert_ptr_equal(charset_decode(&a, &raw, &diags).p, text);
                text[at] = odd[i];
                assert_ptr_not_equal(charset_decode(&a, &raw, &diags).p, text);
                diags = (Diags){.arena = &a};
                arena_rewind(&a, (ArenaMark){0});
            }
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_gap_and_an_indent_are_seen_at_every_place),
        cmocka_unit_test(a_tab_is_seen_at_every_place),
        cmocka_unit_test(a_line_is_the_same_wherever_it_stands),
        cmocka_unit_test(plain_lines_begin_no_block),
        cmocka_unit_test(rulers_are_runs_of_one_sign),
        cmocka_unit_test(an_identifier_is_found_at_every_place),
        cmocka_unit_test(a_byte_that_is_not_plain_is_seen_at_every_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
