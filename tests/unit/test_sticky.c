/* What the renderer remembers must never be seen: where a name was found, and what sections made of kept values. Templates are linked here, as they are for a
 * site, and one renderer makes page after page. */
#include "unit.h"

#include "template/mustache.h"

typedef struct Desk {
    Arena arena, scratch, output;
    Diags diags;
    TemplateSet set;
    MapBuilder data;
    Renderer renderer;
} Desk;

static int open_desk(void **state)
{
    Desk *d = test_calloc(1, sizeof *d);
    d->diags.arena = d->set.arena = d->data.arena = &d->arena;
    d->renderer = (Renderer){.set = &d->set, .diags = &d->diags, .scratch = &d->scratch, .reported = {.arena = &d->arena}};
    *state = d;
    return 0;
}

static int close_desk(void **state)
{
    Desk *d = *state;
    arena_free(&d->arena);
    arena_free(&d->scratch);
    arena_free(&d->output);
    test_free(d);
    return 0;
}

static void add(Desk *d, const char *name, Str text)
{
    assert_true(templates_add(&d->set, str(name), &(Source){str(name), text}, &d->diags));
}

/* After all of them are there. The constants: site, which is "here". */
static void link(Desk *d)
{
    Value constants = map_of(&d->arena, member_str(S("site"), S("here")));
    templates_link(&d->set, &constants);
}

/* The output of a page is overwritten before the next one is made, as it is in a build. */
static void assert_page(Desk *d, const Value *data, const char *expected)
{
    enum { OVERWRITTEN = 4000 };
    ArenaMark mark = arena_mark(&d->output);
    Buf out = {.arena = &d->output};
    template_render(&d->renderer, templates_get(&d->set, S("page")), data, &out);
    assert_str(buf_str(&out), expected);
    arena_rewind(&d->output, mark);
    memset(arena_bytes(&d->output, OVERWRITTEN), '?', OVERWRITTEN);
    arena_rewind(&d->output, mark);
}

static Value kept(Value value)
{
    value.is_kept = true;
    return value;
}

static Value one(Desk *d, Str key, Str text)
{
    return map_of(&d->arena, member_str(key, text));
}

static Value list_of_two(Desk *d, Value first, Value second)
{
    ListBuilder list = {.arena = &d->arena};
    list_push(&list, first);
    list_push(&list, second);
    return list_value(&list);
}

/* --- where a name was found -------------------------------------------------------------------------------------------------- */

static void pages_may_have_other_keys(void **state)
{
    Desk *d = *state;
    add(d, "page", S("{{a}}{{b}}"));
    link(d);
    Value first = map_of(&d->arena, member_str(S("a"), S("1")), member_str(S("b"), S("2")));
    Value turned = map_of(&d->arena, member_str(S("b"), S("4")), member_str(S("a"), S("3")));
    Value less = one(d, S("a"), S("5"));
    for (int round = 0; round < 2; round++) {
        assert_page(d, &first, "12");
        assert_page(d, &turned, "34");
        assert_page(d, &less, "5");
    }
}

/* Behind the end of the second map stands the member that it lacks, whose name has the same bit as one that it has. */
static void a_shorter_map_has_no_more_than_its_own(void **state)
{
    Desk *d = *state;
    Str a = S("a"), b = S("b");
    for (int i = 0; name_bit(name_hash(b)) != name_bit(name_hash(a)); i++)
        b = str_fmt(&d->arena, "b%d", i);
    const Member members[] = {member_str(a, S("1")), member_str(b, S("2"))};
    Value list = list_of_two(d, map_from(members, 2), map_from(members, 1));
    Value data = map_of(&d->arena, member_of(S("list"), list), member_str(b, S("outer")));
    add(d, "page", str_fmt(&d->arena, "{{#list}}{{a}}{{" STR_FMT "}} {{/list}}", STR_ARG(b)));
    link(d);
    assert_page(d, &data, "12 1outer ");
}

