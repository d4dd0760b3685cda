/* A place of a test's own, with files to read, walk and write in it: what the tests of base/fs.h share. Needs _XOPEN_SOURCE 700 before any header. */
#ifndef KB_TESTS_PLACE_H
#define KB_TESTS_PLACE_H

#include "folder.h"

#include "base/fs.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

/* Each test has an empty folder of its own below the build folder (below /tmp when run by hand). */
typedef struct Place {
    Arena arena;
    char *dir;
} Place;

static inline int setup(void **state)
{
    static Place place;
    place = (Place){0};
    place.dir = folder_new(&place.arena, "fs-test");
    if (!place.dir)
        return -1;
    *state = &place;
    return 0;
}

/* Removes everything below; a test leaves a few files at most. */
static inline void remove_all(const char *path)
{
    chmod(path, 0700);
    DIR *dir = opendir(path);
    if (dir) {
        for (struct dirent *e; (e = readdir(dir));) {
            if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
                continue;
            char child[4096];
            struct stat st;
            if (snprintf(child, sizeof child, "%s/%s", path, e->d_name) >= (int)sizeof child)
                continue;
            if (lstat(child, &st) == 0 && S_ISDIR(st.st_mode))
                remove_all(child);
            else
                unlink(child);
        }
        closedir(dir);
    }
    rmdir(path);
}

static inline int teardown(void **state)
{
    Place *p = *state;
    remove_all(p->dir);
    arena_free(&p->arena);
    return 0;
}

static inline Str in(Place *p, const char *name)
{
    return str_fmt(&p->arena, "%s/%s", p->dir, name);
}

static inline const char *z(Place *p, const char *name)
{
    return str_z(&p->arena, in(p, name));
}

static inline void put(Place *p, const char *name, const char *bytes)
{
    FsWritten written;
    Str why;
    assert_true(fs_write(&p->arena, in(p, name), str(bytes), &written, &why));
}

static inline Str content(Place *p, const char *name)
{
    Str text = {0}, why;
    bool too_large;
    return fs_read(&p->arena, in(p, name), 1 << 20, &text, &too_large, &why) ? text : S("(cannot read)");
}

static inline Str walked_by(Place *p, int threads, bool with_stamps, const char *dir, bool dot_files, Str skip)
{
    FsList list = {0};
    StrList names = {0};
    Str why;
    assert_true(fs_walk_by(&p->arena, &(FsWalk){.threads = threads, .dot_files = dot_files, .no_stamps = !with_stamps, .skip = skip}, in(p, dir), &list, &why));
    for (ptrdiff_t i = 0; i < list.n; i++) {
        FsStamp stamp = fs_stamp(fs_join(&p->arena, in(p, dir), list.items[i].path));
        assert_true(stamp_eq(&list.items[i].stamp, &stamp) || (!with_stamps && list.items[i].stamp.size == -1));
        list_add(&p->arena, &names, list.items[i].path);
    }
    for (ptrdiff_t i = 0; i < list.trouble_count; i++)
        list_add(&p->arena, &names, str_fmt(&p->arena, "!%s" STR_FMT, list.troubles[i].is_loop ? "loop " : "", STR_ARG(list.troubles[i].path)));
    return list_join(&p->arena, &names, S(" "));
}

/* Paths found, then "!path" of each trouble: the same by any number of threads, with stamps and without. */
static inline Str walked(Place *p, const char *dir, bool dot_files, Str skip)
{
    Str one = walked_by(p, 1, true, dir, dot_files, skip), several = walked_by(p, 3, true, dir, dot_files, skip);
    assert_true(str_eq(one, several));
    assert_true(str_eq(one, walked_by(p, 3, false, dir, dot_files, skip)));
    return one;
}

static inline FsWritten write_of(Place *p, const char *name, const char *bytes)
{
    FsWritten written;
    Str why;
    assert_true(fs_write(&p->arena, in(p, name), str(bytes), &written, &why));
    return written;
}

#endif
