#include "tree.h"

#include "read/markdown.h"

#include <time.h>

/* --- a document in one line: kind(children …), text in quotes; what Markdown alone has, too ------------------------------------ */

static void put_details(Buf *b, const Block *block)
{
    static const char *const aligns[] = {"", ":left", ":center", ":right"};
    switch (block->kind) {
    case BLOCK_HEADING: buf_fmt(b, "%d", block->level); break;
    case BLOCK_LIST:
        if (block->marker == MARKER_NUMBER)
            buf_fmt(b, ":%d", block->start);
        buf_put(b, block->is_loose ? S(":loose") : S(""));
        break;
    case BLOCK_CELL: buf_put(b, str(aligns[block->align])); break;
    case BLOCK_CALLOUT: buf_fmt(b, ":" STR_FMT, STR_ARG(block->label)); break;
    default: break;
    }
}

static void put_block(Buf *b, const Block *block)
{
    buf_put(b, block_kind_name(block->kind));
    put_details(b, block);
    buf_putc(b, '(');
    if (block->kind == BLOCK_LITERAL || block->kind == BLOCK_RAW) {
        buf_put(b, block->language);
        buf_put_json(b, block->literal);
    }
    tree_put_inlines(b, block->text);
    for (const Block *child = block->child; child; child = child->next) {
        put_block(b, child);
        buf_put(b, child->next ? S(" ") : S(""));
    }
    buf_putc(b, ')');
}

/* --- one parse of an inline text ------------------------------------------------------------------------------------------ */

typedef struct Case {
    Block *root;
    Diags diags;
} Case;

static Case *parse_at(Arena *a, Str text, int first_line)
{
    Case *c = arena_new(a, Case, 1);
    c->diags.arena = a;
    Source source = {S("a.md"), text};
    IdPattern ids = id_pattern_default();
    c->root = markdown_parse(a, &source, text, first_line, &ids, &c->diags);
    return c;
}

/* The blocks of a text, without the root. */
static Str shown(Arena *a, Str text)
{
    Buf b = buf_new(a, 256);
    put_block(&b, parse_at(a, text, 1)->root);
    return str_sub(buf_str(&b), 5, b.n - 1);
}

static void assert_doc(const char *markdown, const char *expected)
{
    Arena a = {0};
    assert_str(shown(&a, str(markdown)), expected);
    arena_free(&a);
}

static Str repeated(Arena *a, const char *unit, int n, const char *tail)
{
    Buf b = buf_new(a, 0);
    for (int i = 0; i < n; i++)
        buf_put(&b, str(unit));
    buf_put(&b, str(tail));
    return buf_str(&b);
}

/* --- blocks --------------------------------------------------------------------------------------------------------------- */

static void an_empty_text_has_no_blocks(void **state)
{
    (void)state;
    assert_doc("", "");
    assert_doc("\n\n", "");
}

static void headings_keep_their_level(void **state)
{
    (void)state;
    assert_doc("# A\n## *B* c\nD\n===\n", "heading1(\"A\") heading2(emphasis(\"B\") \" c\") heading1(\"D\")");
    assert_doc("#\n\na\n", "heading1() paragraph(\"a\")");
}

static void lists_keep_marker_start_and_looseness(void **state)
{
    (void)state;
    assert_doc("- a\n- b\n", "list(item(paragraph(\"a\")) item(paragraph(\"b\")))");
    assert_doc("7. a\n\n   b\n8. c\n", "list:7:loose(item(paragraph(\"a\") paragraph(\"b\")) item(paragraph(\"c\")))");
    assert_doc("- a\n  1. b\n-\n", "list(item(paragraph(\"a\") list:1(item(paragraph(\"b\")))) item())");
}

static void code_keeps_its_lines_and_language(void **state)
{
    (void)state;
    assert_doc("```vb title=x\nA\n\n  B\n```\n", "literal(vb\"A\\n\\n  B\")");
    assert_doc("    a\n    b\n", "literal(\"a\\nb\")");
    assert_doc("```\r\na\r\nb\r\n```\r\n", "literal(\"a\\nb\")");
    Arena a = {0};
    assert_int_equal(parse_at(&a, S("    a\n"), 1)->root->child->literal_kind, LITERAL_CODE);
    arena_free(&a);
}

