/* kb/unwrap: the lines of an article whose body stands in a file with front matter, as they were before it was put there. */
#ifndef KB_READ_KB_UNWRAP_H
#define KB_READ_KB_UNWRAP_H

#include "read/kb/line.h"

/* Was it converted from the plain text? Those of 1988 to 1991 came from another source and have no trailer. */
bool unwrap_was_converted(Str body);

/* The tab-indented lines, without what the site generator needed around them; `body` begins at line `first_line` of its file. */
Lines unwrap_lines(Arena *a, Str body, int first_line, bool is_converted);

#endif
