#include "unit.h"

#include "site/site.h"

/* A site in the making: articles are added in path order, each by a few words. */
typedef struct Case {
    Arena *arena;
    Config config;
    Article articles[64];
    ptrdiff_t n;
    Attachment attachments[16];
    ptrdiff_t attachment_count;
    Str statics[8];
    ptrdiff_t static_count;
    Site site;
    Diags diags;
} Case;

static Case *new_case(Arena *a)
{
    Case *c = arena_new(a, Case, 1);
    c->arena = a;
    c->config = config_default(a);
    c->diags.arena = a;
    return c;
}

static Article *add(Case *c, const char *path, const char *id, const char *permalink)
{
    Article *x = &c->articles[c->n++];
    *x = (Article){.path = str(path), .id = str(id), .number = -1, .permalink = str(permalink), .title = str(id), .date = S("2000-01-01")};
    x->source = str_fmt(c->arena, "content/%s", path);
    IdPattern ids = id_pattern_default();
    x->number = id_number(&ids, x->id, false);
    x->format = str_ends(x->path, S(".txt")) ? FORMAT_KBTEXT : FORMAT_MARKDOWN;
    return x;
}

/* An article with an id at its usual places. */
static Article *add_numbered(Case *c, int number)
{
    return add(c, str_z(c->arena, str_fmt(c->arena, "Q%d.txt", number)), str_z(c->arena, str_fmt(c->arena, "Q%d", number)),
               str_z(c->arena, str_fmt(c->arena, "kb/%03d/Q%d/", number / 1000, number)));
}

static void refer(Case *c, Article *x, int number)
{
    int64_t *numbers = arena_new(c->arena, int64_t, x->number_count + 1);
    for (int32_t i = 0; i < x->number_count; i++)
        numbers[i] = x->numbers[i];
    numbers[x->number_count++] = number;
    x->numbers = numbers;
}

static void link_to(Case *c, Article *x, const char *url)
{
    LocalLink *links = arena_new(c->arena, LocalLink, x->local_link_count + 1);
    for (int32_t i = 0; i < x->local_link_count; i++)
        links[i] = x->local_links[i];
    links[x->local_link_count++] = (LocalLink){str(url), 1};
    x->local_links = links;
}

static void attach(Case *c, const char *path)
{
    c->attachments[c->attachment_count++] = (Attachment){str_fmt(c->arena, "content/%s", path), str(path), 0, false};
}

static Site *build(Case *c)
{
    SiteInput input = {c->articles, c->n, c->attachments, c->attachment_count, c->statics, c->static_count, 2};
    site_build(c->arena, &c->config, input, &c->site, &c->diags);
    return &c->site;
}

/* "path code; path code" */
static Str said(const Case *c)
{
    StrList list = {0};
    for (ptrdiff_t i = 0; i < c->diags.n; i++)
        list_add(c->arena, &list, str_fmt(c->arena, STR_FMT " " STR_FMT, STR_ARG(c->diags.items[i].path), STR_ARG(diag_name(c->diags.items[i].code))));
    return list_join(c->arena, &list, S("; "));
}

static Str paths(const Case *c)
{
    StrList list = {0};
    for (ptrdiff_t i = 0; i < c->site.n; i++)
        list_add(c->arena, &list, c->site.articles[i].path);
    return list_join(c->arena, &list, S(" "));
}

static Str copies(const Case *c)
{
    StrList list = {0};
    for (ptrdiff_t i = 0; i < c->site.copy_count; i++)
        list_add(c->arena, &list, str_fmt(c->arena, STR_FMT ">" STR_FMT, STR_ARG(c->site.copies[i].source), STR_ARG(c->site.copies[i].output)));
    return list_join(c->arena, &list, S(" "));
}

/* --- who stays ---------------------------------------------------------------------------------------------------------------- */

