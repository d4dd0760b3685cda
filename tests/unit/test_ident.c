#include "unit.h"

#include "doc/ident.h"

#include <string.h>
#include <time.h>

static Str kind_name(IdentKind kind)
{
    static const char *const names[IDENT_KIND_COUNT] = {
        [IDENT_ARTICLE] = "article", [IDENT_URL] = "url",   [IDENT_MAIL] = "mail", [IDENT_PATH] = "path",     [IDENT_REGISTRY] = "registry",
        [IDENT_FILE] = "file",       [IDENT_HEX] = "hex",   [IDENT_STOP] = "stop", [IDENT_RESULT] = "result", [IDENT_ERROR] = "error",
        [IDENT_EVENT] = "event",
    };
    return str(names[kind]);
}

/* What is recognised in a text, in order: "Q263072", "Q263072 (glued)", "url ADDRESS", "url ADDRESS = 263072", "mail ADDRESS", "file PATH", …;
 * where the key is a part of it, "PATH > KEY". */
static Str shown(Arena *a, const IdPattern *ids, Str text, bool line_start)
{
    StrList list = {0};
    Ident id;
    for (ptrdiff_t from = 0; ident_next(ids, text, from, line_start, &id); from = id.at + id.n) {
        Str written = str_sub(text, id.at, id.at + id.n);
        bool is_article = id.kind == IDENT_ARTICLE, is_url_of_article = id.kind == IDENT_URL && id.number >= 0, has_key = id.key_n != id.n;
        Str kind = is_article ? S("") : str_join2(a, kind_name(id.kind), S(" "));
        Str number = is_url_of_article ? str_fmt(a, " = %d", (int)id.number) : S("");
        Str key = has_key ? str_join2(a, S(" > "), str_sub(text, id.key_at, id.key_at + id.key_n)) : S("");
        list_add(a, &list, str_fmt(a, STR_FMT STR_FMT STR_FMT STR_FMT "%s", STR_ARG(kind), STR_ARG(written), STR_ARG(number), STR_ARG(key),
                                   id.is_glued ? " (glued)" : ""));
    }
    return list_join(a, &list, S("; "));
}

#define assert_idents(text, expected) assert_idents_at((text), true, (expected), __FILE__, __LINE__)

static void assert_idents_at(const char *text, bool line_start, const char *expected, const char *file, int line)
{
    Arena a = {0};
    IdPattern ids = id_pattern_default();
    assert_str_at(shown(&a, &ids, str(text), line_start), expected, file, line);
    arena_free(&a);
}

static void none_of(const char *const *texts, ptrdiff_t n, const char *file, int line)
{
    for (ptrdiff_t i = 0; i < n; i++)
        assert_idents_at(texts[i], true, "", file, line);
}

#define assert_no_idents(...)                                                                                                    \
    do {                                                                                                                         \
        const char *const texts[] = {__VA_ARGS__};                                                                               \
        none_of(texts, countof(texts), __FILE__, __LINE__);                                                                      \
    } while (0)

/* --- article ids ------------------------------------------------------------------------------------------------------ */

static void an_id_is_a_prefix_and_five_to_seven_digits(void **state)
{
    (void)state;
    assert_idents("see Q12345, Q123456 and KB1234567", "Q12345; Q123456; KB1234567");
    assert_no_idents("Q1234", "Q12345678", "KB1234", "Q 123456", "Q-123456", "123456", "Q", "K123456");
}

static void an_id_knows_its_place_and_number(void **state)
{
    (void)state;
    IdPattern ids = id_pattern_default();
    Ident id;
    assert_true(ident_next(&ids, S("ab KB263072!"), 0, false, &id));
    assert_int_equal(id.kind, IDENT_ARTICLE);
    assert_int_equal(id.at, 3);
    assert_int_equal(id.n, 8);
    assert_int_equal(id.number, 263072);
    assert_false(ident_next(&ids, S("ab KB263072!"), 4, false, &id));
}

