#include "base/diag.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXCERPT_MAX = 160 };    /* bytes of a source line that are shown */

static const struct {
    const char *name;
    DiagClass class;
} CODES[DIAG_CODE_COUNT] = {
    [DIAG_ENCODING] = {"encoding", CLASS_ENCODING},
    [DIAG_DUPLICATE_FORMAT] = {"duplicate-format", CLASS_ID},
    [DIAG_NO_BASE_URL] = {"no-base-url", CLASS_CONFIG},
    [DIAG_DRAFT] = {"draft", CLASS_TEXT},
    [DIAG_REPLACED] = {"replaced", CLASS_ID},
    [DIAG_WANTED] = {"wanted", CLASS_WANTED},
    [DIAG_ORPHAN] = {"orphan", CLASS_ORPHAN},
    [DIAG_NO_DATE] = {"no-date", CLASS_DATE},
    [DIAG_FUTURE_DATE] = {"future-date", CLASS_DATE},
    [DIAG_REPLACED_BYTE] = {"replaced-byte", CLASS_ENCODING},
    [DIAG_DATE] = {"date", CLASS_DATE},
    [DIAG_HEADER] = {"header", CLASS_FORMAT},
    [DIAG_TRAILER] = {"trailer", CLASS_FORMAT},
    [DIAG_APPLIES_TO] = {"applies-to", CLASS_FORMAT},
    [DIAG_LEGAL] = {"legal", CLASS_FORMAT},
    [DIAG_EMPTY_BODY] = {"empty-body", CLASS_TEXT},
    [DIAG_NOT_AN_ARTICLE] = {"not-an-article", CLASS_TEXT},
    [DIAG_BAD_VALUE] = {"bad-value", CLASS_FIELD},
    [DIAG_ID_MISMATCH] = {"id-mismatch", CLASS_ID},
    [DIAG_UNKNOWN_CONFIG_KEY] = {"unknown-config-key", CLASS_CONFIG},
    [DIAG_UNKNOWN_NAME] = {"unknown-name", CLASS_TEMPLATE},
    [DIAG_BROKEN_LINK] = {"broken-link", CLASS_LINK},
    [DIAG_MISSING_ASSET] = {"missing-asset", CLASS_ASSET},
    [DIAG_FOLDER_LOOP] = {"folder-loop", CLASS_FILE},
    [DIAG_DEPTH] = {"depth", CLASS_TEXT},
    [DIAG_LAYOUT] = {"layout", CLASS_TEMPLATE},
    [DIAG_BROKEN_ANCHOR] = {"broken-anchor", CLASS_ANCHOR},
    [DIAG_UNKNOWN_KEY] = {"unknown-key", CLASS_FIELD},
    [DIAG_YAML] = {"yaml", CLASS_FIELD},
    [DIAG_FRONT_MATTER] = {"front-matter", CLASS_FIELD},
    [DIAG_CONFIG_VALUE] = {"config-value", CLASS_CONFIG},
    [DIAG_TEMPLATE] = {"template", CLASS_TEMPLATE},
    [DIAG_PARTIAL_DEPTH] = {"partial-depth", CLASS_TEMPLATE},
    [DIAG_PERMALINK] = {"permalink", CLASS_PERMALINK},
    [DIAG_DUPLICATE_PERMALINK] = {"duplicate-permalink", CLASS_PERMALINK},
    [DIAG_DUPLICATE_ID] = {"duplicate-id", CLASS_ID},
    [DIAG_TOO_LARGE] = {"too-large", CLASS_FILE},
    [DIAG_UNREADABLE] = {"unreadable", CLASS_FILE},
    [DIAG_WRITE] = {"write", CLASS_FILE},
};

static const char *const CLASSES[CLASS_COUNT] = {
    [CLASS_LINK] = "link",         [CLASS_ANCHOR] = "anchor",       [CLASS_ASSET] = "asset",   [CLASS_WANTED] = "wanted", [CLASS_ORPHAN] = "orphan",
    [CLASS_ID] = "id",             [CLASS_PERMALINK] = "permalink", [CLASS_DATE] = "date",     [CLASS_FIELD] = "field",   [CLASS_FORMAT] = "format",
    [CLASS_TEXT] = "text",         [CLASS_ENCODING] = "encoding",   [CLASS_TEMPLATE] = "template",
    [CLASS_CONFIG] = "config",     [CLASS_FILE] = "file",
};

Severity diag_severity(DiagCode code)
{
    return code < DIAG_FIRST_WARNING ? SEVERITY_NOTE : code < DIAG_FIRST_ERROR ? SEVERITY_WARNING : SEVERITY_ERROR;
}

