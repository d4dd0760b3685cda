#!/bin/sh
# The sample site under valgrind: no invalid access, nothing undefined, nothing leaked. (A sanitizer build does not run under it.)
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
skip() {
    echo "ok 1 - valgrind # SKIP $1"
    echo "1..1"
    exit 0
}
command -v valgrind >/dev/null || skip 'there is no valgrind'
case $BUILD in *san) skip 'this is a sanitizer build' ;; esac
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
tests=0
run() {
    name=$1
    shift
    tests=$((tests + 1))
    if valgrind -q --leak-check=full --error-exitcode=9 "$BUILD/kb" "$@" >"$work/out" 2>"$work/err"; then
        echo "ok $tests - $name"
    else
        echo "not ok $tests - $name"
        head -40 "$work/err" >&2
    fi
}
run 'kb build' build -q -d "$work/site"
run 'kb build again' build -q -d "$work/site"
run 'kb clean' clean -d "$work/site"
run 'kb check' check -v --write-baseline "$work/known"
run 'kb check with a baseline' check -v -f json --baseline "$work/known"
run 'kb show' show Q263072 --format json
run 'kb render' render content/manual/nginx.conf
echo "1..$tests"
