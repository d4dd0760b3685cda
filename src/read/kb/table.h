/* kb/table: the tables of a KB body, drawn with signs and blanks, into rows and cells. It takes a table only when every line keeps to its
 * columns; what it is not sure of stays literal text. */
#ifndef KB_READ_KB_TABLE_H
#define KB_READ_KB_TABLE_H

#include "doc/doc.h"
#include "doc/ident.h"
#include "read/kb/line.h"

/* The table that begins at line `from`: the index after its last line, and the BLOCK_TABLE, which belongs to no parent yet. -1 when there is
 * none. Nearly every line is told by its first few bytes; a refusal looks at no more than a bounded number of lines. */
ptrdiff_t kbtable_read(Arena *a, Lines lines, ptrdiff_t from, const IdPattern *ids, Block **table);

/* Does a table begin there? The same without making it. */
bool kbtable_begins(Lines lines, ptrdiff_t from);

#endif
