#!/bin/sh
# What the site tells machines: feeds, the sitemap and the description of the search as XML, and the block of data in the head of pages.
. "$(dirname "$0")/common"
cd "$work" || exit 1
base=https://kb.example/help/
mkdir -p site/content
cat >site/config.yml <<'T'
title: "Lids & <trays>"
description: All about lids.
language: en-GB
taxonomies: {keywords: 1}
T
article() {    # article FILE FRONT-MATTER TEXT
    printf -- '---\n%b\n---\n\n%b\n' "$2" "$3" >"site/content/$1"
}
article one.md 'title: "One </script> & <!-- two"\nid: Q900001\ndate: 2001-03-02\nlastmod: 2001-05-18\nproducts: [Acme Print & Fax]\nkeywords: [kblid, kbZNotKeyword2]' 'The lid is stuck. See Q900002.'
article two.md 'title: "A bell \\\\x07 rings"\nid: Q900002\ndate: 2002-01-01\nproducts: [Acme Print & Fax, Other]\ndescription: "Bells & lids"' 'Words.'
article three.md 'title: Without a date\nid: Q900003\nproducts: [Undated]' 'Words.'
article 'with space & more.md' 'title: Ünder\ndate: 1999-12-31' 'Words.'

gives 0 'a site with base_url' build -s site -d out -b $base
is_silent_but_closing() { ! grep -v '^kb: ' stderr; }
check '… without a word' is_silent_but_closing

# --- XML --------------------------------------------------------------------------------------------------------------------------

if command -v xmllint >/dev/null; then
    value() { xmllint --xpath "$2" "$1" 2>/dev/null; }
    is() {    # is FILE NAME VALUE EXPRESSION
        value "$1" "$4" >stdout
        check "$1: $2 is $3" test "$(cat stdout)" = "$3"
    }
    holds() { is "$1" "$2" true "boolean($3)"; }
    e() { printf '*[local-name()="%s"]' "$1"; }
    for file in $(find out -name '*.xml'); do
        check "$file is well-formed" xmllint --noout --nonet "$file"
    done
    feed=/$(e feed) entry=/$(e feed)/$(e entry)
    atom='count(//*[namespace-uri()!="http://www.w3.org/2005/Atom"])=0'
    for file in out/feed.xml out/products/acme-print-and-fax/feed.xml out/products/other/feed.xml; do
        holds $file 'its namespace' "$atom"
        for name in id title updated; do
            holds $file "one $name of the feed" "count($feed/$(e $name))=1 and string-length($feed/$(e $name))>0"
            holds $file "one $name of each entry" "count($entry/$(e $name))=count($entry) and not($entry/$(e $name)[string-length()=0])"
        done
        holds $file 'an author' "string-length($feed/$(e author)/$(e name))>0"
        is $file 'its own address' "$base${file#out/}" "string($feed/$(e link)[@rel='self']/@href)"
        holds $file 'a page for each entry' "count($entry/$(e link)[@rel='alternate' and starts-with(@href,'$base')])=count($entry)"
        holds $file 'whole addresses' "not(//@href[not(starts-with(.,'$base'))]) and not(//$(e id)[not(starts-with(.,'$base'))])"
        holds $file 'different ids' "count($entry[$(e id)=preceding-sibling::*/$(e id)])=0"
        is $file 'the date of the feed' "$(value $file "string($entry[1]/$(e updated))")" "string($feed/$(e updated))"
        value $file "//$(e updated)/text()" | tr -d '\n' >stdout
        check "$file has dates of RFC 3339" sh -c '! sed "s/[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T00:00:00Z//g" stdout | grep .'
    done
    is out/feed.xml 'its title' 'Lids & <trays>' "string($feed/$(e title))"
    is out/feed.xml 'the order' '2002-01-01T00:00:00Z 2001-05-18T00:00:00Z 1999-12-31T00:00:00Z' \
        "concat($entry[1]/$(e updated),' ',$entry[2]/$(e updated),' ',$entry[3]/$(e updated))"
    is out/feed.xml 'what has a date' 3 "count($entry)"
    is out/feed.xml 'a title' 'Q900001: One </script> & <!-- two' "string($entry[2]/$(e title))"
    is out/feed.xml 'a summary' 'Bells & lids' "string($entry[1]/$(e summary))"
    is out/feed.xml 'a product' 'Acme Print & Fax' "string($entry[2]/$(e category)/@term)"
    is out/products/other/feed.xml 'what has the product' 1 "count($entry)"
    is out/sitemap.xml 'its parts' "${base}sitemap-1.xml" "string(/$(e sitemapindex)/$(e sitemap)/$(e loc))"
    is out/sitemap-1.xml 'its addresses' 4 "count(/$(e urlset)/$(e url)/$(e loc)[starts-with(.,'$base')])"
    is out/sitemap-1.xml 'its namespace' http://www.sitemaps.org/schemas/sitemap/0.9 'namespace-uri(/*)'
    holds out/sitemap-1.xml 'dates' "count(//$(e lastmod)[string-length()=10])=3"
    search=/$(e OpenSearchDescription)
    for name in ShortName Description Url; do holds out/opensearch.xml "a $name" "count($search/$(e $name))=1"; done
    holds out/opensearch.xml 'a short name of 16 characters' "string-length($search/$(e ShortName))<=16"
    is out/opensearch.xml 'its template' "${base}search/?q={searchTerms}" "string($search/$(e Url)/@template)"
