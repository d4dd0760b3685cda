#include "unit.h"

#include "base/fold.h"
#include "search/token.h"

/* The tokens of a text, in order; wholes in brackets, a word that is too long as "~". */
static Str shown(Arena *a, Str text)
{
    StrList list = {0};
    ptrdiff_t n;
    const Token *tokens = tokens_all(a, text_fold(a, text), &n);
    for (const Token *t = tokens; t < tokens + n; t++)
        list_add(a, &list, t->is_whole ? str_fmt(a, "[" STR_FMT "]", STR_ARG(t->text)) : t->text.n ? t->text : S("~"));
    return list_join(a, &list, S(" "));
}

#define assert_tokens(text, expected)                        \
    do {                                                     \
        Arena arena_ = {0};                                  \
        assert_str(shown(&arena_, str(text)), (expected));   \
        arena_free(&arena_);                                 \
    } while (0)

static void words(void **state)
{
    (void)state;
    assert_tokens("", "");
    assert_tokens("How to Print", "how to print");
    assert_tokens("don't (stop) - now!", "don t stop now");
    assert_tokens("add-in; e-mail", "add in e mail");
}

static void runs(void **state)
{
    (void)state;
    assert_tokens("INETCOMM.DLL.", "[inetcomm.dll] inetcomm dll");
    assert_tokens("HKEY_CURRENT_USER\\Software", "[hkey_current_user] hkey current user software");
    assert_tokens("joe@example.org", "[joe@example.org] joe example org");
    assert_tokens("C++ and C#, but not x+y or #1", "[c++] c and [c#] c but not x y or 1");
    assert_tokens("C#x", "c x");
    assert_tokens("end..begin ._.", "end begin");
}

static void codes(void **state)
{
    (void)state;
    assert_tokens("0x8007000E", "[0x8007000e] 8007000e");
    assert_tokens("STOP 0x0000007B", "stop [0x7b] 7b");
    assert_tokens("0x0 0x 0xg", "[0x0] 0 0x 0xg");
}

static void folding(void **state)
{
    (void)state;
    assert_tokens("Café RÉSUMÉ", "cafe resume");
    assert_tokens("Straße STRASSE", "strasse strasse");
    assert_tokens("\xEF\xBC\xB1\xEF\xBC\x91", "q1");        /* full-width letters */
    assert_tokens("soft\xC2\xADhyphen", "softhyphen");
    assert_tokens("\xE6\x97\xA5\xE6\x9C\xACx", "\xE6\x97\xA5 \xE6\x9C\xAC x");
    assert_tokens("bad \xFF byte", "bad byte");
}

static void too_long(void **state)
{
    (void)state;
    char text[TOKEN_BYTES_MAX + 8] = {0};
    memset(text, 'a', TOKEN_BYTES_MAX);
    assert_tokens(text, text);
    strcpy(text + TOKEN_BYTES_MAX, "a b");
    assert_tokens(text, "~ b");
}

#define LONG_WORD "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghij"     /* 62 letters */

/* The same words wherever in the text they stand: 64 bytes are looked at at once. */
static void anywhere(void **state)
{
    (void)state;
    static const char *const pieces[][2] = {
        {"inetcomm.dll", "[inetcomm.dll] inetcomm dll"}, {"c++", "[c++] c"},       {"0x0000007b", "[0x7b] 7b"},
        {"a.b_c@d.", "[a.b_c@d] a b c d"},               {"\xD0\xB6x", "\xD0\xB6x"}, {"x\xE6\x97\xA5y", "x \xE6\x97\xA5 y"},
        {"\xE2\x86\x92one", "one"},                      {"word. Next", "word next"},
        {LONG_WORD "ab", LONG_WORD "ab"},                 {LONG_WORD "abc", "~"},
        {LONG_WORD ".b", "[" LONG_WORD ".b] " LONG_WORD " b"}, {LONG_WORD ".bc", LONG_WORD " bc"},
        {"10x20x30", "10x20x30"},                        {"a#b c# d", "a b [c#] c d"},
    };
    for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++)
        for (int before = 0; before < 140; before++) {
            Arena a = {0};
            Buf text = {.arena = &a};
            buf_pad(&text, ' ', before);
            buf_fmt(&text, "%s (%s)", pieces[k][0], pieces[k][0]);
            assert_str(shown(&a, buf_str(&text)), str_z(&a, str_fmt(&a, "%s %s", pieces[k][1], pieces[k][1])));
            arena_free(&a);
        }
}

/* However few are asked for at once. */
static void some_at_a_time(void **state)
{
    (void)state;
    char text[] = "see inetcomm.dll at 0x0000007b, 0x1 or \xE6\x97\xA5\xE6\x9C\xAC\xE6\x97\xA5x in c++. joe@example.org wrote this and that about the long "
                  "way home"
                  "\0                                                               ";
    Str folded = {text, (ptrdiff_t)strlen(text)};
    Arena a = {0};
    ptrdiff_t count;
    const Token *all = tokens_all(&a, folded, &count);
    for (int max = 2; max < 40; max++) {
        Tokens t = tokens_of(folded);
        Token some[40];
        ptrdiff_t at = 0;
        memset(text + folded.n, 0, TOKEN_SPARE);
        for (int n; (n = tokens_take(&t, some, max)) > 0; at += n)
            for (int i = 0; i < n; i++) {
                assert_true(n <= max && at + i < count);
                assert_true(str_eq(some[i].text, all[at + i].text));
                assert_int_equal(some[i].end, all[at + i].end);
                assert_int_equal(some[i].is_whole, all[at + i].is_whole);
            }
        assert_int_equal(at, count);
    }
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words), cmocka_unit_test(runs), cmocka_unit_test(codes), cmocka_unit_test(folding), cmocka_unit_test(too_long),
        cmocka_unit_test(anywhere), cmocka_unit_test(some_at_a_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
