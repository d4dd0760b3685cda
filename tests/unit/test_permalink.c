#include "unit.h"

#include "site/permalink.h"

#include <string.h>

/* --- written permalinks ------------------------------------------------------------------------------------------------------ */

/* The permalink, or what is wrong with it behind "! ". */
static Str cleaned(Arena *a, Str written)
{
    Str permalink, why;
    return permalink_clean(a, written, &permalink, &why) ? permalink : str_join2(a, S("! "), why);
}

#define assert_clean(written, expected) assert_clean_at(S(written), (expected), __FILE__, __LINE__)

static void assert_clean_at(Str written, const char *expected, const char *file, int line)
{
    Arena a = {0};
    assert_str_at(cleaned(&a, written), expected, file, line);
    arena_free(&a);
}

static void a_permalink_begins_without_and_ends_with_a_slash(void **state)
{
    (void)state;
    assert_clean("/kb/263/Q263072/", "kb/263/Q263072/");
    assert_clean("kb/263/Q263072/", "kb/263/Q263072/");
    assert_clean("/kb/263/Q263072", "kb/263/Q263072/");
    assert_clean(" about/ ", "about/");
    assert_clean("/kb/263/Q263072/index.html", "kb/263/Q263072/");
}

static void a_permalink_may_name_a_file(void **state)
{
    (void)state;
    assert_clean("/about.html", "about.html");
    assert_clean("/old/about.htm", "old/about.htm");
    assert_clean("/about.txt", "about.txt/");
}

static void a_permalink_may_hold_any_script_and_blanks(void **state)
{
    (void)state;
    assert_clean("/über uns/?x#y/", "über uns/?x#y/");
    assert_clean("/.well-known/x", ".well-known/x/");
    assert_clean("/a..b/...c/", "a..b/...c/");
}

static void a_permalink_stays_inside_the_site(void **state)
{
    (void)state;
    assert_clean("../x/", "! has a part '.' or '..'; it must stay inside the site");
    assert_clean("/a/../b/", "! has a part '.' or '..'; it must stay inside the site");
    assert_clean("/a/..", "! has a part '.' or '..'; it must stay inside the site");
    assert_clean("/a/./b/", "! has a part '.' or '..'; it must stay inside the site");
    assert_clean("..", "! has a part '.' or '..'; it must stay inside the site");
}

static void an_absolute_address_is_no_permalink(void **state)
{
    (void)state;
    assert_clean("http://example.org/a/", "! is an absolute address; write the path below the site's root");
    assert_clean("//example.org/a/", "! is an absolute address; write the path below the site's root");
}

static void an_empty_permalink_is_none(void **state)
{
    (void)state;
    assert_clean("", "! is empty; the site's root is the home page");
    assert_clean("  ", "! is empty; the site's root is the home page");
    assert_clean("/", "! is empty; the site's root is the home page");
}

static void the_sites_own_index_is_the_home_page(void **state)
{
    (void)state;
    assert_clean("/index.html", "! is empty; the site's root is the home page");
}

static void empty_parts_are_none(void **state)
{
    (void)state;
    assert_clean("/a//b/", "! has an empty part ('//')");
    assert_clean("/a/b//", "! has an empty part ('//')");
}

static void control_characters_and_backslashes_are_none(void **state)
{
    (void)state;
    assert_clean("/a\nb/", "! holds a control character");
    assert_clean("/a\0b/", "! holds a control character");
    assert_clean("/a\x7F/", "! holds a control character");
    assert_clean("/a\\b/", "! holds a backslash; write '/'");
}

static Str of_length(Arena *a, const char *unit, int n)
{
    Buf b = {.arena = a};
    for (int i = 0; i < n; i++)
        buf_put(&b, str(unit));
    return buf_str(&b);
}

static void a_permalink_has_the_length_file_systems_allow(void **state)
{
    (void)state;
    Arena a = {0};
    assert_true(cleaned(&a, of_length(&a, "x", 200)).n == 201);
    assert_str(cleaned(&a, of_length(&a, "x", 201)), "! has a part longer than 200 bytes");
    assert_true(cleaned(&a, of_length(&a, "x/", 500)).n == 1000);
    assert_str(cleaned(&a, of_length(&a, "x/", 501)), "! is longer than 1000 bytes");
    arena_free(&a);
}

/* --- patterns ---------------------------------------------------------------------------------------------------------------- */

