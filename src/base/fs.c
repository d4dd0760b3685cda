#define _GNU_SOURCE    /* getdents64 */
#include "base/fs.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/order.h"
#include "base/pool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

static bool fail(Arena *a, Str *why, const char *what)
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

static FsStamp stamp_of(const struct stat *st)
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
    return fstatat(AT_FDCWD, z, &st, flags) == 0 ? stamp_of(&st) : (FsStamp){.size = -1};
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

static ptrdiff_t read_all(int fd, char *p, ptrdiff_t n)
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

bool fs_read_stamped(Arena *a, Str path, ptrdiff_t limit, Str *text, FsStamp *stamp, bool *too_large, Str *why)
{
    *too_large = false;
    *stamp = (FsStamp){.size = -1};
    int fd = open(str_z(a, path), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return fail(a, why, "cannot open");
    struct stat st;
    bool ok = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
    if (ok)
        *stamp = stamp_of(&st);
    if (!ok) {
        *why = S("is not a regular file");
    } else if (st.st_size > limit) {
        *too_large = true;
        *why = str_fmt(a, "is %lld bytes long; the limit is %lld", (long long)st.st_size, (long long)limit);
        ok = false;
    } else {
        char *p = arena_bytes(a, (ptrdiff_t)st.st_size);
        ptrdiff_t n = read_all(fd, p, (ptrdiff_t)st.st_size);
        if (n < 0)
            ok = fail(a, why, "cannot read");
        else
            *text = (Str){p, n};
    }
    close(fd);
    return ok;
}

bool fs_read(Arena *a, Str path, ptrdiff_t limit, Str *text, bool *too_large, Str *why)
{
    FsStamp stamp;
    return fs_read_stamped(a, path, limit, text, &stamp, too_large, why);
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
    while ((n = read_all(fd, chunk, sizeof chunk)) > 0)
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
        ptrdiff_t n = read_all(0, p, 65536);
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
    ptrdiff_t n = read_all(file->fd, p, (ptrdiff_t)file->size);
    *text = (Str){p, n < 0 ? 0 : n};
    fs_close(file);
    return n >= 0;
}

ptrdiff_t fs_read_some(FsFile *file, char *to, ptrdiff_t n)
{
    return read_all(file->fd, to, n);
}

void fs_close(FsFile *file)
{
    if (file->fd >= 0)
        close(file->fd);
    file->fd = -1;
}

/* --- walking ------------------------------------------------------------------------------------------------------- */

typedef struct Parent {
    const struct Parent *up;
    dev_t dev;
    ino_t ino;
} Parent;

/* Names of a folder as the system gives them; readdir takes three more calls and a new room for each folder. A folder in the folder has the next one. */
typedef struct NameRoom NameRoom;
struct NameRoom {
    NameRoom *below;
    _Alignas(struct dirent64) char bytes[32 * 1024];
};

typedef struct Walk {
    Arena *arena;           /* of the names */
    Arena *entries;         /* of the list while it grows */
    bool dot_files, with_stamps;
    dev_t skip_dev;
    ino_t skip_ino;
    bool has_skip;
    FsList *list;
    StrList *later;         /* takes the folders at the top, which others enter; NULL: all are entered */
    NameRoom *room;         /* for the folder that is entered next; on `entries` */
} Walk;

static void put_entry(Walk *w, FsEntry entry)
{
    FsList *l = w->list;
    if (l->n == l->cap) {
        ptrdiff_t cap = l->cap ? l->cap * 2 : 256;
        FsEntry *items = arena_new(w->entries, FsEntry, cap);
        if (l->n)
            memcpy(items, l->items, (size_t)l->n * sizeof *items);
        l->items = items;
        l->cap = cap;
    }
    l->items[l->n++] = entry;
}

static void add_trouble(Walk *w, FsTrouble trouble)
{
    FsList *l = w->list;
    if (l->trouble_count == l->trouble_cap) {
        ptrdiff_t cap = l->trouble_cap ? l->trouble_cap * 2 : 8;
        FsTrouble *troubles = arena_new(w->arena, FsTrouble, cap);
        if (l->trouble_count)
            memcpy(troubles, l->troubles, (size_t)l->trouble_count * sizeof *troubles);
        l->troubles = troubles;
        l->trouble_cap = cap;
    }
    l->troubles[l->trouble_count++] = trouble;
}

static bool is_loop(const Parent *up, const struct stat *st)
{
    for (; up; up = up->up)
        if (up->dev == st->st_dev && up->ino == st->st_ino)
            return true;
    return false;
}

bool fs_is_backup(Str name)
{
    static const char *const endings[] = {".swp", ".swo", ".swx"};
    if (str_ends(name, S("~")) || str_starts(name, S(".#")) || (name.n > 1 && name.p[0] == '#' && str_ends(name, S("#"))))
        return true;
    for (ptrdiff_t i = 0; i < countof(endings); i++)
        if (str_starts(name, S(".")) && str_ends(name, str(endings[i])))
            return true;
    return false;
}

static void walk_dir(Walk *w, int fd, Str prefix, const Parent *up);

static void enter_dir(Walk *w, int parent, const char *name, Str path, const Parent *up)
{
    if (w->later) {
        list_add(w->arena, w->later, path);
        return;
    }
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0)
        add_trouble(w, (FsTrouble){path, str_fmt(w->arena, "cannot open the folder: %s", strerror(errno)), false, false});
    else if (is_loop(up, &st))
        add_trouble(w, (FsTrouble){path, S("is a link to a folder that holds it"), true, false});
    else if (!w->has_skip || st.st_dev != w->skip_dev || st.st_ino != w->skip_ino) {
        walk_dir(w, fd, path, &(Parent){up, st.st_dev, st.st_ino});
        return;
    }
    if (fd >= 0)
        close(fd);
}

