#include "search/index.h"

#include "base/fold.h"
#include "base/record.h"
#include "search/gather.h"
#include "search/stem.h"
#include "search/token.h"

/* A word of the article at hand that is yet to be looked for. */
typedef struct Waiting {
    WordKey key;
    uint32_t at;            /* its place, or NOWHERE */
    uint32_t field;
} Waiting;

/* What is known of a form in the article at hand; in the end, of all forms of a stem. */
typedef struct Met {
    int32_t stem;           /* its number; 0 when another form of it stands for both */
    int32_t first_place, last_place;    /* in the indexer's list of places, -1 for none */
    int32_t count;
    int32_t weight;         /* of headings, text and fields, in eighths */
    bool in_title;
} Met;

typedef struct Place {
    int32_t next;
    uint32_t at;
} Place;

enum {
    WAITING_MAX = 256,      /* so many are looked for at once */
    WEIGHTS = 128,
};
static const uint32_t NOWHERE = UINT32_MAX;

struct Indexer {
    Arena own, *arena;
    Str spill;
    ptrdiff_t bound;
    Stemmer *stemmer;
    Run *runs;              /* what it gathered before */
    ptrdiff_t run_count, run_cap;
    Gathered gathered;
    /* Of the article at hand: */
    int32_t serial;
    int waiting_count;
    Waiting waiting[WAITING_MAX];
    Met *met;
    ptrdiff_t met_count, met_cap;
    Place *places;
    ptrdiff_t place_count, place_cap;
    Buf forms;              /* their numbers, as an article has them */
    uint32_t at;            /* the next word's place */
    int32_t length;         /* words of headings and text */
    signed char levels[WEIGHTS];    /* what the first weights are worth, where that is known; else -1 */
};

Indexer *indexer_new(Str language, Str spill, ptrdiff_t bound)
{
    Arena own = {0};
    Indexer *x = arena_new(&own, Indexer, 1);
    x->own = own;
    x->arena = &x->own;
    x->stemmer = stemmer_new(x->arena, language);
    x->spill = str_copy(x->arena, spill);
    x->bound = bound;
    x->forms.arena = x->arena;
    x->gathered = gathered_new();
    return x;
}

void indexer_free(Indexer *x)
{
    if (!x)
        return;
    stemmer_free(x->stemmer);
    gathered_free(&x->gathered);
    for (ptrdiff_t i = 0; i < x->run_count; i++)
        spool_close(&x->runs[i].spool);
    Arena own = x->own;     /* which holds the indexer itself */
    arena_free(&own);
}

/* --- one article ---------------------------------------------------------------------------------------------------------------------- */

typedef enum Field { FIELD_TITLE, FIELD_HEADING, FIELD_TEXT, FIELD_NAMES } Field;
enum { WEIGHT_ONE = 8, PARAGRAPH_GAP = 4 };
static const int field_weight[] = {[FIELD_TITLE] = 0, [FIELD_HEADING] = 16, [FIELD_TEXT] = WEIGHT_ONE, [FIELD_NAMES] = 12};

/* The number of a word's stem. */
static int32_t stem_number(Indexer *x, ptrdiff_t number)
{
    Words *words = &x->gathered.words;
    char room[2 * TOKEN_BYTES_MAX + WORD_HEAD];
    Str stem = stem_of(x->stemmer, words_name(words, number));
    CHECK(stem.n <= 2 * TOKEN_BYTES_MAX);
    memcpy(room, stem.p, (size_t)stem.n);
    return (int32_t)words_add(words, words_key(words, (Str){room, stem.n}));
}

/* A form is met for the first time in the article. Its stem will be needed at the article's end. */
static void meet(Indexer *x, ptrdiff_t number)
{
    Words *words = &x->gathered.words;
    if (!words->items[number].stem) {
        int32_t stem = stem_number(x, number);
        words->items[number].stem = stem;
    }
    Word *form = &words->items[number];
    form->serial = x->serial;
    form->articles++;
    form->met = (int32_t)x->met_count;
    x->forms.n = gathered_number(x->forms.p + x->forms.n, (uint32_t)number) - x->forms.p;
    x->met[x->met_count++] = (Met){.stem = form->stem, .first_place = -1, .last_place = -1};
    __builtin_prefetch(&words->stems[form->stem]);
}

static void put_place(Indexer *x, Met *met, uint32_t at)
{
    int32_t place = (int32_t)x->place_count++;
    x->places[place] = (Place){-1, at};
    *(met->last_place < 0 ? &met->first_place : &x->places[met->last_place].next) = place;
    met->last_place = place;
    met->count++;
}

static void make_room(Indexer *x)
{
    while (x->met_cap < x->met_count + WAITING_MAX)
        x->met = arena_grow(x->arena, x->met, x->met_cap, &x->met_cap, sizeof *x->met);
    while (x->place_cap < x->place_count + WAITING_MAX)
        x->places = arena_grow(x->arena, x->places, x->place_cap, &x->place_cap, sizeof *x->places);
    buf_reserve(&x->forms, NUMBER_MAX * WAITING_MAX);
}