static void of_the_two_wrappings_of_an_article_the_plain_text_stays(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    add(c, "kb/Q100001.md", "Q100001", "kb/100/Q100001/")->format = FORMAT_KBFRONT;
    add(c, "txt/Q100001.txt", "Q100001", "kb/100/Q100001/");
    build(c);
    assert_str(paths(c), "txt/Q100001.txt");
    assert_str(said(c), "content/kb/Q100001.md duplicate-format");
    assert_int_equal(c->diags.items[0].severity, SEVERITY_NOTE);
    arena_free(&a);
}

static void wrappings_of_different_dates_are_two_articles(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    Article *front = add(c, "kb/Q100001.md", "Q100001", "kb/100/Q100001/");
    front->format = FORMAT_KBFRONT;
    front->date = S("1999-12-31");
    add(c, "txt/Q100001.txt", "Q100001", "kb/100/Q100001/");
    build(c);
    assert_str(paths(c), "kb/Q100001.md");
    assert_str(said(c), "content/txt/Q100001.txt duplicate-id");
    arena_free(&a);
}

static void the_first_in_path_order_keeps_an_id(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    add(c, "a.md", "Q100001", "a/");
    add(c, "b.md", "KB100001", "b/");
    add(c, "c.md", "Q100001", "c/");
    build(c);
    assert_str(paths(c), "a.md");
    assert_str(said(c), "content/b.md duplicate-id; content/c.md duplicate-id");
    assert_true(str_find(c->diags.items[0].message, S("content/a.md")) >= 0);
    arena_free(&a);
}

static void ids_that_are_no_numbers_are_compared_in_any_case(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    add(c, "a.md", "How-To", "a/");
    add(c, "b.md", "how-to", "b/");
    add(c, "c.md", "", "c/");
    add(c, "d.md", "", "d/");
    build(c);
    assert_str(paths(c), "a.md c.md d.md");
    arena_free(&a);
}

static void an_article_that_replaces_another_takes_its_id(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    add(c, "Q100001.txt", "Q100001", "kb/100/Q100001/");
    add(c, "new.md", "Q100001", "kb/100/Q100001/")->replaces = true;
    build(c);
    assert_str(paths(c), "new.md");
    assert_str(said(c), "content/Q100001.txt replaced");
    assert_int_equal(c->diags.items[0].severity, SEVERITY_NOTE);
    arena_free(&a);
}

static void two_that_replace_cannot_both_stay(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    add(c, "a.md", "Q100001", "a/")->replaces = true;
    add(c, "b.md", "Q100001", "b/")->replaces = true;
    build(c);
    assert_str(paths(c), "a.md");
    assert_str(said(c), "content/b.md duplicate-id");
    arena_free(&a);
}

static void a_permalink_belongs_to_one_article_in_any_case(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    add(c, "a.md", "", "Guide/");
    add(c, "b.md", "", "guide/");
    add(c, "c.md", "", "guide/index.html");
    build(c);
    assert_str(paths(c), "a.md");
    assert_str(said(c), "content/b.md duplicate-permalink; content/c.md duplicate-permalink");
    assert_true(str_find(c->diags.items[0].message, S("content/a.md")) >= 0);
    arena_free(&a);
}

static void a_file_and_a_folder_cannot_share_a_name(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    add(c, "a.md", "", "x.html");
    add(c, "b.md", "", "X.html/y/");
    add(c, "c.md", "", "z.html/y/");
    add(c, "d.md", "", "z.html");
    build(c);
    assert_str(paths(c), "a.md c.md");
    assert_true(str_find(c->diags.items[0].message, S("content/a.md")) >= 0);
    assert_true(str_find(c->diags.items[1].message, S("content/c.md")) >= 0);
    arena_free(&a);
}

static void an_article_without_a_permalink_is_left_out(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    add(c, "a.md", "Q100001", "");
    add(c, "b.md", "Q100001", "b/");
    build(c);
    assert_str(paths(c), "b.md");
    assert_str(said(c), "");
    arena_free(&a);
}

static void a_site_may_have_no_articles(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    Site *s = build(c);
    assert_int_equal(s->n, 0);
    assert_int_equal(s->wanted_count, 0);
    assert_int_equal(site_find(s, 100001), -1);
    arena_free(&a);
}

