/* token: text into the words that search knows. static/search.js cuts a query by the same rule, so a change here is a change there.
 *
 *   run   = word { ("." | "_" | "@") word } [ "++" | "#" ]
 *   word  = letters, digits and marks; each Chinese, Japanese or Thai character is a word by itself
 *
 * Every word is a token, and a run of several words, or one with a sign behind it, is one more: "inetcomm.dll" is found whole and by its
 * parts. A hexadecimal code is a token without its leading zeros and another without its "0x". */
#ifndef KB_SEARCH_TOKEN_H
#define KB_SEARCH_TOKEN_H

#include "base/buf.h"

enum {
    TOKEN_BYTES_MAX = 64,   /* what is longer was never meant to be looked for: it takes a place and is no token */
    TOKEN_SPARE = 64,       /* so many zero bytes stand behind a text that is cut */
};

typedef struct Token {
    Str text;               /* in the text, or in the tokens' own room until the next call */
    ptrdiff_t end;          /* of what it stands for in the text */
    bool is_whole;          /* a run: it stands where the next word stands */
} Token;

/* Words end and begin where bytes of one kind follow bytes of the other. That is seen 64 bytes at a time, a bit each, without looking at the bytes one by
 * one; only a stretch of word bytes that is more than a word of ASCII is looked at rune by rune. */
typedef struct Tokens {
    Str text;
    ptrdiff_t next;         /* the block behind the one at hand */
    uint64_t edges;         /* of the block at hand: where stretches begin and end, as far as they were not taken */
    uint64_t odd;           /* and which of the ends are those of a stretch with other runes or a "0x", or have a joint or a sign behind them */
    bool is_word;           /* the last byte of the block belongs to a stretch */
    bool is_marked;         /* and that has other runes or a "0x" */
    ptrdiff_t from;         /* where the stretch at hand begins; -1: none does yet */
    ptrdiff_t at, end;      /* what is left of one that is looked at rune by rune */
    ptrdiff_t run_end;      /* inside a run: where it ends */
    bool has_code;          /* the room is taken until the next call */
    char code[TOKEN_BYTES_MAX + 2 + 16];    /* 16 bytes can be read from the first of any token */
} Tokens;

/* Starts on a folded text (base/fold.h), behind which TOKEN_SPARE zero bytes stand. */
Tokens tokens_of(Str folded);
/* The next tokens, up to `max`, which is 2 at least; how many they are, 0 at the end. */
int tokens_take(Tokens *t, Token *tokens, int max);
/* All tokens of a folded text, whatever stands behind it; theirs is the arena's. */
Token *tokens_all(Arena *a, Str folded, ptrdiff_t *n);

#endif
