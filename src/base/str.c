#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

Str str_copy(Arena *a, Str s)
{
    if (!s.n)
        return (Str){0};
    char *p = arena_bytes(a, s.n);
    memcpy(p, s.p, (size_t)s.n);
    return (Str){p, s.n};
}

char *str_z(Arena *a, Str s)
{
    char *p = arena_bytes(a, s.n + 1);
    if (s.n)
        memcpy(p, s.p, (size_t)s.n);
    p[s.n] = '\0';
    return p;
}

Str str_fmt(Arena *a, const char *format, ...)
{
    char room[256];         /* most texts have room there and are printed once */
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(room, sizeof room, format, args);
    va_end(args);
    CHECK(n >= 0);
    char *p = arena_bytes(a, n + 1);
    if (n < (int)sizeof room)
        memcpy(p, room, (size_t)n + 1);
    else
        vsnprintf(p, (size_t)n + 1, format, again);
    va_end(again);
    return (Str){p, n};
}

Str str_join2(Arena *a, Str s, Str t)
{
    return str_join3(a, s, t, (Str){0});
}

/* Paths and names are joined some hundred thousand times in a build that changes nothing else: not by str_fmt, which prints everything twice. */
Str str_join3(Arena *a, Str s, Str t, Str u)
{
    char *p = arena_bytes(a, s.n + t.n + u.n);
    if (s.n)
        memcpy(p, s.p, (size_t)s.n);
    if (t.n)
        memcpy(p + s.n, t.p, (size_t)t.n);
    if (u.n)
        memcpy(p + s.n + t.n, u.p, (size_t)u.n);
    return (Str){p, s.n + t.n + u.n};
}

Str str_decimal(Arena *a, uint64_t number, int digits)
{
    char text[20];
    int at = (int)sizeof text;
    for (; number || (int)sizeof text - at < digits; number /= 10)
        text[--at] = (char)('0' + number % 10);
    return str_copy(a, (Str){text + at, (ptrdiff_t)sizeof text - at});
}

Str str_lower(Arena *a, Str s)
{
    char *p = arena_bytes(a, s.n);
    for (ptrdiff_t i = 0; i < s.n; i++)
        p[i] = char_lower(s.p[i]);
    return (Str){p, s.n};
}

int str_cmp(Str s, Str t)
{
    ptrdiff_t n = s.n < t.n ? s.n : t.n;
    int order = n ? memcmp(s.p, t.p, (size_t)n) : 0;
    return order ? order : (s.n > t.n) - (s.n < t.n);
}

uint64_t str_head_number(Str s)
{
    uint64_t number = 0;
    for (ptrdiff_t i = 0; i < 8; i++)
        number = number << 8 | (i < s.n ? (unsigned char)s.p[i] : 0);
    return number;
}

int str_cmp_fold(Str s, Str t)
{
    ptrdiff_t n = s.n < t.n ? s.n : t.n;
    for (ptrdiff_t i = 0; i < n; i++) {
        int order = (unsigned char)char_lower(s.p[i]) - (unsigned char)char_lower(t.p[i]);
        if (order)
            return order;
    }
    return s.n != t.n ? (s.n > t.n) - (s.n < t.n) : str_cmp(s, t);
}

static Str cut_digits(Str *s)
{
    ptrdiff_t n = 0;
    while (n < s->n && char_is_digit(s->p[n]))
        n++;
    Str digits = str_head(*s, n);
    *s = str_from(*s, n);
    while (digits.n > 1 && digits.p[0] == '0')
        digits = str_from(digits, 1);
    return digits;
}

int str_cmp_natural(Str s, Str t)
{
    Str x = s, y = t;
    while (x.n && y.n) {
        if (char_is_digit(x.p[0]) && char_is_digit(y.p[0])) {
            Str m = cut_digits(&x), n = cut_digits(&y);
            int order = m.n != n.n ? (m.n > n.n) - (m.n < n.n) : str_cmp(m, n);
            if (order)
                return order;
            continue;
        }
        int order = (unsigned char)char_lower(x.p[0]) - (unsigned char)char_lower(y.p[0]);
        if (order)
            return order;
        x = str_from(x, 1);
        y = str_from(y, 1);
    }
    int order = (x.n > 0) - (y.n > 0);
    return order ? order : str_cmp(s, t);
}

