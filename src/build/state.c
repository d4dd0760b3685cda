/* The file: its chunks, where it stands and what stands beside it. */
#include "build/stateown.h"

#include "base/hash.h"

#include <string.h>

/* --- chunks ----------------------------------------------------------------------------------------------------------------------- */

Buf chunk_begin(Arena *a)
{
    Buf b = buf_new(a, 4096);
    buf_pad(&b, '\0', CHUNK_HEAD);
    return b;
}

static void append_bytes(State *s, FsLog *log, Str bytes)
{
    Arena scratch = {0};
    Str why;
    if (!s->failed && !fs_log_append(&scratch, log, bytes, &why)) {
        s->failed = true;
        s->why = str_copy(&s->arena, why);
    }
    arena_free(&scratch);
}

static void append_to(State *s, FsLog *log, ChunkKind kind, Buf *chunk)
{
    Str bytes = str_from(buf_str(chunk), CHUNK_HEAD);
    const uint64_t head[3] = {kind, (uint64_t)bytes.n, hash_bytes(bytes)};
    if (!bytes.n)
        return;
    memcpy(chunk->p, head, CHUNK_HEAD);
    buf_pad(chunk, '\0', -chunk->n & 7);
    append_bytes(s, log, buf_str(chunk));
}

static FsLog *current_log(State *s)
{
    return s->fresh.fd >= 0 ? &s->fresh : &s->log;
}

void state_fail(State *s, Str why)
{
    if (!s->failed)
        s->why = str_copy(&s->arena, why);
    s->failed = true;
}

void state_append_index(State *s, bool is_first, Str segment, bool is_map, ShardTeller *words)
{
    enum { PIECE = 4 << 20 };
    static const char zeros[8];
    ptrdiff_t n = 16 + segment.n + words->size;
    const uint64_t head[5] = {CHUNK_INDEX, (uint64_t)n, 0, is_first, (uint64_t)segment.n};
    append_bytes(s, current_log(s), (Str){(const char *)head, sizeof head});
    for (; segment.n; segment = str_from(segment, PIECE)) {
        append_bytes(s, current_log(s), str_head(segment, PIECE));
        if (is_map)
            fs_map_forget(str_head(segment, PIECE));
    }
    while (shards_tell(words))
        append_bytes(s, current_log(s), buf_str(&words->part));
    append_bytes(s, current_log(s), (Str){zeros, -n & 7});
}

void state_append(State *s, ChunkKind kind, Buf *chunk)
{
    append_to(s, current_log(s), kind, chunk);
}

void state_tell_planned(State *s, Buf *chunk)
{
    append_to(s, &s->log, CHUNK_PLANNED, chunk);
}

enum { CHUNK_BYTES = 256 * 1024 };

/* Sources were stamped after the build began, and may have been changed since then; outputs are never touched again once they are written. */
void chunks_close(State *s, ChunkKind kind, Chunks *c)
{
    if (c->open.n) {
        lock_take(s->lock);
        int64_t time = kind == CHUNK_SOURCES ? s->started : fs_now();
        memcpy(c->open.p + CHUNK_HEAD, &time, 8);
        state_append(s, kind, &c->open);
        lock_give(s->lock);
    }
    chunks_drop(c);
}

void chunks_drop(Chunks *c)
{
    arena_free(&c->arena);
    *c = (Chunks){0};
}

Buf *chunks_room(State *s, ChunkKind kind, Chunks *c)
{
    if (c->open.n > CHUNK_BYTES)
        chunks_close(s, kind, c);
    if (!c->open.n) {
        c->open = buf_new(&c->arena, CHUNK_BYTES + 4096);
        buf_pad(&c->open, '\0', CHUNK_HEAD);
        record_put_word(&c->open, 0);       /* the time, when it is appended */
    }
    return &c->open;
}

/* --- the file, and what stands beside it ------------------------------------------------------------------------------------------------ */

/* "public" -> ".public.kbstate" beside it; the folder need not be there yet. */
static Str path_beside(Arena *a, Str dir, const char *suffix)
{
    Arena scratch = {0};
    Str real = fs_real_path(&scratch, dir), path = real.n ? real : dir;
    while (path.n > 1 && path.p[path.n - 1] == '/')
        path.n--;
    ptrdiff_t slash = str_find_last_char(path, '/');
    path = str_fmt(a, STR_FMT "." STR_FMT "%s", STR_ARG(str_head(path, slash + 1)), STR_ARG(str_from(path, slash + 1)), suffix);
    arena_free(&scratch);
    return path;
}

Str state_path(Arena *a, Str output_dir)
{
    return path_beside(a, output_dir, ".kbstate");
}

#define TREE "site"

/* A build that was killed may have left drafts. They are beside the output folder, where no visitor sees them, unless that is another file system. */
static void drafts_remove(State *s)
{
    Arena scratch = {0};
    Str why;
    fs_remove_tree(&scratch, s->drafts, S(TREE));
    for (int i = 0; i < POOL_MAX; i++)
        fs_remove(&scratch, str_fmt(&scratch, STR_FMT "/%d", STR_ARG(s->drafts), i), &why);
    fs_remove_dir(&scratch, s->drafts);
    arena_free(&scratch);
}

