#include "unit.h"

#include "template/mustache.h"

/* What a test needs: data to fill in, templates to add, and what was said about them. */
typedef struct Desk {
    Arena arena, scratch;
    Diags diags;
    TemplateSet set;
    MapBuilder data, constants;
    Renderer renderer;
} Desk;

static int open_desk(void **state)
{
    Arena arena = {0};
    Desk *d = arena_new(&arena, Desk, 1);
    d->arena = arena;    /* the desk stands on its own arena */
    d->diags.arena = d->set.arena = d->data.arena = d->constants.arena = &d->arena;
    d->renderer = (Renderer){.set = &d->set, .diags = &d->diags, .scratch = &d->scratch, .reported = {.arena = &d->arena}};
    *state = d;
    return 0;
}

static int close_desk(void **state)
{
    Desk *d = *state;
    Arena arena = d->arena;
    arena_free(&d->scratch);
    arena_free(&arena);
    return 0;
}

static bool add(Desk *d, const char *name, Str text)
{
    return templates_add(&d->set, str(name), &(Source){str(name), text}, &d->diags);
}

static Str rendered(Desk *d, Renderer *renderer, const Value *data)
{
    Buf out = {.arena = &d->arena};
    template_render(renderer, templates_get(&d->set, S("page")), data, &out);
    return buf_str(&out);
}

static bool is_told(const Desk *d, const Diag *diag)
{
    bool found = false;
    for (ptrdiff_t i = 0; i < d->diags.n; i++)
        found |= str_eq(d->diags.items[i].message, diag->message) && d->diags.items[i].line == diag->line && d->diags.items[i].col == diag->col;
    return found;
}

/* Whatever is tested here, a linked template gives the same text and says the same of it. */
static void assert_linking_changes_nothing(Desk *d, const Value *data, Str text)
{
    Diags diags = {.arena = &d->arena};
    Renderer renderer = {.set = &d->set, .diags = &diags, .scratch = &d->scratch, .strict = d->renderer.strict, .reported = {.arena = &d->arena}};
    Value constants = map_value(&d->constants);
    templates_link(&d->set, &constants);
    Str linked = rendered(d, &renderer, data);
    bool is_cut_off = diags.n && diags.items[diags.n - 1].code == DIAG_TOO_LARGE;
    if (is_cut_off)
        return;     /* where depends on how many steps it was */
    if (!str_eq(linked, text))
        fail_msg("linked: '" STR_FMT "', not '" STR_FMT "'", STR_ARG(linked), STR_ARG(text));
    for (ptrdiff_t i = 0; i < diags.n; i++)
        assert_true(is_told(d, &diags.items[i]));
}

static Str render_value(Desk *d, Str template, const Value *data)
{
    add(d, "page", template);
    Str text = rendered(d, &d->renderer, data);
    assert_linking_changes_nothing(d, data, text);
    return text;
}

static Str render(Desk *d, const char *template)
{
    Value data = map_value(&d->data);
    return render_value(d, str(template), &data);
}

static Str render_strictly(Desk *d, const char *template)
{
    d->renderer.strict = true;
    return render(d, template);
}

/* "line:col message" of every diagnostic, in order. */
static Str complaints(Desk *d)
{
    StrList lines = {0};
    for (ptrdiff_t i = 0; i < d->diags.n; i++) {
        const Diag *diag = &d->diags.items[i];
        list_add(&d->arena, &lines, str_fmt(&d->arena, "%d:%d " STR_FMT, diag->line, diag->col, STR_ARG(diag->message)));
    }
    return list_join(&d->arena, &lines, S("\n"));
}

static Value list_of(Desk *d, const char *words)
{
    StrList list = {0};
    list_add_words(&d->arena, &list, str(words));
    return value_strings(&d->arena, &list);
}

static Value map_with(Desk *d, const char *key, const char *text)
{
    MapBuilder map = {.arena = &d->arena};
    map_str(&map, str(key), str(text));
    return map_value(&map);
}

static Str repeated(Desk *d, Str s, int n)
{
    Buf b = {.arena = &d->arena};
    for (int i = 0; i < n; i++)
        buf_put(&b, s);
    return buf_str(&b);
}

/* --- what a template gives ------------------------------------------------------------------------------------------- */

