/* Linking: a template that is rendered a thousand times is made into one piece of code first. Two passes.
 *
 * The first puts partials, parents and the blocks that fill others in their places, as the runner would find them: a page begins with no arguments, so which
 * block fills which is known. What is not known is left as it is, in an OP_CALL: names of names, templates that are missing or include themselves, and all
 * that is indented.
 *
 * The second folds what depends on the constants alone, with the text around it, into its bytes. These are made by the runner itself, and the ops that they
 * stand for are kept behind them: where the data of a page has a name of the constants' (a key of an author's front matter, say), these are run. */
#include "template/code.h"

#include <string.h>

enum {
    LINK_DEPTH_MAX = 32,    /* partials, parents and blocks put in place inside one another */
    LINKED_MAX = 4000,      /* ops of one template, behind which nothing more is put in place */
};

typedef struct Code {
    Arena *arena;
    Op *ops;
    ptrdiff_t n, cap;
} Code;

typedef struct Linker {
    const TemplateSet *set;
    Code code;
    const Arguments *arguments;
    const Template *open[LINK_DEPTH_MAX];   /* what the code at hand stands in; the first is the template itself */
    int depth;
} Linker;

static ptrdiff_t add_op(Code *code, Op op)
{
    code->ops = arena_grow(code->arena, code->ops, code->n, &code->cap, sizeof op);
    code->ops[code->n] = op;
    return code->n++;
}

/* An op that holds others, which stand behind it now. */
static void close_op(Code *code, ptrdiff_t at)
{
    code->ops[at].size = (int)(code->n - at);
}

/* --- what is put in -------------------------------------------------------------------------------------------------------- */

static void link_ops(Linker *l, const Op *op, const Op *end);

static bool has_room(const Linker *l)
{
    return l->depth < LINK_DEPTH_MAX && l->code.n < LINKED_MAX;
}

static bool is_open(const Linker *l, const Template *t)
{
    bool found = false;
    for (int i = 0; i < l->depth; i++)
        found |= l->open[i] == t;
    return found;
}

static void add_text(Linker *l, const Op *op, Str text)
{
    add_op(&l->code, (Op){.kind = OP_TEXT, .text = text, .line = LINE_BEGUN, .size = 1, .at = op->at, .template = op->template});
}

static void add_call(Linker *l, const Op *op)
{
    Call *call = arena_new(l->set->arena, Call, 1);
    *call = (Call){op, l->arguments, l->depth - 1};
    add_op(&l->code, (Op){.kind = OP_CALL, .size = 1, .text = op->text, .at = op->at, .template = op->template, .call = call});
}

static void link_inside(Linker *l, const Op *op, const Template *t, const Op *from, const Op *to)
{
    l->open[l->depth++] = t;
    link_ops(l, from, to);
    l->depth--;
    if (!op->is_alone)
        add_text(l, op, (Str){0});      /* the line goes on behind the tag */
}

static void link_include(Linker *l, const Op *op)
{
    const Template *other = op->is_dynamic || !op->text.n ? NULL : templates_get(l->set, op->text);
    bool is_indented = op->is_alone && op->indent.n;
    if (!other || is_indented || is_open(l, other) || !has_room(l)) {
        add_call(l, op);
        return;
    }
    if (!op->is_alone)
        add_text(l, op, op->indent);
    const Arguments *outer = l->arguments;
    if (op->kind == OP_PARENT) {
        Arguments *arguments = arena_new(l->set->arena, Arguments, 1);
        *arguments = (Arguments){outer, op};
        l->arguments = arguments;
    }
    link_inside(l, op, other, other->ops, other->ops + other->n);
    l->arguments = outer;
}

static void link_block(Linker *l, const Op *op)
{
    const Op *filling = arguments_find(l->arguments, op->text);
    if (!filling) {
        if (!op->is_alone && op->indent.n)
            add_text(l, op, op->indent);
        link_ops(l, op + 1, op + op->size);
    } else if (op->indent.n || !has_room(l)) {
        add_call(l, op);
    } else {
        link_inside(l, op, filling->template, filling + 1, filling + filling->size);
    }
}

static void link_ops(Linker *l, const Op *op, const Op *end)
{
    for (; op < end; op += op->size) {
        switch (op->kind) {
        case OP_PARTIAL:
        case OP_PARENT: link_include(l, op); break;
        case OP_BLOCK: link_block(l, op); break;
        case OP_SECTION:
        case OP_INVERTED: {
            ptrdiff_t at = add_op(&l->code, *op);
            link_ops(l, op + 1, op + op->size);
            close_op(&l->code, at);
            break;
        }
        default: add_op(&l->code, *op); break;
        }
    }
}

/* --- what is always the same ------------------------------------------------------------------------------------------------ */

static bool are_constant(const TemplateSet *set, const Op *op, const Op *end);

