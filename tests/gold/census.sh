#!/bin/sh
# The blocks that the reader finds in the whole archive, counted beside a survey of the format; every difference has its reason (census.c).
# Where the archive is found: tests/corpus.sh.
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}

group=gold
. tests/corpus.sh
find_corpus

said=$("$BUILD/tests/gold/census" "$corpus" 2>&1)
status=$?
[ "$status" -eq 0 ] || printf 'not '
echo 'ok 1 - the archive holds as many blocks of each kind as a survey counted, or it is known why not'
echo "$said" | sed 's/^/# /'
echo '1..1'
exit "$status"
