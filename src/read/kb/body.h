/* kb/body: the body of a KB article, monospaced text whose meaning lies in its indentation, into blocks. No word is lost: what is
 * not understood becomes a literal block when it is indented and a paragraph when it is not. */
#ifndef KB_READ_KB_BODY_H
#define KB_READ_KB_BODY_H

#include "doc/doc.h"
#include "doc/ident.h"
#include "read/kb/line.h"

typedef struct KbBodyOptions {
    const IdPattern *ids;
    Str category;           /* of the article: what its code is probably written in */
    bool is_old;            /* from the older source, where code stands at column 0 too */
} KbBodyOptions;

/* Appends the blocks of `lines` to `root`. */
void kbbody_parse(Arena *a, Lines lines, const KbBodyOptions *options, Block *root);

#endif