/* The hash of a name is made of its ends. */
static void names_of_the_same_hash_are_different_names(void **state)
{
    Desk *d = *state;
    assert_int_equal(name_hash(S("category_a_category")), name_hash(S("category_b_category")));
    Value list = list_of_two(d, one(d, S("category_a_category"), S("1")), one(d, S("category_b_category"), S("2")));
    Value data = map_of(&d->arena, member_of(S("list"), list));
    add(d, "page", S("{{#list}}{{category_a_category}}-{{category_b_category}} {{/list}}"));
    link(d);
    assert_page(d, &data, "1- -2 ");
}

static void an_item_may_hide_a_constant_that_the_one_before_did_not(void **state)
{
    Desk *d = *state;
    Value list = list_of_two(d, one(d, S("a"), S("1")), map_of(&d->arena, member_str(S("a"), S("2")), member_str(S("site"), S("there"))));
    Value data = map_of(&d->arena, member_of(S("list"), list));
    add(d, "page", S("{{#list}}{{a}}{{site}} {{/list}}"));
    link(d);
    assert_page(d, &data, "1here 2there ");
}

static void names_in_more_tags_than_there_are_slots(void **state)
{
    Desk *d = *state;
    Buf template = {.arena = &d->arena};
    for (int i = 0; i < RENDERER_SLOTS; i++)
        buf_put(&template, S("{{none}}"));
    buf_put(&template, S("{{a}}{{b}}{{a}}{{m.c}}{{#list}}{{.}}{{a}}{{.}}{{/list}}"));
    Value list = list_of_two(d, value_string(S("x")), value_string(S("y")));
    Value data = map_of(&d->arena, member_str(S("a"), S("1")), member_str(S("b"), S("2")), member_of(S("m"), one(d, S("c"), S("3"))),
        member_of(S("list"), list));
    add(d, "page", buf_str(&template));
    link(d);
    assert_page(d, &data, "1213x1xy1y");
    assert_page(d, &data, "1213x1xy1y");
}

/* A place is kept in a byte. */
static void a_map_of_many_members(void **state)
{
    enum { MEMBERS = 1200 };
    Desk *d = *state;
    for (int i = 0; i < MEMBERS; i++)
        map_str(&d->data, str_fmt(&d->arena, "k%d", i), str_fmt(&d->arena, "%d", i));
    Value data = map_value(&d->data);
    add(d, "part", S("{{k255}} {{k256}} {{k299}} {{k599}} {{k1111}}\n"));
    add(d, "page", S("{{>part}}\n{{>part}}\n"));
    link(d);
    for (int round = 0; round < 8; round++)
        assert_page(d, &data, "255 256 299 599 1111\n255 256 299 599 1111\n");
}

/* --- kept values ---------------------------------------------------------------------------------------------------------------- */

static void kept_maps_and_kept_items_of_a_list(void **state)
{
    Desk *d = *state;
    Value first = kept(one(d, S("name"), S("A"))), second = kept(one(d, S("name"), S("B")));
    Value data = map_of(&d->arena, member_of(S("term"), second), member_of(S("list"), list_of_two(d, first, second)));
    add(d, "page", S("{{#term}}({{name}}){{/term}}{{#list}}<{{name}}>{{/list}}"));
    link(d);
    for (int round = 0; round < 3; round++)
        assert_page(d, &data, "(B)<A><B>");
}

/* More sections, and more values, than there is room for: some meet in one place. */
enum { MANY = 17000 };

static void each_section_makes_its_own_of_a_value(void **state)
{
    Desk *d = *state;
    Buf template = {.arena = &d->arena}, expected = {.arena = &d->arena};
    for (int i = 0; i < MANY; i++) {
        buf_fmt(&template, "{{#term}}%d{{name}} {{/term}}", i);
        buf_fmt(&expected, "%dA ", i);
    }
    Value data = map_of(&d->arena, member_of(S("term"), kept(one(d, S("name"), S("A")))));
    add(d, "page", buf_str(&template));
    link(d);
    for (int round = 0; round < 2; round++)
        assert_page(d, &data, str_z(&d->arena, buf_str(&expected)));
}

