/* What write/commonmark writes, and that read/markdown reads it back: block for block, word for word, field for field. */
#include "commonmark.h"

/* --- every kind of block --------------------------------------------------------------------------------------------------------- */

static void headings_begin_with_two_signs(void **state)
{
    (void)state;
    WITH_ROOT(a, root);
    add_text(&a, root, BLOCK_HEADING, S("SYMPTOMS"))->level = 1;
    add_text(&a, root, BLOCK_HEADING, S("In C #"))->level = 2;
    add(&a, root, BLOCK_HEADING)->level = 1;
    add_text(&a, root, BLOCK_PARAGRAPH, S("Text."));
    assert_written(&a, root, "## SYMPTOMS\n\n### In C \\#\n\n##\n\nText.\n");
    arena_free(&a);
}

static void lists_keep_their_markers_and_starts(void **state)
{
    (void)state;
    WITH_ROOT(a, root);
    Block *numbers = add_list(&a, root, MARKER_NUMBER, 9);
    add_item(&a, numbers, S("nine"));
    add_item(&a, numbers, S("ten"));
    Block *lower = add_list(&a, numbers->last_child, MARKER_LOWER, 3);
    add_item(&a, lower, S("c"));
    add_item(&a, lower, S("d"));
    Block *upper = add_list(&a, root, MARKER_UPPER, 1);
    add_item(&a, upper, S("one alone"));
    assert_written(&a, root, "9. nine\n10. ten\n    - c. c\n    - d. d\n\n+ A. one alone\n");
    arena_free(&a);
}

static void lists_that_touch_stay_two(void **state)
{
    (void)state;
    WITH_ROOT(a, root);
    for (int i = 0; i < 3; i++)
        add_item(&a, add_list(&a, root, MARKER_NUMBER, 1), S("n"));
    for (int i = 0; i < 3; i++)
        add_item(&a, add_list(&a, root, MARKER_BULLET, 0), S("b"));
    assert_written(&a, root, "1. n\n\n1) n\n\n1. n\n\n- b\n\n* b\n\n- b\n");
    arena_free(&a);
}

static void a_letter_that_is_text_is_escaped(void **state)
{
    (void)state;
    WITH_ROOT(a, root);
    Block *list = add_list(&a, root, MARKER_BULLET, 0);
    add_item(&a, list, S("a. is the first letter"));
    add_item(&a, list, S("b. is the second"));
    assert_written(&a, root, "- a\\. is the first letter\n- b\\. is the second\n");
    arena_free(&a);
}

static void items_hold_blocks_of_every_kind(void **state)
{
    (void)state;
    WITH_ROOT(a, root);
    Block *list = add_list(&a, root, MARKER_NUMBER, 1);
    list->is_loose = true;
    Block *item = add_item(&a, list, S("Type:"));
    add_literal(&a, item, LITERAL_COMMAND, S(""), S("net use\n\n  /d"));
    Block *callout = add(&a, item, BLOCK_CALLOUT);
    callout->label = S("NOTE");
    add_text(&a, callout, BLOCK_PARAGRAPH, S("NOTE: Twice."));
    Block *letters = add_list(&a, item, MARKER_LOWER, 1);
    add_literal(&a, add(&a, letters, BLOCK_ITEM), LITERAL_PLAIN, S(""), S("x"));
    add(&a, add(&a, list, BLOCK_ITEM), BLOCK_RULE);
    assert_written(&a, root,
        "1. Type:\n\n   ```command\n   net use\n\n     /d\n   ```\n\n   > **NOTE:** Twice.\n\n   + a.\n     ```\n     x\n     ```\n\n2. ___\n");
    arena_free(&a);
}

