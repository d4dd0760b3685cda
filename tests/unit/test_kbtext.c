/* Old articles in plain text: header, stub, applies-to, query words; test_kbtrailer.c has what stands behind the body. */
#include "kbtext.h"

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
    assert_str(body(&a, c),
        "callout:IMPORTANT(paragraph(strong(\"IMPORTANT:\") \" Close the gate.\")) heading1(\"SUMMARY\") paragraph(\"The gate stays open.\")");
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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
