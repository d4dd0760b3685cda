/* Walking: what is found below a folder, and what was known of it before. */
#define _XOPEN_SOURCE 700
#include "place.h"

#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

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

/* The first of several walks, when the folders are old enough to be held; where a file system's folders are not, the test is skipped. */
static Str walked_first(Place *p, FsFolders *folders, Buf *kept)
{
    age();
    Str found = walked_again(p, 1, folders, kept);
    if (!kept->n) {
        fs_folders_free(folders);
        skip();
    }
    return found;
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
    Str first = walked_first(p, &folders, &kept);
    assert_true(str_starts(first, S("a-b/x.md a/b/c.md a/one.md f linked/g only/one.md real/g")));
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
    walked_first(p, &folders, &kept);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(a_walk_finds_every_file_in_byte_order),
        IN_PLACE(names_with_a_dot_in_front_are_left_out_unless_asked_for),
        IN_PLACE(backups_of_editors_are_left_out),
        IN_PLACE(links_to_files_and_folders_are_followed),
        IN_PLACE(a_link_to_a_parent_is_told_and_not_followed),
        IN_PLACE(two_links_to_one_folder_are_no_loop),
        IN_PLACE(a_folder_that_cannot_be_opened_is_told),
        IN_PLACE(the_folder_to_skip_is_not_entered),
        IN_PLACE(pipes_and_the_like_are_no_files),
        IN_PLACE(names_in_folders_that_did_not_change_are_known),
        IN_PLACE(a_folder_that_is_known_is_not_read),
        IN_PLACE(a_young_folder_is_not_held),
        IN_PLACE(a_walk_needs_a_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
