/* The page of one article. Its document comes from page/source.h: bodies are not in memory between linking and writing. */
#include "page/article.h"

#include "base/utf8.h"
#include "doc/kind.h"
#include "doc/version.h"
#include "page/links.h"
#include "page/place.h"
#include "page/schema.h"
#include "page/source.h"
#include "page/twin.h"
#include "site/related.h"
#include "write/html.h"

enum { TOC_MIN = 3, BROKEN_TOLD_MAX = 100 };

/* --- links in the body --------------------------------------------------------------------------------------------------- */

typedef struct BodyContext {
    PageMaker *maker;
    const Page *page;
    const Article *article;
    ArticleDoc *doc;
    const Term *range;      /* of its id; NULL when there is none, or no page of it */
    int broken;             /* links that lead nowhere */
} BodyContext;

static LinkTarget link_to(const BodyContext *c, int32_t target)
{
    const Article *a = &c->maker->site->articles[target];
    return (LinkTarget){page_url(c->maker, c->page, a->permalink), a->title, "article"};
}

static LinkTarget resolve_reference(void *context, int64_t number, int line)
{
    const BodyContext *c = context;
    (void)line;
    int32_t target = site_find(c->maker->site, number);
    if (target >= 0 && &c->maker->site->articles[target] == c->article)
        return (LinkTarget){0};
    if (target >= 0)
        return link_to(c, target);
    if (number == c->article->number)
        return (LinkTarget){0};
    Str title = str_join3(c->maker->scratch, missing_id(c->maker, number), S(" "), word(c->maker, "missing_id"));
    return (LinkTarget){missing_url(c->maker, number), title, "missing"};
}

/* Points at the text in its line of the source; where the line is not known, at its first place below the front matter's. */
static void tell_link(BodyContext *c, int line, Str url, DiagCode code, const char *what)
{
    if (c->broken++ >= BROKEN_TOLD_MAX)
        return;
    const Source *source = source_text(c->maker, c->article, c->doc);
    Str text = source->text, rest = text;
    for (int i = 1; i < line; i++)
        str_cut_line(&rest);
    ptrdiff_t start = rest.p - text.p, in_line = str_find(rest, url);
    ptrdiff_t at = in_line >= 0 ? start + in_line : start < text.n ? start : 0;
    diag_at(c->maker->diags, source, at, code, "%s '" STR_FMT "' leads to no article or file of this site", what, STR_ARG(url));
}

/* A thousand broken links are one problem, and looking each up in its line would take the square of their number. */
static void tell_rest(const BodyContext *c)
{
    if (c->broken > BROKEN_TOLD_MAX)
        diag_file(c->maker->diags, c->article->source, DIAG_BROKEN_LINK, "%d more links lead to no article or file of this site",
                  c->broken - BROKEN_TOLD_MAX);
}

/* "lamp.zip" and no page: what is missing then is a file and not an article. */
static bool names_download(Str url)
{
    static const char *const pages[] = {"md", "markdown", "txt", "html", "htm"};
    ptrdiff_t end = 0;
    while (end < url.n && url.p[end] != '?' && url.p[end] != '#')
        end++;
    Str path = str_head(url, end), name = path_name(path);
    ptrdiff_t dot = str_find_last_char(name, '.');
    Str suffix = str_from(name, dot + 1);
    bool is_download = dot > 0 && suffix.n >= 1 && suffix.n <= 5;
    for (ptrdiff_t i = 0; i < suffix.n && is_download; i++)
        is_download = char_is_alnum(suffix.p[i]);
    for (ptrdiff_t i = 0; i < countof(pages) && is_download; i++)
        is_download = !str_eq_fold(suffix, str(pages[i]));
    return is_download;
}

