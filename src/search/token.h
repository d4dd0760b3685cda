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

enum { TOKEN_BYTES_MAX = 64 };  /* what is longer was never meant to be looked for: it takes a place and is no token */

typedef struct Token {
    Str text;               /* in the text, or in the tokens' own room until the next call */
    bool is_whole;          /* a run: it stands where the next word stands */
} Token;

typedef struct Tokens {
    Str text;
    ptrdiff_t at;
    ptrdiff_t run_end;      /* inside a run: where it ends */
    Str pending;            /* the rest of a code that is two tokens */
    char code[TOKEN_BYTES_MAX + 2];
} Tokens;

/* Starts on a folded text (base/fold.h). */
Tokens tokens_of(Str folded);
/* The next token, or false. */
bool token_next(Tokens *t, Token *token);

#endif