static void take_name(Walk *w, int fd, const struct dirent64 *e, Str prefix, const Parent *up)
{
    Str name = str(e->d_name);
    if (str_eq(name, S(".")) || str_eq(name, S("..")) || (name.p[0] == '.' && !w->dot_files) || fs_is_backup(name))
        return;
    Str path = prefix.n ? str_join3(w->arena, prefix, S("/"), name) : str_copy(w->arena, name);
    struct stat st;
    if (e->d_type == DT_DIR)
        enter_dir(w, fd, e->d_name, path, up);
    else if (e->d_type == DT_REG && !w->with_stamps)
        put_entry(w, (FsEntry){path, {.size = -1}});
    else if (fstatat(fd, e->d_name, &st, 0) != 0)
        add_trouble(w, (FsTrouble){path, S("is a link to nothing"), false, true});
    else if (S_ISREG(st.st_mode))
        put_entry(w, (FsEntry){path, stamp_of(&st)});
    else if (S_ISDIR(st.st_mode))
        enter_dir(w, fd, e->d_name, path, up);
}

/* Closes the folder. */
static void walk_dir(Walk *w, int fd, Str prefix, const Parent *up)
{
    NameRoom *room = w->room ? w->room : arena_new(w->entries, NameRoom, 1);
    w->room = room->below;
    for (ssize_t n; (n = getdents64(fd, room->bytes, sizeof room->bytes)) > 0;)
        for (ssize_t at = 0; at < n;) {
            const struct dirent64 *e = (const void *)(room->bytes + at);
            at += e->d_reclen;
            take_name(w, fd, e, prefix, up);
        }
    close(fd);
    room->below = w->room;      /* another one, if a folder below made it */
    w->room = room;
}

static int by_path(const void *x, const void *y)
{
    return str_cmp(((const FsEntry *)x)->path, ((const FsEntry *)y)->path);
}

static int by_trouble_path(const void *x, const void *y)
{
    return str_cmp(((const FsTrouble *)x)->path, ((const FsTrouble *)y)->path);
}

/* One thread's part of a walk. */
typedef struct WalkPart {
    Walk walk;
    Arena arena, entries;
    FsList list;
} WalkPart;

typedef struct SharedWalk {
    WalkPart *parts;        /* by worker */
    int top;                /* the folder that is walked */
    const StrList *dirs;    /* those in it */
    const Parent *up;
} SharedWalk;

static void walk_part(void *context, int worker, ptrdiff_t i)
{
    const SharedWalk *shared = context;
    WalkPart *part = &shared->parts[worker];
    Str name = shared->dirs->items[i];
    enter_dir(&part->walk, shared->top, str_z(&part->arena, name), name, shared->up);
}

static void sort_entries(FsList *list)
{
    if (list->n)
        qsort(list->items, (size_t)list->n, sizeof *list->items, by_path);
}

static void sort_part(void *context, int worker, ptrdiff_t i)
{
    const SharedWalk *shared = context;
    (void)worker;
    sort_entries(&shared->parts[i].list);
}

