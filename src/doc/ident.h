/* ident: the one recogniser of identifiers in running text: whatever a reader of old articles would look up as it stands — article ids,
 * addresses, paths, file names, and the codes of errors and events. It knows words and not blocks: whether a text is worth asking is the
 * caller's business, and so is what becomes of an identifier. It would rather miss one than name what is none. */
#ifndef KB_DOC_IDENT_H
#define KB_DOC_IDENT_H

#include "base/str.h"

/* What an article id looks like on this site. The prefixes are synonyms: the number alone names the article. */
typedef struct IdPattern {
    StrList prefixes;       /* "Q", "KB"; tried in order, case as written or lower; none ends in a digit */
    int min_digits, max_digits;
} IdPattern;

/* The default: Q or KB and 5 to 7 digits. */
IdPattern id_pattern_default(void);

/* The number of an id that is all of `s` (prefix and digits, any case), or -1. With `bare`, digits alone count too. */
int64_t id_number(const IdPattern *ids, Str s, bool bare);

typedef enum IdentKind {
    IDENT_ARTICLE,          /* Q263072 */
    IDENT_URL,              /* http://…, ftp://…, www.x.y, ftp.x.y */
    IDENT_MAIL,             /* joe@example.org, mailto:joe@example.org */
    IDENT_PATH,             /* \\server\share\…, C:\folder\… */
    IDENT_REGISTRY,         /* HKEY_LOCAL_MACHINE\…, HKLM\… */
    IDENT_FILE,             /* name.ext with a known extension, with the folders before it */
    IDENT_HEX,              /* 0x1F */
    IDENT_STOP,             /* the code of a stop message: 0x0000001E, C000021A */
    IDENT_RESULT,           /* an HRESULT or NTSTATUS: 0x80004005, C0000005 */
    IDENT_ERROR,            /* of a compiler or linker: C1001, LNK2001 */
    IDENT_EVENT,            /* Event ID 4058 */
    IDENT_KIND_COUNT
} IdentKind;

typedef struct Ident {
    IdentKind kind;
    ptrdiff_t at, n;        /* where it stands in the text */
    ptrdiff_t key_at, key_n;    /* the part that names the thing: a path's last name, an event's number; elsewhere the whole */
    int64_t number;         /* IDENT_ARTICLE, and a URL that names an article of a KB (…/kb/263072); else -1 */
    bool is_glued;          /* a title follows the id without a blank */
} Ident;

/* The next identifier in `text` at or after `from`; false when there is none. What stands before `from` is looked at, but never part of it.
 * `line_start` tells that text begins a line, where a title may be glued to the id ("Q123456Title"). Linear in the bytes it passes. */
bool ident_next(const IdPattern *ids, Str text, ptrdiff_t from, bool line_start, Ident *found);

/* What a link to it would lead to: a URL with the scheme it was written without, "mailto:" before an address. Empty for the other kinds. */
Str ident_target(Arena *a, const Ident *ident, Str written);

#endif
