/* entries: what stands in the files of one family of the index (shard.h), in order. A build tells what it changed of them, and the next one begins with what
 * was told: so only the entries of words that changed are made anew, and all others are copied from a file as they lie there.
 *
 *     told = n:word bytes:word row* name*     both in the order of the entries; a row has a fixed size
 *
 * An entry is known by its key, its name and whether it is told of a form: a word may be read backwards twice, as a stem and as another stem's form. */
#ifndef KB_SEARCH_ENTRIES_H
#define KB_SEARCH_ENTRIES_H

#include "base/record.h"

typedef struct ShardEntry {
    const char *name;       /* as its file has it */
    const char *bits;       /* NULL: not at hand */
    uint64_t hash;          /* of the name and the bits */
    int32_t size;           /* in bits; -1: a word that has none */
    uint32_t articles;      /* where the entry is a word's own: in how many it stands */
    uint16_t length;        /* of the name */
    uint8_t shared;         /* how many letters it shares with the entry before it: shared_letters */
    bool is_form;
    bool is_gone;           /* of a change: there is none any more */
} ShardEntry;

typedef struct ShardEntries {
    ShardEntry *items;
    uint64_t *keys;
    ptrdiff_t n;
} ShardEntries;

Str entry_name(const ShardEntry *e);

/* How many letters the second begins with that the first does, as the files count them. */
ptrdiff_t shared_letters(Str s, Str t);

/* Brings what earlier builds told, oldest first, together with the changes, which come in any order; of several of one entry the last counts. `fresh` takes the
 * changes that there really were, in order. All is on `a`, and names are views. */
void entries_merge(Arena *a, const Str *told, ptrdiff_t told_count, const ShardEntries *changes, ShardEntries *all, ShardEntries *fresh);

/* The same where nothing was told, of changes that tell of nothing that is gone: brings them into order where they are. */
void entries_sort(ShardEntries *entries);

/* As bytes, part by part, for all at once can be many megabytes. */
ptrdiff_t entries_parts(const ShardEntries *entries);
void entries_put(Buf *out, const ShardEntries *entries, ptrdiff_t part);
ptrdiff_t entries_size(const ShardEntries *entries);     /* of all parts, in bytes */
/* What the parts put, one behind another, from the front of a record. */
Str entries_get(Record *r);

/* What was told, one by one. */
typedef struct ShardReader {
    Str rows;
    const char *names, *end;
} ShardReader;

ShardReader entries_read(Str told);
bool entries_next(ShardReader *r, ShardEntry *e, uint64_t *key);

#endif
