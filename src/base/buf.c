#include "base/buf.h"

#include "base/bytes16.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

Buf buf_new(Arena *a, ptrdiff_t capacity)
{
    return (Buf){a, arena_bytes(a, capacity), 0, capacity};
}

char *buf_grow(Buf *b, ptrdiff_t n)
{
    ptrdiff_t cap = b->cap * 2 > b->n + n ? b->cap * 2 : b->n + n;
    if (cap < 64)
        cap = 64;
    if (!arena_extend(b->arena, b->p, b->cap, cap)) {
        char *p = arena_bytes(b->arena, cap);
        if (b->n)
            memcpy(p, b->p, (size_t)b->n);
        b->p = p;
    }
    b->cap = cap;
    return b->p + b->n;
}

void buf_pad(Buf *b, char c, ptrdiff_t n)
{
    if (n <= 0)
        return;
    memset(buf_reserve(b, n), c, (size_t)n);
    b->n += n;
}

void buf_put_rune(Buf *b, uint32_t rune)
{
    b->n += utf8_encode(buf_reserve(b, 4), rune);
}

void buf_fmt(Buf *b, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    ptrdiff_t room = b->cap - b->n;
    int n = vsnprintf(room ? b->p + b->n : NULL, (size_t)room, format, args);      /* mostly there is room */
    va_end(args);
    CHECK(n >= 0);
    if (n >= room)
        vsnprintf(buf_reserve(b, n + 1), (size_t)n + 1, format, again);
    va_end(again);
    b->n += n;
}

Str buf_str(const Buf *b)
{
    return (Str){b->p, b->n};
}

static Str html_reference(char c)
{
    switch (c) {
    case '&': return S("&amp;");
    case '<': return S("&lt;");
    case '>': return S("&gt;");
    case '"': return S("&quot;");
    case '\'': return S("&#39;");
    default: return (Str){0};
    }
}

/* Which bytes need a reference; one look each, for this runs over every byte of every page. */
typedef enum Needs { IN_TEXT = 1, IN_ATTRIBUTE = 2 } Needs;
static const unsigned char NEEDS_REFERENCE[256] = {['&'] = IN_TEXT | IN_ATTRIBUTE, ['<'] = IN_TEXT | IN_ATTRIBUTE, ['>'] = IN_TEXT | IN_ATTRIBUTE,
                                                   ['"'] = IN_ATTRIBUTE, ['\''] = IN_ATTRIBUTE};

/* Is one of sixteen bytes among & ' " < > ? */
static bool has_special(Bytes16 bytes)
{
    return bytes16_any((Bytes16)((bytes & 0xFE) == '&') | (Bytes16)((bytes & 0xFD) == '<') | (Bytes16)(bytes == '"'));
}

/* Where the bytes from `i` on end that stay as they are. */
static ptrdiff_t plain_end(Str s, ptrdiff_t i, Needs where)
{
    for (;;) {
        while (s.n - i >= 16 && !has_special(bytes16_at(s.p + i)))
            i += 16;
        if (s.n - i < 16 && s.n >= 16 && !has_special(bytes16_at(s.p + s.n - 16)))
            return s.n;
        ptrdiff_t end = s.n - i < 16 ? s.n : i + 16;
        while (i < end && !(NEEDS_REFERENCE[(unsigned char)s.p[i]] & where))
            i++;
        if (i < end || end == s.n)
            return i;
    }
}

/* Most texts are short (an id, a date, a name) and go as they are: their two halves, which overlap, are looked at and put at once. */
static inline bool put_short(Buf *b, Str s, bool (*is_any_odd)(Bytes16))
{
    uint64_t halves[2];
    if (s.n > 16 || s.n < 4)
        return false;
    char *to = buf_reserve(b, 16);
    if (s.n >= 8) {
        memcpy(&halves[0], s.p, 8);
        memcpy(&halves[1], s.p + s.n - 8, 8);
        memcpy(to, &halves[0], 8);
        memcpy(to + s.n - 8, &halves[1], 8);
    } else {
        uint32_t first, last;
        memcpy(&first, s.p, 4);
        memcpy(&last, s.p + s.n - 4, 4);
        memcpy(to, &first, 4);
        memcpy(to + s.n - 4, &last, 4);
        halves[0] = halves[1] = first | (uint64_t)last << 32;
    }
    if (is_any_odd(bytes16_of(halves[0], halves[1])))
        return false;
    b->n += s.n;
    return true;
}

static void put_html(Buf *b, Str s, Needs where)
{
    if (put_short(b, s, has_special))
        return;
    for (ptrdiff_t from = 0, end; from < s.n; from = end + 1) {
        end = plain_end(s, from, where);
        buf_put(b, str_sub(s, from, end));
        if (end < s.n)
            buf_put(b, html_reference(s.p[end]));
    }
}

void buf_put_html(Buf *b, Str s)
{
    put_html(b, s, IN_TEXT | IN_ATTRIBUTE);
}

void buf_put_html_text(Buf *b, Str s)
{
    put_html(b, s, IN_TEXT);
}

/* Is one of sixteen bytes a control, a quote, a backslash or no ASCII? */
static bool is_any_escaped(Bytes16 bytes)
{
    return bytes16_any((Bytes16)(bytes < 0x20) | (Bytes16)(bytes > 0x7F) | (Bytes16)(bytes == '"') | (Bytes16)(bytes == '\\'));
}

void buf_put_json(Buf *b, Str s)
{
    buf_putc(b, '"');
    ptrdiff_t from = put_short(b, s, is_any_escaped) ? s.n : 0, step;
    for (ptrdiff_t i = from; i < s.n; i += step) {
        unsigned char c = (unsigned char)s.p[i];
        step = 16;
        if (s.n - i >= 16 && !is_any_escaped(bytes16_at(s.p + i)))
            continue;
        Rune r = c < 0x80 ? (Rune){c, 1, true} : utf8_decode(str_from(s, i));
        step = r.n;
        if (r.valid && c >= 0x20 && c != '"' && c != '\\')
            continue;
        buf_put(b, str_sub(s, from, i));
        from = i + step;
        if (!r.valid)
            buf_put_rune(b, UTF8_REPLACEMENT);
        else if (c == '\n')
            buf_put(b, S("\\n"));
        else if (c == '\t')
            buf_put(b, S("\\t"));
        else if (c < 0x20)
            buf_fmt(b, "\\u%04x", c);
        else
            buf_fmt(b, "\\%c", c);
    }
    buf_put(b, str_from(s, from));
    buf_putc(b, '"');
}
