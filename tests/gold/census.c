/* census [-q] ARCHIVE_DIR: how many blocks of each kind the reader finds in the archive's plain-text articles, beside what a survey of the format
 * counted with rules of its own over all 56,989 of them. Where only a part of the archive is here, the survey's counts are scaled to
 * the number of files.
 *
 * The survey counted runs of lines between blank lines, so literal text and references, which the reader joins across blank lines, are counted here
 * run by run. A count that differs by more than 3 % has its reason in the table of rows; the exit status is 1 when one has none. -q says
 * nothing of the reasons. */
#include "base/diag.h"
#include "base/fs.h"
#include "base/pool.h"
#include "read/kb/line.h"
#include "read/read.h"

#include <stdio.h>
#include <string.h>

enum { FILE_LIMIT = 1 << 26, SURVEYED = 56989, TOLERANCE = 3 };

typedef enum RowId {
    ROW_H1, ROW_H2, ROW_PARAGRAPH, ROW_ITEM_PARAGRAPH,
    ROW_NUMBER, ROW_NUMBER_TOP, ROW_NUMBER_NESTED,
    ROW_BULLET, ROW_BULLET_1, ROW_BULLET_2, ROW_BULLET_3,
    ROW_LETTER, ROW_LETTER_1, ROW_LETTER_2, ROW_LETTER_3,
    ROW_OR, ROW_CALLOUT, ROW_REFERENCES, ROW_REGISTRY, ROW_LITERAL, ROW_LITERAL_JOINED, ROW_BORDERED, ROW_RULED, ROW_LISTING, ROW_RULE,
    ROW_COUNT
} RowId;

typedef struct Row {
    const char *name;
    int blocks, articles;   /* of the survey; 0 when it did not count them */
    const char *why;        /* the counts differ, NULL when they should not */
} Row;

static const char CAPITALS[] = "the survey took in capital letters, few of which begin an item";
static const char FRAMES[] = "the survey took in the runs of a sign that begin a block of several lines, which frame it or underline";

static const char LEVELS[] = "the survey told levels by column; here a level is a list that is open";
static const char BULLETS[] = "dashes inside literal text, and in a paragraph's lines without a blank or a colon above, are left as they are";
static const char TITLES[] = "the survey left out groups whose titles go on in a second line; there are 1,600 of them here";
static const char COLUMNS[] = "the survey counted what stands three columns right of the text; what an item announces at its own column, code at column 0 and "
                              "tables that leave their columns are literal too";
static const char BOXES[] = "boxes of one column and drawings are no tables";
static const char RULERS[] = "the survey counted rulers, of which a table may have several; a table whose rows leave its columns stays literal";
static const char KEYS[] = "the survey took in indented keys alone; one at column 0 that a colon announces is literal too";
static const char CALLED[] = "the survey asked for a colon right behind the word; it may have a number, and in capitals stand before a sentence";
static const char RUNS[] = "the survey counted the runs of a listing between blank lines; here a listing is one table, or literal text";

