#!/bin/sh
# kb show --format context: what an article's template gets; and the reference of template variables, which must name all of it, and nothing else.
. "$(dirname "$0")/common"
cd "$work" || exit 1
cp -R "$root/content" "$root/config.yml" .
printf 'outputs: [json, markdown]\npublish_source: true\n' >>config.yml
sed 's/^# base_url:/base_url:/' config.yml >with-base.yml

# paths FILE: "article.references.items.title" for each name of the JSON, list items as if they were their list.
paths() {
    awk '
        match($0, /^ *"[^"]*":/) {
            depth = index($0, "\"") - 1
            key = substr($0, depth + 2, RLENGTH - depth - 3)
            for (i = depth + 1; i < 200; i++) delete name[i]
            name[depth] = key
            path = ""
            for (i = 0; i <= depth; i++) if (i in name) path = path (path == "" ? "" : ".") name[i]
            print path
        }' "$1"
}

gives 0 'context of an article' show Q263072 -c with-base.yml --format context
prints '"id": "Q263072"'
check '… it is JSON with a name a line' test "$(grep -c '^  "[a-z_]*": ' stdout)" -ge 10
cp stdout one.json
run show Q263072 -c with-base.yml --format context
check '… the same every time' cmp -s stdout one.json
printf '%s' '{{article.id}} {{page.kind}} {{#page.alternates}}{{type}} {{url}};{{/page.alternates}} {{article.source.name}} {{t.search}}' >t.mustache
run render t.mustache --strict-templates --data one.json
prints 'Q263072 article application/json index.json;text/markdown index.md; Q263072.md Search' 'a template is rendered with it'

gives 0 'context of another' show Q192206 -c with-base.yml --format context
cp stdout two.json
for id in Q41879 Q161213 Q233219 Q239661; do
    "$kb" show $id -c with-base.yml --format context
done >more.json 2>stderr
tap $? 'context of some more'
for file in one two more; do paths $file.json; done | LC_ALL=C sort -u | grep -v -e '^t\.' -e '^assets\.' -e '^site\.extra\.' -e '^article\.extra\.' >paths
manual=content/manual/variables.md
sed -n '/^## On every page/,/^## Small groups/p; /^## Article/,/^## Home/p' $manual | sed -n 's/^| \(`[a-z_.`, ]*`\) |.*/\1/p' | tr -d '`,' | tr ' ' '\n' | LC_ALL=C sort -u >rows
grep -o '`[a-z_0-9.]*`' $manual | tr -d '`' | LC_ALL=C sort -u >words
undocumented=$(awk '
    FILENAME == "rows" { row[$1] = 1; next }
    FILENAME == "words" { word[$1] = 1; next }
    {
        n = split($1, key, ".")
        prefix = ""
        last = 0
        for (i = 1; i <= n; i++) {
            prefix = prefix (i > 1 ? "." : "") key[i]
            if (prefix in row) last = i
        }
        group = n == 1 && (key[1] == "site" || key[1] == "page" || key[1] == "article")
        ok = group || last > 0
        for (i = last + 1; i <= n && last; i++) ok = ok && key[i] in word
        if (!ok) print $1
    }' rows words paths)
echo "$undocumented" >stdout
check 'the reference has every name that the template gets' test -z "$undocumented"
LC_ALL=C comm -23 rows paths >stdout
check 'the template gets every name of the reference' test ! -s stdout

gives 2 'a format that does not exist' show Q263072 --format contexts
says 'context'
finish
