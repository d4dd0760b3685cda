/* kb check: everything a build would say, and what only looking for it finds, without writing anything. All pages are rendered into nothing, so that
 * both say the same; what is found is compared with a baseline and told in one of three forms. */
#include "base/baseline.h"
#include "base/fs.h"
#include "build/load.h"
#include "cmd/cmd.h"
#include "page/audit.h"

#include <stdio.h>
#include <stdlib.h>

typedef enum Form { FORM_TEXT, FORM_JSON, FORM_GCC } Form;

static const char *const FORMS[] = {"text", "json", "gcc", NULL};

typedef struct CheckOptions {
    LoadOptions load;
    Str baseline, write_baseline;
    bool wanted;            /* an article that is not here is a finding */
    bool quiet;
    Form form;
} CheckOptions;

enum { BASELINE_BYTES_MAX = 256 * 1024 * 1024 };

/* --- looking ------------------------------------------------------------------------------------------------------------------ */

typedef struct Stage {
    Load *load;
    PageList pages;
    PageMaker *makers;      /* by worker, as the others */
    Auditor *auditors;
    Arena *outs;            /* the bytes of one page */
} Stage;

static bool read_again(void *worker, const Article *article, Source *raw)
{
    Worker *w = worker;
    Str why;
    bool ok = load_source(&w->scratch, article, raw, &why);
    if (!ok)
        diag_file(&w->diags, raw->path, DIAG_UNREADABLE, STR_FMT, STR_ARG(why));
    return ok;
}

static void render(Stage *stage, int worker, const Page *page)
{
    bool is_article = page->kind == PAGE_ARTICLE;
    if (page->kind == PAGE_TWIN)        /* has nothing to say that the article has not */
        return;
    Buf bytes = buf_new(&stage->outs[worker], 16384);
    if (page_render(&stage->makers[worker], page, &bytes) && is_article)
        audit_page(&stage->auditors[worker], page, buf_str(&bytes));
}

static void render_job(void *context, int worker, ptrdiff_t index)
{
    Stage *stage = context;
    Arena *scratch = &stage->load->workers[worker].scratch, *out = &stage->outs[worker];
    ArenaMark scratch_mark = arena_mark(scratch), out_mark = arena_mark(out);
    render(stage, worker, &stage->pages.items[index]);
    arena_rewind(scratch, scratch_mark);
    arena_rewind(out, out_mark);
}

static void tell_places(Load *l, int worker, Auditor *auditor)
{
    Worker *w = &l->workers[worker];
    audit_places(auditor);
    for (ptrdiff_t i = 0; i < auditor->link_count;) {
        ArenaMark mark = arena_mark(&w->scratch);
        Source raw;
        i = read_again(w, &l->site.articles[auditor->links[i].from], &raw) ? audit_tell_places(auditor, i, &raw) : i + 1;
        arena_rewind(&w->scratch, mark);
    }
}

static void audit_site(Load *l)
{
    Arena *a = &l->arena;
    Stage stage = {.load = l, .makers = arena_new(a, PageMaker, l->threads), .auditors = arena_new(a, Auditor, l->threads),
                   .outs = arena_new(a, Arena, l->threads)};
    Audit audit;
    audit_start(a, &l->site, fs_today(a), &audit);
    audit_orphans(&l->site, &l->diags);
    pages_plan(a, &l->site, &stage.pages, &l->diags);
    Value constants = chrome_constants(a, &l->config);
    templates_link(&l->templates, &constants);
    for (int i = 0; i < l->threads; i++) {
        Worker *w = &l->workers[i];
        stage.auditors[i] = (Auditor){.audit = &audit, .keep = &w->keep, .scratch = &w->scratch, .diags = &w->diags};
        stage.makers[i] = (PageMaker){
            .site = &l->site,
            .renderer = {.set = &l->templates, .diags = &w->diags, .scratch = &w->scratch, .strict = true, .reported = {.arena = &w->keep}},
            .places = {.arena = &w->keep},
            .scratch = &w->scratch,
            .diags = &w->diags,
            .sources = {.context = w, .read = read_again},
            .look = audit_article,
            .look_context = &stage.auditors[i],
        };
    }
    pool_run(l->threads, stage.pages.n, render_job, &stage, NULL, NULL);
    for (int i = 0; i < l->threads; i++) {
        tell_places(l, i, &stage.auditors[i]);
        arena_free(&stage.outs[i]);
    }
}

static void gather(Load *l, bool wanted)
{
    for (int i = 0; i < l->threads; i++)
        diags_append(&l->diags, &l->workers[i].diags);
    diags_sort(&l->diags);
    for (ptrdiff_t i = 0; i < l->diags.n && wanted; i++)
        if (l->diags.items[i].code == DIAG_WANTED)
            l->diags.items[i].severity = SEVERITY_WARNING;
}

/* --- telling ------------------------------------------------------------------------------------------------------------------ */

typedef struct Counts {
    ptrdiff_t by_class[CLASS_COUNT][SEVERITY_ERROR + 1], known[CLASS_COUNT];
    ptrdiff_t findings, fresh;      /* what is no note; those that no baseline has */
    bool is_unreadable;
} Counts;

