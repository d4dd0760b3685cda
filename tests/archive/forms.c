/* forms ARCHIVE_DIR: no word is lost in the forms that are no page: plain text, and CommonMark read back.
 *
 * Every article of the archive is read by the program's own reader, written as text wrapped to a width and as CommonMark with front matter;
 * the CommonMark is read again. The words of the text, and those of the tree that was read back, are laid beside the words of the source
 * (words.h). The fields that were read back must be the fields that were written, and so must the tree be, block for block: where it is not, the
 * two blocks where they part name the cause, and causes are counted. */
#include "words.h"

#include "base/fs.h"
#include "base/pool.h"
#include "read/read.h"
#include "write/commonmark.h"
#include "write/json.h"
#include "write/text.h"

#include <stdio.h>

enum { FILE_LIMIT = 1 << 26, REPORTED = 40, TEXT_WIDTH = 78, CAUSES_MAX = 400 };

/* --- words of plain text ---------------------------------------------------------------------------------------------- */

#define BAR S("\xE2\x94\x82")

/* The bars of a table's row draw its cells and are no words. No article has this sign. */
static void add_line(Page *page, Str line)
{
    bool in_row = str_starts(str_trim_start(line), BAR), starts_line = true;
    page->cell_depth = in_row;
    page->rows += in_row;
    while (line.n) {
        Str word = str_cut_word(&line);
        bool is_bar = str_eq(word, BAR);
        page->cells += is_bar;
        if (!word.n || is_bar)
            continue;
        page_add(page, PAGE_WORD, word);
        page->items[page->n - 1].starts_line = starts_line;
        starts_line = false;
    }
}

static Page words_of_text(Arena *a, Str text)
{
    Page page = {.arena = a};
    while (text.n)
        add_line(&page, str_cut_line(&text));
    return page;
}

/* Any bullet is written as `-`, and so is the one in front of a reference. */
static Step text_bullet(const Walk *w)
{
    const PageWord *drawn = page_at(w, w->j);
    Str written = source_text(w, w->i);
    bool is_bullet = starts_line(w) && ((written.n == 1 && strchr("-*o", written.p[0])) || str_eq(written, S("\xC2\xB7")));
    return drawn->starts_line && str_eq(drawn->text, S("-")) && is_bullet ? (Step){1, 1} : NO_STEP;
}

static Step text_reference_bullet(const Walk *w)
{
    bool is_reference = starts_line(w) && source_id(source_text(w, w->i)) >= 10000;
    return is_reference && page_at(w, w->j)->starts_line && str_eq(page_at(w, w->j)->text, S("-")) ? (Step){0, 1} : NO_STEP;
}

static bool is_line_of(Str s, const char *signs)
{
    return s.n > 0 && strchr(signs, s.p[0]) && str_is_run(s, s.p[0]);
}

/* The line under a heading has the length of the heading and the sign of its level. */
static Step text_underline(const Walk *w)
{
    Str line = current_line(w), title = line_at(w, w->source.items[w->i].line - 1);
    Str drawn = page_at(w, w->j)->text;
    ptrdiff_t longer = drawn.n - utf8_length(title);
    bool is_drawn = page_at(w, w->j)->starts_line && is_line_of(drawn, "=-") && longer >= -2 && longer <= 2;
    return starts_line(w) && title.n && is_line_of(line, "=-") && is_drawn ? (Step){1, 1} : NO_STEP;
}

/* The same where the source has none, because it knew another kind of heading. */
static Step text_drawn_underline(const Walk *w)
{
    Str drawn = page_at(w, w->j)->text, title = w->i > 0 ? line_at(w, w->source.items[w->i - 1].line) : (Str){0};
    bool is_after_line = w->i > 0 && w->source.items[w->i - 1].is_last;
    bool is_drawn = page_at(w, w->j)->starts_line && is_line_of(drawn, "=-") && drawn.n == utf8_length(title);
    return is_after_line && is_drawn ? (Step){0, 1} : NO_STEP;
}

/* The rule above a title that has one below, too, is left out. */
static Step text_rule_above(const Walk *w)
{
    bool is_above = starts_line(w) && is_signs(current_line(w)) && is_framed(w, w->source.items[w->i].line + 1);
    return is_above && page_at(w, w->j)->starts_line && page_has_word(w, w->j, source_text(w, w->i + 1)) ? (Step){1, 0} : NO_STEP;
}

static Step text_rule(const Walk *w)
{
    Str line = current_line(w);
    bool is_drawn = page_at(w, w->j)->starts_line && str_eq(page_at(w, w->j)->text, S("----------"));
    return line.n >= 10 && is_line_of(line, "-=_*#~") && is_drawn ? (Step){1, 1} : NO_STEP;
}

