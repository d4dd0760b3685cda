/* Which output belongs to whom. Names are compared in lower case, as some file systems see them; articles come first, so that the number of an output that is
 * smaller than theirs is the article's own. */
#include "site/siteown.h"

/* The first outputs are those of the articles, in their order. */
static Str owner_of(const Site *site, ptrdiff_t output)
{
    return output < site->n ? site->articles[output].source : site->owners.items[output - site->n];
}

/* Whether there is a folder of that name, and who was the first to need it. A folder that has a page of its own stands among the outputs alone. */
static bool is_folder(const Site *site, Str folder, Str *owner)
{
    ptrdiff_t i = table_find(&site->folders, folder);
    if (i >= 0) {
        *owner = site->folder_owners.items[i];
        return true;
    }
    ArenaMark mark = arena_mark(site->arena);
    i = table_find(&site->outputs, str_join2(site->arena, folder, S("/index.html")));
    arena_rewind(site->arena, mark);
    if (i >= 0)
        *owner = owner_of(site, i);
    return i >= 0;
}

/* Where the folders of an output begin that were not the last one's, too: mostly its neighbour has the same. */
static ptrdiff_t first_folder(const Site *site, Str key)
{
    return str_starts(key, site->last_folder) ? site->last_folder.n : 0;
}

static bool is_page(Str key)
{
    return str_ends(key, S("index.html"));
}

/* Adds the folders that an output stands in. */
static void add_folders(Site *site, Str key, Str owner)
{
    Str known, inner = str_ends(key, S("/index.html")) ? str_head(key, key.n - 11) : key;
    site->has_files |= !is_page(key);
    site->has_odd_folders |= inner.n < key.n && is_page(inner);
    for (ptrdiff_t i = first_folder(site, key); i < inner.n; i++)
        if (inner.p[i] == '/' && !is_folder(site, str_head(inner, i), &known)) {
            site->has_odd_folders |= is_page(str_head(inner, i));
            table_add(&site->folders, str_head(inner, i));
            list_add(site->arena, &site->folder_owners, owner);
        }
    site->last_folder = str_head(inner, str_find_last_char(inner, '/') + 1);
}

/* Whether one of its folders is another output, which is a file. */
static bool is_below_file(const Site *site, Str key, Str *other)
{
    for (ptrdiff_t i = first_folder(site, key); i < key.n; i++) {
        bool may_be = key.p[i] == '/' && (site->has_files || is_page(str_head(key, i)));
        ptrdiff_t taken = may_be ? table_find(&site->outputs, str_head(key, i)) : -1;
        if (taken >= 0)
            *other = owner_of(site, taken);
        if (taken >= 0)
            return true;
    }
    return false;
}

/* Gives the output its number. Where all addresses are folders with a page each, as mostly, no name has to be looked for but its own. */
bool claim_output(Site *site, Str output, Str owner, Str *other)
{
    ArenaMark mark = arena_mark(site->arena);
    Str key = str_lower(site->arena, output);
    if (is_below_file(site, key, other) || ((!is_page(key) || site->has_odd_folders) && is_folder(site, key, other))) {
        arena_rewind(site->arena, mark);
        return false;
    }
    ptrdiff_t known = site->outputs.n, number = table_add(&site->outputs, key);
    if (number < known) {
        *other = owner_of(site, number);        /* the table may have grown, on the same arena: nothing is rewound */
        return false;
    }
    add_folders(site, key, owner);
    return true;
}

bool site_claim(Site *site, Str output, Str owner, Str *other)
{
    if (!claim_output(site, output, owner, other))
        return false;
    list_add(site->arena, &site->owners, owner);
    return true;
}
