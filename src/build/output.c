#include "build/output.h"

#include "base/hash.h"

#include <stdio.h>
#include <string.h>

/* --- files -------------------------------------------------------------------------------------------------------------------- */

/* `path`: below the folder. */
static void tell_failure(const Output *o, Writer *w, Str path, Str why)
{
    diag_file(w->diags, fs_join(&w->out, o->dir, path), DIAG_WRITE, STR_FMT, STR_ARG(why));
    w->failed = true;
}

void output_give_up(Writer *w, const OutputFile *file)
{
    list_add(w->keep, &w->unfinished, str_copy(w->keep, file->path));
}

static void put_record(const Output *o, Writer *w, const OutputFile *file, const FsStamp *stamp, uint64_t hash)
{
    if (!o->state)
        return;
    Buf diags = {.arena = &w->out};
    diags_put_record(&diags, w->diags, file->first_diag, (Str){0});
    output_put_record(chunks_room(o->state, CHUNK_OUTPUTS, &w->records), file->path, stamp, hash, &file->made_of, buf_str(&diags));
    if (file->known)
        file->known->is_told = true;
}

static void count(const Output *o, Writer *w, const OutputFile *file, FsWritten written)
{
    w->written[written]++;
    if (o->lists_changes && written != FS_SAME)
        list_add(w->keep, &w->changes, str_fmt(w->keep, "%s " STR_FMT, written == FS_CREATED ? "A" : "M", STR_ARG(file->path)));
}

/* --- packed twins ------------------------------------------------------------------------------------------------------------------------ */

/* A file that the site has by itself is not written over. */
static bool has_twin(const Output *o, Arena *scratch, Str path, Codec codec, Str *twin)
{
    if (!o->state || !o->load->config.precompress[codec] || !pack_is_worth(path))
        return false;
    *twin = str_join2(scratch, path, codec_suffix(codec));
    return table_find(&o->load->site.outputs, str_lower(scratch, *twin)) < 0;
}

static void put_twin(const Output *o, Writer *w, OutputFile *twin, Codec codec, Str bytes)
{
    Buf packed = buf_new(&w->out, bytes.n + 64);
    Str path = fs_join(&w->out, o->place, twin->path), why = {0};
    FsStamp stamp = {.size = -1};
    FsWritten written = FS_SAME;
    if (!w->packer)
        w->packer = packer_new(w->keep);
    bool gains = pack(w->packer, codec, bytes, &packed), was_there = !gains && twin->known && fs_stamp_itself(path).size >= 0, ok = true;
    if (gains)
        ok = fs_write_by(&w->out, path, &w->desk, false, buf_str(&packed), &written, &stamp, &why);
    else if (was_there)
        ok = fs_remove(&w->out, path, &why);
    if (ok && was_there && o->lists_changes)
        list_add(w->keep, &w->changes, str_join2(w->keep, S("D "), twin->path));
    if (!ok) {
        tell_failure(o, w, twin->path, why);
        output_give_up(w, twin);
        return;
    }
    if (gains)
        count(o, w, twin, written);
    put_record(o, w, twin, &stamp, gains ? hash_bytes(buf_str(&packed)) : OUTPUT_ABSENT);
}

/* `bytes` may be nothing: then they are read, if some twin needs them. */
static void put_twins(const Output *o, Writer *w, const OutputFile *file, uint64_t hash, Str bytes)
{
    enum { PACKED_MAX = 64 * 1024 * 1024 };
    for (Codec codec = 0; codec < CODEC_COUNT; codec++) {
        OutputFile twin = {.first_diag = w->diags->n, .made_of.parts = {[INGREDIENT_SOURCE] = hash, [INGREDIENT_CONFIG] = codec}};
        if (!has_twin(o, &w->out, file->path, codec, &twin.path))
            continue;
        twin.known = state_output(o->state, NULL, twin.path);
        if (output_is_current(o, w, &twin))
            continue;
        Str path = fs_join(&w->out, o->place, file->path), why;
        bool too_large;
        if (!bytes.p && !fs_read(&w->out, path, PACKED_MAX, &bytes, &too_large, &why)) {
            tell_failure(o, w, file->path, why);
            output_give_up(w, &twin);
            return;
        }
        put_twin(o, w, &twin, codec, bytes);
    }
}

