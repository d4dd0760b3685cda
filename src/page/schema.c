#include "page/schema.h"

static void put_type(MapBuilder *map, const char *type)
{
    map_str(map, S("@type"), str(type));
}

/* What is empty is left out: an empty date is a wrong one. */
static void put_text(MapBuilder *map, Str key, Str text)
{
    if (text.n)
        map_str(map, key, text);
}

static Value site_value(PageMaker *m)
{
    const Config *c = m->site->config;
    MapBuilder map = {.arena = m->scratch};
    put_type(&map, "WebSite");
    put_text(&map, S("name"), c->title);
    put_text(&map, S("url"), c->base_url);
    return map_value(&map);
}

/* Short: it stands on every page. What the page says already (its language, the address, what site it is on) is not said again, nor are the products and
 * keywords, which are links of the page. */
Value schema_article(PageMaker *m, const Article *article, const Meta *meta)
{
    Arena *a = m->scratch;
    MapBuilder map = {.arena = a};
    put_type(&map, "TechArticle");
    put_text(&map, S("headline"), article->title);
    put_text(&map, S("identifier"), article->id);
    put_text(&map, S("datePublished"), meta->date);
    put_text(&map, S("dateModified"), meta->updated);
    return map_value(&map);
}

Value schema_site(PageMaker *m)
{
    const Config *c = m->site->config;
    Value site = site_value(m);
    MapBuilder map = {.arena = m->scratch};
    for (ptrdiff_t i = 0; i < site.n; i++)
        map_put(&map, site.as.members[i].key, site.as.members[i].value);
    put_text(&map, S("description"), c->description);
    put_text(&map, S("inLanguage"), c->language);
    return map_value(&map);
}

/* A link as it stands on the page, from the site's root: "../Q1/" on "kb/900/Q2/" is "kb/900/Q1/". */
static Str from_root(Arena *a, Str permalink, Str href)
{
    Str folder = permalink_folder(permalink);
    for (href = str_unprefix(href, S("./")); str_starts(href, S("../")); href = str_from(href, 3))
        folder = str_head(folder, str_find_last_char(str_head(folder, folder.n - 1), '/') + 1);
    return str_join2(a, url_encode(a, folder), href);
}

/* Neither the page itself nor the home page need be among the steps, where two others are (Google Search Central, breadcrumb structured data). */
static Value trail_value(PageMaker *m, const Page *page, const Value *breadcrumb)
{
    Arena *a = m->scratch;
    ListBuilder steps = {.arena = a};
    ptrdiff_t end = breadcrumb->n - (breadcrumb->n > 2), first = end > 2;
    for (ptrdiff_t i = first; i < end; i++) {
        const Value *step = &breadcrumb->as.items[i];
        Str href = value_text(value_get(step, S("url")));
        MapBuilder map = {.arena = a};
        put_type(&map, "ListItem");
        map_int(&map, S("position"), i - first + 1);
        map_str(&map, S("name"), value_text(value_get(step, S("title"))));
        if (href.n)
            map_str(&map, S("item"), str_join2(a, m->site->config->base_url, from_root(a, page->permalink, href)));
        list_push(&steps, map_value(&map));
    }
    MapBuilder map = {.arena = a};
    put_type(&map, "BreadcrumbList");
    map_put(&map, S("itemListElement"), list_value(&steps));
    return map_value(&map);
}

Str schema_text(PageMaker *m, const Page *page, const Value *subject, const Value *breadcrumb)
{
    ListBuilder graph = {.arena = m->scratch};
    if (!m->site->config->base_url.n)
        return (Str){0};
    if (subject->kind == VALUE_MAP)
        list_push(&graph, *subject);
    if (breadcrumb->n > 1 && page->kind != PAGE_NOT_FOUND)
        list_push(&graph, trail_value(m, page, breadcrumb));
    if (!graph.n)
        return (Str){0};
    MapBuilder map = {.arena = m->scratch};
    map_str(&map, S("@context"), S("https://schema.org"));
    map_put(&map, S("@graph"), list_value(&graph));
    Value all = map_value(&map);
    Buf json = {.arena = m->scratch}, text = {.arena = m->scratch};
    value_put_json(&json, &all, 0);
    /* "</script>" and "<!--" mean something inside the element, whatever stands around them (HTML Standard, 13.1.2.1). */
    for (Str rest = buf_str(&json); rest.n;) {
        ptrdiff_t at = str_find_char(rest, '<');
        buf_put(&text, str_head(rest, at < 0 ? rest.n : at));
        if (at >= 0)
            buf_put(&text, S("\\u003c"));
        rest = str_from(rest, at < 0 ? rest.n : at + 1);
    }
    return buf_str(&text);
}
