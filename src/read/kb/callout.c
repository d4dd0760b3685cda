/* A callout is a label in front of a text, or a frame of stars around it. */
#include "read/kb/parser.h"

#include "read/kb/inline.h"

/* What follows the word: ":", its number ("NOTE 2:", "NOTE #2:") or a second word ("IMPORTANT NOTE:"); or, when it is in capitals, a sentence. */
static bool is_label_end(Str rest, bool is_upper)
{
    if (str_starts(rest, S(":")))
        return true;
    if (!str_starts(rest, S(" ")))
        return false;
    Str next = str_trim_start(rest);
    bool is_sentence = is_upper && next.n > 1 && char_is_upper(next.p[0]) && (char_is_lower(next.p[1]) || next.p[1] == ' ');
    if (str_starts_fold(next, S("note:")) || str_starts(next, S(":")) || is_sentence)
        return true;
    ptrdiff_t n = str_starts(next, S("#"));
    ptrdiff_t first = n;
    while (n < next.n && n < 3 && char_is_digit(next.p[n]))
        n++;
    return n > first && n < next.n && next.p[n] == ':';
}

/* label = "NOTE:" or "Note:", of these words */
Str kbcallout_label(Str s)
{
    static const Str labels[] = {{"NOTE", 4}, {"WARNING", 7}, {"IMPORTANT", 9}, {"CAUTION", 7}, {"TIP", 3}};
    for (ptrdiff_t i = 0; i < countof(labels); i++) {
        Str label = labels[i];
        bool is_capital = s.n > label.n && s.p[0] == label.p[0] && str_starts_fold(s, label);
        if (!is_capital || !is_label_end(str_from(s, label.n), str_starts(s, label)))
            continue;
        Str rest = str_sub(s, 1, label.n);
        bool one_case = true;
        for (ptrdiff_t k = 1; k < rest.n; k++)
            one_case = one_case && char_is_upper(rest.p[k]) == char_is_upper(rest.p[0]);
        if (one_case)
            return label;
    }
    return (Str){0};
}

/* "NOTE: …" with the label bold, as it is in Markdown. The colon belongs to it unless a letter follows. */
static Inline *with_bold_label(Arena *a, Inline *in, Str label)
{
    if (in->kind != INLINE_TEXT)
        return in;
    Str rest = str_from(in->text, label.n);
    bool takes_colon = str_starts(rest, S(":")) && (rest.n == 1 || char_is_blank(rest.p[1]));
    Inline *bold = inline_new(a, INLINE_STRONG, (Str){0}, in->line);
    bold->child = inline_new(a, INLINE_TEXT, str_head(in->text, label.n + takes_colon), in->line);
    bold->next = in;
    in->text = str_from(in->text, label.n + takes_colon);
    if (!in->text.n)
        bold->next = in->next;
    return bold;
}

bool kbcallout(Parser *p)
{
    Str label = kbcallout_label(text_at(p, p->at));
    int indent = line_at(p, p->at)->indent;
    if (!label.n || indent - kblist_column_for(p, indent) >= LITERAL_INDENT)
        return false;
    kbparser_close_lists(p, indent);
    ptrdiff_t end = kblist_paragraph_end(p, p->at);
    Block *box = kbparser_add(p, BLOCK_CALLOUT, p->at, end);
    box->label = label;
    Block *text = block_new(p->arena, BLOCK_PARAGRAPH, box->first_line, box->last_line);
    text->text = with_bold_label(p->arena, kbparser_text(p, p->at, end, 0), str_sub(text_at(p, p->at), 0, label.n));
    block_append(box, text);
    p->at = end;
    return true;
}

enum { STAR_BOX_MAX = 25, STARS = 20 };    /* more lines between two rules of stars are text that the rules divide */

