/* gold [-q] [-t] [--json] LABELS_DIR ARCHIVE_DIR [ARTICLE…]: how well the reader recovers what an author meant.
 *
 * LABELS_DIR holds articles of the archive labelled block by block by eye (QNNNNNN.lab, a line "START-END KIND DEPTH [note] [?]" for each
 * block); the articles are txt/NNN/QNNNNNN.TXT of ARCHIVE_DIR. Each is read by the program's own reader, its Doc is laid flat into blocks of
 * the labels' kinds, and a label is found when a block of its kind has its first and last line, blank edges aside. Recall is counted
 * over the labels, precision over the blocks, depth over the labels found. Where the labels' own rules leave a choice, it is made where the code
 * makes it, with the reason.
 *
 * One table is printed, then every label that was missed and every block that is a false alarm, with what the other side says about its lines.
 * -q gives the table alone, -t adds the lines' text to what went wrong, --json gives all as data. ARTICLE (Q123456) names the ones to look
 * at. The exit status is 1 when a figure stands below what is wanted of it. */
#include "base/diag.h"
#include "base/fs.h"
#include "base/value.h"
#include "read/kb/line.h"
#include "read/read.h"

#include <stdio.h>
#include <string.h>

enum { FILE_LIMIT = 1 << 26, DEPTH_WANTED = 95, SAID_MAX = 6 };

/* A paragraph whose line breaks carry meaning (BR) is of the kind of all paragraphs. */
typedef enum Kind {
    KIND_H1, KIND_H2, KIND_P, KIND_NUM, KIND_LET, KIND_BUL, KIND_ITEMP, KIND_PRE, KIND_TABLE, KIND_XREF, KIND_CALLOUT, KIND_OR, KIND_HR, KIND_META,
    KIND_COUNT
} Kind;

typedef struct KindRow {
    const char *name;
    int wanted;             /* percent, of precision and of recall; 0 when nothing is asked */
} KindRow;

static const KindRow KINDS[KIND_COUNT] = {
    [KIND_H1] = {"H1", 97},       [KIND_H2] = {"H2", 97},       [KIND_P] = {"P", 0},        [KIND_NUM] = {"NUM", 97},
    [KIND_LET] = {"LET", 97},     [KIND_BUL] = {"BUL", 97},     [KIND_ITEMP] = {"ITEMP", 93}, [KIND_PRE] = {"PRE", 93},
    [KIND_TABLE] = {"TABLE", 97}, [KIND_XREF] = {"XREF", 97},   [KIND_CALLOUT] = {"CALLOUT", 0}, [KIND_OR] = {"OR", 0},
    [KIND_HR] = {"HR", 0},        [KIND_META] = {"META", 0},
};

/* A block of an article: a label, or what the reader made. */
typedef struct Mark {
    Kind kind;
    int first, last;        /* lines of the file */
    int depth;              /* open lists around it, its own item's included */
    Str note;               /* of a label */
    bool is_unsure;         /* a label with `?`; a block that stands on the lines of such labels */
    bool is_callout;        /* a block that the reader marks as a callout, whatever else it is */
    bool is_matched;
} Mark;

typedef struct Marks {
    Mark *items;
    ptrdiff_t n, cap;
} Marks;

typedef struct Article {
    Str name;
    Lines lines;
    Marks labels, blocks;
} Article;

typedef struct Tally {
    int labels, found, blocks, right, depth_right, nested, nested_right;
} Tally;

typedef struct Score {
    Tally kinds[KIND_COUNT];
    Tally all;              /* of depth: every kind but META */
} Score;

static Mark *mark_add(Arena *a, Marks *marks, Mark mark)
{
    if (marks->n == marks->cap) {
        ptrdiff_t cap = marks->cap ? 2 * marks->cap : 32;
        Mark *items = arena_new(a, Mark, cap);
        if (marks->n)
            memcpy(items, marks->items, (size_t)marks->n * sizeof *items);
        marks->items = items;
        marks->cap = cap;
    }
    marks->items[marks->n] = mark;
    return &marks->items[marks->n++];
}

