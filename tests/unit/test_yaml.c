#include "unit.h"

#include "read/yaml.h"

/* One parse of an inline text: what came of it, and what was said about it. */
typedef struct Case {
    Arena arena;
    Diags diags;
    Yaml root;
    bool ok;
} Case;

static Case *parse_at(Arena *a, Str text, int first_line)
{
    Case *c = arena_new(a, Case, 1);
    c->diags.arena = a;
    Source source = {S("a.md"), text};
    c->ok = yaml_parse(a, &source, text, first_line, &c->root, &c->diags);
    return c;
}

static Str as_json(Arena *a, Str text)
{
    Case *c = parse_at(a, text, 1);
    Buf b = buf_new(a, 64);
    Value v = yaml_value(a, &c->root);
    value_put_json(&b, &v, 0);
    return c->ok ? buf_str(&b) : S("(error)");
}

/* "line:col message" of the only diagnostic. */
static Str complaint(Arena *a, Str text)
{
    Case *c = parse_at(a, text, 1);
    if (c->diags.n != 1)
        return str_fmt(a, "%d diagnostics", (int)c->diags.n);
    const Diag *d = &c->diags.items[0];
    return str_fmt(a, "%d:%d " STR_FMT, d->line, d->col, STR_ARG(d->message));
}

static void assert_json(const char *yaml, const char *json)
{
    Arena a = {0};
    assert_str(as_json(&a, str(yaml)), json);
    arena_free(&a);
}

static void assert_complaint(const char *yaml, const char *expected)
{
    Arena a = {0};
    assert_str(complaint(&a, str(yaml)), expected);
    arena_free(&a);
}

static void assert_same_tree(const Yaml *x, const Yaml *y)
{
    assert_int_equal(x->kind, y->kind);
    assert_int_equal(x->line, y->line);
    assert_int_equal(x->col, y->col);
    assert_int_equal(x->is_plain, y->is_plain);
    assert_true(str_eq(x->text, y->text));
    assert_int_equal(x->n, y->n);
    for (ptrdiff_t i = 0; i < x->n; i++) {
        if (x->kind == YAML_MAP)
            assert_same_tree(&x->keys[i], &y->keys[i]);
        assert_same_tree(&x->items[i], &y->items[i]);
    }
}

/* A comment behind the text makes it one for libyaml. */
static void plain_lines_mean_what_libyaml_makes_of_them(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "title: x\n", "layout: page\ntitle: \"Q1: a 'b' {c} [d] #e, f: g - h\"\npermalink: /kb/1/Q1/\n", "a: \"\"\nb: \" x  y \"\n",
        "a: x  y\nb: 1.0\nc: true\n",
        "null: null\ntrue: 12\n", "a: x - y\nb: a.b_c-\n", "a: x\na: y\n", "a: x \nb: y\n", "a:  x\nb: y\n", "a: \"x\" \nb: y\n", "a: \"x\"y\n", "a: x: y\n",
        "a: x #y\nb: z\n", "a: x\n  y\n", "a: x\n\nb: y\n", "a: -x\nb: - x\n", "a: \"x\\ty\"\n", "a: \"x\n", "a: 'x'\n", "a: x\r\nb: y\r\n",
        "a: \xC3\xA9\nb: \"\xC3\xA9\"\n",
        "1a: x\n", "a b: x\n", "a:\nb: x\n", "a: \nb: x\n", "a:x\n", "a: &x y\nb: *x\n", "a: !x y\n", "a: x\n---\nb: y\n", "a: x\n...\n", "a: /\nb: 0x1F\n",
        "\"a\": x\n",
        "a: 1\nb: 2\nc: 3\nd: 4\ne: 5\nf: 6\ng: 7\nh: 8\ni: 9\nj: 10\nk: 11\nl: 12\nm: 13\nn: 14\no: 15\np: 16\nq: 17\n", "a: x,y\nb: \"\t\"\n",
        "a: ~\nb: x~\n",
    };
    for (ptrdiff_t i = 0; i < countof(texts); i++) {
        Arena a = {0};
        Case *plain = parse_at(&a, str(texts[i]), 7), *other = parse_at(&a, str_join2(&a, str(texts[i]), S("# x\n")), 7);
        assert_int_equal(plain->ok, other->ok);
        assert_int_equal(plain->diags.n, other->diags.n);
        if (plain->ok)
            assert_same_tree(&plain->root, &other->root);
        arena_free(&a);
    }
}

