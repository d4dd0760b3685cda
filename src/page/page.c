#include "page/page.h"

#include "page/article.h"
#include "page/feed.h"
#include "page/home.h"
#include "page/identifiers.h"
#include "page/links.h"
#include "page/list.h"
#include "page/llms.h"
#include "page/redirects.h"
#include "page/sitemap.h"
#include "page/stats.h"
#include "page/twin.h"

#include <stdlib.h>

/* --- the plan ------------------------------------------------------------------------------------------------------------ */

static void add(Arena *a, PageList *list, Page page)
{
    list->items = arena_grow(a, list->items, list->n, &list->cap, sizeof *list->items);
    list->items[list->n++] = page;
}

/* A page made by the program gives way to what an author put in its place. */
static bool claim(Arena *a, Site *site, PageList *list, Page page, Str owner, Diags *diags)
{
    Str other;
    bool is_free = site_claim(site, permalink_file(a, page.permalink), owner, &other);
    if (is_free)
        add(a, list, page);
    else
        diag_file(diags, other, DIAG_DUPLICATE_PERMALINK, "takes the place of " STR_FMT " ('" STR_FMT "'), which is left out; give it another address",
                  STR_ARG(owner), STR_ARG(page.permalink));
    return is_free;
}

static int by_permalink(const void *x, const void *y)
{
    return str_cmp(((const Redirect *)x)->permalink, ((const Redirect *)y)->permalink);
}

static void tell_taken_alias(Arena *a, const Article *article, Str permalink, Str other, Diags *diags)
{
    bool is_own = str_eq_fold(permalink_file(a, permalink), permalink_file(a, article->permalink));
    if (is_own)
        diag_file(diags, article->source, DIAG_DUPLICATE_PERMALINK, "its alias '" STR_FMT "' is its own permalink; remove the alias", STR_ARG(permalink));
    else if (str_eq(other, article->source))
        diag_file(diags, article->source, DIAG_DUPLICATE_PERMALINK, "its alias '" STR_FMT "' stands twice; remove one", STR_ARG(permalink));
    else
        diag_file(diags, article->source, DIAG_DUPLICATE_PERMALINK, "its alias '" STR_FMT "' is the place of " STR_FMT "; remove the alias",
                  STR_ARG(permalink), STR_ARG(other));
}

/* An alias takes no place that an article has, and leads to an article: there are no chains, and no loops. */
static void plan_redirects(Arena *a, Site *site, PageList *list, Diags *diags)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < site->n; i++)
        n += article_extra(&site->articles[i])->redirect_from.n;
    site->redirects = arena_new(a, Redirect, n);
    for (ptrdiff_t i = 0; i < site->n; i++) {
        const Article *article = &site->articles[i];
        const StrList *aliases = &article_extra(article)->redirect_from;
        for (ptrdiff_t k = 0; k < aliases->n; k++) {
            Str from = aliases->items[k], permalink = {0}, why = {0}, other = {0};
            if (!permalink_clean(a, from, &permalink, &why)) {
                diag_file(diags, article->source, DIAG_PERMALINK, "the alias '" STR_FMT "' " STR_FMT, STR_ARG(from), STR_ARG(why));
            } else if (!site_claim(site, permalink_file(a, permalink), article->source, &other)) {
                tell_taken_alias(a, article, permalink, other, diags);
            } else {
                add(a, list, (Page){.kind = PAGE_REDIRECT, .permalink = permalink, .index = (int32_t)i});
                site->redirects[site->redirect_count++] = (Redirect){permalink, (int32_t)i};
            }
        }
    }
    if (site->redirect_count)
        qsort(site->redirects, (size_t)site->redirect_count, sizeof *site->redirects, by_permalink);
    for (RedirectFile file = 0; file < REDIRECTS_COUNT; file++)
        if (site->config->redirects[file])
            claim(a, site, list, (Page){.kind = PAGE_REDIRECT_FILE, .permalink = redirect_file_name(file), .index = (int32_t)file}, S("the file of redirects"),
                  diags);
}

static void plan_paged(Arena *a, Site *site, PageList *list, Page page, Str first, ptrdiff_t pages, Str owner, Diags *diags)
{
    for (int32_t number = 1; number <= pages; number++) {
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
        plan_paged(a, site, list, (Page){.kind = PAGE_TERMS, .index = kind}, t->permalink, terms_page_count(site, t),
                   str_fmt(a, "the list of all " STR_FMT, STR_ARG(t->name)),
                   diags);
        for (ptrdiff_t i = 0; i < t->n; i++)
            if (t->terms[i].permalink.n)
                plan_paged(a, site, list, (Page){.kind = PAGE_LIST, .index = kind, .term = (int32_t)i}, t->terms[i].permalink,
                           page_count(site, PAGE_LIST, t->terms[i].n),
                           str_fmt(a, "the list of '" STR_FMT "'", STR_ARG(t->terms[i].name)), diags);
    }
}

