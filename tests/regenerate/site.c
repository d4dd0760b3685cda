/* The site on disk, and the edits: each changes the model by the seed's dice, writes what follows from it, and says in words what it did. */
#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE
#include "model.h"

#include <stdio.h>
#include <unistd.h>

#define FOREIGN "not made by kb"
#define say(e, ...) buf_fmt(&(e)->log, __VA_ARGS__)

static int dice(Model *m, int n) { return rng_below(&m->rng, n); }
static bool chance(Model *m, int percent) { return rng_chance(&m->rng, percent); }

static Str at_site(Model *m, Str path)
{
    return str_join2(&m->scratch, S("site/"), path);
}

static Str at_output(Model *m, Str path)
{
    return str_join2(&m->scratch, S(OUTPUT "/"), path);
}

/* --- files ------------------------------------------------------------------------------------------------------------------------ */

/* Editors write in place or put a new file where the old one was. */
static void put(Model *m, Str path, Str bytes)
{
    if (chance(m, 50))
        file_put(at_site(m, path), bytes);
    else
        file_replace(at_site(m, path), bytes);
}

static void put_article(Model *m, const Article *a)
{
    put(m, a->path, article_text(m, a));
}

static void take_away(Model *m, Str path)
{
    file_remove(at_site(m, path));
    if (chance(m, 50))
        file_prune(at_site(m, path), S("site/content"));
}

/* --- articles ----------------------------------------------------------------------------------------------------------------------- */

/* Some are referred to by many. */
static Article *any_article(Model *m)
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

static Article *any_of(Model *m, Form form)
{
    for (int tries = 0; tries < 100; tries++) {
        Article *a = any_article(m);
        if (a && a->form == form)
            return a;
    }
    return NULL;
}

static int live_articles(const Model *m)
{
    int n = 0;
    for (int i = 0; i < m->article_count; i++)
        n += m->articles[i].path.n > 0;
    return n;
}

static int new_number(Model *m)
{
    return 100000 + dice(m, 6) * 1000 + dice(m, 999);
}

static int any_number(Model *m)
{
    const Article *a = any_article(m);
    if (a && a->number && !chance(m, 12))
        return a->number;
    return new_number(m);    /* most likely nobody's */
}

static Str new_path(Model *m, Form form, int number)
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

static void roll_refs(Model *m, Article *a)
{
    a->ref_count = dice(m, 4) ? dice(m, REFS_MAX + 1) : 0;
    for (int i = 0; i < a->ref_count; i++)
        a->refs[i] = any_number(m);
    a->link_count = a->form == FORM_MARKDOWN && chance(m, 50) ? dice(m, LISTS_MAX + 1) : 0;
    for (int i = 0; i < a->link_count; i++)
        a->links[i] = any_link(m, a);
}

static void roll_terms(Model *m, Article *a)
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

static void roll_date(Model *m, Article *a)
{
    a->day = dice(m, 28) + 1;
    a->month = dice(m, 12) + 1;
    a->year = 1997 + dice(m, 6);
}

static void roll_redirects(Model *m, Article *a)
{
    a->redirect_count = dice(m, LISTS_MAX);
    for (int i = 0; i < a->redirect_count; i++)
        a->redirects[i] = chance(m, 80)   ? str_fmt(m->arena, "old/place-%d/", ++m->serial)
                          : chance(m, 50) ? str_fmt(m->arena, "old/shared-%d.html", dice(m, 3))
                                          : S("products/");
}

static void roll_related(Model *m, Article *a)
{
    a->related_count = dice(m, LISTS_MAX + 1);
    for (int i = 0; i < a->related_count; i++) {
        const Article *other = any_article(m);
        a->related[i] = chance(m, 60) || !other ? str_fmt(m->arena, "Q%d", any_number(m)) : relative(m, a->path, other->path);
    }
}

static void roll_permalink(Model *m, Article *a)
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

static Article *free_article(Model *m)
{
    for (int i = 0; i < m->article_count; i++)
        if (!m->articles[i].path.n)
            return &m->articles[i];
    return m->article_count < ARTICLES_MAX ? &m->articles[m->article_count++] : NULL;
}

/* A new article, not yet on disk. */
static Article *roll_article(Model *m)
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

/* --- edits of articles ------------------------------------------------------------------------------------------------------------------ */

static bool edit_add(Model *m, Effects *e)
{
    if (live_articles(m) > m->article_goal * 5 / 4)
        return false;
    Article *a = roll_article(m);
    if (!a)
        return false;
    put_article(m, a);
    say(e, "new article " STR_FMT, STR_ARG(a->path));
    return true;
}

static bool edit_delete(Model *m, Effects *e)
{
    Article *a = any_article(m);
    if (!a || live_articles(m) < m->article_goal * 3 / 4)
        return false;
    take_away(m, a->path);
    say(e, "article " STR_FMT " deleted", STR_ARG(a->path));
    a->path = (Str){0};
    return true;
}

/* Changes one thing of an article and writes it. */
typedef bool ChangeArticle(Model *m, Article *a);

static bool change(Model *m, Effects *e, const char *what, Article *a, ChangeArticle *how)
{
    if (!a || !how(m, a))
        return false;
    put_article(m, a);
    say(e, "%s of " STR_FMT, what, STR_ARG(a->path));
    return true;
}

