#!/bin/sh
# Golden sites: each folder beside this script that holds content/ is built, and the output, the messages and the exit status are compared with
# what stands there.
#
#     NAME/content/ config.yml templates/ static/   the site
#     NAME/args              words added to the command line
#     NAME/default-theme     there: the built-in templates are used; else those of plain/, which print the model and little more
#     NAME/paths             output files to compare, one a line; without it, all but the theme's own static files
#     NAME/expected/         the output
#     NAME/expected.diag     the messages
#     NAME/expected.status   the exit status
#
# Arguments name sites; none means all. UPDATE=1 shows what differs and makes it the expected result.
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
case $BUILD in /*) ;; *) BUILD=$PWD/$BUILD ;; esac
kb=$BUILD/kb
golden=tests/golden
work=$(mktemp -d "${TMPDIR:-/tmp}/kb-golden.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT PIPE TERM
LC_ALL=C
export LC_ALL
unset NO_COLOR

tests=0 failed=0

# The output as it is compared: without the theme's own files, without the search index (it has tests of its own; its page is compared in the
# default theme), and only what `paths` names. Charts and identifiers, which every site has, are compared only where they are named.
select_files() {    # select_files SITE OUT
    if [ -e "$1/default-theme" ]; then rm -rf "$2"/search/?/ "$2"/search/*.js; else rm -rf "$2/search"; fi
    for file in static/*; do
        its=${file#static/}
        for theirs in "$2/$its" "$2/${its%.*}".??????????."${its##*.}"; do
            if [ ! -e "$1/static/$its" ] && cmp -s "$file" "$theirs"; then rm "$theirs"; fi
        done
    done
    for file in templates/*.js.mustache; do
        its=${file#templates/}
        [ -e "$1/$file" ] || rm -f "$2/${its%.mustache}" "$2/${its%.js.mustache}".??????????.js
    done
    if [ ! -e "$1/paths" ]; then rm -rf "$2/stats" "$2/identifiers"; return 0; fi
    mv "$2" "$2.all"
    mkdir "$2"
    while read -r path; do
        [ -e "$2.all/$path" ] || continue
        mkdir -p "$2/$(dirname "$path")"
        cp "$2.all/$path" "$2/$path"
    done <"$1/paths"
}

build() {    # build SITE FOLDER: a copy of the site is built, so that paths in messages are short and nothing is left behind
    mkdir -p "$2/out"
    if [ ! -e "$1/default-theme" ]; then cp -R "$golden/plain" "$2/templates"; fi
    for part in content config.yml templates static; do
        if [ -e "$1/$part" ]; then cp -R "$1/$part" "$2/"; fi
    done
    args=
    if [ -e "$1/args" ]; then args=$(cat "$1/args"); fi
    # shellcheck disable=SC2086 # words
    (cd "$2" && "$kb" build -q -d out $args) >"$2/said" 2>"$2/diag"
    echo $? >"$2/status"
    select_files "$1" "$2/out"
}

compare() {    # compare SITE FOLDER
    for part in status diag; do
        diff -u "$1/expected.$part" "$2/$part" || echo "$part differs"
    done
    mkdir -p "$2/nothing"
    expected=$1/expected
    [ -d "$expected" ] || expected=$2/nothing
    diff -ruN "$expected" "$2/out"
    if [ -s "$2/said" ]; then echo 'something was printed on standard output'; fi
}

accept() {    # accept SITE FOLDER
    cp "$2/status" "$1/expected.status"
    cp "$2/diag" "$1/expected.diag"
    rm -rf "$1/expected"
    if [ -n "$(ls -A "$2/out")" ]; then cp -R "$2/out" "$1/expected"; fi
}

[ $# -gt 0 ] || set -- "$golden"/*/content
for site in "$@"; do
    name=$(basename "${site%/content}")
    site=$golden/$name
    build "$site" "$work/$name"
    touch "$site/expected.status" "$site/expected.diag"
    compare "$site" "$work/$name" >"$work/diff" 2>&1
    tests=$((tests + 1))
    if [ ! -s "$work/diff" ]; then
        echo "ok $tests - $name"
        continue
    fi
    sed 's/^/# /' "$work/diff"
    if [ -n "${UPDATE:-}" ]; then
        accept "$site" "$work/$name"
        echo "ok $tests - $name: updated"
    else
        failed=$((failed + 1))
        echo "not ok $tests - $name"
    fi
done
echo "1..$tests"
[ "$failed" -eq 0 ]
