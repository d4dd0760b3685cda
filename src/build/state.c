#include "build/state.h"

#include "base/hash.h"

#include <string.h>

/* --- chunks ----------------------------------------------------------------------------------------------------------------------- */

enum { HEAD = 24 };     /* kind, length and hash of a chunk, a word each; its bytes are filled up to whole words */
static const char magic[16] = "kb state 2\n";

/* One that is read. */
typedef struct Chunk {
    ChunkKind kind;
    Str bytes;
    uint64_t hash;
    bool is_good;
} Chunk;

static uint64_t word_at(Str s, ptrdiff_t at)
{
    uint64_t value;
    memcpy(&value, s.p + at, 8);
    return value;
}

Buf chunk_begin(Arena *a)
{
    Buf b = buf_new(a, 4096);
    buf_pad(&b, '\0', HEAD);
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
    Str bytes = str_from(buf_str(chunk), HEAD);
    const uint64_t head[3] = {kind, (uint64_t)bytes.n, hash_bytes(bytes)};
    if (!bytes.n)
        return;
    memcpy(chunk->p, head, HEAD);
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

void state_append_index(State *s, bool is_first, Str segment, bool is_map, Str words)
{
    enum { PIECE = 4 << 20 };
    static const char zeros[8];
    ptrdiff_t n = 16 + segment.n + words.n;
    const uint64_t head[5] = {CHUNK_INDEX, (uint64_t)n, 0, is_first, (uint64_t)segment.n};
    append_bytes(s, current_log(s), (Str){(const char *)head, sizeof head});
    for (; segment.n; segment = str_from(segment, PIECE)) {
        append_bytes(s, current_log(s), str_head(segment, PIECE));
        if (is_map)
            fs_map_forget(str_head(segment, PIECE));
    }
    append_bytes(s, current_log(s), words);
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
        memcpy(c->open.p + HEAD, &time, 8);
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
        buf_pad(&c->open, '\0', HEAD);
        record_put_word(&c->open, 0);       /* the time, when it is appended */
    }
    return &c->open;
}

/* --- records ---------------------------------------------------------------------------------------------------------------------- */

static void put_stamp(Buf *out, const FsStamp *stamp)
{
    record_put_word(out, (uint64_t)stamp->size);
    record_put_word(out, (uint64_t)stamp->modified);
    record_put_word(out, (uint64_t)stamp->changed);
    record_put_word(out, stamp->inode);
}

static FsStamp get_stamp(Record *r)
{
    FsStamp s;
    s.size = (int64_t)record_get_word(r);
    s.modified = (int64_t)record_get_word(r);
    s.changed = (int64_t)record_get_word(r);
    s.inode = record_get_word(r);
    return s;
}

void source_put_record(Buf *out, Str name, const FsStamp *stamp, uint64_t hash, SourceKind kind, Str article, Str diags)
{
    record_put_str(out, name);
    put_stamp(out, stamp);
    record_put_word(out, hash);
    record_put(out, (uint64_t)kind);
    record_put_str(out, article);
    record_put_str(out, diags);
}

static SourceRecord get_source(Record *r)
{
    SourceRecord s = {.bytes.p = r->p};
    s.name = record_get_str(r);
    s.stamp = get_stamp(r);
    s.hash = record_get_word(r);
    s.kind = (SourceKind)record_get(r);
    s.article = record_get_str(r);
    s.diags = record_get_str(r);
    s.bytes.n = r->p - s.bytes.p;
    return s;
}

void output_put_record(Buf *out, Str path, const FsStamp *stamp, uint64_t hash, const Fingerprint *made_of, Str diags)
{
    record_put_str(out, path);
    put_stamp(out, stamp);
    record_put_word(out, hash);
    for (int i = 0; i < INGREDIENT_COUNT; i++)
        record_put_word(out, made_of->parts[i]);
    record_put_str(out, diags);
}

static OutputRecord get_output(Record *r)
{
    OutputRecord o = {.bytes.p = r->p};
    o.path = record_get_str(r);
    o.stamp = get_stamp(r);
    o.hash = record_get_word(r);
    for (int i = 0; i < INGREDIENT_COUNT; i++)
        o.made_of.parts[i] = record_get_word(r);
    o.diags = record_get_str(r);
    o.bytes.n = r->p - o.bytes.p;
    return o;
}

