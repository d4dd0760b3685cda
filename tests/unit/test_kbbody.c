#include "tree.h"

#include "read/kb/body.h"

static Block *parse(Arena *a, const char *text)
{
    Block *root = block_new(a, BLOCK_ROOT, 1, 1);
    IdPattern ids = id_pattern_default();
    kbbody_parse(a, lines_of(a, str(text), 1), &(KbBodyOptions){.ids = &ids}, root);
    return root;
}

#define assert_body(text, expected) assert_body_at((text), (expected), __FILE__, __LINE__)

static void assert_body_at(const char *text, const char *expected, const char *file, int line)
{
    Arena a = {0};
    assert_str_at(tree_shown(&a, parse(&a, text)), expected, file, line);
    arena_free(&a);
}

/* --- headings ----------------------------------------------------------------------------------------------------------- */

static void a_line_over_equals_signs_of_its_length_is_a_section(void **state)
{
    (void)state;
    assert_body("SUMMARY\n=======\n\nText.\n", "heading1(\"SUMMARY\") paragraph(\"Text.\")");
    assert_body("Odd Section\n===========\nText.\n", "heading1(\"Odd Section\") paragraph(\"Text.\")");
    assert_body("Text.\n\nCAUSE\n=====\n", "paragraph(\"Text.\") heading1(\"CAUSE\")");
}

static void a_line_over_dashes_is_a_sub_heading(void **state)
{
    (void)state;
    assert_body("Steps to Take\n-------------\n\nText.\n", "heading2(\"Steps to Take\") paragraph(\"Text.\")");
    assert_body(" Steps to Take\n -------------\n", "heading2(\"Steps to Take\")");
    assert_body("Steps to Take\n---------------\n", "heading2(\"Steps to Take\")");
    assert_body("Steps to Take\n-----------\n", "heading2(\"Steps to Take\")");
}

static void the_usual_sections_may_be_underlined_with_dashes(void **state)
{
    (void)state;
    assert_body("WORKAROUND\n----------\n", "heading1(\"WORKAROUND\")");
    assert_body("MORE INFORMATION\n----------------\n", "heading1(\"MORE INFORMATION\")");
    assert_body("WORKAROUNDS\n-----------\n", "heading2(\"WORKAROUNDS\")");
}

static void an_underline_of_another_length_makes_no_heading(void **state)
{
    (void)state;
    assert_body("Totals of the year\n==========\n", "paragraph(\"Totals of the year\" break \"==========\")");
    assert_body("Short\n==========\n", "paragraph(\"Short\" break \"==========\")");
    assert_body("Steps\n---------\n", "paragraph(\"Steps\" break \"---------\")");
    assert_body("Steps\n--\n", "paragraph(\"Steps\" break \"--\")");
}

static void an_underline_is_measured_in_characters(void **state)
{
    (void)state;
    assert_body("Größenänderung über\n===================\n", "heading1(\"Größenänderung über\")");
}

static void the_head_of_a_table_is_no_heading(void **state)
{
    (void)state;
    assert_body("Name       Value\n----------------\nFirst      1\n", "table(row(cell(\"Name\") cell(\"Value\")) row(cell(\"First\") cell(\"1\")))");
}

static void indented_underlines_make_no_heading(void **state)
{
    (void)state;
    assert_body("   Totals\n   ======\n", "literal(\"Totals\\n======\")");
    assert_body("   Totals\n   ------\n", "literal(\"Totals\\n------\")");
    assert_body(" SUMMARY\n=======\n", "paragraph(\"SUMMARY\" break \"=======\")");
}

static void text_right_above_keeps_a_line_from_being_a_heading(void **state)
{
    (void)state;
    assert_body("One line\nof text\n-------\n", "paragraph(\"One line\" break \"of text\" break \"-------\")");
    assert_body("Some words.\nUSING THE CARD\n==============\n", "paragraph(\"Some words.\") heading1(\"USING THE CARD\")");
}

static void a_rule_above_a_rule_is_no_heading(void **state)
{
    (void)state;
    assert_body("----------\n==========\n", "paragraph(\"----------\" break \"==========\")");
}

static void a_heading_closes_every_list(void **state)
{
    (void)state;
    assert_body("1. One\n\nCAUSE\n=====\n\n2. Two\n", "list:1(item(paragraph(\"One\"))) heading1(\"CAUSE\") list:2(item(paragraph(\"Two\")))");
}

