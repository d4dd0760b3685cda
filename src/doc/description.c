/* The first paragraph that says something is looked for: no heading in disguise ("SUMMARY"), no note, no sentence that stands above hundreds of articles
 * and tells of none. One that leads to a message ("the following error appears:") takes the message along. */
#include "doc/description.h"

#include "base/bytes16.h"
#include "base/utf8.h"

enum {
    SENTENCE_MIN = 60,      /* bytes of what is cut behind a sentence */
    LINE_MIN = 40,          /* bytes of a text that ends like no sentence, */
    WORDS_MIN = 3           /* or words of one that ends in a colon */
};

/* --- words -------------------------------------------------------------------------------------------------------------------- */

/* Is a blank among sixteen bytes that words with one blank between them have not: another one than a space, or one before a space? */
static bool has_odd_blank(const char *p)
{
    Bytes16 bytes = bytes16_at(p);
    return bytes16_any((Bytes16)(bytes - '\t' <= '\r' - '\t') | ((Bytes16)(bytes == ' ') & (Bytes16)(bytes16_at(p + 1) == ' ')));
}

/* A long text is mostly what put_words makes of it. */
static bool is_regular(Str text)
{
    if (text.n <= 16 || char_is_blank(text.p[0]) || char_is_blank(text.p[text.n - 1]))
        return false;
    for (ptrdiff_t i = 0; text.n - i > 16; i += 16)
        if (has_odd_blank(text.p + i))
            return false;
    return !has_odd_blank(text.p + text.n - 17);
}

/* Words with one blank between them. */
static void put_words(Buf *b, Str text)
{
    char *to = buf_reserve(b, text.n + 1);
    bool is_due = b->n > 0;     /* a blank, before the next word */
    ptrdiff_t n = 0;
    if (is_regular(text)) {
        if (is_due)
            buf_putc(b, ' ');
        buf_put(b, text);
        return;
    }
    for (ptrdiff_t i = 0; i < text.n; i++) {
        if (char_is_blank(text.p[i])) {
            is_due = b->n + n > 0;
            continue;
        }
        if (is_due)
            to[n++] = ' ';
        is_due = false;
        to[n++] = text.p[i];
    }
    b->n += n;
}

static bool is_closing(char c)
{
    return char_is_in(c, S("\"')]"));
}

static bool is_full_stop(char c)
{
    return char_is_in(c, S(".!?"));
}

/* "Dr. Watson", "the U.S. version": a full stop that ends no sentence. */
static bool is_abbreviated(Str before)
{
    static const char *const words[] = {"Dr", "Mr", "Mrs", "Ms", "St", "vs", "No", "Inc", "Corp", "Co", "Ltd", "e.g", "i.e", "Fig", "ver", "incl"};
    Str word = str_from(before, str_find_last_char(before, ' ') + 1);
    while (word.n && char_is_in(word.p[0], S("\"'([")))
        word = str_from(word, 1);
    bool found = word.n == 1 || (word.n > 1 && word.p[word.n - 2] == '.');
    for (ptrdiff_t i = 0; i < countof(words); i++)
        found |= str_eq_fold(word, str(words[i]));
    return found;
}

/* Where the last sentence ends that is whole in the first `limit` bytes; 0 when none is. */
static ptrdiff_t last_sentence(Str text, ptrdiff_t limit)
{
    for (ptrdiff_t i = limit < text.n ? limit - 1 : text.n - 1; i >= 0; i--) {
        if (!is_full_stop(text.p[i]))
            continue;
        ptrdiff_t next = i + 1;
        while (next < text.n && is_closing(text.p[next]))
            next++;
        bool is_last = next == text.n || (text.p[next] == ' ' && next + 1 < text.n && !char_is_lower(text.p[next + 1]));
        if (is_last && next <= limit && !(text.p[i] == '.' && is_abbreviated(str_head(text, i))))
            return next;
    }
    return 0;
}

/* --- what says nothing --------------------------------------------------------------------------------------------------------- */

static bool is_common(Str text)
{
    static const char *const starts[] = {
        "The information in this article applies to", "This information in this article applies to", "This information applies to", "Novice:", "Moderate:",
        "Advanced:", "Important:", "Warning:", "Caution:", "Note:", "This article was previously published",
    };
    bool found = str_starts_fold(text, S("For a ")) && str_find(text, S(" version of this article")) > 0;
    for (ptrdiff_t i = 0; i < countof(starts); i++)
        found |= str_starts_fold(text, str(starts[i]));
    return found;
}

