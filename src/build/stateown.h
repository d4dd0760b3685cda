/* stateown: what the files of the state (state.h) have in common, and nobody else. */
#ifndef KB_BUILD_STATEOWN_H
#define KB_BUILD_STATEOWN_H

#include "build/state.h"

enum { CHUNK_HEAD = 24 };   /* kind, length and hash of a chunk, a word each; its bytes are filled up to whole words */
static const char STATE_MAGIC[16] = "kb state 3\n";

void stamp_put_record(Buf *out, const FsStamp *stamp);
FsStamp stamp_get_record(Record *r);
SourceRecord source_get_record(Record *r);
OutputRecord output_get_record(Record *r);

/* Reads what the file held when it was opened. */
void state_read(State *s, int threads);

#endif
