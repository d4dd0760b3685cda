/* What stands in the files of the self-made site: articles in three formats, templates, config.yml. All words are made up. */
#include "model.h"

#include "site/theme.h"

/* --- words ---------------------------------------------------------------------------------------------------------------------- */

Str model_word(Model *m, Rng *r)
{
    double u = (double)rng_below(r, 10000) / 10000;
    return m->words[(int)(u * u * WORD_COUNT)];
}

Str model_title(Model *m)
{
    static const char *const tags[] = {"FIX: ", "BUG: ", "PRB: ", "HOWTO: ", "INFO: ", "", "", ""};
    static const char *const starts[] = {"Xylo ", "(Qq) ", "7 ", "Zz "};    /* letters that come and go */
    Buf b = {.arena = m->arena};
    buf_put(&b, str(tags[rng_below(&m->rng, (int)countof(tags))]));
    if (rng_chance(&m->rng, 4))
        buf_put(&b, str(starts[rng_below(&m->rng, (int)countof(starts))]));
    for (int i = rng_below(&m->rng, 4) + 2; i > 0; i--) {
        Str w = model_word(m, &m->rng);
        buf_putc(&b, char_upper(w.p[0]));
        buf_put(&b, str_from(w, 1));
        if (i > 1)
            buf_putc(&b, rng_chance(&m->rng, 3) ? '&' : ' ');
    }
    return buf_str(&b);
}

const char *const PRODUCTS[] = {"Example Writer", "Example Server 4.0", "Tabulator for Ducks", "Mail & More", "Clockwork", "clockwork", "Rare Product",
    "Printer \"X\""};
const int PRODUCT_COUNT = (int)countof(PRODUCTS);
const char *const KEYWORDS[] = {"kbprint", "kbnetwork", "kbfaq", "kbFAQ", "clock", "Clock", "kbsetup", "duck", "paper jam", "kbenv", "kbrare1", "kbrare2",
    "kbrare3", "mail", "spool", "kbother", "_IKhidden", "C++", "C#"};
const int KEYWORD_COUNT = (int)countof(KEYWORDS);
const char *const TECHNOLOGIES[] = {"kbWriter", "kbServer400", "kbServer400Search", "kbDuck", "kbClockwork", "kbZNotKeyword2", "kbMail", "kbmail", "kbRare"};
const int TECHNOLOGY_COUNT = (int)countof(TECHNOLOGIES);

static const char *const MONTHS[] = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};

/* --- the body ------------------------------------------------------------------------------------------------------------------------ */

static void put_words(Model *m, Buf *b, Rng *r, int n)
{
    int column = 0;
    for (int i = 0; i < n; i++) {
        Str w = model_word(m, r);
        if (column && column + w.n > 72) {
            buf_putc(b, '\n');
            column = 0;
        } else if (column) {
            buf_putc(b, ' ');
            column++;
        }
        buf_put(b, w);
        column += (int)w.n;
    }
}

static void put_id(Buf *b, const Article *a, int number)
{
    buf_fmt(b, "%s%d", a->is_kb ? "KB" : "Q", number);
}

static void put_paragraphs(Model *m, Buf *b, const Article *a, Rng *r)
{
    for (int i = 0; i < a->paragraphs; i++) {
        put_words(m, b, r, 6 + rng_below(r, 24));
        if (i == 0)
            buf_fmt(b, " x%cx", 'a' + a->letter);
        if (rng_chance(r, 20))
            buf_fmt(b, ", see %s%d.dll and 0x8007%04x", m->words[rng_below(r, WORD_COUNT)].p, rng_below(r, 9), rng_below(r, 65536));
        if (i == 0 && rng_chance(r, 40))     /* some of these occur in about as many articles as make a page of an identifier */
            buf_fmt(b, ", with pond%d.sys, STOP 0x0000%04X and Event ID %d", rng_below(r, 4), 0x50 + rng_below(r, 40), 4000 + rng_below(r, 60));
        for (int k = i; k < a->ref_count; k += a->paragraphs) {
            buf_put(b, S(" (see "));
            put_id(b, a, a->refs[k]);
            buf_putc(b, ')');
        }
        buf_put(b, S(".\n\n"));
    }
}

