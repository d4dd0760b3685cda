/* spool: bytes put one behind another, in memory while they are few, in a file without a name where they may be many; read again from front to back, by as
 * many readers as wanted, or looked at as a whole. Where it is known how much comes, room is left for it, and several threads write a part each. A file that
 * cannot be written or read fails the spool, which says why; nobody need ask before its end. */
#ifndef KB_BASE_SPOOL_H
#define KB_BASE_SPOOL_H

#include "base/buf.h"
#include "base/fs.h"
#include "base/record.h"

typedef struct Spool {
    Arena arena;
    Buf open;               /* what is not in the file; without one, all */
    FsSpill file;
    bool has_file, failed;
    Str why;
} Spool;

/* `path` is a name that its file may have for a moment, which nothing else has; empty: all stays in memory. */
void spool_open(Spool *s, Str path);
void spool_close(Spool *s);

/* Where the next bytes are put. */
Buf *spool_room(Spool *s);
ptrdiff_t spool_count(const Spool *s);      /* bytes so far */

/* Leaves room for so many bytes more, which parts will write. Nothing is put as long as they do. */
void spool_leave(Spool *s, ptrdiff_t n);
typedef struct SpoolPart {
    const Spool *spool;
    ptrdiff_t at;
    Arena arena;
    Buf open;
    Str why;                /* it failed */
} SpoolPart;
/* What is put from there on, by one thread. */
SpoolPart spool_part(const Spool *s, ptrdiff_t at);
Buf *spool_part_room(SpoolPart *p);
void spool_part_flush(SpoolPart *p);        /* at its end, too */
/* Afterwards, by the thread that has the spool. */
void spool_part_close(SpoolPart *p, Spool *s);

/* It is as if it had failed; the first reason counts. */
void spool_fail(Spool *s, Str why);

/* As record_seal of all of it. */
void spool_seal(Spool *s);
/* No more is put. False when it failed. */
bool spool_end(Spool *s);
/* All of it, after spool_end; empty when that fails. */
Str spool_view(Spool *s);
/* Of such a view, where there is a file, or of another map of one: what was looked at need not stay in memory. It is read again when it is looked at. */
void spool_forget(Str view);

/* From `at` up to `end`. */
typedef struct SpoolReader {
    const Spool *spool;
    ptrdiff_t at, end;
    Arena arena;
    char *bytes;            /* a piece of the file; those from `at` on stand at `from`, `have` of them */
    ptrdiff_t from, have, cap;
    bool failed;
} SpoolReader;

/* Several threads may read one spool, each with readers of its own. One that failed is at its end. */
SpoolReader spool_reader(const Spool *s, ptrdiff_t from, ptrdiff_t to);
void spool_reader_close(SpoolReader *r);
/* The next `n` bytes, or as many as there are: a view that the next call may invalidate. They are not passed over. */
Str spool_peek(SpoolReader *r, ptrdiff_t n);
void spool_skip(SpoolReader *r, ptrdiff_t n);
/* The next bytes that were put as one string (record_put_str), passed over; false at the end. */
bool spool_next(SpoolReader *r, Str *bytes);

#endif
