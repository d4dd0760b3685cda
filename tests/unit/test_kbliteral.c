#include "unit.h"

#include "read/kb/code.h"
#include "read/kb/word.h"
#include "read/kb/literal.h"

#define assert_kind(category, text, expected) assert_kind_at((category), (text), (expected), __FILE__, __LINE__)

/* "code vb", "message", … */
static void assert_kind_at(const char *category, const char *text, const char *expected, const char *file, int line)
{
    Arena a = {0};
    Block *literal = block_new(&a, BLOCK_LITERAL, 1, 1);
    Spoken spoken = kbcode_spoken(str(category));
    kbliteral_classify(lines_of(&a, str(text), 1), &spoken, literal);
    Buf b = {.arena = &a};
    buf_put(&b, literal_kind_name(literal->literal_kind));
    if (literal->language.n)
        buf_fmt(&b, " " STR_FMT, STR_ARG(literal->language));
    assert_str_at(buf_str(&b), expected, file, line);
    arena_free(&a);
}

static bool is_code(const char *text)
{
    Arena a = {0};
    bool found = kbliteral_is_code(lines_of(&a, str(text), 1));
    arena_free(&a);
    return found;
}

/* --- code -------------------------------------------------------------------------------------------------------------- */

static void code_speaks_the_language_of_its_words(void **state)
{
    (void)state;
    assert_kind("visualc", "#include <stdio.h>\nint main(void)\n{\n    puts(\"tea\");\n    return 0;\n}\n", "code c");
    assert_kind("visualc", "CTeaDlg::CTeaDlg()\n{\n    m_cups = 0;\n}\nvoid CTeaDlg::Pour()\n{\n    Fill();\n}\n", "code cpp");
    assert_kind("vbwin", "Private Sub Pour_Click()\n   Dim cups As Integer\n   cups = 3\nEnd Sub\n", "code vb");
    assert_kind("foxpro", "SET TALK OFF\nUSE cups\nSCAN\n   REPLACE cups.full WITH .T.\nENDSCAN\n", "code foxpro");
    assert_kind("odbc", "CREATE TABLE cups (id int)\nINSERT INTO cups VALUES (1)\n", "code sql");
    assert_kind("masm", "        mov     ax,bx\n        push    ax\n        int     21h\n        ret\n", "code asm");
    assert_kind("winnt", "@echo off\nif exist cup.txt del cup.txt\ngoto done\n:done\n", "code batch");
    assert_kind("fortran", "      PROGRAM CUPS\n      IMPLICIT NONE\n      INTEGER*2 N\n      N = 3\n      END\n", "code fortran");
    assert_kind("iis", "<HTML>\n<BODY>\n<P>Tea</P>\n</BODY>\n</HTML>\n", "code html");
    assert_kind("mspress", "<cups>\n   <cup size=\"2\"/>\n</cups>\n", "code xml");
}

static void the_category_decides_between_dialects(void **state)
{
    (void)state;
    assert_kind("mspl13_basic", "FOR i = 1 TO 3\n   PRINT cups(i)\nNEXT\n", "code basic");
    assert_kind("vbwin", "For i = 1 To 3\n   Print cups(i)\nNext\n", "code vb");
    assert_kind("foxpro", "SELECT * FROM cups ;\n   WHERE cups.full = .T. ;\n   INTO CURSOR full\n", "code foxpro");
    assert_kind("vbwin", "select * from cups where cups.id = 3\n", "code sql");
}

static void the_product_says_the_same_as_the_category(void **state)
{
    (void)state;
    assert_kind("Microsoft Visual Basic for Windows", "Set cup = tray.Cups(3)\ncup.Fill 2, True\n", "code vb");
    assert_kind("Some Product", "Set cup = tray.Cups(3)\ncup.Fill 2, True\n", "plain");
}

static void words_that_are_nothing_else_are_code_in_any_article(void **state)
{
    (void)state;
    assert_kind("exchange", "Private Sub Pour_Click()\n   Dim cups As Integer\nEnd Sub\n", "code vb");
    assert_kind("homegame", "#include <stdio.h>\n#define CUPS 3\n", "code c");
}

static void sentences_are_no_code_though_they_begin_with_its_words(void **state)
{
    (void)state;
    assert_kind("vbwin", "Open the lid and look at the leaves.\nClose the lid and wait for a while.\n", "plain");
    assert_kind("foxpro", "Use the small spoon for green tea.\nSelect the cup that you like best.\n", "plain");
    assert_kind("visualc", "Do all of this while the water is hot.\n", "plain");
}

