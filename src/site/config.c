#include "site/config.h"

#include "read/yaml.h"

typedef struct Reader {
    Arena *arena;
    const Source *source;
    Config *config;
    Diags *diags;
    bool ok;
} Reader;

enum { FEED_DEFAULT = 30, FEED_MAX = 200 };

Config config_default(Arena *a)
{
    Config c = {
        .title = S("Knowledge base"),
        .language = S("en"),
        .output_dir = S("public"),
        .templates_dir = S("templates"),
        .static_dir = S("static"),
        .permalink = S("kb/:prefix/:id/"),
        .ids = id_pattern_default(),
        .least = {[TAXONOMY_PRODUCTS] = 1, [TAXONOMY_KEYWORDS] = 5, [TAXONOMY_TECHNOLOGIES] = 5, [TAXONOMY_KINDS] = 1, [TAXONOMY_YEARS] = 1,
                  [TAXONOMY_IDS] = 1, [TAXONOMY_TITLES] = 1},
        .paginate_by = 200,
        .feed_limit = FEED_DEFAULT,
        .fingerprint = true,
        .search = true,
        .identifiers = true,
        .stats = true,
        .extra = {.kind = VALUE_MAP, .is_open = true},
    };
    list_add(a, &c.content_dirs, S("content"));
    return c;
}

#define wrong(r, y, ...) wrong_value((r), (y)->line, (y)->col, str_fmt((r)->arena, __VA_ARGS__))

static void wrong_value(Reader *r, int line, int col, Str message)
{
    diag_line(r->diags, r->source, line, col, DIAG_CONFIG_VALUE, STR_FMT, STR_ARG(message));
    r->ok = false;
}

/* --- kinds of values --------------------------------------------------------------------------------------------------- */

static bool take_text(Reader *r, const char *key, const Yaml *y, Str *out)
{
    if (y->kind != YAML_SCALAR) {
        wrong(r, y, "`%s` takes one text", key);
        return false;
    }
    *out = y->text;
    return true;
}

static void take_bool(Reader *r, const char *key, const Yaml *y, bool *out)
{
    Str s = y->kind == YAML_SCALAR ? y->text : (Str){0};
    if (!str_eq(s, S("true")) && !str_eq(s, S("false")))
        wrong(r, y, "`%s` takes true or false", key);
    *out = str_eq(s, S("true"));
}

static void take_count(Reader *r, const char *key, const Yaml *y, int max, int *out)
{
    int64_t n = y->kind == YAML_SCALAR ? str_number(y->text) : -1;
    if (n < 1 || n > max)
        wrong(r, y, "`%s` takes a number from 1 to %d", key, max);
    else
        *out = (int)n;
}

static void take_list(Reader *r, const char *key, const Yaml *y, StrList *out)
{
    *out = (StrList){0};
    if (y->kind == YAML_SCALAR)
        list_add(r->arena, out, y->text);
    for (ptrdiff_t i = 0; y->kind == YAML_LIST && i < y->n; i++)
        if (y->items[i].kind == YAML_SCALAR)
            list_add(r->arena, out, y->items[i].text);
    if (!out->n)
        wrong(r, y, "`%s` takes a text or a list of texts", key);
}

/* Any of `n` names, a text or a list of texts; `chosen` is set by name. */
static void take_choices(Reader *r, const char *key, const Yaml *y, const Str *names, ptrdiff_t n, bool *chosen)
{
    StrList known = {0};
    for (ptrdiff_t k = 0; k < n; k++) {
        chosen[k] = false;
        list_add(r->arena, &known, names[k]);
    }
    ptrdiff_t count = y->kind == YAML_LIST ? y->n : 1;
    for (ptrdiff_t i = 0; i < count; i++) {
        const Yaml *name = y->kind == YAML_LIST ? &y->items[i] : y;
        ptrdiff_t k = 0;
        while (k < n && !(name->kind == YAML_SCALAR && str_eq(name->text, names[k])))
            k++;
        if (k < n)
            chosen[k] = true;
        else
            wrong(r, name, "`%s` takes a list of any of these: " STR_FMT, key, STR_ARG(list_join(r->arena, &known, S(", "))));
    }
}

