#include "search/shard.h"

#include "base/hash.h"
#include "base/order.h"
#include "base/pool.h"
#include "base/record.h"
#include "search/change.h"
#include "search/posting.h"

#include <stdlib.h>

/* --- limits: the size of files ------------------------------------------------------------------------------------------------------------ */

/* Bytes of TEXT and BITS together. Words and articles are fetched for every query: their files are small. */
enum {
    TERMS_LIMIT = 13 * 1024,
    CODES_LIMIT = 64 * 1024,
    REST_LIMIT = 96 * 1024,
    PLACES_LIMIT = 112 * 1024,
    BACKWARDS_LIMIT = 48 * 1024,
    ARTICLES_LIMIT = 72,        /* lines */
    GROW_ARTICLES = 49152,      /* up to so many articles; above, the limits grow with them, so that files do not become too many */
    HEAD_BITS = 2560,           /* of a word's groups, what stands in family t */
    INLINE_BITS = 96,           /* places not longer than this stand there too */
    COMMON_MIN = 1000,          /* in an index of so many articles, */
    COMMON_SHARE = 3,           /* a word that stands in more than a third has no places: they tell nothing, and are a third of all */
};

enum { SINGLE_FILES = 3 };     /* entry, filters, dates */

static const char letters[] = {'t', 'c', 'r', 'x', 'd', 's'};

/* --- encoding ------------------------------------------------------------------------------------------------------------------------------ */

typedef struct Encoder {
    Shards *shards;
    Arena *keep, *scratch;  /* by worker */
    const int32_t *terms;   /* which words */
    ptrdiff_t n;
} Encoder;

static Str keep_bits(Arena *a, Bits *b, int32_t *size)
{
    *size = (int32_t)bits_count(b);
    return str_copy(a, bits_close(b));
}

/* The lowest level whose groups, with all above them, still fit into the head. */
static int head_level(Arena *scratch, const Posting *postings, ptrdiff_t n)
{
    Bits b = {.bytes.arena = scratch};
    for (int level = LEVEL_COUNT - 1; level >= 0; level--) {
        postings_put(&b, postings, n, level, level);
        if (bits_count(&b) > HEAD_BITS)
            return level + 1;
    }
    return 0;
}

static void add_piece(TermCode *code, Arena *keep, Bits *b, int32_t piece)
{
    TermPiece *p = &code->places[code->place_count++];
    p->piece = piece;
    p->bits = keep_bits(keep, b, &p->size);
}

/* Cut by the upper bits of the article numbers. */
static void add_pieces(const Shards *s, Arena *keep, Arena *scratch, TermCode *code, const Posting *postings, ptrdiff_t n)
{
    int shift = s->number_bits > PIECE_BITS ? s->number_bits - PIECE_BITS : 0;
    code->places = arena_new(keep, TermPiece, (1 << PIECE_BITS) + 1);
    for (ptrdiff_t from = 0, to; from < n; from = to) {
        uint32_t piece = postings[from].number >> shift;
        for (to = from; to < n && postings[to].number >> shift == piece; to++)
            ;
        Bits b = {.bytes.arena = scratch};
        places_put(&b, postings + from, to - from);
        add_piece(code, keep, &b, (int32_t)piece);
    }
}

static uint64_t hash_of_bits(const TermCode *code)
{
    uint64_t h = hash_mix_str(hash_bytes(code->bits[0]), code->bits[1]);
    for (int32_t i = 0; i < code->place_count; i++)
        h = hash_mix_str(hash_mix(h, (uint64_t)code->places[i].piece), code->places[i].bits);
    return h;
}

static void encode_term(const Shards *s, Arena *keep, Arena *scratch, ptrdiff_t i)
{
    TermCode *code = &s->codes[i];
    bool is_needed = code->is_needed;
    ptrdiff_t n, most = 0;
    Posting *postings = index_postings(scratch, s->index, i, &n);
    *code = (TermCode){.articles = (uint32_t)n, .is_needed = is_needed};
    if (!n)
        return;
    for (ptrdiff_t k = 0; k < n && n > s->common; k++)
        postings[k].count = 0;
    int least = head_level(scratch, postings, n);
    for (ptrdiff_t k = 0; k < n; k++)
        most += postings[k].level >= least;

    Bits head = {.bytes.arena = scratch}, rest = head, places = head;
    bits_put_gamma(&head, (uint32_t)most);
    bits_put(&head, most < n, 1);
    if (most < n)
        bits_put_gamma(&head, (uint32_t)(n - most));
    places_put(&places, postings, n);
    ptrdiff_t size = bits_count(&places);
    bool is_apart = size > INLINE_BITS, is_pieced = size > PLACES_LIMIT * 8 / 2;
    bits_put(&head, is_apart, 1);
    if (is_apart)
        bits_put(&head, is_pieced, 1);
    postings_put(&head, postings, n, least, LEVEL_COUNT - 1);
    if (!is_apart)
        bits_append(&head, bits_close(&places), size);
    code->bits[0] = keep_bits(keep, &head, &code->size[0]);
    if (most < n) {
        postings_put(&rest, postings, n, 0, least - 1);
        code->bits[1] = keep_bits(keep, &rest, &code->size[1]);
    }
    if (is_pieced) {
        add_pieces(s, keep, scratch, code, postings, n);
    } else if (is_apart) {
        code->places = arena_new(keep, TermPiece, 1);
        add_piece(code, keep, &places, -1);
    }
    code->hash = hash_of_bits(code);
}

