/* profile: where the time of a build goes, for those who ask. Clocks are looked at for this alone, and nothing of it reaches a file. */
#ifndef KB_BUILD_PROFILE_H
#define KB_BUILD_PROFILE_H

#include "base/str.h"

enum { PROFILE_STAGES = 24, PROFILE_SLOWEST = 10 };

/* Zero is valid: no stage yet. */
typedef struct Profile {
    struct {
        const char *name;
        double clock, processors;   /* seconds; of all threads together */
        double memory;              /* the most until its end, in MB */
    } stages[PROFILE_STAGES];
    int n;
    double clock, processors;       /* when the stage at hand began */
} Profile;

/* Ends the stage at hand and begins one of that name; NULL begins none. Does nothing without a profile. */
void profile_stage(Profile *p, const char *name);

/* A table of all stages: the clock's seconds and their share, the processors' seconds, how much of the threads' time went by idle. */
Str profile_text(Arena *a, const Profile *p, int threads);

/* The articles that took longest, one thread's own; the names are views. */
typedef struct Slowest {
    struct {
        Str name;
        double seconds;
    } items[PROFILE_SLOWEST];       /* slowest first */
    int n;
} Slowest;

void slowest_add(Slowest *s, Str name, double seconds);
Str slowest_text(Arena *a, const Slowest *s);

#endif
