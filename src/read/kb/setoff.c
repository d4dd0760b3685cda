/* Literal text stands right of where text may stand, or was announced; addresses are lines of nothing else; code at column 0 has to look like it.
 * What kind of literal text it is kb/literal says. */
#include "read/kb/parser.h"

#include "read/kb/inline.h"
#include "read/kb/literal.h"
#include "read/kb/table.h"
#include "read/kb/word.h"

enum {
    OUTPUT_WIDTH = 72,      /* a longer line below "Output:" is text */
    CODE_ASKS = 8           /* a run of lines that was no code so often is none further down */
};

static bool is_flowed(const Parser *p, ptrdiff_t from, ptrdiff_t to)
{
    return kbinline_is_flowed(lines_sub(p->lines, from, to));
}

/* "24 file(s)  862447 bytes", "552448 bytes free": what DIR prints below the files. */
static bool are_sums(const Parser *p, ptrdiff_t from, ptrdiff_t to)
{
    for (ptrdiff_t i = from; i < to; i++) {
        Str s = is_blank(p, i) ? (Str){0} : text_at(p, i);
        bool is_sum = s.n && char_is_digit(s.p[0]) && (str_find(s, S(" file")) > 0 || str_find(s, S(" File")) > 0 ||
                                                       str_find(s, S(" bytes")) > 0 || str_find(s, S(" dir(s)")) > 0);
        if (!is_sum)
            return false;
    }
    return true;
}

static bool is_blank_between(const Parser *p, ptrdiff_t from, ptrdiff_t to)
{
    while (from < to && is_blank(p, from))
        from++;
    return from == to;
}

/* C and C++ are told from each other by a few words, of which a part of a program may have none. */
static bool is_same_language(const Block *code, const Block *part)
{
    bool are_c = (str_eq(code->language, S("c")) || str_eq(code->language, S("cpp"))) && (str_eq(part->language, S("c")) || str_eq(part->language, S("cpp")));
    return are_c || str_eq(code->language, part->language);
}

/* Nothing but names and what stands beside or below them: no line at column 0 is running text. */
static bool are_entries(const Parser *p, ptrdiff_t from, ptrdiff_t to)
{
    enum { NAME_MAX = 50 };
    for (ptrdiff_t i = from; i < to; i++) {
        const Line *line = line_at(p, i);
        if (line->indent == 0 && line->text.n > NAME_MAX && !line->has_gap && !line->is_run && line->text.p[0] != '|')
            return false;
    }
    return line_at(p, from)->indent == 0;
}

/* Lines with no blank one between are one. Blank lines tear what an author took for one: a drawing, code of which a part stands further left or ends
 * like a sentence, a directory and the sum below it, entries at column 0. `part`: what the lines are by themselves. */
static bool goes_on_with(const Parser *p, const Block *literal, ptrdiff_t from, ptrdiff_t to, const Block *part)
{
    bool is_same = literal->literal_kind == part->literal_kind;
    if (from == p->literal_to)
        return true;
    switch (literal->literal_kind) {
    case LITERAL_DRAWING: return is_same || part->literal_kind == LITERAL_PLAIN;
    case LITERAL_CODE: return is_same && is_same_language(literal, part);
    case LITERAL_LISTING: return are_sums(p, from, to);
    case LITERAL_PLAIN:
    case LITERAL_FIELDS: return is_same && p->are_entries && are_entries(p, from, to);
    default: return false;
    }
}

void kbsetoff_end(Parser *p)
{
    if (p->literal)
        p->literal->literal = kbparser_literal_text(p, p->literal_from, p->literal_to);
    p->literal = NULL;
}

void kbsetoff_add(Parser *p, ptrdiff_t from, ptrdiff_t to)
{
    Block said = {0};
    kbliteral_classify(lines_sub(p->lines, from, to), &p->spoken, &said);
    Block *literal = p->literal;
    if (literal && context(p)->last_child == literal && is_blank_between(p, p->literal_to, from) && goes_on_with(p, literal, from, to, &said)) {
        literal->last_line = line_at(p, to - 1)->number;
        bool says_more = str_eq(said.language, S("cpp")) || (literal->literal_kind == LITERAL_PLAIN && said.literal_kind != LITERAL_MESSAGE);
        literal->literal_kind = says_more ? said.literal_kind : literal->literal_kind;
        literal->language = says_more ? said.language : literal->language;
    } else {
        kbsetoff_end(p);
        p->literal = kbparser_add(p, BLOCK_LITERAL, from, to);
        p->literal->literal_kind = said.literal_kind;
        p->literal->language = said.language;
        p->literal_from = from;
    }
    p->are_entries = (said.literal_kind == LITERAL_PLAIN || said.literal_kind == LITERAL_FIELDS) && are_entries(p, from, to);
    p->literal_to = p->at = to;
}