static bool change_text(Model *m, Article *a) { a->words = rng_next(&m->rng); a->paragraphs = 1 + dice(m, 3); return true; }
static bool change_letter(Model *m, Article *a) { a->letter = (a->letter + 1 + dice(m, 24)) % 26; return true; }
static bool change_title(Model *m, Article *a) { a->title = model_title(m); return true; }
static bool change_refs(Model *m, Article *a) { roll_refs(m, a); return true; }
static bool change_terms(Model *m, Article *a) { roll_terms(m, a); return true; }
static bool change_date(Model *m, Article *a) { roll_date(m, a); return true; }
static bool change_redirects(Model *m, Article *a) { roll_redirects(m, a); return true; }
static bool change_related(Model *m, Article *a) { roll_related(m, a); return true; }
static bool change_permalink(Model *m, Article *a) { roll_permalink(m, a); return true; }
static bool change_draft(Model *m, Article *a) { (void)m; a->is_draft = !a->is_draft; return true; }
static bool change_replaces(Model *m, Article *a) { a->replaces = !a->replaces; a->number = a->replaces ? any_number(m) : a->number; return true; }
static bool change_legal(Model *m, Article *a) { (void)m; a->has_legal = !a->has_legal; return true; }
static bool change_line_ends(Model *m, Article *a) { (void)m; a->has_crlf = !a->has_crlf; return true; }
static bool change_defect(Model *m, Article *a) { a->defect = a->defect ? DEFECT_NONE : (Defect)dice(m, DEFECT_COUNT); return true; }
static bool change_extra(Model *m, Article *a) { a->extra = m->words[dice(m, 40)]; return true; }

static bool change_number(Model *m, Article *a)
{
    a->number = a->form == FORM_MARKDOWN && chance(m, 20) ? 0 : any_number(m);
    if (a->form == FORM_FRONT && a->permalink.n)
        a->permalink = str_fmt(m->arena, "/kb/%03d/Q%d/", a->number / 1000, a->number);
    return true;
}

static bool change_description(Model *m, Article *a)
{
    a->description = chance(m, 30) ? (Str){0} : str_fmt(m->arena, "About %s.", m->words[dice(m, WORD_COUNT)].p);
    return true;
}

static bool change_layout(Model *m, Article *a)
{
    static const char *const layouts[] = {"", "poster", "card", "page", "no-such-layout"};
    a->layout = str(layouts[dice(m, (int)countof(layouts))]);
    return true;
}

static bool edit_text(Model *m, Effects *e) { return change(m, e, "text", any_article(m), change_text); }
static bool edit_letter(Model *m, Effects *e) { return change(m, e, "one letter", any_article(m), change_letter); }
static bool edit_title(Model *m, Effects *e) { return change(m, e, "title", any_article(m), change_title); }
static bool edit_refs(Model *m, Effects *e) { return change(m, e, "references", any_article(m), change_refs); }
static bool edit_terms(Model *m, Effects *e) { return change(m, e, "terms", any_article(m), change_terms); }
static bool edit_date(Model *m, Effects *e) { return change(m, e, "date", any_article(m), change_date); }
static bool edit_number(Model *m, Effects *e) { return change(m, e, "id", any_article(m), change_number); }
static bool edit_permalink(Model *m, Effects *e) { return change(m, e, "permalink", any_of(m, FORM_MARKDOWN), change_permalink); }
static bool edit_redirects(Model *m, Effects *e) { return change(m, e, "old addresses", any_of(m, FORM_MARKDOWN), change_redirects); }
static bool edit_related(Model *m, Effects *e) { return change(m, e, "related articles", any_of(m, FORM_MARKDOWN), change_related); }
static bool edit_draft(Model *m, Effects *e) { return change(m, e, "draft", any_of(m, FORM_MARKDOWN), change_draft); }
static bool edit_replaces(Model *m, Effects *e) { return change(m, e, "replaces", any_of(m, FORM_MARKDOWN), change_replaces); }
static bool edit_legal(Model *m, Effects *e) { return change(m, e, "legal notice", any_of(m, FORM_TEXT), change_legal); }
static bool edit_line_ends(Model *m, Effects *e) { return change(m, e, "line ends", any_article(m), change_line_ends); }
static bool edit_defect(Model *m, Effects *e) { return change(m, e, "defect", any_article(m), change_defect); }
static bool edit_extra(Model *m, Effects *e) { return change(m, e, "extra key", any_of(m, FORM_MARKDOWN), change_extra); }
static bool edit_description(Model *m, Effects *e) { return change(m, e, "description", any_of(m, FORM_MARKDOWN), change_description); }
static bool edit_layout(Model *m, Effects *e) { return change(m, e, "layout", any_of(m, FORM_MARKDOWN), change_layout); }

/* About as many refer to one article as its page has room for. */
static bool edit_hub(Model *m, Effects *e)
{
    enum { ROOM = 20 };
    const Article *hub = any_article(m);
    if (!hub || !hub->number)
        return false;
    int wanted = ROOM - 1 + dice(m, 4), first = dice(m, m->article_count), n = 0;
    for (int i = 0; i < m->article_count && n < wanted; i++) {
        Article *a = &m->articles[(first + i) % m->article_count];
        if (!a->path.n || a == hub)
            continue;
        a->refs[0] = hub->number;
        a->ref_count += !a->ref_count;
        put_article(m, a);
        n++;
    }
    say(e, "%d refer to " STR_FMT, n, STR_ARG(hub->path));
    return true;
}

static bool edit_rename(Model *m, Effects *e)
{
    Article *a = any_article(m);
    if (!a)
        return false;
    Str to = new_path(m, a->form, a->number);
    file_rename(at_site(m, a->path), at_site(m, to));
    say(e, STR_FMT " becomes " STR_FMT, STR_ARG(a->path), STR_ARG(to));
    a->path = to;
    return true;
}