static void warn_unknown(Reader *r, const Yaml *key, const char *where, const Str *names, ptrdiff_t n)
{
    Str near = str_nearest(key->text, names, n);
    Str hint = near.n ? str_fmt(r->arena, "; did you mean `" STR_FMT "`?", STR_ARG(near)) : S("");
    diag_line(r->diags, r->source, key->line, key->col, DIAG_UNKNOWN_CONFIG_KEY, "unknown key `" STR_FMT "`%s" STR_FMT, STR_ARG(key->text),
              where, STR_ARG(hint));
}

/* --- keys that need more than a kind -------------------------------------------------------------------------------------- */

bool config_set_base_url(Arena *a, Config *c, Str url)
{
    bool is_absolute = str_starts_fold(url, S("http://")) || str_starts_fold(url, S("https://"));
    ptrdiff_t host = str_find(url, S("://")) + 3;
    if (url.n && (!is_absolute || host >= url.n || url.p[host] == '/'))
        return false;
    for (ptrdiff_t i = 0; i < url.n; i++)    /* paths are put behind it */
        if (char_is_blank(url.p[i]) || url.p[i] == '?' || url.p[i] == '#')
            return false;
    c->base_url = !url.n || str_ends(url, S("/")) ? url : str_join2(a, url, S("/"));
    return true;
}

static void take_base_url(Reader *r, const Yaml *y)
{
    Str url = {0};
    if (take_text(r, "base_url", y, &url) && !config_set_base_url(r->arena, r->config, url))
        wrong(r, y, "`base_url` takes the site's address, such as https://example.org/kb/");
}

static void take_permalink(Reader *r, const Yaml *y)
{
    Str pattern;
    if (!take_text(r, "permalink", y, &pattern))
        return;
    static const Str placeholders[] = {{":prefix", 7}, {":product", 8}, {":path", 5}, {":slug", 5}, {":year", 5}, {":id", 3}};
    bool names_article = false;
    for (ptrdiff_t i = 0; i < pattern.n; i++) {
        if (pattern.p[i] != ':')
            continue;
        Str rest = str_from(pattern, i), known = {0};
        for (ptrdiff_t k = 0; k < countof(placeholders) && !known.n; k++)
            if (str_starts(rest, placeholders[k]))
                known = placeholders[k];
        if (!known.n)
            wrong(r, y, "`permalink` knows :prefix, :id, :slug, :path, :product and :year, but not '" STR_FMT "'", STR_ARG(rest));
        names_article = names_article || str_eq(known, S(":id")) || str_eq(known, S(":slug")) || str_eq(known, S(":path"));
    }
    if (!names_article)
        wrong(r, y, "`permalink` needs :id, :slug or :path; without one all articles would have the same address");
    while (str_starts(pattern, S("/")))
        pattern = str_from(pattern, 1);
    r->config->permalink = pattern;
}

/* ids: {prefixes: [Q, KB], digits: 5-7} */
static void take_ids(Reader *r, const Yaml *y)
{
    static const Str keys[] = {{"prefixes", 8}, {"digits", 6}};
    if (y->kind != YAML_MAP) {
        wrong(r, y, "`ids` takes prefixes and digits, such as {prefixes: [Q, KB], digits: 5-7}");
        return;
    }
    IdPattern *ids = &r->config->ids;
    for (ptrdiff_t i = 0; i < y->n; i++) {
        const Yaml *key = &y->keys[i], *value = &y->items[i];
        if (str_eq(key->text, keys[0])) {
            take_list(r, "ids.prefixes", value, &ids->prefixes);
            for (ptrdiff_t k = 0; k < ids->prefixes.n; k++)
                if (!ids->prefixes.items[k].n || char_is_digit(ids->prefixes.items[k].p[ids->prefixes.items[k].n - 1]))
                    wrong(r, value, "a prefix of `ids.prefixes` must not be empty or end in a digit");
        } else if (str_eq(key->text, keys[1])) {
            Str rest = value->kind == YAML_SCALAR ? value->text : (Str){0};
            Str least = str_trim(str_cut(&rest, '-')), most = str_trim(rest);
            int64_t min = str_number(least), max = most.n ? str_number(most) : min;
            if (min < 1 || max < min || max > 12)
                wrong(r, value, "`ids.digits` takes how many digits an id has, such as 6 or 5-7, at most 12");
            else
                ids->min_digits = (int)min, ids->max_digits = (int)max;
        } else {
            warn_unknown(r, key, " in `ids`", keys, countof(keys));
        }
    }
}