static void literal_text_has_its_kind_behind_the_fence(void **state)
{
    (void)state;
    WITH_ROOT(a, root);
    add_literal(&a, root, LITERAL_PLAIN, S(""), S("plain"));
    add_literal(&a, root, LITERAL_CODE, S("c"), S("int i;\n"));
    add_literal(&a, root, LITERAL_CODE, S(""), S("``` `\n````"));
    add_literal(&a, root, LITERAL_CODE, S("a`b"), S(""));
    assert_written(&a, root, "```\nplain\n```\n\n```c\nint i;\n\n```\n\n`````code\n``` `\n````\n`````\n\n~~~a`b\n~~~\n");
    for (int kind = LITERAL_COMMAND; kind <= LITERAL_DRAWING; kind++)
        add_literal(&a, root, (LiteralKind)kind, S(""), S("  a\tb  \n\n\n~~~\n"));
    assert_comes_back(&a, root, "all kinds");
    arena_free(&a);
}

static void addresses_can_be_followed(void **state)
{
    (void)state;
    WITH_ROOT(a, root);
    add_literal(&a, root, LITERAL_URL, S(""), S("http://a.example/x_y*z\n(ftp://a.example/b).\nhttp://support.microsoft.com/kb/123456"));
    Block *b = add_literal(&a, root, LITERAL_URL, S(""), S("DownloadDownload a.exe now\n(http://a.example/a.exe)"));
    b->text = inline_text_new(&a, S("x86: "));
    b->text->next = link_new(&a, S("http://a.example/a.exe"), S("Download a.exe now"));
    add_literal(&a, root, LITERAL_URL, S(""), S("www.a.example"));
    for (b = root->child; b; b = b->next)
        b->text = b->text ? b->text : inline_text_new(&a, b->literal);
    Str markdown = written(&a, root);
    assert_str(markdown, "<http://a.example/x_y*z>\\\n(<ftp://a.example/b>).\\\n<http://support.microsoft.com/kb/123456>\n\n"
                         "x86: [Download a.exe now](http://a.example/a.exe)\n\n```url\nwww.a.example\n```\n");
    int n = 0;
    for (b = read_back(&a, markdown)->child; b; b = b->next, n++)
        assert_true(b->kind == BLOCK_LITERAL && b->literal_kind == LITERAL_URL && b->text);
    assert_int_equal(n, 3);
    arena_free(&a);
}

static Block *add_row(Arena *a, Block *table, bool is_header, Str first, Str second)
{
    Block *row = add(a, table, BLOCK_ROW);
    add_text(a, row, BLOCK_CELL, first)->is_header = is_header;
    Block *cell = add_text(a, row, BLOCK_CELL, second);
    cell->is_header = is_header;
    cell->align = ALIGN_RIGHT;
    return row;
}

static void tables_have_pipes_and_perhaps_no_header(void **state)
{
    (void)state;
    WITH_ROOT(a, root);
    Block *table = add(&a, root, BLOCK_TABLE);
    add_row(&a, table, true, S("Name"), S("Size"));
    Block *row = add_row(&a, table, false, S("a|b\\|c\\"), S("# 1"));
    row->child->text->next = inline_new(&a, INLINE_BREAK, S(""), 1);
    row->child->text->next->next = inline_new(&a, INLINE_CODE, S("|"), 1);
    table = add(&a, root, BLOCK_TABLE);
    add_row(&a, table, false, S(""), S("---"));
    assert_written(&a, root,
                   "| Name | Size |\n|---|---:|\n| a\\|b\\\\\\|c\\\\<br>`\\|` | # 1 |\n\n| | |\n|---|---:|\n| | --- |\n");
    arena_free(&a);
}

static void callouts_are_quotes_with_a_bold_word(void **state)
{
    (void)state;
    WITH_ROOT(a, root);
    static const Str texts[] = {{"WARNING: Mind.", 14}, {"WARNING:mind", 12}, {"WARNING Mind", 12}, {"Mind. WARNING", 13}};
    for (ptrdiff_t i = 0; i < countof(texts); i++) {
        Block *callout = add(&a, root, BLOCK_CALLOUT);
        callout->label = S("WARNING");
        add_text(&a, callout, BLOCK_PARAGRAPH, texts[i]);
    }
    add_text(&a, add(&a, root, BLOCK_QUOTE), BLOCK_PARAGRAPH, S("Quoth the raven."));
    Str markdown = written(&a, root);
    assert_str(markdown, "> **WARNING:** Mind.\n\n> **WARNING**:mind\n\n> **WARNING** Mind\n\n> [!WARNING]\n>\n> Mind. WARNING\n\n> Quoth the raven.\n");
    assert_comes_back(&a, root, "callouts");
    arena_free(&a);
}

