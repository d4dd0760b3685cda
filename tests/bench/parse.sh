#!/bin/sh
# How fast articles are read: parse.c over both formats of the archive. Quote the ratios; the machine is not always alone.
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}

group=bench
. tests/corpus.sh
find_corpus
exec "$BUILD/tests/bench/parse" "$corpus/txt" "$corpus/kb"
