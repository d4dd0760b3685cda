#include "inputs.h"

#include <stdio.h>

/* --- what is repeated ------------------------------------------------------------------------------------------------ */

/* A literal may hold a NUL. */
#define U(literal) {literal, (ptrdiff_t)sizeof(literal) - 1}

static const Str PIECES[] = {
    /* nothing but one character, in one line and in many */
    U("x"), U(" "), U("\t"), U("\n"), U("\r\n"), U("\r"), U("-"), U("="), U("~"), U("#"), U("+"), U("|"), U("x\n"), U(" \n"), U("\t\n"), U("\tx"),
    U("-\n"), U("=\n"), U("|\n"), U("+\n"), U("\v"), U("\f\n"), U("word "), U("word\n"), U("x \n"), U("x\n\n"), U("x\n\n\n\n"), U(" x"), U("x   "),
    U("a line of some eighty columns, as machines wrapped them when articles were new, x\n"),
    /* headings and rules */
    U("Title\n=====\n"), U("Title\n-----\n"), U("Title\n=====\n\n"), U("Title\n-----\n\n"), U("A\n=\n"), U("=====\n-----\n"), U("TITLE\n-----\nx\n"),
    U("----------\n"), U("==========\n"), U("----------\n\n"), U("**********\n\n"), U("Question:\n\n"), U("Response:\nx\n"), U("SYMPTOMS\n========\n"),
    /* list markers */
    U("- x\n"), U("- x\n\n"), U("* x\n"), U("* x\n\n"), U("1. x\n"), U("1. x\n\n"), U("2. x\n"), U("2. x\n\n"), U("a. x\n"), U("a. x\n\n"), U("c. x\n"),
    U("c. x\n\n"), U("A. x\n"), U("C. x\n\n"), U("i. x\n\n"), U("o x\n\n"), U("850. x\n"), U("1) x\n"), U("+ x\n"), U("-\n\n"), U("- "), U("1. "), U("* * "),
    U("- - x\n"), U(" - x\n\n    - x\n\n"), U("1. x\n\n   a. x\n\n      - x\n\n"), U("   - x\n"), U("1. x\n\n   y\n\n"), U("- x\n\n     code\n\n"),
    U("x:\n- x\n"), U("1. x:\n\n   y\n\n"), U("-or-\n"), U("-or-\n\n"), U("- x\n\n-or-\n\n"), U("1. x\n3. y\n"), U("* x\n- y\n"), U("Z. x\na. y\n\n"),
    U("a. x\nx\n\n"),
    U("*  x\n\nx\n\n"), U("   * x\n\n"), U("1.x\n"),
    /* ids */
    U("Q123456"), U("Q12345"), U("Q123456 "), U("Q123456\n"), U("Q123456Title\n"), U("(Q123456)"), U("KB123456,"), U("Q"), U("Q1"), U("Q1234567890"),
    U("   Q123456 Title\n"), U("   Q123456 Title\n\n"), U("   Q123456Title\n"), U("   Q123456 Title\n   that goes on\n"), U(" - Q123456 Title\n"),
    U("Q123456 Title\n"), U("   Q123456\n     x\n"), U("   Q123456 Title\n x\n"), U("   Q123456 Title\n1. x\n"), U("  Q123456: Title\n\n   x\n"),
    /* callouts and literal text */
    U("NOTE: x\n"), U("NOTE: x\n\n"), U("WARNING: "), U("TIP:\n"), U("********\n* x *\n"), U("   ****\n   * x *\n   ****\n\n"), U("*"), U("* *\n"),
    U("   code;\n"), U("   code;\n\n"),
    U("x\n   code\n"), U("x\n\n   code\n\n"), U("      code\n   code\n"), U("   {\n"), U("   }\n\n"), U("   /*\n"), U("   \"\n"), U("   (\n"),
    U("   C:\\> dir\n"), U("   [x]\n   y=z\n"),
    U("   HKEY_LOCAL_MACHINE\\Software\n"), U("HKEY_"), U("HKEY_LOCAL_MACHINE\\"), U("HKLM\\x "), U("   Event ID: 1\n"), U("   Name: x\n   Value: y\n\n"),
    U("   00 01 02 03 04 05 06 07\n"), U("   0000: 00 01 02 03\n\n"), U("   http://a.b/c\n"), U("   http://a.b/c\n\n"), U("http://a.b/c\n"), U("{\n"),
    U("#include <x.h>\n"), U("END SUB\n"),
    U("x;\n\n"), U("x = y\n"), U("DECLARE SUB x\n\n"), U("S E R V P A C K\n"), U("x \\\n"), U("<BR/>"), U("x<BR/>\n"), U("   x<BR/>\n\n"),
    /* tables */
    U("+---+\n"), U("   +---+\n"), U("+---+---+\n| a | b |\n"), U("+---+---+\n| a | b |\n+---+---+\n\n"), U("   +---+---+\n   | a | b |\n"), U("| a | b |\n"),
    U("   | a | b |\n"),
    U("   | a |\n\n"), U("+---"), U("| a "), U("   a   b\n   --- ---\n"), U("   a   b\n   --- ---\n   c   d\n\n"), U("a   b\n--- ---\nc   d\n\n"),
    U("   --- ---\n"), U("--- ---\n"), U("--- "), U("a    b\n"),
    U("   a    b\n"), U("   a    b\n\n"), U("   -------\n"), U("   Date  Time  Size\n   ----------------\n"), U("   Date  Time  Size  File name\n"),
    U("   01/02/99  10:00a  123 FILE.EXE\n"), U("   01/02/99  10:00a  123 FILE.EXE\n\n"), U("01/02/99 10:00 "), U("|a|\n|-|\n"), U("|a|b|\n|-|-|\n|c|d|e|\n"),
    U("|-|\n"), U("|a|\n|-|\n\n"),
    U("a|b\n-|-\n\n"), U("|\\"), U("||"), U("   =====  =====\n"), U("   a\tb\n"), U("   a  b  c  d  e  f  g\n   -  -  -  -  -  -  -\n"),
    /* addresses, paths, codes */
    U("http://"), U("http://a.b/"), U("http://a.b/ "), U("http://a.b/("), U("http://a.b/)"), U("http://a.b/kbid="), U("http://microsoft.com/"),
    U("(http://a.b)\n"), U("h"), U("ht"), U("w"), U("www."), U("www.a.b "), U("www.a"),
    U("ftp://"), U("ftp."), U("mailto:"), U("mailto:a@b.c "), U("a@b.c "), U("a@"), U("@"), U("a@b."), U("a."), U("."), U(".."), U("a-"),
    U("\\\\server\\share "), U("\\\\"), U("\\"), U("\\a"), U("C:\\"), U("C:\\a "), U("a\\b.exe "), U("a.exe"),
    U("a.exe "), U("0x"), U("0x1F "), U("0x0000000"), U("0x80004005 "), U("STOP 0x0000001E "), U("Event ID "), U("Event ID 4058 "), U("Event "), U("C1001 "),
    U("LNK2001"), U("C0000005 "), U("error "),
    U("DownloadDownload X.exe now\n"), U("DownloadDownload X.exe now\n(http://a.b/X.exe)\n"), U("<http://a.b>"), U("%"), U("%20"), U("//"), U("://"),
    U("http:"), U("/"),
    /* punctuation and quotes */
    U("("), U(")"), U("()"), U("["), U("]"), U("[]"), U("<"), U(">"), U("<>"), U("{"), U("!"), U(":"), U(";"), U(","), U("'"), U("\""), U("&"), U("&amp;"),
    U("&#"), U("&#38;"), U("&x"), U("{{"), U("{% raw %}\n"), U("{%"),
    U("x:\n\n"), U(":\n"), U("`"), U("$"), U("a 'b' "), U("\"a\" "), U("''"), U("?"), U("x. "), U("-- "), U("_"),
    /* the envelope inside the body */
    U("Additional query words: x\n"), U("Additional query words:\n\n"), U("KBCategory: kbx\n"), U("Keywords          : x\n"), U("THE INFORMATION PROVIDED\n"),
    U("Copyright \n"), U("Copyright x 1999.\n"),
    U("The information in this article applies to:\n"), U("DOCUMENT:Q123456  1-MAY-1999  [x]\n"), U("TITLE   :x\n"), U("\tArticle: Q123456\n"),
    U("-------------------------------------------------------------------------------\nThe information in this article applies to:\n\n - x\n"),
    U("======================================================================\n"),
    U("======================================================================\nKeywords : x\n"),
    U("=============================================================================\n\n"),
    /* bytes */
    U("\0"), U("x\0\n"), U("\x7F"), U("\x7F\n"), U("\x7F\r\n"), U("x\x7F"), U("\x1B"), U("\x01\n"), U("\xA0"), U("\xA0\n"), U("\xB7 x\n"), U("\x80"),
    U("\x81\n"), U("\x93x\x94 "), U("\xFF"), U("\xC3"), U("\xE2\x82"), U("\xF0\x9F"), U("\xC3\xA9"),
    U("\xE4\xB8\xAD"), U("\xE4\xB8\xAD\n"), U("\xF0\x9F\x98\x80"), U("\xEF\xBF\xBD"), U("\xC2\xA0"), U("\xC2\x85\n"), U("\xE2\x80\xA8"), U("\xEF\xBB\xBF"),
    U("\xE2\x95\x90\n"), U("<A0>"), U("<A0>\n"), U("<93>x<94> "), U("<A"),
    /* Markdown */
    U("**"), U("*a"), U("*a "), U("**a"), U("**a "), U("_a "), U("*a_ "), U("*a **b "), U("**x* "), U("a**b"), U("*_"), U("***a"), U("a*b*"), U("*a* "),
    U("**a** "), U("`a"), U("``a"), U("`a``b"), U("`` ` "), U("`a` "), U("!["), U("![[]("),
    U("[a"), U("[a]("), U("[a](b "), U("[a](<b"), U("[a](b)"), U("[a](b (c"), U("[a]["), U("[a]"), U("[a][a]"), U("![a](b)"), U("[]("), U("[ (]("),
    U("[[a]](b)"), U("a]"), U("]("), U("[a]: b\n"), U("[a]: b\n\n"), U("[a]:\n"), U("[a]: <\n"), U("[a]: b 'c\n"), U("[a]: b (\n"), U("[^a]"),
    U("[a\\"), U("\\["), U("\\*"), U("\\\n"), U("a  \n"), U("> "), U(">"), U("> x\n"), U(">\n"), U("> x\n\n"), U(">x\ny\n"), U("> - "), U("- > "),
    U("> > > x\n"), U("> **Note:** x\n\n"), U("> [!NOTE]\n\n"), U("- x\n  - y\n    - z\n"),
    U("```\n"), U("```\n\n"), U("~~~\n"), U("``` x\n"), U("    x\n"), U("    x\n\n"), U("# x\n"), U("#\n"), U("# "), U("# x #\n"), U("###### x\n"), U("***\n"),
    U("---\n"), U("___\n"), U("x\n---\n"), U("x\n===\n"), U("- - -\n"), U("* * *\n"),
    U("<div>\n"), U("</div>\n"), U("<script>\n"), U("<b>"), U("<b"), U("<a href="), U("<a href=\""), U("<!--"), U("<!-- x -->"), U("<!-- -- "), U("<?"),
    U("<!A"), U("<![CDATA["), U("<pre>\n\n"), U("</"), U("<a@"), U("<a:"), U("&copy;"), U("&CounterClockwiseContourIntegral;"),
};

