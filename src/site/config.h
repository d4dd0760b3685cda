/* config: what config.yml says, with a default for everything, so that a folder with only content/ builds. */
#ifndef KB_SITE_CONFIG_H
#define KB_SITE_CONFIG_H

#include "base/diag.h"
#include "base/pack.h"
#include "base/value.h"
#include "doc/ident.h"
#include "site/words.h"

/* The ways articles are gathered in lists. The first four are config keys with a least number of articles. */
typedef enum TaxonomyKind {
    TAXONOMY_PRODUCTS,
    TAXONOMY_KEYWORDS,
    TAXONOMY_TECHNOLOGIES,
    TAXONOMY_KINDS,
    TAXONOMY_YEARS,
    TAXONOMY_IDS,
    TAXONOMY_TITLES,
    TAXONOMY_COUNT
} TaxonomyKind;

typedef enum LegalMode {
    LEGAL_KEEP,             /* each article shows its notice */
    LEGAL_HIDE,
    LEGAL_TEXT              /* every KB article shows legal_text instead */
} LegalMode;

/* Who can be told of old addresses, each in a file of its own form. */
typedef enum RedirectFile { REDIRECTS_NETLIFY, REDIRECTS_CLOUDFLARE, REDIRECTS_NGINX, REDIRECTS_COUNT } RedirectFile;

/* What an article can have beside its page. */
typedef enum Twin { TWIN_JSON, TWIN_MARKDOWN, TWIN_SOURCE, TWIN_COUNT } Twin;

typedef struct Config {
    Str title, description, author, language;
    bool fingerprint;       /* scripts and style sheets have names that their bytes give them; not offline */
    Value assets;           /* scripts and style sheets by name: `file`, `integrity`; found by those who load the theme */
    Words words;            /* of the language: read from files of its own, by those who load the theme */
    Str base_url;           /* empty, or absolute and ending in '/' */
    StrList content_dirs;   /* relative to the site's folder, as all folders here */
    Str output_dir, templates_dir, static_dir;
    Str permalink;          /* pattern, no leading slash */
    IdPattern ids;
    int least[TAXONOMY_COUNT];  /* how many articles a term needs for a list of its own */
    int paginate_by;
    bool twins[TWIN_COUNT];
    bool llms;              /* lists of articles as llms.txt */
    int feed_limit;         /* entries of a feed; 0: no feeds */
    bool offline;
    bool in_zip;            /* no file is written that only a web server looks for; no key, but kb build --zip */
    bool search;            /* an index and a page to ask it */
    bool identifiers;       /* pages of codes and file names, and where they occur */
    bool stats;             /* a page of charts */
    bool precompress[CODEC_COUNT];  /* which files are written beside each, packed */
    bool redirects[REDIRECTS_COUNT];
    bool raw_html;          /* markdown.html */
    Str missing_url;        /* links.missing_url: where a reference to an article that is not here leads, with :id and :number */
    LegalMode legal;
    Str legal_text;
    Value extra;            /* a map */
} Config;

Config config_default(Arena *a);

/* Reads a config file over the defaults in `*c`. An unknown key is a warning with the nearest known one; a value that does not fit is an error
 * (DIAG_CONFIG_VALUE). False when there was an error; then the build should not go on. Empty text is fine. */
bool config_read(Arena *a, const Source *source, Config *c, Diags *diags);

/* What --base-url and base_url go through: absolute, http or https; a '/' is put at the end. False when it is neither. */
bool config_set_base_url(Arena *a, Config *c, Str url);

#endif