static void quotes_rules_and_raw_html_are_blocks(void **state)
{
    (void)state;
    assert_doc("> a\n> - b\n\n***\n", "quote(paragraph(\"a\") list(item(paragraph(\"b\")))) rule()");
    assert_doc("<div>\n*a*\n</div>\n", "raw(\"<div>\\n*a*\\n</div>\")");
}

static void quotes_that_begin_with_a_warning_word_are_callouts(void **state)
{
    (void)state;
    assert_doc("> **Note:** a\n", "callout:NOTE(paragraph(strong(\"Note:\") \" a\"))");
    assert_doc("> **WARNING**: a\n", "callout:WARNING(paragraph(strong(\"WARNING\") \": a\"))");
    assert_doc("> **Tip: all of it**\n", "callout:TIP(paragraph(strong(\"Tip: all of it\")))");
    assert_doc("> [!CAUTION]\n> a\n>\n> b\n", "callout:CAUTION(paragraph(\"[!CAUTION]\" \"\\n\" \"a\") paragraph(\"b\"))");
    assert_doc("> **Noted** a\n", "quote(paragraph(strong(\"Noted\") \" a\"))");
    assert_doc("> a **Note:** b\n", "quote(paragraph(\"a \" strong(\"Note:\") \" b\"))");
}

/* --- inlines -------------------------------------------------------------------------------------------------------------- */

static void inlines_nest(void **state)
{
    (void)state;
    assert_doc("a *b **c*** `d` <b>e\n", "paragraph(\"a \" emphasis(\"b \" strong(\"c\")) \" \" code\"d\" \" \" raw\"<b>\" \"e\")");
    assert_doc("[a *b*](u \"t\") ![c](d.png)\n", "paragraph(link(u: \"a \" emphasis(\"b\")) \" \" image(d.png: \"c\"))");
    Arena a = {0};
    assert_str(parse_at(&a, S("[a](u \"t\")"), 1)->root->child->text->link->title, "t");
    arena_free(&a);
}

static void a_soft_break_is_a_newline_and_a_hard_one_a_break(void **state)
{
    (void)state;
    assert_doc("a\nb  \nc\\\nd\n", "paragraph(\"a\" \"\\n\" \"b\" break \"c\" break \"d\")");
}

static void text_that_cmark_splits_is_one(void **state)
{
    (void)state;
    assert_doc("a_b_c [d] &amp; \\*e* \"f\" -- ...\n", "paragraph(\"a_b_c [d] & *e* \\\"f\\\" -- ...\")");
}

static void article_ids_become_references(void **state)
{
    (void)state;
    assert_doc("See Q123456, *KB654321*.\n",
               "paragraph(\"See \" reference(123456: \"Q123456\") \", \" emphasis(reference(654321: \"KB654321\")) \".\")");
}

static void a_title_may_be_glued_to_an_id_at_the_start_of_a_line(void **state)
{
    (void)state;
    assert_doc("Q123456Title\nQ123457Title  \nQ123458Title\n",
               "paragraph(reference(123456: \"Q123456\") \"Title\" \"\\n\" reference(123457: \"Q123457\") \"Title\" break "
               "reference(123458: \"Q123458\") \"Title\")");
    assert_doc("*a*Q123457Title Q123458Title\n", "paragraph(emphasis(\"a\") \"Q123457Title Q123458Title\")");
}

static void bare_urls_become_links(void **state)
{
    (void)state;
    assert_doc("at http://a.org/b_c_d. or www.a.org\n",
               "paragraph(\"at \" link(http://a.org/b_c_d: \"http://a.org/b_c_d\") \". or \" link(http://www.a.org: \"www.a.org\"))");
    assert_doc("mailto:me@a.org\n", "paragraph(link(mailto:me@a.org: \"mailto:me@a.org\"))");
}

static void a_url_of_an_article_becomes_a_reference(void **state)
{
    (void)state;
    Arena a = {0};
    const Inline *in = parse_at(&a, S("http://support.microsoft.com/kb/123456"), 1)->root->child->text;
    assert_int_equal(in->kind, INLINE_REFERENCE);
    assert_int_equal(in->link->number, 123456);
    assert_str(in->link->target, "http://support.microsoft.com/kb/123456");
    arena_free(&a);
}

