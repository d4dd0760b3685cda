/* One pass over the inlines. Text is written byte by byte; whether a byte needs its backslash is asked of the bytes around it, and at the start
 * of a line of the rest of the line (CommonMark 0.30, sections 2.4 and 6).
 *
 * Identifiers are the reader's business: it finds them in running text. So a link to an identifier stands as plain text wherever the same
 * recogniser finds it there, and as an explicit link elsewhere. For that the writer remembers the run of text that the reader will see as one
 * piece, and looks ahead in it. */
#include "write/cminline.h"

enum { DEPTH_MAX = 200, AHEAD_MAX = 300 };

typedef struct Writer {
    Buf *b;
    CmPlace place;
    const CommonmarkOptions *options;
    Buf run;                /* text since the last mark or line end, without escapes */
    ptrdiff_t run_read;     /* how far identifiers were looked for in it */
    bool run_starts_line;
    ptrdiff_t line;         /* where the line begins in b */
    bool at_line_start;     /* nothing of the text stands on the line */
    bool is_first_line;
    int breaks;             /* line breaks that are written when something follows */
    int links;              /* links open */
    char emphasis;          /* the mark of the emphasis around, 0 without one */
} Writer;

/* --- lines --------------------------------------------------------------------------------------------------------------- */

static void trim_line(Writer *w)
{
    while (w->b->n > w->line && char_is_blank(w->b->p[w->b->n - 1]))
        w->b->n--;
}

static void end_run(Writer *w, bool starts_line)
{
    w->run.n = w->run_read = 0;
    w->run_starts_line = starts_line;
}

static bool is_one_line(const Writer *w)
{
    return w->place == CM_HEADING || w->place == CM_CELL;
}

static void start_line(Writer *w, Str end)
{
    trim_line(w);
    buf_put(w->b, end);
    w->line = w->b->n;
    w->at_line_start = !is_one_line(w);
    w->is_first_line = false;
    end_run(w, true);
}

/* A break at the end of the text would be a backslash that means itself. */
static void put_breaks(Writer *w)
{
    Str mark = w->place == CM_CELL ? S("<br>") : w->place == CM_HEADING ? S(" ") : S("\\\n");
    for (; w->breaks; w->breaks--)
        start_line(w, mark);
}

/* Marks, and text that needs no escapes. */
static void put_mark(Writer *w, Str mark)
{
    put_breaks(w);
    buf_put(w->b, mark);
    w->at_line_start = false;
    end_run(w, false);
}

/* A line end of the source that means nothing. */
static void put_soft_end(Writer *w)
{
    if (is_one_line(w)) {
        buf_putc(w->b, ' ');
        end_run(w, false);
    } else if (!w->at_line_start) {
        start_line(w, S("\n"));
    }
}

/* --- escapes ------------------------------------------------------------------------------------------------------------- */

static bool is_punctuation(char c)
{
    return c > ' ' && c < 0x7F && !char_is_alnum(c);
}

/* A text and what stands on both sides of it; 0 where nobody knows. */
typedef struct Span {
    Str text;
    char before, after;
} Span;

static char byte_at(Str s, ptrdiff_t i)
{
    return i >= 0 && i < s.n ? s.p[i] : 0;
}

static char span_at(const Span *s, ptrdiff_t i)
{
    return i < 0 ? s->before : i < s->text.n ? s->text.p[i] : s->after;
}

static ptrdiff_t run_length(Str s, ptrdiff_t i, const char *bytes)
{
    ptrdiff_t n = 0;
    while (i + n < s.n && str_find_char(str(bytes), s.p[i + n]) >= 0)
        n++;
    return n;
}

/* `&name;`, `&#1234;`, `&#x12AB;`. What stands behind the text may complete it. */
static bool begins_entity(Str s, char after)
{
    ptrdiff_t n = 1;
    if (byte_at(s, n) == '#')
        n++;
    while (n < s.n && char_is_alnum(s.p[n]))
        n++;
    return n < s.n ? s.p[n] == ';' && n > 1 : char_is_alnum(after) || after == ';' || after == '#';
}