/* Two articles take each other's files' names: sizes and times move with them. */
static bool edit_swap(Model *m, Effects *e)
{
    Article *a = any_article(m), *b = any_article(m);
    if (!a || !b || a == b || a->form != b->form)
        return false;
    file_rename(at_site(m, a->path), S("outside/swap"));
    file_rename(at_site(m, b->path), at_site(m, a->path));
    file_rename(S("outside/swap"), at_site(m, b->path));
    Str path = a->path;
    a->path = b->path;
    b->path = path;
    say(e, STR_FMT " and " STR_FMT " take each other's place", STR_ARG(a->path), STR_ARG(b->path));
    return true;
}

static bool edit_rename_folder(Model *m, Effects *e)
{
    const Article *a = any_article(m);
    if (!a)
        return false;
    Str folder = str_head(a->path, str_find_last_char(a->path, '/') + 1);
    if (str_eq(folder, S("content/")) || str_eq(folder, S("more/")) || str_starts(folder, S("content/far/")))
        return false;
    folder = str_copy(m->arena, folder);
    Str to = str_fmt(m->arena, "content/renamed-%d/", ++m->serial);
    file_rename(at_site(m, str_head(folder, folder.n - 1)), at_site(m, str_head(to, to.n - 1)));
    for (int i = 0; i < m->article_count; i++)
        if (str_starts(m->articles[i].path, folder))
            m->articles[i].path = str_join2(m->arena, to, str_from(m->articles[i].path, folder.n));
    for (int i = 0; i < m->attachment_count; i++)
        if (str_starts(m->attachments[i].path, folder))
            m->attachments[i].path = str_join2(m->arena, to, str_from(m->attachments[i].path, folder.n));
    for (ptrdiff_t i = 0; i < m->oddities.n; i++)
        if (str_starts(m->oddities.items[i], folder))
            m->oddities.items[i] = str_join2(m->arena, to, str_from(m->oddities.items[i], folder.n));
    say(e, "the folder " STR_FMT " becomes " STR_FMT, STR_ARG(folder), STR_ARG(to));
    return true;
}

static bool edit_form(Model *m, Effects *e)
{
    Article *a = any_article(m);
    if (!a)
        return false;
    Str from = a->path;
    a->form = (Form)((a->form + 1 + (Form)dice(m, FORM_COUNT - 1)) % FORM_COUNT);
    if (!a->number)
        a->number = new_number(m);
    a->permalink = (Str){0};
    a->path = new_path(m, a->form, a->number);
    take_away(m, from);
    put_article(m, a);
    say(e, STR_FMT " becomes " STR_FMT " in another format", STR_ARG(from), STR_ARG(a->path));
    return true;
}

/* The same article in the other wrapping. */
static bool edit_twin(Model *m, Effects *e)
{
    Article *a = any_of(m, chance(m, 50) ? FORM_TEXT : FORM_FRONT);
    Article *twin = a ? free_article(m) : NULL;
    if (!twin || live_articles(m) > m->article_goal * 5 / 4)
        return false;
    *twin = *a;
    twin->form = a->form == FORM_TEXT ? FORM_FRONT : FORM_TEXT;
    twin->path = new_path(m, twin->form, twin->number);
    if (chance(m, 20))
        twin->day = twin->day % 28 + 1;
    put_article(m, twin);
    say(e, "a twin " STR_FMT " of " STR_FMT, STR_ARG(twin->path), STR_ARG(a->path));
    return true;
}

/* A file stands at a name, then a folder of that name with a file in it. */
static bool edit_to_folder(Model *m, Effects *e)
{
    Article *a = any_of(m, FORM_MARKDOWN);
    if (!a)
        return false;
    Str from = a->path;
    file_remove(at_site(m, from));
    a->path = str_fmt(m->arena, STR_FMT "/n%d.md", STR_ARG(from), ++m->serial);
    put_article(m, a);
    say(e, STR_FMT " becomes a folder with " STR_FMT, STR_ARG(from), STR_ARG(a->path));
    return true;
}

/* --- edits that change nothing, or hide that they do ------------------------------------------------------------------------------------- */

static struct timespec some_time(Model *m)
{
    static const time_t times[] = {0, 1, 978307200, 4102444800};
    return chance(m, 50) ? (struct timespec){.tv_nsec = UTIME_NOW} : (struct timespec){.tv_sec = times[dice(m, (int)countof(times))]};
}

static bool edit_touch(Model *m, Effects *e)
{
    const Article *a = any_article(m);
    if (!a)
        return false;
    file_set_time(at_site(m, a->path), some_time(m));
    say(e, STR_FMT " touched", STR_ARG(a->path));
    return true;
}

static bool edit_rewrite(Model *m, Effects *e)
{
    const Article *a = any_article(m);
    if (!a)
        return false;
    put_article(m, a);
    say(e, STR_FMT " written again as it was", STR_ARG(a->path));
    return true;
}

/* Same size, same modification time. */
static bool edit_sly(Model *m, Effects *e)
{
    Article *a = any_article(m);
    if (!a)
        return false;
    struct stat st = file_stat(at_site(m, a->path));
    change_letter(m, a);
    put_article(m, a);
    file_set_time(at_site(m, a->path), st.st_mtim);
    say(e, "one letter of " STR_FMT ", and its time set back", STR_ARG(a->path));
    return true;
}

