#include "unit.h"

#include "search/bits.h"

static const uint32_t numbers[] = {0, 1, 2, 3, 7, 8, 100, 255, 256, 65535, 65536, 263072, 1u << 24, (1u << 30) - 1, 2147483646};

static void numbers_come_back(void **state)
{
    (void)state;
    Arena a = {0};
    for (int k = 0; k < 31; k++) {
        Bits b = {.bytes.arena = &a};
        ptrdiff_t size = 0;
        for (ptrdiff_t i = 0; i < countof(numbers); i++) {
            bits_put_gamma(&b, numbers[i]);
            bits_put_rice(&b, numbers[i], k);
            size += bits_gamma_size(numbers[i]) + bits_rice_size(numbers[i], k);
        }
        assert_int_equal(bits_count(&b), size);
        Buf text = {.arena = &a};
        bits_put_text(&text, bits_close(&b));
        BitReader r = {bits_of_text(&a, buf_str(&text)), 0};
        for (ptrdiff_t i = 0; i < countof(numbers); i++) {
            assert_int_equal(bits_get_gamma(&r), numbers[i]);
            assert_int_equal(bits_get_rice(&r, k), numbers[i]);
        }
    }
    arena_free(&a);
}

static void text_needs_no_escape(void **state)
{
    (void)state;
    Arena a = {0};
    Bits b = {.bytes.arena = &a};
    for (uint32_t i = 0; i < 8192; i++)
        bits_put(&b, i, 13);
    Buf text = {.arena = &a};
    bits_put_text(&text, bits_close(&b));
    assert_int_equal(text.n, 8192 * 2);
    for (ptrdiff_t i = 0; i < text.n; i++)
        assert_true(text.p[i] >= ' ' && text.p[i] <= '~' && text.p[i] != '"' && text.p[i] != '\\');
    arena_free(&a);
}

static void appended_bits_follow(void **state)
{
    (void)state;
    Arena a = {0};
    Bits part = {.bytes.arena = &a}, all = part;
    bits_put(&part, 0x155, 9);
    ptrdiff_t size = bits_count(&part);
    Str bytes = bits_close(&part);
    bits_put(&all, 1, 1);
    bits_append(&all, bytes, size);
    bits_append(&all, bytes, size);
    assert_int_equal(bits_count(&all), 19);
    BitReader r = {bits_close(&all), 1};
    assert_int_equal(bits_get(&r, 9), 0x155);
    assert_int_equal(bits_get(&r, 9), 0x155);
    arena_free(&a);
}

static void past_the_end_are_zeros(void **state)
{
    (void)state;
    BitReader r = {S("\xFF"), 0};
    assert_int_equal(bits_get(&r, 12), 0xFF0);
    assert_int_equal(bits_get_gamma(&r), 0);
    assert_int_equal(bits_get_rice(&r, 4), 0);
}

static void the_size_of_the_best_parameter_is_told(void **state)
{
    (void)state;
    static const uint32_t few[] = {300000}, mixed[] = {0, 1, 900, 3, 70000, 2, 2, 5};
    const struct { const uint32_t *values; ptrdiff_t n; int most; } lists[] = {
        {numbers, countof(numbers), 31}, {numbers, 6, 31}, {numbers, 0, 15}, {few, 1, 15}, {few, 1, 31}, {mixed, countof(mixed), 15}, {mixed, 2, 4},
    };
    for (ptrdiff_t l = 0; l < countof(lists); l++) {
        Rice best = bits_best_rice(lists[l].values, lists[l].n, lists[l].most);
        int64_t size = 0;
        assert_in_range(best.k, 0, lists[l].most);
        for (ptrdiff_t i = 0; i < lists[l].n; i++)
            size += bits_rice_size(lists[l].values[i], best.k);
        assert_int_equal(best.size, size);
    }
    assert_int_equal(bits_best_rice(few, 1, 15).k, 15);
    assert_int_equal(bits_best_rice(numbers, 6, 31).k, 1);
}

/* Numbers of all sizes one behind another, as those of a list are put, and what each takes: of few and of many, short and long ones side by side. */
static void many_numbers_are_put_as_each_is(void **state)
{
    (void)state;
    enum { MANY = 2000, MOST = 20 };
    Arena a = {0};
    uint32_t *values = arena_new(&a, uint32_t, MANY), random = 9;
    for (int bound = 1; bound <= 31; bound += 3) {
        for (ptrdiff_t i = 0; i < MANY; i++) {
            random = random * 1664525u + 1013904223u;
            int width = i % 5 ? bound : random >> 16 & 1 ? 31 : (bound + 31) / 2;
            values[i] = random >> (32 - width);
        }
        for (ptrdiff_t n = 0; n <= MANY; n += n < 10 ? 1 : n < 700 ? 83 : MANY - 700) {
            Rice best = bits_best_rice(values, n, MOST);
            int64_t size = 0;
            for (ptrdiff_t i = 0; i < n; i++)
                size += bits_rice_size(values[i], best.k);
            assert_int_equal(best.size, size);
            Bits each = {.bytes.arena = &a}, all = each;
            bits_put(&each, 1, 3);
            bits_put(&all, 1, 3);
            for (ptrdiff_t i = 0; i < n; i++)
                bits_put_rice(&each, values[i], best.k);
            BitPen pen = bits_pen(&all, best.size);
            pen_put_rices(&pen, values, n, best.k);
            bits_pen_down(&all, &pen);
            assert_int_equal(bits_count(&all), 3 + size);
            assert_true(str_eq(bits_close(&all), bits_close(&each)));
        }
    }
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_come_back), cmocka_unit_test(text_needs_no_escape), cmocka_unit_test(appended_bits_follow),
        cmocka_unit_test(past_the_end_are_zeros), cmocka_unit_test(the_size_of_the_best_parameter_is_told),
        cmocka_unit_test(many_numbers_are_put_as_each_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
