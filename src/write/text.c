#include "write/text.h"

#include "base/utf8.h"

enum { DEPTH_MAX = 100, LEAST_WIDTH = 20 };

typedef struct Writer {
    Buf *b;
    int width, indent;
    bool hangs;             /* a list marker stands on the line already: the first line needs no indent */
} Writer;

static void put_indent(Writer *w)
{
    if (!w->hangs)
        buf_pad(w->b, ' ', w->indent);
    w->hangs = false;
}

/* One paragraph's words, wrapped; `in` may hold breaks that mean something. */
static void put_wrapped(Writer *w, Str text)
{
    int room = w->width - w->indent < LEAST_WIDTH ? LEAST_WIDTH : w->width - w->indent;
    ptrdiff_t column = 0;
    put_indent(w);
    for (Str word; (word = str_cut_word(&text)).n;) {
        ptrdiff_t n = utf8_length(word);
        if (column && column + 1 + n > room) {
            buf_putc(w->b, '\n');
            put_indent(w);
            column = 0;
        } else if (column) {
            buf_putc(w->b, ' ');
            column++;
        }
        buf_put(w->b, word);
        column += n;
    }
    buf_putc(w->b, '\n');
}

static void put_text(Writer *w, const Inline *in)
{
    Buf line = {.arena = w->b->arena};
    for (; in; in = in->next) {
        if (in->kind == INLINE_BREAK) {
            put_wrapped(w, buf_str(&line));
            line.n = 0;
            continue;
        }
        Inline alone = *in;
        alone.next = NULL;
        inline_put_text(&line, &alone);
    }
    put_wrapped(w, buf_str(&line));
}

static void put_literal(Writer *w, Str literal)
{
    w->indent += 4;
    for (Str rest = literal; rest.n;) {
        Str line = str_cut_line(&rest);
        if (line.n)
            put_indent(w);
        buf_put(w->b, line);
        buf_putc(w->b, '\n');
    }
    w->indent -= 4;
}

static void put_blocks(Writer *w, const Block *first, int depth);

static Str marker_text(Arena *a, const Block *list, int value)
{
    switch (list->marker) {
    case MARKER_NUMBER: return str_fmt(a, "%d. ", value);
    case MARKER_LOWER: return str_fmt(a, "%c. ", 'a' + (value - 1) % 26);
    case MARKER_UPPER: return str_fmt(a, "%c. ", 'A' + (value - 1) % 26);
    case MARKER_BULLET: break;
    }
    return S("- ");
}

static void put_items(Writer *w, const Block *list, int depth)
{
    int value = list->start;
    for (const Block *item = list->child; item; item = item->next, value++) {
        Str marker = list->kind == BLOCK_REFERENCES ? S("- ") : marker_text(w->b->arena, list, value);
        put_indent(w);
        buf_put(w->b, marker);
        w->indent += (int)marker.n;
        w->hangs = true;
        if (item->text)
            put_text(w, item->text);
        put_blocks(w, item->child, depth + 1);
        if (w->hangs)
            buf_putc(w->b, '\n');
        w->hangs = false;
        w->indent -= (int)marker.n;
    }
}

static void put_rows(Writer *w, const Block *row)
{
    for (; row; row = row->next) {
        put_indent(w);
        for (const Block *cell = row->child; cell; cell = cell->next) {
            buf_put(w->b, cell == row->child ? S("| ") : S(" | "));
            inline_put_text(w->b, cell->text);
        }
        buf_put(w->b, S(" |\n"));
    }
}

static void put_heading(Writer *w, const Block *b)
{
    Str title = inline_text(w->b->arena, b->text);
    buf_put(w->b, title);
    buf_putc(w->b, '\n');
    buf_pad(w->b, b->level == 1 ? '=' : '-', utf8_length(title));
    buf_putc(w->b, '\n');
}

static void put_block(Writer *w, const Block *b, int depth)
{
    switch (b->kind) {
    case BLOCK_HEADING: put_heading(w, b); break;
    case BLOCK_PARAGRAPH: put_text(w, b->text); break;
    case BLOCK_LIST:
    case BLOCK_REFERENCES: put_items(w, b, depth); break;
    case BLOCK_LITERAL:
    case BLOCK_RAW: put_literal(w, b->literal); break;
    case BLOCK_TABLE: put_rows(w, b->child); break;
    case BLOCK_RULE: buf_put(w->b, S("----------\n")); break;
    case BLOCK_CALLOUT:
    case BLOCK_QUOTE:
        w->indent += 2;
        put_blocks(w, b->child, depth + 1);
        w->indent -= 2;
        break;
    case BLOCK_ROOT:
    case BLOCK_ITEM:
    case BLOCK_ROW:
    case BLOCK_CELL:
    case BLOCK_KIND_COUNT: break;
    }
}

static void put_blocks(Writer *w, const Block *first, int depth)
{
    if (depth > DEPTH_MAX)
        return;
    for (const Block *b = first; b; b = b->next) {
        if (b != first)
            buf_putc(w->b, '\n');
        put_block(w, b, depth);
    }
}

void text_put(Buf *b, const Block *root, int width)
{
    Writer w = {.b = b, .width = width};
    put_blocks(&w, root->child, 0);
}
