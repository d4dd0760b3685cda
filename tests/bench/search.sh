#!/bin/sh
# How well the search finds, and what it costs, beside SQLite's FTS5 and Pagefind on the same queries; see search/queries.mjs for how they are drawn.
#
#     make bench-search                                 all of it
#     sh tests/bench/search.sh build kb report          some parts of: queries build kb fts5 pagefind browser report
#
# SEED=1 N=1000 are the queries of each set, SAMPLE=150 those that are asked in the browser, PAGEFIND=no leaves Pagefind out (its index takes 6 GB
# of memory once; it is kept). It needs node, and for the opponents sqlite3, npm (pagefind, playwright-core), and Chromium. Everything
# stays in $BUILD/search-bench; a part that cannot run says so and shows as "–" in the table.
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
work=$BUILD/search-bench
failed=0
js=tests/bench/search
export SEED="${SEED:-1}" N="${N:-1000}" SAMPLE="${SAMPLE:-150}" NPM_DIR="$work/npm" CHROMIUM="${CHROMIUM:-/usr/bin/chromium}"
PAGEFIND_MEMORY=7000000     # KB that must be free to make its index

group=bench-search
. tests/corpus.sh
has() { command -v "$1" >/dev/null 2>&1; }
has node || skip 'there is no node'
find_corpus
mkdir -p "$work"

say() { echo "search: $*" >&2; }
run() { node --max-old-space-size=4096 "$js/$@"; }
wanted() { case " $parts " in *" $1 "*) true ;; *) false ;; esac; }
parts=${*:-queries build kb fts5 pagefind browser report}

# What is made from the articles or the queries is made again when those have changed, not merely been written again.
keep_if_same() { if cmp -s "$1.new" "$1"; then rm "$1.new"; else mv "$1.new" "$1"; fi; }
npm_has() {
    [ -d "$NPM_DIR/node_modules/pagefind" ] && [ -d "$NPM_DIR/node_modules/playwright-core" ] && return
    has npm || return 1
    mkdir -p "$NPM_DIR"
    npm install --silent --no-audit --no-fund --prefix "$NPM_DIR" pagefind playwright-core >&2
    [ -d "$NPM_DIR/node_modules/playwright-core" ]
}

queries=$work/queries
if wanted queries || [ ! -r "$queries/about.json" ]; then
    "$BUILD/tests/bench/search" "$corpus/txt" "$corpus/kb" >"$work/articles.jsonl.new" || exit 1
    keep_if_same "$work/articles.jsonl"
    run queries.mjs "$work/articles.jsonl" "$work/queries.new" || exit 1
    if diff -r "$work/queries.new" "$queries" >/dev/null 2>&1; then
        rm -r "$work/queries.new"
    else
        rm -rf "$queries"
        mv "$work/queries.new" "$queries"
        rm -f "$work/fts5.json" "$work/pagefind.json" "$work/kb.json" "$work/browser.json"    # answers to other questions
    fi
fi

site=$work/site plain=$work/site-plain
if wanted build; then
    run build.mjs "$BUILD/kb" "$work/config.yml" "$work/build.json" "$site" "$plain" "$corpus/txt" "$corpus/kb" || failed=1
fi

has_search() { [ -d "$site/search" ] && "$BUILD/kb" help search >/dev/null 2>&1; }
if wanted kb; then
    if has_search; then run kb.mjs "$BUILD/kb" "$site" "$queries" "$work/kb.json" || failed=1; else say 'this kb has no search'; fi
fi

if wanted fts5; then
    if ! has sqlite3; then
        say 'FTS5 is left out: there is no sqlite3'
    elif [ ! "$work/fts5.json" -nt "$work/articles.jsonl" ]; then
        run fts5.mjs "$work/articles.jsonl" "$queries" "$work" "$work/fts5.json" || failed=1
    fi
fi

# Only the articles, of each its title and body: neither the lists of the site nor the facts beside the text.
index_pagefind() {
    free=$(awk '$1 == "MemAvailable:" { print $2 }' /proc/meminfo)
    if [ "$free" -lt $PAGEFIND_MEMORY ]; then
        say "Pagefind is left out: its index takes more memory than the $free KB that are free"
        return 1
    fi
    rm -rf "$work/pagefind" "$work/pagefind.part"
    /usr/bin/time -o "$work/pagefind.time" -f '%e %M' find "$NPM_DIR/node_modules/@pagefind" -name pagefind_extended -type f -exec {} --silent \
        --site "$plain" --output-path "$work/pagefind.part" --root-selector article --exclude-selectors '.rail, .after' --glob 'kb/*/*/index.html' \; >&2
    [ -r "$work/pagefind.part/pagefind.js" ] || return 1
    mv "$work/pagefind.part" "$work/pagefind"
    printf '{"seconds":%s,"peak_mb":%s,"bytes":%s,"files":%s}\n' $(awk '{ print $1, $2 / 1024 }' "$work/pagefind.time") \
        $(find "$work/pagefind" -type f -printf '%s\n' | awk '{ n += $1 } END { print n, NR }') >"$work/pagefind-build.json"
}
if wanted pagefind && [ "${PAGEFIND:-yes}" != no ]; then
    if ! npm_has || [ ! -x "$CHROMIUM" ]; then
        say 'Pagefind is left out: it needs npm and Chromium'
    elif [ ! -d "$plain" ]; then
        say 'Pagefind is left out: there is no site yet; name the part "build" too'
    elif [ "$work/pagefind-build.json" -nt "$work/articles.jsonl" ] || index_pagefind; then
        { [ "$work/pagefind.json" -nt "$work/pagefind-build.json" ] && grep -q "\"sample\": $SAMPLE," "$work/pagefind.json"; } ||
            run browser.mjs pagefind "$plain" "$queries" "$work/pagefind.json" "$work/pagefind" || failed=1
    fi
fi

if wanted browser; then
    if ! has_search; then say 'this kb has no search'
    elif ! npm_has || [ ! -x "$CHROMIUM" ]; then say 'the browser is left out: it needs npm and Chromium'
    else run browser.mjs kb "$site" "$queries" "$work/browser.json" || failed=1
    fi
fi

if wanted report; then run report.mjs "$work" || failed=1; fi
exit $failed
