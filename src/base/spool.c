/* One buffer stands between the caller and the file, each way. A spool without a file is its buffer. */
#include "base/spool.h"

#include <string.h>

enum { SPOOL_PIECE = 64 * 1024, READER_PIECE = 32 * 1024 };

void spool_open(Spool *s, Str path, bool sealed)
{
    *s = (Spool){.file.fd = -1, .has_file = path.n > 0};
    s->open = buf_new(&s->arena, s->has_file ? SPOOL_PIECE + 4096 : 4096);
    s->hash = sealed ? hash_begin() : NULL;
    if (s->has_file)
        s->failed = !fs_spill_open(&s->arena, path, &s->file, &s->why);
}

void spool_close(Spool *s)
{
    if (s->hash)
        hash_end(s->hash);
    if (s->has_file)
        fs_spill_close(&s->file);
    arena_free(&s->arena);
    *s = (Spool){.file.fd = -1};
}

/* After a failure nothing is kept: what would be read is not all that was put. */
static void flush(Spool *s)
{
    if (s->hash)
        hash_add(s->hash, buf_str(&s->open));
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

void spool_seal(Spool *s)
{
    hash_add(s->hash, buf_str(&s->open));
    uint64_t hash = hash_end(s->hash);
    s->hash = NULL;
    record_put_word(&s->open, hash);
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

SpoolReader spool_reader(Spool *s, ptrdiff_t from, ptrdiff_t to)
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
    Spool *s = r->spool;
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
    s->failed = true;
    s->why = S("cannot read what was written");
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
