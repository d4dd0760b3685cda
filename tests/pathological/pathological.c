/* pathological [-g] [-s KIB] [NAME…]: inputs built to be slow, read and written as HTML, with the time that each takes.
 *
 * Names choose inputs by a part of their name; inputs.h says what inputs there are.
 *
 * Without -g reading an input of the size (1 MiB) may take LIMIT_MS of processor time. The limit grows with how slowly this machine hashes
 * and hands out memory, measured in the same run. Of an input that takes longer the library that reads Markdown or YAML is measured alone, and what
 * it needs is said and not counted: only the rest must keep to the limit. With -g each input is also made at a quarter of the size, and reading and writing
 * the whole may take at most GROWTH times as long as the quarter: four is linear, sixteen is quadratic. Built with sanitizers, all that
 * counts is to come through. */
#define _POSIX_C_SOURCE 200809L    /* clock_gettime */
#include "inputs.h"

#include "read/charset.h"
#include "read/read.h"
#include "write/html.h"

#include <cmark.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <yaml.h>

enum { LIMIT_MS = 50, GROWTH = 8, TRIES = 5 };
#define FLOOR_SECONDS 0.002        /* times below this are noise */
#define MACHINE_SECONDS 0.016      /* of machine_once, where the limit is meant to hold as it is */

#if defined(__SANITIZE_ADDRESS__)
enum { HAS_SANITIZER = 1 };
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
enum { HAS_SANITIZER = 1 };
#else
enum { HAS_SANITIZER = 0 };
#endif
#else
enum { HAS_SANITIZER = 0 };
#endif

/* --- running --------------------------------------------------------------------------------------------------------- */

typedef struct Times {
    double read, write;
} Times;

static double cpu_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static LinkTarget to_article(void *context, int64_t number, int line)
{
    (void)context, (void)number, (void)line;
    return (LinkTarget){S("/kb/"), S("Title"), NULL};
}

static LinkTarget to_url(void *context, Str url, int line)
{
    (void)context, (void)line;
    return (LinkTarget){url, {0}, NULL};
}

static Times run_once(Str path, Str text)
{
    IdPattern ids = id_pattern_default();
    Arena arena = {0}, diags_arena = {0};
    Diags diags = {.arena = &diags_arena};
    ReadOptions options = {&ids};
    Source raw = {path, text}, decoded;
    Doc doc = {0};
    double start = cpu_seconds();
    ReadResult result = read_article(&arena, &raw, &options, &doc, &decoded, &diags);
    double middle = cpu_seconds();
    if (result == READ_ARTICLE) {
        Buf page = {.arena = &arena};
        doc_set_anchors(&arena, &doc);
        html_put(&page, doc.root, &(HtmlOptions){NULL, to_article, to_url, to_url, false});
    }
    double end = cpu_seconds();
    arena_free(&arena);
    arena_free(&diags_arena);
    return (Times){middle - start, end - middle};
}

static double least(double x, double y)
{
    return x < y ? x : y;
}

/* The least of several runs, until one is below what is asked. */
static Times run(Str path, Str text, Times enough, int tries)
{
    Times best = run_once(path, text);
    for (int i = 1; i < tries && (best.read > enough.read || best.write > enough.write); i++) {
        Times again = run_once(path, text);
        best = (Times){least(best.read, again.read), least(best.write, again.write)};
    }
    return best;
}

/* What reading does most: it takes fresh memory, fills it, and looks at bytes in order. */
static double machine_once(void)
{
    enum { ROUNDS = 4, SIZE = 1 << 20 };
    Arena arena = {0};
    uint64_t sum = 0;
    double start = cpu_seconds();
    for (int i = 0; i < ROUNDS; i++) {
        for (int k = 0; k < 8; k++)
            arena_new(&arena, char, SIZE);
        sum += str_hash((Str){arena_new(&arena, char, SIZE), SIZE});
    }
    double seconds = cpu_seconds() - start;
    arena_free(&arena);
    return sum ? seconds : 0;
}

/* How much slower this machine is than where the limit was set. */
static double slowness(void)
{
    double best = machine_once();
    for (int i = 0; i < 20; i++)
        best = least(best, machine_once());
    return best > MACHINE_SECONDS ? best / MACHINE_SECONDS : 1;
}

static double markdown_alone(Str text)
{
    double start = cpu_seconds();
    cmark_node_free(cmark_parse_document(text.n ? text.p : "", (size_t)text.n, CMARK_OPT_DEFAULT));
    return cpu_seconds() - start;
}

static double yaml_alone(Str text)
{
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser))
        return 0;
    double start = cpu_seconds();
    yaml_parser_set_input_string(&parser, (const unsigned char *)text.p, (size_t)text.n);
    int depth = 0;
    for (bool goes_on = true; goes_on && depth < 100;) {    /* no reader goes deeper */
        yaml_event_t event;
        goes_on = yaml_parser_parse(&parser, &event) && event.type != YAML_STREAM_END_EVENT;
        if (!goes_on)
            break;
        depth += event.type == YAML_SEQUENCE_START_EVENT || event.type == YAML_MAPPING_START_EVENT;
        depth -= event.type == YAML_SEQUENCE_END_EVENT || event.type == YAML_MAPPING_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return cpu_seconds() - start;
}

