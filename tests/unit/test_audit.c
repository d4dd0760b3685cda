#include "unit.h"

#include "page/audit.h"

/* The places of a page, in order, separated by blanks. */
static Str places_of(Arena *a, const char *html)
{
    Table places = {0};
    html_places(a, str(html), &places);
    StrList list = {places.keys, places.n, places.n};
    return list_join(a, &list, S(" "));
}

static void ids_of_all_elements_are_places(void **state)
{
    (void)state;
    Arena a = {0};
    assert_str(places_of(&a, "<main id=\"content\"><h2 class=\"x\" id='b'>B</h2><p id=c>C</p><br id=d/></main>"), "content b c d/");
    assert_str(places_of(&a, "<H2\n\tID = \"b\" hidden>x</H2>"), "b");
    arena_free(&a);
}

static void names_are_places_of_links_only(void **state)
{
    (void)state;
    Arena a = {0};
    assert_str(places_of(&a, "<a name=old></a><input name=\"q\"><A NAME=\"older\">"), "old older");
    arena_free(&a);
}

static void what_is_no_attribute_is_no_place(void **state)
{
    (void)state;
    Arena a = {0};
    assert_str(places_of(&a, "<!-- <p id=\"a\"> --><p title=\"id='b' >\" data-id=\"c\" id>1 < 2 id=\"d\" &lt;p id=\"e\"&gt;</p id=\"f\">"), "");
    assert_str(places_of(&a, "<p id=\"\"><!-- never closed <p id=\"a\">"), "");
    arena_free(&a);
}

static void torn_tags_end_with_the_page(void **state)
{
    (void)state;
    Arena a = {0};
    assert_str(places_of(&a, "<"), "");
    assert_str(places_of(&a, "<p"), "");
    assert_str(places_of(&a, "<p id"), "");
    assert_str(places_of(&a, "<p id="), "");
    assert_str(places_of(&a, "<p id=\"a"), "a");
    assert_str(places_of(&a, "<p ==== / = id=a>"), "a");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_of_all_elements_are_places),
        cmocka_unit_test(names_are_places_of_links_only),
        cmocka_unit_test(what_is_no_attribute_is_no_place),
        cmocka_unit_test(torn_tags_end_with_the_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
