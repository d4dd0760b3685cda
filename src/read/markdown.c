/* CommonMark → Doc blocks.
 *
 * cmark parses the text; its tree is walked with its iterator and copied, blocks by one loop, the inlines of each block by
 * another. Neither recurses, so depth costs no stack.
 *
 * Pipe tables are not CommonMark: cmark gives them as paragraphs. So, before the walk, the source lines of every paragraph are
 * asked for a table, and what will stand in the paragraph's place is prepared as a Swap. The inlines of its cells need cmark
 * again, and the link definitions of the whole document: all cells of a document are parsed in one go, as the paragraphs of a
 * second text that ends with the document itself.
 *
 * Text outside of code and links is searched for article ids and URLs when it is copied. */
#include "read/markdown.h"

#include "read/bound.h"
#include "read/pipetable.h"

#include <cmark.h>

enum {
    INLINE_DEPTH_MAX = 100,
    FREE_CELLS = 10000      /* cells that a table may have beyond one for each of its bytes */
};

/* A piece of the second text: the inlines of `block`, which stand at `line` of the source. */
typedef struct Fragment Fragment;
struct Fragment {
    Fragment *next;
    Block *block;
    bool is_cell;
    int line;
    int at;                 /* line of the second text */
};

/* What stands in the place of a paragraph that holds a table; each may be NULL but the table. */
typedef struct Swap Swap;
struct Swap {
    Swap *next;             /* in document order */
    cmark_node *node;
    Block *before;          /* the lines above the table */
    Block *table;
    Block *rule;            /* a line of dashes below the table, which CommonMark takes for the underline of a heading */
};

typedef struct Reader {
    Arena *arena;
    const Source *source;
    const IdPattern *ids;
    Diags *diags;
    StrList lines;
    int first_line;
    Swap *swaps, **swaps_end;
    Fragment *fragments, **fragments_end;
    Buf second;             /* the second text */
    int second_lines;
} Reader;

static int source_line(const Reader *r, int line)
{
    return line > 0 ? line + r->first_line - 1 : 0;
}

static Str keep(Reader *r, const char *text)
{
    return str_copy(r->arena, str(text));
}

static Str without_last_newline(Str s)
{
    return str_ends(s, S("\n")) ? str_head(s, s.n - 1) : s;
}

/* --- lines ------------------------------------------------------------------------------------------------------------ */

/* A line of a paragraph without what belongs to the lists and quotes around it. Blanks at its start mean nothing. */
static Str strip_line(Str line, int quotes)
{
    line = str_trim_start(line);
    for (int i = 0; i < quotes && str_starts(line, S(">")); i++)
        line = str_trim_start(str_from(line, 1));
    return line;
}

static int count_quotes(cmark_node *node)
{
    int n = 0;
    for (; node; node = cmark_node_parent(node))
        n += cmark_node_get_type(node) == CMARK_NODE_BLOCK_QUOTE;
    return n;
}

/* The underline of the heading at `node`, or its only line: cmark's own last line of an underlined heading is one too far. */
static int heading_end(const Reader *r, cmark_node *node)
{
    int first = cmark_node_get_start_line(node), last = cmark_node_get_end_line(node), quotes = count_quotes(node);
    char mark = cmark_node_get_heading_level(node) == 1 ? '=' : '-';
    for (int line = first + 1; line <= last && line <= r->lines.n; line++)
        if (str_is_run(str_trim(strip_line(r->lines.items[line - 1], quotes)), mark))
            return line;
    return first;
}

/* The last line of a block that is not blank: cmark lets lists and code end in the blank lines after them. */
static int block_end(const Reader *r, cmark_node *node)
{
    if (cmark_node_get_type(node) == CMARK_NODE_HEADING)
        return heading_end(r, node);
    int first = cmark_node_get_start_line(node), last = cmark_node_get_end_line(node);
    while (last > first && last <= r->lines.n && !str_trim(r->lines.items[last - 1]).n)
        last--;
    return last > first ? last : first;
}

/* --- inlines ---------------------------------------------------------------------------------------------------------- */

typedef struct Level {
    Inline *parent;
    Inlines children;
} Level;