static void a_lone_run_of_signs_is_a_rule(void **state)
{
    (void)state;
    assert_body("Above.\n\n----------\n\nBelow.\n", "paragraph(\"Above.\") rule() paragraph(\"Below.\")");
    assert_body("**************\n", "rule()");
    assert_body("---------\n", "paragraph(\"---------\")");
    assert_body("Above.\n----------------\n", "paragraph(\"Above.\" break \"----------------\")");
    assert_body("..............\n", "paragraph(\"..............\")");
    assert_body("   code\n----------\n\n", "literal(\"   code\\n----------\")");
}

/* --- paragraphs ---------------------------------------------------------------------------------------------------------- */

static void text_wrapped_by_a_machine_flows(void **state)
{
    (void)state;
    assert_body("The printer prints the first page of every document on the second tray and then\n"
                "stops without saying why.\n",
                "paragraph(\"The printer prints the first page of every document on the second tray and then "
                "stops without saying why.\")");
}

static void lines_broken_by_hand_stay_broken(void **state)
{
    (void)state;
    assert_body("On page 3, change:\nthe first word\n", "paragraph(\"On page 3, change:\" break \"the first word\")");
    assert_body("The first of these lines\nis followed by another\nthat had much room.\n",
                "paragraph(\"The first of these lines\" break \"is followed by another\" break \"that had much room.\")");
    assert_body("Guide to the Printers of the Second Floor, Their Paper\nGuide to the Telephones\n",
                "paragraph(\"Guide to the Printers of the Second Floor, Their Paper\" break \"Guide to the Telephones\")");
}

/* The converter let the first line be longer. */
static void the_first_line_may_be_longer(void **state)
{
    (void)state;
    assert_body("For every printer there is one separate queue (called the waiting queue here) and\n"
                "the server. The queue is used by the clerk on the first floor and by those on\n"
                "the second.\n",
                "paragraph(\"For every printer there is one separate queue (called the waiting queue here) and "
                "the server. The queue is used by the clerk on the first floor and by those on the second.\")");
}

/* It wrapped the text while its angle brackets were entities of four characters. */
static void a_bracket_counts_as_it_was_wrapped(void **state)
{
    (void)state;
    assert_body("The lists of the office are kept in the folder of the clerk who made it. Look for\n"
                "the file <month>.lst in <year>, where they are kept for as long as the\n"
                "house needs them.\n",
                "paragraph(\"The lists of the office are kept in the folder of the clerk who made it. Look for "
                "the file <month>.lst in <year>, where they are kept for as long as the house needs them.\")");
}

static void narrow_text_flows_when_it_is_prose(void **state)
{
    (void)state;
    assert_body("This file tells what the manual of the printer and\nthe guide to the office do not tell. Above\neverything it says where the paper is.\n",
                "paragraph(\"This file tells what the manual of the printer and the guide to the office do not tell. Above "
                "everything it says where the paper is.\")");
    assert_body("; This file tells what the manual of the printer and\n; the guide to the office do not tell.\n",
                "paragraph(\"; This file tells what the manual of the printer and\" break \"; the guide to the office do not tell.\")");
}

/* Some breaks are the author's, the others the margin's. */
static void a_title_line_stands_above_flowing_text(void **state)
{
    (void)state;
    assert_body("Change:\n\"The printer on the second floor prints the first page of every document on\nthe second tray.\"\n",
                "paragraph(\"Change:\" break \"\\\"The printer on the second floor prints the first page of every document on "
                "the second tray.\\\"\")");
    assert_body("Guide to the Printers\nGuide to the Printers of the First Floor, the Second Floor and the Third\n"
                "Guide to the Telephones of the First Floor, the Second Floor, the Third\nGuide to the Lamps\n",
                "paragraph(\"Guide to the Printers\" break \"Guide to the Printers of the First Floor, the Second Floor and the Third\" break "
                "\"Guide to the Telephones of the First Floor, the Second Floor, the Third\" break \"Guide to the Lamps\")");
}

static void blank_lines_separate_and_count_once(void **state)
{
    (void)state;
    assert_body("One.\n\n\n\nTwo.\n\n", "paragraph(\"One.\") paragraph(\"Two.\")");
    assert_body("\n \n\t\n", "");
    assert_body("", "");
}

static void columns_behind_wide_gaps_stay_as_they_are(void **state)
{
    (void)state;
    assert_body("Key        Meaning\nF1         Help\n", "literal(\"Key        Meaning\\nF1         Help\")");
    assert_body("+-----+\n| a |\n+-----+\n", "literal(\"+-----+\\n| a |\\n+-----+\")");
    assert_body("if (x)\n    y();\n", "literal(\"if (x)\\n    y();\")");
}