/* --- writing ------------------------------------------------------------------------------------------------------------------------------- */

/* A file of the same bytes that still stands there is not opened again. */
static bool is_there(const Output *o, Writer *w, const OutputFile *file, uint64_t hash, Str bytes)
{
    FsStamp stamp;
    if (!file->known || file->known->hash != hash || !output_is_intact(o, &w->desk, file->known, &stamp))
        return false;
    count(o, w, file, FS_SAME);
    put_record(o, w, file, &stamp, hash);
    put_twins(o, w, file, hash, bytes);
    return true;
}

static void finish_file(const Output *o, Writer *w, const OutputFile *file, uint64_t hash, Str bytes, bool ok, FsWritten written, const FsStamp *stamp, Str why)
{
    if (!ok) {
        tell_failure(o, w, file->path, why);
        output_give_up(w, file);
        return;
    }
    count(o, w, file, written);
    put_record(o, w, file, stamp, hash);
    put_twins(o, w, file, hash, bytes);
}

void output_put(const Output *o, Writer *w, const OutputFile *file, Str bytes)
{
    uint64_t hash = o->state ? hash_bytes(bytes) : 0;
    if (is_there(o, w, file, hash, bytes))
        return;
    Str path = fs_join(&w->out, o->place, file->path), why = {0};
    FsWritten written;
    FsStamp stamp;
    bool ok = fs_write_by(&w->out, path, &w->desk, !file->known, bytes, &written, &stamp, &why);
    finish_file(o, w, file, hash, bytes, ok, written, &stamp, why);
}

void output_copy(const Output *o, Writer *w, const OutputFile *file, Str source, uint64_t hash)
{
    if (is_there(o, w, file, hash, (Str){0}))
        return;
    Str path = fs_join(&w->out, o->place, file->path), why = {0};
    FsWritten written;
    FsStamp stamp;
    bool ok = fs_copy_by(&w->out, source, path, &w->desk, &written, &stamp, &why);
    finish_file(o, w, file, hash, (Str){0}, ok, written, &stamp, why);
}

bool output_is_intact(const Output *o, FsDesk *desk, const OutputRecord *known, FsStamp *stamp)
{
    char room[4096];
    uint64_t hash;
    Str path = {room, o->place.n + 1 + known->path.n};
    if (known->is_only_planned || path.n >= (ptrdiff_t)sizeof room)
        return false;
    if (known->is_intact) {
        *stamp = known->stamp;
        return true;
    }
    memcpy(room, o->place.p, (size_t)o->place.n);
    room[o->place.n] = '/';
    memcpy(room + o->place.n + 1, known->path.p, (size_t)known->path.n);
    *stamp = fs_stamp_by(desk, path);
    if (known->hash == OUTPUT_ABSENT)
        return stamp->size < 0;
    if (!o->thorough && !known->is_young && stamp_eq(stamp, &known->stamp))
        return true;
    return stamp->size == known->stamp.size && fs_hash(path, &hash) && hash == known->hash;
}

/* --- why ------------------------------------------------------------------------------------------------------------------------------- */

static bool is_asked(const Output *o, const OutputFile *file)
{
    for (ptrdiff_t i = 0; i < o->explain.n; i++)
        if (str_eq(o->explain.items[i], file->path))
            return true;
    return false;
}

void output_explain(const Output *o, Writer *w, const OutputFile *file, const char *reason)
{
    if (is_asked(o, file))
        list_add(w->keep, &w->explained, str_fmt(w->keep, STR_FMT " %s", STR_ARG(file->path), reason));
}