static void code_links_and_images_are_not_searched(void **state)
{
    (void)state;
    assert_doc("`Q123456` [Q123456](u) ![Q123456](v)\n",
               "paragraph(code\"Q123456\" \" \" link(u: \"Q123456\") \" \" image(v: \"Q123456\"))");
    assert_doc("[a](u) Q123456\n", "paragraph(link(u: \"a\") \" \" reference(123456: \"Q123456\"))");
    assert_doc("See <http://a.org>\n", "paragraph(\"See \" link(http://a.org: \"http://a.org\"))");
    assert_doc("    Q123456\n", "literal(\"Q123456\")");
}

/* --- tables --------------------------------------------------------------------------------------------------------------- */

static void a_table_has_aligned_cells_with_inlines(void **state)
{
    (void)state;
    assert_doc("| a | *b* | c | d\n|:--|:-:|--:|---\n| 1 | `x` | | Q123456 |\n",
               "table(row(cell:left(\"a\") cell:center(emphasis(\"b\")) cell:right(\"c\") cell(\"d\")) "
               "row(cell:left(\"1\") cell:center(code\"x\") cell:right() cell(reference(123456: \"Q123456\"))))");
    Arena a = {0};
    const Block *table = parse_at(&a, S("a | b\n- | -\n1 | 2\n"), 1)->root->child;
    assert_int_equal(table->kind, BLOCK_PARAGRAPH);     /* `- | -` is a list item to CommonMark */
    table = parse_at(&a, S("a | b\n-- | --\n1 | 2\n"), 1)->root->child;
    assert_true(table->child->is_header && table->child->child->is_header);
    assert_false(table->last_child->is_header || table->last_child->child->is_header);
    arena_free(&a);
}

static void an_escaped_pipe_belongs_to_its_cell(void **state)
{
    (void)state;
    assert_doc("| a |\n|---|\n| b \\| `c \\| d` \\\\\\| e |\n",
               "table(row(cell(\"a\")) row(cell(\"b | \" code\"c | d\" \" \\\\| e\")))");
}

static void rows_get_the_width_of_the_header(void **state)
{
    (void)state;
    const char *text = "| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | 3 |\n";
    assert_doc(text, "table(row(cell(\"a\") cell(\"b\")) row(cell(\"1\") cell()) row(cell(\"1\") cell(\"2\")))");
    Arena a = {0};
    Case *c = parse_at(&a, str(text), 1);
    assert_str(diag_codes(&a, &c->diags), "bad-value");
    assert_int_equal(c->diags.items[0].line, 4);
    arena_free(&a);
}

static void a_delimiter_row_must_fit_its_header(void **state)
{
    (void)state;
    assert_doc("| a | b |\n|---|\n", "paragraph(\"| a | b |\" \"\\n\" \"|---|\")");
    assert_doc("a\n:-:\n", "paragraph(\"a\" \"\\n\" \":-:\")");
    assert_doc("|---|\n", "paragraph(\"|---|\")");
    assert_doc("|\n|\n", "paragraph(\"|\" \"\\n\" \"|\")");
}

static void lines_above_a_table_stay_a_paragraph(void **state)
{
    (void)state;
    assert_doc("see *the\ntable*\n    - of\n| a |\n|---|\n| 1 |\n\nafter\n",
               "paragraph(\"see \" emphasis(\"the\" \"\\n\" \"table\") \"\\n\" \"- of\") "
               "table(row(cell(\"a\")) row(cell(\"1\"))) paragraph(\"after\")");
    assert_doc("| x\n| a | b |\n|---|---|\n", "paragraph(\"| x\") table(row(cell(\"a\") cell(\"b\")))");
}

static void a_table_ends_where_another_block_begins(void **state)
{
    (void)state;
    assert_doc("| a |\n|---|\n| 1 |\n> b\n", "table(row(cell(\"a\")) row(cell(\"1\"))) quote(paragraph(\"b\"))");
    assert_doc("| a |\n|---|\n| 1 |\n---\nb\n", "table(row(cell(\"a\")) row(cell(\"1\"))) rule() paragraph(\"b\")");
}

