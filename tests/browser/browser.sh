#!/bin/sh
# The theme, the search and the preview in Chromium, and the answers of the search beside those of `kb search`. node and Chromium come from the system (CHROMIUM
# names another one), playwright-core and axe-core from npm, once, into $BUILD/npm. What is missing is told, and its test skipped.
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
NPM_DIR=${NPM_DIR:-${BUILD%/asan}/npm}
export CHROMIUM NPM_DIR

skip() {
    echo "ok 1 - browser # SKIP $1"
    echo "1..1"
    exit 0
}
command -v node >/dev/null || skip 'there is no node'
case $BUILD in */asan) skip 'the sanitizers see the same program in the other tests' ;; esac

work=$(mktemp -d "${TMPDIR:-/tmp}/kb-browser.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT PIPE TERM
failed=0

# Words of the sample site as people ask for them, right and wrong.
"$BUILD/kb" build -q -d "$work/site" || exit 1
cat >"$work/queries" <<'QUERIES'
template
templates mustache
"front matter"
front -matter
permalink config
permalinc
perma
kb build --offline
config.yml
0x80070005
Q900301
no such wörd at all
how do i host the site on a server
<img src=x onerror=alert(1)>
QUERIES
node tests/browser/answers.mjs "$BUILD/kb" "$work/site" "$work/queries" || failed=1

[ -n "$CHROMIUM" ] || skip 'there is no Chromium'
for package in playwright-core axe-core; do
    [ -d "$NPM_DIR/node_modules/$package" ] && continue
    command -v npm >/dev/null || skip "there is no npm to fetch $package with"
    mkdir -p "$NPM_DIR"
    npm install --silent --ignore-scripts --no-audit --no-fund --prefix "$NPM_DIR" "$package" >&2
    [ -d "$NPM_DIR/node_modules/$package" ] || skip "npm could not fetch $package"
done
node tests/browser/theme.mjs "$BUILD/kb" || failed=1
node tests/browser/search.mjs "$BUILD/kb" || failed=1
node tests/browser/serve.mjs "$BUILD/kb" . || failed=1
exit $failed