static void variables_are_escaped_for_html(void **state)
{
    Desk *d = *state;
    map_str(&d->data, S("title"), S("<b> & \"c\" 'd'"));
    assert_str(render(d, "<a title=\"{{title}}\">"), "<a title=\"&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;\">");
    assert_str(render(d, "{{{title}}} {{&title}}"), "<b> & \"c\" 'd' <b> & \"c\" 'd'");
}

static void values_are_never_read_as_templates(void **state)
{
    Desk *d = *state;
    map_str(&d->data, S("body"), S("{{>secret}} {{{x}}}"));
    add(d, "secret", S("password"));
    assert_str(render(d, "{{{body}}}"), "{{>secret}} {{{x}}}");
}

static void empty_things_are_false(void **state)
{
    Desk *d = *state;
    map_put(&d->data, S("null"), (Value){0});
    map_bool(&d->data, S("no"), false);
    map_str(&d->data, S("empty"), S(""));
    map_put(&d->data, S("none"), list_of(d, ""));
    assert_str(render(d, "{{#null}}1{{/null}}{{#no}}2{{/no}}{{#empty}}3{{/empty}}{{#none}}4{{/none}}{{#absent}}5{{/absent}}"),
               "");
    assert_str(render(d, "{{^null}}1{{/null}}{{^no}}2{{/no}}{{^empty}}3{{/empty}}{{^none}}4{{/none}}{{^absent}}5{{/absent}}"),
               "12345");
}

static void zero_and_the_empty_map_are_true(void **state)
{
    Desk *d = *state;
    map_int(&d->data, S("zero"), 0);
    map_put(&d->data, S("map"), (Value){.kind = VALUE_MAP});
    assert_str(render(d, "{{#zero}}{{zero}}{{/zero}}{{#map}}M{{/map}}"), "0M");
}

static void lists_and_maps_have_no_text(void **state)
{
    Desk *d = *state;
    map_put(&d->data, S("list"), list_of(d, "a b"));
    map_put(&d->data, S("map"), map_with(d, "a", "b"));
    assert_str(render(d, "({{list}}{{map}})"), "()");
}

static void a_dotted_name_is_decided_by_its_first_part(void **state)
{
    Desk *d = *state;
    MapBuilder inner = {.arena = &d->arena};
    map_put(&inner, S("b"), map_with(d, "x", "wrong"));
    map_put(&d->data, S("a"), map_value(&inner));
    map_put(&d->data, S("b"), map_with(d, "c", "unseen"));
    assert_str(render(d, "{{b.c}}|{{#a}}{{b.c}}{{/a}}"), "unseen|");
}

static void the_same_template_name_given_again_replaces_the_first(void **state)
{
    Desk *d = *state;
    add(d, "p", S("old"));
    add(d, "p", S("new"));
    assert_str(render(d, "{{>p}}"), "new");
}

static void output_is_appended(void **state)
{
    Desk *d = *state;
    Value data = {0};
    Buf out = {.arena = &d->arena};
    buf_put(&out, S("before "));
    add(d, "p", S("{{! nothing }}after"));
    template_render(&d->renderer, templates_get(&d->set, S("p")), &data, &out);
    assert_str(buf_str(&out), "before after");
}

/* --- lines and indentation ------------------------------------------------------------------------------------------- */

static void a_tag_alone_on_its_line_leaves_no_line(void **state)
{
    Desk *d = *state;
    map_put(&d->data, S("tags"), list_of(d, "a b"));
    assert_str(render(d, "<ul>\n  {{#tags}}\n  <li>{{.}}\n  {{/tags}}\n</ul>\n"), "<ul>\n  <li>a\n  <li>b\n</ul>\n");
}

static void a_partial_is_indented_like_its_tag_but_values_are_not(void **state)
{
    Desk *d = *state;
    map_str(&d->data, S("code"), S("x\ny"));
    add(d, "p", S("<pre>{{{code}}}</pre>\n{{>q}}\n"));
    add(d, "q", S("<hr>\n"));
    assert_str(render(d, "<div>\n  {{>p}}\n</div>\n"), "<div>\n  <pre>x\ny</pre>\n  <hr>\n</div>\n");
}

static void a_parent_among_text_is_put_into_the_line(void **state)
{
    Desk *d = *state;
    add(d, "link", S("<a>{{$text}}{{/text}}</a>"));
    assert_str(render(d, "  {{<link}}{{$text}}x{{/text}}{{/link}}, {{<link}}{{$text}}y{{/text}}{{/link}}\n"),
               "  <a>x</a>, <a>y</a>\n");
}

