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

/* Where the lines of a text end, and what parts their words, is seen in one go: a bit for each byte. */
typedef struct LineMap {
    Str text;
    uint64_t *feeds;            /* line ends */
    uint64_t *gaps;             /* spaces behind a space */
    uint64_t *tabs;             /* those that do not begin a line */
    ptrdiff_t gap, tab;         /* the last ones that a line was asked for */
} LineMap;

LineMap linemap_of(Arena *a, Str text);
/* How many lines there are; what follows the last line end counts when it is not empty. */
ptrdiff_t linemap_count(const LineMap *map);
/* The line [from, to) of the text. Lines are asked for from the top down. Its first byte may have been made a space since. */
void line_set(Arena *a, Line *line, LineMap *map, ptrdiff_t from, ptrdiff_t to, int number);

/* Where the next bit is, at `at` or behind it; the text's end when there is none. */
static inline ptrdiff_t linemap_next(const LineMap *map, const uint64_t *bits, ptrdiff_t at)
{
    size_t word = (size_t)at / 64;
    uint64_t rest = bits[word] >> (size_t)at % 64;
    if (rest)
        return at + __builtin_ctzll(rest);
    for (word++; word * 64 < (size_t)map->text.n; word++)
        if (bits[word])
            return (ptrdiff_t)word * 64 + __builtin_ctzll(bits[word]);
    return map->text.n;
}

/* The end of the line that `at` is in. */
static inline ptrdiff_t linemap_end(const LineMap *map, ptrdiff_t at)
{
    return linemap_next(map, map->feeds, at);
}

Lines lines_sub(Lines lines, ptrdiff_t from, ptrdiff_t to);

static inline bool line_is_blank(const Line *line) { return line->indent < 0; }

/* A line that is nothing but at least `n` times c, at any indent. */
static inline bool line_is_rule(const Line *line, char c, ptrdiff_t n)
{
    return line->is_run && line->text.p[line->indent] == c && line->text.n - line->indent >= n;
}

#endif
