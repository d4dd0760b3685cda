#include "unit.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void memory_comes_zeroed_and_aligned(void **state)
{
    (void)state;
    Arena a = {0};
    memset(arena_bytes(&a, 100), 0xFF, 100);
    arena_free(&a);
    for (int round = 0; round < 3; round++) {
        ArenaMark mark = arena_mark(&a);
        memset(arena_bytes(&a, 1001), 0xFF, 1001);
        arena_rewind(&a, mark);
        arena_bytes(&a, 1);
        double *d = arena_new(&a, double, 10);
        assert_int_equal((uintptr_t)d % _Alignof(double), 0);
        for (int i = 0; i < 10; i++)
            assert_true(d[i] == 0);
    }
    arena_free(&a);
}

static void large_and_many_allocations_do_not_overlap(void **state)
{
    (void)state;
    Arena a = {0};
    unsigned char *parts[200];
    for (int i = 0; i < 200; i++) {
        ptrdiff_t n = i % 50 == 0 ? 400000 : 3000;
        parts[i] = arena_new(&a, unsigned char, n);
        memset(parts[i], i, (size_t)n);
    }
    for (int i = 0; i < 200; i++) {
        assert_int_equal(parts[i][0], i);
        assert_int_equal(parts[i][2999], i);
    }
    arena_free(&a);
}

static void nothing_may_be_asked_for(void **state)
{
    (void)state;
    Arena a = {0};
    assert_non_null(arena_bytes(&a, 0));
    arena_new(&a, int, 0);
    assert_int_equal(*arena_new(&a, int, 1), 0);
    arena_free(&a);
    arena_free(&a);
}

static void a_rewind_gives_back_what_came_after_the_mark(void **state)
{
    (void)state;
    Arena a = {0};
    char *kept = arena_bytes(&a, 4);
    memcpy(kept, "kept", 4);
    ArenaMark mark = arena_mark(&a);
    char *first = arena_bytes(&a, 10);
    arena_bytes(&a, 1000000);
    arena_bytes(&a, 1000000);
    arena_rewind(&a, mark);
    assert_ptr_equal(arena_bytes(&a, 10), first);
    assert_memory_equal(kept, "kept", 4);
    arena_free(&a);
}

static void a_rewind_to_nothing_leaves_a_usable_arena(void **state)
{
    (void)state;
    Arena a = {0};
    ArenaMark empty = arena_mark(&a);
    for (int i = 0; i < 100; i++) {
        memset(arena_bytes(&a, 300000), i, 300000);
        memset(arena_bytes(&a, 100), i, 100);
        arena_rewind(&a, empty);
    }
    arena_free(&a);
    assert_null(a.block);
}

static void the_last_allocation_can_be_made_longer_in_place(void **state)
{
    (void)state;
    Arena a = {0};
    char *p = arena_bytes(&a, 10);
    assert_true(arena_extend(&a, p, 10, 100));
    assert_ptr_equal(arena_bytes(&a, 1), p + 100);
    assert_false(arena_extend(&a, p, 100, 200));
    char *last = arena_bytes(&a, 1);
    assert_false(arena_extend(&a, last, 1, 100000000));
    assert_false(arena_extend(&a, NULL, 0, 1));
    arena_free(&a);
}

/* How a child that calls `f` ends: its exit status, or 256 and the signal. */
static int fate(void (*f)(void))
{
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        if (!freopen("/dev/null", "w", stderr))
            _exit(99);
        f();
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 256 + WTERMSIG(status);
}

static void ask_for_too_much(void)
{
    Arena a = {0};
    arena_alloc(&a, PTRDIFF_MAX / 2, 1, 3);
}

static void ask_for_less_than_nothing(void)
{
    Arena a = {0};
    arena_bytes(&a, -1);
}

static void a_product_that_overflows_ends_the_program(void **state)
{
    (void)state;
    assert_int_equal(fate(ask_for_too_much), 4);
}

static void a_claim_that_fails_aborts(void **state)
{
    (void)state;
    assert_int_not_equal(fate(ask_for_less_than_nothing), 0);
}

/* --- buf -------------------------------------------------------------------------------------------------------------------- */

static void a_buffer_grows_at_its_end(void **state)
{
    (void)state;
    Arena a = {0};
    Buf b = {.arena = &a};
    assert_int_equal(buf_str(&b).n, 0);
    buf_put(&b, S("ga"));
    buf_put(&b, (Str){0});
    buf_putc(&b, 't');
    buf_fmt(&b, "%s %d", "e", 7);
    buf_pad(&b, '.', 3);
    buf_pad(&b, '.', -1);
    assert_str(buf_str(&b), "gate 7...");
    arena_free(&a);
}

static void two_buffers_on_one_arena_do_not_mix(void **state)
{
    (void)state;
    Arena a = {0};
    Buf x = buf_new(&a, 0), y = buf_new(&a, 4);
    for (int i = 0; i < 100000; i++) {
        buf_putc(&x, 'x');
        buf_putc(&y, 'y');
    }
    assert_int_equal(x.n, 100000);
    assert_true(str_is_run(buf_str(&x), 'x'));
    assert_true(str_is_run(buf_str(&y), 'y'));
    arena_free(&a);
}

