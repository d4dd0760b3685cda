/* The words that an indexer met, and what it keeps of an article. */
#include "unit.h"

#include "search/posting.h"
#include "search/words.h"

/* A word as words_key wants it: more can be read behind it than it has. */
static ptrdiff_t add(Words *w, Str word)
{
    char room[256];
    memset(room, '~', sizeof room);
    memcpy(room, word.p, (size_t)word.n);
    WordKey key = words_key(w, (Str){room, word.n});
    words_make_room(w, 1);
    return words_add(w, &key)->number;
}

/* Of all lengths, many of which differ at their ends alone. */
static Str word_number(Arena *a, int i)
{
    static const char *const starts[] = {"", "a", "abcdefg", "abcdefgh", "abcdefghijklmno", "abcdefghijklmnop", "abcdefghijklmnopqrstuvw"};
    return str_fmt(a, "%s%d", starts[i % 7], i / 7);
}

static void words_are_numbered_as_they_come(void **state)
{
    (void)state;
    enum { COUNT = 20000 };
    Arena a = {0};
    Words w = words_new();
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < COUNT; i++)
            assert_int_equal(add(&w, word_number(&a, i)), i + 1);
    assert_int_equal(w.n, COUNT + 1);
    assert_true(words_size(&w) > COUNT * 16);
    words_free(&w);
    arena_free(&a);
}

static void what_stands_behind_a_word_is_no_part_of_it(void **state)
{
    (void)state;
    Words w = words_new();
    static const char text[] = "ship ships and more than that";
    const Str words[] = {{text, 4}, {text + 5, 4}, {text + 5, 5}};
    for (int i = 0; i < 3; i++) {
        WordKey key = words_key(&w, words[i]);
        assert_int_equal(words_add(&w, &key)->number, i < 2 ? 1 : 2);
    }
    words_free(&w);
}

static void order_is_that_of_bytes(void **state)
{
    (void)state;
    Arena a = {0};
    Words w = words_new();
    words_order(&a, &w);        /* of none */
    Str names[3002] = {[3001] = S("\xD0\xB6")};
    for (int i = 0; i < 3000; i++)
        names[i + 1] = word_number(&a, i * 37 % 3000);
    for (int i = 1; i < countof(names); i++)
        assert_int_equal(add(&w, names[i]), i);
    assert_int_equal(w.n, countof(names));
    const Word **order = words_order(&a, &w);
    for (ptrdiff_t i = 0; i + 1 < w.n; i++)
        assert_true(str_eq(words_name(&w, order[i]), names[order[i]->number]));
    for (ptrdiff_t i = 1; i + 1 < w.n; i++)
        assert_true(str_cmp(words_name(&w, order[i - 1]), words_name(&w, order[i])) < 0);
    words_free(&w);
    arena_free(&a);
}

/* --- an article ------------------------------------------------------------------------------------------------------------------ */

static Index index_of(Arena *a, const char *text, const char *const *keywords, ptrdiff_t n, Spool *segment)
{
    Indexer *x = indexer_new(S("en"), (Str){0}, PTRDIFF_MAX);
    Arena scratch = {0};
    Doc doc = {.meta.number = 7, .root = block_new(a, BLOCK_ROOT, 1, 1)};
    Block *paragraph = block_new(a, BLOCK_PARAGRAPH, 1, 1);
    paragraph->text = inline_new(a, INLINE_TEXT, str(text), 1);
    block_append(doc.root, paragraph);
    for (ptrdiff_t i = 0; i < n; i++)
        list_add(a, &doc.meta.keywords, str(keywords[i]));
    indexer_add(x, &scratch, 7, 1, (Str){0}, &doc);
    assert_true(indexers_put_segment(&x, 1, NULL, 0, segment));
    indexer_free(x);
    arena_free(&scratch);
    Index index = index_new(a, 1);
    assert_true(index_add(a, &index, spool_view(segment), false));
    index_merge(a, &index);
    return index;
}

/* The places of a stem, "4 5 9", and "-" when no article has it. */
static Str places_in(Arena *a, const Index *index, const char *stem)
{
    StrList list = {0};
    for (ptrdiff_t t = 0; t < index->n; t++)
        if (str_eq(index_stem(index, t), str(stem))) {
            Postings p = postings_of(a, index, t, PTRDIFF_MAX);
            assert_int_equal(p.n, 1);
            assert_int_equal(p.counts[0], p.gap_count);
            uint32_t next = 0;
            for (ptrdiff_t i = 0; i < p.gap_count; next += p.gaps[i++] + 1)
                list_add(a, &list, str_fmt(a, "%u", (unsigned)(next + p.gaps[i])));
            return list_join(a, &list, S(" "));
        }
    return S("-");
}

static void forms_of_a_stem_are_one_list(void **state)
{
    (void)state;
    Arena a = {0};
    Spool segment;
    static const char *const keywords[] = {"sailing", "harbours"};
    Index index = index_of(&a, "Prints print, printing the prints: charts print. Sailed", keywords, 2, &segment);
    assert_str(places_in(&a, &index, "print"), "4 5 6 8 10");      /* the title, empty, takes a paragraph's four */
    assert_str(places_in(&a, &index, "chart"), "9");
    assert_str(places_in(&a, &index, "sail"), "11");
    assert_str(places_in(&a, &index, "harbour"), "");              /* a field has no places */
    assert_str(places_in(&a, &index, "prints"), "-");
    spool_close(&segment);
    arena_free(&a);
}

/* More words than are looked for at once, and one posting whose size takes more than a byte. */
static void long_articles(void **state)
{
    (void)state;
    enum { COUNT = 5000 };
    Arena a = {0};
    Spool segment;
    Buf text = {.arena = &a};
    StrList wanted = {0};
    for (int i = 0; i < COUNT; i++) {
        buf_fmt(&text, "hawser w%dx ", i);
        list_add(&a, &wanted, str_fmt(&a, "%d", 4 + 2 * i));
    }
    buf_putc(&text, '\0');
    Index index = index_of(&a, text.p, NULL, 0, &segment);
    assert_true(str_eq(places_in(&a, &index, "hawser"), list_join(&a, &wanted, S(" "))));
    assert_str(places_in(&a, &index, "w0x"), "5");
    assert_str(places_in(&a, &index, "w4999x"), "10003");
    assert_int_equal(index.n, COUNT + 1);
    spool_close(&segment);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_numbered_as_they_come), cmocka_unit_test(what_stands_behind_a_word_is_no_part_of_it),
        cmocka_unit_test(order_is_that_of_bytes),
        cmocka_unit_test(forms_of_a_stem_are_one_list),    cmocka_unit_test(long_articles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
