/* Every field is one key. A text stands plain when it begins with a letter or a slash and holds nothing that YAML could mind, else in double quotes,
 * where everything can be said. Short lists stand on one line, long ones with an item on each. */
#include "write/frontmatter.h"

#include "base/table.h"
#include "base/utf8.h"

enum { LINE_MAX_BYTES = 100, KEY_MAX = 500, DEPTH_MAX = 100 };    /* YAML 1.2, 7.4.2: a key of more than 1024 characters must be marked */

/* --- scalars ----------------------------------------------------------------------------------------------------------- */

/* Words that mean something else in one version of YAML or another. */
static bool is_reserved(Str s)
{
    static const char *const words[] = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"};
    for (ptrdiff_t i = 0; i < countof(words); i++)
        if (str_eq_fold(s, str(words[i])))
            return true;
    return false;
}

/* Commas end an item of a list on one line. */
static bool is_plain(Str s, bool in_list)
{
    if (!s.n || !(char_is_alpha(s.p[0]) || s.p[0] == '/') || char_is_blank(s.p[s.n - 1]) || is_reserved(s))
        return false;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        bool is_safe = char_is_alnum(s.p[i]) || str_find_char(S(" _-./()+&;=$!?*^~'@\\"), s.p[i]) >= 0 || (s.p[i] == ',' && !in_list);
        if (!is_safe)
            return false;
    }
    return true;
}

/* YAML 1.1, 5.1: what may stand in a file as it is; the line ends of Unicode would be taken for line ends. */
static bool is_printable(uint32_t rune)
{
    if (rune < 0x7F)
        return rune >= 0x20;
    bool is_line_end = rune == 0x2028 || rune == 0x2029, is_mark = rune == 0xFEFF;
    return (rune >= 0xA0 && rune < 0xD800 && !is_line_end) || (rune >= 0xE000 && rune <= 0xFFFD && !is_mark) || rune >= 0x10000;
}

static void put_escape(Buf *b, uint32_t rune)
{
    switch (rune) {
    case '"': buf_put(b, S("\\\"")); break;
    case '\\': buf_put(b, S("\\\\")); break;
    case '\n': buf_put(b, S("\\n")); break;
    case '\r': buf_put(b, S("\\r")); break;
    case '\t': buf_put(b, S("\\t")); break;
    default: buf_fmt(b, rune > 0xFF ? "\\u%04X" : "\\x%02X", (unsigned)rune);
    }
}

static void put_quoted(Buf *b, Str s)
{
    buf_putc(b, '"');
    while (s.n) {
        Rune r = utf8_decode(s);
        if (is_printable(r.value) && r.value != '"' && r.value != '\\')
            buf_put_rune(b, r.value);
        else
            put_escape(b, r.value);
        s = str_from(s, r.n);
    }
    buf_putc(b, '"');
}

static void put_scalar(Buf *b, Str s, bool in_list)
{
    if (is_plain(s, in_list))
        buf_put(b, s);
    else
        put_quoted(b, s);
}

/* --- keys -------------------------------------------------------------------------------------------------------------- */

/* A text of several lines may stand as it is below `|`, unless a line begins with a blank, which would set its indentation. */
static bool may_stand_in_lines(Str s)
{
    if (str_find_char(s, '\n') < 0 || str_trim(s).n != s.n)
        return false;
    while (s.n) {
        Str line = str_cut_line(&s);
        if (!line.n || char_is_blank(line.p[0]))
            return false;
        while (line.n) {
            Rune r = utf8_decode(line);
            if (!is_printable(r.value))
                return false;
            line = str_from(line, r.n);
        }
    }
    return true;
}

static void put_lines(Buf *b, Str s)
{
    buf_put(b, S("|-\n"));
    while (s.n) {
        buf_put(b, S("  "));
        buf_put(b, str_cut_line(&s));
        buf_putc(b, '\n');
    }
}

