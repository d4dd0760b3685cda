/* kb build: load the site, plan its pages, make and write each. */
#include "base/fs.h"
#include "cmd/load.h"

#include <stdio.h>

typedef struct BuildOptions {
    LoadOptions load;
    bool strict, strict_templates, quiet;
    Str diagnostics;
} BuildOptions;

/* --- the second parallel stage ------------------------------------------------------------------------------------------------ */

typedef struct Writer {
    PageMaker maker;
    Arena out;              /* the bytes of one page */
    ptrdiff_t written[3];   /* by FsWritten */
    bool failed;
} Writer;

typedef struct WriteStage {
    Load *load;
    PageList pages;
    Writer *writers;        /* by worker */
} WriteStage;

static void tell_failure(Writer *w, Str path, Str why)
{
    diag_file(w->maker.diags, path, DIAG_WRITE, STR_FMT, STR_ARG(why));
    w->failed = true;
}

static void put_file(WriteStage *stage, Writer *w, Str output, Str bytes)
{
    Str path = fs_join(&w->out, stage->load->output_dir, output), why;
    FsWritten written;
    if (fs_write(&w->out, path, bytes, &written, &why))
        w->written[written]++;
    else
        tell_failure(w, path, why);
}

static void write_page(WriteStage *stage, Writer *w, const Page *page)
{
    Source raw = {0};
    Str why;
    if (page->kind == PAGE_ARTICLE && !load_source(w->maker.scratch, &stage->load->site.articles[page->index], &raw, &why)) {
        diag_file(w->maker.diags, raw.path, DIAG_UNREADABLE, STR_FMT, STR_ARG(why));
        w->failed = true;
        return;
    }
    Buf bytes = buf_new(&w->out, 16384);
    if (page_render(&w->maker, page, &raw, &bytes))
        put_file(stage, w, permalink_file(&w->out, page->permalink), buf_str(&bytes));
}

static void write_static(WriteStage *stage, Writer *w, const StaticFile *file)
{
    Str path = fs_join(&w->out, stage->load->output_dir, file->output), why;
    FsWritten written;
    if (!file->source.n)
        put_file(stage, w, file->output, file->bytes);
    else if (fs_copy(&w->out, file->source, path, &written, &why))
        w->written[written]++;
    else
        tell_failure(w, path, why);
}

/* Pages, then the site's static files, then attachments: one index over the three. */
static void write_job(void *context, int worker, ptrdiff_t i)
{
    WriteStage *stage = context;
    Writer *w = &stage->writers[worker];
    ArenaMark out = arena_mark(&w->out), scratch = arena_mark(w->maker.scratch);
    const Load *l = stage->load;
    if (i < stage->pages.n)
        write_page(stage, w, &stage->pages.items[i]);
    else if ((i -= stage->pages.n) < l->static_count)
        write_static(stage, w, &l->statics[i]);
    else
        write_static(stage, w, &(StaticFile){.output = l->site.copies[i - l->static_count].output, .source = l->site.copies[i - l->static_count].source});
    arena_rewind(w->maker.scratch, scratch);
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

static void write_site(Load *l, const BuildOptions *o, ptrdiff_t written[3])
{
    WriteStage stage = {.load = l, .writers = arena_new(&l->arena, Writer, l->threads)};
    pages_plan(&l->arena, &l->site, &stage.pages, &l->diags);
    for (int i = 0; i < l->threads; i++) {
        Worker *w = &l->workers[i];
        stage.writers[i].maker = (PageMaker){
            .site = &l->site,
            .renderer = {.set = &l->templates, .diags = &w->diags, .scratch = &w->scratch, .strict = o->strict_templates, .reported = {.arena = &w->keep}},
            .scratch = &w->scratch,
            .diags = &w->diags,
        };
    }
    ptrdiff_t last = -1;
    bool on_terminal = fs_is_terminal(2) && !o->quiet;
    pool_run(l->threads, stage.pages.n + l->static_count + l->site.copy_count, write_job, &stage, on_terminal ? show_progress : NULL, &last);
    for (int i = 0; i < l->threads; i++) {
        for (int k = 0; k < 3; k++)
            written[k] += stage.writers[i].written[k];
        if (stage.writers[i].failed)
            l->status = EXIT_IO;
        arena_free(&stage.writers[i].out);
    }
}

/* --- what is said at the end ------------------------------------------------------------------------------------------------------ */

static Str counted(Arena *a, ptrdiff_t n, const char *noun)
{
    return str_fmt(a, "%td %s%s", n, noun, n == 1 ? "" : "s");
}

static void print_summary(Load *l, const ptrdiff_t written[3], double seconds)
{
    ptrdiff_t files = written[FS_CREATED] + written[FS_CHANGED] + written[FS_SAME];
    ptrdiff_t notes = diags_count(&l->diags, SEVERITY_NOTE), warnings = diags_count(&l->diags, SEVERITY_WARNING);
    ptrdiff_t errors = diags_count(&l->diags, SEVERITY_ERROR);
    Arena *a = &l->arena;
    Str text = str_fmt(a, "kb: " STR_FMT ", " STR_FMT " in " STR_FMT " (%td new, %td changed, %td as they were); " STR_FMT ", " STR_FMT ", " STR_FMT "; %.2f s\n",
                       STR_ARG(counted(a, l->site.n, "article")), STR_ARG(counted(a, files, "file")), STR_ARG(l->output_dir), written[FS_CREATED],
                       written[FS_CHANGED], written[FS_SAME], STR_ARG(counted(a, errors, "error")), STR_ARG(counted(a, warnings, "warning")),
                       STR_ARG(counted(a, notes, "note")), seconds);
    print_err(text);
}

static void merge_diags(Load *l)
{
    for (int i = 0; i < l->threads; i++)
        diags_append(&l->diags, &l->workers[i].diags);
}

enum { WRITE_FAILURES_SHOWN = 10 };

/* A full disk or a folder that cannot be written fails every file alike: the first of them and a count say as much. */
static void fold_write_failures(Load *l)
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
        diag_file(&l->diags, l->output_dir, DIAG_WRITE, "%td more files could not be written", failures - WRITE_FAILURES_SHOWN);
}

