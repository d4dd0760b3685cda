/* A watch on a folder tells of the names in it, so each folder below a root has one; and each root has one on the nearest folder above it that is
 * there, for the name that leads to it. A folder that appears is entered at once. When folders are moved, or the kernel has lost events, all is set up
 * anew: that is dear with many folders, and rare. */
#define _GNU_SOURCE         /* ppoll, which POSIX has since 2024 */
#include "serve/watch.h"

#include "base/fs.h"
#include "base/table.h"

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const double QUIET = 0.03, LONGEST = 0.5, POLL_EVERY = 1;
enum { CHANGES_KEPT = 1000 };

/* What a watch descriptor stands for. */
typedef struct Place {
    Str path;               /* empty: none */
    bool is_tree;           /* all names count */
    bool is_file;           /* the watch is on a file: one that a link in a watched folder leads to */
    bool dot_files;
    StrList names, steps;   /* these count, too: files that are watched; parts of the way to a root */
} Place;

/* A file as it was when it was polled. */
typedef struct Stamp {
    Str path;
    int64_t size, seconds, nanoseconds;
    uint64_t inode;
} Stamp;

typedef struct Stamps {
    Arena arena;
    Stamp *items;
    ptrdiff_t n, cap;
} Stamps;

struct Watch {
    int fd;                 /* -1: polling */
    Str trouble;
    bool is_stale;          /* the watches no longer fit the folders */
    Arena arena;            /* of what follows: the watches that are set */
    Place *places;          /* by descriptor */
    ptrdiff_t place_cap;
    Arena set;              /* of what follows: what is to be watched */
    WatchRoot *roots;
    ptrdiff_t root_count;
    Str skip;
    Arena changed;          /* of what follows */
    Table changes;
    Stamps stamps;          /* when polling */
    double polled;          /* when, and how long it took */
    double poll_took;
};

bool watch_ignores(Str name, bool dot_files)
{
    static const char *const endings[] = {".kb-tmp", ".crswap", "___jb_tmp___", "___jb_old___"};
    static const char *const beginnings[] = {".goutputstream-", ".~lock."};
    for (ptrdiff_t i = 0; i < countof(endings); i++)
        if (str_ends(name, str(endings[i])))
            return true;
    for (ptrdiff_t i = 0; i < countof(beginnings); i++)
        if (str_starts(name, str(beginnings[i])))
            return true;
    return fs_is_backup(name) || str_eq(name, S("4913")) || (!dot_files && str_starts(name, S(".")));
}

static void note(Watch *w, Str path)
{
    w->changes.arena = &w->changed;
    if (w->changes.n < CHANGES_KEPT && table_find(&w->changes, path) < 0)
        table_add(&w->changes, str_copy(&w->changed, path));
}

/* --- inotify ----------------------------------------------------------------------------------------------------------------- */

static void give_up(Watch *w, Str path, const char *what)
{
    int error = errno;
    if (w->fd >= 0)
        close(w->fd);
    w->fd = -1;
    w->trouble = error == ENOSPC ? S("there are more folders than fs.inotify.max_user_watches allows")
                                 : str_fmt(&w->set, "%s" STR_FMT ": %s", what, STR_ARG(path), strerror(error));
}

/* NULL when the path has no watch: it is gone, or w->fd is by now. */
static Place *add_watch(Watch *w, Str path, bool is_file)
{
    Arena scratch = {0};
    const uint32_t mask = IN_MODIFY | IN_CLOSE_WRITE | IN_ATTRIB | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF;
    int wd = w->fd < 0 ? -1 : inotify_add_watch(w->fd, str_z(&scratch, path), is_file ? mask : mask | IN_ONLYDIR);
    int error = errno;
    arena_free(&scratch);
    if (wd < 0) {
        errno = error;
        if (w->fd >= 0 && error != ENOENT && error != ENOTDIR && error != EACCES && error != ELOOP)
            give_up(w, path, "cannot watch ");
        return NULL;
    }
    if (wd >= w->place_cap) {
        ptrdiff_t cap = wd < 512 ? 1024 : (ptrdiff_t)wd * 2;
        Place *places = arena_new(&w->arena, Place, cap);
        if (w->place_cap)
            memcpy(places, w->places, (size_t)w->place_cap * sizeof *places);
        w->places = places;
        w->place_cap = cap;
    }
    Place *place = &w->places[wd];
    if (!place->path.n)
        *place = (Place){.path = str_copy(&w->arena, path), .is_file = is_file};
    return place;
}

