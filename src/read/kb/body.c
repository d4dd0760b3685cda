/* One walk down the lines. At each line that begins a block the questions are asked in a fixed order: heading, rule, or-separator,
 * references, list marker, callout, literal, paragraph; the last two take whatever is left.
 *
 * Indentation is read relative to where text may stand: column 0, or the content column of the list item that is open. A stack holds
 * the open lists. Text that stands left of an item's content column closes it; text three columns right of the context is literal. */
#include "read/kb/parser.h"

#include "read/kb/inline.h"
#include "read/kb/table.h"

/* --- tables ------------------------------------------------------------------------------------------------------------ */

static bool table(Parser *p)
{
    Block *b;
    ptrdiff_t end = kbtable_read(p->arena, p->lines, p->at, p->ids, &b);
    if (end < 0)
        return false;
    int indent = line_at(p, p->at)->indent;
    for (ptrdiff_t i = p->at; i < end; i++)
        if (!is_blank(p, i) && line_at(p, i)->indent < indent)
            indent = line_at(p, i)->indent;
    kbparser_close_lists(p, indent);
    kbparser_attach(p, b);
    p->at = end;
    return true;
}

/* --- paragraphs -------------------------------------------------------------------------------------------------------- */

/* How many wide gaps part the line into columns: not the one behind a number, as items and contents have it, nor that between two sentences. */
static int gaps_in(const Parser *p, ptrdiff_t i)
{
    int gaps = 0;
    bool is_number = true;
    Str rest = text_at(p, i);
    for (ptrdiff_t at = line_find_gap(rest); at > 0; at = line_find_gap(rest)) {
        for (ptrdiff_t k = 0; k < at; k++)
            is_number = is_number && (char_is_digit(rest.p[k]) || rest.p[k] == '.');
        gaps += !is_number && !char_is_in(rest.p[at - 1], S(".?!"));
        is_number = false;
        rest = str_trim_start(str_from(rest, at));
    }
    return gaps;
}

/* "name      what it is", and below it nothing but lines that begin where that does. */
static bool is_hanging_entry(const Parser *p, ptrdiff_t from, ptrdiff_t to)
{
    enum { HANG_MIN = 8 };
    int column = line_at(p, from + 1)->indent;
    Str first = line_at(p, from)->text;
    if (column < line_at(p, from)->indent + HANG_MIN || first.n <= column || !str_ends(str_head(first, column), S("  ")) || first.p[column] == ' ')
        return false;
    for (ptrdiff_t i = from + 1; i < to; i++)
        if (line_at(p, i)->indent != column)
            return false;
    return true;
}

/* One line with a gap is a row beside other such lines. */
static bool is_row(const Parser *p, ptrdiff_t i)
{
    int gaps = line_at(p, i)->has_gap ? gaps_in(p, i) : 0;
    if (!gaps || str_ends(text_at(p, i), S(":")))
        return false;
    const Block *before = p->root->last_child;
    ptrdiff_t next = i + 1;
    while (next < p->lines.n && is_blank(p, next))
        next++;
    return gaps > 1 || (before && before->kind == BLOCK_LITERAL && p->are_entries) || (next < p->lines.n && !line_at(p, next)->indent && gaps_in(p, next));
}

/* Lines that only a fixed width keeps together: columns behind wide gaps, or text that steps to the right, broken by hand. */
static bool is_drawn(const Parser *p, ptrdiff_t from, ptrdiff_t to)
{
    if (to - from < 2)
        return !p->depth && is_row(p, from);
    bool may_be = false;
    int base = line_at(p, from)->indent;
    ptrdiff_t rows = 0;
    for (ptrdiff_t i = from; i < to; i++) {
        Str s = text_at(p, i);
        if (s.p[0] == '|' || str_starts(s, S("+-")))
            return true;
        bool steps = line_at(p, i)->indent >= base + LITERAL_INDENT, has_gap = line_at(p, i)->has_gap && line_find_gap(s) >= 0;
        rows += has_gap && gaps_in(p, i) > 0;
        may_be = may_be || steps || has_gap;
    }
    if (may_be && !p->depth && (rows * 2 >= to - from || is_hanging_entry(p, from, to)))
        return true;
    return may_be && !kbinline_is_flowed(lines_sub(p->lines, from, to));
}

