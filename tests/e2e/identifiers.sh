#!/bin/sh
# Pages of identifiers and the page of charts, built from nothing and again.
. "$(dirname "$0")/common"
cd "$work" || exit 1
mkdir -p site/content
article() {    # article NUMBER TEXT
    printf -- '---\ntitle: Lid %s\nid: Q%s\ndate: 20%02d-03-02\nproducts: [Lids]\nkinds: [bug]\n---\n%s\n' "$1" "$1" $(($1 % 30)) "$2" >"site/content/Q$1.md"
}
i=100001
while [ $i -le 100019 ]; do
    article $i "Lid.exe stops with STOP 0xA. See Q100001 and Q999999."
    i=$((i + 1))
done
article 100030 'The file `C:\Lids\lids.dll` is missing, and error 80004005 and Event ID 4058 are seen.'
printf 'title: Lids\nbase_url: https://lids.example/\n' >site/config.yml
again() {    # again WHAT: builds on, and from nothing, and compares
    run build -q --strict-templates -s site -d out
    [ "$status" -eq 0 ] && [ ! -s "$work/stderr" ]
    tap $? "$1"
    rm -rf clean .clean.kbstate
    "$kb" build -q -s site -d clean
    same_tree "$1: as from nothing" out clean
}
stop=out/identifiers/stop-codes
file=out/identifiers/files/lid.exe/index.html

again 'twenty articles, of which nineteen have the same identifiers'
check 'home leads to them' grep -q 'href="identifiers/"' out/index.html
check 'and to the charts' grep -q 'href="stats/"' out/index.html
check 'all kinds stand on one page' test "$(grep -c '<h2>' out/identifiers/index.html)" -eq 4
check 'letters of files are links' grep -q '<a href="files/l/">L</a>' out/identifiers/index.html
check 'a code has its usual form' grep -q '<code>0x0000000A</code> <span class="count">19' $stop/index.html
check 'its first articles are named' test "$(grep -c '> Lid 1000' $stop/index.html)" -eq 3
check 'the others by their ids' test "$(grep -o '>Q1000[0-9]*</a>' $stop/index.html | wc -l)" -eq 16
check 'a path is a file' grep -q '<code>lids.dll</code>' out/identifiers/files/l/index.html
check 'nineteen are too few for a page' test ! -e $file

article 100020 'LID.EXE opens.'
again 'the twentieth article'
check 'gives it a page of its own' test "$(grep -c '<li><span class="id">Q1000' $file)" -eq 20
check 'to which its list leads' grep -q 'href="../lid.exe/"' out/identifiers/files/l/index.html
check 'where three are named and no more' grep -q 'and 17 more' out/identifiers/files/l/index.html
run build -q -s site -d out
before=$(stat -c %Y.%i $file)
article 100001 'A new text with lid.exe.'
sed -i 's/Lid 100001/A new title/' site/content/Q100001.md
again 'a title that changes'
check 'changes there too' grep -q 'A new title' $file
article 100001 'Nothing at all.'
again 'an article that names it no more'
check 'takes the page away' test ! -e $file

cat >>site/config.yml <<'YAML'
paginate_by: 2
YAML
for name in one two three; do article 10004${#name} "See lid_$name.dll."; done
again 'small pages'
check 'have numbers' grep -q 'rel="next" href="page/2/"' out/identifiers/files/l/index.html
check 'the second goes on' test -e out/identifiers/files/l/page/2/index.html
printf 'identifiers: false\nstats: false\n' >>site/config.yml
again 'neither wanted'
check 'no pages of identifiers' test ! -e out/identifiers
check 'no charts' test ! -e out/stats
check 'no links to them' sh -c '! grep -q "identifiers/\|stats/" out/index.html'
sed -i '/false/d; /paginate/d' site/config.yml
printf -- '---\ntitle: Mine\npermalink: stats/\n---\nText.\n' >site/content/mine.md
run build -q -s site -d out
says "site/content/mine.md: error: takes the place of the page of charts ('stats/'), which is left out; give it another address [duplicate-permalink]" 'an article may take their place'
rm site/content/mine.md

again 'the charts'
page=out/stats/index.html
check 'each is one image with the name of its heading' sh -c '
    for id in $(sed -n "s/.*role=\"img\" aria-labelledby=\"\([a-z_]*\)\".*/\1/p" '$page'); do grep -q "<h2 id=\"$id\">" '$page' || exit 1; done'
check 'all seven are there' test "$(grep -c '<svg class="chart"' $page)" -eq 7
check 'each has a table' test "$(grep -c '<table>' $page)" -eq 7
check 'nothing is styled in place' sh -c "! grep -q 'style=' $page"
check 'the SVG is well formed' sh -c "sed -n '/<svg/,/<\/svg>/p' $page | { echo '<a>'; cat; echo '</a>'; } >svg.xml && ! LC_ALL=C grep -n '&[a-z]*[^a-z;]' svg.xml"
check 'years without an article stand between the others' grep -q '<th scope="row">2003</th>' $page
check 'what is wanted most' grep -q '<th scope="row">Q999999</th>' $page
rm site/content/*
again 'no articles'
check 'no charts' test ! -e out/stats

finish
