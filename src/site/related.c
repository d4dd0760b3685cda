/* Everything that articles can share is a list of articles: those that refer to one article (here or wanted), those that one article refers
 * to, those of one keyword or technology. Two passes over the lists an article is on: the first adds up, for each article on them, what it has in common;
 * the second keeps the best and clears the sums. */
#include "site/related.h"

#include "base/pool.h"

/* What having a list in common counts, divided by the list's length. References are made by a person for this one article. */
enum { REFERENCE_WEIGHT = 2520, TERM_WEIGHT = 1260 };

typedef struct Shared {
    const int32_t *articles;
    int32_t n, weight;
} Shared;

typedef struct Relating {
    Site *site;
    Arena arena;            /* until all are found */
    Shared *lists;
    ptrdiff_t n, cap;
    int32_t *first;         /* by article: where its lists begin in `on`; one more for the end */
    int32_t *on;
    Arena scratch[POOL_MAX];
    int32_t *sums[POOL_MAX];    /* by worker: by article; all 0 between two articles */
} Relating;

/* --- the lists --------------------------------------------------------------------------------------------------------------- */

static void add_list(Relating *r, const int32_t *articles, int32_t n, int32_t weight)
{
    if (n < 2 || n > SHARED_MAX)
        return;
    r->lists = arena_grow(&r->arena, r->lists, r->n, &r->cap, sizeof *r->lists);
    r->lists[r->n++] = (Shared){articles, n, weight / n};
}

/* What one article refers to. */
static void add_targets(Relating *r, const Article *article)
{
    if (article->ref_count < 2 || article->ref_count > SHARED_MAX)
        return;
    int32_t *targets = arena_new(&r->arena, int32_t, article->ref_count), n = 0;
    for (int32_t i = 0; i < article->ref_count; i++)
        if (article->refs[i].article >= 0)
            targets[n++] = article->refs[i].article;
    add_list(r, targets, n, REFERENCE_WEIGHT);
}

static void find_lists(Relating *r)
{
    static const TaxonomyKind subjects[] = {TAXONOMY_KEYWORDS, TAXONOMY_TECHNOLOGIES};
    const Site *site = r->site;
    for (ptrdiff_t k = 0; k < countof(subjects); k++) {
        const Taxonomy *t = &site->taxonomies[subjects[k]];
        for (ptrdiff_t i = 0; i < t->n; i++)
            if (!t->terms[i].is_internal)
                add_list(r, t->terms[i].articles, t->terms[i].n, TERM_WEIGHT);
    }
    for (ptrdiff_t i = 0; i < site->n; i++) {
        add_list(r, site->articles[i].referrers, site->articles[i].referrer_count, REFERENCE_WEIGHT);
        add_targets(r, &site->articles[i]);
    }
    for (ptrdiff_t i = 0; i < site->wanted_count; i++)
        add_list(r, site->wanted[i].articles, site->wanted[i].n, REFERENCE_WEIGHT);
}

static void index_lists(Relating *r)
{
    ptrdiff_t n = r->site->n, places = 0;
    r->first = arena_new(&r->arena, int32_t, n + 2);
    for (ptrdiff_t i = 0; i < r->n; i++) {
        places += r->lists[i].n;
        for (int32_t k = 0; k < r->lists[i].n; k++)
            r->first[r->lists[i].articles[k] + 2]++;
    }
    CHECK(places < INT32_MAX && r->n < INT32_MAX);
    for (ptrdiff_t i = 2; i < n + 2; i++)
        r->first[i] += r->first[i - 1];
    r->on = arena_new(&r->arena, int32_t, places);
    for (ptrdiff_t i = 0; i < r->n; i++)            /* moves each beginning to the one of the next article */
        for (int32_t k = 0; k < r->lists[i].n; k++)
            r->on[r->first[r->lists[i].articles[k] + 1]++] = (int32_t)i;
}

/* --- the best ---------------------------------------------------------------------------------------------------------------- */

typedef struct Candidate {
    int32_t article, sum;
} Candidate;

typedef struct Best {
    const Site *site;
    int32_t self;
    Candidate items[RELATED_MAX];
    int n, max;
} Best;

