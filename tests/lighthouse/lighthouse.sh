#!/bin/sh
# Lighthouse on the pages of the sample site, behind nginx as the manual sets it up (or kb serve, where there is no nginx): 100 in all four categories, and
# nothing that shifts. node and Chromium come from the system (CHROMIUM names another one), lighthouse from npm, once, into $BUILD/lighthouse. FORM: mobile (as
# without it) or desktop.
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
CHROME_PATH=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
export CHROME_PATH
failed=0

skip() {
    echo "ok 1 - lighthouse # SKIP $1"
    echo "1..1"
    exit 0
}
command -v node >/dev/null || skip 'there is no node'
[ -n "$CHROME_PATH" ] || skip 'there is no Chromium'
lighthouse=$BUILD/lighthouse/node_modules/.bin/lighthouse
if [ ! -x "$lighthouse" ]; then
    command -v npm >/dev/null || skip 'there is no npm to fetch lighthouse with'
    mkdir -p "$BUILD/lighthouse"
    npm install --silent --ignore-scripts --no-audit --no-fund --prefix "$BUILD/lighthouse" lighthouse@12 >&2     # 13 wants a newer node than Debian has
    [ -x "$lighthouse" ] || skip 'npm could not fetch lighthouse'
fi

. tests/hosting/server

port=$(free_port)
address=http://127.0.0.1:$port/
cp -R content config.yml "$work" && echo 'precompress: [gzip]' >>"$work/config.yml"
"$BUILD/kb" build -q -s "$work" -b "$address" || exit 1
if command -v nginx >/dev/null; then
    nginx_config "$work/public" "$(block 'server_name help.example.com')" >"$work/nginx.conf"
    start "$work/log" nginx -p "$work" -c "$work/nginx.conf" || exit 1
else
    start "$work/log" "$BUILD/kb" serve -q -p "$port" -s "$work" -b "$address" || exit 1
fi
node tests/lighthouse/lighthouse.mjs "$lighthouse" "$address" "$work" "${FORM:-mobile}" || failed=1
exit $failed
