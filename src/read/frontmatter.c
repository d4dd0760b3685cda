/* Front matter → Meta. One table says what each key means and where in Meta its value belongs; a small function for each kind of
 * field reads the value. What cannot be read is reported at its place and left out, so that one slip costs one field. */
#include "read/frontmatter.h"

#include "base/utf8.h"
#include "read/yaml.h"

#include <stddef.h>

/* --- the fences ------------------------------------------------------------------------------------------------------- */

static bool is_fence(Str line, Str fence)
{
    return str_eq(str_trim_end(line), fence);
}

bool frontmatter_split(const Source *source, FrontMatter *fm, Diags *diags)
{
    Str rest = source->text;
    if (!is_fence(str_cut_line(&rest), S("---")))
        return false;
    *fm = (FrontMatter){.yaml_line = 2, .body_line = 1};
    Str yaml = rest;
    for (int line = 2; rest.n; line++) {
        ptrdiff_t before = yaml.n - rest.n;
        Str text = str_cut_line(&rest);
        if (is_fence(text, S("---")) || is_fence(text, S("..."))) {
            *fm = (FrontMatter){str_head(yaml, before), 2, rest, line + 1, true};
            return true;
        }
    }
    diag_at(diags, source, 0, DIAG_FRONT_MATTER,
            "the front matter that begins here never ends: put a line `---` after its last key");
    return true;
}

/* --- the fields ------------------------------------------------------------------------------------------------------- */

typedef enum FieldKind {
    FIELD_TEXT,             /* Str */
    FIELD_DATE,             /* Str */
    FIELD_LIST,             /* StrList; a scalar is its only item */
    FIELD_WORDS,            /* StrList; a scalar is split at commas */
    FIELD_TRUE,             /* bool, which true raises */
    FIELD_FALSE,            /* bool, which false raises */
    FIELD_ID,
    FIELD_VERSIONS,
    FIELD_APPLIES
} FieldKind;

typedef struct Field {
    const char *key;
    FieldKind kind;
    size_t offset;          /* of the member of Meta, where the kind alone does not tell it */
} Field;

static const Field FIELDS[] = {
    {"title", FIELD_TEXT, offsetof(Meta, title)},
    {"description", FIELD_TEXT, offsetof(Meta, description)},
    {"permalink", FIELD_TEXT, offsetof(Meta, permalink)},
    {"layout", FIELD_TEXT, offsetof(Meta, layout)},
    {"template", FIELD_TEXT, offsetof(Meta, layout)},
    {"category", FIELD_TEXT, offsetof(Meta, category)},
    {"id", FIELD_ID, 0},
    {"date", FIELD_DATE, offsetof(Meta, date)},
    {"updated", FIELD_DATE, offsetof(Meta, updated)},
    {"lastmod", FIELD_DATE, offsetof(Meta, updated)},
    {"products", FIELD_WORDS, offsetof(Meta, products)},
    {"product", FIELD_WORDS, offsetof(Meta, products)},
    {"versions", FIELD_VERSIONS, 0},
    {"operating_systems", FIELD_WORDS, offsetof(Meta, operating_systems)},
    {"keywords", FIELD_WORDS, offsetof(Meta, keywords)},
    {"tags", FIELD_WORDS, offsetof(Meta, keywords)},
    {"kinds", FIELD_WORDS, offsetof(Meta, kinds)},
    {"kind", FIELD_WORDS, offsetof(Meta, kinds)},
    {"technologies", FIELD_WORDS, offsetof(Meta, technologies)},
    {"issue_types", FIELD_WORDS, offsetof(Meta, issue_types)},
    {"solution_types", FIELD_WORDS, offsetof(Meta, solution_types)},
    {"hardware", FIELD_WORDS, offsetof(Meta, hardware)},
    {"components", FIELD_WORDS, offsetof(Meta, components)},
    {"platforms", FIELD_WORDS, offsetof(Meta, platforms)},
    {"applies_to", FIELD_APPLIES, 0},
    {"query_words", FIELD_TEXT, offsetof(Meta, query_words)},
    {"legal", FIELD_TEXT, offsetof(Meta, legal)},
    {"copyright", FIELD_TEXT, offsetof(Meta, copyright)},
    {"copyright_holder", FIELD_TEXT, offsetof(Meta, copyright_holder)},
    {"copyright_year", FIELD_TEXT, offsetof(Meta, copyright_year)},
    {"related", FIELD_WORDS, offsetof(Meta, related)},
    {"redirect_from", FIELD_LIST, offsetof(Meta, redirect_from)},
    {"aliases", FIELD_LIST, offsetof(Meta, redirect_from)},
    {"draft", FIELD_TRUE, offsetof(Meta, is_draft)},
    {"published", FIELD_FALSE, offsetof(Meta, is_draft)},
    {"replaces", FIELD_TRUE, offsetof(Meta, replaces)},
};

