#include "unit.h"

#include "serve/header.h"
#include "serve/type.h"

/* --- ranges ------------------------------------------------------------------------------------------------------------------ */

/* "from+count", "all" or "nowhere". */
static Str range(Arena *a, const char *field, int64_t size)
{
    Range r = range_read(str(field), size);
    return r.kind == RANGE_ALL ? S("all") : r.kind == RANGE_NOWHERE ? S("nowhere") : str_fmt(a, "%lld+%lld", (long long)r.from, (long long)r.count);
}

static void ranges_within(void **state)
{
    (void)state;
    Arena a = {0};
    assert_str(range(&a, "bytes=0-0", 10), "0+1");
    assert_str(range(&a, "bytes=2-5", 10), "2+4");
    assert_str(range(&a, "bytes=2-", 10), "2+8");
    assert_str(range(&a, "bytes=0-9", 10), "0+10");
    assert_str(range(&a, "bytes=5-99", 10), "5+5");
    assert_str(range(&a, "bytes=-3", 10), "7+3");
    assert_str(range(&a, "bytes=-99", 10), "0+10");
    assert_str(range(&a, "BYTES= 1 - 2 ", 10), "1+2");
    assert_str(range(&a, "bytes=1-99999999999999999999999999", 10), "1+9");
    arena_free(&a);
}

static void ranges_beyond_and_nonsense(void **state)
{
    (void)state;
    Arena a = {0};
    assert_str(range(&a, "bytes=10-", 10), "nowhere");
    assert_str(range(&a, "bytes=99999999999999999999999-", 10), "nowhere");
    assert_str(range(&a, "bytes=-0", 10), "nowhere");
    assert_str(range(&a, "bytes=0-", 0), "nowhere");
    assert_str(range(&a, "bytes=-1", 0), "nowhere");
    static const char *const all[] = {"", "bytes", "bytes=", "bytes=-", "bytes=5-2", "bytes=a-b", "bytes=1-b", "bytes=1--2", "lines=1-2", "bytes=0-1,3-4",
        "bytes 0-1"};
    for (ptrdiff_t i = 0; i < countof(all); i++)
        assert_str(range(&a, all[i], 10), "all");
    arena_free(&a);
}

/* --- codings ----------------------------------------------------------------------------------------------------------------- */

static const unsigned ALL = 1u << CODING_GZIP | 1u << CODING_ZSTD | 1u << CODING_BR;

static void the_smallest_of_equals(void **state)
{
    (void)state;
    assert_int_equal(coding_choose(S("gzip, deflate, br, zstd"), ALL), CODING_BR);
    assert_int_equal(coding_choose(S("gzip, deflate, br, zstd"), 1u << CODING_GZIP), CODING_GZIP);
    assert_int_equal(coding_choose(S("gzip, zstd"), ALL), CODING_ZSTD);
    assert_int_equal(coding_choose(S("GZIP"), ALL), CODING_GZIP);
    assert_int_equal(coding_choose(S("x-gzip"), ALL), CODING_GZIP);
    assert_int_equal(coding_choose(S("*"), ALL), CODING_BR);
    assert_int_equal(coding_choose((Str){0}, ALL), CODING_NONE);
    assert_int_equal(coding_choose(S(""), ALL), CODING_NONE);
    assert_int_equal(coding_choose(S("deflate, compress"), ALL), CODING_NONE);
    assert_int_equal(coding_choose(S("br"), 1u << CODING_GZIP), CODING_NONE);
}

