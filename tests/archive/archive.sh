#!/bin/sh
# The whole archive of old articles through the program: every article becomes a page, no word is lost, no link is broken, the two formats agree,
# and neither the number of threads nor a second run changes a byte.
#
# Where the archive is found: tests/corpus.sh. KB_ARCHIVE_SAMPLE=10 takes every tenth folder, for slow builds. What is written goes to $TMPDIR, or to
# memory where there is room, or to $BUILD, and is removed at the end.
#
# A build with sanitizers reads, links, writes and converts all of it, too; what came of that is looked at in the build without: the same input gives
# the same bytes. There a report of a sanitizer is a failure.
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
tools=$BUILD/tests/archive
case $BUILD in *san) is_sanitized=1 ;; *) is_sanitized= ;; esac
ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}exitcode=99     # not one of ours
UBSAN_OPTIONS=${UBSAN_OPTIONS:+$UBSAN_OPTIONS:}exitcode=99
export ASAN_OPTIONS UBSAN_OPTIONS
room=4000000    # KiB that four sites of this size need

group=archive
. tests/corpus.sh
find_corpus

has_room() { [ -w "$1" ] && df -Pk "$1" | awk -v room="$room" 'NR == 2 { exit !($4 >= room) }'; }

if [ -n "${TMPDIR:-}" ]; then
    place=$TMPDIR
elif has_room /dev/shm; then
    place=/dev/shm
else
    place=$BUILD
fi
work=$(mktemp -d "$place/kb-archive.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT PIPE TERM

if [ -n "${KB_ARCHIVE_SAMPLE:-}" ]; then
    whole=$(cd "$corpus" && pwd)
    corpus=$work/sample
    mkdir -p "$corpus/txt" "$corpus/kb"
    (cd "$whole" && ls kb txt) | grep '^[0-9]' | sort -u | awk -v step="$KB_ARCHIVE_SAMPLE" '(NR - 1) % step == 0' | while read -r folder; do
        for format in txt kb; do
            [ -d "$whole/$format/$folder" ] && ln -s "$whole/$format/$folder" "$corpus/$format/$folder"
        done
    done
    echo "# a sample: every ${KB_ARCHIVE_SAMPLE}th folder"
fi

tests=0
tap() {    # tap STATUS NAME [FILE]: what was said is shown behind the result
    tests=$((tests + 1))
    if [ "$1" -eq 0 ]; then echo "ok $tests - $2"; else echo "not ok $tests - $2"; fi
    if [ -n "${3:-}" ]; then grep -v -e '^ok' -e '^not ok' -e '^1\.\.' "$3" | head -50 | sed -e 's/^# *//' -e 's/^/# /'; fi
}

build() {    # build NAME OUT ARGUMENTS: one measured run
    name=$1 out=$2
    shift 2
    "$tools/measure" "$work/times" "$name" "$BUILD/kb" build -q --diagnostics json -b https://kb.example/ -d "$out" "$@" \
        >"$work/said" 2>"$work/diagnostics"
}

check() {    # check NAME TOOL ARGUMENTS: a checker that speaks TAP itself
    name=$1 tool=$2
    shift 2
    [ "$tool" = forms ] || [ -z "$is_sanitized" ] || return     # that one runs the reader and the writers of forms, the others look at pages
    "$tools/$tool" "$@" >"$work/said" 2>&1
    tap $? "$name" "$work/said"
}

# Exit status 1 says that articles have mistakes, and the archive's have.
built() {
    [ "$1" -lt 99 ] || cat "$work/diagnostics" >>"$work/said"
    tap "$([ "$1" -le 1 ]; echo $?)" "$2 is built" "$work/said"
}

# Source files that are neither a page of the site nor named by a diagnostic.
unaccounted() {    # unaccounted FORMAT SITE
    (cd "$corpus/$1" && find -L . -type f) | sed 's|.*/\(Q[0-9]*\)[./].*|& \1|' | awk '{ printf "kb/%03d/%s %s\n", substr($2, 2) / 1000, $2, $1 }' |
        sed 's|^\([^ ]*\) \./|\1/index.html |' | sort >"$work/wanted"
    (cd "$2" && find kb -name index.html) | sort >"$work/pages"
    join -v 1 "$work/wanted" "$work/pages" | while read -r page source; do
        grep -q -F "$source" "$work/diagnostics" || echo "# $source: no page, and no diagnostic names it"
    done >"$work/said"
    echo "# $(wc -l <"$work/wanted") files, $(wc -l <"$work/pages") pages of articles and lists" >>"$work/said"
    ! grep -q 'no page' "$work/said"
}

diagnostics() {    # how often each code was said
    sed -n 's/.*"code": *"\([^"]*\)".*/\1/p' "$work/diagnostics" | sort | uniq -c | sort -rn | sed 's/^ */# /'
}

# The text alone is built for a folder without a server, the rest for a server.
for format in txt kb; do
    site=$work/$format
    case $format in txt) offline=--offline ;; *) offline= ;; esac
    build "$format" "$site" $offline --content "$corpus/$format"
    built $? "$format alone"
    diagnostics
    unaccounted "$format" "$site"
    tap $? "$format: every file is a page or has its diagnostic" "$work/said"
    check "$format: no word is lost" words "$corpus/$format" "$site"
    check "$format: nor in plain text and CommonMark" forms "$corpus/$format"
    check "$format: every link leads somewhere" links $offline "$site"
    rm -rf "$site"