static void comments_may_be_prose_but_do_not_make_code(void **state)
{
    (void)state;
    assert_kind("visualc", "/* This pours the tea into the cup,\n   which has to be clean.\n*/\nvoid pour(void);\nint cups;\n", "code c");
    assert_kind("vbwin", "' This pours the tea into the cup.\n' It has to be clean.\n", "plain");
}

static void what_a_compiler_says_is_a_message(void **state)
{
    (void)state;
    assert_kind("visualc", "error C2065: 'cup' : undeclared identifier\n", "message");
    assert_kind("visualc", "tea.cpp(12) : error C2143: syntax error : missing ';' before '}'\n", "message");
    assert_kind("masm", "A2105: expected: instruction or label\n", "message");
}

static void a_log_that_names_members_is_no_code(void **state)
{
    (void)state;
    assert_kind("sms", "CTray::Find - looking at cups now\nCTray::Find - 3 cups\n", "plain");
}

/* --- settings ------------------------------------------------------------------------------------------------------------ */

static void sections_with_settings_are_ini(void **state)
{
    (void)state;
    assert_kind("win3x", "[Tray]\nCups=3\nTea=green\n", "code ini");
    assert_kind("vbwin", "[Tray]\nCups=3\nTea=green\n", "code ini");
    assert_kind("win3x", "[Tray]\nThe cups stand on the tray.\n", "plain");
}

static void settings_alone_are_ini_where_nobody_programs(void **state)
{
    (void)state;
    assert_kind("win3x", "Cups=3\n", "code ini");
    assert_kind("visualc", "Cups=3\n", "plain");
    assert_kind("visualc", "DEVICE=C:\\TEA\\POT.SYS\n", "code ini");
    assert_kind("sna", "cups = 3 (and one more)\n", "plain");
}

/* --- registry ------------------------------------------------------------------------------------------------------------ */

static void registry_keys_may_be_wrapped_and_have_values(void **state)
{
    (void)state;
    assert_kind("winnt", "HKEY_LOCAL_MACHINE\\SOFTWARE\\Contoso\\Tea\n", "registry");
    assert_kind("winnt", "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\TeaService\\Cups\\\nFull\n", "registry");
    assert_kind("winnt", "\\Software\\Microsoft\\Tea\n", "registry");
    assert_kind("winnt", "HKEY_CURRENT_USER\\Tea\nValue Name: Cups\nType: REG_DWORD\n", "registry");
    assert_kind("winnt", "HKEY_CURRENT_USER is one of five keys that a tea house has.\n", "plain");
}

static void a_reg_file_is_code(void **state)
{
    (void)state;
    assert_kind("winnt", "REGEDIT4\n\n[HKEY_CURRENT_USER\\Tea]\n\"Cups\"=dword:00000003\n", "code reg");
    assert_kind("winnt", "[HKEY_CURRENT_USER\\Tea]\n", "registry");
}

/* --- commands ------------------------------------------------------------------------------------------------------------ */

static void commands_have_arguments(void **state)
{
    (void)state;
    assert_kind("msdos", "copy a:\\tea.txt c:\\cups\n", "command");
    assert_kind("winnt", "net use t: \\\\house\\tea\n", "command");
    assert_kind("winnt", "brew /strong /q\n", "command");
    assert_kind("winnt", "C:\\Tea\\brew.exe -n 3\n", "command");
    assert_kind("msdos", "C:\\>dir\n", "command");
    assert_kind("msdos", "copy\n", "plain");
    assert_kind("msdos", "Copy the tea into the large cup\n", "plain");
    assert_kind("winnt", "C:\\Tea\\Cups\n", "plain");
    assert_kind("winnt", "C:\\Tea House\\Green Cups\\Small\n", "plain");
}

static void the_remark_about_quotation_marks_is_no_part_of_a_command(void **state)
{
    (void)state;
    assert_kind("msdos", "\" dir c:\\tea /s \" (without the quotation marks)\n", "command");
    assert_kind("msdos", "\" copy c:\\tea.txt c:\\cups\\green.txt \" (without the quotation\nmarks)\n", "command");
    assert_kind("exchange", "\"no tea\" (without the quotation marks)\n", "plain");
}

/* --- messages ------------------------------------------------------------------------------------------------------------ */

static void messages_tell_of_trouble(void **state)
{
    (void)state;
    assert_kind("winnt", "The tea could not be found.\n", "message");
    assert_kind("winnt", "Error 17: the pot is empty\n", "message");
    assert_kind("winnt", "STOP: 0x0000001E (0x00000001)\n", "message");
    assert_kind("winnt", "Run-time error '53':\nFile not found\n", "message");
}

