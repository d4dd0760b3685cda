#!/bin/sh
# What building costs: one table, each figure the median of RUNS (5), all measured in one run and told as multiples of what no tool can be faster than.
#
#     make bench [CORPUS=DIR] [OUT=/dev/shm] [FORMATS="txt kb"] [RUNS=5] [RESULTS=tests/bench/results.md]
#
# CORPUS is a folder of articles, or one with folders txt and kb, which are measured one after the other (without it: the archive that the tests use).
# OUT is where sites are built and copied: best a file system in memory. The rows:
#     floor             a program of two threads that reads each article, escapes it and writes a page (floor.c)
#     cp -r             a copy of what the full build has written
#     find -newer       walks all sources and all outputs: the least that a program has to do that asks the file system what changed
#     Hugo, Jekyll      bare pages of the same articles, where they are installed (JEKYLL=no leaves out the slower one)
# The table is appended to RESULTS with the machine and the commit. Where that is not wanted: RESULTS=/dev/null
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
RUNS=${RUNS:-5}
RESULTS=${RESULTS:-tests/bench/results.md}
kb=$PWD/$BUILD/kb
measure=$PWD/$BUILD/tests/bench/measure
floor=$PWD/$BUILD/tests/bench/floor
group=bench
. tests/corpus.sh
. tests/bench/peer-sites.sh
if [ -n "${CORPUS:-}" ]; then
    corpus=$CORPUS
else
    find_corpus
fi
if [ -d "$corpus/txt" ] && [ -d "$corpus/kb" ]; then
    formats=${FORMATS:-txt kb}
else
    formats=.
fi

work=$(mktemp -d "${OUT:-/dev/shm}/kb-bench.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
LC_ALL=C
export LC_ALL
commit=$(git describe --always --dirty 2>/dev/null || echo 'no commit')      # before the results are a change of the checkout
site=$work/site

build() { "$measure" "$kb" build -q -s "$site" "$@"; }
build_quietly() { "$kb" build -q -s "$site" 2>/dev/null; }
from_nothing() { rm -rf "$site/public" "$site/.public.kbstate"; }
from_nothing_bare() { rm -rf "$work/bare.d" "$work/.bare.d.kbstate"; }
edit() { printf '\nOne more sentence, number %s.\n' $i >>"$article"; }
new_article() {
    printf -- '---\ntitle: A new article\nid: Q99000%s\ndate: 1998-05-01\nproducts: [Windows NT]\n---\n\nSee Q100000. Some words about printing.\n' $i >"$site/content/$1.md"
}
add() {
    rm -f "$site/content/new-$((i - 1)).md"
    build_quietly
    new_article "new-$i"
}
remove() {
    new_article gone
    build_quietly
    rm "$site/content/gone.md"
}
retheme() { printf '{{! %s }}\n' $i >>"$site/templates/article-dates.mustache"; }
forget_copy() { rm -rf "$work/copy"; }

# median COLUMN: of the runs
median() { cut -d' ' -f"$1" "$work/runs" | sort -n | sed -n "$(((RUNS + 1) / 2))p"; }

# row NAME BEFORE COMMAND…: BEFORE is done before each run and not timed. The first rows are what the others are measured by.
row() {
    name=$1 before=$2
    shift 2
    : >"$work/runs"
    i=0
    while [ $i -lt "$RUNS" ]; do
        i=$((i + 1))
        $before
        "$@" >>"$work/runs" 2>"$work/said"
        [ $? -le 1 ] || {          # 1: some of the articles have errors
            echo "$format: $name failed: $(tail -1 "$work/said")" >&2
            return 1
        }
    done
    clock=$(median 1) user=$(median 2) system=$(median 3) peak=$(median 4)
    case $name in
    floor) floor_time=$clock ;;
    'kb build') full=$clock ;;
    'cp -r') copy=$clock ;;
    esac
    echo "$format|$name|$clock|$user|$system|$peak|${copy:-0}|${floor_time:-0}|${full:-0}" >>"$work/rows"
    echo "  $format $name: $clock s" >&2
}

