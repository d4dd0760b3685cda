/* Running: the code of a template is walked from front to back, and everything that nests is a chain on the C stack, innermost
 * link first: the data that names are looked up in, the arguments that parents were given, the indentation of the place where
 * text lands. So rendering allocates nothing but the output.
 *
 * Indentation is written when the first thing of a template's line is: `at_line_start` says that a line has begun and nothing
 * of it is written yet. Text sets it (a value that ends in a newline does not begin a line of the template).
 *
 * What data or templates could drive without end is bounded: nesting, the ops run for one page, and its size. */
#include "template/mustache.h"

#include "base/hash.h"
#include "template/code.h"

#include <string.h>

enum {
    INCLUDE_MAX = 100,                  /* partials, parents and filled blocks inside one another */
    CONTEXT_MAX = 500,                  /* sections inside one another, over all these templates */
    OPS_MAX = 10 * 1000 * 1000,         /* run for one page */
    OPS_LEFT_MAX = 100 * 1000,          /* once something was nested too deep */
    OUTPUT_MAX = 256 * 1024 * 1024,
};

typedef struct Context {
    const struct Context *outer;
    const Value *value;
    int depth;
} Context;

/* A parent that is being rendered, with the blocks in it. */
typedef struct Arguments {
    const struct Arguments *outer;
    const Template *template;
    const Op *parent;
} Arguments;

typedef struct Indent {
    const struct Indent *outer;
    Str blanks;
} Indent;

typedef struct Run {
    Renderer *renderer;
    Buf *out;
    ptrdiff_t out_end;      /* where the output has to stop */
    int ops_left;
    int depth;
    bool at_line_start;
    const Context *context;
    const Arguments *arguments;
    const Indent *indent;
} Run;

static void run(Run *r, const Template *t, const Op *op, const Op *end);

/* --- reports ------------------------------------------------------------------------------------------------------- */

/* Whether this has not been said of this tag yet, in these words. (The nearest name may differ from page to page; each is said, and sorting the
 * diagnostics keeps one, so that what is printed does not depend on which thread met which page.) */
static bool is_news(Run *r, const Template *t, const Op *op, DiagCode code, Str hint)
{
    Table *reported = &r->renderer->reported;
    Arena *scratch = r->renderer->scratch;
    ArenaMark mark = arena_mark(scratch);
    Str key = str_fmt(scratch, "%d:%td:" STR_FMT ":" STR_FMT, (int)code, op->at, STR_ARG(t->name), STR_ARG(hint));
    bool is_new = table_find(reported, key) < 0;
    if (is_new)
        table_add(reported, str_copy(reported->arena, key));
    arena_rewind(scratch, mark);
    return is_new;
}

/* `; did you mean …?`, or nothing. */
static Str suggestion(Arena *scratch, Str name, const StrList *names)
{
    Str nearest = str_nearest(name, names->items, names->n);
    return nearest.n ? str_fmt(scratch, "; did you mean `" STR_FMT "`?", STR_ARG(nearest)) : (Str){0};
}

static void list_keys(Arena *scratch, StrList *names, const Value *v)
{
    if (v->kind == VALUE_MAP)
        for (ptrdiff_t i = 0; i < v->n; i++)
            list_add(scratch, names, v->as.members[i].key);
}

/* No data around the tag has the first part of its name. */
static void report_unknown_name(Run *r, const Template *t, const Op *op)
{
    for (const Context *c = r->context; c; c = c->outer)
        if (c->value->kind == VALUE_MAP && c->value->is_open)
            return;
    Arena *scratch = r->renderer->scratch;
    StrList names = {0};
    for (const Context *c = r->context; c; c = c->outer)
        list_keys(scratch, &names, c->value);
    Str name = op->parts[0], hint = suggestion(scratch, name, &names);
    if (is_news(r, t, op, DIAG_UNKNOWN_NAME, hint))
        diag_at(r->renderer->diags, &t->source, op->at, DIAG_UNKNOWN_NAME, "`" STR_FMT "` is not in the data here" STR_FMT,
                STR_ARG(name), STR_ARG(hint));
}