static void an_author_who_explains_is_no_message(void **state)
{
    (void)state;
    assert_kind("winnt", "Tea that is not hot should be described in the next chapter.\n", "plain");
    assert_kind("winnt", "The tea is green and the cups are small.\n", "plain");
    assert_kind("winnt", "Green tea      no milk\nBlack tea      milk\nRed tea        not sold\n", "plain");
}

/* --- fields -------------------------------------------------------------------------------------------------------------- */

static void names_with_values_are_fields(void **state)
{
    (void)state;
    assert_kind("winnt", "Event ID: 17\nSource: TeaService\nDescription: The pot could not be filled because there was no more\nwater in the house.\n",
        "fields");
    assert_kind("winnt", "Description:\n   The pot is empty.\n\nAction:\n   Fill it.\n", "fields");
    assert_kind("winnt", "Tea: green\nCups: 3\n", "fields");
}

static void one_name_or_a_word_of_warning_is_no_field(void **state)
{
    (void)state;
    assert_kind("winnt", "Tea: green\n", "plain");
    assert_kind("winnt", "NOTE: it is hot\nWARNING: it is very hot\n", "plain");
    assert_kind("winnt", "http://tea.example/a:\nhttp://tea.example/b:\n", "plain");
}

/* --- dumps, listings, drawings --------------------------------------------------------------------------------------------- */

static void bytes_in_hex_are_a_dump(void **state)
{
    (void)state;
    assert_kind("winnt", "0000: 54 65 61 20 69 73 20 68  Tea is h\n0008: 6f 74 2e 00 00 00 00 00  ot......\n", "hex");
    assert_kind("winnt", "3B AC AF F7\n", "hex");
    assert_kind("winnt", "10 20 30 40\n50 60 70 80\n", "plain");
    assert_kind("winnt", "F1 F2 F3 F4\n", "plain");
    assert_kind("masm", "0014  0F B0 16 01     cmpxchg cup, dl\n", "plain");
    assert_kind("winnt", "0012f9b4 77cf3081 00178910 02960296 00000001 TEA!Pour+0x27\n", "plain");
}

static void files_with_dates_are_a_listing(void **state)
{
    (void)state;
    assert_kind("win3x", "TEA      EXE    204800 03-07-91   8:44p\nCUPS     DRV     86624 02-01-91   4:08p\n", "listing");
    assert_kind("win3x", "TEA.DLL    14448bytes     2/25/93\n", "listing");
    assert_kind("win3x", "Volume in drive A is TEA\nDirectory of A:\\\n", "listing");
    assert_kind("win3x", "TEA.DLL\nCUPS.DLL\n", "listing");
    assert_kind("win3x", "TEA.DLL\n", "plain");
    assert_kind("win3x", "TEA.DLL\nand a cup\n", "plain");
}

static void boxes_and_arrows_are_a_drawing(void **state)
{
    (void)state;
    assert_kind("sna", "+-----+      +-----+\n| Tea |----->| Cup |\n+-----+      +-----+\n   |            |\n   +------------+\n", "drawing");
    assert_kind("sna", "Pot\n |\n +---- Cup\n |\n +---- Cup\n", "drawing");
}

static void a_table_is_no_drawing(void **state)
{
    (void)state;
    assert_kind("sna", "+-----+------+\n| Tea | Cups |\n+-----+------+\n| red | 3    |\n+-----+------+\n", "plain");
    assert_kind("sna", "Tea    Cups\n-----------\nred    3\n", "plain");
}

/* --- odd input ----------------------------------------------------------------------------------------------------------- */

static void odd_lines_are_plain(void **state)
{
    (void)state;
    const char *const odd[] = {"\"\n", "(\n", "[]\n", "<\n", "<>\n", "=\n", ":\n", "\" \"\n", "'\n", "%\n", "-> x\n", "::\n", "C:\n", "<drive>\n",
        "\xC3\xA9\n", "&\n"};
    for (ptrdiff_t i = 0; i < countof(odd); i++)
        assert_kind("visualc", odd[i], "plain");
    assert_kind("", "", "plain");
}

