#include "search/index.h"

#include "base/fold.h"
#include "base/pool.h"
#include "base/record.h"
#include "search/gather.h"
#include "search/stem.h"
#include "search/token.h"

typedef enum Field { FIELD_TITLE, FIELD_HEADING, FIELD_TEXT, FIELD_NAMES } Field;

/* A word of the article at hand that is yet to be looked for. */
typedef struct Waiting {
    WordKey key;
    uint32_t at;            /* its place, or NOWHERE */
    int32_t weight;         /* of its field; 0 in the title */
} Waiting;

/* A part of the article's text, up to `end`. */
typedef struct Part {
    ptrdiff_t end;
    Field field;
} Part;

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
    uint32_t number;
    Buf text;               /* all that is looked for in it, folded */
    Part *parts;
    ptrdiff_t part_count, part_cap;
    Token tokens[WAITING_MAX];
    Waiting waiting[WAITING_MAX];
    int32_t *met;           /* the numbers of the stems that it has, in the order in which they were met */
    ptrdiff_t met_count, met_cap, in_title;     /* the title comes first: so many of them stand in it */
    Buf forms;              /* their numbers, as an article has them */
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
    x->text.arena = x->forms.arena = x->arena;
    x->gathered = gathered_new(bound);
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

/* --- its text --------------------------------------------------------------------------------------------------------------------------- */

/* Ends the part that stands behind the last one; no word goes on behind it. */
static void end_part(Indexer *x, Field field)
{
    x->parts = arena_grow(x->arena, x->parts, x->part_count, &x->part_cap, sizeof *x->parts);
    x->parts[x->part_count++] = (Part){x->text.n, field};
    buf_putc(&x->text, '\n');
}

static void add_str(Indexer *x, Field field, Str text)
{
    buf_put(&x->text, text);
    end_part(x, field);
}

static void add_inlines(Indexer *x, Field field, const Inline *inlines)
{
    inline_put_text(&x->text, inlines);
    end_part(x, field);
}

static void add_body(Indexer *x, const Block *root)
{
    for (const Block *b = root->child; b; b = block_following(root, b)) {
        Field field = b->kind == BLOCK_HEADING ? FIELD_HEADING : FIELD_TEXT;
        if (b->kind == BLOCK_LITERAL)
            add_str(x, field, b->literal);
        else if (b->text)
            add_inlines(x, field, b->text);
    }
}

static void add_names(Indexer *x, const StrList *names)
{
    for (ptrdiff_t i = 0; i < names->n; i++)
        add_str(x, FIELD_NAMES, names->items[i]);
}

/* Where not all is ASCII, each part is folded by itself: two signs that meet where one ends and the next begins are not one letter. */
static void fold_parts(Indexer *x, Arena *scratch)
{
    ArenaMark mark = arena_mark(scratch);
    Str text = str_copy(scratch, buf_str(&x->text));
    ptrdiff_t from = 0;
    x->text.n = 0;
    for (Part *part = x->parts; part < x->parts + x->part_count; part++) {
        buf_put(&x->text, text_fold(scratch, str_sub(text, from, part->end)));
        from = part->end + 1;
        part->end = x->text.n;
        buf_putc(&x->text, '\n');
    }
    arena_rewind(scratch, mark);
}

static void gather_text(Indexer *x, Arena *scratch, Str title, const Doc *doc)
{
    const Meta *meta = &doc->meta;
    x->part_count = x->text.n = 0;
    add_str(x, FIELD_TITLE, title);
    add_body(x, doc->root);
    add_names(x, &meta->products);
    add_names(x, &meta->keywords);
    add_names(x, &meta->kinds);
    add_str(x, FIELD_NAMES, meta->query_words);
    add_str(x, FIELD_NAMES, meta->description);
    if (meta->number < 0)
        add_str(x, FIELD_NAMES, meta->id);
    if (!fold_ascii(x->text.p, x->text.n))
        fold_parts(x, scratch);
    memset(buf_reserve(&x->text, TOKEN_SPARE), 0, TOKEN_SPARE);
}

/* --- its words -------------------------------------------------------------------------------------------------------------------------- */

