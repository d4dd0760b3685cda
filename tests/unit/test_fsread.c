/* Reading: a whole file, and one below a folder that must not be left. */
#define _XOPEN_SOURCE 700
#include "place.h"

#include <sys/stat.h>
#include <unistd.h>

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
    static const char *const missing[] = {"file", "folder", "folder/secret", "inside/b", "..", "../secret", "a/../../secret", ".", "a/./b", "a//b", "/a",
        "/etc/passwd", "a/b/c", "x"};
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
        IN_PLACE(a_file_is_read_whole),
        IN_PLACE(what_is_read_has_the_stamp_of_the_file),
        IN_PLACE(a_file_over_the_limit_is_refused),
        IN_PLACE(what_is_no_file_cannot_be_read),
        IN_PLACE(a_pipe_does_not_hold_the_reader),
        IN_PLACE(no_path_leads_out_of_a_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
