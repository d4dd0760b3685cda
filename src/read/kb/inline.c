#include "read/kb/inline.h"

enum {
    FLOW_MIN = 66,         /* text wrapped narrower than this was broken by hand */
    FULL_LINE = 58,        /* several lines that are all this long were wrapped, if not by a machine */
    FULL_LINES = 3,
    NARROW_MIN = 40,       /* what is narrower than this is a list, even where it reads like a sentence */
    NARROW = 50,
    RAGGED = 6,
    RULED = 10,            /* a line of so many times one sign is no text */
    FIRST_LONGER = 2,
    PAGE_WIDTH = 80
};

/* The inlines of a text, and where what is not among them yet begins. Lines that are joined stand in a row, so that text goes on over their ends: a paragraph
 * is mostly one inline, and not two for each of its lines. */
typedef struct Flow {
    Arena *arena;
    const IdPattern *ids;
    Inlines list;
    const char *from;
    int line;               /* that `from` is in */
} Flow;

/* The text up to `to`. `ident`: of an identifier that stands in it and is not set apart, else 0. */
static void put_text(Flow *f, const char *to, IdentKind ident)
{
    if (f->from == to)
        return;
    Inline *in = inline_new(f->arena, INLINE_TEXT, (Str){f->from, to - f->from}, f->line);
    in->ident = (unsigned char)ident;
    inlines_add(&f->list, in);
    f->from = to;
}

Inline *kbinline_reference(Arena *a, int64_t number, Str written, int line)
{
    Inline *in = inline_link_new(a, INLINE_REFERENCE, (InlineLink){.number = number}, line);
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
    Inline *in = inline_link_new(a, INLINE_LINK, (InlineLink){.target = target, .number = -1}, line);
    in->child = inline_new(a, INLINE_TEXT, written, line);
    return in;
}

static Inline *identifier(Arena *a, const Ident *ident, Str written, int line)
{
    if (ident->number >= 0)
        return kbinline_reference(a, ident->number, written, line);
    if (SHOWN_AS[ident->kind] == INLINE_LINK)
        return link_new(a, ident_target(a, ident, written), written, line);
    Inline *in = inline_new(a, SHOWN_AS[ident->kind], written, line);
    in->ident = (unsigned char)ident->kind;
    return in;
}

/* One line: its identifiers become links and code, the rest is text. One that stays in the text is looked for again, in as much of its line as is text. */
static void add_line(Flow *f, Str text, int line)
{
    IdentKind in_text = 0;
    Ident found;
    for (ptrdiff_t at = 0; ident_next(f->ids, text, at, true, &found);) {
        at = found.at + found.n;
        if (SHOWN_AS[found.kind] == INLINE_TEXT) {
            if (f->from < text.p)
                put_text(f, text.p, 0);
            in_text = found.kind;
            continue;
        }
        put_text(f, text.p + found.at, in_text);
        inlines_add(&f->list, identifier(f->arena, &found, str_sub(text, found.at, at), line));
        f->from = text.p + at;
        f->line = line;
        in_text = 0;
        if (found.is_glued)
            inlines_add(&f->list, inline_new(f->arena, INLINE_TEXT, S(" "), line));
    }
    if (in_text)
        put_text(f, text.p + text.n, in_text);
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
static void add_download(Flow *f, Str text, const Line *next, int line)
{
    Str label = str_head(text, doubled_word(text)), words = str_from(text, label.n + S("Download").n);
    add_line(f, label, line);
    put_text(f, text.p + label.n, 0);
    inlines_add(&f->list, link_new(f->arena, address_line(f->ids, next->text), str_trim_end(words), line));
    f->from = text.p + text.n;
}

/* --- wrapped or broken ---------------------------------------------------------------------------------------------------- */

/* How a text of several lines was broken. The converter that wrapped most of the archive let the first line be longer than the others, beyond
 * the page, and it wrapped before "&lt;" became "<" (escaped_length). */
typedef struct Wrap {
    ptrdiff_t widest;       /* line */
    ptrdiff_t longest;      /* line, the first one taken for FIRST_LONGER shorter */
    ptrdiff_t shortest;     /* line but the last */
    ptrdiff_t overflow;     /* the shortest line with the next one's first word behind it */
    ptrdiff_t ruled;        /* lines that are runs of one sign */
} Wrap;

static ptrdiff_t first_word_length(Str s)
{
    return str_cut_word(&s).n;
}

static ptrdiff_t escaped_length(Str s)
{
    ptrdiff_t n = s.n;
    for (ptrdiff_t i = 0; i < s.n; i++)
        n += s.p[i] == '<' || s.p[i] == '>' ? 3 : 0;
    return n;
}

static bool is_ended(Str s)
{
    return s.n && char_is_in(s.p[s.n - 1], S(".?!:;"));
}

/* Does a line end, and the next begin, inside a sentence? */
static bool is_inside_sentence(Str line, const Line *next)
{
    return !is_ended(line) && next->indent >= 0 && char_is_lower(next->text.p[next->indent]);
}

static bool ends_on_small_word(Str line)
{
    Str word = str_from(line, str_find_last_char(line, ' ') + 1);
    return word.n && char_is_lower(word.p[0]) && (char_is_lower(word.p[word.n - 1]) || word.p[word.n - 1] == ',');
}

static bool is_ruled(const Line *line)
{
    return line->is_run && line->text.n - line->indent >= RULED;
}

static Wrap wrap_of(Lines lines, ptrdiff_t (*length)(Str))
{
    Wrap w = {0, 0, PTRDIFF_MAX, PTRDIFF_MAX, 0};
    for (ptrdiff_t i = 0; i < lines.n; i++) {
        Str s = lines.items[i].text;
        ptrdiff_t n = length(s), counted = i ? n : n - FIRST_LONGER;
        w.widest = n > w.widest ? n : w.widest;
        w.longest = counted > w.longest ? counted : w.longest;
        w.ruled += is_ruled(&lines.items[i]);
        if (i + 1 == lines.n)
            break;
        const Line *next = &lines.items[i + 1];
        ptrdiff_t overflow = n + 1 < w.overflow ? n + 1 + first_word_length(next->text) : n + 1;
        w.overflow = overflow < w.overflow ? overflow : w.overflow;
        w.shortest = n < w.shortest ? n : w.shortest;
    }
    return w;
}

/* The breaks in the middle of a sentence. */
static ptrdiff_t breaks_inside(Lines lines)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i + 1 < lines.n; i++) {
        Str s = lines.items[i].text;
        n += is_inside_sentence(s, &lines.items[i + 1]) || (!is_ended(s) && ends_on_small_word(s));
    }
    return n;
}

