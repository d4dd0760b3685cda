/* Four kinds of table are known: bordered (`+---+` between rows of `| a | b |`), ruled (a line of dashes under the heads), listings of files
 * (heads such as `Date  Time  Size  File name`, the line of dashes may be missing) and hanging ones (no head at all: names on the left,
 * their explanations hanging in one column, a blank line between two of them).
 *
 * All but the first are read the same way: find where the columns stand (kbgrid), follow the lines as long as they keep to them, then tell
 * the lines that begin a row from those that go on with the row above. Every line is looked at a bounded number of times: a table that turns
 * out to be none does so within its first PROBE lines or at a line that no other table could contain. */
#include "read/kbtable.h"

#include "base/utf8.h"
#include "read/kbborder.h"
#include "read/kbcell.h"
#include "read/kbgrid.h"

enum {
    HEADER_MAX = 4,         /* lines of a head above its ruler */
    PROBE = 64,             /* lines that decide whether it is a table */
    GAP_MAX = 3,            /* blank lines between two rows */
    HANGING_MIN = 3         /* rows of a table without a head */
};

typedef struct Row {
    ptrdiff_t from, to;     /* lines; blank ones may lie between */
    bool is_header;
} Row;

typedef struct Reader {
    Lines lines;
    const IdPattern *ids;
    ptrdiff_t begin, header, ruler;     /* first line; first line of the head; its ruler, or -1 */
    ptrdiff_t rows, end;        /* the lines of the body */
    Grid grid;
    int left;                   /* the indent that rows begin at */
    bool is_listing, is_hanging;
    bool is_spaced;             /* blank lines part the rows */
    ptrdiff_t widths[GRID_COLUMNS];     /* the widest text of each column */
} Reader;

static const Line *line_at(const Reader *r, ptrdiff_t i)
{
    return &r->lines.items[i];
}

static bool is_blank(Lines lines, ptrdiff_t i)
{
    return i >= lines.n || line_is_blank(&lines.items[i]);
}

/* Two blanks side by side: one of them stands at every second byte. */
static bool has_gap(const Line *line)
{
    Str s = line->text;
    for (ptrdiff_t i = line->indent + 1; i + 1 < s.n; i += 2)
        if (s.p[i] == ' ' && (s.p[i - 1] == ' ' || s.p[i + 1] == ' '))
            return true;
    return false;
}

static ptrdiff_t chunk_end(Lines lines, ptrdiff_t i)
{
    while (!is_blank(lines, i))
        i++;
    return i;
}

