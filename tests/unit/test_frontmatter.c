#include "unit.h"

#include "read/frontmatter.h"

/* One file read from an inline text. */
typedef struct Case {
    FrontMatter fm;
    Meta meta;
    Diags diags;
    bool has_front_matter, is_read;
} Case;

static Case *read_file(Arena *a, const char *text)
{
    Case *c = arena_new(a, Case, 1);
    c->diags.arena = a;
    Source source = {S("a.md"), str(text)};
    IdPattern ids = id_pattern_default();
    c->has_front_matter = frontmatter_split(&source, &c->fm, &c->diags);
    if (c->has_front_matter)
        c->is_read = frontmatter_read(a, &source, &c->fm, &ids, &c->meta, &c->diags);
    return c;
}

/* The same, of fields alone. */
static Case *read_fields(Arena *a, const char *yaml)
{
    return read_file(a, str_z(a, str_fmt(a, "---\n%s---\n", yaml)));
}

static Str joined(Arena *a, const StrList *list)
{
    return list_join(a, list, S("|"));
}

/* "line:col message" of the only diagnostic. */
static Str complaint(Arena *a, const Case *c)
{
    if (c->diags.n != 1)
        return str_fmt(a, "%d diagnostics", (int)c->diags.n);
    const Diag *d = &c->diags.items[0];
    return str_fmt(a, "%d:%d " STR_FMT, d->line, d->col, STR_ARG(d->message));
}

static void the_body_begins_after_the_closing_fence(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_file(&a, "---\ntitle: x\n---\n\nBody\n");
    assert_str(c->fm.yaml, "title: x\n");
    assert_int_equal(c->fm.yaml_line, 2);
    assert_str(c->fm.body, "\nBody\n");
    assert_int_equal(c->fm.body_line, 4);
    arena_free(&a);
}

static void crlf_and_dots_and_trailing_blanks_are_fences_too(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_file(&a, "--- \r\ntitle: x\r\n...\r\nBody\r\n");
    assert_str(c->meta.title, "x");
    assert_str(c->fm.body, "Body\r\n");
    c = read_file(&a, "---\n---");
    assert_true(c->is_read);
    assert_str(c->fm.yaml, "");
    assert_str(c->fm.body, "");
    assert_int_equal(c->diags.n, 0);
    arena_free(&a);
}

static void a_text_without_a_fence_has_no_front_matter(void **state)
{
    (void)state;
    Arena a = {0};
    assert_false(read_file(&a, "# Title\n---\n")->has_front_matter);
    assert_false(read_file(&a, "----\na: b\n---\n")->has_front_matter);
    assert_false(read_file(&a, " ---\na: b\n---\n")->has_front_matter);
    assert_false(read_file(&a, "")->has_front_matter);
    arena_free(&a);
}

static void a_fence_that_never_closes_is_an_error(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_file(&a, "---\ntitle: x\n --- \nBody\n");
    assert_true(c->has_front_matter);
    assert_str(c->fm.body, "");
    assert_str(diag_codes(&a, &c->diags), "front-matter");
    assert_int_equal(c->diags.items[0].line, 1);
    arena_free(&a);
}

static void text_fields_are_taken_as_written(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_fields(&a, "layout: page\ntitle: \"Q900001: A &quot;b&quot;\"\npermalink: /kb/900/Q900001/\n"
                              "description: >\n  two\n  lines\n");
    assert_str(c->meta.layout, "page");
    assert_str(c->meta.title, "Q900001: A &quot;b&quot;");
    assert_str(c->meta.permalink, "/kb/900/Q900001/");
    assert_str(c->meta.description, "two lines");
    assert_int_equal(c->meta.number, -1);
    assert_int_equal(c->diags.n, 0);
    arena_free(&a);
}

static void ids_may_be_bare_numbers(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_fields(&a, "id: 263072\n");
    assert_str(c->meta.id, "Q263072");
    assert_int_equal(c->meta.number, 263072);
    c = read_fields(&a, "id: Q263072\n");
    assert_str(c->meta.id, "Q263072");
    assert_int_equal(c->meta.number, 263072);
    c = read_fields(&a, "id: how-to-print\n");
    assert_str(c->meta.id, "how-to-print");
    assert_int_equal(c->meta.number, -1);
    arena_free(&a);
}

