#include "unit.h"

#include "page/cite.h"

static Arena arena;

static int teardown(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static void an_article_is_quoted_with_what_is_known_of_it(void **state)
{
    (void)state;
    Config c = {.title = S("Clocks"), .author = S("The keepers")};
    Article article = {.id = S("Q100001"), .title = S("The clock"), .date = S("2001-05-18")};
    Meta meta = {.copyright_holder = S("Clock Corp.")};
    assert_str(cite_bibtex(&arena, &c, &article, &meta, S("https://kb.example/Q100001/")),
               "@misc{Q100001,\n  author = {{Clock Corp.}},\n  title = {{The clock}},\n  number = {Q100001},\n  howpublished = {{Clocks}},\n"
               "  year = {2001},\n  date = {2001-05-18},\n  url = {https://kb.example/Q100001/}\n}");
    assert_str(cite_author(&c, &(Meta){0}), "The keepers");
}

static void what_is_not_known_is_left_out(void **state)
{
    (void)state;
    Config c = {.title = S("Clocks")};
    Article article = {.id = S("Q1"), .title = S("The clock")}, nameless = {.title = S("The clock")};
    assert_str(cite_bibtex(&arena, &c, &article, &(Meta){0}, (Str){0}),
               "@misc{Q1,\n  title = {{The clock}},\n  number = {Q1},\n  howpublished = {{Clocks}}\n}");
    assert_str(cite_bibtex(&arena, &c, &nameless, &(Meta){0}, (Str){0}), "");
}

static void what_tex_takes_for_its_own_is_written_out(void **state)
{
    (void)state;
    Article article = {.id = S("a b,{1}"), .title = S("50% of C:\\x_y & {z} #$^~")};
    assert_str(cite_bibtex(&arena, &(Config){0}, &article, &(Meta){0}, (Str){0}),
               "@misc{a-b--1-,\n  title = {{50\\% of C:\\textbackslash{}x\\_y \\& \\{z\\} \\#\\$\\textasciicircum{}\\textasciitilde{}}},\n"
               "  number = {a b,\\{1\\}}\n}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(an_article_is_quoted_with_what_is_known_of_it, teardown),
        cmocka_unit_test_teardown(what_is_not_known_is_left_out, teardown),
        cmocka_unit_test_teardown(what_tex_takes_for_its_own_is_written_out, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
