#!/bin/sh
# Runs the tests and counts them. Every test speaks TAP: `ok ...`, `not ok ...`, `ok ... # SKIP why`. A program that ends with a failure and
# said no `not ok` counts as one failure. Arguments name groups (unit rules spec golden e2e regenerate browser hosting pathological archive gold valid lighthouse); none means those of `usual`.
set -u
cd "$(dirname "$0")/.."
BUILD=${BUILD:-build}
export BUILD CMOCKA_MESSAGE_OUTPUT=TAP
log=$BUILD/tests/log
mkdir -p "$BUILD/tests"
passed=0 failed=0 skipped=0

run() {
    name=$1
    shift
    "$@" >"$log" 2>"$log.err"
    status=$?
    ok=$(grep -ac '^ok' "$log")
    skip=$(grep -ac '^ok.*# SKIP' "$log")
    bad=$(grep -ac '^not ok' "$log")
    if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
        bad=1
        echo "$name: ended with status $status" >>"$log.err"
    fi
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
    passed=$((passed + ok - skip)) failed=$((failed + bad)) skipped=$((skipped + skip))
}

wanted() { case " $groups " in *" $1 "*) true ;; *) false ;; esac; }
usual='unit rules spec golden e2e regenerate browser hosting pathological gold archive'
groups=${*:-$usual}

if wanted unit; then
    for t in "$BUILD"/tests/test_*; do
        case $t in *.d) continue ;; esac
        run "${t##*/}" "$t"
    done
fi
for group in rules spec golden e2e regenerate browser hosting pathological archive gold valid lighthouse; do
    wanted $group || continue
    for t in tests/$group/*.sh; do
        [ -e "$t" ] && run "$group/${t##*/}" sh "$t"
    done
done
echo
if [ "$skipped" -gt 0 ]; then
    echo "$passed passed, $failed failed, $skipped skipped"
else
    echo "$passed passed, $failed failed"
fi
[ "$failed" -eq 0 ]