static const Row ROWS[ROW_COUNT] = {
    [ROW_H1] = {"section heading", 171407, 56065, NULL},
    [ROW_H2] = {"sub-heading", 40807, 15187, NULL},
    [ROW_PARAGRAPH] = {"paragraph", 346481, 56942, NULL},
    [ROW_ITEM_PARAGRAPH] = {"further paragraph of an item", 0, 0, NULL},
    [ROW_NUMBER] = {"numbered item", 146122 + 3409, 19744, NULL},
    [ROW_NUMBER_TOP] = {"  at the top", 146122, 0, NULL},
    [ROW_NUMBER_NESTED] = {"  nested", 3409, 0, LEVELS},
    [ROW_BULLET] = {"bullet", 58022 + 8514 + 590, 11776, BULLETS},
    [ROW_BULLET_1] = {"  at the top", 58022, 0, NULL},
    [ROW_BULLET_2] = {"  second level", 8514, 0, LEVELS},
    [ROW_BULLET_3] = {"  deeper", 590, 0, LEVELS},
    [ROW_LETTER] = {"lettered item", 1833 + 10157 + 282, 1500, CAPITALS},
    [ROW_LETTER_1] = {"  at the top", 1833, 0, CAPITALS},
    [ROW_LETTER_2] = {"  second level", 10157, 0, CAPITALS},
    [ROW_LETTER_3] = {"  deeper", 282, 0, NULL},
    [ROW_OR] = {"or-separator", 5174, 3871, NULL},
    [ROW_CALLOUT] = {"callout", 24789, 14674, CALLED},
    [ROW_REFERENCES] = {"references", 25965, 12454, TITLES},
    [ROW_REGISTRY] = {"registry path", 3158, 1948, KEYS},
    [ROW_LITERAL] = {"other literal text", 127800, 34256, COLUMNS},
    [ROW_LITERAL_JOINED] = {"literal text, joined", 0, 0, NULL},
    [ROW_BORDERED] = {"bordered table", 1136, 878, BOXES},
    [ROW_RULED] = {"ruled table", 5100, 3316, RULERS},
    [ROW_LISTING] = {"file listing", 4791, 1815, RUNS},
    [ROW_RULE] = {"rule", 1597, 547, FRAMES},
};

typedef struct Census {
    long long files, unread, blocks[ROW_COUNT], articles[ROW_COUNT];
} Census;

/* One article being counted. */
typedef struct Count {
    Arena *arena;
    Lines lines;
    int blocks[ROW_COUNT];
} Count;

/* --- what a run of lines is ---------------------------------------------------------------------------------------------------- */

static const Line *line_numbered(const Count *c, int number)
{
    return &c->lines.items[number - 1];
}

/* The next run of lines that are not blank in [*line, last]; false when there is none. */
static bool next_run(const Count *c, int *line, int last, int *from, int *to)
{
    while (*line <= last && line_is_blank(line_numbered(c, *line)))
        ++*line;
    *from = *line;
    while (*line <= last && !line_is_blank(line_numbered(c, *line)))
        ++*line;
    *to = *line;
    return *from < *to;
}

/* The length of n to m digits at the start of `s`, 0 when there are not as many. */
static ptrdiff_t digits(Str s, ptrdiff_t least, ptrdiff_t most)
{
    ptrdiff_t n = 0;
    while (n < s.n && char_is_digit(s.p[n]))
        n++;
    return n >= least && n <= most ? n : 0;
}

/* date = 1*2DIGIT sep (1*2DIGIT / 3ALPHA) sep 2*4DIGIT, with "-" or "/" between */
static bool is_date(Str s)
{
    char sep = s.n > 2 ? s.p[digits(s, 1, 2)] : 0;
    if (sep != '-' && sep != '/')
        return false;
    Str day = str_cut(&s, sep), month = str_cut(&s, sep);
    bool is_name = month.n == 3 && char_is_alpha(month.p[0]) && char_is_alpha(month.p[1]) && char_is_alpha(month.p[2]);
    return digits(day, 1, 2) == day.n && (is_name || (month.n && digits(month, 1, 2) == month.n)) && digits(s, 2, 4) == s.n;
}

/* time = 1*2DIGIT ":" 2DIGIT … */
static bool is_time(Str s)
{
    ptrdiff_t n = digits(s, 1, 2);
    return n && n + 2 < s.n && s.p[n] == ':' && char_is_digit(s.p[n + 1]) && char_is_digit(s.p[n + 2]);
}

/* A date, and somewhere behind it a time. */
static bool is_file_line(Str s)
{
    bool has_date = false;
    while (s.n) {
        Str word = str_cut_word(&s);
        if (has_date && is_time(word))
            return true;
        has_date = has_date || is_date(word);
    }
    return false;
}

static bool is_listing(const Count *c, int from, int to)
{
    for (int i = from; i < to; i++)
        if (is_file_line(line_numbered(c, i)->text))
            return to - from >= 2;
    return false;
}

static bool is_registry(const Count *c, int from)
{
    Str s = line_numbered(c, from)->text;
    return str_find(s, S("HKEY_")) >= 0 || str_find(s, S("HKLM")) >= 0 || str_find(s, S("HKCU")) >= 0;
}

