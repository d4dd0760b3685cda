#include "read/kb/line.h"

#include "base/buf.h"
#include "base/bytes16.h"

enum { INDENT_MAX = (1 << (LINE_INDENT_BITS - 1)) - 1 };

static Str expand_tabs(Arena *a, Str s)
{
    Buf b = buf_new(a, s.n + 16);
    ptrdiff_t column = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\t') {
            ptrdiff_t n = 8 - column % 8;
            buf_pad(&b, ' ', n);
            column += n;
        } else {
            buf_putc(&b, s.p[i]);
            column += ((unsigned char)s.p[i] & 0xC0) != 0x80;
        }
    }
    return buf_str(&b);
}

static Str drop_break_tags(Str s)
{
    while (str_ends(s, S("<BR/>")))
        s = str_trim_end(str_head(s, s.n - 5));
    return s;
}

static ptrdiff_t indent_of(Str s)
{
    ptrdiff_t n = 0;
    while (n < s.n && s.p[n] == ' ')
        n++;
    return n;
}

typedef struct Blanks {
    bool has_tab, has_gap;      /* a tab; two spaces side by side */
} Blanks;

/* Of the bytes behind the indent. Every line of an article is asked, and most hold neither: so sixteen pairs of bytes at a time, the last of them perhaps
 * again, or with some of the indent; short lines byte by byte. */
static Blanks blanks_of(Str s, ptrdiff_t indent)
{
    enum { PAIRS = 16 };
    if (s.n <= PAIRS) {
        Blanks blanks = {false, false};
        for (ptrdiff_t i = indent; i < s.n; i++) {
            blanks.has_tab |= s.p[i] == '\t';
            blanks.has_gap |= s.p[i] == ' ' && s.p[i - 1] == ' ';
        }
        return blanks;
    }
    Bytes16 tabs = {0};
    unsigned gaps = 0;
    for (ptrdiff_t i = indent; i + 1 < s.n; i += PAIRS) {
        ptrdiff_t at = i + PAIRS < s.n ? i : s.n - PAIRS - 1;
        Bytes16 bytes = bytes16_at(s.p + at), next = bytes16_at(s.p + at + 1);
        unsigned pairs = bytes16_mask((Bytes16)(bytes == ' ') & (Bytes16)(next == ' '));
        gaps |= at < indent ? pairs >> (indent - at) : pairs;
        tabs |= (Bytes16)(bytes == '\t') | (Bytes16)(next == '\t');
    }
    return (Blanks){bytes16_any(tabs), gaps != 0};
}

/* ruler = run { blanks run }       run = 1*"-" / 1*"="; one of the runs is no mere sign. */
static bool is_ruler(Str s)
{
    char sign = s.p[0];
    ptrdiff_t run = 0, longest = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (s.p[i] != sign && s.p[i] != ' ')
            return false;
        run = s.p[i] == sign ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest >= 2;
}

void line_set(Arena *a, Line *line, Str text, int number)
{
    Str s = str_trim_end(text);
    if (s.n && s.p[s.n - 1] == '>')
        s = drop_break_tags(s);
    ptrdiff_t indent = indent_of(s);
    *line = (Line){.text = s, .number = number, .indent = -1};
    if (indent == s.n)
        return;
    Blanks blanks = blanks_of(s, indent);
    if (blanks.has_tab) {
        line->text = s = expand_tabs(a, s);
        indent = indent_of(s);
        blanks = blanks_of(s, indent);
    }
    line->indent = indent & INDENT_MAX;
    line->has_gap = blanks.has_gap;
    char first = s.p[indent];
    if (first != s.p[s.n - 1])      /* nearly always */
        return;
    line->is_run = str_is_run(str_from(s, indent), first);
    line->is_ruler = (first == '-' || first == '=') && is_ruler(str_from(s, indent));
}

Line line_of(Arena *a, Str text, int number)
{
    Line line;
    line_set(a, &line, text, number);
    return line;
}

/* Line ends are counted without a branch inside, which compilers turn into a handful of vector instructions. */
ptrdiff_t lines_count(Str text)
{
    enum { STEP = 64 };
    ptrdiff_t n = 0, i = 0;
    for (; i + STEP <= text.n; i += STEP) {
        unsigned char found = 0;
        for (int k = 0; k < STEP; k++)
            found = (unsigned char)(found + (text.p[i + k] == '\n'));
        n += found;
    }
    for (; i < text.n; i++)
        n += text.p[i] == '\n';
    return n + (text.n && text.p[text.n - 1] != '\n');
}

Lines lines_of(Arena *a, Str text, int first)
{
    Lines lines = {.n = lines_count(text)};
    lines.items = arena_new(a, Line, lines.n);
    for (ptrdiff_t i = 0; i < lines.n; i++)
        line_set(a, &lines.items[i], str_cut_line(&text), first + (int)i);
    return lines;
}

Lines lines_sub(Lines lines, ptrdiff_t from, ptrdiff_t to)
{
    CHECK(from >= 0 && from <= to && to <= lines.n);
    return (Lines){lines.items + from, to - from};
}
