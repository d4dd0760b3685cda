#include "unit.h"

#include "doc/ident.h"

#include <string.h>
#include <time.h>

/* What is recognised in a text, in order: "Q263072", "Q263072 (glued)", "url ADDRESS", "url ADDRESS = 263072", "mail ADDRESS". */
static Str shown(Arena *a, const IdPattern *ids, Str text, bool line_start)
{
    StrList list = {0};
    Ident id;
    for (ptrdiff_t from = 0; ident_next(ids, text, from, line_start, &id); from = id.at + id.n) {
        Str written = str_sub(text, id.at, id.at + id.n);
        const char *kind = id.kind == IDENT_URL ? "url " : id.kind == IDENT_MAIL ? "mail " : "";
        bool is_url_of_article = id.kind == IDENT_URL && id.number >= 0;
        Str number = is_url_of_article ? str_fmt(a, " = %d", (int)id.number) : S("");
        list_add(a, &list, str_fmt(a, "%s" STR_FMT STR_FMT "%s", kind, STR_ARG(written), STR_ARG(number), id.is_glued ? " (glued)" : ""));
    }
    return list_join(a, &list, S("; "));
}

#define assert_idents(text, expected) assert_idents_at((text), true, (expected), __FILE__, __LINE__)

static void assert_idents_at(const char *text, bool line_start, const char *expected, const char *file, int line)
{
    Arena a = {0};
    IdPattern ids = id_pattern_default();
    assert_str_at(shown(&a, &ids, str(text), line_start), expected, file, line);
    arena_free(&a);
}

static void none_of(const char *const *texts, ptrdiff_t n, const char *file, int line)
{
    for (ptrdiff_t i = 0; i < n; i++)
        assert_idents_at(texts[i], true, "", file, line);
}

#define assert_no_idents(...)                                                                                                    \
    do {                                                                                                                         \
        const char *const texts[] = {__VA_ARGS__};                                                                               \
        none_of(texts, countof(texts), __FILE__, __LINE__);                                                                      \
    } while (0)

/* --- article ids ------------------------------------------------------------------------------------------------------ */

static void an_id_is_a_prefix_and_five_to_seven_digits(void **state)
{
    (void)state;
    assert_idents("see Q12345, Q123456 and KB1234567", "Q12345; Q123456; KB1234567");
    assert_no_idents("Q1234", "Q12345678", "KB1234", "Q 123456", "Q-123456", "123456", "Q", "K123456");
}

static void an_id_knows_its_place_and_number(void **state)
{
    (void)state;
    IdPattern ids = id_pattern_default();
    Ident id;
    assert_true(ident_next(&ids, S("ab KB263072!"), 0, false, &id));
    assert_int_equal(id.kind, IDENT_ARTICLE);
    assert_int_equal(id.at, 3);
    assert_int_equal(id.n, 8);
    assert_int_equal(id.number, 263072);
    assert_false(ident_next(&ids, S("ab KB263072!"), 4, false, &id));
}

static void punctuation_may_stand_around_an_id(void **state)
{
    (void)state;
    assert_idents("(Q123456)", "Q123456");
    assert_idents("[Q123456], \"Q123457\": 'Q123458'; Q123459.", "Q123456; Q123457; Q123458; Q123459");
    assert_idents("Q123456's -Q123457- <Q123458>", "Q123456; Q123457; Q123458");
    assert_idents("Q123456. Then", "Q123456");
    assert_idents("Q123456\nQ123457\tQ123458", "Q123456; Q123457; Q123458");
    assert_idents("Q123456/Q123457", "Q123456");
}

static void typographic_punctuation_may_stand_around_an_id(void **state)
{
    (void)state;
    assert_idents("“Q123456” ‘Q123457’ – Q123458—Q123459…", "Q123456; Q123457; Q123458; Q123459");
    assert_idents("see\xC2\xA0Q123456\xC2\xA0now", "Q123456");
    assert_idents("«Q123456»", "Q123456");
}