/* --- what is made ---------------------------------------------------------------------------------------------------- */

/* The whole of a body, or of front matter. */
typedef struct Made {
    const char *name;
    Make *make;
} Made;

static void put_times(Buf *b, Str s, ptrdiff_t n)
{
    for (ptrdiff_t i = 0; i < n; i++)
        buf_put(b, s);
}

static void put_stairs(Buf *b, ptrdiff_t size)
{
    for (int column = 0; b->n < size; column++) {
        buf_pad(b, ' ', column);
        buf_put(b, S("- x\n"));
    }
}

static void put_saw(Buf *b, ptrdiff_t size, int step, int width, Str text)
{
    for (int column = 0; b->n < size; column = (column + step) % width) {
        buf_pad(b, ' ', column);
        buf_put(b, text);
    }
}

static void put_bullet_saw(Buf *b, ptrdiff_t size) { put_saw(b, size, 3, 60, S("- x\n\n")); }
static void put_number_saw(Buf *b, ptrdiff_t size) { put_saw(b, size, 3, 30, S("1. x\n\n")); }
static void put_letter_saw(Buf *b, ptrdiff_t size) { put_saw(b, size, 4, 24, S("a. x\n")); }
static void put_code_saw(Buf *b, ptrdiff_t size) { put_saw(b, size, 1, 70, S("x\n\n")); }
static void put_text_saw(Buf *b, ptrdiff_t size) { put_saw(b, size, 7, 50, S("x y\n")); }
static void put_falling_saw(Buf *b, ptrdiff_t size) { put_saw(b, size, 199, 200, S("x\n\n")); }
static void put_markdown_saw(Buf *b, ptrdiff_t size) { put_saw(b, size, 2, 400, S("- x\n")); }

