/* What a build tells besides its diagnostics: what changed, why a file was made, where the time went, and how it ended. */
#include "build/tell.h"

#include <stdlib.h>

/* An output that was asked about with the output folder in front, or as a permalink. */
Str output_of_name(Arena *a, Str dir, Str name)
{
    if (str_starts(name, str_join2(a, dir, S("/"))))
        name = str_from(name, dir.n + 1);
    while (str_starts(name, S("/")))
        name = str_from(name, 1);
    return !name.n || str_ends(name, S("/")) ? permalink_file(a, name) : name;
}

/* Where nothing changed, and nobody knows which source makes which output. */
static bool is_known(const Output *o, Str *name)
{
    Load *l = o->load;
    for (ptrdiff_t i = 0; i < l->file_count; i++)
        if (str_eq(l->files[i].source, *name) || str_eq(l->files[i].path, *name))
            return true;
    for (ptrdiff_t i = 0; i < l->static_count; i++)
        if (l->statics[i].source.n && str_eq(l->statics[i].source, *name))
            return true;
    *name = output_of_name(&l->arena, l->output_dir, *name);
    const OutputRecord *known = state_output(o->state, NULL, *name);
    return known && known->hash != OUTPUT_ABSENT;
}

static int by_path(const void *x, const void *y)
{
    const Str *a = x, *b = y;
    return str_cmp(str_from(*a, 2), str_from(*b, 2));
}

void tell_changes(Output *o, Str to)
{
    Load *l = o->load;
    Arena *a = &l->arena;
    StrList lines = {0};
    for (int i = 0; i < l->threads && o->writers; i++)
        for (ptrdiff_t k = 0; k < o->writers[i].changes.n; k++)
            list_add(a, &lines, o->writers[i].changes.items[k]);
    for (ptrdiff_t i = 0; i < o->removed.n; i++)
        list_add(a, &lines, str_join2(a, S("D "), o->removed.items[i]));
    if (lines.n)
        qsort(lines.items, (size_t)lines.n, sizeof *lines.items, by_path);
    Str text = lines.n ? str_join2(a, list_join(a, &lines, S("\n")), S("\n")) : (Str){0}, why;
    FsWritten written;
    if (str_eq(to, S("-")))
        print_out(text);
    else if (!fs_write(a, to, text, &written, &why))
        output_fail(o, to, why);
}

void tell_reasons(const Output *o, bool is_repeated)
{
    Load *l = o->load;
    StrList lines = {0};
    for (int i = 0; i < l->threads && o->writers; i++)
        for (ptrdiff_t k = 0; k < o->writers[i].explained.n; k++)
            list_add(&l->arena, &lines, o->writers[i].explained.items[k]);
    for (ptrdiff_t i = 0; i < o->explain.n; i++) {
        Str name = o->explain.items[i];
        bool is_told = false, is_same = is_repeated && is_known(o, &name);
        Str prefix = str_join2(&l->arena, name, S(" "));
        for (ptrdiff_t k = 0; k < lines.n; k++)
            if (str_starts(lines.items[k], prefix)) {
                print_out(str_join2(&l->arena, lines.items[k], S("\n")));
                is_told = true;
            }
        for (ptrdiff_t k = 0; k < o->removed.n; k++)
            if (str_eq(o->removed.items[k], name)) {
                print_out(str_join2(&l->arena, prefix, S("is removed: no source makes it any more\n")));
                is_told = true;
            }
        if (!is_told)
            print_out(str_join2(&l->arena, prefix, is_same ? S("is as it was: no source, template, static file or config key changed\n")
                                                           : S("is no file of this site\n")));
    }
}

enum { ERRORS_REPORTED = 50 };

void report_fill(Arena *a, const Output *o, int status, bool built, BuildReport *report)
{
    const Load *l = o->load;
    *report = (BuildReport){.status = (ExitStatus)status, .errors = diags_count(&l->diags, SEVERITY_ERROR),
                            .warnings = diags_count(&l->diags, SEVERITY_WARNING), .built = built, .wrote = o->removed.n > 0};
    Buf text = {.arena = a};
    ptrdiff_t shown = 0;
    for (ptrdiff_t i = 0; i < l->diags.n && shown < ERRORS_REPORTED; i++)
        if (l->diags.items[i].severity == SEVERITY_ERROR) {
            diag_put_text(&text, &l->diags.items[i], false);
            shown++;
        }
    if (shown < report->errors)
        buf_fmt(&text, "… and %td more\n", report->errors - shown);
    report->text = buf_str(&text);
    for (int i = 0; i < l->threads && o->writers; i++)
        report->wrote = report->wrote || o->writers[i].written[FS_CREATED] || o->writers[i].written[FS_CHANGED];
}

void tell_profile(const Output *o, bool verbose)
{
    Load *l = o->load;
    profile_stage(l->profile, NULL);
    print_err(profile_text(&l->arena, l->profile, l->threads));
    Slowest all = {0};
    for (int i = 0; i < l->threads && o->writers; i++)
        for (int k = 0; k < o->writers[i].slowest.n; k++)
            slowest_add(&all, o->writers[i].slowest.items[k].name, o->writers[i].slowest.items[k].seconds);
    if (verbose && all.n)
        print_err(slowest_text(&l->arena, &all));
}
