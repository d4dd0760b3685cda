#include "build/build.h"

#include "base/hash.h"
#include "base/version.h"
#include "build/output.h"
#include "build/search.h"
#include "build/tell.h"
#include "build/zip.h"

/* One build. */
typedef struct Build {
    const BuildOptions *options;
    Load *load;
    State state;
    Output output;
    Errand *look;           /* at the outputs: which of them stand there as they were written */
    FsDesk desks[2];        /* of those who look */
    SearchStage search;
    Errand *open_index, *prepare;
    Fingerprints fingerprints;
    Arena beside;           /* theirs */
    EndRecord end;          /* of this build */
    Profile profile;
} Build;

/* --- pages ---------------------------------------------------------------------------------------------------------------------------- */

typedef struct WriteStage {
    PageList pages;
    OutputRecord **known;   /* of the pages, then the site's static files, then attachments: what the last build knew of each, or NULL */
    ptrdiff_t file_count;
    PageMaker *makers;      /* by worker */
    const Fingerprints *fingerprints;
    bool always;            /* no page is taken for what it was */
    const uint64_t *index_keys; /* by article: of those whose words are wanted; else 0. NULL without search */
} WriteStage;

static void write_page(const WriteStage *stage, const Output *o, Writer *w, PageMaker *maker, const Page *page, OutputFile *file)
{
    const Article *article = page_has_source(page) ? &o->load->site.articles[page->index] : NULL;
    bool may_be_current = page_fingerprint(stage->fingerprints, w->scratch, page, article ? article->hash : 0, &file->made_of);
    double start = o->load->profile && article ? fs_seconds() : 0;
    bool is_wanted = stage->always || (page->kind == PAGE_ARTICLE && stage->index_keys && stage->index_keys[page->index]);
    if (may_be_current && !is_wanted && output_is_current(o, w, file))
        return;
    if (!may_be_current)
        output_explain(o, w, file, "is one of a kind and made in every build; the file is written when its bytes have changed");
    else if (is_wanted)
        output_explain_making(o, w, file, stage->always ? "--strict-templates looks at every page" : "its words are wanted for the search");
    Buf bytes = buf_new(&w->out, 16384);
    if (page_render(maker, page, &bytes))
        output_put(o, w, file, buf_str(&bytes));
    else
        output_give_up(w, file);
    if (start > 0)
        slowest_add(&w->slowest, article->source, fs_seconds() - start);
}

static void write_copy(const Output *o, Writer *w, OutputFile *file, Str source, Str bytes, uint64_t hash)
{
    file->made_of = (Fingerprint){.parts = {[INGREDIENT_SOURCE] = hash}};
    if (output_is_current(o, w, file))
        return;
    if (source.n)
        output_copy(o, w, file, source, hash);
    else
        output_put(o, w, file, bytes);
}

static Str file_path(const WriteStage *stage, const Load *l, Arena *a, ptrdiff_t i)
{
    if (i < stage->pages.n)
        return permalink_file(a, stage->pages.items[i].permalink);
    i -= stage->pages.n;
    return i < l->static_count ? l->statics[i].output : l->site.copies[i - l->static_count].output;
}

static void write_job(void *context, const Output *o, int worker, ptrdiff_t i)
{
    WriteStage *stage = context;
    const Load *l = o->load;
    Writer *w = &o->writers[worker];
    OutputFile file = {.path = file_path(stage, l, &w->out, i), .known = stage->known[i], .first_diag = w->diags->n};
    if (i < stage->pages.n) {
        write_page(stage, o, w, &stage->makers[worker], &stage->pages.items[i], &file);
        return;
    }
    i -= stage->pages.n;
    if (i < l->static_count)
        write_copy(o, w, &file, l->statics[i].source, l->statics[i].bytes, l->statics[i].hash);
    else
        write_copy(o, w, &file, l->site.copies[i - l->static_count].source, (Str){0}, l->copy_hashes[i - l->static_count]);
}

/* --- what goes on beside ---------------------------------------------------------------------------------------------------------------- */

static void look_at_output(void *context, int worker, ptrdiff_t i)
{
    Build *b = context;
    OutputRecord *known = &b->state.outputs[i];
    FsStamp stamp;
    known->is_intact = state_has_output(known) && output_is_intact(&b->output, &b->desks[worker], known, &stamp) && stamp_eq(&stamp, &known->stamp);
}

