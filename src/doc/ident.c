/* One pass over the text that stops only at the few characters no identifier is without: a digit, a dot, a colon, '@', '\' and '_'. They
 * are rare in prose, unlike the letters identifiers begin with. At each the rules of that character (identrule.h) are asked in turn, as far as the
 * characters beside it let them hope: nearly always those say that it is the year, the full stop or the colon of a sentence.
 *
 * What was read ahead is either part of an identifier, and then passed for good, or bounded, so no text is read more than a fixed number of times. */
#include "doc/ident.h"

#include "base/bytes16.h"
#include "doc/identrule.h"

IdPattern id_pattern_default(void)
{
    static Str prefixes[] = {{"Q", 1}, {"KB", 2}};
    return (IdPattern){.prefixes = {prefixes, 2, 2}, .min_digits = 5, .max_digits = 7};
}

static bool fits(const IdPattern *ids, ptrdiff_t digits)
{
    return digits >= ids->min_digits && digits <= ids->max_digits;
}

int64_t id_number(const IdPattern *ids, Str s, bool bare)
{
    for (ptrdiff_t i = 0; i < ids->prefixes.n; i++) {
        Str prefix = ids->prefixes.items[i];
        if (str_starts_fold(s, prefix) && digits_at(s, prefix.n) == s.n - prefix.n && fits(ids, s.n - prefix.n))
            return str_number(str_from(s, prefix.n));
    }
    return bare && fits(ids, s.n) ? str_number(s) : -1;
}

/* --- article ids ----------------------------------------------------------------------------------------------------- */

/* "Q123456Title of it": the number's end is the title's begin. */
static bool is_glued_title(Str s, ptrdiff_t at)
{
    if (at + 1 >= s.n)
        return false;
    char c = s.p[at], d = s.p[at + 1];
    bool begins = char_is_upper(c) || c == '"' || c == '(' || c == '[';
    return begins && (char_is_alpha(d) || d == ' ');
}

/* prefix min*max DIGIT, nothing before that makes it part of a name or path, nothing behind that makes it a name or file; a title may be
 * glued to it where it begins the line. */
static bool article(Scan *s, ptrdiff_t at, Ident *found)
{
    ptrdiff_t end = at + s->digits;
    if (!fits(s->ids, s->digits))
        return false;
    for (ptrdiff_t i = 0; i < s->ids->prefixes.n; i++) {
        Str prefix = s->ids->prefixes.items[i];
        ptrdiff_t begin = at - prefix.n;
        if (begin < s->from || !str_eq(str_sub(s->text, begin, at), prefix) || !is_free_before(s->text, begin, S("_/\\$")))
            continue;
        bool ends = ends_code(s->text, end);
        if (!ends && !(s->line_start && begin == 0 && is_glued_title(s->text, end)))
            continue;
        hit(found, IDENT_ARTICLE, begin, end);
        found->number = str_number(str_sub(s->text, at, end));
        found->is_glued = !ends;
        return true;
    }
    return false;
}

/* --- the rules ------------------------------------------------------------------------------------------------------------ */

typedef enum Stop { STOP_NONE, STOP_DIGIT, STOP_DOT, STOP_COLON, STOP_AT, STOP_BACKSLASH, STOP_UNDERSCORE } Stop;

static const unsigned char STOPS[256] = {
    ['0'] = STOP_DIGIT, ['1'] = STOP_DIGIT, ['2'] = STOP_DIGIT, ['3'] = STOP_DIGIT, ['4'] = STOP_DIGIT, ['5'] = STOP_DIGIT,
    ['6'] = STOP_DIGIT, ['7'] = STOP_DIGIT, ['8'] = STOP_DIGIT, ['9'] = STOP_DIGIT, ['.'] = STOP_DOT,   [':'] = STOP_COLON,
    ['@'] = STOP_AT,    ['\\'] = STOP_BACKSLASH, ['_'] = STOP_UNDERSCORE,
};

/* Which of sixteen bytes may be stops? The dot, '/', the digits and the colon stand in a row, and ']' and '^' between the backslash and '_': the three that are
 * none are asked for nothing, and rare. */
static unsigned stops_in(const char *p)
{
    Bytes16 bytes = bytes16_at(p);
    return bytes16_mask((Bytes16)(bytes - '.' <= ':' - '.') | (Bytes16)(bytes == '@') | (Bytes16)((bytes | 3) == '_'));
}

