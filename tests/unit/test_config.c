#include "unit.h"

#include "site/config.h"

typedef struct Case {
    Config c;
    Diags diags;
    bool ok;
} Case;

static Case *read_config(Arena *a, const char *yaml)
{
    Case *k = arena_new(a, Case, 1);
    k->diags.arena = a;
    k->c = config_default(a);
    Source source = {S("config.yml"), str(yaml)};
    k->ok = config_read(a, &source, &k->c, &k->diags);
    return k;
}

static Str joined(Arena *a, StrList list)
{
    return list_join(a, &list, S("|"));
}

/* "line:col severity message" of every diagnostic, a line each. */
static Str said(Arena *a, const Case *k)
{
    static const char *const words[] = {"note", "warning", "error"};
    StrList lines = {0};
    for (ptrdiff_t i = 0; i < k->diags.n; i++) {
        const Diag *d = &k->diags.items[i];
        list_add(a, &lines, str_fmt(a, "%d:%d %s " STR_FMT, d->line, d->col, words[d->severity], STR_ARG(d->message)));
    }
    return list_join(a, &lines, S("\n"));
}

#define assert_wrong(yaml, message) assert_wrong_at((yaml), (message), __FILE__, __LINE__)

static void assert_wrong_at(const char *yaml, const char *message, const char *file, int line)
{
    Arena a = {0};
    Case *k = read_config(&a, yaml);
    assert_str_at(said(&a, k), message, file, line);
    _assert_true(!k->ok, "a wrong value stops the build", file, line);
    arena_free(&a);
}

static void every_key_has_a_default(void **state)
{
    (void)state;
    Arena a = {0};
    const char *empty[] = {"", "\n", "# nothing\n", "---\n"};
    for (ptrdiff_t i = 0; i < countof(empty); i++) {
        Case *k = read_config(&a, empty[i]);
        assert_true(k->ok);
        assert_int_equal(k->diags.n, 0);
        assert_str(k->c.title, "Knowledge base");
        assert_str(k->c.language, "en");
        assert_str(k->c.base_url, "");
        assert_str(joined(&a, k->c.content_dirs), "content");
        assert_str(k->c.output_dir, "public");
        assert_str(k->c.templates_dir, "templates");
        assert_str(k->c.static_dir, "static");
        assert_str(k->c.permalink, "kb/:prefix/:id/");
        assert_str(joined(&a, k->c.ids.prefixes), "Q|KB");
        assert_int_equal(k->c.ids.min_digits, 5);
        assert_int_equal(k->c.ids.max_digits, 7);
        assert_int_equal(k->c.least[TAXONOMY_PRODUCTS], 1);
        assert_int_equal(k->c.least[TAXONOMY_TECHNOLOGIES], 5);
        assert_int_equal(k->c.paginate_by, 200);
        assert_false(k->c.offline);
        assert_false(k->c.raw_html);
        assert_false(k->c.precompress[CODEC_GZIP] || k->c.precompress[CODEC_BROTLI] || k->c.precompress[CODEC_ZSTD]);
        assert_int_equal(k->c.legal, LEGAL_KEEP);
        assert_str(k->c.missing_url, "");
        assert_int_equal(k->c.extra.kind, VALUE_MAP);
    }
    arena_free(&a);
}

static void every_key_is_taken(void **state)
{
    (void)state;
    Arena a = {0};
    Case *k = read_config(&a, "title: Gates\ndescription: All about gates\nauthor: Joe\nlanguage: de\nbase_url: https://example.org/kb\n"
                              "content_dir: [texts, more]\noutput_dir: out\ntemplates_dir: t\nstatic_dir: s\npermalink: /a/:slug/\n"
                              "ids: {prefixes: [DOC], digits: 4}\ntaxonomies: {products: 2, keywords: {min: 3}, technologies: 10}\n"
                              "paginate_by: 50\noffline: true\nlinks: {missing_url: 'https://example.org/:id'}\nmarkdown: {html: true}\n"
                              "legal: hide\nextra: {footer: x}\n");
    assert_str(said(&a, k), "");
    assert_true(k->ok);
    assert_str(k->c.title, "Gates");
    assert_str(k->c.description, "All about gates");
    assert_str(k->c.author, "Joe");
    assert_str(k->c.language, "de");
    assert_str(k->c.base_url, "https://example.org/kb/");
    assert_str(joined(&a, k->c.content_dirs), "texts|more");
    assert_str(k->c.output_dir, "out");
    assert_str(k->c.templates_dir, "t");
    assert_str(k->c.static_dir, "s");
    assert_str(k->c.permalink, "a/:slug/");
    assert_str(joined(&a, k->c.ids.prefixes), "DOC");
    assert_int_equal(k->c.ids.min_digits, 4);
    assert_int_equal(k->c.ids.max_digits, 4);
    assert_int_equal(k->c.least[TAXONOMY_PRODUCTS], 2);
    assert_int_equal(k->c.least[TAXONOMY_KEYWORDS], 3);
    assert_int_equal(k->c.least[TAXONOMY_TECHNOLOGIES], 10);
    assert_int_equal(k->c.paginate_by, 50);
    assert_true(k->c.offline);
    assert_str(k->c.missing_url, "https://example.org/:id");
    assert_true(k->c.raw_html);
    assert_int_equal(k->c.legal, LEGAL_HIDE);
    assert_str(value_text(value_get(&k->c.extra, S("footer"))), "x");
    arena_free(&a);
}

