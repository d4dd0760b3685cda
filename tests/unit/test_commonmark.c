/* What write/commonmark writes, and that read/markdown reads it back: block for block, word for word, field for field. */
#include "dice.h"
#include "unit.h"

#include "read/kb/body.h"
#include "read/markdown.h"
#include "read/read.h"
#include "write/commonmark.h"
#include "write/json.h"

/* --- documents ------------------------------------------------------------------------------------------------------------ */

static IdPattern ids;

static Block *add(Arena *a, Block *parent, BlockKind kind)
{
    Block *b = block_new(a, kind, 1, 1);
    if (parent)
        block_append(parent, b);
    return b;
}

static Inline *inline_text_new(Arena *a, Str text)
{
    return inline_new(a, INLINE_TEXT, text, 1);
}

static Block *add_text(Arena *a, Block *parent, BlockKind kind, Str text)
{
    Block *b = add(a, parent, kind);
    b->text = inline_text_new(a, text);
    return b;
}

static Block *add_list(Arena *a, Block *parent, ListMarker marker, int start)
{
    Block *b = add(a, parent, BLOCK_LIST);
    b->marker = marker;
    b->start = start;
    return b;
}

static Block *add_item(Arena *a, Block *list, Str text)
{
    Block *item = add(a, list, BLOCK_ITEM);
    add_text(a, item, BLOCK_PARAGRAPH, text);
    return item;
}

static Block *add_literal(Arena *a, Block *parent, LiteralKind kind, Str language, Str text)
{
    Block *b = add(a, parent, BLOCK_LITERAL);
    b->literal_kind = kind;
    b->language = language;
    b->literal = text;
    return b;
}

static Inline *reference_new(Arena *a, int64_t number, Str written)
{
    Inline *in = inline_new(a, INLINE_REFERENCE, (Str){0}, 1);
    in->link->number = number;
    in->child = inline_text_new(a, written);
    return in;
}

static Inline *link_new(Arena *a, Str target, Str written)
{
    Inline *in = inline_new(a, INLINE_LINK, (Str){0}, 1);
    in->link->target = target;
    in->child = inline_text_new(a, written);
    return in;
}

static Inline *wrapped(Arena *a, InlineKind kind, Inline *child)
{
    Inline *in = inline_new(a, kind, (Str){0}, 1);
    in->child = child;
    return in;
}

/* --- a document as text: what must come back -------------------------------------------------------------------------------- */

static void put_inlines(Arena *a, Buf *b, const Inline *in);

static void put_link(Arena *a, Buf *b, const Inline *in)
{
    Str written = inline_text(a, in->child);
    bool is_itself = in->kind == INLINE_REFERENCE || str_ends(in->link->target, written);
    if (!is_itself)
        buf_fmt(b, "{" STR_FMT "|", STR_ARG(in->link->target));
    put_inlines(a, b, in->child);
    if (!is_itself)
        buf_putc(b, '}');
}

/* Identifiers that are found in text, and those that are written as links to themselves, are both what stands there. */
static void put_inlines(Arena *a, Buf *b, const Inline *in)
{
    static const char *const marks[INLINE_KIND_COUNT] = {
        [INLINE_CODE] = "\x01", [INLINE_EMPHASIS] = "\x02", [INLINE_STRONG] = "\x03", [INLINE_IMAGE] = "\x04", [INLINE_RAW] = "\x05"};
    for (; in; in = in->next) {
        Str mark = str(marks[in->kind]);
        if (in->kind == INLINE_BREAK)
            buf_put(b, S(" / "));
        else if (in->kind == INLINE_LINK || in->kind == INLINE_REFERENCE)
            put_link(a, b, in);
        else {
            buf_put(b, mark);
            buf_put(b, inline_is_leaf(in) ? in->text : (Str){0});
            put_inlines(a, b, inline_children(in));
            buf_put(b, mark);
        }
    }
}

/* Runs of blanks mean one blank, and none at the ends of a line. */
static Str squeezed(Arena *a, Str s)
{
    Buf b = {.arena = a};
    for (Str word; (word = str_cut_word(&s)).n;) {
        buf_put(&b, b.n ? S(" ") : S(""));
        buf_put(&b, word);
    }
    return buf_str(&b);
}