static LinkTarget resolve(BodyContext *c, Str url, int line, bool is_image)
{
    PageMaker *m = c->maker;
    Link link = site_resolve(m->site, m->scratch, c->article, url);
    switch (link.kind) {
    case LINK_EXTERNAL: return (LinkTarget){url, (Str){0}, "external"};
    case LINK_IN_PAGE: return (LinkTarget){url.n ? url : S("#"), (Str){0}, NULL};
    case LINK_UNSAFE: return (LinkTarget){0};
    case LINK_FILE: return (LinkTarget){str_join2(m->scratch, page_url(m, c->page, link.output), link.suffix), (Str){0}, NULL};
    case LINK_ARTICLE: {
        LinkTarget to = link_to(c, link.article);
        to.href = str_join2(m->scratch, to.href, link.suffix);
        return to;
    }
    case LINK_BROKEN: break;
    }
    if (is_image)
        tell_link(c, line, url, DIAG_MISSING_ASSET, "the image");
    else
        tell_link(c, line, url, names_download(url) ? DIAG_MISSING_ASSET : DIAG_BROKEN_LINK, "the link to");
    return (LinkTarget){(Str){0}, word(m, "missing"), "missing"};
}

static LinkTarget resolve_link(void *context, Str url, int line)
{
    return resolve(context, url, line, false);
}

static LinkTarget resolve_image(void *context, Str url, int line)
{
    return resolve(context, url, line, true);
}

static void put_body(BodyContext *c, Buf *out)
{
    HtmlOptions options = {c, resolve_reference, resolve_link, resolve_image, c->maker->site->config->raw_html};
    html_put(out, c->doc->doc.root, &options);
}

void article_body(PageMaker *m, const Article *article, const Doc *doc, const Source *source, Buf *out)
{
    Page page = {.kind = PAGE_ARTICLE, .permalink = article->permalink};
    put_body(&(BodyContext){.maker = m, .page = &page, .article = article, .doc = &(ArticleDoc){.doc = *doc, .source = *source}}, out);
}

/* --- fields -------------------------------------------------------------------------------------------------------------- */

static Value terms_value(PageMaker *m, const Page *page, const StrList *names, TaxonomyKind kind)
{
    const Taxonomy *t = &m->site->taxonomies[kind];
    Place *place = place_of(m, page);
    ListBuilder list = {.arena = m->scratch};
    for (ptrdiff_t i = 0; i < names->n; i++) {
        const Term *term = taxonomy_find(t, m->scratch, names->items[i]);
        if (term && !term->is_internal)
            list_push(&list, place_term(m, page, place, t, term));
    }
    return list_value(&list);
}

static Str as_written(Arena *a, Str name)
{
    (void)a;
    return name;
}

/* Codes and odd spellings as `shown` says them, beside what is written. */
static Value names_value(Arena *a, const StrList *names, Str (*shown)(Arena *a, Str written))
{
    ListBuilder list = {.arena = a};
    for (ptrdiff_t i = 0; i < names->n; i++)
        list_push(&list, map_of(a, member_str(S("name"), shown(a, names->items[i])), member_str(S("written"), names->items[i])));
    return list_value(&list);
}

static Value versions_value(Arena *a, const Meta *meta)
{
    ListBuilder list = {.arena = a};
    for (ptrdiff_t i = 0; i < meta->version_count; i++) {
        if (!meta->versions[i].values.n)
            continue;
        StrList values = {0};
        for (ptrdiff_t k = 0; k < meta->versions[i].values.n; k++)
            if (!k || !str_eq(meta->versions[i].values.items[k], meta->versions[i].values.items[k - 1]))
                list_add(a, &values, version_name(a, meta->versions[i].values.items[k]));
        list_push(&list, map_of(a, member_str(S("platform"), platform_name(a, meta->versions[i].platform)),
                                member_str(S("platform_written"), meta->versions[i].platform),
                                member_str(S("values"), list_join(a, &values, S(", ")))));
    }
    return list_value(&list);
}

enum { APPLIES_DEPTH_MAX = 20 };

/* A list, and whether there is anything in it: a template cannot ask that of a list without repeating itself. */
#define put_list(map, name, list) put_named_list((map), S(name), S("has_" name), (list))

static inline void put_named_list(MapBuilder *map, Str name, Str has_name, Value list)
{
    map_put(map, name, list);
    map_bool(map, has_name, list.n > 0);
}

