#include "tree.h"

#include "read/kb/grid.h"
#include "read/kb/table.h"

/* The table at the first line of `text`; NULL when there is none. `*end` is the index after its last line. */
static Block *read_table(Arena *a, const char *text, ptrdiff_t *end)
{
    Block *table = NULL;
    IdPattern ids = id_pattern_default();
    Lines lines = lines_of(a, str(text), 1);
    *end = kbtable_read(a, lines, 0, &ids, &table);
    assert_int_equal(kbtable_begins(lines, 0), *end >= 0);
    return *end < 0 ? NULL : table;
}

#define assert_table(text, end, expected) assert_table_at((text), (end), (expected), __FILE__, __LINE__)
#define assert_no_table(text) assert_table_at((text), -1, "", __FILE__, __LINE__)

static void assert_table_at(const char *text, ptrdiff_t expected_end, const char *expected, const char *file, int line)
{
    Arena a = {0};
    ptrdiff_t end;
    Block *table = read_table(&a, text, &end);
    Buf b = {.arena = &a};
    if (table)
        tree_put(&b, table);
    assert_str_at(buf_str(&b), expected, file, line);
    if (end != expected_end)
        fprintf(stderr, "%s:%d: the table ends at line %td\n", file, line, end);
    assert_int_equal(end, expected_end);
    arena_free(&a);
}

/* One letter for each cell of a row: h for a head, r for a number on the right, a point for any other. */
static Str marks(Arena *a, const char *text, int row)
{
    ptrdiff_t end;
    const Block *table = read_table(a, text, &end);
    assert_non_null(table);
    const Block *b = table->child;
    while (row--)
        b = b->next;
    Buf out = {.arena = a};
    for (const Block *cell = b->child; cell; cell = cell->next)
        buf_putc(&out, cell->is_header ? 'h' : cell->align == ALIGN_RIGHT ? 'r' : '.');
    return buf_str(&out);
}

#define assert_marks(text, row, expected) assert_marks_at((text), (row), (expected), __FILE__, __LINE__)

static void assert_marks_at(const char *text, int row, const char *expected, const char *file, int line)
{
    Arena a = {0};
    assert_str_at(marks(&a, text, row), expected, file, line);
    arena_free(&a);
}

/* --- bordered tables ----------------------------------------------------------------------------------------------------- */

static void rows_between_borders_are_a_table(void **state)
{
    (void)state;
    assert_table("+-------------+\n"
                 "| Key | Use   | \n"
                 "+-------------+\n"
                 "| F7  | Print | \n"
                 "+-------------+\n"
                 "\nText.\n",
                 5, "table(row(cell(\"Key\") cell(\"Use\")) row(cell(\"F7\") cell(\"Print\")))");
}

static void a_bordered_table_may_be_indented_and_have_empty_cells(void **state)
{
    (void)state;
    assert_table("   +-----+-----+\n"
                 "   | Ink |     |\n"
                 "   +-----+-----+\n"
                 "   |     | Red |\n"
                 "   +-----+-----+\n",
                 5, "table(row(cell(\"Ink\") cell()) row(cell() cell(\"Red\")))");
}

static void a_bordered_table_ends_at_its_last_border(void **state)
{
    (void)state;
    assert_table("+-------+\n"
                 "| a | b |\n"
                 "+-------+\n"
                 "Text right below.\n",
                 3, "table(row(cell(\"a\") cell(\"b\")))");
    assert_no_table("+-------+\n"
                    "| a | b |\n");
    assert_no_table("+-------+\n"
                    "| a | b |\n"
                    "+-------+\n"
                    "| frame |\n"
                    "+-------+\n");
}

static void a_box_of_one_column_is_no_table(void **state)
{
    (void)state;
    assert_no_table("+----------+\n"
                    "| int one; |\n"
                    "+----------+\n");
}

static void bars_out_of_line_are_no_table(void **state)
{
    (void)state;
    assert_no_table("+---------+\n"
                    "| a  | b  |\n"
                    "| a | b  |\n"
                    "+---------+\n");
    assert_no_table("+---------+\n"
                    "| a | b | \n"
                    "+---------+\n");
    assert_no_table("+--+------+\n"
                    "| a  | b  |\n"
                    "+---------+\n");
}

