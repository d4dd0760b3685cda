/* mustache_spec KB FOLDER FILE...: runs the files of the official Mustache specification, as they are, and says TAP. Each of their
 * tests is rendered three times: by template_render in this process, plain and linked, and by the program KB from files written below FOLDER. Both have
 * to give what the specification expects. */
#define _XOPEN_SOURCE 700
#include "base/fs.h"
#include "read/yaml.h"
#include "template/mustache.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct Spec {
    Arena *arena;
    Str kb, folder;
    int number;             /* tests so far */
    int failures;
} Spec;

typedef struct Case {
    Str module, name, template, expected;
    Value data;
    const Yaml *partials;   /* a map, or NULL */
} Case;

static Str text_at(const Yaml *map, const char *key)
{
    const Yaml *y = yaml_get(map, str(key));
    return y ? y->text : (Str){0};
}

static Case read_case(Arena *a, Str module, const Yaml *y)
{
    const Yaml *data = yaml_get(y, S("data"));
    return (Case){
        .module = module,
        .name = text_at(y, "name"),
        .template = text_at(y, "template"),
        .expected = text_at(y, "expected"),
        .data = data ? yaml_value(a, data) : (Value){0},
        .partials = yaml_get(y, S("partials")),
    };
}

static ptrdiff_t partial_count(const Case *t)
{
    return t->partials ? t->partials->n : 0;
}

/* --- in this process ----------------------------------------------------------------------------------------------- */

static void add_template(TemplateSet *set, Str name, Str text, Diags *diags)
{
    templates_add(set, name, &(Source){.path = name, .text = text}, diags);
}

static Str render_here(Arena *a, const Case *t)
{
    Arena scratch = {0};
    Diags diags = {.arena = a};
    TemplateSet set = {.arena = a};
    add_template(&set, S(""), t->template, &diags);
    for (ptrdiff_t i = 0; i < partial_count(t); i++)
        add_template(&set, t->partials->keys[i].text, t->partials->items[i].text, &diags);
    Renderer renderer = {.set = &set, .diags = &diags, .scratch = &scratch, .reported = {.arena = a}};
    Buf out = {.arena = a};
    template_render(&renderer, templates_get(&set, S("")), &t->data, &out);
    Buf linked = {.arena = a};
    templates_link(&set, &(Value){0});
    template_render(&renderer, templates_get(&set, S("")), &t->data, &linked);
    arena_free(&scratch);
    if (!str_eq(buf_str(&linked), buf_str(&out)))
        return str_fmt(a, "linked: " STR_FMT, STR_ARG(buf_str(&linked)));
    return diags.n ? str_fmt(a, "reported: " STR_FMT, STR_ARG(diags.items[0].message)) : buf_str(&out);
}

/* --- by the program ------------------------------------------------------------------------------------------------- */

static Str write_file(Arena *a, Str folder, const char *name, Str bytes)
{
    Str path = fs_join(a, folder, str(name)), why;
    FsWritten written;
    if (!fs_write(a, path, bytes, &written, &why))
        fprintf(stderr, "# " STR_FMT ": " STR_FMT "\n", STR_ARG(path), STR_ARG(why));
    return path;
}

static Str read_pipe(Arena *a, int fd)
{
    Buf b = {.arena = a};
    for (ssize_t n; (n = read(fd, buf_reserve(&b, 4096), 4096)) > 0;)
        b.n += n;
    return buf_str(&b);
}

/* What the program prints; a sentence instead when it does not end with status 0. */
static Str output_of(Arena *a, char *const argv[])
{
    int ends[2];
    CHECK(pipe(ends) == 0);
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        dup2(ends[1], 1);
        close(ends[0]);
        close(ends[1]);
        execv(argv[0], argv);
        perror(argv[0]);
        _exit(127);
    }
    close(ends[1]);
    Str out = read_pipe(a, ends[0]);
    close(ends[0]);
    int status;
    CHECK(waitpid(child, &status, 0) == child);
    return status ? str_fmt(a, "ended with status %d after: " STR_FMT, status, STR_ARG(out)) : out;
}

