#!/bin/sh
# kb search: the index that kb build writes, asked in a terminal.
. "$(dirname "$0")/common"
cd "$work" || exit 1
mkdir -p content
article() {    # article NUMBER TITLE TEXT
    printf -- '---\nid: Q%s\ntitle: %s\ndate: 2001-05-18\n---\n\n%s\n' "$1" "$2" "$3" >"content/$1.md"
}
article 900001 'How to print a map' 'Open the map and choose Print.'
article 900002 'The printer does not answer' 'Check the cable of the printer.'
article 900003 'The tide table' 'Before noon the master of the harbour reads the table.'
i=0
while [ $i -lt 300 ]; do
    article $((910000 + i * 7)) "Chart $i" "A chart of island $i with reef$i, shoal and sandbank."
    i=$((i + 1))
done

ask() {    # ask ARGUMENT…: stdout, stderr and status
    "$kb" search -d out "$@" >stdout 2>stderr
    status=$?
}
check() {    # check NAME COMMAND…
    name=$1
    shift
    "$@"
    tap $? "$name"
}

"$kb" build -q -d out -j1 >stdout 2>stderr
check 'the index is written with the site' test -s out/search/entry.js
ask print map
check 'the best article comes first' grep -q '^Q900001  How to print a map$' stdout
check 'how many there are' grep -q '^2 articles$\|^1 article$' stdout
check 'its permalink stands below it' grep -q '^    kb/900/Q900001/$' stdout
ask --json --limit 1 chart
check '--json gives an array of articles' sh -c 'tr -d "\n" <stdout | grep -q "^\[ *{ *\"id\": \"Q9.*\"title\": .*\"permalink\": .*\"score\": [0-9]*.*\"summary\": .*} *\]$"'
check '--limit holds' test "$(grep -c '"id"' stdout)" -eq 1
ask kb900003
check 'an id in any spelling' grep -q '^Q900003  The tide table$' stdout
ask '"harbour master"'
check 'a phrase that nobody wrote' grep -q '^0 articles$' stdout
ask harbuor
check 'a mistake is told' grep -q "these have 'harbour'" stdout
printf 'print map\nharbour\n' >queries
ask --json --queries queries
check '--queries gives a line for each' test "$(wc -l <stdout)" -eq 2
ask
check 'no query is a wrong use' test "$status" -eq 2
"$kb" search -d nowhere map >stdout 2>stderr
status=$?
check 'no index: a sentence and status 2' sh -c "test $status -eq 2 && grep -q 'nowhere has no search index' stderr"

"$kb" build -q -d out2 -j4 >stdout 2>stderr
check 'threads do not show in the index' diff -r out/search out2/search

# One article more: its words' files, its own, and those that count all articles.
cp -R out/search before
article 914321 'Anchorage' 'An anchorage behind the sandbank.'
"$kb" build -q -d out >stdout 2>stderr
(cd out && find search -name '*.js' | while read -r file; do cmp -s "$file" "../before/${file#search/}" || echo "$file"; done | sort) >changed
check 'one article file changes' test "$(grep -c '^search/d/' changed)" -eq 1
check 'no file of codes does' test "$(grep -c '^search/c/' changed)" -eq 0
check 'few others do' test "$(wc -l <changed)" -le 14
sed 's/^/# changed by one article: /' changed
echo 'search: false' >config.yml
"$kb" build -q -d off >stdout 2>stderr
check 'search: false writes no index and no box' sh -c 'test ! -e off/search && ! grep -q "role=\"search\"" off/index.html'
echo "1..$tests"
[ $failed -eq 0 ]
