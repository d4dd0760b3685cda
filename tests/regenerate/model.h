/* The self-made site as the test knows it: what every file should hold, so that an edit is a change here and one file written. */
#ifndef REGENERATE_MODEL_H
#define REGENERATE_MODEL_H

#include "regenerate.h"

typedef enum Form { FORM_TEXT, FORM_FRONT, FORM_MARKDOWN, FORM_COUNT, ANY_FORM = FORM_COUNT } Form;

/* What an author got wrong. */
typedef enum Defect { DEFECT_NONE, DEFECT_YAML, DEFECT_EMPTY, DEFECT_UNCLOSED, DEFECT_BINARY, DEFECT_BYTES, DEFECT_CONTROL, DEFECT_COUNT } Defect;

enum { REFS_MAX = 6, LISTS_MAX = 3, WORD_COUNT = 400 };

typedef struct Article {
    Str path;               /* below the site's folder; empty: not there */
    Form form;
    Defect defect;
    int number;             /* 0: none */
    bool is_kb;             /* KB900001 and not Q900001 */
    Str title, description, permalink, layout, extra;
    int day, month, year;
    int product, second_product;    /* -1: none */
    int keywords[LISTS_MAX], technologies[LISTS_MAX];
    int keyword_count, technology_count;
    int refs[REFS_MAX];
    int ref_count;
    Str links[LISTS_MAX], redirects[LISTS_MAX], related[LISTS_MAX];
    int link_count, redirect_count, related_count;
    bool is_draft, replaces, has_legal, has_crlf;
    uint64_t words;         /* seed of the text */
    int paragraphs;
    int letter;             /* one letter of the text: an edit that keeps the size */
} Article;

/* Of all builds from now on. */
enum { OPTION_DRAFTS, OPTION_OFFLINE, OPTION_STRICT_TEMPLATES, OPTION_STRICT, OPTION_URL, OPTION_COUNT };

/* A file that is no article: attachment, static file, template. */
typedef struct Plain {
    Str path;               /* empty: not there */
    uint64_t seed;
    int size;
} Plain;

enum { ARTICLES_MAX = 1000, PLAINS_MAX = 64, TEMPLATES_MAX = 32, KEYS_MAX = 32 };

struct Model {
    Arena *arena;
    Arena scratch;
    Rng rng;
    Kb *kb;
    const Tree *after;                  /* the output as the last build left it */
    Str words[WORD_COUNT];
    Article articles[ARTICLES_MAX];
    int article_count, article_goal;
    Plain attachments[PLAINS_MAX], statics[PLAINS_MAX];
    int attachment_count, static_count;
    int templates[TEMPLATES_MAX];       /* 0: the built-in one; else which of ours */
    int values[KEYS_MAX];               /* config key -> variant */
    bool has_optional[KEYS_MAX];
    StrList oddities;                   /* links to nothing, empty folders, other files that are in the way */
    StrList foreign;                    /* below the output folder */
    Str old_state;
    int serial;                         /* for names that were never used */
    bool options[OPTION_COUNT];
    Str during[4];                      /* files to be changed while a build runs */
    int during_count;
};

/* --- texts (texts.c) --------------------------------------------------------------------------------------------------------------- */

/* The bytes of an article's file, of a template, of the config; on the scratch arena. */
Str article_text(Model *m, const Article *a);
Str template_text(Model *m, int template);
Str config_text(Model *m);
Str plain_text(Model *m, const Plain *p);

Str model_word(Model *m, Rng *r);
Str model_title(Model *m);

/* Tables. */
extern const char *const PRODUCTS[], *const KEYWORDS[], *const TECHNOLOGIES[];
extern const int PRODUCT_COUNT, KEYWORD_COUNT, TECHNOLOGY_COUNT;
extern const char *const TEMPLATES[];
extern const int TEMPLATE_COUNT;
typedef struct ConfigKey {
    const char *lines[8];       /* the first is how the site begins; "" leaves the key out */
    bool is_optional;           /* not every kb knows it */
    bool is_error;              /* its other values stop the build */
} ConfigKey;
extern const ConfigKey CONFIG_KEYS[];
extern const int CONFIG_KEY_COUNT;

/* --- what the seed's dice choose (dice.c) -------------------------------------------------------------------------------------------- */

int dice(Model *m, int n);                          /* 0 … n - 1; 0 for n < 1 */
bool chance(Model *m, int percent);
struct timespec some_time(Model *m);

/* An article that is there; some, to which many refer, more often. NULL when none is found. */
Article *any_article(Model *m);
Article *any_of(Model *m, Form form);
int live_articles(const Model *m);

int new_number(Model *m);
int any_number(Model *m);                           /* of an article, most of the time */
Str new_path(Model *m, Form form, int number);      /* below the site's folder, never used before */

/* What stands in an article. */
void roll_refs(Model *m, Article *a);
void roll_terms(Model *m, Article *a);
void roll_date(Model *m, Article *a);
void roll_redirects(Model *m, Article *a);
void roll_related(Model *m, Article *a);
void roll_permalink(Model *m, Article *a);

/* A place for one more, and a new article there, not yet on disk; NULL when there is no room. */
Article *free_article(Model *m);
Article *roll_article(Model *m);

/* --- the site on disk (site.c) ------------------------------------------------------------------------------------------------------ */

Str at_site(Model *m, Str path);
Str at_output(Model *m, Str path);
/* A path below the site's folder gets these bytes; editors write in place, or put a new file where the old one was. */
void put_file(Model *m, Str path, Str bytes);
void put_article(Model *m, const Article *a);
void put_config(Model *m);
void take_away(Model *m, Str path);
Str template_path(Model *m, int template);
/* Tells the builds to come what m->options are. */
void set_options(Model *m);

#endif
