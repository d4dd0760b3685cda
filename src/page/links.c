#include "page/links.h"

static int32_t count_of(const Article *article, PageKind kind)
{
    return kind == PAGE_REFERENCES ? article->ref_count : article->referrer_count;
}

static int32_t shown_of(PageKind kind)
{
    return kind == PAGE_REFERENCES ? REFERENCES_MAX : REFERRERS_MAX;
}

ptrdiff_t links_listed(const Article *article, PageKind kind)
{
    int32_t count = count_of(article, kind);
    return count > shown_of(kind) ? count : 0;
}

Str links_permalink(Arena *a, const Article *article, PageKind kind)
{
    Str own = article->permalink;
    Str folder = str_ends(own, S(".html")) ? str_join2(a, str_head(own, own.n - 5), S("/")) : own;
    return str_join2(a, folder, kind == PAGE_REFERENCES ? S("references/") : S("referenced-by/"));
}

static Value item_value(PageMaker *m, const Page *page, int64_t number, int32_t article)
{
    const Article *target = article >= 0 ? &m->site->articles[article] : NULL;
    return map_of(m->scratch, member_str(S("id"), target ? target->id : missing_id(m, number)), member_str(S("title"), target ? target->title : (Str){0}),
                  member_str(S("url"), target ? page_url(m, page, target->permalink) : missing_url(m, number)),
                  member_of(S("is_missing"), value_bool(!target)));
}

static Value items_value(PageMaker *m, const Page *page, PageKind kind, const Article *article, ptrdiff_t from, ptrdiff_t to)
{
    ListBuilder items = {.arena = m->scratch};
    for (ptrdiff_t i = from; i < to; i++)
        list_push(&items, kind == PAGE_REFERENCES ? item_value(m, page, article->refs[i].number, article->refs[i].article)
                                                  : item_value(m, page, -1, article->referrers[i]));
    return list_value(&items);
}

Value links_value(PageMaker *m, const Page *page, PageKind kind, int32_t index)
{
    const Article *article = &m->site->articles[index];
    int32_t count = count_of(article, kind), shown = count < shown_of(kind) ? count : shown_of(kind);
    if (!count)
        return (Value){0};
    MapBuilder map = {.arena = m->scratch};
    map_int(&map, S("count"), count);
    map_put(&map, S("items"), items_value(m, page, kind, article, 0, shown));
    map_int(&map, S("more"), count - shown);
    map_bool(&map, S("has_more"), count > shown);
    map_str(&map, S("all_url"), count > shown ? page_url(m, page, links_permalink(m->scratch, article, kind)) : (Str){0});
    return map_value(&map);
}

bool links_page(PageMaker *m, const Page *page, Buf *out)
{
    const Site *site = m->site;
    const Article *article = &site->articles[page->index];
    bool is_references = page->kind == PAGE_REFERENCES;
    ptrdiff_t count = count_of(article, page->kind);
    Str kind = is_references ? S("references") : S("referenced-by"), title = is_references ? word(m, "references") : word(m, "referenced_by");
    Str name = article->id.n ? article->id : article->title;
    MapBuilder links = {.arena = m->scratch};
    map_str(&links, S("kind"), kind);
    map_str(&links, S("title"), title);
    map_put(&links, S("article"), brief_value(m, page, page->index));
    map_int(&links, S("count"), count);
    map_put(&links, S("items"), items_value(m, page, page->kind, article, page_first(site, page), page_end(site, page, count)));
    map_put(&links, S("pages"), pages_value(m, page, links_permalink(m->scratch, article, page->kind), page_count(site, page->kind, count)));

    ListBuilder crumbs = {.arena = m->scratch};
    list_push(&crumbs, crumb(m, site->config->title, page_url(m, page, (Str){0})));
    list_push(&crumbs, crumb(m, name, page_url(m, page, article->permalink)));
    list_push(&crumbs, crumb(m, title, (Str){0}));
    MapBuilder map = {.arena = m->scratch};
    chrome_put(m, &map, page, &(Chrome){.title = str_fmt(m->scratch, STR_FMT ": " STR_FMT, STR_ARG(name), STR_ARG(title)), .kind = S("links"),
                                        .breadcrumb = list_value(&crumbs)});
    map_put(&map, S("links"), map_value(&links));
    return page_finish(m, "links", &map, out);
}
