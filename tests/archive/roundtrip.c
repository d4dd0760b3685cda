/* roundtrip SITE_DIR CONVERTED_SITE_DIR: the site made of an archive, and the one made of what `kb convert` made of the archive.
 *
 * Both must have a page for every article, at the same place, and the same words on it. The blocks of the two pages (their kinds and how they
 * stand in each other, markers and starts of lists, kinds of literal text and its language) must agree in 99 of 100 articles; where they do not,
 * the two tags where they part name the cause, and causes are counted. */
#include "page.h"

#include "base/fs.h"
#include "base/pool.h"

#include <stdio.h>
#include <stdlib.h>

enum { FILE_LIMIT = 1 << 26, REPORTED = 40, CAUSES_MAX = 400, SHOWN_WORDS = 4 };

/* --- blocks ------------------------------------------------------------------------------------------------------------- */

static bool is_container(Str name)
{
    return html_is_one_of(name, (const char *const[]){"ul", "ol", "li", "blockquote", "aside", "table", "tr", NULL});
}

/* What must agree of a tag: where it leads and how cells are aligned says nothing about blocks. */
static Str shape(Arena *a, const HtmlToken *tag)
{
    static const char *const told[] = {"class", "type", "start"};
    Buf b = {.arena = a};
    buf_put(&b, tag->name);
    bool is_cell = html_is_one_of(tag->name, (const char *const[]){"td", "th", NULL});
    for (ptrdiff_t i = 0; i < countof(told) && !is_cell; i++) {
        Str value;
        if (html_find_attribute(tag->attributes, str(told[i]), &value))
            buf_fmt(&b, " %s=" STR_FMT, told[i], STR_ARG(value));
    }
    return buf_str(&b);
}

/* The blocks of a page as tags, in order, containers with their ends. Whether the text of an item stands in a paragraph is looks. */
static StrList blocks_of(Arena *a, Str html)
{
    StrList blocks = {0};
    HtmlReader reader = {.rest = html};
    HtmlToken token;
    Str body;
    bool in_literal = false;
    if (!find_body(&reader, &body))
        return blocks;
    for (int depth = 1; depth > 0 && html_next(&reader, &token);) {
        if (token.kind == HTML_TEXT)
            continue;
        bool opens = token.kind == HTML_OPEN;
        if (str_eq_fold(token.name, body))
            depth += opens ? 1 : -1;
        bool is_item_text = str_eq(token.name, S("p")) && str_find_char(token.attributes, '=') < 0 && blocks.n && str_eq(blocks.items[blocks.n - 1], S("li"));
        bool is_language = opens && in_literal && str_eq(token.name, S("code"));
        in_literal = opens && str_eq(token.name, S("pre"));
        if (opens && (is_language || (!is_inline(token.name) && !is_item_text && !html_is_one_of(token.name, (const char *const[]){"br", "div", "img", NULL}))))
            list_add(a, &blocks, shape(a, &token));
        else if (!opens && is_container(token.name))
            list_add(a, &blocks, str_join2(a, S("/"), token.name));
    }
    return blocks;
}

/* The blocks where the two lists part, or the empty Str. */
static Str blocks_difference(Arena *a, const StrList *x, const StrList *y)
{
    for (ptrdiff_t i = 0; i < x->n || i < y->n; i++) {
        Str in_x = i < x->n ? x->items[i] : S("nothing"), in_y = i < y->n ? y->items[i] : S("nothing");
        if (!str_eq(in_x, in_y))
            return str_fmt(a, "<" STR_FMT "> became <" STR_FMT ">", STR_ARG(in_x), STR_ARG(in_y));
    }
    return (Str){0};
}

/* --- one article -------------------------------------------------------------------------------------------------------- */

static Str words_difference(Arena *a, const Page *x, const Page *y)
{
    ptrdiff_t i = 0;
    while (i < x->n && i < y->n && x->items[i].kind == y->items[i].kind && str_eq(x->items[i].text, y->items[i].text))
        i++;
    if (i == x->n && i == y->n)
        return (Str){0};
    Buf b = {.arena = a};
    const Page *pages[] = {x, y};
    for (int k = 0; k < 2; k++) {
        buf_put(&b, k ? S(" | converted: ") : S("direct: "));
        for (ptrdiff_t j = i > SHOWN_WORDS ? i - SHOWN_WORDS : 0; j < i + SHOWN_WORDS && j < pages[k]->n; j++)
            buf_fmt(&b, j == i ? ">>>" STR_FMT " " : STR_FMT " ", STR_ARG(utf8_head(pages[k]->items[j].text, 60)));
    }
    return buf_str(&b);
}

typedef struct Cause {
    Str name, example;
    long long count;
} Cause;

typedef struct Seat {
    Arena scratch, kept;
    long long articles, differing;
    Cause causes[CAUSES_MAX];
    int cause_count;
} Seat;

