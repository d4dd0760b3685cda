/* words: the words of an archive article as its author wrote them, laid beside the words of what the program made of it. The two sequences
 * must be the same, in the same order, but for the transformations below. Each of them has a name, is bound to its place as closely as
 * possible, and is counted. Nothing may stand in what was made that does not stand in the source.
 *
 * Both sequences are walked at once. Where they differ every transformation is asked, in order, how many words of either side it accounts
 * for; when none does, that is the place to report. */
#ifndef KB_TESTS_WORDS_H
#define KB_TESTS_WORDS_H

#include "source.h"

#include <string.h>

/* --- words of the source -------------------------------------------------------------------------------------------- */

typedef struct SourceWord {
    Str text;
    ptrdiff_t line;         /* index in the body's lines */
    bool is_first, is_last; /* of its line */
} SourceWord;

typedef struct SourceWords {
    SourceWord *items;
    ptrdiff_t n;
} SourceWords;

static inline SourceWords words_of_source(Arena *a, const SourceBody *body)
{
    ptrdiff_t size = 1;
    for (ptrdiff_t i = 0; i < body->n; i++)
        size += body->lines[i].text.n / 2 + 1;
    SourceWords words = {.items = arena_new(a, SourceWord, size)};
    for (ptrdiff_t i = 0; i < body->n; i++) {
        Str rest = body->lines[i].text;
        bool is_first = true;
        while (rest.n) {
            Str word = str_cut_word(&rest);
            rest = str_trim_start(rest);
            words.items[words.n++] = (SourceWord){.text = word, .line = i, .is_first = is_first, .is_last = !rest.n};
            is_first = false;
        }
    }
    return words;
}

/* --- words of what was made of it ----------------------------------------------------------------------------------- */

/* A list's number or bullet and a horizontal rule are drawn by who shows the page and no text of it; here they are words of a kind of their own. */
typedef enum PageKind { PAGE_WORD, PAGE_MARKER, PAGE_RULE } PageKind;

typedef struct PageWord {
    PageKind kind;
    Str text;
    bool in_heading, in_cell, starts_line;
    int row, cell;          /* of a table, counted through the page */
    Str link;               /* where the link leads in which it begins */
} PageWord;

typedef struct PageList {
    bool is_ordered;
    char type;              /* 1, a or A */
    int64_t next;
} PageList;

enum { LIST_DEPTH = 64 };

typedef struct Page {
    Arena *arena;
    PageWord *items;
    ptrdiff_t n, cap;
    Buf word;               /* the one being put together; inline tags do not end it */
    Str link, word_link;    /* of the tag that is open, and of the word */
    PageList lists[LIST_DEPTH];
    int list_depth, heading_depth, cell_depth;
    int rows, cells;
} Page;

static inline void page_add(Page *p, PageKind kind, Str text)
{
    if (p->n == p->cap) {
        ptrdiff_t cap = p->cap ? p->cap * 2 : 1024;
        PageWord *items = arena_new(p->arena, PageWord, cap);
        if (p->n)
            memcpy(items, p->items, (size_t)p->n * sizeof *items);
        p->items = items;
        p->cap = cap;
    }
    p->items[p->n++] = (PageWord){.kind = kind, .text = text, .in_heading = p->heading_depth > 0, .in_cell = p->cell_depth > 0,
                                   .row = p->rows, .cell = p->cells, .link = p->word_link};
}

static inline void page_end_word(Page *p)
{
    if (p->word.n)
        page_add(p, PAGE_WORD, str_copy(p->arena, buf_str(&p->word)));
    p->word.n = 0;
}

static inline void page_add_text(Page *p, Str text)
{
    for (ptrdiff_t i = 0; i < text.n; i++) {
        if (char_is_blank(text.p[i])) {
            page_end_word(p);
            continue;
        }
        if (!p->word.n)
            p->word_link = p->link;
        buf_putc(&p->word, text.p[i]);
    }
}

static inline Str marker_text(Arena *a, const PageList *list, int64_t number)
{
    if (!list->is_ordered)
        return S("-");
    if (list->type == '1')
        return str_fmt(a, "%lld.", (long long)number);
    return str_fmt(a, "%c.", (char)(list->type + number - 1));
}