static void put_kb_body(Model *m, Buf *b, const Article *a)
{
    Rng r = {a->words};
    buf_put(b, S("SYMPTOMS\n========\n\n"));
    put_paragraphs(m, b, a, &r);
    if (rng_chance(&r, 50)) {
        buf_put(b, S("RESOLUTION\n==========\n\n1. "));
        put_words(m, b, &r, 5);
        buf_put(b, S("\n\n2. "));
        put_words(m, b, &r, 5);
        buf_put(b, S("\n\n"));
    }
    if (a->ref_count) {
        buf_put(b, S("REFERENCES\n==========\n\n"));
        buf_fmt(b, "   Q%d ", a->refs[0]);
        put_words(m, b, &r, 3);
        buf_put(b, S("\n\n"));
    }
    buf_put(b, S("Additional query words: "));
    put_words(m, b, &r, 2);
    buf_put(b, S("\n\n======================================================================\nKeywords          : "));
    for (int i = 0; i < a->keyword_count; i++)
        buf_fmt(b, "%s ", KEYWORDS[a->keywords[i]]);
    buf_put(b, S("\nTechnology        : "));
    for (int i = 0; i < a->technology_count; i++)
        buf_fmt(b, "%s ", TECHNOLOGIES[a->technologies[i]]);
    buf_fmt(b, "\nVersion           : winnt:4.%d\nIssue type        : %s\n", a->day % 3, a->day % 2 ? "kbbug" : "kbhowto");
    buf_put(b, S("\n=============================================================================\n"));
}

static void put_product(Buf *b, const Article *a)
{
    buf_put(b, a->product >= 0 ? str(PRODUCTS[a->product]) : S("See article"));
}

static void put_text_article(Model *m, Buf *b, const Article *a)
{
    buf_fmt(b, "DOCUMENT:Q%d  %02d-%s-%d  [code%d]\nTITLE   :" STR_FMT "\nPRODUCT :", a->number, a->day, MONTHS[a->month - 1], a->year, a->product + 1,
        STR_ARG(a->title));
    put_product(b, a);
    buf_fmt(b, "\nPROD/VER:winnt:4.%d\nOPER/SYS:\nKEYWORDS:", a->day % 3);
    for (int i = 0; i < a->keyword_count; i++)
        buf_fmt(b, "%s%s", i ? " " : "", KEYWORDS[a->keywords[i]]);
    buf_put(b, S("\n\n======================================================================\n"));
    if (a->second_product >= 0)
        buf_fmt(b, "-------------------------------------------------------------------------------\nThe information in this article applies to:\n\n - %s \n"
                   "-------------------------------------------------------------------------------\n\n", PRODUCTS[a->second_product]);
    put_kb_body(m, b, a);
    if (a->has_legal)
        buf_fmt(b, "\nTHE INFORMATION PROVIDED IN THIS MADE-UP ARTICLE IS OF NO USE TO ANYBODY.\n\nCopyright Example Ducks %d.", a->year);
}

static void put_front_article(Model *m, Buf *b, const Article *a)
{
    buf_fmt(b, "---\nlayout: page\ntitle: \"Q%d: ", a->number);
    buf_put_html(b, a->title);
    buf_put(b, S("\"\n"));
    if (a->permalink.n)
        buf_fmt(b, "permalink: " STR_FMT "\n", STR_ARG(a->permalink));
    buf_fmt(b, "---\n\n## Q%d: ", a->number);
    buf_put_html(b, a->title);
    Buf body = {.arena = &m->scratch};
    buf_fmt(&body, "Article: Q%d\nProduct(s): ", a->number);
    put_product(&body, a);
    buf_fmt(&body, "\nVersion(s): winnt:4.%d\nOperating System(s): \nKeyword(s): ", a->day % 3);
    for (int i = 0; i < a->keyword_count; i++)
        buf_fmt(&body, "%s%s", i ? " " : "", KEYWORDS[a->keywords[i]]);
    buf_fmt(&body, "\nLast Modified: %02d-%s-%d\n\n", a->day, MONTHS[a->month - 1], a->year);
    put_kb_body(m, &body, a);
    buf_put(b, S("\n\n"));
    for (Str rest = buf_str(&body); rest.n;) {
        Str line = str_cut_line(&rest);
        buf_fmt(b, "\t" STR_FMT "\n", STR_ARG(line));
    }
}

