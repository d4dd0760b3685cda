/* Buf: bytes that grow at the end, on an arena. Zero plus an arena is a valid empty buffer. */
#ifndef KB_BASE_BUF_H
#define KB_BASE_BUF_H

#include "base/str.h"

typedef struct Buf {
    Arena *arena;
    char *p;
    ptrdiff_t n, cap;
} Buf;

Buf buf_new(Arena *a, ptrdiff_t capacity);
void buf_put(Buf *b, Str s);
void buf_putc(Buf *b, char c);
void buf_pad(Buf *b, char c, ptrdiff_t n);          /* n times c */
void buf_put_rune(Buf *b, uint32_t rune);           /* as UTF-8 */
void buf_fmt(Buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Room for n more bytes; the caller writes at p + n and adds to n. */
char *buf_reserve(Buf *b, ptrdiff_t n);
/* The bytes so far: a view that the next put may invalidate. */
Str buf_str(const Buf *b);

/* Text of an element or of a double-quoted attribute: & < > " and ' (HTML Standard, 13.1.2) become references. */
void buf_put_html(Buf *b, Str s);
/* Text of an element alone: quotes stay what they are. */
void buf_put_html_text(Buf *b, Str s);

#endif
