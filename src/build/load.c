#include "build/theme.h"

#include "base/digest.h"
#include "base/hash.h"
#include "site/related.h"

#include <stdlib.h>
#include <string.h>

/* --- config ---------------------------------------------------------------------------------------------------------------- */

static bool fail(Load *l, ExitStatus status, Str path, const char *what, Str why)
{
    diag_file(&l->diags, path, status == EXIT_IO ? DIAG_UNREADABLE : DIAG_CONFIG_VALUE, "%s" STR_FMT, what, STR_ARG(why));
    l->status = status;
    return false;
}

/* "public" -> ".public.kbzip/site": the state of the site lies beside it, in the same hidden folder. */
static Str zip_folder(Arena *a, Str dir)
{
    while (dir.n > 1 && str_ends(dir, S("/")))
        dir.n--;
    ptrdiff_t slash = str_find_last_char(dir, '/');
    return str_fmt(a, STR_FMT "." STR_FMT ".kbzip/site", STR_ARG(str_head(dir, slash + 1)), STR_ARG(str_from(dir, slash + 1)));
}

/* A site in a zip has no address, and no server that would pack or redirect. */
static void suit_zip(Load *l, bool has_own_folder)
{
    Config *c = &l->config;
    c->in_zip = true;
    c->base_url = (Str){0};
    memset(c->precompress, 0, sizeof c->precompress);
    memset(c->redirects, 0, sizeof c->redirects);
    if (has_own_folder)
        l->output_dir = zip_folder(&l->arena, l->output_dir);
}

bool load_config(Load *l, const LoadOptions *o)
{
    l->diags.arena = &l->arena;
    Arena *a = &l->arena;
    l->config = config_default(a);
    Str path = o->config.n ? o->config : fs_join(a, o->source, S("config.yml"));
    if (o->config.n || fs_kind(path) != FS_MISSING) {
        Source source = {.path = path};
        bool too_large;
        Str why;
        if (!fs_read(a, path, 1024 * 1024, &source.text, &too_large, &why))
            return fail(l, EXIT_USAGE, path, "", why);
        l->config_hash = hash_bytes(source.text);
        if (!config_read(a, &source, &l->config, &l->diags)) {
            l->status = EXIT_USAGE;
            return false;
        }
    }
    Config *c = &l->config;
    if (o->base_url.n && !config_set_base_url(a, c, o->base_url))
        return fail(l, EXIT_USAGE, S("--base-url"), "takes the site's address, such as https://example.org/kb/", (Str){0});
    c->offline = c->offline || o->offline || o->for_zip;
    if (o->content.n) {
        c->content_dirs = o->content;
    } else {
        StrList dirs = {0};
        for (ptrdiff_t i = 0; i < c->content_dirs.n; i++)
            list_add(a, &dirs, fs_join(a, o->source, c->content_dirs.items[i]));
        c->content_dirs = dirs;
    }
    c->templates_dir = fs_join(a, o->source, c->templates_dir);
    c->static_dir = fs_join(a, o->source, c->static_dir);
    l->output_dir = o->destination.n ? o->destination : fs_join(a, o->source, c->output_dir);
    if (o->for_zip)
        suit_zip(l, !o->destination.n);
    return true;
}

/* --- content ---------------------------------------------------------------------------------------------------------------- */

void listing_forget(Listing *listing)
{
    arena_free(&listing->arena);
    *listing = (Listing){0};
}

static int by_entry_path(const void *x, const void *y)
{
    return str_cmp(((const FsEntry *)x)->path, ((const FsEntry *)y)->path);
}

/* Every name of the file: a link to it, or to its folder, is none that anybody was told of. */
static bool stamp_again(Listing *listing, Arena *scratch, uint64_t inode)
{
    for (ptrdiff_t d = 0; d < listing->dirs.n; d++)
        for (ptrdiff_t i = 0; i < listing->lists[d].n; i++) {
            FsEntry *entry = &listing->lists[d].items[i];
            if (entry->stamp.inode == inode)
                entry->stamp = fs_stamp(fs_join(scratch, listing->dirs.items[d], entry->path));
            if (entry->stamp.size < 0)
                return false;
        }
    return true;
}