static bool is_blank(const Lines *lines, int number)
{
    return number < 1 || number > lines->n || line_is_blank(&lines->items[number - 1]);
}

/* Without blank edges. */
static Mark trimmed(const Lines *lines, Mark mark)
{
    while (mark.first < mark.last && is_blank(lines, mark.first))
        mark.first++;
    while (mark.last > mark.first && is_blank(lines, mark.last))
        mark.last--;
    return mark;
}

/* --- the labels ----------------------------------------------------------------------------------------------------------- */

static bool kind_named(Str name, Kind *kind)
{
    for (int k = 0; k < KIND_COUNT; k++) {
        *kind = (Kind)k;
        if (str_eq(name, str(KINDS[k].name)))
            return true;
    }
    *kind = KIND_P;
    return str_eq(name, S("BR"));
}

/* label = START ["-" END] KIND DEPTH [note] ["?"] */
static bool read_label(Str line, Mark *label)
{
    Str span = str_cut_word(&line), kind = str_cut_word(&line), depth = str_cut_word(&line);
    Str first = str_cut(&span, '-');
    label->first = (int)str_number(first);
    label->last = (int)str_number(span.n ? span : first);
    label->depth = (int)str_number(depth);
    for (Str word = str_cut_word(&line); word.n; word = str_cut_word(&line)) {
        if (str_eq(word, S("?")))
            label->is_unsure = true;
        else
            label->note = word;
    }
    bool is_right = kind_named(kind, &label->kind) && label->first > 0 && label->last >= label->first && label->depth >= 0;
    /* Prose inside an item is ITEMP; one whose line breaks carry meaning cannot be told apart from it in the kind. */
    if (label->kind == KIND_P && label->depth > 0)
        label->kind = KIND_ITEMP;
    return is_right;
}

static bool read_labels(Arena *a, Str text, Article *article, int *bad_line)
{
    for (*bad_line = 1; text.n; ++*bad_line) {
        Str line = str_trim(str_cut_line(&text));
        Mark label = {0};
        if (line.n && (!read_label(line, &label) || label.last > article->lines.n))
            return false;
        if (line.n)
            mark_add(a, &article->labels, trimmed(&article->lines, label));
    }
    return true;
}

/* --- the reader's blocks ---------------------------------------------------------------------------------------------------- */

/* "-or-", "- and -": a whole paragraph between two ways of doing something. */
static bool is_or(Arena *a, const Block *b)
{
    if (b->kind != BLOCK_PARAGRAPH)
        return false;
    Str s = inline_text(a, b->text);
    while (s.n && (char_is_blank(s.p[0]) || s.p[0] == '-'))
        s = str_from(s, 1);
    while (s.n && (char_is_blank(s.p[s.n - 1]) || s.p[s.n - 1] == '-'))
        s = str_head(s, s.n - 1);
    return str_eq_fold(s, S("or")) || str_eq_fold(s, S("and"));
}

static Kind kind_of_item(const Block *list)
{
    return list->marker == MARKER_NUMBER ? KIND_NUM : list->marker == MARKER_BULLET ? KIND_BUL : KIND_LET;
}

static bool begins_item(const Block *b)
{
    return b->parent && b->parent->kind == BLOCK_ITEM && b->parent->child == b;
}

static bool is_labelled(const Article *article, Kind kind, int first, int last)
{
    for (ptrdiff_t i = 0; i < article->labels.n; i++) {
        const Mark *label = &article->labels.items[i];
        if (label->kind == kind && label->first == first && label->last == last)
            return true;
    }
    return false;
}

static void flatten(Arena *a, Article *article, const Block *parent, int depth, bool in_callout);

