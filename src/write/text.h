/* text: a Doc's blocks as plain text for a terminal, wrapped to a width; literal text stays as it is. */
#ifndef KB_WRITE_TEXT_H
#define KB_WRITE_TEXT_H

#include "doc/doc.h"

void text_put(Buf *b, const Block *root, int width);

#endif