static void every_category_has_a_known_language(void **state)
{
    (void)state;
    Spoken fox = kbcode_spoken(S("FoxPro")), none = kbcode_spoken((Str){0});
    assert_int_equal(fox.languages, 1u << LANG_FOXPRO | 1u << LANG_SQL);
    assert_int_equal(fox.first, LANG_FOXPRO);
    assert_int_equal(kbcode_spoken(S("mspl13_masm")).languages, 1u << LANG_ASM | 1u << LANG_C);
    assert_int_equal(none.languages, 0);
    assert_int_equal(none.first, LANG_COUNT);
    assert_str(language_name(LANG_COUNT), "");
}

static void words_are_found_wherever_they_stand_in_a_table(void **state)
{
    (void)state;
    static const Word sorted[] = {"#a", "b", "bb", "c", "nine let", "nine letter", "nine letters, and", "nine letters, and more", "nine lid",
        "three-and-twenty letters"};
    for (ptrdiff_t i = 0; i + 1 < countof(sorted); i++)
        assert_true(word_is_one_of(str(sorted[i]), sorted, countof(sorted)));
    assert_true(word_is_one_of(S("three-and-Twenty Letters"), sorted, countof(sorted)));     /* as long as a row: no NUL ends it */
    assert_true(word_is_one_of(S("BB"), sorted, countof(sorted)));
    assert_false(word_is_one_of(S("ba"), sorted, countof(sorted)));
    assert_false(word_is_one_of(S("bbb"), sorted, countof(sorted)));
    assert_false(word_is_one_of(S("nine letters, and mord"), sorted, countof(sorted)));
    assert_false(word_is_one_of(S("nine letters, and more of them"), sorted, countof(sorted)));
    assert_true(word_is_one_of(S("NINE Letters, And"), sorted, countof(sorted)));
    assert_false(word_is_one_of(S("nine letters"), sorted, countof(sorted)));
    assert_false(word_is_one_of(S("nine lex"), sorted, countof(sorted)));
    assert_false(word_is_one_of((Str){0}, sorted, countof(sorted)));
}

/* --- code at column 0 ------------------------------------------------------------------------------------------------------ */

static void code_at_column_0_is_mostly_code(void **state)
{
    (void)state;
    assert_true(is_code("#include <stdio.h>\nvoid main(void)\n{\n  pour(3);\n}\n"));
    assert_true(is_code("DIM cups%(3)\nCALL Pour(cups%())\nPRINT cups%(1)\n"));
    assert_true(is_code(".model small\n.code\n"));
}

static void prose_at_column_0_is_no_code(void **state)
{
    (void)state;
    assert_false(is_code("If the tea is cold, make a new pot of it and\nprint a note for the others in the house.\n"));
    assert_false(is_code("#include <stdio.h>\n"));
    assert_false(is_code("The following example shows how to pour:\n   pour(3);\nThen all the cups on the tray are full.\n"));
    assert_false(is_code("Tea\nCups\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(code_speaks_the_language_of_its_words),
        cmocka_unit_test(the_category_decides_between_dialects),
        cmocka_unit_test(the_product_says_the_same_as_the_category),
        cmocka_unit_test(words_that_are_nothing_else_are_code_in_any_article),
        cmocka_unit_test(sentences_are_no_code_though_they_begin_with_its_words),
        cmocka_unit_test(comments_may_be_prose_but_do_not_make_code),
        cmocka_unit_test(what_a_compiler_says_is_a_message),
        cmocka_unit_test(a_log_that_names_members_is_no_code),
        cmocka_unit_test(sections_with_settings_are_ini),
        cmocka_unit_test(settings_alone_are_ini_where_nobody_programs),
        cmocka_unit_test(registry_keys_may_be_wrapped_and_have_values),
        cmocka_unit_test(a_reg_file_is_code),
        cmocka_unit_test(commands_have_arguments),
        cmocka_unit_test(the_remark_about_quotation_marks_is_no_part_of_a_command),
        cmocka_unit_test(messages_tell_of_trouble),
        cmocka_unit_test(an_author_who_explains_is_no_message),
        cmocka_unit_test(names_with_values_are_fields),
        cmocka_unit_test(one_name_or_a_word_of_warning_is_no_field),
        cmocka_unit_test(bytes_in_hex_are_a_dump),
        cmocka_unit_test(files_with_dates_are_a_listing),
        cmocka_unit_test(boxes_and_arrows_are_a_drawing),
        cmocka_unit_test(a_table_is_no_drawing),
        cmocka_unit_test(odd_lines_are_plain),
        cmocka_unit_test(every_category_has_a_known_language),
        cmocka_unit_test(words_are_found_wherever_they_stand_in_a_table),
        cmocka_unit_test(code_at_column_0_is_mostly_code),
        cmocka_unit_test(prose_at_column_0_is_no_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