/* --- orders -------------------------------------------------------------------------------------------------------------------- */

static void articles_are_found_by_their_number(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    add_numbered(c, 300000);
    add_numbered(c, 20000);
    add(c, "x.md", "", "x/");
    add_numbered(c, 100000);
    Site *s = build(c);
    assert_int_equal(site_find(s, 20000), 1);
    assert_int_equal(site_find(s, 300000), 0);
    assert_int_equal(site_find(s, 100000), 3);
    assert_int_equal(site_find(s, 100001), -1);
    assert_int_equal(site_find(s, -1), -1);
    assert_int_equal(s->numbered, 3);
    assert_int_equal(s->by_number[0], 1);
    arena_free(&a);
}

static void the_newest_come_first_and_undated_ones_last(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    add_numbered(c, 100002)->date = S("");
    add_numbered(c, 100003)->date = S("2001-01-01");
    add_numbered(c, 100001)->date = S("2001-01-01");
    add_numbered(c, 100004)->date = S("2002-01-01");
    Site *s = build(c);
    static const int32_t expected[] = {3, 2, 1, 0};
    for (int i = 0; i < 4; i++)
        assert_int_equal(s->newest[i], expected[i]);
    arena_free(&a);
}

/* --- references ------------------------------------------------------------------------------------------------------------------ */

static void references_are_known_from_both_ends(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    Article *first = add_numbered(c, 100001), *second = add_numbered(c, 100002), *third = add_numbered(c, 100003);
    refer(c, first, 100003);
    refer(c, first, 100002);
    refer(c, second, 100003);
    Site *s = build(c);
    assert_int_equal(first->ref_count, 2);
    assert_int_equal(first->refs[0].article, 2);
    assert_int_equal(first->refs[1].article, 1);
    assert_int_equal(first->referrer_count, 0);
    assert_int_equal(third->referrer_count, 2);
    assert_int_equal(third->referrers[0], 0);
    assert_int_equal(third->referrers[1], 1);
    assert_int_equal(s->most_referenced_count, 2);
    assert_int_equal(s->most_referenced[0], 2);
    arena_free(&a);
}

static void the_wanted_are_sorted_by_demand(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    Article *first = add_numbered(c, 100001), *second = add_numbered(c, 100002);
    refer(c, first, 900003);
    refer(c, first, 900002);
    refer(c, second, 900003);
    refer(c, second, 900001);
    Site *s = build(c);
    assert_int_equal(s->wanted_count, 3);
    assert_int_equal(s->wanted[0].number, 900003);
    assert_int_equal(s->wanted[0].n, 2);
    assert_int_equal(s->wanted[0].articles[0], 0);
    assert_int_equal(s->wanted[0].articles[1], 1);
    assert_int_equal(s->wanted[1].number, 900001);
    assert_int_equal(s->wanted[2].number, 900002);
    assert_int_equal(first->refs[0].article, -1);
    arena_free(&a);
}

static void a_link_to_a_file_is_a_reference_once(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    Article *x = add(c, "guide/a.md", "", "guide/a/");
    Article *y = add(c, "guide/b.md", "Q100001", "kb/b/");
    link_to(c, x, "b.md");
    link_to(c, x, "b.md#part");
    link_to(c, x, "a.md");
    link_to(c, x, "/kb/b/");
    refer(c, y, 100002);
    build(c);
    assert_int_equal(x->ref_count, 1);
    assert_int_equal(x->refs[0].article, 1);
    assert_int_equal(y->referrer_count, 1);
    arena_free(&a);
}

static void a_link_beside_a_reference_to_the_same_article_counts_once(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    Article *x = add(c, "a.md", "", "a/");
    add_numbered(c, 100001);
    refer(c, x, 100001);
    link_to(c, x, "Q100001.txt");
    build(c);
    assert_int_equal(x->ref_count, 1);
    arena_free(&a);
}

