/* What is right, and what is said when it is not. */
#define _XOPEN_SOURCE 700
#include "regenerate.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { SHOWN = 12 };        /* troubles of a kind that are shown */

void report(Report *r, const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (++r->count <= SHOWN)
        buf_fmt(&r->text, "# %s\n", text);
    else if (r->count == SHOWN + 1)
        buf_put(&r->text, S("# …\n"));
}

static bool is_below(Str path, Str folder)
{
    return folder.n && str_starts(path, folder) && (path.n == folder.n || path.p[folder.n] == '/');
}

static bool is_twin(Str path, Str of)
{
    Str suffix = str_from(path, of.n);
    return of.n && str_starts(path, of) && (str_eq(suffix, S(".gz")) || str_eq(suffix, S(".br")) || str_eq(suffix, S(".zst")));
}

static void differ(Report *r, Str path)
{
    char command[2048];
    report(r, STR_FMT " differs from the clean build", STR_ARG(path));
    if (r->count > 3)
        return;
    fflush(stdout);
    snprintf(command, sizeof command,
        "diff -a -U1 '" OUTPUT "/" STR_FMT "' '" CLEAN "/" STR_FMT "' | cut -c 1-200 | sed -e 1,2d -e 's/^/#    /' | head -12 >difference", STR_ARG(path),
        STR_ARG(path));
    if (system(command) == 0)
        buf_put(&r->text, file_get(r->text.arena, S("difference")));
}

void check_equal(Report *r, const Model *m, const Tree *output, const Tree *clean, Str blocked)
{
    Str passed = str_unprefix(blocked, S(OUTPUT "/"));
    ptrdiff_t i = 0, k = 0;
    while (i < output->n || k < clean->n) {
        const Entry *o = i < output->n ? &output->items[i] : NULL, *c = k < clean->n ? &clean->items[k] : NULL;
        int order = !o ? 1 : !c ? -1 : str_cmp(o->path, c->path);
        i += order <= 0;
        k += order >= 0;
        Str path = order <= 0 ? o->path : c->path;
        if (is_below(path, passed) || is_twin(path, passed))    /* the packed copy of a page that cannot be written stays as it was */
            continue;
        if (order > 0)
            report(r, STR_FMT " is missing", STR_ARG(c->path));
        else if (order < 0 && !(m && model_is_foreign(m, o->path)))
            report(r, STR_FMT " should not be there", STR_ARG(o->path));
        else if (order == 0 && !entry_same_bytes(o, c))
            differ(r, o->path);
    }
}

void check_untouched(Report *r, const Tree *before, const Tree *after)
{
    for (ptrdiff_t i = 0; i < after->n; i++) {
        const Entry *a = &after->items[i], *b = tree_find(before, a->path);
        if (b && S_ISREG(a->mode) && entry_same_bytes(a, b) && !entry_untouched(a, b))
            report(r, STR_FMT " has its old bytes, and was written again", STR_ARG(a->path));
    }
}

static bool is_tampered(const Effects *e, Str path)
{
    for (int i = 0; i < e->tampered_count; i++)
        if (!e->tampered[i].n || str_eq(e->tampered[i], path) || (str_ends(e->tampered[i], S("/")) && str_starts(path, e->tampered[i])))
            return true;
    return false;
}

static char real_change(const Entry *before, const Entry *after)
{
    bool was = before && S_ISREG(before->mode), is = after && S_ISREG(after->mode);
    return !was && is ? 'A' : was && !is ? 'D' : was && is && !entry_same_bytes(before, after) ? 'M' : 0;
}

void check_changes(Report *r, Str changes, const Tree *before, const Tree *after, const Effects *e)
{
    Arena a = {0};
    Table told = {.arena = &a};
    for (Str rest = changes; rest.n;) {
        Str line = str_cut(&rest, '\n'), path = str_from(line, 2);
        if (line.n < 3 || line.p[1] != ' ' || !strchr("AMD", line.p[0])) {
            report(r, "--changes has the line '" STR_FMT "'", STR_ARG(line));
            continue;
        }
        ptrdiff_t known = told.n;
        if (table_add(&told, path) != known)
            report(r, "--changes names " STR_FMT " twice", STR_ARG(path));
        char real = real_change(tree_find(before, path), tree_find(after, path));
        if (real != line.p[0] && !is_tampered(e, path))
            report(r, "--changes says " STR_FMT ", in fact it is %c", STR_ARG(line), real ? real : '-');
    }
    for (int side = 0; side < 2; side++) {
        const Tree *t = side ? before : after;
        for (ptrdiff_t i = 0; i < t->n; i++) {
            Str path = t->items[i].path;
            char real = real_change(tree_find(before, path), tree_find(after, path));
            if (real && table_find(&told, path) < 0 && !is_tampered(e, path)) {
                report(r, "--changes does not say %c " STR_FMT, real, STR_ARG(path));
                table_add(&told, path);
            }
        }
    }
    arena_free(&a);
}

static bool is_temporary(Str path)
{
    Str name = str_from(path, str_find_last_char(path, '/') + 1);
    return str_starts(name, S(".")) && str_ends(name, S(".kb-tmp"));
}

void check_whole(Report *r, const Tree *output, const Tree *old, const Tree *clean)
{
    for (ptrdiff_t i = 0; i < output->n; i++) {
        const Entry *o = &output->items[i], *x = old ? tree_find(old, o->path) : NULL, *y = tree_find(clean, o->path);
        if (!S_ISREG(o->mode) || is_temporary(o->path) || (x && entry_same_bytes(o, x)) || (y && entry_same_bytes(o, y)))
            continue;
        report(r, STR_FMT " is neither what it was nor what it should become (%lld bytes)", STR_ARG(o->path), (long long)o->size);
    }
}

/* --- messages -------------------------------------------------------------------------------------------------------------------- */

void report_said(Report *r, const char *whose, Str said)
{
    report(r, "%s says:", whose);
    for (int lines = 0; said.n && lines < 6; lines++) {
        Str line = str_cut(&said, '\n');
        buf_fmt(&r->text, "#    " STR_FMT "\n", STR_ARG(line));
    }
}

void check_said(Report *r, const char *whose, Str said, Str clean)
{
    Str x = said, y = clean;
    while (x.n && y.n) {
        Str p = x, q = y, line = str_cut(&p, '\n'), other = str_cut(&q, '\n');
        if (!str_eq(line, other))
            break;
        x = p;
        y = q;
    }
    if (!x.n && !y.n)
        return;
    report_said(r, whose, x);
    report_said(r, "… where the clean build", y);
}