else
    skip 'feeds, sitemap and description of the search as XML' 'there is no xmllint (libxml2-utils)'
fi

# --- which feeds there are --------------------------------------------------------------------------------------------------------------

has() { grep -q -F -e "$2" "$1"; }
has_no() { ! grep -q -F -e "$2" "$1"; }
exists out/feed.xml
is_absent out/products/undated/feed.xml
is_absent out/keywords/kblid/feed.xml
atom='rel="alternate" type="application/atom+xml"'
check 'home names its feed' has out/index.html "$atom title=\"Lids &amp; &lt;trays&gt;\" href=\"feed.xml\""
check 'a product names its feed' has out/products/other/index.html "$atom title=\"Other\" href=\"feed.xml\""
check 'a product without one names none' has_no out/products/undated/index.html "$atom"
check 'an article names none' has_no out/kb/900/Q900001/index.html "$atom"
gives 0 'the same again' build -s site -d out -b $base
check '… and nothing is written' has stderr '(0 new, 0 changed'
printf 'feed: {limit: 1}\n' >limit.yml
gives 0 'with another limit' build -s site -d limited -b $base -c limit.yml
check '… that many entries' test "$(grep -c '<entry>' limited/feed.xml)" -eq 1
printf 'feed: false\n' >none.yml
gives 0 'without feeds' build -s site -d none -b $base -c none.yml
is_absent none/feed.xml
check '… no page names one' sh -c "! grep -rq 'atom+xml' none"
gives 0 'without base_url' build -s site -d bare -v
says 'no sitemap and no feeds'
is_absent bare/feed.xml
for wrong in 'feed: 3' 'feed: {limit: 0}' 'feed: {limit: 9999}'; do
    printf '%s\n' "$wrong" >wrong.yml
    gives 2 "$wrong" build -s site -d wrong -c wrong.yml
    says feed
done
mkdir site/static
printf 'mine\n' >site/static/feed.xml
gives 0 'with a feed of the site'"'"'s own' build -s site -d own -b $base
check '… which stands there' has own/feed.xml mine
rm -r site/static

# --- the block of data --------------------------------------------------------------------------------------------------------------------

block() { sed -n 's|^<script type="application/ld+json">\(.*\)</script>$|\1|p' "$1"; }
data() {    # data FILE TEMPLATE TEXT: what the template makes of the block
    block "$1" >data.json
    printf '%s' "$2" | "$kb" render - --data data.json >stdout 2>stderr
    tap $? "$1 has $2"
    check "… and it is $3" test "$(cat stdout)" = "$3"
}
page=out/kb/900/Q900001/index.html
check 'one block' test "$(block $page | wc -l)" -eq 1
check 'no tag within it' sh -c "! sed -n 's|^<script type=\"application/ld+json\">\(.*\)</script>\$|\1|p' $page | grep '<'"
data $page '{{#@graph}}{{@type}} {{/@graph}}' 'TechArticle BreadcrumbList '
data $page '{{#@graph}}{{#headline}}{{{headline}}}|{{identifier}}|{{datePublished}}|{{dateModified}}{{/headline}}{{/@graph}}' \
    "One </script> & <!-- two|Q900001|2001-03-02|2001-05-18"
