/* kb render: one template, some data, the result on stdout. The engine of the site as a tool, for trying a template out and for
 * small text jobs beside the site. */
#include "base/fs.h"
#include "cmd/cmd.h"
#include "read/yaml.h"
#include "template/mustache.h"

enum { INPUT_MAX = 64 * 1024 * 1024 };    /* bytes of one file */

typedef struct Render {
    Arena *arena;
    Diags diags;
    TemplateSet templates;
    bool has_unreadable;
} Render;

static const char HELP[] =
    "usage: kb render TEMPLATE [options]\n"
    "\n"
    "Renders one Mustache template and prints the result. `-` stands for standard\n"
    "input, once, as the template or as data.\n"
    "\n"
    "  --data FILE         names and values for the template, as YAML or JSON. Given\n"
    "                      several times, a later file replaces names of an earlier\n"
    "                      one. Without it no name has a value.\n"
    "  --partials DIR      where {{>name}} and {{<name}} find name.mustache; folders\n"
    "                      inside are part of the name, as in {{>page/head}}\n"
    "  --strict-templates  a name that the data do not have, and a partial that does\n"
    "                      not exist, is an error and not just empty\n"
    "  -h, --help          this page\n"
    "\n"
    "The language is Mustache (mustache(5)) with template inheritance and dynamic\n"
    "names, without lambdas:\n"
    "\n"
    "  {{name}} {{a.b}}    the value, escaped for HTML; {{{name}}} and {{&name}} as it is\n"
    "  {{#name}}…{{/name}} once for each item of a list, or once when name is not empty\n"
    "  {{^name}}…{{/name}} when name is empty: absent, null, false, \"\" or []\n"
    "  {{.}}               the item itself\n"
    "  {{>name}}           another template in this place; {{>*name}} looks its name up\n"
    "  {{<name}}{{$block}}…{{/block}}{{/name}}\n"
    "                      another template with its {{$block}}…{{/block}} replaced\n"
    "  {{! … }}            a comment\n"
    "  {{=<% %>=}}         other delimiters from here on\n"
    "\n"
    "Exit status: 0 rendered, 1 a mistake in template or data (reported with its\n"
    "place; what could be rendered is printed), 2 wrong usage, 4 unreadable file.\n"
    "\n"
    "Example:\n"
    "  echo 'Hello, {{name}}!' | kb render - --data me.yml\n";

/* The file, or stdin for `-`. */
static bool read_input(Render *r, Str path, Source *source)
{
    *source = (Source){.path = path};
    if (str_eq(path, S("-"))) {
        *source = (Source){S("<stdin>"), fs_read_stdin(r->arena)};
        return true;
    }
    bool too_large;
    Str why;
    if (fs_read(r->arena, path, INPUT_MAX, &source->text, &too_large, &why))
        return true;
    diag_file(&r->diags, path, too_large ? DIAG_TOO_LARGE : DIAG_UNREADABLE, STR_FMT, STR_ARG(why));
    r->has_unreadable = true;
    return false;
}

static void read_partials(Render *r, Str dir)
{
    FsList files = {0};
    Str why;
    if (!fs_walk(r->arena, dir, false, (Str){0}, &files, &why)) {
        diag_file(&r->diags, dir, DIAG_UNREADABLE, STR_FMT, STR_ARG(why));
        r->has_unreadable = true;
        return;
    }
    Str ending = S(".mustache");
    for (ptrdiff_t i = 0; i < files.n; i++) {
        Str file = files.items[i].path;
        Source source;
        if (str_ends(file, ending) && read_input(r, fs_join(r->arena, dir, file), &source))
            templates_add(&r->templates, str_head(file, file.n - ending.n), &source, &r->diags);
    }
}

/* The same data without `is_open`: who asks for strictness means the data, too. */
static Value closed(Arena *a, const Value *v)
{
    Value copy = *v;
    copy.is_open = false;
    if (v->kind == VALUE_LIST) {
        Value *items = arena_new(a, Value, v->n);
        for (ptrdiff_t i = 0; i < v->n; i++)
            items[i] = closed(a, &v->as.items[i]);
        copy.as.items = items;
    }
    if (v->kind == VALUE_MAP) {
        Member *members = arena_new(a, Member, v->n);
        for (ptrdiff_t i = 0; i < v->n; i++)
            members[i] = (Member){v->as.members[i].key, closed(a, &v->as.members[i].value), v->as.members[i].hash};
        copy.as.members = members;
    }
    return copy;
}

