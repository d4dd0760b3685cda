/* Who refers to whom, who is asked for and not here, and the files that articles take along. */
#include "site/siteown.h"

#include <stdlib.h>

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

static int by_rank_count(const void *x, const void *y)
{
    const Rank *a = x, *b = y;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return by_rank_number(x, y);
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
    site->copies = arena_grow(site->arena, site->copies, site->copy_count, &site->copy_cap, sizeof *site->copies);
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

void link_articles(Site *site, Diags *diags)
{
    resolve_all_refs(site);
    count_referrers(site);
    find_wanted(site);
    find_most_referenced(site);
    place_attachments(site, diags);
}
