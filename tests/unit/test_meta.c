#include "unit.h"

#include "doc/meta.h"

static void assert_date(const char *written, const char *expected, const char *file, int line)
{
    Arena a = {0};
    assert_str_at(date_iso(&a, str(written)), expected, file, line);
    arena_free(&a);
}
#define assert_date(written, expected) assert_date((written), (expected), __FILE__, __LINE__)

static void dates_of_the_old_articles_become_iso(void **state)
{
    (void)state;
    assert_date("08-JUN-1999", "1999-06-08");
    assert_date("8-JUN-1999", "1999-06-08");
    assert_date("18-may-2001", "2001-05-18");
    assert_date("1-Dec-0099", "0099-12-01");
    assert_date(" 31-OCT-2002 ", "2002-10-31");
}

static void every_month_has_its_number(void **state)
{
    (void)state;
    static const char *const months[] = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
    Arena a = {0};
    for (int i = 0; i < 12; i++)
        assert_str(date_iso(&a, str_fmt(&a, "1-%s-2000", months[i])), str_z(&a, str_fmt(&a, "2000-%02d-01", i + 1)));
    arena_free(&a);
}

static void iso_dates_stay_and_lose_their_time(void **state)
{
    (void)state;
    assert_date("2001-09-07", "2001-09-07");
    assert_date("2001-09-07T10:00:00Z", "2001-09-07");
    assert_date("2001-09-07t10:00", "2001-09-07");
    assert_date("2001-09-07 10:00:00 +0100", "2001-09-07");
}

static void only_days_of_the_calendar_are_dates(void **state)
{
    (void)state;
    assert_date("2000-02-29", "2000-02-29");
    assert_date("2004-02-29", "2004-02-29");
    assert_date("2001-02-29", "");
    assert_date("1900-02-29", "");
    assert_date("2001-04-31", "");
    assert_date("2001-00-10", "");
    assert_date("2001-13-10", "");
    assert_date("2001-01-00", "");
    assert_date("0000-01-01", "");
    assert_date("31-JUN-1999", "");
    assert_date("0-JUN-1999", "");
}

static void other_texts_are_no_dates(void **state)
{
    (void)state;
    static const char *const texts[] = {"",          "soon",        "2001",         "2001-09",    "2001-9-7",    "07.09.2001", "9/7/2001",     "2001-09-07x",
                                        "8-JUNE-1999", "JUN-8-1999", "8-JUN-99",    "8-JUN-19999", "8--1999",    "-JUN-1999",  "8-JUN-1999-1", "20010907T1"};
    for (ptrdiff_t i = 0; i < countof(texts); i++)
        assert_date(texts[i], "");
}

static void every_format_has_a_name(void **state)
{
    (void)state;
    assert_str(format_name(FORMAT_KBTEXT), "text");
    assert_str(format_name(FORMAT_KBFRONT), "kb-front-matter");
    assert_str(format_name(FORMAT_MARKDOWN), "markdown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_of_the_old_articles_become_iso),
        cmocka_unit_test(every_month_has_its_number),
        cmocka_unit_test(iso_dates_stay_and_lose_their_time),
        cmocka_unit_test(only_days_of_the_calendar_are_dates),
        cmocka_unit_test(other_texts_are_no_dates),
        cmocka_unit_test(every_format_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