static Str permalink(Arena *a, const char *pattern, const Meta *meta, const char *path)
{
    Config c = config_default(a);
    if (pattern)
        c.permalink = str(pattern);
    Str result, why;
    return permalink_of(a, &c, meta, str(path), &result, &why) ? result : str_join2(a, S("! "), why);
}

static Meta article(Arena *a)
{
    Meta m = {.id = S("Q263072"), .number = 263072, .title = S("The Gate's Hinge"), .date = S("1999-06-08"), .updated = S("2001-09-07")};
    list_add(a, &m.products, S("Garden Gates & Co"));
    return m;
}

static void an_article_with_an_id_lives_below_its_thousand(void **state)
{
    (void)state;
    Arena a = {0};
    Meta m = article(&a);
    assert_str(permalink(&a, NULL, &m, "x.txt"), "kb/263/Q263072/");
    assert_str(permalink_prefix(&a, 1000), "001");
    assert_str(permalink_prefix(&a, 12345), "012");
    assert_str(permalink_prefix(&a, 1234567), "1234");
    arena_free(&a);
}

static void an_article_without_an_id_lives_at_its_path(void **state)
{
    (void)state;
    Arena a = {0};
    Meta m = {.number = -1, .title = S("T")};
    assert_str(permalink(&a, NULL, &m, "guide/first site.md"), "guide/first-site/");
    assert_str(permalink(&a, NULL, &m, "guide/index.md"), "guide/");
    assert_str(permalink(&a, NULL, &m, "guide/README.md"), "guide/");
    assert_str(permalink(&a, NULL, &m, "index.md"), "index/");
    m.id = S("how-to");
    assert_str(permalink(&a, NULL, &m, "a.md"), "a/");
    arena_free(&a);
}

static void the_articles_own_wish_wins(void **state)
{
    (void)state;
    Arena a = {0};
    Meta m = article(&a);
    m.permalink = S("/my/place");
    assert_str(permalink(&a, NULL, &m, "x.txt"), "my/place/");
    m.permalink = S("");
    assert_str(permalink(&a, NULL, &m, "x.txt"), "! is empty; the site's root is the home page");
    arena_free(&a);
}

static void a_pattern_may_name_every_placeholder(void **state)
{
    (void)state;
    Arena a = {0};
    Meta m = article(&a);
    assert_str(permalink(&a, "x/:year/:product/:prefix/:id-:slug.html", &m, "x.txt"), "x/2001/garden-gates-and-co/263/Q263072-the-gate-s-hinge.html");
    assert_str(permalink(&a, ":path/", &m, "sub/x.txt"), "sub/x/");
    assert_str(permalink(&a, ":id", &m, "x.txt"), "Q263072/");
    arena_free(&a);
}

static void what_an_article_lacks_has_a_word(void **state)
{
    (void)state;
    Arena a = {0};
    Meta m = {.id = S("Q263072"), .number = 263072};
    assert_str(permalink(&a, ":year/:product/:slug/", &m, "x.txt"), "undated/other/untitled/");
    m.date = S("1999-06-08");
    assert_str(permalink(&a, ":year/:id/", &m, "x.txt"), "1999/Q263072/");
    arena_free(&a);
}

static void a_pattern_may_hold_plain_colons(void **state)
{
    (void)state;
    Arena a = {0};
    Meta m = article(&a);
    assert_str(permalink(&a, "a:b/:id/", &m, "x.txt"), "a:b/Q263072/");
    arena_free(&a);
}

static void a_hostile_id_stays_inside_the_site(void **state)
{
    (void)state;
    Arena a = {0};
    Meta m = article(&a);
    m.id = S("../../etc");
    assert_str(permalink(&a, NULL, &m, "x.txt"), "! has a part '.' or '..'; it must stay inside the site");
    arena_free(&a);
}

/* --- slugs, files, folders --------------------------------------------------------------------------------------------------------- */

#define assert_slug(text, expected)                                                                                              \
    do {                                                                                                                         \
        Arena arena = {0};                                                                                                       \
        assert_str(slug_of(&arena, str(text)), expected);                                                                        \
        arena_free(&arena);                                                                                                      \
    } while (0)