static void put_list(Buf *b, const char *key, const Str *items, int n)
{
    if (!n)
        return;
    buf_fmt(b, "%s: [", key);
    for (int i = 0; i < n; i++)
        buf_fmt(b, "%s\"" STR_FMT "\"", i ? ", " : "", STR_ARG(items[i]));
    buf_put(b, S("]\n"));
}

static void put_names(Buf *b, const char *key, const char *const *names, const int *items, int n)
{
    if (!n)
        return;
    buf_fmt(b, "%s: [", key);
    for (int i = 0; i < n; i++)
        buf_fmt(b, "%s'%s'", i ? ", " : "", names[items[i]]);
    buf_put(b, S("]\n"));
}

static void put_markdown_article(Model *m, Buf *b, const Article *a)
{
    buf_fmt(b, "---\ntitle: '" STR_FMT "'\n", STR_ARG(a->title));
    if (a->number)
        buf_fmt(b, "id: %s%d\n", a->is_kb ? "KB" : "Q", a->number);
    if (a->permalink.n)
        buf_fmt(b, "permalink: " STR_FMT "\n", STR_ARG(a->permalink));
    if (a->description.n)
        buf_fmt(b, "description: " STR_FMT "\n", STR_ARG(a->description));
    if (a->layout.n)
        buf_fmt(b, "layout: " STR_FMT "\n", STR_ARG(a->layout));
    if (a->extra.n)
        buf_fmt(b, "reviewer: " STR_FMT "\n", STR_ARG(a->extra));
    buf_fmt(b, "date: %04d-%02d-%02d\n", a->year, a->month, a->day);
    if (a->letter % 5 == 4)
        buf_fmt(b, "updated: %04d-%02d-%02d\n", a->year + 1, a->month, a->day);
    int products[2] = {a->product, a->second_product};
    put_names(b, "products", PRODUCTS, products, a->product < 0 ? 0 : a->second_product < 0 ? 1 : 2);
    put_names(b, "keywords", KEYWORDS, a->keywords, a->keyword_count);
    put_names(b, "technologies", TECHNOLOGIES, a->technologies, a->technology_count);
    put_list(b, "redirect_from", a->redirects, a->redirect_count);
    put_list(b, "related", a->related, a->related_count);
    if (a->is_draft)
        buf_put(b, S("draft: true\n"));
    if (a->replaces)
        buf_put(b, S("replaces: true\n"));
    Rng r = {a->words};
    buf_put(b, S("---\n\n## Why\n\n"));
    put_paragraphs(m, b, a, &r);
    for (int i = 0; i < a->link_count; i++)
        buf_fmt(b, rng_chance(&r, 30) ? "![p](<" STR_FMT ">)\n" : "[w](<" STR_FMT ">)\n", STR_ARG(a->links[i]));
    buf_put(b, S("\n## How\n\n- "));
    put_words(m, b, &r, 6);
    buf_put(b, S("\n- <b>raw</b>\n\n    code();\n\n## Else\n\n| a | b |\n|---|---|\n| "));
    put_words(m, b, &r, 2);
    buf_put(b, S(" | 2 |\n"));
}

static Str with_crlf(Model *m, Str s)
{
    Buf b = {.arena = &m->scratch};
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\n')
            buf_putc(&b, '\r');
        buf_putc(&b, s.p[i]);
    }
    return buf_str(&b);
}