static void punctuation_may_stand_around_an_id(void **state)
{
    (void)state;
    assert_idents("(Q123456)", "Q123456");
    assert_idents("[Q123456], \"Q123457\": 'Q123458'; Q123459.", "Q123456; Q123457; Q123458; Q123459");
    assert_idents("Q123456's -Q123457- <Q123458>", "Q123456; Q123457; Q123458");
    assert_idents("Q123456. Then", "Q123456");
    assert_idents("Q123456\nQ123457\tQ123458", "Q123456; Q123457; Q123458");
    assert_idents("Q123456/Q123457", "Q123456");
}

static void typographic_punctuation_may_stand_around_an_id(void **state)
{
    (void)state;
    assert_idents("“Q123456” ‘Q123457’ – Q123458—Q123459…", "Q123456; Q123457; Q123458; Q123459");
    assert_idents("see\xC2\xA0Q123456\xC2\xA0now", "Q123456");
    assert_idents("«Q123456»", "Q123456");
}

static void a_letter_digit_or_path_before_makes_it_something_else(void **state)
{
    (void)state;
    assert_no_idents("LQ25501", "CPPQ11955", "UQ23940", "MSKB263072", "aQ123456", "1Q123456", "_Q123456", "/Q123456", "\\Q123456",
                     "$Q123456", "éQ123456", "Q123456@example");
    assert_idents("\\\\server\\share\\Q123456", "path \\\\server\\share\\Q123456 > Q123456");
}

static void a_letter_digit_or_underscore_behind_makes_it_something_else(void **state)
{
    (void)state;
    assert_no_idents("x Q318902_dbf", "x Q123456a", "x Q123456_", "Q123456_w2k", "Q12345abc", "Q304158i");
    assert_no_idents("x Q123456é");
}

static void a_file_name_is_no_id(void **state)
{
    (void)state;
    assert_idents("Q256888_w2k_x86.exe Q304158i.exe Q123456.exe", "file Q256888_w2k_x86.exe; file Q304158i.exe; file Q123456.exe");
    assert_idents("Q2220523.PPD see Q123456.htm", "file Q2220523.PPD; file Q123456.htm");
    assert_no_idents("Q820_517", "LQ2550", "Q123456.1", "Q123456.part");
}

static void a_lower_case_prefix_is_no_id_in_running_text(void **state)
{
    (void)state;
    assert_no_idents("q123456", "see kb263072", "Kb263072");
}

static void a_title_may_be_glued_to_an_id_that_begins_a_line(void **state)
{
    (void)state;
    assert_idents("Q150519Printing Stops", "Q150519 (glued)");
    assert_idents("Q150519\"Printing\" Stops", "Q150519");
    assert_idents("Q150519(Printing) Stops", "Q150519");
    assert_idents("Q150519A Printer", "Q150519 (glued)");
    assert_no_idents("Q150519printing stops", "x Q150519Printing", "Q150519X", "Q150519X9");
}

static void nothing_is_glued_in_the_middle_of_a_line(void **state)
{
    (void)state;
    assert_idents_at("Q150519Printing Stops", false, "", __FILE__, __LINE__);
    assert_idents_at("Q150519 Printing Stops", false, "Q150519", __FILE__, __LINE__);
}

static void a_site_has_its_own_prefixes_and_lengths(void **state)
{
    (void)state;
    Arena a = {0};
    IdPattern ids = {.min_digits = 3, .max_digits = 4};
    list_add(&a, &ids.prefixes, S("DOC-"));
    assert_str(shown(&a, &ids, S("DOC-123, DOC-1234, DOC-12, DOC-12345, Q123456"), false), "DOC-123; DOC-1234");
    assert_int_equal(id_number(&ids, S("doc-0042"), false), 42);
    arena_free(&a);
}

/* --- whole ids -------------------------------------------------------------------------------------------------------- */

static void a_whole_id_gives_its_number_in_any_case(void **state)
{
    (void)state;
    IdPattern ids = id_pattern_default();
    assert_int_equal(id_number(&ids, S("Q263072"), false), 263072);
    assert_int_equal(id_number(&ids, S("q263072"), false), 263072);
    assert_int_equal(id_number(&ids, S("kb263072"), false), 263072);
    assert_int_equal(id_number(&ids, S("Q001234"), false), 1234);
}

