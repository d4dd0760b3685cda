/* What stands behind the body of an old article: trailer, versions, notice and copyright. */
#include "kbtext.h"

#include <time.h>

/* --- trailer ------------------------------------------------------------------------------------------------------------------- */

static Case *read_trailer(Arena *a, const char *trailer)
{
    return read_text(a, str_z(a, str_fmt(a, "%s%s\n%s", HEADER RULE70 BODY RULE70, trailer, RULE77 LEGAL COPYRIGHT)));
}

static void the_trailer_fills_every_list(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_trailer(&a, "Keywords          : kb1 KB1 kb2 \nComponent         : Admin\nTechnology        : kbT\nVersion           : :1.0\n"
                               "Platform          : P\nHardware          : ALPHA x86\nIssue type        : kbbug kbprb\nSolution Type     : kbfix\n");
    const Meta *m = &c->doc.meta;
    assert_str(complaints(&a, c), "");
    assert_str(joined(&a, m->keywords), "kb1|kb2");
    assert_str(joined(&a, m->components), "Admin");
    assert_str(joined(&a, m->technologies), "kbT");
    assert_str(joined(&a, m->platforms), "P");
    assert_str(joined(&a, m->hardware), "ALPHA|x86");
    assert_str(joined(&a, m->issue_types), "kbbug|kbprb");
    assert_str(joined(&a, m->solution_types), "kbfix");
    assert_str(versions(&a, m), ": 1.0");
    arena_free(&a);
}

static void the_trailer_knows_keywords_and_versions_better_than_the_header(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_text(&a, WHOLE);
    assert_str(joined(&a, c->doc.meta.keywords), "kbbug|kbgate");
    assert_str(versions(&a, &c->doc.meta), "WINDOWS: 1.0|2.0|3.0");
    arena_free(&a);
}

static void the_header_serves_where_the_trailer_is_silent(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_trailer(&a, "Technology        : kbT\n");
    assert_str(joined(&a, c->doc.meta.keywords), "kbcut");
    assert_str(versions(&a, &c->doc.meta), "WINDOWS: 1.0|2.0");
    c = read_trailer(&a, "Keywords          : \n");
    assert_str(joined(&a, c->doc.meta.keywords), "");
    arena_free(&a);
}

static void noise_words_are_dropped(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_trailer(&a, "Keywords          : kb1\nIssue type        : kbbug kbhostintegserv2000 kbchackingthereallylongkeywordshere\n");
    assert_str(joined(&a, c->doc.meta.issue_types), "kbbug");
    arena_free(&a);
}

static void a_hundred_thousand_keywords_take_little_time(void **state)
{
    (void)state;
    Arena a = {0};
    Buf words = {.arena = &a};
    for (int i = 0; i < 100000; i++)
        buf_fmt(&words, "k%d ", i);
    const char *list = str_z(&a, buf_str(&words));
    clock_t start = clock();
    Case *c = read_trailer(&a, str_z(&a, str_fmt(&a, "Keywords          : %s\nTechnology        : %s\n", list, list)));
    assert_int_equal(c->doc.meta.keywords.n, 100000);
    assert_int_equal(c->doc.meta.technologies.n, 100000);
    assert_true(clock() - start < 2 * CLOCKS_PER_SEC);
    arena_free(&a);
}

static void the_trailer_needs_no_blank_line_around_it(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_text(&a, HEADER RULE70 "Text.\n" RULE70 "Keywords          : kb1\n" RULE77 LEGAL COPYRIGHT);
    assert_str(joined(&a, c->doc.meta.keywords), "kb1");
    assert_str(body(&a, c), "paragraph(\"Text.\")");
    assert_str(complaints(&a, c), "");
    arena_free(&a);
}

static void a_missing_trailer_is_a_warning(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_text(&a, HEADER RULE70 BODY LEGAL COPYRIGHT);
    assert_str(complaints(&a, c), "12 trailer");
    assert_str(joined(&a, c->doc.meta.keywords), "kbcut");
    assert_str(body(&a, c), SUMMARY);
    arena_free(&a);
}

static void rules_in_the_body_are_not_the_trailers(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_text(&a, HEADER RULE70 "Before.\n\n" RULE70 "\nVersion: 1\n\n" BODY TAIL);
    assert_str(complaints(&a, c), "");
    assert_str(body(&a, c), "paragraph(\"Before.\") rule() paragraph(\"Version: 1\") heading1(\"SUMMARY\") paragraph(\"The gate stays open.\")");
    arena_free(&a);
}

/* --- legal notice and copyright --------------------------------------------------------------------------------------------------- */

static void a_missing_notice_is_a_warning(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_text(&a, HEADER RULE70 BODY RULE70 TRAILER RULE77 "\n" COPYRIGHT);
    assert_str(complaints(&a, c), "22 legal");
    assert_str(c->doc.meta.legal, "");
    assert_str(c->doc.meta.copyright_year, "1999");
    assert_str(joined(&a, c->doc.meta.keywords), "kbbug|kbgate");
    arena_free(&a);
}

static void a_missing_copyright_is_a_warning(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_text(&a, HEADER RULE70 BODY RULE70 TRAILER RULE77 LEGAL);
    assert_str(diag_codes(&a, &c->diags), "legal");
    assert_str(c->doc.meta.copyright, "");
    assert_str(c->doc.meta.legal, "THE INFORMATION PROVIDED HERE COMES AS IT IS\nAND WITHOUT PROMISES.");
    arena_free(&a);
}

