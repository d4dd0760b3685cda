#include "page/llms.h"

#include "page/twin.h"

enum { PRODUCTS_MAX = 500 };    /* the largest; the list of all is named behind them */

Str llms_permalink(Arena *a, const Term *term, int32_t number)
{
    return str_join2(a, term ? paged_permalink(a, term->permalink, number) : (Str){0}, S("llms.txt"));
}

static void put_text(Buf *out, Str text)
{
    for (ptrdiff_t i = 0; i < text.n; i++) {
        if (char_is_in(text.p[i], S("[]\\<*_`")))
            buf_putc(out, '\\');
        buf_putc(out, char_is_blank(text.p[i]) ? ' ' : text.p[i]);
    }
}

static void put_head(Buf *out, Str title, Str quote)
{
    buf_put(out, S("# "));
    put_text(out, title);
    buf_put(out, S("\n\n"));
    if (quote.n) {
        buf_put(out, S("> "));
        put_text(out, quote);
        buf_put(out, S("\n\n"));
    }
}

/* "- [title](address)": a whole address where the site has one. */
static void put_link(PageMaker *m, Buf *out, const Page *page, Str title, Str permalink)
{
    const Config *c = m->site->config;
    buf_put(out, S("- ["));
    put_text(out, title);
    buf_put(out, S("]("));
    buf_put(out, c->base_url.n ? str_join2(m->scratch, c->base_url, url_encode(m->scratch, permalink)) : page_url(m, page, permalink));
    buf_putc(out, ')');
}

static void put_products(PageMaker *m, const Page *page, Buf *out)
{
    const Config *c = m->site->config;
    const Taxonomy *t = &m->site->taxonomies[TAXONOMY_PRODUCTS];
    ptrdiff_t n;
    const Term **terms = taxonomy_by_size(m->scratch, t, false, &n);
    put_head(out, c->title, c->description);
    buf_fmt(out, "## " STR_FMT "\n\n", STR_ARG(taxonomy_title(m, t)));
    for (ptrdiff_t i = 0; i < n && i < PRODUCTS_MAX; i++) {
        put_link(m, out, page, terms[i]->name, llms_permalink(m->scratch, terms[i], 1));
        buf_fmt(out, ": %d\n", (int)terms[i]->n);
    }
    if (n) {
        buf_put(out, S("\n## Optional\n\n"));
        put_link(m, out, page, taxonomy_title(m, t), t->permalink);
        buf_putc(out, '\n');
    }
}

static void put_article(PageMaker *m, const Page *page, const Article *article, Buf *out)
{
    Str title = article->id.n ? str_fmt(m->scratch, STR_FMT ": " STR_FMT, STR_ARG(article->id), STR_ARG(article->title)) : article->title;
    bool has_markdown = article->twins & 1 << TWIN_MARKDOWN;
    put_link(m, out, page, title, has_markdown ? twin_permalink(m->scratch, article, TWIN_MARKDOWN) : article->permalink);
    if (article->summary.n) {
        buf_put(out, S(": "));
        put_text(out, article->summary);
    }
    buf_putc(out, '\n');
}

void llms_page(PageMaker *m, const Page *page, Buf *out)
{
    const Site *site = m->site;
    if (page->index < 0) {
        put_products(m, page, out);
        return;
    }
    const Term *term = &site->taxonomies[page->index].terms[page->term];
    put_head(out, str_fmt(m->scratch, STR_FMT " – " STR_FMT, STR_ARG(term->name), STR_ARG(site->config->title)), (Str){0});
    buf_fmt(out, "## " STR_FMT "\n\n", STR_ARG(word(m, "articles")));
    for (ptrdiff_t i = page_first(site, page); i < page_end(site, page, term->n); i++)
        put_article(m, page, &site->articles[term->articles[i]], out);
    if (page->number < page_count(site, PAGE_LLMS, term->n)) {
        buf_put(out, S("\n## Optional\n\n"));
        put_link(m, out, page, word(m, "next"), llms_permalink(m->scratch, term, page->number + 1));
        buf_putc(out, '\n');
    }
}
