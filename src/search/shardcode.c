/* The bits of words: from their lists, by all threads, or from a file that the last build made. */
#include "search/shardown.h"

#include "base/pool.h"
#include "search/posting.h"

#include <stdlib.h>

enum {
    HEAD_BITS = 2560,           /* of a word's groups, what stands in family t */
    INLINE_BITS = 96,           /* places not longer than this stand there too */
};

/* --- from lists --------------------------------------------------------------------------------------------------------------------------- */

typedef struct Encoder {
    Shards *shards;
    Arena *keep, *scratch;  /* by worker */
    Keep *bits;
    TermCode *codes;        /* of these words */
    ptrdiff_t n;
    const Change *change;   /* NULL: all are encoded, else those that changed, or that it was said of */
} Encoder;

/* How many groups, the weightiest, fit into the head. */
static int count_head(const Group *groups, int n)
{
    int64_t size = 0;
    for (int i = 0; i < n; i++) {
        size += groups[i].size;
        if (size > HEAD_BITS)
            return i;
    }
    return n;
}

Str shard_piece_name(Arena *a, Str stem, int32_t piece)
{
    if (piece < 0)
        return stem;
    static const char digits[] = "0123456789abcdef";
    char mark[3] = {'~'};
    ptrdiff_t n = 1;
    if (piece >= 16)
        mark[n++] = digits[piece / 16];
    mark[n++] = digits[piece % 16];
    return str_join2(a, stem, (Str){mark, n});
}

Str shard_stem_of_piece(Str name)
{
    ptrdiff_t mark = str_find_last_char(name, '~');
    return mark < 0 ? name : str_head(name, mark);
}

/* One word, by one thread. */
typedef struct Encoding {
    const Encoder *encoder;
    int worker;
    Arena *keep, *scratch;
    Str stem;
    TermCode *code;
} Encoding;

static void add_piece(const Encoding *x, Bits *b, int32_t piece)
{
    TermMore *more = x->code->more;
    more->places[more->place_count++] = (TermPiece){piece, keep_put(x->encoder->bits, x->worker, b, shard_piece_name(x->scratch, x->stem, piece))};
}

/* Cut by the upper bits of the article numbers. */
static void add_pieces(const Encoding *x, const Postings *p)
{
    const Shards *s = x->encoder->shards;
    int shift = s->number_bits > PIECE_BITS ? s->number_bits - PIECE_BITS : 0;
    ptrdiff_t gap = 0;
    for (ptrdiff_t from = 0, to; from < p->n; from = to) {
        uint32_t piece = p->numbers[from] >> shift;
        Postings part = {.numbers = p->numbers + from, .levels = p->levels + from, .counts = p->counts + from, .gaps = p->gaps + gap};
        for (to = from; to < p->n && p->numbers[to] >> shift == piece; to++)
            part.gap_count += p->counts[to];
        part.n = to - from;
        gap += part.gap_count;
        PlaceBits places = place_bits_of(&part);
        Bits b = {.bytes.arena = x->scratch};
        place_bits_put(&b, &places);
        add_piece(x, &b, (int32_t)piece);
    }
}

static TermMore *more_new(Arena *a, bool has_rest, ptrdiff_t places)
{
    TermMore *more = arena_new(a, TermMore, 1);
    *more = (TermMore){.has_rest = has_rest, .places = arena_new(a, TermPiece, places)};
    return more;
}