static inline void page_open_list(Page *p, PageList list)
{
    CHECK(p->list_depth < LIST_DEPTH);
    p->lists[p->list_depth++] = list;
}

static inline void page_close_list(Page *p)
{
    p->list_depth -= p->list_depth > 0;
}

static inline void page_open_item(Page *p)
{
    if (!p->list_depth)
        return;
    PageList *list = &p->lists[p->list_depth - 1];
    page_add(p, PAGE_MARKER, marker_text(p->arena, list, list->next++));
}

/* --- the transformations -------------------------------------------------------------------------------------------- */

/* Two sequences and the place in each. */
typedef struct Walk {
    const SourceBody *body;
    SourceWords source;
    const Page *page;
    ptrdiff_t i, j;
} Walk;

/* How many words of either side a transformation accounts for; none at all when it does not apply. */
typedef struct Step {
    ptrdiff_t source, page;
} Step;

static const Step NO_STEP = {0, 0};

static inline Str without_end(Str s, Str end)
{
    while (s.n >= end.n && str_eq_fold(str_from(s, s.n - end.n), end))
        s = str_head(s, s.n - end.n);
    return s;
}

/* The line without the DEL that may end it, which is litter. */
static inline Str line_at(const Walk *w, ptrdiff_t line)
{
    return line >= 0 && line < w->body->n ? without_end(w->body->lines[line].text, S("\x7F")) : (Str){0};
}

static inline Str current_line(const Walk *w)
{
    return line_at(w, w->source.items[w->i].line);
}

static inline bool starts_line(const Walk *w)
{
    return w->i < w->source.n && w->source.items[w->i].is_first;
}

static inline Str source_text(const Walk *w, ptrdiff_t i)
{
    return i < w->source.n ? w->source.items[i].text : (Str){0};
}

static inline const PageWord *page_at(const Walk *w, ptrdiff_t j)
{
    static const PageWord none;
    return j >= 0 && j < w->page->n ? &w->page->items[j] : &none;
}

static inline bool page_has_word(const Walk *w, ptrdiff_t j, Str text)
{
    return j < w->page->n && page_at(w, j)->kind == PAGE_WORD && str_eq(page_at(w, j)->text, text);
}

/* Words from the current one to the end of the line. */
static inline ptrdiff_t rest_of_line(const Walk *w)
{
    ptrdiff_t i = w->i;
    while (i < w->source.n && !w->source.items[i].is_last)
        i++;
    return i + 1 - w->i;
}

/* Words from the current one to the next blank line. */
static inline ptrdiff_t rest_of_paragraph(const Walk *w)
{
    ptrdiff_t line = w->source.items[w->i].line, i = w->i;
    while (line_at(w, line).n)
        line++;
    while (i < w->source.n && w->source.items[i].line < line)
        i++;
    return i - w->i;
}

static inline bool consists_of(Str s, const char *bytes)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (!strchr(bytes, s.p[i]))
            return false;
    return s.n > 0;
}

static inline bool is_near_cell(const Walk *w)
{
    return page_at(w, w->j - 1)->in_cell || page_at(w, w->j)->in_cell;
}

/* Only = or only -. */
static inline bool is_signs(Str line)
{
    return str_is_run(line, '=') || str_is_run(line, '-');
}

/* Do the lines above and below this one frame it: the same sign, about as often? */
static inline bool is_framed(const Walk *w, ptrdiff_t line)
{
    Str above = line_at(w, line - 1), below = line_at(w, line + 1);
    ptrdiff_t longer = above.n - below.n;
    return line_at(w, line).n && is_signs(above) && is_signs(below) && above.p[0] == below.p[0] && longer >= -2 && longer <= 2;
}

