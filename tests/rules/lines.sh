#!/bin/sh
# No line of the sources or of the tests in C is longer than 160 bytes.
set -u
cd "$(dirname "$0")/../.." || exit 1

trouble=$(find src tests -name '*.[ch]' | LC_ALL=C sort | LC_ALL=C xargs awk 'length($0) > 160 { print FILENAME ":" FNR ": " length($0) " bytes" }')
if [ -z "$trouble" ]; then
    echo 'ok 1 - no line is longer than 160 bytes'
else
    echo 'not ok 1 - no line is longer than 160 bytes'
    echo "$trouble" | sed 's/^/# /'
fi
echo '1..1'
