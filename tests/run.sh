#!/bin/sh
# Runs the tests and counts them. Every test speaks TAP: `ok ...`, `not ok ...`, `ok ... # SKIP why`. A program that ends with a failure and said no
# `not ok` counts as one failure. Arguments name groups (unit rules spec golden e2e regenerate browser hosting pathological archive gold valid
# lighthouse); none means those of `usual`. JOBS tests run side by side (as many as there are processors), and each tells what came of it when it ends.
set -u
cd "$(dirname "$0")/.."
BUILD=${BUILD:-build}
JOBS=${JOBS:-$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)}
logs=$BUILD/tests/logs
export BUILD CMOCKA_MESSAGE_OUTPUT=TAP

# run NAME COMMAND: its log is $logs/NAME, its counts are in $logs/NAME.count; what it has to tell is told in one piece.
run() {
    name=$1 log=$logs/$(echo "$1" | tr / -)
    shift
    "$@" >"$log" 2>"$log.err" </dev/null
    status=$?
    ok=$(grep -ac '^ok' "$log")
    skip=$(grep -ac '^ok.*# SKIP' "$log")
    bad=$(grep -ac '^not ok' "$log")
    if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
        bad=1
        echo "$name: ended with status $status" >>"$log.err"
    fi
    {
        if [ "$bad" -gt 0 ]; then
            echo "--- $name: $bad failed"
            grep -a '^not ok' "$log" | head -40
            grep -av -e '^ok' -e '^not ok' "$log" | head -60
            head -100 "$log.err"
        else
            echo "    $name: $((ok - skip)) passed"
        fi
        grep -a '^ok.*# SKIP' "$log" | sed "s|^ok[ 0-9-]*|    $name: SKIPPED: |"
        [ "$bad" -gt 0 ] || grep -a '^# ' "$log" | grep -av '^# ok' | sed 's/^# /      /'
    } >"$log.told"
    echo "$((ok - skip)) $bad $skip" >"$log.count"
    cat "$log.told"
}

if [ "${1:-}" = --one ]; then    # by this script itself: one test
    case $2 in
    */*) run "$2" sh "tests/$2" ;;
    *) run "$2" "$BUILD/tests/$2" ;;
    esac
    exit 0
fi

# Those that take long begin first. A build with sanitizers leaves out what runs no program of ours (rules), and what it reads anyway (gold: articles of
# the archive).
usual='archive regenerate browser unit spec golden e2e hosting pathological'
case $BUILD in
*san) ;;
*) usual="$usual rules gold" ;;
esac

names() {    # names GROUP...: its tests, one a line
    for group; do
        if [ "$group" = unit ]; then
            for t in "$BUILD"/tests/test_*; do
                case $t in *.d) ;; *) echo "${t##*/}" ;; esac
            done
        else
            for t in "tests/$group"/*.sh; do
                [ -e "$t" ] && echo "${t#tests/}"
            done
        fi
    done
}

rm -rf "$logs"
mkdir -p "$logs"
# shellcheck disable=SC2086
names ${*:-$usual} >"$logs/names"
xargs -n 1 -P "$JOBS" sh tests/run.sh --one <"$logs/names"
wanted=$(wc -l <"$logs/names")
echo
cat "$logs"/*.count | awk -v wanted="$wanted" '
    { passed += $1; failed += $2; skipped += $3 }
    END {
        if (NR < wanted) {
            print wanted - NR " did not come to an end"
            failed++
        }
        print passed + 0 " passed, " failed + 0 " failed" (skipped ? ", " skipped " skipped" : "")
        exit failed > 0
    }'
