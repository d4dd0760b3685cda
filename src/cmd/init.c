/* kb init: a new site that builds: a config, two articles, and room for templates and files of its own. */
#include "base/fs.h"
#include "cmd/cmd.h"
#include "site/theme.h"

typedef struct StartFile {
    Str path;
    Str bytes;
} StartFile;

static const char CONFIG[] =
    "# The config of this site. What is commented out stands there with its default, or an example.\n"
    "\n"
    "title: Knowledge base\n"
    "description: Answers that we have given before.\n"
    "\n"
    "# author: The help desk\n"
    "# language: en\n"
    "\n"
    "# Where the site will be found. Needed for sitemap.xml, feeds and canonical addresses only; all links are relative.\n"
    "# base_url: https://www.example.com/kb/\n"
    "\n"
    "# Folders, relative to this file. content_dir may be a list.\n"
    "# content_dir: content\n"
    "# output_dir: public\n"
    "# templates_dir: templates\n"
    "# static_dir: static\n"
    "\n"
    "# What an article's id looks like. The prefixes are synonyms; the number alone names the article.\n"
    "# ids: {prefixes: [Q, KB], digits: 5-7}\n"
    "\n"
    "# Addresses of articles that have an id: :prefix :id :slug :path :product :year\n"
    "# permalink: kb/:prefix/:id/\n"
    "\n"
    "# How many articles a product or a keyword needs for a page of its own.\n"
    "taxonomies:\n"
    "  products: {min: 1}\n"
    "  keywords: {min: 2}\n"
    "\n"
    "# Entries on one page of a list.\n"
    "# paginate_by: 200\n"
    "\n"
    "# Entries of a feed of the latest changes; false for no feeds. They need base_url.\n"
    "# feed: {limit: 30}\n"
    "\n"
    "# Other forms of each article beside its page: json, markdown.\n"
    "# outputs: []\n"
    "\n"
    "# The original text of each article behind a link, with its SHA-256?\n"
    "# publish_source: false\n"
    "\n"
    "# Lists of articles for language models: llms.txt, and one for each product.\n"
    "# llms: false\n"
    "\n"
    "# Links that end in index.html, for reading from a folder without a server.\n"
    "# offline: false\n"
    "\n"
    "# Style sheets and scripts under names that their bytes give them.\n"
    "# fingerprint: true\n"
    "\n"
    "# The search: its box on every page, its page, and its index.\n"
    "# search: true\n"
    "\n"
    "# Pages of codes and file names with the articles that they occur in; the page of charts.\n"
    "# identifiers: true\n"
    "# stats: true\n"
    "\n"
    "# Packed copies of all files, for web servers: any of gzip, br and zstd.\n"
    "# precompress: []\n"
    "\n"
    "# A file of old addresses for the server: netlify or cloudflare, nginx.\n"
    "# redirects: []\n"
    "\n"
    "# Where a reference leads whose article is not here; :id and :number stand for it.\n"
    "# links: {missing_url: \"https://archive.example.com/kb/:number\"}\n"
    "\n"
    "# Let the raw HTML of Markdown articles through?\n"
    "# markdown: {html: false}\n"
    "\n"
    "# The legal notice of KB articles: keep, hide, or a text that takes its place.\n"
    "# legal: keep\n"
    "\n"
    "# Anything your templates need, as site.extra.\n"
    "# extra: {phone: \"555 0100\"}\n";

static const char MARKDOWN_ARTICLE[] =
    "---\n"
    "title: How to write an article\n"
    "id: Q100001\n"
    "date: 2026-11-21\n"
    "products: [Knowledge base]\n"
    "keywords: [writing]\n"
    "---\n"
    "\n"
    "An article is a text file below `content/`, with its fields at the head. This one is Markdown;\n"
    "Q100002 is plain text. Delete both when there are articles of your own.\n"
    "\n"
    "## Make a new one\n"
    "\n"
    "```sh\n"
    "kb new \"The printer prints every page twice\"\n"
    "```\n"
    "\n"
    "It gets the next number, and its file stands beside this one. Any other way to make a file is just as good.\n"
    "\n"
    "## Write it\n"
    "\n"
    "1. Say in the title what the reader would type to find it.\n"
    "2. Begin with what the reader sees, then say what to do.\n"
    "3. Name the products and a few keywords; each gets a page with its articles.\n"
    "\n"
    "## Refer to others\n"
    "\n"
    "Write the number of another article where you mention it, such as Q100002. It becomes a link,\n"
    "and that article tells who refers to it. A link to a file works, too: [plain text](Q100002.txt).\n";