static void put_counted(Buf *b, ptrdiff_t size, const char *before, const char *after)
{
    for (int i = 1; b->n < size; i++)
        buf_fmt(b, "%s%d%s", before, i + 100000, after);
}

static void put_numbers(Buf *b, ptrdiff_t size)
{
    for (int i = 1; b->n < size; i = i % 999 + 1)
        buf_fmt(b, "%d. x\n", i);
}

static void put_letters(Buf *b, ptrdiff_t size)
{
    for (int i = 0; b->n < size; i++)
        buf_fmt(b, "%c. x\n\n", 'a' + i % 26);
}

static void put_ids(Buf *b, ptrdiff_t size) { put_counted(b, size, "   Q", " Title\n"); }
static void put_words(Buf *b, ptrdiff_t size) { put_counted(b, size, "w", " "); }
static void put_headings(Buf *b, ptrdiff_t size) { put_counted(b, size, "\nh", "\n-------\n"); }
static void put_same_headings(Buf *b, ptrdiff_t size) { put_times(b, S("Title\n-----\n\nx\n\nTitle 2\n-------\n\n"), size / 35); }
static void put_hashes(Buf *b, ptrdiff_t size) { put_counted(b, size, "# h", "\n"); }
static void put_queries(Buf *b, ptrdiff_t size) { put_counted(b, size, "Additional query words: w", "\n\n"); }
static void put_categories(Buf *b, ptrdiff_t size) { put_counted(b, size, "KBCategory: kb", "\n"); }