static const Field *field_of(Str key)
{
    for (ptrdiff_t i = 0; i < countof(FIELDS); i++)
        if (str_eq(key, str(FIELDS[i].key)))
            return &FIELDS[i];
    return NULL;
}

Str frontmatter_meant(Str key)
{
    enum { EDITS_MAX = 2 };
    Str names[countof(FIELDS)], folded = key;
    char lower[64];
    if (key.n <= (ptrdiff_t)sizeof lower) {    /* one that is longer is near to none */
        for (ptrdiff_t i = 0; i < key.n; i++)
            lower[i] = key.p[i] == '-' ? '_' : char_lower(key.p[i]);
        folded = (Str){lower, key.n};
    }
    for (ptrdiff_t i = 0; i < countof(FIELDS); i++)
        names[i] = str(FIELDS[i].key);
    Str near = str_nearest(folded, names, countof(FIELDS));
    return str_distance(folded, near, EDITS_MAX) <= EDITS_MAX ? near : (Str){0};
}

typedef struct Reader {
    Arena *arena;
    const Source *source;
    const IdPattern *ids;
    Meta *meta;
    Diags *diags;
} Reader;

static void complain_of(Reader *r, DiagCode code, Str key, const Yaml *y, const char *must)
{
    Str shown = y->kind == YAML_SCALAR ? str_fmt(r->arena, ": ‘" STR_FMT "’", STR_ARG(utf8_head(y->text, 80))) : (Str){0};
    diag_line(r->diags, r->source, y->line, y->col, code, "`" STR_FMT "` must be %s" STR_FMT, STR_ARG(key), must, STR_ARG(shown));
}

static void complain(Reader *r, Str key, const Yaml *y, const char *must)
{
    complain_of(r, DIAG_BAD_VALUE, key, y, must);
}

/* A key without a value says nothing, as if it were not there. */
static bool is_null(const Yaml *y)
{
    return y->kind == YAML_SCALAR && y->is_plain && (!y->text.n || str_eq(y->text, S("null")) || str_eq(y->text, S("~")));
}

static void read_text(Reader *r, Str key, const Yaml *y, Str *out)
{
    if (y->kind == YAML_SCALAR)
        *out = y->text.n ? str_trim(y->text) : S("");    /* "" is a value, and not a good one for every key */
    else
        complain(r, key, y, "a text: put quotes around it");
}

static void read_date(Reader *r, Str key, const Yaml *y, Str *out)
{
    Str date = y->kind == YAML_SCALAR ? date_iso(r->arena, y->text) : (Str){0};
    if (date.n)
        *out = date;
    else
        complain_of(r, DIAG_DATE, key, y, "a day written as YYYY-MM-DD");
}

/* Nothing lowers a flag that is up: `draft: true` and `published: true` together are a draft. */
static void read_flag(Reader *r, Str key, const Yaml *y, bool *out, bool raises)
{
    bool is_true = y->kind == YAML_SCALAR && str_eq_fold(y->text, S("true"));
    bool is_false = y->kind == YAML_SCALAR && str_eq_fold(y->text, S("false"));
    if (!is_true && !is_false)
        complain(r, key, y, "true or false");
    else if (is_true == raises)
        *out = true;
}

static void read_id(Reader *r, Str key, const Yaml *y)
{
    read_text(r, key, y, &r->meta->id);
    r->meta->number = id_number(r->ids, r->meta->id, true);
    bool is_bare = r->meta->number >= 0 && char_is_digit(r->meta->id.p[0]) && r->ids->prefixes.n;
    if (is_bare)
        r->meta->id = str_join2(r->arena, r->ids->prefixes.items[0], r->meta->id);    /* 263072 is Q263072 */
}

static void add_words(Reader *r, Str text, StrList *out)
{
    while (text.n) {
        Str word = str_trim(str_cut(&text, ','));
        if (word.n)
            list_add(r->arena, out, word);
    }
}

static void read_list(Reader *r, Str key, const Yaml *y, StrList *out)
{
    for (ptrdiff_t i = 0; i < y->n; i++) {
        const Yaml *item = &y->items[i];
        if (item->kind != YAML_SCALAR)
            complain(r, key, item, "a list of texts: put quotes around this one");
        else if (!is_null(item))
            list_add(r->arena, out, str_trim(item->text));
    }
}

static void read_strings(Reader *r, Str key, const Yaml *y, StrList *out, bool has_commas)
{
    if (y->kind == YAML_LIST)
        read_list(r, key, y, out);
    else if (y->kind == YAML_MAP)
        complain(r, key, y, "a list of texts");
    else if (has_commas)
        add_words(r, y->text, out);
    else
        list_add(r->arena, out, str_trim(y->text));
}

