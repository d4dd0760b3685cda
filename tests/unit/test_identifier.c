#include "unit.h"

#include "read/read.h"
#include "site/identifier.h"

static Arena arena;

static int teardown(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

/* --- names -------------------------------------------------------------------------------------------------------------------- */

static void one_thing_has_one_name_however_it_is_written(void **state)
{
    (void)state;
    static const struct {
        IdentKind kind;
        const char *key, *name;
    } cases[] = {
        {IDENT_STOP, "0xA", "0x0000000A"},           {IDENT_STOP, "0x0000000a", "0x0000000A"},  {IDENT_STOP, "c000021a", "0xC000021A"},
        {IDENT_STOP, "0x00000000", ""},              {IDENT_RESULT, "80004005", "0x80004005"},  {IDENT_RESULT, "0x8004010f", "0x8004010F"},
        {IDENT_HEX, "0x80D5", "0x80D5"},             {IDENT_HEX, "0X0000045a", "0x0000045A"},   {IDENT_HEX, "0x4000f209", "0x4000F209"},
        {IDENT_HEX, "0xE0000001", "0xE0000001"},     {IDENT_EVENT, "4058", "4058"},             {IDENT_EVENT, "0071", "71"},
        {IDENT_EVENT, "000", "0"},                   {IDENT_ERROR, "LNK2001", "LNK2001"},       {IDENT_FILE, "NTDLL.DLL", "ntdll.dll"},
        {IDENT_FILE, "C:\\WINNT\\System32\\Ntdll.dll", "ntdll.dll"}, {IDENT_FILE, "\\\\server\\share\\a.exe\\", "a.exe"},
        {IDENT_FILE, "$winnt$.inf", "$winnt$.inf"},
    };
    for (ptrdiff_t i = 0; i < countof(cases); i++)
        assert_str(identifier_name(&arena, cases[i].kind, str(cases[i].key)), cases[i].name);
}

static void what_is_a_number_or_a_pattern_has_no_name(void **state)
{
    (void)state;
    static const struct {
        IdentKind kind;
        const char *key;
    } cases[] = {
        {IDENT_HEX, "0x1F"},      {IDENT_HEX, "0x00000002"}, {IDENT_HEX, "0xFFFFFFFF"},    {IDENT_HEX, "0xffff"},      {IDENT_HEX, "0x400"},
        {IDENT_HEX, "0x8012F72D"}, {IDENT_HEX, "0x77F6467A"}, {IDENT_FILE, "mydb*.mdb"},     {IDENT_FILE, "%1.tmp"},     {IDENT_FILE, "<name>.txt"},
        {IDENT_FILE, "a?.dll"},   {IDENT_FILE, ""},          {IDENT_PATH, "C:\\winnt\\"}, {IDENT_URL, "http://a.example/b.dll"}, {IDENT_ARTICLE, "Q100001"},
    };
    for (ptrdiff_t i = 0; i < countof(cases); i++)
        assert_str(identifier_name(&arena, cases[i].kind, str(cases[i].key)), "");
    char name[IDENTIFIER_MAX + 1];
    memset(name, 'x', sizeof name);
    memcpy(name + sizeof name - 4, ".dll", 4);
    assert_str(identifier_name(&arena, IDENT_FILE, (Str){name, IDENTIFIER_MAX + 1}), "");
    assert_int_equal(identifier_name(&arena, IDENT_FILE, (Str){name + 1, IDENTIFIER_MAX}).n, IDENTIFIER_MAX);
}

/* --- of an article -------------------------------------------------------------------------------------------------------------- */

/* Its identifiers, a blank between them. */
static Str found_in(const char *path, const char *text)
{
    IdPattern ids = id_pattern_default();
    Source raw = {str(path), str(text)}, decoded;
    Doc doc = {0};
    Diags diags = {.arena = &arena};
    assert_int_equal(read_article(&arena, &raw, &(ReadOptions){.ids = &ids}, &doc, &decoded, &diags), READ_ARTICLE);
    Str all = str_copy(&arena, identifiers_of(&arena, &arena, &ids, &doc));
    for (ptrdiff_t i = 0; i < all.n; i++)
        if (all.p[i] == '\n')
            ((char *)all.p)[i] = ' ';
    return str_trim(all);
}

#define KB_HEAD "DOCUMENT:Q100001  02-MAR-2001  [winnt]\nTITLE   :Lids\nPRODUCT :Lids\nPROD/VER::4.0\nOPER/SYS:\nKEYWORDS:\n\n" \
                "======================================================================\n\nSYMPTOMS\n========\n\n"

static void an_article_has_each_of_its_identifiers_once(void **state)
{
    (void)state;
    assert_str(found_in("a.txt", KB_HEAD "When Lid.exe loads lids.dll, you see STOP 0xA. Then LID.EXE and C:\\Lids\\lids.dll return\n"
                                         "error 80004005 or 0x80004005, and Event ID 4058 is logged. See Q100002.\n"),
               "flid.exe flids.dll a0x0000000A b0x80004005 d4058");
}

static void of_two_kinds_of_one_code_the_article_has_the_one_that_says_more(void **state)
{
    (void)state;
    assert_str(found_in("a.txt", KB_HEAD "The value is 0x0000023A. Later you see STOP 0x0000023A. The value 0x0000023A is shown.\n"), "a0x0000023A");
}

static void what_a_program_says_is_searched_and_what_a_program_is_only_for_names(void **state)
{
    (void)state;
    assert_str(found_in("a.md",
        "# Lids\n\nText with lid.sys, `lid.dll` and `error 80004005`, and fatal error C1001.\n\n```c\n#include <lid.h>\nint x = 0x80D5;\n```\n"),
               "flid.sys flid.dll b0x80004005 eC1001 flid.h");
}

static void an_article_without_any_needs_no_memory(void **state)
{
    (void)state;
    Str none = found_in("a.md", "# Lids\n\nText with https://lids.example/lid.dll, joe@lids.example and Q100002.\n");
    assert_int_equal(none.n, 0);
}

/* --- of a site -------------------------------------------------------------------------------------------------------------------- */

/* "kind name: articles", one a line. */
static Str gathered(const char *const *texts, ptrdiff_t n, Identifiers *all)
{
    Article *articles = arena_new(&arena, Article, n);
    int32_t *newest = arena_new(&arena, int32_t, n);
    for (ptrdiff_t i = 0; i < n; i++) {
        articles[i].identifiers = str(texts[i]);
        newest[i] = (int32_t)(n - 1 - i);
    }
    identifiers_build(&arena, articles, n, newest, all);
    Buf b = {.arena = &arena};
    for (ptrdiff_t i = 0; i < all->n; i++) {
        buf_fmt(&b, "%d " STR_FMT ":", (int)all->items[i].kind, STR_ARG(all->items[i].name));
        for (int32_t k = 0; k < all->items[i].n; k++)
            buf_fmt(&b, " %d", (int)all->items[i].articles[k]);
        buf_putc(&b, '\n');
    }
    return buf_str(&b);
}

static void identifiers_are_sorted_by_kind_and_have_their_articles_newest_first(void **state)
{
    (void)state;
    static const char *const texts[] = {"fntdll.dll\nd11000\n", "", "d4058\nfntdll.dll\nf_setup.dll\n", "eC1001\na0x0000000A\nfadvapi32.dll\nfntdll.dll\n"};
    Identifiers all;
    assert_str(gathered(texts, countof(texts), &all),
        "0 0x0000000A: 3\n3 4058: 2\n3 11000: 0\n4 C1001: 3\n5 advapi32.dll: 3\n5 ntdll.dll: 3 2 0\n5 _setup.dll: 2\n");
    assert_int_equal(all.group_count, 6);
    assert_str(all.groups[1].permalink, "identifiers/events/");
    assert_int_equal(all.groups[1].n, 2);
    assert_str(all.groups[3].permalink, "identifiers/files/a/");
    assert_str(all.groups[4].name, "N");
    assert_str(all.groups[5].permalink, "identifiers/files/0-9/");
    assert_int_equal(all.groups[5].first, 6);
    assert_int_equal(all.counts[IDENTIFIER_FILE], 3);
    assert_int_equal(all.counts[IDENTIFIER_HEX], 0);
}

static void a_code_is_of_the_kind_that_most_articles_make_it(void **state)
{
    (void)state;
    static const char *const texts[] = {"a0xC0000005\n", "b0xC0000005\n", "b0xC0000005\n", "a0x0000021A\n", "c0x0000021A\n"};
    Identifiers all;
    assert_str(gathered(texts, countof(texts), &all), "0 0x0000021A: 4 3\n1 0xC0000005: 2 1 0\n");
}

static void an_identifier_has_a_page_from_twenty_articles_on(void **state)
{
    (void)state;
    const char *texts[IDENTIFIER_PAGE_MIN];
    for (int i = 0; i < IDENTIFIER_PAGE_MIN; i++)
        texts[i] = i ? "fntdll.dll\na0x0000000A\n" : "a0x0000000A\n";
    Identifiers all;
    gathered(texts, countof(texts), &all);
    assert_str(identifier_permalink(&arena, &all.items[0]), "identifiers/stop-codes/0x0000000a/");
    assert_str(identifier_permalink(&arena, &all.items[1]), "");
}

static void a_site_without_articles_has_none(void **state)
{
    (void)state;
    Identifiers all;
    assert_str(gathered(NULL, 0, &all), "");
    assert_int_equal(all.group_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(one_thing_has_one_name_however_it_is_written, teardown),
        cmocka_unit_test_teardown(what_is_a_number_or_a_pattern_has_no_name, teardown),
        cmocka_unit_test_teardown(an_article_has_each_of_its_identifiers_once, teardown),
        cmocka_unit_test_teardown(of_two_kinds_of_one_code_the_article_has_the_one_that_says_more, teardown),
        cmocka_unit_test_teardown(what_a_program_says_is_searched_and_what_a_program_is_only_for_names, teardown),
        cmocka_unit_test_teardown(an_article_without_any_needs_no_memory, teardown),
        cmocka_unit_test_teardown(identifiers_are_sorted_by_kind_and_have_their_articles_newest_first, teardown),
        cmocka_unit_test_teardown(a_code_is_of_the_kind_that_most_articles_make_it, teardown),
        cmocka_unit_test_teardown(an_identifier_has_a_page_from_twenty_articles_on, teardown),
        cmocka_unit_test_teardown(a_site_without_articles_has_none, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
