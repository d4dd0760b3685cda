/* The rows come from HTML: a cell that held line breaks was written out with them, so a row goes on over lines until one ends in a bar. */
#include "read/kb/border.h"

#include "base/utf8.h"
#include "read/kb/cell.h"

enum { ROW_LINES = 40 };

static bool is_blank(Lines lines, ptrdiff_t i)
{
    return i >= lines.n || line_is_blank(&lines.items[i]);
}

/* border = "+" 1*("-" / "+") "+" */
static bool is_border(const Line *line)
{
    if (line_is_blank(line))
        return false;
    Str s = str_from(line->text, line->indent);
    if (s.n < 5 || s.p[0] != '+' || s.p[s.n - 1] != '+')
        return false;
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (s.p[i] != '-' && s.p[i] != '+')
            return false;
    return true;
}

/* The positions of the bars in a line: how many, 0 when there are too many. */
static int bars_of(const Line *line, int bars[BORDER_COLUMNS + 1])
{
    int n = 0, column = 0;
    for (ptrdiff_t i = 0; i < line->text.n; i++) {
        if (line->text.p[i] == '|' && n == BORDER_COLUMNS + 1)
            return 0;
        if (line->text.p[i] == '|')
            bars[n++] = column;
        column += ((unsigned char)line->text.p[i] & 0xC0) != 0x80;
    }
    return n;
}

static bool has_bar(const Border *b, int column)
{
    for (int i = 0; i < b->n; i++)
        if (b->bars[i] == column)
            return true;
    return false;
}

/* A border as wide as the first, its crosses above bars. */
static bool is_border_of(const Border *b, const Line *line)
{
    if (!is_border(line) || line->indent != b->indent || line->text.n != b->width)
        return false;
    for (int i = b->indent; i < b->width; i++)
        if (line->text.p[i] == '+' && !has_bar(b, i))
            return false;
    return true;
}

typedef Str Pieces[BORDER_COLUMNS][ROW_LINES];     /* of each cell, one for each line */

static bool ends_in_bar(const Line *line)
{
    return line->text.p[line->text.n - 1] == '|';
}

/* row = "|" 2*( cell "|" )       The cells of the lines [from, to); false when they are no such row. In one line the bars that count stand
 * where the border's do; in several all do, or, when a cell holds bars of its own, those of the first line that are in place and the last. */
static bool cut_row(const Border *b, Lines lines, ptrdiff_t from, ptrdiff_t to, Pieces pieces)
{
    int bars[BORDER_COLUMNS + 1], all = 0, seen = 0;
    const Line *first = &lines.items[from];
    if (first->indent != b->indent || first->text.p[b->indent] != '|' || !ends_in_bar(&lines.items[to - 1]))
        return false;
    for (ptrdiff_t i = from; i < to; i++)
        all += bars_of(&lines.items[i], bars);
    bool every_bar = to > from + 1 && all == b->n;
    for (ptrdiff_t i = from; i < to; i++) {
        Str s = lines.items[i].text;
        ptrdiff_t begin = 0;
        int column = 0;
        for (int c = 0; c < BORDER_COLUMNS; c++)
            pieces[c][i - from] = (Str){0};
        for (ptrdiff_t k = 0; k < s.n; k++) {
            int at = column;
            column += ((unsigned char)s.p[k] & 0xC0) != 0x80;
            if (s.p[k] != '|')
                continue;
            bool is_last = i + 1 == to && k + 1 == s.n, is_placed = i == from && has_bar(b, at);
            if (!every_bar && !is_last && !is_placed)
                continue;
            if (seen == b->n)
                return false;
            if (seen)
                pieces[seen - 1][i - from] = str_trim(str_sub(s, begin, k));
            begin = k + 1;
            seen++;
        }
        if (seen && seen < b->n)
            pieces[seen - 1][i - from] = str_trim(str_from(s, begin));
    }
    return seen == b->n;
}

/* A row is one line, as wide as the border and with bars at the same places, or all lines up to the next border; 0 for neither. */
static ptrdiff_t row_end(const Border *b, Lines lines, ptrdiff_t i)
{
    Pieces pieces;
    if (utf8_length(lines.items[i].text) == b->width && cut_row(b, lines, i, i + 1, pieces))
        return i + 1;
    ptrdiff_t to = i + 1;
    while (!is_blank(lines, to) && to - i < ROW_LINES && !is_border(&lines.items[to]))
        to++;
    return cut_row(b, lines, i, to, pieces) ? to : 0;
}

/* A line of a frame: none begins below one, so that no frame is read twice. */
static bool is_framed(Lines lines, ptrdiff_t i)
{
    return i >= 0 && !is_blank(lines, i) && char_is_in(lines.items[i].text.p[lines.items[i].indent], S("+|"));
}

/* bordered = border 1*( 1*row border ) */
ptrdiff_t border_end(Lines lines, ptrdiff_t from, Border *b)
{
    const Line *first = &lines.items[from];
    if (is_blank(lines, from) || !is_border(first) || is_blank(lines, from + 1) || is_framed(lines, from - 1))
        return -1;
    *b = (Border){.indent = first->indent, .width = (int)first->text.n};
    b->n = bars_of(&lines.items[from + 1], b->bars);
    if (b->n < 3 || b->bars[b->n - 1] != b->width - 1 || !is_border_of(b, first))
        return -1;
    ptrdiff_t i = from + 1, end = -1;
    while (!is_blank(lines, i)) {
        if (is_border_of(b, &lines.items[i])) {
            end = ++i;
            continue;
        }
        if (end == i && !is_framed(lines, i))
            return end;
        i = row_end(b, lines, i);
        if (!i)
            return -1;
    }
    return end == i ? end : -1;
}

/* The first row is a head when it says something in every cell and has no digit, and something follows. */
static void guess_header(Arena *a, Block *table)
{
    const Block *row = table->child;
    for (const Block *cell = row->child; cell; cell = cell->next) {
        Str text = inline_text(a, cell->text);
        if (!text.n || cell_has_digit(text) || !row->next)
            return;
    }
    for (Block *cell = row->child; cell; cell = cell->next)
        cell->is_header = true;
}


static void add_row(Arena *a, Block *table, const Border *b, Lines lines, ptrdiff_t from, ptrdiff_t to, const IdPattern *ids)
{
    Pieces pieces;
    Block *row = block_new(a, BLOCK_ROW, lines.items[from].number, lines.items[to - 1].number);
    cut_row(b, lines, from, to, pieces);
    for (int c = 0; c + 1 < b->n; c++) {
        Line parts[ROW_LINES];
        ptrdiff_t n = 0, width = 0;
        for (ptrdiff_t i = 0; i < to - from; i++)
            if (pieces[c][i].n)
                parts[n++] = line_of(a, pieces[c][i], lines.items[from + i].number);
        for (ptrdiff_t i = 0; i < n; i++)
            width = parts[i].text.n > width ? parts[i].text.n : width;
        cell_add(a, row, cell_text(a, ids, parts, n, width));
    }
    block_append(table, row);
}

Block *border_table(Arena *a, const Border *b, Lines lines, ptrdiff_t from, ptrdiff_t end, const IdPattern *ids)
{
    Block *table = block_new(a, BLOCK_TABLE, lines.items[from].number, lines.items[end - 1].number);
    for (ptrdiff_t i = from, to; i < end; i = to) {
        bool is_row = !is_border_of(b, &lines.items[i]);
        to = is_row ? row_end(b, lines, i) : i + 1;
        if (is_row)
            add_row(a, table, b, lines, i, to, ids);
    }
    table->last_line = lines.items[end - 1].number;
    guess_header(a, table);
    return table;
}
