#include "site/site.h"

#include "base/order.h"
#include "base/pool.h"
#include "site/titles.h"

#include <stdlib.h>
#include <string.h>

/* --- outputs ----------------------------------------------------------------------------------------------------------- */

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
static bool claim(Site *site, Str output, Str owner, Str *other)
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
    if (!claim(site, output, owner, other))
        return false;
    list_add(site->arena, &site->owners, owner);
    return true;
}

/* --- who stays --------------------------------------------------------------------------------------------------------- */

typedef struct Claim {
    Str key;                /* the id, folded */
    int32_t article;
} Claim;

static int by_key(const void *x, const void *y)
{
    const Claim *a = x, *b = y;
    int order = str_cmp(a->key, b->key);
    return order ? order : a->article - b->article;
}

static bool are_twins(const Article *a, const Article *b)
{
    bool both_wrappings = (a->format == FORMAT_KBTEXT && b->format == FORMAT_KBFRONT) || (a->format == FORMAT_KBFRONT && b->format == FORMAT_KBTEXT);
    return both_wrappings && str_eq(a->date, b->date);
}

/* Of two with the same id: the one that says it replaces; of the two wrappings of one article the plain text; else the first. */
static bool second_wins(const Article *a, const Article *b)
{
    if (a->replaces != b->replaces)
        return b->replaces;
    return are_twins(a, b) && b->format == FORMAT_KBTEXT;
}

static void tell_duplicate(const Article *kept, const Article *left, Diags *diags)
{
    if (are_twins(kept, left))
        diag_file(diags, left->source, DIAG_DUPLICATE_FORMAT, "is the same article as " STR_FMT ", whose plain text is used", STR_ARG(kept->source));
    else if (!kept->replaces || left->replaces)
        diag_file(diags, left->source, DIAG_DUPLICATE_ID,
                  "has the id " STR_FMT " of " STR_FMT " and is left out; give it an id of its own, or say `replaces: true` in its front matter",
                  STR_ARG(left->id), STR_ARG(kept->source));
    else
        diag_file(diags, left->source, DIAG_REPLACED, "is replaced by " STR_FMT ", which has its id and says `replaces: true`", STR_ARG(kept->source));
}

/* Of `n` articles with the same id, in path order, one keeps it. */
static void settle_id(Site *site, const int32_t *articles, ptrdiff_t n, Diags *diags)
{
    int32_t winner = articles[0];
    for (ptrdiff_t i = 1; i < n; i++)
        if (second_wins(&site->articles[winner], &site->articles[articles[i]]))
            winner = articles[i];
    for (ptrdiff_t i = 0; i < n; i++) {
        Article *left = &site->articles[articles[i]];
        if (articles[i] == winner)
            continue;
        tell_duplicate(&site->articles[winner], left, diags);
        if (are_twins(&site->articles[winner], left) && left->format == FORMAT_KBFRONT)
            site->articles[winner].permalink = left->permalink;    /* the plain text has none of its own */
        left->permalink = (Str){0};
    }
}

/* An id that is written as a number is, and has none: it would have the place of the article with that number. */
static int64_t digits_only(Arena *scratch, Str id)
{
    int64_t number = str_number(id);
    return number >= 0 && str_eq(str_decimal(scratch, (uint64_t)number, 1), id) ? number : -1;
}