static void bars_are_placed_by_characters_not_bytes(void **state)
{
    (void)state;
    assert_table("+---------------+\n"
                 "| Größe | klein |\n"
                 "+---------------+\n"
                 "| Menge | groß  |\n"
                 "+---------------+\n",
                 5, "table(row(cell(\"Größe\") cell(\"klein\")) row(cell(\"Menge\") cell(\"groß\")))");
}

static void a_bar_inside_a_cell_belongs_to_it(void **state)
{
    (void)state;
    assert_table("+----------------+\n"
                 "| Key  | Use     |\n"
                 "+----------------+\n"
                 "| a|b  | Either  |\n"
                 "+----------------+\n",
                 5, "table(row(cell(\"Key\") cell(\"Use\")) row(cell(\"a|b\") cell(\"Either\")))");
}

static void a_bordered_row_goes_on_until_a_bar_ends_it(void **state)
{
    (void)state;
    assert_table("+--------------------+\n"
                 "| Key | Use          |\n"
                 "+--------------------+\n"
                 "| F7  | Prints the page\n"
                 "        that is shown. | \n"
                 "+--------------------+\n",
                 6, "table(row(cell(\"Key\") cell(\"Use\")) row(cell(\"F7\") cell(\"Prints the page that is shown.\")))");
    assert_no_table("+--------------------+\n"
                    "| Key | Use          |\n"
                    "+--------------------+\n"
                    "| F7  | Prints the page\n"
                    "        that is shown.\n"
                    "+--------------------+\n");
}

static void the_first_bordered_row_is_a_head_when_it_has_words_only(void **state)
{
    (void)state;
    assert_marks("+---------+\n| Key | N |\n+---------+\n| F   | 7 |\n+---------+\n", 0, "hh");
    assert_marks("+---------+\n| Key | 1 |\n+---------+\n| F   | 7 |\n+---------+\n", 0, "..");
    assert_marks("+---------+\n| Key |   |\n+---------+\n| F   | 7 |\n+---------+\n", 0, "..");
    assert_marks("+---------+\n| Key | N |\n+---------+\n", 0, "..");
}

/* --- ruled tables ---------------------------------------------------------------------------------------------------------- */

static void a_ruler_of_groups_gives_the_columns(void **state)
{
    (void)state;
    assert_table("Key   Use\n"
                 "---   -----\n"
                 "F7    Print\n"
                 "F8    Save\n",
                 4, "table(row(cell(\"Key\") cell(\"Use\")) row(cell(\"F7\") cell(\"Print\")) row(cell(\"F8\") cell(\"Save\")))");
    assert_marks("Key   Use\n---   -----\nF7    Print\n", 0, "hh");
    assert_marks("Key   Use\n---   -----\nF7    Print\n", 1, "..");
}

static void below_a_solid_ruler_the_gaps_of_the_head_give_the_columns(void **state)
{
    (void)state;
    const char *expected = "table(row(cell(\"Key name\") cell(\"Use\")) row(cell(\"F7\") cell(\"Print it\")))";
    assert_table("   Key name   Use\n   --------------\n   F7         Print it\n", 3, expected);
    assert_table("   Key name   Use\n   ====================================\n   F7         Print it\n", 3, expected);
    assert_table("   Key name   Use\n   -----\n\n   F7         Print it\n", 4, expected);
}

static void a_head_without_a_gap_over_a_solid_ruler_is_no_table(void **state)
{
    (void)state;
    assert_no_table("   Key name\n   --------\n   F7         Print it\n");
}

static void a_head_without_rows_is_no_table(void **state)
{
    (void)state;
    assert_no_table("Key   Use\n---   ---\n");
    assert_no_table("Key   Use\n---   ---\n\nThe sentence that follows the ruler says nothing of keys.\n");
    assert_no_table("Key   Use\n---   ---\nF7\nF8\n");
}

static void a_head_has_up_to_four_lines(void **state)
{
    (void)state;
    assert_table("          Size\n"
                 "Name      in KB\n"
                 "------    -----\n"
                 "One.txt       1\n",
                 4, "table(row(cell(\"Name\") cell(\"Size in KB\")) row(cell(code\"One.txt\") cell(\"1\")))");
    assert_no_table("a  b\na  b\na  b\na  b\na  b\n------\nc  d\n");
}

static void a_ruler_may_stand_above_the_head_and_at_the_foot(void **state)
{
    (void)state;
    assert_table("-----------\n"
                 "Key   Use\n"
                 "-----------\n"
                 "F7    Print\n"
                 "-----------\n",
                 5, "table(row(cell(\"Key\") cell(\"Use\")) row(cell(\"F7\") cell(\"Print\")))");
}

