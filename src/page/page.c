#include "page/page.h"

#include "base/version.h"

#include <string.h>

const char *const PAGE_TEMPLATES[] = {"article", "list", "terms", "home", "wanted", "404", "redirect"};
const ptrdiff_t PAGE_TEMPLATE_COUNT = countof(PAGE_TEMPLATES);

/* --- the plan ------------------------------------------------------------------------------------------------------------ */

static void add(Arena *a, PageList *list, Page page)
{
    if (list->n == list->cap) {
        ptrdiff_t cap = list->cap ? list->cap * 2 : 1024;
        Page *items = arena_new(a, Page, cap);
        if (list->n)
            memcpy(items, list->items, (size_t)list->n * sizeof *items);
        list->items = items;
        list->cap = cap;
    }
    list->items[list->n++] = page;
}

/* A page made by the program gives way to what an author put in its place. */
static void claim(Arena *a, Site *site, PageList *list, Page page, Str owner, Diags *diags)
{
    Str other;
    if (site_claim(site, permalink_file(a, page.permalink), owner, &other))
        add(a, list, page);
    else
        diag_file(diags, other, DIAG_DUPLICATE_PERMALINK, "takes the place of " STR_FMT " ('" STR_FMT "'), which is left out; give it another permalink",
                  STR_ARG(owner), STR_ARG(page.permalink));
}

static void plan_redirects(Arena *a, Site *site, PageList *list, Diags *diags)
{
    for (ptrdiff_t i = 0; i < site->n; i++) {
        const Article *article = &site->articles[i];
        for (ptrdiff_t k = 0; k < article->redirect_from.n; k++) {
            Str from = article->redirect_from.items[k], permalink = {0}, why = {0}, other = {0};
            if (!permalink_clean(a, from, &permalink, &why))
                diag_file(diags, article->source, DIAG_PERMALINK, "the alias '" STR_FMT "' " STR_FMT, STR_ARG(from), STR_ARG(why));
            else if (!site_claim(site, permalink_file(a, permalink), article->source, &other))
                diag_file(diags, article->source, DIAG_DUPLICATE_PERMALINK, "its alias '" STR_FMT "' is the place of " STR_FMT "; remove the alias",
                          STR_ARG(permalink), STR_ARG(other));
            else
                add(a, list, (Page){.kind = PAGE_REDIRECT, .permalink = permalink, .index = (int32_t)i});
        }
    }
}

ptrdiff_t page_count(const Site *site, ptrdiff_t entries)
{
    ptrdiff_t by = site->config->paginate_by;
    return entries ? (entries + by - 1) / by : 1;
}

Str paged_permalink(Arena *a, Str first, int32_t number)
{
    return number == 1 ? first : str_fmt(a, STR_FMT "page/%d/", STR_ARG(first), (int)number);
}

static void plan_paged(Arena *a, Site *site, PageList *list, Page page, Str first, ptrdiff_t entries, Str owner, Diags *diags)
{
    for (int32_t number = 1; number <= page_count(site, entries); number++) {
        page.number = number;
        page.permalink = paged_permalink(a, first, number);
        claim(a, site, list, page, owner, diags);
    }
}

static void plan_taxonomies(Arena *a, Site *site, PageList *list, Diags *diags)
{
    for (int32_t kind = 0; kind < TAXONOMY_COUNT; kind++) {
        const Taxonomy *t = &site->taxonomies[kind];
        if (!t->listed)
            continue;
        plan_paged(a, site, list, (Page){.kind = PAGE_TERMS, .index = kind}, t->permalink, t->listed, str_fmt(a, "the list of all " STR_FMT, STR_ARG(t->name)),
                   diags);
        for (ptrdiff_t i = 0; i < t->n; i++)
            if (t->terms[i].permalink.n)
                plan_paged(a, site, list, (Page){.kind = PAGE_LIST, .index = kind, .term = (int32_t)i}, t->terms[i].permalink, t->terms[i].n,
                           str_fmt(a, "the list of '" STR_FMT "'", STR_ARG(t->terms[i].name)), diags);
    }
}

void pages_plan(Arena *a, Site *site, PageList *list, Diags *diags)
{
    for (ptrdiff_t i = 0; i < site->n; i++)
        add(a, list, (Page){.kind = PAGE_ARTICLE, .permalink = site->articles[i].permalink, .index = (int32_t)i});
    plan_redirects(a, site, list, diags);
    claim(a, site, list, (Page){.kind = PAGE_HOME}, S("the home page"), diags);
    plan_taxonomies(a, site, list, diags);
    if (site->wanted_count)
        plan_paged(a, site, list, (Page){.kind = PAGE_WANTED}, site->wanted_permalink, site->wanted_count, S("the list of wanted articles"), diags);
    claim(a, site, list, (Page){.kind = PAGE_NOT_FOUND, .permalink = S("404.html")}, S("the page for unknown addresses"), diags);
    /* A file of the site's own takes the place of these two without a word. */
    if (table_find(&site->static_paths, S("robots.txt")) < 0)
        claim(a, site, list, (Page){.kind = PAGE_ROBOTS, .permalink = S("robots.txt")}, S("robots.txt"), diags);
    if (!site->config->base_url.n || table_find(&site->static_paths, S("sitemap.xml")) >= 0)
        return;
    claim(a, site, list, (Page){.kind = PAGE_SITEMAP, .permalink = S("sitemap.xml")}, S("the sitemap"), diags);
    for (int32_t part = 1; part <= sitemap_parts(site); part++)
        claim(a, site, list, (Page){.kind = PAGE_SITEMAP, .permalink = str_fmt(a, "sitemap-%d.xml", (int)part), .number = part}, S("the sitemap"), diags);
}

