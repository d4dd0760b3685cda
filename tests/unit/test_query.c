/* A small collection, indexed and asked in memory. */
#include "unit.h"

#include "search/query.h"
#include "search/shard.h"
#include "site/article.h"

typedef struct Sample {
    uint32_t number;
    const char *title, *text;
} Sample;

static const Sample samples[] = {
    {900001, "How to print a map", "Open the map and choose Print. A folded map prints badly."},
    {900002, "The printer does not answer", "Check the cable. The error is 0x0000007B in inetcomm.dll."},
    {900003, "Saving a map", "The harbour master saves every chart before the tide turns."},
    {900004, "The tide table", "Before noon the master of the harbour reads the table; every ship that turns has saved its chart."},
    {900005, "A lamp", "A lamp is lit with oil, and with nothing else."},
    {900006, "Lamps", "Lamp, lamp, lamp: nobody prints about lamps."},
    {900007, "C++ or C#", "Two languages."},
    {900008, "Deck", "A bollard is one thing, and then there are a dozen words and a dozen more that have to be read before we reach, at the end, a hawser."},
    {900009, "Quay", "We reach a hawser at the bollard, and then there are a dozen words and a dozen more that have to be read before we are at the end of "
                     "it."},
    {900010, "Rope", "We reach a bollard hawser at the end, and then there are a dozen words and a dozen more that have to be read before we are there, at "
                     "it."},
    {900011, "The sextant", "Sextants: sextant, sextant, sextant, sextant, sextant; take a compass, compass, compass, compass, compass, compass."},
    {900012, "Compass and its sextant", "Nothing else."},
};

typedef struct Fixture {
    Arena arena;
    Table paths;
    Str files[256];
} Fixture;

static Str load(void *context, Arena *a, Str path)
{
    const Fixture *f = context;
    (void)a;
    ptrdiff_t i = table_find(&f->paths, path);
    return i < 0 ? (Str){0} : f->files[i];
}

/* Indexes `n` samples with so many threads' indexers, one after the other. */
static void make(Fixture *f, const Sample *items, ptrdiff_t n, int parts)
{
    Arena *a = &f->arena, scratch = {0};
    Indexer *indexers[4];
    Card *cards = arena_new(a, Card, n);
    Article *articles = arena_new(a, Article, n);
    f->paths = (Table){.arena = a};
    for (int p = 0; p < parts; p++)
        indexers[p] = indexer_new(S("en"), (Str){0}, PTRDIFF_MAX);
    for (ptrdiff_t i = 0; i < n; i++) {
        Doc doc = {.meta.number = items[i].number, .root = block_new(a, BLOCK_ROOT, 1, 1)};
        Block *paragraph = block_new(a, BLOCK_PARAGRAPH, 1, 1);
        paragraph->text = inline_new(a, INLINE_TEXT, str(items[i].text), 1);
        block_append(doc.root, paragraph);
        indexer_add(indexers[i % parts], &scratch, items[i].number, 1, str(items[i].title), &doc);
        articles[i] = (Article){.id = str_fmt(a, "Q%u", (unsigned)items[i].number), .title = str(items[i].title), .summary = str(items[i].text),
                                .permalink = str_fmt(a, "kb/900/Q%u/", (unsigned)items[i].number), .date = S("2001-05-18")};
        cards[i] = (Card){items[i].number, &articles[i]};
    }
    Index index = index_new(a, 1);
    Shards shards;
    Spool segment;
    assert_true(indexers_put_segment(indexers, parts, NULL, 0, &segment));
    assert_true(index_add(a, &index, spool_view(&segment), false));
    index_merge(a, &index);
    assert_true(shards_plan(a, &index, NULL, 0, cards, n, S("Q"), (Str){0}, parts, &shards));
    for (ptrdiff_t i = 0; i < shards.file_count; i++) {
        Buf out = {.arena = a};
        shards_render(&shards, a, i, &out);
        f->files[table_add(&f->paths, shards_path(&shards, a, i))] = buf_str(&out);
    }
    shards_free(&shards);
    spool_close(&segment);
    for (int p = 0; p < parts; p++)
        indexer_free(indexers[p]);
    arena_free(&scratch);
}

static int setup(void **state)
{
    static Fixture f;
    f = (Fixture){0};
    make(&f, samples, countof(samples), 2);
    *state = &f;
    return 0;
}

static int teardown(void **state)
{
    arena_free(&((Fixture *)*state)->arena);
    return 0;
}

/* The last digits of the numbers found, best first: "1 2 6"; what was read for a mistyped word and what was passed over behind them. */
static Str found(Fixture *f, const char *query)
{
    Answer answer;
    Str why = {0};
    assert_true(search_answer(&f->arena, load, f, str(query), 10, &answer, &why));
    StrList list = {0};
    for (ptrdiff_t i = 0; i < answer.n; i++)
        list_add(&f->arena, &list, str_fmt(&f->arena, "%u", (unsigned)answer.items[i].number % 1000));
    for (ptrdiff_t i = 0; i < answer.corrected.n; i++) {
        Str read = answer.corrected.items[i], written = str_cut(&read, '\t');
        list_add(&f->arena, &list, str_fmt(&f->arena, STR_FMT "=" STR_FMT, STR_ARG(written), STR_ARG(read)));
    }
    for (ptrdiff_t i = 0; i < answer.unknown.n; i++)
        list_add(&f->arena, &list, str_fmt(&f->arena, "?" STR_FMT, STR_ARG(answer.unknown.items[i])));
    return list_join(&f->arena, &list, S(" "));
}

