#include "unit.h"

#include "base/pack.h"

#include <brotli/decode.h>
#include <libdeflate.h>
#include <zstd.h>

/* What the other side of the wire makes of it, by the libraries' decoders. */
static Str unpack(Arena *a, Codec codec, Str packed, ptrdiff_t size)
{
    char *out = arena_bytes(a, size + 1);
    size_t n = 0, room = (size_t)size + 1;
    if (codec == CODEC_GZIP) {
        struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
        assert_int_equal(libdeflate_gzip_decompress(d, packed.p, (size_t)packed.n, out, room, &n), LIBDEFLATE_SUCCESS);
        libdeflate_free_decompressor(d);
    } else if (codec == CODEC_BROTLI) {
        n = room;
        assert_int_equal(BrotliDecoderDecompress((size_t)packed.n, (const uint8_t *)packed.p, &n, (uint8_t *)out), BROTLI_DECODER_RESULT_SUCCESS);
    } else {
        n = ZSTD_decompress(out, room, packed.p, (size_t)packed.n);
        assert_false(ZSTD_isError(n));
    }
    return (Str){out, (ptrdiff_t)n};
}

/* A page of about `n` bytes, all words different enough. */
static Str text_of(Arena *a, ptrdiff_t n)
{
    Buf b = {.arena = a};
    for (unsigned i = 1; b.n < n; i++)
        buf_fmt(&b, "<li><a href=\"kb/%u/\">Article %u</a> of %u\n", i * 7919u % 1000u, i, i * 31u % 97u);
    return buf_str(&b);
}

static Str noise_of(Arena *a, ptrdiff_t n)
{
    char *p = arena_bytes(a, n);
    uint32_t x = 2463534242u;
    for (ptrdiff_t i = 0; i < n; i++) {
        x ^= x << 13, x ^= x >> 17, x ^= x << 5;
        p[i] = (char)x;
    }
    return (Str){p, n};
}

static void what_was_packed_can_be_unpacked(void **state)
{
    (void)state;
    static const ptrdiff_t sizes[] = {256, 1000, 65536 - 16, 70000, 300000, 1500000};    /* all levels of br, windows at their edge */
    for (ptrdiff_t k = 0; k < countof(sizes); k++)
        for (Codec codec = 0; codec < CODEC_COUNT; codec++) {
            Arena a = {0};
            Packer *p = packer_new(&a);
            Str text = text_of(&a, sizes[k]);
            Buf out = {.arena = &a};
            assert_true(pack(p, codec, text, &out));
            assert_true(out.n < text.n / 2);
            Str back = unpack(&a, codec, buf_str(&out), text.n);
            assert_true(str_eq(back, text));
            packer_free(p);
            arena_free(&a);
        }
}

static void a_packer_serves_one_text_after_the_other_alike(void **state)
{
    (void)state;
    Arena a = {0};
    Packer *old = packer_new(&a), *fresh = packer_new(&a);
    Str first = text_of(&a, 200000), text = text_of(&a, 5000);
    for (Codec codec = 0; codec < CODEC_COUNT; codec++) {
        Buf before = {.arena = &a}, again = {.arena = &a}, alone = {.arena = &a};
        assert_true(pack(old, codec, first, &before));
        assert_true(pack(old, codec, text, &again));
        assert_true(pack(fresh, codec, text, &alone));
        assert_true(str_eq(buf_str(&again), buf_str(&alone)));
    }
    packer_free(old);
    packer_free(fresh);
    arena_free(&a);
}

static void what_gains_nothing_is_left(void **state)
{
    (void)state;
    Arena a = {0};
    Packer *p = packer_new(&a);
    Str tiny = S("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    Str noise = noise_of(&a, 100000);
    for (Codec codec = 0; codec < CODEC_COUNT; codec++) {
        Buf out = {.arena = &a};
        buf_put(&out, S("before"));
        assert_false(pack(p, codec, (Str){0}, &out));
        assert_false(pack(p, codec, tiny, &out));
        assert_false(pack(p, codec, noise, &out));
        assert_false(pack(p, codec, str_head(noise, 256), &out));
        assert_str(buf_str(&out), "before");
        assert_true(pack(p, codec, text_of(&a, 3000), &out));
        assert_true(str_starts(buf_str(&out), S("before")));
    }
    packer_free(p);
    arena_free(&a);
}

static void gzip_knows_no_time_and_no_name(void **state)
{
    (void)state;
    Arena a = {0};
    Packer *p = packer_new(&a);
    Buf out = {.arena = &a};
    assert_true(pack(p, CODEC_GZIP, text_of(&a, 3000), &out));
    assert_int_equal((unsigned char)out.p[0], 0x1F);
    assert_int_equal((unsigned char)out.p[1], 0x8B);
    for (int i = 3; i < 8; i++)    /* flags, time */
        assert_int_equal(out.p[i], 0);
    packer_free(p);
    arena_free(&a);
}

static void a_zstd_window_is_one_that_browsers_take(void **state)
{
    (void)state;
    Arena a = {0};
    Packer *p = packer_new(&a);
    Buf out = {.arena = &a};
    Str block = noise_of(&a, 100000);
    for (int i = 0; i < 100; i++)
        buf_put(&out, block);
    Str text = buf_str(&out);    /* 10 MB, quickly packed */
    Buf packed = {.arena = &a};
    assert_true(pack(p, CODEC_ZSTD, text, &packed));
    unsigned char descriptor = (unsigned char)packed.p[4], window = (unsigned char)packed.p[5];
    assert_int_equal(descriptor & 0x20, 0);    /* no single segment, whose window would be the whole */
    assert_true(window >> 3 <= 13 && (window >> 3 < 13 || (window & 7) == 0));    /* 2^(10 + 13) and no more */
    packer_free(p);
    arena_free(&a);
}

static void codecs_have_names_and_suffixes(void **state)
{
    (void)state;
    assert_str(codec_name(CODEC_GZIP), "gzip");
    assert_str(codec_name(CODEC_BROTLI), "br");
    assert_str(codec_name(CODEC_ZSTD), "zstd");
    assert_str(codec_suffix(CODEC_GZIP), ".gz");
    assert_str(codec_suffix(CODEC_BROTLI), ".br");
    assert_str(codec_suffix(CODEC_ZSTD), ".zst");
}

static void a_suffix_tells_what_is_worth_packing(void **state)
{
    (void)state;
    static const char *const worth[] = {"index.html", "a/b.c/kb.CSS", "search/d/1.js", "opensearch.xml", "favicon.svg", "robots.txt", "favicon.ico",
                                        "site.webmanifest", "x.js.map", "a.json"};
    static const char *const packed[] = {"a.png", "photo.JPG", "font.woff2", "tool.zip", "index.html.gz", "CNAME", "", "html", "a.html/file", "x.pdf"};
    for (ptrdiff_t i = 0; i < countof(worth); i++)
        assert_true(pack_is_worth(str(worth[i])));
    for (ptrdiff_t i = 0; i < countof(packed); i++)
        assert_false(pack_is_worth(str(packed[i])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_packed_can_be_unpacked),
        cmocka_unit_test(a_packer_serves_one_text_after_the_other_alike),
        cmocka_unit_test(what_gains_nothing_is_left),
        cmocka_unit_test(gzip_knows_no_time_and_no_name),
        cmocka_unit_test(a_zstd_window_is_one_that_browsers_take),
        cmocka_unit_test(codecs_have_names_and_suffixes),
        cmocka_unit_test(a_suffix_tells_what_is_worth_packing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
