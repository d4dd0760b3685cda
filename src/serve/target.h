/* target: what a request asks for (RFC 9112, 3.2). Pure: a text in, a path below the site's folder out, or a refusal. Nothing that is given out
 * here has a part that is empty, "." or "..", or holds '/', '\' or a control character: such a path cannot lead out of a folder. */
#ifndef KB_SERVE_TARGET_H
#define KB_SERVE_TARGET_H

#include "base/str.h"

#define TARGET_OWN_FOLDER ".kb"    /* at the root: where the server answers for itself */

typedef enum TargetKind {
    TARGET_BAD,             /* no path that a file of ours could have */
    TARGET_OUTSIDE,         /* a path that is not below the site's base path */
    TARGET_BASE,            /* the root, where the site has a base path: the browser is led there */
    TARGET_OWN,             /* /.kb/…: the server's own; `path` is what follows */
    TARGET_SITE
} TargetKind;

typedef struct Target {
    TargetKind kind;
    Str path;               /* decoded, without slashes at its ends; empty for the root */
    bool is_folder;         /* asked for with a slash at the end */
    Str raw, query;         /* as they came: the path, and what follows it from '?' on */
} Target;

/* `target` as the request line has it: a path, or an absolute address. `base` is the path part of base_url, with slashes at both ends. */
Target target_read(Arena *a, Str target, Str base);

#endif
