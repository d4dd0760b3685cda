/* Which files the index has, and what stands in each: what was told of the last build's, the words that changed since, and the cut. */
#include "search/shardown.h"

#include "base/hash.h"
#include "base/pool.h"
#include "base/record.h"
#include "site/site.h"

/* --- limits: the size of files ------------------------------------------------------------------------------------------------------------ */

/* Bytes of TEXT and BITS together. Words and articles are fetched for every query: their files are small. */
enum {
    TERMS_LIMIT = 13 * 1024,
    CODES_LIMIT = 64 * 1024,
    REST_LIMIT = 96 * 1024,
    BACKWARDS_LIMIT = 48 * 1024,
    ARTICLES_LIMIT = 72,        /* lines */
    GROW_ARTICLES = 49152,      /* up to so many articles; above, the limits grow with them, so that files do not become too many */
    /* In an index of so many articles, a word in more than 1 / COMMON_SHARE has no places: they tell nothing, and are a third of all. */
    COMMON_MIN = 1000,
};

/* --- what was told ------------------------------------------------------------------------------------------------------------------------------ */

bool shards_knew(const Shards *s)
{
    return s->told_count > 0;
}

bool shards_have_changed(const Shards *s)
{
    for (Family family = 0; family < FAMILY_COUNT; family++)
        if (s->families[family].fresh.n)
            return true;
    return !shards_knew(s);
}

ShardTeller shards_teller(Arena *a, const Shards *s, bool all)
{
    ShardTeller t = {.shards = s, .seal = hash_begin(), .part = {.arena = a}, .size = 16 + 8};
    for (Family family = 0; family < FAMILY_COUNT; family++) {
        t.told[family] = all ? &s->families[family].entries : &s->families[family].fresh;
        t.size += family == FAMILY_ARTICLES ? 0 : entries_size(t.told[family]);
    }
    return t;
}

bool shards_tell(ShardTeller *t)
{
    Buf *out = &t->part;
    out->n = 0;
    if (!t->seal)
        return false;
    if (!t->family && !t->at) {
        record_put_word(out, (uint64_t)t->shards->number_bits);
        record_put_word(out, (uint64_t)t->shards->common);
    }
    entries_put(out, t->told[t->family], t->at++);
    hash_add(t->seal, buf_str(out));
    while (t->family < FAMILY_COUNT && (t->family == FAMILY_ARTICLES || t->at == entries_parts(t->told[t->family]))) {
        t->family++;
        t->at = 0;
    }
    if (t->family == FAMILY_COUNT) {
        record_put_word(out, hash_end(t->seal));      /* as record_seal of all parts */
        t->seal = NULL;
    }
    return true;
}

/* False when it is damaged. `*number_bits` and `*common` take what held then. */
static bool take_told(Shards *s, Str told, int *number_bits, ptrdiff_t *common)
{
    if (s->told_count == SHARD_TOLD_MAX || !record_unseal(&told))
        return false;
    Record r = record_of(told);
    *number_bits = (int)record_get_word(&r);
    *common = (ptrdiff_t)record_get_word(&r);
    for (Family family = 0; family < FAMILY_COUNT; family++)
        if (family != FAMILY_ARTICLES)
            s->told[family][s->told_count] = entries_get(&r);
    s->told_count++;
    return !r.is_damaged;
}

/* --- words that changed ---------------------------------------------------------------------------------------------------------------------------- */

/* Which words are looked at: by term, 0 or one of these. */
enum { WORD_TOUCHED = 1, WORD_OTHER };

static void mark_word(const Shards *s, Str stem, char *marks)
{
    ptrdiff_t term = index_find(s->index, stem);
    if (term >= 0)
        marks[term] = WORD_OTHER;
}

/* Words that have places no more, or have them again, since the limit is another; and those whose places are cut otherwise. */
static void mark_limits(const Shards *s, int number_bits, ptrdiff_t common, char *marks)
{
    ptrdiff_t low = common < s->common ? common : s->common, high = common < s->common ? s->common : common;
    ShardEntry e;
    uint64_t key;
    for (ptrdiff_t i = 0; i < s->told_count; i++) {
        for (Family family = FAMILY_TERMS; family <= FAMILY_CODES && low < high; family++)
            for (ShardReader r = entries_read(s->told[family][i]); entries_next(&r, &e, &key);)
                if (e.articles > low && e.articles <= high)
                    mark_word(s, entry_name(&e), marks);
        for (ShardReader r = entries_read(s->told[FAMILY_PLACES][i]); number_bits != s->number_bits && entries_next(&r, &e, &key);)
            if (str_find_last_char(entry_name(&e), '~') >= 0)
                mark_word(s, shard_stem_of_piece(entry_name(&e)), marks);
    }
}

