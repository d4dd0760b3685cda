/* The property: after any edit, building anew gives what a clean build gives, says what it says, and touches nothing else. */
#define _XOPEN_SOURCE 700
#include "regenerate.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct Property {
    Kb *kb;
    Model *model;
    Rng rng;
    Tree after;             /* the output as the last build left it */
    Tree sources, outside;  /* everything but the output, likewise */
    int builds, with_changes;
    long files;
} Property;

static const char *const NOT_SOURCES[] = {"public", ".public.kbstate", NULL};

/* Lines about the state file are in order when the state file was lost. */
static Str without_state(Arena *a, Str said)
{
    Buf b = {.arena = a};
    while (said.n) {
        Str line = str_cut(&said, '\n');
        if (str_find(line, S(STATE)) < 0)
            buf_fmt(&b, STR_FMT "\n", STR_ARG(line));
    }
    return buf_str(&b);
}

static void check_outside(Report *r, const char *folder, const char *const *but, Tree *known)
{
    Tree now;
    tree_read(&now, str(folder), known, but);
    for (ptrdiff_t i = 0; i < now.n; i++) {
        const Entry *e = &now.items[i], *k = tree_find(known, e->path);
        if (!k || !entry_same_bytes(e, k) || (S_ISREG(e->mode) && !entry_untouched(e, k)))
            report(r, "%s/" STR_FMT " was written by a build", folder, STR_ARG(e->path));
    }
    for (ptrdiff_t i = 0; i < known->n; i++)
        if (!tree_find(&now, known->items[i].path))
            report(r, "%s/" STR_FMT " was removed by a build", folder, STR_ARG(known->items[i].path));
    tree_free(&now);
}

static void read_sources(Property *p)
{
    Tree fresh;
    tree_read(&fresh, S("site"), &p->sources, NOT_SOURCES);
    tree_free(&p->sources);
    p->sources = fresh;
    tree_free(&p->outside);
    tree_read(&p->outside, S("outside"), NULL, NULL);
}

/* Builds anew what is there; `clean` was started already. */
static void build_and_check(Property *p, Arena *a, Report *r, Effects *e, Run *clean, const char *option)
{
    Tree before, now, expected;
    tree_read(&before, S(OUTPUT), &p->after, NULL);
    const char *extra[4] = {0};
    int n = 0;
    if (p->kb->has_changes)
        extra[n++] = "--changes=changes";
    if (option)
        extra[n++] = option;
    file_remove(S("changes"));
    Run anew;
    run_start(&anew, p->kb, S(OUTPUT), rng_chance(&p->rng, 15) ? 2 : 1, extra);
    run_wait(a, &anew);
    p->builds++;
    p->kb->is_stopped = anew.status == 2;
    Str blocked = e->blocked;
    if (blocked.n && anew.status == 4) {
        if (str_find(anew.said, blocked) < 0)
            report_said(r, "a build that could not write, without naming the place,", anew.said);
    } else {
        blocked = (Str){0};
    }
    if (clean->pid) {
        run_wait(a, clean);
        clean->pid = 0;
    }
    if (!blocked.n && anew.status != clean->status)
        report(r, "exit status %d, of the clean build %d", anew.status, clean->status);
    if (anew.status >= 128 || anew.status == 127 || anew.status == 99)
        report_said(r, "a build that crashed", anew.said);
    Str said = e->state_lost ? without_state(a, anew.said) : anew.said;
    if (!blocked.n) {
        check_said(r, "the build anew", said, clean->said);
        if (!str_eq(anew.closing, clean->closing))
            report(r, "its last line is '" STR_FMT "', of the clean build '" STR_FMT "'", STR_ARG(anew.closing), STR_ARG(clean->closing));
    }
    tree_read(&now, S(OUTPUT), &before, NULL);
    tree_read(&expected, S(CLEAN), NULL, NULL);
    if (anew.status != 2 || clean->status != 2) {
        check_equal(r, p->model, &now, &expected, blocked);
    } else if (now.n != before.n) {
        report(r, "a build that did not start changed the output");
    }
    check_untouched(r, &before, &now);
    model_check_foreign(p->model, r);
    if (p->kb->has_changes && anew.status != 2 && !blocked.n) {
        Str changes = file_get(a, S("changes"));
        if (!file_exists(S("changes")))
            report(r, "--changes wrote no file");
        check_changes(r, changes, &before, &now, e);
        p->with_changes += changes.n > 0;
    }
    check_outside(r, "site", NOT_SOURCES, &p->sources);
    check_outside(r, "outside", NULL, &p->outside);
    p->files += expected.n;
    tree_free(&before);
    tree_free(&expected);
    tree_free(&p->after);
    p->after = now;
    e->blocked = blocked;
}

