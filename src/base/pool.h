/* pool: one parallel loop. A worker takes the next index and calls `job`; it writes only what belongs to that index or to that
 * worker, so the result does not depend on who did what. The call returns when every index is done. */
#ifndef KB_BASE_POOL_H
#define KB_BASE_POOL_H

#include "base/arena.h"

enum { POOL_MAX = 64 };

/* `worker` is 0 .. threads - 1; worker 0 is the calling thread. */
typedef void PoolJob(void *context, int worker, ptrdiff_t index);

/* `progress` (may be NULL) is called now and then, from the calling thread alone, with how many indexes were taken. */
typedef void PoolProgress(void *context, ptrdiff_t taken, ptrdiff_t count);

void pool_run(int threads, ptrdiff_t count, PoolJob *job, void *context, PoolProgress *progress, void *progress_context);

/* The same loop beside what the caller does meanwhile: another thread, worker 1, begins with it at once where there may be more than one. At the end the
 * caller helps, as worker 0, and returns when every index is done. Lives on `a`; NULL, and one that is finished, are finished. */
typedef struct Errand Errand;
Errand *errand_start(Arena *a, int threads, ptrdiff_t count, PoolJob *job, void *context);
void errand_finish(Errand *errand);

/* For the few who talk to a thread that is not of a pool: what the lock guards is touched between take and give alone. Lives on `a`. */
typedef struct Lock Lock;
Lock *lock_new(Arena *a);
void lock_take(Lock *lock);
void lock_give(Lock *lock);

#endif