static void encode_term(const Encoder *e, int worker, TermCode *code)
{
    static TermMore no_more;    /* nobody writes to it */
    const Shards *s = e->shards;
    Arena *scratch = &e->scratch[worker];
    Encoding x = {e, worker, &e->keep[worker], scratch, index_stem(s->index, code->term), code};
    Postings postings = postings_of(scratch, s->index, code->term, s->common);
    ptrdiff_t n = postings.n;
    *code = (TermCode){.term = code->term, .is_other = true, .articles = (uint32_t)n & INT32_MAX, .more = &no_more};
    if (!n)
        return;
    Group groups[LEVEL_COUNT];
    int group_count = groups_of(scratch, &postings, groups), head_count = count_head(groups, group_count);
    PlaceBits places = place_bits_of(&postings);
    ptrdiff_t most = 0;
    for (int i = 0; i < head_count; i++)
        most += groups[i].n;
    bool is_apart = places.size > INLINE_BITS, is_pieced = places.size > PLACES_LIMIT * 8 / 2;

    Bits head = {.bytes.arena = scratch}, rest = head, apart = head;
    bits_put_gamma(&head, (uint32_t)most);
    bits_put(&head, most < n, 1);
    if (most < n)
        bits_put_gamma(&head, (uint32_t)(n - most));
    bits_put(&head, is_apart, 1);
    if (is_apart)
        bits_put(&head, is_pieced, 1);
    groups_put(&head, groups, head_count);
    if (!is_apart)
        place_bits_put(&head, &places);
    code->head = keep_put(e->bits, worker, &head, (Str){0});
    if (most < n || is_apart)
        code->more = more_new(x.keep, most < n, is_pieced ? (1 << PIECE_BITS) + 1 : is_apart);
    if (most < n) {
        groups_put(&rest, groups + head_count, group_count - head_count);
        code->more->rest = keep_put(e->bits, worker, &rest, x.stem);
    }
    if (is_pieced) {
        add_pieces(&x, &postings);
    } else if (is_apart) {
        place_bits_put(&apart, &places);
        add_piece(&x, &apart, -1);
    }
}

enum { ENCODE_RUN = 64, FORGET_RUNS = 128 };    /* words a job takes at once; jobs after which what was read may go */

static void encode_job(void *context, int worker, ptrdiff_t run)
{
    const Encoder *e = context;
    ptrdiff_t to = (run + 1) * ENCODE_RUN < e->n ? (run + 1) * ENCODE_RUN : e->n;
    if (run % FORGET_RUNS == 0)
        index_forget(e->shards->index);
    for (ptrdiff_t i = run * ENCODE_RUN; i < to; i++) {
        TermCode *code = &e->codes[i];
        ArenaMark mark = arena_mark(&e->scratch[worker]);
        if (!e->change || code->is_other || change_is_in(e->change, code->term))
            encode_term(e, worker, code);
        else
            code->articles = index_count(e->shards->index, code->term, 2) & INT32_MAX;
        arena_rewind(&e->scratch[worker], mark);
    }
}

bool shards_encode_terms(Arena *a, Shards *s, Keep *bits, TermCode *codes, ptrdiff_t n, const Change *change, int threads)
{
    Arena scratch = {0};
    Encoder e = {s, arena_new(&scratch, Arena, threads), arena_new(&scratch, Arena, threads), bits, codes, n, change};
    pool_run(threads, (n + ENCODE_RUN - 1) / ENCODE_RUN, encode_job, &e, NULL, NULL);
    for (int i = 0; i < threads; i++) {
        arena_take(a, &e.keep[i]);
        arena_free(&e.scratch[i]);
    }
    arena_free(&scratch);
    return keep_end(bits, &s->why);
}

/* --- from a file -------------------------------------------------------------------------------------------------------------------------- */

