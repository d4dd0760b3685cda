/* report: what is said to the person at the terminal, and what to the shell. */
#ifndef KB_BUILD_REPORT_H
#define KB_BUILD_REPORT_H

#include "base/diag.h"

/* What the shell is told (kb help). When several hold, the largest of USAGE and IO wins over CONTENT. */
typedef enum ExitStatus { EXIT_OK = 0, EXIT_CONTENT = 1, EXIT_USAGE = 2, EXIT_FINDINGS = 3, EXIT_IO = 4 } ExitStatus;

/* Prints on stderr, sorted: errors and warnings, notes when `verbose`; as JSON lines when `json`. */
void diags_print(Arena *scratch, Diags *d, bool verbose, bool json);

void print_out(Str s);      /* stdout */
void print_err(Str s);      /* stderr */

#endif
