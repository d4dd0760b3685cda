/* record: numbers and strings one behind another, as a file of our own keeps them, and read back as views. */
#ifndef KB_BASE_RECORD_H
#define KB_BASE_RECORD_H

#include "base/buf.h"

/* 7 bits a byte, lowest first. Most are small: those stand here, where the compiler sees through them. */
void record_put_large(Buf *b, uint64_t value);
static inline void record_put(Buf *b, uint64_t value)
{
    if (value < 0x80)
        buf_putc(b, (char)value);
    else
        record_put_large(b, value);
}
static inline void record_put_signed(Buf *b, int64_t value)     /* small ones of either sign are short */
{
    record_put(b, value < 0 ? ~(uint64_t)value << 1 | 1 : (uint64_t)value << 1);
}

static inline void record_put_str(Buf *b, Str s)
{
    record_put(b, (uint64_t)s.n);
    buf_put(b, s);
}

void record_put_word(Buf *b, uint64_t value);       /* 8 bytes as they are in memory */
void record_put_list(Buf *b, const StrList *list);

/* A hash of all that was put from `start` on, as its last word; and the record without it, false when that is not its hash. */
void record_seal(Buf *b, ptrdiff_t start);
bool record_unseal(Str *bytes);

/* Reads what was put, in that order. Past the end, or where a number is none, everything is zero and `is_damaged` is set. */
typedef struct Record {
    const char *p, *end;
    bool is_damaged;
} Record;

/* What is read many times over stands here, where the compiler sees through it. */

static inline Record record_of(Str bytes)
{
    return (Record){bytes.p, bytes.p + bytes.n, false};
}

uint64_t record_damaged(Record *r);                 /* what follows where there is no more: zero */
uint64_t record_get_large(Record *r);
static inline uint64_t record_get(Record *r)
{
    return r->p < r->end && !(*r->p & 0x80) ? (uint64_t)*r->p++ : record_get_large(r);
}

static inline unsigned record_get_byte(Record *r)   /* one that buf_putc put */
{
    return r->p < r->end ? (unsigned char)*r->p++ : (unsigned)record_damaged(r);
}

static inline int64_t record_get_signed(Record *r)
{
    uint64_t value = record_get(r);
    return (int64_t)(value & 1 ? ~(value >> 1) : value >> 1);
}

static inline uint64_t record_get_word(Record *r)
{
    uint64_t value;
    if (r->end - r->p < 8)
        return record_damaged(r);
    memcpy(&value, r->p, 8);
    r->p += 8;
    return value;
}

/* Of things that take a byte at least each: never more than there are bytes. */
static inline ptrdiff_t record_get_count(Record *r)
{
    uint64_t n = record_get(r);
    return n > (uint64_t)(r->end - r->p) ? (ptrdiff_t)record_damaged(r) : (ptrdiff_t)n;
}

static inline Str record_get_str(Record *r)         /* a view */
{
    ptrdiff_t n = record_get_count(r);
    Str s = {n ? r->p : NULL, n};
    r->p += n;
    return s;
}

StrList record_get_list(Arena *a, Record *r);       /* of views */
void record_skip(Record *r, ptrdiff_t n);           /* passes over so many numbers */

#endif
