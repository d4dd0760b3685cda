/* A document in one line, for tests that say what a reader should have made: kind(children …), texts in quotes. */
#ifndef KB_TESTS_TREE_H
#define KB_TESTS_TREE_H

#include "unit.h"

#include "doc/doc.h"

static inline void tree_put_inlines(Buf *b, const Inline *in)
{
    for (; in; in = in->next) {
        switch (in->kind) {
        case INLINE_TEXT: buf_put_json(b, in->text); break;
        case INLINE_CODE:
        case INLINE_RAW:
            buf_put(b, inline_kind_name(in->kind));
            buf_put_json(b, in->text);
            break;
        case INLINE_BREAK: buf_put(b, S("break")); break;
        default:
            buf_put(b, inline_kind_name(in->kind));
            buf_putc(b, '(');
            if (in->link && in->link->number >= 0)
                buf_fmt(b, "%d: ", (int)in->link->number);
            else if (in->link && in->link->target.n)
                buf_fmt(b, STR_FMT ": ", STR_ARG(in->link->target));
            tree_put_inlines(b, in->child);
            buf_putc(b, ')');
        }
        if (in->next)
            buf_putc(b, ' ');
    }
}

static inline void tree_put_details(Buf *b, const Block *block)
{
    switch (block->kind) {
    case BLOCK_HEADING: buf_fmt(b, "%d", block->level); break;
    case BLOCK_LIST:
        if (block->marker == MARKER_NUMBER)
            buf_fmt(b, ":%d", block->start);
        if (block->marker == MARKER_LOWER || block->marker == MARKER_UPPER)
            buf_fmt(b, ":%c", (block->marker == MARKER_LOWER ? 'a' : 'A') + block->start - 1);
        buf_put(b, block->is_loose ? S(":loose") : S(""));
        break;
    case BLOCK_CALLOUT: buf_fmt(b, ":" STR_FMT, STR_ARG(block->label)); break;
    default: break;
    }
}

static inline void tree_put(Buf *b, const Block *block)
{
    buf_put(b, block_kind_name(block->kind));
    tree_put_details(b, block);
    buf_putc(b, '(');
    if (block->kind == BLOCK_LITERAL || block->kind == BLOCK_RAW)
        buf_put_json(b, block->literal);
    else
        tree_put_inlines(b, block->text);
    for (const Block *child = block->child; child; child = child->next) {
        tree_put(b, child);
        buf_put(b, child->next ? S(" ") : S(""));
    }
    buf_putc(b, ')');
}

/* The blocks below `root`. */
static inline Str tree_shown(Arena *a, const Block *root)
{
    Buf b = buf_new(a, 256);
    for (const Block *block = root->child; block; block = block->next) {
        tree_put(&b, block);
        buf_put(&b, block->next ? S(" ") : S(""));
    }
    return buf_str(&b);
}

#endif
