/* segment: the words of some articles as one string of bytes, and the index that several segments are together.
 *
 * A later segment takes the place of what earlier ones have of the same articles, and names articles that are no more. So a build adds a small segment
 * for what changed, and no word of any other article is touched.
 *
 *     segment  = articles words forms parts gone:n number* form_map* article* word* postings hash
 *     form_map = n form*                      by part: its own numbers of forms -> the segment's
 *     article  = number key part n form*      ascending by number; the forms that stand in it, by its part's numbers
 *     word     = stem n (form articles)* postings bytes     ascending; its forms are numbered on from word to word
 *     postings = for each word in turn: (number level n place*)*, numbers and places as steps; in the order that they were met
 *
 * All numbers are as record.h has them, key and hash are words; the hash is of all that is before it. */
#ifndef KB_SEARCH_SEGMENT_H
#define KB_SEARCH_SEGMENT_H

#include "search/index.h"

/* One article in a word's list. */
typedef struct Posting {
    uint32_t number;
    int level;
    int count;              /* places; none for a word that stands in a field alone */
    const uint32_t *gaps;   /* how many words stand before the first place, and between one and the next */
} Posting;

/* An article of a segment. */
typedef struct SegmentArticle {
    uint32_t number;
    int32_t part;
    uint64_t key;
    Str forms;
    bool is_gone;           /* a later segment has it, or says that it is no more */
} SegmentArticle;

typedef struct SegmentForm {
    Str name;
    int32_t word;           /* of the segment */
    int32_t articles;       /* that have it; those that are gone are taken off */
} SegmentForm;

typedef struct SegmentWord {
    Str stem;
    int32_t first_form, form_count;
    int32_t articles;
    Str list;
} SegmentWord;

typedef struct Segment {
    SegmentArticle *articles;   /* ascending by number */
    ptrdiff_t article_count, lost_count;
    SegmentWord *words;
    ptrdiff_t word_count;
    SegmentForm *forms;
    ptrdiff_t form_count;
    uint32_t **form_maps;       /* by part */
    ptrdiff_t *form_map_counts;
    int part_count;
    uint32_t *gone;             /* numbers that it says are no more */
    ptrdiff_t told_gone;
    uint32_t *lost;             /* of its own, those that are gone, ascending */
    Str map;                    /* its bytes, when they are one */
} Segment;

/* The words of all segments in byte order, and how they are written. */
typedef struct IndexTerm {
    Str stem;
    Str *forms;             /* those that are not the stem itself, in byte order */
    int32_t form_count;
    bool is_touched;        /* by the last segment: its list may be other than without it */
    int32_t base, first_delta, delta_count;     /* where its lists are: in the first segment (-1: not there), in the others */
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

/* Reads one more segment; its strings are views of the bytes, which may be those of a file (spool_forget). False when it is damaged: then it is not in the index. */
bool index_add(Arena *a, Index *index, Str bytes, bool is_map);

/* What was read of maps need not stay in memory. Any thread may say so at any time. */
void index_forget(const Index *index);

/* The article of that number, or NULL. */
SegmentArticle *segment_article(const Segment *s, uint32_t number);

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
const SegmentWord *index_part(const Index *index, const IndexTerm *term, ptrdiff_t i, ptrdiff_t *segment);
ptrdiff_t index_list_bytes(const Index *index, const IndexTerm *term);      /* of all its lists */

/* In how many articles a word stands; no more than `most` are counted. */
uint32_t index_count(const Index *index, ptrdiff_t term, uint32_t most);

/* The list of a word, ascending by number, on `a`. */
Posting *index_postings(Arena *a, const Index *index, ptrdiff_t term, ptrdiff_t *n);

#endif
