/* cmd: the commands. Each has one file with one function that takes the words after the command's name and gives the exit status. */
#ifndef KB_CMD_CMD_H
#define KB_CMD_CMD_H

#include "base/diag.h"
#include "base/version.h"

/* What the shell is told (kb help). When several hold, the largest of USAGE and IO wins over CONTENT. */
typedef enum ExitStatus { EXIT_OK = 0, EXIT_CONTENT = 1, EXIT_USAGE = 2, EXIT_FINDINGS = 3, EXIT_IO = 4 } ExitStatus;

typedef struct Command {
    const char *name;
    const char *synopsis;   /* one line: what it does */
    const char *help;       /* the page `kb help NAME` prints */
    int (*run)(Arena *a, int argc, char **argv);
} Command;

extern const Command COMMAND_BUILD, COMMAND_CONVERT, COMMAND_SHOW, COMMAND_SEARCH, COMMAND_RENDER;

/* An option of a command. Tables of these are the command line: `--name VALUE`, `--name=VALUE`, `-x VALUE`, `-xVALUE`. */
typedef enum OptionKind { OPTION_FLAG, OPTION_TEXT, OPTION_NUMBER, OPTION_LIST } OptionKind;
typedef struct Option {
    const char *name;       /* without its dashes */
    char letter;            /* 0 when it has none */
    OptionKind kind;
    void *place;            /* bool *, Str *, int *, StrList * */
} Option;

/* Reads options and operands (what is no option; `--` ends the options). False after a sentence on stderr when the words
 * do not fit; an unknown option is answered with the nearest one. `-h`/`--help` prints the command's help and sets `*done`. */
bool options_read(Arena *a, const Command *command, int argc, char **argv, const Option *options, ptrdiff_t n, StrList *operands,
                  bool *done);

/* Prints on stderr, sorted: errors and warnings, notes when `verbose`; as JSON lines when `json`. */
void diags_print(Arena *scratch, Diags *d, bool verbose, bool json);

void print_out(Str s);      /* stdout */
void print_err(Str s);      /* stderr */

#endif
