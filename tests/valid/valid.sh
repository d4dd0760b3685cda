#!/bin/sh
# The pages by the Nu checker: all of the sample site, as it is for the web and for reading from a folder, its style sheet and its icon; of the archive 300
# articles, 30 other pages and two of each folder at the top, picked by KB_SEED (1 without it). No error and no warning is let pass; they are told by kind, each
# with a page that has it. The checker comes from npm (vnu-jar) and stays in $BUILD; it needs java.
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
seed=${KB_SEED:-1}
articles=300 lists=30

group=valid
. tests/corpus.sh
command -v java >/dev/null || skip 'there is no java'
jar=$(find "$BUILD/vnu" -name vnu.jar 2>/dev/null | head -1)
if [ -z "$jar" ]; then
    command -v npm >/dev/null || skip 'there is no npm to fetch the Nu checker with'
    mkdir -p "$BUILD/vnu"
    npm install --silent --ignore-scripts --no-audit --no-fund --prefix "$BUILD/vnu" vnu-jar >&2
    jar=$(find "$BUILD/vnu" -name vnu.jar | head -1)
    [ -n "$jar" ] || skip 'npm could not fetch the Nu checker (vnu-jar)'
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/kb-valid.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT PIPE TERM

tests=0
valid() {    # valid NAME LIST: the pages named in the file
    tests=$((tests + 1))
    xargs java -Xss16m -jar "$jar" --Werror --also-check-css --also-check-svg --format gnu <"$2" >"$work/said" 2>&1
    status=$?
    [ "$status" -eq 0 ] || printf 'not '
    echo "ok $tests - $1: $(wc -l <"$2") pages without an error or a warning"
    sed -n 's/^"\(file:\)*\([^"]*\)":\([0-9]*\)[^ ]*: \(.*\)/\4|\2:\3/p' "$work/said" | sed "s|$work/||" | LC_ALL=C sort |
        awk -F '|' '{ n[$1]++; if (!($1 in at)) at[$1] = $NF } END { for (m in n) printf "# %5d %s  (%s)\n", n[m], m, at[m] }' | LC_ALL=C sort -k 2nr | head -40
    [ "$status" -eq 0 ] || [ -s "$work/said" ] || echo "# the checker ended with status $status"
}

pick() {    # pick COUNT: so many of the lines, by the seed
    LC_ALL=C sort | awk -v seed="$seed" 'BEGIN { x = seed * 7919 + 1 } { x = x * 16807 % 2147483647; print x, $0 }' | LC_ALL=C sort -n | head -"$1" | cut -d' ' -f2-
}

# Of a list of pages two of each folder below the site's, so that no kind is missed.
of_each_folder() { pick 1000000 | awk -v at="$1/" '{ rest = substr($0, length(at) + 1); sub("/.*", "", rest) } n[rest]++ < 2'; }

"$BUILD/kb" build -q -b https://kb.example/ -d "$work/sample" >&2
find "$work/sample" -name '*.html' -o -name '*.css' -o -name '*.svg' >"$work/pages"
valid 'the sample site' "$work/pages"
"$BUILD/kb" build -q --offline -d "$work/offline" >&2
find "$work/offline" -name '*.html' >"$work/pages"
valid 'the sample site, for reading from a folder' "$work/pages"

find_corpus() {    # as in corpus.sh, but the sample site's result stands
    corpus=
    case ${KB_CORPUS:-} in none) return ;; '') [ -d "$BUILD/corpus/txt" ] && corpus=$BUILD/corpus ;; *) corpus=$KB_CORPUS ;; esac
}
find_corpus
if [ -d "$corpus/txt" ]; then
    "$BUILD/kb" build -q -b https://kb.example/ --content "$corpus/txt" -d "$work/archive" >/dev/null 2>&1
    find "$work/archive" -path '*/Q[0-9]*/index.html' | pick $articles >"$work/pages"
    valid 'articles of the archive' "$work/pages"
    find "$work/archive" -name '*.html' ! -path '*/Q[0-9]*/index.html' >"$work/others"
    { pick $lists <"$work/others"; of_each_folder "$work/archive" <"$work/others"; } | LC_ALL=C sort -u >"$work/pages"
    valid 'lists and other pages of the archive' "$work/pages"
else
    tests=$((tests + 1))
    echo "ok $tests - articles of the archive # SKIP KB_CORPUS names no folder with txt/"
fi
echo "1..$tests"