static const ShardWord *find_word(const ShardWord *words, ptrdiff_t n, Str name)
{
    ptrdiff_t low = 0, high = n;
    while (low < high) {
        ptrdiff_t middle = low + (high - low) / 2;
        if (str_cmp(words[middle].word, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && str_eq(words[low].word, name) ? &words[low] : NULL;
}

static Str cut_bits(Arena *a, Str bits, ptrdiff_t at, ptrdiff_t size)
{
    enum { STEP = 24 };
    Bits b = {.bytes = buf_new(a, size / 8 + 4)};
    for (BitReader r = {bits, at}; r.at < at + size;)
        bits_put(&b, bits_get(&r, at + size - r.at < STEP ? (int)(at + size - r.at) : STEP), (int)(at + size - r.at < STEP ? at + size - r.at : STEP));
    return bits_close(&b);
}

void shards_take(Shards *s, int part, ptrdiff_t i, Str bytes)
{
    Family family = i < SINGLE_FILES ? FAMILY_ARTICLES : shards_family(s, &i);
    const ShardFamily *f = &s->families[family];
    Arena scratch = {0};
    ShardFile file;
    ptrdiff_t n;
    if (family != FAMILY_ARTICLES && family != FAMILY_BACKWARDS && shard_parse(&scratch, bytes, &file)) {
        const ShardWord *words = shard_words(&scratch, &file, &n);
        for (ptrdiff_t k = f->trie.leaves[i].from; k < f->trie.leaves[i].to; k++) {
            ShardEntry *e = &f->entries.items[k];
            const ShardWord *word = e->size >= 0 && !e->bits ? find_word(words, n, entry_name(e)) : NULL;
            if (word && word->size == e->size)
                e->bits = cut_bits(&s->parts[part], file.bits, word->at, word->size).p;
        }
    }
    arena_free(&scratch);
}

void shards_forget(const Shards *s)
{
    keep_forget(&s->bits[0]);
}

void shards_need(Shards *s, ptrdiff_t i)
{
    Family family = i < SINGLE_FILES ? FAMILY_ARTICLES : shards_family(s, &i);
    if (family == FAMILY_ARTICLES)
        return;                                 /* no words in it */
    const ShardFamily *f = &s->families[family];
    for (ptrdiff_t k = f->trie.leaves[i].from; k < f->trie.leaves[i].to; k++) {
        const ShardEntry *e = &f->entries.items[k];
        if (e->size < 0 || e->bits)
            continue;
        Str name = entry_name(e);
        s->needed = arena_grow(s->arena, s->needed, s->needed_count, &s->needed_cap, sizeof *s->needed);
        s->needed[s->needed_count++] = (NeededBits){family, k, index_find(s->index, family == FAMILY_PLACES ? shard_stem_of_piece(name) : name)};
    }
}

static int by_term(const void *x, const void *y)
{
    const NeededBits *a = x, *b = y;
    return (a->term > b->term) - (a->term < b->term);
}

static const char *bits_of(const Keep *k, Family family, Str name, const TermCode *code)
{
    Arena scratch = {0};
    const char *bits = NULL;
    for (int32_t i = 0; family == FAMILY_PLACES && i < code->more->place_count && !bits; i++)
        if (str_eq(shard_piece_name(&scratch, shard_stem_of_piece(name), code->more->places[i].piece), name))
            bits = keep_get(k, code->more->places[i].bits).p;
    arena_free(&scratch);
    return family == FAMILY_PLACES ? bits : keep_get(k, family == FAMILY_REST ? code->more->rest : code->head).p;
}

bool shards_encode(Shards *s, int threads)
{
    Arena scratch = {0};
    TermCode *codes = arena_new(&scratch, TermCode, s->needed_count);
    ptrdiff_t n = 0;
    if (s->needed_count)
        qsort(s->needed, (size_t)s->needed_count, sizeof *s->needed, by_term);
    for (ptrdiff_t i = 0; i < s->needed_count; i++)
        if (!i || s->needed[i].term != s->needed[i - 1].term)
            codes[n++].term = (int32_t)s->needed[i].term;
    keep_open(&s->bits[1], (Str){0}, threads);
    if (!shards_encode_terms(&scratch, s, &s->bits[1], codes, n, NULL, threads)) {
        arena_free(&scratch);
        return false;
    }
    n = 0;
    for (ptrdiff_t i = 0; i < s->needed_count; i++) {
        const NeededBits *needed = &s->needed[i];
        ShardEntry *e = &s->families[needed->family].entries.items[needed->entry];
        n += i && needed->term != needed[-1].term;
        e->bits = bits_of(&s->bits[1], needed->family, entry_name(e), &codes[n]);
        CHECK(e->bits);
    }
    arena_free(&scratch);
    return true;
}
