#include "build/load.h"

#include "base/fs.h"
#include "site/theme.h"

#include <string.h>

/* --- config ---------------------------------------------------------------------------------------------------------------- */

static bool fail(Load *l, ExitStatus status, Str path, const char *what, Str why)
{
    diag_file(&l->diags, path, status == EXIT_IO ? DIAG_UNREADABLE : DIAG_CONFIG_VALUE, "%s" STR_FMT, what, STR_ARG(why));
    l->status = status;
    return false;
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
        if (!config_read(a, &source, &l->config, &l->diags)) {
            l->status = EXIT_USAGE;
            return false;
        }
    }
    Config *c = &l->config;
    if (o->base_url.n && !config_set_base_url(a, c, o->base_url))
        return fail(l, EXIT_USAGE, S("--base-url"), "takes the site's address, such as https://example.org/kb/", (Str){0});
    c->offline = c->offline || o->offline;
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
    return true;
}

/* --- theme ------------------------------------------------------------------------------------------------------------------ */

/* "templates/applies-to.mustache" below `folder` -> "applies-to"; empty for anything else. */
static Str template_name(Str path)
{
    return str_ends(path, S(".mustache")) ? str_head(path, path.n - 9) : (Str){0};
}

static void load_templates(Load *l)
{
    Arena *a = &l->arena;
    l->templates = (TemplateSet){.arena = a, .names = {.arena = a}};
    for (const ThemeFile *f = THEME_FILES; f->path; f++) {
        Str name = template_name(str_unprefix(str(f->path), S("templates/")));
        Source source = {str(f->path), {f->bytes, f->n}};
        if (str_starts(source.path, S("templates/")) && name.n)
            templates_add(&l->templates, name, &source, &l->diags);
    }
    FsList list = {0};
    Str why;
    if (fs_kind(l->config.templates_dir) != FS_DIR || !fs_walk(a, l->config.templates_dir, false, (Str){0}, &list, &why))
        return;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        Str name = template_name(list.items[i].path);
        Source source = {.path = fs_join(a, l->config.templates_dir, list.items[i].path)};
        bool too_large;
        if (!name.n)
            continue;
        if (fs_read(a, source.path, 1024 * 1024, &source.text, &too_large, &why))
            templates_add(&l->templates, name, &source, &l->diags);
        else
            fail(l, EXIT_IO, source.path, "", why);
    }
}

/* The theme's files, each unless the site has one of that name; then the site's, dot files too. */
static void load_statics(Load *l)
{
    Arena *a = &l->arena;
    FsList list = {0};
    Str why;
    if (fs_kind(l->config.static_dir) == FS_DIR && !fs_walk(a, l->config.static_dir, true, l->output_dir, &list, &why))
        fail(l, EXIT_IO, l->config.static_dir, "", why);
    ptrdiff_t theme_count = 0;
    while (THEME_FILES[theme_count].path)
        theme_count++;
    l->statics = arena_new(a, StaticFile, list.n + theme_count);
    Table own = {.arena = a};
    for (ptrdiff_t i = 0; i < list.n; i++) {
        table_add(&own, list.items[i].path);
        l->statics[l->static_count++] = (StaticFile){.output = list.items[i].path, .source = fs_join(a, l->config.static_dir, list.items[i].path)};
    }
    for (ptrdiff_t i = 0; i < theme_count; i++) {
        const ThemeFile *f = &THEME_FILES[i];
        Str path = str(f->path), output = str_unprefix(path, S("static/"));
        if (str_starts(path, S("static/")) && table_find(&own, output) < 0)
            l->statics[l->static_count++] = (StaticFile){.output = output, .bytes = {f->bytes, f->n}};
    }
}

/* --- content ---------------------------------------------------------------------------------------------------------------- */

