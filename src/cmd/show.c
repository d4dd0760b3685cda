/* kb show: one article as the program understands it. */
#include "base/fs.h"
#include "build/load.h"
#include "cmd/cmd.h"
#include "page/article.h"
#include "page/model.h"
#include "write/commonmark.h"
#include "write/text.h"

typedef enum Form { FORM_TEXT, FORM_JSON, FORM_HTML, FORM_MARKDOWN, FORM_CONTEXT } Form;

static const char *const FORMS[] = {"text", "json", "html", "markdown", "context", NULL};

enum { TEXT_WIDTH = 78 };

/* A permalink with or without the slashes at its ends. */
static Str bare_permalink(Str s)
{
    s = str_unprefix(s, S("/"));
    return str_ends(s, S("/")) ? str_head(s, s.n - 1) : s;
}

static bool is_named(const Article *article, Str what)
{
    return str_eq(article->source, what) || str_eq(article->path, what) || str_eq_fold(article->id, what) ||
           str_eq(bare_permalink(article->permalink), bare_permalink(what));
}

/* The same file by another path: ./content/a.md, /home/me/kb/content/a.md. */
static bool is_file(Arena *scratch, const Article *article, Str real)
{
    Str name = path_name(real);
    return real.n && str_ends(article->source, name) && str_eq(fs_real_path(scratch, article->source), real);
}

/* By id in any spelling, file, path below the content folder, or permalink. */
static const Article *find(Load *l, Str what)
{
    int64_t number = id_number(&l->config.ids, what, true);
    int32_t index = number >= 0 ? site_find(&l->site, number) : -1;
    for (ptrdiff_t i = 0; i < l->site.n && index < 0; i++)
        if (is_named(&l->site.articles[i], what))
            index = (int32_t)i;
    Str real = index < 0 ? fs_real_path(&l->arena, what) : (Str){0};
    for (ptrdiff_t i = 0; i < l->site.n && index < 0; i++)
        if (is_file(&l->arena, &l->site.articles[i], real))
            index = (int32_t)i;
    return index < 0 ? NULL : &l->site.articles[index];
}

static void show_json(const Load *l, const Article *article, const Doc *doc, Buf *out)
{
    Value value = article_model(out->arena, &l->site, article, doc, article->source, article->referrer_count);
    value_put_json(out, &value, 2);
    buf_putc(out, '\n');
}

static void put_line(Buf *out, const char *name, Str value)
{
    if (value.n)
        buf_fmt(out, "%-12s " STR_FMT "\n", name, STR_ARG(value));
}

static void show_text(const Article *article, const Doc *doc, Buf *out)
{
    Arena *a = out->arena;
    const Meta *meta = &doc->meta;
    put_line(out, "Title", article->title);
    put_line(out, "ID", meta->id);
    put_line(out, "Permalink", article->permalink);
    put_line(out, "Updated", meta->updated);
    put_line(out, "Published", meta->date);
    put_line(out, "Products", list_join(a, &meta->products, S(", ")));
    put_line(out, "Keywords", list_join(a, &meta->keywords, S(" ")));
    put_line(out, "Source", article->source);
    buf_putc(out, '\n');
    text_put(out, doc->root, TEXT_WIDTH);
}

static void show_markdown(const Load *l, const Article *article, Doc *doc, Buf *out)
{
    doc->meta.permalink = article->permalink;
    commonmark_put(out, doc, &(CommonmarkOptions){.ids = &l->config.ids});
}

static void show_html(Load *l, const Article *article, const Doc *doc, const Source *source, Buf *out)
{
    PageMaker maker = {.site = &l->site, .scratch = out->arena, .diags = &l->diags};
    article_body(&maker, article, doc, source, out);
}

static bool give_source(void *context, const Article *article, Source *raw)
{
    (void)article;
    *raw = *(const Source *)context;
    return true;
}

/* The pages are planned as for a build: which files stand beside an article is part of what its template gets. */
static void show_context(Load *l, const Article *article, Source *raw, Buf *out)
{
    PageList pages = {0};
    Diags told = {.arena = &l->arena};
    pages_plan(&l->arena, &l->site, &pages, &told);
    Page page = {.kind = PAGE_ARTICLE, .permalink = article->permalink, .index = (int32_t)(article - l->site.articles)};
    PageMaker maker = {.site = &l->site, .renderer = {.set = &l->templates, .diags = &told, .scratch = out->arena}, .scratch = out->arena, .diags = &told,
                       .sources = {.context = raw, .read = give_source}};
    Value context;
    if (!article_context(&maker, &page, &context))
        return;
    value_put_json(out, &context, 2);
    buf_putc(out, '\n');
}

