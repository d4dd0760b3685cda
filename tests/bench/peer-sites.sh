# Sites of other generators, each as bare as they can be: a page with its title and its text, no lists, no feeds. To be sourced.
#
#     hugo_site SITE SOURCE       makes the folder SITE, a site of the Markdown articles in SOURCE
has() { command -v "$1" >/dev/null 2>&1; }

hugo_site() {
    mkdir -p "$1/layouts/_default" && cp -r "$2" "$1/content"
    printf 'baseURL = "https://kb.example/"\ntitle = "Archive"\ndisableKinds = ["RSS", "sitemap", "taxonomy", "term"]\n' >"$1/config.toml"
    printf '<!DOCTYPE html><html><head><title>{{ .Title }}</title></head><body><h1>{{ .Title }}</h1>{{ .Content }}</body></html>\n' |
        tee "$1/layouts/_default/single.html" >"$1/layouts/_default/list.html"
}

jekyll_site() {
    mkdir -p "$1/_layouts" && cp -r "$2" "$1/kb"
    printf 'title: Archive\n' >"$1/_config.yml"
    printf '<!DOCTYPE html><html><head><title>{{ page.title }}</title></head><body><h1>{{ page.title }}</h1>{{ content }}</body></html>\n' >"$1/_layouts/page.html"
}

mkdocs_site() {
    mkdir -p "$1/theme" && cp -r "$2" "$1/docs"
    printf 'site_name: Archive\nsite_url: https://kb.example/\ntheme: {name: null, custom_dir: theme}\nplugins: [search]\n' >"$1/mkdocs.yml"
    printf '<!DOCTYPE html><html><head><title>{{ page.title }}</title></head><body><h1>{{ page.title }}</h1>{{ page.content }}</body></html>\n' >"$1/theme/main.html"
}
