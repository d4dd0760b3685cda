#include "read/kb/line.h"

#include "base/buf.h"
#include "base/bytes16.h"

enum { INDENT_MAX = (1 << (LINE_INDENT_BITS - 1)) - 1 };

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

/* What stands between the words of a line. */
typedef struct Blanks {
    ptrdiff_t indent;
    bool has_tab, has_gap;      /* a tab; two spaces side by side behind the indent */
} Blanks;

/* `s` ends in no blank. Every line of an article is asked, so sixteen bytes at a time: the last of them perhaps again, those of a short line in a copy. A bit for
 * each space; the indent is the run of bits at the beginning, and is taken away there. */
static Blanks blanks_of(Str s)
{
    enum { STEP = 16, ALL = 0xFFFF };
    ptrdiff_t indent = 0;
    Bytes16 tabs = {0};
    unsigned gaps = 0, before = 0;
    for (ptrdiff_t i = 0; i < s.n; i += STEP) {
        char room[STEP] = {0};
        const char *p = s.p + i;
        ptrdiff_t over = i + STEP - s.n;
        if (over > 0 && s.n >= STEP)
            p -= over;
        else if (over > 0)
            p = memcpy(room, p, (size_t)s.n);
        Bytes16 bytes = bytes16_at(p);
        unsigned spaces = bytes16_mask((Bytes16)(bytes == ' '));
        tabs |= (Bytes16)(bytes == '\t');
        if (over > 0 && s.n >= STEP)
            spaces >>= over;
        if (indent == i) {
            indent += spaces == ALL ? STEP : bytes16_first(~spaces);
            spaces &= spaces + 1;
        }
        gaps |= spaces & (spaces << 1 | before);
        before = spaces >> (STEP - 1);
    }
    return (Blanks){indent, bytes16_any(tabs), gaps != 0};
}

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

static bool begins_plainly(Str ink)
{
    char first = ink.p[0], second = ink.n > 1 ? ink.p[1] : ' ';
    return !IS_SIGN_OF_BLOCK[(unsigned char)first] && second != '.' && (first != 'o' || second != ' ');
}

void line_set(Arena *a, Line *line, Str text, int number)
{
    Str s = str_trim_end(text);
    if (s.n && s.p[s.n - 1] == '>')
        s = drop_break_tags(s);
    if (!s.n) {
        *line = (Line){.text = s, .number = number, .indent = -1};
        return;
    }
    Blanks blanks = blanks_of(s);
    if (blanks.has_tab) {
        s = expand_tabs(a, s);
        blanks = blanks_of(s);
    }
    Str ink = (Str){s.p + blanks.indent, s.n - blanks.indent};
    char first = ink.p[0];
    bool may_be_run = first == ink.p[ink.n - 1];      /* hardly ever */
    bool is_run = may_be_run && str_is_run(ink, first);
    bool is_ruler = may_be_run && (first == '-' || first == '=') && (is_run ? ink.n > 1 : is_ruler_of_runs(ink));
    *line = (Line){
        .text = s, .number = number, .indent = blanks.indent & INDENT_MAX, .has_gap = blanks.has_gap, .is_run = is_run, .is_ruler = is_ruler,
        .is_plain = !blanks.has_gap && !is_run && !is_ruler && begins_plainly(ink),
    };
}

Line line_of(Arena *a, Str text, int number)
{
    Line line;
    line_set(a, &line, text, number);
    return line;
}

/* Line ends are counted without a branch inside, which compilers turn into a handful of vector instructions. */
ptrdiff_t lines_count(Str text)
{
    enum { STEP = 64 };
    ptrdiff_t n = 0, i = 0;
    for (; i + STEP <= text.n; i += STEP) {
        unsigned char found = 0;
        for (int k = 0; k < STEP; k++)
            found = (unsigned char)(found + (text.p[i + k] == '\n'));
        n += found;
    }
    for (; i < text.n; i++)
        n += text.p[i] == '\n';
    return n + (text.n && text.p[text.n - 1] != '\n');
}

Lines lines_of(Arena *a, Str text, int first)
{
    Lines lines = {.n = lines_count(text)};
    lines.items = arena_raw(a, Line, lines.n);
    const char *p = text.p, *end = text.p + text.n;
    for (ptrdiff_t i = 0; i < lines.n; i++) {
        const char *feed = memchr(p, '\n', (size_t)(end - p)), *stop = feed ? feed : end;
        line_set(a, &lines.items[i], (Str){p, stop - p}, first + (int)i);
        p = feed ? feed + 1 : end;
    }
    return lines;
}

Lines lines_sub(Lines lines, ptrdiff_t from, ptrdiff_t to)
{
    CHECK(from >= 0 && from <= to && to <= lines.n);
    return (Lines){lines.items + from, to - from};
}
