/* frontmatter: the YAML block between `---` lines at the head of a file, and what its keys mean. */
#ifndef KB_READ_FRONTMATTER_H
#define KB_READ_FRONTMATTER_H

#include "base/diag.h"
#include "doc/ident.h"
#include "doc/meta.h"

typedef struct FrontMatter {
    Str yaml;               /* between the fences */
    int yaml_line;          /* line of its first line */
    Str body;               /* after the closing fence's line */
    int body_line;          /* line of the body's first line */
    bool is_closed;
} FrontMatter;

/* Splits the text; false when it does not begin with a `---` line. A closing fence is `---` or `...` alone on its line; without one
 * that is an error (DIAG_FRONT_MATTER at line 1): is_closed is false and the body is empty, with true returned. */
bool frontmatter_split(const Source *source, FrontMatter *fm, Diags *diags);

/* Reads the keys into `meta`: title, permalink, category, date, updated (lastmod), description, id, products (product),
 * versions, keywords (tags), operating_systems, technologies, issue_types, solution_types, hardware, components, platforms,
 * applies_to, query_words, legal, copyright, copyright_holder, copyright_year, redirect_from (aliases), draft, published, related,
 * layout (template), replaces. A key without a value counts as absent. Every other key goes to meta->extra. A value of the wrong kind is a
 * DIAG_BAD_VALUE warning at its place and is left out, a date that is none a DIAG_DATE warning. False, after an error, when the YAML does not parse
 * or is no map. */
bool frontmatter_read(Arena *a, const Source *source, const FrontMatter *fm, const IdPattern *ids, Meta *meta, Diags *diags);

/* The known key that somebody meant who wrote the unknown one `key`: one edit away, in a longer word two, case and '-' for '_' apart. Empty when there
 * is none. */
Str frontmatter_meant(Str key);

#endif
