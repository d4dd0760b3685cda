/* kb search: asks the index of a built site, from the same files as the browser. */
#include "base/fs.h"
#include "cmd/cmd.h"
#include "search/query.h"

typedef struct SearchOptions {
    Str site, queries;
    int limit;
    bool json;
} SearchOptions;

enum { SHARD_BYTES_MAX = 64 * 1024 * 1024 };

static Str load(void *context, Arena *a, Str path)
{
    const SearchOptions *o = context;
    Str bytes = {0}, why;
    bool too_large;
    fs_read(a, fs_join(a, o->site, path), SHARD_BYTES_MAX, &bytes, &too_large, &why);
    return bytes;
}

static void put_json(Arena *a, const Answer *answer, Buf *out, bool is_line)
{
    ListBuilder list = {.arena = a};
    for (ptrdiff_t i = 0; i < answer->n; i++) {
        const Found *f = &answer->items[i];
        MapBuilder map = {.arena = a};
        map_str(&map, S("id"), f->id);
        map_str(&map, S("title"), f->title);
        map_str(&map, S("permalink"), f->permalink);
        map_int(&map, S("score"), f->score);
        map_str(&map, S("summary"), f->summary);
        list_push(&list, map_value(&map));
    }
    Value value = list_value(&list);
    value_put_json(out, &value, is_line ? 0 : 2);
    buf_putc(out, '\n');
}

static void put_text(const Answer *answer, Buf *out)
{
    for (ptrdiff_t i = 0; i < answer->corrected.n; i++) {
        Str read = answer->corrected.items[i], written = str_cut(&read, '\t');
        buf_fmt(out, "No article has '" STR_FMT "'; these have '" STR_FMT "'.\n", STR_ARG(written), STR_ARG(read));
    }
    for (ptrdiff_t i = 0; i < answer->unknown.n; i++)
        buf_fmt(out, "No article has '" STR_FMT "'.\n", STR_ARG(answer->unknown.items[i]));
    buf_fmt(out, "%td article%s\n", answer->total, answer->total == 1 ? "" : "s");
    for (ptrdiff_t i = 0; i < answer->n; i++) {
        const Found *f = &answer->items[i];
        buf_fmt(out, "\n" STR_FMT "%s" STR_FMT "\n    " STR_FMT "\n", STR_ARG(f->id), f->id.n ? "  " : "", STR_ARG(f->title), STR_ARG(f->permalink));
        if (f->summary.n)
            buf_fmt(out, "    " STR_FMT "\n", STR_ARG(f->summary));
    }
}

/* False when there is no index. */
static bool ask(const SearchOptions *o, Str query)
{
    Arena a = {0};
    Answer answer;
    Str why;
    bool ok = search_answer(&a, load, (void *)o, query, o->limit, &answer, &why);
    Buf out = {.arena = &a};
    if (!ok)
        command_fail(&a, &COMMAND_SEARCH, EXIT_USAGE, str_fmt(&a, STR_FMT " " STR_FMT, STR_ARG(o->site), STR_ARG(why)));
    else if (o->json)
        put_json(&a, &answer, &out, o->queries.n > 0);
    else
        put_text(&answer, &out);
    print_out(buf_str(&out));
    arena_free(&a);
    return ok;
}

static int ask_all(Arena *a, const SearchOptions *o)
{
    Str text, why;
    bool too_large;
    if (!fs_read(a, o->queries, SHARD_BYTES_MAX, &text, &too_large, &why)) {
        print_err(str_fmt(a, STR_FMT ": " STR_FMT "\n", STR_ARG(o->queries), STR_ARG(why)));
        return EXIT_IO;
    }
    while (text.n)
        if (!ask(o, str_cut_line(&text)))
            return EXIT_USAGE;
    return EXIT_OK;
}

static int run(Arena *a, int argc, char **argv)
{
    SearchOptions o = {.site = S("public"), .limit = 10};
    const Option options[] = {
        {"destination", 'd', OPTION_TEXT, &o.site},
        {"limit", 0, OPTION_NUMBER, &o.limit},
        {"json", 0, OPTION_FLAG, &o.json},
        {"queries", 0, OPTION_TEXT, &o.queries},
    };
    StrList words = {0};
    bool done;
    if (!options_read(a, &COMMAND_SEARCH, argc, argv, options, countof(options), &words, &done))
        return EXIT_USAGE;
    if (done)
        return EXIT_OK;
    if ((words.n == 0) == (o.queries.n == 0) || o.limit < 1)
        return command_fail(a, &COMMAND_SEARCH, EXIT_USAGE, o.limit < 1 ? S("--limit takes a number from 1") : S("name what to look for"));
    if (o.queries.n)
        return ask_all(a, &o);
    return ask(&o, list_join(a, &words, S(" "))) ? EXIT_OK : EXIT_USAGE;
}

const Command COMMAND_SEARCH = {
    .name = "search",
    .synopsis = "ask a built site's search index",
    .help = "usage: kb search [options] QUERY\n"
            "\n"
            "Looks for articles in the index that `kb build` wrote, as the site's search page does: words, \"quoted phrases\",\n"
            "-excluded words. An id in any spelling puts its article first. Words behind `--` may begin with '-'.\n"
            "\n"
            "  -d, --destination DIR  the built site (default: public)\n"
            "      --limit N          how many articles (default: 10)\n"
            "      --json             an array of {id, title, permalink, score, summary}\n"
            "      --queries FILE     a query a line; with --json an array a line\n"
            "\n"
            "Exit status: 0 done, found or not; 2 usage, or no index there; 4 the file of queries could not be read.\n",
    .run = run,
};
