#include "read/kb/cell.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "read/kb/inline.h"

static bool is_number_sign(char c)
{
    return char_is_digit(c) || c == ',';
}

bool cell_is_number(Str s, bool *has_point)
{
    static const char *const units[] = {"", "%", "K", "KB", "MB", "GB", "k", "bytes", "bps"};
    if (s.n && (s.p[0] == '-' || s.p[0] == '+' || s.p[0] == '$'))
        s = str_from(s, 1);
    if (!s.n || !char_is_digit(s.p[0]))
        return false;
    while (s.n && is_number_sign(s.p[0]))
        s = str_from(s, 1);
    *has_point = s.n > 1 && s.p[0] == '.' && char_is_digit(s.p[1]);
    if (*has_point)
        s = str_from(s, 1);
    while (*has_point && s.n && char_is_digit(s.p[0]))
        s = str_from(s, 1);
    s = str_trim(s);
    for (ptrdiff_t i = 0; i < countof(units); i++)
        if (str_eq(s, str(units[i])))
            return true;
    return false;
}

bool cell_has_digit(Str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (char_is_digit(s.p[i]))
            return true;
    return false;
}

bool cell_reads_on(Str s)
{
    return s.n && (char_is_lower(s.p[0]) || s.p[0] == '(');
}

bool cell_is_wrapped(Str text, Str next, ptrdiff_t width)
{
    if (cell_reads_on(next))
        return true;
    bool is_running = str_find_char(text, ' ') >= 0;
    return is_running && utf8_length(text) + 1 + utf8_length(str_cut_word(&next)) > width - width / 8;
}

static Line joined(Arena *a, const Line *lines, ptrdiff_t n)
{
    StrList texts = {0};
    for (ptrdiff_t i = 0; i < n; i++)
        list_add(a, &texts, lines[i].text);
    return line_of(a, list_join(a, &texts, S(" ")), lines[0].number);
}

static void add_all(Inlines *list, Inline *in)
{
    for (Inline *next; in; in = next) {
        next = in->next;
        in->next = NULL;
        inlines_add(list, in);
    }
}

Inline *cell_text(Arena *a, const IdPattern *ids, const Line *lines, ptrdiff_t n, ptrdiff_t width)
{
    Inlines list = {0};
    for (ptrdiff_t from = 0, to; from < n; from = to + 1) {
        for (to = from; to < n && lines[to].text.n;)
            to++;
        if (to == from)
            continue;
        for (int i = 0; list.first && i < 2; i++)
            inlines_add(&list, inline_new(a, INLINE_BREAK, (Str){0}, lines[from].number));
        bool flows = to - from > 1;
        for (ptrdiff_t i = from; i + 1 < to; i++)
            flows = flows && cell_is_wrapped(lines[i].text, lines[i + 1].text, width);
        Line one = flows ? joined(a, lines + from, to - from) : (Line){0};
        Lines part = one.text.n ? (Lines){&one, 1} : (Lines){(Line *)lines + from, to - from};
        add_all(&list, kbinline_lines(a, ids, part));
    }
    return list.first;
}

Inline *cell_text_joined(Arena *a, const IdPattern *ids, const Line *lines, ptrdiff_t n)
{
    Line one = n == 1 ? lines[0] : n ? joined(a, lines, n) : (Line){0};
    return n ? kbinline_lines(a, ids, (Lines){&one, 1}) : NULL;
}

Block *cell_add(Arena *a, Block *row, Inline *text)
{
    Block *cell = block_new(a, BLOCK_CELL, row->first_line, row->last_line);
    cell->text = text;
    block_append(row, cell);
    return cell;
}