static void what_is_not_all_an_id_has_no_number(void **state)
{
    (void)state;
    IdPattern ids = id_pattern_default();
    const char *const texts[] = {"", "Q", "Q1234", "Q12345678", "Q263072 ", "Q263072a", "xQ263072", "Q26 3072", "263072"};
    for (ptrdiff_t i = 0; i < countof(texts); i++)
        assert_int_equal(id_number(&ids, str(texts[i]), false), -1);
}

static void bare_digits_count_when_asked_for(void **state)
{
    (void)state;
    IdPattern ids = id_pattern_default();
    assert_int_equal(id_number(&ids, S("263072"), true), 263072);
    assert_int_equal(id_number(&ids, S("1234"), true), -1);
    assert_int_equal(id_number(&ids, S("26307x"), true), -1);
}

/* --- URLs ------------------------------------------------------------------------------------------------------------- */

static void urls_are_found_by_their_scheme(void **state)
{
    (void)state;
    assert_idents("at http://example.org/a or HTTPS://example.org", "url http://example.org/a; url HTTPS://example.org");
    assert_idents("ftp://ftp.example.org/pub/ www.example.org/x", "url ftp://ftp.example.org/pub/; url www.example.org/x");
    assert_no_idents("http://", "http:// x", "https://.", "ftp:///etc", "xhttp://example.org", "news:comp.lang.c", "file:///c:/a", "gopher://x.org");
}

static void a_bare_www_needs_a_host_with_a_dot(void **state)
{
    (void)state;
    assert_idents("(www.example.org)", "url www.example.org");
    assert_no_idents("www.", "www.a", "www. example", "a.www.example.org", "x-www.example.org");
}

static void a_bare_ftp_needs_a_host_of_two_parts(void **state)
{
    (void)state;
    assert_idents("ftp.example.org, FTP.EXAMPLE.ORG/pub/a.zip.", "url ftp.example.org; url FTP.EXAMPLE.ORG/pub/a.zip");
    assert_idents("ftp.exe", "file ftp.exe");
    assert_no_idents("ftp.", "ftp.example", "ftp. example.org", "my-ftp.example.org", "ftp.1.2", "sftp.example.org");
}

static void a_link_leads_to_a_whole_address(void **state)
{
    (void)state;
    static const char *const targets[][2] = {{"www.example.org/a", "http://www.example.org/a"},     {"http://example.org", "http://example.org"},
                                             {"ftp.example.org", "ftp://ftp.example.org"},           {"ftp://example.org/a", "ftp://example.org/a"},
                                             {"joe@example.org", "mailto:joe@example.org"},          {"mailto:joe@example.org", "mailto:joe@example.org"},
                                             {"C:\\a\\b.txt", ""},                                   {"Q123456", ""}};
    Arena a = {0};
    IdPattern ids = id_pattern_default();
    for (ptrdiff_t i = 0; i < countof(targets); i++) {
        Ident id;
        Str text = str(targets[i][0]);
        assert_true(ident_next(&ids, text, 0, true, &id));
        assert_str(ident_target(&a, &id, str_sub(text, id.at, id.at + id.n)), targets[i][1]);
    }
    arena_free(&a);
}

static void punctuation_at_a_urls_end_is_the_sentences(void **state)
{
    (void)state;
    assert_idents("http://example.org/a.", "url http://example.org/a");
    assert_idents("http://example.org/a, http://example.org/b; http://example.org/c: http://example.org/d!?",
                  "url http://example.org/a; url http://example.org/b; url http://example.org/c; url http://example.org/d");
    assert_idents("<http://example.org/a> \"http://example.org/b\" 'http://example.org/c'",
                  "url http://example.org/a; url http://example.org/b; url http://example.org/c");
    assert_idents("*http://example.org/a*", "url http://example.org/a");
    assert_idents("http://example.org/a/?x=1&y=2#z.", "url http://example.org/a/?x=1&y=2#z");
}

