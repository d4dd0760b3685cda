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

static Inline *link_new(Arena *a, const Ident *ident, Str written, int line)
{
    if (ident->number >= 0)
        return kbinline_reference(a, ident->number, written, line);
    Inline *in = inline_new(a, INLINE_LINK, (Str){0}, line);
    in->target = str_starts_fold(written, S("www.")) ? str_join2(a, S("http://"), written) : written;
    in->child = inline_new(a, INLINE_TEXT, written, line);
    return in;
}

/* One line: its identifiers become links, the rest is text. */
static void add_line(Arena *a, const IdPattern *ids, Inlines *list, Str text, int line)
{
    ptrdiff_t from = 0;
    Ident found;
    while (ident_next(ids, text, from, true, &found)) {
        add_text(a, list, str_sub(text, from, found.at), line);
        Str written = str_sub(text, found.at, found.at + found.n);
        inlines_add(list, link_new(a, &found, written, line));
        from = found.at + found.n;
        if (found.is_glued)
            add_text(a, list, S(" "), line);
    }
    add_text(a, list, str_from(text, from), line);
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
