/* A build that is killed at any moment leaves whole files, and the next one makes good what it left. */
#define _XOPEN_SOURCE 700
#include "regenerate.h"

#include <signal.h>
#include <stdio.h>

typedef struct Killing {
    Kb *kb;
    Model *model;
    Rng rng;
    double duration;        /* of the kind of build that is killed */
    int hits, misses;
} Killing;

static Run build(Arena *a, const Kb *kb, Str destination)
{
    Run r;
    run_start(&r, kb, destination, 1, NULL);
    run_wait(a, &r);
    return r;
}

static void rebuild_clean(Arena *a, const Kb *kb, Tree *clean, Run *run)
{
    file_remove(S("clean"));
    *run = build(a, kb, S(CLEAN));
    tree_free(clean);
    tree_read(clean, S(CLEAN), NULL, NULL);
}

/* Starts a build and kills it; false when it had ended already. */
static bool kill_build(Arena *a, Killing *k, int jobs)
{
    Run r;
    run_start(&r, k->kb, S(OUTPUT), jobs, NULL);
    double wait = k->duration * rng_below(&k->rng, 1050) / 1000;
    struct timespec t = {(time_t)wait, (long)((wait - (double)(time_t)wait) * 1e9)};
    nanosleep(&t, NULL);
    kill(r.pid, SIGKILL);
    run_wait(a, &r);
    bool hit = r.status == 128 + SIGKILL;
    k->hits += hit;
    k->misses += !hit;
    if (!hit)   /* the machine has become faster */
        k->duration = k->duration * 0.98;
    return hit;
}

static void check_recovery(Arena *a, Killing *k, Report *r, const Tree *clean, const Run *clean_run)
{
    Tree before, now;
    tree_read(&before, S(OUTPUT), NULL, NULL);
    Run next = build(a, k->kb, S(OUTPUT));
    tree_read(&now, S(OUTPUT), NULL, NULL);
    if (next.status != clean_run->status)
        report(r, "the build behind it gives %d, a clean one %d: " STR_FMT, next.status, clean_run->status, STR_ARG(str_head(next.said, 300)));
    check_said(r, "the build behind it", next.said, clean_run->said);
    check_equal(r, NULL, &now, clean, (Str){0});
    check_untouched(r, &before, &now);
    tree_free(&before);
    tree_free(&now);
}

static bool finish(Report *r, const char *what, const Killing *k, const Options *o)
{
    printf("%s - %d times killed %s: whole files, and the next build as a clean one\n", r->count ? "not ok" : "ok", k->hits, what);
    if (r->count)
        printf("# seed %llu, kill %d\n" STR_FMT, (unsigned long long)o->seed, k->hits, STR_ARG(buf_str(&r->text)));
    return r->count > 0;
}

static int kill_full(Arena *a, Kb *kb, const Options *o)
{
    Killing k = {.kb = kb, .model = model_new(a, kb, o->seed, o->articles), .rng = {o->seed}};
    Report r = {.text = {.arena = a}};
    Tree clean = {0}, output;
    Run run;
    rebuild_clean(a, kb, &clean, &run);
    k.duration = run.seconds;
    for (int i = 0; k.hits < o->steps && i < 4 * o->steps && !r.count; i++) {
        Arena scratch = {0};
        file_remove(S(OUTPUT));
        file_remove(S(STATE));
        bool is_first = rng_chance(&k.rng, 60);     /* else the folder is there, and files come into it one by one */
        if (!is_first)
            folder_make(S(OUTPUT));
        if (kill_build(&scratch, &k, rng_chance(&k.rng, 30) ? 2 : 1)) {
            tree_read(&output, S(OUTPUT), NULL, NULL);
            check_whole(&r, &output, NULL, &clean);
            if (is_first && kb->has_state && output.n)
                check_equal(&r, NULL, &output, &clean, (Str){0});
            tree_free(&output);
            check_recovery(&scratch, &k, &r, &clean, &run);
        }
        arena_free(&scratch);
    }
    tree_free(&clean);
    return finish(&r, "while it built from nothing", &k, o);
}

/* Behind half of the kills, more is edited before the next build: what the killed one had written already may be wanted no more. */
static int kill_incremental(Arena *a, Kb *kb, const Options *o)
{
    Killing k = {.kb = kb, .model = model_new(a, kb, o->seed + 1, o->articles), .rng = {o->seed}};
    Report r = {.text = {.arena = a}};
    Tree clean = {0}, old, output;
    Run run;
    model_pack(k.model);
    build(a, kb, S(OUTPUT));
    k.duration = 0;
    for (int i = 0; k.hits < o->steps && i < 4 * o->steps && !r.count; i++) {
        Arena scratch = {0};
        Effects e = {.log = {.arena = &scratch}};
        tree_read(&old, S(OUTPUT), NULL, NULL);
        model_edit_much(k.model, 4, &e);
        if (i % 10 == 0) {      /* how long does it take when nobody kills it? */
            double time = build(&scratch, kb, S(OUTPUT)).seconds;
            k.duration = time > k.duration * 0.7 ? time : k.duration * 0.7;
        } else if (kill_build(&scratch, &k, rng_chance(&k.rng, 30) ? 2 : 1)) {
            rebuild_clean(&scratch, kb, &clean, &run);
            tree_read(&output, S(OUTPUT), NULL, NULL);
            check_whole(&r, &output, &old, &clean);
            tree_free(&output);
            if (rng_chance(&k.rng, 50)) {
                model_edit_much(k.model, 2, &e);
                rebuild_clean(&scratch, kb, &clean, &run);
            }
            check_recovery(&scratch, &k, &r, &clean, &run);
        }
        tree_free(&old);
        arena_free(&scratch);
    }
    tree_free(&clean);
    return finish(&r, "while it built anew", &k, o);
}

int test_kill(Arena *a, Kb *kb, const Options *o)
{
    return kill_full(a, kb, o) + kill_incremental(a, kb, o);
}
