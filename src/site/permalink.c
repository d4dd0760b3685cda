#include "site/permalink.h"

#include "base/bytes16.h"
#include "base/utf8.h"

enum { SEGMENT_MAX = 200, PERMALINK_MAX = 1000, SLUG_MAX = 120 };    /* file systems allow 255 bytes a name; a temporary suffix is put behind it */

Str permalink_prefix(Arena *a, int64_t number)
{
    return str_decimal(a, (uint64_t)(number / 1000), 3);
}

Str permalink_folder(Str permalink)
{
    return str_head(permalink, str_find_last_char(permalink, '/') + 1);
}

Str permalink_file(Arena *a, Str permalink)
{
    bool is_folder = !permalink.n || str_ends(permalink, S("/"));
    return is_folder ? str_join2(a, permalink, S("index.html")) : permalink;
}

Str slug_of(Arena *a, Str text)
{
    Buf b = {.arena = a};
    for (ptrdiff_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        Str word = c == '+' ? S("plus") : c == '#' ? S("sharp") : c == '&' ? S("and") : (Str){&text.p[i], 1};
        bool is_word = char_is_alnum(c) || (unsigned char)c >= 0x80;
        bool begins = b.n && b.p[b.n - 1] != '-';
        if (word.n > 1 && begins)
            buf_putc(&b, '-');
        if (word.n > 1)
            buf_put(&b, word);
        else if (is_word)
            buf_putc(&b, char_lower(c));
        if ((word.n > 1 || !is_word) && b.n && b.p[b.n - 1] != '-')
            buf_putc(&b, '-');
    }
    Str slug = utf8_head(buf_str(&b), SLUG_MAX);
    while (str_ends(slug, S("-")))
        slug.n--;
    return slug.n ? slug : S("untitled");
}

Str path_stem(Str path)
{
    ptrdiff_t slash = str_find_last_char(path, '/');
    ptrdiff_t dot = str_find_last_char(path, '.');
    Str stem = dot > slash + 1 ? str_head(path, dot) : path;
    Str name = str_from(stem, slash + 1);
    bool is_folder_page = slash > 0 && (str_eq_fold(name, S("index")) || str_eq_fold(name, S("readme")));
    return is_folder_page ? str_head(stem, slash) : stem;
}

static bool segment_is_safe(Str segment, Str *why)
{
    if (!segment.n)
        *why = S("has an empty part ('//')");
    else if (str_eq(segment, S(".")) || str_eq(segment, S("..")))
        *why = S("has a part '.' or '..'; it must stay inside the site");
    else if (segment.n > SEGMENT_MAX)
        *why = S("has a part longer than 200 bytes");
    else
        return true;
    return false;
}

bool permalink_clean(Arena *a, Str written, Str *permalink, Str *why)
{
    Str s = str_trim(written);
    if (str_find(s, S("://")) >= 0 || str_starts(s, S("//"))) {
        *why = S("is an absolute address; write the path below the site's root");
        return false;
    }
    s = str_unprefix(s, S("/"));
    if (!s.n || str_eq(s, S("index.html"))) {
        *why = S("is empty; the site's root is the home page");
        return false;
    }
    if (s.n > PERMALINK_MAX) {
        *why = S("is longer than 1000 bytes");
        return false;
    }
    for (ptrdiff_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c < 0x20 || c == 0x7F || c == '\\') {
            *why = c == '\\' ? S("holds a backslash; write '/'") : S("holds a control character");
            return false;
        }
    }
    if (str_ends(s, S("/index.html")))
        s = str_head(s, s.n - 10);
    for (Str rest = str_ends(s, S("/")) ? str_head(s, s.n - 1) : s; rest.n || !s.n;) {
        bool more = str_find_char(rest, '/') >= 0;
        if (!segment_is_safe(str_cut(&rest, '/'), why))
            return false;
        if (more && !rest.n)
            return *why = S("has an empty part ('//')"), false;
    }
    bool is_file = str_ends(s, S(".html")) || str_ends(s, S(".htm"));
    *permalink = is_file || str_ends(s, S("/")) ? str_copy(a, s) : str_join2(a, s, S("/"));
    return true;
}

