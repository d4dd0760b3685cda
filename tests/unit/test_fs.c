#define _XOPEN_SOURCE 700
#include "folder.h"

#include "base/fs.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Each test has an empty folder of its own below the build folder (below /tmp when run by hand). */
typedef struct Place {
    Arena arena;
    char *dir;
} Place;

static int setup(void **state)
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
static void remove_all(const char *path)
{
    chmod(path, 0700);
    DIR *dir = opendir(path);
    if (dir) {
        for (struct dirent *e; (e = readdir(dir));) {
            if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
                continue;
            char child[4096];
            snprintf(child, sizeof child, "%s/%s", path, e->d_name);
            struct stat st;
            if (lstat(child, &st) == 0 && S_ISDIR(st.st_mode))
                remove_all(child);
            else
                unlink(child);
        }
        closedir(dir);
    }
    rmdir(path);
}

static int teardown(void **state)
{
    Place *p = *state;
    remove_all(p->dir);
    arena_free(&p->arena);
    return 0;
}

static Str in(Place *p, const char *name)
{
    return str_fmt(&p->arena, "%s/%s", p->dir, name);
}

static const char *z(Place *p, const char *name)
{
    return str_z(&p->arena, in(p, name));
}

static void put(Place *p, const char *name, const char *bytes)
{
    FsWritten written;
    Str why;
    assert_true(fs_write(&p->arena, in(p, name), str(bytes), &written, &why));
}

static Str content(Place *p, const char *name)
{
    Str text = {0}, why;
    bool too_large;
    return fs_read(&p->arena, in(p, name), 1 << 20, &text, &too_large, &why) ? text : S("(cannot read)");
}

static Str walked_by(Place *p, int threads, bool with_stamps, const char *dir, bool dot_files, Str skip)
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
static Str walked(Place *p, const char *dir, bool dot_files, Str skip)
{
    Str one = walked_by(p, 1, true, dir, dot_files, skip), several = walked_by(p, 3, true, dir, dot_files, skip);
    assert_true(str_eq(one, several));
    assert_true(str_eq(one, walked_by(p, 3, false, dir, dot_files, skip)));
    return one;
}

/* --- kinds and reading ------------------------------------------------------------------------------------------------------------ */

static void a_path_is_missing_a_file_a_folder_or_something_else(void **state)
{
    Place *p = *state;
    put(p, "d/f", "x");
    assert_int_equal(symlink("f", z(p, "d/link")), 0);
    assert_int_equal(symlink("nothing", z(p, "d/dangling")), 0);
    assert_int_equal(mkfifo(z(p, "pipe"), 0600), 0);
    assert_int_equal(fs_kind(in(p, "d/f")), FS_FILE);
    assert_int_equal(fs_kind(in(p, "d")), FS_DIR);
    assert_int_equal(fs_kind(in(p, "d/link")), FS_FILE);
    assert_int_equal(fs_kind(in(p, "d/dangling")), FS_MISSING);
    assert_int_equal(fs_kind(in(p, "none")), FS_MISSING);
    assert_int_equal(fs_kind(in(p, "pipe")), FS_OTHER);
    Buf longer = {.arena = &p->arena};
    buf_pad(&longer, 'x', 5000);
    assert_int_equal(fs_kind(buf_str(&longer)), FS_MISSING);
}

static void a_file_is_read_whole(void **state)
{
    Place *p = *state;
    put(p, "f", "one\ntwo");
    put(p, "empty", "");
    assert_str(content(p, "f"), "one\ntwo");
    assert_str(content(p, "empty"), "");
}

static void what_is_read_has_the_stamp_of_the_file(void **state)
{
    Place *p = *state;
    put(p, "f", "one");
    FsStamp stamp, now = fs_stamp(in(p, "f"));
    Str text, why;
    bool too_large;
    FsDesk desk = {0};
    assert_true(fs_read_by(&p->arena, in(p, "f"), &desk, 3, &text, &stamp, &too_large, &why));
    assert_true(stamp_eq(&stamp, &now));
    assert_false(fs_read_by(&p->arena, in(p, "f"), &desk, 2, &text, &stamp, &too_large, &why));
    assert_true(stamp_eq(&stamp, &now));
    assert_false(fs_read_by(&p->arena, in(p, ""), &desk, 2, &text, &stamp, &too_large, &why));
    assert_int_equal(stamp.size, -1);
    assert_false(fs_read_by(&p->arena, in(p, "none"), &desk, 2, &text, &stamp, &too_large, &why));
    assert_int_equal(stamp.size, -1);
    put(p, "a/b/f", "two");
    put(p, "a/c/f", "three");
    static const char *const names[] = {"a/b/f", "a/c/f", "f", "a/b/f"}, *const bytes[] = {"two", "three", "one", "two"};
    for (ptrdiff_t i = 0; i < countof(names); i++) {
        assert_true(fs_read_by(&p->arena, in(p, names[i]), &desk, 9, &text, &stamp, &too_large, &why));
        assert_str(text, bytes[i]);
        now = fs_stamp(in(p, names[i]));
        assert_true(stamp_eq(&stamp, &now));
    }
    fs_desk_close(&desk);
}

static void a_file_over_the_limit_is_refused(void **state)
{
    Place *p = *state;
    put(p, "f", "12345");
    Str text, why;
    bool too_large;
    assert_true(fs_read(&p->arena, in(p, "f"), 5, &text, &too_large, &why));
    assert_false(too_large);
    assert_false(fs_read(&p->arena, in(p, "f"), 4, &text, &too_large, &why));
    assert_true(too_large);
    assert_str(why, "is 5 bytes long; the limit is 4");
}

