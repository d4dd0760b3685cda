/* Settles who keeps an id and an address, brings the articles into their orders, and has everything else gathered beside each other. */
#include "site/siteown.h"

#include "base/order.h"
#include "base/pool.h"
#include "site/titles.h"

#include <stdlib.h>
#include <string.h>

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
    const int32_t *order = order_of_keys(&scratch, numbers, number_count);
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
        bool is_free = claim_output(site, permalink_file(&scratch, a->permalink), a->source, &other);
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

int by_rank_number(const void *x, const void *y)
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
    Arena scratch = {0};
    uint64_t *keys = arena_new(&scratch, uint64_t, site->n);
    bool are_plain = true;
    for (ptrdiff_t i = 0; i < site->n; i++)
        are_plain &= date_key(site->articles[site->newest[i]].date, &keys[i]);
    if (are_plain) {
        int32_t *order = order_of_keys(&scratch, keys, site->n);
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
    Arena scratch = {0};
    uint64_t *keys = arena_new(&scratch, uint64_t, site->n);
    for (ptrdiff_t i = 0; i < site->n; i++)
        keys[i] = (uint64_t)(site->articles[i].number + 1);     /* -1: none */
    site->newest = order_of_keys(site->arena, keys, site->n);
    site->by_number = arena_new(site->arena, int32_t, site->n);
    site->numbers = arena_raw(site->arena, int64_t, site->n);
    for (ptrdiff_t i = 0; i < site->n; i++)
        if (keys[site->newest[i]] > 0) {
            site->numbers[site->numbered] = (int64_t)keys[site->newest[i]] - 1;
            site->by_number[site->numbered++] = site->newest[i];
        }
    sort_newest(site);
    arena_free(&scratch);
}

ptrdiff_t site_place(const Site *site, int64_t number)
{
    ptrdiff_t low = 0, high = site->numbered;
    while (low < high) {
        ptrdiff_t middle = low + (high - low) / 2;
        if (site->numbers[middle] < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

int32_t site_find(const Site *site, int64_t number)
{
    ptrdiff_t place = site_place(site, number);
    bool is_here = place < site->numbered && site->numbers[place] == number;
    return is_here ? site->by_number[place] : -1;
}

/* --- all together ------------------------------------------------------------------------------------------------------------ */

/* Links, taxonomies and identifiers know nothing of each other: they are made at the same time. */
enum { GATHER_LINKS = TAXONOMY_COUNT, GATHER_IDENTIFIERS, GATHER_COUNT };

/* What takes longest goes first; else one thread is at it when the others have nothing left. */
static const int GATHER_ORDER[GATHER_COUNT] = {
    TAXONOMY_TITLES, GATHER_LINKS, GATHER_IDENTIFIERS, TAXONOMY_KEYWORDS, TAXONOMY_PRODUCTS, TAXONOMY_IDS, TAXONOMY_TECHNOLOGIES, TAXONOMY_YEARS,
    TAXONOMY_KINDS,
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
        link_articles(site, g->diags);
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
