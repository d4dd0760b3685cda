/* kb new: a new article, at the place and with the number that follow from the articles there are. */
#define _XOPEN_SOURCE 700
#include "base/fs.h"
#include "base/utf8.h"
#include "build/load.h"
#include "cmd/cmd.h"
#include "write/frontmatter.h"

#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

extern char **environ;

typedef struct NewOptions {
    LoadOptions load;
    Str title, id, date;
    bool is_kb;
    const char *editor;     /* NULL: none is opened */
} NewOptions;

static int complain(Arena *a, Str sentence)
{
    return command_fail(a, &COMMAND_NEW, EXIT_USAGE, sentence);
}

/* --- the number ---------------------------------------------------------------------------------------------------------------- */

static int ascending(const void *x, const void *y)
{
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
    return a < b ? -1 : a > b;
}

/* "content/support/Q306198.txt" -> 306198, -1 for any other name. */
static int64_t number_of_file(const IdPattern *ids, Str path)
{
    Str stem = path_stem(path);
    return id_number(ids, path_name(stem), false);
}

/* One more than the largest there is, in an article or in the name of a file that could not be read. A number that articles refer to is not free,
 * although nobody has it: they mean an article of somebody else's. -1 when the site has no numbers. */
static int64_t next_number(const Load *l)
{
    const Site *site = &l->site;
    if (!site->numbered)
        return -1;
    int64_t last = site->articles[site->by_number[site->numbered - 1]].number;
    for (ptrdiff_t i = 0; i < l->file_count; i++) {
        int64_t number = number_of_file(&l->config.ids, l->files[i].path);
        last = number > last ? number : last;
    }
    Arena scratch = {0};
    int64_t *wanted = arena_new(&scratch, int64_t, site->wanted_count);
    for (ptrdiff_t i = 0; i < site->wanted_count; i++)
        wanted[i] = site->wanted[i].number;
    if (site->wanted_count)
        qsort(wanted, (size_t)site->wanted_count, sizeof *wanted, ascending);
    int64_t number = last + 1;
    for (ptrdiff_t i = 0; i < site->wanted_count; i++)
        number += wanted[i] == number;
    arena_free(&scratch);
    return number;
}

static Str id_of(Arena *a, const IdPattern *ids, int64_t number)
{
    return str_fmt(a, STR_FMT "%0*lld", STR_ARG(ids->prefixes.items[0]), ids->min_digits, (long long)number);
}

/* The article's id and number: what --id says, else the next. Without either, and in a site without numbers, it has none (number -1). */
static int choose_id(Load *l, const NewOptions *o, Meta *meta)
{
    Arena *a = &l->arena;
    const IdPattern *ids = &l->config.ids;
    if (o->id.n) {
        meta->number = id_number(ids, o->id, true);
        if (meta->number < 0)
            return complain(a, str_fmt(a, "--id takes an id of this site, such as " STR_FMT ", not '" STR_FMT "'", STR_ARG(id_of(a, ids, 1)), STR_ARG(o->id)));
        int32_t taken = site_find(&l->site, meta->number);
        if (taken >= 0)
            return complain(a, str_fmt(a, STR_FMT " is the id of " STR_FMT, STR_ARG(l->site.articles[taken].id), STR_ARG(l->site.articles[taken].source)));
        meta->id = char_is_digit(o->id.p[0]) ? str_join2(a, ids->prefixes.items[0], o->id) : o->id;
        return EXIT_OK;
    }
    meta->number = next_number(l);
    if (meta->number < 0)
        return o->is_kb ? complain(a, S("no article here has a number, so name that of the new one with --id")) : EXIT_OK;
    meta->id = id_of(a, ids, meta->number);
    if (id_number(ids, meta->id, false) < 0)
        return complain(a, str_fmt(a, "the ids end here: " STR_FMT " has more digits than `ids` in config.yml allows; name another with --id",
                                   STR_ARG(meta->id)));
    return EXIT_OK;
}

/* --- the place ----------------------------------------------------------------------------------------------------------------- */

