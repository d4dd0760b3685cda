/* spool: bytes put one behind another, in memory while they are few, in a file without a name where they may be many; read again from front to back, by as
 * many readers as wanted, or looked at as a whole. A file that cannot be written or read fails the spool, which says why; nobody need ask before its end. */
#ifndef KB_BASE_SPOOL_H
#define KB_BASE_SPOOL_H

#include "base/buf.h"
#include "base/fs.h"
#include "base/hash.h"
#include "base/record.h"

typedef struct Spool {
    Arena arena;
    Buf open;               /* what is not in the file; without one, all */
    FsSpill file;
    HashStream *hash;       /* of what is in the file, when it will be sealed */
    bool has_file, failed;
    Str why;
} Spool;

/* `path` is a name that its file may have for a moment, which nothing else has; empty: all stays in memory. `sealed`: spool_seal will be called. */
void spool_open(Spool *s, Str path, bool sealed);
void spool_close(Spool *s);

/* Where the next bytes are put. */
Buf *spool_room(Spool *s);
ptrdiff_t spool_count(const Spool *s);      /* bytes so far */

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
    Spool *spool;
    ptrdiff_t at, end;
    Arena arena;
    char *bytes;            /* a piece of the file; those from `at` on stand at `from`, `have` of them */
    ptrdiff_t from, have, cap;
} SpoolReader;

SpoolReader spool_reader(Spool *s, ptrdiff_t from, ptrdiff_t to);
void spool_reader_close(SpoolReader *r);
/* The next `n` bytes, or as many as there are: a view that the next call may invalidate. They are not passed over. */
Str spool_peek(SpoolReader *r, ptrdiff_t n);
void spool_skip(SpoolReader *r, ptrdiff_t n);
/* The next bytes that were put as one string (record_put_str), passed over; false at the end. */
bool spool_next(SpoolReader *r, Str *bytes);

#endif
