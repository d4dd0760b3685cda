#include "read/kbinline.h"

enum {
    FLOW_MIN = 66,         /* text wrapped narrower than this was broken by hand */
    FULL_LINE = 58,        /* several lines that are all this long were wrapped, if not by a machine */
    FULL_LINES = 3,
    PAGE_WIDTH = 80
};

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

/* The address that is all of the line, in brackets, or the empty Str. */
static Str address_line(const IdPattern *ids, Str s)
{
    Ident found;
    s = str_trim(s);
    bool is_address = s.n > 2 && s.p[0] == '(' && ident_next(ids, s, 1, false, &found) && found.kind == IDENT_URL && found.at == 1 &&
                      found.n == s.n - 2 && s.p[s.n - 1] == ')';
    return is_address ? str_sub(s, 1, s.n - 1) : (Str){0};
}

/* Where "DownloadDownload" stands as a word before others, or -1. */
static ptrdiff_t doubled_word(Str s)
{
    ptrdiff_t at = str_find(s, S("DownloadDownload "));
    return at > 0 && s.p[at - 1] != ' ' ? -1 : at;
}

bool kbinline_is_download(const IdPattern *ids, const Line *line, const Line *next)
{
    bool is_bracket = next->indent >= 0 && next->text.p[next->indent] == '(';    /* rare, and asked first: every line is */
    return is_bracket && doubled_word(line->text) >= 0 && address_line(ids, next->text).n;
}

/* label "DownloadDownload" text NEWLINE "(" address ")": the label and one link, without the first half of the doubled word. */
static void add_download(Arena *a, const IdPattern *ids, Inlines *list, Str text, const Line *next, int line)
{
    ptrdiff_t at = doubled_word(text);
    add_line(a, ids, list, str_head(text, at), line);
    Str words = str_trim_end(str_from(text, at + S("Download").n));
    inlines_add(list, link_new(a, address_line(ids, next->text), words, line));
}

static ptrdiff_t first_word_length(Str s)
{
    return str_cut_word(&s).n;
}

bool kbinline_is_flowed(Lines lines)
{
    ptrdiff_t longest = 0, shortest = PTRDIFF_MAX, shortest_overflow = PTRDIFF_MAX;
    for (ptrdiff_t i = 0; i < lines.n; i++) {
        ptrdiff_t n = lines.items[i].text.n;
        longest = n > longest ? n : longest;
        if (i + 1 < lines.n) {
            ptrdiff_t overflow = n + 1 + first_word_length(lines.items[i + 1].text);
            shortest_overflow = overflow < shortest_overflow ? overflow : shortest_overflow;
            shortest = n < shortest ? n : shortest;
        }
    }
    bool by_machine = longest < shortest_overflow && shortest_overflow >= FLOW_MIN;
    return lines.n == 1 || by_machine || (lines.n >= FULL_LINES && shortest >= FULL_LINE && longest <= PAGE_WIDTH);
}

static Inline *join(Arena *a, const IdPattern *ids, Lines lines, ptrdiff_t skip, bool flowed)
{
    Inlines list = {0};
    bool is_download = false;
    for (ptrdiff_t i = 0; i < lines.n; i++) {
        const Line *line = &lines.items[i];
        if (i && flowed && !is_download)
            add_text(a, &list, S(" "), line->number);
        else if (i)
            inlines_add(&list, inline_new(a, INLINE_BREAK, (Str){0}, line->number));
        Str text = str_trim_start(i ? line->text : str_from(line->text, skip));
        is_download = i + 1 < lines.n && kbinline_is_download(ids, line, line + 1);
        if (is_download)
            add_download(a, ids, &list, text, &lines.items[++i], line->number);
        else
            add_line(a, ids, &list, text, line->number);
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
