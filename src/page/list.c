#include "page/list.h"

#include "base/utf8.h"
#include "page/feed.h"

enum { RANGES = 10, RANGE_GROUPS_MAX = 100, GUIDES_MAX = 20, GUIDE_BYTES = 80 };

/* --- the articles of a term ------------------------------------------------------------------------------------------------------ */

static Str shown_name(PageMaker *m, const Taxonomy *t, const Term *term)
{
    return t->kind == TAXONOMY_IDS ? range_name(m, term) : term->name;
}

Value letters_value(PageMaker *m, const Page *page, const Term *current)
{
    const Taxonomy *t = &m->site->taxonomies[TAXONOMY_TITLES];
    ListBuilder list = {.arena = m->scratch};
    for (ptrdiff_t i = 0; i < t->n; i++) {
        MapBuilder map = {.arena = m->scratch};
        map_str(&map, S("name"), t->terms[i].name);
        map_str(&map, S("url"), page_url(m, page, t->terms[i].permalink));
        map_bool(&map, S("is_current"), &t->terms[i] == current);
        list_push(&list, map_value(&map));
    }
    return list_value(&list);
}

static void put_letters(PageMaker *m, MapBuilder *map, const Page *page, const Taxonomy *t, const Term *current)
{
    bool has_letters = t->kind == TAXONOMY_TITLES;
    map_bool(map, S("has_letters"), has_letters);
    map_put(map, S("letters"), has_letters ? letters_value(m, page, current) : (Value){.kind = VALUE_LIST});
}

bool list_page(PageMaker *m, const Page *page, Buf *out)
{
    const Taxonomy *t = &m->site->taxonomies[page->index];
    const Term *term = &t->terms[page->term];
    Str name = shown_name(m, t, term), kind_title = taxonomy_singular(m, t);
    MapBuilder list = {.arena = m->scratch};
    map_str(&list, S("kind"), t->name);
    map_str(&list, S("kind_title"), kind_title);
    map_str(&list, S("name"), name);
    map_int(&list, S("count"), term->n);
    put_letters(m, &list, page, t, term);
    map_put(&list, S("items"), entries_value(m, page, term->articles, page_first(m->site, page), page_end(m->site, page, term->n)));
    map_put(&list, S("pages"), pages_value(m, page, term->permalink, page_count(m->site, PAGE_LIST, term->n)));

    ListBuilder crumbs = {.arena = m->scratch};
    list_push(&crumbs, crumb(m, m->site->config->title, page_url(m, page, (Str){0})));
    list_push(&crumbs, crumb(m, taxonomy_title(m, t), page_url(m, page, t->permalink)));
    list_push(&crumbs, crumb(m, name, (Str){0}));
    Str title = str_join3(m->scratch, name, S(" – "), kind_title);
    MapBuilder map = {.arena = m->scratch};
    chrome_put(m, &map, page, &(Chrome){.title = title, .kind = S("list"), .current = t->name, .breadcrumb = list_value(&crumbs),
                                        .feed = list_feed(m->scratch, m->site, page), .feed_title = name});
    map_put(&map, S("list"), map_value(&list));
    return page_finish(m, "list", &map, out);
}

/* --- the terms of a taxonomy ------------------------------------------------------------------------------------------------------- */

/* The ten thousand that a range of a thousand ids is in. */
static int64_t ten_thousand(const Term *range)
{
    return str_number(range->name) / RANGES;
}

static Value group_value(PageMaker *m, Str name, Str url, ptrdiff_t count, const ListBuilder *items)
{
    MapBuilder map = {.arena = m->scratch};
    map_str(&map, S("name"), name);
    map_str(&map, S("url"), url);
    map_int(&map, S("count"), count);
    map_put(&map, S("items"), list_value(items));
    return map_value(&map);
}

/* Ranges of ids, ten thousand ids a group: all in one line of the page, so that few pages hold them all. */
static Value ranges_value(PageMaker *m, const Page *page, const Term *ranges, ptrdiff_t n)
{
    ListBuilder groups = {.arena = m->scratch};
    for (ptrdiff_t i = 0, end; i < n; i = end) {
        ListBuilder items = {.arena = m->scratch};
        ptrdiff_t count = 0;
        long long group = (long long)ten_thousand(&ranges[i]);
        for (end = i; end < n && ten_thousand(&ranges[end]) == group; end++) {
            count += ranges[end].n;
            list_push(&items, counted_value(m, page, range_name(m, &ranges[end]), ranges[end].permalink, ranges[end].n));
        }
        list_push(&groups, group_value(m, str_fmt(m->scratch, "%lld–%lld", group * RANGES * 1000, (group + 1) * RANGES * 1000 - 1), (Str){0}, count, &items));
    }
    return list_value(&groups);
}

/* The title that a page of a letter's list begins with, as at the head of a page of a dictionary. */
static Str first_title(const Site *site, const Term *letter, ptrdiff_t number)
{
    return site->articles[letter->articles[(number - 1) * site->config->paginate_by]].title;
}

static Value guide_value(PageMaker *m, const Page *page, Str title, Str permalink)
{
    Str name = title.n > GUIDE_BYTES ? str_join2(m->scratch, utf8_head(title, GUIDE_BYTES), S("…")) : title;
    MapBuilder map = {.arena = m->scratch};
    map_str(&map, S("name"), name);
    map_str(&map, S("url"), page_url(m, page, permalink));
    map_put(&map, S("count"), (Value){0});
    return map_value(&map);
}

