#include "unit.h"

#include "base/baseline.h"

static Arena arena;
static Diags diags;
static Baseline baseline;

static int setup(void **state)
{
    (void)state;
    arena = (Arena){0};
    diags = (Diags){.arena = &arena};
    baseline = (Baseline){.arena = &arena};
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

/* A finding in line `line` of a file. */
static const Diag *finding(const char *path, int line, const char *message)
{
    Source s = {str(path), S("one\ntwo\nthree\nfour\n")};
    diag_line(&diags, &s, line, 1, DIAG_BROKEN_LINK, "%s", message);
    return &diags.items[diags.n - 1];
}

static Str text_of(const Baseline *b)
{
    Buf out = {.arena = &arena};
    baseline_put(&out, b);
    Str text = buf_str(&out);
    assert_true(str_starts(text, S("# ")));
    str_cut_line(&text);
    return text;
}

static bool reads(const char *text)
{
    int line;
    return baseline_read(&baseline, str(text), &line);
}

static void findings_are_lines_in_byte_order(void **state)
{
    (void)state;
    baseline_add(&baseline, finding("b.md", 3, "the link to 'x' is broken"));
    baseline_add(&baseline, finding("a.md", 2, "the link to 'y' is broken"));
    baseline_add(&baseline, finding("a.md", 1, "the link to 'y' is broken"));
    assert_str(text_of(&baseline), "a.md: the link to 'y' is broken [broken-link] x2\nb.md: the link to 'x' is broken [broken-link]\n");
}

static void what_was_written_is_known(void **state)
{
    (void)state;
    baseline_add(&baseline, finding("a]b: c.md", 1, "odd ] x3\nnames\x01"));
    baseline_add(&baseline, finding("a.md", 1, "twice"));
    baseline_add(&baseline, finding("a.md", 2, "twice"));
    Buf out = {.arena = &arena};
    baseline_put(&out, &baseline);
    baseline = (Baseline){.arena = &arena};
    int line;
    assert_true(baseline_read(&baseline, buf_str(&out), &line));
    assert_true(baseline_meet(&baseline, finding("a]b: c.md", 4, "odd ] x3\nnames\x01")));
    assert_true(baseline_meet(&baseline, finding("a.md", 3, "twice")));
    assert_int_equal(baseline_gone(&baseline), 1);
    assert_true(baseline_meet(&baseline, finding("a.md", 4, "twice")));
    assert_int_equal(baseline_gone(&baseline), 0);
}

static void one_more_than_is_known_is_new(void **state)
{
    (void)state;
    assert_true(reads("a.md: x [broken-link] x2\r\n"));
    assert_true(baseline_meet(&baseline, finding("a.md", 1, "x")));
    assert_true(baseline_meet(&baseline, finding("a.md", 2, "x")));
    assert_false(baseline_meet(&baseline, finding("a.md", 3, "x")));
    assert_false(baseline_meet(&baseline, finding("b.md", 1, "x")));
    assert_int_equal(baseline_gone(&baseline), 0);
}

static void what_may_change_is_not_compared(void **state)
{
    (void)state;
    baseline_add(&baseline, finding("a.md", 1, "12 more links lead nowhere"));
    baseline_add(&baseline, finding("a.md", 1, "`title` stands twice, also in line 2; this one is used"));
    baseline_add(&baseline, finding("a.md", 1, "unknown key `titel`; did you mean `title`?"));
    assert_true(baseline_meet(&baseline, finding("a.md", 1, "7 more links lead nowhere")));
    assert_true(baseline_meet(&baseline, finding("a.md", 1, "`title` stands twice, also in line 17; this one is used")));
    assert_true(baseline_meet(&baseline, finding("a.md", 1, "unknown key `titel`")));
    baseline_add(&baseline, finding("a.md", 1, "this row has 4 cells"));
    assert_false(baseline_meet(&baseline, finding("a.md", 1, "this row has 5 cells")));
}

static void paths_begin_at_the_sites_folder(void **state)
{
    (void)state;
    baseline.root = S("../docs");
    baseline_add(&baseline, finding("../docs/content/a.md", 1, "x"));
    baseline_add(&baseline, finding("../docserver/b.md", 1, "x"));
    diag_file(&diags, S("../docs/content/c.md"), DIAG_DUPLICATE_ID, "has the id Q9 of ../docs/content/d.md and is left out");
    baseline_add(&baseline, &diags.items[diags.n - 1]);
    assert_str(text_of(&baseline), "../docserver/b.md: x [broken-link]\ncontent/a.md: x [broken-link]\n"
                                   "content/c.md: has the id Q9 of content/d.md and is left out [duplicate-id]\n");
    Baseline inside = {.arena = &arena, .root = S(".")};
    baseline_add(&inside, finding("content/a.md", 1, "x"));
    assert_str(text_of(&inside), "content/a.md: x [broken-link]\n");
}

static void a_line_that_is_no_finding_is_told(void **state)
{
    (void)state;
    int line;
    assert_true(reads(""));
    assert_true(reads("# heading\n\na.md: x [date]\n"));
    assert_false(baseline_read(&baseline, S("a.md: x [date]\n<<<<<<< HEAD\n"), &line));
    assert_int_equal(line, 2);
    assert_false(reads("a.md: x [date] x0\n"));
    assert_false(reads("a.md: x [date] twice\n"));
    assert_false(reads("[date]\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(findings_are_lines_in_byte_order, setup, teardown),
        cmocka_unit_test_setup_teardown(what_was_written_is_known, setup, teardown),
        cmocka_unit_test_setup_teardown(one_more_than_is_known_is_new, setup, teardown),
        cmocka_unit_test_setup_teardown(what_may_change_is_not_compared, setup, teardown),
        cmocka_unit_test_setup_teardown(paths_begin_at_the_sites_folder, setup, teardown),
        cmocka_unit_test_setup_teardown(a_line_that_is_no_finding_is_told, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
