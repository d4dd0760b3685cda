/* Writing: bytes go to a draft that is renamed, and what holds them already is not touched. Where nobody looks yet, the draft has the file's name from the
 * start: to rename it, and to look what stamp that gave it, was a third of writing a file. */
#define _XOPEN_SOURCE 700
#include "base/fsown.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool holds(Name path, Str bytes, bool *exists, FsStamp *stamp)
{
    int fd = openat(path.dir, path.z, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    *exists = fd >= 0 || errno != ENOENT;
    if (fd < 0)
        return false;
    struct stat st;
    bool same = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size == (off_t)bytes.n;
    *stamp = same ? fs_stamp_of(&st) : (FsStamp){0};
    char chunk[16384];
    for (ptrdiff_t at = 0; same && at < bytes.n;) {
        ptrdiff_t want = bytes.n - at < (ptrdiff_t)sizeof chunk ? bytes.n - at : (ptrdiff_t)sizeof chunk;
        ptrdiff_t got = fs_read_all(fd, chunk, want);
        same = got == want && memcmp(chunk, bytes.p + at, (size_t)want) == 0;
        at += want;
    }
    close(fd);
    return same;
}

bool fs_write_all(int fd, Str bytes)
{
    while (bytes.n) {
        ssize_t n = write(fd, bytes.p, (size_t)bytes.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        bytes = str_from(bytes, n);
    }
    return true;
}

/* The temporary name beside the file, unless the caller has one. */
static Str temporary_name(Arena *scratch, Str path)
{
    ptrdiff_t slash = str_find_last_char(path, '/');
    Str dir = str_head(path, slash + 1), name = str_head(str_from(path, slash + 1), 200);    /* leaves room for the suffix */
    return str_fmt(scratch, STR_FMT "." STR_FMT ".kb-tmp", STR_ARG(dir), STR_ARG(name));
}

static bool is_unseen(const FsDesk *desk)
{
    return desk && desk->is_unseen;
}

static Name temporary_at(const FsDraft *d)
{
    return name_from(!d->desk ? NULL : d->desk->is_unseen ? &d->desk->here : &d->desk->drafts, d->temporary);
}

static bool draft_create(FsDraft *d)
{
    Name temporary = temporary_at(d);
    d->fd = openat(temporary.dir, temporary.z, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
    return d->fd >= 0;
}

static bool draft_open(Arena *scratch, Str path, FsDesk *desk, FsDraft *d, Str *why)
{
    Str temporary = is_unseen(desk) ? path : desk && desk->draft.n ? desk->draft : temporary_name(scratch, path);
    *d = (FsDraft){.path = str_z(scratch, path), .temporary = str_z(scratch, temporary), .desk = desk};
    if (draft_create(d))
        return true;
    if (errno == ENOENT) {
        if (desk) {
            folder_close(&desk->drafts);
            folder_close(&desk->here);
        }
        if (!fs_make_dirs(scratch, folder_of(temporary), why))
            return false;
        draft_create(d);
    }
    return d->fd >= 0 || fs_fail(scratch, why, "cannot create");
}

static bool rename_to(const FsDraft *d)
{
    Name temporary = temporary_at(d), path = name_at(d->desk, d->path);
    return renameat(temporary.dir, temporary.z, path.dir, path.z) == 0;
}

/* Puts the draft in its place; the folders on the way may be missing (the open one may have been removed), and an empty folder may stand there. */
static bool draft_rename(Arena *scratch, const FsDraft *d, Str *why)
{
    if (rename_to(d))
        return true;
    if (errno == ENOENT || errno == ENOTDIR) {
        if (d->desk)
            folder_close(&d->desk->here);
        if (!fs_make_dirs(scratch, folder_of(str(d->path)), why))
            return false;
    } else if (errno != EISDIR || rmdir(d->path) != 0) {
        errno = errno == ENOTEMPTY || errno == EEXIST ? EISDIR : errno;
        return fs_fail(scratch, why, "cannot rename into place");
    }
    return rename_to(d) || fs_fail(scratch, why, "cannot rename into place");
}

/* The same where the draft is in its place. */
static bool draft_end(Arena *scratch, FsDraft *d, bool ok, FsStamp *stamp, Str *why)
{
    struct stat st;
    *stamp = ok && fstat(d->fd, &st) == 0 ? fs_stamp_of(&st) : (FsStamp){.size = -1};
    if (close(d->fd) != 0 && ok)
        ok = fs_fail(scratch, why, "cannot write");
    Name path = name_at(d->desk, d->path);
    if (!ok && unlinkat(path.dir, path.z, 0) != 0)
        d->desk->has_litter = true;
    return ok;
}

/* Publishes the draft when all went well until here, else throws it away. */
static bool draft_close(Arena *scratch, FsDraft *d, bool ok, FsStamp *stamp, Str *why)
{
    struct stat st;
    if (is_unseen(d->desk))
        return draft_end(scratch, d, ok, stamp, why);
    if (close(d->fd) != 0 && ok)
        ok = fs_fail(scratch, why, "cannot write");
    ok = ok && draft_rename(scratch, d, why);
    Name path = name_at(d->desk, d->path), temporary = temporary_at(d);
    if (ok && fstatat(path.dir, path.z, &st, AT_SYMLINK_NOFOLLOW) == 0)     /* the renaming, too, is a change */
        *stamp = fs_stamp_of(&st);
    if (!ok)
        unlinkat(temporary.dir, temporary.z, 0);
    return ok;
}

/* Most new files stand in a folder of their own. Where that is new too, nothing can be there yet: to look for a file, and to find by a renaming that fails
 * that there is no folder, would be a third of the time of writing it. */
static bool write_at(Arena *scratch, Str path, FsDesk *desk, bool is_new, Str bytes, FsWritten *written, FsStamp *stamp, Str *why)
{
    bool may_make = is_new && !(desk && str_eq((Str){desk->here.path, desk->here.n}, folder_of(path)));
    const char *folder = may_make ? str_z(scratch, folder_of(path)) : NULL;
    Name made = may_make ? name_at(desk, folder) : (Name){0};
    bool has_made_folder = may_make && mkdirat(made.dir, made.z, 0777) == 0, exists = false;
    *written = FS_SAME;
    if (may_make && !has_made_folder && errno != EEXIST && errno != ENOENT && errno != ENOTDIR)
        return fs_fail(scratch, why, str_z(scratch, str_fmt(scratch, "cannot make the folder %s", folder)));
    if (!has_made_folder && !is_unseen(desk) && holds(name_at(desk, str_z(scratch, path)), bytes, &exists, stamp))
        return true;
    *written = exists ? FS_CHANGED : FS_CREATED;
    FsDraft d;
    bool ok = draft_open(scratch, path, desk, &d, why);
    if (ok) {
        ok = fs_write_all(d.fd, bytes) || fs_fail(scratch, why, "cannot write");
        ok = draft_close(scratch, &d, ok, stamp, why);
    }
    if (!ok && has_made_folder)
        rmdir(folder);
    return ok;
}

bool fs_write_by(Arena *scratch, Str path, FsDesk *desk, bool is_new, Str bytes, FsWritten *written, FsStamp *stamp, Str *why)
{
    desk_go(desk, path);
    Str above = folder_of(folder_of(path));
    if (desk->is_unseen && !desk->here.n) {     /* the first file there */
        if (!fs_make_dirs(scratch, above, why))
            return false;
        folder_open(&desk->here, above);
    }
    return write_at(scratch, path, desk, is_new || desk->is_unseen, bytes, written, stamp, why);
}

bool fs_write(Arena *scratch, Str path, Str bytes, FsWritten *written, Str *why)
{
    FsStamp stamp;
    return write_at(scratch, path, NULL, false, bytes, written, &stamp, why);
}

bool fs_create(Arena *scratch, Str path, Str bytes, bool *exists, Str *why)
{
    ptrdiff_t slash = str_find_last_char(path, '/');
    *exists = false;
    if (slash > 0 && !fs_make_dirs(scratch, str_head(path, slash), why))
        return false;
    const char *z = str_z(scratch, path);
    int fd = open(z, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0) {
        *exists = errno == EEXIST;
        return fs_fail(scratch, why, "cannot create");
    }
    bool ok = fs_write_all(fd, bytes) || fs_fail(scratch, why, "cannot write");
    if (close(fd) != 0 && ok)
        ok = fs_fail(scratch, why, "cannot write");
    if (!ok)
        unlink(z);
    return ok;
}

/* --- copying --------------------------------------------------------------------------------------------------------- */

enum { COPY_CHUNK = 64 * 1024 };

/* Reads two files side by side. */
static bool same_bytes(int x, int y, char *chunk)
{
    for (;;) {
        ptrdiff_t n = fs_read_all(x, chunk, COPY_CHUNK / 2), k = fs_read_all(y, chunk + COPY_CHUNK / 2, COPY_CHUNK / 2);
        if (n < 0 || n != k || memcmp(chunk, chunk + COPY_CHUNK / 2, (size_t)n) != 0)
            return false;
        if (n == 0)
            return true;
    }
}

static bool is_copy(int from, Name path, char *chunk, bool *exists, FsStamp *stamp)
{
    int fd = openat(path.dir, path.z, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    *exists = fd >= 0 || errno != ENOENT;
    if (fd < 0)
        return false;
    struct stat x, y;
    bool same = fstat(from, &x) == 0 && fstat(fd, &y) == 0 && S_ISREG(y.st_mode) && x.st_size == y.st_size && same_bytes(from, fd, chunk);
    *stamp = same ? fs_stamp_of(&y) : (FsStamp){0};
    close(fd);
    return same;
}

static bool copy_bytes(int from, int to, char *chunk)
{
    ptrdiff_t n;
    while ((n = fs_read_all(from, chunk, COPY_CHUNK)) > 0)
        if (!fs_write_all(to, (Str){chunk, n}))
            return false;
    return n == 0;
}

static bool copy_at(Arena *scratch, Str from, Str path, FsDesk *desk, FsWritten *written, FsStamp *stamp, Str *why)
{
    int in = open(str_z(scratch, from), O_RDONLY | O_CLOEXEC);
    if (in < 0)
        return fs_fail(scratch, why, str_z(scratch, str_fmt(scratch, "cannot open " STR_FMT, STR_ARG(from))));
    char *chunk = arena_bytes(scratch, COPY_CHUNK);
    bool exists;
    *written = FS_SAME;
    bool ok = is_copy(in, name_at(desk, str_z(scratch, path)), chunk, &exists, stamp);
    if (!ok) {
        *written = exists ? FS_CHANGED : FS_CREATED;
        FsDraft d;
        ok = draft_open(scratch, path, desk, &d, why);
        if (ok) {
            bool copied = lseek(in, 0, SEEK_SET) == 0 && copy_bytes(in, d.fd, chunk);
            ok = draft_close(scratch, &d, copied || fs_fail(scratch, why, "cannot copy"), stamp, why);
        }
    }
    close(in);
    return ok;
}

bool fs_copy(Arena *scratch, Str from, Str path, FsWritten *written, Str *why)
{
    FsStamp stamp;
    return copy_at(scratch, from, path, NULL, written, &stamp, why);
}

bool fs_copy_by(Arena *scratch, Str from, Str path, FsDesk *desk, FsWritten *written, FsStamp *stamp, Str *why)
{
    desk_go(desk, path);
    return copy_at(scratch, from, path, desk, written, stamp, why);
}

/* --- piece by piece ------------------------------------------------------------------------------------------------------ */

bool fs_draft_open(Arena *scratch, Str path, FsDraft *d, Str *why)
{
    return draft_open(scratch, path, NULL, d, why);
}

bool fs_draft_put(FsDraft *d, int64_t at, Str bytes)
{
    while (bytes.n > 0) {
        ssize_t n = pwrite(d->fd, bytes.p, (size_t)bytes.n, (off_t)at);
        if (n < 0 && errno != EINTR) {
            d->error = errno;
            return false;
        }
        bytes = str_from(bytes, n > 0 ? n : 0);
        at += n > 0 ? n : 0;
    }
    return true;
}

bool fs_draft_close(Arena *scratch, FsDraft *d, bool ok, FsWritten *written, Str *why)
{
    char *chunk = arena_bytes(scratch, COPY_CHUNK);
    bool exists;
    FsStamp stamp;
    *written = FS_SAME;
    errno = d->error;
    if (d->error)
        ok = fs_fail(scratch, why, "cannot write");
    if (ok && is_copy(d->fd, (Name){AT_FDCWD, d->path}, chunk, &exists, &stamp)) {
        close(d->fd);
        unlink(d->temporary);
        return true;
    }
    if (ok)
        *written = exists ? FS_CHANGED : FS_CREATED;
    return draft_close(scratch, d, ok, &stamp, why);
}
