/* Documents and old bodies thrown with dice: written as CommonMark, they come back. */
#include "commonmark.h"
#include "dice.h"

#include "read/kb/body.h"

static Str random_words(Arena *a, int most)
{
    Buf b = {.arena = a};
    for (int n = 1 + below(most); n > 0; n--) {
        Str word = str(one_in(3) ? NASTY[below(NASTY_COUNT - 1)] : "word");
        buf_put(&b, word);
        buf_put(&b, n > 1 && !one_in(5) ? S(" ") : S(""));
    }
    return buf_str(&b);
}

static Inline *random_inlines(Arena *a)
{
    Inlines list = {0};
    inlines_add(&list, inline_text_new(a, random_words(a, 4)));
    for (int n = below(4); n > 0; n--) {
        inlines_add(&list, inline_text_new(a, S(" ")));
        switch (below(7)) {
        case 0: inlines_add(&list, inline_new(a, INLINE_CODE, random_words(a, 2), 1)); break;
        case 1: inlines_add(&list, wrapped(a, one_in(2) ? INLINE_STRONG : INLINE_EMPHASIS, inline_text_new(a, S("loud")))); break;
        case 2: inlines_add(&list, link_new(a, S("a_b (c).md#d&amp;"), random_words(a, 2))); break;
        case 3: inlines_add(&list, reference_new(a, 123456, S("Q123456"))); break;
        case 4: inlines_add(&list, inline_new(a, INLINE_BREAK, (Str){0}, 1)); break;
        default: break;
        }
        inlines_add(&list, inline_text_new(a, one_in(2) ? S(" ") : S(" and ")));
        inlines_add(&list, inline_text_new(a, random_words(a, 3)));
    }
    return list.first;
}

static void add_random_blocks(Arena *a, Block *parent, int depth);

static void add_random_list(Arena *a, Block *parent, int depth)
{
    Block *list = add_list(a, parent, (ListMarker)below(4), 0);
    list->start = list->marker == MARKER_BULLET ? 0 : 1 + below(20);
    list->is_loose = one_in(2);
    for (int n = 2 + below(3); n > 0; n--) {
        Block *item = add(a, list, BLOCK_ITEM);
        if (!one_in(6))
            add(a, item, BLOCK_PARAGRAPH)->text = random_inlines(a);
        if (!item->child || one_in(3))
            add_random_blocks(a, item, depth + 1);
    }
}

static void add_random_literal(Arena *a, Block *parent)
{
    Buf b = {.arena = a};
    for (int n = below(5); n >= 0; n--) {
        buf_pad(&b, one_in(5) ? '\t' : ' ', below(6));
        buf_put(&b, one_in(4) ? S("") : random_words(a, 3));
        buf_put(&b, n ? S("\n") : S(""));
    }
    LiteralKind kind = (LiteralKind)below(LITERAL_URL);
    add_literal(a, parent, kind, kind == LITERAL_CODE && one_in(2) ? S("vb") : S(""), buf_str(&b));
}

static void add_random_table(Arena *a, Block *parent)
{
    Block *table = add(a, parent, BLOCK_TABLE);
    int columns = 1 + below(4), has_header = below(2);
    for (int n = 1 + below(4), i = 0; i < n; i++) {
        Block *row = add(a, table, BLOCK_ROW);
        for (int k = 0; k < columns; k++) {
            Block *cell = add(a, row, BLOCK_CELL);
            cell->is_header = has_header && i == 0;
            if (cell->is_header || !one_in(4))
                cell->text = inline_text_new(a, random_words(a, 3));
        }
    }
}

static void add_random_callout(Arena *a, Block *parent, int depth)
{
    static const Str labels[] = {{"NOTE", 4}, {"WARNING", 7}, {"IMPORTANT", 9}, {"CAUTION", 7}, {"TIP", 3}};
    Block *callout = add(a, parent, BLOCK_CALLOUT);
    callout->label = labels[below((int)countof(labels))];
    if (!one_in(5))
        add_text(a, callout, BLOCK_PARAGRAPH, str_join2(a, callout->label, S(": mind")))->text->next = random_inlines(a);
    else
        add(a, callout, BLOCK_RULE);
    if (one_in(2))
        add_random_blocks(a, callout, depth + 1);
}

static void add_random_references(Arena *a, Block *parent)
{
    Block *list = add(a, parent, BLOCK_REFERENCES);
    for (int n = 1 + below(3); n > 0; n--)
        add(a, list, BLOCK_ITEM)->text = reference_new(a, 123456, str_join2(a, S("Q123456 "), random_words(a, 4)));
}

static void add_random_block(Arena *a, Block *parent, int depth)
{
    switch (below(depth < 3 ? 11 : 6)) {
    case 0: add_random_literal(a, parent); break;
    case 1: add_random_table(a, parent); break;
    case 2: add_random_references(a, parent); break;
    case 3: add(a, parent, BLOCK_RULE); break;
    case 4:
        add(a, parent, BLOCK_HEADING)->level = 1 + below(3);
        parent->last_child->text = inline_text_new(a, random_words(a, 3));
        break;
    case 6:
    case 7: add_random_list(a, parent, depth); break;
    case 8: add_random_callout(a, parent, depth); break;
    case 9: {
        Block *quote = add(a, parent, BLOCK_QUOTE);
        add_text(a, quote, BLOCK_PARAGRAPH, S("quoth"));
        add_random_blocks(a, quote, depth + 1);
        break;
    }
    default: add(a, parent, BLOCK_PARAGRAPH)->text = random_inlines(a);
    }
}

static void add_random_blocks(Arena *a, Block *parent, int depth)
{
    for (int n = 1 + below(4); n > 0; n--)
        add_random_block(a, parent, depth);
}

static void random_documents_come_back(void **state)
{
    (void)state;
    seed = 20011109;
    for (int round = 0; round < rounds(3000); round++) {
        WITH_ROOT(a, root);
        add_random_blocks(&a, root, 0);
        assert_comes_back(&a, root, str_z(&a, str_fmt(&a, "round %d", round)));
        arena_free(&a);
    }
}

/* A body of an old article, of pieces that its grammar and Markdown's take for something. */
static Str random_body(Arena *a)
{
    static const char *const starts[] = {"", "", "", "   ", "      ", "1. ", "2. ", " - ", "   a. ", "   b. ", "NOTE: ", "WARNING: ", "   Q123456 ", "a. ",
    "* ", "   http://a.example/",
                                         "| ", "   C:\\>", "   #include "};
    Buf b = {.arena = a};
    for (int n = 2 + below(40); n > 0; n--) {
        if (one_in(3))
            buf_putc(&b, '\n');
        if (one_in(12)) {
            buf_put(&b, one_in(2) ? S("\nSUMMARY\n=======\n\n") : S("\nSteps\n-----\n\n"));
            continue;
        }
        buf_put(&b, str(starts[below((int)countof(starts))]));
        buf_put(&b, random_words(a, one_in(3) ? 14 : 4));
        buf_putc(&b, '\n');
    }
    return buf_str(&b);
}

static void random_old_bodies_come_back(void **state)
{
    (void)state;
    seed = 18052001;
    for (int round = 0; round < rounds(3000); round++) {
        WITH_ROOT(a, root);
        Str text = random_body(&a);
        kbbody_parse(&a, lines_of(&a, text, 1), &(KbBodyOptions){.ids = &ids}, root);
        assert_comes_back(&a, root, str_z(&a, str_fmt(&a, "round %d:\n" STR_FMT, round, STR_ARG(text))));
        arena_free(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_documents_come_back),
        cmocka_unit_test(random_old_bodies_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
