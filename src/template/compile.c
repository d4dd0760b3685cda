/* Compiling: one pass over the source, from tag to tag. The text before a tag is held back until the tag is read, because a tag
 * that is alone on its line ("standalone" in the Mustache specification) takes the whole line with it.
 *
 *     template   = { text | tag }
 *     tag        = open [sigil] content close
 *     sigil      = "#" | "^" | "$" | "<" | "/" | ">" | "&" | "{" | "!" | "="
 *     element    = ("#" | "^" | "$" | "<") name … "/" name              what is opened must be closed
 *     name       = "." | part { "." part }
 *     partial    = ">" ["*"] name        parent = "<" ["*"] name        "*": look the name up first
 *     raw        = "&" name | "{" name "}"
 *     delimiters = "=" open blank close "="
 *
 * Whitespace, in short. A line that holds one tag only, other than a variable, disappears. What is put in the place of a partial
 * or parent alone on its line is indented like the tag. A block that begins its line indents what is put in its place as it
 * indents its own default content, and a block that is given to a parent loses the indentation it was written with, so that both
 * sites can be laid out as their own nesting asks for. Values are never touched: only the lines of templates are indented.
 *
 * Every search stops at the next opening delimiter or ends the reading, so the time is linear whatever the template holds. */
#include "template/code.h"

#include <string.h>

enum {
    NESTING_MAX = 100,      /* sections, parents and blocks inside one another, in one template */
    DELIMITER_MAX = 16,     /* bytes */
    MISTAKES_MAX = 20,      /* reported of one template; then the rest is not read */
};

typedef struct Tag {
    char sigil;             /* 0: a variable */
    Str content;            /* without sigil and blanks around */
    ptrdiff_t start, end;   /* in the source, with its delimiters */
    bool begins_line;       /* nothing but blanks before it */
    Str lead;               /* these blanks */
    ptrdiff_t line_end;     /* where the next line begins when nothing but blanks follows; else -1 */
} Tag;

/* An element whose closing tag has not come yet. */
typedef struct Opened {
    int op;
    Str tag, name;          /* {{#name}} as it was written; name */
    Str dedent;             /* that of the text around it */
} Opened;

typedef struct Compiler {
    Arena *arena;
    Template *template;
    int *slots;             /* given to names so far */
    Diags *diags;
    Str text;               /* the source */
    ptrdiff_t at;           /* what stands before is compiled */
    Str open, close;        /* the delimiters in force */
    Str dedent;             /* blanks that every line of text loses */
    Opened opened[NESTING_MAX];
    int depth;
    int mistakes;
} Compiler;

static void mistake(Compiler *c, ptrdiff_t at, Str message)
{
    diag_at(c->diags, &c->template->source, at, DIAG_TEMPLATE, STR_FMT, STR_ARG(message));
    c->mistakes++;
}

static int line_of(const Compiler *c, ptrdiff_t at)
{
    int line = 1;
    for (Str before = str_head(c->text, at); str_find_char(before, '\n') >= 0; line++)
        str_cut(&before, '\n');
    return line;
}

/* --- blanks -------------------------------------------------------------------------------------------------------- */

static bool is_space(char c)
{
    return c == ' ' || c == '\t';
}

static Str leading_spaces(Str s)
{
    ptrdiff_t n = 0;
    while (n < s.n && is_space(s.p[n]))
        n++;
    return str_head(s, n);
}

static Str trailing_spaces(Str s)
{
    ptrdiff_t n = 0;
    while (n < s.n && is_space(s.p[s.n - 1 - n]))
        n++;
    return str_from(s, s.n - n);
}

static bool is_line_start(const Compiler *c, ptrdiff_t at)
{
    return at == 0 || c->text.p[at - 1] == '\n';
}

/* Where the next line begins when there is nothing but blanks from `at` to the end of the line (or of the source), or -1. */
static ptrdiff_t blank_line_end(const Compiler *c, ptrdiff_t at)
{
    at += leading_spaces(str_from(c->text, at)).n;
    Str rest = str_from(c->text, at);
    if (!rest.n)
        return at;
    return str_starts(rest, S("\n")) ? at + 1 : str_starts(rest, S("\r\n")) ? at + 2 : -1;
}

static Str dedented(const Compiler *c, Str line)
{
    ptrdiff_t n = 0;
    while (n < line.n && n < c->dedent.n && line.p[n] == c->dedent.p[n])
        n++;
    return str_from(line, n);
}

/* How the content of a block that begins at `at` is indented: like its first line that is not blank, or like `tag` when that
 * is the line of a closing tag. */
