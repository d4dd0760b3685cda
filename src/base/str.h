/* Str: a view of bytes, passed and returned by value. It never owns, is never assumed to end in NUL, and the empty Str is
 * always safe to use. Text is UTF-8 wherever this type appears past `read/charset`. "Fold" below means ASCII letters only. */
#ifndef KB_BASE_STR_H
#define KB_BASE_STR_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

typedef struct Str {
    const char *p;
    ptrdiff_t n;
} Str;

/* Strings in order; the array belongs to the arena that made it. */
typedef struct StrList {
    Str *items;
    ptrdiff_t n, cap;
} StrList;

#define S(literal) ((Str){(literal), (ptrdiff_t)sizeof(literal) - 1})
#define STR_FMT "%.*s"
#define STR_ARG(s) (int)(s).n, ((s).p ? (s).p : "")

static inline bool char_is_digit(char c) { return c >= '0' && c <= '9'; }
static inline bool char_is_upper(char c) { return c >= 'A' && c <= 'Z'; }
static inline bool char_is_lower(char c) { return c >= 'a' && c <= 'z'; }
static inline bool char_is_alpha(char c) { return char_is_lower((char)(c | 0x20)); }
static inline bool char_is_alnum(char c) { return char_is_alpha(c) || char_is_digit(c); }
static inline bool char_is_blank(char c) { return (unsigned char)c <= ' ' && (c == ' ' || (c >= '\t' && c <= '\r')); }
static inline char char_lower(char c) { return char_is_upper(c) ? (char)(c + 32) : c; }
static inline char char_upper(char c) { return char_is_lower(c) ? (char)(c - 32) : c; }

/* The smallest ones stand here, where the compiler sees through them: readers ask them many times for each line. */

/* View of a C string; NULL gives the empty Str. */
static inline Str str(const char *z)
{
    return z ? (Str){z, (ptrdiff_t)strlen(z)} : (Str){0};
}

static inline bool str_eq(Str s, Str t)
{
    return s.n == t.n && (s.n == 0 || memcmp(s.p, t.p, (size_t)s.n) == 0);
}

/* [from, to), clamped to s. */
static inline Str str_sub(Str s, ptrdiff_t from, ptrdiff_t to)
{
    if (from < 0)
        from = 0;
    if (to > s.n)
        to = s.n;
    return from < to ? (Str){s.p + from, to - from} : (Str){s.p, 0};
}

static inline Str str_from(Str s, ptrdiff_t from)
{
    if (from < 0)
        return s;
    return from < s.n ? (Str){s.p + from, s.n - from} : (Str){s.n ? s.p + s.n : s.p, 0};
}

static inline Str str_head(Str s, ptrdiff_t n)
{
    return str_sub(s, 0, n);
}

static inline bool str_starts(Str s, Str prefix)
{
    return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, (size_t)prefix.n) == 0);
}

static inline bool str_ends(Str s, Str suffix)
{
    return s.n >= suffix.n && str_eq(str_from(s, s.n - suffix.n), suffix);
}

/* s without prefix when it starts with it, else s. */
static inline Str str_unprefix(Str s, Str prefix)
{
    return str_starts(s, prefix) ? str_from(s, prefix.n) : s;
}

/* Blanks (space, tab, CR, LF, VT, FF) off one end or both. */
static inline Str str_trim_start(Str s)
{
    while (s.n && char_is_blank(s.p[0])) {
        s.p++;
        s.n--;
    }
    return s;
}

static inline Str str_trim_end(Str s)
{
    while (s.n && char_is_blank(s.p[s.n - 1]))
        s.n--;
    return s;
}

static inline Str str_trim(Str s)
{
    return str_trim_end(str_trim_start(s));
}

/* Offset of the first, or -1. */
static inline ptrdiff_t str_find_char(Str s, char c)
{
    const char *hit = s.n > 0 ? memchr(s.p, c, (size_t)s.n) : NULL;
    return hit ? hit - s.p : -1;
}

