/* kb/code: does a line of an article look like source code, and in which language? Tables of words and signs say what a Glance at it means.
 * Whole blocks are judged by kb/literal. */
#ifndef KB_READ_KB_CODE_H
#define KB_READ_KB_CODE_H

#include "read/kb/glance.h"

typedef enum Language {
    LANG_C, LANG_CPP, LANG_VB, LANG_BASIC, LANG_FOXPRO, LANG_SQL, LANG_ASM, LANG_BATCH, LANG_FORTRAN, LANG_HTML, LANG_XML, LANG_COUNT
} Language;

typedef unsigned Languages;     /* a set: bit n is language n */

/* What an article's category (or product, or disc) makes likely. */
typedef struct Spoken {
    Languages languages;
    Language first;             /* the one to assume when the code does not tell; LANG_COUNT for none */
} Spoken;

Spoken kbcode_spoken(Str category);

typedef struct CodeLine {
    Languages sure;             /* what the line can hardly be but … */
    Languages likely;           /* what it is where such code is expected */
    bool is_comment;            /* begins like a comment: prose in it says nothing */
} CodeLine;

CodeLine kbcode_line(const Glance *g);

Str language_name(Language language);

#endif
