/* CommonMark → Doc blocks.
 *
 * cmark parses the text; its tree is walked and copied, blocks by one loop, the inlines of each block by
 * another. Neither recurses, so depth costs no stack.
 *
 * Pipe tables are not CommonMark: cmark gives them as paragraphs. So, before the walk, the source lines of every paragraph are
 * asked for a table, and what will stand in the paragraph's place is prepared as a Swap. The inlines of its cells need cmark
 * again, and the link definitions of the whole document: all cells of a document are parsed in one go, as the paragraphs of a
 * second text that ends with the document itself when it may hold definitions.
 *
 * Text outside of code and links is searched for article ids and URLs when it is copied.
 *
 * CommonMark has no lettered lists, no reference lists and no paragraphs of addresses. What stands for them here (markdown.h says it) is
 * ordinary CommonMark, and is recognised when its block is complete. */
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
    bool in_cell;           /* where `<br>` is a line break: a row cannot have another */
} Inliner;

/* The levels above the first are set when they are opened: there are many, and cells need none. */
static void begin(Inliner *in, Reader *r, int line, int line_offset, bool in_cell)
{
    in->reader = r;
    in->line_offset = line_offset;
    in->line = line;
    in->levels[0] = (Level){0};
    in->depth = in->too_deep = in->links = 0;
    in->at_line_start = true;
    in->in_cell = in_cell;
}

static void add(Inliner *in, Inline *item)
{
    inlines_add(&in->levels[in->depth].children, item);
}

static void add_text(Inliner *in, InlineKind kind, Str text)
{
    if (text.n)
        add(in, inline_new(in->reader->arena, kind, text, in->line));
}

/* `ident`: of an identifier that stands in it, else 0. */
static void add_marked_text(Inliner *in, Str text, IdentKind ident)
{
    if (!text.n)
        return;
    Inline *item = inline_new(in->reader->arena, INLINE_TEXT, text, in->line);
    item->ident = (unsigned char)ident;
    add(in, item);
}

static Inline *identifier(Inliner *in, const Ident *ident, Str written)
{
    Arena *a = in->reader->arena;
    bool is_article = ident->number >= 0;
    InlineLink link = {.target = ident_target(a, ident, written), .number = ident->number};
    Inline *item = inline_link_new(a, is_article ? INLINE_REFERENCE : INLINE_LINK, link, in->line);
    item->child = inline_new(a, INLINE_TEXT, written, in->line);
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
    IdentKind in_text = 0;
    while (ident_next(in->reader->ids, text, from, in->at_line_start, &ident)) {
        from = ident.at + ident.n;
        if (!is_link(&ident)) {
            in_text = ident.kind;
            continue;
        }
        add_marked_text(in, str_sub(text, written, ident.at), in_text);
        add(in, identifier(in, &ident, str_sub(text, ident.at, from)));
        written = from;
        in_text = 0;
    }
    add_marked_text(in, str_from(text, written), in_text);
}

static bool is_break_tag(Str html)
{
    return str_eq_fold(html, S("<br>")) || str_eq_fold(html, S("<br/>")) || str_eq_fold(html, S("<br />"));
}

