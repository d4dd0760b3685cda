/* The three codecs that browsers ask for: gzip (RFC 1952) by libdeflate, br (RFC 7932) by the brotli library, zstd (RFC 8878) by libzstd.
 * A packed file that is no smaller is of no use, so no codec is given room for one: what does not fit is given up early. */
#include "base/pack.h"

#include <brotli/encode.h>
#include <libdeflate.h>
#include <zstd.h>

/* Below this the header of a response is longer than what could be saved. */
enum { PACK_MIN = 256 };

/* Above gzip 10, zstd 19 and for long texts above br 10, time grows and size does not. (Browsers refuse a zstd window above 8 MB, RFC 9659; that of
 * level 19 is no larger.) */
enum { GZIP_LEVEL = 10, ZSTD_LEVEL = 19, BROTLI_SLOW_MAX = 64 * 1024, BROTLI_MIDDLE_MAX = 1024 * 1024 };

struct Packer {
    struct libdeflate_compressor *gzip;
    ZSTD_CCtx *zstd;
};

static const struct {
    Str name, suffix;
} CODECS[CODEC_COUNT] = {
    [CODEC_GZIP] = {{"gzip", 4}, {".gz", 3}},
    [CODEC_BROTLI] = {{"br", 2}, {".br", 3}},
    [CODEC_ZSTD] = {{"zstd", 4}, {".zst", 4}},
};

Str codec_name(Codec codec)
{
    return CODECS[codec].name;
}

Str codec_suffix(Codec codec)
{
    return CODECS[codec].suffix;
}

Packer *packer_new(Arena *a)
{
    return arena_new(a, Packer, 1);
}

void packer_free(Packer *p)
{
    libdeflate_free_compressor(p->gzip);
    ZSTD_freeCCtx(p->zstd);
    *p = (Packer){0};
}

/* --- the codecs: each gives how many bytes it made, 0 when they do not fit in `room` --------------------------------------------- */

static size_t pack_gzip(Packer *p, Str in, char *out, size_t room)
{
    if (!p->gzip)
        p->gzip = libdeflate_alloc_compressor(GZIP_LEVEL);
    CHECK(p->gzip && "memory for gzip");
    return libdeflate_gzip_compress(p->gzip, in.p, (size_t)in.n, out, room);
}

/* An encoder of this library serves one text. A window no larger than the text keeps its tables small. */
static size_t pack_brotli(Str in, char *out, size_t room)
{
    int quality = in.n <= BROTLI_SLOW_MAX ? 11 : in.n <= BROTLI_MIDDLE_MAX ? 10 : 9, window = 16;
    while (window < BROTLI_DEFAULT_WINDOW && in.n > ((ptrdiff_t)1 << window) - 16)
        window++;
    size_t n = room;
    bool fits = BrotliEncoderCompress(quality, window, BROTLI_MODE_TEXT, (size_t)in.n, (const uint8_t *)in.p, &n, (uint8_t *)out);
    return fits ? n : 0;
}

static size_t pack_zstd(Packer *p, Str in, char *out, size_t room)
{
    if (!p->zstd)
        p->zstd = ZSTD_createCCtx();
    CHECK(p->zstd && "memory for zstd");
    size_t n = ZSTD_compressCCtx(p->zstd, out, room, in.p, (size_t)in.n, ZSTD_LEVEL);
    return ZSTD_isError(n) ? 0 : n;
}

bool pack(Packer *p, Codec codec, Str in, Buf *out)
{
    if (in.n < PACK_MIN)
        return false;
    char *at = buf_reserve(out, in.n);
    size_t room = (size_t)in.n - 1, n = 0;
    switch (codec) {
    case CODEC_GZIP: n = pack_gzip(p, in, at, room); break;
    case CODEC_BROTLI: n = pack_brotli(in, at, room); break;
    case CODEC_ZSTD: n = pack_zstd(p, in, at, room); break;
    case CODEC_COUNT: CHECK(false && "a codec"); break;
    }
    out->n += (ptrdiff_t)n;
    return n > 0;
}

bool pack_is_worth(Str path)
{
    static const char *const suffixes[] = {".html", ".htm", ".css",  ".js",  ".mjs", ".json", ".xml", ".svg", ".txt", ".map", ".webmanifest", ".ico",
                                           ".md",   ".csv", ".atom", ".rss", ".ttf", ".otf",  ".bmp", ".wasm", ".conf", ".ini", ".log", ".sql", ".c", ".h"};
    Str name = path_name(path);
    Str suffix = str_from(name, str_find_last_char(name, '.'));
    for (ptrdiff_t i = 0; i < countof(suffixes); i++)
        if (str_eq_fold(suffix, str(suffixes[i])))
            return true;
    return false;
}
