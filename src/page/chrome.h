/* chrome: what pages of every kind share: what a page is, what a thread needs to make one, and the data around its own. */
#ifndef KB_PAGE_CHROME_H
#define KB_PAGE_CHROME_H

#include "search/index.h"
#include "site/site.h"
#include "template/mustache.h"

typedef enum PageKind {
    PAGE_ARTICLE,           /* index: the article */
    PAGE_REDIRECT,          /* index: the article it leads to */
    PAGE_LIST,              /* index: the taxonomy; term; number: which page, from 1 */
    PAGE_TERMS,             /* index: the taxonomy; number */
    PAGE_REFERENCES,        /* index: the article; number: all that it refers to */
    PAGE_REFERRERS,         /* the same: all that refers to it */
    PAGE_HOME,
    PAGE_WANTED,            /* number */
    PAGE_IDENTIFIERS,       /* index: the IdentifierKind, -1 for all */
    PAGE_IDENTIFIER_LIST,   /* index: the group; number */
    PAGE_IDENTIFIER,        /* index: the identifier; number */
    PAGE_STATS,
    PAGE_SEARCH,
    PAGE_NOT_FOUND,
    PAGE_ROBOTS,
    PAGE_OPENSEARCH,
    PAGE_REDIRECT_FILE,     /* index: the RedirectFile */
    PAGE_SITEMAP,           /* number: which part, 0 for the index of parts */
    PAGE_TWIN,              /* index: the article; number: the Twin */
    PAGE_MANIFEST,          /* the digests of published sources */
    PAGE_LLMS,              /* index: the taxonomy; term; number; or index -1: the list of the products */
    PAGE_FEED,              /* index: the taxonomy; term; or index -1: of the whole site */
    PAGE_KIND_COUNT
} PageKind;

typedef struct Page {
    PageKind kind;
    Str permalink;
    int32_t index, term, number;
} Page;

/* Sees an article before its page is made: kb check looks for what the page does not tell. `source` is the decoded text that the document's lines
 * are lines of. */
typedef void ArticleLook(void *context, const Page *page, const Doc *doc, const Source *source);

/* Where the sources of articles come from: files are the caller's business, and so is what it kept of them. */
typedef struct SourceSupply {
    void *context;
    /* The file of an article, on the maker's scratch. False after it said why it cannot be read. */
    bool (*read)(void *context, const Article *article, Source *raw);
    /* Its document and the description of that, on `a`, when they were kept. NULL: none were. */
    bool (*recall)(void *context, Arena *a, const Article *article, Doc *doc, Str *description);
} SourceSupply;

enum { REFERENCES_MAX = 100, REFERRERS_MAX = 20, WANTED_ARTICLES_MAX = 5, IDENTIFIER_ARTICLES_MAX = 3 };     /* how many are shown by name */
enum { WANTED_MAX = 100 };     /* on a page at most */

/* What pages of the same place have in common, made once: see page/place.h. */
typedef struct Place Place;
typedef struct Places {
    Arena *arena;           /* lives as long as the renderer; NULL: nothing is kept */
    Place **items;
    int n;
} Places;

/* What one thread needs to make pages. */
typedef struct PageMaker {
    const Site *site;
    Renderer renderer;
    Places places;
    Arena *scratch;         /* of one page: the caller rewinds it */
    Diags *diags;
    SourceSupply sources;
    Indexer *indexer;           /* takes in what an article's page is made of; NULL without search */
    const uint32_t *numbers;    /* by article: its document number, */
    const uint64_t *index_keys; /* and the key of its words; 0 for one that the index has */
    ArticleLook *look;          /* NULL: nobody looks */
    void *look_context;
} PageMaker;

/* The data that all pages have in common: t, site, assets, is_offline, generator. For templates_link. */
Value chrome_constants(Arena *a, const Config *c);

/* The data that every page has of its own: root, home_url, search_url, nav, page, breadcrumb. `current` names the nav entry to mark. */
typedef struct Chrome {
    Str title, description;
    Str kind;
    Str current;
    Value breadcrumb;
    Str subject;            /* what it is about, for search engines (page/schema.h); JSON, or empty */
    Value alternates;       /* the same in other forms: a list of `type` and `url`, or nothing */
    Str feed, feed_title;   /* the permalink of the feed of what it lists; empty when there is none */
} Chrome;
void chrome_put(PageMaker *m, MapBuilder *map, const Page *page, const Chrome *chrome);

Str page_url(const PageMaker *m, const Page *page, Str to);        /* the link from the page to a permalink or file */
Value crumb(PageMaker *m, Str title, Str url);                     /* one step of a breadcrumb; no url for the last */
Value counted_value(PageMaker *m, const Page *page, Str name, Str permalink, ptrdiff_t count);    /* with the number of its articles */
Value entries_value(PageMaker *m, const Page *page, const int32_t *articles, ptrdiff_t from, ptrdiff_t to);    /* articles in a list */
Value brief_value(PageMaker *m, const Page *page, int32_t article);    /* id, title, url */

/* Articles that a page names lie here and there in memory, and each would be waited for: what of their records will be needed is asked for ahead, and then
 * the texts that these point to. */
static inline void see_record(const Article *article)
{
    __builtin_prefetch(&article->id);
    __builtin_prefetch(&article->date);
}

static inline void see_texts(const Article *article)
{
    __builtin_prefetch(article->id.p);
    __builtin_prefetch(article->title.p);
    __builtin_prefetch(article->permalink.p);
}
Value pages_value(PageMaker *m, const Page *page, Str first, ptrdiff_t count);    /* pagination; null for one page */
Str word(const PageMaker *m, const char *key);                     /* a text of the theme, in the site's language */
void map_count(const PageMaker *m, MapBuilder *map, Str name, Str text_name, int64_t n);     /* a number, and as readers see it */
Str date_text(const PageMaker *m, Str iso);                        /* "18 May 2001" */
Str range_name(const PageMaker *m, const Term *range);             /* "263xxx" */
Str taxonomy_title(const PageMaker *m, const Taxonomy *t);         /* "Products" */
Str taxonomy_singular(const PageMaker *m, const Taxonomy *t);      /* "Product" */
ptrdiff_t page_count(const Site *site, PageKind kind, ptrdiff_t entries);
ptrdiff_t page_first(const Site *site, const Page *page);          /* the entries of a page of a list: from this one */
ptrdiff_t page_end(const Site *site, const Page *page, ptrdiff_t entries);    /* to the one before this, of so many */
Str paged_permalink(Arena *a, Str first, int32_t number);
Str missing_url(const PageMaker *m, int64_t number);
Str missing_id(const PageMaker *m, int64_t number);
bool page_finish(PageMaker *m, const char *template, MapBuilder *map, Buf *out);

#endif