/* Empties the permalink of every article that loses its id to another. Nearly all ids are numbers: those are brought into order as such. */
static void settle_ids(Site *site, Diags *diags)
{
    enum { NUMBER_BITS = 63 };
    Arena scratch = {0};
    Claim *claims = arena_new(&scratch, Claim, site->n);
    uint64_t *numbers = arena_new(&scratch, uint64_t, site->n);
    int32_t *numbered = arena_new(&scratch, int32_t, site->n), *same = arena_new(&scratch, int32_t, site->n);
    ptrdiff_t n = 0, number_count = 0;
    for (ptrdiff_t i = 0; i < site->n; i++) {
        const Article *a = &site->articles[i];
        if (!a->permalink.n || !a->id.n)
            continue;
        int64_t number = a->number >= 0 ? a->number : digits_only(&scratch, a->id);
        if (number >= 0) {
            numbers[number_count] = (uint64_t)number;
            numbered[number_count++] = (int32_t)i;
        } else {
            claims[n++] = (Claim){str_lower(&scratch, a->id), (int32_t)i};
        }
    }
    const int32_t *order = order_of_keys(&scratch, numbers, number_count, NUMBER_BITS);
    for (ptrdiff_t i = 0, end; i < number_count; i = end) {
        for (end = i; end < number_count && numbers[order[end]] == numbers[order[i]]; end++)
            same[end - i] = numbered[order[end]];
        settle_id(site, same, end - i, diags);
    }
    if (n)
        qsort(claims, (size_t)n, sizeof *claims, by_key);
    for (ptrdiff_t i = 0, end; i < n; i = end) {
        for (end = i; end < n && str_eq(claims[end].key, claims[i].key); end++)
            same[end - i] = claims[end].article;
        settle_id(site, same, end - i, diags);
    }
    arena_free(&scratch);
}

static void settle_permalinks(Site *site, Diags *diags)
{
    Arena scratch = {0};
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < site->n; i++) {
        Article *a = &site->articles[i];
        Str other;
        if (!a->permalink.n)
            continue;
        ArenaMark mark = arena_mark(&scratch);
        bool is_free = claim(site, permalink_file(&scratch, a->permalink), a->source, &other);
        arena_rewind(&scratch, mark);
        if (!is_free) {
            diag_file(diags, a->source, DIAG_DUPLICATE_PERMALINK,
                      "has the permalink '" STR_FMT "' of " STR_FMT " and is left out; give one of them another permalink", STR_ARG(a->permalink),
                      STR_ARG(other));
            continue;
        }
        site->articles[n++] = *a;
    }
    site->n = n;
    arena_free(&scratch);
}

/* --- orders ------------------------------------------------------------------------------------------------------------ */

typedef struct Rank {
    Str date;
    int64_t number;
    int32_t index;
    int32_t count;
} Rank;

static int by_rank_number(const void *x, const void *y)
{
    const Rank *a = x, *b = y;
    if (a->number != b->number)
        return a->number < b->number ? -1 : 1;
    return a->index - b->index;
}

static int by_rank_newest(const void *x, const void *y)
{
    const Rank *a = x, *b = y;
    int order = str_cmp(b->date, a->date);
    return order ? order : by_rank_number(x, y);
}

static int by_rank_count(const void *x, const void *y)
{
    const Rank *a = x, *b = y;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return by_rank_number(x, y);
}

/* "1998-05-01" as a number that is smaller the later it is; false for a date of another form. */
static bool date_key(Str date, uint64_t *key)
{
    static const char form[] = "dddd-dd-dd";
    uint64_t value = 0;
    for (ptrdiff_t i = 0; i < date.n; i++) {
        bool is_digit = i < countof(form) - 1 && form[i] == 'd';
        if (i >= countof(form) - 1 || (is_digit ? !char_is_digit(date.p[i]) : date.p[i] != form[i]))
            return false;
        value = is_digit ? value * 10 + (uint64_t)(date.p[i] - '0') : value;
    }
    *key = 100000000 - (date.n ? value + 1 : 0);
    return date.n == 0 || date.n == countof(form) - 1;
}

/* Brings indexes that are in the order of the numbers into that of the dates, latest first. */
static void sort_newest(Site *site)
{
    enum { DATE_BITS = 27 };
    Arena scratch = {0};
    uint64_t *keys = arena_new(&scratch, uint64_t, site->n);
    bool are_plain = true;
    for (ptrdiff_t i = 0; i < site->n; i++)
        are_plain &= date_key(site->articles[site->newest[i]].date, &keys[i]);
    if (are_plain) {
        int32_t *order = order_of_keys(&scratch, keys, site->n, DATE_BITS);
        for (ptrdiff_t i = 0; i < site->n; i++)
            order[i] = site->newest[order[i]];
        if (site->n)
            memcpy(site->newest, order, (size_t)site->n * sizeof *order);
    } else {
        Rank *ranks = arena_new(&scratch, Rank, site->n);
        for (ptrdiff_t i = 0; i < site->n; i++)
            ranks[i] = (Rank){site->articles[i].date, site->articles[i].number, (int32_t)i, 0};
        qsort(ranks, (size_t)site->n, sizeof *ranks, by_rank_newest);
        for (ptrdiff_t i = 0; i < site->n; i++)
            site->newest[i] = ranks[i].index;
    }
    arena_free(&scratch);
}

