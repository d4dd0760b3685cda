#include "page/source.h"

#include "doc/description.h"
#include "read/charset.h"
#include "read/read.h"

/* What its first reading had to say was said. */
static bool read_again(PageMaker *m, const Article *article, ArticleDoc *doc)
{
    Source raw = {0};
    Diags already_told = {.arena = m->scratch};
    doc->doc = (Doc){0};
    if (!m->sources.read(m->sources.context, article, &raw) ||
        read_article(m->scratch, &raw, &(ReadOptions){.ids = &m->site->config->ids}, &doc->doc, &doc->source, &already_told) != READ_ARTICLE)
        return false;
    doc->description = doc_description(m->scratch, &doc->doc);
    return true;
}

bool source_doc(PageMaker *m, const Article *article, ArticleDoc *doc)
{
    *doc = (ArticleDoc){0};
    bool is_kept = m->sources.recall && m->sources.recall(m->sources.context, m->scratch, article, &doc->doc, &doc->description);
    if (!is_kept && !read_again(m, article, doc))
        return false;
    doc_set_anchors(m->scratch, &doc->doc);
    return true;
}

const Source *source_text(PageMaker *m, const Article *article, ArticleDoc *doc)
{
    Source raw = {0};
    Diags already_told = {.arena = m->scratch};
    if (!doc->source.path.n) {
        doc->source.path = article->source;
        doc->is_lost = !m->sources.read(m->sources.context, article, &raw);
        doc->source.text = charset_decode(m->scratch, &raw, &already_told);
    }
    return &doc->source;
}
