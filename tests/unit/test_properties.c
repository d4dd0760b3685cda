/* What must hold for every text, tried on a few thousand made of the grammar's pieces. The texts follow from a fixed seed: a failure
 * comes back at the next run. KB_PROPERTY_ROUNDS in the environment tries more. */
#include "dice.h"
#include "unit.h"

#include "base/utf8.h"
#include "read/kb/body.h"
#include "read/read.h"
#include "write/commonmark.h"
#include "write/html.h"
#include "write/json.h"
#include "write/text.h"

/* --- a body of the grammar's pieces ---------------------------------------------------------------------------------------------------- */

static const char *const WORDS[] = {
    "gate", "fence", "the", "hinge,", "opens.", "says:", "Q123456", "(Q123457)", "KB200001.", "Q123458Title", "Größe", "http://example.org/a",
    "(www.example.org)", "http://support.microsoft.com/kb/123459", "x", "3.5", "850.", "-", "--", "*", "a.", "A.", "1.", "-or-", "|", "+---+",
    "<BR/>", "<b>", "{{x}}", "&amp;", "HKEY_LOCAL_MACHINE\\Software", "C:\\>dir", "Q256888_w2k.exe", "Date", "Time", "Size", "12-Jun-1999",
    "10:30", "\\\\server\\share", "!", "NOTE:", "joe@example.org", "0x80040115", "Q.", "...",
};

static void put_words(Buf *b, int n)
{
    for (int i = 0; i < n; i++) {
        if (i)
            buf_pad(b, ' ', one_in(12) ? 4 : 1);
        buf_put(b, str(WORDS[below((int)countof(WORDS))]));
    }
}

static void put_indent(Buf *b)
{
    static const int indents[] = {0, 0, 0, 0, 1, 2, 3, 3, 3, 4, 6, 6, 7, 9, 12};
    if (one_in(30))
        buf_putc(b, '\t');
    else
        buf_pad(b, ' ', indents[below((int)countof(indents))]);
}

static void put_underlined(Buf *b)
{
    static const char *const titles[] = {"SUMMARY", "MORE INFORMATION", "Steps to Take", "A", "Größe über", "Name   Value", "1. One", "----"};
    Str title = str(titles[below((int)countof(titles))]);
    int indent = one_in(5) ? below(4) : 0;
    buf_pad(b, ' ', indent);
    buf_put(b, title);
    buf_putc(b, '\n');
    buf_pad(b, ' ', indent);
    buf_pad(b, one_in(2) ? '=' : '-', utf8_length(title) + (one_in(4) ? below(5) - 2 : 0));
}

static void put_line(Buf *b)
{
    static const char *const singles[] = {"-or-", "   -and-", "----------", "==============", "*****", "+-----+-----+", "| a | b |", "NOTE: Mind.",
                                          "   WARNING: Mind.", "   Q123456 A Title", "   Q123457: A Title", "Q123458Glued Title", "- or -",
                                          "   http://example.org/a", "Q. Why?", "A. So.", "   [section]", "------ ----- ---", "Name   Size   Date"};
    switch (below(12)) {
    case 0:
    case 1: break;
    case 2: put_underlined(b); break;
    case 3: buf_put(b, str(singles[below((int)countof(singles))])); break;
    case 4:
    case 5:
        put_indent(b);
        buf_fmt(b, "%d. ", one_in(4) ? below(1200) : 1 + below(4));
        put_words(b, 1 + below(6));
        break;
    case 6:
        put_indent(b);
        buf_fmt(b, "%c. ", (one_in(3) ? 'A' : 'a') + below(4));
        put_words(b, 1 + below(6));
        break;
    case 7:
        put_indent(b);
        buf_put(b, one_in(4) ? S("* ") : S("- "));
        put_words(b, 1 + below(6));
        break;
    default:
        put_indent(b);
        put_words(b, 1 + below(one_in(3) ? 14 : 5));
    }
    buf_putc(b, '\n');
}

static Str random_body(Arena *a)
{
    Buf b = {.arena = a};
    for (int lines = below(60); lines >= 0; lines--)
        put_line(&b);
    return buf_str(&b);
}

/* --- no word is lost ---------------------------------------------------------------------------------------------------------------------- */

/* What a line may lose because the tree says it in another way. */
typedef enum Loss { LOSS_NONE, LOSS_MARKER, LOSS_LINE } Loss;

static void put_solid(Buf *b, Str s)
{
    for (Str word; (word = str_cut_word(&s)).n;)
        buf_put(b, word);
}

static void put_tree_text(Arena *a, Buf *b, const Block *root)
{
    for (const Block *at = root; at; at = block_following(root, at)) {
        put_solid(b, at->kind == BLOCK_LITERAL ? at->literal : inline_text(a, at->text));
    }
}