/* `besides`: why it is made although nothing may have changed, or NULL. */
static Str reason_of(Arena *a, const OutputFile *file, bool is_intact, const char *besides)
{
    static const char *const changed[] = {
        [INGREDIENT_SOURCE] = "its source changed",
        [INGREDIENT_THEME] = "a template or partial that it uses changed",
        [INGREDIENT_CONFIG] = "a config key that it shows changed, or the navigation",
        [INGREDIENT_LINKS] = "what it links to or lists changed: a title, an address, what is there, the articles before and after it",
        [INGREDIENT_REFERRERS] = "the articles that link to it changed",
    };
    const OutputRecord *known = file->known;
    if (!known)
        return S("is new");
    if (known->is_only_planned)
        return S("is made again: the last build did not finish it, was of another version of kb or other settings, or counts no more (--force)");
    StrList reasons = {0};
    for (int i = 0; i < INGREDIENT_COUNT; i++)
        if (known->made_of.parts[i] != file->made_of.parts[i])
            list_add(a, &reasons, str(changed[i]));
    if (!is_intact)
        list_add(a, &reasons, known->hash == OUTPUT_ABSENT ? S("a file is there that another hand made")
                                                             : S("the file is missing, or was changed by another hand"));
    if (!reasons.n && besides)
        list_add(a, &reasons, str(besides));
    if (!reasons.n)
        return S("is as it was: nothing that it is made of changed");
    return str_join2(a, S("is made again: "), list_join(a, &reasons, S("; ")));
}

void output_explain_making(const Output *o, Writer *w, const OutputFile *file, const char *besides)
{
    FsStamp stamp;
    if (is_asked(o, file))
        output_explain(o, w, file, str_z(w->scratch, reason_of(w->scratch, file, file->known && output_is_intact(o, &w->desk, file->known, &stamp), besides)));
}

bool output_is_current(const Output *o, Writer *w, const OutputFile *file)
{
    OutputRecord *known = file->known;
    FsStamp stamp = {.size = -1};
    bool is_intact = known && output_is_intact(o, &w->desk, known, &stamp);
    if (is_asked(o, file))
        output_explain(o, w, file, str_z(w->scratch, reason_of(w->scratch, file, is_intact, NULL)));
    if (!is_intact || !fingerprint_eq(&known->made_of, &file->made_of) || (known->diags.n && o->state->is_elsewhere))
        return false;
    if (known->hash != OUTPUT_ABSENT)
        count(o, w, file, FS_SAME);
    diags_get_record(known->diags, (Str){0}, w->diags);
    if (!stamp_eq(&stamp, &known->stamp)) {
        put_record(o, w, file, &stamp, known->hash);
    } else if (o->state->fresh.fd >= 0) {
        buf_put(chunks_room(o->state, CHUNK_OUTPUTS, &w->records), known->bytes);
        known->is_told = true;
    }
    if (known->hash != OUTPUT_ABSENT)
        put_twins(o, w, file, known->hash, (Str){0});
    return true;
}

bool output_source(Writer *w, const Article *article, Source *raw)
{
    Str why;
    if (load_source(w->scratch, article, raw, &why))
        return true;
    diag_file(w->diags, raw->path, DIAG_UNREADABLE, STR_FMT, STR_ARG(why));
    w->failed = true;
    return false;
}

/* --- the parallel loop -------------------------------------------------------------------------------------------------------- */

typedef struct Stage {
    const Output *output;
    OutputJob *job;
    void *context;
} Stage;

static void run_job(void *context, int worker, ptrdiff_t index)
{
    const Stage *stage = context;
    Writer *w = &stage->output->writers[worker];
    ArenaMark out = arena_mark(&w->out), scratch = arena_mark(w->scratch);
    stage->job(stage->context, stage->output, worker, index);
    arena_rewind(w->scratch, scratch);
    arena_rewind(&w->out, out);
}

static void show_progress(void *context, ptrdiff_t taken, ptrdiff_t count)
{
    ptrdiff_t *last = context;
    ptrdiff_t percent = count ? taken * 100 / count : 100;
    if (percent == *last)
        return;
    *last = percent;
    fprintf(stderr, percent < 100 ? "\r%3td %%" : "\r     \r", percent);
}

void output_run(Output *o, ptrdiff_t count, OutputJob *job, void *context)
{
    Load *l = o->load;
    Stage stage = {o, job, context};
    ptrdiff_t last = -1;
    if (!o->writers)
        o->writers = arena_new(&l->arena, Writer, l->threads);
    for (int i = 0; i < l->threads; i++) {
        o->writers[i].scratch = &l->workers[i].scratch;
        o->writers[i].keep = &l->workers[i].keep;
        o->writers[i].diags = &l->workers[i].diags;
        if (o->state)
            o->writers[i].desk.draft = str_fmt(&l->arena, STR_FMT "/%d", STR_ARG(o->state->drafts), i);
        o->writers[i].desk.is_unseen = o->state && o->state->tree.n;
    }
    pool_run(l->threads, count, run_job, &stage, fs_is_terminal(2) && !o->quiet ? show_progress : NULL, &last);
    for (int i = 0; i < l->threads; i++) {
        fs_desk_close(&o->writers[i].desk);
        if (o->writers[i].failed)
            l->status = EXIT_IO;
        arena_free(&o->writers[i].out);
    }
}