static void brackets_around_a_url_are_not_part_of_it(void **state)
{
    (void)state;
    assert_idents("(http://example.org/a)", "url http://example.org/a");
    assert_idents("(see http://example.org/a).", "url http://example.org/a");
    assert_idents("http://example.org/a_(b)", "url http://example.org/a_(b)");
    assert_idents("(http://example.org/a_(b))", "url http://example.org/a_(b)");
    assert_idents("((http://example.org/a_(b).))", "url http://example.org/a_(b)");
}

static void ids_in_a_url_are_part_of_it(void **state)
{
    (void)state;
    assert_idents("http://example.org/Q123456 Q123457", "url http://example.org/Q123456; Q123457");
    assert_idents("http://example.org/?q=Q123456", "url http://example.org/?q=Q123456");
}

static void the_urls_of_old_support_sites_name_articles(void **state)
{
    (void)state;
    assert_idents("http://support.microsoft.com/kb/263072", "url http://support.microsoft.com/kb/263072 = 263072");
    assert_idents("http://support.microsoft.com/kb/Q263072.", "url http://support.microsoft.com/kb/Q263072 = 263072");
    assert_idents("https://support.microsoft.com/kb/263072/EN-US/", "url https://support.microsoft.com/kb/263072/EN-US/ = 263072");
    assert_idents("http://support.microsoft.com/kb/en-us/263072", "url http://support.microsoft.com/kb/en-us/263072 = 263072");
    assert_idents("https://support.microsoft.com/en-us/help/263072",
                  "url https://support.microsoft.com/en-us/help/263072 = 263072");
    assert_idents("https://support.microsoft.com/help/263072/title", "url https://support.microsoft.com/help/263072/title = 263072");
    assert_idents("http://support.microsoft.com/?kbid=263072", "url http://support.microsoft.com/?kbid=263072 = 263072");
    assert_idents("http://support.microsoft.com/default.aspx?scid=kb;EN-US;q263072",
                  "url http://support.microsoft.com/default.aspx?scid=kb;EN-US;q263072 = 263072");
    assert_idents("http://support.microsoft.com/support/kb/articles/Q263072.ASP",
                  "url http://support.microsoft.com/support/kb/articles/Q263072.ASP = 263072");
    assert_idents("www.microsoft.com/kb/263072", "url www.microsoft.com/kb/263072 = 263072");
}

static void the_oldest_urls_spread_the_number_over_folders(void **state)
{
    (void)state;
    assert_idents("http://support.microsoft.com/support/kb/articles/Q263/0/72.ASP",
                  "url http://support.microsoft.com/support/kb/articles/Q263/0/72.ASP = 263072");
    assert_idents("http://support.microsoft.com/support/kb/articles/q38/5/94.asp",
                  "url http://support.microsoft.com/support/kb/articles/q38/5/94.asp = 38594");
    assert_idents("http://support.microsoft.com/support/kb/articles/q263/x.asp",
                  "url http://support.microsoft.com/support/kb/articles/q263/x.asp");
}

static void other_urls_name_no_article(void **state)
{
    (void)state;
    assert_idents("http://example.org/kb/263072", "url http://example.org/kb/263072");
    assert_idents("http://support.microsoft.com/kb/263", "url http://support.microsoft.com/kb/263");
    assert_idents("http://support.microsoft.com/kb/263072x", "url http://support.microsoft.com/kb/263072x");
}

static void a_mail_address_has_a_host_of_the_internet(void **state)
{
    (void)state;
    assert_idents("mailto:joe@example.org.", "mail mailto:joe@example.org");
    assert_idents("write to joe@example.org.", "mail joe@example.org");
    assert_idents("<joe.b-c_d+e@mail.Example.COM>, (ann@example.co.uk)", "mail joe.b-c_d+e@mail.Example.COM; mail ann@example.co.uk");
    assert_idents("SMTP:joe@example.org; 71234.567@example.com", "mail joe@example.org; mail 71234.567@example.com");
    assert_no_idents("myemail@mydomain", "joe@server.domain", "joe@", "@example.org", "joe@.org", "joe@example..org", "joe@@example.org",
                     "joe@example.org@x", "mailto:", "mailto: joe", "/joe@example.org", "at @ example.org", "joe@example.orgs");
    assert_no_idents("Message-Id: <9302.AA01@example.org>", "id <123@example.org>");
}

