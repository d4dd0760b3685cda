#include "page/fingerprint.h"

#include "base/hash.h"
#include "page/feed.h"
#include "page/sitemap.h"
#include "site/related.h"

bool fingerprint_eq(const Fingerprint *a, const Fingerprint *b)
{
    for (int i = 0; i < INGREDIENT_COUNT; i++)
        if (a->parts[i] != b->parts[i])
            return false;
    return true;
}

/* --- what many pages share ----------------------------------------------------------------------------------------------------- */

static uint64_t hash_value(uint64_t h, Arena *scratch, const Value *v)
{
    Buf b = {.arena = scratch};
    value_put_json(&b, v, 0);
    return hash_mix_str(h, buf_str(&b));
}

static uint64_t chrome_hash(const Site *site, Arena *scratch)
{
    const Config *c = site->config;
    const Str texts[] = {c->title, c->description, c->author, c->language, c->base_url};
    uint64_t h = hash_value(c->offline | (uint64_t)c->search << 1 | (uint64_t)c->feed_limit << 2, scratch, &c->extra);
    h = hash_value(hash_mix(h, c->words.hash), scratch, &c->assets);
    for (ptrdiff_t i = 0; i < countof(texts); i++)
        h = hash_mix_str(h, texts[i]);
    for (int i = 0; i < TAXONOMY_COUNT; i++)
        h = hash_mix(h, site->taxonomies[i].listed > 0);
    h = hash_mix(h, (uint64_t)(site->wanted_count > 0) << 1 | (site->identifiers.n > 0));
    return hash_mix_list(h, &c->ids.prefixes);
}

void fingerprints_prepare(Arena *a, const Site *site, const TemplateSet *templates, bool strict, Fingerprints *f)
{
    static const char *const names[PAGE_KIND_COUNT] = {
        [PAGE_ARTICLE] = "article", [PAGE_REDIRECT] = "redirect", [PAGE_LIST] = "list", [PAGE_TERMS] = "terms", [PAGE_WANTED] = "wanted",
        [PAGE_REFERENCES] = "links", [PAGE_REFERRERS] = "links",
        [PAGE_IDENTIFIER_LIST] = "identifier-list", [PAGE_IDENTIFIER] = "list",
    };
    const Config *c = site->config;
    Arena scratch = {0};
    *f = (Fingerprints){.site = site, .templates = templates, .briefs = arena_new(a, uint64_t, site->n), .entries = arena_new(a, uint64_t, site->n)};
    for (int kind = 0; kind < PAGE_KIND_COUNT; kind++)
        f->themes[kind] = names[kind] ? template_hash(templates, str(names[kind])) : 0;
    for (ptrdiff_t i = 0; i < site->n; i++) {
        const Article *article = &site->articles[i];
        const StrList *products = article_terms(article, TAXONOMY_PRODUCTS);
        uint64_t h = hash_mix_str(hash_mix_str(hash_bytes(article->id), article->title), article->permalink);
        f->briefs[i] = h;
        f->entries[i] = hash_mix_str(hash_mix_str(h, article->date), products->n ? products->items[0] : (Str){0});
    }
    for (int kind = 0; kind < TAXONOMY_COUNT; kind++) {
        const Taxonomy *t = &site->taxonomies[kind];
        f->terms[kind] = arena_new(a, uint64_t, t->n);
        for (ptrdiff_t i = 0; i < t->n; i++)
            f->terms[kind][i] = hash_mix(hash_mix_str(hash_bytes(t->terms[i].name), t->terms[i].permalink), t->terms[i].is_internal);
    }
    f->config = hash_mix(chrome_hash(site, &scratch), strict);
    f->list_config = hash_mix(hash_mix_str(f->config, c->missing_url), (uint64_t)c->paginate_by);
    f->article_config = hash_mix(hash_mix_str(hash_mix_str(f->config, c->missing_url), c->legal_text), (uint64_t)c->legal << 1 | c->raw_html);
    arena_free(&scratch);
}

/* --- articles -------------------------------------------------------------------------------------------------------------------- */

static uint64_t mix_article(uint64_t h, const Fingerprints *f, int32_t article)
{
    return hash_mix(h, article < 0 ? 0 : f->briefs[article]);
}

static uint64_t mix_link(uint64_t h, const Fingerprints *f, Arena *scratch, const Article *from, Str url)
{
    Link link = site_resolve(f->site, scratch, from, url);
    return mix_article(hash_mix_str(hash_mix(h, link.kind), link.output), f, link.kind == LINK_ARTICLE ? link.article : -1);
}

/* The terms that it names; none, and another number of them, is told from them. */
static uint64_t mix_terms(uint64_t h, const Fingerprints *f, TaxonomyKind kind, int32_t article)
{
    int32_t n;
    const int32_t *terms = taxonomy_named(&f->site->taxonomies[kind], article, &n);
    h = hash_mix(h, (uint64_t)n);
    for (int32_t i = 0; i < n; i++)
        h = hash_mix(h, f->terms[kind][terms[i]]);
    return h;
}

