#include "page/identifiers.h"

#include <stdlib.h>

enum { OFTEN = 12 /* shown of each kind */, OFTEN_OF_KIND = 100 /* on the page of one */ };

static const struct {
    const char *title, *singular;
} KIND_WORDS[IDENTIFIER_KIND_COUNT] = {
    [IDENTIFIER_STOP] = {"stop_codes", "stop_code"},    [IDENTIFIER_RESULT] = {"result_codes", "result_code"},
    [IDENTIFIER_HEX] = {"hex_codes", "hex_code"},       [IDENTIFIER_EVENT] = {"event_ids", "event_id"},
    [IDENTIFIER_ERROR] = {"tool_errors", "tool_error"}, [IDENTIFIER_FILE] = {"file_names", "file_name"},
};

static Str title_of(const PageMaker *m, IdentifierKind kind)
{
    return word(m, KIND_WORDS[kind].title);
}

/* --- kinds ------------------------------------------------------------------------------------------------------------------ */

static int by_use(const void *x, const void *y)
{
    const Identifier *a = *(const Identifier *const *)x, *b = *(const Identifier *const *)y;
    return a->n != b->n ? (a->n > b->n ? -1 : 1) : str_cmp(a->name, b->name);
}

/* A list with its items below a name of their own, so that a template can put words around it; null when it is empty. */
static Value items_value(PageMaker *m, const ListBuilder *list)
{
    MapBuilder map = {.arena = m->scratch};
    map_put(&map, S("items"), list_value(list));
    return list->n ? map_value(&map) : (Value){0};
}

/* Those of a kind that occur most often: with a page of their own they are links. */
static Value often_value(PageMaker *m, const Page *page, IdentifierKind kind, ptrdiff_t most)
{
    const Identifiers *all = &m->site->identifiers;
    const Identifier **of_kind = arena_new(m->scratch, const Identifier *, all->counts[kind]);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < all->n; i++)
        if (all->items[i].kind == kind && all->items[i].n > 1)      /* most occur once */
            of_kind[n++] = &all->items[i];
    if (n)
        qsort(of_kind, (size_t)n, sizeof *of_kind, by_use);
    ListBuilder list = {.arena = m->scratch};
    for (ptrdiff_t i = 0; i < n && i < most; i++)
        list_push(&list, counted_value(m, page, of_kind[i]->name, identifier_permalink(m->scratch, of_kind[i]), of_kind[i]->n));
    return items_value(m, &list);
}

/* The lists of a kind that has one for each first letter. */
static Value initials_value(PageMaker *m, const Page *page, IdentifierKind kind)
{
    const Identifiers *all = &m->site->identifiers;
    ListBuilder list = {.arena = m->scratch};
    for (ptrdiff_t i = 0; i < all->group_count; i++)
        if (all->groups[i].kind == kind && all->groups[i].name.n)
            list_push(&list, counted_value(m, page, all->groups[i].name, all->groups[i].permalink, all->groups[i].n));
    return items_value(m, &list);
}

static Value kind_value(PageMaker *m, const Page *page, IdentifierKind kind, ptrdiff_t most)
{
    MapBuilder map = {.arena = m->scratch};
    map_str(&map, S("title"), title_of(m, kind));
    map_str(&map, S("url"), page_url(m, page, identifier_kind_permalink(m->scratch, kind)));
    map_int(&map, S("count"), m->site->identifiers.counts[kind]);
    map_put(&map, S("initials"), initials_value(m, page, kind));
    map_put(&map, S("often"), often_value(m, page, kind, most));
    return map_value(&map);
}

/* Home, identifiers, the kind, the letter: as many as are named. */
static Value trail(PageMaker *m, const Page *page, const IdentifierGroup *group, Str last)
{
    ListBuilder crumbs = {.arena = m->scratch};
    list_push(&crumbs, crumb(m, m->site->config->title, page_url(m, page, (Str){0})));
    list_push(&crumbs, crumb(m, word(m, "identifiers"), group ? page_url(m, page, identifiers_permalink()) : (Str){0}));
    if (group && last.n)
        list_push(&crumbs, crumb(m, title_of(m, group->kind), page_url(m, page, identifier_kind_permalink(m->scratch, group->kind))));
    if (group)
        list_push(&crumbs, crumb(m, last.n ? last : title_of(m, group->kind), (Str){0}));
    return list_value(&crumbs);
}

