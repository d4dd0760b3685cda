/* Edits of what is no article: odd things in the content, attachments, static files, templates, the config and the options of a build. */
#define _XOPEN_SOURCE 700
#include "edit.h"

static bool edit_oddity(Model *m, Effects *e)
{
    if (m->oddities.n && chance(m, 50)) {
        Str path = m->oddities.items[--m->oddities.n];
        file_remove(at_site(m, path));
        say(e, STR_FMT " removed", STR_ARG(path));
        return true;
    }
    Str path;
    int serial = ++m->serial;
    switch (dice(m, 4)) {
    case 0:
        path = str_fmt(m->arena, "content/empty-%d", serial);
        folder_make(at_site(m, path));
        break;
    case 1:
        path = str_fmt(m->arena, "content/dangling-%d.md", serial);
        file_link(S("nowhere"), at_site(m, path));
        break;
    case 2:
        path = str_fmt(m->arena, "content/loop-%d", serial);
        file_link(S("."), at_site(m, path));
        break;
    default:
        path = str_fmt(m->arena, "content/notes-%d.txt", serial);
        file_put(at_site(m, path), S("Some notes that are no article.\n"));
    }
    list_add(m->arena, &m->oddities, path);
    say(e, STR_FMT " made", STR_ARG(path));
    return true;
}

/* --- attachments and static files -------------------------------------------------------------------------------------------------- */

static Str new_attachment_path(Model *m)
{
    static const char *const suffixes[] = {"png", "zip", "svg", "bin"};
    const Article *a = any_article(m);
    Str folder = a && chance(m, 70) ? str_head(a->path, str_find_last_char(a->path, '/')) : S("content/files");
    return str_fmt(m->arena, STR_FMT "/%sa%d.%s", STR_ARG(folder), chance(m, 40) ? "images/" : "", ++m->serial, suffixes[dice(m, (int)countof(suffixes))]);
}

static Str new_static_path(Model *m)
{
    static const char *const fixed[] = {"kb.css", "favicon.svg", "robots.txt", ".nojekyll", "sub/deep/x.txt", "products/index.html", "kb/100/index.html",
        "404.html"};
    return chance(m, 40) ? str(fixed[dice(m, (int)countof(fixed))]) : str_fmt(m->arena, "s%d.txt", ++m->serial);
}

static int new_size(Model *m)
{
    return chance(m, 10) ? 100000 + dice(m, 1000) : dice(m, 2000);
}

static bool edit_plain(Model *m, Effects *e, Plain *list, int *count, int goal, bool is_static)
{
    Plain *p = *count ? &list[dice(m, *count)] : NULL;
    int kind = dice(m, 6);
    Str prefix = is_static ? S("static/") : S("");
    if (kind == 0 || !p || !p->path.n) {
        int live = 0;
        p = NULL;
        for (int i = 0; i < *count; i++) {
            live += list[i].path.n > 0;
            if (!list[i].path.n)
                p = &list[i];
        }
        if (live > goal || (!p && *count == PLAINS_MAX))
            return false;
        Str path = is_static ? str_join2(m->arena, prefix, new_static_path(m)) : new_attachment_path(m);
        if (file_exists(at_site(m, path)))
            return false;
        if (!p)
            p = &list[(*count)++];
        *p = (Plain){path, rng_next(&m->rng), new_size(m)};
        put_file(m, p->path, plain_text(m, p));
        say(e, "new file " STR_FMT, STR_ARG(p->path));
    } else if (kind == 1) {
        take_away(m, p->path);
        say(e, "file " STR_FMT " deleted", STR_ARG(p->path));
        p->path = (Str){0};
    } else if (kind == 2 && !is_static) {
        Str to = new_attachment_path(m);
        file_rename(at_site(m, p->path), at_site(m, to));
        say(e, STR_FMT " becomes " STR_FMT, STR_ARG(p->path), STR_ARG(to));
        p->path = to;
        return true;
    } else if (kind == 3) {
        file_set_time(at_site(m, p->path), some_time(m));
        say(e, STR_FMT " touched", STR_ARG(p->path));
    } else {
        struct stat st = file_stat(at_site(m, p->path));
        p->seed = rng_next(&m->rng);
        if (kind == 4)
            p->size = new_size(m);
        put_file(m, p->path, plain_text(m, p));
        if (kind == 5 && chance(m, 50))
            file_set_time(at_site(m, p->path), st.st_mtim);
        say(e, "file " STR_FMT " changed%s", STR_ARG(p->path), kind == 5 ? ", its size kept" : "");
    }
    return true;
}

