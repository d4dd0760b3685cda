/* The digests of FIPS 180-4's examples. */
#include "unit.h"

#include "base/digest.h"

static void known_answers(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *digest;
    } cases[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    };
    Arena a = {0};
    for (ptrdiff_t i = 0; i < countof(cases); i++)
        assert_str(digest_hex(&a, digest_of(&a, str(cases[i].bytes))), cases[i].digest);
    assert_int_equal(digest_of(&a, (Str){0}).n, DIGEST_BYTES);
    assert_str(digest_hex(&a, (Str){0}), "");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(known_answers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
