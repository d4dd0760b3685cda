/* siteown: what the files that link a site (site.h) have in common, and nobody else. */
#ifndef KB_SITE_SITEOWN_H
#define KB_SITE_SITEOWN_H

#include "site/site.h"

/* What articles are brought into order by. */
typedef struct Rank {
    Str date;
    int64_t number;
    int32_t index;
    int32_t count;
} Rank;

/* By number, then by index: for qsort. */
int by_rank_number(const void *x, const void *y);

/* Takes an output for an article; outputs are numbered in the order they are taken. False with `*other` when it is somebody else's. */
bool claim_output(Site *site, Str output, Str owner, Str *other);

/* An attachment among `attachment_paths`. */
Str path_key(Arena *a, int content_dir, Str path);

/* References and referrers of all articles, what is wanted, what is most referred to, and the places of the attachments. */
void link_articles(Site *site, Diags *diags);

#endif