static void take_waiting(Indexer *x)
{
    Words *words = &x->gathered.words;
    make_room(x);
    for (int i = 0; i < x->waiting_count; i++)
        words_fetch(words, x->waiting[i].key);
    for (int i = 0; i < x->waiting_count; i++) {
        const Waiting *w = &x->waiting[i];
        ptrdiff_t number = words_add(words, w->key);
        if (words->items[number].serial != x->serial)
            meet(x, number);
        Met *met = &x->met[words->items[number].met];
        met->weight += field_weight[w->field];
        met->in_title |= w->field == FIELD_TITLE;
        if (w->at != NOWHERE)
            put_place(x, met, w->at);
    }
    x->waiting_count = 0;
}

static void add_tokens(Indexer *x, Field field, const Token *tokens, int n)
{
    uint32_t at = x->at;
    Waiting *w = x->waiting + x->waiting_count;
    for (int i = 0; i < n; i++) {
        bool has_place = field != FIELD_NAMES && !tokens[i].is_whole;
        if (tokens[i].text.n) {
            *w = (Waiting){words_key(&x->gathered.words, tokens[i].text), has_place ? at : NOWHERE, field};
            words_fetch_slot(&x->gathered.words, w->key);
            w++;
        }
        at += has_place;
    }
    x->waiting_count = (int)(w - x->waiting);
    x->length += field == FIELD_TITLE ? 0 : (int32_t)(at - x->at);
    x->at = at;
}

/* The text is folded where it is. */
static void add_text(Indexer *x, Arena *scratch, Field field, Buf *text)
{
    if (!fold_ascii(text->p, text->n)) {
        Str folded = text_fold(scratch, buf_str(text));
        text->n = 0;
        buf_put(text, folded);
    }
    memset(buf_reserve(text, TOKEN_SPARE), 0, TOKEN_SPARE);
    Tokens tokens = tokens_of(buf_str(text));
    Token some[64];
    for (int n; (n = tokens_take(&tokens, some, countof(some))) > 0;) {
        if (n > WAITING_MAX - x->waiting_count)
            take_waiting(x);
        add_tokens(x, field, some, n);
    }
    x->at += PARAGRAPH_GAP;
}

static void add_str(Indexer *x, Arena *scratch, Field field, Str text)
{
    ArenaMark mark = arena_mark(scratch);
    Buf copy = buf_new(scratch, text.n + TOKEN_SPARE);
    buf_put(&copy, text);
    add_text(x, scratch, field, &copy);
    arena_rewind(scratch, mark);
}

static void add_inlines(Indexer *x, Arena *scratch, Field field, const Inline *inlines)
{
    ArenaMark mark = arena_mark(scratch);
    Buf text = buf_new(scratch, 1024);
    inline_put_text(&text, inlines);
    add_text(x, scratch, field, &text);
    arena_rewind(scratch, mark);
}

static void add_body(Indexer *x, Arena *scratch, const Block *root)
{
    for (const Block *b = root->child; b; b = block_following(root, b)) {
        Field field = b->kind == BLOCK_HEADING ? FIELD_HEADING : FIELD_TEXT;
        if (b->kind == BLOCK_LITERAL)
            add_str(x, scratch, field, b->literal);
        else if (b->text)
            add_inlines(x, scratch, field, b->text);
    }
}

static void add_names(Indexer *x, Arena *scratch, const StrList *names)
{
    for (ptrdiff_t i = 0; i < names->n; i++)
        add_str(x, scratch, FIELD_NAMES, names->items[i]);
}

/* BM25's saturation in eight steps. K1 and B are its own constants; PIVOT stands for the mean length. Integers, for the same level everywhere. */
static int level_of_weight(int32_t all, int32_t length)
{
    enum { PIVOT = 300, B_PERCENT = 60, K1_PERCENT = 120 };
    int64_t norm = 100 - B_PERCENT + (int64_t)B_PERCENT * length / PIVOT;           /* percent */
    int64_t weight = (int64_t)all * 10000 / WEIGHT_ONE / norm;                         /* percent of one place in a text of PIVOT words */
    int64_t level = all ? weight * 9 / (weight + K1_PERCENT) : 0;
    return (int)(level > 7 ? 7 : level);
}

/* Few weights are many words', and each takes four divisions. */
static int level_of(Indexer *x, const Met *met)
{
    signed char none = -1, *known = met->weight < WEIGHTS ? &x->levels[met->weight] : &none;
    if (*known < 0)
        *known = (signed char)level_of_weight(met->weight, x->length);
    return (met->in_title ? LEVEL_TITLE : 0) + *known;
}

/* A small number for a small step, up or down. */
static uint32_t fold_sign(int32_t step)
{
    return step < 0 ? (uint32_t)~step << 1 | 1 : (uint32_t)step << 1;
}

