/* kb/envelope: the plain-text format of the old vendor KBs, and the same article inside front matter. This file knows the envelope: header,
 * applies-to list, trailer, legal notice, copyright. What stands between is kb/body's.
 *
 *     article  = header blank rule70 [stub] [applies] body [query words] rule70 trailer rule77 legal copyright
 *     header   = "DOCUMENT:" id date "[" category "]"  "TITLE   :" …  "PRODUCT :" …  "PROD/VER:" …  "OPER/SYS:" …  "KEYWORDS:" …
 *     applies  = rule79 "The information in this article applies to:" { " - " item } rule79
 *     trailer  = { key ":" value }
 *
 * Whatever is missing or odd is a warning; an article is never refused. */
#ifndef KB_READ_KB_ENVELOPE_H
#define KB_READ_KB_ENVELOPE_H

#include "base/diag.h"
#include "doc/doc.h"
#include "doc/ident.h"

/* Does the text begin like one? */
bool kbtext_is(Str text);
/* Does this body of a front-matter file hold a KB article (its metadata lines, each behind one tab)? */
bool kbtext_is_front(Str body);

void kbtext_read(Arena *a, const Source *source, const IdPattern *ids, Doc *doc, Diags *diags);

/* `body` begins at line `first_line` of the source; doc->meta holds what the YAML keys said (title, permalink). */
void kbtext_read_front(Arena *a, const Source *source, Str body, int first_line, const IdPattern *ids, Doc *doc, Diags *diags);

#endif
