/* html: enough of a reader of HTML for the checks of a site: tags, attributes, text with its references decoded. It reads what the writers
 * of the site make (well nested, attributes quoted) and is no browser: what it does not understand stays as text, where a check trips on it.
 * Part of the tests alone, and made without looking at the writers, so that a mistake there finds no friend here. */
#ifndef KB_TESTS_HTML_H
#define KB_TESTS_HTML_H

#include "base/buf.h"
#include "base/utf8.h"

typedef enum HtmlKind { HTML_TEXT, HTML_OPEN, HTML_CLOSE } HtmlKind;

typedef struct HtmlToken {
    HtmlKind kind;
    Str name;           /* of a tag, as written */
    Str attributes;     /* of an opening tag: what stands between the name and the '>' */
    Str text;           /* undecoded */
} HtmlToken;

/* Zero plus the text of a page is a reader at its start. */
typedef struct HtmlReader {
    Str rest;
    Str raw;            /* the element whose content is no markup, while inside it */
} HtmlReader;

static inline bool html_is_one_of(Str name, const char *const *names)
{
    for (; *names; names++)
        if (str_eq_fold(name, str(*names)))
            return true;
    return false;
}

static inline bool html_is_raw(Str name)
{
    return html_is_one_of(name, (const char *const[]){"script", "style", NULL});
}

static inline bool html_is_void(Str name)
{
    return html_is_one_of(name, (const char *const[]){"br", "hr", "img", "wbr", "input", "meta", "link", "source", "col", "area", "base",
                                                      "embed", "track", NULL});
}

/* The offset of the '>' that ends the tag at the start of `s`; one inside a quoted value does not count. -1 without one. */
static inline ptrdiff_t html_tag_end(Str s)
{
    char quote = '\0';
    for (ptrdiff_t i = 1; i < s.n; i++) {
        char c = s.p[i];
        if (quote)
            quote = c == quote ? '\0' : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '>')
            return i;
    }
    return -1;
}

static inline bool html_starts_tag(Str s)
{
    return s.n > 1 && s.p[0] == '<' && (char_is_alpha(s.p[1]) || s.p[1] == '/' || s.p[1] == '!');
}

/* Where the text at the start of `s` ends: at the next tag, or inside <script> at its closing tag. */
static inline ptrdiff_t html_text_end(Str s, Str raw)
{
    for (ptrdiff_t i = 0; i < s.n; i++) {
        Str here = str_from(s, i);
        if (raw.n ? str_starts(here, S("</")) && str_starts_fold(str_from(here, 2), raw) : html_starts_tag(here))
            return i;
    }
    return s.n;
}

static inline Str html_take(HtmlReader *r, ptrdiff_t n)
{
    Str taken = str_head(r->rest, n);
    r->rest = str_from(r->rest, n);
    return taken;
}

/* The next tag or text; false at the end. Comments and the doctype are passed over. */
static inline bool html_next(HtmlReader *r, HtmlToken *token)
{
    while (r->rest.n) {
        ptrdiff_t text = html_text_end(r->rest, r->raw);
        if (text > 0) {
            *token = (HtmlToken){.kind = HTML_TEXT, .text = html_take(r, text)};
            return true;
        }
        if (str_starts(r->rest, S("<!--"))) {
            ptrdiff_t end = str_find(r->rest, S("-->"));
            html_take(r, end < 0 ? r->rest.n : end + 3);
            continue;
        }
        ptrdiff_t end = html_tag_end(r->rest);
        Str tag = html_take(r, end < 0 ? r->rest.n : end + 1);
        if (tag.p[1] == '!')
            continue;
        bool closes = tag.p[1] == '/';
        Str inside = str_sub(tag, closes ? 2 : 1, end < 0 ? tag.n : tag.n - 1);
        ptrdiff_t n = 0;
        while (n < inside.n && !char_is_blank(inside.p[n]) && inside.p[n] != '/')
            n++;
        *token = (HtmlToken){.kind = closes ? HTML_CLOSE : HTML_OPEN, .name = str_head(inside, n), .attributes = str_from(inside, n)};
        r->raw = !closes && html_is_raw(token->name) ? token->name : (Str){0};
        return true;
    }
    return false;
}

/* The next attribute of a tag: its name, and its value undecoded (empty when it has none). False when there are no more. */
static inline bool html_attribute(Str *rest, Str *name, Str *value)
{
    Str s = *rest;
    while (s.n && (char_is_blank(s.p[0]) || s.p[0] == '/'))
        s = str_from(s, 1);
    ptrdiff_t n = 0;
    while (n < s.n && !char_is_blank(s.p[n]) && s.p[n] != '=' && s.p[n] != '/')
        n++;
    *name = str_head(s, n);
    *value = (Str){0};
    Str after = str_trim_start(str_from(s, n));
    if (!str_starts(after, S("="))) {
        *rest = str_from(s, n);
        return n > 0;
    }
    after = str_trim_start(str_from(after, 1));
    bool quoted = after.n && (after.p[0] == '"' || after.p[0] == '\'');
    if (quoted) {
        Str v = str_from(after, 1);
        ptrdiff_t end = str_find_char(v, after.p[0]);
        *value = str_head(v, end < 0 ? v.n : end);
        *rest = str_from(v, end < 0 ? v.n : end + 1);
    } else {
        *value = str_cut_word(&after);
        *rest = after;
    }
    return n > 0;
}

/* The value of one attribute, undecoded; false when the tag does not have it. */
static inline bool html_find_attribute(Str attributes, Str wanted, Str *value)
{
    Str name;
    while (html_attribute(&attributes, &name, value))
        if (str_eq_fold(name, wanted))
            return true;
    *value = (Str){0};
    return false;
}

/* The code point of a character reference at the start of `s` and its length; {0, 0} when it is none. */
static inline Rune html_reference(Str s)
{
    static const struct {
        const char *name;
        uint32_t rune;
    } named[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}, {"&nbsp;", 0xA0}};
    for (ptrdiff_t i = 0; i < countof(named); i++)
        if (str_starts(s, str(named[i].name)))
            return (Rune){.value = named[i].rune, .n = (int)str(named[i].name).n, .valid = true};
    if (!str_starts(s, S("&#")))
        return (Rune){0};
    bool hex = s.n > 2 && char_lower(s.p[2]) == 'x';
    uint32_t value = 0;
    ptrdiff_t i = hex ? 3 : 2;
    for (; i < s.n && i < 10 && s.p[i] != ';'; i++) {
        char c = char_lower(s.p[i]);
        if (char_is_digit(c))
            value = value * (hex ? 16 : 10) + (uint32_t)(c - '0');
        else if (hex && c >= 'a' && c <= 'f')
            value = value * 16 + (uint32_t)(c - 'a' + 10);
        else
            return (Rune){0};
    }
    bool ends = i < s.n && s.p[i] == ';' && value > 0 && value <= 0x10FFFF;
    return ends ? (Rune){.value = value, .n = (int)i + 1, .valid = true} : (Rune){0};
}

/* Text or an attribute's value as the reader of the page sees it. */
static inline Str html_decoded(Arena *a, Str s)
{
    if (str_find_char(s, '&') < 0)
        return s;
    Buf b = buf_new(a, s.n);
    for (ptrdiff_t i = 0; i < s.n;) {
        Rune rune = s.p[i] == '&' ? html_reference(str_from(s, i)) : (Rune){0};
        if (rune.n)
            buf_put_rune(&b, rune.value);
        else
            buf_putc(&b, s.p[i]);
        i += rune.n ? rune.n : 1;
    }
    return buf_str(&b);
}

#endif
