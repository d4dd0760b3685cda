/* Blocks stand below each other, a blank line between them; what a list or quote holds has the prefix of all the containers around it on
 * each of its lines, and the first of its lines has their markers instead.
 *
 * Two lists that touch would be one, so the second takes another sign. In a tight list blank lines would make it a loose one: there blocks
 * stand close where CommonMark lets the second begin without a blank line (0.30, sections 4 and 5.2). */
#include "write/commonmark.h"

#include "write/cminline.h"
#include "write/frontmatter.h"

enum { DEPTH_MAX = 200 };

typedef struct Writer {
    Buf *b;
    const CommonmarkOptions *options;
    int heading_shift;
    Buf prefix;             /* of every line in the containers that are open */
    bool hangs;             /* the markers of the containers stand on the line already */
    Str letter;             /* "a. ", to be put in front of the item's text */
    Str label;              /* of a callout, to be made bold in front of its text */
    bool starts_item;       /* the next block is the first of a bulleted item */
} Writer;

/* --- lines and containers ----------------------------------------------------------------------------------------------- */

static void start_line(Writer *w)
{
    if (!w->hangs)
        buf_put(w->b, buf_str(&w->prefix));
    w->hangs = false;
}

static void end_line(Writer *w)
{
    while (w->b->n && w->b->p[w->b->n - 1] == ' ')
        w->b->n--;
    buf_putc(w->b, '\n');
}

static void put_blank_line(Writer *w)
{
    start_line(w);
    end_line(w);
}

static void put_line(Writer *w, Str text)
{
    start_line(w);
    buf_put(w->b, text);
    buf_putc(w->b, '\n');
}

static void put_lines(Writer *w, Str text)
{
    while (text.n) {
        Str line = str_cut_line(&text);
        if (line.n)
            put_line(w, line);
        else
            put_blank_line(w);
    }
}

/* Gives what close_container needs. */
static ptrdiff_t open_container(Writer *w, Str marker, Str prefix)
{
    ptrdiff_t before = w->prefix.n;
    start_line(w);
    buf_put(w->b, marker);
    buf_put(&w->prefix, prefix);
    w->hangs = true;
    return before;
}

static void close_container(Writer *w, ptrdiff_t before)
{
    if (w->hangs)
        end_line(w);    /* nothing stood in it */
    w->hangs = false;
    w->prefix.n = before;
}

static Str blanks(Arena *a, ptrdiff_t n)
{
    Buf b = buf_new(a, n);
    buf_pad(&b, ' ', n);
    return buf_str(&b);
}

/* --- text --------------------------------------------------------------------------------------------------------------- */

/* "NOTE: …" with its first word bold, which makes a callout of the quote. The colon belongs to it unless a letter follows, where the bold
 * text could not end. */
static Inline *with_bold_label(Arena *a, const Inline *in, Str label)
{
    Str rest = str_from(in->text, label.n);
    bool takes_colon = str_starts(rest, S(":")) && (rest.n == 1 || char_is_blank(rest.p[1]));
    Str word = str_head(in->text, label.n + takes_colon);
    Inline *bold = inline_new(a, INLINE_STRONG, (Str){0}, in->line);
    bold->child = inline_new(a, INLINE_TEXT, word, in->line);
    bold->next = inline_new(a, INLINE_TEXT, str_from(in->text, word.n), in->line);
    bold->next->next = in->next;
    return bold;
}

static bool begins_with_label(const Inline *in, Str label)
{
    char after = in && in->kind == INLINE_TEXT && str_starts_fold(in->text, label) && in->text.n > label.n ? in->text.p[label.n] : ':';
    return in && in->kind == INLINE_TEXT && str_starts_fold(in->text, label) && !char_is_alnum(after);
}

static void put_paragraph(Writer *w, const Inline *in)
{
    Arena *a = w->b->arena;
    if (w->label.n && begins_with_label(in, w->label))
        in = with_bold_label(a, in, w->label);
    CmPlace place = w->starts_item && !w->letter.n ? CM_LETTER_PARAGRAPH : CM_PARAGRAPH;
    put_lines(w, cminline_text(a, in, place, w->letter, w->options));
    w->letter = w->label = (Str){0};
}

