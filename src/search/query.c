#include "search/query.h"

#include "base/fold.h"
#include "search/posting.h"
#include "search/token.h"

#include <math.h>
#include <stdlib.h>

const int LEVEL_POINTS[LEVEL_COUNT] = {4, 7, 10, 13, 16, 19, 22, 25, 34, 37, 40, 43, 46, 49, 52, 55};

enum { TERMS_MAX = 32, COMPLETIONS = 8, COMPLETION_FILES = 3, COMMON_SHARE = 3 };

/* --- the index ------------------------------------------------------------------------------------------------------------------------- */

typedef struct Reader {
    Arena *arena;           /* of the answer: files, lists */
    Arena scratch;          /* of one article's nearness */
    SearchLoad *load;
    void *context;
    Str shapes[FAMILY_COUNT];
    int64_t articles;
    int number_bits;
    Str id_prefix;
    Table loaded;           /* paths, and by number: */
    ShardFile *files;
    ptrdiff_t file_cap;
} Reader;

static const ShardFile *read_file(Reader *r, Str path)
{
    ptrdiff_t known = r->loaded.n, i = table_add(&r->loaded, path);
    if (i < known)
        return &r->files[i];
    if (i == r->file_cap) {
        r->file_cap = i ? i * 2 : 64;
        ShardFile *files = arena_new(r->arena, ShardFile, r->file_cap);
        if (i)
            memcpy(files, r->files, (size_t)i * sizeof *files);
        r->files = files;
    }
    r->files[i] = (ShardFile){0};
    shard_parse(r->arena, r->load(r->context, r->arena, path), &r->files[i]);
    return &r->files[i];
}

static Str entry_field(const ShardFile *entry, Str name)
{
    for (Str rest = entry->text; rest.n;) {
        Str line = str_cut_line(&rest);
        if (str_eq(str_cut(&line, '\t'), name))
            return line;
    }
    return (Str){0};
}

static bool read_entry(Reader *r, Str *why)
{
    const ShardFile *entry = read_file(r, S("search/entry.js"));
    if (!str_eq(entry->name, S("entry"))) {
        *why = S("has no search index; build it with `search: true`");
        return false;
    }
    if (str_number(entry_field(entry, S("format"))) != SHARD_FORMAT) {
        *why = S("has a search index of another version of kb; build it again");
        return false;
    }
    r->articles = str_number(entry_field(entry, S("articles")));
    r->number_bits = (int)str_number(entry_field(entry, S("number_bits")));
    if (r->number_bits < 0 || r->number_bits > 31)
        r->number_bits = 31;
    r->id_prefix = entry_field(entry, S("id_prefix"));
    BitReader bits = {entry->bits, 0};
    for (Family f = 0; f < FAMILY_COUNT; f++) {
        ptrdiff_t size = (ptrdiff_t)bits_get_gamma(&bits);
        Bits shape = {.bytes.arena = r->arena};
        for (ptrdiff_t i = 0; i < size && bits.at < entry->bits.n * 8; i++)
            bits_put(&shape, bits_get(&bits, 1), 1);
        r->shapes[f] = bits_close(&shape);
    }
    return true;
}

/* The file of a family that holds a key. */
static const ShardFile *file_at(Reader *r, Family family, uint64_t key)
{
    uint64_t path;
    if (trie_find(r->shapes[family], (KeyRange){key, 1}, &path, 1) < 1)
        return NULL;
    return read_file(r, shard_path(r->arena, family, path));
}

static bool find_word(Reader *r, const ShardFile *file, Str word, ShardWord *found)
{
    ptrdiff_t n;
    ShardWord *words = file && file->text.n ? shard_words(r->arena, file, &n) : NULL;
    for (ptrdiff_t i = 0; words && i < n; i++)
        if (str_eq(words[i].word, word)) {
            *found = words[i];
            return true;
        }
    return false;
}