/* The state of copying the inlines of one block. */
typedef struct Inliner {
    Reader *reader;
    int line_offset;        /* from cmark's lines to those of the source */
    int line;               /* the last one cmark told: it tells none of breaks */
    Level levels[INLINE_DEPTH_MAX + 1];
    int depth;
    int too_deep;           /* levels open beyond the last one, which are left out: their words go to it */
    int links;              /* links and images open */
    bool at_line_start;
} Inliner;

static void add(Inliner *in, Inline *item)
{
    inlines_add(&in->levels[in->depth].children, item);
}

static void add_text(Inliner *in, InlineKind kind, Str text)
{
    if (text.n)
        add(in, inline_new(in->reader->arena, kind, text, in->line));
}

static Inline *identifier(Inliner *in, const Ident *ident, Str written)
{
    Arena *a = in->reader->arena;
    bool is_article = ident->number >= 0;
    Inline *item = inline_new(a, is_article ? INLINE_REFERENCE : INLINE_LINK, (Str){0}, in->line);
    item->child = inline_new(a, INLINE_TEXT, written, in->line);
    item->number = ident->number;
    item->target = ident_target(a, ident, written);
    return item;
}

/* What becomes a link without being marked as one. Code the author marks himself. */
static bool is_link(const Ident *ident)
{
    return ident->kind == IDENT_ARTICLE || ident->kind == IDENT_URL || ident->kind == IDENT_MAIL;
}

/* Text with the article ids and addresses in it. */
static void add_running_text(Inliner *in, Str text)
{
    Ident ident;
    ptrdiff_t from = 0, written = 0;
    while (ident_next(in->reader->ids, text, from, in->at_line_start, &ident)) {
        from = ident.at + ident.n;
        if (!is_link(&ident))
            continue;
        add_text(in, INLINE_TEXT, str_sub(text, written, ident.at));
        add(in, identifier(in, &ident, str_sub(text, ident.at, from)));
        written = from;
    }
    add_text(in, INLINE_TEXT, str_from(text, written));
}

static void open_level(Inliner *in, cmark_node *node, InlineKind kind)
{
    Reader *r = in->reader;
    bool is_link = kind == INLINE_LINK || kind == INLINE_IMAGE;
    in->links += is_link;
    if (in->depth == INLINE_DEPTH_MAX) {
        if (!in->too_deep++)
            diag_line(r->diags, r->source, in->line, 1, DIAG_DEPTH,
                      "emphasis and links are nested deeper than 100 levels: the rest is kept as plain text");
        return;
    }
    Inline *item = inline_new(r->arena, kind, (Str){0}, in->line);
    if (is_link) {
        item->target = keep(r, cmark_node_get_url(node));
        item->title = keep(r, cmark_node_get_title(node));
    }
    add(in, item);
    in->levels[++in->depth] = (Level){.parent = item};
}

static void close_level(Inliner *in, cmark_node_type type)
{
    in->links -= type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE;
    if (in->too_deep) {
        in->too_deep--;
        return;
    }
    Level *level = &in->levels[in->depth--];
    level->parent->child = level->children.first;
}

static void enter_inline(Inliner *in, cmark_node *node)
{
    int line = cmark_node_get_start_line(node);
    if (line > 0)
        in->line = line + in->line_offset;
    Str text = keep(in->reader, cmark_node_get_literal(node));
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
        if (in->links)
            add_text(in, INLINE_TEXT, text);
        else
            add_running_text(in, text);
        in->at_line_start = false;
        break;
    case CMARK_NODE_SOFTBREAK:
        add_text(in, INLINE_TEXT, S("\n"));
        in->at_line_start = true;
        break;
    case CMARK_NODE_LINEBREAK:
        add(in, inline_new(in->reader->arena, INLINE_BREAK, (Str){0}, in->line));
        in->at_line_start = true;
        break;
    case CMARK_NODE_CODE:
        add_text(in, INLINE_CODE, text);
        in->at_line_start = false;
        break;
    case CMARK_NODE_HTML_INLINE:
        add_text(in, INLINE_RAW, text);
        in->at_line_start = false;
        break;
    case CMARK_NODE_EMPH: open_level(in, node, INLINE_EMPHASIS); break;
    case CMARK_NODE_STRONG: open_level(in, node, INLINE_STRONG); break;
    case CMARK_NODE_LINK: open_level(in, node, INLINE_LINK); break;
    case CMARK_NODE_IMAGE: open_level(in, node, INLINE_IMAGE); break;
    default: break;
    }
}

