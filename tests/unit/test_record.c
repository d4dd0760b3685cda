#include "unit.h"

#include "doc/record.h"

#include <string.h>

/* --- a document that has everything ----------------------------------------------------------------------------------------------- */

typedef struct Sample {
    Arena arena;            /* of the document, which is overwritten before its copy is looked at */
    char *start;
    int texts;              /* made so far: no two are alike */
} Sample;

static Str text(Sample *s, const char *what)
{
    return str_fmt(&s->arena, "%s %d ä", what, ++s->texts);
}

static StrList list(Sample *s, const char *what)
{
    StrList l = {0};
    for (int i = 0; i < 3; i++)
        list_add(&s->arena, &l, i == 1 ? (Str){0} : text(s, what));
    return l;
}

static Value extra(Sample *s)
{
    ListBuilder items = {.arena = &s->arena};
    MapBuilder map = {.arena = &s->arena}, sorted = {.arena = &s->arena};
    list_push(&items, (Value){0});
    list_push(&items, value_bool(true));
    list_push(&items, value_bool(false));
    list_push(&items, value_number(&s->arena, -12));
    list_push(&items, value_string(text(s, "item")));
    list_push(&items, (Value){.kind = VALUE_LIST});
    map_put(&sorted, S("z"), value_string(text(s, "last")));
    map_put(&sorted, S("a"), (Value){.kind = VALUE_MAP});
    map_put(&map, text(s, "key"), list_value(&items));
    map_put(&map, S("inner"), map_sorted(&sorted));
    Value v = map_value(&map);
    v.is_open = true;
    return v;
}

static Meta meta(Sample *s)
{
    Meta m = {
        .format = FORMAT_MARKDOWN, .id = text(s, "id"), .number = 1234567890123, .title = text(s, "title"), .description = text(s, "description"),
        .permalink = text(s, "permalink"), .layout = text(s, "layout"), .category = text(s, "category"), .date = text(s, "date"),
        .updated = text(s, "updated"), .products = list(s, "product"), .operating_systems = list(s, "system"), .keywords = list(s, "keyword"),
        .technologies = list(s, "technology"), .issue_types = list(s, "issue"), .solution_types = list(s, "solution"), .hardware = list(s, "hardware"),
        .components = list(s, "component"), .platforms = list(s, "platform"), .kinds = list(s, "kind"), .query_words = text(s, "words"),
        .legal = text(s, "legal"), .copyright = text(s, "copyright"), .copyright_holder = text(s, "holder"), .copyright_year = text(s, "year"),
        .redirect_from = list(s, "from"), .related = list(s, "related"), .is_draft = true, .replaces = true, .extra = extra(s),
    };
    m.version_count = 2;
    m.versions = arena_new(&s->arena, Versions, 2);
    m.versions[0] = (Versions){text(s, "platform"), list(s, "version")};
    m.applies_to_count = 2;
    m.applies_to = arena_new(&s->arena, AppliesTo, 2);
    m.applies_to[1] = (AppliesTo){text(s, "applies"), 3};
    return m;
}

/* Every kind, with those that hold others held by each other. */
static Inline *inlines(Sample *s, int line)
{
    Inlines all = {0};
    for (int kind = 0; kind < INLINE_KIND_COUNT; kind++) {
        InlineLink link = {text(s, "target"), kind == INLINE_LINK ? text(s, "title") : (Str){0}, kind == INLINE_REFERENCE ? 263072 : -1};
        bool leads = kind == INLINE_LINK || kind == INLINE_IMAGE || kind == INLINE_REFERENCE;
        Inline *in = leads ? inline_link_new(&s->arena, (InlineKind)kind, link, line) : inline_new(&s->arena, (InlineKind)kind, (Str){0}, line);
        if (inline_is_leaf(in)) {
            in->text = kind == INLINE_BREAK ? (Str){0} : text(s, "words");
            in->ident = (unsigned char)(kind == INLINE_CODE ? 200 : 0);
        } else if (kind != INLINE_IMAGE) {
            in->child = inline_new(&s->arena, INLINE_STRONG, (Str){0}, line + 1);
            in->child->child = inline_new(&s->arena, INLINE_TEXT, text(s, "inner"), kind == INLINE_LINK ? 0 : line - 1);
            in->child->next = inline_new(&s->arena, INLINE_TEXT, text(s, "after"), line + 100000);
        }
        inlines_add(&all, in);
    }
    return all.first;
}

