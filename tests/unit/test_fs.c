/* Names: what stands at one, folders made, moved and removed, paths. */
#define _XOPEN_SOURCE 700
#include "place.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(a_path_is_missing_a_file_a_folder_or_something_else),
        IN_PLACE(missing_folders_are_made),
        IN_PLACE(a_tree_is_put_in_the_place_of_an_empty_folder_alone),
        IN_PLACE(a_tree_is_removed_and_what_its_links_lead_to_stays),
        IN_PLACE(paths_are_joined_with_one_slash),
        IN_PLACE(a_real_path_has_no_links),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
