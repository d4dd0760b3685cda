#!/bin/sh
# The other compiler's warnings: every source under gcc and clang, those of the two that are here. (The Makefile's own build shows one's.)
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
flags="-std=c11 -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wconversion -Werror -Isrc -I$BUILD $(pkg-config --cflags libcmark yaml-0.1 2>/dev/null)"
tests=0
for compiler in gcc clang; do
    tests=$((tests + 1))
    if ! command -v $compiler >/dev/null; then
        echo "ok $tests - no warnings from $compiler # SKIP there is no $compiler"
        continue
    fi
    # shellcheck disable=SC2086
    if find src -name '*.c' | sort | xargs -n 8 -P 2 $compiler $flags -fsyntax-only >&2; then
        echo "ok $tests - no warnings from $compiler"
    else
        echo "not ok $tests - no warnings from $compiler"
    fi
done
echo "1..$tests"