static void a_layout_and_its_pages_are_indented_each_in_its_own_way(void **state)
{
    Desk *d = *state;
    add(d, "base", S("<body>\n  <main>\n    {{$main}}\n    {{/main}}\n  </main>\n</body>\n"));
    assert_str(render(d, "{{<base}}\n{{$main}}\n<p>\n  a\n</p>\n{{/main}}\n{{/base}}\n"),
               "<body>\n  <main>\n    <p>\n      a\n    </p>\n  </main>\n</body>\n");
}

static void the_outermost_template_fills_a_block(void **state)
{
    Desk *d = *state;
    add(d, "base", S("[{{$title}}base{{/title}}]"));
    add(d, "list", S("{{<base}}{{$title}}list{{/title}}{{/base}}"));
    assert_str(render(d, "{{<list}}{{$title}}page{{/title}}{{/list}}{{>list}}{{>base}}"), "[page][list][base]");
}

static void of_two_blocks_of_one_name_the_last_counts(void **state)
{
    Desk *d = *state;
    add(d, "base", S("{{$a}}{{/a}}"));
    assert_str(render(d, "{{<base}}{{$a}}1{{/a}} ignored {{$a}}2{{/a}}{{/base}}"), "2");
}

static void a_parent_may_be_looked_up(void **state)
{
    Desk *d = *state;
    map_str(&d->data, S("layout"), S("wide"));
    add(d, "wide", S("<{{$a}}{{/a}}>"));
    assert_str(render(d, "{{<*layout}}{{$a}}x{{/a}}{{/*layout}}"), "<x>");
}

/* --- mistakes in a template ------------------------------------------------------------------------------------------ */

typedef struct Mistake {
    const char *template, *output, *complaint;
} Mistake;

static void assert_mistake(Desk *d, const Mistake *m)
{
    d->diags.n = 0;
    Str output = render(d, m->template);
    assert_str(complaints(d), m->complaint);
    assert_str(diag_codes(&d->arena, &d->diags), "template");
    assert_str(output, m->output);
}

static void a_mistake_is_told_with_its_place_and_the_rest_is_rendered(void **state)
{
    static const Mistake mistakes[] = {
        {"a\n  {{#x}}b", "a\n  ", "2:3 `{{#x}}` is never closed: write `{{/x}}` where it ends"},
        {"{{^x}}b", "b", "1:1 `{{^x}}` is never closed: write `{{/x}}` where it ends"},
        {"a{{/x}}b", "ab", "1:2 `{{/x}}` closes nothing: no section, parent or block is open here"},
        {"{{^a}}\n{{/b}}c", "c", "2:1 `{{/b}}` does not close `{{^a}}` of line 1: write `{{/a}}` instead"},
        {"{{^a}}{{^b}}1{{/a}}2", "12", "1:14 `{{/a}}` does not close `{{^b}}` of line 1: write `{{/b}}` first"},
        {"é{{name", "é{{name", "1:2 this tag has no end: `}}` is missing"},
        {"{{name\n<p>{{^x}}y{{/x}}", "{{name\n<p>y", "1:1 this tag has no end: `}}` is missing"},
        {"{{{name}} {{^x}}y{{/x}}", "{{{name}} y", "1:1 this tag has no end: `}}}` is missing"},
        {"a{{}}b", "ab", "1:2 this tag has no name"},
        {"a{{#}}b{{/}}", "a", "1:2 this tag has no name"},
        {"a{{> }}b", "ab", "1:2 this tag has no name"},
        {"a{{x..y}}b", "ab", "1:2 the name `x..y` has a dot too many"},
        {"a{{=<%=}}b", "ab", "1:2 delimiters are set by two short words without `=`, as in `{{=<% %>=}}`"},
        {"{{=a b c=}}", "", "1:1 delimiters are set by two short words without `=`, as in `{{=<% %>=}}`"},
        {"{{=<% %>}}b", "{{=<% %>}}b", "1:1 this tag has no end: `}}` is missing"},
        {"{{=| |=}}|#x|", "", "1:10 `|#x|` is never closed: write `|/x|` where it ends"},
    };
    for (ptrdiff_t i = 0; i < countof(mistakes); i++)
        assert_mistake(*state, &mistakes[i]);
}