static ptrdiff_t plain_length(Str s)
{
    return s.n;
}

/* What no line exceeds, or the first alone. */
static ptrdiff_t margin_of(const Wrap *w)
{
    return w->widest > PAGE_WIDTH ? w->longest : w->widest;
}

static bool is_by_machine(const Wrap *w)
{
    return margin_of(w) < w->overflow && w->overflow >= FLOW_MIN && !w->ruled;
}

/* Lines that all come near the margin may be rows as well: cells behind wide gaps. */
static bool has_columns(Lines lines)
{
    for (ptrdiff_t i = 0; i < lines.n; i++)
        if (lines.items[i].indent >= 0 && line_find_gap(str_from(lines.items[i].text, lines.items[i].indent)) >= 0)
            return true;
    return false;
}

static bool is_flowed(Lines lines, const Wrap *w)
{
    return is_by_machine(w) || (lines.n >= FULL_LINES && w->shortest >= FULL_LINE && w->widest <= PAGE_WIDTH && !has_columns(lines));
}

bool kbinline_is_flowed(Lines lines)
{
    if (lines.n == 1)
        return true;
    Wrap w = wrap_of(lines, plain_length);
    return is_flowed(lines, &w);
}

static bool has_escapes(Lines lines)
{
    for (ptrdiff_t i = 0; i < lines.n; i++)
        if (escaped_length(lines.items[i].text) != lines.items[i].text.n)
            return true;
    return false;
}

/* The same of a text that is not flowed as it stands, where it held "<" while it was wrapped. Lists of such words and markup are as wide as they
 * like, so sentences have to show. */
static bool is_flowed_escaped(Lines lines)
{
    if (!has_escapes(lines))
        return false;
    Wrap w = wrap_of(lines, escaped_length);
    return is_by_machine(&w) && breaks_inside(lines) * 2 >= lines.n - 1;
}

/* Both lines begin with the sign of a comment. */
static bool are_comments(const Line *line, const Line *next)
{
    Str s = str_from(line->text, line->indent), t = str_from(next->text, next->indent);
    return s.n && t.n && s.p[0] == t.p[0] && char_is_in(s.p[0], S(";/*'#"));
}

/* Prose that was wrapped narrowly, or by hand so that one more short word would have fitted: sentences that go on over most of the breaks. */
static bool is_narrow_prose(Lines lines, const Wrap *w)
{
    if (lines.n < 2 || are_comments(&lines.items[0], &lines.items[1]))
        return false;
    ptrdiff_t breaks = lines.n - 1, slack = lines.n >= FULL_LINES && w->shortest >= NARROW ? RAGGED : 0;
    bool is_text = w->shortest >= NARROW_MIN && w->widest <= PAGE_WIDTH && is_ended(lines.items[lines.n - 1].text);
    if (!is_text || margin_of(w) >= w->overflow + slack)
        return false;
    ptrdiff_t inside = breaks_inside(lines);
    return lines.n >= FULL_LINES ? inside * 2 >= breaks : inside == breaks;
}