/* Every output of the last build is looked at, whatever becomes of it: while the sources are, and while the site is linked on one thread. */
static void start_look(Build *b)
{
    b->look = errand_start(&b->load->arena, b->load->threads, b->state.output_paths.n, look_at_output, b);
}

static void finish_look(Build *b)
{
    errand_finish(b->look);
    for (int i = 0; i < countof(b->desks); i++)
        fs_desk_close(&b->desks[i]);
}

/* The index as it was is opened beside the linking of the site. */
static void open_index(void *context, int worker, ptrdiff_t i)
{
    Build *b = context;
    (void)worker, (void)i;
    search_open(&b->search, &b->state);
}

/* And what pages are made of is prepared beside the planning of their files. */
enum { PREPARE_SEARCH, PREPARE_FINGERPRINTS, PREPARE_COUNT };

static void prepare(void *context, int worker, ptrdiff_t i)
{
    Build *b = context;
    Load *l = b->load;
    (void)worker;
    if (i == PREPARE_FINGERPRINTS) {
        fingerprints_prepare(&b->beside, &l->site, &l->templates, b->options->strict_templates, &b->fingerprints);
    } else if (l->config.search) {
        errand_finish(b->open_index);
        search_start(&b->search, l, &b->state);
    }
}

/* Whatever came of the build: nobody works on it any more. */
static void end_errands(Build *b)
{
    finish_look(b);
    errand_finish(b->prepare);
    errand_finish(b->open_index);
    search_end(&b->search, b->load);
    arena_free(&b->beside);
}

/* --- the site ---------------------------------------------------------------------------------------------------------------------------- */

/* Until here: what loading found, and where pages would go. */
static bool has_new_errors(const Load *l, const BuildOptions *o)
{
    ptrdiff_t errors = diags_count(&l->diags, SEVERITY_ERROR);
    for (int i = 0; i < l->threads; i++)
        errors += diags_count(&l->workers[i].diags, SEVERITY_ERROR);
    return errors > o->errors_known;
}

static bool plan_files(Output *output, WriteStage *stage)
{
    Load *l = output->load;
    Arena scratch = {0};
    OutputPlan plan;
    stage->file_count = stage->pages.n + l->static_count + l->site.copy_count;
    stage->known = arena_new(&l->arena, OutputRecord *, stage->file_count);
    output_plan_begin(&plan, output);
    for (ptrdiff_t i = 0; i < stage->file_count; i++) {
        ArenaMark mark = arena_mark(&scratch);
        stage->known[i] = output_plan_file(&plan, file_path(stage, l, &scratch, i));
        arena_rewind(&scratch, mark);
    }
    arena_free(&scratch);
    return output_plan_end(&plan);
}

/* One thread's sources. */
typedef struct Supply {
    const Output *output;
    int worker;
} Supply;

static bool supply_source(void *context, const Article *article, Source *raw)
{
    const Supply *s = context;
    return output_source(&s->output->writers[s->worker], article, raw);
}

static bool supply_kept(void *context, Arena *a, const Article *article, Doc *doc, Str *description)
{
    const Supply *s = context;
    return store_get(&s->output->load->store, a, article->kept, doc, description);
}

static PageMaker *make_makers(const Output *output, const BuildOptions *o, const SearchStage *search)
{
    Load *l = output->load;
    Supply *supplies = arena_new(&l->arena, Supply, l->threads);
    PageMaker *makers = arena_new(&l->arena, PageMaker, l->threads);
    Value constants = chrome_constants(&l->arena, &l->config);
    templates_link(&l->templates, &constants);
    for (int i = 0; i < l->threads; i++) {
        Worker *w = &l->workers[i];
        supplies[i] = (Supply){output, i};
        makers[i] = (PageMaker){
            .site = &l->site,
            .renderer = {.set = &l->templates, .diags = &w->diags, .scratch = &w->scratch, .strict = o->strict_templates, .reported = {.arena = &w->keep}},
            .places = {.arena = &w->keep},
            .scratch = &w->scratch,
            .diags = &w->diags,
            .sources = {&supplies[i], supply_source, supply_kept},
            .indexer = search->indexers[i],
            .numbers = search->numbers,
            .index_keys = search->keys,
        };
    }
    return makers;
}

