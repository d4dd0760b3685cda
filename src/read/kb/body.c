/* One walk down the lines. At each line that begins a block the questions are asked in a fixed order: heading, rule, or-separator,
 * references, list marker, callout, literal, paragraph; the last two take whatever is left.
 *
 * Indentation is read relative to where text may stand: column 0, or the content column of the list item that is open. A stack holds
 * the open lists. Text that stands left of an item's content column closes it; text three columns right of the context is literal. */
#include "read/kb/body.h"

#include "base/utf8.h"
#include "read/kb/inline.h"
#include "read/kb/table.h"
#include "read/kb/literal.h"

enum {
    DEPTH_MAX = 8,          /* open lists; deeper markers are read as text of the last item */
    FULL_RULE = 40,
    RULE_MIN = 10,          /* signs of a rule between two texts */
    TITLE_LINE_MAX = 55,    /* a first line longer than this is text */
    DRAWING_MAX = 100,      /* lines */
    LITERAL_INDENT = 3,     /* columns right of the context */
    CODE_ASKS = 8           /* a run of lines that was no code so often is none further down */
};

typedef struct OpenList {
    Block *list, *item;
    int marker_column, content_column;
    int value;              /* of the last item: number, or 1 for 'a' */
    ListMarker marker;
} OpenList;

typedef struct Parser {
    Arena *arena;
    const KbBodyOptions *options;
    const IdPattern *ids;
    Spoken spoken;
    Lines lines;
    ptrdiff_t at;
    ptrdiff_t chunk;        /* where the run of lines without a blank one, in which `at` stands, ends */
    int asked;              /* how often it was asked for code */
    Block *root;
    OpenList open[DEPTH_MAX];
    int depth;
    Block *drawing;         /* the last one, of lines [drawing_from, drawing_to) */
    ptrdiff_t drawing_from, drawing_to;
    OpenList last_lettered; /* below this heading: what an interrupted list goes on from */
} Parser;

static const Line *line_at(const Parser *p, ptrdiff_t i)
{
    return &p->lines.items[i];
}

static bool is_blank(const Parser *p, ptrdiff_t i)
{
    return i < 0 || i >= p->lines.n || line_is_blank(line_at(p, i));
}

static Str text_at(const Parser *p, ptrdiff_t i)
{
    const Line *line = line_at(p, i);
    return str_from(line->text, line->indent < 0 ? 0 : line->indent);
}

/* The end of the run of non-blank lines that line i stands in. */
static ptrdiff_t chunk_end(const Parser *p, ptrdiff_t i)
{
    if (i >= p->at && i < p->chunk)
        return p->chunk;
    while (!is_blank(p, i))
        i++;
    return i;
}

/* The text of lines [from, to), the first without its `skip` first bytes. */
static Inline *text_of(Parser *p, ptrdiff_t from, ptrdiff_t to, ptrdiff_t skip)
{
    return kbinline_text(p->arena, p->ids, lines_sub(p->lines, from, to), skip);
}

static bool is_flowed(const Parser *p, ptrdiff_t from, ptrdiff_t to)
{
    return kbinline_is_flowed(lines_sub(p->lines, from, to));
}

/* --- the tree -------------------------------------------------------------------------------------------------------- */

static Block *context(const Parser *p)
{
    return p->depth ? p->open[p->depth - 1].item : p->root;
}

static int content_column(const Parser *p)
{
    return p->depth ? p->open[p->depth - 1].content_column : 0;
}

static void attach(Parser *p, Block *b)
{
    Block *parent = context(p);
    if (parent->kind == BLOCK_ITEM && parent->child && b->kind != BLOCK_LIST)
        parent->parent->is_loose = true;
    block_append(parent, b);
}

static Block *add_block(Parser *p, BlockKind kind, ptrdiff_t from, ptrdiff_t to)
{
    Block *b = block_new(p->arena, kind, line_at(p, from)->number, line_at(p, to - 1)->number);
    attach(p, b);
    return b;
}

static void add_paragraph(Parser *p, ptrdiff_t from, ptrdiff_t to)
{
    add_block(p, BLOCK_PARAGRAPH, from, to)->text = text_of(p, from, to, 0);
    p->at = to;
}

/* Text at this indent belongs to the items whose content column it reaches (one column less is let pass: the hang of two-digit
 * numbers). */
static void close_lists(Parser *p, int indent)
{
    while (p->depth && indent < content_column(p) - 1)
        p->depth--;
}