enum { ENCODE_RUN = 64, FORGET_RUNS = 128 };    /* words a job takes at once; jobs after which what was read may go */

static void encode_job(void *context, int worker, ptrdiff_t run)
{
    const Encoder *e = context;
    ptrdiff_t to = (run + 1) * ENCODE_RUN < e->n ? (run + 1) * ENCODE_RUN : e->n;
    if (run % FORGET_RUNS == 0)
        index_forget(e->shards->index);
    for (ptrdiff_t i = run * ENCODE_RUN; i < to; i++) {
        ArenaMark mark = arena_mark(&e->scratch[worker]);
        encode_term(e->shards, &e->keep[worker], &e->scratch[worker], e->terms[i]);
        arena_rewind(&e->scratch[worker], mark);
    }
}

static void encode_terms(Shards *s, const int32_t *terms, ptrdiff_t n, int threads)
{
    Arena scratch = {0};
    Encoder e = {s, s->parts, arena_new(&scratch, Arena, threads), terms, n};
    pool_run(threads, (n + ENCODE_RUN - 1) / ENCODE_RUN, encode_job, &e, NULL, NULL);
    for (int i = 0; i < threads; i++)
        arena_free(&e.scratch[i]);
    arena_free(&scratch);
}

/* --- words that did not change ------------------------------------------------------------------------------------------------------------------ */

static void put_word(Buf *out, Str stem, const TermCode *code)
{
    record_put_str(out, stem);
    record_put(out, code->articles);
    record_put(out, (uint64_t)code->size[0]);
    record_put(out, (uint64_t)code->size[1]);
    record_put_word(out, code->hash);
    record_put(out, (uint64_t)code->place_count);
    for (int32_t i = 0; i < code->place_count; i++) {
        record_put_signed(out, code->places[i].piece);
        record_put(out, (uint64_t)code->places[i].size);
    }
}

static TermCode get_word(Arena *a, Record *r, Str *stem)
{
    TermCode code = {.is_known = true};
    *stem = record_get_str(r);
    code.articles = (uint32_t)record_get(r);
    code.size[0] = (int32_t)record_get(r);
    code.size[1] = (int32_t)record_get(r);
    code.hash = record_get_word(r);
    code.place_count = (int32_t)record_get_count(r);
    code.places = arena_new(a, TermPiece, code.place_count);
    for (int32_t i = 0; i < code.place_count; i++) {
        code.places[i].piece = (int32_t)record_get_signed(r);
        code.places[i].size = (int32_t)record_get(r);
    }
    return code;
}

void shards_put_words(const Shards *s, bool all, Buf *out)
{
    ptrdiff_t start = out->n;
    record_put_word(out, (uint64_t)s->number_bits);
    record_put_word(out, (uint64_t)s->common);
    for (ptrdiff_t i = 0; i < s->index->n; i++)
        if (all || !s->codes[i].is_known)
            put_word(out, s->index->terms[i].stem, &s->codes[i]);
    record_seal(out, start);
}

ptrdiff_t shards_count_told(const Shards *s)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s->index->n; i++)
        n += !s->codes[i].is_known;
    return n;
}

