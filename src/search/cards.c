#include "search/cards.h"

#include <stdlib.h>

enum { NUMERIC_END = 1 << 30, ROOM = 32 };

typedef struct Unnumbered {
    Str permalink;
    int32_t article;
} Unnumbered;

static int compare_permalinks(const void *a, const void *b)
{
    return str_cmp(((const Unnumbered *)a)->permalink, ((const Unnumbered *)b)->permalink);
}

static bool is_numeric(const Article *article)
{
    return article->number >= 0 && article->number < NUMERIC_END;
}

uint32_t *cards_number(Arena *a, const Site *site)
{
    uint32_t *numbers = arena_new(a, uint32_t, site->n);
    Unnumbered *others = arena_new(a, Unnumbered, site->n);
    ptrdiff_t n = 0, room = 1024;
    for (ptrdiff_t i = 0; i < site->n; i++)
        if (is_numeric(&site->articles[i]))
            numbers[i] = (uint32_t)site->articles[i].number;
        else
            others[n++] = (Unnumbered){site->articles[i].permalink, (int32_t)i};
    while (room < n * ROOM && room < NUMERIC_END)
        room *= 2;
    if (n)
        qsort(others, (size_t)n, sizeof *others, compare_permalinks);
    bool *taken = arena_new(a, bool, n ? room : 0);
    for (ptrdiff_t i = 0; i < n; i++) {
        ptrdiff_t at = (ptrdiff_t)(str_hash(others[i].permalink) % (uint64_t)room);
        while (taken[at])
            at = (at + 1) % room;
        taken[at] = true;
        numbers[others[i].article] = (uint32_t)(NUMERIC_END + at);
    }
    return numbers;
}

static int compare_cards(const void *a, const void *b)
{
    uint32_t x = ((const Card *)a)->number, y = ((const Card *)b)->number;
    return (x > y) - (x < y);
}

Card *cards_of(Arena *a, const Site *site, const uint32_t *numbers)
{
    Card *cards = arena_new(a, Card, site->n);
    for (ptrdiff_t i = 0; i < site->n; i++)
        cards[i] = (Card){numbers[i], &site->articles[i]};
    if (site->n)
        qsort(cards, (size_t)site->n, sizeof *cards, compare_cards);
    return cards;
}