/* `v`, which the parts before `part` name, does not have it. What is empty or absent has no parts, and that is no mistake. */
static void report_unknown_part(Run *r, const Template *t, const Op *op, const Value *v, Str part)
{
    bool is_map = v->kind == VALUE_MAP;
    if ((is_map && v->is_open) || !value_is_true(v))
        return;
    Arena *scratch = r->renderer->scratch;
    StrList names = {0};
    list_keys(scratch, &names, v);
    Str before = str_head(op->text, part.p - op->text.p - 1), hint = suggestion(scratch, part, &names);
    if (!is_news(r, t, op, DIAG_UNKNOWN_NAME, hint))
        return;
    diag_at(r->renderer->diags, &t->source, op->at, DIAG_UNKNOWN_NAME, "`" STR_FMT "` has no `" STR_FMT "`%s" STR_FMT,
            STR_ARG(before), STR_ARG(part), is_map ? "" : ": it is no map", STR_ARG(hint));
}

static void report_unknown_template(Run *r, const Template *t, const Op *op, Str name)
{
    if (!is_news(r, t, op, DIAG_UNKNOWN_NAME, name))
        return;
    const Table *known = &r->renderer->set->names;
    Str nearest = str_nearest(name, known->keys, known->n);
    diag_at(r->renderer->diags, &t->source, op->at, DIAG_UNKNOWN_NAME, "there is no template `" STR_FMT "`%s" STR_FMT "%s",
            STR_ARG(name), nearest.n ? "; did you mean `" : "", STR_ARG(nearest), nearest.n ? "`?" : "");
}

static void report_depth(Run *r, const Template *t, const Op *op, int limit)
{
    if (r->ops_left > OPS_LEFT_MAX)
        r->ops_left = OPS_LEFT_MAX;
    if (is_news(r, t, op, DIAG_PARTIAL_DEPTH, (Str){0}))
        diag_at(r->renderer->diags, &t->source, op->at, DIAG_PARTIAL_DEPTH,
                "`" STR_FMT "` is nested more than %d deep here and was left empty: does it include itself?",
                STR_ARG(op->text), limit);
}

/* Counts the op; false when the page has become too large. */
static bool spend(Run *r, const Template *t, const Op *op)
{
    if (r->ops_left > 0 && r->out->n <= r->out_end) {
        r->ops_left--;
        return true;
    }
    if (r->out_end >= 0 && is_news(r, t, op, DIAG_TOO_LARGE, (Str){0}))
        diag_at(r->renderer->diags, &t->source, op->at, DIAG_TOO_LARGE,
                "the page is cut off here: its templates repeat themselves more than a page can hold");
    r->out_end = -1;        /* said once */
    return false;
}

/* --- names --------------------------------------------------------------------------------------------------------- */

static const Value *find_in_contexts(const Context *c, Str name)
{
    const Value *v = NULL;
    while (c && !(v = value_get(c->value, name)))
        c = c->outer;
    return v;
}

/* Mustache's rule: the first part is looked up from the inside out, the others only in what it names. */
static const Value *value_of(Run *r, const Template *t, const Op *op)
{
    static const Value nothing = {0};
    if (!op->part_count)
        return r->context->value;
    const Value *v = find_in_contexts(r->context, op->parts[0]);
    if (!v && r->renderer->strict)
        report_unknown_name(r, t, op);
    for (int i = 1; v && i < op->part_count; i++) {
        const Value *part = value_get(v, op->parts[i]);
        if (!part && r->renderer->strict)
            report_unknown_part(r, t, op, v, op->parts[i]);
        v = part;
    }
    return v ? v : &nothing;
}

static const Template *template_of(Run *r, const Template *t, const Op *op)
{
    Str name = op->is_dynamic ? value_text(value_of(r, t, op)) : op->text;
    const Template *found = name.n ? templates_get(r->renderer->set, name) : NULL;
    if (!found && name.n && r->renderer->strict)
        report_unknown_template(r, t, op, name);
    return found;
}

/* --- text ---------------------------------------------------------------------------------------------------------- */

static void put_indent(Buf *out, const Indent *indent)
{
    if (indent) {
        put_indent(out, indent->outer);
        buf_put(out, indent->blanks);
    }
}