/* Outputs that were asked about, also as a source. */
static void find_explained(Build *b, const WriteStage *stage)
{
    Load *l = b->load;
    StrList *names = &b->output.explain;
    for (ptrdiff_t i = 0; i < names->n; i++) {
        Str name = names->items[i];
        names->items[i] = output_of_name(&l->arena, l->output_dir, name);
        for (ptrdiff_t p = 0; p < l->site.n && p < stage->pages.n; p++)
            if (str_eq(l->site.articles[p].source, name) || str_eq(l->site.articles[p].path, name))
                names->items[i] = file_path(stage, l, &l->arena, p);
        for (ptrdiff_t p = 0; p < l->static_count; p++)
            if (l->statics[p].source.n && str_eq(l->statics[p].source, name))
                names->items[i] = l->statics[p].output;
        for (ptrdiff_t p = 0; p < l->site.copy_count; p++)
            if (str_eq(l->site.copies[p].source, name))
                names->items[i] = l->site.copies[p].output;
    }
}

/* False when the site that stands there is kept. */
static bool write_site(Build *b)
{
    Load *l = b->load;
    Output *output = &b->output;
    const BuildOptions *o = b->options;
    WriteStage stage = {.always = o->strict_templates};
    profile_stage(l->profile, "pages: planned");
    b->prepare = errand_start(&l->arena, l->threads, PREPARE_COUNT, prepare, b);
    pages_plan(&l->arena, &l->site, &stage.pages, &l->diags);
    if (o->keep_on_errors && has_new_errors(l, o))
        return false;
    profile_stage(l->profile, "pages: what each is made of");
    finish_look(b);
    bool is_planned = plan_files(output, &stage);
    find_explained(b, &stage);
    errand_finish(b->prepare);
    stage.fingerprints = &b->fingerprints;
    stage.index_keys = b->search.keys;
    stage.makers = make_makers(output, o, &b->search);
    if (!is_planned)
        return false;
    if (!l->has_unreadable)
        output_sweep(output, l->config.search);
    profile_stage(l->profile, "pages: made and written");
    output_run(output, stage.file_count, write_job, &stage);
    store_close(&l->store);
    if (l->config.search) {
        bool is_written = search_write(output, &b->search);
        if (is_written && !l->has_unreadable)
            output_sweep(output, false);
    }
    return true;
}

/* --- the state ------------------------------------------------------------------------------------------------------------------------------ */

static void describe_build(Build *b)
{
    Load *l = b->load;
    const LoadOptions *o = &b->options->load;
    b->end.reading = load_reading_key(l);
    b->end.source_dir = str_fmt(&l->arena, STR_FMT "\n" STR_FMT "\n" STR_FMT, STR_ARG(o->source), STR_ARG(o->config),
                                STR_ARG(list_join(&l->arena, &l->config.content_dirs, S("\n"))));
}

static void describe_site(Build *b)
{
    const Load *l = b->load;
    const LoadOptions *o = &b->options->load;
    uint64_t site = hash_mix_str(hash_mix(l->config_hash, (uint64_t)o->for_zip << 2 | (uint64_t)o->drafts << 1 | b->options->strict_templates), o->base_url);
    for (ptrdiff_t i = 0; i < l->templates.names.n; i++)
        site = hash_mix(hash_mix_str(site, l->templates.names.keys[i]), template_hash(&l->templates, l->templates.names.keys[i]));
    site = hash_mix(site, l->config.words.hash);
    for (ptrdiff_t i = 0; i < l->diags.n; i++)      /* of files that cannot be entered, too */
        site = hash_mix_str(hash_mix_str(site, l->diags.items[i].path), l->diags.items[i].message);
    b->end.site = hash_mix(site, l->config.offline);
}

/* The program is known by its bytes, which are five million, and these by their stamp. */
static void describe_program(Build *b)
{
    static const char self[] = "/proc/self/exe";
    const EndRecord *last = b->state.has_end ? &b->state.end : NULL;
    EndRecord *e = &b->end;
    e->program_stamp = fs_stamp(str(self));
    if (e->program_stamp.size < 0 || stamp_is_young(&e->program_stamp, fs_now()))
        e->program_stamp = (FsStamp){.size = -1};
    if (last && e->program_stamp.size >= 0 && stamp_eq(&e->program_stamp, &last->program_stamp))
        e->program = last->program;
    else if (!fs_hash(str(self), &e->program))
        e->program = hash_bytes(S("kb " KB_VERSION));
}

