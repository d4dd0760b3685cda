/* kb clean: removes what builds wrote, and nothing else. */
#include "build/output.h"
#include "cmd/cmd.h"

#include <stdlib.h>

typedef struct Clean {
    Load load;
    State state;
    Output output;
    bool dry_run, quiet;
    bool may_be_nothing;    /* not a word then: another folder is looked at, too */
} Clean;

static int fail(Arena *a, Str path, Str why)
{
    return command_fail(a, &COMMAND_CLEAN, EXIT_IO, str_fmt(a, STR_FMT ": " STR_FMT, STR_ARG(path), STR_ARG(why)));
}

static Str counted(Arena *a, ptrdiff_t n, const char *one, const char *many)
{
    return n == 1 ? str_fmt(a, "1 %s", one) : str_fmt(a, "%td %s", n, many);
}

static int by_bytes(const void *x, const void *y)
{
    return str_cmp(*(const Str *)x, *(const Str *)y);
}

/* A twin that was not worth a file is none of ours, should there be one. */
static bool is_ours(const OutputRecord *known)
{
    return state_has_output(known) && known->hash != OUTPUT_ABSENT;
}

static int list(Arena *a, const Clean *c)
{
    StrList paths = {0};
    for (ptrdiff_t i = 0; i < c->state.output_paths.n; i++) {
        Str path = fs_join(a, c->output.dir, c->state.outputs[i].path);
        if (is_ours(&c->state.outputs[i]) && fs_stamp_itself(path).size >= 0)
            list_add(a, &paths, path);
    }
    if (paths.n)
        qsort(paths.items, (size_t)paths.n, sizeof *paths.items, by_bytes);
    for (ptrdiff_t i = 0; i < paths.n; i++)
        print_out(str_join2(a, paths.items[i], S("\n")));
    return EXIT_OK;
}

/* What is left in the folder is not ours. */
static void tell(Arena *a, const Clean *c, bool stays)
{
    FsList others = {0};
    Str dir = c->output.dir, why, rest = {0};
    if (stays && fs_walk(a, dir, true, (Str){0}, &others, &why) && others.n)
        rest = str_fmt(a, "; " STR_FMT " there", STR_ARG(counted(a, others.n, "other file stays", "other files stay")));
    else if (stays)
        rest = S("; the folder stays");
    print_err(str_fmt(a, "kb: " STR_FMT " removed from " STR_FMT STR_FMT "\n", STR_ARG(counted(a, c->output.removed.n, "file", "files")), STR_ARG(dir),
                      STR_ARG(rest)));
}

/* The state goes last: until then whoever comes next finds in it what is still there. */
static int sweep(Arena *a, Clean *c)
{
    Str why, path = c->state.log.path;
    for (ptrdiff_t i = 0; i < c->state.output_paths.n; i++) {
        ArenaMark mark = arena_mark(a);
        if (is_ours(&c->state.outputs[i]))
            output_remove(&c->output, a, &c->state.outputs[i]);
        arena_rewind(a, mark);
    }
    if (c->load.status != EXIT_OK)
        return output_finish(&c->output, false, false, false, false, 0);
    if (!state_remove(&c->state, &why))
        return fail(a, path, why);
    bool stays = !fs_remove_dir(a, c->output.dir);
    if (!c->quiet)
        tell(a, c, stays);
    return EXIT_OK;
}

static int clean(Arena *a, Clean *c)
{
    Str dir = c->output.dir = c->load.output_dir, path = state_path(a, dir), why;
    bool is_busy, was_there = fs_kind(dir) != FS_MISSING;
    if (fs_kind(path) == FS_MISSING) {
        if (!c->quiet && !c->may_be_nothing)
            print_err(str_fmt(a, "kb: there is nothing to clean: " STR_FMT " is not there, so no file in " STR_FMT " is known to be of a build\n",
                              STR_ARG(path), STR_ARG(dir)));
        return EXIT_OK;
    }
    if (!state_open(&c->state, dir, 1, &is_busy, &why))
        return fail(a, is_busy ? dir : path, is_busy ? S("a build is writing this folder; wait until it is done") : why);
    int status = c->dry_run ? list(a, c) : sweep(a, c);
    if (!was_there)     /* opening the state made it */
        fs_remove_dir(a, dir);
    return status;
}

/* One output folder; `*is_known` when builds wrote to it. */
static int clean_one(Arena *a, const LoadOptions *o, const Clean *how, bool *is_known)
{
    Clean *c = arena_new(a, Clean, 1);
    *c = *how;
    c->state = (State){.log.fd = -1, .fresh.fd = -1};
    c->output = (Output){.load = &c->load, .state = &c->state, .quiet = true};
    bool is_found = load_config(&c->load, o);
    *is_known = is_found && fs_kind(state_path(a, c->load.output_dir)) != FS_MISSING;
    int status = is_found ? clean(a, c) : output_finish(&c->output, false, false, false, false, 0);
    if (o->for_zip && *is_known && !c->dry_run)
        fs_remove_dir(a, str_head(c->output.dir, str_find_last_char(c->output.dir, '/')));
    state_close(&c->state);
    load_free(&c->load);
    return status;
}

static int run(Arena *a, int argc, char **argv)
{
    LoadOptions o = {.source = S(".")};
    Clean *how = arena_new(a, Clean, 1);
    const Option options[] = {
        {"source", 's', OPTION_TEXT, &o.source},
        {"config", 'c', OPTION_TEXT, &o.config},
        {"destination", 'd', OPTION_TEXT, &o.destination},
        {"dry-run", 'n', OPTION_FLAG, &how->dry_run},
        {"quiet", 'q', OPTION_FLAG, &how->quiet},
    };
    StrList operands = {0};
    bool done;
    if (!options_read(a, &COMMAND_CLEAN, argc, argv, options, countof(options), &operands, &done))
        return EXIT_USAGE;
    if (done)
        return EXIT_OK;
    if (operands.n)
        return command_refuse(a, &COMMAND_CLEAN, &operands, "-s or -d");
    int status = EXIT_OK;
    if (!o.destination.n) {
        LoadOptions zip = o;
        zip.for_zip = how->may_be_nothing = true;
        status = clean_one(a, &zip, how, &how->may_be_nothing);
    }
    return status == EXIT_OK ? clean_one(a, &o, how, &done) : status;
}

const Command COMMAND_CLEAN = {
    .name = "clean",
    .synopsis = "remove what builds wrote",
    .help = "usage: kb clean [-n] [-s DIR] [-c FILE] [-d DIR]\n"
            "\n"
            "Removes every file that builds wrote to the output folder, the folders that are empty then, and the file beside\n"
            "it in which the builds kept what they know; likewise the folder that kb build --zip packs, though not the zip. Files\n"
            "that no build wrote stay, and their number is told.\n"
            "\n"
            "  -n, --dry-run            remove nothing; print the files that would be removed, a line each\n"
            "  -s, --source DIR         the site's folder (default: this one)\n"
            "  -c, --config FILE        its config (default: DIR/config.yml, if there is one)\n"
            "  -d, --destination DIR    the output folder (default: as the config says, or DIR/public)\n"
            "  -q, --quiet              no closing line\n"
            "\n"
            "Exit status: 0 done, or nothing was there to be done; 2 usage or config; 4 a file could not be removed, or a\n"
            "build is running.\n",
    .run = run,
};