void listing_touch(Listing *listing, Str path)
{
    Arena scratch = {0};
    bool holds = true;
    for (ptrdiff_t d = 0; listing->lists && holds && d < listing->dirs.n; d++) {
        const FsList *list = &listing->lists[d];
        Str start = fs_join(&scratch, listing->dirs.items[d], S("")), below = str_unprefix(path, start);
        if (start.n && below.n == path.n)
            continue;
        const FsEntry *entry = list->n ? bsearch(&(FsEntry){.path = below}, list->items, (size_t)list->n, sizeof *entry, by_entry_path) : NULL;
        holds = entry ? stamp_again(listing, &scratch, entry->stamp.inode) : fs_kind(path) == FS_MISSING;
    }
    arena_free(&scratch);
    if (!holds)
        listing_forget(listing);
}

static bool is_listed(const Listing *listing, const StrList *dirs, Str skip)
{
    bool same = listing && listing->lists && listing->dirs.n == dirs->n && str_eq(listing->skip, skip);
    for (ptrdiff_t i = 0; same && i < dirs->n; i++)
        same = str_eq(listing->dirs.items[i], dirs->items[i]);
    return same;
}

static bool has_content_dirs(Load *l)
{
    for (ptrdiff_t d = 0; d < l->config.content_dirs.n; d++)
        if (fs_kind(l->config.content_dirs.items[d]) != FS_DIR)
            return fail(l, EXIT_USAGE, l->config.content_dirs.items[d],
                        "is no folder; name the folder of articles with content_dir in config.yml or with --content", (Str){0});
    return true;
}

static void tell_troubles(Load *l, Str dir, const FsList *list)
{
    for (ptrdiff_t i = 0; i < list->trouble_count; i++) {
        const FsTrouble *t = &list->troubles[i];
        DiagCode code = t->is_loop ? DIAG_FOLDER_LOOP : t->is_dangling ? DIAG_NOT_AN_ARTICLE : DIAG_UNREADABLE;
        diag_file(&l->diags, fs_join(&l->arena, dir, t->path), code, STR_FMT, STR_ARG(t->why));
    }
}

bool load_files(Load *l, const LoadOptions *o, State *state, bool thorough)
{
    Arena *a = &l->arena, walked = {0};     /* what is kept of an entry is copied into the list of files */
    const StrList *dirs = &l->config.content_dirs;
    Listing *listing = o->listing;
    bool is_known = is_listed(listing, dirs, l->output_dir);
    if (listing && !is_known)
        listing_forget(listing);
    Arena *keep = listing ? &listing->arena : &walked;
    FsList *lists = is_known ? listing->lists : arena_new(keep, FsList, dirs->n);
    /* A first build has nothing to compare stamps with: they are taken when the files are read, which finds them anyway. */
    const FsWalk walk = {.threads = l->threads, .no_stamps = !listing && !(state && state->source_names.n), .skip = l->output_dir,
                         .folders = state && !thorough ? &state->folders : NULL};
    profile_stage(l->profile, "names of files");
    for (ptrdiff_t d = 0; d < dirs->n; d++) {
        Str why;
        if (!is_known && !fs_walk_by(keep, &walk, dirs->items[d], &lists[d], &why)) {
            arena_free(&walked);
            return fail(l, EXIT_IO, dirs->items[d], "", why);
        }
        tell_troubles(l, dirs->items[d], &lists[d]);
        l->file_count += lists[d].n;
    }
    if (listing && !is_known) {
        for (ptrdiff_t d = 0; d < dirs->n; d++)
            list_add(keep, &listing->dirs, str_copy(keep, dirs->items[d]));
        listing->skip = str_copy(keep, l->output_dir);
        listing->lists = lists;
    }
    l->files = arena_raw(a, SourceFile, l->file_count);
    ptrdiff_t n = 0;
    for (ptrdiff_t d = 0; d < dirs->n; d++) {
        Str start = fs_join(a, dirs->items[d], S(""));
        for (ptrdiff_t i = 0; i < lists[d].n; i++) {
            Str source = str_join2(a, start, lists[d].items[i].path);
            l->files[n++] = (SourceFile){.source = source, .path = str_from(source, start.n), .content_dir = (int)d, .kind = SOURCE_FAILED,
                                         .stamp = lists[d].items[i].stamp};
        }
    }
    arena_free(&walked);
    return true;
}

