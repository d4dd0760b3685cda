/* kb/line: a text as an array of lines with what the KB grammar asks of them: tabs expanded, blanks at the end dropped, the indent counted, and
 * the shape seen once, since many rules ask each line whether it is one of theirs. */
#ifndef KB_READ_KB_LINE_H
#define KB_READ_KB_LINE_H

#include "base/str.h"

typedef struct Line {
    Str text;               /* columns are bytes: tabs are expanded to 8 columns, trailing blanks are gone */
    int number;             /* in the source file, 1-based */
    int indent;             /* leading spaces; -1 for a blank line */
    bool has_gap;       /* two blanks side by side behind the indent: columns, perhaps */
    bool is_run;        /* nothing but one character, once or again and again */
    bool is_ruler;      /* runs of '-' or of '=' with blanks between them, one of them longer than a sign */
    bool is_plain;      /* none of these, and begins neither as an item does nor as a border: nearly every line of running text */
} Line;

typedef struct Lines {
    Line *items;
    ptrdiff_t n;
} Lines;

/* The lines of `text`, the first of which is line `first` of its file. A "<BR/>" at a line's end, litter of an old conversion, is dropped. */
Lines lines_of(Arena *a, Str text, int first);
/* The same for one line. */
Line line_of(Arena *a, Str text, int number);

/* The same in two steps, for who has something to do between them. What parts the words of a text is seen with its line ends, a bit for each byte. */
typedef struct LineMap {
    Str text;
    uint64_t *gaps;             /* spaces behind a space, and tabs that do not begin a line */
    ptrdiff_t gap;              /* the last one that a line was asked for */
} LineMap;

/* The lines as they stand in the text, and their numbers; nothing else of them is set. */
Lines lines_split(Arena *a, LineMap *map, Str text, int first);
/* All else, for lines of which some may have gone, or lost bytes in front, or have got a text that stands elsewhere; in the text, a line's first byte may have
 * been made a space. */
void lines_shape(Arena *a, LineMap *map, Lines lines);

Lines lines_sub(Lines lines, ptrdiff_t from, ptrdiff_t to);

/* Where three blanks stand side by side, which set columns apart as two behind a sentence do not; or -1. */
ptrdiff_t line_find_gap(Str s);

static inline bool line_is_blank(const Line *line) { return line->indent < 0; }

/* A line that is nothing but at least `n` times c, at any indent. */
static inline bool line_is_rule(const Line *line, char c, ptrdiff_t n)
{
    return line->is_run && line->text.p[line->indent] == c && line->text.n - line->indent >= n;
}

#endif
