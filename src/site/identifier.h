/* identifier: what readers look up as it stands (codes of errors and events, names of files), and which articles it occurs in.
 *
 * Of each article its identifiers are kept as one text (identifiers_of), in the state as in memory: most occur once on the whole site, so numbers that
 * stand for them would need more room than they do. The site is gathered from these texts, in views of them. */
#ifndef KB_SITE_IDENTIFIER_H
#define KB_SITE_IDENTIFIER_H

#include "doc/doc.h"
#include "doc/ident.h"
#include "site/article.h"

/* From so many articles on an identifier has a page of its own. */
enum { IDENTIFIER_PAGE_MIN = 20, IDENTIFIER_MAX = 64 /* bytes */ };

/* Kinds as readers see them, in their order on the page. */
typedef enum IdentifierKind {
    IDENTIFIER_STOP, IDENTIFIER_RESULT, IDENTIFIER_HEX, IDENTIFIER_EVENT, IDENTIFIER_ERROR, IDENTIFIER_FILE, IDENTIFIER_KIND_COUNT
} IdentifierKind;

typedef struct Identifier {
    Str name;               /* in its usual form */
    int32_t *articles;      /* indexes, newest first */
    int32_t n;
    IdentifierKind kind;
} Identifier;

/* The identifiers of one list: a kind, or of files those with one first letter. */
typedef struct IdentifierGroup {
    IdentifierKind kind;
    Str name;               /* "A" among files; empty for a kind as a whole */
    Str permalink;
    int32_t first, n;       /* in the site's identifiers */
} IdentifierGroup;

typedef struct Identifiers {
    Identifier *items;      /* by kind, then as a person sorts them */
    ptrdiff_t n;
    IdentifierGroup *groups;    /* none is empty */
    ptrdiff_t group_count;
    ptrdiff_t counts[IDENTIFIER_KIND_COUNT];
} Identifiers;

/* The usual form of what the recogniser found: 0x8004010F, 0x0000001E, C2065, ntdll.dll; the number of an event. Empty for what is a code or name by its
 * looks alone: small numbers, names with placeholders. */
Str identifier_name(Arena *a, IdentKind kind, Str key);

/* The identifiers of an article, each once, in the order of the text: for each a letter for its kind, the name, a line feed. */
Str identifiers_of(Arena *keep, Arena *scratch, const IdPattern *ids, const Doc *doc);

/* Gathers them. One code that is a stop code here and a bare number there is of the kind that most articles make it. */
void identifiers_build(Arena *a, const Article *articles, ptrdiff_t n, const int32_t *newest, Identifiers *out);

/* "identifiers/", and the folder of a kind below it. */
Str identifiers_permalink(void);
Str identifier_kind_permalink(Arena *a, IdentifierKind kind);

/* The page of its own, or empty. */
Str identifier_permalink(Arena *a, const Identifier *identifier);

#endif