static void dates_become_iso(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_fields(&a, "date: 2001-09-07 10:00:00 +0100\nlastmod: 7-SEP-2001\n");
    assert_str(c->meta.date, "2001-09-07");
    assert_str(c->meta.updated, "2001-09-07");
    arena_free(&a);
}

static void a_date_that_is_none_is_left_out(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_fields(&a, "title: x\ndate: soon\n");
    assert_true(c->is_read);
    assert_str(c->meta.date, "");
    assert_str(complaint(&a, c), "3:7 `date` must be a day written as YYYY-MM-DD: ‘soon’");
    assert_str(diag_codes(&a, &c->diags), "date");
    arena_free(&a);
}

static void lists_may_be_written_in_one_line(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_fields(&a, "tags: print, fax,, 2.5\nproducts:\n  - Word\n  - Excel, mostly\nredirect_from: /a,b/\n"
                              "operating_systems: [MS-DOS, OS/2]\nrelated: Q100000, Q100001\n");
    assert_str(joined(&a, &c->meta.keywords), "print|fax|2.5");
    assert_str(joined(&a, &c->meta.products), "Word|Excel, mostly");
    assert_str(joined(&a, &c->meta.redirect_from), "/a,b/");
    assert_str(joined(&a, &c->meta.operating_systems), "MS-DOS|OS/2");
    assert_str(joined(&a, &c->meta.related), "Q100000|Q100001");
    arena_free(&a);
}

static void names_of_the_same_field_add_up(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_fields(&a, "keywords: [a]\ntags: [b]\nproduct: Word\naliases: [/old/]\ntemplate: wide\n");
    assert_str(joined(&a, &c->meta.keywords), "a|b");
    assert_str(joined(&a, &c->meta.products), "Word");
    assert_str(joined(&a, &c->meta.redirect_from), "/old/");
    assert_str(c->meta.layout, "wide");
    arena_free(&a);
}

static void versions_may_be_named_by_platform(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_fields(&a, "versions:\n  Windows: [95, 98 SE]\n  MS-DOS: 6.0, 6.22\n");
    assert_int_equal(c->meta.version_count, 2);
    assert_str(c->meta.versions[0].platform, "Windows");
    assert_str(joined(&a, &c->meta.versions[0].values), "95|98 SE");
    assert_str(c->meta.versions[1].platform, "MS-DOS");
    assert_str(joined(&a, &c->meta.versions[1].values), "6.0|6.22");
    arena_free(&a);
}

static void versions_may_name_no_platform(void **state)
{
    (void)state;
    Arena a = {0};
    const char *ways[] = {"versions: [4.0, 5.0]\n", "versions: 4.0, 5.0\n", "versions:\n  - '4.0'\n  - \"5.0\"\n"};
    for (ptrdiff_t i = 0; i < countof(ways); i++) {
        Case *c = read_fields(&a, ways[i]);
        assert_int_equal(c->meta.version_count, 1);
        assert_str(c->meta.versions[0].platform, "");
        assert_str(joined(&a, &c->meta.versions[0].values), "4.0|5.0");
    }
    arena_free(&a);
}

static void drafts_are_marked_in_either_way(void **state)
{
    (void)state;
    Arena a = {0};
    assert_true(read_fields(&a, "draft: true\n")->meta.is_draft);
    assert_true(read_fields(&a, "published: false\n")->meta.is_draft);
    assert_true(read_fields(&a, "draft: true\npublished: true\n")->meta.is_draft);
    assert_false(read_fields(&a, "draft: false\npublished: true\n")->meta.is_draft);
    assert_true(read_fields(&a, "replaces: true\n")->meta.replaces);
    arena_free(&a);
}

static void a_flag_is_true_or_false(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_fields(&a, "draft: yes\n");
    assert_false(c->meta.is_draft);
    assert_str(complaint(&a, c), "2:8 `draft` must be true or false: ‘yes’");
    arena_free(&a);
}