done

site=$work/both copy=$work/copy
build both "$site" -j2 --content "$corpus/txt" --content "$corpus/kb"
built $? 'both together'
diagnostics
check 'both: no word is lost' words "$corpus/txt" "$site"
check 'both: every link leads somewhere' links "$site"
check 'the two formats agree, and every permalink is kept' twins "$corpus" "$site"

# Archive, kb convert, kb build: the way round.
convert() {    # convert OUT ARGUMENTS
    out=$1
    shift
    "$tools/measure" "$work/times" convert "$BUILD/kb" convert -q -d "$out" "$@" --from "$corpus/txt" --from "$corpus/kb" >"$work/said" 2>"$work/diagnostics"
    tap "$([ $? -le 1 ]; echo $?)" 'both are converted' "$work/said"
}
convert "$work/converted"
build round "$work/round" --content "$work/converted"
built $? 'what is converted'
diagnostics
check 'the way round: same words, same blocks' roundtrip "$site" "$work/round"
rm -rf "$work/round"
if [ -z "$is_sanitized" ]; then
    convert "$work/converted-1" -j1
    diff -r "$work/converted" "$work/converted-1" >"$work/said" 2>&1
    tap $? 'one thread and all convert to the same bytes' "$work/said"
    rm -rf "$work/converted-1"
    "$tools/measure" "$work/times" copy cp -r "$site" "$copy"
fi
rm -rf "$work/converted"

touch "$work/stamp"
build again "$site" -j2 --content "$corpus/txt" --content "$corpus/kb"
find "$site" -type f -newer "$work/stamp" >"$work/said"
tap "$([ ! -s "$work/said" ]; echo $?)" 'a second run touches no file' "$work/said"
if [ -z "$is_sanitized" ]; then
    diff -r "$site" "$copy" >"$work/said" 2>&1
    tap $? 'a second run changes nothing' "$work/said"
    rm -rf "$copy"
    build one-thread "$copy" -j1 --content "$corpus/txt" --content "$corpus/kb"
    diff -r "$site" "$copy" >"$work/said" 2>&1
    tap $? 'one thread and two make the same bytes' "$work/said"
fi

echo "# $(find "$site" -type f | wc -l) files, $(du -sk "$site" | cut -f1) KiB of site"
awk 'BEGIN { printf "# %-12s %9s %9s\n", "run", "seconds", "peak MiB" } { printf "# %-12s %9s %9s\n", $1, $2, $3 }' "$work/times"
echo "1..$tests"