/* The labels have one line for each paragraph, a reader may put several into the box of a callout. So a box of several blocks is one block only
 * where a label says so; else its first paragraph is the callout and the others are what they are. */
static bool is_one_callout(const Article *article, const Block *b)
{
    return !b->child || !b->child->next || is_labelled(article, KIND_CALLOUT, b->first_line, b->last_line);
}

static void flatten_block(Arena *a, Article *article, const Block *b, int depth, bool in_callout)
{
    Mark mark = {.first = b->first_line, .last = b->last_line, .depth = depth, .is_callout = in_callout && b->parent->child == b};
    switch (b->kind) {
    case BLOCK_HEADING: mark.kind = b->level <= 1 ? KIND_H1 : KIND_H2; break;
    case BLOCK_PARAGRAPH: mark.kind = is_or(a, b) ? KIND_OR : mark.is_callout ? KIND_CALLOUT : depth ? KIND_ITEMP : KIND_P; break;
    case BLOCK_LITERAL:
    case BLOCK_RAW: mark.kind = KIND_PRE; break;
    case BLOCK_TABLE: mark.kind = KIND_TABLE; break;
    case BLOCK_REFERENCES: mark.kind = KIND_XREF; break;
    case BLOCK_RULE: mark.kind = KIND_HR; break;
    case BLOCK_CALLOUT:
        if (!is_one_callout(article, b)) {
            flatten(a, article, b, depth, true);
            return;
        }
        mark.kind = KIND_CALLOUT;
        mark.is_callout = true;
        break;
    default:
        flatten(a, article, b, depth + (b->kind == BLOCK_LIST), false);
        return;
    }
    /* What stands behind the marker is the item, be it read as a paragraph, a callout or a line of code. */
    bool is_text = mark.kind == KIND_P || mark.kind == KIND_ITEMP || mark.kind == KIND_CALLOUT || mark.kind == KIND_PRE;
    if (is_text && begins_item(b) && b->parent->parent->kind == BLOCK_LIST) {
        mark.kind = kind_of_item(b->parent->parent);
        mark.first = b->parent->first_line;
    }
    mark_add(a, &article->blocks, trimmed(&article->lines, mark));
}

static void flatten(Arena *a, Article *article, const Block *parent, int depth, bool in_callout)
{
    for (const Block *b = parent->child; b; b = b->next)
        flatten_block(a, article, b, depth, in_callout);
}

/* --- laying one beside the other --------------------------------------------------------------------------------------------- */

static bool overlap(const Mark *x, const Mark *y)
{
    return x->first <= y->last && y->first <= x->last;
}

static const Mark *mark_at(const Marks *marks, int line)
{
    Mark here = {.first = line, .last = line};
    for (ptrdiff_t i = 0; i < marks->n; i++)
        if (overlap(&marks->items[i], &here))
            return &marks->items[i];
    return NULL;
}

/* META: lines that are no text of the article. The reader says so by leaving them out, so every run of labelled lines without a block is
 * a block of that kind, one label's run at a time. */
static void add_dropped(Arena *a, Article *article)
{
    Marks read = article->blocks;
    for (ptrdiff_t i = 0; i < article->labels.n; i++) {
        const Mark *label = &article->labels.items[i];
        for (int line = label->first; line <= label->last; line++) {
            if (is_blank(&article->lines, line) || mark_at(&read, line))
                continue;
            Mark dropped = {.kind = KIND_META, .first = line, .last = line};
            while (line < label->last && !mark_at(&read, line + 1))
                dropped.last = ++line;
            mark_add(a, &article->blocks, trimmed(&article->lines, dropped));
        }
    }
}

/* "Whatever the model says over their lines": a block whose lines all belong to labels with `?`. One that takes in lines of a sure label as
 * well is wrong about those, and no excuse is given. */
