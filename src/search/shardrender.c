/* A file of the index as it is written: those that are one of a kind, and those of the families. */
#include "search/shardown.h"

#include "search/filters.h"

static void render_articles(const Shards *s, Arena *a, Str name, const Leaf *leaf, Buf *out)
{
    Buf text = buf_new(a, 16384);
    for (ptrdiff_t i = leaf->from; i < leaf->to; i++) {
        card_put(&text, &s->cards[i], s->id_prefix);
        buf_putc(&text, '\n');
    }
    shard_put(out, name, buf_str(&text), NULL);
}

static void render_entry(const Shards *s, Arena *a, Buf *out)
{
    Buf text = {.arena = a};
    buf_fmt(&text, "format\t%d\n", SHARD_FORMAT);
    buf_fmt(&text, "articles\t%td\n", s->card_count);
    buf_fmt(&text, "number_bits\t%d\n", s->number_bits);
    buf_fmt(&text, "id_prefix\t" STR_FMT "\n", STR_ARG(s->id_prefix));
    Bits bits = {.bytes.arena = a};
    for (Family family = 0; family < FAMILY_COUNT; family++) {
        Bits shape = {.bytes.arena = a};
        ptrdiff_t size = bits_count(&s->families[family].trie.shape);
        buf_put(&shape.bytes, buf_str(&s->families[family].trie.shape.bytes));
        shape.rest = s->families[family].trie.shape.rest;
        shape.rest_count = s->families[family].trie.shape.rest_count;
        bits_put_gamma(&bits, (uint32_t)size);
        bits_append(&bits, bits_close(&shape), size);
    }
    shard_put(out, S("entry"), buf_str(&text), &bits);
}

static void render_filters(const Shards *s, Arena *a, Buf *out)
{
    filters_put(a, s->cards, s->card_count, out);
}

static void render_dates(const Shards *s, Arena *a, Buf *out)
{
    dates_put(a, s->cards, s->card_count, out);
}

static const char *const single_files[SINGLE_FILES] = {[SINGLE_ENTRY] = "search/entry.js", [SINGLE_FILTERS] = "search/filters.js",
                                                       [SINGLE_DATES] = "search/dates.js"};

Str shards_path(const Shards *s, Arena *a, ptrdiff_t i)
{
    if (i < SINGLE_FILES)
        return str(single_files[i]);
    Family family = shards_family(s, &i);
    return shard_path(a, family, s->families[family].trie.leaves[i].path);
}

void shards_render(const Shards *s, Arena *scratch, ptrdiff_t i, Buf *out)
{
    static void (*const render[SINGLE_FILES])(const Shards *, Arena *, Buf *) = {[SINGLE_ENTRY] = render_entry, [SINGLE_FILTERS] = render_filters,
                                                                                 [SINGLE_DATES] = render_dates};
    if (i < SINGLE_FILES) {
        render[i](s, scratch, out);
        return;
    }
    Family family = shards_family(s, &i);
    const ShardFamily *f = &s->families[family];
    const Leaf *leaf = &f->trie.leaves[i];
    Str name = shard_name(scratch, family, leaf->path);
    if (family == FAMILY_ARTICLES)
        render_articles(s, scratch, name, leaf, out);
    else
        shard_put_words(scratch, name, f->entries.items + leaf->from, leaf->to - leaf->from, out);
}