static Inline *link_of(const Inliner *in, cmark_node *node, InlineKind kind)
{
    Reader *r = in->reader;
    Str target = keep(r, cmark_node_get_url(node));
    int64_t number = kind == INLINE_LINK ? id_number(r->ids, target, false) : -1;
    if (number >= 0)    /* [what was written](Q123456) */
        return inline_link_new(r->arena, INLINE_REFERENCE, (InlineLink){.number = number}, in->line);
    return inline_link_new(r->arena, kind, (InlineLink){target, keep(r, cmark_node_get_title(node)), -1}, in->line);
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
    Inline *item = is_link ? link_of(in, node, kind) : inline_new(r->arena, kind, (Str){0}, in->line);
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
    Str text;
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
        text = keep(in->reader, cmark_node_get_literal(node));
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
        add_text(in, INLINE_CODE, keep(in->reader, cmark_node_get_literal(node)));
        in->at_line_start = false;
        break;
    case CMARK_NODE_HTML_INLINE:
        text = keep(in->reader, cmark_node_get_literal(node));
        if (in->in_cell && is_break_tag(text))
            add(in, inline_new(in->reader->arena, INLINE_BREAK, (Str){0}, in->line));
        else
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

/* What follows `node` below `block`, in document order; what ends on the way there is closed. */
static cmark_node *following_inline(Inliner *in, cmark_node *block, cmark_node *node)
{
    cmark_node *next = cmark_node_first_child(node);
    if (next)
        return next;
    if (has_children(cmark_node_get_type(node)))
        close_level(in, cmark_node_get_type(node));
    while (!(next = cmark_node_next(node))) {
        node = cmark_node_parent(node);
        if (node == block)
            return NULL;
        close_level(in, cmark_node_get_type(node));
    }
    return next;
}

static Inline *read_inlines(Reader *r, cmark_node *block, int line_offset, bool in_cell)
{
    Inliner in;
    begin(&in, r, 0, line_offset, in_cell);
    for (cmark_node *node = cmark_node_first_child(block); node; node = following_inline(&in, block, node))
        enter_inline(&in, node);
    return in.levels[0].children.first;
}

/* Lines of addresses: each for itself, its identifiers linked. */
static Inline *address_lines(Reader *r, Str literal, int first_line)
{
    Inliner in;
    begin(&in, r, first_line, 0, false);
    for (bool is_first = true; literal.n; is_first = false, in.line++) {
        Str line = str_trim(str_cut_line(&literal));
        if (!is_first)
            add(&in, inline_new(r->arena, INLINE_BREAK, (Str){0}, in.line));
        in.at_line_start = true;
        add_running_text(&in, line);
    }
    return in.levels[0].children.first;
}

/* --- tables ----------------------------------------------------------------------------------------------------------- */

/* Line `line` of the text as the paragraph at `node`, which stands in so many quotes, sees it. */
static Str paragraph_line(const Reader *r, cmark_node *node, int quotes, int line)
{
    Str s = r->lines.items[line - 1];
    bool is_start = line == cmark_node_get_start_line(node);
    return is_start ? str_from(s, cmark_node_get_start_column(node) - 1) : strip_line(s, quotes);
}

static StrList paragraph_lines(Reader *r, cmark_node *node, int first, int last)
{
    StrList lines = {0};
    int quotes = count_quotes(node);
    for (int i = first; i <= last && i <= r->lines.n; i++)
        list_add(r->arena, &lines, paragraph_line(r, node, quotes, i));
    return lines;
}

static bool has_pipe(const Reader *r, int first, int last)
{
    for (int i = first; i <= last && i <= r->lines.n; i++)
        if (str_find_char(r->lines.items[i - 1], '|') >= 0)
            return true;
    return false;
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

/* One text begins with CELL_START, which was not written. */
static void set_cell_text(Block *cell, Inline *text)
{
    if (text && text->kind == INLINE_TEXT)
        text->text = str_unprefix(text->text, CELL_START);
    cell->text = text && text->kind == INLINE_TEXT && !text->text.n ? text->next : text;
}

/* No character that begins an inline of CommonMark (section 6): the text is what is written, and cmark need not be asked. */
static bool is_plain_cell(Str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' || char_is_in(s.p[i], S("\\`&<*_[]!")))
            return false;
    return true;
}

static void add_cell_text(Reader *r, Block *cell, int line, Str written)
{
    Str text = str_join2(r->arena, CELL_START, written);
    if (!is_plain_cell(written)) {
        add_fragment(r, cell, true, line, text, 1);
        return;
    }
    Inliner in;
    begin(&in, r, line, 0, true);
    add_running_text(&in, text);
    set_cell_text(cell, in.levels[0].children.first);
}

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
            add_cell_text(r, cell, number, cells.items[i]);
        block_append(row, cell);
    }
    if (cells.n > t->columns)
        diag_line(r->diags, r->source, number, 1, DIAG_BAD_VALUE,
                  "this row has %td cells and the header of its table %td: the rest is left out", cells.n, t->columns);
    return row;
}

