/* Writing file after file, by who keeps folders open. */
#define _XOPEN_SOURCE 700
#include "place.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

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
    assert_str(walked(p, "t", true, (Str){0}),
        "one/a one/b one/c one/d one/e one/f one/g one/h one/i one/j one/k one/l one/m one/n one/o one/p one/q one/r one/s one/t p two/x");
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(a_desk_writes_here_and_there),
        IN_PLACE(a_desk_stands_in_a_folder_of_many_files),
        IN_PLACE(a_desk_makes_folders_again_that_are_gone),
        IN_PLACE(a_desk_tells_what_it_cannot_write_and_leaves_nothing),
        IN_PLACE(what_nobody_sees_is_written_without_a_draft),
        IN_PLACE(what_nobody_sees_is_written_whole_or_not_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
