#include "unit.h"

#include "site/titles.h"

enum { TITLES_MAX = 16 };

/* The titles (NULL behind the last) in their order, separated by " | ". */
static Str sorted(Arena *a, const char *const *titles)
{
    Article articles[TITLES_MAX] = {0};
    ptrdiff_t n = 0;
    for (; titles[n]; n++)
        articles[n] = (Article){.title = str(titles[n]), .number = -1};
    const int32_t *order = titles_sort(a, articles, n);
    StrList list = {0};
    for (ptrdiff_t i = 0; i < n; i++)
        list_add(a, &list, articles[order[i]].title);
    return list_join(a, &list, S(" | "));
}

#define SORTED(...) sorted(&a, (const char *const[]){__VA_ARGS__, NULL})

static void letter_case_accents_and_signs_do_not_count(void **state)
{
    (void)state;
    Arena a = {0};
    assert_str(SORTED("Zebra", "\xC3\xA9lan", "Elan B", "\"Apple\" Pie", "apple", "Eland", "(Berry)"),
        "apple | \"Apple\" Pie | (Berry) | \xC3\xA9lan | Elan B | Eland | Zebra");
    arena_free(&a);
}

static void a_word_ends_before_a_longer_one(void **state)
{
    (void)state;
    Arena a = {0};
    assert_str(SORTED("Printers", "Print-Out", "Printing", "Print  a Page"), "Print  a Page | Print-Out | Printers | Printing");
    arena_free(&a);
}

static void numbers_are_sorted_by_their_value(void **state)
{
    (void)state;
    Arena a = {0};
    assert_str(SORTED("Error 10", "Error 9", "Error 010b", "Error 2", "Error A", "Error 100"),
        "Error 2 | Error 9 | Error 10 | Error 010b | Error 100 | Error A");
    assert_str(SORTED("32-Bit", "3270", "16-Bit"), "16-Bit | 32-Bit | 3270");
    arena_free(&a);
}

/* Titles in ASCII have a way of their own. */
static void signs_beyond_ascii_change_no_order(void **state)
{
    (void)state;
    Arena a = {0};
    assert_str(SORTED("Erreur 10", "Erreur n\xC2\xB0 9", "\xC3\x89rreur 9", "Erreur\xC2\xA0" "2", "1 2 10", "1\xC2\xA0" "2\xC2\xA0" "9"),
               "1\xC2\xA0" "2\xC2\xA0" "9 | 1 2 10 | Erreur\xC2\xA0" "2 | \xC3\x89rreur 9 | Erreur 10 | Erreur n\xC2\xB0 9");
    arena_free(&a);
}

static void tags_do_not_count(void **state)
{
    (void)state;
    Arena a = {0};
    assert_str(SORTED("XADM: PRB: Mail", "Mail", "BUG: Letters", "Notes: An Overview"), "BUG: Letters | XADM: PRB: Mail | Mail | Notes: An Overview");
    arena_free(&a);
}

static void equal_titles_come_by_number_then_by_path(void **state)
{
    (void)state;
    Arena a = {0};
    Article articles[] = {{.title = S("Same"), .number = 7}, {.title = S("Same"), .number = -1}, {.title = S("same"), .number = 5},
        {.title = S("Same"), .number = -1}};
    const int32_t *order = titles_sort(&a, articles, countof(articles));
    const int32_t expected[] = {1, 3, 2, 0};
    for (ptrdiff_t i = 0; i < countof(articles); i++)
        assert_int_equal(order[i], expected[i]);
    arena_free(&a);
}

static void titles_of_no_words_and_of_broken_bytes_have_a_place(void **state)
{
    (void)state;
    Arena a = {0};
    assert_str(SORTED("b", "...", "", "a\xFF"), "... |  | a\xFF | b");
    arena_free(&a);
}

static void the_letter_is_the_first_of_the_words(void **state)
{
    (void)state;
    static const struct { const char *title, *letter; } cases[] = {
        {"Apple", "A"}, {"zoo", "Z"}, {"  \"Quoted\"", "Q"}, {"\xE2\x80\x9CQuoted\xE2\x80\x9D", "Q"}, {"\xC3\x89lan", "E"}, {"\xC3\x86ther", "0-9"},
        {"16-Bit", "0-9"}, {"PRB: Door", "D"}, {"XADM: Err Msg: \"No\"", "N"}, {"PRB:", "P"}, {"\xD0\x91\xD0\xB0", "0-9"}, {"", "0-9"}, {"...", "0-9"},
        {"\xFF", "0-9"}, {"\xEF\xBC\xA1", "A"},
    };
    Arena a = {0};
    for (ptrdiff_t i = 0; i < countof(cases); i++)
        assert_str(title_letter(&a, str(cases[i].title)), cases[i].letter);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letter_case_accents_and_signs_do_not_count),
        cmocka_unit_test(a_word_ends_before_a_longer_one),
        cmocka_unit_test(numbers_are_sorted_by_their_value),
        cmocka_unit_test(signs_beyond_ascii_change_no_order),
        cmocka_unit_test(tags_do_not_count),
        cmocka_unit_test(equal_titles_come_by_number_then_by_path),
        cmocka_unit_test(titles_of_no_words_and_of_broken_bytes_have_a_place),
        cmocka_unit_test(the_letter_is_the_first_of_the_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