static void put_text(Buf *b, const char *key, Str s)
{
    if (!s.n)
        return;
    buf_fmt(b, "%s: ", key);
    if (may_stand_in_lines(s)) {
        put_lines(b, s);
        return;
    }
    put_scalar(b, s, false);
    buf_putc(b, '\n');
}

/* A day is no text: other programs know it when it stands without quotes. */
static void put_date(Buf *b, const char *key, Str s)
{
    if (s.n)
        buf_fmt(b, "%s: " STR_FMT "\n", key, STR_ARG(s));
}

static void put_flow_list(Buf *b, const StrList *list)
{
    buf_putc(b, '[');
    for (ptrdiff_t i = 0; i < list->n; i++) {
        buf_put(b, i ? S(", ") : S(""));
        put_scalar(b, list->items[i], true);
    }
    buf_putc(b, ']');
}

/* Behind `key:`, which stands at `indent`. */
static void put_items(Buf *b, const StrList *list, int indent)
{
    ptrdiff_t start = b->n;
    buf_putc(b, ' ');
    put_flow_list(b, list);
    if (b->n - start > LINE_MAX_BYTES && list->n > 1) {
        b->n = start;
        for (ptrdiff_t i = 0; i < list->n; i++) {
            buf_putc(b, '\n');
            buf_pad(b, ' ', indent + 2);
            buf_put(b, S("- "));
            put_scalar(b, list->items[i], false);
        }
    }
    buf_putc(b, '\n');
}

static void put_list(Buf *b, const char *key, const StrList *list)
{
    if (!list->n)
        return;
    buf_fmt(b, "%s:", key);
    put_items(b, list, 0);
}

static void put_flag(Buf *b, const char *key, bool value)
{
    if (value)
        buf_fmt(b, "%s: true\n", key);
}

/* --- versions and the applies-to tree ----------------------------------------------------------------------------------- */

static bool has_repeated_platform(Arena *scratch, const Meta *meta)
{
    Table seen = {.arena = scratch};
    for (ptrdiff_t i = 0; i < meta->version_count; i++)
        if (table_add(&seen, meta->versions[i].platform) < i)
            return true;
    return false;
}

/* A list where no platform is named, a map from platform to list, or, when one is named twice, a list of such maps. */
static void put_versions(Buf *b, const Meta *meta)
{
    if (!meta->version_count)
        return;
    buf_put(b, S("versions:"));
    if (meta->version_count == 1 && !meta->versions[0].platform.n) {
        put_items(b, &meta->versions[0].values, 0);
        return;
    }
    buf_putc(b, '\n');
    bool is_repeated = has_repeated_platform(b->arena, meta);
    for (ptrdiff_t i = 0; i < meta->version_count; i++) {
        buf_put(b, is_repeated ? S("  - ") : S("  "));
        put_scalar(b, meta->versions[i].platform, false);
        buf_putc(b, ':');
        put_items(b, &meta->versions[i].values, is_repeated ? 4 : 2);
    }
}

/* An entry with others below it is the key of a map; a very long key has to be marked as one. */
static void put_parent(Buf *b, Str text, int indent)
{
    bool is_long = text.n > KEY_MAX;
    buf_put(b, is_long ? S("? ") : S(""));
    put_scalar(b, text, false);
    if (is_long) {
        buf_putc(b, '\n');
        buf_pad(b, ' ', indent + 2);
    }
    buf_put(b, S(":\n"));
}

/* The entries deeper than the one before belong to it, however much deeper they are. Gives the index of the first entry that is not below
 * `depth`. */
