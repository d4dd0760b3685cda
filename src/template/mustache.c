/* Running: the code of a template is walked from front to back, and everything that nests is a chain on the C stack, innermost
 * link first: the data that names are looked up in, the arguments that parents were given, the indentation of the place where
 * text lands. So rendering allocates nothing but the output.
 *
 * Indentation is written when the first thing of a template's line is: `at_line_start` says that a line has begun and nothing
 * of it is written yet. Text sets it (a value that ends in a newline does not begin a line of the template).
 *
 * What data or templates could drive without end is bounded: nesting, the ops run for one page, and its size. */
#include "template/mustache.h"

#include "template/code.h"

enum {
    OPS_MAX = 10 * 1000 * 1000,         /* run for one page */
    OPS_LEFT_MAX = 100 * 1000,          /* once something was nested too deep */
    OUTPUT_MAX = 256 * 1024 * 1024,
};

typedef enum Hiding { HIDING_UNKNOWN, HIDING_NONE, HIDING_SOME } Hiding;

typedef struct Context {
    struct Context *outer;
    const Value *value;
    uint64_t stamp;         /* says where in it a name was found once; another one when the keys of its value may be others */
    uint32_t names;         /* bits of the names that may be found in it: none in what is no map */
    int depth;
    Hiding hiding;          /* of constants, by a member of the same name; found out when it matters */
    bool *is_passed;        /* around what may be kept: set when a name is looked for outside of it. Else NULL */
} Context;

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
    Context *context;
    const Arguments *arguments;
    const Indent *indent;
} Run;

static void run(Run *r, const Op *op, const Op *end);

/* --- reports ------------------------------------------------------------------------------------------------------- */

/* Whether this has not been said of this tag yet, in these words. (The nearest name may differ from page to page; each is said, and sorting the
 * diagnostics keeps one, so that what is printed does not depend on which thread met which page.) */