/* An article of the folder that holds most of them; NULL when there is none. */
static const Article *one_of_most(Load *l)
{
    Table folders = {.arena = &l->arena};
    int32_t *counts = arena_new(&l->arena, int32_t, l->site.n);
    const Article *best = NULL;
    int32_t most = 0;
    for (ptrdiff_t i = 0; i < l->site.n; i++) {
        const Article *article = &l->site.articles[i];
        if (article->content_dir == 0 && ++counts[table_add(&folders, permalink_folder(path_stem(article->path)))] > most)
            best = article, most++;
    }
    return best;
}

/* The article that the new one is put beside, of the first content folder: the last by number for one that has a number. */
static const Article *neighbour_of(Load *l, int64_t number)
{
    for (ptrdiff_t i = l->site.numbered; number >= 0 && i-- > 0;)
        if (l->site.articles[l->site.by_number[i]].content_dir == 0)
            return &l->site.articles[l->site.by_number[i]];
    return one_of_most(l);
}

/* An id in the neighbour's spelling of its own: "q306198" or "306198". */
static Str spelled_as(Arena *a, Str theirs, int64_t number)
{
    Str letters = theirs;
    while (letters.n && char_is_digit(letters.p[letters.n - 1]))
        letters.n--;
    return str_fmt(a, STR_FMT "%0*lld", STR_ARG(letters), (int)(theirs.n - letters.n), (long long)number);
}

/* Below the first content folder. Like the neighbour's path: "support/Q306198.txt" -> "support/Q306199.txt", "263/Q263072/index.md" ->
 * "264/Q264000/index.md", and "faq/printer-twice.md" -> "faq/new-title.md". */
static Str path_of(Load *l, const NewOptions *o, const Meta *meta)
{
    Arena *a = &l->arena;
    const IdPattern *ids = &l->config.ids;
    const Article *neighbour = neighbour_of(l, meta->number);
    Str suffix = o->is_kb ? S(".txt") : S(".md"), slug = slug_of(a, meta->title);
    if (!neighbour)
        return str_join2(a, meta->id.n ? meta->id : slug, suffix);
    Str stem = path_stem(neighbour->path), file = path_name(neighbour->path);
    bool is_folder = permalink_folder(neighbour->path).n > stem.n;    /* "…/index.md" */
    bool is_numbered = neighbour->number >= 0 && meta->number >= 0, is_named = false;
    Buf b = {.arena = a};
    for (Str rest = stem, part; rest.n;) {
        part = str_cut(&rest, '/');
        if (is_numbered && id_number(ids, part, true) == neighbour->number) {
            buf_put(&b, spelled_as(a, part, meta->number));
            is_named = true;
        } else if (is_numbered && str_eq(part, permalink_prefix(a, neighbour->number))) {
            buf_put(&b, permalink_prefix(a, meta->number));
        } else {
            buf_put(&b, rest.n || is_named ? part : slug);
        }
        buf_put(&b, rest.n || is_folder ? S("/") : S(""));
    }
    if (is_folder)
        buf_put(&b, path_stem(file));
    Str theirs = str_from(file, path_stem(file).n);
    bool fits = str_eq_fold(theirs, suffix) || (!o->is_kb && str_eq_fold(theirs, S(".markdown")));
    buf_put(&b, fits ? theirs : suffix);
    return buf_str(&b);
}

/* Would its page have a place of its own? */
static int claim_place(Load *l, const Meta *meta, Str path, Str source)
{
    Arena *a = &l->arena;
    PageList pages = {0};
    Diags told = {.arena = a};
    Str permalink, why, other;
    pages_plan(a, &l->site, &pages, &told);
    if (!permalink_of(a, &l->config, meta, path, &permalink, &why))
        return complain(a, str_fmt(a, "the address of " STR_FMT " " STR_FMT "; give it another title", STR_ARG(source), STR_ARG(why)));
    if (!site_claim(&l->site, permalink_file(a, permalink), source, &other))
        return complain(a, str_fmt(a, "the address '" STR_FMT "' is that of " STR_FMT "; give the article another title", STR_ARG(permalink), STR_ARG(other)));
    return EXIT_OK;
}

/* --- the words ----------------------------------------------------------------------------------------------------------------- */

