#include "base/fold.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <utf8proc.h>

/* Combining marks of the Latin, Greek and Cyrillic scripts: "résumé" is "resume". Marks of other scripts are letters to those who read them. */
static bool is_accent(int32_t rune)
{
    return rune >= 0x300 && rune <= 0x36F;
}

static Str fold_unicode(Arena *a, Str text)
{
    utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
    utf8proc_ssize_t n = utf8proc_decompose((const utf8proc_uint8_t *)text.p, text.n, NULL, 0, options);
    if (n < 0)
        return str_lower(a, text);
    int32_t *runes = arena_new(a, int32_t, n + 1);
    utf8proc_decompose((const utf8proc_uint8_t *)text.p, text.n, runes, n, options);
    utf8proc_ssize_t kept = 0;
    for (utf8proc_ssize_t i = 0; i < n; i++)
        if (!is_accent(runes[i]))
            runes[kept++] = runes[i];
    kept = utf8proc_normalize_utf32(runes, kept, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    Buf b = buf_new(a, text.n);
    for (utf8proc_ssize_t i = 0; i < kept; i++)
        buf_put_rune(&b, (uint32_t)runes[i]);
    return buf_str(&b);
}

/* Without a branch, so that the compiler makes vectors of it. */
bool fold_ascii(char *p, ptrdiff_t n)
{
    unsigned char seen = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)p[i];
        seen |= c;
        p[i] = (char)(c | ((unsigned char)(c - 'A') < 26) << 5);
    }
    return seen < 0x80;
}

Str text_fold(Arena *a, Str text)
{
    if (!utf8_is_ascii(text))
        return fold_unicode(a, text);
    char *p = arena_bytes(a, text.n);
    if (text.n)
        memcpy(p, text.p, (size_t)text.n);
    fold_ascii(p, text.n);
    return (Str){p, text.n};
}

bool rune_is_word(uint32_t rune)
{
    switch (utf8proc_category((utf8proc_int32_t)rune)) {
    case UTF8PROC_CATEGORY_LU: case UTF8PROC_CATEGORY_LL: case UTF8PROC_CATEGORY_LT: case UTF8PROC_CATEGORY_LM: case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND: case UTF8PROC_CATEGORY_NL: case UTF8PROC_CATEGORY_NO:
    case UTF8PROC_CATEGORY_MN: case UTF8PROC_CATEGORY_MC: case UTF8PROC_CATEGORY_ME:
        return true;
    default:
        return false;
    }
}