static bool has_children(cmark_node_type type)
{
    return type == CMARK_NODE_EMPH || type == CMARK_NODE_STRONG || type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE;
}

static Inline *read_inlines(Reader *r, cmark_node *block, int line_offset)
{
    Inliner in = {.reader = r, .line_offset = line_offset, .at_line_start = true};
    cmark_iter *iter = cmark_iter_new(block);
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (node == block)
            continue;
        if (event == CMARK_EVENT_ENTER)
            enter_inline(&in, node);
        else if (has_children(cmark_node_get_type(node)))
            close_level(&in, cmark_node_get_type(node));
    }
    cmark_iter_free(iter);
    return in.levels[0].children.first;
}

/* --- tables ----------------------------------------------------------------------------------------------------------- */

/* The lines `first` to `last` of the text as the paragraph at `node` sees them. */
static StrList paragraph_lines(Reader *r, cmark_node *node, int first, int last)
{
    StrList lines = {0};
    int quotes = count_quotes(node);
    for (int i = first; i <= last && i <= r->lines.n; i++) {
        Str line = r->lines.items[i - 1];
        bool is_start = i == first;
        list_add(r->arena, &lines, is_start ? str_from(line, cmark_node_get_start_column(node) - 1) : strip_line(line, quotes));
    }
    return lines;
}

static void add_fragment(Reader *r, Block *block, bool is_cell, int line, Str text, int lines)
{
    Fragment *f = arena_new(r->arena, Fragment, 1);
    *f = (Fragment){.block = block, .is_cell = is_cell, .line = line, .at = r->second_lines + 1};
    *r->fragments_end = f;
    r->fragments_end = &f->next;
    buf_put(&r->second, text);
    buf_put(&r->second, S("\n\n"));
    r->second_lines += lines + 1;
}

/* Keeps a `#` or `1.` at the start of a cell from making a heading or a list of it. */
#define CELL_START S("| ")

static Block *table_row(Reader *r, const PipeTable *t, Str line, int number, bool is_header)
{
    Block *row = block_new(r->arena, BLOCK_ROW, number, number);
    row->is_header = is_header;
    StrList cells = pipetable_cells(r->arena, line);
    for (ptrdiff_t i = 0; i < t->columns; i++) {
        Block *cell = block_new(r->arena, BLOCK_CELL, number, number);
        cell->align = t->aligns[i];
        cell->is_header = is_header;
        if (i < cells.n && cells.items[i].n)
            add_fragment(r, cell, true, number, str_join2(r->arena, CELL_START, cells.items[i]), 1);
        block_append(row, cell);
    }
    if (cells.n > t->columns)
        diag_line(r->diags, r->source, number, 1, DIAG_BAD_VALUE,
                  "this row has %td cells and the header of its table %td: the rest is left out", cells.n, t->columns);
    return row;
}

static Block *table(Reader *r, const PipeTable *t, const StrList *lines, int first)
{
    Block *b = block_new(r->arena, BLOCK_TABLE, first + (int)t->header, first + (int)t->header + 1);
    for (ptrdiff_t i = t->header; i < lines->n; i++)
        if (i != t->header + 1)
            block_append(b, table_row(r, t, lines->items[i], first + (int)i, i == t->header));
    return b;
}

/* The lines above a table stay a paragraph. The indentation keeps them together: they were one before. */
static Block *lines_above(Reader *r, const PipeTable *t, const StrList *lines, int first)
{
    if (!t->header)
        return NULL;
    Block *b = block_new(r->arena, BLOCK_PARAGRAPH, first, first + (int)t->header - 1);
    StrList above = {lines->items, t->header, t->header};
    add_fragment(r, b, false, first, list_join(r->arena, &above, S("\n    ")), (int)t->header);
    return b;
}

/* Rows that lack cells are filled up; a table that would be made of little else is none. */
static bool is_filled(Reader *r, const PipeTable *t, const StrList *lines, int line)
{
    ptrdiff_t bytes = 0, rows = lines->n - t->header - 1;
    for (ptrdiff_t i = t->header; i < lines->n; i++)
        bytes += lines->items[i].n;
    bool filled = rows * t->columns <= FREE_CELLS + bytes;
    if (!filled)
        diag_line(r->diags, r->source, line, 1, DIAG_BAD_VALUE, "this table is kept as text: nearly all of its cells are missing");
    return filled;
}

