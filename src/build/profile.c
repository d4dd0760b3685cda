#include "build/profile.h"

#include "base/buf.h"
#include "base/fs.h"

void profile_stage(Profile *p, const char *name)
{
    if (!p)
        return;
    double clock = fs_seconds(), processors = fs_processor_seconds();
    if (p->n && p->clock > 0) {
        p->stages[p->n - 1].clock = clock - p->clock;
        p->stages[p->n - 1].processors = processors - p->processors;
        p->stages[p->n - 1].memory = (double)fs_memory_peak() / 1e6;
    }
    p->clock = 0;
    if (!name || p->n == PROFILE_STAGES)
        return;
    p->stages[p->n++].name = name;
    p->clock = clock;
    p->processors = processors;
}

static void put_row(Buf *b, const char *name, double clock, double share, double processors, double memory, int threads)
{
    double idle = clock > 0 ? 1 - processors / (clock * threads) : 0;
    buf_fmt(b, "%-36s %8.3f s %5.1f %% %8.3f s %5.0f %% %7.0f MB\n", name, clock, 100 * share, processors, idle > 0 ? 100 * idle : 0, memory);
}

Str profile_text(Arena *a, const Profile *p, int threads)
{
    Buf b = {.arena = a};
    double clock = 0, processors = 0;
    for (int i = 0; i < p->n; i++) {
        clock += p->stages[i].clock;
        processors += p->stages[i].processors;
    }
    buf_fmt(&b, "%-36s %10s %7s %10s %7s %10s\n", "stage", "clock", "share", "processors", "idle", "memory");
    for (int i = 0; i < p->n; i++)
        put_row(&b, p->stages[i].name, p->stages[i].clock, clock > 0 ? p->stages[i].clock / clock : 0, p->stages[i].processors, p->stages[i].memory, threads);
    put_row(&b, threads == 1 ? "all, with 1 thread" : str_z(a, str_fmt(a, "all, with %d threads", threads)), clock, 1, processors,
            p->n ? p->stages[p->n - 1].memory : 0, threads);
    return buf_str(&b);
}

void slowest_add(Slowest *s, Str name, double seconds)
{
    int at = s->n;
    while (at > 0 && s->items[at - 1].seconds < seconds)
        at--;
    if (at == PROFILE_SLOWEST)
        return;
    s->n += s->n < PROFILE_SLOWEST;
    for (int i = s->n - 1; i > at; i--)
        s->items[i] = s->items[i - 1];
    s->items[at].name = name;
    s->items[at].seconds = seconds;
}

Str slowest_text(Arena *a, const Slowest *s)
{
    Buf b = {.arena = a};
    buf_put(&b, S("the articles that took longest:\n"));
    for (int i = 0; i < s->n; i++)
        buf_fmt(&b, "%10.2f ms  " STR_FMT "\n", s->items[i].seconds * 1000, STR_ARG(s->items[i].name));
    return buf_str(&b);
}