/* "DownloadDownload Setup.exe now", the words of a picture said twice, above an address. */
static Step text_doubled_word(const Walk *w)
{
    bool is_doubled = str_eq(source_text(w, w->i), S("DownloadDownload")) && download_address(w, w->source.items[w->i].line + 1).n;
    return is_doubled && page_has_word(w, w->j, S("Download")) ? (Step){1, 1} : NO_STEP;
}

static const Transformation TEXT[] = {
    {"text bullet", text_bullet}, {"text reference bullet", text_reference_bullet},
    {"text underline", text_underline}, {"text rule above", text_rule_above}, {"text rule", text_rule}, {"text doubled word", text_doubled_word},
    WORDS_TRANSFORMATIONS {"drawn underline", text_drawn_underline}};
static const Transformation MARKDOWN[] = {WORDS_TRANSFORMATIONS};

enum { TEXT_COUNT = sizeof TEXT / sizeof TEXT[0], MARKDOWN_COUNT = sizeof MARKDOWN / sizeof MARKDOWN[0] };

/* --- words of a tree ---------------------------------------------------------------------------------------------------- */

static void add_inlines(Page *page, const Inline *in)
{
    for (; in; in = in->next) {
        if (in->kind == INLINE_BREAK)
            page_end_word(page);
        page->link = in->kind == INLINE_LINK ? in->link->target : page->link;
        if (inline_is_leaf(in))
            page_add_text(page, in->text);
        add_inlines(page, inline_children(in));
        page->link = in->kind == INLINE_LINK ? (Str){0} : page->link;
    }
}

static void add_blocks(Page *page, const Block *b);

static void add_list(Page *page, const Block *list)
{
    static const char types[] = {[MARKER_BULLET] = '1', [MARKER_NUMBER] = '1', [MARKER_LOWER] = 'a', [MARKER_UPPER] = 'A'};
    bool is_bullet = list->kind == BLOCK_REFERENCES || list->marker == MARKER_BULLET;
    page_open_list(page, (PageList){.is_ordered = !is_bullet, .type = types[list->marker], .next = list->start});
    for (const Block *item = list->child; item; item = item->next) {
        page_open_item(page);
        add_inlines(page, item->text);
        page_end_word(page);
        add_blocks(page, item->child);
    }
    page_close_list(page);
}

static void add_block(Page *page, const Block *b)
{
    bool is_list = b->kind == BLOCK_LIST || b->kind == BLOCK_REFERENCES;
    page->heading_depth += b->kind == BLOCK_HEADING;
    page->cell_depth += b->kind == BLOCK_CELL;
    page->cells += b->kind == BLOCK_CELL;
    page->rows += b->kind == BLOCK_ROW;
    if (b->kind == BLOCK_RULE)
        page_add(page, PAGE_RULE, S("(rule)"));
    bool has_lines = b->kind == BLOCK_RAW || (b->kind == BLOCK_LITERAL && b->literal_kind != LITERAL_URL);
    if (has_lines)
        page_add_text(page, b->literal);
    else
        add_inlines(page, b->text);
    page_end_word(page);
    if (is_list)
        add_list(page, b);
    else
        add_blocks(page, b->child);
    page->heading_depth -= b->kind == BLOCK_HEADING;
    page->cell_depth -= b->kind == BLOCK_CELL;
}

static void add_blocks(Page *page, const Block *b)
{
    for (; b; b = b->next)
        add_block(page, b);
}

static Page words_of_tree(Arena *a, const Block *root)
{
    Page page = {.arena = a, .word = buf_new(a, 256)};
    add_blocks(&page, root->child);
    return page;
}

/* --- two trees ---------------------------------------------------------------------------------------------------------- */

/* What must agree of a block, beside its words. */
static Str shape(Arena *a, const Block *b)
{
    if (!b)
        return S("nothing");
    Str kind = block_kind_name(b->kind), literal = literal_kind_name(b->literal_kind);
    switch (b->kind) {
    case BLOCK_LIST: return str_fmt(a, "list %c %d", "*1aA"[b->marker], b->marker == MARKER_BULLET ? 0 : b->start);
    case BLOCK_LITERAL: return str_fmt(a, "literal " STR_FMT " " STR_FMT, STR_ARG(literal), STR_ARG(b->language));
    case BLOCK_CALLOUT: return str_fmt(a, "callout " STR_FMT, STR_ARG(b->label));
    case BLOCK_CELL: return b->is_header ? S("header cell") : kind;
    default: return kind;
    }
}

static Str all_words(Arena *a, const Block *b)
{
    Page page = {.arena = a, .word = buf_new(a, 256)};
    add_inlines(&page, b->text);
    page_end_word(&page);
    Buf words = {.arena = a};
    for (ptrdiff_t i = 0; i < page.n; i++) {
        buf_put(&words, page.items[i].text);
        buf_putc(&words, ' ');
    }
    return buf_str(&words);
}

