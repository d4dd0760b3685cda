#define _XOPEN_SOURCE 700
#include "base/pool.h"

#include <pthread.h>
#include <stdatomic.h>

/* Indexes taken at once: few enough to end together, many enough to leave the counter alone. */
enum { BATCH = 16, TURNS = 8 };

static ptrdiff_t batch_of(ptrdiff_t count, int threads)
{
    ptrdiff_t n = count / (threads * TURNS);
    return n < 1 ? 1 : n < BATCH ? n : BATCH;
}

typedef struct Loop {
    atomic_ptrdiff_t next;
    ptrdiff_t count, batch;
    PoolJob *job;
    void *context;
    PoolProgress *progress;
    void *progress_context;
} Loop;

typedef struct Seat {
    Loop *loop;
    int worker;
    pthread_t thread;
} Seat;

static void *work(void *arg)
{
    const Seat *seat = arg;
    Loop *loop = seat->loop;
    for (;;) {
        ptrdiff_t from = atomic_fetch_add_explicit(&loop->next, loop->batch, memory_order_relaxed);
        if (from >= loop->count)
            return NULL;
        ptrdiff_t to = from + loop->batch < loop->count ? from + loop->batch : loop->count;
        for (ptrdiff_t i = from; i < to; i++)
            loop->job(loop->context, seat->worker, i);
        if (seat->worker == 0 && loop->progress)
            loop->progress(loop->progress_context, to, loop->count);
    }
}

void pool_run(int threads, ptrdiff_t count, PoolJob *job, void *context, PoolProgress *progress, void *progress_context)
{
    CHECK(threads >= 1 && threads <= POOL_MAX);
    Loop loop = {.count = count, .batch = batch_of(count, threads), .job = job, .context = context, .progress = progress, .progress_context = progress_context};
    Seat seats[POOL_MAX];
    int started = 1;
    for (; started < threads && started * loop.batch < count; started++) {
        seats[started] = (Seat){.loop = &loop, .worker = started};
        if (pthread_create(&seats[started].thread, NULL, work, &seats[started]) != 0)
            break;    /* fewer threads do the same work */
    }
    seats[0] = (Seat){.loop = &loop, .worker = 0};
    work(&seats[0]);
    for (int i = 1; i < started; i++)
        pthread_join(seats[i].thread, NULL);
}

struct Errand {
    Loop loop;
    Seat seats[2];
    int has_thread, is_finished;
};

Errand *errand_start(Arena *a, int threads, ptrdiff_t count, PoolJob *job, void *context)
{
    Errand *e = arena_new(a, Errand, 1);
    e->loop = (Loop){.count = count, .batch = batch_of(count, countof(e->seats)), .job = job, .context = context};
    for (int i = 0; i < countof(e->seats); i++)
        e->seats[i] = (Seat){.loop = &e->loop, .worker = i};
    e->has_thread = threads > 1 && count > 0 && pthread_create(&e->seats[1].thread, NULL, work, &e->seats[1]) == 0;
    return e;
}

void errand_finish(Errand *e)
{
    if (!e || e->is_finished)
        return;
    work(&e->seats[0]);
    if (e->has_thread)
        pthread_join(e->seats[1].thread, NULL);
    e->is_finished = 1;
}

struct Lock {
    pthread_mutex_t mutex;
};

Lock *lock_new(Arena *a)
{
    Lock *lock = arena_new(a, Lock, 1);
    CHECK(pthread_mutex_init(&lock->mutex, NULL) == 0);
    return lock;
}

void lock_take(Lock *lock)
{
    CHECK(pthread_mutex_lock(&lock->mutex) == 0);
}

void lock_give(Lock *lock)
{
    CHECK(pthread_mutex_unlock(&lock->mutex) == 0);
}
