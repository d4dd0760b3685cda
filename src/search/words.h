/* words: the words that an indexer met, numbered densely from 1 in that order, each with what is known of it.
 *
 * A table of strings (base/table.h) leads from a slot to a key and from there to its bytes. Here the first 16 bytes of a word, which are all of it but for
 * one in three hundred, stand in the slot, beside what is known of it: a word that is found is one place of memory and no call. It is asked for every word
 * of every article. */
#ifndef KB_SEARCH_WORDS_H
#define KB_SEARCH_WORDS_H

#include "base/table.h"

enum { WORD_HEAD = 16 };

/* A word's bytes, and zeros behind its end. One that is longer has no first byte here, and its number among the longer ones in the second half. */
typedef struct WordHead {
    uint64_t halves[2];
} WordHead;

/* A word, and what is known of it as a form that stands in articles. */
typedef struct Word {
    WordHead head;          /* no word's: all zeros */
    int32_t number;
    int32_t stem;           /* the number of its stem; 0 while it is none but that of others */
    int32_t articles;       /* that have it */
    int32_t serial;         /* of the last of them */
} Word;

/* What is known of it as a stem: its list, among the bytes of all (gather.h), and what its last article has of it. */
typedef struct WordStem {
    uint32_t list, at, end; /* where it begins, where the next byte is put, and where there is no more room; all 0: it has none */
    uint32_t postings;
    uint32_t number;        /* of the article */
    int32_t serial;
    uint32_t place;         /* one more than the last place there, 0 before the first */
    int32_t weight;         /* of all its places in headings, text and fields, in eighths */
} WordStem;

/* A word that is looked for. */
typedef struct WordKey {
    WordHead head;
    uint32_t hash;
} WordKey;

typedef struct Words {
    Word *slots;            /* a power of two, of which no more than three quarters are words */
    size_t slot_mask;       /* their number less one */
    WordStem *stems;        /* by number */
    ptrdiff_t n, cap;       /* with number 0, which is none */
    Arena grown;            /* has both */
    Table longer;           /* words of more than WORD_HEAD bytes */
    Arena names;            /* has those */
} Words;

Words words_new(void);
void words_free(Words *w);
/* None is known any more; the memory is kept for others, but for that of the longer ones. */
void words_forget(Words *w);

/* So many can be added before anything moves. */
void words_make_room(Words *w, ptrdiff_t n);

/* The hash is the halves of a product, folded. Never seen outside. */
static inline WordKey words_key_of(WordHead head)
{
    __uint128_t product = (__uint128_t)(head.halves[0] ^ 0x9E3779B97F4A7C15u) * (head.halves[1] ^ 0xD6E8FEB86659FD93u);
    return (WordKey){head, (uint32_t)product ^ (uint32_t)(product >> 64)};
}

WordKey words_key_longer(Words *w, Str word);

/* What a word is looked for by. It has a first byte, which is not zero, and WORD_HEAD bytes can be read from there, whatever stands behind its end. */
static inline WordKey words_key(Words *w, Str word)
{
    static const unsigned char mask[2 * WORD_HEAD] = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
    WordHead head, kept;
    if (word.n > WORD_HEAD)
        return words_key_longer(w, word);
    memcpy(&head, word.p, sizeof head);
    memcpy(&kept, mask + WORD_HEAD - word.n, sizeof kept);
    return words_key_of((WordHead){{head.halves[0] & kept.halves[0], head.halves[1] & kept.halves[1]}});
}

/* What is in no cache of the processor takes it as long as some hundred instructions, each time, but it can wait for many at once. So words are looked for
 * many at a time: for each of them this, and then for each words_add. */
static inline void words_fetch(const Words *w, WordKey key)
{
    __builtin_prefetch(&w->slots[key.hash & w->slot_mask]);
}

Word *words_search(Words *w, const WordKey *key);

/* The word, which is added when it is new (then its number is the old `n`), where room was made. Most are where they are looked for first. */
static inline Word *words_add(Words *w, const WordKey *key)
{
    Word *word = &w->slots[key->hash & w->slot_mask];
    if (((word->head.halves[0] ^ key->head.halves[0]) | (word->head.halves[1] ^ key->head.halves[1])) == 0)
        return word;
    return words_search(w, key);
}

/* Its bytes: a view until others move. */
Str words_name(const Words *w, const Word *word);

/* All of them in byte order, until they move. */
const Word **words_order(Arena *a, const Words *w);

/* How many bytes it has taken. */
ptrdiff_t words_size(const Words *w);

#endif