static ptrdiff_t put_applies(Buf *b, const Meta *meta, ptrdiff_t at, int depth, int indent)
{
    while (at < meta->applies_to_count && meta->applies_to[at].depth >= depth) {
        const AppliesTo *entry = &meta->applies_to[at++];
        bool is_parent = at < meta->applies_to_count && meta->applies_to[at].depth > entry->depth && indent < 4 * DEPTH_MAX;
        buf_pad(b, ' ', indent);
        buf_put(b, S("- "));
        if (is_parent) {
            put_parent(b, entry->text, indent);
            at = put_applies(b, meta, at, entry->depth + 1, indent + 4);
        } else {
            put_scalar(b, entry->text, false);
            buf_putc(b, '\n');
        }
    }
    return at;
}

static void put_applies_to(Buf *b, const Meta *meta)
{
    if (!meta->applies_to_count)
        return;
    buf_put(b, S("applies_to:\n"));
    put_applies(b, meta, 0, 0, 2);
}

/* --- other people's keys ------------------------------------------------------------------------------------------------ */

/* On one line: JSON, with YAML's escapes. */
static void put_value(Buf *b, const Value *v, int depth)
{
    switch (v->kind) {
    case VALUE_NULL: buf_put(b, S("null")); return;
    case VALUE_BOOL:
    case VALUE_NUMBER: buf_put(b, value_text(v)); return;
    case VALUE_STRING: put_scalar(b, value_text(v), true); return;
    case VALUE_LIST:
    case VALUE_MAP: break;
    }
    bool is_map = v->kind == VALUE_MAP;
    buf_putc(b, is_map ? '{' : '[');
    for (ptrdiff_t i = 0; i < v->n && depth < DEPTH_MAX; i++) {
        buf_put(b, i ? S(", ") : S(""));
        if (is_map) {
            put_scalar(b, v->as.members[i].key, true);
            buf_put(b, S(": "));
        }
        put_value(b, is_map ? &v->as.members[i].value : &v->as.items[i], depth + 1);
    }
    buf_putc(b, is_map ? '}' : ']');
}

static void put_extra(Buf *b, const Value *extra)
{
    for (ptrdiff_t i = 0; i < extra->n && extra->kind == VALUE_MAP; i++) {
        const Member *m = &extra->as.members[i];
        bool is_long = m->key.n > KEY_MAX;
        buf_put(b, is_long ? S("? ") : S(""));
        put_scalar(b, m->key, false);
        buf_put(b, is_long ? S("\n: ") : S(": "));
        put_value(b, &m->value, 0);
        buf_putc(b, '\n');
    }
}

void frontmatter_put(Buf *b, const Meta *meta)
{
    buf_put(b, S("---\n"));
    put_text(b, "title", meta->title);
    put_text(b, "id", meta->id);
    put_text(b, "permalink", meta->permalink);
    put_date(b, "date", meta->date);
    put_date(b, "updated", meta->updated);
    put_text(b, "description", meta->description);
    put_text(b, "category", meta->category);
    put_list(b, "products", &meta->products);
    put_versions(b, meta);
    put_list(b, "operating_systems", &meta->operating_systems);
    put_list(b, "keywords", &meta->keywords);
    put_list(b, "kinds", &meta->kinds);
    put_list(b, "technologies", &meta->technologies);
    put_list(b, "issue_types", &meta->issue_types);
    put_list(b, "solution_types", &meta->solution_types);
    put_list(b, "hardware", &meta->hardware);
    put_list(b, "components", &meta->components);
    put_list(b, "platforms", &meta->platforms);
    put_applies_to(b, meta);
    put_text(b, "query_words", meta->query_words);
    put_list(b, "related", &meta->related);
    put_list(b, "redirect_from", &meta->redirect_from);
    put_text(b, "layout", meta->layout);
    put_flag(b, "draft", meta->is_draft);
    put_flag(b, "replaces", meta->replaces);
    put_extra(b, &meta->extra);
    put_text(b, "legal", meta->legal);
    put_text(b, "copyright", meta->copyright);
    put_text(b, "copyright_holder", meta->copyright_holder);
    put_text(b, "copyright_year", meta->copyright_year);
    buf_put(b, S("---\n"));
}