static void ids_and_addresses_in_text_are_links(void **state)
{
    (void)state;
    assert_body("See article Q123456 or www.example.org.\n",
                "paragraph(\"See article \" reference(123456: \"Q123456\") \" or \" link(http://www.example.org: \"www.example.org\") \".\")");
    assert_body("At http://support.microsoft.com/kb/123456.\n",
                "paragraph(\"At \" reference(123456: \"http://support.microsoft.com/kb/123456\") \".\")");
}

static void a_break_tag_at_a_lines_end_is_dropped(void **state)
{
    (void)state;
    assert_body("One.<BR/>\n\nTwo.\n", "paragraph(\"One.\") paragraph(\"Two.\")");
    assert_body("One <BR/> two.\n", "paragraph(\"One <BR/> two.\")");
}

/* --- lists --------------------------------------------------------------------------------------------------------------- */

static void numbers_dashes_and_letters_make_lists(void **state)
{
    (void)state;
    assert_body("1. One\n\n2. Two\n", "list:1(item(paragraph(\"One\")) item(paragraph(\"Two\")))");
    assert_body(" - One\n\n - Two\n", "list(item(paragraph(\"One\")) item(paragraph(\"Two\")))");
    assert_body("- One\n- Two\n", "list(item(paragraph(\"One\")) item(paragraph(\"Two\")))");
    assert_body("a. One\n\nb. Two\n", "list:a(item(paragraph(\"One\")) item(paragraph(\"Two\")))");
    assert_body("A. One\n\nB. Two\n", "list:A(item(paragraph(\"One\")) item(paragraph(\"Two\")))");
    assert_body("* One\n\n* Two\n", "list(item(paragraph(\"One\")) item(paragraph(\"Two\")))");
}

static void hanging_lines_belong_to_their_item(void **state)
{
    (void)state;
    assert_body("1. Open the cover and take the paper out of the tray that stands below it, all\n"
                "   of it.\n\n2. Close it.\n",
                "list:1(item(paragraph(\"Open the cover and take the paper out of the tray that stands below it, all "
                "of it.\")) item(paragraph(\"Close it.\")))");
}

static void lists_nest_by_their_columns(void **state)
{
    (void)state;
    assert_body("1. One\n\n   a. Alpha\n\n   b. Beta\n\n2. Two\n",
                "list:1(item(paragraph(\"One\") list:a(item(paragraph(\"Alpha\")) item(paragraph(\"Beta\")))) item(paragraph(\"Two\")))");
    assert_body(" - One\n\n    - Inner\n\n       - Innermost\n\n - Two\n",
                "list(item(paragraph(\"One\") list(item(paragraph(\"Inner\") list(item(paragraph(\"Innermost\")))))) "
                "item(paragraph(\"Two\")))");
    assert_body(" - One\n\n- Two\n", "list(item(paragraph(\"One\")) item(paragraph(\"Two\")))");
    assert_body("1. One\n\n   - Dash\n\n   a. Alpha\n",
                "list:1(item(paragraph(\"One\") list(item(paragraph(\"Dash\"))) list:a(item(paragraph(\"Alpha\")))))");
}

static void numbering_resumes_inside_an_open_list(void **state)
{
    (void)state;
    assert_body("1. One:\n\n      code\n\n2. Two\n", "list:1:loose(item(paragraph(\"One:\") literal(\"code\")) item(paragraph(\"Two\")))");
    assert_body("1. One\n\nBetween.\n\n2. Two\n",
                "list:1(item(paragraph(\"One\"))) paragraph(\"Between.\") list:2(item(paragraph(\"Two\")))");
}

static void a_list_begins_with_the_number_it_says(void **state)
{
    (void)state;
    assert_body("4. Four\n\n5. Five\n", "list:4(item(paragraph(\"Four\")) item(paragraph(\"Five\")))");
    assert_body("1. One\n\n7. Seven\n", "list:1(item(paragraph(\"One\"))) list:7(item(paragraph(\"Seven\")))");
}

static void two_digit_numbers_hang_by_one_column_less(void **state)
{
    (void)state;
    assert_body("9. Nine\n\n10. Ten goes on in a line that is long enough to have been wrapped by a machine\n   here.\n\n"
                "   Ten has more.\n\n11. Eleven\n",
                "list:9:loose(item(paragraph(\"Nine\")) item(paragraph(\"Ten goes on in a line that is long enough to have been wrapped by a "
                "machine here.\") paragraph(\"Ten has more.\")) item(paragraph(\"Eleven\")))");
}