static void references_are_items_with_a_bold_id(void **state)
{
    (void)state;
    WITH_ROOT(a, root);
    Block *list = add(&a, root, BLOCK_REFERENCES);
    add(&a, list, BLOCK_ITEM)->text = reference_new(&a, 123456, S("Q123456: What *it* <is>, see http://a.example/"));
    add(&a, list, BLOCK_ITEM)->text = reference_new(&a, 200001, S("Q200001"));
    add(&a, list, BLOCK_ITEM)->text = reference_new(&a, 200002, S("The article without its id"));
    Str markdown = written(&a, root);
    assert_str(markdown, "- **Q123456**: What \\*it\\* \\<is>, see http://a.example/\n- **Q200001**\n- **[The article without its id](Q200002)**\n");
    const Block *back = read_back(&a, markdown)->child;
    assert_true(back->kind == BLOCK_REFERENCES && back->child->text->link->number == 123456 && back->last_child->text->link->number == 200002);
    assert_comes_back(&a, root, "references");
    list = add_list(&a, root, MARKER_BULLET, 0);
    add_item(&a, list, S("Q123456 is an item"));
    assert_comes_back(&a, root, "a list that begins with an id");
    arena_free(&a);
}

static void raw_html_stays_as_it_is(void **state)
{
    (void)state;
    WITH_ROOT(a, root);
    add(&a, root, BLOCK_RAW)->literal = S("<div>\n*x*\n</div>");
    Block *b = add_text(&a, root, BLOCK_PARAGRAPH, S("a "));
    b->text->next = inline_new(&a, INLINE_RAW, S("<b>"), 1);
    assert_written(&a, root, "<div>\n*x*\n</div>\n\na <b>\n");
    arena_free(&a);
}

/* --- text that looks like markup ------------------------------------------------------------------------------------------------- */

static void put_everywhere(Arena *a, Block *root, Str text)
{
    add_text(a, root, BLOCK_HEADING, text)->level = 1;
    add_text(a, root, BLOCK_PARAGRAPH, text);
    add_item(a, add_list(a, root, MARKER_NUMBER, 1), text);
    add_item(a, add_list(a, root, MARKER_BULLET, 1), text);
    Block *callout = add(a, root, BLOCK_CALLOUT);
    callout->label = S("TIP");
    add_text(a, callout, BLOCK_PARAGRAPH, str_join2(a, S("TIP: "), text));
    add_text(a, add(a, root, BLOCK_QUOTE), BLOCK_PARAGRAPH, str_join2(a, S("x "), text));
    Block *table = add(a, root, BLOCK_TABLE);
    add_row(a, table, true, text, S("x"));
    add_row(a, table, false, S("y"), text);
    Block *paragraph = add_text(a, root, BLOCK_PARAGRAPH, S("x"));
    Inlines list = {.first = paragraph->text, .end = &paragraph->text->next};
    inlines_add(&list, inline_new(a, INLINE_BREAK, (Str){0}, 1));
    inlines_add(&list, inline_text_new(a, text));
    inlines_add(&list, inline_new(a, INLINE_CODE, text, 1));
    inlines_add(&list, inline_text_new(a, S(" ")));
    inlines_add(&list, link_new(a, S("a (b).md"), text));
}

static void nasty_text_means_itself_everywhere(void **state)
{
    (void)state;
    ids = id_pattern_default();
    for (int i = 0; i < NASTY_COUNT; i++) {
        Str text = str(NASTY[i]);
        if (str_find_char(text, '\n') >= 0)
            continue;
        WITH_ROOT(a, root);
        put_everywhere(&a, root, text);
        assert_comes_back(&a, root, NASTY[i]);
        arena_free(&a);
    }
}