/* --- before and after ------------------------------------------------------------------------------------------------------------------ */

bool output_fail(Output *o, Str path, Str why)
{
    diag_file(&o->load->diags, path, DIAG_WRITE, STR_FMT, STR_ARG(why));
    o->load->status = EXIT_IO;
    return false;
}

bool output_hide(Output *o)
{
    Str why;
    o->place = o->dir;
    if (!state_open_tree(o->state, &why))
        return output_fail(o, o->dir, why);
    if (o->state->tree.n)
        o->place = o->state->tree;
    return true;
}

bool output_publish(Output *o)
{
    Str why = S("holds a part of a file that could not be written");
    bool is_whole = true;
    for (int i = 0; i < o->load->threads && o->writers; i++)
        is_whole = is_whole && !o->writers[i].desk.has_litter;
    if (!o->state->tree.n || (is_whole && state_publish_tree(o->state, o->dir, &why)))
        return true;
    output_fail(o, o->dir, why);
    for (int i = 0; i < o->load->threads && o->writers; i++)
        chunks_drop(&o->writers[i].records);        /* of files that nobody will find */
    return false;
}

static OutputRecord *plan_file(OutputPlan *plan, Str path)
{
    OutputRecord *known = state_output(plan->output->state, plan->last, path);
    if (known) {
        known->is_wanted = true;
        plan->last = known;
    } else {
        record_put_str(&plan->fresh, path);
    }
    return known;
}

void output_plan_begin(OutputPlan *plan, Output *o)
{
    *plan = (OutputPlan){.output = o};
    plan->fresh = chunk_begin(&plan->scratch);
}

OutputRecord *output_plan_file(OutputPlan *plan, Str path)
{
    OutputRecord *known = plan_file(plan, path);
    ArenaMark mark = arena_mark(&plan->names);
    Str twin;
    for (Codec codec = 0; codec < CODEC_COUNT; codec++)
        if (has_twin(plan->output, &plan->names, path, codec, &twin))
            plan_file(plan, twin);
    arena_rewind(&plan->names, mark);
    return known;
}

bool output_plan_end(OutputPlan *plan)
{
    Output *o = plan->output;
    state_tell_planned(o->state, &plan->fresh);
    arena_free(&plan->scratch);
    arena_free(&plan->names);
    if (o->state->failed)
        output_fail(o, o->state->log.path, o->state->why);
    return !o->state->failed;
}

bool output_plan(Output *o, OutputFile *files, ptrdiff_t n)
{
    OutputPlan plan;
    output_plan_begin(&plan, o);
    for (ptrdiff_t i = 0; i < n; i++)
        files[i].known = output_plan_file(&plan, files[i].path);
    return output_plan_end(&plan);
}

/* Removes the folders that the file at `path` was the last one in. */
static void sweep_folders(Output *o, Arena *scratch, Str path)
{
    for (ptrdiff_t slash; (slash = str_find_last_char(path, '/')) > 0; path = str_head(path, slash))
        if (!fs_remove_dir(scratch, fs_join(scratch, o->dir, str_head(path, slash))))
            return;
}

bool output_remove(Output *o, Arena *scratch, const OutputRecord *known)
{
    Str why, path = fs_join(scratch, o->dir, known->path);
    bool was_there = fs_stamp_itself(path).size >= 0;
    if (!fs_remove(scratch, path, &why))
        return output_fail(o, str_copy(&o->load->arena, path), why);
    sweep_folders(o, scratch, known->path);
    if (was_there)
        list_add(&o->load->arena, &o->removed, str_copy(&o->load->arena, known->path));
    return true;
}

static bool is_index(Str path)
{
    return str_starts(path, S("search/"));
}