/* `|  |  |` above the dashes: the table has no header. */
static bool is_empty_row(Reader *r, Str line)
{
    StrList cells = pipetable_cells(r->arena, line);
    for (ptrdiff_t i = 0; i < cells.n; i++)
        if (cells.items[i].n)
            return false;
    return true;
}

static Block *table(Reader *r, const PipeTable *t, const StrList *lines, int first)
{
    Block *b = block_new(r->arena, BLOCK_TABLE, first + (int)t->header, first + (int)t->header + 1);
    bool has_header = t->header + 2 == lines->n || !is_empty_row(r, lines->items[t->header]);
    for (ptrdiff_t i = t->header; i < lines->n; i++)
        if (i != t->header + 1 && (i > t->header || has_header))
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
    if (last - first - has_underline < 1 || !has_pipe(r, first, last))
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
        if (event != CMARK_EVENT_ENTER || (type != CMARK_NODE_PARAGRAPH && type != CMARK_NODE_HEADING))
            continue;
        swap_table(r, node);
        cmark_iter_reset(iter, node, CMARK_EVENT_EXIT);
    }
    cmark_iter_free(iter);
}

/* The fragments are the first paragraphs of the second text; one that held link definitions alone left none. Where the document cannot hold a
 * definition, it need not be parsed again. */
