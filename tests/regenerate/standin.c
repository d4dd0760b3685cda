/* A stand-in for kb, to test the tests: it builds anew in the simplest way that is right. It has the real program (KB_REAL) build from nothing into
 * another folder, then makes site/public like it: what differs is written, what an earlier build made and this one does not is removed.
 *
 * With KB_WRONG=NAME it makes one mistake, which the tests have to find:
 *
 *     stale      now and then a changed file is not written         touch      now and then an unchanged file is written again
 *     leave      what is no longer made stays                       folders    … and so do folders that became empty
 *     foreign    what is not in the list of files is removed        changes    --changes has no D lines
 *     quiet      the last warning is not said                       status     exit status 0 whatever happens
 *     inplace    files are written in place, slowly                 journal    what is going to be written is not noted before
 *     litter     a file is left beside the site's folders           blind      damage to outputs is not seen
 *     lock       two at once are fine                               short      a short write is taken for a whole one */
#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE
#include "regenerate.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define MADE "standin/public"

static bool is_wrong(const char *how)
{
    const char *wrong = getenv("KB_WRONG");
    return wrong && strcmp(wrong, how) == 0;
}

/* One time in three, by the name and by how often this was asked. */
static bool now_and_then(Str path)
{
    Arena a = {0};
    Str count = file_get(&a, S("standin-count"));
    int64_t n = count.n ? str_number(count) : 0;
    file_put(S("standin-count"), str_fmt(&a, "%lld", (long long)n + 1));
    arena_free(&a);
    return (str_hash(path) + (uint64_t)n) % 3 == 0;
}

static bool failed;

static bool trouble(Str path)
{
    fprintf(stderr, STR_FMT ": error: %s [write]\n", STR_ARG(path), strerror(errno));
    failed = true;
    return false;
}

static bool make_folders(Arena *a, Str path)
{
    char *z = str_z(a, path);
    for (char *p = z + 1; (p = strchr(p, '/')); *p++ = '/') {
        *p = '\0';
        if (mkdir(z, 0777) != 0 && errno != EEXIST)
            return trouble(path);
    }
    return true;
}

