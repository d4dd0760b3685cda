/* What the seed's dice choose: articles that are there, and what stands in new ones. */
#define _XOPEN_SOURCE 700
#include "model.h"

int dice(Model *m, int n)
{
    return rng_below(&m->rng, n);
}

bool chance(Model *m, int percent)
{
    return rng_chance(&m->rng, percent);
}

struct timespec some_time(Model *m)
{
    static const time_t times[] = {0, 1, 978307200, 4102444800};
    return chance(m, 50) ? (struct timespec){.tv_nsec = UTIME_NOW} : (struct timespec){.tv_sec = times[dice(m, (int)countof(times))]};
}

/* --- articles that are there ------------------------------------------------------------------------------------------------------- */

Article *any_article(Model *m)
{
    for (int tries = 0; tries < 1000; tries++) {
        int i = dice(m, m->article_count);
        if (chance(m, 30))
            i = i * i / (m->article_count ? m->article_count : 1) / 4;
        if (m->articles[i].path.n)
            return &m->articles[i];
    }
    return NULL;
}

Article *any_of(Model *m, Form form)
{
    for (int tries = 0; tries < 100; tries++) {
        Article *a = any_article(m);
        if (a && a->form == form)
            return a;
    }
    return NULL;
}

int live_articles(const Model *m)
{
    int n = 0;
    for (int i = 0; i < m->article_count; i++)
        n += m->articles[i].path.n > 0;
    return n;
}

/* --- names and numbers ------------------------------------------------------------------------------------------------------------- */

int new_number(Model *m)
{
    return 100000 + dice(m, 6) * 1000 + dice(m, 999);
}

int any_number(Model *m)
{
    const Article *a = any_article(m);
    if (a && a->number && !chance(m, 12))
        return a->number;
    return new_number(m);    /* most likely nobody's */
}

Str new_path(Model *m, Form form, int number)
{
    static const char *const folders[] = {"content", "content/notes", "content/notes/deep/er", "more", "more/notes", "content/far", "content/with space"};
    Str folder = str(folders[dice(m, (int)countof(folders))]);
    int serial = ++m->serial;
    if (form == FORM_MARKDOWN)
        return str_fmt(m->arena, STR_FMT "/n%d-%s.%s", STR_ARG(folder), serial, m->words[dice(m, WORD_COUNT)].p, chance(m, 80) ? "md" : "markdown");
    if (chance(m, 60))
        folder = str_fmt(&m->scratch, "content/kb/%03d", number / 1000);
    return str_fmt(m->arena, STR_FMT "/Q%d-%d.%s", STR_ARG(folder), number, serial, form == FORM_TEXT ? "txt" : "md");
}

/* "content/a/b.md" -> "content/c.png": "../c.png" */
static Str relative(Model *m, Str from, Str to)
{
    Buf b = {.arena = m->arena};
    ptrdiff_t common = 0;
    for (ptrdiff_t i = 0; i < from.n && i < to.n && from.p[i] == to.p[i]; i++)
        if (from.p[i] == '/')
            common = i + 1;
    for (ptrdiff_t i = common; i < from.n; i++)
        if (from.p[i] == '/')
            buf_put(&b, S("../"));
    buf_put(&b, str_from(to, common));
    return buf_str(&b);
}

static Str any_attachment(Model *m)
{
    for (int tries = 0; tries < 50 && m->attachment_count; tries++) {
        const Plain *p = &m->attachments[dice(m, m->attachment_count)];
        if (p->path.n)
            return p->path;
    }
    return S("content/no-such.png");
}

static Str any_link(Model *m, const Article *a)
{
    const Article *other = any_article(m);
    switch (dice(m, 8)) {
    case 0: return str_fmt(m->arena, "/kb/%d/Q%d/", 100 + dice(m, 6), any_number(m));
    case 1: return S("https://elsewhere.example/x?y=1");
    case 2: return S("broken-link.md");
    case 3:
    case 4: return relative(m, a->path, any_attachment(m));
    default: return other ? relative(m, a->path, other->path) : S("x.md");
    }
}

/* --- what stands in an article ----------------------------------------------------------------------------------------------------- */

void roll_refs(Model *m, Article *a)
{
    a->ref_count = dice(m, 4) ? dice(m, REFS_MAX + 1) : 0;
    for (int i = 0; i < a->ref_count; i++)
        a->refs[i] = any_number(m);
    a->link_count = a->form == FORM_MARKDOWN && chance(m, 50) ? dice(m, LISTS_MAX + 1) : 0;
    for (int i = 0; i < a->link_count; i++)
        a->links[i] = any_link(m, a);
}