/* --- what a block is ------------------------------------------------------------------------------------------------------------ */

static void count_literal(Count *c, const Block *b)
{
    int line = b->first_line, from, to;
    c->blocks[ROW_LITERAL_JOINED]++;
    while (next_run(c, &line, b->last_line, &from, &to))
        c->blocks[is_listing(c, from, to) ? ROW_LISTING : is_registry(c, from) ? ROW_REGISTRY : ROW_LITERAL]++;
}

static void count_references(Count *c, const Block *b)
{
    int line = b->first_line, from, to;
    while (next_run(c, &line, b->last_line, &from, &to))
        c->blocks[ROW_REFERENCES]++;
}

static void count_table(Count *c, const Block *b)
{
    Str first = str_trim_start(line_numbered(c, b->first_line)->text);
    c->blocks[str_starts(first, S("+")) ? ROW_BORDERED : is_listing(c, b->first_line, b->last_line + 1) ? ROW_LISTING : ROW_RULED]++;
}

static void count_item(Count *c, ListMarker marker, int depth)
{
    switch (marker) {
    case MARKER_NUMBER:
        c->blocks[ROW_NUMBER]++;
        c->blocks[depth > 1 ? ROW_NUMBER_NESTED : ROW_NUMBER_TOP]++;
        break;
    case MARKER_BULLET:
        c->blocks[ROW_BULLET]++;
        c->blocks[depth > 2 ? ROW_BULLET_3 : depth > 1 ? ROW_BULLET_2 : ROW_BULLET_1]++;
        break;
    default:
        c->blocks[ROW_LETTER]++;
        c->blocks[depth > 2 ? ROW_LETTER_3 : depth > 1 ? ROW_LETTER_2 : ROW_LETTER_1]++;
    }
}

static bool is_or(Arena *a, const Block *b)
{
    Str s = inline_text(a, b->text);
    return str_eq_fold(s, S("-or-")) || str_eq_fold(s, S("-and-")) || str_eq_fold(s, S("- or -")) || str_eq_fold(s, S("- and -"));
}

/* The text of a callout is the callout, the first text of an item the item. */
static void count_paragraph(Count *c, const Block *b, int depth)
{
    bool is_first = b->parent->child == b;
    if (is_or(c->arena, b))
        c->blocks[ROW_OR]++;
    else if (is_first && (b->parent->kind == BLOCK_CALLOUT || b->parent->kind == BLOCK_ITEM))
        return;
    else
        c->blocks[depth ? ROW_ITEM_PARAGRAPH : ROW_PARAGRAPH]++;
}

static void count_blocks(Count *c, const Block *parent, int depth)
{
    for (const Block *b = parent->child; b; b = b->next) {
        switch (b->kind) {
        case BLOCK_HEADING: c->blocks[b->level <= 1 ? ROW_H1 : ROW_H2]++; break;
        case BLOCK_PARAGRAPH: count_paragraph(c, b, depth); break;
        case BLOCK_LITERAL: count_literal(c, b); break;
        case BLOCK_TABLE: count_table(c, b); break;
        case BLOCK_REFERENCES: count_references(c, b); break;
        case BLOCK_RULE: c->blocks[ROW_RULE]++; break;
        default:
            c->blocks[ROW_CALLOUT] += b->kind == BLOCK_CALLOUT;
            if (b->kind == BLOCK_ITEM)
                count_item(c, parent->marker, depth);
            count_blocks(c, b, depth + (b->kind == BLOCK_LIST));
        }
    }
}

/* --- all of them ------------------------------------------------------------------------------------------------------------------ */

typedef struct Seat {
    Arena scratch;
    Census census;
} Seat;

typedef struct Job {
    Str folder;
    const FsList *files;
    ReadOptions options;
    Seat seats[POOL_MAX];
} Job;

