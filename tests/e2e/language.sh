#!/bin/sh
# The words of the theme in another language: what lies over what, building again, what is told.
. "$(dirname "$0")/common"
cd "$work" || exit 1
mkdir -p site/content site/templates/lang
printf -- '---\ntitle: Die Uhr\nid: Q100001\ndate: 2001-05-18\nproducts: [Turm]\n---\nSiehe Q100002.\n' >site/content/a.md
printf -- '---\ntitle: Der Kalender\nid: Q100003\ndate: 2002-03-01\n---\nSiehe Q100001.\n' >site/content/b.md
printf 'language: de-AT\ntitle: Uhren\n' >site/config.yml
page=out/kb/100/Q100001/index.html

gives 0 'a language without words' build -q --strict-templates -s site -d out
check 'is English' grep -q 'What links here' $page
check 'the page names its language' grep -q '<html lang="de-AT">' $page

printf 'products: Produkte\nproduct: Produkt\nreferenced_by: Darauf verweisen\ndate: ":day. :month :year"\nmonth_5: Mai\nmonth_1: Januar\n' >site/templates/lang/de.yml
printf 'month_1: Jänner\nmonth_5: Mai in Wien\n' >site/templates/lang/de-AT.yml
gives 0 'its words come in' build -q -s site -d out
check 'in the text of templates' grep -q 'Darauf verweisen' $page
check 'in what the program says' grep -q '>Produkte<' $page
check 'a date is written its way, in the words of the nearer language' grep -q '18\. Mai in Wien 2001' $page
check 'what it lacks is English' grep -q 'Refers to' $page
check 'in titles of pages' grep -q '<title>Turm – Produkt – Uhren' out/products/turm/index.html
"$kb" build -q -s site -d clean
same_tree 'building again is a clean build' out clean

printf 'related: Siehe auch\n' >site/templates/lang/en.yml
printf -- '---\ntitle: Glocke\nrelated: [Q100001]\n---\nBim.\n' >site/content/c.md
gives 0 'a site may change English words too' build -q -s site -d out
check 'under the other language' grep -q 'Siehe auch' out/c/index.html
printf 'duty: Notdienst\n' >>site/templates/lang/de.yml
printf '{{t.duty}} {{t.dutty}}\n' >site/templates/toc.mustache
printf '{{<base}}{{$main}}{{>toc}}{{/main}}{{/base}}\n' >site/templates/404.mustache
gives 0 'words of its own' build -q --strict-templates -s site -d out
check 'are there for its templates' grep -q 'Notdienst' out/404.html
says "templates/toc.mustache:1:12: warning: \`t\` has no \`dutty\`; did you mean \`duty\`? [unknown-name]" 'a misspelt one is told'
printf 'prodacts: Produkte\nhome: [x]\n' >>site/templates/lang/de.yml
gives 1 'slips in the file of words' build -q -s site -d out
says "site/templates/lang/de.yml:8:1: warning: the theme has no word \`prodacts\`; did you mean \`products\`? [unknown-config-key]"
says "site/templates/lang/de.yml:9:7: error: \`home\` takes one text [config-value]"

rm -r site/templates/lang/de.yml site/templates/404.mustache site/templates/toc.mustache
printf 'language: ar\n' >site/config.yml
gives 0 'a language that is written from the right' build -q -s site -d out
check 'the page says so' grep -q '<html lang="ar" dir="rtl">' $page
printf 'language: ../../content/a\n' >site/config.yml
gives 0 'what is no name of a language is no path' build -q -s site -d out
finish
