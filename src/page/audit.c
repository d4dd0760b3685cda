#include "page/audit.h"

#include "read/charset.h"
#include "read/frontmatter.h"

enum { TOLD_MAX = 100 };    /* of one article and kind: a thousand are one problem */

/* --- where it stands in the source ------------------------------------------------------------------------------------------- */

/* One article being looked at. Lines are mostly asked for from the top down. What is looked up in them is at most TOLD_MAX things. */
typedef struct Look {
    Auditor *auditor;
    const Article *article;
    int32_t index;
    const Source *source;
    int line;               /* the last one asked for, */
    ptrdiff_t line_start;   /* and its offset */
    int wanted;             /* how many references to articles that are not here */
} Look;

static ptrdiff_t start_of(Look *l, int line)
{
    if (line < l->line) {
        l->line = 1;
        l->line_start = 0;
    }
    for (ptrdiff_t at; l->line < line && (at = str_find_char(str_from(l->source->text, l->line_start), '\n')) >= 0; l->line++)
        l->line_start += at + 1;
    return l->line_start;
}

/* The first place of `words` from that line on: a line of the document may be the first one of a paragraph. */
static ptrdiff_t place_of(Look *l, int line, Str words)
{
    ptrdiff_t start = start_of(l, line), at = str_find(str_from(l->source->text, start), words);
    return at >= 0 ? start + at : start;
}

/* "title:" at the beginning of a line of the front matter; -1 when there is none. */
static ptrdiff_t place_of_key(const Source *source, Str key)
{
    Str rest = source->text;
    if (!str_starts(rest, S("---")))
        return -1;
    str_cut_line(&rest);
    while (rest.n) {
        ptrdiff_t at = rest.p - source->text.p;
        Str line = str_cut_line(&rest);
        if (str_starts(line, S("---")) || str_starts(line, S("...")))
            break;
        bool is_quoted = line.n && (line.p[0] == '"' || line.p[0] == '\'');
        line = str_from(line, is_quoted);
        if (str_starts(line, key) && str_starts(str_trim_start(str_from(line, key.n + is_quoted)), S(":")))
            return at;
    }
    return -1;
}

/* --- fields ------------------------------------------------------------------------------------------------------------------ */

static void tell_key(Look *l, Str key, DiagCode code, Str sentence)
{
    ptrdiff_t at = place_of_key(l->source, key);
    if (at >= 0)
        diag_at(l->auditor->diags, l->source, at, code, STR_FMT, STR_ARG(sentence));
    else
        diag_file(l->auditor->diags, l->source->path, code, STR_FMT, STR_ARG(sentence));
}

static void look_at_dates(Look *l, const Meta *meta)
{
    Str today = l->auditor->audit->today;
    Arena *a = l->auditor->scratch;
    const struct {
        Str key, date;
    } dates[] = {{S("date"), meta->date}, {place_of_key(l->source, S("lastmod")) >= 0 ? S("lastmod") : S("updated"), meta->updated}};
    if (meta->date.n && meta->updated.n && str_cmp(meta->updated, meta->date) < 0)
        tell_key(l, dates[1].key, DIAG_DATE,
                 str_fmt(a, "it was changed (" STR_FMT ") before it was published (" STR_FMT ")", STR_ARG(meta->updated), STR_ARG(meta->date)));
    for (ptrdiff_t i = 0; i < countof(dates); i++)
        if (today.n && str_cmp(dates[i].date, today) > 0)
            tell_key(l, dates[i].key, DIAG_FUTURE_DATE, str_fmt(a, STR_FMT " is still to come", STR_ARG(dates[i].date)));
    if (!meta->date.n && !meta->updated.n && meta->format == FORMAT_MARKDOWN)
        diag_file(l->auditor->diags, l->source->path, DIAG_NO_DATE, "has no date");
}

static void look_at_keys(Look *l, const Meta *meta)
{
    for (ptrdiff_t i = 0; meta->extra.kind == VALUE_MAP && i < meta->extra.n; i++) {
        Str key = meta->extra.as.members[i].key, meant = frontmatter_meant(key);
        if (meant.n)
            tell_key(l, key, DIAG_UNKNOWN_KEY,
                     str_fmt(l->auditor->scratch, "unknown key `" STR_FMT "`; did you mean `" STR_FMT "`?", STR_ARG(key), STR_ARG(meant)));
    }
}

/* --- links ------------------------------------------------------------------------------------------------------------------- */

static void add_link(Auditor *w, PlaceLink link)
{
    w->links = arena_grow(w->keep, w->links, w->link_count, &w->link_cap, sizeof *w->links);
    w->links[w->link_count++] = link;
}

/* What follows the '#', decoded; empty when every page has the place: "#", "#top" (HTML Standard, scrolling to a fragment), and text that the browser looks
 * for. */
static Str place_named(Arena *a, Str url)
{
    ptrdiff_t hash = str_find_char(url, '#');
    Str fragment = hash >= 0 ? str_from(url, hash + 1) : (Str){0};
    ptrdiff_t directive = str_find(fragment, S(":~:"));
    Str place = url_decode(a, directive >= 0 ? str_head(fragment, directive) : fragment);
    return str_eq_fold(place, S("top")) ? (Str){0} : place;
}