static ptrdiff_t next_chunk(const Parser *p, ptrdiff_t i)
{
    while (i < p->lines.n && is_blank(p, i))
        i++;
    return i;
}

/* "http", "ftp" and "www" by their first two letters. */
static bool may_begin_url(Str s)
{
    char first = s.n > 1 ? char_lower(s.p[0]) : 0;
    return (first == 'h' || first == 'f' || first == 'w') && char_lower(s.p[1]) == (first == 'w' ? 'w' : 't');
}

/* A URL, at most one bracket before it. The first letters are asked before the recogniser, which would look through the whole line. */
static bool begins_with_url(const Parser *p, Str s, Ident *found)
{
    bool may_be = may_begin_url(s) || may_begin_url(str_from(s, 1));
    return may_be && ident_next(p->ids, s, 0, false, found) && found->kind == IDENT_URL && found->at <= 1;
}

/* Does a download with its address stand in the first lines of the text that begins at line i? */
static bool offers_download(const Parser *p, ptrdiff_t i)
{
    enum { LABELS_MAX = 4 };
    for (ptrdiff_t end = i + LABELS_MAX; i < end && !is_blank(p, i) && !is_blank(p, i + 1); i++)
        if (text_at(p, i + 1).p[0] == '(' && kbinline_is_download(p->ids, line_at(p, i), line_at(p, i + 1)))
            return true;
    return false;
}

/* Lines [from, to) are nothing but addresses. */
static bool are_addresses(const Parser *p, ptrdiff_t from, ptrdiff_t to)
{
    for (ptrdiff_t i = from; i < to; i++) {
        Str s = text_at(p, i);
        Ident found;
        if (!begins_with_url(p, s, &found) || found.n + 3 < s.n)
            return false;
    }
    return true;
}

/* The addresses in lines [from, to), each on a line of its own. */
static Inline *addresses(Parser *p, ptrdiff_t from, ptrdiff_t to)
{
    Lines lines = {.items = arena_new(p->arena, Line, to - from)};
    for (ptrdiff_t i = from; i < to; i++)
        if (!is_blank(p, i))
            lines.items[lines.n++] = *line_at(p, i);
    return kbinline_lines(p->arena, p->ids, lines);
}

/* Addresses, as articles set them apart below "visit the following Web site:", blank lines between them or not; or downloads with theirs, and what
 * is said of them. */
bool kbsetoff_urls(Parser *p)
{
    int indent = line_at(p, p->at)->indent;
    ptrdiff_t from = p->at, end = kbparser_chunk_end(p, from);
    bool is_offer = offers_download(p, from);
    if (!is_offer && !are_addresses(p, from, end))
        return false;
    kbparser_close_lists(p, indent);
    if (indent < 1)
        return false;
    for (ptrdiff_t next = next_chunk(p, end); !is_offer && next < p->lines.n && line_at(p, next)->indent == indent; next = next_chunk(p, end)) {
        ptrdiff_t to = kbparser_chunk_end(p, next);
        if (!are_addresses(p, next, to))
            break;
        end = to;
    }
    Block *b = kbparser_add(p, BLOCK_LITERAL, from, end);
    b->literal_kind = LITERAL_URL;
    b->literal = kbparser_literal_text(p, from, end);
    b->text = addresses(p, from, end);
    p->at = end;
    return true;
}

/* "… (see below)" ends a text as "GlobalFree()" does not. */
static bool closes_a_remark(Str s)
{
    ptrdiff_t open = str_find_last_char(s, '(');
    return open < 0 || (open == 0 && s.n > 2) || (open > 0 && char_is_blank(s.p[open - 1]));
}

static bool ends_sentence(Str s)
{
    while (s.n && (s.p[s.n - 1] == '"' || s.p[s.n - 1] == '\''))
        s.n--;
    return s.n && (s.p[s.n - 1] == ')' ? closes_a_remark(s) : char_is_in(s.p[s.n - 1], S(".?!:")));
}

/* Lines at column 0 right below literal text, with no blank line between, are what was too long for it, or its last part: gives the end of them, or
 * `from` when they end a sentence or something else begins there. */