/* Inside a word underscores are no marks (6.2), between blanks none of the marks is one. `n` of them stand at `i`. Blanks at the end of
 * the text may go, with the line. */
static bool are_delimiters(const Span *s, ptrdiff_t i, ptrdiff_t n)
{
    char before = span_at(s, i - 1), after = span_at(s, i + n);
    bool in_word = s->text.p[i] == '_' && char_is_alnum(before) && char_is_alnum(after);
    bool is_apart = char_is_blank(before) && char_is_blank(after) && str_trim(str_from(s->text, i + n)).n;
    return !in_word && !is_apart;
}

/* Wherever it stands in a line, but for `*` and `_`. A backslash before blanks may come to stand at the end of a line. */
static bool needs_escape(const Writer *w, const Span *s, ptrdiff_t i)
{
    char next = span_at(s, i + 1);
    switch (s->text.p[i]) {
    case '\\': return (next >= 0 && next <= ' ') || is_punctuation(next);
    case '`': return true;
    case '<': return !char_is_blank(next);
    case '&': return begins_entity(str_from(s->text, i), s->after);
    case '[': return w->links > 0;
    case ']': return w->links > 0 || !next || next == '(' || next == ':';
    case '!': return !next || next == '[';
    default: return false;
    }
}

static bool ends_marker(Str line, ptrdiff_t at)
{
    return at == line.n || char_is_blank(line.p[at]);
}

/* `1.` and `1)`, at most nine digits; `a.` where it matters. Gives the offset of the sign, or -1. */
static ptrdiff_t number_sign(const Writer *w, Str line)
{
    ptrdiff_t n = run_length(line, 0, "0123456789");
    bool is_number = n > 0 && n < 10 && (byte_at(line, n) == '.' || byte_at(line, n) == ')');
    bool is_letter = w->place == CM_LETTER_PARAGRAPH && w->is_first_line && char_is_alpha(byte_at(line, 0)) && byte_at(line, 1) == '.';
    ptrdiff_t at = is_number ? n : is_letter ? 1 : -1;
    return at > 0 && ends_marker(line, at + 1) ? at : -1;
}

/* The offset of the byte that needs a backslash because it begins a line, or -1. */
static ptrdiff_t line_start_escape(const Writer *w, Str line)
{
    line = str_trim_end(line);
    ptrdiff_t hashes = run_length(line, 0, "#");
    switch (byte_at(line, 0)) {
    case '#': return hashes <= 6 && ends_marker(line, hashes) ? 0 : -1;
    case '>': return 0;
    case '=': return str_is_run(line, '=') ? 0 : -1;
    case '~': return str_starts(line, S("~~~")) ? 0 : -1;
    case '_': return run_length(line, 0, "_ \t") == line.n ? 0 : -1;
    case '*': return ends_marker(line, 1) || run_length(line, 0, "* \t") == line.n ? 0 : -1;
    case '+': return ends_marker(line, 1) ? 0 : -1;
    case '-':
    case ':':
    case '|': {
        bool may_be_row = run_length(line, 0, "-:| \t") == line.n && str_find_char(line, '-') >= 0;
        return may_be_row || (line.p[0] == '-' && ends_marker(line, 1)) ? 0 : -1;
    }
    default: return number_sign(w, line);
    }
}

/* --- text ---------------------------------------------------------------------------------------------------------------- */

static Str rest_of_line(Str s)
{
    return str_cut_line(&s);
}

/* The byte behind an inline as its text will see it, 0 when that is a mark or nobody knows. */
static char byte_behind(const Inline *in, int depth)
{
    for (in = in->next; in; in = in->next) {
        if (in->kind == INLINE_BREAK)
            return '\\';    /* its mark, or a '<', which reads the same from here */
        if (in->kind != INLINE_TEXT)
            return 0;
        if (in->text.n)
            return in->text.p[0];
    }
    return depth ? 0 : '\n';
}

/* What the byte at `i` needs in front of it. `*until` is where the run of marks ends that was asked about last. */
static bool is_escaped(const Writer *w, const Span *s, ptrdiff_t i, ptrdiff_t *until, bool *in_marks)
{
    char c = s->text.p[i];
    if (c != '*' && c != '_')
        return needs_escape(w, s, i);
    if (i >= *until) {
        ptrdiff_t n = run_length(s->text, i, c == '*' ? "*" : "_");
        *until = i + n;
        *in_marks = are_delimiters(s, i, n);
    }
    return *in_marks;
}

