/* pack: bytes made smaller once, when the site is built, so that a web server can hand out the file beside ("index.html.gz") and need not work
 * at each request. The same bytes always give the same packed bytes: no time and no name goes into them.
 *
 * The levels are those for files that are packed once and read often. Pages of a knowledge base, on one core of 2020, and what they shrink to:
 *
 *     gzip     0.06 s a MB     35 %
 *     br       1.0  s a MB     27 %    up to 64 kB; 0.45 s a MB up to 1 MB, 0.03 s a MB above
 *     zstd     0.19 s a MB     35 %
 */
#ifndef KB_BASE_PACK_H
#define KB_BASE_PACK_H

#include "base/buf.h"

typedef enum Codec { CODEC_GZIP, CODEC_BROTLI, CODEC_ZSTD, CODEC_COUNT } Codec;

Str codec_name(Codec codec);        /* "gzip", "br", "zstd": as in Accept-Encoding and in the config */
Str codec_suffix(Codec codec);      /* ".gz", ".br", ".zst": behind the name of the file that was packed */

/* What one thread keeps from file to file: the compressors' tables, 20 MB when all codecs are used. The struct lives on the arena; the tables are
 * made when they are first needed and given back by packer_free. */
typedef struct Packer Packer;
Packer *packer_new(Arena *a);
void packer_free(Packer *p);

/* Appends `in`, packed. False, and `out` as it was, when that gains nothing: few bytes, or bytes that do not get fewer. */
bool pack(Packer *p, Codec codec, Str in, Buf *out);

/* Do files of this name shrink? Told by the suffix: text of all kinds does, pictures and archives are packed already. */
bool pack_is_worth(Str path);

#endif
