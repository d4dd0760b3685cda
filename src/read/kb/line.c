#include "read/kb/line.h"

#include "base/buf.h"
#include "base/bytes16.h"

static Str expand_tabs(Arena *a, Str s)
{
    Buf b = buf_new(a, s.n + 16);
    ptrdiff_t column = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\t') {
            ptrdiff_t n = 8 - column % 8;
            buf_pad(&b, ' ', n);
            column += n;
        } else {
            buf_putc(&b, s.p[i]);
            column += ((unsigned char)s.p[i] & 0xC0) != 0x80;
        }
    }
    return buf_str(&b);
}

static Str drop_break_tags(Str s)
{
    while (str_ends(s, S("<BR/>")))
        s = str_trim_end(str_head(s, s.n - 5));
    return s;
}

/* --- where signs stand ----------------------------------------------------------------------------------------------------- */

enum { STEP = 64 };     /* bytes that a word of bits stands for */

/* What a word of 64 bytes tells the next one. */
typedef struct Before {
    uint64_t space, feed;   /* did its last byte be one: 0 or 1 */
} Before;

static inline void see_word(LineMap *map, ptrdiff_t i, const char *p, Before *before)
{
    uint64_t feeds = 0, spaces = 0, tabs = 0;
    for (int k = 0; k < STEP; k += 16) {
        Bytes16 bytes = bytes16_at(p + k);
        feeds |= (uint64_t)bytes16_mask((Bytes16)(bytes == '\n')) << k;
        spaces |= (uint64_t)bytes16_mask((Bytes16)(bytes == ' ')) << k;
        tabs |= (uint64_t)bytes16_mask((Bytes16)(bytes == '\t')) << k;
    }
    map->feeds[i] = feeds;
    map->gaps[i] = spaces & (spaces << 1 | before->space);
    map->tabs[i] = tabs & ~(feeds << 1 | before->feed);
    *before = (Before){spaces >> (STEP - 1), feeds >> (STEP - 1)};
}

/* Of how many words each of its three arrays is: one more than the text begins. */
static ptrdiff_t words_of(Str text)
{
    return text.n / STEP + 2;
}

static LineMap map_in(uint64_t *room, Str text)
{
    ptrdiff_t words = words_of(text), i = 0;
    LineMap map = {.text = text, .feeds = room, .gaps = room + words, .tabs = room + 2 * words, .gap = -1, .tab = -1};
    Before before = {0, 1};
    for (; i + 2 < words; i++)
        see_word(&map, i, text.p + i * STEP, &before);
    char rest[STEP] = {0};
    if (text.n > i * STEP)
        memcpy(rest, text.p + i * STEP, (size_t)(text.n - i * STEP));
    see_word(&map, i, rest, &before);
    map.feeds[i + 1] = map.gaps[i + 1] = map.tabs[i + 1] = 0;
    return map;
}

LineMap linemap_of(Arena *a, Str text)
{
    return map_in(arena_raw(a, uint64_t, 3 * words_of(text)), text);
}

/* How many bits are 1: first of each two, of each four, of each byte, then of all. */
static inline int bits_in(uint64_t word)
{
    const uint64_t pairs = UINT64_MAX / 3, fours = UINT64_MAX / 5, bytes = UINT64_MAX / 17, ones = UINT64_MAX / 255;
    word -= word >> 1 & pairs;
    word = (word & fours) + (word >> 2 & fours);
    word = (word + (word >> 4)) & bytes;
    return (int)(word * ones >> 56);
}

ptrdiff_t linemap_count(const LineMap *map)
{
    Str text = map->text;
    ptrdiff_t n = text.n && text.p[text.n - 1] != '\n';
    for (ptrdiff_t i = 0; i * STEP < text.n; i++)
        n += bits_in(map->feeds[i]);
    return n;
}

/* Is there a bit in [from, to)? `*next` is the last one that was found, and no place before it is asked for again. */
static inline bool has_bit(const LineMap *map, const uint64_t *bits, ptrdiff_t *next, ptrdiff_t from, ptrdiff_t to)
{
    if (*next < from)
        *next = linemap_next(map, bits, from);
    return *next < to;
}

/* How many spaces the text begins with, of which more is left than it has. */
static ptrdiff_t spaces_at(const LineMap *map, ptrdiff_t from)
{
    enum { FEW = 16, ALL = 0xFFFF };
    ptrdiff_t n = 0;
    for (; from + n + FEW <= map->text.n; n += FEW) {
        unsigned spaces = bytes16_mask((Bytes16)(bytes16_at(map->text.p + from + n) == ' '));
        if (spaces != ALL)
            return n + bytes16_first(~spaces);
    }
    while (map->text.p[from + n] == ' ')
        n++;
    return n;
}

