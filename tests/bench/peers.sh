#!/bin/sh
# What other generators take for the same articles: one table, everything measured in one run.
#
#     make bench-peers [CORPUS=DIR] [COUNT=1500] [OUT=/dev/shm] [RESULTS=tests/bench/results.md]
#
# CORPUS is a folder of articles with front matter, or one with a folder kb of them; COUNT of them are taken, evenly (0: all; with 5,000 MkDocs does not
# end within minutes). kb makes its whole site: lists, links between articles, feeds, search. The others make bare pages (peer-sites.sh); for search they have
# Pagefind beside them, and MkDocs its own index. Each is run once from nothing and once after an edit of one article. What is not installed has no row:
# hugo, jekyll, mkdocs, and pagefind (npm; PAGEFIND=program).
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
RESULTS=${RESULTS:-tests/bench/results.md}
PAGEFIND=${PAGEFIND:-pagefind}
COUNT=${COUNT:-1500}
kb=$PWD/$BUILD/kb
measure=$PWD/$BUILD/tests/bench/measure
group=bench
. tests/corpus.sh
. tests/bench/peer-sites.sh
if [ -n "${CORPUS:-}" ]; then
    corpus=$CORPUS
else
    find_corpus
fi
[ -d "$corpus/kb" ] && corpus=$corpus/kb

work=$(mktemp -d "${OUT:-/dev/shm}/kb-peers.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
LC_ALL=C
export LC_ALL
commit=$(git describe --always --dirty 2>/dev/null || echo 'no commit')      # before the results are a change of the checkout

(cd "$corpus" && find . -name '*.md' | sort) | awk -v n="$COUNT" '{ all[NR] = $0 } END { n = n > 0 && n < NR ? n : NR; for (i = 0; i < n; i++) print all[int(i * NR / n) + 1] }' \
    >"$work/list"
mkdir "$work/articles"
tar -cf - -C "$corpus" -T "$work/list" | tar -xf - -C "$work/articles"
count=$(wc -l <"$work/list")
one=$(awk '{ all[NR] = $0 } END { print all[int(NR / 2)] }' "$work/list")

# row NAME VERSION OUTPUT SOURCES COMMAND…: what the command costs from nothing, and again after an edit of one of the SOURCES
row() {
    name=$1 version=$2 output=$3 sources=$4
    shift 4
    first=$("$measure" "$@" 2>"$work/said")
    [ $? -le 1 ] || { echo "$name failed: $(tail -1 "$work/said")" >&2; return 1; }
    files=$(find "$output" -type f -printf '%s\n' | awk '{ n++; s += $1 } END { printf "%d %.0f", n, s }')
    printf '\nOne more sentence.\n' >>"$sources/$one"
    again=$("$measure" "$@" 2>"$work/said")
    echo "$name|$version|$first|$again|$files" >>"$work/rows"
    echo "  $name: $first; again: $again" >&2
}
version_of() { "$@" 2>/dev/null | grep -Eo '[0-9]+(\.[0-9]+)+' | head -1; }

: >"$work/rows"
mkdir "$work/kb" && cp -r "$work/articles" "$work/kb/content"
printf 'title: Archive\nbase_url: https://kb.example/\n' >"$work/kb/config.yml"
row 'kb: pages, links, lists, search' "$(version_of "$kb" --version)" "$work/kb/public" "$work/kb/content" "$kb" build -q -s "$work/kb"
rm -rf "$work/kb"

with_pagefind() { has "$PAGEFIND" && row "Pagefind, beside $1: search" "$(version_of "$PAGEFIND" --version)" "$2" "$3" "$PAGEFIND" --quiet --site "$2"; }

if has hugo; then
    hugo_site "$work/hugo" "$work/articles"
    row 'Hugo: bare pages' "$(version_of hugo version)" "$work/hugo/public" "$work/hugo/content" hugo --quiet -s "$work/hugo" -d "$work/hugo/public"
    with_pagefind Hugo "$work/hugo/public" "$work/hugo/content"
    rm -rf "$work/hugo"
fi
if has jekyll; then
    jekyll_site "$work/jekyll" "$work/articles"
    row 'Jekyll: bare pages' "$(version_of jekyll --version)" "$work/jekyll/_site" "$work/jekyll/kb" jekyll build -q --incremental -s "$work/jekyll" -d "$work/jekyll/_site"
    rm -rf "$work/jekyll"
fi
if has mkdocs; then
    mkdocs_site "$work/mkdocs" "$work/articles"
    row 'MkDocs: bare pages, search' "$(version_of mkdocs --version)" "$work/mkdocs/site" "$work/mkdocs/docs" mkdocs build -q -f "$work/mkdocs/mkdocs.yml"
    rm -rf "$work/mkdocs"
fi

{
    echo
    echo "## Other generators: $count articles, $commit, $(nproc) cores, load at the end $(cut -d' ' -f1 /proc/loadavg)"
    echo
    echo '| | version | clock s | processors s | peak MB | after an edit, clock s | files | MB |'
    echo '|---|---|--:|--:|--:|--:|--:|--:|'
    awk -F'|' '{ split($3, a, " "); split($4, b, " "); split($5, f, " ")
        printf "| %s | %s | %.2f | %.2f | %.0f | %.2f | %d | %.1f |\n", $1, $2, a[1], a[2] + a[3], a[4] / 1024, b[1], f[1], f[2] / 1e6 }' "$work/rows"
} | tee -a "$RESULTS"