/* --- links ----------------------------------------------------------------------------------------------------------------------- */

/* "article 1 ?suffix", "file path", "external", "in page", "broken", "unsafe": where a link of guide/a.md, at manual/a/, leads. */
static Str resolved(Case *c, const char *url)
{
    static const char *const kinds[] = {"external", "in page", "article", "file", "broken", "unsafe"};
    Link link = site_resolve(&c->site, c->arena, &c->site.articles[0], str(url));
    if (link.kind == LINK_ARTICLE)
        return str_fmt(c->arena, "article " STR_FMT STR_FMT, STR_ARG(link.output), STR_ARG(link.suffix));
    if (link.kind == LINK_FILE)
        return str_fmt(c->arena, "file " STR_FMT STR_FMT, STR_ARG(link.output), STR_ARG(link.suffix));
    return str(kinds[link.kind]);
}

static Case *guide(Arena *a)
{
    Case *c = new_case(a);
    add(c, "guide/a.md", "", "manual/a/");
    add(c, "guide/b c.md", "", "manual/b/");
    add(c, "guide/sub/d.md", "", "manual/d/");
    add(c, "top.md", "", "top.html");
    attach(c, "guide/pic.png");
    attach(c, "guide/sub/deep.png");
    attach(c, "logo.png");
    c->statics[c->static_count++] = S("kb.css");
    build(c);
    return c;
}

static void a_link_may_name_the_file_of_an_article(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = guide(&a);
    assert_str(resolved(c, "b%20c.md"), "article manual/b/");
    assert_str(resolved(c, "./b c.md#part"), "article manual/b/#part");
    assert_str(resolved(c, "sub/d.md?x=1#y"), "article manual/d/?x=1#y");
    assert_str(resolved(c, "../top.md"), "article top.html");
    assert_str(resolved(c, "/guide/b c.md"), "article manual/b/");
    assert_str(resolved(c, "guide/b c.md"), "article manual/b/");
    assert_str(resolved(c, "a.md"), "article manual/a/");
    arena_free(&a);
}

static void a_link_may_name_a_permalink(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = guide(&a);
    assert_str(resolved(c, "/manual/b/"), "article manual/b/");
    assert_str(resolved(c, "/manual/b"), "article manual/b/");
    assert_str(resolved(c, "manual/b/index.html#x"), "article manual/b/#x");
    assert_str(resolved(c, "../b/"), "article manual/b/");
    assert_str(resolved(c, "/top.html"), "article top.html");
    arena_free(&a);
}

static void a_link_may_name_a_file_beside_the_article(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = guide(&a);
    assert_str(resolved(c, "pic.png"), "file manual/a/pic.png");
    assert_str(resolved(c, "sub/deep.png"), "file manual/a/sub/deep.png");
    assert_str(resolved(c, "../logo.png"), "file logo.png");
    assert_str(resolved(c, "/logo.png"), "file logo.png");
    assert_str(resolved(c, "/kb.css"), "file kb.css");
    arena_free(&a);
}

static void other_links_are_not_ours(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = guide(&a);
    assert_str(resolved(c, "https://example.org/"), "external");
    assert_str(resolved(c, "mailto:joe@example.org"), "external");
    assert_str(resolved(c, "//example.org/x"), "external");
    assert_str(resolved(c, "#part"), "in page");
    assert_str(resolved(c, ""), "in page");
    arena_free(&a);
}

static void a_link_to_nothing_is_broken(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = guide(&a);
    assert_str(resolved(c, "nowhere.md"), "broken");
    assert_str(resolved(c, "../../etc/passwd"), "broken");
    assert_str(resolved(c, "/nowhere/"), "broken");
    assert_str(resolved(c, "PIC.PNG"), "broken");
    arena_free(&a);
}

static void a_link_that_runs_something_is_unsafe(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = guide(&a);
    assert_str(resolved(c, "javascript:alert(1)"), "unsafe");
    assert_str(resolved(c, "JavaScript:alert(1)"), "unsafe");
    assert_str(resolved(c, "vbscript:x"), "unsafe");
    assert_str(resolved(c, "data:text/html,x"), "unsafe");
    arena_free(&a);
}