static void what_is_no_file_cannot_be_read(void **state)
{
    Place *p = *state;
    Str text, why;
    bool too_large;
    assert_false(fs_read(&p->arena, in(p, ""), 100, &text, &too_large, &why));
    assert_str(why, "is not a regular file");
    assert_false(fs_read(&p->arena, in(p, "none"), 100, &text, &too_large, &why));
    assert_false(too_large);
    assert_true(str_starts(why, S("cannot open: ")));
}

static void a_pipe_does_not_hold_the_reader(void **state)
{
    Place *p = *state;
    assert_int_equal(mkfifo(z(p, "pipe"), 0600), 0);
    Str text, why;
    bool too_large;
    alarm(5);
    assert_false(fs_read(&p->arena, in(p, "pipe"), 100, &text, &too_large, &why));
    alarm(0);
}

/* --- walking ---------------------------------------------------------------------------------------------------------------------- */

static void a_walk_finds_every_file_in_byte_order(void **state)
{
    Place *p = *state;
    put(p, "b.md", "");
    put(p, "a/z.md", "");
    put(p, "a/b/c.md", "");
    put(p, "a.md", "");
    put(p, "B.md", "");
    assert_str(walked(p, "", false, (Str){0}), "B.md a.md a/b/c.md a/z.md b.md");
    assert_str(walked(p, "a", false, (Str){0}), "b/c.md z.md");
}

static void names_with_a_dot_in_front_are_left_out_unless_asked_for(void **state)
{
    Place *p = *state;
    put(p, ".hidden/f", "");
    put(p, ".htaccess", "");
    put(p, "f", "");
    assert_str(walked(p, "", false, (Str){0}), "f");
    assert_str(walked(p, "", true, (Str){0}), ".hidden/f .htaccess f");
}

static void backups_of_editors_are_left_out(void **state)
{
    Place *p = *state;
    put(p, "a.md~", "");
    put(p, "#a.md#", "");
    put(p, ".a.md.swp", "");
    put(p, ".#a.md", "");
    put(p, "old~/a.md", "");
    put(p, "#b.md", "");
    put(p, "c.swp", "");
    assert_str(walked(p, "", true, (Str){0}), "#b.md c.swp");
}

static void links_to_files_and_folders_are_followed(void **state)
{
    Place *p = *state;
    put(p, "content/f", "");
    put(p, "elsewhere/g", "");
    assert_int_equal(symlink("../elsewhere", z(p, "content/sub")), 0);
    assert_int_equal(symlink("f", z(p, "content/link")), 0);
    assert_int_equal(symlink("nothing", z(p, "content/dangling")), 0);
    assert_str(walked(p, "content", false, (Str){0}), "f link sub/g !dangling");
}

static void a_link_to_a_parent_is_told_and_not_followed(void **state)
{
    Place *p = *state;
    put(p, "a/b/f", "");
    assert_int_equal(symlink("..", z(p, "a/b/up")), 0);
    assert_int_equal(symlink(".", z(p, "a/self")), 0);
    assert_int_equal(symlink("loop", z(p, "loop")), 0);
    assert_str(walked(p, "", false, (Str){0}), "a/b/f !loop a/b/up !loop a/self !loop");
}

static void two_links_to_one_folder_are_no_loop(void **state)
{
    Place *p = *state;
    put(p, "real/f", "");
    assert_int_equal(symlink("real", z(p, "x")), 0);
    assert_str(walked(p, "", false, (Str){0}), "real/f x/f");
}

/* Root opens every folder, so root becomes nobody for the time of the walk. */
static void a_folder_that_cannot_be_opened_is_told(void **state)
{
    Place *p = *state;
    put(p, "a/f", "");
    put(p, "g", "");
    assert_int_equal(chmod(z(p, "a"), 0), 0);
    bool is_root = geteuid() == 0;
    if (is_root) {
        assert_int_equal(chmod(p->dir, 0755), 0);
        assert_int_equal(seteuid(65534), 0);
    }
    bool can_enter = access(p->dir, F_OK) == 0 && fs_kind(str(p->dir)) == FS_DIR;
    Str found = can_enter ? walked(p, "", false, (Str){0}) : (Str){0};
    if (is_root)
        assert_int_equal(seteuid(0), 0);
    if (!can_enter)
        skip();
    assert_str(found, "g !a");
}

static void the_folder_to_skip_is_not_entered(void **state)
{
    Place *p = *state;
    put(p, "public/index.html", "");
    put(p, "f", "");
    assert_str(walked(p, "", false, in(p, "public")), "f");
    assert_str(walked(p, "", false, in(p, "./public/../public")), "f");
    assert_str(walked(p, "", false, in(p, "none")), "f public/index.html");
}

static void pipes_and_the_like_are_no_files(void **state)
{
    Place *p = *state;
    assert_int_equal(mkfifo(z(p, "pipe"), 0600), 0);
    put(p, "f", "");
    assert_str(walked(p, "", false, (Str){0}), "f");
}

/* As walked, by who holds folders; `kept` takes records of all that are held then. */
static Str walked_again(Place *p, int threads, FsFolders *folders, Buf *kept)
{
    FsList list = {0};
    StrList names = {0};
    Str why;
    assert_true(fs_walk_by(&p->arena, &(FsWalk){.threads = threads, .folders = folders}, in(p, ""), &list, &why));
    for (ptrdiff_t i = 0; i < list.n; i++) {
        FsStamp stamp = fs_stamp(fs_join(&p->arena, in(p, ""), list.items[i].path));
        assert_true(stamp_eq(&list.items[i].stamp, &stamp));
        list_add(&p->arena, &names, list.items[i].path);
    }
    for (ptrdiff_t i = 0; i < list.trouble_count; i++)
        list_add(&p->arena, &names, str_fmt(&p->arena, "!" STR_FMT, STR_ARG(list.troubles[i].path)));
    *kept = (Buf){.arena = &p->arena};
    fs_folders_put(folders, true, kept);
    fs_folders_free(folders);
    fs_folders_take(folders, buf_str(kept));
    return list_join(&p->arena, &names, S(" "));
}

