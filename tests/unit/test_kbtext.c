#include "tree.h"

#include "read/kb/envelope.h"
#include "read/read.h"

#include <time.h>

#define RULE70 "======================================================================\n"
#define RULE77 "=============================================================================\n"
#define RULE79 "-------------------------------------------------------------------------------\n"

#define HEADER                                                                                                                   \
    "DOCUMENT:Q190001  08-JUN-1999  [garden]\n"                                                                                  \
    "TITLE   :BUG: Gate Stays Open\n"                                                                                            \
    "PRODUCT :Garden Gates\n"                                                                                                    \
    "PROD/VER:WINDOWS:1.0,2.0\n"                                                                                                 \
    "OPER/SYS:\n"                                                                                                                \
    "KEYWORDS:kbcut\n\n"
#define APPLIES RULE79 "The information in this article applies to:\n\n - Garden Gate version 1.0 \n" RULE79 "\n"
#define BODY "SUMMARY\n=======\n\nThe gate stays open.\n\n"
#define QUERY "Additional query words: fence hinge\n\n"
#define TRAILER                                                                                                                  \
    "Keywords          : kbbug kbgate \n"                                                                                        \
    "Technology        : kbGateSearch kbGate100\n"                                                                               \
    "Version           : WINDOWS:1.0,2.0,3.0\n"                                                                                  \
    "Issue type        : kbbug\n\n"
#define LEGAL "\nTHE INFORMATION PROVIDED HERE COMES AS IT IS\nAND WITHOUT PROMISES.\n\n"
#define COPYRIGHT "Copyright Gate Makers Guild 1999."

#define TAIL RULE70 TRAILER RULE77 LEGAL COPYRIGHT
#define WHOLE HEADER RULE70 APPLIES BODY QUERY TAIL

typedef struct Case {
    Doc doc;
    Diags diags;
} Case;

static Case *read_text(Arena *a, const char *text)
{
    Case *c = arena_new(a, Case, 1);
    c->diags.arena = a;
    Source source = {S("Q190001.txt"), str(text)};
    IdPattern ids = id_pattern_default();
    kbtext_read(a, &source, &ids, &c->doc, &c->diags);
    return c;
}

static Str joined(Arena *a, StrList list)
{
    return list_join(a, &list, S("|"));
}

/* "WINDOWS: 1.0|2.0; MS-DOS: 3.0" */
static Str versions(Arena *a, const Meta *meta)
{
    StrList groups = {0};
    for (ptrdiff_t i = 0; i < meta->version_count; i++)
        list_add(a, &groups, str_fmt(a, STR_FMT ": " STR_FMT, STR_ARG(meta->versions[i].platform), STR_ARG(joined(a, meta->versions[i].values))));
    return list_join(a, &groups, S("; "));
}

/* "0 Top; 1 Below" */
static Str applies(Arena *a, const Meta *meta)
{
    StrList items = {0};
    for (ptrdiff_t i = 0; i < meta->applies_to_count; i++)
        list_add(a, &items, str_fmt(a, "%d " STR_FMT, meta->applies_to[i].depth, STR_ARG(meta->applies_to[i].text)));
    return list_join(a, &items, S("; "));
}

/* "line code; line code" */
static Str complaints(Arena *a, const Case *c)
{
    StrList list = {0};
    for (ptrdiff_t i = 0; i < c->diags.n; i++)
        list_add(a, &list, str_fmt(a, "%d " STR_FMT, c->diags.items[i].line, STR_ARG(diag_name(c->diags.items[i].code))));
    return list_join(a, &list, S("; "));
}

static Str body(Arena *a, const Case *c)
{
    return tree_shown(a, c->doc.root);
}

static const char SUMMARY[] = "heading1(\"SUMMARY\") paragraph(\"The gate stays open.\")";

/* --- the whole ------------------------------------------------------------------------------------------------------------ */

