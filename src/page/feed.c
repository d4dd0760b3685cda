#include "page/feed.h"

#include "base/utf8.h"

static const Term *term_of(const Site *site, const Page *page)
{
    return page->index >= 0 ? &site->taxonomies[page->index].terms[page->term] : NULL;
}

static const int32_t *newest_of(const Site *site, const Term *term, ptrdiff_t *n)
{
    *n = term ? term->n : site->n;
    return term ? term->articles : site->newest;
}

Str feed_permalink(Arena *a, const Site *site, const Term *term)
{
    ptrdiff_t n;
    const int32_t *newest = newest_of(site, term, &n);
    const Config *c = site->config;
    if (!c->base_url.n || !c->feed_limit || !n || !site->articles[newest[0]].date.n || (term && !term->permalink.n))
        return (Str){0};
    return str_join2(a, term ? term->permalink : (Str){0}, S("feed.xml"));
}

Str list_feed(Arena *a, const Site *site, const Page *page)
{
    return page->index == TAXONOMY_PRODUCTS ? feed_permalink(a, site, &site->taxonomies[page->index].terms[page->term]) : (Str){0};
}

/* Those without a date stand behind all others. */
ptrdiff_t feed_count(const Site *site, const Page *page)
{
    ptrdiff_t n, count = 0;
    const int32_t *newest = newest_of(site, term_of(site, page), &n);
    while (count < n && count < site->config->feed_limit && site->articles[newest[count]].date.n)
        count++;
    return count;
}

int32_t feed_article(const Site *site, const Page *page, ptrdiff_t i)
{
    ptrdiff_t n;
    return newest_of(site, term_of(site, page), &n)[i];
}

/* --- XML ------------------------------------------------------------------------------------------------------------------------ */

/* Text that every reader of XML 1.0 takes (2.2, Characters): what it does not becomes U+FFFD, what stands between is put as a whole. */
static void put_text(Buf *out, Str text)
{
    ptrdiff_t done = 0;
    for (ptrdiff_t i = 0, n; i < text.n; i += n) {
        unsigned char first = (unsigned char)text.p[i];
        n = 1;
        if (first >= 0x20 && first < 0x80)
            continue;
        Rune r = utf8_decode(str_from(text, i));
        bool is_char = (r.value >= 0x20 || r.value == '\t' || r.value == '\n' || r.value == '\r') && r.value != 0xFFFE && r.value != 0xFFFF;
        n = r.n;
        if (is_char)
            continue;
        buf_put_html(out, str_sub(text, done, i));
        buf_put_rune(out, UTF8_REPLACEMENT);
        done = i + n;
    }
    buf_put_html(out, str_from(text, done));
}

static void put_element(Buf *out, const char *name, Str text)
{
    Str element = str(name);
    buf_putc(out, '<');
    buf_put(out, element);
    buf_putc(out, '>');
    put_text(out, text);
    buf_put(out, S("</"));
    buf_put(out, element);
    buf_put(out, S(">\n"));
}

static void put_url(PageMaker *m, Buf *out, Str permalink)
{
    const Config *c = m->site->config;
    put_text(out, c->base_url);
    put_text(out, url_encode(m->scratch, permalink));
}

static void put_id(PageMaker *m, Buf *out, Str permalink)
{
    buf_put(out, S("<id>"));
    put_url(m, out, permalink);
    buf_put(out, S("</id>\n"));
}

static void put_link(PageMaker *m, Buf *out, const char *rel, const char *type, Str permalink)
{
    bool is_folder = !permalink.n || str_ends(permalink, S("/"));
    buf_fmt(out, "<link rel=\"%s\" type=\"%s\" href=\"", rel, type);
    put_url(m, out, is_folder && m->site->config->offline ? str_join2(m->scratch, permalink, S("index.html")) : permalink);
    buf_put(out, S("\"/>\n"));
}

/* A day has no time: its beginning, in UTC (RFC 3339). */
static void put_updated(Buf *out, Str date)
{
    buf_fmt(out, "<updated>" STR_FMT "T00:00:00Z</updated>\n", STR_ARG(date));
}

/* --- the feed -------------------------------------------------------------------------------------------------------------------- */

static void put_entry(PageMaker *m, Buf *out, const Article *article)
{
    Str title = article->id.n ? str_fmt(m->scratch, STR_FMT ": " STR_FMT, STR_ARG(article->id), STR_ARG(article->title)) : article->title;
    const StrList *products = article_terms(article, TAXONOMY_PRODUCTS);
    buf_put(out, S("<entry>\n"));
    put_id(m, out, article->permalink);
    put_element(out, "title", title);
    put_updated(out, article->date);
    put_link(m, out, "alternate", "text/html", article->permalink);
    for (ptrdiff_t i = 0; i < products->n; i++) {
        buf_put(out, S("<category term=\""));
        put_text(out, products->items[i]);
        buf_put(out, S("\"/>\n"));
    }
    if (article->summary.n)
        put_element(out, "summary", article->summary);
    buf_put(out, S("</entry>\n"));
}

void feed_page(PageMaker *m, const Page *page, Buf *out)
{
    const Site *site = m->site;
    const Config *c = site->config;
    const Term *term = term_of(site, page);
    Str title = term ? str_fmt(m->scratch, STR_FMT " – " STR_FMT, STR_ARG(term->name), STR_ARG(c->title)) : c->title;
    buf_put(out, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\""));
    if (c->language.n) {
        buf_put(out, S(" xml:lang=\""));
        put_text(out, c->language);
        buf_putc(out, '"');
    }
    buf_put(out, S(">\n"));
    put_id(m, out, page->permalink);
    put_element(out, "title", title);
    if (!term && c->description.n)
        put_element(out, "subtitle", c->description);
    put_updated(out, site->articles[feed_article(site, page, 0)].date);
    put_link(m, out, "self", "application/atom+xml", page->permalink);
    put_link(m, out, "alternate", "text/html", term ? term->permalink : (Str){0});
    buf_put(out, S("<author>"));
    put_element(out, "name", c->author.n ? c->author : c->title);
    buf_put(out, S("</author>\n<generator>kb</generator>\n"));
    for (ptrdiff_t i = 0; i < feed_count(site, page); i++)
        put_entry(m, out, &site->articles[feed_article(site, page, i)]);
    buf_put(out, S("</feed>\n"));
}