static void a_copyright_may_lack_its_year(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_text(&a, HEADER RULE70 BODY RULE70 TRAILER RULE77 LEGAL "Copyright Gate Makers.");
    assert_str(c->doc.meta.copyright_holder, "Gate Makers");
    assert_str(c->doc.meta.copyright_year, "");
    c = read_text(&a, HEADER RULE70 BODY RULE70 TRAILER RULE77 LEGAL "Copyright 1999.");
    assert_str(c->doc.meta.copyright_holder, "");
    assert_str(c->doc.meta.copyright_year, "1999");
    arena_free(&a);
}

static void an_empty_body_is_a_warning(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_text(&a, HEADER RULE70 APPLIES TAIL);
    assert_str(diag_codes(&a, &c->diags), "empty-body");
    assert_null(c->doc.root->child);
    arena_free(&a);
}

/* Query words go out of the body, and what is left of it moves up: here a blank line. */
static void the_line_of_an_empty_body_is_its_first_as_written(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_text(&a, HEADER RULE70 QUERY QUERY TAIL);
    assert_str(complaints(&a, c), "9 empty-body");
    arena_free(&a);
}

static void a_header_alone_is_an_article_with_warnings(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_text(&a, "DOCUMENT:Q190001  08-JUN-1999  [garden]");
    assert_str(c->doc.meta.id, "Q190001");
    assert_true(c->diags.n > 0);
    c = read_text(&a, "DOCUMENT:");
    assert_str(c->doc.meta.id, "");
    arena_free(&a);
}

/* --- versions ---------------------------------------------------------------------------------------------------------------------- */

static void assert_versions(const char *field, const char *expected, const char *file, int line)
{
    Arena a = {0};
    Case *c = read_trailer(&a, str_z(&a, str_fmt(&a, "Keywords          : kb1\nVersion           : %s\n", field)));
    assert_str_at(versions(&a, &c->doc.meta), expected, file, line);
    arena_free(&a);
}
#define assert_versions(field, expected) assert_versions((field), (expected), __FILE__, __LINE__)

static void versions_are_grouped_by_platform(void **state)
{
    (void)state;
    assert_versions("WINDOWS:1.0,2.0", "WINDOWS: 1.0|2.0");
    assert_versions("WINDOWS:1.0,2.0;MS-DOS:3.0; OS/2: 4.0 SP1 , 5.0", "WINDOWS: 1.0|2.0; MS-DOS: 3.0; OS/2: 4.0 SP1|5.0");
    assert_versions(":1.0,2.0", ": 1.0|2.0");
    assert_versions("winnt::1.0", "winnt: 1.0");
}

static void versions_may_be_parted_by_blanks_and_bars(void **state)
{
    (void)state;
    assert_versions("95", ": 95");
    assert_versions("3.50 3.51", ": 3.50|3.51");
    assert_versions("4.0 SP1", ": 4.0 SP1");
    assert_versions("1.0, 2.0 SP1", ": 1.0|2.0 SP1");
    assert_versions("WINDOWS:4.0 5.0", "WINDOWS: 4.0|5.0");
    assert_versions(":3.50 3.51,4.0", ": 3.50|3.51|4.0");
    assert_versions("WINDOWS:4.00 | 4.10 | 4.10 SP1", "WINDOWS: 4.00|4.10|4.10 SP1");
    assert_versions("WINDOWS:98 Second Edition", "WINDOWS: 98 Second Edition");
}

static void a_stray_semicolon_continues_the_platform(void **state)
{
    (void)state;
    assert_versions("WINDOWS:2.11 SP1;2.11 SP2", "WINDOWS: 2.11 SP1|2.11 SP2");
    assert_versions("WINDOWS:1.0;;", "WINDOWS: 1.0");
}

static void empty_versions_are_none(void **state)
{
    (void)state;
    assert_versions(";", "");
    assert_versions("WINDOWS:,1.0,", "WINDOWS: 1.0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_trailer_fills_every_list),
        cmocka_unit_test(the_trailer_knows_keywords_and_versions_better_than_the_header),
        cmocka_unit_test(the_header_serves_where_the_trailer_is_silent),
        cmocka_unit_test(noise_words_are_dropped),
        cmocka_unit_test(a_hundred_thousand_keywords_take_little_time),
        cmocka_unit_test(the_trailer_needs_no_blank_line_around_it),
        cmocka_unit_test(a_missing_trailer_is_a_warning),
        cmocka_unit_test(rules_in_the_body_are_not_the_trailers),
        cmocka_unit_test(a_missing_notice_is_a_warning),
        cmocka_unit_test(a_missing_copyright_is_a_warning),
        cmocka_unit_test(a_copyright_may_lack_its_year),
        cmocka_unit_test(an_empty_body_is_a_warning),
        cmocka_unit_test(the_line_of_an_empty_body_is_its_first_as_written),
        cmocka_unit_test(a_header_alone_is_an_article_with_warnings),
        cmocka_unit_test(versions_are_grouped_by_platform),
        cmocka_unit_test(versions_may_be_parted_by_blanks_and_bars),
        cmocka_unit_test(a_stray_semicolon_continues_the_platform),
        cmocka_unit_test(empty_versions_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
