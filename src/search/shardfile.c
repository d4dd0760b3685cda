#include "search/shardfile.h"

#include <stdlib.h>

/* --- names ------------------------------------------------------------------------------------------------------------------------- */

/* By family. */
static const char letters[] = {'t', 'c', 'r', 'x', 'd', 's'};

Family shard_family(Str word)
{
    for (ptrdiff_t i = 0; i < word.n; i++)
        if (char_is_digit(word.p[i]))
            return FAMILY_CODES;
    return FAMILY_TERMS;
}

Str shard_backwards(Arena *a, Str word)
{
    char *p = arena_bytes(a, word.n);
    for (ptrdiff_t i = 0; i < word.n; i++)
        p[i] = word.p[word.n - 1 - i];
    return (Str){p, word.n};
}

Str shard_name(Arena *a, Family family, uint64_t path)
{
    return str_fmt(a, "%c%llx", letters[family], (unsigned long long)path);
}

Str shard_path(Arena *a, Family family, uint64_t leaf)
{
    return str_fmt(a, "search/%c/%llx.js", letters[family], (unsigned long long)leaf);
}

/* --- writing ----------------------------------------------------------------------------------------------------------------------- */

/* How many letters stand in a string as they are. */
static ptrdiff_t plain_letters(const char *p, ptrdiff_t n)
{
    ptrdiff_t i = 0;
    while (i < n && p[i] != '\n' && p[i] != '"' && p[i] != '\\')
        i++;
    return i;
}

static void put_js(Buf *b, Str text)
{
    for (;;) {
        ptrdiff_t plain = plain_letters(text.p, text.n);
        buf_put(b, str_head(text, plain));
        if (plain == text.n)
            return;
        buf_putc(b, '\\');
        buf_putc(b, text.p[plain] == '\n' ? 'n' : text.p[plain]);
        text = str_from(text, plain + 1);
    }
}

void shard_put(Buf *out, Str name, Str text, Bits *bits)
{
    buf_fmt(out, "kb_put(\"" STR_FMT "\",\"", STR_ARG(name));
    put_js(out, text);
    buf_put(out, S("\",\""));
    if (bits)
        bits_put_text(out, bits_close(bits));
    buf_put(out, S("\");\n"));
}

static int compare_entries(const void *a, const void *b)
{
    return str_cmp(entry_name(*(const ShardEntry *const *)a), entry_name(*(const ShardEntry *const *)b));
}

/* In the order of their names, which is that of their keys but for those that are hashes. */
static const ShardEntry **sort_entries(Arena *a, const ShardEntry *entries, ptrdiff_t n)
{
    const ShardEntry **sorted = arena_raw(a, const ShardEntry *, n);
    bool ascend = true;
    for (ptrdiff_t i = 0; i < n; i++) {
        sorted[i] = &entries[i];
        ascend = ascend && (!i || compare_entries(&sorted[i - 1], &sorted[i]) <= 0);
    }
    if (!ascend)
        qsort(sorted, (size_t)n, sizeof *sorted, compare_entries);
    return sorted;
}

void shard_put_words(Arena *a, Str name, const ShardEntry *entries, ptrdiff_t n, Buf *out)
{
    const ShardEntry **sorted = sort_entries(a, entries, n);
    Buf text = buf_new(a, 16384);
    uint32_t *sizes = arena_raw(a, uint32_t, n);
    ptrdiff_t count = 0;
    int64_t all = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
        Str word = entry_name(sorted[i]);
        ptrdiff_t shared = i ? shared_letters(entry_name(sorted[i - 1]), word) : 0;
        buf_putc(&text, (char)('A' + shared));
        buf_put(&text, str_from(word, shared));
        if (sorted[i]->size >= 0) {
            sizes[count++] = (uint32_t)sorted[i]->size;
            all += sorted[i]->size;
        }
    }
    Bits bits = {.bytes.arena = a};
    if (count) {
        Rice rice = bits_best_rice(sizes, count, 31);
        bits.bytes = buf_new(a, (rice.size + all) / 8 + 32);
        bits_put(&bits, (uint32_t)rice.k, 5);
        bits_put_gamma(&bits, (uint32_t)rice.size);
        BitPen pen = bits_pen(&bits, rice.size);
        pen_put_rices(&pen, sizes, count, rice.k);
        bits_pen_down(&bits, &pen);
    }
    for (ptrdiff_t i = 0; i < n; i++)
        if (sorted[i]->size >= 0)
            bits_append(&bits, (Str){sorted[i]->bits, (sorted[i]->size + 7) / 8}, sorted[i]->size);
    shard_put(out, name, buf_str(&text), &bits);
}

