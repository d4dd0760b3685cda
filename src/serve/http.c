/* On libmicrohttpd, with one thread for all connections: what it does for a request is short, and a slow browser waits in the kernel. Between the
 * caller's thread and that one stands the lock; it guards the members named so.
 *
 * A request lives on an arena of its own, from its first line to the end of its answer. A listener is the answer to a request for events: its
 * connection sleeps ("suspended") until there is something to say. */
#define _XOPEN_SOURCE 700
#include "serve/http.h"

#include "base/diag.h"
#include "base/fs.h"
#include "base/pool.h"
#include "serve/header.h"
#include "serve/live.h"
#include "serve/target.h"
#include "serve/type.h"

#include <errno.h>
#include <microhttpd.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* Pages up to this size get the script; larger ones are sent as they are. */
enum { PAGE_BYTES_MAX = 16 * 1024 * 1024, CONNECTIONS_MAX = 500, IDLE_SECONDS = 60, BACKLOG = 128 };

typedef struct Listener {
    Arena arena;
    struct Http *http;
    struct MHD_Connection *connection;
    uint64_t heard;             /* the number of the last state that was put into `pending` */
    Buf pending;
    ptrdiff_t sent;             /* of pending */
    bool is_asleep, is_due;     /* for a beat */
    struct Listener *before, *next;
} Listener;

struct Http {
    int socket;
    Str host;                   /* as in an address: IPv6 in brackets */
    int port;
    struct MHD_Daemon *daemon;
    Lock *lock;
    /* guarded: */
    Arena place;                /* of dir and base */
    Str dir, base;
    Arena told;                 /* of state */
    LiveState state;
    uint64_t number;            /* of the state, from 1 */
    uint64_t revision;
    Listener *listeners;
    bool is_ending;
};

typedef struct Request {
    Arena arena;
    Str target;                 /* as it came */
    Str dir, base, revision;    /* as they were when it came */
    struct MHD_Connection *connection;
    bool is_head, is_begun;
} Request;

/* --- answers ----------------------------------------------------------------------------------------------------------------- */

/* What is sent: a file, or bytes on the request's arena. */
typedef struct Content {
    FsFile file;                /* fd < 0: */
    Str bytes;
    int64_t size;
    Str type, tag, modified, coding;
    bool varies;
} Content;

static Str asked(const Request *r, const char *name)
{
    return str(MHD_lookup_connection_value(r->connection, MHD_HEADER_KIND, name));
}

static void set(Request *r, struct MHD_Response *response, const char *name, Str value)
{
    if (value.n)
        MHD_add_response_header(response, name, str_z(&r->arena, value));
}

static enum MHD_Result queue(Request *r, unsigned status, struct MHD_Response *response)
{
    enum MHD_Result queued = MHD_queue_response(r->connection, status, response);
    MHD_destroy_response(response);
    return queued;
}

static struct MHD_Response *response_of(Str bytes)
{
    return MHD_create_response_from_buffer((size_t)bytes.n, (void *)(bytes.p ? bytes.p : ""), MHD_RESPMEM_PERSISTENT);
}

/* A few words of the server's own. */
static enum MHD_Result answer_text(Request *r, unsigned status, Str text, const char *header, Str value)
{
    struct MHD_Response *response = response_of(text);
    if (!response)
        return MHD_NO;
    set(r, response, "Content-Type", S("text/plain; charset=utf-8"));
    set(r, response, "Cache-Control", S("no-cache"));
    if (header)
        set(r, response, header, value);
    return queue(r, status, response);
}

static struct MHD_Response *response_part(Content *c, int64_t from, int64_t count)
{
    struct MHD_Response *response;
    if (c->file.fd < 0)
        return response_of(str_sub(c->bytes, (ptrdiff_t)from, (ptrdiff_t)(from + count)));
    response = MHD_create_response_from_fd_at_offset64((uint64_t)count, c->file.fd, (uint64_t)from);
    if (response)
        c->file.fd = -1;        /* the response closes it */
    return response;
}

