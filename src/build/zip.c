/* The container is libzip's. It asks for each file when its turn comes, and writes the zip from front to end, apart from the sizes in a file's header, for
 * which it goes back. Both sides are ours: files are read as fs reads them, and the zip is a draft of fs. */
#include "build/zip.h"

#include "base/pack.h"
#include "build/state.h"

#include <stdlib.h>
#include <zip.h>

/* 1 January 1980, the first day that a zip can tell; a regular file that all may read. */
enum { ZIP_DATE = 1 << 5 | 1, ZIP_LEVEL = 6 };
static const uint32_t ZIP_RIGHTS = 0100644u << 16;

/* --- the zip ----------------------------------------------------------------------------------------------------------------- */

typedef struct Target {
    FsDraft draft;
    int64_t at, end;        /* where the next byte goes; how long it is */
} Target;

static zip_int64_t say_error(void *data, int code)
{
    int *error = data;
    error[0] = code, error[1] = 0;
    return 2 * (zip_int64_t)sizeof *error;
}

static zip_int64_t target_call(void *context, void *data, zip_uint64_t n, zip_source_cmd_t command)
{
    Target *t = context;
    switch (command) {
    case ZIP_SOURCE_WRITE:
        if (!fs_draft_put(&t->draft, t->at, (Str){data, (ptrdiff_t)n}))
            return -1;
        t->at += (int64_t)n;
        t->end = t->at > t->end ? t->at : t->end;
        return (zip_int64_t)n;
    case ZIP_SOURCE_SEEK_WRITE:
        t->at = zip_source_seek_compute_offset((zip_uint64_t)t->at, (zip_uint64_t)t->end, data, n, NULL);
        return t->at < 0 ? -1 : 0;
    case ZIP_SOURCE_TELL_WRITE: return t->at;
    case ZIP_SOURCE_STAT: zip_stat_init(data); return (zip_int64_t)sizeof(zip_stat_t);
    case ZIP_SOURCE_ERROR: return say_error(data, ZIP_ER_WRITE);
    case ZIP_SOURCE_SUPPORTS: return ZIP_SOURCE_SUPPORTS_WRITABLE;
    case ZIP_SOURCE_READ: case ZIP_SOURCE_SEEK: case ZIP_SOURCE_TELL: return -1;     /* it is never read */
    default: return 0;
    }
}

/* --- files ------------------------------------------------------------------------------------------------------------------- */

typedef struct Zip {
    Target target;
    zip_t *file;
    Str dir, top;
    Str failed;             /* the first file that could not be read */
    Arena scratch;
} Zip;

/* A file to be packed. */
typedef struct Entry {
    Zip *zip;
    Str name;
    FsFile file;
    int64_t left;           /* bytes of it that were told and are still to come */
} Entry;

static zip_int64_t fail_entry(Entry *e)
{
    if (!e->zip->failed.n)
        e->zip->failed = e->name;
    return -1;
}

static Str entry_path(Entry *e)
{
    return fs_join(&e->zip->scratch, e->zip->dir, e->name);
}

static zip_int64_t tell_size(Entry *e, zip_stat_t *stat)
{
    ArenaMark mark = arena_mark(&e->zip->scratch);
    FsStamp stamp = fs_stamp_itself(entry_path(e));
    arena_rewind(&e->zip->scratch, mark);
    if (stamp.size < 0)
        return fail_entry(e);
    zip_stat_init(stat);
    e->left = stamp.size;
    stat->size = (zip_uint64_t)stamp.size;
    stat->valid = ZIP_STAT_SIZE;
    return (zip_int64_t)sizeof *stat;
}

static zip_int64_t open_entry(Entry *e)
{
    ArenaMark mark = arena_mark(&e->zip->scratch);
    bool ok = fs_open_below(&e->zip->scratch, e->zip->dir, e->name, &e->file) == FS_FILE;
    arena_rewind(&e->zip->scratch, mark);
    e->left = ok ? e->file.size : 0;
    return ok ? 0 : fail_entry(e);
}

static zip_int64_t read_entry(Entry *e, void *data, zip_uint64_t n)
{
    ptrdiff_t got = fs_read_some(&e->file, data, (ptrdiff_t)n);
    e->left -= got;
    bool is_other = got < 0 || e->left < 0 || (got < (ptrdiff_t)n && e->left > 0);     /* another hand is writing it */
    return is_other ? fail_entry(e) : got;
}