/* In a text of which some breaks were made by hand ("Change:", a title above) the margin is the longest line: where the next word would not have
 * fitted, the line was wrapped. But titles of about the same length do so too; wrapped are those where most such breaks part a sentence. */
static bool is_partly_wrapped(Lines lines, const Wrap *w, ptrdiff_t *margin)
{
    ptrdiff_t full = 0, inside = 0;
    *margin = margin_of(w);
    if (*margin < FLOW_MIN || w->widest > PAGE_WIDTH + FIRST_LONGER)
        return false;
    for (ptrdiff_t i = 0; i + 1 < lines.n; i++) {
        Str s = lines.items[i].text;
        if (escaped_length(s) + 1 + first_word_length(lines.items[i + 1].text) <= *margin)
            continue;
        full++;
        inside += is_inside_sentence(s, &lines.items[i + 1]);
    }
    return full && inside * 2 >= full;
}

/* The line break before line i, of a text that is partly wrapped. */
static bool is_wrapped_at(Lines lines, ptrdiff_t i, ptrdiff_t margin)
{
    const Line *line = &lines.items[i - 1], *next = &lines.items[i];
    bool is_full = escaped_length(line->text) + 1 + first_word_length(next->text) > margin;
    return is_full && !is_ruled(line) && !is_ruled(next) && !are_comments(line, next);
}

static Buf row_for(Arena *a, Lines lines)
{
    ptrdiff_t bytes = 0;
    for (ptrdiff_t i = 0; i < lines.n; i++)
        bytes += lines.items[i].text.n + 1;
    return buf_new(a, bytes);
}

/* `margin`: PTRDIFF_MAX of a text that is not wrapped anywhere. */
static Inline *join(Arena *a, const IdPattern *ids, Lines lines, ptrdiff_t skip, bool flowed, ptrdiff_t margin)
{
    Flow f = {.arena = a, .ids = ids};
    bool is_joined = flowed || margin < PTRDIFF_MAX, is_download = false;
    Buf row = is_joined ? row_for(a, lines) : (Buf){0};
    Str text = {0};
    for (ptrdiff_t i = 0; i < lines.n; i++) {
        const Line *line = &lines.items[i];
        bool goes_on = i && !is_download && (flowed || is_wrapped_at(lines, i, margin));
        if (goes_on)
            buf_putc(&row, ' ');
        if (i && !goes_on) {
            put_text(&f, text.p + text.n, 0);
            inlines_add(&f.list, inline_new(a, INLINE_BREAK, (Str){0}, line->number));
        }
        text = str_trim_start(i ? line->text : str_from(line->text, skip));
        if (is_joined) {
            buf_put(&row, text);
            text.p = row.p + row.n - text.n;
        }
        if (!goes_on) {
            f.from = text.p;
            f.line = line->number;
        }
        is_download = i + 1 < lines.n && kbinline_is_download(ids, line, line + 1);
        if (is_download)
            add_download(&f, text, &lines.items[++i], line->number);
        else
            add_line(&f, text, line->number);
    }
    put_text(&f, text.p + text.n, 0);
    return f.list.first;
}

/* Nothing is to be joined: every second text is one line. */
static Inline *one_line(Arena *a, const IdPattern *ids, const Line *line, ptrdiff_t skip)
{
    Str text = str_trim_start(str_from(line->text, skip));
    Flow f = {.arena = a, .ids = ids, .from = text.p, .line = line->number};
    add_line(&f, text, line->number);
    put_text(&f, text.p + text.n, 0);
    return f.list.first;
}

Inline *kbinline_text(Arena *a, const IdPattern *ids, Lines lines, ptrdiff_t skip)
{
    ptrdiff_t margin = PTRDIFF_MAX;
    if (lines.n == 1)
        return one_line(a, ids, &lines.items[0], skip);
    Wrap w = wrap_of(lines, plain_length);
    bool flowed = is_flowed(lines, &w) || is_flowed_escaped(lines) || is_narrow_prose(lines, &w);
    if (!flowed && !is_partly_wrapped(lines, &w, &margin))
        margin = PTRDIFF_MAX;
    return join(a, ids, lines, skip, flowed, margin);
}

Inline *kbinline_flowed(Arena *a, const IdPattern *ids, Lines lines, ptrdiff_t skip)
{
    return join(a, ids, lines, skip, true, PTRDIFF_MAX);
}

Inline *kbinline_lines(Arena *a, const IdPattern *ids, Lines lines)
{
    return lines.n == 1 ? one_line(a, ids, &lines.items[0], 0) : join(a, ids, lines, 0, false, PTRDIFF_MAX);
}
