/* Files of our own, which no visitor sees: logs, which one process has at a time, and spills, which have no name. */
#define _DEFAULT_SOURCE    /* madvise */
#define _XOPEN_SOURCE 700
#include "base/fsown.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* --- logs -------------------------------------------------------------------------------------------------------------- */

/* Whether the name still leads to the file that is open: another process may have put a new one there while we waited for nothing. */
static bool is_in_place(const FsLog *log, const char *path)
{
    struct stat x, y;
    return fstat(log->fd, &x) == 0 && stat(path, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static bool log_lock(Arena *scratch, FsLog *log, const char *path, int flags, bool *is_busy, Str *why)
{
    log->fd = open(path, flags, 0666);
    if (log->fd < 0)
        return fs_fail(scratch, why, "cannot open");
    if (flock(log->fd, LOCK_EX | LOCK_NB) == 0)
        return true;
    *is_busy = errno == EWOULDBLOCK;
    fs_fail(scratch, why, "cannot lock");
    fs_log_close(log);
    return false;
}

static bool log_map(Arena *scratch, FsLog *log, Str *why)
{
    struct stat st;
    if (fstat(log->fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        *why = S("is no regular file");
        return false;
    }
    if (st.st_size == 0)
        return true;
    void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, log->fd, 0);
    if (p == MAP_FAILED)
        return fs_fail(scratch, why, "cannot map");
    log->map = (Str){p, (ptrdiff_t)st.st_size};
    return true;
}

bool fs_log_open(Arena *scratch, Str path, FsLog *log, bool *is_busy, Str *why)
{
    *log = (FsLog){.path = path, .fd = -1};
    *is_busy = false;
    const char *z = str_z(scratch, path);
    for (int tries = 0; tries < 100; tries++) {
        if (!log_lock(scratch, log, z, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, is_busy, why))
            return false;
        if (is_in_place(log, z))
            break;
        fs_log_close(log);
    }
    if (log->fd >= 0 && log_map(scratch, log, why))
        return true;
    fs_log_close(log);
    return false;
}

bool fs_log_cut(Arena *scratch, FsLog *log, ptrdiff_t size, Str *why)
{
    bool ok = ftruncate(log->fd, (off_t)size) == 0 && lseek(log->fd, (off_t)size, SEEK_SET) >= 0;
    return ok || fs_fail(scratch, why, "cannot write");
}

bool fs_log_append(Arena *scratch, FsLog *log, Str bytes, Str *why)
{
    return fs_write_all(log->fd, bytes) || fs_fail(scratch, why, "cannot write");
}

static Str fresh_path(Arena *a, const FsLog *log)
{
    return str_join2(a, log->path, S(".new"));
}

bool fs_log_begin(Arena *scratch, const FsLog *log, FsLog *fresh, Str *why)
{
    bool is_busy;
    *fresh = (FsLog){.path = fresh_path(scratch, log), .fd = -1};
    return log_lock(scratch, fresh, str_z(scratch, fresh->path), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, &is_busy, why);
}

bool fs_log_replace(Arena *scratch, FsLog *log, FsLog *fresh, Str *why)
{
    if (rename(str_z(scratch, fresh->path), str_z(scratch, log->path)) != 0)
        return fs_fail(scratch, why, "cannot rename into place");
    fresh->path = log->path;
    fs_log_close(log);
    *log = *fresh;
    return true;
}

bool fs_log_sync(Arena *scratch, const FsLog *log, Str *why)
{
    return fsync(log->fd) == 0 || fs_fail(scratch, why, "cannot write");
}

bool fs_log_remove(Arena *scratch, const FsLog *log, Str *why)
{
    return fs_remove(scratch, fresh_path(scratch, log), why) && fs_remove(scratch, log->path, why);
}

void fs_log_close(FsLog *log)
{
    if (log->map.n)
        munmap((void *)(uintptr_t)log->map.p, (size_t)log->map.n);
    if (log->fd >= 0)
        close(log->fd);
    log->fd = -1;
    log->map = (Str){0};
}

/* --- spills ------------------------------------------------------------------------------------------------------------ */

bool fs_spill_open(Arena *scratch, Str path, FsSpill *spill, Str *why)
{
    const char *z = str_z(scratch, path);
    ptrdiff_t slash = str_find_last_char(path, '/');
    *spill = (FsSpill){.fd = -1};
    if (slash > 0 && !fs_make_dirs(scratch, str_head(path, slash), why))
        return false;
    spill->fd = open(z, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (spill->fd < 0)
        return fs_fail(scratch, why, "cannot create");
    return unlink(z) == 0 || fs_fail(scratch, why, "cannot remove");
}

bool fs_spill_write(Arena *scratch, const FsSpill *spill, ptrdiff_t at, Str bytes, Str *why)
{
    while (bytes.n) {
        ssize_t n = pwrite(spill->fd, bytes.p, (size_t)bytes.n, (off_t)at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fs_fail(scratch, why, "cannot write");
        bytes = str_from(bytes, n);
        at += n;
    }
    return true;
}

bool fs_spill_append(Arena *scratch, FsSpill *spill, Str bytes, Str *why)
{
    spill->n += bytes.n;
    return fs_spill_write(scratch, spill, spill->n - bytes.n, bytes, why);
}

bool fs_spill_read(const FsSpill *spill, ptrdiff_t at, char *to, ptrdiff_t n)
{
    while (n > 0) {
        ssize_t got = pread(spill->fd, to, (size_t)n, (off_t)at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        to += got;
        at += got;
        n -= got;
    }
    return true;
}

ptrdiff_t fs_spill_room(const FsSpill *spill)
{
    struct statvfs disk;
    struct rlimit limit;
    uint64_t room = fstatvfs(spill->fd, &disk) == 0 ? (uint64_t)disk.f_bavail * disk.f_frsize : 0;
    if (getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY && limit.rlim_cur < room)
        room = limit.rlim_cur;
    return room < PTRDIFF_MAX ? (ptrdiff_t)room : PTRDIFF_MAX;
}

bool fs_spill_map(Arena *scratch, FsSpill *spill, Str *why)
{
    if (spill->map.n || !spill->n)
        return true;
    void *p = mmap(NULL, (size_t)spill->n, PROT_READ, MAP_PRIVATE, spill->fd, 0);
    if (p == MAP_FAILED)
        return fs_fail(scratch, why, "cannot map");
    spill->map = (Str){p, spill->n};
    return true;
}

void fs_spill_close(FsSpill *spill)
{
    if (spill->map.n)
        munmap((void *)(uintptr_t)spill->map.p, (size_t)spill->map.n);
    if (spill->fd >= 0)
        close(spill->fd);
    *spill = (FsSpill){.fd = -1};
}

void fs_map_forget(Str map)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), start = (uintptr_t)map.p / page * page;
    if (map.n)
        madvise((void *)start, (size_t)((uintptr_t)map.p + (uintptr_t)map.n - start), MADV_DONTNEED);
}
