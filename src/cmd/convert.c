/* kb convert: the whole archive as CommonMark files, one per article at its permalink, attachments where the site has them: what `kb build`
 * makes the same site of, and what every other tool can read. */
#include "base/fs.h"
#include "build/output.h"
#include "cmd/cmd.h"
#include "write/commonmark.h"

typedef struct ConvertOptions {
    LoadOptions load;
    Str destination;        /* not the load's: that one is the site's, whose pages are no content */
    bool quiet, strict, json;
} ConvertOptions;

/* --- one article ---------------------------------------------------------------------------------------------------------------- */

/* The file of an article: "kb/263/Q263072/index.md", "about.md". */
static Str file_of(Arena *a, const Article *article)
{
    Str path = permalink_file(a, article->permalink);
    if (str_ends(path, S(".html")))
        path = str_head(path, path.n - 5);
    return str_join2(a, path, S(".md"));
}

typedef struct Place {
    Arena *arena;
    const Site *site;
    const Article *article;
    Str file;
} Place;

/* Links and images between files are made anew: the files do not stand where they stood. */
static Str moved_link(void *context, Str url, int line)
{
    const Place *p = context;
    (void)line;
    Link link = site_resolve(p->site, p->arena, p->article, url);
    if (link.kind != LINK_ARTICLE && link.kind != LINK_FILE)
        return url;
    Str to = link.kind == LINK_ARTICLE ? file_of(p->arena, &p->site->articles[link.article]) : link.output;
    return str_join2(p->arena, link_href(p->arena, LINK_RELATIVE, (Str){0}, p->file, to), link.suffix);
}

/* A related article that is named by its file is named by its permalink. */
static void move_related(const Place *p, StrList *related)
{
    for (ptrdiff_t i = 0; i < related->n; i++) {
        bool is_id = id_number(&p->site->config->ids, related->items[i], true) >= 0;
        Link link = is_id ? (Link){0} : site_resolve(p->site, p->arena, p->article, related->items[i]);
        if (!is_id && link.kind == LINK_ARTICLE)
            related->items[i] = str_join2(p->arena, S("/"), p->site->articles[link.article].permalink);
    }
}

static void put_article(const Place *p, Doc *doc, Buf *bytes)
{
    doc->meta.permalink = p->article->permalink;
    doc->meta.title = p->article->title;
    move_related(p, &doc->meta.related);
    commonmark_put(bytes, doc, &(CommonmarkOptions){.ids = &p->site->config->ids, .context = (void *)p, .target = moved_link});
}

static void write_article(const Output *o, Writer *w, const Article *article)
{
    Source raw = {0}, decoded;
    Diags told = {.arena = w->scratch};    /* when the site was loaded */
    Doc doc = {0};
    const Site *site = &o->load->site;
    if (!output_source(w, article, &raw) || read_article(w->scratch, &raw, &(ReadOptions){.ids = &site->config->ids}, &doc, &decoded, &told) != READ_ARTICLE)
        return;
    Place place = {w->scratch, site, article, file_of(w->scratch, article)};
    Buf bytes = buf_new(&w->out, 16384);
    put_article(&place, &doc, &bytes);
    output_put(o, w, &(OutputFile){.path = place.file}, buf_str(&bytes));
}

/* Articles, then attachments: one index over the two. */
static void write_job(void *context, const Output *o, int worker, ptrdiff_t i)
{
    const Site *site = &o->load->site;
    (void)context;
    if (i < site->n)
        write_article(o, &o->writers[worker], &site->articles[i]);
    else
        output_copy(o, &o->writers[worker], &(OutputFile){.path = site->copies[i - site->n].output}, site->copies[i - site->n].source, 0);
}

/* --- the folder ------------------------------------------------------------------------------------------------------------------ */

/* Where a path leads, the part of it that is there without its links. */
static Str real_place(Arena *a, Str path)
{
    Str real = fs_real_path(a, path.n ? path : S("."));
    if (real.n)
        return real;
    while (str_ends(path, S("/")) && path.n > 1)
        path.n--;
    ptrdiff_t slash = str_find_last_char(path, '/');
    Str parent = real_place(a, slash > 0 ? str_head(path, slash) : slash == 0 ? S("/") : S("."));
    Str name = str_from(path, slash + 1);
    if (str_eq(name, S(".")))
        return parent;
    return str_eq(name, S("..")) ? str_head(parent, str_find_last_char(parent, '/')) : fs_join(a, parent, name);
}