static bool put_bytes(Arena *a, Str path, Str name, Str bytes)
{
    int fd = open(str_z(a, name), O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (fd < 0)
        return trouble(path);
    while (bytes.n) {
        if (is_wrong("inplace"))
            usleep(100);
        ssize_t n = write(fd, bytes.p, is_wrong("inplace") ? (size_t)(bytes.n + 1) / 2 : (size_t)bytes.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            trouble(path);
            close(fd);
            unlink(str_z(a, name));
            return false;
        }
        if (is_wrong("short"))
            break;
        bytes = str_from(bytes, n);
    }
    if (close(fd) != 0) {
        trouble(path);
        unlink(str_z(a, name));
        return false;
    }
    return true;
}

static Str temporary(Arena *a, Str path)
{
    ptrdiff_t slash = str_find_last_char(path, '/') + 1;
    return str_fmt(a, STR_FMT "." STR_FMT ".kb-tmp", STR_ARG(str_head(path, slash)), STR_ARG(str_from(path, slash)));
}

static bool publish(Arena *a, Str path, Str bytes)
{
    Str name = is_wrong("inplace") ? path : temporary(a, path);
    if (!make_folders(a, path) || !put_bytes(a, path, name, bytes))
        return false;
    if (rename(str_z(a, name), str_z(a, path)) != 0) {
        trouble(path);
        unlink(str_z(a, name));
        return false;
    }
    return true;
}

/* --- the list of files ------------------------------------------------------------------------------------------------------------ */

static void read_list(Arena *a, Table *files)
{
    Str rest = file_get(a, S(STATE)), sum = str_cut(&rest, '\n');
    if (!str_eq(sum, str_fmt(a, "%016llx", (unsigned long long)str_hash(rest))))
        return;
    while (rest.n)
        table_add(files, str_cut(&rest, '\n'));
}

static void write_list(Arena *a, const Table *files)
{
    Buf b = {.arena = a};
    for (ptrdiff_t i = 0; i < files->n; i++)
        buf_fmt(&b, STR_FMT "\n", STR_ARG(files->keys[i]));
    struct stat st;
    if (lstat(STATE, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
        unlink(STATE);
    publish(a, S(STATE), str_fmt(a, "%016llx\n" STR_FMT, (unsigned long long)str_hash(buf_str(&b)), STR_ARG(buf_str(&b))));
}

/* --- the build ------------------------------------------------------------------------------------------------------------------------ */

static int real_build(int argc, char **argv, const char *destination)
{
    char *real = getenv("KB_REAL"), *words[40];
    int n = 0;
    words[n++] = real;
    for (int i = 1; i < argc && n < 38; i++) {
        if (destination && i && strcmp(argv[i - 1], "-d") == 0)
            words[n++] = (char *)(uintptr_t)destination;
        else if (strncmp(argv[i], "--changes", 9) != 0 && strcmp(argv[i], "--force") != 0 && strcmp(argv[i], "--verify") != 0)
            words[n++] = argv[i];
    }
    words[n] = NULL;
    pid_t self = getpid(), pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != self)      /* killed already */
            _exit(127);
        unsetenv("LD_PRELOAD");     /* the real program builds in peace */
        if (destination) {
            int fd = open("standin-said", O_WRONLY | O_CREAT | O_TRUNC, 0666);
            dup2(fd, 2);
        }
        execv(real, words);
        _exit(127);
    }
    int status = 0;
    waitpid(pid, &status, 0);
    return WEXITSTATUS(status);
}

static void relay(Arena *a)
{
    Str said = file_get(a, S("standin-said"));
    ptrdiff_t at = is_wrong("quiet") ? str_find(said, S("warning: ")) : -1;
    ptrdiff_t from = at < 0 ? -1 : str_find_last_char(str_head(said, at), '\n') + 1;
    if (from >= 0) {
        Str rest = str_from(said, from);
        str_cut(&rest, '\n');
        said = str_join2(a, str_head(said, from), rest);
    }
    fwrite(said.p ? said.p : "", 1, (size_t)said.n, stderr);
}

static bool holds(Str path, Str bytes)
{
    Arena a = {0};
    struct stat st;
    bool same = lstat(str_z(&a, path), &st) == 0 && S_ISREG(st.st_mode) && str_eq(file_get(&a, path), bytes);
    arena_free(&a);
    return same;
}

static void make_file(Arena *a, Buf *changes, const Table *old, Str file)
{
    Str path = str_fmt(a, OUTPUT "/" STR_FMT, STR_ARG(file)), bytes = file_get(a, str_fmt(a, MADE "/" STR_FMT, STR_ARG(file)));
    struct stat st;
    bool was = lstat(str_z(a, path), &st) == 0 && S_ISREG(st.st_mode), same = holds(path, bytes);
    if (is_wrong("blind") && was && st.st_size == bytes.n && table_find(old, file) >= 0)
        return;
    if (same && !(is_wrong("touch") && now_and_then(path)))
        return;
    if (!same && was && is_wrong("stale") && now_and_then(path))
        return;
    if (publish(a, path, bytes))
        buf_fmt(changes, "%c " STR_FMT "\n", was ? 'M' : 'A', STR_ARG(file));
}

static void remove_file(Arena *a, Buf *changes, Str file)
{
    Str path = str_fmt(a, OUTPUT "/" STR_FMT, STR_ARG(file));
    struct stat st;
    char *z = str_z(a, path);
    if (lstat(z, &st) == 0 && !S_ISDIR(st.st_mode)) {
        if (unlink(z) != 0) {
            trouble(path);
            return;
        }
        if (S_ISREG(st.st_mode) && !is_wrong("changes"))
            buf_fmt(changes, "D " STR_FMT "\n", STR_ARG(file));
    }
    while (!is_wrong("folders") && (path.n = str_find_last_char(path, '/')) > S(OUTPUT).n)
        if (rmdir(str_z(a, path)) != 0)
            break;
}

static void sync_output(Arena *a, Buf *changes)
{
    Tree made, there;
    Table old = {.arena = a}, both = {.arena = a}, wanted = {.arena = a};
    tree_read(&made, S(MADE), NULL, NULL);
    read_list(a, &old);
    for (ptrdiff_t i = 0; i < old.n; i++)
        table_add(&both, old.keys[i]);
    for (ptrdiff_t i = 0; i < made.n; i++)
        if (S_ISREG(made.items[i].mode)) {
            table_add(&wanted, made.items[i].path);
            table_add(&both, made.items[i].path);
        }
    if (!is_wrong("journal"))
        write_list(a, &both);
    if (failed)
        return;
    for (ptrdiff_t i = 0; i < both.n; i++) {
        unlink(str_z(a, temporary(a, str_fmt(a, OUTPUT "/" STR_FMT, STR_ARG(both.keys[i])))));
        if (table_find(&wanted, both.keys[i]) < 0 && !is_wrong("leave"))
            remove_file(a, changes, both.keys[i]);
    }
    for (ptrdiff_t i = 0; i < wanted.n; i++)
        make_file(a, changes, &old, wanted.keys[i]);
    tree_read(&there, S(OUTPUT), NULL, NULL);
    for (ptrdiff_t i = 0; i < there.n && is_wrong("foreign"); i++)
        if (table_find(&wanted, there.items[i].path) < 0 && !S_ISDIR(there.items[i].mode))
            remove_file(a, changes, there.items[i].path);
    if (is_wrong("litter"))
        file_put(S("site/content/litter.txt"), S("x"));
    if (!failed)
        write_list(a, &wanted);
}

static int build(Arena *a, int argc, char **argv)
{
    int lock = open("site", O_RDONLY | O_CLOEXEC);
    if (flock(lock, LOCK_EX | LOCK_NB) != 0 && !is_wrong("lock")) {
        fputs("site/public: error: another build is at work here [write]\n", stderr);
        return 4;
    }
    file_remove(S("standin"));
    int status = real_build(argc, argv, MADE);
    relay(a);
    if (status == 2)
        return 2;
    Buf changes = {.arena = a};
    sync_output(a, &changes);
    for (int i = 0; i < argc; i++)
        if (strncmp(argv[i], "--changes=", 10) == 0)
            file_put(str(argv[i] + 10), buf_str(&changes));
    return is_wrong("status") ? 0 : failed ? 4 : status;
}

int main(int argc, char **argv)
{
    Arena a = {0};
    bool is_anew = false;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0) {
            puts("--changes FILE, --force, --verify: as kb has them");
            return 0;
        }
        is_anew = is_anew || strcmp(argv[i], OUTPUT) == 0;
    }
    return is_anew ? build(&a, argc, argv) : real_build(argc, argv, NULL);
}