/* As the state knows it: the folder's number, ':', the path. */
static Str name_of(Arena *scratch, const SourceFile *file)
{
    return str_join3(scratch, str_decimal(scratch, (uint64_t)file->content_dir, 1), S(":"), file->path);
}

/* The first parallel stage: every file once, its fields and references kept, its body put by. */
typedef struct ReadStage {
    Load *load;
    State *state;           /* may be NULL */
    Article *articles;      /* by file */
} ReadStage;

/* Takes what the last build found in the file. */
static bool restore(const State *s, Worker *w, SourceFile *file, const SourceRecord *known, Article *article)
{
    if (!known || (known->diags.n && s->is_elsewhere) || (known->kind == SOURCE_ARTICLE && !article_get_record(&w->keep, known->article, article)))
        return false;
    file->kind = known->kind;
    file->hash = known->hash;
    diags_get_record(known->diags, file->source, &w->diags);
    return true;
}

static void read_bytes(Load *l, int worker, SourceFile *file, const Source *raw, Article *article)
{
    Worker *w = &l->workers[worker];
    Doc doc = {0};
    Source decoded;
    switch (read_article(&w->scratch, raw, &(ReadOptions){.ids = &l->config.ids}, &doc, &decoded, &w->diags)) {
    case READ_FAILED: file->kind = SOURCE_FAILED; return;
    case READ_ATTACHMENT: file->kind = SOURCE_ATTACHMENT; return;
    case READ_ARTICLE: break;
    }
    file->kind = SOURCE_ARTICLE;
    if (l->config.twins[TWIN_SOURCE])
        article->digest = digest_of(&w->keep, raw->text);
    Str description = article_from_doc(&w->keep, &w->scratch, &w->terms, &l->config, &doc, &decoded, article, &w->diags);
    article->kept = store_put(&l->store, worker, &doc, description);
}

/* False when the file could not be read: the next build has to try again. */
static bool read_file(const ReadStage *stage, int worker, SourceFile *file, Article *article)
{
    Worker *w = &stage->load->workers[worker];
    Source raw = {.path = file->source};
    bool too_large;
    Str why;
    *article = (Article){.source = file->source, .path = file->path, .content_dir = file->content_dir};
    if (fs_read_by(&w->scratch, file->source, &w->desk, ARTICLE_BYTES_MAX, &raw.text, &file->stamp, &too_large, &why)) {
        file->hash = hash_bytes(raw.text);
        SourceRecord *known = stage->state ? state_source(stage->state, NULL, name_of(&w->scratch, file)) : NULL;
        if (!known || known->hash != file->hash || !restore(stage->state, w, file, known, article))
            read_bytes(stage->load, worker, file, &raw, article);
        return true;
    }
    if (too_large && !read_is_text_name(file->path)) {
        file->kind = SOURCE_ATTACHMENT;
        return fs_hash(file->source, &file->hash);
    }
    file->kind = SOURCE_FAILED;
    diag_file(&w->diags, file->source, too_large ? DIAG_TOO_LARGE : DIAG_UNREADABLE, STR_FMT, STR_ARG(why));
    w->has_unreadable |= !too_large;
    return too_large;
}

static void put_source(State *s, Worker *w, const SourceFile *file, const Article *article, ptrdiff_t first_diag)
{
    Buf fields = {.arena = &w->scratch}, diags = {.arena = &w->scratch};
    if (file->kind == SOURCE_ARTICLE)
        article_put_record(&fields, article);
    diags_put_record(&diags, &w->diags, first_diag, file->source);
    source_put_record(chunks_room(s, CHUNK_SOURCES, &w->records), name_of(&w->scratch, file), &file->stamp, file->hash, file->kind, buf_str(&fields),
                      buf_str(&diags));
}