ptrdiff_t str_find(Str s, Str needle)
{
    if (!needle.n)
        return 0;
    for (ptrdiff_t at = 0; at + needle.n <= s.n; at++) {
        const char *hit = memchr(s.p + at, needle.p[0], (size_t)(s.n - needle.n - at + 1));
        if (!hit)
            return -1;
        at = hit - s.p;
        if (memcmp(hit, needle.p, (size_t)needle.n) == 0)
            return at;
    }
    return -1;
}

int64_t str_number(Str s)
{
    if (!s.n || s.n > 18)
        return -1;
    int64_t value = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (!char_is_digit(s.p[i]))
            return -1;
        value = value * 10 + (s.p[i] - '0');
    }
    return value;
}

/* Every byte is as the next one is. */
bool str_is_run(Str s, char c)
{
    return s.n > 0 && s.p[0] == c && memcmp(s.p, s.p + 1, (size_t)s.n - 1) == 0;
}

/* FNV-1a; its low bits are mixed once more because tables take them as the slot. */
uint64_t str_hash(Str s)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (ptrdiff_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
    return h ^ (h >> 29);
}

/* Optimal string alignment over three rows. Names longer than a row are simply "far". */
int str_distance(Str s, Str t, int limit)
{
    enum { MAX = 63 };
    if (s.n > MAX || t.n > MAX)
        return limit + 1;
    int rows[3][MAX + 1];
    int *before = rows[0], *last = rows[1], *now = rows[2];
    for (ptrdiff_t j = 0; j <= t.n; j++)
        last[j] = (int)j;
    for (ptrdiff_t i = 1; i <= s.n; i++) {
        now[0] = (int)i;
        for (ptrdiff_t j = 1; j <= t.n; j++) {
            int best = last[j - 1] + (s.p[i - 1] != t.p[j - 1]);
            if (last[j] + 1 < best)
                best = last[j] + 1;
            if (now[j - 1] + 1 < best)
                best = now[j - 1] + 1;
            bool swapped = i > 1 && j > 1 && s.p[i - 1] == t.p[j - 2] && s.p[i - 2] == t.p[j - 1];
            if (swapped && before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            now[j] = best;
        }
        int *spare = before;
        before = last;
        last = now;
        now = spare;
    }
    return last[t.n] < limit + 1 ? last[t.n] : limit + 1;
}

Str str_nearest(Str s, const Str *names, ptrdiff_t n)
{
    int limit = (int)(s.n / 3) < 1 ? 1 : (int)(s.n / 3);
    Str best = {0};
    for (ptrdiff_t i = 0; i < n; i++) {
        int distance = str_distance(s, names[i], limit);
        if (distance <= limit) {
            best = names[i];
            limit = distance - 1;
        }
    }
    return best;
}

void list_reserve(Arena *a, StrList *list, ptrdiff_t cap)
{
    if (cap <= list->cap)
        return;
    Str *items = arena_new(a, Str, cap);
    if (list->n)
        memcpy(items, list->items, (size_t)list->n * sizeof *items);
    list->items = items;
    list->cap = cap;
}

void list_add(Arena *a, StrList *list, Str s)
{
    if (list->n == list->cap)
        list_reserve(a, list, list->cap ? list->cap * 2 : 4);
    list->items[list->n++] = s;
}

bool list_has_fold(const StrList *list, Str s)
{
    for (ptrdiff_t i = 0; i < list->n; i++)
        if (str_eq_fold(list->items[i], s))
            return true;
    return false;
}

Str list_join(Arena *a, const StrList *list, Str between)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < list->n; i++)
        n += list->items[i].n + (i ? between.n : 0);
    char *p = arena_bytes(a, n), *at = p;
    for (ptrdiff_t i = 0; i < list->n; i++) {
        if (i && between.n) {
            memcpy(at, between.p, (size_t)between.n);
            at += between.n;
        }
        if (list->items[i].n)
            memcpy(at, list->items[i].p, (size_t)list->items[i].n);
        at += list->items[i].n;
    }
    return (Str){p, n};
}

void list_add_words(Arena *a, StrList *list, Str text)
{
    for (Str word; (word = str_cut_word(&text)).n;)
        list_add(a, list, word);
}
