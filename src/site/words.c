#include "site/words.h"

#include "base/hash.h"
#include "read/yaml.h"

void words_add(MapBuilder *words, const Source *source, const Words *theirs, Diags *diags)
{
    Arena *a = words->arena;
    Yaml root;
    StrList known = {0};
    if (!yaml_parse(a, source, source->text, 1, &root, diags))
        return;
    if (root.kind != YAML_MAP) {
        diag_line(diags, source, root.line, root.col, DIAG_CONFIG_VALUE, "the words of a language are lines of `key: text`");
        return;
    }
    for (ptrdiff_t i = 0; theirs && i < theirs->map.n; i++)
        list_add(a, &known, theirs->map.as.members[i].key);
    for (ptrdiff_t i = 0; i < root.n; i++) {
        const Yaml *key = &root.keys[i], *value = &root.items[i];
        if (value->kind != YAML_SCALAR) {
            diag_line(diags, source, value->line, value->col, DIAG_CONFIG_VALUE, "`" STR_FMT "` takes one text", STR_ARG(key->text));
            continue;
        }
        bool is_known = !theirs || value_get(&theirs->map, key->text);
        Str near = is_known ? (Str){0} : str_nearest(key->text, known.items, known.n);
        if (near.n)
            diag_line(diags, source, key->line, key->col, DIAG_UNKNOWN_CONFIG_KEY, "the theme has no word `" STR_FMT "`; did you mean `" STR_FMT "`?",
                      STR_ARG(key->text), STR_ARG(near));
        map_str(words, key->text, value->text);
    }
}

static void take_date(Words *words, Arena *a, Str pattern)
{
    static const char *const names[] = {[DATE_DAY] = ":day", [DATE_MONTH] = ":month", [DATE_YEAR] = ":year"};
    words->date = arena_new(a, DatePart, pattern.n);
    while (pattern.n) {
        int kind = DATE_YEAR;
        while (kind != DATE_TEXT && !str_starts(pattern, str(names[kind])))
            kind--;
        ptrdiff_t colon = str_find_char(str_from(pattern, 1), ':');
        ptrdiff_t n = kind != DATE_TEXT ? str(names[kind]).n : colon < 0 ? pattern.n : colon + 1;
        words->date[words->date_count++] = (DatePart){.kind = (unsigned)kind, .text = str_head(pattern, n)};
        pattern = str_from(pattern, n);
    }
}

Words words_take(const MapBuilder *words)
{
    Words taken = {.map = map_sorted(words), .keys = {.arena = words->arena}};
    for (ptrdiff_t i = 0; i < taken.map.n; i++)
        table_add(&taken.keys, taken.map.as.members[i].key);
    Buf b = {.arena = words->arena};
    value_put_json(&b, &taken.map, 0);
    taken.hash = hash_bytes(buf_str(&b));
    take_date(&taken, words->arena, words_get(&taken, "date"));
    for (int i = 0; i < countof(taken.months); i++)
        taken.months[i] = words_get(&taken, str_z(words->arena, str_fmt(words->arena, "month_%d", i + 1)));
    return taken;
}

Str words_get(const Words *words, const char *key)
{
    ptrdiff_t number = table_find(&words->keys, str(key));
    return number < 0 ? (Str){0} : value_text(&words->map.as.members[number].value);
}

Str words_for_scripts(const Words *words, Arena *a)
{
    MapBuilder map = {.arena = a};
    for (ptrdiff_t i = 0; i < words->map.n; i++) {
        const Member *word = &words->map.as.members[i];
        if (str_starts(word->key, S("script_")))
            map_put(&map, str_unprefix(word->key, S("script_")), word->value);
    }
    Value all = map_value(&map);
    Buf b = {.arena = a};
    value_put_json(&b, &all, 0);
    return buf_str(&b);
}

/* --- languages -------------------------------------------------------------------------------------------------------------- */

static Str primary(Arena *a, Str language)
{
    Str rest = language;
    return str_lower(a, str_cut(&rest, '-'));
}

StrList words_languages(Arena *a, Str language)
{
    StrList list = {0};
    for (ptrdiff_t i = 0; i < language.n; i++)
        if (!char_is_alnum(language.p[i]) && language.p[i] != '-')
            return list;
    Str plain = primary(a, language);
    if (plain.n)
        list_add(a, &list, plain);
    if (plain.n && !str_eq(plain, language))
        list_add(a, &list, language);
    return list;
}

bool words_are_rtl(Arena *scratch, Str language)
{
    static const char *const rtl[] = {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"};
    Str plain = primary(scratch, language), rest = language;
    str_cut(&rest, '-');
    Str script = str_cut(&rest, '-');
    if (script.n == 4)      /* "az-Arab", "ks-Deva" */
        return str_eq_fold(script, S("Arab")) || str_eq_fold(script, S("Hebr"));
    for (ptrdiff_t i = 0; i < countof(rtl); i++)
        if (str_eq(plain, str(rtl[i])))
            return true;
    return false;
}

/* --- numbers ---------------------------------------------------------------------------------------------------------------- */

Str words_number(const Words *words, Arena *a, int64_t n)
{
    Str digits = str_fmt(a, "%lld", (long long)n), separator = words_get(words, "thousands");
    Buf b = {.arena = a};
    for (ptrdiff_t i = 0; i < digits.n; i++) {
        if (i && (digits.n - i) % 3 == 0 && digits.p[i - 1] != '-')
            buf_put(&b, separator);
        buf_putc(&b, digits.p[i]);
    }
    return buf_str(&b);
}

/* --- dates ------------------------------------------------------------------------------------------------------------------ */

static int two_digits(const char *p)
{
    return char_is_digit(p[0]) && char_is_digit(p[1]) ? (p[0] - '0') * 10 + p[1] - '0' : -1;
}

Str words_date(const Words *words, Arena *a, Str iso)
{
    int month = iso.n < 10 ? -1 : two_digits(iso.p + 5), day = iso.n < 10 ? -1 : two_digits(iso.p + 8);
    if (month < 1 || month > 12 || day < 1 || !words->date_count)
        return iso;
    const Str parts[] = {[DATE_DAY] = str_sub(iso, day < 10 ? 9 : 8, 10), [DATE_MONTH] = words->months[month - 1], [DATE_YEAR] = str_head(iso, 4)};
    Buf b = buf_new(a, 32);
    for (ptrdiff_t i = 0; i < words->date_count; i++) {
        const DatePart *part = &words->date[i];
        buf_put(&b, part->kind == DATE_TEXT ? part->text : parts[part->kind]);
    }
    return buf_str(&b);
}
