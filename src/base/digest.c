#include "base/digest.h"

#include "base/buf.h"

#include <nettle/base64.h>
#include <nettle/sha2.h>

Str digest_of(Arena *a, Str bytes)
{
    char *digest = arena_bytes(a, DIGEST_BYTES);
    struct sha256_ctx context;
    sha256_init(&context);
    sha256_update(&context, (size_t)bytes.n, (const uint8_t *)(bytes.p ? bytes.p : ""));
    sha256_digest(&context, DIGEST_BYTES, (uint8_t *)digest);
    return (Str){digest, DIGEST_BYTES};
}

Str digest_hex(Arena *a, Str digest)
{
    Buf b = buf_new(a, digest.n * 2 + 1);
    for (ptrdiff_t i = 0; i < digest.n; i++)
        buf_fmt(&b, "%02x", (unsigned)(unsigned char)digest.p[i]);
    return buf_str(&b);
}

Str digest_base64(Arena *a, Str digest)
{
    ptrdiff_t n = (ptrdiff_t)BASE64_ENCODE_RAW_LENGTH((size_t)digest.n);
    char *text = arena_bytes(a, n);
    base64_encode_raw(text, (size_t)digest.n, (const uint8_t *)digest.p);
    return (Str){text, n};
}