static Str shown_text(Arena *a, const Inline *in)
{
    Buf b = {.arena = a};
    put_inlines(a, &b, in);
    return squeezed(a, buf_str(&b));
}

/* The label of a callout comes back bold. */
static Str without_bold(Arena *a, Str s)
{
    Buf b = {.arena = a};
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (s.p[i] != '\x03')
            buf_putc(&b, s.p[i]);
    return buf_str(&b);
}

static void put_outline(Arena *a, Buf *out, const Block *b, int top_level, int depth)
{
    for (; b; b = b->next) {
        buf_pad(out, ' ', 2 * depth);
        buf_put(out, block_kind_name(b->kind));
        switch (b->kind) {
        case BLOCK_HEADING: buf_fmt(out, " %d", b->level - top_level); break;
        case BLOCK_LIST: buf_fmt(out, " %c %d", "-1aA"[b->marker], b->marker == MARKER_BULLET ? 0 : b->start); break;
        case BLOCK_LITERAL: buf_fmt(out, " " STR_FMT " " STR_FMT, STR_ARG(literal_kind_name(b->literal_kind)), STR_ARG(b->language)); break;
        case BLOCK_CALLOUT: buf_fmt(out, " " STR_FMT, STR_ARG(b->label)); break;
        case BLOCK_CELL: buf_fmt(out, " %d %d", b->is_header, b->align); break;
        default: break;
        }
        buf_put(out, S(": "));
        Str text = shown_text(a, b->text);
        if (b->kind == BLOCK_LITERAL || b->kind == BLOCK_RAW)
            buf_put_json(out, b->literal);
        else
            buf_put_json(out, b->parent && b->parent->kind == BLOCK_CALLOUT ? without_bold(a, text) : text);
        buf_putc(out, '\n');
        put_outline(a, out, b->child, top_level, depth + 1);
    }
}

static Str outline(Arena *a, const Block *root)
{
    int top = 6;
    for (const Block *b = root; b; b = block_following(root, b))
        top = b->kind == BLOCK_HEADING && b->level < top ? b->level : top;
    Buf b = {.arena = a};
    put_outline(a, &b, root->child, top, 0);
    return buf_str(&b);
}

/* --- writing and reading back ------------------------------------------------------------------------------------------------- */

static Str written(Arena *a, const Block *root)
{
    Buf b = {.arena = a};
    commonmark_put_blocks(&b, root, &(CommonmarkOptions){.ids = &ids});
    return buf_str(&b);
}

static Block *read_back(Arena *a, Str markdown)
{
    Diags diags = {.arena = a};
    Source source = {S("a.md"), markdown};
    Block *root = markdown_parse(a, &source, markdown, 1, &ids, &diags);
    assert_str(diag_codes(a, &diags), "");
    return root;
}

static void assert_comes_back(Arena *a, const Block *root, const char *what)
{
    Str markdown = written(a, root), before = outline(a, root), after = outline(a, read_back(a, markdown));
    if (str_eq(before, after))
        return;
    fprintf(stderr, "%s\n--- written:\n" STR_FMT "--- was:\n" STR_FMT "--- is:\n" STR_FMT, what, STR_ARG(markdown), STR_ARG(before), STR_ARG(after));
    fail();    /* a message of cmocka's own is cut */
}

/* `root` is written as `expected`, which is read as `root`. */
static void assert_written(Arena *a, const Block *root, const char *expected)
{
    assert_str(written(a, root), expected);
    assert_comes_back(a, root, expected);
}

#define WITH_ROOT(a, root) \
    Arena a = {0};         \
    ids = id_pattern_default(); \
    Block *root = block_new(&a, BLOCK_ROOT, 1, 1)

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
    assert_written(&a, root, "1. Type:\n\n   ```command\n   net use\n\n     /d\n   ```\n\n   > **NOTE:** Twice.\n\n   + a.\n     ```\n     x\n     ```\n\n2. ___\n");
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

