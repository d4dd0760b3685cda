#include "write/html.h"

enum { DEPTH_MAX = 200, HEADING_LEVELS = 6 };

typedef struct Writer {
    Buf *b;
    const HtmlOptions *options;
    int open[HEADING_LEVELS];    /* the levels, as the author counted them, of the headings that the text stands under */
    int open_count;
} Writer;

static void put_attribute(Buf *b, Str name, Str value)
{
    buf_putc(b, ' ');
    buf_put(b, name);
    buf_put(b, S("=\""));
    buf_put_html(b, value);
    buf_putc(b, '"');
}

static void put_end(Buf *b, Str element)
{
    buf_put(b, S("</"));
    buf_put(b, element);
    buf_putc(b, '>');
}

/* --- inlines ----------------------------------------------------------------------------------------------------------- */

static void put_inlines(Writer *w, const Inline *in, int depth);

static void put_element(Writer *w, Str name, const Inline *in, int depth)
{
    buf_putc(w->b, '<');
    buf_put(w->b, name);
    buf_putc(w->b, '>');
    put_inlines(w, in->child, depth);
    put_end(w->b, name);
}

static void put_anchor(Writer *w, LinkTarget to, Str own_title, const Inline *in, int depth)
{
    Str title = own_title.n ? own_title : to.title;
    if (!to.href.n && !to.css_class) {
        put_inlines(w, in->child, depth);
        return;
    }
    Str element = to.href.n ? S("a") : S("span");
    buf_putc(w->b, '<');
    buf_put(w->b, element);
    if (to.css_class)
        put_attribute(w->b, S("class"), str(to.css_class));
    if (to.href.n)
        put_attribute(w->b, S("href"), to.href);
    if (title.n)
        put_attribute(w->b, S("title"), title);
    buf_putc(w->b, '>');
    put_inlines(w, in->child, depth);
    put_end(w->b, element);
}

static void put_image(Writer *w, const Inline *in)
{
    LinkTarget to = w->options->image(w->options->context, in->link->target, in->line);
    if (!to.href.n) {
        put_anchor(w, to, (Str){0}, in, 0);
        return;
    }
    buf_put(w->b, S("<img"));
    put_attribute(w->b, S("src"), to.href);
    buf_put(w->b, S(" alt=\""));
    Buf alt = {.arena = w->b->arena};
    inline_put_text(&alt, in->child);
    buf_put_html(w->b, buf_str(&alt));
    buf_putc(w->b, '"');
    if (in->link->title.n)
        put_attribute(w->b, S("title"), in->link->title);
    buf_putc(w->b, '>');
}

static void put_inlines(Writer *w, const Inline *in, int depth)
{
    const HtmlOptions *o = w->options;
    if (depth > DEPTH_MAX)
        return;
    for (; in; in = in->next) {
        switch (in->kind) {
        case INLINE_TEXT: buf_put_html_text(w->b, in->text); break;
        case INLINE_CODE:
            buf_put(w->b, S("<code>"));
            buf_put_html_text(w->b, in->text);
            buf_put(w->b, S("</code>"));
            break;
        case INLINE_EMPHASIS: put_element(w, S("em"), in, depth + 1); break;
        case INLINE_STRONG: put_element(w, S("strong"), in, depth + 1); break;
        case INLINE_LINK: put_anchor(w, o->link(o->context, in->link->target, in->line), in->link->title, in, depth + 1); break;
        case INLINE_REFERENCE: put_anchor(w, o->reference(o->context, in->link->number, in->line), (Str){0}, in, depth + 1); break;
        case INLINE_IMAGE: put_image(w, in); break;
        case INLINE_BREAK: buf_put(w->b, S("<br>\n")); break;
        case INLINE_RAW:
            if (o->raw_html)
                buf_put(w->b, in->text);
            else
                buf_put_html_text(w->b, in->text);
            break;
        case INLINE_KIND_COUNT: break;
        }
    }
}

/* --- blocks ------------------------------------------------------------------------------------------------------------ */

static void put_blocks(Writer *w, const Block *first, int depth);

/* The page's title is the <h1>, and no level may be skipped on the way down: a heading stands one below the last that its author counted higher,
 * whether he began with one '#' or three. */
static int heading_level(Writer *w, int level)
{
    while (w->open_count && w->open[w->open_count - 1] >= level)
        w->open_count--;
    if (w->open_count < HEADING_LEVELS)
        w->open[w->open_count++] = level;
    return w->open_count + 1 < HEADING_LEVELS ? w->open_count + 1 : HEADING_LEVELS;
}

static void put_heading(Writer *w, const Block *b)
{
    char name[] = {'h', (char)('0' + heading_level(w, b->level))};
    Str element = {name, countof(name)};
    buf_putc(w->b, '<');
    buf_put(w->b, element);
    put_attribute(w->b, S("id"), b->anchor);
    buf_putc(w->b, '>');
    put_inlines(w, b->text, 0);
    put_end(w->b, element);
    buf_putc(w->b, '\n');
}

/* A tight item is its text; an item of several blocks shows them as such. */
static void put_item(Writer *w, const Block *item, bool is_loose, int depth)
{
    buf_put(w->b, S("<li>"));
    const Block *first = item->child;
    if (item->text) {
        put_inlines(w, item->text, 0);
    } else if (first && first->kind == BLOCK_PARAGRAPH && !is_loose && (!first->next || first->next->kind == BLOCK_LIST)) {
        put_inlines(w, first->text, 0);
        if (first->next)
            buf_putc(w->b, '\n');
        put_blocks(w, first->next, depth);
    } else {
        put_blocks(w, first, depth);
    }
    buf_put(w->b, S("</li>\n"));
}

