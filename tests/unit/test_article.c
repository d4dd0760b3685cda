#include "unit.h"

#include "site/article.h"

/* One article of a tree built by hand. */
typedef struct Case {
    Arena arena;
    Doc doc;
    TermPool pool;
    Config config;
    Diags diags;
    Inlines text;
} Case;

static int setup(void **state)
{
    static Case c;
    c = (Case){0};
    c.config = config_default(&c.arena);
    c.pool.arena = c.diags.arena = &c.arena;
    c.doc.meta = (Meta){.number = -1};
    c.doc.root = block_new(&c.arena, BLOCK_ROOT, 1, 1);
    block_append(c.doc.root, block_new(&c.arena, BLOCK_PARAGRAPH, 1, 1));
    *state = &c;
    return 0;
}

static int teardown(void **state)
{
    Case *c = *state;
    arena_free(&c->arena);
    return 0;
}

static void put(Case *c, InlineKind kind, int64_t number, const char *target)
{
    Inline *in = inline_new(&c->arena, kind, (Str){0}, 3);
    in->link->number = number;
    in->link->target = str(target);
    inlines_add(&c->text, in);
}

static Article made(Case *c, const char *path, const char *source)
{
    c->doc.root->child->text = c->text.first;
    Article x = {.path = str(path)};
    Source s = {str(path), str(source)};
    article_from_doc(&c->arena, &c->arena, &c->pool, &c->config, &c->doc, &s, &x, &c->diags);
    return x;
}

static void an_article_is_called_by_its_title_its_id_or_its_file(void **state)
{
    Case *c = *state;
    assert_str(made(c, "sub/gate.md", "").title, "sub/gate");
    c->doc.meta.id = S("Q100001");
    assert_str(made(c, "sub/gate.md", "").title, "Q100001");
    c->doc.meta.title = S("The Gate");
    assert_str(made(c, "sub/gate.md", "").title, "The Gate");
}

static void its_date_is_the_last_change_else_the_publication(void **state)
{
    Case *c = *state;
    c->doc.meta.date = S("1999-01-01");
    assert_str(made(c, "a.md", "").date, "1999-01-01");
    c->doc.meta.updated = S("2001-01-01");
    assert_str(made(c, "a.md", "").date, "2001-01-01");
}

static void references_count_once_in_order_and_never_to_itself(void **state)
{
    Case *c = *state;
    c->doc.meta.id = S("Q100001");
    c->doc.meta.number = 100001;
    static const int numbers[] = {100005, 100002, 100001, 100005, 100003, 100002};
    for (ptrdiff_t i = 0; i < countof(numbers); i++)
        put(c, INLINE_REFERENCE, numbers[i], "");
    Article x = made(c, "Q100001.txt", "");
    assert_int_equal(x.number_count, 3);
    assert_int_equal(x.numbers[0], 100005);
    assert_int_equal(x.numbers[1], 100002);
    assert_int_equal(x.numbers[2], 100003);
}

static void references_inside_other_inlines_count(void **state)
{
    Case *c = *state;
    Inline *strong = inline_new(&c->arena, INLINE_STRONG, (Str){0}, 1);
    strong->child = inline_new(&c->arena, INLINE_REFERENCE, (Str){0}, 1);
    strong->child->link->number = 100002;
    inlines_add(&c->text, strong);
    assert_int_equal(made(c, "a.md", "").number_count, 1);
}

static void only_links_below_the_site_are_local(void **state)
{
    Case *c = *state;
    static const char *const urls[] = {"b.md", "../x/?q=a:b", "/kb/y/", "pic.png#a:b", "http://example.org/", "//example.org/", "mailto:x", "#part", ""};
    for (ptrdiff_t i = 0; i < countof(urls); i++)
        put(c, i == 3 ? INLINE_IMAGE : INLINE_LINK, -1, urls[i]);
    Article x = made(c, "a.md", "");
    assert_int_equal(x.local_link_count, 4);
    for (int i = 0; i < 4; i++)
        assert_str(x.local_links[i].url, urls[i]);
    assert_int_equal(x.local_links[0].line, 3);
}

static void what_is_kept_does_not_lean_on_the_document(void **state)
{
    Case *c = *state;
    Arena scratch = {0};
    c->doc.meta.title = str_copy(&scratch, S("The Gate"));
    list_add(&scratch, &c->doc.meta.keywords, str_copy(&scratch, S("kbgate")));
    list_add(&scratch, &c->doc.meta.redirect_from, str_copy(&scratch, S("/old/")));
    list_add(&scratch, &c->doc.meta.related, str_copy(&scratch, S("Q100002")));
    put(c, INLINE_LINK, -1, str_z(&scratch, S("b.md")));
    Article x = made(c, "a.md", "");
    arena_free(&scratch);
    assert_str(x.title, "The Gate");
    assert_str(article_terms(&x, TAXONOMY_KEYWORDS)->items[0], "kbgate");
    assert_str(x.extra->redirect_from.items[0], "/old/");
    assert_str(x.extra->related.items[0], "Q100002");
    assert_str(x.local_links[0].url, "b.md");
}

static void terms_that_articles_share_are_kept_once(void **state)
{
    Case *c = *state;
    list_add(&c->arena, &c->doc.meta.keywords, S("kbgate"));
    Article x = made(c, "a.md", ""), y = made(c, "b.md", "");
    assert_ptr_equal(article_terms(&x, TAXONOMY_KEYWORDS)->items[0].p, article_terms(&y, TAXONOMY_KEYWORDS)->items[0].p);
}

static void a_bad_permalink_is_told_where_it_is_written(void **state)
{
    Case *c = *state;
    c->doc.meta.permalink = S("../up/");
    Article x = made(c, "a.md", "---\ntitle: x\npermalink: ../up/\n---\n");
    assert_str(x.permalink, "");
    assert_str(diag_codes(&c->arena, &c->diags), "permalink");
    assert_int_equal(c->diags.items[0].line, 3);
    assert_str(c->diags.items[0].message, "the permalink '../up/' has a part '.' or '..'; it must stay inside the site");
}

static void a_file_named_after_another_id_is_told(void **state)
{
    Case *c = *state;
    c->doc.meta.id = S("Q100001");
    c->doc.meta.number = 100001;
    assert_str(made(c, "sub/Q100001.txt", "").permalink, "kb/100/Q100001/");
    assert_int_equal(c->diags.n, 0);
    made(c, "sub/Q100002.txt", "\nDOCUMENT:Q100001");
    assert_str(diag_codes(&c->arena, &c->diags), "id-mismatch");
    assert_int_equal(c->diags.items[0].line, 2);
    assert_int_equal(c->diags.items[0].col, 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_article_is_called_by_its_title_its_id_or_its_file, setup, teardown),
        cmocka_unit_test_setup_teardown(its_date_is_the_last_change_else_the_publication, setup, teardown),
        cmocka_unit_test_setup_teardown(references_count_once_in_order_and_never_to_itself, setup, teardown),
        cmocka_unit_test_setup_teardown(references_inside_other_inlines_count, setup, teardown),
        cmocka_unit_test_setup_teardown(only_links_below_the_site_are_local, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_kept_does_not_lean_on_the_document, setup, teardown),
        cmocka_unit_test_setup_teardown(terms_that_articles_share_are_kept_once, setup, teardown),
        cmocka_unit_test_setup_teardown(a_bad_permalink_is_told_where_it_is_written, setup, teardown),
        cmocka_unit_test_setup_teardown(a_file_named_after_another_id_is_told, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