static void an_item_may_have_several_blocks(void **state)
{
    (void)state;
    assert_body("1. One.\n\n   More of it.\n\n2. Two.\n",
                "list:1:loose(item(paragraph(\"One.\") paragraph(\"More of it.\")) item(paragraph(\"Two.\")))");
    assert_body("1. Type:\n\n   dir\n\n2. Press it.\n", "list:1:loose(item(paragraph(\"Type:\") literal(\"dir\")) item(paragraph(\"Press it.\")))");
    assert_body("1. One.\n\n   chkdsk /f\n", "list:1:loose(item(paragraph(\"One.\") literal(\"chkdsk /f\")))");
    assert_body("1. It says:\n\n   Ready.\n", "list:1:loose(item(paragraph(\"It says:\") literal(\"Ready.\")))");
}

static void text_at_column_zero_ends_a_list(void **state)
{
    (void)state;
    assert_body(" - One\n\nAfter.\n", "list(item(paragraph(\"One\"))) paragraph(\"After.\")");
}

static void or_between_items_does_not_end_their_list(void **state)
{
    (void)state;
    assert_body(" - One\n\n-or-\n\n - Two\n", "list:loose(item(paragraph(\"One\") paragraph(\"-or-\")) item(paragraph(\"Two\")))");
    assert_body("1. One\n\n   -and-\n\n2. Two\n", "list:1:loose(item(paragraph(\"One\") paragraph(\"-and-\")) item(paragraph(\"Two\")))");
    assert_body(" - One\n\n-or-\n\nTwo.\n", "list(item(paragraph(\"One\"))) paragraph(\"-or-\") paragraph(\"Two.\")");
}

static void numbers_that_are_wrapped_prose_make_no_list(void **state)
{
    (void)state;
    assert_body("The port is\n850. For more, ask.\n", "paragraph(\"The port is\" break \"850. For more, ask.\")");
    assert_body("850. For more, ask.\n", "paragraph(\"850. For more, ask.\")");
    assert_body("It has version\n2. It is new.\n", "paragraph(\"It has version\" break \"2. It is new.\")");
    assert_body("3.5 inches\n", "paragraph(\"3.5 inches\")");
    assert_body("1.      5      7\n", "paragraph(\"1.      5      7\")");
}

static void an_initial_makes_no_list(void **state)
{
    (void)state;
    assert_body("J. Smith wrote this.\n", "paragraph(\"J. Smith wrote this.\")");
    assert_body("A. Smith wrote this.\n", "paragraph(\"A. Smith wrote this.\")");
    assert_body("   A. Smith\n   B. Jones\n", "literal(\"A. Smith\\nB. Jones\")");
    assert_body("e. g. this\n", "paragraph(\"e. g. this\")");
}

static void an_answer_is_no_list(void **state)
{
    (void)state;
    assert_body("Q. Why?\n\nA. Therefore.\n", "paragraph(\"Q. Why?\") paragraph(\"A. Therefore.\")");
}

static void stars_of_comments_and_options_make_no_list(void **state)
{
    (void)state;
    assert_body("* Indicates a default.\n", "paragraph(\"* Indicates a default.\")");
    assert_body("   * a comment\n   * and more\n", "literal(\"* a comment\\n* and more\")");
    assert_body("-f forces it.\n", "paragraph(\"-f forces it.\")");
    assert_body("+ One\n\n+ Two\n", "paragraph(\"+ One\") paragraph(\"+ Two\")");
}

static void items_may_follow_each_other_without_a_blank_line(void **state)
{
    (void)state;
    assert_body("Steps:\n\n1. One\n2. Two\n3. Three\n",
                "paragraph(\"Steps:\") list:1(item(paragraph(\"One\")) item(paragraph(\"Two\")) item(paragraph(\"Three\")))");
    assert_body("Steps\n-----\n1. One\n", "heading2(\"Steps\") list:1(item(paragraph(\"One\")))");
}

static void nesting_beyond_the_bound_loses_nothing(void **state)
{
    (void)state;
    Arena a = {0};
    Buf text = {.arena = &a};
    for (int i = 0; i < 30; i++) {
        buf_pad(&text, ' ', 1 + 3 * i);
        buf_fmt(&text, "- w%d\n\n", i);
    }
    Block *root = parse(&a, str_z(&a, buf_str(&text)));
    Str shown = tree_shown(&a, root);
    for (int i = 0; i < 30; i++)
        assert_true(str_find(shown, str_fmt(&a, "w%d", i)) >= 0);
    arena_free(&a);
}

/* --- literal text -------------------------------------------------------------------------------------------------------- */

