/* Edits of what builds wrote: outputs, foreign files among them, the state file. */
#define _DEFAULT_SOURCE
#include "edit.h"

#define FOREIGN "not made by kb"

static void tamper(Model *m, Effects *e, Str path)
{
    if (e->tampered_count < (int)countof(e->tampered))
        e->tampered[e->tampered_count++] = str_copy(m->arena, path);
}

static const Entry *any_output(Model *m)
{
    for (int tries = 0; tries < 100 && m->after->n; tries++) {
        const Entry *o = &m->after->items[dice(m, (int)m->after->n)];
        if (S_ISREG(o->mode) && !model_is_foreign(m, o->path) && file_exists(at_output(m, o->path)))
            return o;
    }
    return NULL;
}

static void flip(Model *m, Str path, int times)
{
    Str bytes = file_get(&m->scratch, path);
    if (!bytes.n)
        return;
    char *p = arena_bytes(&m->scratch, bytes.n);
    memcpy(p, bytes.p, (size_t)bytes.n);
    for (; times > 0; times--)
        p[dice(m, (int)bytes.n)] ^= (char)(1 << dice(m, 8));
    file_put(path, (Str){p, bytes.n});
}

static void forget_foreign(Model *m, Str folder)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < m->foreign.n; i++)
        if (!str_starts(m->foreign.items[i], folder))
            m->foreign.items[n++] = m->foreign.items[i];
    m->foreign.n = n;
}

static bool edit_output(Model *m, Effects *e)
{
    static const char *const what[] = {"deleted", "made longer", "flipped", "flipped, its time set back", "cut", "touched", "written anew with the same bytes",
    "made a link",
                                       "made an empty folder", "made a folder with a foreign file", "given another mode", "made a link to its own bytes"};
    const Entry *o = any_output(m);
    if (!o)
        return false;
    int kind = dice(m, (int)countof(what));
    Str path = at_output(m, o->path);
    struct stat st = file_stat(path);
    if (!S_ISREG(st.st_mode))
        return false;
    Str bytes = file_get(&m->scratch, path);
    switch (kind) {
    case 0: file_remove(path); break;
    case 1: file_put(path, str_join2(&m->scratch, bytes, S("<!-- more -->"))); break;
    case 2: flip(m, path, 1); break;
    case 3:
        flip(m, path, 1);
        file_set_time(path, st.st_mtim);
        break;
    case 4: file_put(path, str_head(bytes, dice(m, (int)bytes.n))); break;
    case 5: file_set_time(path, some_time(m)); break;
    case 6: file_replace(path, bytes); break;
    case 7:
        file_remove(path);
        file_link(S("../../outside/secret"), path);
        break;
    case 8:
    case 9:
        if (e->blocked.n)
            return false;
        file_remove(path);
        folder_make(path);
        if (kind == 9)
            file_put(str_join2(&m->scratch, path, S("/foreign")), S("mine"));
        e->blocked = str_copy(m->arena, path);
        e->alone = true;
        break;
    case 10: chmod(str_z(&m->scratch, path), 0600); break;
    default:
        file_remove(path);
        file_put(S("outside/same"), bytes);
        file_link(str_fmt(&m->scratch, "../../outside/same"), path);
    }
    tamper(m, e, o->path);
    say(e, "output " STR_FMT " %s", STR_ARG(o->path), what[kind]);
    return true;
}

static bool edit_output_folder(Model *m, Effects *e)
{
    const Entry *o = any_output(m);
    if (!o || str_find_char(o->path, '/') < 0)
        return false;
    Str folder = str_head(o->path, chance(m, 50) ? str_find_char(o->path, '/') + 1 : str_find_last_char(o->path, '/') + 1);
    int kind = dice(m, 8);
    if (kind == 0) {
        file_remove(S(OUTPUT));
        m->foreign.n = 0;
        say(e, "the output folder deleted");
        tamper(m, e, S(""));
    } else if (kind == 1 && !e->blocked.n) {
        Str path = str_head(folder, folder.n - 1);
        file_remove(at_output(m, path));
        file_put(at_output(m, path), S("a file"));
        forget_foreign(m, folder);
        e->blocked = str_copy(m->arena, at_output(m, path));
        e->alone = true;
        say(e, "the folder " STR_FMT " of the output made a file", STR_ARG(folder));
        tamper(m, e, folder);
    } else {
        file_remove(at_output(m, str_head(folder, folder.n - 1)));
        forget_foreign(m, folder);
        say(e, "the folder " STR_FMT " of the output deleted", STR_ARG(folder));
        tamper(m, e, folder);
    }
    return true;
}

/* --- foreign files ----------------------------------------------------------------------------------------------------------------- */

bool model_is_foreign(const Model *m, Str path)
{
    for (ptrdiff_t i = 0; i < m->foreign.n; i++)
        if (str_eq(m->foreign.items[i], path) || (str_ends(path, S("/")) && str_starts(m->foreign.items[i], path)))
            return true;
    return false;
}

