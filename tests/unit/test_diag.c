#include "unit.h"

static Arena arena;
static Diags diags;

static int setup(void **state)
{
    (void)state;
    arena = (Arena){0};
    diags = (Diags){.arena = &arena};
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static Source source_of(const char *text)
{
    return (Source){S("a.md"), str(text)};
}

/* What is printed about the byte at `offset`. */
static Str printed_at(const char *text, ptrdiff_t offset)
{
    Source s = source_of(text);
    diags.n = 0;
    diag_at(&diags, &s, offset, DIAG_BAD_VALUE, "wrong");
    Buf b = {.arena = &arena};
    diag_put_text(&b, &diags.items[0], false);
    return buf_str(&b);
}

static Str printed(const Diag *d)
{
    Buf b = {.arena = &arena};
    diag_put_text(&b, d, false);
    return buf_str(&b);
}

static void assert_place(const char *text, ptrdiff_t offset, int line, int col, const char *file, int at)
{
    Source s = source_of(text);
    diag_at(&diags, &s, offset, DIAG_YAML, "x");
    const Diag *d = &diags.items[diags.n - 1];
    _assert_int_equal((uintmax_t)d->line, (uintmax_t)line, file, at);
    _assert_int_equal((uintmax_t)d->col, (uintmax_t)col, file, at);
}
#define assert_place(text, offset, line, col) assert_place((text), (offset), (line), (col), __FILE__, __LINE__)

/* --- places ------------------------------------------------------------------------------------------------------------------- */

static void places_are_counted_from_one(void **state)
{
    (void)state;
    assert_place("", 0, 1, 1);
    assert_place("ab\ncd\n", 0, 1, 1);
    assert_place("ab\ncd\n", 1, 1, 2);
    assert_place("ab\ncd\n", 2, 1, 3);
    assert_place("ab\ncd\n", 3, 2, 1);
    assert_place("ab\ncd\n", 4, 2, 2);
    assert_place("ab\ncd\n", 6, 3, 1);
    assert_place("\n\n\n", 3, 4, 1);
}

static void columns_are_code_points(void **state)
{
    (void)state;
    assert_place("äö😀x", 8, 1, 4);
    assert_place("ä\nö=x", 6, 2, 3);
}

static void a_carriage_return_is_no_part_of_the_line(void **state)
{
    (void)state;
    assert_place("ab\r\ncd\r\n", 5, 2, 2);
    assert_str(diags.items[0].excerpt, "cd");
}

static void a_counted_place_takes_its_line_as_the_excerpt(void **state)
{
    (void)state;
    Source s = source_of("one\ntwo\nthree");
    diag_line(&diags, &s, 2, 3, DIAG_YAML, "x");
    assert_str(diags.items[0].excerpt, "two");
    diag_line(&diags, &s, 3, 1, DIAG_YAML, "x");
    assert_str(diags.items[1].excerpt, "three");
    diag_line(&diags, &s, 9, 1, DIAG_YAML, "x");
    assert_str(diags.items[2].excerpt, "");
}

/* Lines of every length, one long among them, asked for from the top down, from the bottom up, and beyond the end. */
static void a_line_is_found_wherever_the_last_message_was(void **state)
{
    enum { LINES = 300 };
    (void)state;
    Arena a = {0};
    Buf text = {.arena = &a};
    for (int i = 1; i <= LINES; i++) {
        buf_fmt(&text, "%d", i);
        buf_pad(&text, 'x', i == 100 ? 200 : i % 7 ? 0 : i % 90);
        if (i < LINES)
            buf_putc(&text, '\n');
    }
    Source source = {S("a.md"), buf_str(&text)};
    for (int i = 1; i <= 3 * LINES; i++) {
        int line = i <= LINES ? i : i <= 2 * LINES ? 2 * LINES + 1 - i : i * 37 % LINES + 1;
        diag_line(&diags, &source, LINES + 1 + i % 2, 1, DIAG_DEPTH, "x");
        assert_int_equal(diags.items[diags.n - 1].excerpt.n, 0);
        diag_line(&diags, &source, line, 1, DIAG_DEPTH, "x");
        assert_int_equal(str_number(str_head(diags.items[diags.n - 1].excerpt, line < 10 ? 1 : line < 100 ? 2 : 3)), line);
    }
    arena_free(&a);
}

/* --- as text ------------------------------------------------------------------------------------------------------------------- */

static void a_message_shows_place_severity_sentence_code_line_and_caret(void **state)
{
    (void)state;
    assert_str(printed_at("title: x\ndate: soon\n", 15), "a.md:2:7: warning: wrong [bad-value]\n  date: soon\n        ^\n");
}

static void a_caret_stands_below_a_character_behind_tabs_and_umlauts(void **state)
{
    (void)state;
    assert_str(printed_at("\tä\tx", 4), "a.md:1:4: warning: wrong [bad-value]\n  \tä\tx\n  \t \t^\n");
    assert_str(printed_at("größe: x", 9), "a.md:1:8: warning: wrong [bad-value]\n  größe: x\n         ^\n");
}

static void a_caret_may_stand_behind_the_line(void **state)
{
    (void)state;
    assert_str(printed_at("ab\n", 2), "a.md:1:3: warning: wrong [bad-value]\n  ab\n    ^\n");
}

static void an_empty_line_is_not_shown(void **state)
{
    (void)state;
    assert_str(printed_at("\n", 0), "a.md:1:1: warning: wrong [bad-value]\n");
}

static void a_message_about_a_file_has_no_place(void **state)
{
    (void)state;
    diag_file(&diags, S("x.bin"), DIAG_TOO_LARGE, "is %d bytes long", 7);
    assert_str(printed(&diags.items[0]), "x.bin: error: is 7 bytes long [too-large]\n");
}

static void controls_of_the_source_do_not_reach_the_terminal(void **state)
{
    (void)state;
    assert_str(printed_at("a\x1B[2Jx", 5), "a.md:1:6: warning: wrong [bad-value]\n  a\xEF\xBF\xBD[2Jx\n       ^\n");
    diag_file(&diags, S("a\nb.md"), DIAG_YAML, "it is ‘\x1B\x07’");
    assert_str(printed(&diags.items[1]), "a\xEF\xBF\xBD" "b.md: error: it is ‘\xEF\xBF\xBD\xEF\xBF\xBD’ [yaml]\n");
}

static void colour_wraps_path_severity_and_caret(void **state)
{
    (void)state;
    Source s = source_of("x");
    diag_at(&diags, &s, 0, DIAG_YAML, "wrong");
    Buf b = {.arena = &arena};
    diag_put_text(&b, &diags.items[0], true);
    assert_str(buf_str(&b), "\033[1ma.md:1:1:\033[0m \033[31merror:\033[0m wrong [yaml]\n  x\n  \033[31m^\033[0m\n");
}

static void a_very_long_line_is_cut_and_a_place_beyond_it_not_shown(void **state)
{
    (void)state;
    char *line = arena_new(&arena, char, 1001);
    for (int i = 0; i < 1000; i++)
        line[i] = 'x';
    Str near = printed_at(line, 10), far = printed_at(line, 900);
    assert_int_equal(diags.items[0].excerpt.n, 160);
    assert_true(str_find(near, S("^")) > 0);
    assert_str(far, "a.md:1:901: warning: wrong [bad-value]\n");
}

static void a_very_long_message_is_cut_between_characters(void **state)
{
    (void)state;
    Buf b = {.arena = &arena};
    for (int i = 0; i < 2000; i++)
        buf_put(&b, S("ä"));
    diag_file(&diags, S("a"), DIAG_YAML, "x" STR_FMT, STR_ARG(buf_str(&b)));
    Str message = diags.items[0].message;
    assert_true(message.n > 900 && message.n < 1024);
    assert_true(str_ends(message, S("ä")));
}

static void a_diagnostic_outlives_its_source(void **state)
{
    (void)state;
    Arena scratch = {0};
    Source s = {str_copy(&scratch, S("a.md")), str_copy(&scratch, S("text"))};
    diag_at(&diags, &s, 1, DIAG_YAML, STR_FMT, STR_ARG(s.text));
    arena_free(&scratch);
    assert_str(printed(&diags.items[0]), "a.md:1:2: error: text [yaml]\n  text\n   ^\n");
}

/* --- as JSON ------------------------------------------------------------------------------------------------------------------- */

static void a_message_is_a_line_of_json(void **state)
{
    (void)state;
    Source s = source_of("x\n\"y\"");
    diag_at(&diags, &s, 2, DIAG_BAD_VALUE, "it is \"x\\y\"\n\x01");
    Buf b = {.arena = &arena};
    diag_put_json(&b, &diags.items[0]);
    assert_str(buf_str(&b), "{\"path\":\"a.md\",\"line\":2,\"col\":1,\"severity\":\"warning\",\"code\":\"bad-value\","
                            "\"class\":\"field\","
                            "\"message\":\"it is \\\"x\\\\y\\\"\\n\\u0001\"}\n");
}

static void a_message_is_a_line_as_compilers_write_it(void **state)
{
    (void)state;
    Source s = source_of("x\n\ty");
    Buf b = {.arena = &arena};
    diag_at(&diags, &s, 3, DIAG_BAD_VALUE, "it is\nwrong");
    diag_put_gcc(&b, &diags.items[0]);
    diag_file(&diags, S("b.md"), DIAG_DRAFT, "left out");
    diag_put_gcc(&b, &diags.items[1]);
    assert_str(buf_str(&b), "a.md:2:2: warning: it is\xEF\xBF\xBDwrong [bad-value]\nb.md:1:1: note: left out [draft]\n");
}

static void json_strings_are_always_utf8(void **state)
{
    (void)state;
    Buf b = {.arena = &arena};
    buf_put_json(&b, S("ä\xFF\t\x1F/"));
    assert_str(buf_str(&b), "\"ä\xEF\xBF\xBD\\t\\u001f/\"");
}

/* --- severities ---------------------------------------------------------------------------------------------------------------- */

static void the_order_of_the_codes_decides_the_severity(void **state)
{
    (void)state;
    for (int code = 0; code < DIAG_CODE_COUNT; code++) {
        Severity expected = code < DIAG_FIRST_WARNING ? SEVERITY_NOTE : code < DIAG_FIRST_ERROR ? SEVERITY_WARNING : SEVERITY_ERROR;
        assert_int_equal(diag_severity((DiagCode)code), expected);
    }
    assert_int_equal(diag_severity(DIAG_DRAFT), SEVERITY_NOTE);
    assert_int_equal(diag_severity(DIAG_REPLACED_BYTE), SEVERITY_WARNING);
    assert_int_equal(diag_severity(DIAG_BROKEN_LINK), SEVERITY_WARNING);
    assert_int_equal(diag_severity(DIAG_YAML), SEVERITY_ERROR);
    assert_int_equal(diag_severity(DIAG_WRITE), SEVERITY_ERROR);
}

static void every_code_has_a_name_of_its_own(void **state)
{
    (void)state;
    for (int code = 0; code < DIAG_CODE_COUNT; code++) {
        assert_true(diag_name((DiagCode)code).n > 0);
        for (int other = 0; other < code; other++)
            assert_false(str_eq(diag_name((DiagCode)code), diag_name((DiagCode)other)));
    }
}

static void every_code_has_a_class(void **state)
{
    (void)state;
    for (int code = 0; code < DIAG_CODE_COUNT; code++)    /* the first class is what a code forgotten in the table would get */
        assert_int_equal(diag_class((DiagCode)code) == CLASS_LINK, code == DIAG_BROKEN_LINK);
    for (int class = 0; class < CLASS_COUNT; class++)
        assert_true(diag_class_name((DiagClass)class).n > 0);
    assert_str(diag_class_name(diag_class(DIAG_UNKNOWN_NAME)), "template");
    assert_str(diag_class_name(diag_class(DIAG_FUTURE_DATE)), "date");
}

static void strict_makes_errors_of_warnings_only(void **state)
{
    (void)state;
    diag_file(&diags, S("a"), DIAG_DRAFT, "x");
    diag_file(&diags, S("a"), DIAG_BAD_VALUE, "x");
    diag_file(&diags, S("a"), DIAG_YAML, "x");
    assert_int_equal(diags_count(&diags, SEVERITY_WARNING), 1);
    diags_raise_warnings(&diags);
    assert_int_equal(diags_count(&diags, SEVERITY_NOTE), 1);
    assert_int_equal(diags_count(&diags, SEVERITY_WARNING), 0);
    assert_int_equal(diags_count(&diags, SEVERITY_ERROR), 2);
    assert_str(printed(&diags.items[1]), "a: error: x [bad-value]\n");
}

/* --- lists --------------------------------------------------------------------------------------------------------------------- */

static void messages_are_sorted_by_place(void **state)
{
    (void)state;
    Source s = source_of("x\nyy\n"), ten = {S("a10.md"), S("x")}, two = {S("a2.md"), S("x")};
    diag_at(&diags, &ten, 0, DIAG_YAML, "6");
    diag_at(&diags, &two, 0, DIAG_YAML, "5");
    diag_at(&diags, &s, 3, DIAG_YAML, "4");
    diag_at(&diags, &s, 2, DIAG_YAML, "3");
    diag_at(&diags, &s, 0, DIAG_BAD_VALUE, "2b");
    diag_at(&diags, &s, 0, DIAG_BAD_VALUE, "2a");
    diag_at(&diags, &s, 0, DIAG_YAML, "2c");
    diag_file(&diags, S("a.md"), DIAG_WRITE, "1");
    diags_sort(&diags);
    StrList order = {0};
    for (ptrdiff_t i = 0; i < diags.n; i++)
        list_add(&arena, &order, diags.items[i].message);
    assert_str(list_join(&arena, &order, S(" ")), "1 2a 2b 2c 3 4 5 6");
}

static void the_same_message_is_told_once(void **state)
{
    (void)state;
    Source s = source_of("x\ny\n");
    for (int i = 0; i < 50; i++)
        diag_at(&diags, &s, 2 * (i % 2), DIAG_YAML, "same");
    diags_sort(&diags);
    assert_int_equal(diags.n, 2);
    Diags none = {.arena = &arena};
    diags_sort(&none);
    assert_int_equal(none.n, 0);
}

static void lists_are_added_with_their_texts(void **state)
{
    (void)state;
    Arena worker = {0};
    Diags from = {.arena = &worker};
    Source s = {str_copy(&worker, S("b.md")), str_copy(&worker, S("text"))};
    diag_file(&diags, S("a.md"), DIAG_DRAFT, "first");
    diag_at(&from, &s, 0, DIAG_BAD_VALUE, "second");
    diags_raise_warnings(&from);
    diags_append(&diags, &from);
    arena_free(&worker);
    assert_int_equal(diags.n, 2);
    assert_str(printed(&diags.items[1]), "b.md:1:1: error: second [bad-value]\n  text\n  ^\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(places_are_counted_from_one, setup, teardown),
        cmocka_unit_test_setup_teardown(columns_are_code_points, setup, teardown),
        cmocka_unit_test_setup_teardown(a_carriage_return_is_no_part_of_the_line, setup, teardown),
        cmocka_unit_test_setup_teardown(a_counted_place_takes_its_line_as_the_excerpt, setup, teardown),
        cmocka_unit_test_setup_teardown(a_line_is_found_wherever_the_last_message_was, setup, teardown),
        cmocka_unit_test_setup_teardown(a_message_shows_place_severity_sentence_code_line_and_caret, setup, teardown),
        cmocka_unit_test_setup_teardown(a_caret_stands_below_a_character_behind_tabs_and_umlauts, setup, teardown),
        cmocka_unit_test_setup_teardown(a_caret_may_stand_behind_the_line, setup, teardown),
        cmocka_unit_test_setup_teardown(an_empty_line_is_not_shown, setup, teardown),
        cmocka_unit_test_setup_teardown(a_message_about_a_file_has_no_place, setup, teardown),
        cmocka_unit_test_setup_teardown(controls_of_the_source_do_not_reach_the_terminal, setup, teardown),
        cmocka_unit_test_setup_teardown(colour_wraps_path_severity_and_caret, setup, teardown),
        cmocka_unit_test_setup_teardown(a_very_long_line_is_cut_and_a_place_beyond_it_not_shown, setup, teardown),
        cmocka_unit_test_setup_teardown(a_very_long_message_is_cut_between_characters, setup, teardown),
        cmocka_unit_test_setup_teardown(a_diagnostic_outlives_its_source, setup, teardown),
        cmocka_unit_test_setup_teardown(a_message_is_a_line_of_json, setup, teardown),
        cmocka_unit_test_setup_teardown(a_message_is_a_line_as_compilers_write_it, setup, teardown),
        cmocka_unit_test_setup_teardown(json_strings_are_always_utf8, setup, teardown),
        cmocka_unit_test_setup_teardown(the_order_of_the_codes_decides_the_severity, setup, teardown),
        cmocka_unit_test_setup_teardown(every_code_has_a_name_of_its_own, setup, teardown),
        cmocka_unit_test_setup_teardown(every_code_has_a_class, setup, teardown),
        cmocka_unit_test_setup_teardown(strict_makes_errors_of_warnings_only, setup, teardown),
        cmocka_unit_test_setup_teardown(messages_are_sorted_by_place, setup, teardown),
        cmocka_unit_test_setup_teardown(the_same_message_is_told_once, setup, teardown),
        cmocka_unit_test_setup_teardown(lists_are_added_with_their_texts, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
