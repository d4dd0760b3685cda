/* source: the body of an archive article as its author wrote it, taken from the file by a reader of its own. It shares nothing with src/read
 * but the ground (src/base), so that the two cannot be wrong in the same way: it knows where a body begins and ends, and nothing of
 * what is inside. Both formats of the archive: the plain text, and the same article with a tab before each line inside front matter. */
#ifndef KB_TESTS_SOURCE_H
#define KB_TESTS_SOURCE_H

#include "base/buf.h"
#include "base/utf8.h"

typedef struct SourceLine {
    Str text;           /* decoded, without the blanks at both ends */
    int number;         /* 1-based, of the file */
    bool is_stub;       /* stands before the applies-to block, or first in an article without one: leftovers of an older header, or prose */
} SourceLine;

typedef struct SourceBody {
    int64_t number;     /* of the article */
    bool is_converted;  /* made of the plain text, with `<XX>` for a byte that is not ASCII */
    SourceLine *lines;
    ptrdiff_t n;
} SourceBody;

/* A stretch of the file's lines. */
typedef struct SourceRange {
    const Str *lines;
    ptrdiff_t from, to;
} SourceRange;

/* What the archive's bytes 0x80 to 0x9F are (cp1252); the ones it leaves open are no characters. */
static inline uint32_t source_cp1252(unsigned char byte)
{
    static const uint16_t high[32] = {0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
                                      0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                      0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};
    return byte >= 0x80 && byte < 0xA0 ? high[byte - 0x80] : byte;
}

/* DEL and nothing else up to the end of the line. */
static inline bool source_is_last_del(Str s)
{
    while (s.n && s.p[0] == '\x7F')
        s = str_from(s, 1);
    return !s.n || s.p[0] == '\r' || s.p[0] == '\n';
}

/* The file as UTF-8: what is UTF-8 already stays, all else is cp1252. A no-break space is a space, a control character is U+FFFD,
 * and so is a DEL that does not end its line. */
static inline Str source_decoded(Arena *a, Str file)
{
    bool is_utf8 = utf8_is_valid(file);
    Buf b = buf_new(a, file.n + 16);
    for (ptrdiff_t i = 0; i < file.n;) {
        Rune rune = is_utf8 ? utf8_decode(str_from(file, i))
                            : (Rune){.value = source_cp1252((unsigned char)file.p[i]), .n = 1};
        bool is_control = rune.value == 0x7F ? !source_is_last_del(str_from(file, i))
                                             : rune.value < 0x20 && !char_is_blank((char)rune.value);
        buf_put_rune(&b, is_control ? UTF8_REPLACEMENT : rune.value == 0xA0 ? ' ' : rune.value);
        i += rune.n;
    }
    return buf_str(&b);
}

static inline bool source_is_blank(Str line)
{
    return str_trim(line).n == 0;
}

/* A rule of the envelope: nothing but `c`, at least `n` of them. */
static inline bool source_is_rule(Str line, char c, ptrdiff_t n)
{
    Str s = str_trim(line);
    return s.n >= n && str_is_run(s, c);
}

static inline void source_skip_blanks_back(SourceRange *r)
{
    while (r->to > r->from && source_is_blank(r->lines[r->to - 1]))
        r->to--;
}

/* `Keywords          : kbone kbtwo`: a key padded to 18 columns. */
static inline bool source_is_field(Str line)
{
    return line.n > 18 && line.p[18] == ':' && char_is_upper(line.p[0]);
}

/* Cuts what follows the body, from the end of the file: the notice with the copyright line, the long rule, the fields and the rule above
 * them. Body text may hold any of these, so nothing is looked for from the front. */
static inline void source_cut_tail(SourceRange *r)
{
    source_skip_blanks_back(r);
    if (r->to > r->from && str_starts(r->lines[r->to - 1], S("Copyright "))) {
        ptrdiff_t notice = r->to - 1;
        while (notice > r->from && !str_starts(r->lines[notice], S("THE INFORMATION PROVIDED IN")))
            notice--;
        r->to = notice;
        source_skip_blanks_back(r);
    }
    if (r->to == r->from || !source_is_rule(r->lines[r->to - 1], '=', 77))
        return;
    r->to--;
    source_skip_blanks_back(r);
    ptrdiff_t fields = r->to;
    while (fields > r->from && source_is_field(r->lines[fields - 1]))
        fields--;
    if (fields > r->from && source_is_rule(r->lines[fields - 1], '=', 70))
        r->to = fields - 1;
    source_skip_blanks_back(r);
}

static inline bool source_is_query_words(Str line)
{
    return str_starts(line, S("Additional query word")) || str_starts(line, S("Additional reference words:"));
}

