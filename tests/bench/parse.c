/* parse [-n PASSES] FOLDER…: how fast read_article is, in MB (10^6 bytes) of source each second on one core, for the files of each folder.
 *
 * All files are in memory before the clock starts. A pass reads every article and forgets it, as a worker of the build does. Machines differ and
 * are shared, so two floors are measured beside it, over the same bytes in the same minute: finding every line end with memchr, which is
 * what any reader of lines must do, and copying each file once. "of lines" is the speed as a share of the first. */
#define _POSIX_C_SOURCE 200809L    /* clock_gettime */
#include "base/fs.h"
#include "read/read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PASSES = 5, PASSES_MAX = 100, FILE_LIMIT = 1 << 26 };

typedef struct Files {
    Source *items;
    ptrdiff_t n, bytes;
} Files;

typedef struct Bench {
    const Files *files;
    IdPattern ids;
    Arena arena, diags_arena;
    char *copy;             /* room for the longest file */
    ptrdiff_t result;       /* of the work, so that no compiler leaves it out */
} Bench;

typedef void Work(Bench *b, const Source *file);

static void read_one(Bench *b, const Source *file)
{
    ReadOptions options = {&b->ids};
    Diags diags = {.arena = &b->diags_arena};
    Doc doc = {0};
    Source decoded;
    b->result += read_article(&b->arena, file, &options, &doc, &decoded, &diags) == READ_ARTICLE;
    arena_rewind(&b->arena, (ArenaMark){0});
    arena_rewind(&b->diags_arena, (ArenaMark){0});
}

static void count_lines(Bench *b, const Source *file)
{
    for (Str rest = file->text; rest.n; str_cut(&rest, '\n'))
        b->result++;
}

static void copy_file(Bench *b, const Source *file)
{
    if (file->text.n)
        memcpy(b->copy, file->text.p, (size_t)file->text.n);
    b->result += b->copy[file->text.n / 2];
}

static double cpu_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int by_size(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

typedef struct Speed {
    double best, median;    /* bytes a second */
} Speed;

static Speed measure(Bench *b, Work *work, int passes)
{
    double seconds[PASSES_MAX];
    for (int pass = 0; pass < passes; pass++) {
        double start = cpu_seconds();
        for (ptrdiff_t i = 0; i < b->files->n; i++)
            work(b, &b->files->items[i]);
        seconds[pass] = cpu_seconds() - start;
    }
    qsort(seconds, (size_t)passes, sizeof *seconds, by_size);
    return (Speed){(double)b->files->bytes / seconds[0], (double)b->files->bytes / seconds[passes / 2]};
}

static bool load(Arena *a, Str dir, Files *files)
{
    FsList list = {0};
    Str why = {0};
    if (!fs_walk(a, dir, false, (Str){0}, &list, &why)) {
        fprintf(stderr, "parse: " STR_FMT ": " STR_FMT "\n", STR_ARG(dir), STR_ARG(why));
        return false;
    }
    *files = (Files){.items = arena_new(a, Source, list.n)};
    for (ptrdiff_t i = 0; i < list.n; i++) {
        bool too_large = false;
        Source *file = &files->items[files->n];
        file->path = list.items[i].path;
        if (!fs_read(a, fs_join(a, dir, file->path), FILE_LIMIT, &file->text, &too_large, &why)) {
            fprintf(stderr, "parse: " STR_FMT ": " STR_FMT "\n", STR_ARG(file->path), STR_ARG(why));
            return false;
        }
        files->bytes += file->text.n;
        files->n++;
    }
    return files->n > 0;
}

static void print_speeds(const char *dir, const Files *files, int passes)
{
    Bench b = {.files = files, .ids = id_pattern_default()};
    ptrdiff_t longest = 0;
    for (ptrdiff_t i = 0; i < files->n; i++)
        longest = files->items[i].text.n > longest ? files->items[i].text.n : longest;
    b.copy = malloc((size_t)longest + 1);
    CHECK(b.copy);
    b.copy[0] = 0;
    Speed lines = measure(&b, count_lines, passes), copy = measure(&b, copy_file, passes), parse = measure(&b, read_one, passes);
    printf("%s: %td files, %.1f MB, %d passes\n", dir, files->n, (double)files->bytes * 1e-6, passes);
    printf("  %-12s %8s %8s   %s\n", "MB/s", "best", "median", "of lines");
    printf("  %-12s %8.0f %8.0f\n", "copy", copy.best * 1e-6, copy.median * 1e-6);
    printf("  %-12s %8.0f %8.0f\n", "lines", lines.best * 1e-6, lines.median * 1e-6);
    printf("  %-12s %8.0f %8.0f   %.3f\n", "read_article", parse.best * 1e-6, parse.median * 1e-6, parse.median / lines.median);
    if (b.result == 0)
        puts("  and nothing was read");
    free(b.copy);
    arena_free(&b.arena);
    arena_free(&b.diags_arena);
}

int main(int argc, char **argv)
{
    int first = 1, passes = PASSES;
    if (argc > 2 && strcmp(argv[1], "-n") == 0) {
        passes = atoi(argv[2]);
        first = 3;
    }
    if (first >= argc || passes < 1 || passes > PASSES_MAX) {
        fputs("usage: parse [-n PASSES] FOLDER...\n", stderr);
        return 2;
    }
    for (int i = first; i < argc; i++) {
        Arena arena = {0};
        Files files;
        if (!load(&arena, str(argv[i]), &files))
            return 1;
        print_speeds(argv[i], &files, passes);
        arena_free(&arena);
    }
    return 0;
}
