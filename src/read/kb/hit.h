/* kb/hit: what a line of literal text could be, by the marks of each kind: a file with its date, a setting, a command, … A line may hit several. What a
 * block is that has such lines kb/literal weighs. */
#ifndef KB_READ_KB_HIT_H
#define KB_READ_KB_HIT_H

#include "read/kb/glance.h"

typedef enum Hit {
    HIT_REG_HEAD, HIT_REG_KEY, HIT_REG_VALUE,      /* of a .reg file */
    HIT_PATH, HIT_VALUE_TYPE,                      /* of the registry */
    HIT_DUMP, HIT_DUMP_LETTER,
    HIT_FILE, HIT_FILE_NAME, HIT_DIRECTORY,
    HIT_FIELD, HIT_KNOWN_FIELD, HIT_OWN_FIELD,
    HIT_SECTION, HIT_SETTING, HIT_TIGHT_SETTING, HIT_KNOWN_SETTING, HIT_SEMICOLON,
    HIT_PROMPT, HIT_COMMAND,
    HIT_DRAWN, HIT_RULER, HIT_BAR, HIT_GAP,
    HIT_NUMBERED_ERROR,
    HIT_COUNT
} Hit;

typedef unsigned Hits;          /* a set: bit n is hit n */

Hits hits_of(const Glance *g);

/* "error C2065", "C1015:", "Error 629:" */
bool says_numbered_error(const Glance *g);
/* Does the program say at once that something went wrong? */
bool says_error(const Glance *g);
/* Has it, in a line that is mostly words, one that tells of trouble, or one of those that running text about a program has and the program itself has not? */
bool says_trouble(const Glance *g);
bool says_advice(const Glance *g);

#endif