Str diag_name(DiagCode code)
{
    return str(CODES[code].name);
}

DiagClass diag_class(DiagCode code)
{
    return CODES[code].class;
}

Str diag_class_name(DiagClass class)
{
    return str(CLASSES[class]);
}

static Diag *add(Diags *d)
{
    if (d->n == d->cap) {
        ptrdiff_t cap = d->cap ? d->cap * 2 : 16;
        Diag *items = arena_new(d->arena, Diag, cap);
        if (d->n)
            memcpy(items, d->items, (size_t)d->n * sizeof *items);
        d->items = items;
        d->cap = cap;
    }
    return &d->items[d->n++];
}

static void make(Diags *d, Str path, int line, int col, Str excerpt, DiagCode code, const char *format, va_list args)
{
    char text[1024];
    int n = vsnprintf(text, sizeof text, format, args);
    CHECK(n >= 0);
    Str message = {text, n < (int)sizeof text ? n : (int)sizeof text - 1};
    if (n >= (int)sizeof text)
        message = utf8_head(message, message.n - 4);
    *add(d) = (Diag){code, diag_severity(code), str_copy(d->arena, path), line, col, str_copy(d->arena, message),
                     str_copy(d->arena, utf8_head(excerpt, EXCERPT_MAX))};
}

/* The last line looked up in this source, its beginning when there is none: messages mostly come from the top down, and thousands of them must
 * not count the lines anew each. */
static DiagPlace *place_in(Diags *d, const Source *s)
{
    DiagPlace *p = &d->last;
    if (!p->line || p->text.p != s->text.p || p->text.n != s->text.n || !str_eq(p->path, s->path))
        *p = (DiagPlace){str_copy(d->arena, s->path), s->text, 1, 0};
    return p;
}

static void rewind_place(DiagPlace *p)
{
    p->line = 1;
    p->start = 0;
}

void diag_at(Diags *d, const Source *s, ptrdiff_t offset, DiagCode code, const char *format, ...)
{
    CHECK(offset >= 0 && offset <= s->text.n);
    DiagPlace *p = place_in(d, s);
    if (p->start > offset)
        rewind_place(p);
    for (ptrdiff_t at; (at = str_find_char(str_sub(s->text, p->start, offset), '\n')) >= 0; p->start += at + 1)
        p->line++;
    Str rest = str_from(s->text, p->start);
    int col = (int)utf8_length(str_head(rest, offset - p->start)) + 1;
    va_list args;
    va_start(args, format);
    make(d, s->path, p->line, col, str_cut_line(&rest), code, format, args);
    va_end(args);
}

/* Goes down to the line, or to the last there is. Lines may be short and a million, so those of sixty-four bytes are counted at a time, without a
 * branch inside, as long as the line does not begin among them. */
static void go_to_line(DiagPlace *p, int line)
{
    enum { STEP = 64 };
    ptrdiff_t from = p->start, at;
    int n = p->line;
    for (; n < line && from + STEP <= p->text.n; from += STEP) {
        unsigned char found = 0;
        for (int i = 0; i < STEP; i++)
            found = (unsigned char)(found + (p->text.p[from + i] == '\n'));
        if (n + found >= line)
            break;
        n += found;
    }
    for (; n < line && (at = str_find_char(str_from(p->text, from), '\n')) >= 0; from = p->start) {
        p->start = from + at + 1;
        p->line = ++n;
    }
}

void diag_line(Diags *d, const Source *s, int line, int col, DiagCode code, const char *format, ...)
{
    DiagPlace *p = place_in(d, s);
    if (p->line > line)
        rewind_place(p);
    go_to_line(p, line);
    Str rest = str_from(s->text, p->start), excerpt = p->line == line ? str_cut_line(&rest) : (Str){0};
    va_list args;
    va_start(args, format);
    make(d, s->path, line, col, excerpt, code, format, args);
    va_end(args);
}

void diag_file(Diags *d, Str path, DiagCode code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    make(d, path, 0, 0, (Str){0}, code, format, args);
    va_end(args);
}

void diags_append(Diags *d, const Diags *from)
{
    for (ptrdiff_t i = 0; i < from->n; i++) {
        Diag copy = from->items[i];
        copy.path = str_copy(d->arena, copy.path);
        copy.message = str_copy(d->arena, copy.message);
        copy.excerpt = str_copy(d->arena, copy.excerpt);
        *add(d) = copy;
    }
}

static int by_place(const void *x, const void *y)
{
    const Diag *a = x, *b = y;
    int order = str_cmp_natural(a->path, b->path);
    if (!order)
        order = a->line - b->line;
    if (!order)
        order = a->col - b->col;
    if (!order)
        order = (int)a->code - (int)b->code;
    return order ? order : str_cmp(a->message, b->message);
}

