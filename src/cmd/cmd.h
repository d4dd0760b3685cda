/* cmd: the commands. Each has one file with one function that takes the words after the command's name and gives the exit status. */
#ifndef KB_CMD_CMD_H
#define KB_CMD_CMD_H

#include "base/version.h"
#include "build/report.h"

typedef struct Command {
    const char *name;
    const char *synopsis;   /* one line: what it does */
    const char *help;       /* the page `kb help NAME` prints */
    int (*run)(Arena *a, int argc, char **argv);
} Command;

extern const Command COMMAND_INIT, COMMAND_NEW, COMMAND_BUILD, COMMAND_CLEAN, COMMAND_SERVE, COMMAND_CHECK, COMMAND_CONVERT, COMMAND_SHOW, COMMAND_EXPORT,
    COMMAND_SEARCH, COMMAND_RENDER, COMMAND_THEME;

/* An option of a command. Tables of these are the command line: `--name VALUE`, `--name=VALUE`, `-x VALUE`, `-xVALUE`. */
typedef enum OptionKind { OPTION_FLAG, OPTION_TEXT, OPTION_NUMBER, OPTION_LIST, OPTION_CHOICE } OptionKind;
typedef struct Option {
    const char *name;       /* without its dashes */
    char letter;            /* 0 when it has none */
    OptionKind kind;
    void *place;            /* bool *, Str *, int *, StrList *, Choice * */
} Option;

/* One of several words. */
typedef struct Choice {
    const char *const *words;   /* NULL behind the last */
    int chosen;
} Choice;

/* Reads options and operands (what is no option; `--` ends the options). False after a sentence on stderr when the words
 * do not fit; an unknown option is answered with the nearest one. `-h`/`--help` prints the command's help and sets `*done`. */
bool options_read(Arena *a, const Command *command, int argc, char **argv, const Option *options, ptrdiff_t n, StrList *operands,
                  bool *done);

/* Says "kb NAME: SENTENCE" on stderr. Gives the status. */
int command_fail(Arena *a, const Command *command, ExitStatus status, Str sentence);

/* Says that the first of the operands is none of the command's, which takes a folder by this option. Gives the status. */
int command_refuse(Arena *a, const Command *command, const StrList *operands, const char *option);

#endif
