/* words SOURCE_DIR SITE_DIR: no word is lost on the way to the page.
 *
 * For every article of an archive the words of its body are laid beside the words of the page that the site shows for it: the element with
 * data-kb-body, as a browser would show it (references decoded, list numbers and rules drawn). words.h says in what they may differ. */
#include "page.h"

#include "base/fs.h"
#include "base/pool.h"

#include <stdio.h>

enum { FILE_LIMIT = 1 << 26, REPORTED = 40 };

static const Transformation TRANSFORMATIONS[] = {WORDS_TRANSFORMATIONS};

enum { TRANSFORMATION_COUNT = sizeof TRANSFORMATIONS / sizeof TRANSFORMATIONS[0] };

/* --- one article ---------------------------------------------------------------------------------------------------- */

typedef struct Counts {
    long long files, words, transformations[TRANSFORMATION_COUNT];
} Counts;

/* What is wrong with one article, or the empty Str. */
static Str check(Arena *a, Str source_path, Str site, Counts *counts)
{
    Str file, html, why;
    bool too_large;
    SourceBody body;
    if (!fs_read(a, source_path, FILE_LIMIT, &file, &too_large, &why))
        return too_large ? S("too large") : why;
    if (!source_body(a, file, &body))
        return S("no article of the archive");
    Str page_path = str_fmt(a, STR_FMT "/kb/%03lld/Q%lld/index.html", STR_ARG(site), (long long)(body.number / 1000), (long long)body.number);
    if (!fs_read(a, page_path, FILE_LIMIT, &html, &too_large, &why))
        return str_fmt(a, "no page: " STR_FMT ": " STR_FMT, STR_ARG(page_path), STR_ARG(why));

    Page page;
    bool has_body = words_of_page(a, html, &page);
    Walk w = {.body = &body, .source = words_of_source(a, &body), .page = &page};
    if (!has_body && w.source.n)
        return S("the page has no element with data-kb-body");
    counts->files++;
    counts->words += w.source.n;
    return walk_both(&w, TRANSFORMATIONS, TRANSFORMATION_COUNT, counts->transformations) ? (Str){0} : difference(a, &w);
}

/* --- all of them ---------------------------------------------------------------------------------------------------- */

typedef struct Seat {
    Arena scratch, kept;
    Counts counts;
} Seat;

typedef struct Job {
    Str source, site;
    const FsList *files;
    Str *troubles;          /* by file, empty when there is none */
    Seat seats[POOL_MAX];
} Job;

static void check_one(void *context, int worker, ptrdiff_t index)
{
    Job *job = context;
    Seat *seat = &job->seats[worker];
    ArenaMark mark = arena_mark(&seat->scratch);
    Str path = fs_join(&seat->scratch, job->source, job->files->items[index].path);
    job->troubles[index] = str_copy(&seat->kept, check(&seat->scratch, path, job->site, &seat->counts));
    arena_rewind(&seat->scratch, mark);
}

static Counts sum(const Job *job)
{
    Counts all = {0};
    for (int i = 0; i < POOL_MAX; i++) {
        all.files += job->seats[i].counts.files;
        all.words += job->seats[i].counts.words;
        for (int k = 0; k < TRANSFORMATION_COUNT; k++)
            all.transformations[k] += job->seats[i].counts.transformations[k];
    }
    return all;
}

static int report(const Job *job, ptrdiff_t shown)
{
    ptrdiff_t troubles = 0;
    Counts all = sum(job);
    for (ptrdiff_t i = 0; i < job->files->n; i++)
        troubles += job->troubles[i].n > 0;
    printf("%sok 1 - no word is lost\n", troubles || !all.files ? "not " : "");
    printf("# %lld files, %lld words, %td files differ\n", all.files, all.words, troubles);
    for (int k = 0; k < TRANSFORMATION_COUNT; k++)
        printf("# %-18s %lld\n", TRANSFORMATIONS[k].name, all.transformations[k]);
    for (ptrdiff_t i = 0; i < job->files->n && shown > 0; i++) {
        if (!job->troubles[i].n)
            continue;
        printf("# " STR_FMT ": " STR_FMT "\n", STR_ARG(job->files->items[i].path), STR_ARG(job->troubles[i]));
        shown--;
    }
    printf("1..1\n");
    return troubles || !all.files;
}

int main(int argc, char **argv)
{
    bool all = argc == 4 && strcmp(argv[1], "--all") == 0;
    if (argc != 3 && !all) {
        fputs("usage: words [--all] SOURCE_DIR SITE_DIR\n", stderr);
        return 2;
    }
    static Job job;
    Arena a = {0};
    FsList files = {0};
    Str why;
    job.source = str(argv[argc - 2]);
    job.site = str(argv[argc - 1]);
    job.files = &files;
    if (!fs_walk(&a, job.source, false, (Str){0}, &files, &why)) {
        fprintf(stderr, "words: %s: " STR_FMT "\n", argv[argc - 2], STR_ARG(why));
        return 2;
    }
    job.troubles = arena_new(&a, Str, files.n);
    int threads = fs_processors();
    pool_run(threads > POOL_MAX ? POOL_MAX : threads, files.n, check_one, &job, NULL, NULL);
    return report(&job, all ? files.n : REPORTED);
}
