#include "page/model.h"

#include "base/digest.h"
#include "write/json.h"

static Value reference_value(Arena *a, const Site *site, const Ref *ref)
{
    MapBuilder map = {.arena = a};
    const Article *target = ref->article >= 0 ? &site->articles[ref->article] : NULL;
    map_put(&map, S("number"), ref->number >= 0 ? value_number(a, ref->number) : (Value){0});
    map_bool(&map, S("resolves"), target != NULL);
    map_put(&map, S("id"), target ? value_string(target->id) : (Value){0});
    map_put(&map, S("title"), target ? value_string(target->title) : (Value){0});
    map_put(&map, S("permalink"), target ? value_string(target->permalink) : (Value){0});
    return map_value(&map);
}

static Value referrer_value(Arena *a, const Site *site, int32_t index)
{
    MapBuilder map = {.arena = a};
    map_str(&map, S("id"), site->articles[index].id);
    map_str(&map, S("title"), site->articles[index].title);
    map_str(&map, S("permalink"), site->articles[index].permalink);
    return map_value(&map);
}

Value article_model(Arena *a, const Site *site, const Article *article, const Doc *doc, Str source, int32_t referrers_max)
{
    const Config *c = site->config;
    MapBuilder map = {.arena = a};
    json_put_meta(&map, &doc->meta);
    map_str(&map, S("title"), article->title);
    map_str(&map, S("permalink"), article->permalink);
    if (c->base_url.n)
        map_str(&map, S("url"), str_join2(a, c->base_url, url_encode(a, article->permalink)));
    map_str(&map, S("source"), source);
    if (article->digest.n)
        map_str(&map, S("sha256"), digest_hex(a, article->digest));
    ListBuilder references = {.arena = a}, referrers = {.arena = a};
    for (int32_t i = 0; i < article->ref_count; i++)
        list_push(&references, reference_value(a, site, &article->refs[i]));
    for (int32_t i = 0; i < article->referrer_count && i < referrers_max; i++)
        list_push(&referrers, referrer_value(a, site, article->referrers[i]));
    map_put(&map, S("references"), list_value(&references));
    map_put(&map, S("referenced_by"), list_value(&referrers));
    map_int(&map, S("referenced_by_count"), article->referrer_count);
    map_put(&map, S("sections"), json_sections(a, doc));
    return map_value(&map);
}