static void put_text(Writer *w, Str text, char after)
{
    Span s = {text, w->run.n ? w->run.p[w->run.n - 1] : w->at_line_start ? '\n' : 0, after};
    ptrdiff_t escape_at = -1, marks_end = 0;
    bool in_marks = false;
    for (ptrdiff_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c != '\n')
            put_breaks(w);
        if (w->at_line_start && char_is_blank(c))
            continue;    /* blanks at the start of a line mean nothing; four would mean code */
        if (c == '\n') {
            put_soft_end(w);
            continue;
        }
        if (w->at_line_start) {
            ptrdiff_t at = line_start_escape(w, rest_of_line(str_from(text, i)));
            escape_at = at < 0 ? -1 : i + at;
        }
        w->at_line_start = false;
        if (is_escaped(w, &s, i, &marks_end, &in_marks) || i == escape_at)
            buf_putc(w->b, '\\');
        buf_putc(w->b, c);
        buf_putc(&w->run, c);
    }
}

/* --- code ---------------------------------------------------------------------------------------------------------------- */

static ptrdiff_t longest_run(Str s, char c)
{
    ptrdiff_t longest = 0, n = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        n = s.p[i] == c ? n + 1 : 0;
        longest = n > longest ? n : longest;
    }
    return longest;
}

static void put_code(Writer *w, Str s, char after)
{
    bool splits_cell = w->place == CM_CELL && str_find(s, S("\\|")) >= 0;    /* no way to write it in code (GFM, 4.10) */
    if (splits_cell) {
        put_text(w, s, after);
        return;
    }
    ptrdiff_t ticks = longest_run(s, '`') + 1;
    bool is_blank = !str_trim(s).n;
    bool is_padded = !is_blank && (s.p[0] == '`' || s.p[s.n - 1] == '`' || (s.p[0] == ' ' && s.p[s.n - 1] == ' '));
    put_mark(w, (Str){0});
    buf_pad(w->b, '`', ticks);
    buf_put(w->b, is_padded ? S(" ") : S(""));
    for (ptrdiff_t i = 0; i < s.n; i++)
        buf_putc(w->b, s.p[i] == '\n' ? ' ' : s.p[i]);
    buf_put(w->b, is_padded ? S(" ") : S(""));
    buf_pad(w->b, '`', ticks);
}

/* Two pieces of code that touch are one: their ticks would run together. */
static const Inline *put_codes(Writer *w, const Inline *in, int depth)
{
    Buf text = {.arena = w->b->arena};
    for (;; in = in->next) {
        buf_put(&text, in->text);
        if (!in->next || in->next->kind != INLINE_CODE)
            break;
    }
    if (text.n)
        put_code(w, buf_str(&text), byte_behind(in, depth));
    return in;
}

/* --- links --------------------------------------------------------------------------------------------------------------- */

bool cminline_is_address(Str url)
{
    ptrdiff_t colon = str_find_char(url, ':');
    bool has_scheme = colon >= 2 && colon <= 32 && char_is_alpha(url.p[0]);
    for (ptrdiff_t i = 0; i < url.n; i++) {
        char c = url.p[i];
        bool is_scheme_char = char_is_alnum(c) || c == '+' || c == '.' || c == '-';
        if ((i < colon && !is_scheme_char) || c == '<' || c == '>' || (c >= 0 && c <= ' ') || c == 0x7F)
            return false;
        if (c == '&' && begins_entity(str_from(url, i), 0))
            return false;
    }
    return has_scheme;
}

/* What stands behind `in` in the reader's piece of text, as far as an identifier could reach. */
static void put_ahead(Buf *b, const Inline *in)
{
    ptrdiff_t end = b->n + AHEAD_MAX;
    for (in = in->next; in && b->n < end; in = in->next) {
        if (in->kind != INLINE_TEXT && in->kind != INLINE_LINK && in->kind != INLINE_REFERENCE)
            return;
        Buf text = {.arena = b->arena};
        Inline alone = *in;
        alone.next = NULL;
        inline_put_text(&text, &alone);
        Str rest = buf_str(&text);
        bool ends = str_find_char(rest, '\n') >= 0;
        buf_put(b, str_cut_line(&rest));
        if (ends)
            return;
    }
}

