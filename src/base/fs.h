/* fs: the one door to the file system. Paths are Str; a failure gives false and one sentence in `*why` (on the arena passed
 * in, without the path: the caller knows it). Only `cmd/` and `serve/` use this header: readers take bytes, pages give bytes. */
#ifndef KB_BASE_FS_H
#define KB_BASE_FS_H

#include "base/buf.h"
#include "base/table.h"

typedef enum FsKind { FS_MISSING, FS_FILE, FS_DIR, FS_OTHER } FsKind;
FsKind fs_kind(Str path);                           /* symbolic links are followed */

/* A file that is open for reading. */
typedef struct FsFile {
    int fd;
    int64_t size;
    int64_t seconds;        /* since 1970, when it was last written */
    int32_t nanoseconds;
} FsFile;

/* Opens what stands at `path` (parts between single '/', none of them "." or "..") below the folder `dir`. No symbolic link below `dir` is followed,
 * so nothing outside is ever reached. FS_FILE: `*file` is open, and the caller closes it. Else nothing is; empty `path` is `dir` itself. */
FsKind fs_open_below(Arena *scratch, Str dir, Str path, FsFile *file);
/* All of an open file, which is closed. */
bool fs_read_file(Arena *a, FsFile *file, Str *text);
/* The next `n` bytes of it, fewer at its end; -1 when they cannot be read. */
ptrdiff_t fs_read_some(FsFile *file, char *to, ptrdiff_t n);
void fs_close(FsFile *file);

/* What tells a file from what it was without reading it. A file changed in the same tick of the file system's clock has the same times:
 * who compares stamps has to look again at those that were young when they were taken (stamp_is_young). */
typedef struct FsStamp {
    int64_t size;           /* -1: no regular file */
    int64_t modified, changed;  /* nanoseconds since 1970, of its bytes and of anything about it */
    uint64_t inode;
} FsStamp;
/* The whole file. One larger than `limit` bytes is refused, with `*too_large` set. */
bool fs_read(Arena *a, Str path, ptrdiff_t limit, Str *text, bool *too_large, Str *why);
FsStamp fs_stamp(Str path);                         /* symbolic links are followed */
FsStamp fs_stamp_itself(Str path);                  /* and here they are not: a link is no regular file */
bool stamp_eq(const FsStamp *a, const FsStamp *b);
/* Whether the file may have been changed again after `time` without showing it. */
bool stamp_is_young(const FsStamp *s, int64_t time);
int64_t fs_now(void);                               /* the clock that stamps are compared with: never part of any output file */

