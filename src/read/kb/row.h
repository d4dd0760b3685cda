/* kb/row: the rows of a table whose place, columns and head kb/table has found, and their cells. */
#ifndef KB_READ_KB_ROW_H
#define KB_READ_KB_ROW_H

#include "doc/doc.h"
#include "doc/ident.h"
#include "read/kb/grid.h"

typedef struct FoundTable {
    Lines lines;
    const IdPattern *ids;
    ptrdiff_t begin, header, ruler;     /* first line; first line of the head; its ruler, or -1 */
    ptrdiff_t rows, end;        /* the lines of the body */
    Grid grid;
    int left;                   /* the indent that rows begin at */
    bool is_listing, is_hanging;
    bool is_spaced;             /* blank lines part the rows */
    ptrdiff_t widths[GRID_COLUMNS];     /* the widest text of each column */
    Str *cells;                 /* of all lines from `begin` on, once the table is sure: as many of each as the grid has columns */
} FoundTable;

static inline const Line *line_at(const FoundTable *r, ptrdiff_t i)
{
    return &r->lines.items[i];
}

static inline bool is_blank(Lines lines, ptrdiff_t i)
{
    return i >= lines.n || line_is_blank(&lines.items[i]);
}

static inline int filled(const Str *cells, int n)
{
    int count = 0;
    for (int i = 0; i < n; i++)
        count += cells[i].n > 0;
    return count;
}

/* The table as a block. Sets `widths` and `cells`. */
Block *row_table(Arena *a, FoundTable *r);

#endif
