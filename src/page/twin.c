#include "page/twin.h"

#include "base/digest.h"
#include "base/utf8.h"
#include "page/model.h"
#include "page/source.h"
#include "read/read.h"
#include "write/commonmark.h"

static const struct {
    Str file;               /* in the folder of the article's page */
    Str suffix;             /* in place of ".html", for one that has no folder of its own */
    const char *type;
} TWINS[TWIN_COUNT] = {
#define TEXT(text) {text, sizeof(text) - 1}
    [TWIN_JSON] = {TEXT("index.json"), TEXT(".json"), "application/json"},
    [TWIN_MARKDOWN] = {TEXT("index.md"), TEXT(".md"), "text/markdown"},
    [TWIN_SOURCE] = {.type = "text/plain"},
#undef TEXT
};

enum { NAME_MAX_BYTES = 200 };

/* A name that no server takes for a page or a script, that every file system has room for, and that stands on one line. */
static bool is_plain_name(Str name)
{
    bool plain = name.n <= NAME_MAX_BYTES && utf8_is_valid(name) && read_is_text_name(name);
    for (ptrdiff_t i = 0; i < name.n && plain; i++)
        plain = (unsigned char)name.p[i] >= 0x20 && name.p[i] != 0x7F && name.p[i] != '\\';
    return plain;
}

/* The file keeps its name, unless another twin has it. */
static Str source_name(Arena *a, const Article *article)
{
    Str name = path_name(article->path);
    if (!is_plain_name(name))
        return S("source.txt");
    return str_starts_fold(name, S("index.")) ? str_join2(a, S("source-"), name) : name;
}

Str twin_permalink(Arena *a, const Article *article, Twin twin)
{
    Str permalink = article->permalink;
    bool is_folder = !permalink.n || str_ends(permalink, S("/"));
    if (is_folder)
        return str_join2(a, permalink, twin == TWIN_SOURCE ? source_name(a, article) : TWINS[twin].file);
    Str stem = str_head(permalink, permalink.n - 5);    /* ".html" */
    return str_join2(a, stem, twin == TWIN_SOURCE ? S(".source.txt") : TWINS[twin].suffix);
}

Value twin_alternates(PageMaker *m, const Page *page, const Article *article)
{
    ListBuilder list = {.arena = m->scratch};
    for (Twin twin = 0; twin < TWIN_SOURCE; twin++) {
        if (!(article->twins & 1 << twin))
            continue;
        MapBuilder map = {.arena = m->scratch};
        map_str(&map, S("type"), str(TWINS[twin].type));
        map_str(&map, S("url"), page_url(m, page, twin_permalink(m->scratch, article, twin)));
        list_push(&list, map_value(&map));
    }
    return list_value(&list);
}

Value twin_source(PageMaker *m, const Page *page, const Article *article)
{
    if (!(article->twins & 1 << TWIN_SOURCE))
        return (Value){0};
    Str permalink = twin_permalink(m->scratch, article, TWIN_SOURCE);
    MapBuilder map = {.arena = m->scratch};
    map_str(&map, S("url"), page_url(m, page, permalink));
    map_str(&map, S("name"), path_name(permalink));
    map_str(&map, S("sha256"), digest_hex(m->scratch, article->digest));
    return map_value(&map);
}

/* --- the files -------------------------------------------------------------------------------------------------------------------- */

typedef struct Twinning {
    PageMaker *maker;
    const Page *page;
    const Article *article;
} Twinning;

/* Links lead where those of the page do. */
static Str moved_link(void *context, Str url, int line)
{
    const Twinning *t = context;
    PageMaker *m = t->maker;
    Link link = site_resolve(m->site, m->scratch, t->article, url);
    (void)line;
    switch (link.kind) {
    case LINK_ARTICLE:
    case LINK_FILE: return str_join2(m->scratch, page_url(m, t->page, link.output), link.suffix);
    case LINK_UNSAFE: return S("#");
    default: return url;
    }
}

bool twin_page(PageMaker *m, const Page *page, Buf *out)
{
    const Article *article = &m->site->articles[page->index];
    const IdPattern *ids = &m->site->config->ids;
    if (page->number == TWIN_SOURCE) {
        Source raw = {0};
        bool is_read = m->sources.read(m->sources.context, article, &raw);
        buf_put(out, raw.text);
        return is_read;
    }
    ArticleDoc text;
    if (!source_doc(m, article, &text))
        return false;
    Doc doc = text.doc;
    if (page->number == TWIN_JSON) {
        Value value = article_model(m->scratch, m->site, article, &doc, utf8_clean(m->scratch, article->path), REFERRERS_MAX);
        value_put_json(out, &value, 0);
        buf_putc(out, '\n');
        return true;
    }
    Twinning t = {m, page, article};
    doc.meta.permalink = article->permalink;
    doc.meta.title = article->title;
    for (ptrdiff_t i = 0; i < doc.meta.related.n; i++) {
        Str *related = &doc.meta.related.items[i];
        Link link = id_number(ids, *related, true) < 0 ? site_resolve(m->site, m->scratch, article, *related) : (Link){0};
        if (link.kind == LINK_ARTICLE)
            *related = str_join2(m->scratch, S("/"), link.output);
    }
    commonmark_put(out, &doc, &(CommonmarkOptions){.ids = ids, .context = &t, .target = moved_link});
    return true;
}

void manifest_page(PageMaker *m, Buf *out)
{
    const Site *site = m->site;
    for (ptrdiff_t i = 0; i < site->n; i++) {
        const Article *article = &site->articles[i];
        ArenaMark mark = arena_mark(m->scratch);
        if (article->twins & 1 << TWIN_SOURCE)
            buf_fmt(out, STR_FMT "  " STR_FMT "\n", STR_ARG(digest_hex(m->scratch, article->digest)),
                    STR_ARG(twin_permalink(m->scratch, article, TWIN_SOURCE)));
        arena_rewind(m->scratch, mark);
    }
}