/* Words come in the order of the terms: the place of the next one is looked for from the last one's. */
static ptrdiff_t term_at(const Index *index, ptrdiff_t from, Str stem)
{
    ptrdiff_t step = 1, low = from, high = index->n;
    while (low + step < high && str_cmp(index->terms[low + step].stem, stem) <= 0)
        step *= 2;
    high = low + step < high ? low + step : high;
    low += step / 2;
    while (low < high) {
        ptrdiff_t middle = low + (high - low) / 2;
        if (str_cmp(index->terms[middle].stem, stem) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* What an earlier build told; false when it is damaged. `*number_bits` and `*common` take what held then. */
static bool take_words(Arena *a, Shards *s, Str words, int *number_bits, ptrdiff_t *common)
{
    if (!record_unseal(&words))
        return false;
    Record r = record_of(words);
    *number_bits = (int)record_get_word(&r);
    *common = (ptrdiff_t)record_get_word(&r);
    ptrdiff_t at = 0;
    while (r.p < r.end && !r.is_damaged) {
        Str stem;
        TermCode code = get_word(a, &r, &stem);
        at = term_at(s->index, at, stem);
        if (at < s->index->n && str_eq(s->index->terms[at].stem, stem))
            s->codes[at] = code;
    }
    return !r.is_damaged;
}

/* Whether what was known of a word still holds, if its list did not change: for that, what its encoding depends on must not have either. */
static bool still_holds(const Shards *s, ptrdiff_t i, int number_bits, ptrdiff_t common)
{
    const TermCode *code = &s->codes[i];
    ptrdiff_t articles = code->articles;
    bool is_pieced = code->place_count && code->places[0].piece >= 0;
    return code->is_known && (articles > common) == (articles > s->common) &&
           (!is_pieced || number_bits == s->number_bits);
}

typedef struct Comparison {
    Shards *shards;
    const int32_t *terms;
    Change change;
} Comparison;

static void compare_job(void *context, int worker, ptrdiff_t i)
{
    const Comparison *c = context;
    (void)worker;
    if (change_is_in(&c->change, c->terms[i]))
        c->shards->codes[c->terms[i]].is_known = false;
}

/* Words that the last segment has a part in may have the lists that they had. */
static void compare_lists(Shards *s, int32_t *terms, int threads)
{
    ptrdiff_t n = 0;
    Arena scratch = {0};
    for (ptrdiff_t i = 0; i < s->index->n; i++)
        if (s->codes[i].is_known && s->index->terms[i].is_touched)
            terms[n++] = (int32_t)i;
    if (n) {
        Comparison c = {s, terms, change_of(&scratch, s->index)};
        pool_run(threads, n, compare_job, &c, NULL, NULL);
    }
    arena_free(&scratch);
}

static void find_codes(Arena *a, Shards *s, const Str *words, ptrdiff_t word_count, int threads)
{
    int number_bits = 0;
    ptrdiff_t common = 0, n = 0;
    s->codes = arena_new(a, TermCode, s->index->n);
    for (ptrdiff_t i = 0; i < word_count; i++)
        if (!take_words(a, s, words[i], &number_bits, &common)) {
            memset(s->codes, 0, (size_t)s->index->n * sizeof *s->codes);
            break;
        }
    for (ptrdiff_t i = 0; i < s->index->n; i++)
        s->codes[i].is_known = still_holds(s, i, number_bits, common);
    int32_t *terms = arena_new(a, int32_t, s->index->n);
    compare_lists(s, terms, threads);
    for (ptrdiff_t i = 0; i < s->index->n; i++)
        if (!s->codes[i].is_known)
            terms[n++] = (int32_t)i;
    encode_terms(s, terms, n, threads);
}

/* --- families ------------------------------------------------------------------------------------------------------------------------------- */

static ptrdiff_t shared_letters(Str s, Str t)
{
    enum { SHARED_MAX = 25 };
    ptrdiff_t n = 0, most = s.n < t.n ? s.n : t.n;
    while (n < most && n < SHARED_MAX && s.p[n] == t.p[n])
        n++;
    while (n && n < t.n && ((unsigned char)t.p[n] & 0xC0) == 0x80)
        n--;
    return n;
}

/* "!", how much to take off, what to put on. */
static Str word_to_stem(Arena *a, Str form, Str stem)
{
    ptrdiff_t n = shared_letters(form, stem);
    while (form.n - n > 25)
        n++;
    Str rest = str_from(stem, n);
    char *p = arena_bytes(a, form.n + 2 + rest.n);
    memcpy(p, form.p, (size_t)form.n);
    p[form.n] = '!';
    p[form.n + 1] = (char)('a' + form.n - n);
    if (rest.n)
        memcpy(p + form.n + 2, rest.p, (size_t)rest.n);
    return (Str){p, form.n + 2 + rest.n};
}

Family shard_family(Str word)
{
    for (ptrdiff_t i = 0; i < word.n; i++)
        if (char_is_digit(word.p[i]))
            return FAMILY_CODES;
    return FAMILY_TERMS;
}

static Str piece_name(Arena *a, Str stem, int32_t piece)
{
    return piece < 0 ? stem : str_fmt(a, STR_FMT "~%x", STR_ARG(stem), (unsigned)piece);
}

/* A word worth proposing for a mistyped one: letters, and in more than one article. */
static bool is_proposal(Str word, uint32_t articles)
{
    enum { LETTERS_MIN = 4, LETTERS_MAX = 24 };
    if (articles < 2 || word.n < LETTERS_MIN || word.n > LETTERS_MAX)
        return false;
    for (ptrdiff_t i = 0; i < word.n; i++)
        if (!char_is_lower(word.p[i]))
            return false;
    return true;
}

static Str backwards(Arena *a, Str word)
{
    char *p = arena_bytes(a, word.n);
    for (ptrdiff_t i = 0; i < word.n; i++)
        p[i] = word.p[word.n - 1 - i];
    return (Str){p, word.n};
}

/* Counts while there is no room. */
static void add_entry(ShardFamily *f, Str name, int32_t size, ptrdiff_t term, int32_t piece)
{
    if (f->entries)
        f->entries[f->n] = (ShardEntry){name, size, (int32_t)term, piece};
    f->n++;
}

static void add_proposal(ShardFamily *f, Str word, uint32_t articles, ptrdiff_t term)
{
    if (is_proposal(word, articles))
        add_entry(f, word, -1, term, 0);
}

/* The entries of a family, in the order of the words. They are not named yet as their file names them. */
static void gather_entries(const Shards *s, Family family, ShardFamily *f)
{
    for (ptrdiff_t i = 0; family == FAMILY_ARTICLES && i < s->card_count; i++)
        add_entry(f, (Str){0}, 1, i, 0);
    for (ptrdiff_t i = 0; family != FAMILY_ARTICLES && i < s->index->n; i++) {
        const IndexTerm *term = &s->index->terms[i];
        const TermCode *code = &s->codes[i];
        bool is_it = code->articles && (family > FAMILY_CODES || shard_family(term->stem) == family);
        if (is_it && family <= FAMILY_CODES)
            add_entry(f, term->stem, code->size[0], i, 0);
        for (int32_t k = 0; code->articles && family == FAMILY_TERMS && k < term->form_count; k++)
            add_entry(f, term->forms[k], -1, i, 0);
        if (is_it && family == FAMILY_REST && code->size[1])
            add_entry(f, term->stem, code->size[1], i, 0);
        for (int32_t k = 0; is_it && family == FAMILY_PLACES && k < code->place_count; k++)
            add_entry(f, term->stem, code->places[k].size, i, k);
        if (family == FAMILY_BACKWARDS)
            add_proposal(f, term->stem, code->articles, i);
        for (int32_t k = 0; family == FAMILY_BACKWARDS && k < term->form_count; k++)
            add_proposal(f, term->forms[k], code->articles, i);
    }
}

/* Gives the entry the name it has in its file, and gives its key. */
static uint64_t name_entry(Arena *a, const Shards *s, Family family, ShardEntry *e)
{
    uint64_t key = 0;
    switch (family) {
    case FAMILY_TERMS:
    case FAMILY_CODES:
        key = key_of_word(e->name).low;
        if (e->size < 0)
            e->name = word_to_stem(a, e->name, s->index->terms[e->term].stem);
        return key;
    case FAMILY_REST: return key_of_hash(e->name);
    case FAMILY_PLACES:
        e->name = piece_name(a, e->name, s->codes[e->term].places[e->piece].piece);
        return key_of_hash(e->name);
    case FAMILY_ARTICLES: return key_of_number(s->cards[e->term].number);
    case FAMILY_BACKWARDS:
        e->name = backwards(a, e->name);
        return key_of_word(e->name).low;
    case FAMILY_COUNT: break;
    }
    return key;
}

static int compare_entries(const void *a, const void *b)
{
    return str_cmp(((const ShardEntry *)a)->name, ((const ShardEntry *)b)->name);
}

/* Most keys differ, so they are brought into order as numbers; names decide between equal ones. (Of 450,000 words: a third of the time that comparing
 * both takes, and half the memory.) */
static void sort_family(Arena *a, const ShardEntry *entries, const uint64_t *keys, ShardFamily *f)
{
    Arena scratch = {0};
    const int32_t *order = order_of_keys(&scratch, keys, f->n, KEY_BITS);
    f->entries = arena_new(a, ShardEntry, f->n);
    f->keys = arena_new(a, uint64_t, f->n);
    for (ptrdiff_t i = 0; i < f->n; i++) {
        f->entries[i] = entries[order[i]];
        f->keys[i] = keys[order[i]];
    }
    for (ptrdiff_t from = 0, to; from < f->n; from = to) {
        for (to = from + 1; to < f->n && f->keys[to] == f->keys[from]; to++)
            ;
        if (to - from > 1 && f->entries[from].name.n)
            qsort(f->entries + from, (size_t)(to - from), sizeof *f->entries, compare_entries);
    }
    arena_free(&scratch);
}

static void put_field(Buf *b, Str text)
{
    for (ptrdiff_t i = 0; i < text.n; i++)
        buf_putc(b, (unsigned char)text.p[i] < ' ' || text.p[i] == 127 ? ' ' : text.p[i]);
}

static bool put_marked(Buf *b, Str *rest, Str what, char mark)
{
    if (!what.n || !str_starts(*rest, what))
        return false;
    buf_putc(b, mark);
    *rest = str_from(*rest, what.n);
    return true;
}

static void put_permalink(Buf *b, const Card *c)
{
    Str thousands = str_fmt(b->arena, "%03u", (unsigned)(c->number / 1000));
    bool is_plain = str_find_char(c->permalink, '*') < 0 && str_find_char(c->permalink, '^') < 0;
    if (!is_plain)
        buf_putc(b, '=');
    for (Str rest = c->permalink; rest.n;)
        if (!is_plain || (!put_marked(b, &rest, c->id, '*') && !put_marked(b, &rest, thousands, '^'))) {
            put_field(b, str_head(rest, 1));
            rest = str_from(rest, 1);
        }
}

static Str card_line(Arena *a, const Card *c, Str id_prefix)
{
    Buf b = buf_new(a, 256);
    buf_fmt(&b, "%u\t", (unsigned)c->number);
    if (!str_eq(c->id, str_fmt(a, STR_FMT "%u", STR_ARG(id_prefix), (unsigned)c->number)))
        put_field(&b, c->id);
    buf_putc(&b, '\t');
    put_permalink(&b, c);
    const Str fields[] = {c->title, c->summary, c->products->n ? c->products->items[0] : (Str){0}, c->kinds->n ? c->kinds->items[0] : (Str){0}, c->date};
    for (ptrdiff_t i = 0; i < countof(fields); i++) {
        buf_putc(&b, '\t');
        put_field(&b, fields[i]);
    }
    return buf_str(&b);
}

/* --- files ---------------------------------------------------------------------------------------------------------------------------------- */

static int64_t limit_of(Family family, ptrdiff_t articles)
{
    static const int limits[] = {TERMS_LIMIT, CODES_LIMIT, REST_LIMIT, PLACES_LIMIT, ARTICLES_LIMIT, BACKWARDS_LIMIT};
    int64_t limit = limits[family];
    if (family == FAMILY_REST || family == FAMILY_PLACES)
        return limit;       /* as large as a file should be */
    /* By a third, then by a half, and again: limits that seldom change leave most files alone when articles are added. */
    int64_t enough = GROW_ARTICLES;
    for (bool third = true; enough < articles; third = !third) {
        enough = third ? enough * 4 / 3 : enough * 3 / 2;
        limit = third ? limit * 4 / 3 : limit * 3 / 2;
    }
    return limit;
}

/* What an entry adds to its file, in bytes or lines. */
static int32_t size_of(Family family, const ShardEntry *e, const ShardEntry *before)
{
    if (family == FAMILY_ARTICLES)
        return 1;
    ptrdiff_t text = e->name.n + 1 - (before ? shared_letters(before->name, e->name) : 0);
    return (int32_t)(text + (e->size < 0 ? 0 : (e->size + 8) * 2 / 13));
}

static void cut_family(Arena *a, const Shards *s, Family family, ShardFamily *f)
{
    Arena scratch = {0};
    int32_t *sizes = arena_new(&scratch, int32_t, f->n);
    for (ptrdiff_t i = 0; i < f->n; i++)
        sizes[i] = size_of(family, &f->entries[i], i && family != FAMILY_ARTICLES ? &f->entries[i - 1] : NULL);
    f->trie = trie_cut(a, f->keys, sizes, f->n, limit_of(family, s->card_count));
    arena_free(&scratch);
}

typedef struct Plan {
    Shards *shards;
    Arena arenas[FAMILY_COUNT];
} Plan;

static void make_family(void *context, int worker, ptrdiff_t i)
{
    Plan *plan = context;
    const Shards *s = plan->shards;
    Family family = (Family)i;
    ShardFamily *f = &plan->shards->families[i];
    Arena scratch = {0}, *a = &plan->arenas[i];
    (void)worker;
    gather_entries(s, family, f);
    f->entries = arena_new(&scratch, ShardEntry, f->n);
    uint64_t *keys = arena_new(&scratch, uint64_t, f->n);
    f->n = 0;
    gather_entries(s, family, f);
    for (ptrdiff_t k = 0; k < f->n; k++)
        keys[k] = name_entry(a, s, family, &f->entries[k]);
    sort_family(a, f->entries, keys, f);
    cut_family(a, s, family, f);
    arena_free(&scratch);
}

void shards_plan(Arena *a, const Index *index, const Str *words, ptrdiff_t word_count, const Card *cards, ptrdiff_t card_count, Str id_prefix, int threads,
                 Shards *s)
{
    *s = (Shards){.index = index, .cards = cards, .card_count = card_count, .id_prefix = id_prefix, .number_bits = 1, .file_count = SINGLE_FILES,
                  .common = card_count < COMMON_MIN ? card_count : card_count / COMMON_SHARE, .parts = arena_new(a, Arena, threads), .part_count = threads};
    while (card_count && s->number_bits < 31 && cards[card_count - 1].number >> s->number_bits)
        s->number_bits++;
    find_codes(a, s, words, word_count, threads);
    Plan plan = {.shards = s};
    pool_run(threads, FAMILY_COUNT, make_family, &plan, NULL, NULL);
    for (Family family = 0; family < FAMILY_COUNT; family++) {
        arena_take(a, &plan.arenas[family]);
        s->file_count += s->families[family].trie.n;
    }
}

void shards_free(Shards *s)
{
    for (int i = 0; i < s->part_count; i++)
        arena_free(&s->parts[i]);
}

/* The family that file `i` belongs to, behind the single files; `*i` becomes its place there. */
static Family family_of_file(const Shards *s, ptrdiff_t *i)
{
    Family family = 0;
    for (*i -= SINGLE_FILES; *i >= s->families[family].trie.n; family++)
        *i -= s->families[family].trie.n;
    return family;
}

static uint64_t card_hash(const Card *c)
{
    const Str fields[] = {c->id, c->permalink, c->title, c->summary, c->products->n ? c->products->items[0] : (Str){0},
                          c->kinds->n ? c->kinds->items[0] : (Str){0}, c->date};
    uint64_t h = c->number;
    for (ptrdiff_t i = 0; i < countof(fields); i++)
        h = hash_mix_str(h, fields[i]);
    return h;
}

uint64_t shards_fingerprint(const Shards *s, ptrdiff_t i)
{
    if (i < SINGLE_FILES)
        return 0;
    Family family = family_of_file(s, &i);
    const ShardFamily *f = &s->families[family];
    const Leaf *leaf = &f->trie.leaves[i];
    uint64_t h = family == FAMILY_ARTICLES ? hash_bytes(s->id_prefix) : 1;
    for (ptrdiff_t k = leaf->from; k < leaf->to; k++)
        h = family == FAMILY_ARTICLES ? hash_mix(h, card_hash(&s->cards[k]))
                                      : hash_mix(hash_mix_str(h, f->entries[k].name), f->entries[k].size < 0 ? 0 : s->codes[f->entries[k].term].hash);
    return h ? h : 1;
}

static Str *bits_of(const Shards *s, Family family, const ShardEntry *e)
{
    TermCode *code = &s->codes[e->term];
    return family == FAMILY_PLACES ? &code->places[e->piece].bits : &code->bits[family == FAMILY_REST];
}

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
    Family family = i < SINGLE_FILES ? FAMILY_ARTICLES : family_of_file(s, &i);
    const ShardFamily *f = &s->families[family];
    Arena scratch = {0};
    ShardFile file;
    ptrdiff_t n;
    if (family != FAMILY_ARTICLES && family != FAMILY_BACKWARDS && shard_parse(&scratch, bytes, &file)) {
        const ShardWord *words = shard_words(&scratch, &file, &n);
        for (ptrdiff_t k = f->trie.leaves[i].from; k < f->trie.leaves[i].to; k++) {
            const ShardEntry *e = &f->entries[k];
            const ShardWord *word = e->size >= 0 && s->codes[e->term].is_known ? find_word(words, n, e->name) : NULL;
            if (word && word->size == e->size)
                *bits_of(s, family, e) = cut_bits(&s->parts[part], file.bits, word->at, word->size);
        }
    }
    arena_free(&scratch);
}

void shards_need(Shards *s, ptrdiff_t i)
{
    Family family = i < SINGLE_FILES ? FAMILY_ARTICLES : family_of_file(s, &i);
    if (family == FAMILY_ARTICLES)
        return;                                 /* no words in it */
    const ShardFamily *f = &s->families[family];
    for (ptrdiff_t k = f->trie.leaves[i].from; k < f->trie.leaves[i].to; k++)
        if (f->entries[k].size >= 0 && !bits_of(s, family, &f->entries[k])->p)
            s->codes[f->entries[k].term].is_needed = true;
}

void shards_encode(Shards *s, int threads)
{
    Arena scratch = {0};
    int32_t *terms = arena_new(&scratch, int32_t, s->index->n);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s->index->n; i++)
        if (s->codes[i].is_needed)
            terms[n++] = (int32_t)i;
    encode_terms(s, terms, n, threads);
    for (ptrdiff_t i = 0; i < n; i++)
        s->codes[terms[i]].is_known = true;     /* and need not be told again */
    arena_free(&scratch);
}

/* --- rendering ------------------------------------------------------------------------------------------------------------------------------- */

static void put_js(Buf *b, Str text)
{
    for (ptrdiff_t i = 0; i < text.n; i++)
        if (text.p[i] == '\n')
            buf_put(b, S("\\n"));
        else {
            if (text.p[i] == '"' || text.p[i] == '\\')
                buf_putc(b, '\\');
            buf_putc(b, text.p[i]);
        }
}

static void put_call(Buf *out, Str name, Str text, Bits *bits)
{
    buf_fmt(out, "kb_put(\"" STR_FMT "\",\"", STR_ARG(name));
    put_js(out, text);
    buf_put(out, S("\",\""));
    if (bits)
        bits_put_text(out, bits_close(bits));
    buf_put(out, S("\");\n"));
}

static Str leaf_name(Arena *a, Family family, uint64_t path)
{
    return str_fmt(a, "%c%llx", letters[family], (unsigned long long)path);
}

Str shard_path(Arena *a, Family family, uint64_t leaf)
{
    return str_fmt(a, "search/%c/%llx.js", letters[family], (unsigned long long)leaf);
}

static void render_words(const Shards *s, Arena *a, Family family, Str name, const ShardEntry *entries, ptrdiff_t n, Buf *out)
{
    ShardEntry *sorted = arena_new(a, ShardEntry, n);
    memcpy(sorted, entries, (size_t)n * sizeof *sorted);
    qsort(sorted, (size_t)n, sizeof *sorted, compare_entries);
    Buf text = buf_new(a, 16384);
    uint32_t *sizes = arena_new(a, uint32_t, n);
    ptrdiff_t count = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
        ptrdiff_t shared = i ? shared_letters(sorted[i - 1].name, sorted[i].name) : 0;
        buf_putc(&text, (char)('A' + shared));
        buf_put(&text, str_from(sorted[i].name, shared));
        if (sorted[i].size >= 0)
            sizes[count++] = (uint32_t)sorted[i].size;
    }
    Bits bits = {.bytes.arena = a}, table = bits;
    int k = bits_best_k(sizes, count, 31);
    for (ptrdiff_t i = 0; i < count; i++)
        bits_put_rice(&table, sizes[i], k);
    if (count) {
        ptrdiff_t width = bits_count(&table);
        bits_put(&bits, (uint32_t)k, 5);
        bits_put_gamma(&bits, (uint32_t)width);
        bits_append(&bits, bits_close(&table), width);
    }
    for (ptrdiff_t i = 0; i < n; i++)
        if (sorted[i].size >= 0)
            bits_append(&bits, *bits_of(s, family, &sorted[i]), sorted[i].size);
    put_call(out, name, buf_str(&text), &bits);
}

