#include "search/token.h"

#include "base/bytes16.h"
#include "base/fold.h"
#include "base/utf8.h"

#include <stdlib.h>

/* --- words -------------------------------------------------------------------------------------------------------------------------- */

/* Scripts that are written without blanks between words. */
static bool stands_alone(uint32_t rune)
{
    return (rune >= 0x0E00 && rune <= 0x0E7F) || (rune >= 0x3040 && rune <= 0x30FF) || (rune >= 0x3400 && rune <= 0x9FFF) ||
           (rune >= 0xF900 && rune <= 0xFAFF) || (rune >= 0x20000 && rune <= 0x3FFFF);
}

static ptrdiff_t plain_end(Str s, ptrdiff_t i)
{
    while (char_is_lower(s.p[i]) || char_is_digit(s.p[i]))
        i++;
    return i;
}

/* The word at `from`: where it ends, `from` itself when there is none. */
static ptrdiff_t word_end(Str s, ptrdiff_t from)
{
    ptrdiff_t i = plain_end(s, from);
    while (i < s.n && (unsigned char)s.p[i] >= 0x80) {
        Rune r = utf8_decode(str_from(s, i));
        if (!rune_is_word(r.value))
            return i;
        if (stands_alone(r.value))
            return i == from ? i + r.n : i;
        i = plain_end(s, i + r.n);
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
static ptrdiff_t sign_end(Str s, ptrdiff_t at)
{
    ptrdiff_t end = s.p[at] == '#' ? at + 1 : s.p[at] == '+' && s.p[at + 1] == '+' ? at + 2 : at;
    return end > at && word_end(s, end) > end ? at : end;
}

/* From the end of a run's first word to the run's end. */
static ptrdiff_t run_end(Str s, ptrdiff_t end)
{
    for (ptrdiff_t next; is_joint(s.p[end]) && (next = word_end(s, end + 1)) > end + 1;)
        end = next;
    return sign_end(s, end);
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
    t->has_code = true;
}

/* --- stretches ----------------------------------------------------------------------------------------------------------------------- */

enum { BLOCK = TOKEN_SPARE };

/* Looks at the next block. A stretch with other runes, or a "0x", is found by its sum with their bits: it carries into the bit behind the stretch's end. */
static void look_at_block(Tokens *t)
{
    uint64_t plain = 0, other = 0, joint = 0, sign = 0, zero = 0, ex = 0;
    for (int i = 0; i < BLOCK; i += 16) {
        Bytes16 b = bytes16_at(t->text.p + t->next + i);
        plain |= (uint64_t)bytes16_mask((Bytes16)(b - 'a' < 26) | (Bytes16)(b - '0' < 10)) << i;
        other |= (uint64_t)bytes16_mask((Bytes16)(b >= 0x80)) << i;
        joint |= (uint64_t)bytes16_mask((Bytes16)(b == '.') | (Bytes16)(b == '_') | (Bytes16)(b == '@')) << i;
        sign |= (uint64_t)bytes16_mask((Bytes16)(b == '+') | (Bytes16)(b == '#')) << i;
        zero |= (uint64_t)bytes16_mask((Bytes16)(b == '0')) << i;
        ex |= (uint64_t)bytes16_mask((Bytes16)(b == 'x')) << i;
    }
    const uint64_t last = (uint64_t)1 << (BLOCK - 1);       /* what is behind it is not seen yet */
    uint64_t word = plain | other, before = word << 1 | t->is_word, marks = other | (zero & (ex >> 1 | last)), sum;
    bool carry = __builtin_add_overflow(word, marks, &sum);
    carry |= __builtin_add_overflow(sum, (uint64_t)t->is_marked, &sum);
    t->edges = word ^ before;
    t->odd = (sum & ~word) | (joint & (word >> 1 | last)) | sign;
    t->is_word = word >> (BLOCK - 1);
    t->is_marked = carry;
    t->next += BLOCK;
}

/* The tokens of a stretch from t->at on, as many as there is room for. */
static int take_runes(Tokens *t, Token *tokens, int max)
{
    Str s = t->text;
    int n = 0;
    while (n + 1 < max && t->at < t->end && !t->has_code) {
        ptrdiff_t at = t->at, end = word_end(s, at);
        if (end == at) {
            t->at += utf8_decode(str_from(s, at)).n;        /* a rune that begins no word */
            continue;
        }
        if (at >= t->run_end && (is_joint(s.p[end]) || is_sign(s.p[end]))) {
            t->run_end = run_end(s, end);
            if (t->run_end > end && t->run_end - at <= TOKEN_BYTES_MAX) {
                tokens[n++] = (Token){str_sub(s, at, t->run_end), t->run_end, true};
                continue;
            }
        }
        Token *token = &tokens[n++];
        *token = (Token){{s.p + at, end - at}, end, false};
        t->at = end;
        if (token->text.n > TOKEN_BYTES_MAX) {
            token->text.n = 0;
        } else if (is_hex_code(token->text)) {
            take_code(t, token);
            n++;
        }
    }
    return n;
}

/* --- tokens -------------------------------------------------------------------------------------------------------------------------- */

Tokens tokens_of(Str folded)
{
    return (Tokens){.text = folded, .from = -1};
}

/* Takes the stretch [from, to), which may be more than a word. */
static int take_odd(Tokens *t, ptrdiff_t from, ptrdiff_t to, Token *tokens, int max)
{
    t->at = from;
    t->end = to;
    return take_runes(t, tokens, max);
}

/* What is asked for every word is in variables: so the compiler keeps it in registers. */
int tokens_take(Tokens *t, Token *tokens, int max)
{
    const char *text = t->text.p;
    t->has_code = false;
    int n = t->at < t->end ? take_runes(t, tokens, max) : 0;
    while (n + 1 < max && t->at >= t->end && !t->has_code) {
        if (!t->edges) {
            if (t->next > t->text.n)
                break;
            look_at_block(t);
        }
        uint64_t edges = t->edges, odd = t->odd;
        ptrdiff_t block = t->next - BLOCK, from = t->from;
        if (from < 0 && edges) {
            from = block + __builtin_ctzll(edges);
            edges &= edges - 1;
        } else if (edges && block + __builtin_ctzll(edges) - from > TOKEN_BYTES_MAX) {      /* from an earlier block: no other can be as long */
            odd = UINT64_MAX;
        }
        while (edges && n + 1 < max) {
            int bit = __builtin_ctzll(edges);
            ptrdiff_t start = from;
            edges &= edges - 1;
            from = -1;
            if (odd >> bit & 1) {
                n += take_odd(t, start, block + bit, tokens + n, max - n);
                break;
            }
            tokens[n++] = (Token){{text + start, block + bit - start}, block + bit, false};
            if (!edges)
                break;
            from = block + __builtin_ctzll(edges);
            edges &= edges - 1;
        }
        t->edges = edges;
        t->from = from;
    }
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