/* --- names and paths ----------------------------------------------------------------------------------------------------- */

static void a_file_has_a_known_extension(void **state)
{
    (void)state;
    assert_idents("Run Setup.exe, then edit WIN.INI and Config.sys.", "file Setup.exe; file WIN.INI; file Config.sys");
    assert_idents("(Krnl386.exe) \"vmm32.vxd\" 'a_b-c~1.dll' [x$y.dat] spool.386", "file Krnl386.exe; file vmm32.vxd; file a_b-c~1.dll; "
                  "file x$y.dat; file spool.386");
    assert_idents("expand pscript.dr_ and win.ex_", "file pscript.dr_; file win.ex_");
    assert_idents("*.dll and ~df*.tmp", "file *.dll; file ~df*.tmp");
    assert_idents("a.tar.gz", "file a.tar.gz");
    assert_idents("autoexec.bat/config.sys", "file autoexec.bat; file config.sys");
    assert_idents("stdio.h, main.c", "file stdio.h; file main.c");
    assert_no_idents(".dll files", "a .exe file", "the end.Then", "e.g. this", "i.e", "U.S.C.", "U.S.C", "Form1.Show", "ASP.NET", "3.51", "version 4.0a",
                     "Windows 3.1.", "a/b/setup.exe", "file.", "...exe", "x.", "i.h");
}

static void a_file_name_ends_before_the_punctuation(void **state)
{
    (void)state;
    assert_idents("Setup.exe.", "file Setup.exe");
    assert_idents("Is it Setup.exe?", "file Setup.exe");
    assert_idents("Setup.exe: Setup.exe; Setup.exe! Setup.exe-", "file Setup.exe; file Setup.exe; file Setup.exe; file Setup.exe");
    assert_idents("main.c(12)", "file main.c");
    assert_no_idents("Setup.exe@example", "Setup.exes", "Setup.exe_", "éSetup.éxe");
}

static void a_domain_is_no_file(void **state)
{
    (void)state;
    assert_idents("COMMAND.COM Command.com format.com NOTES.COM", "file COMMAND.COM; file Command.com; file format.com; file NOTES.COM");
    assert_no_idents("example.com", "Example.com", "notes.com", "support.example.com", "example.org", "EXAMPLE.COM", "COMPANYNAME.COM");
}

static void a_file_has_the_folders_before_it(void **state)
{
    (void)state;
    assert_idents("C:\\Winnt\\System32\\Drv.dll.", "file C:\\Winnt\\System32\\Drv.dll > Drv.dll");
    assert_idents("I386\\Drv.dl_, ..\\a\\b.txt and \\Bin\\Run.exe",
                  "file I386\\Drv.dl_ > Drv.dl_; file ..\\a\\b.txt > b.txt; file \\Bin\\Run.exe > Run.exe");
    assert_idents("%SystemRoot%\\System32\\Cmd.exe", "file %SystemRoot%\\System32\\Cmd.exe > Cmd.exe");
    assert_idents("<winnt root>\\System32\\Cmd.exe", "file <winnt root>\\System32\\Cmd.exe > Cmd.exe");
    assert_idents("<drive>:\\Cmd.exe", "file <drive>:\\Cmd.exe > Cmd.exe");
    assert_no_idents("client\\server", "DOMAIN\\user", "and\\or", "System\\CurrentControlSet\\Services", "line one\\nline two");
}

