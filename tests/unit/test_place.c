/* What pages of one place share is what each of them would have made for itself: every page is asked twice, by a maker that keeps and by one that does not. */
#include "unit.h"

#include "page/place.h"

enum { PRODUCTS = 3, FOLDERS = 80, ENTRIES = 20 };

static Term product_terms[PRODUCTS], id_terms[2];

typedef struct Case {
    Arena arena, kept, scratch;
    Config config;
    Site site;
    PageMaker maker;        /* keeps */
} Case;

static Term term(const char *name, const char *permalink)
{
    return (Term){.name = str(name), .permalink = str(permalink), .n = 1};
}

static int setup(void **state)
{
    Case *c = test_calloc(1, sizeof *c);
    c->config = config_default(&c->arena);
    c->site.config = &c->config;
    product_terms[0] = term("Access", "products/access/");
    product_terms[1] = term("Windows NT", "products/windows-nt/");
    product_terms[2] = term("Few", "");
    id_terms[0] = term("100", "kb/100/");
    id_terms[1] = term("263", "kb/263/");
    c->site.taxonomies[TAXONOMY_PRODUCTS] =
        (Taxonomy){.kind = TAXONOMY_PRODUCTS, .name = S("products"), .permalink = S("products/"), .terms = product_terms, .n = PRODUCTS, .listed = 2};
    c->site.taxonomies[TAXONOMY_IDS] = (Taxonomy){.kind = TAXONOMY_IDS, .name = S("ids"), .permalink = S("kb/"), .terms = id_terms, .n = 2, .listed = 2};
    c->site.taxonomies[TAXONOMY_YEARS] = (Taxonomy){.kind = TAXONOMY_YEARS, .name = S("years"), .permalink = S("years/"), .listed = 1};
    c->site.wanted_count = 1;
    c->site.wanted_permalink = S("wanted/all/");
    c->maker = (PageMaker){.site = &c->site, .places = {.arena = &c->kept}, .scratch = &c->scratch};
    *state = c;
    return 0;
}

static int teardown(void **state)
{
    Case *c = *state;
    arena_free(&c->arena);
    arena_free(&c->kept);
    arena_free(&c->scratch);
    test_free(c);
    return 0;
}

static void put_map(Buf *b, const Value *map)
{
    for (ptrdiff_t i = 0; i < map->n; i++) {
        buf_put(b, value_text(&map->as.members[i].value));
        buf_putc(b, ' ');
    }
    buf_putc(b, '\n');
}

/* All that the page gets of its place. */
static Str shared_by(PageMaker *m, const Page *page, Str current, Arena *a)
{
    Buf b = {.arena = a};
    Place *place = place_of(m, page);
    buf_put(&b, place_root(m, page, place));
    Value nav = place_nav(m, page, place, current);
    for (ptrdiff_t i = 0; i < nav.n; i++)
        put_map(&b, &nav.as.items[i]);
    for (int kind = 0; kind < TAXONOMY_COUNT; kind++) {
        const Taxonomy *t = &m->site->taxonomies[kind];
        for (ptrdiff_t i = 0; i < t->n; i++) {
            Value link = place_term(m, page, place, t, &t->terms[i]);
            put_map(&b, &link);
        }
    }
    return buf_str(&b);
}

/* The scratch of a page is another page's afterwards. */
static void end_page(Case *c, ArenaMark mark)
{
    enum { OVERWRITTEN = 20000 };
    arena_rewind(&c->scratch, mark);
    memset(arena_bytes(&c->scratch, OVERWRITTEN), '?', OVERWRITTEN);
    arena_rewind(&c->scratch, mark);
}

static void assert_as_alone(Case *c, PageKind kind, Str permalink, Str current)
{
    ArenaMark mark = arena_mark(&c->scratch), own = arena_mark(&c->arena);
    Page page = {.kind = kind, .permalink = str_copy(&c->scratch, permalink)};
    current = str_copy(&c->scratch, current);
    PageMaker alone = {.site = &c->site, .scratch = &c->scratch};
    Str expected = shared_by(&alone, &page, current, &c->arena), found = shared_by(&c->maker, &page, current, &c->arena);
    assert_str(found, str_z(&c->arena, expected));
    arena_rewind(&c->arena, own);
    end_page(c, mark);
}

static const char *const PAGES[] = {
    "kb/263/Q263072/", "kb/100/Q100/", "kb/Q5/", "kb/263/", "kb/100/", "kb/", "kb/263/Q1.html", "products/", "products/access/", "products/windows-nt/",
    "products/access/page/2/", "products/windows-nt/page/2/", "wanted/all/", "wanted/all/page/2/", "wanted/", "", "about.html", "years/1999/", "years/2001/",
};
static const char *const MARKED[] = {"", "products", "ids", "years", "wanted", "nothing"};

static void every_page_has_what_it_would_have_alone(void **state)
{
    Case *c = *state;
    for (int round = 0; round < 2; round++)
        for (ptrdiff_t i = 0; i < countof(PAGES); i++)
            for (ptrdiff_t k = 0; k < countof(MARKED); k++)
                assert_as_alone(c, PAGE_LIST, str(PAGES[i]), str(MARKED[k]));
}

