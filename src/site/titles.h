/* titles: the order of titles as a person looks for them. Letter case, accents, signs and the tags of the old articles ("PRB:", "XADM:") do not
 * count, and 2 comes before 10. */
#ifndef KB_SITE_TITLES_H
#define KB_SITE_TITLES_H

#include "site/article.h"

/* Indexes of all articles by title; equal titles by number, then by path. */
int32_t *titles_sort(Arena *a, const Article *articles, ptrdiff_t n);

/* The list a title is in: "A" to "Z", or "0-9" for all others. */
Str title_letter(Arena *scratch, Str title);

#endif
