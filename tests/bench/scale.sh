#!/bin/sh
# How time and memory grow with the archive: builds of self-made archives (generate.c) of several sizes, with and without search.
#
#     make bench-scale [COUNTS="10000 60000 250000 600000"] [OUT=/dev/shm] [COPY_MAX=250000] [RESULTS=tests/bench/results.md]
#
# "µs" is the time of the processors for each article: where it stays, building is linear. "KB more" is what the peak memory grew by for each article
# since the row above. Beside them stands `cp -r` of the site, up to COPY_MAX articles, for a copy needs as much room again.
# OUT needs about 15 KB for each article, and 12 KB more for the copy.
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
RESULTS=${RESULTS:-tests/bench/results.md}
COPY_MAX=${COPY_MAX:-250000}
kb=$PWD/$BUILD/kb
measure=$PWD/$BUILD/tests/bench/measure
work=$(mktemp -d "${OUT:-/dev/shm}/kb-scale.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
LC_ALL=C
export LC_ALL
commit=$(git describe --always --dirty 2>/dev/null || echo 'no commit')      # before the results are a change of the checkout

forget() { rm -rf "$work/public" "$work/.public.kbstate"; }

# build NAME CONFIG: a row
build() {
    forget
    printf '%s\n' "$2" >"$work/config.yml"
    ran=$("$measure" "$kb" build -q -s "$work" 2>"$work/said")
    [ $? -le 1 ] || { echo "kb failed at $count: $(tail -1 "$work/said")" >&2; exit 1; }
    copied=-
    if [ "$count" -le "$COPY_MAX" ]; then
        copied=$("$measure" cp -r "$work/public" "$work/copy" | cut -d' ' -f1)
        rm -rf "$work/copy"
    fi
    echo "$count|$1|$(echo "$ran" | tr ' ' '|')|$copied" >>"$work/rows"
    echo "  $count $1: $ran" >&2
}

: >"$work/rows"
for count in ${COUNTS:-10000 60000 250000 600000}; do
    rm -rf "$work/content"
    mkdir "$work/content"
    "$BUILD/tests/bench/generate" "$count" "$work/content" || exit 1
    build 'with search' 'title: Archive'
    build 'search: false' 'search: false'
done

{
    echo
    echo "## Scale: $commit, $(nproc) cores, load at the end $(cut -d' ' -f1 /proc/loadavg)"
    echo
    echo '| articles | | clock s | processors s | µs an article | peak MB | KB more an article | cp -r s |'
    echo '|--:|---|--:|--:|--:|--:|--:|--:|'
    awk -F'|' '{
        cpu = $4 + $5
        more = ($2 in peak) ? sprintf("%.2f", ($6 - peak[$2]) / ($1 - n[$2])) : ""
        printf "| %d | %s | %.2f | %.2f | %.0f | %.0f | %s | %s |\n", $1, $2, $3, cpu, 1e6 * cpu / $1, $6 / 1024, more, $7
        peak[$2] = $6; n[$2] = $1
    }' "$work/rows"
} | tee -a "$RESULTS"
