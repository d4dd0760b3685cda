#include "cmd/cmd.h"

#include <stdio.h>

static const Command *const COMMANDS[] = {&COMMAND_INIT, &COMMAND_NEW, &COMMAND_BUILD, &COMMAND_CLEAN, &COMMAND_SERVE, &COMMAND_CHECK, &COMMAND_CONVERT,
                                          &COMMAND_SHOW, &COMMAND_EXPORT, &COMMAND_SEARCH, &COMMAND_RENDER, &COMMAND_THEME};

static const Command *find(Str name)
{
    for (ptrdiff_t i = 0; i < countof(COMMANDS); i++)
        if (str_eq(str(COMMANDS[i]->name), name))
            return COMMANDS[i];
    return NULL;
}

static void print_usage(Arena *a)
{
    Buf b = {.arena = a};
    buf_put(&b, S("usage: kb COMMAND [options]\n\nA knowledge base from plain files to a web site.\n\n"));
    for (ptrdiff_t i = 0; i < countof(COMMANDS); i++)
        buf_fmt(&b, "  %-8s %s\n", COMMANDS[i]->name, COMMANDS[i]->synopsis);
    buf_put(&b, S("  help     this page, or the page of a command\n\n'kb help COMMAND' and 'kb COMMAND --help' tell more; --version tells the version.\n"));
    print_out(buf_str(&b));
}

static int unknown(Arena *a, Str name)
{
    Str names[countof(COMMANDS)];
    for (ptrdiff_t i = 0; i < countof(COMMANDS); i++)
        names[i] = str(COMMANDS[i]->name);
    Str near = str_nearest(name, names, countof(names));
    Str hint = near.n ? str_fmt(a, "did you mean '" STR_FMT "'?", STR_ARG(near)) : S("see 'kb help'");
    print_err(str_fmt(a, "kb: there is no command '" STR_FMT "'; " STR_FMT "\n", STR_ARG(name), STR_ARG(hint)));
    return EXIT_USAGE;
}

static int help(Arena *a, Str name)
{
    const Command *command = find(name);
    if (!name.n)
        print_usage(a);
    else if (command)
        print_out(str(command->help));
    else
        return unknown(a, name);
    return EXIT_OK;
}

static int run(Arena *a, int argc, char **argv)
{
    Str name = argc > 1 ? str(argv[1]) : (Str){0};
    if (!name.n) {
        print_usage(a);
        return EXIT_USAGE;
    }
    if (str_eq(name, S("--version")) || str_eq(name, S("version"))) {
        print_out(S("kb " KB_VERSION "\n"));
        return EXIT_OK;
    }
    if (str_eq(name, S("help")) || str_eq(name, S("--help")) || str_eq(name, S("-h")))
        return help(a, argc > 2 ? str(argv[2]) : (Str){0});
    const Command *command = find(name);
    return command ? command->run(a, argc - 2, argv + 2) : unknown(a, name);
}

int main(int argc, char **argv)
{
    Arena arena = {0};
    arena_start();
    int status = run(&arena, argc, argv);
    arena_free(&arena);
    bool said = fflush(stdout) == 0 && !ferror(stdout);
    return said || status != EXIT_OK ? status : EXIT_IO;
}
