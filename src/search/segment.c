#include "search/segment.h"

#include "base/hash.h"
#include "base/record.h"

#include <stdlib.h>

/* --- one segment ---------------------------------------------------------------------------------------------------------------------- */

static void find_form_maps(Arena *a, Record *r, Segment *s)
{
    s->form_maps = arena_new(a, Str, s->part_count);
    s->read_form_maps = arena_new(a, uint32_t *, s->part_count);
    for (int p = 0; p < s->part_count; p++) {
        const char *start = r->p;
        record_skip(r, record_get_count(r));
        s->form_maps[p] = (Str){start, r->p - start};
    }
}

static void find_articles(Arena *a, Record *r, Segment *s)
{
    enum { FORGET = 8192 };     /* articles, of half a kilobyte each */
    s->articles = arena_raw(a, SegmentArticle, s->article_count);
    for (ptrdiff_t i = 0; i < s->article_count; i++) {
        if (s->is_map && i % FORGET == 0)
            spool_forget(s->bytes);
        uint32_t number = (uint32_t)record_get(r);
        s->articles[i] = (SegmentArticle){.number = number, .at = (uint64_t)(r->p - s->bytes.p)};
        record_get_word(r);
        record_get(r);
        record_get_str(r);
    }
}

/* Reads a word up to its forms, which are passed over; `list.n` is how long its list is. */
static WordLists read_word(Record *r)
{
    WordLists word = {.stem = record_get_str(r), .form_count = (int32_t)record_get_count(r)};
    word.forms = *r;
    for (int32_t f = 0; f < word.form_count && !r->is_damaged; f++) {
        record_get_str(r);
        record_get(r);
    }
    word.articles = (int32_t)record_get_count(r);
    word.list.n = record_get_count(r);
    return word;
}

static void find_words(Arena *a, Record *r, Segment *s)
{
    int32_t form = 0;
    uint64_t lists = 0;
    const char *start = r->p;
    s->words_at = start - s->bytes.p;
    s->words = arena_raw(a, SegmentWord, s->word_count);
    for (ptrdiff_t i = 0; i < s->word_count; i++) {
        s->words[i] = (SegmentWord){.at = (uint32_t)(r->p - start), .first_form = form, .list = lists};
        WordLists word = read_word(r);
        form += word.form_count;
        lists += (uint64_t)word.list.n;
    }
    for (ptrdiff_t i = 0; i < s->word_count; i++)
        s->words[i].list += (uint64_t)(r->p - s->bytes.p);
    r->is_damaged |= r->p - start > UINT32_MAX || lists > (uint64_t)(r->end - r->p) || form != s->form_count;
}

/* As record_unseal, piece by piece: a map's pages need not all be in memory at once. */
static bool unseal_map(Str *bytes)
{
    enum { PIECE = 4 << 20 };
    Str seal = str_from(*bytes, bytes->n - 8), rest = str_head(*bytes, bytes->n - 8);
    if (bytes->n < 8)
        return false;
    HashStream *hash = hash_begin();
    for (; rest.n; rest = str_from(rest, PIECE)) {
        Str piece = str_head(rest, PIECE);
        hash_add(hash, piece);
        spool_forget(piece);
    }
    Record r = record_of(seal);
    bytes->n -= 8;
    return hash_end(hash) == record_get_word(&r);
}

/* Without its seal. */
static bool segment_read(Arena *a, Str bytes, bool is_map, Segment *s)
{
    Record r = record_of(bytes);
    *s = (Segment){.bytes = bytes, .is_map = is_map, .arena = a};
    s->article_count = record_get_count(&r);
    s->word_count = record_get_count(&r);
    s->form_count = record_get_count(&r);
    s->part_count = (int)record_get_count(&r);
    s->told_gone = record_get_count(&r);
    s->gone = arena_new(a, uint32_t, s->told_gone);
    for (ptrdiff_t i = 0; i < s->told_gone; i++)
        s->gone[i] = (uint32_t)record_get(&r);
    find_form_maps(a, &r, s);
    find_articles(a, &r, s);
    find_words(a, &r, s);
    return !r.is_damaged;
}

ArticleWords segment_words(const Segment *s, const SegmentArticle *article)
{
    Record r = record_of(str_from(s->bytes, (ptrdiff_t)article->at));
    ArticleWords words = {.key = record_get_word(&r), .part = (int)record_get(&r)};
    words.forms = record_get_str(&r);
    return words;
}