static uint64_t mix_neighbour(uint64_t h, const Fingerprints *f, ptrdiff_t at)
{
    return mix_article(h, f, at >= 0 && at < f->site->numbered ? f->site->by_number[at] : -1);
}

static uint64_t article_links(const Fingerprints *f, Arena *scratch, int32_t index)
{
    const Site *site = f->site;
    const Article *a = &site->articles[index];
    uint64_t h = hash_mix(hash_mix_str(f->entries[index], a->path), a->twins);
    for (int32_t i = 0; i < a->ref_count; i++)
        h = mix_article(hash_mix(h, (uint64_t)a->refs[i].number), f, a->refs[i].article);
    for (int32_t i = 0; i < a->local_link_count; i++)
        h = mix_link(h, f, scratch, a, a->local_links[i].url);
    const StrList *related = &article_extra(a)->related;
    for (ptrdiff_t i = 0; i < related->n; i++) {
        int64_t number = id_number(&site->config->ids, related->items[i], true);
        h = mix_article(h, f, number >= 0 ? site_find(site, number) : -1);
        h = mix_link(h, f, scratch, a, related->items[i]);
    }
    int32_t found_count;
    const int32_t *found = related_of(site, index, &found_count);
    for (int32_t i = 0; i < found_count; i++)
        h = mix_article(h, f, found[i]);
    h = hash_mix(h, (uint64_t)found_count);
    for (int kind = 0; kind < TERM_TAXONOMIES; kind++)
        h = mix_terms(h, f, (TaxonomyKind)kind, index);
    h = mix_terms(h, f, TAXONOMY_YEARS, index);
    if (a->number < 0)
        return h;
    ptrdiff_t place = site_place(site, a->number);
    return mix_neighbour(mix_neighbour(mix_terms(h, f, TAXONOMY_IDS, index), f, place - 1), f, place + 1);
}

static uint64_t article_referrers(const Fingerprints *f, int32_t index)
{
    const Article *a = &f->site->articles[index];
    uint64_t h = (uint64_t)a->referrer_count;
    for (int32_t i = 0; i < a->referrer_count && i < REFERRERS_MAX; i++)
        h = mix_article(h, f, a->referrers[i]);
    return h;
}

static uint64_t all_references(const Fingerprints *f, const Page *page)
{
    const Article *a = &f->site->articles[page->index];
    uint64_t h = hash_mix(f->briefs[page->index], (uint64_t)a->ref_count);
    for (ptrdiff_t i = page_first(f->site, page); i < page_end(f->site, page, a->ref_count); i++)
        h = mix_article(hash_mix(h, (uint64_t)a->refs[i].number), f, a->refs[i].article);
    return h;
}

static uint64_t all_referrers(const Fingerprints *f, const Page *page)
{
    const Article *a = &f->site->articles[page->index];
    uint64_t h = (uint64_t)a->referrer_count;
    for (ptrdiff_t i = page_first(f->site, page); i < page_end(f->site, page, a->referrer_count); i++)
        h = mix_article(h, f, a->referrers[i]);
    return h;
}

/* --- lists ----------------------------------------------------------------------------------------------------------------------- */

static uint64_t taxonomy_hash(const Taxonomy *t)
{
    return hash_mix_str(hash_bytes(t->name), t->permalink);
}

static uint64_t list_links(const Fingerprints *f, Arena *scratch, const Page *page)
{
    const Taxonomy *t = &f->site->taxonomies[page->index];
    const Term *term = &t->terms[page->term];
    uint64_t h = hash_mix(hash_mix(taxonomy_hash(t), f->terms[page->index][page->term]), (uint64_t)term->n);
    h = hash_mix_str(h, list_feed(scratch, f->site, page));
    for (ptrdiff_t i = 0; t->kind == TAXONOMY_TITLES && i < t->n; i++)
        h = hash_mix(h, f->terms[page->index][i]);
    for (ptrdiff_t i = page_first(f->site, page); i < page_end(f->site, page, term->n); i++)
        h = hash_mix(h, f->entries[term->articles[i]]);
    return h;
}

static uint64_t wanted_links(const Fingerprints *f, const Page *page)
{
    const Site *site = f->site;
    uint64_t h = (uint64_t)site->wanted_count;
    for (ptrdiff_t i = page_first(site, page); i < page_end(site, page, site->wanted_count); i++) {
        const Wanted *wanted = &site->wanted[i];
        h = hash_mix(hash_mix(h, (uint64_t)wanted->number), (uint64_t)wanted->n);
        for (int32_t k = 0; k < wanted->n && k < WANTED_ARTICLES_MAX; k++)
            h = hash_mix(h, f->briefs[wanted->articles[k]]);
    }
    return h;
}

static uint64_t llms_links(const Fingerprints *f, Arena *scratch, const Page *page)
{
    const Term *term = &f->site->taxonomies[page->index].terms[page->term];
    uint64_t h = list_links(f, scratch, page);
    for (ptrdiff_t i = page_first(f->site, page); i < page_end(f->site, page, term->n); i++) {
        const Article *article = &f->site->articles[term->articles[i]];
        h = hash_mix(hash_mix(h, article->hash), article->twins);
    }
    return h;
}