static void read_fragments(Reader *r, Str text)
{
    if (!r->fragments)
        return;
    if (str_find(text, S("]:")) >= 0)
        buf_put(&r->second, text);
    cmark_node *root = cmark_parse_document(r->second.p, (size_t)r->second.n, CMARK_OPT_DEFAULT);
    cmark_node *node = cmark_node_first_child(root);
    for (Fragment *f = r->fragments; f; f = f->next) {
        while (node && cmark_node_get_start_line(node) < f->at)
            node = cmark_node_next(node);
        if (!node || cmark_node_get_start_line(node) != f->at)
            continue;
        f->block->text = read_inlines(r, node, f->line - f->at, f->is_cell);
        if (f->is_cell)
            set_cell_text(f->block, f->block->text);
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

/* The kind that the first word behind a fence names; any other word is the language of code. */
static LiteralKind literal_kind(Str word)
{
    for (int kind = 0; kind < LITERAL_KIND_COUNT; kind++)
        if (str_eq(word, literal_kind_name((LiteralKind)kind)))
            return (LiteralKind)kind;
    return word.n ? LITERAL_CODE : LITERAL_PLAIN;
}

static bool is_fenced(const Reader *r, cmark_node *node)
{
    Str line = str_from(r->lines.items[cmark_node_get_start_line(node) - 1], cmark_node_get_start_column(node) - 1);
    return str_starts(line, S("```")) || str_starts(line, S("~~~"));
}

static Block *read_code(Reader *r, cmark_node *node)
{
    Block *b = new_block(r, node, BLOCK_LITERAL);
    Str info = keep(r, cmark_node_get_fence_info(node)), word = str_cut_word(&info);
    b->literal_kind = LITERAL_CODE;
    if (is_fenced(r, node))
        b->literal_kind = literal_kind(word);
    b->literal = without_last_newline(keep(r, cmark_node_get_literal(node)));
    if (b->literal_kind == LITERAL_CODE && !str_eq(word, literal_kind_name(LITERAL_CODE)))
        b->language = word;
    if (b->literal_kind == LITERAL_URL)
        b->text = address_lines(r, b->literal, b->first_line + 1);
    return b;
}

/* "[Download " words "](" address ")" */
static bool is_download(Str line)
{
    ptrdiff_t middle = str_find(line, S("]("));
    Str target = str_from(line, middle + 2);
    return str_starts(line, S("[Download ")) && middle > 0 && str_ends(line, S(")")) && str_find(target, S("](")) < 0 && str_find(target, S("://")) > 0;
}

/* "label: " in front of a link. */
static Str without_label(Str line)
{
    ptrdiff_t link = str_find_char(line, '['), colon = str_find(line, S(": "));
    return colon > 0 && link == colon + 2 ? str_from(line, link) : line;
}

/* line = [label ": "] download | [mark] "<" address ">" [mark [mark]]          The mark is a bracket or what ends a sentence. */
static bool is_address_line(Str line, bool *is_link)
{
    line = str_trim(line);
    if (str_ends(line, S("\\")))
        line = str_trim(str_head(line, line.n - 1));
    *is_link = is_download(without_label(line));
    if (*is_link)
        return true;
    ptrdiff_t open = str_find_char(line, '<'), close = str_find_char(line, '>');
    if (open < 0 || open > 1 || close < open || line.n - close > 3)
        return false;
    for (ptrdiff_t i = 0; i < line.n; i++)
        if ((i < open || i > close) && !char_is_in(line.p[i], S("().,;:")))
            return false;
    Str address = str_sub(line, open + 1, close);
    bool is_url = str_find(address, S("://")) > 0 || str_starts_fold(address, S("mailto:"));
    return is_url && str_cut_word(&address).n && !address.n;
}

/* A paragraph of nothing but addresses, one on each line. In front of an item's text it is that text. */
static bool is_address_paragraph(Reader *r, cmark_node *node, bool *has_links)
{
    *has_links = false;
    bool is_item_text = cmark_node_get_type(cmark_node_parent(node)) == CMARK_NODE_ITEM && !cmark_node_previous(node);
    if (is_item_text || cmark_node_get_type(node) != CMARK_NODE_PARAGRAPH)
        return false;
    int first = cmark_node_get_start_line(node), last = block_end(r, node), quotes = count_quotes(node);
    for (int i = first; i <= last && i <= r->lines.n; i++) {
        bool is_link;
        if (!is_address_line(paragraph_line(r, node, quotes, i), &is_link))
            return false;
        *has_links |= is_link;
    }
    return first <= r->lines.n;
}

/* The paragraph's text with its line ends. */
static Str lines_of_text(Reader *r, const Inline *in)
{
    Buf b = {.arena = r->arena};
    for (; in; in = in->next) {
        if (in->kind == INLINE_BREAK)
            buf_putc(&b, '\n');
        else if (in->kind == INLINE_TEXT)
            buf_put(&b, in->text);
        else
            inline_put_text(&b, inline_children(in));
    }
    return buf_str(&b);
}

static Block *read_paragraph(Reader *r, cmark_node *node)
{
    bool has_links, is_address = is_address_paragraph(r, node, &has_links);
    Block *b = new_block(r, node, is_address ? BLOCK_LITERAL : BLOCK_PARAGRAPH);
    b->text = read_inlines(r, node, r->first_line - 1, false);
    if (is_address) {
        b->literal_kind = LITERAL_URL;
        b->literal = lines_of_text(r, b->text);
        if (!has_links)
            b->text = address_lines(r, b->literal, b->first_line);
    }
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
        b->text = read_inlines(r, node, r->first_line - 1, false);
        return b;
    default: return read_paragraph(r, node);
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

/* The letter that a bulleted item begins with, or 0. An escaped dot (`a\.`) makes ordinary text of it: so the source is asked. */
static char item_letter(const Reader *r, cmark_node *item, const Block *b)
{
    cmark_node *first = cmark_node_first_child(item);
    const Inline *text = b->child && b->child->kind == BLOCK_PARAGRAPH ? b->child->text : NULL;
    if (!text || text->kind != INLINE_TEXT)
        return 0;
    Str line = str_from(r->lines.items[cmark_node_get_start_line(first) - 1], cmark_node_get_start_column(first) - 1);
    bool is_letter = line.n > 1 && char_is_alpha(line.p[0]) && line.p[1] == '.' && (line.n == 2 || char_is_blank(line.p[2]));
    return is_letter && str_starts(text->text, str_head(line, 2)) ? line.p[0] : 0;
}

/* Takes the letter off the item's first paragraph, which may have held nothing else. */
static void drop_letter(Block *item)
{
    Block *paragraph = item->child;
    paragraph->text->text = str_trim_start(str_from(paragraph->text->text, 2));
    if (!paragraph->text->text.n)
        paragraph->text = paragraph->text->next;
    if (paragraph->text)
        return;
    item->child = paragraph->next;
    if (!item->child)
        item->last_child = NULL;
}

/* `- a. …`, `- b. …`: a bulleted list whose items are lettered in sequence. One item alone is not enough (`- A. Einstein`), unless its
 * bullet is a plus, which hardly anybody writes, or another lettered list stands right above it. */
static void read_letters(Reader *r, cmark_node *node, Block *list)
{
    char first = 0, expected = 0;
    const Block *b = list->child;
    for (cmark_node *item = cmark_node_first_child(node); item; item = cmark_node_next(item), b = b->next, expected++) {
        char letter = item_letter(r, item, b);
        if (!first)
            first = expected = letter;
        if (!letter || letter != expected)
            return;
    }
    Str line = str_from(r->lines.items[cmark_node_get_start_line(node) - 1], cmark_node_get_start_column(node) - 1);
    cmark_node *above = cmark_node_previous(node);
    bool follows_letters = above && cmark_node_get_user_data(above);
    bool is_meant = list->child->next || str_starts(line, S("+")) || follows_letters;
    if (!first || !is_meant)
        return;
    cmark_node_set_user_data(node, list);
    list->marker = char_is_lower(first) ? MARKER_LOWER : MARKER_UPPER;
    list->start = char_lower(first) - 'a' + 1;
    for (Block *item = list->child; item; item = item->next)
        drop_letter(item);
}

/* The reference of an item that is `**Q123456** Title` and nothing more, or NULL. */
static const Inline *item_reference(const Block *item)
{
    const Block *b = item->child;
    const Inline *in = b && !b->next && b->kind == BLOCK_PARAGRAPH ? b->text : NULL;
    const Inline *bold = in && in->kind == INLINE_STRONG ? in->child : NULL;
    return bold && !bold->next && bold->kind == INLINE_REFERENCE ? bold : NULL;
}

/* A list of nothing but such items is a list of references; what is written there is the text of each. */
static void read_references(Reader *r, Block *list)
{
    for (const Block *item = list->child; item; item = item->next)
        if (!item_reference(item))
            return;
    list->kind = BLOCK_REFERENCES;
    list->is_loose = false;
    for (Block *item = list->child; item; item = item->next) {
        const Inline *written = item_reference(item);
        item->text = inline_link_new(r->arena, INLINE_REFERENCE, *written->link, written->line);
        item->text->child = inline_new(r->arena, INLINE_TEXT, inline_text(r->arena, item->child->text), written->line);
        item->child = item->last_child = NULL;
    }
}

/* `[!NOTE]` as a paragraph of its own is a mark and no text. */
static void drop_lone_label(Block *callout)
{
    const Inline *in = callout->child->text;
    bool is_lone = in->kind == INLINE_TEXT && !in->next && str_starts(in->text, S("[!")) && str_find_char(in->text, ']') == in->text.n - 1;
    if (is_lone && callout->child->next)
        callout->child = callout->child->next;
}

static Block *close_container(Reader *r, cmark_node *node, Block *b)
{
    Str label = b->kind == BLOCK_QUOTE ? callout_label(r, b) : (Str){0};
    if (label.n) {
        b->kind = BLOCK_CALLOUT;
        b->label = label;
        drop_lone_label(b);
    }
    if (b->kind == BLOCK_LIST && b->marker == MARKER_BULLET && b->child) {
        read_letters(r, node, b);
        read_references(r, b);
    }
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
            open = close_container(r, node, open);
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
    Bounded bounded = bound_lines(a, source, text, first_line, diags);
    r.lines = bounded.lines;
    Block *doc = block_new(a, BLOCK_ROOT, first_line, first_line + (int)r.lines.n - (r.lines.n > 0));
    cmark_node *root = cmark_parse_document(bounded.text.n ? bounded.text.p : "", (size_t)bounded.text.n, CMARK_OPT_DEFAULT);
    if (str_find_char(bounded.text, '|') >= 0)
        find_tables(&r, root);
    read_fragments(&r, bounded.text);
    read_blocks(&r, root, doc);
    cmark_node_free(root);
    return doc;
}