static enum MHD_Result answer_content(Request *r, unsigned status, Content *c, Range range)
{
    Arena *a = &r->arena;
    bool is_empty = status == MHD_HTTP_NOT_MODIFIED || status == MHD_HTTP_RANGE_NOT_SATISFIABLE;
    struct MHD_Response *response = is_empty ? response_of((Str){0}) : response_part(c, range.from, range.count);
    fs_close(&c->file);
    if (!response)
        return MHD_NO;
    set(r, response, "Cache-Control", S("no-cache"));
    set(r, response, "ETag", c->tag);
    set(r, response, "Last-Modified", c->modified);
    set(r, response, "Vary", c->varies ? S("Accept-Encoding") : (Str){0});
    if (status == MHD_HTTP_PARTIAL_CONTENT)
        set(r, response, "Content-Range", str_fmt(a, "bytes %lld-%lld/%lld", (long long)range.from, (long long)(range.from + range.count - 1),
                                                  (long long)c->size));
    if (status == MHD_HTTP_RANGE_NOT_SATISFIABLE)
        set(r, response, "Content-Range", str_fmt(a, "bytes */%lld", (long long)c->size));
    if (!is_empty) {
        set(r, response, "Content-Type", c->type);
        set(r, response, "Content-Encoding", c->coding);
        set(r, response, "Accept-Ranges", status == MHD_HTTP_NOT_FOUND ? (Str){0} : S("bytes"));
        set(r, response, "X-Content-Type-Options", S("nosniff"));
    }
    return queue(r, status, response);
}

static enum MHD_Result answer_conditionally(Request *r, Content *c, int64_t modified)
{
    const Conditions conditions = {asked(r, "If-Match"), asked(r, "If-None-Match"), asked(r, "If-Modified-Since"), asked(r, "If-Unmodified-Since")};
    Verdict verdict = conditions_judge(&conditions, c->tag, modified);
    if (verdict == VERDICT_FAILED) {
        fs_close(&c->file);
        return answer_text(r, MHD_HTTP_PRECONDITION_FAILED, S("The file is another one by now.\n"), NULL, (Str){0});
    }
    Range range = {RANGE_ALL, 0, c->size};
    Str field = asked(r, "Range");
    if (verdict == VERDICT_SEND && field.p && !r->is_head && if_range_holds(asked(r, "If-Range"), c->tag))
        range = range_read(field, c->size);
    return answer_content(r, verdict == VERDICT_NOT_MODIFIED ? MHD_HTTP_NOT_MODIFIED : range.kind == RANGE_ALL ? MHD_HTTP_OK
                             : range.kind == RANGE_PART ? MHD_HTTP_PARTIAL_CONTENT : MHD_HTTP_RANGE_NOT_SATISFIABLE, c, range);
}

/* --- files ------------------------------------------------------------------------------------------------------------------- */

static bool is_older(const FsFile *x, const FsFile *y)
{
    return x->seconds != y->seconds ? x->seconds < y->seconds : x->nanoseconds < y->nanoseconds;
}

/* Takes the place of the file by a packed one beside it that the browser accepts. */
static void choose_packed(Request *r, Str path, Content *c, Coding *chosen)
{
    Arena *a = &r->arena;
    FsFile packed[CODING_COUNT];
    unsigned available = 0;
    for (int i = CODING_GZIP; i < CODING_COUNT; i++) {
        packed[i].fd = -1;
        if (fs_open_below(a, r->dir, str_join2(a, path, coding_suffix((Coding)i)), &packed[i]) == FS_FILE && !is_older(&packed[i], &c->file))
            available |= 1u << i;
    }
    c->varies = available != 0;
    *chosen = available ? coding_choose(asked(r, "Accept-Encoding"), available) : CODING_NONE;
    for (int i = CODING_GZIP; i < CODING_COUNT; i++)
        if (i != (int)*chosen)
            fs_close(&packed[i]);
    if (*chosen != CODING_NONE) {
        fs_close(&c->file);
        c->file = packed[*chosen];
        c->size = c->file.size;
        c->coding = coding_name(*chosen);
    }
}

/* Reads a page and puts the script into it; false when it cannot be read. */
static bool take_page(Request *r, Content *c)
{
    Str html;
    if (!fs_read_file(&r->arena, &c->file, &html))
        return false;
    Buf page = buf_new(&r->arena, html.n + 256);
    live_put_page(&page, html, r->revision);
    c->bytes = buf_str(&page);
    c->size = c->bytes.n;
    return true;
}