static Str content_indent(const Compiler *c, ptrdiff_t at, Str tag)
{
    for (ptrdiff_t next; at < c->text.n && (next = blank_line_end(c, at)) >= 0;)
        at = next;
    Str rest = str_from(c->text, at), indent = leading_spaces(rest);
    rest = str_from(rest, indent.n);
    bool is_closing = str_starts(rest, c->open) && str_starts(str_trim_start(str_from(rest, c->open.n)), S("/"));
    return !rest.n || is_closing ? tag : indent;
}

/* --- ops ----------------------------------------------------------------------------------------------------------- */

static Op *add_op(Compiler *c, OpKind kind, Str text, ptrdiff_t at)
{
    Template *t = c->template;
    if (t->n == t->cap) {
        t->cap *= 2;
        Op *ops = arena_new(c->arena, Op, t->cap);
        memcpy(ops, t->ops, (size_t)t->n * sizeof *ops);
        t->ops = ops;
    }
    Op *op = &t->ops[t->n++];
    *op = (Op){.kind = kind, .text = text, .at = at, .size = 1, .template = t};
    return op;
}

static bool is_in_parent(const Compiler *c)
{
    return c->depth > 0 && c->template->ops[c->opened[c->depth - 1].op].kind == OP_PARENT;
}

static Str dedented_lines(Compiler *c, Str s, bool at_line_start)
{
    Buf b = buf_new(c->arena, s.n);
    while (s.n) {
        if (at_line_start)
            s = dedented(c, s);
        ptrdiff_t newline = str_find_char(s, '\n');
        ptrdiff_t n = newline < 0 ? s.n : newline + 1;
        buf_put(&b, str_head(s, n));
        s = str_from(s, n);
        at_line_start = true;
    }
    return buf_str(&b);
}

/* The source from c->at to `to` as text. */
static void add_text(Compiler *c, ptrdiff_t to)
{
    Str s = str_sub(c->text, c->at, to);
    if (c->dedent.n)
        s = dedented_lines(c, s, is_line_start(c, c->at));
    if (s.n && !is_in_parent(c))
        add_op(c, OP_TEXT, s, c->at)->line = str_ends(s, S("\n")) ? LINE_ENDED : LINE_BEGUN;
    c->at = to;
}

static ptrdiff_t count_char(Str s, char c)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s.n; i++)
        n += s.p[i] == c;
    return n;
}

static void set_name(Compiler *c, Op *op)
{
    if (str_eq(op->text, S(".")))
        return;
    int n = (int)count_char(op->text, '.') + 1;
    Name *parts = arena_new(c->arena, Name, n);
    Str rest = op->text;
    bool has_gap = false;
    for (int i = 0; i < n; i++) {
        Str part = str_cut(&rest, '.');
        parts[i] = (Name){part, name_hash(part), *c->slots + 1 < RENDERER_SLOTS ? ++*c->slots : 0};
        has_gap = has_gap || !part.n;
    }
    if (has_gap && op->text.n)
        mistake(c, op->at, str_fmt(c->arena, "the name `" STR_FMT "` has a dot too many", STR_ARG(op->text)));
    op->parts = parts;
    op->part_count = n;
    op->slot = n == 1 ? parts[0].slot : 0;
}

static Op *add_tag_op(Compiler *c, OpKind kind, const Tag *tag)
{
    if (!tag->content.n)
        mistake(c, tag->start, S("this tag has no name"));
    Op *op = add_op(c, kind, tag->content, tag->start);
    bool is_template = kind == OP_PARTIAL || kind == OP_PARENT;
    op->is_dynamic = is_template && str_starts(op->text, S("*"));
    if (op->is_dynamic)
        op->text = str_trim_start(str_from(op->text, 1));
    if (kind != OP_BLOCK && (!is_template || op->is_dynamic))
        set_name(c, op);
    return op;
}

static Str as_written(const Compiler *c, const Tag *tag)
{
    return str_sub(c->text, tag->start, tag->end);
}

static void open_element(Compiler *c, const Op *op, const Tag *tag)
{
    if (c->depth == NESTING_MAX) {
        mistake(c, tag->start, str_fmt(c->arena, "sections, parents and blocks are nested more than %d deep: "
                                       "move what is inside to a partial", NESTING_MAX));
        c->mistakes = MISTAKES_MAX;
        return;
    }
    c->opened[c->depth++] = (Opened){(int)(op - c->template->ops), as_written(c, tag), tag->content, c->dedent};
}

/* --- tags ---------------------------------------------------------------------------------------------------------- */

/* The text before the tag, and the tag. */
static void take_tag(Compiler *c, const Tag *tag, bool with_lead)
{
    add_text(c, tag->start - (with_lead ? tag->lead.n : 0));
    c->at = tag->end;
}

/* The same, with the whole line when the tag is alone on it, which is the result. */
static bool take_line(Compiler *c, const Tag *tag)
{
    bool is_alone = tag->begins_line && tag->line_end >= 0;
    take_tag(c, tag, is_alone);
    if (is_alone)
        c->at = tag->line_end;
    return is_alone;
}

