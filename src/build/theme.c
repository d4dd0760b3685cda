#include "build/theme.h"

#include "base/digest.h"
#include "base/hash.h"
#include "site/theme.h"

/* The build goes on with what there is. */
static void fail(Load *l, Str path, Str why)
{
    diag_file(&l->diags, path, DIAG_UNREADABLE, STR_FMT, STR_ARG(why));
    l->status = EXIT_IO;
}

/* --- templates -------------------------------------------------------------------------------------------------------------- */

/* "templates/applies-to.mustache" below `folder` -> "applies-to"; empty for anything else. */
static Str template_name(Str path)
{
    return str_ends(path, S(".mustache")) ? str_head(path, path.n - 9) : (Str){0};
}

static void load_templates(Load *l)
{
    Arena *a = &l->arena;
    l->templates = (TemplateSet){.arena = a, .names = {.arena = a}};
    for (const ThemeFile *f = THEME_FILES; f->path; f++) {
        Str name = template_name(str_unprefix(str(f->path), S("templates/")));
        Source source = {str(f->path), {f->bytes, f->n}};
        if (str_starts(source.path, S("templates/")) && name.n)
            templates_add(&l->templates, name, &source, &l->diags);
    }
    FsList list = {0};
    Str why;
    if (fs_kind(l->config.templates_dir) != FS_DIR)
        return;
    if (!fs_walk(a, l->config.templates_dir, false, (Str){0}, &list, &why)) {
        fail(l, l->config.templates_dir, why);
        return;
    }
    for (ptrdiff_t i = 0; i < list.n; i++) {
        Str name = template_name(list.items[i].path);
        Source source = {.path = fs_join(a, l->config.templates_dir, list.items[i].path)};
        bool too_large;
        if (!name.n)
            continue;
        if (fs_read(a, source.path, 1024 * 1024, &source.text, &too_large, &why))
            templates_add(&l->templates, name, &source, &l->diags);
        else
            fail(l, source.path, why);
    }
}

/* --- words ------------------------------------------------------------------------------------------------------------------ */

/* The words of one language: the theme's, and over them the site's. */
static void load_language(Load *l, MapBuilder *words, Str language)
{
    Arena *a = &l->arena;
    Str name = str_fmt(a, "lang/" STR_FMT ".yml", STR_ARG(language)), why;
    Str theme_path = str_join2(a, S("templates/"), name);
    for (const ThemeFile *f = THEME_FILES; f->path; f++)
        if (str_eq(str(f->path), theme_path))
            words_add(words, &(Source){theme_path, {f->bytes, f->n}}, NULL, &l->diags);
    Source source = {.path = fs_join(a, l->config.templates_dir, name)};
    bool too_large;
    Words theirs = words_take(words);
    if (fs_kind(source.path) == FS_MISSING)
        return;
    if (fs_read(a, source.path, 1024 * 1024, &source.text, &too_large, &why))
        words_add(words, &source, &theirs, &l->diags);
    else
        fail(l, source.path, why);
}

static void load_words(Load *l)
{
    MapBuilder words = {.arena = &l->arena};
    StrList languages = words_languages(&l->arena, l->config.language);
    load_language(l, &words, S("en"));
    for (ptrdiff_t i = 0; i < languages.n; i++)
        if (!str_eq(languages.items[i], S("en")))
            load_language(l, &words, languages.items[i]);
    l->config.words = words_take(&words);
}

/* --- static files ------------------------------------------------------------------------------------------------------------ */

/* "kb.js.mustache" and the like: a script or style sheet that is the same for all pages, rendered once the names of all other files are known. */
static bool is_static_template(Str name)
{
    return str_ends(name, S(".js")) || str_ends(name, S(".css"));
}

static Str render_static(Load *l, const Template *t, Value assets)
{
    Arena *a = &l->arena, scratch = {0};
    MapBuilder map = {.arena = a};
    map_put(&map, S("t"), l->config.words.map);
    map_str(&map, S("script_words"), words_for_scripts(&l->config.words, a));
    map_put(&map, S("assets"), assets);
    Value data = map_value(&map);
    Buf out = {.arena = a};
    Renderer r = {.set = &l->templates, .diags = &l->diags, .scratch = &scratch, .reported = {.arena = a}};
    template_render(&r, t, &data, &out);
    arena_free(&scratch);
    return buf_str(&out);
}

