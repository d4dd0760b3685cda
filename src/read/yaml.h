/* yaml: YAML (and JSON, which is YAML) through libyaml into a tree whose nodes know where they stood, so that a message about
 * a key can point at it. */
#ifndef KB_READ_YAML_H
#define KB_READ_YAML_H

#include "base/diag.h"
#include "base/value.h"

typedef enum YamlKind { YAML_SCALAR, YAML_LIST, YAML_MAP } YamlKind;

typedef struct Yaml Yaml;
struct Yaml {
    YamlKind kind;
    int line, col;          /* in the source, 1-based */
    bool is_plain;          /* a scalar without quotes: true, 12 and null mean what YAML says */
    Str text;               /* the scalar, decoded */
    Yaml *keys;             /* YAML_MAP: scalars, in the order written */
    Yaml *items;            /* YAML_LIST: items; YAML_MAP: values */
    ptrdiff_t n;
};

/* Parses `text`, which begins at line `first_line` of the source. One document; the empty text is an empty map. Aliases are
 * followed; depth is bounded at 100 and the node count at a million, aliases counted as what they stand for. A mistake is a
 * DIAG_YAML with line and column and gives false. A key that stands twice: the last wins, with a DIAG_BAD_VALUE warning. The
 * nodes are on the arena and copy their text. */
bool yaml_parse(Arena *a, const Source *source, Str text, int first_line, Yaml *root, Diags *diags);

const Yaml *yaml_get(const Yaml *map, Str key);     /* the value, or NULL */

/* Plain true/false/null/~ and JSON-like numbers become what they mean (YAML 1.2 core schema: yes/no/on/off stay words); everything
 * else is a string. Maps come out with is_open set. */
Value yaml_value(Arena *a, const Yaml *y);

#endif
