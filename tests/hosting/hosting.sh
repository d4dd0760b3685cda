#!/bin/sh
# The sample site behind nginx and Caddy, with the very samples that the manual shows, under / and below a path: every link, the 404 page, headers, packed
# files.
# The servers listen on the loopback at a free port, as long as this runs. They and node come from the system; a test that misses one says so.
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
failed=0

skip() { echo "ok 1 - $1 # SKIP $2"; }
case $BUILD in */asan) skip hosting 'the sanitizers see the same program in the other tests'; exit 0 ;; esac
command -v node >/dev/null || { skip hosting 'there is no node'; exit 0; }

. tests/hosting/server

same() {    # same NAME: a sample is the file that the manual offers, its first comment and the kind of indent apart
    if [ "$(sed -e 1d -e 's/	/    /g' "content/manual/$1")" = "$2" ]; then echo "ok 1 - $1 is what the manual shows"; else echo "not ok 1 - $1 is what the manual shows"; failed=1; fi
}
same nginx.conf "$(block 'server_name help.example.com')"
same Caddyfile "$(block 'precompressed br gzip')"

# The site at both addresses. An article has an old address, for the redirects.
for at in root path; do
    mkdir "$work/$at" && cp -R content config.yml "$work/$at" && cat >>"$work/$at/config.yml" <<'CONFIG'
precompress: [gzip, br, zstd]
redirects: [nginx]
CONFIG
    sed -i '2i aliases: [/old/place/, "/old/with space/"]' "$work/$at/content/manual/hosting.md"
done
"$BUILD/kb" build -q -s "$work/root" -b https://kb.example/ || exit 1
"$BUILD/kb" build -q -s "$work/path" -b https://kb.example/sub/path/ || exit 1

look() { node tests/hosting/hosting.mjs "$@" || failed=1; }     # hosting.mjs says of what

# --- nginx ----------------------------------------------------------------------------------------------------------------------------------
if command -v nginx >/dev/null; then
    [ -n "$brotli" ] || skip 'nginx: packed copies are sent as br' 'there is no module ngx_brotli'
    root_server=$(block 'server_name help.example.com')
    moved_map=$(block 'map $uri $moved' | sed '/^server/,$d')
    moved_if=$(block 'map $uri $moved' | sed -n '/if (/,/}/p')
    location=$(block 'location /help/' | sed -e 's|/help/|/sub/path/|g' -e 's|/srv/www/sub/path|/srv/www/help|')

    port=$(free_port)
    nginx_config "$work/root/public" "$moved_map
$(echo "$root_server" | sed '$d')
$moved_if
}" >"$work/nginx.conf"
    if start "$work/log" nginx -p "$work" -c "$work/nginx.conf"; then
        look 'nginx, /' "http://127.0.0.1:$port/" "$work/root/public" https://kb.example/ headers redirects gzip ${brotli:+br}
        stop
    fi
    port=$(free_port)
    nginx_config "$work/path/public" "$moved_map
$(echo "$root_server" | sed -e '/^ *\(root\|index\|error_page\) /d' -e '$d')
$moved_if
$location
}" >"$work/nginx.conf"
    if start "$work/log" nginx -p "$work" -c "$work/nginx.conf"; then
        look 'nginx, /sub/path/' "http://127.0.0.1:$port/sub/path/" "$work/path/public" https://kb.example/sub/path/ headers redirects gzip ${brotli:+br}
        stop
    fi
else
    skip nginx 'there is no nginx'
fi

# --- Caddy ----------------------------------------------------------------------------------------------------------------------------------
if command -v caddy >/dev/null; then
    export HOME="$work" XDG_DATA_HOME="$work/data" XDG_CONFIG_HOME="$work/data"
    caddy_config() {    # caddy_config FOLDER: of the sample on stdin
        printf '{\n    admin off\n    auto_https off\n}\n'
        sed -e "s|^[a-z.]*example.com {|http://127.0.0.1:$port {|" -e "s|/srv/www/help|$1|"
    }
    port=$(free_port)
    block 'precompressed br gzip' | caddy_config "$work/root/public" >"$work/Caddyfile"
    if start "$work/log" caddy run --config "$work/Caddyfile" --adapter caddyfile; then
        look 'Caddy, /' "http://127.0.0.1:$port/" "$work/root/public" https://kb.example/ headers gzip br
        stop
    fi
    port=$(free_port)
    block 'handle_path /help/*' | sed -e 's|/help /help/|/sub/path /sub/path/|' -e 's|/help/\*|/sub/path/*|' | caddy_config "$work/path/public" >"$work/Caddyfile"
    if start "$work/log" caddy run --config "$work/Caddyfile" --adapter caddyfile; then
        look 'Caddy, /sub/path/' "http://127.0.0.1:$port/sub/path/" "$work/path/public" https://kb.example/sub/path/
        stop
    fi
else
    skip Caddy 'there is no Caddy'
fi

exit $failed