static void age(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 50 * 1000000}, NULL);
}

static void names_in_folders_that_did_not_change_are_known(void **state)
{
    Place *p = *state;
    FsFolders folders = {0};
    Buf kept;
    put(p, "f", "");
    put(p, "only/one.md", "");
    put(p, "a/b/c.md", "");
    put(p, "a/one.md", "");
    put(p, "a-b/x.md", "");
    put(p, "real/g", "");
    assert_int_equal(symlink("real", z(p, "linked")), 0);
    assert_int_equal(symlink("..", z(p, "real/up")), 0);
    assert_int_equal(symlink("nothing", z(p, "dangling")), 0);
    age();
    Str first = walked_again(p, 1, &folders, &kept);
    assert_true(str_starts(first, S("a-b/x.md a/b/c.md a/one.md f linked/g only/one.md real/g")));
    if (!kept.n) {
        fs_folders_free(&folders);
        skip();             /* a file system whose folders are not held */
    }
    for (int threads = 1; threads <= 3; threads += 2)
        assert_true(str_eq(walked_again(p, threads, &folders, &kept), first));
    put(p, "only/two.md", "");
    put(p, "a/b/d/e.md", "");
    put(p, "a/one.md", "longer in its place");
    assert_int_equal(unlink(z(p, "real/g")), 0);
    age();
    Str second = walked_again(p, 3, &folders, &kept);
    assert_true(str_starts(second, S("a-b/x.md a/b/c.md a/b/d/e.md a/one.md f only/one.md only/two.md")));
    assert_true(str_eq(walked_again(p, 1, &folders, &kept), second));
    fs_folders_free(&folders);
}

/* What is known is believed: a record that lies is found out when the folder changes. */
static void a_folder_that_is_known_is_not_read(void **state)
{
    Place *p = *state;
    FsFolders folders = {0};
    Buf kept;
    put(p, "only/one.md", "");
    put(p, "some/one.md", "");
    put(p, "some/other.md", "");
    age();
    walked_again(p, 1, &folders, &kept);
    if (!kept.n) {
        fs_folders_free(&folders);
        skip();
    }
    for (ptrdiff_t i = 0; i + 3 < kept.n; i++)
        if (memcmp(kept.p + i, "one", 3) == 0)
            memcpy(kept.p + i, "two", 3);
    assert_str(walked_again(p, 1, &folders, &kept), "some/other.md !only/two.md !some/two.md");
    put(p, "only/new.md", "");
    put(p, "some/new.md", "");
    assert_str(walked_again(p, 1, &folders, &kept), "only/new.md only/one.md some/new.md some/one.md some/other.md");
    fs_folders_free(&folders);
}

static void a_young_folder_is_not_held(void **state)
{
    Place *p = *state;
    FsFolders folders = {0};
    Buf kept;
    int64_t start = fs_now();
    put(p, "d/f", "");
    walked_again(p, 1, &folders, &kept);
    fs_folders_free(&folders);
    if (fs_now() - start < 20000000)     /* else it may have grown old meanwhile */
        assert_int_equal(kept.n, 0);
}

static void a_walk_needs_a_folder(void **state)
{
    Place *p = *state;
    FsList list = {0};
    Str why = {0};
    assert_false(fs_walk(&p->arena, in(p, "none"), false, (Str){0}, &list, &why));
    assert_true(str_starts(why, S("cannot open: ")));
    put(p, "f", "");
    assert_false(fs_walk(&p->arena, in(p, "f"), false, (Str){0}, &list, &why));
}

/* --- writing ---------------------------------------------------------------------------------------------------------------------- */

static FsWritten write_of(Place *p, const char *name, const char *bytes)
{
    FsWritten written;
    Str why;
    assert_true(fs_write(&p->arena, in(p, name), str(bytes), &written, &why));
    return written;
}

static void a_write_creates_changes_or_leaves_a_file(void **state)
{
    Place *p = *state;
    assert_int_equal(write_of(p, "f", "one"), FS_CREATED);
    assert_str(content(p, "f"), "one");
    assert_int_equal(write_of(p, "f", "one"), FS_SAME);
    assert_int_equal(write_of(p, "f", "two"), FS_CHANGED);
    assert_str(content(p, "f"), "two");
    assert_int_equal(write_of(p, "f", "twofold"), FS_CHANGED);
    assert_int_equal(write_of(p, "f", ""), FS_CHANGED);
    assert_int_equal(write_of(p, "f", ""), FS_SAME);
    assert_int_equal(write_of(p, "empty", ""), FS_CREATED);
}

static void an_unchanged_file_keeps_its_time_and_inode(void **state)
{
    Place *p = *state;
    write_of(p, "f", "one");
    struct timespec times[2] = {{.tv_sec = 1000000}, {.tv_sec = 1000000}};
    assert_int_equal(utimensat(AT_FDCWD, z(p, "f"), times, 0), 0);
    struct stat before, after;
    assert_int_equal(stat(z(p, "f"), &before), 0);
    write_of(p, "f", "one");
    assert_int_equal(stat(z(p, "f"), &after), 0);
    assert_int_equal(after.st_mtime, 1000000);
    assert_true(before.st_ino == after.st_ino);
    write_of(p, "f", "two");
    assert_int_equal(stat(z(p, "f"), &after), 0);
    assert_int_not_equal(after.st_mtime, 1000000);
}

