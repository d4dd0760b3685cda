/* kb export: all articles as data, one a line. They are read and told by all cores, some hundreds at a time, and written in order: by number, then those
 * without one by their files. Memory does not grow with their texts. */
#include "base/fs.h"
#include "base/utf8.h"
#include "build/load.h"
#include "cmd/cmd.h"
#include "page/model.h"

typedef enum Form { FORM_JSONL, FORM_CSV } Form;

static const char *const FORMS[] = {"jsonl", "csv", NULL};

enum { BATCH = 512 };

typedef struct Export {
    Load *load;
    Form form;
    int32_t *order;
    ptrdiff_t first;        /* of the batch */
    Arena *outs;            /* by worker: the lines of a batch */
    Str lines[BATCH];
} Export;

/* --- one article ------------------------------------------------------------------------------------------------------------------ */

static void put_cell(Buf *b, Str text)
{
    buf_putc(b, '"');
    for (ptrdiff_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"')
            buf_putc(b, '"');
        buf_putc(b, text.p[i]);
    }
    buf_putc(b, '"');
}

static const char CSV_HEAD[] = "id,title,permalink,published,updated,products,keywords,technologies,kinds,references,referenced_by,source\r\n";

/* RFC 4180. */
static void put_csv(Arena *a, Buf *b, const Article *article, const Meta *meta)
{
    const StrList *lists[] = {&meta->products, &meta->keywords, &meta->technologies, &meta->kinds};
    const Str texts[] = {article->id, article->title, article->permalink, meta->date, meta->updated};
    for (ptrdiff_t i = 0; i < countof(texts); i++) {
        put_cell(b, texts[i]);
        buf_putc(b, ',');
    }
    for (ptrdiff_t i = 0; i < countof(lists); i++) {
        put_cell(b, list_join(a, lists[i], S("; ")));
        buf_putc(b, ',');
    }
    buf_fmt(b, "%d,%d,", (int)article->ref_count, (int)article->referrer_count);
    put_cell(b, utf8_clean(a, article->path));
    buf_put(b, S("\r\n"));
}

static void export_job(void *context, int worker, ptrdiff_t index)
{
    Export *e = context;
    Load *l = e->load;
    Worker *w = &l->workers[worker];
    const Article *article = &l->site.articles[e->order[e->first + index]];
    ArenaMark mark = arena_mark(&w->scratch);
    Source raw, source;
    Str why;
    Doc doc = {0};
    Diags told = {.arena = &w->scratch};
    e->lines[index] = (Str){0};
    if (!load_source(&w->scratch, article, &raw, &why)) {
        diag_file(&w->diags, article->source, DIAG_UNREADABLE, STR_FMT, STR_ARG(why));
    } else if (read_article(&w->scratch, &raw, &(ReadOptions){.ids = &l->config.ids}, &doc, &source, &told) == READ_ARTICLE) {
        doc_set_anchors(&w->scratch, &doc);
        Buf b = buf_new(&e->outs[worker], 8192);
        if (e->form == FORM_CSV) {
            put_csv(&w->scratch, &b, article, &doc.meta);
        } else {
            Value value = article_model(&w->scratch, &l->site, article, &doc, utf8_clean(&w->scratch, article->path), article->referrer_count);
            value_put_json(&b, &value, 0);
            buf_putc(&b, '\n');
        }
        e->lines[index] = buf_str(&b);
    }
    arena_rewind(&w->scratch, mark);
}

/* --- all of them -------------------------------------------------------------------------------------------------------------------- */

static int32_t *order_of(Arena *a, const Site *site)
{
    int32_t *order = arena_new(a, int32_t, site->n);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < site->numbered; i++)
        order[n++] = site->by_number[i];
    for (ptrdiff_t i = 0; i < site->n; i++)
        if (site->articles[i].number < 0)
            order[n++] = (int32_t)i;
    return order;
}

/* Where the lines go: a file, or stdout. */
typedef struct Target {
    bool is_file;
    FsDraft draft;
    int64_t at;
} Target;

static bool put(Target *t, Str bytes)
{
    if (!t->is_file)
        print_out(bytes);
    else if (!fs_draft_put(&t->draft, t->at, bytes))
        return false;
    t->at += bytes.n;
    return true;
}