/* taxonomies: {keywords: {min: 2}, technologies: 10} */
static void take_taxonomies(Reader *r, const Yaml *y)
{
    static const Str names[] = {{"products", 8}, {"keywords", 8}, {"technologies", 12}, {"kinds", 5}}, min_key = {"min", 3};
    if (y->kind != YAML_MAP) {
        wrong(r, y, "`taxonomies` takes products, keywords, technologies and kinds, such as {keywords: {min: 5}}");
        return;
    }
    for (ptrdiff_t i = 0; i < y->n; i++) {
        ptrdiff_t kind = 0;
        while (kind < countof(names) && !str_eq(y->keys[i].text, names[kind]))
            kind++;
        if (kind == countof(names)) {
            warn_unknown(r, &y->keys[i], " in `taxonomies`", names, countof(names));
            continue;
        }
        const Yaml *value = &y->items[i], *min = value->kind == YAML_MAP ? yaml_get(value, min_key) : value;
        for (ptrdiff_t k = 0; value->kind == YAML_MAP && k < value->n; k++)
            if (!str_eq(value->keys[k].text, min_key))
                warn_unknown(r, &value->keys[k], " in `taxonomies`", &min_key, 1);
        if (min)
            take_count(r, "min", min, 1000000, &r->config->least[kind]);
    }
}

static void take_links(Reader *r, const Yaml *y)
{
    static const Str keys[] = {{"missing_url", 11}};
    if (y->kind != YAML_MAP)
        wrong(r, y, "`links` takes missing_url");
    for (ptrdiff_t i = 0; y->kind == YAML_MAP && i < y->n; i++) {
        if (str_eq(y->keys[i].text, keys[0]))
            take_text(r, "links.missing_url", &y->items[i], &r->config->missing_url);
        else
            warn_unknown(r, &y->keys[i], " in `links`", keys, countof(keys));
    }
}

static void take_markdown(Reader *r, const Yaml *y)
{
    static const Str keys[] = {{"html", 4}};
    if (y->kind != YAML_MAP)
        wrong(r, y, "`markdown` takes html: true or false");
    for (ptrdiff_t i = 0; y->kind == YAML_MAP && i < y->n; i++) {
        if (str_eq(y->keys[i].text, keys[0]))
            take_bool(r, "markdown.html", &y->items[i], &r->config->raw_html);
        else
            warn_unknown(r, &y->keys[i], " in `markdown`", keys, countof(keys));
    }
}

/* precompress: [gzip, br, zstd] */
static void take_precompress(Reader *r, const Yaml *y)
{
    Str names[CODEC_COUNT];
    for (Codec codec = 0; codec < CODEC_COUNT; codec++)
        names[codec] = codec_name(codec);
    take_choices(r, "precompress", y, names, CODEC_COUNT, r->config->precompress);
}

/* feed: {limit: 20}, or true or false */
static void take_feed(Reader *r, const Yaml *y)
{
    static const Str key = {"limit", 5};
    bool is_wanted = true;
    r->config->feed_limit = FEED_DEFAULT;
    if (y->kind != YAML_MAP) {
        take_bool(r, "feed", y, &is_wanted);
        r->config->feed_limit = is_wanted ? FEED_DEFAULT : 0;
    }
    for (ptrdiff_t i = 0; y->kind == YAML_MAP && i < y->n; i++) {
        if (str_eq(y->keys[i].text, key))
            take_count(r, "feed.limit", &y->items[i], FEED_MAX, &r->config->feed_limit);
        else
            warn_unknown(r, &y->keys[i], " in `feed`", &key, 1);
    }
}

/* outputs: [json, markdown] */
static void take_outputs(Reader *r, const Yaml *y)
{
    static const Str names[TWIN_SOURCE] = {[TWIN_JSON] = {"json", 4}, [TWIN_MARKDOWN] = {"markdown", 8}};
    take_choices(r, "outputs", y, names, TWIN_SOURCE, r->config->twins);
}