static void mark_losses(const Block *root, Loss *losses)
{
    for (const Block *b = root; b; b = block_following(root, b)) {
        if (b->kind == BLOCK_HEADING)
            losses[b->last_line] = LOSS_LINE;
        if (b->kind == BLOCK_HEADING && b->last_line > b->first_line + 1)   /* the rule above a framed title */
            losses[b->first_line] = LOSS_LINE;
        if (b->kind == BLOCK_RULE)
            losses[b->first_line] = LOSS_LINE;
        if (b->kind == BLOCK_ITEM && b->parent->kind == BLOCK_LIST)
            losses[b->first_line] = LOSS_MARKER;
    }
}

static bool has_table(const Block *root)
{
    for (const Block *b = root; b; b = block_following(root, b))
        if (b->kind == BLOCK_TABLE)
            return true;
    return false;
}

static Str without_break_tags(Arena *a, Str s)
{
    Buf b = {.arena = a};
    for (ptrdiff_t at; (at = str_find(s, S("<BR/>"))) >= 0; s = str_from(s, at + 5))
        buf_put(&b, str_head(s, at));
    buf_put(&b, s);
    return buf_str(&b);
}

/* A table's cells are read column by column, its rulers are drawn anew, and a "<BR/>" at a cell's end is the litter that it is at a line's
 * end: then the other letters and digits must be the same, in any order. */
static bool has_same_letters(Arena *a, Str s, Str t)
{
    s = without_break_tags(a, s);
    t = without_break_tags(a, t);
    int counts[256] = {0};
    for (ptrdiff_t i = 0; i < s.n; i++)
        counts[(unsigned char)s.p[i]]++;
    for (ptrdiff_t i = 0; i < t.n; i++)
        counts[(unsigned char)t.p[i]]--;
    for (int c = 0; c < 256; c++)
        if (counts[c] && (char_is_alnum((char)c) || c >= 0x80))
            return false;
    return true;
}

/* The text without blanks, as the tree should have it. A marker and an underline are told by the tree's shape. */
static void put_source_text(Buf *b, Lines lines, const Loss *losses)
{
    for (ptrdiff_t i = 0; i < lines.n; i++) {
        Str s = lines.items[i].text;
        Loss loss = losses[lines.items[i].number];
        if (loss == LOSS_MARKER)
            str_cut_word(&s);
        if (loss != LOSS_LINE)
            put_solid(b, s);
    }
}

static void a_body_loses_no_word(void **state)
{
    (void)state;
    seed = 20011109;
    IdPattern ids = id_pattern_default();
    Arena a = {0};
    for (int round = 0; round < rounds(4000); round++) {
        ArenaMark mark = arena_mark(&a);
        Str text = random_body(&a);
        Lines lines = lines_of(&a, text, 1);
        Block *root = block_new(&a, BLOCK_ROOT, 1, 1);
        kbbody_parse(&a, lines, &(KbBodyOptions){.ids = &ids, .is_old = one_in(4)}, root);
        Loss *losses = arena_new(&a, Loss, lines.n + 2);
        mark_losses(root, losses);
        Buf source = {.arena = &a}, tree = {.arena = &a};
        put_source_text(&source, lines, losses);
        put_tree_text(&a, &tree, root);
        bool is_kept = has_table(root) ? has_same_letters(&a, buf_str(&source), buf_str(&tree)) : str_eq(buf_str(&source), buf_str(&tree));
        if (!is_kept)
            fail_msg("round %d:\n" STR_FMT "\nsource: " STR_FMT "\ntree:   " STR_FMT, round, STR_ARG(text), STR_ARG(buf_str(&source)), STR_ARG(buf_str(&tree)));
        arena_rewind(&a, mark);
    }
    arena_free(&a);
}

static void a_marker_is_dropped_only_from_a_line_that_has_one(void **state)
{
    (void)state;
    seed = 7091999;
    IdPattern ids = id_pattern_default();
    Arena a = {0};
    for (int round = 0; round < rounds(2000); round++) {
        ArenaMark mark = arena_mark(&a);
        Lines lines = lines_of(&a, random_body(&a), 1);
        Block *root = block_new(&a, BLOCK_ROOT, 1, 1);
        kbbody_parse(&a, lines, &(KbBodyOptions){.ids = &ids, .is_old = one_in(4)}, root);
        for (const Block *b = root; b; b = block_following(root, b)) {
            if (b->kind == BLOCK_ROOT)
                continue;
            assert_true(b->first_line >= 1 && b->first_line <= b->last_line && b->last_line <= lines.n);
            Str line = lines.items[b->first_line - 1].text, word = str_cut_word(&line);
            if (b->kind == BLOCK_ITEM && b->parent->kind == BLOCK_LIST)
                assert_true(str_eq(word, S("-")) || str_eq(word, S("*")) || (str_ends(word, S(".")) && word.n <= 4));
            line = lines.items[b->last_line - 1].text;
            word = str_cut_word(&line);
            if (b->kind == BLOCK_HEADING || b->kind == BLOCK_RULE)
                assert_true(str_is_run(word, word.p[0]) && !line.n);
        }
        arena_rewind(&a, mark);
    }
    arena_free(&a);
}