/* All that an article refers to, or that refers to it, where its page has no room for them. */
static void plan_links(Arena *a, Site *site, PageList *list, Diags *diags)
{
    for (ptrdiff_t i = 0; i < site->n; i++) {
        const Article *article = &site->articles[i];
        for (PageKind kind = PAGE_REFERENCES; kind <= PAGE_REFERRERS; kind++) {
            ptrdiff_t count = links_listed(article, kind);
            if (count)
                plan_paged(a, site, list, (Page){.kind = kind, .index = (int32_t)i}, links_permalink(a, article, kind), page_count(site, kind, count),
                           str_fmt(a, "the list of what %s " STR_FMT, kind == PAGE_REFERENCES ? "is referred to by" : "refers to",
                                   STR_ARG(article->id.n ? article->id : article->path)), diags);
        }
    }
}

/* A file of the site's own takes the place of these without a word. */
static void plan_file(Arena *a, Site *site, PageList *list, Page page, Str owner, Diags *diags)
{
    if (page.permalink.n && table_find(&site->static_paths, page.permalink) < 0)
        claim(a, site, list, page, owner, diags);
}

static void plan_twins(Arena *a, Site *site, PageList *list, Diags *diags)
{
    static const char *const owners[TWIN_COUNT] = {
        [TWIN_JSON] = "an article as JSON", [TWIN_MARKDOWN] = "an article as Markdown", [TWIN_SOURCE] = "the published source of an article",
    };
    const Config *c = site->config;
    for (ptrdiff_t i = 0; i < site->n; i++)
        for (Twin twin = 0; twin < TWIN_COUNT; twin++) {
            Article *article = &site->articles[i];
            Page page = {.kind = PAGE_TWIN, .index = (int32_t)i, .number = (int32_t)twin};
            if (!c->twins[twin])
                continue;
            page.permalink = twin_permalink(a, article, twin);
            if (claim(a, site, list, page, str(owners[twin]), diags))
                article->twins |= (uint8_t)(1 << twin);
        }
    if (c->twins[TWIN_SOURCE])
        plan_file(a, site, list, (Page){.kind = PAGE_MANIFEST, .permalink = S("manifest-sha256.txt")}, S("the list of digests"), diags);
}

static void plan_feeds(Arena *a, Site *site, PageList *list, Diags *diags)
{
    plan_file(a, site, list, (Page){.kind = PAGE_FEED, .permalink = feed_permalink(a, site, NULL), .index = -1}, S("the feed"), diags);
    const Taxonomy *products = &site->taxonomies[TAXONOMY_PRODUCTS];
    for (ptrdiff_t i = 0; i < products->n; i++)
        plan_file(a, site, list,
                  (Page){.kind = PAGE_FEED, .permalink = feed_permalink(a, site, &products->terms[i]), .index = TAXONOMY_PRODUCTS, .term = (int32_t)i},
                  str_fmt(a, "the feed of '" STR_FMT "'", STR_ARG(products->terms[i].name)), diags);
}

static void plan_llms(Arena *a, Site *site, PageList *list, Diags *diags)
{
    const Taxonomy *products = &site->taxonomies[TAXONOMY_PRODUCTS];
    plan_file(a, site, list, (Page){.kind = PAGE_LLMS, .permalink = llms_permalink(a, NULL, 1), .index = -1}, S("llms.txt"), diags);
    for (ptrdiff_t i = 0; i < products->n; i++) {
        const Term *term = &products->terms[i];
        for (int32_t number = 1; term->permalink.n && number <= page_count(site, PAGE_LLMS, term->n); number++)
            plan_file(a, site, list,
                      (Page){.kind = PAGE_LLMS, .permalink = llms_permalink(a, term, number), .index = TAXONOMY_PRODUCTS, .term = (int32_t)i, .number = number},
                      str_fmt(a, "the llms.txt of '" STR_FMT "'", STR_ARG(term->name)), diags);
    }
}

static void plan_identifiers(Arena *a, Site *site, PageList *list, Diags *diags)
{
    const Identifiers *all = &site->identifiers;
    if (!all->n)
        return;
    claim(a, site, list, (Page){.kind = PAGE_IDENTIFIERS, .permalink = identifiers_permalink(), .index = -1}, S("the page of identifiers"), diags);
    bool has_files = all->counts[IDENTIFIER_FILE] > 0;
    if (has_files)
        claim(a, site, list, (Page){.kind = PAGE_IDENTIFIERS, .permalink = identifier_kind_permalink(a, IDENTIFIER_FILE), .index = IDENTIFIER_FILE},
              S("the page of files"), diags);
    for (ptrdiff_t i = 0; i < all->group_count; i++)
        plan_paged(a, site, list, (Page){.kind = PAGE_IDENTIFIER_LIST, .index = (int32_t)i}, all->groups[i].permalink,
                   page_count(site, PAGE_IDENTIFIER_LIST, all->groups[i].n), S("a list of identifiers"), diags);
    for (ptrdiff_t i = 0; i < all->n; i++)
        if (all->items[i].n >= IDENTIFIER_PAGE_MIN)
            plan_paged(a, site, list, (Page){.kind = PAGE_IDENTIFIER, .index = (int32_t)i}, identifier_permalink(a, &all->items[i]),
                       page_count(site, PAGE_IDENTIFIER, all->items[i].n), str_fmt(a, "the page of " STR_FMT, STR_ARG(all->items[i].name)), diags);
}

