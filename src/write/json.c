#include "write/json.h"

#include "doc/version.h"

enum { DEPTH_MAX = 200 };

/* --- fields ------------------------------------------------------------------------------------------------------------ */

static void put_or_null(MapBuilder *map, Str key, Str s)
{
    map_put(map, key, s.n ? value_string(s) : (Value){0});
}

static Value versions_value(Arena *a, const Meta *meta)
{
    ListBuilder list = {.arena = a};
    for (ptrdiff_t i = 0; i < meta->version_count; i++) {
        MapBuilder map = {.arena = a};
        put_or_null(&map, S("platform"), meta->versions[i].platform);
        put_or_null(&map, S("platform_name"), platform_name(a, meta->versions[i].platform));
        map_put(&map, S("values"), value_strings(a, &meta->versions[i].values));
        list_push(&list, map_value(&map));
    }
    return list_value(&list);
}

static Value applies_value(Arena *a, const Meta *meta, ptrdiff_t *at, int depth)
{
    ListBuilder list = {.arena = a};
    while (*at < meta->applies_to_count && (meta->applies_to[*at].depth >= depth || depth == 0)) {
        const AppliesTo *entry = &meta->applies_to[(*at)++];
        bool has_children = *at < meta->applies_to_count && meta->applies_to[*at].depth > entry->depth && depth < DEPTH_MAX;
        MapBuilder map = {.arena = a};
        map_str(&map, S("text"), entry->text);
        map_put(&map, S("children"), has_children ? applies_value(a, meta, at, entry->depth + 1) : (Value){.kind = VALUE_LIST});
        list_push(&list, map_value(&map));
    }
    return list_value(&list);
}

void json_put_meta(MapBuilder *map, const Meta *meta)
{
    Arena *a = map->arena;
    ptrdiff_t at = 0;
    put_or_null(map, S("id"), meta->id);
    map_str(map, S("title"), meta->title);
    map_str(map, S("format"), format_name(meta->format));
    put_or_null(map, S("description"), meta->description);
    put_or_null(map, S("category"), meta->category);
    put_or_null(map, S("published"), meta->date);
    put_or_null(map, S("updated"), meta->updated);
    map_put(map, S("products"), value_strings(a, &meta->products));
    map_put(map, S("versions"), versions_value(a, meta));
    map_put(map, S("operating_systems"), value_strings(a, &meta->operating_systems));
    map_put(map, S("keywords"), value_strings(a, &meta->keywords));
    map_put(map, S("technologies"), value_strings(a, &meta->technologies));
    map_put(map, S("kinds"), value_strings(a, &meta->kinds));
    map_put(map, S("issue_types"), value_strings(a, &meta->issue_types));
    map_put(map, S("solution_types"), value_strings(a, &meta->solution_types));
    map_put(map, S("hardware"), value_strings(a, &meta->hardware));
    map_put(map, S("components"), value_strings(a, &meta->components));
    map_put(map, S("platforms"), value_strings(a, &meta->platforms));
    map_put(map, S("applies_to"), applies_value(a, meta, &at, 0));
    put_or_null(map, S("query_words"), meta->query_words);
    put_or_null(map, S("legal"), meta->legal);
    put_or_null(map, S("copyright"), meta->copyright);
    put_or_null(map, S("copyright_holder"), meta->copyright_holder);
    put_or_null(map, S("copyright_year"), meta->copyright_year);
    map_put(map, S("redirect_from"), value_strings(a, &meta->redirect_from));
    map_bool(map, S("draft"), meta->is_draft);
    map_put(map, S("extra"), meta->extra.kind == VALUE_MAP ? meta->extra : (Value){.kind = VALUE_MAP});
}

/* --- body -------------------------------------------------------------------------------------------------------------- */