static void fill(Sample *s, Block *b)
{
    switch (b->kind) {
    case BLOCK_HEADING:
        b->anchor = text(s, "anchor");
        b->level = 6;
        break;
    case BLOCK_LIST:
        b->marker = MARKER_UPPER;
        b->start = 26;
        b->is_loose = true;
        break;
    case BLOCK_LITERAL:
        b->literal_kind = LITERAL_URL;
        b->language = text(s, "language");
        b->literal = text(s, "literal");
        break;
    case BLOCK_RAW: b->literal = text(s, "raw"); break;
    case BLOCK_ROW: b->is_header = true; break;
    case BLOCK_CELL:
        b->is_header = true;
        b->align = ALIGN_RIGHT;
        break;
    case BLOCK_CALLOUT: b->label = text(s, "label"); break;
    default: break;
    }
    if (b->kind != BLOCK_ROOT && b->kind != BLOCK_RULE && b->kind != BLOCK_LIST)
        b->text = inlines(s, b->first_line);
}

/* Each kind below the root, and one of each below the one before. */
static Block *blocks(Sample *s)
{
    Block *root = block_new(&s->arena, BLOCK_ROOT, 1, 9), *deepest = root;
    for (int kind = BLOCK_ROOT + 1; kind < BLOCK_KIND_COUNT; kind++) {
        Block *side = block_new(&s->arena, (BlockKind)kind, 10 * kind, 10 * kind + 3), *below = block_new(&s->arena, (BlockKind)kind, 1000 - kind, 70000);
        fill(s, side);
        fill(s, below);
        block_append(root, side);
        block_append(deepest, below);
        deepest = below;
    }
    return root;
}

static Doc sample(Sample *s)
{
    s->start = arena_bytes(&s->arena, 1);
    Doc doc = {.meta = meta(s)};
    doc.root = blocks(s);
    return doc;
}

/* Nobody who still looks at the document finds it. */
static void overwrite(Sample *s)
{
    memset(s->start, '#', (size_t)(s->arena.at - s->start));
}

/* --- the same in words: what is compared ---------------------------------------------------------------------------------------------- */

static void show_list(Buf *b, const char *name, const StrList *l)
{
    buf_fmt(b, "%s[%td]", name, l->n);
    for (ptrdiff_t i = 0; i < l->n; i++)
        buf_fmt(b, " '" STR_FMT "'", STR_ARG(l->items[i]));
    buf_putc(b, '\n');
}

static void show_value(Buf *b, const Value *v)
{
    buf_fmt(b, "(%d%s%s%s %td", (int)v->kind, v->truth ? " true" : "", v->is_open ? " open" : "", v->is_sorted ? " sorted" : "", v->n);
    if (v->kind == VALUE_STRING || v->kind == VALUE_NUMBER)
        buf_fmt(b, " '" STR_FMT "'", STR_ARG(value_text(v)));
    for (ptrdiff_t i = 0; v->kind == VALUE_LIST && i < v->n; i++)
        show_value(b, &v->as.items[i]);
    for (ptrdiff_t i = 0; v->kind == VALUE_MAP && i < v->n; i++) {
        buf_fmt(b, " '" STR_FMT "': ", STR_ARG(v->as.members[i].key));
        show_value(b, &v->as.members[i].value);
    }
    buf_putc(b, ')');
}