static void tables_stand_in_lists_and_quotes_too(void **state)
{
    (void)state;
    assert_doc("- | a | b |\n  |---|---|\n  | 1 | 2 |\n",
               "list(item(table(row(cell(\"a\") cell(\"b\")) row(cell(\"1\") cell(\"2\")))))");
    assert_doc("> > x\n> > | a |\n> > |---|\n> > | 1 |\n",
               "quote(quote(paragraph(\"x\") table(row(cell(\"a\")) row(cell(\"1\")))))");
    assert_doc("> 1. | a |\n>    |---|\n>    | > |\n", "quote(list:1(item(table(row(cell(\"a\")) row(cell(\">\"))))))");
}

static void cells_know_the_link_definitions_of_the_document(void **state)
{
    (void)state;
    assert_doc("| [a][x] |\n|---|\n| [x] |\n\n[x]: u\n",
               "table(row(cell(link(u: \"a\"))) row(cell(link(u: \"x\"))))");
    assert_doc("[x]: u\n| [x] |\n|---|\n", "table(row(cell(link(u: \"x\"))))");
}

static void a_cell_is_never_a_block(void **state)
{
    (void)state;
    assert_doc("| # a | - b | 1. c | > d | ``` | C # |\n|---|---|---|---|---|---|\n",
               "table(row(cell(\"# a\") cell(\"- b\") cell(\"1. c\") cell(\"> d\") cell(\"```\") cell(\"C #\")))");
    assert_doc("| [a]: b |\n|---|\n", "table(row(cell(\"[a]: b\")))");
}

static void a_table_of_missing_cells_stays_text(void **state)
{
    (void)state;
    Arena a = {0};
    Str head = str_join2(&a, repeated(&a, "|a", 1000, "|\n"), repeated(&a, "|-", 1000, "|\n"));
    Case *c = parse_at(&a, str_join2(&a, head, repeated(&a, "|\n", 1000, "")), 1);
    assert_int_equal(c->root->child->kind, BLOCK_PARAGRAPH);
    assert_str(diag_codes(&a, &c->diags), "bad-value");
    arena_free(&a);
}

/* --- lines ---------------------------------------------------------------------------------------------------------------- */

static void blocks_know_their_lines_in_the_source(void **state)
{
    (void)state;
    Arena a = {0};
    const Block *root = parse_at(&a, S("# A\n\nb\nc\n\n```\nd\n```\n\nx\n| e |\n|---|\n| f |\n"), 11)->root;
    const Block *heading = root->child, *paragraph = heading->next, *code = paragraph->next;
    const Block *above = code->next, *table = above->next;
    assert_int_equal(heading->first_line, 11);
    assert_int_equal(paragraph->first_line, 13);
    assert_int_equal(paragraph->last_line, 14);
    assert_int_equal(code->first_line, 16);
    assert_int_equal(code->last_line, 18);
    assert_int_equal(above->first_line, 20);
    assert_int_equal(above->last_line, 20);
    assert_int_equal(table->first_line, 21);
    assert_int_equal(table->last_line, 23);
    assert_int_equal(table->last_child->first_line, 23);
    assert_int_equal(root->last_line, 23);
    arena_free(&a);
}

static void blocks_end_in_their_last_line_of_text(void **state)
{
    (void)state;
    Arena a = {0};
    const Block *heading = parse_at(&a, S("> A\n> ---\n> b\n"), 1)->root->child->child;
    assert_int_equal(heading->last_line, 2);
    const Block *list = parse_at(&a, S("- a\n\n- b\n\n\nc\n"), 1)->root->child;
    assert_int_equal(list->last_line, 3);
    assert_int_equal(list->child->last_line, 1);
    const Block *table = parse_at(&a, S("| a |\n|---|\n---\nb\n"), 1)->root->child;
    assert_int_equal(table->last_line, 2);
    assert_int_equal(table->next->first_line, 3);
    arena_free(&a);
}

static void inlines_know_their_line(void **state)
{
    (void)state;
    Arena a = {0};
    const Inline *in = parse_at(&a, S("a\n*b*\n"), 5)->root->child->text;
    assert_int_equal(in->line, 5);
    assert_int_equal(in->next->next->line, 6);
    assert_int_equal(in->next->next->child->line, 6);
    assert_int_equal(parse_at(&a, S("*a*"), 5)->root->child->text->line, 5);
    const Block *table = parse_at(&a, S("| a |\n|---|\n| b |\n"), 5)->root->child;
    assert_int_equal(table->last_child->child->text->line, 7);
    arena_free(&a);
}