static void large_files_are_compared_to_their_end(void **state)
{
    Place *p = *state;
    Buf b = {.arena = &p->arena};
    buf_pad(&b, 'x', 100000);
    FsWritten written;
    Str why;
    assert_true(fs_write(&p->arena, in(p, "f"), buf_str(&b), &written, &why));
    assert_true(fs_write(&p->arena, in(p, "f"), buf_str(&b), &written, &why));
    assert_int_equal(written, FS_SAME);
    b.p[99999] = 'y';
    assert_true(fs_write(&p->arena, in(p, "f"), buf_str(&b), &written, &why));
    assert_int_equal(written, FS_CHANGED);
    assert_true(str_ends(content(p, "f"), S("xxy")));
}

static void missing_folders_are_made(void **state)
{
    Place *p = *state;
    assert_int_equal(write_of(p, "a/b/c/f", "x"), FS_CREATED);
    assert_str(content(p, "a/b/c/f"), "x");
    Str why;
    assert_true(fs_make_dirs(&p->arena, in(p, "d//e/"), &why));
    assert_true(fs_make_dirs(&p->arena, in(p, "d/e"), &why));
    assert_int_equal(fs_kind(in(p, "d/e")), FS_DIR);
    assert_true(fs_make_dirs(&p->arena, S("/"), &why));
    int here = open(".", O_RDONLY | O_DIRECTORY);
    bool is_made = chdir(z(p, "d")) == 0 && fs_make_dirs(&p->arena, S("x"), &why);
    assert_int_equal(fchdir(here), 0);
    close(here);
    assert_true(is_made);
    assert_int_equal(fs_kind(in(p, "d/x")), FS_DIR);
}

static void no_temporary_file_stays(void **state)
{
    Place *p = *state;
    write_of(p, "f", "one");
    write_of(p, "f", "two");
    put(p, "d/g", "x");
    FsWritten written;
    Str why;
    assert_false(fs_write(&p->arena, in(p, "d"), S("a folder stands here"), &written, &why));
    assert_true(str_starts(why, S("cannot ")));
    assert_str(walked(p, "", true, (Str){0}), "d/g f");
}

static void a_file_in_the_way_of_a_folder_is_told_and_stays(void **state)
{
    Place *p = *state;
    put(p, "f", "x");
    FsWritten written;
    Str why = {0};
    assert_false(fs_write(&p->arena, in(p, "f/g/h"), S("y"), &written, &why));
    assert_true(why.n > 0);
    assert_false(fs_make_dirs(&p->arena, in(p, "f/g"), &why));
    assert_true(str_find(why, S("/f")) >= 0);
    assert_str(content(p, "f"), "x");
}

static void a_link_is_replaced_and_not_written_through(void **state)
{
    Place *p = *state;
    put(p, "target", "x");
    assert_int_equal(symlink("target", z(p, "link")), 0);
    assert_int_equal(write_of(p, "link", "x"), FS_CHANGED);
    assert_str(content(p, "target"), "x");
    struct stat st;
    assert_int_equal(lstat(z(p, "link"), &st), 0);
    assert_true(S_ISREG(st.st_mode));
}

static void a_planted_link_at_the_temporary_name_is_not_followed(void **state)
{
    Place *p = *state;
    put(p, "victim", "precious");
    assert_int_equal(symlink("victim", z(p, ".f.kb-tmp")), 0);
    FsWritten written;
    Str why;
    (void)fs_write(&p->arena, in(p, "f"), S("new"), &written, &why);
    assert_str(content(p, "victim"), "precious");
}

static void a_left_over_temporary_file_is_no_hindrance(void **state)
{
    Place *p = *state;
    put(p, ".f.kb-tmp", "left by a killed build, and longer");
    assert_int_equal(write_of(p, "f", "new"), FS_CREATED);
    assert_str(content(p, "f"), "new");
    assert_str(walked(p, "", true, (Str){0}), "f");
}

static void long_names_fit(void **state)
{
    Place *p = *state;
    Buf b = {.arena = &p->arena};
    buf_pad(&b, 'n', 250);
    const char *name = str_z(&p->arena, buf_str(&b));
    assert_int_equal(write_of(p, name, "x"), FS_CREATED);
    assert_str(content(p, name), "x");
}

/* --- file after file -------------------------------------------------------------------------------------------------------------- */

static FsDesk desk_in(Place *p)
{
    return (FsDesk){.draft = in(p, "drafts/0")};
}

static FsWritten write_at_desk(Place *p, FsDesk *desk, const char *name, const char *bytes, bool is_new)
{
    FsWritten written;
    FsStamp stamp = {0};
    Str why = {0};
    assert_true(fs_write_by(&p->arena, in(p, name), desk, is_new, str(bytes), &written, &stamp, &why));
    FsStamp now = fs_stamp_itself(in(p, name));
    assert_true(stamp_eq(&stamp, &now));
    assert_str(content(p, name), bytes);
    return written;
}

