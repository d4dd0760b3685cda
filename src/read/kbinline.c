#include "read/kbinline.h"

enum { FLOW_MIN = 66 };    /* text wrapped narrower than this was broken by hand */

static void add_text(Arena *a, Inlines *list, Str text, int line)
{
    if (text.n)
        inlines_add(list, inline_new(a, INLINE_TEXT, text, line));
}

Inline *kbinline_reference(Arena *a, int64_t number, Str written, int line)
{
    Inline *in = inline_new(a, INLINE_REFERENCE, (Str){0}, line);
    in->number = number;
    in->child = inline_new(a, INLINE_TEXT, written, line);
    return in;
}

/* What the kinds of identifiers become in the text. Places and codes are set apart as code; an event's number is said in words. */
static const InlineKind SHOWN_AS[IDENT_KIND_COUNT] = {
    [IDENT_ARTICLE] = INLINE_REFERENCE, [IDENT_URL] = INLINE_LINK,  [IDENT_MAIL] = INLINE_LINK, [IDENT_PATH] = INLINE_CODE,
    [IDENT_REGISTRY] = INLINE_CODE,     [IDENT_FILE] = INLINE_CODE, [IDENT_HEX] = INLINE_CODE,  [IDENT_STOP] = INLINE_CODE,
    [IDENT_RESULT] = INLINE_CODE,       [IDENT_ERROR] = INLINE_CODE, [IDENT_EVENT] = INLINE_TEXT,
};

static Inline *link_new(Arena *a, Str target, Str written, int line)
{
    Inline *in = inline_new(a, INLINE_LINK, (Str){0}, line);
    in->target = target;
    in->child = inline_new(a, INLINE_TEXT, written, line);
    return in;
}

static Inline *identifier(Arena *a, const Ident *ident, Str written, int line)
{
    if (ident->number >= 0)
        return kbinline_reference(a, ident->number, written, line);
    if (SHOWN_AS[ident->kind] == INLINE_LINK)
        return link_new(a, ident_target(a, ident, written), written, line);
    return inline_new(a, SHOWN_AS[ident->kind], written, line);
}

/* One line: its identifiers become links and code, the rest is text. */
static void add_line(Arena *a, const IdPattern *ids, Inlines *list, Str text, int line)
{
    ptrdiff_t from = 0, written = 0;
    Ident found;
    while (ident_next(ids, text, from, true, &found)) {
        from = found.at + found.n;
        if (SHOWN_AS[found.kind] == INLINE_TEXT)
            continue;
        add_text(a, list, str_sub(text, written, found.at), line);
        inlines_add(list, identifier(a, &found, str_sub(text, found.at, from), line));
        written = from;
        if (found.is_glued)
            add_text(a, list, S(" "), line);
    }
    add_text(a, list, str_from(text, written), line);
}

static ptrdiff_t first_word_length(Str s)
{
    return str_cut_word(&s).n;
}

bool kbinline_is_flowed(Lines lines)
{
    ptrdiff_t longest = 0, shortest_overflow = PTRDIFF_MAX;
    for (ptrdiff_t i = 0; i < lines.n; i++) {
        ptrdiff_t n = lines.items[i].text.n;
        longest = n > longest ? n : longest;
        if (i + 1 < lines.n) {
            ptrdiff_t overflow = n + 1 + first_word_length(lines.items[i + 1].text);
            shortest_overflow = overflow < shortest_overflow ? overflow : shortest_overflow;
        }
    }
    return lines.n == 1 || (longest < shortest_overflow && shortest_overflow >= FLOW_MIN);
}

static Inline *join(Arena *a, const IdPattern *ids, Lines lines, ptrdiff_t skip, bool flowed)
{
    Inlines list = {0};
    for (ptrdiff_t i = 0; i < lines.n; i++) {
        const Line *line = &lines.items[i];
        if (i && flowed)
            add_text(a, &list, S(" "), line->number);
        else if (i)
            inlines_add(&list, inline_new(a, INLINE_BREAK, (Str){0}, line->number));
        add_line(a, ids, &list, str_trim_start(i ? line->text : str_from(line->text, skip)), line->number);
    }
    return list.first;
}

Inline *kbinline_text(Arena *a, const IdPattern *ids, Lines lines, ptrdiff_t skip)
{
    return join(a, ids, lines, skip, kbinline_is_flowed(lines));
}

Inline *kbinline_lines(Arena *a, const IdPattern *ids, Lines lines)
{
    return join(a, ids, lines, 0, false);
}
