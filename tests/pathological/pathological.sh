#!/bin/sh
# Nothing that is read takes more than linear time: pathological.c's inputs, 256 KiB beside 64 KiB of each. How fast they are is another question,
# which `make pathological` asks.
set -u
cd "$(dirname "$0")/../.." || exit 1
exec "${BUILD:-build}/tests/pathological/pathological" -g -s 256