static void a_desk_writes_here_and_there(void **state)
{
    Place *p = *state;
    FsDesk desk = desk_in(p);
    put(p, "there/x", "x");
    assert_int_equal(write_at_desk(p, &desk, "a/b/1/f", "one", true), FS_CREATED);
    assert_int_equal(write_at_desk(p, &desk, "a/b/2/f", "two", true), FS_CREATED);
    assert_int_equal(write_at_desk(p, &desk, "a/b/2/f", "two", true), FS_SAME);
    assert_int_equal(write_at_desk(p, &desk, "a/b/2/f", "2", false), FS_CHANGED);
    assert_int_equal(write_at_desk(p, &desk, "a/b/f", "three", true), FS_CREATED);
    assert_int_equal(write_at_desk(p, &desk, "a/f", "four", true), FS_CREATED);
    assert_int_equal(write_at_desk(p, &desk, "f", "five", true), FS_CREATED);
    assert_int_equal(write_at_desk(p, &desk, "a/b2/1/f", "six", true), FS_CREATED);
    assert_int_equal(write_at_desk(p, &desk, "a/b2/1/g", "seven", true), FS_CREATED);
    FsWritten written;
    FsStamp stamp;
    Str why;
    assert_true(fs_copy_by(&p->arena, in(p, "there/x"), in(p, "a/b2/3/x"), &desk, &written, &stamp, &why));
    assert_true(fs_copy_by(&p->arena, in(p, "there/x"), in(p, "a/b2/1/g"), &desk, &written, &stamp, &why));
    assert_int_equal(written, FS_CHANGED);
    FsStamp now = fs_stamp_itself(in(p, "a/b2/1/g"));
    assert_true(stamp_eq(&stamp, &now));
    fs_desk_close(&desk);
    assert_int_equal(write_at_desk(p, &desk, "a/b2/1/f", "6", false), FS_CHANGED);
    fs_desk_close(&desk);
    assert_str(walked(p, "", true, (Str){0}), "a/b/1/f a/b/2/f a/b/f a/b2/1/f a/b2/1/g a/b2/3/x a/f f there/x");
}

/* Somebody removes the folders that are open, while files are written. */
static void a_desk_makes_folders_again_that_are_gone(void **state)
{
    Place *p = *state;
    FsDesk desk = desk_in(p);
    write_at_desk(p, &desk, "a/b/1/f", "one", true);
    write_at_desk(p, &desk, "a/b/2/f", "two", true);
    remove_all(z(p, "a"));
    remove_all(z(p, "drafts"));
    assert_int_equal(write_at_desk(p, &desk, "a/b/3/f", "three", true), FS_CREATED);
    assert_int_equal(write_at_desk(p, &desk, "a/b/3/f", "again", false), FS_CHANGED);
    remove_all(z(p, "a"));
    put(p, "a/b/4/g", "another hand's");
    assert_int_equal(write_at_desk(p, &desk, "a/b/4/f", "four", true), FS_CREATED);
    assert_int_equal(write_at_desk(p, &desk, "a/b/4/g", "ours", true), FS_CHANGED);
    assert_int_equal(mkdir(z(p, "a/b/5"), 0777), 0);
    assert_int_equal(mkdir(z(p, "a/b/5/f"), 0777), 0);
    assert_int_equal(write_at_desk(p, &desk, "a/b/5/f", "an empty folder stood here", true), FS_CHANGED);
    fs_desk_close(&desk);
    assert_str(walked(p, "", true, (Str){0}), "a/b/4/f a/b/4/g a/b/5/f");
}

/* So many that the desk stands in the folder itself. */
static void many_files_of_one_folder(Place *p, FsDesk *desk)
{
    for (int i = 0; i < 20; i++) {
        char name[] = "t/one/a", above[] = "t/a";
        name[6] = above[2] = (char)('a' + i);
        assert_int_equal(write_at_desk(p, desk, name, name, true), FS_CREATED);
        if (i == 15)
            assert_int_equal(write_at_desk(p, desk, above, above, true), FS_CREATED);
    }
    assert_int_equal(write_at_desk(p, desk, "t/two/x", "x", true), FS_CREATED);
    assert_str(walked(p, "t", true, (Str){0}), "one/a one/b one/c one/d one/e one/f one/g one/h one/i one/j one/k one/l one/m one/n one/o one/p one/q one/r one/s one/t p two/x");
}

static void a_desk_stands_in_a_folder_of_many_files(void **state)
{
    Place *p = *state;
    FsDesk desk = desk_in(p), unseen = {.is_unseen = true}, reader = {0};
    many_files_of_one_folder(p, &desk);
    for (int round = 0; round < 8; round++) {
        FsStamp stamp, now = fs_stamp(in(p, "t/one/b"));
        Str text, why;
        bool too_large;
        assert_true(fs_read_by(&p->arena, in(p, round % 4 ? "t/one/b" : "t/one/t"), &reader, 9, &text, &stamp, &too_large, &why));
        assert_str(text, round % 4 ? "t/one/b" : "t/one/t");
        stamp = fs_stamp_by(&reader, in(p, "t/one/b"));
        assert_true(stamp_eq(&stamp, &now));
    }
    for (int i = 0; i < 10; i++)
        write_at_desk(p, &desk, "t/one/a", i % 2 ? "new" : "newer", false);
    remove_all(z(p, "t"));
    assert_int_equal(write_at_desk(p, &desk, "t/one/a", "again", false), FS_CREATED);
    remove_all(z(p, "t"));
    many_files_of_one_folder(p, &unseen);
    fs_desk_close(&desk);
    fs_desk_close(&unseen);
    fs_desk_close(&reader);
}

static void a_desk_tells_what_it_cannot_write_and_leaves_nothing(void **state)
{
    Place *p = *state;
    FsDesk desk = desk_in(p);
    FsWritten written;
    FsStamp stamp;
    Str why = {0};
    write_at_desk(p, &desk, "a/b/1/f", "one", true);
    put(p, "a/b/2/f/g", "x");
    assert_false(fs_write_by(&p->arena, in(p, "a/b/2/f"), &desk, true, S("a folder stands here"), &written, &stamp, &why));
    assert_true(str_starts(why, S("cannot ")));
    assert_false(fs_write_by(&p->arena, in(p, "a/b/1/f/g"), &desk, true, S("a file stands above"), &written, &stamp, &why));
    fs_desk_close(&desk);
    assert_str(walked(p, "", true, (Str){0}), "a/b/1/f a/b/2/f/g");
}

