/* One pass over the text, stopped only by the few characters that can begin an identifier: the first letter of a prefix, the 'h', 'f' or
 * 'w' of a URL, the '@' of an address. */
#include "doc/ident.h"

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

static bool may_precede(char c)
{
    return !char_is_alnum(c) && c != '_' && c != '/' && c != '\\' && c != '$' && (unsigned char)c < 0x80;
}

/* ".exe", ".PPD": a dot and a letter or digit make the whole a file name, unlike the full stop of a sentence. */
static bool has_extension(Str s, ptrdiff_t at)
{
    return at + 1 < s.n && s.p[at] == '.' && char_is_alnum(s.p[at + 1]);
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
    if (at > 0 && !may_precede(s.p[at - 1]))
        return false;
    for (ptrdiff_t i = 0; i < ids->prefixes.n; i++) {
        Str prefix = ids->prefixes.items[i];
        if (!str_starts(str_from(s, at), prefix))
            continue;
        ptrdiff_t digits = digits_at(s, at + prefix.n), end = at + prefix.n + digits;
        if (!fits(ids, digits))
            continue;
        bool ends = end == s.n || (!char_is_alnum(s.p[end]) && s.p[end] != '_' && !has_extension(s, end));
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
    for (; end > at; end--) {
        char c = s.p[end - 1];
        if (c == ')') {
            int depth = 0;
            for (ptrdiff_t i = at; i < end; i++)
                depth += (s.p[i] == '(') - (s.p[i] == ')');
            if (depth >= 0)
                break;
        } else if (c != '.' && c != ',' && c != ';' && c != ':' && c != '\'' && c != '!' && c != '?' && c != '*') {
            break;
        }
    }
    return end;
}

/* The number of ".../kb/263072", ".../kb/Q263072", "...?kbid=263072" and of the old ".../articles/q263/0/72.asp", or -1. */
static int64_t article_of_url(const IdPattern *ids, Str url)
{
    static const char *const marks[] = {"microsoft.com/kb/", "microsoft.com/help/", "kbid=", "scid=kb;en-us;", "/support/kb/articles/"};
    for (ptrdiff_t i = 0; i < countof(marks); i++) {
        for (ptrdiff_t at = 0; at + str(marks[i]).n <= url.n; at++) {
            Str rest = str_from(url, at);
            if (!str_starts_fold(rest, str(marks[i])))
                continue;
            rest = str_from(rest, str(marks[i]).n);
            rest = str_starts_fold(rest, S("en-us/")) ? str_from(rest, 6) : rest;
            ptrdiff_t n = 0;
            while (n < rest.n && char_is_alnum(rest.p[n]))
                n++;
            int64_t number = id_number(ids, str_head(rest, n), true);
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
        while (end < s.n && is_url_char(s.p[end]))
            end++;
        end = trim_url(s, at, end);
        Str url = str_sub(s, at, end);
        bool has_host = url.n > scheme.n && char_is_alnum(url.p[scheme.n]);
        bool is_bare_www = scheme.p[0] == 'w' && str_find_char(str_from(url, 4), '.') < 0;
        if (!has_host || is_bare_www)
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