/* --- HTML -------------------------------------------------------------------------------------------------------------------------------------- */

static LinkTarget reference(void *context, int64_t number, int line)
{
    (void)context;
    (void)line;
    return number % 3 == 0 ? (LinkTarget){0} : number % 3 == 1 ? (LinkTarget){.css_class = "missing"} : (LinkTarget){S("../x/"), S("\"<T>\""), NULL};
}

static LinkTarget link_answer(void *context, Str url, int line)
{
    (void)context;
    return url.n % 5 == 0 ? (LinkTarget){0} : (LinkTarget){url, (Str){0}, line % 2 ? "x" : NULL};
}

static Str html_of(Arena *a, const Block *root)
{
    Buf b = {.arena = a};
    html_put(&b, root, &(HtmlOptions){.reference = reference, .link = link_answer, .image = link_answer});
    return buf_str(&b);
}

static bool is_void(Str name)
{
    return str_eq(name, S("br")) || str_eq(name, S("hr")) || str_eq(name, S("img"));
}

/* Every tag is closed by its own, in order, and no '<' or '>' stands anywhere else. What is wrong, or the empty Str. */
static Str nesting_fault(Arena *a, Str html)
{
    StrList open = {0};
    while (html.n) {
        ptrdiff_t at = str_find_char(html, '<');
        Str plain = at < 0 ? html : str_head(html, at);
        if (str_find_char(plain, '>') >= 0)
            return str_fmt(a, "a bare '>' in: " STR_FMT, STR_ARG(plain));
        if (at < 0)
            break;
        html = str_from(html, at + 1);
        ptrdiff_t end = str_find_char(html, '>');
        if (end < 0)
            return S("a tag without its end");
        Str tag = str_head(html, end);
        html = str_from(html, end + 1);
        bool closes = str_starts(tag, S("/"));
        Str rest = closes ? str_from(tag, 1) : tag, name = str_cut(&rest, ' ');
        if (str_find_char(rest, '<') >= 0 || !name.n)
            return str_fmt(a, "an odd tag: " STR_FMT, STR_ARG(tag));
        if (!closes && !is_void(name)) {
            list_add(a, &open, name);
        } else if (closes) {
            if (!open.n || !str_eq(open.items[open.n - 1], name))
                return str_fmt(a, "</" STR_FMT "> closes " STR_FMT, STR_ARG(name), STR_ARG(open.n ? open.items[open.n - 1] : S("nothing")));
            open.n--;
        }
    }
    return open.n ? str_fmt(a, STR_FMT " is never closed", STR_ARG(open.items[open.n - 1])) : (Str){0};
}

static void the_html_of_a_body_is_well_nested(void **state)
{
    (void)state;
    seed = 18052001;
    IdPattern ids = id_pattern_default();
    Arena a = {0};
    for (int round = 0; round < rounds(2000); round++) {
        ArenaMark mark = arena_mark(&a);
        Str text = random_body(&a);
        Block *root = block_new(&a, BLOCK_ROOT, 1, 1);
        kbbody_parse(&a, lines_of(&a, text, 1), &(KbBodyOptions){.ids = &ids, .is_old = one_in(4)}, root);
        Str fault = nesting_fault(&a, html_of(&a, root));
        if (fault.n)
            fail_msg("round %d: " STR_FMT "\n" STR_FMT, round, STR_ARG(fault), STR_ARG(text));
        arena_rewind(&a, mark);
    }
    arena_free(&a);
}

/* --- any bytes ---------------------------------------------------------------------------------------------------------------------------------- */

