#include "serve/target.h"

#include "base/buf.h"

static int digit(char c)
{
    return char_is_digit(c) ? c - '0' : char_is_alpha(c) && char_lower(c) <= 'f' ? char_lower(c) - 'a' + 10 : -1;
}

/* One part of the path, decoded once. False when no file has such a name. */
static bool put_part(Buf *b, Str part)
{
    ptrdiff_t start = b->n;
    for (ptrdiff_t i = 0; i < part.n; i++) {
        char c = part.p[i];
        if (c == '%') {
            int high = i + 2 < part.n ? digit(part.p[i + 1]) : -1, low = i + 2 < part.n ? digit(part.p[i + 2]) : -1;
            if (high < 0 || low < 0)
                return false;
            c = (char)(high * 16 + low);
            i += 2;
        }
        if ((unsigned char)c < 0x20 || c == 0x7f || c == '/' || c == '\\')
            return false;
        buf_putc(b, c);
    }
    Str name = str_from(buf_str(b), start);
    return name.n && !str_eq(name, S(".")) && !str_eq(name, S(".."));
}

static bool decode(Arena *a, Str path, Str *decoded)
{
    Buf b = buf_new(a, path.n + 1);
    while (path.n) {
        if (b.n)
            buf_putc(&b, '/');
        if (!put_part(&b, str_cut(&path, '/')))
            return false;
    }
    *decoded = buf_str(&b);
    return true;
}

/* "http://host/path" is asked of a proxy, and must be understood. */
static Str without_origin(Str target)
{
    Str rest = str_starts_fold(target, S("http://")) ? str_from(target, 7) : str_starts_fold(target, S("https://")) ? str_from(target, 8) : (Str){0};
    if (!rest.n)
        return target;
    ptrdiff_t slash = str_find_char(rest, '/');
    return slash < 0 ? S("/") : str_from(rest, slash);
}

Target target_read(Arena *a, Str target, Str base)
{
    target = without_origin(target);
    ptrdiff_t end = str_find_char(target, '?');
    Target t = {.kind = TARGET_BAD, .raw = str_head(target, end < 0 ? target.n : end), .query = str_from(target, end < 0 ? target.n : end)};
    Str path;
    if (!str_starts(t.raw, S("/")) || !decode(a, str_from(t.raw, 1), &path))
        return t;
    t.is_folder = str_ends(t.raw, S("/"));
    t.path = path;
    Str home = str_sub(base, 1, base.n - 1), decoded_home;     /* without its slashes */
    if (decode(a, home, &decoded_home))
        home = decoded_home;
    Str own = S(TARGET_OWN_FOLDER);
    if (str_eq(path, own) || str_starts(path, S(TARGET_OWN_FOLDER "/"))) {
        t.kind = TARGET_OWN;
        t.path = str_from(path, own.n + 1);
    } else if (!home.n || (str_starts(path, home) && path.n > home.n && path.p[home.n] == '/')) {
        t.kind = TARGET_SITE;
        t.path = home.n ? str_from(path, home.n + 1) : path;
    } else if (str_eq(path, home)) {
        t.kind = t.is_folder ? TARGET_SITE : TARGET_BASE;
        t.path = (Str){0};
    } else {
        t.kind = path.n ? TARGET_OUTSIDE : TARGET_BASE;
    }
    return t;
}
