#define _XOPEN_SOURCE 700
#include "folder.h"

#include "build/state.h"

#include <unistd.h>

/* An output folder of its own for each test, with its state beside it. */
typedef struct Place {
    Arena arena;
    Str dir;
    State s;
} Place;

static int setup(void **state)
{
    static Place place;
    place = (Place){0};
    const char *dir = folder_new(&place.arena, "state-test");
    if (!dir)
        return -1;
    place.dir = str(dir);
    *state = &place;
    return 0;
}

static void open_again(Place *p)
{
    bool is_busy;
    Str why;
    state_close(&p->s);
    assert_true(state_open(&p->s, p->dir, 2, &is_busy, &why));
}

static int teardown(void **state)
{
    Place *p = *state;
    Str why;
    state_remove(&p->s, &why);
    state_close(&p->s);
    int status = rmdir(str_z(&p->arena, p->dir));
    arena_free(&p->arena);
    return status;
}

static void plan(Place *p, const char *path)
{
    Buf b = chunk_begin(&p->arena);
    record_put_str(&b, str(path));
    state_tell_planned(&p->s, &b);
    assert_false(p->s.failed);
}

static void what_is_planned_is_known(void **state)
{
    Place *p = *state;
    open_again(p);
    plan(p, "kb/1/index.html");
    open_again(p);
    assert_non_null(state_output(&p->s, NULL, S("kb/1/index.html")));
    assert_true(state_has_output(state_output(&p->s, NULL, S("kb/1/index.html"))));
    assert_null(state_output(&p->s, NULL, S("kb/2/index.html")));
}

static void no_path_leads_out_of_the_folder(void **state)
{
    static const char *const paths[] = {"../mine", "a/../../mine", "/etc/mine", "a//b", "..", ""};
    Place *p = *state;
    open_again(p);
    for (ptrdiff_t i = 0; i < countof(paths); i++)
        plan(p, paths[i]);
    plan(p, "a/..b/c..");
    open_again(p);
    assert_int_equal(p->s.output_paths.n, 1);
    assert_non_null(state_output(&p->s, NULL, S("a/..b/c..")));
}

static void it_is_held_by_one_and_removed(void **state)
{
    Place *p = *state;
    State other;
    bool is_busy;
    Str why;
    open_again(p);
    assert_false(state_open(&other, p->dir, 2, &is_busy, &why));
    assert_true(is_busy);
    state_close(&other);
    assert_true(state_remove(&p->s, &why));
    assert_int_equal(fs_kind(state_path(&p->arena, p->dir)), FS_MISSING);
    assert_true(state_open(&other, p->dir, 2, &is_busy, &why));    /* a new one, which the old one does not hold */
    assert_int_equal(other.output_paths.n, 0);
    state_close(&other);
}

static void what_is_behind_a_damage_is_cut_off(void **state)
{
    Place *p = *state;
    open_again(p);
    plan(p, "one");
    plan(p, "two");
    Str path = str_copy(&p->arena, p->s.log.path), bytes, why;
    FsWritten written;
    bool too_large;
    assert_true(fs_read(&p->arena, path, 4096, &bytes, &too_large, &why));
    ptrdiff_t two = str_find(bytes, S("two"));
    assert_true(two > 0);
    char *copy = str_z(&p->arena, bytes);
    copy[two] = 'T';
    state_close(&p->s);
    assert_true(fs_write(&p->arena, path, (Str){copy, bytes.n}, &written, &why));
    open_again(p);
    assert_non_null(state_output(&p->s, NULL, S("one")));
    assert_int_equal(p->s.output_paths.n, 1);
    plan(p, "three");
    open_again(p);
    assert_non_null(state_output(&p->s, NULL, S("three")));
    assert_int_equal(p->s.output_paths.n, 2);
}

static void put_outputs(Place *p, int from, int to, const char *form, uint64_t hash)
{
    const Fingerprint made_of = {0};
    Chunks records = {0};
    for (int i = from; i < to; i++)
        output_put_record(chunks_room(&p->s, CHUNK_OUTPUTS, &records), str_fmt(&p->arena, form, i), &(FsStamp){.size = i}, hash, &made_of, (Str){0});
    chunks_close(&p->s, CHUNK_OUTPUTS, &records);
    assert_false(p->s.failed);
}

/* The first chunk, of long paths, lets fewer records be expected than there are. */
static void the_last_word_on_each_counts_however_many_there_are(void **state)
{
    enum { LONG = 3000, ALL = 40000 };
    static const char long_form[] = "a-folder-whose-name-is-long/and-another-one-whose-name-is-long/and-a-file-that-has-the-number-%d-in-its-name.html";
    Place *p = *state;
    open_again(p);
    put_outputs(p, 0, LONG, long_form, 7);
    put_outputs(p, LONG, ALL, "%d", 8);
    put_outputs(p, ALL / 2, ALL, "%d", 9);
    for (int threads = 1; threads <= 2; threads++) {
        bool is_busy;
        Str why;
        state_close(&p->s);
        assert_true(state_open(&p->s, p->dir, threads, &is_busy, &why));
        assert_int_equal(p->s.output_paths.n, ALL);
        for (int i = 0; i < ALL; i++) {
            const OutputRecord *known = state_output(&p->s, NULL, str_fmt(&p->arena, i < LONG ? long_form : "%d", i));
            assert_non_null(known);
            assert_int_equal(known->stamp.size, i);
            assert_int_equal(known->hash, i < LONG ? 7 : i < ALL / 2 ? 8 : 9);
        }
        assert_true(p->s.outdated > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_planned_is_known, setup, teardown),
        cmocka_unit_test_setup_teardown(no_path_leads_out_of_the_folder, setup, teardown),
        cmocka_unit_test_setup_teardown(it_is_held_by_one_and_removed, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_behind_a_damage_is_cut_off, setup, teardown),
        cmocka_unit_test_setup_teardown(the_last_word_on_each_counts_however_many_there_are, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
