/* json: the structured model as data: an article's fields, and its body as sections of blocks, each with the source lines it came from. */
#ifndef KB_WRITE_JSON_H
#define KB_WRITE_JSON_H

#include "doc/doc.h"

/* Puts the fields of `meta` into the map under the names the manual gives them. Texts are views. */
void json_put_meta(MapBuilder *map, const Meta *meta);

/* The body: a list of sections {title, anchor, level, first_line, last_line, blocks}; text before the first heading is a section without a title. */
Value json_sections(Arena *a, const Doc *doc);

#endif
