#!/bin/sh
# fresh-machine.sh: do the two lines of the README work on a machine that has nothing but make? As root: a bare system of the release that runs
# here is made in a folder, from the package sources that apt uses here; the last commit is put into it, and in a chroot `make deps site` and
# `make check-deps check` are run, with the network as it is here. The archive test is left out inside (KB_CORPUS=none): it has its own run.
# Mounts and files are taken away at the end. Where this cannot be done, the script says why and is skipped.
set -u
cd "$(dirname "$0")/.." || exit 1

skip() {
    echo "ok 1 - fresh machine # SKIP $1"
    echo "1..1"
    exit 0
}

[ "$(id -u)" -eq 0 ] || skip 'only root can make a chroot'
command -v apt-get >/dev/null || skip 'there is no apt whose sources could be used'
command -v debootstrap >/dev/null || { apt-get update -q && apt-get install -q -y --no-install-recommends debootstrap; } >/dev/null 2>&1 ||
    skip 'there is no debootstrap, and apt cannot install it'
suite=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
[ -n "$suite" ] || skip '/etc/os-release names no release'

# What apt uses here for this release, one `URI SUITE COMPONENT…` a line, from both forms of source lists (sources.list(5)).
sources() {
    cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null | awk '
        $1 == "deb" {
            sub(/\[[^]]*\]/, "")
            $1 = ""
            print
        }'
    for file in /etc/apt/sources.list.d/*.sources; do
        [ -r "$file" ] && awk '
            function finish(    u, s, i, k, uri, name) {
                u = split(field["uris"], uri, " ")
                s = split(field["suites"], name, " ")
                if (field["types"] ~ /(^| )deb( |$)/ && tolower(field["enabled"]) != "no")
                    for (i = 1; i <= u; i++)
                        for (k = 1; k <= s; k++)
                            print uri[i], name[k], field["components"]
                split("", field)
            }
            /^[ \t]*$/ { finish(); next }
            /^#/       { next }
            /^[A-Za-z-]+:/ {
                key = tolower(substr($0, 1, index($0, ":") - 1))
                $0 = substr($0, index($0, ":") + 1)
            }
            { gsub(/^[ \t]+/, ""); field[key] = field[key] " " $0 }
            END { finish() }' "$file"
    done
}
release=$(sources | awk -v suite="$suite" '$2 ~ "^" suite "(-|$)" && NF > 2' | LC_ALL=C sort -u)
mirror=$(echo "$release" | awk -v suite="$suite" '$2 == suite && / main( |$)/ { print $1; exit }')
[ -n "$mirror" ] || skip "apt has no source for $suite here"

root=$(mktemp -d "${TMPDIR:-/var/tmp}/kb-machine.XXXXXX") || exit 1
cleanup() {
    umount "$root/machine/proc" 2>/dev/null || umount -l "$root/machine/proc" 2>/dev/null
    rm -rf --one-file-system "$root"
}
trap cleanup EXIT
trap 'exit 1' HUP INT PIPE TERM

tests=0
began=$(date +%s)
step() {    # step NAME COMMAND: one test, timed; what it printed is shown when it fails
    name=$1 start=$(date +%s)
    shift
    tests=$((tests + 1))
    if "$@" >"$root/said" 2>&1; then
        echo "ok $tests - $name: $(($(date +%s) - start)) s"
    else
        echo "not ok $tests - $name"
        tail -60 "$root/said" | sed 's/^/# /'
        echo "1..$tests"
        exit 1
    fi
}

# The proxy and the certificates that apt goes through here, for debootstrap and for apt inside.
use_proxy() {
    eval "$(apt-config shell proxy Acquire::http::Proxy)"
    [ -z "${proxy:-}" ] || [ "$proxy" = DIRECT ] || export http_proxy="$proxy"
}

bare_system() { debootstrap --variant=minbase --include=make,ca-certificates "$suite" "$root/machine" "$mirror"; }

configure() {
    machine=$root/machine
    echo "$release" | sed 's/^ */deb /' >"$machine/etc/apt/sources.list"
    apt-config dump | grep -E '^Acquire::(http|https|Check|Retries)' >"$machine/etc/apt/apt.conf.d/90host"
    for file in /etc/resolv.conf /etc/hosts /etc/ssl/certs/ca-certificates.crt; do
        [ ! -r "$file" ] || cp -L "$file" "$machine$file" || return
    done
    mkdir -p "$machine/kb/checkout" || return
    mount -t proc proc "$machine/proc" || echo 'no /proc inside: going on without'
}

# The last commit; a tree without a history is taken as it is, built things apart.
copy_checkout() {
    if git rev-parse --git-dir >/dev/null 2>&1; then
        git archive HEAD | tar x -C "$root/machine/kb/checkout"
    else
        tar c --exclude=./build --exclude=./public . | tar x -C "$root/machine/kb/checkout"
    fi
    spec=${MUSTACHE_SPEC:-../shared/mustache-spec}
    [ ! -d "$spec" ] || { mkdir "$root/machine/kb/shared" && cp -R "$spec" "$root/machine/kb/shared/mustache-spec"; }
}

inside() {
    chroot "$root/machine" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 KB_CORPUS=none \
        ${http_proxy:+"http_proxy=$http_proxy"} ${https_proxy:+"https_proxy=$https_proxy"} ${no_proxy:+"no_proxy=$no_proxy"} \
        sh -c 'cd /kb/checkout && "$@"' sh "$@"
}

install_nothing() {
    inside make deps check-deps >"$root/twice"
    cat "$root/twice"
    [ "$(grep -c 'all here' "$root/twice")" -eq 2 ]
}

use_proxy
step "a bare $suite" bare_system
step 'its package sources and the checkout' eval 'configure && copy_checkout'
step 'make deps site' inside make deps site
step 'a page was made' test -s "$root/machine/kb/checkout/public/index.html"
step 'make check-deps check, without the archive' inside env LIGHT=1 make check-deps check
grep -E 'SKIPPED|passed|failed' "$root/said" | tail -12 | sed 's/^/# /'
step 'a second make deps check-deps installs nothing' install_nothing
echo "# $(($(date +%s) - began)) seconds in all"
echo "1..$tests"