static zip_int64_t entry_call(void *context, void *data, zip_uint64_t n, zip_source_cmd_t command)
{
    Entry *e = context;
    switch (command) {
    case ZIP_SOURCE_STAT: return tell_size(e, data);
    case ZIP_SOURCE_OPEN: return open_entry(e);
    case ZIP_SOURCE_READ: return read_entry(e, data, n);
    case ZIP_SOURCE_CLOSE: fs_close(&e->file); return 0;
    case ZIP_SOURCE_ERROR: return say_error(data, ZIP_ER_READ);
    case ZIP_SOURCE_SUPPORTS: return ZIP_SOURCE_SUPPORTS_READABLE;
    default: return 0;
    }
}

static void add_entry(Zip *z, Entry *e)
{
    ArenaMark mark = arena_mark(&z->scratch);
    const char *name = str_z(&z->scratch, str_fmt(&z->scratch, STR_FMT "/" STR_FMT, STR_ARG(z->top), STR_ARG(e->name)));
    zip_source_t *source = zip_source_function(z->file, entry_call, e);
    zip_int64_t added = source ? zip_file_add(z->file, name, source, ZIP_FL_ENC_UTF_8) : -1;
    CHECK(added >= 0 && "memory for the zip");
    zip_uint64_t i = (zip_uint64_t)added;
    bool is_packed = pack_is_worth(e->name);
    CHECK(zip_set_file_compression(z->file, i, is_packed ? ZIP_CM_DEFLATE : ZIP_CM_STORE, is_packed ? ZIP_LEVEL : 0) == 0 &&
          zip_file_set_dostime(z->file, i, 0, ZIP_DATE, 0) == 0 &&
          zip_file_set_external_attributes(z->file, i, 0, ZIP_OPSYS_UNIX, ZIP_RIGHTS) == 0);
    arena_rewind(&z->scratch, mark);
}

bool zip_write(Arena *a, Str file, Str top, Str dir, const StrList *names, ZipSummary *summary, Str *path, Str *why)
{
    Zip z = {.dir = dir, .top = top};
    *path = file;
    if (!fs_draft_open(a, file, &z.target.draft, why))
        return false;
    zip_source_t *target = zip_source_function_create(target_call, &z.target, NULL);
    z.file = target ? zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, NULL) : NULL;
    CHECK(z.file && "memory for the zip");
    Entry *entries = arena_new(&z.scratch, Entry, names->n);
    for (ptrdiff_t i = 0; i < names->n; i++) {
        entries[i] = (Entry){.zip = &z, .name = names->items[i], .file = {.fd = -1}};
        add_entry(&z, &entries[i]);
    }
    bool ok = zip_close(z.file) == 0;
    *why = S("cannot be written");
    if (!ok) {
        *why = str_copy(a, str(zip_strerror(z.file)));
        zip_discard(z.file);
    }
    if (z.failed.n) {
        *path = fs_join(a, dir, z.failed);
        *why = S("is not there any more, or cannot be read");
    }
    arena_free(&z.scratch);
    *summary = (ZipSummary){.files = names->n, .bytes = z.target.end};
    return fs_draft_close(a, &z.target.draft, ok, &summary->written, why) && ok;
}

/* --- a site ---------------------------------------------------------------------------------------------------------------- */

static int by_bytes(const void *x, const void *y)
{
    return str_cmp(*(const Str *)x, *(const Str *)y);
}

static Str top_of(Str file)
{
    Str name = path_name(file), stem = str_ends(name, S(".zip")) ? str_head(name, name.n - 4) : name;
    return !stem.n || str_eq(stem, S(".")) || str_eq(stem, S("..")) ? S("site") : stem;
}

bool zip_site(Arena *a, Str file, Str output_dir, ZipSummary *summary, Str *path, Str *why)
{
    State state = {.log.fd = -1, .fresh.fd = -1};
    StrList names = {0};
    bool is_busy;
    *path = output_dir;
    if (!state_open(&state, output_dir, 1, &is_busy, why)) {
        if (is_busy)
            *why = S("another build is writing this folder; wait until it is done");
        state_close(&state);
        return false;
    }
    for (ptrdiff_t i = 0; i < state.output_paths.n; i++)
        if (state_has_output(&state.outputs[i]) && state.outputs[i].hash != OUTPUT_ABSENT)
            list_add(a, &names, state.outputs[i].path);
    if (names.n)
        qsort(names.items, (size_t)names.n, sizeof *names.items, by_bytes);
    bool ok = zip_write(a, file, top_of(file), output_dir, &names, summary, path, why);
    state_close(&state);
    return ok;
}