static void put_markdown(Buf *b, const Meta *meta)
{
    /* What frontmatter_put leaves out for being empty is there to be filled in. */
    Value none = {.kind = VALUE_LIST};
    Member blanks[] = {member_of(S("products"), none), member_of(S("keywords"), none)};
    Meta m = *meta;
    m.extra = map_from(blanks, countof(blanks));
    frontmatter_put(b, &m);
    buf_put(b, S("\nWhat this article is about, in a sentence or two.\n"
                 "\n## Symptoms\n\nWhat the reader sees.\n"
                 "\n## Cause\n\nWhy it happens.\n"
                 "\n## Resolution\n\n1. What to do first.\n2. What to do next.\n"));
}

/* "2026-11-21" -> "21-NOV-2026" */
static Str kb_date(Arena *a, Str iso)
{
    static const char *const months[] = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
    return str_fmt(a, STR_FMT "-%s-" STR_FMT, STR_ARG(str_sub(iso, 8, 10)), months[str_number(str_sub(iso, 5, 7)) - 1], STR_ARG(str_head(iso, 4)));
}

static void put_kbtext(Buf *b, const Meta *meta, const Config *c)
{
    Str holder = c->author.n ? c->author : c->title;
    buf_fmt(b, "DOCUMENT:" STR_FMT "  " STR_FMT "  [general]\n", STR_ARG(meta->id), STR_ARG(kb_date(b->arena, meta->date)));
    buf_put(b, S("TITLE   :"));
    buf_put(b, meta->title);
    buf_put(b, S("\nPRODUCT :\nPROD/VER:\nOPER/SYS:\nKEYWORDS:\n\n"));
    buf_pad(b, '=', 70);
    buf_put(b, S("\nSUMMARY\n=======\n\nWhat this article is about, in a sentence or two.\n"
                 "\nSYMPTOMS\n========\n\nWhat the reader sees.\n"
                 "\nCAUSE\n=====\n\nWhy it happens.\n"
                 "\nRESOLUTION\n==========\n\n1. What to do first.\n\n2. What to do next.\n\n"));
    buf_pad(b, '=', 70);
    buf_put(b, S("\nKeywords          :\nTechnology        :\nVersion           :\nIssue type        :\n\n"));
    buf_pad(b, '=', 77);
    buf_put(b, S("\n\nTHE INFORMATION PROVIDED IN THIS ARTICLE COMES AS IT STANDS, WITH NO\nPROMISE THAT IT IS COMPLETE OR FREE OF ERROR.\n\n"));
    buf_fmt(b, "Copyright " STR_FMT " " STR_FMT ".\n", STR_ARG(holder), STR_ARG(str_head(meta->date, 4)));
}

/* --- the command ----------------------------------------------------------------------------------------------------------------- */