/* redirects: [netlify, nginx] */
static void take_redirects(Reader *r, const Yaml *y)
{
    static const Str names[REDIRECTS_COUNT] = {[REDIRECTS_NETLIFY] = {"netlify", 7}, [REDIRECTS_CLOUDFLARE] = {"cloudflare", 10},
                                               [REDIRECTS_NGINX] = {"nginx", 5}};
    bool *chosen = r->config->redirects;
    take_choices(r, "redirects", y, names, REDIRECTS_COUNT, chosen);
    if (chosen[REDIRECTS_NETLIFY] && chosen[REDIRECTS_CLOUDFLARE])
        wrong(r, y, "`redirects` takes netlify or cloudflare: both read the file _redirects, and not in the same form");
}

/* legal: keep, hide, or the text that every KB article shows instead of its own */
static void take_legal(Reader *r, const Yaml *y)
{
    Str s;
    if (!take_text(r, "legal", y, &s))
        return;
    r->config->legal = str_eq(s, S("keep")) ? LEGAL_KEEP : str_eq(s, S("hide")) ? LEGAL_HIDE : LEGAL_TEXT;
    r->config->legal_text = s;
}

/* --- the table of keys ---------------------------------------------------------------------------------------------------- */

typedef enum Key {
    KEY_TITLE, KEY_DESCRIPTION, KEY_AUTHOR, KEY_LANGUAGE, KEY_BASE_URL, KEY_CONTENT_DIR, KEY_OUTPUT_DIR, KEY_TEMPLATES_DIR, KEY_STATIC_DIR,
    KEY_PERMALINK, KEY_IDS, KEY_TAXONOMIES, KEY_PAGINATE_BY, KEY_FEED, KEY_OUTPUTS, KEY_PUBLISH_SOURCE, KEY_LLMS, KEY_OFFLINE, KEY_FINGERPRINT, KEY_SEARCH,
    KEY_IDENTIFIERS, KEY_STATS, KEY_PRECOMPRESS, KEY_REDIRECTS, KEY_LINKS, KEY_MARKDOWN, KEY_LEGAL, KEY_EXTRA, KEY_COUNT
} Key;

/* The first name of each key is ours; the others are what other generators call it. */
static const struct {
    Str name;
    Key key;
} NAMES[] = {
#define NAME(text, key) {{text, sizeof(text) - 1}, key}
    NAME("title", KEY_TITLE), NAME("description", KEY_DESCRIPTION), NAME("author", KEY_AUTHOR), NAME("language", KEY_LANGUAGE),
    NAME("base_url", KEY_BASE_URL), NAME("content_dir", KEY_CONTENT_DIR), NAME("output_dir", KEY_OUTPUT_DIR),
    NAME("templates_dir", KEY_TEMPLATES_DIR), NAME("static_dir", KEY_STATIC_DIR), NAME("permalink", KEY_PERMALINK), NAME("ids", KEY_IDS),
    NAME("taxonomies", KEY_TAXONOMIES), NAME("paginate_by", KEY_PAGINATE_BY), NAME("feed", KEY_FEED), NAME("outputs", KEY_OUTPUTS),
    NAME("publish_source", KEY_PUBLISH_SOURCE), NAME("llms", KEY_LLMS), NAME("offline", KEY_OFFLINE), NAME("fingerprint", KEY_FINGERPRINT),
    NAME("search", KEY_SEARCH), NAME("identifiers", KEY_IDENTIFIERS), NAME("stats", KEY_STATS),
    NAME("precompress", KEY_PRECOMPRESS), NAME("redirects", KEY_REDIRECTS), NAME("links", KEY_LINKS), NAME("markdown", KEY_MARKDOWN),
    NAME("legal", KEY_LEGAL), NAME("extra", KEY_EXTRA),
    NAME("site_name", KEY_TITLE), NAME("site_description", KEY_DESCRIPTION), NAME("site_author", KEY_AUTHOR), NAME("locale", KEY_LANGUAGE),
    NAME("languageCode", KEY_LANGUAGE), NAME("lang", KEY_LANGUAGE), NAME("baseURL", KEY_BASE_URL), NAME("site_url", KEY_BASE_URL),
    NAME("url", KEY_BASE_URL), NAME("contentDir", KEY_CONTENT_DIR), NAME("docs_dir", KEY_CONTENT_DIR), NAME("source", KEY_CONTENT_DIR),
    NAME("publishDir", KEY_OUTPUT_DIR), NAME("site_dir", KEY_OUTPUT_DIR), NAME("destination", KEY_OUTPUT_DIR), NAME("templates", KEY_TEMPLATES_DIR),
    NAME("layouts_dir", KEY_TEMPLATES_DIR), NAME("staticDir", KEY_STATIC_DIR), NAME("paginate", KEY_PAGINATE_BY), NAME("params", KEY_EXTRA),
#undef NAME
};