static const char *const PIECES[] = {
    "---\n", "---\r\n", "title: \"Q190001: A &quot;b&quot; &#92; &\"\n", "permalink: /kb/190/Q190001/\n", "tags: [a, b]\n", "date: 2001-02-30\n",
    "{% raw %}\n", "{% endraw %}\n", "## Q190001: A\n", "\tArticle: Q190001\n", "\tProduct(s): Gates\n", "\tProduct(s): See article\n",
    "\tVersion(s): 1.0 | 2.0 |\n", "\tOperating System(s): MS-DOS | OS/2\n", "\tKeyword(s): ENDUSER | a | b\n", "\tLast Modified: 8-JUN-1999\n", "\t\n",
    "DOCUMENT:Q190001  08-JUN-1999  [garden]\n", "TITLE   :Gate\n", "PRODUCT :Gates\n", "PROD/VER:WINDOWS:1.0;;2.0:,,\n", "OPER/SYS:\n", "KEYWORDS:kb1\n",
    "======================================================================\n",
    "=============================================================================\n",
    "-------------------------------------------------------------------------------\n", "The information in this article applies to:\n", " - Gate\n",
    "    - Oak\n", " -\n", "Additional query words: a b\n", "KBCategory: kb2\n", "Keywords          : kb1 kb2 \n", "Version           : :1.0,2.0\n",
    "Technology        : kbT \n", "THE INFORMATION PROVIDED HERE\n", "Copyright Gate Makers 1999.", "Copyright \n", "\n", "\r\n", "\n\n", "<A0><FF><4>",
    "\xEF\xBB\xBF", "\xA0\x81\x1B\x7F", "\xC3", "\xE2\x80\x9C", "# Heading\n", "- a\n", "> q\n", "```\n", "| a | b |\n|---|---|\n", "[x](y.md)", "![i](p.png)",
    "<div>\n", "**NOTE:** x\n", "[!NOTE]\n", "\t", " ", "   ",
};

static void flip_bytes(char *p, ptrdiff_t n)
{
    for (int times = n ? below(8) : 0; times > 0; times--)
        p[next_random() % (uint64_t)n] = (char)below(256);
}

/* Sometimes whole, sometimes cut off, sometimes with bytes changed. */
static Str random_file(Arena *a)
{
    Buf b = {.arena = a};
    if (one_in(2))
        buf_put(&b, one_in(2) ? S("DOCUMENT:Q190001  08-JUN-1999  [garden]\n") : S("---\ntitle: x\n---\n"));
    for (int pieces = below(50); pieces > 0; pieces--) {
        if (one_in(4))
            put_line(&b);
        else
            buf_put(&b, str(PIECES[below((int)countof(PIECES))]));
    }
    if (one_in(2))
        flip_bytes(b.p, b.n);
    Str text = buf_str(&b);
    return one_in(4) ? str_head(text, below((int)text.n + 1)) : text;
}

static void assert_text(Str s)
{
    if (!utf8_is_valid(s))
        fail_msg("no UTF-8: " STR_FMT, STR_ARG(s));
}

static void any_bytes_can_be_read_and_written(void **state)
{
    (void)state;
    seed = 19990608;
    IdPattern ids = id_pattern_default();
    static const char *const names[] = {"a.txt", "a.md", "a.html", "a"};
    Arena a = {0};
    int articles = 0;
    for (int round = 0; round < rounds(4000); round++) {
        ArenaMark mark = arena_mark(&a);
        Str bytes = random_file(&a);
        Source raw = {str(names[below(4)]), str_copy(&a, bytes)}, decoded;
        Diags diags = {.arena = &a};
        Doc doc = {0};
        if (read_article(&a, &raw, &(ReadOptions){.ids = &ids}, &doc, &decoded, &diags) == READ_ARTICLE) {
            articles++;
            Str html = html_of(&a, doc.root), fault = nesting_fault(&a, html);
            if (fault.n)
                fail_msg("round %d: " STR_FMT "\n" STR_FMT, round, STR_ARG(fault), STR_ARG(bytes));
            assert_text(html);
            doc_set_anchors(&a, &doc);
            MapBuilder map = {.arena = &a};
            json_put_meta(&map, &doc.meta);
            map_put(&map, S("sections"), json_sections(&a, &doc));
            Buf out = {.arena = &a};
            Value all = map_value(&map);
            value_put_json(&out, &all, 2);
            assert_text(buf_str(&out));
            out.n = 0;
            text_put(&out, doc.root, 1 + below(100));
            assert_text(buf_str(&out));
            out.n = 0;
            commonmark_put(&out, &doc, &(CommonmarkOptions){.ids = &ids});
            assert_text(buf_str(&out));
            raw = (Source){S("b.md"), buf_str(&out)};
            assert_int_equal(read_article(&a, &raw, &(ReadOptions){.ids = &ids}, &(Doc){0}, &decoded, &(Diags){.arena = &a}), READ_ARTICLE);
        }
        for (ptrdiff_t i = 0; i < diags.n; i++) {
            Buf out = {.arena = &a};
            diag_put_text(&out, &diags.items[i], false);
            assert_text(buf_str(&out));
        }
        arena_rewind(&a, mark);
    }
    assert_true(rounds(4000) < 1000 || articles > 500);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_body_loses_no_word),
        cmocka_unit_test(a_marker_is_dropped_only_from_a_line_that_has_one),
        cmocka_unit_test(the_html_of_a_body_is_well_nested),
        cmocka_unit_test(any_bytes_can_be_read_and_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
