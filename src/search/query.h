/* query: a question answered from the files of the search index, the way the browser does it. static/search.js is the same program in
 * JavaScript; a test holds the two to the same answers, so every number here is a whole number and every tie is broken by document number.
 *
 * A query is words, "quoted phrases" and -excluded words or phrases, cut by `token`. A run ("inetcomm.dll") that the index knows whole is
 * one term; otherwise its words are terms. A word that the index does not know is completed when it is the query's last (the eight
 * completions with the most articles, each counting as the word), else, or without any, read with one mistake (insert, delete, replace, swap) as the
 * known word with the most articles; with neither it is passed over and told.
 *
 *   idf(term)    = round(64 * log2(1 + articles / articles with the term))
 *   score        = sum over the terms in the article: idf * LEVEL_POINTS[level]
 *                + all terms in the title: TITLE_POINTS * sum of idf
 *                + nearness, for the NEAR_ARTICLES articles that score best so far and two terms or more: NEAR_POINTS * the largest sum of
 *                  idf of different terms within NEAR_WORDS words, + NEXT_POINTS * min(idf, idf) for every two terms that follow each
 *                  other in the query and, within three words, in the text
 *   first page   = of the ENOUGH best articles, those whose title has every word as it was written come first, otherwise in order
 *   matching     = all terms; while fewer than ENOUGH articles match, one term less, down to half of them
 *
 * An id in any spelling puts its article first. Excluded words take articles away; a phrase asks for its words side by side. */
#ifndef KB_SEARCH_QUERY_H
#define KB_SEARCH_QUERY_H

#include "search/shard.h"

enum { TITLE_POINTS = 40, NEAR_POINTS = 40, NEXT_POINTS = 16, NEAR_WORDS = 20, NEAR_ARTICLES = 200, ENOUGH = 10 };
extern const int LEVEL_POINTS[LEVEL_COUNT];

/* Gives the bytes of a file of the index ("search/t/1a3.js"), or an empty Str when it is not there. */
typedef Str SearchLoad(void *context, Arena *a, Str path);

typedef struct Found {
    uint32_t number;
    int64_t score;
    Str id, permalink, title, summary, product, kind, date;
} Found;

typedef struct Answer {
    Found *items;           /* best first, at most `limit` */
    ptrdiff_t n;
    ptrdiff_t total;        /* how many match */
    StrList unknown;        /* words passed over */
    StrList corrected;      /* "written\tread" */
} Answer;

/* False when there is no index, or one of another format; `*why` says so. */
bool search_answer(Arena *a, SearchLoad *load, void *context, Str query, ptrdiff_t limit, Answer *answer, Str *why);

#endif