static void what_nobody_sees_is_written_without_a_draft(void **state)
{
    Place *p = *state;
    FsDesk desk = {.draft = in(p, "drafts/0"), .is_unseen = true};
    put(p, "from", "x");
    put(p, "other", "other");
    assert_int_equal(mkdir(z(p, "tree"), 0777), 0);
    assert_int_equal(write_at_desk(p, &desk, "tree/a/b/1/f", "one", true), FS_CREATED);
    assert_int_equal(write_at_desk(p, &desk, "tree/a/b/2/f", "two", true), FS_CREATED);
    assert_int_equal(write_at_desk(p, &desk, "tree/a/b/2/g", "", false), FS_CREATED);
    assert_int_equal(write_at_desk(p, &desk, "tree/f", "three", true), FS_CREATED);
    FsWritten written;
    FsStamp stamp;
    Str why = {0};
    assert_true(fs_copy_by(&p->arena, in(p, "from"), in(p, "tree/c/x"), &desk, &written, &stamp, &why));
    assert_int_equal(written, FS_CREATED);
    FsStamp now = fs_stamp_itself(in(p, "tree/c/x"));
    assert_true(stamp_eq(&stamp, &now));
    assert_int_equal(symlink("../../../other", z(p, "tree/a/b/l")), 0);
    assert_false(fs_write_by(&p->arena, in(p, "tree/a/b/l"), &desk, true, S("a link stands here"), &written, &stamp, &why));
    assert_str(content(p, "other"), "other");
    unlink(z(p, "tree/a/b/l"));
    assert_false(fs_write_by(&p->arena, in(p, "tree/f/g"), &desk, true, S("a file stands above"), &written, &stamp, &why));
    fs_desk_close(&desk);
    assert_str(walked(p, "", true, (Str){0}), "from other tree/a/b/1/f tree/a/b/2/f tree/a/b/2/g tree/c/x tree/f");
}

/* A disk that is full, as far as this process knows. */
static void what_nobody_sees_is_written_whole_or_not_at_all(void **state)
{
    Place *p = *state;
    FsDesk desk = {.is_unseen = true};
    FsWritten written;
    FsStamp stamp;
    Str why = {0};
    Buf b = {.arena = &p->arena};
    buf_pad(&b, 'x', 5000);
    write_at_desk(p, &desk, "a/f", "one", true);
    struct rlimit limit, small = {1000, 1000};
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    small.rlim_max = limit.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    bool ok = fs_write_by(&p->arena, in(p, "a/b/f"), &desk, true, buf_str(&b), &written, &stamp, &why);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    signal(SIGXFSZ, SIG_DFL);
    assert_false(ok);
    assert_true(str_starts(why, S("cannot write")));
    assert_false(desk.has_litter);
    fs_desk_close(&desk);
    assert_str(walked(p, "", true, (Str){0}), "a/f");
}

static void a_tree_is_put_in_the_place_of_an_empty_folder_alone(void **state)
{
    Place *p = *state;
    Str why = {0};
    put(p, "tree/a/f", "one");
    assert_int_equal(mkdir(z(p, "empty"), 0777), 0);
    put(p, "full/f", "mine");
    assert_false(fs_rename_dir(&p->arena, in(p, "tree"), in(p, "full"), &why));
    assert_true(str_starts(why, S("cannot rename")));
    assert_true(fs_rename_dir(&p->arena, in(p, "tree"), in(p, "empty"), &why));
    assert_str(walked(p, "", true, (Str){0}), "empty/a/f full/f");
    assert_true(fs_rename_dir(&p->arena, in(p, "empty"), in(p, "new"), &why));
    assert_str(walked(p, "", true, (Str){0}), "full/f new/a/f");
}

static void a_tree_is_removed_and_what_its_links_lead_to_stays(void **state)
{
    Place *p = *state;
    put(p, "kept/f", "mine");
    put(p, "d/tree/a/b/f", "one");
    put(p, "d/tree/.g", "two");
    put(p, "d/other", "three");
    assert_int_equal(symlink("../../../kept", z(p, "d/tree/a/to-folder")), 0);
    assert_int_equal(symlink("../../kept/f", z(p, "d/tree/to-file")), 0);
    assert_int_equal(symlink("d", z(p, "link")), 0);
    assert_false(fs_remove_tree(&p->arena, in(p, "link"), S("tree")));
    assert_int_equal(fs_kind(in(p, "d/tree/.g")), FS_FILE);
    assert_true(fs_remove_tree(&p->arena, in(p, "d"), S("tree")));
    assert_int_equal(fs_kind(in(p, "d/tree")), FS_MISSING);
    assert_true(fs_remove_tree(&p->arena, in(p, "d"), S("tree")));
    assert_true(fs_remove_tree(&p->arena, in(p, "none"), S("tree")));
    assert_int_equal(symlink("../kept", z(p, "d/tree")), 0);
    assert_true(fs_remove_tree(&p->arena, in(p, "d"), S("tree")));
    assert_str(content(p, "kept/f"), "mine");
    assert_str(content(p, "d/other"), "three");
}

/* --- copying ---------------------------------------------------------------------------------------------------------------------- */