static void render_articles(const Shards *s, Arena *a, Str name, const Leaf *leaf, Buf *out)
{
    Buf text = buf_new(a, 16384);
    for (ptrdiff_t i = leaf->from; i < leaf->to; i++) {
        buf_put(&text, card_line(a, &s->cards[i], s->id_prefix));
        buf_putc(&text, '\n');
    }
    put_call(out, name, buf_str(&text), NULL);
}

static void render_entry(const Shards *s, Arena *a, Buf *out)
{
    Buf text = {.arena = a};
    buf_fmt(&text, "format\t%d\n", SHARD_FORMAT);
    buf_fmt(&text, "articles\t%td\n", s->card_count);
    buf_fmt(&text, "number_bits\t%d\n", s->number_bits);
    buf_fmt(&text, "id_prefix\t" STR_FMT "\n", STR_ARG(s->id_prefix));
    Bits bits = {.bytes.arena = a};
    for (Family family = 0; family < FAMILY_COUNT; family++) {
        Bits shape = {.bytes.arena = a};
        ptrdiff_t size = bits_count(&s->families[family].trie.shape);
        buf_put(&shape.bytes, buf_str(&s->families[family].trie.shape.bytes));
        shape.rest = s->families[family].trie.shape.rest;
        shape.rest_count = s->families[family].trie.shape.rest_count;
        bits_put_gamma(&bits, (uint32_t)size);
        bits_append(&bits, bits_close(&shape), size);
    }
    put_call(out, S("entry"), buf_str(&text), &bits);
}

