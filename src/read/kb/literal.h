/* kb/literal: what a block of literal text is: source code and in which language, a command, a registry key, a message, … Unsure is
 * plain: a wrong label is worse than none. One pass over the lines, nothing allocated. */
#ifndef KB_READ_KB_LITERAL_H
#define KB_READ_KB_LITERAL_H

#include "doc/doc.h"
#include "read/kb/code.h"
#include "read/kb/line.h"

/* Sets literal_kind and language of a literal block from its lines, which begin and end with none that is blank, and what the article makes
 * likely. */
void kbliteral_classify(Lines lines, const Spoken *spoken, Block *literal);

enum { KBLITERAL_LINES_MAX = 150 };     /* enough to know a block by */

/* Are these lines at column 0 source code? They do not flow (kb/inline), are more than one and at most so many. Only when most of them are code, and nothing
 * else will do. */
bool kbliteral_is_code(Lines lines);

#endif