static void put_heading(Writer *w, const Block *b)
{
    int level = b->level + w->heading_shift;
    start_line(w);
    buf_pad(w->b, '#', level < 1 ? 1 : level > 6 ? 6 : level);
    buf_putc(w->b, ' ');
    buf_put(w->b, cminline_text(w->b->arena, b->text, CM_HEADING, (Str){0}, w->options));
    end_line(w);
}

/* --- literal text ------------------------------------------------------------------------------------------------------- */

/* Sign of the fence: the info string of backticks may hold none. */
static char fence_sign(const Block *b)
{
    return str_find_char(b->language, '`') >= 0 ? '~' : '`';
}

/* A fence ends at a line that begins with as many signs. */
static ptrdiff_t fence_length(Str text, char sign)
{
    ptrdiff_t longest = 2;
    while (text.n) {
        Str line = str_trim_start(str_cut_line(&text));
        ptrdiff_t n = 0;
        while (n < line.n && line.p[n] == sign)
            n++;
        longest = n > longest ? n : longest;
    }
    return longest + 1;
}

static Str info_of(const Block *b)
{
    if (b->literal_kind == LITERAL_CODE && b->language.n)
        return b->language;
    return b->literal_kind == LITERAL_PLAIN ? (Str){0} : literal_kind_name(b->literal_kind);
}

static void put_info(Buf *b, Str info)
{
    for (ptrdiff_t i = 0; i < info.n; i++) {
        if (info.p[i] == '\\')
            buf_putc(b, '\\');
        buf_put(b, info.p[i] == '&' ? S("&amp;") : str_sub(info, i, i + 1));
    }
}

static void put_fenced(Writer *w, const Block *b)
{
    char sign = fence_sign(b);
    ptrdiff_t length = fence_length(b->literal, sign);
    start_line(w);
    buf_pad(w->b, sign, length);
    put_info(w->b, info_of(b));
    buf_putc(w->b, '\n');
    put_lines(w, b->literal);
    if (str_ends(b->literal, S("\n")))
        put_blank_line(w);
    start_line(w);
    buf_pad(w->b, sign, length);
    buf_putc(w->b, '\n');
}

/* Cuts a line that is an address, with a bracket or the end of a sentence around it perhaps, into its three parts. */
static bool cut_address(const IdPattern *ids, Str line, Str parts[3])
{
    Ident found;
    if (!ident_next(ids, line, 0, false, &found) || found.at > 1 || line.n - found.at - found.n > 2)
        return false;
    parts[0] = str_head(line, found.at);
    parts[1] = str_sub(line, found.at, found.at + found.n);
    parts[2] = str_from(line, found.at + found.n);
    for (int i = 0; i < 3; i += 2)
        for (ptrdiff_t k = 0; k < parts[i].n; k++)
            if (str_find_char(S("().,;:"), parts[i].p[k]) < 0)
                return false;
    bool is_url = str_find(parts[1], S("://")) > 0 || str_starts_fold(parts[1], S("mailto:"));
    return is_url && cminline_is_address(parts[1]);
}

/* Does its text say something else than its lines, as links with words of their own do? */
static bool has_other_words(const Writer *w, const Block *b)
{
    Arena *a = w->b->arena;
    Str literal = b->literal, text = inline_text(a, b->text);
    while (literal.n || text.n)
        if (!str_eq(str_cut_word(&literal), str_cut_word(&text)))
            return true;
    return false;
}

/* Addresses as a paragraph of `<http://…>`, which can be followed, or false when a line is not fit for it. */
static bool are_addresses(const Writer *w, const Block *b)
{
    if (b->literal_kind != LITERAL_URL || w->starts_item || !b->literal.n || has_other_words(w, b))
        return false;
    Str parts[3];
    for (Str rest = b->literal; rest.n;)
        if (!cut_address(w->options->ids, str_cut_line(&rest), parts))
            return false;
    return !str_ends(b->literal, S("\n"));
}