/* Of the articles in it, all that their files say. */
static uint64_t feed_links(const Fingerprints *f, const Page *page)
{
    uint64_t h = page->index >= 0 ? f->terms[page->index][page->term] : 0;
    for (ptrdiff_t i = 0; i < feed_count(f->site, page); i++) {
        int32_t article = feed_article(f->site, page, i);
        h = hash_mix(hash_mix(h, f->entries[article]), f->site->articles[article].hash);
    }
    return h;
}

/* Whether it has a page of its own follows from its articles' number. */
static uint64_t mix_identifier(uint64_t h, const Identifier *x)
{
    return hash_mix(hash_mix(hash_mix_str(h, x->name), (uint64_t)x->kind), (uint64_t)x->n);
}

static uint64_t identifier_list_links(const Fingerprints *f, const Page *page)
{
    const Identifiers *all = &f->site->identifiers;
    const IdentifierGroup *group = &all->groups[page->index];
    uint64_t h = hash_mix(hash_mix_str(hash_bytes(group->permalink), group->name), (uint64_t)group->n);
    for (ptrdiff_t i = page_first(f->site, page); i < page_end(f->site, page, group->n); i++) {
        const Identifier *x = &all->items[group->first + i];
        int32_t shown = x->n < IDENTIFIER_PAGE_MIN ? x->n : IDENTIFIER_ARTICLES_MAX;
        h = mix_identifier(h, x);
        for (int32_t k = 0; k < shown; k++)
            h = hash_mix(h, f->briefs[x->articles[k]]);
    }
    return h;
}

static uint64_t identifier_links(const Fingerprints *f, const Page *page)
{
    const Identifier *x = &f->site->identifiers.items[page->index];
    uint64_t h = mix_identifier(0, x);
    for (ptrdiff_t i = page_first(f->site, page); i < page_end(f->site, page, x->n); i++)
        h = hash_mix(h, f->entries[x->articles[i]]);
    return h;
}

static uint64_t sitemap_links(const Fingerprints *f, const Page *page)
{
    uint64_t h = (uint64_t)sitemap_parts(f->site);
    for (ptrdiff_t i = sitemap_first(f->site, page); i < sitemap_end(f->site, page); i++)
        h = hash_mix(h, f->entries[i]);
    return h;
}

/* --- pages ----------------------------------------------------------------------------------------------------------------------- */

bool page_fingerprint(const Fingerprints *f, Arena *scratch, const Page *page, uint64_t source, Fingerprint *made_of)
{
    *made_of = (Fingerprint){.parts = {[INGREDIENT_THEME] = f->themes[page->kind], [INGREDIENT_CONFIG] = f->list_config}};
    uint64_t *parts = made_of->parts;
    ArenaMark mark = arena_mark(scratch);
    switch (page->kind) {
    case PAGE_ARTICLE:
        parts[INGREDIENT_SOURCE] = source;
        parts[INGREDIENT_CONFIG] = f->article_config;
        if (article_extra(&f->site->articles[page->index])->layout.n)
            parts[INGREDIENT_THEME] = hash_mix(parts[INGREDIENT_THEME], template_hash(f->templates, article_extra(&f->site->articles[page->index])->layout));
        parts[INGREDIENT_LINKS] = article_links(f, scratch, page->index);
        parts[INGREDIENT_REFERRERS] = article_referrers(f, page->index);
        break;
    case PAGE_REDIRECT: parts[INGREDIENT_LINKS] = f->briefs[page->index]; break;
    case PAGE_REFERENCES: parts[INGREDIENT_LINKS] = all_references(f, page); break;
    case PAGE_REFERRERS:
        parts[INGREDIENT_LINKS] = f->briefs[page->index];
        parts[INGREDIENT_REFERRERS] = all_referrers(f, page);
        break;
    case PAGE_LIST: parts[INGREDIENT_LINKS] = list_links(f, scratch, page); break;
    case PAGE_WANTED: parts[INGREDIENT_LINKS] = wanted_links(f, page); break;
    case PAGE_TWIN:
        parts[INGREDIENT_SOURCE] = source;
        if (page->number == TWIN_SOURCE) {
            parts[INGREDIENT_CONFIG] = 0;
            break;
        }
        parts[INGREDIENT_CONFIG] = f->article_config;
        parts[INGREDIENT_LINKS] = article_links(f, scratch, page->index);
        if (page->number == TWIN_JSON)
            parts[INGREDIENT_REFERRERS] = article_referrers(f, page->index);
        break;
    case PAGE_LLMS:
        if (page->index < 0)
            return false;
        parts[INGREDIENT_LINKS] = llms_links(f, scratch, page);
        break;
    case PAGE_FEED: parts[INGREDIENT_LINKS] = feed_links(f, page); break;
    case PAGE_IDENTIFIER_LIST: parts[INGREDIENT_LINKS] = identifier_list_links(f, page); break;
    case PAGE_IDENTIFIER: parts[INGREDIENT_LINKS] = identifier_links(f, page); break;
    case PAGE_SITEMAP: parts[INGREDIENT_LINKS] = sitemap_links(f, page); break;
    default: return false;
    }
    arena_rewind(scratch, mark);
    return true;
}