static void a_template_with_a_mistake_is_told_apart_by_its_result(void **state)
{
    Desk *d = *state;
    assert_true(add(d, "good", S("{{#a}}{{/a}}")));
    assert_false(add(d, "bad", S("{{#a}}")));
    assert_non_null(templates_get(&d->set, S("bad")));
    assert_null(templates_get(&d->set, S("missing")));
}

/* --- strict mode ----------------------------------------------------------------------------------------------------- */

static void a_name_nobody_has_is_empty(void **state)
{
    Desk *d = *state;
    assert_str(render(d, "({{x}}{{>x}}{{x.y}})"), "()");
    assert_str(complaints(d), "");
}

static void a_name_nobody_has_is_reported_when_strict(void **state)
{
    Desk *d = *state;
    map_str(&d->data, S("title"), S("T"));
    map_str(&d->data, S("date"), S("D"));
    assert_str(render_strictly(d, "{{title}}\n é {{titel}}{{#colour}}{{/colour}}"), "T\n é ");
    assert_str(complaints(d), "2:4 `titel` is not in the data here; did you mean `title`?\n"
                              "2:13 `colour` is not in the data here");
    assert_str(diag_codes(&d->arena, &d->diags), "unknown-name unknown-name");
}

static void a_suggestion_is_a_name_that_is_visible_at_the_tag(void **state)
{
    Desk *d = *state;
    map_put(&d->data, S("author"), map_with(d, "surname", "S"));
    assert_str(render_strictly(d, "{{surnam}}{{#author}}{{surnam}}{{/author}}"), "");
    assert_str(complaints(d), "1:1 `surnam` is not in the data here\n"
                              "1:22 `surnam` is not in the data here; did you mean `surname`?");
}

static void the_missing_part_of_a_dotted_name_is_named(void **state)
{
    Desk *d = *state;
    MapBuilder site = {.arena = &d->arena};
    map_put(&site, S("owner"), map_with(d, "name", "N"));
    map_put(&d->data, S("site"), map_value(&site));
    map_str(&d->data, S("title"), S("T"));
    assert_str(render_strictly(d, "{{site.owner.nam}}{{site.ower.name}}{{title.x}}"), "");
    assert_str(complaints(d), "1:1 `site.owner` has no `nam`; did you mean `name`?\n"
                              "1:19 `site` has no `ower`; did you mean `owner`?\n"
                              "1:37 `title` has no `x`: it is no map");
}

static void parts_of_what_is_absent_are_no_mistake(void **state)
{
    Desk *d = *state;
    map_put(&d->data, S("next"), (Value){0});
    map_bool(&d->data, S("previous"), false);
    assert_str(render_strictly(d, "{{next.title}}{{#previous.title}}x{{/previous.title}}"), "");
    assert_str(complaints(d), "");
}

static void a_map_the_user_wrote_may_lack_any_name(void **state)
{
    Desk *d = *state;
    Value params = map_with(d, "colour", "red");
    params.is_open = true;
    map_put(&d->data, S("params"), params);
    assert_str(render_strictly(d, "{{params.size}}{{#params}}{{colour}}{{size}}{{/params}}"), "red");
    assert_str(complaints(d), "");
    render(d, "{{params.size}}{{size}}");
    assert_str(complaints(d), "1:16 `size` is not in the data here");
}

static void a_tag_is_reported_once(void **state)
{
    Desk *d = *state;
    map_put(&d->data, S("tags"), list_of(d, "a b c"));
    assert_str(render_strictly(d, "{{#tags}}{{.}}{{tga}}{{/tags}}"), "abc");
    render(d, "{{#tags}}{{.}}{{tga}}{{/tags}}");
    assert_str(complaints(d), "1:15 `tga` is not in the data here");
}

static void an_unknown_template_is_reported_when_strict(void **state)
{
    Desk *d = *state;
    add(d, "page/head", S(""));
    map_str(&d->data, S("layout"), S("page/haed"));
    map_str(&d->data, S("none"), S(""));
    assert_str(render_strictly(d, "{{>page/hed}}\n{{>*layout}}{{<zzz}}{{/zzz}}{{>*none}}{{>*absent}}"), "");
    assert_str(complaints(d), "1:1 there is no template `page/hed`; did you mean `page/head`?\n"
                              "2:1 there is no template `page/haed`; did you mean `page/head`?\n"
                              "2:13 there is no template `zzz`\n"
                              "2:39 `absent` is not in the data here");
}