/* Any two of them, as two pieces of text: nothing may come of their neighbourhood. */
static void nasty_neighbours_mean_themselves(void **state)
{
    (void)state;
    for (int i = 0; i < NASTY_COUNT; i++) {
        for (int k = 0; k < NASTY_COUNT; k++) {
            WITH_ROOT(a, root);
            Block *b = add_text(&a, root, BLOCK_PARAGRAPH, str(NASTY[i]));
            b->text->next = inline_text_new(&a, str(NASTY[k]));
            b = add_text(&a, root, BLOCK_PARAGRAPH, str(NASTY[i]));
            b->text->next = inline_new(&a, INLINE_BREAK, (Str){0}, 1);
            b->text->next->next = inline_text_new(&a, str(NASTY[k]));
            b = add_text(&a, root, BLOCK_PARAGRAPH, str(NASTY[i]));
            b->text->next = wrapped(&a, INLINE_IMAGE, inline_text_new(&a, S("i")));
            b->text->next->link->target = S("p.png");
            b->text->next->next = inline_text_new(&a, str(NASTY[k]));
            assert_comes_back(&a, root, NASTY[i]);
            arena_free(&a);
        }
    }
}

static void nothing_is_escaped_without_need(void **state)
{
    (void)state;
    static const char *const plain[] = {
        "C:\\WINNT\\System32 and HKEY_LOCAL_MACHINE\\Software: snake_case, 5 * 3 < 4, a > b, AT&T [x] (y) #1 1.2 x-y a+b ~1 = | \"q\" {z}!",
        "Version 4.0. See Q123456, http://a.example/a_b?c=d&e=f.",
        "-1 and #1 and +1 and 1.5 and 2001.",
    };
    for (ptrdiff_t i = 0; i < countof(plain); i++) {
        WITH_ROOT(a, root);
        add_text(&a, root, BLOCK_PARAGRAPH, str(plain[i]));
        assert_str(str_trim(written(&a, root)), plain[i]);
        arena_free(&a);
    }
}

static void marks_of_inlines_come_back(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "*a* **b** ***c*** **_d_** *__e__* *f **g** h* **i *j* k**\n", "`a` `` b`c `` ` ` ` `` `\n", "[a *b*](c \"d \\\" e\") [f](<g h>) ![i [j]](k)\n",
        "a\\\nb\\\n*c*\n",
        "a\nb\nc\n", "[x](Q123456) Q123456 <http://a.example> <b>raw</b>\n", "a*b*c **a**b\n",
    };
    ids = id_pattern_default();
    for (ptrdiff_t i = 0; i < countof(texts); i++) {
        Arena a = {0};
        assert_comes_back(&a, read_back(&a, str(texts[i])), texts[i]);
        arena_free(&a);
    }
}

static void what_is_converted_once_stays_as_it_is(void **state)
{
    (void)state;
    WITH_ROOT(a, root);
    for (int i = 0; i < NASTY_COUNT; i++)
        put_everywhere(&a, root, str(NASTY[i]));
    Str once = written(&a, root), twice = written(&a, read_back(&a, once));
    assert_str(twice, str_z(&a, once));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headings_begin_with_two_signs),
        cmocka_unit_test(lists_keep_their_markers_and_starts),
        cmocka_unit_test(lists_that_touch_stay_two),
        cmocka_unit_test(a_letter_that_is_text_is_escaped),
        cmocka_unit_test(items_hold_blocks_of_every_kind),
        cmocka_unit_test(literal_text_has_its_kind_behind_the_fence),
        cmocka_unit_test(addresses_can_be_followed),
        cmocka_unit_test(tables_have_pipes_and_perhaps_no_header),
        cmocka_unit_test(callouts_are_quotes_with_a_bold_word),
        cmocka_unit_test(references_are_items_with_a_bold_id),
        cmocka_unit_test(raw_html_stays_as_it_is),
        cmocka_unit_test(nasty_text_means_itself_everywhere),
        cmocka_unit_test(nasty_neighbours_mean_themselves),
        cmocka_unit_test(nothing_is_escaped_without_need),
        cmocka_unit_test(marks_of_inlines_come_back),
        cmocka_unit_test(what_is_converted_once_stays_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
