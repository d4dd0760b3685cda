/* build: load the site, plan its pages, make and write each that is not as it should be.
 *
 * Every build links the whole site, from what it reads and from what the state still knows, and computes of every page what it is made of. So
 * it ends as a build from nothing would end, and does only the work that differs. */
#ifndef KB_BUILD_BUILD_H
#define KB_BUILD_BUILD_H

#include "build/load.h"

typedef struct BuildOptions {
    LoadOptions load;
    bool strict;            /* warnings are errors */
    bool strict_templates;
    bool quiet;             /* no closing line, no progress */
    bool json;              /* diagnostics as JSON lines */
    bool profile;           /* tell on stderr where the time went; with load.verbose, which articles took longest */
    bool force;             /* as if there were no state */
    bool verify;            /* compare bytes, not stamps */
    Str zip;                /* a file that the site is packed into when it is built; goes with `load.for_zip` */
    Str changes;            /* a file to write "A path", "M path" and "D path" to; "-": stdout */
    StrList explain;        /* outputs, permalinks or sources: why each was made again, or was not */
    bool keep_on_errors;    /* write nothing when the content or a template has more errors than `errors_known`: what stands there stays */
    ptrdiff_t errors_known;
} BuildOptions;

/* How a build went, for those who go on running after it. */
typedef struct BuildReport {
    ExitStatus status;
    ptrdiff_t errors, warnings;
    Str text;               /* the errors as they were printed, without colour; of very many, the first */
    bool wrote;             /* some file of the site is new, has changed or is gone */
    bool built;             /* the site was written, changed or not; otherwise what stood there stays */
} BuildReport;

/* Makes the site, tells on stderr what is to be told, and gives the exit status (an ExitStatus). May be called again and again. The report, which
 * may be NULL, is filled on `a`. */
int build_run(Arena *a, const BuildOptions *o, BuildReport *report);

#endif