static const char KB_ARTICLE[] =
    "DOCUMENT:Q100002  21-NOV-2026  [general]\n"
    "TITLE   :How to Write an Article as Plain Text\n"
    "PRODUCT :Knowledge base\n"
    "PROD/VER:\n"
    "OPER/SYS:\n"
    "KEYWORDS:writing\n"
    "\n"
    "======================================================================\n"
    "SUMMARY\n"
    "=======\n"
    "\n"
    "This is the format of the old knowledge bases. Articles in it can be copied into\n"
    "the content folder as they are. For new ones, Markdown is easier; see Q100001.\n"
    "\n"
    "MORE INFORMATION\n"
    "================\n"
    "\n"
    "The lines at the head hold the fields. A heading has a rule below it, a list\n"
    "begins with dashes or numbers, and an indented text is shown as it stands:\n"
    "\n"
    "   net time \\\\server /set /yes\n"
    "\n"
    "1. To make an article like this one, type:\n"
    "\n"
    "      kb new --format kb \"A Title\"\n"
    "\n"
    "2. Write the text between the two long rules.\n"
    "\n"
    "======================================================================\n"
    "Keywords          : writing\n"
    "Technology        :\n"
    "Version           :\n"
    "Issue type        : kbhowto\n"
    "\n"
    "=============================================================================\n"
    "\n"
    "THE INFORMATION PROVIDED IN THIS ARTICLE COMES AS IT STANDS, WITH NO\n"
    "PROMISE THAT IT IS COMPLETE OR FREE OF ERROR.\n"
    "\n"
    "Copyright Knowledge base 2026.\n";

static const char TEMPLATES_NOTE[] =
    "The theme is inside kb. This folder is for what you want to be different.\n"
    "\n"
    "A file here takes the place of the built-in template of the same name, and all others stay as they\n"
    "are; likewise in static/ for the style sheet (kb.css), the icon (favicon.svg) and the script of the\n"
    "search (search.js). `kb theme` lists the built-in files, and copies one here to be changed:\n"
    "\n"
    "    kb theme article.mustache\n"
    "\n"
    "base.mustache is the frame of all pages, article.mustache an article, home.mustache the home page,\n"
    "lang/en.yml holds all words.\n"
    "\n"
    "A template of any other name is for articles that ask for it. With this in poster.mustache,\n"
    "`layout: poster` in an article's front matter makes a page of nothing but its title and text:\n"
    "\n"
    "    {{<base}}\n"
    "    {{$main}}\n"
    "    <h1>{{article.title}}</h1>\n"
    "    <div data-kb-body>{{{article.body}}}</div>\n"
    "    {{/main}}\n"
    "    {{/base}}\n"
    "\n"
    "`kb build --strict-templates` tells names that are misspelt.\n";

static const StartFile FILES[] = {
#define FILE_OF(path, text) {{path, sizeof(path) - 1}, {text, sizeof(text) - 1}}
    FILE_OF("config.yml", CONFIG),
    FILE_OF("content/Q100001.md", MARKDOWN_ARTICLE),
    FILE_OF("content/Q100002.txt", KB_ARTICLE),
    FILE_OF("templates/README.md", TEMPLATES_NOTE),
#undef FILE_OF
};

static int fail(Arena *a, ExitStatus status, Str sentence)
{
    return command_fail(a, &COMMAND_INIT, status, sentence);
}

/* A folder that is new, or holds nothing that a site has. */
static int check_folder(Arena *a, Str dir)
{
    const Str parts[] = {S("config.yml"), S("content"), S("templates"), S("static")};
    FsKind kind = fs_kind(dir);
    if (kind != FS_MISSING && kind != FS_DIR)
        return fail(a, EXIT_USAGE, str_fmt(a, "'" STR_FMT "' is no folder", STR_ARG(dir)));
    for (ptrdiff_t i = 0; i < countof(parts); i++) {
        Str path = fs_join(a, dir, parts[i]);
        if (fs_kind(path) != FS_MISSING)
            return fail(a, EXIT_USAGE, str_fmt(a, "there is '" STR_FMT "' already; name another folder", STR_ARG(path)));
    }
    return EXIT_OK;
}