static bool find_codes(Arena *a, Shards *s, const Str *told, ptrdiff_t told_count, Str spill, int threads)
{
    int number_bits = 0;
    ptrdiff_t common = 0, n = s->index->n;
    Arena scratch = {0};
    char *marks = arena_new(&scratch, char, n);
    for (ptrdiff_t i = 0; i < told_count; i++)
        if (!take_told(s, told[i], &number_bits, &common)) {
            s->told_count = 0;
            break;
        }
    for (ptrdiff_t i = 0; i < n; i++)
        marks[i] = !s->told_count ? WORD_OTHER : s->index->terms[i].is_touched ? WORD_TOUCHED : 0;
    mark_limits(s, number_bits, common, marks);
    for (ptrdiff_t i = 0; i < n; i++)
        s->code_count += marks[i] != 0;
    s->codes = arena_new(a, TermCode, s->code_count);
    s->code_count = 0;
    for (ptrdiff_t i = 0; i < n; i++)
        if (marks[i])
            s->codes[s->code_count++] = (TermCode){.term = (int32_t)i, .is_other = marks[i] == WORD_OTHER};
    Change change = s->told_count ? change_of(&scratch, s->index) : (Change){0};
    keep_open(&s->bits[0], s->told_count ? (Str){0} : spill, threads);      /* those of some words are few */
    bool ok = shards_encode_terms(a, s, &s->bits[0], s->codes, s->code_count, s->told_count ? &change : NULL, threads);
    arena_free(&scratch);
    return ok;
}

/* --- families ------------------------------------------------------------------------------------------------------------------------------- */

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

/* The changes of a family's entries. */
typedef struct Changes {
    const Shards *shards;
    Arena *arena, scratch;
    ShardEntries entries;
    bool is_all;            /* nothing was there: so nothing is gone */
} Changes;

/* `kept` is NULL for one without bits. */
static void put_change(Changes *c, Str name, uint64_t key, bool is_form, const Kept *kept, uint32_t articles)
{
    static const Kept none = {.size = -1};
    const char *bits = kept ? keep_get(&c->shards->bits[0], *kept).p : NULL;
    kept = kept ? kept : &none;
    c->entries.keys[c->entries.n] = key;
    c->entries.items[c->entries.n++] = (ShardEntry){.name = name.p, .bits = bits, .hash = hash_mix(hash_bytes(name), kept->hash), .size = kept->size,
                                                    .articles = articles, .length = (uint16_t)name.n, .is_form = is_form};
}

static void put_gone(Changes *c, Str name, uint64_t key, bool is_form)
{
    c->entries.keys[c->entries.n] = key;
    c->entries.items[c->entries.n++] = (ShardEntry){.name = name.p, .length = (uint16_t)name.n, .is_form = is_form, .is_gone = true};
}

/* A word of family t, c or r; `kept` is NULL where it has no entry. */
static void change_word(Changes *c, Family family, Str stem, const Kept *kept, uint32_t articles)
{
    uint64_t key = family == FAMILY_REST ? key_of_hash(stem) : key_of_word(stem).low;
    if (kept)
        put_change(c, stem, key, false, kept, articles);
    else if (!c->is_all)
        put_gone(c, stem, key, false);
}

/* A word that points to its stem. */
static void change_form(Changes *c, Str form, Str stem, bool is_there)
{
    Str name = shard_form(c->arena, form, stem);
    if (is_there)
        put_change(c, name, key_of_word(form).low, true, NULL, 0);
    else
        put_gone(c, name, key_of_word(form).low, true);
}

static void change_proposal(Changes *c, Str word, bool is_form, bool is_there)
{
    Str name = shard_backwards(c->arena, word);
    if (is_there)
        put_change(c, name, key_of_word(name).low, is_form, NULL, 0);
    else
        put_gone(c, name, key_of_word(name).low, is_form);
}

/* How many pieces the places of a word may have been cut into. */
static int32_t count_former_pieces(const Shards *s, const TermCode *code)
{
    enum { PIECED_MIN = PLACES_LIMIT / 8 };     /* a list of fewer bytes was never cut */
    return index_list_bytes(s->index, &s->index->terms[code->term]) < PIECED_MIN ? 0 : 1 << PIECE_BITS;
}