static void paragraph(Parser *p)
{
    ptrdiff_t end = kblist_paragraph_end(p, p->at);
    if (line_at(p, p->at)->indent == 0 && (kbsetoff_line(p) || kbsetoff_code(p)))
        return;
    if (is_drawn(p, p->at, end))
        kbsetoff_add(p, p->at, end);
    else
        kbparser_add_paragraph(p, p->at, end);
}

/* What a line may be, by its first byte: nearly all of them are nothing of it. */
enum { MAY_BE_LABEL = 1 << 0, MAY_BE_OR = 1 << 1, MAY_BE_REFERENCE = 1 << 2, MAY_BE_CALLOUT = 1 << 3, MAY_BE_URL = 1 << 4 };

typedef struct Beginnings {
    unsigned char may_be[256];
} Beginnings;

/* Those of the references are the prefixes of articles' numbers. */
static Beginnings beginnings_of(const IdPattern *ids)
{
    static const Beginnings common = {{
        ['Q'] = MAY_BE_LABEL, ['P'] = MAY_BE_LABEL, ['R'] = MAY_BE_LABEL, ['A'] = MAY_BE_LABEL,
        ['N'] = MAY_BE_CALLOUT, ['I'] = MAY_BE_CALLOUT, ['C'] = MAY_BE_CALLOUT, ['T'] = MAY_BE_CALLOUT, ['W'] = MAY_BE_CALLOUT | MAY_BE_URL,
        ['a'] = MAY_BE_OR, ['o'] = MAY_BE_OR, ['-'] = MAY_BE_OR,
        ['h'] = MAY_BE_URL, ['H'] = MAY_BE_URL, ['f'] = MAY_BE_URL, ['F'] = MAY_BE_URL, ['w'] = MAY_BE_URL,
    }};
    Beginnings b = common;
    for (ptrdiff_t i = 0; i < ids->prefixes.n; i++) {
        Str prefix = ids->prefixes.items[i];
        for (int c = 0; !prefix.n && c < 256; c++)
            b.may_be[c] |= MAY_BE_REFERENCE;
        if (prefix.n)
            b.may_be[(unsigned char)prefix.p[0]] |= MAY_BE_REFERENCE;
    }
    return b;
}

/* A plain line at column 0 with none below it, or a single sign there: in an article of such lines all other questions cost more than all else. Below items
 * of items a colon may have announced it. */
static bool lone_line(Parser *p, const Beginnings *b)
{
    const Line *line = line_at(p, p->at);
    bool is_sign = line->is_run && line->text.n == 1;
    if (line->indent || (!line->is_plain && !is_sign) || !is_blank(p, p->at + 1) || p->depth > 1)
        return false;
    unsigned char first = (unsigned char)line->text.p[0], second = is_sign ? first : (unsigned char)line->text.p[1];
    bool may_be_other = (b->may_be[first] && first != '-') || (b->may_be[second] & MAY_BE_URL);
    if (may_be_other || kbsetoff_is_announced(p, p->at))
        return false;
    kbparser_close_lists(p, 0);
    if (p->depth)
        return false;
    kbparser_add_paragraph(p, p->at, p->at + 1);
    return true;
}

void kbbody_parse(Arena *a, Lines lines, const KbBodyOptions *options, Block *root)
{
    Parser p = {.arena = a, .options = options, .ids = options->ids, .spoken = kbcode_spoken(options->category), .lines = lines, .root = root};
    Beginnings beginnings = beginnings_of(options->ids);
    while (p.at < lines.n) {
        if (line_is_blank(line_at(&p, p.at))) {
            p.at++;
            continue;
        }
        if (lone_line(&p, &beginnings))
            continue;
        kbparser_see_chunk(&p);
        bool may_begin = p.at < p.plain;    /* what plain lines do not */
        unsigned may_be = beginnings.may_be[(unsigned char)text_at(&p, p.at).p[0]];
        bool is_taken = (may_begin && kbheading(&p)) || ((may_be & MAY_BE_LABEL) && kbheading_label(&p)) ||
                        (may_begin && (kbcallout_stars(&p) || kbheading_rule(&p))) || ((may_be & MAY_BE_OR) && kblist_or(&p)) ||
                        ((may_be & MAY_BE_REFERENCE) && kbreference_group(&p)) ||
                        (may_begin && ((may_begin_table(&p, p.at) && table(&p)) || kblist_item(&p))) ||
                        ((may_be & MAY_BE_CALLOUT) && kbcallout(&p)) || kbsetoff_urls(&p) || kbsetoff_literal(&p);
        if (!is_taken)
            paragraph(&p);
    }
    kbsetoff_end(&p);
}
