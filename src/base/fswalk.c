/* Walking: folder by folder, the names in each as the system gives them; with several threads, the folders at the top are shared out. Sorted at the end. */
#define _GNU_SOURCE    /* getdents64 */
#include "base/fsown.h"

#include "base/order.h"
#include "base/pool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
    l->items = arena_grow(w->entries, l->items, l->n, &l->cap, sizeof *l->items);
    l->items[l->n++] = entry;
}

static void add_trouble(Walk *w, FsTrouble trouble)
{
    FsList *l = w->list;
    l->troubles = arena_grow(w->arena, l->troubles, l->trouble_count, &l->trouble_cap, sizeof *l->troubles);
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
        put_entry(w, (FsEntry){path, fs_stamp_of(&st)});
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
        return fs_fail(a, why, "cannot open");
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
