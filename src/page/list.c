#include "page/list.h"

#include "page/feed.h"

bool list_page(PageMaker *m, const Page *page, Buf *out)
{
    const Taxonomy *t = &m->site->taxonomies[page->index];
    const Term *term = &t->terms[page->term];
    Str name = t->kind == TAXONOMY_IDS ? str_fmt(m->scratch, STR_FMT "xxx", STR_ARG(term->name)) : term->name;
    ListBuilder items = {.arena = m->scratch};
    for (ptrdiff_t i = page_first(m->site, page); i < page_end(m->site, page, term->n); i++)
        list_push(&items, entry_value(m, page, term->articles[i]));
    MapBuilder list = {.arena = m->scratch};
    map_str(&list, S("kind"), t->name);
    map_str(&list, S("kind_title"), taxonomy_singular(m, t));
    map_str(&list, S("name"), name);
    map_int(&list, S("count"), term->n);
    map_put(&list, S("items"), list_value(&items));
    map_put(&list, S("pages"), pages_value(m, page, term->permalink, page_count(m->site, term->n)));

    ListBuilder crumbs = {.arena = m->scratch};
    list_push(&crumbs, crumb(m, m->site->config->title, page_url(m, page, (Str){0})));
    list_push(&crumbs, crumb(m, taxonomy_title(m, t), page_url(m, page, t->permalink)));
    list_push(&crumbs, crumb(m, name, (Str){0}));
    Str title = str_fmt(m->scratch, STR_FMT " – " STR_FMT, STR_ARG(name), STR_ARG(taxonomy_singular(m, t)));
    MapBuilder map = {.arena = m->scratch};
    chrome_put(m, &map, page, &(Chrome){.title = title, .kind = S("list"), .current = t->name, .breadcrumb = list_value(&crumbs),
                                        .feed = list_feed(m->scratch, m->site, page), .feed_title = name});
    map_put(&map, S("list"), map_value(&list));
    return page_finish(m, "list", &map, out);
}

bool terms_page(PageMaker *m, const Page *page, Buf *out)
{
    const Taxonomy *t = &m->site->taxonomies[page->index];
    ListBuilder items = {.arena = m->scratch};
    ptrdiff_t listed = 0;
    for (ptrdiff_t i = 0; i < t->n; i++) {
        const Term *term = &t->terms[i];
        if (!term->permalink.n)
            continue;
        bool is_on_page = listed >= page_first(m->site, page) && listed < page_end(m->site, page, t->listed);
        Str name = t->kind == TAXONOMY_IDS ? str_fmt(m->scratch, STR_FMT "xxx", STR_ARG(term->name)) : term->name;
        if (is_on_page)
            list_push(&items, counted_value(m, page, name, term->permalink, term->n));
        listed++;
    }
    MapBuilder terms = {.arena = m->scratch};
    map_str(&terms, S("kind"), t->name);
    map_str(&terms, S("title"), taxonomy_title(m, t));
    map_int(&terms, S("count"), t->listed);
    map_put(&terms, S("items"), list_value(&items));
    map_put(&terms, S("pages"), pages_value(m, page, t->permalink, page_count(m->site, t->listed)));

    ListBuilder crumbs = {.arena = m->scratch};
    list_push(&crumbs, crumb(m, m->site->config->title, page_url(m, page, (Str){0})));
    list_push(&crumbs, crumb(m, taxonomy_title(m, t), (Str){0}));
    MapBuilder map = {.arena = m->scratch};
    chrome_put(m, &map, page, &(Chrome){.title = taxonomy_title(m, t), .kind = S("terms"), .current = t->name, .breadcrumb = list_value(&crumbs)});
    map_put(&map, S("terms"), map_value(&terms));
    return page_finish(m, "terms", &map, out);
}

static Value wanted_value(PageMaker *m, const Page *page, const Wanted *wanted)
{
    ListBuilder articles = {.arena = m->scratch};
    int32_t shown = wanted->n < WANTED_ARTICLES_MAX ? wanted->n : WANTED_ARTICLES_MAX;
    for (int32_t i = 0; i < shown; i++)
        list_push(&articles, brief_value(m, page, wanted->articles[i]));
    MapBuilder map = {.arena = m->scratch};
    map_str(&map, S("id"), missing_id(m, wanted->number));
    map_str(&map, S("url"), missing_url(m, wanted->number));
    map_int(&map, S("count"), wanted->n);
    map_put(&map, S("articles"), list_value(&articles));
    map_int(&map, S("more"), wanted->n - shown);
    map_bool(&map, S("has_more"), wanted->n > shown);
    return map_value(&map);
}

bool wanted_page(PageMaker *m, const Page *page, Buf *out)
{
    const Site *site = m->site;
    ListBuilder items = {.arena = m->scratch};
    for (ptrdiff_t i = page_first(m->site, page); i < page_end(m->site, page, site->wanted_count); i++)
        list_push(&items, wanted_value(m, page, &site->wanted[i]));
    MapBuilder wanted = {.arena = m->scratch};
    map_int(&wanted, S("count"), site->wanted_count);
    map_put(&wanted, S("items"), list_value(&items));
    map_put(&wanted, S("pages"), pages_value(m, page, site->wanted_permalink, page_count(site, site->wanted_count)));

    ListBuilder crumbs = {.arena = m->scratch};
    list_push(&crumbs, crumb(m, site->config->title, page_url(m, page, (Str){0})));
    list_push(&crumbs, crumb(m, word(m, "wanted_title"), (Str){0}));
    MapBuilder map = {.arena = m->scratch};
    chrome_put(m, &map, page, &(Chrome){.title = word(m, "wanted_title"), .kind = S("wanted"), .current = S("wanted"), .breadcrumb = list_value(&crumbs)});
    map_put(&map, S("wanted"), map_value(&wanted));
    return page_finish(m, "wanted", &map, out);
}