static bool edit_attachment(Model *m, Effects *e) { return edit_plain(m, e, m->attachments, &m->attachment_count, 30, false); }
static bool edit_static(Model *m, Effects *e) { return edit_plain(m, e, m->statics, &m->static_count, 12, true); }

/* --- templates, config, options ---------------------------------------------------------------------------------------------------- */

static bool edit_template(Model *m, Effects *e)
{
    int i = dice(m, TEMPLATE_COUNT);
    if (m->templates[i] && chance(m, 60)) {
        m->templates[i] = 0;
        file_remove(at_site(m, template_path(m, i)));
        say(e, "template %s removed", TEMPLATES[i]);
        return true;
    }
    m->templates[i] = ++m->serial;
    put_file(m, template_path(m, i), template_text(m, i));
    say(e, "template %s as of %d", TEMPLATES[i], m->templates[i]);
    return true;
}

bool mend_config(Model *m, Effects *e)
{
    int first = dice(m, CONFIG_KEY_COUNT);
    for (int i = 0; i < CONFIG_KEY_COUNT; i++) {
        int key = (first + i) % CONFIG_KEY_COUNT;
        if (!m->values[key] || (m->kb->is_stopped && !CONFIG_KEYS[key].is_error))
            continue;
        m->values[key] = 0;
        put_config(m);
        say(e, "[config] '%s' again; ", CONFIG_KEYS[key].lines[0]);
        return true;
    }
    return false;
}

static bool edit_config(Model *m, Effects *e)
{
    if (chance(m, 4)) {
        bool is_there = file_exists(S("site/config.yml"));
        if (is_there)
            file_remove(S("site/config.yml"));
        else
            put_config(m);
        say(e, "config.yml %s", is_there ? "removed" : "there again");
        return true;
    }
    int key = dice(m, CONFIG_KEY_COUNT), n = 0;
    while (n < (int)countof(CONFIG_KEYS[key].lines) && CONFIG_KEYS[key].lines[n])
        n++;
    m->values[key] = m->values[key] ? 0 : 1 + dice(m, n - 1);
    put_config(m);
    say(e, "config: '%s'", CONFIG_KEYS[key].lines[m->values[key]]);
    return true;
}

static int find_packing(void)
{
    int key = 0;
    while (!str_starts(str(CONFIG_KEYS[key].lines[1]), S("precompress")))
        key++;
    return key;
}

/* Packing takes most of a build's time, so a site has packed copies for a while only. */
static bool edit_packed(Model *m, Effects *e)
{
    int key = find_packing();
    m->values[key] = m->values[key] ? 0 : 1 + dice(m, 2);
    put_config(m);
    say(e, "packed copies: '%s'", CONFIG_KEYS[key].lines[m->values[key]]);
    return true;
}

void model_pack(Model *m)
{
    m->values[find_packing()] = 1;
    put_config(m);
    arena_free(&m->scratch);
}

static bool edit_options(Model *m, Effects *e)
{
    bool any = false;
    for (int i = 0; i < OPTION_COUNT; i++)
        any |= i != OPTION_STRICT_TEMPLATES && m->options[i];
    if (any && chance(m, 70)) {
        for (int i = 0; i < OPTION_COUNT; i++)
            m->options[i] &= i == OPTION_STRICT_TEMPLATES;
    } else {
        bool *o = &m->options[dice(m, OPTION_COUNT)];
        *o = !*o;
    }
    set_options(m);
    say(e, "options:");
    for (int i = 0; i < m->kb->option_count; i++)
        say(e, " " STR_FMT, STR_ARG(m->kb->options[i]));
    return true;
}

/* --- the table --------------------------------------------------------------------------------------------------------------------- */

const EditKind SOURCE_EDITS[] = {
    {"oddity", 4, .edit = edit_oddity},
    {"attachment", 8, .edit = edit_attachment},
    {"static", 6, .edit = edit_static},
    {"template", 8, .edit = edit_template},
    {"config", 8, .edit = edit_config},
    {"packed", 6, .edit = edit_packed},
    {"options", 3, .edit = edit_options},
    {0},
};
