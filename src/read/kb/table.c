/* Four kinds of table are known: bordered (`+---+` between rows of `| a | b |`), ruled (a line of dashes under the heads), listings of files
 * (heads such as `Date  Time  Size  File name`, the line of dashes may be missing) and hanging ones (no head at all: names on the left,
 * their explanations hanging in one column, a blank line between two of them).
 *
 * All but the first are read the same way: find where the columns stand (kb/grid), follow the lines as long as they keep to them, then tell
 * the lines that begin a row from those that go on with the row above. Every line is looked at a bounded number of times: a table that turns
 * out to be none does so within its first PROBE lines or at a line that no other table could contain. */
#include "read/kb/table.h"

#include "read/kb/border.h"
#include "read/kb/cell.h"
#include "read/kb/row.h"

enum {
    HEADER_MAX = 4,         /* lines of a head above its ruler */
    PROBE = 64,             /* lines that decide whether it is a table */
    GAP_MAX = 3,            /* blank lines between two rows */
    HANGING_PROBE = 12,     /* rows that decide whether most texts are sentences */
    HANGING_MIN = 3         /* rows of a table without a head */
};

/* The end of a block of lines, or PROBE lines of it. */
static ptrdiff_t probe_end(Lines lines, ptrdiff_t from)
{
    ptrdiff_t i = from;
    while (i < from + PROBE && !is_blank(lines, i))
        i++;
    return i;
}

/* --- heads --------------------------------------------------------------------------------------------------------------- */

static bool is_listing_head(Str s)
{
    static const char *const heads[] = {
        "date",     "time",      "size",      "file name", "filename",     "file",     "name",     "platform",  "version", "language",
        "bytes",    "file size", "file date", "file time", "file version", "location", "hardware", "directory", "folder",  "cpu"};
    for (ptrdiff_t i = 0; i < countof(heads); i++)
        if (str_eq_fold(s, str(heads[i])))
            return true;
    return false;
}

/* listing head = 3*( "Date" / "Time" / "Size" / "File name" … ); of four and more one may be any other. */
static bool is_listing_line(const Line *line, const Span *columns, int n)
{
    int known = 0;
    if (n < 3)
        return false;
    for (int i = 0; i < n; i++)
        known += is_listing_head(str_trim(str_sub(line->text, columns[i].from, columns[i].to)));
    return known == n || (n > 3 && known == n - 1);
}

