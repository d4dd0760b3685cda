/* The index as it was, and a segment of the words of what changed; then the files of it that are other than they were. */
#include "build/search.h"

#include "base/hash.h"

#include <stdlib.h>

/* What an article's words depend on. */
static uint64_t index_key_of(uint64_t language, const Article *article)
{
    uint64_t h = hash_mix(hash_mix_str(article->hash, article->title), language);
    return h ? h : 1;
}

enum {
    SEGMENTS_MAX = 32,          /* then all are made one */
    FORGET_FILES = 64,          /* files of the index after which the bits that were looked at may go */
    INDEXER_BYTES = 20 << 20,   /* of a thread's words before they go to a file: of the old archive, what some 7,000 articles have */
};

void search_open(SearchStage *stage, const State *s)
{
    stage->index = index_new(&stage->arena, s->segment_count + 1);
    for (ptrdiff_t i = 0; i < s->segment_count; i++)
        if (!index_add(&stage->arena, &stage->index, s->segments[i], true)) {
            stage->index.segment_count = 0;
            break;
        }
}

void search_start(SearchStage *stage, const Load *l, const State *s)
{
    stage->numbers = cards_number(&stage->arena, &l->site);
    stage->keys = arena_new(&stage->arena, uint64_t, l->site.n);
    ptrdiff_t known = 0;
    uint64_t language = hash_bytes(l->config.language);
    for (ptrdiff_t i = 0; i < l->site.n; i++) {
        uint64_t key = index_key_of(language, &l->site.articles[i]);
        stage->keys[i] = index_key(&stage->index, stage->numbers[i]) == key ? 0 : key;
        known += !stage->keys[i];
    }
    if (l->site.n && !known)    /* as when the site's language has changed: the stems of an index are of one */
        stage->index.segment_count = 0;
    for (int i = 0; i < l->threads; i++)
        stage->indexers[i] = indexer_new(l->config.language, str_fmt(&stage->arena, STR_FMT "/%d", STR_ARG(s->drafts), i), INDEXER_BYTES);
}

static void free_indexers(SearchStage *stage, const Load *l)
{
    for (int i = 0; i < l->threads; i++) {
        indexer_free(stage->indexers[i]);
        stage->indexers[i] = NULL;
    }
}

static int by_number(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return (a > b) - (a < b);
}

/* The numbers of articles that the index has and the site has not. */
static uint32_t *find_gone(Arena *a, const Index *index, const Card *cards, ptrdiff_t card_count, ptrdiff_t *n)
{
    ptrdiff_t count = 0;
    for (ptrdiff_t s = 0; s < index->segment_count; s++)
        count += index->segments[s].article_count;
    uint32_t *gone = arena_new(a, uint32_t, count);
    *n = 0;
    for (ptrdiff_t s = 0; s < index->segment_count; s++)
        for (ptrdiff_t i = 0, card = 0; i < index->segments[s].article_count; i++) {
            const SegmentArticle *article = &index->segments[s].articles[i];
            while (card < card_count && cards[card].number < article->number)
                card++;
            if (!article->is_gone && (card == card_count || cards[card].number != article->number))
                gone[(*n)++] = article->number;
        }
    if (*n)
        qsort(gone, (size_t)*n, sizeof *gone, by_number);
    return gone;
}

/* The words of a changed file that did not change themselves. Only where the last build came to its end: else nobody knows which words a file is of. */
static void take_shard(SearchStage *stage, const Output *o, int worker, ptrdiff_t i)
{
    enum { SHARD_MAX = 16 << 20 };
    const OutputRecord *known = stage->files[i].known;
    Writer *w = &o->writers[worker];
    Str bytes, why;
    bool too_large;
    if (known && o->state->is_finished && !o->state->end.failed &&
        fs_read(&w->out, fs_join(&w->out, o->dir, known->path), SHARD_MAX, &bytes, &too_large, &why) &&
        hash_bytes(bytes) == known->hash)
        shards_take(&stage->shards, worker, i, bytes);
}

static void check_shard(void *context, const Output *o, int worker, ptrdiff_t i)
{
    SearchStage *stage = context;
    Writer *w = &o->writers[worker];
    OutputFile *file = &stage->files[i];
    file->first_diag = w->diags->n;
    file->made_of.parts[INGREDIENT_SOURCE] = shards_fingerprint(&stage->shards, i);
    stage->is_current[i] = file->made_of.parts[INGREDIENT_SOURCE] && output_is_current(o, w, file);
    if (!stage->is_current[i])
        take_shard(stage, o, worker, i);
}

