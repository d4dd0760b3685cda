/* live: what makes an open page follow the site. The server puts a script into each page as it sends it (nothing of this is ever written to a
 * file); the script listens to the stream of events, loads the page again when the site has become another, and lays the errors of the content over
 * the page while there are any. Pure: texts out; the connections are http's. */
#ifndef KB_SERVE_LIVE_H
#define KB_SERVE_LIVE_H

#include "base/buf.h"

/* Below the server's own folder. */
#define LIVE_SCRIPT_NAME "live.js"
#define LIVE_EVENTS_NAME "events"

/* What the pages are told. */
typedef struct LiveState {
    Str revision;           /* of the site: a new one with each change of its files */
    Str errors;             /* as they were printed; empty when there are none */
    bool is_kept;           /* because of them the site was not written */
} LiveState;

extern const char LIVE_SCRIPT[];

/* A page with the script before its last </body>, or at its end. */
void live_put_page(Buf *b, Str html, Str revision);
/* One event of a text/event-stream (HTML Standard, 9.2). */
void live_put_event(Buf *b, const LiveState *state);

#endif