static void a_slug_is_letters_and_digits_with_hyphens(void **state)
{
    (void)state;
    assert_slug("How to Print", "how-to-print");
    assert_slug("  --A  (b)!  ", "a-b");
    assert_slug("Windows NT 4.0", "windows-nt-4-0");
    assert_slug("Größe 中", "größe-中");
    assert_slug("", "untitled");
    assert_slug("?!", "untitled");
}

static void a_slug_keeps_the_names_of_languages_apart(void **state)
{
    (void)state;
    assert_slug("C", "c");
    assert_slug("C++", "c-plus-plus");
    assert_slug("C#", "c-sharp");
    assert_slug("R&D", "r-and-d");
    assert_slug("+1", "plus-1");
}

static void a_long_slug_is_cut_between_characters(void **state)
{
    (void)state;
    Arena a = {0};
    assert_int_equal(slug_of(&a, of_length(&a, "x", 300)).n, 120);
    Str cut = slug_of(&a, str_join2(&a, S("x"), of_length(&a, "ö", 150)));
    assert_int_equal(cut.n, 119);
    assert_true(str_ends(cut, S("ö")));
    cut = slug_of(&a, of_length(&a, "ö", 150));
    assert_int_equal(cut.n, 120);
    cut = slug_of(&a, str_join2(&a, of_length(&a, "x", 119), S(" y")));
    assert_int_equal(cut.n, 119);
    arena_free(&a);
}

static void a_stem_is_the_path_without_its_suffix(void **state)
{
    (void)state;
    assert_str(path_stem(S("a/b.md")), "a/b");
    assert_str(path_stem(S("a.b/c")), "a.b/c");
    assert_str(path_stem(S("a/b.c.md")), "a/b.c");
    assert_str(path_stem(S(".hidden")), ".hidden");
    assert_str(path_stem(S("a/index.md")), "a");
    assert_str(path_stem(S("a/ReadMe.md")), "a");
    assert_str(path_stem(S("readme.md")), "readme");
}

static void a_permalink_is_written_to_a_file(void **state)
{
    (void)state;
    Arena a = {0};
    assert_str(permalink_file(&a, S("kb/263/Q263072/")), "kb/263/Q263072/index.html");
    assert_str(permalink_file(&a, S("about.html")), "about.html");
    assert_str(permalink_file(&a, S("")), "index.html");
    assert_str(permalink_folder(S("kb/263/Q263072/")), "kb/263/Q263072/");
    assert_str(permalink_folder(S("old/about.html")), "old/");
    assert_str(permalink_folder(S("about.html")), "");
    arena_free(&a);
}

/* --- links ----------------------------------------------------------------------------------------------------------------------- */

#define assert_href(style, from, to, expected)                                                                                   \
    do {                                                                                                                         \
        Arena arena = {0};                                                                                                       \
        assert_str(link_href(&arena, (style), S("/base/"), S(from), S(to)), expected);                                           \
        arena_free(&arena);                                                                                                      \
    } while (0)

static void a_link_is_relative_to_its_page(void **state)
{
    (void)state;
    assert_href(LINK_RELATIVE, "kb/263/Q263072/", "kb/248/Q248340/", "../../248/Q248340/");
    assert_href(LINK_RELATIVE, "kb/263/Q263072/", "kb/263/Q263073/", "../Q263073/");
    assert_href(LINK_RELATIVE, "kb/263/Q263072/", "kb.css", "../../../kb.css");
    assert_href(LINK_RELATIVE, "kb/263/Q263072/", "", "../../../");
    assert_href(LINK_RELATIVE, "", "kb/263/Q263072/", "kb/263/Q263072/");
    assert_href(LINK_RELATIVE, "about.html", "kb/", "kb/");
    assert_href(LINK_RELATIVE, "old/about.html", "old/x.html", "x.html");
    assert_href(LINK_RELATIVE, "kb/26/x/", "kb/263/", "../../263/");
}

static void a_link_to_the_page_itself_is_its_folder(void **state)
{
    (void)state;
    assert_href(LINK_RELATIVE, "kb/x/", "kb/x/", "./");
    assert_href(LINK_RELATIVE, "", "", "./");
    assert_href(LINK_RELATIVE, "kb/x/", "kb/x/a.png", "a.png");
    assert_href(LINK_RELATIVE, "kb/x/", "kb/", "../");
}

