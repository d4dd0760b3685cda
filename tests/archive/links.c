/* links [--offline] SITE_DIR: no link of a site leads nowhere, every article is near, and no list is long.
 *
 * Every href, src, action and refresh of every HTML page is resolved as a browser does it. It must lead to a file of the site (a folder is its
 * index.html), its fragment to an id in that page, and it may not leave the site. Absolute links are counted and not followed. A path
 * from the root belongs in 404.html alone, which is served at any depth. With --offline every link must name a file, for a folder
 * opened from a disk has no server that would look for its index.html. A sitemap must stay under its limit of addresses.
 *
 * From the home page, an article (a page with data-kb-body) is at most CLICKS_MAX links away; a page that is none has at most LIST_BYTES_MAX bytes.
 *
 * A page is read once. What its fragments ask of other pages is noted as (page, fragment), and the pages asked are read a second time:
 * they are few, where the ids of all pages would be many. */
#include "html.h"

#include "base/fs.h"
#include "base/pool.h"
#include "base/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_LIMIT = 1 << 28, REPORTED = 40, SITEMAP_LIMIT = 50000, CLICKS_MAX = 4, LIST_BYTES_MAX = 100 * 1024 };

/* A fragment that one page wants of another. */
typedef struct Wish {
    ptrdiff_t target, from; /* files by number */
    Str fragment;
} Wish;

typedef struct Targets {
    int32_t *items;
    ptrdiff_t n, cap;
} Targets;

typedef struct Counts {
    long long pages, links, fragments, absolute;
} Counts;

typedef struct Seat {
    Arena scratch, kept;
    Counts counts;
    Wish *wishes;
    ptrdiff_t wish_count, wish_cap;
} Seat;

typedef struct Job {
    Str site;
    bool is_offline;
    const FsList *files;
    Table paths;            /* every file by its path; the number is the one in `files` */
    Table folders;          /* every folder that holds a file, without a slash at its end; "" is the site */
    StrList *troubles;      /* by file */
    Targets *targets;       /* by file: where its links lead */
    bool *is_article;       /* by file */
    int *clicks;            /* by file: from the home page, plus one; 0 when no way was found */
    Seat seats[POOL_MAX];
    const Wish *wishes;     /* of all seats, by target: the second round */
    const ptrdiff_t *wish_start;
} Job;

static void complain(Job *job, Seat *seat, ptrdiff_t file, const char *what, Str link)
{
    list_add(&seat->kept, &job->troubles[file], str_fmt(&seat->kept, STR_FMT ": %s", STR_ARG(link), what));
}

static bool is_html(Str path)
{
    return str_ends(path, S(".html")) || str_ends(path, S(".htm"));
}

static Str folder_of(Str path)
{
    ptrdiff_t slash = str_find_last_char(path, '/');
    return str_head(path, slash < 0 ? 0 : slash);
}

/* --- what a link says ------------------------------------------------------------------------------------------------ */

/* `scheme:` or `//host` (RFC 3986, 4.2 and 3.1). */
static bool is_absolute(Str link)
{
    if (str_starts(link, S("//")))
        return true;
    ptrdiff_t i = 0;
    while (i < link.n && (char_is_alnum(link.p[i]) || (i > 0 && strchr("+-.", link.p[i]))))
        i++;
    return i > 0 && i < link.n && link.p[i] == ':' && char_is_alpha(link.p[0]);
}