static bool stands_on_unsure(const Article *article, const Mark *block)
{
    bool found = false;
    for (int line = block->first; line <= block->last; line++) {
        const Mark *label = mark_at(&article->labels, line);
        if (is_blank(&article->lines, line))
            continue;
        if (!label || !label->is_unsure)
            return false;
        found = true;
    }
    return found;
}

static bool agree(const Mark *label, const Mark *block)
{
    bool same_kind = block->kind == label->kind || (label->kind == KIND_CALLOUT && block->is_callout);
    return same_kind && !block->is_matched && block->first == label->first && block->last == label->last;
}

static Mark *block_for(const Article *article, const Mark *label)
{
    for (ptrdiff_t i = 0; i < article->blocks.n; i++)
        if (agree(label, &article->blocks.items[i]))
            return &article->blocks.items[i];
    return NULL;
}

static void count_depth(Tally *t, const Mark *label, const Mark *block)
{
    bool is_right = label->depth == block->depth;
    t->depth_right += is_right;
    t->nested += label->depth > 0;
    t->nested_right += label->depth > 0 && is_right;
}

static void score_label(Score *score, Article *article, Mark *label)
{
    Tally *t = &score->kinds[label->kind];
    if (label->is_unsure)
        return;
    t->labels++;
    Mark *block = block_for(article, label);
    if (!block)
        return;
    label->is_matched = block->is_matched = true;
    block->kind = label->kind;      /* an item that is a callout too is counted as what it was labelled */
    t->found++;
    count_depth(t, label, block);
    if (label->kind != KIND_META) {
        score->all.found++;
        count_depth(&score->all, label, block);
    }
}

static void score_article(Score *score, Article *article)
{
    for (ptrdiff_t i = 0; i < article->labels.n; i++)
        score_label(score, article, &article->labels.items[i]);
    for (ptrdiff_t i = 0; i < article->blocks.n; i++) {
        Mark *block = &article->blocks.items[i];
        Tally *t = &score->kinds[block->kind];
        block->is_unsure = !block->is_matched && stands_on_unsure(article, block);
        t->blocks += !block->is_unsure;
        t->right += block->is_matched;
    }
}

/* --- what is said ------------------------------------------------------------------------------------------------------------- */

static bool reaches(int part, int whole, int wanted)
{
    return part * 100 >= whole * wanted;
}

static bool kind_reaches(const Score *score, int kind)
{
    const Tally *t = &score->kinds[kind];
    return reaches(t->found, t->labels, KINDS[kind].wanted) && reaches(t->right, t->blocks, KINDS[kind].wanted);
}

static bool score_reaches(const Score *score)
{
    bool all = reaches(score->all.depth_right, score->all.found, DEPTH_WANTED);
    for (int k = 0; k < KIND_COUNT; k++)
        all = all && kind_reaches(score, k);
    return all;
}

static Str percent(Arena *a, int part, int whole)
{
    return whole ? str_fmt(a, "%.1f %%", 100.0 * part / whole) : S("-");
}

static void put_table(Arena *a, Buf *b, const Score *score, ptrdiff_t articles)
{
    buf_fmt(b, "%-8s %7s %6s %8s %7s %6s %10s %12s %7s\n", "kind", "labels", "found", "recall", "blocks", "right", "precision", "depth right", "wanted");
    for (int k = 0; k < KIND_COUNT; k++) {
        const Tally *t = &score->kinds[k];
        buf_fmt(b, "%-8s %7d %6d %8s %7d %6d %10s %12s", KINDS[k].name, t->labels, t->found, str_z(a, percent(a, t->found, t->labels)), t->blocks,
                t->right, str_z(a, percent(a, t->right, t->blocks)), k == KIND_META ? "-" : str_z(a, percent(a, t->depth_right, t->found)));
        if (KINDS[k].wanted)
            buf_fmt(b, " %5d %%%s", KINDS[k].wanted, kind_reaches(score, k) ? "" : "  missed");
        buf_putc(b, '\n');
    }
    const Tally *all = &score->all;
    buf_fmt(b, "\n%td article%s; depth right in %d of %d blocks found (" STR_FMT "), inside lists in %d of %d (" STR_FMT "); wanted %d %%%s\n", articles,
        articles == 1 ? "" : "s",
            all->depth_right, all->found, STR_ARG(percent(a, all->depth_right, all->found)), all->nested_right, all->nested,
            STR_ARG(percent(a, all->nested_right, all->nested)), DEPTH_WANTED,
            reaches(all->depth_right, all->found, DEPTH_WANTED) ? "" : ", missed");
}

