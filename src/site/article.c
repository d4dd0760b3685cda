#include "site/article.h"

#include "base/bytes16.h"
#include "base/record.h"
#include "base/utf8.h"
#include "doc/description.h"
#include "site/identifier.h"
#include "site/permalink.h"

#include <stdlib.h>
#include <string.h>

const StrList *meta_terms(const Meta *meta, TaxonomyKind kind)
{
    switch (kind) {
    case TAXONOMY_PRODUCTS: return &meta->products;
    case TAXONOMY_KEYWORDS: return &meta->keywords;
    case TAXONOMY_TECHNOLOGIES: return &meta->technologies;
    case TAXONOMY_KINDS: return &meta->kinds;
    default: CHECK(false && "a taxonomy whose terms an article names"); return NULL;
    }
}

const StrList *article_terms(const Article *article, TaxonomyKind kind)
{
    static const StrList none;
    return article->terms[kind] ? article->terms[kind] : &none;
}

const ArticleExtra *article_extra(const Article *article)
{
    static const ArticleExtra none;
    return article->extra ? article->extra : &none;
}

static Str keep_once(TermPool *pool, Str s)
{
    pool->names.arena = pool->arena;
    ptrdiff_t i = table_find(&pool->names, s);
    if (i < 0)
        i = table_add(&pool->names, str_copy(pool->arena, s));
    return pool->names.keys[i];
}

/* Of kept terms the same list has the same views. A third of the archive's lists are not like one before. */
static const StrList *keep_list_once(TermPool *pool, Arena *scratch, const StrList *terms)
{
    if (!terms->n)
        return NULL;
    StrList list = {arena_new(scratch, Str, terms->n), terms->n, terms->n};
    for (ptrdiff_t i = 0; i < terms->n; i++)
        list.items[i] = keep_once(pool, terms->items[i]);
    pool->lists.arena = pool->arena;
    Str bytes = {(const char *)list.items, list.n * (ptrdiff_t)sizeof *list.items};
    ptrdiff_t known = pool->lists.n, i = table_find(&pool->lists, bytes);
    if (i >= 0)
        return pool->kept[i];
    pool->kept = arena_grow(pool->arena, pool->kept, known, &pool->cap, sizeof *pool->kept);
    StrList *kept = pool->kept[known] = arena_new(pool->arena, StrList, 1);
    *kept = (StrList){arena_new(pool->arena, Str, list.n), list.n, list.n};
    memcpy(kept->items, list.items, (size_t)bytes.n);
    table_add(&pool->lists, (Str){(const char *)kept->items, bytes.n});
    return kept;
}

static StrList copy_list(Arena *a, const StrList *list)
{
    StrList copy = {arena_new(a, Str, list->n), list->n, list->n};
    for (ptrdiff_t i = 0; i < list->n; i++)
        copy.items[i] = str_copy(a, list->items[i]);
    return copy;
}

static const ArticleExtra *keep_extra(Arena *keep, ArticleExtra extra)
{
    if (!extra.layout.n && !extra.redirect_from.n && !extra.related.n)
        return NULL;
    ArticleExtra *kept = arena_new(keep, ArticleExtra, 1);
    *kept = extra;
    return kept;
}

static const ArticleExtra *extra_of(Arena *keep, TermPool *pool, const Meta *meta)
{
    bool is_layout = !meta->redirect_from.n && !meta->related.n;
    if (is_layout && pool->layout && str_eq(pool->layout->layout, meta->layout))
        return pool->layout;
    const ArticleExtra *extra = keep_extra(keep, (ArticleExtra){str_copy(keep, meta->layout), copy_list(keep, &meta->redirect_from),
                                                                copy_list(keep, &meta->related)});
    if (is_layout && extra)
        pool->layout = extra;
    return extra;
}

/* --- references in the text -------------------------------------------------------------------------------------------- */

