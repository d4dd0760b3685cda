/* Edits of articles: what stands in them, where they stand, and edits that change nothing or hide that they do. */
#define _XOPEN_SOURCE 700
#include "edit.h"

#include <unistd.h>

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

/* --- what stands in them ----------------------------------------------------------------------------------------------------------- */

static void change_text(Model *m, Article *a) { a->words = rng_next(&m->rng); a->paragraphs = 1 + dice(m, 3); }
static void change_letter(Model *m, Article *a) { a->letter = (a->letter + 1 + dice(m, 24)) % 26; }
static void change_title(Model *m, Article *a) { a->title = model_title(m); }
static void change_draft(Model *m, Article *a) { (void)m; a->is_draft = !a->is_draft; }
static void change_replaces(Model *m, Article *a) { a->replaces = !a->replaces; a->number = a->replaces ? any_number(m) : a->number; }
static void change_legal(Model *m, Article *a) { (void)m; a->has_legal = !a->has_legal; }
static void change_line_ends(Model *m, Article *a) { (void)m; a->has_crlf = !a->has_crlf; }
static void change_defect(Model *m, Article *a) { a->defect = a->defect ? DEFECT_NONE : (Defect)dice(m, DEFECT_COUNT); }
static void change_extra(Model *m, Article *a) { a->extra = m->words[dice(m, 40)]; }

static void change_number(Model *m, Article *a)
{
    a->number = a->form == FORM_MARKDOWN && chance(m, 20) ? 0 : any_number(m);
    if (a->form == FORM_FRONT && a->permalink.n)
        a->permalink = str_fmt(m->arena, "/kb/%03d/Q%d/", a->number / 1000, a->number);
}

static void change_description(Model *m, Article *a)
{
    a->description = chance(m, 30) ? (Str){0} : str_fmt(m->arena, "About %s.", m->words[dice(m, WORD_COUNT)].p);
}

static void change_layout(Model *m, Article *a)
{
    static const char *const layouts[] = {"", "poster", "card", "page", "no-such-layout"};
    a->layout = str(layouts[dice(m, (int)countof(layouts))]);
}

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

/* --- where they stand -------------------------------------------------------------------------------------------------------------- */

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

static Str moved(Model *m, Str path, Str from, Str to)
{
    return str_starts(path, from) ? str_join2(m->arena, to, str_from(path, from.n)) : path;
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
        m->articles[i].path = moved(m, m->articles[i].path, folder, to);
    for (int i = 0; i < m->attachment_count; i++)
        m->attachments[i].path = moved(m, m->attachments[i].path, folder, to);
    for (ptrdiff_t i = 0; i < m->oddities.n; i++)
        m->oddities.items[i] = moved(m, m->oddities.items[i], folder, to);
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

/* --- edits that change nothing, or hide that they do ------------------------------------------------------------------------------- */

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

void model_edit_during(Model *m)
{
    for (int k = 0; k < m->during_count; k++)
        for (int i = 0; i < m->article_count; i++)
            if (str_eq(m->articles[i].path, m->during[k])) {
                change_letter(m, &m->articles[i]);
                put_article(m, &m->articles[i]);
            }
}

/* --- the table --------------------------------------------------------------------------------------------------------------------- */

const EditKind ARTICLE_EDITS[] = {
    {"add", 8, .edit = edit_add},
    {"delete", 7, .edit = edit_delete},
    {"text", 6, .change = change_text, .form = ANY_FORM, .what = "text"},
    {"letter", 4, .change = change_letter, .form = ANY_FORM, .what = "one letter"},
    {"title", 7, .change = change_title, .form = ANY_FORM, .what = "title"},
    {"refs", 8, .change = roll_refs, .form = ANY_FORM, .what = "references"},
    {"hub", 2, .edit = edit_hub},
    {"terms", 6, .change = roll_terms, .form = ANY_FORM, .what = "terms"},
    {"date", 4, .change = roll_date, .form = ANY_FORM, .what = "date"},
    {"number", 5, .change = change_number, .form = ANY_FORM, .what = "id"},
    {"permalink", 4, .change = roll_permalink, .form = FORM_MARKDOWN, .what = "permalink"},
    {"redirects", 4, .change = roll_redirects, .form = FORM_MARKDOWN, .what = "old addresses"},
    {"related", 3, .change = roll_related, .form = FORM_MARKDOWN, .what = "related articles"},
    {"draft", 4, .change = change_draft, .form = FORM_MARKDOWN, .what = "draft"},
    {"replaces", 3, .change = change_replaces, .form = FORM_MARKDOWN, .what = "replaces"},
    {"legal", 2, .change = change_legal, .form = FORM_TEXT, .what = "legal notice"},
    {"line-ends", 2, .change = change_line_ends, .form = ANY_FORM, .what = "line ends"},
    {"defect", 5, .change = change_defect, .form = ANY_FORM, .what = "defect"},
    {"extra", 2, .change = change_extra, .form = FORM_MARKDOWN, .what = "extra key"},
    {"description", 3, .change = change_description, .form = FORM_MARKDOWN, .what = "description"},
    {"layout", 4, .change = change_layout, .form = FORM_MARKDOWN, .what = "layout"},
    {"rename", 6, .edit = edit_rename},
    {"swap", 3, .edit = edit_swap},
    {"rename-folder", 2, .edit = edit_rename_folder},
    {"form", 6, .edit = edit_form},
    {"twin", 4, .edit = edit_twin},
    {"to-folder", 2, .edit = edit_to_folder},
    {"touch", 4, .edit = edit_touch},
    {"rewrite", 3, .edit = edit_rewrite},
    {"sly", 4, .edit = edit_sly},
    {"during", 4, .edit = edit_during, .is_alone = true},
    {"link", 2, .edit = edit_link_article},
    {0},
};
