/* lookup: the index of a built site as a question sees it: a word's list, its places in an article, an article's card. Each is in one file or
 * two, found by their tries and read when first asked for. What the files hold stands in `shardfile`. */
#ifndef KB_SEARCH_LOOKUP_H
#define KB_SEARCH_LOOKUP_H

#include "search/posting.h"
#include "search/shardfile.h"
#include "search/trie.h"

/* Gives the bytes of a file of the index ("search/t/1a3.js"), or an empty Str when it is not there. */
typedef Str SearchLoad(void *context, Arena *a, Str path);

typedef struct Lookup {
    Arena *arena;           /* of the answer: files, lists, and all that is given */
    SearchLoad *load;
    void *context;
    int64_t articles;
    int number_bits;
    Str id_prefix;
    Str shapes[FAMILY_COUNT];
    Table paths;            /* of the files read so far, and by its numbers: */
    ShardFile *files;
    ptrdiff_t file_cap;
} Lookup;

/* Reads the entry file. False when there is no index, or one of another format; `*why` says so. */
bool lookup_open(Lookup *l, Arena *a, SearchLoad *load, void *context, Str *why);

/* One file of a family, by its path in the trie; an empty one when it is not there. */
const ShardFile *lookup_file(Lookup *l, Family family, uint64_t path);

/* The stem whose list has a word's articles; false when the index does not know the word. */
bool lookup_stem(Lookup *l, Str word, Str *stem);

/* How many articles a stem is in. */
ptrdiff_t lookup_count(Lookup *l, Str stem);

/* The articles of a stem. */
typedef struct List {
    Str stem;
    Hit *hits;              /* ascending by number */
    ptrdiff_t n;
    uint32_t *starts;       /* of each hit's places, one more than hits; NULL until they are read */
    uint32_t *places;
    bool is_apart, is_pieced;
    BitReader inline_places;
} List;

/* False when the index has none. */
bool lookup_list(Lookup *l, Str stem, List *list);

/* Where in an article a word stands, ascending. */
typedef struct Places {
    const uint32_t *items;
    uint32_t n;
} Places;

/* False when the article is not in the list. A word that is in too many articles for its places to be kept has none in any. */
bool lookup_places(Lookup *l, List *list, uint32_t number, Places *places);

/* An article as the index tells of it. */
typedef struct Found {
    uint32_t number;
    int64_t score;          /* the question's */
    Str id, permalink, title, summary, product, kind, date;
} Found;

/* Fills all but the score. False when there is no such article. */
bool lookup_card(Lookup *l, uint32_t number, Found *found);

#endif
