/* http: the server of one folder. It answers on a thread of its own, GET and HEAD, with what lies in the folder and nothing else; pages get the
 * script of serve/live, and open pages are told when the site has changed. All calls come from one thread. */
#ifndef KB_SERVE_HTTP_H
#define KB_SERVE_HTTP_H

#include "base/buf.h"

typedef struct Http Http;

/* Takes the port (0: any that is free) at an address or name of this machine, answering nobody yet. NULL with a sentence in `*why` when that
 * cannot be had. Lives on `a`. */
Http *http_new(Arena *a, Str host, int port, Str *why);

/* The folder, and the path that it stands at ("/kb/"). Texts are copied, here and below. May be called at any time. */
void http_set_folder(Http *h, Str dir, Str base);

/* Begins to answer. */
bool http_start(Http *h, Str *why);

/* Tells all open pages: `is_changed` when they should be loaded again; the errors, if there are any, and whether the site was kept for them. */
void http_tell(Http *h, bool is_changed, Str errors, bool is_kept);

/* A word to every open page, so that those who have gone are noticed. To be called now and then. */
void http_beat(Http *h);

/* "http://127.0.0.1:8000/kb/" */
Str http_address(Arena *a, Http *h);

/* Ends all connections and the thread. */
void http_stop(Http *h);

#endif
