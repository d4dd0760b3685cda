/* One buffer stands between the caller and the file, each way. A spool without a file is its buffer. */
#include "base/spool.h"

#include "base/hash.h"

#include <string.h>

enum { SPOOL_PIECE = 64 * 1024, READER_PIECE = 32 * 1024 };

void spool_open(Spool *s, Str path)
{
    *s = (Spool){.file.fd = -1, .has_file = path.n > 0};
    s->open = buf_new(&s->arena, s->has_file ? SPOOL_PIECE + 4096 : 4096);
    if (s->has_file)
        s->failed = !fs_spill_open(&s->arena, path, &s->file, &s->why);
}

void spool_close(Spool *s)
{
    if (s->has_file)
        fs_spill_close(&s->file);
    arena_free(&s->arena);
    *s = (Spool){.file.fd = -1};
}

/* After a failure nothing is kept: what would be read is not all that was put. */
static void flush(Spool *s)
{
    if (!s->failed)
        s->failed = !fs_spill_append(&s->arena, &s->file, buf_str(&s->open), &s->why);
    s->open.n = 0;
}

Buf *spool_room(Spool *s)
{
    if (s->has_file && s->open.n >= SPOOL_PIECE)
        flush(s);
    s->open.arena = &s->arena;      /* the spool may have been copied to another place */
    return &s->open;
}

ptrdiff_t spool_count(const Spool *s)
{
    return (s->has_file ? s->file.n : 0) + s->open.n;
}

void spool_leave(Spool *s, ptrdiff_t n)
{
    if (s->has_file) {
        flush(s);
        s->file.n += n;
    } else {
        buf_reserve(spool_room(s), n);
        s->open.n += n;
    }
}

SpoolPart spool_part(const Spool *s, ptrdiff_t at)
{
    return (SpoolPart){.spool = s, .at = at};
}

Buf *spool_part_room(SpoolPart *p)
{
    if (p->open.n >= SPOOL_PIECE)
        spool_part_flush(p);
    p->open.arena = &p->arena;
    return &p->open;
}

void spool_part_flush(SpoolPart *p)
{
    const Spool *s = p->spool;
    if (s->has_file && !s->failed && !p->why.n)
        fs_spill_write(&p->arena, &s->file, p->at, buf_str(&p->open), &p->why);
    else if (!s->has_file && p->open.n)
        memcpy(s->open.p + p->at, p->open.p, (size_t)p->open.n);
    p->at += p->open.n;
    p->open.n = 0;
}

void spool_fail(Spool *s, Str why)
{
    if (!s->failed)
        s->why = str_copy(&s->arena, why);
    s->failed = true;
}

void spool_part_close(SpoolPart *p, Spool *s)
{
    if (p->why.n)
        spool_fail(s, p->why);
    arena_free(&p->arena);
}

static bool hash_file(const Spool *s, uint64_t *hash)
{
    enum { PIECE = 256 * 1024 };
    Arena scratch = {0};
    char *bytes = arena_bytes(&scratch, PIECE);
    HashStream *stream = hash_begin();
    bool ok = true;
    for (ptrdiff_t at = 0, n; at < s->file.n && ok; at += n) {
        n = s->file.n - at < PIECE ? s->file.n - at : PIECE;
        ok = fs_spill_read(&s->file, at, bytes, n);
        if (ok)
            hash_add(stream, (Str){bytes, n});
    }
    *hash = hash_end(stream);
    arena_free(&scratch);
    return ok;
}

void spool_seal(Spool *s)
{
    uint64_t hash = 0;
    if (!s->has_file) {
        record_seal(&s->open, 0);
        return;
    }
    flush(s);
    if (!s->failed && !hash_file(s, &hash))
        spool_fail(s, S("cannot read what was written"));
    ptrdiff_t at = s->file.n;
    spool_leave(s, sizeof hash);
    if (!s->failed)
        s->failed = !fs_spill_write(&s->arena, &s->file, at, (Str){(const char *)&hash, sizeof hash}, &s->why);
}

bool spool_end(Spool *s)
{
    if (s->has_file) {
        flush(s);
        if (!s->failed)
            arena_free(&s->arena);
        s->open = (Buf){0};
    }
    return !s->failed;
}

Str spool_view(Spool *s)
{
    if (!s->has_file)
        return buf_str(&s->open);
    if (!s->failed)
        s->failed = !fs_spill_map(&s->arena, &s->file, &s->why);
    return s->failed ? (Str){0} : s->file.map;
}

void spool_forget(Str view)
{
    fs_map_forget(view);
}

SpoolReader spool_reader(const Spool *s, ptrdiff_t from, ptrdiff_t to)
{
    return (SpoolReader){.spool = s, .at = from, .end = s->failed ? from : to};
}

void spool_reader_close(SpoolReader *r)
{
    arena_free(&r->arena);
}

/* What is left of the piece goes to the front, and is followed by as much of the file as makes a piece, or `n` bytes. */
static void fill(SpoolReader *r, ptrdiff_t n)
{
    const Spool *s = r->spool;
    ptrdiff_t want = n > READER_PIECE ? n : READER_PIECE;
    if (want > r->cap) {
        Arena larger = {0};
        char *bytes = arena_bytes(&larger, want);
        if (r->have)
            memcpy(bytes, r->bytes + r->from, (size_t)r->have);
        arena_free(&r->arena);
        r->arena = larger;
        r->bytes = bytes;
        r->cap = want;
    } else if (r->have) {
        memmove(r->bytes, r->bytes + r->from, (size_t)r->have);
    }
    r->from = 0;
    want = want < r->end - r->at ? want : r->end - r->at;
    if (fs_spill_read(&s->file, r->at + r->have, r->bytes + r->have, want - r->have)) {
        r->have = want;
        return;
    }
    r->failed = true;
    r->end = r->at;
    r->have = 0;
}

Str spool_peek(SpoolReader *r, ptrdiff_t n)
{
    n = n < r->end - r->at ? n : r->end - r->at;
    if (!r->spool->has_file)
        return (Str){r->spool->open.p + r->at, n};
    if (n > r->have)
        fill(r, n);
    return (Str){r->bytes + r->from, n < r->have ? n : r->have};
}

void spool_skip(SpoolReader *r, ptrdiff_t n)
{
    r->at += n;
    r->from += n;
    r->have -= n < r->have ? n : r->have;
}

bool spool_next(SpoolReader *r, Str *bytes)
{
    enum { NUMBER_MAX = 10 };
    Str head = spool_peek(r, NUMBER_MAX);
    Record number = record_of(head);
    uint64_t n = record_get(&number);
    ptrdiff_t size = number.p - head.p;
    if (number.is_damaged || n > (uint64_t)(r->end - r->at - size))
        return false;
    *bytes = str_from(spool_peek(r, size + (ptrdiff_t)n), size);
    spool_skip(r, size + (ptrdiff_t)n);
    return bytes->n == (ptrdiff_t)n;
}
