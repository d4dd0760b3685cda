/* code: what a template is compiled into. Known to compile.c, which makes it, and to mustache.c, which runs it; nobody else.
 *
 * The code is one flat array. An op that holds others (section, parent, block) stands before them, and its `end` is the number
 * of the op behind the last of them; for every other op `end` is simply the next one. */
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
} OpKind;

typedef struct Op {
    OpKind kind;
    bool is_alone;          /* nothing else stands on its line, which therefore leaves no line in the output */
    bool is_dynamic;        /* {{>*name}}: the name of a name */
    int end;
    int argument;           /* OP_PARENT: the number of its last argument; OP_BLOCK: of the argument before it; 0 for none */
    int part_count;         /* 0 for the implicit iterator, {{.}} */
    const Str *parts;       /* the name, split at its dots */
    Str text;               /* OP_TEXT: the bytes; else the name as it was written */
    Str indent;             /* what belongs before each line that is put here: see compile.c */
    ptrdiff_t at;           /* offset of the tag in the source, for messages */
} Op;

struct Template {
    Str name;
    Source source;
    Op *ops;
    int n, cap;
};

/* Fills in the code of a template that has its name and source. False when a mistake was reported. */
bool template_compile(Arena *a, Template *t, Diags *diags);

#endif
