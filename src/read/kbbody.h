/* kbbody: the body of a KB article, monospaced text whose meaning lies in its indentation, into blocks. No word is lost: what is
 * not understood becomes a literal block when it is indented and a paragraph when it is not. */
#ifndef KB_READ_KBBODY_H
#define KB_READ_KBBODY_H

#include "doc/doc.h"
#include "doc/ident.h"
#include "read/lines.h"

/* Appends the blocks of `lines` to `root`. */
void kbbody_parse(Arena *a, Lines lines, const IdPattern *ids, Block *root);

#endif