static void a_whole_article_gives_all_its_fields(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_text(&a, WHOLE);
    const Meta *m = &c->doc.meta;
    assert_str(complaints(&a, c), "");
    assert_int_equal(m->format, FORMAT_KBTEXT);
    assert_str(m->id, "Q190001");
    assert_int_equal(m->number, 190001);
    assert_str(m->updated, "1999-06-08");
    assert_str(m->category, "garden");
    assert_str(m->title, "BUG: Gate Stays Open");
    assert_str(joined(&a, m->products), "Garden Gates");
    assert_str(joined(&a, m->operating_systems), "");
    assert_str(applies(&a, m), "0 Garden Gate version 1.0");
    assert_str(m->query_words, "fence hinge");
    assert_str(joined(&a, m->technologies), "kbGateSearch|kbGate100");
    assert_str(joined(&a, m->issue_types), "kbbug");
    assert_str(m->legal, "THE INFORMATION PROVIDED HERE COMES AS IT IS\nAND WITHOUT PROMISES.");
    assert_str(m->copyright, "Copyright Gate Makers Guild 1999.");
    assert_str(m->copyright_holder, "Gate Makers Guild");
    assert_str(m->copyright_year, "1999");
    assert_str(body(&a, c), SUMMARY);
    arena_free(&a);
}

static void line_ends_of_both_kinds_are_the_same(void **state)
{
    (void)state;
    Arena a = {0};
    Buf crlf = {.arena = &a};
    for (const char *p = WHOLE; *p; p++)
        buf_put(&crlf, *p == '\n' ? S("\r\n") : (Str){p, 1});
    Case *c = read_text(&a, str_z(&a, buf_str(&crlf)));
    assert_str(complaints(&a, c), "");
    assert_str(c->doc.meta.title, "BUG: Gate Stays Open");
    assert_str(c->doc.meta.legal, "THE INFORMATION PROVIDED HERE COMES AS IT IS\nAND WITHOUT PROMISES.");
    assert_str(body(&a, c), SUMMARY);
    arena_free(&a);
}

static void a_newline_at_the_end_changes_nothing(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_text(&a, WHOLE "\n\n");
    assert_str(complaints(&a, c), "");
    assert_str(c->doc.meta.copyright_year, "1999");
    arena_free(&a);
}

static void an_article_is_known_by_its_first_word(void **state)
{
    (void)state;
    assert_true(kbtext_is(S("DOCUMENT:Q1")));
    assert_true(kbtext_is(S("\r\n DOCUMENT:Q1")));
    assert_false(kbtext_is(S("DOCUMENT Q1")));
    assert_false(kbtext_is(S("A DOCUMENT:Q1")));
    assert_false(kbtext_is(S("")));
}

static void blocks_know_the_lines_of_the_file(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_text(&a, WHOLE);
    assert_int_equal(c->doc.root->child->first_line, 15);
    assert_int_equal(c->doc.root->child->last_line, 16);
    assert_int_equal(c->doc.root->last_child->first_line, 18);
    arena_free(&a);
}

/* --- header ---------------------------------------------------------------------------------------------------------------- */

static void a_missing_header_line_is_a_warning(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_text(&a, "DOCUMENT:Q190001  08-JUN-1999  [garden]\nTITLE   :T\nPRODUCT :P\nPROD/VER:\nOPER/SYS:\n\n" RULE70 BODY TAIL);
    assert_str(complaints(&a, c), "1 header");
    assert_str(c->diags.items[0].message, "the header has no line 'KEYWORDS:'");
    assert_str(body(&a, c), SUMMARY);
    arena_free(&a);
}

static void a_header_without_its_rule_is_a_warning(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_text(&a, HEADER APPLIES BODY QUERY TAIL);
    assert_str(complaints(&a, c), "8 header");
    assert_str(applies(&a, &c->doc.meta), "0 Garden Gate version 1.0");
    assert_str(body(&a, c), SUMMARY);
    arena_free(&a);
}

static Case *read_document_line(Arena *a, const char *line)
{
    return read_text(a, str_z(a, str_fmt(a, "DOCUMENT:%s\nTITLE   :T\nPRODUCT :P\nPROD/VER:\nOPER/SYS:\nKEYWORDS:\n\n%s", line, RULE70 BODY TAIL)));
}