/* As git does it: the shell reads the variable, so that it may hold options. */
static int edit(Arena *a, const char *editor, Str path)
{
    char *argv[] = {"sh", "-c", str_z(a, str_fmt(a, "%s \"$@\"", editor)), str_z(a, str(editor)), str_z(a, path), NULL};
    pid_t pid;
    int status;
    if (posix_spawn(&pid, "/bin/sh", NULL, NULL, argv, environ) == 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return EXIT_OK;
    return command_fail(a, &COMMAND_NEW, EXIT_IO, str_fmt(a, "the editor '%s' failed", editor));
}

/* A title is one line: what the shell let through of blanks and control characters becomes single spaces. */
static Str clean_title(Arena *a, Str written)
{
    Buf b = {.arena = a};
    for (Str rest = str_trim(utf8_clean(a, written)); rest.n;) {
        Rune r = utf8_decode(rest);
        bool is_blank = r.value <= 0x20 || (r.value >= 0x7F && r.value < 0xA0);
        if (!is_blank)
            buf_put(&b, str_head(rest, r.n));
        else if (b.n && b.p[b.n - 1] != ' ')
            buf_putc(&b, ' ');
        rest = str_from(rest, r.n);
    }
    return str_trim(buf_str(&b));
}

static int make(Load *l, const NewOptions *o)
{
    Arena *a = &l->arena;
    Meta meta = {.title = o->title, .number = -1, .date = o->date};
    int status = choose_id(l, o, &meta);
    if (status != EXIT_OK)
        return status;
    Str path = path_of(l, o, &meta), source = fs_join(a, l->config.content_dirs.items[0], path), why;
    status = claim_place(l, &meta, path, source);
    if (status != EXIT_OK)
        return status;
    Buf bytes = {.arena = a};
    if (o->is_kb)
        put_kbtext(&bytes, &meta, &l->config);
    else
        put_markdown(&bytes, &meta);
    bool exists;
    if (!fs_create(a, source, buf_str(&bytes), &exists, &why)) {
        if (exists)
            return complain(a, str_fmt(a, STR_FMT " is there already, and stays as it is", STR_ARG(source)));
        return command_fail(a, &COMMAND_NEW, EXIT_IO, str_fmt(a, STR_FMT ": " STR_FMT, STR_ARG(source), STR_ARG(why)));
    }
    print_out(str_fmt(a, STR_FMT "\n", STR_ARG(source)));
    fflush(stdout);
    return o->editor ? edit(a, o->editor, source) : EXIT_OK;
}

static const char *editor_of_user(void)
{
    const char *visual = getenv("VISUAL"), *editor = getenv("EDITOR");
    return visual && *visual ? visual : editor && *editor ? editor : NULL;
}

static int run(Arena *a, int argc, char **argv)
{
    NewOptions o = {.load = {.source = S("."), .drafts = true}};
    static const char *const formats[] = {"markdown", "kb", NULL};
    Choice format = {formats, 0};
    bool edits = false;
    const Option options[] = {
        {"source", 's', OPTION_TEXT, &o.load.source},
        {"config", 'c', OPTION_TEXT, &o.load.config},
        {"content", 0, OPTION_LIST, &o.load.content},
        {"id", 0, OPTION_TEXT, &o.id},
        {"format", 'f', OPTION_CHOICE, &format},
        {"date", 0, OPTION_TEXT, &o.date},
        {"edit", 'e', OPTION_FLAG, &edits},
    };
    StrList operands = {0};
    bool done;
    if (!options_read(a, &COMMAND_NEW, argc, argv, options, countof(options), &operands, &done))
        return EXIT_USAGE;
    if (done)
        return EXIT_OK;
    o.is_kb = format.chosen == 1;
    o.title = operands.n == 1 ? clean_title(a, operands.items[0]) : (Str){0};
    o.editor = edits ? editor_of_user() : NULL;
    if (!o.title.n)
        return complain(a, operands.n > 1 ? S("one title, please: put quotes around its words") : S("name the article by its title"));
    if (edits && !o.editor)
        return complain(a, S("neither $VISUAL nor $EDITOR names an editor"));
    Str date = o.date.p ? date_iso(a, o.date) : fs_today(a);
    if (!date.n)
        return complain(a, str_fmt(a, "--date takes a day written as YYYY-MM-DD, not '" STR_FMT "'", STR_ARG(o.date)));
    o.date = date;
    Load *l = arena_new(a, Load, 1);
    int status;
    if (load_site(l, &o.load)) {
        status = make(l, &o);
    } else {
        diags_print(&l->arena, &l->diags, false, false);
        status = (int)l->status;
    }
    load_free(l);
    return status;
}

const Command COMMAND_NEW = {
    .name = "new",
    .synopsis = "make a new article",
    .help = "usage: kb new [options] TITLE\n"
            "\n"
            "Makes a file with the fields of an article and a body to fill in, and prints its\n"
            "path. Where the articles have numbers it gets the next one, and the place that\n"
            "follows: Q306199.md beside Q306198.txt. Elsewhere its title is its name. A file\n"
            "that is there already is never touched.\n"
            "\n"
            "  -s, --source DIR     the site's folder (default: this one)\n"
            "  -c, --config FILE    its config (default: DIR/config.yml, if there is one)\n"
            "      --content DIR    a folder of articles instead of the config's; may be given again\n"
            "      --id ID          its id, with or without its letters\n"
            "  -f, --format FORMAT  markdown (default) or kb, the plain text of the old KBs\n"
            "      --date DATE      its day, YYYY-MM-DD (default: today)\n"
            "  -e, --edit           open it with $VISUAL or $EDITOR\n"
            "\n"
            "Exit status: 0 done; 2 usage or config, or its place is taken; 4 a file could not be read or written.\n",
    .run = run,
};