static void put_posting(Indexer *x, const Met *met, uint32_t number)
{
    Gathered *g = &x->gathered;
    WordStem *stem = &g->words.stems[met->stem];
    char *head = gathered_room(g, (met->count + 5) * NUMBER_MAX), *size = head + sizeof met->stem, *posting = size + 1;
    memcpy(head, &met->stem, sizeof met->stem);
    char *p = gathered_number(posting, fold_sign((int32_t)(number - stem->last)));
    p = gathered_number(p, (uint32_t)level_of(x, met));
    p = gathered_number(p, (uint32_t)met->count);
    uint32_t before = 0;
    for (int32_t i = met->first_place; i >= 0; before = x->places[i].at, i = x->places[i].next)
        p = gathered_number(p, x->places[i].at - before);
    ptrdiff_t n = p - posting;
    if (n < 0x80) {
        *size = (char)n;
    } else {                /* its size takes more than the one byte that was left for it */
        char bytes[NUMBER_MAX + 1];
        ptrdiff_t more = gathered_number(bytes, (uint32_t)n) - bytes - 1;
        memmove(posting + more, posting, (size_t)n);
        memcpy(size, bytes, (size_t)more + 1);
        p += more;
    }
    g->postings.n = p - g->postings.p;
    g->posting_count++;
    stem->last = number;
}

/* Two lists of places as one, in order. */
static void join_places(Indexer *x, Met *into, const Met *from)
{
    int32_t a = into->first_place, b = from->first_place, *end = &into->first_place;
    while (a >= 0 && b >= 0) {
        int32_t *nearer = x->places[a].at < x->places[b].at ? &a : &b;
        *end = *nearer;
        end = &x->places[*nearer].next;
        *nearer = *end;
    }
    *end = a >= 0 ? a : b;
}

/* Forms of the same stem become one: the first of them stands for all. */
static void join_forms(Indexer *x)
{
    for (ptrdiff_t i = 0; i < x->met_count; i++) {
        Met *met = &x->met[i];
        WordStem *stem = &x->gathered.words.stems[met->stem];
        if (stem->met >= i || x->met[stem->met].stem != met->stem) {
            stem->met = (int32_t)i;
            continue;
        }
        Met *first = &x->met[stem->met];
        join_places(x, first, met);
        first->count += met->count;
        first->weight += met->weight;
        first->in_title |= met->in_title;
        met->stem = 0;
    }
}

static void add_run(Indexer *x, Str spill)
{
    x->runs = arena_grow(x->arena, x->runs, x->run_count, &x->run_cap, sizeof *x->runs);
    gathered_put_run(&x->gathered, spill, &x->runs[x->run_count++]);
    gathered_free(&x->gathered);
    x->gathered = gathered_new();
}

void indexer_add(Indexer *x, Arena *scratch, uint32_t number, uint64_t key, Str title, const Doc *doc)
{
    const Meta *meta = &doc->meta;
    x->serial++;
    x->place_count = x->met_count = 0;
    x->forms.n = 0;
    x->at = 0;
    x->length = 0;
    add_str(x, scratch, FIELD_TITLE, title);
    add_body(x, scratch, doc->root);
    add_names(x, scratch, &meta->products);
    add_names(x, scratch, &meta->keywords);
    add_names(x, scratch, &meta->kinds);
    add_str(x, scratch, FIELD_NAMES, meta->query_words);
    add_str(x, scratch, FIELD_NAMES, meta->description);
    if (meta->number < 0)
        add_str(x, scratch, FIELD_NAMES, meta->id);
    take_waiting(x);
    join_forms(x);
    memset(x->levels, -1, sizeof x->levels);
    for (ptrdiff_t i = 0; i < x->met_count; i++)
        if (x->met[i].stem)
            put_posting(x, &x->met[i], number);
    gathered_add_article(&x->gathered, number, key, buf_str(&x->forms));
    if (gathered_size(&x->gathered) > x->bound)
        add_run(x, x->spill);
}

bool indexers_put_segment(Indexer **parts, int part_count, const uint32_t *gone, ptrdiff_t gone_count, Spool *out)
{
    Arena scratch = {0};
    Str spill = {0};
    int n = 0, count = 0;
    for (int p = 0; p < part_count; p++)
        if (parts[p]->run_count)
            spill = parts[p]->spill;
    for (int p = 0; p < part_count; p++) {
        add_run(parts[p], spill.n ? parts[p]->spill : (Str){0});
        count += (int)parts[p]->run_count;
    }
    Run *runs = arena_new(&scratch, Run, count);
    for (int p = 0; p < part_count; p++)
        for (ptrdiff_t i = 0; i < parts[p]->run_count; i++)
            runs[n++] = parts[p]->runs[i];
    spool_open(out, spill, true);
    bool ok = runs_put_segment(runs, n, gone, gone_count, out);
    n = 0;
    for (int p = 0; p < part_count; p++) {
        for (ptrdiff_t i = 0; i < parts[p]->run_count; i++)
            spool_close(&runs[n++].spool);
        parts[p]->run_count = 0;
    }
    arena_free(&scratch);
    return ok;
}