static void an_id_that_fits_no_pattern_is_kept_and_told(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_document_line(&a, "X12  08-JUN-1999  [garden]");
    assert_str(c->doc.meta.id, "X12");
    assert_int_equal(c->doc.meta.number, -1);
    assert_str(complaints(&a, c), "1 header");
    c = read_document_line(&a, "");
    assert_str(c->doc.meta.id, "");
    assert_str(complaints(&a, c), "1 header; 1 date; 1 header");
    arena_free(&a);
}

static void a_date_that_is_none_is_told(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_document_line(&a, "Q190001  31-JUN-1999  [garden]");
    assert_str(c->doc.meta.updated, "");
    assert_str(c->doc.meta.category, "garden");
    assert_str(c->diags.items[0].message, "'31-JUN-1999' is no date of the form 18-MAY-2001");
    arena_free(&a);
}

static void a_missing_category_is_told(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_document_line(&a, "Q190001  08-JUN-1999  garden");
    assert_str(c->doc.meta.category, "");
    assert_str(complaints(&a, c), "1 header");
    arena_free(&a);
}

static void a_header_may_name_an_operating_system(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_text(&a, "DOCUMENT:Q190001  08-JUN-1999  [garden]\nTITLE   :T\nPRODUCT :P\nPROD/VER:\nOPER/SYS:WINDOWS\nKEYWORDS:\n\n" RULE70 BODY TAIL);
    assert_str(joined(&a, c->doc.meta.operating_systems), "WINDOWS");
    arena_free(&a);
}

/* --- stub -------------------------------------------------------------------------------------------------------------------- */

static void leftovers_of_an_older_header_are_fields_not_text(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_text(&a, HEADER RULE70 "3.10 3.11a\nWINDOWS\nkbgate kbhinge\n\n" APPLIES BODY QUERY TAIL);
    assert_str(body(&a, c), SUMMARY);
    assert_str(joined(&a, c->doc.meta.keywords), "kbbug|kbgate|kbhinge");
    assert_str(complaints(&a, c), "");
    arena_free(&a);
}

static void prose_above_the_list_begins_the_body(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_text(&a, HEADER RULE70 "IMPORTANT: Close the gate.\n\n" APPLIES BODY QUERY TAIL);
    assert_str(body(&a, c), "callout:IMPORTANT(paragraph(strong(\"IMPORTANT:\") \" Close the gate.\")) heading1(\"SUMMARY\") paragraph(\"The gate stays open.\")");
    assert_str(applies(&a, &c->doc.meta), "0 Garden Gate version 1.0");
    arena_free(&a);
}

static void prose_that_the_body_repeats_is_shown_once(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_text(&a, HEADER RULE70 "Close the gate before you read.\n" APPLIES "Close the gate\nbefore you read.\n\n" BODY TAIL);
    assert_str(body(&a, c), "paragraph(\"Close the gate\" break \"before you read.\") heading1(\"SUMMARY\") paragraph(\"The gate stays open.\")");
    arena_free(&a);
}

/* --- applies-to ---------------------------------------------------------------------------------------------------------------- */

static Case *read_applies(Arena *a, const char *items)
{
    return read_text(a, str_z(a, str_fmt(a, "%sThe information in this article applies to:\n\n%s%s%s", HEADER RULE70 RULE79, items, RULE79, BODY TAIL)));
}

static void the_list_nests_three_columns_a_level(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_applies(&a, " - Gate, on platform(s):\n    - the hardware: Wood\n       - Oak \n - Fence\n\n");
    assert_str(applies(&a, &c->doc.meta), "0 Gate, on platform(s):; 1 the hardware: Wood; 2 Oak; 0 Fence");
    assert_str(complaints(&a, c), "");
    arena_free(&a);
}

static void the_list_may_be_empty(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_applies(&a, "");
    assert_int_equal(c->doc.meta.applies_to_count, 0);
    assert_str(body(&a, c), SUMMARY);
    arena_free(&a);
}

