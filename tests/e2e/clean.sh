#!/bin/sh
# kb clean: what builds wrote goes, whatever else there is stays.
. "$(dirname "$0")/common"
cd "$work" || exit 1

site() {    # site NAME: a small site that is built, and into it
    mkdir -p "$work/$1/content/deep" "$work/$1/static/fonts" && cd "$work/$1" || exit 1
    printf -- '---\ntitle: One\n---\n\nSee [two](deep/two.md).\n' >content/one.md
    printf -- '---\ntitle: Two\n---\n\nWords.\n' >content/deep/two.md
    echo font >static/fonts/plain.woff2
    "$kb" build -q || exit 1
}
is_clean() {    # is_clean NAME: nothing but the sources
    find . ! -path './content*' ! -path './static*' ! -name . >"$work/stdout"
    [ ! -s "$work/stdout" ]
    tap $? "$1"
}

# --- all of it ------------------------------------------------------------------------------------------------------------------------------
site all
files=$(find public -type f | wc -l)
gives 0 'a dry run' clean -n
find public -type f | LC_ALL=C sort >"$work/expected"
check '… prints each file' cmp -s "$work/expected" "$work/stdout"
check '… and nothing else' test ! -s "$work/stderr"
check '… and removes none' test "$(find public -type f | wc -l)" -eq "$files"
exists .public.kbstate
gives 0 'cleaning' clean
says "kb: $((files)) files removed from public"
check '… prints nothing' test ! -s "$work/stdout"
is_clean 'the folder is gone, and what was known of it'
gives 0 'cleaning once more' clean
says 'there is nothing to clean'
gives 0 'a dry run of nothing' clean --dry-run
check '… prints nothing' test ! -s "$work/stdout"
is_clean 'neither leaves a trace'
gives 0 'quietly' clean -q
is_silent '… in silence'
"$kb" build -q && gives 0 'with files, quietly' clean --quiet
is_silent '… in silence'
is_clean '… all of it'

# --- files of others --------------------------------------------------------------------------------------------------------------------------
site others
echo mine >public/mine.txt
mkdir -p public/deep/own public/.well-known
echo mine >public/deep/own/notes
echo mine >public/.well-known/key
gives 0 'a dry run' clean -n
check '… does not name them' test -z "$(grep -e mine -e own -e well-known "$work/stdout")"
gives 0 'files that no build wrote' clean
says '; 3 other files stay there'
find . -path './public*' -type f | sort >"$work/stdout"
printf '%s\n' ./public/.well-known/key ./public/deep/own/notes ./public/mine.txt >"$work/expected"
check '… are all that is there' cmp -s "$work/expected" "$work/stdout"
check '… in their folders' test "$(find public -type d | wc -l)" -eq 4
is_absent .public.kbstate
gives 0 'without a state nothing is known to be of a build' clean
says '.public.kbstate is not there'
exists public/mine.txt
rm -r public/deep public/.well-known && "$kb" build -q && run clean
says '; 1 other file stays there'
rm public/mine.txt && mkdir public/empty && "$kb" build -q
gives 0 'an empty folder of others' clean
says '; the folder stays'
exists public/empty

# A packed copy that gained nothing was not written; a file of that name is another's.
site small
echo 'precompress: [gzip]' >config.yml
printf 'x' >static/tiny.txt
"$kb" build -q
exists public/index.html.gz
is_absent public/tiny.txt.gz
echo mine >public/tiny.txt.gz
gives 0 'packed copies' clean
says '; 1 other file stays there'
check '… go, but not one of another hand' test "$(find public -type f)" = public/tiny.txt.gz

# --- what is only planned, or not there --------------------------------------------------------------------------------------------------------
site missing
files=$(find public -type f | wc -l)
rm public/index.html
gives 0 'a file that is gone already' clean
says "kb: $((files - 1)) files removed from public"
is_clean '… is no trouble'
"$kb" build -q && rm -r public
gives 0 'a dry run without the folder' clean -n
check '… prints nothing' test ! -s "$work/stdout"
is_absent public
gives 0 'without the folder' clean
says 'kb: 0 files removed from public'
is_clean '… the state goes'
"$kb" build -q
mkdir -p .public.kbtmp && echo half >.public.kbtmp/0 && echo half >.public.kbstate.new
gives 0 'what a killed build left' clean
is_clean '… goes, too'
"$kb" build -q && cp .public.kbstate "$work/whole"
: >.public.kbstate
gives 0 'an empty state' clean
check '… knows no file' test -e public/index.html
is_absent .public.kbstate

# A damaged state knows what stands before the damage: a build that was killed while it wrote leaves such a one.
cp "$work/whole" .public.kbstate && printf 'half a chunk' >>.public.kbstate
gives 0 'a state with half a record at its end' clean
is_clean '… tells of all files'

# --- other folders ------------------------------------------------------------------------------------------------------------------------------
site elsewhere
"$kb" build -q -d "$work/far/site"
gives 0 'another output folder' clean -d "$work/far/site"
is_absent "$work/far/site"
exists "$work/far"
exists public/index.html
cd "$work" || exit 1
gives 0 'from outside, as the site says' clean -s elsewhere
says 'removed from elsewhere/public'
is_absent elsewhere/public
echo 'output_dir: html' >elsewhere/other.yml
"$kb" build -q -s elsewhere -c elsewhere/other.yml
gives 0 'as another config says' clean -s elsewhere -c elsewhere/other.yml
is_absent elsewhere/html
mkdir real && ln -s "$work/real" link
"$kb" build -q -s elsewhere -d link
gives 0 'a link to the folder' clean -d link -s elsewhere
check '… stays, and so does the folder' test -d link
check '… but empty' test -z "$(ls -A real)"
is_absent .real.kbstate

# --- what cannot be done ----------------------------------------------------------------------------------------------------------------------------
site busy
if command -v flock >"$work/stdout"; then
    flock .public.kbstate "$kb" clean >"$work/stdout" 2>"$work/stderr"
    status=$?
    check 'while a build runs, nothing is cleaned' test "$status" -eq 4
    says 'kb clean: public: a build is writing this folder; wait until it is done'
    exists public/index.html
    exists .public.kbstate
else
    skip 'cleaning while a build runs' 'no flock'
fi
# Root may remove anything.
as_nobody=
if [ "$(id -u)" -eq 0 ]; then
    as_nobody='setpriv --reuid=65534 --regid=65534 --clear-groups'
    chmod 755 "$work" && chown -R 65534:65534 .
fi
if $as_nobody "$kb" build -q >"$work/stdout" 2>&1; then
    chmod a-w public/deep/two
    $as_nobody "$kb" clean >"$work/stdout" 2>"$work/stderr"
    status=$?
    check 'a folder that cannot be written' test "$status" -eq 4
    says 'public/deep/two/index.html: error: cannot remove'
    is_absent public/index.html
    exists .public.kbstate
    chmod u+w public/deep/two
    gives 0 'a build after half a cleaning' build
    check '… makes everything anew' test -e public/index.html
    gives 0 '… and it can be cleaned' clean
    is_clean '… all of it'
else
    skip 'folders that cannot be written' 'cannot be somebody else here'
fi
gives 2 'an operand' clean public
says "takes no 'public'"
gives 2 'an unknown option' clean --dryrun
says '--dry-run'
echo 'title: [' >config.yml
gives 2 'a config that cannot be read' clean
exists content/one.md

finish
