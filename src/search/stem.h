/* stem: the Snowball stemmer of a language. One object belongs to one thread. */
#ifndef KB_SEARCH_STEM_H
#define KB_SEARCH_STEM_H

#include "base/str.h"

typedef struct Stemmer Stemmer;

/* The stemmer for a language tag ("en", "de-AT"). A language that Snowball does not have, and the empty one, give NULL: words as they are. */
Stemmer *stemmer_new(Arena *a, Str language);
void stemmer_free(Stemmer *stemmer);    /* what is not on the arena; NULL is fine */

/* The stem of a folded word; valid until the next call. A word with anything but letters is its own stem. */
Str stem_of(Stemmer *stemmer, Str word);

#endif