static ptrdiff_t rest_of_literal(const Parser *p, ptrdiff_t from)
{
    Ident id;
    Marker m;
    ptrdiff_t end = kbparser_chunk_end(p, from);
    bool is_other = p->depth || ends_sentence(text_at(p, end - 1)) || kbheading_level(p, from) || kblist_is_marker(p, from, &m) ||
                    kbreference_at(p, from, &id) >= 0 || kbcallout_label(text_at(p, from)).n || kbtable_begins(p->lines, from) ||
                    kblist_paragraph_end(p, from) < end;
    return is_other ? from : end;
}

/* Literal text goes on across blank lines, as long as what follows stands no further left than it began and is nothing else. Where text may
 * stand at the same column (`beside_text`), a sentence ends it. */
static ptrdiff_t literal_end(const Parser *p, ptrdiff_t from, int least, bool beside_text)
{
    int first = line_at(p, from)->indent;
    ptrdiff_t end = from;
    for (;;) {
        while (!is_blank(p, end) && line_at(p, end)->indent >= least)
            end++;
        if (!is_blank(p, end)) {
            ptrdiff_t rest = rest_of_literal(p, end);
            if (rest == end)
                return end;
            end = rest;
        }
        ptrdiff_t next = end;
        while (next < p->lines.n && is_blank(p, next))
            next++;
        Ident id;
        Marker m;
        bool goes_on = next < p->lines.n && line_at(p, next)->indent >= first && line_at(p, next)->indent >= least &&
                       kbreference_at(p, next, &id) < 0 && !kbtable_begins(p->lines, next) && !kbheading_begins(p, next) &&
                       !kblist_is_marker(p, next, &m) && !kbcallout_label(text_at(p, next)).n && !kblist_is_or(p, next) && !offers_download(p, next);
        bool is_text = beside_text && line_at(p, next < p->lines.n ? next : end - 1)->indent < first + LITERAL_INDENT &&
                       ends_sentence(text_at(p, kbparser_chunk_end(p, next) - 1));
        if (!goes_on || is_text)
            return end;
        end = next;
    }
}

static bool ends_in_colon(Arena *scratch, const Block *b)
{
    if (!b || b->kind != BLOCK_PARAGRAPH)
        return false;
    Str text = str_trim_end(inline_text(scratch, b->text));
    return str_ends(text, S(":"));
}

/* "…the following error message is displayed:" announces something to be shown as it is, "For Windows 2000:" a text. */
static bool announces_literal(Str announcement)
{
    static const Str words[] = {{"following", 9}, {"message", 7}, {"error", 5}, {"type", 4}, {"displayed", 9}, {"appear", 6}, {"line", 4}, {"command", 7}};
    Str last = str_from(announcement, announcement.n - 200);
    for (ptrdiff_t i = 0; i < countof(words); i++)
        if (str_find(last, words[i]) >= 0)
            return true;
    return false;
}

enum { SHORT_LINE = 50 };

/* Several lines, all short, that end no sentence: something typed, or shown on a screen. */
static bool are_short_lines(const Parser *p, ptrdiff_t from, ptrdiff_t end)
{
    if (end - from < 2 || is_flowed(p, from, end) || line_is_rule(line_at(p, from + 1), '-', 3))
        return false;
    for (ptrdiff_t i = from; i < end; i++)
        if (text_at(p, i).n > SHORT_LINE || ends_sentence(text_at(p, i)))
            return false;
    return true;
}

/* "… with 3.0. This version …": the last of the sentences may have lost its full stop. */
static bool has_sentence_inside(const Parser *p, ptrdiff_t from, ptrdiff_t end)
{
    for (ptrdiff_t i = from; i < end; i++) {
        Str rest = text_at(p, i);
        for (ptrdiff_t at = str_find(rest, S(". ")); at >= 0; at = str_find(rest, S(". "))) {
            rest = str_from(rest, at + 2);
            if (rest.n && char_is_upper(rest.p[0]))
                return true;
        }
    }
    return false;
}

static bool is_prose(const Parser *p, ptrdiff_t from, ptrdiff_t end)
{
    return end - from > 1 && (ends_sentence(text_at(p, end - 1)) || has_sentence_inside(p, from, end)) && is_flowed(p, from, end);
}