Str shard_form(Arena *a, Str form, Str stem)
{
    ptrdiff_t n = shared_letters(form, stem);
    while (form.n - n > 25)
        n++;
    Str rest = str_from(stem, n);
    char *p = arena_bytes(a, form.n + 2 + rest.n);
    memcpy(p, form.p, (size_t)form.n);
    p[form.n] = '!';
    p[form.n + 1] = (char)('a' + form.n - n);
    if (rest.n)
        memcpy(p + form.n + 2, rest.p, (size_t)rest.n);
    return (Str){p, form.n + 2 + rest.n};
}

/* --- reading ----------------------------------------------------------------------------------------------------------------------- */

/* The string literal at the start of `*rest`, with its escapes undone; what follows it is left. */
static bool take_string(Arena *a, Str *rest, Str *value)
{
    if (!rest->n || rest->p[0] != '"')
        return false;
    Buf b = buf_new(a, rest->n);
    ptrdiff_t i = 1;
    for (; i < rest->n && rest->p[i] != '"'; i++)
        if (rest->p[i] == '\\' && i + 1 < rest->n)
            buf_putc(&b, rest->p[++i] == 'n' ? '\n' : rest->p[i]);
        else
            buf_putc(&b, rest->p[i]);
    if (i == rest->n)
        return false;
    *value = buf_str(&b);
    *rest = str_from(*rest, i + 1);
    return true;
}

bool shard_parse(Arena *a, Str bytes, ShardFile *file)
{
    Str rest = str_unprefix(bytes, S("kb_put(")), bits;
    if (rest.n == bytes.n || !take_string(a, &rest, &file->name) || !str_starts(rest, S(",")))
        return false;
    rest = str_from(rest, 1);
    if (!take_string(a, &rest, &file->text) || !str_starts(rest, S(",")))
        return false;
    rest = str_from(rest, 1);
    if (!take_string(a, &rest, &bits) || !str_starts(rest, S(");")))
        return false;
    file->bits = bits_of_text(a, bits);
    return true;
}

/* The next word of a list: its letters, and where its stem differs, that. */
static bool take_word(Arena *a, Str *rest, ShardWord *word)
{
    if (!rest->n || !char_is_upper(rest->p[0]))
        return false;
    ptrdiff_t shared = rest->p[0] - 'A', end = 1;
    while (end < rest->n && !char_is_upper(rest->p[end]))
        end++;
    Str name = str_join2(a, str_head(word->word, shared), str_sub(*rest, 1, end));
    *rest = str_from(*rest, end);
    ptrdiff_t mark = str_find_char(name, '!');
    word->word = name;
    word->stem = (Str){0};
    if (mark < 0 || mark + 1 >= name.n)
        return true;
    ptrdiff_t off = name.p[mark + 1] - 'a';
    word->stem = str_join2(a, str_head(name, mark - off), str_from(name, mark + 2));
    return true;
}

ShardWord *shard_words(Arena *a, const ShardFile *file, ptrdiff_t *n)
{
    ptrdiff_t count = 0;
    for (ptrdiff_t i = 0; i < file->text.n; i++)
        count += char_is_upper(file->text.p[i]);
    ShardWord *words = arena_new(a, ShardWord, count), word = {0};
    BitReader sizes = {file->bits, 0};
    int k = (int)bits_get(&sizes, 5);
    ptrdiff_t width = (ptrdiff_t)bits_get_gamma(&sizes), at = sizes.at + width;
    *n = 0;
    for (Str rest = file->text; *n < count && take_word(a, &rest, &word); words[(*n)++] = word)
        word.size = word.stem.n ? -1 : (ptrdiff_t)bits_get_rice(&sizes, k);
    for (ptrdiff_t i = 0; i < *n; i++) {
        Str name = words[i].word;
        ptrdiff_t mark = str_find_char(name, '!');
        words[i].word = mark < 0 ? name : str_head(name, mark);
        words[i].at = at;
        at += words[i].size > 0 ? words[i].size : 0;
    }
    return words;
}