static void put_span(Buf *b, const Mark *m)
{
    buf_fmt(b, m->last > m->first ? "%d-%d" : "%d", m->first, m->last);
}

static void put_mark(Buf *b, const Mark *m)
{
    put_span(b, m);
    buf_fmt(b, " %s %d%s", KINDS[m->kind].name, m->depth, m->is_unsure ? " ?" : "");
}

/* What the other side says about the lines of `m`. */
static Str said_there(Arena *a, const Marks *others, const Mark *m)
{
    Buf b = buf_new(a, 64);
    int n = 0;
    for (ptrdiff_t i = 0; i < others->n; i++) {
        if (!overlap(&others->items[i], m) || ++n > SAID_MAX)
            continue;
        buf_put(&b, n > 1 ? S(", ") : (Str){0});
        put_mark(&b, &others->items[i]);
    }
    if (n > SAID_MAX)
        buf_fmt(&b, ", and %d more", n - SAID_MAX);
    return n ? buf_str(&b) : S("nothing");
}

/* A label that was missed, a block that is a false alarm. */
static bool is_unmatched(const Mark *m)
{
    return !m->is_matched && !m->is_unsure;
}

static bool has_wrong_depth(const Article *article, const Mark *label)
{
    for (ptrdiff_t i = 0; label->is_matched && i < article->blocks.n; i++) {
        const Mark *block = &article->blocks.items[i];
        if (block->is_matched && block->kind == label->kind && block->first == label->first && block->last == label->last)
            return block->depth != label->depth && label->kind != KIND_META;
    }
    return false;
}

static void put_lines(Buf *b, const Article *article, const Mark *m)
{
    for (int line = m->first; line <= m->last; line++)
        buf_fmt(b, "    %4d|" STR_FMT "\n", line, STR_ARG(article->lines.items[line - 1].text));
}

typedef enum Trouble { TROUBLE_MISS, TROUBLE_FALSE_ALARM, TROUBLE_DEPTH, TROUBLE_COUNT } Trouble;

static const char *const TROUBLES[TROUBLE_COUNT] = {"missed", "false alarms", "wrong depth"};

typedef struct TroubleWalk {
    const Article *articles;
    ptrdiff_t count;
    Trouble trouble;
    Kind kind;
    ptrdiff_t article, at;
    const Mark *mark;       /* where the walk stands */
} TroubleWalk;

static bool has_trouble(const TroubleWalk *w, const Mark *m)
{
    return w->trouble == TROUBLE_DEPTH ? has_wrong_depth(&w->articles[w->article], m) : is_unmatched(m);
}

static bool next_trouble(TroubleWalk *w)
{
    for (; w->article < w->count; w->article++, w->at = 0) {
        const Article *article = &w->articles[w->article];
        const Marks *marks = w->trouble == TROUBLE_FALSE_ALARM ? &article->blocks : &article->labels;
        while (w->at < marks->n) {
            w->mark = &marks->items[w->at++];
            if (w->mark->kind == w->kind && has_trouble(w, w->mark))
                return true;
        }
    }
    return false;
}

static Str other_side(Arena *a, const TroubleWalk *w)
{
    const Article *article = &w->articles[w->article];
    return said_there(a, w->trouble == TROUBLE_FALSE_ALARM ? &article->labels : &article->blocks, w->mark);
}

