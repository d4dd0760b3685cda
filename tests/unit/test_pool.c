#define _XOPEN_SOURCE 700
#include "unit.h"

#include "base/pool.h"

#include <stdatomic.h>
#include <time.h>

enum { COUNT = 10000 };

typedef struct Work {
    int done[COUNT];        /* how often each index was taken */
    ptrdiff_t by_worker[POOL_MAX];
} Work;

static void job(void *context, int worker, ptrdiff_t index)
{
    Work *w = context;
    w->done[index]++;
    w->by_worker[worker]++;
}

static Work *run(Arena *a, int threads, ptrdiff_t count)
{
    Work *w = arena_new(a, Work, 1);
    pool_run(threads, count, job, w, NULL, NULL);
    return w;
}

static void every_index_is_done_once_by_any_number_of_threads(void **state)
{
    (void)state;
    Arena a = {0};
    static const int threads[] = {1, 2, 3, 8, POOL_MAX};
    for (ptrdiff_t t = 0; t < countof(threads); t++) {
        Work *w = run(&a, threads[t], COUNT);
        ptrdiff_t sum = 0;
        for (int i = 0; i < COUNT; i++)
            assert_int_equal(w->done[i], 1);
        for (int i = 0; i < POOL_MAX; i++)
            sum += w->by_worker[i];
        assert_int_equal(sum, COUNT);
        for (int i = threads[t]; i < POOL_MAX; i++)
            assert_int_equal(w->by_worker[i], 0);
    }
    arena_free(&a);
}

static void a_short_loop_is_done_too(void **state)
{
    (void)state;
    Arena a = {0};
    for (ptrdiff_t count = 0; count < 40; count++) {
        Work *w = run(&a, 4, count);
        for (int i = 0; i < 50; i++)
            assert_int_equal(w->done[i], i < count);
    }
    arena_free(&a);
}

static void one_thread_is_the_caller(void **state)
{
    (void)state;
    Arena a = {0};
    Work *w = run(&a, 1, 100);
    assert_int_equal(w->by_worker[0], 100);
    arena_free(&a);
}

/* Each waits for the other: one behind the other they would wait in vain. */
static void wait_for_the_other(void *context, int worker, ptrdiff_t index)
{
    atomic_int *here = context;
    (void)worker;
    here[index] = 1;
    for (int i = 0; i < 10000 && !here[1 - index]; i++)
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    here[index] += here[1 - index] != 0;
}

static void two_long_jobs_run_at_once(void **state)
{
    (void)state;
    atomic_int here[2] = {0};
    pool_run(2, 2, wait_for_the_other, here, NULL, NULL);
    assert_int_equal(here[0], 2);
    assert_int_equal(here[1], 2);
}

typedef struct Seen {
    ptrdiff_t calls, last, count;
} Seen;

static void watch(void *context, ptrdiff_t taken, ptrdiff_t count)
{
    Seen *seen = context;
    assert_true(taken > seen->last && taken <= count);
    seen->calls++;
    seen->last = taken;
    seen->count = count;
}

static void progress_grows_to_the_end(void **state)
{
    (void)state;
    Arena a = {0};
    Seen seen = {0};
    pool_run(1, 1000, job, arena_new(&a, Work, 1), watch, &seen);
    assert_true(seen.calls > 1);
    assert_int_equal(seen.last, 1000);
    assert_int_equal(seen.count, 1000);
    arena_free(&a);
}

static void an_errand_is_done_once_by_the_end(void **state)
{
    (void)state;
    Arena a = {0};
    for (int threads = 1; threads <= 3; threads++) {
        Work *w = arena_new(&a, Work, 1);
        Errand *errand = errand_start(&a, threads, COUNT, job, w);
        errand_finish(errand);
        errand_finish(errand);
        for (int i = 0; i < COUNT; i++)
            assert_int_equal(w->done[i], 1);
        assert_int_equal(w->by_worker[0] + w->by_worker[1], COUNT);
        if (threads == 1)
            assert_int_equal(w->by_worker[0], COUNT);
    }
    errand_finish(errand_start(&a, 2, 0, job, NULL));
    errand_finish(NULL);
    arena_free(&a);
}

/* Another thread works while the caller does not help. */
static void an_errand_goes_on_beside_the_caller(void **state)
{
    (void)state;
    Arena a = {0};
    atomic_int here[2] = {0};
    Errand *errand = errand_start(&a, 2, 1, wait_for_the_other, here);
    wait_for_the_other(here, 0, 1);
    errand_finish(errand);
    assert_int_equal(here[0], 2);
    assert_int_equal(here[1], 2);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_index_is_done_once_by_any_number_of_threads),
        cmocka_unit_test(a_short_loop_is_done_too),
        cmocka_unit_test(one_thread_is_the_caller),
        cmocka_unit_test(two_long_jobs_run_at_once),
        cmocka_unit_test(progress_grows_to_the_end),
        cmocka_unit_test(an_errand_is_done_once_by_the_end),
        cmocka_unit_test(an_errand_goes_on_beside_the_caller),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