static void put_category_line(Buf *b, ptrdiff_t size)
{
    buf_put(b, S("KBCategory:"));
    put_counted(b, size, " kb", "");
}

static void put_definitions(Buf *b, ptrdiff_t size)
{
    put_counted(b, size / 2, "[w", "]: u\n");
    buf_putc(b, '\n');
    put_counted(b, size, "[w", "] ");
}

static void put_backticks(Buf *b, ptrdiff_t size)
{
    for (int n = 1; b->n < size; n++) {
        buf_putc(b, 'x');
        buf_pad(b, '`', n % 2000);
    }
}

static void put_stars(Buf *b, ptrdiff_t size)
{
    for (int n = 1; b->n < size; n++) {
        buf_put(b, S("a "));
        buf_pad(b, n % 2 ? '*' : '_', n % 100);
    }
}

static void put_quotes_deep(Buf *b, ptrdiff_t size)
{
    for (int n = 1; b->n < size; n = n % 1000 + 1) {
        buf_pad(b, '>', n);
        buf_put(b, S("x\n"));
    }
}

static void put_deep_then_blank(Buf *b, ptrdiff_t size)
{
    put_times(b, S("- "), size / 4);
    put_times(b, S("x\n\n"), size / 6);
}

/* Thousands of columns and as many rows as fit. */
static void put_wide_table(Buf *b, ptrdiff_t size)
{
    put_times(b, S("|a"), 5000);
    buf_put(b, S("|\n"));
    put_times(b, S("|-"), 5000);
    buf_put(b, S("|\n"));
    while (b->n < size) {
        put_times(b, S("|b"), 5000);
        buf_put(b, S("|\n"));
    }
}

static void put_wide_table_of_short_rows(Buf *b, ptrdiff_t size)
{
    put_times(b, S("|a"), size / 8);
    buf_put(b, S("|\n"));
    put_times(b, S("|-"), size / 8);
    buf_put(b, S("|\n"));
    put_times(b, S("|\n"), size / 4);
}

static void put_overfull_table(Buf *b, ptrdiff_t size)
{
    buf_put(b, S("|a|\n|-|\n"));
    put_times(b, S("|b|c\n"), size / 5);
}

static void put_wide_ruler(Buf *b, ptrdiff_t size)
{
    for (int i = 0; i < 3; i++) {
        buf_put(b, S("   "));
        put_times(b, i == 1 ? S("-  ") : S("a  "), size / 9);
        buf_putc(b, '\n');
    }
}

static void put_wide_box(Buf *b, ptrdiff_t size)
{
    for (int i = 0; i < 9; i++) {
        put_times(b, i % 2 ? S("| a ") : S("+---"), size / 36);
        buf_putc(b, i % 2 ? '|' : '+');
        buf_putc(b, '\n');
    }
}