static void put_troubles(Arena *a, Buf *b, const Article *articles, ptrdiff_t count, bool with_text)
{
    for (int k = 0; k < KIND_COUNT; k++) {
        for (int trouble = 0; trouble < TROUBLE_COUNT; trouble++) {
            TroubleWalk w = {.articles = articles, .count = count, .trouble = (Trouble)trouble, .kind = (Kind)k};
            for (bool is_first = true; next_trouble(&w); is_first = false) {
                if (is_first)
                    buf_fmt(b, "\n%s, %s\n", KINDS[k].name, TROUBLES[trouble]);
                buf_fmt(b, "  " STR_FMT ":", STR_ARG(articles[w.article].name));
                put_mark(b, w.mark);
                if (w.mark->note.n)
                    buf_fmt(b, " " STR_FMT, STR_ARG(w.mark->note));
                buf_fmt(b, "; %s " STR_FMT "\n", trouble == TROUBLE_FALSE_ALARM ? "labelled" : "read", STR_ARG(other_side(a, &w)));
                if (with_text)
                    put_lines(b, &articles[w.article], w.mark);
            }
        }
    }
}

static Value troubles_value(Arena *a, const Article *articles, ptrdiff_t count, Trouble trouble)
{
    ListBuilder list = {.arena = a};
    for (int k = 0; k < KIND_COUNT; k++) {
        TroubleWalk w = {.articles = articles, .count = count, .trouble = trouble, .kind = (Kind)k};
        while (next_trouble(&w)) {
            MapBuilder map = {.arena = a};
            map_str(&map, S("article"), articles[w.article].name);
            map_int(&map, S("first_line"), w.mark->first);
            map_int(&map, S("last_line"), w.mark->last);
            map_str(&map, S("kind"), str(KINDS[k].name));
            map_int(&map, S("depth"), w.mark->depth);
            map_str(&map, trouble == TROUBLE_FALSE_ALARM ? S("labelled") : S("read"), other_side(a, &w));
            list_push(&list, map_value(&map));
        }
    }
    return list_value(&list);
}

static Value tally_value(Arena *a, const Score *score, int kind)
{
    const Tally *t = &score->kinds[kind];
    MapBuilder map = {.arena = a};
    map_str(&map, S("kind"), str(KINDS[kind].name));
    map_int(&map, S("labels"), t->labels);
    map_int(&map, S("found"), t->found);
    map_int(&map, S("blocks"), t->blocks);
    map_int(&map, S("right"), t->right);
    map_int(&map, S("depth_right"), t->depth_right);
    map_int(&map, S("wanted"), KINDS[kind].wanted);
    map_bool(&map, S("is_reached"), kind_reaches(score, kind));
    return map_value(&map);
}

static void put_json(Arena *a, Buf *b, const Score *score, const Article *articles, ptrdiff_t count)
{
    MapBuilder map = {.arena = a};
    ListBuilder kinds = {.arena = a};
    for (int k = 0; k < KIND_COUNT; k++)
        list_push(&kinds, tally_value(a, score, k));
    map_int(&map, S("articles"), count);
    map_put(&map, S("kinds"), list_value(&kinds));
    map_int(&map, S("depth_found"), score->all.found);
    map_int(&map, S("depth_right"), score->all.depth_right);
    map_bool(&map, S("is_reached"), score_reaches(score));
    map_put(&map, S("misses"), troubles_value(a, articles, count, TROUBLE_MISS));
    map_put(&map, S("false_alarms"), troubles_value(a, articles, count, TROUBLE_FALSE_ALARM));
    map_put(&map, S("wrong_depths"), troubles_value(a, articles, count, TROUBLE_DEPTH));
    Value all = map_value(&map);
    value_put_json(b, &all, 2);
    buf_putc(b, '\n');
}

/* --- all of them --------------------------------------------------------------------------------------------------------------- */

typedef struct Options {
    bool table_only, with_text, as_json;
    Str labels, archive;
    StrList names;
} Options;

