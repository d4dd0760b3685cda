#include "search/lookup.h"

#include <stdlib.h>

/* --- files ------------------------------------------------------------------------------------------------------------------------- */

static const ShardFile *read_file(Lookup *l, Str path)
{
    ptrdiff_t known = l->paths.n, i = table_add(&l->paths, path);
    if (i < known)
        return &l->files[i];
    l->files = arena_grow(l->arena, l->files, i, &l->file_cap, sizeof *l->files);
    l->files[i] = (ShardFile){0};
    shard_parse(l->arena, l->load(l->context, l->arena, path), &l->files[i]);
    return &l->files[i];
}

const ShardFile *lookup_file(Lookup *l, Family family, uint64_t path)
{
    return read_file(l, shard_path(l->arena, family, path));
}

/* The file of a family that holds a key, or NULL. */
static const ShardFile *file_at(Lookup *l, Family family, uint64_t key)
{
    uint64_t path;
    return trie_find(l->shapes[family], (KeyRange){key, 1}, &path, 1) < 1 ? NULL : lookup_file(l, family, path);
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

bool lookup_open(Lookup *l, Arena *a, SearchLoad *load, void *context, Str *why)
{
    *l = (Lookup){.arena = a, .load = load, .context = context, .paths = {.arena = a}};
    const ShardFile *entry = read_file(l, S("search/entry.js"));
    if (!str_eq(entry->name, S("entry"))) {
        *why = S("has no search index; build it with `search: true`");
        return false;
    }
    if (str_number(entry_field(entry, S("format"))) != SHARD_FORMAT) {
        *why = S("has a search index of another version of kb; build it again");
        return false;
    }
    l->articles = str_number(entry_field(entry, S("articles")));
    l->number_bits = (int)str_number(entry_field(entry, S("number_bits")));
    if (l->number_bits < 0 || l->number_bits > 31)
        l->number_bits = 31;
    l->id_prefix = entry_field(entry, S("id_prefix"));
    BitReader bits = {entry->bits, 0};
    for (Family f = 0; f < FAMILY_COUNT; f++) {
        ptrdiff_t size = (ptrdiff_t)bits_get_gamma(&bits);
        Bits shape = {.bytes.arena = a};
        for (ptrdiff_t i = 0; i < size && bits.at < entry->bits.n * 8; i++)
            bits_put(&shape, bits_get(&bits, 1), 1);
        l->shapes[f] = bits_close(&shape);
    }
    return true;
}

/* --- words ------------------------------------------------------------------------------------------------------------------------- */

static bool find_word(Lookup *l, const ShardFile *file, Str word, ShardWord *found)
{
    ptrdiff_t n;
    ShardWord *words = file && file->text.n ? shard_words(l->arena, file, &n) : NULL;
    for (ptrdiff_t i = 0; words && i < n; i++)
        if (str_eq(words[i].word, word)) {
            *found = words[i];
            return true;
        }
    return false;
}

bool lookup_stem(Lookup *l, Str word, Str *stem)
{
    ShardWord found;
    if (!find_word(l, file_at(l, shard_family(word), key_of_word(word).low), word, &found))
        return false;
    *stem = found.stem.n ? found.stem : word;
    return true;
}

/* A stem's entry in family t or c, up to how many articles are in it and how many in family r. */
typedef struct StemEntry {
    BitReader bits;
    ptrdiff_t most, rest;
} StemEntry;

static bool find_entry(Lookup *l, Str stem, StemEntry *entry)
{
    const ShardFile *file = file_at(l, shard_family(stem), key_of_word(stem).low);
    ShardWord word;
    if (!find_word(l, file, stem, &word) || word.size < 0)
        return false;
    entry->bits = (BitReader){file->bits, word.at};
    entry->most = (ptrdiff_t)bits_get_gamma(&entry->bits);
    entry->rest = bits_get(&entry->bits, 1) ? (ptrdiff_t)bits_get_gamma(&entry->bits) : 0;
    return true;
}

ptrdiff_t lookup_count(Lookup *l, Str stem)
{
    StemEntry entry;
    return find_entry(l, stem, &entry) ? entry.most + entry.rest : 0;
}

static int compare_hits(const void *a, const void *b)
{
    uint32_t x = ((const Hit *)a)->number, y = ((const Hit *)b)->number;
    return (x > y) - (x < y);
}

bool lookup_list(Lookup *l, Str stem, List *list)
{
    StemEntry entry;
    if (!find_entry(l, stem, &entry))
        return false;
    *list = (List){.stem = stem};
    list->is_apart = bits_get(&entry.bits, 1);
    list->is_pieced = list->is_apart && bits_get(&entry.bits, 1);
    if (entry.most + entry.rest > l->articles)
        return false;
    list->hits = arena_new(l->arena, Hit, entry.most + entry.rest);
    list->n = hits_get(&entry.bits, list->hits, entry.most);
    list->inline_places = entry.bits;
    const ShardFile *file = entry.rest ? file_at(l, FAMILY_REST, key_of_hash(stem)) : NULL;
    ShardWord word;
    if (find_word(l, file, stem, &word)) {
        BitReader bits = {file->bits, word.at};
        list->n += hits_get(&bits, list->hits + list->n, entry.rest);
    }
    if (list->n)
        qsort(list->hits, (size_t)list->n, sizeof *list->hits, compare_hits);
    return true;
}

/* --- places ------------------------------------------------------------------------------------------------------------------------ */

/* Of the hits [from, to). `n` places were read before, into room for `cap`. */
static void read_places_of(Lookup *l, List *list, BitReader b, ptrdiff_t from, ptrdiff_t to, ptrdiff_t *n, ptrdiff_t *cap)
{
    int k = (int)bits_get(&b, 4);
    for (ptrdiff_t i = from; i < to; i++) {
        uint32_t count = bits_get_gamma(&b), at = (uint32_t)-1;
        for (uint32_t p = 0; p < count && b.at < b.bytes.n * 8; p++) {
            at += bits_get_rice(&b, k) + 1;
            list->places = arena_grow(l->arena, list->places, *n, cap, sizeof *list->places);
            list->places[(*n)++] = at;
        }
        list->starts[i + 1] = (uint32_t)*n;
    }
}

static void read_places(Lookup *l, List *list)
{
    ptrdiff_t n = 0, cap = 0;
    list->starts = arena_new(l->arena, uint32_t, list->n + 1);
    if (!list->is_apart) {
        read_places_of(l, list, list->inline_places, 0, list->n, &n, &cap);
        return;
    }
    int shift = l->number_bits > PIECE_BITS ? l->number_bits - PIECE_BITS : 0;
    for (ptrdiff_t from = 0, to; from < list->n; from = to) {
        uint32_t piece = list->hits[from].number >> shift;
        Str name = list->is_pieced ? str_fmt(l->arena, STR_FMT "~%x", STR_ARG(list->stem), (unsigned)piece) : list->stem;
        for (to = from; to < list->n && (!list->is_pieced || list->hits[to].number >> shift == piece); to++)
            ;
        const ShardFile *file = file_at(l, FAMILY_PLACES, key_of_hash(name));
        ShardWord word;
        if (find_word(l, file, name, &word))
            read_places_of(l, list, (BitReader){file->bits, word.at}, from, to, &n, &cap);
        else
            for (ptrdiff_t i = from; i < to; i++)
                list->starts[i + 1] = (uint32_t)n;
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

bool lookup_places(Lookup *l, List *list, uint32_t number, Places *places)
{
    ptrdiff_t i = find_hit(list, number);
    if (i < 0)
        return false;
    if (!list->starts)
        read_places(l, list);
    *places = (Places){list->places + list->starts[i], list->starts[i + 1] - list->starts[i]};
    return true;
}

/* --- articles ---------------------------------------------------------------------------------------------------------------------- */

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

bool lookup_card(Lookup *l, uint32_t number, Found *found)
{
    const ShardFile *file = file_at(l, FAMILY_ARTICLES, key_of_number(number));
    for (Str rest = file ? file->text : (Str){0}; rest.n;) {
        Str line = str_cut_line(&rest);
        if (str_number(str_cut(&line, '\t')) != (int64_t)number)
            continue;
        Str id = str_cut(&line, '\t'), permalink = str_cut(&line, '\t');
        found->number = number;
        found->id = id.n || number >= 1u << 30 ? id : str_fmt(l->arena, STR_FMT "%u", STR_ARG(l->id_prefix), (unsigned)number);
        found->permalink = permalink_of_card(l->arena, permalink, found->id, number);
        found->title = str_cut(&line, '\t');
        found->summary = str_cut(&line, '\t');
        found->product = str_cut(&line, '\t');
        found->kind = str_cut(&line, '\t');
        found->date = line;
        return true;
    }
    return false;
}
