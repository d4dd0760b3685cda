/* shard: the files of the search index: written from an Index, and read back one by one.
 *
 * Every file is a classic script of one call, `kb_put("NAME","TEXT","BITS");`, so that it loads over http, from a folder, and under
 * `script-src 'self'` alike. BITS is the text of `bits`; TEXT has '"' and '\' escaped and "\n" between lines. The families, each cut into
 * files by `trie` and named search/FAMILY/PATH.js (PATH in hexadecimal):
 *
 *   t  words, by key_of_word.   What a word's list is, with its weightiest part:
 *        entry = most:gamma more:1 [rest:gamma] apart:1 [pieced:1] group* [places]
 *        `most` articles in the groups here, `rest` more in family r; the places are here, or apart in family x
 *        A word in more than a third of a large index's articles has no places: every count there is 0.
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
 * what to put on; it has no entry. BITS is k:5 and the size of every entry in bits (Rice with k), then the entries.
 *
 * search/entry.js is read first: TEXT lines of a name and a value, BITS the shapes of the tries in the order of their families, each
 * behind its size:gamma. search/filters.js and search/dates.js are described at
 * render_filters and render_dates. */
#ifndef KB_SEARCH_SHARD_H
#define KB_SEARCH_SHARD_H

#include "search/index.h"
#include "search/trie.h"

enum { SHARD_FORMAT = 1, PIECE_BITS = 6 };

typedef enum Family { FAMILY_TERMS, FAMILY_CODES, FAMILY_REST, FAMILY_PLACES, FAMILY_ARTICLES, FAMILY_BACKWARDS, FAMILY_COUNT } Family;

/* What the results page shows of an article, and filters by. */
typedef struct Card {
    uint32_t number;
    Str id, permalink, title, summary, date;
    const StrList *products, *kinds;
} Card;

typedef struct ShardEntry {
    Str name;
    Str bits;
    int32_t size;           /* in bits; -1 for a word that points to its stem */
} ShardEntry;

typedef struct ShardFamily {
    ShardEntry *entries;
    uint64_t *keys;
    ptrdiff_t n;
    Trie trie;
} ShardFamily;

/* All files of an index, ready to be rendered one by one, by any thread. */
typedef struct Shards {
    ShardFamily families[FAMILY_COUNT];
    const Card *cards;      /* ascending by number */
    ptrdiff_t card_count;
    Str id_prefix;
    int number_bits;
    ptrdiff_t file_count;
    Arena *parts;           /* the threads' own bits */
    int part_count;
} Shards;

/* Encodes the index with so many threads, and gives its lists back. `cards` ascend by number. What it does not keep on `a`, shards_free
 * gives back. */
void shards_make(Arena *a, Index *index, const Card *cards, ptrdiff_t card_count, Str id_prefix, int threads, Shards *s);

void shards_free(Shards *s);

/* File number `i` of `file_count`: its path below the output folder, and its bytes. */
Str shards_path(const Shards *s, Arena *a, ptrdiff_t i);
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
