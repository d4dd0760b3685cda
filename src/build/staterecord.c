/* Records: what is told of one source, of one output, and diagnostics. */
#include "build/stateown.h"

void stamp_put_record(Buf *out, const FsStamp *stamp)
{
    record_put_word(out, (uint64_t)stamp->size);
    record_put_word(out, (uint64_t)stamp->modified);
    record_put_word(out, (uint64_t)stamp->changed);
    record_put_word(out, stamp->inode);
}

FsStamp stamp_get_record(Record *r)
{
    FsStamp s;
    s.size = (int64_t)record_get_word(r);
    s.modified = (int64_t)record_get_word(r);
    s.changed = (int64_t)record_get_word(r);
    s.inode = record_get_word(r);
    return s;
}

void source_put_record(Buf *out, Str name, const FsStamp *stamp, uint64_t hash, SourceKind kind, Str article, Str diags)
{
    record_put_str(out, name);
    stamp_put_record(out, stamp);
    record_put_word(out, hash);
    record_put(out, (uint64_t)kind);
    record_put_str(out, article);
    record_put_str(out, diags);
}

SourceRecord source_get_record(Record *r)
{
    SourceRecord s = {.bytes.p = r->p};
    s.name = record_get_str(r);
    s.stamp = stamp_get_record(r);
    s.hash = record_get_word(r);
    s.kind = (SourceKind)record_get(r);
    s.article = record_get_str(r);
    s.diags = record_get_str(r);
    s.bytes.n = r->p - s.bytes.p;
    return s;
}

void output_put_record(Buf *out, Str path, const FsStamp *stamp, uint64_t hash, const Fingerprint *made_of, Str diags)
{
    record_put_str(out, path);
    stamp_put_record(out, stamp);
    record_put_word(out, hash);
    for (int i = 0; i < INGREDIENT_COUNT; i++)
        record_put_word(out, made_of->parts[i]);
    record_put_str(out, diags);
}

OutputRecord output_get_record(Record *r)
{
    OutputRecord o = {.bytes.p = r->p};
    o.path = record_get_str(r);
    o.stamp = stamp_get_record(r);
    o.hash = record_get_word(r);
    for (int i = 0; i < INGREDIENT_COUNT; i++)
        o.made_of.parts[i] = record_get_word(r);
    o.diags = record_get_str(r);
    o.bytes.n = r->p - o.bytes.p;
    return o;
}

void diags_put_record(Buf *out, const Diags *d, ptrdiff_t from, Str own)
{
    for (ptrdiff_t i = from; i < d->n; i++) {
        const Diag *x = &d->items[i];
        record_put(out, (uint64_t)x->code);
        record_put_str(out, str_eq(x->path, own) ? (Str){0} : x->path);
        record_put(out, (uint64_t)x->line);
        record_put(out, (uint64_t)x->col);
        record_put_str(out, x->message);
        record_put_str(out, x->excerpt);
    }
}

void diags_get_record(Str bytes, Str own, Diags *d)
{
    Record r = record_of(bytes);
    Diags one = {.arena = d->arena};
    while (r.p < r.end) {
        Diag x = {.code = (DiagCode)record_get(&r)};
        x.path = record_get_str(&r);
        x.line = (int)record_get(&r);
        x.col = (int)record_get(&r);
        x.message = record_get_str(&r);
        x.excerpt = record_get_str(&r);
        if (r.is_damaged || x.code >= DIAG_CODE_COUNT)
            return;
        x.severity = diag_severity(x.code);
        if (!x.path.n)
            x.path = own;
        one.items = &x;
        one.n = 1;
        diags_append(d, &one);
    }
}