/* Under each letter the pages of its list, of very many some at equal distances; or its articles, when one page has room for those of all letters. */
static Value guides_value(PageMaker *m, const Page *page, const Taxonomy *t)
{
    bool is_small = m->site->n <= m->site->config->paginate_by;
    ListBuilder groups = {.arena = m->scratch};
    for (ptrdiff_t i = 0; i < t->n; i++) {
        const Term *letter = &t->terms[i];
        ptrdiff_t pages = page_count(m->site, PAGE_LIST, letter->n), step = (pages + GUIDES_MAX - 1) / GUIDES_MAX;
        ListBuilder items = {.arena = m->scratch};
        for (int32_t k = 0; is_small && k < letter->n; k++)
            list_push(&items, guide_value(m, page, m->site->articles[letter->articles[k]].title, m->site->articles[letter->articles[k]].permalink));
        for (ptrdiff_t number = 1; pages > 1 && !is_small && number <= pages; number += step)
            list_push(&items, guide_value(m, page, first_title(m->site, letter, number), paged_permalink(m->scratch, letter->permalink, (int32_t)number)));
        list_push(&groups, group_value(m, letter->name, page_url(m, page, letter->permalink), letter->n, &items));
    }
    return list_value(&groups);
}

/* How many ranges the page of their groups that begins with `first` holds. */
static ptrdiff_t ranges_on_page(const Site *site, const Taxonomy *t, ptrdiff_t first)
{
    ptrdiff_t most = site->config->paginate_by < RANGE_GROUPS_MAX ? site->config->paginate_by : RANGE_GROUPS_MAX, end = first;
    for (ptrdiff_t groups = 0; end < t->n; end++) {
        groups += end == first || ten_thousand(&t->terms[end]) != ten_thousand(&t->terms[end - 1]);
        if (groups > most)
            break;
    }
    return end - first;
}

ptrdiff_t terms_page_count(const Site *site, const Taxonomy *t)
{
    if (t->kind == TAXONOMY_TITLES)
        return 1;
    if (t->kind != TAXONOMY_IDS)
        return page_count(site, PAGE_TERMS, t->listed);
    ptrdiff_t pages = 0;
    for (ptrdiff_t first = 0; first < t->n; first += ranges_on_page(site, t, first))
        pages++;
    return pages ? pages : 1;
}

/* The terms of a page; those without a list are passed over. */
static Value terms_value(PageMaker *m, const Page *page, const Taxonomy *t)
{
    ListBuilder items = {.arena = m->scratch};
    for (ptrdiff_t i = 0, listed = 0; i < t->n; i++) {
        const Term *term = &t->terms[i];
        if (!term->permalink.n)
            continue;
        if (listed >= page_first(m->site, page) && listed < page_end(m->site, page, t->listed))
            list_push(&items, counted_value(m, page, term->name, term->permalink, term->n));
        listed++;
    }
    return list_value(&items);
}

static void put_terms(PageMaker *m, MapBuilder *map, const Page *page, const Taxonomy *t)
{
    Value none = {.kind = VALUE_LIST}, groups = none, items = none;
    if (t->kind == TAXONOMY_IDS) {
        ptrdiff_t first = 0;
        for (int32_t number = 1; number < page->number; number++)
            first += ranges_on_page(m->site, t, first);
        groups = ranges_value(m, page, t->terms + first, ranges_on_page(m->site, t, first));
    } else if (t->kind == TAXONOMY_TITLES) {
        groups = guides_value(m, page, t);
    } else {
        items = terms_value(m, page, t);
    }
    put_letters(m, map, page, t, NULL);
    map_put(map, S("groups"), groups);
    map_put(map, S("items"), items);
}

bool terms_page(PageMaker *m, const Page *page, Buf *out)
{
    const Taxonomy *t = &m->site->taxonomies[page->index];
    MapBuilder terms = {.arena = m->scratch};
    map_str(&terms, S("kind"), t->name);
    map_str(&terms, S("title"), taxonomy_title(m, t));
    map_int(&terms, S("count"), t->listed);
    put_terms(m, &terms, page, t);
    map_put(&terms, S("pages"), pages_value(m, page, t->permalink, terms_page_count(m->site, t)));

    ListBuilder crumbs = {.arena = m->scratch};
    list_push(&crumbs, crumb(m, m->site->config->title, page_url(m, page, (Str){0})));
    list_push(&crumbs, crumb(m, taxonomy_title(m, t), (Str){0}));
    MapBuilder map = {.arena = m->scratch};
    chrome_put(m, &map, page, &(Chrome){.title = taxonomy_title(m, t), .kind = S("terms"), .current = t->name, .breadcrumb = list_value(&crumbs)});
    map_put(&map, S("terms"), map_value(&terms));
    return page_finish(m, "terms", &map, out);
}

/* --- articles that are wanted --------------------------------------------------------------------------------------------------------- */

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
    map_put(&wanted, S("pages"), pages_value(m, page, site->wanted_permalink, page_count(site, PAGE_WANTED, site->wanted_count)));

    ListBuilder crumbs = {.arena = m->scratch};
    list_push(&crumbs, crumb(m, site->config->title, page_url(m, page, (Str){0})));
    list_push(&crumbs, crumb(m, word(m, "wanted_title"), (Str){0}));
    MapBuilder map = {.arena = m->scratch};
    chrome_put(m, &map, page, &(Chrome){.title = word(m, "wanted_title"), .kind = S("wanted"), .current = S("wanted"), .breadcrumb = list_value(&crumbs)});
    map_put(&map, S("wanted"), map_value(&wanted));
    return page_finish(m, "wanted", &map, out);
}