static const char *const NASTY[] = {
    "C:\\WINNT\\System32\\", "\\\\server\\share$", "\\", "\\\\", "a\\*b", "HKEY_LOCAL_MACHINE\\_x_", "_under_", "__init__", "snake_case_name", "* star",
    "*em*", "**strong**", "5 * 3", "a*b*c", "`code`", "``", "`", "[link](url)", "[ref]: http://a", "[x]", "![i](p)", "a!", "<tag>", "<br>", "</b>", "<!-- c",
    "<a@b.example>", "<http://a.example>", "a < b > c", "&amp;", "&#35;", "&copy", "AT&T;", "& so", "# head", "####### seven", "#hash", "1. one", "12) twelve",
    "1234567890. many", "1.no", "- dash", "-no", "+ plus", "---", "- - -", "===", "= = =", "***", "_ _ _", "~~~", "~~strike~~", "```c", "> quote", ">", "|",
    "a | b", "--- | ---", ":---", "|---|", "a. letter", "A. Letter", "i.", "Q123456", "Q123456Glued", "(KB123456)", "Q123456.exe", "http://a.example/_x_",
    "http://a.example/a(b)c).", "www.a.example", "joe_x@a.example", "mailto:joe@a.example", "http://support.microsoft.com/kb/123456", "{{x}}", "{% raw %}", "$x$",
    "x  y", "tab\there", "Größe", "“q”", "\u00A0nb\u00A0", "a:b", "\"quoted\"", "'", "^", "%20", "@", ";", "=",
    "[!NOTE]", "NOTE: x", "Download x", "]", "[", "](", ")", "(", "!", "*", "_", "<", "&", "\\\n",
};

enum { NASTY_COUNT = sizeof NASTY / sizeof NASTY[0] };

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
        "*a* **b** ***c*** **_d_** *__e__* *f **g** h* **i *j* k**\n", "`a` `` b`c `` ` ` ` `` `\n", "[a *b*](c \"d \\\" e\") [f](<g h>) ![i [j]](k)\n", "a\\\nb\\\n*c*\n",
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

/* --- fields -------------------------------------------------------------------------------------------------------------------------- */

static Str fields(Arena *a, const Meta *meta)
{
    MapBuilder map = {.arena = a};
    json_put_meta(&map, meta);
    map_str(&map, S("permalink"), meta->permalink);
    map_str(&map, S("layout"), meta->layout);
    map_bool(&map, S("replaces"), meta->replaces);
    map_put(&map, S("related"), value_strings(a, &meta->related));
    Value value = map_value(&map);
    Buf b = {.arena = a};
    value_put_json(&b, &value, 1);
    return buf_str(&b);
}

static void assert_fields_come_back(Arena *a, const Meta *meta)
{
    Doc doc = {.meta = *meta, .root = block_new(a, BLOCK_ROOT, 1, 1)}, back = {0};
    add_text(a, doc.root, BLOCK_PARAGRAPH, S("x"));
    Buf b = {.arena = a};
    commonmark_put(&b, &doc, &(CommonmarkOptions){.ids = &ids});
    Source raw = {S("a.md"), buf_str(&b)}, decoded;
    Diags diags = {.arena = a};
    assert_int_equal(read_article(a, &raw, &(ReadOptions){&ids}, &back, &decoded, &diags), READ_ARTICLE);
    assert_str(diag_codes(a, &diags), "");
    Str before = fields(a, meta), after = fields(a, &back.meta);
    if (!str_eq(before, after))
        fail_msg("written:\n" STR_FMT "was:\n" STR_FMT "\nis:\n" STR_FMT, STR_ARG(raw.text), STR_ARG(before), STR_ARG(after));
}

static Meta plain_meta(void)
{
    return (Meta){.format = FORMAT_MARKDOWN, .number = -1, .title = S("T"), .extra = {.kind = VALUE_MAP, .is_open = true}};
}

static void fill(Arena *a, StrList *list, Str text)
{
    list_add(a, list, text);
    list_add(a, list, S("second"));
}

