/* Value: data as JSON knows it. YAML is read into it, templates look names up in it, the JSON writer prints it.
 *
 * A Value is small and passed by value; lists and maps point to arrays on some arena. The zero Value is null. A map keeps its
 * members in the order they were put and is looked up from the front: maps are small. One of a hundred members is sorted; bigger ones belong in a
 * Table. */
#ifndef KB_BASE_VALUE_H
#define KB_BASE_VALUE_H

#include "base/buf.h"

typedef enum ValueKind { VALUE_NULL, VALUE_BOOL, VALUE_NUMBER, VALUE_STRING, VALUE_LIST, VALUE_MAP } ValueKind;

typedef struct Value Value;
typedef struct Member Member;

struct Value {
    ValueKind kind;
    bool truth;             /* VALUE_BOOL */
    bool is_open;           /* VALUE_MAP: written by the user, so that a name it lacks is no mistake of the template */
    bool is_sorted;         /* VALUE_MAP: by key, for one that is large */
    ptrdiff_t n;            /* length of text, count of items or members */
    union {
        const char *text;   /* VALUE_STRING; VALUE_NUMBER as it was written */
        const Value *items;
        const Member *members;
    } as;
};

struct Member {
    Str key;
    Value value;
};

Value value_bool(bool truth);
Value value_string(Str s);                          /* a view: the text must live as long as the value */
Value value_number(Arena *a, int64_t n);
Value value_number_text(Str digits);                /* already a JSON number */
Value value_strings(Arena *a, const StrList *list); /* a list of strings */

/* Lists and maps are built where they grow, then taken as a Value. Zero plus an arena is a valid empty builder. */
typedef struct ListBuilder {
    Arena *arena;
    Value *items;
    ptrdiff_t n, cap;
} ListBuilder;
void list_push(ListBuilder *b, Value v);
Value list_value(const ListBuilder *b);

typedef struct MapBuilder {
    Arena *arena;
    Member *members;
    ptrdiff_t n, cap;
} MapBuilder;
void map_put(MapBuilder *b, Str key, Value v);      /* a key put twice keeps its place and takes the new value */
void map_str(MapBuilder *b, Str key, Str s);
void map_bool(MapBuilder *b, Str key, bool truth);
void map_int(MapBuilder *b, Str key, int64_t n);
Value map_value(const MapBuilder *b);
Value map_sorted(const MapBuilder *b);              /* members by key: found by halving */

/* The member named `key`, or NULL; also NULL when `v` is not a map. */
const Value *value_get(const Value *v, Str key);
/* The text of a string or number, "true"/"false", or the empty Str. */
Str value_text(const Value *v);
/* What a section asks: null, false, the empty string and the empty list are false; all else is true. */
bool value_is_true(const Value *v);

/* As JSON (RFC 8259), members in order; `indent` > 0 puts each member on a line of its own. */
void value_put_json(Buf *b, const Value *v, int indent);

#endif