static void variable(Compiler *c, const Tag *tag, OpKind kind)
{
    take_tag(c, tag, false);
    add_tag_op(c, kind, tag);
}

static void section(Compiler *c, const Tag *tag, OpKind kind)
{
    take_line(c, tag);
    open_element(c, add_tag_op(c, kind, tag), tag);
}

static void partial(Compiler *c, const Tag *tag)
{
    bool is_alone = take_line(c, tag);
    Op *op = add_tag_op(c, OP_PARTIAL, tag);
    op->is_alone = is_alone;
    op->indent = is_alone ? dedented(c, tag->lead) : (Str){0};
}

static void parent(Compiler *c, const Tag *tag)
{
    take_tag(c, tag, true);
    Op *op = add_tag_op(c, OP_PARENT, tag);
    op->is_alone = tag->begins_line;    /* until its closing tag says otherwise */
    op->indent = dedented(c, tag->lead);
    open_element(c, op, tag);
}

/* A block directly in a parent: it loses the indentation it is written with. */
static void argument(Compiler *c, const Tag *tag)
{
    take_tag(c, tag, false);
    int owner = c->opened[c->depth - 1].op, place = c->template->n - owner;
    Op *op = add_tag_op(c, OP_BLOCK, tag), *parent = &c->template->ops[owner];
    op->argument = parent->argument ? place - parent->argument : 0;
    parent->argument = place;
    open_element(c, op, tag);
    c->dedent = (Str){0};
    if (tag->line_end >= 0) {
        c->at = tag->line_end;
        c->dedent = content_indent(c, c->at, S(""));
    }
}

/* Any other block: a place that can be filled from outside. */
static void parameter(Compiler *c, const Tag *tag)
{
    bool is_alone = tag->begins_line && tag->line_end >= 0;
    take_tag(c, tag, true);
    if (is_alone)
        c->at = tag->line_end;
    Op *op = add_tag_op(c, OP_BLOCK, tag);
    op->is_alone = is_alone;
    op->indent = dedented(c, is_alone ? content_indent(c, c->at, tag->lead) : tag->lead);
    open_element(c, op, tag);
}

static void delimiters(Compiler *c, const Tag *tag)
{
    take_line(c, tag);
    Str rest = tag->content;
    Str open = str_cut_word(&rest), close = str_cut_word(&rest);
    bool is_good = close.n && !str_trim(rest).n && open.n <= DELIMITER_MAX && close.n <= DELIMITER_MAX &&
                   str_find_char(tag->content, '=') < 0;
    if (!is_good) {
        mistake(c, tag->start, S("delimiters are set by two short words without `=`, as in `{{=<% %>=}}`"));
        return;
    }
    c->open = open;
    c->close = close;
}

/* Ends the innermost element and gives its op. */
static Op *end_element(Compiler *c)
{
    Opened *opened = &c->opened[--c->depth];
    c->dedent = opened->dedent;
    Op *op = &c->template->ops[opened->op];
    op->size = c->template->n - opened->op;
    return op;
}

static void report_order(Compiler *c, const Tag *tag, const char *remedy)
{
    const Opened *inner = &c->opened[c->depth - 1];
    mistake(c, tag->start,
            str_fmt(c->arena, "`" STR_FMT "` does not close `" STR_FMT "` of line %d: write `" STR_FMT "/" STR_FMT STR_FMT "` %s",
                    STR_ARG(as_written(c, tag)), STR_ARG(inner->tag), line_of(c, c->template->ops[inner->op].at),
                    STR_ARG(c->open), STR_ARG(inner->name), STR_ARG(c->close), remedy));
}

/* The level of the element that a closing tag ends, -1 when none is open. One that names an outer element ends what is still
 * open inside; one that names none is taken for a misspelling. */
static int closed_level(Compiler *c, const Tag *tag)
{
    int top = c->depth - 1, level = top;
    while (level >= 0 && !str_eq(c->opened[level].name, tag->content))
        level--;
    if (level >= 0 && level < top)
        report_order(c, tag, "first");
    if (level < 0 && top >= 0)
        report_order(c, tag, "instead");
    if (top < 0)
        mistake(c, tag->start, str_fmt(c->arena, "`" STR_FMT "` closes nothing: no section, parent or block is open here",
                                       STR_ARG(as_written(c, tag))));
    return level < 0 ? top : level;
}

