/* pipetable: the tables of GitHub Flavored Markdown (spec, section 4.10) in the lines of a paragraph. It knows lines and cells, not
 * what stands in them. */
#ifndef KB_READ_PIPETABLE_H
#define KB_READ_PIPETABLE_H

#include "doc/doc.h"

typedef struct PipeTable {
    ptrdiff_t header;       /* index of the header row; the delimiter row follows it, then the rows to the paragraph's end */
    ptrdiff_t columns;
    const Align *aligns;    /* one for each column */
} PipeTable;

/* The first table among the lines of a paragraph: a header row and a delimiter row of as many cells, with a pipe in one of them.
 * False when there is none. */
bool pipetable_find(Arena *a, const Str *lines, ptrdiff_t n, PipeTable *table);

/* The cells of a row, trimmed; `\|` is a pipe in them, even in code. */
StrList pipetable_cells(Arena *a, Str row);

#endif
