/* charset: the bytes of a file into UTF-8. */
#ifndef KB_READ_CHARSET_H
#define KB_READ_CHARSET_H

#include "base/diag.h"

/* A byte order mark is dropped. Text that is valid UTF-8 is kept; any other text is read as Windows-1252 (a DIAG_ENCODING note), where a
 * no-break space is a plain one, because the old articles pad columns with it. What cannot be shown, an undefined byte or a control
 * character, becomes U+FFFD with a DIAG_REPLACED_BYTE warning at its place; a DEL at a line's end is litter and is dropped. The result is
 * a view of `raw` when nothing had to change. */
Str charset_decode(Arena *a, const Source *raw, Diags *diags);

/* Bytes that are no text at all: a NUL among the first 8000. */
bool charset_is_binary(Str bytes);

/* The code point of a Windows-1252 byte, or U+FFFD for the five undefined ones. */
uint32_t charset_windows1252(unsigned char byte);

#endif
