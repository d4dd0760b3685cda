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

/* Of the bytes behind the indent; `s` ends in no blank. Every line of an article is asked, and most hold neither: so sixteen pairs of bytes at a time, the
 * last of them perhaps again, or with some of the indent; short lines byte by byte. */
static Blanks blanks_of(Str s, ptrdiff_t indent)
{
    enum { PAIRS = 16 };
    ptrdiff_t i = indent, last = s.n - PAIRS - 1;
    if (last < 0) {
        Blanks blanks = {false, false};
        for (; i < s.n; i++) {
            blanks.has_tab |= s.p[i] == '\t';
            blanks.has_gap |= s.p[i] == ' ' && s.p[i - 1] == ' ';
        }
        return blanks;
    }
    Bytes16 bytes = bytes16_at(s.p + last), pairs = (Bytes16)(bytes == ' ') & (Bytes16)(bytes16_at(s.p + last + 1) == ' ');
    Bytes16 tabs = (Bytes16)(bytes == '\t'), gaps = {0};
    for (; i < last; i += PAIRS) {
        bytes = bytes16_at(s.p + i);
        gaps |= (Bytes16)(bytes == ' ') & (Bytes16)(bytes16_at(s.p + i + 1) == ' ');
        tabs |= (Bytes16)(bytes == '\t');
    }
    bool ends_in_gap = bytes16_mask(pairs) >> (last < indent ? indent - last : 0);
    return (Blanks){bytes16_any(tabs), ends_in_gap || bytes16_any(gaps)};
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

/* As no marker of an item does (kb/list), and no side or corner of a border. */
static bool begins_plainly(Str ink)
{
    char first = ink.p[0], second = ink.n > 1 ? ink.p[1] : ' ';
    return !char_is_digit(first) && !char_is_in(first, S("-*+|")) && second != '.' && (first != 'o' || second != ' ');
}

void line_set(Arena *a, Line *line, Str text, int number)
{
    Str s = str_trim_end(text);
    if (s.n && s.p[s.n - 1] == '>')
        s = drop_break_tags(s);
    if (!s.n) {
        *line = (Line){.text = s, .number = number, .indent = -1};
        return;
    }
    ptrdiff_t indent = indent_of(s);
    Blanks blanks = blanks_of(s, indent);
    if (blanks.has_tab) {
        s = expand_tabs(a, s);
        indent = indent_of(s);
        blanks = blanks_of(s, indent);
    }
    *line = (Line){.text = s, .number = number, .indent = indent & INDENT_MAX, .has_gap = blanks.has_gap};
    Str ink = str_from(s, indent);
    char first = ink.p[0];
    line->is_plain = !blanks.has_gap && begins_plainly(ink);
    if (first != s.p[s.n - 1])      /* nearly always */
        return;
    line->is_run = str_is_run(ink, first);
    line->is_ruler = (first == '-' || first == '=') && (line->is_run ? ink.n > 1 : is_ruler(ink));
    line->is_plain = line->is_plain && !line->is_run && !line->is_ruler;
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
    lines.items = arena_raw(a, Line, lines.n);
    const char *p = text.p, *end = text.p + text.n;
    for (ptrdiff_t i = 0; i < lines.n; i++) {
        const char *feed = memchr(p, '\n', (size_t)(end - p)), *stop = feed ? feed : end;
        line_set(a, &lines.items[i], (Str){p, stop - p}, first + (int)i);
        p = feed ? feed + 1 : end;
    }
    return lines;
}

Lines lines_sub(Lines lines, ptrdiff_t from, ptrdiff_t to)
{
    CHECK(from >= 0 && from <= to && to <= lines.n);
    return (Lines){lines.items + from, to - from};
}
