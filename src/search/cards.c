#include "search/cards.h"

#include "base/hash.h"
#include "base/record.h"

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

/* --- whether it changed ---------------------------------------------------------------------------------------------------------------- */

/* What the filters and the dates show. */
static void put_filters(Buf *b, const Article *article)
{
    record_put_str(b, article->date);
    record_put_list(b, article_terms(article, TAXONOMY_PRODUCTS));
    record_put_list(b, article_terms(article, TAXONOMY_KINDS));
}

/* What its line shows besides. */
static void put_line(Buf *b, const Article *article)
{
    const Str fields[] = {article->id, article->permalink, article->title, article->summary};
    for (ptrdiff_t i = 0; i < countof(fields); i++)
        record_put_str(b, fields[i]);
}

uint64_t *cards_hash(Arena *a, const Card *cards, ptrdiff_t n, uint64_t *filters)
{
    Arena scratch = {0};
    Buf bytes = {.arena = &scratch};
    uint64_t *hashes = arena_raw(a, uint64_t, n);
    *filters = 1;
    for (ptrdiff_t i = 0; i < n; i++) {
        bytes.n = 0;
        put_filters(&bytes, cards[i].article);
        *filters = hash_mix(*filters, hash_mix_str(cards[i].number, buf_str(&bytes)));
        put_line(&bytes, cards[i].article);
        hashes[i] = hash_mix_str(cards[i].number, buf_str(&bytes));
    }
    arena_free(&scratch);
    return hashes;
}

/* --- a card as a line ------------------------------------------------------------------------------------------------------------------ */

static char field_char(char c)
{
    return (unsigned char)c < ' ' || c == 127 ? ' ' : c;
}

static void put_field(Buf *b, Str text)
{
    char *p = buf_reserve(b, text.n);
    for (ptrdiff_t i = 0; i < text.n; i++)
        p[i] = field_char(text.p[i]);
    b->n += text.n;
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
    Str rest = c->article->permalink, thousands = str_decimal(b->arena, c->number / 1000, 3);
    if (str_find_char(rest, '*') >= 0 || str_find_char(rest, '^') >= 0) {
        buf_putc(b, '=');
        put_field(b, rest);
        return;
    }
    while (rest.n)
        if (!put_marked(b, &rest, c->article->id, '*') && !put_marked(b, &rest, thousands, '^')) {
            buf_putc(b, field_char(rest.p[0]));
            rest = str_from(rest, 1);
        }
}

void card_put(Buf *b, const Card *c, Str id_prefix)
{
    Str number = str_decimal(b->arena, c->number, 1);
    buf_put(b, number);
    buf_putc(b, '\t');
    if (!str_starts(c->article->id, id_prefix) || !str_eq(str_from(c->article->id, id_prefix.n), number))
        put_field(b, c->article->id);
    buf_putc(b, '\t');
    put_permalink(b, c);
    const Article *article = c->article;
    const StrList *products = article_terms(article, TAXONOMY_PRODUCTS), *kinds = article_terms(article, TAXONOMY_KINDS);
    const Str fields[] = {article->title, article->summary, products->n ? products->items[0] : (Str){0}, kinds->n ? kinds->items[0] : (Str){0}, article->date};
    for (ptrdiff_t i = 0; i < countof(fields); i++) {
        buf_putc(b, '\t');
        put_field(b, fields[i]);
    }
}