/* Does the op need nothing but the constants? What runs inside a map or a list of them does not look names up in the constants alone. */
static bool is_constant(const TemplateSet *set, const Op *op)
{
    const Value *v = op->kind == OP_TEXT ? NULL : constant_of(set, op);
    switch (op->kind) {
    case OP_TEXT: return true;
    case OP_ESCAPED:
    case OP_RAW: return v;
    case OP_SECTION:
        return v && (!value_is_true(v) || (v->kind != VALUE_MAP && v->kind != VALUE_LIST && are_constant(set, op + 1, op + op->size)));
    case OP_INVERTED: return v && (value_is_true(v) || are_constant(set, op + 1, op + op->size));
    default: return false;
    }
}

static bool are_constant(const TemplateSet *set, const Op *op, const Op *end)
{
    while (op < end && is_constant(set, op))
        op += op->size;
    return op == end;
}

static void add_ops(Code *code, const Op *op, const Op *end)
{
    for (; op < end; op++)
        add_op(code, *op);
}

static void fold_run(Renderer *renderer, const Op *op, const Op *end, Code *code)
{
    Buf text = {.arena = renderer->set->arena}, again = {.arena = code->arena};
    bool after_start = code_run_constant(renderer, op, end, true, &text), after_middle = code_run_constant(renderer, op, end, false, &again);
    bool is_text = true;
    for (const Op *o = op; o < end; o++)
        is_text = is_text && o->kind == OP_TEXT;
    buf_reserve(&text, PADDING);
    memset(text.p + text.n, 0, PADDING);
    Line line = after_start != after_middle ? LINE_KEPT : after_start ? LINE_ENDED : LINE_BEGUN;
    ptrdiff_t at = add_op(code, (Op){.kind = is_text ? OP_PADDED : OP_FOLDED, .text = buf_str(&text), .line = line, .size = 1, .at = op->at,
                                     .template = op->template});
    if (!is_text) {
        add_ops(code, op, end);
        close_op(code, at);
    }
}

static void fold_ops(Renderer *renderer, const Op *op, const Op *end, Code *code)
{
    while (op < end) {
        const Op *stop = op;
        while (stop < end && is_constant(renderer->set, stop))
            stop += stop->size;
        if (stop > op) {
            fold_run(renderer, op, stop, code);
            op = stop;
            continue;
        }
        ptrdiff_t at = add_op(code, *op);
        fold_ops(renderer, op + 1, op + op->size, code);
        close_op(code, at);
        op += op->size;
    }
}

/* --- what needs no context ---------------------------------------------------------------------------------------------------- */

/* Does anything in the section ask for the section's own value, by {{.}}, or run what may? */
static bool is_plain(const Op *section)
{
    bool plain = true;
    for (const Op *op = section + 1; op < section + section->size && plain; op++) {
        bool is_text = op->kind == OP_TEXT || op->kind == OP_PADDED || op->kind == OP_FOLDED;
        bool is_name = op->kind == OP_ESCAPED || op->kind == OP_RAW || op->kind == OP_SECTION || op->kind == OP_INVERTED;
        plain = is_text || (is_name && op->part_count);
    }
    return plain;
}

static int nesting(const Op *op, const Op *end)
{
    int deepest = 0;
    for (; op < end; op += op->size) {
        int depth = (op->kind == OP_SECTION) + nesting(op + 1, op + op->size);
        deepest = depth > deepest ? depth : deepest;
    }
    return deepest;
}

/* Code in which sections could get nested too deep counts each of them. */
static void mark_plain(Op *ops, ptrdiff_t n)
{
    bool is_bounded = nesting(ops, ops + n) <= CONTEXT_MAX;
    for (ptrdiff_t i = 0; i < n; i++)
        ops[i].is_plain = is_bounded && ops[i].kind == OP_SECTION && is_plain(&ops[i]);
}

/* --- all of it -------------------------------------------------------------------------------------------------------------- */

static void link_template(Renderer *renderer, Template *t, Arena *scratch)
{
    const TemplateSet *set = renderer->set;
    Linker l = {.set = set, .code = {.arena = scratch}};
    Code folded = {.arena = scratch};
    l.open[l.depth++] = t;
    link_ops(&l, t->ops, t->ops + t->n);
    fold_ops(renderer, l.code.ops, l.code.ops + l.code.n, &folded);
    mark_plain(folded.ops, folded.n);
    Op *ops = arena_new(set->arena, Op, folded.n);
    if (folded.n)
        memcpy(ops, folded.ops, (size_t)folded.n * sizeof *ops);
    t->linked = ops;
    t->linked_count = (int)folded.n;
}

void templates_link(TemplateSet *set, const Value *constants)
{
    Arena scratch = {0};
    Renderer renderer = {.set = set};
    set->constants = *constants;
    for (ptrdiff_t i = 0; i < set->names.n; i++) {
        ArenaMark mark = arena_mark(&scratch);
        link_template(&renderer, set->templates[i], &scratch);
        arena_rewind(&scratch, mark);
    }
    arena_free(&scratch);
}