void model_check_foreign(const Model *m, Report *r)
{
    Arena a = {0};
    for (ptrdiff_t i = 0; i < m->foreign.n; i++)
        if (!str_eq(file_get(&a, str_join2(&a, S(OUTPUT "/"), m->foreign.items[i])), S(FOREIGN)))
            report(r, STR_FMT " is not kb's, and was removed or written", STR_ARG(m->foreign.items[i]));
    arena_free(&a);
}

static void add_foreign(Model *m, Effects *e, Str path)
{
    file_put(at_output(m, path), S(FOREIGN));
    list_add(m->arena, &m->foreign, str_copy(m->arena, path));
    say(e, "a foreign file " STR_FMT, STR_ARG(path));
}

static bool edit_foreign(Model *m, Effects *e)
{
    if (m->foreign.n > 10 || (m->foreign.n && chance(m, 40))) {
        ptrdiff_t i = dice(m, (int)m->foreign.n);
        Str path = m->foreign.items[i];
        m->foreign.items[i] = m->foreign.items[--m->foreign.n];
        file_remove(at_output(m, path));
        file_prune(at_output(m, path), S(OUTPUT));
        say(e, "the foreign file " STR_FMT " removed", STR_ARG(path));
        return true;
    }
    if (chance(m, 40)) {    /* in the folder of an article that goes away */
        Article *a = any_article(m);
        Str tail = a && a->number ? str_fmt(&m->scratch, "Q%d/index.html", a->number) : S("?");
        for (ptrdiff_t i = 0; i < m->after->n; i++)
            if (str_ends(m->after->items[i].path, tail) && file_exists(at_output(m, m->after->items[i].path))) {
                Str folder = str_head(m->after->items[i].path, m->after->items[i].path.n - 10);
                add_foreign(m, e, str_fmt(&m->scratch, STR_FMT "mine-%d.txt", STR_ARG(folder), ++m->serial));
                take_away(m, a->path);
                say(e, ", and article " STR_FMT " deleted", STR_ARG(a->path));
                a->path = (Str){0};
                return true;
            }
        return false;
    }
    const Entry *o = any_output(m);
    Str folder = !o || chance(m, 20) ? S(".git/refs/") : str_head(o->path, str_find_last_char(o->path, '/') + 1);
    add_foreign(m, e, str_fmt(&m->scratch, STR_FMT "foreign-%d%s", STR_ARG(folder), ++m->serial, chance(m, 50) ? ".html" : ""));
    return true;
}

/* --- the state file ---------------------------------------------------------------------------------------------------------------- */

static bool edit_state(Model *m, Effects *e)
{
    static const char *const what[] = {"deleted", "emptied", "cut", "flipped", "flipped at its beginning", "made longer", "made an empty folder",
    "made a folder", "an older one",
                                       "that of another folder", "made a link to nothing", "with other bytes of the same length"};
    Str state = S(STATE);
    if (!m->kb->has_state || m->kb->is_stopped || !file_exists(state))
        return false;
    Str bytes = file_get(&m->scratch, state);
    int kind = dice(m, (int)countof(what));
    switch (kind) {
    case 0: file_remove(state); break;
    case 1: file_put(state, S("")); break;
    case 2: file_put(state, str_head(bytes, dice(m, (int)bytes.n))); break;
    case 3: flip(m, state, 1 << dice(m, 9)); break;
    case 4: {
        char *p = arena_bytes(&m->scratch, bytes.n + 1);
        memcpy(p, bytes.p, (size_t)bytes.n);
        for (int i = 0; i < 24 && i < bytes.n; i++)
            p[i] = (char)(p[i] + dice(m, 3) - 1);
        file_put(state, (Str){p, bytes.n});
        break;
    }
    case 5: file_put(state, str_join2(&m->scratch, bytes, S("and some more"))); break;
    case 6:
    case 7:
        file_remove(state);
        folder_make(state);
        if (kind == 7)
            file_put(S(STATE "/x"), S("x"));
        e->blocked = state;
        break;
    case 8:
        if (!m->old_state.n)
            return false;
        file_replace(state, m->old_state);
        break;
    case 9: file_replace(state, file_get(&m->scratch, S("clean/.public.kbstate"))); break;
    case 10:
        file_remove(state);
        file_link(S("nowhere-state"), state);
        e->blocked = state;
        break;
    default: {
        char *p = arena_bytes(&m->scratch, bytes.n + 1);
        for (ptrdiff_t i = 0; i < bytes.n; i++)
            p[i] = i < 16 ? bytes.p[i] : (char)dice(m, 256);
        file_put(state, (Str){p, bytes.n});
    }
    }
    e->state_lost = e->alone = true;
    say(e, "state file: %s", what[kind]);
    return true;
}

/* --- the table --------------------------------------------------------------------------------------------------------------------- */

const EditKind OUTPUT_EDITS[] = {
    {"output", 10, .edit = edit_output},
    {"output-folder", 2, .edit = edit_output_folder},
    {"foreign", 5, .edit = edit_foreign},
    {"state", 6, .edit = edit_state, .is_alone = true},
    {0},
};
