#include "page/cite.h"

Str cite_author(const Config *c, const Meta *meta)
{
    return meta->copyright_holder.n ? meta->copyright_holder : c->author;
}

/* The characters that TeX takes for its own. */
static void put_tex(Buf *b, Str s)
{
    static const struct {
        char c;
        const char *tex;
    } own[] = {{'\\', "\\textbackslash{}"}, {'~', "\\textasciitilde{}"}, {'^', "\\textasciicircum{}"}, {'{', "\\{"}, {'}', "\\}"},
               {'$', "\\$"}, {'&', "\\&"}, {'#', "\\#"}, {'_', "\\_"}, {'%', "\\%"}};
    for (ptrdiff_t i = 0; i < s.n; i++) {
        ptrdiff_t k = 0;
        while (k < countof(own) && own[k].c != s.p[i])
            k++;
        buf_put(b, k < countof(own) ? str(own[k].tex) : str_sub(s, i, i + 1));
    }
}

/* Titles and names stand in two pairs of braces: they keep their letter case, and no name is taken apart. */
static void put_field(Buf *b, const char *name, Str value, bool is_whole)
{
    if (!value.n)
        return;
    buf_fmt(b, ",\n  %s = {%s", name, is_whole ? "{" : "");
    put_tex(b, value);
    buf_put(b, is_whole ? S("}}") : S("}"));
}

Str cite_bibtex(Arena *a, const Config *c, const Article *article, const Meta *meta, Str url)
{
    Buf b = {.arena = a};
    if (!article->id.n)
        return (Str){0};
    buf_put(&b, S("@misc{"));
    for (ptrdiff_t i = 0; i < article->id.n; i++)       /* what a key may not have becomes a dash */
        buf_putc(&b, char_is_alnum(article->id.p[i]) || char_is_in(article->id.p[i], S("_.:+-")) ? article->id.p[i] : '-');
    put_field(&b, "author", cite_author(c, meta), true);
    put_field(&b, "title", article->title, true);
    put_field(&b, "number", article->id, false);
    put_field(&b, "howpublished", c->title, true);
    put_field(&b, "year", str_head(article->date, 4), false);
    put_field(&b, "date", str_head(article->date, 10), false);
    if (url.n)
        buf_fmt(&b, ",\n  url = {" STR_FMT "}", STR_ARG(url));
    buf_put(&b, S("\n}"));
    return buf_str(&b);
}