static void a_report_inside_a_partial_points_into_the_partial(void **state)
{
    Desk *d = *state;
    add(d, "p", S("\n{{x}}"));
    assert_str(render_strictly(d, "{{>p}}"), "\n");
    assert_str(d->diags.items[0].path, "p");
    assert_str(d->diags.items[0].excerpt, "{{x}}");
    assert_str(complaints(d), "2:1 `x` is not in the data here");
}

/* --- bounds ---------------------------------------------------------------------------------------------------------- */

static void a_partial_that_includes_itself_ends_and_is_reported_once(void **state)
{
    Desk *d = *state;
    add(d, "p", S("x{{>p}}"));
    assert_int_equal(render(d, "{{>p}}").n, 100);
    assert_str(diag_codes(&d->arena, &d->diags), "partial-depth");
    assert_str(complaints(d), "1:2 `p` is nested more than 100 deep here and was left empty: does it include itself?");
}

static void a_tree_of_data_may_be_a_hundred_deep(void **state)
{
    Desk *d = *state;
    Value *tree = arena_new(&d->arena, Value, 1);
    for (int i = 0; i < 98; i++) {
        MapBuilder node = {.arena = &d->arena};
        map_put(&node, S("child"), *tree);
        tree = arena_new(&d->arena, Value, 1);
        *tree = map_value(&node);
    }
    add(d, "node", S(".{{#child}}{{>node}}{{/child}}"));
    assert_int_equal(render_value(d, S("{{>node}}"), tree).n, 98);
    assert_str(complaints(d), "");
}

static void a_block_that_fills_itself_ends(void **state)
{
    Desk *d = *state;
    add(d, "base", S("{{$a}}{{/a}}"));
    assert_true(render(d, "{{<base}}{{$a}}x{{$a}}{{/a}}{{/a}}{{/base}}").n == 99);
    assert_str(diag_codes(&d->arena, &d->diags), "partial-depth");
}

static void partials_that_double_at_each_level_are_cut_off(void **state)
{
    Desk *d = *state;
    for (int i = 0; i < 99; i++)
        add(d, str_z(&d->arena, str_fmt(&d->arena, "p%d", i)), str_fmt(&d->arena, "{{>p%d}}{{>p%d}}", i + 1, i + 1));
    add(d, "p99", S("x"));
    render(d, "{{>p1}}");
    assert_str(diag_codes(&d->arena, &d->diags), "too-large");
}

static void sections_over_one_list_again_and_again_are_cut_off(void **state)
{
    Desk *d = *state;
    map_put(&d->data, S("l"), list_of(d, "1 2 3 4 5 6 7 8 9 10"));
    Str begin = repeated(d, S("{{#l}}"), 50), end = repeated(d, S("{{/l}}"), 50);
    Value data = map_value(&d->data);
    render_value(d, str_fmt(&d->arena, STR_FMT "x" STR_FMT, STR_ARG(begin), STR_ARG(end)), &data);
    assert_str(diag_codes(&d->arena, &d->diags), "too-large");
}

static void elements_nest_a_hundred_deep_and_no_deeper(void **state)
{
    Desk *d = *state;
    Value data = {0};
    Str begin = repeated(d, S("{{^x}}"), 100), end = repeated(d, S("{{/x}}"), 100);
    assert_str(render_value(d, str_fmt(&d->arena, STR_FMT "y" STR_FMT, STR_ARG(begin), STR_ARG(end)), &data), "y");
    assert_str(complaints(d), "");
    render_value(d, repeated(d, S("{{^x}}"), 1000000), &data);
    assert_str(complaints(d), "1:601 sections, parents and blocks are nested more than 100 deep: move what is inside to a partial");
}

static void sections_through_recursive_partials_are_bounded(void **state)
{
    Desk *d = *state;
    map_bool(&d->data, S("x"), true);
    Str begin = repeated(d, S("{{#x}}"), 90), end = repeated(d, S("{{/x}}"), 90);
    add(d, "p", str_fmt(&d->arena, STR_FMT ".{{>p}}" STR_FMT, STR_ARG(begin), STR_ARG(end)));
    assert_str(render(d, "{{>p}}"), ".....");
    assert_str(diag_codes(&d->arena, &d->diags), "partial-depth");
}