static void offline_links_end_in_a_file(void **state)
{
    (void)state;
    assert_href(LINK_OFFLINE, "kb/263/Q263072/", "kb/248/Q248340/", "../../248/Q248340/index.html");
    assert_href(LINK_OFFLINE, "kb/263/Q263072/", "", "../../../index.html");
    assert_href(LINK_OFFLINE, "kb/x/", "kb/x/", "index.html");
    assert_href(LINK_OFFLINE, "", "", "index.html");
    assert_href(LINK_OFFLINE, "kb/x/", "kb.css", "../../kb.css");
}

static void absolute_links_begin_at_the_sites_path(void **state)
{
    (void)state;
    assert_href(LINK_ABSOLUTE, "404.html", "kb/263/Q263072/", "/base/kb/263/Q263072/");
    assert_href(LINK_ABSOLUTE, "404.html", "", "/base/");
    assert_str(base_path_of(S("https://example.org/kb/")), "/kb/");
    assert_str(base_path_of(S("https://example.org")), "/");
    assert_str(base_path_of(S("")), "/");
}

static void links_are_percent_encoded(void **state)
{
    (void)state;
    assert_href(LINK_RELATIVE, "", "a b/ü/?x#y%/", "a%20b/%C3%BC/%3Fx%23y%25/");
    assert_href(LINK_ABSOLUTE, "", "a b/", "/base/a%20b/");
    assert_href(LINK_RELATIVE, "", "<\"'&>/", "%3C%22'&%3E/");
}

static void a_colon_in_the_first_part_is_no_scheme(void **state)
{
    (void)state;
    assert_href(LINK_RELATIVE, "", "note:x/", "./note:x/");
    assert_href(LINK_RELATIVE, "a/", "note:x/", "../note:x/");
    assert_href(LINK_RELATIVE, "", "a/note:x/", "a/note:x/");
}

static void percent_encoding_is_undone(void **state)
{
    (void)state;
    Arena a = {0};
    assert_str(url_decode(&a, S("a%20b/%C3%bc%2F")), "a b/ü/");
    assert_str(url_decode(&a, S("100%")), "100%");
    assert_str(url_decode(&a, S("%4")), "%4");
    assert_str(url_decode(&a, S("%zz%41")), "%zzA");
    assert_str(url_decode(&a, url_encode(&a, S("<ä>%\\ \x01"))), "<ä>%\\ \x01");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_permalink_begins_without_and_ends_with_a_slash),
        cmocka_unit_test(a_permalink_may_name_a_file),
        cmocka_unit_test(a_permalink_may_hold_any_script_and_blanks),
        cmocka_unit_test(a_permalink_stays_inside_the_site),
        cmocka_unit_test(an_absolute_address_is_no_permalink),
        cmocka_unit_test(an_empty_permalink_is_none),
        cmocka_unit_test(the_sites_own_index_is_the_home_page),
        cmocka_unit_test(empty_parts_are_none),
        cmocka_unit_test(control_characters_and_backslashes_are_none),
        cmocka_unit_test(a_permalink_has_the_length_file_systems_allow),
        cmocka_unit_test(an_article_with_an_id_lives_below_its_thousand),
        cmocka_unit_test(an_article_without_an_id_lives_at_its_path),
        cmocka_unit_test(the_articles_own_wish_wins),
        cmocka_unit_test(a_pattern_may_name_every_placeholder),
        cmocka_unit_test(what_an_article_lacks_has_a_word),
        cmocka_unit_test(a_pattern_may_hold_plain_colons),
        cmocka_unit_test(a_hostile_id_stays_inside_the_site),
        cmocka_unit_test(a_slug_is_letters_and_digits_with_hyphens),
        cmocka_unit_test(a_slug_keeps_the_names_of_languages_apart),
        cmocka_unit_test(a_long_slug_is_cut_between_characters),
        cmocka_unit_test(a_stem_is_the_path_without_its_suffix),
        cmocka_unit_test(a_permalink_is_written_to_a_file),
        cmocka_unit_test(a_link_is_relative_to_its_page),
        cmocka_unit_test(a_link_to_the_page_itself_is_its_folder),
        cmocka_unit_test(offline_links_end_in_a_file),
        cmocka_unit_test(absolute_links_begin_at_the_sites_path),
        cmocka_unit_test(links_are_percent_encoded),
        cmocka_unit_test(a_colon_in_the_first_part_is_no_scheme),
        cmocka_unit_test(percent_encoding_is_undone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
