/* Doc: one article as every reader makes it and every writer, the linker and the search see it: its fields (Meta) and its body,
 * a tree of blocks whose leaves carry inlines. Everything format-specific ends here.
 *
 * Blocks and inlines live on the arena of the article; all text is valid UTF-8. Lines are 1-based lines of the source file. */
#ifndef KB_DOC_DOC_H
#define KB_DOC_DOC_H

#include "doc/meta.h"

typedef enum BlockKind {
    BLOCK_ROOT,             /* children: blocks */
    BLOCK_HEADING,          /* text, level, anchor */
    BLOCK_PARAGRAPH,        /* text */
    BLOCK_LIST,             /* children: items; marker, start, is_loose */
    BLOCK_ITEM,             /* children: blocks; in a reference list: text */
    BLOCK_LITERAL,          /* literal, literal_kind, language; of LITERAL_URL also text: the same as links */
    BLOCK_TABLE,            /* children: rows */
    BLOCK_ROW,              /* children: cells */
    BLOCK_CELL,             /* text, align, is_header */
    BLOCK_CALLOUT,          /* children: blocks; label ("NOTE") is the first word of the first child's text */
    BLOCK_REFERENCES,       /* children: items, each one reference with its written title */
    BLOCK_RULE,
    BLOCK_QUOTE,            /* children: blocks */
    BLOCK_RAW,              /* literal: raw HTML, shown as such only when the config says so */
    BLOCK_KIND_COUNT
} BlockKind;

typedef enum InlineKind {
    INLINE_TEXT,            /* text; a line break of the source that means nothing is a space in it */
    INLINE_CODE,            /* text */
    INLINE_EMPHASIS,        /* children */
    INLINE_STRONG,          /* children */
    INLINE_LINK,            /* children; target, title */
    INLINE_IMAGE,           /* children (the alternative text); target, title */
    INLINE_REFERENCE,       /* to an article: number, children (what was written) */
    INLINE_BREAK,           /* a line break that means something */
    INLINE_RAW,             /* text: raw HTML */
    INLINE_KIND_COUNT
} InlineKind;

typedef enum ListMarker { MARKER_BULLET, MARKER_NUMBER, MARKER_LOWER, MARKER_UPPER } ListMarker;
typedef enum LiteralKind {
    LITERAL_PLAIN,          /* nobody knows */
    LITERAL_CODE,           /* with a language where it is known */
    LITERAL_COMMAND,        /* what is typed at a prompt */
    LITERAL_REGISTRY,       /* registry keys and values */
    LITERAL_MESSAGE,        /* what a program says */
    LITERAL_FIELDS,         /* "Event ID: 4058": names and values */
    LITERAL_HEX,            /* a dump */
    LITERAL_LISTING,        /* files with dates and sizes that are no table */
    LITERAL_DRAWING,
    LITERAL_URL,            /* lines of addresses */
    LITERAL_KIND_COUNT
} LiteralKind;
typedef enum Align { ALIGN_NONE, ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT } Align;

/* Where a link or an image leads, or which article a reference means. */
typedef struct InlineLink {
    Str target, title;
    int64_t number;         /* INLINE_REFERENCE, else -1 */
} InlineLink;

/* An article of tiny lines has more inlines and blocks than anything else, so what only some kinds have shares its place with what others have, and a block
 * of a kind that has nothing there may have no such place. A field means something in the kinds that are named with it, and in no other. */
typedef struct Inline Inline;
struct Inline {
    InlineKind kind : 8;
    unsigned char ident;    /* the IdentKind of an identifier that the code is, or that stands in the text and is not set apart; else 0 */
    int line;               /* of the source, 0 when unknown */
    Inline *next;
    union {
        Str text;           /* of a leaf (inline_is_leaf); empty in a break */
        struct {            /* of all others */
            Inline *child;
            InlineLink *link;       /* never NULL in a link, an image and a reference */
        };
    };
};

typedef struct Block Block;
struct Block {
    BlockKind kind : 8;
    LiteralKind literal_kind : 8;
    Align align : 8;
    bool is_loose : 1;      /* of a list: an item has several blocks, or Markdown says so */
    bool is_header : 1;     /* of a row or a cell */
    int first_line, last_line;
    Block *parent, *next, *child, *last_child;
    Inline *text;
    union {
        struct {            /* of literal text and raw HTML */
            Str literal;
            Str language;   /* of code: "c", "vb", …; empty when unknown */
        };
        struct {            /* of a heading */
            Str anchor;     /* unique in the article */
            int level;      /* 1 for a section, up to 6 */
        };
        struct {            /* of a list */
            ListMarker marker;
            int start;      /* the number of its first item */
        };
        Str label;          /* of a callout */
    };
};

typedef struct Doc {
    Meta meta;
    Block *root;
} Doc;

/* A paragraph, an item, a table, a row, a cell or a rule stays what it is; any other may become of any kind. */
Block *block_new(Arena *a, BlockKind kind, int first_line, int last_line);
/* Puts `child` at the end of `parent`'s children and stretches the parent's last line over it. */
void block_append(Block *parent, Block *child);
/* The block after `b` in document order (parents first) below `root`, or NULL at the end. */
Block *block_following(const Block *root, const Block *b);
/* The same, but passing over what is below `b`. */
Block *block_following_sibling(const Block *root, const Block *b);

/* `text` is that of a leaf; a kind that leads somewhere begins with an empty link. */
Inline *inline_new(Arena *a, InlineKind kind, Str text, int line);
/* One that leads there. */
Inline *inline_link_new(Arena *a, InlineKind kind, InlineLink link, int line);
/* Does it hold text and no other inlines? */
static inline bool inline_is_leaf(const Inline *in)
{
    return in->kind == INLINE_TEXT || in->kind == INLINE_CODE || in->kind == INLINE_BREAK || in->kind == INLINE_RAW;
}
/* What it holds; NULL for a leaf. */
static inline Inline *inline_children(const Inline *in)
{
    return inline_is_leaf(in) ? NULL : in->child;
}
/* Appends to a list of inlines: `*end` is the place of the next one. */
typedef struct Inlines {
    Inline *first, **end;
} Inlines;
void inlines_add(Inlines *list, Inline *in);

/* The plain words of inlines, markup apart; those of a single text are that text. */
void inline_put_text(Buf *b, const Inline *in);
Str inline_text(Arena *a, const Inline *in);

/* Gives every heading an anchor made of its words, `-2`, `-3` … when it is taken. */
void doc_set_anchors(Arena *a, Doc *d);

Str block_kind_name(BlockKind kind);
Str inline_kind_name(InlineKind kind);
Str literal_kind_name(LiteralKind kind);

#endif