static void of_each_value_its_own_is_made(void **state)
{
    Desk *d = *state;
    Buf expected = {.arena = &d->arena};
    ListBuilder list = {.arena = &d->arena};
    for (int i = 0; i < MANY; i++) {
        list_push(&list, kept(one(d, S("name"), str_fmt(&d->arena, "%d", i))));
        buf_fmt(&expected, "<%d>", i);
    }
    Value data = map_of(&d->arena, member_of(S("list"), list_value(&list)));
    add(d, "page", S("{{#list}}<{{name}}>{{/list}}"));
    link(d);
    for (int round = 0; round < 2; round++)
        assert_page(d, &data, str_z(&d->arena, buf_str(&expected)));
}

static void what_was_first_made_where_a_constant_is_hidden(void **state)
{
    Desk *d = *state;
    Value term = kept(one(d, S("name"), S("A")));
    Value hiding = map_of(&d->arena, member_of(S("term"), term), member_str(S("site"), S("there"))), plain = map_of(&d->arena, member_of(S("term"), term));
    add(d, "page", S("{{#term}}{{name}} {{site}}{{/term}}"));
    link(d);
    for (int round = 0; round < 2; round++) {
        assert_page(d, &hiding, "A there");
        assert_page(d, &plain, "A here");
    }
}

/* The text of the section ends its line; what is indented behind it begins one. */
static void a_kept_text_may_end_a_line(void **state)
{
    Desk *d = *state;
    Value data = map_of(&d->arena, member_of(S("term"), kept(one(d, S("name"), S("A")))));
    add(d, "part", S("part\n"));
    add(d, "page", S("-{{#term}}{{name}}\n{{/term}}\n  {{>part}}\n"));
    link(d);
    for (int round = 0; round < 3; round++)
        assert_page(d, &data, "-A\n  part\n");
}

/* A partial whose name is a name is run where it stands: once at the margin, once further in. */
static void what_a_section_puts_down_may_depend_on_where_it_stands(void **state)
{
    Desk *d = *state;
    Value first = kept(one(d, S("name"), S("A"))), second = kept(one(d, S("name"), S("B")));
    Value data = map_of(&d->arena, member_str(S("which"), S("part")), member_of(S("term"), first), member_of(S("list"), list_of_two(d, first, second)));
    add(d, "part", S("{{#term}}\n<{{name}}>\n{{/term}}\n{{#list}}\n[{{name}}]\n{{/list}}\n"));
    add(d, "page", S("{{>*which}}\n  {{>*which}}\n"));
    link(d);
    for (int round = 0; round < 2; round++)
        assert_page(d, &data, "<A>\n[A]\n[B]\n  <A>\n  [A]\n  [B]\n");
}

#define EXAMPLE(name) cmocka_unit_test_setup_teardown(name, open_desk, close_desk)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EXAMPLE(pages_may_have_other_keys),
        EXAMPLE(a_shorter_map_has_no_more_than_its_own),
        EXAMPLE(names_of_the_same_hash_are_different_names),
        EXAMPLE(an_item_may_hide_a_constant_that_the_one_before_did_not),
        EXAMPLE(names_in_more_tags_than_there_are_slots),
        EXAMPLE(a_map_of_many_members),
        EXAMPLE(kept_maps_and_kept_items_of_a_list),
        EXAMPLE(each_section_makes_its_own_of_a_value),
        EXAMPLE(of_each_value_its_own_is_made),
        EXAMPLE(what_was_first_made_where_a_constant_is_hidden),
        EXAMPLE(a_kept_text_may_end_a_line),
        EXAMPLE(what_a_section_puts_down_may_depend_on_where_it_stands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