void diags_put_record(Buf *out, const Diags *d, ptrdiff_t from, Str own)
{
    for (ptrdiff_t i = from; i < d->n; i++) {
        const Diag *x = &d->items[i];
        record_put(out, (uint64_t)x->code);
        record_put_str(out, str_eq(x->path, own) ? (Str){0} : x->path);
        record_put(out, (uint64_t)x->line);
        record_put(out, (uint64_t)x->col);
        record_put_str(out, x->message);
        record_put_str(out, x->excerpt);
    }
}

void diags_get_record(Str bytes, Str own, Diags *d)
{
    Record r = record_of(bytes);
    Diags one = {.arena = d->arena};
    while (r.p < r.end) {
        Diag x = {.code = (DiagCode)record_get(&r)};
        x.path = record_get_str(&r);
        x.line = (int)record_get(&r);
        x.col = (int)record_get(&r);
        x.message = record_get_str(&r);
        x.excerpt = record_get_str(&r);
        if (r.is_damaged || x.code >= DIAG_CODE_COUNT)
            return;
        x.severity = diag_severity(x.code);
        if (!x.path.n)
            x.path = own;
        one.items = &x;
        one.n = 1;
        diags_append(d, &one);
    }
}

/* --- reading the file -------------------------------------------------------------------------------------------------------------- */

/* One thread's part of reading the state: what is told of sources, or of outputs, or of folders. */
typedef struct Reading {
    State *state;
    const Chunk *chunks;
    ptrdiff_t n, outdated;
} Reading;

static void keep_source(Reading *reading, SourceRecord record)
{
    State *s = reading->state;
    ptrdiff_t known = s->source_names.n, i = table_add(&s->source_names, record.name);
    s->sources = arena_grow(&s->arena, s->sources, known, &s->source_cap, sizeof *s->sources);
    if (i < known)
        reading->outdated += s->sources[i].bytes.n;
    s->sources[i] = record;
}

/* A state that somebody else wrote must not make us remove what is not below the output folder. */
static bool stays_below(Str path)
{
    if (!path.n || str_find_char(path, '\0') >= 0)
        return false;
    while (path.n) {
        Str part = str_cut(&path, '/');
        if (!part.n || str_eq(part, S("..")))
            return false;
    }
    return true;
}

static void keep_output(Reading *reading, OutputRecord record)
{
    State *s = reading->state;
    if (!stays_below(record.path))
        return;
    ptrdiff_t known = s->output_paths.n, i = table_add(&s->output_paths, record.path);
    s->outputs = arena_grow(&s->output_arena, s->outputs, known, &s->output_cap, sizeof *s->outputs);
    bool is_known = i < known && state_has_output(&s->outputs[i]);
    if (record.is_only_planned && is_known)
        return;
    if (is_known)
        reading->outdated += s->outputs[i].bytes.n;
    s->outputs[i] = record;
}

static void read_end(State *s, Record r)
{
    EndRecord *e = &s->end;
    e->program = record_get_word(&r);
    e->program_stamp = get_stamp(&r);
    e->reading = record_get_word(&r);
    e->site = record_get_word(&r);
    e->failed = record_get_word(&r);
    e->articles = (ptrdiff_t)record_get_word(&r);
    e->source_dir = record_get_str(&r);
    e->diags = record_get_str(&r);
    s->has_end = !r.is_damaged;
}

static void read_index(State *s, Record r)
{
    bool is_first = record_get_word(&r);
    uint64_t n = record_get_word(&r);
    if (n > (uint64_t)(r.end - r.p))
        return;
    if (is_first)
        s->segment_count = 0;
    s->segments = arena_grow(&s->arena, s->segments, s->segment_count, &s->segment_cap, sizeof *s->segments);
    s->words = arena_grow(&s->arena, s->words, s->segment_count, &s->word_cap, sizeof *s->words);
    s->segments[s->segment_count] = (Str){r.p, (ptrdiff_t)n};
    s->words[s->segment_count++] = (Str){r.p + n, r.end - r.p - (ptrdiff_t)n};
}