static bool list_content(Load *l)
{
    Arena *a = &l->arena;
    FsList *lists = arena_new(a, FsList, l->config.content_dirs.n);
    for (ptrdiff_t d = 0; d < l->config.content_dirs.n; d++) {
        Str dir = l->config.content_dirs.items[d], why;
        if (fs_kind(dir) != FS_DIR)
            return fail(l, EXIT_USAGE, dir, "is no folder; name the folder of articles with content_dir in config.yml or with --content", (Str){0});
        if (!fs_walk(a, dir, false, l->output_dir, &lists[d], &why))
            return fail(l, EXIT_IO, dir, "", why);
        for (ptrdiff_t i = 0; i < lists[d].trouble_count; i++) {
            const FsTrouble *t = &lists[d].troubles[i];
            DiagCode code = t->is_loop ? DIAG_FOLDER_LOOP : t->is_dangling ? DIAG_NOT_AN_ARTICLE : DIAG_UNREADABLE;
            diag_file(&l->diags, fs_join(a, dir, t->path), code, STR_FMT, STR_ARG(t->why));
        }
        l->file_count += lists[d].n;
    }
    l->files = arena_new(a, SourceFile, l->file_count);
    ptrdiff_t n = 0;
    for (ptrdiff_t d = 0; d < l->config.content_dirs.n; d++)
        for (ptrdiff_t i = 0; i < lists[d].n; i++) {
            Str path = lists[d].items[i].path;
            l->files[n++] = (SourceFile){fs_join(a, l->config.content_dirs.items[d], path), path, (int)d, READ_FAILED};
        }
    return true;
}

/* The first parallel stage: every file once, its fields and references kept, its body forgotten. */
typedef struct ReadStage {
    Load *load;
    Article *articles;      /* by file */
} ReadStage;

static void read_file(ReadStage *stage, Worker *w, SourceFile *file, Article *article)
{
    Source raw = {.path = file->source}, decoded;
    bool too_large;
    Str why;
    if (!fs_read(&w->scratch, file->source, ARTICLE_BYTES_MAX, &raw.text, &too_large, &why)) {
        bool is_download = too_large && !read_is_text_name(file->path);
        file->result = is_download ? READ_ATTACHMENT : READ_FAILED;
        if (!is_download)
            diag_file(&w->diags, file->source, too_large ? DIAG_TOO_LARGE : DIAG_UNREADABLE, STR_FMT, STR_ARG(why));
        return;
    }
    Doc doc = {0};
    const Config *c = &stage->load->config;
    file->result = read_article(&w->scratch, &raw, &(ReadOptions){.ids = &c->ids}, &doc, &decoded, &w->diags);
    if (file->result != READ_ARTICLE)
        return;
    article->source = file->source;
    article->path = file->path;
    article->content_dir = file->content_dir;
    article_from_doc(&w->keep, &w->terms, c, &doc, &decoded, article, &w->diags);
}

static void read_job(void *context, int worker, ptrdiff_t index)
{
    ReadStage *stage = context;
    Worker *w = &stage->load->workers[worker];
    ArenaMark mark = arena_mark(&w->scratch);
    read_file(stage, w, &stage->load->files[index], &stage->articles[index]);
    arena_rewind(&w->scratch, mark);
}

static SiteInput collect(Load *l, Article *articles, bool with_drafts)
{
    SiteInput input = {.articles = articles, .attachments = arena_new(&l->arena, Attachment, l->file_count)};
    for (ptrdiff_t i = 0; i < l->file_count; i++) {
        const SourceFile *file = &l->files[i];
        if (file->result == READ_ATTACHMENT)
            input.attachments[input.attachment_count++] = (Attachment){file->source, file->path, file->content_dir, false};
        if (file->result != READ_ARTICLE)
            continue;
        if (articles[i].is_draft && !with_drafts)
            diag_file(&l->diags, file->source, DIAG_DRAFT, "is a draft and is left out; --drafts includes it");
        else
            articles[input.n++] = articles[i];
    }
    Str *paths = arena_new(&l->arena, Str, l->static_count);
    for (ptrdiff_t i = 0; i < l->static_count; i++)
        paths[i] = l->statics[i].output;
    input.static_paths = paths;
    input.static_count = l->static_count;
    return input;
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

bool load_site(Load *l, const LoadOptions *o)
{
    if (!load_config(l, o))
        return false;
    load_templates(l);
    load_statics(l);
    if (!list_content(l))
        return false;
    l->threads = o->threads > 0 ? (o->threads < POOL_MAX ? o->threads : POOL_MAX) : fs_processors();
    for (int i = 0; i < l->threads; i++) {
        Worker *w = &l->workers[i];
        w->terms.arena = &w->keep;
        w->diags.arena = &w->keep;
    }
    ReadStage stage = {l, arena_new(&l->arena, Article, l->file_count)};
    pool_run(l->threads, l->file_count, read_job, &stage, NULL, NULL);
    site_build(&l->arena, &l->config, collect(l, stage.articles, o->drafts), &l->site, &l->diags);
    claim_statics(l);
    if (!l->config.base_url.n)
        diag_file(&l->diags, S("config.yml"), DIAG_NO_BASE_URL, "has no base_url, so no sitemap is written");
    return true;
}

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
    arena_free(&l->arena);
}