static void the_same_ruler_may_part_rows_and_another_may_not(void **state)
{
    (void)state;
    assert_table("Disk    Free\n"
                 "----    ----\n"
                 "One       12\n"
                 "----    ----\n"
                 "Both      12\n",
                 5, "table(row(cell(\"Disk\") cell(\"Free\")) row(cell(\"One\") cell(\"12\")) row(cell(\"Both\") cell(\"12\")))");
    assert_no_table("Disk    Free\n----    ----\nOne       12\n===========\nBoth      12\n");
}

static void cells_may_stand_anywhere_in_their_column(void **state)
{
    (void)state;
    assert_table("Value       Meaning\n"
                 "-----       -------\n"
                 "  0     Left of its head\n"
                 " 10     The same\n",
                 4, "table(row(cell(\"Value\") cell(\"Meaning\")) row(cell(\"0\") cell(\"Left of its head\")) row(cell(\"10\") cell(\"The same\")))");
}

static void text_across_the_columns_is_no_table(void **state)
{
    (void)state;
    assert_no_table("Key   Use\n"
                    "---   ---\n"
                    "A sentence that runs over both columns and on\n"
                    "to the next line.\n");
    assert_no_table("Key   Use\n"
                    "---   ---\n"
                    "F7    Print\n"
                    "A sentence that runs over both columns and on\n"
                    "to the next line, and the next,\n"
                    "and the next.\n"
                    "F8    Save\n");
}

static void drawings_are_no_table(void **state)
{
    (void)state;
    assert_no_table("Before      After\n"
                    "------      -----\n"
                    "|    |      |   |\n"
                    "|    |      |   |\n");
    assert_no_table("Actual          Offset\n"
                    "------          ------\n"
                    "        +-----+\n"
                    "0117    | ret | 0105\n"
                    "        +-----+\n");
}

static void a_name_too_long_pushes_its_row_to_the_right(void **state)
{
    (void)state;
    assert_table("Name       Country   Code\n"
                 "----       -------   ----\n"
                 "One        Norway    1\n"
                 "Two        Sweden    2\n"
                 "A name much too long  Peru   3\n"
                 "Four       Chile     4\n",
                 6,
                 "table(row(cell(\"Name\") cell(\"Country\") cell(\"Code\")) row(cell(\"One\") cell(\"Norway\") cell(\"1\")) "
                 "row(cell(\"Two\") cell(\"Sweden\") cell(\"2\")) row(cell(\"A name much too long\") cell(\"Peru\") cell(\"3\")) "
                 "row(cell(\"Four\") cell(\"Chile\") cell(\"4\")))");
}

static void one_blank_is_enough_right_below_the_head(void **state)
{
    (void)state;
    assert_table("Object          Bytes\n"
                 "------          -----\n"
                 "Pen             28\n"
                 "A long name (X) 30\n",
                 4, "table(row(cell(\"Object\") cell(\"Bytes\")) row(cell(\"Pen\") cell(\"28\")) row(cell(\"A long name (X)\") cell(\"30\")))");
}

static void a_column_of_names_may_lack_a_head(void **state)
{
    (void)state;
    assert_table("            Card 1    Card 2\n"
                 "            ------    ------\n"
                 "Address:    300       320\n"
                 "Interrupt:  10        12\n",
                 4,
                 "table(row(cell() cell(\"Card 1\") cell(\"Card 2\")) row(cell(\"Address:\") cell(\"300\") cell(\"320\")) "
                 "row(cell(\"Interrupt:\") cell(\"10\") cell(\"12\")))");
}

/* --- rows of several lines --------------------------------------------------------------------------------------------------- */

static void a_line_with_nothing_in_the_first_column_goes_on_with_the_row(void **state)
{
    (void)state;
    assert_table("Key   Use\n"
                 "---   ----------------------\n"
                 "F7    Prints the page that is\n"
                 "      shown on the screen.\n"
                 "F8    Saves it.\n",
                 5,
                 "table(row(cell(\"Key\") cell(\"Use\")) row(cell(\"F7\") cell(\"Prints the page that is shown on the screen.\")) "
                 "row(cell(\"F8\") cell(\"Saves it.\")))");
}

