#include "read/lines.h"

#include "base/buf.h"

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

static int indent_of(Str s)
{
    int n = 0;
    while (n < s.n && s.p[n] == ' ')
        n++;
    return n;
}

#define EACH_BYTE(value) (0x0101010101010101u * (value))

/* The high bit of every byte of `word` that is c. */
static uint64_t bytes_that_are(uint64_t word, unsigned char c)
{
    uint64_t x = word ^ EACH_BYTE(c);
    return ~(((x & EACH_BYTE(0x7Fu)) + EACH_BYTE(0x7Fu)) | x | EACH_BYTE(0x7Fu));
}

typedef struct Blanks {
    bool has_tab, has_gap;      /* a tab; two spaces side by side */
} Blanks;

/* Every line of an article is asked, and most hold neither: so eight bytes at a time, seven ahead, which leaves no pair out. */
static Blanks blanks_of(Str s)
{
    uint64_t tabs = 0, gaps = 0;
    ptrdiff_t i = 0;
    for (uint64_t word; i + 8 <= s.n; i += 7) {
        memcpy(&word, s.p + i, 8);
        uint64_t spaces = bytes_that_are(word, ' ');
        gaps |= spaces & spaces >> 8;
        tabs |= bytes_that_are(word, '\t');
    }
    Blanks blanks = {tabs != 0, gaps != 0};
    for (; i < s.n; i++) {
        blanks.has_tab |= s.p[i] == '\t';
        blanks.has_gap |= i > 0 && s.p[i] == ' ' && s.p[i - 1] == ' ';
    }
    return blanks;
}

Line line_of(Arena *a, Str text, int number)
{
    Str s = str_trim_end(text);
    if (s.n && s.p[s.n - 1] == '>')
        s = drop_break_tags(s);
    int indent = indent_of(s);
    Blanks blanks = blanks_of(str_from(s, indent));
    if (blanks.has_tab) {
        s = expand_tabs(a, s);
        indent = indent_of(s);
        blanks = blanks_of(str_from(s, indent));
    }
    return (Line){s, number, s.n ? indent : -1, blanks.has_gap};
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
        lines.items[i] = line_of(a, str_cut_line(&text), first + (int)i);
    return lines;
}

Lines lines_sub(Lines lines, ptrdiff_t from, ptrdiff_t to)
{
    CHECK(from >= 0 && from <= to && to <= lines.n);
    return (Lines){lines.items + from, to - from};
}

bool line_is_rule(const Line *line, char c, ptrdiff_t n)
{
    if (line_is_blank(line))
        return false;
    Str s = str_from(line->text, line->indent);
    return s.n >= n && str_is_run(s, c);
}