data $page '{{#@graph}}{{#itemListElement}}{{position}} {{{name}}} {{#item}}{{{item}}}{{/item}};{{/itemListElement}}{{/@graph}}' \
    "1 Acme Print & Fax ${base}products/acme-print-and-fax/;2 900xxx ${base}kb/900/;"
data out/products/index.html '{{#@graph}}{{#itemListElement}}{{position}} {{{name}}} {{#item}}{{{item}}}{{/item}};{{/itemListElement}}{{/@graph}}' \
    "1 Lids & <trays> $base;2 Products ;"
data out/index.html '{{#@graph}}{{@type}} {{{url}}} {{description}} {{/@graph}}' "WebSite $base All about lids. "
check 'no block without base_url' sh -c "! grep -q ld+json bare/kb/900/Q900001/index.html"
for name in url type title site_name; do check "og:$name" has $page "<meta property=\"og:$name\" content=\""; done
check 'og:type of an article' has $page 'content="article"'
check 'og:type of home' has out/index.html '<meta property="og:type" content="website">'

# --- other forms -----------------------------------------------------------------------------------------------------------------------------

mkdir -p site/content/odd
printf 'An image' >site/content/picture.png
article links.md 'title: Links\nid: Q900004\nrelated: [one.md]' '[One](one.md#x) ![p](picture.png) [gone](gone.md) <https://a.example/>\n\nBack to Q900001.'
article index.md 'title: Start\npermalink: start/' 'Words.'
article about.md 'title: About\npermalink: about.html' 'Words.'
article 'odd/page.html' 'title: A page\nid: Q900005' 'Words.'
printf -- '---\r\ntitle: caf\351\r\nid: Q900006\r\n---\r\n\r\nBytes \223here\224.\r\n' >site/content/odd/Q900006.txt
cp site/config.yml all.yml
printf 'outputs: [json, markdown]\npublish_source: true\n' >>all.yml
gives 0 'with other forms of articles' build -s site -d forms -b $base -c all.yml
for file in kb/900/Q900001/index.json kb/900/Q900001/index.md kb/900/Q900001/one.md start/index.md start/source-index.md about.json about.md about.source.txt \
    kb/900/Q900005/source.txt kb/900/Q900006/Q900006.txt manifest-sha256.txt; do exists forms/$file; done
check 'a source is its file, byte for byte' cmp forms/kb/900/Q900006/Q900006.txt site/content/odd/Q900006.txt
check 'no source is a page' sh -c '! find forms -name "page.html" | grep .'
check 'there is a source for each article' test "$(wc -l <forms/manifest-sha256.txt)" -eq 9
if command -v sha256sum >/dev/null; then
    (cd forms && sha256sum --strict -c manifest-sha256.txt) >stdout 2>stderr
    tap $? 'sha256sum finds every source as the list says'
    sum=$(sha256sum <site/content/one.md | cut -d' ' -f1)
    check 'the page has the sum' has forms/kb/900/Q900001/index.html "$sum"
    check 'the JSON has the sum' has forms/kb/900/Q900001/index.json "\"sha256\":\"$sum\""
else
    skip 'the sums of published sources' 'there is no sha256sum'
fi
check 'the page leads to the source' has forms/kb/900/Q900001/index.html '<a href="one.md">'
for type in 'application/json" href="index.json' 'text/markdown" href="index.md'; do
    check "the page names its form $type" has forms/kb/900/Q900001/index.html "<link rel=\"alternate\" type=\"$type\">"
    check "home names none $type" has_no forms/index.html "$type"