static void step(Property *p, Arena *a, Report *r, Str kinds, Effects *e)
{
    model_edit(p->model, kinds, &p->after, e);
    if (e->during) {
        Run disturbed;
        run_start(&disturbed, p->kb, S(OUTPUT), 1, NULL);
        struct timespec wait = {.tv_nsec = rng_below(&p->rng, 20) * 1000000L};
        nanosleep(&wait, NULL);
        model_edit_during(p->model);
        run_wait(a, &disturbed);
        if (disturbed.status >= 99)
            report(r, "the build that was disturbed ends with %d", disturbed.status);
    }
    read_sources(p);
    file_remove(S("clean"));
    Run clean;
    run_start(&clean, p->kb, S(CLEAN), 1, NULL);
    const char *option = rng_chance(&p->rng, 95) ? NULL : rng_chance(&p->rng, 50) ? "--force" : "--verify";
    build_and_check(p, a, r, e, &clean, p->kb->has_force ? option : NULL);
    if (e->blocked.n) {     /* out of the way, and everything is right again */
        file_remove(e->blocked);
        e->blocked = (Str){0};
        build_and_check(p, a, r, e, &clean, NULL);
    }
}

int test_property(Arena *a, Kb *kb, const Options *o)
{
    Property p = {.kb = kb, .rng = {o->seed ^ 0x5EED}};
    p.model = model_new(a, kb, o->seed, o->articles);
    double start = seconds();
    Report r = {.text = {.arena = a}};
    Effects first = {.log = {.arena = a}};
    Run clean;
    read_sources(&p);
    run_start(&clean, kb, S(CLEAN), 1, NULL);
    build_and_check(&p, a, &r, &first, &clean, NULL);
    int i = 0;
    Effects e = {0};
    for (; i < o->steps && !r.count; i++) {
        Arena scratch = {0};
        Effects last = e;
        e = (Effects){.log = {.arena = &scratch}};
        if (kb->is_stopped) {   /* nobody has mended them since */
            memcpy(e.tampered, last.tampered, sizeof e.tampered);
            e.tampered_count = last.tampered_count;
        }
        step(&p, &scratch, &r, o->kinds, &e);
        if (getenv("KB_REGENERATE_LOG"))
            fprintf(stderr, "%d: " STR_FMT "\n", i + 1, STR_ARG(buf_str(&e.log)));
        if (r.count) {
            Str log = buf_str(&e.log);
            printf("not ok - as a clean build, after each of %d edits\n# seed %llu, step %d: " STR_FMT "\n", o->steps, (unsigned long long)o->seed, i + 1,
                STR_ARG(log));
        }
        arena_free(&scratch);
    }
    if (r.count && !i)
        printf("not ok - as a clean build, at the beginning\n# seed %llu\n", (unsigned long long)o->seed);
    if (r.count) {
        printf(STR_FMT, STR_ARG(buf_str(&r.text)));
        return 1;
    }
    printf("ok - as a clean build, after each of %d edits\n", o->steps);
    printf("# seed %llu: %d builds of a site of %ld files, %d of them changed some, %.0f ms a step\n", (unsigned long long)o->seed, p.builds,
        p.files / (p.builds + 1), p.with_changes,
           (seconds() - start) * 1000 / (o->steps + 1));
    tree_free(&p.after);
    return 0;
}