static bool edit_during(Model *m, Effects *e)
{
    m->during_count = 0;
    for (int i = dice(m, 3) + 1; i > 0; i--) {
        Article *a = any_article(m);
        if (!a)
            return false;
        change_letter(m, a);
        put_article(m, a);
        m->during[m->during_count++] = a->path;
        say(e, "one letter of " STR_FMT ", and another one while the build runs; ", STR_ARG(a->path));
    }
    e->during = e->alone = true;
    return true;
}

void model_edit_during(Model *m, Effects *e)
{
    (void)e;
    for (int k = 0; k < m->during_count; k++)
        for (int i = 0; i < m->article_count; i++)
            if (str_eq(m->articles[i].path, m->during[k])) {
                change_letter(m, &m->articles[i]);
                put_article(m, &m->articles[i]);
            }
}

/* --- links, folders, other oddities ---------------------------------------------------------------------------------------------------------- */

static bool edit_link_article(Model *m, Effects *e)
{
    const Article *a = any_article(m);
    char here[512];
    if (!a || !getcwd(here, sizeof here))
        return false;
    Str real = str_fmt(&m->scratch, "outside/real-%d", ++m->serial);
    file_rename(at_site(m, a->path), real);
    file_link(str_fmt(&m->scratch, "%s/" STR_FMT, here, STR_ARG(real)), at_site(m, a->path));
    say(e, STR_FMT " becomes a link to " STR_FMT, STR_ARG(a->path), STR_ARG(real));
    return true;
}

static bool edit_oddity(Model *m, Effects *e)
{
    if (m->oddities.n && chance(m, 50)) {
        Str path = m->oddities.items[--m->oddities.n];
        file_remove(at_site(m, path));
        say(e, STR_FMT " removed", STR_ARG(path));
        return true;
    }
    Str path;
    int serial = ++m->serial;
    switch (dice(m, 4)) {
    case 0:
        path = str_fmt(m->arena, "content/empty-%d", serial);
        folder_make(at_site(m, path));
        break;
    case 1:
        path = str_fmt(m->arena, "content/dangling-%d.md", serial);
        file_link(S("nowhere"), at_site(m, path));
        break;
    case 2:
        path = str_fmt(m->arena, "content/loop-%d", serial);
        file_link(S("."), at_site(m, path));
        break;
    default:
        path = str_fmt(m->arena, "content/notes-%d.txt", serial);
        file_put(at_site(m, path), S("Some notes that are no article.\n"));
    }
    list_add(m->arena, &m->oddities, path);
    say(e, STR_FMT " made", STR_ARG(path));
    return true;
}

/* --- attachments, static files, templates, config ------------------------------------------------------------------------------------------ */

static Str new_attachment_path(Model *m)
{
    static const char *const suffixes[] = {"png", "zip", "svg", "bin"};
    const Article *a = any_article(m);
    Str folder = a && chance(m, 70) ? str_head(a->path, str_find_last_char(a->path, '/')) : S("content/files");
    return str_fmt(m->arena, STR_FMT "/%sa%d.%s", STR_ARG(folder), chance(m, 40) ? "images/" : "", ++m->serial, suffixes[dice(m, (int)countof(suffixes))]);
}

static Str new_static_path(Model *m)
{
    static const char *const fixed[] = {"kb.css", "favicon.svg", "robots.txt", ".nojekyll", "sub/deep/x.txt", "products/index.html", "kb/100/index.html", "404.html"};
    return chance(m, 40) ? str(fixed[dice(m, (int)countof(fixed))]) : str_fmt(m->arena, "s%d.txt", ++m->serial);
}

static int new_size(Model *m)
{
    return chance(m, 10) ? 100000 + dice(m, 1000) : dice(m, 2000);
}

static bool edit_plain(Model *m, Effects *e, Plain *list, int *count, int goal, bool is_static)
{
    Plain *p = *count ? &list[dice(m, *count)] : NULL;
    int kind = dice(m, 6);
    Str prefix = is_static ? S("static/") : S("");
    if (kind == 0 || !p || !p->path.n) {
        int live = 0;
        p = NULL;
        for (int i = 0; i < *count; i++) {
            live += list[i].path.n > 0;
            if (!list[i].path.n)
                p = &list[i];
        }
        if (live > goal || (!p && *count == PLAINS_MAX))
            return false;
        Str path = is_static ? str_join2(m->arena, prefix, new_static_path(m)) : new_attachment_path(m);
        if (file_exists(at_site(m, path)))
            return false;
        if (!p)
            p = &list[(*count)++];
        *p = (Plain){path, rng_next(&m->rng), new_size(m)};
        put(m, p->path, plain_text(m, p));
        say(e, "new file " STR_FMT, STR_ARG(p->path));
    } else if (kind == 1) {
        take_away(m, p->path);
        say(e, "file " STR_FMT " deleted", STR_ARG(p->path));
        p->path = (Str){0};
    } else if (kind == 2 && !is_static) {
        Str to = new_attachment_path(m);
        file_rename(at_site(m, p->path), at_site(m, to));
        say(e, STR_FMT " becomes " STR_FMT, STR_ARG(p->path), STR_ARG(to));
        p->path = to;
        return true;
    } else if (kind == 3) {
        file_set_time(at_site(m, p->path), some_time(m));
        say(e, STR_FMT " touched", STR_ARG(p->path));
    } else {
        struct stat st = file_stat(at_site(m, p->path));
        p->seed = rng_next(&m->rng);
        if (kind == 4)
            p->size = new_size(m);
        put(m, p->path, plain_text(m, p));
        if (kind == 5 && chance(m, 50))
            file_set_time(at_site(m, p->path), st.st_mtim);
        say(e, "file " STR_FMT " changed%s", STR_ARG(p->path), kind == 5 ? ", its size kept" : "");
    }
    return true;
}

