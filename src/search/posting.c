#include "search/posting.h"

/* --- lists ---------------------------------------------------------------------------------------------------------------------------- */

/* Behind every list stand eight bytes of its segment at least, the hash: so a few may be looked at before it is asked where the list ends. Whether a number
 * has one byte or two is not asked, for either is often. */
static inline uint32_t take_number(const unsigned char **at)
{
    const unsigned char *p = *at;
    uint32_t first = p[0], second = p[1], two = first >> 7;
    if (first & second & 0x80) {
        Record r = {(const char *)p, (const char *)p + 8, false};
        uint32_t value = (uint32_t)record_get_large(&r);
        *at = (const unsigned char *)r.p;
        return value;
    }
    *at = p + 1 + two;
    return (first & 0x7F) | (second << 7 & -two);
}

/* What is damaged ends early: never, where the seal held. (The columns' ends stand in variables of their own: a byte that is written could be any of a
 * struct's, for all that the compiler knows.) */
static void read_list(const Segment *s, const WordLists *word, bool has_places, Postings *list)
{
    const unsigned char *p = (const unsigned char *)word->list.p, *end = p + word->list.n;
    uint32_t *numbers = list->numbers + list->n, *counts = list->counts + list->n, *gaps = list->gaps + list->gap_count, number = 0;
    uint8_t *levels = list->levels + list->n;
    const int32_t articles = word->articles;
    const bool has_lost = s->lost_count > 0;
    ptrdiff_t n = 0;
    for (int32_t i = 0; i < articles && p < end; i++) {
        uint32_t step = take_number(&p);
        number += step >> 1 ^ -(step & 1);
        uint32_t count = 0;
        if (has_places)
            while (p < end && *p)
                gaps[count++] = take_number(&p) - 1;
        else if (p < end)
            p = memchr(p, 0, (size_t)(end - p));
        if (!p || end - p < 2)
            break;
        uint8_t level = p[1] & (LEVEL_COUNT - 1);
        p += 2;
        if (has_lost && segment_has_lost(s, number))
            continue;
        numbers[n] = number;
        levels[n] = level;
        counts[n++] = count;
        gaps += count;
    }
    list->n += n;
    list->gap_count = gaps - list->gaps;
}

/* So many gaps are copied at once, also where there are fewer: most articles have no more. */
enum { FEW_GAPS = 4 };

static Postings postings_new(Arena *a, ptrdiff_t room, ptrdiff_t gap_room)
{
    return (Postings){arena_raw(a, uint32_t, room), arena_raw(a, uint8_t, room), arena_raw(a, uint32_t, room), arena_raw(a, uint32_t, gap_room + FEW_GAPS),
                      0, 0};
}

/* Where ascending postings begin. */
typedef struct Stretch {
    ptrdiff_t at, gap;
} Stretch;

static ptrdiff_t count_stretches(const Postings *p)
{
    ptrdiff_t n = p->n > 0;
    for (ptrdiff_t i = 1; i < p->n; i++)
        n += p->numbers[i - 1] >= p->numbers[i];
    return n;
}

/* The one behind them all begins at the end. */
static void find_stretches(const Postings *p, Stretch *s)
{
    ptrdiff_t gap = 0;
    for (ptrdiff_t i = 0; i < p->n; gap += p->counts[i++])
        if (!i || p->numbers[i - 1] >= p->numbers[i])
            *s++ = (Stretch){i, gap};
    *s = (Stretch){p->n, gap};
}

/* Those up to `end`. */
static void append(Postings *to, const Postings *from, const Stretch *s, ptrdiff_t end)
{
    size_t n = (size_t)(end - s->at);
    ptrdiff_t gaps = 0;
    for (ptrdiff_t i = s->at; i < end; i++)
        gaps += from->counts[i];
    memcpy(to->numbers + to->n, from->numbers + s->at, n * sizeof *to->numbers);
    memcpy(to->levels + to->n, from->levels + s->at, n * sizeof *to->levels);
    memcpy(to->counts + to->n, from->counts + s->at, n * sizeof *to->counts);
    memcpy(to->gaps + to->gap_count, from->gaps + s->gap, (size_t)gaps * sizeof *to->gaps);
    to->n += (ptrdiff_t)n;
    to->gap_count += gaps;
}

/* Two neighbours as one. Which of them goes first cannot be foreseen: so it is not asked. */
static void merge_stretches(Postings *to, const Postings *from, const Stretch *s, ptrdiff_t end)
{
    Stretch one = s[0], two = s[1];
    const ptrdiff_t middle = two.at;
    const uint32_t *numbers = from->numbers, *counts = from->counts;
    uint32_t *gaps = to->gaps + to->gap_count;
    ptrdiff_t n = to->n;
    for (; one.at < middle && two.at < end; n++) {
        bool is_second = numbers[two.at] < numbers[one.at];
        ptrdiff_t at = is_second ? two.at : one.at, gap = is_second ? two.gap : one.gap;
        uint32_t count = counts[at], second = is_second ? count : 0;
        to->numbers[n] = numbers[at];
        to->levels[n] = from->levels[at];
        to->counts[n] = count;
        memcpy(gaps, from->gaps + gap, FEW_GAPS * sizeof *gaps);
        if (count > FEW_GAPS)
            memcpy(gaps + FEW_GAPS, from->gaps + gap + FEW_GAPS, (count - FEW_GAPS) * sizeof *gaps);
        gaps += count;
        one.at += !is_second;
        two.at += is_second;
        one.gap += count - second;
        two.gap += second;
    }
    to->n = n;
    to->gap_count = gaps - to->gaps;
    append(to, from, &one, middle);
    append(to, from, &two, end);
}

