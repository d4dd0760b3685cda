/* Every marker may be something else, so each kind has its conditions. An item takes the lines that follow it up to a blank one. */
#include "read/kb/parser.h"

#include "read/kb/table.h"

enum {
    TITLE_LINE_MAX = 55    /* a first line longer than this is text */
};

/* number = 1*3DIGIT "." blank; letter = ALPHA "." blank; bullet = ("-" / "*" / "o") blank. One to four blanks may follow. */
static bool marker_of(const Line *line, Marker *m)
{
    if (line->is_plain || line_is_blank(line))
        return false;
    Str s = str_from(line->text, line->indent);
    ptrdiff_t n = 0;
    int number = 0;
    for (; n < s.n && n < 4 && char_is_digit(s.p[n]); n++)
        number = 10 * number + (s.p[n] - '0');
    if (n >= 1 && n <= 3 && n < s.n && s.p[n] == '.') {
        *m = (Marker){MARKER_NUMBER, line->indent, 0, number};
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
        if (line_at(p, k)->indent < m->column || kbheading_level(p, k))
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

int kblist_column_for(const Parser *p, int column)
{
    int depth = p->depth;
    while (depth && column < p->open[depth - 1].content_column - 1)
        depth--;
    return depth ? p->open[depth - 1].content_column : 0;
}

/* May the text of line i have a list below it, at the marker's column, with no blank line between? It is an item of another kind, whose text ended
 * before the margin or with a colon. */
static bool is_parent(const Parser *p, ptrdiff_t i, const Marker *m)
{
    enum { FULL = 70 };
    Marker above;
    Str text = text_at(p, i);
    bool is_in_place = p->depth && marker_of(line_at(p, i), &above) && above.kind != MARKER_BULLET && m->column >= above.content - 1;
    return is_in_place && (text.n < FULL || str_ends(text, S(":")));
}

/* Every marker may be something else: a wrapped sentence ("850. For"), an initial, a comment of FoxPro or C, an option. So each
 * kind has its conditions, most of all that it continues a list that is open. */
bool kblist_is_marker(const Parser *p, ptrdiff_t i, Marker *m)
{
    if (!marker_of(line_at(p, i), m))
        return false;
    if (continues_any(p, m))
        return m->kind != MARKER_BULLET || text_at(p, i).p[0] == '-' || is_blank(p, i - 1);
    Marker above;
    bool is_announced = i > 0 && !is_blank(p, i - 1) && m->value <= 1 && m->column <= line_at(p, i - 1)->indent + 4 &&
                        str_ends(text_at(p, i - 1), S(":")) && has_sibling(p, i, m);
    bool is_below = i > 0 && m->kind == MARKER_BULLET && text_at(p, i).p[0] == '-' && m->content == m->column + 2 && is_parent(p, i - 1, m);
    bool is_free = is_announced || is_below || is_blank(p, i - 1) || (i > 0 && kbheading_level(p, i - 2)) ||
                   (i > 0 && marker_of(line_at(p, i - 1), &above) && above.kind == m->kind);
    if (!is_free)
        return false;
    int right = m->column - kblist_column_for(p, m->column);
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
        Block *list = kbparser_add(p, BLOCK_LIST, line, line + 1);
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

/* The end of the running text that begins at line i; `is_item` is set when that is an item, whose marker is `m` then. */
static ptrdiff_t text_end(const Parser *p, ptrdiff_t i, Marker *m, bool *is_item)
{
    *is_item = false;
    for (i++; !is_blank(p, i); i++) {
        if (i >= p->plain && i < p->chunk)
            return p->chunk;
        if (kbheading_level(p, i) || (may_begin_table(p, i) && kbtable_begins(p->lines, i)))
            return i;
        *is_item = kblist_is_marker(p, i, m);
        if (*is_item)
            return i;
    }
    return i;
}

ptrdiff_t kblist_paragraph_end(const Parser *p, ptrdiff_t i)
{
    Marker m;
    bool is_item;
    return text_end(p, i, &m, &is_item);
}

/* marker text { hanging line }, and the items that follow at once: where one ends it is known that the next line is neither a heading nor a table. */
bool kblist_item(Parser *p)
{
    Marker m;
    Ident id;
    bool is_item = kblist_is_marker(p, p->at, &m);
    if (!is_item)
        return false;
    while (is_item) {
        open_item(p, &m, p->at);
        int skip = m.content;
        ptrdiff_t from = p->at, to = text_end(p, from, &m, &is_item);
        ptrdiff_t first = is_title_line(p, from, to) ? from + 1 : to;
        kbparser_add(p, BLOCK_PARAGRAPH, from, first)->text = kbparser_text(p, from, first, skip);
        p->at = first;
        if (first < to)
            kbparser_add_paragraph(p, first, to);
        is_item = is_item && !kblist_is_or(p, to) && kbreference_at(p, to, &id) < 0;
    }
    return true;
}

static bool is_or_text(Str s)
{
    return str_eq(s, S("and")) || str_eq(s, S("or")) || str_eq_fold(s, S("-or-")) || str_eq_fold(s, S("-and-")) ||
           str_eq_fold(s, S("- or -")) || str_eq_fold(s, S("- and -"));
}

/* "-or-" or "-and-", a block of its own */
bool kblist_is_or(const Parser *p, ptrdiff_t i)
{
    return is_blank(p, i + 1) && is_or_text(text_at(p, i));
}

/* "-or-" between two items belongs to the one above, wherever it stands, and closes nothing. */
bool kblist_or(Parser *p)
{
    if (!kblist_is_or(p, p->at))
        return false;
    ptrdiff_t next = p->at + 1;
    while (next < p->lines.n && is_blank(p, next))
        next++;
    Marker m;
    bool between_items = next < p->lines.n && marker_of(line_at(p, next), &m) && continues_any(p, &m);
    if (!between_items)
        kbparser_close_lists(p, line_at(p, p->at)->indent);
    kbparser_add_paragraph(p, p->at, p->at + 1);
    return true;
}
