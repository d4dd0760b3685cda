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

Words words_take(const MapBuilder *words)
{
    Words taken = {.map = map_sorted(words)};
    Buf b = {.arena = words->arena};
    value_put_json(&b, &taken.map, 0);
    taken.hash = hash_bytes(buf_str(&b));
    taken.date = words_get(&taken, "date");
    for (int i = 0; i < countof(taken.months); i++)
        taken.months[i] = words_get(&taken, str_z(words->arena, str_fmt(words->arena, "month_%d", i + 1)));
    return taken;
}

Str words_get(const Words *words, const char *key)
{
    const Value *v = value_get(&words->map, str(key));
    return v ? value_text(v) : (Str){0};
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

Str words_date(const Words *words, Arena *a, Str iso)
{
    int64_t month = str_number(str_sub(iso, 5, 7)), day = str_number(str_sub(iso, 8, 10));
    if (iso.n < 10 || month < 1 || month > 12 || day < 1 || !words->date.n)
        return iso;
    const struct {
        Str name, text;
    } parts[] = {
        {S(":day"), str_decimal(a, (uint64_t)day, 1)},
        {S(":month"), words->months[month - 1]},
        {S(":year"), str_head(iso, 4)},
    };
    Buf b = buf_new(a, 32);
    for (Str rest = words->date; rest.n;) {
        ptrdiff_t colon = str_find_char(rest, ':'), k = 0;
        buf_put(&b, str_head(rest, colon < 0 ? rest.n : colon));
        rest = str_from(rest, colon < 0 ? rest.n : colon);
        while (k < countof(parts) && !str_starts(rest, parts[k].name))
            k++;
        buf_put(&b, k < countof(parts) ? parts[k].text : str_head(rest, 1));
        rest = str_from(rest, k < countof(parts) ? parts[k].name.n : 1);
    }
    return buf_str(&b);
}
