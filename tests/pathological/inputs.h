/* Inputs built to be slow. Most are one piece of text repeated until the size is reached, each piece in every format an article can have; the rest are made
 * by functions. */
#ifndef PATHOLOGICAL_INPUTS_H
#define PATHOLOGICAL_INPUTS_H

#include "base/buf.h"

/* Appends about `size` bytes. */
typedef void Make(Buf *b, ptrdiff_t size);

/* What stands around a body. */
typedef enum Wrap { WRAP_TEXT, WRAP_BARE_TEXT, WRAP_FRONT, WRAP_OLD_FRONT, WRAP_MARKDOWN, WRAP_COUNT } Wrap;

/* The library that reads nearly all of an input. */
typedef enum Parser { PARSER_NONE, PARSER_CMARK, PARSER_YAML } Parser;

typedef struct Input {
    char name[96];
    Str path;
    Parser parser;
    void (*put)(Buf *b, ptrdiff_t size, const struct Input *input);    /* puts all of it, from what follows */
    Make *make;
    Str piece, before;
    Wrap wrap;
} Input;

typedef void VisitInput(void *context, const Input *input);
void inputs_visit(VisitInput *visit, void *context);

/* The bytes of an input, on `a`. One of a quarter of the size is made as the whole is: it is no quarter of the bytes. */
Str input_text(Arena *a, const Input *input, ptrdiff_t size);

#endif
