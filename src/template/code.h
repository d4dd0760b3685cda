/* code: what a template is compiled into. Known to the files of the engine: compile.c makes it, link.c makes one piece of it for each page, mustache.c runs
 * it.
 *
 * The code is one flat array. An op that holds others (section, parent, block) stands before them; its `size` counts it and them. */
#ifndef KB_TEMPLATE_CODE_H
#define KB_TEMPLATE_CODE_H

#include "template/mustache.h"

typedef enum OpKind {
    OP_TEXT,
    OP_ESCAPED,             /* {{name}} */
    OP_RAW,                 /* {{{name}}} and {{&name}} */
    OP_SECTION,             /* {{#name}} */
    OP_INVERTED,            /* {{^name}} */
    OP_PARTIAL,             /* {{>name}} */
    OP_PARENT,              /* {{<name}}: the blocks directly in it are its arguments, all else in it is never run */
    OP_BLOCK,               /* {{$name}} */
    OP_CALL,                /* in linked code: one of the last three, run where it stands in its template */
    OP_PADDED,              /* in linked code: a text that may be copied PADDING bytes at a time */
    OP_FOLDED,              /* in linked code: one that the ops in it make of the constants alone */
} OpKind;

/* Most texts between tags are shorter. */
enum { PADDING = 32 };

/* Where an op leaves the line that is being written. */
typedef enum Line { LINE_KEPT, LINE_BEGUN, LINE_ENDED } Line;

typedef struct Op Op;

/* A parent that is being rendered, with the blocks in it. */
typedef struct Arguments {
    const struct Arguments *outer;
    const Op *parent;
} Arguments;

/* What an OP_CALL runs, and what is around it. */
typedef struct Call {
    const Op *op;
    const Arguments *arguments;
    int depth;
} Call;

typedef struct Name {
    Str text;
    uint32_t hash;          /* name_hash */
    int slot;               /* of the renderer's, for this name in this tag; 0 when there are no more */
} Name;

struct Op {
    OpKind kind;
    bool is_alone;          /* nothing else stands on its line, which therefore leaves no line in the output */
    bool is_dynamic;        /* {{>*name}}: the name of a name */
    bool is_plain;          /* OP_SECTION in linked code: nothing in it asks for the value itself, or runs what may; so only a map or a list is its context */
    Line line;              /* of texts */
    int size;               /* how many ops, itself and those in it */
    int argument;           /* OP_PARENT: the place of its last argument behind it; OP_BLOCK: of the argument before it, before it; 0 for none */
    int part_count;         /* 0 for the implicit iterator, {{.}} */
    const Name *parts;      /* the name, split at its dots */
    int slot;               /* of a name of one part; else 0 */
    Str text;               /* of texts the bytes; else the name as it was written */
    Str indent;             /* what belongs before each line that is put here: see compile.c */
    ptrdiff_t at;           /* offset of the tag in the source, for messages */
    const Template *template;   /* that it stands in */
    const Call *call;       /* OP_CALL */
};

enum {
    INCLUDE_MAX = 100,      /* partials, parents and filled blocks inside one another */
    CONTEXT_MAX = 500,      /* sections inside one another, over all templates */
};

struct Template {
    Str name;
    Source source;
    Op *ops;
    int n, cap;
    const Op *linked;       /* the same with all that it puts in, for a template that is a page of its own; NULL before templates_link */
    int linked_count;
};

/* Fills in the code of a template that has its name and source; *slots counts those given to names. False when a mistake was reported. */
bool template_compile(Arena *a, Template *t, int *slots, Diags *diags);

/* The block that fills this one from outside: of several the outermost, so that a template overrides its parents. NULL when there is none. */
const Op *arguments_find(const Arguments *arguments, Str name);

/* The value of a name among the constants; NULL when that is not known before a page is rendered. */
const Value *constant_of(const TemplateSet *set, const Op *op);

/* Runs ops that need no data but the constants, from a place that is the start of a line or not; gives back whether the end is. */
bool code_run_constant(Renderer *renderer, const Op *op, const Op *end, bool at_line_start, Buf *out);

#endif