/* A sentence, or the beginning of one: no title, which has more great words than small ones, and no line of capitals. */
static bool is_sentence(Str text)
{
    ptrdiff_t small = 0, great = 0, other = 0, end = text.n;
    while (end && is_closing(text.p[end - 1]))
        end--;
    bool is_ended = end && (is_full_stop(text.p[end - 1]) || (unsigned char)text.p[end - 1] >= 0x80);
    for (ptrdiff_t i = 0; i < text.n; i++) {
        if (i && text.p[i - 1] != ' ')
            continue;
        small += char_is_lower(text.p[i]);
        great += char_is_upper(text.p[i]);
        other += (unsigned char)text.p[i] >= 0x80;
        if (is_ended && (small || other))
            return true;
    }
    if (!small && !other)
        return false;
    bool leads_on = text.p[text.n - 1] == ':' && small + great + other >= WORDS_MIN;
    return (leads_on || text.n >= LINE_MIN) && small + other >= great;
}

/* --- the paragraph --------------------------------------------------------------------------------------------------------------- */

static bool is_apart(const Block *b)
{
    return b->kind == BLOCK_CALLOUT || b->kind == BLOCK_REFERENCES || b->kind == BLOCK_TABLE || b->kind == BLOCK_HEADING;
}

/* The first paragraph that will do; with `any`, the first there is. Its words are put into an empty buffer. */
static const Block *find_paragraph(Buf *words, const Doc *d, bool any)
{
    for (const Block *b = d->root->child; b;) {
        if (b->kind == BLOCK_PARAGRAPH) {
            words->n = 0;
            put_words(words, inline_text(words->arena, b->text));
            if (any ? words->n > 0 : is_sentence(buf_str(words)) && !is_common(buf_str(words)))
                return b;
        }
        b = is_apart(b) && !any ? block_following_sibling(d->root, b) : block_following(d->root, b);
    }
    return NULL;
}

/* What a paragraph leads to, when it is words. */
static void put_message(Buf *words, const Doc *d, const Block *b)
{
    const Block *next = block_following_sibling(d->root, b);
    while (next && (next->kind == BLOCK_LIST || next->kind == BLOCK_ITEM || next->kind == BLOCK_QUOTE))
        next = next->child;
    bool is_message = next && next->kind == BLOCK_LITERAL && (next->literal_kind == LITERAL_MESSAGE || next->literal_kind == LITERAL_PLAIN);
    if (next && next->kind == BLOCK_PARAGRAPH)
        put_words(words, inline_text(words->arena, next->text));
    else if (is_message)
        put_words(words, next->literal);
}

static Str cut(Arena *a, Str text)
{
    if (text.n <= DESCRIPTION_MAX)
        return text;
    bool is_plain = utf8_is_ascii(str_head(text, DESCRIPTION_MAX));
    ptrdiff_t limit = is_plain ? DESCRIPTION_MAX : 0;
    for (int n = 0; !is_plain && n < DESCRIPTION_MAX && limit < text.n; n++)
        limit += (unsigned char)text.p[limit] < 0x80 ? 1 : utf8_decode(str_from(text, limit)).n;
    if (limit == text.n)
        return text;
    ptrdiff_t sentence = last_sentence(text, limit), blank = str_find_last_char(str_head(text, limit), ' ');
    if (sentence >= SENTENCE_MIN)
        return str_head(text, sentence);
    Str head = blank > limit / 2 ? str_head(text, blank) : utf8_head(text, limit - 1);
    while (head.n && char_is_in(head.p[head.n - 1], S(",;:(-")))
        head = str_trim_end(str_head(head, head.n - 1));
    return str_join2(a, head, S("…"));
}

Str doc_description(Arena *a, const Doc *d)
{
    if (d->meta.description.n)
        return d->meta.description;
    Buf words = {.arena = a};
    const Block *b = find_paragraph(&words, d, false);
    if (!b)
        b = find_paragraph(&words, d, true);
    if (!b)
        return (Str){0};
    ptrdiff_t end = last_sentence(buf_str(&words), words.n);
    bool leads_on = words.n && words.p[words.n - 1] == ':';
    if (leads_on && end >= SENTENCE_MIN)
        words.n = end;
    else if (leads_on || !end)
        put_message(&words, d, b);
    return cut(a, buf_str(&words));
}
