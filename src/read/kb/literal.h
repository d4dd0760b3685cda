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

/* Is this text at column 0 source code? Only when most of its lines are, and nothing else will do. */
bool kbliteral_is_code(Lines lines);

#endif
