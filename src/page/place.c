/* A link from one page to another depends on where they part: from "kb/263/Q263072/" to "products/access/" only on the depth of the first, for their first
 * folders differ. A link to a folder of the first level depends on no more either. Other links are not kept: links_alike says which are. */
#include "page/place.h"

enum {
    PLACES_MAX = 64,        /* pages of further places do without */
    NAVS_MAX = 16,          /* of one place: entries that may be marked */
    TERM_PLACES_MAX = 4,    /* the first ones keep terms: articles come first, and mostly stand in one or two */
};

typedef struct Nav {
    Str current;
    Value value;
} Nav;

struct Place {
    Str folder;             /* the first, with its slash; empty at the root */
    ptrdiff_t depth;
    Str root;
    Nav navs[NAVS_MAX];
    int nav_count;
    bool has_odd_menu;      /* with a link that is another one on each page */
    bool keeps_terms;
    Value *terms[TAXONOMY_COUNT];   /* by term; null where it was not asked for yet */
};

/* Does the link to there lead the same way from all pages of the place? */
static bool links_alike(const Place *place, Str to)
{
    return !place->folder.n || !str_starts(to, place->folder) || to.n == place->folder.n;
}

static ptrdiff_t depth_of(Str permalink)
{
    ptrdiff_t depth = 0;
    for (ptrdiff_t i = 0; i < permalink.n; i++)
        depth += permalink.p[i] == '/';
    return depth;
}

static Str root_of(Arena *a, ptrdiff_t depth)
{
    Buf b = {.arena = a};
    for (ptrdiff_t i = 0; i < depth; i++)
        buf_put(&b, S("../"));
    return buf_str(&b);
}

Place *place_of(PageMaker *m, const Page *page)
{
    Places *all = &m->places;
    Str folder = str_head(page->permalink, str_find_char(page->permalink, '/') + 1);
    ptrdiff_t depth = depth_of(page->permalink);
    if (!all->arena || page->kind == PAGE_NOT_FOUND)
        return NULL;
    for (int i = 0; i < all->n; i++)
        if (all->items[i]->depth == depth && str_eq(all->items[i]->folder, folder))
            return all->items[i];
    if (all->n == PLACES_MAX)
        return NULL;
    if (!all->items)
        all->items = arena_new(all->arena, Place *, PLACES_MAX);
    Place *place = arena_new(all->arena, Place, 1);
    *place = (Place){.folder = str_copy(all->arena, folder), .depth = depth, .root = root_of(all->arena, depth), .keeps_terms = all->n < TERM_PLACES_MAX};
    return all->items[all->n++] = place;
}

Str place_root(PageMaker *m, const Page *page, const Place *place)
{
    const Config *c = m->site->config;
    if (page->kind == PAGE_NOT_FOUND && !c->offline)
        return base_path_of(c->base_url);
    return place ? place->root : root_of(m->scratch, depth_of(page->permalink));
}

/* --- the menu --------------------------------------------------------------------------------------------------------------------- */

typedef struct NavBuilder {
    PageMaker *maker;
    Arena *arena;
    const Page *page;
    const Place *place;
    Str current;
    ListBuilder entries;
    bool is_alike;          /* the menu, on all pages of the place */
} NavBuilder;

static void add_entry(NavBuilder *b, Str name, Str title, Str permalink, bool is_main)
{
    bool is_current = str_eq(name, b->current);
    Str url = str_copy(b->arena, page_url(b->maker, b->page, permalink));
    list_push(&b->entries, map_of(b->arena, member_str(S("name"), name), member_str(S("title"), title), member_str(S("url"), url),
                                  member_of(S("is_current"), value_bool(is_current)), member_of(S("is_main"), value_bool(is_main || is_current))));
    b->is_alike = b->is_alike && links_alike(b->place, permalink);
}

/* The home page shows all of the menu; every other page bears its weight, so it shows the ways that are gone most, and the one that it stands on. */
static void add_entries(NavBuilder *b)
{
    const Site *site = b->maker->site;
    for (int i = 0; i < TAXONOMY_COUNT; i++) {
        const Taxonomy *t = &site->taxonomies[i];
        if (t->listed)
            add_entry(b, t->name, taxonomy_title(b->maker, t), t->permalink, i != TAXONOMY_TECHNOLOGIES && i != TAXONOMY_YEARS);
    }
    if (site->wanted_count)
        add_entry(b, S("wanted"), word(b->maker, "wanted"), site->wanted_permalink, false);
    if (site->identifiers.n)
        add_entry(b, S("identifiers"), word(b->maker, "identifiers"), identifiers_permalink(), true);
}

Value place_nav(PageMaker *m, const Page *page, Place *place, Str current)
{
    for (int i = 0; place && i < place->nav_count; i++)
        if (str_eq(place->navs[i].current, current))
            return place->navs[i].value;
    bool has_room = place && !place->has_odd_menu && place->nav_count < NAVS_MAX;
    Arena *a = has_room ? m->places.arena : m->scratch;
    NavBuilder b = {.maker = m, .arena = a, .page = page, .place = place, .current = current, .entries = {.arena = a}, .is_alike = has_room};
    add_entries(&b);
    Value nav = list_value(&b.entries);
    if (has_room && b.is_alike) {
        nav.is_kept = true;
        place->navs[place->nav_count++] = (Nav){str_copy(a, current), nav};
    } else if (has_room) {
        place->has_odd_menu = true;
    }
    return nav;
}

/* --- terms ------------------------------------------------------------------------------------------------------------------------ */

static Value term_value(PageMaker *m, Arena *a, const Page *page, const Term *term)
{
    Str url = term->permalink.n ? str_copy(a, page_url(m, page, term->permalink)) : (Str){0};
    return map_of(a, member_str(S("name"), term->name), member_str(S("url"), url));
}

Value place_term(PageMaker *m, const Page *page, Place *place, const Taxonomy *t, const Term *term)
{
    bool is_kept = place && place->keeps_terms && links_alike(place, term->permalink);
    if (!is_kept)
        return term_value(m, m->scratch, page, term);
    if (!place->terms[t->kind])
        place->terms[t->kind] = arena_new(m->places.arena, Value, t->n);
    Value *kept = &place->terms[t->kind][term - t->terms];
    if (kept->kind == VALUE_NULL) {
        *kept = term_value(m, m->places.arena, page, term);
        kept->is_kept = true;
    }
    return *kept;
}