static int write_file(Arena *a, Str dir, Str file, Str bytes, bool *exists)
{
    Str path = fs_join(a, dir, file), why;
    bool ok = fs_create(a, path, bytes, exists, &why);
    return ok ? EXIT_OK : fail(a, EXIT_IO, str_fmt(a, STR_FMT ": " STR_FMT, STR_ARG(path), STR_ARG(why)));
}

static int write_site(Arena *a, Str dir, bool with_theme)
{
    bool exists;
    Str why;
    int status = EXIT_OK;
    for (ptrdiff_t i = 0; i < countof(FILES) && status == EXIT_OK; i++)
        status = write_file(a, dir, FILES[i].path, FILES[i].bytes, &exists);
    for (const ThemeFile *f = THEME_FILES; with_theme && f->path && status == EXIT_OK; f++)
        status = write_file(a, dir, str(f->path), (Str){f->bytes, f->n}, &exists);
    Str statics = fs_join(a, dir, S("static"));
    if (status == EXIT_OK && !fs_make_dirs(a, statics, &why))
        status = fail(a, EXIT_IO, why);
    return status;
}

/* A word as the shell reads it. */
static Str shell_word(Arena *a, Str s)
{
    bool is_plain = s.n && s.p[0] != '-';
    for (ptrdiff_t i = 0; i < s.n && is_plain; i++)
        is_plain = char_is_alnum(s.p[i]) || str_find_char(S("/._-+@%"), s.p[i]) >= 0;
    if (is_plain)
        return s;
    Buf b = {.arena = a};
    buf_put(&b, s.n && s.p[0] == '-' ? S("./'") : S("'"));
    for (ptrdiff_t i = 0; i < s.n; i++)
        buf_put(&b, s.p[i] == '\'' ? S("'\\''") : (Str){&s.p[i], 1});
    buf_putc(&b, '\'');
    return buf_str(&b);
}

static void print_next(Arena *a, Str dir, bool ignores)
{
    Buf b = {.arena = a};
    buf_fmt(&b, "A new site is in " STR_FMT ". Next:\n\n", STR_ARG(dir));
    if (!str_eq(dir, S(".")))
        buf_fmt(&b, "  cd " STR_FMT "\n", STR_ARG(shell_word(a, dir)));
    buf_put(&b, S("  kb serve              the site in the browser, again with each saved change\n"
                  "  kb new \"A title\"      make an article, and print where it is\n"
                  "  kb build              make public/ for a web server\n"
                  "\n"
                  "config.yml holds the settings, content/ the articles, templates/README.md tells how to change the theme.\n"));
    if (!ignores)
        buf_put(&b, S("There is a .gitignore already; add the lines /public/ and /.public.kb* to it.\n"));
    print_out(buf_str(&b));
}

static int run(Arena *a, int argc, char **argv)
{
    bool with_theme = false;
    const Option options[] = {{"theme", 0, OPTION_FLAG, &with_theme}};
    StrList operands = {0};
    bool done;
    if (!options_read(a, &COMMAND_INIT, argc, argv, options, countof(options), &operands, &done))
        return EXIT_USAGE;
    if (done)
        return EXIT_OK;
    if (operands.n != 1 || !operands.items[0].n)
        return fail(a, EXIT_USAGE, S("name one folder for the new site"));
    Str dir = operands.items[0];
    int status = check_folder(a, dir);
    if (status == EXIT_OK)
        status = write_site(a, dir, with_theme);
    if (status != EXIT_OK)
        return status;
    bool ignores = fs_kind(fs_join(a, dir, S(".gitignore"))) == FS_MISSING, exists;
    if (ignores)
        status = write_file(a, dir, S(".gitignore"), S("/public/\n/.public.kb*\n"), &exists);
    if (status == EXIT_OK)
        print_next(a, dir, ignores);
    return status;
}

const Command COMMAND_INIT = {
    .name = "init",
    .synopsis = "make a new site",
    .help = "usage: kb init [--theme] DIR\n"
            "\n"
            "Makes a site that builds: config.yml with every key, two articles in content/,\n"
            "and templates/ and static/ for what is to be different from the built-in theme.\n"
            "The folder may be there already, if it holds nothing of these.\n"
            "\n"
            "      --theme  the files of the built-in theme too, to be changed; delete those\n"
            "               that you leave as they are\n"
            "\n"
            "Exit status: 0 done; 2 usage, or the folder holds such files; 4 a file could not be written.\n",
    .run = run,
};
