/* A gutter is looked for between the start of the column on its left and the end of the one on its right: so cells may stand left, right or
 * in the middle of their column, and be wider than its head. Of several blank runs the one below the gap of the head is taken. */
#include "read/kb/grid.h"

#include "base/utf8.h"

static bool continues_rune(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

bool shape_of(const Line *line, Shape *shape)
{
    Str s = line->text;
    shape->n = 0;
    if (s.n <= GRID_WIDTH) {    /* nearly always all is ASCII, and then a position is a byte */
        unsigned char bits = 0;
        for (ptrdiff_t i = 0; i < s.n; i++) {
            shape->ink[i] = s.p[i] != ' ';
            bits |= (unsigned char)s.p[i];
        }
        shape->n = bits < 0x80 ? (int)s.n : 0;
        if (bits < 0x80)
            return true;
    }
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (continues_rune(s.p[i]))
            continue;
        if (shape->n == GRID_WIDTH)
            return false;
        shape->ink[shape->n++] = s.p[i] != ' ';
    }
    return true;
}

static bool has_ink(const Shape *shape, int at)
{
    return at >= 0 && at < shape->n && shape->ink[at];
}

int shape_parts(const Shape *shape, int least, Span parts[GRID_COLUMNS + 1])
{
    int n = 0, blanks = least;
    for (int i = 0; i < shape->n; i++) {
        if (!shape->ink[i]) {
            blanks++;
            continue;
        }
        if (blanks >= least) {
            if (n == GRID_COLUMNS + 1)
                return n;
            parts[n++].from = i;
        }
        parts[n - 1].to = i + 1;
        blanks = 0;
    }
    return n;
}

/* --- gutters ----------------------------------------------------------------------------------------------------------- */

/* How many lines carry ink at each position; it is asked for no more than a table's probe and its head. */
typedef struct Census {
    int lines;
    unsigned char ink[GRID_WIDTH];
} Census;

static bool count_lines(Census *c, Lines lines, ptrdiff_t from, ptrdiff_t to)
{
    Shape shape;
    for (ptrdiff_t i = from; i < to; i++) {
        if (line_is_blank(&lines.items[i]) || lines.items[i].is_ruler)
            continue;
        if (!shape_of(&lines.items[i], &shape))
            return false;
        for (int k = 0; k < shape.n; k++)
            c->ink[k] = (unsigned char)(c->ink[k] + shape.ink[k]);
        c->lines++;
    }
    return true;
}

static int overlap(Span a, Span b)
{
    int from = a.from > b.from ? a.from : b.from, to = a.to < b.to ? a.to : b.to;
    return to > from ? to - from : 0;
}

static bool has_ink_between(const Census *c, int from, int to)
{
    for (int i = from; i < to && i < GRID_WIDTH; i++)
        if (c->ink[i])
            return true;
    return false;
}

/* The run of positions in `window` with ink in at most `most` lines, `least` of them when it meets the gap between the heads, else two: the
 * widest that meets it, or the nearest to it with ink on both sides. Of two the later. */
static bool blank_run(const Census *c, Span window, Span gap, int most, int least, bool may_be_empty, Span *found)
{
    int best = 0;
    for (int i = window.from; i < window.to; i++) {
        if (c->ink[i] > most)
            continue;
        Span run = {i, i};
        while (run.to < window.to && c->ink[run.to] <= most)
            run.to++;
        i = run.to;
        bool meets_column = has_ink_between(c, run.to, window.to + 1), has_right = may_be_empty && has_ink_between(c, run.to, GRID_WIDTH);
        bool is_between = has_ink_between(c, window.from - 1, run.from) && (meets_column || has_right);
        bool ends_column = run.to == gap.to || run.from == gap.from, is_below = overlap(run, gap) > 0;
        int away = run.from >= gap.to ? run.from - gap.to : gap.from - run.to;
        int worth = is_below ? 3 * GRID_WIDTH + run.to - run.from + ends_column : (meets_column ? 2 * GRID_WIDTH : GRID_WIDTH) - away;
        int needed = is_below && run.to == gap.to ? 1 : is_below ? least : 2;
        if ((is_below || is_between) && run.to - run.from >= needed && worth >= best) {
            best = worth;
            *found = run;
        }
    }
    return best > 0;
}