/* What the trees differ in first, or the empty Str. */
static Str tree_difference(Arena *a, const Block *x, const Block *y)
{
    for (; x && y; x = x->next, y = y->next) {
        Str written = shape(a, x), read = shape(a, y);
        if (!str_eq(written, read))
            return str_fmt(a, STR_FMT " became " STR_FMT, STR_ARG(written), STR_ARG(read));
        bool is_literal = x->kind == BLOCK_RAW || (x->kind == BLOCK_LITERAL && x->literal_kind != LITERAL_URL);
        if (is_literal && !str_eq(x->literal, y->literal))
            return str_fmt(a, "the text of a " STR_FMT, STR_ARG(written));
        if (!str_eq(all_words(a, x), all_words(a, y)))
            return str_fmt(a, "the words of a " STR_FMT, STR_ARG(written));
        Str below = tree_difference(a, x->child, y->child);
        if (below.n)
            return below;
    }
    return x || y ? str_fmt(a, STR_FMT " became " STR_FMT, STR_ARG(shape(a, x)), STR_ARG(shape(a, y))) : (Str){0};
}

/* --- one article ---------------------------------------------------------------------------------------------------------- */

typedef struct Cause {
    Str name;
    long long count;
    Str example;
} Cause;

typedef struct Seat {
    Arena scratch, kept;
    long long files, words, text[TEXT_COUNT], markdown[MARKDOWN_COUNT];
    Cause causes[CAUSES_MAX];
    int cause_count;
} Seat;

typedef struct Job {
    Str source;
    const FsList *files;
    Str *text_troubles, *markdown_troubles, *field_troubles;    /* by file */
    ReadOptions options;
    Seat seats[POOL_MAX];
} Job;

static Str fields_of(Arena *a, const Doc *doc)
{
    MapBuilder map = {.arena = a};
    json_put_meta(&map, &doc->meta);
    map_str(&map, S("format"), (Str){0});
    Value value = map_value(&map);
    Buf b = {.arena = a};
    value_put_json(&b, &value, 1);
    return buf_str(&b);
}

/* The first line of two texts that is not the same. */
static Str line_difference(Arena *a, Str x, Str y)
{
    while (x.n || y.n) {
        Str in_x = str_cut_line(&x), in_y = str_cut_line(&y);
        if (!str_eq(in_x, in_y))
            return str_fmt(a, STR_FMT " became " STR_FMT, STR_ARG(utf8_head(str_trim(in_x), 100)), STR_ARG(utf8_head(str_trim(in_y), 100)));
    }
    return (Str){0};
}

static void count_cause(Seat *seat, Str name, Str file)
{
    int i = 0;
    while (i < seat->cause_count && !str_eq(seat->causes[i].name, name))
        i++;
    if (i == CAUSES_MAX)
        return;
    if (i == seat->cause_count)
        seat->causes[seat->cause_count++] = (Cause){.name = str_copy(&seat->kept, name), .example = file};
    seat->causes[i].count++;
}

static Str walk(Arena *a, const SourceBody *body, const Page *page, const Transformation *list, int n, long long *counts)
{
    Walk w = {.body = body, .source = words_of_source(a, body), .page = page};
    return walk_both(&w, list, n, counts) ? (Str){0} : difference(a, &w);
}

static void check(Job *job, Seat *seat, ptrdiff_t index, const SourceBody *body, const Doc *doc)
{
    Arena *a = &seat->scratch;
    Str name = job->files->items[index].path;
    Buf text = {.arena = a}, markdown = {.arena = a};
    text_put(&text, doc->root, TEXT_WIDTH);
    Page page = words_of_text(a, buf_str(&text));
    job->text_troubles[index] = str_copy(&seat->kept, walk(a, body, &page, TEXT, TEXT_COUNT, seat->text));

    commonmark_put(&markdown, doc, &(CommonmarkOptions){.ids = job->options.ids});
    Diags diags = {.arena = a};
    Source raw = {S("index.md"), buf_str(&markdown)}, decoded;
    Doc back = {0};
    if (read_article(a, &raw, &job->options, &back, &decoded, &diags) != READ_ARTICLE) {
        job->markdown_troubles[index] = S("cannot be read back");
        return;
    }
    page = words_of_tree(a, back.root);
    job->markdown_troubles[index] = str_copy(&seat->kept, walk(a, body, &page, MARKDOWN, MARKDOWN_COUNT, seat->markdown));
    job->field_troubles[index] = str_copy(&seat->kept, line_difference(a, fields_of(a, doc), fields_of(a, &back)));
    Str cause = tree_difference(a, doc->root->child, back.root->child);
    if (cause.n)
        count_cause(seat, cause, name);
}