static void weights_decide(void **state)
{
    (void)state;
    assert_int_equal(coding_choose(S("br;q=0.5, gzip"), ALL), CODING_GZIP);
    assert_int_equal(coding_choose(S("br;q=0.001,gzip;q=0.002"), ALL), CODING_GZIP);
    assert_int_equal(coding_choose(S("br ; q=1.000 , gzip;q=0.9"), ALL), CODING_BR);
    assert_int_equal(coding_choose(S("br;q=0, *"), ALL), CODING_ZSTD);
    assert_int_equal(coding_choose(S("*;q=0, gzip;q=0.1"), ALL), CODING_GZIP);
    assert_int_equal(coding_choose(S("br;q=0"), ALL), CODING_NONE);
    assert_int_equal(coding_choose(S("identity, br;q=0.5"), ALL), CODING_NONE);
    assert_int_equal(coding_choose(S("identity;q=0.5, br;q=0.6"), ALL), CODING_BR);
    assert_int_equal(coding_choose(S("br;q=2"), ALL), CODING_NONE);
    assert_int_equal(coding_choose(S("br;q=1.5"), ALL), CODING_NONE);
    assert_int_equal(coding_choose(S("br;q=0.1234"), ALL), CODING_NONE);
    assert_int_equal(coding_choose(S("br;q=x"), ALL), CODING_NONE);
    assert_int_equal(coding_choose(S("br;level=3"), ALL), CODING_NONE);
}

/* --- dates and tags ---------------------------------------------------------------------------------------------------------- */

static Str date(Arena *a, int64_t seconds)
{
    Buf b = {.arena = a};
    http_date_put(&b, seconds);
    return buf_str(&b);
}

static void dates_there_and_back(void **state)
{
    (void)state;
    Arena a = {0};
    assert_str(date(&a, 0), "Thu, 01 Jan 1970 00:00:00 GMT");
    assert_str(date(&a, 784111777), "Sun, 06 Nov 1994 08:49:37 GMT");
    assert_str(date(&a, 951782400), "Tue, 29 Feb 2000 00:00:00 GMT");
    assert_str(date(&a, -1), "Wed, 31 Dec 1969 23:59:59 GMT");
    assert_str(date(&a, 4107542400), "Mon, 01 Mar 2100 00:00:00 GMT");
    for (int64_t t = -2000000000; t < 8000000000; t += 86400 * 29 + 12345)
        assert_int_equal(http_date_read(date(&a, t)), t);
    arena_free(&a);
}