typedef struct Job {
    Str site, converted;
    const FsList *files;
    Str *troubles;          /* by file */
    Seat seats[POOL_MAX];
} Job;

static void count_cause(Seat *seat, Str name, Str example, long long n)
{
    int i = 0;
    while (i < seat->cause_count && !str_eq(seat->causes[i].name, name))
        i++;
    seat->differing += n;
    if (i == CAUSES_MAX)
        return;
    if (i == seat->cause_count)
        seat->causes[seat->cause_count++] = (Cause){.name = str_copy(&seat->kept, name), .example = example};
    seat->causes[i].count += n;
}

/* What is wrong with one page's words, or the empty Str. */
static Str check(const Job *job, Seat *seat, Str file)
{
    Arena *a = &seat->scratch;
    Str direct, converted, why;
    bool too_large;
    if (!fs_read(a, fs_join(a, job->site, file), FILE_LIMIT, &direct, &too_large, &why))
        return too_large ? S("too large") : why;
    if (str_find(direct, S("data-kb-body")) < 0)
        return (Str){0};    /* a list */
    seat->articles++;
    if (!fs_read(a, fs_join(a, job->converted, file), FILE_LIMIT, &converted, &too_large, &why))
        return str_fmt(a, "the converted site: " STR_FMT, STR_ARG(why));
    Page x, y;
    if (words_of_page(a, direct, &x) != words_of_page(a, converted, &y))
        return S("one of the pages has no body");
    StrList blocks_x = blocks_of(a, direct), blocks_y = blocks_of(a, converted);
    Str cause = blocks_difference(a, &blocks_x, &blocks_y);
    if (cause.n)
        count_cause(seat, cause, file, 1);
    return words_difference(a, &x, &y);
}

static void check_one(void *context, int worker, ptrdiff_t index)
{
    Job *job = context;
    Seat *seat = &job->seats[worker];
    ArenaMark mark = arena_mark(&seat->scratch);
    Str file = job->files->items[index].path;
    if (str_ends(file, S(".html")))
        job->troubles[index] = str_copy(&seat->kept, check(job, seat, file));
    arena_rewind(&seat->scratch, mark);
}

/* --- all of them -------------------------------------------------------------------------------------------------------- */

static int by_count(const void *x, const void *y)
{
    const Cause *a = x, *b = y;
    if (a->count != b->count)
        return a->count < b->count ? 1 : -1;
    return str_cmp(a->name, b->name);
}

static bool report_words(const Job *job, long long articles)
{
    ptrdiff_t troubles = 0;
    for (ptrdiff_t i = 0; i < job->files->n; i++)
        troubles += job->troubles[i].n > 0;
    bool holds = articles > 0 && !troubles;
    printf("%sok 1 - the site made of converted articles has the words of the direct one\n", holds ? "" : "not ");
    printf("# words: %lld articles, %td differ\n", articles, troubles);
    ptrdiff_t shown = 0;
    for (ptrdiff_t i = 0; i < job->files->n && shown < REPORTED; i++)
        if (job->troubles[i].n && ++shown)
            printf("# " STR_FMT ": " STR_FMT "\n", STR_ARG(job->files->items[i].path), STR_ARG(job->troubles[i]));
    return holds;
}

static bool report_blocks(Seat *all)
{
    bool holds = all->differing * 100 <= all->articles;
    qsort(all->causes, (size_t)all->cause_count, sizeof *all->causes, by_count);
    printf("%sok 2 - their blocks agree in 99 of 100 articles\n# blocks: %lld articles differ\n", holds ? "" : "not ", all->differing);
    for (int i = 0; i < all->cause_count; i++)
        printf("# %6lld  " STR_FMT " (" STR_FMT ")\n", all->causes[i].count, STR_ARG(all->causes[i].name), STR_ARG(all->causes[i].example));
    return holds;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fputs("usage: roundtrip SITE_DIR CONVERTED_SITE_DIR\n", stderr);
        return 2;
    }
    static Job job;
    static Seat all;
    Arena a = {0};
    FsList files = {0};
    Str why;
    job.site = str(argv[1]);
    job.converted = str(argv[2]);
    job.files = &files;
    if (!fs_walk(&a, job.site, false, (Str){0}, &files, &why)) {
        fprintf(stderr, "roundtrip: %s: " STR_FMT "\n", argv[1], STR_ARG(why));
        return 2;
    }
    job.troubles = arena_new(&a, Str, files.n);
    int threads = fs_processors();
    pool_run(threads > POOL_MAX ? POOL_MAX : threads, files.n, check_one, &job, NULL, NULL);
    for (int i = 0; i < POOL_MAX; i++) {
        const Seat *seat = &job.seats[i];
        all.articles += seat->articles;
        for (int k = 0; k < seat->cause_count; k++)
            count_cause(&all, seat->causes[k].name, seat->causes[k].example, seat->causes[k].count);
    }
    bool holds = report_words(&job, all.articles);
    holds &= report_blocks(&all);
    puts("1..2");
    return !holds;
}