static bool edit_attachment(Model *m, Effects *e) { return edit_plain(m, e, m->attachments, &m->attachment_count, 30, false); }
static bool edit_static(Model *m, Effects *e) { return edit_plain(m, e, m->statics, &m->static_count, 12, true); }

static Str template_path(Model *m, int i)
{
    return str_fmt(&m->scratch, "templates/%s.%s", TEMPLATES[i], str_starts(str(TEMPLATES[i]), S("lang/")) ? "yml" : "mustache");
}

static bool edit_template(Model *m, Effects *e)
{
    int i = dice(m, TEMPLATE_COUNT);
    if (m->templates[i] && chance(m, 60)) {
        m->templates[i] = 0;
        file_remove(at_site(m, template_path(m, i)));
        say(e, "template %s removed", TEMPLATES[i]);
        return true;
    }
    m->templates[i] = ++m->serial;
    put(m, template_path(m, i), template_text(m, i));
    say(e, "template %s as of %d", TEMPLATES[i], m->templates[i]);
    return true;
}

/* Back to how the site began, for one key that has another value: what stays away for long is not tested. */
static bool mend_config(Model *m, Effects *e)
{
    int first = dice(m, CONFIG_KEY_COUNT);
    for (int i = 0; i < CONFIG_KEY_COUNT; i++) {
        int key = (first + i) % CONFIG_KEY_COUNT;
        if (!m->values[key] || (m->kb->is_stopped && !CONFIG_KEYS[key].is_error))
            continue;
        m->values[key] = 0;
        put(m, S("config.yml"), config_text(m));
        say(e, "[config] '%s' again; ", CONFIG_KEYS[key].lines[0]);
        return true;
    }
    return false;
}

static bool edit_config(Model *m, Effects *e)
{
    if (chance(m, 4)) {
        bool is_there = file_exists(S("site/config.yml"));
        if (is_there)
            file_remove(S("site/config.yml"));
        else
            put(m, S("config.yml"), config_text(m));
        say(e, "config.yml %s", is_there ? "removed" : "there again");
        return true;
    }
    int key = dice(m, CONFIG_KEY_COUNT), n = 0;
    while (n < (int)countof(CONFIG_KEYS[key].lines) && CONFIG_KEYS[key].lines[n])
        n++;
    m->values[key] = m->values[key] ? 0 : 1 + dice(m, n - 1);
    put(m, S("config.yml"), config_text(m));
    say(e, "config: '%s'", CONFIG_KEYS[key].lines[m->values[key]]);
    return true;
}

static int find_packing(void)
{
    int key = 0;
    while (!str_starts(str(CONFIG_KEYS[key].lines[1]), S("precompress")))
        key++;
    return key;
}

/* Packing takes most of a build's time, so a site has packed copies for a while only. */
static bool edit_packed(Model *m, Effects *e)
{
    int key = find_packing();
    m->values[key] = m->values[key] ? 0 : 1 + dice(m, 2);
    put(m, S("config.yml"), config_text(m));
    say(e, "packed copies: '%s'", CONFIG_KEYS[key].lines[m->values[key]]);
    return true;
}

void model_pack(Model *m)
{
    m->values[find_packing()] = 1;
    put(m, S("config.yml"), config_text(m));
    arena_free(&m->scratch);
}

static void set_options(Model *m)
{
    Kb *kb = m->kb;
    kb->option_count = 0;
    if (m->drafts)
        kb->options[kb->option_count++] = S("--drafts");
    if (m->offline)
        kb->options[kb->option_count++] = S("--offline");
    if (m->strict_templates)
        kb->options[kb->option_count++] = S("--strict-templates");
    if (m->strict)
        kb->options[kb->option_count++] = S("--strict");
    if (m->other_url)
        kb->options[kb->option_count++] = S("--base-url=https://option.example/");
}

static bool edit_options(Model *m, Effects *e)
{
    bool *const options[] = {&m->drafts, &m->offline, &m->strict_templates, &m->strict, &m->other_url};
    bool any = m->drafts || m->offline || m->strict || m->other_url;
    if (any && chance(m, 70)) {
        m->drafts = m->offline = m->strict = m->other_url = false;
    } else {
        bool *o = options[dice(m, (int)countof(options))];
        *o = !*o;
    }
    set_options(m);
    say(e, "options:");
    for (int i = 0; i < m->kb->option_count; i++)
        say(e, " " STR_FMT, STR_ARG(m->kb->options[i]));
    return true;
}

/* --- outputs ------------------------------------------------------------------------------------------------------------------------------------ */

static void tamper(Model *m, Effects *e, Str path)
{
    if (e->tampered_count < (int)countof(e->tampered))
        e->tampered[e->tampered_count++] = str_copy(m->arena, path);
}

static void forget_foreign(Model *m, Str folder)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < m->foreign.n; i++)
        if (!str_starts(m->foreign.items[i], folder))
            m->foreign.items[n++] = m->foreign.items[i];
    m->foreign.n = n;
}

bool model_is_foreign(const Model *m, Str path)
{
    for (ptrdiff_t i = 0; i < m->foreign.n; i++)
        if (str_eq(m->foreign.items[i], path) || (str_ends(path, S("/")) && str_starts(m->foreign.items[i], path)))
            return true;
    return false;
}