typedef struct FsEntry {
    Str path;               /* relative to the folder walked, '/' between parts */
    FsStamp stamp;          /* of the file itself, when it is reached through a link; size -1: not asked for */
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

/* A name under which an editor keeps what it has not saved, or what was there before: "a.md~", "#a.md#", ".a.md.swp", ".#a.md". */
bool fs_is_backup(Str name);

/* Every regular file below `dir`, links followed, never twice through a loop. Backups are left out, and names that begin with '.' unless
 * `dot_files`; with `skip` (may be empty), a folder whose real path equals it is not entered. */
bool fs_walk(Arena *a, Str dir, bool dot_files, Str skip, FsList *list, Str *why);
/* What folders held when they were read, for who walks them again: the names in one that is the same, under the same times, are known, and it is not opened.
 * A file that is changed in its place changes nothing of its folder: each is asked for its stamp as before. Only folders of file systems are held that are
 * known to give a folder new times whenever a name in it comes or goes, and none so young that it may have changed again without showing it. */
typedef struct FsHeld FsHeld;
typedef struct FsFolders {
    Arena arena;
    Table ids;
    FsHeld *held;           /* by id */
    ptrdiff_t cap;
    Buf fresh;              /* on the arena: records of folders that were read since */
} FsFolders;

/* Takes records as they were put: views, a later one of the same folder in the place of an earlier. Gives how many bytes of them were replaced. */
ptrdiff_t fs_folders_take(FsFolders *f, Str records);
/* Puts the records of what was read since; `all`: and of what a walk has met. */
void fs_folders_put(const FsFolders *f, bool all, Buf *out);
void fs_folders_free(FsFolders *f);

typedef struct FsWalk {
    int threads;            /* 0: one */
    bool dot_files;
    bool no_stamps;         /* where the folder alone can tell what is a file: to find one by its name again costs more than all else */
    Str skip;               /* may be empty */
    FsFolders *folders;     /* used and filled where dot files are left out; NULL: all are read */
} FsWalk;

/* The same, as told. */
bool fs_walk_by(Arena *a, const FsWalk *how, Str dir, FsList *list, Str *why);

/* The hash (hash.h) of a file's bytes, however large it is. False when it cannot be read. */
bool fs_hash(Str path, uint64_t *hash);

typedef enum FsWritten { FS_CREATED, FS_CHANGED, FS_SAME } FsWritten;

/* Makes `path` hold `bytes`: missing folders are made, the bytes go to a temporary name that is renamed, and a file that holds
 * these bytes already is not touched. */
bool fs_write(Arena *scratch, Str path, Str bytes, FsWritten *written, Str *why);

/* Makes a new file; false with `*exists` when there is something of that name already, which stays as it is. */
bool fs_create(Arena *scratch, Str path, Str bytes, bool *exists, Str *why);

/* As fs_write with the bytes of the file `from`, which may be large: it is never held in memory whole. */
bool fs_copy(Arena *scratch, Str from, Str path, FsWritten *written, Str *why);

/* A folder that stays open, so that names below it are not looked up from the root again and again. */
typedef struct FsFolder {
    char path[512];
    ptrdiff_t n;            /* its length; 0: none is open */
    int fd;
} FsFolder;

/* Where one thread reads or writes file after file. Zero is valid but for the draft. */
typedef struct FsDesk {
    Str draft;              /* the name under which bytes are gathered, on the same file system, instead of one beside the file */
    bool is_unseen;         /* it writes to folders that nobody knows yet, and nothing was in them: no draft is needed there */
    bool has_litter;        /* there, a file that could not be written could not be removed either */
    FsFolder drafts;        /* the folder that it is in */
    FsFolder here;          /* the folder of the last files, when several stood in it; else the one above it, which is mostly the next file's, too */
    uint64_t folder;        /* the last file's, by its hash, and how many before it stood there */
    int before;
} FsDesk;
void fs_desk_close(FsDesk *desk);                   /* it can be used again */

/* The same for who reads file after file: as fs_read with the stamp of those bytes; size -1 when it could not be opened. */
bool fs_read_by(Arena *a, Str path, FsDesk *desk, ptrdiff_t limit, Str *text, FsStamp *stamp, bool *too_large, Str *why);

/* fs_stamp_itself at a desk: of 50,000 files, more than half of the time goes into the folders above them. */
FsStamp fs_stamp_by(FsDesk *desk, Str path);

/* The same at a desk; `*stamp` takes what the file is now. A folder in the way is removed when it is empty. `is_new`: nothing is expected to be there
 * (and if it is, nothing goes wrong). */
bool fs_write_by(Arena *scratch, Str path, FsDesk *desk, bool is_new, Str bytes, FsWritten *written, FsStamp *stamp, Str *why);
bool fs_copy_by(Arena *scratch, Str from, Str path, FsDesk *desk, FsWritten *written, FsStamp *stamp, Str *why);

/* A file that is written piece by piece under a temporary name, for what is too large to be held in memory. */
typedef struct FsDraft {
    char *path, *temporary;
    FsDesk *desk;           /* it is written at, or NULL */
    int fd;
    int error;              /* why a piece could not be written; 0: all were */
} FsDraft;

/* Begins the file of that path. Pieces may be put anywhere; false when one cannot be written. */
bool fs_draft_open(Arena *scratch, Str path, FsDraft *draft, Str *why);
bool fs_draft_put(FsDraft *draft, int64_t at, Str bytes);
/* Ends it: when all went well until here, it is put in its place, unless the file that stands there holds the same bytes; else thrown
 * away, and `*why` is given when it was the writing that failed. */
bool fs_draft_close(Arena *scratch, FsDraft *draft, bool ok, FsWritten *written, Str *why);

/* Removes a file or link; one that is not there is as good, and a folder in its place stays. */
bool fs_remove(Arena *scratch, Str path, Str *why);
/* Removes a folder when it is empty; one that is not there is as good. */
bool fs_remove_dir(Arena *scratch, Str path);
/* Removes what stands at `name` in the folder `dir`, with all that is in it. No link is followed, `dir` being one neither. False when something is left. */
bool fs_remove_tree(Arena *scratch, Str dir, Str name);
/* Puts the folder `from` in the place of `to`, which is an empty one, or nothing. */
bool fs_rename_dir(Arena *scratch, Str from, Str to, Str *why);
bool fs_same_device(Arena *scratch, Str path, Str other);

bool fs_make_dirs(Arena *scratch, Str path, Str *why);

/* The absolute path without links, or the empty Str when there is nothing there. */
Str fs_real_path(Arena *a, Str path);
Str fs_join(Arena *a, Str dir, Str name);           /* dir/name; an absolute name, or an empty or "." dir, gives the name */

/* A file of our own that grows at its end, held by one process at a time. */
typedef struct FsLog {
    Str path;
    int fd;                 /* -1: not open */
    Str map;                /* what it held when it was opened */
} FsLog;

/* Opens it, empty when it is new, and locks it; `*is_busy` when another process has it. `path` must outlive the log. */
bool fs_log_open(Arena *scratch, Str path, FsLog *log, bool *is_busy, Str *why);
/* The next bytes go behind the first `size`; what stands there is cut off. */
bool fs_log_cut(Arena *scratch, FsLog *log, ptrdiff_t size, Str *why);
bool fs_log_append(Arena *scratch, FsLog *log, Str bytes, Str *why);
/* A new, empty file beside it, locked, that takes its place at fs_log_replace; the views of the old one's map stay good until then. */
bool fs_log_begin(Arena *scratch, const FsLog *log, FsLog *fresh, Str *why);
bool fs_log_replace(Arena *scratch, FsLog *log, FsLog *fresh, Str *why);
/* Until this returns, a power failure may lose what was appended. */
bool fs_log_sync(Arena *scratch, const FsLog *log, Str *why);
/* Removes the file, and what is left of a new one beside it; the log stays open and locked until it is closed. */
bool fs_log_remove(Arena *scratch, const FsLog *log, Str *why);
void fs_log_close(FsLog *log);

/* A file without a name, for what is too much to be held in memory until it is needed again: it is gone when it is closed, however the program ends. */
typedef struct FsSpill {
    int fd;                 /* -1: not open */
    ptrdiff_t n;            /* bytes in it */
    Str map;                /* once it was asked for */
} FsSpill;

/* `path` is a name that the file has for a moment; nothing stands there. Missing folders are made. */
bool fs_spill_open(Arena *scratch, Str path, FsSpill *spill, Str *why);
bool fs_spill_append(Arena *scratch, FsSpill *spill, Str bytes, Str *why);
/* Writes into it, or behind its end: `n` stays what it was. Any thread may. */
bool fs_spill_write(Arena *scratch, const FsSpill *spill, ptrdiff_t at, Str bytes, Str *why);
/* `n` bytes that were appended, from `at` on. */
bool fs_spill_read(const FsSpill *spill, ptrdiff_t at, char *to, ptrdiff_t n);
/* How much more may be appended: what the disk and the limits of the process leave. Writing may still fail. */
ptrdiff_t fs_spill_room(const FsSpill *spill);
bool fs_spill_map(Arena *scratch, FsSpill *spill, Str *why);
void fs_spill_close(FsSpill *spill);

/* Of a map (a spill's, a log's, or a part of it): its pages need not stay in memory. They are read again when they are looked at. */
void fs_map_forget(Str map);

/* Everything from a stream (stdin). */
Str fs_read_stdin(Arena *a);

bool fs_is_terminal(int fd);
int fs_processors(void);
double fs_seconds(void);                            /* a clock for durations: never part of any output file */
double fs_processor_seconds(void);                  /* of all threads so far */
int64_t fs_memory_peak(void);                       /* the most bytes of memory that the program has had */

/* The day, YYYY-MM-DD, where the author is; for content and for what is said of it, never for how the site is made. With SOURCE_DATE_EPOCH in the
 * environment (seconds since 1970, UTC) that one. */
Str fs_today(Arena *a);

#endif
