#!/bin/sh
# Nothing that is read takes more than linear time: pathological.c's inputs, 256 KiB beside 64 KiB of each. How fast they are is another question,
# which `make pathological` asks.
set -u
cd "$(dirname "$0")/../.." || exit 1
case ${BUILD:-build} in
*san) size=32 ;;    # slow builds ask whether each is survived
*) size=256 ;;
esac
exec "${BUILD:-build}/tests/pathological/pathological" -g -s "$size"