static void check_one(void *context, int worker, ptrdiff_t index)
{
    Job *job = context;
    Seat *seat = &job->seats[worker];
    Arena *a = &seat->scratch;
    ArenaMark mark = arena_mark(a);
    Source raw = {.path = job->files->items[index].path}, decoded;
    Diags diags = {.arena = a};
    Doc doc = {0};
    SourceBody body;
    Str why;
    bool too_large;
    bool is_article = fs_read(a, fs_join(a, job->source, raw.path), FILE_LIMIT, &raw.text, &too_large, &why) && source_body(a, raw.text, &body) &&
                      read_article(a, &raw, &job->options, &doc, &decoded, &diags) == READ_ARTICLE;
    if (is_article) {
        seat->files++;
        check(job, seat, index, &body, &doc);
    } else {
        job->text_troubles[index] = S("no article of the archive");
    }
    arena_rewind(a, mark);
}

/* --- all of them ---------------------------------------------------------------------------------------------------------- */

static ptrdiff_t print_troubles(const Job *job, const Str *troubles)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < job->files->n; i++)
        if (troubles[i].n && n++ < REPORTED)
            printf("# " STR_FMT ": " STR_FMT "\n", STR_ARG(job->files->items[i].path), STR_ARG(troubles[i]));
    return n;
}

static bool report_files(const Job *job, int number, const char *claim, const char *form, const Str *troubles)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < job->files->n; i++)
        n += troubles[i].n > 0;
    printf("%sok %d - %s\n# %s: %td of %td files differ\n", n ? "not " : "", number, claim, form, n, job->files->n);
    print_troubles(job, troubles);
    return n == 0;
}

static void print_counts(const Job *job)
{
    for (int k = 0; k < TEXT_COUNT + MARKDOWN_COUNT; k++) {
        bool in_text = k < TEXT_COUNT;
        long long n = 0;
        for (int i = 0; i < POOL_MAX; i++)
            n += in_text ? job->seats[i].text[k] : job->seats[i].markdown[k - TEXT_COUNT];
        if (n)
            printf("# %s  %-22s %lld\n", in_text ? "text      " : "CommonMark", (in_text ? &TEXT[k] : &MARKDOWN[k - TEXT_COUNT])->name, n);
    }
}

/* Trees agree in 99 of 100 articles. */
static bool report_trees(Job *job, int number)
{
    Seat all = {0};
    for (int i = 0; i < POOL_MAX; i++) {
        all.files += job->seats[i].files;
        for (int k = 0; k < job->seats[i].cause_count; k++)
            for (long long n = job->seats[i].causes[k].count; n > 0; n--)
                count_cause(&all, job->seats[i].causes[k].name, job->seats[i].causes[k].example);
    }
    long long differ = 0;
    for (int i = 0; i < all.cause_count; i++)
        differ += all.causes[i].count;
    bool holds = all.files > 0 && differ * 100 <= all.files;
    printf("%sok %d - the blocks read back are those that were written, in 99 of 100 articles\n", holds ? "" : "not ", number);
    printf("# blocks: %lld of %lld files differ\n", differ, all.files);
    for (int i = 0; i < all.cause_count; i++)
        printf("# %6lld  " STR_FMT " (" STR_FMT ")\n", all.causes[i].count, STR_ARG(all.causes[i].name), STR_ARG(all.causes[i].example));
    arena_free(&all.kept);
    return holds;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fputs("usage: forms ARCHIVE_DIR\n", stderr);
        return 2;
    }
    static Job job;
    Arena a = {0};
    FsList files = {0};
    IdPattern ids = id_pattern_default();
    Str why;
    job.source = str(argv[1]);
    job.files = &files;
    job.options.ids = &ids;
    if (!fs_walk(&a, job.source, false, (Str){0}, &files, &why)) {
        fprintf(stderr, "forms: %s: " STR_FMT "\n", argv[1], STR_ARG(why));
        return 2;
    }
    job.text_troubles = arena_new(&a, Str, files.n);
    job.markdown_troubles = arena_new(&a, Str, files.n);
    job.field_troubles = arena_new(&a, Str, files.n);
    int threads = fs_processors();
    pool_run(threads > POOL_MAX ? POOL_MAX : threads, files.n, check_one, &job, NULL, NULL);
    bool holds = report_files(&job, 1, "no word is lost in the plain text", "words of the text", job.text_troubles);
    holds &= report_files(&job, 2, "no word is lost in the CommonMark", "words of the CommonMark", job.markdown_troubles);
    print_counts(&job);
    holds &= report_files(&job, 3, "the fields read back are those that were written", "fields", job.field_troubles);
    holds &= report_trees(&job, 4);
    puts("1..4");
    return !holds;
}