static int show_article(Load *l, Form form, bool verbose, const Article *article)
{
    Arena *a = &l->arena;
    Source raw, source;
    Str why;
    Doc doc = {0};
    Diags told = {.arena = a};
    if (!load_source(a, article, &raw, &why)) {
        print_err(str_fmt(a, STR_FMT ": " STR_FMT "\n", STR_ARG(article->source), STR_ARG(why)));
        return EXIT_IO;
    }
    if (read_article(a, &raw, &(ReadOptions){.ids = &l->config.ids}, &doc, &source, &told) != READ_ARTICLE)
        return EXIT_CONTENT;
    doc_set_anchors(a, &doc);
    Buf out = {.arena = a};
    switch (form) {
    case FORM_TEXT: show_text(article, &doc, &out); break;
    case FORM_JSON: show_json(l, article, &doc, &out); break;
    case FORM_HTML: show_html(l, article, &doc, &source, &out); break;
    case FORM_MARKDOWN: show_markdown(l, article, &doc, &out); break;
    case FORM_CONTEXT: show_context(l, article, &raw, &out); break;
    }
    print_out(buf_str(&out));
    diags_print(a, &told, verbose, false);
    return EXIT_OK;
}

static int show(Arena *a, const LoadOptions *options, Form form, Str what)
{
    Load *l = arena_new(a, Load, 1);
    int status = EXIT_USAGE;
    const Article *article = NULL;
    if (load_site(l, options))
        article = find(l, what);
    if (article) {
        status = show_article(l, form, options->verbose, article);
    } else {
        if (l->status != EXIT_OK)
            diags_print(&l->arena, &l->diags, false, false);
        else
            command_fail(a, &COMMAND_SHOW, EXIT_USAGE, str_fmt(a, "there is no article '" STR_FMT "' here", STR_ARG(what)));
        status = l->status == EXIT_OK ? EXIT_USAGE : (int)l->status;
    }
    load_free(l);
    return status;
}

static int run(Arena *a, int argc, char **argv)
{
    LoadOptions load = {.source = S("."), .drafts = true};
    Choice form = {FORMS, FORM_TEXT};
    const Option options[] = {
        {"source", 's', OPTION_TEXT, &load.source},
        {"config", 'c', OPTION_TEXT, &load.config},
        {"content", 0, OPTION_LIST, &load.content},
        {"format", 'f', OPTION_CHOICE, &form},
        {"offline", 0, OPTION_FLAG, &load.offline},
        {"verbose", 'v', OPTION_FLAG, &load.verbose},
    };
    StrList operands = {0};
    bool done;
    if (!options_read(a, &COMMAND_SHOW, argc, argv, options, countof(options), &operands, &done))
        return EXIT_USAGE;
    if (done)
        return EXIT_OK;
    if (operands.n != 1)
        return command_fail(a, &COMMAND_SHOW, EXIT_USAGE, S("name one article by its id, file or permalink"));
    return show(a, &load, (Form)form.chosen, operands.items[0]);
}

const Command COMMAND_SHOW = {
    .name = "show",
    .synopsis = "print one article as the program understands it",
    .help = "usage: kb show [options] ID|FILE|PERMALINK\n"
            "\n"
            "Prints one article: its fields, its body and how it is linked.\n"
            "\n"
            "  -s, --source DIR     the site's folder (default: this one)\n"
            "  -c, --config FILE    its config\n"
            "      --content DIR    a folder of articles instead of the config's; may be given again\n"
            "  -f, --format FORMAT  text (default), json (the structured model), html (the body),\n"
            "                       markdown (with front matter), context (the data that the article's template gets)\n"
            "      --offline        links in html end in index.html\n"
            "  -v, --verbose        notes about the article too\n"
            "\n"
            "Exit status: 0 done; 1 the article cannot be read as one; 2 usage or config, or there is no such article; 4 a file\n"
            "could not be read.\n",
    .run = run,
};