static void odd_items_are_kept_as_they_are(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_applies(&a, " -\n    - Child\nas they apply to:\n- Flush\n");
    assert_str(applies(&a, &c->doc.meta), "0 ; 1 Child; 0 as they apply to:; 0 Flush");
    arena_free(&a);
}

static void an_article_without_the_list_has_none(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_text(&a, HEADER RULE70 BODY QUERY TAIL);
    assert_int_equal(c->doc.meta.applies_to_count, 0);
    assert_str(body(&a, c), SUMMARY);
    assert_str(complaints(&a, c), "");
    arena_free(&a);
}

static void an_unclosed_list_stays_text_and_is_told(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_text(&a, HEADER RULE70 RULE79 "The information in this article applies to:\n\n - Gate\n\nText.\n\n" TAIL);
    assert_str(complaints(&a, c), "9 applies-to");
    assert_int_equal(c->doc.meta.applies_to_count, 0);
    assert_true(str_find(body(&a, c), S("applies to:")) >= 0);
    assert_true(str_find(body(&a, c), S("Gate")) >= 0);
    arena_free(&a);
}

static void the_same_words_below_a_section_are_text(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_text(&a, HEADER RULE70 BODY RULE79 "The information in this article applies to:\n\n - Gate\n" RULE79 "\n" TAIL);
    assert_int_equal(c->doc.meta.applies_to_count, 0);
    assert_true(str_find(body(&a, c), S("applies to:")) >= 0);
    arena_free(&a);
}

/* --- query words -------------------------------------------------------------------------------------------------------------- */

static void query_words_go_on_to_the_next_blank_line(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_text(&a, HEADER RULE70 BODY "Additional query words: fence\nhinge  latch\n bolt\n\n" TAIL);
    assert_str(c->doc.meta.query_words, "fence hinge latch bolt");
    assert_str(body(&a, c), SUMMARY);
    arena_free(&a);
}

static void query_words_may_be_empty_absent_or_called_otherwise(void **state)
{
    (void)state;
    Arena a = {0};
    assert_str(read_text(&a, HEADER RULE70 BODY "Additional query words:\n\n" TAIL)->doc.meta.query_words, "");
    assert_str(read_text(&a, HEADER RULE70 BODY TAIL)->doc.meta.query_words, "");
    assert_str(read_text(&a, HEADER RULE70 BODY "Additional query word: latch\n" TAIL)->doc.meta.query_words, "latch");
    assert_str(read_text(&a, HEADER RULE70 BODY "Additional reference words: latch\n" TAIL)->doc.meta.query_words, "latch");
    arena_free(&a);
}

static void query_words_in_the_middle_of_a_body_are_taken_too(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_text(&a, HEADER RULE70 "Before.\n\nAdditional query words: fence\n\n" BODY QUERY TAIL);
    assert_str(c->doc.meta.query_words, "fence fence hinge");
    assert_str(body(&a, c), "paragraph(\"Before.\") heading1(\"SUMMARY\") paragraph(\"The gate stays open.\")");
    arena_free(&a);
}

static void indented_query_words_are_text(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_text(&a, HEADER RULE70 "   Additional query words: fence\n\n" TAIL);
    assert_str(c->doc.meta.query_words, "");
    assert_str(body(&a, c), "literal(\"Additional query words: fence\")");
    arena_free(&a);
}

static void category_lines_in_the_body_are_keywords(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_text(&a, HEADER RULE70 BODY "KBCategory: kbhinge kbbug\nKBSubcategory: Latch\n" QUERY TAIL);
    assert_str(joined(&a, c->doc.meta.keywords), "kbbug|kbgate|kbhinge|Latch");
    assert_str(body(&a, c), SUMMARY);
    arena_free(&a);
}

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

/* --- inside front matter ------------------------------------------------------------------------------------------------------------ */