/* `status` is 200, or 404 for the page that says so. */
static enum MHD_Result answer_file(Request *r, unsigned status, Str path, FsFile *file)
{
    Arena *a = &r->arena;
    Content c = {.file = *file, .size = file->size, .type = type_of(path)};
    bool is_page = str_starts(c.type, S("text/html")) && c.size <= PAGE_BYTES_MAX;
    Coding coding = CODING_NONE;
    if (!is_page)
        choose_packed(r, path, &c, &coding);
    int64_t modified = c.file.seconds;
    Buf tag = {.arena = a}, date = {.arena = a};
    buf_fmt(&tag, "\"%llx-%llx.%x", (unsigned long long)c.file.size, (unsigned long long)c.file.seconds, (unsigned)c.file.nanoseconds);
    if (is_page)
        buf_fmt(&tag, "-" STR_FMT, STR_ARG(r->revision));
    buf_put(&tag, coding_suffix(coding));
    buf_putc(&tag, '"');
    http_date_put(&date, modified);
    if (is_page && !take_page(r, &c))
        return answer_text(r, MHD_HTTP_INTERNAL_SERVER_ERROR, S("The file cannot be read.\n"), NULL, (Str){0});
    if (status != MHD_HTTP_OK)
        return answer_content(r, status, &c, (Range){RANGE_ALL, 0, c.size});
    c.tag = buf_str(&tag);
    c.modified = buf_str(&date);
    return answer_conditionally(r, &c, modified);
}

static enum MHD_Result answer_missing(Request *r)
{
    FsFile file;
    if (fs_open_below(&r->arena, r->dir, S("404.html"), &file) == FS_FILE)
        return answer_file(r, MHD_HTTP_NOT_FOUND, S("404.html"), &file);
    return answer_text(r, MHD_HTTP_NOT_FOUND, S("There is no such page.\n"), NULL, (Str){0});
}

/* 302, not 301: a browser would keep that for ever, and the next site at this port is another one. */
static enum MHD_Result lead_to(Request *r, Str path, Str query)
{
    return answer_text(r, MHD_HTTP_FOUND, S("See the address in Location.\n"), "Location", str_join2(&r->arena, path, query));
}

static enum MHD_Result answer_site(Request *r, const Target *t)
{
    Arena *a = &r->arena;
    FsFile file;
    FsKind kind = fs_open_below(a, r->dir, t->path, &file);
    if (kind == FS_FILE && !t->is_folder)
        return answer_file(r, MHD_HTTP_OK, t->path, &file);
    if (kind == FS_FILE)
        fs_close(&file);
    if (kind == FS_DIR && !t->is_folder)
        return lead_to(r, str_join2(a, t->raw, S("/")), t->query);
    Str index = t->path.n ? str_join2(a, t->path, S("/index.html")) : S("index.html");
    if (kind == FS_DIR && fs_open_below(a, r->dir, index, &file) == FS_FILE)
        return answer_file(r, MHD_HTTP_OK, index, &file);
    return answer_missing(r);
}

/* --- events ------------------------------------------------------------------------------------------------------------------ */

/* What a listener is to be told next; false when there is nothing. Called with the lock held. */
static bool has_news(Listener *l)
{
    Http *h = l->http;
    if (l->sent < l->pending.n)
        return true;
    l->pending.n = l->sent = 0;
    if (l->heard != h->number) {
        l->heard = h->number;
        live_put_event(&l->pending, &h->state);
    } else if (l->is_due) {
        buf_put(&l->pending, S(":\n\n"));
    }
    l->is_due = false;
    return l->pending.n > 0;
}

static ssize_t read_events(void *context, uint64_t position, char *to, size_t max)
{
    (void)position;
    Listener *l = context;
    Http *h = l->http;
    ssize_t n = 0;
    lock_take(h->lock);
    if (h->is_ending) {
        n = MHD_CONTENT_READER_END_OF_STREAM;
    } else if (has_news(l)) {
        Str rest = str_head(str_from(buf_str(&l->pending), l->sent), max < PTRDIFF_MAX ? (ptrdiff_t)max : PTRDIFF_MAX);
        memcpy(to, rest.p, (size_t)rest.n);
        l->sent += rest.n;
        n = rest.n;
    } else {
        MHD_suspend_connection(l->connection);
        l->is_asleep = true;
    }
    lock_give(h->lock);
    return n;
}

static void end_events(void *context)
{
    Listener *l = context;
    Http *h = l->http;
    lock_take(h->lock);
    if (l->before)
        l->before->next = l->next;
    else
        h->listeners = l->next;
    if (l->next)
        l->next->before = l->before;
    lock_give(h->lock);
    Arena arena = l->arena;
    arena_free(&arena);
}