/* Each thread's articles ascend, so the stretches are few. */
static void sort_stretches(Arena *a, Postings *p, ptrdiff_t n)
{
    Stretch *s = arena_raw(a, Stretch, n + 1);
    Postings other = postings_new(a, p->n, p->gap_count);
    for (find_stretches(p, s); n > 1;) {
        ptrdiff_t merged = 0;
        other.n = other.gap_count = 0;
        for (ptrdiff_t i = 0; i < n; i += 2) {
            Stretch start = {other.n, other.gap_count};
            merge_stretches(&other, p, &s[i], s[i + 2 < n ? i + 2 : n].at);
            s[merged++] = start;
        }
        s[merged] = s[n];
        n = merged;
        Postings swapped = *p;
        *p = other;
        other = swapped;
    }
}

Postings postings_of(Arena *a, const Index *index, ptrdiff_t term, ptrdiff_t common)
{
    const IndexTerm *t = &index->terms[term];
    ptrdiff_t total = 0, bytes = 0, segment = 0;
    WordLists word = {0};
    bool has_lost = false;
    for (ptrdiff_t i = 0; i < index_parts(t); i++) {
        word = index_part(index, t, i, &segment);
        total += word.articles;
        bytes += word.list.n;       /* of which a place takes at least one */
        has_lost |= index->segments[segment].lost_count > 0;
    }
    bool has_places = total <= common || has_lost;
    Postings list = postings_new(a, total, has_places ? bytes : 0);
    for (ptrdiff_t i = 0; i < index_parts(t); i++) {
        if (t->delta_count)         /* else it is the one at hand */
            word = index_part(index, t, i, &segment);
        read_list(&index->segments[segment], &word, has_places, &list);
    }
    if (list.n > common && has_places) {
        memset(list.counts, 0, (size_t)list.n * sizeof *list.counts);
        list.gap_count = 0;
    }
    ptrdiff_t stretches = count_stretches(&list);
    if (stretches > 1)
        sort_stretches(a, &list, stretches);
    return list;
}

/* --- as bits -------------------------------------------------------------------------------------------------------------------------- */

int groups_of(Arena *a, const Postings *p, Group groups[LEVEL_COUNT])
{
    uint32_t *gaps = arena_raw(a, uint32_t, p->n), *at[LEVEL_COUNT], next[LEVEL_COUNT];
    ptrdiff_t counts[LEVEL_COUNT] = {0};
    int n = 0;
    for (ptrdiff_t i = 0; i < p->n; i++)
        counts[p->levels[i]]++;
    for (int level = LEVEL_COUNT - 1; level >= 0; level--)
        if (counts[level]) {
            groups[n++] = (Group){.gaps = gaps, .n = counts[level], .level = level};
            at[level] = gaps;
            next[level] = 0;
            gaps += counts[level];
        }
    for (ptrdiff_t i = 0; i < p->n; i++) {
        int level = p->levels[i];
        *at[level]++ = p->numbers[i] - next[level];
        next[level] = p->numbers[i] + 1;
    }
    for (int i = 0; i < n; i++) {
        Group *g = &groups[i];
        g->rice = bits_best_rice(g->gaps, g->n, 31);
        g->size = 4 + bits_gamma_size((uint32_t)g->n - 1) + 5 + g->rice.size;
    }
    return n;
}

void groups_put(Bits *b, const Group *groups, int n)
{
    for (const Group *g = groups; g < groups + n; g++) {
        BitPen pen = bits_pen(b, g->size);
        pen_put(&pen, (uint64_t)g->level, 4);
        pen_put_gamma(&pen, (uint32_t)g->n - 1);
        pen_put(&pen, (uint64_t)g->rice.k, 5);
        pen_put_rices(&pen, g->gaps, g->n, g->rice.k);
        bits_pen_down(b, &pen);
    }
}

PlaceBits place_bits_of(const Postings *p)
{
    PlaceBits places = {.postings = p, .rice = bits_best_rice(p->gaps, p->gap_count, 15)};
    places.size = 4 + places.rice.size;
    for (ptrdiff_t i = 0; i < p->n; i++)
        places.size += bits_gamma_size(p->counts[i]);
    return places;
}

void place_bits_put(Bits *b, const PlaceBits *places)
{
    const Postings *p = places->postings;
    const uint32_t *gaps = p->gaps;
    const int k = places->rice.k;
    BitPen pen = bits_pen(b, places->size);
    pen_put(&pen, (uint64_t)k, 4);
    for (const uint32_t *count = p->counts, *end = count + p->n; count < end; gaps += *count++) {
        uint32_t done = pen_put_gamma_rice(&pen, *count, gaps, k);
        pen_put_rices(&pen, gaps + done, *count - done, k);
    }
    bits_pen_down(b, &pen);
}

/* --- and back ------------------------------------------------------------------------------------------------------------------------- */

ptrdiff_t hits_get(BitReader *r, Hit *hits, ptrdiff_t n)
{
    ptrdiff_t at = 0;
    while (at < n && r->at < r->bytes.n * 8) {
        int level = (int)bits_get(r, 4);
        ptrdiff_t count = (ptrdiff_t)bits_get_gamma(r) + 1;
        int k = (int)bits_get(r, 5);
        uint32_t number = (uint32_t)-1;
        for (ptrdiff_t i = 0; i < count && at < n && r->at < r->bytes.n * 8; i++) {
            number += bits_get_rice(r, k) + 1;
            hits[at++] = (Hit){number, level};
        }
    }
    return at;
}