static void a_value_below_a_value_is_a_row_of_its_own(void **state)
{
    (void)state;
    assert_table("Product    File       Size\n"
                 "-------    ----       ----\n"
                 "Version 1  one.dll    1,024\n"
                 "           two.dll    2,048\n",
                 4,
                 "table(row(cell(\"Product\") cell(\"File\") cell(\"Size\")) row(cell(\"Version 1\") cell(code\"one.dll\") cell(\"1,024\")) "
                 "row(cell() cell(code\"two.dll\") cell(\"2,048\")))");
}

static void rows_may_be_parted_by_blank_lines(void **state)
{
    (void)state;
    assert_table("Key   Use\n"
                 "---   ---\n"
                 "\n"
                 "F7    Prints the page.\n"
                 "\n"
                 "      It asks for a printer first.\n"
                 "\n"
                 "F8    Saves it.\n"
                 "\n"
                 "The sentence below the table is no part of it.\n",
                 8,
                 "table(row(cell(\"Key\") cell(\"Use\")) row(cell(\"F7\") cell(\"Prints the page.\" break break \"It asks for a printer first.\")) "
                 "row(cell(\"F8\") cell(\"Saves it.\")))");
}

static void between_blank_lines_a_name_may_go_on(void **state)
{
    (void)state;
    assert_table("Key              Use\n"
                 "---              ---\n"
                 "\n"
                 "ALT+<letter of   Opens the menu. ALT+F\n"
                 "     a menu>     opens File.\n"
                 "\n"
                 "ALT+F4 or F3     Leaves.\n"
                 "or ALT+F,X\n",
                 8,
                 "table(row(cell(\"Key\") cell(\"Use\")) row(cell(\"ALT+<letter of a menu>\") cell(\"Opens the menu. ALT+F opens File.\")) "
                 "row(cell(\"ALT+F4 or F3 or ALT+F,X\") cell(\"Leaves.\")))");
}

static void a_title_among_dense_rows_is_a_row(void **state)
{
    (void)state;
    assert_table("Option          Size\n"
                 "------          ----\n"
                 "Games\n"
                 "   Chess        20\n"
                 "   Checkers     10\n",
                 5,
                 "table(row(cell(\"Option\") cell(\"Size\")) row(cell(\"Games\") cell()) row(cell(\"Chess\") cell(\"20\")) "
                 "row(cell(\"Checkers\") cell(\"10\")))");
}

static void a_table_ends_where_the_next_one_or_a_heading_begins(void **state)
{
    (void)state;
    const char *expected = "table(row(cell(\"Key\") cell(\"Use\")) row(cell(\"F7\") cell(\"Print\")))";
    assert_table("Key   Use\n---   ---\nF7    Print\n\nKey   Use\n---   ---\nF8    Save\n", 3, expected);
    assert_table("Key   Use\n---   ---\nF7    Print\n\nNotes\n-----\n", 3, expected);
    assert_table("   Key   Use\n   ---   ---\n   F7    Print\n\nF8    Save\n", 3, expected);
}

static void text_set_apart_in_a_cell_belongs_to_it_when_it_is_announced_or_rows_follow(void **state)
{
    (void)state;
    assert_table("Key   Use\n"
                 "---   ---\n"
                 "\n"
                 "F7    Types this:\n"
                 "\n"
                 "         print now\n",
                 6, "table(row(cell(\"Key\") cell(\"Use\")) row(cell(\"F7\") cell(\"Types this:\" break break \"print now\")))");
    assert_table("Key   Use\n"
                 "---   ---\n"
                 "\n"
                 "F7    Prints.\n"
                 "\n"
                 "         int code;\n",
                 4, "table(row(cell(\"Key\") cell(\"Use\")) row(cell(\"F7\") cell(\"Prints.\")))");
}

/* --- listings of files ------------------------------------------------------------------------------------------------------- */

static void heads_of_a_listing_need_no_ruler(void **state)
{
    (void)state;
    assert_table("Date       Time   Size    File name\n"
                 "1/2/1998   5:00   10,240  One.dll\n",
                 2,
                 "table(row(cell(\"Date\") cell(\"Time\") cell(\"Size\") cell(\"File name\")) "
                 "row(cell(\"1/2/1998\") cell(\"5:00\") cell(\"10,240\") cell(code\"One.dll\")))");
    assert_no_table("Colour     Shape  Taste   Smell\n"
                    "Red        Round  Sweet   None\n");
}