/* page->index: the kind that the page is about, -1 for all. */
bool identifiers_page(PageMaker *m, const Page *page, Buf *out)
{
    const Identifiers *all = &m->site->identifiers;
    bool is_all = page->index < 0;
    Str title = is_all ? word(m, "identifiers") : title_of(m, (IdentifierKind)page->index);
    ListBuilder kinds = {.arena = m->scratch};
    for (int kind = 0; kind < IDENTIFIER_KIND_COUNT; kind++)
        if (all->counts[kind] && (is_all || kind == page->index))
            list_push(&kinds, kind_value(m, page, (IdentifierKind)kind, is_all ? OFTEN : OFTEN_OF_KIND));
    MapBuilder identifiers = {.arena = m->scratch};
    map_str(&identifiers, S("title"), title);
    map_bool(&identifiers, S("is_all"), is_all);
    map_int(&identifiers, S("count"), is_all ? all->n : all->counts[page->index]);
    map_put(&identifiers, S("kinds"), list_value(&kinds));

    IdentifierGroup group = {.kind = is_all ? 0 : (IdentifierKind)page->index};
    Value breadcrumb = trail(m, page, is_all ? NULL : &group, (Str){0});
    MapBuilder map = {.arena = m->scratch};
    chrome_put(m, &map, page, &(Chrome){.title = title, .kind = S("identifiers"), .current = S("identifiers"), .breadcrumb = breadcrumb});
    map_put(&map, S("identifiers"), map_value(&identifiers));
    return page_finish(m, "identifiers", &map, out);
}

/* --- lists -------------------------------------------------------------------------------------------------------------------- */

static Value articles_value(PageMaker *m, const Page *page, const Identifier *x, int32_t from, int32_t to)
{
    ListBuilder list = {.arena = m->scratch};
    for (int32_t i = from; i < to && i < x->n; i++)
        list_push(&list, brief_value(m, page, x->articles[i]));
    return items_value(m, &list);
}

/* The first articles by title, the others by id alone; those of one with a page of its own stand there. */
static Value identifier_value(PageMaker *m, const Page *page, const Identifier *x)
{
    Str permalink = identifier_permalink(m->scratch, x);
    int32_t more = permalink.n ? x->n - IDENTIFIER_ARTICLES_MAX : 0;
    MapBuilder map = {.arena = m->scratch};
    map_str(&map, S("name"), x->name);
    map_str(&map, S("url"), permalink.n ? page_url(m, page, permalink) : (Str){0});
    map_int(&map, S("count"), x->n);
    map_put(&map, S("articles"), articles_value(m, page, x, 0, IDENTIFIER_ARTICLES_MAX));
    map_put(&map, S("others"), articles_value(m, page, x, IDENTIFIER_ARTICLES_MAX, more ? 0 : x->n));
    map_int(&map, S("more"), more);
    map_bool(&map, S("has_more"), more > 0);
    return map_value(&map);
}

/* page->index: the group */
bool identifier_list_page(PageMaker *m, const Page *page, Buf *out)
{
    const IdentifierGroup *group = &m->site->identifiers.groups[page->index];
    ListBuilder items = {.arena = m->scratch};
    for (ptrdiff_t i = page_first(m->site, page); i < page_end(m->site, page, group->n); i++)
        list_push(&items, identifier_value(m, page, &m->site->identifiers.items[group->first + i]));
    Str kind = title_of(m, group->kind);
    Str title = group->name.n ? str_fmt(m->scratch, STR_FMT ": " STR_FMT, STR_ARG(kind), STR_ARG(group->name)) : kind;
    MapBuilder list = {.arena = m->scratch};
    map_str(&list, S("title"), title);
    map_int(&list, S("count"), group->n);
    map_put(&list, S("items"), list_value(&items));
    map_put(&list, S("pages"), pages_value(m, page, group->permalink, page_count(m->site, PAGE_IDENTIFIER_LIST, group->n)));

    MapBuilder map = {.arena = m->scratch};
    chrome_put(m, &map, page, &(Chrome){.title = title, .kind = S("identifier-list"), .current = S("identifiers"),
                                        .breadcrumb = trail(m, page, group, group->name)});
    map_put(&map, S("identifier_list"), map_value(&list));
    return page_finish(m, "identifier-list", &map, out);
}

/* page->index: the identifier. Its articles are listed as those of a term. */
bool identifier_page(PageMaker *m, const Page *page, Buf *out)
{
    const Identifier *x = &m->site->identifiers.items[page->index];
    Str singular = word(m, KIND_WORDS[x->kind].singular);
    IdentifierGroup group = {.kind = x->kind};
    MapBuilder list = {.arena = m->scratch};
    map_str(&list, S("kind"), S("identifiers"));
    map_str(&list, S("kind_title"), singular);
    map_str(&list, S("name"), x->name);
    map_int(&list, S("count"), x->n);
    map_bool(&list, S("has_letters"), false);
    map_put(&list, S("letters"), (Value){.kind = VALUE_LIST});
    map_put(&list, S("items"), entries_value(m, page, x->articles, page_first(m->site, page), page_end(m->site, page, x->n)));
    map_put(&list, S("pages"), pages_value(m, page, identifier_permalink(m->scratch, x), page_count(m->site, PAGE_IDENTIFIER, x->n)));

    Str title = str_fmt(m->scratch, STR_FMT " – " STR_FMT, STR_ARG(x->name), STR_ARG(singular));
    MapBuilder map = {.arena = m->scratch};
    chrome_put(m, &map, page, &(Chrome){.title = title, .kind = S("list"), .current = S("identifiers"), .breadcrumb = trail(m, page, &group, x->name)});
    map_put(&map, S("list"), map_value(&list));
    return page_finish(m, "list", &map, out);
}
