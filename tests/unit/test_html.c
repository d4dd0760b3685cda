#include "unit.h"

#include "write/html.h"

/* A tree is built by hand, innermost first, on one arena for each test. */
static Arena arena;

static int teardown(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static Inline *text(const char *s)
{
    return inline_new(&arena, INLINE_TEXT, str(s), 1);
}

static Inline *around(InlineKind kind, Inline *child)
{
    Inline *in = inline_new(&arena, kind, (Str){0}, 1);
    in->child = child;
    return in;
}

static Inline *link_to(const char *target, const char *words)
{
    Inline *in = around(INLINE_LINK, text(words));
    in->link->target = str(target);
    return in;
}

static Inline *then(Inline *first, Inline *second)
{
    Inline *last = first;
    while (last->next)
        last = last->next;
    last->next = second;
    return first;
}

static Block *block(BlockKind kind, Inline *words)
{
    Block *b = block_new(&arena, kind, 1, 1);
    b->text = words;
    return b;
}

static Block *holding(Block *parent, Block *child)
{
    block_append(parent, child);
    return parent;
}

static Block *paragraph(const char *s)
{
    return block(BLOCK_PARAGRAPH, text(s));
}

static Block *literal(const char *s)
{
    Block *b = block(BLOCK_LITERAL, NULL);
    b->literal = str(s);
    return b;
}

static Block *heading(int level, const char *s)
{
    Block *b = block(BLOCK_HEADING, text(s));
    b->level = level;
    b->anchor = str(s);
    return b;
}

static Block *list(ListMarker marker, int start)
{
    Block *b = block(BLOCK_LIST, NULL);
    b->marker = marker;
    b->start = start;
    return b;
}

static Block *item(Block *child)
{
    return holding(block(BLOCK_ITEM, NULL), child);
}

static Block *root(Block *child)
{
    return holding(block(BLOCK_ROOT, NULL), child);
}

/* --- answers about links: articles below 200000 are here ------------------------------------------------------------------------- */

static LinkTarget reference(void *context, int64_t number, int line)
{
    (void)context;
    (void)line;
    if (number == 0)
        return (LinkTarget){0};
    if (number >= 200000)
        return (LinkTarget){.css_class = "missing", .title = S("not here")};
    return (LinkTarget){str_fmt(&arena, "../Q%d/", (int)number), S("True \"title\""), NULL};
}

static LinkTarget link_answer(void *context, Str url, int line)
{
    (void)context;
    (void)line;
    return str_starts(url, S("javascript:")) ? (LinkTarget){0} : (LinkTarget){url, (Str){0}, NULL};
}

static LinkTarget image_answer(void *context, Str url, int line)
{
    if (str_starts(url, S("missing")))
        return (LinkTarget){.css_class = "broken", .title = S("not here")};
    return link_answer(context, url, line);
}

static Str html(const Block *tree, bool raw)
{
    Buf b = {.arena = &arena};
    html_put(&b, tree, &(HtmlOptions){NULL, reference, link_answer, image_answer, raw});
    return buf_str(&b);
}

#define assert_html(block, expected) assert_str(html(root(block), false), expected)
#define assert_inline(inline, expected) assert_str(html(root(block(BLOCK_PARAGRAPH, (inline))), false), "<p>" expected "</p>\n")

/* --- text ------------------------------------------------------------------------------------------------------------------------- */

static void text_is_escaped(void **state)
{
    (void)state;
    assert_inline(text("<b> & \"x\" 'y' > ä"), "&lt;b&gt; &amp; \"x\" 'y' &gt; ä");
    assert_inline(inline_new(&arena, INLINE_CODE, S("a<b>&"), 1), "<code>a&lt;b&gt;&amp;</code>");
}

static void emphasis_and_breaks_have_their_elements(void **state)
{
    (void)state;
    assert_inline(around(INLINE_EMPHASIS, around(INLINE_STRONG, text("x"))), "<em><strong>x</strong></em>");
    assert_inline(then(text("a"), then(around(INLINE_BREAK, NULL), text("b"))), "a<br>\nb");
}

static void a_reference_shows_what_was_written_and_tells_the_true_title(void **state)
{
    (void)state;
    Inline *in = around(INLINE_REFERENCE, text("Q100001"));
    in->link->number = 100001;
    assert_inline(in, "<a href=\"../Q100001/\" title=\"True &quot;title&quot;\">Q100001</a>");
}

static void a_reference_to_nothing_is_marked(void **state)
{
    (void)state;
    Inline *in = around(INLINE_REFERENCE, text("Q200001"));
    in->link->number = 200001;
    assert_inline(in, "<span class=\"missing\" title=\"not here\">Q200001</span>");
}

static void a_link_without_an_answer_is_its_text(void **state)
{
    (void)state;
    assert_inline(link_to("javascript:alert(1)", "x"), "x");
    Inline *in = around(INLINE_REFERENCE, text("Q100001"));
    in->link->number = 0;
    assert_inline(in, "Q100001");
}

static void a_links_address_and_title_are_escaped(void **state)
{
    (void)state;
    Inline *in = link_to("x\"><script>", "y<");
    in->link->title = S("a\"b");
    assert_inline(in, "<a href=\"x&quot;&gt;&lt;script&gt;\" title=\"a&quot;b\">y&lt;</a>");
}

static void an_image_has_its_text(void **state)
{
    (void)state;
    Inline *in = link_to("a.png", "A \"gate\"");
    in->kind = INLINE_IMAGE;
    assert_inline(in, "<img src=\"a.png\" alt=\"A &quot;gate&quot;\">");
    in->link->title = S("T<");
    assert_inline(in, "<img src=\"a.png\" alt=\"A &quot;gate&quot;\" title=\"T&lt;\">");
}

static void an_image_without_an_answer_is_its_text(void **state)
{
    (void)state;
    Inline *in = link_to("javascript:alert(1)", "A gate");
    in->kind = INLINE_IMAGE;
    assert_inline(in, "A gate");
    in->link->target = S("missing.png");
    assert_inline(in, "<span class=\"broken\" title=\"not here\">A gate</span>");
}

static void raw_html_is_text_unless_the_config_says_otherwise(void **state)
{
    (void)state;
    Block *p = block(BLOCK_PARAGRAPH, inline_new(&arena, INLINE_RAW, S("<b>"), 1));
    assert_str(html(root(p), false), "<p>&lt;b&gt;</p>\n");
    assert_str(html(root(p), true), "<p><b></p>\n");
    Block *b = block(BLOCK_RAW, NULL);
    b->literal = S("<div>x</div>");
    assert_str(html(root(b), false), "<pre class=\"literal\">&lt;div&gt;x&lt;/div&gt;</pre>\n");
    assert_str(str_trim(html(root(b), true)), "<div>x</div>");
}

/* --- headings --------------------------------------------------------------------------------------------------------------------- */

static void the_highest_heading_is_an_h2(void **state)
{
    (void)state;
    Block *tree = root(heading(1, "a"));
    block_append(tree, heading(2, "b"));
    assert_str(html(tree, false), "<h2 id=\"a\">a</h2>\n<h3 id=\"b\">b</h3>\n");
    tree = root(heading(3, "a"));
    block_append(tree, heading(4, "b"));
    assert_str(html(tree, false), "<h2 id=\"a\">a</h2>\n<h3 id=\"b\">b</h3>\n");
    tree = root(heading(2, "a"));
    block_append(tree, heading(1, "b"));
    assert_str(html(tree, false), "<h2 id=\"a\">a</h2>\n<h2 id=\"b\">b</h2>\n");
}

static void no_level_is_skipped(void **state)
{
    (void)state;
    Block *tree = root(heading(1, "a"));
    block_append(tree, heading(6, "b"));
    block_append(tree, heading(6, "c"));
    block_append(tree, heading(2, "d"));
    assert_str(html(tree, false), "<h2 id=\"a\">a</h2>\n<h3 id=\"b\">b</h3>\n<h3 id=\"c\">c</h3>\n<h3 id=\"d\">d</h3>\n");
}

static void no_heading_is_below_h6(void **state)
{
    (void)state;
    Block *tree = root(heading(1, "a"));
    for (int level = 2; level <= 6; level++)
        block_append(tree, heading(level, "b"));
    assert_str(html(tree, false), "<h2 id=\"a\">a</h2>\n<h3 id=\"b\">b</h3>\n<h4 id=\"b\">b</h4>\n<h5 id=\"b\">b</h5>\n<h6 id=\"b\">b</h6>\n"
                                  "<h6 id=\"b\">b</h6>\n");
}

/* --- lists ------------------------------------------------------------------------------------------------------------------------ */

static void a_list_has_the_element_of_its_marker(void **state)
{
    (void)state;
    assert_html(holding(list(MARKER_BULLET, 0), item(paragraph("x"))), "<ul>\n<li>x</li>\n</ul>\n");
    assert_html(holding(list(MARKER_NUMBER, 1), item(paragraph("x"))), "<ol>\n<li>x</li>\n</ol>\n");
    assert_html(holding(list(MARKER_LOWER, 1), item(paragraph("x"))), "<ol type=\"a\">\n<li>x</li>\n</ol>\n");
    assert_html(holding(list(MARKER_UPPER, 1), item(paragraph("x"))), "<ol type=\"A\">\n<li>x</li>\n</ol>\n");
}

static void a_list_says_where_it_starts(void **state)
{
    (void)state;
    assert_html(holding(list(MARKER_NUMBER, 4), item(paragraph("x"))), "<ol start=\"4\">\n<li>x</li>\n</ol>\n");
    assert_html(holding(list(MARKER_LOWER, 3), item(paragraph("x"))), "<ol type=\"a\" start=\"3\">\n<li>x</li>\n</ol>\n");
    assert_html(holding(list(MARKER_NUMBER, 0), item(paragraph("x"))), "<ol start=\"0\">\n<li>x</li>\n</ol>\n");
}

static void a_tight_item_is_its_text(void **state)
{
    (void)state;
    Block *inner = holding(list(MARKER_BULLET, 0), item(paragraph("y")));
    Block *outer = item(paragraph("x"));
    block_append(outer, inner);
    assert_html(holding(list(MARKER_BULLET, 0), outer), "<ul>\n<li>x\n<ul>\n<li>y</li>\n</ul>\n</li>\n</ul>\n");
}

static void a_loose_item_is_its_blocks(void **state)
{
    (void)state;
    Block *l = holding(list(MARKER_BULLET, 0), item(paragraph("x")));
    l->is_loose = true;
    assert_html(l, "<ul>\n<li><p>x</p>\n</li>\n</ul>\n");
    Block *two = item(paragraph("x"));
    block_append(two, literal("y"));
    assert_html(holding(list(MARKER_BULLET, 0), two), "<ul>\n<li><p>x</p>\n<pre class=\"literal\">y</pre>\n</li>\n</ul>\n");
}

static void an_item_may_be_empty(void **state)
{
    (void)state;
    assert_html(holding(list(MARKER_BULLET, 0), block(BLOCK_ITEM, NULL)), "<ul>\n<li></li>\n</ul>\n");
}

static void references_are_a_list_of_their_own(void **state)
{
    (void)state;
    Inline *in = around(INLINE_REFERENCE, text("Q100001 Title"));
    in->link->number = 100001;
    assert_html(holding(block(BLOCK_REFERENCES, NULL), block(BLOCK_ITEM, in)),
                "<ul class=\"references\">\n<li><a href=\"../Q100001/\" title=\"True &quot;title&quot;\">Q100001 Title</a></li>\n</ul>\n");
}

/* --- other blocks ------------------------------------------------------------------------------------------------------------------- */

static void literal_text_keeps_every_line(void **state)
{
    (void)state;
    assert_html(literal("if (a < b)\n\n   c();"), "<pre class=\"literal\">if (a &lt; b)\n\n   c();</pre>\n");
    assert_html(literal("\nx"), "<pre class=\"literal\">\n\nx</pre>\n");
}

static void code_names_its_language(void **state)
{
    (void)state;
    Block *b = literal("int x;");
    b->literal_kind = LITERAL_CODE;
    assert_html(b, "<pre class=\"literal code\"><code>int x;</code></pre>\n");
    b->language = S("c\"");
    assert_html(b, "<pre class=\"literal code\"><code class=\"language-c&quot;\">int x;</code></pre>\n");
}

static void a_table_has_heads_and_sides(void **state)
{
    (void)state;
    Block *head = block(BLOCK_ROW, NULL), *row = block(BLOCK_ROW, NULL);
    block_append(head, block(BLOCK_CELL, text("a")));
    head->child->is_header = true;
    block_append(row, block(BLOCK_CELL, text("<")));
    row->child->align = ALIGN_RIGHT;
    Block *table = holding(block(BLOCK_TABLE, NULL), head);
    block_append(table, row);
    assert_html(table, "<div class=\"table\"><table>\n<tr><th>a</th></tr>\n<tr><td class=\"right\">&lt;</td></tr>\n</table></div>\n");
}

static void a_callout_names_its_kind(void **state)
{
    (void)state;
    Block *box = holding(block(BLOCK_CALLOUT, NULL), paragraph("NOTE: x"));
    box->label = S("NOTE");
    assert_html(box, "<aside class=\"callout callout-note\">\n<p>NOTE: x</p>\n</aside>\n");
}

static void rules_and_quotes_have_their_elements(void **state)
{
    (void)state;
    assert_html(block(BLOCK_RULE, NULL), "<hr>\n");
    assert_html(holding(block(BLOCK_QUOTE, NULL), paragraph("x")), "<blockquote>\n<p>x</p>\n</blockquote>\n");
}

static void a_very_deep_tree_is_cut_and_not_followed(void **state)
{
    (void)state;
    Block *tree = paragraph("deep");
    for (int i = 0; i < 100000; i++)
        tree = holding(block(BLOCK_QUOTE, NULL), tree);
    Str s = html(root(tree), false);
    assert_true(s.n < 100000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(text_is_escaped, teardown),
        cmocka_unit_test_teardown(emphasis_and_breaks_have_their_elements, teardown),
        cmocka_unit_test_teardown(a_reference_shows_what_was_written_and_tells_the_true_title, teardown),
        cmocka_unit_test_teardown(a_reference_to_nothing_is_marked, teardown),
        cmocka_unit_test_teardown(a_link_without_an_answer_is_its_text, teardown),
        cmocka_unit_test_teardown(a_links_address_and_title_are_escaped, teardown),
        cmocka_unit_test_teardown(an_image_has_its_text, teardown),
        cmocka_unit_test_teardown(an_image_without_an_answer_is_its_text, teardown),
        cmocka_unit_test_teardown(raw_html_is_text_unless_the_config_says_otherwise, teardown),
        cmocka_unit_test_teardown(the_highest_heading_is_an_h2, teardown),
        cmocka_unit_test_teardown(no_level_is_skipped, teardown),
        cmocka_unit_test_teardown(no_heading_is_below_h6, teardown),
        cmocka_unit_test_teardown(a_list_has_the_element_of_its_marker, teardown),
        cmocka_unit_test_teardown(a_list_says_where_it_starts, teardown),
        cmocka_unit_test_teardown(a_tight_item_is_its_text, teardown),
        cmocka_unit_test_teardown(a_loose_item_is_its_blocks, teardown),
        cmocka_unit_test_teardown(an_item_may_be_empty, teardown),
        cmocka_unit_test_teardown(references_are_a_list_of_their_own, teardown),
        cmocka_unit_test_teardown(literal_text_keeps_every_line, teardown),
        cmocka_unit_test_teardown(code_names_its_language, teardown),
        cmocka_unit_test_teardown(a_table_has_heads_and_sides, teardown),
        cmocka_unit_test_teardown(a_callout_names_its_kind, teardown),
        cmocka_unit_test_teardown(rules_and_quotes_have_their_elements, teardown),
        cmocka_unit_test_teardown(a_very_deep_tree_is_cut_and_not_followed, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
