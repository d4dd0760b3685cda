#include "search/filters.h"

#include "search/shardfile.h"

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
    list_add(a, &names, list_join(a, article_terms(c->article, TAXONOMY_PRODUCTS), S("\x1f")));
    list_add(a, &names, list_join(a, article_terms(c->article, TAXONOMY_KINDS), S("\x1f")));
    return list_join(a, &names, S("\t"));
}

void filters_put(Arena *a, const Card *cards, ptrdiff_t n, Buf *out)
{
    Buf years = {.arena = a}, groups = {.arena = a};
    Recent year = {.known.arena = a}, group = {.known.arena = a};
    uint32_t *gaps = arena_new(a, uint32_t, n), next = 0;
    for (ptrdiff_t i = 0; i < n; next = cards[i++].number + 1)
        gaps[i] = cards[i].number - next;
    Bits bits = {.bytes.arena = a};
    int k = bits_best_rice(gaps, n, 31).k;
    bits_put(&bits, (uint32_t)k, 5);
    for (ptrdiff_t i = 0; i < n; i++) {
        bits_put_rice(&bits, gaps[i], k);
        bits_put_gamma(&bits, recent_rank(&year, a, str_head(cards[i].article->date, 4), &years));
        bits_put_gamma(&bits, recent_rank(&group, a, group_name(a, &cards[i]), &groups));
    }
    buf_putc(&years, '\n');
    buf_put(&years, buf_str(&groups));
    shard_put(out, S("filters"), buf_str(&years), &bits);
}

void dates_put(Arena *a, const Card *cards, ptrdiff_t n, Buf *out)
{
    Bits bits = {.bytes.arena = a};
    for (ptrdiff_t i = 0; i < n; i++) {
        int64_t month = str_number(str_sub(cards[i].article->date, 5, 7)), day = str_number(str_sub(cards[i].article->date, 8, 10));
        bits_put(&bits, month > 0 && month < 16 ? (uint32_t)month : 0, 4);
        bits_put(&bits, day > 0 && day < 32 ? (uint32_t)day : 0, 5);
    }
    shard_put(out, S("dates"), (Str){0}, &bits);
}