static void read_job(void *context, int worker, ptrdiff_t index)
{
    const ReadStage *stage = context;
    Worker *w = &stage->load->workers[worker];
    SourceFile *file = &stage->load->files[index];
    Article *article = &stage->articles[index];
    ArenaMark mark = arena_mark(&w->scratch);
    ptrdiff_t first_diag = w->diags.n;
    *article = (Article){.source = file->source, .path = file->path, .content_dir = file->content_dir};
    if (file->known && !restore(stage->state, w, file, file->known, article))
        file->known = NULL;
    if (!file->known && read_file(stage, worker, file, article) && stage->state)
        put_source(stage->state, w, file, article, first_diag);
    arena_rewind(&w->scratch, mark);
}

static SiteInput collect(Load *l, Article *articles, bool with_drafts)
{
    SiteInput input = {.articles = articles, .attachments = arena_raw(&l->arena, Attachment, l->file_count)};
    for (ptrdiff_t i = 0; i < l->file_count; i++) {
        const SourceFile *file = &l->files[i];
        if (file->kind == SOURCE_ATTACHMENT)
            input.attachments[input.attachment_count++] = (Attachment){file->source, file->path, file->content_dir, false};
        if (file->kind != SOURCE_ARTICLE)
            continue;
        if (articles[i].is_draft && !with_drafts)
            diag_file(&l->diags, file->source, DIAG_DRAFT, "is a draft and is left out; --drafts includes it");
        else {
            articles[i].hash = file->hash;
            articles[input.n++] = articles[i];
        }
    }
    Str *paths = arena_new(&l->arena, Str, l->static_count);
    for (ptrdiff_t i = 0; i < l->static_count; i++)
        paths[i] = l->statics[i].output;
    input.threads = l->threads;
    input.static_paths = paths;
    input.static_count = l->static_count;
    return input;
}

/* Copies are named by their sources, which are in the order of the files' folders and paths. */
static void hash_copies(Load *l)
{
    if (!l->site.copy_count)
        return;
    Table sources = {.arena = &l->arena};
    uint64_t *hashes = arena_new(&l->arena, uint64_t, l->file_count);
    l->copy_hashes = arena_new(&l->arena, uint64_t, l->site.copy_count);
    for (ptrdiff_t i = 0; i < l->file_count; i++)
        if (l->files[i].kind == SOURCE_ATTACHMENT)
            hashes[table_add(&sources, l->files[i].source)] = l->files[i].hash;
    for (ptrdiff_t i = 0; i < l->site.copy_count; i++)
        l->copy_hashes[i] = hashes[table_find(&sources, l->site.copies[i].source)];
}

static void claim_statics(Load *l)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < l->static_count; i++) {
        const StaticFile *f = &l->statics[i];
        Str owner = f->source.n ? f->source : f->output, other;
        if (site_claim(&l->site, f->output, owner, &other))
            l->statics[n++] = *f;
        else
            diag_file(&l->diags, owner, DIAG_DUPLICATE_PERMALINK, "has the place of " STR_FMT " and is left out; rename one of them", STR_ARG(other));
    }
    l->static_count = n;
}

bool load_inputs(Load *l, const LoadOptions *o)
{
    l->profile = o->profile;
    profile_stage(l->profile, "config, theme");
    if (!load_config(l, o))
        return false;
    l->threads = o->threads > 0 ? (o->threads < POOL_MAX ? o->threads : POOL_MAX) : fs_processors();
    theme_load(l);
    if (!has_content_dirs(l))
        return false;
    for (int i = 0; i < l->threads; i++) {
        Worker *w = &l->workers[i];
        w->terms = (TermPool){.arena = &w->keep};
        w->diags.arena = &w->keep;
    }
    return true;
}

void load_articles(Load *l, const LoadOptions *o, State *state)
{
    profile_stage(l->profile, "articles: read, or as they were");
    ReadStage stage = {l, state, arena_raw(&l->arena, Article, l->file_count)};      /* each is filled by who reads it */
    if (state)
        store_open(&l->store, &l->arena, l->threads, state->drafts, STORE_BYTES_MAX);
    pool_run(l->threads, l->file_count, read_job, &stage, NULL, NULL);
    for (int i = 0; i < l->threads; i++) {
        fs_desk_close(&l->workers[i].desk);
        l->has_unreadable |= l->workers[i].has_unreadable;
        if (state)
            chunks_close(state, CHUNK_SOURCES, &l->workers[i].records);
    }
    profile_stage(l->profile, "site: links, lists");
    site_build(&l->arena, &l->config, collect(l, stage.articles, o->drafts), &l->site, &l->diags);
    related_find(&l->site, l->threads);
    hash_copies(l);
    claim_statics(l);
    if (!l->config.base_url.n)
        diag_file(&l->diags, S("config.yml"), DIAG_NO_BASE_URL, "has no base_url, so no sitemap and no feeds are written");
}