static bool is_same_folder(Str x, const struct stat *st)
{
    char z[4096];
    struct stat other;
    if (!x.n || x.n >= (ptrdiff_t)sizeof z)
        return false;
    memcpy(z, x.p, (size_t)x.n);
    z[x.n] = '\0';
    return stat(z, &other) == 0 && other.st_dev == st->st_dev && other.st_ino == st->st_ino;
}

/* A folder that has its watch already, by whatever path, is not entered twice: so loops of links end. */
static void add_tree(Watch *w, Str path, bool dot_files)
{
    Place *place = add_watch(w, path, false);
    if (!place || place->is_tree)
        return;
    place->is_tree = true;
    place->dot_files = dot_files;
    Arena scratch = {0};
    DIR *dir = opendir(str_z(&scratch, path));
    for (struct dirent *e; dir && w->fd >= 0 && (e = readdir(dir));) {
        Str name = str(e->d_name);
        if (str_eq(name, S(".")) || str_eq(name, S("..")) || e->d_type == DT_REG || watch_ignores(name, dot_files))
            continue;
        ArenaMark mark = arena_mark(&scratch);
        Str child = fs_join(&scratch, path, name);
        struct stat st;
        bool is_there = fstatat(dirfd(dir), e->d_name, &st, 0) == 0;
        if (is_there && S_ISDIR(st.st_mode) && !is_same_folder(w->skip, &st))
            add_tree(w, child, dot_files);
        else if (is_there && S_ISREG(st.st_mode) && e->d_type == DT_LNK)
            add_watch(w, child, true);
        arena_rewind(&scratch, mark);
    }
    if (dir)
        closedir(dir);
    arena_free(&scratch);
}

static Str without_slash(Str path)
{
    while (path.n > 1 && str_ends(path, S("/")))
        path.n--;
    return path;
}

/* "content/a" -> "content"; "content" -> "."; "/a" -> "/"; "/" -> empty. */
static Str parent_of(Str path)
{
    path = without_slash(path);
    ptrdiff_t slash = str_find_last_char(path, '/');
    return slash > 0 ? str_head(path, slash) : slash == 0 ? str_head(path, path.n > 1) : str_eq(path, S(".")) ? (Str){0} : S(".");
}

/* The nearest folder above that is there, for the name in it that leads to the path. */
static void add_way(Watch *w, const WatchRoot *root)
{
    bool is_last = true;
    for (Str path = root->path, up; (up = parent_of(path)).n; path = up, is_last = false) {
        Place *place = add_watch(w, up, false);
        if (!place) {
            if (w->fd < 0)
                return;
            continue;
        }
        Str name = str_copy(&w->arena, path_name(without_slash(path)));
        list_add(&w->arena, root->is_file && is_last ? &place->names : &place->steps, name);
        return;
    }
}

static void set_watches(Watch *w)
{
    if (w->fd >= 0)
        close(w->fd);
    arena_free(&w->arena);
    w->places = NULL;
    w->place_cap = 0;
    w->is_stale = false;
    w->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (w->fd < 0)
        give_up(w, (Str){0}, "cannot use inotify");
    for (ptrdiff_t i = 0; i < w->root_count && w->fd >= 0; i++) {
        add_way(w, &w->roots[i]);
        if (!w->roots[i].is_file && w->fd >= 0)
            add_tree(w, w->roots[i].path, w->roots[i].dot_files);
    }
}

static bool list_has(const StrList *list, Str s)
{
    for (ptrdiff_t i = 0; i < list->n; i++)
        if (str_eq(list->items[i], s))
            return true;
    return false;
}