/* --- filters ---------------------------------------------------------------------------------------------------------------------------------- */

/* A value's place among those met so far, latest first; a new one is put behind them all. */
typedef struct Recent {
    Table known;
    int32_t *order;
} Recent;

static uint32_t recent_rank(Recent *r, Arena *a, Str value, Buf *names)
{
    ptrdiff_t known = r->known.n, number = table_add(&r->known, value), at = 0;
    if (number == known) {
        if ((known & (known + 1)) == 0) {
            int32_t *order = arena_new(a, int32_t, known * 2 + 2);
            if (known)
                memcpy(order, r->order, (size_t)known * sizeof *order);
            r->order = order;
        }
        r->order[known] = (int32_t)number;
        buf_put(names, value);
        buf_putc(names, '\n');
    }
    while (r->order[at] != number)
        at++;
    memmove(r->order + 1, r->order, (size_t)at * sizeof *r->order);
    r->order[0] = (int32_t)number;
    return (uint32_t)at;
}

static Str group_name(Arena *a, const Card *c)
{
    StrList names = {0};
    list_add(a, &names, list_join(a, c->products, S("\x1f")));
    list_add(a, &names, list_join(a, c->kinds, S("\x1f")));
    return list_join(a, &names, S("\t"));
}

/* search/filters.js: for every article, ascending by number, the gap to the number before (Rice, k:5 first; from -1), its year and its group
 * (its products and its kinds), both as gamma of the rank in a list of the values so far, latest first. TEXT has the values in the order
 * they were met: a line for each year, an empty line, a line for each group (products, a tab, kinds; U+001F between several). */