/* The entries deeper than the one before become its children. */
static Value applies_value(Arena *a, const Meta *meta, ptrdiff_t *at, int depth)
{
    ListBuilder list = {.arena = a};
    while (*at < meta->applies_to_count && (meta->applies_to[*at].depth >= depth || depth == 0)) {
        const AppliesTo *entry = &meta->applies_to[*at];
        ++*at;
        bool has_children = *at < meta->applies_to_count && meta->applies_to[*at].depth > entry->depth && depth < APPLIES_DEPTH_MAX;
        Value children = has_children ? applies_value(a, meta, at, entry->depth + 1) : (Value){.kind = VALUE_LIST};
        list_push(&list, map_of(a, member_str(S("text"), entry->text), member_of(S("children"), children),
                                member_of(S("has_children"), value_bool(children.n > 0))));
    }
    return list_value(&list);
}

static void put_fields(PageMaker *m, MapBuilder *map, const Page *page, const Meta *meta)
{
    Arena *a = m->scratch;
    ptrdiff_t at = 0;
    put_list(map, "products", terms_value(m, page, &meta->products, TAXONOMY_PRODUCTS));
    put_list(map, "keywords", terms_value(m, page, &meta->keywords, TAXONOMY_KEYWORDS));
    put_list(map, "technologies", terms_value(m, page, &meta->technologies, TAXONOMY_TECHNOLOGIES));
    put_list(map, "operating_systems", names_value(a, &meta->operating_systems, platform_name));
    put_list(map, "hardware", names_value(a, &meta->hardware, hardware_name));
    put_list(map, "components", names_value(a, &meta->components, as_written));
    put_list(map, "kinds", terms_value(m, page, &meta->kinds, TAXONOMY_KINDS));
    put_list(map, "issue_types", names_value(a, &meta->issue_types, issue_name));
    put_list(map, "solution_types", names_value(a, &meta->solution_types, solution_name));
    put_list(map, "versions", versions_value(a, meta));
    put_list(map, "applies_to", applies_value(a, meta, &at, 0));
    bool has_metadata = meta->products.n || meta->keywords.n || meta->technologies.n || meta->operating_systems.n || meta->hardware.n ||
                        meta->components.n || meta->version_count || meta->applies_to_count || meta->kinds.n || meta->solution_types.n;
    map_bool(map, S("has_metadata"), has_metadata);
}

static int highest_level(const Block *root)
{
    int level = 6;
    for (const Block *b = root->child; b; b = block_following(root, b))
        if (b->kind == BLOCK_HEADING && b->level < level)
            level = b->level;
    return level;
}

static void put_toc(PageMaker *m, MapBuilder *map, const Doc *doc)
{
    ListBuilder list = {.arena = m->scratch};
    int highest = highest_level(doc->root);
    for (const Block *b = doc->root->child; b; b = block_following(doc->root, b)) {
        if (b->kind != BLOCK_HEADING || b->level > highest + 1)
            continue;
        list_push(&list, map_of(m->scratch, member_str(S("title"), inline_text(m->scratch, b->text)), member_str(S("anchor"), b->anchor),
                                member_of(S("level"), value_number(m->scratch, b->level - highest + 1)),
                                member_of(S("is_sub"), value_bool(b->level > highest))));
    }
    map_put(map, S("toc"), list_value(&list));
    map_bool(map, S("has_toc"), list.n >= TOC_MIN);
}

/* --- neighbours ----------------------------------------------------------------------------------------------------------- */

/* Those that the author named, then those that were found. */
static Value related_value(BodyContext *c)
{
    PageMaker *m = c->maker;
    const Article *article = c->article;
    ListBuilder list = {.arena = m->scratch};
    const StrList *related = &article_extra(article)->related;
    for (ptrdiff_t i = 0; i < related->n; i++) {
        int32_t target = related_written(m->site, m->scratch, article, related->items[i]);
        if (target >= 0)
            list_push(&list, brief_value(m, c->page, target));
        else
            tell_link(c, 1, related->items[i], DIAG_BROKEN_LINK, "the related article");
    }
    int32_t n;
    const int32_t *found = related_of(m->site, c->page->index, &n);
    for (int32_t i = 0; i < n; i++)
        list_push(&list, brief_value(m, c->page, found[i]));
    return list_value(&list);
}