void model_check_foreign(const Model *m, Report *r)
{
    Arena a = {0};
    for (ptrdiff_t i = 0; i < m->foreign.n; i++)
        if (!str_eq(file_get(&a, str_join2(&a, S(OUTPUT "/"), m->foreign.items[i])), S(FOREIGN)))
            report(r, STR_FMT " is not kb's, and was removed or written", STR_ARG(m->foreign.items[i]));
    arena_free(&a);
}

static const Entry *any_output(Model *m, const Tree *after)
{
    for (int tries = 0; tries < 100 && after->n; tries++) {
        const Entry *o = &after->items[dice(m, (int)after->n)];
        if (S_ISREG(o->mode) && !model_is_foreign(m, o->path) && file_exists(at_output(m, o->path)))
            return o;
    }
    return NULL;
}

static void flip(Model *m, Str path, int times)
{
    Str bytes = file_get(&m->scratch, path);
    if (!bytes.n)
        return;
    char *p = arena_bytes(&m->scratch, bytes.n);
    memcpy(p, bytes.p, (size_t)bytes.n);
    for (; times > 0; times--)
        p[dice(m, (int)bytes.n)] ^= (char)(1 << dice(m, 8));
    file_put(path, (Str){p, bytes.n});
}

static bool edit_output(Model *m, Effects *e, const Tree *after)
{
    static const char *const what[] = {"deleted", "made longer", "flipped", "flipped, its time set back", "cut", "touched", "written anew with the same bytes", "made a link",
                                       "made an empty folder", "made a folder with a foreign file", "given another mode", "made a link to its own bytes"};
    const Entry *o = any_output(m, after);
    if (!o)
        return false;
    int kind = dice(m, (int)countof(what));
    Str path = at_output(m, o->path);
    struct stat st = file_stat(path);
    if (!S_ISREG(st.st_mode))
        return false;
    Str bytes = file_get(&m->scratch, path);
    switch (kind) {
    case 0: file_remove(path); break;
    case 1: file_put(path, str_join2(&m->scratch, bytes, S("<!-- more -->"))); break;
    case 2: flip(m, path, 1); break;
    case 3:
        flip(m, path, 1);
        file_set_time(path, st.st_mtim);
        break;
    case 4: file_put(path, str_head(bytes, dice(m, (int)bytes.n))); break;
    case 5: file_set_time(path, some_time(m)); break;
    case 6: file_replace(path, bytes); break;
    case 7:
        file_remove(path);
        file_link(S("../../outside/secret"), path);
        break;
    case 8:
    case 9:
        if (e->blocked.n)
            return false;
        file_remove(path);
        folder_make(path);
        if (kind == 9)
            file_put(str_join2(&m->scratch, path, S("/foreign")), S("mine"));
        e->blocked = str_copy(m->arena, path);
        e->alone = true;
        break;
    case 10: chmod(str_z(&m->scratch, path), 0600); break;
    default:
        file_remove(path);
        file_put(S("outside/same"), bytes);
        file_link(str_fmt(&m->scratch, "../../outside/same"), path);
    }
    tamper(m, e, o->path);
    say(e, "output " STR_FMT " %s", STR_ARG(o->path), what[kind]);
    return true;
}

static bool edit_output_folder(Model *m, Effects *e, const Tree *after)
{
    const Entry *o = any_output(m, after);
    if (!o || str_find_char(o->path, '/') < 0)
        return false;
    Str folder = str_head(o->path, chance(m, 50) ? str_find_char(o->path, '/') + 1 : str_find_last_char(o->path, '/') + 1);
    int kind = dice(m, 8);
    if (kind == 0) {
        file_remove(S(OUTPUT));
        m->foreign.n = 0;
        say(e, "the output folder deleted");
        tamper(m, e, S(""));
    } else if (kind == 1 && !e->blocked.n) {
        Str path = str_head(folder, folder.n - 1);
        file_remove(at_output(m, path));
        file_put(at_output(m, path), S("a file"));
        forget_foreign(m, folder);
        e->blocked = str_copy(m->arena, at_output(m, path));
        e->alone = true;
        say(e, "the folder " STR_FMT " of the output made a file", STR_ARG(folder));
        tamper(m, e, folder);
    } else {
        file_remove(at_output(m, str_head(folder, folder.n - 1)));
        forget_foreign(m, folder);
        say(e, "the folder " STR_FMT " of the output deleted", STR_ARG(folder));
        tamper(m, e, folder);
    }
    return true;
}

static void add_foreign(Model *m, Effects *e, Str path)
{
    file_put(at_output(m, path), S(FOREIGN));
    list_add(m->arena, &m->foreign, str_copy(m->arena, path));
    say(e, "a foreign file " STR_FMT, STR_ARG(path));
}