static void a_letter_digit_or_path_before_makes_it_something_else(void **state)
{
    (void)state;
    assert_no_idents("LQ25501", "CPPQ11955", "UQ23940", "MSKB263072", "aQ123456", "1Q123456", "_Q123456", "/Q123456", "\\Q123456",
                     "$Q123456", "\\\\server\\share\\Q123456", "éQ123456");
}

static void a_letter_digit_or_underscore_behind_makes_it_something_else(void **state)
{
    (void)state;
    assert_no_idents("x Q318902_dbf", "x Q123456a", "x Q123456_", "Q123456_w2k", "Q12345abc", "Q304158i");
    assert_no_idents("x Q123456é");
}

static void a_file_name_is_no_id(void **state)
{
    (void)state;
    assert_no_idents("Q256888_w2k_x86.exe", "Q304158i.exe", "Q123456.exe", "Q2220523.PPD", "see Q123456.htm", "Q820_517", "LQ2550",
                     "Q123456.1");
}

static void a_lower_case_prefix_is_no_id_in_running_text(void **state)
{
    (void)state;
    assert_no_idents("q123456", "see kb263072", "Kb263072");
}

static void a_title_may_be_glued_to_an_id_that_begins_a_line(void **state)
{
    (void)state;
    assert_idents("Q150519Printing Stops", "Q150519 (glued)");
    assert_idents("Q150519\"Printing\" Stops", "Q150519");
    assert_idents("Q150519(Printing) Stops", "Q150519");
    assert_idents("Q150519A Printer", "Q150519 (glued)");
    assert_no_idents("Q150519printing stops", "x Q150519Printing", "Q150519X", "Q150519X9");
}

static void nothing_is_glued_in_the_middle_of_a_line(void **state)
{
    (void)state;
    assert_idents_at("Q150519Printing Stops", false, "", __FILE__, __LINE__);
    assert_idents_at("Q150519 Printing Stops", false, "Q150519", __FILE__, __LINE__);
}

static void a_site_has_its_own_prefixes_and_lengths(void **state)
{
    (void)state;
    Arena a = {0};
    IdPattern ids = {.min_digits = 3, .max_digits = 4};
    list_add(&a, &ids.prefixes, S("DOC-"));
    assert_str(shown(&a, &ids, S("DOC-123, DOC-1234, DOC-12, DOC-12345, Q123456"), false), "DOC-123; DOC-1234");
    assert_int_equal(id_number(&ids, S("doc-0042"), false), 42);
    arena_free(&a);
}

/* --- whole ids -------------------------------------------------------------------------------------------------------- */

static void a_whole_id_gives_its_number_in_any_case(void **state)
{
    (void)state;
    IdPattern ids = id_pattern_default();
    assert_int_equal(id_number(&ids, S("Q263072"), false), 263072);
    assert_int_equal(id_number(&ids, S("q263072"), false), 263072);
    assert_int_equal(id_number(&ids, S("kb263072"), false), 263072);
    assert_int_equal(id_number(&ids, S("Q001234"), false), 1234);
}

static void what_is_not_all_an_id_has_no_number(void **state)
{
    (void)state;
    IdPattern ids = id_pattern_default();
    const char *const texts[] = {"", "Q", "Q1234", "Q12345678", "Q263072 ", "Q263072a", "xQ263072", "Q26 3072", "263072"};
    for (ptrdiff_t i = 0; i < countof(texts); i++)
        assert_int_equal(id_number(&ids, str(texts[i]), false), -1);
}

static void bare_digits_count_when_asked_for(void **state)
{
    (void)state;
    IdPattern ids = id_pattern_default();
    assert_int_equal(id_number(&ids, S("263072"), true), 263072);
    assert_int_equal(id_number(&ids, S("1234"), true), -1);
    assert_int_equal(id_number(&ids, S("26307x"), true), -1);
}

/* --- URLs ------------------------------------------------------------------------------------------------------------- */