/* The line under a heading, as long as the heading, which the page shows as one, or up to the margin; or the two lines that frame one. */
static inline Step underline(const Walk *w)
{
    ptrdiff_t here = w->source.items[w->i].line;
    Str line = current_line(w), title = line_at(w, here - 1);
    ptrdiff_t longer = line.n - utf8_length(title);
    bool fits = (longer >= -2 && longer <= 2) || line.n >= 40 || is_framed(w, here - 1);
    bool is_below = title.n && fits && page_at(w, w->j - 1)->in_heading;
    bool is_above = page_at(w, w->j)->in_heading && is_framed(w, here + 1);
    return is_signs(line) && (is_below || is_above) ? (Step){1, 0} : NO_STEP;
}

/* The stars at the sides of a line in a box of stars. */
static inline Step box_side(const Walk *w)
{
    Str line = current_line(w), word = source_text(w, w->i);
    Str above = line_at(w, w->source.items[w->i].line - 1);
    bool is_side = str_is_run(word, '*') && word.n <= 3 && str_starts(line, word) && str_ends(line, word) && line.n > 2 * word.n;
    return is_side && str_starts(above, word) && page_at(w, w->j)->kind != PAGE_MARKER ? (Step){1, 0} : NO_STEP;
}

/* A line that is a run of one sign, drawn as a rule. */
static inline Step rule(const Walk *w)
{
    Str line = current_line(w);
    bool is_line = line.n >= 10 && strchr("-=_*#~", line.p[0]) && str_is_run(line, line.p[0]);
    return is_line && page_at(w, w->j)->kind == PAGE_RULE ? (Step){1, 1} : NO_STEP;
}

/* The number, letter or bullet at the start of a line, drawn by the list: the same number or letter, any bullet for any bullet. */
static inline Step list_marker(const Walk *w)
{
    if (!starts_line(w) || page_at(w, w->j)->kind != PAGE_MARKER)
        return NO_STEP;
    Str written = source_text(w, w->i), drawn = page_at(w, w->j)->text;
    bool is_bullet = written.n == 1 && strchr("-*o", written.p[0]) ? true : str_eq(written, S("\xC2\xB7"));
    return str_eq(drawn, S("-")) ? (is_bullet ? (Step){1, 1} : NO_STEP) : str_eq(written, drawn) ? (Step){1, 1} : NO_STEP;
}

/* A reference to an article at the start of a line is shown as a list item: its bullet is the page's own. */
static inline Step reference_bullet(const Walk *w)
{
    Str word = source_text(w, w->i);
    bool is_reference = starts_line(w) && source_id(word) >= 10000;
    return is_reference && page_at(w, w->j)->kind == PAGE_MARKER && str_eq(page_at(w, w->j)->text, S("-")) ? (Step){0, 1} : NO_STEP;
}

/* What is left of a word without what it ends in: nothing, or a word of the page. */
static inline Step shortened(const Walk *w, Str kept)
{
    if (kept.n == source_text(w, w->i).n)
        return NO_STEP;
    return !kept.n ? (Step){1, 0} : page_has_word(w, w->j, kept) ? (Step){1, 1} : NO_STEP;
}

/* `<BR/>` at the end of a line, alone or behind its last word, left by a conversion of HTML. */
static inline Step br_tag(const Walk *w)
{
    for (ptrdiff_t i = w->i; !w->source.items[i].is_last; i++)
        if (without_end(source_text(w, i + 1), S("<BR/>")).n)
            return NO_STEP;
    return shortened(w, without_end(source_text(w, w->i), S("<BR/>")));
}

static inline Step del_at_line_end(const Walk *w)
{
    return w->source.items[w->i].is_last ? shortened(w, without_end(source_text(w, w->i), S("\x7F"))) : NO_STEP;
}

/* `Q123456Title` at the start of a line becomes a reference and its title. */
static inline Step glued_id(const Walk *w)
{
    Str word = source_text(w, w->i);
    ptrdiff_t n = 1;
    while (n < word.n && char_is_digit(word.p[n]))
        n++;
    bool is_glued = starts_line(w) && source_id(word) >= 10000 && n < word.n;
    return is_glued && page_has_word(w, w->j, str_head(word, n)) && page_has_word(w, w->j + 1, str_from(word, n)) ? (Step){1, 2} : NO_STEP;
}