static Value inlines_value(Arena *a, const Inline *in, int depth)
{
    ListBuilder list = {.arena = a};
    for (; in && depth < DEPTH_MAX; in = in->next) {
        MapBuilder map = {.arena = a};
        map_str(&map, S("kind"), inline_kind_name(in->kind));
        bool is_leaf = inline_is_leaf(in);
        const InlineLink *link = is_leaf ? NULL : in->link;
        if (is_leaf && in->text.n)
            map_str(&map, S("text"), in->text);
        if (link && link->target.n)
            map_str(&map, S("target"), link->target);
        if (link && link->title.n)
            map_str(&map, S("title"), link->title);
        if (in->kind == INLINE_REFERENCE)
            map_int(&map, S("number"), link->number);
        if (!is_leaf && in->child)
            map_put(&map, S("children"), inlines_value(a, in->child, depth + 1));
        list_push(&list, map_value(&map));
    }
    return list_value(&list);
}

static void put_lines(MapBuilder *map, const Block *b)
{
    map_int(map, S("first_line"), b->first_line);
    map_int(map, S("last_line"), b->last_line);
}

static void put_list(MapBuilder *map, const Block *b)
{
    static const char *const markers[] = {[MARKER_BULLET] = "bullet", [MARKER_NUMBER] = "number", [MARKER_LOWER] = "lower", [MARKER_UPPER] = "upper"};
    map_str(map, S("marker"), str(markers[b->marker]));
    if (b->marker != MARKER_BULLET)
        map_int(map, S("start"), b->start);
}

static Value blocks_value(Arena *a, const Block *first, const Block *end, int depth);

static Value block_value(Arena *a, const Block *b, int depth)
{
    MapBuilder map = {.arena = a};
    map_str(&map, S("kind"), block_kind_name(b->kind));
    put_lines(&map, b);
    if (b->kind == BLOCK_LIST)
        put_list(&map, b);
    if (b->kind == BLOCK_HEADING) {
        map_int(&map, S("level"), b->level);
        map_str(&map, S("anchor"), b->anchor);
    }
    if (b->kind == BLOCK_CALLOUT)
        map_str(&map, S("label"), b->label);
    if (b->kind == BLOCK_LITERAL) {
        map_str(&map, S("class"), literal_kind_name(b->literal_kind));
        put_or_null(&map, S("language"), b->language);
    }
    if (b->kind == BLOCK_LITERAL || b->kind == BLOCK_RAW)
        map_str(&map, S("text"), b->literal);
    if (b->kind == BLOCK_CELL)
        map_bool(&map, S("header"), b->is_header);
    if (b->text)
        map_put(&map, S("inlines"), inlines_value(a, b->text, 0));
    if (b->child)
        map_put(&map, S("children"), blocks_value(a, b->child, NULL, depth + 1));
    return map_value(&map);
}

static Value blocks_value(Arena *a, const Block *first, const Block *end, int depth)
{
    ListBuilder list = {.arena = a};
    for (const Block *b = first; b != end && depth < DEPTH_MAX; b = b->next)
        list_push(&list, block_value(a, b, depth));
    return list_value(&list);
}

static Value section_value(Arena *a, const Block *heading, const Block *first, const Block *end)
{
    const Block *last = heading;
    for (const Block *b = first; b != end; b = b->next)
        last = b;
    MapBuilder map = {.arena = a};
    map_put(&map, S("title"), heading ? value_string(inline_text(a, heading->text)) : (Value){0});
    map_put(&map, S("anchor"), heading ? value_string(heading->anchor) : (Value){0});
    map_put(&map, S("level"), heading ? value_number(a, heading->level) : (Value){0});
    map_int(&map, S("first_line"), heading ? heading->first_line : first->first_line);
    map_int(&map, S("last_line"), last ? last->last_line : 0);
    map_put(&map, S("blocks"), blocks_value(a, first, end, 0));
    return map_value(&map);
}

Value json_sections(Arena *a, const Doc *doc)
{
    ListBuilder list = {.arena = a};
    for (const Block *b = doc->root->child; b;) {
        const Block *heading = b->kind == BLOCK_HEADING ? b : NULL, *first = heading ? b->next : b;
        for (b = first; b && b->kind != BLOCK_HEADING; b = b->next)
            ;
        list_push(&list, section_value(a, heading, first, b));
    }
    return list_value(&list);
}
