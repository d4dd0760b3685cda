/* kb as a child, told apart from everything else: its exit status, what it said, how long it took. */
#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE
#include "regenerate.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HANGS_SECONDS = 100 };       /* a build that takes longer is killed */

double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Several may run at once: each writes to a file of its own. */
static void name_said(char *name, size_t n, pid_t pid)
{
    snprintf(name, n, "said-%ld", (long)pid);
}

static pid_t start(char *const *argv, const Kb *kb)
{
    char said[32];
    pid_t pid = fork();
    if (pid < 0)
        die("cannot fork");
    if (pid)
        return pid;
    alarm(HANGS_SECONDS);
    name_said(said, sizeof said, getpid());
    int out = open(said, O_WRONLY | O_CREAT | O_TRUNC, 0666), in = open("/dev/null", O_RDWR);
    dup2(in, 0);
    dup2(out, 1);
    dup2(out, 2);
    Arena a = {0};
    if (kb->preload.n) {
        setenv("LD_PRELOAD", str_z(&a, kb->preload), 1);
        setenv("KB_FAULT", str_z(&a, kb->fault), 1);
        setenv("KB_FAULT_COUNT", "count", 1);
    }
    execv(argv[0], argv);
    _exit(127);
}

/* Gives what it said, too. */
static int wait_for(Arena *a, pid_t pid, Str *said)
{
    int status;
    char name[32];
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            die("cannot wait");
    name_said(name, sizeof name, pid);
    *said = file_get(a, str(name));
    unlink(name);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void run_start(Run *r, const Kb *kb, Str destination, int jobs, const char *const *extra)
{
    Arena a = {0};
    char *argv[32], j[16];
    int n = 0;
    snprintf(j, sizeof j, "-j%d", jobs);
    argv[n++] = str_z(&a, kb->program);
    argv[n++] = "build";
    argv[n++] = "-s";
    argv[n++] = "site";
    argv[n++] = "-d";
    argv[n++] = str_z(&a, destination);
    argv[n++] = "-v";
    argv[n++] = j;
    for (int i = 0; i < kb->option_count; i++)
        argv[n++] = str_z(&a, kb->options[i]);
    for (; extra && *extra; extra++)
        argv[n++] = str_z(&a, str(*extra));
    argv[n] = NULL;
    *r = (Run){.start = seconds()};
    r->pid = start(argv, kb);
    arena_free(&a);
}

/* "…\nkb: 37 articles, 139 files in public (…)\n" -> what stands before it, and "kb: 37 articles, 139 files" */
static void cut_closing(Run *r)
{
    Str said = r->said;
    if (!said.n || said.p[said.n - 1] != '\n')
        return;
    Str body = str_head(said, said.n - 1);
    ptrdiff_t line = str_find_last_char(body, '\n') + 1;
    Str last = str_from(body, line);
    if (!str_starts(last, S("kb: ")))
        return;
    r->said = str_head(said, line);
    ptrdiff_t in = str_find(last, S(" in "));
    r->closing = str_head(last, in < 0 ? last.n : in);
}

void run_wait(Arena *a, Run *r)
{
    r->status = wait_for(a, r->pid, &r->said);
    r->seconds = seconds() - r->start;
    cut_closing(r);
}

void kb_probe(Arena *a, Kb *kb)
{
    char *argv[] = {str_z(a, kb->program), "build", "--help", NULL};
    Str help;
    int status = wait_for(a, start(argv, kb), &help);
    if (status != 0)
        die("%s build --help gives %d", argv[0], status);
    kb->has_changes = str_find(help, S("--changes")) >= 0;
    kb->has_force = str_find(help, S("--force")) >= 0;
    kb->has_state = kb->has_force;
}

bool kb_knows_config(Arena *a, const Kb *kb, Str line)
{
    file_put(S("probe/content/a.md"), S("# A\n"));
    file_put(S("probe/config.yml"), str_join2(a, line, S("\n")));
    char *argv[] = {str_z(a, kb->program), "build", "-s", "probe", NULL};
    Str said;
    int status = wait_for(a, start(argv, kb), &said);
    file_remove(S("probe"));
    return status == 0 && str_find(said, S("unknown-config-key")) < 0;
}
