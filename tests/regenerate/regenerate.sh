#!/bin/sh
# Building anew: after any edit as a clean build, whole and repairable after any kill and any failing call.
#
# As it runs in `make check`: 500 edits of a site of 200 articles.
# LIGHT=1 makes it short, for programs that are slow by themselves (sanitizers).
# SOAK=1 (`make soak`) makes it long: SEEDS sites (10) of 200 articles from the seed SEED on with STEPS edits each (2000), every error at every call;
# and it tests the tests, by a stand-in for kb that makes mistakes. KB names another program than the one built here. Everything is written to
# $TMPDIR, or to memory where there is room; what a failed test leaves there is kept.
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
case $BUILD in /*) ;; *) BUILD=$PWD/$BUILD ;; esac
tools=$BUILD/tests/regenerate
kb=${KB:-$BUILD/kb}
seed=${SEED:-1}
LC_ALL=C
ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}exitcode=99:verify_asan_link_order=0
UBSAN_OPTIONS=${UBSAN_OPTIONS:+$UBSAN_OPTIONS:}exitcode=99
KB_REAL=$kb
export LC_ALL ASAN_OPTIONS UBSAN_OPTIONS KB_REAL
unset NO_COLOR KB_WRONG

if [ -n "${TMPDIR:-}" ]; then
    place=$TMPDIR
elif [ -w /dev/shm ] && df -Pk /dev/shm | awk 'NR == 2 { exit !($4 >= 200000) }'; then
    place=/dev/shm
else
    place=$BUILD
fi
work=$(mktemp -d "$place/kb-regenerate.XXXXXX") || exit 1
trap 'rmdir "$work" 2>/dev/null' EXIT
trap 'exit 1' HUP INT PIPE TERM

failed=0

# try NAME ARGUMENTS: one test in a folder of its own, which is removed when it passes
try() {
    mkdir "$work/$1"
    if "$tools/regenerate" "$2" -k "$kb" -w "$work/$1" -f "$tools/faults.so" $3; then
        rm -rf "${work:?}/$1"
    else
        failed=1
        echo "# kept: $work/$1; run again: $tools/regenerate $2 -k $kb -w FOLDER -f $tools/faults.so $3"
    fi
}

# finds MISTAKE ARGUMENTS: the stand-in makes it, and a test must say so
finds() {
    mkdir "$work/$1"
    if KB_WRONG=$1 "$tools/regenerate" "$2" -k "$tools/standin" -w "$work/$1" -f "$tools/faults.so" $3 >"$work/said" 2>&1; then
        echo "not ok - the mistake '$1' is found"
        failed=1
    elif grep -q '^not ok' "$work/said"; then
        echo "ok - the mistake '$1' is found"
    else
        echo "not ok - the mistake '$1' is found"
        sed 's/^/# /' "$work/said"
        failed=1
    fi
    rm -rf "${work:?}/$1" "$work/said"
}

if [ -n "${SOAK:-}" ]; then
    for mistake in touch leave folders foreign changes quiet stale litter; do
        finds $mistake property '-n 60 -a 60'
    done
    finds blind property '-n 60 -a 60 -e output,text'
    for mistake in inplace journal; do finds $mistake kill ''; done
    for mistake in status short; do finds $mistake fault ''; done
    finds lock lock ''
    i=0
    while [ $i -lt "${SEEDS:-10}" ]; do
        try "property-$i" property "-s $((seed + i)) -n ${STEPS:-2000}"
        try "kill-$i" kill "-s $((seed + i))"
        try "fault-$i" fault "-s $((seed + i)) -t"
        i=$((i + 1))
    done
elif [ -n "${LIGHT:-}" ]; then
    try property property "-s $seed -n 60 -a 60"
    try fault fault "-s $seed -a 5"
else
    (try property property "-s $seed" >"$work/said-1" 2>&1; exit "$failed") &
    property=$!
    try kill kill "-s $seed"
    try fault fault "-s $seed"
    wait "$property" || failed=1
    cat "$work/said-1"
    rm "$work/said-1"
fi
try full full ''
try lock lock ''
[ "$failed" -eq 0 ]
