/* question: what a query asks for, as terms, each with its lists from the index.
 *
 * A query is words, "quoted phrases" and -excluded words or phrases, cut by `token`. A run ("inetcomm.dll") that the index knows whole is
 * one term; otherwise its words are terms. A word that the index does not know is completed when it is the query's last (the eight
 * completions with the most articles, each counting as the word), else, or without any, read with one mistake (insert, delete, replace, swap) as the
 * known word with the most articles; with neither it is passed over and told.
 *
 *   idf(term) = round(64 * log2(1 + articles / articles with the term)) */
#ifndef KB_SEARCH_QUESTION_H
#define KB_SEARCH_QUESTION_H

#include "search/lookup.h"

enum { TERMS_MAX = 32, COMPLETIONS = 8 };

typedef struct Term {
    List lists[COMPLETIONS];    /* one, or the completions of a word */
    int n;
    int64_t idf;
    bool is_excluded;
    int phrase;             /* which one it is part of, 0 for none */
    int offset;             /* in the phrase */
} Term;

typedef struct Question {
    Term terms[TERMS_MAX];
    int n, phrases;
    StrList written;        /* the words asked for */
    StrList unknown;        /* words passed over */
    StrList corrected;      /* "written\tread" */
} Question;

/* Reads a folded text (base/fold.h) into `q`, an empty question. */
void question_read(Question *q, Lookup *l, Str text);

#endif
