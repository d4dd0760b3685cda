/* output: what the commands that write many files share: one folder, filled by all threads, and what is said at the end. */
#ifndef KB_BUILD_OUTPUT_H
#define KB_BUILD_OUTPUT_H

#include "base/pack.h"
#include "build/load.h"

/* One thread's own. */
typedef struct Writer {
    Arena *scratch;         /* one file's; rewound behind each */
    Arena *keep;            /* as long as the build */
    Diags *diags;
    Arena out;              /* the bytes of one file; likewise */
    ptrdiff_t written[3];   /* by FsWritten */
    bool failed;
    FsDesk desk;            /* where files are gathered before they are put in their place; without a draft, beside it */
    Chunks records;         /* of what was written */
    Slowest slowest;        /* filled for a profile alone */
    Packer *packer;         /* made when it is first needed */
    StrList changes;        /* "A path", "M path" */
    StrList explained;
    StrList unfinished;     /* files that should be there and may not be, or not as they should: a diagnostic says why */
} Writer;

typedef struct Output {
    Load *load;
    Str dir;                /* as it is opened, and as messages name it */
    Str place;              /* where its files are now: `dir`, or a tree that takes its place at the end */
    bool quiet;             /* no closing line, no progress */
    State *state;           /* what the last build wrote, and takes what this one does; NULL without */
    bool thorough;          /* looks at the bytes of files, not at their stamps */
    bool lists_changes;
    StrList explain;        /* outputs whose reason is to be told */
    Writer *writers;        /* by worker */
    StrList removed;
    ptrdiff_t articles;     /* for the closing line */
    ptrdiff_t kept;         /* files that were there and as they should be, where nobody looked at each */
} Output;

/* A file to be written. */
typedef struct OutputFile {
    Str path;               /* below the folder */
    OutputRecord *known;    /* what the last build knew of it, or NULL */
    Fingerprint made_of;
    ptrdiff_t first_diag;   /* where its own begin among the writer's */
} OutputFile;

typedef void OutputJob(void *context, const Output *o, int worker, ptrdiff_t index);

/* Runs `job` for each index; progress is shown on a terminal. What failed stands in the load's status. */
void output_run(Output *o, ptrdiff_t count, OutputJob *job, void *context);

/* For jobs: write a file, or copy one whose bytes have that hash, and beside it its packed twins ("index.html.gz") as the config asks. `output_source` reads an
 * article's file again; false after it said why it cannot. */
void output_put(const Output *o, Writer *w, const OutputFile *file, Str bytes);
void output_copy(const Output *o, Writer *w, const OutputFile *file, Str source, uint64_t hash);
bool output_source(Writer *w, const Article *article, Source *raw);

/* For jobs: true when the file is there, made of the same and as it was made; then nothing is left to do for it, and its twins are seen to. */
bool output_is_current(const Output *o, Writer *w, const OutputFile *file);

/* For jobs: the file cannot be made now, and a diagnostic says why. */
void output_give_up(Writer *w, const OutputFile *file);

/* For jobs: tells the reason, when this file's is asked for. */
void output_explain(const Output *o, Writer *w, const OutputFile *file, const char *reason);
/* The same for a file that is made without asking output_is_current: what changed, or, where nothing did, `besides`. */
void output_explain_making(const Output *o, Writer *w, const OutputFile *file, const char *besides);

/* Whether the file that was written then still stands there with its bytes; `*stamp` takes its present one. Each thread has a desk of its own. */
bool output_is_intact(const Output *o, FsDesk *desk, const OutputRecord *known, FsStamp *stamp);

/* Before anything is written: finds what the state knows of each file, and tells it which will be new. False when it cannot be told: then nothing may be
 * written, since nobody would know it for ours. */
bool output_plan(Output *o, OutputFile *files, ptrdiff_t n);

/* The same one by one, for who does not keep the files: what is known of that file; at the end as above. */
typedef struct OutputPlan {
    Output *output;
    Arena scratch, names;
    Buf fresh;
    const OutputRecord *last;   /* that was found */
} OutputPlan;
void output_plan_begin(OutputPlan *plan, Output *o);
OutputRecord *output_plan_file(OutputPlan *plan, Str path);
bool output_plan_end(OutputPlan *plan);

/* A diagnostic, and the build fails: false. */
bool output_fail(Output *o, Str path, Str why);

/* Where the folder is new, files go to a tree that is put in its place when all are there. False after a diagnostic. */
bool output_hide(Output *o);
bool output_publish(Output *o);

/* Removes what an earlier build wrote and no source makes any more, and folders that are empty then. With `but_search`, what may be a part of
 * the index stays. */
void output_sweep(Output *o, bool but_search);

/* Removes the file of one output, and folders that are empty then; one that is not there is as good. False after a diagnostic. */
bool output_remove(Output *o, Arena *scratch, const OutputRecord *known);

/* What is said at the end: all diagnostics (as JSON lines when `json`; warnings raised to errors when `strict`), then, when the site was loaded,
 * "kb: 3 articles, 7 files in public (…)" with the time since `start`. Gives the command's exit status. */
int output_finish(Output *o, bool loaded, bool strict, bool json, bool verbose, double start);

#endif