static bool open_state(Build *b)
{
    Load *l = b->load;
    State *s = &b->state;
    bool is_busy;
    Str why;
    if (!state_open(s, l->output_dir, l->threads, &is_busy, &why))
        return output_fail(&b->output, s->log.path.n && !is_busy ? s->log.path : l->output_dir,
                           is_busy ? S("another build is writing this folder; wait until it is done") : why);
    describe_program(b);
    if (b->options->force || !s->has_end || s->end.program != b->end.program || s->end.reading != b->end.reading)
        state_forget(s);
    s->is_elsewhere = s->has_end && !str_eq(s->end.source_dir, b->end.source_dir);
    b->output.state = s;
    return true;
}

static bool outputs_are_intact(Build *b)
{
    const State *s = &b->state;
    finish_look(b);
    for (ptrdiff_t i = 0; i < s->output_paths.n; i++)
        if (state_has_output(&s->outputs[i]) && !s->outputs[i].is_intact)
            return false;
    return true;
}

/* Nothing changed: what the last build had to say is said again. */
static void repeat(Build *b)
{
    State *s = &b->state;
    Load *l = b->load;
    diags_get_record(s->end.diags, (Str){0}, &l->diags);
    for (ptrdiff_t i = 0; i < l->file_count; i++)
        diags_get_record(l->files[i].known->diags, l->files[i].source, &l->diags);
    for (ptrdiff_t i = 0; i < s->output_paths.n; i++) {
        diags_get_record(s->outputs[i].diags, (Str){0}, &l->diags);
        b->output.kept += s->outputs[i].bytes.p && s->outputs[i].hash != OUTPUT_ABSENT;
    }
    b->output.articles = s->end.articles;
}

static void save_sources(Build *b)
{
    Load *l = b->load;
    State *s = &b->state;
    Chunks records = {0};
    Buf gone = chunk_begin(&l->arena);
    bool is_anew = s->fresh.fd >= 0;
    for (ptrdiff_t i = 0; i < l->file_count; i++)
        if (l->files[i].known && is_anew)
            buf_put(chunks_room(s, CHUNK_SOURCES, &records), l->files[i].known->bytes);
    for (ptrdiff_t i = 0; i < l->static_count; i++) {
        const StaticFile *f = &l->statics[i];
        if (f->known && is_anew)
            buf_put(chunks_room(s, CHUNK_SOURCES, &records), f->known->bytes);
        else if (f->source.n && !f->known && f->stamp.size >= 0)
            source_put_record(chunks_room(s, CHUNK_SOURCES, &records), f->name, &f->stamp, f->hash, SOURCE_STATIC, (Str){0}, (Str){0});
    }
    for (ptrdiff_t i = 0; i < s->source_names.n && !is_anew; i++)
        if (s->sources[i].bytes.p && !s->sources[i].is_seen) {
            record_put(&gone, 0);
            record_put_str(&gone, s->sources[i].name);
        }
    chunks_close(s, CHUNK_SOURCES, &records);
    state_append(s, CHUNK_GONE, &gone);
    Buf folders = chunk_begin(&l->arena);
    fs_folders_put(&s->folders, is_anew, &folders);
    state_append(s, CHUNK_FOLDERS, &folders);
}

/* Names of outputs that stand there, or may, and of which no more is known. Where the state is written anew, that is each that the old one has and
 * that nobody came to: no longer wanted and not removed, or the packed twin of a file that could not be made. */
static void save_unfinished(Build *b)
{
    State *s = &b->state;
    Buf names = chunk_begin(&b->load->arena);
    for (int i = 0; i < b->load->threads; i++)
        for (ptrdiff_t k = 0; k < b->output.writers[i].unfinished.n; k++)
            record_put_str(&names, b->output.writers[i].unfinished.items[k]);
    for (ptrdiff_t i = 0; i < s->output_paths.n && s->fresh.fd >= 0; i++)
        if (state_has_output(&s->outputs[i]) && !s->outputs[i].is_told)
            record_put_str(&names, s->outputs[i].path);
    state_append(s, CHUNK_PLANNED, &names);
}

