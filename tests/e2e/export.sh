#!/bin/sh
# kb export: all articles, one a line.
. "$(dirname "$0")/common"
cd "$work" || exit 1
mkdir -p content/z content/a
printf -- '---\ntitle: "Two \\"quoted\\", and more"\nid: Q900002\nproducts: [Acme, Other]\n---\nSee Q900001 and Q900009.\n' >content/a/two.md
printf -- '---\ntitle: One\nid: Q900001\ndate: 2001-03-02\nlastmod: 2001-05-18\n---\n\n## Why\n\nWords.\n' >content/z/one.md
printf -- '---\ntitle: Last\n---\nWords.\n' >content/last.md
printf -- '---\ntitle: Draft\ndraft: true\n---\nWords.\n' >content/draft.md

gives 0 'jsonl' export -b https://kb.example/
check '… a line for each article' test "$(wc -l <stdout)" -eq 3
cp stdout one.jsonl
for n in 1 2 3; do sed -n ${n}p one.jsonl >$n.json; done
field() {    # field FILE TEMPLATE TEXT
    printf '%s' "$2" | "$kb" render - --data "$1" >stdout 2>stderr
    check "$1: $2 is $3" test "$(cat stdout)" = "$3"
}
field 1.json '{{id}} {{title}} {{published}} {{updated}} {{{url}}} {{source}}' 'Q900001 One 2001-03-02 2001-05-18 https://kb.example/kb/900/Q900001/ z/one.md'
field 1.json '{{#sections}}{{title}} {{#blocks}}{{kind}}{{/blocks}}{{/sections}} {{#referenced_by}}{{id}}{{/referenced_by}} {{referenced_by_count}}' 'Why paragraph Q900002 1'
field 2.json '{{{title}}} {{#products}}{{.}};{{/products}} {{#references}}{{number}} {{resolves}};{{/references}}' 'Two "quoted", and more Acme;Other; 900001 true;900009 false;'
field 3.json '{{title}}' Last
gives 0 'into a file' export -b https://kb.example/ -o out.jsonl -j 1
check '… the same' cmp out.jsonl one.jsonl
check '… and nothing on stdout' test ! -s stdout
gives 0 'with drafts' export --drafts
check '… they are there' test "$(wc -l <stdout)" -eq 4

gives 0 'csv' export -f csv
tr -d '\r' <stdout >one.csv
cat >expected.csv <<'T'
id,title,permalink,published,updated,products,keywords,technologies,kinds,references,referenced_by,source
"Q900001","One","kb/900/Q900001/","2001-03-02","2001-05-18","","","","",0,1,"z/one.md"
"Q900002","Two ""quoted"", and more","kb/900/Q900002/","","","Acme; Other","","","",2,0,"a/two.md"
"","Last","last/","","","","","","",0,0,"last.md"
T
check '… the fields' diff expected.csv one.csv
check '… and lines of RFC 4180' test "$(grep -c "$(printf '\r')\$" stdout)" -eq 4

gives 2 'a form that there is not' export -f xml
says 'jsonl or csv'
gives 2 'an operand' export Q900001
says "takes no 'Q900001'"
gives 2 'a folder without content' export -s content
gives 4 'a file where a folder is' export -o content
says 'kb export: content'
printf -- '---\ntitle: [\n---\nWords.\n' >content/broken.md
gives 1 'with a broken article' export
says broken.md
check '… the others are there' test "$(wc -l <stdout)" -eq 3
finish