typedef struct Found {
    Arena *keep, *scratch;  /* the lists grow on scratch */
    Article *article;
    int32_t number_cap, link_cap;
    bool in_word;           /* what was counted last ends within a word */
} Found;

static void add_number(Found *f, int64_t number)
{
    Article *to = f->article;
    if (number == to->number)
        return;
    if (to->number_count == f->number_cap) {
        int32_t cap = f->number_cap ? f->number_cap * 2 : 4;
        int64_t *numbers = arena_new(f->scratch, int64_t, cap);
        if (to->number_count)
            memcpy(numbers, to->numbers, (size_t)to->number_count * sizeof *numbers);
        to->numbers = numbers;
        f->number_cap = cap;
    }
    to->numbers[to->number_count++] = number;
}

static bool is_local(Str url)
{
    return url.n && url.p[0] != '#' && !url_scheme(url).n && !str_starts(url, S("//"));
}

static void add_link(Found *f, Str url, int line)
{
    Article *to = f->article;
    if (!is_local(url))
        return;
    if (to->local_link_count == f->link_cap) {
        int32_t cap = f->link_cap ? f->link_cap * 2 : 4;
        LocalLink *links = arena_new(f->scratch, LocalLink, cap);
        if (to->local_link_count)
            memcpy(links, to->local_links, (size_t)to->local_link_count * sizeof *links);
        to->local_links = links;
        f->link_cap = cap;
    }
    to->local_links[to->local_link_count++] = (LocalLink){str_copy(f->keep, url), line};
}

/* Which of sixteen bytes begin a word: what is no blank behind one. */
static Bytes16 word_begins(const char *p)
{
    return (Bytes16)(bytes16_at(p) > ' ') & (Bytes16)(bytes16_at(p - 1) <= ' ');
}

/* Without its first byte, of which the caller knows; sixteen at a time, and at the end the last sixteen without those that were counted. */
static int32_t count_begins(Str s)
{
    enum { AT_ONCE = 16 * 254 };    /* what a byte can count, but for the last */
    static const char behind[32] = {[16 ... 31] = -1};
    int32_t n = 0;
    ptrdiff_t i = 1;
    if (s.n <= 16) {
        for (bool is_apart = (unsigned char)s.p[0] <= ' '; i < s.n; is_apart = (unsigned char)s.p[i++] <= ' ')
            n += is_apart && (unsigned char)s.p[i] > ' ';
        return n;
    }
    while (i < s.n) {
        Bytes16 counts = {0};
        for (ptrdiff_t end = s.n - i < AT_ONCE ? s.n : i + AT_ONCE; end - i >= 16; i += 16)
            counts -= word_begins(s.p + i);
        if (s.n - i < 16) {
            counts -= word_begins(s.p + s.n - 16) & bytes16_at(behind + (s.n - i));
            i = s.n;
        }
        n += bytes16_sum(counts);
    }
    return n;
}

static void count_words(Found *f, Str s)
{
    if (!s.n)
        return;
    f->article->words += ((unsigned char)s.p[0] > ' ' && !f->in_word) + count_begins(s);
    f->in_word = (unsigned char)s.p[s.n - 1] > ' ';
}

static void find_in_inlines(Found *f, const Inline *in)
{
    for (; in; in = in->next) {
        if (in->kind == INLINE_BREAK)
            f->in_word = false;
        else if (in->kind != INLINE_RAW && inline_is_leaf(in))
            count_words(f, in->text);
        if (in->kind == INLINE_REFERENCE)
            add_number(f, in->link->number);
        if (in->kind == INLINE_LINK || in->kind == INLINE_IMAGE)
            add_link(f, in->link->target, in->line);
        if (inline_children(in))
            find_in_inlines(f, in->child);
    }
}

typedef struct Place {
    int64_t number;
    int32_t at;
} Place;

static int by_number(const void *x, const void *y)
{
    const Place *a = x, *b = y;
    if (a->number != b->number)
        return a->number < b->number ? -1 : 1;
    return a->at - b->at;
}

