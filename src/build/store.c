/* A place is three numbers in one: the thread, where the record begins among all that the thread put, and its length. */
#include "build/store.h"

enum {
    PIECE = 32 * 1024,      /* what is written at once */
    DISK_PART = 16,         /* of the free room on the disk, one part in so many: the site needs the rest */
    LENGTH_BITS = 24, START_BITS = 34
};

void store_open(Store *s, Arena *a, int threads, Str path, ptrdiff_t bound)
{
    *s = (Store){arena_new(a, Shelf, threads), threads};
    for (int i = 0; i < threads; i++)
        s->shelves[i] = (Shelf){.file.fd = -1, .path = str_fmt(a, STR_FMT "/%d", STR_ARG(path), i), .bound = bound / threads};
}

static void close_file(Shelf *shelf)
{
    if (shelf->file.fd >= 0)
        fs_spill_close(&shelf->file);
}

void store_close(Store *s)
{
    for (int i = 0; i < s->count; i++) {
        close_file(&s->shelves[i]);
        common_texts_free(&s->shelves[i].common);
        arena_free(&s->shelves[i].arena);
    }
    *s = (Store){0};
}

static bool open_file(Shelf *shelf, int shelves)
{
    Str why;
    if (!fs_spill_open(&shelf->arena, shelf->path, &shelf->file, &why))
        return false;
    ptrdiff_t room = fs_spill_room(&shelf->file) / DISK_PART / shelves;
    shelf->bound = shelf->bound < room ? shelf->bound : room;
    return shelf->bound >= shelf->open.n;
}

/* What is open goes to the file. Where that cannot be, what the file has is given up, and its room is given back. */
static bool empty(Shelf *shelf, int shelves)
{
    Str why;
    if ((shelf->file.fd < 0 && !open_file(shelf, shelves)) || !fs_spill_append(&shelf->arena, &shelf->file, buf_str(&shelf->open), &why)) {
        close_file(shelf);
        shelf->is_full = true;
        return false;
    }
    shelf->start += shelf->open.n;
    shelf->open.n = 0;
    if (shelf->open.cap > 2 * PIECE) {      /* a long one was among them */
        arena_free(&shelf->arena);
        shelf->open = (Buf){0};
    }
    return true;
}

uint64_t store_put(Store *s, int thread, const Doc *doc, Str description)
{
    if (!s->count || s->shelves[thread].is_full)
        return 0;
    Shelf *shelf = &s->shelves[thread];
    if (shelf->open.n >= PIECE && !empty(shelf, s->count))
        return 0;
    if (!shelf->open.p)
        shelf->open = buf_new(&shelf->arena, 2 * PIECE);
    Buf b = shelf->open;        /* of this thread's own memory: shelves stand side by side */
    ptrdiff_t at = b.n;
    record_put_str(&b, description);
    doc_put_record(&b, &shelf->common, doc);
    uint64_t start = (uint64_t)(shelf->start + at), n = (uint64_t)(b.n - at);
    bool fits = shelf->start + b.n <= shelf->bound && !(n >> LENGTH_BITS) && !(start >> START_BITS);
    if (!fits)
        b.n = at;
    shelf->open = b;
    if (!fits)
        return 0;
    return ((uint64_t)thread << START_BITS | start) << LENGTH_BITS | n;
}

bool store_get(const Store *s, Arena *a, uint64_t place, Doc *doc, Str *description)
{
    if (!place)
        return false;
    ptrdiff_t n = (ptrdiff_t)(place & (((uint64_t)1 << LENGTH_BITS) - 1)), start = (ptrdiff_t)(place >> LENGTH_BITS & (((uint64_t)1 << START_BITS) - 1));
    const Shelf *shelf = &s->shelves[place >> (LENGTH_BITS + START_BITS)];
    const char *bytes;
    if (start >= shelf->start) {
        bytes = shelf->open.p + (start - shelf->start);
    } else {
        char *copy = arena_bytes(a, n);
        if (shelf->file.fd < 0 || !fs_spill_read(&shelf->file, start, copy, n))
            return false;
        bytes = copy;
    }
    Record r = record_of((Str){bytes, n});
    *description = record_get_str(&r);
    return doc_get_record(a, &r, &shelf->common, doc);
}