static Str label_in(const Parser *p, ptrdiff_t from, ptrdiff_t to)
{
    static const Str labels[] = {{"WARNING", 7}, {"CAUTION", 7}, {"IMPORTANT", 9}};
    for (ptrdiff_t i = from; i < to; i++)
        for (ptrdiff_t k = 0; k < countof(labels); k++)
            if (str_find(line_at(p, i)->text, labels[k]) >= 0)
                return labels[k];
    return S("NOTE");
}

static Block *add_to(Parser *p, Block *parent, BlockKind kind, ptrdiff_t from, ptrdiff_t to)
{
    Block *b = block_new(p->arena, kind, line_at(p, from)->number, line_at(p, to - 1)->number);
    block_append(parent, b);
    return b;
}

/* side = 1*3"*": how many begin every line of [from, to) and end it, or 0. */
static ptrdiff_t side_stars(const Parser *p, ptrdiff_t from, ptrdiff_t to)
{
    ptrdiff_t n = 0;
    for (Str s = text_at(p, from); n < s.n && s.p[n] == '*';)
        n++;
    Str side = str_head(text_at(p, from), n);
    for (ptrdiff_t i = from; i < to; i++) {
        Str s = text_at(p, i);
        bool is_between = n >= 1 && n <= 3 && s.n > 2 * n + 2 && str_trim(str_sub(s, n, s.n - n)).n && str_starts(s, side) &&
                          str_ends(s, side) && s.p[n] == ' ' && s.p[s.n - n - 1] == ' ';
        if (!is_between)
            return 0;
    }
    return n;
}

/* The text between the sides. */
static void add_framed(Parser *p, Block *box, ptrdiff_t from, ptrdiff_t to, ptrdiff_t side)
{
    Line *inner = arena_new(p->arena, Line, to - from);
    for (ptrdiff_t i = from; i < to; i++) {
        Str s = text_at(p, i);
        inner[i - from] = line_of(p->arena, str_trim(str_sub(s, side, s.n - side)), line_at(p, i)->number);
    }
    Block *b = add_to(p, box, BLOCK_PARAGRAPH, from, to);
    b->text = kbinline_text(p->arena, p->ids, (Lines){inner, to - from}, 0);
}

/* stars { line } stars: a box that an author drew around a warning. Its rules stay as rules; stars at the sides of its lines go, unless a line has
 * none. */
bool kbcallout_stars(Parser *p)
{
    ptrdiff_t from = p->at, end = from + 1, stop = from + STAR_BOX_MAX < p->lines.n ? from + STAR_BOX_MAX : p->lines.n;
    if (line_at(p, from)->indent > 0 || !line_is_rule(line_at(p, from), '*', STARS) || !is_blank(p, from - 1))
        return false;
    while (end < stop && !line_is_rule(line_at(p, end), '*', STARS) && !kbheading_level(p, end))
        end++;
    if (end == stop || end == from + 1 || !line_is_rule(line_at(p, end), '*', STARS))
        return false;
    p->depth = 0;
    Block *box = kbparser_add(p, BLOCK_CALLOUT, from, end + 1);
    box->label = label_in(p, from, end);
    add_to(p, box, BLOCK_RULE, from, from + 1);
    for (ptrdiff_t i = from + 1, to; i < end; i = to) {
        to = i + 1;
        if (is_blank(p, i))
            continue;
        to = kbparser_chunk_end(p, i) < end ? kbparser_chunk_end(p, i) : end;
        ptrdiff_t side = side_stars(p, i, to);
        if (side) {
            add_framed(p, box, i, to, side);
            continue;
        }
        bool is_framed = text_at(p, i).p[0] == '*';
        Block *b = add_to(p, box, is_framed ? BLOCK_LITERAL : BLOCK_PARAGRAPH, i, to);
        if (is_framed)
            b->literal = kbparser_literal_text(p, i, to);
        else
            b->text = kbparser_text(p, i, to, 0);
    }
    add_to(p, box, BLOCK_RULE, end, end + 1);
    p->at = end + 1;
    return true;
}