/* "The following error message may be displayed.", with a full stop where others have a colon. */
static bool announces_message(Str announcement)
{
    Str last = str_from(announcement, announcement.n - 120);
    ptrdiff_t at = str_find(last, S("following "));
    Str rest = at < 0 ? (Str){0} : str_from(last, at);
    bool is_last = str_ends(rest, S(".")) && str_find(rest, S(". ")) < 0;
    return is_last && (str_find(rest, S("error")) >= 0 || str_find(rest, S("message")) >= 0);
}

/* In an item, text at the content column goes on with the item, unless a colon announced it as literal or its lines show that they are no
 * sentence. */
static bool is_announced_literal(const Parser *p, ptrdiff_t from, ptrdiff_t end)
{
    const Block *before = context(p)->last_child;
    if (!ends_in_colon(p->arena, before) && before && before->kind == BLOCK_PARAGRAPH && end - from > 1 && !is_flowed(p, from, end) &&
        announces_message(str_trim_end(inline_text(p->arena, before->text))))
        return true;
    if (!ends_in_colon(p->arena, before))
        return are_short_lines(p, from, end) || (end - from == 1 && !ends_sentence(text_at(p, from)));
    bool introduces = str_ends(text_at(p, end - 1), S(":"));    /* text in its turn */
    return !is_prose(p, from, end) || (!introduces && announces_literal(inline_text(p->arena, before->text)));
}

/* "   a. Type the following:", and no further right than that marker what is to be typed: it is the item's all the same. */
static bool literal_below_marker(Parser *p)
{
    int indent = line_at(p, p->at)->indent;
    const OpenList *list = p->depth ? &p->open[p->depth - 1] : NULL;
    const Block *before = context(p)->last_child;
    bool is_below = p->depth >= 2 && indent >= list->marker_column && indent < list->content_column - 1 && ends_in_colon(p->arena, before);
    if (!is_below)
        return false;
    ptrdiff_t end = kblist_paragraph_end(p, p->at);
    if (is_prose(p, p->at, end) && !announces_literal(inline_text(p->arena, before->text)))
        return false;
    kbsetoff_add(p, p->at, end);
    return true;
}

/* Outside lists text stands at column 0. One or two columns to the right stands what was pasted in: a directory's head, a prompt, a register. */
static bool is_set_off(const Parser *p, ptrdiff_t from, int right)
{
    if (p->depth || right < 1)
        return false;
    ptrdiff_t end = kblist_paragraph_end(p, from);
    bool is_headed = end - from > 1 && (line_is_rule(line_at(p, from + 1), '-', 3) || line_is_rule(line_at(p, from + 1), '=', 3));
    const Block *before = context(p)->last_child;
    bool goes_on = before && before->kind == BLOCK_LITERAL && text_at(p, from).n > 3;
    bool has_shape = end - from > 1 || goes_on || ends_in_colon(p->arena, before);
    Str last = text_at(p, end - 1);
    bool is_sentence = ends_sentence(last) && last.p[last.n - 1] != ')' && is_flowed(p, from, end);
    return has_shape && !is_headed && !is_sentence;
}

bool kbsetoff_literal(Parser *p)
{
    if (literal_below_marker(p))
        return true;
    int indent = line_at(p, p->at)->indent;
    kbparser_close_lists(p, indent);
    int right = indent - content_column(p);
    if (right >= LITERAL_INDENT) {
        kbsetoff_add(p, p->at, literal_end(p, p->at, content_column(p) + LITERAL_INDENT - 1, false));
        return true;
    }
    if (is_set_off(p, p->at, right)) {
        kbsetoff_add(p, p->at, literal_end(p, p->at, indent, true));
        return true;
    }
    bool is_continuation = p->depth && right >= -1 && right <= 1;
    if (is_continuation && is_announced_literal(p, p->at, kblist_paragraph_end(p, p->at))) {
        kbsetoff_add(p, p->at, literal_end(p, p->at, indent, true));
        return true;
    }
    return false;
}

static ptrdiff_t line_above(const Parser *p, ptrdiff_t i)
{
    i--;
    while (i >= 0 && is_blank(p, i))
        i--;
    return i;
}

bool kbsetoff_is_announced(const Parser *p, ptrdiff_t i)
{
    ptrdiff_t above = line_above(p, i);
    return above >= 0 && line_at(p, above)->text.p[line_at(p, above)->text.n - 1] == ':';
}

