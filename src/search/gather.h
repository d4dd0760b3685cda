/* gather: what an indexer knows of the articles since its last run: their words, and all postings one behind another, in the order in which they were met.
 * So a new one is put where the last one was, and nothing is looked for. What they are together is known of each stem (words.h): so when they become a run
 * (run.h), each is put at once where it belongs. */
#ifndef KB_SEARCH_GATHER_H
#define KB_SEARCH_GATHER_H

#include "search/run.h"
#include "search/words.h"

typedef struct GatheredArticle {
    uint32_t number;
    uint64_t key;
    Str forms;              /* their numbers, as record.h has numbers */
} GatheredArticle;

typedef struct Gathered {
    Words words;            /* forms and stems */
    GatheredArticle *articles;
    ptrdiff_t article_count, article_cap;
    Arena lists;            /* has those and their forms */
    Buf postings;           /* (stem size posting)*: a stem as it is in memory, the rest as a run has it */
    Arena posting_memory;
} Gathered;

Gathered gathered_new(void);
void gathered_free(Gathered *g);

/* How many bytes it has taken, with those that a run needs of it. */
ptrdiff_t gathered_size(const Gathered *g);

void gathered_add_article(Gathered *g, uint32_t number, uint64_t key, Str forms);

enum {
    NUMBER_MAX = 5,         /* bytes of a number */
    POSTING_SPARE = 16,     /* behind the last posting so many bytes can be read and written */
};

/* Room for `n` bytes of a posting and what is in front of it; they are written there and added to postings.n, and what its stem has is told to the stem. */
char *gathered_grow(Gathered *g, ptrdiff_t n);
static inline char *gathered_room(Gathered *g, ptrdiff_t n)
{
    return n + POSTING_SPARE <= g->postings.cap - g->postings.n ? g->postings.p + g->postings.n : gathered_grow(g, n + POSTING_SPARE);
}

/* As record_put of what a segment has, where there is room for NUMBER_MAX bytes. Has a number one byte or two? Either often: so it is not asked. */
static inline char *gathered_number(char *p, uint32_t value)
{
    for (; value >= 1 << 14; value >>= 7)
        *p++ = (char)(value | 0x80);
    p[0] = (char)(value | (value >= 0x80 ? 0x80 : 0));
    p[1] = (char)(value >> 7);
    return p + 1 + (value >= 0x80);
}

/* Copies bytes behind which POSTING_SPARE can be read and written: most are fewer than those. */
static inline void gathered_copy(char *to, const char *from, uint32_t n)
{
    memcpy(to, from, POSTING_SPARE);
    if (n > POSTING_SPARE)
        memcpy(to + POSTING_SPARE, from + POSTING_SPARE, n - POSTING_SPARE);
}

/* All of it as a run, with a file when `spill` is a name. Whether that failed is asked when the runs are merged. */
void gathered_put_run(Gathered *g, Str spill, Run *run);

#endif