static int build(Load *l, const BuildOptions *o)
{
    double start = fs_seconds();
    ptrdiff_t written[3] = {0};
    bool json = str_eq(o->diagnostics, S("json"));
    bool loaded = load_site(l, &o->load);
    if (loaded)
        write_site(l, o, written);
    merge_diags(l);
    fold_write_failures(l);
    if (o->strict)
        diags_raise_warnings(&l->diags);
    diags_print(&l->arena, &l->diags, o->load.verbose, json);
    if (loaded && !o->quiet && !json)
        print_summary(l, written, fs_seconds() - start);
    if (l->status != EXIT_OK)
        return (int)l->status;
    return diags_count(&l->diags, SEVERITY_ERROR) ? EXIT_CONTENT : EXIT_OK;
}

static int run(Arena *a, int argc, char **argv)
{
    BuildOptions o = {.load = {.source = S(".")}, .diagnostics = S("text")};
    const Option options[] = {
        {"source", 's', OPTION_TEXT, &o.load.source},
        {"config", 'c', OPTION_TEXT, &o.load.config},
        {"content", 0, OPTION_LIST, &o.load.content},
        {"destination", 'd', OPTION_TEXT, &o.load.destination},
        {"base-url", 'b', OPTION_TEXT, &o.load.base_url},
        {"jobs", 'j', OPTION_NUMBER, &o.load.threads},
        {"drafts", 0, OPTION_FLAG, &o.load.drafts},
        {"offline", 0, OPTION_FLAG, &o.load.offline},
        {"strict", 0, OPTION_FLAG, &o.strict},
        {"strict-templates", 0, OPTION_FLAG, &o.strict_templates},
        {"quiet", 'q', OPTION_FLAG, &o.quiet},
        {"verbose", 'v', OPTION_FLAG, &o.load.verbose},
        {"diagnostics", 0, OPTION_TEXT, &o.diagnostics},
    };
    StrList operands = {0};
    bool done;
    if (!options_read(a, &COMMAND_BUILD, argc, argv, options, countof(options), &operands, &done))
        return EXIT_USAGE;
    if (done)
        return EXIT_OK;
    bool known_format = str_eq(o.diagnostics, S("text")) || str_eq(o.diagnostics, S("json"));
    if (operands.n || !known_format) {
        print_err(operands.n ? str_fmt(a, "kb build: takes no '" STR_FMT "'; name a folder with -s\n", STR_ARG(operands.items[0]))
                             : S("kb build: --diagnostics takes text or json\n"));
        return EXIT_USAGE;
    }
    Load *l = arena_new(a, Load, 1);
    int status = build(l, &o);
    load_free(l);
    return status;
}

const Command COMMAND_BUILD = {
    .name = "build",
    .synopsis = "make the site",
    .help = "usage: kb build [options]\n"
            "\n"
            "Reads the articles, links them and writes the site.\n"
            "\n"
            "  -s, --source DIR         the site's folder (default: this one)\n"
            "  -c, --config FILE        its config (default: DIR/config.yml, if there is one)\n"
            "      --content DIR        a folder of articles instead of the config's; may be given again\n"
            "  -d, --destination DIR    where the site is written (default: DIR/public)\n"
            "  -b, --base-url URL       the site's address, for the sitemap and canonical links\n"
            "  -j, --jobs N             threads (default: all cores); the output does not depend on it\n"
            "      --drafts             articles with `draft: true` too\n"
            "      --offline            links that work from a folder, without a server\n"
            "      --strict             warnings are errors\n"
            "      --strict-templates   tell names in templates that the data does not have\n"
            "  -q, --quiet              no closing line, no progress\n"
            "  -v, --verbose            notes too\n"
            "      --diagnostics FORMAT text (default) or json, one object a line, on stderr\n"
            "\n"
            "Exit status: 0 done; 1 the content has errors (the good articles are written); 2 usage or config; 4 a file could\n"
            "not be read or written.\n",
    .run = run,
};