static void take(Reader *r, Key key, const Yaml *y)
{
    Config *c = r->config;
    switch (key) {
    case KEY_TITLE: take_text(r, "title", y, &c->title); break;
    case KEY_DESCRIPTION: take_text(r, "description", y, &c->description); break;
    case KEY_AUTHOR: take_text(r, "author", y, &c->author); break;
    case KEY_LANGUAGE: take_text(r, "language", y, &c->language); break;
    case KEY_BASE_URL: take_base_url(r, y); break;
    case KEY_CONTENT_DIR: take_list(r, "content_dir", y, &c->content_dirs); break;
    case KEY_OUTPUT_DIR:
        if (take_text(r, "output_dir", y, &c->output_dir) && !c->output_dir.n)
            wrong(r, y, "`output_dir` must not be empty");
        break;
    case KEY_TEMPLATES_DIR: take_text(r, "templates_dir", y, &c->templates_dir); break;
    case KEY_STATIC_DIR: take_text(r, "static_dir", y, &c->static_dir); break;
    case KEY_PERMALINK: take_permalink(r, y); break;
    case KEY_IDS: take_ids(r, y); break;
    case KEY_TAXONOMIES: take_taxonomies(r, y); break;
    case KEY_PAGINATE_BY: take_count(r, "paginate_by", y, 10000, &c->paginate_by); break;
    case KEY_FEED: take_feed(r, y); break;
    case KEY_OUTPUTS: take_outputs(r, y); break;
    case KEY_LLMS: take_bool(r, "llms", y, &c->llms); break;
    case KEY_PUBLISH_SOURCE: take_bool(r, "publish_source", y, &c->twins[TWIN_SOURCE]); break;
    case KEY_SEARCH: take_bool(r, "search", y, &c->search); break;
    case KEY_FINGERPRINT: take_bool(r, "fingerprint", y, &c->fingerprint); break;
    case KEY_OFFLINE: take_bool(r, "offline", y, &c->offline); break;
    case KEY_IDENTIFIERS: take_bool(r, "identifiers", y, &c->identifiers); break;
    case KEY_STATS: take_bool(r, "stats", y, &c->stats); break;
    case KEY_PRECOMPRESS: take_precompress(r, y); break;
    case KEY_REDIRECTS: take_redirects(r, y); break;
    case KEY_LINKS: take_links(r, y); break;
    case KEY_MARKDOWN: take_markdown(r, y); break;
    case KEY_LEGAL: take_legal(r, y); break;
    case KEY_EXTRA:
        if (y->kind == YAML_MAP)
            c->extra = yaml_value(r->arena, y);
        else
            wrong(r, y, "`extra` takes a map of names and values");
        break;
    case KEY_COUNT: break;
    }
}

bool config_read(Arena *a, const Source *source, Config *c, Diags *diags)
{
    Reader r = {a, source, c, diags, true};
    Yaml root;
    if (!yaml_parse(a, source, source->text, 1, &root, diags))
        return false;
    if (root.kind != YAML_MAP) {
        wrong(&r, &root, "the config is no list of `key: value` lines");
        return false;
    }
    Str names[KEY_COUNT];
    for (int i = 0; i < KEY_COUNT; i++)
        names[i] = NAMES[i].name;
    for (ptrdiff_t i = 0; i < root.n; i++) {
        ptrdiff_t k = 0;
        while (k < countof(NAMES) && !str_eq(root.keys[i].text, NAMES[k].name))
            k++;
        if (k < countof(NAMES))
            take(&r, NAMES[k].key, &root.items[i]);
        else
            warn_unknown(&r, &root.keys[i], "", names, countof(names));
    }
    return r.ok;
}