/* False when the event is none of ours. */
static bool take_event(Watch *w, const struct inotify_event *event)
{
    if (event->mask & IN_Q_OVERFLOW) {
        w->is_stale = true;
        return true;
    }
    if (event->wd < 0 || event->wd >= w->place_cap || !w->places[event->wd].path.n)
        return false;
    Place *place = &w->places[event->wd];
    if (event->mask & IN_IGNORED) {
        *place = (Place){0};
        return false;
    }
    Str name = event->len ? str(event->name) : (Str){0};
    bool is_step = name.n && list_has(&place->steps, name), is_own = !name.n && (place->is_tree || place->is_file);
    bool is_inside = name.n && place->is_tree && !watch_ignores(name, place->dot_files);
    bool is_gone = event->mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT);
    bool is_elsewhere = event->mask & (IN_MOVE_SELF | IN_UNMOUNT) || (place->is_file && event->mask & (IN_DELETE_SELF | IN_ATTRIB));
    if (!is_step && !is_own && !is_inside && !list_has(&place->names, name)) {
        w->is_stale = w->is_stale || is_gone;      /* the way to a root */
        return false;
    }
    bool is_folder = event->mask & IN_ISDIR, is_new = event->mask & (IN_CREATE | IN_MOVED_TO);
    w->is_stale = w->is_stale || (is_step && event->mask & ~(uint32_t)(IN_ATTRIB | IN_ISDIR)) || is_elsewhere || (is_folder && event->mask & IN_MOVED_FROM);
    Arena scratch = {0};
    Str path = name.n ? fs_join(&scratch, place->path, name) : place->path;
    struct stat st;
    bool is_output = is_folder && stat(str_z(&scratch, path), &st) == 0 && is_same_folder(w->skip, &st);
    bool counts = !is_output && !(is_folder && event->mask & IN_ATTRIB && !is_gone);
    if (counts) {
        note(w, path);
        if (is_inside && is_new && !w->is_stale && stat(str_z(&scratch, path), &st) == 0) {
            if (S_ISDIR(st.st_mode))
                add_tree(w, path, place->dot_files);
            else if (!is_folder && S_ISREG(st.st_mode) && lstat(str_z(&scratch, path), &st) == 0 && S_ISLNK(st.st_mode))
                add_watch(w, path, true);
        }
    }
    arena_free(&scratch);
    return counts;
}

/* All events that are there; false when none of them is ours. */
static bool take_events(Watch *w)
{
    _Alignas(struct inotify_event) char buffer[65536];
    bool any = false;
    while (w->fd >= 0) {
        ssize_t n = read(w->fd, buffer, sizeof buffer);
        if (n <= 0)
            break;
        for (char *p = buffer; p < buffer + n && w->fd >= 0;) {
            struct inotify_event *event = (struct inotify_event *)(void *)p;
            any = take_event(w, event) || any;
            p += sizeof *event + event->len;
        }
    }
    return any || w->is_stale;
}

/* --- polling ----------------------------------------------------------------------------------------------------------------- */

static int by_path(const void *x, const void *y)
{
    return str_cmp(((const Stamp *)x)->path, ((const Stamp *)y)->path);
}

static void stamp(Stamps *s, Str path)
{
    struct stat st;
    if (stat(str_z(&s->arena, path), &st) != 0)
        return;
    s->items = arena_grow(&s->arena, s->items, s->n, &s->cap, sizeof *s->items);
    s->items[s->n++] = (Stamp){path, (int64_t)st.st_size, (int64_t)st.st_mtim.tv_sec, (int64_t)st.st_mtim.tv_nsec, (uint64_t)st.st_ino};
}

static Stamps take_stamps(Watch *w)
{
    Stamps s = {0};
    w->polled = fs_seconds();
    for (ptrdiff_t r = 0; r < w->root_count; r++) {
        const WatchRoot *root = &w->roots[r];
        FsList list = {0};
        Str why;
        if (root->is_file)
            stamp(&s, root->path);
        else if (fs_kind(root->path) == FS_DIR && fs_walk(&s.arena, root->path, root->dot_files, w->skip, &list, &why))
            for (ptrdiff_t i = 0; i < list.n; i++)
                if (!watch_ignores(path_name(list.items[i].path), root->dot_files))
                    stamp(&s, fs_join(&s.arena, root->path, list.items[i].path));
    }
    if (s.n)
        qsort(s.items, (size_t)s.n, sizeof *s.items, by_path);
    w->poll_took = fs_seconds() - w->polled;
    w->polled += w->poll_took;
    return s;
}

static bool is_same(const Stamp *x, const Stamp *y)
{
    return x->size == y->size && x->seconds == y->seconds && x->nanoseconds == y->nanoseconds && x->inode == y->inode;
}