static void indented_text_is_literal_without_its_common_indent(void **state)
{
    (void)state;
    assert_body("Type:\n\n   if (x)\n      y();\n", "paragraph(\"Type:\") literal(\"if (x)\\n   y();\")");
}

static void literal_text_goes_on_across_blank_lines(void **state)
{
    (void)state;
    assert_body("   one\n\n\n   two\n\n      three\n\nText.\n", "literal(\"one\\n\\n\\ntwo\\n\\n   three\") paragraph(\"Text.\")");
}

static void literal_text_ends_where_text_stands_further_left(void **state)
{
    (void)state;
    assert_body("      one\n\n   two\n", "literal(\"one\") literal(\"two\")");
    assert_body("   one\nText.\n", "literal(\"one\") paragraph(\"Text.\")");
    assert_body("   one\n\n   Q123456 A Title\n", "literal(\"one\") references(item(reference(123456: \"Q123456 A Title\")))");
}

static void tabs_become_columns(void **state)
{
    (void)state;
    assert_body("\tone\n\ta\tb\n", "literal(\"one\\na       b\")");
}

static void nothing_in_literal_text_is_a_link(void **state)
{
    (void)state;
    assert_body("   CREATE TABLE Q123456 (x)\n", "literal(\"CREATE TABLE Q123456 (x)\")");
}

static void one_or_two_blanks_do_not_make_literal_text(void **state)
{
    (void)state;
    assert_body(" One.\n\n  Two.\n", "paragraph(\"One.\") paragraph(\"Two.\")");
}

static void addresses_on_lines_of_their_own_are_links(void **state)
{
    (void)state;
    assert_body("Visit:\n\n   http://www.example.org/a\n",
                "paragraph(\"Visit:\") literal(\"http://www.example.org/a\")");
    Arena a = {0};
    const Block *b = parse(&a, "Visit:\n\n   http://www.example.org/a\n")->last_child;
    assert_int_equal(b->literal_kind, LITERAL_URL);
    assert_int_equal(b->text->kind, INLINE_LINK);
    assert_str(b->text->link->target, "http://www.example.org/a");
    arena_free(&a);
}

/* --- references ------------------------------------------------------------------------------------------------------------ */

static void indented_lines_of_ids_and_titles_are_references(void **state)
{
    (void)state;
    assert_body("See:\n\n   Q123456 The First\n   Q123457 The Second\n",
                "paragraph(\"See:\") references(item(reference(123456: \"Q123456 The First\")) item(reference(123457: \"Q123457 The Second\")))");
}

static void a_reference_goes_on_in_the_next_line(void **state)
{
    (void)state;
    assert_body("   Q123456 A title that\n   goes on\n   Q123457 The Second\n",
                "references(item(reference(123456: \"Q123456 A title that goes on\")) item(reference(123457: \"Q123457 The Second\")))");
}

static void blank_lines_between_references_keep_one_group(void **state)
{
    (void)state;
    assert_body("   Q123456 One\n\n   Q123457 Two\n",
                "references(item(reference(123456: \"Q123456 One\")) item(reference(123457: \"Q123457 Two\")))");
}

static void a_title_glued_to_its_id_is_parted_from_it(void **state)
{
    (void)state;
    assert_body("   Q123456Printing Stops\n", "references(item(reference(123456: \"Q123456 Printing Stops\")))");
    assert_body("Q123456Printing Stops as a sentence.\n", "paragraph(reference(123456: \"Q123456\") \" \" \"Printing Stops as a sentence.\")");
}

static void every_way_to_part_id_and_title_is_kept(void **state)
{
    (void)state;
    assert_body("   Q123456: One\n   Q123457 : Two\n   Q123458 - Three\n   Q123459\n",
                "references(item(reference(123456: \"Q123456: One\")) item(reference(123457: \"Q123457 : Two\")) "
                "item(reference(123458: \"Q123458 - Three\")) item(reference(123459: \"Q123459\")))");
}

static void a_sentence_that_begins_with_an_id_is_text_with_a_link(void **state)
{
    (void)state;
    assert_body("Q123456 tells more\n", "paragraph(reference(123456: \"Q123456\") \" tells more\")");
    assert_body("Q123456 The whole story.\n", "paragraph(reference(123456: \"Q123456\") \" The whole story.\")");
}

static void titles_behind_ids_at_column_zero_are_a_group(void **state)
{
    (void)state;
    assert_body("Q123456 The First\n\nQ123457 The Second\n",
                "references(item(reference(123456: \"Q123456 The First\")) item(reference(123457: \"Q123457 The Second\")))");
}