static void tell(Arena *scratch, const Diag *d, Form form, bool colour)
{
    ArenaMark mark = arena_mark(scratch);
    Buf b = {.arena = scratch};
    switch (form) {
    case FORM_TEXT: diag_put_text(&b, d, colour); break;
    case FORM_JSON: diag_put_json(&b, d); break;
    case FORM_GCC: diag_put_gcc(&b, d); break;
    }
    print_out(buf_str(&b));
    arena_rewind(scratch, mark);
}

/* Known findings are counted and not told. With a baseline to write, all will be known. */
static Counts tell_all(Arena *scratch, const Diags *diags, Baseline *baseline, const CheckOptions *o)
{
    const char *no_colour = getenv("NO_COLOR");
    bool colour = fs_is_terminal(1) && !(no_colour && *no_colour);
    bool with_notes = o->load.verbose || (o->form == FORM_JSON && !o->quiet);
    Counts counts = {0};
    for (ptrdiff_t i = 0; i < diags->n; i++) {
        const Diag *d = &diags->items[i];
        bool is_note = d->severity == SEVERITY_NOTE, is_known = baseline_meet(baseline, d) && !is_note;
        DiagClass class = diag_class(d->code);
        counts.by_class[class][d->severity]++;
        counts.known[class] += is_known;
        counts.findings += !is_note;
        counts.fresh += !is_note && !is_known;
        counts.is_unreadable |= d->code == DIAG_UNREADABLE && !is_known;
        if (!is_known && !o->write_baseline.n && (with_notes || !is_note))
            tell(scratch, d, o->form, colour);
    }
    return counts;
}

static void put_row(Buf *b, Str name, const ptrdiff_t severities[], ptrdiff_t known, bool with_known)
{
    buf_put(b, name);
    buf_pad(b, ' ', 10 - name.n);
    buf_fmt(b, "%9td%10td%8td", severities[SEVERITY_ERROR], severities[SEVERITY_WARNING], severities[SEVERITY_NOTE]);
    if (with_known)
        buf_fmt(b, "%8td", known);
    buf_putc(b, '\n');
}

/* Nothing found, no table. */
static void print_table(Arena *a, const Counts *counts, bool with_known)
{
    Buf b = {.arena = a};
    ptrdiff_t all[SEVERITY_ERROR + 1] = {0}, known = 0, rows = 0;
    buf_fmt(&b, "%-10s%9s%10s%8s%s\n", "class", "errors", "warnings", "notes", with_known ? "   known" : "");
    for (int class = 0; class < CLASS_COUNT; class++) {
        const ptrdiff_t *n = counts->by_class[class];
        if (!n[SEVERITY_ERROR] && !n[SEVERITY_WARNING] && !n[SEVERITY_NOTE])
            continue;
        put_row(&b, diag_class_name((DiagClass)class), n, counts->known[class], with_known);
        for (int severity = 0; severity <= SEVERITY_ERROR; severity++)
            all[severity] += n[severity];
        known += counts->known[class];
        rows++;
    }
    put_row(&b, S("all"), all, known, with_known);
    if (rows)
        print_out(buf_str(&b));
}

static void print_closing(Load *l, const Counts *counts, const CheckOptions *o, double seconds)
{
    Buf b = {.arena = &l->arena};
    buf_fmt(&b, "kb: %td article%s checked; %td finding%s", l->site.n, l->site.n == 1 ? "" : "s", counts->findings, counts->findings == 1 ? "" : "s");
    if (o->baseline.n)
        buf_fmt(&b, ", %td of them new", counts->fresh);
    buf_fmt(&b, "; %.2f s\n", seconds);
    print_err(buf_str(&b));
}

/* --- the baseline --------------------------------------------------------------------------------------------------------------- */

static int fail(Arena *a, Str path, Str why)
{
    return command_fail(a, &COMMAND_CHECK, EXIT_IO, str_fmt(a, STR_FMT ": " STR_FMT, STR_ARG(path), STR_ARG(why)));
}

static int read_baseline(Arena *a, Str path, Baseline *baseline)
{
    Str text, why;
    bool too_large;
    int line;
    if (!fs_read(a, path, BASELINE_BYTES_MAX, &text, &too_large, &why))
        return fail(a, path, why);
    if (baseline_read(baseline, text, &line))
        return EXIT_OK;
    return command_fail(a, &COMMAND_CHECK, EXIT_USAGE,
                        str_fmt(a, STR_FMT ":%d: is no finding of a baseline; write the file anew with --write-baseline", STR_ARG(path), line));
}

static int write_baseline(Arena *a, Str path, Str root, const Diags *diags)
{
    Baseline baseline = {.arena = a, .root = root};
    Buf text = {.arena = a};
    Str why;
    FsWritten written;
    for (ptrdiff_t i = 0; i < diags->n; i++)
        if (diags->items[i].severity != SEVERITY_NOTE)
            baseline_add(&baseline, &diags->items[i]);
    baseline_put(&text, &baseline);
    return fs_write(a, path, buf_str(&text), &written, &why) ? EXIT_OK : fail(a, path, why);
}

