#include "tree.h"

#include "read/kb/body.h"
#include "read/kb/inline.h"

static void assert_shown_at(const char *text, const char *expected, const char *file, int line)
{
    Arena a = {0};
    IdPattern ids = id_pattern_default();
    Buf b = {.arena = &a};
    tree_put_inlines(&b, kbinline_text(&a, &ids, lines_of(&a, str(text), 1), 0));
    assert_str_at(buf_str(&b), expected, file, line);
    arena_free(&a);
}

#define assert_shown(text, expected) assert_shown_at((text), (expected), __FILE__, __LINE__)

static void assert_body_at(const char *text, const char *expected, const char *file, int line)
{
    Arena a = {0};
    IdPattern ids = id_pattern_default();
    Block *root = block_new(&a, BLOCK_ROOT, 1, 1);
    kbbody_parse(&a, lines_of(&a, str(text), 1), &(KbBodyOptions){.ids = &ids}, root);
    assert_str_at(tree_shown(&a, root), expected, file, line);
    arena_free(&a);
}

#define assert_body(text, expected) assert_body_at((text), (expected), __FILE__, __LINE__)

/* --- identifiers -------------------------------------------------------------------------------------------------------- */

static void ids_and_addresses_become_links(void **state)
{
    (void)state;
    assert_shown("See Q123456.", "\"See \" reference(123456: \"Q123456\") \".\"");
    assert_shown("Ask www.example.org or ftp.example.org.",
                 "\"Ask \" link(http://www.example.org: \"www.example.org\") \" or \" link(ftp://ftp.example.org: \"ftp.example.org\") \".\"");
    assert_shown("Mail joe@example.org.", "\"Mail \" link(mailto:joe@example.org: \"joe@example.org\") \".\"");
}

static void places_and_codes_become_code(void **state)
{
    (void)state;
    assert_shown("Run Setup.exe.", "\"Run \" code\"Setup.exe\" \".\"");
    assert_shown("In \\\\server\\share, C:\\Temp.", "\"In \" code\"\\\\\\\\server\\\\share\" \", \" code\"C:\\\\Temp\" \".\"");
    assert_shown("the HKEY_USERS key", "\"the \" code\"HKEY_USERS\" \" key\"");
    assert_shown("STOP 0x1E and 0x80004005, 0x10", "\"STOP \" code\"0x1E\" \" and \" code\"0x80004005\" \", \" code\"0x10\"");
    assert_shown("fatal error C1001", "\"fatal error \" code\"C1001\"");
}

static void an_event_stays_text(void **state)
{
    (void)state;
    assert_shown("Event ID 4058 in Setup.exe", "\"Event ID 4058 in \" code\"Setup.exe\"");
    assert_shown("Event ID: 1, Event ID: 2.", "\"Event ID: 1, Event ID: 2.\"");
}

/* What stays in the text is looked for again in its line, and in no other. */
static void joined_lines_are_one_text_but_for_identifiers(void **state)
{
    (void)state;
    assert_shown("The printer prints the first page of every document on the second tray and then\n"
                 "stops without saying why, as if it were out of paper; run Setup.exe to see if that\n"
                 "helps.\n",
                 "\"The printer prints the first page of every document on the second tray and then "
                 "stops without saying why, as if it were out of paper; run \" code\"Setup.exe\" \" to see if that helps.\"");
    assert_shown("The printer prints the first page of every document on the second tray and then\n"
                 "logs Event ID 4058 without saying why, as if it were out of paper, which it never\n"
                 "is.\n",
                 "\"The printer prints the first page of every document on the second tray and then \" "
                 "\"logs Event ID 4058 without saying why, as if it were out of paper, which it never\" \" is.\"");
}

static void a_word_is_never_parted(void **state)
{
    (void)state;
    assert_shown("(Setup.exe), \"a.dll\"s", "\"(\" code\"Setup.exe\" \"), \\\"\" code\"a.dll\" \"\\\"s\"");
}

/* --- downloads ------------------------------------------------------------------------------------------------------------ */

static void a_download_and_its_address_are_one_link(void **state)
{
    (void)state;
    assert_shown("DownloadDownload Fix.exe now\n(http://example.org/fix.exe)", "link(http://example.org/fix.exe: \"Download Fix.exe now\")");
    assert_shown("x86: DownloadDownload Fix.exe now\n(ftp://example.org/fix.exe)", "\"x86: \" link(ftp://example.org/fix.exe: \"Download Fix.exe now\")");
}

static void a_line_behind_a_download_stands_for_itself(void **state)
{
    (void)state;
    assert_shown("DownloadDownload A.exe now\n(http://example.org/a)\nDownloadDownload B.exe now\n(http://example.org/b)",
                 "link(http://example.org/a: \"Download A.exe now\") break link(http://example.org/b: \"Download B.exe now\")");
}

static void without_its_address_a_download_stays(void **state)
{
    (void)state;
    assert_shown("DownloadDownload the kit now", "\"DownloadDownload the kit now\"");
    assert_shown("DownloadDownload the kit now\n(see below)", "\"DownloadDownload the kit now\" break \"(see below)\"");
    assert_shown("DownloadDownload the kit now\n(http://example.org/a) x", "\"DownloadDownload the kit now\" break \"(\" "
                 "link(http://example.org/a: \"http://example.org/a\") \") x\"");
    assert_shown("ReDownloadDownload it\n(http://example.org/a)", "\"ReDownloadDownload it\" break \"(\" "
                 "link(http://example.org/a: \"http://example.org/a\") \")\"");
    assert_shown("Download the kit now\n(http://example.org/a)", "\"Download the kit now\" break \"(\" "
                 "link(http://example.org/a: \"http://example.org/a\") \")\"");
}

static void indented_downloads_are_no_literal_text(void **state)
{
    (void)state;
    assert_body("The files:\n\n   x86:\n   DownloadDownload A.exe now\n   (http://example.org/a)\n\n   DownloadDownload B.exe now\n   (http://example.org/b)\n",
                "paragraph(\"The files:\") literal(\"x86:\\nDownloadDownload A.exe now\\n(http://example.org/a)\") "
                "literal(\"DownloadDownload B.exe now\\n(http://example.org/b)\")");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_and_addresses_become_links),
        cmocka_unit_test(places_and_codes_become_code),
        cmocka_unit_test(an_event_stays_text),
        cmocka_unit_test(joined_lines_are_one_text_but_for_identifiers),
        cmocka_unit_test(a_word_is_never_parted),
        cmocka_unit_test(a_download_and_its_address_are_one_link),
        cmocka_unit_test(a_line_behind_a_download_stands_for_itself),
        cmocka_unit_test(without_its_address_a_download_stays),
        cmocka_unit_test(indented_downloads_are_no_literal_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