static bool put_articles(Load *l, Form form, Target *target)
{
    Export *e = arena_new(&l->arena, Export, 1);
    *e = (Export){.load = l, .form = form, .order = order_of(&l->arena, &l->site), .outs = arena_new(&l->arena, Arena, l->threads)};
    bool ok = form != FORM_CSV || put(target, S(CSV_HEAD));
    for (; e->first < l->site.n && ok; e->first += BATCH) {
        ptrdiff_t n = l->site.n - e->first < BATCH ? l->site.n - e->first : BATCH;
        pool_run(l->threads, n, export_job, e, NULL, NULL);
        for (ptrdiff_t i = 0; i < n && ok; i++)
            ok = put(target, e->lines[i]);
        for (int i = 0; i < l->threads; i++)
            arena_free(&e->outs[i]);
    }
    return ok;
}

static int fail(Arena *a, Str path, Str why)
{
    return command_fail(a, &COMMAND_EXPORT, EXIT_IO, str_fmt(a, STR_FMT ": " STR_FMT, STR_ARG(path), STR_ARG(why)));
}

static int export(Arena *a, const LoadOptions *options, Form form, Str file)
{
    Load *l = arena_new(a, Load, 1);
    Target target = {.is_file = file.n > 0 && !str_eq(file, S("-"))};
    Str why = {0};
    FsWritten written;
    int status = EXIT_OK;
    if (!load_site(l, options)) {
        status = l->status == EXIT_OK ? EXIT_USAGE : (int)l->status;
    } else if (target.is_file && !fs_draft_open(a, file, &target.draft, &why)) {
        status = fail(a, file, why);
    } else {
        bool ok = put_articles(l, form, &target);
        if (target.is_file && !fs_draft_close(a, &target.draft, ok, &written, &why))
            status = fail(a, file, why);
    }
    for (int i = 0; i < l->threads; i++)
        diags_append(&l->diags, &l->workers[i].diags);
    diags_print(&l->arena, &l->diags, options->verbose, false);
    if (status == EXIT_OK && diags_count(&l->diags, SEVERITY_ERROR))
        status = EXIT_CONTENT;
    load_free(l);
    return status;
}

static int run(Arena *a, int argc, char **argv)
{
    LoadOptions load = {.source = S(".")};
    Choice form = {FORMS, FORM_JSONL};
    Str file = {0};
    const Option options[] = {
        {"source", 's', OPTION_TEXT, &load.source},
        {"config", 'c', OPTION_TEXT, &load.config},
        {"content", 0, OPTION_LIST, &load.content},
        {"base-url", 'b', OPTION_TEXT, &load.base_url},
        {"format", 'f', OPTION_CHOICE, &form},
        {"output", 'o', OPTION_TEXT, &file},
        {"drafts", 0, OPTION_FLAG, &load.drafts},
        {"jobs", 'j', OPTION_NUMBER, &load.threads},
        {"verbose", 'v', OPTION_FLAG, &load.verbose},
    };
    StrList operands = {0};
    bool done;
    if (!options_read(a, &COMMAND_EXPORT, argc, argv, options, countof(options), &operands, &done))
        return EXIT_USAGE;
    if (done)
        return EXIT_OK;
    return operands.n ? command_refuse(a, &COMMAND_EXPORT, &operands, "-s") : export(a, &load, (Form)form.chosen, file);
}

const Command COMMAND_EXPORT = {
    .name = "export",
    .synopsis = "print all articles as data",
    .help = "usage: kb export [options]\n"
            "\n"
            "Prints every article of the site, one a line: as JSON with all its fields, its references and its body, or its\n"
            "fields as CSV. Articles come in the order of their ids, then those without an id.\n"
            "\n"
            "  -s, --source DIR     the site's folder (default: this one)\n"
            "  -c, --config FILE    its config (default: DIR/config.yml, if there is one)\n"
            "      --content DIR    a folder of articles instead of the config's; may be given again\n"
            "  -b, --base-url URL   the site's address, for whole addresses of articles\n"
            "  -f, --format FORMAT  jsonl (default) or csv\n"
            "  -o, --output FILE    write to FILE, and not to stdout\n"
            "      --drafts         articles with `draft: true` too\n"
            "  -j, --jobs N         threads (default: all cores); the output does not depend on it\n"
            "  -v, --verbose        notes too\n"
            "\n"
            "Exit status: 0 done; 1 the content has errors (the good articles are printed); 2 usage or config; 4 a file could\n"
            "not be read or written.\n",
    .run = run,
};