static Str render_by_program(Arena *a, const Spec *spec, const Case *t)
{
    Str folder = fs_join(a, spec->folder, str_fmt(a, "%d", spec->number));
    Str partials = fs_join(a, folder, S("partials")), why;
    Buf json = {.arena = a};
    value_put_json(&json, &t->data, 0);
    Str template = write_file(a, folder, "template", t->template);
    Str data = write_file(a, folder, "data.json", buf_str(&json));
    fs_make_dirs(a, partials, &why);
    for (ptrdiff_t i = 0; i < partial_count(t); i++) {
        Str name = str_fmt(a, STR_FMT ".mustache", STR_ARG(t->partials->keys[i].text));
        write_file(a, partials, str_z(a, name), t->partials->items[i].text);
    }
    char *argv[] = {str_z(a, spec->kb), "render", str_z(a, template), "--data", str_z(a, data),
                    "--partials", str_z(a, partials), NULL};
    return output_of(a, argv);
}

/* --- comparing ------------------------------------------------------------------------------------------------------ */

static void print_quoted(Arena *a, const char *label, Str s)
{
    Buf b = {.arena = a};
    buf_put_json(&b, s);
    fprintf(stderr, "#   %s " STR_FMT "\n", label, STR_ARG(buf_str(&b)));
}

static bool check(Arena *a, const Case *t, const char *way, Str actual)
{
    if (str_eq(actual, t->expected))
        return true;
    fprintf(stderr, "# " STR_FMT ": " STR_FMT ", %s\n", STR_ARG(t->module), STR_ARG(t->name), way);
    print_quoted(a, "template:", t->template);
    print_quoted(a, "expected:", t->expected);
    print_quoted(a, "actual:  ", actual);
    return false;
}

static bool run_case(Spec *spec, const Case *t)
{
    Arena *a = spec->arena;
    spec->number++;
    bool is_ok = check(a, t, "in-process", render_here(a, t));
    is_ok = check(a, t, "kb render", render_by_program(a, spec, t)) && is_ok;
    printf("%s %d - " STR_FMT ": " STR_FMT "\n", is_ok ? "ok" : "not ok", spec->number, STR_ARG(t->module), STR_ARG(t->name));
    spec->failures += !is_ok;
    return is_ok;
}

static Str module_name(Str path)
{
    Str name = str_from(path, str_find_last_char(path, '/') + 1);
    return str_unprefix(str_head(name, str_find(name, S(".json"))), S("~"));
}

static void fail_file(Spec *spec, Str path, Str why)
{
    printf("not ok %d - " STR_FMT "\n", ++spec->number, STR_ARG(path));
    fprintf(stderr, "# " STR_FMT "\n", STR_ARG(why));
    spec->failures++;
}

static void run_file(Spec *spec, Str path)
{
    Source source = {.path = path};
    Yaml root;
    Diags diags = {.arena = spec->arena};
    bool too_large;
    Str why;
    if (!fs_read(spec->arena, path, 1 << 24, &source.text, &too_large, &why)) {
        fail_file(spec, path, why);
        return;
    }
    bool is_read = yaml_parse(spec->arena, &source, source.text, 1, &root, &diags);
    const Yaml *tests = is_read ? yaml_get(&root, S("tests")) : NULL;
    if (!tests || !tests->n) {
        fail_file(spec, path, diags.n ? diags.items[0].message : S("has no tests"));
        return;
    }
    int passed = 0;
    Str module = module_name(path);
    for (ptrdiff_t i = 0; i < tests->n; i++) {
        Case t = read_case(spec->arena, module, &tests->items[i]);
        passed += run_case(spec, &t);
    }
    printf("# mustache spec, " STR_FMT ": %d of %d\n", STR_ARG(module), passed, (int)tests->n);
}

int main(int argc, char **argv)
{
    CHECK(argc > 3);
    setvbuf(stdout, NULL, _IOLBF, BUFSIZ);    /* nothing is left in it when we fork */
    Arena arena = {0};
    Spec spec = {.arena = &arena, .kb = str(argv[1]), .folder = str(argv[2])};
    for (int i = 3; i < argc; i++) {
        Str path = str(argv[i]);
        if (str_eq(module_name(path), S("lambdas")))
            printf("# mustache spec, lambdas: left out, data here holds no functions\n");
        else
            run_file(&spec, path);
    }
    printf("1..%d\n", spec.number);
    arena_free(&arena);
    return spec.failures > 0;
}
