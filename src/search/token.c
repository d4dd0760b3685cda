#include "search/token.h"

#include "base/fold.h"
#include "base/utf8.h"

#include <stdlib.h>

/* --- words -------------------------------------------------------------------------------------------------------------------------- */

/* How many bytes of a word start at `i`; 0 when none does. */
static int word_bytes(Str s, ptrdiff_t i, uint32_t *rune)
{
    unsigned char c = (unsigned char)s.p[i];
    if (c < 0x80) {
        *rune = c;
        return char_is_lower((char)c) || char_is_digit((char)c);
    }
    Rune r = utf8_decode(str_from(s, i));
    *rune = r.value;
    return rune_is_word(r.value) ? r.n : 0;
}

/* Scripts that are written without blanks between words. */
static bool stands_alone(uint32_t rune)
{
    return (rune >= 0x0E00 && rune <= 0x0E7F) || (rune >= 0x3040 && rune <= 0x30FF) || (rune >= 0x3400 && rune <= 0x9FFF) ||
           (rune >= 0xF900 && rune <= 0xFAFF) || (rune >= 0x20000 && rune <= 0x3FFFF);
}

/* The word at `from`: where it ends, `from` itself when there is none. */
static ptrdiff_t word_end(Str s, ptrdiff_t from)
{
    ptrdiff_t i = from;
    uint32_t rune;
    for (int n; i < s.n && (n = word_bytes(s, i, &rune)) > 0; i += n)
        if (stands_alone(rune))
            return i == from ? i + n : i;
    return i;
}

static bool is_joint(char c)
{
    return c == '.' || c == '_' || c == '@';
}

static ptrdiff_t sign_end(Str s, ptrdiff_t at)
{
    ptrdiff_t end = str_starts(str_from(s, at), S("++")) ? at + 2 : at < s.n && s.p[at] == '#' ? at + 1 : at;
    return end < s.n && word_end(s, end) > end ? at : end;
}

/* From the end of a run's first word to the run's end. */
static ptrdiff_t run_end(Str s, ptrdiff_t end)
{
    while (end + 1 < s.n && is_joint(s.p[end]) && word_end(s, end + 1) > end + 1)
        end = word_end(s, end + 1);
    return sign_end(s, end);
}

static bool is_hex_code(Str s)
{
    if (s.n < 3 || !str_starts(s, S("0x")))
        return false;
    for (ptrdiff_t i = 2; i < s.n; i++)
        if (!char_is_digit(s.p[i]) && !(s.p[i] >= 'a' && s.p[i] <= 'f'))
            return false;
    return true;
}

Tokens tokens_of(Str folded)
{
    return (Tokens){.text = folded};
}

/* "0x0000007b" is "0x7b", and "7b" behind it. */
static void take_code(Tokens *t, Token *token)
{
    Str digits = str_from(token->text, 2);
    while (digits.n > 1 && digits.p[0] == '0')
        digits = str_from(digits, 1);
    memcpy(t->code, "0x", 2);
    memcpy(t->code + 2, digits.p, (size_t)digits.n);
    *token = (Token){{t->code, digits.n + 2}, true};
    t->pending = digits;
}

bool token_next(Tokens *t, Token *token)
{
    if (t->pending.n) {
        *token = (Token){t->pending, false};
        t->pending = (Str){0};
        return true;
    }
    for (; t->at < t->text.n; t->at++) {
        ptrdiff_t end = word_end(t->text, t->at);
        if (end == t->at) {
            /* A step over a rune that begins no word must not land inside it. */
            if ((unsigned char)t->text.p[t->at] >= 0x80)
                t->at += utf8_decode(str_from(t->text, t->at)).n - 1;
            continue;
        }
        if (t->at >= t->run_end) {
            t->run_end = run_end(t->text, end);
            if (t->run_end > end && t->run_end - t->at <= TOKEN_BYTES_MAX) {
                *token = (Token){str_sub(t->text, t->at, t->run_end), true};
                return true;
            }
        }
        *token = (Token){str_sub(t->text, t->at, end), false};
        t->at = end;
        if (token->text.n > TOKEN_BYTES_MAX)
            token->text.n = 0;
        else if (is_hex_code(token->text))
            take_code(t, token);
        return true;
    }
    return false;
}
