/* Bytes too many for memory, and the index of articles whose words went to files on the way. */
#define _XOPEN_SOURCE 700
#include "spill.h"

#include "base/spool.h"
#include "search/posting.h"

#include <stdlib.h>

/* --- spools --------------------------------------------------------------------------------------------------------------------- */

enum { STRINGS = 40000 };

static Str string_number(Arena *a, int i)
{
    Str s = str_fmt(a, "string %d ", i);
    Buf b = {.arena = a};
    buf_put(&b, s);
    buf_pad(&b, '.', i % 97 ? i % 31 : 70000);      /* some are longer than any buffer */
    return buf_str(&b);
}

static void check_spool(Arena *a, Str path)
{
    Spool s;
    spool_open(&s, path);
    Buf all = {.arena = a};
    for (int i = 0; i < STRINGS; i++) {
        Arena scratch = {0};
        Str string = i % 500 ? str_fmt(&scratch, "string %d", i) : string_number(&scratch, i);
        record_put_str(spool_room(&s), string);
        record_put_str(&all, string);
        arena_free(&scratch);
    }
    ptrdiff_t n = spool_count(&s);
    assert_int_equal(n, all.n);
    record_seal(&all, 0);
    spool_seal(&s);
    assert_true(spool_end(&s));
    assert_true(str_eq(spool_view(&s), buf_str(&all)));

    SpoolReader r = spool_reader(&s, 0, n);
    Record wanted = record_of(buf_str(&all));
    Str string;
    for (int i = 0; i < STRINGS; i++) {
        assert_true(spool_next(&r, &string));
        assert_true(str_eq(string, record_get_str(&wanted)));
    }
    assert_false(spool_next(&r, &string));
    spool_reader_close(&r);
    spool_forget(s.has_file ? spool_view(&s) : (Str){0});
    assert_true(str_eq(spool_view(&s), buf_str(&all)));
    spool_close(&s);
}

static void what_was_put_is_read_again(void **state)
{
    Place *place = *state;
    check_spool(&place->arena, (Str){0});
    check_spool(&place->arena, place->path);
}

/* Written from the back to the front, by two parts that take turns. */
static void check_parts(Arena *a, Str path)
{
    Buf all = {.arena = a};
    for (int i = 0; i < STRINGS; i++)
        buf_fmt(&all, "%d ", i);
    ptrdiff_t middle = all.n / 3;
    Spool s;
    spool_open(&s, path);
    buf_put(spool_room(&s), S("head "));
    spool_leave(&s, all.n);
    SpoolPart parts[] = {spool_part(&s, 5 + middle), spool_part(&s, 5)};
    for (ptrdiff_t i = 0; i < all.n - middle; i++) {
        buf_putc(spool_part_room(&parts[0]), all.p[middle + i]);
        if (i < middle)
            buf_putc(spool_part_room(&parts[1]), all.p[i]);
    }
    for (int i = 0; i < 2; i++) {
        spool_part_flush(&parts[i]);
        spool_part_close(&parts[i], &s);
    }
    spool_seal(&s);
    assert_true(spool_end(&s));
    Buf wanted = {.arena = a};
    buf_put(&wanted, S("head "));
    buf_put(&wanted, buf_str(&all));
    record_seal(&wanted, 0);
    assert_true(str_eq(spool_view(&s), buf_str(&wanted)));
    spool_close(&s);
}

static void parts_are_written_beside_each_other(void **state)
{
    Place *place = *state;
    check_parts(&place->arena, (Str){0});
    check_parts(&place->arena, place->path);
    Spool s;
    spool_open(&s, S("/dev/null/spool"));
    spool_leave(&s, 200000);
    SpoolPart part = spool_part(&s, 0);
    buf_pad(spool_part_room(&part), 'x', 200000);
    spool_part_flush(&part);
    spool_part_close(&part, &s);
    spool_seal(&s);
    assert_false(spool_end(&s));
    spool_close(&s);
}

