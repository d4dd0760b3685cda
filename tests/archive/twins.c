/* twins ARCHIVE_DIR [SITE_DIR]: the two formats of an article say the same.
 *
 * Nearly every article of the archive exists twice, as plain text (txt/NNN/QNNNNNN.TXT) and inside front matter (kb/NNN/QNNNNNN/README.md),
 * the second made of the first by a program. Both are read by the program's own readers here, and the fields that the conversion kept must come
 * out equal, but for the exceptions in a table, each with its reason and counted. With a site, every front-matter article must also have
 * its page at the permalink that its author gave it. */
#include "base/fs.h"
#include "base/pool.h"
#include "read/read.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

enum { FILE_LIMIT = 1 << 26, REPORTED = 40 };

/* --- the fields that must agree, each as one string ----------------------------------------------------------------------- */

static Str get_id(Arena *a, const Meta *m)
{
    return str_fmt(a, STR_FMT " %lld", STR_ARG(m->id), (long long)m->number);
}

static Str get_dates(Arena *a, const Meta *m)
{
    return str_fmt(a, STR_FMT " " STR_FMT, STR_ARG(m->date), STR_ARG(m->updated));
}

static Str get_title(Arena *a, const Meta *m)
{
    (void)a;
    return m->title;
}

static Str get_versions(Arena *a, const Meta *m)
{
    Buf b = buf_new(a, 64);
    for (ptrdiff_t i = 0; i < m->version_count; i++) {
        buf_fmt(&b, "%s" STR_FMT ":", i ? "; " : "", STR_ARG(m->versions[i].platform));
        buf_put(&b, list_join(a, &m->versions[i].values, S(",")));
    }
    return buf_str(&b);
}

static Str get_applies_to(Arena *a, const Meta *m)
{
    Buf b = buf_new(a, 256);
    for (ptrdiff_t i = 0; i < m->applies_to_count; i++)
        buf_fmt(&b, "%s%d " STR_FMT, i ? " | " : "", m->applies_to[i].depth, STR_ARG(m->applies_to[i].text));
    return buf_str(&b);
}

static Str get_query_words(Arena *a, const Meta *m)
{
    (void)a;
    return m->query_words;
}

typedef struct Field {
    const char *name;
    Str (*get)(Arena *a, const Meta *m);
    size_t list;            /* where none is given: the StrList at this place of Meta */
} Field;

static const Field FIELDS[] = {
    {"id", .get = get_id},
    {"date", .get = get_dates},
    {"title", .get = get_title},
    {"product", .list = offsetof(Meta, products)},
    {"operating system", .list = offsetof(Meta, operating_systems)},
    {"keywords", .list = offsetof(Meta, keywords)},
    {"technologies", .list = offsetof(Meta, technologies)},
    {"versions", .get = get_versions},
    {"issue type", .list = offsetof(Meta, issue_types)},
    {"solution type", .list = offsetof(Meta, solution_types)},
    {"hardware", .list = offsetof(Meta, hardware)},
    {"component", .list = offsetof(Meta, components)},
    {"platform", .list = offsetof(Meta, platforms)},
    {"applies-to", .get = get_applies_to},
    {"query words", .get = get_query_words},
};

enum { FIELD_COUNT = sizeof FIELDS / sizeof FIELDS[0] };

static Str field_of(Arena *a, const Field *f, const Meta *m)
{
    return f->get ? f->get(a, m) : list_join(a, (const StrList *)(const void *)((const char *)m + f->list), S(" | "));
}

/* --- where they may differ ------------------------------------------------------------------------------------------------- */

typedef struct Pair {
    int field;
    Str text, front;        /* the same field of the two */
} Pair;

typedef struct Exception {
    const char *name;
    const char *field;
    bool (*holds)(Arena *a, const Pair *pair);
} Exception;

/* `s` with every `from` replaced. */
static Str replaced(Arena *a, Str s, Str from, Str to)
{
    Buf b = buf_new(a, s.n + 16);
    for (ptrdiff_t at; (at = str_find(s, from)) >= 0; s = str_from(s, at + from.n)) {
        buf_put(&b, str_head(s, at));
        buf_put(&b, to);
    }
    buf_put(&b, s);
    return buf_str(&b);
}