static void blanks_and_controls_do_not_hide_a_scheme(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = guide(&a);
    static const char *const urls[] = {" javascript:alert(1)", "\tjavascript:alert(1)", "java\nscript:alert(1)", "\x01javascript:alert(1)"};
    for (ptrdiff_t i = 0; i < countof(urls); i++)
        assert_false(str_eq(resolved(c, urls[i]), S("external")));
    arena_free(&a);
}

/* --- attachments -------------------------------------------------------------------------------------------------------------------- */

static void attachments_go_beside_the_articles_that_use_them(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    Article *x = add(c, "guide/a.md", "", "manual/a/"), *y = add(c, "guide/b.md", "", "manual/b/");
    attach(c, "guide/pic.png");
    attach(c, "guide/unused.png");
    attach(c, "logo.png");
    link_to(c, x, "pic.png");
    link_to(c, x, "pic.png#again");
    link_to(c, y, "pic.png");
    link_to(c, y, "../logo.png");
    build(c);
    assert_str(said(c), "");
    assert_str(copies(c), "content/guide/pic.png>manual/a/pic.png content/guide/pic.png>manual/b/pic.png "
                          "content/guide/unused.png>guide/unused.png content/logo.png>logo.png");
    arena_free(&a);
}

static void an_attachment_takes_no_articles_place(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    add(c, "a.md", "", "about.html");
    attach(c, "About.html");
    build(c);
    assert_str(said(c), "content/About.html duplicate-permalink");
    assert_str(copies(c), "");
    arena_free(&a);
}

/* --- outputs -------------------------------------------------------------------------------------------------------------------------- */

static void an_output_is_claimed_once(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    Site *s = build(c);
    Str other = {0};
    assert_true(site_claim(s, S("a/b/index.html"), S("one"), &other));
    assert_false(site_claim(s, S("A/b/INDEX.html"), S("two"), &other));
    assert_str(other, "one");
    assert_false(site_claim(s, S("a/b"), S("three"), &other));
    assert_str(other, "one");
    assert_false(site_claim(s, S("a/b/index.html/x"), S("four"), &other));
    assert_str(other, "one");
    assert_true(site_claim(s, S("a/b/other.html"), S("five"), &other));
    assert_false(site_claim(s, S("A/B"), S("six"), &other));
    assert_str(other, "one");
    assert_true(site_claim(s, S("a/c/file"), S("seven"), &other));
    assert_true(site_claim(s, S("a/c/index.html"), S("eight"), &other));
    assert_false(site_claim(s, S("a/c"), S("nine"), &other));
    assert_str(other, "seven");
    assert_true(site_claim(s, S("index.html"), S("ten"), &other));
    arena_free(&a);
}

static void a_permalink_is_of_its_own_case(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = guide(&a);
    assert_str(resolved(c, "/Manual/b/"), "broken");
    assert_str(resolved(c, "/manual/b/index.html/"), "article manual/b/");
    assert_str(resolved(c, "/top.html/"), "article top.html");
    arena_free(&a);
}

/* --- taxonomies ------------------------------------------------------------------------------------------------------------------------ */

static void tag_one(Case *c, Article *x, TaxonomyKind kind, Str term)
{
    const StrList *known = article_terms(x, kind);
    StrList *terms = arena_new(c->arena, StrList, 1);
    for (ptrdiff_t i = 0; i < known->n; i++)
        list_add(c->arena, terms, known->items[i]);
    list_add(c->arena, terms, term);
    x->terms[kind] = terms;
}

static void tag(Case *c, Article *x, TaxonomyKind kind, const char *words)
{
    for (Str rest = str(words), word; (word = str_cut_word(&rest)).n;)
        tag_one(c, x, kind, word);
}