static void every_field_comes_back(void **state)
{
    (void)state;
    ids = id_pattern_default();
    Arena a = {0};
    Meta m = plain_meta();
    m.id = S("Q900001");
    m.number = 900001;
    m.description = S("Why: because");
    m.permalink = S("kb/900/Q900001/");
    m.layout = S("poster");
    m.category = S("exchange");
    m.date = S("2001-02-03");
    m.updated = S("2002-03-04");
    StrList *const lists[] = {&m.products, &m.operating_systems, &m.keywords,   &m.technologies, &m.issue_types,   &m.solution_types,
                              &m.hardware, &m.components,        &m.platforms, &m.related,      &m.redirect_from, &m.kinds};
    for (ptrdiff_t i = 0; i < countof(lists); i++)
        fill(&a, lists[i], str_fmt(&a, "one, %td: [x] # y", i));
    m.query_words = S("lid \"jam\"");
    m.legal = S("THE INFORMATION\nIS AS IT IS: \"SO\"\n# AND SO");
    m.copyright = S("Copyright Acme 2001.");
    m.copyright_holder = S("Acme");
    m.copyright_year = S("2001");
    m.is_draft = m.replaces = true;
    Member nested[] = {member_of(S("a: b"), value_string(S("on"))), member_of(S("n"), value_number_text(S("1.50"))), member_of(S("z"), (Value){0})};
    Value items[] = {map_from(nested, 3), value_bool(false), value_string(S("x, y"))};
    Member extra[] = {member_of(S("mine"), (Value){.kind = VALUE_LIST, .n = 3, .as.items = items}), member_of(S("2nd key"), value_string(S("v")))};
    m.extra = map_from(extra, 2);
    m.extra.is_open = true;
    assert_fields_come_back(&a, &m);
    arena_free(&a);
}

static void versions_come_back_in_every_form(void **state)
{
    (void)state;
    ids = id_pattern_default();
    static const char *const forms[][3] = {{""}, {"winnt"}, {"", "winnt"}, {"winnt", "", "MS-DOS: x"}, {"winnt", "winnt"}, {"", ""}};
    for (ptrdiff_t i = 0; i < countof(forms); i++) {
        Arena a = {0};
        Meta m = plain_meta();
        Versions versions[3] = {0};
        m.versions = versions;
        for (; m.version_count < 3 && forms[i][m.version_count]; m.version_count++) {
            versions[m.version_count].platform = str(forms[i][m.version_count]);
            for (ptrdiff_t k = 0; k < m.version_count * 12; k++)
                list_add(&a, &versions[m.version_count].values, str_fmt(&a, "%td.0 SP1", k));
        }
        assert_fields_come_back(&a, &m);
        arena_free(&a);
    }
}

/* An entry belongs to the nearest one above that is less deep; how much deeper it stood is not kept. */
static void the_applies_to_tree_comes_back(void **state)
{
    (void)state;
    ids = id_pattern_default();
    Arena a = {0};
    Buf text = {.arena = &a};
    buf_pad(&text, 'x', 2000);
    AppliesTo entries[] = {{S("Deep first"), 1}, {S("A, on platform(s):"), 0}, {S("the operating system: B"), 1}, {S("C"), 3}, {S("D"), 2},
                           {S(""), 0},           {S("E"), 1},                  {buf_str(&text), 0},             {S("F"), 1}, {S("- G"), 0}};
    Meta m = plain_meta();
    m.applies_to = entries;
    m.applies_to_count = countof(entries);
    assert_fields_come_back(&a, &m);
    arena_free(&a);
}

static void nasty_fields_come_back(void **state)
{
    (void)state;
    static const char *const more[] = {"true", "No", "null", "~", "4.0", "0x10", "1e3", "2001-01-01", "", "a: b", "a #b", "- a", "? a", "key:", "%x", "@x", "a\nb", "\x01\x7F",
                                       "\xC2\x85\xE2\x80\xA8", "\xEF\xBB\xBFx", "\xF0\x9F\x98\x80", "---", "...", "|", ">", "!x", "*x", "a,b", "{", "}", "[", "'", "\""};
    ids = id_pattern_default();
    for (int i = 0; i < NASTY_COUNT + (int)countof(more); i++) {
        Arena a = {0};
        Meta m = plain_meta();
        Str text = str_trim(str(i < NASTY_COUNT ? NASTY[i] : more[i - NASTY_COUNT]));
        m.title = text.n ? text : S("T");
        m.description = m.category = m.legal = text;
        fill(&a, &m.products, text);
        fill(&a, &m.redirect_from, text);
        Member extra[] = {member_of(str_join2(&a, S("k"), text), value_string(text))};
        m.extra = map_from(extra, 1);
        m.extra.is_open = true;
        assert_fields_come_back(&a, &m);
        arena_free(&a);
    }
}