static void save_state(Build *b)
{
    Load *l = b->load;
    State *s = &b->state;
    Str why;
    save_sources(b);
    bool is_incomplete = l->status != EXIT_OK || l->has_unreadable;
    for (int i = 0; i < l->threads; i++) {
        chunks_close(s, CHUNK_OUTPUTS, &b->output.writers[i].records);
        is_incomplete |= b->output.writers[i].unfinished.n > 0;
    }
    save_unfinished(b);
    Buf diags = {.arena = &l->arena};
    diags_put_record(&diags, &l->diags, 0, (Str){0});
    b->end.diags = buf_str(&diags);
    b->end.failed = is_incomplete;
    b->end.articles = l->site.n;
    if (!state_finish(s, &b->end, &why))
        output_fail(&b->output, s->log.path, why);
}

/* --- the zip ------------------------------------------------------------------------------------------------------------------------------------ */

static int pack_site(Arena *a, const BuildOptions *o, const Load *l)
{
    static const char *const became[] = {[FS_CREATED] = "new", [FS_CHANGED] = "changed", [FS_SAME] = "as it was"};
    double start = fs_seconds();
    ZipSummary zip;
    Str path, why;
    if (!zip_site(a, o->zip, l->output_dir, &zip, &path, &why)) {
        print_err(str_fmt(a, "kb: " STR_FMT ": " STR_FMT "\n", STR_ARG(path), STR_ARG(why)));
        return EXIT_IO;
    }
    if (!o->quiet && !o->json)
        print_err(str_fmt(a, "kb: %td files in " STR_FMT ", %lld kB (%s); %.2f s\n", zip.files, STR_ARG(o->zip), ((long long)zip.bytes + 999) / 1000,
                          became[zip.written], fs_seconds() - start));
    return EXIT_OK;
}

/* --- all together ------------------------------------------------------------------------------------------------------------------------------- */

/* False when there was no site to build, or no place for it. */
static bool build_site(Build *b, bool *built, bool *is_repeated)
{
    const BuildOptions *o = b->options;
    Load *l = b->load;
    State *s = &b->state;
    LoadOptions load = o->load;
    load.profile = o->profile ? &b->profile : NULL;
    if (!load_inputs(l, &load))
        return false;
    b->output.dir = b->output.place = l->output_dir;
    describe_build(b);
    profile_stage(l->profile, "state: opened");
    if (!open_state(b) || !output_hide(&b->output))
        return false;
    if (!load_files(l, &load, s, o->verify))
        return false;
    start_look(b);
    describe_site(b);
    profile_stage(l->profile, "sources: which changed");
    bool is_same = load_survey(l, s, o->verify) && s->has_end && s->is_finished && s->end.site == b->end.site;
    if (is_same && !s->end.failed && !s->is_elsewhere && !o->strict_templates && outputs_are_intact(b)) {
        repeat(b);
        *built = *is_repeated = true;
        return true;
    }
    if (!s->has_end || state_is_crowded(s))
        state_begin_anew(s);
    if (l->config.search)
        b->open_index = errand_start(&l->arena, l->threads, 1, open_index, b);
    load_articles(l, &o->load, s);
    b->output.articles = l->site.n;
    *built = write_site(b) && output_publish(&b->output);
    profile_stage(l->profile, "state: saved");
    if (*built)
        save_state(b);
    profile_stage(l->profile, NULL);
    return true;
}

int build_run(Arena *a, const BuildOptions *o, BuildReport *report)
{
    double start = fs_seconds();
    Build *b = arena_new(a, Build, 1);
    b->options = o;
    b->load = arena_new(a, Load, 1);
    b->state = (State){.log.fd = -1, .fresh.fd = -1};
    b->output = (Output){.load = b->load, .quiet = o->quiet, .thorough = o->verify, .lists_changes = o->changes.n, .explain = o->explain};
    bool built = false, is_repeated = false, loaded = build_site(b, &built, &is_repeated);
    if (built && o->changes.n)
        tell_changes(&b->output, o->changes);
    if (built)
        tell_reasons(&b->output, is_repeated);
    int status = output_finish(&b->output, loaded, o->strict, o->json, o->load.verbose, start);
    if (loaded && o->profile)
        tell_profile(&b->output, o->load.verbose);
    if (report)
        report_fill(a, &b->output, status, built, report);
    end_errands(b);
    state_close(&b->state);
    if (o->zip.n && built && (status == EXIT_OK || status == EXIT_CONTENT)) {
        int packing = pack_site(a, o, b->load);
        status = packing == EXIT_OK ? status : packing;
    }
    load_free(b->load);
    return status;
}
