#!/bin/sh
# What a reader downloads: the theme's files as a server sends them packed, and what a page has around its text, against what was promised.
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
work=$(mktemp -d "${TMPDIR:-/tmp}/kb-weights.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT

tests=0
weighs() {    # weighs NAME BYTES LIMIT
    tests=$((tests + 1))
    if [ "$2" -le "$3" ]; then echo "ok $tests - $1: $2 bytes, at most $3"; else echo "not ok $tests - $1: $2 bytes, more than $3"; fi
}
packed() { cat "$@" | gzip -9nc | wc -c; }

mkdir -p "$work/site/content"
printf -- '---\nid: Q100001\ntitle: Short\ndate: 2001-05-18\n---\n.\n' >"$work/site/content/short.md"
"$BUILD/kb" build -q -s "$work/site" -d "$work/out" -b https://kb.example/ || exit 1
"$BUILD/kb" build -q -d "$work/sample" -b https://kb.example/ || exit 1
styles=$(packed static/kb.css) scripts=$(packed "$work"/sample/kb.*.js) search=$(packed static/search.js)
page=$work/sample/kb/263/Q263072/index.html
weighs 'styles, packed' "$styles" 12288
weighs 'scripts beside the search, packed' "$scripts" 12288
weighs 'a page without its text' "$(wc -c <"$work/out/kb/100/Q100001/index.html")" 8192
weighs 'an article with all it needs, packed, the first time' $((styles + scripts + search + $(packed "$page") + $(wc -c <static/favicon.svg))) 40960
echo "1..$tests"
