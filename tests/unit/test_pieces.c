#include "unit.h"

#include "base/pieces.h"
#include "base/pool.h"

#include <string.h>

enum { MB = 1024 * 1024, PART = 2 * MB, PARTS = 4 };

static void a_size_is_rounded_up(void **state)
{
    (void)state;
    ptrdiff_t n = MB + 1;
    char *p = piece_take(&n);
    assert_int_equal(n, PART);
    memset(p, 1, (size_t)n);
    piece_give(p, n);
    pieces_trim();
}

static void what_was_given_back_is_cut_and_becomes_one_again(void **state)
{
    (void)state;
    static const int orders[][PARTS] = {{0, 1, 2, 3}, {3, 2, 1, 0}, {1, 3, 0, 2}, {0, 2, 1, 3}, {2, 0, 3, 1}};
    ptrdiff_t n = PARTS * PART, part = PART;
    char *all = piece_take(&n);
    assert_int_equal(n, PARTS * PART);
    for (int o = 0; o < countof(orders); o++) {
        piece_give(all, n);
        for (int i = 0; i < PARTS; i++) {
            char *p = piece_take(&part);
            assert_ptr_equal(p, all + i * PART);
            memset(p, i, PART);
        }
        for (int i = 0; i < PARTS; i++) {
            assert_int_equal(all[i * PART], i);
            assert_int_equal(all[(i + 1) * PART - 1], i);
        }
        for (int i = 0; i < PARTS; i++)
            piece_give(all + orders[o][i] * PART, PART);
        assert_ptr_equal(piece_take(&n), all);
    }
    piece_give(all, n);
    pieces_trim();
}

static void the_smallest_that_suffices_is_taken(void **state)
{
    (void)state;
    ptrdiff_t n = PARTS * PART, part = PART, half = 2 * PART;
    char *all = piece_take(&n);
    piece_give(all, 2 * PART);              /* the third part keeps the two apart */
    piece_give(all + 3 * PART, PART);
    assert_ptr_equal(piece_take(&part), all + 3 * PART);
    assert_ptr_equal(piece_take(&half), all);
    piece_give(all, n);
    pieces_trim();
}

static void more_than_the_bound_goes_to_the_system(void **state)
{
    (void)state;
    enum { MANY = 40 };
    ptrdiff_t n = PART, large = (ptrdiff_t)100 * MB;
    char *parts[MANY];
    for (int i = 0; i < MANY; i++) {
        parts[i] = piece_take(&n);
        memset(parts[i], i, PART);
    }
    for (int i = 0; i < MANY; i += 2)       /* with others between them */
        piece_give(parts[i], n);
    for (int i = 1; i < MANY; i += 2) {
        assert_int_equal(parts[i][0], i);
        piece_give(parts[i], n);
    }
    char *p = piece_take(&large);
    assert_non_null(p);
    piece_give(p, large);
    pieces_trim();
    ptrdiff_t too_much = PTRDIFF_MAX;
    assert_null(piece_take(&too_much));
}

static void take_and_give(void *context, int worker, ptrdiff_t i)
{
    (void)context;
    ptrdiff_t n = (i % 3 + 1) * PART;
    char *p = piece_take(&n);
    for (ptrdiff_t at = 0; at < n; at += PART / 4)
        p[at] = (char)worker;
    for (ptrdiff_t at = 0; at < n; at += PART / 4)
        assert_int_equal(p[at], worker);
    piece_give(p, n);
}

static void nobody_has_what_another_thread_has(void **state)
{
    (void)state;
    pool_run(4, 2000, take_and_give, NULL, NULL, NULL);
    pieces_trim();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_size_is_rounded_up),
        cmocka_unit_test(what_was_given_back_is_cut_and_becomes_one_again),
        cmocka_unit_test(the_smallest_that_suffices_is_taken),
        cmocka_unit_test(more_than_the_bound_goes_to_the_system),
        cmocka_unit_test(nobody_has_what_another_thread_has),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
