/* What is glued is split, what is wrapped is joined; the written title is kept. */
#include "read/kb/parser.h"

#include "read/kb/inline.h"

/* The number of the reference that a line begins with, or -1. */
int64_t kbreference_at(const Parser *p, ptrdiff_t i, Ident *found)
{
    Str s = text_at(p, i);
    bool may_be = false;    /* nearly no line is one: ask for the prefix, and first for its first letter, before the whole */
    for (ptrdiff_t k = 0; k < p->ids->prefixes.n && s.n; k++) {
        Str prefix = p->ids->prefixes.items[k];
        may_be = may_be || !prefix.n || (prefix.p[0] == s.p[0] && str_starts(s, prefix));
    }
    bool is_reference = may_be && ident_next(p->ids, str_head(s, 24), 0, true, found) && found->kind == IDENT_ARTICLE && found->at == 0;
    return is_reference ? found->number : -1;
}

/* At column 0 a sentence may begin with an id, so there every one has a title and no full stop, but for "...". */
static bool is_titled_reference(const Parser *p, ptrdiff_t i)
{
    Ident id;
    if (kbreference_at(p, i, &id) < 0)
        return false;
    Str title = str_trim_start(str_from(text_at(p, i), id.n));
    while (title.n && (title.p[0] == ':' || title.p[0] == '-' || title.p[0] == ' '))
        title = str_from(title, 1);
    return title.n && !char_is_lower(title.p[0]) && (!str_ends(title, S(".")) || str_ends(title, S("...")));
}

/* Lines [from, to) at column 0: a title may go on in the line below it, where a colon announced articles or there are several of them. */
static bool are_titled_references(const Parser *p, ptrdiff_t from, ptrdiff_t to)
{
    Ident id;
    ptrdiff_t references = 0, rest = 0;
    for (ptrdiff_t i = from; i < to; i++) {
        bool is_titled = is_titled_reference(p, i);
        references += is_titled;
        rest = is_titled ? 0 : rest + 1;
        if (rest > 1 || references == 0 || (rest && (kbreference_at(p, i, &id) >= 0 || str_ends(text_at(p, i), S(".")))))
            return false;
    }
    return references == to - from || references > 1 || kbsetoff_is_announced(p, from);
}

/* A group of lines "Q123456 Title", mostly indented; a line that begins with no id goes on with the title above. */
bool kbreference_group(Parser *p)
{
    Ident id;
    int indent = line_at(p, p->at)->indent;
    if (kbreference_at(p, p->at, &id) < 0)
        return false;
    ptrdiff_t end = kbparser_chunk_end(p, p->at);
    for (ptrdiff_t i = p->at; i < end; i++)
        if (line_at(p, i)->indent != indent)
            return false;
    if (indent < 2 && !are_titled_references(p, p->at, end))
        return false;
    kbparser_close_lists(p, indent);
    Block *before = context(p)->last_child;
    Block *group = before && before->kind == BLOCK_REFERENCES ? before : kbparser_add(p, BLOCK_REFERENCES, p->at, end);
    while (p->at < end) {
        int64_t number = kbreference_at(p, p->at, &id);
        ptrdiff_t to = p->at + 1;
        Ident next;
        while (to < end && kbreference_at(p, to, &next) < 0)
            to++;
        Block *entry = block_new(p->arena, BLOCK_ITEM, line_at(p, p->at)->number, line_at(p, to - 1)->number);
        Buf written = {.arena = p->arena};
        for (ptrdiff_t i = p->at; i < to; i++) {
            Str s = text_at(p, i);
            bool is_glued = i == p->at && id.is_glued;
            buf_put(&written, i > p->at ? S(" ") : (Str){0});
            buf_put(&written, is_glued ? str_head(s, id.n) : s);
            if (is_glued) {
                buf_putc(&written, ' ');
                buf_put(&written, str_from(s, id.n));
            }
        }
        entry->text = kbinline_reference(p->arena, number, buf_str(&written), entry->first_line);
        block_append(group, entry);
        p->at = to;
    }
    return true;
}