static void sort_articles(Site *site)
{
    enum { NUMBER_BITS = 64 };
    Arena scratch = {0};
    uint64_t *keys = arena_new(&scratch, uint64_t, site->n);
    for (ptrdiff_t i = 0; i < site->n; i++)
        keys[i] = (uint64_t)(site->articles[i].number + 1);     /* -1: none */
    site->newest = order_of_keys(site->arena, keys, site->n, NUMBER_BITS);
    site->by_number = arena_new(site->arena, int32_t, site->n);
    for (ptrdiff_t i = 0; i < site->n; i++)
        if (site->articles[site->newest[i]].number >= 0)
            site->by_number[site->numbered++] = site->newest[i];
    sort_newest(site);
    arena_free(&scratch);
}

ptrdiff_t site_place(const Site *site, int64_t number)
{
    ptrdiff_t low = 0, high = site->numbered;
    while (low < high) {
        ptrdiff_t middle = low + (high - low) / 2;
        if (site->articles[site->by_number[middle]].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

int32_t site_find(const Site *site, int64_t number)
{
    ptrdiff_t place = site_place(site, number);
    bool is_here = place < site->numbered && site->articles[site->by_number[place]].number == number;
    return is_here ? site->by_number[place] : -1;
}

/* --- links in Markdown --------------------------------------------------------------------------------------------------- */

static Str path_key(Arena *a, int content_dir, Str path)
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

/* --- references ---------------------------------------------------------------------------------------------------------- */

/* `seen` holds, for each article, the last one whose references were found to name it (plus one). */
static void resolve_refs(Site *site, Article *a, int32_t self, int32_t *seen)
{
    Arena scratch = {0};
    a->refs = arena_new(site->arena, Ref, a->number_count + a->local_link_count);
    for (int32_t i = 0; i < a->number_count; i++) {
        int32_t target = site_find(site, a->numbers[i]);
        a->refs[a->ref_count++] = (Ref){a->numbers[i], target};
        if (target >= 0)
            seen[target] = self + 1;
    }
    for (int32_t i = 0; i < a->local_link_count; i++) {
        ArenaMark mark = arena_mark(&scratch);
        Link link = site_resolve(site, &scratch, a, a->local_links[i].url);
        arena_rewind(&scratch, mark);
        if (link.kind != LINK_ARTICLE || link.article == self || seen[link.article] == self + 1)
            continue;
        a->refs[a->ref_count++] = (Ref){-1, link.article};
        seen[link.article] = self + 1;
    }
    arena_free(&scratch);
}

static void resolve_all_refs(Site *site)
{
    Arena scratch = {0};
    int32_t *seen = arena_new(&scratch, int32_t, site->n);
    for (ptrdiff_t i = 0; i < site->n; i++)
        resolve_refs(site, &site->articles[i], (int32_t)i, seen);
    arena_free(&scratch);
}

static void tell_targets(Site *site, int32_t from)
{
    const Article *a = &site->articles[from];
    for (int32_t k = 0; k < a->ref_count; k++) {
        Article *target = a->refs[k].article < 0 ? NULL : &site->articles[a->refs[k].article];
        if (target)
            target->referrers[target->referrer_count++] = from;
    }
}

static void count_referrers(Site *site)
{
    for (ptrdiff_t i = 0; i < site->n; i++)
        for (int32_t k = 0; k < site->articles[i].ref_count; k++)
            if (site->articles[i].refs[k].article >= 0)
                site->articles[site->articles[i].refs[k].article].referrer_count++;
    for (ptrdiff_t i = 0; i < site->n; i++) {
        site->articles[i].referrers = arena_new(site->arena, int32_t, site->articles[i].referrer_count);
        site->articles[i].referrer_count = 0;
    }
    for (ptrdiff_t i = 0; i < site->numbered; i++)
        tell_targets(site, site->by_number[i]);
    for (ptrdiff_t i = 0; i < site->n; i++)
        if (site->articles[i].number < 0)
            tell_targets(site, (int32_t)i);
}

static int by_demand(const void *x, const void *y)
{
    const Wanted *a = x, *b = y;
    if (a->n != b->n)
        return a->n > b->n ? -1 : 1;
    return a->number < b->number ? -1 : 1;
}

/* One sorted list of (number, who asks), cut where the number changes. */
static void find_wanted(Site *site)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < site->n; i++)
        for (int32_t k = 0; k < site->articles[i].ref_count; k++)
            n += site->articles[i].refs[k].article < 0;
    Arena scratch = {0};
    Rank *asks = arena_new(&scratch, Rank, n);
    n = 0;
    for (ptrdiff_t i = 0; i < site->n; i++)
        for (int32_t k = 0; k < site->articles[i].ref_count; k++)
            if (site->articles[i].refs[k].article < 0)
                asks[n++] = (Rank){.number = site->articles[i].refs[k].number, .index = (int32_t)i};
    if (n)
        qsort(asks, (size_t)n, sizeof *asks, by_rank_number);
    int32_t *who = arena_new(site->arena, int32_t, n);
    for (ptrdiff_t i = 0; i < n; i++)
        site->wanted_count += i == 0 || asks[i].number != asks[i - 1].number;
    site->wanted = arena_new(site->arena, Wanted, site->wanted_count);
    ptrdiff_t at = -1;
    for (ptrdiff_t i = 0; i < n; i++) {
        who[i] = asks[i].index;
        if (i == 0 || asks[i].number != asks[i - 1].number)
            site->wanted[++at] = (Wanted){asks[i].number, &who[i], 0};
        site->wanted[at].n++;
    }
    if (site->wanted_count)
        qsort(site->wanted, (size_t)site->wanted_count, sizeof *site->wanted, by_demand);
    site->wanted_permalink = S("wanted/");
    arena_free(&scratch);
}

static void find_most_referenced(Site *site)
{
    Arena scratch = {0};
    Rank *ranks = arena_new(&scratch, Rank, site->n);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < site->n; i++)
        if (site->articles[i].referrer_count > 0)
            ranks[n++] = (Rank){.number = site->articles[i].number, .index = (int32_t)i, .count = site->articles[i].referrer_count};
    if (n)
        qsort(ranks, (size_t)n, sizeof *ranks, by_rank_count);
    site->most_referenced_count = n < MOST_REFERENCED_MAX ? n : MOST_REFERENCED_MAX;
    site->most_referenced = arena_new(site->arena, int32_t, site->most_referenced_count);
    for (ptrdiff_t i = 0; i < site->most_referenced_count; i++)
        site->most_referenced[i] = ranks[i].index;
    arena_free(&scratch);
}

