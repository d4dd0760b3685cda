/* Edits: each changes the model by the seed's dice, writes what follows from it, and says in words what it did. A new one is a function and a row in the table
 * of its file: articles (edit_article.c), other sources (edit_source.c), what builds wrote (edit_output.c). The tables' order is part of what a seed means. */
#ifndef REGENERATE_EDIT_H
#define REGENERATE_EDIT_H

#include "model.h"

#define say(e, ...) buf_fmt(&(e)->log, __VA_ARGS__)

/* False when it found nothing to do. */
typedef bool Edit(Model *m, Effects *e);
typedef void ChangeArticle(Model *m, Article *a);

typedef struct EditKind {
    const char *name;
    int weight;             /* how often */
    Edit *edit;             /* or, where one thing of an article changes: */
    ChangeArticle *change;
    Form form;              /* of what articles */
    const char *what;       /* the thing, in words */
    bool is_alone;          /* never behind another edit in one step */
} EditKind;

/* Each ends with a nameless one. */
extern const EditKind ARTICLE_EDITS[], SOURCE_EDITS[], OUTPUT_EDITS[];

/* Back to how the site began, for one config key that has another value: what stays away for long is not tested. */
Edit mend_config;

/* The edit of this name. */
bool edit_named(Model *m, const char *name, Effects *e);

#endif
