/* A title and its line of signs are told by their lengths and by what stands around them; a rule that goes on to the margin is none. */
#include "read/kb/parser.h"

#include "base/utf8.h"

enum {
    FULL_RULE = 40,
    TITLE_MAX = 76,         /* letters of one between two rules */
    RULE_MIN = 10           /* signs of a rule between two texts */
};

static bool is_canonical(Str title)
{
    static const char *const names[] = {"SYMPTOMS", "CAUSE",      "RESOLUTION", "WORKAROUND", "STATUS",
                                        "SUMMARY",  "REFERENCES", "MORE INFORMATION"};
    for (ptrdiff_t i = 0; i < countof(names); i++)
        if (str_eq(title, str(names[i])))
            return true;
    return false;
}

static bool is_upper_title(Str s)
{
    bool has_letter = false;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (char_is_lower(s.p[i]))
            return false;
        has_letter = has_letter || char_is_upper(s.p[i]);
    }
    return has_letter && s.n <= 60;
}

/* A title above a rule that goes on to the margin, both alone. */
static bool is_ruled_title(const Parser *p, ptrdiff_t i, Str title, Str rule)
{
    bool is_alone = rule.n >= FULL_RULE && is_blank(p, i - 1) && is_blank(p, i + 2);
    return is_alone && !char_is_in(title.p[title.n - 1], S(".:!?")) && !str_starts(title, S("- "));
}

/* A title that stands anywhere, as one in the middle of its page does, above dashes at column 0: just as many as it has letters, both alone. */
static bool is_shifted_title(const Parser *p, ptrdiff_t i)
{
    const Line *title = line_at(p, i), *underline = line_at(p, i + 1);
    bool fits = line_is_rule(underline, '-', 3) && underline->indent == 0 && underline->text.n == utf8_length(text_at(p, i));
    return fits && !title->has_gap && title->text.p[title->indent] != '-' && is_blank(p, i - 1) && is_blank(p, i + 2);
}

/* A title below a line of one sign and above another: rules of one length, which may be longer or shorter than it is. Gaps make it the head of a
 * table, but for the one behind a number or a label. */
static bool is_framed(const Parser *p, ptrdiff_t i)
{
    if (!is_blank(p, i - 2))
        return false;
    const Line *above = line_at(p, i - 1), *title = line_at(p, i), *below = line_at(p, i + 1);
    ptrdiff_t difference = above->text.n - below->text.n;
    bool are_rules = above->is_ruler && below->is_ruler && above->indent == below->indent && above->indent <= 1 && above->text.n > above->indent + 2 &&
                     above->text.p[above->indent] == below->text.p[below->indent] && difference >= -2 && difference <= 2;
    Str text = text_at(p, i);
    ptrdiff_t gap = title->has_gap ? str_find(text, S("  ")) : 0;
    bool is_title = char_is_alnum(text.p[0]) && text.n <= TITLE_MAX && (!gap || char_is_in(text.p[gap - 1], S(".:)")));
    return are_rules && is_title;
}

/* A line and an underline of about its length; nothing but blanks before, or a title that could be nothing else. Gaps inside make it the
 * head of a table. */
int kbheading_level_above(const Parser *p, ptrdiff_t i)
{
    if (is_blank(p, i))
        return 0;
    const Line *title = line_at(p, i), *underline = line_at(p, i + 1);
    if (i > 0 && line_at(p, i - 1)->is_run && is_framed(p, i))
        return underline->text.p[underline->indent] == '=' ? 1 : 2;
    if (title->indent > 1)
        return is_shifted_title(p, i) ? 2 : 0;
    bool is_equals = line_is_rule(underline, '=', 2), is_dashes = line_is_rule(underline, '-', 2);
    if ((!is_equals && !is_dashes) || underline->indent > 1)
        return 0;
    Str text = text_at(p, i), rule = text_at(p, i + 1);
    ptrdiff_t difference = rule.n - utf8_length(text);
    bool fits = difference >= (is_equals ? -1 : -2) && difference <= 2;
    bool is_free = is_blank(p, i - 1) || is_upper_title(text);
    bool is_table_head = title->has_gap && line_find_gap(text) >= 0;
    if (is_table_head || title->is_run || (is_equals && title->indent > 0))
        return 0;
    if (!fits || !is_free)
        return difference > 2 && is_ruled_title(p, i, text, rule) ? 2 : 0;
    return is_equals || is_canonical(text) ? 1 : 2;
}

/* Is line i the rule above a title? */
static bool is_rule_above(const Parser *p, ptrdiff_t i)
{
    return i + 2 < p->lines.n && line_at(p, i)->is_run && line_at(p, i + 2)->is_run && !is_blank(p, i + 1) && is_framed(p, i + 1);
}

bool kbheading_begins(const Parser *p, ptrdiff_t i)
{
    return kbheading_level(p, i) || is_rule_above(p, i);
}

/* heading = [rule] title rule */
bool kbheading(Parser *p)
{
    int level = kbheading_level(p, p->at);
    ptrdiff_t title = p->at;
    if (!level && is_rule_above(p, p->at))
        level = kbheading_level(p, ++title);
    if (!level)
        return false;
    p->depth = 0;
    p->last_lettered = (OpenList){0};
    Block *b = kbparser_add(p, BLOCK_HEADING, p->at, title + 2);
    b->level = level;
    b->text = kbparser_text(p, title, title + 1, 0);
    p->at = title + 2;
    return true;
}

/* "Question:" and "Response:", each alone on its line, are the sections of the older articles. */
bool kbheading_label(Parser *p)
{
    static const char *const labels[] = {"Question:", "Problem:", "Response:", "Answer:"};
    if (!p->options->is_old || line_at(p, p->at)->indent > 0 || !is_blank(p, p->at - 1))
        return false;
    for (ptrdiff_t i = 0; i < countof(labels); i++) {
        if (!str_eq(text_at(p, p->at), str(labels[i])))
            continue;
        p->depth = 0;
        Block *b = kbparser_add(p, BLOCK_HEADING, p->at, p->at + 1);
        b->level = 1;
        b->text = kbparser_text(p, p->at, p->at + 1, 0);
        p->at++;
        return true;
    }
    return false;
}

static bool is_rule_line(const Line *line)
{
    return line->is_run && line->text.n - line->indent >= RULE_MIN && char_is_in(line->text.p[line->indent], S("-=_*#~"));
}

bool kbheading_rule(Parser *p)
{
    bool is_alone = is_rule_line(line_at(p, p->at)) && is_blank(p, p->at - 1) && is_blank(p, p->at + 1);
    if (!is_alone)
        return false;
    kbparser_close_lists(p, line_at(p, p->at)->indent);
    kbparser_add(p, BLOCK_RULE, p->at, p->at + 1);
    p->at++;
    return true;
}

