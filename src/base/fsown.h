/* fsown: what the files of the one door to the file system (fs.h) have in common, and nobody else. */
#ifndef KB_BASE_FSOWN_H
#define KB_BASE_FSOWN_H

#include "base/fs.h"

#include <sys/stat.h>

/* False, with errno's reason behind `what` in `*why`. */
bool fs_fail(Arena *a, Str *why, const char *what);

FsStamp fs_stamp_of(const struct stat *st);

/* As many bytes as there are, up to `n`, however often the system has to be asked; -1 when they cannot be read. */
ptrdiff_t fs_read_all(int fd, char *p, ptrdiff_t n);
bool fs_write_all(int fd, Str bytes);

/* Whether the folder is held as it is now; `names`: what it holds, of each name its kind (a d_type, as a byte), the name, a zero. A view. */
bool folder_is_held(const FsFolders *f, const struct stat *st, Str *names);
/* Whether its file system is one whose folders may be held. */
bool folders_can_be_held(int fd);
/* Puts a record of one whose names were read after `time` and after `st` was taken, unless it is too young. */
void folder_hold(Buf *fresh, const struct stat *st, int64_t time, Str names);

/* A name and the folder from which it is looked up. */
typedef struct Name {
    int dir;
    const char *z;
} Name;

/* From an open folder, when the path leads through it; else as it is. `folder` and `desk` may be NULL. */
Name name_from(const FsFolder *folder, const char *path);
Name name_at(const FsDesk *desk, const char *path);
Str folder_of(Str path);

/* Opens another folder in its place. Where it cannot be opened, names are looked up from the root. */
void folder_open(FsFolder *folder, Str path);
void folder_close(FsFolder *folder);
/* Opens the folder of the file at `path` or the one above it, as the desk has it, and the folder of the desk's draft. */
void desk_go(FsDesk *desk, Str path);

#endif
