/* bound: Markdown whose cost has a bound. The time of cmark 0.30 grows with the square of the size where lists are nested deeply
 * (20,000 levels, then 20,000 blank lines: 60 kB, 8 seconds) and where image brackets never close (`![[]()` 50,000 times: 10
 * seconds). What goes beyond reason is disarmed before cmark reads it, by the backslash an author would write to have it as
 * plain text. */
#ifndef KB_READ_BOUND_H
#define KB_READ_BOUND_H

#include "base/diag.h"

enum { NESTING_MAX = 100 };

/* What cmark is given. */
typedef struct Bounded {
    StrList lines;          /* without their ends */
    Str text;               /* the same, each but the last ended by LF; where nothing had to be changed it is a view of what was read */
} Bounded;

/* The lines of `text`, which begins at line `first_line` of its source. They end in LF, CRLF or CR, the three that CommonMark knows.
 * A list or quote marker that would open more than NESTING_MAX levels is escaped, and so are the brackets behind a hopeless heap of
 * image brackets; each is reported as DIAG_DEPTH, once. */
Bounded bound_lines(Arena *a, const Source *source, Str text, int first_line, Diags *diags);

#endif
