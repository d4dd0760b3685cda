/* regenerate TEST [options]: is building anew the same as building from nothing? Speaks TAP.
 *
 *     regenerate property -k KB -w FOLDER [-s SEED] [-n EDITS] [-a ARTICLES] [-e KIND,KIND…]
 *     regenerate kill     -k KB -w FOLDER [-s SEED] [-n KILLS]
 *     regenerate fault    -k KB -w FOLDER -f FAULTS.so [-s SEED] [-t]
 *     regenerate full     -k KB -w FOLDER
 *     regenerate lock     -k KB -w FOLDER -f FAULTS.so
 *     regenerate kinds
 *
 * -k names the program, -w a folder to work in, which is kept when a test fails; -e chooses kinds of edits, -t tries every error at every call.
 * KB_REGENERATE_LOG=1 tells every step on stderr. */
#define _XOPEN_SOURCE 700
#include "regenerate.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const struct {
    const char *name;
    int (*run)(Arena *a, Kb *kb, const Options *o);
    int steps, articles;
} TESTS[] = {
    {"property", test_property, 500, 200},
    {"kill", test_kill, 100, 60},
    {"fault", test_faults, 0, 6},
    {"full", test_full, 0, 60},
    {"lock", test_lock, 0, 10},
};

static int usage(void)
{
    fputs("usage: regenerate property|kill|fault|full|lock -k KB -w FOLDER [-f FAULTS.so] [-s SEED] [-n STEPS] [-a ARTICLES] [-e KINDS] [-t]\n       "
          "regenerate kinds\n", stderr);
    return 2;
}

static Str absolute(Arena *a, const char *path)
{
    char *real = realpath(path, NULL);
    if (!real)
        die("there is no %s", path);
    Str s = str_copy(a, str(real));
    free(real);
    return s;
}

/* For the leak sanitizer: what this program holds at its end is not what is tested; kb is a program of its own. */
int __lsan_is_turned_off(void);
int __lsan_is_turned_off(void)
{
    return 1;
}

int main(int argc, char **argv)
{
    Arena a = {0};
    if (argc == 2 && strcmp(argv[1], "kinds") == 0) {
        Buf b = {.arena = &a};
        model_list_kinds(&b);
        printf(STR_FMT, STR_ARG(buf_str(&b)));
        return 0;
    }
    ptrdiff_t test = 0;
    while (test < countof(TESTS) && (argc < 2 || strcmp(argv[1], TESTS[test].name) != 0))
        test++;
    if (test == countof(TESTS))
        return usage();
    Kb kb = {0};
    Options o = {.seed = 1, .steps = TESTS[test].steps, .articles = TESTS[test].articles};
    const char *folder = NULL;
    optind = 2;
    for (int c; (c = getopt(argc, argv, "k:w:f:s:n:a:e:t")) != -1;) {
        switch (c) {
        case 'k': kb.program = absolute(&a, optarg); break;
        case 'w': folder = optarg; break;
        case 'f': o.faults = absolute(&a, optarg); break;
        case 's': o.seed = strtoull(optarg, NULL, 10); break;
        case 'n': o.steps = atoi(optarg); break;
        case 'a': o.articles = atoi(optarg); break;
        case 'e': o.kinds = str(optarg); break;
        case 't': o.thorough = true; break;
        default: return usage();
        }
    }
    if (!kb.program.n || !folder || chdir(folder) != 0)
        return usage();
    setvbuf(stdout, NULL, _IOLBF, 0);
    kb_probe(&a, &kb);
    int failed = TESTS[test].run(&a, &kb, &o);
    arena_free(&a);
    return failed > 0;
}
