#include "unit.h"

#include "doc/version.h"

typedef struct Example {
    const char *written, *shown;
} Example;

static void assert_shown(Str (*name)(Arena *a, Str written), const Example *examples, ptrdiff_t n, const char *file, int line)
{
    Arena a = {0};
    for (ptrdiff_t i = 0; i < n; i++)
        assert_str_at(name(&a, str(examples[i].written)), examples[i].shown, file, line);
    arena_free(&a);
}

#define assert_names(name, ...)                                                                                                  \
    do {                                                                                                                         \
        static const Example examples[] = {__VA_ARGS__};                                                                         \
        assert_shown(name, examples, countof(examples), __FILE__, __LINE__);                                                     \
    } while (0)

static void a_platform_has_one_name_however_it_is_spelled(void **state)
{
    (void)state;
    assert_names(platform_name, {"winnt", "Windows NT"}, {"WINNT", "Windows NT"}, {"NT", "Windows NT"}, {"WINDOWS NT", "Windows NT"},
                 {"WINDOWS", "Windows"}, {"MS-DOS", "MS-DOS"}, {"MS- DOS", "MS-DOS"}, {"MSDOS", "MS-DOS"}, {"macintosh", "Macintosh"}, {"MAC", "Macintosh"},
                 {"Win95", "Windows 95"}, {"Win2000", "Windows 2000"}, {"WIN3X", "Windows 3.x"}, {"OS/2", "OS/2"}, {"Unix", "UNIX"});
}

static void platforms_behind_bars_are_several(void **state)
{
    (void)state;
    assert_names(platform_name, {"WINDOWS|MACINTOS", "Windows, Macintosh"}, {"MS-DOS | OS/2", "MS-DOS, OS/2"}, {"| WINDOWS |", "Windows"});
}

static void a_platform_that_is_none_is_empty(void **state)
{
    (void)state;
    assert_names(platform_name, {"", ""}, {"N\\A", ""}, {"n/a", ""});
}

static void a_platform_that_is_not_known_stays(void **state)
{
    (void)state;
    assert_names(platform_name, {"Linux", "Linux"}, {"windows-ish", "windows-ish"}, {"NTX", "NTX"}, {"wi", "wi"});
}

static void hardware_is_named_in_words(void **state)
{
    (void)state;
    assert_names(hardware_name, {"x86", "x86"}, {"ALPHA", "Alpha"}, {"PPC", "PowerPC"}, {"MAC", "Macintosh"}, {"toaster", "toaster"});
}

static void a_service_pack_is_written_in_one_way(void **state)
{
    (void)state;
    assert_names(version_name, {"4.0 SP1", "4.0 SP1"}, {"4.0SP1", "4.0 SP1"}, {"5.0sp3", "5.0 SP3"}, {"6.0 sp1", "6.0 SP1"},
        {"4.01 Service Pack 2", "4.01 SP2"},
                 {"97sp2", "97 SP2"});
}

static void other_versions_stay(void **state)
{
    (void)state;
    assert_names(version_name, {"", ""}, {"3.51", "3.51"}, {"3.X", "3.x"}, {"3.x", "3.x"}, {"SP1", "SP1"}, {"1994 edition", "1994 edition"}, {"X", "X"},
                 {".X", ".X"}, {"wisp1", "wisp1"}, {"3.0 (all SP)", "3.0 (all SP)"}, {"Build 2.573", "Build 2.573"}, {"sp", "sp"},
                     {"3.0 Crisp1", "3.0 Crisp1"});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_platform_has_one_name_however_it_is_spelled),
        cmocka_unit_test(platforms_behind_bars_are_several),
        cmocka_unit_test(a_platform_that_is_none_is_empty),
        cmocka_unit_test(a_platform_that_is_not_known_stays),
        cmocka_unit_test(hardware_is_named_in_words),
        cmocka_unit_test(a_service_pack_is_written_in_one_way),
        cmocka_unit_test(other_versions_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
