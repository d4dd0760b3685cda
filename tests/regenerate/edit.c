/* Which edit comes next. */
#include "edit.h"

/* Kind number `i` of all tables, one behind another; NULL behind the last. */
static const EditKind *kind_at(int i)
{
    static const EditKind *const tables[] = {ARTICLE_EDITS, SOURCE_EDITS, OUTPUT_EDITS};
    for (ptrdiff_t t = 0; t < countof(tables); t++)
        for (const EditKind *kind = tables[t]; kind->name; kind++)
            if (!i--)
                return kind;
    return NULL;
}

void model_list_kinds(Buf *b)
{
    const EditKind *kind;
    for (int i = 0; (kind = kind_at(i)); i++)
        buf_fmt(b, "%s\n", kind->name);
}

static int weight_of(const EditKind *kind, Str kinds)
{
    if (!kinds.n)
        return kind->weight;
    while (kinds.n)
        if (str_eq(str_cut(&kinds, ','), str(kind->name)))
            return kind->weight;
    return 0;
}

static bool run_edit(Model *m, const EditKind *kind, Effects *e)
{
    if (kind->edit)
        return kind->edit(m, e);
    Article *a = kind->form == ANY_FORM ? any_article(m) : any_of(m, kind->form);
    if (!a)
        return false;
    kind->change(m, a);
    put_article(m, a);
    say(e, "%s of " STR_FMT, kind->what, STR_ARG(a->path));
    return true;
}

bool edit_named(Model *m, const char *name, Effects *e)
{
    int i = 0;
    while (strcmp(kind_at(i)->name, name) != 0)
        i++;
    return run_edit(m, kind_at(i), e);
}

static bool edit_once(Model *m, Str kinds, Effects *e, bool with_others)
{
    const EditKind *kind;
    int total = 0;
    for (int i = 0; (kind = kind_at(i)); i++)
        total += weight_of(kind, kinds);
    int pick = dice(m, total);
    for (int i = 0; (kind = kind_at(i)) && (pick -= weight_of(kind, kinds)) >= 0; i++)
        ;
    if (!kind || (kind->is_alone && with_others))
        return false;
    ptrdiff_t n = e->log.n;
    say(e, "[%s] ", kind->name);
    bool done = run_edit(m, kind, e);
    if (done)
        say(e, "; ");
    else
        e->log.n = n;
    return done;
}

void model_edit(Model *m, Str kinds, const Tree *after, Effects *e)
{
    m->after = after;
    /* A state that was lost is tried with an older one only if there was one. */
    if (m->kb->has_state && chance(m, 5))
        m->old_state = file_get(m->arena, S(STATE));
    if ((m->kb->is_stopped || chance(m, 12)) && mend_config(m, e))
        return;
    int n = chance(m, 70) ? 1 : 2 + dice(m, 3);
    for (int tries = 0, done = 0; done < n && tries < 50; tries++) {
        done += edit_once(m, kinds, e, done > 0);
        if (e->alone)
            break;
    }
    arena_free(&m->scratch);
}

void model_edit_much(Model *m, int times, Effects *e)
{
    static const char *const names[] = {"add", "delete", "title", "refs", "rename", "static", "attachment"};
    for (int i = 0; i < times; i++)
        for (ptrdiff_t k = 0; k < countof(names); k++)
            edit_named(m, names[k], e);
    if (chance(m, 50))
        edit_named(m, "template", e);
    arena_free(&m->scratch);
}
