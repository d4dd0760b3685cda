#include "unit.h"

#include "read/charset.h"

typedef struct Case {
    Str text;
    Diags diags;
} Case;

static Case *decode(Arena *a, Str bytes)
{
    Case *c = arena_new(a, Case, 1);
    c->diags.arena = a;
    Source raw = {S("a.txt"), bytes};
    c->text = charset_decode(a, &raw, &c->diags);
    return c;
}

/* "line:col code" of each diagnostic. */
static Str places(Arena *a, const Case *c)
{
    StrList list = {0};
    for (ptrdiff_t i = 0; i < c->diags.n; i++) {
        const Diag *d = &c->diags.items[i];
        list_add(a, &list, str_fmt(a, "%d:%d " STR_FMT, d->line, d->col, STR_ARG(diag_name(d->code))));
    }
    return list_join(a, &list, S("; "));
}

#define assert_decoded(bytes, text, said) assert_decoded_at(S(bytes), (text), (said), __FILE__, __LINE__)

static void assert_decoded_at(Str bytes, const char *text, const char *said, const char *file, int line)
{
    Arena a = {0};
    Case *c = decode(&a, bytes);
    assert_str_at(c->text, text, file, line);
    assert_str_at(places(&a, c), said, file, line);
    arena_free(&a);
}

static void plain_text_is_the_same_bytes(void **state)
{
    (void)state;
    Arena a = {0};
    Str bytes = S("Tabs\tand\r\nlines\n");
    Case *c = decode(&a, bytes);
    assert_ptr_equal(c->text.p, bytes.p);
    assert_int_equal(c->text.n, bytes.n);
    assert_int_equal(c->diags.n, 0);
    arena_free(&a);
}

static void the_empty_text_stays_empty(void **state)
{
    (void)state;
    assert_decoded("", "", "");
    assert_decoded("\xEF\xBB\xBF", "", "");
}

static void utf8_is_kept(void **state)
{
    (void)state;
    assert_decoded("Größe – “x” 中 😀\n", "Größe – “x” 中 😀\n", "");
    assert_decoded("a\xC2\xA0" "b", "a\xC2\xA0" "b", "");
}

static void a_byte_order_mark_is_dropped(void **state)
{
    (void)state;
    assert_decoded("\xEF\xBB\xBFText\n", "Text\n", "");
    assert_decoded("\xEF\xBB\xBFGröße\n", "Größe\n", "");
    assert_decoded("\xEF\xBB\xBF" "a\x01", "a\xEF\xBF\xBD", "1:2 replaced-byte");
}

static void other_bytes_are_windows_1252(void **state)
{
    (void)state;
    assert_decoded("Gr\xF6\xDF" "e \x80 \x93x\x94 \x99 \xFF\n", "Größe € “x” ™ ÿ\n", "0:0 encoding");
    assert_int_equal(charset_windows1252(0x41), 0x41);
    assert_int_equal(charset_windows1252(0x80), 0x20AC);
    assert_int_equal(charset_windows1252(0x9F), 0x178);
    assert_int_equal(charset_windows1252(0xA0), 0xA0);
    assert_int_equal(charset_windows1252(0xE9), 0xE9);
}

static void a_no_break_space_of_an_old_article_pads_a_column(void **state)
{
    (void)state;
    assert_decoded("a\xA0\xA0" "b", "a  b", "0:0 encoding");
}

static void undefined_bytes_are_replaced_at_their_place(void **state)
{
    (void)state;
    static const unsigned char undefined[] = {0x81, 0x8D, 0x8F, 0x90, 0x9D};
    for (ptrdiff_t i = 0; i < countof(undefined); i++)
        assert_int_equal(charset_windows1252(undefined[i]), 0xFFFD);
    assert_decoded("one\n\xE4\xF6\x81x\n\x9D\n", "one\näö\xEF\xBF\xBDx\n\xEF\xBF\xBD\n", "0:0 encoding; 2:3 replaced-byte; 3:1 replaced-byte");
}

static void the_message_names_the_byte(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = decode(&a, S("\x81"));
    assert_str(c->diags.items[1].message, "the character 0x81 cannot be shown and was replaced; write what was meant");
    arena_free(&a);
}

static void controls_are_replaced(void **state)
{
    (void)state;
    assert_decoded("a\x1B[1m\x07\n", "a\xEF\xBF\xBD[1m\xEF\xBF\xBD\n", "1:2 replaced-byte; 1:6 replaced-byte");
    assert_decoded("\x0C", "\xEF\xBF\xBD", "1:1 replaced-byte");
    assert_decoded("ä\xC2\x85", "ä\xEF\xBF\xBD", "1:2 replaced-byte");
}

static void a_delete_at_a_lines_end_is_litter(void **state)
{
    (void)state;
    assert_decoded("a\x7F\r\nb\x7F\nc\x7F", "a\r\nb\nc", "");
    assert_decoded("a\x7F" "b\n", "a\xEF\xBF\xBD" "b\n", "1:2 replaced-byte");
}

static void broken_utf8_is_windows_1252(void **state)
{
    (void)state;
    assert_decoded("\xC3\xB6 \xC3", "Ã¶ Ã", "0:0 encoding");
    assert_decoded("\xED\xA0\x80", "í €", "0:0 encoding");
}

static void a_thousand_replaced_characters_are_one_problem(void **state)
{
    (void)state;
    Arena a = {0};
    Buf b = {.arena = &a};
    buf_pad(&b, '\x1B', 1000);
    Case *c = decode(&a, buf_str(&b));
    assert_int_equal(c->text.n, 3000);
    assert_int_equal(c->diags.n, 50);
    arena_free(&a);
}

static void binary_files_have_a_nul_near_their_head(void **state)
{
    (void)state;
    Arena a = {0};
    assert_true(charset_is_binary(S("GIF8\0x")));
    assert_false(charset_is_binary(S("")));
    assert_false(charset_is_binary(S("\x81\xFF\x01")));
    Buf b = {.arena = &a};
    buf_pad(&b, 'x', 7999);
    buf_putc(&b, '\0');
    assert_true(charset_is_binary(buf_str(&b)));
    assert_false(charset_is_binary(str_join2(&a, S("x"), buf_str(&b))));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_text_is_the_same_bytes),
        cmocka_unit_test(the_empty_text_stays_empty),
        cmocka_unit_test(utf8_is_kept),
        cmocka_unit_test(a_byte_order_mark_is_dropped),
        cmocka_unit_test(other_bytes_are_windows_1252),
        cmocka_unit_test(a_no_break_space_of_an_old_article_pads_a_column),
        cmocka_unit_test(undefined_bytes_are_replaced_at_their_place),
        cmocka_unit_test(the_message_names_the_byte),
        cmocka_unit_test(controls_are_replaced),
        cmocka_unit_test(a_delete_at_a_lines_end_is_litter),
        cmocka_unit_test(broken_utf8_is_windows_1252),
        cmocka_unit_test(a_thousand_replaced_characters_are_one_problem),
        cmocka_unit_test(binary_files_have_a_nul_near_their_head),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
