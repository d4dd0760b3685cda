/* frontmatter: the fields of an article as YAML front matter, in the keys that read/frontmatter knows. */
#ifndef KB_WRITE_FRONTMATTER_H
#define KB_WRITE_FRONTMATTER_H

#include "doc/meta.h"

/* Appends the block with its two fences. Fields that are empty are left out; so is the format, which is another one from here on. Strings
 * are quoted where any reader of YAML could take them for something else ("4.0", "on", "a: b"). */
void frontmatter_put(Buf *b, const Meta *meta);

#endif