static void tell_gone(Arena *a, const Baseline *baseline, Str path)
{
    ptrdiff_t gone = baseline_gone(baseline);
    if (gone)
        print_err(str_fmt(a, "kb: %td finding%s of the baseline %s gone; write it again with --write-baseline " STR_FMT "\n", gone, gone == 1 ? "" : "s",
                          gone == 1 ? "is" : "are", STR_ARG(path)));
}

/* --- all together --------------------------------------------------------------------------------------------------------------- */

/* Settings that keep the site from being read go before the findings, what could not be read as well. */
static int status_of(const Load *l, const Counts *counts)
{
    if (l->status != EXIT_OK)
        return (int)l->status;
    return counts->is_unreadable ? EXIT_IO : counts->fresh ? EXIT_FINDINGS : EXIT_OK;
}

static int check(Arena *a, const CheckOptions *o)
{
    double start = fs_seconds();
    Baseline baseline = {.arena = a, .root = o->load.source};
    int status = o->baseline.n ? read_baseline(a, o->baseline, &baseline) : EXIT_OK;
    if (status != EXIT_OK)
        return status;
    Load *l = arena_new(a, Load, 1);
    bool loaded = load_site(l, &o->load);
    if (loaded)
        audit_site(l);
    gather(l, o->wanted);
    bool writes = loaded && o->write_baseline.n;
    Counts counts = tell_all(&l->arena, &l->diags, &baseline, o);
    if (loaded && o->form == FORM_TEXT && !o->quiet)
        print_table(&l->arena, &counts, o->baseline.n > 0);
    fflush(stdout);    /* on a terminal the closing line comes last */
    if (writes)
        status = write_baseline(&l->arena, o->write_baseline, o->load.source, &l->diags);
    else if (loaded)
        tell_gone(&l->arena, &baseline, o->baseline);
    if (loaded && !o->quiet)
        print_closing(l, &counts, o, fs_seconds() - start);
    if (!writes || l->status != EXIT_OK)
        status = status_of(l, &counts);
    load_free(l);
    return status;
}

static int run(Arena *a, int argc, char **argv)
{
    CheckOptions o = {.load = {.source = S(".")}};
    Choice form = {FORMS, FORM_TEXT};
    const Option options[] = {
        {"source", 's', OPTION_TEXT, &o.load.source},
        {"config", 'c', OPTION_TEXT, &o.load.config},
        {"content", 0, OPTION_LIST, &o.load.content},
        {"jobs", 'j', OPTION_NUMBER, &o.load.threads},
        {"drafts", 0, OPTION_FLAG, &o.load.drafts},
        {"format", 'f', OPTION_CHOICE, &form},
        {"baseline", 0, OPTION_TEXT, &o.baseline},
        {"write-baseline", 0, OPTION_TEXT, &o.write_baseline},
        {"wanted", 0, OPTION_FLAG, &o.wanted},
        {"quiet", 'q', OPTION_FLAG, &o.quiet},
        {"verbose", 'v', OPTION_FLAG, &o.load.verbose},
    };
    StrList operands = {0};
    bool done;
    if (!options_read(a, &COMMAND_CHECK, argc, argv, options, countof(options), &operands, &done))
        return EXIT_USAGE;
    if (done)
        return EXIT_OK;
    if (operands.n)
        return command_refuse(a, &COMMAND_CHECK, &operands, "-s");
    o.form = (Form)form.chosen;
    return check(a, &o);
}

const Command COMMAND_CHECK = {
    .name = "check",
    .synopsis = "tell what is wrong with the content, and write nothing",
    .help = "usage: kb check [options]\n"
            "\n"
            "Reads the articles, makes all pages in memory, and prints on standard output what a build would say and more: links,\n"
            "places in pages (#place) and files that are not there, names that templates do not find, duplicates, odd dates,\n"
            "misspelt keys. Errors and warnings are findings. Notes are not: articles that nobody refers to, or without a date.\n"
            "\n"
            "  -s, --source DIR           the site's folder (default: this one)\n"
            "  -c, --config FILE          its config (default: DIR/config.yml, if there is one)\n"
            "      --content DIR          a folder of articles instead of the config's; may be given again\n"
            "  -j, --jobs N               threads (default: all cores); what is printed does not depend on it\n"
            "      --drafts               articles with `draft: true` too\n"
            "  -f, --format FORMAT        text (default): with the source lines and a table; json: an object a line, notes too;\n"
            "                             gcc: a line each, as editors read them from compilers\n"
            "      --baseline FILE        findings in this file are known; only others are printed and count\n"
            "      --write-baseline FILE  write all findings to this file and print none\n"
            "      --wanted               references to articles that are not here are findings. Without this they are notes: an\n"
            "                             archive always refers to articles that it does not hold\n"
            "  -q, --quiet                findings only: no table, no closing line\n"
            "  -v, --verbose              notes too\n"
            "\n"
            "Exit status: 0 nothing found, or nothing new; 2 usage or config; 3 findings; 4 a file could not be read or written.\n",
    .run = run,
};