/* --- attachments ----------------------------------------------------------------------------------------------------------- */

static void add_copy(Site *site, Str source, Str output, Diags *diags)
{
    Str other;
    if (!site_claim(site, output, source, &other)) {
        if (!str_eq(other, source))
            diag_file(diags, source, DIAG_DUPLICATE_PERMALINK, "would be copied to '" STR_FMT "', which is the place of " STR_FMT "; rename one of them",
                      STR_ARG(output), STR_ARG(other));
        return;
    }
    if (site->copy_count == site->copy_cap) {
        ptrdiff_t cap = site->copy_cap ? site->copy_cap * 2 : 32;
        Copy *copies = arena_new(site->arena, Copy, cap);
        if (site->copy_count)
            memcpy(copies, site->copies, (size_t)site->copy_count * sizeof *copies);
        site->copies = copies;
        site->copy_cap = cap;
    }
    site->copies[site->copy_count++] = (Copy){source, output};
}

/* A file in an article's own folder, or below, goes beside each article that links to it; every other file to its own path. */
static void place_attachments(Site *site, Diags *diags)
{
    for (ptrdiff_t i = 0; i < site->n && site->attachment_count; i++) {
        const Article *a = &site->articles[i];
        for (int32_t k = 0; k < a->local_link_count; k++) {
            ArenaMark mark = arena_mark(site->arena);
            Link link = site_resolve(site, site->arena, a, a->local_links[k].url);
            Str path = {0};
            bool is_own = link.kind == LINK_FILE && a->permalink.n && str_starts(link.output, permalink_folder(a->permalink));
            if (is_own)
                path = str_join2(site->arena, permalink_folder(a->path), str_from(link.output, permalink_folder(a->permalink).n));
            ptrdiff_t file = is_own ? table_find(&site->attachment_paths, path_key(site->arena, a->content_dir, path)) : -1;
            if (file < 0) {
                arena_rewind(site->arena, mark);
                continue;
            }
            site->attachments[file].is_placed = true;
            add_copy(site, site->attachments[file].source, link.output, diags);
        }
    }
    for (ptrdiff_t i = 0; i < site->attachment_count; i++)
        if (!site->attachments[i].is_placed)
            add_copy(site, site->attachments[i].source, site->attachments[i].path, diags);
}

