/* header: what the fields of a request mean (RFC 9110). Pure: texts in, values out. A field that was not sent is the Str with p == NULL; one that
 * says nothing sensible is passed over, as the RFC asks. */
#ifndef KB_SERVE_HEADER_H
#define KB_SERVE_HEADER_H

#include "base/buf.h"

/* --- Range ------------------------------------------------------------------------------------------------------------------- */

typedef enum RangeKind { RANGE_ALL, RANGE_PART, RANGE_NOWHERE } RangeKind;
typedef struct Range {
    RangeKind kind;
    int64_t from, count;    /* of a part */
} Range;

/* One range of bytes of something `size` long. Several ranges are answered with all of it, which is allowed. */
Range range_read(Str field, int64_t size);

/* --- Accept-Encoding ------------------------------------------------------------------------------------------------------- */

typedef enum Coding { CODING_NONE, CODING_GZIP, CODING_ZSTD, CODING_BR, CODING_COUNT } Coding;

Str coding_name(Coding coding);     /* "br", empty for none */
Str coding_suffix(Coding coding);   /* ".br": how the packed file beside a file is called */

/* The one that the browser likes best of those in `available` (a bit for each, 1 << coding; none is always there); of equals, the smallest files. */
Coding coding_choose(Str accept, unsigned available);

/* --- dates and tags -------------------------------------------------------------------------------------------------------- */

/* "Sun, 06 Nov 1994 08:49:37 GMT", from seconds since 1970 and back; all three forms of the RFC are read. -1 for anything else. */
void http_date_put(Buf *b, int64_t seconds);
int64_t http_date_read(Str s);

/* Does `tag`, written with its quotes, stand in a list such as `W/"a", "b"` or `*`? A strong comparison passes over weak ones. */
bool etag_matches(Str list, Str tag, bool strong);

/* --- conditions (13.2.2) --------------------------------------------------------------------------------------------------- */

typedef struct Conditions {
    Str if_match, if_none_match, if_modified_since, if_unmodified_since;
} Conditions;

typedef enum Verdict { VERDICT_SEND, VERDICT_NOT_MODIFIED, VERDICT_FAILED } Verdict;

Verdict conditions_judge(const Conditions *c, Str tag, int64_t seconds);

/* Whether If-Range lets a range be sent. A date never does: two writes of one second would look alike. */
bool if_range_holds(Str field, Str tag);

#endif