static void hostile_templates_take_linear_time(void **state)
{
    static const char *const pieces[] = {
        "{{", "{{{", "}}", "{{a", "{{/a}}", "{{<a}}", "{{$a}}\n", " ", "\n", "{{=", "{{=| |=}}", "{{!", "{{!}}", "  {{>a}}  \n",
        "{{a.", ".", "|", "{{&}}", "{{#a}}{{/a}}", "\xff{{\xfe}}", "{{={{ }}=}}",
    };
    Desk *d = *state;
    Value data = {0};
    for (ptrdiff_t i = 0; i < countof(pieces); i++) {
        Str text = repeated(d, str(pieces[i]), 200000);
        assert_true(render_value(d, text, &data).n <= text.n);
        assert_true(render_value(d, str_head(text, text.n - 1), &data).n <= text.n);
    }
    assert_true(d->diags.n < countof(pieces) * 2 * 25);
}

static void any_bytes_are_a_template(void **state)
{
    static const char alphabet[] = "{{{}}}#^/<>$!=&.*|a \n\r\t\xc3\0";
    Desk *d = *state;
    map_put(&d->data, S("a"), list_of(d, "1 2"));
    Value data = map_value(&d->data);
    ArenaMark mark = arena_mark(&d->arena);
    uint32_t random = 1;
    for (int i = 0; i < 20000; i++) {
        char text[48];
        for (ptrdiff_t k = 0; k < countof(text); k++) {
            random = random * 1664525 + 1013904223;
            text[k] = alphabet[(random >> 16) % (sizeof alphabet - 1)];
        }
        TemplateSet set = {.arena = &d->arena};
        Diags diags = {.arena = &d->arena};
        Source source = {S("random"), {text, countof(text)}};
        templates_add(&set, S("a"), &source, &diags);
        Renderer renderer = {
            .set = &set, .diags = &diags, .scratch = &d->scratch, .strict = true, .reported = {.arena = &d->arena}};
        Buf out = {.arena = &d->arena};
        template_render(&renderer, templates_get(&set, S("a")), &data, &out);
        Buf linked = {.arena = &d->arena};
        templates_link(&set, &(Value){0});
        template_render(&renderer, templates_get(&set, S("a")), &data, &linked);
        assert_true(str_eq(buf_str(&out), buf_str(&linked)));
        arena_rewind(&d->arena, mark);
    }
}

/* --- constants ---------------------------------------------------------------------------------------------------------- */

static void put_constants(Desk *d)
{
    MapBuilder site = {.arena = &d->arena};
    map_str(&site, S("title"), S("A & B"));
    map_str(&site, S("author"), S(""));
    map_put(&site, S("tags"), list_of(d, "x y"));
    map_put(&d->constants, S("site"), map_value(&site));
    map_bool(&d->constants, S("is_offline"), true);
    Value constants = map_value(&d->constants);
    templates_link(&d->set, &constants);
}

static void constants_stand_around_the_data(void **state)
{
    Desk *d = *state;
    put_constants(d);
    map_str(&d->data, S("name"), S("n"));
    map_put(&d->data, S("items"), list_of(d, "1 2"));
    assert_str(render(d, "{{site.title}} {{{site.title}}} {{name}} {{site.author}}."), "A &amp; B A & B n .");
    assert_str(render(d, "{{#items}}{{site.title}}{{.}} {{/items}}"), "A &amp; B1 A &amp; B2 ");
    assert_str(render(d,
        "{{#site.title}}1{{.}}{{/site.title}}{{^site.title}}2{{/site.title}}{{#site.author}}3{{/site.author}}{{^site.author}}4{{name}}{{/site.author}}"),
               "1A &amp; B4n");
    assert_str(render(d, "{{#is_offline}}{{^site.author}}{{site.title}}{{/site.author}}{{/is_offline}}"), "A &amp; B");
    assert_str(render(d, "{{#site}}{{title}}{{#tags}}{{.}}{{/tags}}{{/site}}"), "A &amp; Bxy");
    assert_str(complaints(d), "");
}

static void a_name_in_the_data_hides_that_of_a_constant(void **state)
{
    Desk *d = *state;
    put_constants(d);
    map_put(&d->data, S("inner"), map_with(d, "site", "mine"));
    map_put(&d->data, S("other"), map_with(d, "is_offline", ""));
    const char *template = "{{site.title}} {{#inner}}<{{site}}{{site.title}}{{#is_offline}}y{{/is_offline}}>{{/inner}}"
                           "{{#other}}<{{site.title}} {{#is_offline}}y{{/is_offline}}>{{/other}}{{site.title}}";
    assert_str(render(d, template), "A &amp; B <miney><A &amp; B >A &amp; B");
    map_str(&d->data, S("site"), S("all mine"));
    assert_str(render(d, template), " <miney>< >");
    assert_str(render(d, "{{site}}"), "all mine");
}

