/* shardfile: one file of the search index, as it is written and as it is read.
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
 * behind its size:gamma. search/filters.js and search/dates.js are described in filters.h. */
#ifndef KB_SEARCH_SHARDFILE_H
#define KB_SEARCH_SHARDFILE_H

#include "search/bits.h"
#include "search/entries.h"

enum { SHARD_FORMAT = 2, PIECE_BITS = 6, COMMON_SHARE = 3 };

typedef enum Family { FAMILY_TERMS, FAMILY_CODES, FAMILY_REST, FAMILY_PLACES, FAMILY_ARTICLES, FAMILY_BACKWARDS, FAMILY_COUNT } Family;

/* The family a word's entry is in: t, or c when it has a digit. */
Family shard_family(Str word);

/* A word as family s has it. */
Str shard_backwards(Arena *a, Str word);

/* What a file of a family is called, and where it is: "t1a3", "search/t/1a3.js". */
Str shard_name(Arena *a, Family family, uint64_t leaf);
Str shard_path(Arena *a, Family family, uint64_t leaf);

/* --- writing ----------------------------------------------------------------------------------------------------------------------- */

/* A whole file. Closes the bits, which may be NULL. */
void shard_put(Buf *out, Str name, Str text, Bits *bits);

/* A whole file of family t, c, r, x or s; all bits of the entries are at hand. */
void shard_put_words(Arena *a, Str name, const ShardEntry *entries, ptrdiff_t n, Buf *out);

/* A word that points to its stem, as the name of an entry. */
Str shard_form(Arena *a, Str form, Str stem);

/* --- reading ----------------------------------------------------------------------------------------------------------------------- */

typedef struct ShardFile {
    Str name, text, bits;   /* bits: decoded from their text */
} ShardFile;

/* Takes a file apart. False when it is none of ours. */
bool shard_parse(Arena *a, Str bytes, ShardFile *file);

/* The words of a file of family t, c, r, x or s, with the place of each entry's bits. */
typedef struct ShardWord {
    Str word;
    Str stem;               /* empty: the word itself */
    ptrdiff_t at, size;     /* in bits */
} ShardWord;
ShardWord *shard_words(Arena *a, const ShardFile *file, ptrdiff_t *n);

#endif