static void change_places(Changes *c, const TermCode *code, Str stem)
{
    for (int32_t piece = -1, n = c->is_all ? -1 : count_former_pieces(c->shards, code); piece < n; piece++) {
        Str name = shard_piece_name(c->arena, stem, piece);
        put_gone(c, name, key_of_hash(name), false);
    }
    for (int32_t i = 0; i < code->more->place_count; i++) {
        const TermPiece *place = &code->more->places[i];
        Str name = shard_piece_name(c->arena, stem, place->piece);
        put_change(c, name, key_of_hash(name), false, &place->bits, 0);
    }
}

/* All forms that a word ever had are gone, but for those that it has. */
static void change_forms(Changes *c, Family family, const TermCode *code, Str stem)
{
    const Index *index = c->shards->index;
    const IndexTerm *term = &index->terms[code->term];
    for (ptrdiff_t i = 0; !c->is_all && i < index_parts(term); i++) {
        ptrdiff_t segment;
        WordLists word = index_part(index, term, i, &segment);
        while (word.form_count > 0) {
            Str form = segment_form(&index->segments[segment], &word).name;
            if (family == FAMILY_TERMS)
                change_form(c, form, stem, false);
            else if (is_proposal(form, 2))
                change_proposal(c, form, true, false);
        }
    }
    StrList forms = code->articles ? index_forms(&c->scratch, index, code->term) : (StrList){0};
    for (ptrdiff_t f = 0; f < forms.n; f++)
        if (family == FAMILY_TERMS)
            change_form(c, forms.items[f], stem, true);
        else if (is_proposal(forms.items[f], code->articles))
            change_proposal(c, forms.items[f], true, true);
    arena_rewind(&c->scratch, (ArenaMark){0});
}

/* Whether a family can have an entry of a word, as far as its code tells: most have none in r and x. */
static bool may_have_entry(const Changes *c, Family family, const TermCode *code)
{
    if (family == FAMILY_REST || family == FAMILY_PLACES)
        return code->is_other && (!c->is_all || (family == FAMILY_REST ? code->more->has_rest : code->more->place_count > 0));
    return true;
}

/* As many entries as there can be changes, or some more: what is not written takes no memory. */
static ptrdiff_t count_changes(const Changes *c, Family family)
{
    const Shards *s = c->shards;
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s->code_count; i++) {
        const TermCode *code = &s->codes[i];
        if (may_have_entry(c, family, code))
            n += family != FAMILY_PLACES ? 1 : code->more->place_count + (c->is_all ? 0 : 1 + count_former_pieces(s, code));
    }
    for (ptrdiff_t i = 0; i < s->index->segment_count && (family == FAMILY_TERMS || family == FAMILY_BACKWARDS); i++)
        n += s->index->segments[i].form_count * (c->is_all ? 1 : 2);
    return n;
}

