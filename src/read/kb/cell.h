/* kb/cell: what stands in a cell of a KB table: is it a number, does it go on, and its lines as inlines. */
#ifndef KB_READ_KB_CELL_H
#define KB_READ_KB_CELL_H

#include "doc/doc.h"
#include "doc/ident.h"
#include "read/kb/line.h"

/* number = ["-" / "+" / "$"] digits and commas ["." digits] [blank] [unit] */
bool cell_is_number(Str text, bool *has_point);
bool cell_has_digit(Str text);
/* Does the text begin as one does that goes on with another: a small letter, a bracket? */
bool cell_reads_on(Str text);

/* Was the text broken before `next` because the column was full, or in the middle of a sentence? `width` is the column's widest text. */
bool cell_is_wrapped(Str text, Str next, ptrdiff_t width);

/* The text of a cell, its parts set apart by empty lines: a part that was wrapped flows, another keeps its lines. NULL when there is none. */
Inline *cell_text(Arena *a, const IdPattern *ids, const Line *lines, ptrdiff_t n, ptrdiff_t width);
/* The same as one line of running text. */
Inline *cell_text_joined(Arena *a, const IdPattern *ids, const Line *lines, ptrdiff_t n);

/* A new cell at the end of a row. */
Block *cell_add(Arena *a, Block *row, Inline *text);

#endif
