#include "base/baseline.h"

#include <stdlib.h>

/* --- a finding as a line ---------------------------------------------------------------------------------------------------- */

static Str below(Str root, Str path)
{
    bool has_root = root.n && !str_eq(root, S(".")) && str_starts(path, root);
    Str rest = has_root ? str_from(path, root.n) : path;
    return has_root && (str_starts(rest, S("/")) || str_ends(root, S("/"))) ? str_unprefix(rest, S("/")) : path;
}

/* Messages about two files that want the same name the other one, always as a word. */
static bool names_a_file(DiagCode code)
{
    return code == DIAG_DUPLICATE_ID || code == DIAG_DUPLICATE_PERMALINK;
}

static bool is_count_of_lines(Str before, Str after)
{
    return str_ends(before, S(" line ")) || (!before.n && str_starts(after, S(" more ")));
}

/* The sentence without what may change while the fault stays: numbers of lines, how many more of a kind there are, what a name is near to. */
static void put_lasting(Buf *out, const Diag *d, Str root)
{
    ptrdiff_t hint = str_find(d->message, S("; did you mean "));
    Str message = hint >= 0 ? str_head(d->message, hint) : d->message;
    for (ptrdiff_t i = 0, end; i < message.n; i = end) {
        bool begins_word = i == 0 || message.p[i - 1] == ' ';
        end = i + 1;
        if (begins_word && char_is_digit(message.p[i])) {
            while (end < message.n && char_is_digit(message.p[end]))
                end++;
            if (is_count_of_lines(str_head(message, i), str_from(message, end)))
                continue;
        } else if (begins_word && names_a_file(d->code)) {
            Str rest = str_from(message, i);
            end = i + (rest.n - below(root, rest).n);
            if (end > i)
                continue;
            end = i + 1;
        }
        buf_put(out, str_sub(message, i, end));
    }
}

static Str line_of(Arena *a, const Diag *d, Str root)
{
    Buf lasting = {.arena = a}, line = {.arena = a};
    put_lasting(&lasting, d, root);
    buf_put_visible(&line, below(root, d->path));
    buf_put(&line, S(": "));
    buf_put_visible(&line, buf_str(&lasting));
    buf_fmt(&line, " [" STR_FMT "]", STR_ARG(diag_name(d->code)));
    return buf_str(&line);
}

/* --- counts ----------------------------------------------------------------------------------------------------------------- */

static BaselineCount *count_of(Baseline *b, Str finding)
{
    b->findings.arena = b->arena;
    ptrdiff_t i = table_add(&b->findings, finding);
    b->counts = arena_grow(b->arena, b->counts, i, &b->cap, sizeof *b->counts);
    return &b->counts[i];
}

void baseline_add(Baseline *b, const Diag *d)
{
    count_of(b, line_of(b->arena, d, b->root))->known++;
}

bool baseline_meet(Baseline *b, const Diag *d)
{
    ArenaMark mark = arena_mark(b->arena);
    ptrdiff_t i = table_find(&b->findings, line_of(b->arena, d, b->root));
    arena_rewind(b->arena, mark);
    return i >= 0 && b->counts[i].met++ < b->counts[i].known;
}

ptrdiff_t baseline_gone(const Baseline *b)
{
    ptrdiff_t gone = 0;
    for (ptrdiff_t i = 0; i < b->findings.n; i++)
        if (b->counts[i].met < b->counts[i].known)
            gone += b->counts[i].known - b->counts[i].met;
    return gone;
}

/* --- as text ---------------------------------------------------------------------------------------------------------------- */

/* line = finding | finding " x" count; a finding ends in ']' */
static bool read_line(Baseline *b, Str line)
{
    ptrdiff_t end = str_find_last_char(line, ']') + 1, known = 1;
    Str rest = str_from(line, end);
    if (rest.n)
        known = str_starts(rest, S(" x")) ? (ptrdiff_t)str_number(str_from(rest, 2)) : 0;
    if (!end || known < 1 || str_find(line, S(": ")) < 0)
        return false;
    count_of(b, str_head(line, end))->known += known;
    return true;
}

bool baseline_read(Baseline *b, Str text, int *line)
{
    for (*line = 1; text.n; ++*line) {
        Str s = str_trim_end(str_cut_line(&text));
        bool is_heading = *line == 1 && str_starts(s, S("# "));
        if (s.n && !is_heading && !read_line(b, s))
            return false;
    }
    return true;
}

typedef struct Entry {
    Str finding;
    ptrdiff_t known;
} Entry;

static int by_finding(const void *x, const void *y)
{
    return str_cmp(((const Entry *)x)->finding, ((const Entry *)y)->finding);
}

void baseline_put(Buf *out, const Baseline *b)
{
    ptrdiff_t n = b->findings.n;
    Entry *entries = arena_new(out->arena, Entry, n);
    for (ptrdiff_t i = 0; i < n; i++)
        entries[i] = (Entry){b->findings.keys[i], b->counts[i].known};
    if (n)
        qsort(entries, (size_t)n, sizeof *entries, by_finding);
    buf_put(out, S("# What kb check puts up with, one finding a line. `kb check --write-baseline` writes this file anew.\n"));
    for (ptrdiff_t i = 0; i < n; i++) {
        buf_put(out, entries[i].finding);
        if (entries[i].known > 1)
            buf_fmt(out, " x%td", entries[i].known);
        buf_putc(out, '\n');
    }
}