static void what_a_constant_lacks_is_reported_when_strict(void **state)
{
    Desk *d = *state;
    put_constants(d);
    assert_str(render_strictly(d, "a {{site.titel}} b{{sit.title}}"), "a  b");
    assert_str(complaints(d), "1:3 `site` has no `titel`; did you mean `title`?\n1:19 `sit` is not in the data here; did you mean `site`?");
}

static void a_linked_page_is_one_piece_with_what_it_puts_in(void **state)
{
    Desk *d = *state;
    put_constants(d);
    add(d, "base", S("<{{$head}}{{site.title}}{{/head}}>\n  {{$main}}\n  none\n  {{/main}}\n{{>foot}}\n"));
    add(d, "foot", S("{{$note}}foot{{/note}} {{#l}}{{>item}}{{/l}}"));
    add(d, "item", S("[{{.}} {{site.title}}]\n"));
    map_put(&d->data, S("l"), list_of(d, "1 2"));
    assert_str(render(d, "{{<base}}{{$main}}\nsome {{site.title}}\n{{/main}}{{$note}}note{{/note}}{{/base}}"),
               "<A &amp; B>\n  some A &amp; B\nnote [1 A &amp; B]\n[2 A &amp; B]\n");
    assert_str(render(d, "{{>base}}"), "<A &amp; B>\n  none\nfoot [1 A &amp; B]\n[2 A &amp; B]\n");
    assert_str(render(d, " {{>foot}}\n."), " foot [1 A &amp; B]\n[2 A &amp; B]\n.");
}

#define EXAMPLE(name) cmocka_unit_test_setup_teardown(name, open_desk, close_desk)

/* --- kept values --------------------------------------------------------------------------------------------------------- */

/* A menu of two entries that is the same on all pages, and stays where it is. */
static Value kept_menu(Desk *d, const char *first)
{
    ListBuilder menu = {.arena = &d->arena};
    list_push(&menu, map_of(&d->arena, member_str(S("name"), str(first)), member_str(S("url"), S("a"))));
    list_push(&menu, map_of(&d->arena, member_str(S("name"), S("B")), member_str(S("url"), S(""))));
    Value value = list_value(&menu);
    value.is_kept = true;
    return value;
}

static Str page_of(Desk *d, Value menu, const char *key, const char *text)
{
    MapBuilder data = {.arena = &d->arena};
    map_put(&data, S("menu"), menu);
    map_str(&data, str(key), str(text));
    Value all = map_value(&data);
    return rendered(d, &d->renderer, &all);
}

static void texts_of_kept_values_are_made_once(void **state)
{
    Desk *d = *state;
    add(d, "page", S("{{x}}:{{#menu}}<{{name}}{{#url}} {{url}}{{/url}}>{{/menu}}"));
    put_constants(d);
    Value menu = kept_menu(d, "A");
    assert_str(page_of(d, menu, "x", "1"), "1:<A a><B>");
    ((Member *)menu.as.items[0].as.members)[0].value = value_string(S("changed"));      /* against the promise, to be seen */
    assert_str(page_of(d, menu, "x", "2"), "2:<A a><B>");
    assert_str(page_of(d, kept_menu(d, "C"), "x", "3"), "3:<C a><B>");
}

typedef struct Told {
    const char *key, *text, *page;      /* what a page is told, and what it shows */
} Told;

/* One kept menu, on one page after the other. */
static void check_pages(Desk *d, const char *template, const Told *told, ptrdiff_t n)
{
    add(d, "page", str(template));
    put_constants(d);
    Value menu = kept_menu(d, "A");
    for (ptrdiff_t i = 0; i < n; i++)
        assert_str(page_of(d, menu, told[i].key, told[i].text), told[i].page);
}

static void what_asks_for_more_than_the_kept_value_is_made_anew(void **state)
{
    static const Told told[] = {{"x", "1", "<A1><B1>"}, {"x", "2", "<A2><B2>"}};
    check_pages(*state, "{{#menu}}<{{name}}{{x}}>{{/menu}}", told, countof(told));
}

