/* A library for LD_PRELOAD: the N-th call of a kind below a folder fails.
 *
 *     KB_FAULT=rename:3:EIO:/tmp/x/site/     the third rename below that folder gives EIO
 *     KB_FAULT=write:2:ENOSPC+:…             the second write and all behind it
 *     KB_FAULT=open:1:KILL:…                 the process is killed there (STOP: stopped)
 *     KB_FAULT=write:1:SHORT:…               writes one byte less (EINTR: none yet)
 *     KB_FAULT_COUNT=FILE                    is made when the N-th call was reached
 *
 * Kinds: write (pwrite, writev), rename, mkdir, open (for writing), openr (for reading), close (of what was written), fsync, ftruncate, unlink, rmdir,
 * mmap (of a file). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static char kind[16], what[16], below[PATH_MAX];
static int nth, is_sticky;
static atomic_int calls;

static const struct {
    const char *name;
    int value;
} ERRORS[] = {{"EIO", EIO}, {"ENOSPC", ENOSPC}, {"EACCES", EACCES}, {"EMFILE", EMFILE}, {"ENOMEM", ENOMEM}, {"EINTR", EINTR}, {"EROFS", EROFS},
    {"EDQUOT", EDQUOT}};

__attribute__((constructor)) static void setup(void)
{
    const char *fault = getenv("KB_FAULT");
    if (fault && sscanf(fault, "%15[^:]:%d:%15[^:]:%4095s", kind, &nth, what, below) != 4)
        nth = 0;
    size_t n = strlen(what);
    if (n && what[n - 1] == '+') {
        what[n - 1] = '\0';
        is_sticky = 1;
    }
}

static int is_below(int dir, const char *path)
{
    char full[2 * PATH_MAX], link[64];
    size_t n = 0;
    if (!path || path[0] != '/') {
        ssize_t k;
        if (dir == AT_FDCWD) {
            k = getcwd(full, PATH_MAX) ? (ssize_t)strlen(full) : -1;
        } else {
            snprintf(link, sizeof link, "/proc/self/fd/%d", dir);
            k = readlink(link, full, PATH_MAX);
        }
        if (k < 0)
            return 0;
        n = (size_t)k;
        if (path)
            full[n++] = '/';
    }
    while (path && path[0] == '.' && path[1] == '/')
        path += 2;
    snprintf(full + n, sizeof full - n, "%s", path ? path : "");
    return strncmp(full, below, strlen(below)) == 0;
}

/* Is this the call that fails? Then errno is set. */
static int fails(const char *name, int dir, const char *path)
{
    if (!nth || strcmp(name, kind) != 0)
        return 0;
    int e = errno;
    if (!is_below(dir, path)) {
        errno = e;
        return 0;
    }
    errno = e;
    int n = ++calls;
    if (n != nth && !(is_sticky && n > nth))
        return 0;
    const char *count = getenv("KB_FAULT_COUNT");
    if (count && n == nth) {
        long fd = syscall(SYS_openat, AT_FDCWD, count, O_WRONLY | O_CREAT, 0666);
        syscall(SYS_close, fd);
    }
    if (strcmp(what, "KILL") == 0)
        raise(SIGKILL);
    if (strcmp(what, "STOP") == 0) {
        raise(SIGSTOP);
        return 0;
    }
    for (size_t i = 0; i < sizeof ERRORS / sizeof *ERRORS; i++)
        if (strcmp(what, ERRORS[i].name) == 0)
            errno = ERRORS[i].value;
    return 1;
}

#define REAL(name) ((__typeof__(&name))(uintptr_t)dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *p, size_t n)
{
    if (fails("write", fd, NULL)) {
        if (strcmp(what, "SHORT") != 0)
            return -1;
        n -= n > 1;
    }
    return syscall(SYS_write, fd, p, n);
}

ssize_t pwrite(int fd, const void *p, size_t n, off_t at)
{
    return fails("write", fd, NULL) && strcmp(what, "SHORT") != 0 ? -1 : REAL(pwrite)(fd, p, n, at);
}