/* A template's unknown name may have been reported with several suggestions: one a tag is enough. */
static bool says_the_same(const Diag *a, const Diag *b)
{
    bool same_place = str_eq(a->path, b->path) && a->line == b->line && a->col == b->col && a->code == b->code;
    return same_place && (a->code == DIAG_UNKNOWN_NAME || str_eq(a->message, b->message));
}

void diags_sort(Diags *d)
{
    if (d->n < 2)
        return;
    qsort(d->items, (size_t)d->n, sizeof *d->items, by_place);
    ptrdiff_t n = 1;
    for (ptrdiff_t i = 1; i < d->n; i++)
        if (!says_the_same(&d->items[i], &d->items[n - 1]))
            d->items[n++] = d->items[i];
    d->n = n;
}

void diags_raise_warnings(Diags *d)
{
    for (ptrdiff_t i = 0; i < d->n; i++)
        if (d->items[i].severity == SEVERITY_WARNING)
            d->items[i].severity = SEVERITY_ERROR;
}

ptrdiff_t diags_count(const Diags *d, Severity severity)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < d->n; i++)
        n += d->items[i].severity == severity;
    return n;
}

static const struct {
    const char *word, *colour;
} SEVERITIES[] = {
    [SEVERITY_NOTE] = {"note", "\033[36m"},
    [SEVERITY_WARNING] = {"warning", "\033[33m"},
    [SEVERITY_ERROR] = {"error", "\033[31m"},
};

/* File names and quoted values come from outside: no line break in them may forge a message, no escape reach the terminal. */
static void put_visible(Buf *b, Str s, bool with_tabs)
{
    while (s.n) {
        Rune r = utf8_decode(s);
        bool is_control = (r.value < 0x20 && !(with_tabs && r.value == '\t')) || (r.value >= 0x7F && r.value < 0xA0) || !r.valid;
        buf_put_rune(b, is_control ? UTF8_REPLACEMENT : r.value);
        s = str_from(s, r.n);
    }
}

void buf_put_visible(Buf *b, Str s)
{
    put_visible(b, s, false);
}

/* The excerpt with control characters made visible, and the caret below the column (tabs kept, so that both lines agree). */
static void put_excerpt(Buf *b, const Diag *d, const char *colour, const char *plain)
{
    buf_put(b, S("  "));
    put_visible(b, d->excerpt, true);
    buf_put(b, S("\n  "));
    Str s = d->excerpt;
    for (int col = 1; col < d->col; col++) {
        buf_putc(b, s.n && s.p[0] == '\t' ? '\t' : ' ');
        s = s.n ? str_from(s, utf8_decode(s).n) : s;
    }
    buf_fmt(b, "%s^%s\n", colour, plain);
}

void diag_put_text(Buf *b, const Diag *d, bool colour)
{
    const char *bold = colour ? "\033[1m" : "", *plain = colour ? "\033[0m" : "";
    const char *tint = colour ? SEVERITIES[d->severity].colour : "";
    buf_put(b, str(bold));
    put_visible(b, d->path, false);
    buf_putc(b, ':');
    if (d->line)
        buf_fmt(b, "%d:%d:", d->line, d->col);
    buf_fmt(b, "%s %s%s:%s ", plain, tint, SEVERITIES[d->severity].word, plain);
    put_visible(b, d->message, false);
    buf_fmt(b, " [%s]\n", CODES[d->code].name);
    bool in_view = d->col > 0 && d->col <= utf8_length(d->excerpt) + 1;
    if (d->excerpt.n && in_view)
        put_excerpt(b, d, tint, plain);
}

void diag_put_gcc(Buf *b, const Diag *d)
{
    put_visible(b, d->path, false);
    buf_fmt(b, ":%d:%d: %s: ", d->line ? d->line : 1, d->col ? d->col : 1, SEVERITIES[d->severity].word);
    put_visible(b, d->message, false);
    buf_fmt(b, " [%s]\n", CODES[d->code].name);
}

void diag_put_json(Buf *b, const Diag *d)
{
    buf_put(b, S("{\"path\":"));
    buf_put_json(b, d->path);
    buf_fmt(b, ",\"line\":%d,\"col\":%d,\"severity\":\"%s\",\"code\":\"%s\",\"class\":\"%s\",\"message\":", d->line, d->col,
            SEVERITIES[d->severity].word, CODES[d->code].name, CLASSES[CODES[d->code].class]);
    buf_put_json(b, d->message);
    buf_put(b, S("}\n"));
}