static void a_value_of_the_wrong_kind_costs_one_field(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_fields(&a, "title: [a, b]\nlayout: page\n");
    assert_str(c->meta.title, "");
    assert_str(c->meta.layout, "page");
    assert_str(complaint(&a, c), "2:8 `title` must be a text: put quotes around it");
    c = read_fields(&a, "tags: [a, {b: c}, d]\n");
    assert_str(joined(&a, &c->meta.keywords), "a|d");
    assert_str(complaint(&a, c), "2:11 `tags` must be a list of texts: put quotes around this one");
    c = read_fields(&a, "tags: {a: b}\n");
    assert_str(complaint(&a, c), "2:7 `tags` must be a list of texts");
    arena_free(&a);
}

static void a_key_without_a_value_counts_as_absent(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_fields(&a, "title:\ndate: null\ntags: ~\nversions:\nid:\ndraft:\n");
    assert_int_equal(c->diags.n, 0);
    assert_int_equal(c->meta.keywords.n, 0);
    assert_int_equal(c->meta.version_count, 0);
    assert_int_equal(c->meta.number, -1);
    arena_free(&a);
}

static void unknown_keys_are_kept_for_templates(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_fields(&a, "hero: {image: a.png}\ntitle: x\nweight: 3\n");
    Buf b = buf_new(&a, 0);
    value_put_json(&b, &c->meta.extra, 0);
    assert_str(buf_str(&b), "{\"hero\":{\"image\":\"a.png\"},\"weight\":3}");
    assert_true(c->meta.extra.is_open);
    arena_free(&a);
}

static void yaml_that_does_not_parse_is_reported_at_its_line(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_file(&a, "---\nlayout: page\ntitle: BUG: x\n---\nBody\n");
    assert_false(c->is_read);
    assert_str(diag_codes(&a, &c->diags), "yaml");
    assert_int_equal(c->diags.items[0].line, 3);
    assert_int_equal(c->diags.items[0].col, 11);
    assert_str(c->diags.items[0].excerpt, "title: BUG: x");
    assert_str(c->fm.body, "Body\n");
    arena_free(&a);
}

static void front_matter_must_be_keys_and_values(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_fields(&a, "- a\n- b\n");
    assert_false(c->is_read);
    assert_str(complaint(&a, c), "2:1 write the front matter as lines of `key: value`");
    arena_free(&a);
}

static void a_misspelt_key_is_near_to_a_known_one(void **state)
{
    (void)state;
    assert_str(frontmatter_meant(S("titel")), "title");
    assert_str(frontmatter_meant(S("Title")), "title");
    assert_str(frontmatter_meant(S("keyword")), "keywords");
    assert_str(frontmatter_meant(S("redirect-from")), "redirect_from");
    assert_str(frontmatter_meant(S("permlnk")), "permalink");
    assert_str(frontmatter_meant(S("permlk")), "");
    assert_str(frontmatter_meant(S("name")), "");    /* two edits make `date` of it, but it is a short word */
    assert_str(frontmatter_meant(S("reviewer")), "");
    assert_str(frontmatter_meant(S("")), "");
    assert_str(frontmatter_meant(S("operating_systems_operating_systems_operating_systems_operating_systems")), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_body_begins_after_the_closing_fence),
        cmocka_unit_test(crlf_and_dots_and_trailing_blanks_are_fences_too),
        cmocka_unit_test(a_text_without_a_fence_has_no_front_matter),
        cmocka_unit_test(a_fence_that_never_closes_is_an_error),
        cmocka_unit_test(text_fields_are_taken_as_written),
        cmocka_unit_test(ids_may_be_bare_numbers),
        cmocka_unit_test(dates_become_iso),
        cmocka_unit_test(a_date_that_is_none_is_left_out),
        cmocka_unit_test(lists_may_be_written_in_one_line),
        cmocka_unit_test(names_of_the_same_field_add_up),
        cmocka_unit_test(versions_may_be_named_by_platform),
        cmocka_unit_test(versions_may_name_no_platform),
        cmocka_unit_test(drafts_are_marked_in_either_way),
        cmocka_unit_test(a_flag_is_true_or_false),
        cmocka_unit_test(a_value_of_the_wrong_kind_costs_one_field),
        cmocka_unit_test(a_key_without_a_value_counts_as_absent),
        cmocka_unit_test(unknown_keys_are_kept_for_templates),
        cmocka_unit_test(yaml_that_does_not_parse_is_reported_at_its_line),
        cmocka_unit_test(front_matter_must_be_keys_and_values),
        cmocka_unit_test(a_misspelt_key_is_near_to_a_known_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
