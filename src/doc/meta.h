/* Meta: the fields of an article, the same for every format it was written in. What a source does not say is empty. */
#ifndef KB_DOC_META_H
#define KB_DOC_META_H

#include "base/value.h"

typedef enum Format {
    FORMAT_KBTEXT,          /* the plain-text format of the old vendor KBs */
    FORMAT_KBFRONT,         /* the same article inside YAML front matter */
    FORMAT_MARKDOWN
} Format;

typedef struct Versions {
    Str platform;           /* as written, empty when none is named */
    StrList values;
} Versions;

/* One entry of the applies-to list; depth 0 is the top, an entry belongs to the nearest one above with a smaller depth. */
typedef struct AppliesTo {
    Str text;
    int depth;
} AppliesTo;

typedef struct Meta {
    Format format;
    Str id;                 /* as written: "Q263072"; empty when the article has none */
    int64_t number;         /* of a numeric id, else -1 */
    Str title;
    Str description;
    Str permalink;          /* as the source asks for it, empty when it does not */
    Str layout;
    Str category;           /* "exchange" */
    Str date;               /* published, ISO 8601 (YYYY-MM-DD) */
    Str updated;            /* last modified, ISO 8601 */
    StrList products, operating_systems, keywords, technologies, issue_types, solution_types, hardware, components, platforms;
    StrList kinds;          /* in words: "bug", "how-to", "XADM" */
    Versions *versions;
    ptrdiff_t version_count;
    AppliesTo *applies_to;
    ptrdiff_t applies_to_count;
    Str query_words;
    Str legal;              /* the notice, its lines joined by '\n' */
    Str copyright;          /* the line */
    Str copyright_holder, copyright_year;
    StrList redirect_from, related;
    bool is_draft;
    bool replaces;          /* takes the place of another article with the same id */
    Value extra;            /* a map: front matter keys that are nobody else's */
} Meta;

Str format_name(Format format);

/* A date as ISO 8601 from `DD-MMM-YYYY` (English month, any case, one or two digits) or `YYYY-MM-DD`, with or without a time behind it;
 * the empty Str when it is neither or no day of the calendar. */
Str date_iso(Arena *a, Str written);

#endif
