/* A build in which one call fails: no crash, the right message, exit status 4, whole files, and the next build makes good what it left. And a
 * second build at once, which must not start. */
#define _GNU_SOURCE    /* unshare */
#include "regenerate.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

/* What the build must do about it: end with 4; end with 4 or be as a clean one; the same where an input was not read, and pages may lack it; be as a
 * clean one; be killed. */
typedef enum Must { MUST_FAIL, MUST_NOT_HIDE, MUST_TELL, MUST_NOT_MIND, MUST_DIE } Must;

static const struct {
    const char *call, *error;
    Must must;
} FAULTS[] = {
    {"write", "EIO", MUST_FAIL},      {"write", "ENOSPC+", MUST_FAIL},  {"write", "EDQUOT", MUST_FAIL},     {"write", "SHORT", MUST_NOT_MIND},
    {"write", "EINTR", MUST_NOT_MIND},
    {"write", "KILL", MUST_DIE},      {"rename", "EIO", MUST_FAIL},     {"rename", "EACCES+", MUST_FAIL},   {"rename", "ENOSPC", MUST_FAIL},
    {"rename", "KILL", MUST_DIE},
    {"mkdir", "EACCES", MUST_FAIL},   {"mkdir", "ENOSPC+", MUST_FAIL},  {"mkdir", "KILL", MUST_DIE},        {"open", "EACCES", MUST_FAIL},
    {"open", "EMFILE", MUST_FAIL},
    {"open", "EROFS+", MUST_FAIL},    {"open", "KILL", MUST_DIE},       {"fsync", "EIO", MUST_FAIL},        {"fsync", "KILL", MUST_DIE},
    {"ftruncate", "EIO", MUST_FAIL},
    {"close", "EIO", MUST_NOT_HIDE},  {"unlink", "EACCES", MUST_NOT_HIDE}, {"unlink", "EIO+", MUST_NOT_HIDE}, {"unlink", "KILL", MUST_DIE},   
    {"rmdir", "KILL", MUST_DIE},      {"mmap", "ENOMEM", MUST_NOT_HIDE},  {"openr", "EIO", MUST_TELL},       {"openr", "EMFILE", MUST_TELL},
};

typedef struct Faults {
    Kb *kb;
    Model *model;
    Rng rng;
    Str below;              /* the site's folder, absolute, with a slash */
    Report report;
    Tree clean;
    Run clean_run;
    Arena arena;            /* of what it said */
} Faults;

static void rebuild_clean(Faults *f)
{
    file_remove(S("clean"));
    arena_free(&f->arena);
    run_start(&f->clean_run, f->kb, S(CLEAN), 1, NULL);
    run_wait(&f->arena, &f->clean_run);
    tree_free(&f->clean);
    tree_read(&f->clean, S(CLEAN), NULL, NULL);
}

static void check_as_clean(Report *r, const Faults *f, const Run *run, const char *when)
{
    Tree now;
    tree_read(&now, S(OUTPUT), NULL, NULL);
    if (run->status != f->clean_run.status)
        report(r, "%s gives %d, a clean build %d: " STR_FMT, when, run->status, f->clean_run.status, STR_ARG(str_head(run->said, 500)));
    else
        check_said(r, when, run->said, f->clean_run.said);
    check_equal(r, NULL, &now, &f->clean, (Str){0});
    tree_free(&now);
}