static void put_addresses(Writer *w, const Block *b)
{
    Str parts[3];
    for (Str rest = b->literal; rest.n;) {
        cut_address(w->options->ids, str_cut_line(&rest), parts);
        start_line(w);
        buf_fmt(w->b, STR_FMT "<" STR_FMT ">" STR_FMT "%s\n", STR_ARG(parts[0]), STR_ARG(parts[1]), STR_ARG(parts[2]), rest.n ? "\\" : "");
    }
}

/* --- tables ------------------------------------------------------------------------------------------------------------- */

static ptrdiff_t count_columns(const Block *table)
{
    ptrdiff_t columns = 1;
    for (const Block *row = table->child; row; row = row->next) {
        ptrdiff_t n = 0;
        for (const Block *cell = row->child; cell; cell = cell->next)
            n++;
        columns = n > columns ? n : columns;
    }
    return columns;
}

static void put_row(Writer *w, const Block *row, ptrdiff_t columns)
{
    const Block *cell = row ? row->child : NULL;
    start_line(w);
    buf_putc(w->b, '|');
    for (ptrdiff_t i = 0; i < columns; i++, cell = cell ? cell->next : NULL) {
        Str text = cell ? cminline_text(w->b->arena, cell->text, CM_CELL, (Str){0}, w->options) : (Str){0};
        buf_fmt(w->b, " " STR_FMT "%s|", STR_ARG(text), text.n ? " " : "");
    }
    buf_putc(w->b, '\n');
}

/* One alignment serves a whole column. What the rows below the header say counts. */
static void put_delimiters(Writer *w, const Block *table, ptrdiff_t columns)
{
    static const char *const marks[] = {[ALIGN_NONE] = "---|", [ALIGN_LEFT] = ":---|", [ALIGN_CENTER] = ":---:|", [ALIGN_RIGHT] = "---:|"};
    const Block *row = table->child && table->child->next ? table->child->next : table->child;
    const Block *cell = row ? row->child : NULL;
    start_line(w);
    buf_putc(w->b, '|');
    for (ptrdiff_t i = 0; i < columns; i++, cell = cell ? cell->next : NULL)
        buf_put(w->b, str(marks[cell ? cell->align : ALIGN_NONE]));
    buf_putc(w->b, '\n');
}

static bool is_header(const Block *row)
{
    return row && row->child && row->child->is_header;
}

static void put_table(Writer *w, const Block *table)
{
    ptrdiff_t columns = count_columns(table);
    bool has_header = is_header(table->child);
    put_row(w, has_header ? table->child : NULL, columns);
    put_delimiters(w, table, columns);
    for (const Block *row = has_header ? table->child->next : table->child; row; row = row->next)
        put_row(w, row, columns);
}

/* --- lists -------------------------------------------------------------------------------------------------------------- */

static void put_blocks(Writer *w, const Block *first, bool is_tight, int depth);

static bool is_list(const Block *b)
{
    return b && (b->kind == BLOCK_LIST || b->kind == BLOCK_REFERENCES);
}

static bool is_numbered(const Block *b)
{
    return b->kind == BLOCK_LIST && b->marker == MARKER_NUMBER;
}

static bool is_lettered(const Block *b)
{
    return b->kind == BLOCK_LIST && (b->marker == MARKER_LOWER || b->marker == MARKER_UPPER);
}

/* May `b` begin right below `above`, without a blank line? A list may when it begins with 1 and with text. Addresses may be a paragraph. */
static bool may_touch(const Block *above, const Block *b)
{
    bool ends = above->kind == BLOCK_PARAGRAPH || above->kind == BLOCK_HEADING || above->kind == BLOCK_RULE || above->kind == BLOCK_LITERAL;
    if (is_list(b))
        return (ends || is_list(above)) && b->child && (b->child->child || b->child->text) && (!is_numbered(b) || b->start == 1);
    bool begins = b->kind == BLOCK_HEADING || b->kind == BLOCK_QUOTE || b->kind == BLOCK_CALLOUT || b->kind == BLOCK_LITERAL;
    bool has_fence = above->literal_kind != LITERAL_URL && b->literal_kind != LITERAL_URL;
    return ends && begins && has_fence;
}