static void a_short_first_line_of_an_item_is_its_name(void **state)
{
    (void)state;
    assert_body(" - By telephone\n   Dial the number on the card and ask for the desk.\n   Say your name.\n",
                "list:loose(item(paragraph(\"By telephone\") paragraph(\"Dial the number on the card and ask for the desk.\" break \"Say your name.\")))");
}

static void what_an_item_goes_on_with_is_text_or_shown_as_it_is(void **state)
{
    (void)state;
    assert_body("1. Type this:\n\n   dir /w\n\n   This shows the names.\n",
                "list:1:loose(item(paragraph(\"Type this:\") literal(\"dir /w\") paragraph(\"This shows the names.\")))");
}

static void a_reference_may_be_a_list_item(void **state)
{
    (void)state;
    assert_body(" - Q123456 The First\n", "list(item(paragraph(reference(123456: \"Q123456\") \" The First\")))");
    assert_body("1. See:\n\n   Q123456 The First\n", "list:1:loose(item(paragraph(\"See:\") references(item(reference(123456: \"Q123456 The First\")))))");
}

static void file_names_that_begin_like_ids_are_literal(void **state)
{
    (void)state;
    assert_body("   Q123456_w2k.exe\n", "literal(\"Q123456_w2k.exe\")");
}

/* --- callouts -------------------------------------------------------------------------------------------------------------- */

static void notes_and_warnings_are_callouts(void **state)
{
    (void)state;
    assert_body("NOTE: Read this.\n", "callout:NOTE(paragraph(strong(\"NOTE:\") \" Read this.\"))");
    assert_body("WARNING: a\n\nIMPORTANT: b\n\nCAUTION: c\n\nTIP: d\n",
                "callout:WARNING(paragraph(strong(\"WARNING:\") \" a\")) callout:IMPORTANT(paragraph(strong(\"IMPORTANT:\") \" b\")) "
                "callout:CAUTION(paragraph(strong(\"CAUTION:\") \" c\")) callout:TIP(paragraph(strong(\"TIP:\") \" d\"))");
}

static void a_callout_in_an_item_is_the_items(void **state)
{
    (void)state;
    assert_body("1. One.\n\n   NOTE: Twice.\n\n2. Two.\n",
                "list:1:loose(item(paragraph(\"One.\") callout:NOTE(paragraph(strong(\"NOTE:\") \" Twice.\"))) item(paragraph(\"Two.\")))");
}

static void literal_text_at_a_nested_marker_is_the_items(void **state)
{
    (void)state;
    assert_body("1. Set it up:\n\n   a. Type this:\n\n   dir\n\n   b. Read.\n",
                "list:1(item(paragraph(\"Set it up:\") list:a:loose(item(paragraph(\"Type this:\") literal(\"dir\")) item(paragraph(\"Read.\")))))");
}

static void a_call_ends_no_sentence_but_a_remark_does(void **state)
{
    (void)state;
    assert_body("1. Call it.\n\n   FreeAll()\n", "list:1:loose(item(paragraph(\"Call it.\") literal(\"FreeAll()\")))");
    assert_body("1. Call it.\n\n   Then wait (see below)\n", "list:1:loose(item(paragraph(\"Call it.\") paragraph(\"Then wait (see below)\")))");
}

static void short_lines_in_an_item_are_literal(void **state)
{
    (void)state;
    assert_body("1. Debug.\n\n   load a\n   run\n", "list:1:loose(item(paragraph(\"Debug.\") literal(\"load a\\nrun\")))");
}

static void what_is_set_off_by_a_blank_or_two_is_literal(void **state)
{
    (void)state;
    assert_body(" Volume in drive A\n Directory of A\n", "literal(\"Volume in drive A\\nDirectory of A\")");
    assert_body(" A word\n", "paragraph(\"A word\")");
}

static void a_box_of_stars_is_a_callout(void **state)
{
    (void)state;
    assert_body("************************\nWARNING: Hot.\n************************\n\nText.\n",
                "callout:WARNING(rule() paragraph(\"WARNING: Hot.\") rule()) paragraph(\"Text.\")");
    assert_body("************************\n\nText.\n", "rule() paragraph(\"Text.\")");
}

static void other_words_make_no_callout(void **state)
{
    (void)state;
    assert_body("NoTe: no.\n", "paragraph(\"NoTe: no.\")");
    assert_body("NOTES: no.\n", "paragraph(\"NOTES: no.\")");
    assert_body("NOTE that.\n", "paragraph(\"NOTE that.\")");
    assert_body("   NOTE: literal\n", "literal(\"NOTE: literal\")");
}