/* --- all together ------------------------------------------------------------------------------------------------------------ */

/* Links, taxonomies and identifiers know nothing of each other: they are made at the same time. */
enum { GATHER_LINKS = TAXONOMY_COUNT, GATHER_IDENTIFIERS, GATHER_COUNT };

/* What takes longest goes first; else one thread is at it when the others have nothing left. */
static const int GATHER_ORDER[GATHER_COUNT] = {
    TAXONOMY_TITLES, GATHER_LINKS, GATHER_IDENTIFIERS, TAXONOMY_KEYWORDS, TAXONOMY_PRODUCTS, TAXONOMY_IDS, TAXONOMY_TECHNOLOGIES, TAXONOMY_YEARS, TAXONOMY_KINDS,
};

typedef struct Gathering {
    Site *site;
    Diags *diags;
    Arena arenas[GATHER_COUNT];
} Gathering;

static void gather_terms(const Site *site, Arena *a, TaxonomyKind kind, Taxonomy *t)
{
    bool is_ids = kind == TAXONOMY_IDS;
    const int32_t *order = is_ids ? site->by_number : kind == TAXONOMY_TITLES ? titles_sort(a, site->articles, site->n) : site->newest;
    taxonomy_build(a, kind, site->config, site->articles, site->n, order, is_ids ? site->numbered : site->n, t);
}

static void gather(void *context, int worker, ptrdiff_t at)
{
    Gathering *g = context;
    Site *site = g->site;
    int i = GATHER_ORDER[at];
    (void)worker;
    if (i == GATHER_LINKS) {
        resolve_all_refs(site);
        count_referrers(site);
        find_wanted(site);
        find_most_referenced(site);
        place_attachments(site, g->diags);
    } else if (i == GATHER_IDENTIFIERS) {
        if (site->config->identifiers)
            identifiers_build(&g->arenas[i], site->articles, site->n, site->newest, &site->identifiers);
    } else {
        gather_terms(site, &g->arenas[i], (TaxonomyKind)i, &site->taxonomies[i]);
    }
}

void site_build(Arena *a, const Config *c, SiteInput input, Site *site, Diags *diags)
{
    *site = (Site){.config = c, .arena = a, .articles = input.articles, .n = input.n, .attachments = input.attachments,
                   .attachment_count = input.attachment_count, .attachment_paths = {.arena = a}, .static_paths = {.arena = a},
                   .outputs = {.arena = a}, .folders = {.arena = a}};
    table_reserve(&site->outputs, input.n + input.n / 4 + 64);      /* articles, and pages that list them */
    settle_ids(site, diags);
    settle_permalinks(site, diags);
    for (ptrdiff_t i = 0; i < input.attachment_count; i++)
        table_add(&site->attachment_paths, path_key(a, input.attachments[i].content_dir, input.attachments[i].path));
    for (ptrdiff_t i = 0; i < input.static_count; i++)
        table_add(&site->static_paths, input.static_paths[i]);
    sort_articles(site);
    Gathering g = {.site = site, .diags = diags};
    pool_run(input.threads ? input.threads : 1, GATHER_COUNT, gather, &g, NULL, NULL);
    for (int i = 0; i < GATHER_COUNT; i++)
        arena_take(a, &g.arenas[i]);
}