/* --- a word's list ----------------------------------------------------------------------------------------------------------------------- */

typedef struct List {
    Str stem;
    Hit *hits;              /* ascending by number */
    ptrdiff_t n;
    uint32_t *starts;       /* of each hit's places, one more than hits; NULL until they are read */
    uint32_t *places;
    bool is_apart, is_pieced;
    BitReader inline_places;
} List;

static int compare_hits(const void *a, const void *b)
{
    uint32_t x = ((const Hit *)a)->number, y = ((const Hit *)b)->number;
    return (x > y) - (x < y);
}

/* The list of a stem; false when the index has none. */
static bool read_list(Reader *r, Str stem, List *list)
{
    const ShardFile *file = file_at(r, shard_family(stem), key_of_word(stem).low);
    ShardWord word;
    if (!find_word(r, file, stem, &word) || word.size < 0)
        return false;
    BitReader b = {file->bits, word.at};
    *list = (List){.stem = stem};
    ptrdiff_t most = (ptrdiff_t)bits_get_gamma(&b), rest = bits_get(&b, 1) ? (ptrdiff_t)bits_get_gamma(&b) : 0;
    list->is_apart = bits_get(&b, 1);
    list->is_pieced = list->is_apart && bits_get(&b, 1);
    if (most + rest > r->articles)
        return false;
    list->hits = arena_new(r->arena, Hit, most + rest);
    list->n = hits_get(&b, list->hits, most);
    list->inline_places = b;
    file = rest ? file_at(r, FAMILY_REST, key_of_hash(stem)) : NULL;
    if (rest && find_word(r, file, stem, &word)) {
        b = (BitReader){file->bits, word.at};
        list->n += hits_get(&b, list->hits + list->n, rest);
    }
    if (list->n)
        qsort(list->hits, (size_t)list->n, sizeof *list->hits, compare_hits);
    return true;
}

static uint32_t *room_for(Reader *r, uint32_t *items, uint32_t n, uint32_t *cap)
{
    if (n < *cap)
        return items;
    *cap = *cap ? *cap * 2 : 256;
    uint32_t *larger = arena_new(r->arena, uint32_t, *cap);
    if (n)
        memcpy(larger, items, n * sizeof *larger);
    return larger;
}

/* Places of the hits [from, to). */
static void read_places_of(Reader *r, List *list, BitReader b, ptrdiff_t from, ptrdiff_t to, uint32_t *n, uint32_t *cap)
{
    int k = (int)bits_get(&b, 4);
    for (ptrdiff_t i = from; i < to; i++) {
        uint32_t count = bits_get_gamma(&b), at = (uint32_t)-1;
        for (uint32_t p = 0; p < count && b.at < b.bytes.n * 8; p++) {
            at += bits_get_rice(&b, k) + 1;
            list->places = room_for(r, list->places, *n, cap);
            list->places[(*n)++] = at;
        }
        list->starts[i + 1] = *n;
    }
}

static void read_places(Reader *r, List *list)
{
    if (list->starts)
        return;
    uint32_t n = 0, cap = 0;
    list->starts = arena_new(r->arena, uint32_t, list->n + 1);
    if (!list->is_apart) {
        read_places_of(r, list, list->inline_places, 0, list->n, &n, &cap);
        return;
    }
    int shift = r->number_bits > PIECE_BITS ? r->number_bits - PIECE_BITS : 0;
    for (ptrdiff_t from = 0, to; from < list->n; from = to) {
        uint32_t piece = list->hits[from].number >> shift;
        Str name = list->is_pieced ? str_fmt(r->arena, STR_FMT "~%x", STR_ARG(list->stem), (unsigned)piece) : list->stem;
        for (to = from; to < list->n && (!list->is_pieced || list->hits[to].number >> shift == piece); to++)
            ;
        const ShardFile *file = file_at(r, FAMILY_PLACES, key_of_hash(name));
        ShardWord word;
        if (find_word(r, file, name, &word))
            read_places_of(r, list, (BitReader){file->bits, word.at}, from, to, &n, &cap);
        else
            for (ptrdiff_t i = from; i < to; i++)
                list->starts[i + 1] = n;
    }
}

