/* cminline: running text as CommonMark: the marks of its inlines, and a backslash before every character that would be taken for a mark and
 * is none. Nothing is escaped that reads as itself. */
#ifndef KB_WRITE_CMINLINE_H
#define KB_WRITE_CMINLINE_H

#include "write/commonmark.h"

typedef enum CmPlace {
    CM_PARAGRAPH,
    CM_LETTER_PARAGRAPH,    /* the first of a bulleted item, where "a. " would make a lettered list of it */
    CM_HEADING,             /* one line */
    CM_CELL                 /* one line; pipes end it */
} CmPlace;

/* The text, its lines separated by '\n', without blanks at their ends. `before` stands on the first line already. */
Str cminline_text(Arena *a, const Inline *in, CmPlace place, Str before, const CommonmarkOptions *options);

/* `<http://…>` reads as the address and nothing else. */
bool cminline_is_address(Str url);

#endif
