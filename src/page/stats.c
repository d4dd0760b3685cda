/* Each chart is a list of rows, from which its image and its table are made. Every one has a bounded number of rows: what is left over is one more. */
#include "page/stats.h"

#include "page/chart.h"

enum { ROWS_MAX = 48, TERMS = 20, YEARS = 40, ARTICLES = 20, LENGTHS = 9, SHORTEST = 50 };

/* A row of the table, and a bar. */
typedef struct Row {
    Str label;              /* of the bar */
    Str name;               /* in the table */
    Str url;
    int64_t value;
} Row;

typedef struct Rows {
    Row items[ROWS_MAX];
    ptrdiff_t n;
} Rows;

static void add(Rows *rows, Str label, Str name, Str url, int64_t value)
{
    CHECK(rows->n < ROWS_MAX);
    rows->items[rows->n++] = (Row){label, name, url, value};
}

typedef void Draw(Buf *out, Str heading, const ChartBar *bars, ptrdiff_t n);

static Value row_value(PageMaker *m, const Row *row, int64_t whole)
{
    int64_t tenths = whole ? (row->value * 1000 + whole / 2) / whole : 0;
    MapBuilder map = {.arena = m->scratch};
    map_str(&map, S("name"), row->name);
    map_str(&map, S("url"), row->url);
    map_int(&map, S("count"), row->value);
    map_str(&map, S("share"), whole ? str_fmt(m->scratch, "%lld.%lld %%", (long long)(tenths / 10), (long long)(tenths % 10)) : (Str){0});
    return map_value(&map);
}

/* `whole`: what the rows are shares of, 0 for none. Without rows there is no chart, and null in its place. */
static void put_chart(PageMaker *m, MapBuilder *stats, Str id, Draw *draw, const Rows *rows, int64_t whole)
{
    if (!rows->n) {
        map_put(stats, id, (Value){0});
        return;
    }
    ChartBar bars[ROWS_MAX];
    ListBuilder list = {.arena = m->scratch};
    for (ptrdiff_t i = 0; i < rows->n; i++) {
        bars[i] = (ChartBar){rows->items[i].label, rows->items[i].value};
        list_push(&list, row_value(m, &rows->items[i], whole));
    }
    Buf svg = {.arena = m->scratch};
    draw(&svg, id, bars, rows->n);
    MapBuilder map = {.arena = m->scratch};
    map_str(&map, S("id"), id);
    map_str(&map, S("svg"), buf_str(&svg));
    map_put(&map, S("rows"), list_value(&list));
    map_bool(&map, S("has_shares"), whole > 0);
    map_put(stats, id, map_value(&map));
}

/* --- rows -------------------------------------------------------------------------------------------------------------------- */

/* Oldest first, those without an article too; what is older than the last YEARS is one row. */
static void put_years(PageMaker *m, MapBuilder *stats, const Page *page)
{
    const Taxonomy *t = &m->site->taxonomies[TAXONOMY_YEARS];   /* newest first */
    int64_t last = t->n ? str_number(t->terms[0].name) : -1, first = t->n ? str_number(t->terms[t->n - 1].name) : -1, older = 0;
    first = last - first < YEARS ? first : last - YEARS + 1;
    for (ptrdiff_t i = t->n; i-- > 0 && str_number(t->terms[i].name) < first;)
        older += t->terms[i].n;
    Rows rows = {0};
    if (older) {
        Str label = str_fmt(m->scratch, "≤ %04d", (int)first - 1);
        add(&rows, label, label, (Str){0}, older);
    }
    for (int64_t year = first; year >= 0 && year <= last; year++) {
        Str name = str_fmt(m->scratch, "%04d", (int)year);
        const Term *term = taxonomy_find(t, m->scratch, name);
        add(&rows, name, name, term && term->permalink.n ? page_url(m, page, term->permalink) : (Str){0}, term ? term->n : 0);
    }
    put_chart(m, stats, S("years"), chart_columns, &rows, m->site->n);
}

/* The largest terms, and the others together: an article of several counts in each. */
static void put_terms(PageMaker *m, MapBuilder *stats, const Page *page, TaxonomyKind kind)
{
    const Taxonomy *t = &m->site->taxonomies[kind];
    ptrdiff_t n;
    const Term **terms = taxonomy_by_size(m->scratch, t, true, &n);
    Rows rows = {0};
    int64_t others = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
        if (i < TERMS)
            add(&rows, terms[i]->name, terms[i]->name, terms[i]->permalink.n ? page_url(m, page, terms[i]->permalink) : (Str){0}, terms[i]->n);
        else
            others += terms[i]->n;
    }
    if (others)
        add(&rows, word(m, "stats_others"), word(m, "stats_others"), (Str){0}, others);
    put_chart(m, stats, t->name, chart_bars, &rows, m->site->n);
}

