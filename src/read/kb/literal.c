/* Every line is looked at once and asked what it could be (kb/hit). What a long line hits, its wrapped rest hits too. Then the block rules weigh the hits of
 * all lines, the most certain kind first. */
#include "read/kb/literal.h"

#include "read/kb/hit.h"

typedef struct Tally {
    int lines, groups;          /* lines without the blank ones, and how many blocks those make of them */
    int of[HIT_COUNT];          /* lines that score the hit */
    Hits first;                 /* of the first line */
    Languages begins_with;      /* what the first line is sure to be */
    int prose, titled;          /* sentences; lines that begin with a capital */
    int code, sure_code, comments, evidence;
    int points[LANG_COUNT];
    int calls;                  /* lines that call or assign */
    const Glance *glances;      /* at the first MESSAGE_MAX lines */
    bool is_typed;              /* "…" (without the quotation marks) */
    Spoken spoken;
} Tally;

/* --- the tally ----------------------------------------------------------------------------------------------------------- */

enum {
    MESSAGE_MAX = 8,            /* no message has more lines */
    EVIDENCE_MAX = 3,           /* of one line */
    CODE_SHARE = 60,            /* percent of the lines at column 0 that make code of them */
    LONG_LINE = 50,             /* one that may have been wrapped */
    CARRIED = 1 << HIT_PATH | 1 << HIT_COMMAND | 1 << HIT_PROMPT | 1 << HIT_FIELD | 1 << HIT_KNOWN_FIELD,
    OWN = CARRIED | 1 << HIT_SETTING | 1 << HIT_SECTION | 1 << HIT_FILE | 1 << HIT_REG_VALUE | 1 << HIT_VALUE_TYPE
};

typedef struct Scan {
    Tally *t;
    Hits before;                /* of the line above, none when that is blank */
    int field_indent;           /* of the field above; what stands further right belongs to it */
    ptrdiff_t length_before;
    bool in_comment, goes_on, code_before;
} Scan;

static void count_code(Scan *scan, const Glance *g)
{
    Tally *t = scan->t;
    CodeLine line = kbcode_line(g);
    bool in_comment = scan->in_comment;
    if (g->marks & MARK_COMMENT)
        scan->in_comment = true;
    if (g->marks & MARK_COMMENT_END)
        scan->in_comment = false;
    Languages likely = line.likely & t->spoken.languages;
    bool calls = !g->is_prose && (g->marks & (MARK_CALL | MARK_ASSIGN | MARK_OPERANDS));
    bool is_punctuated = g->marks & (MARK_STATEMENT_END | MARK_BRACE);
    bool continues = scan->goes_on && scan->code_before;
    bool is_prose = g->is_prose && !line.is_comment && !in_comment && !line.sure && !continues;
    bool is_statement = !is_prose && (line.sure || likely || calls || is_punctuated);
    bool is_code_line = is_statement || continues || in_comment || (line.is_comment && t->code);
    for (Languages rest = in_comment ? 0 : line.sure | likely; rest; rest &= rest - 1) {
        int i = __builtin_ctz(rest);
        t->points[i] += ((line.sure >> i) & 1 ? 2 : 0) + (!is_prose && (likely >> i) & 1 ? 1 : 0);
    }
    t->begins_with = t->lines > 1 ? t->begins_with : line.sure;
    t->prose += is_prose;
    t->code += is_code_line;
    t->sure_code += line.sure != 0 && !in_comment;
    t->comments += line.is_comment || in_comment;
    t->calls += calls;
    int evidence = (line.sure ? 2 : 0) + (likely != 0) + calls + is_punctuated + ((g->marks & MARK_CALL) && (g->marks & MARK_ASSIGN));
    t->evidence += is_code_line && !in_comment ? (evidence > EVIDENCE_MAX ? EVIDENCE_MAX : evidence) : 0;
    scan->goes_on = (g->marks & (MARK_GOES_ON | MARK_UNDERSCORE)) != 0;
    scan->code_before = is_code_line;
}

