/* mustache: the template language (mustache(5); the official specification with its inheritance and dynamic-names modules;
 * lambdas are left out: data here is data). Logic-less: a template cannot loop for ever, read a file or run a program.
 *
 * Templates are compiled once into a TemplateSet, which is constant afterwards and shared by all threads. */
#ifndef KB_TEMPLATE_MUSTACHE_H
#define KB_TEMPLATE_MUSTACHE_H

#include "base/diag.h"
#include "base/table.h"
#include "base/value.h"

typedef struct Template Template;

/* Compiled templates by name. Zero plus an arena is a valid empty set. */
typedef struct TemplateSet {
    Arena *arena;
    Table names;
    Template **templates;   /* by number in `names` */
    ptrdiff_t cap;
    int slots;              /* of renderers, that names have */
    Value constants;        /* a map around the data of every page; none before templates_link */
} TemplateSet;

/* Compiles a template and gives it a name, replacing one of that name. The source's text must live as long as the set. A mistake
 * in it (an unclosed section, …) is a diagnostic with its place; what could be read of the template is kept, so that the rest of
 * the site can still be made. Returns false when there was one. */
bool templates_add(TemplateSet *set, Str name, const Source *source, Diags *diags);
const Template *templates_get(const TemplateSet *set, Str name);

/* Makes templates fast, once all are there: what they put in is put in its place, and what they say of `constants` (a map of names that stands around the data
 * of every page, and lives as long as the set) is worked out. What a template gives stays the same: where the data has a name of the constants', its own is
 * meant, as always. A template may be rendered without; it then knows no constants. */
void templates_link(TemplateSet *set, const Value *constants);

/* A hash of the template's text and of all that it can put in: partials, their partials; the whole set where a name is dynamic. 0 when there is none of
 * that name. */
uint64_t template_hash(const TemplateSet *set, Str name);

/* Is there a tag in any template for that name, or for one that begins with it and a dot? */
bool templates_mention(const TemplateSet *set, Str name);

enum { RENDERER_SLOTS = 2048 };     /* names in tags; with more, some are looked up anew each time */

/* How one thread renders. `strict`: a name that is nowhere in the data is a diagnostic DIAG_UNKNOWN_NAME at its tag with the
 * nearest known name, once per tag, and a partial that does not exist one too. Partials nest at most 100 deep; deeper is
 * reported as DIAG_PARTIAL_DEPTH and left empty. A page whose templates multiply beyond all measure is cut off with
 * DIAG_TOO_LARGE. What a section makes of a value that is_kept, from nothing but this value and the constants, is made once and kept as text. */
typedef struct KeptText KeptText;

typedef struct Renderer {
    const TemplateSet *set;
    Diags *diags;
    Arena *scratch;         /* rewound before template_render returns */
    bool strict;
    Table reported;         /* places already reported; give it an arena that lives as long as the renderer, for the kept texts too */
    KeptText *kept;         /* NULL: none yet */
    uint64_t stamp;         /* the last one given to a context: see mustache.c */
    uint64_t slots[RENDERER_SLOTS];    /* for each name in a tag: where it was found last */
} Renderer;

/* Appends the rendered template to `out`, which must be on another arena than `r->scratch`. */
void template_render(Renderer *r, const Template *t, const Value *data, Buf *out);

#endif
