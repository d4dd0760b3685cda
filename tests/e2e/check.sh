#!/bin/sh
# kb check: each kind of finding in a small site, the exit statuses, the forms, baselines; and nothing is written.
. "$(dirname "$0")/common"
cd "$work" || exit 1
SOURCE_DATE_EPOCH=1800000000    # 2027-01-15
export SOURCE_DATE_EPOCH

page() {    # page FILE LINES-OF-FRONT-MATTER TEXT
    mkdir -p "$(dirname "$1")"
    printf -- '---\n%s\n---\n\n%s\n' "$2" "$3" >"$1"
}
found() {    # found LINE: of gcc's form, as a whole
    grep -q -x -F -e "$1" stdout
    tap $? "found: $1"
}
lacks() {    # lacks TEXT NAME
    ! grep -q -F -e "$1" stdout
    tap $? "$2"
}

# --- a site without fault -------------------------------------------------------------------------------------------------------

mkdir good
echo 'base_url: https://www.example.com/' >good/config.yml
page good/content/one.md 'title: One
date: 2026-01-02
products: [Lamp]' 'See [two](two.md#the-switch), [below](#below), [the top](#top) and [words](two.md#:~:text=wall).

## Below'
page good/content/two.md 'title: Two
date: 2026-01-02
updated: 2026-01-02
products: [Lamp]' '## The switch

It is on the wall. See [one](one.md).'
gives 0 'a site without fault' check -s good
check 'nothing is printed' test ! -s stdout
says 'kb: 2 articles checked; 0 findings; '
gives 0 'with -q not even a closing line' check -s good -q
is_silent '… and it is silent'

gives 0 'the sample site' check -s "$root"
lacks ' warning: ' 'the manual has no link to a place that is not there'

# --- each kind ------------------------------------------------------------------------------------------------------------------

mkdir -p bad/templates
printf 'titel: Site\nmarkdown: {html: true}\ntaxonomies: {products: {min: 2}}\n' >bad/config.yml
printf '<h1>{{article.titel}}</h1>{{{article.body}}}<a name=own></a><p id="it&#39;s"></p>\n' >bad/templates/poster.mustache
page bad/content/links.md 'title: Links
date: 2026-01-02
products: [Lamp]
related: [nowhere/]' 'See [a](none.md), [b](target.md#heading), [c](target.md#headign), [d](#nothing),
[e](driver.zip), ![f](lamp.png), [g](/kb/nowhere/), and Q900009.
[h](poster.md#own), [i](poster.md#heading), [j](target.md#raw), [k](target.md#hidden), [l](target.md#%68eading), [m](poster.md#it%27s).'
page bad/content/target.md 'title: Target
date: 2026-01-02
products: [Lamp]' '# Heading

<p id="raw">Raw</p> <!-- <p id="hidden"> -->'
page bad/content/poster.md 'title: Poster
date: 2026-01-02
products: [Lamp]
layout: poster' 'No `#` at all.'
page bad/content/dates.md 'title: Dates
date: 2026-01-02
lastmod: 2025-12-31
products: [Lamp]' 'Changed before it was there.'
page bad/content/future.md 'title: Future
date: 2027-01-16
products: [Lamp]' 'To come.'
page bad/content/today.md 'title: Today
date: 2027-01-15
products: [Lamp]' 'Just there.'
page bad/content/undated.md 'title: Undated
date: 2026-02-30
products: [Lamp]' 'The 30th of February.'
page bad/content/keys.md 'Title: Keys
date: 2026-01-02
products: [Lamp]
"keyword": lamp
reviewer: mia' '# A title'
page bad/content/id-1.md 'title: First
id: Q900001
permalink: first/
date: 2026-01-02
products: [Lamp]' 'Text.'
page bad/content/id-2.md 'title: Second
id: Q900001
date: 2026-01-02' 'Text.'
page bad/content/permalink.md 'title: Third
permalink: first/
date: 2026-01-02' 'Text.'
page bad/content/orphan.md 'title: Orphan
date: 2026-01-02
products: [Socket]' 'Nobody refers to this.'
page bad/content/bytes.md 'title: Bytes
date: 2026-01-02
products: [Lamp]' "$(printf 'A \033 in the text, and \344.')"
cp -R bad before
find . | grep -v -e /std -e names | sort >names.before

gives 3 'a site with all faults' check -s bad -f gcc -v
found "bad/config.yml:1:1: warning: unknown key \`titel\`; did you mean \`title\`? [unknown-config-key]"
found "bad/content/links.md:8:9: warning: the link to 'none.md' leads to no article or file of this site [broken-link]"
found "bad/content/links.md:8:47: warning: the link to 'target.md#headign' leads to a page that has no place of that name; did you mean '#heading'? [broken-anchor]"
found "bad/content/links.md:8:71: warning: the link to '#nothing' leads to a page that has no place of that name [broken-anchor]"
found "bad/content/links.md:9:5: warning: the link to 'driver.zip' leads to no article or file of this site [missing-asset]"
found "bad/content/links.md:9:23: warning: the image 'lamp.png' leads to no article or file of this site [missing-asset]"
found "bad/content/links.md:9:38: warning: the link to '/kb/nowhere/' leads to no article or file of this site [broken-link]"
found "bad/content/links.md:9:57: note: the article Q900009 is not here [wanted]"
found "bad/content/links.md:10:25: warning: the link to 'poster.md#heading' leads to a page that has no place of that name [broken-anchor]"
found "bad/content/links.md:10:69: warning: the link to 'target.md#hidden' leads to a page that has no place of that name [broken-anchor]"
found "bad/content/links.md:5:11: warning: the related article 'nowhere/' leads to no article or file of this site [broken-link]"
check 'places that are there are no findings' test "$(grep -c 'broken-anchor' stdout)" -eq 4
found "bad/content/dates.md:4:1: warning: it was changed (2025-12-31) before it was published (2026-01-02) [date]"
found "bad/content/future.md:3:1: note: 2027-01-16 is still to come [future-date]"
lacks 'bad/content/today.md' 'today is no future'
found "bad/content/undated.md:3:7: warning: \`date\` must be a day written as YYYY-MM-DD: ‘2026-02-30’ [date]"
found "bad/content/undated.md:1:1: note: has no date [no-date]"
found "bad/content/keys.md:2:1: warning: unknown key \`Title\`; did you mean \`title\`? [unknown-key]"
found "bad/content/keys.md:5:1: warning: unknown key \`keyword\`; did you mean \`keywords\`? [unknown-key]"
lacks 'reviewer' 'a key like no other is nobody'"'"'s mistake'
found "bad/content/id-2.md:1:1: error: has the id Q900001 of bad/content/id-1.md and is left out; give it an id of its own, or say \`replaces: true\` in its front matter [duplicate-id]"
found "bad/content/permalink.md:1:1: error: has the permalink 'first/' of bad/content/id-1.md and is left out; give one of them another permalink [duplicate-permalink]"
found "bad/content/orphan.md:1:1: note: no article refers to it, and no list by product, keyword, technology or kind has it [orphan]"
check 'what is on a list, or referred to, is no orphan' test "$(grep -c '\[orphan\]' stdout)" -eq 1
found "bad/content/bytes.md:7:3: warning: the character 0x1B cannot be shown and was replaced; write what was meant [replaced-byte]"
found "bad/content/bytes.md:1:1: note: is not UTF-8; read as Windows-1252 [encoding]"
found "bad/templates/poster.mustache:1:5: warning: \`article\` has no \`titel\`; did you mean \`title\`? [unknown-name]"
same_tree 'the site is as it was' before bad
find . | grep -v -e /std -e names | sort >names.after
check 'nothing was written beside it' cmp names.before names.after

"$kb" check -s bad -f gcc -v -j1 >one 2>/dev/null
"$kb" check -s bad -f gcc -v -j4 >four 2>/dev/null
check 'threads do not show' cmp one four
"$kb" build -s bad -d "$work/site" -v --strict-templates --diagnostics json 2>&1 >/dev/null | sort >build.json
"$kb" check -s bad -f json 2>/dev/null | sort >check.json
check 'check says all that a build says' test -z "$(comm -23 build.json check.json)"
rm -r site

# --- forms ----------------------------------------------------------------------------------------------------------------------

gives 3 'text is the default' check -s bad
prints "bad/content/links.md:8:9: warning: the link to 'none.md' leads to no article or file of this site [broken-link]"
prints '      ^' '… with the line and a caret'
lacks ' note: ' '… notes only with -v'
check '… and a table' grep -q '^anchor  *0  *4  *0$' stdout
check '… that counts notes as well' grep -q '^orphan  *0  *0  *1$' stdout
check '… with a last row for all' sh -c 'tail -1 stdout | grep -q "^all  *2  *1[0-9]  *[0-9]*$"'
gives 3 '-q leaves the table out' check -s bad -q
check '… and the closing line' test ! -s stderr
lacks 'warnings' '… and its head'
gives 3 'json has an object on a line' check -s bad --format=json
prints '"severity":"warning","code":"broken-anchor","class":"anchor","message":"the link to '"'#nothing'"
prints '"code":"wanted","class":"wanted"' '… with notes'
check '… and nothing else' test -z "$(grep -v '^{.*}$' stdout)"
gives 2 'no other form' check -s bad --format xml
says 'kb check: --format takes text, json or gcc'
gives 2 'no operands' check bad
gives 0 'help' check --help
prints 'usage: kb check'

# --- statuses -------------------------------------------------------------------------------------------------------------------

mkdir -p wanted/content config
page wanted/content/Q900001.md 'title: Refers
id: Q900001
date: 2026-01-02' 'See Q900002 and Q900003.'
gives 0 'what is wanted is no finding' check -s wanted
gives 3 'with --wanted it is' check -s wanted --wanted
check '… each' test "$(grep -c ': warning: .*\[wanted\]$' stdout)" -eq 2
echo 'paginate_by: many' >config/config.yml
gives 2 'a config that does not fit' check -s config
prints 'config/config.yml:1:14: error:'
gives 2 'no content folder' check -s nowhere
gives 4 'a baseline that is not there' check -s good --baseline none
says 'kb check: none: '
gives 4 'a baseline that cannot be written' check -s good --write-baseline good/config.yml/known
echo 'what is this' >known
gives 2 'a baseline that is none' check -s good --baseline known
says 'kb check: known:1: is no finding'
is_absent good/public
is_absent bad/public

# --- many -----------------------------------------------------------------------------------------------------------------------

mkdir -p many/content
{
    printf -- '---\ntitle: Many\ndate: 2026-01-02\n---\n\n## Here\n\n'
    i=0
    while [ $i -lt 150 ]; do
        echo "See [a](#here), [b](#there) and Q$((900000 + i))."
        i=$((i + 1))
    done
} >many/content/many.md
gives 3 'a hundred of a kind are told for each article' check -s many -f gcc -v
check '… of places' test "$(grep -c "leads to a page that has no place" stdout)" -eq 100
found 'many/content/many.md:1:1: warning: 50 more links lead to places that are not there [broken-anchor]'
check '… of wanted articles' test "$(grep -c "is not here" stdout)" -eq 100
found 'many/content/many.md:1:1: note: 50 more references lead to articles that are not here [wanted]'

# --- baselines ------------------------------------------------------------------------------------------------------------------

rm known
gives 0 'a baseline is written' check -s bad --write-baseline known
lacks ' warning: ' '… and no finding printed'
check '… it is sorted' sh -c 'tail -n +2 known | LC_ALL=C sort -c'
check '… and holds no note' test "$(grep -c -e wanted -e orphan -e future-date known)" -eq 0
check '… its paths begin in the site' grep -q '^content/links.md: the link to .none.md. leads to no article or file of this site \[broken-link\]$' known
gives 0 'all that is known is no finding' check -s bad --baseline known -f gcc
check '… and not printed' test ! -s stdout
says ' 0 of them new'
(cd bad && "$kb" check --baseline ../known -f gcc) >stdout 2>stderr
status=$?
check 'the same from inside the site' sh -c "test $status -eq 0 && test ! -s stdout"
cp known known.first
gives 0 'and again' check -s bad --write-baseline known
check '… gives the same file' cmp known known.first

{ printf -- '---\ntitle: Links\nreviewer: mia\n\n'; tail -n +3 bad/content/links.md; } >moved && mv moved bad/content/links.md
gives 0 'what only moved is known' check -s bad --baseline known
echo 'And [again](none.md), and [new](new.md).' >>bad/content/links.md
gives 3 'one more of a kind, and a new one' check -s bad --baseline known -f gcc
check '… are all that is printed' test "$(wc -l <stdout)" -eq 2
says ' 2 of them new'
gives 3 'in text' check -s bad --baseline known
check '… the table tells how many are known' grep -q '^link  *0  *5  *0  *3$' stdout
cp before/content/links.md bad/content/links.md
sed 's/(none.md)/(target.md)/; s/lamp\.png/none.svg/' before/content/links.md >bad/content/links.md
gives 3 'a fault mended and one made' check -s bad --baseline known -f gcc
check '… the new one is printed' test "$(wc -l <stdout)" -eq 1
says 'kb: 2 findings of the baseline are gone; write it again with --write-baseline known'
finish
