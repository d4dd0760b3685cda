#include "unit.h"

#include "doc/description.h"
#include "base/utf8.h"
#include "read/markdown.h"
#include "read/read.h"

static Arena arena;

static int teardown(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static Str described(const char *text)
{
    IdPattern ids = id_pattern_default();
    Doc doc = {0};
    Diags diags = {.arena = &arena};
    Source raw = {S("a.md"), str(text)}, decoded;
    assert_int_equal(read_article(&arena, &raw, &(ReadOptions){.ids = &ids}, &doc, &decoded, &diags), READ_ARTICLE);
    return doc_description(&arena, &doc);
}

static void the_authors_own_words_stand(void **state)
{
    (void)state;
    assert_str(described("---\ntitle: T\ndescription: About lids\n---\nA sentence of the text.\n"), "About lids");
}

static void a_short_paragraph_is_taken_whole(void **state)
{
    (void)state;
    assert_str(described("# T\n\nThe lid is\nstuck.\n\nAnother one.\n"), "The lid is stuck.");
}

static void what_says_nothing_is_passed_over(void **state)
{
    (void)state;
    static const char *const nothing[] = {
        "SUMMARY",
        "IN THIS TASK",
        "Question:",
        "Acme Print Server Tools Support and Services",
        "The information in this article applies to Acme.",
        "For a Microsoft FrontPage 2000 version of this article, see Q205254.",
        "IMPORTANT: This article contains information about editing the registry.",
        "Moderate: Requires basic macro skills.",
        "> **Note**\n> A note of the kind that stands everywhere.",
        "```\ncode();\n```",
        "| a | b |\n|---|---|\n| c | d |",
    };
    for (ptrdiff_t i = 0; i < countof(nothing); i++)
        assert_str(described(str_z(&arena, str_fmt(&arena, "# T\n\n%s\n\nThe lid is stuck.\n", nothing[i]))), "The lid is stuck.");
}

static void what_is_all_there_is_is_taken(void **state)
{
    (void)state;
    assert_str(described("# T\n\nSUMMARY\n"), "SUMMARY");
    assert_str(described("# T\n\n```\ncode();\n```\n"), "");
}

static void a_long_one_ends_behind_a_sentence(void **state)
{
    (void)state;
    assert_str(described("# T\n\nWhen the tray of an Acme 400 is full of paper, Dr. Lid may report that it is empty. This happens with trays that were "
                         "made before March 2001, and with those of the Acme 300.\n"),
               "When the tray of an Acme 400 is full of paper, Dr. Lid may report that it is empty.");
}

static void or_behind_a_word(void **state)
{
    (void)state;
    assert_str(described("# T\n\nWhen the tray of an Acme 400 is full of paper of a kind that was made before March 2001, and the lid was opened twice within "
                         "one minute, (or three times in all) the printer reports that it is empty.\n"),
               "When the tray of an Acme 400 is full of paper of a kind that was made before March 2001, and the lid was opened twice within one minute, "
               "(or three times in…");
    assert_str(described("# T\n\nShort. When the tray of an Acme 400 is full of paper of a kind that was made before March 2001, and the lid was opened twice "
                         "within one minute the printer reports that it is empty.\n"),
               "Short. When the tray of an Acme 400 is full of paper of a kind that was made before March 2001, and the lid was opened twice within one "
               "minute the printer…");
}

static void a_message_comes_along(void **state)
{
    (void)state;
    assert_str(described("# T\n\nThe printer displays:\n\n> Lid open.\n"), "The printer displays: Lid open.");
    assert_str(described("# T\n\nYou see one of these symptoms:\n\n- The lid is stuck.\n- The tray is.\n"), "You see one of these symptoms: The lid is stuck.");
    assert_str(described("# T\n\nIt is done with this program:\n\n```c\ncode();\n```\n"), "It is done with this program:");
    assert_str(described("# T\n\nThe lid of the printer reports more errors than it has ever seen before. The program:\n\n> Lid open.\n"),
               "The lid of the printer reports more errors than it has ever seen before.");
}

static void characters_are_counted_and_none_is_cut(void **state)
{
    (void)state;
    Buf text = {.arena = &arena};
    buf_put(&text, S("# T\n\n"));
    for (int i = 0; i < 300; i++)
        buf_put(&text, S("\xE6\xBC\xA2"));
    Str s = described(str_z(&arena, buf_str(&text)));
    assert_true(utf8_is_valid(s));
    assert_true(str_ends(s, S("…")));
    assert_true(utf8_length(s) > 100 && utf8_length(s) <= DESCRIPTION_MAX);
    buf_put(&text, S(" Конец."));
    assert_true(utf8_length(described(str_z(&arena, buf_str(&text)))) <= DESCRIPTION_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(the_authors_own_words_stand, teardown),
        cmocka_unit_test_teardown(a_short_paragraph_is_taken_whole, teardown),
        cmocka_unit_test_teardown(what_says_nothing_is_passed_over, teardown),
        cmocka_unit_test_teardown(what_is_all_there_is_is_taken, teardown),
        cmocka_unit_test_teardown(a_long_one_ends_behind_a_sentence, teardown),
        cmocka_unit_test_teardown(or_behind_a_word, teardown),
        cmocka_unit_test_teardown(a_message_comes_along, teardown),
        cmocka_unit_test_teardown(characters_are_counted_and_none_is_cut, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