static void read_version_values(Reader *r, Str key, const Yaml *y, Str platform)
{
    Versions *v = &r->meta->versions[r->meta->version_count++];
    v->platform = platform;
    if (!is_null(y))
        read_strings(r, key, y, &v->values, true);
}

static void read_version_map(Reader *r, Str key, const Yaml *map)
{
    for (ptrdiff_t i = 0; i < map->n; i++)
        read_version_values(r, key, &map->items[i], str_trim(map->keys[i].text));
}

/* versions = list | scalar | map | list of maps; map = platform to list or scalar. A list of maps may name a platform twice. */
static void read_versions(Reader *r, Str key, const Yaml *y)
{
    bool has_maps = false;
    ptrdiff_t n = y->kind == YAML_MAP ? y->n : 1;
    for (ptrdiff_t i = 0; i < y->n && y->kind == YAML_LIST; i++) {
        has_maps |= y->items[i].kind == YAML_MAP;
        n += y->items[i].kind == YAML_MAP ? y->items[i].n : 1;
    }
    r->meta->versions = arena_new(r->arena, Versions, n);
    r->meta->version_count = 0;
    if (y->kind == YAML_MAP) {
        read_version_map(r, key, y);
    } else if (!has_maps) {
        read_version_values(r, key, y, (Str){0});
    } else {
        for (ptrdiff_t i = 0; i < y->n; i++) {
            if (y->items[i].kind == YAML_MAP)
                read_version_map(r, key, &y->items[i]);
            else
                read_version_values(r, key, &y->items[i], (Str){0});
        }
    }
}

/* Scalars and keys below `y`. Its depth is bounded by the reader of YAML. */
static ptrdiff_t count_entries(const Yaml *y)
{
    if (y->kind == YAML_SCALAR)
        return 1;
    ptrdiff_t n = y->kind == YAML_MAP ? y->n : 0;
    for (ptrdiff_t i = 0; i < y->n; i++)
        n += count_entries(&y->items[i]);
    return n;
}

static void read_entries(Reader *r, const Yaml *y, int depth)
{
    Meta *meta = r->meta;
    if (y->kind == YAML_SCALAR && !is_null(y))
        meta->applies_to[meta->applies_to_count++] = (AppliesTo){str_trim(y->text), depth};
    for (ptrdiff_t i = 0; i < y->n; i++) {
        if (y->kind == YAML_MAP)
            meta->applies_to[meta->applies_to_count++] = (AppliesTo){str_trim(y->keys[i].text), depth};
        read_entries(r, &y->items[i], depth + (y->kind == YAML_MAP));
    }
}

/* applies_to = scalar | list | map; map = entry to what belongs to it */
static void read_applies_to(Reader *r, const Yaml *y)
{
    r->meta->applies_to = arena_new(r->arena, AppliesTo, count_entries(y));
    r->meta->applies_to_count = 0;
    read_entries(r, y, 0);
}

static void read_field(Reader *r, const Field *field, const Yaml *y)
{
    Str key = str(field->key);
    void *member = (char *)r->meta + field->offset;
    switch (field->kind) {
    case FIELD_TEXT: read_text(r, key, y, member); break;
    case FIELD_DATE: read_date(r, key, y, member); break;
    case FIELD_LIST: read_strings(r, key, y, member, false); break;
    case FIELD_WORDS: read_strings(r, key, y, member, true); break;
    case FIELD_TRUE: read_flag(r, key, y, member, true); break;
    case FIELD_FALSE: read_flag(r, key, y, member, false); break;
    case FIELD_ID: read_id(r, key, y); break;
    case FIELD_VERSIONS: read_versions(r, key, y); break;
    case FIELD_APPLIES: read_applies_to(r, y); break;
    }
}

/* The keys are unique, so what is nobody's is gathered in one array, as yaml_value would have made it. */
static void read_fields(Reader *r, const Yaml *root)
{
    Member *extra = arena_new(r->arena, Member, root->n);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < root->n; i++) {
        const Field *field = field_of(root->keys[i].text);
        if (!field)
            extra[n++] = member_of(root->keys[i].text, yaml_value(r->arena, &root->items[i]));
        else if (!is_null(&root->items[i]))
            read_field(r, field, &root->items[i]);
    }
    r->meta->extra = map_from(extra, n);
    r->meta->extra.is_open = true;
}

bool frontmatter_read(Arena *a, const Source *source, const FrontMatter *fm, const IdPattern *ids, Meta *meta, Diags *diags)
{
    Yaml root;
    if (!yaml_parse(a, source, fm->yaml, fm->yaml_line, &root, diags))
        return false;
    if (root.kind != YAML_MAP) {
        diag_line(diags, source, root.line, root.col, DIAG_FRONT_MATTER, "write the front matter as lines of `key: value`");
        return false;
    }
    Reader r = {a, source, ids, meta, diags};
    if (!meta->id.n)
        meta->number = -1;
    read_fields(&r, &root);
    return true;
}