/* --- random documents ------------------------------------------------------- */

static Str random_words(Arena *a, int most)
{
    Buf b = {.arena = a};
    for (int n = 1 + below(most); n > 0; n--) {
        Str word = str(one_in(3) ? NASTY[below(NASTY_COUNT - 1)] : "word");
        buf_put(&b, word);
        buf_put(&b, n > 1 && !one_in(5) ? S(" ") : S(""));
    }
    return buf_str(&b);
}

static Inline *random_inlines(Arena *a)
{
    Inlines list = {0};
    inlines_add(&list, inline_text_new(a, random_words(a, 4)));
    for (int n = below(4); n > 0; n--) {
        inlines_add(&list, inline_text_new(a, S(" ")));
        switch (below(7)) {
        case 0: inlines_add(&list, inline_new(a, INLINE_CODE, random_words(a, 2), 1)); break;
        case 1: inlines_add(&list, wrapped(a, one_in(2) ? INLINE_STRONG : INLINE_EMPHASIS, inline_text_new(a, S("loud")))); break;
        case 2: inlines_add(&list, link_new(a, S("a_b (c).md#d&amp;"), random_words(a, 2))); break;
        case 3: inlines_add(&list, reference_new(a, 123456, S("Q123456"))); break;
        case 4: inlines_add(&list, inline_new(a, INLINE_BREAK, (Str){0}, 1)); break;
        default: break;
        }
        inlines_add(&list, inline_text_new(a, one_in(2) ? S(" ") : S(" and ")));
        inlines_add(&list, inline_text_new(a, random_words(a, 3)));
    }
    return list.first;
}

static void add_random_blocks(Arena *a, Block *parent, int depth);

static void add_random_list(Arena *a, Block *parent, int depth)
{
    Block *list = add_list(a, parent, (ListMarker)below(4), 0);
    list->start = list->marker == MARKER_BULLET ? 0 : 1 + below(20);
    list->is_loose = one_in(2);
    for (int n = 2 + below(3); n > 0; n--) {
        Block *item = add(a, list, BLOCK_ITEM);
        if (!one_in(6))
            add(a, item, BLOCK_PARAGRAPH)->text = random_inlines(a);
        if (!item->child || one_in(3))
            add_random_blocks(a, item, depth + 1);
    }
}

static void add_random_literal(Arena *a, Block *parent)
{
    Buf b = {.arena = a};
    for (int n = below(5); n >= 0; n--) {
        buf_pad(&b, one_in(5) ? '\t' : ' ', below(6));
        buf_put(&b, one_in(4) ? S("") : random_words(a, 3));
        buf_put(&b, n ? S("\n") : S(""));
    }
    LiteralKind kind = (LiteralKind)below(LITERAL_URL);
    add_literal(a, parent, kind, kind == LITERAL_CODE && one_in(2) ? S("vb") : S(""), buf_str(&b));
}

static void add_random_table(Arena *a, Block *parent)
{
    Block *table = add(a, parent, BLOCK_TABLE);
    int columns = 1 + below(4), has_header = below(2);
    for (int n = 1 + below(4), i = 0; i < n; i++) {
        Block *row = add(a, table, BLOCK_ROW);
        for (int k = 0; k < columns; k++) {
            Block *cell = add(a, row, BLOCK_CELL);
            cell->is_header = has_header && i == 0;
            if (cell->is_header || !one_in(4))
                cell->text = inline_text_new(a, random_words(a, 3));
        }
    }
}