static Value neighbour_value(PageMaker *m, const Page *page, const Article *article, ptrdiff_t step)
{
    const Site *site = m->site;
    ptrdiff_t at = site_place(site, article->number) + step;
    return article->number >= 0 && at >= 0 && at < site->numbered ? brief_value(m, page, site->by_number[at]) : (Value){0};
}

static const Term *only_term(const PageMaker *m, TaxonomyKind kind, Str name)
{
    const Term *term = name.n ? taxonomy_find(&m->site->taxonomies[kind], m->scratch, name) : NULL;
    return term && term->permalink.n ? term : NULL;
}

static Value breadcrumb_value(PageMaker *m, const Page *page, const Article *article, const Term *range)
{
    ListBuilder list = {.arena = m->scratch};
    list_push(&list, crumb(m, m->site->config->title, page_url(m, page, (Str){0})));
    const StrList *products = article_terms(article, TAXONOMY_PRODUCTS);
    const Term *product = only_term(m, TAXONOMY_PRODUCTS, products->n ? products->items[0] : (Str){0});
    if (product)
        list_push(&list, crumb(m, product->name, page_url(m, page, product->permalink)));
    if (range)
        list_push(&list, crumb(m, range_name(m, range), page_url(m, page, range->permalink)));
    list_push(&list, crumb(m, article->id.n ? article->id : article->title, (Str){0}));
    return list_value(&list);
}

/* --- the page -------------------------------------------------------------------------------------------------------------- */

/* A KB article has a notice, and still has the year of one when it was converted to Markdown. */
static Str legal_of(const Config *c, const Meta *meta)
{
    bool had_notice = meta->format != FORMAT_MARKDOWN || meta->legal.n || meta->copyright_year.n;
    if (c->legal == LEGAL_HIDE)
        return (Str){0};
    return c->legal == LEGAL_TEXT && had_notice ? c->legal_text : meta->legal;
}

/* Who stands before the title where the article is quoted: the holder of the copyright, or else the site's author. May be empty. */
static Str author_of(const Config *c, const Meta *meta)
{
    return meta->copyright_holder.n ? meta->copyright_holder : c->author;
}

static Value article_value(BodyContext *c)
{
    PageMaker *m = c->maker;
    const Meta *meta = &c->doc->doc.meta;
    const Article *article = c->article;
    Arena *a = m->scratch;
    const Term *year = only_term(m, TAXONOMY_YEARS, str_head(article->date, 4));
    Place *place = place_of(m, c->page);
    Buf body = buf_new(a, 4096);
    put_body(c, &body);

    MapBuilder map = {.arena = a};
    map_reserve(&map, 64);
    map_str(&map, S("id"), article->id);
    map_str(&map, S("title"), article->title);
    map_str(&map, S("url"), S(""));
    map_str(&map, S("format"), format_name(meta->format));
    map_bool(&map, S("is_markdown"), meta->format == FORMAT_MARKDOWN);
    map_str(&map, S("category"), meta->category);
    map_str(&map, S("description"), c->doc->description);
    map_str(&map, S("published"), meta->date);
    map_str(&map, S("published_text"), date_text(m, meta->date));
    map_str(&map, S("updated"), meta->updated);
    map_str(&map, S("updated_text"), date_text(m, meta->updated));
    put_fields(m, &map, c->page, meta);
    map_str(&map, S("query_words"), meta->query_words);
    put_toc(m, &map, &c->doc->doc);
    map_str(&map, S("body"), buf_str(&body));
    map_put(&map, S("references"), links_value(m, c->page, PAGE_REFERENCES, c->page->index));
    map_put(&map, S("referenced_by"), links_value(m, c->page, PAGE_REFERRERS, c->page->index));
    put_list(&map, "related", related_value(c));
    map_put(&map, S("previous"), neighbour_value(m, c->page, article, -1));
    map_put(&map, S("next"), neighbour_value(m, c->page, article, 1));
    map_put(&map, S("year"), year ? place_term(m, c->page, place, &m->site->taxonomies[TAXONOMY_YEARS], year) : (Value){0});
    map_put(&map, S("range"), c->range ? place_term(m, c->page, place, &m->site->taxonomies[TAXONOMY_IDS], c->range) : (Value){0});
    map_str(&map, S("author"), author_of(m->site->config, meta));
    map_str(&map, S("legal"), legal_of(m->site->config, meta));
    map_str(&map, S("copyright"), meta->copyright);
    map_str(&map, S("copyright_holder"), meta->copyright_holder);
    map_str(&map, S("copyright_year"), meta->copyright_year);
    map_str(&map, S("source_path"), utf8_clean(a, article->path));
    map_put(&map, S("source"), twin_source(m, c->page, article));
    map_put(&map, S("extra"), meta->extra.kind == VALUE_MAP ? meta->extra : (Value){.kind = VALUE_MAP, .is_open = true});
    return map_value(&map);
}

