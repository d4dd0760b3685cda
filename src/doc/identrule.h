/* identrule: what the rules of the recogniser (ident.h) have in common, and nobody else. A rule is asked at a character that no identifier of its kind is
 * without; it looks back a bounded way for where the identifier begins, and ahead for where it ends. */
#ifndef KB_DOC_IDENTRULE_H
#define KB_DOC_IDENTRULE_H

#include "doc/ident.h"

#include "base/utf8.h"

enum {
    BACK_MAX = 64,          /* how far to look back for the begin of a name */
    PATH_MAX_LENGTH = 260,  /* of the systems these articles are about */
    NAME_MAX_LENGTH = 80,   /* of a name without a drive, share or root before it */
    PLACEHOLDER_MAX = 40,
    HEX_MAX = 16,
    EVENT_GAP_MAX = 16,     /* between "Event ID" and its number */
    CONTEXT_MAX = 48        /* how far before a code its meaning may stand */
};

typedef struct Scan {
    const IdPattern *ids;
    Str text;
    ptrdiff_t from;         /* nothing before it is part of an identifier */
    ptrdiff_t dead;         /* up to here no word is a file or path: their other dots need no asking */
    ptrdiff_t digits;       /* how many there are at a digit that is asked for */
    bool line_start;
} Scan;

static inline ptrdiff_t digits_at(Str s, ptrdiff_t at)
{
    ptrdiff_t n = 0;
    while (at + n < s.n && char_is_digit(s.p[at + n]))
        n++;
    return n;
}

static inline ptrdiff_t word_at(Str s)
{
    ptrdiff_t n = 0;
    while (n < s.n && char_is_alnum(s.p[n]))
        n++;
    return n;
}

static inline bool hit(Ident *found, IdentKind kind, ptrdiff_t at, ptrdiff_t end)
{
    *found = (Ident){.kind = kind, .at = at, .n = end - at, .key_at = at, .key_n = end - at, .number = -1};
    return true;
}

/* Letters of the alphabets that put blanks between words. Below U+00C0 and from U+2000 on stand quotation marks, dashes and the scripts
 * that write "(see) Q123456" without a blank. */
static inline bool is_letter(Str s, ptrdiff_t at)
{
    if ((unsigned char)s.p[at] < 0x80)
        return char_is_alpha(s.p[at]);
    Rune r = utf8_decode(str_from(s, at));
    return r.value >= 0xC0 && r.value < 0x2000;
}

/* Does something else than a letter, a digit or one of `not` stand before `at`? */
static inline bool is_free_before(Str s, ptrdiff_t at, Str not)
{
    if (at == 0)
        return true;
    char c = s.p[at - 1];
    if ((unsigned char)c < 0x80)
        return !char_is_alnum(c) && !char_is_in(c, not);
    while (at > 1 && ((unsigned char)s.p[at - 1] & 0xC0) == 0x80)
        at--;
    return !is_letter(s, at - 1);
}

static inline bool is_free_behind(Str s, ptrdiff_t at, Str not)
{
    return at == s.n || (!char_is_digit(s.p[at]) && !is_letter(s, at) && !char_is_in(s.p[at], not));
}

/* ".exe", ".PPD": a dot and a letter or digit make the whole a file name, unlike the full stop of a sentence. */
static inline bool has_extension(Str s, ptrdiff_t at)
{
    return at + 1 < s.n && s.p[at] == '.' && char_is_alnum(s.p[at + 1]);
}

static inline bool ends_code(Str s, ptrdiff_t at)
{
    return is_free_behind(s, at, S("_@")) && !has_extension(s, at);
}

/* `word` before `at`, any case. Its last letter is asked first: nearly always that is another. */
static inline bool stands_before(const Scan *s, ptrdiff_t at, Str word)
{
    bool may_be = at - word.n >= s->from && char_lower(s->text.p[at - 1]) == char_lower(word.p[word.n - 1]);
    return may_be && str_eq_fold(str_sub(s->text, at - word.n, at), word);
}

static inline bool is_one_of(Str word, const Str *words, ptrdiff_t n)
{
    for (ptrdiff_t i = 0; i < n; i++)
        if (str_eq_fold(word, words[i]))
            return true;
    return false;
}

#define W(word) {word, sizeof(word) - 1}

/* What stands before a code tells what it is: cuts the last word off `*before`. */
static inline Str cut_last_word(Str *before)
{
    while (before->n && !char_is_alnum(before->p[before->n - 1]) && char_is_in(before->p[before->n - 1], S(" \t:(\"'#=*,")))
        before->n--;
    ptrdiff_t n = before->n;
    while (n && char_is_alpha(before->p[n - 1]))
        n--;
    Str word = str_from(*before, n);
    before->n = n;
    return word;
}

static inline Str context_before(Str text, ptrdiff_t at)
{
    return str_sub(text, at > CONTEXT_MAX ? at - CONTEXT_MAX : 0, at);
}

/* What names of files and folders are made of here, the dot, the backslash and the placeholder apart. */
static inline bool is_name_char(char c)
{
    return char_is_alnum(c) || c == '_' || c == '-' || c == '~' || c == '$' || c == '%' || c == '*' || c == '#' || c == '&' || c == '+' || c == '!' ||
           c == '?';
}

/* The rules. Each has its pattern above it: "…" any case, [abc] one of, {x} any number of, <name> a placeholder as articles write it. */
typedef bool Rule(Scan *s, ptrdiff_t at, Ident *found);

Rule ident_url, ident_bare_url, ident_mail;                     /* at a colon, a dot, '@' */
Rule ident_file, ident_unc, ident_registry;                     /* at a dot or backslash, a backslash, a backslash or '_' */
Rule ident_event, ident_hexadecimal, ident_status, ident_tool_error;    /* at a digit */

#endif