/* The byte that a conversion wrote as `<XX>` at the start of `s`, -1 without one. */
static inline int byte_token(Str s)
{
    static const char digits[] = "0123456789ABCDEF";
    if (s.n < 4 || s.p[0] != '<' || s.p[3] != '>')
        return -1;
    const char *high = memchr(digits, s.p[1], 16), *low = memchr(digits, s.p[2], 16);
    return high && low && high - digits >= 8 ? (int)((high - digits) * 16 + (low - digits)) : -1;
}

static inline bool page_draws_number(const Walk *w, ptrdiff_t j, Str text)
{
    return page_at(w, j)->kind == PAGE_MARKER && !str_eq(text, S("-")) && str_eq(page_at(w, j)->text, text);
}

/* In a converted article `<A9>` is the byte A9 again; the no-break space `<A0>` parts words, and a number from its item. */
static inline Step byte_tokens(const Walk *w)
{
    Str rest = source_text(w, w->i);
    Buf b = buf_new(w->page->arena, rest.n);
    bool found = false;
    for (int byte; rest.n; rest = str_from(rest, byte < 0 ? 1 : 4)) {
        byte = byte_token(rest);
        found |= byte >= 0;
        if (byte < 0)
            buf_putc(&b, rest.p[0]);
        else
            buf_put_rune(&b, byte == 0xA0 ? ' ' : source_cp1252((unsigned char)byte));
    }
    ptrdiff_t n = 0;
    for (Str words = str_trim(buf_str(&b)); words.n; words = str_trim_start(words), n++) {
        Str word = str_cut_word(&words);
        bool is_number = n == 0 && starts_line(w) && page_draws_number(w, w->j, word);
        if (!is_number && !page_has_word(w, w->j + n, word))
            return NO_STEP;
    }
    return found && w->body->is_converted ? (Step){1, n} : NO_STEP;
}

