/* The lines that begin a row are told from those that go on with the row above, by what stands in their cells and how they stand below it. */
#include "read/kb/row.h"

#include "base/utf8.h"
#include "read/kb/cell.h"

typedef struct Row {
    ptrdiff_t from, to;     /* lines; blank ones may lie between */
    bool is_header;
} Row;

static const Str *cells_at(const FoundTable *r, ptrdiff_t i)
{
    return r->cells + (i - r->begin) * r->grid.n;
}

/* Cuts every line, once: rows, widths and alignment are questions about cells. A line that does not keep to the grid says nothing about widths. */
static void cut_lines(Arena *a, FoundTable *r)
{
    r->cells = arena_new(a, Str, (r->end - r->begin) * r->grid.n);
    for (ptrdiff_t i = r->begin; i < r->end; i++) {
        Str *cells = r->cells + (i - r->begin) * r->grid.n;
        if (is_blank(r->lines, i) || line_at(r, i)->is_ruler)
            continue;
        grid_cut(&r->grid, line_at(r, i), cells);
        Grid as_it_is = r->grid;
        if (i < r->rows || grid_fit(&as_it_is, line_at(r, i)) < GRID_NEAR)
            continue;
        for (int c = 0; c < r->grid.n; c++) {
            ptrdiff_t n = utf8_length(cells[c]);
            r->widths[c] = n > r->widths[c] ? n : r->widths[c];
        }
    }
}

/* Values below values: no text that goes on from the line above. */
static bool is_data(const Str *cells, int n)
{
    bool has_value = false;
    for (int i = 0; i < n; i++) {
        if (str_find_char(cells[i], ' ') >= 0)
            return false;
        has_value = has_value || cell_has_digit(cells[i]);
    }
    return has_value;
}

/* The row that the lines above made so far. */
typedef struct Above {
    int indent;             /* of its first line */
    bool is_wide;           /* more than its first cell is filled */
    Str first[GRID_COLUMNS], last[GRID_COLUMNS];    /* in its first line; in the last that filled the column */
} Above;

/* The line's texts from column `from` on go on with those above them: one begins as such a text does, or all stand below a full line. Values
 * below values do not. */
static bool goes_on(const FoundTable *r, const Str *cells, const Above *above, int from)
{
    int n = r->grid.n - from, count = filled(cells + from, n), wrapped = 0;
    if (count > 1 && is_data(cells + from, n))
        return false;
    for (int c = from; c < r->grid.n; c++) {
        if (cells[c].n && cell_reads_on(cells[c]))
            return true;
        wrapped += cells[c].n && (!above->last[c].n || cell_is_wrapped(above->last[c], cells[c], r->widths[c]));
    }
    return wrapped == count;
}

/* A line with a name in its first column. In a table of spaced rows only the first line of a block begins one, if the others hang below it or
 * it has but a name; else all do but those that go on with a name. */
static bool begins_named_row(const FoundTable *r, ptrdiff_t i, const Str *cells, const Above *above)
{
    bool is_hung = line_at(r, i)->indent > above->indent, reads_on = cell_reads_on(cells[0]) && !cell_reads_on(above->first[0]);
    bool awaits = !above->is_wide && !str_ends(above->last[0], S(":"));
    if (filled(cells, r->grid.n) == 1)
        return !r->is_spaced && !reads_on && !(is_hung && above->is_wide);
    if (awaits && (r->is_spaced || (is_hung && reads_on)))
        return false;
    bool hangs = is_hung && goes_on(r, cells, above, 1);
    return !r->is_spaced || !(hangs || (reads_on && cell_reads_on(cells[1])));
}

static bool begins_row(const FoundTable *r, ptrdiff_t i, const Str *cells, const Above *above)
{
    int n = r->grid.n, count = filled(cells, n);
    if (cells[0].n)
        return is_blank(r->lines, i - 1) || begins_named_row(r, i, cells, above);
    if (r->is_listing)
        return !(count == 1 && cells[n - 1].n);
    return (count > 1 || !r->is_spaced) && !goes_on(r, cells, above, 1);
}

