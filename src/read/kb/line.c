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

/* Gives the line ends of the word. */
static inline uint64_t see_word(uint64_t *gaps, const char *p, Before *before)
{
    uint64_t feeds = 0, spaces = 0, tabs = 0;
    for (int k = 0; k < STEP; k += 16) {
        Bytes16 bytes = bytes16_at(p + k);
        feeds |= (uint64_t)bytes16_mask((Bytes16)(bytes == '\n')) << k;
        spaces |= (uint64_t)bytes16_mask((Bytes16)(bytes == ' ')) << k;
        tabs |= (uint64_t)bytes16_mask((Bytes16)(bytes == '\t')) << k;
    }
    *gaps = (spaces & (spaces << 1 | before->space)) | (tabs & ~(feeds << 1 | before->feed));
    *before = (Before){spaces >> (STEP - 1), feeds >> (STEP - 1)};
    return feeds;
}

/* Of how many words each array of bits is: one more than the text begins. */
static ptrdiff_t words_of(Str text)
{
    return text.n / STEP + 2;
}

/* `feeds` has room for as many words, or is NULL. */
static LineMap map_in(uint64_t *gaps, uint64_t *feeds, Str text)
{
    ptrdiff_t words = words_of(text), i = 0;
    Before before = {0, 1};
    for (; i + 2 < words; i++) {
        uint64_t ends = see_word(&gaps[i], text.p + i * STEP, &before);
        if (feeds)
            feeds[i] = ends;
    }
    char rest[STEP] = {0};
    if (text.n > i * STEP)
        memcpy(rest, text.p + i * STEP, (size_t)(text.n - i * STEP));
    uint64_t ends = see_word(&gaps[i], rest, &before);
    if (feeds)
        feeds[i] = ends;
    gaps[i + 1] = 0;
    return (LineMap){.text = text, .gaps = gaps, .gap = -1};
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

/* Where the next gap is, at `at` or behind it; the text's end when there is none. */
static ptrdiff_t next_gap(const LineMap *map, ptrdiff_t at)
{
    ptrdiff_t word = at / STEP, words = words_of(map->text);
    uint64_t rest = map->gaps[word] >> at % STEP;
    if (rest)
        return at + __builtin_ctzll(rest);
    for (word++; word < words; word++)
        if (map->gaps[word])
            return word * STEP + __builtin_ctzll(map->gaps[word]);
    return map->text.n;
}

/* Is there a gap in [from, to)? No place before the last one that was found is asked for again. */
static inline bool has_gap_in(LineMap *map, ptrdiff_t from, ptrdiff_t to)
{
    if (map->gap < from)
        map->gap = next_gap(map, from);
    return map->gap < to;
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
static __attribute__((noinline)) void set_changed(Arena *a, Line *line, Str s)
{
    s = drop_break_tags(s);
    bool has_tab = str_find_char(s, '\t') >= 0;
    *line = line_of(a, has_tab ? expand_tabs(a, s) : s, line->number);
}

/* All of a line but its number, which is [from, to) of the text. */
static inline __attribute__((always_inline)) void set(Arena *a, Line *line, LineMap *map, ptrdiff_t from, ptrdiff_t to)
{
    const char *p = map->text.p;
    while (to > from && p[to - 1] <= ' ' && char_is_blank(p[to - 1]))
        to--;
    line->text = (Str){p + from, to - from};
    line->has_gap = line->is_run = line->is_ruler = line->is_plain = false;
    line->indent = -1;
    if (to == from)
        return;
    ptrdiff_t ink = p[from] == ' ' ? from + spaces_at(map, from) : from;
    char first = p[ink], second = to > ink + 1 ? p[ink + 1] : ' ', last = p[to - 1];
    bool has_gap = has_gap_in(map, ink, to);
    if (last == '>' || first == '\t' || has_gap) {
        Str s = line->text;
        if (first == '\t' || str_ends(s, S("<BR/>")) || (has_gap && str_find_char(s, '\t') >= 0)) {
            set_changed(a, line, s);
            return;
        }
    }
    line->indent = (int)(ink - from);
    line->has_gap = has_gap;
    if (first == last) {        /* hardly ever */
        Str s = {p + ink, to - ink};
        line->is_run = str_is_run(s, first);
        line->is_ruler = (first == '-' || first == '=') && (line->is_run ? s.n > 1 : is_ruler_of_runs(s));
    }
    line->is_plain = !has_gap && !line->is_run && !line->is_ruler && begins_plainly(first, second);
}

Line line_of(Arena *a, Str text, int number)
{
    enum { FEW = 4 };       /* are enough for nearly every line */
    Line line = {.number = number};
    uint64_t room[FEW];
    LineMap map = map_in(words_of(text) <= FEW ? room : arena_raw(a, uint64_t, words_of(text)), NULL, text);
    set(a, &line, &map, 0, text.n);
    return line;
}

Lines lines_split(Arena *a, LineMap *map, Str text, int first)
{
    ptrdiff_t words = words_of(text), from = 0, n = 0;
    uint64_t *feeds = arena_raw(a, uint64_t, 2 * words);
    *map = map_in(feeds + words, feeds, text);
    Lines lines = {.n = text.n && text.p[text.n - 1] != '\n'};     /* what follows the last line end counts when it is not empty */
    for (ptrdiff_t i = 0; i + 1 < words; i++)
        lines.n += bits_in(feeds[i]);
    lines.items = arena_raw(a, Line, lines.n);
    for (ptrdiff_t i = 0; i + 1 < words; i++) {
        for (uint64_t ends = feeds[i]; ends; ends &= ends - 1) {
            ptrdiff_t to = i * STEP + __builtin_ctzll(ends);
            lines.items[n].text = (Str){text.p + from, to - from};
            lines.items[n].number = first + (int)n;
            from = to + 1;
            n++;
        }
    }
    if (n < lines.n) {
        lines.items[n].text = (Str){text.p + from, text.n - from};
        lines.items[n].number = first + (int)n;
    }
    return lines;
}

void lines_shape(Arena *a, LineMap *map, Lines lines)
{
    LineMap m = *map;       /* which no store to a line may change */
    for (Line *line = lines.items, *end = line + lines.n; line < end; line++) {
        uintptr_t from = (uintptr_t)line->text.p - (uintptr_t)m.text.p;
        if (from + (uintptr_t)line->text.n <= (uintptr_t)m.text.n && from <= (uintptr_t)m.text.n)
            set(a, line, &m, (ptrdiff_t)from, (ptrdiff_t)from + line->text.n);
        else
            *line = line_of(a, line->text, line->number);
    }
}

Lines lines_of(Arena *a, Str text, int first)
{
    LineMap map;
    Lines lines = lines_split(a, &map, text, first);
    lines_shape(a, &map, lines);
    return lines;
}

Lines lines_sub(Lines lines, ptrdiff_t from, ptrdiff_t to)
{
    CHECK(from >= 0 && from <= to && to <= lines.n);
    return (Lines){lines.items + from, to - from};
}

/* A third of the bytes is enough: what is no blank is in none of the three places that end there, one and two bytes on. */
ptrdiff_t line_find_gap(Str s)
{
    for (ptrdiff_t at = 2; at < s.n;) {
        if (s.p[at] != ' ')
            at += 3;
        else if (s.p[at - 1] != ' ')
            at += 2;
        else if (s.p[at - 2] != ' ')
            at++;
        else
            return at - 2;
    }
    return -1;
}
