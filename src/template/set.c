/* The set: templates by name, and what can be said of them without running them. */
#include "base/hash.h"
#include "template/code.h"

bool templates_add(TemplateSet *set, Str name, const Source *source, Diags *diags)
{
    if (!set->names.arena)
        set->names.arena = set->arena;
    ptrdiff_t number = table_add(&set->names, str_copy(set->arena, name));
    set->templates = arena_grow(set->arena, set->templates, number, &set->cap, sizeof *set->templates);
    Template *t = arena_new(set->arena, Template, 1);
    t->name = str_copy(set->arena, name);
    t->source = (Source){str_copy(set->arena, source->path), source->text};
    set->templates[number] = t;
    return template_compile(set->arena, t, &set->slots, diags);
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