void pages_plan(Arena *a, Site *site, PageList *list, Diags *diags)
{
    list->cap = site->n + site->n / 8 + 64;     /* nearly all are articles */
    list->items = arena_new(a, Page, list->cap);
    for (ptrdiff_t i = 0; i < site->n; i++)
        add(a, list, (Page){.kind = PAGE_ARTICLE, .permalink = site->articles[i].permalink, .index = (int32_t)i});
    plan_redirects(a, site, list, diags);
    claim(a, site, list, (Page){.kind = PAGE_HOME}, S("the home page"), diags);
    plan_taxonomies(a, site, list, diags);
    plan_links(a, site, list, diags);
    if (site->wanted_count)
        plan_paged(a, site, list, (Page){.kind = PAGE_WANTED}, site->wanted_permalink, page_count(site, PAGE_WANTED, site->wanted_count),
                   S("the list of wanted articles"), diags);
    plan_identifiers(a, site, list, diags);
    if (site->config->stats && site->n)
        claim(a, site, list, (Page){.kind = PAGE_STATS, .permalink = S("stats/")}, S("the page of charts"), diags);
    if (site->config->search)
        claim(a, site, list, (Page){.kind = PAGE_SEARCH, .permalink = S("search/")}, S("the search page"), diags);
    if (!site->config->in_zip) {
        claim(a, site, list, (Page){.kind = PAGE_NOT_FOUND, .permalink = S("404.html")}, S("the page for unknown addresses"), diags);
        plan_file(a, site, list, (Page){.kind = PAGE_ROBOTS, .permalink = S("robots.txt")}, S("robots.txt"), diags);
    }
    if (site->config->base_url.n && site->config->search)
        plan_file(a, site, list, (Page){.kind = PAGE_OPENSEARCH, .permalink = S("opensearch.xml")}, S("opensearch.xml"), diags);
    plan_twins(a, site, list, diags);
    plan_feeds(a, site, list, diags);
    if (site->config->llms)
        plan_llms(a, site, list, diags);
    if (!site->config->base_url.n || table_find(&site->static_paths, S("sitemap.xml")) >= 0)
        return;
    claim(a, site, list, (Page){.kind = PAGE_SITEMAP, .permalink = S("sitemap.xml")}, S("the sitemap"), diags);
    for (int32_t part = 1; part <= sitemap_parts(site); part++)
        claim(a, site, list, (Page){.kind = PAGE_SITEMAP, .permalink = str_fmt(a, "sitemap-%d.xml", (int)part), .number = part}, S("the sitemap"), diags);
}

/* --- the pages --------------------------------------------------------------------------------------------------------------- */

bool page_has_source(const Page *page)
{
    return page->kind == PAGE_ARTICLE || page->kind == PAGE_TWIN;
}

bool page_render(PageMaker *m, const Page *page, Buf *out)
{
    switch (page->kind) {
    case PAGE_ARTICLE: return article_page(m, page, out);
    case PAGE_REDIRECT: return redirect_page(m, page, out);
    case PAGE_LIST: return list_page(m, page, out);
    case PAGE_TERMS: return terms_page(m, page, out);
    case PAGE_REFERENCES: case PAGE_REFERRERS: return links_page(m, page, out);
    case PAGE_HOME: return home_page(m, page, out);
    case PAGE_WANTED: return wanted_page(m, page, out);
    case PAGE_IDENTIFIERS: return identifiers_page(m, page, out);
    case PAGE_IDENTIFIER_LIST: return identifier_list_page(m, page, out);
    case PAGE_IDENTIFIER: return identifier_page(m, page, out);
    case PAGE_STATS: return stats_page(m, page, out);
    case PAGE_SEARCH: return search_page(m, page, out);
    case PAGE_NOT_FOUND: return not_found_page(m, page, out);
    case PAGE_ROBOTS: robots_page(m, out); return true;
    case PAGE_OPENSEARCH: opensearch_page(m, out); return true;
    case PAGE_REDIRECT_FILE: redirect_file_page(m, page, out); return true;
    case PAGE_SITEMAP: sitemap_page(m, page, out); return true;
    case PAGE_TWIN: return twin_page(m, page, out);
    case PAGE_MANIFEST: manifest_page(m, out); return true;
    case PAGE_LLMS: llms_page(m, page, out); return true;
    case PAGE_FEED: feed_page(m, page, out); return true;
    case PAGE_KIND_COUNT: break;
    }
    CHECK(false && "a page kind");
    return false;
}