static void a_spool_whose_file_cannot_be_made_says_so_at_its_end(void **state)
{
    (void)state;
    Spool s;
    spool_open(&s, S("/dev/null/spool"));
    buf_pad(spool_room(&s), 'x', 200000);
    buf_pad(spool_room(&s), 'x', 200000);
    assert_false(spool_end(&s));
    assert_true(s.why.n > 0);
    assert_int_equal(spool_view(&s).n, 0);
    spool_close(&s);
}

static void numbers_are_passed_over_as_they_are_read(void **state)
{
    Arena a = {0};
    Buf b = {.arena = &a};
    (void)state;
    for (uint64_t i = 0; i < 200; i++)
        record_put(&b, i * i * i * (i % 3) * (i % 7 ? 1 : i << 40));
    for (ptrdiff_t n = 0; n <= 200; n++) {
        Record read = record_of(buf_str(&b)), skipped = read;
        for (ptrdiff_t i = 0; i < n; i++)
            record_get(&read);
        record_skip(&skipped, n);
        assert_ptr_equal(skipped.p, read.p);
        assert_false(skipped.is_damaged);
    }
    Record all = record_of(buf_str(&b));
    record_skip(&all, 201);
    assert_true(all.is_damaged);
    arena_free(&a);
}

/* --- an index ------------------------------------------------------------------------------------------------------------------- */

enum { ARTICLES = 400 };
static const char *const endings[] = {"", "s", "ing", "ed"};

/* Words that return often, seldom and once; the forms of a word are spread over articles. */
static Str text_of(Arena *a, int i)
{
    static const char *const words[] = {"print", "chart", "harbour", "load", "start", "test", "sail"};
    Buf b = {.arena = a};
    for (int k = 0; k < 30; k++)
        buf_fmt(&b, "%s%s the %s once%dx ", words[(i * 7 + k) % 7], endings[(i + k * 3) % 4], words[(i + k) % 7], i * 31 + k);
    return buf_str(&b);
}

static bool index_articles(Arena *a, Str spill, ptrdiff_t bound, Spool *segment)
{
    enum { PARTS = 3 };
    Indexer *parts[PARTS];
    Arena scratch = {0};
    for (int p = 0; p < PARTS; p++)
        parts[p] = indexer_new(S("en"), spill.n ? str_fmt(a, STR_FMT "%d", STR_ARG(spill), p) : spill, bound);
    for (int i = 0; i < ARTICLES; i++) {
        Doc doc = {.meta.number = i, .root = block_new(a, BLOCK_ROOT, 1, 1)};
        Block *paragraph = block_new(a, BLOCK_PARAGRAPH, 1, 1);
        paragraph->text = inline_new(a, INLINE_TEXT, text_of(a, i), 1);
        block_append(doc.root, paragraph);
        uint32_t number = (uint32_t)(i * 37 % ARTICLES * 3 + 5);      /* in no order */
        indexer_add(parts[i % 7 % PARTS], &scratch, number, number * 11 + 1, str_fmt(a, "Title %d", i % 20), &doc);
    }
    static const uint32_t gone[] = {3, 9000};
    bool ok = indexers_put_segment(parts, PARTS, gone, countof(gone), segment);
    for (int p = 0; p < PARTS; p++)
        indexer_free(parts[p]);
    arena_free(&scratch);
    return ok;
}

static Index read_index(Arena *a, Spool *segment)
{
    Index index = index_new(a, 1);
    assert_true(index_add(a, &index, spool_view(segment), segment->has_file));
    index_merge(a, &index);
    return index;
}

static void check_lists(Arena *a, const Index *x, const Index *y, ptrdiff_t term)
{
    Postings p = postings_of(a, x, term, PTRDIFF_MAX), q = postings_of(a, y, term, PTRDIFF_MAX);
    assert_int_equal(p.n, q.n);
    assert_int_equal(p.gap_count, q.gap_count);
    for (ptrdiff_t i = 0; i < p.n; i++) {
        assert_int_equal(p.numbers[i], q.numbers[i]);
        assert_true(!i || p.numbers[i - 1] < p.numbers[i]);
        assert_int_equal(p.levels[i], q.levels[i]);
        assert_int_equal(p.counts[i], q.counts[i]);
    }
    if (p.gap_count)
        assert_memory_equal(p.gaps, q.gaps, (size_t)p.gap_count * sizeof *p.gaps);
}

