/* fs: the one door to the file system. Paths are Str; a failure gives false and one sentence in `*why` (on the arena passed
 * in, without the path: the caller knows it). Only `cmd/` and `serve/` use this header: readers take bytes, pages give bytes. */
#ifndef KB_BASE_FS_H
#define KB_BASE_FS_H

#include "base/str.h"

typedef enum FsKind { FS_MISSING, FS_FILE, FS_DIR, FS_OTHER } FsKind;
FsKind fs_kind(Str path);                           /* symbolic links are followed */

/* The whole file. One larger than `limit` bytes is refused, with `*too_large` set. */
bool fs_read(Arena *a, Str path, ptrdiff_t limit, Str *text, bool *too_large, Str *why);

typedef struct FsEntry {
    Str path;               /* relative to the folder walked, '/' between parts */
} FsEntry;

typedef struct FsTrouble {
    Str path;
    Str why;
    bool is_loop;           /* a symbolic link to one of its own parents */
    bool is_dangling;       /* a symbolic link to nothing */
} FsTrouble;

typedef struct FsList {
    FsEntry *items;         /* sorted by path, byte order */
    ptrdiff_t n, cap;
    FsTrouble *troubles;    /* folders that were not entered, links to nothing */
    ptrdiff_t trouble_count, trouble_cap;
} FsList;

/* Every regular file below `dir`, links followed, never twice through a loop. Names that begin with '.' are left out unless
 * `dot_files`; with `skip` (may be empty), a folder whose real path equals it is not entered. */
bool fs_walk(Arena *a, Str dir, bool dot_files, Str skip, FsList *list, Str *why);

typedef enum FsWritten { FS_CREATED, FS_CHANGED, FS_SAME } FsWritten;

/* Makes `path` hold `bytes`: missing folders are made, the bytes go to a temporary name that is renamed, and a file that holds
 * these bytes already is not touched. */
bool fs_write(Arena *scratch, Str path, Str bytes, FsWritten *written, Str *why);

/* Makes a new file; false with `*exists` when there is something of that name already, which stays as it is. */
bool fs_create(Arena *scratch, Str path, Str bytes, bool *exists, Str *why);

/* As fs_write with the bytes of the file `from`, which may be large: it is never held in memory whole. */
bool fs_copy(Arena *scratch, Str from, Str path, FsWritten *written, Str *why);

bool fs_make_dirs(Arena *scratch, Str path, Str *why);

/* The absolute path without links, or the empty Str when there is nothing there. */
Str fs_real_path(Arena *a, Str path);
Str fs_join(Arena *a, Str dir, Str name);           /* dir/name; an absolute name, or an empty or "." dir, gives the name */

/* Everything from a stream (stdin). */
Str fs_read_stdin(Arena *a);

bool fs_is_terminal(int fd);
int fs_processors(void);
double fs_seconds(void);                            /* a clock for durations: never part of any output file */
Str fs_today(Arena *a);                             /* the day (UTC) as YYYY-MM-DD; what SOURCE_DATE_EPOCH says is taken for now */

#endif
