/* kb/inline: running text of a KB body, lines as they stand in the file, into inlines: flowing or broken, its identifiers linked. */
#ifndef KB_READ_KB_INLINE_H
#define KB_READ_KB_INLINE_H

#include "doc/doc.h"
#include "doc/ident.h"
#include "read/kb/line.h"

/* Was the text wrapped by a machine? Then every line is as long as it could be: a width exists that no line exceeds and that the next
 * line's first word would have exceeded (beyond the page only the first line, by a little). Three lines or more that all come near the margin were wrapped too,
 * by whatever. One line is flowed. */
bool kbinline_is_flowed(Lines lines);

/* The lines (one or more, the first without its `skip` first bytes) as the author meant them: wrapped text flows, lines that were broken by
 * hand stay broken; so does prose that was wrapped narrowly, and a text of both kinds is broken where it was by hand. */
Inline *kbinline_text(Arena *a, const IdPattern *ids, Lines lines, ptrdiff_t skip);

/* The same of lines that are known to flow. */
Inline *kbinline_flowed(Arena *a, const IdPattern *ids, Lines lines, ptrdiff_t skip);

/* The same, every line for itself. */
Inline *kbinline_lines(Arena *a, const IdPattern *ids, Lines lines);

/* Does `line` offer a file ("x86: DownloadDownload Setup.exe now", the words of a picture that a conversion said twice) whose address is all of the
 * `next` line, in brackets? Wherever it stands in a text, such a pair becomes one link. */
bool kbinline_is_download(const IdPattern *ids, const Line *line, const Line *next);

/* A reference to an article, shown as it is written. */
Inline *kbinline_reference(Arena *a, int64_t number, Str written, int line);

#endif
