/* commonmark: a Doc as CommonMark with the pipe tables of GitHub Flavored Markdown, such that read/markdown makes the same Doc of it. What
 * CommonMark has no mark for is written in its terms; read/markdown.h lists them. */
#ifndef KB_WRITE_COMMONMARK_H
#define KB_WRITE_COMMONMARK_H

#include "doc/doc.h"
#include "doc/ident.h"

typedef struct CommonmarkOptions {
    const IdPattern *ids;
    void *context;
    /* What a link or image is to say where the file will stand; NULL: what it says. */
    Str (*target)(void *context, Str url, int line);
} CommonmarkOptions;

/* Appends the whole file: the fields as front matter, a blank line, the body. */
void commonmark_put(Buf *b, const Doc *doc, const CommonmarkOptions *options);

/* Appends the body alone. The article's highest headings become `##`: the page's title is its `#`. */
void commonmark_put_blocks(Buf *b, const Block *root, const CommonmarkOptions *options);

#endif
