/* What folders held, by device and inode: two words that do not change with the name of a folder, nor with that of one above it. */
#define _DEFAULT_SOURCE    /* fstatfs */
#define _XOPEN_SOURCE 700
#include "base/fsown.h"

#include "base/record.h"

#include <stdatomic.h>
#include <string.h>
#include <sys/vfs.h>

/* What a record begins with; its names follow. */
typedef struct Head {
    uint64_t device, inode;
    int64_t modified, changed;
} Head;

enum { ID_BYTES = 16 };     /* the first two */

struct FsHeld {
    Str record;
    atomic_bool is_met;     /* by a walk; two threads may, where a link leads to a folder */
};

/* The next record, and what it tells of its folder. */
static Str next_record(Record *r, Str *names)
{
    const char *start = r->p;
    for (size_t i = 0; i < sizeof(Head) / 8; i++)
        record_get_word(r);
    *names = record_get_str(r);
    r->is_damaged |= names->n && names->p[names->n - 1];
    return (Str){start, r->p - start};
}

/* For all that the first records are, and some more: tables that grow leave their smaller selves behind. */
static void reserve(FsFolders *f, Str records)
{
    Str names;
    ptrdiff_t n = 0;
    for (Record r = record_of(records); r.p < r.end && !r.is_damaged; n++)
        next_record(&r, &names);
    f->ids.arena = &f->arena;
    f->cap = n + n / 16;
    f->held = arena_raw(&f->arena, FsHeld, f->cap);
    table_reserve(&f->ids, f->cap);
}

ptrdiff_t fs_folders_take(FsFolders *f, Str records)
{
    ptrdiff_t replaced = 0;
    Str names;
    if (!f->cap)
        reserve(f, records);
    for (Record r = record_of(records); r.p < r.end;) {
        Str record = next_record(&r, &names);
        if (r.is_damaged)
            break;
        ptrdiff_t known = f->ids.n, i = table_add(&f->ids, str_head(record, ID_BYTES));
        f->held = arena_grow(&f->arena, f->held, known, &f->cap, sizeof *f->held);
        replaced += i < known ? f->held[i].record.n : 0;
        f->held[i] = (FsHeld){.record = record};
    }
    return replaced;
}

void fs_folders_put(const FsFolders *f, bool all, Buf *out)
{
    for (ptrdiff_t i = 0; all && i < f->ids.n; i++)
        if (f->held[i].is_met)
            buf_put(out, f->held[i].record);
    buf_put(out, buf_str(&f->fresh));
}

void fs_folders_free(FsFolders *f)
{
    arena_free(&f->arena);
    *f = (FsFolders){0};
}

static int64_t nanoseconds(struct timespec t)
{
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static Head head_of(const struct stat *st)
{
    return (Head){st->st_dev, st->st_ino, nanoseconds(st->st_mtim), nanoseconds(st->st_ctim)};
}

bool folder_is_held(const FsFolders *f, const struct stat *st, Str *names)
{
    Head head = head_of(st);
    ptrdiff_t i = f->ids.n ? table_find(&f->ids, (Str){(const char *)&head, ID_BYTES}) : -1;
    if (i < 0 || memcmp(f->held[i].record.p, &head, sizeof head) != 0)
        return false;
    atomic_store_explicit(&f->held[i].is_met, true, memory_order_relaxed);
    Record r = record_of(f->held[i].record);
    next_record(&r, names);
    return true;
}

bool folders_can_be_held(int fd)
{
    static const unsigned long kinds[] = {
        0xEF53,         /* ext2, ext3, ext4 */
        0x58465342,     /* XFS */
        0x9123683E,     /* Btrfs */
        0xF2F52010,     /* F2FS */
        0x2FC12FC1,     /* ZFS */
        0xCA451A4E,     /* bcachefs */
        0x01021994,     /* tmpfs */
        0x794C7630,     /* overlayfs */
    };
    struct statfs disk;
    if (fstatfs(fd, &disk) != 0)
        return false;
    for (ptrdiff_t i = 0; i < countof(kinds); i++)
        if ((unsigned long)disk.f_type == kinds[i])
            return true;
    return false;
}

void folder_hold(Buf *fresh, const struct stat *st, int64_t time, Str names)
{
    Head head = head_of(st);
    if (stamp_is_young(&(FsStamp){.changed = head.changed}, time))
        return;
    buf_put(fresh, (Str){(const char *)&head, sizeof head});
    record_put_str(fresh, names);
}
