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

/* The first three stand here, where the compiler sees through them: every byte that is written comes this way. */

/* What buf_reserve does when the room is not there yet. */
char *buf_grow(Buf *b, ptrdiff_t n);

/* Room for n more bytes; the caller writes at p + n and adds to n. */
static inline char *buf_reserve(Buf *b, ptrdiff_t n)
{
    return n <= b->cap - b->n ? b->p + b->n : buf_grow(b, n);
}

static inline void buf_put(Buf *b, Str s)
{
    if (s.n) {
        memcpy(buf_reserve(b, s.n), s.p, (size_t)s.n);
        b->n += s.n;
    }
}

static inline void buf_putc(Buf *b, char c)
{
    *buf_reserve(b, 1) = c;
    b->n++;
}

void buf_pad(Buf *b, char c, ptrdiff_t n);          /* n times c */
void buf_put_rune(Buf *b, uint32_t rune);           /* as UTF-8 */
void buf_fmt(Buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The bytes so far: a view that the next put may invalidate. */
Str buf_str(const Buf *b);

/* Text of an element or of a double-quoted attribute: & < > " and ' (HTML Standard, 13.1.2) become references. */
void buf_put_html(Buf *b, Str s);
/* Text of an element alone: quotes stay what they are. */
void buf_put_html_text(Buf *b, Str s);
/* A string as a JSON string with its quotes (RFC 8259, section 7); a byte that is no UTF-8 becomes U+FFFD. */
void buf_put_json(Buf *b, Str s);

#endif