/* The site's static files, dot files too; then what templates make and the theme's files, each unless there is one of that name. */
static void load_statics(Load *l)
{
    Arena *a = &l->arena;
    FsList list = {0};
    Str why;
    if (fs_kind(l->config.static_dir) == FS_DIR && !fs_walk(a, l->config.static_dir, true, l->output_dir, &list, &why))
        fail(l, l->config.static_dir, why);
    ptrdiff_t theme_count = 0;
    while (THEME_FILES[theme_count].path)
        theme_count++;
    l->statics = arena_new(a, StaticFile, list.n + theme_count + l->templates.names.n);
    Table own = {.arena = a};
    for (ptrdiff_t i = 0; i < list.n; i++) {
        table_add(&own, list.items[i].path);
        Str path = list.items[i].path, name = str_join2(a, S("s:"), path);
        l->statics[l->static_count++] = (StaticFile){.output = path, .name = name, .source = fs_join(a, l->config.static_dir, path),
                                                        .stamp = list.items[i].stamp};
    }
    for (ptrdiff_t i = 0; i < theme_count; i++) {
        const ThemeFile *f = &THEME_FILES[i];
        Str path = str(f->path), output = str_unprefix(path, S("static/"));
        bool is_made = is_static_template(output) && templates_get(&l->templates, output);
        if (str_starts(path, S("static/")) && table_find(&own, output) < 0 && !is_made)
            l->statics[l->static_count++] = (StaticFile){.output = output, .bytes = {f->bytes, f->n}};
    }
    for (ptrdiff_t i = 0; i < l->templates.names.n; i++) {
        Str name = l->templates.names.keys[i];
        if (is_static_template(name) && table_find(&own, name) < 0)
            l->statics[l->static_count++] = (StaticFile){.output = name, .made_by = templates_get(&l->templates, name)};
    }
}

/* --- assets ------------------------------------------------------------------------------------------------------------------ */

enum { ASSET_BYTES_MAX = 8 * 1024 * 1024, FINGERPRINT_DIGITS = 10 };

/* "kb.css" -> "kb-css": templates split names at dots. */
static Str asset_name(Arena *a, Str path)
{
    char *name = arena_bytes(a, path.n);
    for (ptrdiff_t i = 0; i < path.n; i++)
        name[i] = path.p[i] == '.' || path.p[i] == '/' ? '-' : path.p[i];
    return (Str){name, path.n};
}

/* "kb.css" -> "kb.3f2a9c0d41.css" */
static Str fingerprinted_path(Arena *a, Str path, Str digest)
{
    ptrdiff_t dot = str_find_last_char(path, '.');
    return str_fmt(a, STR_FMT "." STR_FMT STR_FMT, STR_ARG(str_head(path, dot)), STR_ARG(str_head(digest_hex(a, digest), FINGERPRINT_DIGITS)),
                   STR_ARG(str_from(path, dot)));
}

static bool read_asset(Arena *a, const StaticFile *f, Str *bytes)
{
    bool too_large;
    Str why;
    *bytes = f->bytes;
    return !f->source.n || fs_read(a, f->source, ASSET_BYTES_MAX, bytes, &too_large, &why);
}

/* A script or style sheet that a template names as {{assets.…}} is written under a name that its bytes give it, so that browsers may keep it for ever; one
 * that templates write out themselves keeps the name that they write. What templates make stands last: it can name the files before it. Integrity: Subresource
 * Integrity (W3C), which browsers refuse for files of a folder. */
static void load_assets(Load *l)
{
    Arena *a = &l->arena;
    MapBuilder assets = {.arena = a};
    for (ptrdiff_t i = 0; i < l->static_count; i++) {
        StaticFile *f = &l->statics[i];
        if (!str_ends(f->output, S(".css")) && !str_ends(f->output, S(".js")))
            continue;
        Str name = asset_name(a, f->output), bytes, integrity = {0};
        if (f->made_by)
            f->bytes = render_static(l, f->made_by, map_value(&assets));
        bool is_wanted = l->config.fingerprint && !l->config.offline && templates_mention(&l->templates, str_join2(a, S("assets."), name));
        if (is_wanted && read_asset(a, f, &bytes)) {
            Str digest = digest_of(a, bytes);
            f->output = fingerprinted_path(a, f->output, digest);
            integrity = str_join2(a, S("sha256-"), digest_base64(a, digest));
        }
        MapBuilder asset = {.arena = a};
        map_str(&asset, S("file"), f->output);
        map_str(&asset, S("integrity"), integrity);
        map_put(&assets, name, map_value(&asset));
    }
    l->config.assets = map_value(&assets);
}

/* --- all together -------------------------------------------------------------------------------------------------------------- */

void theme_load(Load *l)
{
    load_templates(l);
    load_words(l);
    load_statics(l);
    load_assets(l);
}
