/* Names: what stands at one, how old it is, folders that stay open; and what the machine tells. Bytes are read, written and walked to in the files beside. */
#define _XOPEN_SOURCE 700
#include "base/fsown.h"

#include "base/hash.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

bool fs_fail(Arena *a, Str *why, const char *what)
{
    *why = str_fmt(a, "%s: %s", what, strerror(errno));
    return false;
}

FsKind fs_kind(Str path)
{
    char z[4096];
    if (path.n >= (ptrdiff_t)sizeof z)
        return FS_MISSING;
    memcpy(z, path.p, (size_t)path.n);
    z[path.n] = '\0';
    struct stat st;
    if (stat(z, &st) != 0)
        return FS_MISSING;
    return S_ISREG(st.st_mode) ? FS_FILE : S_ISDIR(st.st_mode) ? FS_DIR : FS_OTHER;
}

/* --- stamps ----------------------------------------------------------------------------------------------------------- */

FsStamp fs_stamp_of(const struct stat *st)
{
    if (!S_ISREG(st->st_mode))
        return (FsStamp){.size = -1};
    return (FsStamp){(int64_t)st->st_size, (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec,
                     (int64_t)st->st_ctim.tv_sec * 1000000000 + st->st_ctim.tv_nsec, (uint64_t)st->st_ino};
}

static FsStamp stamp_at(Str path, int flags)
{
    char z[4096];
    struct stat st;
    if (path.n >= (ptrdiff_t)sizeof z)
        return (FsStamp){.size = -1};
    memcpy(z, path.p, (size_t)path.n);
    z[path.n] = '\0';
    return fstatat(AT_FDCWD, z, &st, flags) == 0 ? fs_stamp_of(&st) : (FsStamp){.size = -1};
}

FsStamp fs_stamp(Str path)
{
    return stamp_at(path, 0);
}

FsStamp fs_stamp_itself(Str path)
{
    return stamp_at(path, AT_SYMLINK_NOFOLLOW);
}

bool stamp_eq(const FsStamp *a, const FsStamp *b)
{
    return a->size == b->size && a->modified == b->modified && a->changed == b->changed && a->inode == b->inode;
}

/* Clocks of file systems tick every few milliseconds, some of them every two seconds: those have no smaller part. */
bool stamp_is_young(const FsStamp *s, int64_t time)
{
    int64_t tick = s->changed % 1000000000 ? 20000000 : 2000000000;
    return s->changed + tick >= time;
}

int64_t fs_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* --- folders that stay open ------------------------------------------------------------------------------------------ */

Name name_from(const FsFolder *folder, const char *path)
{
    if (folder && folder->n && strncmp(path, folder->path, (size_t)folder->n) == 0 && path[folder->n] == '/')
        return (Name){folder->fd, path + folder->n + 1};
    return (Name){AT_FDCWD, path};
}

Name name_at(const FsDesk *desk, const char *path)
{
    return name_from(desk ? &desk->here : NULL, path);
}

void folder_close(FsFolder *folder)
{
    if (folder->n)
        close(folder->fd);
    folder->n = 0;
}

Str folder_of(Str path)
{
    return str_head(path, str_find_last_char(path, '/'));
}

void folder_open(FsFolder *folder, Str path)
{
    if (str_eq((Str){folder->path, folder->n}, path))
        return;
    folder_close(folder);
    if (!path.n || path.n >= (ptrdiff_t)sizeof folder->path)
        return;
    memcpy(folder->path, path.p, (size_t)path.n);
    folder->path[path.n] = '\0';
    folder->fd = open(folder->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    folder->n = folder->fd < 0 ? 0 : path.n;
}

/* Each name that is looked up costs: the folder of an article among many is no part of its name, but pages have a folder each, which is not worth opening. */
static void go_near(FsDesk *desk, Str path)
{
    enum { SEVERAL = 4 };
    Str folder = folder_of(path);
    uint64_t hash = hash_bytes(folder);
    desk->before = hash == desk->folder ? desk->before + 1 : 0;
    desk->folder = hash;
    folder_open(&desk->here, desk->before < SEVERAL ? folder_of(folder) : folder);
}

void desk_go(FsDesk *desk, Str path)
{
    go_near(desk, path);
    folder_open(&desk->drafts, folder_of(desk->draft));
}

void fs_desk_close(FsDesk *desk)
{
    folder_close(&desk->here);
    folder_close(&desk->drafts);
}

FsStamp fs_stamp_by(FsDesk *desk, Str path)
{
    char z[4096];
    struct stat st;
    if (path.n >= (ptrdiff_t)sizeof z)
        return (FsStamp){.size = -1};
    memcpy(z, path.p, (size_t)path.n);
    z[path.n] = '\0';
    go_near(desk, path);
    Name name = name_at(desk, z);
    return fstatat(name.dir, name.z, &st, AT_SYMLINK_NOFOLLOW) == 0 ? fs_stamp_of(&st) : (FsStamp){.size = -1};
}

/* --- folders, and removing ------------------------------------------------------------------------------------------- */

static bool make_dir(const char *z)
{
    struct stat st;
    if (mkdir(z, 0777) == 0)
        return true;
    if (errno != EEXIST)
        return false;
    if (stat(z, &st) == 0 && S_ISDIR(st.st_mode))
        return true;
    errno = ENOTDIR;
    return false;
}

/* The last folder first: mostly it alone is missing. Where it cannot be made, up to the first that can be, or is there, and down again. */
bool fs_make_dirs(Arena *scratch, Str path, Str *why)
{
    char *z = str_z(scratch, path);
    ptrdiff_t n = path.n;
    while (n > 0 && !make_dir(z)) {
        bool is_above = errno == ENOENT || (errno == ENOTDIR && fs_kind(str(z)) == FS_MISSING);
        ptrdiff_t slash = str_find_last_char((Str){z, n}, '/');
        if (!is_above || slash <= 0)
            return fs_fail(scratch, why, str_z(scratch, str_fmt(scratch, "cannot make the folder %s", z)));
        n = slash;
        z[n] = '\0';
    }
    while (n < path.n) {
        z[n] = '/';
        while (n < path.n && z[n])
            n++;
        if (!make_dir(z))
            return fs_fail(scratch, why, str_z(scratch, str_fmt(scratch, "cannot make the folder %s", z)));
    }
    return true;
}

bool fs_remove(Arena *scratch, Str path, Str *why)
{
    return unlink(str_z(scratch, path)) == 0 || errno == ENOENT || errno == ENOTDIR || errno == EISDIR || fs_fail(scratch, why, "cannot remove");
}

bool fs_remove_dir(Arena *scratch, Str path)
{
    return rmdir(str_z(scratch, path)) == 0 || errno == ENOENT;
}

static bool remove_at(int dir, const char *name)
{
    if (unlinkat(dir, name, 0) == 0 || errno == ENOENT)
        return true;
    int fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *folder = fd < 0 ? NULL : fdopendir(fd);
    if (!folder) {
        if (fd >= 0)
            close(fd);
        return false;
    }
    for (struct dirent *e; (e = readdir(folder));)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            remove_at(fd, e->d_name);
    closedir(folder);
    return unlinkat(dir, name, AT_REMOVEDIR) == 0;
}

bool fs_remove_tree(Arena *scratch, Str dir, Str name)
{
    int fd = open(str_z(scratch, dir), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    bool is_gone = fd < 0 ? errno == ENOENT : remove_at(fd, str_z(scratch, name));
    if (fd >= 0)
        close(fd);
    return is_gone;
}

bool fs_rename_dir(Arena *scratch, Str from, Str to, Str *why)
{
    return rename(str_z(scratch, from), str_z(scratch, to)) == 0 || fs_fail(scratch, why, "cannot rename into place");
}

bool fs_same_device(Arena *scratch, Str path, Str other)
{
    struct stat x, y;
    return stat(str_z(scratch, path), &x) == 0 && stat(str_z(scratch, other), &y) == 0 && x.st_dev == y.st_dev;
}

/* --- paths and the machine ------------------------------------------------------------------------------------------- */

Str fs_real_path(Arena *a, Str path)
{
    char *z = realpath(str_z(a, path), NULL);
    Str real = str_copy(a, str(z));
    free(z);
    return real;
}

Str fs_join(Arena *a, Str dir, Str name)
{
    if (!dir.n || str_eq(dir, S(".")) || (name.n && name.p[0] == '/'))
        return name;
    return str_join3(a, dir, str_ends(dir, S("/")) ? (Str){0} : S("/"), name);
}

bool fs_is_terminal(int fd)
{
    return isatty(fd) == 1;
}

int fs_processors(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > 64 ? 64 : (int)n;
}

double fs_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

double fs_processor_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int64_t fs_memory_peak(void)
{
    struct rusage usage;
    return getrusage(RUSAGE_SELF, &usage) == 0 ? (int64_t)usage.ru_maxrss * 1024 : 0;
}

Str fs_today(Arena *a)
{
    const int64_t year_10000 = 253402300800;
    int64_t said = str_number(str(getenv("SOURCE_DATE_EPOCH")));
    bool is_said = said >= 0 && said < year_10000;
    time_t now = is_said ? (time_t)said : time(NULL);
    struct tm t;
    CHECK((is_said ? gmtime_r(&now, &t) : localtime_r(&now, &t)) && "a calendar");
    return str_fmt(a, "%04d-%02d-%02d", t.tm_year + 1900, t.tm_mon + 1, t.tm_mday);
}