#define FRONT_HEAD                                                                                                               \
    "---\nlayout: page\ntitle: \"Q190001: The &quot;Gate&quot; &amp; Fence\"\npermalink: /kb/190/Q190001/\n---\n\n"               \
    "## Q190001: The &quot;Gate&quot; &amp; Fence\n\n{% raw %}\n\n"                                                              \
    "\tArticle: Q190001\n\tProduct(s): Garden Gates\n\tVersion(s): 1.0\n\tOperating System(s): \n\tKeyword(s): kbcut\n"          \
    "\tLast Modified: 8-JUN-1999\n\t\n"
#define FRONT_TAIL                                                                                                               \
    "\t======================================================================\n\tKeywords          : kbbug \n\tVersion           : WINDOWS:1.0\n"         \
    "\t\n\t=============================================================================\n\n{% endraw %}\n"

static Case *read_front(Arena *a, const char *text)
{
    Case *c = arena_new(a, Case, 1);
    c->diags.arena = a;
    Source source = {S("Q190001.md"), str(text)}, decoded;
    IdPattern ids = id_pattern_default();
    ReadResult result = read_article(a, &source, &(ReadOptions){.ids = &ids}, &c->doc, &decoded, &c->diags);
    assert_int_equal(result, READ_ARTICLE);
    return c;
}

static void an_article_inside_front_matter_gives_the_same_fields(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_front(&a, FRONT_HEAD "\tSUMMARY\n\t=======\n\t\n\tThe gate stays open.\n\t\n\tAdditional query words: fence\n\t\n" FRONT_TAIL);
    const Meta *m = &c->doc.meta;
    assert_str(complaints(&a, c), "");
    assert_int_equal(m->format, FORMAT_KBFRONT);
    assert_str(m->id, "Q190001");
    assert_int_equal(m->number, 190001);
    assert_str(m->permalink, "/kb/190/Q190001/");
    assert_str(m->updated, "1999-06-08");
    assert_str(m->copyright_year, "1999");
    assert_str(joined(&a, m->products), "Garden Gates");
    assert_str(joined(&a, m->keywords), "kbbug");
    assert_str(versions(&a, m), "WINDOWS: 1.0");
    assert_str(m->query_words, "fence");
    assert_str(body(&a, c), SUMMARY);
    arena_free(&a);
}

static void entities_in_the_title_are_decoded_once(void **state)
{
    (void)state;
    Arena a = {0};
    assert_str(read_front(&a, FRONT_HEAD "\tText.\n" FRONT_TAIL)->doc.meta.title, "The \"Gate\" & Fence");
    static const struct {
        const char *written, *meant;
    } titles[] = {
        {"&lt;b&gt; &apos;x&apos;", "<b> 'x'"}, {"&#92;&#91;&#93;&#36;&#42;&#95;&#124;", "\\[]$*_|"},
        {"&amp;lt;", "&lt;"},                   {"A & B &c; &#; &#x41;", "A & B &c; &#; &#x41;"},
        {"&#228;", "ä"},                        {"&#99999999;", "&#99999999;"},
    };
    for (ptrdiff_t i = 0; i < countof(titles); i++) {
        Str text = str_fmt(&a, "---\ntitle: \"%s\"\n---\n\tArticle: Q190001\n\tProduct(s): P\n\tText.\n", titles[i].written);
        assert_str(read_front(&a, str_z(&a, text))->doc.meta.title, titles[i].meant);
    }
    arena_free(&a);
}

static void blanks_that_the_conversion_took_come_back(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_front(&a, FRONT_HEAD "\t------------------------------------------------------------------\n"
                                        "\tThe information in this article applies to:\n\t\n\t- Gate\n\t   - Oak\n"
                                        "\t------------------------------------------------------------------\n\t\n"
                                        "\t1. Type:\n\t\n\t     dir\n\t  Done.\n\t\n\t- Dash\n" FRONT_TAIL);
    assert_str(applies(&a, &c->doc.meta), "0 Gate; 1 Oak");
    assert_str(body(&a, c), "list:1:loose(item(paragraph(\"Type:\") literal(\"dir\") paragraph(\"Done.\"))) list(item(paragraph(\"Dash\")))");
    arena_free(&a);
}

