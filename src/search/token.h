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

/* 64 bytes of a text, a bit each: where words begin and end is seen without looking at the bytes one by one. */
typedef struct TokenBlock {
    ptrdiff_t at;
    uint64_t plain;         /* is it a letter or a digit of ASCII? */
    uint64_t other;         /* is it of a rune that is not ASCII? */
} TokenBlock;

typedef struct Tokens {
    Str text;
    ptrdiff_t at;
    ptrdiff_t run_end;      /* inside a run: where it ends */
    TokenBlock block;
    char code[TOKEN_BYTES_MAX + 2 + 16];    /* 16 bytes can be read from the first of any token */
} Tokens;

/* Starts on a folded text (base/fold.h), behind which TOKEN_SPARE zero bytes stand. */
Tokens tokens_of(Str folded);
/* The next tokens, up to `max`, which is 2 at least; how many they are, 0 at the end. */
int tokens_take(Tokens *t, Token *tokens, int max);
/* All tokens of a folded text, whatever stands behind it; theirs is the arena's. */
Token *tokens_all(Arena *a, Str folded, ptrdiff_t *n);

#endif
