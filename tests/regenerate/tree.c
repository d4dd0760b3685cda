/* A folder as it is at one moment: every file with its bytes' hash, its inode and its times. */
#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE
#include "regenerate.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static uint64_t mix(uint64_t h, uint64_t word)
{
    h = (h ^ word) * 0x9FB21C651E98DF25u;
    return h ^ (h >> 32);
}

static uint64_t hash_bytes(uint64_t h, const char *p, size_t n)
{
    for (; n >= 8; p += 8, n -= 8) {
        uint64_t word;
        memcpy(&word, p, 8);
        h = mix(h, word);
    }
    uint64_t tail = n;
    for (size_t i = 0; i < n; i++)
        tail = tail << 8 | (unsigned char)p[i];
    return mix(h, tail);
}

static uint64_t hash_file(int dir, const char *name)
{
    char chunk[65536];
    int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        die("cannot open %s", name);
    uint64_t h = 1;
    for (ssize_t n; (n = read(fd, chunk, sizeof chunk)) > 0;)
        h = hash_bytes(h, chunk, (size_t)n);
    close(fd);
    return h;
}

static Entry *add(Tree *t)
{
    if (t->n == t->cap) {
        ptrdiff_t cap = t->cap ? 2 * t->cap : 2048;
        Entry *items = arena_new(&t->arena, Entry, cap);
        if (t->n)
            memcpy(items, t->items, (size_t)t->n * sizeof *items);
        t->items = items;
        t->cap = cap;
    }
    return &t->items[t->n++];
}

static bool same_time(struct timespec a, struct timespec b)
{
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

static bool is_named(const char *const *names, const char *name)
{
    for (; names && *names; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

static void walk(Tree *t, int fd, Str prefix, const Tree *known, const char *const *but)
{
    DIR *dir = fdopendir(fd);
    if (!dir)
        die("cannot read a folder");
    for (struct dirent *d; (d = readdir(dir));) {
        if (strcmp(d->d_name, ".") == 0 || strcmp(d->d_name, "..") == 0 || is_named(but, d->d_name))
            continue;
        struct stat st;
        if (fstatat(fd, d->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
            die("cannot see %s", d->d_name);
        Str path = str_fmt(&t->arena, STR_FMT "%s%s", STR_ARG(prefix), d->d_name, S_ISDIR(st.st_mode) ? "/" : "");
        Entry e = {path, st.st_mode, st.st_size, st.st_ino, st.st_mtim, st.st_ctim, 0};
        if (S_ISDIR(st.st_mode))
            e.size = 0, e.mtime = e.ctime = (struct timespec){0};
        const Entry *k = known ? tree_find(known, path) : NULL;
        if (S_ISLNK(st.st_mode)) {
            char target[1024];
            ssize_t n = readlinkat(fd, d->d_name, target, sizeof target);
            e.hash = hash_bytes(2, target, n < 0 ? 0 : (size_t)n);
        } else if (S_ISREG(st.st_mode)) {
            bool is_known = k && S_ISREG(k->mode) && k->ino == e.ino && k->size == e.size && same_time(k->mtime, e.mtime) && same_time(k->ctime, e.ctime);
            e.hash = is_known ? k->hash : hash_file(fd, d->d_name);
        }
        *add(t) = e;
        if (S_ISDIR(st.st_mode)) {
            int child = openat(fd, d->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
            if (child < 0)
                die("cannot open %s", d->d_name);
            walk(t, child, path, known, NULL);
        }
    }
    closedir(dir);
}

static int by_path(const void *a, const void *b)
{
    return str_cmp(((const Entry *)a)->path, ((const Entry *)b)->path);
}

void tree_read(Tree *t, Str dir, const Tree *known, const char *const *but)
{
    *t = (Tree){0};
    int fd = open(str_z(&t->arena, dir), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    walk(t, fd, (Str){0}, known, but);
    if (t->n)
        qsort(t->items, (size_t)t->n, sizeof *t->items, by_path);
}

const Entry *tree_find(const Tree *t, Str path)
{
    Entry key = {.path = path};
    return t->n ? bsearch(&key, t->items, (size_t)t->n, sizeof *t->items, by_path) : NULL;
}

bool entry_same_bytes(const Entry *a, const Entry *b)
{
    return (a->mode & S_IFMT) == (b->mode & S_IFMT) && a->size == b->size && a->hash == b->hash;
}

bool entry_untouched(const Entry *a, const Entry *b)
{
    return a->ino == b->ino && same_time(a->mtime, b->mtime);
}

void tree_free(Tree *t)
{
    arena_free(&t->arena);
    *t = (Tree){0};
}