/* Keeps the first of each number, in the order of the text. Sorted and not searched, so that a file of nothing but references is no
 * quadratic case. */
static void drop_repeated_numbers(Arena *scratch, Article *article)
{
    int32_t n = article->number_count;
    if (n < 2)
        return;
    Place *places = arena_new(scratch, Place, n);
    for (int32_t i = 0; i < n; i++)
        places[i] = (Place){article->numbers[i], i};
    qsort(places, (size_t)n, sizeof *places, by_number);
    bool *repeated = arena_new(scratch, bool, n);
    for (int32_t i = 1; i < n; i++)
        repeated[places[i].at] = places[i].number == places[i - 1].number;
    article->number_count = 0;
    for (int32_t i = 0; i < n; i++)
        if (!repeated[i])
            article->numbers[article->number_count++] = article->numbers[i];
}

static void find_references(Arena *keep, Arena *scratch, const Doc *doc, Article *article)
{
    Found f = {.keep = keep, .scratch = scratch, .article = article};
    for (const Block *b = doc->root; b; b = block_following(doc->root, b)) {
        f.in_word = false;
        find_in_inlines(&f, b->text);
        if (b->kind == BLOCK_LITERAL && !b->text)    /* addresses are links as well */
            count_words(&f, b->literal);
    }
    drop_repeated_numbers(scratch, article);
    int64_t *numbers = arena_new(keep, int64_t, article->number_count);
    LocalLink *links = arena_new(keep, LocalLink, article->local_link_count);
    if (article->number_count)
        memcpy(numbers, article->numbers, (size_t)article->number_count * sizeof *numbers);
    if (article->local_link_count)
        memcpy(links, article->local_links, (size_t)article->local_link_count * sizeof *links);
    article->numbers = numbers;
    article->local_links = links;
}

/* A file that is called by another id than it has was probably copied to make a new article. */
static void check_file_name(const Config *c, const Article *article, const Source *source, Diags *diags)
{
    Str stem = path_stem(article->path);
    int64_t number = id_number(&c->ids, str_from(stem, str_find_last_char(stem, '/') + 1), false);
    if (number < 0 || article->number < 0 || number == article->number)
        return;
    ptrdiff_t at = str_find(source->text, article->id);
    diag_at(diags, source, at < 0 ? 0 : at, DIAG_ID_MISMATCH, "the article's id is " STR_FMT ", but its file is called by another", STR_ARG(article->id));
}

static Str summary_of(Arena *a, Str description)
{
    if (description.n <= SUMMARY_MAX)
        return str_copy(a, description);
    ptrdiff_t blank = str_find_last_char(str_head(description, SUMMARY_MAX + 1), ' ');
    return str_join2(a, blank > SUMMARY_MAX / 2 ? str_head(description, blank) : utf8_head(description, SUMMARY_MAX), S("…"));
}

Str article_from_doc(Arena *keep, Arena *scratch, TermPool *pool, const Config *c, const Doc *doc, const Source *source, Article *article, Diags *diags)
{
    const Meta *meta = &doc->meta;
    Str description = doc_description(scratch, doc);
    article->format = meta->format;
    article->is_draft = meta->is_draft;
    article->replaces = meta->replaces;
    article->id = str_copy(keep, meta->id);
    article->number = meta->number;
    article->title = str_copy(keep, meta->title.n ? meta->title : meta->id.n ? meta->id : utf8_clean(keep, path_stem(article->path)));
    article->date = str_copy(keep, meta->updated.n ? meta->updated : meta->date);
    for (int i = 0; i < TERM_TAXONOMIES; i++)
        article->terms[i] = keep_list_once(pool, scratch, meta_terms(meta, (TaxonomyKind)i));
    article->extra = extra_of(keep, pool, meta);
    article->summary = summary_of(keep, description);
    find_references(keep, scratch, doc, article);
    article->identifiers = identifiers_of(keep, scratch, &c->ids, doc);
    check_file_name(c, article, source, diags);
    Str why = {0}, permalink = {0};
    bool has_permalink = permalink_of(scratch, c, meta, article->path, &permalink, &why);
    article->permalink = has_permalink ? str_copy(keep, permalink) : (Str){0};
    if (!has_permalink) {
        if (!meta->permalink.p) {
            diag_file(diags, source->path, DIAG_PERMALINK, "no permalink can be made of its place: it " STR_FMT "; give it a `permalink`", STR_ARG(why));
            return description;
        }
        Str line = S("permalink:");
        ptrdiff_t at = str_find(source->text, line);
        diag_at(diags, source, at < 0 ? 0 : at, DIAG_PERMALINK, "the permalink '" STR_FMT "' " STR_FMT, STR_ARG(meta->permalink), STR_ARG(why));
    }
    return description;
}