static void bytes_that_the_conversion_spelled_out_come_back(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_front(&a, FRONT_HEAD "\tGate<AE> <E4><A0>x <41> <OK> <BR> <8> <AE\n" FRONT_TAIL);
    assert_str(body(&a, c), "paragraph(\"Gate® ä x <41> <OK> <BR> <8> <AE\")");
    arena_free(&a);
}

static void keywords_of_the_front_matter_come_first_and_once(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_front(&a, "---\ntitle: \"Q190001: T\"\ntags: [latch, KBBUG]\n---\n\tArticle: Q190001\n\tProduct(s): P\n\tVersion(s): 1.0\n"
                             "\tOperating System(s):\n\tKeyword(s): kbcut\n\tLast Modified: 18-JUN-1999\n\t\n\tText.\n" FRONT_TAIL);
    assert_str(joined(&a, c->doc.meta.keywords), "latch|KBBUG");
    arena_free(&a);
}

static void braces_in_the_body_are_text(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_front(&a, FRONT_HEAD "\tThe {{ gate }} {% if %}\n" FRONT_TAIL);
    assert_str(body(&a, c), "paragraph(\"The {{ gate }} {% if %}\")");
    arena_free(&a);
}

static void the_wrapping_may_lack_its_raw_tags(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_front(&a, "---\ntitle: \"Q190001: T\"\n---\n\n## Q190001: T\n\n\tArticle: Q190001\n\tProduct(s): P\n\tVersion(s): 1.0\n"
                             "\tOperating System(s): WINDOWS\n\tKeyword(s): kbcut\n\tLast Modified: 18-JUN-1999\n\t\n\tText.\n" FRONT_TAIL);
    assert_str(c->doc.meta.title, "T");
    assert_str(joined(&a, c->doc.meta.operating_systems), "WINDOWS");
    assert_str(body(&a, c), "paragraph(\"Text.\")");
    arena_free(&a);
}

static void missing_metadata_lines_are_warnings(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_front(&a, "---\ntitle: \"Q190001: T\"\n---\n\tArticle: Q190001\n\tProduct(s): P\n\tVersion(s): 1.0\n\tOperating System(s):\n"
                             "\tKeyword(s): kbcut\n\t\n\tText.\n" FRONT_TAIL);
    assert_str(complaints(&a, c), "4 header");
    assert_str(c->diags.items[0].message, "the metadata has no line 'Last Modified:'");
    arena_free(&a);
}

static void lines_are_counted_from_the_head_of_the_file(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_front(&a, FRONT_HEAD "\tText.\n" FRONT_TAIL);
    assert_int_equal(c->doc.root->child->first_line, 18);
    arena_free(&a);
}

static void a_front_matter_body_is_known_by_its_first_lines(void **state)
{
    (void)state;
    assert_true(kbtext_is_front(S("\n## T\n\n{% raw %}\n\n\tArticle: Q190001\n")));
    assert_false(kbtext_is_front(S("\nArticle: Q190001\n")));
    assert_false(kbtext_is_front(S("\n# Title\n\nText\n")));
    assert_false(kbtext_is_front(S("")));
}

/* --- the older articles ------------------------------------------------------------------------------------------------------------- */

#define OLD_HEAD(version, system)                                                                                                \
    "---\ntitle: \"Q19001: T\"\n---\n\n## Q19001: T\n\n{% raw %}\n\n\tArticle: Q19001\n\tProduct(s): See article\n\tVersion(s): " version "\n"             \
    "\tOperating System(s): " system "\n\tKeyword(s): ENDUSER | docerr B_Gate | old5_gate\n\tLast Modified: 9-MAY-1990\n\t\n"

static void older_articles_set_versions_beside_systems(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_front(&a, OLD_HEAD("5.10 6.0 | 1.10", "MS-DOS | OS/2") "\tText.\n\n{% endraw %}\n");
    assert_str(versions(&a, &c->doc.meta), "MS-DOS: 5.10|6.0; OS/2: 1.10");
    assert_str(joined(&a, c->doc.meta.operating_systems), "MS-DOS|OS/2");
    assert_str(complaints(&a, c), "");
    c = read_front(&a, OLD_HEAD("5.10 | 6.0", "MS-DOS") "\tText.\n");
    assert_str(versions(&a, &c->doc.meta), "MS-DOS: 5.10; : 6.0");
    arena_free(&a);
}

