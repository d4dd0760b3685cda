/* kb/glance: one look at a line of literal text: its words, the signs in it, and the marks that they make. */
#ifndef KB_READ_KB_GLANCE_H
#define KB_READ_KB_GLANCE_H

#include "base/str.h"

typedef enum Mark {
    MARK_CALL = 1 << 0,         /* name(…) */
    MARK_ASSIGN = 1 << 1,       /* name = …, a.b(1) = … */
    MARK_STATEMENT_END = 1 << 2, /* ends in ';' */
    MARK_BRACE = 1 << 3,        /* begins or ends with a curly bracket */
    MARK_ARROW = 1 << 4,        /* p->member */
    MARK_SCOPE = 1 << 5,        /* Class::Member */
    MARK_SLASHES = 1 << 6,      /* begins with two slashes */
    MARK_COMMENT = 1 << 7,      /* begins a C comment */
    MARK_COMMENT_END = 1 << 8,
    MARK_APOSTROPHE = 1 << 9,   /* begins with an apostrophe that nothing closes */
    MARK_STAR = 1 << 10,        /* begins with an asterisk */
    MARK_SEMICOLON = 1 << 11,   /* begins with ';' */
    MARK_AND_AND = 1 << 12,
    MARK_DOT_VALUE = 1 << 13,   /* .T. .F. .NULL. */
    MARK_UNDERSCORE = 1 << 14,  /* ends in " _" */
    MARK_THEN = 1 << 15,        /* ends in "Then" */
    MARK_AS_TYPE = 1 << 16,     /* As Integer */
    MARK_SCRIPT = 1 << 17,      /* <% or %> */
    MARK_TAG = 1 << 18,         /* begins with a tag of HTML */
    MARK_ELEMENT = 1 << 19,     /* begins with another tag that has attributes or an end */
    MARK_PARAMETER = 1 << 20,   /* %1, %PATH% */
    MARK_GOES_ON = 1 << 21,     /* ends in a sign that wants a next line */
    MARK_OPERANDS = 1 << 22,    /* mnemonic a,b */
    MARK_MEMBER = 1 << 23       /* begins with object.Member */
} Mark;
enum { MARK_COUNT = 24 };

/* The signs that rules ask for, and what they are good for. */
typedef enum Sign {
    SIGN_BLANK = 1 << 0,
    SIGN_ART = 1 << 1,          /* boxes and arrows are made of it */
    SIGN_MARK = 1 << 2,         /* may be part of a mark */
    SIGN_DOT = 1 << 3, SIGN_COLON = 1 << 4, SIGN_SEMICOLON = 1 << 5, SIGN_EQUALS = 1 << 6, SIGN_BACKSLASH = 1 << 7, SIGN_SLASH = 1 << 8,
    SIGN_UNDERSCORE = 1 << 9, SIGN_GREATER = 1 << 10, SIGN_HASH = 1 << 11, SIGN_COMMA = 1 << 12,
    SIGN_OTHER = 1 << 13,       /* any other character that is no letter or digit */
    SIGN_DIGIT = 1 << 14
} Sign;

enum { GLANCE_WORDS = 20 };

typedef struct Glance {
    Str text;                   /* without the indent */
    int indent;
    bool has_gap;               /* false: no two blanks stand side by side */
    Str word[GLANCE_WORDS];     /* the first words, as they stand between blanks; the second is empty when there is none */
    Str last;
    Str pair;                   /* the first two, when one blank is between them */
    int words;                  /* all of them */
    int kept_words;             /* in `word` */
    int plain_words;            /* of letters alone, a sign behind them at most */
    int letters, digits;
    int art, bars;              /* signs that boxes and arrows are made of, '|' among them */
    unsigned signs;             /* set of Sign: what stands in the line */
    unsigned marks;             /* set of Mark */
    bool is_prose;              /* reads like a sentence */
} Glance;

/* `text` is not empty and begins and ends with no blank; `has_gap` may be true of more than it. */
void glance(Glance *g, Str text, int indent, bool has_gap);

#endif
