#include "unit.h"

#include "site/related.h"

/* Articles are known by a letter; references and keywords are given as letters, too. */
enum { CASE_MAX = 120 };

typedef struct Case {
    Arena *arena;
    Config config;
    Article articles[CASE_MAX];
    ptrdiff_t n;
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

static StrList *list_copy(Arena *a, const StrList *list)
{
    StrList *copy = arena_new(a, StrList, 1);
    for (ptrdiff_t i = 0; i < list->n; i++)
        list_add(a, copy, list->items[i]);
    return copy;
}

/* One more article that the author named. */
static void name(Arena *a, Article *x, Str other)
{
    ArticleExtra *extra = arena_new(a, ArticleExtra, 1);
    extra->related = *list_copy(a, &article_extra(x)->related);
    list_add(a, &extra->related, other);
    x->extra = extra;
}

/* An article of that number that refers to these numbers and has these keywords, each separated by blanks. */
static Article *add(Case *c, int number, const char *refers_to, const char *keywords)
{
    Article *x = &c->articles[c->n++];
    *x = (Article){.number = number, .title = S("Title"), .format = FORMAT_MARKDOWN};
    x->id = str_fmt(c->arena, "Q%d", number);
    x->path = x->source = str_fmt(c->arena, "Q%d.md", number);
    x->permalink = str_fmt(c->arena, "kb/Q%d/", number);
    StrList words = {0};
    list_add_words(c->arena, &words, str(refers_to));
    x->numbers = arena_new(c->arena, int64_t, words.n);
    for (ptrdiff_t i = 0; i < words.n; i++)
        x->numbers[x->number_count++] = str_number(words.items[i]);
    StrList *terms = arena_new(c->arena, StrList, 1);
    list_add_words(c->arena, terms, str(keywords));
    x->terms[TAXONOMY_KEYWORDS] = terms;
    return x;
}

static void build(Case *c, int threads)
{
    site_build(c->arena, &c->config, (SiteInput){.articles = c->articles, .n = c->n}, &c->site, &c->diags);
    related_find(&c->site, threads);
}

/* The numbers of those found for one, best first. */
static Str related(const Case *c, int64_t number)
{
    StrList list = {0};
    int32_t n, of = site_find(&c->site, number);
    const int32_t *found = related_of(&c->site, of, &n);
    for (int32_t i = 0; i < n; i++)
        list_add(c->arena, &list, str_fmt(c->arena, "%d", (int)c->site.articles[found[i]].number));
    return list_join(c->arena, &list, S(" "));
}

static void those_that_refer_to_the_same_are_related(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    add(c, 10001, "30001", "");
    add(c, 10002, "30001", "");
    add(c, 10003, "30002", "");
    add(c, 30001, "", "");
    add(c, 30002, "", "");
    build(c, 1);
    assert_str(related(c, 10001), "10002");
    assert_str(related(c, 10002), "10001");
    assert_str(related(c, 10003), "");
    assert_str(related(c, 30001), "");
    arena_free(&a);
}

static void those_that_wait_for_the_same_article_are_related(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    add(c, 10001, "99999", "");
    add(c, 10002, "99999", "");
    build(c, 1);
    assert_str(related(c, 10001), "10002");
    arena_free(&a);
}

static void those_that_one_article_refers_to_are_related(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    add(c, 10001, "30001 30002 99999", "");
    add(c, 30001, "", "");
    add(c, 30002, "", "");
    build(c, 1);
    assert_str(related(c, 30001), "30002");
    assert_str(related(c, 30002), "30001");
    assert_str(related(c, 10001), "");
    arena_free(&a);
}

static void those_that_share_a_keyword_are_related_but_not_by_bookkeeping(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    add(c, 10001, "", "kbgate _IK1");
    add(c, 10002, "", "KBGATE");
    add(c, 10003, "", "_IK1");
    build(c, 1);
    assert_str(related(c, 10001), "10002");
    assert_str(related(c, 10003), "");
    arena_free(&a);
}

static void more_in_common_comes_first_and_the_rare_counts_more(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    add(c, 10001, "", "many rare");
    add(c, 10002, "", "many");
    add(c, 10003, "", "many");
    add(c, 10009, "", "rare");
    add(c, 10010, "", "many");
    build(c, 1);
    assert_str(related(c, 10001), "10009 10002 10003 10010");
    arena_free(&a);
}

static void a_shared_reference_counts_more_than_a_shared_keyword(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    add(c, 10001, "99999", "word");
    add(c, 10002, "", "word");
    add(c, 10005, "99999", "");
    build(c, 1);
    assert_str(related(c, 10001), "10005 10002");
    arena_free(&a);
}

static void of_equals_the_nearest_number_comes_first_then_the_path(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    add(c, 10010, "", "word");
    add(c, 10030, "", "word");
    add(c, 10034, "", "word");
    add(c, 10038, "", "word");
    add(c, 10090, "", "word");
    for (int i = 0; i < 2; i++) {
        Article *x = add(c, i, "", "word");
        x->number = -1;
        x->id = (Str){0};
    }
    build(c, 1);
    assert_str(related(c, 10034), "10030 10038 10010 10090 -1");
    arena_free(&a);
}

static void five_are_enough(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    for (int i = 1; i <= 9; i++)
        add(c, 10000 + i, "", "word");
    build(c, 1);
    assert_str(related(c, 10001), "10002 10003 10004 10005 10006");
    assert_str(related(c, 10005), "10004 10006 10003 10007 10002");
    arena_free(&a);
}

static void what_the_page_shows_already_is_left_out(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    add(c, 10001, "10002", "word");                         /* refers to one, */
    add(c, 10002, "", "word");
    add(c, 10003, "10001", "word");                         /* is referred to by another, */
    add(c, 10004, "", "word");                              /* names a third */
    add(c, 10005, "", "word");
    name(&a, &c->articles[0], S("Q10004"));
    name(&a, &c->articles[0], S("Q77777"));
    build(c, 1);
    assert_str(related(c, 10001), "10005");
    assert_str(related(c, 10004), "10003 10005 10002 10001");
    arena_free(&a);
}

static void named_and_found_are_five_together(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    for (int i = 1; i <= 20; i++)
        add(c, 10000 + i, "", i <= 10 ? "word" : "other");
    for (int i = 11; i <= 13; i++)
        name(&a, &c->articles[0], str_fmt(&a, "Q%d", 10000 + i));
    for (int i = 11; i <= 19; i++)
        name(&a, &c->articles[1], str_fmt(&a, "Q%d", 10000 + i));
    build(c, 1);
    assert_str(related(c, 10001), "10002 10003");
    assert_str(related(c, 10002), "");
    arena_free(&a);
}

/* `n` articles share a keyword, refer to one article and are referred to by one. */
static void share(Case *c, int n, bool keyword, bool refer, bool referred)
{
    Buf all = {.arena = c->arena};
    for (int i = 0; i < n; i++) {
        add(c, 10000 + i, refer ? "30001" : "", keyword ? "word" : "");
        if (referred)
            buf_fmt(&all, "%d ", 10000 + i);
    }
    add(c, 30001, "", "");
    add(c, 30002, str_z(c->arena, buf_str(&all)), "");
}

static void what_more_than_fifty_share_says_nothing(void **state)
{
    (void)state;
    for (int what = 0; what < 3; what++) {
        for (int n = SHARED_MAX; n <= SHARED_MAX + 1; n++) {
            Arena a = {0};
            Case *c = new_case(&a);
            share(c, n, what == 0, what == 1, what == 2);
            build(c, 1);
            assert_str(related(c, 10000), n <= SHARED_MAX ? "10001 10002 10003 10004 10005" : "");
            arena_free(&a);
        }
    }
}

/* A list of fifty that one article joins is no list any more, but what those fifty share with others still counts. */
static void the_bound_is_one_of_each_list_alone(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    share(c, SHARED_MAX + 1, true, false, false);
    static const int rare[] = {3, 9};
    for (ptrdiff_t i = 0; i < countof(rare); i++) {
        StrList *terms = list_copy(&a, article_terms(&c->articles[rare[i]], TAXONOMY_KEYWORDS));
        list_add(&a, terms, S("rare"));
        c->articles[rare[i]].terms[TAXONOMY_KEYWORDS] = terms;
    }
    build(c, 1);
    assert_str(related(c, 10003), "10009");
    assert_str(related(c, 10009), "10003");
    assert_str(related(c, 10004), "");
    arena_free(&a);
}

static void threads_change_nothing(void **state)
{
    (void)state;
    Arena a = {0};
    StrList found[2] = {{0}, {0}};
    for (int t = 0; t < 2; t++) {
        Case *c = new_case(&a);
        for (int i = 0; i < CASE_MAX; i++)
            add(c, 10000 + i, str_z(&a, str_fmt(&a, "%d %d", 10000 + i * 7 % CASE_MAX, 20000 + i % 9)), str_z(&a, str_fmt(&a, "w%d", i % 5)));
        build(c, t ? 7 : 1);
        for (int i = 0; i < CASE_MAX; i++)
            list_add(&a, &found[t], related(c, 10000 + i));
    }
    for (ptrdiff_t i = 0; i < CASE_MAX; i++)
        assert_true(found[0].items[i].n > 0 && str_eq(found[0].items[i], found[1].items[i]));
    arena_free(&a);
}

static void a_site_without_articles_has_none(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = new_case(&a);
    build(c, 1);
    assert_int_equal(c->site.n, 0);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(those_that_refer_to_the_same_are_related),
        cmocka_unit_test(those_that_wait_for_the_same_article_are_related),
        cmocka_unit_test(those_that_one_article_refers_to_are_related),
        cmocka_unit_test(those_that_share_a_keyword_are_related_but_not_by_bookkeeping),
        cmocka_unit_test(more_in_common_comes_first_and_the_rare_counts_more),
        cmocka_unit_test(a_shared_reference_counts_more_than_a_shared_keyword),
        cmocka_unit_test(of_equals_the_nearest_number_comes_first_then_the_path),
        cmocka_unit_test(five_are_enough),
        cmocka_unit_test(what_the_page_shows_already_is_left_out),
        cmocka_unit_test(named_and_found_are_five_together),
        cmocka_unit_test(what_more_than_fifty_share_says_nothing),
        cmocka_unit_test(the_bound_is_one_of_each_list_alone),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(a_site_without_articles_has_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
