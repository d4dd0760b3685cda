#include "write/text.h"

#include "base/utf8.h"

enum { DEPTH_MAX = 200, LEAST_WIDTH = 20 };

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

/* The words; raw HTML as it stands, and behind the words of a link the address that they do not say. */
static void put_words(Buf *b, const Inline *in)
{
    for (; in; in = in->next) {
        ptrdiff_t before = b->n;
        buf_put(b, in->kind == INLINE_BREAK ? S(" ") : inline_is_leaf(in) ? in->text : (Str){0});
        put_words(b, inline_children(in));
        Str words = str_from(buf_str(b), before);
        Str target = in->kind == INLINE_LINK ? in->link->target : (Str){0};
        bool is_hidden = str_find(target, S("://")) > 0 && str_find(words, S("://")) < 0 && !str_ends(target, words);
        if (is_hidden)
            buf_fmt(b, " (" STR_FMT ")", STR_ARG(target));
    }
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
        put_words(&line, &alone);
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

static void put_addresses(Writer *w, const Block *b)
{
    w->indent += 4;
    put_text(w, b->text);
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

#define BAR "\xE2\x94\x82"    /* U+2502, which no text of the cells looks like */

enum { COLUMNS_MAX = 16 };

/* How wide each column is; all 0 when the table would be wider than the page, and its cells had better stand close. */
static void measure(const Writer *w, const Block *table, ptrdiff_t widths[COLUMNS_MAX])
{
    Arena *a = w->b->arena;
    for (const Block *row = table->child; row; row = row->next) {
        ptrdiff_t i = 0;
        for (const Block *cell = row->child; cell && i < COLUMNS_MAX; cell = cell->next, i++) {
            ptrdiff_t n = utf8_length(inline_text(a, cell->text));
            widths[i] = n > widths[i] ? n : widths[i];
        }
    }
    ptrdiff_t all = w->indent + 1;
    for (int i = 0; i < COLUMNS_MAX; i++)
        all += widths[i] ? widths[i] + 3 : 0;
    for (int i = 0; i < COLUMNS_MAX && all > w->width; i++)
        widths[i] = 0;
}

static void put_cell(Writer *w, const Block *cell, ptrdiff_t width)
{
    Str text = inline_text(w->b->arena, cell->text);
    ptrdiff_t room = width - utf8_length(text);
    ptrdiff_t before = room <= 0 ? 0 : cell->align == ALIGN_RIGHT ? room : cell->align == ALIGN_CENTER ? room / 2 : 0;
    buf_pad(w->b, ' ', before);
    buf_put(w->b, text);
    buf_pad(w->b, ' ', room > before ? room - before : 0);
}

static void put_table(Writer *w, const Block *table)
{
    ptrdiff_t widths[COLUMNS_MAX] = {0};
    measure(w, table, widths);
    for (const Block *row = table->child; row; row = row->next) {
        ptrdiff_t i = 0;
        put_indent(w);
        for (const Block *cell = row->child; cell; cell = cell->next, i++) {
            buf_put(w->b, i ? S(" " BAR " ") : S(BAR " "));
            put_cell(w, cell, i < COLUMNS_MAX ? widths[i] : 0);
        }
        buf_put(w->b, S(" " BAR "\n"));
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
        if (b->literal_kind == LITERAL_URL)
            put_addresses(w, b);
        else
            put_literal(w, b->literal);
        break;
    case BLOCK_RAW: put_literal(w, b->literal); break;
    case BLOCK_TABLE: put_table(w, b); break;
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
