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

/* Lines that only a fixed width keeps together: columns behind wide gaps, or text that steps to the right, broken by hand. */
static bool is_drawn(const Parser *p, ptrdiff_t from, ptrdiff_t to)
{
    if (to - from < 2)
        return false;
    bool may_be = false;
    int base = line_at(p, from)->indent;
    for (ptrdiff_t i = from; i < to; i++) {
        Str s = text_at(p, i);
        if (s.p[0] == '|' || str_starts(s, S("+-")))
            return true;
        bool steps = line_at(p, i)->indent >= base + LITERAL_INDENT;
        may_be = may_be || steps || (line_at(p, i)->has_gap && str_find(s, S("   ")) >= 0);
    }
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

/* What a line that is no plain text, and that nothing but text may follow, begins with: labels, callouts, "and" and "or", addresses, and the prefixes
 * of articles' numbers. */
typedef struct Beginnings {
    bool is_special[256];
} Beginnings;

static Beginnings beginnings_of(const IdPattern *ids)
{
    Beginnings b = {{0}};
    for (const char *c = "QPRA" "NWICT" "ao" "hfwHFW"; *c; c++)
        b.is_special[(unsigned char)*c] = true;
    for (ptrdiff_t i = 0; i < ids->prefixes.n; i++) {
        Str prefix = ids->prefixes.items[i];
        for (int c = 0; !prefix.n && c < 256; c++)
            b.is_special[c] = true;
        if (prefix.n)
            b.is_special[(unsigned char)prefix.p[0]] = true;
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
    bool may_be_url = second == 'h' || second == 'H' || second == 'f' || second == 'F' || second == 'w' || second == 'W';
    if (b->is_special[first] || may_be_url || kbsetoff_is_announced(p, p->at))
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
        bool is_taken = (may_begin && kbheading(&p)) || kbheading_label(&p) || (may_begin && (kbcallout_stars(&p) || kbheading_rule(&p))) || kblist_or(&p) ||
                        kbreference_group(&p) || (may_begin && ((may_begin_table(&p, p.at) && table(&p)) || kblist_item(&p))) || kbcallout(&p) || kbsetoff_urls(&p) || kbsetoff_literal(&p);
        if (!is_taken)
            paragraph(&p);
    }
    kbsetoff_end(&p);
}