static void a_path_begins_at_a_drive_or_a_share(void **state)
{
    (void)state;
    assert_idents("in C:\\Temp, A:\\Backup\\ and %windir%\\Temp.", "path C:\\Temp > Temp; path A:\\Backup\\ > Backup; path %windir%\\Temp > Temp");
    assert_idents("\\\\server\\share, (\\\\server\\share$\\a) \\\\Server.",
                  "path \\\\server\\share > share; path \\\\server\\share$\\a > a; path \\\\Server > Server");
    assert_idents("\\\\<server name>\\<share>", "path \\\\<server name>\\<share> > <share>");
    assert_idents("REG_SZ:\\\\server\\share", "path \\\\server\\share > share");
    assert_idents("\\\\.\\Pipe\\x", "path \\\\.\\Pipe\\x > x");
    assert_idents("<SMS root>\\Bin", "path <SMS root>\\Bin > Bin");
    assert_no_idents("<domain>\\joe", "<Domain name>\\<account>", "%UserDomain%\\joe");
    assert_no_idents("C:", "C:\\", "C:\\>", "the C:\\ drive", "AC:\\Temp", "\\\\", "\\\\\\\\", "a\\\\b", "c:\\\\temp", "\\\\ server", "\\\\-");
}

static void a_path_may_hold_blanks_where_it_visibly_goes_on(void **state)
{
    (void)state;
    assert_idents("C:\\Program Files\\Kit\\a.exe", "file C:\\Program Files\\Kit\\a.exe > a.exe");
    assert_idents("C:\\My Kit\\Bin now", "path C:\\My Kit\\Bin > Bin");
    assert_idents("C:\\Program Files now", "path C:\\Program Files > Program Files");
    assert_idents("C:\\Documents and Settings\\Joe", "path C:\\Documents and Settings\\Joe > Joe");
    assert_idents("copy C:\\a D:\\b", "path C:\\a > a; path D:\\b > b");
    assert_idents("C:\\Kit\\a.exe Bin\\b.exe", "file C:\\Kit\\a.exe > a.exe; file Bin\\b.exe > b.exe");
    assert_idents("C:\\Temp and so on", "path C:\\Temp > Temp");
}

static void a_registry_key_begins_at_a_root(void **state)
{
    (void)state;
    assert_idents("HKEY_LOCAL_MACHINE\\Software\\Kit.", "registry HKEY_LOCAL_MACHINE\\Software\\Kit");
    assert_idents("the HKEY_CURRENT_USER subtree, Hkey_Users", "registry HKEY_CURRENT_USER; registry Hkey_Users");
    assert_idents("HKLM\\System, HKCU\\Software\\a.b\\{0-1}\\<name>", "registry HKLM\\System; registry HKCU\\Software\\a.b\\{0-1}\\<name>");
    assert_idents("HKEY_LOCAL_MACHINE \\Software\\Kit", "registry HKEY_LOCAL_MACHINE \\Software\\Kit");
    assert_idents("HKEY_LOCAL_MACHINE/System/Kit", "registry HKEY_LOCAL_MACHINE/System/Kit");
    assert_idents("HKEY_LOCAL_MACHINE\\Software\\Windows NT\\CurrentVersion key", "registry HKEY_LOCAL_MACHINE\\Software\\Windows NT\\CurrentVersion");
    assert_idents("HKEY_LOCAL_MACHINE\\System\\Control\\Session Manager key", "registry HKEY_LOCAL_MACHINE\\System\\Control\\Session Manager");
    assert_idents("HKCR\\.txt\\shell = x", "registry HKCR\\.txt\\shell");
    assert_no_idents("HKEY_", "HKEY_OTHER\\Kit", "HKEY_USERS2", "MY_HKEY_USERS", "HKLM", "XHKLM\\System", "a_key");
}

/* --- codes --------------------------------------------------------------------------------------------------------------- */

static void a_number_in_hexadecimal_says_so(void **state)
{
    (void)state;
    assert_idents("0x1F, (0XffFF) 0x00112233.", "hex 0x1F; hex 0XffFF; hex 0x00112233");
    assert_no_idents("0x", "0xG", "10x10", "0x1Fh", "a0x1F", "_0x1F", "0x1F_", "00x1F", "0x12345678901234567", "1F", "640x480", "0x1.5");
}

