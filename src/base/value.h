/* Value: data as JSON knows it. YAML is read into it, templates look names up in it, the JSON writer prints it.
 *
 * A Value is small and passed by value; lists and maps point to arrays on some arena. The zero Value is null. A map keeps its
 * members in the order they were put and is looked up from the front: maps are small. One of a hundred members is sorted; bigger ones belong in a
 * Table.
 *
 * Templates ask one map after the other for a name, and most have no such member. So a key is known by a hash, which compilers work out for a literal,
 * and a map knows some bits of the hashes of its keys: most questions are answered without a look at the members. */
#ifndef KB_BASE_VALUE_H
#define KB_BASE_VALUE_H

#include "base/buf.h"

typedef enum ValueKind { VALUE_NULL, VALUE_BOOL, VALUE_NUMBER, VALUE_STRING, VALUE_LIST, VALUE_MAP } ValueKind;

typedef struct Value Value;
typedef struct Member Member;

struct Value {
    ValueKind kind : 8;
    bool truth;             /* VALUE_BOOL */
    bool is_open;           /* VALUE_MAP: written by the user, so that a name it lacks is no mistake of the template */
    bool is_sorted : 1;     /* VALUE_MAP: by key, for one that is large */
    bool is_kept : 1;       /* VALUE_MAP, VALUE_LIST: lives as long as the renderer that shows it, and stays what it is (template/mustache.h) */
    uint32_t names;         /* VALUE_MAP: a bit for each key (name_bit); 0: nobody has hashed them */
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
    uint32_t hash;          /* of the key, in a map with `names` */
};

/* A key's hash: of its length, and of its first and last eight bytes. */
static inline uint32_t name_hash(Str name)
{
    uint64_t first = 0, last = 0;
    if (name.n >= 8) {
        memcpy(&first, name.p, 8);
        memcpy(&last, name.p + name.n - 8, 8);
    } else if (name.n >= 4) {
        memcpy(&first, name.p, 4);
        memcpy(&last, name.p + name.n - 4, 4);
    } else if (name.n) {
        first = (unsigned char)name.p[0] | (uint64_t)(unsigned char)name.p[name.n / 2] << 8 | (uint64_t)(unsigned char)name.p[name.n - 1] << 16;
    }
    uint64_t h = (first ^ (last * 0x9E3779B97F4A7C15u) ^ (uint64_t)name.n) * 0xD6E8FEB86659FD93u;
    return (uint32_t)(h >> 32);
}

/* The same name? Mostly a short one: its two halves, which overlap, are compared at once. */
static inline bool name_eq(Str name, Str other)
{
    if (name.n != other.n)
        return false;
    if (name.n > 16)
        return str_eq(name, other);
    if (name.n < 4)
        return !name.n || (name.p[0] == other.p[0] && name.p[name.n / 2] == other.p[name.n / 2] && name.p[name.n - 1] == other.p[name.n - 1]);
    if (name.n >= 8) {
        uint64_t a[2], b[2];
        memcpy(&a[0], name.p, 8);
        memcpy(&a[1], name.p + name.n - 8, 8);
        memcpy(&b[0], other.p, 8);
        memcpy(&b[1], other.p + name.n - 8, 8);
        return ((a[0] ^ b[0]) | (a[1] ^ b[1])) == 0;
    }
    uint32_t a[2], b[2];
    memcpy(&a[0], name.p, 4);
    memcpy(&a[1], name.p + name.n - 4, 4);
    memcpy(&b[0], other.p, 4);
    memcpy(&b[1], other.p + name.n - 4, 4);
    return ((a[0] ^ b[0]) | (a[1] ^ b[1])) == 0;
}

static inline uint32_t name_bit(uint32_t hash)
{
    return (uint32_t)1 << (hash & 31);
}

static inline Value value_bool(bool truth)
{
    return (Value){.kind = VALUE_BOOL, .truth = truth};
}

