/* floor THREADS FROM TO: the least that any generator of pages does. It reads every file below FROM, escapes it for HTML, and writes it as a page into a
 * folder of its own below TO, which must not exist: no parsing, no links, no lists. What kb takes is told as a multiple of this. */
#define _XOPEN_SOURCE 700           /* nftw */
#include "base/pool.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct {
    char **items;
    ptrdiff_t n, cap;
} files;

static const char *from, *to;

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

/* Folders are made while the files are found, so that the threads only read and write. */
static int found(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st, (void)at;
    char folder[4096];
    const char *below = path + strlen(from);
    snprintf(folder, sizeof folder, "%s%s%s", to, below, type == FTW_F ? ".d" : "");
    if (mkdir(folder, 0777) < 0)
        fail(folder);
    if (type != FTW_F)
        return 0;
    if (files.n == files.cap) {
        files.cap = files.cap ? files.cap * 2 : 1024;
        files.items = realloc(files.items, (size_t)files.cap * sizeof *files.items);
    }
    if (!files.items || !(files.items[files.n++] = strdup(below)))
        fail("memory");
    return 0;
}

enum { ROOM = 16 << 20 };

static char *in[POOL_MAX], *out[POOL_MAX];

static size_t escape(char *to_bytes, const char *p, size_t n)
{
    char *q = to_bytes;
    for (size_t i = 0; i < n; i++)
        switch (p[i]) {
        case '<': memcpy(q, "&lt;", 4), q += 4; break;
        case '>': memcpy(q, "&gt;", 4), q += 4; break;
        case '&': memcpy(q, "&amp;", 5), q += 5; break;
        default: *q++ = p[i];
        }
    return (size_t)(q - to_bytes);
}

static void make_page(void *context, int worker, ptrdiff_t i)
{
    static const char head[] = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Article</title>\n</head>\n<body>\n<pre>";
    static const char foot[] = "</pre>\n</body>\n</html>\n";
    (void)context;
    char path[4096];
    snprintf(path, sizeof path, "%s%s", from, files.items[i]);
    int fd = open(path, O_RDONLY);
    ssize_t n = fd < 0 ? -1 : read(fd, in[worker], ROOM);
    if (n < 0)
        fail(path);
    close(fd);
    char *q = out[worker];
    memcpy(q, head, sizeof head - 1), q += sizeof head - 1;
    q += escape(q, in[worker], (size_t)n);
    memcpy(q, foot, sizeof foot - 1), q += sizeof foot - 1;
    snprintf(path, sizeof path, "%s%s.d/index.html", to, files.items[i]);
    fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0666);
    if (fd < 0 || write(fd, out[worker], (size_t)(q - out[worker])) != q - out[worker] || close(fd) < 0)
        fail(path);
}

int main(int argc, char **argv)
{
    int threads = argc == 4 ? atoi(argv[1]) : 0;
    if (threads < 1 || threads > POOL_MAX) {
        fprintf(stderr, "usage: floor THREADS FROM TO\n");
        return 2;
    }
    from = argv[2];
    to = argv[3];
    for (int i = 0; i < threads; i++)
        if (!(in[i] = malloc(ROOM)) || !(out[i] = malloc((size_t)ROOM * 5 + 1024)))
            fail("memory");
    if (nftw(from, found, 64, FTW_PHYS) != 0)
        fail(from);
    pool_run(threads, files.n, make_page, NULL, NULL, NULL);
    return 0;
}