/* The conversion wrote typographic quotes as the ones of a typewriter. */
static bool has_plain_quotes(Arena *a, const Pair *pair)
{
    Str plain = replaced(a, replaced(a, pair->text, S("\u2018"), S("'")), S("\u2019"), S("'"));
    plain = replaced(a, replaced(a, plain, S("\u201C"), S("\"")), S("\u201D"), S("\""));
    return str_eq(plain, pair->front);
}

/* The conversion wrote DEL as "<7F>", where the reader of the text has a character that cannot be shown. */
static bool has_del_spelt_out(Arena *a, const Pair *pair)
{
    return str_eq(replaced(a, pair->text, S("\uFFFD"), S("<7F>")), pair->front);
}

static const Exception EXCEPTIONS[] = {
    {"typographic quotes", "title", has_plain_quotes},
    {"DEL spelt out", "title", has_del_spelt_out},
};

enum { EXCEPTION_COUNT = sizeof EXCEPTIONS / sizeof EXCEPTIONS[0] };

/* --- one pair --------------------------------------------------------------------------------------------------------------- */

typedef struct Counts {
    long long pairs, single, pages, differing[FIELD_COUNT], exceptions[EXCEPTION_COUNT];
} Counts;

typedef struct Seat {
    Arena scratch, kept;
    Counts counts;
} Seat;

typedef struct Job {
    Str archive, site;
    const FsList *files;    /* below kb/ */
    ReadOptions options;
    StrList *troubles;      /* by file */
    Seat seats[POOL_MAX];
} Job;

static bool read_meta(const Job *job, Arena *a, Str path, Meta *meta)
{
    Source raw = {.path = path}, decoded;
    Diags diags = {.arena = a};
    Doc doc = {0};
    Str why;
    bool too_large;
    if (!fs_read(a, path, FILE_LIMIT, &raw.text, &too_large, &why) ||
        read_article(a, &raw, &job->options, &doc, &decoded, &diags) != READ_ARTICLE)
        return false;
    *meta = doc.meta;
    return true;
}

static bool is_exception(Arena *a, Counts *counts, const Pair *pair)
{
    for (int k = 0; k < EXCEPTION_COUNT; k++) {
        const Exception *e = &EXCEPTIONS[k];
        if (strcmp(e->field, FIELDS[pair->field].name) != 0 || !e->holds(a, pair))
            continue;
        counts->exceptions[k]++;
        return true;
    }
    return false;
}

static void compare(Job *job, Seat *seat, ptrdiff_t index, const Meta *text, const Meta *front)
{
    Arena *a = &seat->scratch;
    for (int i = 0; i < FIELD_COUNT; i++) {
        Pair pair = {i, field_of(a, &FIELDS[i], text), field_of(a, &FIELDS[i], front)};
        if (str_eq(pair.text, pair.front) || is_exception(a, &seat->counts, &pair))
            continue;
        seat->counts.differing[i]++;
        list_add(&seat->kept, &job->troubles[index],
                 str_fmt(&seat->kept, "%s: text \"" STR_FMT "\", front \"" STR_FMT "\"", FIELDS[i].name, STR_ARG(pair.text), STR_ARG(pair.front)));
    }
}

static void check_page(Job *job, Seat *seat, ptrdiff_t index, const Meta *front)
{
    Str page = str_fmt(&seat->scratch, STR_FMT "/" STR_FMT "index.html", STR_ARG(job->site), STR_ARG(str_unprefix(front->permalink, S("/"))));
    seat->counts.pages++;
    if (!front->permalink.n || fs_kind(page) != FS_FILE)
        list_add(&seat->kept, &job->troubles[index], str_fmt(&seat->kept, "no page at its permalink \"" STR_FMT "\"", STR_ARG(front->permalink)));
}

/* kb/NNN/QNNNNNN/README.md -> txt/NNN/QNNNNNN.TXT */
static Str twin_path(Arena *a, const Job *job, Str path)
{
    return str_fmt(a, STR_FMT "/txt/" STR_FMT ".TXT", STR_ARG(job->archive), STR_ARG(str_head(path, str_find_last_char(path, '/'))));
}

