/* related: to each article, a few others that have most in common with it: they refer to the same articles, they are referred to by the same
 * ones, or they share a keyword or a technology. What many share says little: a list of more than SHARED_MAX articles does not count, and a short one counts
 * more than a long one. So the work is linear in the site, and an edit changes the related articles of those alone that are on a list with it. */
#ifndef KB_SITE_RELATED_H
#define KB_SITE_RELATED_H

#include "site/site.h"

enum { SHARED_MAX = 50 };

/* Fills `site->related`, on the site's arena. Never among them: the article itself, what it refers to, what refers to it, what its author
 * wrote under `related`. Those and these are RELATED_MAX together. */
void related_find(Site *site, int threads);

/* The related articles found for one: `*n` indexes, the best first. None before related_find. */
const int32_t *related_of(const Site *site, int32_t article, int32_t *n);

/* The article that somebody means by what he wrote under `related`: an id, a file or a permalink; -1 when it is not here. */
int32_t related_written(const Site *site, Arena *scratch, const Article *from, Str written);

#endif
