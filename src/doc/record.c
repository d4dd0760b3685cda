/* Blocks and inlines in the order of the text, each with its head in front: what it is, and by bits what follows. Lines are told as the distance from those
 * before, which is a byte or none. */
#include "doc/record.h"

#include <stddef.h>

/* --- fields ---------------------------------------------------------------------------------------------------------------------- */

static const size_t TEXTS[] = {
    offsetof(Meta, id), offsetof(Meta, title), offsetof(Meta, description), offsetof(Meta, permalink), offsetof(Meta, layout), offsetof(Meta, category),
    offsetof(Meta, date), offsetof(Meta, updated), offsetof(Meta, query_words), offsetof(Meta, copyright),
    offsetof(Meta, copyright_holder), offsetof(Meta, copyright_year),
};
static const size_t LISTS[] = {
    offsetof(Meta, products), offsetof(Meta, operating_systems), offsetof(Meta, keywords), offsetof(Meta, technologies), offsetof(Meta, issue_types),
    offsetof(Meta, solution_types), offsetof(Meta, hardware), offsetof(Meta, components), offsetof(Meta, platforms), offsetof(Meta, kinds),
    offsetof(Meta, redirect_from), offsetof(Meta, related),
};

static const Str *text_of(const Meta *m, ptrdiff_t i)
{
    return (const Str *)((const char *)m + TEXTS[i]);
}

static const StrList *list_of(const Meta *m, ptrdiff_t i)
{
    return (const StrList *)((const char *)m + LISTS[i]);
}

static void put_value(Buf *out, const Value *v)
{
    record_put(out, (uint64_t)v->kind | (uint64_t)v->truth << 3 | (uint64_t)v->is_open << 4 | (uint64_t)v->is_sorted << 5);
    if (v->kind == VALUE_STRING || v->kind == VALUE_NUMBER)
        record_put_str(out, (Str){v->as.text, v->n});
    if (v->kind != VALUE_LIST && v->kind != VALUE_MAP)
        return;
    record_put(out, (uint64_t)v->n);
    for (ptrdiff_t i = 0; i < v->n && v->kind == VALUE_LIST; i++)
        put_value(out, &v->as.items[i]);
    for (ptrdiff_t i = 0; i < v->n && v->kind == VALUE_MAP; i++) {
        record_put_str(out, v->as.members[i].key);
        put_value(out, &v->as.members[i].value);
    }
}

static Value get_value(Arena *a, Record *r)
{
    uint64_t head = record_get(r);
    Value v = {.kind = (ValueKind)(head & 7), .truth = head >> 3 & 1, .is_open = head >> 4 & 1, .is_sorted = head >> 5 & 1};
    if (v.kind == VALUE_STRING || v.kind == VALUE_NUMBER) {
        Str text = record_get_str(r);
        v.as.text = text.p;
        v.n = text.n;
    } else if (v.kind == VALUE_LIST) {
        v.n = record_get_count(r);
        Value *items = arena_new(a, Value, v.n);
        for (ptrdiff_t i = 0; i < v.n; i++)
            items[i] = get_value(a, r);
        v.as.items = items;
    } else if (v.kind == VALUE_MAP) {
        v.n = record_get_count(r);
        Member *members = arena_new(a, Member, v.n);
        for (ptrdiff_t i = 0; i < v.n; i++) {
            members[i].key = record_get_str(r);
            members[i].value = get_value(a, r);
        }
        v.as.members = members;
    }
    return v;
}

/* What is common is told by its number; 0: the text follows. */
static void put_common(Buf *out, CommonTexts *common, Str text)
{
    enum { TEXTS_MAX = 20, TEXT_MAX = 4096, TEXT_MIN = 100 };   /* who has a notice of his own in each article gains nothing and loses little */
    const StrList *texts = &common->texts;
    ptrdiff_t number = 0;
    while (number < texts->n && !str_eq(texts->items[number], text))
        number++;
    if (number == texts->n && number < TEXTS_MAX && text.n >= TEXT_MIN && text.n <= TEXT_MAX)
        list_add(&common->arena, &common->texts, str_copy(&common->arena, text));
    number = number < texts->n ? number : -1;
    record_put(out, (uint64_t)(number + 1));
    if (number < 0)
        record_put_str(out, text);
}

static Str get_common(Record *r, const CommonTexts *common)
{
    uint64_t number = record_get(r);
    if (number > (uint64_t)common->texts.n)
        number = record_damaged(r);
    return number ? common->texts.items[number - 1] : record_get_str(r);
}

void common_texts_free(CommonTexts *common)
{
    arena_free(&common->arena);
    *common = (CommonTexts){0};
}

