/* ident: the one recogniser of identifiers in running text: article ids and URLs. The rules for ids and what they were tested
 * against: an id is a prefix and digits; not preceded by a letter, digit or one of _ / \ $, nor followed by a letter, digit, _
 * or a file name's ".ext". */
#ifndef KB_DOC_IDENT_H
#define KB_DOC_IDENT_H

#include "base/str.h"

/* What an article id looks like on this site. The prefixes are synonyms: the number alone names the article. */
typedef struct IdPattern {
    StrList prefixes;       /* "Q", "KB"; tried in order, case as written or lower */
    int min_digits, max_digits;
} IdPattern;

/* The default: Q or KB and 5 to 7 digits. */
IdPattern id_pattern_default(void);

/* The number of an id that is all of `s` (prefix and digits, any case), or -1. With `bare`, digits alone count too. */
int64_t id_number(const IdPattern *ids, Str s, bool bare);

typedef enum IdentKind { IDENT_ARTICLE, IDENT_URL, IDENT_MAIL } IdentKind;

typedef struct Ident {
    IdentKind kind;
    ptrdiff_t at, n;        /* where it stands in the text */
    int64_t number;         /* IDENT_ARTICLE, and a URL that names an article of a KB (…/kb/263072); else -1 */
    bool is_glued;          /* a title follows the id without a blank */
} Ident;

/* The next identifier in `text` at or after `from`; false when there is none. `line_start` tells that text begins a line, where a
 * title may be glued to the id ("Q123456Title"). */
bool ident_next(const IdPattern *ids, Str text, ptrdiff_t from, bool line_start, Ident *found);

#endif