static Str spaces_to_hyphens(Arena *a, Str s)
{
    Str out = str_copy(a, s);
    for (ptrdiff_t i = 0; i < out.n; i++)
        if (char_is_blank(out.p[i]))
            ((char *)out.p)[i] = '-';
    return out;
}

typedef struct Origin {
    const Meta *meta;
    Str path;
} Origin;

static Str prefix_of(Arena *a, const Origin *o)
{
    return o->meta->number >= 0 ? permalink_prefix(a, o->meta->number) : S("other");
}

static Str product_of(Arena *a, const Origin *o)
{
    return o->meta->products.n ? slug_of(a, o->meta->products.items[0]) : S("other");
}

static Str path_of(Arena *a, const Origin *o)
{
    return spaces_to_hyphens(a, utf8_clean(a, path_stem(o->path)));
}

static Str title_of(Arena *a, const Origin *o)
{
    return slug_of(a, o->meta->title);
}

static Str year_of(Arena *a, const Origin *o)
{
    Str date = o->meta->updated.n ? o->meta->updated : o->meta->date;
    (void)a;
    return date.n ? str_head(date, 4) : S("undated");
}

static Str id_of(Arena *a, const Origin *o)
{
    return o->meta->id.n ? o->meta->id : title_of(a, o);
}

static void put_placeholder(Buf *b, const Origin *o, Str *rest)
{
    static const struct {
        const char *name;
        Str (*value)(Arena *, const Origin *);
    } placeholders[] = {{":prefix", prefix_of}, {":product", product_of}, {":path", path_of}, {":slug", title_of}, {":year", year_of}, {":id", id_of}};
    for (ptrdiff_t i = 0; i < countof(placeholders); i++) {
        Str name = str(placeholders[i].name);
        if (str_starts(*rest, name)) {
            buf_put(b, placeholders[i].value(b->arena, o));
            *rest = str_from(*rest, name.n);
            return;
        }
    }
    buf_putc(b, rest->p[0]);
    *rest = str_from(*rest, 1);
}

bool permalink_of(Arena *a, const Config *c, const Meta *meta, Str path, Str *permalink, Str *why)
{
    if (meta->permalink.p)
        return permalink_clean(a, meta->permalink, permalink, why);
    Origin origin = {meta, path};
    Buf b = {.arena = a};
    for (Str rest = meta->number >= 0 ? c->permalink : S(":path/"); rest.n;) {
        if (rest.p[0] == ':') {
            put_placeholder(&b, &origin, &rest);
        } else {
            buf_putc(&b, rest.p[0]);
            rest = str_from(rest, 1);
        }
    }
    return permalink_clean(a, buf_str(&b), permalink, why);
}

/* --- links --------------------------------------------------------------------------------------------------------------- */

/* RFC 3986, 3.3: pchar, and the slash between segments. */
static const bool IS_PATH_CHAR[256] = {
    ['a' ... 'z'] = true, ['A' ... 'Z'] = true, ['0' ... '9'] = true, ['-'] = true, ['.'] = true, ['_'] = true, ['~'] = true, ['/'] = true, ['!'] = true,
    ['$'] = true, ['&'] = true, ['\''] = true, ['('] = true, [')'] = true, ['*'] = true, ['+'] = true, [','] = true, [';'] = true, ['='] = true,
    [':'] = true, ['@'] = true,
};

static bool is_path_char(char c)
{
    return IS_PATH_CHAR[(unsigned char)c];
}

/* Are sixteen bytes letters, digits and "-./_~", as nearly all paths are? */
static bool are_plain(Bytes16 bytes)
{
    Bytes16 letters = (Bytes16)((bytes | 0x20) - 'a' <= 'z' - 'a'), digits = (Bytes16)(bytes - '-' <= '9' - '-');
    return !bytes16_any(~(letters | digits | (Bytes16)(bytes == '_') | (Bytes16)(bytes == '~')));
}

static bool is_plain_path(Str path)
{
    if (path.n <= 16)
        return !path.n || are_plain(bytes16_of_short(path.p, path.n));
    for (ptrdiff_t i = 0; i < path.n - 16; i += 16)
        if (!are_plain(bytes16_at(path.p + i)))
            return false;
    return are_plain(bytes16_at(path.p + path.n - 16));
}

