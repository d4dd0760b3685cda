/* Article: what the whole site needs to know of one article, and not its body: memory stays flat however long the texts are. */
#ifndef KB_SITE_ARTICLE_H
#define KB_SITE_ARTICLE_H

#include "base/table.h"
#include "doc/doc.h"
#include "site/config.h"

enum { TERM_TAXONOMIES = 4 };       /* products, keywords, technologies, kinds: the taxonomies whose terms an article names */

/* A reference from one article to another, or to one that is not here. */
typedef struct Ref {
    int64_t number;         /* as the text names it, -1 for a link to a file or permalink */
    int32_t article;        /* index in the site, -1 when it is not here */
} Ref;

/* A link of a Markdown article to a place on the site, as written. */
typedef struct LocalLink {
    Str url;
    int line;
} LocalLink;

/* Every result costs the reader of a search page the summaries of all articles in its file: so they are short. */
enum { SUMMARY_MAX = 120 };

/* What few articles have. */
typedef struct ArticleExtra {
    Str layout;             /* the template it asks for */
    StrList redirect_from;
    StrList related;        /* as written: ids, files, permalinks */
} ArticleExtra;

typedef struct Article {
    Str source;             /* the file, as messages name it */
    Str path;               /* the file below its content folder */
    uint64_t hash;          /* of the file's bytes, where somebody asked for it */
    uint64_t kept;          /* where its document is kept until its page is made (build/store.h); 0: nowhere */
    Str digest;             /* SHA-256 of them (base/digest.h), when sources are published; else empty */
    int content_dir;
    uint8_t twins;          /* by bit: those it has beside its page; settled with the plan of the pages */
    Format format : 8;      /* a byte, as an archive has many articles */
    bool is_draft, replaces;
    Str id;
    int64_t number;         /* -1 without a numeric id */
    Str title;
    Str permalink;          /* empty: it has none, and a diagnostic says why */
    Str summary;            /* the description, cut to SUMMARY_MAX bytes behind a word */
    Str date;               /* last change, else publication; ISO 8601 or empty */
    const StrList *terms[TERM_TAXONOMIES];      /* NULL: none (article_terms) */
    const ArticleExtra *extra;                  /* NULL: none (article_extra) */
    Str identifiers;        /* identifiers_of */
    LocalLink *local_links;
    int64_t *numbers;       /* of the articles its text refers to, in order, each once, never its own */
    int32_t local_link_count, number_count;
    Ref *refs;              /* made when the site is linked: in order, each once */
    int32_t *referrers;     /* indexes of the articles that refer to this one: by number, then those without, in path order */
    int32_t ref_count, referrer_count;
    int32_t words;          /* of its body */
} Article;

/* The terms of one taxonomy that it names; empty: none. */
const StrList *article_terms(const Article *article, TaxonomyKind kind);
const ArticleExtra *article_extra(const Article *article);

/* Terms and lists of terms that many articles have, each kept once. Zero plus an arena is valid. */
typedef struct TermPool {
    Arena *arena;
    Table names;
    Table lists;            /* the bytes of their items */
    StrList **kept;         /* by number in `lists` */
    ptrdiff_t cap;
    const ArticleExtra *layout;     /* the last that was a layout alone: mostly the next one is the same */
} TermPool;

/* Fills `*article` from a Doc (`scratch` is rewound by the caller). What it keeps is copied to `keep`, its terms to `pool`.
 * Gives doc_description: it lives as long as the document and `scratch`. */
Str article_from_doc(Arena *keep, Arena *scratch, TermPool *pool, const Config *c, const Doc *doc, const Source *source, Article *article, Diags *diags);

/* What article_from_doc found, as bytes, and back: the strings are views of them, what else it needs is on `keep`. False when they are damaged. */
void article_put_record(Buf *out, const Article *article);
bool article_get_record(Arena *keep, Str bytes, Article *article);

/* The taxonomies' terms of an article, from its fields. */
const StrList *meta_terms(const Meta *meta, TaxonomyKind kind);

#endif
