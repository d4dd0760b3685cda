#!/bin/sh
# The sample site under the root of a server, under a path, and from a folder: every link leads somewhere, and none depends on the place.
. "$(dirname "$0")/common"
cd "$work" || exit 1
site() {    # site NAME LINKS-OPTION ARGUMENTS
    place=$1 option=$2
    shift 2
    gives 0 "the sample site, $place" build -q -s "$root" -d "$place" "$@"
    cp "$place/404.html" 404.html
    sed 's|"/some/path/|"/|g' 404.html >"$place/404.html"
    # shellcheck disable=SC2086 # a word or none
    "$links" $option "$place" >stdout 2>stderr
    tap $? "… every link leads somewhere"
    mv 404.html "$place/404.html"
}
site plain ''
site root '' -b https://example.com/
site path '' -b https://example.com/some/path
site offline --offline --offline
check 'a link from a folder names a file' test "$(grep -r -h -o '<[^<>]*href="[^"#:]*"' offline | grep -v -e '\.[a-z0-9]*"$' -e 'Caddyfile"$' -e ' href=""' | wc -l)" -eq 0
(cd plain && find . -name '*.html' ! -name 404.html -exec grep -l -E '(href|src)="/[^/]' {} +) >stdout
check 'no page but 404.html links from the root' test ! -s stdout
mkdir -p moved/deeper && mv plain moved/deeper/kb
"$links" moved/deeper/kb >stdout 2>stderr
tap $? 'a site that was moved'
for name in root path; do
    (cd "$name" && find . -type f | sort) >$name.files
done
check 'the path changes no file name' cmp -s root.files path.files
diff -r root path | grep '^[<>]' | grep -v 'https\{0,1\}://example.com\|href="/\|src="/\|action="/' >stdout
check 'the address changes canonical links, the sitemap, opensearch.xml and 404.html alone' test ! -s stdout
check 'robots.txt names the sitemap' grep -q '^Sitemap: https://example.com/some/path/sitemap.xml$' path/robots.txt
check 'the sitemap is an index' grep -q '<sitemap><loc>https://example.com/some/path/sitemap-1.xml</loc>' path/sitemap.xml
check 'a part has the articles with their dates' grep -q '<loc>https://example.com/some/path/kb/263/Q263072/</loc><lastmod>2001-05-18</lastmod>' path/sitemap-1.xml
check 'every article is in it' test "$(grep -c '<loc>' path/sitemap-1.xml)" -eq "$(grep -r -l 'data-kb-body' path --include=index.html | wc -l)"
check '404.html links from the path' grep -q 'href="/some/path/"' path/404.html
check '404.html loads the style from the path' grep -q 'href="/some/path/kb\.[0-9a-f]*\.css" integrity=' path/404.html
check '404.html asks the search below the path' grep -q 'action="/some/path/search/"' path/404.html
check 'a canonical address is whole' grep -q '<link rel="canonical" href="https://example.com/some/path/kb/263/Q263072/">' path/kb/263/Q263072/index.html
check 'no page names the folder it was built in' test -z "$(grep -r -l -F "$work" path)"
check 'no page has an absolute address without base_url' test -z "$(grep -r -l --include='*.html' 'rel="canonical"' moved)"
finish