/* Two sorted lists side by side. */
static bool poll_files(Watch *w)
{
    Stamps old = w->stamps, new = take_stamps(w);
    bool any = false;
    for (ptrdiff_t i = 0, k = 0; i < old.n || k < new.n;) {
        int order = i == old.n ? 1 : k == new.n ? -1 : str_cmp(old.items[i].path, new.items[k].path);
        if (order || !is_same(&old.items[i], &new.items[k])) {
            note(w, order < 0 ? old.items[i].path : new.items[k].path);
            any = true;
        }
        i += order <= 0;
        k += order >= 0;
    }
    arena_free(&old.arena);
    w->stamps = new;
    return any;
}

/* --- both -------------------------------------------------------------------------------------------------------------------- */

Watch *watch_new(Arena *a, bool is_polling)
{
    Watch *w = arena_new(a, Watch, 1);
    w->fd = -1;
    w->is_stale = true;
    if (is_polling)
        w->trouble = S("--poll");
    return w;
}

static bool is_set(const Watch *w, const WatchRoot *roots, ptrdiff_t n, Str skip)
{
    bool same = n == w->root_count && str_eq(skip, w->skip);
    for (ptrdiff_t i = 0; i < n && same; i++) {
        const WatchRoot *x = &roots[i], *y = &w->roots[i];
        same = str_eq(x->path, y->path) && x->is_file == y->is_file && x->dot_files == y->dot_files;
    }
    return same;
}

void watch_set(Watch *w, const WatchRoot *roots, ptrdiff_t n, Str skip)
{
    bool is_new = !is_set(w, roots, n, skip);
    if (is_new) {
        Arena set = {0};
        WatchRoot *copy = arena_new(&set, WatchRoot, n);
        for (ptrdiff_t i = 0; i < n; i++) {
            copy[i] = roots[i];
            copy[i].path = str_copy(&set, roots[i].path);
        }
        w->skip = str_copy(&set, skip);
        w->trouble = str_copy(&set, w->trouble);
        arena_free(&w->set);
        w->set = set;
        w->roots = copy;
        w->root_count = n;
    }
    if (!w->trouble.n && (is_new || w->is_stale))
        set_watches(w);
    if (w->fd < 0 && (is_new || !w->stamps.arena.block)) {
        arena_free(&w->stamps.arena);
        w->stamps = take_stamps(w);
    }
}

/* Sleeps until there are events or `seconds` are over; false when a signal came. */
static bool sleep_for(Watch *w, double seconds, const sigset_t *mask)
{
    seconds = seconds > 0 ? seconds : 0;
    struct timespec timeout = {.tv_sec = (time_t)seconds, .tv_nsec = (long)((seconds - (double)(time_t)seconds) * 1e9)};
    struct pollfd p = {.fd = w->fd, .events = POLLIN};
    return ppoll(&p, w->fd >= 0, &timeout, mask) >= 0 || errno != EINTR;
}

static bool look(Watch *w)
{
    if (w->fd >= 0)
        return take_events(w);
    double interval = w->poll_took * 10 > POLL_EVERY ? w->poll_took * 10 : POLL_EVERY;
    return fs_seconds() - w->polled >= interval && poll_files(w);
}

WatchEvent watch_wait(Watch *w, const sigset_t *mask, int seconds, WatchChange *change)
{
    arena_free(&w->changed);
    w->changes = (Table){0};
    double begin = fs_seconds(), first = 0, last = 0;
    for (;;) {
        double now = fs_seconds();
        if (look(w)) {
            last = fs_seconds();
            first = first > 0 ? first : last;
        }
        if (first > 0 && (now - last >= QUIET || now - first >= LONGEST || w->fd < 0))
            break;
        if (first <= 0 && now - begin >= seconds)
            return WATCH_IDLE;
        double until = first > 0 ? (last + QUIET < first + LONGEST ? last + QUIET : first + LONGEST) : begin + seconds;
        double longest = w->fd < 0 && until - now > 0.1 ? 0.1 : until - now;
        if (!sleep_for(w, longest, mask))
            return WATCH_SIGNAL;
    }
    bool is_quiet = w->fd >= 0 && fs_seconds() - last >= QUIET;
    *change = (WatchChange){w->changes.keys, w->changes.n, is_quiet && !w->is_stale && w->changes.n < CHANGES_KEPT};
    return WATCH_CHANGED;
}

Str watch_trouble(const Watch *w)
{
    return w->trouble;
}

void watch_close(Watch *w)
{
    if (w->fd >= 0)
        close(w->fd);
    w->fd = -1;
    arena_free(&w->arena);
    arena_free(&w->set);
    arena_free(&w->changed);
    arena_free(&w->stamps.arena);
}