/* The columns of heads without a ruler of groups: parts of their lines that 2 blanks set apart in all of them. */
static int head_parts(Lines lines, ptrdiff_t from, ptrdiff_t to, Span columns[GRID_COLUMNS + 1])
{
    Shape all, shape;
    if (!shape_of(&lines.items[from], &all))
        return 0;
    for (ptrdiff_t i = from + 1; i < to; i++) {
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
        if (i > from && lines.items[i].is_ruler)
            return i > from + 1 || !lines.items[from].is_ruler ? i : -1;
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

static bool begins_left(const FoundTable *r, ptrdiff_t i)
{
    return line_at(r, i)->indent + 2 < r->grid.columns[0].from;
}

/* Do half of the lines begin well left of the first column? Then they have one of their own. */
static bool have_left_column(const FoundTable *r, ptrdiff_t to)
{
    ptrdiff_t left = 0;
    for (ptrdiff_t i = r->rows; i < to; i++)
        left += begins_left(r, i);
    return left * 2 >= to - r->rows;
}

/* Text left of the first column's ruler, set apart from it: a column of names without a head. */
static bool add_left_column(FoundTable *r, ptrdiff_t to)
{
    Grid wider = {.n = r->grid.n + 1, .least = r->grid.least, .may_be_empty = r->grid.may_be_empty};
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

static bool same_ruler(const FoundTable *r, ptrdiff_t i)
{
    return r->ruler >= 0 && line_at(r, i)->is_ruler && str_eq(line_at(r, i)->text, line_at(r, r->ruler)->text);
}

/* --- the extent of the body ---------------------------------------------------------------------------------------------- */

static void set_left(FoundTable *r, ptrdiff_t to)
{
    r->left = INT32_MAX;
    for (ptrdiff_t i = r->rows; i < to; i++)
        if (line_at(r, i)->indent < r->left)
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
static bool probe_rows(FoundTable *r, ptrdiff_t to)
{
    int lines = 0, fits[GRID_FITS + 1] = {0}, begins = 0, wide = 0;
    for (ptrdiff_t i = r->rows; i < to; i++) {
        GridFit fit = grid_fit(&r->grid, line_at(r, i));
        if (is_drawn(line_at(r, i)) || fit == GRID_NOT)
            return false;
        fits[fit]++;
        lines++;
    }
    for (ptrdiff_t i = r->rows; i < to; i++) {
        Str cells[GRID_COLUMNS];
        grid_cut(&r->grid, line_at(r, i), cells);
        int count = filled(cells, r->grid.n);
        if (count == 1 && cells[0].n && begins_left(r, i) && r->ruler >= 0)
            return false;
        begins += cells[0].n > 0;
        wide += count > 1;
    }
    bool are_few = fits[GRID_OVER] * 4 <= lines && fits[GRID_ACROSS] * 3 <= lines && fits[GRID_LOOSE] * (r->is_listing ? 5 : 8) <= lines;
    return lines > 0 && are_few && wide > 0 && wide * 2 >= begins;
}

/* A ruler in the body is the head's own again, or stands at its foot. */
static bool is_ruler_in_order(const FoundTable *r, ptrdiff_t i)
{
    return same_ruler(r, i) || is_blank(r->lines, i + 1);
}

static GridFit fit_of(FoundTable *r, ptrdiff_t i)
{
    if (line_at(r, i)->is_ruler)
        return is_ruler_in_order(r, i) ? GRID_FITS : GRID_NOT;
    return grid_fit(&r->grid, line_at(r, i));
}

/* Lines up to `from` have decided. The table goes on as long as lines keep to the columns, one that does not at a time between them: a line
 * across them is a title of the rows below; below the last row it is no part of the table. */
static ptrdiff_t rest_of_rows(FoundTable *r, ptrdiff_t from)
{
    ptrdiff_t last = from;
    while (last > r->rows && fit_of(r, last - 1) <= GRID_ACROSS)
        last--;
    for (ptrdiff_t i = from; i <= last + 1 && !is_blank(r->lines, i); i++)
        if (fit_of(r, i) >= GRID_OVER && fit_of(r, i) != GRID_NEAR)
            last = i + 1;
    return last;
}

/* The last line of a directory, `12 file(s)   4,096 bytes`, is no part of the listing above it. */
static bool is_sum(const Line *line)
{
    return str_find(line->text, S("file(s)")) >= 0;
}

/* The first rows, up to a blank line; those up to a ruler decide. */
static bool first_rows(FoundTable *r)
{
    ptrdiff_t to = r->rows;
    while (to < r->rows + PROBE && !is_blank(r->lines, to) && !line_at(r, to)->is_ruler)
        to++;
    bool stops = is_blank(r->lines, to) || to == r->rows + PROBE || is_ruler_in_order(r, to);
    if (r->is_listing && to > r->rows + 1 && is_sum(line_at(r, to - 1)))
        to--;
    if (to == r->rows || !stops)
        return false;
    set_left(r, to);
    bool is_wider = r->ruler >= 0 && have_left_column(r, to) && add_left_column(r, to);
    ptrdiff_t header_to = r->ruler >= 0 ? r->ruler : r->rows;
    if (!is_wider && !grid_find(&r->grid, r->lines, r->header, header_to, r->rows, to))
        return false;
    if (!probe_rows(r, to))
        return false;
    r->end = rest_of_rows(r, to);
    return true;
}

/* A block that begins with the head of another table. */
static bool is_new_head(const FoundTable *r, ptrdiff_t from)
{
    ptrdiff_t ruler = find_ruler(r->lines, from);
    return ruler > from && !cell_has_digit(line_at(r, ruler - 1)->text);
}

/* Does a line that hangs do so where a column begins? Then it goes on with the text there. When it stands further right, it is set apart in it. */
typedef enum Hang { HANG_NOT, HANG_DEEP, HANG_EXACT } Hang;

static Hang hang_of(const FoundTable *r, ptrdiff_t i)
{
    int indent = line_at(r, i)->indent;
    for (int c = 1; c < r->grid.n; c++)
        if (indent == r->grid.columns[c].from || indent == r->grid.gutters[c - 1].to)
            return HANG_EXACT;
    return indent > r->grid.gutters[0].to ? HANG_DEEP : HANG_NOT;
}

/* The lines of a further block: they keep to the columns, more strictly than those of the first, and begin as a row does or hang below one. */
static bool block_goes_on(FoundTable *r, ptrdiff_t from, ptrdiff_t end)
{
    int lines = 0, odd = 0, near = 0, rows = 0, hung = 0;
    for (ptrdiff_t i = from; i < end; i++) {
        Str cells[GRID_COLUMNS];
        if (same_ruler(r, i))
            continue;
        GridFit fit = line_at(r, i)->is_ruler ? GRID_NOT : grid_fit(&r->grid, line_at(r, i));
        if (fit == GRID_NOT)
            return false;
        grid_cut(&r->grid, line_at(r, i), cells);
        bool is_row = cells[0].n && filled(cells, r->grid.n) > 1;
        if (is_row && fit == GRID_FITS && !line_at(r, i)->has_gap)
            return false;
        lines++;
        odd += fit <= GRID_ACROSS;
        near += fit == GRID_OVER || fit == GRID_NEAR;
        rows += fit == GRID_FITS && is_row;
        hung += fit == GRID_FITS && !cells[0].n && (hung || hang_of(r, i));
    }
    bool is_certain = rows > 0 || (near > 0 && hung > 0), hangs = hung == lines && !r->is_listing;
    return odd * 4 <= lines && (is_certain || hangs);
}

/* The gutters anew, from all lines up to `end`, each of which then keeps to them: the first rows may have had short texts. */
static bool find_gutters_again(FoundTable *r, ptrdiff_t end)
{
    Grid wider = r->grid;
    if (end - r->rows > PROBE || !grid_find(&wider, r->lines, r->rows, r->rows, r->rows, end))
        return false;
    for (ptrdiff_t i = r->rows; i < end; i++)
        if (!is_blank(r->lines, i) && !line_at(r, i)->is_ruler && grid_fit(&wider, line_at(r, i)) < GRID_NEAR)
            return false;
    r->grid = wider;
    return true;
}

static bool goes_on_in(FoundTable *r, ptrdiff_t from, ptrdiff_t end)
{
    int indent = line_at(r, from)->indent;
    if (is_new_head(r, from) || indent + 2 < r->left || (r->left > 2 && indent == 0))
        return false;
    Grid before = r->grid;
    if (block_goes_on(r, from, end))
        return true;
    r->grid = before;
    if (find_gutters_again(r, end) && block_goes_on(r, from, end))
        return true;
    r->grid = before;
    return false;
}

/* A block set apart in the last column's text is sure to belong to it when the text announces it or goes on after it. */
static void further_rows(FoundTable *r)
{
    ptrdiff_t sure = r->end;
    for (;;) {
        ptrdiff_t from = r->end;
        while (from < r->lines.n && is_blank(r->lines, from))
            from++;
        ptrdiff_t to = probe_end(r->lines, from);
        if (from >= r->lines.n || from == r->end || from - r->end > GAP_MAX || !goes_on_in(r, from, to))
            break;
        bool is_set_apart = hang_of(r, from) == HANG_DEEP;
        bool is_announced = str_ends(line_at(r, r->end - 1)->text, S(":"));
        r->end = rest_of_rows(r, to);
        sure = is_set_apart && !is_announced ? sure : r->end;
        if (!is_blank(r->lines, r->end))
            break;
    }
    r->end = sure;
}

/* --- ruled tables and listings ------------------------------------------------------------------------------------------- */

static bool follows_line(Lines lines, ptrdiff_t i)
{
    return i > 0 && !is_blank(lines, i - 1);
}

/* Right below a line, the head has one or two lines, and that line is running text or a heading's underline. */
static bool is_set_off(const FoundTable *r, ptrdiff_t from)
{
    const Line *above = line_at(r, from - 1);
    bool is_heading = above->is_ruler && from > 1 && !is_blank(r->lines, from - 2) && !is_drawn(line_at(r, from - 2));
    return r->ruler <= from + 2 && (is_heading || (!above->is_ruler && !above->has_gap && !is_drawn(above)));
}

/* ruled = [ruler] 1*4line ruler [blank] rows { blank rows }        listing = head [blank] rows */
static bool find_ruled(FoundTable *r, ptrdiff_t from)
{
    Span columns[GRID_COLUMNS + 1];
    Shape shape;
    r->ruler = find_ruler(r->lines, from);
    r->header = r->ruler >= 0 && line_at(r, from)->is_ruler ? from + 1 : from;
    if (!line_at(r, r->header)->has_gap && (r->ruler < 0 || follows_line(r->lines, from)))
        return false;
    if (follows_line(r->lines, from) && !is_set_off(r, from))
        return false;
    ptrdiff_t header_to = r->ruler >= 0 ? r->ruler : from + 1;
    int heads = head_parts(r->lines, r->header, header_to, columns);
    if (heads < 2)
        heads = head_parts(r->lines, header_to - 1, header_to, columns);
    r->is_listing = heads <= GRID_COLUMNS && is_listing_line(line_at(r, header_to - 1), columns, heads);
    r->grid.least = r->is_listing ? 1 : 2;
    r->grid.may_be_empty = r->is_listing;
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
static bool header_fits(FoundTable *r)
{
    ptrdiff_t to = r->ruler >= 0 ? r->ruler : r->header + 1;
    bool fits = false;
    for (ptrdiff_t i = r->header; i < to; i++) {
        if (str_find(line_at(r, i)->text, S("---")) >= 0 || str_find_char(line_at(r, i)->text, '|') >= 0)
            return false;
        fits = grid_fit(&r->grid, line_at(r, i)) >= GRID_NEAR;
    }
    return fits || line_at(r, to - 1)->has_gap;
}

/* --- hanging tables ------------------------------------------------------------------------------------------------------ */

/* name = text 2*blank text, the second at column `at` */
static bool is_hanging_line(const Line *line, int indent, int *at)
{
    Shape shape;
    Span parts[GRID_COLUMNS + 1];
    if (!line->has_gap || line->indent != indent || !shape_of(line, &shape) || shape_parts(&shape, 2, parts) != 2)
        return false;
    *at = parts[1].from;
    return true;
}

/* A line that does not stand at the column of the explanations goes on with the name, and perhaps with the explanation behind it. */
static bool goes_on_with_name(const FoundTable *r, const Line *line)
{
    Shape shape;
    Span parts[GRID_COLUMNS + 1];
    int right = r->grid.columns[1].from, n = shape_of(line, &shape) ? shape_parts(&shape, 2, parts) : 0;
    bool is_name = n == 1 && line->indent >= r->left && parts[0].to < right - 1;
    bool is_both = n == 2 && line->indent > r->left && parts[1].from == right;
    return is_name || is_both;
}

/* Every line of the block stands at the column of the explanations, but the first, and those that go on with the name. */
static bool is_hanging_block(FoundTable *r, ptrdiff_t from, ptrdiff_t end, bool *is_row)
{
    int right = r->grid.columns[1].from, at;
    *is_row = is_hanging_line(line_at(r, from), r->left, &at);
    if (*is_row ? at != right : line_at(r, from)->indent != right)
        return false;
    for (ptrdiff_t i = from; i < end; i++) {
        const Line *line = line_at(r, i);
        if (i > from && line->indent != right && !(*is_row && goes_on_with_name(r, line)))
            return false;
        if (grid_fit(&r->grid, line) != GRID_FITS)
            return false;
    }
    return true;
}

static bool ends_sentence(Str s)
{
    return s.n && char_is_in(s.p[s.n - 1], S(".?!)"));
}

/* No bullet, no number of an item and no label stands on the left; words stand on the right. */
static bool is_explanation(Str name, Str text)
{
    char last = name.p[name.n - 1];
    bool is_bullet = name.n == 1 && char_is_in(name.p[0], S("-*o"));
    bool is_item = str_number(name) >= 0 || str_number(str_head(name, name.n - 1)) >= 0;
    return !is_bullet && !is_item && last != ':' && last != '.' && (char_is_alnum(text.p[0]) || text.p[0] == '"');
}

/* hanging = 3*( name 2*blank text { text } blank ), most of the texts sentences. The first text stands at column `at`. */
static bool find_hanging(FoundTable *r, ptrdiff_t from, int at)
{
    int rows = 0, sentences = 0;
    ptrdiff_t i = from, end = from;
    const Line *first = line_at(r, from);
    r->left = first->indent;
    r->ruler = -1;
    r->grid = (Grid){.n = 2, .least = 2, .columns = {{r->left, r->left + 1}, {at, at + 1}}, .gutters = {{r->left + 1, at}}};
    Str cells[GRID_COLUMNS];
    if (grid_fit(&r->grid, first) != GRID_FITS)
        return false;
    grid_cut(&r->grid, first, cells);
    if (!is_explanation(cells[0], cells[1]))
        return false;
    for (;;) {
        bool is_row;
        Grid before = r->grid;
        ptrdiff_t to = probe_end(r->lines, i);
        if (!is_blank(r->lines, to) || !is_hanging_block(r, i, to, &is_row)) {
            r->grid = before;
            break;
        }
        rows += is_row;
        sentences += is_row && ends_sentence(line_at(r, to - 1)->text);
        if (rows <= HANGING_PROBE && (rows - sentences) * 3 > HANGING_PROBE)    /* what follows within the probe cannot make up for them */
            return false;
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

/* --- blank lines between rows ------------------------------------------------------------------------------------------- */

/* Does hardly any block of lines hold a second row? Then blank lines part the rows. */
static bool has_spaced_rows(const FoundTable *r)
{
    int blocks = 0, others = 0, here = 0, indent = 0;
    for (ptrdiff_t i = r->rows; i < r->end; i++) {
        Str cells[GRID_COLUMNS];
        here = is_blank(r->lines, i) ? 0 : here;
        if (is_blank(r->lines, i) || line_at(r, i)->is_ruler)
            continue;
        grid_cut(&r->grid, line_at(r, i), cells);
        if (!cells[0].n || filled(cells, r->grid.n) < 2)
            continue;
        blocks += here == 0;
        others += here > 0 && line_at(r, i)->indent <= indent;
        indent = here++ ? indent : line_at(r, i)->indent;
    }
    return blocks > 1 && others * 3 <= blocks;
}

/* --- all of them --------------------------------------------------------------------------------------------------------- */

/* Every table begins with a gap or above a ruler. Nearly all lines end here, before there is a reader for them. */
static bool may_begin(Lines lines, ptrdiff_t from)
{
    return lines.items[from].has_gap || find_ruler(lines, from) >= 0;
}

/* `r` has nothing but its lines and its pattern yet. */
static bool find(FoundTable *r, ptrdiff_t from)
{
    r->begin = from;
    if (find_ruled(r, from) && header_fits(r)) {
        r->is_spaced = has_spaced_rows(r);
        return true;
    }
    int at;
    if (follows_line(r->lines, from) || !is_hanging_line(line_at(r, from), line_at(r, from)->indent, &at))
        return false;
    *r = (FoundTable){.lines = r->lines, .ids = r->ids, .begin = from, .is_spaced = true};
    return find_hanging(r, from, at);
}

bool kbtable_begins(Lines lines, ptrdiff_t from)
{
    Border border;
    if (is_blank(lines, from))
        return false;
    if (border_end(lines, from, &border) >= 0)
        return true;
    return may_begin(lines, from) && find(&(FoundTable){.lines = lines}, from);
}

/* "----------- Example ------------" divides what stands above from what stands below: no row of a table does. */
static bool has_divider(Lines lines, ptrdiff_t from, ptrdiff_t end)
{
    for (ptrdiff_t i = from; i < end; i++) {
        const Line *line = &lines.items[i];
        if (line_is_blank(line) || line->is_ruler || (line->text.p[line->indent] != '-' && !char_is_blank(line->text.p[line->indent])))
            continue;
        Str rest = str_trim_start(line->text), first = str_cut_word(&rest);
        bool has_word = false;
        for (ptrdiff_t k = 0; k < rest.n && !has_word; k++)
            has_word = char_is_alnum(rest.p[k]);
        if (first.n >= 5 && str_is_run(first, '-') && has_word)
            return true;
    }
    return false;
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
    FoundTable r = {.lines = lines, .ids = ids};
    if (!find(&r, from) || has_divider(lines, from, r.end))
        return -1;
    *table = row_table(a, &r);
    return r.end;
}