/* Articles that were written together have numbers near each other. */
static int64_t distance(const Best *b, int32_t article)
{
    int64_t own = b->site->articles[b->self].number, other = b->site->articles[article].number;
    return own < 0 || other < 0 ? INT64_MAX : own < other ? other - own : own - other;
}

static bool is_better(const Best *b, Candidate x, Candidate y)
{
    if (x.sum != y.sum)
        return x.sum > y.sum;
    int64_t dx = distance(b, x.article), dy = distance(b, y.article);
    return dx != dy ? dx < dy : x.article < y.article;
}

static void consider(Best *b, Candidate candidate)
{
    int at = b->n;
    while (at > 0 && is_better(b, candidate, b->items[at - 1]))
        at--;
    if (at >= b->max)
        return;
    if (b->n < b->max)
        b->n++;
    for (int i = b->n - 1; i > at; i--)
        b->items[i] = b->items[i - 1];
    b->items[at] = candidate;
}

/* The page shows them already. Gives how many the author named. */
static int leave_out(const Site *site, Arena *scratch, int32_t self, int32_t *sums)
{
    const Article *article = &site->articles[self];
    int named = 0;
    sums[self] = 0;
    for (int32_t i = 0; i < article->ref_count; i++)
        if (article->refs[i].article >= 0)
            sums[article->refs[i].article] = 0;
    for (int32_t i = 0; i < article->referrer_count; i++)
        sums[article->referrers[i]] = 0;
    const StrList *related = &article_extra(article)->related;
    for (ptrdiff_t i = 0; i < related->n; i++) {
        ArenaMark mark = arena_mark(scratch);
        int32_t other = related_written(site, scratch, article, related->items[i]);
        arena_rewind(scratch, mark);
        if (other >= 0)
            sums[other] = 0;
        named += other >= 0 && named < RELATED_MAX;
    }
    return named;
}

static void find_job(void *context, int worker, ptrdiff_t self)
{
    Relating *r = context;
    const Site *site = r->site;
    int32_t *found = site->related + self * RELATED_MAX, from = r->first[self], to = r->first[self + 1];
    if (!r->sums[worker])
        r->sums[worker] = arena_new(&r->scratch[worker], int32_t, site->n);
    int32_t *sums = r->sums[worker];
    Best best = {.site = site, .self = (int32_t)self};
    for (int32_t i = from; i < to; i++) {
        const Shared *list = &r->lists[r->on[i]];
        for (int32_t k = 0; k < list->n; k++)
            sums[list->articles[k]] += list->weight;
    }
    best.max = from < to ? RELATED_MAX - leave_out(site, &r->scratch[worker], (int32_t)self, sums) : 0;
    for (int32_t i = from; i < to; i++) {
        const Shared *list = &r->lists[r->on[i]];
        for (int32_t k = 0; k < list->n; k++) {
            int32_t *sum = &sums[list->articles[k]];
            if (*sum)
                consider(&best, (Candidate){list->articles[k], *sum});
            *sum = 0;
        }
    }
    for (int i = 0; i < RELATED_MAX; i++)
        found[i] = i < best.n ? best.items[i].article : -1;
}

/* --- all together ------------------------------------------------------------------------------------------------------------ */

void related_find(Site *site, int threads)
{
    Relating r = {.site = site};
    site->related = arena_new(site->arena, int32_t, site->n * RELATED_MAX);
    find_lists(&r);
    index_lists(&r);
    pool_run(threads, site->n, find_job, &r, NULL, NULL);
    for (int i = 0; i < POOL_MAX; i++)
        arena_free(&r.scratch[i]);
    arena_free(&r.arena);
}

const int32_t *related_of(const Site *site, int32_t article, int32_t *n)
{
    const int32_t *found = site->related ? site->related + (ptrdiff_t)article * RELATED_MAX : NULL;
    *n = 0;
    while (found && *n < RELATED_MAX && found[*n] >= 0)
        ++*n;
    return found;
}

int32_t related_written(const Site *site, Arena *scratch, const Article *from, Str written)
{
    int64_t number = id_number(&site->config->ids, written, true);
    if (number >= 0)
        return site_find(site, number);
    Link link = site_resolve(site, scratch, from, written);
    return link.kind == LINK_ARTICLE ? link.article : -1;
}