/* Is it one of the characters of a literal? Compilers make one comparison of it. */
static inline bool char_is_in(char c, Str set)
{
    bool found = false;
    for (ptrdiff_t i = 0; i < set.n; i++)
        found |= set.p[i] == c;
    return found;
}

static inline bool str_starts_fold(Str s, Str prefix)
{
    if (s.n < prefix.n)
        return false;
    for (ptrdiff_t i = 0; i < prefix.n; i++)
        if (char_lower(s.p[i]) != char_lower(prefix.p[i]))
            return false;
    return true;
}

static inline bool str_eq_fold(Str s, Str t)
{
    return s.n == t.n && str_starts_fold(s, t);
}

static inline ptrdiff_t str_find_last_char(Str s, char c)
{
    for (ptrdiff_t i = s.n - 1; i >= 0; i--)
        if (s.p[i] == c)
            return i;
    return -1;
}

/* The last part of a path: "a/b.md" -> "b.md". */
static inline Str path_name(Str path)
{
    return str_from(path, str_find_last_char(path, '/') + 1);
}

/* Cuts `*rest` at the first `sep`: returns what stands before it and leaves what stands after. Without one returns all. */
static inline Str str_cut(Str *rest, char sep)
{
    ptrdiff_t at = str_find_char(*rest, sep);
    Str head = at < 0 ? *rest : str_head(*rest, at);
    *rest = at < 0 ? str_from(*rest, rest->n) : str_from(*rest, at + 1);
    return head;
}

/* The next word of `*rest` (separated by blanks), empty at the end. */
static inline Str str_cut_word(Str *rest)
{
    Str s = str_trim_start(*rest);
    ptrdiff_t n = 0;
    while (n < s.n && !char_is_blank(s.p[n]))
        n++;
    *rest = str_from(s, n);
    return str_head(s, n);
}

/* The next line without its LF or CRLF. */
static inline Str str_cut_line(Str *rest)
{
    Str line = str_cut(rest, '\n');
    if (line.n && line.p[line.n - 1] == '\r')
        line.n--;
    return line;
}

char *str_z(Arena *a, Str s);                       /* a C string */
Str str_copy(Arena *a, Str s);
Str str_fmt(Arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
Str str_join2(Arena *a, Str s, Str t);
Str str_join3(Arena *a, Str s, Str t, Str u);
Str str_decimal(Arena *a, uint64_t number, int digits);     /* with zeros before it, so that it has so many digits at least */
Str str_lower(Arena *a, Str s);                     /* ASCII lower case */

int str_cmp(Str s, Str t);                          /* byte order: <0, 0, >0 */
uint64_t str_head_number(Str s);                    /* the first eight bytes as a number, zeros behind the end: in the order of str_cmp, as far as it goes */
int str_cmp_fold(Str s, Str t);                     /* ASCII case apart first, bytes to decide a tie */
int str_cmp_natural(Str s, Str t);                  /* as a person sorts: 2 before 10, case apart */

ptrdiff_t str_find(Str s, Str needle);              /* offset of the first occurrence, or -1 */

/* A whole string of decimal digits, at most 18 of them; -1 for anything else. */
int64_t str_number(Str s);
/* Only this byte, at least once. */
bool str_is_run(Str s, char c);

uint64_t str_hash(Str s);

/* Distance between two words in edits (insert, delete, replace, swap of neighbours), at most `limit` + 1. */
int str_distance(Str s, Str t, int limit);
/* The name nearest to `s` within a third of its length, or the empty Str: "did you mean". */
Str str_nearest(Str s, const Str *names, ptrdiff_t n);

void list_reserve(Arena *a, StrList *list, ptrdiff_t cap);   /* room for so many in all */
void list_add(Arena *a, StrList *list, Str s);
bool list_has_fold(const StrList *list, Str s);
Str list_join(Arena *a, const StrList *list, Str between);
/* The words of a text (separated by blanks), added to the list. */
void list_add_words(Arena *a, StrList *list, Str text);

#endif