static ptrdiff_t find_hit(const List *list, uint32_t number)
{
    ptrdiff_t low = 0, high = list->n;
    while (low < high) {
        ptrdiff_t middle = low + (high - low) / 2;
        if (list->hits[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low < list->n && list->hits[low].number == number ? low : -1;
}

/* --- terms -------------------------------------------------------------------------------------------------------------------------------- */

typedef struct Term {
    List lists[COMPLETIONS];    /* one, or the completions of a word */
    int n;
    int64_t idf;
    bool is_excluded;
    int phrase;             /* which one it is part of, 0 for none */
    int offset;             /* in the phrase */
} Term;

typedef struct Query {
    Reader *reader;
    Answer *answer;
    Term terms[TERMS_MAX];
    int n, phrases;
    StrList written;        /* the words asked for */
} Query;

static bool known_stem(Reader *r, Str word, Str *stem)
{
    ShardWord found;
    if (!find_word(r, file_at(r, shard_family(word), key_of_word(word).low), word, &found))
        return false;
    *stem = found.stem.n ? found.stem : word;
    return true;
}

typedef struct Candidate {
    Str word, stem;
    ptrdiff_t articles;
} Candidate;

/* More articles first, then byte order. */
static int compare_candidates(const void *a, const void *b)
{
    const Candidate *x = a, *y = b;
    return x->articles != y->articles ? (x->articles < y->articles) - (x->articles > y->articles) : str_cmp(x->stem, y->stem);
}

/* How many articles a stem is in, from its entry's first numbers. */
static ptrdiff_t articles_of(Reader *r, Str stem)
{
    ShardWord word;
    const ShardFile *file = file_at(r, shard_family(stem), key_of_word(stem).low);
    if (!find_word(r, file, stem, &word) || word.size < 0)
        return 0;
    BitReader b = {file->bits, word.at};
    ptrdiff_t most = (ptrdiff_t)bits_get_gamma(&b);
    return most + (bits_get(&b, 1) ? (ptrdiff_t)bits_get_gamma(&b) : 0);
}

typedef struct Candidates {
    Candidate *items;
    ptrdiff_t n, cap;
} Candidates;

/* A candidate for each stem once. */
static void add_candidate(Reader *r, Candidates *c, Str word, Str stem)
{
    for (ptrdiff_t i = 0; i < c->n; i++)
        if (str_eq(c->items[i].stem, stem))
            return;
    if (c->n == c->cap) {
        c->cap = c->cap ? c->cap * 2 : 64;
        Candidate *items = arena_new(r->arena, Candidate, c->cap);
        if (c->n)
            memcpy(items, c->items, (size_t)c->n * sizeof *items);
        c->items = items;
    }
    c->items[c->n++] = (Candidate){word, stem, articles_of(r, stem)};
}

static void sort_candidates(Candidates *c)
{
    if (c->n)
        qsort(c->items, (size_t)c->n, sizeof *c->items, compare_candidates);
}

/* The words that begin with `prefix`; none when they are spread over too many files. */
static Candidates completions(Reader *r, Str prefix)
{
    Candidates c = {0};
    uint64_t paths[COMPLETION_FILES];
    Family family = shard_family(prefix);
    int files = trie_find(r->shapes[family], key_of_word(prefix), paths, COMPLETION_FILES);
    for (int f = 0; f < files && files <= COMPLETION_FILES; f++) {
        const ShardFile *file = read_file(r, shard_path(r->arena, family, paths[f]));
        ptrdiff_t n;
        ShardWord *words = shard_words(r->arena, file, &n);
        for (ptrdiff_t i = 0; i < n; i++)
            if (str_starts(words[i].word, prefix))
                add_candidate(r, &c, words[i].word, words[i].stem.n ? words[i].stem : words[i].word);
    }
    sort_candidates(&c);
    return c;
}

/* One edit takes a word's first half or its second half as it is: the first is looked up in family t, the second backwards in family s. */
static Candidates near_words(Reader *r, Str word)
{
    enum { LETTERS_MIN = 4, FILES_MAX = 12 };
    Candidates c = {0};
    if (word.n < LETTERS_MIN)
        return c;
    Str halves[2] = {str_head(word, word.n / 2), str_from(word, word.n / 2)};
    for (int half = 0; half < 2; half++) {
        Family family = half ? FAMILY_BACKWARDS : shard_family(word);
        char *p = arena_bytes(r->arena, halves[half].n);
        for (ptrdiff_t i = 0; i < halves[half].n; i++)
            p[i] = halves[half].p[half ? halves[half].n - 1 - i : i];
        uint64_t paths[FILES_MAX];
        int files = trie_find(r->shapes[family], key_of_word((Str){p, halves[half].n}), paths, FILES_MAX);
        for (int f = 0; f < files && f < FILES_MAX; f++) {
            ptrdiff_t n;
            ShardWord *words = shard_words(r->arena, read_file(r, shard_path(r->arena, family, paths[f])), &n);
            for (ptrdiff_t i = 0; i < n; i++) {
                Str known = words[i].word, stem;
                if (half) {
                    char *q = arena_bytes(r->arena, known.n);
                    for (ptrdiff_t k = 0; k < known.n; k++)
                        q[k] = known.p[known.n - 1 - k];
                    known = (Str){q, known.n};
                }
                if (str_distance(word, known, 1) <= 1 && known_stem(r, known, &stem))
                    add_candidate(r, &c, known, stem);
            }
        }
    }
    sort_candidates(&c);
    return c;
}

static int64_t idf_of(const Reader *r, ptrdiff_t articles)
{
    return articles ? (int64_t)llround(64.0 * log2(1.0 + (double)r->articles / (double)articles)) : 0;
}

static void add_term(Query *q, Term *term, const Candidates *c, int most)
{
    ptrdiff_t articles = 0;
    for (ptrdiff_t i = 0; i < c->n && i < most; i++) {
        if (!read_list(q->reader, c->items[i].stem, &term->lists[term->n]))
            continue;
        if (term->lists[term->n].n > articles)
            articles = term->lists[term->n].n;
        term->n++;
    }
    term->idf = idf_of(q->reader, articles);
    if (term->n && q->n < TERMS_MAX)
        q->terms[q->n++] = *term;
}

static void take_word(Query *q, Term term, Str word, bool is_last)
{
    Reader *r = q->reader;
    Candidates c = {0};
    Str stem;
    if (!term.is_excluded)
        list_add(r->arena, &q->written, word);
    if (known_stem(r, word, &stem)) {
        add_candidate(r, &c, word, stem);
        add_term(q, &term, &c, 1);
        return;
    }
    if (is_last && !term.phrase && !term.is_excluded) {
        c = completions(r, word);
        if (c.n) {
            add_term(q, &term, &c, COMPLETIONS);
            return;
        }
    }
    c = term.is_excluded ? c : near_words(r, word);
    if (c.n) {
        list_add(r->arena, &q->answer->corrected, str_fmt(r->arena, STR_FMT "\t" STR_FMT, STR_ARG(word), STR_ARG(c.items[0].word)));
        add_term(q, &term, &c, 1);
    } else {
        list_add(r->arena, &q->answer->unknown, word);
    }
}

/* One piece of a query: a phrase's inside, or what stands between blanks. */
static void take_text(Query *q, Str text, bool is_phrase, bool is_excluded, bool is_last)
{
    ptrdiff_t n, taken = 0;
    const Token *tokens = tokens_all(q->reader->arena, text, &n);
    int offset = 0, phrase = is_phrase ? ++q->phrases : 0;
    for (const Token *token = tokens; token < tokens + n; token++) {
        Term term = {.phrase = phrase, .offset = offset, .is_excluded = is_excluded};
        Str stem;
        if (token->end <= taken)
            continue;       /* a part of a run that was found whole */
        if (token->is_whole && !is_phrase && known_stem(q->reader, token->text, &stem)) {
            take_word(q, term, token->text, false);
            taken = token->end;
        } else if (!token->is_whole) {
            offset++;
            if (token->text.n)
                take_word(q, term, token->text, is_last && !str_trim(str_from(text, token->end)).n);
        }
    }
}

static void parse(Query *q, Str text)
{
    for (Str rest = str_trim_start(text); rest.n; rest = str_trim_start(rest)) {
        bool is_excluded = rest.n > 1 && rest.p[0] == '-' && !char_is_blank(rest.p[1]);
        rest = str_from(rest, is_excluded);
        bool is_phrase = rest.p[0] == '"';
        Str piece;
        if (is_phrase) {
            rest = str_from(rest, 1);
            piece = str_cut(&rest, '"');
        } else {
            ptrdiff_t end = 0;
            while (end < rest.n && !char_is_blank(rest.p[end]))
                end++;
            piece = str_head(rest, end);
            rest = str_from(rest, end);
        }
        take_text(q, piece, is_phrase, is_excluded, !str_trim(rest).n);
    }
}

/* --- ranking --------------------------------------------------------------------------------------------------------------------------------- */

typedef struct Match {
    uint32_t number;
    uint32_t terms;         /* a bit for each */
    uint32_t titles;        /* those in the title */
    int64_t score;
} Match;

typedef struct TermHit {
    uint32_t number;
    int16_t term, level;
} TermHit;

static int compare_term_hits(const void *a, const void *b)
{
    const TermHit *x = a, *y = b;
    if (x->number != y->number)
        return (x->number > y->number) - (x->number < y->number);
    return x->term != y->term ? x->term - y->term : y->level - x->level;
}

static int count_bits(uint32_t bits)
{
    int n = 0;
    for (; bits; bits &= bits - 1)
        n++;
    return n;
}

static int compare_matches(const void *a, const void *b)
{
    const Match *x = a, *y = b;
    return x->score != y->score ? (x->score < y->score) - (x->score > y->score) : (x->number > y->number) - (x->number < y->number);
}

static ptrdiff_t gather(const Query *q, Match **matches)
{
    Arena *a = q->reader->arena;
    ptrdiff_t total = 0, n = 0;
    for (int t = 0; t < q->n; t++)
        for (int l = 0; l < q->terms[t].n; l++)
            total += q->terms[t].lists[l].n;
    TermHit *hits = arena_new(a, TermHit, total);
    for (int t = 0; t < q->n; t++)
        for (int l = 0; l < q->terms[t].n; l++)
            for (ptrdiff_t i = 0; i < q->terms[t].lists[l].n; i++)
                hits[n++] = (TermHit){q->terms[t].lists[l].hits[i].number, (int16_t)t, (int16_t)q->terms[t].lists[l].hits[i].level};
    if (n)
        qsort(hits, (size_t)n, sizeof *hits, compare_term_hits);
    *matches = arena_new(a, Match, total);
    ptrdiff_t count = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
        if (!count || (*matches)[count - 1].number != hits[i].number)
            (*matches)[count++] = (Match){.number = hits[i].number};
        Match *m = &(*matches)[count - 1];
        uint32_t bit = 1u << hits[i].term;
        if (m->terms & bit)
            continue;       /* a completion that weighs less */
        m->terms |= bit;
        m->titles |= hits[i].level >= LEVEL_TITLE ? bit : 0;
        m->score += q->terms[hits[i].term].idf * LEVEL_POINTS[hits[i].level];
    }
    return count;
}

/* Where in an article a term stands: the places of its first list that has the article. */
static const uint32_t *places_in(Query *q, int term, uint32_t number, uint32_t *n)
{
    for (int l = 0; l < q->terms[term].n; l++) {
        List *list = &q->terms[term].lists[l];
        ptrdiff_t i = find_hit(list, number);
        if (i < 0)
            continue;
        read_places(q->reader, list);
        *n = list->starts[i + 1] - list->starts[i];
        return list->places + list->starts[i];
    }
    *n = 0;
    return NULL;
}

static bool has_place(const uint32_t *places, uint32_t n, uint32_t place)
{
    uint32_t low = 0, high = n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (places[middle] < place)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && places[low] == place;
}

/* All words of a phrase side by side. A word without places (it is in so many articles that they are not kept) may stand anywhere. */
static bool has_phrase(Query *q, int phrase, uint32_t number)
{
    int first = -1;
    uint32_t n = 0;
    const uint32_t *places = NULL;
    for (int t = 0; t < q->n && first < 0; t++) {
        if (q->terms[t].phrase != phrase)
            continue;
        places = places_in(q, t, number, &n);
        if (n)
            first = t;
    }
    if (first < 0)
        return true;
    for (uint32_t p = 0; p < n; p++) {
        bool all = true;
        for (int t = first + 1; t < q->n && all; t++) {
            uint32_t m;
            if (q->terms[t].phrase != phrase)
                continue;
            const uint32_t *others = places_in(q, t, number, &m);
            all = !m || has_place(others, m, places[p] + (uint32_t)(q->terms[t].offset - q->terms[first].offset));
        }
        if (all)
            return true;
    }
    return false;
}

typedef struct Spot {
    uint32_t at;
    int term;
} Spot;

static int compare_spots(const void *a, const void *b)
{
    const Spot *x = a, *y = b;
    return x->at != y->at ? (x->at > y->at) - (x->at < y->at) : x->term - y->term;
}

static bool is_near_term(const Query *q, int t)
{
    return !q->terms[t].is_excluded && q->terms[t].lists[0].n <= q->reader->articles / COMMON_SHARE;
}

/* The points for terms that stand together. */
static int64_t nearness(Query *q, uint32_t number)
{
    Arena *a = &q->reader->scratch;
    ArenaMark mark = arena_mark(a);
    const uint32_t *places[TERMS_MAX];
    uint32_t counts[TERMS_MAX];
    ptrdiff_t total = 0, n = 0;
    for (int t = 0; t < q->n; t++) {
        counts[t] = 0;
        if (is_near_term(q, t))
            places[t] = places_in(q, t, number, &counts[t]);
        total += counts[t];
    }
    Spot *spots = arena_new(a, Spot, total);
    for (int t = 0; t < q->n; t++)
        for (uint32_t p = 0; p < counts[t]; p++)
            spots[n++] = (Spot){places[t][p], t};
    if (n)
        qsort(spots, (size_t)n, sizeof *spots, compare_spots);
    int inside[TERMS_MAX] = {0};
    bool next[TERMS_MAX] = {0};
    int64_t sum = 0, most = 0, points = 0;
    for (ptrdiff_t i = 0, from = 0; i < n; i++) {
        if (!inside[spots[i].term]++)
            sum += q->terms[spots[i].term].idf;
        for (; spots[i].at - spots[from].at >= NEAR_WORDS; from++)
            if (!--inside[spots[from].term])
                sum -= q->terms[spots[from].term].idf;
        most = sum > most ? sum : most;
        for (ptrdiff_t k = i; k-- > from && spots[i].at - spots[k].at <= 3;)
            if (spots[k].term == spots[i].term - 1 && spots[i].at > spots[k].at)
                next[spots[k].term] = true;
    }
    for (int t = 0; t + 1 < q->n; t++)
        if (next[t])
            points += NEXT_POINTS * (q->terms[t].idf < q->terms[t + 1].idf ? q->terms[t].idf : q->terms[t + 1].idf);
    arena_rewind(a, mark);
    return NEAR_POINTS * most + points;
}

static bool is_asked_phrase(const Query *q, int phrase, bool is_excluded)
{
    for (int t = 0; t < q->n; t++)
        if (q->terms[t].phrase == phrase)
            return q->terms[t].is_excluded == is_excluded;
    return false;
}

/* Whether the excluded words and phrases leave an article in, and its phrases are there. */
static bool passes(Query *q, const Match *m)
{
    for (int t = 0; t < q->n; t++)
        if (q->terms[t].is_excluded && !q->terms[t].phrase && (m->terms >> t & 1))
            return false;
    for (int p = 1; p <= q->phrases; p++) {
        uint32_t needed = 0;
        for (int t = 0; t < q->n; t++)
            needed |= q->terms[t].phrase == p ? 1u << t : 0;
        bool is_there = needed && (m->terms & needed) == needed && has_phrase(q, p, m->number);
        if (is_asked_phrase(q, p, false) ? !is_there : needed && is_there)
            return false;
    }
    return true;
}

static ptrdiff_t rank(Query *q, Match *matches, ptrdiff_t n)
{
    uint32_t asked = 0;
    int64_t sum = 0;
    for (int t = 0; t < q->n; t++)
        if (!q->terms[t].is_excluded) {
            asked |= 1u << t;
            sum += q->terms[t].idf;
        }
    int terms = count_bits(asked);
    ptrdiff_t by_count[TERMS_MAX + 1] = {0}, kept = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
        if (!(matches[i].terms & asked) || !passes(q, &matches[i]))
            continue;
        matches[kept] = matches[i];
        by_count[count_bits(matches[kept++].terms & asked)]++;
    }
    int needed = terms;
    ptrdiff_t matching = by_count[terms];
    while (matching < ENOUGH && needed > (terms + 1) / 2)
        matching += by_count[--needed];
    n = kept;
    kept = 0;
    for (ptrdiff_t i = 0; i < n; i++)
        if (count_bits(matches[i].terms & asked) >= needed) {
            matches[kept] = matches[i];
            if ((matches[kept].titles & asked) == asked)
                matches[kept].score += TITLE_POINTS * sum;
            kept++;
        }
    if (kept)
        qsort(matches, (size_t)kept, sizeof *matches, compare_matches);
    if (terms > 1)
        for (ptrdiff_t i = 0; i < kept && i < NEAR_ARTICLES; i++)
            matches[i].score += nearness(q, matches[i].number);
    if (kept)
        qsort(matches, (size_t)kept, sizeof *matches, compare_matches);
    return kept;
}

/* --- articles --------------------------------------------------------------------------------------------------------------------------------- */

static Str permalink_of_card(Arena *a, Str written, Str id, uint32_t number)
{
    if (str_starts(written, S("=")))
        return str_from(written, 1);
    Buf b = {.arena = a};
    for (ptrdiff_t i = 0; i < written.n; i++)
        if (written.p[i] == '*')
            buf_put(&b, id);
        else if (written.p[i] == '^')
            buf_fmt(&b, "%03u", (unsigned)(number / 1000));
        else
            buf_putc(&b, written.p[i]);
    return buf_str(&b);
}

static bool read_card(Reader *r, uint32_t number, Found *found)
{
    const ShardFile *file = file_at(r, FAMILY_ARTICLES, key_of_number(number));
    for (Str rest = file ? file->text : (Str){0}; rest.n;) {
        Str line = str_cut_line(&rest);
        if (str_number(str_cut(&line, '\t')) != (int64_t)number)
            continue;
        Str id = str_cut(&line, '\t'), permalink = str_cut(&line, '\t');
        found->number = number;
        found->id = id.n || number >= 1u << 30 ? id : str_fmt(r->arena, STR_FMT "%u", STR_ARG(r->id_prefix), (unsigned)number);
        found->permalink = permalink_of_card(r->arena, permalink, found->id, number);
        found->title = str_cut(&line, '\t');
        found->summary = str_cut(&line, '\t');
        found->product = str_cut(&line, '\t');
        found->kind = str_cut(&line, '\t');
        found->date = line;
        return true;
    }
    return false;
}

/* Whether a title has every word of the query as it was written, and not just its stem. */
static bool has_words(const Query *q, Str title)
{
    Arena *a = q->reader->arena;
    ptrdiff_t n;
    const Token *have = tokens_all(a, text_fold(a, title), &n);
    for (ptrdiff_t i = 0; i < q->written.n; i++) {
        bool is_there = false;
        for (ptrdiff_t k = 0; k < n && !is_there; k++)
            is_there = str_eq(have[k].text, q->written.items[i]);
        if (!is_there)
            return false;
    }
    return q->written.n > 0;
}

/* Among the articles of the first page, those whose title has the words as written come first; otherwise in order. */
static void put_titles_first(const Query *q, Match *matches, ptrdiff_t n)
{
    Match first[ENOUGH], others[ENOUGH];
    ptrdiff_t page = n < ENOUGH ? n : ENOUGH, first_count = 0, other_count = 0;
    for (ptrdiff_t i = 0; i < page; i++) {
        Found found;
        if (read_card(q->reader, matches[i].number, &found) && has_words(q, found.title))
            first[first_count++] = matches[i];
        else
            others[other_count++] = matches[i];
    }
    memcpy(matches, first, (size_t)first_count * sizeof *first);
    memcpy(matches + first_count, others, (size_t)other_count * sizeof *others);
}

/* The number of a query that is an id, or -1. */
static int64_t id_of(const Reader *r, Str query)
{
    const Str prefixes[] = {r->id_prefix, S("Q"), S("KB")};
    for (ptrdiff_t i = 0; i < countof(prefixes); i++)
        if (prefixes[i].n && str_starts_fold(query, prefixes[i]) && str_number(str_from(query, prefixes[i].n)) >= 0)
            return str_number(str_from(query, prefixes[i].n));
    return str_number(query);
}

bool search_answer(Arena *a, SearchLoad *load, void *context, Str query, ptrdiff_t limit, Answer *answer, Str *why)
{
    Reader r = {.arena = a, .load = load, .context = context, .loaded = {.arena = a}};
    *answer = (Answer){0};
    if (!read_entry(&r, why))
        return false;
    Query *q = arena_new(a, Query, 1);
    q->reader = &r;
    q->answer = answer;
    Str folded = str_trim(text_fold(a, query));
    parse(q, folded);
    Match *matches;
    ptrdiff_t found_count = gather(q, &matches), n = rank(q, matches, found_count);
    put_titles_first(q, matches, n);
    arena_free(&r.scratch);
    answer->items = arena_new(a, Found, (limit < n ? limit : n) + 1);
    answer->total = n;
    int64_t id = id_of(&r, folded);
    bool has_id = id >= 0 && id < 1 << 30 && limit > 0 && read_card(&r, (uint32_t)id, &answer->items[0]);
    answer->n = has_id;
    if (has_id)     /* the words of an id are not looked for in vain */
        answer->unknown = answer->corrected = (StrList){0};
    answer->total += has_id;
    for (ptrdiff_t i = 0; i < n && answer->n < limit; i++) {
        Found *found = &answer->items[answer->n];
        if (has_id && matches[i].number == (uint32_t)id) {
            answer->total--;
            continue;
        }
        if (read_card(&r, matches[i].number, found)) {
            found->score = matches[i].score;
            answer->n++;
        }
    }
    return true;
}
