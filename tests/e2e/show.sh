#!/bin/sh
# kb show: one article as the program understands it, named in any way, in four forms.
. "$(dirname "$0")/common"
cd "$work" || exit 1
mkdir -p content/sub
cat >content/sub/text.txt <<'T'
DOCUMENT:Q900001  02-MAR-2001  [print]
TITLE   :BUG: A "Lid" & <More>
PRODUCT :Acme Print Server
PROD/VER:winnt:4.0
OPER/SYS:WINDOWS
KEYWORDS:kbprint

======================================================================
-------------------------------------------------------------------------------
The information in this article applies to:

 - Acme Print Server, version 4.0, on platform(s):
    - the operating system: Acme OS 
-------------------------------------------------------------------------------

SYMPTOMS
========

See Q900002 and Q900003.

 - a bullet

   literal

Additional query words: lid jam

======================================================================
Keywords          : kbprint kbtray 
Component         : lids
Technology        : kbAcme400 kbZNotKeyword2
Version           : winnt:4.0,5.5; WINDOWS:2000
Platform          : winnt
Hardware          : x86
Issue type        : kbbug
Solution Type     : kbfix

=============================================================================

THE INFORMATION PROVIDED IN THIS ARTICLE IS PROVIDED "AS IS".

Copyright Acme Corporation 2001.
T
printf -- '---\ntitle: Two\nid: KB900002\nextra_key: 1\n---\nBack to [one](sub/text.txt).\n' >content/two.md
printf -- '---\ntitle: Plain\npermalink: guide/plain/\ndraft: true\n---\n# Head\n\nWords.\n' >content/plain.md

for name in Q900001 KB900001 q900001 kb900001 900001 content/sub/text.txt sub/text.txt kb/900/Q900001/ /kb/900/Q900001/ kb/900/Q900001; do
    gives 0 "kb show $name" show "$name"
    prints 'BUG: A "Lid" & <More>' '… shows the article'
done
for name in guide/plain/ guide/plain plain.md content/plain.md ./content/plain.md "$work/content/plain.md"; do
    gives 0 "kb show $name" show "$name"
    prints 'Plain' '… shows the article, though it is a draft'
done
gives 2 'an article that is not there' show Q900009
says Q900009
gives 2 'a file that is not there' show content/none.md
gives 0 'from another folder' show -s "$work" Q900001
(cd / && "$kb" show -s "$work" Q900002) >stdout 2>stderr
tap $? 'with the site named'
gives 0 'with the content folder named' show --content content/sub Q900001

gives 0 'text' show Q900001 --format text
for words in Q900001 'BUG: A "Lid" & <More>' 'Acme Print Server' kbtray SYMPTOMS 'a bullet' literal kb/900/Q900001/ 2001-03-02; do prints "$words"; done
check '… and nothing else is said' test ! -s stderr
gives 0 'html' show Q900001 --format html
prints '<h2 id="symptoms">SYMPTOMS</h2>'
prints 'href="../KB900002/"'
prints "a bullet"
gives 0 'html with --offline' show Q900001 --format=html --offline
prints 'href="../KB900002/index.html"'

gives 0 'markdown' show Q900001 --format markdown
for words in 'title: "BUG: A \"Lid\" & <More>"' 'id: Q900001' 'permalink: kb/900/Q900001/' '## SYMPTOMS' 'See Q900002 and Q900003.' '- a bullet'; do prints "$words"; done
check '… and nothing else is said' test ! -s stderr
gives 2 'a format that does not exist' show Q900001 --format pdf
says 'text, json, html, markdown or context'

gives 0 'json' show Q900001 --format json
cp stdout one.json
check '… and nothing else is said' test ! -s stderr
field() {    # field TEMPLATE TEXT: what the template makes of the JSON
    printf '%s' "$1" | "$kb" render - --strict-templates --data one.json >stdout 2>stderr
    tap $? "json has $1"
    check "… and it is $2" test "$(cat stdout)" = "$2"
}
field '{{id}}' Q900001
field '{{{title}}}' 'BUG: A "Lid" & <More>'
field '{{permalink}}' kb/900/Q900001/
field '{{format}}' text
field '{{category}}' print
field '{{#products}}{{.}}{{/products}}' 'Acme Print Server'
field '{{#versions}}{{platform}}:{{#values}} {{.}}{{/values}};{{/versions}}' 'winnt: 4.0 5.5;WINDOWS: 2000;'
field '{{#operating_systems}}{{.}}{{/operating_systems}}' WINDOWS
field '{{#keywords}}{{.}} {{/keywords}}' 'kbprint kbtray '
field '{{#technologies}}{{.}} {{/technologies}}' 'kbAcme400 kbZNotKeyword2 '
field '{{#issue_types}}{{.}}{{/issue_types}}' kbbug
field '{{#solution_types}}{{.}}{{/solution_types}}' kbfix
field '{{#hardware}}{{.}}{{/hardware}}' x86
field '{{#components}}{{.}}{{/components}}' lids
field '{{query_words}}' 'lid jam'
field '{{updated}}' 2001-03-02
field '{{#applies_to}}{{text}}{{#children}} > {{text}}{{/children}}{{/applies_to}}' 'Acme Print Server, version 4.0, on platform(s): > the operating system: Acme OS'
field '{{#references}}{{number}} {{resolves}} {{id}} {{title}} {{permalink}};{{/references}}' '900002 true KB900002 Two kb/900/KB900002/;900003 false   ;'
field '{{#referenced_by}}{{id}} {{title}} {{permalink}}{{/referenced_by}}' 'KB900002 Two kb/900/KB900002/'
field '{{{legal}}}' 'THE INFORMATION PROVIDED IN THIS ARTICLE IS PROVIDED "AS IS".'
field '{{copyright_holder}} {{copyright_year}}' 'Acme Corporation 2001'
field '{{source}}' content/sub/text.txt
check 'json has the first and last line of blocks' grep -q '"first_line": 19,' one.json
check 'json has sections' grep -q '"sections"' one.json
gives 0 'json of a Markdown article' show two.md --format json
prints '"extra_key"' 'unknown keys are in it'
printf -- '---\ntitle: [\n---\n' >content/broken.md
gives 0 'another article is broken' show Q900001
run show content/broken.md
check 'the article itself is broken' test "$status" -eq 1 -o "$status" -eq 2
says 'content/broken.md'
finish
