/* output: what the commands that write many files share: one folder, filled by all threads, and what is said at the end. */
#ifndef KB_BUILD_OUTPUT_H
#define KB_BUILD_OUTPUT_H

#include "build/load.h"

/* One thread's own. */
typedef struct Writer {
    Arena *scratch;         /* one file's; rewound behind each */
    Diags *diags;
    Arena out;              /* the bytes of one file; likewise */
    ptrdiff_t written[3];   /* by FsWritten */
    bool failed;
} Writer;

typedef struct Output {
    Load *load;
    Str dir;                /* as it is opened */
    bool quiet;             /* no closing line, no progress */
    Writer *writers;        /* by worker */
} Output;

typedef void OutputJob(void *context, const Output *o, int worker, ptrdiff_t index);

/* Runs `job` for each index; progress is shown on a terminal. What failed stands in the load's status. */
void output_run(Output *o, ptrdiff_t count, OutputJob *job, void *context);

/* For jobs: write a file, or copy one, below the folder. `output_source` reads an article's file again; false after it said why it cannot. */
void output_put(const Output *o, Writer *w, Str file, Str bytes);
void output_copy(const Output *o, Writer *w, Str file, Str source);
bool output_source(Writer *w, const Article *article, Source *raw);

/* What is said at the end: all diagnostics (as JSON lines when `json`; warnings raised to errors when `strict`), then, when the site was loaded,
 * "kb: 3 articles, 7 files in public (…)" with the time since `start`. Gives the command's exit status. */
int output_finish(Output *o, bool loaded, bool strict, bool json, bool verbose, double start);

#endif