static void check_one(void *context, int worker, ptrdiff_t index)
{
    Job *job = context;
    Seat *seat = &job->seats[worker];
    Arena *a = &seat->scratch;
    ArenaMark mark = arena_mark(a);
    Str path = job->files->items[index].path, twin = twin_path(a, job, path);
    Meta text, front;
    bool has_twin = fs_kind(twin) == FS_FILE;
    if (!read_meta(job, a, str_fmt(a, STR_FMT "/kb/" STR_FMT, STR_ARG(job->archive), STR_ARG(path)), &front)) {
        list_add(&seat->kept, &job->troubles[index], S("no article for the reader"));
    } else {
        if (job->site.n)
            check_page(job, seat, index, &front);
        seat->counts.single += !has_twin;
        seat->counts.pairs += has_twin;
        if (has_twin && read_meta(job, a, twin, &text))
            compare(job, seat, index, &text, &front);
        else if (has_twin)
            list_add(&seat->kept, &job->troubles[index], S("the text is no article for the reader"));
    }
    arena_rewind(a, mark);
}

/* --- all of them -------------------------------------------------------------------------------------------------------------- */

static Counts sum(const Job *job)
{
    Counts all = {0};
    for (int i = 0; i < POOL_MAX; i++) {
        const Counts *c = &job->seats[i].counts;
        all.pairs += c->pairs;
        all.single += c->single;
        all.pages += c->pages;
        for (int k = 0; k < FIELD_COUNT; k++)
            all.differing[k] += c->differing[k];
        for (int k = 0; k < EXCEPTION_COUNT; k++)
            all.exceptions[k] += c->exceptions[k];
    }
    return all;
}

static int report(const Job *job)
{
    Counts all = sum(job);
    ptrdiff_t troubles = 0, shown = 0;
    for (ptrdiff_t i = 0; i < job->files->n; i++)
        troubles += job->troubles[i].n;
    bool ok = !troubles && job->files->n;
    printf("%sok 1 - the two formats of an article say the same%s\n", ok ? "" : "not ", job->site.n ? ", and every permalink is kept" : "");
    printf("# %lld pairs, %lld articles without a twin, %lld permalinks, %td troubles\n", all.pairs, all.single, all.pages, troubles);
    for (int k = 0; k < FIELD_COUNT; k++)
        if (all.differing[k])
            printf("# %-18s differs %lld times\n", FIELDS[k].name, all.differing[k]);
    for (int k = 0; k < EXCEPTION_COUNT; k++)
        printf("# %s, %s: %lld\n", EXCEPTIONS[k].field, EXCEPTIONS[k].name, all.exceptions[k]);
    for (ptrdiff_t i = 0; i < job->files->n && shown < REPORTED; i++)
        for (ptrdiff_t k = 0; k < job->troubles[i].n && shown < REPORTED; k++, shown++)
            printf("# " STR_FMT ": " STR_FMT "\n", STR_ARG(job->files->items[i].path), STR_ARG(job->troubles[i].items[k]));
    printf("1..1\n");
    return !ok;
}

int main(int argc, char **argv)
{
    if (argc != 2 && argc != 3) {
        fputs("usage: twins ARCHIVE_DIR [SITE_DIR]\n", stderr);
        return 2;
    }
    static Job job;
    Arena a = {0};
    FsList files = {0};
    Str why;
    IdPattern ids = id_pattern_default();
    job.archive = str(argv[1]);
    job.site = argc == 3 ? str(argv[2]) : (Str){0};
    job.files = &files;
    job.options.ids = &ids;
    if (!fs_walk(&a, fs_join(&a, job.archive, S("kb")), false, (Str){0}, &files, &why)) {
        fprintf(stderr, "twins: %s/kb: " STR_FMT "\n", argv[1], STR_ARG(why));
        return 2;
    }
    job.troubles = arena_new(&a, StrList, files.n + 1);
    int threads = fs_processors();
    pool_run(threads > POOL_MAX ? POOL_MAX : threads, files.n, check_one, &job, NULL, NULL);
    return report(&job);
}