static void cells_of_a_listing_may_be_empty_or_one_blank_apart(void **state)
{
    (void)state;
    assert_table("   Date      Time   Version    Size   File name  Platform\n"
                 "   -----------------------------------------------------\n"
                 "   01/02/98  05:00             10,240 One.dll    x86\n"
                 "   01/02/98  05:00  4.0.1381    9,216 Two.dll\n",
                 4,
                 "table(row(cell(\"Date\") cell(\"Time\") cell(\"Version\") cell(\"Size\") cell(\"File name\") cell(\"Platform\")) "
                 "row(cell(\"01/02/98\") cell(\"05:00\") cell() cell(\"10,240\") cell(code\"One.dll\") cell(\"x86\")) "
                 "row(cell(\"01/02/98\") cell(\"05:00\") cell(\"4.0.1381\") cell(\"9,216\") cell(code\"Two.dll\") cell()))");
}

static void a_directory_without_heads_is_no_table(void **state)
{
    (void)state;
    assert_no_table("   ONE      EXE    204800 03-07-91   8:44p\n"
                    "   TWO      DRV     86624 02-01-91   4:08p\n");
}

static void a_column_of_a_listing_may_have_nothing_but_its_head(void **state)
{
    (void)state;
    assert_table("Date      Time    Version      Size    File name\n"
                 "------------------------------------------------\n"
                 "1/2/1998  05:00a             10,240    One.dll\n"
                 "1/2/1998  05:00a              9,216    Two.dll\n",
                 4,
                 "table(row(cell(\"Date\") cell(\"Time\") cell(\"Version\") cell(\"Size\") cell(\"File name\")) "
                 "row(cell(\"1/2/1998\") cell(\"05:00a\") cell() cell(\"10,240\") cell(code\"One.dll\")) "
                 "row(cell(\"1/2/1998\") cell(\"05:00a\") cell() cell(\"9,216\") cell(code\"Two.dll\")))");
}

static void the_sum_below_a_listing_is_no_row(void **state)
{
    (void)state;
    assert_table("File name   Size     Date\n"
                 "----------------------------\n"
                 "ONE  DLL    10,240   01-02-98\n"
                 "TWO  DLL     9,216   01-02-98\n"
                 "     2 file(s)   19,456 bytes\n",
                 4,
                 "table(row(cell(\"File name\") cell(\"Size\") cell(\"Date\")) row(cell(\"ONE  DLL\") cell(\"10,240\") cell(\"01-02-98\")) "
                 "row(cell(\"TWO  DLL\") cell(\"9,216\") cell(\"01-02-98\")))");
}

static void a_sentence_below_a_listing_is_no_row(void **state)
{
    (void)state;
    assert_table("Date      Time   Size    File name\n"
                 "----------------------------------\n"
                 "1/2/1998  05:00  10,240  One.dll\n"
                 "\n"
                 "Setup always mentions what files it needs\n",
                 3,
                 "table(row(cell(\"Date\") cell(\"Time\") cell(\"Size\") cell(\"File name\")) "
                 "row(cell(\"1/2/1998\") cell(\"05:00\") cell(\"10,240\") cell(code\"One.dll\")))");
}

static void numbers_stand_right_and_versions_do_not(void **state)
{
    (void)state;
    const char *text = "Date      Version   Size    File name\n"
                       "-------------------------------------\n"
                       "01/02/98  4.0.1     10,240  One.dll\n"
                       "01/02/98  4.10.2     9,216  Two.dll\n";
    assert_marks(text, 1, "..r.");
    assert_marks("Name   Version\n---    -------\none    3.1\ntwo    3.11\n", 1, "..");
    assert_marks("Name   Metres\n----   ------\none      3.1\ntwo     10.2\n", 1, ".r");
}

/* --- hanging tables ---------------------------------------------------------------------------------------------------------- */

static void names_with_hanging_sentences_are_a_table_without_a_head(void **state)
{
    (void)state;
    assert_table("   HOME      Scrolls to the beginning.\n"
                 "\n"
                 "   SPACE     Selects the file, or all of them\n"
                 "             when SHIFT is held.\n"
                 "\n"
                 "   F9        Views it.\n"
                 "\n"
                 "Text.\n",
                 6,
                 "table(row(cell(\"HOME\") cell(\"Scrolls to the beginning.\")) "
                 "row(cell(\"SPACE\") cell(\"Selects the file, or all of them when SHIFT is held.\")) "
                 "row(cell(\"F9\") cell(\"Views it.\")))");
}