static void render_filters(const Shards *s, Arena *a, Buf *out)
{
    Buf years = {.arena = a}, groups = {.arena = a};
    Recent year = {.known.arena = a}, group = {.known.arena = a};
    uint32_t *gaps = arena_new(a, uint32_t, s->card_count), next = 0;
    for (ptrdiff_t i = 0; i < s->card_count; next = s->cards[i++].number + 1)
        gaps[i] = s->cards[i].number - next;
    Bits bits = {.bytes.arena = a};
    int k = bits_best_k(gaps, s->card_count, 31);
    bits_put(&bits, (uint32_t)k, 5);
    for (ptrdiff_t i = 0; i < s->card_count; i++) {
        bits_put_rice(&bits, gaps[i], k);
        bits_put_gamma(&bits, recent_rank(&year, a, str_head(s->cards[i].date, 4), &years));
        bits_put_gamma(&bits, recent_rank(&group, a, group_name(a, &s->cards[i]), &groups));
    }
    buf_putc(&years, '\n');
    buf_put(&years, buf_str(&groups));
    put_call(out, S("filters"), buf_str(&years), &bits);
}

/* search/dates.js, which only sorting by date asks for: for every article, in the filters' order, its month and day (month:4 day:5, zero when
 * it has no date). */
static void render_dates(const Shards *s, Arena *a, Buf *out)
{
    Bits bits = {.bytes.arena = a};
    for (ptrdiff_t i = 0; i < s->card_count; i++) {
        int64_t month = str_number(str_sub(s->cards[i].date, 5, 7)), day = str_number(str_sub(s->cards[i].date, 8, 10));
        bits_put(&bits, month > 0 && month < 16 ? (uint32_t)month : 0, 4);
        bits_put(&bits, day > 0 && day < 32 ? (uint32_t)day : 0, 5);
    }
    put_call(out, S("dates"), (Str){0}, &bits);
}