static void a_copy_creates_changes_or_leaves_a_file(void **state)
{
    Place *p = *state;
    put(p, "from", "one");
    FsWritten written;
    Str why;
    assert_true(fs_copy(&p->arena, in(p, "from"), in(p, "d/to"), &written, &why));
    assert_int_equal(written, FS_CREATED);
    assert_str(content(p, "d/to"), "one");
    assert_true(fs_copy(&p->arena, in(p, "from"), in(p, "d/to"), &written, &why));
    assert_int_equal(written, FS_SAME);
    put(p, "from", "two");
    assert_true(fs_copy(&p->arena, in(p, "from"), in(p, "d/to"), &written, &why));
    assert_int_equal(written, FS_CHANGED);
    assert_str(content(p, "d/to"), "two");
    assert_str(walked(p, "d", true, (Str){0}), "to");
}

static void a_large_copy_is_the_same_to_its_end(void **state)
{
    Place *p = *state;
    Buf b = {.arena = &p->arena};
    for (int i = 0; b.n < 300000; i++)
        buf_fmt(&b, "%d ", i);
    FsWritten written;
    Str why, text;
    bool too_large;
    assert_true(fs_write(&p->arena, in(p, "from"), buf_str(&b), &written, &why));
    assert_true(fs_copy(&p->arena, in(p, "from"), in(p, "to"), &written, &why));
    assert_true(fs_read(&p->arena, in(p, "to"), 1 << 20, &text, &too_large, &why));
    assert_true(str_eq(text, buf_str(&b)));
    assert_true(fs_copy(&p->arena, in(p, "from"), in(p, "to"), &written, &why));
    assert_int_equal(written, FS_SAME);
    b.p[b.n - 1] = '!';
    assert_true(fs_write(&p->arena, in(p, "from"), buf_str(&b), &written, &why));
    assert_true(fs_copy(&p->arena, in(p, "from"), in(p, "to"), &written, &why));
    assert_int_equal(written, FS_CHANGED);
}

static void a_new_file_takes_the_place_of_none(void **state)
{
    Place *p = *state;
    bool exists;
    Str why = {0};
    assert_true(fs_create(&p->arena, in(p, "d/e/new"), S("words"), &exists, &why));
    assert_str(content(p, "d/e/new"), "words");
    assert_false(fs_create(&p->arena, in(p, "d/e/new"), S("other"), &exists, &why));
    assert_true(exists);
    assert_str(content(p, "d/e/new"), "words");
    assert_int_equal(symlink("nothing", z(p, "link")), 0);
    assert_false(fs_create(&p->arena, in(p, "link"), S("other"), &exists, &why));
    assert_true(exists);
    assert_int_equal(fs_kind(in(p, "nothing")), FS_MISSING);
    assert_false(fs_create(&p->arena, in(p, "d/e/new/below"), S("other"), &exists, &why));
    assert_false(exists);
    assert_true(why.n > 0);
}

static void a_copy_of_nothing_fails(void **state)
{
    Place *p = *state;
    FsWritten written;
    Str why = {0};
    assert_false(fs_copy(&p->arena, in(p, "none"), in(p, "to"), &written, &why));
    assert_true(str_find(why, S("none")) > 0);
    assert_int_equal(fs_kind(in(p, "to")), FS_MISSING);
}

static void a_copy_of_a_folder_fails_and_leaves_nothing(void **state)
{
    Place *p = *state;
    put(p, "d/f", "x");
    FsWritten written;
    Str why = {0};
    assert_false(fs_copy(&p->arena, in(p, "d"), in(p, "e/to"), &written, &why));
    assert_str(walked(p, "", true, (Str){0}), "d/f");
}

/* --- paths ------------------------------------------------------------------------------------------------------------------------ */

static void paths_are_joined_with_one_slash(void **state)
{
    Place *p = *state;
    Arena *a = &p->arena;
    assert_str(fs_join(a, S("a"), S("b")), "a/b");
    assert_str(fs_join(a, S("a/"), S("b")), "a/b");
    assert_str(fs_join(a, S("/"), S("b")), "/b");
    assert_str(fs_join(a, S("a"), S("/b")), "/b");
    assert_str(fs_join(a, S(""), S("b")), "b");
    assert_str(fs_join(a, S("."), S("b")), "b");
}

static void a_real_path_has_no_links(void **state)
{
    Place *p = *state;
    put(p, "d/f", "x");
    assert_int_equal(symlink("d", z(p, "link")), 0);
    assert_true(str_eq(fs_real_path(&p->arena, in(p, "link/../d/f")), fs_real_path(&p->arena, in(p, "link/f"))));
    assert_str(fs_real_path(&p->arena, in(p, "none")), "");
}

static FsKind open_below(Arena *a, Str dir, const char *path)
{
    FsFile file = {.fd = -1};
    FsKind kind = fs_open_below(a, dir, str(path), &file);
    assert_true((kind == FS_FILE) == (file.fd >= 0));
    fs_close(&file);
    return kind;
}