Str article_text(Model *m, const Article *a)
{
    Buf b = {.arena = &m->scratch};
    switch (a->defect) {
    case DEFECT_EMPTY: return (Str){0};
    case DEFECT_YAML: return S("---\ntitle: [unclosed\nid: \"x\n---\n\nWords.\n");
    case DEFECT_UNCLOSED: return S("---\ntitle: Never closed\n\nWords.\n");
    case DEFECT_BINARY: return S("\x7F" "ELF\0\0\0\0\x01\x02\xFF\xFE binary");
    default: break;
    }
    switch (a->form) {
    case FORM_TEXT: put_text_article(m, &b, a); break;
    case FORM_FRONT: put_front_article(m, &b, a); break;
    default: put_markdown_article(m, &b, a);
    }
    if (a->defect == DEFECT_BYTES)
        buf_put(&b, S("\nA caf\xE9 and a \x81.\n"));
    if (a->defect == DEFECT_CONTROL)
        buf_put(&b, S("\nA bell \x07 rings.\n"));
    return a->has_crlf ? with_crlf(m, buf_str(&b)) : buf_str(&b);
}

/* --- other files ---------------------------------------------------------------------------------------------------------------------- */

Str plain_text(Model *m, const Plain *p)
{
    Buf b = {.arena = &m->scratch};
    Rng r = {p->seed};
    if (str_ends(p->path, S(".txt")))
        put_words(m, &b, &r, p->size / 8);
    else if (str_ends(p->path, S(".svg")))
        buf_fmt(&b, "<svg xmlns=\"http://www.w3.org/2000/svg\"><!-- %llx --></svg>\n", (unsigned long long)p->seed);
    else
        while (b.n < p->size)
            buf_putc(&b, (char)rng_below(&r, 256));
    return buf_str(&b);
}

/* Partials and pages of the theme that the site may take over, and some that the theme does not have; words of languages. */
const char *const TEMPLATES[] = {
    "entry", "link", "reference", "term", "article", "article-after", "list", "terms", "home", "base", "wanted", "redirect", "404", "search", "identifiers",
    "identifier-list", "stats", "chart", "facts", "toc", "breadcrumb", "pagination", "poster", "poster-part", "poster-leaf", "markdown", "text",
    "kb-front-matter", "card", "lang/en", "lang/de"
};
const int TEMPLATE_COUNT = (int)countof(TEMPLATES);

static Str built_in(const char *name)
{
    for (const ThemeFile *f = THEME_FILES; f->path; f++) {
        Str path = str_unprefix(str(f->path), S("templates/"));
        if (str_eq(str_head(path, path.n - 9), str(name)) && str_ends(path, S(".mustache")))
            return (Str){f->bytes, f->n};
    }
    return (Str){0};
}

/* Some words of a language, now and then with a slip, or no YAML. */
static Str words_text(Model *m, const char *name, int variant)
{
    return str_fmt(&m->scratch, "related: Related of %s, %d\n%s%s%s", name, variant, variant % 2 ? "products: Things\nwanted: \"\"\n" : "",
                   variant % 5 == 4 ? "relaetd: x\n" : "", variant % 9 == 8 ? "month_1: [\n" : "");
}

Str template_text(Model *m, int template)
{
    const char *name = TEMPLATES[template];
    int variant = m->templates[template];
    Buf b = {.arena = &m->scratch};
    if (str_starts(str(name), S("lang/")))
        return words_text(m, name, variant);
    if (str_eq(str(name), S("poster")))
        buf_put(&b, S("{{<base}}{{$main}}{{#article}}<h1>{{title}} {{extra.reviewer}}</h1>{{>poster-part}}<div data-kb-body>{{{body}}}</div>"
                      "{{>*article.format}}{{/article}}{{/main}}{{/base}}\n"));
    else if (str_eq(str(name), S("card")))
        buf_put(&b, S("<html>{{#article}}<b>{{title}}</b>{{#previous}}{{title}}{{/previous}}{{>*site.extra.word}}{{/article}}</html>\n"));
    else if (str_eq(str(name), S("poster-part")))
        buf_put(&b, S("<p>{{site.title}} {{site.extra.word}} {{>poster-leaf}}</p>\n"));
    else if (built_in(name).n)
        buf_put(&b, built_in(name));
    else
        buf_put(&b, S("<i>{{id}} {{#referenced_by}}{{count}}{{/referenced_by}}</i>\n"));
    if (variant % 9 == 8)
        buf_put(&b, S("{{#unclosed}}\n"));
    else if (variant % 9 == 7)
        buf_put(&b, S("<!-- {{titel}} {{no_such_name}} -->\n"));
    else if (variant % 9 == 6)
        buf_put(&b, S("{{>poster-leaf}}{{>no-such-partial}}\n"));
    else
        buf_fmt(&b, "<!-- %d {{page.kind}} {{site.extra.word}} -->\n", variant);
    return buf_str(&b);
}