static const char *const single_files[SINGLE_FILES] = {"search/entry.js", "search/filters.js", "search/dates.js"};

Str shards_path(const Shards *s, Arena *a, ptrdiff_t i)
{
    if (i < SINGLE_FILES)
        return str(single_files[i]);
    Family family = family_of_file(s, &i);
    return shard_path(a, family, s->families[family].trie.leaves[i].path);
}

void shards_render(const Shards *s, Arena *scratch, ptrdiff_t i, Buf *out)
{
    static void (*const render[SINGLE_FILES])(const Shards *, Arena *, Buf *) = {render_entry, render_filters, render_dates};
    if (i < SINGLE_FILES) {
        render[i](s, scratch, out);
        return;
    }
    Family family = family_of_file(s, &i);
    const ShardFamily *f = &s->families[family];
    const Leaf *leaf = &f->trie.leaves[i];
    Str name = leaf_name(scratch, family, leaf->path);
    if (family == FAMILY_ARTICLES)
        render_articles(s, scratch, name, leaf, out);
    else
        render_words(s, scratch, family, name, f->entries + leaf->from, leaf->to - leaf->from, out);
}

/* --- reading ---------------------------------------------------------------------------------------------------------------------------------- */

/* The string literal at the start of `*rest`, with its escapes undone; what follows it is left. */
static bool take_string(Arena *a, Str *rest, Str *value)
{
    if (!rest->n || rest->p[0] != '"')
        return false;
    Buf b = buf_new(a, rest->n);
    ptrdiff_t i = 1;
    for (; i < rest->n && rest->p[i] != '"'; i++)
        if (rest->p[i] == '\\' && i + 1 < rest->n)
            buf_putc(&b, rest->p[++i] == 'n' ? '\n' : rest->p[i]);
        else
            buf_putc(&b, rest->p[i]);
    if (i == rest->n)
        return false;
    *value = buf_str(&b);
    *rest = str_from(*rest, i + 1);
    return true;
}

