/* permalink: where an article lives on the site, and how one page's link to another is written. A permalink is a path below the site's
 * root, without a leading slash, as UTF-8 text (not percent-encoded): "kb/263/Q263072/" for a folder with an index.html, or "about.html". */
#ifndef KB_SITE_PERMALINK_H
#define KB_SITE_PERMALINK_H

#include "doc/meta.h"
#include "site/config.h"

/* The permalink of an article at content path `path`: the one it asks for, else the config's pattern when it has a numeric id, else its path.
 * False with a sentence in `*why` when that cannot be a safe place inside the output folder. */
bool permalink_of(Arena *a, const Config *c, const Meta *meta, Str path, Str *permalink, Str *why);

/* A permalink as somebody wrote it, made regular: no leading slash, a slash at the end unless it names an .html file. */
bool permalink_clean(Arena *a, Str written, Str *permalink, Str *why);

/* ":prefix": the thousands of an id's number, at least three digits. */
Str permalink_prefix(Arena *a, int64_t number);

/* The file below the output folder that a permalink is written to. */
Str permalink_file(Arena *a, Str permalink);

/* The folder part: "kb/263/Q263072/" of itself, "" of "about.html". */
Str permalink_folder(Str permalink);

/* Letters and digits in lower case, other runs one '-'; "+" and "#" keep a name ("c++" -> "c-plus-plus"). Empty text gives "untitled". */
Str slug_of(Arena *a, Str text);

/* The content path without its suffix; "guide/index.md" and "guide/README.md" are "guide". */
Str path_stem(Str path);

typedef enum LinkStyle {
    LINK_RELATIVE,          /* "../../248/Q248340/" */
    LINK_OFFLINE,           /* the same, ending in "index.html" */
    LINK_ABSOLUTE           /* "/base/kb/248/Q248340/": for the page that is served at any depth */
} LinkStyle;

/* The link from the page at permalink `from` to the permalink or file `to`, percent-encoded. `base_path` ("/", "/kb/") is used by LINK_ABSOLUTE. */
Str link_href(Arena *a, LinkStyle style, Str base_path, Str from, Str to);

/* The path part of base_url, "/" when there is none. */
Str base_path_of(Str base_url);

/* A path as part of a URL (RFC 3986: what is neither unreserved nor allowed in a path segment is percent-encoded). */
Str url_encode(Arena *a, Str path);
Str url_decode(Arena *a, Str url);

/* "https" of "https://example.org/"; empty when there is none (RFC 3986, 3.1). */
Str url_scheme(Str url);

#endif
