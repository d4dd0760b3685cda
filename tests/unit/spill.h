/* A folder for files that have a name for a moment only, or none: at the end of a test it must be empty. Needs _XOPEN_SOURCE 700 before any header. */
#ifndef KB_TESTS_SPILL_H
#define KB_TESTS_SPILL_H

#include "folder.h"

typedef struct Place {
    Arena arena;
    char *dir;
    Str path;               /* that a file may have for a moment */
} Place;

static inline int setup(void **state)
{
    static Place place;
    place = (Place){0};
    place.dir = folder_new(&place.arena, "spill-test");
    if (!place.dir)
        return -1;
    place.path = str_fmt(&place.arena, "%s/0", place.dir);
    *state = &place;
    return 0;
}

/* Nothing is left in the folder, or it cannot be removed. */
static inline int teardown(void **state)
{
    Place *place = *state;
    int left = rmdir(place->dir);
    arena_free(&place->arena);
    return left;
}

#endif
