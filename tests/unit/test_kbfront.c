/* Old articles inside front matter, as a conversion left them, and the older ones among them. */
#include "kbtext.h"

#include "read/read.h"

/* --- inside front matter ------------------------------------------------------------------------------------------------------------ */

#define FRONT_HEAD                                                                                                               \
    "---\nlayout: page\ntitle: \"Q190001: The &quot;Gate&quot; &amp; Fence\"\npermalink: /kb/190/Q190001/\n---\n\n"               \
    "## Q190001: The &quot;Gate&quot; &amp; Fence\n\n{% raw %}\n\n"                                                              \
    "\tArticle: Q190001\n\tProduct(s): Garden Gates\n\tVersion(s): 1.0\n\tOperating System(s): \n\tKeyword(s): kbcut\n"          \
    "\tLast Modified: 8-JUN-1999\n\t\n"
#define FRONT_TAIL                                                                                                               \
    "\t======================================================================\n\tKeywords          : kbbug \n\tVersion           : WINDOWS:1.0\n"         \
    "\t\n\t=============================================================================\n\n{% endraw %}\n"

static Case *read_front(Arena *a, const char *text)
{
    Case *c = arena_new(a, Case, 1);
    c->diags.arena = a;
    Source source = {S("Q190001.md"), str(text)}, decoded;
    IdPattern ids = id_pattern_default();
    ReadResult result = read_article(a, &source, &(ReadOptions){.ids = &ids}, &c->doc, &decoded, &c->diags);
    assert_int_equal(result, READ_ARTICLE);
    return c;
}

static void an_article_inside_front_matter_gives_the_same_fields(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_front(&a, FRONT_HEAD "\tSUMMARY\n\t=======\n\t\n\tThe gate stays open.\n\t\n\tAdditional query words: fence\n\t\n" FRONT_TAIL);
    const Meta *m = &c->doc.meta;
    assert_str(complaints(&a, c), "");
    assert_int_equal(m->format, FORMAT_KBFRONT);
    assert_str(m->id, "Q190001");
    assert_int_equal(m->number, 190001);
    assert_str(m->permalink, "/kb/190/Q190001/");
    assert_str(m->updated, "1999-06-08");
    assert_str(m->copyright_year, "1999");
    assert_str(joined(&a, m->products), "Garden Gates");
    assert_str(joined(&a, m->keywords), "kbbug");
    assert_str(versions(&a, m), "WINDOWS: 1.0");
    assert_str(m->query_words, "fence");
    assert_str(body(&a, c), SUMMARY);
    arena_free(&a);
}

static void entities_in_the_title_are_decoded_once(void **state)
{
    (void)state;
    Arena a = {0};
    assert_str(read_front(&a, FRONT_HEAD "\tText.\n" FRONT_TAIL)->doc.meta.title, "The \"Gate\" & Fence");
    static const struct {
        const char *written, *meant;
    } titles[] = {
        {"&lt;b&gt; &apos;x&apos;", "<b> 'x'"}, {"&#92;&#91;&#93;&#36;&#42;&#95;&#124;", "\\[]$*_|"},
        {"&amp;lt;", "&lt;"},                   {"A & B &c; &#; &#x41;", "A & B &c; &#; &#x41;"},
        {"&#228;", "ä"},                        {"&#99999999;", "&#99999999;"},
    };
    for (ptrdiff_t i = 0; i < countof(titles); i++) {
        Str text = str_fmt(&a, "---\ntitle: \"%s\"\n---\n\tArticle: Q190001\n\tProduct(s): P\n\tText.\n", titles[i].written);
        assert_str(read_front(&a, str_z(&a, text))->doc.meta.title, titles[i].meant);
    }
    arena_free(&a);
}

static void blanks_that_the_conversion_took_come_back(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_front(&a, FRONT_HEAD "\t------------------------------------------------------------------\n"
                                        "\tThe information in this article applies to:\n\t\n\t- Gate\n\t   - Oak\n"
                                        "\t------------------------------------------------------------------\n\t\n"
                                        "\t1. Type:\n\t\n\t     dir\n\t  Done.\n\t\n\t- Dash\n" FRONT_TAIL);
    assert_str(applies(&a, &c->doc.meta), "0 Gate; 1 Oak");
    assert_str(body(&a, c), "list:1:loose(item(paragraph(\"Type:\") literal(\"dir\") paragraph(\"Done.\"))) list(item(paragraph(\"Dash\")))");
    arena_free(&a);
}

static void bytes_that_the_conversion_spelled_out_come_back(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_front(&a, FRONT_HEAD "\tGate<AE> <E4><A0>x <41> <OK> <BR> <8> <AE\n" FRONT_TAIL);
    assert_str(body(&a, c), "paragraph(\"Gate® ä x <41> <OK> <BR> <8> <AE\")");
    arena_free(&a);
}

static void keywords_of_the_front_matter_come_first_and_once(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_front(&a, "---\ntitle: \"Q190001: T\"\ntags: [latch, KBBUG]\n---\n\tArticle: Q190001\n\tProduct(s): P\n\tVersion(s): 1.0\n"
                             "\tOperating System(s):\n\tKeyword(s): kbcut\n\tLast Modified: 18-JUN-1999\n\t\n\tText.\n" FRONT_TAIL);
    assert_str(joined(&a, c->doc.meta.keywords), "latch|KBBUG");
    arena_free(&a);
}