static void show_meta(Buf *b, const Meta *m)
{
    const Str texts[] = {m->id, m->title, m->description, m->permalink, m->layout, m->category, m->date, m->updated, m->query_words, m->legal,
                         m->copyright, m->copyright_holder, m->copyright_year};
    const StrList *const lists[] = {&m->products, &m->operating_systems, &m->keywords, &m->technologies, &m->issue_types, &m->solution_types, &m->hardware,
                                    &m->components, &m->platforms, &m->kinds, &m->redirect_from, &m->related};
    buf_fmt(b, "%d %lld %d %d\n", (int)m->format, (long long)m->number, m->is_draft, m->replaces);
    for (ptrdiff_t i = 0; i < countof(texts); i++)
        buf_fmt(b, "'" STR_FMT "'\n", STR_ARG(texts[i]));
    for (ptrdiff_t i = 0; i < countof(lists); i++)
        show_list(b, "list", lists[i]);
    for (ptrdiff_t i = 0; i < m->version_count; i++) {
        buf_fmt(b, "'" STR_FMT "' ", STR_ARG(m->versions[i].platform));
        show_list(b, "versions", &m->versions[i].values);
    }
    for (ptrdiff_t i = 0; i < m->applies_to_count; i++)
        buf_fmt(b, "%d '" STR_FMT "'\n", m->applies_to[i].depth, STR_ARG(m->applies_to[i].text));
    show_value(b, &m->extra);
    buf_putc(b, '\n');
}

static void show_inlines(Buf *b, const Inline *in)
{
    for (; in; in = in->next) {
        buf_fmt(b, " " STR_FMT "@%d/%d", STR_ARG(inline_kind_name(in->kind)), in->line, in->ident);
        if (inline_is_leaf(in)) {
            buf_fmt(b, "'" STR_FMT "'", STR_ARG(in->text));
            continue;
        }
        if (in->kind == INLINE_LINK || in->kind == INLINE_IMAGE || in->kind == INLINE_REFERENCE)
            buf_fmt(b, "'" STR_FMT "' '" STR_FMT "' %lld", STR_ARG(in->link->target), STR_ARG(in->link->title), (long long)in->link->number);
        buf_putc(b, '(');
        show_inlines(b, in->child);
        buf_putc(b, ')');
    }
}

static void show_block(Buf *b, const Block *block, int depth)
{
    buf_pad(b, ' ', depth);
    buf_fmt(b, STR_FMT " %d-%d align %d loose %d header %d", STR_ARG(block_kind_name(block->kind)), block->first_line, block->last_line, (int)block->align,
            block->is_loose, block->is_header);
    switch (block->kind) {
    case BLOCK_LITERAL:
    case BLOCK_RAW:
        buf_fmt(b, " %d '" STR_FMT "' '" STR_FMT "'", (int)block->literal_kind, STR_ARG(block->literal), STR_ARG(block->language));
        break;
    case BLOCK_HEADING: buf_fmt(b, " '" STR_FMT "' %d", STR_ARG(block->anchor), block->level); break;
    case BLOCK_LIST: buf_fmt(b, " %d %d", (int)block->marker, block->start); break;
    case BLOCK_CALLOUT: buf_fmt(b, " '" STR_FMT "'", STR_ARG(block->label)); break;
    default: break;
    }
    show_inlines(b, block->text);
    buf_putc(b, '\n');
    const Block *last = NULL;
    for (const Block *child = block->child; child; child = child->next) {
        assert_ptr_equal(child->parent, block);
        show_block(b, child, depth + 1);
        last = child;
    }
    assert_ptr_equal(block->last_child, last);
}

static Str shown(Arena *a, const Doc *doc)
{
    Buf b = {.arena = a};
    show_meta(&b, &doc->meta);
    show_block(&b, doc->root, 0);
    return buf_str(&b);
}

/* --- the tests ----------------------------------------------------------------------------------------------------------------------------- */

static void a_document_comes_back_as_it_was(void **state)
{
    (void)state;
    Sample s = {0};
    Arena a = {0};
    Doc doc = sample(&s), copy;
    Str before = shown(&a, &doc);
    CommonTexts common = {0};
    Buf bytes = {.arena = &a};
    doc_put_record(&bytes, &common, &doc);
    overwrite(&s);
    Record r = record_of(buf_str(&bytes));
    assert_true(doc_get_record(&a, &r, &common, &copy));
    assert_ptr_equal(r.p, r.end);
    assert_str(shown(&a, &copy), str_z(&a, before));
    common_texts_free(&common);
    arena_free(&s.arena);
    arena_free(&a);
}

