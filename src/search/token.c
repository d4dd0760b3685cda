#include "search/token.h"

#include "base/bytes16.h"
#include "base/fold.h"
#include "base/utf8.h"

#include <stdlib.h>

/* --- words -------------------------------------------------------------------------------------------------------------------------- */

enum { BLOCK = TOKEN_SPARE };

static inline TokenBlock look_at(Str s, ptrdiff_t at)
{
    TokenBlock b = {.at = at};
    for (int i = 0; i < BLOCK; i += 16) {
        Bytes16 bytes = bytes16_at(s.p + at + i);
        b.plain |= (uint64_t)bytes16_mask((Bytes16)(bytes - 'a' < 26) | (Bytes16)(bytes - '0' < 10)) << i;
        b.other |= (uint64_t)bytes16_mask((Bytes16)(bytes >= 0x80)) << i;
    }
    return b;
}

/* Which bit of a block the byte `i` is, which becomes that of the block at hand. */
static inline int bit_of(TokenBlock *b, Str s, ptrdiff_t i)
{
    if ((size_t)(i - b->at) >= BLOCK)
        *b = look_at(s, i & -BLOCK);
    return (int)(i & (BLOCK - 1));
}

/* The first byte from `i` on where a word may begin, or the end. */
static inline ptrdiff_t word_start(TokenBlock *b, Str s, ptrdiff_t i)
{
    for (; i < s.n; i = b->at + BLOCK) {
        int bit = bit_of(b, s, i);
        uint64_t starts = (b->plain | b->other) >> bit;
        if (starts)
            return i + __builtin_ctzll(starts);
    }
    return s.n;
}

/* The first byte from `i` on that is no letter or digit of ASCII, or the end. */
static inline ptrdiff_t plain_end(TokenBlock *b, Str s, ptrdiff_t i)
{
    for (; i < s.n; i = b->at + BLOCK) {
        int bit = bit_of(b, s, i);
        uint64_t others = ~b->plain >> bit;
        if (others)
            return i + __builtin_ctzll(others);
    }
    return s.n;
}

/* Scripts that are written without blanks between words. */
static bool stands_alone(uint32_t rune)
{
    return (rune >= 0x0E00 && rune <= 0x0E7F) || (rune >= 0x3040 && rune <= 0x30FF) || (rune >= 0x3400 && rune <= 0x9FFF) ||
           (rune >= 0xF900 && rune <= 0xFAFF) || (rune >= 0x20000 && rune <= 0x3FFFF);
}

/* The word at `from`: where it ends, `from` itself when there is none. */
static ptrdiff_t word_end(TokenBlock b, Str s, ptrdiff_t from)
{
    ptrdiff_t i = plain_end(&b, s, from);
    while (i < s.n && (unsigned char)s.p[i] >= 0x80) {
        Rune r = utf8_decode(str_from(s, i));
        if (!rune_is_word(r.value))
            return i;
        if (stands_alone(r.value))
            return i == from ? i + r.n : i;
        i = plain_end(&b, s, i + r.n);
    }
    return i;
}

/* --- runs and codes ------------------------------------------------------------------------------------------------------------------ */

static bool is_joint(char c)
{
    return c == '.' || c == '_' || c == '@';
}

static bool is_sign(char c)
{
    return c == '+' || c == '#';
}

/* Behind the sign at `at`, when there is one and no word behind it; else `at` itself. */
static ptrdiff_t sign_end(TokenBlock b, Str s, ptrdiff_t at)
{
    ptrdiff_t end = s.p[at] == '#' ? at + 1 : s.p[at] == '+' && s.p[at + 1] == '+' ? at + 2 : at;
    return end > at && word_end(b, s, end) > end ? at : end;
}

/* From the end of a run's first word to the run's end. */
static ptrdiff_t run_end(TokenBlock b, Str s, ptrdiff_t end)
{
    for (ptrdiff_t next; is_joint(s.p[end]) && (next = word_end(b, s, end + 1)) > end + 1;)
        end = next;
    return sign_end(b, s, end);
}

static bool is_hex_code(Str s)
{
    if (s.p[0] != '0' || s.n < 3 || s.p[1] != 'x')
        return false;
    for (ptrdiff_t i = 2; i < s.n; i++)
        if (!char_is_digit(s.p[i]) && !(s.p[i] >= 'a' && s.p[i] <= 'f'))
            return false;
    return true;
}

/* "0x0000007b" is "0x7b", and "7b" behind it. */
static void take_code(Tokens *t, Token *token)
{
    Str digits = str_from(token->text, 2);
    while (digits.n > 1 && digits.p[0] == '0')
        digits = str_from(digits, 1);
    memcpy(t->code, "0x", 2);
    memcpy(t->code + 2, digits.p, (size_t)digits.n);
    token[0] = (Token){{t->code, digits.n + 2}, token->end, true};
    token[1] = (Token){digits, token->end, false};
}

/* --- tokens -------------------------------------------------------------------------------------------------------------------------- */

Tokens tokens_of(Str folded)
{
    return (Tokens){.text = folded, .block.at = -BLOCK};
}

/* What is asked for every word is in variables, and what seldom matters gets copies of them: so the compiler keeps them in registers. */
int tokens_take(Tokens *t, Token *tokens, int max)
{
    Str s = t->text;
    TokenBlock b = t->block;
    ptrdiff_t at = t->at, of_run = t->run_end;
    int n = 0;
    while (n + 1 < max && (at = word_start(&b, s, at)) < s.n) {
        ptrdiff_t end = plain_end(&b, s, at);
        if ((unsigned char)s.p[end] >= 0x80)
            end = word_end(b, s, at);
        if (end == at) {
            at += utf8_decode(str_from(s, at)).n;       /* a rune that begins no word */
            continue;
        }
        if (at >= of_run && (is_joint(s.p[end]) || is_sign(s.p[end]))) {
            of_run = run_end(b, s, end);
            if (of_run > end && of_run - at <= TOKEN_BYTES_MAX) {
                tokens[n++] = (Token){str_sub(s, at, of_run), of_run, true};
                continue;
            }
        }
        Token *token = &tokens[n++];
        *token = (Token){{s.p + at, end - at}, end, false};
        at = end;
        if (token->text.n > TOKEN_BYTES_MAX) {
            token->text.n = 0;
        } else if (is_hex_code(token->text)) {
            take_code(t, token);
            n++;
            break;          /* its room is needed for the next one */
        }
    }
    t->block = b;
    t->at = at;
    t->run_end = of_run;
    return n;
}

Token *tokens_all(Arena *a, Str folded, ptrdiff_t *n)
{
    Buf text = buf_new(a, folded.n + TOKEN_SPARE);
    buf_put(&text, folded);
    buf_pad(&text, 0, TOKEN_SPARE);
    Tokens t = tokens_of((Str){text.p, folded.n});
    Token some[16], *all = NULL;
    ptrdiff_t cap = *n = 0;
    for (int count; (count = tokens_take(&t, some, countof(some))) > 0;)
        for (int i = 0; i < count; i++) {
            all = arena_grow(a, all, *n, &cap, sizeof *all);
            all[*n] = some[i];
            all[(*n)++].text = str_copy(a, some[i].text);
        }
    return all;
}
