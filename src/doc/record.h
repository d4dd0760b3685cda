/* record: a document as bytes (base/record.h), for who reads it once and needs it again later: making one of its bytes costs a fraction of reading its
 * source. It is no format for files that outlive the program. */
#ifndef KB_DOC_RECORD_H
#define KB_DOC_RECORD_H

#include "base/record.h"
#include "doc/doc.h"

void doc_put_record(Buf *out, const Doc *doc);
/* Everything lives on `a` or is a view of the record's bytes. False when they are damaged. */
bool doc_get_record(Arena *a, Record *r, Doc *doc);

#endif
