/* kind: what sort of article it is, a bug or a how-to. Articles say so by the tags their titles begin with ("PRB:", "XADM: Err Msg:") and by
 * codes in a field ("kbbug"); the words readers know are here. */
#ifndef KB_DOC_KIND_H
#define KB_DOC_KIND_H

#include "doc/meta.h"

/* Adds to `meta->kinds`, each once, what the title's tags and the issue types tell. */
void kind_add_derived(Arena *a, Meta *meta);

/* A title behind the tags it begins with; itself when it is nothing but tags. */
Str kind_skip_tags(Str title);

/* "bug" for "kbbug", "fixed" for "kbfix"; itself when it is no known code. */
Str issue_name(Arena *a, Str written);
Str solution_name(Arena *a, Str written);

#endif