static void urls_are_found_by_their_scheme(void **state)
{
    (void)state;
    assert_idents("at http://example.org/a or HTTPS://example.org", "url http://example.org/a; url HTTPS://example.org");
    assert_idents("ftp://ftp.example.org/pub/ www.example.org/x", "url ftp://ftp.example.org/pub/; url www.example.org/x");
    assert_no_idents("http://", "http:// x", "https://.", "ftp:///etc", "xhttp://example.org", "news:comp.lang.c", "file:///c:/a", "gopher://x.org");
}

static void a_bare_www_needs_a_host_with_a_dot(void **state)
{
    (void)state;
    assert_idents("(www.example.org)", "url www.example.org");
    assert_no_idents("www.", "www.a", "www. example", "a.www.example.org", "x-www.example.org", "joe@www.example.org");
}

static void punctuation_at_a_urls_end_is_the_sentences(void **state)
{
    (void)state;
    assert_idents("http://example.org/a.", "url http://example.org/a");
    assert_idents("http://example.org/a, http://example.org/b; http://example.org/c: http://example.org/d!?",
                  "url http://example.org/a; url http://example.org/b; url http://example.org/c; url http://example.org/d");
    assert_idents("<http://example.org/a> \"http://example.org/b\" 'http://example.org/c'",
                  "url http://example.org/a; url http://example.org/b; url http://example.org/c");
    assert_idents("*http://example.org/a*", "url http://example.org/a");
    assert_idents("http://example.org/a/?x=1&y=2#z.", "url http://example.org/a/?x=1&y=2#z");
}

static void brackets_around_a_url_are_not_part_of_it(void **state)
{
    (void)state;
    assert_idents("(http://example.org/a)", "url http://example.org/a");
    assert_idents("(see http://example.org/a).", "url http://example.org/a");
    assert_idents("http://example.org/a_(b)", "url http://example.org/a_(b)");
    assert_idents("(http://example.org/a_(b))", "url http://example.org/a_(b)");
    assert_idents("((http://example.org/a_(b).))", "url http://example.org/a_(b)");
}

static void ids_in_a_url_are_part_of_it(void **state)
{
    (void)state;
    assert_idents("http://example.org/Q123456 Q123457", "url http://example.org/Q123456; Q123457");
    assert_idents("http://example.org/?q=Q123456", "url http://example.org/?q=Q123456");
}

static void the_urls_of_old_support_sites_name_articles(void **state)
{
    (void)state;
    assert_idents("http://support.microsoft.com/kb/263072", "url http://support.microsoft.com/kb/263072 = 263072");
    assert_idents("http://support.microsoft.com/kb/Q263072.", "url http://support.microsoft.com/kb/Q263072 = 263072");
    assert_idents("https://support.microsoft.com/kb/263072/EN-US/", "url https://support.microsoft.com/kb/263072/EN-US/ = 263072");
    assert_idents("http://support.microsoft.com/kb/en-us/263072", "url http://support.microsoft.com/kb/en-us/263072 = 263072");
    assert_idents("https://support.microsoft.com/en-us/help/263072",
                  "url https://support.microsoft.com/en-us/help/263072 = 263072");
    assert_idents("https://support.microsoft.com/help/263072/title", "url https://support.microsoft.com/help/263072/title = 263072");
    assert_idents("http://support.microsoft.com/?kbid=263072", "url http://support.microsoft.com/?kbid=263072 = 263072");
    assert_idents("http://support.microsoft.com/default.aspx?scid=kb;EN-US;q263072",
                  "url http://support.microsoft.com/default.aspx?scid=kb;EN-US;q263072 = 263072");
    assert_idents("http://support.microsoft.com/support/kb/articles/Q263072.ASP",
                  "url http://support.microsoft.com/support/kb/articles/Q263072.ASP = 263072");
    assert_idents("www.microsoft.com/kb/263072", "url www.microsoft.com/kb/263072 = 263072");
}

