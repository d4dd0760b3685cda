#include "unit.h"

#include "serve/target.h"

/* "kind path", with a '/' behind what was asked for as a folder. */
static Str shown(Arena *a, const char *target, const char *base)
{
    static const char *const kinds[] = {"bad", "outside", "base", "own", "site"};
    Target t = target_read(a, str(target), str(base));
    return t.kind == TARGET_BAD ? S("bad") : str_fmt(a, "%s " STR_FMT "%s", kinds[t.kind], STR_ARG(t.path), t.is_folder ? "/" : "");
}

static void paths_are_decoded_once(void **state)
{
    (void)state;
    Arena a = {0};
    assert_str(shown(&a, "/", "/"), "site /");
    assert_str(shown(&a, "/index.html", "/"), "site index.html");
    assert_str(shown(&a, "/kb/263/Q263072/", "/"), "site kb/263/Q263072/");
    assert_str(shown(&a, "/a%20b/c%C3%A9.html", "/"), "site a b/cé.html");
    assert_str(shown(&a, "/a%2520b", "/"), "site a%20b");
    assert_str(shown(&a, "/a+b", "/"), "site a+b");
    assert_str(shown(&a, "/search/?q=a/../b", "/"), "site search/");
    assert_str(shown(&a, "/...", "/"), "site ...");
    assert_str(shown(&a, "/.well-known/x", "/"), "site .well-known/x");
    assert_str(target_read(&a, S("/a%20b?x=1"), S("/")).raw, "/a%20b");
    assert_str(target_read(&a, S("/a%20b?x=1"), S("/")).query, "?x=1");
    arena_free(&a);
}

static void what_no_file_can_have_is_refused(void **state)
{
    (void)state;
    static const char *const targets[] = {"", "*", "index.html", "..", "/..", "/../x", "/a/../x", "/a/..", "/./x", "/.", "/%2e%2e/x", "/%2E./x", "/.%2e",
        "/%2e",
        "//", "//x", "/a//b", "/a//", "/..%2fx", "/a%2f..%2fx", "/a%2Fb", "/%5c..%5cx", "/..\\x", "/a\\b", "/a%00", "/%00", "/a%0ab", "/a%7f", "/%", "/%2",
        "/%zz",
        "/a%2", "http://host//x", "http://host/../x", "/.kb/../x", "/.kb//events"};
    Arena a = {0};
    for (ptrdiff_t i = 0; i < countof(targets); i++)
        if (target_read(&a, str(targets[i]), S("/")).kind != TARGET_BAD)
            fail_msg("%s was taken", targets[i]);
    assert_str(shown(&a, "/%252e%252e/x", "/"), "site %2e%2e/x");     /* a name, if an odd one */
    Str with_nul = {"/a\0b", 4};
    assert_int_equal(target_read(&a, with_nul, S("/")).kind, TARGET_BAD);
    arena_free(&a);
}

static void a_site_below_a_path(void **state)
{
    (void)state;
    Arena a = {0};
    assert_str(shown(&a, "/kb/", "/kb/"), "site /");
    assert_str(shown(&a, "/kb/a.html", "/kb/"), "site a.html");
    assert_str(shown(&a, "/kb/a/", "/kb/"), "site a/");
    assert_str(shown(&a, "/kb", "/kb/"), "base ");
    assert_str(shown(&a, "/", "/kb/"), "base /");
    assert_str(shown(&a, "/kbx/a.html", "/kb/"), "outside kbx/a.html");
    assert_str(shown(&a, "/a.html", "/kb/"), "outside a.html");
    assert_str(shown(&a, "/x/y/z", "/x/y/"), "site z");
    assert_str(shown(&a, "/h%C3%A9/z", "/h%C3%A9/"), "site z");
    assert_str(shown(&a, "/kb/.kb/events", "/kb/"), "site .kb/events");
    arena_free(&a);
}

static void other_forms(void **state)
{
    (void)state;
    Arena a = {0};
    assert_str(shown(&a, "/.kb/events", "/"), "own events");
    assert_str(shown(&a, "/.kb", "/"), "own ");
    assert_str(shown(&a, "/.kbx", "/"), "site .kbx");
    assert_str(shown(&a, "http://host:8000/a/b", "/"), "site a/b");
    assert_str(shown(&a, "HTTP://host", "/"), "site /");
    assert_str(shown(&a, "https://host/a", "/"), "site a");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_are_decoded_once),
        cmocka_unit_test(what_no_file_can_have_is_refused),
        cmocka_unit_test(a_site_below_a_path),
        cmocka_unit_test(other_forms),
    };
    return cmocka_run_group_tests_name("target", tests, NULL, NULL);
}
