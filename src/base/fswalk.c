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

/* What a name leads to, in front of it, as folder_is_held gives it: a link, and whatever the system does not tell, has to be asked for. */
enum { REGULAR = 'f', FOLDER = 'd', OTHER = '?' };

typedef struct Walk {
    const FsWalk *how;
    const FsFolders *held;  /* NULL: none are */
    Arena *arena;           /* of the names */
    Arena *entries;         /* of the list while it grows */
    Arena names;            /* of the folders that are being read, one in the other */
    dev_t skip_dev;
    ino_t skip_ino;
    bool has_skip;
    FsList *list;
    StrList *later;         /* takes the folders at the top, which others enter; NULL: all are entered */
    void *room;             /* for names as the system gives them; on `entries` */
    Buf fresh;              /* records of folders that were read; on `entries` */
    int64_t started;
    dev_t asked_dev;        /* whether its folders may be held was asked of this file system … */
    bool can_hold;          /* … which said so */
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

/* Names in a folder that is read, their kind in front. As a part of a path, that of a folder ends with '/'. */
static int by_name(const void *x, const void *y)
{
    Str a = str_from(*(const Str *)x, 1), b = str_from(*(const Str *)y, 1);
    ptrdiff_t n = a.n < b.n ? a.n : b.n;
    int order = memcmp(a.p, b.p, (size_t)n);
    int next_a = n < a.n ? (unsigned char)a.p[n] : a.p[-1] == FOLDER ? '/' : 0, next_b = n < b.n ? (unsigned char)b.p[n] : b.p[-1] == FOLDER ? '/' : 0;
    return order ? order : next_a - next_b;
}

static void read_name(Walk *w, const struct dirent64 *e, StrList *names)
{
    Str name = str(e->d_name);
    char kind = e->d_type == DT_REG ? REGULAR : e->d_type == DT_DIR ? FOLDER : OTHER;
    if (!str_eq(name, S(".")) && !str_eq(name, S("..")) && (name.p[0] != '.' || w->how->dot_files) && !fs_is_backup(name))
        list_add(&w->names, names, str_join3(&w->names, (Str){&kind, 1}, name, (Str){"", 1}));
}

/* What an open folder holds, nearly in the order of the paths. readdir takes three more calls and a new room for each folder. */
static Str read_names(Walk *w, int fd)
{
    enum { ROOM = 32 * 1024 };
    StrList names = {0};
    Buf all = {.arena = &w->names};
    if (!w->room)
        w->room = arena_new(w->entries, struct dirent64, ROOM / (ptrdiff_t)sizeof(struct dirent64) + 1);
    for (ssize_t n; (n = getdents64(fd, w->room, ROOM)) > 0;)
        for (ssize_t at = 0; at < n;) {
            const struct dirent64 *e = (const void *)((const char *)w->room + at);
            at += e->d_reclen;
            read_name(w, e, &names);
        }
    if (names.n)
        qsort(names.items, (size_t)names.n, sizeof *names.items, by_name);
    for (ptrdiff_t i = 0; i < names.n; i++)
        buf_put(&all, names.items[i]);
    return buf_str(&all);
}

static bool can_hold(Walk *w, int fd, const struct stat *st)
{
    if (!w->asked_dev || w->asked_dev != st->st_dev) {
        w->asked_dev = st->st_dev;
        w->can_hold = folders_can_be_held(fd);
    }
    return w->can_hold;
}

/* With a zero behind it, so that its end is a path, too. */
static Str path_below(Walk *w, Str folder, Str name)
{
    Str path = str_join3(w->arena, folder, folder.n ? S("/") : (Str){0}, (Str){name.p, name.n + 1});
    return str_head(path, path.n - 1);
}

static void enter_dir(Walk *w, int at, Str path, ptrdiff_t below, const Parent *up);

/* What stands at `path`, which begins below the folder `at` with its byte number `below`. */
static void take_entry(Walk *w, int at, char kind, Str path, ptrdiff_t below, const Parent *up)
{
    struct stat st;
    if (kind == REGULAR && w->how->no_stamps)
        put_entry(w, (FsEntry){path, {.size = -1}});
    else if (kind == FOLDER)
        enter_dir(w, at, path, below, up);
    else if (fstatat(at, path.p + below, &st, 0) != 0)
        add_trouble(w, (FsTrouble){path, S("is a link to nothing"), false, true});
    else if (S_ISREG(st.st_mode))
        put_entry(w, (FsEntry){path, fs_stamp_of(&st)});
    else if (S_ISDIR(st.st_mode))
        enter_dir(w, at, path, below, up);
}

static void take_names(Walk *w, int fd, Str names, Str prefix, const Parent *up)
{
    while (names.n) {
        Str entry = str_cut(&names, '\0'), path = path_below(w, prefix, str_from(entry, 1));
        take_entry(w, fd, entry.p[0], path, prefix.n + (prefix.n > 0), up);
    }
}

static void walk_dir(Walk *w, int fd, const struct stat *st, Str prefix, const Parent *up)
{
    ArenaMark mark = arena_mark(&w->names);
    Str names;
    if (!w->held || !folder_is_held(w->held, st, &names)) {
        names = read_names(w, fd);
        if (w->held && can_hold(w, fd, st))
            folder_hold(&w->fresh, st, w->started, names);
    }
    take_names(w, fd, names, prefix, &(Parent){up, st->st_dev, st->st_ino});
    arena_rewind(&w->names, mark);
}

static bool may_enter(Walk *w, const struct stat *st, Str path, const Parent *up)
{
    if (is_loop(up, st)) {
        add_trouble(w, (FsTrouble){path, S("is a link to a folder that holds it"), true, false});
        return false;
    }
    return !w->has_skip || st->st_dev != w->skip_dev || st->st_ino != w->skip_ino;
}

/* A folder that is known to hold one file, and nothing else, is not worth opening: the file is asked for its stamp from the folder above. */
static bool take_single(Walk *w, int at, Str path, ptrdiff_t below, const Parent *up)
{
    struct stat st;
    Str names;
    bool is_single = w->held && w->held->ids.n && fstatat(at, path.p + below, &st, 0) == 0 && folder_is_held(w->held, &st, &names) && names.n &&
                     names.p[0] == REGULAR && memchr(names.p, '\0', (size_t)names.n) == names.p + names.n - 1;
    if (is_single && may_enter(w, &st, path, up))
        take_entry(w, at, REGULAR, path_below(w, path, (Str){names.p + 1, names.n - 2}), below, up);
    return is_single;
}

static void enter_dir(Walk *w, int at, Str path, ptrdiff_t below, const Parent *up)
{
    if (w->later) {
        list_add(w->arena, w->later, path);
        return;
    }
    if (take_single(w, at, path, below, up))
        return;
    int fd = openat(at, path.p + below, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0)
        add_trouble(w, (FsTrouble){path, str_fmt(w->arena, "cannot open the folder: %s", strerror(errno)), false, false});
    else if (may_enter(w, &st, path, up))
        walk_dir(w, fd, &st, path, up);
    if (fd >= 0)
        close(fd);
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
    enter_dir(&part->walk, shared->top, shared->dirs->items[i], 0, shared->up);
}

/* They come in the order of the paths, but for folders that links lead to. */
static void sort_entries(FsList *list)
{
    order_runs(list->items, list->n, sizeof *list->items, by_path);
}

static void sort_part(void *context, int worker, ptrdiff_t i)
{
    const SharedWalk *shared = context;
    (void)worker;
    sort_entries(&shared->parts[i].list);
}

/* Entries that are on the walk's own arena, and those of its parts, go one behind the other to where they stay. */
static void join_parts(Walk *w, WalkPart *parts, int count)
{
    FsList *list = w->list;
    ptrdiff_t n = list->n;
    for (int i = 0; i < count; i++)
        n += parts[i].list.n;
    FsEntry *items = arena_raw(w->arena, FsEntry, n);
    if (list->n)
        memcpy(items, list->items, (size_t)list->n * sizeof *items);
    for (int i = 0; i < count; i++) {
        WalkPart *part = &parts[i];
        if (part->list.n)
            memcpy(items + list->n, part->list.items, (size_t)part->list.n * sizeof *items);
        list->n += part->list.n;
        for (ptrdiff_t k = 0; k < part->list.trouble_count; k++)
            add_trouble(w, part->list.troubles[k]);
        buf_put(&w->fresh, buf_str(&part->walk.fresh));
        arena_take(w->arena, &part->arena);
        arena_free(&part->entries);
        arena_free(&part->walk.names);
    }
    list->items = items;
    list->cap = n;
    sort_entries(list);
}

/* The folders at the top are shared out: on a tree of 45,000 folders the walk was a fourth of a build after one edit. */
static void walk_shared(Walk *w, int fd, const struct stat *st)
{
    StrList dirs = {0};
    int threads = w->how->threads;
    SharedWalk shared = {arena_new(w->arena, WalkPart, threads), fd, &dirs, &(Parent){NULL, st->st_dev, st->st_ino}};
    w->later = &dirs;
    walk_dir(w, fd, st, (Str){0}, NULL);
    sort_entries(w->list);
    for (int i = 0; i < threads; i++) {
        WalkPart *part = &shared.parts[i];
        part->walk = *w;
        part->walk.arena = &part->arena;
        part->walk.entries = &part->entries;
        part->walk.names = (Arena){0};
        part->walk.list = &part->list;
        part->walk.room = NULL;
        part->walk.later = NULL;
        part->walk.fresh = (Buf){.arena = &part->entries};
    }
    pool_run(threads, dirs.n, walk_part, &shared, NULL, NULL);
    pool_run(threads, threads, sort_part, &shared, NULL, NULL);
    join_parts(w, shared.parts, threads);
}

/* The records of folders go where they stay. */
static void keep_folders(Walk *w)
{
    if (w->held) {
        w->how->folders->fresh.arena = &w->how->folders->arena;
        buf_put(&w->how->folders->fresh, buf_str(&w->fresh));
    }
}

bool fs_walk_by(Arena *a, const FsWalk *how, Str dir, FsList *list, Str *why)
{
    Arena entries = {0};
    Walk w = {.how = how, .held = how->dot_files ? NULL : how->folders, .arena = a, .entries = &entries, .list = list, .fresh.arena = &entries,
              .started = fs_now()};
    struct stat st;
    if (how->skip.n && stat(str_z(a, how->skip), &st) == 0) {
        w.has_skip = true;
        w.skip_dev = st.st_dev;
        w.skip_ino = st.st_ino;
    }
    int fd = open(str_z(a, dir), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0)
        return fs_fail(a, why, "cannot open");
    if (how->threads > 1) {
        walk_shared(&w, fd, &st);
    } else {
        walk_dir(&w, fd, &st, (Str){0}, NULL);
        join_parts(&w, NULL, 0);
    }
    close(fd);
    order_runs(list->troubles, list->trouble_count, sizeof *list->troubles, by_trouble_path);
    keep_folders(&w);
    arena_free(&w.names);
    arena_free(&entries);
    return true;
}

bool fs_walk(Arena *a, Str dir, bool dot_files, Str skip, FsList *list, Str *why)
{
    return fs_walk_by(a, &(FsWalk){.dot_files = dot_files, .skip = skip}, dir, list, why);
}