/* --- shared data ------------------------------------------------------------------------------------------------------------ */

Str page_url(const PageMaker *m, const Page *page, Str to)
{
    const Config *c = m->site->config;
    LinkStyle style = c->offline ? LINK_OFFLINE : page->kind == PAGE_NOT_FOUND ? LINK_ABSOLUTE : LINK_RELATIVE;
    return link_href(m->scratch, style, base_path_of(c->base_url), page->permalink, to);
}

Str date_text(Arena *a, Str iso)
{
    static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                         "July",    "August",   "September", "October", "November", "December"};
    if (iso.n < 10)
        return iso;
    return str_fmt(a, "%d %s " STR_FMT, (int)str_number(str_sub(iso, 8, 10)), months[str_number(str_sub(iso, 5, 7)) - 1], STR_ARG(str_head(iso, 4)));
}

Value crumb(PageMaker *m, Str title, Str url)
{
    MapBuilder map = {.arena = m->scratch};
    map_str(&map, S("title"), title);
    map_str(&map, S("url"), url);
    return map_value(&map);
}

Value term_value(PageMaker *m, const Page *page, Str name, Str permalink, ptrdiff_t count)
{
    MapBuilder map = {.arena = m->scratch};
    map_str(&map, S("name"), name);
    map_str(&map, S("url"), permalink.n ? page_url(m, page, permalink) : (Str){0});
    map_int(&map, S("count"), count);
    return map_value(&map);
}

static void put_brief(PageMaker *m, MapBuilder *map, const Page *page, const Article *article)
{
    map_str(map, S("id"), article->id);
    map_str(map, S("title"), article->title);
    map_str(map, S("url"), page_url(m, page, article->permalink));
}

Value brief_value(PageMaker *m, const Page *page, int32_t article)
{
    MapBuilder map = {.arena = m->scratch};
    put_brief(m, &map, page, &m->site->articles[article]);
    return map_value(&map);
}

Value entry_value(PageMaker *m, const Page *page, int32_t index)
{
    const Article *article = &m->site->articles[index];
    const StrList *products = &article->terms[TAXONOMY_PRODUCTS];
    MapBuilder map = {.arena = m->scratch};
    put_brief(m, &map, page, article);
    map_str(&map, S("date"), article->date);
    map_str(&map, S("date_text"), date_text(m->scratch, article->date));
    map_str(&map, S("product"), products->n ? products->items[0] : (Str){0});
    return map_value(&map);
}

/* --- pagination ---------------------------------------------------------------------------------------------------------------- */

enum { WINDOW = 3 };    /* numbers shown on each side of the current one */

static Value page_link(PageMaker *m, const Page *page, Str first, ptrdiff_t number)
{
    MapBuilder map = {.arena = m->scratch};
    map_int(&map, S("number"), number);
    map_str(&map, S("url"), page_url(m, page, paged_permalink(m->scratch, first, (int32_t)number)));
    map_bool(&map, S("is_current"), number == page->number);
    return map_value(&map);
}

Value pages_value(PageMaker *m, const Page *page, Str first, ptrdiff_t count)
{
    if (count < 2)
        return (Value){0};
    ptrdiff_t number = page->number, from = number - WINDOW < 1 ? 1 : number - WINDOW, to = number + WINDOW > count ? count : number + WINDOW;
    ListBuilder window = {.arena = m->scratch};
    for (ptrdiff_t i = from; i <= to; i++)
        list_push(&window, page_link(m, page, first, i));
    MapBuilder map = {.arena = m->scratch};
    map_int(&map, S("number"), number);
    map_int(&map, S("count"), count);
    map_put(&map, S("first"), from > 1 ? page_link(m, page, first, 1) : (Value){0});
    map_put(&map, S("previous"), number > 1 ? page_link(m, page, first, number - 1) : (Value){0});
    map_put(&map, S("next"), number < count ? page_link(m, page, first, number + 1) : (Value){0});
    map_put(&map, S("last"), to < count ? page_link(m, page, first, count) : (Value){0});
    map_put(&map, S("window"), list_value(&window));
    return map_value(&map);
}

/* --- articles that are not here -------------------------------------------------------------------------------------------------- */

Str missing_id(const PageMaker *m, int64_t number)
{
    const StrList *prefixes = &m->site->config->ids.prefixes;
    return str_fmt(m->scratch, STR_FMT "%lld", STR_ARG(prefixes->n ? prefixes->items[0] : (Str){0}), (long long)number);
}