static void closing(Compiler *c, const Tag *tag)
{
    int level = closed_level(c, tag);
    if (level < 0) {
        take_line(c, tag);
        return;
    }
    bool is_parent = c->template->ops[c->opened[level].op].kind == OP_PARENT;
    bool is_argument = level > 0 && c->template->ops[c->opened[level - 1].op].kind == OP_PARENT;
    if (is_parent || is_argument)
        take_tag(c, tag, true);
    else
        take_line(c, tag);
    while (c->depth > level + 1)
        end_element(c);
    Op *op = end_element(c);
    if (is_parent) {
        op->is_alone = op->is_alone && tag->line_end >= 0;
        c->at = op->is_alone ? tag->line_end : tag->end;
    }
}

static void compile_tag(Compiler *c, const Tag *tag)
{
    switch (tag->sigil) {
    case '!': take_line(c, tag); break;
    case '=': delimiters(c, tag); break;
    case '#': section(c, tag, OP_SECTION); break;
    case '^': section(c, tag, OP_INVERTED); break;
    case '<': parent(c, tag); break;
    case '>': partial(c, tag); break;
    case '/': closing(c, tag); break;
    case '{':
    case '&': variable(c, tag, OP_RAW); break;
    case '$':
        if (is_in_parent(c))
            argument(c, tag);
        else
            parameter(c, tag);
        break;
    default: variable(c, tag, OP_ESCAPED); break;
    }
}

/* --- reading ------------------------------------------------------------------------------------------------------- */

/* How far the content of a tag may reach: to the next tag. Only a comment may hold another tag. */
static Str tag_room(const Compiler *c, Str rest, char sigil)
{
    if (sigil == '!' || str_eq(c->open, c->close))
        return rest;
    ptrdiff_t next = str_find(rest, c->open);
    return next < 0 ? rest : str_head(rest, next);
}

/* Reads the tag whose opening delimiter is at `start`; false when it has no end. */
static bool read_tag(Compiler *c, ptrdiff_t start, Tag *tag)
{
    Str rest = str_trim_start(str_from(c->text, start + c->open.n));
    char sigil = rest.n && str_find_char(S("#^$</>&{!="), rest.p[0]) >= 0 ? rest.p[0] : '\0';
    bool is_close = str_starts(rest, c->close);    /* an empty tag, when the delimiter looks like a sigil */
    if (sigil && !is_close)
        rest = str_from(rest, 1);
    else
        sigil = '\0';
    Str ending = c->close;
    if (sigil == '{')
        ending = str_join2(c->arena, S("}"), c->close);
    if (sigil == '=')
        ending = str_join2(c->arena, S("="), c->close);
    ptrdiff_t n = str_find(tag_room(c, rest, sigil), ending);
    if (n < 0)
        return false;
    ptrdiff_t end = rest.p + n + ending.n - c->text.p;
    Str lead = trailing_spaces(str_head(c->text, start));
    bool begins_line = is_line_start(c, start - lead.n);
    *tag = (Tag){
        .sigil = sigil,
        .content = str_trim(str_head(rest, n)),
        .start = start,
        .end = end,
        .begins_line = begins_line,
        .lead = begins_line ? lead : (Str){0},
        .line_end = blank_line_end(c, end),
    };
    return true;
}

static void report_endless_tag(Compiler *c, ptrdiff_t start)
{
    bool is_triple = str_starts(str_from(c->text, start + c->open.n), S("{"));
    mistake(c, start, str_fmt(c->arena, "this tag has no end: `%s" STR_FMT "` is missing", is_triple ? "}" : "",
                              STR_ARG(c->close)));
}

static void report_unclosed(Compiler *c)
{
    for (; c->depth && c->mistakes < MISTAKES_MAX; end_element(c)) {
        const Opened *opened = &c->opened[c->depth - 1];
        mistake(c, c->template->ops[opened->op].at,
                str_fmt(c->arena, "`" STR_FMT "` is never closed: write `" STR_FMT "/" STR_FMT STR_FMT "` where it ends",
                        STR_ARG(opened->tag), STR_ARG(c->open), STR_ARG(opened->name), STR_ARG(c->close)));
    }
    while (c->depth)
        end_element(c);
}

bool template_compile(Arena *a, Template *t, int *slots, Diags *diags)
{
    Compiler c = {.arena = a, .template = t, .slots = slots, .diags = diags, .text = t->source.text, .open = S("{{"), .close = S("}}")};
    t->cap = 32;
    t->ops = arena_new(a, Op, t->cap);
    while (c.mistakes < MISTAKES_MAX) {
        ptrdiff_t found = str_find(str_from(c.text, c.at), c.open);
        if (found < 0)
            break;
        ptrdiff_t start = c.at + found;
        Tag tag;
        if (read_tag(&c, start, &tag)) {
            compile_tag(&c, &tag);
        } else {
            report_endless_tag(&c, start);
            add_text(&c, start + c.open.n);    /* stays visible, as text */
        }
    }
    if (c.mistakes < MISTAKES_MAX)
        add_text(&c, c.text.n);
    report_unclosed(&c);
    return c.mistakes == 0;
}