done
check 'about.html names its own' has forms/about.html 'type="application/json" href="about.json"'
model() {    # model FILE TEMPLATE TEXT
    printf '%s' "$2" | "$kb" render - --data "$1" >stdout 2>stderr
    check "$1: $2 is $3" test "$(cat stdout)" = "$3"
}
model forms/kb/900/Q900004/index.json '{{id}} {{title}} {{source}} {{{url}}}' "Q900004 Links links.md ${base}kb/900/Q900004/"
model forms/kb/900/Q900001/index.json '{{referenced_by_count}}{{#referenced_by}} {{id}}{{/referenced_by}}' '1 Q900004'
check 'links of the Markdown lead where those of the page do' has forms/kb/900/Q900004/index.md '[One](../Q900001/#x) ![p](picture.png)'
check '… and those that lead nowhere stay as they are' has forms/kb/900/Q900004/index.md '[gone](gone.md)'
gives 0 'the Markdown is an article again' show --content forms/kb/900/Q900004 -c all.yml Q900004
gives 0 'the same again' build -s site -d forms -b $base -c all.yml
check '… and nothing is written' has stderr '(0 new, 0 changed'
article two.md 'title: Another title\nid: Q900002\ndate: 2002-01-01' 'See Q900001.'
gives 0 'one article changed' build -s site -d forms -b $base -c all.yml --changes changes
check '… its forms changed' test "$(grep -c 'kb/900/Q900002/' changes)" -eq 4
check '… and the JSON that names it' has changes 'M kb/900/Q900001/index.json'
check '… and no Markdown of another' has_no changes 'M kb/900/Q900001/index.md'
gives 0 'from nothing' build -s site -d anew -b $base -c all.yml
same_tree '… the same' forms anew
gives 0 'without other forms' build -s site -d forms -b $base
check '… they are gone' sh -c '! find forms -name "*.json" -o -name "*.md" -o -name "manifest*" | grep .'
printf 'outputs: [pdf]\n' >wrong.yml
gives 2 'a form that there is not' build -s site -d wrong -c wrong.yml
says 'json, markdown'

# --- llms.txt --------------------------------------------------------------------------------------------------------------------------------

printf 'title: Lids\ndescription: All about lids.\nllms: true\npaginate_by: 1\n' >llms.yml
article one.md 'title: "One [x] <b>"\nid: Q900001\nproducts: [Acme]\nlastmod: 2001-05-18' 'The lid is stuck.'
article two.md 'title: Two\nid: Q900002\nproducts: [Acme, Other]\ndate: 2002-01-01' 'Words.'
gives 0 'with llms.txt' build -s site -d llms -b $base -c llms.yml
check 'it has a title and a quote' test "$(sed -n 1,3p llms/llms.txt | tr '\n' '|')" = '# Lids||> All about lids.|'
check 'it leads to the products, the largest first' test "$(sed -n '/^## Products/,/^##* O/p' llms/llms.txt | grep '^-' | sed 1q)" = "- [Acme](${base}products/acme/llms.txt): 2"
check 'a product leads to its articles' has llms/products/acme/llms.txt "- [Q900002: Two](${base}kb/900/Q900002/): Words."
check '… and to its next page' has llms/products/acme/llms.txt "- [Next](${base}products/acme/page/2/llms.txt)"
check '… which has the rest' has llms/products/acme/page/2/llms.txt "- [Q900001: One \\[x\\] \\<b>](${base}kb/900/Q900001/): The lid is stuck."
printf 'outputs: [markdown]\n' >>llms.yml
gives 0 'with Markdown too' build -s site -d llms -c llms.yml
check '… it leads there' has llms/products/acme/llms.txt '- [Q900002: Two](../../kb/900/Q900002/index.md): Words.'
article two.md 'title: Two\nid: Q900002\nproducts: [Acme, Other]\ndate: 2002-01-01' 'Other words.'
gives 0 'a text changed' build -s site -d llms -c llms.yml
check '… and its sentence' has llms/products/acme/llms.txt 'Other words.'
gives 0 'without it' build -s site -d llms
is_absent llms/llms.txt
finish