static void count_line(Scan *scan, const Glance *g)
{
    Tally *t = scan->t;
    Hits hits = hits_of(g);
    if (t->lines < MESSAGE_MAX && g->digits && says_numbered_error(g))
        hits |= 1u << HIT_NUMBERED_ERROR;
    if (!(hits & OWN) && scan->length_before >= LONG_LINE)
        hits |= scan->before & CARRIED;
    if (hits & 1u << HIT_OWN_FIELD)
        scan->field_indent = hits & OWN & ~(unsigned)CARRIED ? scan->field_indent : g->indent;
    else if (scan->field_indent >= 0 && g->indent > scan->field_indent)
        hits |= 1u << HIT_FIELD;
    t->first = t->lines ? t->first : hits;
    t->lines++;
    t->groups += scan->length_before < 0;
    t->titled += char_is_upper(g->text.p[0]) || char_is_in(g->text.p[0], S("\"'<[*0123456789"));
    for (Hits rest = hits; rest; rest &= rest - 1)
        t->of[__builtin_ctz(rest)]++;
    count_code(scan, g);
    scan->before = hits;
    scan->length_before = g->text.n;
}

/* '" dir /s " (without the quotation marks)' says that the text is to be typed as it stands. Gives the text, empty for the rest of the remark on
 * the next line. */
static Str undress(Str s, bool is_first, bool *is_typed)
{
    ptrdiff_t remark = str_find(s, S("(without"));
    bool is_rest = *is_typed && str_ends(s, S("marks)")) && s.n < 24;
    if (remark > 0 && s.p[remark - 1] == ' ' && str_find_char(str_head(s, remark), '"') >= 0) {
        *is_typed = true;
        s = str_trim_end(str_head(s, remark));
        s = str_ends(s, S("\"")) ? str_trim_end(str_head(s, s.n - 1)) : s;
    } else if (is_rest) {
        return (Str){0};
    }
    return is_first && str_starts(s, S("\" ")) ? str_trim_start(str_from(s, 1)) : s;
}

/* Nothing but what tells code from prose. */
static void count_code_line(Scan *scan, const Glance *g)
{
    scan->t->lines++;
    count_code(scan, g);
}

/* Ends early with more lines of prose than are of use. The glances at the first lines are kept; the last place of the array is for all others. */
static void tally_lines(Lines lines, Tally *t, void (*count)(Scan *, const Glance *), int prose_max, int other_max, Glance glances[MESSAGE_MAX + 1])
{
    Scan scan = {.t = t, .field_indent = -1, .length_before = -1};
    t->glances = glances;
    for (ptrdiff_t i = 0; i < lines.n && t->lines < KBLITERAL_LINES_MAX && t->prose <= prose_max && t->lines - t->code <= other_max; i++) {
        const Line *line = &lines.items[i];
        if (line_is_blank(line)) {
            scan.before = 0;
            scan.length_before = -1;
            continue;
        }
        Glance *g = &glances[t->lines < MESSAGE_MAX ? t->lines : MESSAGE_MAX];
        glance(g, str_from(line->text, line->indent), line->indent, line->has_gap);
        Str s = g->signs & SIGN_OTHER ? undress(g->text, i == 0, &t->is_typed) : g->text;   /* quotation marks and brackets are such */
        if (s.n && s.n < g->text.n)
            glance(g, s, line->indent, line->has_gap);
        if (s.n) {
            count(&scan, g);
        } else {
            scan.before = 0;
            scan.length_before = -1;
        }
    }
}

/* --- the blocks ---------------------------------------------------------------------------------------------------------- */

static bool share(const Tally *t, int lines, int percent)
{
    return lines * 100 >= t->lines * percent;
}

static bool is_programming(const Tally *t)
{
    return (t->spoken.languages & ~(1u << LANG_BATCH)) != 0;
}

static bool is_reg_file(const Tally *t)
{
    int all = t->of[HIT_REG_HEAD] + t->of[HIT_REG_KEY] + t->of[HIT_REG_VALUE];
    return (t->of[HIT_REG_HEAD] || t->of[HIT_REG_KEY]) && t->of[HIT_REG_VALUE] + t->of[HIT_REG_HEAD] && share(t, all, 60);
}

static bool is_dump(const Tally *t)
{
    return t->of[HIT_DUMP_LETTER] && share(t, t->of[HIT_DUMP], 60);
}