static void put_tall_box(Buf *b, ptrdiff_t size)
{
    buf_put(b, S("+---+---+\n"));
    put_times(b, S("| a | b |\n"), size / 10);
}

static void put_tall_ruled(Buf *b, ptrdiff_t size)
{
    buf_put(b, S("   a     b\n   ---------\n"));
    put_times(b, S("   c     d\n"), size / 11);
}

static void put_tall_ruled_in_parts(Buf *b, ptrdiff_t size)
{
    buf_put(b, S("   a     b\n   ---   ---\n"));
    put_times(b, S("   c     d\n\n"), size / 12);
}

static void put_long_word_lines(Buf *b, ptrdiff_t size)
{
    while (b->n < size) {
        buf_pad(b, 'x', 100000);
        buf_putc(b, '\n');
    }
}

static void put_long_id(Buf *b, ptrdiff_t size)
{
    buf_putc(b, 'Q');
    buf_pad(b, '1', size);
}

static void put_late_nul(Buf *b, ptrdiff_t size)
{
    buf_pad(b, 'x', 9000);
    buf_pad(b, '\0', size);
}

static void put_open_fence(Buf *b, ptrdiff_t size)
{
    buf_put(b, S("```\n"));
    put_times(b, S("x\n"), size / 2);
}

static const Made MADE[] = {
    {"stairs", put_stairs},             {"bullet saw", put_bullet_saw},     {"number saw", put_number_saw}, {"letter saw", put_letter_saw},
    {"code saw", put_code_saw},         {"text saw", put_text_saw},         {"falling saw", put_falling_saw}, {"two-column saw", put_markdown_saw},
    {"numbers", put_numbers},           {"letters", put_letters},           {"ids", put_ids},               {"words", put_words},
    {"headings", put_headings},         {"same headings", put_same_headings}, {"# headings", put_hashes},   {"query words", put_queries},
    {"categories", put_categories},     {"category line", put_category_line}, {"definitions", put_definitions}, {"backticks", put_backticks},
    {"stars", put_stars},               {"deep quotes", put_quotes_deep},   {"deep, then blank", put_deep_then_blank}, {"wide pipe table", put_wide_table},
    {"wide table of short rows", put_wide_table_of_short_rows},             {"overfull table", put_overfull_table}, {"wide ruler", put_wide_ruler},
    {"wide box", put_wide_box},         {"tall box", put_tall_box},         {"tall ruled table", put_tall_ruled},
    {"ruled table in parts", put_tall_ruled_in_parts},
    {"long words", put_long_word_lines}, {"long id", put_long_id},          {"late NUL", put_late_nul},     {"open fence", put_open_fence},
};

/* --- front matter, headers, tails ------------------------------------------------------------------------------------ */

static void yaml_keys(Buf *b, ptrdiff_t size) { put_counted(b, size, "k", ": v\n"); }
static void yaml_same_key(Buf *b, ptrdiff_t size) { put_times(b, S("title: v\n"), size / 9); }
static void yaml_lines(Buf *b, ptrdiff_t size) { put_times(b, S("x\n"), size / 2); }
static void yaml_blank(Buf *b, ptrdiff_t size) { put_times(b, S("\n"), size); }
static void yaml_comment(Buf *b, ptrdiff_t size) { put_times(b, S("# x\n"), size / 4); }
static void yaml_tags(Buf *b, ptrdiff_t size) { put_times(b, S("k: !x y\n"), size / 8); }
static void yaml_colons(Buf *b, ptrdiff_t size) { put_times(b, S(": "), size / 2); }
static void yaml_questions(Buf *b, ptrdiff_t size) { put_times(b, S("? "), size / 2); }
static void yaml_dashes(Buf *b, ptrdiff_t size) { put_times(b, S("- "), size / 2); }
static void yaml_brackets(Buf *b, ptrdiff_t size) { put_times(b, S("["), size); }
static void yaml_braces(Buf *b, ptrdiff_t size) { put_times(b, S("{a: "), size / 4); }
static void yaml_documents(Buf *b, ptrdiff_t size) { put_times(b, S("--- x\n"), size / 6); }
static void yaml_dots(Buf *b, ptrdiff_t size) { put_times(b, S("----\n"), size / 5); }
static void yaml_bytes(Buf *b, ptrdiff_t size) { put_times(b, S("\xFF"), size); }

