/* load: everything up to the linked site, for the commands that need it: config, theme, content read by all cores, articles linked. */
#ifndef KB_BUILD_LOAD_H
#define KB_BUILD_LOAD_H

#include "base/pool.h"
#include "build/profile.h"
#include "build/state.h"
#include "build/report.h"
#include "build/store.h"
#include "page/page.h"
#include "read/read.h"

/* The content folders as they were walked, for who builds again and again and is told of every change: walking is a good part of a build that
 * changes little. Zero is valid, and means that they will be walked. */
typedef struct Listing {
    Arena arena;
    StrList dirs;
    Str skip;               /* the output folder, which is passed over */
    FsList *lists;          /* by folder; NULL: not walked */
} Listing;

/* A file that has changed, named as it is opened. Where more has changed than that, the listing is forgotten. */
void listing_touch(Listing *listing, Str path);
void listing_forget(Listing *listing);

/* What the command line says; empty means "as the config says". */
typedef struct LoadOptions {
    Str source;             /* -s: the site's folder; everything else is relative to it, except what the command line names */
    Str config;             /* -c */
    StrList content;        /* --content */
    Str destination;        /* -d */
    Str base_url;           /* -b */
    bool drafts, offline;
    bool for_zip;           /* offline, in a folder beside the output folder unless there is a `destination`, and nothing that only a web server needs */
    bool verbose;           /* progress and notes */
    int threads;            /* -j; 0: all cores */
    Listing *listing;       /* used and filled; NULL: the content folders are walked */
    Profile *profile;       /* told of each stage; mostly NULL */
} LoadOptions;

/* One file of the content folders, article or not. */
typedef struct SourceFile {
    Str source;             /* as it is opened, and as messages name it */
    Str path;               /* below its content folder: the end of that */
    int content_dir;
    SourceKind kind;
    FsStamp stamp;          /* where something is known to compare it with; else taken with its bytes */
    uint64_t hash;          /* of its bytes; 0 for one that was not read */
    SourceRecord *known;    /* what the last build knew, while it still holds */
} SourceFile;

/* One thread's own. */
typedef struct Worker {
    Arena keep;             /* lives as long as the site */
    Arena scratch;          /* one article */
    TermPool terms;         /* on keep */
    Diags diags;            /* on keep */
    Chunks records;         /* of what it read */
    const SourceRecord *found;  /* the last that the survey found */
    FsDesk desk;            /* where it reads */
    bool has_unreadable;
} Worker;

typedef struct StaticFile {
    Str output;             /* below the output folder */
    Str source;             /* a file of the site, or empty: */
    Str bytes;              /* … a file of the theme in the program, or what the template below makes */
    const Template *made_by;
    Str name;               /* as the state knows it: "s:", the path */
    FsStamp stamp;
    uint64_t hash;
    SourceRecord *known;
} StaticFile;

typedef struct Load {
    Arena arena;
    Config config;
    Str output_dir;         /* as it is opened */
    TemplateSet templates;
    StaticFile *statics;
    ptrdiff_t static_count;
    SourceFile *files;
    ptrdiff_t file_count;
    Worker workers[POOL_MAX];
    int threads;
    Site site;
    Store store;            /* the documents of articles that were read; empty without a state */
    Diags diags;
    Profile *profile;       /* of the options */
    uint64_t config_hash;   /* of the config file's bytes */
    uint64_t *copy_hashes;  /* by the site's copies, of their bytes */
    bool has_unreadable;    /* some source could not be read, this time */
    ExitStatus status;      /* what has gone wrong so far: EXIT_OK, EXIT_USAGE, EXIT_IO */
} Load;

/* The longest article of the old archive has 180 kB. A body takes up to fifty times its size while it is read, so this bounds what one thread
 * needs. */
enum { ARTICLE_BYTES_MAX = 8 * 1024 * 1024 };

/* The config alone, with all folders as they are opened: for those who watch them. False as below. */
bool load_config(Load *l, const LoadOptions *options);

/* Loads the site. False when there is none to go on with; `l->status` and the diagnostics say why. */
bool load_site(Load *l, const LoadOptions *options);

/* The same in steps, for a build that knows what the last one read.
 * Inputs: config, theme. Files: the names of all; those in folders that are what the state says they were are not read again, unless `thorough`. Survey: which
 * of them are what the state says they were, by their stamps, or, with `thorough`, by their bytes; true when all are, and none is gone. Articles: what is not
 * known is read, and told to the state; then the site is linked. */
bool load_inputs(Load *l, const LoadOptions *options);
bool load_files(Load *l, const LoadOptions *options, State *state, bool thorough);
bool load_survey(Load *l, const State *state, bool thorough);
void load_articles(Load *l, const LoadOptions *options, State *state);

/* What reading a source depends on besides its bytes. */
uint64_t load_reading_key(const Load *l);

/* The source file of an article, read again. */
bool load_source(Arena *scratch, const Article *article, Source *raw, Str *why);

void load_free(Load *l);

#endif