/* Will the reader find this identifier, and no more and no less, where it stands in the running text? It looks from the last one on. */
static bool is_found(Writer *w, const Inline *in, Str written)
{
    Buf *run = &w->run;
    if (w->links || str_find_char(written, '\n') >= 0)
        return false;
    if (w->breaks)
        end_run(w, true);
    ptrdiff_t at = run->n;
    buf_put(run, written);
    put_ahead(run, in);
    Ident found = {0};
    bool has_one = false;
    for (ptrdiff_t from = w->run_read; (has_one = ident_next(w->options->ids, buf_str(run), from, w->run_starts_line, &found)) && found.at < at;) {
        from = found.at + found.n;
        if (from <= at)
            w->run_read = from;
    }
    run->n = at;
    bool is_link = found.kind == IDENT_ARTICLE || found.kind == IDENT_URL || found.kind == IDENT_MAIL;
    return has_one && is_link && found.at == at && found.n == written.n && found.number == in->link->number;
}

/* In targets and titles cmark decodes entities before it looks at backslashes. */
static void put_entity_safe(Buf *b, Str rest)
{
    if (rest.p[0] == '&' && begins_entity(rest, 0))
        buf_put(b, S("&amp;"));
    else
        buf_putc(b, rest.p[0]);
}

static void put_target(Writer *w, Str target)
{
    bool needs_brackets = !target.n;
    for (ptrdiff_t i = 0; i < target.n; i++)
        needs_brackets |= (target.p[i] >= 0 && target.p[i] <= ' ') || str_find_char(S("()<>"), target.p[i]) >= 0;
    buf_put(w->b, needs_brackets ? S("<") : S(""));
    for (ptrdiff_t i = 0; i < target.n; i++) {
        char c = target.p[i];
        bool is_escape = c == '\\' && (i + 1 == target.n || is_punctuation(target.p[i + 1]));
        if (is_escape || c == '<' || c == '>')
            buf_putc(w->b, '\\');
        put_entity_safe(w->b, str_from(target, i));
    }
    buf_put(w->b, needs_brackets ? S(">") : S(""));
}

static void put_title(Writer *w, Str title)
{
    if (!title.n)
        return;
    buf_put(w->b, S(" \""));
    for (ptrdiff_t i = 0; i < title.n; i++) {
        char c = title.p[i];
        bool is_escape = c == '\\' && (i + 1 == title.n || is_punctuation(title.p[i + 1]));
        if (is_escape || c == '"')
            buf_putc(w->b, '\\');
        if (c == '\n')
            buf_putc(w->b, ' ');
        else
            put_entity_safe(w->b, str_from(title, i));
    }
    buf_putc(w->b, '"');
}

static void put_inlines(Writer *w, const Inline *in, int depth);

static void put_explicit(Writer *w, Str open, const Inline *in, Str target, int depth)
{
    put_mark(w, open);
    w->links++;
    put_inlines(w, in->child, depth + 1);
    w->links--;
    put_mark(w, S("]("));
    put_target(w, target);
    put_title(w, in->link->title);
    buf_putc(w->b, ')');
}

static Str id_text(Arena *a, const IdPattern *ids, int64_t number)
{
    Str prefix = ids->prefixes.n ? ids->prefixes.items[0] : (Str){0};
    return str_fmt(a, STR_FMT "%0*lld", STR_ARG(prefix), ids->min_digits, (long long)number);
}