/* Version numbers, an operating system's name in capitals, or words in kb-. */
static inline bool is_stub_word(Str word)
{
    return consists_of(word, "0123456789.xab,|'-") || consists_of(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-/|,") || str_starts_fold(word, S("kb"));
}

static inline bool is_stub_line(Str line)
{
    while (line.n) {
        Str word = str_cut_word(&line);
        if (word.n && !is_stub_word(word))
            return false;
    }
    return true;
}

static inline bool is_stub(const Walk *w, ptrdiff_t i)
{
    return i < w->source.n && w->body->lines[w->source.items[i].line].is_stub;
}

/* Fields of an older header: above the applies-to block the lines of a stub; in the body the ones with an old field's name, the query words
 * with the lines that continue them. They are fields of the article, not its text. */
static inline Step old_metadata(const Walk *w)
{
    Str line = current_line(w);
    if (!starts_line(w))
        return NO_STEP;
    if (source_is_query_words(line))
        return (Step){rest_of_paragraph(w), 0};
    bool is_field = str_starts(line, S("KBCategory:")) || str_starts(line, S("KBSubcategory:"));
    return is_field || (is_stub(w, w->i) && is_stub_line(line)) ? (Step){rest_of_line(w), 0} : NO_STEP;
}

/* Prose above the applies-to block that the body begins with, word for word: it was met when the stub was read, and is said once. */
static inline Step repeated_stub(const Walk *w)
{
    if (is_stub(w, w->i) || w->i == 0 || !is_stub(w, w->i - 1))
        return NO_STEP;
    for (ptrdiff_t from = 0; from < w->i; from++) {
        ptrdiff_t n = w->i - from, same = 0;
        while (same < n && str_eq(source_text(w, from + same), source_text(w, w->i + same)))
            same++;
        if (w->source.items[from].is_first && same == n)
            return (Step){n, 0};
    }
    return NO_STEP;
}

static inline bool is_border(Str line)
{
    return line.n && line.p[0] == '+' && str_ends(line, S("+")) && consists_of(line, "+-");
}

/* A row between two borders, which begins and ends with a bar; it goes on over lines when its cells held line breaks. */
static inline bool is_in_bordered_row(const Walk *w)
{
    ptrdiff_t from = w->source.items[w->i].line, to = from;
    while (line_at(w, from - 1).n && !is_border(line_at(w, from)))
        from--;
    while (line_at(w, to + 1).n && !is_border(line_at(w, to)))
        to++;
    bool has_borders = is_border(line_at(w, from)) && is_border(line_at(w, to));
    return has_borders && from + 1 < to && line_at(w, from + 1).p[0] == '|' && str_ends(line_at(w, to - 1), S("|"));
}

/* `+----+----+` between two rows and the bars of a row, drawn by the table. */
static inline Step table_border(const Walk *w)
{
    if (!is_near_cell(w))
        return NO_STEP;
    if (starts_line(w) && is_border(current_line(w)))
        return (Step){1, 0};
    return str_eq(source_text(w, w->i), S("|")) && is_in_bordered_row(w) ? (Step){1, 0} : NO_STEP;
}

/* The line of dashes under the header of a table, drawn by the table. */
static inline Step table_rule(const Walk *w)
{
    Str line = current_line(w);
    bool is_line = starts_line(w) && (consists_of(line, "- \t") || consists_of(line, "= \t"));
    return is_line && is_near_cell(w) ? (Step){rest_of_line(w), 0} : NO_STEP;
}

enum { ROW_CELLS = 16 };

/* A row's words on the page, by cell. */
typedef struct Deal {
    const Walk *w;
    ptrdiff_t next[ROW_CELLS], end[ROW_CELLS], n;
    ptrdiff_t to;           /* in the source */
    int tries;
} Deal;

/* Deals the words from i on out to the cells, none left of `cell` in the same line; what was dealt wrongly is taken back. */
static inline bool deal_words(Deal *d, ptrdiff_t i, ptrdiff_t cell)
{
    if (i == d->to)
        return true;
    if (d->w->source.items[i].is_first)
        cell = 0;
    for (; cell < d->n && d->tries-- > 0; cell++) {
        if (d->next[cell] == d->end[cell] || !page_has_word(d->w, d->next[cell], source_text(d->w, i)))
            continue;
        d->next[cell]++;
        if (deal_words(d, i + 1, cell))
            return true;
        d->next[cell]--;
    }
    return false;
}

/* Are the words [from, to) of the source, a row's lines, those of the row's cells? Within a line the cells are met from left to right, and every
 * cell's words stand in it in their order. */
static inline bool deals_out(const Walk *w, ptrdiff_t from, ptrdiff_t to, ptrdiff_t page_from)
{
    Deal d = {.w = w, .to = to, .tries = 100000};
    for (ptrdiff_t j = page_from; j < page_from + (to - from); j++) {
        bool is_same = d.n && page_at(w, j)->cell == page_at(w, j - 1)->cell;
        if (!is_same && d.n == ROW_CELLS)
            return false;
        if (!is_same)
            d.next[d.n++] = j;
        d.end[d.n - 1] = j + 1;
    }
    return deal_words(&d, from, 0);
}

/* A row of several lines whose cells, but for the last, go on in the second: the page has each cell in one piece, so words of different
 * cells change places, and none but those of this row. */
static inline Step wrapped_cell(const Walk *w)
{
    ptrdiff_t first = w->j, last = w->j;
    int row = page_at(w, w->j)->row;
    if (!page_at(w, w->j)->in_cell)
        return NO_STEP;
    while (first > 0 && page_at(w, first - 1)->in_cell && page_at(w, first - 1)->row == row)
        first--;
    while (page_at(w, last)->in_cell && page_at(w, last)->row == row)
        last++;
    ptrdiff_t from = w->i - (w->j - first), to = from + (last - first);
    bool is_whole = from >= 0 && to <= w->source.n && w->source.items[from].is_first && w->source.items[to - 1].is_last;
    return is_whole && deals_out(w, from, to, first) ? (Step){to - w->i, last - w->j} : NO_STEP;
}

/* The address of a download, alone on its line in brackets below the offer. */
static inline Str download_address(const Walk *w, ptrdiff_t line)
{
    Str s = str_trim(line_at(w, line));
    bool is_address = str_starts(s, S("(")) && str_ends(s, S(")")) && str_find_char(s, ' ') < 0 && str_find(s, S("://")) > 0;
    return is_address ? str_sub(s, 1, s.n - 1) : (Str){0};
}

/* "DownloadDownload Setup.exe now" above an address, the words of a picture said twice: the link to that address says them once. */
static inline Step doubled_word(const Walk *w)
{
    Str address = download_address(w, w->source.items[w->i].line + 1);
    bool is_doubled = str_eq(source_text(w, w->i), S("DownloadDownload")) && !w->source.items[w->i].is_last && address.n;
    return is_doubled && page_has_word(w, w->j, S("Download")) && str_eq(page_at(w, w->j)->link, address) ? (Step){1, 1} : NO_STEP;
}

/* The address itself is where that link leads. */
static inline Step download_target(const Walk *w)
{
    ptrdiff_t line = w->source.items[w->i].line;
    Str address = download_address(w, line);
    bool is_below = starts_line(w) && address.n && str_find(line_at(w, line - 1), S("DownloadDownload ")) >= 0;
    return is_below && str_eq(page_at(w, w->j - 1)->link, address) ? (Step){1, 0} : NO_STEP;
}

typedef struct Transformation {
    const char *name;
    Step (*step)(const Walk *w);
} Transformation;

/* --- the walk ------------------------------------------------------------------------------------------------------- */

enum { CONTEXT = 3 };

static inline bool transform(Walk *w, const Transformation *list, int n, long long *counts)
{
    for (int k = 0; k < n && w->i < w->source.n; k++) {
        Step step = list[k].step(w);
        if (step.source + step.page == 0)
            continue;
        w->i += step.source;
        w->j += step.page;
        counts[k]++;
        return true;
    }
    return false;
}

/* True when the two are the same but for the `n` transformations of the list; `counts` tells how often each was needed. */
static inline bool walk_both(Walk *w, const Transformation *list, int n, long long *counts)
{
    while (w->i < w->source.n || w->j < w->page->n) {
        if (w->i < w->source.n && page_has_word(w, w->j, source_text(w, w->i))) {
            w->i++;
            w->j++;
        } else if (!transform(w, list, n, counts)) {
            return false;
        }
    }
    return true;
}

/* Where the two differ, with a few words on both sides of the place. */
static inline Str difference(Arena *a, const Walk *w)
{
    Buf b = buf_new(a, 256);
    ptrdiff_t at = w->i < w->source.n ? w->i : w->source.n - 1;
    buf_fmt(&b, "line %d: source \"", at >= 0 ? w->body->lines[w->source.items[at].line].number : 0);
    for (ptrdiff_t i = w->i > CONTEXT ? w->i - CONTEXT : 0; i <= w->i + CONTEXT && i < w->source.n; i++)
        buf_fmt(&b, i == w->i ? ">>>" STR_FMT " " : STR_FMT " ", STR_ARG(utf8_head(source_text(w, i), 60)));
    buf_put(&b, S("\" page \""));
    for (ptrdiff_t j = w->j > CONTEXT ? w->j - CONTEXT : 0; j <= w->j + CONTEXT && j < w->page->n; j++)
        buf_fmt(&b, j == w->j ? ">>>%s" STR_FMT " " : "%s" STR_FMT " ", page_at(w, j)->kind == PAGE_MARKER ? "(drawn)" : "",
                STR_ARG(utf8_head(page_at(w, j)->text, 60)));
    buf_put(&b, S("\""));
    return buf_str(&b);
}

/* What may happen to words whatever form they are given. */
#define WORDS_TRANSFORMATIONS \
    {"underline", underline}, \
    {"rule", rule}, \
    {"box side", box_side}, \
    {"list marker", list_marker}, \
    {"reference bullet", reference_bullet}, \
    {"br tag", br_tag}, \
    {"DEL at line end", del_at_line_end}, \
    {"glued id", glued_id}, \
    {"byte token", byte_tokens}, \
    {"old metadata", old_metadata}, \
    {"repeated stub", repeated_stub}, \
    {"table border", table_border}, \
    {"table rule", table_rule}, \
    {"doubled word", doubled_word}, \
    {"download target", download_target}, \
    {"wrapped cell", wrapped_cell},

#endif
