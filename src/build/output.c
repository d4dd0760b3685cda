#include "build/output.h"

#include "base/fs.h"

#include <stdio.h>

/* --- files -------------------------------------------------------------------------------------------------------------------- */

static void tell_failure(Writer *w, Str path, Str why)
{
    diag_file(w->diags, path, DIAG_WRITE, STR_FMT, STR_ARG(why));
    w->failed = true;
}

void output_put(const Output *o, Writer *w, Str file, Str bytes)
{
    Str path = fs_join(&w->out, o->dir, file), why;
    FsWritten written;
    if (fs_write(&w->out, path, bytes, &written, &why))
        w->written[written]++;
    else
        tell_failure(w, path, why);
}

void output_copy(const Output *o, Writer *w, Str file, Str source)
{
    Str path = fs_join(&w->out, o->dir, file), why;
    FsWritten written;
    if (fs_copy(&w->out, source, path, &written, &why))
        w->written[written]++;
    else
        tell_failure(w, path, why);
}

bool output_source(Writer *w, const Article *article, Source *raw)
{
    Str why;
    if (load_source(w->scratch, article, raw, &why))
        return true;
    diag_file(w->diags, raw->path, DIAG_UNREADABLE, STR_FMT, STR_ARG(why));
    w->failed = true;
    return false;
}

/* --- the parallel loop -------------------------------------------------------------------------------------------------------- */

typedef struct Stage {
    const Output *output;
    OutputJob *job;
    void *context;
} Stage;

static void run_job(void *context, int worker, ptrdiff_t index)
{
    const Stage *stage = context;
    Writer *w = &stage->output->writers[worker];
    ArenaMark out = arena_mark(&w->out), scratch = arena_mark(w->scratch);
    stage->job(stage->context, stage->output, worker, index);
    arena_rewind(w->scratch, scratch);
    arena_rewind(&w->out, out);
}

static void show_progress(void *context, ptrdiff_t taken, ptrdiff_t count)
{
    ptrdiff_t *last = context;
    ptrdiff_t percent = count ? taken * 100 / count : 100;
    if (percent == *last)
        return;
    *last = percent;
    fprintf(stderr, percent < 100 ? "\r%3td %%" : "\r     \r", percent);
}

void output_run(Output *o, ptrdiff_t count, OutputJob *job, void *context)
{
    Load *l = o->load;
    Stage stage = {o, job, context};
    ptrdiff_t last = -1;
    if (!o->writers)
        o->writers = arena_new(&l->arena, Writer, l->threads);
    for (int i = 0; i < l->threads; i++) {
        o->writers[i].scratch = &l->workers[i].scratch;
        o->writers[i].diags = &l->workers[i].diags;
    }
    pool_run(l->threads, count, run_job, &stage, fs_is_terminal(2) && !o->quiet ? show_progress : NULL, &last);
    for (int i = 0; i < l->threads; i++) {
        if (o->writers[i].failed)
            l->status = EXIT_IO;
        arena_free(&o->writers[i].out);
    }
}

/* --- what is said at the end ---------------------------------------------------------------------------------------------------- */

enum { WRITE_FAILURES_SHOWN = 10 };

/* A full disk or a folder that cannot be written fails every file alike: the first of them and a count say as much. */
static void fold_write_failures(Load *l, Str dir)
{
    diags_sort(&l->diags);
    ptrdiff_t n = 0, failures = 0;
    for (ptrdiff_t i = 0; i < l->diags.n; i++) {
        bool is_failure = l->diags.items[i].code == DIAG_WRITE;
        failures += is_failure;
        if (!is_failure || failures <= WRITE_FAILURES_SHOWN)
            l->diags.items[n++] = l->diags.items[i];
    }
    l->diags.n = n;
    if (failures > WRITE_FAILURES_SHOWN)
        diag_file(&l->diags, dir, DIAG_WRITE, "%td more files could not be written", failures - WRITE_FAILURES_SHOWN);
}

/* What all threads had to say: sorted, a heap of files that could not be written folded. */
static void gather_diags(Output *o)
{
    Load *l = o->load;
    for (int i = 0; i < l->threads; i++)
        diags_append(&l->diags, &l->workers[i].diags);
    fold_write_failures(l, o->dir);
}

static Str counted(Arena *a, ptrdiff_t n, const char *noun)
{
    return str_fmt(a, "%td %s%s", n, noun, n == 1 ? "" : "s");
}

static void print_summary(const Output *o, double seconds)
{
    Load *l = o->load;
    ptrdiff_t written[3] = {0};
    for (int i = 0; i < l->threads && o->writers; i++)
        for (int k = 0; k < 3; k++)
            written[k] += o->writers[i].written[k];
    ptrdiff_t files = written[FS_CREATED] + written[FS_CHANGED] + written[FS_SAME];
    ptrdiff_t notes = diags_count(&l->diags, SEVERITY_NOTE), warnings = diags_count(&l->diags, SEVERITY_WARNING);
    ptrdiff_t errors = diags_count(&l->diags, SEVERITY_ERROR);
    Arena *a = &l->arena;
    Str text = str_fmt(a, "kb: " STR_FMT ", " STR_FMT " in " STR_FMT " (%td new, %td changed, %td as they were); " STR_FMT ", " STR_FMT ", " STR_FMT "; %.2f s\n",
                       STR_ARG(counted(a, l->site.n, "article")), STR_ARG(counted(a, files, "file")), STR_ARG(o->dir), written[FS_CREATED],
                       written[FS_CHANGED], written[FS_SAME], STR_ARG(counted(a, errors, "error")), STR_ARG(counted(a, warnings, "warning")),
                       STR_ARG(counted(a, notes, "note")), seconds);
    print_err(text);
}

int output_finish(Output *o, bool loaded, bool strict, bool json, bool verbose, double start)
{
    Load *l = o->load;
    gather_diags(o);
    if (strict)
        diags_raise_warnings(&l->diags);
    diags_print(&l->arena, &l->diags, verbose, json);
    if (loaded && !o->quiet && !json)
        print_summary(o, fs_seconds() - start);
    if (l->status != EXIT_OK)
        return (int)l->status;
    return diags_count(&l->diags, SEVERITY_ERROR) ? EXIT_CONTENT : EXIT_OK;
}