static void names_of_other_generators_are_known(void **state)
{
    (void)state;
    Arena a = {0};
    Case *k = read_config(&a, "site_name: Gates\nsite_description: d\nsite_author: Joe\nlanguageCode: fr\nbaseURL: http://example.org/\n"
                              "docs_dir: docs\nsite_dir: out\nlayouts_dir: t\nstaticDir: s\npaginate: 7\nparams: {x: 1}\n");
    assert_str(said(&a, k), "");
    assert_str(k->c.title, "Gates");
    assert_str(k->c.description, "d");
    assert_str(k->c.author, "Joe");
    assert_str(k->c.language, "fr");
    assert_str(k->c.base_url, "http://example.org/");
    assert_str(joined(&a, k->c.content_dirs), "docs");
    assert_str(k->c.output_dir, "out");
    assert_str(k->c.templates_dir, "t");
    assert_str(k->c.static_dir, "s");
    assert_int_equal(k->c.paginate_by, 7);
    assert_str(value_text(value_get(&k->c.extra, S("x"))), "1");
    arena_free(&a);
}

static void an_unknown_key_is_a_warning_with_the_nearest_name(void **state)
{
    (void)state;
    Arena a = {0};
    Case *k = read_config(&a, "title: Gates\npaginate_bye: 7\n");
    assert_str(said(&a, k), "2:1 warning unknown key `paginate_bye`; did you mean `paginate_by`?");
    assert_true(k->ok);
    k = read_config(&a, "completely: different\n");
    assert_str(said(&a, k), "1:1 warning unknown key `completely`");
    arena_free(&a);
}

static void unknown_keys_inside_a_key_are_told_too(void **state)
{
    (void)state;
    Arena a = {0};
    assert_str(said(&a, read_config(&a, "ids:\n  prefix: [Q]\n")), "2:3 warning unknown key `prefix` in `ids`; did you mean `prefixes`?");
    assert_str(said(&a, read_config(&a, "taxonomies: {keyword: 3}\n")),
               "1:14 warning unknown key `keyword` in `taxonomies`; did you mean `keywords`?");
    assert_str(said(&a, read_config(&a, "links: {missing: x}\n")), "1:9 warning unknown key `missing` in `links`");
    assert_str(said(&a, read_config(&a, "markdown: {htm: true}\n")), "1:12 warning unknown key `htm` in `markdown`; did you mean `html`?");
    arena_free(&a);
}

static void a_wrong_value_is_an_error_at_its_place(void **state)
{
    (void)state;
    assert_wrong("title: [a]\n", "1:8 error `title` takes one text");
    assert_wrong("title: a\n\noffline: maybe\n", "3:10 error `offline` takes true or false");
    assert_wrong("offline: yes\n", "1:10 error `offline` takes true or false");
    assert_wrong("paginate_by: 0\n", "1:14 error `paginate_by` takes a number from 1 to 10000");
    assert_wrong("paginate_by: 10001\n", "1:14 error `paginate_by` takes a number from 1 to 10000");
    assert_wrong("paginate_by: -3\n", "1:14 error `paginate_by` takes a number from 1 to 10000");
    assert_wrong("content_dir: {}\n", "1:14 error `content_dir` takes a text or a list of texts");
    assert_wrong("content_dir: []\n", "1:14 error `content_dir` takes a text or a list of texts");
    assert_wrong("output_dir: ''\n", "1:13 error `output_dir` must not be empty");
    assert_wrong("extra: x\n", "1:8 error `extra` takes a map of names and values");
    assert_wrong("links: x\n", "1:8 error `links` takes missing_url");
    assert_wrong("markdown: true\n", "1:11 error `markdown` takes html: true or false");
    assert_wrong("markdown: {html: on}\n", "1:18 error `markdown.html` takes true or false");
    assert_wrong("taxonomies: 3\n", "1:13 error `taxonomies` takes products, keywords, technologies and kinds, such as {keywords: {min: 5}}");
    assert_wrong("taxonomies: {keywords: {min: few}}\n", "1:30 error `min` takes a number from 1 to 1000000");
}