/* "." for numbers, "+" for a letter alone, "-" for all else, and another one after a list with the same. `last` is the sign of the list right
 * above. */
static char sign_of(const Block *list, char last)
{
    if (is_numbered(list))
        return last == '.' ? ')' : '.';
    bool is_alone = is_lettered(list) && list->child && !list->child->next;
    char sign = is_alone ? '+' : '-';
    return sign == last ? '*' : sign;
}

static Str item_letter(Arena *a, const Block *list, int value)
{
    if (!is_lettered(list))
        return (Str){0};
    return str_fmt(a, "%c. ", (list->marker == MARKER_LOWER ? 'a' : 'A') + (value - 1) % 26);
}

static Str item_marker(Arena *a, const Block *list, char sign, int value)
{
    return is_numbered(list) ? str_fmt(a, "%d%c ", value < 0 ? 0 : value, sign) : str_fmt(a, "%c ", sign);
}

/* A lettered item whose first block is no paragraph has its letter as one. */
static void put_lone_letter(Writer *w, const Block *item, bool is_tight)
{
    bool is_lone = w->letter.n && (!item->child || item->child->kind != BLOCK_PARAGRAPH);
    if (!is_lone)
        return;
    put_line(w, str_trim(w->letter));
    w->letter = (Str){0};
    if (item->child && !(is_tight && may_touch(&(Block){.kind = BLOCK_PARAGRAPH}, item->child)))
        put_blank_line(w);
}

static void put_list(Writer *w, const Block *list, char sign, int depth)
{
    Arena *a = w->b->arena;
    int value = list->start;
    for (const Block *item = list->child; item; item = item->next, value++) {
        if (item != list->child && list->is_loose)
            put_blank_line(w);
        Str marker = item_marker(a, list, sign, value);
        ptrdiff_t before = open_container(w, marker, blanks(a, marker.n));
        w->letter = item_letter(a, list, value);
        w->starts_item = !is_numbered(list);
        put_lone_letter(w, item, !list->is_loose);
        put_blocks(w, item->child, !list->is_loose, depth + 1);
        w->starts_item = false;
        close_container(w, before);
    }
}

static int64_t number_of(const Inline *in)
{
    return in->kind == INLINE_REFERENCE ? in->link->number : -1;
}

/* `**Q123456** Title` */
static Inline *with_bold_id(const Writer *w, const Inline *in)
{
    Arena *a = w->b->arena;
    Str written = inline_text(a, in);
    Ident found;
    bool is_id = ident_next(w->options->ids, written, 0, true, &found) && found.at == 0 && found.number >= 0;
    bool is_same = is_id && (in->kind != INLINE_REFERENCE || number_of(in) == found.number) && found.kind == IDENT_ARTICLE;
    Inline *bold = inline_new(a, INLINE_STRONG, (Str){0}, in->line);
    Inline *reference = inline_link_new(a, INLINE_REFERENCE, (InlineLink){.number = is_same ? found.number : number_of(in)}, in->line);
    reference->child = inline_new(a, INLINE_TEXT, is_same ? str_head(written, found.n) : written, in->line);
    bold->child = reference;
    bold->next = is_same ? inline_new(a, INLINE_TEXT, str_from(written, found.n), in->line) : NULL;
    return bold;
}

static void put_references(Writer *w, const Block *list, char sign)
{
    Arena *a = w->b->arena;
    Str marker = str_fmt(a, "%c ", sign);
    for (const Block *item = list->child; item; item = item->next) {
        ptrdiff_t before = open_container(w, marker, S("  "));
        if (item->text)
            put_lines(w, cminline_text(a, with_bold_id(w, item->text), CM_PARAGRAPH, (Str){0}, w->options));
        close_container(w, before);
    }
}