/* Where the first stop at or behind `at` is, or the end. */
static ptrdiff_t next_stop(Str s, ptrdiff_t at)
{
    for (; s.n - at >= 16; at += 16) {
        unsigned stops = stops_in(s.p + at);
        if (stops)
            return at + bytes16_first(stops);
    }
    if (at < s.n && s.n >= 16) {    /* the last sixteen, without those that were seen */
        unsigned stops = stops_in(s.p + s.n - 16) >> (16 - (s.n - at));
        return stops ? at + bytes16_first(stops) : s.n;
    }
    while (at < s.n && !STOPS[(unsigned char)s.p[at]])
        at++;
    return at;
}

/* "3.51": a number that is a word's end, and so no name but that of a "386" driver. */
static inline bool is_decimal(Str s, ptrdiff_t dot)
{
    ptrdiff_t n = digits_at(s, dot + 1), end = dot + 1 + n;
    bool ends = end == s.n || !(is_name_char(s.p[end]) || char_is_in(s.p[end], S(".\\<")));
    return n && ends && !str_eq(str_sub(s, dot + 1, end), S("386"));
}

/* Is it one of the last letters of a word that a rule looks for before the character? */
static inline bool ends_in(char before, Str letters)
{
    return char_is_in((char)(before | 0x20), letters);
}

static inline bool at_digit(Scan *s, ptrdiff_t at, char before, Ident *found)
{
    Str text = s->text;
    char behind = at + s->digits < text.n ? text.p[at + s->digits] : 0;
    bool is_hex = s->digits == 1 && text.p[at] == '0' && (behind | 0x20) == 'x';
    bool is_joined = s->digits == 8 || char_is_alpha(before) || char_is_alpha(behind);
    return article(s, at, found) ||
           (char_is_in(before, S(" :#=\t")) && ident_event(s, at, found)) ||
           (is_hex && ident_hexadecimal(s, at, found)) ||
           (is_joined && ident_status(s, at, found)) ||
           (char_is_upper(before) && ident_tool_error(s, at, found));
}

static inline bool at_dot(Scan *s, ptrdiff_t at, char before, Ident *found)
{
    char behind = at + 1 < s->text.n ? s->text.p[at + 1] : ' ';
    if (behind == ' ' || behind == '\n' || (char_is_digit(before) && is_decimal(s->text, at)))
        return false;
    return (ends_in(before, S("pw")) && ident_bare_url(s, at, found)) || ident_file(s, at, found);
}

static inline bool is_identifier(Scan *s, ptrdiff_t at, Stop stop, Ident *found)
{
    Str text = s->text;
    char before = at > s->from ? text.p[at - 1] : 0, behind = at + 1 < text.n ? text.p[at + 1] : 0;
    switch (stop) {
    case STOP_DIGIT: return at_digit(s, at, before, found);
    case STOP_DOT: return at_dot(s, at, before, found);
    case STOP_COLON: return (behind == '/' || ends_in(before, S("o"))) && ident_url(s, at, found);
    case STOP_AT: return ident_mail(s, at, found);
    case STOP_BACKSLASH: return ident_registry(s, at, found) || (behind == '\\' && ident_unc(s, at, found)) || ident_file(s, at, found);
    case STOP_UNDERSCORE: return ends_in(before, S("y")) && ident_registry(s, at, found);
    case STOP_NONE: break;
    }
    return false;
}

bool ident_next(const IdPattern *ids, Str text, ptrdiff_t from, bool line_start, Ident *found)
{
    Scan s = {.ids = ids, .text = text, .from = from, .dead = from, .line_start = line_start};
    for (ptrdiff_t at = next_stop(text, from); at < text.n;) {
        Stop stop = STOPS[(unsigned char)text.p[at]];
        s.digits = stop == STOP_DIGIT ? digits_at(text, at) : 0;
        if (is_identifier(&s, at, stop, found))
            return true;
        at = next_stop(text, at + (stop == STOP_DIGIT ? s.digits : 1));
    }
    return false;
}

Str ident_target(Arena *a, const Ident *ident, Str written)
{
    if (ident->kind == IDENT_MAIL)
        return str_starts_fold(written, S("mailto:")) ? written : str_join2(a, S("mailto:"), written);
    if (ident->kind != IDENT_URL)
        return (Str){0};
    if (str_starts_fold(written, S("www.")))
        return str_join2(a, S("http://"), written);
    return str_starts_fold(written, S("ftp.")) ? str_join2(a, S("ftp://"), written) : written;
}