/* Two gutters around a column that is empty in every line would be one: each keeps its side of it. */
static bool part_neighbours(Grid *g, int i)
{
    Span *left = &g->gutters[i - 1], *right = &g->gutters[i];
    if (left->to > right->from) {
        int to = left->to < g->columns[i].from ? left->to : g->columns[i].from, from = g->columns[i].to - 1;
        left->to = to > left->from ? to : left->from + 1;
        from = from > right->from ? from : right->from;
        right->from = from < right->to ? from : right->to - 1;
    }
    return left->from < left->to && right->from < right->to && left->to <= right->from;
}

static bool find_gutters(Grid *g, const Census *c, int most)
{
    for (int i = 0; i + 1 < g->n; i++) {
        Span gap = {g->columns[i].to, g->columns[i + 1].from}, window = {g->columns[i].from + 1, g->columns[i + 1].to - 1};
        int least = gap.to - gap.from < g->least ? gap.to - gap.from : g->least;
        if (window.to <= gap.from)
            window.to = gap.from + 1;
        if (!blank_run(c, window, gap, most, least < 1 ? 1 : least, g->may_be_empty, &g->gutters[i]))
            return false;
        if (i && !part_neighbours(g, i))
            return false;
    }
    return true;
}

bool grid_find(Grid *g, Lines lines, ptrdiff_t header, ptrdiff_t header_to, ptrdiff_t from, ptrdiff_t to)
{
    Census rows = {0};
    if (!count_lines(&rows, lines, from, to))
        return false;
    Census all = rows;
    if (!count_lines(&all, lines, header, header_to))
        return false;
    return find_gutters(g, &all, 0) || find_gutters(g, &rows, 0) || (rows.lines >= 4 && find_gutters(g, &rows, rows.lines / 4));
}

/* --- lines ------------------------------------------------------------------------------------------------------------- */

/* The widest blank run of a line inside a gutter; between two cells it must be part of a gap that is wide enough. */
static bool narrowed(const Grid *g, int i, const Shape *shape, bool is_near, Span *gutter)
{
    Span best = {0, 0}, run;
    for (int k = gutter->from; k < gutter->to; k++) {
        if (has_ink(shape, k))
            continue;
        run = (Span){k, k};
        while (run.to < gutter->to && !has_ink(shape, run.to))
            run.to++;
        if (run.to - run.from >= best.to - best.from)
            best = run;
        k = run.to;
    }
    if (best.from == best.to)
        return false;
    int before = best.from, after = best.to;
    while (before > 0 && !has_ink(shape, before - 1))
        before--;
    while (after < shape->n && !has_ink(shape, after))
        after++;
    int gap = g->columns[i + 1].from - g->columns[i].to, least = gap < g->least ? gap : g->least;
    if (is_near && after == g->columns[i + 1].from)
        least = 1;
    if (before > 0 && after < shape->n && after - before < least)
        return false;
    *gutter = best;
    return true;
}

static bool narrow_all(Grid *g, const Shape *shape, bool is_near)
{
    Span gutters[GRID_COLUMNS];
    for (int i = 0; i + 1 < g->n; i++) {
        gutters[i] = g->gutters[i];
        if (!narrowed(g, i, shape, is_near, &gutters[i]))
            return false;
    }
    for (int i = 0; i + 1 < g->n; i++)
        g->gutters[i] = gutters[i];
    return true;
}

/* The parts of a line that begin where a column does, but for the first. */
static int parts_in_place(const Grid *g, const Span *parts, int n)
{
    int count = 0;
    for (int i = 1; i < n; i++)
        for (int c = 1; c < g->n; c++)
            count += parts[i].from == g->columns[c].from || parts[i].from == g->gutters[c - 1].to;
    return count;
}