/* ruler = run { blanks run }       run = 1*"-" / 1*"="; one of the runs is no mere sign. */
static bool is_ruler(const Line *line)
{
    if (line_is_blank(line))
        return false;
    char sign = line->text.p[line->indent];
    if (sign != '-' && sign != '=')
        return false;
    ptrdiff_t run = 0, longest = 0;
    for (ptrdiff_t i = line->indent; i < line->text.n; i++) {
        char c = line->text.p[i];
        if (c != sign && c != ' ')
            return false;
        run = c == sign ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest >= 2;
}

/* --- heads --------------------------------------------------------------------------------------------------------------- */

static bool is_listing_head(Str s)
{
    static const char *const heads[] = {"date", "time", "size", "file name", "filename", "file", "name", "platform", "version", "language",
                                        "bytes", "file size", "file date", "file time", "file version", "location", "hardware", "cpu", "directory", "folder"};
    for (ptrdiff_t i = 0; i < countof(heads); i++)
        if (str_eq_fold(s, str(heads[i])))
            return true;
    return false;
}

/* listing head = 3*( "Date" / "Time" / "Size" / "File name" … ), the file's name and a date or a size among them */
static bool is_listing_line(const Line *line, const Span *columns, int n)
{
    int known = 0;
    for (int i = 0; i < n; i++)
        known += is_listing_head(str_trim(str_sub(line->text, columns[i].from, columns[i].to)));
    return n >= 3 && known == n;
}

/* The columns of heads without a ruler of groups: parts of their lines that 2 blanks set apart in all of them. */
static int head_parts(Lines lines, ptrdiff_t from, ptrdiff_t to, Span columns[GRID_COLUMNS + 1])
{
    Shape all = {0}, shape;
    for (ptrdiff_t i = from; i < to; i++) {
        if (!shape_of(&lines.items[i], &shape))
            return 0;
        for (int k = all.n; k < shape.n; k++)
            all.ink[k] = false;
        for (int k = 0; k < shape.n; k++)
            all.ink[k] = all.ink[k] || shape.ink[k];
        all.n = shape.n > all.n ? shape.n : all.n;
    }
    return shape_parts(&all, 2, columns);
}

/* The ruler of the head that begins at line `from`, which may have one above it too; -1 without one. */
static ptrdiff_t find_ruler(Lines lines, ptrdiff_t from)
{
    for (ptrdiff_t i = from; i <= from + HEADER_MAX && !is_blank(lines, i); i++)
        if (i > from && is_ruler(&lines.items[i]))
            return i > from + 1 || !is_ruler(&lines.items[from]) ? i : -1;
    return -1;
}

static bool set_columns(Grid *g, const Span *columns, int n)
{
    if (n < 2 || n > GRID_COLUMNS)
        return false;
    g->n = n;
    for (int i = 0; i < n; i++)
        g->columns[i] = columns[i];
    return true;
}

static bool begins_left(const Reader *r, ptrdiff_t i)
{
    return line_at(r, i)->indent + 2 < r->grid.columns[0].from;
}

/* Do half of the lines begin well left of the first column? Then they have one of their own. */
static bool have_left_column(const Reader *r, ptrdiff_t to)
{
    ptrdiff_t left = 0;
    for (ptrdiff_t i = r->rows; i < to; i++)
        left += begins_left(r, i);
    return left * 2 >= to - r->rows;
}

/* Text left of the first column's ruler, set apart from it: a column of names without a head. */
static bool add_left_column(Reader *r, ptrdiff_t to)
{
    Grid wider = {.n = r->grid.n + 1, .least = r->grid.least};
    if (wider.n > GRID_COLUMNS || r->left + 2 > r->grid.columns[0].from)
        return false;
    wider.columns[0] = (Span){r->left, r->left + 1};
    for (int i = 0; i < r->grid.n; i++)
        wider.columns[i + 1] = r->grid.columns[i];
    if (!grid_find(&wider, r->lines, r->header, r->ruler, r->rows, to))
        return false;
    r->grid = wider;
    return true;
}

static bool same_ruler(const Reader *r, ptrdiff_t i)
{
    return r->ruler >= 0 && is_ruler(line_at(r, i)) && str_eq(line_at(r, i)->text, line_at(r, r->ruler)->text);
}

/* --- the extent of the body ---------------------------------------------------------------------------------------------- */

static int filled(const Str *cells, int n)
{
    int count = 0;
    for (int i = 0; i < n; i++)
        count += cells[i].n > 0;
    return count;
}

static void set_left(Reader *r, ptrdiff_t to)
{
    r->left = INT32_MAX;
    for (ptrdiff_t i = r->rows; i < to; i++)
        if (!is_ruler(line_at(r, i)) && line_at(r, i)->indent < r->left)
            r->left = line_at(r, i)->indent;
}

/* A frame or a drawing: `| … |` or `+--`. */
static bool is_drawn(const Line *line)
{
    Str s = str_from(line->text, line->indent);
    bool is_frame = s.n > 1 && s.p[0] == '|' && s.p[s.n - 1] == '|';
    return is_frame || str_find(s, S("+--")) >= 0 || str_find(s, S("--+")) >= 0;
}

/* The lines that decide: all of them keep to the columns, but for a few that are too long or stand across, and most of them fill two. */
static bool probe_rows(Reader *r, ptrdiff_t to)
{
    int lines = 0, over = 0, spans = 0, begins = 0, wide = 0;
    for (ptrdiff_t i = r->rows; i < to; i++) {
        if (is_ruler(line_at(r, i)))
            continue;
        if (is_drawn(line_at(r, i)))
            return false;
        lines++;
        if (grid_fits(&r->grid, line_at(r, i), true))
            continue;
        bool is_over = grid_overflows(&r->grid, line_at(r, i));
        if (!is_over && !grid_spans(&r->grid, line_at(r, i), r->left))
            return false;
        over += is_over;
        spans += !is_over;
    }
    for (ptrdiff_t i = r->rows; i < to; i++) {
        Str cells[GRID_COLUMNS];
        if (is_ruler(line_at(r, i)))
            continue;
        grid_cut(&r->grid, line_at(r, i), cells);
        int count = filled(cells, r->grid.n);
        if (count == 1 && cells[0].n && begins_left(r, i) && r->ruler >= 0)
            return false;
        begins += cells[0].n > 0;
        wide += count > 1;
    }
    return lines > 0 && over * 4 <= lines && spans * 3 <= lines && wide > 0 && wide * 2 >= begins;
}

/* A ruler in the body is the head's own again, or stands at its foot. */
static bool rulers_in_order(const Reader *r, ptrdiff_t to)
{
    for (ptrdiff_t i = r->rows; i < to; i++)
        if (is_ruler(line_at(r, i)) && !same_ruler(r, i) && !is_blank(r->lines, i + 1))
            return false;
    return true;
}

/* A line that stands across the columns: a title of the rows below, or, below the last row, no part of the table. */
static bool is_across(const Reader *r, ptrdiff_t i)
{
    Grid as_it_is = r->grid;
    return !is_ruler(line_at(r, i)) && !grid_fits(&as_it_is, line_at(r, i), true) && !grid_overflows(&r->grid, line_at(r, i));
}

/* The first rows, up to a blank line. */
static bool first_rows(Reader *r)
{
    ptrdiff_t end = chunk_end(r->lines, r->rows), to = end - r->rows > PROBE ? r->rows + PROBE : end;
    if (to == r->rows || is_ruler(line_at(r, r->rows)) || !rulers_in_order(r, to))
        return false;
    set_left(r, to);
    bool is_wider = r->ruler >= 0 && have_left_column(r, to) && add_left_column(r, to);
    ptrdiff_t header_to = r->ruler >= 0 ? r->ruler : r->rows;
    if (!is_wider && !grid_find(&r->grid, r->lines, r->header, header_to, r->rows, to))
        return false;
    if (!probe_rows(r, to))
        return false;
    while (to < end && (same_ruler(r, to) || grid_fits(&r->grid, line_at(r, to), true) || grid_overflows(&r->grid, line_at(r, to))))
        to++;
    while (is_across(r, to - 1))
        to--;
    r->end = to;
    return true;
}

/* The lines of a further block: they keep to the columns as they are, and begin as a row does or hang below one. */
static bool block_goes_on(Reader *r, ptrdiff_t from, ptrdiff_t end)
{
    bool hangs = true, fills = false;
    if (line_at(r, from)->indent < r->left)
        return false;
    for (ptrdiff_t i = from; i < end; i++) {
        Str cells[GRID_COLUMNS];
        if (same_ruler(r, i))
            continue;
        if (is_ruler(line_at(r, i)) || !grid_fits(&r->grid, line_at(r, i), false))
            return false;
        grid_cut(&r->grid, line_at(r, i), cells);
        hangs = hangs && !cells[0].n;
        fills = fills || (cells[0].n && filled(cells, r->grid.n) > 1);
        if (i == from && cells[0].n && filled(cells, r->grid.n) < 2)
            return false;
    }
    return fills || (hangs && !r->is_listing);
}

static void further_rows(Reader *r)
{
    for (;;) {
        ptrdiff_t from = r->end;
        while (from < r->lines.n && is_blank(r->lines, from))
            from++;
        ptrdiff_t end = chunk_end(r->lines, from), to = end - from > PROBE ? from + PROBE : end;
        Grid before = r->grid;
        if (from >= r->lines.n || from - r->end > GAP_MAX || !block_goes_on(r, from, to)) {
            r->grid = before;
            return;
        }
        while (to < end && (same_ruler(r, to) || grid_fits(&r->grid, line_at(r, to), false)))
            to++;
        r->end = to;
        if (to < end)
            return;
    }
}

/* --- ruled tables and listings ------------------------------------------------------------------------------------------- */

/* ruled = [ruler] 1*4line ruler [blank] rows { blank rows }        listing = head [blank] rows */
static bool find_ruled(Reader *r, ptrdiff_t from)
{
    Span columns[GRID_COLUMNS + 1];
    Shape shape;
    r->ruler = find_ruler(r->lines, from);
    bool follows_text = from > 0 && !is_blank(r->lines, from - 1);
    if (!has_gap(line_at(r, from)) && (r->ruler < 0 || follows_text))
        return false;
    r->header = r->ruler >= 0 && is_ruler(line_at(r, from)) ? from + 1 : from;
    ptrdiff_t header_to = r->ruler >= 0 ? r->ruler : from + 1;
    int heads = head_parts(r->lines, r->header, header_to, columns);
    if (heads < 2)
        heads = head_parts(r->lines, header_to - 1, header_to, columns);
    r->is_listing = heads <= GRID_COLUMNS && is_listing_line(line_at(r, header_to - 1), columns, heads);
    r->grid.least = r->is_listing ? 1 : 2;
    if (r->ruler < 0 && !r->is_listing)
        return false;
    if (r->ruler >= 0 && shape_of(line_at(r, r->ruler), &shape)) {
        Span groups[GRID_COLUMNS + 1];
        int n = shape_parts(&shape, 1, groups);
        if (n > 1 ? !set_columns(&r->grid, groups, n) : !set_columns(&r->grid, columns, heads))
            return false;
    } else if (!set_columns(&r->grid, columns, heads)) {
        return false;
    }
    r->rows = header_to + (r->ruler >= 0);
    if (is_blank(r->lines, r->rows))
        r->rows++;
    if (is_blank(r->lines, r->rows) || !first_rows(r))
        return false;
    further_rows(r);
    return true;
}

/* The head narrows the gutters where it can; a last line that does not keep to them has several parts at least. */
static bool header_fits(Reader *r)
{
    ptrdiff_t to = r->ruler >= 0 ? r->ruler : r->header + 1;
    bool fits = false;
    for (ptrdiff_t i = r->header; i < to; i++)
        fits = grid_fits(&r->grid, line_at(r, i), true);
    return fits || has_gap(line_at(r, to - 1));
}

/* --- hanging tables ------------------------------------------------------------------------------------------------------ */

/* name = text 2*blank text, the second at column `at` */
static bool is_hanging_line(const Line *line, int indent, int *at)
{
    Shape shape;
    Span parts[GRID_COLUMNS + 1];
    if (line_is_blank(line) || line->indent != indent || !shape_of(line, &shape) || shape_parts(&shape, 2, parts) != 2)
        return false;
    *at = parts[1].from;
    return true;
}

/* Every line of the block stands at the column of the explanations, but the first, and those that go on with the name. */
static bool is_hanging_block(Reader *r, ptrdiff_t from, ptrdiff_t end, bool *is_row)
{
    int right = r->grid.columns[1].from, at;
    *is_row = is_hanging_line(line_at(r, from), r->left, &at);
    if (*is_row ? at != right : line_at(r, from)->indent != right)
        return false;
    for (ptrdiff_t i = from; i < end; i++) {
        Shape shape;
        Span parts[GRID_COLUMNS + 1];
        if (!shape_of(line_at(r, i), &shape))
            return false;
        int n = shape_parts(&shape, 2, parts);
        bool is_name = i > from && *is_row && line_at(r, i)->indent >= r->left && (n == 1 ? parts[0].to < right - 1 : n == 2 && parts[1].from == right && line_at(r, i)->indent > r->left);
        if (i > from && line_at(r, i)->indent != right && !is_name)
            return false;
        if (!grid_fits(&r->grid, line_at(r, i), false))
            return false;
    }
    return true;
}

static bool ends_sentence(Str s)
{
    return s.n && str_find_char(S(".?!)"), s.p[s.n - 1]) >= 0;
}

static bool is_explanation(Str name, Str text)
{
    bool is_marker = name.n <= 2 && str_find_char(S("-*o"), name.p[0]) >= 0;
    return !is_marker && str_number(name) < 0 && name.p[name.n - 1] != ':' && name.p[name.n - 1] != '.' && (char_is_alnum(text.p[0]) || text.p[0] == '"');
}

/* hanging = 3*( name 2*blank text { text } blank ), most of the texts sentences */
static bool find_hanging(Reader *r, ptrdiff_t from)
{
    int at, rows = 0, sentences = 0;
    ptrdiff_t i = from, end = from;
    const Line *first = line_at(r, from);
    bool follows_text = from > 0 && !is_blank(r->lines, from - 1);
    if (follows_text || !has_gap(first) || !is_hanging_line(first, first->indent, &at))
        return false;
    r->left = first->indent;
    r->ruler = -1;
    r->grid = (Grid){.n = 2, .least = 2, .columns = {{r->left, r->left + 1}, {at, at + 1}}, .gutters = {{r->left + 1, at}}};
    Str cells[GRID_COLUMNS];
    if (!grid_fits(&r->grid, first, false))
        return false;
    grid_cut(&r->grid, first, cells);
    if (!is_explanation(cells[0], cells[1]))
        return false;
    for (;;) {
        bool is_row;
        Grid before = r->grid;
        ptrdiff_t to = chunk_end(r->lines, i);
        if (to - i > PROBE || !is_hanging_block(r, i, to, &is_row)) {
            r->grid = before;
            break;
        }
        rows += is_row;
        sentences += is_row && ends_sentence(line_at(r, to - 1)->text);
        end = to;
        for (i = to; i < to + 2 && is_blank(r->lines, i) && i < r->lines.n;)
            i++;
        if (is_blank(r->lines, i))
            break;
    }
    r->rows = r->header = from;
    r->end = end;
    r->is_hanging = true;
    return rows >= HANGING_MIN && sentences * 3 >= rows * 2;
}

/* --- rows ---------------------------------------------------------------------------------------------------------------- */

/* Do lines that begin a block begin a row, and the others hardly ever? Then blank lines part the rows. */
static bool has_spaced_rows(const Reader *r)
{
    int blocks = 0, others = 0;
    for (ptrdiff_t i = r->rows; i < r->end; i++) {
        Str cells[GRID_COLUMNS];
        if (is_blank(r->lines, i) || is_ruler(line_at(r, i)))
            continue;
        bool begins = i == r->rows || is_blank(r->lines, i - 1);
        grid_cut(&r->grid, line_at(r, i), cells);
        bool is_row = cells[0].n && filled(cells, r->grid.n) > 1;
        blocks += begins && is_row;
        others += !begins && is_row && line_at(r, i)->indent <= r->left;
    }
    return blocks > 1 && others * 3 <= blocks;
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

/* The only text of a line goes on with the text above it in its column. */
static bool goes_on(const Reader *r, const Str *cells, const Str *last)
{
    for (int c = 0; c < r->grid.n; c++)
        if (cells[c].n)
            return !last[c].n || cell_is_wrapped(last[c], cells[c], r->widths[c]);
    return true;
}

static bool begins_row(const Reader *r, ptrdiff_t i, const Str *cells, const Str *above, const Str *last)
{
    int n = r->grid.n, count = filled(cells, n);
    if (cells[0].n) {
        if (i == r->rows || is_blank(r->lines, i - 1) || is_ruler(line_at(r, i - 1)))
            return true;
        if (count == 1)
            return !r->is_spaced && !(cell_begins_lower(cells[0]) && !cell_begins_lower(above[0]));
        bool is_hung = line_at(r, i)->indent > r->left && !is_data(cells + 1, n - 1), is_lower = cell_begins_lower(cells[0]) && cell_begins_lower(cells[1]);
        return !r->is_spaced || !(is_hung || is_lower);
    }
    if (r->is_listing)
        return !(count == 1 && cells[n - 1].n);
    return count > 1 ? is_data(cells, n) : !r->is_spaced && !goes_on(r, cells, last);
}

/* Puts the rows of the body behind those of the head. */
static ptrdiff_t split_rows(const Reader *r, Row *rows, ptrdiff_t n)
{
    Str cells[GRID_COLUMNS], above[GRID_COLUMNS] = {{0}}, last[GRID_COLUMNS] = {{0}};    /* the row's first line; its last text in each column */
    ptrdiff_t first = n;
    for (ptrdiff_t i = r->rows; i < r->end; i++) {
        if (is_blank(r->lines, i) || is_ruler(line_at(r, i)))
            continue;
        grid_cut(&r->grid, line_at(r, i), cells);
        bool is_parted = n > first && !is_blank(r->lines, i - 1) && is_ruler(line_at(r, i - 1));
        bool begins = n == first || is_parted || begins_row(r, i, cells, above, last);
        if (begins)
            rows[n++] = (Row){i, i + 1, false};
        rows[n - 1].to = i + 1;
        for (int c = 0; c < r->grid.n; c++) {
            above[c] = begins ? cells[c] : above[c];
            last[c] = begins || cells[c].n ? cells[c] : last[c];
        }
    }
    return n;
}

/* --- cells --------------------------------------------------------------------------------------------------------------- */

/* What stands in one column of a row's lines, with an empty line for each gap between them: how many lines. */
static ptrdiff_t column_of(Arena *a, const Reader *r, const Row *row, int column, Line *lines)
{
    ptrdiff_t n = 0;
    bool is_parted = false;
    for (ptrdiff_t i = row->from; i < row->to; i++) {
        Str cells[GRID_COLUMNS];
        is_parted = is_parted || is_blank(r->lines, i);
        if (is_blank(r->lines, i) || is_ruler(line_at(r, i)))
            continue;
        if (row->is_header)
            grid_cut_head(&r->grid, line_at(r, i), cells);
        else
            grid_cut(&r->grid, line_at(r, i), cells);
        if (!cells[column].n)
            continue;
        if (is_parted && n)
            lines[n++] = (Line){.number = line_at(r, i)->number};
        lines[n++] = line_of(a, cells[column], line_at(r, i)->number);
        is_parted = false;
    }
    return n;
}

static ptrdiff_t column_width(const Reader *r, int column)
{
    ptrdiff_t width = 0;
    for (ptrdiff_t i = r->rows; i < r->end; i++) {
        Str cells[GRID_COLUMNS];
        if (is_blank(r->lines, i) || is_ruler(line_at(r, i)))
            continue;
        bool is_cut = grid_cut(&r->grid, line_at(r, i), cells);
        ptrdiff_t n = utf8_length(cells[column]);
        width = is_cut && n > width ? n : width;
    }
    return width;
}

/* Numbers stand right; those with a point only where the source has them so, as versions look alike. */
static Align column_align(const Reader *r, int column)
{
    ptrdiff_t end = -1;
    bool has_number = false, has_point = false, ends_together = true;
    for (ptrdiff_t i = r->rows; i < r->end; i++) {
        Str cells[GRID_COLUMNS];
        bool point = false;
        if (is_blank(r->lines, i) || is_ruler(line_at(r, i)))
            continue;
        grid_cut(&r->grid, line_at(r, i), cells);
        if (!cells[column].n)
            continue;
        if (!cell_is_number(cells[column], &point))
            return ALIGN_NONE;
        ptrdiff_t at = cells[column].p + cells[column].n - line_at(r, i)->text.p;
        ends_together = ends_together && (!has_number || at == end);
        end = at;
        has_number = true;
        has_point = has_point || point;
    }
    return has_number && (!has_point || ends_together) ? ALIGN_RIGHT : ALIGN_NONE;
}

static void add_row(Arena *a, const Reader *r, Block *table, const Row *row, const Align *aligns)
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

static Block *build(Arena *a, Reader *r)
{
    for (int c = 0; c < r->grid.n; c++)
        r->widths[c] = column_width(r, c);
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

/* --- all of them --------------------------------------------------------------------------------------------------------- */

/* What every table begins with: a gap, or text above a ruler that goes on with no other text. Nearly all lines end here. */
static bool may_begin(Lines lines, ptrdiff_t from)
{
    if (is_blank(lines, from))
        return false;
    bool follows_text = from > 0 && !is_blank(lines, from - 1);
    return has_gap(&lines.items[from]) || (!follows_text && find_ruler(lines, from) >= 0);
}

static bool find(Reader *r, ptrdiff_t from)
{
    r->begin = from;
    Reader asked = *r;
    if (find_ruled(&asked, from) && header_fits(&asked)) {
        asked.is_spaced = has_spaced_rows(&asked);
        *r = asked;
        return true;
    }
    asked = *r;
    if (!find_hanging(&asked, from))
        return false;
    asked.is_spaced = true;
    *r = asked;
    return true;
}

bool kbtable_begins(Lines lines, ptrdiff_t from)
{
    Border border;
    if (is_blank(lines, from))
        return false;
    if (border_end(lines, from, &border) >= 0)
        return true;
    return may_begin(lines, from) && find(&(Reader){.lines = lines}, from);
}

ptrdiff_t kbtable_read(Arena *a, Lines lines, ptrdiff_t from, const IdPattern *ids, Block **table)
{
    if (is_blank(lines, from))
        return -1;
    Border border;
    ptrdiff_t end = border_end(lines, from, &border);
    if (end >= 0) {
        *table = border_table(a, &border, lines, from, end, ids);
        return end;
    }
    if (!may_begin(lines, from))
        return -1;
    Reader r = {.lines = lines, .ids = ids};
    if (!find(&r, from))
        return -1;
    *table = build(a, &r);
    return r.end;
}
