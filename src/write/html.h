/* html: a Doc's blocks as HTML, for the inside of an element. Text is escaped here and nowhere else; where a link leads is asked of the
 * caller, who knows the site. */
#ifndef KB_WRITE_HTML_H
#define KB_WRITE_HTML_H

#include "doc/doc.h"

/* An answer about a link: an empty href makes plain text of it, of an image its alternative text. */
typedef struct LinkTarget {
    Str href, title;
    const char *css_class;  /* NULL for none */
} LinkTarget;

typedef struct HtmlOptions {
    void *context;
    LinkTarget (*reference)(void *context, int64_t number, int line);
    LinkTarget (*link)(void *context, Str url, int line);
    LinkTarget (*image)(void *context, Str url, int line);
    bool raw_html;          /* markdown.html of the config: the source's own HTML is let through */
} HtmlOptions;

/* Appends what `root` holds. The page's title is its <h1>, so the headings of the article begin at <h2> and skip no level. */
void html_put(Buf *b, const Block *root, const HtmlOptions *options);

#endif
