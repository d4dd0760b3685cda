/* kb/parser: what the files that read a body share: where they are in its lines, the lists that are open, and how a block comes into the tree.
 * Each of those files asks at the line that is next whether one of its blocks begins there, and takes it; kb/body asks them in order. */
#ifndef KB_READ_KB_PARSER_H
#define KB_READ_KB_PARSER_H

#include "read/kb/body.h"
#include "read/kb/code.h"
#include "read/kb/line.h"

enum {
    DEPTH_MAX = 8,          /* open lists; deeper markers are read as text of the last item */
    LITERAL_INDENT = 3      /* columns right of the context */
};

typedef struct OpenList {
    Block *list, *item;
    int marker_column, content_column;
    int value;              /* of the last item: number, or 1 for 'a' */
    ListMarker marker;
} OpenList;

typedef struct Parser {
    Arena *arena;
    const KbBodyOptions *options;
    const IdPattern *ids;
    Spoken spoken;
    Lines lines;
    ptrdiff_t at;
    ptrdiff_t chunk;        /* where the run of lines without a blank one, in which `at` stands, ends */
    ptrdiff_t plain;        /* from here on its lines are plain: none begins a heading, a table or an item */
    ptrdiff_t tabled;       /* from here on none has a gap, rules or is a border: none begins a table */
    int asked;              /* how often it was asked for code */
    ptrdiff_t flowed_from, flowed_to;   /* lines that are known to flow; none when the second is 0 */
    Block *root;
    OpenList open[DEPTH_MAX];
    int depth;
    Block *literal;         /* the last one, of lines [literal_from, literal_to); its text is put in when it is known to end there */
    ptrdiff_t literal_from, literal_to;
    bool are_entries;       /* its last part is names at column 0, with what is said of them */
    OpenList last_lettered; /* below this heading: what an interrupted list goes on from */
} Parser;

static inline const Line *line_at(const Parser *p, ptrdiff_t i)
{
    return &p->lines.items[i];
}

static inline bool is_blank(const Parser *p, ptrdiff_t i)
{
    return i < 0 || i >= p->lines.n || line_is_blank(line_at(p, i));
}

static inline Str text_at(const Parser *p, ptrdiff_t i)
{
    const Line *line = line_at(p, i);
    return str_from(line->text, line->indent < 0 ? 0 : line->indent);
}

/* May a table begin at line i? */
static inline bool may_begin_table(const Parser *p, ptrdiff_t i)
{
    return i < p->tabled || i >= p->chunk;
}

/* Sets `chunk`, `plain` and `tabled` for the line that is next, which is not blank. */
void kbparser_see_chunk(Parser *p);
/* The end of the run of non-blank lines that line i stands in. */
ptrdiff_t kbparser_chunk_end(const Parser *p, ptrdiff_t i);
/* The text of lines [from, to), the first without its `skip` first bytes. */
Inline *kbparser_text(Parser *p, ptrdiff_t from, ptrdiff_t to, ptrdiff_t skip);
/* Lines [from, to) without the indent they share. */
Str kbparser_literal_text(const Parser *p, ptrdiff_t from, ptrdiff_t to);

static inline Block *context(const Parser *p)
{
    return p->depth ? p->open[p->depth - 1].item : p->root;
}

static inline int content_column(const Parser *p)
{
    return p->depth ? p->open[p->depth - 1].content_column : 0;
}

/* Puts a block into the item that is open, or into the body. */
void kbparser_attach(Parser *p, Block *b);
/* A new one, of lines [from, to). */
Block *kbparser_add(Parser *p, BlockKind kind, ptrdiff_t from, ptrdiff_t to);
/* A paragraph of lines [from, to), which are read then. */
void kbparser_add_paragraph(Parser *p, ptrdiff_t from, ptrdiff_t to);
/* Text at this indent belongs to the items whose content column it reaches (one column less is let pass: the hang of two-digit
 * numbers). */
void kbparser_close_lists(Parser *p, int indent);

/* kb/heading: titles above a line of signs, the labels of the older articles, rules. */
bool kbheading(Parser *p);
/* Does one begin at line i, with its title or with a rule above it? */
bool kbheading_begins(const Parser *p, ptrdiff_t i);
bool kbheading_label(Parser *p);
bool kbheading_rule(Parser *p);
/* 1 or 2 for a heading whose title is line i, which a line of one sign follows, else 0. */
int kbheading_level_above(const Parser *p, ptrdiff_t i);
/* The same for any line: nearly none is followed by such a one. */
static inline int kbheading_level(const Parser *p, ptrdiff_t i)
{
    return i >= 0 && i + 1 < p->lines.n && line_at(p, i + 1)->is_run ? kbheading_level_above(p, i) : 0;
}

/* kb/list: items, those that follow one another at once, and the "-or-" between them. */
typedef struct Marker {
    ListMarker kind;
    int column, content;
    int value;
} Marker;
bool kblist_item(Parser *p);
bool kblist_or(Parser *p);
bool kblist_is_marker(const Parser *p, ptrdiff_t i, Marker *m);
bool kblist_is_or(const Parser *p, ptrdiff_t i);
/* The column that text at `column` would be read against. */
int kblist_column_for(const Parser *p, int column);
/* The end of the running text that begins at line i: a blank line, an item, a heading. */
ptrdiff_t kblist_paragraph_end(const Parser *p, ptrdiff_t i);

/* kb/reference: groups of lines "Q123456 Title". */
bool kbreference_group(Parser *p);
/* The number of the reference that a line begins with, or -1. */
int64_t kbreference_at(const Parser *p, ptrdiff_t i, Ident *found);

/* kb/callout: "NOTE: …", and boxes of stars. */
bool kbcallout(Parser *p);
bool kbcallout_stars(Parser *p);
/* The word that makes a callout of a text, or the empty Str. */
Str kbcallout_label(Str s);

/* kb/setoff: what is set off from running text and shown as it stands. */
bool kbsetoff_literal(Parser *p);
bool kbsetoff_urls(Parser *p);
bool kbsetoff_code(Parser *p);
bool kbsetoff_line(Parser *p);
/* Does the text above line i end in a colon? */
bool kbsetoff_is_announced(const Parser *p, ptrdiff_t i);
void kbsetoff_add(Parser *p, ptrdiff_t from, ptrdiff_t to);
/* Nothing goes on with the last literal any more. */
void kbsetoff_end(Parser *p);

#endif
