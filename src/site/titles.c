/* Each title becomes a key whose bytes sort as its words do: words in lower case without accents, one blank between them, and before each number the
 * count of its digits. The first eight bytes of a key decide most comparisons. */
#include "site/titles.h"

#include "base/buf.h"
#include "base/fold.h"
#include "base/order.h"
#include "base/utf8.h"
#include "doc/kind.h"

#include <stdlib.h>

static ptrdiff_t digits_at(Str s)
{
    ptrdiff_t n = 0;
    while (n < s.n && char_is_digit(s.p[n]))
        n++;
    return n;
}

/* "Err 0010" -> "err 210": the count of digits is one byte, and numbers of more digits are too long for anybody to sort. */
static void put_number(Buf *key, Str digits)
{
    while (digits.n > 1 && digits.p[0] == '0')
        digits = str_from(digits, 1);
    buf_putc(key, (char)('0' + (digits.n < 9 ? digits.n : 9)));
    buf_put(key, digits);
}

/* What a byte of plain English becomes; 0: it stands between words. */
static unsigned char folded(char c)
{
    return (unsigned char)(char_is_lower(c) || char_is_digit(c) ? c : char_is_upper(c) ? c + ('a' - 'A') : 0);
}

/* The key of a title in ASCII, as nearly all are; false with nothing made when it is not. */
static bool key_of_ascii(Arena *keep, Arena *scratch, Str words, Str *key)
{
    Buf b = buf_new(scratch, words.n + words.n / 2 + 8);    /* "1 2 3" has a count for each digit */
    bool is_apart = false;
    for (ptrdiff_t i = 0; i < words.n; i++) {
        unsigned char c = folded(words.p[i]);
        if (words.p[i] & 0x80)
            return false;
        if (c && is_apart && b.n)
            buf_putc(&b, ' ');
        is_apart = !c;
        if (char_is_digit((char)c)) {
            Str digits = str_head(str_from(words, i), digits_at(str_from(words, i)));
            put_number(&b, digits);
            i += digits.n - 1;
        } else if (c) {
            buf_putc(&b, (char)c);
        }
    }
    *key = str_copy(keep, buf_str(&b));
    return true;
}

static Str key_of(Arena *keep, Arena *scratch, Str title)
{
    Str plain;
    if (key_of_ascii(keep, scratch, kind_skip_tags(title), &plain))
        return plain;
    Str words = text_fold(scratch, kind_skip_tags(title));
    Buf key = buf_new(keep, words.n + 8);
    bool is_apart = false;
    for (ptrdiff_t i = 0; i < words.n;) {
        Str rest = str_from(words, i);
        bool is_ascii = (unsigned char)rest.p[0] < 0x80;
        Rune rune = is_ascii ? (Rune){(unsigned char)rest.p[0], 1, true} : utf8_decode(rest);
        ptrdiff_t digits = digits_at(rest), n = digits ? digits : rune.n;
        bool is_word = is_ascii ? char_is_alnum(rest.p[0]) : rune_is_word(rune.value);
        if (is_word && is_apart && key.n)
            buf_putc(&key, ' ');
        if (digits)
            put_number(&key, str_head(rest, digits));
        else if (is_word)
            buf_put(&key, str_head(rest, n));
        is_apart = !is_word;
        i += n;
    }
    return buf_str(&key);
}

typedef struct Entry {
    Str key;
    int64_t number;
    int32_t article;
} Entry;

static int by_key(const void *x, const void *y)
{
    const Entry *a = x, *b = y;
    int order = str_cmp(a->key, b->key);
    if (order)
        return order;
    return a->number != b->number ? (a->number < b->number ? -1 : 1) : a->article - b->article;
}

int32_t *titles_sort(Arena *a, const Article *articles, ptrdiff_t n)
{
    Arena keys = {0}, scratch = {0};
    Entry *entries = arena_raw(&keys, Entry, n);
    uint64_t *heads = arena_raw(&keys, uint64_t, n);
    for (ptrdiff_t i = 0; i < n; i++) {
        ArenaMark mark = arena_mark(&scratch);
        Str key = key_of(&keys, &scratch, articles[i].title);
        arena_rewind(&scratch, mark);
        heads[i] = str_head_number(key);
        entries[i] = (Entry){key, articles[i].number, (int32_t)i};
    }
    order_items(entries, n, sizeof *entries, heads, by_key);
    int32_t *order = arena_raw(a, int32_t, n);
    for (ptrdiff_t i = 0; i < n; i++)
        order[i] = entries[i].article;
    arena_free(&keys);
    arena_free(&scratch);
    return order;
}

Str title_letter(Arena *scratch, Str title)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    Str words = kind_skip_tags(title);
    for (Rune rune; words.n && (rune = utf8_decode(words), !rune_is_word(rune.value));)
        words = str_from(words, rune.n);
    Str first = text_fold(scratch, str_head(words, words.n ? utf8_decode(words).n : 0));
    return first.n && char_is_lower(first.p[0]) ? (Str){letters + (first.p[0] - 'a'), 1} : S("0-9");
}
