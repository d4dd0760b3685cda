/* The test's own way to files: plain, and loud when something is wrong. */
#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE
#include "regenerate.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

uint64_t rng_next(Rng *r)    /* splitmix64 */
{
    uint64_t z = r->state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

int rng_below(Rng *r, int n)
{
    return n < 1 ? 0 : (int)(rng_next(r) % (uint64_t)n);
}

bool rng_chance(Rng *r, int percent)
{
    return rng_below(r, 100) < percent;
}

void die(const char *format, ...)
{
    int e = errno;
    va_list args;
    va_start(args, format);
    fputs("Bail out! ", stdout);
    vprintf(format, args);
    va_end(args);
    printf(": %s\n", strerror(e));
    exit(2);
}

/* Paths are short here. */
typedef struct Z {
    char p[1024];
} Z;

static Z z(Str s)
{
    Z path;
    if (s.n >= (ptrdiff_t)sizeof path.p)
        die("a path of %td bytes", s.n);
    memcpy(path.p, s.p, (size_t)s.n);
    path.p[s.n] = '\0';
    return path;
}

void folder_make(Str path)
{
    Z s = z(path);
    for (char *p = s.p + 1;; p++) {
        char end = *p;
        if (end != '/' && end != '\0')
            continue;
        *p = '\0';
        if (mkdir(s.p, 0777) != 0 && errno != EEXIST)
            die("cannot make the folder %s", s.p);
        if (!end)
            return;
        *p = end;
    }
}

static void make_parent(Str path)
{
    ptrdiff_t slash = str_find_last_char(path, '/');
    if (slash > 0)
        folder_make(str_head(path, slash));
}

static void put(Str path, Str bytes, int flags)
{
    Z s = z(path);
    int fd = open(s.p, O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0666);
    if (fd < 0 && errno == ENOENT) {
        make_parent(path);
        fd = open(s.p, O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0666);
    }
    if (fd < 0)
        die("cannot create %s", s.p);
    while (bytes.n) {
        ssize_t n = write(fd, bytes.p, (size_t)bytes.n);
        if (n < 0)
            die("cannot write %s", s.p);
        bytes = str_from(bytes, n);
    }
    close(fd);
}

void file_put(Str path, Str bytes)
{
    put(path, bytes, O_TRUNC);
}

void file_replace(Str path, Str bytes)
{
    Str fresh = S("outside/replacement");
    put(fresh, bytes, O_TRUNC);
    file_rename(fresh, path);
}

Str file_get(Arena *a, Str path)
{
    int fd = open(z(path).p, O_RDONLY | O_CLOEXEC);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        if (fd >= 0)
            close(fd);
        return (Str){0};
    }
    char *p = arena_bytes(a, (ptrdiff_t)st.st_size + 1);
    ptrdiff_t n = 0;
    for (ssize_t r; n < st.st_size && (r = read(fd, p + n, (size_t)(st.st_size - n))) > 0;)
        n += r;
    close(fd);
    return (Str){p, n};
}

bool file_exists(Str path)
{
    struct stat st;
    return lstat(z(path).p, &st) == 0;
}

void file_remove(Str path)
{
    Z s = z(path);
    if (unlink(s.p) == 0 || errno == ENOENT || errno == ENOTDIR)
        return;
    DIR *dir = opendir(s.p);
    if (!dir)
        die("cannot remove %s", s.p);
    for (struct dirent *e; (e = readdir(dir));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        if (unlinkat(dirfd(dir), e->d_name, 0) == 0)
            continue;
        Z child;
        if (snprintf(child.p, sizeof child.p, "%s/%s", s.p, e->d_name) >= (int)sizeof child.p)
            die("a path that is too long below %s", s.p);
        file_remove(str(child.p));
    }
    closedir(dir);
    if (rmdir(s.p) != 0)
        die("cannot remove the folder %s", s.p);
}

void file_rename(Str from, Str to)
{
    Z x = z(from), y = z(to);
    if (rename(x.p, y.p) == 0)
        return;
    make_parent(to);
    if (rename(x.p, y.p) != 0)
        die("cannot rename %s to %s", x.p, y.p);
}

void file_link(Str target, Str path)
{
    make_parent(path);
    if (symlink(z(target).p, z(path).p) != 0)
        die("cannot link %s", z(path).p);
}

void file_prune(Str path, Str top)
{
    for (ptrdiff_t slash; (slash = str_find_last_char(path, '/')) > top.n;) {
        path = str_head(path, slash);
        if (rmdir(z(path).p) != 0)
            return;
    }
}

void file_set_time(Str path, struct timespec mtime)
{
    struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, mtime};
    if (utimensat(AT_FDCWD, z(path).p, times, AT_SYMLINK_NOFOLLOW) != 0)
        die("cannot set the time of %s", z(path).p);
}

struct stat file_stat(Str path)
{
    struct stat st;
    if (lstat(z(path).p, &st) != 0)
        die("cannot see %s", z(path).p);
    return st;
}