static void the_oldest_urls_spread_the_number_over_folders(void **state)
{
    (void)state;
    assert_idents("http://support.microsoft.com/support/kb/articles/Q263/0/72.ASP",
                  "url http://support.microsoft.com/support/kb/articles/Q263/0/72.ASP = 263072");
    assert_idents("http://support.microsoft.com/support/kb/articles/q38/5/94.asp",
                  "url http://support.microsoft.com/support/kb/articles/q38/5/94.asp = 38594");
    assert_idents("http://support.microsoft.com/support/kb/articles/q263/x.asp",
                  "url http://support.microsoft.com/support/kb/articles/q263/x.asp");
}

static void other_urls_name_no_article(void **state)
{
    (void)state;
    assert_idents("http://example.org/kb/263072", "url http://example.org/kb/263072");
    assert_idents("http://support.microsoft.com/kb/263", "url http://support.microsoft.com/kb/263");
    assert_idents("http://support.microsoft.com/kb/263072x", "url http://support.microsoft.com/kb/263072x");
}

static void a_mail_address_is_one_when_it_says_so(void **state)
{
    (void)state;
    assert_idents("mailto:joe@example.org.", "mail mailto:joe@example.org");
    assert_no_idents("joe@example.org", "joe@http.example.org", "myemail@mydomain", "mailto:", "mailto: joe");
}

/* --- cost --------------------------------------------------------------------------------------------------------------- */

static void assert_quick(Str text, const char *file, int line)
{
    IdPattern ids = id_pattern_default();
    Ident id;
    clock_t start = clock();
    for (ptrdiff_t from = 0; ident_next(&ids, text, from, true, &id);)
        from = id.at + id.n;
    _assert_true(clock() - start < 2 * CLOCKS_PER_SEC, "a megabyte takes less than two seconds", file, line);
}

static void no_text_takes_long_to_search(void **state)
{
    (void)state;
    Arena a = {0};
    static const char *const units[] = {")", "(", "http:///", "www.-", "Q12345", "http://a)", "kbid=", "microsoft.com/kb/", ".", "mailto:"};
    for (ptrdiff_t i = 0; i < countof(units); i++) {
        Buf b = {.arena = &a};
        buf_put(&b, S("http://a"));
        while (b.n < 1000000)
            buf_put(&b, str(units[i]));
        assert_quick(buf_str(&b), __FILE__, __LINE__);
        assert_quick(str_from(buf_str(&b), 8), __FILE__, __LINE__);
    }
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_id_is_a_prefix_and_five_to_seven_digits),
        cmocka_unit_test(an_id_knows_its_place_and_number),
        cmocka_unit_test(punctuation_may_stand_around_an_id),
        cmocka_unit_test(typographic_punctuation_may_stand_around_an_id),
        cmocka_unit_test(a_letter_digit_or_path_before_makes_it_something_else),
        cmocka_unit_test(a_letter_digit_or_underscore_behind_makes_it_something_else),
        cmocka_unit_test(a_file_name_is_no_id),
        cmocka_unit_test(a_lower_case_prefix_is_no_id_in_running_text),
        cmocka_unit_test(a_title_may_be_glued_to_an_id_that_begins_a_line),
        cmocka_unit_test(nothing_is_glued_in_the_middle_of_a_line),
        cmocka_unit_test(a_site_has_its_own_prefixes_and_lengths),
        cmocka_unit_test(a_whole_id_gives_its_number_in_any_case),
        cmocka_unit_test(what_is_not_all_an_id_has_no_number),
        cmocka_unit_test(bare_digits_count_when_asked_for),
        cmocka_unit_test(urls_are_found_by_their_scheme),
        cmocka_unit_test(a_bare_www_needs_a_host_with_a_dot),
        cmocka_unit_test(punctuation_at_a_urls_end_is_the_sentences),
        cmocka_unit_test(brackets_around_a_url_are_not_part_of_it),
        cmocka_unit_test(ids_in_a_url_are_part_of_it),
        cmocka_unit_test(the_urls_of_old_support_sites_name_articles),
        cmocka_unit_test(the_oldest_urls_spread_the_number_over_folders),
        cmocka_unit_test(other_urls_name_no_article),
        cmocka_unit_test(a_mail_address_is_one_when_it_says_so),
        cmocka_unit_test(no_text_takes_long_to_search),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
