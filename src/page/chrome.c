#include "page/chrome.h"

#include "base/version.h"
#include "page/place.h"
#include "page/schema.h"

Str page_url(const PageMaker *m, const Page *page, Str to)
{
    const Config *c = m->site->config;
    LinkStyle style = c->offline ? LINK_OFFLINE : page->kind == PAGE_NOT_FOUND ? LINK_ABSOLUTE : LINK_RELATIVE;
    return link_href(m->scratch, style, style == LINK_ABSOLUTE ? base_path_of(c->base_url) : (Str){0}, page->permalink, to);
}

Str word(const PageMaker *m, const char *key)
{
    return words_get(&m->site->config->words, key);
}

void map_count(const PageMaker *m, MapBuilder *map, Str name, Str text_name, int64_t n)
{
    map_int(map, name, n);
    map_str(map, text_name, words_number(&m->site->config->words, m->scratch, n));
}

Str date_text(const PageMaker *m, Str iso)
{
    return words_date(&m->site->config->words, m->scratch, iso);
}

static const struct {
    const char *title, *singular;
} TAXONOMY_WORDS[TAXONOMY_COUNT] = {
    [TAXONOMY_PRODUCTS] = {"products", "product"}, [TAXONOMY_KEYWORDS] = {"keywords", "keyword"}, [TAXONOMY_TECHNOLOGIES] = {"technologies", "technology"},
    [TAXONOMY_KINDS] = {"kinds", "kind"},          [TAXONOMY_YEARS] = {"years", "year"},          [TAXONOMY_IDS] = {"ids", "id"},
    [TAXONOMY_TITLES] = {"titles", "title"},
};

Str taxonomy_title(const PageMaker *m, const Taxonomy *t)
{
    return word(m, TAXONOMY_WORDS[t->kind].title);
}

Str taxonomy_singular(const PageMaker *m, const Taxonomy *t)
{
    return word(m, TAXONOMY_WORDS[t->kind].singular);
}

Str range_name(const PageMaker *m, const Term *range)
{
    return str_join2(m->scratch, range->name, S("xxx"));
}

Value crumb(PageMaker *m, Str title, Str url)
{
    return map_of(m->scratch, member_str(S("title"), title), member_str(S("url"), url));
}

static Member term_url(PageMaker *m, const Page *page, Str permalink)
{
    return member_str(S("url"), permalink.n ? page_url(m, page, permalink) : (Str){0});
}

Value counted_value(PageMaker *m, const Page *page, Str name, Str permalink, ptrdiff_t count)
{
    return map_of(m->scratch, member_str(S("name"), name), term_url(m, page, permalink), member_of(S("count"), value_number(m->scratch, count)));
}

Value brief_value(PageMaker *m, const Page *page, int32_t article)
{
    const Article *a = &m->site->articles[article];
    return map_of(m->scratch, member_str(S("id"), a->id), member_str(S("title"), a->title), member_str(S("url"), page_url(m, page, a->permalink)));
}

static Value entry_value(PageMaker *m, const Page *page, int32_t index)
{
    const Article *article = &m->site->articles[index];
    const StrList *products = article_terms(article, TAXONOMY_PRODUCTS);
    return map_of(m->scratch, member_str(S("id"), article->id), member_str(S("title"), article->title),
                  member_str(S("url"), page_url(m, page, article->permalink)),
                  member_str(S("date"), article->date), member_str(S("date_text"), date_text(m, article->date)),
                  member_str(S("product"), products->n ? products->items[0] : (Str){0}));
}

Value entries_value(PageMaker *m, const Page *page, const int32_t *articles, ptrdiff_t from, ptrdiff_t to)
{
    enum { AHEAD = 6 };
    const Article *all = m->site->articles;
    ListBuilder list = {.arena = m->scratch};
    for (ptrdiff_t i = from; i < to; i++) {
        if (i + 2 * AHEAD < to)
            see_record(&all[articles[i + 2 * AHEAD]]);
        if (i + AHEAD < to)
            see_texts(&all[articles[i + AHEAD]]);
        list_push(&list, entry_value(m, page, articles[i]));
    }
    return list_value(&list);
}

/* --- pagination ---------------------------------------------------------------------------------------------------------------- */

enum { WINDOW = 3 };    /* numbers shown on each side of the current one */

/* Each wanted article stands there with some that want it. */
static ptrdiff_t page_size(const Site *site, PageKind kind)
{
    ptrdiff_t by = site->config->paginate_by;
    return kind == PAGE_WANTED && by > WANTED_MAX ? WANTED_MAX : by;
}

ptrdiff_t page_count(const Site *site, PageKind kind, ptrdiff_t entries)
{
    ptrdiff_t size = page_size(site, kind);
    return entries ? (entries + size - 1) / size : 1;
}

ptrdiff_t page_first(const Site *site, const Page *page)
{
    return (ptrdiff_t)(page->number - 1) * page_size(site, page->kind);
}

ptrdiff_t page_end(const Site *site, const Page *page, ptrdiff_t entries)
{
    ptrdiff_t end = page_first(site, page) + page_size(site, page->kind);
    return end < entries ? end : entries;
}

Str paged_permalink(Arena *a, Str first, int32_t number)
{
    return number == 1 ? first : str_fmt(a, STR_FMT "page/%d/", STR_ARG(first), (int)number);
}