/* The folders at the top are shared out: on a tree of 45,000 folders the walk was a fourth of a build after one edit. */
static void walk_shared(Walk *w, int threads, int fd, const Parent *up)
{
    StrList dirs = {0};
    SharedWalk shared = {arena_new(w->arena, WalkPart, threads), dup(fd), &dirs, up};
    w->later = &dirs;
    walk_dir(w, fd, (Str){0}, up);
    sort_entries(w->list);
    for (int i = 0; i < threads; i++) {
        WalkPart *part = &shared.parts[i];
        part->walk = *w;
        part->walk.arena = &part->arena;
        part->walk.entries = &part->entries;
        part->walk.list = &part->list;
        part->walk.room = NULL;
        part->walk.later = NULL;
    }
    pool_run(threads, dirs.n, walk_part, &shared, NULL, NULL);
    pool_run(threads, threads, sort_part, &shared, NULL, NULL);
    if (shared.top >= 0)
        close(shared.top);
    for (int i = 0; i < threads; i++) {
        const FsList *list = &shared.parts[i].list;
        for (ptrdiff_t k = 0; k < list->n; k++)
            put_entry(w, list->items[k]);
        for (ptrdiff_t k = 0; k < list->trouble_count; k++)
            add_trouble(w, list->troubles[k]);
        arena_take(w->arena, &shared.parts[i].arena);
        arena_free(&shared.parts[i].entries);
    }
    order_runs(w->list->items, w->list->n, sizeof *w->list->items, by_path);
}

bool fs_walk_by(Arena *a, int threads, bool with_stamps, Str dir, bool dot_files, Str skip, FsList *list, Str *why)
{
    Arena entries = {0};
    Walk w = {.arena = a, .entries = &entries, .dot_files = dot_files, .with_stamps = with_stamps, .list = list};
    struct stat st;
    if (skip.n && stat(str_z(a, skip), &st) == 0) {
        w.has_skip = true;
        w.skip_dev = st.st_dev;
        w.skip_ino = st.st_ino;
    }
    int fd = open(str_z(a, dir), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0)
        return fail(a, why, "cannot open");
    const Parent top = {NULL, st.st_dev, st.st_ino};
    if (threads > 1) {
        walk_shared(&w, threads, fd, &top);
    } else {
        walk_dir(&w, fd, (Str){0}, &top);
        sort_entries(list);
    }
    order_runs(list->troubles, list->trouble_count, sizeof *list->troubles, by_trouble_path);
    FsEntry *items = arena_new(a, FsEntry, list->n);
    if (list->n)
        memcpy(items, list->items, (size_t)list->n * sizeof *items);
    list->items = items;
    list->cap = list->n;
    arena_free(&entries);
    return true;
}

bool fs_walk(Arena *a, Str dir, bool dot_files, Str skip, FsList *list, Str *why)
{
    return fs_walk_by(a, 1, true, dir, dot_files, skip, list, why);
}

/* --- folders that stay open ------------------------------------------------------------------------------------------ */

/* A name and the folder from which it is looked up. */
typedef struct Name {
    int dir;
    const char *z;
} Name;

static Name name_from(const FsFolder *folder, const char *path)
{
    if (folder && folder->n && strncmp(path, folder->path, (size_t)folder->n) == 0 && path[folder->n] == '/')
        return (Name){folder->fd, path + folder->n + 1};
    return (Name){AT_FDCWD, path};
}

static Name name_at(const FsDesk *desk, const char *path)
{
    return name_from(desk ? &desk->here : NULL, path);
}

static void folder_close(FsFolder *folder)
{
    if (folder->n)
        close(folder->fd);
    folder->n = 0;
}

static Str folder_of(Str path)
{
    return str_head(path, str_find_last_char(path, '/'));
}

/* Where it cannot be opened, names are looked up from the root. */
static void folder_open(FsFolder *folder, Str path)
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

static void desk_go(FsDesk *desk, Str path)
{
    folder_open(&desk->here, folder_of(folder_of(path)));
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
    folder_open(&desk->here, folder_of(folder_of(path)));
    Name name = name_at(desk, z);
    return fstatat(name.dir, name.z, &st, AT_SYMLINK_NOFOLLOW) == 0 ? stamp_of(&st) : (FsStamp){.size = -1};
}

