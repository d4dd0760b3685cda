/* Writing: a file, a copy of one, and one that must be new. */
#define _XOPEN_SOURCE 700
#include "place.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(a_write_creates_changes_or_leaves_a_file),
        IN_PLACE(an_unchanged_file_keeps_its_time_and_inode),
        IN_PLACE(large_files_are_compared_to_their_end),
        IN_PLACE(no_temporary_file_stays),
        IN_PLACE(a_file_in_the_way_of_a_folder_is_told_and_stays),
        IN_PLACE(a_link_is_replaced_and_not_written_through),
        IN_PLACE(a_planted_link_at_the_temporary_name_is_not_followed),
        IN_PLACE(a_left_over_temporary_file_is_no_hindrance),
        IN_PLACE(long_names_fit),
        IN_PLACE(a_copy_creates_changes_or_leaves_a_file),
        IN_PLACE(a_large_copy_is_the_same_to_its_end),
        IN_PLACE(a_new_file_takes_the_place_of_none),
        IN_PLACE(a_copy_of_nothing_fails),
        IN_PLACE(a_copy_of_a_folder_fails_and_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