static void swap_table(Reader *r, cmark_node *node)
{
    int first = cmark_node_get_start_line(node), last = block_end(r, node);
    bool has_underline = cmark_node_get_type(node) == CMARK_NODE_HEADING && cmark_node_get_heading_level(node) == 2;
    if (last - first - has_underline < 1)
        return;
    StrList lines = paragraph_lines(r, node, first, last - has_underline);
    PipeTable t;
    int line = source_line(r, first);
    if (!pipetable_find(r->arena, lines.items, lines.n, &t) || !is_filled(r, &t, &lines, line + (int)t.header))
        return;
    Swap *s = arena_new(r->arena, Swap, 1);
    *s = (Swap){.node = node, .before = lines_above(r, &t, &lines, line), .table = table(r, &t, &lines, line)};
    if (has_underline)
        s->rule = block_new(r->arena, BLOCK_RULE, source_line(r, last), source_line(r, last));
    *r->swaps_end = s;
    r->swaps_end = &s->next;
}

static void find_tables(Reader *r, cmark_node *root)
{
    cmark_iter *iter = cmark_iter_new(root);
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        if (event == CMARK_EVENT_ENTER && (type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING))
            swap_table(r, node);
    }
    cmark_iter_free(iter);
}

/* A cell begins with CELL_START: one text node begins with it. */
static void drop_cell_start(Inline *in)
{
    if (in && in->kind == INLINE_TEXT)
        in->text = str_unprefix(in->text, CELL_START);
}

static Inline *without_empty_start(Inline *in)
{
    return in && in->kind == INLINE_TEXT && !in->text.n ? in->next : in;
}

/* The fragments are the first paragraphs of the second text; one that held link definitions alone left none. */
static void read_fragments(Reader *r, Str text)
{
    if (!r->fragments)
        return;
    buf_put(&r->second, text);
    cmark_node *root = cmark_parse_document(r->second.p, (size_t)r->second.n, CMARK_OPT_DEFAULT);
    cmark_node *node = cmark_node_first_child(root);
    for (Fragment *f = r->fragments; f; f = f->next) {
        while (node && cmark_node_get_start_line(node) < f->at)
            node = cmark_node_next(node);
        if (!node || cmark_node_get_start_line(node) != f->at)
            continue;
        f->block->text = read_inlines(r, node, f->line - f->at);
        if (f->is_cell) {
            drop_cell_start(f->block->text);
            f->block->text = without_empty_start(f->block->text);
        }
    }
    cmark_node_free(root);
}

/* --- blocks ----------------------------------------------------------------------------------------------------------- */

/* NOTE, WARNING … when the text is one of these words, perhaps followed by a colon and more. */
static Str callout_word(Str text)
{
    static const char *const words[] = {"NOTE", "WARNING", "IMPORTANT", "CAUTION", "TIP"};
    text = str_trim(text);
    for (ptrdiff_t i = 0; i < countof(words); i++) {
        Str word = str(words[i]), rest = str_from(text, word.n);
        if (str_starts_fold(text, word) && (!rest.n || rest.p[0] == ':'))
            return word;
    }
    return (Str){0};
}

/* `> **Note:** …` and `> [!NOTE] …` are callouts. Gives the label, or the empty Str. */
static Str callout_label(Reader *r, const Block *quote)
{
    const Inline *in = quote->child && quote->child->kind == BLOCK_PARAGRAPH ? quote->child->text : NULL;
    if (in && in->kind == INLINE_STRONG)
        return callout_word(inline_text(r->arena, in->child));
    ptrdiff_t end = in && in->kind == INLINE_TEXT && str_starts(in->text, S("[!")) ? str_find_char(in->text, ']') : -1;
    return end >= 0 ? callout_word(str_sub(in->text, 2, end)) : (Str){0};
}

static Block *new_block(Reader *r, cmark_node *node, BlockKind kind)
{
    return block_new(r->arena, kind, source_line(r, cmark_node_get_start_line(node)), source_line(r, block_end(r, node)));
}

