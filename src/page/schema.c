#include "page/schema.h"

/* JSON is put as it is found out: nothing reads these objects but their consumers. The first member of each is its type. */
static void begin(Buf *json, Str type)
{
    buf_put(json, S("{\"@type\":"));
    buf_put_json(json, type);
}

/* What is empty is left out: an empty date is a wrong one. */
static void put_text(Buf *json, Str key, Str text)
{
    if (!text.n)
        return;
    buf_put(json, S(",\""));
    buf_put(json, key);
    buf_put(json, S("\":"));
    buf_put_json(json, text);
}

/* Short: it stands on every page. What the page says already (its language, the address, what site it is on) is not said again, nor are the products and
 * keywords, which are links of the page. */
Str schema_article(PageMaker *m, const Article *article, const Meta *meta)
{
    if (!m->site->config->base_url.n)
        return (Str){0};
    Buf json = buf_new(m->scratch, 256);
    begin(&json, S("TechArticle"));
    put_text(&json, S("headline"), article->title);
    put_text(&json, S("identifier"), article->id);
    put_text(&json, S("datePublished"), meta->date);
    put_text(&json, S("dateModified"), meta->updated);
    buf_putc(&json, '}');
    return buf_str(&json);
}

Str schema_site(PageMaker *m)
{
    const Config *c = m->site->config;
    Buf json = {.arena = m->scratch};
    begin(&json, S("WebSite"));
    put_text(&json, S("name"), c->title);
    put_text(&json, S("url"), c->base_url);
    put_text(&json, S("description"), c->description);
    put_text(&json, S("inLanguage"), c->language);
    buf_putc(&json, '}');
    return buf_str(&json);
}

/* The whole address of a link as it stands on the page: "../Q1/" on "kb/900/Q2/" leads to "kb/900/Q1/" below base_url. */
static Str whole_address(PageMaker *m, Str permalink, Str href)
{
    Str folder = permalink_folder(permalink);
    for (href = str_unprefix(href, S("./")); str_starts(href, S("../")); href = str_from(href, 3))
        folder = str_head(folder, str_find_last_char(str_head(folder, folder.n - 1), '/') + 1);
    return str_join3(m->scratch, m->site->config->base_url, url_encode(m->scratch, folder), href);
}

/* Neither the page itself nor the home page need be among the steps, where two others are (Google Search Central, breadcrumb structured data). */
static void put_trail(PageMaker *m, Buf *json, const Page *page, const Value *breadcrumb)
{
    ptrdiff_t end = breadcrumb->n - (breadcrumb->n > 2), first = end > 2;
    begin(json, S("BreadcrumbList"));
    buf_put(json, S(",\"itemListElement\":["));
    for (ptrdiff_t i = first; i < end; i++) {
        const Value *step = &breadcrumb->as.items[i];
        Str href = value_text(value_get(step, S("url")));
        if (i > first)
            buf_putc(json, ',');
        begin(json, S("ListItem"));
        buf_put(json, S(",\"position\":"));
        buf_put(json, str_decimal(m->scratch, (uint64_t)(i - first + 1), 1));
        put_text(json, S("name"), value_text(value_get(step, S("title"))));
        if (href.n)
            put_text(json, S("item"), whole_address(m, page->permalink, href));
        buf_putc(json, '}');
    }
    buf_put(json, S("]}"));
}

/* "</script>" and "<!--" mean something inside the element, whatever stands around them (HTML Standard, 13.1.2.1). */
static Str without_tags(Arena *a, Str json)
{
    ptrdiff_t at = str_find_char(json, '<');
    if (at < 0)
        return json;
    Buf text = {.arena = a};
    for (Str rest = json; rest.n; at = str_find_char(rest, '<')) {
        buf_put(&text, str_head(rest, at < 0 ? rest.n : at));
        if (at >= 0)
            buf_put(&text, S("\\u003c"));
        rest = str_from(rest, at < 0 ? rest.n : at + 1);
    }
    return buf_str(&text);
}

Str schema_text(PageMaker *m, const Page *page, Str subject, const Value *breadcrumb)
{
    bool has_trail = breadcrumb->n > 1 && page->kind != PAGE_NOT_FOUND;
    if (!m->site->config->base_url.n || (!subject.n && !has_trail))
        return (Str){0};
    Buf json = buf_new(m->scratch, 1024);
    buf_put(&json, S("{\"@context\":\"https://schema.org\",\"@graph\":["));
    buf_put(&json, subject);
    if (subject.n && has_trail)
        buf_putc(&json, ',');
    if (has_trail)
        put_trail(m, &json, page, breadcrumb);
    buf_put(&json, S("]}"));
    return without_tags(m->scratch, buf_str(&json));
}
