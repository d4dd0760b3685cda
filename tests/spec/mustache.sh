#!/bin/sh
# The official Mustache specification, through `kb render` and in-process. $MUSTACHE_SPEC is the folder of its JSON files.
set -u
: "${BUILD:=build}"
spec=${MUSTACHE_SPEC:-../shared/mustache-spec}
if [ ! -d "$spec" ]; then
    echo "ok 1 - mustache spec # SKIP no \$MUSTACHE_SPEC"
    exit 0
fi
folder=$BUILD/tests/mustache-spec
rm -rf "$folder"
exec "$BUILD/tests/spec/mustache_spec" "$BUILD/kb" "$folder" "$spec"/*.json