static void add_random_callout(Arena *a, Block *parent, int depth)
{
    static const Str labels[] = {{"NOTE", 4}, {"WARNING", 7}, {"IMPORTANT", 9}, {"CAUTION", 7}, {"TIP", 3}};
    Block *callout = add(a, parent, BLOCK_CALLOUT);
    callout->label = labels[below((int)countof(labels))];
    if (!one_in(5))
        add_text(a, callout, BLOCK_PARAGRAPH, str_join2(a, callout->label, S(": mind")))->text->next = random_inlines(a);
    else
        add(a, callout, BLOCK_RULE);
    if (one_in(2))
        add_random_blocks(a, callout, depth + 1);
}

static void add_random_references(Arena *a, Block *parent)
{
    Block *list = add(a, parent, BLOCK_REFERENCES);
    for (int n = 1 + below(3); n > 0; n--)
        add(a, list, BLOCK_ITEM)->text = reference_new(a, 123456, str_join2(a, S("Q123456 "), random_words(a, 4)));
}

static void add_random_block(Arena *a, Block *parent, int depth)
{
    switch (below(depth < 3 ? 11 : 6)) {
    case 0: add_random_literal(a, parent); break;
    case 1: add_random_table(a, parent); break;
    case 2: add_random_references(a, parent); break;
    case 3: add(a, parent, BLOCK_RULE); break;
    case 4:
        add(a, parent, BLOCK_HEADING)->level = 1 + below(3);
        parent->last_child->text = inline_text_new(a, random_words(a, 3));
        break;
    case 6:
    case 7: add_random_list(a, parent, depth); break;
    case 8: add_random_callout(a, parent, depth); break;
    case 9: {
        Block *quote = add(a, parent, BLOCK_QUOTE);
        add_text(a, quote, BLOCK_PARAGRAPH, S("quoth"));
        add_random_blocks(a, quote, depth + 1);
        break;
    }
    default: add(a, parent, BLOCK_PARAGRAPH)->text = random_inlines(a);
    }
}

static void add_random_blocks(Arena *a, Block *parent, int depth)
{
    for (int n = 1 + below(4); n > 0; n--)
        add_random_block(a, parent, depth);
}

static void random_documents_come_back(void **state)
{
    (void)state;
    seed = 20011109;
    for (int round = 0; round < rounds(3000); round++) {
        WITH_ROOT(a, root);
        add_random_blocks(&a, root, 0);
        assert_comes_back(&a, root, str_z(&a, str_fmt(&a, "round %d", round)));
        arena_free(&a);
    }
}

/* A body of an old article, of pieces that its grammar and Markdown's take for something. */
static Str random_body(Arena *a)
{
    static const char *const starts[] = {"", "", "", "   ", "      ", "1. ", "2. ", " - ", "   a. ", "   b. ", "NOTE: ", "WARNING: ", "   Q123456 ", "a. ", "* ", "   http://a.example/",
                                         "| ", "   C:\\>", "   #include "};
    Buf b = {.arena = a};
    for (int n = 2 + below(40); n > 0; n--) {
        if (one_in(3))
            buf_putc(&b, '\n');
        if (one_in(12)) {
            buf_put(&b, one_in(2) ? S("\nSUMMARY\n=======\n\n") : S("\nSteps\n-----\n\n"));
            continue;
        }
        buf_put(&b, str(starts[below((int)countof(starts))]));
        buf_put(&b, random_words(a, one_in(3) ? 14 : 4));
        buf_putc(&b, '\n');
    }
    return buf_str(&b);
}

static void random_old_bodies_come_back(void **state)
{
    (void)state;
    seed = 18052001;
    for (int round = 0; round < rounds(3000); round++) {
        WITH_ROOT(a, root);
        Str text = random_body(&a);
        kbbody_parse(&a, lines_of(&a, text, 1), &(KbBodyOptions){.ids = &ids}, root);
        assert_comes_back(&a, root, str_z(&a, str_fmt(&a, "round %d:\n" STR_FMT, round, STR_ARG(text))));
        arena_free(&a);
    }
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
        cmocka_unit_test(every_field_comes_back),
        cmocka_unit_test(versions_come_back_in_every_form),
        cmocka_unit_test(the_applies_to_tree_comes_back),
        cmocka_unit_test(nasty_fields_come_back),
        cmocka_unit_test(random_documents_come_back),
        cmocka_unit_test(random_old_bodies_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
