/* markdown: CommonMark through cmark into Doc blocks, with the pipe tables of GitHub Flavored Markdown (section 4.10), which cmark
 * leaves as paragraphs. */
#ifndef KB_READ_MARKDOWN_H
#define KB_READ_MARKDOWN_H

#include "base/diag.h"
#include "doc/doc.h"
#include "doc/ident.h"

/* The blocks of `text`, which begins at line `first_line` of its source. Article ids and bare URLs in running text (never in
 * code or inside a link) become INLINE_REFERENCE and INLINE_LINK; an INLINE_REFERENCE made of a URL has it as its target. A line
 * break of the source is an INLINE_TEXT "\n" of its own. Code and raw HTML (BLOCK_RAW, INLINE_RAW) come without their last
 * newline. A quote that begins with a bold NOTE, WARNING, IMPORTANT, CAUTION or TIP, or with `[!NOTE]`, is a BLOCK_CALLOUT. Lists
 * and quotes nest up to 100 levels, inlines as well; what is deeper is reported (DIAG_DEPTH) and kept as plain text. */
Block *markdown_parse(Arena *a, const Source *source, Str text, int first_line, const IdPattern *ids, Diags *diags);

#endif