static void so_it_is_offline(void **state)
{
    ((Case *)*state)->config.offline = true;
    every_page_has_what_it_would_have_alone(state);
}

/* It is shown at any address, and so its links begin at the server's root. */
static void the_page_for_unknown_addresses_stands_nowhere(void **state)
{
    Case *c = *state;
    c->config.base_url = S("https://kb.example/sub/");
    for (int round = 0; round < 2; round++) {
        assert_as_alone(c, PAGE_HOME, S(""), S(""));
        assert_as_alone(c, PAGE_NOT_FOUND, S("404.html"), S(""));
        assert_as_alone(c, PAGE_LIST, S("about.html"), S(""));
    }
    Page page = {.kind = PAGE_NOT_FOUND, .permalink = S("404.html")};
    assert_null(place_of(&c->maker, &page));
    assert_str(place_root(&c->maker, &page, NULL), "/sub/");
}

static void more_places_and_marks_than_are_kept(void **state)
{
    Case *c = *state;
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < FOLDERS; i++)
            assert_as_alone(c, PAGE_LIST, str_fmt(&c->arena, "folder-%d/page/", i), S(""));
    Page first = {.kind = PAGE_LIST, .permalink = S("folder-0/page/")}, last = {.kind = PAGE_LIST,
        .permalink = str_fmt(&c->arena, "folder-%d/page/", FOLDERS - 1)};
    assert_non_null(place_of(&c->maker, &first));
    assert_null(place_of(&c->maker, &last));
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < ENTRIES; i++)
            assert_as_alone(c, PAGE_LIST, S("folder-1/page/"), i ? str_fmt(&c->arena, "entry-%d", i) : S("products"));
}

static Value term_on(Case *c, const char *permalink, const Term *t)
{
    Page page = {.kind = PAGE_ARTICLE, .permalink = str(permalink)};
    return place_term(&c->maker, &page, place_of(&c->maker, &page), &c->site.taxonomies[TAXONOMY_PRODUCTS], t);
}

static Value menu_on(Case *c, const char *permalink, Str current)
{
    Page page = {.kind = PAGE_ARTICLE, .permalink = str(permalink)};
    return place_nav(&c->maker, &page, place_of(&c->maker, &page), current);
}

/* Templates keep what they make of values that say so; those must be the same ones, and none that another page's scratch will overwrite. */
static void what_all_pages_of_a_place_show_is_made_once(void **state)
{
    Case *c = *state;
    Value first = term_on(c, "kb/263/Q1/", &product_terms[0]), second = term_on(c, "kb/100/Q2/", &product_terms[0]);
    assert_true(first.is_kept && second.is_kept);
    assert_ptr_equal(first.as.members, second.as.members);
    Value deeper = term_on(c, "kb/263/Q1/a/", &product_terms[0]), other = term_on(c, "kb/263/Q1/", &product_terms[1]);
    assert_ptr_not_equal(deeper.as.members, first.as.members);
    assert_ptr_not_equal(other.as.members, first.as.members);
    assert_false(term_on(c, "products/windows-nt/", &product_terms[0]).is_kept);    /* the link is another one on each of its pages */

    Value menu = menu_on(c, "kb/263/Q1/", S(""));
    assert_true(menu.is_kept);
    assert_ptr_equal(menu.as.items, menu_on(c, "kb/100/Q2/", S("")).as.items);
    assert_true(menu_on(c, "products/access/", S("")).is_kept);
    assert_false(menu_on(c, "wanted/all/", S("")).is_kept);        /* it has a link to a page below the same folder */
}

/* The names of the entries that `of` says true of, each with a blank. */
static Str entries_with(Case *c, Value menu, Str of)
{
    Buf b = {.arena = &c->arena};
    for (ptrdiff_t i = 0; i < menu.n; i++)
        if (value_is_true(value_get(&menu.as.items[i], of))) {
            buf_put(&b, value_text(value_get(&menu.as.items[i], S("name"))));
            buf_putc(&b, ' ');
        }
    return buf_str(&b);
}

static void the_menu_shows_the_main_ways_and_the_one_it_stands_on(void **state)
{
    Case *c = *state;
    Value article = menu_on(c, "kb/263/Q1/", S("")), year = menu_on(c, "years/1999/", S("years"));
    assert_str(entries_with(c, article, S("name")), "products years ids wanted ");
    assert_str(entries_with(c, article, S("is_main")), "products ids ");
    assert_str(entries_with(c, article, S("is_current")), "");
    assert_str(entries_with(c, year, S("is_main")), "products years ids ");
    assert_str(entries_with(c, year, S("is_current")), "years ");
}

#define EXAMPLE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EXAMPLE(every_page_has_what_it_would_have_alone),
        EXAMPLE(so_it_is_offline),
        EXAMPLE(the_page_for_unknown_addresses_stands_nowhere),
        EXAMPLE(more_places_and_marks_than_are_kept),
        EXAMPLE(what_all_pages_of_a_place_show_is_made_once),
        EXAMPLE(the_menu_shows_the_main_ways_and_the_one_it_stands_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
