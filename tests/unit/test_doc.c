#include "unit.h"

#include "doc/doc.h"

#include <time.h>

static Arena arena;

static int teardown(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static Block *below(Block *parent, BlockKind kind, int line)
{
    Block *b = block_new(&arena, kind, line, line);
    block_append(parent, b);
    return b;
}

static Block *heading(Block *root, const char *words)
{
    Block *b = below(root, BLOCK_HEADING, 1);
    b->text = inline_new(&arena, INLINE_TEXT, str(words), 1);
    return b;
}

/* --- the tree --------------------------------------------------------------------------------------------------------------------- */

static void a_child_goes_to_the_end_and_stretches_its_parents(void **state)
{
    (void)state;
    Block *root = block_new(&arena, BLOCK_ROOT, 1, 1), *list = below(root, BLOCK_LIST, 3), *item = below(list, BLOCK_ITEM, 3);
    Block *first = below(item, BLOCK_PARAGRAPH, 4), *second = below(item, BLOCK_PARAGRAPH, 9);
    assert_ptr_equal(item->child, first);
    assert_ptr_equal(item->last_child, second);
    assert_ptr_equal(first->next, second);
    assert_ptr_equal(second->parent, item);
    assert_int_equal(item->last_line, 9);
    assert_int_equal(list->last_line, 9);
    assert_int_equal(root->last_line, 9);
    assert_int_equal(list->first_line, 3);
}

static void a_parent_that_reaches_further_keeps_its_last_line(void **state)
{
    (void)state;
    Block *root = block_new(&arena, BLOCK_ROOT, 1, 20);
    below(root, BLOCK_PARAGRAPH, 5);
    assert_int_equal(root->last_line, 20);
}

static void blocks_follow_each_other_parents_first(void **state)
{
    (void)state;
    Block *root = block_new(&arena, BLOCK_ROOT, 1, 1);
    Block *list = below(root, BLOCK_LIST, 1), *one = below(list, BLOCK_ITEM, 1), *deep = below(one, BLOCK_PARAGRAPH, 1);
    Block *two = below(list, BLOCK_ITEM, 2), *last = below(root, BLOCK_RULE, 3);
    Block *expected[] = {list, one, deep, two, last, NULL};
    const Block *at = root;
    for (ptrdiff_t i = 0; i < countof(expected); i++) {
        at = block_following(root, at);
        assert_ptr_equal(at, expected[i]);
    }
    assert_ptr_equal(block_following_sibling(root, list), last);
    assert_ptr_equal(block_following_sibling(root, deep), two);
    assert_null(block_following_sibling(root, last));
}

static void a_walk_stays_below_its_root(void **state)
{
    (void)state;
    Block *root = block_new(&arena, BLOCK_ROOT, 1, 1);
    Block *list = below(root, BLOCK_LIST, 1), *item = below(list, BLOCK_ITEM, 1);
    below(root, BLOCK_RULE, 2);
    assert_ptr_equal(block_following(list, list), item);
    assert_null(block_following(list, item));
    assert_null(block_following(item, item));
}

/* --- inlines ---------------------------------------------------------------------------------------------------------------------- */

static void inlines_are_appended_one_by_one_or_as_a_chain(void **state)
{
    (void)state;
    Inlines list = {0};
    inlines_add(&list, inline_new(&arena, INLINE_TEXT, S("a"), 1));
    Inline *chain = inline_new(&arena, INLINE_TEXT, S("b"), 1);
    chain->next = inline_new(&arena, INLINE_TEXT, S("c"), 1);
    inlines_add(&list, chain);
    inlines_add(&list, inline_new(&arena, INLINE_TEXT, S("d"), 1));
    assert_str(inline_text(&arena, list.first), "abcd");
}

static void the_words_of_inlines_are_without_their_markup(void **state)
{
    (void)state;
    Inlines list = {0};
    inlines_add(&list, inline_new(&arena, INLINE_TEXT, S("one"), 1));
    inlines_add(&list, inline_new(&arena, INLINE_BREAK, (Str){0}, 1));
    Inline *strong = inline_new(&arena, INLINE_STRONG, (Str){0}, 1), *link = inline_new(&arena, INLINE_LINK, (Str){0}, 1);
    strong->child = link;
    link->link->target = S("elsewhere");
    link->child = inline_new(&arena, INLINE_CODE, S("two"), 1);
    inlines_add(&list, strong);
    inlines_add(&list, inline_new(&arena, INLINE_RAW, S("<b>"), 1));
    assert_str(inline_text(&arena, list.first), "one two");
    assert_str(inline_text(&arena, NULL), "");
}

static void an_inline_names_no_article_unless_told(void **state)
{
    (void)state;
    assert_int_equal(inline_new(&arena, INLINE_REFERENCE, (Str){0}, 7)->link->number, -1);
    assert_int_equal(inline_new(&arena, INLINE_REFERENCE, (Str){0}, 7)->line, 7);
}

/* --- anchors ---------------------------------------------------------------------------------------------------------------------- */

static Str anchor(const char *words)
{
    Doc d = {.root = block_new(&arena, BLOCK_ROOT, 1, 1)};
    heading(d.root, words);
    doc_set_anchors(&arena, &d);
    return d.root->child->anchor;
}

static void an_anchor_is_made_of_the_words(void **state)
{
    (void)state;
    assert_str(anchor("MORE INFORMATION"), "more-information");
    assert_str(anchor("  (What's new in 4.0?)  "), "what-s-new-in-4-0");
    assert_str(anchor("Größe"), "größe");
    assert_str(anchor("???"), "section");
    assert_str(anchor(""), "section");
}

static void anchors_are_unique_in_their_article(void **state)
{
    (void)state;
    Doc d = {.root = block_new(&arena, BLOCK_ROOT, 1, 1)};
    static const char *const words[] = {"CAUSE", "Cause", "CAUSE 2", "cause"};
    static const char *const anchors[] = {"cause", "cause-2", "cause-2-2", "cause-3"};
    for (ptrdiff_t i = 0; i < countof(words); i++)
        heading(d.root, words[i]);
    doc_set_anchors(&arena, &d);
    const Block *b = d.root->child;
    for (ptrdiff_t i = 0; i < countof(words); i++, b = b->next)
        assert_str(b->anchor, anchors[i]);
}

static void headings_inside_other_blocks_have_anchors_too(void **state)
{
    (void)state;
    Doc d = {.root = block_new(&arena, BLOCK_ROOT, 1, 1)};
    Block *inner = heading(below(d.root, BLOCK_QUOTE, 1), "Inner");
    doc_set_anchors(&arena, &d);
    assert_str(inner->anchor, "inner");
}

static void many_equal_headings_take_little_time(void **state)
{
    (void)state;
    Doc d = {.root = block_new(&arena, BLOCK_ROOT, 1, 1)};
    for (int i = 0; i < 20000; i++)
        heading(d.root, "CAUSE");
    clock_t start = clock();
    doc_set_anchors(&arena, &d);
    assert_str(d.root->last_child->anchor, "cause-20000");
    assert_true(clock() - start < 2 * CLOCKS_PER_SEC);
}

static void every_kind_has_a_name(void **state)
{
    (void)state;
    for (int i = 0; i < BLOCK_KIND_COUNT; i++)
        assert_true(block_kind_name((BlockKind)i).n > 0);
    for (int i = 0; i < INLINE_KIND_COUNT; i++)
        assert_true(inline_kind_name((InlineKind)i).n > 0);
    for (int i = 0; i < LITERAL_KIND_COUNT; i++)
        assert_true(literal_kind_name((LiteralKind)i).n > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_child_goes_to_the_end_and_stretches_its_parents, teardown),
        cmocka_unit_test_teardown(a_parent_that_reaches_further_keeps_its_last_line, teardown),
        cmocka_unit_test_teardown(blocks_follow_each_other_parents_first, teardown),
        cmocka_unit_test_teardown(a_walk_stays_below_its_root, teardown),
        cmocka_unit_test_teardown(inlines_are_appended_one_by_one_or_as_a_chain, teardown),
        cmocka_unit_test_teardown(the_words_of_inlines_are_without_their_markup, teardown),
        cmocka_unit_test_teardown(an_inline_names_no_article_unless_told, teardown),
        cmocka_unit_test_teardown(an_anchor_is_made_of_the_words, teardown),
        cmocka_unit_test_teardown(anchors_are_unique_in_their_article, teardown),
        cmocka_unit_test_teardown(headings_inside_other_blocks_have_anchors_too, teardown),
        cmocka_unit_test_teardown(many_equal_headings_take_little_time, teardown),
        cmocka_unit_test_teardown(every_kind_has_a_name, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
