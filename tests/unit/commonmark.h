/* Documents made by hand, written as CommonMark and read back: what the tests of write/commonmark share. */
#ifndef KB_TESTS_COMMONMARK_H
#define KB_TESTS_COMMONMARK_H

#include "unit.h"

#include "read/markdown.h"
#include "write/commonmark.h"

/* --- documents ------------------------------------------------------------------------------------------------------------ */

static IdPattern ids;

static inline Block *add(Arena *a, Block *parent, BlockKind kind)
{
    Block *b = block_new(a, kind, 1, 1);
    if (parent)
        block_append(parent, b);
    return b;
}

static inline Inline *inline_text_new(Arena *a, Str text)
{
    return inline_new(a, INLINE_TEXT, text, 1);
}

static inline Block *add_text(Arena *a, Block *parent, BlockKind kind, Str text)
{
    Block *b = add(a, parent, kind);
    b->text = inline_text_new(a, text);
    return b;
}

static inline Block *add_list(Arena *a, Block *parent, ListMarker marker, int start)
{
    Block *b = add(a, parent, BLOCK_LIST);
    b->marker = marker;
    b->start = start;
    return b;
}

static inline Block *add_item(Arena *a, Block *list, Str text)
{
    Block *item = add(a, list, BLOCK_ITEM);
    add_text(a, item, BLOCK_PARAGRAPH, text);
    return item;
}

static inline Block *add_literal(Arena *a, Block *parent, LiteralKind kind, Str language, Str text)
{
    Block *b = add(a, parent, BLOCK_LITERAL);
    b->literal_kind = kind;
    b->language = language;
    b->literal = text;
    return b;
}

static inline Inline *reference_new(Arena *a, int64_t number, Str written)
{
    Inline *in = inline_new(a, INLINE_REFERENCE, (Str){0}, 1);
    in->link->number = number;
    in->child = inline_text_new(a, written);
    return in;
}

static inline Inline *link_new(Arena *a, Str target, Str written)
{
    Inline *in = inline_new(a, INLINE_LINK, (Str){0}, 1);
    in->link->target = target;
    in->child = inline_text_new(a, written);
    return in;
}

static inline Inline *wrapped(Arena *a, InlineKind kind, Inline *child)
{
    Inline *in = inline_new(a, kind, (Str){0}, 1);
    in->child = child;
    return in;
}

/* --- a document as text: what must come back -------------------------------------------------------------------------------- */

static inline void put_inlines(Arena *a, Buf *b, const Inline *in);

static inline void put_link(Arena *a, Buf *b, const Inline *in)
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
static inline void put_inlines(Arena *a, Buf *b, const Inline *in)
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
static inline Str squeezed(Arena *a, Str s)
{
    Buf b = {.arena = a};
    for (Str word; (word = str_cut_word(&s)).n;) {
        buf_put(&b, b.n ? S(" ") : S(""));
        buf_put(&b, word);
    }
    return buf_str(&b);
}

static inline Str shown_text(Arena *a, const Inline *in)
{
    Buf b = {.arena = a};
    put_inlines(a, &b, in);
    return squeezed(a, buf_str(&b));
}

/* The label of a callout comes back bold. */
static inline Str without_bold(Arena *a, Str s)
{
    Buf b = {.arena = a};
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (s.p[i] != '\x03')
            buf_putc(&b, s.p[i]);
    return buf_str(&b);
}

static inline void put_outline(Arena *a, Buf *out, const Block *b, int top_level, int depth)
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

static inline Str outline(Arena *a, const Block *root)
{
    int top = 6;
    for (const Block *b = root; b; b = block_following(root, b))
        top = b->kind == BLOCK_HEADING && b->level < top ? b->level : top;
    Buf b = {.arena = a};
    put_outline(a, &b, root->child, top, 0);
    return buf_str(&b);
}

/* --- writing and reading back ------------------------------------------------------------------------------------------------- */

static inline Str written(Arena *a, const Block *root)
{
    Buf b = {.arena = a};
    commonmark_put_blocks(&b, root, &(CommonmarkOptions){.ids = &ids});
    return buf_str(&b);
}

static inline Block *read_back(Arena *a, Str markdown)
{
    Diags diags = {.arena = a};
    Source source = {S("a.md"), markdown};
    Block *root = markdown_parse(a, &source, markdown, 1, &ids, &diags);
    assert_str(diag_codes(a, &diags), "");
    return root;
}

static inline void assert_comes_back(Arena *a, const Block *root, const char *what)
{
    Str markdown = written(a, root), before = outline(a, root), after = outline(a, read_back(a, markdown));
    if (str_eq(before, after))
        return;
    fprintf(stderr, "%s\n--- written:\n" STR_FMT "--- was:\n" STR_FMT "--- is:\n" STR_FMT, what, STR_ARG(markdown), STR_ARG(before), STR_ARG(after));
    fail();    /* a message of cmocka's own is cut */
}

/* `root` is written as `expected`, which is read as `root`. */
static inline void assert_written(Arena *a, const Block *root, const char *expected)
{
    assert_str(written(a, root), expected);
    assert_comes_back(a, root, expected);
}

#define WITH_ROOT(a, root) \
    Arena a = {0};         \
    ids = id_pattern_default(); \
    Block *root = block_new(&a, BLOCK_ROOT, 1, 1)

/* --- text that looks like markup ------------------------------------------------------------------------------------------------- */

static const char *const NASTY[] = {
    "C:\\WINNT\\System32\\", "\\\\server\\share$", "\\", "\\\\", "a\\*b", "HKEY_LOCAL_MACHINE\\_x_", "_under_", "__init__", "snake_case_name", "* star",
    "*em*", "**strong**", "5 * 3", "a*b*c", "`code`", "``", "`", "[link](url)", "[ref]: http://a", "[x]", "![i](p)", "a!", "<tag>", "<br>", "</b>", "<!-- c",
    "<a@b.example>", "<http://a.example>", "a < b > c", "&amp;", "&#35;", "&copy", "AT&T;", "& so", "# head", "####### seven", "#hash", "1. one", "12) twelve",
    "1234567890. many", "1.no", "- dash", "-no", "+ plus", "---", "- - -", "===", "= = =", "***", "_ _ _", "~~~", "~~strike~~", "```c", "> quote", ">", "|",
    "a | b", "--- | ---", ":---", "|---|", "a. letter", "A. Letter", "i.", "Q123456", "Q123456Glued", "(KB123456)", "Q123456.exe", "http://a.example/_x_",
    "http://a.example/a(b)c).", "www.a.example", "joe_x@a.example", "mailto:joe@a.example", "http://support.microsoft.com/kb/123456", "{{x}}", "{% raw %}",
    "$x$",
    "x  y", "tab\there", "Größe", "“q”", "\u00A0nb\u00A0", "a:b", "\"quoted\"", "'", "^", "%20", "@", ";", "=",
    "[!NOTE]", "NOTE: x", "Download x", "]", "[", "](", ")", "(", "!", "*", "_", "<", "&", "\\\n",
};

enum { NASTY_COUNT = sizeof NASTY / sizeof NASTY[0] };

#endif
