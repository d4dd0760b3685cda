/* kb/grid: where the columns of a table of monospaced text stand. It knows ink and blanks, not what is written.
 *
 * A grid is a row of columns, as a ruler or a header draws them, and the gutters between them: columns of the screen that are blank in every
 * line of the table. Positions are counted in characters, not bytes. */
#ifndef KB_READ_KB_GRID_H
#define KB_READ_KB_GRID_H

#include "read/kb/line.h"

enum {
    GRID_COLUMNS = 16,
    GRID_WIDTH = 256        /* a wider line belongs to no table */
};

typedef struct Span {
    int from, to;           /* [from, to) */
} Span;

/* A line from afar: which positions carry ink. */
typedef struct Shape {
    int n;
    bool ink[GRID_WIDTH];
} Shape;

typedef struct Grid {
    int n;
    Span columns[GRID_COLUMNS];
    Span gutters[GRID_COLUMNS];     /* [i] lies between columns i and i + 1 */
    int least;                      /* blanks that part two cells */
    bool may_be_empty;              /* a column may have nothing but its head */
} Grid;

/* False when the line is too wide. A blank line has the empty shape. */
bool shape_of(const Line *line, Shape *shape);
/* The parts of a line that gaps of at least `least` blanks set apart: how many, at most GRID_COLUMNS + 1, all of them in `parts`. */
int shape_parts(const Shape *shape, int least, Span parts[GRID_COLUMNS + 1]);

/* Finds the gutters between the columns that the grid has already: in the lines [from, to), three of four of which must respect them, and in
 * the head's lines [header, header_to) where that is possible. False when two columns are not set apart. */
bool grid_find(Grid *grid, Lines lines, ptrdiff_t header, ptrdiff_t header_to, ptrdiff_t from, ptrdiff_t to);

/* How a line keeps to the grid, from not at all. */
typedef enum GridFit {
    GRID_NOT,
    GRID_LOOSE,             /* several parts, one of them at the start of its column */
    GRID_ACROSS,            /* one text from the left across the columns */
    GRID_OVER,              /* as many parts as columns, the later ones pushed to the right by one that is too long */
    GRID_NEAR,              /* the gutters are blank, but a single blank parts a cell from the next, which stands exactly below its head */
    GRID_FITS               /* the gutters are blank */
} GridFit;

/* Narrows the gutters to what is blank in the line too where it fits or is near. */
GridFit grid_fit(Grid *grid, const Line *line);

/* The text of every cell, trimmed: by the gutters, by the parts of a line that is pushed to the right; all in the first of a line that stands
 * across. Each part of any other line, whatever it crosses, belongs to the column that most of it stands in. */
void grid_cut(const Grid *grid, const Line *line, Str cells[GRID_COLUMNS]);

#endif
