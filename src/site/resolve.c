/* Where a link leads that an author wrote in Markdown. */
#include "site/siteown.h"

Str path_key(Arena *a, int content_dir, Str path)
{
    char number[16];
    int at = (int)sizeof number;
    number[--at] = ':';
    do
        number[--at] = (char)('0' + content_dir % 10);
    while (content_dir /= 10);
    return str_join2(a, (Str){number + at, (ptrdiff_t)sizeof number - at}, path);
}

/* Articles lie in the order of their paths. */
static int32_t find_path(const Site *site, int content_dir, Str path)
{
    ptrdiff_t low = 0, high = site->n;
    while (low < high) {
        ptrdiff_t middle = low + (high - low) / 2;
        const Article *a = &site->articles[middle];
        int order = a->content_dir != content_dir ? a->content_dir - content_dir : str_cmp(a->path, path);
        if (!order)
            return (int32_t)middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return -1;
}

/* "kb/Q1/", "kb/Q1" and "kb/Q1/index.html" are one address. */
static Str permalink_key(Str permalink)
{
    Str s = str_ends(permalink, S("/index.html")) ? str_head(permalink, permalink.n - 11) : permalink;
    return str_ends(s, S("/")) ? str_head(s, s.n - 1) : s;
}

/* The article at that address, which is found among the outputs, whatever its case, as a page of a folder or as a file. */
static int32_t find_permalink(const Site *site, Arena *scratch, Str permalink)
{
    Str key = permalink_key(permalink), folded = str_lower(scratch, key);
    const Str names[] = {folded, key.n ? str_join2(scratch, folded, S("/index.html")) : S("index.html")};
    for (ptrdiff_t i = 0; i < countof(names); i++) {
        ptrdiff_t output = table_find(&site->outputs, names[i]);
        if (output >= 0 && output < site->n && str_eq(permalink_key(site->articles[output].permalink), key))
            return (int32_t)output;
    }
    return -1;
}

/* `relative` from the folder of `base`, "." and ".." worked out; false when it leads above the root. */
static bool join_path(Arena *a, Str base, Str relative, Str *out)
{
    Str parts[128];
    int n = 0;
    Str texts[] = {permalink_folder(base), relative};
    for (int t = 0; t < 2; t++) {
        for (Str rest = texts[t]; rest.n;) {
            Str part = str_cut(&rest, '/');
            if (!part.n || str_eq(part, S(".")))
                continue;
            bool is_up = str_eq(part, S(".."));
            if ((is_up && n == 0) || n == 128)
                return false;
            if (is_up)
                n--;
            else
                parts[n++] = part;
        }
    }
    Buf b = {.arena = a};
    for (int i = 0; i < n; i++) {
        if (i)
            buf_putc(&b, '/');
        buf_put(&b, parts[i]);
    }
    *out = buf_str(&b);
    return true;
}

static Link link_to_article(const Site *site, int32_t article, Str suffix)
{
    return (Link){LINK_ARTICLE, article, site->articles[article].permalink, suffix};
}

/* The folder that an article's own files go to. */
static Str attachment_output(Arena *a, const Article *from, Str path)
{
    Str own_folder = permalink_folder(from->path);
    return str_starts(path, own_folder) ? str_join2(a, permalink_folder(from->permalink), str_from(path, own_folder.n)) : path;
}

static bool resolve_path(const Site *site, Arena *scratch, const Article *from, Str path, Str suffix, Link *link)
{
    int32_t article = find_path(site, from->content_dir, path);
    if (article >= 0) {
        *link = link_to_article(site, article, suffix);
        return true;
    }
    if (table_find(&site->attachment_paths, path_key(scratch, from->content_dir, path)) < 0)
        return false;
    *link = (Link){LINK_FILE, -1, attachment_output(scratch, from, path), suffix};
    return true;
}

static bool resolve_permalink(const Site *site, Arena *scratch, Str path, Str suffix, Link *link)
{
    int32_t article = find_permalink(site, scratch, path);
    if (article >= 0) {
        *link = link_to_article(site, article, suffix);
        return true;
    }
    if (table_find(&site->static_paths, path) < 0)
        return false;
    *link = (Link){LINK_FILE, -1, path, suffix};
    return true;
}

static LinkKind kind_of_url(Str url)
{
    static const char *const unsafe[] = {"javascript", "vbscript", "data"};
    if (!url.n || url.p[0] == '#')
        return LINK_IN_PAGE;
    if (str_starts(url, S("//")))
        return LINK_EXTERNAL;
    Str scheme = url_scheme(url);
    for (ptrdiff_t k = 0; k < countof(unsafe); k++)
        if (str_eq_fold(scheme, str(unsafe[k])))
            return LINK_UNSAFE;
    return scheme.n ? LINK_EXTERNAL : LINK_BROKEN;
}

/* A link is tried as a file beside the article, as a file of the content folder, as a permalink below the site's root and as one
 * relative to the article's own permalink: authors write all of them. */
Link site_resolve(const Site *site, Arena *scratch, const Article *from, Str url)
{
    LinkKind kind = kind_of_url(url);
    if (kind != LINK_BROKEN)
        return (Link){kind, -1, (Str){0}, url};
    ptrdiff_t end = 0;
    while (end < url.n && url.p[end] != '?' && url.p[end] != '#')
        end++;
    Str suffix = str_from(url, end), path = url_decode(scratch, str_head(url, end)), joined;
    Link link;
    bool from_root = str_starts(path, S("/"));
    Str below_root = {0};
    bool stays_inside = join_path(scratch, (Str){0}, path, &below_root);
    if (!from_root && join_path(scratch, from->path, path, &joined) && resolve_path(site, scratch, from, joined, suffix, &link))
        return link;
    if (stays_inside && resolve_path(site, scratch, from, below_root, suffix, &link))
        return link;
    if (stays_inside && resolve_permalink(site, scratch, below_root, suffix, &link))
        return link;
    if (!from_root && join_path(scratch, from->permalink, path, &joined) && resolve_permalink(site, scratch, joined, suffix, &link))
        return link;
    return (Link){LINK_BROKEN, -1, (Str){0}, suffix};
}