table() {
    echo '| from | what | clock s | user s | system s | peak MB | × cp -r | × floor | of kb build |'
    echo '|---|---|--:|--:|--:|--:|--:|--:|--:|'
    awk -F'|' '
        function times(t, by) { return by > 0 ? sprintf("%.2f", t / by) : "" }
        { line[NR] = $0; if ($2 == "cp -r") copy[$1] = $3; if ($2 == "floor") low[$1] = $3; if ($2 == "kb build") full[$1] = $3 }
        END { for (i = 1; i <= NR; i++) {
            split(line[i], f, "|")
            printf "| %s | %s | %.2f | %.2f | %.2f | %.0f | %s | %s | %s |\n", f[1], f[2], f[3], f[4], f[5], f[6] / 1024, times(f[3], copy[f[1]]), times(f[3], low[f[1]]), (full[f[1]] > 0 ? sprintf("%.1f %%", 100 * f[3] / full[f[1]]) : "")
        } }' "$work/rows"
}

# size_of FOLDER: as "N files, M MB"
size_of() { find "$1" -type f -printf '%s\n' | awk '{ n++; s += $1 } END { printf "%d files, %.1f MB", n, s / 1e6 }'; }
bytes_of() { find "$@" -printf '%s\n' | awk '{ s += $1 } END { printf "%.0f", s }'; }

others() {
    find "$source" -name '*.md' | grep -q . || return 0     # they read no other form
    if has hugo; then
        hugo_site "$work/hugo" "$source"
        row 'Hugo, bare pages' true "$measure" hugo --quiet -s "$work/hugo" -d "$work/hugo/public"
        rm -rf "$work/hugo"
    fi
    if has jekyll && [ "${JEKYLL:-}" != no ]; then
        jekyll_site "$work/jekyll" "$source"
        RUNS=1 row 'Jekyll, bare pages, once' true "$measure" jekyll build -q -s "$work/jekyll" -d "$work/jekyll/_site"
        rm -rf "$work/jekyll"
    fi
}

: >"$work/rows"
: >"$work/sizes"
for format in $formats; do
    source=$(cd "$corpus/$format" && pwd)
    [ "$format" = . ] && format=$(basename "$corpus")
    copy='' floor_time='' full=''
    rm -rf "$site"
    mkdir -p "$site/templates"
    cp -r "$source" "$site/content"
    cp templates/article-dates.mustache "$site/templates/"
    printf 'title: Archive\nbase_url: https://kb.example/\n' >"$site/config.yml"
    printf 'title: Archive\nbase_url: https://kb.example/\nsearch: false\n' >"$site/bare.yml"
    article=$(find "$site/content" -type f | sort | awk '{ all[NR] = $0 } END { print all[int(NR / 2)] }')
    : >"$site/mark"

    row floor 'rm -rf '"$work/floor" "$measure" "$floor" 2 "$site/content" "$work/floor"
    rm -rf "$work/floor"
    row 'kb build' from_nothing build
    row 'cp -r' forget_copy "$measure" cp -r "$site/public" "$work/copy"
    forget_copy
    row 'kb build -j1' from_nothing build -j1
    row 'kb build, search: false' from_nothing_bare build -c "$site/bare.yml" -d "$work/bare.d"
    row 'cp -r of that' forget_copy "$measure" cp -r "$work/bare.d" "$work/copy"
    forget_copy
    from_nothing_bare
    row 'find -newer' true "$measure" sh -c 'find "$1/content" -newer "$1/mark"; find "$1/public" -newer "$1/mark"' sh "$site"
    from_nothing
    build_quietly
    echo "$format: sources $(size_of "$site/content"); site $(size_of "$site/public"); pages of articles $(bytes_of "$site/public/kb" -mindepth 3 -name index.html | awk -v from="$(bytes_of "$site/content" -type f)" '{ printf "%.2f × their sources", $1 / from }')" >>"$work/sizes"
    row 'nothing changed' true build
    row 'one article changed' edit build
    row 'one article added' add build
    row 'one article removed' remove build
    row 'a template of all articles changed' retheme build
    others
done

{
    echo
    echo "## $commit, $(nproc) cores, $(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo 2>/dev/null | head -1), load at the end $(cut -d' ' -f1 /proc/loadavg), medians of $RUNS"
    echo
    table
    echo
    sed 's/^/- /' "$work/sizes"
} | tee -a "$RESULTS"