static Value page_link(PageMaker *m, const Page *page, Str first, ptrdiff_t number)
{
    return map_of(m->scratch, member_of(S("number"), value_number(m->scratch, number)),
                  member_str(S("url"), page_url(m, page, paged_permalink(m->scratch, first, (int32_t)number))),
                  member_of(S("is_current"), value_bool(number == page->number)));
}

Value pages_value(PageMaker *m, const Page *page, Str first, ptrdiff_t count)
{
    if (count < 2)
        return (Value){0};
    ptrdiff_t number = page->number, from = number - WINDOW < 1 ? 1 : number - WINDOW, to = number + WINDOW > count ? count : number + WINDOW;
    ListBuilder window = {.arena = m->scratch};
    for (ptrdiff_t i = from; i <= to; i++)
        list_push(&window, page_link(m, page, first, i));
    MapBuilder map = {.arena = m->scratch};
    map_int(&map, S("number"), number);
    map_int(&map, S("count"), count);
    map_put(&map, S("first"), from > 1 ? page_link(m, page, first, 1) : (Value){0});
    map_put(&map, S("previous"), number > 1 ? page_link(m, page, first, number - 1) : (Value){0});
    map_put(&map, S("next"), number < count ? page_link(m, page, first, number + 1) : (Value){0});
    map_put(&map, S("last"), to < count ? page_link(m, page, first, count) : (Value){0});
    map_put(&map, S("window"), list_value(&window));
    return map_value(&map);
}

/* --- articles that are not here -------------------------------------------------------------------------------------------------- */

Str missing_id(const PageMaker *m, int64_t number)
{
    const StrList *prefixes = &m->site->config->ids.prefixes;
    return str_join2(m->scratch, prefixes->n ? prefixes->items[0] : (Str){0}, str_decimal(m->scratch, (uint64_t)number, 1));
}

/* links.missing_url with its :id and :number filled in; empty when there is none. */
Str missing_url(const PageMaker *m, int64_t number)
{
    Buf b = {.arena = m->scratch};
    for (Str rest = m->site->config->missing_url; rest.n;) {
        if (str_starts(rest, S(":number"))) {
            buf_fmt(&b, "%lld", (long long)number);
            rest = str_from(rest, 7);
        } else if (str_starts(rest, S(":id"))) {
            buf_put(&b, missing_id(m, number));
            rest = str_from(rest, 3);
        } else {
            buf_putc(&b, rest.p[0]);
            rest = str_from(rest, 1);
        }
    }
    return buf_str(&b);
}

/* --- chrome ---------------------------------------------------------------------------------------------------------------------- */

static Value site_value(Arena *a, const Config *c)
{
    MapBuilder map = {.arena = a};
    map_str(&map, S("title"), c->title);
    map_str(&map, S("description"), c->description);
    map_str(&map, S("author"), c->author);
    map_str(&map, S("language"), c->language);
    map_bool(&map, S("is_rtl"), words_are_rtl(a, c->language));
    map_str(&map, S("base_url"), c->base_url);
    map_put(&map, S("extra"), c->extra);
    return map_value(&map);
}

Value chrome_constants(Arena *a, const Config *c)
{
    MapBuilder map = {.arena = a};
    map_put(&map, S("t"), c->words.map);
    map_put(&map, S("site"), site_value(a, c));
    map_put(&map, S("assets"), c->assets);
    map_bool(&map, S("is_offline"), c->offline);
    map_str(&map, S("generator"), S("kb " KB_VERSION));
    return map_value(&map);
}

static Value page_value(PageMaker *m, const Page *page, const Chrome *chrome)
{
    const Config *c = m->site->config;
    Str canonical = c->base_url.n && page->kind != PAGE_NOT_FOUND ? str_join2(m->scratch, c->base_url, url_encode(m->scratch, page->permalink)) : (Str){0};
    return map_of(m->scratch, member_str(S("kind"), chrome->kind), member_str(S("title"), chrome->title), member_str(S("description"), chrome->description),
                  member_str(S("permalink"), page->permalink), member_str(S("canonical"), canonical),
                  member_str(S("og_type"), page->kind == PAGE_ARTICLE ? S("article") : S("website")),
                  member_str(S("schema"), schema_text(m, page, chrome->subject, &chrome->breadcrumb)),
                  member_of(S("alternates"), chrome->alternates.kind == VALUE_LIST ? chrome->alternates : (Value){.kind = VALUE_LIST}),
                  member_str(S("feed_url"), chrome->feed.n ? page_url(m, page, chrome->feed) : (Str){0}), member_str(S("feed_title"), chrome->feed_title));
}

void chrome_put(PageMaker *m, MapBuilder *map, const Page *page, const Chrome *chrome)
{
    Place *place = place_of(m, page);
    map_str(map, S("root"), place_root(m, page, place));
    map_str(map, S("home_url"), page_url(m, page, (Str){0}));
    map_str(map, S("search_url"), m->site->config->search ? page_url(m, page, S("search/")) : (Str){0});
    map_put(map, S("nav"), place_nav(m, page, place, chrome->current));
    map_put(map, S("page"), page_value(m, page, chrome));
    map_put(map, S("breadcrumb"), chrome->breadcrumb);
}

bool page_finish(PageMaker *m, const char *name, MapBuilder *map, Buf *out)
{
    const Template *t = templates_get(m->renderer.set, str(name));
    if (!t)
        return false;
    Value data = map_value(map);
    template_render(&m->renderer, t, &data, out);
    return true;
}