static void so_does_one_that_says_nothing(void **state)
{
    (void)state;
    Arena a = {0};
    Doc doc = {.meta.number = -1, .root = block_new(&a, BLOCK_ROOT, 1, 1)}, copy;
    CommonTexts common = {0};
    Buf bytes = {.arena = &a};
    doc_put_record(&bytes, &common, &doc);
    Record r = record_of(buf_str(&bytes));
    assert_true(doc_get_record(&a, &r, &common, &copy));
    assert_str(shown(&a, &copy), str_z(&a, shown(&a, &doc)));
    arena_free(&a);
}

/* A notice that all have stands beside the records, once; those that are too many, too long or short for that stand in them. */
static void a_notice_is_kept_once(void **state)
{
    enum { N = 80 };
    (void)state;
    Arena a = {0};
    CommonTexts common = {0};
    Buf bytes = {.arena = &a};
    Str notices[N] = {0};
    for (int i = 3; i < N; i++) {
        Buf text = {.arena = &a};
        buf_fmt(&text, "notice %d", i % 2 ? i : 0);
        buf_pad(&text, '.', i % 10 == 7 ? 5000 : i % 10 == 5 ? 1 : 500);
        notices[i] = buf_str(&text);
    }
    for (int i = 0; i < N; i++)
        doc_put_record(&bytes, &common, &(Doc){.meta = {.number = i, .legal = notices[i]}, .root = block_new(&a, BLOCK_ROOT, 1, 1)});
    assert_int_equal(common.texts.n, 20);
    assert_in_range(bytes.n, 1, 8 * 5010 + 5 * 510 + N * 20);   /* eight are long, and five come when there are twenty */
    Record r = record_of(buf_str(&bytes));
    for (int i = 0; i < N; i++) {
        Doc copy;
        assert_true(doc_get_record(&a, &r, &common, &copy));
        assert_int_equal(copy.meta.number, i);
        assert_str(copy.meta.legal, str_z(&a, notices[i]));
    }
    assert_ptr_equal(r.p, r.end);
    common_texts_free(&common);
    arena_free(&a);
}

/* A field that is new has to be put into the record, and into the sample above. */
static void every_field_has_its_place_in_the_record(void **state)
{
    (void)state;
    if (sizeof(void *) != 8)
        skip();
    enum { TEXTS = 13, LISTS = 12, ARRAYS = 2, NUMBERS = 3 };     /* the format, the number, and two that are true or false */
    assert_int_equal(sizeof(Meta), TEXTS * sizeof(Str) + LISTS * sizeof(StrList) + ARRAYS * 16 + NUMBERS * 8 + sizeof(Value));
    assert_int_equal(sizeof(Block), 88);
    assert_int_equal(sizeof(Inline), 32);
    assert_int_equal(sizeof(InlineLink), 2 * sizeof(Str) + 8);
}

static void of_damaged_bytes_there_is_none(void **state)
{
    (void)state;
    Sample s = {0};
    Arena a = {0};
    Doc doc = sample(&s), copy;
    CommonTexts common = {0};
    Buf bytes = {.arena = &a};
    doc_put_record(&bytes, &common, &doc);
    for (ptrdiff_t n = 0; n < bytes.n; n++) {
        ArenaMark mark = arena_mark(&a);
        Str cut = str_copy(&a, str_head(buf_str(&bytes), n));
        Record r = record_of(cut);
        assert_false(doc_get_record(&a, &r, &common, &copy));
        arena_rewind(&a, mark);
    }
    common_texts_free(&common);
    arena_free(&s.arena);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_comes_back_as_it_was),
        cmocka_unit_test(a_notice_is_kept_once),
        cmocka_unit_test(so_does_one_that_says_nothing),
        cmocka_unit_test(every_field_has_its_place_in_the_record),
        cmocka_unit_test(of_damaged_bytes_there_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