static void a_stop_code_stands_behind_stop(void **state)
{
    (void)state;
    assert_idents("STOP 0x0000000A", "stop 0x0000000A");
    assert_idents("Stop: 0x1E, stop error (0x50)", "stop 0x1E; stop 0x50");
    assert_idents("STOP Message 0x7B; *** STOP: c000021a {x}", "stop 0x7B; stop c000021a");
    assert_idents("STOP: 0x0A (0x01,0x02)", "stop 0x0A; hex 0x01; hex 0x02");
    assert_idents("stop at 0x10; nonstop 0x10", "hex 0x10; hex 0x10");
    assert_no_idents("STOP 12345678x", "STOP C000021", "STOP C000021AA", "Windows stops 00000001");
}

static void a_result_is_an_error_of_a_known_facility(void **state)
{
    (void)state;
    assert_idents("0x80004005 and 0xC0000005", "result 0x80004005; result 0xC0000005");
    assert_idents("error 80004005; exception code=c0000005, Error '800a01f4'", "result 80004005; result c0000005; result 800a01f4");
    assert_idents("(80070005)", "result 80070005");
    assert_idents("0x80000000 0x80112233 0xC1234567", "hex 0x80000000; hex 0x80112233; hex 0xC1234567");
    assert_no_idents("80004005", "C0000005", "error 12345678", "call 80012345 now", "error 80004005x", "error 1-80004005");
}

static void an_error_of_a_tool_stands_beside_a_word_that_says_so(void **state)
{
    (void)state;
    assert_idents("fatal error C1001: x", "error C1001");
    assert_idents("Error L2029, warning A4001, error \"F6511\"", "error L2029; error A4001; error F6511");
    assert_idents("the C2065 error, a C4786 warning", "error C2065; error C4786");
    assert_idents("C2143: syntax error", "error C2143");
    assert_idents("LNK2001 and LNK1104", "error LNK2001; error LNK1104");
    assert_idents("error RC2104, error BC30451, error CS0246", "error RC2104; error BC30451; error CS0246");
    assert_no_idents("the C2000 computer", "KX-P1091 error", "error C100", "error C10011", "error X1001", "error C1001a", "error c1001", "R4000: fast",
                     "CS4231 chip", "error_C1001", "C 1001 error", "error C1001.x", "Q1234: x");
}

static void an_event_has_a_number(void **state)
{
    (void)state;
    assert_idents("Event ID 4058", "event Event ID 4058 > 4058");
    assert_idents("Event ID: 4058. event id : 7; Event ID#: 12, EventID=3, Event IDs 8, 9", "event Event ID: 4058 > 4058; event event id : 7 > 7; "
                  "event Event ID#: 12 > 12; event EventID=3 > 3; event Event IDs 8 > 8");
    assert_no_idents("Event ID", "Event ID x", "Event 4058", "ID 4058", "Event ID4058", "Event ID 123456", "Event ID 4058a", "MyEvent ID 4", "Event IDx 4");
}

static void what_stands_before_the_begin_is_not_part_of_it(void **state)
{
    (void)state;
    IdPattern ids = id_pattern_default();
    Ident id;
    Str text = S("Setup.exe joe@example.org Event ID 4058");
    assert_true(ident_next(&ids, text, 10, false, &id));
    assert_int_equal(id.at, 10);
    assert_int_equal(id.n, 15);
    assert_false(ident_next(&ids, text, 27, false, &id));
    assert_false(ident_next(&ids, S("Q12345.exe"), 1, false, &id) && id.at < 1);
}

/* --- cost --------------------------------------------------------------------------------------------------------------- */

static void assert_quick(Str text, const char *file, int line)
{
    IdPattern ids = id_pattern_default();
    Ident id;
    clock_t start = clock();
    for (ptrdiff_t from = 0; ident_next(&ids, text, from, true, &id);)
        from = id.at + id.n;
    _assert_true(clock() - start < CLOCKS_PER_SEC, "a megabyte takes less than a second", file, line);
}

