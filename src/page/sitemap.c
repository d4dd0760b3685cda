/* sitemap.xml and robots.txt (sitemaps.org protocol: at most 50,000 URLs a file; an index names the parts). Written by hand, not by a template: their
 * grammar is not the theme's business. */
#include "page/sitemap.h"

#include "base/utf8.h"

enum {
    PART_URLS = 45000,      /* below the limit of 50,000, so that the bytes stay below theirs too */
    URL_MARKUP = 48         /* what put_location and put_last_change put around one */
};

ptrdiff_t sitemap_parts(const Site *site)
{
    return site->n ? (site->n + PART_URLS - 1) / PART_URLS : 1;
}

ptrdiff_t sitemap_first(const Site *site, const Page *page)
{
    return page->number ? (ptrdiff_t)(page->number - 1) * PART_URLS : site->n;
}

ptrdiff_t sitemap_end(const Site *site, const Page *page)
{
    ptrdiff_t end = sitemap_first(site, page) + PART_URLS;
    return end < site->n ? end : site->n;
}

static void put_location(PageMaker *m, Buf *out, Str permalink)
{
    ArenaMark mark = arena_mark(m->scratch);
    buf_put(out, S("<loc>"));
    buf_put_html(out, m->site->config->base_url);
    buf_put_html(out, url_encode(m->scratch, permalink));
    buf_put(out, S("</loc>"));
    arena_rewind(m->scratch, mark);
}

static void put_last_change(Buf *out, Str date)
{
    if (!date.n)
        return;
    buf_put(out, S("<lastmod>"));
    buf_put(out, date);
    buf_put(out, S("</lastmod>"));
}

void sitemap_page(PageMaker *m, const Page *page, Buf *out)
{
    const Site *site = m->site;
    bool is_index = page->number == 0;
    const char *element = is_index ? "sitemapindex" : "urlset";
    buf_fmt(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<%s xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n", element);
    for (int32_t part = 1; is_index && part <= sitemap_parts(site); part++) {
        buf_put(out, S("<sitemap>"));
        put_location(m, out, str_fmt(m->scratch, "sitemap-%d.xml", (int)part));
        buf_put(out, S("</sitemap>\n"));
    }
    ptrdiff_t from = sitemap_first(site, page), end = sitemap_end(site, page), bytes = 0;
    for (ptrdiff_t i = from; i < end; i++)
        bytes += site->config->base_url.n + site->articles[i].permalink.n + site->articles[i].date.n + URL_MARKUP;
    buf_reserve(out, bytes);        /* megabytes: a buffer that doubles would need three times as many */
    for (ptrdiff_t i = from; i < end; i++) {
        buf_put(out, S("<url>"));
        put_location(m, out, site->articles[i].permalink);
        put_last_change(out, site->articles[i].date);
        buf_put(out, S("</url>\n"));
    }
    buf_fmt(out, "</%s>\n", element);
}

void robots_page(PageMaker *m, Buf *out)
{
    buf_put(out, S("User-agent: *\nAllow: /\n"));
    if (m->site->config->base_url.n)
        buf_fmt(out, "\nSitemap: " STR_FMT "sitemap.xml\n", STR_ARG(m->site->config->base_url));
}

void opensearch_page(PageMaker *m, Buf *out)
{
    enum { SHORT_NAME_MAX = 16 };
    const Config *c = m->site->config;
    buf_put(out, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n<ShortName>"));
    buf_put_html(out, utf8_head(c->title, SHORT_NAME_MAX));
    buf_put(out, S("</ShortName>\n<LongName>"));
    buf_put_html(out, utf8_head(c->title, 48));
    buf_put(out, S("</LongName>\n<Description>"));
    buf_put_html(out, c->description.n ? utf8_head(c->description, 1024) : c->title);
    buf_put(out, S("</Description>\n<InputEncoding>UTF-8</InputEncoding>\n<Url type=\"text/html\" template=\""));
    buf_put_html(out, c->base_url);
    buf_put(out, c->offline ? S("search/index.html?q={searchTerms}\"/>\n") : S("search/?q={searchTerms}\"/>\n"));
    buf_put(out, S("</OpenSearchDescription>\n"));
}