static bool lies_in(Str path, Str dir)
{
    return str_starts(path, dir) && (path.n == dir.n || path.p[dir.n] == '/' || str_ends(dir, S("/")));
}

/* A folder that shares no file with the sources, whatever the articles' permalinks are. */
static bool is_apart(Load *l, Str destination)
{
    Arena *a = &l->arena;
    Str place = real_place(a, destination);
    for (ptrdiff_t i = 0; i < l->config.content_dirs.n; i++) {
        Str dir = l->config.content_dirs.items[i], real = real_place(a, dir);
        if (!lies_in(place, real) && !lies_in(real, place))
            continue;
        command_fail(a, &COMMAND_CONVERT, EXIT_USAGE, str_fmt(a, "the folder '" STR_FMT "' %s the content folder '" STR_FMT "'; name another with -d",
                                                              STR_ARG(destination), lies_in(place, real) ? "lies in" : "holds", STR_ARG(dir)));
        return false;
    }
    return true;
}

/* --- the command ------------------------------------------------------------------------------------------------------------------ */

static int convert(Load *l, const ConvertOptions *o)
{
    double start = fs_seconds();
    bool loaded = load_site(l, &o->load);
    Output output = {.load = l, .dir = o->destination, .place = o->destination, .quiet = o->quiet};
    if (loaded && !is_apart(l, o->destination))
        return EXIT_USAGE;
    if (loaded)
        output_run(&output, l->site.n + l->site.copy_count, write_job, NULL);
    output.articles = l->site.n;
    return output_finish(&output, loaded, o->strict, o->json, o->load.verbose, start);
}

static int run(Arena *a, int argc, char **argv)
{
    ConvertOptions o = {.load = {.source = S("."), .drafts = true}};
    static const char *const forms[] = {"text", "json", NULL};
    Choice diagnostics = {forms, 0};
    const Option options[] = {
        {"source", 's', OPTION_TEXT, &o.load.source},
        {"config", 'c', OPTION_TEXT, &o.load.config},
        {"content", 0, OPTION_LIST, &o.load.content},
        {"from", 0, OPTION_LIST, &o.load.content},
        {"destination", 'd', OPTION_TEXT, &o.destination},
        {"jobs", 'j', OPTION_NUMBER, &o.load.threads},
        {"strict", 0, OPTION_FLAG, &o.strict},
        {"quiet", 'q', OPTION_FLAG, &o.quiet},
        {"verbose", 'v', OPTION_FLAG, &o.load.verbose},
        {"diagnostics", 0, OPTION_CHOICE, &diagnostics},
    };
    StrList operands = {0};
    bool done;
    if (!options_read(a, &COMMAND_CONVERT, argc, argv, options, countof(options), &operands, &done))
        return EXIT_USAGE;
    if (done)
        return EXIT_OK;
    if (operands.n)
        return command_refuse(a, &COMMAND_CONVERT, &operands, "--from");
    o.json = diagnostics.chosen == 1;
    if (!o.destination.n)
        o.destination = fs_join(a, o.load.source, S("converted"));
    Load *l = arena_new(a, Load, 1);
    int status = convert(l, &o);
    load_free(l);
    return status;
}

const Command COMMAND_CONVERT = {
    .name = "convert",
    .synopsis = "write all articles as Markdown files",
    .help = "usage: kb convert [options]\n"
            "\n"
            "Writes every article, whatever its format, as a CommonMark file with its fields\n"
            "as YAML front matter, at its permalink: kb/263/Q263072/index.md. Attachments are\n"
            "copied beside. 'kb build --content converted' makes the same site of them.\n"
            "\n"
            "  -s, --source DIR       the site's folder (default: this one)\n"
            "  -c, --config FILE      its config (default: DIR/config.yml, if there is one)\n"
            "      --from DIR         a folder of articles instead of the config's; may be given again\n"
            "      --content DIR      the same\n"
            "  -d, --destination DIR  where the files are written (default: DIR/converted);\n"
            "                         neither in a folder of articles nor around one\n"
            "  -j, --jobs N           threads (default: all cores); the files do not depend on it\n"
            "      --strict           warnings are errors\n"
            "  -q, --quiet            no closing line, no progress\n"
            "  -v, --verbose          notes too\n"
            "      --diagnostics FORMAT\n"
            "                         text (default) or json, one object a line, on stderr\n"
            "\n"
            "Exit status: 0 done; 1 the content has errors (the good articles are written); 2 usage or config; 4 a file could\n"
            "not be read or written.\n",
    .run = run,
};
