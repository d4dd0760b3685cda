/* Three passes at most: is it plain ASCII without controls (nearly every file: then the bytes are the text), is it UTF-8, else translate.
 * The places of replaced characters are found again in the translated text, whose lines and columns are those of the file. */
#include "read/charset.h"

#include "base/bytes16.h"
#include "base/utf8.h"

#include <string.h>

enum { REPLACED_MAX = 50 };    /* per file; a listing with a thousand escapes is one problem, not a thousand */

/* Bytes 80 to 9F of Windows-1252; 0 where undefined. The others are the code points of the same number. */
static const uint16_t WINDOWS_1252[32] = {
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
};

uint32_t charset_windows1252(unsigned char byte)
{
    if (byte < 0x80 || byte > 0x9F)
        return byte;
    return WINDOWS_1252[byte - 0x80] ? WINDOWS_1252[byte - 0x80] : UTF8_REPLACEMENT;
}

bool charset_is_binary(Str bytes)
{
    return str_find_char(str_head(bytes, 8000), '\0') >= 0;
}

static bool is_control(uint32_t rune)
{
    return (rune < 0x20 && rune != '\t' && rune != '\n' && rune != '\r') || rune == 0x7F || (rune >= 0x80 && rune < 0xA0);
}

/* Of sixteen: controls other than tabs and line ends, and what is not ASCII (negative, where bytes have a sign; so is 7F when one is added to it). */
static inline Bytes16 odd_bytes(const char *p)
{
    typedef signed char Signed16 __attribute__((vector_size(16)));
    Bytes16 bytes = bytes16_at(p);
    return (Bytes16)((Signed16)(bytes + 1) < ' ' + 1) & ~((Bytes16)(bytes == '\n') | (Bytes16)(bytes == '\r') | (Bytes16)(bytes == '\t'));
}

static bool is_plain(Str s)
{
    enum { STEP = 64 };
    ptrdiff_t i = 0;
    for (; i + STEP <= s.n; i += STEP)
        if (bytes16_mask(odd_bytes(s.p + i) | odd_bytes(s.p + i + 16) | odd_bytes(s.p + i + 32) | odd_bytes(s.p + i + 48)))
            return false;
    for (; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 0x7F || (c < ' ' && c != '\t' && c != '\n' && c != '\r'))
            return false;
    }
    return true;
}

static bool ends_line(Str rest)
{
    rest = str_starts(rest, S("\r")) ? str_from(rest, 1) : rest;
    return !rest.n || rest.p[0] == '\n';
}

Str charset_decode(Arena *a, const Source *raw, Diags *diags)
{
    Str s = str_unprefix(raw->text, S("\xEF\xBB\xBF"));
    if (is_plain(s))
        return s;
    bool is_utf8 = utf8_is_valid(s);
    if (!is_utf8)
        diag_file(diags, raw->path, DIAG_ENCODING, "is not UTF-8; read as Windows-1252");
    Buf b = buf_new(a, s.n + s.n / 8 + 16);
    ptrdiff_t replaced[REPLACED_MAX];
    uint32_t was[REPLACED_MAX];
    int count = 0;
    while (s.n) {
        Rune r = is_utf8 ? utf8_decode(s) : (Rune){charset_windows1252((unsigned char)s.p[0]), 1, true};
        unsigned char byte = (unsigned char)s.p[0];
        s = str_from(s, r.n);
        bool is_litter = byte == 0x7F && ends_line(s);
        if (is_litter)
            continue;
        if (!is_utf8 && r.value == 0xA0)
            r.value = ' ';
        bool is_lost = is_control(r.value) || (!is_utf8 && r.value == UTF8_REPLACEMENT);
        if (is_lost && count < REPLACED_MAX) {
            replaced[count] = b.n;
            was[count++] = is_utf8 ? r.value : byte;
        }
        buf_put_rune(&b, is_lost ? UTF8_REPLACEMENT : r.value);
    }
    Source decoded = {raw->path, buf_str(&b)};
    for (int i = 0; i < count; i++)
        diag_at(diags, &decoded, replaced[i], DIAG_REPLACED_BYTE,
                "the character 0x%02X cannot be shown and was replaced; write what was meant", (unsigned)was[i]);
    return decoded.text;
}