/* --- headings and rules ------------------------------------------------------------------------------------------------ */

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
static int heading_level(const Parser *p, ptrdiff_t i)
{
    if (is_blank(p, i) || is_blank(p, i + 1) || !line_at(p, i + 1)->is_run || line_at(p, i)->indent > 1)
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

static bool heading(Parser *p)
{
    int level = heading_level(p, p->at);
    if (!level)
        return false;
    p->depth = 0;
    p->last_lettered = (OpenList){0};
    Block *b = add_block(p, BLOCK_HEADING, p->at, p->at + 2);
    b->level = level;
    b->text = text_of(p, p->at, p->at + 1, 0);
    p->at += 2;
    return true;
}

/* "Question:" and "Response:", each alone on its line, are the sections of the older articles. */
static bool label(Parser *p)
{
    static const char *const labels[] = {"Question:", "Problem:", "Response:", "Answer:"};
    if (!p->options->is_old || line_at(p, p->at)->indent > 0 || !is_blank(p, p->at - 1))
        return false;
    for (ptrdiff_t i = 0; i < countof(labels); i++) {
        if (!str_eq(text_at(p, p->at), str(labels[i])))
            continue;
        p->depth = 0;
        Block *b = add_block(p, BLOCK_HEADING, p->at, p->at + 1);
        b->level = 1;
        b->text = text_of(p, p->at, p->at + 1, 0);
        p->at++;
        return true;
    }
    return false;
}

static bool is_rule_line(const Line *line)
{
    return line->is_run && line->text.n - line->indent >= RULE_MIN && char_is_in(line->text.p[line->indent], S("-=_*#~"));
}

static bool rule(Parser *p)
{
    bool is_alone = is_rule_line(line_at(p, p->at)) && is_blank(p, p->at - 1) && is_blank(p, p->at + 1);
    if (!is_alone)
        return false;
    close_lists(p, line_at(p, p->at)->indent);
    add_block(p, BLOCK_RULE, p->at, p->at + 1);
    p->at++;
    return true;
}

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
    close_lists(p, indent);
    attach(p, b);
    p->at = end;
    return true;
}

/* --- lists ------------------------------------------------------------------------------------------------------------- */

typedef struct Marker {
    ListMarker kind;
    int column, content;
    int value;
} Marker;

/* number = 1*3DIGIT "." blank; letter = ALPHA "." blank; bullet = ("-" / "*" / "o") blank. One to four blanks may follow. */
static bool marker_of(const Line *line, Marker *m)
{
    if (line_is_blank(line))
        return false;
    Str s = str_from(line->text, line->indent);
    ptrdiff_t n = 0;
    while (n < s.n && n < 4 && char_is_digit(s.p[n]))
        n++;
    if (n >= 1 && n <= 3 && n < s.n && s.p[n] == '.') {
        *m = (Marker){MARKER_NUMBER, line->indent, 0, (int)str_number(str_head(s, n))};
        n++;
    } else if (s.n > 1 && s.p[1] == '.' && char_is_alpha(s.p[0])) {
        bool lower = char_is_lower(s.p[0]);
        *m = (Marker){lower ? MARKER_LOWER : MARKER_UPPER, line->indent, 0, char_lower(s.p[0]) - 'a' + 1};
        n = 2;
    } else if (s.n && (s.p[0] == '-' || s.p[0] == '*' || (s.p[0] == 'o' && s.n > 1 && s.p[1] == ' '))) {
        *m = (Marker){MARKER_BULLET, line->indent, 0, 0};
        n = 1;
    } else {
        return false;
    }
    ptrdiff_t gap = 0;
    while (n + gap < s.n && s.p[n + gap] == ' ')
        gap++;
    if (!gap || gap > 4 || n + gap >= s.n)
        return false;
    m->content = line->indent + (int)(n + gap);
    return true;
}

static bool same_column(int x, int y)
{
    return x - y <= 1 && y - x <= 1;
}

static bool continues(const OpenList *open, const Marker *m)
{
    bool in_place = open->marker == m->kind && same_column(open->marker_column, m->column);
    return in_place && (m->kind == MARKER_BULLET || m->value == open->value + 1);
}

static bool continues_any(const Parser *p, const Marker *m)
{
    for (int i = 0; i < p->depth; i++)
        if (continues(&p->open[i], m))
            return true;
    return false;
}