/* --- writing ------------------------------------------------------------------------------------------------------- */

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
            return fail(scratch, why, str_z(scratch, str_fmt(scratch, "cannot make the folder %s", z)));
        n = slash;
        z[n] = '\0';
    }
    while (n < path.n) {
        z[n] = '/';
        while (n < path.n && z[n])
            n++;
        if (!make_dir(z))
            return fail(scratch, why, str_z(scratch, str_fmt(scratch, "cannot make the folder %s", z)));
    }
    return true;
}

static bool holds(Name path, Str bytes, bool *exists, FsStamp *stamp)
{
    int fd = openat(path.dir, path.z, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    *exists = fd >= 0 || errno != ENOENT;
    if (fd < 0)
        return false;
    struct stat st;
    bool same = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size == (off_t)bytes.n;
    *stamp = same ? stamp_of(&st) : (FsStamp){0};
    char chunk[16384];
    for (ptrdiff_t at = 0; same && at < bytes.n;) {
        ptrdiff_t want = bytes.n - at < (ptrdiff_t)sizeof chunk ? bytes.n - at : (ptrdiff_t)sizeof chunk;
        ptrdiff_t got = read_all(fd, chunk, want);
        same = got == want && memcmp(chunk, bytes.p + at, (size_t)want) == 0;
        at += want;
    }
    close(fd);
    return same;
}

static bool write_all(int fd, Str bytes)
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

static Name temporary_at(const FsDraft *d)
{
    return name_from(d->desk ? &d->desk->drafts : NULL, d->temporary);
}

static bool draft_create(FsDraft *d)
{
    Name temporary = temporary_at(d);
    d->fd = openat(temporary.dir, temporary.z, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
    return d->fd >= 0;
}

static bool draft_open(Arena *scratch, Str path, FsDesk *desk, FsDraft *d, Str *why)
{
    Str temporary = desk && desk->draft.n ? desk->draft : temporary_name(scratch, path);
    *d = (FsDraft){.path = str_z(scratch, path), .temporary = str_z(scratch, temporary), .desk = desk};
    if (draft_create(d))
        return true;
    if (errno == ENOENT) {
        if (desk)
            folder_close(&desk->drafts);
        if (!fs_make_dirs(scratch, folder_of(temporary), why))
            return false;
        draft_create(d);
    }
    return d->fd >= 0 || fail(scratch, why, "cannot create");
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
        return fail(scratch, why, "cannot rename into place");
    }
    return rename_to(d) || fail(scratch, why, "cannot rename into place");
}

/* Publishes the draft when all went well until here, else throws it away. */
static bool draft_close(Arena *scratch, FsDraft *d, bool ok, FsStamp *stamp, Str *why)
{
    struct stat st;
    if (close(d->fd) != 0 && ok)
        ok = fail(scratch, why, "cannot write");
    ok = ok && draft_rename(scratch, d, why);
    Name path = name_at(d->desk, d->path), temporary = temporary_at(d);
    if (ok && fstatat(path.dir, path.z, &st, AT_SYMLINK_NOFOLLOW) == 0)     /* the renaming, too, is a change */
        *stamp = stamp_of(&st);
    if (!ok)
        unlinkat(temporary.dir, temporary.z, 0);
    return ok;
}

/* Most new files stand in a folder of their own. Where that is new too, nothing can be there yet: to look for a file, and to find by a renaming that fails
 * that there is no folder, would be a third of the time of writing it. */
static bool write_at(Arena *scratch, Str path, FsDesk *desk, bool is_new, Str bytes, FsWritten *written, FsStamp *stamp, Str *why)
{
    const char *folder = is_new ? str_z(scratch, folder_of(path)) : NULL;
    Name made = is_new ? name_at(desk, folder) : (Name){0};
    bool has_made_folder = is_new && mkdirat(made.dir, made.z, 0777) == 0, exists = false;
    *written = FS_SAME;
    if (is_new && !has_made_folder && errno != EEXIST && errno != ENOENT && errno != ENOTDIR)
        return fail(scratch, why, str_z(scratch, str_fmt(scratch, "cannot make the folder %s", folder)));
    if (!has_made_folder && holds(name_at(desk, str_z(scratch, path)), bytes, &exists, stamp))
        return true;
    *written = exists ? FS_CHANGED : FS_CREATED;
    FsDraft d;
    bool ok = draft_open(scratch, path, desk, &d, why);
    if (ok) {
        ok = write_all(d.fd, bytes) || fail(scratch, why, "cannot write");
        ok = draft_close(scratch, &d, ok, stamp, why);
    }
    if (!ok && has_made_folder)
        rmdir(folder);
    return ok;
}

bool fs_write_by(Arena *scratch, Str path, FsDesk *desk, bool is_new, Str bytes, FsWritten *written, FsStamp *stamp, Str *why)
{
    desk_go(desk, path);
    return write_at(scratch, path, desk, is_new, bytes, written, stamp, why);
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
        return fail(scratch, why, "cannot create");
    }
    bool ok = write_all(fd, bytes) || fail(scratch, why, "cannot write");
    if (close(fd) != 0 && ok)
        ok = fail(scratch, why, "cannot write");
    if (!ok)
        unlink(z);
    return ok;
}