static Block *read_list(Reader *r, cmark_node *node)
{
    Block *b = new_block(r, node, BLOCK_LIST);
    bool is_numbered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
    b->marker = is_numbered ? MARKER_NUMBER : MARKER_BULLET;
    b->start = cmark_node_get_list_start(node);
    b->is_loose = !cmark_node_get_list_tight(node);
    return b;
}

static Block *read_code(Reader *r, cmark_node *node)
{
    Block *b = new_block(r, node, BLOCK_LITERAL);
    Str info = keep(r, cmark_node_get_fence_info(node));
    b->literal_kind = LITERAL_CODE;
    b->literal = without_last_newline(keep(r, cmark_node_get_literal(node)));
    b->language = str_cut_word(&info);
    return b;
}

static Block *read_block(Reader *r, cmark_node *node)
{
    Block *b;
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_LIST: return read_list(r, node);
    case CMARK_NODE_ITEM: return new_block(r, node, BLOCK_ITEM);
    case CMARK_NODE_BLOCK_QUOTE: return new_block(r, node, BLOCK_QUOTE);
    case CMARK_NODE_THEMATIC_BREAK: return new_block(r, node, BLOCK_RULE);
    case CMARK_NODE_CODE_BLOCK: return read_code(r, node);
    case CMARK_NODE_HTML_BLOCK:
        b = new_block(r, node, BLOCK_RAW);
        b->literal = without_last_newline(keep(r, cmark_node_get_literal(node)));
        return b;
    case CMARK_NODE_HEADING:
        b = new_block(r, node, BLOCK_HEADING);
        b->level = cmark_node_get_heading_level(node);
        b->text = read_inlines(r, node, r->first_line - 1);
        return b;
    default:
        b = new_block(r, node, BLOCK_PARAGRAPH);
        b->text = read_inlines(r, node, r->first_line - 1);
        return b;
    }
}

static bool is_container(cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);
    return type == CMARK_NODE_LIST || type == CMARK_NODE_ITEM || type == CMARK_NODE_BLOCK_QUOTE;
}

static void append_swap(Reader *r, Block *parent)
{
    Swap *s = r->swaps;
    r->swaps = s->next;
    if (s->before && s->before->text)
        block_append(parent, s->before);
    block_append(parent, s->table);
    if (s->rule)
        block_append(parent, s->rule);
}

static Block *close_container(Reader *r, Block *b)
{
    if (b->kind == BLOCK_QUOTE)
        b->label = callout_label(r, b);
    if (b->label.n)
        b->kind = BLOCK_CALLOUT;
    return b->parent;
}

/* Adds what `node` is to the open block; gives the block that is open then. */
static Block *enter_block(Reader *r, cmark_node *node, Block *open)
{
    if (r->swaps && r->swaps->node == node) {
        append_swap(r, open);
        return open;
    }
    Block *b = read_block(r, node);
    block_append(open, b);
    return is_container(node) ? b : open;
}

static void read_blocks(Reader *r, cmark_node *root, Block *open)
{
    cmark_iter *iter = cmark_iter_new(root);
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (node == root)
            continue;
        if (event == CMARK_EVENT_ENTER)
            open = enter_block(r, node, open);
        else if (is_container(node))
            open = close_container(r, open);
        bool has_inlines = !is_container(node) && cmark_node_first_child(node);
        if (event == CMARK_EVENT_ENTER && has_inlines)
            cmark_iter_reset(iter, node, CMARK_EVENT_EXIT);
    }
    cmark_iter_free(iter);
}

Block *markdown_parse(Arena *a, const Source *source, Str text, int first_line, const IdPattern *ids, Diags *diags)
{
    Reader r = {.arena = a, .source = source, .ids = ids, .diags = diags, .first_line = first_line, .second = {.arena = a}};
    r.swaps_end = &r.swaps;
    r.fragments_end = &r.fragments;
    r.lines = bound_lines(a, source, text, first_line, diags);
    Str bounded = list_join(a, &r.lines, S("\n"));
    Block *doc = block_new(a, BLOCK_ROOT, first_line, first_line + (int)r.lines.n - (r.lines.n > 0));
    cmark_node *root = cmark_parse_document(bounded.n ? bounded.p : "", (size_t)bounded.n, CMARK_OPT_DEFAULT);
    find_tables(&r, root);
    read_fragments(&r, bounded);
    read_blocks(&r, root, doc);
    cmark_node_free(root);
    return doc;
}
