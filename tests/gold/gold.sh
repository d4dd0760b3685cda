#!/bin/sh
# The reader against articles of the archive labelled by eye: precision, recall and depth of every kind of block (gold.c says how they are
# counted). With arguments (-q, -t, --json, ARTICLE...) it is the plain program; without, a test.
#
# KB_GOLD names the folder of labels, ../shared/gold without it. Where the archive is found: tests/corpus.sh.
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
labels=${KB_GOLD:-../shared/gold}

group=gold
. tests/corpus.sh
find_corpus
[ -d "$labels" ] || skip "there is no folder of labels at $labels (KB_GOLD)"
[ $# -eq 0 ] || exec "$BUILD/tests/gold/gold" "$labels" "$corpus" "$@"

said=$("$BUILD/tests/gold/gold" "$labels" "$corpus" 2>&1)
status=$?
[ "$status" -eq 0 ] || printf 'not '
echo 'ok 1 - the reader agrees with labels made by eye'
echo "$said" | sed 's/^/# /'
echo '1..1'
exit "$status"