/* The last paragraph of a body may end in `Additional query words:` and what continues it. */
static inline void source_cut_query_words(SourceRange *r)
{
    source_skip_blanks_back(r);
    for (ptrdiff_t i = r->to - 1; i >= r->from && !source_is_blank(r->lines[i]); i--) {
        if (source_is_query_words(r->lines[i])) {
            r->to = i;
            source_skip_blanks_back(r);
            return;
        }
    }
}

/* The applies-to block, from its opening rule up to and including its closing one; empty (from == to) when there is none. */
static inline SourceRange source_applies_to(const SourceRange *r)
{
    for (ptrdiff_t i = r->from; i + 1 < r->to; i++) {
        if (!source_is_rule(r->lines[i], '-', 60) || !str_starts(r->lines[i + 1], S("The information in this article applies to:")))
            continue;
        ptrdiff_t end = i + 2;
        while (end < r->to && !source_is_rule(r->lines[end], '-', 60))
            end++;
        return (SourceRange){r->lines, i, end < r->to ? end + 1 : end};
    }
    return (SourceRange){r->lines, r->from, r->from};
}

/* The number of the id at the start of `s`, -1 without one. */
static inline int64_t source_id(Str s)
{
    ptrdiff_t n = 1;
    while (n < s.n && char_is_digit(s.p[n]))
        n++;
    return s.n && s.p[0] == 'Q' ? str_number(str_sub(s, 1, n)) : -1;
}

/* The six lines of the header, then the rule that ends it; three files of the archive lack the rule. */
static inline bool source_skip_text_header(SourceRange *r, int64_t *number)
{
    *number = source_id(str_unprefix(r->lines[r->from], S("DOCUMENT:")));
    ptrdiff_t header_end = r->from;
    while (header_end < r->to && !source_is_blank(r->lines[header_end]))
        header_end++;
    r->from = header_end;
    for (ptrdiff_t i = header_end; i < r->to && i < header_end + 3; i++)
        if (source_is_rule(r->lines[i], '=', 70))
            r->from = i + 1;
    return *number >= 0;
}

/* What stands between the raw tags, one tab off each line, and behind the six lines of fields. Articles without a product came from an older
 * source and not from the plain text: nothing follows their body. */
static inline bool source_skip_front_matter(SourceRange *r, Str *lines, SourceBody *body)
{
    while (r->from < r->to && !str_eq(str_trim(lines[r->from]), S("{% raw %}")))
        r->from++;
    while (r->to > r->from && !str_eq(str_trim(lines[r->to - 1]), S("{% endraw %}")))
        r->to--;
    if (r->from == r->to)
        return false;
    r->from++;
    r->to--;
    for (ptrdiff_t i = r->from; i < r->to; i++)
        lines[i] = str_unprefix(lines[i], S("\t"));
    body->number = -1;
    body->is_converted = true;
    while (r->from < r->to && !str_starts(lines[r->from], S("Last Modified:"))) {
        if (str_starts(lines[r->from], S("Article: ")))
            body->number = source_id(str_from(lines[r->from], 9));
        if (str_starts(lines[r->from], S("Product(s): See article")))
            body->is_converted = false;
        r->from++;
    }
    r->from += r->from < r->to;
    return body->number >= 0;
}

static inline void source_add_lines(SourceBody *body, const SourceRange *r, bool is_stub)
{
    for (ptrdiff_t i = r->from; i < r->to; i++)
        body->lines[body->n++] = (SourceLine){.text = str_trim(r->lines[i]), .number = (int)i + 1, .is_stub = is_stub};
}

/* The body of the article in `file`; false when this is no article of the archive. Everything is on the arena. */
static inline bool source_body(Arena *a, Str file, SourceBody *body)
{
    Str rest = source_decoded(a, file);
    ptrdiff_t count = 0;
    for (ptrdiff_t i = 0; i < rest.n; i++)
        count += rest.p[i] == '\n';
    Str *lines = arena_new(a, Str, count + 1);
    SourceRange all = {.lines = lines};
    while (rest.n)
        lines[all.to++] = str_cut_line(&rest);

    *body = (SourceBody){.lines = arena_new(a, SourceLine, all.to + 1)};
    bool is_text = str_starts(file, S("DOCUMENT:"));
    bool ok = is_text ? source_skip_text_header(&all, &body->number) : source_skip_front_matter(&all, lines, body);
    if (!ok)
        return false;
    if (is_text || body->is_converted) {
        source_cut_tail(&all);
        source_cut_query_words(&all);
    }
    SourceRange applies = source_applies_to(&all);
    ptrdiff_t stub = applies.from, from = applies.to;
    if (applies.from == applies.to) {    /* without the block: the first lines down to a blank one */
        while (from < all.to && source_is_blank(lines[from]))
            from++;
        while (from < all.to && !source_is_blank(lines[from]))
            from++;
        stub = from;
    }
    source_add_lines(body, &(SourceRange){lines, all.from, stub}, true);
    source_add_lines(body, &(SourceRange){lines, from, all.to}, false);
    return true;
}

#endif
