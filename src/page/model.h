/* model: an article as data: its fields, what it refers to and what refers to it, and its body as sections of blocks. kb show, kb export and the JSON beside
 * a page print it. */
#ifndef KB_PAGE_MODEL_H
#define KB_PAGE_MODEL_H

#include "site/site.h"

/* A map whose texts are views. `source` names the article's file; of the articles that refer to it the first `referrers_max` are told by name. */
Value article_model(Arena *a, const Site *site, const Article *article, const Doc *doc, Str source, int32_t referrers_max);

#endif