static void yaml_key_then(Buf *b, ptrdiff_t size, Str key, Str piece, Str end)
{
    buf_put(b, key);
    put_times(b, piece, size / piece.n);
    buf_put(b, end);
}

static void yaml_list(Buf *b, ptrdiff_t size) { yaml_key_then(b, size, S("tags:\n"), S("  - x\n"), S("")); }
static void yaml_list_of_lists(Buf *b, ptrdiff_t size) { yaml_key_then(b, size, S("tags:\n"), S("  - [x]\n"), S("")); }
static void yaml_flow(Buf *b, ptrdiff_t size) { yaml_key_then(b, size, S("tags: ["), S("x, "), S("]\n")); }
static void yaml_double(Buf *b, ptrdiff_t size) { yaml_key_then(b, size, S("title: \""), S("\\x41"), S("\"\n")); }
static void yaml_single(Buf *b, ptrdiff_t size) { yaml_key_then(b, size, S("title: '"), S("''"), S("'\n")); }
static void yaml_open_quote(Buf *b, ptrdiff_t size) { yaml_key_then(b, size, S("title: \""), S("x\n\n"), S("")); }
static void yaml_long(Buf *b, ptrdiff_t size) { yaml_key_then(b, size, S("title: "), S("x"), S("\n")); }
static void yaml_long_key(Buf *b, ptrdiff_t size) { yaml_key_then(b, size, S(""), S("x"), S(": y\n")); }
static void yaml_folded(Buf *b, ptrdiff_t size) { yaml_key_then(b, size, S("title: x\n"), S("  x\n"), S("")); }
static void yaml_block(Buf *b, ptrdiff_t size) { yaml_key_then(b, size, S("title: >\n"), S("  x\n\n"), S("")); }
static void yaml_commas(Buf *b, ptrdiff_t size) { yaml_key_then(b, size, S("tags: "), S("x,"), S("\n")); }
static void yaml_aliases(Buf *b, ptrdiff_t size) { yaml_key_then(b, size, S("a: &a x\nb: ["), S("*a ,"), S("]\n")); }
static void yaml_maps(Buf *b, ptrdiff_t size) { yaml_key_then(b, size, S("versions:\n"), S("  a:\n"), S("")); }

static void yaml_words(Buf *b, ptrdiff_t size)
{
    buf_put(b, S("tags: ["));
    put_counted(b, size, "w", ", ");
    buf_put(b, S("]\n"));
}

static void yaml_anchors(Buf *b, ptrdiff_t size)
{
    put_counted(b, size, "k: &a", " x\n");
}

static void yaml_stairs(Buf *b, ptrdiff_t size)
{
    for (int column = 0; b->n < size; column++) {
        buf_pad(b, ' ', column);
        buf_put(b, S("a:\n"));
    }
}

/* Each level ten times the one before. */
static void yaml_laughs(Buf *b, ptrdiff_t size)
{
    buf_put(b, S("a0: &a0 [x]\n"));
    for (int i = 1; b->n < size; i++) {
        buf_fmt(b, "a%d: &a%d [", i, i);
        for (int k = 0; k < 10; k++)
            buf_fmt(b, "*a%d ,", i - 1);
        buf_put(b, S("]\n"));
    }
}

static const Made YAMLS[] = {
    {"keys", yaml_keys},           {"same key", yaml_same_key}, {"lines", yaml_lines},         {"blank", yaml_blank},         {"comments", yaml_comment},
    {"tags", yaml_tags},           {"colons", yaml_colons},     {"questions", yaml_questions}, {"dashes", yaml_dashes},       {"brackets", yaml_brackets},
    {"braces", yaml_braces},       {"documents", yaml_documents}, {"rules", yaml_dots},        {"bytes", yaml_bytes},         {"list", yaml_list},
    {"list of lists", yaml_list_of_lists}, {"flow list", yaml_flow}, {"double quotes", yaml_double}, {"single quotes", yaml_single},
    {"open quote", yaml_open_quote},
    {"long value", yaml_long},     {"long key", yaml_long_key}, {"folded", yaml_folded},       {"block scalar", yaml_block},  {"commas", yaml_commas},
    {"aliases", yaml_aliases},     {"maps", yaml_maps},         {"words", yaml_words},         {"anchors", yaml_anchors},     {"stairs", yaml_stairs},
    {"laughs", yaml_laughs},
};