/* As many parts as columns, none left of its column. */
static bool is_pushed(const Grid *g, const Span *parts, int n)
{
    for (int i = 1; i < n && n == g->n; i++)
        if (parts[i].from < g->gutters[i - 1].from)
            return false;
    return n == g->n;
}

GridFit grid_fit(Grid *g, const Line *line)
{
    Shape shape;
    Span parts[GRID_COLUMNS + 1];
    if (!shape_of(line, &shape))
        return GRID_NOT;
    if (narrow_all(g, &shape, false))
        return GRID_FITS;
    int n = shape_parts(&shape, 2, parts);
    if (narrow_all(g, &shape, true))
        return parts_in_place(g, parts, n) > 0 ? GRID_FITS : GRID_NEAR;
    if (is_pushed(g, parts, n))
        return GRID_OVER;
    bool from_left = parts[0].from < g->gutters[0].from && parts[0].to < g->columns[g->n - 1].to + 20;
    if (n == 1)
        return from_left ? GRID_ACROSS : GRID_NOT;
    return from_left && n <= g->n && parts_in_place(g, parts, n) > 0 ? GRID_LOOSE : GRID_NOT;
}

static bool is_blank_in(const Shape *shape, Span span)
{
    for (int i = span.from; i < span.to; i++)
        if (has_ink(shape, i))
            return false;
    return true;
}

static bool fits_as_it_is(const Grid *g, const Shape *shape)
{
    for (int i = 0; i + 1 < g->n; i++)
        if (!is_blank_in(shape, g->gutters[i]))
            return false;
    return true;
}

/* The byte at which position `column` of the line begins. */
static ptrdiff_t byte_at(Str s, const Shape *shape, int column)
{
    if (shape->n == s.n)    /* ASCII */
        return column < s.n ? column : s.n;
    ptrdiff_t i = 0;
    for (int at = -1; i < s.n; i++)
        if (!continues_rune(s.p[i]) && ++at == column)
            break;
    return i;
}

static int column_above(const Grid *g, Span part)
{
    int best = 0, most = -1;
    for (int i = 0; i < g->n; i++) {
        Span column = {i ? g->gutters[i - 1].to : 0, i + 1 < g->n ? g->gutters[i].from : GRID_WIDTH};
        int shared = overlap(column, part);
        if (shared > most) {
            most = shared;
            best = i;
        }
    }
    return best;
}

static void cut_by_gutters(const Grid *g, Str s, const Shape *shape, Str *cells)
{
    ptrdiff_t from = 0;
    for (int i = 0; i < g->n; i++) {
        ptrdiff_t to = i + 1 < g->n ? byte_at(s, shape, g->gutters[i].from) : s.n;
        cells[i] = str_trim(str_sub(s, from, to));
        from = to;
    }
}

void grid_cut(const Grid *g, const Line *line, Str cells[GRID_COLUMNS])
{
    Shape shape;
    Span parts[GRID_COLUMNS + 1];
    Str s = line->text;
    for (int i = 0; i < g->n; i++)
        cells[i] = (Str){0};
    if (!shape_of(line, &shape)) {
        cells[0] = str_trim(s);
        return;
    }
    if (fits_as_it_is(g, &shape)) {
        cut_by_gutters(g, s, &shape, cells);
        return;
    }
    int n = shape_parts(&shape, 2, parts);
    bool by_order = is_pushed(g, parts, n);
    for (int i = 0; i < n; i++) {
        bool is_first = by_order || (n == 1 && parts[0].from < g->gutters[0].from);
        Str *cell = &cells[is_first ? i : column_above(g, parts[i])];
        ptrdiff_t from = cell->n ? cell->p - s.p : byte_at(s, &shape, parts[i].from), to = i + 1 < n ? byte_at(s, &shape, parts[i].to) : s.n;
        *cell = str_sub(s, from, to);
    }
}
