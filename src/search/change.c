/* The postings of the articles in question are added up as hashes, once as they were and once as they are: the order that they stand in means nothing. */
#include "search/change.h"

#include "base/hash.h"
#include "base/record.h"

#include <stdlib.h>

static int by_number(const void *x, const void *y)
{
    uint32_t a = ((const Replaced *)x)->number, b = ((const Replaced *)y)->number;
    return (a > b) - (a < b);
}

static bool tells_gone(const Segment *s, uint32_t number)
{
    for (ptrdiff_t i = 0; i < s->told_gone; i++)
        if (s->gone[i] == number)
            return true;
    return false;
}

/* Which segment had the article before the last one. */
static int32_t owner_of(const Index *index, uint32_t number)
{
    for (ptrdiff_t i = index->segment_count - 2; i >= 0; i--) {
        if (segment_article(&index->segments[i], number))
            return (int32_t)i;
        if (tells_gone(&index->segments[i], number))
            break;
    }
    return -1;
}

Change change_of(Arena *a, const Index *index)
{
    const Segment *last = &index->segments[index->segment_count - 1];
    Change c = {.index = index, .replaced = arena_new(a, Replaced, last->article_count + last->told_gone),
                .counts = arena_new(a, int32_t, index->segment_count)};
    for (ptrdiff_t i = 0; i < last->article_count; i++)
        c.replaced[c.n++].number = last->articles[i].number;
    for (ptrdiff_t i = 0; i < last->told_gone; i++)
        c.replaced[c.n++].number = last->gone[i];
    for (ptrdiff_t i = 0; i < c.n; i++) {
        c.replaced[i].segment = owner_of(index, c.replaced[i].number);
        if (c.replaced[i].segment >= 0)
            c.counts[c.replaced[i].segment]++;
    }
    if (c.n)
        qsort(c.replaced, (size_t)c.n, sizeof *c.replaced, by_number);
    return c;
}

static bool is_replaced(const Change *c, uint32_t number, ptrdiff_t segment)
{
    ptrdiff_t low = 0, high = c->n;
    while (low < high) {
        ptrdiff_t middle = low + (high - low) / 2;
        if (c->replaced[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low < c->n && c->replaced[low].number == number && c->replaced[low].segment == segment;
}

/* Of a list, the postings that the last segment replaced, and no further than to the last of them; of its own, all. */
static uint64_t sum_list(const Change *c, ptrdiff_t segment, const WordLists *word)
{
    bool is_last = segment == c->index->segment_count - 1;
    Record r = record_of(word->list);
    uint32_t number = 0;
    uint64_t sum = 0;
    int32_t left = is_last ? word->articles : c->counts[segment];
    for (int32_t i = 0; i < word->articles && left > 0 && !r.is_damaged; i++) {
        number += (uint32_t)record_get_signed(&r);
        const char *start = r.p;
        posting_pass(&r);
        if (!is_last && !is_replaced(c, number, segment))
            continue;
        sum += hash_mix_str(number, (Str){start, r.p - start});
        left--;
    }
    return sum;
}

bool change_is_in(const Change *c, ptrdiff_t term)
{
    const Index *index = c->index;
    const IndexTerm *t = &index->terms[term];
    uint64_t before = 0, now = 0;
    for (ptrdiff_t i = 0; i < index_parts(t); i++) {
        ptrdiff_t segment;
        WordLists word = index_part(index, t, i, &segment);
        uint64_t sum = sum_list(c, segment, &word);
        if (segment == index->segment_count - 1)
            now += sum;
        else
            before += sum;
    }
    return before != now;
}