/* Fields of the old header and trailer, each with a value of the whole size. */
static const char *const FIELDS[] = {
    "DOCUMENT:", "TITLE   :", "PROD/VER:", "OPER/SYS:", "KEYWORDS:", "Keywords          : ", "Technology        : ", "Version           : ",
};
static const Str VALUES[] = {U("x"), U(" "), U(";"), U(":"), U(","), U("1.0,"), U("x;"), U("a:1;"), U("|"), U("kbx "), U("[")};
static const char *const FRONT_FIELDS[] = {"Article:", "Product(s):", "Version(s):", "Operating System(s):", "Keyword(s):"};

/* --- wrapping -------------------------------------------------------------------------------------------------------- */

static const char *const WRAP_NAMES[WRAP_COUNT] = {"text", "bare text", "front", "old front", "markdown"};

#define RULE70 "======================================================================\n"
#define RULE77 "=============================================================================\n"
#define RULE79 "-------------------------------------------------------------------------------\n"

static void put_text(Buf *b, Str body)
{
    buf_put(b, S("DOCUMENT:Q233219  29-MAY-1999  [x]\nTITLE   :T\nPRODUCT :P\nPROD/VER:1.0\nOPER/SYS:\nKEYWORDS:\n\n" RULE70 RULE79
                 "The information in this article applies to:\n\n - P\n" RULE79 "\n"));
    buf_put(b, body);
    buf_put(b, S("\n\nAdditional query words: x\n\n" RULE70 "Keywords          : kbx\nVersion           : 1.0\n" RULE77
                 "\n\nTHE INFORMATION PROVIDED IN THIS ARTICLE\n\nCopyright X 1999."));
}

static void put_bare_text(Buf *b, Str body)
{
    buf_put(b, S("DOCUMENT:Q233219  29-MAY-1999  [x]\n"));
    buf_put(b, body);
}

/* The size is that of what is read, so the tabs push some of the body out. */
static void put_front(Buf *b, Str body, const char *product)
{
    ptrdiff_t size = body.n;
    buf_fmt(b, "---\nlayout: page\ntitle: \"Q233219: T\"\npermalink: /kb/233/Q233219/\n---\n\n{%% raw %%}\n\n\tArticle: Q233219\n\tProduct(s): %s\n"
               "\tVersion(s): 1.0\n\tOperating System(s): \n\tKeyword(s): \n\tLast Modified: 7-SEP-2001\n\t\n", product);
    while (body.n && b->n < size) {
        buf_putc(b, '\t');
        buf_put(b, str_cut(&body, '\n'));
        buf_putc(b, '\n');
    }
    buf_put(b, S("\n{% endraw %}\n"));
}

static Str wrapped(Arena *a, Wrap wrap, Str body)
{
    Buf b = buf_new(a, body.n + 4096);
    switch (wrap) {
    case WRAP_TEXT: put_text(&b, body); break;
    case WRAP_BARE_TEXT: put_bare_text(&b, body); break;
    case WRAP_FRONT: put_front(&b, body, "P"); break;
    case WRAP_OLD_FRONT: put_front(&b, body, "See article"); break;
    case WRAP_MARKDOWN:
    case WRAP_COUNT: return body;
    }
    return buf_str(&b);
}

/* --- inputs ---------------------------------------------------------------------------------------------------------- */

static Str path_of(Wrap wrap)
{
    return wrap == WRAP_TEXT || wrap == WRAP_BARE_TEXT ? S("Q233219.TXT") : S("README.md");
}

static void put_wrapped(Buf *b, ptrdiff_t size, const Input *input)
{
    Buf body = buf_new(b->arena, size + 4096);
    if (input->make)
        input->make(&body, size);
    else
        put_times(&body, input->piece, size / input->piece.n);
    buf_put(b, wrapped(b->arena, input->wrap, buf_str(&body)));
}

static void put_yaml(Buf *b, ptrdiff_t size, const Input *input)
{
    buf_put(b, S("---\n"));
    input->make(b, size);
    buf_put(b, S("\n---\nx\n"));
}

static void put_open_yaml(Buf *b, ptrdiff_t size, const Input *input)
{
    buf_put(b, S("---\n"));
    input->make(b, size);
}

static void put_value(Buf *b, ptrdiff_t size, Str piece)
{
    if (piece.n)
        put_times(b, piece, size / piece.n);
    else
        put_words(b, b->n + size);
    buf_putc(b, '\n');
}

