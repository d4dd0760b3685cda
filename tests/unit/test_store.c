#define _XOPEN_SOURCE 700
#include "folder.h"

#include "build/store.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LARGE = 1000 * 1000 };

/* A folder of its own for each test, with a store in it. */
typedef struct Place {
    Arena arena;
    char *dir;
    Store store;
} Place;

static int setup(void **state)
{
    static Place place;
    place = (Place){0};
    place.dir = folder_new(&place.arena, "store-test");
    *state = &place;
    return place.dir ? 0 : -1;
}

static int teardown(void **state)
{
    Place *p = *state;
    store_close(&p->store);
    chmod(p->dir, 0700);
    int status = rmdir(p->dir);     /* no file of the store has a name */
    arena_free(&p->arena);
    return status;
}

/* A document of about `n` bytes that says which one it is. */
static uint64_t put(Place *p, int thread, int which, int n)
{
    Doc doc = {.meta = {.number = which, .title = S("x")}, .root = block_new(&p->arena, BLOCK_ROOT, 1, 1)};
    char *words = arena_bytes(&p->arena, n);
    memset(words, 'a' + which % 26, (size_t)n);
    block_append(doc.root, block_new(&p->arena, BLOCK_PARAGRAPH, 1, 1));
    doc.root->child->text = inline_new(&p->arena, INLINE_TEXT, (Str){words, n}, 1);
    return store_put(&p->store, thread, &doc, str_fmt(&p->arena, "of %d", which));
}

static bool has(Place *p, uint64_t place, int which, int n)
{
    Arena a = {0};
    Doc doc;
    Str description;
    bool found = store_get(&p->store, &a, place, &doc, &description);
    if (found) {
        Str words = doc.root->child->text->text, wanted = str_fmt(&a, "of %d", which);
        assert_int_equal(doc.meta.number, which);
        assert_str(description, str_z(&a, wanted));
        assert_int_equal(words.n, n);
        for (ptrdiff_t i = 0; i < words.n; i++)
            assert_int_equal(words.p[i], 'a' + which % 26);
    }
    arena_free(&a);
    return found;
}

static void open_in(Place *p, int threads, ptrdiff_t bound)
{
    store_open(&p->store, &p->arena, threads, str(p->dir), bound);
}

/* --- the tests -------------------------------------------------------------------------------------------------------------------- */

static void what_is_put_is_there(void **state)
{
    enum { THREADS = 3, EACH = 100 };
    Place *p = *state;
    uint64_t places[THREADS * EACH];
    open_in(p, THREADS, STORE_BYTES_MAX);
    for (int i = 0; i < THREADS * EACH; i++)
        places[i] = put(p, i % THREADS, i, i == 50 ? LARGE : i * 17);
    for (int i = THREADS * EACH - 1; i >= 0; i--)
        assert_true(has(p, places[i], i, i == 50 ? LARGE : i * 17));
    assert_true(p->store.shelves[0].file.fd >= 0);
    assert_true(arena_size(&p->store.shelves[2].arena) < LARGE);      /* the large one's memory was given back */
}

static void a_few_need_no_file(void **state)
{
    Place *p = *state;
    open_in(p, 1, STORE_BYTES_MAX);
    uint64_t first = put(p, 0, 1, 100), second = put(p, 0, 2, 100);
    assert_true(has(p, second, 2, 100) && has(p, first, 1, 100));
    assert_true(p->store.shelves[0].file.fd < 0);
}

static void one_that_was_never_opened_takes_nothing(void **state)
{
    Place *p = *state;
    assert_int_equal(put(p, 0, 1, 100), 0);
    assert_false(has(p, 0, 1, 100));
}

static void what_is_beyond_the_bound_is_not_taken(void **state)
{
    Place *p = *state;
    int kept = 0;
    open_in(p, 2, 300 * 1000);
    for (int i = 0; i < 400; i++) {
        uint64_t place = put(p, 1, i, 1000);
        kept += place != 0;
        assert_int_equal(has(p, place, i, 1000), i < kept);
    }
    assert_in_range(kept, 140, 149);
}

static void without_a_folder_there_is_no_more_than_memory_takes(void **state)
{
    Place *p = *state;
    uint64_t first = 0;
    int kept = 0;
    store_open(&p->store, &p->arena, 1, S("/dev/null/none"), STORE_BYTES_MAX);
    for (int i = 0; i < 400; i++) {
        uint64_t place = put(p, 0, i, 1000);
        first = first ? first : place;
        kept += place != 0;
    }
    assert_in_range(kept, 25, 60);
    assert_true(has(p, first, 0, 1000));
}

/* As a disk that becomes full: the room is given back, and only what memory has stays. */
static void a_full_disk_is_no_failure(void **state)
{
    enum { N = 800 };
    Place *p = *state;
    uint64_t places[N];
    int kept = 0;
    struct rlimit old, small;
    getrlimit(RLIMIT_FSIZE, &old);
    small = old;
    small.rlim_cur = 150 * 1000;
    signal(SIGXFSZ, SIG_IGN);
    open_in(p, 1, STORE_BYTES_MAX);
    for (int i = 0; i < N; i++) {
        places[i] = put(p, 0, i, 1000);
        if (i == N / 8)
            setrlimit(RLIMIT_FSIZE, &small);
    }
    setrlimit(RLIMIT_FSIZE, &old);
    assert_true(p->store.shelves[0].is_full);
    assert_true(p->store.shelves[0].file.fd < 0);
    for (int i = 0; i < N; i++)
        kept += has(p, places[i], i, 1000);
    assert_in_range(kept, 25, 60);
    assert_int_equal(places[N - 1], 0);
    assert_false(has(p, places[0], 0, 1000));
}

/* What a process may write at most is known before; a disk's room is asked for in the same way. */
static void of_the_room_it_takes_a_part(void **state)
{
    Place *p = *state;
    int kept = 0;
    struct rlimit old, small;
    getrlimit(RLIMIT_FSIZE, &old);
    small = old;
    small.rlim_cur = 16 * 200 * 1000;
    setrlimit(RLIMIT_FSIZE, &small);
    open_in(p, 1, STORE_BYTES_MAX);
    for (int i = 0; i < 800; i++)
        kept += put(p, 0, i, 1000) != 0;
    setrlimit(RLIMIT_FSIZE, &old);
    assert_in_range(kept, 190, 199);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_put_is_there, setup, teardown),
        cmocka_unit_test_setup_teardown(a_few_need_no_file, setup, teardown),
        cmocka_unit_test_setup_teardown(one_that_was_never_opened_takes_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_beyond_the_bound_is_not_taken, setup, teardown),
        cmocka_unit_test_setup_teardown(without_a_folder_there_is_no_more_than_memory_takes, setup, teardown),
        cmocka_unit_test_setup_teardown(a_full_disk_is_no_failure, setup, teardown),
        cmocka_unit_test_setup_teardown(of_the_room_it_takes_a_part, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
