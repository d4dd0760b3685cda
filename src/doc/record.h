/* record: a document as bytes (base/record.h), for who reads it once and needs it again later: making one of its bytes costs a fraction of reading its
 * source. It is no format for files that outlive the program. */
#ifndef KB_DOC_RECORD_H
#define KB_DOC_RECORD_H

#include "base/record.h"
#include "doc/doc.h"

/* Texts that many documents have, kept once beside their records: the legal notice alone is a fifth of an archive. Zero is none yet. */
typedef struct CommonTexts {
    Arena arena;
    StrList texts;
} CommonTexts;
void common_texts_free(CommonTexts *common);

void doc_put_record(Buf *out, CommonTexts *common, const Doc *doc);
/* Everything lives on `a` or is a view of the record's bytes or of the common texts that it was put with. False when they are damaged. */
bool doc_get_record(Arena *a, Record *r, const CommonTexts *common, Doc *doc);

#endif
