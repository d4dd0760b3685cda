/* Front matter that write/commonmark writes: every field comes back. */
#include "commonmark.h"

#include "read/read.h"
#include "write/json.h"

static Str fields(Arena *a, const Meta *meta)
{
    MapBuilder map = {.arena = a};
    json_put_meta(&map, meta);
    map_str(&map, S("permalink"), meta->permalink);
    map_str(&map, S("layout"), meta->layout);
    map_bool(&map, S("replaces"), meta->replaces);
    map_put(&map, S("related"), value_strings(a, &meta->related));
    Value value = map_value(&map);
    Buf b = {.arena = a};
    value_put_json(&b, &value, 1);
    return buf_str(&b);
}

static void assert_fields_come_back(Arena *a, const Meta *meta)
{
    Doc doc = {.meta = *meta, .root = block_new(a, BLOCK_ROOT, 1, 1)}, back = {0};
    add_text(a, doc.root, BLOCK_PARAGRAPH, S("x"));
    Buf b = {.arena = a};
    commonmark_put(&b, &doc, &(CommonmarkOptions){.ids = &ids});
    Source raw = {S("a.md"), buf_str(&b)}, decoded;
    Diags diags = {.arena = a};
    assert_int_equal(read_article(a, &raw, &(ReadOptions){&ids}, &back, &decoded, &diags), READ_ARTICLE);
    assert_str(diag_codes(a, &diags), "");
    Str before = fields(a, meta), after = fields(a, &back.meta);
    if (!str_eq(before, after))
        fail_msg("written:\n" STR_FMT "was:\n" STR_FMT "\nis:\n" STR_FMT, STR_ARG(raw.text), STR_ARG(before), STR_ARG(after));
}

static Meta plain_meta(void)
{
    return (Meta){.format = FORMAT_MARKDOWN, .number = -1, .title = S("T"), .extra = {.kind = VALUE_MAP, .is_open = true}};
}

static void fill(Arena *a, StrList *list, Str text)
{
    list_add(a, list, text);
    list_add(a, list, S("second"));
}

static void every_field_comes_back(void **state)
{
    (void)state;
    ids = id_pattern_default();
    Arena a = {0};
    Meta m = plain_meta();
    m.id = S("Q900001");
    m.number = 900001;
    m.description = S("Why: because");
    m.permalink = S("kb/900/Q900001/");
    m.layout = S("poster");
    m.category = S("exchange");
    m.date = S("2001-02-03");
    m.updated = S("2002-03-04");
    StrList *const lists[] = {&m.products, &m.operating_systems, &m.keywords,   &m.technologies, &m.issue_types,   &m.solution_types,
                              &m.hardware, &m.components,        &m.platforms, &m.related,      &m.redirect_from, &m.kinds};
    for (ptrdiff_t i = 0; i < countof(lists); i++)
        fill(&a, lists[i], str_fmt(&a, "one, %td: [x] # y", i));
    m.query_words = S("lid \"jam\"");
    m.legal = S("THE INFORMATION\nIS AS IT IS: \"SO\"\n# AND SO");
    m.copyright = S("Copyright Acme 2001.");
    m.copyright_holder = S("Acme");
    m.copyright_year = S("2001");
    m.is_draft = m.replaces = true;
    Member nested[] = {member_of(S("a: b"), value_string(S("on"))), member_of(S("n"), value_number_text(S("1.50"))), member_of(S("z"), (Value){0})};
    Value items[] = {map_from(nested, 3), value_bool(false), value_string(S("x, y"))};
    Member extra[] = {member_of(S("mine"), (Value){.kind = VALUE_LIST, .n = 3, .as.items = items}), member_of(S("2nd key"), value_string(S("v")))};
    m.extra = map_from(extra, 2);
    m.extra.is_open = true;
    assert_fields_come_back(&a, &m);
    arena_free(&a);
}

static void versions_come_back_in_every_form(void **state)
{
    (void)state;
    ids = id_pattern_default();
    static const char *const forms[][3] = {{""}, {"winnt"}, {"", "winnt"}, {"winnt", "", "MS-DOS: x"}, {"winnt", "winnt"}, {"", ""}};
    for (ptrdiff_t i = 0; i < countof(forms); i++) {
        Arena a = {0};
        Meta m = plain_meta();
        Versions versions[3] = {0};
        m.versions = versions;
        for (; m.version_count < 3 && forms[i][m.version_count]; m.version_count++) {
            versions[m.version_count].platform = str(forms[i][m.version_count]);
            for (ptrdiff_t k = 0; k < m.version_count * 12; k++)
                list_add(&a, &versions[m.version_count].values, str_fmt(&a, "%td.0 SP1", k));
        }
        assert_fields_come_back(&a, &m);
        arena_free(&a);
    }
}

/* An entry belongs to the nearest one above that is less deep; how much deeper it stood is not kept. */
static void the_applies_to_tree_comes_back(void **state)
{
    (void)state;
    ids = id_pattern_default();
    Arena a = {0};
    Buf text = {.arena = &a};
    buf_pad(&text, 'x', 2000);
    AppliesTo entries[] = {{S("Deep first"), 1}, {S("A, on platform(s):"), 0}, {S("the operating system: B"), 1}, {S("C"), 3}, {S("D"), 2},
                           {S(""), 0},           {S("E"), 1},                  {buf_str(&text), 0},             {S("F"), 1}, {S("- G"), 0}};
    Meta m = plain_meta();
    m.applies_to = entries;
    m.applies_to_count = countof(entries);
    assert_fields_come_back(&a, &m);
    arena_free(&a);
}

static void nasty_fields_come_back(void **state)
{
    (void)state;
    static const char *const more[] = {"true", "No", "null", "~", "4.0", "0x10", "1e3", "2001-01-01", "", "a: b", "a #b", "- a", "? a", "key:", "%x", "@x",
        "a\nb", "\x01\x7F",
                                       "\xC2\x85\xE2\x80\xA8", "\xEF\xBB\xBFx", "\xF0\x9F\x98\x80", "---", "...", "|", ">", "!x", "*x", "a,b", "{", "}", "[",
                                           "'", "\""};
    ids = id_pattern_default();
    for (int i = 0; i < NASTY_COUNT + (int)countof(more); i++) {
        Arena a = {0};
        Meta m = plain_meta();
        Str text = str_trim(str(i < NASTY_COUNT ? NASTY[i] : more[i - NASTY_COUNT]));
        m.title = text.n ? text : S("T");
        m.description = m.category = m.legal = text;
        fill(&a, &m.products, text);
        fill(&a, &m.redirect_from, text);
        Member extra[] = {member_of(str_join2(&a, S("k"), text), value_string(text))};
        m.extra = map_from(extra, 1);
        m.extra.is_open = true;
        assert_fields_come_back(&a, &m);
        arena_free(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_comes_back),
        cmocka_unit_test(versions_come_back_in_every_form),
        cmocka_unit_test(the_applies_to_tree_comes_back),
        cmocka_unit_test(nasty_fields_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