/* Is there a sibling of the marker below, before the text returns to the left of it? */
static bool has_sibling(const Parser *p, ptrdiff_t i, const Marker *m)
{
    Str mark = str_head(text_at(p, i), 1);
    int others = 0;
    for (ptrdiff_t k = i + 1; k < p->lines.n && k < i + 60 && others < 8; k++) {
        if (is_blank(p, k))
            continue;
        if (line_at(p, k)->indent < m->column || heading_level(p, k))
            return false;
        Marker next;
        if (!marker_of(line_at(p, k), &next) || next.kind != m->kind || next.column != m->column)
            continue;
        if (m->kind == MARKER_BULLET ? str_eq(str_head(text_at(p, k), 1), mark) : next.value == m->value + 1)
            return true;
        others++;
    }
    return false;
}

static int context_column_for(const Parser *p, int column)
{
    int depth = p->depth;
    while (depth && column < p->open[depth - 1].content_column - 1)
        depth--;
    return depth ? p->open[depth - 1].content_column : 0;
}

/* Every marker may be something else: a wrapped sentence ("850. For"), an initial, a comment of FoxPro or C, an option. So each
 * kind has its conditions, most of all that it continues a list that is open. */
static bool is_marker(const Parser *p, ptrdiff_t i, Marker *m)
{
    if (!marker_of(line_at(p, i), m))
        return false;
    if (continues_any(p, m))
        return m->kind != MARKER_BULLET || text_at(p, i).p[0] == '-' || is_blank(p, i - 1);
    Marker above;
    bool is_announced = i > 0 && !is_blank(p, i - 1) && m->value <= 1 && m->column <= line_at(p, i - 1)->indent + 4 &&
                        str_ends(text_at(p, i - 1), S(":")) && has_sibling(p, i, m);
    bool is_free = is_announced || is_blank(p, i - 1) || (i > 0 && heading_level(p, i - 2)) || (i > 0 && marker_of(line_at(p, i - 1), &above) && above.kind == m->kind);
    if (!is_free)
        return false;
    int right = m->column - context_column_for(p, m->column);
    switch (m->kind) {
    case MARKER_NUMBER: return m->value < 100 && right <= 4;
    case MARKER_LOWER: return (m->value == 1 || continues(&p->last_lettered, m) || has_sibling(p, i, m)) && right <= 4;
    case MARKER_UPPER: return m->value == 1 && right <= 1 && has_sibling(p, i, m);
    case MARKER_BULLET:
        if (text_at(p, i).p[0] != '-')
            return m->column == 0 && m->content <= 4 && has_sibling(p, i, m);
        return right <= 1 || (right <= 4 && has_sibling(p, i, m));
    }
    return false;
}

/* Opens a list for the marker, or goes on with the one it continues. */
static void open_item(Parser *p, const Marker *m, ptrdiff_t line)
{
    while (p->depth) {
        const OpenList *top = &p->open[p->depth - 1];
        if (continues(top, m) || m->column >= top->content_column - 1)
            break;
        p->depth--;
    }
    if (p->depth == DEPTH_MAX)
        p->depth--;
    OpenList *top = p->depth ? &p->open[p->depth - 1] : NULL;
    if (!top || !continues(top, m)) {
        Block *list = add_block(p, BLOCK_LIST, line, line + 1);
        list->marker = m->kind;
        list->start = m->value;
        top = &p->open[p->depth++];
        *top = (OpenList){.list = list, .marker = m->kind};
    }
    top->marker_column = m->column;
    top->content_column = m->content;
    top->value = m->value;
    if (m->kind == MARKER_LOWER)
        p->last_lettered = *top;
    top->item = block_new(p->arena, BLOCK_ITEM, line_at(p, line)->number, line_at(p, line)->number);
    block_append(top->list, top->item);
}

/* An item whose first line was broken by hand, where the next word would have fitted, is a name with its text below. */
static bool is_title_line(const Parser *p, ptrdiff_t from, ptrdiff_t to)
{
    if (to - from < 2)
        return false;
    ptrdiff_t n = line_at(p, from)->text.n, longest = n;
    for (ptrdiff_t i = from + 1; i < to; i++)
        longest = line_at(p, i)->text.n > longest ? line_at(p, i)->text.n : longest;
    Str rest = line_at(p, from + 1)->text;
    return n <= TITLE_LINE_MAX && n + 1 + str_cut_word(&rest).n <= longest;
}

/* marker text { hanging line } */
static bool item(Parser *p)
{
    Marker m;
    if (!is_marker(p, p->at, &m))
        return false;
    open_item(p, &m, p->at);
    ptrdiff_t from = p->at, to = from + 1;
    Marker next;
    while (!is_blank(p, to) && !is_marker(p, to, &next) && !heading_level(p, to) && !kbtable_begins(p->lines, to))
        to++;
    ptrdiff_t first = is_title_line(p, from, to) ? from + 1 : to;
    add_block(p, BLOCK_PARAGRAPH, from, first)->text = text_of(p, from, first, m.content);
    p->at = first;
    if (first < to)
        add_paragraph(p, first, to);
    return true;
}

