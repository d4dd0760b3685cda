#!/bin/sh
# What is said, where, and in which form.
. "$(dirname "$0")/common"
cd "$work" || exit 1
mkdir -p content templates
printf -- '---\ntitle: One\ndate: soon\n---\nSee [x](nowhere.md) and "Ünïcode\\".\n' >content/one.md
printf -- '---\ntitle: [\n---\nWords.\n' >content/two.md
printf -- '---\ntitle: "Later \\e[31m"\ndraft: true\n---\nWords.\n' >content/three.md
printf 'titel: "a\\"b"\n' >config.yml
printf 'a %s b\n' '{{article.titel}}' >templates/article.mustache

gives 1 'text is the form without --diagnostics' build -d out
check 'path:line:col: severity: sentence [code]' awk '/^content\/one.md:3:7: warning: .* \[date\]$/ { found = 1 } END { exit !found }' stderr
check '… with the source line and a caret' awk '/^content\/one.md:3:7:/ { at = NR } NR == at + 1 && at { line = $0 == "  date: soon" } NR == at + 2 && at { caret = $0 == "        ^" } END { exit !(line && caret) }' stderr
check 'errors have their line and column' grep -q '^content/two.md:[0-9]*:[0-9]*: error: .* \[yaml\]$' stderr
check 'the messages are sorted by path' awk -F: '/^[a-z].*\[[a-z-]*\]$/ { if ($1 < last) bad = 1; last = $1 } END { exit bad }' stderr
check 'notes are not shown' test "$(grep -c ': note:' stderr)" -eq 0
check 'the closing line counts them' grep -q '1 error, [0-9]* warnings, [0-9]* notes*; [0-9.]* s$' stderr
check 'nothing is printed on standard output' test ! -s stdout
gives 1 '-v' build -d out -v
says ': note:' '-v shows notes'
says 'content/three.md: note:'
gives 1 '-q' build -d out -q
check '-q has no closing line' awk '/^kb: / { bad = 1 } END { exit bad }' stderr
check '-q shows errors and warnings' test "$(grep -c -e ' error: ' -e ' warning: ' stderr)" -ge 3
gives 1 '--drafts' build -d drafts --drafts -q
exists drafts/three/index.html
is_absent out/three/index.html
gives 1 '--strict-templates' build -d out -q --strict-templates
says 'templates/article.mustache:1:3: warning:'
says 'did you mean `title`?'
check '… told once, however many pages' test "$(grep -c unknown-name stderr)" -eq 1

gives 1 '--diagnostics json' build -d out -v --diagnostics json --strict-templates
check 'every line is an object' awk '!/^\{"path":".*","message":".*"\}$/ { bad = 1 } END { exit bad || NR < 5 }' stderr
grep '^{' stderr | while read -r line; do
    printf '%s' "$line" >line.json
    [ "$(echo '{{path}}|{{line}}|{{col}}|{{severity}}|{{code}}|{{#message}}text{{/message}}' | "$kb" render - --data line.json)" ] || exit 1
    echo '{{path}}{{line}}{{col}}{{severity}}{{code}}{{message}}' | "$kb" render - --strict-templates --data line.json >rendered || exit 1
done
tap $? 'every line is JSON, and has path, line, col, severity, code and message'
check 'no control character is in it' awk '/[\001-\010\013-\037\177]/ { bad = 1 } END { exit bad }' stderr
check 'the quotes of messages are escaped' test "$(awk '{ gsub(/\\\\|\\"/, ""); n = gsub(/"/, ""); if (n % 2) bad = 1 } END { print bad + 0 }' stderr)" -eq 0

for jobs in 1 5; do "$kb" build -q -v -j$jobs -d out -b https://example.com/ --strict-templates 2>"said$jobs"; done
check 'the number of threads changes no message' cmp -s said1 said5
"$kb" build -q -v -j1 -s "$root/tests/golden/irregular-text" -d out7 2>said1
"$kb" build -q -v -j5 -s "$root/tests/golden/irregular-text" -d out7 2>said5
check '… of many files' cmp -s said1 said5

# --- colour -----------------------------------------------------------------------------------------------------------------------------------
escape=$(printf '\033')
run build -d out
check 'no colour in a file' test "$(grep -c "$escape" stderr)" -eq 0
if script -q -e -c true /dev/null </dev/null >/dev/null 2>&1; then
    script -q -e -c "'$kb' build --content $root/content -d out3" /dev/null </dev/null >terminal 2>&1
    check 'colour on a terminal' grep -q "$escape\\[[0-9;]*m" terminal
    check 'a progress bar on a terminal' grep -q '[0-9] %' terminal
    NO_COLOR=1 script -q -e -c "'$kb' build -d out4" /dev/null </dev/null >terminal 2>&1
    check 'no colour with NO_COLOR' test "$(grep -c "$escape\\[[0-9;]*m" terminal)" -eq 0
    NO_COLOR='' script -q -e -c "'$kb' build -d out5" /dev/null </dev/null >terminal 2>&1
    check 'colour with NO_COLOR empty' grep -q "$escape\\[[0-9;]*m" terminal
    script -q -e -c "'$kb' build -q --content $root/content -d out6" /dev/null </dev/null >terminal 2>&1
    check 'no progress bar with -q' test "$(grep -c ' %' terminal)" -eq 0
else
    skip 'colour on a terminal' 'no script(1)'
fi

# --- streams that are closed -------------------------------------------------------------------------------------------------------------------
"$kb" build -q -d out <&- 2>stderr
check 'standard input closed' test $? -eq 1
"$kb" render - <&- >stdout 2>stderr
check '… for kb render -' test $? -le 4
"$kb" build -d out >&- 2>stderr
check 'standard output closed' test $? -eq 1
"$kb" build -d closed 2>&- >stdout
check 'standard error closed' test $? -eq 1
exists closed/one/index.html
"$kb" build -q -d open 2>stderr
same_tree '… and the site is the same' open closed
i=0
while [ $i -lt 3000 ]; do
    i=$((i + 1))
    echo "Line $i of a long article."
done >content/long.md
{ "$kb" show long.md 2>stderr; echo $? >status.txt; } | head -n 1 >stdout
check 'a reader that stops reading' test -s stdout
check '… is no crash' test "$(cat status.txt)" -eq 0 -o "$(cat status.txt)" -eq 4 -o "$(cat status.txt)" -eq 141
finish