static bool is_registry(const Tally *t)
{
    int values = t->of[HIT_VALUE_TYPE] > t->of[HIT_KNOWN_FIELD] ? t->of[HIT_VALUE_TYPE] : t->of[HIT_KNOWN_FIELD];
    bool begins_with_path = t->first & 1u << HIT_PATH;
    return t->of[HIT_PATH] && !t->prose && share(t, t->of[HIT_PATH] + (begins_with_path ? values : 0), begins_with_path ? 60 : 80);
}

static bool is_listing(const Tally *t)
{
    int files = t->of[HIT_FILE] + t->of[HIT_DIRECTORY];
    bool has_files = t->of[HIT_FILE] && share(t, files + t->of[HIT_RULER], 60);
    bool is_directory = t->of[HIT_DIRECTORY] >= 2 && share(t, files, 60);
    bool is_names = t->of[HIT_FILE_NAME] >= 2 && t->of[HIT_FILE_NAME] == t->lines;
    return has_files || is_directory || is_names;
}

static bool is_settings(const Tally *t)
{
    int all = t->of[HIT_SECTION] + t->of[HIT_SETTING] + t->of[HIT_SEMICOLON];
    bool in_section = t->of[HIT_SECTION] && t->of[HIT_SETTING] && share(t, all, 75) && !t->of[HIT_REG_KEY];
    bool is_known = t->of[HIT_KNOWN_SETTING] && all == t->lines;
    bool is_tight = t->of[HIT_TIGHT_SETTING] && t->of[HIT_TIGHT_SETTING] == t->of[HIT_SETTING] && all == t->lines;
    bool is_plain = is_tight && !is_programming(t) && !t->sure_code && !t->of[HIT_COMMAND];
    return (in_section && t->sure_code * 10 < t->lines) || ((is_known || is_plain) && t->prose == 0 && !t->of[HIT_PATH]);
}

static bool is_fields(const Tally *t)
{
    bool is_known = t->of[HIT_KNOWN_FIELD] >= 2 || ((t->first & 1u << HIT_KNOWN_FIELD) && t->of[HIT_KNOWN_FIELD]);
    bool is_most = t->of[HIT_FIELD] >= 2 && share(t, t->of[HIT_FIELD], 80) && share(t, t->of[HIT_OWN_FIELD], 30);
    bool is_many = is_most && t->titled * 2 > t->lines && t->prose * 3 <= t->lines && !t->of[HIT_NUMBERED_ERROR];
    bool is_event = is_known && t->of[HIT_FIELD] >= 2 && share(t, t->of[HIT_FIELD], 50);
    return (is_many || is_event) && t->sure_code * 5 < t->lines;
}

/* The language with most points. The one the article is about gives way only to more points, and two at least; among equals the first wins, so
 * that C++ has to be more than C, and SQL in an article about FoxPro is FoxPro. */
static Language language_of(const Tally *t)
{
    if (t->begins_with & 1u << LANG_HTML)
        return LANG_HTML;
    Language best = t->spoken.first;
    int most = best < LANG_COUNT && t->points[best] > 1 ? t->points[best] : best < LANG_COUNT;
    for (int i = 0; i < LANG_COUNT; i++) {
        bool is_dialect = i == LANG_SQL && t->spoken.first == LANG_FOXPRO;
        if (t->points[i] > most && !is_dialect) {
            best = (Language)i;
            most = t->points[i];
        }
    }
    return best;
}

/* At least 60 of 100 lines are code, hardly any is a sentence, and there is proof: words that are nothing else, or, where such code is
 * expected, words that are likely and signs. */
static bool is_code(const Tally *t)
{
    bool is_most = share(t, t->code, 60) && t->prose * 5 <= t->lines;
    int needed = is_programming(t) ? (t->lines > 1 ? 3 : 2) : (t->lines > 1 ? 4 : 3);
    bool has_signs = t->sure_code || (is_programming(t) && (t->calls || t->evidence >= 4));
    Language language = language_of(t);
    bool is_known = language < LANG_COUNT && (t->sure_code || (t->spoken.first < LANG_COUNT && (t->points[language] || t->calls)));
    bool is_compiler = t->of[HIT_NUMBERED_ERROR] * 2 >= t->lines;
    bool is_only_comments = t->comments == t->lines && !t->sure_code;
    return is_most && has_signs && t->evidence >= needed && !is_only_comments && is_known && !is_compiler;
}

