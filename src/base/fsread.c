/* Reading: a whole file, its hash, one below a folder that must not be left, and a stream. */
#define _XOPEN_SOURCE 700
#include "base/fsown.h"

#include "base/buf.h"
#include "base/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

ptrdiff_t fs_read_all(int fd, char *p, ptrdiff_t n)
{
    ptrdiff_t got = 0;
    while (got < n) {
        ssize_t r = read(fd, p + got, (size_t)(n - got));
        if (r < 0 && errno == EINTR)
            continue;
        if (r < 0)
            return -1;
        if (r == 0)
            break;
        got += r;
    }
    return got;
}

static bool read_at(Arena *a, Str path, const FsDesk *desk, ptrdiff_t limit, Str *text, FsStamp *stamp, bool *too_large, Str *why)
{
    *too_large = false;
    *stamp = (FsStamp){.size = -1};
    Name name = name_at(desk, str_z(a, path));
    int fd = openat(name.dir, name.z, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return fs_fail(a, why, "cannot open");
    struct stat st;
    bool ok = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
    if (ok)
        *stamp = fs_stamp_of(&st);
    if (!ok) {
        *why = S("is not a regular file");
    } else if (st.st_size > limit) {
        *too_large = true;
        *why = str_fmt(a, "is %lld bytes long; the limit is %lld", (long long)st.st_size, (long long)limit);
        ok = false;
    } else {
        char *p = arena_bytes(a, (ptrdiff_t)st.st_size);
        ptrdiff_t n = fs_read_all(fd, p, (ptrdiff_t)st.st_size);
        if (n < 0)
            ok = fs_fail(a, why, "cannot read");
        else
            *text = (Str){p, n};
    }
    close(fd);
    return ok;
}

bool fs_read(Arena *a, Str path, ptrdiff_t limit, Str *text, bool *too_large, Str *why)
{
    FsStamp stamp;
    return read_at(a, path, NULL, limit, text, &stamp, too_large, why);
}

bool fs_read_by(Arena *a, Str path, FsDesk *desk, ptrdiff_t limit, Str *text, FsStamp *stamp, bool *too_large, Str *why)
{
    desk_go(desk, path);
    return read_at(a, path, desk, limit, text, stamp, too_large, why);
}

bool fs_hash(Str path, uint64_t *hash)
{
    Arena scratch = {0};
    int fd = open(str_z(&scratch, path), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    arena_free(&scratch);
    if (fd < 0)
        return false;
    char chunk[16384];
    ptrdiff_t n;
    HashStream *h = hash_begin();
    while ((n = fs_read_all(fd, chunk, sizeof chunk)) > 0)
        hash_add(h, (Str){chunk, n});
    *hash = hash_end(h);
    close(fd);
    return n == 0;
}

Str fs_read_stdin(Arena *a)
{
    Buf b = {.arena = a};
    for (;;) {
        char *p = buf_reserve(&b, 65536);
        ptrdiff_t n = fs_read_all(0, p, 65536);
        if (n <= 0)
            return buf_str(&b);
        b.n += n;
    }
}

/* --- below a folder ------------------------------------------------------------------------------------------------- */

/* One part after the other: O_NOFOLLOW speaks of the last part of a path alone. */
FsKind fs_open_below(Arena *scratch, Str dir, Str path, FsFile *file)
{
    file->fd = -1;
    int at = open(str_z(scratch, dir), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    while (at >= 0 && path.n > 0) {
        Str part = str_cut(&path, '/');
        if (part.n <= 0 || str_eq(part, S(".")) || str_eq(part, S("..")) || str_find_char(part, '\0') >= 0) {
            close(at);
            return FS_MISSING;
        }
        int next = openat(at, str_z(scratch, part), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | (path.n ? O_DIRECTORY : 0));
        close(at);
        at = next;
    }
    struct stat st;
    if (at < 0)
        return FS_MISSING;
    FsKind kind = fstat(at, &st) != 0 ? FS_MISSING : S_ISREG(st.st_mode) ? FS_FILE : S_ISDIR(st.st_mode) ? FS_DIR : FS_OTHER;
    if (kind == FS_FILE)
        *file = (FsFile){at, (int64_t)st.st_size, (int64_t)st.st_mtim.tv_sec, (int32_t)st.st_mtim.tv_nsec};
    else
        close(at);
    return kind;
}

bool fs_read_file(Arena *a, FsFile *file, Str *text)
{
    char *p = arena_bytes(a, (ptrdiff_t)file->size);
    ptrdiff_t n = fs_read_all(file->fd, p, (ptrdiff_t)file->size);
    *text = (Str){p, n < 0 ? 0 : n};
    fs_close(file);
    return n >= 0;
}

ptrdiff_t fs_read_some(FsFile *file, char *to, ptrdiff_t n)
{
    return fs_read_all(file->fd, to, n);
}

void fs_close(FsFile *file)
{
    if (file->fd >= 0)
        close(file->fd);
    file->fd = -1;
}