/* --- bounds --------------------------------------------------------------------------------------------------------------- */

static int depth_of(const Block *root)
{
    int deepest = 0;
    for (const Block *b = root; b; b = block_following(root, b)) {
        int depth = 0;
        for (const Block *up = b; up != root; up = up->parent)
            depth++;
        deepest = depth > deepest ? depth : deepest;
    }
    return deepest;
}

static void nesting_beyond_a_hundred_levels_becomes_text(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = parse_at(&a, str_join2(&a, S("a\n\n"), repeated(&a, ">", 105, " deep\n")), 1);
    assert_str(diag_codes(&a, &c->diags), "depth");
    assert_int_equal(c->diags.items[0].line, 3);
    assert_int_equal(c->diags.items[0].col, 101);
    assert_int_equal(depth_of(c->root), 101);
    const Block *last = c->root;
    while (last->last_child)
        last = last->last_child;
    assert_str(inline_text(&a, last->text), ">>>>> deep");
    c = parse_at(&a, repeated(&a, "1. ", 102, "deep"), 1);
    for (last = c->root; last->last_child;)
        last = last->last_child;
    assert_str(inline_text(&a, last->text), "1. 1. deep");
    arena_free(&a);
}

static void a_hundred_levels_are_fine(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = parse_at(&a, repeated(&a, "> ", 100, "a\n"), 1);
    assert_int_equal(c->diags.n, 0);
    assert_int_equal(depth_of(c->root), 101);
    c = parse_at(&a, str_join2(&a, repeated(&a, "> ", 100, "a\n"), repeated(&a, "> ", 100, "b\n")), 1);
    assert_int_equal(c->diags.n, 0);
    c = parse_at(&a, repeated(&a, "- ", 100, "a\n"), 1);
    assert_int_equal(c->diags.n, 0);
    assert_int_equal(depth_of(c->root), 201);
    arena_free(&a);
}

static void deep_indentation_alone_is_no_nesting(void **state)
{
    (void)state;
    Arena a = {0};
    Str far = repeated(&a, " ", 500, "- x\n");
    assert_int_equal(parse_at(&a, str_join2(&a, S("a\n\n"), far), 1)->diags.n, 0);
    assert_int_equal(parse_at(&a, repeated(&a, "- ", 300, "-\n"), 1)->diags.n, 0);      /* a thematic break */
    arena_free(&a);
}

static void nesting_that_grows_line_by_line_is_bounded(void **state)
{
    (void)state;
    Arena a = {0};
    Buf b = buf_new(&a, 0);
    for (int i = 0; i < 300; i++) {
        buf_pad(&b, ' ', 2 * i);
        buf_put(&b, S("- a\n"));
    }
    Case *c = parse_at(&a, buf_str(&b), 1);
    assert_str(diag_codes(&a, &c->diags), "depth");
    assert_int_equal(c->diags.items[0].line, 101);
    assert_in_range(depth_of(c->root), 100, 201);
    arena_free(&a);
}

static void a_lazy_line_keeps_lists_open(void **state)
{
    (void)state;
    Arena a = {0};
    Str lazy = repeated(&a, "- ", 60, "a\nlazy\n"), below = repeated(&a, "  ", 60, "");
    Case *c = parse_at(&a, str_join2(&a, lazy, str_join2(&a, below, repeated(&a, "- ", 60, "b\n"))), 1);
    assert_str(diag_codes(&a, &c->diags), "depth");
    assert_int_equal(depth_of(c->root), 201);
    arena_free(&a);
}

static void deep_emphasis_is_flattened(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = parse_at(&a, str_join2(&a, repeated(&a, "*a ", 1000, ""), repeated(&a, " b*", 1000, "")), 1);
    assert_str(diag_codes(&a, &c->diags), "depth");
    Str words = inline_text(&a, c->root->child->text);
    assert_int_equal(words.n, 1000 * 4);
    arena_free(&a);
}

