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
 * newline. Lists and quotes nest up to 100 levels, inlines as well; what is deeper is reported (DIAG_DEPTH) and kept as plain text.
 *
 * What CommonMark has no mark for is written in its terms, as write/commonmark writes it:
 *
 *     > **NOTE:** …        a callout: a quote that begins with a bold NOTE, WARNING, IMPORTANT, CAUTION or TIP, or with `[!NOTE]`
 *     ``` registry         literal text of a kind: the word is the name of a LiteralKind, or the language of code; no word: nobody knows
 *     - a. …               a lettered list: bullets whose texts begin with letters in sequence (`a\.` does not)
 *     - **Q123456** Title  a list of references, when every item is like this
 *     <http://…>           on every line of a paragraph, or `label: [Download …](http://…)`: lines of addresses
 *     [text](Q123456)      a reference whose text is not the id
 *     |  |  |              above the dashes: a table without a header; `<br>` in a cell is a line break */
Block *markdown_parse(Arena *a, const Source *source, Str text, int first_line, const IdPattern *ids, Diags *diags);

#endif
