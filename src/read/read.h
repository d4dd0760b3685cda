/* read: the bytes of one file into a Doc. The format is found by what the file holds, not by what it is called; only a text that shows no
 * format of its own is judged by its suffix. */
#ifndef KB_READ_READ_H
#define KB_READ_READ_H

#include "base/diag.h"
#include "doc/doc.h"
#include "doc/ident.h"

typedef enum ReadResult {
    READ_ARTICLE,
    READ_ATTACHMENT,        /* no article: an image, a download; nothing was said */
    READ_FAILED             /* meant to be an article, and a diagnostic says why it is none */
} ReadResult;

typedef struct ReadOptions {
    const IdPattern *ids;
} ReadOptions;

/* `raw` is the file as it stands on disk. `decoded` takes the text that line and column numbers of later diagnostics refer to. Everything
 * in `doc` lives on `a` or is a view of `raw`. */
ReadResult read_article(Arena *a, const Source *raw, const ReadOptions *options, Doc *doc, Source *decoded, Diags *diags);

/* A file whose name says that it is meant to be read: .md, .markdown, .txt. */
bool read_is_text_name(Str path);

#endif