/* "name(count)>permalink name(count)" */
static Str terms(const Case *c, TaxonomyKind kind)
{
    StrList list = {0};
    const Taxonomy *t = &c->site.taxonomies[kind];
    for (ptrdiff_t i = 0; i < t->n; i++)
        list_add(c->arena, &list, str_fmt(c->arena, STR_FMT "(%d)" STR_FMT STR_FMT, STR_ARG(t->terms[i].name), (int)t->terms[i].n,
                                          STR_ARG(t->terms[i].permalink.n ? S(">") : S("")), STR_ARG(t->terms[i].permalink)));
    return list_join(c->arena, &list, S(" "));
}

static void spellings_that_differ_in_case_are_one_term(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    c->config.least[TAXONOMY_KEYWORDS] = 1;
    tag(c, add_numbered(c, 100001), TAXONOMY_KEYWORDS, "kbfaq");
    tag(c, add_numbered(c, 100002), TAXONOMY_KEYWORDS, "kbFAQ kbnew");
    tag(c, add_numbered(c, 100003), TAXONOMY_KEYWORDS, "kbFAQ");
    build(c);
    assert_str(terms(c, TAXONOMY_KEYWORDS), "kbFAQ(3)>keywords/kbfaq/ kbnew(1)>keywords/kbnew/");
    assert_int_equal(taxonomy_find(&c->site.taxonomies[TAXONOMY_KEYWORDS], &a, S("KBFAQ"))->n, 3);
    assert_null(taxonomy_find(&c->site.taxonomies[TAXONOMY_KEYWORDS], &a, S("other")));
    arena_free(&a);
}

static void a_term_of_one_article_twice_counts_once(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    c->config.least[TAXONOMY_KEYWORDS] = 1;
    tag(c, add_numbered(c, 100001), TAXONOMY_KEYWORDS, "kbfaq kbFAQ kbfaq");
    build(c);
    assert_int_equal(c->site.taxonomies[TAXONOMY_KEYWORDS].terms[0].n, 1);
    arena_free(&a);
}

static void a_term_needs_the_least_number_of_articles_for_a_list(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    c->config.least[TAXONOMY_KEYWORDS] = 2;
    tag(c, add_numbered(c, 100001), TAXONOMY_KEYWORDS, "one two");
    tag(c, add_numbered(c, 100002), TAXONOMY_KEYWORDS, "two");
    build(c);
    assert_str(terms(c, TAXONOMY_KEYWORDS), "one(1) two(2)>keywords/two/");
    assert_int_equal(c->site.taxonomies[TAXONOMY_KEYWORDS].listed, 1);
    arena_free(&a);
}

static void bookkeeping_terms_have_no_list(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    c->config.least[TAXONOMY_KEYWORDS] = c->config.least[TAXONOMY_TECHNOLOGIES] = 1;
    Article *x = add_numbered(c, 100001);
    tag(c, x, TAXONOMY_KEYWORDS, "_IKx kbZNotKeyword2 kbsearch");
    tag(c, x, TAXONOMY_TECHNOLOGIES, "kbGateSearch kbZNotKeyword3 kbGate");
    build(c);
    assert_str(terms(c, TAXONOMY_KEYWORDS), "_IKx(1) kbsearch(1)>keywords/kbsearch/ kbZNotKeyword2(1)");
    assert_str(terms(c, TAXONOMY_TECHNOLOGIES), "kbGate(1)>technologies/kbgate/ kbGateSearch(1) kbZNotKeyword3(1)");
    arena_free(&a);
}

static void terms_of_the_same_slug_are_told_apart(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    Article *x = add_numbered(c, 100001);
    tag_one(c, x, TAXONOMY_PRODUCTS, S("Gate 2"));
    tag_one(c, x, TAXONOMY_PRODUCTS, S("Gate-2"));
    tag_one(c, x, TAXONOMY_PRODUCTS, S("Gate (2)"));
    build(c);
    assert_str(terms(c, TAXONOMY_PRODUCTS), "Gate (2)(1)>products/gate-2/ Gate 2(1)>products/gate-2-2/ Gate-2(1)>products/gate-2-3/");
    arena_free(&a);
}