static void maps_and_lists_keep_their_order(void **state)
{
    (void)state;
    assert_json("b: 1\na:\n  - x\n  - y: z\n", "{\"b\":1,\"a\":[\"x\",{\"y\":\"z\"}]}");
}

static void a_text_without_a_document_is_an_empty_map(void **state)
{
    (void)state;
    assert_json("", "{}");
    assert_json("\n# only a comment\n", "{}");
    assert_json("---\n", "{}");
}

static void plain_words_mean_what_the_core_schema_says(void **state)
{
    (void)state;
    assert_json("[true, False, null, ~, 12, -0.5e+3]", "[true,false,null,null,12,-0.5e+3]");
    assert_json("a:\nb: 1\n", "{\"a\":null,\"b\":1}");
    assert_json("[yes, no, on, off, 012, 0x1F, +1, .5, 1., 1e, 3.51a]",
                "[\"yes\",\"no\",\"on\",\"off\",\"012\",\"0x1F\",\"+1\",\".5\",\"1.\",\"1e\",\"3.51a\"]");
}

static void quotes_and_the_str_tag_make_strings(void **state)
{
    (void)state;
    assert_json("[\"true\", '12', !!str 12, \"\"]", "[\"true\",\"12\",\"12\",\"\"]");
}

static void maps_are_open_for_templates(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = parse_at(&a, S("a: {b: 1}"), 1);
    Value v = yaml_value(&a, &c->root);
    assert_true(v.is_open);
    assert_true(value_get(&v, S("a"))->is_open);
    arena_free(&a);
}

static void json_is_yaml(void **state)
{
    (void)state;
    assert_json("{\t\"a\\/b\":\t\"x\\/y\",\n\t\"c\"\t:\t[1,\ttrue]\n}\n", "{\"a/b\":\"x/y\",\"c\":[1,true]}");
    assert_json("{\"tab\":\"\\t\",\"quote\":\"\\\"\",\"e\":\"\\u00e9\"}", "{\"tab\":\"\\t\",\"quote\":\"\\\"\",\"e\":\"é\"}");
}

static void json_may_escape_surrogate_pairs(void **state)
{
    (void)state;
    assert_json("{\"a\":\"\\uD83D\\uDE00 \\ud83d\\ude00\"}", "{\"a\":\"😀 😀\"}");
    assert_json("{\"a\":\"\\\\uD83D\\\\uDE00\"}", "{\"a\":\"\\\\uD83D\\\\uDE00\"}");
}

static void a_lone_surrogate_is_an_error(void **state)
{
    (void)state;
    assert_complaint("{\"a\":\"\\uD83D!\"}", "1:9 write the character itself instead of its \\u escape "
                                             "(YAML: found invalid Unicode character escape code)");
}

static void a_backslash_sequence_in_plain_yaml_stays(void **state)
{
    (void)state;
    assert_json("a: \\uD83D\\uDE00\n", "{\"a\":\"\\\\uD83D\\\\uDE00\"}");
}

static void a_large_json_file_is_read_whole(void **state)
{
    (void)state;
    Arena a = {0};
    Buf b = buf_new(&a, 0);
    buf_put(&b, S("{\"tests\":["));
    for (int i = 0; i < 5000; i++)
        buf_fmt(&b, "%s{\"name\":\"%d\",\"data\":{\"x\":[1,2]}}", i ? "," : "", i);
    buf_put(&b, S("]}"));
    Case *c = parse_at(&a, buf_str(&b), 1);
    assert_true(c->ok);
    assert_int_equal(yaml_get(&c->root, S("tests"))->n, 5000);
    assert_str(yaml_get(&yaml_get(&c->root, S("tests"))->items[4999], S("name"))->text, "4999");
    arena_free(&a);
}