/* --- as bytes ------------------------------------------------------------------------------------------------------------ */

void article_put_record(Buf *out, const Article *a)
{
    record_put(out, (uint64_t)a->format);
    record_put(out, (uint64_t)a->is_draft | (uint64_t)a->replaces << 1);
    record_put_str(out, a->id);
    record_put_signed(out, a->number);
    const ArticleExtra *extra = article_extra(a);
    const Str texts[] = {a->title, a->permalink, extra->layout, a->summary, a->date, a->digest};
    for (ptrdiff_t i = 0; i < countof(texts); i++)
        record_put_str(out, texts[i]);
    for (int i = 0; i < TERM_TAXONOMIES; i++)
        record_put_list(out, article_terms(a, (TaxonomyKind)i));
    record_put_list(out, &extra->redirect_from);
    record_put_list(out, &extra->related);
    record_put_str(out, a->identifiers);
    record_put(out, (uint64_t)a->words);
    record_put(out, (uint64_t)a->local_link_count);
    for (int32_t i = 0; i < a->local_link_count; i++) {
        record_put_str(out, a->local_links[i].url);
        record_put(out, (uint64_t)a->local_links[i].line);
    }
    record_put(out, (uint64_t)a->number_count);
    for (int32_t i = 0; i < a->number_count; i++)
        record_put_signed(out, a->numbers[i]);
}

bool article_get_record(Arena *keep, Str bytes, Article *a)
{
    Record r = record_of(bytes);
    a->format = (Format)record_get(&r);
    uint64_t flags = record_get(&r);
    a->is_draft = flags & 1;
    a->replaces = flags >> 1 & 1;
    a->id = record_get_str(&r);
    a->number = record_get_signed(&r);
    ArticleExtra extra;
    Str *const texts[] = {&a->title, &a->permalink, &extra.layout, &a->summary, &a->date, &a->digest};
    for (ptrdiff_t i = 0; i < countof(texts); i++)
        *texts[i] = record_get_str(&r);
    for (int i = 0; i < TERM_TAXONOMIES; i++) {
        StrList list = record_get_list(keep, &r), *kept = list.n ? arena_new(keep, StrList, 1) : NULL;
        if (kept)
            *kept = list;
        a->terms[i] = kept;
    }
    extra.redirect_from = record_get_list(keep, &r);
    extra.related = record_get_list(keep, &r);
    a->extra = keep_extra(keep, extra);
    a->identifiers = record_get_str(&r);
    a->words = (int32_t)record_get(&r);
    a->local_link_count = (int32_t)record_get_count(&r);
    a->local_links = arena_new(keep, LocalLink, a->local_link_count);
    for (int32_t i = 0; i < a->local_link_count; i++) {
        Str url = record_get_str(&r);
        a->local_links[i] = (LocalLink){url, (int)record_get(&r)};
    }
    a->number_count = (int32_t)record_get_count(&r);
    a->numbers = arena_new(keep, int64_t, a->number_count);
    for (int32_t i = 0; i < a->number_count; i++)
        a->numbers[i] = record_get_signed(&r);
    return !r.is_damaged;
}