static void room_can_be_taken_and_filled(void **state)
{
    (void)state;
    Arena a = {0};
    Buf b = buf_new(&a, 1);
    buf_put(&b, S("ab"));
    char *p = buf_reserve(&b, 1000);
    assert_true(b.cap - b.n >= 1000);
    memset(p, 'c', 1000);
    b.n += 1000;
    assert_true(str_starts(buf_str(&b), S("abccc")));
    arena_free(&a);
}

static void html_is_escaped_for_text_and_attributes(void **state)
{
    (void)state;
    Arena a = {0};
    Buf b = {.arena = &a};
    buf_put_html(&b, S("<a href=\"x\">'&' ä</a>"));
    assert_str(buf_str(&b), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39; ä&lt;/a&gt;");
    b.n = 0;
    buf_put_html(&b, S("plain"));
    buf_put_html(&b, (Str){0});
    assert_str(buf_str(&b), "plain");
    arena_free(&a);
}

/* Every byte, at every place of texts of all lengths about those that are looked at together. */
static void html_is_escaped_wherever_it_stands(void **state)
{
    (void)state;
    Arena a = {0};
    static const char *const references[256] = {['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"};
    for (int c = 1; c < 256; c++)
        for (ptrdiff_t n = 1; n <= 40; n++)
            for (ptrdiff_t at = 0; at < n; at++) {
                char text[40];
                memset(text, 'x', sizeof text);
                text[at] = (char)c;
                Buf b = {.arena = &a};
                buf_put_html(&b, (Str){text, n});
                Str reference = references[c] ? str(references[c]) : (Str){&text[at], 1};
                assert_int_equal(b.n, n - 1 + reference.n);
                assert_memory_equal(b.p + at, reference.p, (size_t)reference.n);
                b.n = 0;
                buf_put_html_text(&b, (Str){text, n});
                assert_int_equal(b.n, c == '"' || c == '\'' ? n : n - 1 + reference.n);
            }
    arena_free(&a);
}

static void json_is_escaped_wherever_it_stands(void **state)
{
    (void)state;
    Arena a = {0};
    for (int c = 0; c < 256; c++)
        for (ptrdiff_t n = 1; n <= 40; n++)
            for (ptrdiff_t at = 0; at < n; at++) {
                char text[40], expected[8];
                memset(text, 'x', sizeof text);
                text[at] = (char)c;
                const char *format = c == '\n' ? "\\n" : c == '\t' ? "\\t" : c < 0x20 ? "\\u%04x" : c == '"' || c == '\\' ? "\\%c" : c < 0x80 ? "%c" :
                    "\xEF\xBF\xBD";
                Str shown = {expected, snprintf(expected, sizeof expected, format, c)};
                Buf b = {.arena = &a};
                buf_put_json(&b, (Str){text, n});
                assert_int_equal(b.n, n + 1 + shown.n);
                assert_memory_equal(b.p + 1 + at, shown.p, (size_t)shown.n);
                assert_true(b.p[0] == '"' && b.p[b.n - 1] == '"');
            }
    arena_free(&a);
}

static void runes_are_put_as_utf8(void **state)
{
    (void)state;
    Arena a = {0};
    Buf b = {.arena = &a};
    buf_put_rune(&b, 'a');
    buf_put_rune(&b, 0xE4);
    buf_put_rune(&b, 0x1F600);
    assert_str(buf_str(&b), "aä😀");
    arena_free(&a);
}

static void what_one_arena_took_from_another_stays_where_it_is(void **state)
{
    (void)state;
    Arena to = {0}, from = {0}, none = {0};
    Str mine = str_copy(&to, S("mine")), theirs = str_copy(&from, S("theirs"));
    char *large = arena_bytes(&from, 1 << 20);
    memset(large, 'x', 1 << 20);
    arena_take(&to, &from);
    arena_take(&to, &none);
    assert_null(from.block);
    Str next = str_copy(&to, S("next"));
    assert_ptr_equal(next.p, mine.p + mine.n);
    assert_str(theirs, "theirs");
    assert_int_equal(large[(1 << 20) - 1], 'x');
    arena_take(&from, &to);
    assert_str(mine, "mine");
    assert_null(to.block);
    arena_free(&from);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_comes_zeroed_and_aligned),
        cmocka_unit_test(large_and_many_allocations_do_not_overlap),
        cmocka_unit_test(nothing_may_be_asked_for),
        cmocka_unit_test(a_rewind_gives_back_what_came_after_the_mark),
        cmocka_unit_test(a_rewind_to_nothing_leaves_a_usable_arena),
        cmocka_unit_test(the_last_allocation_can_be_made_longer_in_place),
        cmocka_unit_test(a_product_that_overflows_ends_the_program),
        cmocka_unit_test(a_claim_that_fails_aborts),
        cmocka_unit_test(a_buffer_grows_at_its_end),
        cmocka_unit_test(two_buffers_on_one_arena_do_not_mix),
        cmocka_unit_test(room_can_be_taken_and_filled),
        cmocka_unit_test(html_is_escaped_for_text_and_attributes),
        cmocka_unit_test(html_is_escaped_wherever_it_stands),
        cmocka_unit_test(json_is_escaped_wherever_it_stands),
        cmocka_unit_test(runes_are_put_as_utf8),
        cmocka_unit_test(what_one_arena_took_from_another_stays_where_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
