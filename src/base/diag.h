/* Diag: what is wrong with the content, said to the person who can mend it.
 *
 *     path:line:col: severity: sentence [code]
 *       the source line
 *         ^
 *
 * Parsers keep byte offsets only; line and column (1-based, the column in code points) are counted here, when a diagnostic is
 * made. The message and the excerpt are copied, so a diagnostic outlives its source. */
#ifndef KB_BASE_DIAG_H
#define KB_BASE_DIAG_H

#include "base/buf.h"

/* Sorted by severity; the boundaries decide what is what. Names and meanings stand in one table in diag.c. */
typedef enum DiagCode {
    DIAG_ENCODING,              /* notes: worth knowing, nothing to do */
    DIAG_DUPLICATE_FORMAT,
    DIAG_NO_BASE_URL,
    DIAG_DRAFT,
    DIAG_REPLACED,
    DIAG_WANTED,                /* from here: only kb check looks for it */
    DIAG_ORPHAN,
    DIAG_NO_DATE,
    DIAG_FUTURE_DATE,

    DIAG_FIRST_WARNING,
    DIAG_REPLACED_BYTE = DIAG_FIRST_WARNING,
    DIAG_DATE,
    DIAG_HEADER,
    DIAG_TRAILER,
    DIAG_APPLIES_TO,
    DIAG_LEGAL,
    DIAG_EMPTY_BODY,
    DIAG_NOT_AN_ARTICLE,
    DIAG_BAD_VALUE,
    DIAG_ID_MISMATCH,
    DIAG_UNKNOWN_CONFIG_KEY,
    DIAG_UNKNOWN_NAME,
    DIAG_BROKEN_LINK,
    DIAG_MISSING_ASSET,
    DIAG_FOLDER_LOOP,
    DIAG_DEPTH,
    DIAG_LAYOUT,
    DIAG_BROKEN_ANCHOR,         /* only kb check … */
    DIAG_UNKNOWN_KEY,

    DIAG_FIRST_ERROR,
    DIAG_YAML = DIAG_FIRST_ERROR,
    DIAG_FRONT_MATTER,
    DIAG_CONFIG_VALUE,
    DIAG_TEMPLATE,
    DIAG_PARTIAL_DEPTH,
    DIAG_PERMALINK,
    DIAG_DUPLICATE_PERMALINK,
    DIAG_DUPLICATE_ID,
    DIAG_TOO_LARGE,
    DIAG_UNREADABLE,
    DIAG_WRITE,

    DIAG_CODE_COUNT
} DiagCode;

typedef enum Severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR } Severity;

/* What a diagnostic is about: the rows of kb check's table, in their order. */
typedef enum DiagClass {
    CLASS_LINK,
    CLASS_ANCHOR,
    CLASS_ASSET,
    CLASS_WANTED,
    CLASS_ORPHAN,
    CLASS_ID,
    CLASS_PERMALINK,
    CLASS_DATE,
    CLASS_FIELD,                /* front matter, and where a value does not fit */
    CLASS_FORMAT,               /* what a KB article should have around its text */
    CLASS_TEXT,
    CLASS_ENCODING,
    CLASS_TEMPLATE,
    CLASS_CONFIG,
    CLASS_FILE,

    CLASS_COUNT
} DiagClass;

/* A text being read: the path it is known by in messages, and its decoded bytes. */
typedef struct Source {
    Str path;
    Str text;
} Source;

typedef struct Diag {
    DiagCode code;
    Severity severity;      /* the code's own, unless --strict raised it */
    Str path;
    int line, col;          /* 0 when the diagnostic is about the whole file */
    Str message;
    Str excerpt;            /* the source line, empty when there is none */
} Diag;

/* A line of a source that was looked up. */
typedef struct DiagPlace {
    Str path, text;
    int line;
    ptrdiff_t start;        /* its offset */
} DiagPlace;

/* Zero plus an arena is a valid empty list. */
typedef struct Diags {
    Arena *arena;
    Diag *items;
    ptrdiff_t n, cap;
    DiagPlace last;
} Diags;

Severity diag_severity(DiagCode code);
Str diag_name(DiagCode code);
DiagClass diag_class(DiagCode code);
Str diag_class_name(DiagClass class);

/* About the byte at `offset` of a source. */
void diag_at(Diags *d, const Source *s, ptrdiff_t offset, DiagCode code, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/* About a line (1-based) and column (1-based, code points) of a source that somebody else counted. */
void diag_line(Diags *d, const Source *s, int line, int col, DiagCode code, const char *format, ...)
    __attribute__((format(printf, 6, 7)));
/* About a whole file. */
void diag_file(Diags *d, Str path, DiagCode code, const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Adds `from` to `d`; texts are copied to d's arena. */
void diags_append(Diags *d, const Diags *from);
/* By place (path in natural order, line, column), then code and message; identical ones fold into one. */
void diags_sort(Diags *d);
/* --strict: every warning becomes an error. */
void diags_raise_warnings(Diags *d);
ptrdiff_t diags_count(const Diags *d, Severity severity);

/* One diagnostic as text (with colour when asked), as one line of JSON, or as one line as compilers write it, which always has a line and column. */
void diag_put_text(Buf *b, const Diag *d, bool colour);
void diag_put_json(Buf *b, const Diag *d);
void diag_put_gcc(Buf *b, const Diag *d);

/* Text from outside on one line: control characters, and bytes that are no UTF-8, become U+FFFD. */
void buf_put_visible(Buf *b, Str s);

#endif