static void two_hanging_names_are_no_table(void **state)
{
    (void)state;
    assert_no_table("HOME      Scrolls to the beginning.\n\nEND       Scrolls to the end.\n");
}

static void hanging_text_that_is_no_sentence_is_no_table(void **state)
{
    (void)state;
    assert_no_table("HOME      first\n\nEND       last\n\nF9        view\n");
    assert_no_table("HOME:     Scrolls up.\n\nEND:      Scrolls down.\n\nF9:       Views it.\n");
    assert_no_table("1)   Scrolls up.\n\n2)   Scrolls down.\n\n3)   Views it.\n");
    assert_no_table("-    Scrolls up.\n\n-    Scrolls down.\n\n-    Views it.\n");
}

static void hanging_text_out_of_line_is_no_table(void **state)
{
    (void)state;
    assert_no_table("HOME      Scrolls up.\n\nEND    Scrolls down.\n\nF9        Views it.\n");
    assert_no_table("HOME      Scrolls up.\nEND       Scrolls down.\nF9        Views it.\n");
}

/* --- where a table may begin ------------------------------------------------------------------------------------------------- */

static bool begins_at(const char *text, ptrdiff_t line)
{
    Arena a = {0};
    bool begins = kbtable_begins(lines_of(&a, str(text), 1), line);
    arena_free(&a);
    return begins;
}

static void a_table_may_follow_a_sentence_or_a_heading(void **state)
{
    (void)state;
    assert_true(begins_at("The keys are:\nKey   Use\n---   ---\nF7    Print\n", 1));
    assert_true(begins_at("Keys\n----\nKey   Use\n---   ---\nF7    Print\n", 2));
    assert_true(begins_at("The keys are:\n+-------+\n| a | b |\n+-------+\n", 1));
}

static void no_table_begins_within_another_or_a_drawing(void **state)
{
    (void)state;
    assert_false(begins_at("Key   Use\nKey   Use\n---   ---\nF7    Print\n", 1));
    assert_false(begins_at("| box |\nKey   Use\n---   ---\nF7    Print\n", 1));
    assert_false(begins_at("+-------+\n+-------+\n| a | b |\n+-------+\n", 1));
    assert_false(begins_at("Text.\nONE   It is first.\n\nTWO   It is next.\n\nSIX   It is last.\n", 1));
}

/* --- bounds ------------------------------------------------------------------------------------------------------------------ */

static void lines_are_counted_from_the_first_of_the_head_to_the_last_row(void **state)
{
    (void)state;
    Arena a = {0};
    ptrdiff_t end;
    const Block *table = read_table(&a, "Key   Use\n---   ---\n\nF7    Print\n      the page.\n", &end);
    assert_int_equal(table->first_line, 1);
    assert_int_equal(table->last_line, 5);
    assert_int_equal(table->child->first_line, 1);
    assert_int_equal(table->last_child->first_line, 4);
    assert_int_equal(table->last_child->last_line, 5);
    arena_free(&a);
}

static void too_many_columns_or_too_wide_a_line_is_no_table(void **state)
{
    (void)state;
    assert_no_table("a  b  c  d  e  f  g  h  i  j  k  l  m  n  o  p  q\n"
                    "-- -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- --\n"
                    "1  2  3  4  5  6  7  8  9  0  1  2  3  4  5  6  7\n");
    Arena a = {0};
    Buf b = {.arena = &a};
    buf_put(&b, S("Key   Use\n---   ---\nF7    "));
    buf_pad(&b, 'x', GRID_WIDTH);
    buf_putc(&b, 0);
    assert_no_table(b.p);
    arena_free(&a);
}

/* A table of `rows` rows and its head of two lines, with `behind` after it. */
static const Block *read_squares(Arena *a, int rows, const char *behind, ptrdiff_t *end)
{
    Buf b = {.arena = a};
    buf_put(&b, S("Number   Square\n------   ------\n"));
    for (int i = 0; i < rows; i++)
        buf_fmt(&b, "%6d   %d\n", i, i * i);
    buf_put(&b, str(behind));
    buf_putc(&b, 0);
    const Block *table = read_table(a, b.p, end);
    assert_non_null(table);
    return table;
}

