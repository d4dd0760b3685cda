#include "unit.h"

#include "serve/live.h"
#include "serve/watch.h"

static Str page(Arena *a, const char *html)
{
    Buf b = {.arena = a};
    live_put_page(&b, str(html), S("7f"));
    return buf_str(&b);
}

#define TAG "<script src=\"/.kb/live.js\" data-revision=\"7f\"></script>\n"

static void the_script_stands_at_the_end(void **state)
{
    (void)state;
    Arena a = {0};
    assert_str(page(&a, "<body>x</body></html>"), "<body>x" TAG "</body></html>");
    assert_str(page(&a, "<BODY>x</BODY>\n"), "<BODY>x" TAG "</BODY>\n");
    assert_str(page(&a, "<pre>&lt;/body></pre></body>y</body>"), "<pre>&lt;/body></pre></body>y" TAG "</body>");
    assert_str(page(&a, "no body"), "no body" TAG);
    assert_str(page(&a, ""), TAG);
    assert_str(page(&a, "</body"), "</body" TAG);
    arena_free(&a);
}

static void an_event_is_one_line_of_data(void **state)
{
    (void)state;
    Arena a = {0};
    Buf b = {.arena = &a};
    live_put_event(&b, &(LiveState){S("7f"), S("a.md:1:1: error: \"x\"\n  <b>\n"), true});
    assert_str(buf_str(&b), "event: site\ndata: {\"revision\":\"7f\",\"kept\":true,\"errors\":\"a.md:1:1: error: \\\"x\\\"\\n  <b>\\n\"}\n\n");
    arena_free(&a);
}

static void names_of_editors(void **state)
{
    (void)state;
    static const char *const ignored[] = {"a.md~", ".a.md.swp", "#a.md#", ".#a.md", "4913", ".goutputstream-XY12", "a.md___jb_tmp___", ".a.md.kb-tmp"};
    for (ptrdiff_t i = 0; i < countof(ignored); i++)
        if (!watch_ignores(str(ignored[i]), true))
            fail_msg("%s counts", ignored[i]);
    static const char *const counted[] = {"a.md", "a", "#a", "#", "4914", "a.swp.md", "Q263072.txt"};
    for (ptrdiff_t i = 0; i < countof(counted); i++)
        if (watch_ignores(str(counted[i]), false))
            fail_msg("%s does not count", counted[i]);
    assert_true(watch_ignores(S(".git"), false));
    assert_false(watch_ignores(S(".nojekyll"), true));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_script_stands_at_the_end),
        cmocka_unit_test(an_event_is_one_line_of_data),
        cmocka_unit_test(names_of_editors),
    };
    return cmocka_run_group_tests_name("live", tests, NULL, NULL);
}