static void three_forms_of_dates(void **state)
{
    (void)state;
    assert_int_equal(http_date_read(S("Sun, 06 Nov 1994 08:49:37 GMT")), 784111777);
    assert_int_equal(http_date_read(S("Sunday, 06-Nov-94 08:49:37 GMT")), 784111777);
    assert_int_equal(http_date_read(S("Sun Nov  6 08:49:37 1994")), 784111777);
    static const char *const wrong[] = {"", "soon", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 32 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nix 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 06 Nov 1994 084937 GMT", "Sun, 06 Nov 99999 08:49:37 GMT", "784111777"};
    for (ptrdiff_t i = 0; i < countof(wrong); i++)
        if (http_date_read(str(wrong[i])) != -1)
            fail_msg("%s was read", wrong[i]);
}

static void tags_in_lists(void **state)
{
    (void)state;
    Str tag = S("\"a,b\"");
    assert_true(etag_matches(S("\"a,b\""), tag, true));
    assert_true(etag_matches(S("\"x\", \"a,b\""), tag, true));
    assert_true(etag_matches(S("*"), tag, true));
    assert_true(etag_matches(S("\"x\",W/\"a,b\""), tag, false));
    assert_false(etag_matches(S("\"x\",W/\"a,b\""), tag, true));
    assert_false(etag_matches(S("\"a\", \"b\""), tag, false));
    assert_false(etag_matches(S("a,b"), tag, false));
    assert_false(etag_matches(S("\"a,b"), tag, false));
    assert_false(etag_matches((Str){0}, tag, false));
}

/* --- conditions -------------------------------------------------------------------------------------------------------------- */

static void conditions_in_their_order(void **state)
{
    (void)state;
    Str tag = S("\"t\""), then = S("Sun, 06 Nov 1994 08:49:37 GMT");
    int64_t t = 784111777;
    assert_int_equal(conditions_judge(&(Conditions){0}, tag, t), VERDICT_SEND);
    assert_int_equal(conditions_judge(&(Conditions){.if_none_match = tag}, tag, t), VERDICT_NOT_MODIFIED);
    assert_int_equal(conditions_judge(&(Conditions){.if_none_match = S("W/\"t\"")}, tag, t), VERDICT_NOT_MODIFIED);
    assert_int_equal(conditions_judge(&(Conditions){.if_none_match = S("\"x\"")}, tag, t), VERDICT_SEND);
    assert_int_equal(conditions_judge(&(Conditions){.if_modified_since = then}, tag, t), VERDICT_NOT_MODIFIED);
    assert_int_equal(conditions_judge(&(Conditions){.if_modified_since = then}, tag, t + 1), VERDICT_SEND);
    assert_int_equal(conditions_judge(&(Conditions){.if_modified_since = S("soon")}, tag, t), VERDICT_SEND);
    assert_int_equal(conditions_judge(&(Conditions){.if_none_match = S("\"x\""), .if_modified_since = then}, tag, t), VERDICT_SEND);
    assert_int_equal(conditions_judge(&(Conditions){.if_match = tag}, tag, t), VERDICT_SEND);
    assert_int_equal(conditions_judge(&(Conditions){.if_match = S("W/\"t\"")}, tag, t), VERDICT_FAILED);
    assert_int_equal(conditions_judge(&(Conditions){.if_unmodified_since = then}, tag, t), VERDICT_SEND);
    assert_int_equal(conditions_judge(&(Conditions){.if_unmodified_since = then}, tag, t + 1), VERDICT_FAILED);
    assert_int_equal(conditions_judge(&(Conditions){.if_match = tag, .if_none_match = tag}, tag, t), VERDICT_NOT_MODIFIED);
}

static void a_range_of_the_same_bytes(void **state)
{
    (void)state;
    assert_true(if_range_holds((Str){0}, S("\"t\"")));
    assert_true(if_range_holds(S("\"t\""), S("\"t\"")));
    assert_false(if_range_holds(S("\"x\""), S("\"t\"")));
    assert_false(if_range_holds(S("W/\"t\""), S("\"t\"")));
    assert_false(if_range_holds(S("Sun, 06 Nov 1994 08:49:37 GMT"), S("\"t\"")));
    assert_false(if_range_holds(S(""), S("\"t\"")));
}

/* --- types ------------------------------------------------------------------------------------------------------------------- */

static void types_by_name(void **state)
{
    (void)state;
    assert_str(type_of(S("index.html")), "text/html; charset=utf-8");
    assert_str(type_of(S("a/b/INDEX.HTM")), "text/html; charset=utf-8");
    assert_str(type_of(S("search.js")), "text/javascript; charset=utf-8");
    assert_str(type_of(S("kb.css")), "text/css; charset=utf-8");
    assert_str(type_of(S("sitemap.xml")), "application/xml; charset=utf-8");
    assert_str(type_of(S("favicon.svg")), "image/svg+xml; charset=utf-8");
    assert_str(type_of(S("a.atom")), "application/atom+xml; charset=utf-8");
    assert_str(type_of(S("a.zst")), "application/zstd");
    assert_str(type_of(S("a.tar.gz")), "application/gzip");
    assert_str(type_of(S("a.d/file")), "application/octet-stream");
    assert_str(type_of(S("html")), "application/octet-stream");
    assert_str(type_of(S("a.html/x.bin")), "application/octet-stream");
    assert_str(type_of(S("a.")), "application/octet-stream");
    assert_str(type_of(S("")), "application/octet-stream");
    assert_str(type_of(S("a.unknown")), "application/octet-stream");
    assert_str(type_of(S("a.yml")), "application/yaml; charset=utf-8");
    assert_str(type_of(S("a.woff2")), "font/woff2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranges_within),
        cmocka_unit_test(ranges_beyond_and_nonsense),
        cmocka_unit_test(the_smallest_of_equals),
        cmocka_unit_test(weights_decide),
        cmocka_unit_test(dates_there_and_back),
        cmocka_unit_test(three_forms_of_dates),
        cmocka_unit_test(tags_in_lists),
        cmocka_unit_test(conditions_in_their_order),
        cmocka_unit_test(a_range_of_the_same_bytes),
        cmocka_unit_test(types_by_name),
    };
    return cmocka_run_group_tests_name("header", tests, NULL, NULL);
}
