/* page: the words of an article's page: the element with data-kb-body, as a browser would show it (references decoded, list numbers and rules
 * drawn). */
#ifndef KB_TESTS_PAGE_H
#define KB_TESTS_PAGE_H

#include "html.h"
#include "words.h"

static inline bool is_inline(Str name)
{
    static const char *const names[] = {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "em", "i", "kbd", "mark", "q", "s", "samp",
                                        "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr", NULL};
    return html_is_one_of(name, names);
}

static inline PageList list_of(const HtmlToken *tag)
{
    Str type, start;
    html_find_attribute(tag->attributes, S("type"), &type);
    html_find_attribute(tag->attributes, S("start"), &start);
    return (PageList){.is_ordered = str_eq_fold(tag->name, S("ol")), .type = type.n ? type.p[0] : '1', .next = start.n ? str_number(start) : 1};
}

static inline void page_count_depth(Page *p, Str name, int step)
{
    if (name.n == 2 && char_lower(name.p[0]) == 'h' && char_is_digit(name.p[1]))
        p->heading_depth += step;
    bool is_cell = html_is_one_of(name, (const char *const[]){"td", "th", NULL});
    if (is_cell)
        p->cell_depth += step;
    if (step > 0) {
        p->rows += str_eq_fold(name, S("tr"));
        p->cells += is_cell;
    }
}

static inline void page_open(Page *p, const HtmlToken *tag)
{
    if (str_eq_fold(tag->name, S("a")) && html_find_attribute(tag->attributes, S("href"), &p->link))
        p->link = html_decoded(p->arena, p->link);
    if (is_inline(tag->name))
        return;
    page_end_word(p);
    page_count_depth(p, tag->name, 1);
    if (str_eq_fold(tag->name, S("hr")))
        page_add(p, PAGE_RULE, S("(rule)"));
    else if (str_eq_fold(tag->name, S("li")))
        page_open_item(p);
    else if (html_is_one_of(tag->name, (const char *const[]){"ol", "ul", NULL}))
        page_open_list(p, list_of(tag));
}

static inline void page_close(Page *p, const HtmlToken *tag)
{
    if (str_eq_fold(tag->name, S("a")))
        p->link = (Str){0};
    if (is_inline(tag->name))
        return;
    page_end_word(p);
    page_count_depth(p, tag->name, -1);
    if (html_is_one_of(tag->name, (const char *const[]){"ol", "ul", NULL}))
        page_close_list(p);
}

/* Moves the reader to the content of the element with data-kb-body and gives its name; false when the page has none. */
static inline bool find_body(HtmlReader *reader, Str *name)
{
    HtmlToken token;
    Str value;
    while (html_next(reader, &token)) {
        if (token.kind == HTML_OPEN && html_find_attribute(token.attributes, S("data-kb-body"), &value)) {
            *name = token.name;
            return true;
        }
    }
    return false;
}

static inline bool words_of_page(Arena *a, Str html, Page *page)
{
    *page = (Page){.arena = a, .word = buf_new(a, 256)};
    HtmlReader reader = {.rest = html};
    HtmlToken token;
    Str body;
    if (!find_body(&reader, &body))
        return false;
    for (int depth = 1; depth > 0 && html_next(&reader, &token);) {
        bool raw = reader.raw.n > 0;
        if (token.kind == HTML_TEXT) {
            if (!raw)
                page_add_text(page, html_decoded(a, token.text));
            continue;
        }
        if (str_eq_fold(token.name, body))
            depth += token.kind == HTML_OPEN ? 1 : -1;
        if (token.kind == HTML_OPEN)
            page_open(page, &token);
        else
            page_close(page, &token);
    }
    page_end_word(page);
    return true;
}

#endif
