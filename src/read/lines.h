/* lines: a text as an array of lines with what the KB grammar asks of them: tabs expanded, blanks at the end dropped, the indent counted. */
#ifndef KB_READ_LINES_H
#define KB_READ_LINES_H

#include "base/str.h"

typedef struct Line {
    Str text;               /* columns are bytes: tabs are expanded to 8 columns, trailing blanks are gone */
    int number;             /* in the source file, 1-based */
    int indent;             /* leading spaces; -1 for a blank line */
    bool has_gap;           /* two blanks side by side behind the indent: columns, perhaps */
} Line;

typedef struct Lines {
    Line *items;
    ptrdiff_t n;
} Lines;

/* The lines of `text`, the first of which is line `first` of its file. A "<BR/>" at a line's end, litter of an old conversion, is dropped. */
Lines lines_of(Arena *a, Str text, int first);
/* The same for one line. */
Line line_of(Arena *a, Str text, int number);
void line_set(Arena *a, Line *line, Str text, int number);

/* How many there are; what follows the last line end counts when it is not empty. */
ptrdiff_t lines_count(Str text);

Lines lines_sub(Lines lines, ptrdiff_t from, ptrdiff_t to);

static inline bool line_is_blank(const Line *line) { return line->indent < 0; }

/* A line that is nothing but at least `n` times c, at any indent. */
bool line_is_rule(const Line *line, char c, ptrdiff_t n);

#endif
