/* digest: what a file's bytes are known by elsewhere: SHA-256 (FIPS 180-4), which nobody can make two files meet in. To see whether something changed,
 * base/hash is enough, and faster. */
#ifndef KB_BASE_DIGEST_H
#define KB_BASE_DIGEST_H

#include "base/str.h"

enum { DIGEST_BYTES = 32 };

Str digest_of(Arena *a, Str bytes);         /* DIGEST_BYTES bytes */
Str digest_hex(Arena *a, Str digest);       /* as people and sha256sum write them, in lower case */
Str digest_base64(Arena *a, Str digest);    /* as browsers read it (RFC 4648, section 4) */

#endif