void roll_terms(Model *m, Article *a)
{
    int p = dice(m, PRODUCT_COUNT * 3);
    a->product = chance(m, 8) ? -1 : p < PRODUCT_COUNT ? p : p % 3;
    a->second_product = chance(m, 20) ? dice(m, PRODUCT_COUNT) : -1;
    a->keyword_count = dice(m, LISTS_MAX + 1);
    for (int i = 0; i < a->keyword_count; i++)
        a->keywords[i] = chance(m, 60) ? dice(m, 6) : dice(m, KEYWORD_COUNT);
    a->technology_count = dice(m, LISTS_MAX);
    for (int i = 0; i < a->technology_count; i++)
        a->technologies[i] = dice(m, TECHNOLOGY_COUNT);
}

void roll_date(Model *m, Article *a)
{
    a->day = dice(m, 28) + 1;
    a->month = dice(m, 12) + 1;
    a->year = 1997 + dice(m, 6);
}

void roll_redirects(Model *m, Article *a)
{
    a->redirect_count = dice(m, LISTS_MAX);
    for (int i = 0; i < a->redirect_count; i++)
        a->redirects[i] = chance(m, 80)   ? str_fmt(m->arena, "old/place-%d/", ++m->serial)
                          : chance(m, 50) ? str_fmt(m->arena, "old/shared-%d.html", dice(m, 3))
                                          : S("products/");
}

void roll_related(Model *m, Article *a)
{
    a->related_count = dice(m, LISTS_MAX + 1);
    for (int i = 0; i < a->related_count; i++) {
        const Article *other = any_article(m);
        a->related[i] = chance(m, 60) || !other ? str_fmt(m->arena, "Q%d", any_number(m)) : relative(m, a->path, other->path);
    }
}

void roll_permalink(Model *m, Article *a)
{
    static const char *const taken[] = {"products/", "search/", "kb/100/", "about.html", "index.html", "../out/", "keywords/page/2/", "old/shared-1.html"};
    const Article *other = any_article(m);
    if (chance(m, 50))
        a->permalink = str_fmt(m->arena, "own/p%d/", ++m->serial);
    else if (chance(m, 40))
        a->permalink = str(taken[dice(m, (int)countof(taken))]);
    else if (chance(m, 40) && other && other->permalink.n)
        a->permalink = other->permalink;
    else
        a->permalink = (Str){0};
}

/* --- new ones ---------------------------------------------------------------------------------------------------------------------- */

Article *free_article(Model *m)
{
    for (int i = 0; i < m->article_count; i++)
        if (!m->articles[i].path.n)
            return &m->articles[i];
    return m->article_count < ARTICLES_MAX ? &m->articles[m->article_count++] : NULL;
}

Article *roll_article(Model *m)
{
    Article *a = free_article(m);
    if (!a)
        return NULL;
    Form form = (Form)dice(m, FORM_COUNT);
    *a = (Article){.form = form, .title = model_title(m), .words = rng_next(&m->rng), .paragraphs = 1 + dice(m, 3), .letter = dice(m, 26)};
    a->number = form != FORM_MARKDOWN || chance(m, 50) ? new_number(m) : 0;
    a->path = new_path(m, form, a->number);
    a->is_kb = chance(m, 15);
    a->has_legal = chance(m, 50);
    a->has_crlf = chance(m, 30);
    roll_date(m, a);
    roll_terms(m, a);
    roll_refs(m, a);
    if (form == FORM_FRONT && chance(m, 70))
        a->permalink = str_fmt(m->arena, "/kb/%03d/Q%d/", a->number / 1000, a->number);
    if (form == FORM_MARKDOWN) {
        if (chance(m, 20))
            roll_permalink(m, a);
        if (chance(m, 20))
            roll_redirects(m, a);
        if (chance(m, 20))
            roll_related(m, a);
        if (chance(m, 30))
            a->description = str_fmt(m->arena, "About %s and %s.", m->words[dice(m, WORD_COUNT)].p, m->words[dice(m, WORD_COUNT)].p);
        if (chance(m, 12))
            a->layout = chance(m, 70) ? S("poster") : S("card");
        a->is_draft = chance(m, 5);
        a->replaces = chance(m, 8);
        a->extra = m->words[dice(m, 40)];
    }
    return a;
}