static bool is_news(Run *r, const Op *op, DiagCode code, Str hint)
{
    Table *reported = &r->renderer->reported;
    Arena *scratch = r->renderer->scratch;
    ArenaMark mark = arena_mark(scratch);
    Str key = str_fmt(scratch, "%d:%td:" STR_FMT ":" STR_FMT, (int)code, op->at, STR_ARG(op->template->name), STR_ARG(hint));
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
static void report_unknown_name(Run *r, const Op *op)
{
    for (const Context *c = r->context; c; c = c->outer)
        if (c->value->kind == VALUE_MAP && c->value->is_open)
            return;
    Arena *scratch = r->renderer->scratch;
    StrList names = {0};
    for (const Context *c = r->context; c; c = c->outer)
        list_keys(scratch, &names, c->value);
    Str name = op->parts[0].text, hint = suggestion(scratch, name, &names);
    if (is_news(r, op, DIAG_UNKNOWN_NAME, hint))
        diag_at(r->renderer->diags, &op->template->source, op->at, DIAG_UNKNOWN_NAME, "`" STR_FMT "` is not in the data here" STR_FMT,
                STR_ARG(name), STR_ARG(hint));
}

/* `v`, which the parts before `part` name, does not have it. What is empty or absent has no parts, and that is no mistake. */
static void report_unknown_part(Run *r, const Op *op, const Value *v, Str part)
{
    bool is_map = v->kind == VALUE_MAP;
    if ((is_map && v->is_open) || !value_is_true(v))
        return;
    Arena *scratch = r->renderer->scratch;
    StrList names = {0};
    list_keys(scratch, &names, v);
    Str before = str_head(op->text, part.p - op->text.p - 1), hint = suggestion(scratch, part, &names);
    if (!is_news(r, op, DIAG_UNKNOWN_NAME, hint))
        return;
    diag_at(r->renderer->diags, &op->template->source, op->at, DIAG_UNKNOWN_NAME, "`" STR_FMT "` has no `" STR_FMT "`%s" STR_FMT,
            STR_ARG(before), STR_ARG(part), is_map ? "" : ": it is no map", STR_ARG(hint));
}

static void report_unknown_template(Run *r, const Op *op, Str name)
{
    if (!is_news(r, op, DIAG_UNKNOWN_NAME, name))
        return;
    const Table *known = &r->renderer->set->names;
    Str nearest = str_nearest(name, known->keys, known->n);
    diag_at(r->renderer->diags, &op->template->source, op->at, DIAG_UNKNOWN_NAME, "there is no template `" STR_FMT "`%s" STR_FMT "%s",
            STR_ARG(name), nearest.n ? "; did you mean `" : "", STR_ARG(nearest), nearest.n ? "`?" : "");
}

static void report_depth(Run *r, const Op *op, int limit)
{
    if (r->ops_left > OPS_LEFT_MAX)
        r->ops_left = OPS_LEFT_MAX;
    if (is_news(r, op, DIAG_PARTIAL_DEPTH, (Str){0}))
        diag_at(r->renderer->diags, &op->template->source, op->at, DIAG_PARTIAL_DEPTH,
                "`" STR_FMT "` is nested more than %d deep here and was left empty: does it include itself?",
                STR_ARG(op->text), limit);
}

/* Counts the op; false when the page has become too large. */
static inline bool spend(Run *r, const Op *op)
{
    if (r->ops_left > 0 && r->out->n <= r->out_end) {
        r->ops_left--;
        return true;
    }
    if (r->out_end >= 0 && is_news(r, op, DIAG_TOO_LARGE, (Str){0}))
        diag_at(r->renderer->diags, &op->template->source, op->at, DIAG_TOO_LARGE,
                "the page is cut off here: its templates repeat themselves more than a page can hold");
    r->out_end = -1;        /* said once */
    return false;
}

/* --- names --------------------------------------------------------------------------------------------------------- */

/* Where a name was found stays in the slot of its tag: the stamp of the context, and the place in its map. While the context has that stamp it is the answer,
 * and nothing need be compared; in any other it is where to look first, for maps that the same tag meets mostly come from the same place. */
enum { PLACE_BITS = 8, PLACE_MAX = (1 << PLACE_BITS) - 1 };

static uint32_t names_in(const Value *v)
{
    bool is_map = v->kind == VALUE_MAP && v->n;
    return !is_map ? 0 : v->names ? v->names : ~(uint32_t)0;
}

static void set_value(Run *r, Context *c, const Value *v)
{
    c->value = v;
    c->names = names_in(v);
    c->stamp = ++r->renderer->stamp;
}

/* Items of one list, which live at the same time: a key that is the same bytes in the same place is the same key. */
static bool have_same_keys(const Value *v, const Value *other)
{
    bool same = v->kind == VALUE_MAP && other->kind == VALUE_MAP && v->n == other->n && v->names == other->names;
    for (ptrdiff_t i = 0; same && i < v->n; i++)
        same = v->as.members[i].key.p == other->as.members[i].key.p && v->as.members[i].key.n == other->as.members[i].key.n;
    return same;
}

static const Value *member_of_map(Run *r, const Value *v, uint64_t stamp, const Name *name)
{
    uint64_t *slot = &r->renderer->slots[name->slot];
    ptrdiff_t guess = *slot & PLACE_MAX;
    const Value *found = NULL;
    if (v->names && guess < v->n && v->as.members[guess].hash == name->hash && name_eq(v->as.members[guess].key, name->text))
        found = &v->as.members[guess].value;
    else
        found = value_get_hashed(v, name->text, name->hash);
    if (!found)
        return NULL;
    uint64_t place = (uint64_t)(((const char *)found - (const char *)&v->as.members[0].value) / (ptrdiff_t)sizeof(Member));
    if (name->slot && place <= PLACE_MAX)
        *slot = stamp << PLACE_BITS | place;
    return found;
}

static const Value *find_in_contexts(Run *r, const Name *name)
{
    uint32_t bit = name_bit(name->hash);
    for (const Context *c = r->context; c; c = c->outer) {
        const Value *v = c->names & bit ? member_of_map(r, c->value, c->stamp, name) : NULL;
        if (v)
            return v;
        if (c->is_passed)
            *c->is_passed = true;
    }
    return NULL;
}

/* Mustache's rule: the first part is looked up from the inside out, the others only in what it names. */
static const Value *find_value(Run *r, const Op *op)
{
    static const Value nothing = {0};
    if (!op->part_count)
        return r->context->value;
    const Value *v = find_in_contexts(r, &op->parts[0]);
    if (!v && r->renderer->strict)
        report_unknown_name(r, op);
    for (int i = 1; v && i < op->part_count; i++) {
        const Name *name = &op->parts[i];
        const Value *part = value_lacks(v, name->hash) ? NULL : member_of_map(r, v, 0, name);
        if (!part && r->renderer->strict)
            report_unknown_part(r, op, v, name->text);
        v = part;
    }
    return v ? v : &nothing;
}

static inline const Value *value_of(Run *r, const Op *op)
{
    const Context *c = r->context;
    uint64_t slot = r->renderer->slots[op->slot];
    return slot >> PLACE_BITS == c->stamp ? &c->value->as.members[slot & PLACE_MAX].value : find_value(r, op);
}

/* Has a map a member with the name of a constant? */
static bool hides_constants(const Value *constants, const Value *v)
{
    if (v->kind != VALUE_MAP || (v->names && !(v->names & constants->names)))
        return false;
    bool found = false;
    for (ptrdiff_t i = 0; i < constants->n; i++)
        found |= value_get_hashed(v, constants->as.members[i].key, constants->as.members[i].hash) != NULL;
    return found;
}

/* Do the names of constants mean these here? */
static bool are_constants_seen(Run *r)
{
    const Value *constants = &r->renderer->set->constants;
    for (Context *c = r->context; c->outer; c = c->outer) {
        if (c->hiding == HIDING_UNKNOWN)
            c->hiding = hides_constants(constants, c->value) ? HIDING_SOME : HIDING_NONE;
        if (c->hiding == HIDING_SOME)
            return false;
    }
    return true;
}

static const Template *template_of(Run *r, const Op *op)
{
    Str name = op->is_dynamic ? value_text(value_of(r, op)) : op->text;
    const Template *found = name.n ? templates_get(r->renderer->set, name) : NULL;
    if (!found && name.n && r->renderer->strict)
        report_unknown_template(r, op, name);
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

static inline void begin_line(Run *r)
{
    if (r->indent && r->at_line_start)
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

static void put_text(Run *r, Str text, Line line)
{
    if (r->indent) {
        put_indented(r, text);
        return;
    }
    buf_put(r->out, text);
    if (line != LINE_KEPT)
        r->at_line_start = line == LINE_ENDED;
}

/* Linked code is never indented. */
static inline void put_padded(Run *r, Str text, Line line)
{
    char *to = buf_reserve(r->out, text.n + PADDING);
    if (text.n <= PADDING)
        memcpy(to, text.p, PADDING);
    else
        memcpy(to, text.p, (size_t)text.n);
    r->out->n += text.n;
    if (line != LINE_KEPT)
        r->at_line_start = line == LINE_ENDED;
}

/* Blanks before something else on their line. */
static void put_blanks(Run *r, Str blanks)
{
    if (blanks.n)
        put_text(r, blanks, LINE_BEGUN);
}

/* --- what nests ---------------------------------------------------------------------------------------------------- */

static void section(Run *r, const Op *op, const Value *v);

/* --- kept texts: many pages show the same values, of the same place in the site, by the same section */

enum { KEPT_SLOTS = 16384, KEPT_BYTES_MAX = 1000 };

struct KeptText {
    const Op *op;
    const void *value;      /* its members or items */
    Str text;
    bool at_line_start;     /* behind it */
};

static KeptText *kept_slot(Run *r, const Op *op, const Value *v)
{
    Renderer *renderer = r->renderer;
    if (!renderer->kept)
        renderer->kept = arena_new(renderer->reported.arena, KeptText, KEPT_SLOTS);
    uint64_t hash = ((uint64_t)(uintptr_t)op * 0x9E3779B97F4A7C15u) ^ ((uint64_t)(uintptr_t)v->as.members * 0xD6E8FEB86659FD93u);
    return &renderer->kept[(hash >> 32) % KEPT_SLOTS];
}

static void section_kept(Run *r, const Op *op, const Value *v)
{
    static const Value nothing = {0};
    KeptText *kept = kept_slot(r, op, v);
    if (kept->op == op && kept->value == v->as.members && are_constants_seen(r)) {
        buf_put(r->out, kept->text);
        r->at_line_start = kept->at_line_start;
        return;
    }
    Value once = *v;
    once.is_kept = false;
    bool is_passed = false;
    Context border = {.outer = r->context, .depth = r->context->depth, .value = &nothing, .is_passed = &is_passed};
    ptrdiff_t begin = r->out->n;
    r->context = &border;
    section(r, op, &once);
    r->context = border.outer;
    Str text = str_from(buf_str(r->out), begin);
    if (!is_passed && !kept->op && text.n && text.n <= KEPT_BYTES_MAX)
        *kept = (KeptText){op, v->as.members, str_copy(r->renderer->reported.arena, text), r->at_line_start};
}

/* What a section shows its value as: each item of a list, or the value itself. */
static void section(Run *r, const Op *op, const Value *v)
{
    if (r->context->depth == CONTEXT_MAX) {
        report_depth(r, op, CONTEXT_MAX);
        return;
    }
    bool is_list = v->kind == VALUE_LIST;
    const Value *items = is_list ? v->as.items : v, *before = NULL;
    ptrdiff_t n = is_list ? v->n : 1;
    Context inner = {.outer = r->context, .depth = r->context->depth + 1};
    for (ptrdiff_t i = 0; i < n; i++) {
        if (op->is_plain && items[i].is_kept) {
            section_kept(r, op, &items[i]);
            continue;
        }
        if (before && have_same_keys(&items[i], before)) {
            inner.value = &items[i];
        } else {
            set_value(r, &inner, &items[i]);
            inner.hiding = HIDING_UNKNOWN;
        }
        before = &items[i];
        r->context = &inner;
        run(r, op + 1, op + op->size);
        r->context = inner.outer;
    }
}

/* Runs code of another template, each line of it behind `indent`. `op` says where it is wanted. */
static void run_inside(Run *r, const Op *op, const Op *from, const Op *to, const Indent *indent)
{
    if (r->depth == INCLUDE_MAX) {
        report_depth(r, op, INCLUDE_MAX);
        return;
    }
    const Indent *outer = r->indent;
    r->indent = indent;
    r->depth++;
    run(r, from, to);
    r->depth--;
    r->indent = outer;
    if (!op->is_alone)
        r->at_line_start = false;    /* the line goes on behind the tag */
}

static void include(Run *r, const Op *op)
{
    if (!op->is_alone) {
        put_blanks(r, op->indent);
        begin_line(r);
    }
    const Template *other = template_of(r, op);
    if (!other)
        return;
    Arguments arguments = {r->arguments, op};
    if (op->kind == OP_PARENT)
        r->arguments = &arguments;
    Indent deeper = {r->indent, op->indent};
    const Indent *indent = op->indent.n ? &deeper : r->indent;
    run_inside(r, op, other->ops, other->ops + other->n, op->is_alone ? indent : NULL);
    r->arguments = arguments.outer;
}

static const Op *find_argument(const Arguments *a, Str name)
{
    const Op *op = a->parent->argument ? a->parent + a->parent->argument : NULL;
    while (op && !str_eq(op->text, name))
        op = op->argument ? op - op->argument : NULL;
    return op;
}

const Op *arguments_find(const Arguments *arguments, Str name)
{
    const Op *filling = NULL;
    for (const Arguments *a = arguments; a; a = a->outer) {
        const Op *found = find_argument(a, name);
        if (found)
            filling = found;
    }
    return filling;
}

/* Puts what fills a block from outside. False when nothing does. */
static bool fill_block(Run *r, const Op *op)
{
    const Op *filling = arguments_find(r->arguments, op->text);
    if (!filling)
        return false;
    Indent deeper = {r->indent, op->indent};
    run_inside(r, op, filling + 1, filling + filling->size, op->indent.n ? &deeper : r->indent);
    return true;
}

static void call(Run *r, const Call *c)
{
    const Arguments *arguments = r->arguments;
    int depth = r->depth;
    r->arguments = c->arguments;
    r->depth = c->depth;
    run(r, c->op, c->op + c->op->size);
    r->arguments = arguments;
    r->depth = depth;
}

/* --- the walk ------------------------------------------------------------------------------------------------------ */

/* Runs one op and gives the next. Where the ops inside it run in place, that is the first of them. */
static inline const Op *step(Run *r, const Op *op)
{
    const Op *next = op + op->size;
    switch (op->kind) {
    case OP_TEXT: put_text(r, op->text, op->line); break;
    case OP_ESCAPED:
        begin_line(r);
        buf_put_html(r->out, value_text(value_of(r, op)));
        break;
    case OP_RAW:
        begin_line(r);
        buf_put(r->out, value_text(value_of(r, op)));
        break;
    case OP_SECTION: {
        const Value *v = value_of(r, op);
        if (!value_is_true(v))
            break;
        if (op->is_plain && v->kind != VALUE_LIST && v->kind != VALUE_MAP)
            return op + 1;
        if (op->is_plain && v->is_kept)
            section_kept(r, op, v);
        else
            section(r, op, v);
        break;
    }
    case OP_INVERTED: return value_is_true(value_of(r, op)) ? next : op + 1;
    case OP_PARTIAL:
    case OP_PARENT: include(r, op); break;
    case OP_BLOCK:
        if (fill_block(r, op))
            break;
        if (!op->is_alone)
            put_blanks(r, op->indent);
        return op + 1;
    case OP_CALL: call(r, op->call); break;
    case OP_PADDED: put_padded(r, op->text, op->line); break;
    case OP_FOLDED:
        if (!are_constants_seen(r))
            return op + 1;
        put_padded(r, op->text, op->line);
        break;
    }
    return next;
}

static void run(Run *r, const Op *op, const Op *end)
{
    while (op < end && spend(r, op))
        op = step(r, op);
}

static void start(Run *r, Renderer *renderer, Context *data, bool at_line_start, Buf *out)
{
    *r = (Run){
        .renderer = renderer,
        .out = out,
        .out_end = out->n + OUTPUT_MAX,
        .ops_left = OPS_MAX,
        .at_line_start = at_line_start,
        .context = data,
    };
    for (Context *c = data; c; c = c->outer)
        set_value(r, c, c->value);
}

void template_render(Renderer *renderer, const Template *t, const Value *data, Buf *out)
{
    const TemplateSet *set = renderer->set;
    ArenaMark mark = arena_mark(renderer->scratch);
    Context constants = {.value = &set->constants}, root = {.outer = &constants, .value = data};
    Run r;
    start(&r, renderer, &root, true, out);
    if (t->linked)
        run(&r, t->linked, t->linked + t->linked_count);
    else
        run(&r, t->ops, t->ops + t->n);
    arena_rewind(renderer->scratch, mark);
}

const Value *constant_of(const TemplateSet *set, const Op *op)
{
    const Value *v = &set->constants;
    for (int i = 0; v && i < op->part_count; i++)
        v = value_get_hashed(v, op->parts[i].text, op->parts[i].hash);
    return op->part_count ? v : NULL;
}

bool code_run_constant(Renderer *renderer, const Op *op, const Op *end, bool at_line_start, Buf *out)
{
    Context constants = {.value = &renderer->set->constants};
    Run r;
    start(&r, renderer, &constants, at_line_start, out);
    run(&r, op, end);
    return r.at_line_start;
}