static bool count_file(const Job *job, Count *c, Str path)
{
    Source raw = {.path = path}, decoded = {0};
    Diags diags = {.arena = c->arena};
    Doc doc = {0};
    Str why;
    bool too_large;
    if (!fs_read(c->arena, path, FILE_LIMIT, &raw.text, &too_large, &why) ||
        read_article(c->arena, &raw, &job->options, &doc, &decoded, &diags) != READ_ARTICLE)
        return false;
    c->lines = lines_of(c->arena, decoded.text, 1);
    count_blocks(c, doc.root, 0);
    return true;
}

static void count_one(void *context, int worker, ptrdiff_t index)
{
    Job *job = context;
    Census *census = &job->seats[worker].census;
    Arena *a = &job->seats[worker].scratch;
    ArenaMark mark = arena_mark(a);
    Count c = {.arena = a};
    if (count_file(job, &c, fs_join(a, job->folder, job->files->items[index].path)))
        census->files++;
    else
        census->unread++;
    for (int k = 0; k < ROW_COUNT; k++) {
        census->blocks[k] += c.blocks[k];
        census->articles[k] += c.blocks[k] > 0;
    }
    arena_rewind(a, mark);
}

static Census sum(const Job *job)
{
    Census all = {0};
    for (int i = 0; i < POOL_MAX; i++) {
        const Census *c = &job->seats[i].census;
        all.files += c->files;
        all.unread += c->unread;
        for (int k = 0; k < ROW_COUNT; k++) {
            all.blocks[k] += c->blocks[k];
            all.articles[k] += c->articles[k];
        }
    }
    return all;
}

static double difference(long long found, double expected)
{
    return 100 * ((double)found - expected) / expected;
}

/* Prints what was found beside what was expected; true when the two are near enough. */
static bool print_pair(long long found, int surveyed, double share)
{
    double expected = surveyed * share;
    if (!surveyed) {
        printf(" %9lld %9s %9s", found, "-", "-");
        return true;
    }
    double percent = difference(found, expected);
    printf(" %9lld %9.0f %+7.1f %%", found, expected, percent);
    return percent <= TOLERANCE && percent >= -TOLERANCE;
}

static int report(const Census *c, bool with_reasons)
{
    double share = (double)c->files / SURVEYED;
    int unexplained = 0;
    printf("%lld articles, %.4f of those surveyed; %lld not read\n", c->files, share, c->unread);
    printf("%-30s %9s %9s %9s %9s %9s %9s\n", "", "blocks", "survey", "", "articles", "survey", "");
    for (int k = 0; k < ROW_COUNT; k++) {
        const Row *row = &ROWS[k];
        printf("%-30s", row->name);
        bool is_near = print_pair(c->blocks[k], row->blocks, share);
        is_near = print_pair(c->articles[k], row->articles, share) && is_near;
        unexplained += !is_near && !row->why;
        printf("%s\n", is_near ? "" : row->why ? "  explained" : "  differs");
    }
    for (int k = 0; k < ROW_COUNT && with_reasons; k++)
        if (ROWS[k].why)
            printf("%s: %s\n", ROWS[k].name, ROWS[k].why);
    printf("%d differ by more than %d %% without a reason\n", unexplained, TOLERANCE);
    return unexplained || c->unread || !c->files;
}

int main(int argc, char **argv)
{
    bool quiet = argc == 3 && strcmp(argv[1], "-q") == 0;
    if (argc != 2 && !quiet) {
        fputs("usage: census [-q] ARCHIVE_DIR\n", stderr);
        return 2;
    }
    static Job job;
    Arena a = {0};
    FsList files = {0};
    Str why;
    IdPattern ids = id_pattern_default();
    job.folder = fs_join(&a, str(argv[argc - 1]), S("txt"));
    job.files = &files;
    job.options.ids = &ids;
    if (!fs_walk(&a, job.folder, false, (Str){0}, &files, &why)) {
        fprintf(stderr, "census: " STR_FMT ": " STR_FMT "\n", STR_ARG(job.folder), STR_ARG(why));
        return 2;
    }
    int threads = fs_processors();
    pool_run(threads > POOL_MAX ? POOL_MAX : threads, files.n, count_one, &job, NULL, NULL);
    Census census = sum(&job);
    arena_free(&a);
    return report(&census, !quiet);
}