bool load_site(Load *l, const LoadOptions *o)
{
    if (!load_inputs(l, o) || !load_files(l, o, NULL, false))
        return false;
    load_articles(l, o, NULL);
    return true;
}

/* --- what the last build knew ------------------------------------------------------------------------------------------------------- */

uint64_t load_reading_key(const Load *l)
{
    const Config *c = &l->config;
    uint64_t h = hash_mix_list(hash_mix_list(hash_bytes(c->permalink), &c->ids.prefixes), &c->content_dirs);
    h = hash_mix(h, c->twins[TWIN_SOURCE]);
    return hash_mix(h, (uint64_t)c->ids.min_digits << 32 | (uint64_t)c->ids.max_digits);
}

typedef struct Survey {
    Load *load;
    const State *state;
    bool thorough;
} Survey;

/* The record that still tells the truth about the file at `path`, or NULL. */
static SourceRecord *still_true(const Survey *s, Worker *w, Str name, Str path, const FsStamp *stamp, uint64_t *hash)
{
    SourceRecord *known = state_source(s->state, w->found, name);
    if (!known)
        return NULL;
    w->found = known;
    known->is_seen = true;
    bool is_same = !s->thorough && !known->is_young && stamp_eq(&known->stamp, stamp);
    if (!is_same && (known->stamp.size != stamp->size || !fs_hash(path, hash) || *hash != known->hash))
        return NULL;
    *hash = known->hash;
    /* Known bytes under a new stamp: to be told again, or the next build would have to look at the bytes again. */
    return is_same || stamp_eq(&known->stamp, stamp) ? known : NULL;
}

static void survey_job(void *context, int worker, ptrdiff_t i)
{
    const Survey *s = context;
    Load *l = s->load;
    Worker *w = &l->workers[worker];
    if (i < l->file_count) {
        SourceFile *file = &l->files[i];
        ArenaMark mark = arena_mark(&w->scratch);
        file->known = still_true(s, w, name_of(&w->scratch, file), file->source, &file->stamp, &file->hash);
        arena_rewind(&w->scratch, mark);
        return;
    }
    StaticFile *file = &l->statics[i - l->file_count];
    if (!file->source.n)
        file->hash = hash_bytes(file->bytes);
    else if (!(file->known = still_true(s, w, file->name, file->source, &file->stamp, &file->hash)) && !fs_hash(file->source, &file->hash))
        file->hash = 0;
}

bool load_survey(Load *l, const State *state, bool thorough)
{
    Survey survey = {l, state, thorough};
    pool_run(l->threads, l->file_count + l->static_count, survey_job, &survey, NULL, NULL);
    for (ptrdiff_t i = 0; i < l->file_count; i++)
        if (!l->files[i].known)
            return false;
    for (ptrdiff_t i = 0; i < l->static_count; i++)
        if (l->statics[i].source.n && !l->statics[i].known)
            return false;
    for (ptrdiff_t i = 0; i < state->source_names.n; i++)
        if (state->sources[i].bytes.p && !state->sources[i].is_seen)
            return false;
    return true;
}

/* --- articles again ------------------------------------------------------------------------------------------------------------------ */

bool load_source(Arena *scratch, const Article *article, Source *raw, Str *why)
{
    bool too_large;
    raw->path = article->source;
    return fs_read(scratch, article->source, ARTICLE_BYTES_MAX, &raw->text, &too_large, why);
}

void load_free(Load *l)
{
    for (int i = 0; i < POOL_MAX; i++) {
        arena_free(&l->workers[i].keep);
        arena_free(&l->workers[i].scratch);
    }
    store_close(&l->store);
    arena_free(&l->arena);
}
