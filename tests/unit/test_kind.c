#include "unit.h"

#include "doc/kind.h"

static void assert_kinds_at(const char *title, const char *issues, const char *expected, const char *file, int line)
{
    Arena a = {0};
    Meta meta = {.title = str(title)};
    list_add_words(&a, &meta.issue_types, str(issues));
    kind_add_derived(&a, &meta);
    assert_str_at(list_join(&a, &meta.kinds, S(", ")), expected, file, line);
    arena_free(&a);
}

#define assert_kinds(title, issues, expected) assert_kinds_at((title), (issues), (expected), __FILE__, __LINE__)

static void a_title_begins_with_the_tag_of_its_kind(void **state)
{
    (void)state;
    assert_kinds("PRB: The Door Is Shut", "", "problem");
    assert_kinds("HOWTO: Open the Door", "", "how-to");
    assert_kinds("HOW TO: Open the Door", "", "how-to");
    assert_kinds("INF: On Doors", "", "information");
    assert_kinds("Info:On Doors", "", "information");
    assert_kinds("WD97: A Door in the Text", "", "WD97");
}

static void a_title_may_begin_with_several_tags(void **state)
{
    (void)state;
    assert_kinds("XADM: Err Msg: The Door Is Shut", "", "XADM, error message");
    assert_kinds("BUG: BUG: Twice", "", "bug");
    assert_kinds("BUG: FIX: PRB: INFO: Four", "", "bug, fix, problem");
}

static void a_title_can_be_had_without_its_tags(void **state)
{
    (void)state;
    assert_str(kind_skip_tags(S("XADM: Err Msg: The Door Is Shut")), "The Door Is Shut");
    assert_str(kind_skip_tags(S("BUG: FIX: PRB: INFO: Four")), "INFO: Four");
    assert_str(kind_skip_tags(S("Doors: PRB: An Overview")), "Doors: PRB: An Overview");
    assert_str(kind_skip_tags(S("PRB: ")), "PRB: ");
    assert_str(kind_skip_tags(S("")), "");
}

static void other_words_before_a_colon_are_no_tag(void **state)
{
    (void)state;
    assert_kinds("Doors: An Overview", "", "");
    assert_kinds("Doors: PRB: An Overview", "", "");
    assert_kinds("PRB", "", "");
    assert_kinds("PRBS: x", "", "");
    assert_kinds(": x", "", "");
    assert_kinds("The Door: BUG: x", "", "");
    assert_kinds("", "", "");
}

static void the_issue_types_tell_too(void **state)
{
    (void)state;
    assert_kinds("XADM: The Door Is Shut", "kbbug", "XADM, bug");
    assert_kinds("BUG: The Door Is Shut", "kbbug kbprb", "bug, problem");
    assert_kinds("A Door", "KBHOWTO kbother", "how-to");
}

static void what_the_author_said_stays_first(void **state)
{
    (void)state;
    Arena a = {0};
    Meta meta = {.title = S("BUG: FIX: A Door")};
    list_add(&a, &meta.kinds, S("Bug"));
    kind_add_derived(&a, &meta);
    assert_str(list_join(&a, &meta.kinds, S(", ")), "Bug, fix");
    arena_free(&a);
}

static void codes_have_words(void **state)
{
    (void)state;
    assert_str(issue_name(NULL, S("kbbug")), "bug");
    assert_str(issue_name(NULL, S("kbother")), "kbother");
    assert_str(solution_name(NULL, S("kbpending")), "fix pending");
    assert_str(solution_name(NULL, S("kbother")), "kbother");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_title_begins_with_the_tag_of_its_kind),
        cmocka_unit_test(a_title_may_begin_with_several_tags),
        cmocka_unit_test(a_title_can_be_had_without_its_tags),
        cmocka_unit_test(other_words_before_a_colon_are_no_tag),
        cmocka_unit_test(the_issue_types_tell_too),
        cmocka_unit_test(what_the_author_said_stays_first),
        cmocka_unit_test(codes_have_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
