/* The site on disk, and how it begins. */
#include "edit.h"

Str at_site(Model *m, Str path)
{
    return str_join2(&m->scratch, S("site/"), path);
}

Str at_output(Model *m, Str path)
{
    return str_join2(&m->scratch, S(OUTPUT "/"), path);
}

void put_file(Model *m, Str path, Str bytes)
{
    if (chance(m, 50))
        file_put(at_site(m, path), bytes);
    else
        file_replace(at_site(m, path), bytes);
}

void put_article(Model *m, const Article *a)
{
    put_file(m, a->path, article_text(m, a));
}

void put_config(Model *m)
{
    put_file(m, S("config.yml"), config_text(m));
}

void take_away(Model *m, Str path)
{
    file_remove(at_site(m, path));
    if (chance(m, 50))
        file_prune(at_site(m, path), S("site/content"));
}

Str template_path(Model *m, int i)
{
    return str_fmt(&m->scratch, "templates/%s.%s", TEMPLATES[i], str_starts(str(TEMPLATES[i]), S("lang/")) ? "yml" : "mustache");
}

void set_options(Model *m)
{
    static const char *const options[OPTION_COUNT] = {[OPTION_DRAFTS] = "--drafts", [OPTION_OFFLINE] = "--offline",
    [OPTION_STRICT_TEMPLATES] = "--strict-templates",
                                                      [OPTION_STRICT] = "--strict", [OPTION_URL] = "--base-url=https://option.example/"};
    m->kb->option_count = 0;
    for (int i = 0; i < OPTION_COUNT; i++)
        if (m->options[i])
            m->kb->options[m->kb->option_count++] = str(options[i]);
}

/* --- the site at its beginning ----------------------------------------------------------------------------------------------------- */

static void make_words(Model *m, Rng *r)
{
    static const char *const sounds[] = {"ba", "clo", "du", "fen", "gri", "ho", "ink", "jar", "ka", "lum", "mo", "net", "op", "pri", "qua", "ros", "spo",
        "ting", "un", "vel", "war", "xi", "ze", "ers", "ing", "ed"};
    for (int i = 0; i < WORD_COUNT; i++) {
        Buf b = {.arena = m->arena};
        for (int n = 2 + rng_below(r, 3); n > 0; n--)
            buf_put(&b, str(sounds[rng_below(r, (int)countof(sounds))]));
        m->words[i] = str(str_z(m->arena, buf_str(&b)));
    }
}

Model *model_new(Arena *a, Kb *kb, uint64_t seed, int articles)
{
    Model *m = arena_new(a, Model, 1);
    m->arena = a;
    m->kb = kb;
    m->rng.state = seed;
    m->article_goal = articles;
    make_words(m, &m->rng);
    for (int i = 0; i < CONFIG_KEY_COUNT; i++)
        m->has_optional[i] = CONFIG_KEYS[i].is_optional && kb_knows_config(&m->scratch, kb, str(CONFIG_KEYS[i].lines[*CONFIG_KEYS[i].lines[0] ? 0 : 1]));
    file_remove(S("site"));
    file_remove(S("clean"));
    file_remove(S("outside"));
    folder_make(S("site/content"));
    folder_make(S("site/more"));
    folder_make(S("site/static"));
    folder_make(S("site/templates"));
    folder_make(S("outside/far"));
    file_put(S("outside/secret"), S("nobody writes here"));
    file_link(S("../../outside/far"), S("site/content/far"));
    file_put(S("site/other-static/other.txt"), S("other"));
    file_put(S("site/other-templates/entry.mustache"), S("<li>{{title}}</li>\n"));
    file_put(S("site/config.yml"), config_text(m));
    Effects none = {.log = {.arena = &m->scratch}};
    for (int i = 0; i < articles; i++)
        put_article(m, roll_article(m));
    for (int i = 0; i < 15; i++)
        edit_named(m, "attachment", &none);
    for (int i = 0; i < 6; i++)
        edit_named(m, "static", &none);
    for (int i = 0; i < articles; i++) {    /* now that there are others to refer to */
        if (m->articles[i].form == FORM_MARKDOWN)
            roll_refs(m, &m->articles[i]);
        put_article(m, &m->articles[i]);
    }
    for (int i = 0; i < TEMPLATE_COUNT; i++)
        if (i >= 18 || i % 5 == 0) {
            m->templates[i] = 1;
            file_put(at_site(m, template_path(m, i)), template_text(m, i));
        }
    set_options(m);
    arena_free(&m->scratch);
    return m;
}
