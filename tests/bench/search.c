/* search [-c CONFIG] FOLDER…: the articles of a site made from these folders, for those who measure its search: one JSON line each, in path
 * order, of {permalink, id, title, text, passages}. `text` is the body as the plain text writer gives it, one line a paragraph; `passages` are the
 * paragraphs and the items of its lists, in which a reader would have met a sentence: no code, no table, no list of references. */
#include "build/load.h"
#include "write/text.h"

#include <stdio.h>

enum { ONE_LINE = 1 << 24 };    /* a width that no paragraph reaches */

static bool is_prose(const Block *b)
{
    return b->kind == BLOCK_PARAGRAPH || (b->kind == BLOCK_ITEM && b->text && b->parent->kind != BLOCK_REFERENCES);
}

static Value passages(Arena *a, const Block *root)
{
    ListBuilder list = {.arena = a};
    const Block *b = block_following(root, root);
    while (b) {
        if (is_prose(b))
            list_push(&list, value_string(inline_text(a, b->text)));
        b = b->kind == BLOCK_REFERENCES ? block_following_sibling(root, b) : block_following(root, b);
    }
    return list_value(&list);
}

static bool put_article(Arena *a, const Config *c, const Article *article, Buf *out)
{
    Source raw, decoded;
    Doc doc = {0};
    Str why;
    Diags diags = {.arena = a};
    if (!load_source(a, article, &raw, &why) || read_article(a, &raw, &(ReadOptions){.ids = &c->ids}, &doc, &decoded, &diags) != READ_ARTICLE)
        return false;
    Buf text = {.arena = a};
    text_put(&text, doc.root, ONE_LINE);
    MapBuilder map = {.arena = a};
    map_str(&map, S("permalink"), article->permalink);
    map_str(&map, S("id"), article->id);
    map_str(&map, S("title"), article->title);
    map_str(&map, S("text"), buf_str(&text));
    map_put(&map, S("passages"), passages(a, doc.root));
    Value value = map_value(&map);
    value_put_json(out, &value, 0);
    buf_putc(out, '\n');
    return true;
}

static int put_all(Load *l)
{
    for (ptrdiff_t i = 0; i < l->site.n; i++) {
        const Article *article = &l->site.articles[i];
        Arena scratch = {0};
        Buf line = {.arena = &scratch};
        if (!article->source.n || !article->permalink.n)
            continue;
        if (!put_article(&scratch, &l->config, article, &line)) {
            fprintf(stderr, "search: " STR_FMT " cannot be read again\n", STR_ARG(article->source));
            return 1;
        }
        fwrite(line.p, 1, (size_t)line.n, stdout);
        arena_free(&scratch);
    }
    return ferror(stdout) || fflush(stdout) ? 1 : 0;
}

int main(int argc, char **argv)
{
    Arena arena = {0};
    LoadOptions options = {.source = S(".")};
    int first = 1;
    if (argc > 2 && str_eq(str(argv[1]), S("-c"))) {
        options.config = str(argv[2]);
        first = 3;
    }
    for (int i = first; i < argc; i++)
        list_add(&arena, &options.content, str(argv[i]));
    if (!options.content.n) {
        fputs("usage: search [-c CONFIG] FOLDER...\n", stderr);
        return 2;
    }
    Load *l = arena_new(&arena, Load, 1);
    int status = load_site(l, &options) ? put_all(l) : 1;
    load_free(l);
    arena_free(&arena);
    return status;
}