static void precompress_names_codecs(void **state)
{
    (void)state;
    Arena a = {0};
    Case *k = read_config(&a, "precompress: [gzip, zstd]\n");
    assert_str(said(&a, k), "");
    assert_true(k->c.precompress[CODEC_GZIP] && !k->c.precompress[CODEC_BROTLI] && k->c.precompress[CODEC_ZSTD]);
    k = read_config(&a, "precompress: br\n");
    assert_true(!k->c.precompress[CODEC_GZIP] && k->c.precompress[CODEC_BROTLI]);
    k = read_config(&a, "precompress: []\n");
    assert_str(said(&a, k), "");
    assert_true(!k->c.precompress[CODEC_GZIP] && !k->c.precompress[CODEC_BROTLI] && !k->c.precompress[CODEC_ZSTD]);
    arena_free(&a);
    assert_wrong("precompress: [gzip, brotli]\n", "1:21 error `precompress` takes a list of any of these: gzip, br, zstd");
    assert_wrong("precompress: true\n", "1:14 error `precompress` takes a list of any of these: gzip, br, zstd");
    assert_wrong("precompress: {gzip: 9}\n", "1:14 error `precompress` takes a list of any of these: gzip, br, zstd");
}

static void redirects_name_servers(void **state)
{
    (void)state;
    Arena a = {0};
    Case *k = read_config(&a, "redirects: [nginx, netlify]\n");
    assert_str(said(&a, k), "");
    assert_true(k->c.redirects[REDIRECTS_NETLIFY] && !k->c.redirects[REDIRECTS_CLOUDFLARE] && k->c.redirects[REDIRECTS_NGINX]);
    k = read_config(&a, "redirects: cloudflare\n");
    assert_true(!k->c.redirects[REDIRECTS_NETLIFY] && k->c.redirects[REDIRECTS_CLOUDFLARE] && !k->c.redirects[REDIRECTS_NGINX]);
    arena_free(&a);
    assert_wrong("redirects: [apache]\n", "1:13 error `redirects` takes a list of any of these: netlify, cloudflare, nginx");
    assert_wrong("redirects: [netlify, cloudflare]\n",
                 "1:12 error `redirects` takes netlify or cloudflare: both read the file _redirects, and not in the same form");
}

static void ids_have_prefixes_and_a_count_of_digits(void **state)
{
    (void)state;
    Arena a = {0};
    Case *k = read_config(&a, "ids: {prefixes: DOC-, digits: 3 - 12}\n");
    assert_str(said(&a, k), "");
    assert_str(joined(&a, k->c.ids.prefixes), "DOC-");
    assert_int_equal(k->c.ids.min_digits, 3);
    assert_int_equal(k->c.ids.max_digits, 12);
    arena_free(&a);
    const char *digits = "1:15 error `ids.digits` takes how many digits an id has, such as 6 or 5-7, at most 12";
    assert_wrong("ids: {digits: 0}\n", digits);
    assert_wrong("ids: {digits: 7-5}\n", digits);
    assert_wrong("ids: {digits: 13}\n", digits);
    assert_wrong("ids: {digits: x}\n", digits);
    assert_wrong("ids: Q\n", "1:6 error `ids` takes prefixes and digits, such as {prefixes: [Q, KB], digits: 5-7}");
    assert_wrong("ids: {prefixes: ['']}\n", "1:17 error a prefix of `ids.prefixes` must not be empty or end in a digit");
    assert_wrong("ids: {prefixes: [Q1]}\n", "1:17 error a prefix of `ids.prefixes` must not be empty or end in a digit");
}