static bool is_or_text(Str s)
{
    return str_eq(s, S("and")) || str_eq(s, S("or")) || str_eq_fold(s, S("-or-")) || str_eq_fold(s, S("-and-")) || str_eq_fold(s, S("- or -")) || str_eq_fold(s, S("- and -"));
}

/* "-or-" or "-and-", a block of its own */
static bool is_or(const Parser *p, ptrdiff_t i)
{
    return is_blank(p, i + 1) && is_or_text(text_at(p, i));
}

/* "-or-" between two items belongs to the one above, wherever it stands, and closes nothing. */
static bool or_separator(Parser *p)
{
    if (!is_or(p, p->at))
        return false;
    ptrdiff_t next = p->at + 1;
    while (next < p->lines.n && is_blank(p, next))
        next++;
    Marker m;
    bool between_items = next < p->lines.n && marker_of(line_at(p, next), &m) && continues_any(p, &m);
    if (!between_items)
        close_lists(p, line_at(p, p->at)->indent);
    add_paragraph(p, p->at, p->at + 1);
    return true;
}

/* --- references -------------------------------------------------------------------------------------------------------- */

/* The number of the reference that a line begins with, or -1. */
static int64_t reference_at(const Parser *p, ptrdiff_t i, Ident *found)
{
    Str s = text_at(p, i);
    bool may_be = false;    /* nearly no line is one: ask for the prefix before the whole */
    for (ptrdiff_t k = 0; k < p->ids->prefixes.n; k++)
        may_be = may_be || str_starts(s, p->ids->prefixes.items[k]);
    bool is_reference = may_be && ident_next(p->ids, str_head(s, 24), 0, true, found) && found->kind == IDENT_ARTICLE && found->at == 0;
    return is_reference ? found->number : -1;
}

/* At column 0 a sentence may begin with an id, so there every line must be one, with a title and no full stop. */
static bool is_titled_reference(const Parser *p, ptrdiff_t i)
{
    Ident id;
    if (reference_at(p, i, &id) < 0)
        return false;
    Str title = str_trim_start(str_from(text_at(p, i), id.n));
    while (title.n && (title.p[0] == ':' || title.p[0] == '-' || title.p[0] == ' '))
        title = str_from(title, 1);
    return title.n && !char_is_lower(title.p[0]) && !str_ends(title, S("."));
}

/* A group of lines "Q123456 Title", mostly indented; a line that begins with no id goes on with the title above. */
static bool references(Parser *p)
{
    Ident id;
    int indent = line_at(p, p->at)->indent;
    if (reference_at(p, p->at, &id) < 0)
        return false;
    ptrdiff_t end = chunk_end(p, p->at);
    for (ptrdiff_t i = p->at; i < end; i++)
        if (line_at(p, i)->indent != indent || (indent < 2 && !is_titled_reference(p, i)))
            return false;
    close_lists(p, indent);
    Block *before = context(p)->last_child;
    Block *group = before && before->kind == BLOCK_REFERENCES ? before : add_block(p, BLOCK_REFERENCES, p->at, end);
    while (p->at < end) {
        int64_t number = reference_at(p, p->at, &id);
        ptrdiff_t to = p->at + 1;
        Ident next;
        while (to < end && reference_at(p, to, &next) < 0)
            to++;
        Block *entry = block_new(p->arena, BLOCK_ITEM, line_at(p, p->at)->number, line_at(p, to - 1)->number);
        Buf written = {.arena = p->arena};
        for (ptrdiff_t i = p->at; i < to; i++) {
            Str s = text_at(p, i);
            bool is_glued = i == p->at && id.is_glued;
            buf_put(&written, i > p->at ? S(" ") : (Str){0});
            buf_put(&written, is_glued ? str_head(s, id.n) : s);
            if (is_glued) {
                buf_putc(&written, ' ');
                buf_put(&written, str_from(s, id.n));
            }
        }
        entry->text = kbinline_reference(p->arena, number, buf_str(&written), entry->first_line);
        block_append(group, entry);
        p->at = to;
    }
    return true;
}

/* --- callouts ---------------------------------------------------------------------------------------------------------- */

