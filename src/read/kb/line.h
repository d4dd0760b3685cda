/* kb/line: a text as an array of lines with what the KB grammar asks of them: tabs expanded, blanks at the end dropped, the indent counted, and
 * the shape seen once, since many rules ask each line whether it is one of theirs. */
#ifndef KB_READ_KB_LINE_H
#define KB_READ_KB_LINE_H

#include "base/str.h"

enum { LINE_INDENT_BITS = 28 };     /* no article is so long */

typedef struct Line {
    Str text;               /* columns are bytes: tabs are expanded to 8 columns, trailing blanks are gone */
    int number;             /* in the source file, 1-based */
    int indent : LINE_INDENT_BITS;      /* leading spaces; -1 for a blank line */
    bool has_gap : 1;       /* two blanks side by side behind the indent: columns, perhaps */
    bool is_run : 1;        /* nothing but one character, once or again and again */
    bool is_ruler : 1;      /* runs of '-' or of '=' with blanks between them, one of them longer than a sign */
    bool is_plain : 1;      /* none of these, and begins neither as an item does nor as a border: nearly every line of running text */
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
static inline bool line_is_rule(const Line *line, char c, ptrdiff_t n)
{
    return line->is_run && line->text.p[line->indent] == c && line->text.n - line->indent >= n;
}

#endif