Str url_encode(Arena *a, Str path)
{
    if (is_plain_path(path))
        return path;
    Buf b = {.arena = a};
    for (ptrdiff_t i = 0; i < path.n; i++) {
        if (is_path_char(path.p[i]))
            buf_putc(&b, path.p[i]);
        else
            buf_fmt(&b, "%%%02X", (unsigned)(unsigned char)path.p[i]);
    }
    return buf_str(&b);
}

static int hex_digit(char c)
{
    char l = char_lower(c);
    return char_is_digit(c) ? c - '0' : l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

Str url_decode(Arena *a, Str url)
{
    if (str_find_char(url, '%') < 0)
        return url;
    Buf b = {.arena = a};
    for (ptrdiff_t i = 0; i < url.n; i++) {
        bool is_escape = url.p[i] == '%' && i + 2 < url.n && hex_digit(url.p[i + 1]) >= 0 && hex_digit(url.p[i + 2]) >= 0;
        buf_putc(&b, is_escape ? (char)(hex_digit(url.p[i + 1]) * 16 + hex_digit(url.p[i + 2])) : url.p[i]);
        i += is_escape ? 2 : 0;
    }
    return buf_str(&b);
}

Str base_path_of(Str base_url)
{
    ptrdiff_t host = str_find(base_url, S("://"));
    Str rest = str_from(base_url, host < 0 ? base_url.n : host + 3);
    ptrdiff_t slash = str_find_char(rest, '/');
    return slash < 0 ? S("/") : str_from(rest, slash);
}

/* How many bytes of whole folders `from` and `to` share. */
static ptrdiff_t shared_folders(Str from, Str to)
{
    ptrdiff_t n = from.n < to.n ? from.n : to.n, shared = 0;
    while (shared < n && from.p[shared] == to.p[shared])
        shared++;
    while (shared && from.p[shared - 1] != '/')
        shared--;
    return shared;
}

/* Eight bytes at a time: each page has dozens of links, and for each one the depth of its own place is counted. */
static ptrdiff_t count_slashes(Str s)
{
    const uint64_t ones = 0x0101010101010101u, low = 0x7F * ones;
    ptrdiff_t n = 0, i = 0;
    for (; s.n - i >= 8; i += 8) {
        uint64_t word;
        memcpy(&word, s.p + i, 8);
        word ^= '/' * ones;
        uint64_t slashes = ~(((word & low) + low) | word | low);      /* the highest bit of a byte that is zero */
        n += (ptrdiff_t)((slashes >> 7) * ones >> 56);
    }
    for (; i < s.n; i++)
        n += s.p[i] == '/';
    return n;
}

Str link_href(Arena *a, LinkStyle style, Str base_path, Str from, Str to)
{
    bool names_folder = !to.n || str_ends(to, S("/"));
    Str file = style == LINK_OFFLINE && names_folder ? S("index.html") : S("");
    if (style == LINK_ABSOLUTE)
        return str_join2(a, base_path, url_encode(a, to));
    ptrdiff_t shared = shared_folders(from, to), ups = count_slashes(str_from(from, shared));
    Str encoded = url_encode(a, str_from(to, shared));
    Str rest = encoded;
    bool looks_like_scheme = !ups && str_find_char(str_cut(&rest, '/'), ':') >= 0;
    Str here = looks_like_scheme || (!ups && !encoded.n && !file.n) ? S("./") : S("");
    ptrdiff_t n = 3 * ups + here.n + encoded.n + file.n;
    char *href = arena_bytes(a, n), *p = href;
    for (ptrdiff_t i = 0; i < ups; i++, p += 3)
        memcpy(p, "../", 3);
    const Str parts[] = {here, encoded, file};
    for (ptrdiff_t i = 0; i < countof(parts); i++) {
        if (parts[i].n)
            memcpy(p, parts[i].p, (size_t)parts[i].n);
        p += parts[i].n;
    }
    return (Str){href, n};
}

Str url_scheme(Str url)
{
    ptrdiff_t i = 0;
    while (i < url.n && (char_is_alnum(url.p[i]) || url.p[i] == '+' || url.p[i] == '-' || url.p[i] == '.'))
        i++;
    return i < url.n && url.p[i] == ':' ? str_head(url, i) : (Str){0};
}
