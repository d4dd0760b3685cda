#include "read/read.h"

#include "doc/kind.h"
#include "read/charset.h"
#include "read/frontmatter.h"
#include "read/kb/envelope.h"
#include "read/markdown.h"

bool read_is_text_name(Str path)
{
    static const char *const suffixes[] = {".md", ".markdown", ".txt"};
    for (ptrdiff_t i = 0; i < countof(suffixes); i++) {
        Str suffix = str(suffixes[i]);
        if (path.n > suffix.n && str_eq_fold(str_from(path, path.n - suffix.n), suffix))
            return true;
    }
    return false;
}

static bool is_plain_txt(Str path)
{
    return path.n > 4 && str_eq_fold(str_from(path, path.n - 4), S(".txt"));
}

/* A Markdown article may leave its title to its first heading; then the heading is not shown twice. */
static void take_title_from_heading(Arena *a, Doc *doc)
{
    Block *first = doc->root->child;
    if (doc->meta.title.n || !first || first->kind != BLOCK_HEADING || first->level != 1)
        return;
    doc->meta.title = str_trim(inline_text(a, first->text));
    doc->root->child = first->next;
    if (!first->next)
        doc->root->last_child = NULL;
}

static ReadResult read_markdown(Arena *a, const Source *source, Str body, int line, const ReadOptions *options, Doc *doc, Diags *diags)
{
    doc->meta.format = FORMAT_MARKDOWN;
    doc->root = markdown_parse(a, source, body, line, options->ids, diags);
    take_title_from_heading(a, doc);
    if (!doc->root->child)
        diag_line(diags, source, line > 1 ? line - 1 : 1, 1, DIAG_EMPTY_BODY, "the article has no body");
    return READ_ARTICLE;
}

/* Files of data often begin with "---" too: front matter is what is closed, or stands in a file that is meant to be read. */
static bool has_front_matter(const Source *source, Str path, FrontMatter *fm, Diags *diags)
{
    Str rest = source->text;
    if (!str_eq(str_trim_end(str_cut_line(&rest)), S("---")))
        return false;
    bool is_closed = str_find(rest, S("\n---")) >= 0 || str_starts(rest, S("---"));
    return (is_closed || read_is_text_name(path)) && frontmatter_split(source, fm, diags);
}

static ReadResult read_source(Arena *a, const Source *raw, const ReadOptions *options, Doc *doc, Source *decoded, Diags *diags)
{
    bool is_meant = read_is_text_name(raw->path);
    *decoded = *raw;
    doc->meta.number = -1;
    if (charset_is_binary(raw->text)) {
        if (is_meant)
            diag_file(diags, raw->path, DIAG_NOT_AN_ARTICLE, "is a binary file, not an article");
        return is_meant ? READ_FAILED : READ_ATTACHMENT;
    }
    Str head = str_head(raw->text, 64);
    head = str_unprefix(head, S("\xEF\xBB\xBF"));
    bool may_be_article = is_meant || kbtext_is(head) || str_starts(head, S("---"));
    if (!may_be_article)
        return READ_ATTACHMENT;

    decoded->text = charset_decode(a, raw, diags);
    if (kbtext_is(decoded->text)) {
        kbtext_read(a, decoded, options->ids, doc, diags);
        return READ_ARTICLE;
    }
    FrontMatter fm;
    if (has_front_matter(decoded, raw->path, &fm, diags)) {
        if (!fm.is_closed)
            return READ_FAILED;
        if (!frontmatter_read(a, decoded, &fm, options->ids, &doc->meta, diags))
            return READ_FAILED;
        if (!kbtext_is_front(fm.body))
            return read_markdown(a, decoded, fm.body, fm.body_line, options, doc, diags);
        kbtext_read_front(a, decoded, fm.body, fm.body_line, options->ids, doc, diags);
        return READ_ARTICLE;
    }
    if (!is_meant)
        return READ_ATTACHMENT;
    if (is_plain_txt(raw->path) || !str_trim(decoded->text).n) {
        diag_file(diags, raw->path, DIAG_NOT_AN_ARTICLE,
                  str_trim(decoded->text).n ? "is no article: it begins neither with 'DOCUMENT:' nor with front matter ('---')"
                                            : "is empty");
        return READ_FAILED;
    }
    return read_markdown(a, decoded, decoded->text, 1, options, doc, diags);
}

ReadResult read_article(Arena *a, const Source *raw, const ReadOptions *options, Doc *doc, Source *decoded, Diags *diags)
{
    ReadResult result = read_source(a, raw, options, doc, decoded, diags);
    if (result == READ_ARTICLE)
        kind_add_derived(a, &doc->meta);
    return result;
}
