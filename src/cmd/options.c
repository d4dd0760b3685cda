/* The command line. */
#include "cmd/cmd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int command_fail(Arena *a, const Command *command, ExitStatus status, Str sentence)
{
    print_err(str_fmt(a, "kb %s: " STR_FMT "\n", command->name, STR_ARG(sentence)));
    return (int)status;
}

int command_refuse(Arena *a, const Command *command, const StrList *operands, const char *option)
{
    return command_fail(a, command, EXIT_USAGE, str_fmt(a, "takes no '" STR_FMT "'; name a folder with %s", STR_ARG(operands->items[0]), option));
}

static bool complain(Arena *a, const Command *command, Str sentence)
{
    command_fail(a, command, EXIT_USAGE, sentence);
    return false;
}

static const Option *find_name(const Option *options, ptrdiff_t n, Str name)
{
    for (ptrdiff_t i = 0; i < n; i++)
        if (str_eq(str(options[i].name), name))
            return &options[i];
    return NULL;
}

static const Option *find_letter(const Option *options, ptrdiff_t n, char letter)
{
    for (ptrdiff_t i = 0; i < n; i++)
        if (options[i].letter == letter)
            return &options[i];
    return NULL;
}

/* "text, json or gcc" */
static bool choose(Arena *a, const Command *command, const Option *option, Str value)
{
    Choice *choice = option->place;
    Buf words = {.arena = a};
    for (int i = 0; choice->words[i]; i++) {
        if (str_eq(value, str(choice->words[i]))) {
            choice->chosen = i;
            return true;
        }
        buf_fmt(&words, "%s%s", !i ? "" : choice->words[i + 1] ? ", " : " or ", choice->words[i]);
    }
    return complain(a, command, str_fmt(a, "--%s takes " STR_FMT, option->name, STR_ARG(buf_str(&words))));
}

static bool set(Arena *a, const Command *command, const Option *option, Str value)
{
    int64_t number = str_number(value);
    switch (option->kind) {
    case OPTION_FLAG: *(bool *)option->place = true; return true;
    case OPTION_TEXT: *(Str *)option->place = value; return true;
    case OPTION_LIST: list_add(a, option->place, value); return true;
    case OPTION_CHOICE: return choose(a, command, option, value);
    case OPTION_NUMBER:
        if (number < 0 || number > 1000000000)
            return complain(a, command, str_fmt(a, "--%s takes a number, not '" STR_FMT "'", option->name, STR_ARG(value)));
        *(int *)option->place = (int)number;
        return true;
    }
    return true;
}

static bool unknown(Arena *a, const Command *command, const Option *options, ptrdiff_t n, Str word)
{
    StrList names = {0};
    for (ptrdiff_t i = 0; i < n; i++)
        list_add(a, &names, str(options[i].name));
    Str name = word;
    while (str_starts(name, S("-")))
        name = str_from(name, 1);
    Str near = str_nearest(name, names.items, names.n);
    Str hint = near.n ? str_fmt(a, "; did you mean --" STR_FMT "?", STR_ARG(near)) : str_fmt(a, "; see 'kb help %s'", command->name);
    return complain(a, command, str_fmt(a, "unknown option " STR_FMT STR_FMT, STR_ARG(word), STR_ARG(hint)));
}

bool options_read(Arena *a, const Command *command, int argc, char **argv, const Option *options, ptrdiff_t n, StrList *operands, bool *done)
{
    *done = false;
    bool ended = false;
    for (int i = 0; i < argc; i++) {
        Str word = str(argv[i]), value = {0};
        if (ended || word.n < 2 || word.p[0] != '-') {
            list_add(a, operands, word);
            continue;
        }
        if (str_eq(word, S("--"))) {
            ended = true;
            continue;
        }
        if (str_eq(word, S("-h")) || str_eq(word, S("--help"))) {
            print_out(str(command->help));
            *done = true;
            return true;
        }
        bool is_long = str_starts(word, S("--")), has_value = false;
        Str name = str_from(word, is_long ? 2 : 1);
        ptrdiff_t equals = is_long ? str_find_char(name, '=') : -1;
        if (equals >= 0) {
            value = str_from(name, equals + 1);
            name = str_head(name, equals);
            has_value = true;
        }
        const Option *option = is_long ? find_name(options, n, name) : find_letter(options, n, word.p[1]);
        if (!option)
            return unknown(a, command, options, n, is_long ? str_join2(a, S("--"), name) : word);
        if (!is_long && word.n > 2) {
            value = str_from(word, 2);
            has_value = true;
        }
        if (option->kind == OPTION_FLAG && has_value)
            return complain(a, command, str_fmt(a, "--%s takes no value", option->name));
        if (option->kind != OPTION_FLAG && !has_value) {
            if (i + 1 == argc)
                return complain(a, command, str_fmt(a, "--%s needs a value", option->name));
            value = str(argv[++i]);
        }
        if (!set(a, command, option, value))
            return false;
    }
    return true;
}
