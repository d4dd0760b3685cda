#!/bin/sh
# Ways to an article: from home by letter, number and list, and from one article to others. How near every article is, tests/archive/links tells.
. "$(dirname "$0")/common"
cd "$work" || exit 1

article() {    # article NUMBER TITLE WORDS
    printf -- "---\nid: Q%s\ntitle: '%s'\n---\n\n%s\n" "$1" "$2" "$3" >"site/content/Q$1.md"
}
has() { grep -q -F -e "$2" "$1/index.html"; }    # has PAGE TEXT
page() { check "$1 has $2" has "$1" "$2"; }
page_not() { check "$1 has no $2" test -z "$(grep -F -e "$2" "$1/index.html")"; }
is_whole() { "$links" "$1" >stdout 2>stderr; }
hrefs() { grep -o 'href="[^"]*"' "$1/index.html" | sed 's/href="\(.*\)"/\1/'; }    # hrefs PAGE: every address on it

# --- what links here: twenty on the page, all on pages of their own ------------------------------------------------------------------------
mkdir -p site/content
article 900001 'Hub' 'No words.'
n=0
while [ $n -lt 20 ]; do
    n=$((n + 1))
    article $((900100 + n)) "Spoke $n" 'See Q900001.'
done
gives 0 'twenty refer to one' build -q -s site -d out
is_absent out/kb/900/Q900001/referenced-by
page_not out/kb/900/Q900001 'referenced-by'
article 9001 'A small number' 'See Q900001.'
printf 'ids: {digits: 4-7}\npaginate_by: 8\n' >site/config.yml
gives 0 '… and one more' build -q -s site -d out
page out/kb/900/Q900001 '<a href="referenced-by/">All 21</a>'
page out/kb/900/Q900001 'Q9001<'
page_not out/kb/900/Q900001 'Q900120'
page out/kb/900/Q900001/referenced-by 'Q900107'
page_not out/kb/900/Q900001/referenced-by 'Q900108'
page out/kb/900/Q900001/referenced-by 'rel="next" href="page/2/"'
page out/kb/900/Q900001/referenced-by '<a href="../">'
page out/kb/900/Q900001/referenced-by/page/3 'Q900120'
is_absent out/kb/900/Q900001/referenced-by/page/4
check 'every link leads somewhere, every article is near' is_whole out
rm site/content/Q9001.md
gives 0 '… and one less' build -q -s site -d out
is_absent out/kb/900/Q900001/referenced-by

# --- what an article refers to: a hundred on the page ------------------------------------------------------------------------------------------
refers() { awk -v n="$1" 'BEGIN { for (i = 1; i <= n; i++) printf "Q%d ", 800000 + i }'; }
article 900002 'A hundred' "$(refers 100)"
article 900003 'One more' "$(refers 101)"
printf 'permalink: kb/:id.html\n' >site/config.yml
gives 0 'a hundred references, and one more' build -q -s site -d pages
is_absent pages/kb/Q900002/references
page pages/kb/Q900003/references 'Q800101'
page pages/kb/Q900003/references 'not in this collection'
check 'the list of a page that is a file is beside it' grep -q -F 'href="Q900003/references/">All 101<' pages/kb/Q900003.html
check '… and leads back' grep -q -F 'href="../../Q900003.html"' pages/kb/Q900003/references/index.html
check 'every link leads somewhere, every article is near' is_whole pages

# --- titles, numbers, home ---------------------------------------------------------------------------------------------------------------------
rm -rf site && mkdir -p site/content
article 123456 'PRB: Apples' Words.
article 123999 'Äpfel' Words.
article 124000 '"Bananas"' Words.
article 260000 '16 Bits' Words.
article 1234567 'Cherries' Words.
gives 0 'a site of five' build -q -s site -d out
check 'letters of titles' test "$(hrefs out/titles | grep '^[0-9a-z-]*/$' | sort -u | tr '\n' ' ')" = '0-9/ a/ b/ c/ '
page out/titles/a '<a href="../../kb/123/Q123456/">PRB: Apples</a>'
page out/titles/a 'aria-current="true">A</a>'
page out/titles/a '<a href="../b/">B</a>'
page out/titles '<a href="../kb/260/Q260000/">16 Bits</a>'
page out/titles/a 'Titles A–Z'
check 'accents do not count' test "$(grep -n 'fel</a>' out/titles/a/index.html | cut -d: -f1)" -lt "$(grep -n 'Apples</a>' out/titles/a/index.html | cut -d: -f1)"
page out/kb '120000–129999'
page out/kb '1230000–1239999'
check 'ranges stand under their ten thousand' test "$(grep -c '<h2>' out/kb/index.html)" -eq 3
for door in products/ kb/ titles/ titles/b/; do
    [ $door = products/ ] || check "home leads to $door" grep -q -F "href=\"$door\"" out/index.html
done
rm site/content/Q124000.md
gives 0 'a letter that is no more' build -q -s site -d out
is_absent out/titles/b
page_not out/titles/a '../b/'
printf 'paginate_by: 2\n' >site/config.yml
n=0
while [ $n -lt 9 ]; do
    n=$((n + 1))
    article $((500000 + n)) "Dates $n" Words.
done
gives 0 'letters of several pages' build -q -s site -d out
page out/titles '<a href="d/page/3/">Dates 5</a>'
page_not out/titles 'Dates 4'
page out/titles/d/page/3 'rel="prev"'
page out/titles/d/page/5 '>First<'
gives 0 'a clean build' build -q -s site -d clean
same_tree '… is the same' out clean
check 'every link leads somewhere, every article is near' is_whole out

# --- related -----------------------------------------------------------------------------------------------------------------------------------
rm -rf site && mkdir -p site/content
article 123456 'One' 'See Q999999.'
article 123457 'Two' 'See Q999999.'
article 123458 'Three' 'Nothing.'
gives 0 'two of three refer to the same' build -q -s site -d out
page out/kb/123/Q123456 'Two</a>'
check 'the third has no such section' sh -c "! grep -q 'Related articles' out/kb/123/Q123458/index.html"
article 123458 'Three' 'See Q999999.'
run build -q -s site -d out --changes -
prints 'M kb/123/Q123456/index.html' 'a third that does so changes the pages of the two'
gives 0 'a clean build' build -q -s site -d clean
same_tree '… is the same' out clean
finish