static void no_text_takes_long_to_search(void **state)
{
    (void)state;
    Arena a = {0};
    static const char *const units[] = {
        ")", "(", "http:///", "www.-", "Q12345", "http://a)", "kbid=", "microsoft.com/kb/", ".", "mailto:", "a.", ".a", "a.b-Q12345-", "a@", "@a",
        "a@a.", "\\\\a", "\\a", "a\\\\a ", "C:\\", "C:\\a ", "\\\\a a\\", "<", "<\\", ">\\", "\\<a>", "HKEY_", "HKLM\\", "HKEY_USERS\\ ", "HKEY_USERS", "0x",
        "A0", "0A", "C000", "stop 0", "Event ID ", "Event ID 1", "error C100", "ftp.", "ftp.a.", "a.exe", "a.exe/", "*", "*.", "%\\", "a_", "9", "9."};
    for (ptrdiff_t i = 0; i < countof(units); i++) {
        Buf b = {.arena = &a};
        buf_put(&b, S("http://a"));
        while (b.n < 1000000)
            buf_put(&b, str(units[i]));
        assert_quick(buf_str(&b), __FILE__, __LINE__);
        assert_quick(str_from(buf_str(&b), 8), __FILE__, __LINE__);
    }
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_id_is_a_prefix_and_five_to_seven_digits),
        cmocka_unit_test(an_id_knows_its_place_and_number),
        cmocka_unit_test(punctuation_may_stand_around_an_id),
        cmocka_unit_test(typographic_punctuation_may_stand_around_an_id),
        cmocka_unit_test(a_letter_digit_or_path_before_makes_it_something_else),
        cmocka_unit_test(a_letter_digit_or_underscore_behind_makes_it_something_else),
        cmocka_unit_test(a_file_name_is_no_id),
        cmocka_unit_test(a_lower_case_prefix_is_no_id_in_running_text),
        cmocka_unit_test(a_title_may_be_glued_to_an_id_that_begins_a_line),
        cmocka_unit_test(nothing_is_glued_in_the_middle_of_a_line),
        cmocka_unit_test(a_site_has_its_own_prefixes_and_lengths),
        cmocka_unit_test(a_whole_id_gives_its_number_in_any_case),
        cmocka_unit_test(what_is_not_all_an_id_has_no_number),
        cmocka_unit_test(bare_digits_count_when_asked_for),
        cmocka_unit_test(urls_are_found_by_their_scheme),
        cmocka_unit_test(a_bare_www_needs_a_host_with_a_dot),
        cmocka_unit_test(a_bare_ftp_needs_a_host_of_two_parts),
        cmocka_unit_test(a_link_leads_to_a_whole_address),
        cmocka_unit_test(punctuation_at_a_urls_end_is_the_sentences),
        cmocka_unit_test(brackets_around_a_url_are_not_part_of_it),
        cmocka_unit_test(ids_in_a_url_are_part_of_it),
        cmocka_unit_test(the_urls_of_old_support_sites_name_articles),
        cmocka_unit_test(the_oldest_urls_spread_the_number_over_folders),
        cmocka_unit_test(other_urls_name_no_article),
        cmocka_unit_test(a_mail_address_has_a_host_of_the_internet),
        cmocka_unit_test(a_file_has_a_known_extension),
        cmocka_unit_test(a_file_name_ends_before_the_punctuation),
        cmocka_unit_test(a_domain_is_no_file),
        cmocka_unit_test(a_file_has_the_folders_before_it),
        cmocka_unit_test(a_path_begins_at_a_drive_or_a_share),
        cmocka_unit_test(a_path_may_hold_blanks_where_it_visibly_goes_on),
        cmocka_unit_test(a_registry_key_begins_at_a_root),
        cmocka_unit_test(a_number_in_hexadecimal_says_so),
        cmocka_unit_test(a_stop_code_stands_behind_stop),
        cmocka_unit_test(a_result_is_an_error_of_a_known_facility),
        cmocka_unit_test(an_error_of_a_tool_stands_beside_a_word_that_says_so),
        cmocka_unit_test(an_event_has_a_number),
        cmocka_unit_test(what_stands_before_the_begin_is_not_part_of_it),
        cmocka_unit_test(no_text_takes_long_to_search),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
