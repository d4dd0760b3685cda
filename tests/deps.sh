#!/bin/sh
# deps.sh build|check: installs what is missing to build kb, or to test it. It looks first, by compiling and running small things: where
# nothing is missing it says so in one line, and needs neither the network nor any right.
set -u
CC=${CC:-cc}
PKG_CONFIG=${PKG_CONFIG:-pkg-config}

# What is asked for, and the package that has it: thing  apt  dnf  pacman  apk  zypper. A dash: part of the system there.
packages='
cc          gcc+libc6-dev  gcc                gcc       gcc+musl-dev  gcc
pkg-config  pkg-config     pkgconf-pkg-config pkgconf   pkgconf       pkg-config
cmark       libcmark-dev   cmark-devel        cmark     cmark-dev     cmark-devel
yaml        libyaml-dev    libyaml-devel      libyaml   yaml-dev      libyaml-devel
stemmer     libstemmer-dev libstemmer-devel   snowball  snowball-dev  libstemmer-devel
utf8proc    libutf8proc-dev utf8proc-devel    libutf8proc utf8proc-dev utf8proc-devel
xxhash      libxxhash-dev  xxhash-devel       xxhash    xxhash-dev    xxhash-devel
deflate     libdeflate-dev libdeflate-devel   libdeflate libdeflate-dev libdeflate-devel
brotli      libbrotli-dev  brotli-devel       brotli    brotli-dev    libbrotli-devel
libzstd     libzstd-dev    libzstd-devel      zstd      zstd-dev      libzstd-devel
libzip      libzip-dev     libzip-devel       libzip    libzip-dev    libzip-devel
nettle      nettle-dev     nettle-devel       nettle    nettle-dev    libnettle-devel
microhttpd  libmicrohttpd-dev libmicrohttpd-devel libmicrohttpd libmicrohttpd-dev libmicrohttpd-devel
cmocka      libcmocka-dev  libcmocka-devel    cmocka    cmocka-dev    libcmocka-devel
diff        diffutils      diffutils          diffutils diffutils     diffutils
zstd        zstd           zstd               zstd      zstd          zstd
unzip       unzip          unzip              unzip     unzip         unzip
'

archive=$(dirname "$0")/../../shared/corpus/kbarchive-dev.tar.zst

usage() {
    echo 'usage: deps.sh build|check' >&2
    exit 2
}

# links HEADER CALL PACKAGE LIBRARY: a program of two lines that calls the library compiles and links, the way the Makefile does it.
links() {
    cflags=$($PKG_CONFIG --cflags "$3" 2>/dev/null)
    libs=$($PKG_CONFIG --libs "$3" 2>/dev/null || echo "-l$4")
    printf '#include <stdarg.h>\n#include <stddef.h>\n#include <stdint.h>\n#include <setjmp.h>\n#include <%s>\nint main(void) { return %s; }\n' "$1" "$2" |
        $CC $cflags -x c -o "$probe/a.out" - $libs >/dev/null 2>&1
}

compiles() { echo 'int main(void) { return 0; }' | $CC -x c -o "$probe/a.out" - >/dev/null 2>&1; }
has() { command -v "$1" >/dev/null 2>&1; }

is_there() {
    case $1 in
    cc) compiles ;;
    pkg-config) has "$PKG_CONFIG" ;;
    cmark) links cmark.h 'cmark_version() == 0' libcmark cmark ;;
    yaml) links yaml.h '!yaml_get_version_string()' yaml-0.1 yaml ;;
    stemmer) links libstemmer.h 'sb_stemmer_list() == 0' libstemmer stemmer ;;
    utf8proc) links utf8proc.h 'utf8proc_version() == 0' libutf8proc utf8proc ;;
    xxhash) links xxhash.h '(int)XXH_versionNumber() == 0' libxxhash xxhash ;;
    deflate) links libdeflate.h '!libdeflate_alloc_compressor(1)' libdeflate deflate ;;
    brotli) links brotli/encode.h 'BrotliEncoderVersion() == 0' libbrotlienc brotlienc ;;
    libzstd) links zstd.h 'ZSTD_versionNumber() == 0' libzstd zstd ;;
    libzip) links zip.h '!zip_libzip_version()' libzip zip ;;
    nettle) links nettle/sha2.h '(sha256_init(&(struct sha256_ctx){0}), 0)' nettle nettle ;;
    microhttpd) links microhttpd.h '!MHD_get_version()' libmicrohttpd microhttpd ;;
    cmocka) links cmocka.h '(skip(), 0)' cmocka cmocka ;;
    *) has "$1" ;;
    esac
}

missing_of() { for thing in "$@"; do is_there "$thing" || printf ' %s' "$thing"; done; }

find_manager() { for m in apt-get dnf pacman apk zypper; do has $m && echo $m && return; done; }

# The packages of all missing things in the manager's own names.
names_of() {
    case $1 in apt-get) column=2 ;; dnf) column=3 ;; pacman) column=4 ;; apk) column=5 ;; zypper) column=6 ;; esac
    shift
    for thing in "$@"; do
        echo "$packages" | awk -v thing="$thing" -v column=$column '$1 == thing { gsub(/\+/, " ", $column); print $column }'
    done | tr '\n' ' '
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif has sudo; then
        sudo "$@"
    else
        echo "deps: this needs root, and there is no sudo. As root: $*" >&2
        return 1
    fi
}

install() {
    case $1 in
    apt-get) as_root apt-get update -q && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $2 ;;
    dnf) as_root dnf install -y $2 ;;
    pacman) as_root pacman -Sy --needed --noconfirm $2 ;;
    apk) as_root apk add $2 ;;
    zypper) as_root zypper --non-interactive install $2 ;;
    esac
}

case ${1:-} in
build) wanted='cc pkg-config cmark yaml stemmer utf8proc xxhash deflate brotli libzstd libzip nettle microhttpd' ;;
check) wanted='cc pkg-config cmark yaml stemmer utf8proc xxhash deflate brotli libzstd libzip nettle microhttpd cmocka diff unzip' ;;
*) usage ;;
esac
if [ "$1" = check ] && [ -r "$archive" ] && [ "${KB_CORPUS:-}" != none ]; then
    wanted="$wanted zstd"
fi

probe=$(mktemp -d "${TMPDIR:-/tmp}/kb-deps.XXXXXX") || exit 1
trap 'rm -rf "$probe"' EXIT

missing=$(missing_of $wanted)
if [ -z "$missing" ]; then
    echo "deps: all here to $1 kb: $wanted"
    exit 0
fi
manager=$(find_manager)
if [ -z "$manager" ]; then
    echo "deps: missing:$missing; and no package manager that this script knows (apt, dnf, pacman, apk, zypper)." >&2
    echo "deps: install them by hand: a C11 compiler, pkg-config, and the headers of cmark, libyaml and (for the tests) cmocka." >&2
    exit 1
fi
names=$(names_of "$manager" $missing)
echo "deps: missing:$missing; installing with $manager: $names"
install "$manager" "$names" || {
    echo "deps: $manager could not install: $names" >&2
    exit 1
}
missing=$(missing_of $wanted)
if [ -n "$missing" ]; then
    echo "deps: still missing after the installation:$missing" >&2
    exit 1
fi
echo "deps: all here now to $1 kb"