static void put_field(Buf *b, ptrdiff_t size, const Input *input)
{
    bool is_header = str_find_char(input->before, ' ') < 0 || str_starts(input->before, S("TITLE"));
    buf_put(b, is_header ? S("DOCUMENT:Q1\n") : S("DOCUMENT:Q1\n\n" RULE70 "x\n" RULE70));
    buf_put(b, input->before);
    put_value(b, size, input->piece);
    if (!is_header)
        buf_put(b, S(RULE77));
}

static void put_front_field(Buf *b, ptrdiff_t size, const Input *input)
{
    buf_put(b, S("---\ntitle: x\n---\n\tArticle: Q233219\n\tProduct(s): See article\n\t"));
    buf_put(b, input->before);
    buf_putc(b, ' ');
    put_value(b, size, input->piece);
}

/* Pieces are shown as they would be written in C. */
static void name_of(char *name, size_t size, const char *kind, Str piece)
{
    size_t n = (size_t)snprintf(name, size, "%s ", kind);
    for (ptrdiff_t i = 0; i < piece.n && n + 8 < size && i < 40; i++) {
        unsigned char c = (unsigned char)piece.p[i];
        const char *escape = c == '\n' ? "\\n" : c == '\t' ? "\\t" : c == '\r' ? "\\r" : c == '\\' ? "\\\\" : NULL;
        if (escape)
            n += (size_t)snprintf(name + n, size - n, "%s", escape);
        else if (c < 0x20 || c > 0x7E)
            n += (size_t)snprintf(name + n, size - n, "\\x%02X", c);
        else
            name[n++] = c == '#' ? 'H' : (char)c;    /* a '#' would be a comment of the report */
        name[n] = '\0';
    }
}

static void visit_bodies(Wrap wrap, VisitInput *visit, void *context)
{
    Parser parser = wrap == WRAP_MARKDOWN ? PARSER_CMARK : PARSER_NONE;
    for (ptrdiff_t i = 0; i < countof(PIECES); i++) {
        Input input = {.path = path_of(wrap), .put = put_wrapped, .piece = PIECES[i], .wrap = wrap, .parser = parser};
        name_of(input.name, sizeof input.name, WRAP_NAMES[wrap], PIECES[i]);
        visit(context, &input);
    }
    for (ptrdiff_t i = 0; i < countof(MADE); i++) {
        Input input = {.path = path_of(wrap), .put = put_wrapped, .make = MADE[i].make, .wrap = wrap, .parser = parser};
        name_of(input.name, sizeof input.name, WRAP_NAMES[wrap], str(MADE[i].name));
        visit(context, &input);
    }
}

static void visit_yaml(VisitInput *visit, void *context)
{
    for (ptrdiff_t i = 0; i < countof(YAMLS); i++) {
        Input input = {.path = S("README.md"), .put = put_yaml, .make = YAMLS[i].make, .parser = PARSER_YAML};
        name_of(input.name, sizeof input.name, "yaml", str(YAMLS[i].name));
        visit(context, &input);
        input.put = put_open_yaml;
        name_of(input.name, sizeof input.name, "open yaml", str(YAMLS[i].name));
        visit(context, &input);
    }
}

/* The empty piece stands for words that are all different. */
static void visit_field(const char *field, bool is_front, VisitInput *visit, void *context)
{
    for (ptrdiff_t i = 0; i <= countof(VALUES); i++) {
        Str piece = i < countof(VALUES) ? VALUES[i] : (Str){0};
        Input input = {.path = is_front ? S("README.md") : S("Q1.TXT"), .put = is_front ? put_front_field : put_field, .piece = piece, .before = str(field)};
        name_of(input.name, sizeof input.name, field, piece.n ? piece : S("words"));
        visit(context, &input);
    }
}

void inputs_visit(VisitInput *visit, void *context)
{
    for (int wrap = 0; wrap < WRAP_COUNT; wrap++)
        visit_bodies((Wrap)wrap, visit, context);
    visit_yaml(visit, context);
    for (ptrdiff_t k = 0; k < countof(FIELDS); k++)
        visit_field(FIELDS[k], false, visit, context);
    for (ptrdiff_t k = 0; k < countof(FRONT_FIELDS); k++)
        visit_field(FRONT_FIELDS[k], true, visit, context);
}

Str input_text(Arena *a, const Input *input, ptrdiff_t size)
{
    Buf b = buf_new(a, size + 4096);
    input->put(&b, size, input);
    return buf_str(&b);
}