static void check_failure(Report *r, const Faults *f, const Run *run, Must must)
{
    Str said = str_head(run->said, 500);
    bool names_place = str_find(run->said, S(OUTPUT)) >= 0 || str_find(run->said, S(STATE)) >= 0;
    bool failed = run->status == 4 && names_place && str_find(run->said, S("error: ")) >= 0;
    if (must == MUST_DIE && run->status != 128 + SIGKILL)
        report(r, "it was to be killed and gives %d", run->status);
    else if (must == MUST_FAIL && !failed)
        report(r, "it gives %d and should give 4 and name a place: " STR_FMT, run->status, STR_ARG(said));
    else if (must == MUST_NOT_MIND || ((must == MUST_NOT_HIDE || must == MUST_TELL) && run->status == f->clean_run.status &&
        str_eq(run->said, f->clean_run.said)))
        check_as_clean(r, f, run, "the build itself");
    else if (run->status >= 99 && must != MUST_DIE)
        report(r, "it crashes with %d: " STR_FMT, run->status, STR_ARG(said));
    else if (must == MUST_NOT_HIDE && run->status != 4)
        report(r, "it gives %d and should give 4: " STR_FMT, run->status, STR_ARG(said));
    else if (must == MUST_TELL && run->status == 0)
        report(r, "it gives 0 and was not made from all that is there: " STR_FMT, STR_ARG(said));
}

/* One build whose n-th call fails; false when it made less calls. */
static bool fail_once(Arena *a, Faults *f, int kind, int n, bool from_nothing, bool edit_again)
{
    Report *r = &f->report;
    Effects e = {.log = {.arena = a}};
    Tree old = {0}, output;
    if (from_nothing) {
        file_remove(S(OUTPUT));
        file_remove(S(STATE));
        if (rng_chance(&f->rng, 3) || !f->clean.n)
            model_edit_much(f->model, 1, &e);
    } else {
        tree_read(&old, S(OUTPUT), NULL, NULL);
        model_edit_much(f->model, 1, &e);
    }
    if (e.log.n)
        rebuild_clean(f);
    Run run;
    f->kb->fault = str_fmt(a, "%s:%d:%s:" STR_FMT, FAULTS[kind].call, n, FAULTS[kind].error, STR_ARG(f->below));
    f->kb->preload = (Str){0};
    file_remove(S("count"));
    Kb faulty = *f->kb;
    faulty.preload = str(getenv("KB_FAULTS"));
    const char *const force[] = {"--force", NULL};      /* then the state is written anew, too */
    run_start(&run, &faulty, S(OUTPUT), 1, !from_nothing && f->kb->has_force && rng_chance(&f->rng, 15) ? force : NULL);
    run_wait(a, &run);
    bool reached = file_exists(S("count"));
    if (!reached) {
        check_as_clean(r, f, &run, "a build without a fault");
    } else {
        check_failure(r, f, &run, FAULTS[kind].must);
        tree_read(&output, S(OUTPUT), NULL, NULL);
        if (FAULTS[kind].must != MUST_TELL)
            check_whole(r, &output, from_nothing ? NULL : &old, &f->clean);
        tree_free(&output);
        if (edit_again) {
            model_edit_much(f->model, 1, &e);
            rebuild_clean(f);
        }
        run_start(&run, f->kb, S(OUTPUT), 1, NULL);
        run_wait(a, &run);
        check_as_clean(r, f, &run, "the build behind it");
    }
    tree_free(&old);
    return reached;
}

/* The first, the second, … call fails, until several builds did not make that many. With `some`, of the many in the middle, where one page is
 * written like the other, only some. */
static int fail_each(Faults *f, const Options *o, const char *call, bool from_nothing, bool some, int *worst)
{
    enum { BEGINNING = 24, STEP_MAX = 4 };
    int kinds[16], kind_count = 0, n = 1, reached_last = 0, unreached = 0, failures = f->report.count;
    for (ptrdiff_t i = 0; i < countof(FAULTS); i++)
        if (strcmp(FAULTS[i].call, call) == 0)
            kinds[kind_count++] = (int)i;
    while (unreached < 3) {
        bool reached = false;
        for (int k = 0; k < (o->thorough ? kind_count : 1); k++) {
            Arena scratch = {0};
            int kind = kinds[(k + n) % kind_count];
            reached = fail_once(&scratch, f, kind, n, from_nothing, rng_chance(&f->rng, 40)) || reached;
            arena_free(&scratch);
            if (f->report.count > failures) {
                *worst = kind;
                return n;
            }
        }
        if (reached) {
            reached_last = n;
            unreached = 0;
        } else if (n > reached_last + 1 + unreached) {      /* went too far: the last ones are tried one by one */
            some = false;
            n = reached_last;
        } else {
            unreached++;
        }
        n += some && n > BEGINNING ? 1 + rng_below(&f->rng, STEP_MAX) : 1;
    }
    return reached_last;
}

