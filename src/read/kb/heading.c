/* A title and its line of signs are told by their lengths and by what stands around them; a rule that goes on to the margin is none. */
#include "read/kb/parser.h"

#include "base/utf8.h"

enum {
    FULL_RULE = 40,
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

/* A line and an underline of about its length; nothing but blanks before, or a title that could be nothing else. Gaps inside make it the
 * head of a table. */
int kbheading_level_above(const Parser *p, ptrdiff_t i)
{
    if (is_blank(p, i) || line_at(p, i)->indent > 1)
        return 0;
    const Line *title = line_at(p, i), *underline = line_at(p, i + 1);
    bool is_equals = line_is_rule(underline, '=', 2), is_dashes = line_is_rule(underline, '-', 2);
    if ((!is_equals && !is_dashes) || underline->indent > 1)
        return 0;
    Str text = text_at(p, i), rule = text_at(p, i + 1);
    ptrdiff_t difference = rule.n - utf8_length(text);
    bool fits = difference >= (is_equals ? -1 : -2) && difference <= 2;
    bool is_free = is_blank(p, i - 1) || is_upper_title(text);
    bool is_table_head = str_find(text, S("   ")) >= 0;
    if (is_table_head || title->is_run || (is_equals && title->indent > 0))
        return 0;
    if (!fits || !is_free)
        return difference > 2 && is_ruled_title(p, i, text, rule) ? 2 : 0;
    return is_equals || is_canonical(text) ? 1 : 2;
}

bool kbheading(Parser *p)
{
    int level = kbheading_level(p, p->at);
    if (!level)
        return false;
    p->depth = 0;
    p->last_lettered = (OpenList){0};
    Block *b = kbparser_add(p, BLOCK_HEADING, p->at, p->at + 2);
    b->level = level;
    b->text = kbparser_text(p, p->at, p->at + 1, 0);
    p->at += 2;
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