static void drafts_open(State *s, Str output_dir)
{
    Str inside = fs_join(&s->arena, output_dir, S(".kbtmp"));
    bool is_apart = !fs_same_device(&s->arena, output_dir, s->log.path);
    s->drafts = is_apart ? inside : path_beside(&s->arena, output_dir, ".kbtmp");
    s->is_first = s->is_first && !is_apart;
    if (fs_kind(s->drafts) == FS_DIR)
        drafts_remove(s);
}

bool state_open(State *s, Str output_dir, int threads, bool *is_busy, Str *why)
{
    *s = (State){.fresh.fd = -1, .log.fd = -1};
    s->source_names.arena = &s->arena;
    s->output_paths.arena = &s->output_arena;
    s->started = fs_now();
    s->lock = lock_new(&s->arena);
    *is_busy = false;
    s->is_first = fs_kind(output_dir) == FS_MISSING;
    if (!fs_make_dirs(&s->arena, output_dir, why))
        return false;
    Str path = state_path(&s->arena, output_dir);
    if (!fs_log_open(&s->arena, path, &s->log, is_busy, why))
        return false;
    s->is_open = true;
    state_read(s, threads);
    drafts_open(s, output_dir);
    if (s->used)
        return fs_log_cut(&s->arena, &s->log, s->used, why);
    s->used = sizeof STATE_MAGIC;
    return fs_log_cut(&s->arena, &s->log, 0, why) && fs_log_append(&s->arena, &s->log, (Str){STATE_MAGIC, sizeof STATE_MAGIC}, why);
}

void state_close(State *s)
{
    Str why;
    if (s->is_open)
        drafts_remove(s);
    if (s->fresh.fd >= 0) {
        fs_remove(&s->arena, s->fresh.path, &why);
        fs_log_close(&s->fresh);
    }
    fs_log_close(&s->log);
    fs_folders_free(&s->folders);
    arena_free(&s->output_arena);
    arena_free(&s->arena);
    *s = (State){.log.fd = -1, .fresh.fd = -1};
}

bool state_open_tree(State *s, Str *why)
{
    Str tree = fs_join(&s->arena, s->drafts, S(TREE));
    if (!s->is_first || fs_kind(s->drafts) != FS_MISSING)
        return true;
    if (!fs_make_dirs(&s->arena, tree, why))
        return false;
    s->tree = tree;
    return true;
}

bool state_publish_tree(State *s, Str output_dir, Str *why)
{
    return fs_rename_dir(&s->arena, s->tree, output_dir, why);
}

bool state_remove(State *s, Str *why)
{
    drafts_remove(s);
    return fs_log_remove(&s->arena, &s->log, why);
}

void state_forget(State *s)
{
    s->source_names = (Table){.arena = &s->arena};
    fs_folders_free(&s->folders);
    s->segment_count = 0;
    s->has_end = false;
    for (ptrdiff_t i = 0; i < s->output_paths.n; i++)
        if (s->outputs[i].bytes.p)
            s->outputs[i] = (OutputRecord){.path = s->outputs[i].path, .stamp.size = -1, .is_only_planned = true};
}

SourceRecord *state_source(const State *s, const SourceRecord *before, Str name)
{
    ptrdiff_t i = table_find_near(&s->source_names, name, before ? before - s->sources + 1 : -1);
    return i < 0 || !s->sources[i].bytes.p ? NULL : &s->sources[i];
}

OutputRecord *state_output(const State *s, const OutputRecord *before, Str path)
{
    ptrdiff_t i = table_find_near(&s->output_paths, path, before ? before - s->outputs + 1 : -1);
    return i < 0 || !state_has_output(&s->outputs[i]) ? NULL : &s->outputs[i];
}

bool state_has_output(const OutputRecord *record)
{
    return record->bytes.p || record->is_only_planned;
}

/* --- writing the file --------------------------------------------------------------------------------------------------------------- */

bool state_is_crowded(const State *s)
{
    enum { SMALL = 1 << 20 };
    return s->outdated > SMALL + s->used / 3;
}

void state_begin_anew(State *s)
{
    Str why;
    if (s->fresh.fd >= 0)
        return;
    if (!fs_log_begin(&s->arena, &s->log, &s->fresh, &why) || !fs_log_append(&s->arena, &s->fresh, (Str){STATE_MAGIC, sizeof STATE_MAGIC}, &why)) {
        s->failed = true;
        s->why = why;
    }
}

bool state_finish(State *s, const EndRecord *e, Str *why)
{
    Buf b = chunk_begin(&s->arena);
    const uint64_t words[] = {e->reading, e->site, e->failed, (uint64_t)e->articles};
    record_put_word(&b, e->program);
    stamp_put_record(&b, &e->program_stamp);
    for (ptrdiff_t i = 0; i < countof(words); i++)
        record_put_word(&b, words[i]);
    record_put_str(&b, e->source_dir);
    record_put_str(&b, e->diags);
    state_append(s, CHUNK_END, &b);
    *why = s->why;
    if (s->failed)
        return false;
    if (s->fresh.fd < 0)
        return fs_log_sync(&s->arena, &s->log, why);
    return fs_log_sync(&s->arena, &s->fresh, why) && fs_log_replace(&s->arena, &s->log, &s->fresh, why) && (s->fresh.fd = -1);
}
