#include "read/pipetable.h"

/* Offset of the pipe that ends the cell at the start of `s`, or beyond its end. A backslash hides what follows it. */
static ptrdiff_t cell_length(Str s)
{
    ptrdiff_t at = 0;
    while (at < s.n && s.p[at] != '|')
        at += s.p[at] == '\\' ? 2 : 1;
    return at;
}

/* row = ["|"] cell {"|" cell} ["|"]          Cuts the next cell off; false when the row is at its end. */
static bool cut_cell(Str *row, Str *cell)
{
    if (!row->n)
        return false;
    ptrdiff_t n = cell_length(*row);
    *cell = str_trim(str_head(*row, n));
    *row = str_from(*row, n + 1);
    return true;
}

static Str open_row(Str line)
{
    return str_unprefix(str_trim(line), S("|"));
}

static ptrdiff_t count_cells(Str line)
{
    ptrdiff_t n = 0;
    Str row = open_row(line), cell;
    while (cut_cell(&row, &cell))
        n++;
    return n;
}

static Str without_escapes(Arena *a, Str cell)
{
    if (str_find(cell, S("\\|")) < 0)
        return cell;
    Buf b = buf_new(a, cell.n);
    for (ptrdiff_t i = 0; i < cell.n; i++)
        if (cell.p[i] != '\\' || i + 1 == cell.n || cell.p[i + 1] != '|')
            buf_putc(&b, cell.p[i]);
    return buf_str(&b);
}

StrList pipetable_cells(Arena *a, Str row)
{
    StrList cells = {0};
    Str rest = open_row(row), cell;
    while (cut_cell(&rest, &cell))
        list_add(a, &cells, without_escapes(a, cell));
    return cells;
}

/* delimiter = [":"] "-" {"-"} [":"] */
static bool is_delimiter(Str cell)
{
    if (str_starts(cell, S(":")))
        cell = str_from(cell, 1);
    if (str_ends(cell, S(":")))
        cell = str_head(cell, cell.n - 1);
    return str_is_run(cell, '-');
}

static bool is_delimiter_row(Str line)
{
    Str row = open_row(line), cell;
    bool is_delimiters = row.n > 0;
    while (is_delimiters && cut_cell(&row, &cell))
        is_delimiters = is_delimiter(cell);
    return is_delimiters;
}

static const Align *aligns_of(Arena *a, Str line, ptrdiff_t columns)
{
    Align *aligns = arena_new(a, Align, columns);
    Str row = open_row(line), cell;
    for (ptrdiff_t i = 0; cut_cell(&row, &cell); i++) {
        bool left = str_starts(cell, S(":")), right = str_ends(cell, S(":"));
        aligns[i] = left && right ? ALIGN_CENTER : left ? ALIGN_LEFT : right ? ALIGN_RIGHT : ALIGN_NONE;
    }
    return aligns;
}

bool pipetable_find(Arena *a, const Str *lines, ptrdiff_t n, PipeTable *table)
{
    for (ptrdiff_t i = 1; i < n; i++) {
        bool has_pipe = str_find_char(lines[i], '|') >= 0 || str_find_char(lines[i - 1], '|') >= 0;
        if (!has_pipe || !is_delimiter_row(lines[i]))
            continue;
        ptrdiff_t columns = count_cells(lines[i]);
        if (count_cells(lines[i - 1]) != columns)
            continue;
        *table = (PipeTable){i - 1, columns, aligns_of(a, lines[i], columns)};
        return true;
    }
    return false;
}