/* Found again as it is written, an address in angle brackets, or `[what was written](where it leads)`. */
static void put_link(Writer *w, const Inline *in, int depth)
{
    Arena *a = w->b->arena;
    const CommonmarkOptions *o = w->options;
    Str written = inline_text(a, in->child);
    bool is_text = in->child && in->child->kind == INLINE_TEXT && !in->child->next && !in->link->title.n;
    bool is_reference = in->kind == INLINE_REFERENCE;
    bool is_itself = is_reference || str_eq(written, in->link->target) || str_ends(in->link->target, written);
    if (is_text && is_itself && is_found(w, in, written)) {
        put_text(w, written, byte_behind(in, depth));
        return;
    }
    if (is_text && !is_reference && str_eq(written, in->link->target) && cminline_is_address(written)) {
        put_mark(w, S("<"));
        buf_put(w->b, written);
        buf_putc(w->b, '>');
        return;
    }
    Str target = is_reference ? id_text(a, o->ids, in->link->number) : o->target ? o->target(o->context, in->link->target, in->line) : in->link->target;
    put_explicit(w, S("["), in, target, depth);
}

static void put_image(Writer *w, const Inline *in, int depth)
{
    const CommonmarkOptions *o = w->options;
    put_explicit(w, S("!["), in, o->target ? o->target(o->context, in->link->target, in->line) : in->link->target, depth);
}

/* --- emphasis -------------------------------------------------------------------------------------------------------------- */

/* Emphasis that fills other emphasis takes the other sign, or the two would be one. */
static void put_emphasis(Writer *w, const Inline *in, bool fills_parent, int depth)
{
    char sign = w->emphasis == '*' && fills_parent ? '_' : '*', around = w->emphasis;
    Str mark = in->kind == INLINE_STRONG ? (sign == '*' ? S("**") : S("__")) : (sign == '*' ? S("*") : S("_"));
    put_mark(w, mark);
    w->emphasis = sign;
    put_inlines(w, in->child, depth + 1);
    w->emphasis = around;
    put_mark(w, mark);
}

static void put_inlines(Writer *w, const Inline *in, int depth)
{
    const Inline *first = in;
    for (; in && depth < DEPTH_MAX; in = in->next) {
        switch (in->kind) {
        case INLINE_TEXT: put_text(w, in->text, byte_behind(in, depth)); break;
        case INLINE_CODE: in = put_codes(w, in, depth); break;
        case INLINE_EMPHASIS:
        case INLINE_STRONG: put_emphasis(w, in, in == first && !in->next, depth); break;
        case INLINE_LINK:
        case INLINE_REFERENCE: put_link(w, in, depth); break;
        case INLINE_IMAGE: put_image(w, in, depth); break;
        case INLINE_BREAK: w->breaks++; break;
        case INLINE_RAW: put_mark(w, in->text); break;
        case INLINE_KIND_COUNT: break;
        }
    }
}

/* --- the interface --------------------------------------------------------------------------------------------------------- */

/* `## C #` would lose its last sign. */
static void escape_closing_hashes(Buf *b)
{
    ptrdiff_t from = b->n;
    while (from > 0 && b->p[from - 1] == '#')
        from--;
    bool closes = from < b->n && (from == 0 || char_is_blank(b->p[from - 1]));
    if (!closes)
        return;
    b->p[b->n - 1] = '\\';
    buf_putc(b, '#');
}

/* A backslash that is written before a pipe hides it, whatever stands before the backslash. */
static Str escape_pipes(Arena *a, Str s)
{
    if (str_find_char(s, '|') < 0)
        return s;
    Buf b = buf_new(a, s.n + 16);
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (s.p[i] == '|')
            buf_putc(&b, '\\');
        buf_putc(&b, s.p[i]);
    }
    return buf_str(&b);
}

Str cminline_text(Arena *a, const Inline *in, CmPlace place, Str before, const CommonmarkOptions *options)
{
    Buf b = {.arena = a};
    bool starts_line = place != CM_CELL && !before.n;
    Writer w = {.b = &b, .place = place, .options = options, .run = {.arena = a}, .run_starts_line = starts_line, .is_first_line = true};
    w.at_line_start = starts_line && place != CM_HEADING;
    buf_put(&b, before);
    w.line = before.n;
    put_inlines(&w, in, 0);
    trim_line(&w);
    if (place == CM_HEADING)
        escape_closing_hashes(&b);
    return place == CM_CELL ? escape_pipes(a, buf_str(&b)) : buf_str(&b);
}
