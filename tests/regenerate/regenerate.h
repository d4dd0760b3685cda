/* What the tests of building anew share: a self-made site that can be edited, trees of files that can be compared, and `kb` run on them.
 *
 * Everything happens in one folder, the working folder of the program:
 *
 *     site/                   config.yml, content/, more/, templates/, static/
 *     site/public/            built again and again
 *     site/.public.kbstate    what kb keeps beside it
 *     clean/public/           built from nothing, to compare
 *     outside/                what links of the content lead to
 *
 * The oracle has file functions of its own (files.c): those of the program are what is tested. */
#ifndef REGENERATE_H
#define REGENERATE_H

#include "base/buf.h"
#include "base/table.h"

#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>

#define OUTPUT "site/public"
#define STATE "site/.public.kbstate"
#define CLEAN "clean/public"

/* --- chance: the same seed, the same edits ----------------------------------------------------------------------------------- */

typedef struct Rng {
    uint64_t state;
} Rng;

uint64_t rng_next(Rng *r);
int rng_below(Rng *r, int n);               /* 0 … n - 1; 0 for n < 1 */
bool rng_chance(Rng *r, int percent);

/* --- files (files.c): trouble ends the program -------------------------------------------------------------------------------- */

_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));

void file_put(Str path, Str bytes);                 /* in place; missing folders are made */
void file_replace(Str path, Str bytes);             /* by a file beside it that is renamed */
Str file_get(Arena *a, Str path);                   /* empty when there is none */
bool file_exists(Str path);                         /* of any kind; links are not followed */
void file_remove(Str path);                         /* whatever stands there, with all that is below; nothing is fine */
void file_rename(Str from, Str to);                 /* missing folders are made */
void file_link(Str target, Str path);
void file_prune(Str path, Str top);                 /* removes the empty folders above `path`, below `top` */
void file_set_time(Str path, struct timespec mtime);
struct stat file_stat(Str path);
void folder_make(Str path);

/* --- trees (tree.c) --------------------------------------------------------------------------------------------------------------- */

/* One file, link or folder. */
typedef struct Entry {
    Str path;               /* below the tree's folder; a folder's ends in '/' */
    mode_t mode;
    off_t size;
    ino_t ino;
    struct timespec mtime, ctime;
    uint64_t hash;          /* of the bytes; of where a link leads */
} Entry;

typedef struct Tree {
    Arena arena;
    Entry *items;           /* sorted by path, byte order */
    ptrdiff_t n, cap;
} Tree;

/* Fills `t`, an empty tree, from a folder; one that is missing gives an empty tree. Bytes are read but where `known` (may be NULL), an earlier
 * reading of the same folder, has the same file with the same times. Names in `but` (a NULL-terminated list, may be NULL) at the top are left out. */
void tree_read(Tree *t, Str dir, const Tree *known, const char *const *but);
const Entry *tree_find(const Tree *t, Str path);
bool entry_same_bytes(const Entry *a, const Entry *b);
bool entry_untouched(const Entry *a, const Entry *b);       /* inode and mtime, too */
void tree_free(Tree *t);

/* --- kb (run.c) -------------------------------------------------------------------------------------------------------------------------- */

typedef struct Kb {
    Str program;
    bool has_changes, has_force;        /* does it know these options? */
    bool has_state;                     /* does it keep a state file, so that it knows what it wrote? */
    Str options[8];                     /* of all builds from now on */
    int option_count;
    bool is_stopped;                    /* the last build did not start: the config has an error */
    Str preload;                        /* LD_PRELOAD, KB_FAULT and KB_FAULT_COUNT of the next runs; empty: none */
    Str fault;
} Kb;

typedef struct Run {
    pid_t pid;
    int status;             /* exit status, 128 + signal when killed */
    Str said;               /* without the closing line */
    Str closing;            /* "kb: 37 articles, 139 files", or empty */
    double seconds;
    double start;
} Run;

void kb_probe(Arena *a, Kb *kb);
/* Is this config line known to the program? */
bool kb_knows_config(Arena *a, const Kb *kb, Str line);

/* Starts a build of site/ into `destination`. `extra` are more options, NULL-terminated (may be NULL). */
void run_start(Run *r, const Kb *kb, Str destination, int jobs, const char *const *extra);
void run_wait(Arena *a, Run *r);
double seconds(void);

/* What is wrong, in words; empty when nothing is. */
typedef struct Report {
    Buf text;
    int count;
} Report;

/* --- the site, and its edits (model.h, edit.h) -------------------------------------------------------------------------------- */

typedef struct Model Model;

/* What an edit did beside changing sources. */
typedef struct Effects {
    Buf log;                /* what was done, in words */
    Str tampered[32];       /* outputs that the test itself changed, below the output folder */
    int tampered_count;
    Str blocked;            /* an output that cannot be written as long as this stands there, or empty */
    bool state_lost;        /* messages on the state file are in order */
    bool during;            /* the edit wants to be made while a build runs */
    bool alone;             /* no other edit in this step */
} Effects;

/* Makes a site of `articles` articles on disk. */
Model *model_new(Arena *a, Kb *kb, uint64_t seed, int articles);
/* From here on with packed copies. */
void model_pack(Model *m);
/* One edit by the model's own dice, of one of the kinds named in `kinds` (separated by commas; empty: all). `after` is the output as the last build left it. */
void model_edit(Model *m, Str kinds, const Tree *after, Effects *e);
/* The edit that was put off until a build runs. */
void model_edit_during(Model *m);
/* Files in the output folder that are not kb's. */
bool model_is_foreign(const Model *m, Str path);
void model_check_foreign(const Model *m, Report *r);
/* Names of all kinds, one on a line. */
void model_list_kinds(Buf *b);
/* A few edits that touch much, for the kill test: articles added, removed, renamed and retitled, a template, a static file. */
void model_edit_much(Model *m, int times, Effects *e);

/* --- comparing (check.c) -------------------------------------------------------------------------------------------------------- */

void report(Report *r, const char *format, ...) __attribute__((format(printf, 2, 3)));
void report_said(Report *r, const char *whose, Str said);
/* What a build says, without its last line, against what the clean build says. */
void check_said(Report *r, const char *whose, Str said, Str clean);
/* The output against the clean build. `m` may be NULL: then nothing foreign is there. What stands at `blocked` or below it is passed over, and so
 * are its packed copies. */
void check_equal(Report *r, const Model *m, const Tree *output, const Tree *clean, Str blocked);
/* What kept its bytes was not touched. */
void check_untouched(Report *r, const Tree *before, const Tree *after);
void check_changes(Report *r, Str changes, const Tree *before, const Tree *after, const Effects *e);
/* Each file is one of the two (`old` may be NULL) or a temporary file. */
void check_whole(Report *r, const Tree *output, const Tree *old, const Tree *clean);

/* --- the tests: they print TAP and give the number of failures ---------------------------------------------------------------------- */

typedef struct Options {
    uint64_t seed;
    int steps, articles;
    Str kinds, faults;      /* faults: the library for LD_PRELOAD */
    bool thorough;
} Options;

int test_property(Arena *a, Kb *kb, const Options *o);
int test_kill(Arena *a, Kb *kb, const Options *o);
int test_faults(Arena *a, Kb *kb, const Options *o);
int test_full(Arena *a, Kb *kb, const Options *o);
int test_lock(Arena *a, Kb *kb, const Options *o);

#endif