void output_sweep(Output *o, bool but_search)
{
    Arena scratch = {0};
    Buf gone = chunk_begin(&scratch);
    State *s = o->state;
    for (ptrdiff_t i = 0; i < s->output_paths.n; i++) {
        OutputRecord *known = &s->outputs[i];
        if (known->is_wanted || !state_has_output(known) || (but_search && is_index(known->path)))
            continue;
        ArenaMark mark = arena_mark(&scratch);
        bool is_gone = output_remove(o, &scratch, known);
        arena_rewind(&scratch, mark);
        if (!is_gone)
            continue;
        record_put(&gone, 1);
        record_put_str(&gone, known->path);
        *known = (OutputRecord){.path = known->path};
    }
    state_append(s, CHUNK_GONE, &gone);
    arena_free(&scratch);
}

/* --- what is said at the end ---------------------------------------------------------------------------------------------------- */

enum { WRITE_FAILURES_SHOWN = 10 };

/* A full disk or a folder that cannot be written fails every file alike: the first of them and a count say as much. */
static void fold_write_failures(Load *l, Str dir)
{
    diags_sort(&l->diags);
    ptrdiff_t n = 0, failures = 0;
    for (ptrdiff_t i = 0; i < l->diags.n; i++) {
        bool is_failure = l->diags.items[i].code == DIAG_WRITE;
        failures += is_failure;
        if (!is_failure || failures <= WRITE_FAILURES_SHOWN)
            l->diags.items[n++] = l->diags.items[i];
    }
    l->diags.n = n;
    if (failures > WRITE_FAILURES_SHOWN)
        diag_file(&l->diags, dir, DIAG_WRITE, "%td more files could not be written", failures - WRITE_FAILURES_SHOWN);
}

/* What all threads had to say: sorted, a heap of files that could not be written folded. */
static void gather_diags(Output *o)
{
    Load *l = o->load;
    for (int i = 0; i < l->threads; i++)
        diags_append(&l->diags, &l->workers[i].diags);
    fold_write_failures(l, o->dir);
}

static Str counted(Arena *a, ptrdiff_t n, const char *noun)
{
    return str_fmt(a, "%td %s%s", n, noun, n == 1 ? "" : "s");
}

static void print_summary(const Output *o, double seconds)
{
    Load *l = o->load;
    ptrdiff_t written[3] = {0};
    for (int i = 0; i < l->threads && o->writers; i++)
        for (int k = 0; k < 3; k++)
            written[k] += o->writers[i].written[k];
    written[FS_SAME] += o->kept;
    ptrdiff_t files = written[FS_CREATED] + written[FS_CHANGED] + written[FS_SAME];
    Str removed = o->removed.n ? str_fmt(&l->arena, ", %td removed", o->removed.n) : (Str){0};
    ptrdiff_t notes = diags_count(&l->diags, SEVERITY_NOTE), warnings = diags_count(&l->diags, SEVERITY_WARNING);
    ptrdiff_t errors = diags_count(&l->diags, SEVERITY_ERROR);
    Arena *a = &l->arena;
    Str text = str_fmt(a, "kb: " STR_FMT ", " STR_FMT " in " STR_FMT " (%td new, %td changed, %td as they were" STR_FMT "); "
                          STR_FMT ", " STR_FMT ", " STR_FMT "; %.2f s\n",
                       STR_ARG(counted(a, o->articles, "article")), STR_ARG(counted(a, files, "file")), STR_ARG(o->dir), written[FS_CREATED],
                       written[FS_CHANGED], written[FS_SAME], STR_ARG(removed), STR_ARG(counted(a, errors, "error")), STR_ARG(counted(a, warnings, "warning")),
                       STR_ARG(counted(a, notes, "note")), seconds);
    print_err(text);
}

int output_finish(Output *o, bool loaded, bool strict, bool json, bool verbose, double start)
{
    Load *l = o->load;
    for (int i = 0; i < l->threads && o->writers; i++)
        if (o->writers[i].packer)
            packer_free(o->writers[i].packer);
    gather_diags(o);
    if (strict)
        diags_raise_warnings(&l->diags);
    diags_print(&l->arena, &l->diags, verbose, json);
    if (loaded && !o->quiet && !json)
        print_summary(o, fs_seconds() - start);
    if (l->status != EXIT_OK)
        return (int)l->status;
    return diags_count(&l->diags, SEVERITY_ERROR) ? EXIT_CONTENT : EXIT_OK;
}