static bool edit_foreign(Model *m, Effects *e, const Tree *after)
{
    if (m->foreign.n > 10 || (m->foreign.n && chance(m, 40))) {
        ptrdiff_t i = dice(m, (int)m->foreign.n);
        Str path = m->foreign.items[i];
        m->foreign.items[i] = m->foreign.items[--m->foreign.n];
        file_remove(at_output(m, path));
        file_prune(at_output(m, path), S(OUTPUT));
        say(e, "the foreign file " STR_FMT " removed", STR_ARG(path));
        return true;
    }
    if (chance(m, 40)) {    /* in the folder of an article that goes away */
        Article *a = any_article(m);
        Str tail = a && a->number ? str_fmt(&m->scratch, "Q%d/index.html", a->number) : S("?");
        for (ptrdiff_t i = 0; i < after->n; i++)
            if (str_ends(after->items[i].path, tail) && file_exists(at_output(m, after->items[i].path))) {
                Str folder = str_head(after->items[i].path, after->items[i].path.n - 10);
                add_foreign(m, e, str_fmt(&m->scratch, STR_FMT "mine-%d.txt", STR_ARG(folder), ++m->serial));
                take_away(m, a->path);
                say(e, ", and article " STR_FMT " deleted", STR_ARG(a->path));
                a->path = (Str){0};
                return true;
            }
        return false;
    }
    const Entry *o = any_output(m, after);
    Str folder = !o || chance(m, 20) ? S(".git/refs/") : str_head(o->path, str_find_last_char(o->path, '/') + 1);
    add_foreign(m, e, str_fmt(&m->scratch, STR_FMT "foreign-%d%s", STR_ARG(folder), ++m->serial, chance(m, 50) ? ".html" : ""));
    return true;
}

/* --- the state file --------------------------------------------------------------------------------------------------------------------------- */

static bool edit_state(Model *m, Effects *e)
{
    static const char *const what[] = {"deleted", "emptied", "cut", "flipped", "flipped at its beginning", "made longer", "made an empty folder", "made a folder", "an older one",
                                       "that of another folder", "made a link to nothing", "with other bytes of the same length"};
    Str state = S(STATE);
    if (!m->kb->has_state || m->kb->is_stopped || !file_exists(state))
        return false;
    Str bytes = file_get(&m->scratch, state);
    int kind = dice(m, (int)countof(what));
    switch (kind) {
    case 0: file_remove(state); break;
    case 1: file_put(state, S("")); break;
    case 2: file_put(state, str_head(bytes, dice(m, (int)bytes.n))); break;
    case 3: flip(m, state, 1 << dice(m, 9)); break;
    case 4: {
        char *p = arena_bytes(&m->scratch, bytes.n + 1);
        memcpy(p, bytes.p, (size_t)bytes.n);
        for (int i = 0; i < 24 && i < bytes.n; i++)
            p[i] = (char)(p[i] + dice(m, 3) - 1);
        file_put(state, (Str){p, bytes.n});
        break;
    }
    case 5: file_put(state, str_join2(&m->scratch, bytes, S("and some more"))); break;
    case 6:
    case 7:
        file_remove(state);
        folder_make(state);
        if (kind == 7)
            file_put(S(STATE "/x"), S("x"));
        e->blocked = state;
        break;
    case 8:
        if (!m->old_state.n)
            return false;
        file_replace(state, m->old_state);
        break;
    case 9: file_replace(state, file_get(&m->scratch, S("clean/.public.kbstate"))); break;
    case 10:
        file_remove(state);
        file_link(S("nowhere-state"), state);
        e->blocked = state;
        break;
    default: {
        char *p = arena_bytes(&m->scratch, bytes.n + 1);
        for (ptrdiff_t i = 0; i < bytes.n; i++)
            p[i] = i < 16 ? bytes.p[i] : (char)dice(m, 256);
        file_put(state, (Str){p, bytes.n});
    }
    }
    e->state_lost = e->alone = true;
    say(e, "state file: %s", what[kind]);
    return true;
}

/* --- the table ------------------------------------------------------------------------------------------------------------------------------------ */

typedef bool Edit(Model *m, Effects *e);
typedef bool OutputEdit(Model *m, Effects *e, const Tree *after);

static const struct {
    const char *name;
    int weight;
    Edit *edit;
    OutputEdit *output_edit;
} EDITS[] = {
    {"add", 8, edit_add, NULL},
    {"delete", 7, edit_delete, NULL},
    {"text", 6, edit_text, NULL},
    {"letter", 4, edit_letter, NULL},
    {"title", 7, edit_title, NULL},
    {"refs", 8, edit_refs, NULL},
    {"hub", 2, edit_hub, NULL},
    {"terms", 6, edit_terms, NULL},
    {"date", 4, edit_date, NULL},
    {"number", 5, edit_number, NULL},
    {"permalink", 4, edit_permalink, NULL},
    {"redirects", 4, edit_redirects, NULL},
    {"related", 3, edit_related, NULL},
    {"draft", 4, edit_draft, NULL},
    {"replaces", 3, edit_replaces, NULL},
    {"legal", 2, edit_legal, NULL},
    {"line-ends", 2, edit_line_ends, NULL},
    {"defect", 5, edit_defect, NULL},
    {"extra", 2, edit_extra, NULL},
    {"description", 3, edit_description, NULL},
    {"layout", 4, edit_layout, NULL},
    {"rename", 6, edit_rename, NULL},
    {"swap", 3, edit_swap, NULL},
    {"rename-folder", 2, edit_rename_folder, NULL},
    {"form", 6, edit_form, NULL},
    {"twin", 4, edit_twin, NULL},
    {"to-folder", 2, edit_to_folder, NULL},
    {"touch", 4, edit_touch, NULL},
    {"rewrite", 3, edit_rewrite, NULL},
    {"sly", 4, edit_sly, NULL},
    {"during", 4, edit_during, NULL},
    {"link", 2, edit_link_article, NULL},
    {"oddity", 4, edit_oddity, NULL},
    {"attachment", 8, edit_attachment, NULL},
    {"static", 6, edit_static, NULL},
    {"template", 8, edit_template, NULL},
    {"config", 8, edit_config, NULL},
    {"packed", 6, edit_packed, NULL},
    {"options", 3, edit_options, NULL},
    {"output", 10, NULL, edit_output},
    {"output-folder", 2, NULL, edit_output_folder},
    {"foreign", 5, NULL, edit_foreign},
    {"state", 6, edit_state, NULL},
};

