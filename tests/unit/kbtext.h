/* An old article to break: its parts, read as plain text, and what came of it in a line. What the tests of read/kb share. */
#ifndef KB_TESTS_KBTEXT_H
#define KB_TESTS_KBTEXT_H

#include "tree.h"

#include "read/kb/envelope.h"

#define RULE70 "======================================================================\n"
#define RULE77 "=============================================================================\n"
#define RULE79 "-------------------------------------------------------------------------------\n"

#define HEADER                                                                                                                   \
    "DOCUMENT:Q190001  08-JUN-1999  [garden]\n"                                                                                  \
    "TITLE   :BUG: Gate Stays Open\n"                                                                                            \
    "PRODUCT :Garden Gates\n"                                                                                                    \
    "PROD/VER:WINDOWS:1.0,2.0\n"                                                                                                 \
    "OPER/SYS:\n"                                                                                                                \
    "KEYWORDS:kbcut\n\n"
#define APPLIES RULE79 "The information in this article applies to:\n\n - Garden Gate version 1.0 \n" RULE79 "\n"
#define BODY "SUMMARY\n=======\n\nThe gate stays open.\n\n"
#define QUERY "Additional query words: fence hinge\n\n"
#define TRAILER                                                                                                                  \
    "Keywords          : kbbug kbgate \n"                                                                                        \
    "Technology        : kbGateSearch kbGate100\n"                                                                               \
    "Version           : WINDOWS:1.0,2.0,3.0\n"                                                                                  \
    "Issue type        : kbbug\n\n"
#define LEGAL "\nTHE INFORMATION PROVIDED HERE COMES AS IT IS\nAND WITHOUT PROMISES.\n\n"
#define COPYRIGHT "Copyright Gate Makers Guild 1999."

#define TAIL RULE70 TRAILER RULE77 LEGAL COPYRIGHT
#define WHOLE HEADER RULE70 APPLIES BODY QUERY TAIL

typedef struct Case {
    Doc doc;
    Diags diags;
} Case;

static inline Case *read_text(Arena *a, const char *text)
{
    Case *c = arena_new(a, Case, 1);
    c->diags.arena = a;
    Source source = {S("Q190001.txt"), str(text)};
    IdPattern ids = id_pattern_default();
    kbtext_read(a, &source, &ids, &c->doc, &c->diags);
    return c;
}

static inline Str joined(Arena *a, StrList list)
{
    return list_join(a, &list, S("|"));
}

/* "WINDOWS: 1.0|2.0; MS-DOS: 3.0" */
static inline Str versions(Arena *a, const Meta *meta)
{
    StrList groups = {0};
    for (ptrdiff_t i = 0; i < meta->version_count; i++)
        list_add(a, &groups, str_fmt(a, STR_FMT ": " STR_FMT, STR_ARG(meta->versions[i].platform), STR_ARG(joined(a, meta->versions[i].values))));
    return list_join(a, &groups, S("; "));
}

/* "0 Top; 1 Below" */
static inline Str applies(Arena *a, const Meta *meta)
{
    StrList items = {0};
    for (ptrdiff_t i = 0; i < meta->applies_to_count; i++)
        list_add(a, &items, str_fmt(a, "%d " STR_FMT, meta->applies_to[i].depth, STR_ARG(meta->applies_to[i].text)));
    return list_join(a, &items, S("; "));
}

/* "line code; line code" */
static inline Str complaints(Arena *a, const Case *c)
{
    StrList list = {0};
    for (ptrdiff_t i = 0; i < c->diags.n; i++)
        list_add(a, &list, str_fmt(a, "%d " STR_FMT, c->diags.items[i].line, STR_ARG(diag_name(c->diags.items[i].code))));
    return list_join(a, &list, S("; "));
}

static inline Str body(Arena *a, const Case *c)
{
    return tree_shown(a, c->doc.root);
}

static const char SUMMARY[] = "heading1(\"SUMMARY\") paragraph(\"The gate stays open.\")";

#endif