/* The words that stand in an article, whatever its part calls them. */
static void check_forms(const Index *x, const Index *y, ptrdiff_t article)
{
    const Segment *s = &x->segments[0], *t = &y->segments[0];
    ArticleWords p = segment_words(s, &s->articles[article]), q = segment_words(t, &t->articles[article]);
    assert_int_equal(s->articles[article].number, t->articles[article].number);
    assert_int_equal(p.key, q.key);
    Record r = record_of(p.forms), u = record_of(q.forms);
    while (r.p < r.end) {
        int64_t form = segment_form_number(s, p.part, record_get(&r));
        assert_true(form >= 0);
        assert_int_equal(form, segment_form_number(t, q.part, record_get(&u)));
    }
    assert_true(u.p == u.end && !u.is_damaged);
}

static void check_word(const Segment *s, const Segment *t, ptrdiff_t i)
{
    WordLists p = segment_word(s, i), q = segment_word(t, i);
    assert_int_equal(p.form_count, q.form_count);
    while (p.form_count > 0) {
        SegmentForm form = segment_form(s, &p), other = segment_form(t, &q);
        assert_true(str_eq(form.name, other.name));
        assert_int_equal(form.articles, other.articles);
    }
}

static void check_same_index(Arena *a, const Index *x, const Index *y)
{
    const Segment *s = &x->segments[0], *t = &y->segments[0];
    assert_int_equal(x->n, y->n);
    for (ptrdiff_t i = 0; i < x->n; i++) {
        assert_true(str_eq(index_stem(x, i), index_stem(y, i)));
        StrList p = index_forms(a, x, i), q = index_forms(a, y, i);
        assert_int_equal(p.n, q.n);
        for (ptrdiff_t f = 0; f < p.n; f++)
            assert_true(str_eq(p.items[f], q.items[f]));
        check_lists(a, x, y, i);
    }
    assert_int_equal(s->word_count, t->word_count);
    assert_int_equal(s->form_count, t->form_count);
    for (ptrdiff_t i = 0; i < s->word_count; i++)
        check_word(s, t, i);
    assert_int_equal(s->article_count, ARTICLES);
    assert_int_equal(t->article_count, ARTICLES);
    for (ptrdiff_t i = 0; i < ARTICLES; i++)
        check_forms(x, y, i);
    assert_int_equal(t->told_gone, 2);
    assert_int_equal(t->gone[1], 9000);
}

static void runs_merged_are_the_index_that_memory_would_have_held(void **state)
{
    Place *place = *state;
    Arena *a = &place->arena;
    static const ptrdiff_t bounds[] = {0, 600 * 1024};      /* each article is a run; a few are */
    Spool whole, merged;
    assert_true(index_articles(a, (Str){0}, PTRDIFF_MAX, &whole));
    assert_false(whole.has_file);
    Index in_memory = read_index(a, &whole);
    for (ptrdiff_t i = 0; i < countof(bounds); i++) {
        assert_true(index_articles(a, place->path, bounds[i], &merged));
        assert_true(merged.has_file);
        Index index = read_index(a, &merged);
        assert_int_equal(index.segments[0].part_count > 3, true);
        check_same_index(a, &in_memory, &index);
        index_forget(&index);
        check_same_index(a, &in_memory, &index);
        spool_close(&merged);
    }
    spool_close(&whole);
}

static void a_run_that_cannot_be_written_fails_the_segment(void **state)
{
    Place *place = *state;
    Spool segment;
    assert_false(index_articles(&place->arena, S("/dev/null/run"), 0, &segment));
    assert_true(segment.why.n > 0);
    spool_close(&segment);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_put_is_read_again, setup, teardown),
        cmocka_unit_test_setup_teardown(parts_are_written_beside_each_other, setup, teardown),
        cmocka_unit_test(numbers_are_passed_over_as_they_are_read),
        cmocka_unit_test(a_spool_whose_file_cannot_be_made_says_so_at_its_end),
        cmocka_unit_test_setup_teardown(runs_merged_are_the_index_that_memory_would_have_held, setup, teardown),
        cmocka_unit_test_setup_teardown(a_run_that_cannot_be_written_fails_the_segment, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