typedef struct Bench {
    Arena scratch;
    char **wanted;
    int wanted_count;
    ptrdiff_t size;
    bool only_growth;
    double limit;           /* seconds */
    int run, failed;
    int over, over_alone;   /* inputs beyond the limit; those that a library alone takes beyond it */
    double slowest;
    char slowest_name[128];
} Bench;

static bool is_wanted(const Bench *b, const char *name)
{
    for (int i = 0; i < b->wanted_count; i++)
        if (strstr(name, b->wanted[i]))
            return true;
    return b->wanted_count == 0;
}

/* `note` is said of an input that is not wrong, too. */
static void report(Bench *b, const char *name, Times t, bool ok, const char *note)
{
    b->run++;
    b->failed += !ok;
    if (t.read > b->slowest) {
        b->slowest = t.read;
        snprintf(b->slowest_name, sizeof b->slowest_name, "%s", name);
    }
    printf("%s %d - %-60s %8.1f ms %8.1f ms%s\n", ok ? "ok" : "not ok", b->run, name, t.read * 1e3, t.write * 1e3, note);
    fflush(stdout);
}

/* A machine that does other work too slows one of the two down now and then, and so does a page of memory that comes late: what grows too fast does so
 * every time. */
static void try_growth(Bench *b, const Input *input)
{
    enum { ROUNDS = 4 };
    char why[128] = "?";
    Times whole = {0};
    for (int round = 0; round < ROUNDS && why[0]; round++) {
        Times quarter = run(input->path, input_text(&b->scratch, input, b->size / 4), (Times){0}, 2);
        Times enough = {GROWTH * (quarter.read > FLOOR_SECONDS ? quarter.read : FLOOR_SECONDS),
                        GROWTH * (quarter.write > FLOOR_SECONDS ? quarter.write : FLOOR_SECONDS)};
        whole = run(input->path, input_text(&b->scratch, input, b->size), enough, TRIES);
        why[0] = '\0';
        if (whole.read > enough.read || whole.write > enough.write)
            snprintf(why, sizeof why, "  a quarter of it: %.1f ms %.1f ms", quarter.read * 1e3, quarter.write * 1e3);
    }
    report(b, input->name, whole, !why[0], why);
}

/* It is given what we give it, UTF-8. */
static double library_alone(Bench *b, const Input *input, Str raw)
{
    Parser parser = input->parser;
    Diags diags = {.arena = &b->scratch};
    Str text = charset_decode(&b->scratch, &(Source){input->path, raw}, &diags);
    double best = parser == PARSER_NONE ? 0 : 1e9;
    for (int i = 0; i < TRIES && parser != PARSER_NONE; i++)
        best = least(best, parser == PARSER_CMARK ? markdown_alone(text) : yaml_alone(text));
    return best;
}

static void try_limit(Bench *b, const Input *input)
{
    Str text = input_text(&b->scratch, input, b->size);
    char note[128] = "";
    bool ok = true;
    Times t = run(input->path, text, (Times){b->limit, 1e9}, HAS_SANITIZER ? 1 : TRIES);
    if (!HAS_SANITIZER && t.read > b->limit) {
        double library = library_alone(b, input, text);
        ok = t.read <= b->limit + library;
        b->over += library <= b->limit;
        b->over_alone += library > b->limit;
        snprintf(note, sizeof note, library ? "  more than %.0f ms; %.1f ms of it %s's" : "  more than %.0f ms", b->limit * 1e3, library * 1e3,
                 input->parser == PARSER_CMARK ? "cmark" : "libyaml");
    }
    report(b, input->name, t, ok, note);
}

static void try(void *context, const Input *input)
{
    Bench *b = context;
    if (!is_wanted(b, input->name))
        return;
    if (b->only_growth && !HAS_SANITIZER)
        try_growth(b, input);
    else
        try_limit(b, input);
    arena_rewind(&b->scratch, (ArenaMark){0});
}

int main(int argc, char **argv)
{
    Bench b = {.size = HAS_SANITIZER ? 1 << 17 : 1 << 20};
    int i = 1;
    for (; i < argc && argv[i][0] == '-'; i++) {
        if (strcmp(argv[i], "-g") == 0) {
            b.only_growth = true;
        } else if (strcmp(argv[i], "-s") == 0 && i + 1 < argc && atoi(argv[i + 1]) > 0) {
            b.size = (ptrdiff_t)atoi(argv[++i]) * 1024;
        } else {
            fputs("usage: pathological [-g] [-s KIB] [NAME...]\n", stderr);
            return 2;
        }
    }
    b.wanted = argv + i;
    b.wanted_count = argc - i;
    double slow = slowness();
    b.limit = LIMIT_MS * 1e-3 * slow * (double)b.size / (1 << 20);
    inputs_visit(try, &b);
    printf("1..%d\n", b.run);
    printf("# %d inputs of %td KiB; the slowest to read, %.1f ms: %s\n", b.run, b.size / 1024, b.slowest * 1e3, b.slowest_name);
    if (!b.only_growth && !HAS_SANITIZER)
        printf("# limit %.1f ms: this machine is %.2f times as slow as where it was set; %d inputs are beyond it through a library alone, %d others are\n",
               b.limit * 1e3, slow, b.over_alone, b.over);
    arena_free(&b.scratch);
    return b.failed > 0;
}