static void a_permalink_pattern_names_known_parts_and_the_article(void **state)
{
    (void)state;
    Arena a = {0};
    assert_str(read_config(&a, "permalink: /:year/:product/:prefix/:id/\n")->c.permalink, ":year/:product/:prefix/:id/");
    assert_true(read_config(&a, "permalink: ':path.html'\n")->ok);
    arena_free(&a);
    assert_wrong("permalink: kb/:number/:id/\n",
                 "1:12 error `permalink` knows :prefix, :id, :slug, :path, :product and :year, but not ':number/:id/'");
    assert_wrong("permalink: kb/:prefix/\n", "1:12 error `permalink` needs :id, :slug or :path; without one all articles would have the same address");
}

static void a_base_url_is_absolute_and_ends_in_a_slash(void **state)
{
    (void)state;
    Arena a = {0};
    assert_str(read_config(&a, "base_url: HTTP://example.org\n")->c.base_url, "HTTP://example.org/");
    assert_str(read_config(&a, "base_url: https://example.org/kb/\n")->c.base_url, "https://example.org/kb/");
    assert_str(read_config(&a, "base_url: ''\n")->c.base_url, "");
    arena_free(&a);
    const char *message = "1:11 error `base_url` takes the site's address, such as https://example.org/kb/";
    assert_wrong("base_url: example.org\n", message);
    assert_wrong("base_url: /kb/\n", message);
    assert_wrong("base_url: ftp://example.org/\n", message);
    assert_wrong("base_url: https://\n", message);
    assert_wrong("base_url: https:///kb/\n", message);
    assert_wrong("base_url: https:example.org/\n", message);
}

static void a_base_url_has_neither_query_nor_fragment(void **state)
{
    (void)state;
    const char *message = "1:11 error `base_url` takes the site's address, such as https://example.org/kb/";
    assert_wrong("base_url: https://example.org/?x\n", message);
    assert_wrong("base_url: 'https://example.org/#x'\n", message);
    assert_wrong("base_url: https://example.org/a b/\n", message);
}

static void legal_is_kept_hidden_or_replaced(void **state)
{
    (void)state;
    Arena a = {0};
    assert_int_equal(read_config(&a, "legal: keep\n")->c.legal, LEGAL_KEEP);
    assert_int_equal(read_config(&a, "legal: hide\n")->c.legal, LEGAL_HIDE);
    Case *k = read_config(&a, "legal: All gates reserved.\n");
    assert_int_equal(k->c.legal, LEGAL_TEXT);
    assert_str(k->c.legal_text, "All gates reserved.");
    arena_free(&a);
}

static void one_mistake_hides_no_other(void **state)
{
    (void)state;
    assert_wrong("offline: maybe\npaginate_by: few\n", "1:10 error `offline` takes true or false\n2:14 error `paginate_by` takes a number from 1 to 10000");
}

static void a_config_is_keys_and_values(void **state)
{
    (void)state;
    Arena a = {0};
    assert_wrong("- a\n", "1:1 error the config is no list of `key: value` lines");
    Case *k = read_config(&a, "title: a: b\n");
    assert_false(k->ok);
    assert_str(diag_codes(&a, &k->diags), "yaml");
    arena_free(&a);
}

static void extra_keeps_its_shape_and_order(void **state)
{
    (void)state;
    Arena a = {0};
    Case *k = read_config(&a, "extra:\n  b: [1, true, x]\n  a: {c: null}\n");
    Buf b = {.arena = &a};
    value_put_json(&b, &k->c.extra, 0);
    assert_str(buf_str(&b), "{\"b\":[1,true,\"x\"],\"a\":{\"c\":null}}");
    assert_true(k->c.extra.is_open);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_has_a_default),
        cmocka_unit_test(every_key_is_taken),
        cmocka_unit_test(names_of_other_generators_are_known),
        cmocka_unit_test(an_unknown_key_is_a_warning_with_the_nearest_name),
        cmocka_unit_test(unknown_keys_inside_a_key_are_told_too),
        cmocka_unit_test(a_wrong_value_is_an_error_at_its_place),
        cmocka_unit_test(precompress_names_codecs),
        cmocka_unit_test(redirects_name_servers),
        cmocka_unit_test(ids_have_prefixes_and_a_count_of_digits),
        cmocka_unit_test(a_permalink_pattern_names_known_parts_and_the_article),
        cmocka_unit_test(a_base_url_is_absolute_and_ends_in_a_slash),
        cmocka_unit_test(a_base_url_has_neither_query_nor_fragment),
        cmocka_unit_test(legal_is_kept_hidden_or_replaced),
        cmocka_unit_test(one_mistake_hides_no_other),
        cmocka_unit_test(a_config_is_keys_and_values),
        cmocka_unit_test(extra_keeps_its_shape_and_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