/* --- places ---------------------------------------------------------------------------------------------------------------- */

static void every_block_knows_its_lines(void **state)
{
    (void)state;
    Arena a = {0};
    Block *root = block_new(&a, BLOCK_ROOT, 10, 10);
    IdPattern ids = id_pattern_default();
    kbbody_parse(&a, lines_of(&a, S("CAUSE\n=====\n\n1. One\n\n   More.\n\n   code\n      code\n"), 10), &(KbBodyOptions){.ids = &ids}, root);
    const Block *heading = root->child, *list = heading->next, *item = list->child;
    assert_int_equal(heading->first_line, 10);
    assert_int_equal(heading->last_line, 11);
    assert_int_equal(list->first_line, 13);
    assert_int_equal(list->last_line, 18);
    assert_int_equal(item->child->next->first_line, 15);
    assert_int_equal(item->last_child->last_line, 18);
    assert_int_equal(root->last_line, 18);
    assert_int_equal(item->child->text->line, 13);
    arena_free(&a);
}

/* --- drawings, boxes, announcements ------------------------------------------------------------------------------------- */

static void a_torn_drawing_keeps_its_indent(void **state)
{
    (void)state;
    assert_body("     +------+\n     | lid  |\n     +------+\n        |\n\n   +----+-----+\n   | printer  |\n   +----------+\n\nText.\n",
                "literal(\"  +------+\\n  | lid  |\\n  +------+\\n     |\\n\\n+----+-----+\\n| printer  |\\n+----------+\") paragraph(\"Text.\")");
}

static void the_sides_of_a_box_of_stars_go(void **state)
{
    (void)state;
    assert_body("*************************\n** The tray is hot.    **\n*************************\n\n",
                "callout:NOTE(rule() paragraph(\"The tray is hot.\") rule())");
    assert_body("*************************\n*  Lids:                *\n*                       *\n*    lid.exe            *\n*************************\n\n",
                "callout:NOTE(rule() literal(\"*  Lids:                *\\n*                       *\\n*    lid.exe            *\") rule())");
}

static void a_full_stop_may_announce_a_message(void **state)
{
    (void)state;
    assert_body("1. Look. The following error may be displayed.\n\n   No Paper\n   The tray has run out of paper.\n   Please fill it.\n",
                "list:1:loose(item(paragraph(\"Look. The following error may be displayed.\") literal(\"No Paper\\nThe tray has run out of paper.\\nPlease "
                "fill it.\")))");
    assert_body("1. You may have seen the following error. Look again.\n\n   No Paper\n   The tray has run out of paper.\n   Please fill it.\n",
                "list:1:loose(item(paragraph(\"You may have seen the following error. Look again.\") paragraph(\"No Paper\" break \"The tray has run out of "
                "paper.\" break \"Please fill it.\")))");
}

static void a_rule_to_the_margin_makes_a_heading_or_parts(void **state)
{
    (void)state;
    assert_body("Page 3: Lids\n--------------------------------------------------\n\nText.\n", "heading2(\"Page 3: Lids\") paragraph(\"Text.\")");
    assert_body("The end of a text.\n--------------------------------------------------\n\nText.\n",
                "paragraph(\"The end of a text.\" break \"--------------------------------------------------\") paragraph(\"Text.\")");
    assert_body("Tray      Paper\n--------------------------------------------------\nLids\n",
                "literal(\"Tray      Paper\\n--------------------------------------------------\\nLids\")");
}

