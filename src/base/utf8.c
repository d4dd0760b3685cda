#include "base/utf8.h"

#include <string.h>

static bool is_tail(Str s, ptrdiff_t i)
{
    return i < s.n && ((unsigned char)s.p[i] & 0xC0) == 0x80;
}

/* RFC 3629, section 4: the second byte's range depends on the first, which excludes overlong forms, surrogates and values
 * above U+10FFFF. */
Rune utf8_decode(Str s)
{
    unsigned char b = (unsigned char)s.p[0];
    if (b < 0x80)
        return (Rune){b, 1, true};
    int n = b >= 0xC2 && b <= 0xDF ? 2 : (b & 0xF0) == 0xE0 ? 3 : b >= 0xF0 && b <= 0xF4 ? 4 : 0;
    if (!n || !is_tail(s, 1))
        return (Rune){UTF8_REPLACEMENT, 1, false};
    unsigned char c = (unsigned char)s.p[1];
    bool second_is_wrong = (b == 0xE0 && c < 0xA0) || (b == 0xED && c > 0x9F) || (b == 0xF0 && c < 0x90) || (b == 0xF4 && c > 0x8F);
    if (second_is_wrong)
        return (Rune){UTF8_REPLACEMENT, 1, false};
    uint32_t value = b & (0xFFu >> (n + 1));
    for (int i = 1; i < n; i++) {
        if (!is_tail(s, i))
            return (Rune){UTF8_REPLACEMENT, i, false};
        value = value << 6 | ((unsigned char)s.p[i] & 0x3Fu);
    }
    return (Rune){value, n, true};
}

int utf8_encode(char out[4], uint32_t r)
{
    if (r > 0x10FFFF || (r >= 0xD800 && r <= 0xDFFF))
        r = UTF8_REPLACEMENT;
    if (r < 0x80) {
        out[0] = (char)r;
        return 1;
    }
    int n = r < 0x800 ? 2 : r < 0x10000 ? 3 : 4;
    for (int i = n - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (r & 0x3F));
        r >>= 6;
    }
    static const unsigned char first[] = {0, 0, 0xC0, 0xE0, 0xF0};
    out[0] = (char)(first[n] | r);
    return n;
}

bool utf8_is_ascii(Str s)
{
    ptrdiff_t i = 0;
    for (; i + 8 <= s.n; i += 8) {
        uint64_t word;
        memcpy(&word, s.p + i, 8);
        if (word & 0x8080808080808080u)
            return false;
    }
    for (; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

bool utf8_is_valid(Str s)
{
    for (ptrdiff_t i = 0; i < s.n;) {
        Rune r = (unsigned char)s.p[i] < 0x80 ? (Rune){.n = 1, .valid = true} : utf8_decode(str_from(s, i));
        if (!r.valid)
            return false;
        i += r.n;
    }
    return true;
}

ptrdiff_t utf8_length(Str s)
{
    ptrdiff_t n = 0;
    if (utf8_is_ascii(s))
        return s.n;
    for (ptrdiff_t i = 0; i < s.n; n++)
        i += (unsigned char)s.p[i] < 0x80 ? 1 : utf8_decode(str_from(s, i)).n;
    return n;
}

Str utf8_head(Str s, ptrdiff_t n)
{
    if (s.n <= n)
        return s;
    while (n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80)
        n--;
    return str_head(s, n);
}

Str utf8_clean(Arena *a, Str s)
{
    if (utf8_is_valid(s))
        return s;
    char *p = arena_bytes(a, s.n * 3);
    ptrdiff_t n = 0;
    while (s.n) {
        Rune r = utf8_decode(s);
        n += utf8_encode(p + n, r.valid ? r.value : UTF8_REPLACEMENT);
        s = str_from(s, r.n);
    }
    return (Str){p, n};
}
