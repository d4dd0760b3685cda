/* watch: waits until some file of the site's sources changes. The kernel tells it (inotify); where it will not, the files are looked at each second. */
#ifndef KB_SERVE_WATCH_H
#define KB_SERVE_WATCH_H

#include "base/buf.h"

#include <signal.h>

/* What is watched. It need not be there yet, and may go and come back. */
typedef struct WatchRoot {
    Str path;               /* a folder with everything below it, links followed; or a file */
    bool is_file;
    bool dot_files;         /* names that begin with '.' count as well */
} WatchRoot;

/* What has changed since the last time. */
typedef struct WatchChange {
    const Str *paths;
    ptrdiff_t n;
    bool is_all;            /* nothing else has, and nothing did in the last moment */
} WatchChange;

typedef enum WatchEvent { WATCH_CHANGED, WATCH_IDLE, WATCH_SIGNAL } WatchEvent;

typedef struct Watch Watch;

/* `is_polling`: do not even ask the kernel. Lives on `a`. */
Watch *watch_new(Arena *a, bool is_polling);

/* Watches these from now on, whatever was watched before, but nothing in the folder `skip`. Cheap when all is as it was. */
void watch_set(Watch *w, const WatchRoot *roots, ptrdiff_t n, Str skip);

/* Waits for a change, and then until it is quiet for a moment, at most half a second. `*change` is valid until the next call. WATCH_IDLE after
 * `seconds` without one, WATCH_SIGNAL when a signal was caught; `mask` is the signal mask while waiting. */
WatchEvent watch_wait(Watch *w, const sigset_t *mask, int seconds, WatchChange *change);

/* Why the files are polled; empty when they are not. */
Str watch_trouble(const Watch *w);

void watch_close(Watch *w);

/* Backups, and what editors leave for a moment while they save ("4913"). */
bool watch_ignores(Str name, bool dot_files);

#endif