/* label = "NOTE:" or "Note:", of these words */
static Str callout_label(Str s)
{
    static const Str labels[] = {{"NOTE", 4}, {"WARNING", 7}, {"IMPORTANT", 9}, {"CAUTION", 7}, {"TIP", 3}};
    for (ptrdiff_t i = 0; i < countof(labels); i++) {
        Str label = labels[i];
        bool is_capital = s.n > label.n && s.p[0] == label.p[0] && s.p[label.n] == ':' && str_starts_fold(s, label);
        if (!is_capital)
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

/* The end of the running text that begins at line i: a blank line, an item, a heading. */
static ptrdiff_t paragraph_end(const Parser *p, ptrdiff_t i)
{
    Marker m;
    for (i++; !is_blank(p, i); i++)
        if (heading_level(p, i) || kbtable_begins(p->lines, i) || is_marker(p, i, &m))
            break;
    return i;
}

/* "NOTE: …" with the label bold, as it is in Markdown. The colon belongs to it unless a letter follows. */
static Inline *with_bold_label(Arena *a, Inline *in, Str label)
{
    if (in->kind != INLINE_TEXT)
        return in;
    Str rest = str_from(in->text, label.n);
    bool takes_colon = rest.n == 1 || char_is_blank(rest.p[1]);
    Inline *bold = inline_new(a, INLINE_STRONG, (Str){0}, in->line);
    bold->child = inline_new(a, INLINE_TEXT, str_head(in->text, label.n + takes_colon), in->line);
    bold->next = in;
    in->text = str_from(in->text, label.n + takes_colon);
    if (!in->text.n)
        bold->next = in->next;
    return bold;
}

static bool callout(Parser *p)
{
    Str label = callout_label(text_at(p, p->at));
    int indent = line_at(p, p->at)->indent;
    if (!label.n || indent - context_column_for(p, indent) >= LITERAL_INDENT)
        return false;
    close_lists(p, indent);
    ptrdiff_t end = paragraph_end(p, p->at);
    Block *box = add_block(p, BLOCK_CALLOUT, p->at, end);
    box->label = label;
    Block *text = block_new(p->arena, BLOCK_PARAGRAPH, box->first_line, box->last_line);
    text->text = with_bold_label(p->arena, text_of(p, p->at, end, 0), str_sub(text_at(p, p->at), 0, label.n));
    block_append(box, text);
    p->at = end;
    return true;
}

/* Lines [from, to) without the indent they share. */
static Str literal_text(const Parser *p, ptrdiff_t from, ptrdiff_t to)
{
    int indent = INT32_MAX;
    for (ptrdiff_t i = from; i < to; i++)
        if (!is_blank(p, i) && line_at(p, i)->indent < indent)
            indent = line_at(p, i)->indent;
    Buf b = {.arena = p->arena};
    for (ptrdiff_t i = from; i < to; i++) {
        if (i > from)
            buf_putc(&b, '\n');
        buf_put(&b, str_from(line_at(p, i)->text, indent));
    }
    return buf_str(&b);
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
        bool is_between = n >= 1 && n <= 3 && s.n > 2 * n + 2 && str_trim(str_sub(s, n, s.n - n)).n && str_starts(s, side) && str_ends(s, side) && s.p[n] == ' ' && s.p[s.n - n - 1] == ' ';
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
static bool star_box(Parser *p)
{
    ptrdiff_t from = p->at, end = from + 1, stop = from + STAR_BOX_MAX < p->lines.n ? from + STAR_BOX_MAX : p->lines.n;
    if (line_at(p, from)->indent > 0 || !line_is_rule(line_at(p, from), '*', STARS) || !is_blank(p, from - 1))
        return false;
    while (end < stop && !line_is_rule(line_at(p, end), '*', STARS) && !heading_level(p, end))
        end++;
    if (end == stop || end == from + 1 || !line_is_rule(line_at(p, end), '*', STARS))
        return false;
    p->depth = 0;
    Block *box = add_block(p, BLOCK_CALLOUT, from, end + 1);
    box->label = label_in(p, from, end);
    add_to(p, box, BLOCK_RULE, from, from + 1);
    for (ptrdiff_t i = from + 1, to; i < end; i = to) {
        to = i + 1;
        if (is_blank(p, i))
            continue;
        to = chunk_end(p, i) < end ? chunk_end(p, i) : end;
        ptrdiff_t side = side_stars(p, i, to);
        if (side) {
            add_framed(p, box, i, to, side);
            continue;
        }
        bool is_framed = text_at(p, i).p[0] == '*';
        Block *b = add_to(p, box, is_framed ? BLOCK_LITERAL : BLOCK_PARAGRAPH, i, to);
        if (is_framed)
            b->literal = literal_text(p, i, to);
        else
            b->text = text_of(p, i, to, 0);
    }
    add_to(p, box, BLOCK_RULE, end, end + 1);
    p->at = end + 1;
    return true;
}

/* --- literal text -------------------------------------------------------------------------------------------------------- */

static Block *add_lines(Parser *p, ptrdiff_t from, ptrdiff_t to)
{
    Block *literal = add_block(p, BLOCK_LITERAL, from, to);
    literal->literal = literal_text(p, from, to);
    p->at = to;
    return literal;
}

static bool is_blank_between(const Parser *p, ptrdiff_t from, ptrdiff_t to)
{
    while (from < to && is_blank(p, from))
        from++;
    return from == to;
}

/* Blank lines tear a drawing; what goes on with it keeps its place only beside the indent of the whole. */
static bool goes_on_with_drawing(Parser *p, ptrdiff_t from, ptrdiff_t to)
{
    Block *drawing = p->drawing, part = {0};
    if (!drawing || context(p)->last_child != drawing || to - p->drawing_from > DRAWING_MAX || !is_blank_between(p, p->drawing_to, from))
        return false;
    kbliteral_classify(lines_sub(p->lines, from, to), &p->spoken, &part);
    if (part.literal_kind != LITERAL_PLAIN && part.literal_kind != LITERAL_DRAWING)
        return false;
    drawing->literal = literal_text(p, p->drawing_from, to);
    drawing->last_line = line_at(p, to - 1)->number;
    p->drawing_to = p->at = to;
    return true;
}

static void add_literal(Parser *p, ptrdiff_t from, ptrdiff_t to)
{
    if (goes_on_with_drawing(p, from, to))
        return;
    Block *literal = add_lines(p, from, to);
    kbliteral_classify(lines_sub(p->lines, from, to), &p->spoken, literal);
    if (literal->literal_kind == LITERAL_DRAWING) {
        p->drawing = literal;
        p->drawing_from = from;
        p->drawing_to = to;
    }
}

/* A URL, at most one bracket before it. The first two letters are asked before the recogniser, which would look through the whole line. */
static bool begins_with_url(const Parser *p, Str s, Ident *found)
{
    for (ptrdiff_t at = 0; at < 2; at++) {
        Str rest = str_from(s, at);
        if (str_starts_fold(rest, S("ht")) || str_starts_fold(rest, S("ft")) || str_starts_fold(rest, S("ww")))
            return ident_next(p->ids, s, 0, false, found) && found->kind == IDENT_URL && found->at <= 1;
    }
    return false;
}

/* Does a download with its address stand in the first lines of the text that begins at line i? */
static bool offers_download(const Parser *p, ptrdiff_t i)
{
    enum { LABELS_MAX = 4 };
    for (ptrdiff_t end = i + LABELS_MAX; i < end && !is_blank(p, i) && !is_blank(p, i + 1); i++)
        if (kbinline_is_download(p->ids, line_at(p, i), line_at(p, i + 1)))
            return true;
    return false;
}

/* Lines that are nothing but addresses, as articles set them apart below "visit the following Web site:", or downloads with theirs,
 * and what is said of them. */
static bool urls(Parser *p)
{
    int indent = line_at(p, p->at)->indent;
    ptrdiff_t end = chunk_end(p, p->at);
    bool is_offer = offers_download(p, p->at);
    for (ptrdiff_t i = p->at; i < end; i++) {
        Str s = text_at(p, i);
        Ident found;
        if (!is_offer && (!begins_with_url(p, s, &found) || found.n + 3 < s.n))
            return false;
    }
    close_lists(p, indent);
    if (indent < 1)
        return false;
    ptrdiff_t from = p->at;
    Block *b = add_lines(p, from, end);
    b->literal_kind = LITERAL_URL;
    b->text = kbinline_lines(p->arena, p->ids, lines_sub(p->lines, from, end));
    return true;
}

/* "… (see below)" ends a text as "GlobalFree()" does not. */
static bool closes_a_remark(Str s)
{
    ptrdiff_t open = str_find_last_char(s, '(');
    return open < 0 || (open == 0 && s.n > 2) || (open > 0 && char_is_blank(s.p[open - 1]));
}

static bool ends_sentence(Str s)
{
    while (s.n && (s.p[s.n - 1] == '"' || s.p[s.n - 1] == '\''))
        s.n--;
    return s.n && (s.p[s.n - 1] == ')' ? closes_a_remark(s) : char_is_in(s.p[s.n - 1], S(".?!:")));
}

/* Literal text goes on across blank lines, as long as what follows stands no further left than it began and is nothing else. Where text may
 * stand at the same column (`beside_text`), a sentence ends it. */
static ptrdiff_t literal_end(const Parser *p, ptrdiff_t from, int least, bool beside_text)
{
    int first = line_at(p, from)->indent;
    ptrdiff_t end = from;
    for (;;) {
        while (!is_blank(p, end) && line_at(p, end)->indent >= least)
            end++;
        if (!is_blank(p, end))
            return end;
        ptrdiff_t next = end;
        while (next < p->lines.n && is_blank(p, next))
            next++;
        Ident id;
        Marker m;
        bool goes_on = next < p->lines.n && line_at(p, next)->indent >= first && line_at(p, next)->indent >= least &&
                       reference_at(p, next, &id) < 0 && !kbtable_begins(p->lines, next) && !is_marker(p, next, &m) && !callout_label(text_at(p, next)).n &&
                       !is_or(p, next) && !offers_download(p, next);
        bool is_text = beside_text && line_at(p, next < p->lines.n ? next : end - 1)->indent < first + LITERAL_INDENT &&
                       ends_sentence(text_at(p, chunk_end(p, next) - 1));
        if (!goes_on || is_text)
            return end;
        end = next;
    }
}

static bool ends_in_colon(Arena *scratch, const Block *b)
{
    if (!b || b->kind != BLOCK_PARAGRAPH)
        return false;
    Str text = str_trim_end(inline_text(scratch, b->text));
    return str_ends(text, S(":"));
}

/* "…the following error message is displayed:" announces something to be shown as it is, "For Windows 2000:" a text. */
static bool announces_literal(Str announcement)
{
    static const Str words[] = {{"following", 9}, {"message", 7}, {"error", 5}, {"type", 4}, {"displayed", 9}, {"appear", 6}, {"line", 4}, {"command", 7}};
    Str last = str_from(announcement, announcement.n - 200);
    for (ptrdiff_t i = 0; i < countof(words); i++)
        if (str_find(last, words[i]) >= 0)
            return true;
    return false;
}

enum { SHORT_LINE = 50 };

/* Several lines, all short, that end no sentence: something typed, or shown on a screen. */
static bool are_short_lines(const Parser *p, ptrdiff_t from, ptrdiff_t end)
{
    if (end - from < 2 || is_flowed(p, from, end) || line_is_rule(line_at(p, from + 1), '-', 3))
        return false;
    for (ptrdiff_t i = from; i < end; i++)
        if (text_at(p, i).n > SHORT_LINE || ends_sentence(text_at(p, i)))
            return false;
    return true;
}

static bool is_prose(const Parser *p, ptrdiff_t from, ptrdiff_t end)
{
    return end - from > 1 && ends_sentence(text_at(p, end - 1)) && is_flowed(p, from, end);
}

/* "The following error message may be displayed.", with a full stop where others have a colon. */
static bool announces_message(Str announcement)
{
    Str last = str_from(announcement, announcement.n - 120);
    ptrdiff_t at = str_find(last, S("following "));
    Str rest = at < 0 ? (Str){0} : str_from(last, at);
    bool is_last = str_ends(rest, S(".")) && str_find(rest, S(". ")) < 0;
    return is_last && (str_find(rest, S("error")) >= 0 || str_find(rest, S("message")) >= 0);
}

/* In an item, text at the content column goes on with the item, unless a colon announced it as literal or its lines show that they are no
 * sentence. */
static bool is_announced_literal(const Parser *p, ptrdiff_t from, ptrdiff_t end)
{
    const Block *before = context(p)->last_child;
    if (!ends_in_colon(p->arena, before) && before && before->kind == BLOCK_PARAGRAPH && end - from > 1 && !is_flowed(p, from, end) &&
        announces_message(str_trim_end(inline_text(p->arena, before->text))))
        return true;
    if (!ends_in_colon(p->arena, before))
        return are_short_lines(p, from, end) || (end - from == 1 && !ends_sentence(text_at(p, from)));
    bool introduces = str_ends(text_at(p, end - 1), S(":"));    /* text in its turn */
    return !is_prose(p, from, end) || (!introduces && announces_literal(inline_text(p->arena, before->text)));
}

/* "   a. Type the following:", and no further right than that marker what is to be typed: it is the item's all the same. */
static bool literal_below_marker(Parser *p)
{
    int indent = line_at(p, p->at)->indent;
    const OpenList *list = p->depth ? &p->open[p->depth - 1] : NULL;
    const Block *before = context(p)->last_child;
    bool is_below = p->depth >= 2 && indent >= list->marker_column && indent < list->content_column - 1 && ends_in_colon(p->arena, before);
    if (!is_below)
        return false;
    ptrdiff_t end = paragraph_end(p, p->at);
    if (is_prose(p, p->at, end) && !announces_literal(inline_text(p->arena, before->text)))
        return false;
    add_literal(p, p->at, end);
    return true;
}

/* Outside lists text stands at column 0. One or two columns to the right stands what was pasted in: a directory's head, a prompt, a register. */
static bool is_set_off(const Parser *p, ptrdiff_t from, int right)
{
    if (p->depth || right < 1)
        return false;
    ptrdiff_t end = paragraph_end(p, from);
    bool is_headed = end - from > 1 && (line_is_rule(line_at(p, from + 1), '-', 3) || line_is_rule(line_at(p, from + 1), '=', 3));
    bool has_shape = end - from > 1 || ends_in_colon(p->arena, context(p)->last_child);
    Str last = text_at(p, end - 1);
    bool is_sentence = ends_sentence(last) && last.p[last.n - 1] != ')' && is_flowed(p, from, end);
    return has_shape && !is_headed && !is_sentence;
}

static bool literal(Parser *p)
{
    if (literal_below_marker(p))
        return true;
    int indent = line_at(p, p->at)->indent;
    close_lists(p, indent);
    int right = indent - content_column(p);
    if (right >= LITERAL_INDENT) {
        add_literal(p, p->at, literal_end(p, p->at, content_column(p) + LITERAL_INDENT - 1, false));
        return true;
    }
    if (is_set_off(p, p->at, right)) {
        add_literal(p, p->at, literal_end(p, p->at, indent, true));
        return true;
    }
    bool is_continuation = p->depth && right >= -1 && right <= 1;
    if (is_continuation && is_announced_literal(p, p->at, paragraph_end(p, p->at))) {
        add_literal(p, p->at, literal_end(p, p->at, indent, true));
        return true;
    }
    return false;
}

/* --- paragraphs ---------------------------------------------------------------------------------------------------------- */

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
    return may_be && !is_flowed(p, from, to);
}

static bool is_code(const Parser *p, ptrdiff_t from, ptrdiff_t to)
{
    return from < to && kbliteral_is_code(lines_sub(p->lines, from, to));
}

static ptrdiff_t next_chunk(const Parser *p, ptrdiff_t i)
{
    while (i < p->lines.n && is_blank(p, i))
        i++;
    return i;
}

/* A brace, "END SUB", a lone statement: too little to be told as code by itself, but beside code it is no sentence either. */
static bool may_be_code(const Parser *p, ptrdiff_t from, ptrdiff_t to)
{
    Marker m;
    bool is_other = from == p->lines.n || heading_level(p, from) || is_marker(p, from, &m) || to - from > 3;
    return !is_other && !ends_sentence(text_at(p, to - 1));
}

/* Source code at column 0, where the older articles have it: it goes on over blank lines to the next code, and a closing brace is its own. */
static bool code(Parser *p)
{
    ptrdiff_t end = chunk_end(p, p->at);
    if (p->asked++ >= CODE_ASKS || !is_code(p, p->at, end))
        return false;
    for (;;) {
        ptrdiff_t from = next_chunk(p, end), to = chunk_end(p, from), after = next_chunk(p, to);
        bool is_end = from < to && text_at(p, from).p[0] == '}';
        if (is_code(p, from, to) || (is_end && may_be_code(p, from, to)))
            end = to;
        else if (may_be_code(p, from, to) && is_code(p, after, chunk_end(p, after)))
            end = chunk_end(p, after);
        else
            break;
    }
    close_lists(p, line_at(p, p->at)->indent);
    add_literal(p, p->at, end);
    return true;
}

static void paragraph(Parser *p)
{
    ptrdiff_t end = paragraph_end(p, p->at);
    if (line_at(p, p->at)->indent == 0 && code(p))
        return;
    if (is_drawn(p, p->at, end))
        add_literal(p, p->at, end);
    else
        add_paragraph(p, p->at, end);
}

void kbbody_parse(Arena *a, Lines lines, const KbBodyOptions *options, Block *root)
{
    Parser p = {.arena = a, .options = options, .ids = options->ids, .spoken = kbcode_spoken(options->category), .lines = lines, .root = root};
    while (p.at < lines.n) {
        if (is_blank(&p, p.at)) {
            p.at++;
            continue;
        }
        p.asked = p.at < p.chunk ? p.asked : 0;
        p.chunk = chunk_end(&p, p.at);
        bool is_taken = heading(&p) || label(&p) || star_box(&p) || rule(&p) || or_separator(&p) || references(&p) || table(&p) || item(&p) || callout(&p) || urls(&p) || literal(&p);
        if (!is_taken)
            paragraph(&p);
    }
}
