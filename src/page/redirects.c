/* Two forms. `_redirects` has lines of "from to status", both addresses percent-encoded (docs.netlify.com, developers.cloudflare.com); ':' begins a
 * placeholder in it and '*' stands for anything. `redirects.map` is included in nginx's `map $uri`, which compares with the decoded address, letter
 * case apart; '$' begins a variable in its values (nginx.org, ngx_http_map_module). */
#include "page/redirects.h"

static const struct {
    Str name;
    const char *head;
    const char *status;     /* of a line of `_redirects` */
} FILES[REDIRECTS_COUNT] = {
#define NAME(text) {text, sizeof(text) - 1}
    /* '!': although the stub is there. Cloudflare takes no '!' and does not ask for files. */
    [REDIRECTS_NETLIFY] = {NAME("_redirects"), "# Old addresses of articles. Made by kb.\n", "301!"},
    [REDIRECTS_CLOUDFLARE] = {NAME("_redirects"), "# Old addresses of articles. Made by kb.\n", "301"},
    [REDIRECTS_NGINX] = {NAME("redirects.map"), "# Old addresses of articles, for `map $uri`. Made by kb.\n", NULL},
#undef NAME
};

Str redirect_file_name(RedirectFile file)
{
    return FILES[file].name;
}

/* An address below the site's root as a path of a URL, with no character that means more to one of the servers. */
static void put_url(PageMaker *m, Buf *out, Str permalink)
{
    Str url = str_join2(m->scratch, base_path_of(m->site->config->base_url), url_encode(m->scratch, permalink));
    for (ptrdiff_t i = 0; i < url.n; i++) {
        if (str_find_char(S(":*$"), url.p[i]) >= 0)
            buf_fmt(out, "%%%02X", (unsigned)(unsigned char)url.p[i]);
        else
            buf_putc(out, url.p[i]);
    }
}

static void put_line(PageMaker *m, Buf *out, const Redirect *r, const char *status)
{
    put_url(m, out, r->permalink);
    buf_putc(out, ' ');
    put_url(m, out, m->site->articles[r->article].permalink);
    buf_fmt(out, " %s\n", status);
}

/* `"/old/" "/kb/900/Q900900/";` */
static void put_map_line(PageMaker *m, Buf *out, const Redirect *r, Str permalink)
{
    Str from = str_join2(m->scratch, url_decode(m->scratch, base_path_of(m->site->config->base_url)), permalink);
    buf_putc(out, '"');
    for (ptrdiff_t i = 0; i < from.n; i++) {
        if (from.p[i] == '"' || from.p[i] == '\\')
            buf_putc(out, '\\');
        buf_putc(out, from.p[i]);
    }
    buf_put(out, S("\" \""));
    put_url(m, out, m->site->articles[r->article].permalink);
    buf_put(out, S("\";\n"));
}

void redirect_file_page(PageMaker *m, const Page *page, Buf *out)
{
    const Site *site = m->site;
    RedirectFile file = (RedirectFile)page->index;
    buf_put(out, str(FILES[file].head));
    for (ptrdiff_t i = 0; i < site->redirect_count; i++) {
        const Redirect *r = &site->redirects[i];
        bool is_folder = str_ends(r->permalink, S("/"));
        if (file != REDIRECTS_NGINX) {
            put_line(m, out, r, FILES[file].status);
            continue;
        }
        if (is_folder)      /* as some will have linked to it */
            put_map_line(m, out, r, str_head(r->permalink, r->permalink.n - 1));
        put_map_line(m, out, r, r->permalink);
    }
}