ssize_t pwrite64(int fd, const void *p, size_t n, off64_t at)
{
    return fails("write", fd, NULL) && strcmp(what, "SHORT") != 0 ? -1 : REAL(pwrite64)(fd, p, n, at);
}

ssize_t writev(int fd, const struct iovec *v, int n)
{
    return fails("write", fd, NULL) && strcmp(what, "SHORT") != 0 ? -1 : REAL(writev)(fd, v, n);
}

int rename(const char *from, const char *to)
{
    return fails("rename", AT_FDCWD, to) ? -1 : REAL(rename)(from, to);
}

int renameat(int x, const char *from, int y, const char *to)
{
    return fails("rename", y, to) ? -1 : REAL(renameat)(x, from, y, to);
}

int mkdir(const char *path, mode_t mode)
{
    return fails("mkdir", AT_FDCWD, path) ? -1 : REAL(mkdir)(path, mode);
}

int mkdirat(int dir, const char *path, mode_t mode)
{
    return fails("mkdir", dir, path) ? -1 : REAL(mkdirat)(dir, path, mode);
}

static int open_at(int dir, const char *path, int flags, mode_t mode)
{
    int for_writing = (flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT);
    return fails(for_writing ? "open" : "openr", dir, path) ? -1 : (int)syscall(SYS_openat, dir, path, flags, mode);
}

#define OPEN(flags, dir, path) \
    va_list args; \
    va_start(args, flags); \
    mode_t mode = va_arg(args, mode_t); \
    va_end(args); \
    return open_at(dir, path, flags, mode)

int open(const char *path, int flags, ...) { OPEN(flags, AT_FDCWD, path); }
int open64(const char *path, int flags, ...) { OPEN(flags | O_LARGEFILE, AT_FDCWD, path); }
int openat(int dir, const char *path, int flags, ...) { OPEN(flags, dir, path); }
int openat64(int dir, const char *path, int flags, ...) { OPEN(flags | O_LARGEFILE, dir, path); }

int close(int fd)
{
    if (nth && strcmp(kind, "close") == 0) {
        int flags = fcntl(fd, F_GETFL);
        if (flags >= 0 && (flags & O_ACCMODE) != O_RDONLY && fails("close", fd, NULL)) {
            int e = errno;
            syscall(SYS_close, fd);
            errno = e;
            return -1;
        }
    }
    return (int)syscall(SYS_close, fd);
}

int fsync(int fd) { return fails("fsync", fd, NULL) ? -1 : REAL(fsync)(fd); }
int fdatasync(int fd) { return fails("fsync", fd, NULL) ? -1 : REAL(fdatasync)(fd); }
int ftruncate(int fd, off_t n) { return fails("ftruncate", fd, NULL) ? -1 : REAL(ftruncate)(fd, n); }
int ftruncate64(int fd, off64_t n) { return fails("ftruncate", fd, NULL) ? -1 : REAL(ftruncate64)(fd, n); }
int unlink(const char *path) { return fails("unlink", AT_FDCWD, path) ? -1 : REAL(unlink)(path); }
int rmdir(const char *path) { return fails("rmdir", AT_FDCWD, path) ? -1 : REAL(rmdir)(path); }

int unlinkat(int dir, const char *path, int flags)
{
    return fails(flags & AT_REMOVEDIR ? "rmdir" : "unlink", dir, path) ? -1 : REAL(unlinkat)(dir, path, flags);
}

void *mmap(void *at, size_t n, int protection, int flags, int fd, off_t offset)
{
    return fd >= 0 && fails("mmap", fd, NULL) ? MAP_FAILED : REAL(mmap)(at, n, protection, flags, fd, offset);
}

void *mmap64(void *at, size_t n, int protection, int flags, int fd, off64_t offset)
{
    return fd >= 0 && fails("mmap", fd, NULL) ? MAP_FAILED : REAL(mmap64)(at, n, protection, flags, fd, offset);
}