static void nodes_know_their_place_in_the_source(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = parse_at(&a, S("\"é\": [x,\r\n  \"ü\", y]\r\nb: z\r\n"), 2);
    const Yaml *list = &c->root.items[0];
    assert_int_equal(list->line, 2);
    assert_int_equal(list->col, 6);
    assert_int_equal(list->items[2].line, 3);
    assert_int_equal(list->items[2].col, 8);
    assert_int_equal(c->root.keys[1].line, 4);
    arena_free(&a);
}

static void lines_are_those_of_an_editor(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = parse_at(&a, S("a: \"x\xE2\x80\xA8y\"\nb: z\n"), 1);
    assert_int_equal(c->root.keys[1].line, 2);
    arena_free(&a);
}

static void a_missing_key_is_null(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = parse_at(&a, S("a: 1"), 1);
    assert_null(yaml_get(&c->root, S("b")));
    assert_null(yaml_get(&c->root.items[0], S("a")));
    arena_free(&a);
}

static void of_a_key_that_stands_twice_the_last_wins(void **state)
{
    (void)state;
    assert_json("a: 1\nb: 2\na: 3\n", "{\"a\":3,\"b\":2}");
    assert_complaint("a: 1\nb: 2\na: 3\n", "3:1 `a` stands twice, also in line 1; this one is used");
}

static void aliases_are_followed(void **state)
{
    (void)state;
    assert_json("a: &x [1, 2]\nb: *x\n", "{\"a\":[1,2],\"b\":[1,2]}");
    assert_json("a: &x 1\nb: &x 2\nc: *x\n", "{\"a\":1,\"b\":2,\"c\":2}");
}

static void an_alias_to_nothing_is_an_error(void **state)
{
    (void)state;
    const char *advice = "put quotes around a value that begins with `*` (YAML: there is no anchor of this name)";
    Arena a = {0};
    assert_str(complaint(&a, S("title: *new\n")), str_z(&a, str_fmt(&a, "1:8 %s", advice)));
    assert_str(complaint(&a, S("a: &a [*a]\n")), str_z(&a, str_fmt(&a, "1:8 %s", advice)));
    arena_free(&a);
}

static void an_alias_bomb_is_defused(void **state)
{
    (void)state;
    Arena a = {0};
    Buf b = buf_new(&a, 0);
    buf_put(&b, S("a0: &a0 x\n"));
    for (int i = 1; i < 10; i++) {
        buf_fmt(&b, "a%d: &a%d [", i, i);
        for (int j = 0; j < 9; j++)
            buf_fmt(&b, "*a%d,", i - 1);
        buf_put(&b, S("]\n"));
    }
    assert_str(complaint(&a, buf_str(&b)), "8:10 this YAML is too large: it holds more than 1,000,000 values");
    arena_free(&a);
}

static void depth_is_bounded(void **state)
{
    (void)state;
    Arena a = {0};
    Buf b = buf_new(&a, 0);
    buf_pad(&b, '[', 99);
    buf_pad(&b, ']', 99);
    assert_true(parse_at(&a, buf_str(&b), 1)->ok);
    b.n = 0;
    buf_pad(&b, '[', 100000);
    assert_str(complaint(&a, buf_str(&b)), "1:101 this YAML is nested deeper than 100 levels");
    arena_free(&a);
}

static void depth_counts_through_aliases(void **state)
{
    (void)state;
    Arena a = {0};
    Buf b = buf_new(&a, 0);
    buf_put(&b, S("a0: &a0 x\n"));
    for (int i = 1; i < 200; i++)
        buf_fmt(&b, "a%d: &a%d [*a%d]\n", i, i, i - 1);
    assert_str(complaint(&a, buf_str(&b)), "100:12 this YAML is nested deeper than 100 levels");
    arena_free(&a);
}

static void a_second_document_is_refused(void **state)
{
    (void)state;
    assert_complaint("a: 1\n---\nb: 2\n", "2:1 remove this `---` line and what follows: one document is read, no more");
}