/* All articles that its page names. */
static void see_neighbours(const Site *site, int32_t index, void (*see)(const Article *article))
{
    const Article *article = &site->articles[index];
    for (int32_t i = 0; i < article->ref_count && i < REFERENCES_MAX; i++)
        if (article->refs[i].article >= 0)
            see(&site->articles[article->refs[i].article]);
    for (int32_t i = 0; i < article->referrer_count && i < REFERRERS_MAX; i++)
        see(&site->articles[article->referrers[i]]);
    int32_t n;
    const int32_t *related = related_of(site, index, &n);
    for (int32_t i = 0; i < n; i++)
        see(&site->articles[related[i]]);
}

/* The template an article asks for. Other generators' names for "an ordinary page" mean ours. */
static const char *layout_of(PageMaker *m, const Meta *meta, Str source)
{
    static const char *const ordinary[] = {"", "article", "page", "post", "default", "single"};
    for (ptrdiff_t i = 0; i < countof(ordinary); i++)
        if (str_eq(meta->layout, str(ordinary[i])))
            return "article";
    if (templates_get(m->renderer.set, meta->layout))
        return str_z(m->scratch, meta->layout);
    diag_file(m->diags, source, DIAG_LAYOUT, "there is no template '" STR_FMT ".mustache' for its layout; the article template is used",
              STR_ARG(meta->layout));
    return "article";
}

/* What the template gets; *template is its name. False when the source cannot be read or is no article. */
static bool read_context(PageMaker *m, const Page *page, MapBuilder *map, const char **template)
{
    const Article *article = &m->site->articles[page->index];
    ArticleDoc text;
    see_neighbours(m->site, page->index, see_record);
    if (!source_doc(m, article, &text))
        return false;
    see_neighbours(m->site, page->index, see_texts);
    const Doc *doc = &text.doc;
    if (m->look)
        m->look(m->look_context, page, doc, source_text(m, article, &text));
    const Term *range = article->number >= 0 ? only_term(m, TAXONOMY_IDS, permalink_prefix(m->scratch, article->number)) : NULL;
    BodyContext c = {.maker = m, .page = page, .article = article, .doc = &text, .range = range};
    Str title = article->id.n ? str_join3(m->scratch, article->id, S(": "), article->title) : article->title;

    if (m->indexer && m->index_keys[page->index])
        indexer_add(m->indexer, m->scratch, m->numbers[page->index], m->index_keys[page->index], article->title, doc);

    chrome_put(m, map, page,
               &(Chrome){.title = title, .description = text.description, .kind = S("article"), .breadcrumb = breadcrumb_value(m, page, article, range),
                         .subject = schema_article(m, article, &doc->meta), .alternates = twin_alternates(m, page, article)});
    map_put(map, S("article"), article_value(&c));
    tell_rest(&c);
    *template = layout_of(m, &doc->meta, article->source);
    return !text.is_lost;
}

bool article_page(PageMaker *m, const Page *page, Buf *out)
{
    MapBuilder map = {.arena = m->scratch};
    const char *template;
    return read_context(m, page, &map, &template) && page_finish(m, template, &map, out);
}

bool article_context(PageMaker *m, const Page *page, Value *context)
{
    MapBuilder map = {.arena = m->scratch};
    const char *template;
    Value constants = chrome_constants(m->scratch, m->site->config);
    for (ptrdiff_t i = 0; i < constants.n; i++)
        map_put(&map, constants.as.members[i].key, constants.as.members[i].value);
    bool ok = read_context(m, page, &map, &template);
    *context = map_value(&map);
    return ok;
}
