/* The depth of a line is bounded from its prefix alone, without parsing blocks: a level is opened, or kept open, by a marker on the
 * line itself (`>`, `-`, `12.`) or by two columns of indentation under a list that was open before. Both are counted, so the
 * estimate is never too small; it is too large only where text is indented far more than its lists ask for. */
#include "read/bound.h"

/* Steps that cmark may spend on image brackets in one document: some 50 ms. A paragraph of 4,000 images stays below. */
enum { BRACKET_STEPS_MAX = 10000000 };

typedef struct Bound {
    Arena *arena;
    const Source *source;
    Diags *diags;
    int line;
    bool after_blank;       /* the line before is blank: no paragraph goes on, lists stay open through indentation only */
    ptrdiff_t open;         /* levels open after the line before, at most */
    ptrdiff_t images;       /* image brackets in this run of lines without a blank one, open or not */
    ptrdiff_t bracket_steps;
    bool nesting_reported, brackets_reported;
} Bound;

static void report(Bound *b, bool *reported, ptrdiff_t at, const char *sentence)
{
    if (!*reported)
        diag_line(b->diags, b->source, b->line, (int)at + 1, DIAG_DEPTH, "%s", sentence);
    *reported = true;
}

/* --- nesting ---------------------------------------------------------------------------------------------------------- */

static bool ends_marker(Str s, ptrdiff_t at)
{
    return at == s.n || s.p[at] == ' ' || s.p[at] == '\t';
}

/* marker = ">" | ("-" | "+" | "*" | digit {digit} ("." | ")")) blank           Gives the offset of its punctuation, or -1. */
static ptrdiff_t marker_at(Str s)
{
    if (s.p[0] == '>')
        return 0;
    if (s.p[0] == '-' || s.p[0] == '+' || s.p[0] == '*')
        return ends_marker(s, 1) ? 0 : -1;
    ptrdiff_t digits = 0;
    while (digits < s.n && char_is_digit(s.p[digits]))
        digits++;
    bool is_number = digits > 0 && digits < s.n && (s.p[digits] == '.' || s.p[digits] == ')');
    return is_number && ends_marker(s, digits + 1) ? digits : -1;
}

/* What the markers of a line were asked about what stands behind them: a long line is not looked through for each again. */
typedef struct Behind {
    ptrdiff_t star, dash;   /* the last place of something else than stars, than dashes, and blanks; -1: not asked */
} Behind;

/* `- - -` from `at` on: a thematic break, which opens nothing. */
static bool is_rule(Str s, ptrdiff_t at, Behind *behind)
{
    char c = s.p[at];
    if (c != '*' && c != '-')
        return false;
    ptrdiff_t *other = c == '*' ? &behind->star : &behind->dash, marks = 0;
    if (*other < 0)
        for (*other = s.n - 1; *other > at && (s.p[*other] == c || s.p[*other] == ' ' || s.p[*other] == '\t');)
            --*other;
    for (ptrdiff_t i = at; *other <= at && i < s.n && marks < 3; i++)
        marks += s.p[i] == c;
    return marks == 3;
}

/* The offset of the marker that goes too deep, or -1; remembers how deep the line goes. */
static ptrdiff_t deep_marker(Bound *b, Str line)
{
    ptrdiff_t blanks = 0, markers = 0, depth = 0, at = 0, too_deep = -1;
    Behind behind = {-1, -1};
    while (at < line.n && too_deep < 0) {
        if (line.p[at] == ' ' || line.p[at] == '\t') {
            blanks += line.p[at++] == '\t' ? 4 : 1;
            continue;
        }
        Str rest = str_from(line, at);
        ptrdiff_t marker = marker_at(rest);
        if (marker < 0 || is_rule(line, at, &behind))
            break;
        ptrdiff_t kept = blanks / 2 < b->open ? blanks / 2 : b->open;
        if (kept + markers + 1 > NESTING_MAX) {
            too_deep = at + marker;
        } else {
            markers++;
            at += marker + 1;
            at += at < line.n && line.p[at] == ' ';
        }
    }
    depth = markers + (blanks / 2 < b->open ? blanks / 2 : b->open);
    bool may_go_on = !b->after_blank && markers == 0;
    if (!may_go_on || depth > b->open)
        b->open = depth;
    return too_deep;
}

static Str bound_nesting(Bound *b, Str line)
{
    ptrdiff_t at = deep_marker(b, line);
    if (at < 0)
        return line;
    report(b, &b->nesting_reported, at, "lists and quotes are nested deeper than 100 levels: the rest is kept as plain text");
    return str_fmt(b->arena, STR_FMT "\\" STR_FMT, STR_ARG(str_head(line, at)), STR_ARG(str_from(line, at)));
}

/* --- brackets --------------------------------------------------------------------------------------------------------- */

/* Each `]` may make cmark look at every `![` before it in the paragraph. */
static void count_brackets(Bound *b, Str line)
{
    for (ptrdiff_t i = 0; i < line.n; i++) {
        b->images += line.p[i] == '[' && i > 0 && line.p[i - 1] == '!';
        if (line.p[i] == ']')
            b->bracket_steps += b->images;
    }
}

static Str bound_brackets(Bound *b, Str line)
{
    count_brackets(b, line);
    if (b->bracket_steps <= BRACKET_STEPS_MAX || !b->images)
        return line;
    report(b, &b->brackets_reported, 0, "too many images in one paragraph: the brackets from here on are kept as plain text");
    Buf out = buf_new(b->arena, line.n);
    for (ptrdiff_t i = 0; i < line.n; i++) {
        if (line.p[i] == ']')
            buf_putc(&out, '\\');
        buf_putc(&out, line.p[i]);
    }
    return buf_str(&out);
}

/* --- the interface ---------------------------------------------------------------------------------------------------- */

static Str cut_line(Str *rest, bool has_returns)
{
    if (!has_returns)
        return str_cut(rest, '\n');
    ptrdiff_t n = 0;
    while (n < rest->n && rest->p[n] != '\n' && rest->p[n] != '\r')
        n++;
    Str line = str_head(*rest, n);
    *rest = str_from(*rest, n);
    *rest = str_from(*rest, str_starts(*rest, S("\r\n")) ? 2 : 1);
    return line;
}

static ptrdiff_t count_newlines(Str text)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < text.n; i++)
        n += text.p[i] == '\n';
    return n;
}

Bounded bound_lines(Arena *a, const Source *source, Str text, int first_line, Diags *diags)
{
    Bound b = {.arena = a, .source = source, .diags = diags, .line = first_line, .after_blank = true};
    bool has_returns = str_find_char(text, '\r') >= 0, has_images = str_find(text, S("![")) >= 0, is_as_written = !has_returns;
    Bounded bounded = {0};
    list_reserve(a, &bounded.lines, count_newlines(text) + 1);
    for (Str rest = text; rest.n; b.line++) {
        Str line = cut_line(&rest, has_returns), written = line;
        bool is_blank = !str_trim(line).n;
        if (is_blank)
            b.images = 0;
        else
            line = bound_nesting(&b, line);
        if (has_images && !is_blank)
            line = bound_brackets(&b, line);
        is_as_written = is_as_written && line.p == written.p;
        b.after_blank = is_blank;
        list_add(a, &bounded.lines, line);
    }
    bounded.text = is_as_written ? str_head(text, text.n - str_ends(text, S("\n"))) : list_join(a, &bounded.lines, S("\n"));
    return bounded;
}
