#!/bin/sh
# What building again costs, beside building from nothing and beside merely looking at all files: one table, each figure the median of RUNS (5).
#
#     make bench-again [FORMATS="txt kb"] [RUNS=5]
#
# "find -newer" walks all sources and all outputs, which is the least that a program has to do that asks the file system what changed.
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
RUNS=${RUNS:-5}
kb=$PWD/$BUILD/kb
group=bench-again
. tests/corpus.sh
find_corpus

place=${TMPDIR:-/dev/shm}
work=$(mktemp -d "$place/kb-again.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
LC_ALL=C
export LC_ALL

# seconds COMMAND…: by the clock, and by the processors
seconds() {
    /usr/bin/time -o "$work/time" -f '%e %U %S' "$@" >/dev/null 2>&1
    awk '{ print $1, $2 + $3 }' "$work/time"
}
build() { seconds "$kb" build -q -s "$work/site"; }
look() { seconds sh -c 'find "$1/content" -newer "$1/mark"; find "$1/public" -newer "$1/mark"' sh "$work/site"; }

# row NAME COMMAND [BEFORE]: the median of RUNS; BEFORE is done before each and not timed
row() {
    i=0
    : >"$work/runs"
    while [ $i -lt "$RUNS" ]; do
        i=$((i + 1))
        ${3:-true}
        $2 >>"$work/runs"
    done
    clock=$(cut -d' ' -f1 "$work/runs" | sort -n | sed -n "$((RUNS / 2 + 1))p")
    cpu=$(cut -d' ' -f2 "$work/runs" | sort -n | sed -n "$((RUNS / 2 + 1))p")
    [ -n "${full:-}" ] || { full=$clock full_cpu=$cpu; }
    printf '%s|%s|%s|%s\n' "$1" "$clock" "$cpu" "$format" |
        awk -F'|' -v full="$full" -v full_cpu="$full_cpu" '{ printf "| %-4s | %-34s | %6.2f s | %6.2f s | %5.1f %% | %5.1f %% |\n", $4, $1, $2, $3, 100 * $2 / full, 100 * $3 / full_cpu }'
}

from_nothing() { rm -rf "$work/site/public" "$work/site/.public.kbstate"; }
edit() { printf '\nOne more sentence, number %s.\n' $i >>"$article"; }
add() {
    rm -f "$work/site/content/new-$((i - 1)).md"
    "$kb" build -q -s "$work/site" 2>/dev/null
    printf -- '---\ntitle: A new article\nid: Q99000%s\ndate: 1998-05-01\nproducts: [Windows NT]\n---\n\nSee Q100000. Some words about printing.\n' $i >"$work/site/content/new-$i.md"
}
remove() {
    printf -- '---\ntitle: A new article\nid: Q99000%s\ndate: 1998-05-01\nproducts: [Windows NT]\n---\n\nSee Q100000. Some words about printing.\n' $i >"$work/site/content/gone.md"
    "$kb" build -q -s "$work/site" 2>/dev/null
    rm "$work/site/content/gone.md"
}
retheme() { printf '{{! %s }}\n' $i >>"$work/site/templates/article-dates.mustache"; }

echo '| from | what | clock | processors | of a full build, by the clock | by processors |'
echo '|---|---|---|---|---|---|'
for format in ${FORMATS:-txt kb}; do
    rm -rf "$work/site"
    mkdir -p "$work/site/templates"
    cp -r "$corpus/$format" "$work/site/content"
    cp templates/article-dates.mustache "$work/site/templates/"
    printf 'title: Archive\nbase_url: https://kb.example/\n' >"$work/site/config.yml"
    article=$(find "$work/site/content" -type f | sort | sed -n 20000p)
    : >"$work/site/mark"
    full=
    row 'full build' build from_nothing
    row 'find -newer, sources and outputs' look
    row 'nothing changed' build
    row 'one article changed' build edit
    row 'one article added' build add
    row 'one article removed' build remove
    row 'a template of all articles changed' build retheme
done
