/* What the conversion to front matter did to an article's lines, undone: a tab before each of them, tags and a title around them, bytes written as numbers. */
#include "read/kb/unwrap.h"

#include "base/buf.h"
#include "read/charset.h"

/* The conversion took one leading blank from every line that had one. Lines that began with two or more show it, and so do list items; a
 * line that had exactly one cannot be told apart (the plain text is the better source where there are both). */
static bool has_lost_blank(Str line)
{
    return line.n && (line.p[0] == ' ' || (line.p[0] == '-' && line.n > 1 && line.p[1] == ' '));
}

static int hex_value(char c)
{
    return char_is_digit(c) ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The conversion wrote a byte above 7F as "<A0>"; here it becomes that byte's character again (a no-break space a plain one). */
static Str give_back_bytes(Arena *a, Str line)
{
    if (str_find_char(line, '<') < 0)
        return line;
    Buf b = {.arena = a};
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i + 3 < line.n; i++) {
        int high = line.p[i] == '<' && line.p[i + 3] == '>' ? hex_value(line.p[i + 1]) : -1, low = hex_value(line.p[i + 2]);
        if (high < 8 || low < 0)
            continue;
        uint32_t rune = charset_windows1252((unsigned char)(high * 16 + low));
        buf_put(&b, str_sub(line, from, i));
        buf_put_rune(&b, rune == 0xA0 ? ' ' : rune);
        from = i + 4;
        i += 3;
    }
    if (!from)
        return line;
    buf_put(&b, str_from(line, from));
    return buf_str(&b);
}

static bool is_wrapping(Str line)
{
    Str s = str_trim_start(line);
    bool is_tag = str_starts(s, S("{%")) && (str_eq(str_trim_end(s), S("{% raw %}")) || str_eq(str_trim_end(s), S("{% endraw %}")));
    return is_tag || str_starts(line, S("## "));
}

/* Where a sign that most lines lack stands next: nothing before `to` needs to be looked for again. */
static bool has_sign(Str s, char sign, ptrdiff_t from, ptrdiff_t to, ptrdiff_t *next)
{
    if (*next < from) {
        const char *found = memchr(s.p + from, sign, (size_t)(s.n - from));
        *next = found ? found - s.p : s.n;
    }
    return *next < to;
}

/* Those of a converted article stand in a copy, where a blank that is given back takes the place of the tab before it. */
Lines unwrap_lines(Arena *a, Str body, int first_line, bool is_converted)
{
    char *copy = is_converted && body.n ? arena_bytes(a, body.n) : NULL;
    if (copy)
        body.p = memcpy(copy, body.p, (size_t)body.n);
    LineMap map;
    Lines lines = lines_split(a, &map, body, first_line);
    ptrdiff_t n = 0, brace = -1, angle = -1;
    for (ptrdiff_t i = 0; i < lines.n; i++) {
        Str line = lines.items[i].text;
        ptrdiff_t at = line.p - body.p, end = at + line.n;
        char first = line.n ? line.p[0] : 0;
        if ((first == '#' || has_sign(body, '{', at, end, &brace)) && is_wrapping(line))
            continue;
        bool has_tab = first == '\t';
        line = str_from(line, has_tab);
        bool is_lost = is_converted && has_lost_blank(line);
        if (is_lost && has_tab) {
            copy[at] = ' ';
            line = (Str){copy + at, end - at};
        } else if (is_lost) {
            line = str_join2(a, S(" "), line);
        }
        if (is_converted && has_sign(body, '<', at, end, &angle))
            line = give_back_bytes(a, line);
        lines.items[n].text = line;
        lines.items[n++].number = lines.items[i].number;
    }
    lines.n = n;
    lines_shape(a, &map, lines);
    return lines;
}

bool unwrap_was_converted(Str body)
{
    for (Str rest = body; rest.n;) {
        Str line = str_cut_line(&rest);
        if (str_starts(line, S("\tProduct(s):")))
            return !str_eq(str_trim(str_from(line, 12)), S("See article"));
    }
    return true;
}