int test_faults(Arena *a, Kb *kb, const Options *o)
{
    static const char *const calls[] = {"write", "rename", "mkdir", "open", "close", "fsync", "ftruncate", "unlink", "rmdir", "mmap", "openr"};
    int failed = 0;
    char here[1024];
    if (!getcwd(here, sizeof here))
        die("no working folder");
    setenv("KB_FAULTS", str_z(a, o->faults), 1);
    for (int from_nothing = 1; from_nothing >= 0; from_nothing--) {
        Faults f = {.kb = kb, .model = model_new(a, kb, o->seed + (uint64_t)from_nothing, o->articles), .rng = {o->seed},
            .below = str_fmt(a, "%s/site/", here), .report = {.text = {.arena = a}}};
        Run run;
        if (!from_nothing)
            model_pack(f.model);
        run_start(&run, kb, S(OUTPUT), 1, NULL);
        run_wait(a, &run);
        Buf counts = {.arena = a};
        int worst = 0;
        for (ptrdiff_t i = 0; i < countof(calls) && !f.report.count; i++) {
            if (!o->thorough && strcmp(calls[i], "openr") == 0)
                continue;
            int n = fail_each(&f, o, calls[i], from_nothing, !o->thorough, &worst);
            buf_fmt(&counts, "%s%s %d", i ? ", " : "", calls[i], n);
            if (f.report.count) {
                printf("not ok - a build %s with a call that fails\n# seed %llu, %s gives %s at call %d\n" STR_FMT, from_nothing ? "from nothing" : "anew",
                (unsigned long long)o->seed,
                       calls[i], FAULTS[worst].error, n, STR_ARG(buf_str(&f.report.text)));
                failed++;
            }
        }
        if (!f.report.count)
            printf("ok - a build %s with a call that fails: exit status 4, whole files, and the next build as a clean one\n# calls: " STR_FMT "\n",
                from_nothing ? "from nothing" : "anew",
                   STR_ARG(buf_str(&counts)));
        tree_free(&f.clean);
    }
    return failed;
}

/* --- a disk that is full ------------------------------------------------------------------------------------------------------- */

static bool write_map(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY);
    bool ok = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);
    if (fd >= 0)
        close(fd);
    return ok;
}

/* A small disk of our own: in a space of mounts, and of users where that needs one. */
static bool mount_small(const char *folder)
{
    char map[64];
    unsigned user = geteuid(), group = getegid();
    if (unshare(CLONE_NEWNS) != 0) {
        if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
            return false;
        write_map("/proc/self/setgroups", "deny");
        snprintf(map, sizeof map, "0 %u 1\n", user);
        if (!write_map("/proc/self/uid_map", map))
            return false;
        snprintf(map, sizeof map, "0 %u 1\n", group);
        if (!write_map("/proc/self/gid_map", map))
            return false;
    }
    return mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 && mount("none", folder, "tmpfs", 0, "size=64k") == 0;
}

