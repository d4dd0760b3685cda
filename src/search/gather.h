/* gather: what an indexer knows of the articles since its last run: their words, and of each stem a list (words.h), to which is put what an article has of
 * it as the article is read. A list that has no more room gets one of twice the size, and the room it had goes to the next list that needs one of that size.
 * So nothing is put twice, and when the lists become a run (run.h), each is there in one piece. */
#ifndef KB_SEARCH_GATHER_H
#define KB_SEARCH_GATHER_H

#include "search/run.h"
#include "search/words.h"

typedef struct GatheredArticle {
    uint32_t number;
    uint64_t key;
    Str forms;              /* their numbers, as record.h has numbers */
} GatheredArticle;

enum {
    ROOM_FIRST = 16,        /* bytes of the room that a list gets first: few need more */
    ROOM_SIZES = 27,        /* and so many times it can get one of twice the size */
    NUMBER_MAX = 5,         /* bytes of a number */
};

typedef struct Gathered {
    Words words;            /* forms and stems */
    GatheredArticle *articles;
    ptrdiff_t article_count, article_cap;
    Arena article_memory;   /* has those and their forms */
    Buf lists;              /* of all stems; the first byte is no list's */
    Arena list_memory;
    uint32_t rooms[ROOM_SIZES];     /* by size: where one begins that a list had, which begins with where the next one does; 0: there is none */
} Gathered;

/* `bound` is about how many bytes it will take: more than are written are no more than addresses. */
Gathered gathered_new(ptrdiff_t bound);
void gathered_free(Gathered *g);

/* How many bytes it has taken. */
ptrdiff_t gathered_size(const Gathered *g);

void gathered_add_article(Gathered *g, uint32_t number, uint64_t key, Str forms);

/* Room for NUMBER_MAX bytes more behind what a list has: they are written there, and its `at` is where they end. */
void gathered_grow(Gathered *g, WordStem *stem);
static inline char *gathered_room(Gathered *g, WordStem *stem)
{
    if (stem->end - stem->at < NUMBER_MAX)
        gathered_grow(g, stem);
    return g->lists.p + stem->at;
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

static inline void gathered_put(Gathered *g, WordStem *stem, uint32_t value)
{
    char *room = gathered_room(g, stem);
    stem->at += (uint32_t)(gathered_number(room, value) - room);
}

/* All of it as a run, with a file when `spill` is a name. Whether that failed is asked when the runs are merged. Nothing is known then, but the memory is
 * kept. */
void gathered_put_run(Gathered *g, Str spill, Run *run);

#endif