static void older_articles_name_no_product_and_noise_as_keyword(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_front(&a, OLD_HEAD("5.10", "MS-DOS") "\tText.\n");
    assert_int_equal(c->doc.meta.products.n, 0);
    assert_str(joined(&a, c->doc.meta.keywords), "docerr|B_Gate|old5_gate");
    assert_str(c->doc.meta.updated, "1990-05-09");
    arena_free(&a);
}

static void older_articles_keep_their_blanks_and_tokens(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_front(&a, OLD_HEAD("5.10", "MS-DOS") "\tQuestion:\n\t\n\tIs it <A0>?\n\t\n\t  two\n\t\n\tResponse:\n\t\n\t1. One\n\t\n\t   More of it.\n");
    assert_str(body(&a, c), "heading1(\"Question:\") paragraph(\"Is it <A0>?\") paragraph(\"two\") heading1(\"Response:\") "
                            "list:1:loose(item(paragraph(\"One\") paragraph(\"More of it.\")))");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_article_gives_all_its_fields),
        cmocka_unit_test(line_ends_of_both_kinds_are_the_same),
        cmocka_unit_test(a_newline_at_the_end_changes_nothing),
        cmocka_unit_test(an_article_is_known_by_its_first_word),
        cmocka_unit_test(blocks_know_the_lines_of_the_file),
        cmocka_unit_test(a_missing_header_line_is_a_warning),
        cmocka_unit_test(a_header_without_its_rule_is_a_warning),
        cmocka_unit_test(an_id_that_fits_no_pattern_is_kept_and_told),
        cmocka_unit_test(a_date_that_is_none_is_told),
        cmocka_unit_test(a_missing_category_is_told),
        cmocka_unit_test(a_header_may_name_an_operating_system),
        cmocka_unit_test(leftovers_of_an_older_header_are_fields_not_text),
        cmocka_unit_test(prose_above_the_list_begins_the_body),
        cmocka_unit_test(prose_that_the_body_repeats_is_shown_once),
        cmocka_unit_test(the_list_nests_three_columns_a_level),
        cmocka_unit_test(the_list_may_be_empty),
        cmocka_unit_test(odd_items_are_kept_as_they_are),
        cmocka_unit_test(an_article_without_the_list_has_none),
        cmocka_unit_test(an_unclosed_list_stays_text_and_is_told),
        cmocka_unit_test(the_same_words_below_a_section_are_text),
        cmocka_unit_test(query_words_go_on_to_the_next_blank_line),
        cmocka_unit_test(query_words_may_be_empty_absent_or_called_otherwise),
        cmocka_unit_test(query_words_in_the_middle_of_a_body_are_taken_too),
        cmocka_unit_test(indented_query_words_are_text),
        cmocka_unit_test(category_lines_in_the_body_are_keywords),
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
        cmocka_unit_test(an_article_inside_front_matter_gives_the_same_fields),
        cmocka_unit_test(entities_in_the_title_are_decoded_once),
        cmocka_unit_test(blanks_that_the_conversion_took_come_back),
        cmocka_unit_test(bytes_that_the_conversion_spelled_out_come_back),
        cmocka_unit_test(keywords_of_the_front_matter_come_first_and_once),
        cmocka_unit_test(braces_in_the_body_are_text),
        cmocka_unit_test(the_wrapping_may_lack_its_raw_tags),
        cmocka_unit_test(missing_metadata_lines_are_warnings),
        cmocka_unit_test(lines_are_counted_from_the_head_of_the_file),
        cmocka_unit_test(a_front_matter_body_is_known_by_its_first_lines),
        cmocka_unit_test(older_articles_set_versions_beside_systems),
        cmocka_unit_test(older_articles_name_no_product_and_noise_as_keyword),
        cmocka_unit_test(older_articles_keep_their_blanks_and_tokens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
