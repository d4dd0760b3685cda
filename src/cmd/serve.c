/* kb serve: builds the site, serves it, and builds it again with each change of its sources. */
#define _XOPEN_SOURCE 700
#include "base/fs.h"
#include "build/build.h"
#include "cmd/cmd.h"
#include "serve/http.h"
#include "serve/watch.h"

#include <signal.h>
#include <spawn.h>
#include <unistd.h>

extern char **environ;

enum { PORT = 8000, BEAT_SECONDS = 15 };

typedef struct Serve {
    BuildOptions build;
    Watch *watch;
    Http *http;
    Arena round;            /* of one build */
    Listing listing;        /* of the content folders */
    bool quiet;
} Serve;

/* --- signals ----------------------------------------------------------------------------------------------------------------- */

/* While waiting, a signal wakes us and all is closed. During a build it ends the program on the spot: each file is whole at any moment. */
static volatile sig_atomic_t is_building = true;

static void end(int signal)
{
    (void)signal;
    if (is_building)
        _exit(EXIT_OK);
}

/* SIGINT and SIGTERM; blocked from here on but for builds and in `*waiting`, the mask for waits. */
static void catch_signals(sigset_t *ends, sigset_t *waiting)
{
    struct sigaction action = {.sa_handler = end}, ignore = {.sa_handler = SIG_IGN};
    sigemptyset(&action.sa_mask);
    sigemptyset(&ignore.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGPIPE, &ignore, NULL);      /* a browser that went away */
    sigaction(SIGCHLD, &ignore, NULL);      /* what --open started */
    sigemptyset(ends);
    sigaddset(ends, SIGINT);
    sigaddset(ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, ends, waiting);
    sigdelset(waiting, SIGINT);
    sigdelset(waiting, SIGTERM);
}

/* --- one build --------------------------------------------------------------------------------------------------------------- */

/* What the config says now about folders. With a broken config, all stays as it was: false. */
static bool take_folders(Serve *s)
{
    Arena *a = &s->round;
    const LoadOptions *o = &s->build.load;
    Load *l = arena_new(a, Load, 1);
    bool ok = load_config(l, o);
    if (ok) {
        const Config *c = &l->config;
        ptrdiff_t n = 0;
        WatchRoot *roots = arena_new(a, WatchRoot, c->content_dirs.n + 3);
        for (ptrdiff_t i = 0; i < c->content_dirs.n; i++)
            roots[n++] = (WatchRoot){.path = c->content_dirs.items[i]};
        roots[n++] = (WatchRoot){.path = c->templates_dir};
        roots[n++] = (WatchRoot){.path = c->static_dir, .dot_files = true};
        roots[n++] = (WatchRoot){.path = o->config.n ? o->config : fs_join(a, o->source, S("config.yml")), .is_file = true};
        bool was_polling = watch_trouble(s->watch).n;
        watch_set(s->watch, roots, n, l->output_dir);
        if (!was_polling && watch_trouble(s->watch).n)
            print_err(str_fmt(a, "kb serve: " STR_FMT "; the files are looked at each second instead\n", STR_ARG(watch_trouble(s->watch))));
        http_set_folder(s->http, l->output_dir, base_path_of(c->base_url));
    }
    load_free(l);
    return ok;
}

static BuildReport build(Serve *s, const sigset_t *ends)
{
    BuildReport report = {0};
    is_building = true;
    pthread_sigmask(SIG_UNBLOCK, ends, NULL);
    build_run(&s->round, &s->build, &report);
    pthread_sigmask(SIG_BLOCK, ends, NULL);
    is_building = false;
    if (report.built) {
        s->build.keep_on_errors = true;
        s->build.errors_known = report.errors;
    }
    return report;
}

static void tell(Serve *s, const WatchChange *change, const BuildReport *report, double seconds)
{
    Buf line = {.arena = &s->round};
    buf_put(&line, S("kb: "));
    buf_put(&line, change->n ? change->paths[0] : S("folders"));
    if (change->n > 1)
        buf_fmt(&line, " and %td more", change->n - 1);
    buf_fmt(&line, " changed; %s; %.2f s\n", !report->built ? "there are errors, and the site stays as it was" : report->wrote ? "the site is new" :
            "the site is the same", seconds);
    if (!s->quiet)
        print_err(buf_str(&line));
    http_tell(s->http, report->wrote, report->text, !report->built);
}

static void rebuild(Serve *s, const sigset_t *ends, const WatchChange *change)
{
    double start = fs_seconds();
    take_folders(s);
    if (!change->is_all)
        listing_forget(&s->listing);
    for (ptrdiff_t i = 0; i < change->n; i++)
        listing_touch(&s->listing, change->paths[i]);
    BuildReport report = build(s, ends);
    tell(s, change, &report, fs_seconds() - start);
    arena_free(&s->round);
}

/* --- the command ------------------------------------------------------------------------------------------------------------- */