enum { WEIGHT_ONE = 8, PARAGRAPH_GAP = 4 };
static const int field_weight[] = {[FIELD_TITLE] = 0, [FIELD_HEADING] = 16, [FIELD_TEXT] = WEIGHT_ONE, [FIELD_NAMES] = 12};

/* The number of a word's stem. */
static int32_t stem_number(Indexer *x, const Word *word)
{
    Words *words = &x->gathered.words;
    char room[2 * TOKEN_BYTES_MAX + WORD_HEAD];
    Str stem = stem_of(x->stemmer, words_name(words, word));
    CHECK(stem.n <= 2 * TOKEN_BYTES_MAX);
    memcpy(room, stem.p, (size_t)stem.n);
    WordKey key = words_key(words, (Str){room, stem.n});
    return words_add(words, &key)->number;
}

/* A form is met for the first time in the article: it is noted. */
static inline void meet_form(Indexer *x, Word *form)
{
    if (!form->stem)
        form->stem = stem_number(x, form);
    form->articles++;
    x->forms.n = gathered_number(x->forms.p + x->forms.n, (uint32_t)form->number) - x->forms.p;
}

/* A small number for a small step, up or down. */
static uint32_t fold_sign(int32_t step)
{
    return step < 0 ? (uint32_t)~step << 1 | 1 : (uint32_t)step << 1;
}

/* So is a stem: it gets a posting. */
static inline void meet_stem(Indexer *x, WordStem *stem, const Waiting *w)
{
    gathered_put(&x->gathered, stem, fold_sign((int32_t)(x->number - stem->number)));
    stem->postings++;
    stem->number = x->number;
    stem->serial = x->serial;
    stem->place = 0;
    stem->weight = 0;
    x->met[x->met_count++] = (int32_t)(stem - x->gathered.words.stems);
    x->in_title += w->weight == 0;
}

/* Each may be a new form with a new stem. */
static void make_room(Indexer *x, int n)
{
    words_make_room(&x->gathered.words, 2 * n);
    while (x->met_cap < x->met_count + n)
        x->met = arena_grow(x->arena, x->met, x->met_cap, &x->met_cap, sizeof *x->met);
    buf_reserve(&x->forms, NUMBER_MAX * n);
}

/* Several times over them all, so that memory is asked for what the next time needs: the words; their stems; the ends of the lists; what is known of all.
 * Two of five are the article's first of their form, and nobody can foresee which: so that is not asked, but these are counted, and are met by themselves. */
static void take_waiting(Indexer *x, int n)
{
    Gathered *g = &x->gathered;
    Word *words[WAITING_MAX];
    WordStem *stems[WAITING_MAX];
    int first[WAITING_MAX], first_count = 0;
    make_room(x, n);
    for (int i = 0; i < n; i++) {
        words[i] = words_add(&g->words, &x->waiting[i].key);
        first[first_count] = i;
        first_count += words[i]->serial != x->serial;
        words[i]->serial = x->serial;
    }
    for (int i = 0; i < first_count; i++)
        meet_form(x, words[first[i]]);
    for (int i = 0; i < n; i++) {
        stems[i] = &g->words.stems[words[i]->stem];
        __builtin_prefetch(stems[i]);
    }
    for (int i = 0; i < n; i++)
        __builtin_prefetch(g->lists.p + stems[i]->at, 1);
    for (int i = 0; i < first_count; i++)
        if (stems[first[i]]->serial != x->serial)
            meet_stem(x, stems[first[i]], &x->waiting[first[i]]);
    for (int i = 0; i < n; i++) {
        const Waiting *w = &x->waiting[i];
        WordStem *stem = stems[i];
        stem->weight += w->weight;
        if (w->at != NOWHERE) {
            gathered_put(g, stem, w->at + 1 - stem->place);
            stem->place = w->at + 1;
        }
    }
}