static void put_meta(Buf *out, CommonTexts *common, const Meta *m)
{
    record_put(out, (uint64_t)m->format | (uint64_t)m->is_draft << 2 | (uint64_t)m->replaces << 3);
    record_put_signed(out, m->number);
    uint64_t is_there = 0;      /* most fields are empty: one number tells which are not */
    for (ptrdiff_t i = 0; i < countof(TEXTS); i++)
        is_there |= (uint64_t)(text_of(m, i)->n > 0) << i;
    for (ptrdiff_t i = 0; i < countof(LISTS); i++)
        is_there |= (uint64_t)(list_of(m, i)->n > 0) << (countof(TEXTS) + i);
    record_put(out, is_there);
    for (ptrdiff_t i = 0; i < countof(TEXTS); i++)
        if (text_of(m, i)->n)
            record_put_str(out, *text_of(m, i));
    for (ptrdiff_t i = 0; i < countof(LISTS); i++)
        if (list_of(m, i)->n)
            record_put_list(out, list_of(m, i));
    put_common(out, common, m->legal);
    record_put(out, (uint64_t)m->version_count);
    for (ptrdiff_t i = 0; i < m->version_count; i++) {
        record_put_str(out, m->versions[i].platform);
        record_put_list(out, &m->versions[i].values);
    }
    record_put(out, (uint64_t)m->applies_to_count);
    for (ptrdiff_t i = 0; i < m->applies_to_count; i++) {
        record_put_str(out, m->applies_to[i].text);
        record_put_signed(out, m->applies_to[i].depth);
    }
    put_value(out, &m->extra);
}

static void get_meta(Arena *a, Record *r, const CommonTexts *common, Meta *m)
{
    uint64_t head = record_get(r);
    m->format = (Format)(head & 3);
    m->is_draft = head >> 2 & 1;
    m->replaces = head >> 3 & 1;
    m->number = record_get_signed(r);
    uint64_t is_there = record_get(r);
    for (ptrdiff_t i = 0; i < countof(TEXTS); i++)
        if (is_there >> i & 1)
            *(Str *)((char *)m + TEXTS[i]) = record_get_str(r);
    for (ptrdiff_t i = 0; i < countof(LISTS); i++)
        if (is_there >> (countof(TEXTS) + i) & 1)
            *(StrList *)((char *)m + LISTS[i]) = record_get_list(a, r);
    m->legal = get_common(r, common);
    m->version_count = record_get_count(r);
    m->versions = arena_new(a, Versions, m->version_count);
    for (ptrdiff_t i = 0; i < m->version_count; i++) {
        m->versions[i].platform = record_get_str(r);
        m->versions[i].values = record_get_list(a, r);
    }
    m->applies_to_count = record_get_count(r);
    m->applies_to = arena_new(a, AppliesTo, m->applies_to_count);
    for (ptrdiff_t i = 0; i < m->applies_to_count; i++) {
        m->applies_to[i].text = record_get_str(r);
        m->applies_to[i].depth = (int)record_get_signed(r);
    }
    m->extra = get_value(a, r);
}

/* --- inlines --------------------------------------------------------------------------------------------------------------------- */

enum { KIND = 0x0F, IN_NEXT = 0x10, IN_CHILD = 0x20, IN_IDENT = 0x40, IN_LINE = 0x80 };

static bool leads_somewhere(InlineKind kind)
{
    return kind == INLINE_LINK || kind == INLINE_IMAGE || kind == INLINE_REFERENCE;
}

/* A list of them that is not empty. `*line` is that of the one before. */
static void put_inlines(Buf *out, const Inline *in, int *line)
{
    for (; in; in = in->next) {
        const Inline *child = inline_children(in);
        buf_putc(out, (char)(in->kind | (in->next ? IN_NEXT : 0) | (child ? IN_CHILD : 0) | (in->ident ? IN_IDENT : 0) | (in->line != *line ? IN_LINE : 0)));
        if (in->line != *line)
            record_put_signed(out, (int64_t)in->line - *line);
        *line = in->line;
        if (in->ident)
            buf_putc(out, (char)in->ident);
        if (inline_is_leaf(in))
            record_put_str(out, in->text);
        if (leads_somewhere(in->kind)) {
            record_put_str(out, in->link->target);
            record_put_str(out, in->link->title);
            record_put_signed(out, in->link->number);
        }
        if (child)
            put_inlines(out, child, line);
    }
}

