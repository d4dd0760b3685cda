/* bound: Markdown whose cost has a bound. cmark's time grows with the square of the nesting of lists (blank lines in a list 20,000 deep:
 * 8 seconds for 60 kB) and of image brackets that never close; what is nested beyond reason is therefore disarmed before cmark
 * reads it, by the backslash an author would write to have it as plain text. */
#ifndef KB_READ_BOUND_H
#define KB_READ_BOUND_H

#include "base/diag.h"

enum { NESTING_MAX = 100 };

/* The lines of `text`, without their ends (LF, CRLF or CR: the three that CommonMark knows), which begins at line `first_line` of its
 * source. A list or quote marker that would open more than NESTING_MAX levels is escaped, and so are the brackets behind a hopeless heap of
 * image brackets; each is reported as DIAG_DEPTH, once. */
StrList bound_lines(Arena *a, const Source *source, Str text, int first_line, Diags *diags);

#endif
