/* kb/border: bordered tables, `+----+` between rows of `| a | b |`. */
#ifndef KB_READ_KB_BORDER_H
#define KB_READ_KB_BORDER_H

#include "doc/doc.h"
#include "doc/ident.h"
#include "read/kb/line.h"

enum { BORDER_COLUMNS = 16 };

/* The places of a table's bars, as its first row has them. */
typedef struct Border {
    int indent, width;
    int n, bars[BORDER_COLUMNS + 1];
} Border;

/* The index after the last line of the table that begins at line `from`, or -1 when there is none. */
ptrdiff_t border_end(Lines lines, ptrdiff_t from, Border *border);

/* The table of those lines. */
Block *border_table(Arena *a, const Border *border, Lines lines, ptrdiff_t from, ptrdiff_t end, const IdPattern *ids);

#endif