static void put_items(Writer *w, const Block *list, int depth)
{
    for (const Block *item = list->child; item; item = item->next)
        put_item(w, item, list->kind == BLOCK_LIST && list->is_loose, depth);
}

static void put_list(Writer *w, const Block *list, int depth)
{
    static const char *const types[] = {[MARKER_NUMBER] = "", [MARKER_LOWER] = " type=\"a\"", [MARKER_UPPER] = " type=\"A\""};
    bool is_bullet = list->marker == MARKER_BULLET;
    buf_put(w->b, is_bullet ? S("<ul") : S("<ol"));
    if (!is_bullet) {
        buf_put(w->b, str(types[list->marker]));
        if (list->start != 1)
            buf_fmt(w->b, " start=\"%d\"", list->start);
    }
    buf_put(w->b, S(">\n"));
    put_items(w, list, depth);
    buf_put(w->b, is_bullet ? S("</ul>\n") : S("</ol>\n"));
}

/* HTML Standard, 13.1.2.5: a newline right after <pre> is dropped, so one that begins the text needs another before it. */
static void put_literal(Writer *w, const Block *b)
{
    if (b->literal_kind == LITERAL_URL) {
        buf_put(w->b, S("<p class=\"urls\">"));
        put_inlines(w, b->text, 0);
        buf_put(w->b, S("</p>\n"));
        return;
    }
    buf_put(w->b, S("<pre class=\"literal"));
    if (b->literal_kind != LITERAL_PLAIN) {
        buf_putc(w->b, ' ');
        buf_put(w->b, literal_kind_name(b->literal_kind));
    }
    buf_put(w->b, S("\">"));
    if (b->literal_kind == LITERAL_CODE) {
        buf_put(w->b, S("<code"));
        if (b->language.n) {
            buf_put(w->b, S(" class=\"language-"));
            buf_put_html(w->b, b->language);
            buf_putc(w->b, '"');
        }
        buf_putc(w->b, '>');
    } else if (str_starts(b->literal, S("\n"))) {
        buf_putc(w->b, '\n');
    }
    buf_put_html_text(w->b, b->literal);
    buf_put(w->b, b->literal_kind == LITERAL_CODE ? S("</code></pre>\n") : S("</pre>\n"));
}

static void put_cell(Writer *w, const Block *cell)
{
    static const char *const classes[] = {
        [ALIGN_NONE] = "", [ALIGN_LEFT] = " class=\"left\"", [ALIGN_CENTER] = " class=\"center\"", [ALIGN_RIGHT] = " class=\"right\""};
    Str name = cell->is_header ? S("th") : S("td");
    buf_putc(w->b, '<');
    buf_put(w->b, name);
    buf_put(w->b, str(classes[cell->align]));
    buf_putc(w->b, '>');
    put_inlines(w, cell->text, 0);
    put_end(w->b, name);
}

static void put_rows(Writer *w, const Block *row)
{
    for (; row; row = row->next) {
        buf_put(w->b, S("<tr>"));
        for (const Block *cell = row->child; cell; cell = cell->next)
            put_cell(w, cell);
        buf_put(w->b, S("</tr>\n"));
    }
}

static void put_table(Writer *w, const Block *table)
{
    buf_put(w->b, S("<div class=\"table\"><table>\n"));
    put_rows(w, table->child);
    buf_put(w->b, S("</table></div>\n"));
}

static void put_callout(Writer *w, const Block *b, int depth)
{
    buf_put(w->b, S("<aside class=\"callout callout-"));
    for (ptrdiff_t i = 0; i < b->label.n; i++)
        buf_putc(w->b, char_lower(b->label.p[i]));
    buf_put(w->b, S("\">\n"));
    put_blocks(w, b->child, depth);
    buf_put(w->b, S("</aside>\n"));
}

static void put_raw(Writer *w, const Block *b)
{
    if (w->options->raw_html) {
        buf_put(w->b, b->literal);
        return;
    }
    buf_put(w->b, S("<pre class=\"literal\">"));
    buf_put_html_text(w->b, b->literal);
    buf_put(w->b, S("</pre>\n"));
}

static void put_block(Writer *w, const Block *b, int depth)
{
    switch (b->kind) {
    case BLOCK_HEADING: put_heading(w, b); break;
    case BLOCK_PARAGRAPH:
        buf_put(w->b, S("<p>"));
        put_inlines(w, b->text, 0);
        buf_put(w->b, S("</p>\n"));
        break;
    case BLOCK_LIST: put_list(w, b, depth + 1); break;
    case BLOCK_LITERAL: put_literal(w, b); break;
    case BLOCK_TABLE: put_table(w, b); break;
    case BLOCK_CALLOUT: put_callout(w, b, depth + 1); break;
    case BLOCK_REFERENCES:
        buf_put(w->b, S("<ul class=\"references\">\n"));
        put_items(w, b, depth + 1);
        buf_put(w->b, S("</ul>\n"));
        break;
    case BLOCK_RULE: buf_put(w->b, S("<hr>\n")); break;
    case BLOCK_QUOTE:
        buf_put(w->b, S("<blockquote>\n"));
        put_blocks(w, b->child, depth + 1);
        buf_put(w->b, S("</blockquote>\n"));
        break;
    case BLOCK_RAW: put_raw(w, b); break;
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
    for (const Block *b = first; b; b = b->next)
        put_block(w, b, depth);
}

void html_put(Buf *b, const Block *root, const HtmlOptions *options)
{
    Writer w = {.b = b, .options = options};
    put_blocks(&w, root->child, 0);
}