int test_full(Arena *a, Kb *kb, const Options *o)
{
    Model *m = model_new(a, kb, o->seed, o->articles);
    Report r = {.text = {.arena = a}};
    Faults f = {.kb = kb, .model = m};
    rebuild_clean(&f);
    folder_make(S("full"));
    if (!mount_small("full")) {
        puts("ok - a full disk # SKIP no small tmpfs can be mounted here");
        return 0;
    }
    int failures = 0, size = 64;
    for (; size < 64 * 1024 && !r.count; size += size / 4) {
        Arena scratch = {0};
        char option[64];
        snprintf(option, sizeof option, "size=%dk", size);
        if (mount("none", "full", "tmpfs", MS_REMOUNT, option) != 0)
            die("cannot make the disk larger");
        Run run;
        Tree output;
        run_start(&run, kb, S("full/public"), 1, NULL);
        run_wait(&scratch, &run);
        tree_read(&output, S("full/public"), NULL, NULL);
        check_whole(&r, &output, NULL, &f.clean);
        bool enough = run.status == f.clean_run.status;
        if (enough)
            check_equal(&r, NULL, &output, &f.clean, (Str){0});
        else if (run.status != 4 || str_find(run.said, S("full/")) < 0)
            report(&r, "on a disk of %d KiB it gives %d: " STR_FMT, size, run.status, STR_ARG(str_head(run.said, 500)));
        failures += !enough;
        tree_free(&output);
        arena_free(&scratch);
        if (enough)
            break;
    }
    if (!failures || size >= 64 * 1024)
        report(&r, "the disk was never full, or always");
    printf("%s - a full disk: exit status 4, whole files, and with more room the next build as a clean one\n# %d sizes were too small\n" STR_FMT,
        r.count ? "not ok" : "ok", failures,
           STR_ARG(buf_str(&r.text)));
    umount2("full", MNT_DETACH);
    return r.count > 0;
}

/* --- two at once ------------------------------------------------------------------------------------------------------------------ */

static bool stop_in_the_middle(Arena *a, Kb *kb, const Options *o, Run *first)
{
    char here[1024];
    int status = 0;
    if (!getcwd(here, sizeof here))
        die("no working folder");
    Kb stopped = *kb;
    stopped.preload = o->faults;
    stopped.fault = str_fmt(a, "rename:1:STOP:%s/" OUTPUT, here);
    file_remove(S("count"));
    run_start(first, &stopped, S(OUTPUT), 1, NULL);
    return waitpid(first->pid, &status, WUNTRACED) == first->pid && WIFSTOPPED(status);
}

int test_lock(Arena *a, Kb *kb, const Options *o)
{
    if (!kb->has_state) {
        puts("ok - a second build at once # SKIP this kb keeps no state");
        return 0;
    }
    Report r = {.text = {.arena = a}};
    Faults f = {.kb = kb, .model = model_new(a, kb, o->seed, o->articles)};
    Run first, second, third;
    for (int killed = 0; killed < 2; killed++) {
        Effects e = {.log = {.arena = a}};
        model_edit_much(f.model, 1, &e);
        rebuild_clean(&f);
        if (!stop_in_the_middle(a, kb, o, &first)) {
            report(&r, "the first build could not be stopped");
            break;
        }
        Tree before, after;
        tree_read(&before, S("site"), NULL, NULL);
        run_start(&second, kb, S(OUTPUT), 1, NULL);
        run_wait(a, &second);
        if (second.status != 4 || str_find(second.said, S("error: ")) < 0)
            report(&r, "a second build at once gives %d: " STR_FMT, second.status, STR_ARG(str_head(second.said, 300)));
        tree_read(&after, S("site"), &before, NULL);
        if (before.n != after.n)
            report(&r, "a second build at once writes files");
        for (ptrdiff_t i = 0; i < after.n && before.n == after.n; i++)
            if (!entry_same_bytes(&after.items[i], &before.items[i]))
                report(&r, "a second build at once writes " STR_FMT, STR_ARG(after.items[i].path));
        kill(first.pid, killed ? SIGKILL : SIGCONT);
        run_wait(a, &first);
        if (!killed)
            check_as_clean(&r, &f, &first, "the first of two builds at once");
        run_start(&third, kb, S(OUTPUT), 1, NULL);
        run_wait(a, &third);
        check_as_clean(&r, &f, &third, "the build behind two at once");
        tree_free(&before);
        tree_free(&after);
    }
    printf("%s - a second build at once ends with 4, touches nothing, and does not disturb the first; a killed one leaves no lock\n" STR_FMT,
        r.count ? "not ok" : "ok", STR_ARG(buf_str(&r.text)));
    return r.count > 0;
}