static enum MHD_Result answer_events(Request *r, Http *h)
{
    Arena arena = {0};
    Listener *l = arena_new(&arena, Listener, 1);
    l->http = h;
    l->connection = r->connection;
    l->pending = buf_new(&arena, 1024);
    l->arena = arena;
    l->pending.arena = &l->arena;
    lock_take(h->lock);
    l->next = h->listeners;
    if (l->next)
        l->next->before = l;
    h->listeners = l;
    lock_give(h->lock);
    struct MHD_Response *response = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 1024, read_events, l, end_events);
    if (!response) {
        end_events(l);
        return MHD_NO;
    }
    set(r, response, "Content-Type", S("text/event-stream"));
    set(r, response, "Cache-Control", S("no-store"));
    return queue(r, MHD_HTTP_OK, response);
}

static enum MHD_Result answer_own(Request *r, Http *h, const Target *t)
{
    if (str_eq(t->path, S(LIVE_EVENTS_NAME)))
        return answer_events(r, h);
    if (!str_eq(t->path, S(LIVE_SCRIPT_NAME)))
        return answer_missing(r);
    struct MHD_Response *response = response_of(str(LIVE_SCRIPT));
    if (!response)
        return MHD_NO;
    set(r, response, "Content-Type", S("text/javascript; charset=utf-8"));
    set(r, response, "Cache-Control", S("no-store"));
    return queue(r, MHD_HTTP_OK, response);
}

/* --- requests ---------------------------------------------------------------------------------------------------------------- */

/* The first that is heard of a request: its target, before libmicrohttpd decodes it. */
static void *open_request(void *context, const char *target, struct MHD_Connection *connection)
{
    Http *h = context;
    Arena arena = {0};
    Request *r = arena_new(&arena, Request, 1);
    r->connection = connection;
    r->target = str_copy(&arena, str(target));
    lock_take(h->lock);
    r->dir = str_copy(&arena, h->dir);
    r->base = str_copy(&arena, h->base);
    r->revision = str_copy(&arena, h->state.revision);
    lock_give(h->lock);
    r->arena = arena;
    return r;
}

static void close_request(void *context, struct MHD_Connection *connection, void **request, enum MHD_RequestTerminationCode code)
{
    (void)context, (void)connection, (void)code;
    Request *r = *request;
    if (!r)
        return;
    Arena arena = r->arena;
    *request = NULL;
    arena_free(&arena);
}

/* Called once with the header, with each piece of a body (which is passed over), and at the end: an answer before that would close the connection. */
static enum MHD_Result answer(void *context, struct MHD_Connection *connection, const char *url, const char *method, const char *version,
                              const char *upload, size_t *upload_size, void **request)
{
    (void)connection, (void)url, (void)version, (void)upload;
    Request *r = *request;
    if (!r)
        return MHD_NO;
    r->is_head = strcmp(method, "HEAD") == 0;
    if (!r->is_head && strcmp(method, "GET") != 0)
        return answer_text(r, MHD_HTTP_METHOD_NOT_ALLOWED, S("GET and HEAD are answered here.\n"), "Allow", S("GET, HEAD"));
    if (!r->is_begun || *upload_size) {
        r->is_begun = true;
        *upload_size = 0;
        return MHD_YES;
    }
    Target t = target_read(&r->arena, r->target, r->base);
    switch (t.kind) {
    case TARGET_BAD: return answer_text(r, MHD_HTTP_BAD_REQUEST, S("No file can have such an address.\n"), NULL, (Str){0});
    case TARGET_OUTSIDE: return answer_missing(r);
    case TARGET_BASE: return lead_to(r, r->base, t.query);
    case TARGET_OWN: return answer_own(r, context, &t);
    case TARGET_SITE: return answer_site(r, &t);
    }
    return MHD_NO;
}

/* --- the port ---------------------------------------------------------------------------------------------------------------- */

static int listen_at(const struct addrinfo *address)
{
    int s = socket(address->ai_family, address->ai_socktype, address->ai_protocol), yes = 1;
    if (s < 0)
        return -1;
    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(s, address->ai_addr, address->ai_addrlen) == 0 && listen(s, BACKLOG) == 0)
        return s;
    int error = errno;
    close(s);
    errno = error;
    return -1;
}