static void begin_line(Run *r)
{
    if (r->at_line_start)
        put_indent(r->out, r->indent);
    r->at_line_start = false;
}

static void put_indented(Run *r, Str text)
{
    while (text.n) {
        begin_line(r);
        ptrdiff_t newline = str_find_char(text, '\n');
        ptrdiff_t n = newline < 0 ? text.n : newline + 1;
        buf_put(r->out, str_head(text, n));
        text = str_from(text, n);
        r->at_line_start = newline >= 0;
    }
}

static void put_text(Run *r, Str text)
{
    if (r->indent) {
        put_indented(r, text);
    } else if (text.n) {
        buf_put(r->out, text);
        r->at_line_start = text.p[text.n - 1] == '\n';
    }
}

/* --- what nests ---------------------------------------------------------------------------------------------------- */

static void section(Run *r, const Template *t, const Op *op)
{
    const Value *v = value_of(r, t, op);
    if (!value_is_true(v))
        return;
    if (r->context->depth == CONTEXT_MAX) {
        report_depth(r, t, op, CONTEXT_MAX);
        return;
    }
    bool is_list = v->kind == VALUE_LIST;
    const Value *items = is_list ? v->as.items : v;
    ptrdiff_t n = is_list ? v->n : 1;
    Context inner = {.outer = r->context, .depth = r->context->depth + 1};
    r->context = &inner;
    for (ptrdiff_t i = 0; i < n; i++) {
        inner.value = &items[i];
        run(r, t, op + 1, t->ops + op->end);
    }
    r->context = inner.outer;
}

/* Runs code of another template, each line of it behind `indent`. `t` and `op` say where it is wanted. */
static void run_inside(Run *r, const Template *t, const Op *op, const Template *other, const Op *from, const Op *to,
                       const Indent *indent)
{
    if (r->depth == INCLUDE_MAX) {
        report_depth(r, t, op, INCLUDE_MAX);
        return;
    }
    const Indent *outer = r->indent;
    r->indent = indent;
    r->depth++;
    run(r, other, from, to);
    r->depth--;
    r->indent = outer;
    if (!op->is_alone)
        r->at_line_start = false;    /* the line goes on behind the tag */
}

static void include(Run *r, const Template *t, const Op *op)
{
    if (!op->is_alone) {
        put_text(r, op->indent);
        begin_line(r);
    }
    const Template *other = template_of(r, t, op);
    if (!other)
        return;
    Arguments arguments = {r->arguments, t, op};
    if (op->kind == OP_PARENT)
        r->arguments = &arguments;
    Indent deeper = {r->indent, op->indent};
    const Indent *indent = op->indent.n ? &deeper : r->indent;
    run_inside(r, t, op, other, other->ops, other->ops + other->n, op->is_alone ? indent : NULL);
    r->arguments = arguments.outer;
}

static const Op *find_argument(const Arguments *a, Str name)
{
    int i = a->parent->argument;
    while (i && !str_eq(a->template->ops[i].text, name))
        i = a->template->ops[i].argument;
    return i ? &a->template->ops[i] : NULL;
}

/* Puts the block that fills this one from outside: of several the outermost, so that a template overrides its parents.
 * False when there is none. */
static bool fill_block(Run *r, const Template *t, const Op *op)
{
    const Op *filling = NULL;
    const Template *from = NULL;
    for (const Arguments *a = r->arguments; a; a = a->outer) {
        const Op *found = find_argument(a, op->text);
        if (found) {
            filling = found;
            from = a->template;
        }
    }
    if (!filling)
        return false;
    Indent deeper = {r->indent, op->indent};
    run_inside(r, t, op, from, filling + 1, from->ops + filling->end, op->indent.n ? &deeper : r->indent);
    return true;
}

/* --- the walk ------------------------------------------------------------------------------------------------------ */

