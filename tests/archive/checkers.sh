#!/bin/sh
# The checkers checked: `words` and `links` must pass what is right and catch every single mistake put into it. Made-up articles and pages.
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
words=$BUILD/tests/archive/words links=$BUILD/tests/archive/links
dir=$(mktemp -d "${TMPDIR:-/tmp}/kb-checkers.XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT PIPE TERM

tests=0
tap() {    # tap STATUS NAME
    tests=$((tests + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $tests - $2"
    else
        echo "not ok $tests - $2"
        sed 's/^/# /' "$dir/said"
    fi
}
run() { "$@" >"$dir/said" 2>&1; }
rule() { printf "%$2s\n" '' | tr ' ' "$1"; }
crlf() { awk '{ printf "%s\r\n", $0 }'; }

# --- words: an article with everything that the table of transformations allows, and the page made of it --------------------------------

source=$dir/source site=$dir/site
page=$site/kb/900/Q900001/index.html
mkdir -p "$source/txt/900" "$source/kb/900/Q900002" "$source/kb/011/Q11085" "$site/kb/900/Q900001" "$site/kb/900/Q900002" "$site/kb/011/Q11085"
{
    printf 'DOCUMENT:Q900001  05-JAN-2000  [kites]\nTITLE   :Kites\nPRODUCT :Kites\nPROD/VER::1.0\nOPER/SYS:\nKEYWORDS:kbkite\n\n'
    rule '=' 70
    printf '3.10\nWIND\nkbkite kbtail\n\nCaution: wet string.\n\n'
    rule - 79
    printf 'The information in this article applies to:\n\n - Box kites \n'
    rule - 79
    printf '\nCaution: wet string.\n\nSYMPTOMS\n========\n\nA kite < 3 feet & its tail\n\240fall\240down, "slowly"\2225.<BR/>\n<BR/><BR/>\n'
    printf 'Ends in DEL\177\nMid\177dle\033\n\n1. Untie it.\n\n   a. Pull\n\n   b. Push\n\n2. Tie it:\n\n - knot\n\n - * no knot\n\n'
    rule '*' 12
    printf '\nQ900003 Strings\nQ900004Wind\n\nKBCategory: kbkite\nKBSubcategory: kbtail\n\n'
    printf '+------+-----+\n| Wind | Sum | \n+------+-----+\n| low  |   4 | \n+------+-----+\n\nName   Size\n----   ----\nbox    12\n\n'
    printf -- '--------------\nAt night\n--------------\n\nNo kites.\n\n'
    printf 'Additional query words: stray words\nand more of them\n\nThe end.\n\nAdditional query words: sky air\n\n'
    rule '=' 70
    printf 'Keywords          : kbkite \nTechnology        : kbAir\n\n'
    rule '=' 77
    printf '\nTHE INFORMATION PROVIDED IN THIS EXAMPLE IS MADE UP.\n\nCopyright Somebody 2000.'
} | crlf >"$source/txt/900/Q900001.TXT"

cat >"$page" <<'END'
<!doctype html><title>Kites</title><body><p>no body</p><article class="x" data-kb-body>
<p>Caution: wet string.</p><h2 id="symptoms">SYMPTOMS</h2>
<p>A kite &lt; 3 feet &amp; its tail fall down, &quot;slow<b>ly</b>&quot;&#x2019;5.<br>Ends in DEL<br>Mid&#65533;dle&#xFFFD;</p>
<ol><li>Untie it.<ol type="a"><li><p>Pull</p></li><li><p>Push</p></li></ol></li><li>Tie it:</li></ol>
<ul><li>knot</li><li>* no knot</li></ul><hr>
<ul class="r"><li><a href="x">Q900003</a> Strings</li><li><a href="y">Q900004</a> Wind</li></ul>
<table><tr><th>Wind</th><th>Sum</th></tr><tr><td>low<td>4</table>
<table><tr><th>Name</th><th>Size</th></tr><tr><td>box</td><td>12</td></tr></table><h3>At night</h3><p>No kites.</p><p>The end.</p>
</article><p>no body either</p>
END
sed -i -e 's|<td>low<td>4|<td>low</td><td>4</td></tr>|' "$page"

{
    printf -- '---\nlayout: page\ntitle: "Q900002: Tails"\npermalink: /kb/900/Q900002/\n---\n\n## Q900002: Tails\n\n{%% raw %%}\n\n'
    printf '\tArticle: Q900002\n\tProduct(s): Kites\n\tLast Modified: 7-SEP-2001\n\t\n'
    printf '\t%s\n\tThe information in this article applies to:\n\t\n\t- Tails \n\t%s\n\t\n' "$(rule - 79)" "$(rule - 79)"
    printf '\tA t<E4>il.\n\t\n\t7.<A0>Knot it.<A0>\n\t<A0>\n\t- A knot\n\t\n\tAdditional query words:\n\t\n\t%s\n\tKeywords          : kbtail \n\t\n\t%s\n\t\n' \
        "$(rule '=' 70)" "$(rule '=' 77)"
    printf '\n{%% endraw %%}\n'
} >"$source/kb/900/Q900002/README.md"
echo '<div data-kb-body><div><p>A täil.</p></div><ol start="7"><li>Knot it.</li></ol><ul><li>A knot</li></ul></div>' >"$site/kb/900/Q900002/index.html"
{
    printf -- '---\nlayout: page\n---\n\n{%% raw %%}\n\n\tArticle: Q11085\n\tLast Modified: 7-SEP-1988\n\t\n\tQuestion:\n\t\n\tWhy?\n\n{%% endraw %%}\n'
} >"$source/kb/011/Q11085/README.md"
echo '<pre data-kb-body>Question: Why?</pre>' >"$site/kb/011/Q11085/index.html"

run "$words" "$source" "$site"
tap $? 'words: the same words pass'
for name in underline rule 'list marker' 'reference bullet' 'br tag' 'DEL at line end' 'glued id' 'byte token' 'old metadata' 'repeated stub' \
    'table border' 'table rule'; do
    grep -q "^# $name  *[1-9]" "$dir/said"
    tap $? "words: $name is counted"
done

cp "$page" "$dir/right"
wrong() {    # wrong NAME SED-SCRIPT: the page changed like this must be caught
    sed "$2" "$dir/right" >"$page"
    if cmp -s "$dir/right" "$page"; then
        echo "the script changed nothing" >"$dir/said"
        tap 1 "words: $1"
    else
        run "$words" "$source" "$site"
        [ $? -eq 1 ] && grep -q 'Q900001.TXT: line [0-9]*: source' "$dir/said"
        tap $? "words: $1 is caught"
    fi
    cp "$dir/right" "$page"
}
wrong 'a lost word' 's/ tail fall/ fall/'
wrong 'a lost last word' 's/The end\./The/'
wrong 'a line of signs above a title that is none' 's/<h3>At night<.h3>/<p>At night<\/p>/'
wrong 'a lost first word' 's/Caution: //'
wrong 'two words in the wrong order' 's/ tail fall/ fall tail/'
wrong 'a doubled word' 's/wet string/wet wet string/'
wrong 'an added word' 's/The end\./& More./'
wrong 'a word from an attribute made text' 's/The end\./& #/'
wrong 'a reference encoded twice' 's/&lt;/\&amp;lt;/'
wrong 'an unknown reference' 's/&amp;/\&et;/'
wrong 'two words joined' 's/A kite/Akite/'
wrong 'a word cut in two' 's/Untie/Un tie/'
wrong 'a word cut by a block' 's/Untie/Un<p>tie/'
wrong 'another number drawn' 's/<ol>/<ol start="2">/'
wrong 'another letter drawn' 's/type="a"/type="A"/'
wrong 'a bullet drawn for a number' 's/<ol>/<ul>/;s/Tie it:<.li><.ol>/Tie it:<\/li><\/ul>/'
wrong 'an item that the source does not have' 's/<li>Tie/<li><\/li><li>Tie/'
wrong 'a rule that the source does not have' 's/The end/<hr>&/'
wrong 'a rule not drawn' 's/<hr>//'
wrong 'a heading that is none' 's/h2/p/g'
wrong 'a table that is none' 's/<t[hd]>/<p>/g;s/<.t[hd]>//g'
wrong 'a table cell lost' 's/<td>low<.td>//'
wrong 'half of a repeated stub' 's/Caution: wet string\.//'
wrong 'a title still glued' 's/Q900004<.a> /Q900004<\/a>-/'
wrong 'query words shown' 's/The end\./& sky air/'
wrong 'a field shown' 's/The end\./& kbAir/'

rm "$site/kb/011/Q11085/index.html"
run "$words" "$source" "$site"
[ $? -eq 1 ] && grep -q 'Q11085/README.md: no page' "$dir/said"
tap $? 'words: a missing page is caught'

# --- links ------------------------------------------------------------------------------------------------------------------------------

site=$dir/linked
page=$site/kb/one/index.html
mkdir -p "$site/kb/one" "$site/kb/two" "$site/kb/bare" "$site/static"
echo 'body{}' >"$site/static/a b.css"
echo >"$site/kb/bare/file.txt"
echo '<h1 id="top">Home</h1><a href="kb/one/?q=1#s-1">one</a> <a href="./">here</a>' >"$site/index.html"
echo '<a href="/kb/one/">one</a><a href="/">home</a>' >"$site/404.html"
echo '<meta http-equiv="refresh" content="0; url=../one/"><p id="p&amp;q">' >"$site/kb/two/index.html"
echo '<urlset><url><loc>x</loc></url></urlset>' >"$site/sitemap.xml"
cat >"$page" <<'END'
<link rel="stylesheet" href="../../static/a%20b.css"><link rel="canonical" href="https://kb.example/kb/one/">
<h2 id="s-1">One</h2> <a href="#s-1">self</a> <a href="">page</a> <a href="?q=2">query</a> <a href='../two/#p&amp;q'>two</a>
<a href="../bare/file.txt">file</a> <a href="../../">home</a> <a href="../..">home</a> <a href="../../index.html#top">top</a>
<a href="mailto:a@example.com">mail</a> <img src="../../static/a%20b.css" alt="<a href='nowhere'>"> <script>"<a href='none'>"</script>
<!-- <a href="gone"> --> <form action="../two/"></form>
END
run "$links" "$site"
[ $? -eq 0 ] && grep -q '^# 4 pages, 16 links, 4 fragments, 2 absolute links, 0 troubles' "$dir/said"
tap $? 'links: a whole site passes and is counted'

cp "$page" "$dir/right"
broken() {    # broken NAME ELEMENT WHAT-IS-SAID
    { cat "$dir/right"; echo "$2"; } >"$page"
    run "$links" "$site"
    [ $? -eq 1 ] && grep -q "^# [^ ]*: $3" "$dir/said"
    tap $? "links: $1 is caught"
    cp "$dir/right" "$page"
}
broken 'a link to nothing' '<a href="../three/">' '../three/: leads nowhere'
broken 'a source that is nothing' '<img src="x.png">' 'x.png: leads nowhere'
broken 'a form that leads nowhere' '<form action="../find/">' '../find/: leads nowhere'
broken 'a refresh that leads nowhere' '<meta http-equiv="Refresh" content="0; url=../three/">' '../three/: leads nowhere'
broken 'a fragment of the page' '<a href="#s-2">' '#s-2: no such id in this page'
broken 'a fragment of another page' '<a href="../../#bottom">' 'wanted by kb/one/index.html: #bottom: no such id here'
broken 'a link out of the site' '<a href="../../../x">' '../../../x: leaves the site'
broken 'a link out of the site and back' '<a href="../../../linked/index.html">' '../../../linked/index.html: leaves the site'
broken 'a path from the root' '<a href="/kb/two/">' '/kb/two/: a path from the root'
broken 'a folder without its slash' '<a href="../two">' '../two: names a folder without its slash'
broken 'a folder without a page' '<a href="../bare/">' '../bare/: the folder has no index.html'
broken 'a file taken for a folder' '<a href="../bare/file.txt/">' '../bare/file.txt/: leads nowhere'
broken 'a script for a link' '<a href="javascript:alert(1)">' 'javascript:alert(1): a scheme'
broken 'a link without quotes' '<a href=gone class=x>' 'gone: leads nowhere'

run "$links" --offline "$site"
[ $? -eq 1 ] && grep -q '^# index.html: ./: names a folder, which a disk cannot serve' "$dir/said"
tap $? 'links: without a server a folder is caught'
awk 'BEGIN { for (i = 0; i < 50000; i++) print "<loc>x</loc>" }' >"$site/sitemap.xml"
run "$links" "$site"
[ $? -eq 1 ] && grep -q '^# sitemap.xml: .*too many' "$dir/said"
tap $? 'links: a sitemap over its limit is caught'
echo '<urlset></urlset>' >"$site/sitemap.xml"

# a chain from home: one/ is a click away, then 2, 3, 4, 5
for n in 2 3 4 5; do
    mkdir -p "$site/kb/$n"
    echo "<a href=\"../$n/\">next</a>" >>"$site/kb/$(if [ $n -eq 2 ]; then echo one; else echo $((n - 1)); fi)/index.html"
    echo '<p>' >"$site/kb/$n/index.html"
done
echo '<div data-kb-body>' >>"$site/kb/4/index.html"
run "$links" "$site"
[ $? -eq 0 ] && grep -q '^# articles by clicks: 0 0 0 0 1, none farther' "$dir/said"
tap $? 'links: four clicks are counted, and are near'
echo '<div data-kb-body>' >>"$site/kb/5/index.html"
run "$links" "$site"
[ $? -eq 1 ] && grep -q '^# 1 are farther, or no way leads there: kb/5/index.html' "$dir/said"
tap $? 'links: an article five clicks from home is caught'
rm -r "$site/kb/5"
echo '<p>' >"$site/kb/4/index.html"
awk 'BEGIN { for (i = 0; i < 10241; i++) printf "<b>x</b>  " }' >"$site/kb/4/index.html"
run "$links" "$site"
[ $? -eq 1 ] && grep -q '^# kb/4/index.html: [0-9]*: bytes are too many for a list' "$dir/said"
tap $? 'links: a list that is too long is caught'

echo "1..$tests"