static void unclosed_image_brackets_are_bounded(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = parse_at(&a, str_join2(&a, S("a\n\n"), repeated(&a, "![[]()", 10000, "\n")), 1);
    assert_str(diag_codes(&a, &c->diags), "depth");
    assert_int_equal(c->diags.items[0].line, 3);
    assert_int_equal(parse_at(&a, repeated(&a, "![a](b.png)\n", 4000, ""), 1)->diags.n, 0);
    assert_int_equal(parse_at(&a, repeated(&a, "![a](b.png)\n\n", 10000, ""), 1)->diags.n, 0);
    arena_free(&a);
}

/* Each of these costs minutes when something is quadratic, and a fraction of a second else; the limit leaves room for valgrind. */
static void assert_quick(Str text)
{
    Arena a = {0};
    clock_t start = clock();
    parse_at(&a, text, 1);
    assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 20);
    arena_free(&a);
}

static void hostile_text_is_read_quickly(void **state)
{
    (void)state;
    static const char *const units[] = {"[",   ">",     "> ",  "- ",  "1. ", "![[]()", "*a_ ", "**a ",
                                        "a**b", "[a](", "`a``", "<a ", "&",   "|",      "\\|", "a|\n-|\n"};
    Arena a = {0};
    for (ptrdiff_t i = 0; i < countof(units); i++)
        assert_quick(repeated(&a, units[i], 100000, "a"));
    Str blank_lines = repeated(&a, "\n", 100000, "b");
    assert_quick(str_join2(&a, repeated(&a, "- ", 40000, "x\n"), blank_lines));
    assert_quick(str_join2(&a, repeated(&a, "*\t", 40000, "x\n"), blank_lines));
    assert_quick(str_join2(&a, repeated(&a, "|a", 40000, "\n"), repeated(&a, "|-", 40000, "\n")));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_text_has_no_blocks),
        cmocka_unit_test(headings_keep_their_level),
        cmocka_unit_test(lists_keep_marker_start_and_looseness),
        cmocka_unit_test(code_keeps_its_lines_and_language),
        cmocka_unit_test(quotes_rules_and_raw_html_are_blocks),
        cmocka_unit_test(quotes_that_begin_with_a_warning_word_are_callouts),
        cmocka_unit_test(inlines_nest),
        cmocka_unit_test(a_soft_break_is_a_newline_and_a_hard_one_a_break),
        cmocka_unit_test(text_that_cmark_splits_is_one),
        cmocka_unit_test(article_ids_become_references),
        cmocka_unit_test(a_title_may_be_glued_to_an_id_at_the_start_of_a_line),
        cmocka_unit_test(bare_urls_become_links),
        cmocka_unit_test(a_url_of_an_article_becomes_a_reference),
        cmocka_unit_test(code_links_and_images_are_not_searched),
        cmocka_unit_test(a_table_has_aligned_cells_with_inlines),
        cmocka_unit_test(an_escaped_pipe_belongs_to_its_cell),
        cmocka_unit_test(rows_get_the_width_of_the_header),
        cmocka_unit_test(a_delimiter_row_must_fit_its_header),
        cmocka_unit_test(lines_above_a_table_stay_a_paragraph),
        cmocka_unit_test(a_table_ends_where_another_block_begins),
        cmocka_unit_test(tables_stand_in_lists_and_quotes_too),
        cmocka_unit_test(cells_know_the_link_definitions_of_the_document),
        cmocka_unit_test(a_cell_is_never_a_block),
        cmocka_unit_test(a_table_of_missing_cells_stays_text),
        cmocka_unit_test(blocks_know_their_lines_in_the_source),
        cmocka_unit_test(blocks_end_in_their_last_line_of_text),
        cmocka_unit_test(inlines_know_their_line),
        cmocka_unit_test(nesting_beyond_a_hundred_levels_becomes_text),
        cmocka_unit_test(a_hundred_levels_are_fine),
        cmocka_unit_test(deep_indentation_alone_is_no_nesting),
        cmocka_unit_test(nesting_that_grows_line_by_line_is_bounded),
        cmocka_unit_test(a_lazy_line_keeps_lists_open),
        cmocka_unit_test(deep_emphasis_is_flattened),
        cmocka_unit_test(unclosed_image_brackets_are_bounded),
        cmocka_unit_test(hostile_text_is_read_quickly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
