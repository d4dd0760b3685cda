/* rank: the articles that answer a question, best first.
 *
 *   score        = sum over the terms in the article: idf * LEVEL_POINTS[level]
 *                + all terms in the title: TITLE_POINTS * sum of idf
 *                + nearness, for the NEAR_ARTICLES articles that score best so far and two terms or more: NEAR_POINTS * the largest sum of
 *                  idf of different terms within NEAR_WORDS words, + NEXT_POINTS * min(idf, idf) for every two terms that follow each
 *                  other in the query and, within NEXT_WORDS words, in the text
 *   first page   = of the ENOUGH best articles, those whose title has every word as it was written come first, otherwise in order
 *   matching     = all terms; while fewer than ENOUGH articles match, one term less, down to half of them
 *
 * Excluded words take articles away; a phrase asks for its words side by side. Every number is a whole number, and every tie is broken by
 * document number. */
#ifndef KB_SEARCH_RANK_H
#define KB_SEARCH_RANK_H

#include "search/question.h"

enum { TITLE_POINTS = 40, NEAR_POINTS = 40, NEXT_POINTS = 16, NEAR_WORDS = 20, NEXT_WORDS = 3, NEAR_ARTICLES = 200, ENOUGH = 10 };

typedef struct Match {
    uint32_t number;
    uint32_t terms;         /* a bit for each */
    uint32_t titles;        /* those in the title */
    int64_t score;
} Match;

/* All articles that match; how many they are. They live as long as the answer. Reads the places of the question's lists as it needs them. */
ptrdiff_t rank_matches(Question *q, Lookup *l, Match **matches);

#endif
