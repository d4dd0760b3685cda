/* build: load the site, plan its pages, make and write each. */
#ifndef KB_BUILD_BUILD_H
#define KB_BUILD_BUILD_H

#include "build/load.h"

typedef struct BuildOptions {
    LoadOptions load;
    bool strict;            /* warnings are errors */
    bool strict_templates;
    bool quiet;             /* no closing line, no progress */
    bool json;              /* diagnostics as JSON lines */
} BuildOptions;

/* Makes the site, tells on stderr what is to be told, and gives the exit status (an ExitStatus). May be called again and again. */
int build_run(Arena *a, const BuildOptions *o);

#endif
