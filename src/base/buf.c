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

/* Which of sixteen bytes need a reference, in an attribute and in a text: & < >, and quotes? */
static inline Bytes16 odd_in_attribute(Bytes16 bytes)
{
    return (Bytes16)((bytes & 0xFE) == '&') | (Bytes16)((bytes & 0xFD) == '<') | (Bytes16)(bytes == '"');
}

static inline Bytes16 odd_in_text(Bytes16 bytes)
{
    return (Bytes16)(bytes == '&') | (Bytes16)((bytes & 0xFD) == '<');
}

/* Most texts are short (an id, a date, a name) and go as they are: their two halves, which overlap, are looked at and put at once. */
static inline bool put_short(Buf *b, Str s, Bytes16 (*odd)(Bytes16))
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
    if (bytes16_any(odd(bytes16_of(halves[0], halves[1]))))
        return false;
    b->n += s.n;
    return true;
}

/* All others go sixteen bytes at a time to where they will stand, and are looked at on the way; what is behind the first odd byte is put again. */
static inline void put_html(Buf *b, Str s, Bytes16 (*odd)(Bytes16))
{
    while (s.n) {
        char last[16] = {0}, *to = buf_reserve(b, s.n + 16);
        Bytes16 bytes;
        unsigned found = 0;
        ptrdiff_t n = 0;
        for (; s.n - n >= 16 && !found; n += found ? bytes16_first(found) : 16) {
            bytes = bytes16_at(s.p + n);
            memcpy(to + n, &bytes, 16);
            found = bytes16_mask(odd(bytes));
        }
        if (!found && n < s.n) {
            for (ptrdiff_t i = n; i < s.n; i++)
                last[i - n] = s.p[i];
            memcpy(to + n, last, 16);
            found = bytes16_mask(odd(bytes16_at(last)));
            n = found ? n + bytes16_first(found) : s.n;
        }
        b->n += n;
        if (found)
            buf_put(b, html_reference(s.p[n++]));
        s = (Str){s.p + n, s.n - n};
    }
}

void buf_put_html(Buf *b, Str s)
{
    if (!put_short(b, s, odd_in_attribute))
        put_html(b, s, odd_in_attribute);
}

void buf_put_html_text(Buf *b, Str s)
{
    if (!put_short(b, s, odd_in_text))
        put_html(b, s, odd_in_text);
}

/* Which of sixteen bytes are a control, a quote, a backslash or no ASCII? */
static inline Bytes16 odd_in_json(Bytes16 bytes)
{
    return (Bytes16)(bytes < 0x20) | (Bytes16)(bytes > 0x7F) | (Bytes16)(bytes == '"') | (Bytes16)(bytes == '\\');
}

void buf_put_json(Buf *b, Str s)
{
    buf_putc(b, '"');
    ptrdiff_t from = put_short(b, s, odd_in_json) ? s.n : 0, step;
    for (ptrdiff_t i = from; i < s.n; i += step) {
        unsigned char c = (unsigned char)s.p[i];
        step = 16;
        if (s.n - i >= 16 && !bytes16_any(odd_in_json(bytes16_at(s.p + i))))
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