/* "Program Output is:", nothing but such words, alone. */
static bool announces_output(const Parser *p, ptrdiff_t i)
{
    static const Word words[] = {"as", "expected", "follows", "is", "of", "output", "program", "sample", "the"};
    if (i < 0 || !is_blank(p, i - 1) || !is_blank(p, i + 1) || !str_ends(text_at(p, i), S(":")))
        return false;
    Str rest = str_head(text_at(p, i), text_at(p, i).n - 1);
    bool says_output = false;
    while (rest.n) {
        Str word = str_cut_word(&rest);
        if (!word_is_one_of(word, words, countof(words)))
            return false;
        says_output = says_output || str_eq_fold(word, S("output"));
    }
    return says_output;
}

/* What a program printed goes on until the next heading, or until running text. */
static bool output(Parser *p)
{
    if (!announces_output(p, line_above(p, p->at)))
        return false;
    ptrdiff_t end = p->at;
    for (ptrdiff_t next = p->at; next < p->lines.n; next = next_chunk(p, end)) {
        ptrdiff_t to = kbparser_chunk_end(p, next);
        bool is_text = (to - next > 1 && is_flowed(p, next, to)) || line_at(p, next)->text.n > OUTPUT_WIDTH;
        if (is_text || kbheading_begins(p, next) || kbcallout_label(text_at(p, next)).n)
            break;
        end = to;
    }
    if (end == p->at)
        return false;
    kbparser_close_lists(p, 0);
    kbsetoff_add(p, p->at, end);
    return true;
}

/* "S E R V P A C K": a word to search for. */
static bool is_spaced_out(Str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if ((s.p[i] == ' ') != (i % 2 == 1))
            return false;
    return s.n >= 9;
}

/* One line at column 0, where the text above it ends in a colon, is literal when nothing else reads like that: a statement, a command, a key of the
 * registry. */
bool kbsetoff_line(Parser *p)
{
    if (!is_blank(p, p->at - 1) || !kbsetoff_is_announced(p, p->at) || line_at(p, p->at)->indent)
        return false;
    if (output(p))
        return true;
    if (!is_blank(p, p->at + 1) || ends_sentence(text_at(p, p->at)))
        return false;
    Ident url;
    Block said = {0};
    if (begins_with_url(p, text_at(p, p->at), &url))
        return false;
    kbliteral_classify(lines_sub(p->lines, p->at, p->at + 1), &p->spoken, &said);
    bool is_literal = said.literal_kind == LITERAL_CODE || said.literal_kind == LITERAL_COMMAND || said.literal_kind == LITERAL_REGISTRY;
    if (!is_literal && !is_spaced_out(text_at(p, p->at)))
        return false;
    kbparser_close_lists(p, 0);
    kbsetoff_add(p, p->at, p->at + 1);
    return true;
}

/* Remembers lines that flow: they will be read as a text next. */
static bool is_code(Parser *p, ptrdiff_t from, ptrdiff_t to)
{
    if (to > from + KBLITERAL_LINES_MAX)
        to = from + KBLITERAL_LINES_MAX;
    if (to - from < 2)
        return false;
    if (is_flowed(p, from, to)) {
        p->flowed_from = from;
        p->flowed_to = to;
        return false;
    }
    return kbliteral_is_code(lines_sub(p->lines, from, to));
}

/* A brace, "END SUB", a lone statement: too little to be told as code by itself, but beside code it is no sentence either. */
static bool may_be_code(const Parser *p, ptrdiff_t from, ptrdiff_t to)
{
    Marker m;
    bool is_other = from == p->lines.n || kbheading_level(p, from) || kblist_is_marker(p, from, &m) || to - from > 3;
    return !is_other && !ends_sentence(text_at(p, to - 1));
}

/* Source code at column 0, where the older articles have it: it goes on over blank lines to the next code, and a closing brace is its own. */
bool kbsetoff_code(Parser *p)
{
    ptrdiff_t end = kbparser_chunk_end(p, p->at);
    if (p->asked++ >= CODE_ASKS || !is_code(p, p->at, end))
        return false;
    for (;;) {
        ptrdiff_t from = next_chunk(p, end), to = kbparser_chunk_end(p, from), after = next_chunk(p, to);
        bool is_end = from < to && text_at(p, from).p[0] == '}';
        if (is_code(p, from, to) || (is_end && may_be_code(p, from, to)))
            end = to;
        else if (may_be_code(p, from, to) && is_code(p, after, kbparser_chunk_end(p, after)))
            end = kbparser_chunk_end(p, after);
        else
            break;
    }
    kbparser_close_lists(p, line_at(p, p->at)->indent);
    kbsetoff_add(p, p->at, end);
    return true;
}
