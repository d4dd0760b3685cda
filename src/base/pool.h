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

/* For the few who talk to a thread that is not of a pool: what the lock guards is touched between take and give alone. Lives on `a`. */
typedef struct Lock Lock;
Lock *lock_new(Arena *a);
void lock_take(Lock *lock);
void lock_give(Lock *lock);

#endif
