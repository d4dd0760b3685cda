#include "unit.h"

#include "site/words.h"

static Arena arena;

static int teardown(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static Words words_from(const char *theirs, const char *yaml, Diags *diags)
{
    MapBuilder words = {.arena = &arena};
    words_add(&words, &(Source){S("en.yml"), str(theirs)}, NULL, diags);
    Words before = words_take(&words);
    words_add(&words, &(Source){S("xx.yml"), str(yaml)}, &before, diags);
    return words_take(&words);
}

static void a_language_lies_over_english_key_by_key(void **state)
{
    (void)state;
    Diags diags = {.arena = &arena};
    Words w = words_from("search: Search\nnext: Next\n", "next: Weiter\nduty: Notdienst\n", &diags);
    assert_str(words_get(&w, "search"), "Search");
    assert_str(words_get(&w, "next"), "Weiter");
    assert_str(words_get(&w, "duty"), "Notdienst");
    assert_str(words_get(&w, "nothing"), "");
    assert_int_equal(diags.n, 0);
}

static void other_words_have_another_hash(void **state)
{
    (void)state;
    Diags diags = {.arena = &arena};
    Words one = words_from("a: x\n", "b: y\n", &diags), same = words_from("b: y\n", "a: x\n", &diags), other = words_from("a: x\n", "b: z\n", &diags);
    assert_true(one.hash == same.hash);
    assert_true(one.hash != other.hash);
}

static void slips_are_told(void **state)
{
    (void)state;
    Diags diags = {.arena = &arena};
    words_from("previous: Previous\n", "prevoius: Zurück\n", &diags);
    assert_str(diag_codes(&arena, &diags), "unknown-config-key");
    assert_str(diags.items[0].message, "the theme has no word `prevoius`; did you mean `previous`?");
    assert_int_equal(diags.items[0].line, 1);
}

static void what_is_no_text_is_left_out(void **state)
{
    (void)state;
    Diags diags = {.arena = &arena};
    Words w = words_from("page: x\n", "page: [y]\nduty: z\n", &diags);
    assert_str(diag_codes(&arena, &diags), "config-value");
    assert_str(words_get(&w, "page"), "x");
    assert_str(words_get(&w, "duty"), "z");
    w = words_from("page: x\n", "- a\n", &diags);
    assert_str(diag_codes(&arena, &diags), "config-value config-value");
    w = words_from("page: x\n", "page: 'y\n", &diags);
    assert_str(diag_codes(&arena, &diags), "config-value config-value yaml");
    assert_str(words_get(&w, "page"), "x");
}

static Str languages(const char *language)
{
    StrList list = words_languages(&arena, str(language));
    return list_join(&arena, &list, S(" "));
}

static void a_language_is_read_from_the_plain_file_first(void **state)
{
    (void)state;
    assert_str(languages("de"), "de");
    assert_str(languages("de-AT"), "de de-AT");
    assert_str(languages("EN"), "en EN");
    assert_str(languages("zh-Hant-TW"), "zh zh-Hant-TW");
    assert_str(languages(""), "");
    assert_str(languages("../../x"), "");
    assert_str(languages("de/../x"), "");
}

static void some_languages_are_written_from_the_right(void **state)
{
    (void)state;
    const char *const rtl[] = {"ar", "he", "fa-IR", "AR", "az-Arab", "ur"}, *const ltr[] = {"", "en", "de-AT", "ks-Deva", "arn", "az"};
    for (ptrdiff_t i = 0; i < countof(rtl); i++)
        assert_true(words_are_rtl(&arena, str(rtl[i])));
    for (ptrdiff_t i = 0; i < countof(ltr); i++)
        assert_false(words_are_rtl(&arena, str(ltr[i])));
}

static void digits_are_grouped_as_the_language_does(void **state)
{
    (void)state;
    Diags diags = {.arena = &arena};
    Words en = words_from("thousands: \",\"\n", "", &diags), none = words_from("date: x\n", "", &diags);
    assert_str(words_number(&en, &arena, 14191593), "14,191,593");
    assert_str(words_number(&en, &arena, 100000), "100,000");
    assert_str(words_number(&en, &arena, 999), "999");
    assert_str(words_number(&en, &arena, -1000), "-1,000");
    assert_str(words_number(&en, &arena, -100), "-100");
    assert_str(words_number(&none, &arena, 1000), "1000");
}

static void scripts_get_their_words_alone(void **state)
{
    (void)state;
    Diags diags = {.arena = &arena};
    Words words = words_from("copy: Copy\nscript_copy: \"Copy </script> it\"\nscript_b: B\n", "", &diags);
    assert_str(words_for_scripts(&words, &arena), "{\"b\":\"B\",\"copy\":\"Copy </script> it\"}");
}

static void dates_are_written_as_the_language_does(void **state)
{
    (void)state;
    Diags diags = {.arena = &arena};
    Words en = words_from("date: \":day :month :year\"\nmonth_5: May\n", "", &diags),
        us = words_from("month_5: May\n", "date: \":month :day, :year\"\n", &diags),
          none = words_from("month_5: May\n", "", &diags);
    assert_str(words_date(&en, &arena, S("2001-05-08")), "8 May 2001");
    assert_str(words_date(&us, &arena, S("2001-05-18T10:00:00Z")), "May 18, 2001");
    assert_str(words_date(&none, &arena, S("2001-05-18")), "2001-05-18");
    assert_str(words_date(&en, &arena, S("2001")), "2001");
    assert_str(words_date(&en, &arena, S("")), "");
    assert_str(words_date(&en, &arena, S("2001-13-01")), "2001-13-01");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_language_lies_over_english_key_by_key, teardown),
        cmocka_unit_test_teardown(other_words_have_another_hash, teardown),
        cmocka_unit_test_teardown(slips_are_told, teardown),
        cmocka_unit_test_teardown(what_is_no_text_is_left_out, teardown),
        cmocka_unit_test_teardown(a_language_is_read_from_the_plain_file_first, teardown),
        cmocka_unit_test_teardown(some_languages_are_written_from_the_right, teardown),
        cmocka_unit_test_teardown(digits_are_grouped_as_the_language_does, teardown),
        cmocka_unit_test_teardown(scripts_get_their_words_alone, teardown),
        cmocka_unit_test_teardown(dates_are_written_as_the_language_does, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