static void mistakes_come_with_place_and_advice(void **state)
{
    (void)state;
    assert_complaint("title: BUG: x\n", "1:11 put quotes around a value that contains `: `, or mend the indentation of this line "
                                        "(YAML: mapping values are not allowed in this context)");
    assert_complaint("a: 1\nb:\n\tc: 2\n", "3:1 indent with spaces, not with tabs "
                                           "(YAML: found character that cannot start any token)");
    assert_complaint("a: @x\n", "1:4 put quotes around a value that begins with this character "
                                "(YAML: found character that cannot start any token)");
    assert_complaint("a: *new* things\n", "1:4 put quotes around a value that begins with `*` or `&` "
                                          "(YAML: did not find expected alphabetic or numeric character)");
    assert_complaint("a: 1\nb: \"x\nc: 2\n", "2:4 the quote that opens here is never closed "
                                             "(YAML: found unexpected end of stream)");
    assert_complaint("a: \"C:\\q\"\n", "1:7 double the backslash, or use single quotes instead of double ones "
                                       "(YAML: found unknown escape character)");
    assert_complaint("a: [FIX] x\n", "1:10 mend the indentation of this line; put quotes around a whole value that begins with "
                                     "`[` or `{` or has quotes in it (YAML: did not find expected key)");
    assert_complaint("a: 1\nword\nb: 2\n", "2:1 write this line as `key: value`, or indent it under the value it belongs to "
                                           "(YAML: could not find expected ':')");
    assert_complaint("a: [1, 2\nb: 3\n", "2:2 a comma or the closing `]` is missing before this place "
                                         "(YAML: did not find expected ',' or ']')");
    assert_complaint("a: !important\n", "1:4 put quotes around a value that begins with `!`");
    assert_complaint("[a]: b\n", "1:1 a key must be a word; put quotes around a value that begins with `[` or `{`");
}

static void control_characters_are_named_and_placed(void **state)
{
    (void)state;
    assert_complaint("a: 1\nb: é\x01\n", "2:5 remove the character U+0001: YAML does not allow it");
}

static void lines_count_from_the_first_line_given(void **state)
{
    (void)state;
    Arena a = {0};
    Source source = {S("a.md"), S("---\ntitle: a: b\n---\n")};
    Diags diags = {.arena = &a};
    Yaml root;
    assert_false(yaml_parse(&a, &source, S("title: a: b\n"), 2, &root, &diags));
    assert_str(diag_codes(&a, &diags), "yaml");
    assert_int_equal(diags.items[0].line, 2);
    assert_str(diags.items[0].excerpt, "title: a: b");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_lines_mean_what_libyaml_makes_of_them),
        cmocka_unit_test(maps_and_lists_keep_their_order),
        cmocka_unit_test(a_text_without_a_document_is_an_empty_map),
        cmocka_unit_test(plain_words_mean_what_the_core_schema_says),
        cmocka_unit_test(quotes_and_the_str_tag_make_strings),
        cmocka_unit_test(maps_are_open_for_templates),
        cmocka_unit_test(json_is_yaml),
        cmocka_unit_test(json_may_escape_surrogate_pairs),
        cmocka_unit_test(a_lone_surrogate_is_an_error),
        cmocka_unit_test(a_backslash_sequence_in_plain_yaml_stays),
        cmocka_unit_test(a_large_json_file_is_read_whole),
        cmocka_unit_test(nodes_know_their_place_in_the_source),
        cmocka_unit_test(lines_are_those_of_an_editor),
        cmocka_unit_test(a_missing_key_is_null),
        cmocka_unit_test(of_a_key_that_stands_twice_the_last_wins),
        cmocka_unit_test(aliases_are_followed),
        cmocka_unit_test(an_alias_to_nothing_is_an_error),
        cmocka_unit_test(an_alias_bomb_is_defused),
        cmocka_unit_test(depth_is_bounded),
        cmocka_unit_test(depth_counts_through_aliases),
        cmocka_unit_test(a_second_document_is_refused),
        cmocka_unit_test(mistakes_come_with_place_and_advice),
        cmocka_unit_test(control_characters_are_named_and_placed),
        cmocka_unit_test(lines_count_from_the_first_line_given),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