WordLists segment_word(const Segment *s, ptrdiff_t word)
{
    Record r = record_of(str_from(s->bytes, s->words_at + s->words[word].at));
    WordLists lists = read_word(&r);
    lists.first_form = s->words[word].first_form;
    lists.list.p = s->bytes.p + s->words[word].list;
    return lists;
}

/* Its stem alone. */
static Str stem_at(const Segment *s, ptrdiff_t word)
{
    Record r = record_of(str_from(s->bytes, s->words_at + s->words[word].at));
    return record_get_str(&r);
}

SegmentForm segment_form(const Segment *s, WordLists *word)
{
    SegmentForm form = {.name = record_get_str(&word->forms)};
    form.articles = (int32_t)record_get(&word->forms);
    if (s->lost_forms)
        form.articles -= s->lost_forms[word->first_form];
    word->first_form++;
    word->form_count--;
    return form;
}

int64_t segment_form_number(const Segment *s, int part, uint64_t form)
{
    if (part >= s->part_count)
        return -1;
    Record r = record_of(s->form_maps[part]);
    ptrdiff_t n = record_get_count(&r);
    if (!s->read_form_maps[part]) {
        uint32_t *map = s->read_form_maps[part] = arena_raw(s->arena, uint32_t, n);
        for (ptrdiff_t f = 0; f < n; f++)
            map[f] = (uint32_t)record_get(&r);
    }
    return form < (uint64_t)n && s->read_form_maps[part][form] < (uint64_t)s->form_count ? (int64_t)s->read_form_maps[part][form] : -1;
}

/* The word that a form is one of. */
static ptrdiff_t word_of_form(const Segment *s, int64_t form)
{
    ptrdiff_t low = 0, high = s->word_count;
    while (low < high) {
        ptrdiff_t middle = low + (high - low) / 2;
        if (s->words[middle].first_form <= form)
            low = middle + 1;
        else
            high = middle;
    }
    return low - 1;
}

