/* One pass over the text, stopped only by the few characters that can begin an identifier: the first letter of a prefix, the 'h', 'f' or
 * 'w' of a URL, the 'm' of "mailto:". */
#include "doc/ident.h"

#include "base/utf8.h"

IdPattern id_pattern_default(void)
{
    static Str prefixes[] = {{"Q", 1}, {"KB", 2}};
    return (IdPattern){.prefixes = {prefixes, 2, 2}, .min_digits = 5, .max_digits = 7};
}

static ptrdiff_t digits_at(Str s, ptrdiff_t at)
{
    ptrdiff_t n = 0;
    while (at + n < s.n && char_is_digit(s.p[at + n]))
        n++;
    return n;
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

/* Letters of the alphabets that put blanks between words. Below U+00C0 and from U+2000 on stand quotation marks, dashes and the scripts
 * that write "(see) Q123456" without a blank. */
static bool is_letter(Str s, ptrdiff_t at)
{
    Rune r = utf8_decode(str_from(s, at));
    return r.value >= 0xC0 && r.value < 0x2000;
}

static bool may_precede(Str s, ptrdiff_t at)
{
    char c = s.p[at - 1];
    if ((unsigned char)c < 0x80)
        return !char_is_alnum(c) && c != '_' && c != '/' && c != '\\' && c != '$';
    while (at > 1 && ((unsigned char)s.p[at - 1] & 0xC0) == 0x80)
        at--;
    return !is_letter(s, at - 1);
}

/* ".exe", ".PPD": a dot and a letter or digit make the whole a file name, unlike the full stop of a sentence. */
static bool has_extension(Str s, ptrdiff_t at)
{
    return at + 1 < s.n && s.p[at] == '.' && char_is_alnum(s.p[at + 1]);
}

static bool may_follow(Str s, ptrdiff_t at)
{
    return at == s.n || (!char_is_alnum(s.p[at]) && s.p[at] != '_' && !has_extension(s, at) && !is_letter(s, at));
}

/* "Q123456Title of it": the number's end is the title's begin (FORMAT: accepted at a line's start only). */
static bool is_glued_title(Str s, ptrdiff_t at)
{
    if (at + 1 >= s.n)
        return false;
    char c = s.p[at], d = s.p[at + 1];
    bool begins = char_is_upper(c) || c == '"' || c == '(' || c == '[';
    return begins && (char_is_alpha(d) || d == ' ');
}

static bool article_at(const IdPattern *ids, Str s, ptrdiff_t at, bool may_be_glued, Ident *found)
{
    if (at > 0 && !may_precede(s, at))
        return false;
    for (ptrdiff_t i = 0; i < ids->prefixes.n; i++) {
        Str prefix = ids->prefixes.items[i];
        if (!str_starts(str_from(s, at), prefix))
            continue;
        ptrdiff_t digits = digits_at(s, at + prefix.n), end = at + prefix.n + digits;
        if (!fits(ids, digits))
            continue;
        bool ends = may_follow(s, end);
        if (!ends && !(may_be_glued && is_glued_title(s, end)))
            continue;
        *found = (Ident){IDENT_ARTICLE, at, end - at, str_number(str_sub(s, at + prefix.n, end)), !ends};
        return true;
    }
    return false;
}

/* --- URLs and addresses ------------------------------------------------------------------------------------------------ */

static bool is_url_char(char c)
{
    return c > ' ' && c != '<' && c != '>' && c != '"' && c != '`' && c != '|' && c != '{' && c != '}' && c != 0x7F;
}

/* Punctuation that ends a sentence or closes a bracket around the URL is not part of it; a bracket opened inside is. */
static ptrdiff_t trim_url(Str s, ptrdiff_t at, ptrdiff_t end)
{
    ptrdiff_t unopened = 0;
    for (ptrdiff_t i = at; i < end; i++)
        unopened += (s.p[i] == ')') - (s.p[i] == '(');
    for (; end > at; end--) {
        char c = s.p[end - 1];
        if (c == ')') {
            if (unopened-- <= 0)
                break;
        } else if (c != '.' && c != ',' && c != ';' && c != ':' && c != '\'' && c != '!' && c != '?' && c != '*') {
            break;
        }
    }
    return end;
}

static ptrdiff_t word_at(Str s)
{
    ptrdiff_t n = 0;
    while (n < s.n && char_is_alnum(s.p[n]))
        n++;
    return n;
}

/* "q263/0/72.asp": the number, spread over folders. */
static int64_t folded_number(const IdPattern *ids, Str path)
{
    char digits[16] = {0};
    ptrdiff_t n = 0;
    path = str_starts_fold(path, S("q")) ? str_from(path, 1) : path;
    for (int part = 0; part < 3; part++) {
        ptrdiff_t more = digits_at(path, 0);
        bool goes_on = more > 0 && n + more < (ptrdiff_t)sizeof digits && more < path.n && path.p[more] == (part < 2 ? '/' : '.');
        if (!goes_on)
            return -1;
        for (ptrdiff_t i = 0; i < more; i++)
            digits[n++] = path.p[i];
        path = str_from(path, more + 1);
    }
    return id_number(ids, (Str){digits, n}, true);
}

/* "en-us/" in front of the rest of an address. */
static Str without_locale(Str s)
{
    bool has_locale = s.n > 5 && s.p[2] == '-' && s.p[5] == '/' && word_at(s) == 2;
    return has_locale ? str_from(s, 6) : s;
}

/* The number of "microsoft.com/kb/263072", ".../help/Q263072", "...?kbid=263072" and of the old ".../articles/q263/0/72.asp", or -1. */
static int64_t article_of_url(const IdPattern *ids, Str url)
{
    static const char *const marks[] = {"microsoft.com/", "kbid=", "scid=kb;en-us;", "/support/kb/articles/"};
    for (ptrdiff_t i = 0; i < countof(marks); i++) {
        Str mark = str(marks[i]);
        for (ptrdiff_t at = 0; at + mark.n <= url.n; at++) {
            Str rest = str_from(url, at);
            if (!str_starts_fold(rest, mark))
                continue;
            rest = without_locale(str_from(rest, mark.n));
            if (i == 0 && !str_starts_fold(rest, S("kb/")) && !str_starts_fold(rest, S("help/")))
                continue;
            rest = i == 0 ? without_locale(str_from(rest, str_find_char(rest, '/') + 1)) : rest;
            int64_t number = id_number(ids, str_head(rest, word_at(rest)), true);
            if (number < 0 && i == 3)
                number = folded_number(ids, rest);
            if (number >= 0)
                return number;
        }
    }
    return -1;
}

static bool url_at(const IdPattern *ids, Str s, ptrdiff_t at, Ident *found)
{
    static const Str schemes[] = {{"http://", 7}, {"https://", 8}, {"ftp://", 6}, {"www.", 4}, {"mailto:", 7}};
    if (at > 0 && (char_is_alnum(s.p[at - 1]) || s.p[at - 1] == '.' || s.p[at - 1] == '-' || s.p[at - 1] == '@'))
        return false;
    Str rest = str_from(s, at);
    for (ptrdiff_t i = 0; i < countof(schemes); i++) {
        Str scheme = schemes[i];
        if (!str_starts_fold(rest, scheme))
            continue;
        ptrdiff_t end = at + scheme.n;
        bool has_host = end < s.n && char_is_alnum(s.p[end]);
        if (!has_host)
            return false;
        while (end < s.n && is_url_char(s.p[end]))
            end++;
        end = trim_url(s, at, end);
        Str url = str_sub(s, at, end);
        bool is_bare_www = scheme.p[0] == 'w' && str_find_char(str_from(url, 4), '.') < 0;
        if (is_bare_www)
            return false;
        *found = (Ident){scheme.p[0] == 'm' ? IDENT_MAIL : IDENT_URL, at, end - at, article_of_url(ids, url), false};
        return true;
    }
    return false;
}

/* The only letters a URL begins with here, in either case. */
static bool begins_url(Str s, ptrdiff_t at)
{
    if (at + 1 >= s.n)
        return false;
    char second = char_lower(s.p[at + 1]);
    switch (char_lower(s.p[at])) {
    case 'h':
    case 'f': return second == 't';
    case 'w': return second == 'w';
    case 'm': return second == 'a';
    default: return false;
    }
}

static bool begins_prefix(const IdPattern *ids, char c)
{
    for (ptrdiff_t i = 0; i < ids->prefixes.n; i++)
        if (ids->prefixes.items[i].p[0] == c)
            return true;
    return false;
}

bool ident_next(const IdPattern *ids, Str text, ptrdiff_t from, bool line_start, Ident *found)
{
    for (ptrdiff_t at = from; at < text.n; at++) {
        char c = text.p[at];
        if (begins_prefix(ids, c) && article_at(ids, text, at, line_start && at == 0, found))
            return true;
        if (begins_url(text, at) && url_at(ids, text, at, found))
            return true;
    }
    return false;
}