/* The article that has a page for the link to stand on; -1 for links to anything else. */
static int32_t target_of(const Site *site, Arena *scratch, const Article *from, int32_t self, Str url)
{
    if (str_starts(url, S("#")))
        return self;
    Link link = site_resolve(site, scratch, from, url);
    return link.kind == LINK_ARTICLE ? link.article : -1;
}

static void look_at_link(Look *l, const Inline *in)
{
    Auditor *w = l->auditor;
    Str place = place_named(w->scratch, in->link->target);
    int32_t target = place.n ? target_of(w->audit->site, w->scratch, l->article, l->index, in->link->target) : -1;
    if (target < 0)
        return;
    w->links_to_itself |= target == l->index;
    add_link(w, (PlaceLink){l->index, target, in->line, str_copy(w->keep, in->link->target), str_copy(w->keep, place)});
}

static void look_at_reference(Look *l, const Inline *in)
{
    Auditor *w = l->auditor;
    if (in->link->number == l->article->number || site_find(w->audit->site, in->link->number) >= 0 || l->wanted++ >= TOLD_MAX)
        return;
    const StrList *prefixes = &w->audit->site->config->ids.prefixes;
    Str written = inline_text(w->scratch, in->child), prefix = prefixes->n ? prefixes->items[0] : (Str){0};
    diag_at(w->diags, l->source, place_of(l, in->line, written), DIAG_WANTED, "the article " STR_FMT "%lld is not here", STR_ARG(prefix),
            (long long)in->link->number);
}

static void look_at_inlines(Look *l, const Inline *in)
{
    for (; in; in = in->next) {
        if (in->kind == INLINE_LINK)
            look_at_link(l, in);
        if (in->kind == INLINE_REFERENCE)
            look_at_reference(l, in);
        look_at_inlines(l, inline_children(in));
    }
}

void audit_article(void *auditor, const Page *page, const Doc *doc, const Source *source)
{
    Auditor *w = auditor;
    Look l = {.auditor = w, .article = &w->audit->site->articles[page->index], .index = page->index, .source = source, .line = 1};
    w->links_to_itself = false;
    look_at_dates(&l, &doc->meta);
    look_at_keys(&l, &doc->meta);
    for (const Block *b = doc->root; b; b = block_following(doc->root, b))
        look_at_inlines(&l, b->text);
    if (l.wanted > TOLD_MAX)
        diag_file(w->diags, source->path, DIAG_WANTED, "%d more references lead to articles that are not here", l.wanted - TOLD_MAX);
}

/* --- places ------------------------------------------------------------------------------------------------------------------ */

static bool ends_name(char c)
{
    return char_is_blank(c) || c == '=' || c == '>' || c == '/';
}

/* value = '"' … '"' | "'" … "'" | what holds neither blank nor '>' */
static Str cut_value(Str *s)
{
    char quote = s->n ? s->p[0] : '\0';
    if (quote == '"' || quote == '\'') {
        *s = str_from(*s, 1);
        return str_cut(s, quote);
    }
    ptrdiff_t n = 0;
    while (n < s->n && !char_is_blank(s->p[n]) && s->p[n] != '>')
        n++;
    Str value = str_head(*s, n);
    *s = str_from(*s, n);
    return value;
}

/* `s` stands behind "<a"; afterwards behind the tag's '>'. */
static void cut_tag(Str *s, bool is_a, Table *places)
{
    while (s->n && s->p[0] != '>') {
        ptrdiff_t n = 0;
        while (n < s->n && !ends_name(s->p[n]))
            n++;
        Str name = str_head(*s, n);
        *s = str_trim_start(str_from(*s, n ? n : 1));
        if (!n || !str_starts(*s, S("=")))
            continue;
        *s = str_trim_start(str_from(*s, 1));
        Str value = cut_value(s);
        if (value.n && (str_eq_fold(name, S("id")) || (is_a && str_eq_fold(name, S("name")))))
            table_add(places, value);
        *s = str_trim_start(*s);
    }
    *s = str_from(*s, 1);
}

void html_places(Arena *a, Str html, Table *places)
{
    places->arena = a;
    for (ptrdiff_t at; (at = str_find_char(html, '<')) >= 0;) {
        html = str_from(html, at + 1);
        if (str_starts(html, S("!--"))) {
            ptrdiff_t end = str_find(html, S("-->"));
            html = end >= 0 ? str_from(html, end + 3) : (Str){0};
        } else if (html.n && char_is_alpha(html.p[0])) {
            ptrdiff_t n = 0;
            while (n < html.n && !ends_name(html.p[n]))
                n++;
            bool is_a = str_eq_fold(str_head(html, n), S("a"));
            html = str_from(html, n);
            cut_tag(&html, is_a, places);
        }
    }
}