static void open_browser(Arena *a, Str address)
{
    static const char *const openers[] = {"xdg-open", "open"};
    posix_spawnattr_t attributes;
    sigset_t none, usual;
    sigemptyset(&none);
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    sigaddset(&usual, SIGCHLD);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    bool is_open = false;
    for (ptrdiff_t i = 0; i < countof(openers) && !is_open; i++) {
        char *words[] = {str_z(a, str(openers[i])), str_z(a, address), NULL};
        pid_t child;
        is_open = posix_spawnp(&child, openers[i], NULL, &attributes, words, environ) == 0;
    }
    posix_spawnattr_destroy(&attributes);
    if (!is_open)
        print_err(S("kb serve: --open finds neither xdg-open nor open\n"));
}

static int fail(Arena *a, ExitStatus status, Str why)
{
    return command_fail(a, &COMMAND_SERVE, status, why);
}

static int serve(Arena *a, Serve *s, bool with_browser)
{
    sigset_t ends, waiting;
    Str why;
    catch_signals(&ends, &waiting);
    take_folders(s);
    BuildReport report = build(s, &ends);
    if (!report.built)
        return (int)report.status;
    if (!http_start(s->http, &why))
        return fail(a, EXIT_IO, why);
    http_tell(s->http, false, report.text, false);
    Str address = http_address(a, s->http);
    print_err(str_fmt(a, "kb: the site is at " STR_FMT " until Ctrl+C\n", STR_ARG(address)));
    if (with_browser)
        open_browser(a, address);
    arena_free(&s->round);
    s->build.quiet = true;
    WatchChange change;
    for (WatchEvent event; (event = watch_wait(s->watch, &waiting, BEAT_SECONDS, &change)) != WATCH_SIGNAL;) {
        if (event == WATCH_CHANGED)
            rebuild(s, &ends, &change);
        else
            http_beat(s->http);
    }
    return EXIT_OK;
}

static int run(Arena *a, int argc, char **argv)
{
    Serve s = {.build = {.load = {.source = S(".")}}};
    LoadOptions *load = &s.build.load;
    int port = PORT;
    Str host = S("127.0.0.1");
    bool with_browser = false, is_polling = false;
    const Option options[] = {
        {"source", 's', OPTION_TEXT, &load->source},
        {"config", 'c', OPTION_TEXT, &load->config},
        {"content", 0, OPTION_LIST, &load->content},
        {"destination", 'd', OPTION_TEXT, &load->destination},
        {"base-url", 'b', OPTION_TEXT, &load->base_url},
        {"jobs", 'j', OPTION_NUMBER, &load->threads},
        {"drafts", 0, OPTION_FLAG, &load->drafts},
        {"strict-templates", 0, OPTION_FLAG, &s.build.strict_templates},
        {"quiet", 'q', OPTION_FLAG, &s.quiet},
        {"verbose", 'v', OPTION_FLAG, &load->verbose},
        {"port", 'p', OPTION_NUMBER, &port},
        {"bind", 0, OPTION_TEXT, &host},
        {"open", 0, OPTION_FLAG, &with_browser},
        {"poll", 0, OPTION_FLAG, &is_polling},
    };
    StrList operands = {0};
    bool done;
    if (!options_read(a, &COMMAND_SERVE, argc, argv, options, countof(options), &operands, &done))
        return EXIT_USAGE;
    if (done)
        return EXIT_OK;
    if (operands.n)
        return command_refuse(a, &COMMAND_SERVE, &operands, "-s");
    if (port > 65535)
        return fail(a, EXIT_USAGE, S("--port takes a number up to 65535"));
    s.build.quiet = s.quiet;
    load->listing = &s.listing;
    Str why;
    s.http = http_new(a, host, port, &why);
    if (!s.http)
        return fail(a, EXIT_IO, why);
    s.watch = watch_new(a, is_polling);
    int status = serve(a, &s, with_browser);
    http_stop(s.http);
    watch_close(s.watch);
    listing_forget(&s.listing);
    arena_free(&s.round);
    return status;
}

const Command COMMAND_SERVE = {
    .name = "serve",
    .synopsis = "show the site in the browser while it is being written",
    .help = "usage: kb serve [options]\n"
            "\n"
            "Builds the site, serves it, and builds it again whenever an article, a template, a static file or the config is\n"
            "saved. Pages that are open in a browser follow, and show the errors of the content while there are any.\n"
            "\n"
            "  -p, --port N             the port (default: 8000; 0: any that is free)\n"
            "      --bind ADDRESS       where to listen (default: 127.0.0.1, this machine alone)\n"
            "      --open               open the site in the browser\n"
            "      --poll               look at the files each second: for folders of other machines\n"
            "  -s, --source DIR         the site's folder (default: this one)\n"
            "  -c, --config FILE        its config (default: DIR/config.yml, if there is one)\n"
            "      --content DIR        a folder of articles instead of the config's; may be given again\n"
            "  -d, --destination DIR    where the site is written (default: DIR/public)\n"
            "  -b, --base-url URL       the site's address; it is served at the path of it\n"
            "  -j, --jobs N             threads that build (default: all cores)\n"
            "      --drafts             articles with `draft: true` too\n"
            "      --strict-templates   tell names in templates that the data does not have\n"
            "  -q, --quiet              no line for each build\n"
            "  -v, --verbose            notes too\n"
            "\n"
            "Exit status: 0 ended by Ctrl+C; 2 usage or config; 4 the port is taken.\n",
    .run = run,
};