static void read_sources(Reading *reading, Record r)
{
    int64_t time = (int64_t)record_get_word(&r);
    while (r.p < r.end && !r.is_damaged) {
        SourceRecord source = get_source(&r);
        source.is_young = stamp_is_young(&source.stamp, time);
        if (!r.is_damaged)
            keep_source(reading, source);
    }
}

static void read_outputs(Reading *reading, Record r)
{
    int64_t time = (int64_t)record_get_word(&r);
    while (r.p < r.end && !r.is_damaged) {
        OutputRecord output = get_output(&r);
        output.is_young = stamp_is_young(&output.stamp, time);
        if (!r.is_damaged)
            keep_output(reading, output);
    }
}

static void read_planned(Reading *reading, Record r)
{
    while (r.p < r.end && !r.is_damaged) {
        Str path = record_get_str(&r);
        if (!r.is_damaged)
            keep_output(reading, (OutputRecord){.path = path, .stamp.size = -1, .is_only_planned = true});
    }
}

static void read_gone(Reading *reading, Record r, bool of_outputs)
{
    State *s = reading->state;
    while (r.p < r.end && !r.is_damaged) {
        bool is_output = record_get(&r);
        Str name = record_get_str(&r);
        SourceRecord *source = is_output || of_outputs ? NULL : state_source(s, name);
        OutputRecord *output = is_output && of_outputs ? state_output(s, name) : NULL;
        if (source) {
            reading->outdated += source->bytes.n;
            *source = (SourceRecord){.name = source->name};
        }
        if (output) {
            reading->outdated += output->bytes.n;
            *output = (OutputRecord){.path = output->path};
        }
    }
}

/* One record after the other, passed over. */
typedef void SkipRecord(Record *r);

static void skip_source(Record *r)
{
    get_source(r);
}

static void skip_output(Record *r)
{
    get_output(r);
}

/* A table that grows leaves its smaller selves behind: how many records there will be is judged by the first chunk of them. */
static ptrdiff_t expected(const Reading *reading, ChunkKind kind, SkipRecord *skip)
{
    ptrdiff_t bytes = 0, first = 0, records = 0;
    for (ptrdiff_t i = 0; i < reading->n; i++) {
        const Chunk *c = &reading->chunks[i];
        if (c->kind != kind)
            continue;
        if (!first) {
            Record r = record_of(c->bytes);
            for (record_get_word(&r); r.p < r.end && !r.is_damaged; records++)
                skip(&r);
            first = c->bytes.n;
        }
        bytes += c->bytes.n;
    }
    return first ? (bytes / first + 1) * records : 0;
}

static void read_about_sources(Reading *reading)
{
    State *s = reading->state;
    s->source_cap = expected(reading, CHUNK_SOURCES, skip_source);
    s->sources = arena_raw(&s->arena, SourceRecord, s->source_cap);
    table_reserve(&s->source_names, s->source_cap);
    for (ptrdiff_t i = 0; i < reading->n; i++) {
        Record r = record_of(reading->chunks[i].bytes);
        switch (reading->chunks[i].kind) {
        case CHUNK_SOURCES: read_sources(reading, r); break;
        case CHUNK_GONE: read_gone(reading, r, false); break;
        case CHUNK_INDEX: read_index(s, r); break;
        case CHUNK_END: read_end(s, r); break;
        default: break;
        }
    }
}

static void read_about_outputs(Reading *reading)
{
    State *s = reading->state;
    s->output_cap = expected(reading, CHUNK_OUTPUTS, skip_output);
    s->outputs = arena_raw(&s->output_arena, OutputRecord, s->output_cap);
    table_reserve(&s->output_paths, s->output_cap);
    for (ptrdiff_t i = 0; i < reading->n; i++) {
        Record r = record_of(reading->chunks[i].bytes);
        switch (reading->chunks[i].kind) {
        case CHUNK_OUTPUTS: read_outputs(reading, r); break;
        case CHUNK_PLANNED: read_planned(reading, r); break;
        case CHUNK_GONE: read_gone(reading, r, true); break;
        default: break;
        }
    }
}