static Inline *get_inlines(Arena *a, Record *r, int *line)
{
    Inline *first = NULL, **end = &first;
    unsigned head;
    do {
        head = record_get_byte(r);
        Inline *in = *end = arena_new_one(a, Inline);
        end = &in->next;
        in->kind = (InlineKind)(head & KIND);
        if (head & IN_LINE)
            *line += (int)record_get_signed(r);
        in->line = *line;
        if (head & IN_IDENT)
            in->ident = (unsigned char)record_get_byte(r);
        if (inline_is_leaf(in))
            in->text = record_get_str(r);
        if (leads_somewhere(in->kind)) {
            in->link = arena_new_one(a, InlineLink);
            in->link->target = record_get_str(r);
            in->link->title = record_get_str(r);
            in->link->number = record_get_signed(r);
        }
        if (head & IN_CHILD)
            in->child = get_inlines(a, r, line);
    } while (head & IN_NEXT);
    return first;
}

/* --- blocks ---------------------------------------------------------------------------------------------------------------------- */

enum { BLOCK_CHILD = 0x10, BLOCK_TEXT = 0x20, BLOCK_END = 0x0F };

/* What only some kinds have. */
static void put_details(Buf *out, const Block *b)
{
    switch (b->kind) {
    case BLOCK_LITERAL:
    case BLOCK_RAW:
        buf_putc(out, (char)b->literal_kind);
        record_put_str(out, b->literal);
        record_put_str(out, b->language);
        break;
    case BLOCK_HEADING:
        record_put_str(out, b->anchor);
        record_put_signed(out, b->level);
        break;
    case BLOCK_LIST:
        buf_putc(out, (char)((int)b->marker | b->is_loose << 4));
        record_put_signed(out, b->start);
        break;
    case BLOCK_ROW:
    case BLOCK_CELL: buf_putc(out, (char)((int)b->align | b->is_header << 4)); break;
    case BLOCK_CALLOUT: record_put_str(out, b->label); break;
    default: break;
    }
}

static void get_details(Record *r, Block *b)
{
    unsigned byte;
    switch (b->kind) {
    case BLOCK_LITERAL:
    case BLOCK_RAW:
        b->literal_kind = (LiteralKind)record_get_byte(r);
        b->literal = record_get_str(r);
        b->language = record_get_str(r);
        break;
    case BLOCK_HEADING:
        b->anchor = record_get_str(r);
        b->level = (int)record_get_signed(r);
        break;
    case BLOCK_LIST:
        byte = record_get_byte(r);
        b->marker = (ListMarker)(byte & 0x0F);
        b->is_loose = byte >> 4 & 1;
        b->start = (int)record_get_signed(r);
        break;
    case BLOCK_ROW:
    case BLOCK_CELL:
        byte = record_get_byte(r);
        b->align = (Align)(byte & 0x0F);
        b->is_header = byte >> 4 & 1;
        break;
    case BLOCK_CALLOUT: b->label = record_get_str(r); break;
    default: break;
    }
}

static void put_blocks(Buf *out, const Block *root)
{
    int line = 0;
    for (const Block *b = root;;) {
        buf_putc(out, (char)(b->kind | (b->child ? BLOCK_CHILD : 0) | (b->text ? BLOCK_TEXT : 0)));
        record_put_signed(out, (int64_t)b->first_line - line);
        record_put_signed(out, (int64_t)b->last_line - b->first_line);
        line = b->first_line;
        put_details(out, b);
        if (b->text) {
            int in_text = line;
            put_inlines(out, b->text, &in_text);
        }
        if (b->child) {
            b = b->child;
            continue;
        }
        for (; b != root && !b->next; b = b->parent)
            buf_putc(out, BLOCK_END);
        if (b == root)
            return;
        b = b->next;
    }
}

static Block *get_blocks(Arena *a, Record *r)
{
    Block *root = NULL, *parent = NULL;
    int line = 0;
    do {
        unsigned head = record_get_byte(r);
        if (head == BLOCK_END) {
            parent = parent ? parent->parent : NULL;
            continue;
        }
        line += (int)record_get_signed(r);
        Block *b = block_new(a, (BlockKind)(head & KIND), line, line + (int)record_get_signed(r));
        b->parent = parent;
        get_details(r, b);
        if (head & BLOCK_TEXT) {
            int in_text = line;
            b->text = get_inlines(a, r, &in_text);
        }
        if (!parent)
            root = b;
        else if (parent->last_child)
            parent->last_child->next = b;
        else
            parent->child = b;
        if (parent)
            parent->last_child = b;
        if (head & BLOCK_CHILD)
            parent = b;
    } while (parent && !r->is_damaged);
    return root;
}

/* --- the document ------------------------------------------------------------------------------------------------------------------ */

void doc_put_record(Buf *out, CommonTexts *common, const Doc *doc)
{
    put_meta(out, common, &doc->meta);
    put_blocks(out, doc->root);
}

bool doc_get_record(Arena *a, Record *r, const CommonTexts *common, Doc *doc)
{
    *doc = (Doc){0};
    get_meta(a, r, common, &doc->meta);
    doc->root = get_blocks(a, r);
    return !r->is_damaged;
}
