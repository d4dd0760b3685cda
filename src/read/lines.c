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

Line line_of(Arena *a, Str text, int number)
{
    Str s = str_trim_end(text);
    if (s.n && s.p[s.n - 1] == '>')
        s = drop_break_tags(s);
    if (str_find_char(s, '\t') >= 0)
        s = expand_tabs(a, s);
    int indent = 0;
    while (indent < s.n && s.p[indent] == ' ')
        indent++;
    return (Line){s, number, s.n ? indent : -1};
}

ptrdiff_t lines_count(Str text)
{
    ptrdiff_t n = 0;
    for (; text.n; n++)
        str_cut(&text, '\n');
    return n;
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