/* links.missing_url with its :id and :number filled in; empty when there is none. */
Str missing_url(const PageMaker *m, int64_t number)
{
    Buf b = {.arena = m->scratch};
    for (Str rest = m->site->config->missing_url; rest.n;) {
        if (str_starts(rest, S(":number"))) {
            buf_fmt(&b, "%lld", (long long)number);
            rest = str_from(rest, 7);
        } else if (str_starts(rest, S(":id"))) {
            buf_put(&b, missing_id(m, number));
            rest = str_from(rest, 3);
        } else {
            buf_putc(&b, rest.p[0]);
            rest = str_from(rest, 1);
        }
    }
    return buf_str(&b);
}

/* --- chrome ---------------------------------------------------------------------------------------------------------------------- */

static Value site_value(PageMaker *m)
{
    const Config *c = m->site->config;
    MapBuilder map = {.arena = m->scratch};
    map_str(&map, S("title"), c->title);
    map_str(&map, S("description"), c->description);
    map_str(&map, S("author"), c->author);
    map_str(&map, S("language"), c->language);
    map_str(&map, S("base_url"), c->base_url);
    map_put(&map, S("extra"), c->extra);
    return map_value(&map);
}

static Value nav_entry(PageMaker *m, const Page *page, Str name, Str title, Str permalink, Str current)
{
    MapBuilder map = {.arena = m->scratch};
    map_str(&map, S("name"), name);
    map_str(&map, S("title"), title);
    map_str(&map, S("url"), page_url(m, page, permalink));
    map_bool(&map, S("is_current"), str_eq(name, current));
    return map_value(&map);
}

static Value nav_value(PageMaker *m, const Page *page, Str current)
{
    ListBuilder list = {.arena = m->scratch};
    for (int i = 0; i < TAXONOMY_COUNT; i++) {
        const Taxonomy *t = &m->site->taxonomies[i];
        if (t->listed)
            list_push(&list, nav_entry(m, page, t->name, t->title, t->permalink, current));
    }
    if (m->site->wanted_count)
        list_push(&list, nav_entry(m, page, S("wanted"), S("Wanted"), m->site->wanted_permalink, current));
    return list_value(&list);
}

static Value page_value(PageMaker *m, const Page *page, const Chrome *chrome)
{
    const Config *c = m->site->config;
    Str canonical = c->base_url.n && page->kind != PAGE_NOT_FOUND ? str_join2(m->scratch, c->base_url, url_encode(m->scratch, page->permalink)) : (Str){0};
    MapBuilder map = {.arena = m->scratch};
    map_str(&map, S("kind"), chrome->kind);
    map_str(&map, S("title"), chrome->title);
    map_str(&map, S("description"), chrome->description);
    map_str(&map, S("permalink"), page->permalink);
    map_str(&map, S("canonical"), canonical);
    return map_value(&map);
}

/* "../../../": what leads from the page to the site's root. */
static Str root_of(PageMaker *m, const Page *page)
{
    const Config *c = m->site->config;
    if (page->kind == PAGE_NOT_FOUND && !c->offline)
        return base_path_of(c->base_url);
    Buf b = {.arena = m->scratch};
    for (ptrdiff_t i = 0; i < page->permalink.n; i++)
        if (page->permalink.p[i] == '/')
            buf_put(&b, S("../"));
    return buf_str(&b);
}

void chrome_put(PageMaker *m, MapBuilder *map, const Page *page, const Chrome *chrome)
{
    map_put(map, S("site"), site_value(m));
    map_str(map, S("root"), root_of(m, page));
    map_str(map, S("home_url"), page_url(m, page, (Str){0}));
    map_put(map, S("nav"), nav_value(m, page, chrome->current));
    map_put(map, S("page"), page_value(m, page, chrome));
    map_put(map, S("breadcrumb"), chrome->breadcrumb);
    map_str(map, S("generator"), S("kb " KB_VERSION));
}

bool page_finish(PageMaker *m, const char *name, MapBuilder *map, Buf *out)
{
    const Template *t = templates_get(m->renderer.set, str(name));
    if (!t)
        return false;
    Value data = map_value(map);
    template_render(&m->renderer, t, &data, out);
    return true;
}

bool page_render(PageMaker *m, const Page *page, const Source *raw, Buf *out)
{
    switch (page->kind) {
    case PAGE_ARTICLE: return article_page(m, page, raw, out);
    case PAGE_REDIRECT: return redirect_page(m, page, out);
    case PAGE_LIST: return list_page(m, page, out);
    case PAGE_TERMS: return terms_page(m, page, out);
    case PAGE_HOME: return home_page(m, page, out);
    case PAGE_WANTED: return wanted_page(m, page, out);
    case PAGE_NOT_FOUND: return not_found_page(m, page, out);
    case PAGE_ROBOTS: robots_page(m, out); return true;
    case PAGE_SITEMAP: sitemap_page(m, page, out); return true;
    case PAGE_KIND_COUNT: break;
    }
    CHECK(!"a page kind");
    return false;
}