/* --- lines ----------------------------------------------------------------------------------------------------------------- */

/* ruler = run { blanks run }       run = 1*"-" / 1*"="; one of the runs is no mere sign. */
static bool is_ruler_of_runs(Str s)
{
    char sign = s.p[0];
    ptrdiff_t run = 0, longest = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (s.p[i] != sign && s.p[i] != ' ')
            return false;
        run = s.p[i] == sign ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest >= 2;
}

/* Bytes that an item's number or bullet begins with (kb/list), and the sides and corners of borders. */
static const bool IS_SIGN_OF_BLOCK[256] = {
    ['0'] = true, ['1'] = true, ['2'] = true, ['3'] = true, ['4'] = true, ['5'] = true, ['6'] = true, ['7'] = true,
    ['8'] = true, ['9'] = true, ['-'] = true, ['*'] = true, ['+'] = true, ['|'] = true,
};

static inline bool begins_plainly(char first, char second)
{
    return !IS_SIGN_OF_BLOCK[(unsigned char)first] && second != '.' && (first != 'o' || second != ' ');
}

/* A line that is longer or shorter in the end than it stands in the text. */
static __attribute__((noinline)) void set_changed(Arena *a, Line *line, Str s, int number)
{
    s = drop_break_tags(s);
    bool has_tab = str_find_char(s, '\t') >= 0;
    *line = has_tab ? line_of(a, expand_tabs(a, s), number) : line_of(a, s, number);
}

static inline __attribute__((always_inline)) void set(Arena *a, Line *line, LineMap *map, ptrdiff_t from, ptrdiff_t to, int number)
{
    Str s = str_trim_end((Str){map->text.p + from, to - from});
    if (!s.n) {
        *line = (Line){.text = s, .number = number, .indent = -1};
        return;
    }
    char last = s.p[s.n - 1];
    if ((last == '>' && str_ends(s, S("<BR/>"))) || s.p[0] == '\t' || has_bit(map, map->tabs, &map->tab, from, from + s.n)) {
        set_changed(a, line, s, number);
        return;
    }
    ptrdiff_t indent = s.p[0] == ' ' ? spaces_at(map, from) : 0;
    bool has_gap = has_bit(map, map->gaps, &map->gap, from + indent, from + s.n), is_run = false, is_ruler = false;
    char first = s.p[indent], second = s.n > indent + 1 ? s.p[indent + 1] : ' ';
    if (first == last) {        /* hardly ever */
        Str ink = {s.p + indent, s.n - indent};
        is_run = str_is_run(ink, first);
        is_ruler = (first == '-' || first == '=') && (is_run ? ink.n > 1 : is_ruler_of_runs(ink));
    }
    *line = (Line){
        .text = s, .number = number, .indent = (int)indent, .has_gap = has_gap, .is_run = is_run, .is_ruler = is_ruler,
        .is_plain = !has_gap && !is_run && !is_ruler && begins_plainly(first, second),
    };
}

void line_set(Arena *a, Line *line, LineMap *map, ptrdiff_t from, ptrdiff_t to, int number)
{
    set(a, line, map, from, to, number);
}

Line line_of(Arena *a, Str text, int number)
{
    enum { FEW = 4 };       /* are enough for nearly every line */
    Line line;
    uint64_t room[3 * FEW];
    LineMap map = words_of(text) <= FEW ? map_in(room, text) : linemap_of(a, text);
    line_set(a, &line, &map, 0, text.n, number);
    return line;
}

Lines lines_of(Arena *a, Str text, int first)
{
    LineMap map = linemap_of(a, text);
    Lines lines = {.n = linemap_count(&map)};
    lines.items = arena_raw(a, Line, lines.n);
    ptrdiff_t from = 0, n = 0;
    for (ptrdiff_t at = 0; at < text.n; at += STEP) {
        for (uint64_t feeds = map.feeds[at / STEP]; feeds; feeds &= feeds - 1) {
            ptrdiff_t to = at + __builtin_ctzll(feeds);
            set(a, &lines.items[n], &map, from, to, first + (int)n);
            from = to + 1;
            n++;
        }
    }
    if (n < lines.n)
        line_set(a, &lines.items[n], &map, from, text.n, first + (int)n);
    return lines;
}

Lines lines_sub(Lines lines, ptrdiff_t from, ptrdiff_t to)
{
    CHECK(from >= 0 && from <= to && to <= lines.n);
    return (Lines){lines.items + from, to - from};
}
