/* segment: the words of some articles as one string of bytes, and the index that several segments are together.
 *
 * A later segment takes the place of what earlier ones have of the same articles, and names articles that are no more. So a build adds a small segment
 * for what changed, and no word of any other article is touched.
 *
 *     segment  = articles words forms parts gone:n number* form_map* article* word* postings hash
 *     form_map = n form*                      by part: its own numbers of forms -> the segment's
 *     article  = number key part n form*      ascending by number; the forms that stand in it, by its part's numbers
 *     word     = stem n (form articles)* postings bytes     ascending; its forms are numbered on from word to word
 *     postings = for each word in turn: (number place* 0 level)*, numbers and places as steps, the first place from one before the
 *                text; in the order that they were met
 *
 * All numbers are as record.h has them, key and hash are words; the hash is of all that is before it. */
#ifndef KB_SEARCH_SEGMENT_H
#define KB_SEARCH_SEGMENT_H

#include "base/record.h"
#include "search/index.h"

/* An article of a segment. */
typedef struct SegmentArticle {
    uint64_t at;                /* where the rest of its record is */
    uint32_t number;
    bool is_gone;               /* a later segment has it, or says that it is no more */
} SegmentArticle;

/* Where a word's record is in the words, and its list in the segment. */
typedef struct SegmentWord {
    uint64_t list;
    uint32_t at;
    int32_t first_form;
} SegmentWord;

/* The segment is its bytes, which may be those of a map; in memory is where they are to be looked at: 16 bytes for a word. */
typedef struct Segment {
    Str bytes;
    bool is_map;
    SegmentArticle *articles;   /* ascending by number */
    ptrdiff_t article_count, lost_count;
    ptrdiff_t words_at;
    SegmentWord *words;
    ptrdiff_t word_count;
    ptrdiff_t form_count;
    int32_t *lost_forms;        /* by form: in how many articles that are gone it stood; NULL: in none */
    Str *form_maps;             /* by part, as they stand there */
    uint32_t **read_form_maps;  /* those that were asked for */
    int part_count;
    uint32_t *gone;             /* numbers that it says are no more */
    ptrdiff_t told_gone;
    uint32_t *lost;             /* of its own, those that are gone, ascending */
    Arena *arena;
} Segment;

/* The article of that number, or NULL. */
SegmentArticle *segment_article(const Segment *s, uint32_t number);

/* Whether it is one of those that are gone. */
bool segment_has_lost(const Segment *s, uint32_t number);

/* What a segment has of an article, and of a word; read where it stands. */
typedef struct ArticleWords {
    uint64_t key;
    int part;
    Str forms;
} ArticleWords;
ArticleWords segment_words(const Segment *s, const SegmentArticle *article);

typedef struct WordLists {
    Str stem;
    Record forms;               /* as segment_form reads them */
    int32_t first_form, form_count;
    int32_t articles;
    Str list;
} WordLists;
WordLists segment_word(const Segment *s, ptrdiff_t word);

/* Passes over what stands behind the number in a posting: its places, which have no byte that is 0, that byte, and the level. */
static inline void posting_pass(Record *r)
{
    const char *zero = memchr(r->p, 0, (size_t)(r->end - r->p));
    if (zero && r->end - zero >= 2)
        r->p = zero + 2;
    else
        record_damaged(r);
}

typedef struct SegmentForm {
    Str name;
    int32_t articles;           /* that have it, but for those that are gone */
} SegmentForm;
SegmentForm segment_form(const Segment *s, WordLists *word);    /* the next one */

/* The segment's number of a part's form; -1 when there is none. For one thread at a time. */
int64_t segment_form_number(const Segment *s, int part, uint64_t form);

/* A word of the index: where its lists are. The terms are in byte order of their stems. */
typedef struct IndexTerm {
    int32_t base;               /* which word of the first segment; -1: it is not there */
    int32_t first_delta;        /* and of the others */
    int16_t delta_count;
    bool is_touched;            /* by the last segment: its list may be other than without it */
} IndexTerm;

typedef struct DeltaWord {
    Str stem;
    int32_t segment, word;
} DeltaWord;

typedef struct Index {
    Segment *segments;
    ptrdiff_t segment_count;
    IndexTerm *terms;
    ptrdiff_t n;
    DeltaWord *deltas;      /* words of all segments but the first, in byte order */
} Index;

/* An index of no segments, with room for so many. */
Index index_new(Arena *a, ptrdiff_t room);

/* Reads one more segment, whose stems are of the same language as those of the others; its strings are views of the bytes, which may be those of a file
 * (spool_forget). False when it is damaged: then it is not in the index. Of one that was just made, the seal is not looked at. */
bool index_add(Arena *a, Index *index, Str bytes, bool is_map);
bool index_add_new(Arena *a, Index *index, Str bytes, bool is_map);

/* What was read of maps need not stay in memory. Any thread may say so at any time. */
void index_forget(const Index *index);

/* The key of the article of that number, or 0 when no segment has it. */
uint64_t index_key(const Index *index, uint32_t number);

/* Brings the words of all segments together. */
void index_merge(Arena *a, Index *index);

/* All segments as one: what is gone is left out. Appended to `out`. After index_merge. */
void index_put_segment(const Index *index, Buf *out);

/* The number of a term, or -1. */
ptrdiff_t index_find(const Index *index, Str stem);

/* In how many segments a term stands, and what it has there. */
ptrdiff_t index_parts(const IndexTerm *term);
WordLists index_part(const Index *index, const IndexTerm *term, ptrdiff_t i, ptrdiff_t *segment);
ptrdiff_t index_list_bytes(const Index *index, const IndexTerm *term);      /* of all its lists */

/* In how many articles a word stands; no more than `most` are counted. */
uint32_t index_count(const Index *index, ptrdiff_t term, uint32_t most);

/* A word, and how it is written besides: its forms that are not the stem itself, in byte order, on `a`. Views of the segments. */
Str index_stem(const Index *index, ptrdiff_t term);
StrList index_forms(Arena *a, const Index *index, ptrdiff_t term);

#endif
