#include "base/value.h"

#include "base/diag.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

Value value_number(Arena *a, int64_t n)
{
    return value_number_text(n < 0 ? str_fmt(a, "%" PRId64, n) : str_decimal(a, (uint64_t)n, 1));
}

Value value_number_text(Str digits)
{
    return (Value){.kind = VALUE_NUMBER, .n = digits.n, .as.text = digits.p};
}

Value value_strings(Arena *a, const StrList *list)
{
    Value *items = arena_new(a, Value, list->n);
    for (ptrdiff_t i = 0; i < list->n; i++)
        items[i] = value_string(list->items[i]);
    return (Value){.kind = VALUE_LIST, .n = list->n, .as.items = items};
}

void list_push(ListBuilder *b, Value v)
{
    if (b->n == b->cap) {
        ptrdiff_t cap = b->cap ? b->cap * 2 : 8;
        Value *items = arena_raw(b->arena, Value, cap);
        if (b->n)
            memcpy(items, b->items, (size_t)b->n * sizeof *items);
        b->items = items;
        b->cap = cap;
    }
    b->items[b->n++] = v;
}

Value list_value(const ListBuilder *b)
{
    return (Value){.kind = VALUE_LIST, .n = b->n, .as.items = b->items};
}

void map_reserve(MapBuilder *b, ptrdiff_t cap)
{
    if (cap <= b->cap)
        return;
    Member *members = arena_raw(b->arena, Member, cap);
    if (b->n)
        memcpy(members, b->members, (size_t)b->n * sizeof *members);
    b->members = members;
    b->cap = cap;
}

static Member *find_put(const MapBuilder *b, Str key, uint32_t hash)
{
    for (ptrdiff_t i = 0; i < b->n; i++)
        if (b->members[i].hash == hash && str_eq(b->members[i].key, key))
            return &b->members[i];
    return NULL;
}

void map_put_hashed(MapBuilder *b, Str key, uint32_t hash, Value v)
{
    uint64_t *word = &b->taken[hash >> 30], bit = (uint64_t)1 << (hash >> 24 & 63);
    Member *there = *word & bit ? find_put(b, key, hash) : NULL;
    if (there) {
        there->value = v;
        return;
    }
    if (b->n == b->cap)
        map_reserve(b, b->cap ? b->cap * 2 : 8);
    *word |= bit;
    b->members[b->n++] = (Member){key, v, hash};
}

Value map_value(const MapBuilder *b)
{
    return map_from(b->members, b->n);
}

static int by_key(const void *x, const void *y)
{
    return str_cmp(((const Member *)x)->key, ((const Member *)y)->key);
}

Value map_sorted(const MapBuilder *b)
{
    Member *members = arena_new(b->arena, Member, b->n);
    if (b->n) {
        memcpy(members, b->members, (size_t)b->n * sizeof *members);
        qsort(members, (size_t)b->n, sizeof *members, by_key);
    }
    Value map = map_from(members, b->n);
    map.is_sorted = true;
    return map;
}

const Value *value_get_hashed(const Value *v, Str key, uint32_t hash)
{
    if (value_lacks(v, hash))
        return NULL;
    if (v->is_sorted) {
        const Member *found = v->n ? bsearch(&(Member){.key = key}, v->as.members, (size_t)v->n, sizeof *found, by_key) : NULL;
        return found ? &found->value : NULL;
    }
    for (ptrdiff_t i = 0; i < v->n; i++)
        if ((v->as.members[i].hash == hash || !v->names) && str_eq(v->as.members[i].key, key))
            return &v->as.members[i].value;
    return NULL;
}

static void put_break(Buf *b, int indent, int depth)
{
    if (indent) {
        buf_putc(b, '\n');
        buf_pad(b, ' ', indent * depth);
    }
}

static void put(Buf *b, const Value *v, int indent, int depth)
{
    switch (v->kind) {
    case VALUE_NULL: buf_put(b, S("null")); return;
    case VALUE_BOOL:
    case VALUE_NUMBER: buf_put(b, value_text(v)); return;
    case VALUE_STRING: buf_put_json(b, value_text(v)); return;
    case VALUE_LIST:
    case VALUE_MAP: break;
    }
    bool is_map = v->kind == VALUE_MAP;
    buf_putc(b, is_map ? '{' : '[');
    for (ptrdiff_t i = 0; i < v->n; i++) {
        if (i)
            buf_putc(b, ',');
        put_break(b, indent, depth + 1);
        if (is_map) {
            buf_put_json(b, v->as.members[i].key);
            buf_put(b, indent ? S(": ") : S(":"));
        }
        put(b, is_map ? &v->as.members[i].value : &v->as.items[i], indent, depth + 1);
    }
    if (v->n)
        put_break(b, indent, depth);
    buf_putc(b, is_map ? '}' : ']');
}

void value_put_json(Buf *b, const Value *v, int indent)
{
    put(b, v, indent, 0);
}