enum { COPY_CHUNK = 64 * 1024 };

/* Reads two files side by side. */
static bool same_bytes(int x, int y, char *chunk)
{
    for (;;) {
        ptrdiff_t n = read_all(x, chunk, COPY_CHUNK / 2), k = read_all(y, chunk + COPY_CHUNK / 2, COPY_CHUNK / 2);
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
    *stamp = same ? stamp_of(&y) : (FsStamp){0};
    close(fd);
    return same;
}

static bool copy_bytes(int from, int to, char *chunk)
{
    ptrdiff_t n;
    while ((n = read_all(from, chunk, COPY_CHUNK)) > 0)
        if (!write_all(to, (Str){chunk, n}))
            return false;
    return n == 0;
}

static bool copy_at(Arena *scratch, Str from, Str path, FsDesk *desk, FsWritten *written, FsStamp *stamp, Str *why)
{
    int in = open(str_z(scratch, from), O_RDONLY | O_CLOEXEC);
    if (in < 0)
        return fail(scratch, why, str_z(scratch, str_fmt(scratch, "cannot open " STR_FMT, STR_ARG(from))));
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
            ok = draft_close(scratch, &d, copied || fail(scratch, why, "cannot copy"), stamp, why);
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
        ok = fail(scratch, why, "cannot write");
    if (ok && is_copy(d->fd, (Name){AT_FDCWD, d->path}, chunk, &exists, &stamp)) {
        close(d->fd);
        unlink(d->temporary);
        return true;
    }
    if (ok)
        *written = exists ? FS_CHANGED : FS_CREATED;
    return draft_close(scratch, d, ok, &stamp, why);
}

/* --- removing ---------------------------------------------------------------------------------------------------------- */

bool fs_remove(Arena *scratch, Str path, Str *why)
{
    return unlink(str_z(scratch, path)) == 0 || errno == ENOENT || errno == ENOTDIR || errno == EISDIR || fail(scratch, why, "cannot remove");
}

bool fs_remove_dir(Arena *scratch, Str path)
{
    return rmdir(str_z(scratch, path)) == 0 || errno == ENOENT;
}

bool fs_same_device(Arena *scratch, Str path, Str other)
{
    struct stat x, y;
    return stat(str_z(scratch, path), &x) == 0 && stat(str_z(scratch, other), &y) == 0 && x.st_dev == y.st_dev;
}

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
        return fail(scratch, why, "cannot open");
    if (flock(log->fd, LOCK_EX | LOCK_NB) == 0)
        return true;
    *is_busy = errno == EWOULDBLOCK;
    fail(scratch, why, "cannot lock");
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
        return fail(scratch, why, "cannot map");
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
    return ok || fail(scratch, why, "cannot write");
}

bool fs_log_append(Arena *scratch, FsLog *log, Str bytes, Str *why)
{
    return write_all(log->fd, bytes) || fail(scratch, why, "cannot write");
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
        return fail(scratch, why, "cannot rename into place");
    fresh->path = log->path;
    fs_log_close(log);
    *log = *fresh;
    return true;
}

bool fs_log_sync(Arena *scratch, const FsLog *log, Str *why)
{
    return fsync(log->fd) == 0 || fail(scratch, why, "cannot write");
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
        return fail(scratch, why, "cannot create");
    return unlink(z) == 0 || fail(scratch, why, "cannot remove");
}

bool fs_spill_append(Arena *scratch, FsSpill *spill, Str bytes, Str *why)
{
    spill->n += bytes.n;
    return write_all(spill->fd, bytes) || fail(scratch, why, "cannot write");
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
        return fail(scratch, why, "cannot map");
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
