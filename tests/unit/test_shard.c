/* The files of an index that changed again and again are those of one that was made at once. */
#include "unit.h"

#include "search/shard.h"
#include "site/article.h"

#include <string.h>

enum { ARTICLES = 3000, ROUNDS = 12, PARTS = 2, VOCABULARY = 60000 };

/* What the articles are now. */
typedef struct Collection {
    bool is_there[ARTICLES];
    uint32_t seed[ARTICLES];
    uint32_t state;
} Collection;

static uint32_t next(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* Words that most have, words that some have, and their forms. */
static Str text_of(Arena *a, uint32_t seed)
{
    static const char *const endings[] = {"", "s", "ing", "ed", "7"}, *const heads[] = {"ab", "con", "pre", "general", "univers", "un", "re", "dis", "x",
        "mit"};
    Buf b = {.arena = a};
    buf_put(&b, S("the lamp and the harbour "));
    for (uint32_t k = 0; k < 40; k++)       /* about as many as are too many for places */
        if ((seed >> 4) % 2048 < 630 + k)
            buf_fmt(&b, "tide%co%co ", (int)('a' + k % 20), (int)('a' + k / 20));
    for (uint32_t k = 0, is_long = seed % 4 == 0; is_long && k < 450; k++)      /* so many places that they are cut */
        buf_fmt(&b, "hawser %s", &"a a a a "[next(&seed) % 4 * 2]);
    for (int k = 0; k < 60; k++) {
        uint32_t r = next(&seed), word = r % 7 ? r % 97 * (next(&seed) % 3) : next(&seed) % VOCABULARY;
        buf_fmt(&b, "%s", heads[word % 10]);
        for (; word; word /= 19)
            buf_fmt(&b, "%c%c", "bcdfghjklmnpqrstvwz"[word % 19], "aeiou"[word % 5]);
        buf_fmt(&b, "%s ", endings[next(&seed) % 11 % 5]);
    }
    return buf_str(&b);
}

static void add(Indexer *x, Arena *scratch, const Collection *c, int i)
{
    ArenaMark mark = arena_mark(scratch);
    Doc doc = {.meta.number = i, .root = block_new(scratch, BLOCK_ROOT, 1, 1)};
    Block *paragraph = block_new(scratch, BLOCK_PARAGRAPH, 1, 1);
    paragraph->text = inline_new(scratch, INLINE_TEXT, text_of(scratch, c->seed[i]), 1);
    block_append(doc.root, paragraph);
    indexer_add(x, scratch, (uint32_t)i + 1, c->seed[i], S("Title"), &doc);
    arena_rewind(scratch, mark);
}

/* A segment of the articles that are wanted, on `a`. */
static Str segment_of(Arena *a, const Collection *c, const bool *wanted, const uint32_t *gone, ptrdiff_t gone_count)
{
    Indexer *parts[PARTS];
    Arena scratch = {0};
    Spool segment;
    for (int p = 0; p < PARTS; p++)
        parts[p] = indexer_new(S("en"), (Str){0}, PTRDIFF_MAX);
    for (int i = 0; i < ARTICLES; i++)
        if (wanted[i])
            add(parts[i % PARTS], &scratch, c, i);
    assert_true(indexers_put_segment(parts, PARTS, gone, gone_count, &segment));
    Str bytes = str_copy(a, spool_view(&segment));
    spool_close(&segment);
    for (int p = 0; p < PARTS; p++)
        indexer_free(parts[p]);
    arena_free(&scratch);
    return bytes;
}

static ptrdiff_t cards_of_all(Arena *a, const Collection *c, Card **cards)
{
    ptrdiff_t n = 0;
    *cards = arena_new(a, Card, ARTICLES);
    Article *articles = arena_new(a, Article, ARTICLES);
    for (int i = 0; i < ARTICLES; i++) {
        articles[i] = (Article){.id = str_fmt(a, "Q%d", i + 1), .permalink = str_fmt(a, "kb/%d/", i + 1), .title = S("Title"), .summary = S("Text"),
                                .date = S("2001-05-18")};
        if (c->is_there[i])
            (*cards)[n++] = (Card){(uint32_t)i + 1, &articles[i]};
    }
    return n;
}

typedef struct Files {
    Table paths;
    Str *bytes;
    uint64_t *prints;
    ptrdiff_t n;
} Files;

static Files files_new(Arena *a, ptrdiff_t n)
{
    return (Files){{.arena = a}, arena_new(a, Str, n), arena_new(a, uint64_t, n), 0};
}

static void plan(Arena *a, Index *index, const Str *segments, ptrdiff_t segment_count, const Str *told, ptrdiff_t told_count, const Collection *c, Shards *s)
{
    Card *cards;
    ptrdiff_t n = cards_of_all(a, c, &cards);
    *index = index_new(a, segment_count);
    for (ptrdiff_t i = 0; i < segment_count; i++)
        assert_true(index_add(a, index, segments[i], false));
    index_merge(a, index);
    assert_true(shards_plan(a, index, told, told_count, cards, n, S("Q"), (Str){0}, PARTS, s));
}

/* As a build does: what is as it was is taken from `before`; of the others, the bits of words that did not change, but for every third file. */
static Files render(Arena *a, Shards *s, const Files *before, ptrdiff_t *made)
{
    Files f = files_new(a, s->file_count);
    bool *is_current = arena_new(a, bool, s->file_count);
    for (ptrdiff_t i = 0; i < s->file_count; i++) {
        Str path = shards_path(s, a, i);
        ptrdiff_t known = table_find(&before->paths, path), at = table_add(&f.paths, path);
        f.prints[at] = shards_fingerprint(s, i);
        is_current[i] = known >= 0 && f.prints[at] && f.prints[at] == before->prints[known];
        if (is_current[i])
            f.bytes[at] = before->bytes[known];
        else if (known >= 0 && i % 3)
            shards_take(s, (int)(i % PARTS), i, before->bytes[known]);
    }
    for (ptrdiff_t i = 0; i < s->file_count; i++)
        if (!is_current[i])
            shards_need(s, i);
    assert_true(shards_encode(s, PARTS));
    for (ptrdiff_t i = 0; i < s->file_count; i++) {
        Buf out = {.arena = a};
        if (is_current[i])
            continue;
        shards_render(s, a, i, &out);
        f.bytes[i] = buf_str(&out);
        ++*made;
    }
    return f;
}

static void assert_same_files(const Files *x, const Files *y)
{
    assert_int_equal(x->paths.n, y->paths.n);
    for (ptrdiff_t i = 0; i < x->paths.n; i++) {
        ptrdiff_t k = table_find(&y->paths, x->paths.keys[i]);
        assert_true(k >= 0);
        assert_int_equal(x->prints[i], y->prints[k]);
        assert_true(str_eq(x->bytes[i], y->bytes[k]));
    }
}

/* Some articles are written anew, some go, some come (back); in some rounds many. */
static ptrdiff_t edit(Collection *c, int round, bool *wanted, uint32_t *gone)
{
    ptrdiff_t gone_count = 0, edits = round % 5 == 4 ? ARTICLES / 3 : (ptrdiff_t)(1 + next(&c->state) % 6);
    memset(wanted, 0, ARTICLES * sizeof *wanted);
    for (ptrdiff_t k = 0; k < edits; k++) {
        uint32_t i = next(&c->state) % ARTICLES, kind = next(&c->state) % 4;
        if (c->is_there[i] && kind == 0 && !wanted[i]) {
            c->is_there[i] = false;
            gone[gone_count++] = i + 1;
        } else {
            for (ptrdiff_t g = 0; g < gone_count; g++)
                if (gone[g] == i + 1)
                    gone[g] = gone[--gone_count];
            if (kind != 1 || !c->is_there[i])
                c->seed[i] = next(&c->state);       /* else it is indexed again as it is */
            c->is_there[i] = wanted[i] = true;
        }
    }
    for (ptrdiff_t i = 1; i < gone_count; i++)
        for (ptrdiff_t k = i; k > 0 && gone[k] < gone[k - 1]; k--) {
            uint32_t swapped = gone[k];
            gone[k] = gone[k - 1];
            gone[k - 1] = swapped;
        }
    return gone_count;
}

/* All parts behind one another, as a state keeps them. */
static void tell(const Shards *s, bool all, Buf *out)
{
    ShardTeller t = shards_teller(out->arena, s, all);
    ptrdiff_t start = out->n;
    while (shards_tell(&t))
        buf_put(out, buf_str(&t.part));
    assert_int_equal(out->n - start, t.size);
}

static void changed_again_and_again_is_made_at_once(void **state)
{
    static Collection c;
    Arena keep = {0};
    Str segments[ROUNDS + 1], told[ROUNDS + 1];
    Files before = files_new(&keep, 0);
    bool *wanted = arena_new(&keep, bool, ARTICLES);
    uint32_t *gone = arena_new(&keep, uint32_t, ARTICLES);
    ptrdiff_t n = 0, made = 0, all = 0, pieces = 0;
    (void)state;
    c.state = 7;
    for (int i = 0; i < ARTICLES; i++) {
        c.is_there[i] = wanted[i] = i % 5 != 0;     /* number_bits grows and shrinks with the last */
        c.seed[i] = next(&c.state);
    }
    for (int i = ARTICLES * 2 / 3; i < ARTICLES; i++)
        c.is_there[i] = wanted[i] = false;
    for (int round = 0; round < ROUNDS; round++) {
        ptrdiff_t gone_count = round ? edit(&c, round, wanted, gone) : 0;
        Index index, once;
        Shards s, t;
        Arena scratch = {0};
        segments[n] = segment_of(&keep, &c, wanted, gone, gone_count);
        plan(&scratch, &index, segments, n + 1, told, n, &c, &s);
        assert_int_equal(shards_knew(&s), n > 0);
        ptrdiff_t was_made = made;
        Files now = render(&scratch, &s, &before, &made);
        if (round && round % 5 != 4)
            assert_true(made - was_made < s.file_count);
        all += s.file_count;
        for (ptrdiff_t i = 0; i < s.families[FAMILY_PLACES].entries.n; i++)
            pieces += str_find_char(entry_name(&s.families[FAMILY_PLACES].entries.items[i]), '~') >= 0;

        bool *there = c.is_there;
        Str whole = segment_of(&scratch, &c, there, NULL, 0);
        plan(&scratch, &once, &whole, 1, NULL, 0, &c, &t);
        ptrdiff_t unused = 0;
        Files clean = render(&scratch, &t, &(Files){.paths.arena = &scratch}, &unused);
        assert_same_files(&now, &clean);

        Buf words = {.arena = &keep};
        bool is_one = round == ROUNDS / 2;
        tell(&s, !n || is_one, &words);
        if (is_one) {
            Buf one = {.arena = &keep};
            index_put_segment(&index, &one);
            segments[0] = buf_str(&one);
        }
        told[is_one ? 0 : n] = buf_str(&words);
        n = is_one ? 1 : n + 1;
        before = files_new(&keep, now.paths.n);
        for (ptrdiff_t i = 0; i < now.paths.n; i++) {
            ptrdiff_t at = table_add(&before.paths, str_copy(&keep, now.paths.keys[i]));
            before.bytes[at] = str_copy(&keep, now.bytes[i]);
            before.prints[at] = now.prints[i];
        }
        shards_free(&s);
        shards_free(&t);
        arena_free(&scratch);
    }
    assert_true(made < all);
    assert_true(pieces > 0);
    arena_free(&keep);
}

static void what_is_damaged_is_not_believed(void **state)
{
    static Collection c;
    Arena a = {0};
    bool *wanted = arena_new(&a, bool, ARTICLES);
    Str segments[2], told;
    Index index;
    Shards s;
    (void)state;
    for (int i = 0; i < 50; i++)
        c.is_there[i] = wanted[i] = true;
    segments[0] = segment_of(&a, &c, wanted, NULL, 0);
    plan(&a, &index, segments, 1, NULL, 0, &c, &s);
    Buf words = {.arena = &a};
    tell(&s, true, &words);
    shards_free(&s);
    memset(wanted, 0, ARTICLES * sizeof *wanted);
    segments[1] = segment_of(&a, &c, wanted, NULL, 0);
    told = buf_str(&words);
    plan(&a, &index, segments, 2, &told, 1, &c, &s);
    assert_true(shards_knew(&s));
    assert_false(shards_have_changed(&s));
    shards_free(&s);
    words.p[words.n / 2] ^= 1;
    plan(&a, &index, segments, 2, &told, 1, &c, &s);
    assert_false(shards_knew(&s));
    shards_free(&s);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changed_again_and_again_is_made_at_once),
        cmocka_unit_test(what_is_damaged_is_not_believed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