void audit_page(Auditor *w, const Page *page, Str html)
{
    if (!w->audit->is_target[page->index] && !w->links_to_itself)
        return;
    Table found = {0}, *places = arena_new(w->keep, Table, 1);
    html_places(w->scratch, html, &found);
    places->arena = w->keep;
    for (ptrdiff_t i = 0; i < found.n; i++)
        table_add(places, str_copy(w->keep, found.keys[i]));
    w->audit->places[page->index] = places;
}

/* Ids are kept as they are written: one with a quotation mark is found by its escaped form. */
static bool has_place(const Table *places, Arena *scratch, Str place)
{
    ArenaMark mark = arena_mark(scratch);
    Buf escaped = {.arena = scratch};
    buf_put_html(&escaped, place);
    bool has = table_find(places, place) >= 0 || table_find(places, buf_str(&escaped)) >= 0;
    arena_rewind(scratch, mark);
    return has;
}

void audit_places(Auditor *w)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < w->link_count; i++) {
        const Table *places = w->audit->places[w->links[i].target];
        if (places && !has_place(places, w->scratch, w->links[i].place))
            w->links[n++] = w->links[i];
    }
    w->link_count = n;
}

ptrdiff_t audit_tell_places(Auditor *w, ptrdiff_t first, const Source *raw)
{
    Diags already_told = {.arena = w->scratch};
    Source source = {raw->path, charset_decode(w->scratch, raw, &already_told)};
    Look l = {.auditor = w, .index = w->links[first].from, .source = &source, .line = 1};
    ptrdiff_t next = first;
    for (; next < w->link_count && w->links[next].from == l.index; next++) {
        const PlaceLink *link = &w->links[next];
        const Table *places = w->audit->places[link->target];
        if (next - first >= TOLD_MAX)
            continue;
        Str near = str_nearest(link->place, places->keys, places->n);
        Str hint = near.n ? str_fmt(w->scratch, "; did you mean '#" STR_FMT "'?", STR_ARG(near)) : (Str){0};
        diag_at(w->diags, &source, place_of(&l, link->line, link->url), DIAG_BROKEN_ANCHOR,
                "the link to '" STR_FMT "' leads to a page that has no place of that name" STR_FMT, STR_ARG(link->url), STR_ARG(hint));
    }
    if (next - first > TOLD_MAX)
        diag_file(w->diags, raw->path, DIAG_BROKEN_ANCHOR, "%td more links lead to places that are not there", next - first - TOLD_MAX);
    return next;
}

/* --- all together ------------------------------------------------------------------------------------------------------------ */

void audit_start(Arena *a, const Site *site, Str today, Audit *audit)
{
    *audit = (Audit){site, today, arena_new(a, bool, site->n), arena_new(a, Table *, site->n)};
    Arena scratch = {0};
    for (ptrdiff_t i = 0; i < site->n; i++) {
        const Article *from = &site->articles[i];
        for (int32_t k = 0; k < from->local_link_count; k++) {
            ArenaMark mark = arena_mark(&scratch);
            Str url = from->local_links[k].url;
            int32_t target = str_find_char(url, '#') >= 0 ? target_of(site, &scratch, from, (int32_t)i, url) : -1;
            if (target >= 0)
                audit->is_target[target] = true;
            arena_rewind(&scratch, mark);
        }
    }
    arena_free(&scratch);
}

static bool is_listed(const Site *site, Arena *scratch, const Article *article)
{
    for (int kind = 0; kind < TERM_TAXONOMIES; kind++) {
        const StrList *terms = article_terms(article, (TaxonomyKind)kind);
        for (ptrdiff_t i = 0; i < terms->n; i++) {
            const Term *term = taxonomy_find(&site->taxonomies[kind], scratch, terms->items[i]);
            if (term && term->permalink.n)
                return true;
        }
    }
    return false;
}

/* What articles name as related, which is no reference of their text. */
static bool *find_related(const Site *site, Arena *a)
{
    bool *is_related = arena_new(a, bool, site->n);
    for (ptrdiff_t i = 0; i < site->n; i++) {
        const Article *from = &site->articles[i];
        const StrList *related = &article_extra(from)->related;
        for (ptrdiff_t k = 0; k < related->n; k++) {
            Str written = related->items[k];
            int64_t number = id_number(&site->config->ids, written, true);
            int32_t target = number >= 0 ? site_find(site, number) : target_of(site, a, from, (int32_t)i, written);
            if (target >= 0 && target != i)
                is_related[target] = true;
        }
    }
    return is_related;
}

void audit_orphans(const Site *site, Diags *diags)
{
    Arena scratch = {0};
    const bool *is_related = find_related(site, &scratch);
    for (ptrdiff_t i = 0; i < site->n; i++) {
        const Article *article = &site->articles[i];
        ArenaMark mark = arena_mark(&scratch);
        bool is_home = str_eq(permalink_file(&scratch, article->permalink), S("index.html"));
        if (!article->referrer_count && !is_related[i] && !is_home && !is_listed(site, &scratch, article))
            diag_file(diags, article->source, DIAG_ORPHAN, "no article refers to it, and no list by product, keyword, technology or kind has it");
        arena_rewind(&scratch, mark);
    }
    arena_free(&scratch);
}