static void find_words(Indexer *x)
{
    Words *words = &x->gathered.words;
    Tokens tokens = tokens_of(buf_str(&x->text));
    const Part *part = x->parts;
    uint32_t at = 0, start = 0;     /* the next word's place, and that of the part's first */
    x->length = 0;
    for (int n; (n = tokens_take(&tokens, x->tokens, WAITING_MAX)) > 0;) {
        Waiting *w = x->waiting;
        for (int i = 0; i < n; i++) {
            const Token *t = &x->tokens[i];
            for (; t->end > part->end; start = at += PARAGRAPH_GAP, part++)
                x->length += part->field == FIELD_TITLE ? 0 : (int32_t)(at - start);
            bool has_place = !t->is_whole & (part->field != FIELD_NAMES);
            if (t->text.n) {
                w->key = words_key(words, t->text);
                w->at = has_place ? at : NOWHERE;
                w->weight = field_weight[part->field];
                words_fetch(words, w->key);
                w++;
            }
            at += has_place;
        }
        take_waiting(x, (int)(w - x->waiting));
    }
    x->length += part->field == FIELD_TITLE ? 0 : (int32_t)(at - start);
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
static int level_of(Indexer *x, int32_t weight)
{
    signed char none = -1, *known = weight < WEIGHTS ? &x->levels[weight] : &none;
    if (*known < 0)
        *known = (signed char)level_of_weight(weight, x->length);
    return *known;
}

/* No step between places is 0: so that is their end. */
static void end_postings(Indexer *x)
{
    Gathered *g = &x->gathered;
    memset(x->levels, -1, sizeof x->levels);
    for (ptrdiff_t i = 0; i < x->met_count; i++) {
        WordStem *stem = &g->words.stems[x->met[i]];
        char *end = gathered_room(g, stem);
        end[0] = 0;
        end[1] = (char)(level_of(x, stem->weight) + (i < x->in_title ? LEVEL_TITLE : 0));
        stem->at += 2;
    }
}

static void add_run(Indexer *x, Str spill)
{
    x->runs = arena_grow(x->arena, x->runs, x->run_count, &x->run_cap, sizeof *x->runs);
    gathered_put_run(&x->gathered, spill, &x->runs[x->run_count++]);
}

void indexer_add(Indexer *x, Arena *scratch, uint32_t number, uint64_t key, Str title, const Doc *doc)
{
    x->serial++;
    x->number = number;
    x->met_count = x->in_title = x->forms.n = 0;
    gather_text(x, scratch, title, doc);
    find_words(x);
    end_postings(x);
    gathered_add_article(&x->gathered, number, key, buf_str(&x->forms));
    if (gathered_size(&x->gathered) > x->bound)
        add_run(x, x->spill);
}

typedef struct Ending {
    Indexer **parts;
    bool has_files;
} Ending;

static void end_job(void *context, int worker, ptrdiff_t i)
{
    const Ending *e = context;
    Indexer *x = e->parts[i];
    (void)worker;
    add_run(x, e->has_files ? x->spill : (Str){0});
    gathered_free(&x->gathered);
    x->gathered = gathered_new(x->bound);
}

bool indexers_put_segment(Indexer **parts, int part_count, const uint32_t *gone, ptrdiff_t gone_count, Spool *out)
{
    Arena scratch = {0};
    Ending ending = {.parts = parts};
    int n = 0, count = 0;
    for (int p = 0; p < part_count; p++)
        ending.has_files |= parts[p]->run_count > 0;
    pool_run(part_count, part_count, end_job, &ending, NULL, NULL);
    for (int p = 0; p < part_count; p++)
        count += (int)parts[p]->run_count;
    Run *runs = arena_new(&scratch, Run, count);
    for (int p = 0; p < part_count; p++)
        for (ptrdiff_t i = 0; i < parts[p]->run_count; i++)
            runs[n++] = parts[p]->runs[i];
    spool_open(out, ending.has_files ? parts[0]->spill : (Str){0});
    bool ok = runs_put_segment(runs, n, gone, gone_count, part_count, out);
    n = 0;
    for (int p = 0; p < part_count; p++) {
        for (ptrdiff_t i = 0; i < parts[p]->run_count; i++)
            spool_close(&runs[n++].spool);
        parts[p]->run_count = 0;
    }
    arena_free(&scratch);
    return ok;
}
