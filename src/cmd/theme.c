/* kb theme: the files of the built-in theme, and those of them that a site is to have as its own. */
#include "base/fs.h"
#include "build/load.h"
#include "cmd/cmd.h"
#include "site/theme.h"

typedef struct Theme {
    Arena *arena;
    const Config *config;
    bool print;
} Theme;

static int fail(Arena *a, ExitStatus status, Str sentence)
{
    return command_fail(a, &COMMAND_THEME, status, sentence);
}

/* Where the site's own file of that name stands, or would. */
static Str own_path(const Theme *t, const ThemeFile *f)
{
    Str path = str(f->path), name = str_unprefix(path, S("templates/"));
    return name.n < path.n ? fs_join(t->arena, t->config->templates_dir, name) : fs_join(t->arena, t->config->static_dir, str_unprefix(path, S("static/")));
}

/* "templates/article.mustache", as it may be called: "article.mustache" and "article", too. */
static const ThemeFile *find(Arena *a, Str name)
{
    for (const ThemeFile *f = THEME_FILES; f->path; f++) {
        Str path = str(f->path), full = str_join2(a, S("/"), path), wanted = str_join2(a, S("/"), name);
        if (str_ends(full, wanted) || str_ends(full, str_join2(a, wanted, S(".mustache"))))
            return f;
    }
    return NULL;
}

static int unknown(const Theme *t, Str name)
{
    StrList names = {0};
    for (const ThemeFile *f = THEME_FILES; f->path; f++) {
        Str last = path_name(str(f->path));
        list_add(t->arena, &names, str_ends(last, S(".mustache")) && !str_ends(name, S(".mustache")) ? str_head(last, last.n - 9) : last);
    }
    Str near = str_nearest(name, names.items, names.n);
    Str hint = near.n ? str_fmt(t->arena, "did you mean " STR_FMT "?", STR_ARG(near)) : S("'kb theme' lists its files");
    return fail(t->arena, EXIT_USAGE, str_fmt(t->arena, "the theme has no file '" STR_FMT "'; " STR_FMT, STR_ARG(name), STR_ARG(hint)));
}

/* A line a file: its name, and what the site has in its place. */
static int list(const Theme *t)
{
    Buf b = {.arena = t->arena};
    for (const ThemeFile *f = THEME_FILES; f->path; f++) {
        Str path = own_path(t, f), bytes, why;
        bool too_large;
        buf_put(&b, str(f->path));
        if (fs_kind(path) == FS_FILE) {
            bool is_same = fs_read(t->arena, path, f->n + 1, &bytes, &too_large, &why) && str_eq(bytes, (Str){f->bytes, f->n});
            buf_fmt(&b, "  %s " STR_FMT, is_same ? "the same is in" : "replaced by", STR_ARG(path));
        }
        buf_putc(&b, '\n');
    }
    print_out(buf_str(&b));
    return EXIT_OK;
}

static int copy(const Theme *t, const ThemeFile *f)
{
    Str path = own_path(t, f), why;
    bool exists;
    if (fs_create(t->arena, path, (Str){f->bytes, f->n}, &exists, &why)) {
        print_out(str_join2(t->arena, path, S("\n")));
        return EXIT_OK;
    }
    if (exists)
        return fail(t->arena, EXIT_USAGE, str_fmt(t->arena, "there is '" STR_FMT "' already, and it stays as it is; -p prints the theme's", STR_ARG(path)));
    return fail(t->arena, EXIT_IO, str_fmt(t->arena, STR_FMT ": " STR_FMT, STR_ARG(path), STR_ARG(why)));
}

/* All names are looked at before the first file is written. */
static int take(const Theme *t, const StrList *names)
{
    int status = EXIT_OK;
    for (ptrdiff_t i = 0; i < names->n; i++)
        if (!find(t->arena, names->items[i]))
            return unknown(t, names->items[i]);
    for (ptrdiff_t i = 0; i < names->n && status == EXIT_OK; i++) {
        const ThemeFile *f = find(t->arena, names->items[i]);
        if (t->print)
            print_out((Str){f->bytes, f->n});
        else
            status = copy(t, f);
    }
    return status;
}

static int run(Arena *a, int argc, char **argv)
{
    LoadOptions o = {.source = S(".")};
    Theme t = {.arena = a};
    const Option options[] = {
        {"source", 's', OPTION_TEXT, &o.source},
        {"config", 'c', OPTION_TEXT, &o.config},
        {"print", 'p', OPTION_FLAG, &t.print},
    };
    StrList names = {0};
    bool done;
    if (!options_read(a, &COMMAND_THEME, argc, argv, options, countof(options), &names, &done))
        return EXIT_USAGE;
    if (done)
        return EXIT_OK;
    if (t.print && !names.n)
        return fail(a, EXIT_USAGE, S("name the file to print"));
    Load *l = arena_new(a, Load, 1);
    bool is_loaded = load_config(l, &o);
    t.config = &l->config;
    diags_print(a, &l->diags, false, false);
    int status = !is_loaded ? (int)l->status : names.n ? take(&t, &names) : list(&t);
    load_free(l);
    return status;
}

const Command COMMAND_THEME = {
    .name = "theme",
    .synopsis = "copy a file of the theme, to change it",
    .help = "usage: kb theme [-p] [-s DIR] [-c FILE] [FILE]...\n"
            "\n"
            "The theme's files are inside kb; a file of the same name in the site's templates/ or static/ takes the place of\n"
            "one. Without FILE, lists them, and which of them the site has. With FILE (article, kb.css, lang/en.yml...), copies it\n"
            "to where the site's own belongs, and prints where that is. A file that is there already is never written over.\n"
            "\n"
            "  -p, --print              print the file, and copy nothing: kb theme -p kb.css | diff - static/kb.css\n"
            "  -s, --source DIR         the site's folder (default: this one)\n"
            "  -c, --config FILE        its config (default: DIR/config.yml, if there is one)\n"
            "\n"
            "Exit status: 0 done; 2 usage or config, or the site has the file; 4 a file could not be written.\n",
    .run = run,
};