/* Puts the rows of the body behind those of the head. */
static ptrdiff_t split_rows(const FoundTable *r, Row *rows, ptrdiff_t n)
{
    Above above = {0};
    ptrdiff_t first = n;
    for (ptrdiff_t i = r->rows; i < r->end; i++) {
        const Str *cells = cells_at(r, i);
        if (is_blank(r->lines, i) || line_at(r, i)->is_ruler)
            continue;
        bool begins = n == first || line_at(r, i - 1)->is_ruler || begins_row(r, i, cells, &above);
        if (begins) {
            rows[n++] = (Row){i, i + 1, false};
            above.indent = line_at(r, i)->indent;
            above.is_wide = false;
        }
        rows[n - 1].to = i + 1;
        above.is_wide = above.is_wide || filled(cells, r->grid.n) - (cells[0].n > 0) > 0;
        for (int c = 0; c < r->grid.n; c++) {
            above.first[c] = begins ? cells[c] : above.first[c];
            above.last[c] = begins || cells[c].n ? cells[c] : above.last[c];
        }
    }
    return n;
}

/* --- cells --------------------------------------------------------------------------------------------------------------- */

/* What stands in one column of a row's lines, with an empty line for each gap between them: how many lines. */
static ptrdiff_t column_of(Arena *a, const FoundTable *r, const Row *row, int column, Line *lines)
{
    ptrdiff_t n = 0;
    bool is_parted = false;
    for (ptrdiff_t i = row->from; i < row->to; i++) {
        Str text = cells_at(r, i)[column];
        is_parted = is_parted || is_blank(r->lines, i);
        if (is_blank(r->lines, i) || line_at(r, i)->is_ruler || !text.n)
            continue;
        if (is_parted && n)
            lines[n++] = (Line){.number = line_at(r, i)->number};
        lines[n++] = line_of(a, text, line_at(r, i)->number);
        is_parted = false;
    }
    return n;
}

/* Numbers stand right; those with a point only where the source has them so, as versions look alike. */
static Align column_align(const FoundTable *r, int column)
{
    ptrdiff_t end = -1;
    bool has_number = false, has_point = false, ends_together = true;
    for (ptrdiff_t i = r->rows; i < r->end; i++) {
        Str text = cells_at(r, i)[column];
        bool point = false;
        if (is_blank(r->lines, i) || line_at(r, i)->is_ruler || !text.n)
            continue;
        if (!cell_is_number(text, &point))
            return ALIGN_NONE;
        ptrdiff_t at = text.p + text.n - line_at(r, i)->text.p;
        ends_together = ends_together && (!has_number || at == end);
        end = at;
        has_number = true;
        has_point = has_point || point;
    }
    return has_number && (!has_point || ends_together) ? ALIGN_RIGHT : ALIGN_NONE;
}

static void add_row(Arena *a, const FoundTable *r, Block *table, const Row *row, const Align *aligns)
{
    Block *b = block_new(a, BLOCK_ROW, line_at(r, row->from)->number, line_at(r, row->to - 1)->number);
    Line *lines = arena_new(a, Line, 2 * (row->to - row->from));
    for (int c = 0; c < r->grid.n; c++) {
        ptrdiff_t n = column_of(a, r, row, c, lines);
        Block *cell = cell_add(a, b, row->is_header ? cell_text_joined(a, r->ids, lines, n) : cell_text(a, r->ids, lines, n, r->widths[c]));
        cell->is_header = row->is_header;
        cell->align = aligns[c];
    }
    block_append(table, b);
}

Block *row_table(Arena *a, FoundTable *r)
{
    cut_lines(a, r);
    Block *table = block_new(a, BLOCK_TABLE, line_at(r, r->begin)->number, line_at(r, r->end - 1)->number);
    Row *rows = arena_new(a, Row, r->end - r->begin + 1);
    ptrdiff_t n = 0;
    if (!r->is_hanging)
        rows[n++] = (Row){r->header, r->ruler >= 0 ? r->ruler : r->header + 1, true};
    n = split_rows(r, rows, n);
    Align aligns[GRID_COLUMNS];
    for (int c = 0; c < r->grid.n; c++)
        aligns[c] = column_align(r, c);
    for (ptrdiff_t i = 0; i < n; i++)
        add_row(a, r, table, &rows[i], aligns);
    table->last_line = line_at(r, r->end - 1)->number;
    return table;
}