static int port_of(int s)
{
    struct sockaddr_storage address;
    socklen_t n = sizeof address;
    char port[16];
    bool is_known = getsockname(s, (struct sockaddr *)&address, &n) == 0 &&
                    getnameinfo((struct sockaddr *)&address, n, NULL, 0, port, sizeof port, NI_NUMERICSERV) == 0;
    return is_known ? (int)str_number(str(port)) : 0;
}

Http *http_new(Arena *a, Str host, int port, Str *why)
{
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE}, *found;
    char service[16];
    snprintf(service, sizeof service, "%d", port);
    int error = getaddrinfo(str_z(a, host), service, &hints, &found);
    if (error) {
        *why = str_fmt(a, "there is no address '" STR_FMT "' here: %s", STR_ARG(host), gai_strerror(error));
        return NULL;
    }
    int s = listen_at(found);
    error = errno;
    freeaddrinfo(found);
    if (s < 0) {
        *why = error == EADDRINUSE ? str_fmt(a, "port %d of " STR_FMT " is taken; name another one with -p, or 0 for any that is free", port, STR_ARG(host))
                                   : str_fmt(a, "port %d of " STR_FMT " cannot be had: %s", port, STR_ARG(host), strerror(error));
        return NULL;
    }
    Http *h = arena_new(a, Http, 1);
    h->socket = s;
    h->host = str_find_char(host, ':') < 0 ? host : str_fmt(a, "[" STR_FMT "]", STR_ARG(host));
    h->port = port_of(s);
    h->lock = lock_new(a);
    h->base = S("/");
    h->number = 1;
    h->revision = (uint64_t)time(NULL) << 20;   /* after a restart, an open page belongs to another one */
    h->state.revision = str_fmt(&h->told, "%llx", (unsigned long long)h->revision);
    return h;
}

void http_set_folder(Http *h, Str dir, Str base)
{
    lock_take(h->lock);
    Arena place = {0};
    h->dir = str_copy(&place, dir);
    h->base = str_copy(&place, base);
    arena_free(&h->place);
    h->place = place;
    lock_give(h->lock);
}

bool http_start(Http *h, Str *why)
{
    h->daemon = MHD_start_daemon(MHD_USE_AUTO | MHD_USE_INTERNAL_POLLING_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, answer, h,
                                 MHD_OPTION_LISTEN_SOCKET, h->socket, MHD_OPTION_URI_LOG_CALLBACK, open_request, h, MHD_OPTION_NOTIFY_COMPLETED,
                                 close_request, h, MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS_MAX, MHD_OPTION_CONNECTION_TIMEOUT,
                                 (unsigned)IDLE_SECONDS, MHD_OPTION_END);
    if (!h->daemon)
        *why = S("the server cannot be started");
    return h->daemon;
}

/* Called with the lock held: a listener that is woken cannot go away meanwhile. */
static void wake(Http *h)
{
    for (Listener *l = h->listeners; l; l = l->next)
        if (l->is_asleep) {
            l->is_asleep = false;
            MHD_resume_connection(l->connection);
        }
}

void http_tell(Http *h, bool is_changed, Str errors, bool is_kept)
{
    lock_take(h->lock);
    arena_free(&h->told);
    h->revision += is_changed;
    h->state = (LiveState){str_fmt(&h->told, "%llx", (unsigned long long)h->revision), str_copy(&h->told, errors), is_kept};
    h->number++;
    wake(h);
    lock_give(h->lock);
}

void http_beat(Http *h)
{
    lock_take(h->lock);
    for (Listener *l = h->listeners; l; l = l->next)
        l->is_due = true;
    wake(h);
    lock_give(h->lock);
}

Str http_address(Arena *a, Http *h)
{
    lock_take(h->lock);
    Str address = str_fmt(a, "http://" STR_FMT ":%d" STR_FMT, STR_ARG(h->host), h->port, STR_ARG(h->base));
    lock_give(h->lock);
    return address;
}

void http_stop(Http *h)
{
    lock_take(h->lock);
    h->is_ending = true;
    wake(h);
    lock_give(h->lock);
    if (h->daemon)
        MHD_stop_daemon(h->daemon);     /* closes the socket, too */
    else
        close(h->socket);
    arena_free(&h->place);
    arena_free(&h->told);
}
