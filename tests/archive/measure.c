/* measure LOG NAME COMMAND [WORD…]: runs the command and adds to LOG one line: name, seconds by the clock, peak memory in MiB. The exit status is
 * the command's own. */
#define _DEFAULT_SOURCE    /* wait4 */
#include "base/fs.h"

#include <stdio.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    if (argc < 4) {
        fputs("usage: measure LOG NAME COMMAND [WORD...]\n", stderr);
        return 2;
    }
    double start = fs_seconds();
    pid_t child = fork();
    if (child == 0) {
        execvp(argv[3], argv + 3);
        perror(argv[3]);
        _exit(127);
    }
    int status;
    struct rusage usage;
    if (child < 0 || wait4(child, &status, 0, &usage) != child) {
        perror("measure");
        return 2;
    }
    FILE *log = fopen(argv[1], "a");
    if (!log) {
        perror(argv[1]);
        return 2;
    }
    fprintf(log, "%s %.1f %.0f\n", argv[2], fs_seconds() - start, (double)usage.ru_maxrss / 1024);
    fclose(log);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