static bool fail(Str path, Str why)
{
    fprintf(stderr, "gold: " STR_FMT ": " STR_FMT "\n", STR_ARG(path), STR_ARG(why));
    return false;
}

static bool read_one(Arena *a, const Options *options, Str name, Article *article)
{
    Str why = S("too large"), text;
    bool too_large;
    Str labels = str_fmt(a, STR_FMT "/" STR_FMT ".lab", STR_ARG(options->labels), STR_ARG(name));
    Str path = str_fmt(a, STR_FMT "/txt/%03lld/" STR_FMT ".TXT", STR_ARG(options->archive), (long long)str_number(str_from(name, 1)) / 1000, STR_ARG(name));
    Source raw = {.path = path}, decoded = {0};
    if (!fs_read(a, labels, FILE_LIMIT, &text, &too_large, &why))
        return fail(labels, why);
    if (!fs_read(a, path, FILE_LIMIT, &raw.text, &too_large, &why))
        return fail(path, why);

    IdPattern ids = id_pattern_default();
    Diags diags = {.arena = a};
    Doc doc = {0};
    if (read_article(a, &raw, &(ReadOptions){.ids = &ids}, &doc, &decoded, &diags) != READ_ARTICLE)
        return fail(path, S("no article for the reader"));
    int bad_line;
    article->name = name;
    article->lines = lines_of(a, decoded.text, 1);
    if (!read_labels(a, text, article, &bad_line))
        return fail(labels, str_fmt(a, "line %d is no label of this article", bad_line));
    flatten(a, article, doc.root, 0, false);
    add_dropped(a, article);
    return true;
}

static bool find_names(Arena *a, Options *options)
{
    FsList files = {0};
    Str why;
    if (options->names.n)
        return true;
    if (!fs_walk(a, options->labels, false, (Str){0}, &files, &why))
        return fail(options->labels, why);
    for (ptrdiff_t i = 0; i < files.n; i++)
        if (str_ends(files.items[i].path, S(".lab")))
            list_add(a, &options->names, str_head(files.items[i].path, files.items[i].path.n - 4));
    return options->names.n || fail(options->labels, S("holds no labels"));
}

static bool read_options(Arena *a, int argc, char **argv, Options *options)
{
    for (int i = 1; i < argc; i++) {
        Str word = str(argv[i]);
        if (str_eq(word, S("-q")))
            options->table_only = true;
        else if (str_eq(word, S("-t")))
            options->with_text = true;
        else if (str_eq(word, S("--json")))
            options->as_json = true;
        else if (!options->labels.n)
            options->labels = word;
        else if (!options->archive.n)
            options->archive = word;
        else
            list_add(a, &options->names, word);
    }
    return options->archive.n > 0;
}

int main(int argc, char **argv)
{
    Arena a = {0};
    Options options = {0};
    if (!read_options(&a, argc, argv, &options)) {
        fputs("usage: gold [-q] [-t] [--json] LABELS_DIR ARCHIVE_DIR [ARTICLE...]\n", stderr);
        return 2;
    }
    if (!find_names(&a, &options))
        return 2;
    Article *articles = arena_new(&a, Article, options.names.n);
    Score score = {0};
    for (ptrdiff_t i = 0; i < options.names.n; i++) {
        if (!read_one(&a, &options, options.names.items[i], &articles[i]))
            return 2;
        score_article(&score, &articles[i]);
    }
    Buf b = buf_new(&a, 1 << 16);
    if (options.as_json)
        put_json(&a, &b, &score, articles, options.names.n);
    else
        put_table(&a, &b, &score, options.names.n);
    if (!options.as_json && !options.table_only)
        put_troubles(&a, &b, articles, options.names.n, options.with_text);
    fwrite(b.p, 1, (size_t)b.n, stdout);
    arena_free(&a);
    return !score_reaches(&score);
}