/* Lengths double from one row to the next. */
static int64_t put_lengths(PageMaker *m, MapBuilder *stats)
{
    int64_t counts[LENGTHS] = {0}, words = 0;
    for (ptrdiff_t i = 0; i < m->site->n; i++) {
        int32_t n = m->site->articles[i].words;
        ptrdiff_t row = 0;
        for (int32_t end = SHORTEST; n >= end && row + 1 < LENGTHS; end *= 2)
            row++;
        counts[row]++;
        words += n;
    }
    Rows rows = {0};
    for (int i = 0, from = 0, end = SHORTEST; i < LENGTHS; i++, from = end, end *= 2) {
        Str label = i + 1 < LENGTHS ? str_fmt(m->scratch, "%d–%d", from, end - 1) : str_fmt(m->scratch, "≥ %d", from);
        add(&rows, label, label, (Str){0}, counts[i]);
    }
    put_chart(m, stats, S("lengths"), chart_columns, &rows, m->site->n);
    return words;
}

static Str label_of(PageMaker *m, Str id, Str title)
{
    return id.n ? str_fmt(m->scratch, STR_FMT " " STR_FMT, STR_ARG(id), STR_ARG(title)) : title;
}

static void put_most_referenced(PageMaker *m, MapBuilder *stats, const Page *page)
{
    Rows rows = {0};
    for (ptrdiff_t i = 0; i < m->site->most_referenced_count && i < ARTICLES; i++) {
        const Article *a = &m->site->articles[m->site->most_referenced[i]];
        Str label = label_of(m, a->id, a->title);
        add(&rows, label, label, page_url(m, page, a->permalink), a->referrer_count);
    }
    put_chart(m, stats, S("most_referenced"), chart_bars, &rows, 0);
}

static void put_most_wanted(PageMaker *m, MapBuilder *stats)
{
    Rows rows = {0};
    for (ptrdiff_t i = 0; i < m->site->wanted_count && i < ARTICLES; i++) {
        const Wanted *wanted = &m->site->wanted[i];
        Str id = missing_id(m, wanted->number);
        add(&rows, id, id, missing_url(m, wanted->number), wanted->n);
    }
    put_chart(m, stats, S("most_wanted"), chart_bars, &rows, 0);
}

static int64_t put_references(PageMaker *m, MapBuilder *stats, const Page *page)
{
    int64_t all = 0, here = 0;
    for (ptrdiff_t i = 0; i < m->site->n; i++) {
        const Article *a = &m->site->articles[i];
        all += a->ref_count;
        for (int32_t k = 0; k < a->ref_count; k++)
            here += a->refs[k].article >= 0;
    }
    Rows rows = {0};
    if (all) {
        Str found = word(m, "stats_found"), wanted = word(m, "wanted_title");
        add(&rows, found, found, (Str){0}, here);
        add(&rows, wanted, wanted, m->site->wanted_count ? page_url(m, page, m->site->wanted_permalink) : (Str){0}, all - here);
    }
    put_chart(m, stats, S("references"), chart_parts, &rows, all);
    return all;
}

/* --- the page ------------------------------------------------------------------------------------------------------------------ */

bool stats_page(PageMaker *m, const Page *page, Buf *out)
{
    const Site *site = m->site;
    MapBuilder stats = {.arena = m->scratch};
    map_count(m, &stats, S("article_count"), S("article_count_text"), site->n);
    put_years(m, &stats, page);
    put_terms(m, &stats, page, TAXONOMY_PRODUCTS);
    put_terms(m, &stats, page, TAXONOMY_KINDS);
    map_count(m, &stats, S("word_count"), S("word_count_text"), put_lengths(m, &stats));
    map_count(m, &stats, S("reference_count"), S("reference_count_text"), put_references(m, &stats, page));
    put_most_referenced(m, &stats, page);
    put_most_wanted(m, &stats);
    map_count(m, &stats, S("identifier_count"), S("identifier_count_text"), site->identifiers.n);
    map_str(&stats, S("identifiers_url"), site->identifiers.n ? page_url(m, page, identifiers_permalink()) : (Str){0});

    ListBuilder crumbs = {.arena = m->scratch};
    list_push(&crumbs, crumb(m, site->config->title, page_url(m, page, (Str){0})));
    list_push(&crumbs, crumb(m, word(m, "stats_title"), (Str){0}));
    MapBuilder map = {.arena = m->scratch};
    chrome_put(m, &map, page, &(Chrome){.title = word(m, "stats_title"), .kind = S("stats"), .current = S("stats"), .breadcrumb = list_value(&crumbs)});
    map_put(&map, S("stats"), map_value(&stats));
    return page_finish(m, "stats", &map, out);
}