const ConfigKey CONFIG_KEYS[] = {
    {{"title: Test base", "title: Another title", "title: \"Ünusual <b> & title\"", "site_name: Third"}, false, false},
    {{"description: All about ducks.", "", "description: Another one."}, false, false},
    {{"author: The ducks", "", "author: Somebody"}, false, false},
    {{"language: en", "language: de", "language: xx", ""}, false, false},
    {{"base_url: https://kb.example/ducks/", "", "base_url: https://other.example/"}, false, false},
    {{"", "permalink: \"kb/:prefix/:id/\"", "permalink: \":path/\"", "permalink: \"a/:year/:id/\"", "permalink: \":product/:id/\"", "permalink: \":id.html\""},
     false, false},
    {{"", "ids: {prefixes: [KB, Q], digits: 6}", "ids: {prefixes: [Q], digits: 5-7}"}, false, false},
    {{"taxonomies: {products: 1, keywords: 2, technologies: 2, kinds: 1}", "taxonomies: {products: 3, keywords: 1, technologies: 9, kinds: 30}", ""}, false,
     false},
    {{"paginate_by: 7", "paginate_by: 5", "paginate_by: 12", "paginate_by: 500"}, false, false},
    {{"", "offline: true"}, false, false},
    {{"", "search: false", "search: true"}, false, false},
    {{"", "identifiers: false", "identifiers: true"}, false, false},
    {{"", "stats: false"}, false, false},
    {{"links: {missing_url: \"https://old.example/:id/:number\"}", "", "links: {missing_url: \"https://new.example/:number\"}"}, false, false},
    {{"", "markdown: {html: true}"}, false, false},
    {{"", "legal: hide", "legal: The ducks take no blame.", "legal: keep"}, false, false},
    {{"extra: {word: poster-leaf, list: [a, b]}", "extra: {word: markdown, list: [a, b]}", "", "extra: {word: no-such}"}, false, false},
    {{"content_dir: [content, more]", "content_dir: [more, content]", "content_dir: content"}, false, false},
    {{"", "content_dir: [content, more, nowhere]"}, false, true},
    {{"", "static_dir: other-static"}, false, false},
    {{"", "templates_dir: other-templates"}, false, false},
    {{"", "titel: Misspelt", "no_such_key: 1"}, false, false},
    {{"", "paginate_bye: x\nsearch_: 1", "taxonomies: 3", "offline: perhaps", "\tx: [", "base_url: nowhere"}, false, true},
    {{"", "precompress: [gzip]", "precompress: [zstd, gzip]"}, true, false},
    {{"redirects: [netlify, nginx]", "redirects: [nginx]", ""}, true, false},
    {{"outputs: [json, markdown]", "outputs: [markdown]", "", "outputs: [json]"}, true, false},
    {{"", "fingerprint: false"}, false, false},
    {{"llms: true", "", "llms: false"}, true, false},
    {{"publish_source: true", "", "publish_source: false"}, true, false},
    {{"feed: {limit: 4}", "", "feed: {limit: 9}", "feed: false"}, true, false},
};
const int CONFIG_KEY_COUNT = (int)countof(CONFIG_KEYS);

Str config_text(Model *m)
{
    Buf b = {.arena = &m->scratch};
    for (int i = 0; i < CONFIG_KEY_COUNT; i++) {
        const char *line = CONFIG_KEYS[i].lines[m->values[i]];
        if (*line && (!CONFIG_KEYS[i].is_optional || m->has_optional[i]))
            buf_fmt(&b, "%s\n", line);
    }
    return buf_str(&b);
}
