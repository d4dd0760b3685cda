/* A block goes into the item that is open; text left of that closes it. */
#include "read/kb/parser.h"

#include "read/kb/inline.h"

void kbparser_see_chunk(Parser *p)
{
    if (p->at < p->chunk)
        return;
    p->asked = 0;
    p->plain = p->tabled = p->chunk = p->at;
    for (; !is_blank(p, p->chunk); p->chunk++) {
        const Line *line = line_at(p, p->chunk);
        if (line->is_plain)
            continue;
        p->plain = p->chunk + 1;
        if (line->has_gap || line->is_ruler || line->text.p[line->indent] == '+')
            p->tabled = p->chunk + 1;
    }
}

ptrdiff_t kbparser_chunk_end(const Parser *p, ptrdiff_t i)
{
    if (i >= p->at && i < p->chunk)
        return p->chunk;
    while (!is_blank(p, i))
        i++;
    return i;
}

Inline *kbparser_text(Parser *p, ptrdiff_t from, ptrdiff_t to, ptrdiff_t skip)
{
    bool is_flowed = from == p->flowed_from && to == p->flowed_to;
    return (is_flowed ? kbinline_flowed : kbinline_text)(p->arena, p->ids, lines_sub(p->lines, from, to), skip);
}

Str kbparser_literal_text(const Parser *p, ptrdiff_t from, ptrdiff_t to)
{
    int indent = INT32_MAX;
    for (ptrdiff_t i = from; i < to; i++)
        if (!is_blank(p, i) && line_at(p, i)->indent < indent)
            indent = line_at(p, i)->indent;
    Buf b = {.arena = p->arena};
    for (ptrdiff_t i = from; i < to; i++) {
        if (i > from)
            buf_putc(&b, '\n');
        buf_put(&b, str_from(line_at(p, i)->text, indent));
    }
    return buf_str(&b);
}

void kbparser_attach(Parser *p, Block *b)
{
    Block *parent = context(p);
    if (parent->kind == BLOCK_ITEM && parent->child && b->kind != BLOCK_LIST)
        parent->parent->is_loose = true;
    block_append(parent, b);
}

Block *kbparser_add(Parser *p, BlockKind kind, ptrdiff_t from, ptrdiff_t to)
{
    Block *b = block_new(p->arena, kind, line_at(p, from)->number, line_at(p, to - 1)->number);
    kbparser_attach(p, b);
    return b;
}

void kbparser_add_paragraph(Parser *p, ptrdiff_t from, ptrdiff_t to)
{
    kbparser_add(p, BLOCK_PARAGRAPH, from, to)->text = kbparser_text(p, from, to, 0);
    p->at = to;
}

void kbparser_close_lists(Parser *p, int indent)
{
    while (p->depth && indent < content_column(p) - 1)
        p->depth--;
}