static void a_letter_o_is_a_bullet_where_it_has_a_sibling(void **state)
{
    (void)state;
    assert_body("o Open the lid.\n\no Close the lid.\n", "list(item(paragraph(\"Open the lid.\")) item(paragraph(\"Close the lid.\")))");
    assert_body("o is a letter.\n\nText.\n", "paragraph(\"o is a letter.\") paragraph(\"Text.\")");
    assert_body("Text that is\no is none\n", "paragraph(\"Text that is\" break \"o is none\")");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_over_equals_signs_of_its_length_is_a_section),
        cmocka_unit_test(a_line_over_dashes_is_a_sub_heading),
        cmocka_unit_test(the_usual_sections_may_be_underlined_with_dashes),
        cmocka_unit_test(an_underline_of_another_length_makes_no_heading),
        cmocka_unit_test(an_underline_is_measured_in_characters),
        cmocka_unit_test(the_head_of_a_table_is_no_heading),
        cmocka_unit_test(indented_underlines_make_no_heading),
        cmocka_unit_test(text_right_above_keeps_a_line_from_being_a_heading),
        cmocka_unit_test(a_rule_above_a_rule_is_no_heading),
        cmocka_unit_test(a_heading_closes_every_list),
        cmocka_unit_test(a_lone_run_of_signs_is_a_rule),
        cmocka_unit_test(text_wrapped_by_a_machine_flows),
        cmocka_unit_test(lines_broken_by_hand_stay_broken),
        cmocka_unit_test(the_first_line_may_be_longer),
        cmocka_unit_test(a_bracket_counts_as_it_was_wrapped),
        cmocka_unit_test(narrow_text_flows_when_it_is_prose),
        cmocka_unit_test(a_title_line_stands_above_flowing_text),
        cmocka_unit_test(a_letter_o_is_a_bullet_where_it_has_a_sibling),
        cmocka_unit_test(a_torn_drawing_keeps_its_indent),
        cmocka_unit_test(the_sides_of_a_box_of_stars_go),
        cmocka_unit_test(a_full_stop_may_announce_a_message),
        cmocka_unit_test(a_rule_to_the_margin_makes_a_heading_or_parts),
        cmocka_unit_test(blank_lines_separate_and_count_once),
        cmocka_unit_test(columns_behind_wide_gaps_stay_as_they_are),
        cmocka_unit_test(ids_and_addresses_in_text_are_links),
        cmocka_unit_test(a_break_tag_at_a_lines_end_is_dropped),
        cmocka_unit_test(numbers_dashes_and_letters_make_lists),
        cmocka_unit_test(hanging_lines_belong_to_their_item),
        cmocka_unit_test(lists_nest_by_their_columns),
        cmocka_unit_test(numbering_resumes_inside_an_open_list),
        cmocka_unit_test(a_list_begins_with_the_number_it_says),
        cmocka_unit_test(two_digit_numbers_hang_by_one_column_less),
        cmocka_unit_test(an_item_may_have_several_blocks),
        cmocka_unit_test(text_at_column_zero_ends_a_list),
        cmocka_unit_test(or_between_items_does_not_end_their_list),
        cmocka_unit_test(numbers_that_are_wrapped_prose_make_no_list),
        cmocka_unit_test(an_initial_makes_no_list),
        cmocka_unit_test(an_answer_is_no_list),
        cmocka_unit_test(stars_of_comments_and_options_make_no_list),
        cmocka_unit_test(items_may_follow_each_other_without_a_blank_line),
        cmocka_unit_test(nesting_beyond_the_bound_loses_nothing),
        cmocka_unit_test(indented_text_is_literal_without_its_common_indent),
        cmocka_unit_test(literal_text_goes_on_across_blank_lines),
        cmocka_unit_test(literal_text_ends_where_text_stands_further_left),
        cmocka_unit_test(tabs_become_columns),
        cmocka_unit_test(nothing_in_literal_text_is_a_link),
        cmocka_unit_test(one_or_two_blanks_do_not_make_literal_text),
        cmocka_unit_test(addresses_on_lines_of_their_own_are_links),
        cmocka_unit_test(indented_lines_of_ids_and_titles_are_references),
        cmocka_unit_test(a_reference_goes_on_in_the_next_line),
        cmocka_unit_test(blank_lines_between_references_keep_one_group),
        cmocka_unit_test(a_title_glued_to_its_id_is_parted_from_it),
        cmocka_unit_test(every_way_to_part_id_and_title_is_kept),
        cmocka_unit_test(a_sentence_that_begins_with_an_id_is_text_with_a_link),
        cmocka_unit_test(titles_behind_ids_at_column_zero_are_a_group),
        cmocka_unit_test(a_short_first_line_of_an_item_is_its_name),
        cmocka_unit_test(what_an_item_goes_on_with_is_text_or_shown_as_it_is),
        cmocka_unit_test(a_reference_may_be_a_list_item),
        cmocka_unit_test(file_names_that_begin_like_ids_are_literal),
        cmocka_unit_test(notes_and_warnings_are_callouts),
        cmocka_unit_test(a_callout_in_an_item_is_the_items),
        cmocka_unit_test(literal_text_at_a_nested_marker_is_the_items),
        cmocka_unit_test(a_call_ends_no_sentence_but_a_remark_does),
        cmocka_unit_test(short_lines_in_an_item_are_literal),
        cmocka_unit_test(what_is_set_off_by_a_blank_or_two_is_literal),
        cmocka_unit_test(a_box_of_stars_is_a_callout),
        cmocka_unit_test(other_words_make_no_callout),
        cmocka_unit_test(every_block_knows_its_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