static void no_path_leads_out_of_a_folder(void **state)
{
    Place *p = *state;
    FsWritten written;
    Str why, dir = str(p->dir), text;
    assert_true(fs_write(&p->arena, fs_join(&p->arena, dir, S("inner/a/b")), S("words"), &written, &why));
    assert_true(fs_write(&p->arena, fs_join(&p->arena, dir, S("secret")), S("x"), &written, &why));
    Str inner = fs_join(&p->arena, dir, S("inner"));
    assert_int_equal(symlink("../secret", str_z(&p->arena, fs_join(&p->arena, inner, S("file")))), 0);
    assert_int_equal(symlink("..", str_z(&p->arena, fs_join(&p->arena, inner, S("folder")))), 0);
    assert_int_equal(symlink("a", str_z(&p->arena, fs_join(&p->arena, inner, S("inside")))), 0);
    assert_int_equal(open_below(&p->arena, inner, "a/b"), FS_FILE);
    assert_int_equal(open_below(&p->arena, inner, "a"), FS_DIR);
    assert_int_equal(open_below(&p->arena, inner, ""), FS_DIR);
    static const char *const missing[] = {"file", "folder", "folder/secret", "inside/b", "..", "../secret", "a/../../secret", ".", "a/./b", "a//b", "/a", "/etc/passwd", "a/b/c", "x"};
    for (ptrdiff_t i = 0; i < countof(missing); i++)
        if (open_below(&p->arena, inner, missing[i]) != FS_MISSING)
            fail_msg("%s was opened", missing[i]);
    FsFile file;
    assert_int_equal(fs_open_below(&p->arena, inner, S("a/b"), &file), FS_FILE);
    assert_int_equal(file.size, 5);
    assert_true(fs_read_file(&p->arena, &file, &text));
    assert_str(text, "words");
    assert_int_equal(file.fd, -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_path_is_missing_a_file_a_folder_or_something_else, setup, teardown),
        cmocka_unit_test_setup_teardown(a_file_is_read_whole, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_read_has_the_stamp_of_the_file, setup, teardown),
        cmocka_unit_test_setup_teardown(a_file_over_the_limit_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_no_file_cannot_be_read, setup, teardown),
        cmocka_unit_test_setup_teardown(a_pipe_does_not_hold_the_reader, setup, teardown),
        cmocka_unit_test_setup_teardown(a_walk_finds_every_file_in_byte_order, setup, teardown),
        cmocka_unit_test_setup_teardown(names_with_a_dot_in_front_are_left_out_unless_asked_for, setup, teardown),
        cmocka_unit_test_setup_teardown(backups_of_editors_are_left_out, setup, teardown),
        cmocka_unit_test_setup_teardown(links_to_files_and_folders_are_followed, setup, teardown),
        cmocka_unit_test_setup_teardown(a_link_to_a_parent_is_told_and_not_followed, setup, teardown),
        cmocka_unit_test_setup_teardown(two_links_to_one_folder_are_no_loop, setup, teardown),
        cmocka_unit_test_setup_teardown(a_folder_that_cannot_be_opened_is_told, setup, teardown),
        cmocka_unit_test_setup_teardown(the_folder_to_skip_is_not_entered, setup, teardown),
        cmocka_unit_test_setup_teardown(pipes_and_the_like_are_no_files, setup, teardown),
        cmocka_unit_test_setup_teardown(names_in_folders_that_did_not_change_are_known, setup, teardown),
        cmocka_unit_test_setup_teardown(a_folder_that_is_known_is_not_read, setup, teardown),
        cmocka_unit_test_setup_teardown(a_young_folder_is_not_held, setup, teardown),
        cmocka_unit_test_setup_teardown(a_walk_needs_a_folder, setup, teardown),
        cmocka_unit_test_setup_teardown(a_write_creates_changes_or_leaves_a_file, setup, teardown),
        cmocka_unit_test_setup_teardown(an_unchanged_file_keeps_its_time_and_inode, setup, teardown),
        cmocka_unit_test_setup_teardown(large_files_are_compared_to_their_end, setup, teardown),
        cmocka_unit_test_setup_teardown(missing_folders_are_made, setup, teardown),
        cmocka_unit_test_setup_teardown(no_temporary_file_stays, setup, teardown),
        cmocka_unit_test_setup_teardown(a_file_in_the_way_of_a_folder_is_told_and_stays, setup, teardown),
        cmocka_unit_test_setup_teardown(a_link_is_replaced_and_not_written_through, setup, teardown),
        cmocka_unit_test_setup_teardown(a_planted_link_at_the_temporary_name_is_not_followed, setup, teardown),
        cmocka_unit_test_setup_teardown(a_left_over_temporary_file_is_no_hindrance, setup, teardown),
        cmocka_unit_test_setup_teardown(long_names_fit, setup, teardown),
        cmocka_unit_test_setup_teardown(a_copy_creates_changes_or_leaves_a_file, setup, teardown),
        cmocka_unit_test_setup_teardown(a_large_copy_is_the_same_to_its_end, setup, teardown),
        cmocka_unit_test_setup_teardown(a_new_file_takes_the_place_of_none, setup, teardown),
        cmocka_unit_test_setup_teardown(a_desk_writes_here_and_there, setup, teardown),
        cmocka_unit_test_setup_teardown(a_desk_stands_in_a_folder_of_many_files, setup, teardown),
        cmocka_unit_test_setup_teardown(a_desk_makes_folders_again_that_are_gone, setup, teardown),
        cmocka_unit_test_setup_teardown(a_desk_tells_what_it_cannot_write_and_leaves_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(what_nobody_sees_is_written_without_a_draft, setup, teardown),
        cmocka_unit_test_setup_teardown(what_nobody_sees_is_written_whole_or_not_at_all, setup, teardown),
        cmocka_unit_test_setup_teardown(a_tree_is_put_in_the_place_of_an_empty_folder_alone, setup, teardown),
        cmocka_unit_test_setup_teardown(a_tree_is_removed_and_what_its_links_lead_to_stays, setup, teardown),
        cmocka_unit_test_setup_teardown(a_copy_of_nothing_fails, setup, teardown),
        cmocka_unit_test_setup_teardown(a_copy_of_a_folder_fails_and_leaves_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(no_path_leads_out_of_a_folder, setup, teardown),
        cmocka_unit_test_setup_teardown(paths_are_joined_with_one_slash, setup, teardown),
        cmocka_unit_test_setup_teardown(a_real_path_has_no_links, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
