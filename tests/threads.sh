#!/bin/sh
# threads.sh: builds under the thread sanitizer, in a program that `make tsan` has made: the sample site, and the archive where there is one; from nothing, and
# again after an edit, with four threads and every output on. Prints TAP; a race ends a build with status 66.
set -u
cd "$(dirname "$0")/.." || exit 1
BUILD=${BUILD:-build/tsan}
kb=$PWD/$BUILD/kb
TSAN_OPTIONS="halt_on_error=1 exitcode=66 ${TSAN_OPTIONS:-}"
export TSAN_OPTIONS
group=threads
work=$(mktemp -d "${TMPDIR:-/tmp}/kb-threads.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
number=0 failed=0

built() {    # built WHAT: builds $work/site and tells whether there was a race
    number=$((number + 1))
    "$kb" build -q -j4 -s "$work/site" 2>"$work/said"
    status=$?
    if [ $status -le 1 ] && ! grep -q 'WARNING: ThreadSanitizer' "$work/said"; then
        echo "ok $number - no race: $1"
    else
        echo "not ok $number - no race: $1"
        echo "# status $status"
        grep -A40 'ThreadSanitizer' "$work/said" | head -60 | sed 's/^/# /'
        failed=1
    fi
}

site() {    # site NAME CONTENT
    rm -rf "$work/site"
    mkdir "$work/site"
    cp -r "$2" "$work/site/content"
    printf 'title: Threads\nbase_url: https://kb.example/\nprecompress: [gzip]\nredirects: [netlify, nginx]\n' >"$work/site/config.yml"
    built "$1"
    printf 'One more sentence.\n' >>"$(find "$work/site/content" -type f | sort | sed -n 7p)"
    printf -- '---\ntitle: A new article\n---\n\nSome words.\n' >"$work/site/content/new.md"
    built "$1, after an edit"
}

site 'the sample site' content
. tests/corpus.sh
find_corpus
site 'the archive' "$corpus/txt"
site 'the archive in front matter' "$corpus/kb"
echo "1..$number"
exit $failed