static Value merged(Arena *a, const Value *base, const Value *over)
{
    MapBuilder map = {.arena = a};
    for (ptrdiff_t i = 0; i < base->n; i++)
        map_put(&map, base->as.members[i].key, base->as.members[i].value);
    for (ptrdiff_t i = 0; i < over->n; i++)
        map_put(&map, over->as.members[i].key, over->as.members[i].value);
    return map_value(&map);
}

static Value read_data(Render *r, const StrList *paths)
{
    Value data = {.kind = VALUE_MAP};
    for (ptrdiff_t i = 0; i < paths->n; i++) {
        Source source;
        Yaml root;
        if (!read_input(r, paths->items[i], &source) || !yaml_parse(r->arena, &source, source.text, 1, &root, &r->diags))
            continue;
        Value parsed = yaml_value(r->arena, &root), next = closed(r->arena, &parsed);
        if (paths->n == 1)
            data = next;
        else if (next.kind == VALUE_MAP)
            data = merged(r->arena, &data, &next);
        else
            diag_file(&r->diags, source.path, DIAG_YAML, "of several data files each must be a map of names and values");
    }
    return data;
}

/* What is wrong with the operands and files named, or NULL. */
static const char *usage_mistake(const StrList *operands, const StrList *data)
{
    if (operands->n != 1)
        return "give one template, or - for standard input; see kb help render";
    int stdin_count = str_eq(operands->items[0], S("-"));
    for (ptrdiff_t i = 0; i < data->n; i++)
        stdin_count += str_eq(data->items[i], S("-"));
    return stdin_count > 1 ? "- can stand for one file only: standard input is read once" : NULL;
}

static void render(Render *r, const Template *t, const Value *data, bool is_strict)
{
    Arena scratch = {0};
    Renderer renderer = {
        .set = &r->templates,
        .diags = &r->diags,
        .scratch = &scratch,
        .strict = is_strict,
        .reported = {.arena = r->arena},
    };
    Buf out = {.arena = r->arena};
    template_render(&renderer, t, data, &out);
    arena_free(&scratch);
    print_out(buf_str(&out));
}

static int run_render(Arena *a, int argc, char **argv)
{
    StrList operands = {0}, data_files = {0};
    Str partials = {0};
    bool is_strict = false, done = false;
    const Option options[] = {
        {"data", 0, OPTION_LIST, &data_files},
        {"partials", 0, OPTION_TEXT, &partials},
        {"strict-templates", 0, OPTION_FLAG, &is_strict},
    };
    if (!options_read(a, &COMMAND_RENDER, argc, argv, options, countof(options), &operands, &done))
        return EXIT_USAGE;
    if (done)
        return EXIT_OK;
    const char *mistake = usage_mistake(&operands, &data_files);
    if (mistake)
        return command_fail(a, &COMMAND_RENDER, EXIT_USAGE, str(mistake));
    Render r = {.arena = a, .diags = {.arena = a}, .templates = {.arena = a}};
    if (partials.n)
        read_partials(&r, partials);
    Value data = read_data(&r, &data_files);
    Source source;
    Str name = {0};    /* no tag can name it */
    if (read_input(&r, operands.items[0], &source)) {
        templates_add(&r.templates, name, &source, &r.diags);
        if (!r.has_unreadable)
            render(&r, templates_get(&r.templates, name), &data, is_strict);
    }
    if (is_strict)
        diags_raise_warnings(&r.diags);
    diags_print(a, &r.diags, false, false);
    return r.has_unreadable ? EXIT_IO : diags_count(&r.diags, SEVERITY_ERROR) ? EXIT_CONTENT : EXIT_OK;
}

const Command COMMAND_RENDER = {
    .name = "render",
    .synopsis = "render one template with data from YAML or JSON",
    .help = HELP,
    .run = run_render,
};