/* A view: the text must live as long as the value. */
static inline Value value_string(Str s)
{
    return (Value){.kind = VALUE_STRING, .n = s.n, .as.text = s.p};
}

Value value_number(Arena *a, int64_t n);
Value value_number_text(Str digits);                /* already a JSON number */
Value value_strings(Arena *a, const StrList *list); /* a list of strings */

static inline Member member_of(Str key, Value v)
{
    return (Member){key, v, name_hash(key)};
}

static inline Member member_str(Str key, Str s)
{
    return member_of(key, value_string(s));
}

/* A map of members whose keys are known to be unique. */
static inline Value map_from(const Member *members, ptrdiff_t n)
{
    uint32_t names = 0;
    for (ptrdiff_t i = 0; i < n; i++)
        names |= name_bit(members[i].hash);
    return (Value){.kind = VALUE_MAP, .names = names, .n = n, .as.members = members};
}

/* The same, of members that are written down: `map_of(a, member_str(S("title"), title), …)`. For maps that are made a hundred thousand times: what a builder
 * finds out of its keys, compilers find out here. */
#define map_of(a, ...) map_kept((a), (const Member[]){__VA_ARGS__}, (ptrdiff_t)(sizeof((const Member[]){__VA_ARGS__}) / sizeof(Member)))

static inline Value map_kept(Arena *a, const Member *members, ptrdiff_t n)
{
    Member *kept = arena_raw(a, Member, n);
    memcpy(kept, members, (size_t)n * sizeof *kept);
    Value map = map_from(members, n);
    map.as.members = kept;
    return map;
}

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
    uint64_t taken[4];      /* bits of the hashes of its keys */
} MapBuilder;
void map_reserve(MapBuilder *b, ptrdiff_t cap);     /* room for so many in all */
void map_put_hashed(MapBuilder *b, Str key, uint32_t hash, Value v);
Value map_value(const MapBuilder *b);
Value map_sorted(const MapBuilder *b);              /* members by key: found by halving */

/* A key put twice keeps its place and takes the new value. */
static inline void map_put(MapBuilder *b, Str key, Value v)
{
    map_put_hashed(b, key, name_hash(key), v);
}

static inline void map_str(MapBuilder *b, Str key, Str s)
{
    map_put(b, key, value_string(s));
}

static inline void map_bool(MapBuilder *b, Str key, bool truth)
{
    map_put(b, key, value_bool(truth));
}

static inline void map_int(MapBuilder *b, Str key, int64_t n)
{
    map_put(b, key, value_number(b->arena, n));
}

const Value *value_get_hashed(const Value *v, Str key, uint32_t hash);

/* The member named `key`, or NULL; also NULL when `v` is not a map. */
static inline const Value *value_get(const Value *v, Str key)
{
    return value_get_hashed(v, key, name_hash(key));
}

/* Is there certainly no member of a key with that hash? */
static inline bool value_lacks(const Value *v, uint32_t hash)
{
    return v->kind != VALUE_MAP || (v->names && !(v->names & name_bit(hash)));
}

/* The text of a string or number, "true"/"false", or the empty Str. */
static inline Str value_text(const Value *v)
{
    switch (v->kind) {
    case VALUE_STRING:
    case VALUE_NUMBER: return (Str){v->as.text, v->n};
    case VALUE_BOOL: return v->truth ? S("true") : S("false");
    default: return (Str){0};
    }
}

/* What a section asks: null, false, the empty string and the empty list are false; all else is true. */
static inline bool value_is_true(const Value *v)
{
    switch (v->kind) {
    case VALUE_NULL: return false;
    case VALUE_BOOL: return v->truth;
    case VALUE_STRING:
    case VALUE_LIST: return v->n > 0;
    default: return true;
    }
}

/* As JSON (RFC 8259), members in order; `indent` > 0 puts each member on a line of its own. */
void value_put_json(Buf *b, const Value *v, int indent);

#endif