/* Runs one op and gives the next. Where the ops inside it run in place, that is the first of them. */
static const Op *step(Run *r, const Template *t, const Op *op)
{
    const Op *next = t->ops + op->end;
    switch (op->kind) {
    case OP_TEXT: put_text(r, op->text); break;
    case OP_ESCAPED:
        begin_line(r);
        buf_put_html(r->out, value_text(value_of(r, t, op)));
        break;
    case OP_RAW:
        begin_line(r);
        buf_put(r->out, value_text(value_of(r, t, op)));
        break;
    case OP_SECTION: section(r, t, op); break;
    case OP_INVERTED: return value_is_true(value_of(r, t, op)) ? next : op + 1;
    case OP_PARTIAL:
    case OP_PARENT: include(r, t, op); break;
    case OP_BLOCK:
        if (fill_block(r, t, op))
            break;
        if (!op->is_alone)
            put_text(r, op->indent);
        return op + 1;
    }
    return next;
}

static void run(Run *r, const Template *t, const Op *op, const Op *end)
{
    while (op < end && spend(r, t, op))
        op = step(r, t, op);
}

void template_render(Renderer *r, const Template *t, const Value *data, Buf *out)
{
    ArenaMark mark = arena_mark(r->scratch);
    Context root = {.value = data};
    Run state = {
        .renderer = r,
        .out = out,
        .out_end = out->n + OUTPUT_MAX,
        .ops_left = OPS_MAX,
        .at_line_start = true,
        .context = &root,
    };
    run(&state, t, t->ops, t->ops + t->n);
    arena_rewind(r->scratch, mark);
}

/* --- the set ------------------------------------------------------------------------------------------------------- */

bool templates_add(TemplateSet *set, Str name, const Source *source, Diags *diags)
{
    if (!set->names.arena)
        set->names.arena = set->arena;
    ptrdiff_t number = table_add(&set->names, str_copy(set->arena, name));
    if (number >= set->cap) {
        ptrdiff_t cap = set->cap ? set->cap * 2 : 32;
        Template **templates = arena_new(set->arena, Template *, cap);
        if (set->cap)
            memcpy(templates, set->templates, (size_t)set->cap * sizeof *templates);
        set->templates = templates;
        set->cap = cap;
    }
    Template *t = arena_new(set->arena, Template, 1);
    t->name = str_copy(set->arena, name);
    t->source = (Source){str_copy(set->arena, source->path), source->text};
    set->templates[number] = t;
    return template_compile(set->arena, t, diags);
}

const Template *templates_get(const TemplateSet *set, Str name)
{
    ptrdiff_t number = table_find(&set->names, name);
    return number < 0 ? NULL : set->templates[number];
}

/* Adds a template and what it names to the hash, each once, in the order they are met. */
static uint64_t mix_template(uint64_t h, const TemplateSet *set, ptrdiff_t number, bool *met)
{
    if (met[number])
        return h;
    met[number] = true;
    const Template *t = set->templates[number];
    h = hash_mix_str(hash_mix_str(h, t->name), t->source.text);
    for (int i = 0; i < t->n; i++) {
        const Op *op = &t->ops[i];
        if (op->kind != OP_PARTIAL && op->kind != OP_PARENT)
            continue;
        for (ptrdiff_t k = 0; op->is_dynamic && k < set->names.n; k++)
            h = mix_template(h, set, k, met);
        ptrdiff_t named = op->is_dynamic ? -1 : table_find(&set->names, op->text);
        if (named >= 0)
            h = mix_template(h, set, named, met);
    }
    return h;
}

uint64_t template_hash(const TemplateSet *set, Str name)
{
    Arena scratch = {0};
    ptrdiff_t number = table_find(&set->names, name);
    uint64_t h = number < 0 ? 0 : mix_template(1, set, number, arena_new(&scratch, bool, set->names.n));
    arena_free(&scratch);
    return h;
}

static bool is_about(const Op *op, Str name)
{
    bool is_name = op->kind == OP_ESCAPED || op->kind == OP_RAW || op->kind == OP_SECTION || op->kind == OP_INVERTED;
    return is_name && str_starts(op->text, name) && (op->text.n == name.n || op->text.p[name.n] == '.');
}

bool templates_mention(const TemplateSet *set, Str name)
{
    for (ptrdiff_t i = 0; i < set->names.n; i++)
        for (int k = 0; k < set->templates[i]->n; k++)
            if (is_about(&set->templates[i]->ops[k], name))
                return true;
    return false;
}
