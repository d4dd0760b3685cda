/* The rules of addresses: those of the web, and those of people. */
#include "doc/identrule.h"

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
    bool has_digit = false;
    for (ptrdiff_t i = 0; i < url.n && !has_digit; i++)
        has_digit = char_is_digit(url.p[i]);
    if (!has_digit)
        return -1;
    static const char *const marks[] = {"microsoft.com/", "kbid=", "scid=kb;en-us;", "/support/kb/articles/"};
    for (ptrdiff_t i = 0; i < countof(marks); i++) {
        Str mark = str(marks[i]);
        for (ptrdiff_t at = 0; at + mark.n <= url.n; at++) {
            if (char_lower(url.p[at]) != mark.p[0] || !str_starts_fold(str_from(url, at), mark))
                continue;
            Str rest = without_locale(str_from(url, at + mark.n));
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

/* The address from `begin` on, whose host begins at `host`. */
static bool address(const Scan *s, IdentKind kind, ptrdiff_t begin, ptrdiff_t host, Ident *found)
{
    Str text = s->text;
    bool has_host = host < text.n && char_is_alnum(text.p[host]) && is_free_before(text, begin, S(".-@"));
    if (!has_host)
        return false;
    ptrdiff_t end = host;
    while (end < text.n && is_url_char(text.p[end]))
        end++;
    hit(found, kind, begin, trim_url(text, begin, end));
    found->number = kind == IDENT_URL ? article_of_url(s->ids, str_sub(text, begin, found->at + found->n)) : -1;
    return true;
}

/* ["http" "https" "ftp"] "://" host {URLCHAR} | "mailto:" {URLCHAR} */
bool ident_url(Scan *s, ptrdiff_t at, Ident *found)
{
    static const Str schemes[] = {W("http"), W("https"), W("ftp")};
    if (stands_before(s, at, S("mailto")))
        return address(s, IDENT_MAIL, at - 6, at + 1, found);
    if (!str_starts(str_from(s->text, at + 1), S("//")))
        return false;
    for (ptrdiff_t i = 0; i < countof(schemes); i++)
        if (stands_before(s, at, schemes[i]) && address(s, IDENT_URL, at - schemes[i].n, at + 3, found))
            return true;
    return false;
}

static bool is_host_char(char c)
{
    return char_is_alnum(c) || c == '-' || c == '.';
}

/* ["www." "ftp."] host, in which is a dot; after "ftp." the host's last part is letters, which a file's name is told by. */
bool ident_bare_url(Scan *s, ptrdiff_t at, Ident *found)
{
    bool is_ftp = stands_before(s, at, S("ftp"));
    if ((!is_ftp && !stands_before(s, at, S("www"))) || !is_free_before(s->text, at - 3, S(".-@")))
        return false;
    ptrdiff_t end = at + 1;
    if (is_ftp) {
        while (end < s->text.n && is_host_char(s->text.p[end]) && end - at < PATH_MAX_LENGTH)
            end++;
        Str host = str_sub(s->text, at + 1, end);
        while (str_ends(host, S(".")))
            host.n--;
        Str last = str_from(host, str_find_last_char(host, '.') + 1);
        if (last.n < 2 || last.n == host.n || word_at(last) != last.n || digits_at(last, 0))
            return false;
    }
    return address(s, IDENT_URL, at - 3, at + 1, found) && (is_ftp || str_find_char(str_sub(s->text, at + 1, found->at + found->n), '.') >= 0);
}

/* The ends of a host that articles write addresses with: what stands there else is a domain of Windows or half an address. */
static bool is_top_domain(Str s)
{
    static const Str names[] = {W("com"), W("net"), W("org"), W("edu"), W("gov"), W("mil"), W("int"), W("info"), W("biz"), W("name"), W("example"),
                                W("us"), W("uk"), W("ca"), W("de"), W("fr"), W("jp"), W("au"), W("nl"), W("se"), W("no"), W("dk"),
                                W("fi"), W("it"), W("es"), W("ch"), W("at"), W("be"), W("br"), W("il"), W("sg"), W("nz"), W("kr"),
                                W("tw"), W("cn"), W("ie"), W("mx"), W("za"), W("pl"), W("cz"), W("hu"), W("gr"), W("pt"), W("ru"),
                                W("tr"), W("hk"), W("my"), W("th"), W("ar"), W("cl"), W("eu")};
    return is_one_of(s, names, countof(names));
}

static bool is_mail_char(char c)
{
    return char_is_alnum(c) || c == '.' || c == '-' || c == '_' || c == '+' || c == '%';
}

/* "Message-Id: <…": the number of a letter, which looks like an address. */
static bool is_letter_number(Str text, ptrdiff_t begin)
{
    Str before = context_before(text, begin);
    if (!str_ends(before, S("<")))
        return false;
    before.n--;
    return str_eq_fold(cut_last_word(&before), S("id"));
}

/* ALNUM {MAILCHAR} "@" label {"." label} "." topdomain */
bool ident_mail(Scan *s, ptrdiff_t at, Ident *found)
{
    Str text = s->text;
    ptrdiff_t begin = at, end = at + 1;
    while (begin > s->from && at - begin < BACK_MAX && is_mail_char(text.p[begin - 1]))
        begin--;
    while (begin < at && !char_is_alnum(text.p[begin]))
        begin++;
    if (begin == at || end == text.n || !char_is_alnum(text.p[end]) || !is_free_before(text, begin, S("@/\\=_")))
        return false;
    while (end < text.n && end - at < PATH_MAX_LENGTH && is_host_char(text.p[end]))
        end++;
    while (!char_is_alnum(text.p[end - 1]))
        end--;
    Str host = str_sub(text, at + 1, end);
    ptrdiff_t dot = str_find_last_char(host, '.');
    bool is_host = dot > 0 && is_top_domain(str_from(host, dot + 1)) && str_find(host, S("..")) < 0;
    bool is_mail = is_host && is_free_behind(text, end, S("@_\\")) && !is_letter_number(text, begin);
    return is_mail && hit(found, IDENT_MAIL, begin, end);
}
