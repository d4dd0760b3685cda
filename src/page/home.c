#include "page/home.h"

#include "page/feed.h"
#include "page/list.h"
#include "page/schema.h"

enum { HOME_PRODUCTS = 24, HOME_NEWEST = 10, HOME_REFERENCED = 10 };

static Value largest_products(PageMaker *m, const Page *page)
{
    const Taxonomy *t = &m->site->taxonomies[TAXONOMY_PRODUCTS];
    ptrdiff_t n;
    const Term **terms = taxonomy_by_size(m->scratch, t, false, &n);
    ListBuilder list = {.arena = m->scratch};
    for (ptrdiff_t i = 0; i < n && i < HOME_PRODUCTS; i++)
        list_push(&list, counted_value(m, page, terms[i]->name, terms[i]->permalink, terms[i]->n));
    return list_value(&list);
}

static Value counts_value(PageMaker *m, const Page *page)
{
    ListBuilder list = {.arena = m->scratch};
    for (int i = 0; i < TAXONOMY_COUNT; i++) {
        const Taxonomy *t = &m->site->taxonomies[i];
        if (!t->listed || i == TAXONOMY_IDS || i == TAXONOMY_TITLES)
            continue;
        MapBuilder map = {.arena = m->scratch};
        map_str(&map, S("title"), taxonomy_title(m, t));
        map_str(&map, S("url"), page_url(m, page, t->permalink));
        map_count(m, &map, S("count"), S("count_text"), t->listed);
        list_push(&list, map_value(&map));
    }
    if (m->site->identifiers.n) {
        MapBuilder map = {.arena = m->scratch};
        map_str(&map, S("title"), word(m, "identifiers"));
        map_str(&map, S("url"), page_url(m, page, identifiers_permalink()));
        map_count(m, &map, S("count"), S("count_text"), m->site->identifiers.n);
        list_push(&list, map_value(&map));
    }
    return list_value(&list);
}

static Value newest_value(PageMaker *m, const Page *page)
{
    return entries_value(m, page, m->site->newest, 0, m->site->n < HOME_NEWEST ? m->site->n : HOME_NEWEST);
}

static Value most_referenced_value(PageMaker *m, const Page *page)
{
    ListBuilder list = {.arena = m->scratch};
    for (ptrdiff_t i = 0; i < m->site->most_referenced_count && i < HOME_REFERENCED; i++) {
        const Article *a = &m->site->articles[m->site->most_referenced[i]];
        MapBuilder map = {.arena = m->scratch};
        map_str(&map, S("id"), a->id);
        map_str(&map, S("title"), a->title);
        map_str(&map, S("url"), page_url(m, page, a->permalink));
        map_int(&map, S("count"), a->referrer_count);
        list_push(&list, map_value(&map));
    }
    return list_value(&list);
}

bool home_page(PageMaker *m, const Page *page, Buf *out)
{
    const Config *c = m->site->config;
    MapBuilder home = {.arena = m->scratch};
    map_count(m, &home, S("article_count"), S("article_count_text"), m->site->n);
    map_put(&home, S("counts"), counts_value(m, page));
    map_put(&home, S("letters"), letters_value(m, page, NULL));
    map_str(&home, S("stats_url"), c->stats ? page_url(m, page, S("stats/")) : (Str){0});
    map_put(&home, S("products"), largest_products(m, page));
    map_put(&home, S("newest"), newest_value(m, page));
    map_put(&home, S("most_referenced"), most_referenced_value(m, page));
    MapBuilder map = {.arena = m->scratch};
    chrome_put(m, &map, page, &(Chrome){.title = c->title, .description = c->description, .kind = S("home"), .breadcrumb = {.kind = VALUE_LIST},
                                        .subject = schema_site(m), .feed = feed_permalink(m->scratch, m->site, NULL), .feed_title = c->title});
    map_put(&map, S("home"), map_value(&home));
    return page_finish(m, "home", &map, out);
}

bool search_page(PageMaker *m, const Page *page, Buf *out)
{
    ListBuilder trail = {.arena = m->scratch};
    list_push(&trail, crumb(m, m->site->config->title, page_url(m, page, (Str){0})));
    list_push(&trail, crumb(m, word(m, "search"), (Str){0}));
    MapBuilder map = {.arena = m->scratch};
    chrome_put(m, &map, page, &(Chrome){.title = word(m, "search"), .kind = S("search"), .current = S("search"), .breadcrumb = list_value(&trail)});
    return page_finish(m, "search", &map, out);
}

bool not_found_page(PageMaker *m, const Page *page, Buf *out)
{
    MapBuilder map = {.arena = m->scratch};
    chrome_put(m, &map, page, &(Chrome){.title = word(m, "not_found"), .kind = S("404"), .breadcrumb = {.kind = VALUE_LIST}});
    return page_finish(m, "404", &map, out);
}

bool redirect_page(PageMaker *m, const Page *page, Buf *out)
{
    const Article *target = &m->site->articles[page->index];
    const Config *c = m->site->config;
    MapBuilder map = {.arena = m->scratch};
    chrome_put(m, &map, page, &(Chrome){.title = target->title, .kind = S("redirect"), .breadcrumb = {.kind = VALUE_LIST}});
    map_str(&map, S("target_url"), page_url(m, page, target->permalink));
    map_str(&map, S("target_title"), target->title);
    map_str(&map, S("target_canonical"), c->base_url.n ? str_join2(m->scratch, c->base_url, url_encode(m->scratch, target->permalink)) : (Str){0});
    return page_finish(m, "redirect", &map, out);
}