/* --- blocks ------------------------------------------------------------------------------------------------------------- */

/* Does the reader see from the text what the callout is? */
static bool says_label(const Block *b)
{
    const Inline *in = b->child && b->child->kind == BLOCK_PARAGRAPH ? b->child->text : NULL;
    if (!in || in->kind == INLINE_STRONG)
        return in != NULL;
    return begins_with_label(in, b->label) || (in->kind == INLINE_TEXT && str_starts(in->text, S("[!")));
}

/* A callout that does not begin with its word gets a line `[!WARNING]`, which is no text. */
static void put_quote(Writer *w, const Block *b, int depth)
{
    ptrdiff_t before = open_container(w, S("> "), S("> "));
    w->label = b->kind == BLOCK_CALLOUT ? b->label : (Str){0};
    w->starts_item = false;
    if (b->kind == BLOCK_CALLOUT && !says_label(b)) {
        put_line(w, str_fmt(w->b->arena, "[!" STR_FMT "]", STR_ARG(b->label)));
        put_blank_line(w);
        w->label = (Str){0};
    }
    put_blocks(w, b->child, false, depth + 1);
    close_container(w, before);
}

static void put_block(Writer *w, const Block *b, char sign, int depth)
{
    switch (b->kind) {
    case BLOCK_HEADING: put_heading(w, b); break;
    case BLOCK_PARAGRAPH: put_paragraph(w, b->text); break;
    case BLOCK_LIST: put_list(w, b, sign, depth); break;
    case BLOCK_REFERENCES: put_references(w, b, sign); break;
    case BLOCK_LITERAL:
        if (are_addresses(w, b))
            put_addresses(w, b);
        else if (b->literal_kind == LITERAL_URL && has_other_words(w, b))
            put_paragraph(w, b->text);
        else
            put_fenced(w, b);
        break;
    case BLOCK_TABLE: put_table(w, b); break;
    case BLOCK_CALLOUT:
    case BLOCK_QUOTE: put_quote(w, b, depth); break;
    case BLOCK_RULE: put_line(w, S("___")); break;    /* `- ---` would be a rule and no item */
    case BLOCK_RAW: put_lines(w, b->literal); break;
    case BLOCK_ROOT:
    case BLOCK_ITEM:
    case BLOCK_ROW:
    case BLOCK_CELL:
    case BLOCK_KIND_COUNT: break;
    }
}

static void put_blocks(Writer *w, const Block *first, bool is_tight, int depth)
{
    char last = 0;
    const Block *above = NULL;
    if (depth > DEPTH_MAX)
        return;
    for (const Block *b = first; b; above = b, b = b->next) {
        if (above && !(is_tight && may_touch(above, b)))
            put_blank_line(w);
        char sign = is_list(b) ? sign_of(b, last) : 0;
        put_block(w, b, sign, depth);
        w->starts_item = false;
        last = sign;
    }
}

/* The page's title is the `#`, so the article's highest headings become `##`, as they become <h2> in HTML. */
static int highest_level(const Block *root)
{
    int level = 6;
    for (const Block *b = root->child; b; b = block_following(root, b))
        if (b->kind == BLOCK_HEADING && b->level < level)
            level = b->level;
    return level;
}

void commonmark_put_blocks(Buf *b, const Block *root, const CommonmarkOptions *options)
{
    Writer w = {.b = b, .options = options, .heading_shift = 2 - highest_level(root), .prefix = {.arena = b->arena}};
    put_blocks(&w, root->child, false, 0);
}

void commonmark_put(Buf *b, const Doc *doc, const CommonmarkOptions *options)
{
    frontmatter_put(b, &doc->meta);
    if (doc->root->child)
        buf_putc(b, '\n');
    commonmark_put_blocks(b, doc->root, options);
}
