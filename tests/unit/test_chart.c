#include "unit.h"

#include "page/chart.h"

static Arena arena;

static int teardown(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

typedef void Draw(Buf *out, Str heading, const ChartBar *bars, ptrdiff_t n);

static Str drawn(Draw *draw, const ChartBar *bars, ptrdiff_t n)
{
    Buf b = {.arena = &arena};
    draw(&b, S("heading"), bars, n);
    return buf_str(&b);
}

static int count_of(Str s, const char *needle)
{
    int n = 0;
    for (ptrdiff_t at; (at = str_find(s, str(needle))) >= 0; n++)
        s = str_from(s, at + 1);
    return n;
}

static void bars_are_shares_of_the_longest(void **state)
{
    (void)state;
    static const ChartBar bars[] = {{S("Lids"), 8}, {S("A < B & C"), 1}, {S("None"), 0}};
    assert_str(drawn(chart_bars, bars, 3),
               "<svg class=\"chart\" role=\"img\" aria-labelledby=\"heading\" width=\"100%\" height=\"7.80em\">\n"
               "<rect class=\"track\" x=\"0%\" width=\"100%\" y=\"1.50em\" height=\"0.55em\"/><rect x=\"0%\" width=\"100%\" y=\"1.50em\" height=\"0.55em\"/>"
               "<text y=\"1.10em\">Lids</text><text class=\"value\" x=\"100%\" y=\"1.10em\">8</text>\n"
               "<rect class=\"track\" x=\"0%\" width=\"100%\" y=\"4.10em\" height=\"0.55em\"/><rect x=\"0%\" width=\"12.50%\" y=\"4.10em\" height=\"0.55em\"/>"
               "<text y=\"3.70em\">A &lt; B &amp; C</text><text class=\"value\" x=\"100%\" y=\"3.70em\">1</text>\n"
               "<rect class=\"track\" x=\"0%\" width=\"100%\" y=\"6.70em\" height=\"0.55em\"/><rect x=\"0%\" width=\"0%\" y=\"6.70em\" height=\"0.55em\"/>"
               "<text y=\"6.30em\">None</text><text class=\"value\" x=\"100%\" y=\"6.30em\">0</text>\n"
               "</svg>");
}

static void a_label_that_is_too_long_is_cut_at_a_letter(void **state)
{
    (void)state;
    static const ChartBar bars[] = {{S("Lids and more lids and even more liäds of all sizes"), 1}};
    Str svg = drawn(chart_bars, bars, 1);
    assert_true(str_find(svg, S("<text y=\"1.10em\">Lids and more lids and even more li…</text>")) >= 0);
}

static void columns_stand_on_the_base_below_a_round_scale(void **state)
{
    (void)state;
    static const ChartBar bars[] = {{S("1999"), 30}, {S("2000"), 0}, {S("2001"), 1}};
    Str svg = drawn(chart_columns, bars, 3);
    assert_true(str_find(svg, S("<text class=\"tick\" y=\"1.20em\">40</text>")) >= 0);
    assert_true(str_find(svg, S("<text class=\"tick\" y=\"7.20em\">20</text>")) >= 0);
    assert_true(str_find(svg, S("y=\"4.50em\" height=\"9.00em\"><title>1999: 30</title>")) >= 0);
    assert_true(str_find(svg, S("y=\"13.50em\" height=\"0.00em\"><title>2000: 0</title>")) >= 0);
    assert_int_equal(count_of(svg, "class=\"below\""), 3);
}

static void of_many_columns_some_are_labelled(void **state)
{
    (void)state;
    ChartBar bars[40];
    for (int i = 0; i < 40; i++)
        bars[i] = (ChartBar){str_fmt(&arena, "%d", 1970 + i), i};
    Str svg = drawn(chart_columns, bars, 40);
    assert_int_equal(count_of(svg, "<rect"), 40);
    assert_int_equal(count_of(svg, "class=\"below\""), 8);
    assert_true(str_find(svg, S(">1970</text>")) >= 0 && str_find(svg, S(">1975</text>")) >= 0);
}

static void parts_make_the_whole(void **state)
{
    (void)state;
    static const ChartBar bars[] = {{S("Here"), 1}, {S("Elsewhere"), 2}};
    Str svg = drawn(chart_parts, bars, 2);
    assert_true(str_find(svg, S("<rect x=\"0%\" width=\"33.33%\"")) >= 0);
    assert_true(str_find(svg, S("<rect class=\"rest\" x=\"33.33%\" width=\"66.67%\"")) >= 0);
}

static void a_chart_of_nothing_is_drawn_all_the_same(void **state)
{
    (void)state;
    static const ChartBar bars[] = {{S("None"), 0}, {S("Nothing"), 0}};
    static Draw *const draws[] = {chart_columns, chart_bars, chart_parts};
    for (ptrdiff_t i = 0; i < countof(draws); i++)
        for (ptrdiff_t n = 0; n < 3; n++) {
            Str svg = drawn(draws[i], bars, n);
            assert_true(str_starts(svg, S("<svg ")) && str_ends(svg, S("</svg>")));
            assert_int_equal(count_of(svg, "-"), 1);    /* aria-labelledby: nothing is negative */
            assert_int_equal(count_of(svg, " style="), 0);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(bars_are_shares_of_the_longest, teardown),
        cmocka_unit_test_teardown(a_label_that_is_too_long_is_cut_at_a_letter, teardown),
        cmocka_unit_test_teardown(columns_stand_on_the_base_below_a_round_scale, teardown),
        cmocka_unit_test_teardown(of_many_columns_some_are_labelled, teardown),
        cmocka_unit_test_teardown(parts_make_the_whole, teardown),
        cmocka_unit_test_teardown(a_chart_of_nothing_is_drawn_all_the_same, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
