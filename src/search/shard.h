/* shard: the files of the search index: made from an Index, those that changed, and read back one by one.
 *
 * Every file is a classic script of one call, `kb_put("NAME","TEXT","BITS");`, so that it loads over http, from a folder, and under
 * `script-src 'self'` alike. BITS is the text of `bits`; TEXT has '"' and '\' escaped and "\n" between lines. The families, each cut into
 * files by `trie` and named search/FAMILY/PATH.js (PATH in hexadecimal):
 *
 *   t  words, by key_of_word.   What a word's list is, with its weightiest part:
 *        entry = most:gamma more:1 [rest:gamma] apart:1 [pieced:1] group* [places]
 *        `most` articles in the groups here, `rest` more in family r; the places are here, or apart in family x
 *        A word in more than 1 / COMMON_SHARE of a large index's articles has no places: every count there is 0.
 *   c  the same for words with a digit: as many again, and seldom asked for, so their files are larger
 *   r  the rest of long lists, by key_of_hash.      entry = group*
 *   x  places, by key_of_hash.  entry = places;  those of a word with very many are pieced: the word, "~", and the article numbers'
 *        upper bits (PIECE_BITS of the entry's `number_bits`) in hexadecimal
 *   d  articles, by key_of_number. TEXT alone: a line each, fields between tabs:
 *        number id permalink title summary product kind date
 *        In the permalink "*" is the id and "^" the number's thousands; an id that is the first prefix and the number is left out
 *   s  words read backwards, by key_of_word: where a mistyped word's second half is looked up. TEXT alone.
 *
 * In t, c, r, x and s TEXT is a list of words in byte order, each as one capital (how many letters it shares with the word before, A = 0)
 * and its other letters. In t a word whose stem is another word says so: "!", a small letter (how many letters to take off, a = 0), and
 * what to put on; it has no entry. BITS is k:5, how many bits the sizes take:gamma, the size of every entry in bits
 * (Rice with k), then the entries.
 *
 * search/entry.js is read first: TEXT lines of a name and a value, BITS the shapes of the tries in the order of their families, each
 * behind its size:gamma. search/filters.js and search/dates.js are described at
 * render_filters and render_dates. */
#ifndef KB_SEARCH_SHARD_H
#define KB_SEARCH_SHARD_H

#include "search/entries.h"
#include "search/keep.h"
#include "search/segment.h"
#include "search/trie.h"

enum { SHARD_FORMAT = 2, PIECE_BITS = 6, COMMON_SHARE = 3, SHARD_TOLD_MAX = 64 };

typedef enum Family { FAMILY_TERMS, FAMILY_CODES, FAMILY_REST, FAMILY_PLACES, FAMILY_ARTICLES, FAMILY_BACKWARDS, FAMILY_COUNT } Family;

/* What the results page shows of an article, and filters by, is taken from it. */
typedef struct Article Article;     /* site/article.h */
typedef struct Card {
    uint32_t number;
    const Article *article;
} Card;

typedef struct ShardFamily {
    ShardEntries entries;        /* of articles: keys alone */
    ShardEntries fresh;          /* those that are not as the last build told them */
    Trie trie;
} ShardFamily;

/* What the entries of a word are. */
typedef struct TermPiece {
    int32_t piece;          /* -1: all places are one entry */
    Kept bits;
} TermPiece;
typedef struct TermCode {
    int32_t term;           /* its number in the index */
    uint32_t articles;      /* 0: no article has the word any more. Where the list is what it was, 2 stands for more as well */
    Kept head;              /* of family t or c */
    const Kept *rest;       /* of family r; NULL: there is none */
    TermPiece *places;
    int32_t place_count;
    bool is_other;          /* its list is not what it was: it was encoded */
} TermCode;

/* The bits of an entry that a file needs. */
typedef struct NeededBits {
    Family family;
    ptrdiff_t entry;
    ptrdiff_t term;
} NeededBits;

/* All files of an index, ready to be made one by one, by any thread. */
typedef struct Shards {
    const Index *index;
    TermCode *codes;        /* of the words that the last segment touched, or of all; while planning alone */
    ptrdiff_t code_count;
    Str told[FAMILY_COUNT][SHARD_TOLD_MAX];   /* what earlier builds told of the entries; none: nothing counts that they did */
    ptrdiff_t told_count;
    NeededBits *needed;
    ptrdiff_t needed_count, needed_cap;
    ShardFamily families[FAMILY_COUNT];
    const Card *cards;      /* ascending by number */
    ptrdiff_t card_count;
    Str id_prefix;
    int number_bits;
    ptrdiff_t common;       /* a word in more articles than this has no places */
    ptrdiff_t file_count;
    Keep bits[2];           /* those of the codes, and those that were needed besides */
    Str why;                /* they could not be kept */
    Arena *arena, *parts;   /* the plan's; the threads' own */
    int part_count;
} Shards;

/* Plans the files. `told` is what earlier builds told with shards_tell, oldest first and at most SHARD_TOLD_MAX: the entries of a word that has not changed since are
 * what they were. `cards` ascend by number. `spill`: as keep_open takes it. What it does not keep on `a`, shards_free gives back. False when the bits of words could
 * not be kept: s->why. */
bool shards_plan(Arena *a, const Index *index, const Str *told, ptrdiff_t told_count, const Card *cards, ptrdiff_t card_count, Str id_prefix, Str spill,
                 int threads, Shards *s);

/* What there is to be known of the entries that this plan changed, or of all: the former only when it knew what was told before. */
bool shards_knew(const Shards *s);
void shards_tell(const Shards *s, bool all, Buf *out);
bool shards_have_changed(const Shards *s);

void shards_free(Shards *s);

/* File number `i` of `file_count`: its path below the output folder, and a hash of what it is made of; 0 for a file that is one of a kind. */
Str shards_path(const Shards *s, Arena *a, ptrdiff_t i);
uint64_t shards_fingerprint(const Shards *s, ptrdiff_t i);

/* For a file that will be made: takes the bits of words that did not change from `bytes`, which the last build made of the same words and which stand at its
 * path; any thread may, `part` is its number. Then each is marked as needed; then all bits that are wanting are gathered; then the files can be made. */
void shards_take(Shards *s, int part, ptrdiff_t i, Str bytes);
void shards_need(Shards *s, ptrdiff_t i);
bool shards_encode(Shards *s, int threads);     /* as shards_plan */
/* What was looked at for that need not stay in memory. Any thread may say so. */
void shards_forget(const Shards *s);
void shards_render(const Shards *s, Arena *scratch, ptrdiff_t i, Buf *out);

/* --- reading ------------------------------------------------------------------------------------------------------------------------- */

/* The family a word's entry is in: t, or c when it has a digit. */
Family shard_family(Str word);

/* Where a file of a family is: "search/t/1a3.js". */
Str shard_path(Arena *a, Family family, uint64_t leaf);

typedef struct ShardFile {
    Str name, text, bits;   /* bits: decoded from their text */
} ShardFile;

/* Takes a file apart. False when it is none of ours. */
bool shard_parse(Arena *a, Str bytes, ShardFile *file);

/* The words of a file of family t, r, x or s, with the place of each entry's bits. */
typedef struct ShardWord {
    Str word;
    Str stem;               /* empty: the word itself */
    ptrdiff_t at, size;     /* in bits */
} ShardWord;
ShardWord *shard_words(Arena *a, const ShardFile *file, ptrdiff_t *n);

#endif