void model_list_kinds(Buf *b)
{
    for (ptrdiff_t i = 0; i < countof(EDITS); i++)
        buf_fmt(b, "%s\n", EDITS[i].name);
}

static bool is_wanted(Str kinds, const char *name)
{
    if (!kinds.n)
        return true;
    while (kinds.n)
        if (str_eq(str_cut(&kinds, ','), str(name)))
            return true;
    return false;
}

static bool edit_once(Model *m, Str kinds, const Tree *after, Effects *e, bool with_others)
{
    int total = 0;
    for (ptrdiff_t i = 0; i < countof(EDITS); i++)
        total += is_wanted(kinds, EDITS[i].name) ? EDITS[i].weight : 0;
    int pick = dice(m, total);
    for (ptrdiff_t i = 0; i < countof(EDITS); i++) {
        if (!is_wanted(kinds, EDITS[i].name) || (pick -= EDITS[i].weight) >= 0)
            continue;
        bool is_alone = EDITS[i].edit == edit_state || EDITS[i].edit == edit_during;
        if (is_alone && with_others)
            return false;
        say(e, "[%s] ", EDITS[i].name);
        ptrdiff_t n = e->log.n;
        bool done = EDITS[i].edit ? EDITS[i].edit(m, e) : EDITS[i].output_edit(m, e, after);
        if (done)
            say(e, "; ");
        else
            e->log.n = n - (ptrdiff_t)strlen(EDITS[i].name) - 3;
        return done;
    }
    return false;
}

void model_edit(Model *m, Str kinds, const Tree *after, Effects *e)
{
    /* A state that was lost is tried with an older one only if there was one. */
    if (m->kb->has_state && chance(m, 5))
        m->old_state = file_get(m->arena, S(STATE));
    if ((m->kb->is_stopped || chance(m, 12)) && mend_config(m, e))
        return;
    int n = chance(m, 70) ? 1 : 2 + dice(m, 3);
    for (int tries = 0, done = 0; done < n && tries < 50; tries++) {
        done += edit_once(m, kinds, after, e, done > 0);
        if (e->alone)
            break;
    }
    arena_free(&m->scratch);
}

void model_edit_much(Model *m, int times, Effects *e)
{
    for (int i = 0; i < times; i++) {
        edit_add(m, e);
        edit_delete(m, e);
        edit_title(m, e);
        edit_refs(m, e);
        edit_rename(m, e);
        edit_static(m, e);
        edit_attachment(m, e);
    }
    if (chance(m, 50))
        edit_template(m, e);
    arena_free(&m->scratch);
}

/* --- the site at its beginning --------------------------------------------------------------------------------------------------------------------- */

static void make_words(Model *m, Rng *r)
{
    static const char *const sounds[] = {"ba", "clo", "du", "fen", "gri", "ho", "ink", "jar", "ka", "lum", "mo", "net", "op", "pri", "qua", "ros", "spo", "ting", "un", "vel", "war", "xi", "ze", "ers", "ing", "ed"};
    for (int i = 0; i < WORD_COUNT; i++) {
        Buf b = {.arena = m->arena};
        for (int n = 2 + rng_below(r, 3); n > 0; n--)
            buf_put(&b, str(sounds[rng_below(r, (int)countof(sounds))]));
        m->words[i] = str(str_z(m->arena, buf_str(&b)));
    }
}

Model *model_new(Arena *a, Kb *kb, uint64_t seed, int articles)
{
    Model *m = arena_new(a, Model, 1);
    m->arena = a;
    m->kb = kb;
    m->rng.state = seed;
    m->article_goal = articles;
    make_words(m, &m->rng);
    for (int i = 0; i < CONFIG_KEY_COUNT; i++)
        m->has_optional[i] = CONFIG_KEYS[i].is_optional && kb_knows_config(&m->scratch, kb, str(CONFIG_KEYS[i].lines[*CONFIG_KEYS[i].lines[0] ? 0 : 1]));
    file_remove(S("site"));
    file_remove(S("clean"));
    file_remove(S("outside"));
    folder_make(S("site/content"));
    folder_make(S("site/more"));
    folder_make(S("site/static"));
    folder_make(S("site/templates"));
    folder_make(S("outside/far"));
    file_put(S("outside/secret"), S("nobody writes here"));
    file_link(S("../../outside/far"), S("site/content/far"));
    file_put(S("site/other-static/other.txt"), S("other"));
    file_put(S("site/other-templates/entry.mustache"), S("<li>{{title}}</li>\n"));
    file_put(S("site/config.yml"), config_text(m));
    Effects none = {.log = {.arena = &m->scratch}};
    for (int i = 0; i < articles; i++)
        put_article(m, roll_article(m));
    for (int i = 0; i < 15; i++)
        edit_attachment(m, &none);
    for (int i = 0; i < 6; i++)
        edit_static(m, &none);
    for (int i = 0; i < articles; i++) {    /* now that there are others to refer to */
        if (m->articles[i].form == FORM_MARKDOWN)
            roll_refs(m, &m->articles[i]);
        put_article(m, &m->articles[i]);
    }
    for (int i = 0; i < TEMPLATE_COUNT; i++)
        if (i >= 18 || i % 5 == 0) {
            m->templates[i] = 1;
            file_put(at_site(m, template_path(m, i)), template_text(m, i));
        }
    set_options(m);
    arena_free(&m->scratch);
    return m;
}
