#include "doc/doc.h"

#include "base/table.h"

/* Nearly all blocks are of these kinds, which have nothing of what shares its place at the end of a Block: so they end before it. */
static bool is_short(BlockKind kind)
{
    return kind == BLOCK_PARAGRAPH || kind == BLOCK_ITEM || kind == BLOCK_TABLE || kind == BLOCK_ROW || kind == BLOCK_CELL || kind == BLOCK_RULE;
}

Block *block_new(Arena *a, BlockKind kind, int first_line, int last_line)
{
    ptrdiff_t size = is_short(kind) ? (ptrdiff_t)offsetof(Block, literal) : (ptrdiff_t)sizeof(Block);
    Block *b = arena_alloc_one(a, size, _Alignof(Block));
    b->kind = kind;
    b->first_line = first_line;
    b->last_line = last_line;
    return b;
}

void block_append(Block *parent, Block *child)
{
    child->parent = parent;
    if (parent->last_child)
        parent->last_child->next = child;
    else
        parent->child = child;
    parent->last_child = child;
    for (Block *b = parent; b && b->last_line < child->last_line; b = b->parent)
        b->last_line = child->last_line;
}

Block *block_following_sibling(const Block *root, const Block *b)
{
    for (; b && b != root; b = b->parent)
        if (b->next)
            return b->next;
    return NULL;
}

Block *block_following(const Block *root, const Block *b)
{
    return b->child ? b->child : block_following_sibling(root, b);
}

Inline *inline_new(Arena *a, InlineKind kind, Str text, int line)
{
    Inline *in = arena_new_one(a, Inline);
    in->kind = kind;
    in->line = line;
    if (kind != INLINE_LINK && kind != INLINE_IMAGE && kind != INLINE_REFERENCE) {
        in->text = text;
        return in;
    }
    in->link = arena_new_one(a, InlineLink);
    in->link->number = -1;
    return in;
}

Inline *inline_link_new(Arena *a, InlineKind kind, InlineLink link, int line)
{
    Inline *in = inline_new(a, kind, (Str){0}, line);
    *in->link = link;
    return in;
}

void inlines_add(Inlines *list, Inline *in)
{
    if (!list->end)
        list->end = &list->first;
    *list->end = in;
    while (*list->end)
        list->end = &(*list->end)->next;
}

void inline_put_text(Buf *b, const Inline *in)
{
    for (; in; in = in->next) {
        switch (in->kind) {
        case INLINE_TEXT:
        case INLINE_CODE: buf_put(b, in->text); break;
        case INLINE_BREAK: buf_putc(b, ' '); break;
        case INLINE_RAW: break;
        default: inline_put_text(b, in->child); break;
        }
    }
}

Str inline_text(Arena *a, const Inline *in)
{
    if (in && !in->next && in->kind == INLINE_TEXT)
        return in->text;
    Buf b = {.arena = a};
    inline_put_text(&b, in);
    return buf_str(&b);
}

/* Letters and digits in lower case, everything else one '-': "MORE INFORMATION" -> "more-information". Bytes of other
 * scripts stay, so that a heading in any language has an anchor of its own. */
static Str anchor_of(Arena *a, Str words)
{
    Buf b = buf_new(a, words.n);
    for (ptrdiff_t i = 0; i < words.n; i++) {
        char c = words.p[i];
        bool is_word = char_is_alnum(c) || (unsigned char)c >= 0x80;
        if (is_word)
            buf_putc(&b, char_lower(c));
        else if (b.n && b.p[b.n - 1] != '-')
            buf_putc(&b, '-');
    }
    while (b.n && b.p[b.n - 1] == '-')
        b.n--;
    return b.n ? buf_str(&b) : S("section");
}

void doc_set_anchors(Arena *a, Doc *d)
{
    Table taken = {.arena = a};
    Block **headings = NULL;
    ptrdiff_t n = 0, cap = 0;
    for (Block *b = d->root; b; b = block_following(d->root, b)) {
        if (b->kind != BLOCK_HEADING)
            continue;
        headings = arena_grow(a, headings, n, &cap, sizeof *headings);
        headings[n++] = b;
    }
    if (!n)
        return;
    int *tried = arena_new(a, int, n);      /* by number in `taken`: the last "-N" that was tried behind it */
    table_reserve(&taken, n);
    for (ptrdiff_t i = 0; i < n; i++) {
        Str base = anchor_of(a, inline_text(a, headings[i]->text)), anchor = base;
        ptrdiff_t first = table_add(&taken, base);
        for (ptrdiff_t at = first; at < i; at = table_add(&taken, anchor)) {     /* each heading before it added one */
            tried[first] = tried[first] ? tried[first] + 1 : 2;
            anchor = str_fmt(a, STR_FMT "-%d", STR_ARG(base), tried[first]);
        }
        headings[i]->anchor = anchor;
    }
}

Str block_kind_name(BlockKind kind)
{
    static const char *const names[BLOCK_KIND_COUNT] = {
        [BLOCK_ROOT] = "root",       [BLOCK_HEADING] = "heading",       [BLOCK_PARAGRAPH] = "paragraph",
        [BLOCK_LIST] = "list",       [BLOCK_ITEM] = "item",             [BLOCK_LITERAL] = "literal",
        [BLOCK_TABLE] = "table",     [BLOCK_ROW] = "row",               [BLOCK_CELL] = "cell",
        [BLOCK_CALLOUT] = "callout", [BLOCK_REFERENCES] = "references", [BLOCK_RULE] = "rule",
        [BLOCK_QUOTE] = "quote",     [BLOCK_RAW] = "raw",
    };
    return str(names[kind]);
}

Str inline_kind_name(InlineKind kind)
{
    static const char *const names[INLINE_KIND_COUNT] = {
        [INLINE_TEXT] = "text",   [INLINE_CODE] = "code",   [INLINE_EMPHASIS] = "emphasis",
        [INLINE_STRONG] = "strong", [INLINE_LINK] = "link", [INLINE_IMAGE] = "image",
        [INLINE_REFERENCE] = "reference", [INLINE_BREAK] = "break", [INLINE_RAW] = "raw",
    };
    return str(names[kind]);
}

Str literal_kind_name(LiteralKind kind)
{
    static const char *const names[LITERAL_KIND_COUNT] = {
        [LITERAL_PLAIN] = "plain",     [LITERAL_CODE] = "code",       [LITERAL_COMMAND] = "command", [LITERAL_REGISTRY] = "registry",
        [LITERAL_MESSAGE] = "message", [LITERAL_FIELDS] = "fields",   [LITERAL_HEX] = "hex",         [LITERAL_LISTING] = "listing",
        [LITERAL_DRAWING] = "drawing", [LITERAL_URL] = "url",
    };
    return str(names[kind]);
}