static void gather_changes(const Shards *s, Family family, Changes *c)
{
    for (ptrdiff_t i = 0; i < s->code_count; i++) {
        const TermCode *code = &s->codes[i];
        if (!may_have_entry(c, family, code))
            continue;
        Str stem = index_stem(s->index, code->term);
        if (family <= FAMILY_CODES && code->is_other && shard_family(stem) == family)
            change_word(c, family, stem, code->articles ? &code->head : NULL, code->articles);
        if (family == FAMILY_REST)
            change_word(c, family, stem, code->more->has_rest ? &code->more->rest : NULL, 0);
        if (family == FAMILY_PLACES)
            change_places(c, code, stem);
        if (family == FAMILY_BACKWARDS && is_proposal(stem, 2) && (!c->is_all || code->articles > 1))
            change_proposal(c, stem, false, code->articles > 1);
        if (family == FAMILY_TERMS || family == FAMILY_BACKWARDS)
            change_forms(c, family, code, stem);
    }
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

/* What an entry adds to its file. */
static int32_t bytes_of(const ShardEntry *e)
{
    return e->length + 1 - e->shared + (e->size < 0 ? 0 : (e->size + 8) * 2 / 13);
}

static void cut_family(Arena *a, const Shards *s, Family family, ShardFamily *f)
{
    Arena scratch = {0};
    ptrdiff_t n = f->entries.n;
    int32_t *sizes = arena_raw(&scratch, int32_t, n);
    for (ptrdiff_t i = 0; i < n; i++)
        sizes[i] = family == FAMILY_ARTICLES ? 1 : bytes_of(&f->entries.items[i]);
    f->trie = trie_cut(a, f->entries.keys, sizes, n, limit_of(family, s->card_count));
    arena_free(&scratch);
}

typedef struct Plan {
    Shards *shards;
    Arena arenas[FAMILY_COUNT];
} Plan;

static void gather_cards(Arena *a, const Shards *s, ShardEntries *entries)
{
    *entries = (ShardEntries){.keys = arena_new(a, uint64_t, s->card_count), .n = s->card_count};
    for (ptrdiff_t i = 0; i < s->card_count; i++)
        entries->keys[i] = key_of_number(s->cards[i].number);
}

static void gather_words(Arena *a, const Shards *s, Family family, ShardFamily *f)
{
    Arena scratch = {0};
    Changes c = {.shards = s, .arena = a, .is_all = !s->told_count};
    Arena *own = c.is_all ? a : &scratch;
    ptrdiff_t room = count_changes(&c, family);
    c.entries = (ShardEntries){arena_raw(own, ShardEntry, room), arena_raw(own, uint64_t, room), 0};
    gather_changes(s, family, &c);
    if (c.is_all) {
        entries_sort(&c.entries);
        f->entries = c.entries;
    } else {
        entries_merge(a, s->told[family], s->told_count, &c.entries, &f->entries, &f->fresh);
    }
    arena_free(&c.scratch);
    arena_free(&scratch);
}

static void make_family(void *context, int worker, ptrdiff_t i)
{
    Plan *plan = context;
    const Shards *s = plan->shards;
    ShardFamily *f = &plan->shards->families[i];
    (void)worker;
    if (i == FAMILY_ARTICLES) {
        gather_cards(&plan->arenas[i], s, &f->entries);
        plan->shards->card_hashes = cards_hash(&plan->arenas[i], s->cards, s->card_count, &plan->shards->filters_hash);
    } else {
        gather_words(&plan->arenas[i], s, (Family)i, f);
    }
    cut_family(&plan->arenas[i], s, (Family)i, f);
}

bool shards_plan(Arena *a, const Index *index, const Str *told, ptrdiff_t told_count, const Card *cards, ptrdiff_t card_count, Str id_prefix, Str spill,
                 int threads, Shards *s)
{
    *s = (Shards){.index = index, .cards = cards, .card_count = card_count, .id_prefix = id_prefix, .number_bits = 1, .file_count = SINGLE_FILES,
                  .common = card_count < COMMON_MIN ? card_count : card_count / COMMON_SHARE, .arena = a, .parts = arena_new(a, Arena, threads),
                  .part_count = threads};
    while (card_count && s->number_bits < 31 && cards[card_count - 1].number >> s->number_bits)
        s->number_bits++;
    Arena codes = {0};
    if (!find_codes(&codes, s, told, told_count, spill, threads)) {
        arena_free(&codes);
        return false;
    }
    Plan plan = {.shards = s};
    pool_run(threads, FAMILY_COUNT, make_family, &plan, NULL, NULL);
    for (Family family = 0; family < FAMILY_COUNT; family++) {
        arena_take(a, &plan.arenas[family]);
        s->file_count += s->families[family].trie.n;
    }
    arena_free(&codes);
    s->codes = NULL;
    return true;
}

void shards_free(Shards *s)
{
    keep_close(&s->bits[0]);
    keep_close(&s->bits[1]);
    for (int i = 0; i < s->part_count; i++)
        arena_free(&s->parts[i]);
}

Family shards_family(const Shards *s, ptrdiff_t *i)
{
    Family family = 0;
    for (*i -= SINGLE_FILES; *i >= s->families[family].trie.n; family++)
        *i -= s->families[family].trie.n;
    return family;
}

uint64_t shards_fingerprint(const Shards *s, ptrdiff_t i)
{
    if (i < SINGLE_FILES)
        return i == SINGLE_ENTRY ? 0 : s->filters_hash;
    Family family = shards_family(s, &i);
    const ShardFamily *f = &s->families[family];
    const Leaf *leaf = &f->trie.leaves[i];
    uint64_t h = family == FAMILY_ARTICLES ? hash_bytes(s->id_prefix) : 1;
    for (ptrdiff_t k = leaf->from; k < leaf->to; k++)
        h = hash_mix(h, family == FAMILY_ARTICLES ? s->card_hashes[k] : f->entries.items[k].hash);
    return h ? h : 1;
}
