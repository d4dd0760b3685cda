/* An empty folder of a test's own, below the build folder (below /tmp when run by hand). */
#ifndef KB_TESTS_FOLDER_H
#define KB_TESTS_FOLDER_H

#include "unit.h"

#include <stdlib.h>
#include <unistd.h>

/* Its path, which begins with `name`, in `a`; NULL when it cannot be made. Needs _XOPEN_SOURCE 700 before any header. */
static inline char *folder_new(Arena *a, const char *name)
{
    const char *build = getenv("BUILD");
    return mkdtemp(str_z(a, str_fmt(a, "%s/%s-XXXXXX", build ? build : "/tmp", name)));
}

#endif