SegmentArticle *segment_article(const Segment *s, uint32_t number)
{
    ptrdiff_t low = 0, high = s->article_count;
    while (low < high) {
        ptrdiff_t middle = low + (high - low) / 2;
        if (s->articles[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low < s->article_count && s->articles[low].number == number ? &s->articles[low] : NULL;
}

/* --- all segments --------------------------------------------------------------------------------------------------------------------- */

/* The article is no more, or a later segment has it: its forms lose it. */
static void lose_article(Segment *s, uint32_t number)
{
    SegmentArticle *article = segment_article(s, number);
    if (!article || article->is_gone)
        return;
    article->is_gone = true;
    s->lost_count++;
    if (!s->lost_forms)
        s->lost_forms = arena_new(s->arena, int32_t, s->form_count);
    ArticleWords words = segment_words(s, article);
    Record r = record_of(words.forms);
    while (r.p < r.end && !r.is_damaged) {
        int64_t f = segment_form_number(s, words.part, record_get(&r));
        if (f >= 0)
            s->lost_forms[f]++;
    }
}

static void list_lost(Arena *a, Segment *s)
{
    ptrdiff_t n = 0;
    s->lost = arena_new(a, uint32_t, s->lost_count);
    for (ptrdiff_t i = 0; i < s->article_count && n < s->lost_count; i++)
        if (s->articles[i].is_gone)
            s->lost[n++] = s->articles[i].number;
}

bool segment_has_lost(const Segment *s, uint32_t number)
{
    ptrdiff_t low = 0, high = s->lost_count;
    while (low < high) {
        ptrdiff_t middle = low + (high - low) / 2;
        if (s->lost[middle] < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low < s->lost_count && s->lost[low] == number;
}

Index index_new(Arena *a, ptrdiff_t room)
{
    return (Index){.segments = arena_new(a, Segment, room)};
}

static bool add_unsealed(Arena *a, Index *index, Str bytes, bool is_map)
{
    Segment *s = &index->segments[index->segment_count];
    if (!segment_read(a, bytes, is_map, s)) {
        *s = (Segment){0};
        return false;
    }
    for (ptrdiff_t earlier = 0; earlier < index->segment_count; earlier++) {
        for (ptrdiff_t k = 0; k < s->article_count; k++)
            lose_article(&index->segments[earlier], s->articles[k].number);
        for (ptrdiff_t k = 0; k < s->told_gone; k++)
            lose_article(&index->segments[earlier], s->gone[k]);
    }
    index->segment_count++;
    return true;
}

bool index_add(Arena *a, Index *index, Str bytes, bool is_map)
{
    return (is_map ? unseal_map(&bytes) : record_unseal(&bytes)) && add_unsealed(a, index, bytes, is_map);
}

bool index_add_new(Arena *a, Index *index, Str bytes, bool is_map)
{
    return add_unsealed(a, index, str_head(bytes, bytes.n - 8), is_map);
}

void index_forget(const Index *index)
{
    for (ptrdiff_t i = 0; i < index->segment_count; i++)
        if (index->segments[i].is_map)
            spool_forget(index->segments[i].bytes);
}

uint64_t index_key(const Index *index, uint32_t number)
{
    for (ptrdiff_t i = index->segment_count - 1; i >= 0; i--) {
        const Segment *s = &index->segments[i];
        const SegmentArticle *article = segment_article(s, number);
        if (article && !article->is_gone)
            return segment_words(s, article).key;
    }
    return 0;
}

/* --- words ---------------------------------------------------------------------------------------------------------------------------- */

static int compare_deltas(const void *a, const void *b)
{
    const DeltaWord *x = a, *y = b;
    int order = str_cmp(x->stem, y->stem);
    return order ? order : x->segment - y->segment;
}

static ptrdiff_t gather_deltas(Arena *a, Index *index)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t s = 1; s < index->segment_count; s++)
        n += index->segments[s].word_count;
    index->deltas = arena_new(a, DeltaWord, n);
    n = 0;
    for (ptrdiff_t s = 1; s < index->segment_count; s++)
        for (ptrdiff_t w = 0; w < index->segments[s].word_count; w++)
            index->deltas[n++] = (DeltaWord){stem_at(&index->segments[s], w), (int32_t)s, (int32_t)w};
    if (n)
        qsort(index->deltas, (size_t)n, sizeof *index->deltas, compare_deltas);
    return n;
}

ptrdiff_t index_parts(const IndexTerm *t)
{
    return (t->base >= 0) + t->delta_count;
}

WordLists index_part(const Index *index, const IndexTerm *t, ptrdiff_t i, ptrdiff_t *segment)
{
    i -= t->base >= 0;
    const DeltaWord *delta = i < 0 ? NULL : &index->deltas[t->first_delta + i];
    *segment = delta ? delta->segment : 0;
    return segment_word(&index->segments[*segment], delta ? delta->word : t->base);
}

ptrdiff_t index_list_bytes(const Index *index, const IndexTerm *t)
{
    ptrdiff_t bytes = 0, segment;
    for (ptrdiff_t i = 0; i < index_parts(t); i++)
        bytes += index_part(index, t, i, &segment).list.n;
    return bytes;
}

Str index_stem(const Index *index, ptrdiff_t term)
{
    const IndexTerm *t = &index->terms[term];
    return t->base < 0 ? index->deltas[t->first_delta].stem : stem_at(&index->segments[0], t->base);
}

static int compare_names(const void *a, const void *b)
{
    return str_cmp(*(const Str *)a, *(const Str *)b);
}

/* Those of several segments: each once. */
static void fold_forms(StrList *forms)
{
    ptrdiff_t n = 0;
    if (forms->n)
        qsort(forms->items, (size_t)forms->n, sizeof *forms->items, compare_names);
    for (ptrdiff_t i = 0; i < forms->n; i++)
        if (!n || !str_eq(forms->items[n - 1], forms->items[i]))
            forms->items[n++] = forms->items[i];
    forms->n = n;
}

/* Those that some article still has. */
StrList index_forms(Arena *a, const Index *index, ptrdiff_t term)
{
    const IndexTerm *t = &index->terms[term];
    StrList forms = {0};
    for (ptrdiff_t i = 0; i < index_parts(t); i++) {
        ptrdiff_t segment;
        WordLists word = index_part(index, t, i, &segment);
        while (word.form_count > 0) {
            SegmentForm form = segment_form(&index->segments[segment], &word);
            if (form.articles > 0 && !str_eq(form.name, word.stem))
                list_add(a, &forms, form.name);
        }
    }
    if (t->delta_count)
        fold_forms(&forms);
    return forms;
}

ptrdiff_t index_find(const Index *index, Str stem)
{
    ptrdiff_t low = 0, high = index->n;
    while (low < high) {
        ptrdiff_t middle = low + (high - low) / 2;
        if (str_cmp(index_stem(index, middle), stem) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < index->n && str_eq(index_stem(index, low), stem) ? low : -1;
}

/* The words of an article that the last segment took from an earlier one. */
static void mark_lost(const Index *index, uint32_t number)
{
    for (ptrdiff_t i = 0; i + 1 < index->segment_count; i++) {
        const Segment *s = &index->segments[i];
        const SegmentArticle *article = segment_article(s, number);
        if (!article)
            continue;
        ArticleWords words = segment_words(s, article);
        Record r = record_of(words.forms);
        while (r.p < r.end && !r.is_damaged) {
            int64_t f = segment_form_number(s, words.part, record_get(&r));
            ptrdiff_t term = f >= 0 ? index_find(index, stem_at(s, word_of_form(s, f))) : -1;
            if (term >= 0)
                index->terms[term].is_touched = true;
        }
    }
}

static void mark_all_lost(const Index *index)
{
    const Segment *last = &index->segments[index->segment_count - 1];
    for (ptrdiff_t i = 0; i < last->article_count; i++)
        mark_lost(index, last->articles[i].number);
    for (ptrdiff_t i = 0; i < last->told_gone; i++)
        mark_lost(index, last->gone[i]);
}

/* The first word from `from` on that does not go before the stem: in steps that double, then between the last two. Later segments are mostly small: their words
 * are far apart among those of the first, which are not looked at one by one. */
static ptrdiff_t find_behind(const Segment *s, ptrdiff_t from, Str stem)
{
    ptrdiff_t low = from, high = from;
    for (ptrdiff_t step = 1; high < s->word_count && str_cmp(stem_at(s, high), stem) < 0; step *= 2) {
        low = high + 1;
        high += step;
    }
    high = high < s->word_count ? high : s->word_count;
    while (low < high) {
        ptrdiff_t middle = low + (high - low) / 2;
        if (str_cmp(stem_at(s, middle), stem) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The words of the first segment before `end` that are nowhere else. */
static void add_base_terms(Index *index, ptrdiff_t *base, ptrdiff_t end)
{
    bool is_touched = index->segment_count == 1;
    for (; *base < end; ++*base)
        index->terms[index->n++] = (IndexTerm){.base = (int32_t)*base, .is_touched = is_touched};
}

void index_merge(Arena *a, Index *index)
{
    static const Segment none;
    CHECK(index->segment_count < INT16_MAX);
    for (ptrdiff_t s = 0; s < index->segment_count; s++)
        list_lost(a, &index->segments[s]);
    const Segment *first = index->segment_count ? &index->segments[0] : &none;
    ptrdiff_t delta_count = gather_deltas(a, index), base = 0, last = index->segment_count - 1;
    index->terms = arena_raw(a, IndexTerm, first->word_count + delta_count);
    for (ptrdiff_t delta = 0; delta < delta_count;) {
        Str stem = index->deltas[delta].stem;
        add_base_terms(index, &base, find_behind(first, base, stem));
        bool has_base = base < first->word_count && str_eq(stem_at(first, base), stem);
        IndexTerm t = {.base = has_base ? (int32_t)base++ : -1, .first_delta = (int32_t)delta};
        for (; delta < delta_count && str_eq(index->deltas[delta].stem, stem); delta++, t.delta_count++)
            t.is_touched |= index->deltas[delta].segment == last;
        index->terms[index->n++] = t;
    }
    add_base_terms(index, &base, first->word_count);
    if (last > 0)
        mark_all_lost(index);
}

/* --- lists ---------------------------------------------------------------------------------------------------------------------------- */

uint32_t index_count(const Index *index, ptrdiff_t term, uint32_t most)
{
    const IndexTerm *t = &index->terms[term];
    uint32_t n = 0;
    for (ptrdiff_t i = 0; i < index_parts(t); i++) {
        ptrdiff_t segment;
        WordLists word = index_part(index, t, i, &segment);
        Record r = record_of(word.list);
        uint32_t number = 0;
        for (int32_t k = 0; k < word.articles && !r.is_damaged && n < most; k++) {
            number += (uint32_t)record_get_signed(&r);
            posting_pass(&r);
            n += !segment_has_lost(&index->segments[segment], number);
        }
    }
    return n;
}
