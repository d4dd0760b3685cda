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

/* Adds the folders that an output stands in. */
static void add_folders(Site *site, Str key, Str owner)
{
    Str known, inner = str_ends(key, S("/index.html")) ? str_head(key, key.n - 11) : key;
    for (ptrdiff_t i = first_folder(site, key); i < inner.n; i++)
        if (inner.p[i] == '/' && !is_folder(site, str_head(inner, i), &known)) {
            table_add(&site->folders, str_head(inner, i));
            list_add(site->arena, &site->folder_owners, owner);
        }
    site->last_folder = str_head(inner, str_find_last_char(inner, '/') + 1);
}

static bool is_taken(const Site *site, Str key, Str *other)
{
    ptrdiff_t taken = table_find(&site->outputs, key);
    for (ptrdiff_t i = first_folder(site, key); taken < 0 && i < key.n; i++)
        if (key.p[i] == '/')
            taken = table_find(&site->outputs, str_head(key, i));
    if (taken >= 0)
        *other = owner_of(site, taken);
    return taken >= 0 || is_folder(site, key, other);
}

/* Gives the output its number. */
bool claim_output(Site *site, Str output, Str owner, Str *other)
{
    ArenaMark mark = arena_mark(site->arena);
    Str key = str_lower(site->arena, output);
    if (is_taken(site, key, other)) {
        arena_rewind(site->arena, mark);
        return false;
    }
    table_add(&site->outputs, key);
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