static void words_in_any_form(void **state)
{
    assert_str(found(*state, "prints"), "1 6");
    assert_str(found(*state, "PRINT map"), "1 3 6");
    assert_str(found(*state, "lamps"), "6 5");              /* as it was written, in the title */
    assert_str(found(*state, "lamp"), "5 6");
    assert_str(found(*state, ""), "");
}

static void phrases_and_exclusions(void **state)
{
    assert_str(found(*state, "\"harbour master\""), "3");
    assert_str(found(*state, "\"master harbour\""), "");
    assert_str(found(*state, "map -print"), "3");
    assert_str(found(*state, "print -\"folded map\""), "6");
    assert_str(found(*state, "\"unclosed map"), "1 3 ?unclosed");
}

static void words_side_by_side_come_first(void **state)
{
    assert_str(found(*state, "harbour master saves every chart"), "3 4");
}

/* The same words as often in texts of one length: further apart than NEAR_WORDS, near, and one behind the other. */
static void nearer_is_better(void **state)
{
    assert_str(found(*state, "bollard hawser"), "10 9 8");
}

/* Not as they were written, which would put it first by another rule; and the other text has them much more often. */
static void all_words_in_the_title(void **state)
{
    assert_str(found(*state, "sextants compass"), "12 11");
}

static void identifiers(void **state)
{
    assert_str(found(*state, "inetcomm.dll"), "2");
    assert_str(found(*state, "inetcomm"), "2");
    assert_str(found(*state, "0x7b"), "2");
    assert_str(found(*state, "0x0000007B"), "2");
    assert_str(found(*state, "C#"), "7");
    assert_str(found(*state, "c++"), "7");
}

static void ids(void **state)
{
    assert_str(found(*state, "Q900005"), "5");
    assert_str(found(*state, "900005"), "5");
    assert_str(found(*state, "kb900005"), "5");
}

static void words_that_nobody_wrote(void **state)
{
    assert_str(found(*state, "harb"), "3 4");               /* completed */
    assert_str(found(*state, "harbuor lamp"), "6 5 3 4 harbuor=harbour");
    assert_str(found(*state, "xylophone lamp"), "6 5 ?xylophone");
    assert_str(found(*state, "xylophone"), "?xylophone");
}

static void one_indexer_or_two(void **state)
{
    const Fixture *two = *state;
    Fixture one = {0};
    make(&one, samples, countof(samples), 1);
    assert_int_equal(one.paths.n, two->paths.n);
    for (ptrdiff_t i = 0; i < one.paths.n; i++)
        assert_true(str_eq(one.files[i], two->files[table_find(&two->paths, one.paths.keys[i])]));
    arena_free(&one.arena);
}

/* Whatever stands in the files: an answer, or a sentence, and no crash. */
static void damaged_files(void **state)
{
    Fixture *f = *state;
    static const char *const queries[] = {"print map", "\"harbour master\"", "inetcomm.dll", "harbuor", "harb", "900001"};
    for (ptrdiff_t i = 0; i < f->paths.n; i++) {
        Str whole = f->files[i];
        for (ptrdiff_t at = 0; at < whole.n; at += 7) {
            Arena a = {0};
            char *p = arena_bytes(&a, whole.n);
            memcpy(p, whole.p, (size_t)whole.n);
            p[at] = (char)(p[at] ^ 0x15);
            f->files[i] = (Str){p, at % 2 ? whole.n : at};
            for (ptrdiff_t q = 0; q < countof(queries); q++) {
                Answer answer;
                Str why = {0};
                if (!search_answer(&a, load, f, str(queries[q]), 10, &answer, &why))
                    assert_true(why.n > 0);
            }
            arena_free(&a);
        }
        f->files[i] = whole;
    }
}

static void no_index(void **state)
{
    Fixture f = {0};
    Answer answer;
    Str why = {0};
    (void)state;
    assert_false(search_answer(&f.arena, load, &f, S("map"), 10, &answer, &why));
    assert_str(why, "has no search index; build it with `search: true`");
    arena_free(&f.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_in_any_form), cmocka_unit_test(phrases_and_exclusions), cmocka_unit_test(words_side_by_side_come_first),
        cmocka_unit_test(nearer_is_better), cmocka_unit_test(all_words_in_the_title),
        cmocka_unit_test(identifiers), cmocka_unit_test(ids), cmocka_unit_test(words_that_nobody_wrote), cmocka_unit_test(one_indexer_or_two),
        cmocka_unit_test(damaged_files), cmocka_unit_test(no_index),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