bool shard_parse(Arena *a, Str bytes, ShardFile *file)
{
    Str rest = str_unprefix(bytes, S("kb_put(")), bits;
    if (rest.n == bytes.n || !take_string(a, &rest, &file->name) || !str_starts(rest, S(",")))
        return false;
    rest = str_from(rest, 1);
    if (!take_string(a, &rest, &file->text) || !str_starts(rest, S(",")))
        return false;
    rest = str_from(rest, 1);
    if (!take_string(a, &rest, &bits) || !str_starts(rest, S(");")))
        return false;
    file->bits = bits_of_text(a, bits);
    return true;
}

/* The next word of a list: its letters, and where its stem differs, that. */
static bool take_word(Arena *a, Str *rest, ShardWord *word)
{
    if (!rest->n || !char_is_upper(rest->p[0]))
        return false;
    ptrdiff_t shared = rest->p[0] - 'A', end = 1;
    while (end < rest->n && !char_is_upper(rest->p[end]))
        end++;
    Str name = str_join2(a, str_head(word->word, shared), str_sub(*rest, 1, end));
    *rest = str_from(*rest, end);
    ptrdiff_t mark = str_find_char(name, '!');
    word->word = name;
    word->stem = (Str){0};
    if (mark < 0 || mark + 1 >= name.n)
        return true;
    ptrdiff_t off = name.p[mark + 1] - 'a';
    word->stem = str_join2(a, str_head(name, mark - off), str_from(name, mark + 2));
    return true;
}

ShardWord *shard_words(Arena *a, const ShardFile *file, ptrdiff_t *n)
{
    ptrdiff_t count = 0;
    for (ptrdiff_t i = 0; i < file->text.n; i++)
        count += char_is_upper(file->text.p[i]);
    ShardWord *words = arena_new(a, ShardWord, count), word = {0};
    BitReader sizes = {file->bits, 0};
    int k = (int)bits_get(&sizes, 5);
    ptrdiff_t width = (ptrdiff_t)bits_get_gamma(&sizes), at = sizes.at + width;
    *n = 0;
    for (Str rest = file->text; *n < count && take_word(a, &rest, &word); words[(*n)++] = word)
        word.size = word.stem.n ? -1 : (ptrdiff_t)bits_get_rice(&sizes, k);
    for (ptrdiff_t i = 0; i < *n; i++) {
        Str name = words[i].word;
        ptrdiff_t mark = str_find_char(name, '!');
        words[i].word = mark < 0 ? name : str_head(name, mark);
        words[i].at = at;
        at += words[i].size > 0 ? words[i].size : 0;
    }
    return words;
}