static bool is_command(const Tally *t)
{
    int all = t->of[HIT_PROMPT] > t->of[HIT_COMMAND] ? t->of[HIT_PROMPT] : t->of[HIT_COMMAND];
    return all && !t->prose && share(t, all, 75);
}

static bool is_drawing(const Tally *t)
{
    int all = t->of[HIT_DRAWN] + t->of[HIT_RULER];
    bool is_drawn = t->of[HIT_DRAWN] >= 2 && all >= 3 && t->of[HIT_BAR] >= 2 && share(t, all, 60);
    return is_drawn && t->of[HIT_RULER] <= t->of[HIT_DRAWN] * 2 && !t->sure_code && !t->prose;
}

static int lines_that(const Tally *t, bool (*say)(const Glance *))
{
    int lines = 0;
    for (int i = 0; i < t->lines; i++)
        lines += say(&t->glances[i]);
    return lines;
}

/* Its words are asked last: most blocks are something else by then. */
static bool is_message(const Tally *t)
{
    bool is_short = t->lines <= MESSAGE_MAX && t->groups <= 4;
    bool is_statement = t->sure_code || (t->calls && !t->of[HIT_NUMBERED_ERROR]) || t->of[HIT_COMMAND] || t->of[HIT_PATH];
    bool is_text = !is_statement && !t->is_typed && t->of[HIT_GAP] * 2 < t->lines;
    if (!is_short || !is_text)
        return false;
    int errors = t->of[HIT_NUMBERED_ERROR];
    bool begins_with_error = errors || says_error(&t->glances[0]);
    for (int i = 0; i < t->lines && !begins_with_error; i++)
        errors += says_error(&t->glances[i]);
    bool is_error = begins_with_error || errors * 2 >= t->lines + 1;
    bool is_trouble = t->prose && t->titled && t->of[HIT_OWN_FIELD] < 2 && lines_that(t, says_trouble);
    int advice = is_error || is_trouble ? lines_that(t, says_advice) : 0;
    return (is_error && advice <= 1) || (is_trouble && !advice);
}

typedef struct BlockRule {
    bool (*says)(const Tally *);
    LiteralKind kind;
    const char *language;       /* of LITERAL_CODE; NULL: ask the points */
} BlockRule;

/* The first that says yes. */
static const BlockRule BLOCK_RULES[] = {
    {is_reg_file, LITERAL_CODE, "reg"},
    {is_dump, LITERAL_HEX, ""},
    {is_registry, LITERAL_REGISTRY, ""},
    {is_listing, LITERAL_LISTING, ""},
    {is_settings, LITERAL_CODE, "ini"},
    {is_command, LITERAL_COMMAND, ""},
    {is_code, LITERAL_CODE, NULL},
    {is_fields, LITERAL_FIELDS, ""},
    {is_message, LITERAL_MESSAGE, ""},
    {is_drawing, LITERAL_DRAWING, ""},
};

void kbliteral_classify(Lines lines, const Spoken *spoken, Block *literal)
{
    Tally t = {.spoken = *spoken};
    Glance glances[MESSAGE_MAX + 1];
    tally_lines(lines, &t, count_line, KBLITERAL_LINES_MAX, KBLITERAL_LINES_MAX, glances);
    literal->literal_kind = LITERAL_PLAIN;
    for (ptrdiff_t i = 0; t.lines && i < countof(BLOCK_RULES); i++) {
        if (BLOCK_RULES[i].says(&t)) {
            literal->literal_kind = BLOCK_RULES[i].kind;
            literal->language = BLOCK_RULES[i].language ? str(BLOCK_RULES[i].language) : language_name(language_of(&t));
            return;
        }
    }
}

bool kbliteral_is_code(Lines lines)
{
    Tally t = {.spoken = {1u << LANG_C | 1u << LANG_BASIC | 1u << LANG_ASM, LANG_COUNT}};
    Glance glances[MESSAGE_MAX + 1];
    tally_lines(lines, &t, count_code_line, (int)lines.n / 5, (int)lines.n * (100 - CODE_SHARE) / 100, glances);
    return t.lines >= 2 && share(&t, t.code, CODE_SHARE) && t.prose * 5 <= t.lines && t.evidence >= t.lines && t.evidence >= 3;
}