static int hex_digit(char c)
{
    return char_is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static Str percent_decoded(Arena *a, Str s)
{
    if (str_find_char(s, '%') < 0)
        return s;
    Buf b = buf_new(a, s.n);
    for (ptrdiff_t i = 0; i < s.n; i++) {
        bool is_escape = s.p[i] == '%' && i + 2 < s.n && hex_digit(s.p[i + 1]) >= 0 && hex_digit(s.p[i + 2]) >= 0;
        buf_putc(&b, is_escape ? (char)(hex_digit(s.p[i + 1]) * 16 + hex_digit(s.p[i + 2])) : s.p[i]);
        i += is_escape ? 2 : 0;
    }
    return buf_str(&b);
}

/* The path that `link` means in a page of `folder`, without a slash at its end; false when it climbs out of the site. */
static bool resolve(Arena *a, Str folder, Str link, Str *path)
{
    StrList parts = {0};
    Str rest = str_starts(link, S("/")) ? (Str){0} : folder;
    while (rest.n)
        list_add(a, &parts, str_cut(&rest, '/'));
    for (rest = link; rest.n;) {
        Str part = str_cut(&rest, '/');
        if (str_eq(part, S("..")) && parts.n-- == 0)
            return false;
        if (part.n && !str_eq(part, S(".")) && !str_eq(part, S("..")))
            list_add(a, &parts, part);
    }
    *path = list_join(a, &parts, S("/"));
    return true;
}

static bool names_folder(Str link)
{
    return str_ends(link, S("/")) || str_eq(link, S(".")) || str_eq(link, S("..")) || str_ends(link, S("/.")) || str_ends(link, S("/.."));
}

/* The file that a path leads to, -1 after a complaint. */
static ptrdiff_t find_target(Job *job, Seat *seat, ptrdiff_t file, Str link, Str written, Str path)
{
    ptrdiff_t target = names_folder(link) ? -1 : table_find(&job->paths, path);
    if (target >= 0)
        return target;
    bool is_folder = table_find(&job->folders, path) >= 0;
    if (is_folder && job->is_offline)
        complain(job, seat, file, "names a folder, which a disk cannot serve", written);
    else if (is_folder && !names_folder(link))
        complain(job, seat, file, "names a folder without its slash", written);
    else if (is_folder)
        target = table_find(&job->paths, fs_join(&seat->scratch, path, S("index.html")));
    if (target < 0 && !is_folder)
        complain(job, seat, file, "leads nowhere", written);
    else if (target < 0 && !job->is_offline && names_folder(link))
        complain(job, seat, file, "the folder has no index.html", written);
    return target;
}

static void add_wish(Seat *seat, ptrdiff_t target, ptrdiff_t from, Str fragment)
{
    if (seat->wish_count == seat->wish_cap) {
        ptrdiff_t cap = seat->wish_cap ? seat->wish_cap * 2 : 256;
        Wish *wishes = arena_new(&seat->kept, Wish, cap);
        if (seat->wish_count)
            memcpy(wishes, seat->wishes, (size_t)seat->wish_count * sizeof *wishes);
        seat->wishes = wishes;
        seat->wish_cap = cap;
    }
    seat->wishes[seat->wish_count++] = (Wish){.target = target, .from = from, .fragment = str_copy(&seat->kept, fragment)};
}

/* `ids` are the page's own. */
static void check_link(Job *job, Seat *seat, ptrdiff_t file, const Table *ids, Str written)
{
    Arena *a = &seat->scratch;
    Str page = job->files->items[file].path, rest = str_trim(written), path;
    if (is_absolute(rest)) {
        seat->counts.absolute++;
        if (str_starts_fold(rest, S("javascript:")) || str_starts_fold(rest, S("file:")))
            complain(job, seat, file, "a scheme that has no place in a page", written);
        return;
    }
    seat->counts.links++;
    Str link = str_cut(&rest, '#');
    Str fragment = percent_decoded(a, rest);
    link = percent_decoded(a, str_cut(&link, '?'));
    if (str_starts(link, S("/")) && !str_eq(page, S("404.html"))) {
        complain(job, seat, file, "a path from the root", written);
        return;
    }
    if (!resolve(a, folder_of(page), link, &path)) {
        complain(job, seat, file, "leaves the site", written);
        return;
    }
    ptrdiff_t target = link.n ? find_target(job, seat, file, link, written, path) : file;
    if (target < 0)
        return;
    Targets *targets = &job->targets[file];
    targets->items = arena_grow(&seat->kept, targets->items, targets->n, &targets->cap, sizeof *targets->items);
    targets->items[targets->n++] = (int32_t)target;
    if (!fragment.n)
        return;
    seat->counts.fragments++;
    if (target == file) {
        if (table_find(ids, fragment) < 0)
            complain(job, seat, file, "no such id in this page", written);
    } else {
        add_wish(seat, target, file, fragment);
    }
}

/* --- a page ---------------------------------------------------------------------------------------------------------- */

/* `0; url=where` of <meta http-equiv="refresh">. */
static Str refresh_target(Str attributes)
{
    Str value;
    if (!html_find_attribute(attributes, S("http-equiv"), &value) || !str_eq_fold(value, S("refresh")))
        return (Str){0};
    html_find_attribute(attributes, S("content"), &value);
    ptrdiff_t at = str_find(value, S("url="));
    return at < 0 ? (Str){0} : str_from(value, at + 4);
}

static void read_page(Arena *a, Str html, Table *ids, StrList *links)
{
    HtmlReader reader = {.rest = html};
    HtmlToken tag;
    while (html_next(&reader, &tag)) {
        if (tag.kind != HTML_OPEN)
            continue;
        Str rest = tag.attributes, name, value;
        while (html_attribute(&rest, &name, &value)) {
            if (str_eq_fold(name, S("id")))
                table_add(ids, html_decoded(a, value));
            else if (html_is_one_of(name, (const char *const[]){"href", "src", "action", "poster", NULL}))
                list_add(a, links, html_decoded(a, value));
        }
        Str refresh = refresh_target(tag.attributes);
        if (refresh.n)
            list_add(a, links, html_decoded(a, refresh));
    }
}

static bool read_file(Job *job, Seat *seat, ptrdiff_t file, Str *text)
{
    Str why;
    bool too_large;
    Str path = fs_join(&seat->scratch, job->site, job->files->items[file].path);
    if (fs_read(&seat->scratch, path, FILE_LIMIT, text, &too_large, &why))
        return true;
    complain(job, seat, file, "cannot be read", job->files->items[file].path);
    return false;
}

static void check_page(Job *job, Seat *seat, ptrdiff_t file)
{
    Str html;
    Table ids = {.arena = &seat->scratch};
    StrList links = {0};
    if (!read_file(job, seat, file, &html))
        return;
    seat->counts.pages++;
    job->is_article[file] = str_find(html, S("data-kb-body")) >= 0;
    if (!job->is_article[file] && html.n > LIST_BYTES_MAX)
        complain(job, seat, file, "bytes are too many for a list", str_fmt(&seat->kept, "%td", html.n));
    read_page(&seat->scratch, html, &ids, &links);
    for (ptrdiff_t i = 0; i < links.n; i++)
        check_link(job, seat, file, &ids, links.items[i]);
}

static void check_sitemap(Job *job, Seat *seat, ptrdiff_t file)
{
    Str xml;
    if (!read_file(job, seat, file, &xml))
        return;
    long long n = 0;
    for (ptrdiff_t at; (at = str_find(xml, S("<loc>"))) >= 0; xml = str_from(xml, at + 5))
        n++;
    if (n >= SITEMAP_LIMIT)
        complain(job, seat, file, "too many addresses for one sitemap", job->files->items[file].path);
}

static void check_file(void *context, int worker, ptrdiff_t index)
{
    Job *job = context;
    Seat *seat = &job->seats[worker];
    ArenaMark mark = arena_mark(&seat->scratch);
    Str path = job->files->items[index].path, name = str_from(path, str_find_last_char(path, '/') + 1);
    if (is_html(path))
        check_page(job, seat, index);
    else if (str_starts(name, S("sitemap")) && str_ends(name, S(".xml")))
        check_sitemap(job, seat, index);
    arena_rewind(&seat->scratch, mark);
}

/* --- the second round: ids of other pages ----------------------------------------------------------------------------- */

static int by_target(const void *x, const void *y)
{
    const Wish *a = x, *b = y;
    if (a->target != b->target)
        return a->target < b->target ? -1 : 1;
    return a->from < b->from ? -1 : a->from > b->from;
}

/* All wishes, those of one target together; `*starts` says where each group begins, with one more at the end. */
static ptrdiff_t group_wishes(Arena *a, Job *job, const ptrdiff_t **starts)
{
    ptrdiff_t count = 0, groups = 0;
    for (int i = 0; i < POOL_MAX; i++)
        count += job->seats[i].wish_count;
    Wish *wishes = arena_new(a, Wish, count + 1), *end = wishes;
    for (int i = 0; i < POOL_MAX; i++) {
        if (job->seats[i].wish_count)
            memcpy(end, job->seats[i].wishes, (size_t)job->seats[i].wish_count * sizeof *end);
        end += job->seats[i].wish_count;
    }
    qsort(wishes, (size_t)count, sizeof *wishes, by_target);
    ptrdiff_t *start = arena_new(a, ptrdiff_t, count + 1);
    for (ptrdiff_t i = 0; i < count; i++)
        if (i == 0 || wishes[i].target != wishes[i - 1].target)
            start[groups++] = i;
    start[groups] = count;
    job->wishes = wishes;
    *starts = start;
    return groups;
}

static void check_wishes(void *context, int worker, ptrdiff_t group)
{
    Job *job = context;
    Seat *seat = &job->seats[worker];
    ArenaMark mark = arena_mark(&seat->scratch);
    ptrdiff_t target = job->wishes[job->wish_start[group]].target;
    Table ids = {.arena = &seat->scratch};
    StrList links = {0};
    Str html;
    if (read_file(job, seat, target, &html))
        read_page(&seat->scratch, html, &ids, &links);
    for (ptrdiff_t i = job->wish_start[group]; i < job->wish_start[group + 1]; i++) {
        const Wish *wish = &job->wishes[i];
        if (table_find(&ids, wish->fragment) < 0)    /* the complaint goes to the page that is asked: it is this worker's alone */
            complain(job, seat, target, "no such id here",
                     str_fmt(&seat->scratch, "wanted by " STR_FMT ": #" STR_FMT, STR_ARG(job->files->items[wish->from].path),
                             STR_ARG(wish->fragment)));
    }
    arena_rewind(&seat->scratch, mark);
}

/* --- clicks ------------------------------------------------------------------------------------------------------------ */

/* Breadth first from the home page. */
static void count_clicks(Arena *a, Job *job)
{
    ptrdiff_t home = table_find(&job->paths, S("index.html")), end = 0;
    int32_t *queue = arena_new(a, int32_t, job->files->n + 1);
    job->clicks = arena_new(a, int, job->files->n + 1);
    if (home >= 0) {
        job->clicks[home] = 1;
        queue[end++] = (int32_t)home;
    }
    for (ptrdiff_t i = 0; i < end; i++) {
        const Targets *targets = &job->targets[queue[i]];
        for (ptrdiff_t k = 0; k < targets->n; k++)
            if (!job->clicks[targets->items[k]]) {
                job->clicks[targets->items[k]] = job->clicks[queue[i]] + 1;
                queue[end++] = targets->items[k];
            }
    }
}

static int report_clicks(const Job *job)
{
    ptrdiff_t at[CLICKS_MAX + 1] = {0}, far = 0;
    Str first = {0};
    for (ptrdiff_t i = 0; i < job->files->n; i++) {
        if (!job->is_article[i])
            continue;
        if (job->clicks[i] && job->clicks[i] - 1 <= CLICKS_MAX)
            at[job->clicks[i] - 1]++;
        else if (!far++)
            first = job->files->items[i].path;
    }
    printf("%sok 2 - every article is at most %d clicks from the home page\n", far ? "not " : "", (int)CLICKS_MAX);
    printf("# articles by clicks:");
    for (int i = 0; i <= CLICKS_MAX; i++)
        printf(" %td", at[i]);
    printf("%s\n", far ? "" : ", none farther");
    if (far)
        printf("# %td are farther, or no way leads there: " STR_FMT "\n", far, STR_ARG(first));
    return far > 0;
}

/* --- all of it -------------------------------------------------------------------------------------------------------- */

static void know_files(Arena *a, Job *job)
{
    job->paths.arena = job->folders.arena = a;
    table_add(&job->folders, S(""));
    for (ptrdiff_t i = 0; i < job->files->n; i++) {
        table_add(&job->paths, job->files->items[i].path);
        for (Str folder = folder_of(job->files->items[i].path); folder.n && table_find(&job->folders, folder) < 0; folder = folder_of(folder))
            table_add(&job->folders, folder);
    }
}

static int report(const Job *job)
{
    Counts all = {0};
    for (int i = 0; i < POOL_MAX; i++) {
        all.pages += job->seats[i].counts.pages;
        all.links += job->seats[i].counts.links;
        all.fragments += job->seats[i].counts.fragments;
        all.absolute += job->seats[i].counts.absolute;
    }
    ptrdiff_t troubles = 0, shown = 0;
    for (ptrdiff_t i = 0; i < job->files->n; i++)
        troubles += job->troubles[i].n;
    bool ok = !troubles && all.pages;
    printf("%sok 1 - every link leads somewhere%s\n", ok ? "" : "not ", job->is_offline ? ", without a server too" : "");
    printf("# %lld pages, %lld links, %lld fragments, %lld absolute links, %td troubles\n", all.pages, all.links, all.fragments, all.absolute,
           troubles);
    for (ptrdiff_t i = 0; i < job->files->n && shown < REPORTED; i++)
        for (ptrdiff_t k = 0; k < job->troubles[i].n && shown < REPORTED; k++, shown++)
            printf("# " STR_FMT ": " STR_FMT "\n", STR_ARG(job->files->items[i].path), STR_ARG(job->troubles[i].items[k]));
    int farther = report_clicks(job);
    printf("1..2\n");
    return !ok || farther;
}

int main(int argc, char **argv)
{
    static Job job;
    job.is_offline = argc == 3 && strcmp(argv[1], "--offline") == 0;
    if (argc != 2 && !job.is_offline) {
        fputs("usage: links [--offline] SITE_DIR\n", stderr);
        return 2;
    }
    Arena a = {0};
    FsList files = {0};
    Str why;
    job.site = str(argv[argc - 1]);
    job.files = &files;
    if (!fs_walk(&a, job.site, true, (Str){0}, &files, &why)) {
        fprintf(stderr, "links: %s: " STR_FMT "\n", argv[argc - 1], STR_ARG(why));
        return 2;
    }
    job.troubles = arena_new(&a, StrList, files.n + 1);
    job.targets = arena_new(&a, Targets, files.n + 1);
    job.is_article = arena_new(&a, bool, files.n + 1);
    know_files(&a, &job);
    int threads = fs_processors() > POOL_MAX ? POOL_MAX : fs_processors();
    pool_run(threads, files.n, check_file, &job, NULL, NULL);
    ptrdiff_t groups = group_wishes(&a, &job, &job.wish_start);
    pool_run(threads, groups, check_wishes, &job, NULL, NULL);
    count_clicks(&a, &job);
    return report(&job);
}
