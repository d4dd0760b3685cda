/* store: documents that a build has read, kept until their pages are made: so that no source is read and parsed a second time.
 *
 * Each thread puts its own one behind another into a file without a name (base/fs.h), as records of some 3 kB for an article of the old archive; what is
 * too little for a file stays in memory. Any thread may take any of them out when all are in.
 *
 * A store is a help and no more: it holds as much as its bound and the room on the disk let it, gives all back when the disk is full, and who finds nothing
 * in it reads the source. No failure of it is one of the build. */
#ifndef KB_BUILD_STORE_H
#define KB_BUILD_STORE_H

#include "base/fs.h"
#include "base/pool.h"
#include "doc/record.h"

/* One thread's. */
typedef struct Shelf {
    Arena arena;
    Buf open;               /* what is not in the file */
    CommonTexts common;
    FsSpill file;
    ptrdiff_t start;        /* of `open`: so many bytes came before */
    Str path;               /* a name that its file may have for a moment */
    ptrdiff_t bound;
    bool is_full;
} Shelf;

/* Zero is a store that takes nothing. */
typedef struct Store {
    Shelf *shelves;         /* by thread */
    int count;
} Store;

#define STORE_BYTES_MAX ((ptrdiff_t)4 << 30)

/* Lives on `a`. `path`: the files' names are path/0, path/1 …, which nothing else has as long as something is put. The bound is in bytes, of all together. */
void store_open(Store *s, Arena *a, int threads, Str path, ptrdiff_t bound);
void store_close(Store *s);

/* Where it is now; 0 when it was not taken. */
uint64_t store_put(Store *s, int thread, const Doc *doc, Str description);

/* What was put there: on `a`, views too. False when it is no longer there. */
bool store_get(const Store *s, Arena *a, uint64_t place, Doc *doc, Str *description);

#endif
