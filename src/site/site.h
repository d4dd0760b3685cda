/* Site: all the articles together, linked: who refers to whom, what is gathered under which term, which articles are asked for and not here.
 * It is built once from what the parallel readers found, and constant afterwards. */
#ifndef KB_SITE_SITE_H
#define KB_SITE_SITE_H

#include "site/identifier.h"
#include "site/permalink.h"
#include "site/taxonomy.h"

/* A file in a content folder that is no article. */
typedef struct Attachment {
    Str source;             /* the file */
    Str path;               /* below its content folder */
    int content_dir;
    bool is_placed;         /* an article took it along; else it goes to its own path */
} Attachment;

/* A file that is copied as it is. */
typedef struct Copy {
    Str source;
    Str output;             /* below the output folder */
} Copy;

/* An article that others refer to and that is not here. */
typedef struct Wanted {
    int64_t number;
    const int32_t *articles;    /* who asks for it, ascending */
    int32_t n;
} Wanted;

/* An old address of an article. */
typedef struct Redirect {
    Str permalink;
    int32_t article;
} Redirect;

typedef struct Site {
    const Config *config;
    Arena *arena;
    Article *articles;      /* in path order */
    ptrdiff_t n;
    int32_t *by_number;     /* indexes of those with a number, ascending by it */
    int64_t *numbers;       /* these numbers: they stand together, and articles far apart */
    ptrdiff_t numbered;
    int32_t *newest;        /* all, latest first, then by number */
    int32_t *most_referenced;   /* up to MOST_REFERENCED_MAX */
    ptrdiff_t most_referenced_count;
    int32_t *related;       /* RELATED_MAX by article, -1 behind the last (related.h) */
    Taxonomy taxonomies[TAXONOMY_COUNT];
    Identifiers identifiers;    /* none where the config wants no pages of them */
    Wanted *wanted;         /* most asked for first */
    ptrdiff_t wanted_count;
    Str wanted_permalink;
    Attachment *attachments;
    ptrdiff_t attachment_count;
    Copy *copies;           /* attachments and where they go */
    ptrdiff_t copy_count, copy_cap;
    Redirect *redirects;    /* made with the plan of the pages; by permalink */
    ptrdiff_t redirect_count;
    Table attachment_paths, static_paths;
    Table outputs, folders;                 /* what is claimed, folded: first the articles' */
    Str last_folder;                        /* "kb/135/": that of the last output; nothing but a folder, then, and no other output's name */
    bool has_files, has_odd_folders;        /* outputs that are not called index.html; folders that are */
    StrList owners, folder_owners;          /* of outputs that are no article's; of folders */
} Site;

enum { MOST_REFERENCED_MAX = 20, RELATED_MAX = 5 };

/* What the readers found, in path order. An article whose `source` is empty was not read. */
typedef struct SiteInput {
    Article *articles;
    ptrdiff_t n;
    Attachment *attachments;
    ptrdiff_t attachment_count;
    const Str *static_paths;    /* files of the static folder and theme, below the output folder */
    ptrdiff_t static_count;
    int threads;                /* that may work on it; 0: one */
} SiteInput;

/* Settles who keeps an id and a permalink (the others are told and left out), then links everything. The site keeps `input`'s arrays. */
void site_build(Arena *a, const Config *c, SiteInput input, Site *site, Diags *diags);

/* The place in `by_number` of the first article with that number or a larger one. */
ptrdiff_t site_place(const Site *site, int64_t number);

/* The index of the article with that number, or -1. */
int32_t site_find(const Site *site, int64_t number);

/* Where a link of an article leads. */
typedef enum LinkKind { LINK_EXTERNAL, LINK_IN_PAGE, LINK_ARTICLE, LINK_FILE, LINK_BROKEN, LINK_UNSAFE } LinkKind;
typedef struct Link {
    LinkKind kind;
    int32_t article;        /* LINK_ARTICLE */
    Str output;             /* LINK_ARTICLE, LINK_FILE: a permalink or file below the output folder */
    Str suffix;             /* "?query#fragment" as written */
} Link;
Link site_resolve(const Site *site, Arena *scratch, const Article *from, Str url);

/* Takes an output file (below the output folder) for `owner`, the words a message would use. False when it is taken already (by letter case
 * too, as some file systems see it), or when a file and a folder would have the same name; `*other` is then whose it is. */
bool site_claim(Site *site, Str output, Str owner, Str *other);

#endif