static void years_come_newest_first_and_ids_by_their_thousand(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    add_numbered(c, 100002)->date = S("1999-05-05");
    add_numbered(c, 100001)->date = S("2001-05-05");
    add_numbered(c, 99001)->date = S("1999-06-06");
    add(c, "x.md", "", "x/")->date = S("");
    build(c);
    assert_str(terms(c, TAXONOMY_YEARS), "2001(1)>years/2001/ 1999(2)>years/1999/");
    assert_str(terms(c, TAXONOMY_IDS), "099(1)>kb/099/ 100(2)>kb/100/");
    const Taxonomy *years = &c->site.taxonomies[TAXONOMY_YEARS], *ids = &c->site.taxonomies[TAXONOMY_IDS];
    assert_int_equal(years->terms[1].articles[0], 2);
    assert_int_equal(years->terms[1].articles[1], 0);
    assert_int_equal(ids->terms[1].articles[0], 1);
    assert_int_equal(ids->terms[1].articles[1], 0);
    arena_free(&a);
}

static void id_lists_have_a_folder_of_their_own_when_permalinks_have_none(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    c->config.permalink = S(":year/:prefix/:id/");
    add_numbered(c, 100002);
    build(c);
    assert_str(terms(c, TAXONOMY_IDS), "100(1)>ids/100/");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_the_two_wrappings_of_an_article_the_plain_text_stays),
        cmocka_unit_test(wrappings_of_different_dates_are_two_articles),
        cmocka_unit_test(the_first_in_path_order_keeps_an_id),
        cmocka_unit_test(ids_that_are_no_numbers_are_compared_in_any_case),
        cmocka_unit_test(an_article_that_replaces_another_takes_its_id),
        cmocka_unit_test(two_that_replace_cannot_both_stay),
        cmocka_unit_test(a_permalink_belongs_to_one_article_in_any_case),
        cmocka_unit_test(a_file_and_a_folder_cannot_share_a_name),
        cmocka_unit_test(an_article_without_a_permalink_is_left_out),
        cmocka_unit_test(a_site_may_have_no_articles),
        cmocka_unit_test(articles_are_found_by_their_number),
        cmocka_unit_test(the_newest_come_first_and_undated_ones_last),
        cmocka_unit_test(references_are_known_from_both_ends),
        cmocka_unit_test(a_permalink_is_of_its_own_case),
        cmocka_unit_test(the_wanted_are_sorted_by_demand),
        cmocka_unit_test(a_link_to_a_file_is_a_reference_once),
        cmocka_unit_test(a_link_beside_a_reference_to_the_same_article_counts_once),
        cmocka_unit_test(a_link_may_name_the_file_of_an_article),
        cmocka_unit_test(a_link_may_name_a_permalink),
        cmocka_unit_test(a_link_may_name_a_file_beside_the_article),
        cmocka_unit_test(other_links_are_not_ours),
        cmocka_unit_test(a_link_to_nothing_is_broken),
        cmocka_unit_test(a_link_that_runs_something_is_unsafe),
        cmocka_unit_test(blanks_and_controls_do_not_hide_a_scheme),
        cmocka_unit_test(attachments_go_beside_the_articles_that_use_them),
        cmocka_unit_test(an_attachment_takes_no_articles_place),
        cmocka_unit_test(an_output_is_claimed_once),
        cmocka_unit_test(spellings_that_differ_in_case_are_one_term),
        cmocka_unit_test(a_term_of_one_article_twice_counts_once),
        cmocka_unit_test(a_term_needs_the_least_number_of_articles_for_a_list),
        cmocka_unit_test(bookkeeping_terms_have_no_list),
        cmocka_unit_test(terms_of_the_same_slug_are_told_apart),
        cmocka_unit_test(years_come_newest_first_and_ids_by_their_thousand),
        cmocka_unit_test(id_lists_have_a_folder_of_their_own_when_permalinks_have_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