static void write_shard(void *context, const Output *o, int worker, ptrdiff_t at)
{
    const SearchStage *stage = context;
    Writer *w = &o->writers[worker];
    ptrdiff_t i = stage->wanted[at];
    stage->files[i].first_diag = w->diags->n;
    if (i % FORGET_FILES == 0)
        shards_forget(&stage->shards);
    Buf bytes = buf_new(&w->out, 65536);
    shards_render(&stage->shards, w->scratch, i, &bytes);
    output_put(o, w, &stage->files[i], buf_str(&bytes));
}

/* Which files are to be written, and the bits that they need. False when the bits of words could not be kept. */
static bool find_wanted(Output *output, SearchStage *stage)
{
    Shards *s = &stage->shards;
    stage->files = arena_new(&stage->arena, OutputFile, s->file_count);
    stage->is_current = arena_new(&stage->arena, bool, s->file_count);
    stage->wanted = arena_new(&stage->arena, ptrdiff_t, s->file_count);
    for (ptrdiff_t i = 0; i < s->file_count; i++)
        stage->files[i].path = shards_path(s, &output->load->arena, i);
    if (!output_plan(output, stage->files, s->file_count))
        return true;
    output_run(output, s->file_count, check_shard, stage);
    for (ptrdiff_t i = 0; i < s->file_count; i++)
        if (!stage->is_current[i]) {
            shards_need(s, i);
            stage->wanted[stage->wanted_count++] = i;
        }
    return shards_encode(s, output->load->threads);
}

/* What the state is told of the words. */
typedef struct Saving {
    const Shards *shards;
    State *state;
    Str segment;
    bool is_map;
    bool is_one;            /* of all articles: what was told before counts no more */
} Saving;

/* Goes on beside the writing of the files. A build that is killed meanwhile has told no end: then the next one looks at each of them. */
static void save_index(void *context, int worker, ptrdiff_t i)
{
    const Saving *s = context;
    Arena scratch = {0};
    ShardTeller words = shards_teller(&scratch, s->shards, s->is_one);
    (void)worker;
    (void)i;
    lock_take(s->state->lock);
    state_append_index(s->state, s->is_one, s->segment, s->is_map, &words);
    lock_give(s->state->lock);
    arena_free(&scratch);
}

bool search_write(Output *output, SearchStage *stage)
{
    Load *l = output->load;
    State *state = output->state;
    Arena *a = &stage->arena;
    ptrdiff_t gone_count, known = stage->index.segment_count;
    for (int i = 0; i < l->threads; i++)
        arena_free(&l->workers[i].scratch);     /* as large as the largest page needed it */
    profile_stage(l->profile, "search: words of the articles made");
    Card *cards = cards_of(a, &l->site, stage->numbers);
    uint32_t *gone = find_gone(a, &stage->index, cards, l->site.n, &gone_count);
    Spool *made = &stage->segment;
    bool ok = indexers_put_segment(stage->indexers, l->threads, gone, gone_count, made);
    free_indexers(stage, l);
    arena_trim();
    Str segment = ok ? spool_view(made) : (Str){0};
    if (made->failed) {
        state_fail(state, made->why);
        return false;
    }
    CHECK(index_add_new(a, &stage->index, segment, made->has_file));
    profile_stage(l->profile, "search: words brought together");
    index_merge(a, &stage->index);
    const StrList *prefixes = &l->config.ids.prefixes;
    Str prefix = prefixes->n ? prefixes->items[0] : (Str){0};
    profile_stage(l->profile, "search: files planned");
    Str spill = str_join2(a, state->drafts, S("/"));
    ok = shards_plan(a, &stage->index, state->words, known, cards, l->site.n, prefix, spill, l->threads, &stage->shards);
    profile_stage(l->profile, "search: files made and written");
    if (!ok || !find_wanted(output, stage)) {
        state_fail(state, stage->shards.why);
        return false;
    }
    /* One segment after all when the file is written anew, when they have become many, or when what was told of them is damaged. */
    bool is_joined = known && (state->fresh.fd >= 0 || known >= SEGMENTS_MAX || !shards_knew(&stage->shards));
    bool is_changed = shards_have_changed(&stage->shards) || gone_count || stage->index.segments[known].article_count;
    Saving saving = {&stage->shards, state, segment, made->has_file, !known || is_joined};
    if (is_joined) {
        Buf all = {.arena = a};
        index_put_segment(&stage->index, &all);
        saving.segment = buf_str(&all);
        saving.is_map = false;
    }
    Errand *errand = errand_start(a, l->threads, saving.is_one || is_changed, save_index, &saving);
    output_run(output, stage->wanted_count, write_shard, stage);
    profile_stage(l->profile, "search: index saved");
    errand_finish(errand);
    shards_free(&stage->shards);
    return true;
}

void search_end(SearchStage *stage, const Load *l)
{
    free_indexers(stage, l);
    shards_free(&stage->shards);
    spool_close(&stage->segment);
    arena_free(&stage->arena);
}