static void read_about_folders(Reading *reading)
{
    for (ptrdiff_t i = 0; i < reading->n; i++)
        if (reading->chunks[i].kind == CHUNK_FOLDERS)
            reading->outdated += fs_folders_take(&reading->state->folders, reading->chunks[i].bytes);
}

/* They know nothing of each other: each is read by one thread. */
static void (*const READERS[])(Reading *) = {read_about_sources, read_about_outputs, read_about_folders};

static void read_part(void *context, int worker, ptrdiff_t part)
{
    (void)worker;
    READERS[part]((Reading *)context + part);
}

static void check_chunk(void *context, int worker, ptrdiff_t i)
{
    Chunk *c = (Chunk *)context + i;
    (void)worker;
    /* The index is large, and often not needed: it has hashes of its own, for those who read it. */
    c->is_good = c->kind >= CHUNK_SOURCES && c->kind <= CHUNK_FOLDERS && (c->kind == CHUNK_INDEX || hash_bytes(c->bytes) == c->hash);
}

static Chunk *find_chunks(Arena *a, Str map, ptrdiff_t *n)
{
    Chunk *chunks = NULL;
    ptrdiff_t cap = 0;
    *n = 0;
    for (ptrdiff_t at = sizeof magic; map.n - at >= HEAD;) {
        uint64_t bytes = word_at(map, at + 8), kind = word_at(map, at);
        if (bytes > (uint64_t)(map.n - at - HEAD) || kind > CHUNK_FOLDERS)
            break;
        chunks = arena_grow(a, chunks, *n, &cap, sizeof *chunks);
        chunks[(*n)++] = (Chunk){(ChunkKind)kind, {map.p + at + HEAD, (ptrdiff_t)bytes}, word_at(map, at + 16), false};
        at += HEAD + ((ptrdiff_t)bytes + 7) / 8 * 8;
    }
    return chunks;
}

static void read_chunks(State *s, int threads)
{
    Str map = s->log.map;
    if (map.n < (ptrdiff_t)sizeof magic || memcmp(map.p, magic, sizeof magic) != 0)
        return;
    Arena scratch = {0};
    ptrdiff_t found, n = 0;
    Chunk *chunks = find_chunks(&scratch, map, &found);
    pool_run(threads, found, check_chunk, chunks, NULL, NULL);
    while (n < found && chunks[n].is_good)
        n++;
    const Chunk *last = n ? &chunks[n - 1] : NULL;
    s->used = last ? last->bytes.p - map.p + (last->bytes.n + 7) / 8 * 8 : (ptrdiff_t)sizeof magic;
    s->is_finished = last && last->kind == CHUNK_END;
    Reading parts[countof(READERS)];
    for (ptrdiff_t i = 0; i < countof(parts); i++)
        parts[i] = (Reading){s, chunks, n, 0};
    pool_run(threads, countof(parts), read_part, parts, NULL, NULL);
    for (ptrdiff_t i = 0; i < countof(parts); i++)
        s->outdated += parts[i].outdated;
    arena_free(&scratch);
}

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
    read_chunks(s, threads);
    drafts_open(s, output_dir);
    if (s->used)
        return fs_log_cut(&s->arena, &s->log, s->used, why);
    s->used = sizeof magic;
    return fs_log_cut(&s->arena, &s->log, 0, why) && fs_log_append(&s->arena, &s->log, (Str){magic, sizeof magic}, why);
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

SourceRecord *state_source(const State *s, Str name)
{
    ptrdiff_t i = table_find(&s->source_names, name);
    return i < 0 || !s->sources[i].bytes.p ? NULL : &s->sources[i];
}

OutputRecord *state_output(const State *s, Str path)
{
    ptrdiff_t i = table_find(&s->output_paths, path);
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
    if (!fs_log_begin(&s->arena, &s->log, &s->fresh, &why) || !fs_log_append(&s->arena, &s->fresh, (Str){magic, sizeof magic}, &why)) {
        s->failed = true;
        s->why = why;
    }
}

bool state_finish(State *s, const EndRecord *e, Str *why)
{
    Buf b = chunk_begin(&s->arena);
    const uint64_t words[] = {e->reading, e->site, e->failed, (uint64_t)e->articles};
    record_put_word(&b, e->program);
    put_stamp(&b, &e->program_stamp);
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