static void braces_in_the_body_are_text(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_front(&a, FRONT_HEAD "\tThe {{ gate }} {% if %}\n" FRONT_TAIL);
    assert_str(body(&a, c), "paragraph(\"The {{ gate }} {% if %}\")");
    arena_free(&a);
}

static void the_wrapping_may_lack_its_raw_tags(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_front(&a, "---\ntitle: \"Q190001: T\"\n---\n\n## Q190001: T\n\n\tArticle: Q190001\n\tProduct(s): P\n\tVersion(s): 1.0\n"
                             "\tOperating System(s): WINDOWS\n\tKeyword(s): kbcut\n\tLast Modified: 18-JUN-1999\n\t\n\tText.\n" FRONT_TAIL);
    assert_str(c->doc.meta.title, "T");
    assert_str(joined(&a, c->doc.meta.operating_systems), "WINDOWS");
    assert_str(body(&a, c), "paragraph(\"Text.\")");
    arena_free(&a);
}

static void missing_metadata_lines_are_warnings(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_front(&a, "---\ntitle: \"Q190001: T\"\n---\n\tArticle: Q190001\n\tProduct(s): P\n\tVersion(s): 1.0\n\tOperating System(s):\n"
                             "\tKeyword(s): kbcut\n\t\n\tText.\n" FRONT_TAIL);
    assert_str(complaints(&a, c), "4 header");
    assert_str(c->diags.items[0].message, "the metadata has no line 'Last Modified:'");
    arena_free(&a);
}

static void lines_are_counted_from_the_head_of_the_file(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_front(&a, FRONT_HEAD "\tText.\n" FRONT_TAIL);
    assert_int_equal(c->doc.root->child->first_line, 18);
    arena_free(&a);
}

static void a_front_matter_body_is_known_by_its_first_lines(void **state)
{
    (void)state;
    assert_true(kbtext_is_front(S("\n## T\n\n{% raw %}\n\n\tArticle: Q190001\n")));
    assert_false(kbtext_is_front(S("\nArticle: Q190001\n")));
    assert_false(kbtext_is_front(S("\n# Title\n\nText\n")));
    assert_false(kbtext_is_front(S("")));
}

/* --- the older articles ------------------------------------------------------------------------------------------------------------- */

#define OLD_HEAD(version, system)                                                                                                \
    "---\ntitle: \"Q19001: T\"\n---\n\n## Q19001: T\n\n{% raw %}\n\n\tArticle: Q19001\n\tProduct(s): See article\n\tVersion(s): " version "\n"             \
    "\tOperating System(s): " system "\n\tKeyword(s): ENDUSER | docerr B_Gate | old5_gate\n\tLast Modified: 9-MAY-1990\n\t\n"

static void older_articles_set_versions_beside_systems(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_front(&a, OLD_HEAD("5.10 6.0 | 1.10", "MS-DOS | OS/2") "\tText.\n\n{% endraw %}\n");
    assert_str(versions(&a, &c->doc.meta), "MS-DOS: 5.10|6.0; OS/2: 1.10");
    assert_str(joined(&a, c->doc.meta.operating_systems), "MS-DOS|OS/2");
    assert_str(complaints(&a, c), "");
    c = read_front(&a, OLD_HEAD("5.10 | 6.0", "MS-DOS") "\tText.\n");
    assert_str(versions(&a, &c->doc.meta), "MS-DOS: 5.10; : 6.0");
    arena_free(&a);
}

static void older_articles_name_no_product_and_noise_as_keyword(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_front(&a, OLD_HEAD("5.10", "MS-DOS") "\tText.\n");
    assert_int_equal(c->doc.meta.products.n, 0);
    assert_str(joined(&a, c->doc.meta.keywords), "docerr|B_Gate|old5_gate");
    assert_str(c->doc.meta.updated, "1990-05-09");
    arena_free(&a);
}

static void older_articles_keep_their_blanks_and_tokens(void **state)
{
    (void)state;
    Arena a = {0};
    Case *c = read_front(&a, OLD_HEAD("5.10", "MS-DOS") "\tQuestion:\n\t\n\tIs it <A0>?\n\t\n\t  two\n\t\n\tResponse:\n\t\n\t1. One\n\t\n\t   More of it.\n");
    assert_str(body(&a, c), "heading1(\"Question:\") paragraph(\"Is it <A0>?\") paragraph(\"two\") heading1(\"Response:\") "
                            "list:1:loose(item(paragraph(\"One\") paragraph(\"More of it.\")))");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_article_inside_front_matter_gives_the_same_fields),
        cmocka_unit_test(entities_in_the_title_are_decoded_once),
        cmocka_unit_test(blanks_that_the_conversion_took_come_back),
        cmocka_unit_test(bytes_that_the_conversion_spelled_out_come_back),
        cmocka_unit_test(keywords_of_the_front_matter_come_first_and_once),
        cmocka_unit_test(braces_in_the_body_are_text),
        cmocka_unit_test(the_wrapping_may_lack_its_raw_tags),
        cmocka_unit_test(missing_metadata_lines_are_warnings),
        cmocka_unit_test(lines_are_counted_from_the_head_of_the_file),
        cmocka_unit_test(a_front_matter_body_is_known_by_its_first_lines),
        cmocka_unit_test(older_articles_set_versions_beside_systems),
        cmocka_unit_test(older_articles_name_no_product_and_noise_as_keyword),
        cmocka_unit_test(older_articles_keep_their_blanks_and_tokens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
