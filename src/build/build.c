#include "build/build.h"

#include "base/fs.h"
#include "build/output.h"

/* --- the second parallel stage ------------------------------------------------------------------------------------------------ */

typedef struct WriteStage {
    PageList pages;
    PageMaker *makers;      /* by worker */
} WriteStage;

static void write_page(const Output *o, Writer *w, PageMaker *maker, const Page *page)
{
    Source raw = {0};
    if (page->kind == PAGE_ARTICLE && !output_source(w, &o->load->site.articles[page->index], &raw))
        return;
    Buf bytes = buf_new(&w->out, 16384);
    if (page_render(maker, page, &raw, &bytes))
        output_put(o, w, permalink_file(&w->out, page->permalink), buf_str(&bytes));
}

static void write_static(const Output *o, Writer *w, const StaticFile *file)
{
    if (file->source.n)
        output_copy(o, w, file->output, file->source);
    else
        output_put(o, w, file->output, file->bytes);
}

/* The words of all pages, and what the results show of them. */
typedef struct SearchStage {
    Arena arena;
    Indexer *indexers[POOL_MAX];
    uint32_t *numbers;      /* by article */
    Card *cards;
    Shards shards;
} SearchStage;

static void write_shard(void *context, const Output *o, int worker, ptrdiff_t i)
{
    const SearchStage *stage = context;
    Writer *w = &o->writers[worker];
    Buf bytes = buf_new(&w->out, 65536);
    Str path;
    shards_render(&stage->shards, w->scratch, i, &path, &bytes);
    output_put(o, w, path, buf_str(&bytes));
}

static void start_search(SearchStage *stage, Load *l)
{
    stage->numbers = cards_number(&l->arena, &l->site);
    stage->cards = arena_new(&l->arena, Card, l->site.n);
    for (int i = 0; i < l->threads; i++)
        stage->indexers[i] = indexer_new(&l->workers[i].keep, l->config.language);
}

static void write_search(Output *output, SearchStage *stage)
{
    Load *l = output->load;
    ptrdiff_t n = 0;
    for (int i = 0; i < l->threads; i++)
        arena_free(&l->workers[i].scratch);     /* as large as the largest page needed it */
    for (ptrdiff_t i = 0; i < l->site.n; i++)
        if (stage->cards[i].products)       /* its page was made */
            stage->cards[n++] = stage->cards[i];
    cards_sort(stage->cards, n);
    Index index;
    index_merge(&stage->arena, stage->indexers, l->threads, &index);
    const StrList *prefixes = &l->config.ids.prefixes;
    shards_make(&stage->arena, &index, stage->cards, n, prefixes->n ? prefixes->items[0] : (Str){0}, l->threads, &stage->shards);
    output_run(output, stage->shards.file_count, write_shard, stage);
    for (int i = 0; i < l->threads; i++)
        indexer_free(stage->indexers[i]);
    shards_free(&stage->shards);
    arena_free(&stage->arena);
}

/* Pages, then the site's static files, then attachments: one index over the three. */
static void write_job(void *context, const Output *o, int worker, ptrdiff_t i)
{
    const WriteStage *stage = context;
    Writer *w = &o->writers[worker];
    const Load *l = o->load;
    if (i < stage->pages.n)
        write_page(o, w, &stage->makers[worker], &stage->pages.items[i]);
    else if ((i -= stage->pages.n) < l->static_count)
        write_static(o, w, &l->statics[i]);
    else
        output_copy(o, w, l->site.copies[i - l->static_count].output, l->site.copies[i - l->static_count].source);
}

/* Until here: what loading found, and where pages would go. */
static bool has_new_errors(const Load *l, const BuildOptions *o)
{
    ptrdiff_t errors = diags_count(&l->diags, SEVERITY_ERROR);
    for (int i = 0; i < l->threads; i++)
        errors += diags_count(&l->workers[i].diags, SEVERITY_ERROR);
    return errors > o->errors_known;
}

/* False when the site that stands there is kept. */
static bool write_site(Output *output, const BuildOptions *o)
{
    Load *l = output->load;
    WriteStage stage = {.makers = arena_new(&l->arena, PageMaker, l->threads)};
    pages_plan(&l->arena, &l->site, &stage.pages, &l->diags);
    if (o->keep_on_errors && has_new_errors(l, o))
        return false;
    SearchStage search = {0};
    if (l->config.search)
        start_search(&search, l);
    for (int i = 0; i < l->threads; i++) {
        Worker *w = &l->workers[i];
        stage.makers[i] = (PageMaker){
            .site = &l->site,
            .renderer = {.set = &l->templates, .diags = &w->diags, .scratch = &w->scratch, .strict = o->strict_templates, .reported = {.arena = &w->keep}},
            .scratch = &w->scratch,
            .keep = &w->keep,
            .diags = &w->diags,
            .indexer = search.indexers[i],
            .numbers = search.numbers,
            .cards = search.cards,
        };
    }
    output_run(output, stage.pages.n + l->static_count + l->site.copy_count, write_job, &stage);
    if (l->config.search)
        write_search(output, &search);
    return true;
}

enum { ERRORS_REPORTED = 50 };

static void fill_report(Arena *a, const Output *o, int status, bool built, BuildReport *report)
{
    const Load *l = o->load;
    *report = (BuildReport){.status = (ExitStatus)status, .errors = diags_count(&l->diags, SEVERITY_ERROR),
                            .warnings = diags_count(&l->diags, SEVERITY_WARNING), .built = built};
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

int build_run(Arena *a, const BuildOptions *o, BuildReport *report)
{
    double start = fs_seconds();
    Load *l = arena_new(a, Load, 1);
    bool loaded = load_site(l, &o->load);
    Output output = {.load = l, .dir = l->output_dir, .quiet = o->quiet};
    bool built = loaded && write_site(&output, o);
    int status = output_finish(&output, loaded, o->strict, o->json, o->load.verbose, start);
    if (report)
        fill_report(a, &output, status, built, report);
    load_free(l);
    return status;
}