static void a_kept_text_knows_when_a_constant_means_something_else(void **state)
{
    static const Told told[] = {{"x", "", "<Atrue><Btrue>"}, {"is_offline", "?", "<A?><B?>"}, {"x", "", "<Atrue><Btrue>"}};
    check_pages(*state, "{{#menu}}<{{name}}{{is_offline}}>{{/menu}}", told, countof(told));
}

/* Where a name was found is no answer for a value that has it elsewhere, or not at all. */
static void items_of_one_list_may_have_other_keys(void **state)
{
    Desk *d = *state;
    ListBuilder list = {.arena = &d->arena};
    list_push(&list, map_of(&d->arena, member_str(S("a"), S("1")), member_str(S("b"), S("2"))));
    list_push(&list, map_of(&d->arena, member_str(S("a"), S("3")), member_str(S("b"), S("4"))));
    list_push(&list, map_of(&d->arena, member_str(S("b"), S("5")), member_str(S("a"), S("6"))));
    list_push(&list, map_of(&d->arena, member_str(S("a"), S("7")), member_str(S("c"), S("8"))));
    map_put(&d->data, S("list"), list_value(&list));
    map_str(&d->data, S("b"), S("outer"));
    assert_str(render(d, "{{#list}}{{a}}{{b}} {{/list}}"), "12 34 65 7outer ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        EXAMPLE(variables_are_escaped_for_html),
        EXAMPLE(values_are_never_read_as_templates),
        EXAMPLE(empty_things_are_false),
        EXAMPLE(zero_and_the_empty_map_are_true),
        EXAMPLE(lists_and_maps_have_no_text),
        EXAMPLE(a_dotted_name_is_decided_by_its_first_part),
        EXAMPLE(the_same_template_name_given_again_replaces_the_first),
        EXAMPLE(output_is_appended),
        EXAMPLE(texts_of_kept_values_are_made_once),
        EXAMPLE(what_asks_for_more_than_the_kept_value_is_made_anew),
        EXAMPLE(a_kept_text_knows_when_a_constant_means_something_else),
        EXAMPLE(items_of_one_list_may_have_other_keys),
        EXAMPLE(constants_stand_around_the_data),
        EXAMPLE(a_name_in_the_data_hides_that_of_a_constant),
        EXAMPLE(what_a_constant_lacks_is_reported_when_strict),
        EXAMPLE(a_linked_page_is_one_piece_with_what_it_puts_in),
        EXAMPLE(a_tag_alone_on_its_line_leaves_no_line),
        EXAMPLE(a_partial_is_indented_like_its_tag_but_values_are_not),
        EXAMPLE(a_parent_among_text_is_put_into_the_line),
        EXAMPLE(a_layout_and_its_pages_are_indented_each_in_its_own_way),
        EXAMPLE(the_outermost_template_fills_a_block),
        EXAMPLE(of_two_blocks_of_one_name_the_last_counts),
        EXAMPLE(a_parent_may_be_looked_up),
        EXAMPLE(a_mistake_is_told_with_its_place_and_the_rest_is_rendered),
        EXAMPLE(a_template_with_a_mistake_is_told_apart_by_its_result),
        EXAMPLE(a_name_nobody_has_is_empty),
        EXAMPLE(a_name_nobody_has_is_reported_when_strict),
        EXAMPLE(a_suggestion_is_a_name_that_is_visible_at_the_tag),
        EXAMPLE(the_missing_part_of_a_dotted_name_is_named),
        EXAMPLE(parts_of_what_is_absent_are_no_mistake),
        EXAMPLE(a_map_the_user_wrote_may_lack_any_name),
        EXAMPLE(a_tag_is_reported_once),
        EXAMPLE(an_unknown_template_is_reported_when_strict),
        EXAMPLE(a_report_inside_a_partial_points_into_the_partial),
        EXAMPLE(a_partial_that_includes_itself_ends_and_is_reported_once),
        EXAMPLE(a_tree_of_data_may_be_a_hundred_deep),
        EXAMPLE(a_block_that_fills_itself_ends),
        EXAMPLE(partials_that_double_at_each_level_are_cut_off),
        EXAMPLE(sections_over_one_list_again_and_again_are_cut_off),
        EXAMPLE(elements_nest_a_hundred_deep_and_no_deeper),
        EXAMPLE(sections_through_recursive_partials_are_bounded),
        EXAMPLE(hostile_templates_take_linear_time),
        EXAMPLE(any_bytes_are_a_template),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