static void a_long_table_is_read_to_its_end(void **state)
{
    (void)state;
    Arena a = {0};
    ptrdiff_t end;
    const Block *table = read_squares(&a, 1800, "", &end);
    assert_int_equal(end, 1802);
    assert_int_equal(table->last_child->last_line, 1802);
    arena_free(&a);
}

static void a_line_beyond_the_columns_ends_a_long_table(void **state)
{
    (void)state;
    Arena a = {0};
    ptrdiff_t end;
    read_squares(&a, 100, "These two lines are no more part of it\nthan any other sentence.\n", &end);
    assert_int_equal(end, 102);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_between_borders_are_a_table),
        cmocka_unit_test(a_bordered_table_may_be_indented_and_have_empty_cells),
        cmocka_unit_test(a_bordered_table_ends_at_its_last_border),
        cmocka_unit_test(a_box_of_one_column_is_no_table),
        cmocka_unit_test(bars_out_of_line_are_no_table),
        cmocka_unit_test(bars_are_placed_by_characters_not_bytes),
        cmocka_unit_test(a_bar_inside_a_cell_belongs_to_it),
        cmocka_unit_test(a_bordered_row_goes_on_until_a_bar_ends_it),
        cmocka_unit_test(the_first_bordered_row_is_a_head_when_it_has_words_only),
        cmocka_unit_test(a_ruler_of_groups_gives_the_columns),
        cmocka_unit_test(below_a_solid_ruler_the_gaps_of_the_head_give_the_columns),
        cmocka_unit_test(a_head_without_a_gap_over_a_solid_ruler_is_no_table),
        cmocka_unit_test(a_head_without_rows_is_no_table),
        cmocka_unit_test(a_head_has_up_to_four_lines),
        cmocka_unit_test(a_ruler_may_stand_above_the_head_and_at_the_foot),
        cmocka_unit_test(the_same_ruler_may_part_rows_and_another_may_not),
        cmocka_unit_test(cells_may_stand_anywhere_in_their_column),
        cmocka_unit_test(text_across_the_columns_is_no_table),
        cmocka_unit_test(drawings_are_no_table),
        cmocka_unit_test(a_name_too_long_pushes_its_row_to_the_right),
        cmocka_unit_test(one_blank_is_enough_right_below_the_head),
        cmocka_unit_test(a_column_of_names_may_lack_a_head),
        cmocka_unit_test(a_line_with_nothing_in_the_first_column_goes_on_with_the_row),
        cmocka_unit_test(a_value_below_a_value_is_a_row_of_its_own),
        cmocka_unit_test(rows_may_be_parted_by_blank_lines),
        cmocka_unit_test(between_blank_lines_a_name_may_go_on),
        cmocka_unit_test(a_title_among_dense_rows_is_a_row),
        cmocka_unit_test(a_table_ends_where_the_next_one_or_a_heading_begins),
        cmocka_unit_test(text_set_apart_in_a_cell_belongs_to_it_when_it_is_announced_or_rows_follow),
        cmocka_unit_test(heads_of_a_listing_need_no_ruler),
        cmocka_unit_test(cells_of_a_listing_may_be_empty_or_one_blank_apart),
        cmocka_unit_test(a_directory_without_heads_is_no_table),
        cmocka_unit_test(a_column_of_a_listing_may_have_nothing_but_its_head),
        cmocka_unit_test(the_sum_below_a_listing_is_no_row),
        cmocka_unit_test(a_sentence_below_a_listing_is_no_row),
        cmocka_unit_test(numbers_stand_right_and_versions_do_not),
        cmocka_unit_test(names_with_hanging_sentences_are_a_table_without_a_head),
        cmocka_unit_test(two_hanging_names_are_no_table),
        cmocka_unit_test(hanging_text_that_is_no_sentence_is_no_table),
        cmocka_unit_test(hanging_text_out_of_line_is_no_table),
        cmocka_unit_test(a_table_may_follow_a_sentence_or_a_heading),
        cmocka_unit_test(no_table_begins_within_another_or_a_drawing),
        cmocka_unit_test(lines_are_counted_from_the_first_of_the_head_to_the_last_row),
        cmocka_unit_test(too_many_columns_or_too_wide_a_line_is_no_table),
        cmocka_unit_test(a_long_table_is_read_to_its_end),
        cmocka_unit_test(a_line_beyond_the_columns_ends_a_long_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
