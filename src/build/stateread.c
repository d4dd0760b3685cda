/* Reading the file: its chunks are found and checked by several threads; then what they tell of sources, of outputs and of folders is read at the same time. */
#include "build/stateown.h"

#include "base/hash.h"

#include <string.h>

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
    e->program_stamp = stamp_get_record(&r);
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
        SourceRecord source = source_get_record(&r);
        source.is_young = stamp_is_young(&source.stamp, time);
        if (!r.is_damaged)
            keep_source(reading, source);
    }
}

static void read_outputs(Reading *reading, Record r)
{
    int64_t time = (int64_t)record_get_word(&r);
    while (r.p < r.end && !r.is_damaged) {
        OutputRecord output = output_get_record(&r);
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
        SourceRecord *source = is_output || of_outputs ? NULL : state_source(s, NULL, name);
        OutputRecord *output = is_output && of_outputs ? state_output(s, NULL, name) : NULL;
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
    source_get_record(r);
}

static void skip_output(Record *r)
{
    output_get_record(r);
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
    for (ptrdiff_t at = sizeof STATE_MAGIC; map.n - at >= CHUNK_HEAD;) {
        uint64_t bytes = word_at(map, at + 8), kind = word_at(map, at);
        if (bytes > (uint64_t)(map.n - at - CHUNK_HEAD) || kind > CHUNK_FOLDERS)
            break;
        chunks = arena_grow(a, chunks, *n, &cap, sizeof *chunks);
        chunks[(*n)++] = (Chunk){(ChunkKind)kind, {map.p + at + CHUNK_HEAD, (ptrdiff_t)bytes}, word_at(map, at + 16), false};
        at += CHUNK_HEAD + ((ptrdiff_t)bytes + 7) / 8 * 8;
    }
    return chunks;
}

void state_read(State *s, int threads)
{
    Str map = s->log.map;
    if (map.n < (ptrdiff_t)sizeof STATE_MAGIC || memcmp(map.p, STATE_MAGIC, sizeof STATE_MAGIC) != 0)
        return;
    Arena scratch = {0};
    ptrdiff_t found, n = 0;
    Chunk *chunks = find_chunks(&scratch, map, &found);
    pool_run(threads, found, check_chunk, chunks, NULL, NULL);
    while (n < found && chunks[n].is_good)
        n++;
    const Chunk *last = n ? &chunks[n - 1] : NULL;
    s->used = last ? last->bytes.p - map.p + (last->bytes.n + 7) / 8 * 8 : (ptrdiff_t)sizeof STATE_MAGIC;
    s->is_finished = last && last->kind == CHUNK_END;
    Reading parts[countof(READERS)];
    for (ptrdiff_t i = 0; i < countof(parts); i++)
        parts[i] = (Reading){s, chunks, n, 0};
    pool_run(threads, countof(parts), read_part, parts, NULL, NULL);
    for (ptrdiff_t i = 0; i < countof(parts); i++)
        s->outdated += parts[i].outdated;
    arena_free(&scratch);
}
